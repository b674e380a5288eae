"""A table pasted with every cell on a line of its own: rows are found again by the rhythm of what the lines hold.

Each line is given to a column, to a section or to what stands under the table, so that the whole costs least: a number fits the
column of numbers, a date that of deadlines, a post or a name that of the responsible; skipped cells and broken lines cost.
What comes out is believed only when nearly every row has its number, its text and its deadline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.cell_text import mended, starts_item
from model.grid import Grid
from model.roadmap_columns import heading_role, is_dated, is_heading, names_people, roles
from model.roadmap_lines import Line, is_page_number
from model.roadmap_sections import looks_like_section
from model.years import SchoolYear

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,3}[.)]?")
_PART = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,3}[.)]?|[IVXІ]{1,5}[.)]?")
_BEGINS = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,3}[.)]?\s+(?=[А-ЯЁ«])")
_OPEN_END = re.compile(r"[,(«-]$|\b(?:и|с|в|на|по|для|до|от|к|о|об)$")
_MOST_LINES = 3_000
_WIDEST = 10
_SKIP = {"no": 4.0, "activity": 6.0, "deadline": 3.0, "responsible": 2.0, "stage": 1.0, "mark": 0.3}
_SECTION, _UNDER = -1, -2


@dataclass(frozen=True)
class _Piece:
    """A line, or the lines between two blank ones: its text, its place, whether a blank line stands before it.

    ``section``: the number of a part and its title, which nothing but the number of the next row follows.
    """

    text: str
    at: int
    after_blank: bool
    section: bool = False


def rebuilt(lines: list[Line], year: SchoolYear) -> Grid | None:
    """The table as rows of cells, or nothing when the rhythm is not regular; every word of ``lines`` is in the grid."""
    if not 6 <= len(lines) <= _MOST_LINES or any(line.wide for line in lines):
        return None
    best: tuple[float, Grid] | None = None
    for pieces in _cuttings(lines):
        for at, piece in enumerate(pieces):
            if len(piece.text) > 60 or heading_role(piece.text) in ("", "extra"):
                continue
            ends = _titles(pieces, at)
            for width in range(len(ends), 2, -1):
                titles = [title for title, _ in ends[:width]]
                found = roles(titles)
                if not is_heading(titles) or not {"activity", "deadline"} <= set(found):
                    continue
                tried = _tried(pieces, at, ends[width - 1][1], titles, found, year)
                if tried and (best is None or tried[0] < best[0]):
                    best = tried
    return best[1] if best else None


def _titles(pieces: list[_Piece], at: int) -> list[tuple[str, int]]:
    """What may be the headings from here on, each with the place after it; «исполнения» goes on with «Срок»."""
    found: list[tuple[str, int]] = []
    for place in range(at, min(at + 2 * _WIDEST, len(pieces))):
        text = pieces[place].text
        if found and _NUMBER.fullmatch(text):
            break
        if found and text[:1].islower() and len(text) < 30 and heading_role(found[-1][0]) != "extra":
            found[-1] = (mended(found[-1][0], text), place + 1)
        elif len(text) > 60 or len(found) == _WIDEST:
            break
        else:
            found.append((text, place + 1))
    return found


def _cuttings(lines: list[Line]) -> list[list[_Piece]]:
    """The text as lines, and as paragraphs when blank lines divide most of them; headings over two lines are put together."""
    single: list[_Piece] = []
    grouped: list[_Piece] = []
    blank = True
    for line in lines:
        if not line.filled:
            blank = True
            continue
        single.append(_Piece(line.text, line.at, blank))
        if blank or not grouped:
            grouped.append(_Piece(line.text, line.at, True))
        else:
            grouped[-1] = _Piece(mended(grouped[-1].text, line.text), grouped[-1].at, True)
        blank = False
    best = grouped if len(grouped) * 3 >= len(single) * 2 else single
    parted = _parted_numbers(best)
    return [best, parted] if parted else [best]


def _parted_numbers(pieces: list[_Piece]) -> list[_Piece]:
    """«1. Издание приказа» as two cells in a text where no number stands alone; nothing when there is nothing to part."""
    found: list[_Piece] = []
    parted = 0
    for piece in pieces:
        match = _BEGINS.match(piece.text)
        if _NUMBER.fullmatch(piece.text):
            return []
        if match:
            parted += 1
            found.append(_Piece(match[0].strip(), piece.at, piece.after_blank))
            found.append(_Piece(piece.text[match.end() :], piece.at, False))
        else:
            found.append(piece)
    return found if parted > 1 else []


def _tried(
    pieces: list[_Piece], at: int, end: int, titles: list[str], found: list[str], year: SchoolYear
) -> tuple[float, Grid] | None:
    """Lay everything under a heading into its columns: the mean cost of a line, and the grid, when it is regular."""
    width = len(titles)
    body = pieces[end:]
    rows: list[list[str]] = [[piece.text] for piece in pieces[:at]]
    if rows:
        rows.append([])
    rows.append(titles)
    numbers = [piece.text.strip(" .)") for piece in body[:width]]
    if numbers == [str(n) for n in range(1, width + 1)]:
        rows.append(numbers)
        body = body[width:]
    paged = _numbered_parts([piece for piece in body if not _is_page(piece, found)]) if "no" in found else body
    paged = [piece for piece in paged if piece.section or not _is_page(piece, found)]
    if len(paged) < 2 * (width - 1):
        return None
    cost, path = _cheapest(paged, found, year)
    table: list[list[str]] = []
    before = width
    for piece, column in zip(paged, path, strict=True):
        if column < 0:
            table.append([piece.text])
            before = width
        elif column < before or (column == before and len(table[-1]) == 1):
            table.append([""] * width)
            table[-1][column] = piece.text
            before = column
        else:
            table[-1][column] = mended(table[-1][column], piece.text)
            before = column
        if column >= 0:
            before = column
    if not _regular(table, found, year) or cost > 0.9 * len(paged):
        return None
    if _is_torn(table, found, year) or _is_scattered(pieces[:at], titles):
        return None
    rows.extend(table)
    rows.extend([piece.text] for piece in body if _is_page(piece, found))
    return cost / len(paged), Grid(rows)


def _numbered_parts(pieces: list[_Piece]) -> list[_Piece]:
    """«2.» and «Основной этап» above «2.1.» are one line: the title of a part."""
    found: list[_Piece] = []
    at = 0
    while at < len(pieces):
        number, rest = pieces[at], pieces[at + 1 : at + 3]
        own = number.text.rstrip(".) ")
        is_part = len(rest) == 2 and _PART.fullmatch(number.text) is not None and not _PART.fullmatch(rest[0].text)
        is_part = is_part and _PART.fullmatch(rest[1].text) is not None
        if is_part and (rest[1].text.rstrip(".) ") == f"{own}.1" or looks_like_section(rest[0].text)):
            found.append(_Piece(f"{number.text} {rest[0].text}", number.at, number.after_blank, section=True))
            at += 2
        else:
            found.append(number)
            at += 1
    return found


def _is_torn(table: list[list[str]], found: list[str], year: SchoolYear) -> bool:
    """Whether cells are pieces of others: they begin in mid-sentence, break off, or have the deadline at their end.

    Text of a page that was copied in the order of its drawing looks so: its cells cannot be told apart any more.
    """
    cells = torn = 0
    small = sum(row[found.index("activity")][:1].islower() for row in table if len(row) > 1)
    for row in table:
        for role, text in zip(found, row, strict=False) if len(row) > 1 else ():
            if not text or role in ("no", "mark", "deadline"):
                continue
            cells += 1
            begins = role == "activity" and text[:1].islower() and small * 2 < len(table)
            last = text.split()[-1]
            ends = _OPEN_END.search(text) is not None or (last != text and last[:1].isupper() and is_dated(last, year))
            torn += begins or ends
    return torn * 10 >= cells


def _is_scattered(above: list[_Piece], titles: list[str]) -> bool:
    """Whether words of the heading stand apart from it, above other lines: columns were copied one after another."""
    return any(heading_role(piece.text) == "no" for piece in above) and "no" not in {heading_role(title) for title in titles}


def _is_page(piece: _Piece, found: list[str]) -> bool:
    line = Line(piece.at, [piece.text], [piece.text], filled=[0])
    return is_page_number(line) and ("no" not in found or not _NUMBER.fullmatch(piece.text))


def _cheapest(pieces: list[_Piece], found: list[str], year: SchoolYear) -> tuple[float, list[int]]:
    """Column of each line on the way that costs least."""
    places = [*range(len(found)), _SECTION, _UNDER]
    blanks = sum(piece.after_blank for piece in pieces)
    by_blanks = 0 < blanks * 2 < len(pieces)
    totals: dict[int, float] = {}
    steps: list[dict[int, int]] = []
    for number, piece in enumerate(pieces):
        costs = {place: _cost(piece, place, found, year) for place in places}
        if not number:
            totals = {place: costs[place] + _skipped(found, 0, place) for place in places if place != _UNDER}
            continue
        above = pieces[number - 1].text
        new: dict[int, float] = {}
        came: dict[int, int] = {}
        for place in places:
            total, last = min(
                (total + _step(found, last, place, above, piece, by_blanks), last) for last, total in totals.items()
            )
            new[place], came[place] = total + costs[place], last
        totals = new
        steps.append(came)
    ends = [(total + (_skipped(found, place + 1, len(found)) if place >= 0 else 0), place) for place, total in totals.items()]
    cost, place = min(ends)
    path = [place]
    for came in reversed(steps):
        path.append(came[path[-1]])
    return cost, path[::-1]


def _step(found: list[str], last: int, place: int, above: str, piece: _Piece, by_blanks: bool) -> float:
    """What it costs that one line is in column ``last`` and the next in ``place``."""
    width = len(found)
    if last == _UNDER:
        return 0.0 if place == _UNDER else 50.0
    if place in (_UNDER, _SECTION):
        return (_skipped(found, last + 1, width) if last >= 0 else 0.0) + (0.5 if place == _UNDER else 0.0)
    if last == _SECTION:
        return _skipped(found, 0, place)
    if place > last:
        return _skipped(found, last + 1, place) + (2.0 if by_blanks and piece.after_blank else 0.0)
    same = 50.0
    if place == last:
        goes_on = piece.text[:1].islower() or starts_item(piece.text) or _OPEN_END.search(above)
        same = 0.4 if goes_on else 2.5
    fresh = _skipped(found, last + 1, width) + _skipped(found, 0, place) + (1.0 if by_blanks and not piece.after_blank else 0.0)
    return same if place == last and found[place] != "no" else fresh


def _skipped(found: list[str], first: int, end: int) -> float:
    return sum(_SKIP.get(role, 1.2) for role in found[first : max(first, end)])


def _cost(piece: _Piece, place: int, found: list[str], year: SchoolYear) -> float:
    """How badly a line fits a column."""
    text = piece.text
    if piece.section:
        return 0.0 if place == _SECTION else 50.0
    number, dated = _NUMBER.fullmatch(text) is not None, is_dated(text, year)
    if place == _UNDER:
        return 1.2
    if place == _SECTION:
        return 0.2 if looks_like_section(text) and not dated else 5.0
    role = found[place]
    if role == "no":
        return 0.0 if number else 8.0
    if role == "deadline" and dated:
        return 0.5 if number else 0.0
    if number:
        return 6.0
    if role == "deadline":
        return 5.0 if len(text) > 60 else 2.5
    low = 1.0 if text[:1].islower() else 0.0
    if role in ("activity", "content", "stage"):
        return 3.0 if dated else 0.3 + low if names_people(text[:20]) else low
    if role == "responsible":
        return 4.0 if dated else 0.0 if names_people(text) else 0.8
    if role == "mark":
        return 3.0 if dated or len(text) > 30 else 0.5
    return (3.0 if dated else 0.5) + low


def _regular(table: list[list[str]], found: list[str], year: SchoolYear) -> bool:
    """Whether nearly every row has its text, its deadline and, in order, its number."""
    rows = [row for row in table if len(row) > 1]
    if len(rows) < 2:
        return False
    named = sum(bool(row[found.index("activity")]) for row in rows)
    dated = sum(is_dated(row[found.index("deadline")], year) for row in rows)
    if named * 20 < len(rows) * 19 or dated * 5 < len(rows) * 4:
        return False
    if "no" not in found:
        return True
    numbers = [row[found.index("no")].strip(" .)").split(".") for row in rows]
    good = sum(
        bool(one[-1]) and (one[-1] == "1" or (before[-1].isdigit() and int(one[-1]) == int(before[-1]) + 1))
        for before, one in zip([["0"], *numbers], numbers, strict=False)
    )
    return good * 10 >= len(rows) * 9
