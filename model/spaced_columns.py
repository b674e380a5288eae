"""Columns kept apart by spaces alone, as text copied from a PDF has them: found from the gaps that all lines share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from model.wrapped_lines import gathered

_PIECE = re.compile(r"\S+(?: \S+)*")
_ITEM = re.compile(r"[-–—•▪*·]|\d{1,2}[.)]|[а-я]\)")
_SECTION = re.compile(r"(?:[IVXІ]+[.\s]|раздел|этап|блок|модул|направлени|часть)", re.IGNORECASE)
#: More lines, or more places in a gap, tell nothing new.
_MOST_WEIGHED = 400
_MOST_COLUMNS = 40
_PAGE = re.compile(r"\W*(?:стр(?:аница|\.)?\s*)?\d{1,3}\W*", re.IGNORECASE)
#: A line of dashes under the heading says where the columns are.
_DASHES = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*$")


@dataclass
class _Line:
    """A line of text, its pieces (start, end) and, once the columns are known, its cells."""

    text: str
    pieces: list[tuple[int, int]]


def spaced_rows(lines: Sequence[str]) -> list[list[str]] | None:
    """Rows of the table in a text: lines outside of it and lines across its columns are rows of one cell.

    ``None`` when the text has no columns: two lines at least must agree on three, four lines on two.
    """
    told = [_line(text) for text in lines]
    starts = _starts(told)
    if starts is None:
        return None
    first, last = _region(told, starts)
    if last - first < 1:
        return None
    edges = _edges(told[first : last + 1], starts)
    rows: list[list[str]] = [_running(line) for line in told[:first]]
    table: list[list[str] | str | None] = []
    for line in told[first : last + 1]:
        if not line.pieces:
            table.append(None)
        elif re.fullmatch(r"[\s=_─━-]+", line.text):
            continue
        elif _across(line, starts, edges):
            table += _running(line)
        else:
            table.append(_cells(line, starts))
    rows += gathered(table)
    rows += [_running(line) for line in told[last + 1 :]]
    return rows


def _line(text: str) -> _Line:
    text = text.expandtabs(8).rstrip()
    return _Line(text, [match.span() for match in _PIECE.finditer(text)])


def _running(line: _Line) -> list[str]:
    return [" ".join(line.text.split())] if line.pieces else []


def _starts(lines: list[_Line]) -> list[int] | None:
    """Where every column begins, the first at 0; ``None`` when lines agree on none."""
    for line in lines:
        if _DASHES.match(line.text):
            return [0, *(match.start() for match in list(re.finditer("-+", line.text))[1:])]
    counts = Counter(len(line.pieces) for line in lines)
    for count in sorted((one for one in counts if 1 < one <= _MOST_COLUMNS), reverse=True):
        alike = [line for line in lines if len(line.pieces) == count]
        if len(alike) < (2 if count > 2 else 4):
            continue
        gaps, agreed = _shared_gaps(alike)
        if agreed * 5 < len(alike) * 3 or agreed < 2:
            continue
        if count == 2 and min(high - low for low, high in gaps) < 2:
            continue
        within = lines[lines.index(alike[0]) : len(lines) - lines[::-1].index(alike[-1])][:_MOST_WEIGHED]
        return [0, *(_cut(low, high, within) for low, high in gaps)]
    return None


def _shared_gaps(lines: list[_Line]) -> tuple[list[tuple[int, int]], int]:
    """Gaps between pieces which are empty in the lines, taken one after another; how many lines agreed."""
    gaps: list[tuple[int, int]] = []
    agreed = 0
    for line in lines:
        own = [(left[1], right[0]) for left, right in zip(line.pieces, line.pieces[1:], strict=False)]
        both = [(max(a[0], b[0]), min(a[1], b[1])) for a, b in zip(gaps, own, strict=True)] if gaps else own
        if all(low < high for low, high in both):
            gaps = both
            agreed += 1
    return gaps, agreed


def _cut(low: int, high: int, lines: list[_Line]) -> int:
    """The place in a gap at which the fewest words are cut, then the fewest lines of one phrase; of equal ones the last."""
    broken = []
    for at in range(max(low + 1, high - _MOST_WEIGHED), high + 1):
        words = sum(_breaks(line.text, at) for line in lines if len(line.pieces) > 1)
        phrases = sum(line.pieces[0][0] < at < line.pieces[0][1] for line in lines if len(line.pieces) == 1)
        broken.append((words, phrases, -at))
    return -min(broken)[2]


def _breaks(text: str, at: int) -> bool:
    """Whether a cut goes through a word."""
    return 0 < at < len(text) and text[at - 1] != " " and text[at] != " "


def _cells(line: _Line, starts: list[int]) -> list[str]:
    return [" ".join(line.text[a:b].split()) for a, b in zip(starts, [*starts[1:], None], strict=True)]


def _fits(line: _Line, starts: list[int]) -> bool:
    """Whether no column's edge cuts a word, nor a phrase of a line that is nothing but this phrase."""
    if any(_breaks(line.text, at) for at in starts[1:]):
        return False
    return len(line.pieces) > 1 or _close(line, starts) or not any(a < at < b for at in starts[1:] for a, b in line.pieces)


def _close(line: _Line, starts: list[int]) -> bool:
    """Whether the line has a word at the beginning of every column and one space before it: cells that touch each other."""
    return len(starts) > 2 and all(line.text[at - 1 : at] == " " != line.text[at : at + 1] != "" for at in starts[1:])


def _region(lines: list[_Line], starts: list[int]) -> tuple[int, int]:
    """First and last line of the table."""
    least = 2 if len(starts) < 4 else 3
    full = [
        at
        for at, line in enumerate(lines)
        if len(line.pieces) > 1 and _fits(line, starts) and sum(map(bool, _cells(line, starts))) >= min(least, len(starts))
    ]
    if not full:
        return 0, -1
    first, last = full[0], full[-1]
    while first and (len(lines[first - 1].pieces) > 1 or _close(lines[first - 1], starts)) and _fits(lines[first - 1], starts):
        first -= 1
    edges = _edges(lines[first : last + 1], starts)
    while last + 1 < len(lines) and lines[last + 1].pieces and not _across(lines[last + 1], starts, edges):
        last += 1
    return first, last


def _edges(lines: list[_Line], starts: list[int]) -> dict[int, int]:
    """Left edge of each column whose cells stand at one: column → place."""
    begun: dict[int, Counter[int]] = {}
    for line in lines:
        if len(line.pieces) > 1 and _fits(line, starts):
            for a, _ in line.pieces:
                column = bisect_right(starts, a) - 1
                begun.setdefault(column, Counter())[a] += 1
    found = {}
    for column, places in begun.items():
        place, times = places.most_common(1)[0]
        if times * 10 >= sum(places.values()) * 7:
            found[column] = place
    return found


def _across(line: _Line, starts: list[int], edges: dict[int, int]) -> bool:
    """Whether a line is no line of cells: it runs over the columns, or it stands in the middle of the page."""
    if not _fits(line, starts):
        return True
    if len(line.pieces) > 1 or _close(line, starts):
        return False
    begun = line.pieces[0][0]
    column = bisect_right(starts, begun) - 1
    text = line.text.strip()
    if _PAGE.fullmatch(text) and column and begun != edges.get(column):
        return True
    if column in edges and begun - edges[column] > 2 and not _ITEM.match(text):
        return True
    return _SECTION.match(text) is not None and begun == edges.get(column, begun)
