"""Tables drawn with lines of characters, «│ ─ ┼» or «| - +»: rules part the rows, what a rule leaves out is merged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from model.cell_text import mended
from model.spanned_cells import Block, Cell, Table
from model.wrapped_lines import MOST_LINES, gathered

_BARS = "|│┃║¦"
_CORNERS = "+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜┏┳┓┣╋┫┗┻┛╭╮╰╯┝┿┥┠╂┨┡╇┩"
_RULE = set("-=─━═_╌┄┈ " + _CORNERS)
_EDGE = re.compile(rf"\s*[{re.escape(_BARS + _CORNERS)}]")


@dataclass
class _Open:
    """What a line has between two bars: columns, text; ``ruled``: nothing but a rule, so the cell above ends there."""

    start: int
    end: int
    text: str = ""
    ruled: bool = False


def is_drawn(lines: Sequence[str]) -> bool:
    """Whether the text has a table with outer edges and rules: at least three rules with corners."""
    return sum(_is_rule(line) and any(sign in line for sign in _CORNERS) for line in lines) >= 3


def drawn_blocks(lines: Sequence[str]) -> tuple[list[Block], bool] | None:
    """Paragraphs and tables of a text with drawn tables, and whether the drawing shows cells merged over rows.

    ``None`` when the bars of some table do not stand under each other: then only the bars of each line can be trusted.
    """
    found: list[Block] = []
    drawing: list[str] = []
    merged = False
    for line in [*lines, ""]:
        if _EDGE.match(line):
            drawing.append(line.expandtabs(8).rstrip())
            continue
        if drawing:
            read = _drawing(drawing)
            if read is None:
                return None
            found += read[0]
            merged = merged or read[1]
            drawing = []
        found.append(line.strip())
    return found[:-1], merged


def _is_rule(line: str) -> bool:
    signs = set(line) - set(_BARS)
    return bool(signs - {" "}) and signs <= _RULE and any(line.count(sign) > 1 for sign in "-=─━═┄┈╌")


def _drawing(lines: list[str]) -> tuple[list[Block], bool] | None:
    """The table of one drawing."""
    places = _places(lines)
    if places is None:
        return None
    rows: list[list[Cell]] = []
    group: list[list[_Open]] = []  # lines of text since the last rule
    above: dict[int, Cell] = {}  # first column → the cell that holds for what is below
    going: dict[int, Cell] = {}  # of these, the ones that go on through the last rule
    merged = False
    several = sum(not _is_rule(one) and _is_rule(other) for one, other in pairwise(lines)) > 2
    for line in lines:
        parts = _parts(line, places)
        if not any(part.ruled for part in parts):
            group.append(parts)
            continue
        rows += _rows(group, going, several)
        _remember(above, rows[-1:])
        going = {part.start: above[part.start] for part in parts if not part.ruled and part.start in above}
        merged = merged or bool(going)
        # beside a rule stands the rest of a cell that goes on, or a line whose cell cannot be told
        for part in parts:
            if part.start in going and part.text:
                _extend(going[part.start], part.text)
        apart = [_Open(part.start, part.end, "" if part.ruled or part.start in going else part.text) for part in parts]
        group = [apart] if any(part.text for part in apart) else []
    rows += _rows(group, going, several)
    return ([Table(rows)] if rows else []), merged


def _places(lines: list[str]) -> list[int] | None:
    """Where the columns' edges stand: corners of the rules and bars of the text, which must agree."""
    ruled = Counter(at for line in lines if _is_rule(line) for at, sign in enumerate(line) if sign in _CORNERS + _BARS)
    barred = Counter(at for line in lines if not _is_rule(line) for at, sign in enumerate(line) if sign in _BARS)
    if not ruled:
        return None
    places = sorted(ruled)
    astray = sum(times for at, times in barred.items() if at not in ruled)
    return places if astray * 50 <= sum(barred.values()) and len(places) > 1 else None


def _parts(line: str, places: list[int]) -> list[_Open]:
    """Cells of a line: where a bar is missing, the cell goes on over the next column."""
    found: list[_Open] = []
    start, last = 0, len(places) - 1
    for number, place in enumerate(places[1:], 1):
        if number < last and line[place : place + 1] not in {*_BARS, *_CORNERS, ""}:
            continue
        inside = line[places[start] + 1 : place if number < last else None].rstrip(_BARS + _CORNERS)
        ruled = len(inside) > 1 and set(inside) <= _RULE - {" ", "_"}
        found.append(_Open(start, number, "" if ruled else inside.strip(), ruled))
        start = number
    return found


def _rows(group: list[list[_Open]], going: dict[int, Cell], several: bool) -> list[list[Cell]]:
    """Rows between two rules: one where ``several`` rules part the rows, else as many as begin there."""
    if not group:
        return []
    if (several and len(group) <= MOST_LINES) or going:
        cells = {part.start: Cell(part.start, part.end, below=part.start in going) for part in group[0]}
        for part in (part for parts in group for part in parts if part.text):
            holder = max((start for start in cells if start <= part.start), default=group[0][0].start)
            _extend(going[holder] if holder in going else cells[holder], part.text)
        return [list(cells.values())]
    rows: list[list[Cell]] = []
    for spans, run in groupby(group, key=lambda parts: [(part.start, part.end) for part in parts]):
        told = gathered([[part.text for part in parts] for parts in run])
        rows += [[Cell(start, end, [text]) for (start, end), text in zip(spans, row, strict=True)] for row in told]
    return rows


def _extend(cell: Cell, text: str) -> None:
    told = "\n".join(block for block in cell.content if isinstance(block, str))
    cell.content[:] = [mended(told, text)]


def _remember(above: dict[int, Cell], rows: list[list[Cell]]) -> None:
    """Put the cells of the last row over those they stand below; a covered one lets its cover go on."""
    for cell in (cell for row in rows for cell in row if not cell.below):
        for start in [start for start in above if cell.start <= start < cell.end]:
            del above[start]
        above[cell.start] = cell
