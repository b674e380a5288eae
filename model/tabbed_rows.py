"""Rows of cells parted by tabs: from a spreadsheet, where a cell with several lines is quoted, or from Word, where not."""

from __future__ import annotations

import re
from collections import Counter

from model.wrapped_lines import goes_on

_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXІ]{1,5})[.)]?")
_ITEM = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[-–—•▪*·]|[а-я]\))\s*\S")
#: Lines of one cell; more of them are no cell.
_MOST_LINES = 60


def tabbed_rows(lines: list[str]) -> list[list[str]]:
    """Rows of a text whose cells are parted by tabs; a line without tabs is a row of one cell."""
    return [_row(line) for line in _broken_cells_joined(_quoted_cells_joined(lines))]


def _quoted_cells_joined(lines: list[str]) -> list[str]:
    """A spreadsheet quotes a cell with a line break inside: everything until the closing quote is one row."""
    rows: list[str] = []
    waiting: list[str] = []
    for at, line in enumerate(lines):
        waiting.append(line)
        whole = "\n".join(waiting)
        opened = re.search(r'(?:^|\t)"(?!")', whole) is not None and whole.count('"') % 2 == 1
        if opened and len(waiting) < _MOST_LINES and at < len(lines) - 1:
            continue
        rows += waiting if opened else [whole]
        waiting = []
    return rows


def _broken_cells_joined(lines: list[str]) -> list[str]:
    """Word leaves the paragraphs of a cell on lines of their own: a row goes on until it has all of its tabs.

    Lines are joined only when that gives exactly the tabs of a whole row.
    """
    counts = Counter(line.count("\t") for line in lines if line.count("\t") > 1)
    if not counts:
        return lines
    whole = next(line.count("\t") for line in lines if line.count("\t") > 1)
    if counts[whole] < 2 and max(counts.values()) > 1:
        whole = counts.most_common(1)[0][0]
    rows = _joined(lines, whole, strict=False)
    # a row that stays short shows that tabs at the ends of lines were lost: then lines are joined only when they look so
    return _joined(lines, whole, strict=True) if any(0 < row.count("\t") < whole for row in rows) else rows


def _joined(lines: list[str], whole: int, *, strict: bool) -> list[str]:
    rows: list[str] = []
    at = 0
    while at < len(lines):
        length = _group(lines, at, whole, strict=strict) or 1
        rows.append("\n".join(lines[at : at + length]))
        at += length
    return rows


def _group(lines: list[str], at: int, whole: int, *, strict: bool) -> int:
    """How many lines from here are one row, 0 when they are none; ``strict``: each must look like the rest of a cell."""
    total = lines[at].count("\t")
    if not 0 < total < whole:
        return 0
    numbered = _NUMBER.fullmatch(lines[at].partition("\t")[0].strip()) is not None
    for next_at in range(at + 1, min(at + _MOST_LINES, len(lines))):
        line = lines[next_at]
        total += line.count("\t")
        first = line.partition("\t")[0].strip()
        if total > whole or not first or (numbered and _NUMBER.fullmatch(first)):
            return 0
        above = lines[next_at - 1].rpartition("\t")[2].strip()
        if strict and not (_ITEM.match(first) or goes_on(above, first) or above.endswith((":", ";"))):
            return 0
        if total == whole:
            return next_at - at + 1
    return 0


def _row(line: str) -> list[str]:
    if not line.strip():
        return []
    cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else [line.strip()]
    return [_unquoted(cell) for cell in cells]


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and ("\n" in cell or '""' in cell or cell.count('"') == 2):
        return cell[1:-1].replace('""', '"')
    return cell
