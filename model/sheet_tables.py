"""Spreadsheets (.xlsx, .xls, .ods) → a Grid: what the eye sees on every sheet, merged cells known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from model.grid import Grid
from model.spanned_cells import MOST_CELLS
from model.visible_characters import tidy
from model.zip_parts import too_large

#: A place on a sheet: row and column, from 0.
Place = tuple[int, int]


@dataclass
class SeenSheet:
    """A sheet as it is seen: texts of filled cells, merged areas (first row and column, last row and column), notes."""

    name: str
    cells: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden: bool = False
    #: Bare numbers with a part: «1,1» everywhere but in a column of numbers of rows, where it is «1.1».
    parted: set[Place] = field(default_factory=set)


def read_sheets(data: bytes, name: str, kind: str) -> Grid:
    """Read the bytes of a spreadsheet of a kind (``xlsx``, ``xls``, ``ods``, ``excel-xml``); ``name`` is told in refusals.

    Sheets in their order, hidden ones after the others, notes of cells at the end. Raise ``Refusal`` when the file is damaged,
    locked, too large or has nothing in it.
    """
    if kind == "xlsx":
        from model.excel_sheets import xlsx_sheets

        return sheets_grid(xlsx_sheets(data, name), name)
    if kind == "xls":
        from model.old_excel_sheets import xls_sheets

        return sheets_grid(xls_sheets(data, name), name)
    if kind == "ods":
        from model.open_sheets import ods_sheets

        return sheets_grid(ods_sheets(data, name), name)
    from model.excel_sheets import excel_xml_sheets

    return sheets_grid(excel_xml_sheets(data, name), name)


def sheets_grid(sheets: list[SeenSheet], name: str) -> Grid:
    """Sheets one below the other; a sheet's name stands above it when several have something in them."""
    found = Grid(merges_known=True)
    sheets = [sheet for sheet in sheets if any(text.strip() for text in sheet.cells.values()) or sheet.notes]
    sheets.sort(key=lambda sheet: sheet.hidden)
    for sheet in sheets:
        if found.rows:
            found.rows.append([])
        if len(sheets) > 1:
            found.names.add(len(found.rows))
            found.rows.append([tidy(sheet.name)])
        _add_sheet(found, sheet, name)
    found.rows += [[note] for sheet in sheets for note in dict.fromkeys(map(tidy, sheet.notes)) if note]
    return found


def _add_sheet(grid: Grid, sheet: SeenSheet, name: str) -> None:
    """Rows and columns with something in them; rows with nothing between them are a blank line."""
    cells = {place: text for place, told in sheet.cells.items() if (text := tidy(told))}
    if not cells:
        return
    covered = _covered(cells, sheet.merged)
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    if len(rows) * len(columns) > MOST_CELLS:
        raise too_large(name)
    for place in sheet.parted:
        if place[1] == columns[0] and place in cells:
            cells[place] = cells[place].replace(",", ".")
    grid.tables.add(len(grid.rows))
    shown: set[Place] = set()  # origins of merged areas of which a row is already in the grid
    for above, row in pairwise([rows[0], *rows]):
        if row > above + 1:
            grid.rows.append([])
        at, line = len(grid.rows), [""] * len(columns)
        begun: set[Place] = set()
        for number, column in enumerate(columns):
            origin = covered.get((row, column))
            if origin is None:
                line[number] = cells.get((row, column), "")
            elif origin in shown:
                grid.below.add((at, number))
            else:
                line[number] = cells.get(origin, "")
                if origin in begun:
                    grid.across.add((at, number))
                begun.add(origin)
        shown |= begun
        grid.rows.append(line)


def _covered(cells: dict[Place, str], merged: list[tuple[int, int, int, int]]) -> dict[Place, Place]:
    """Place in a merged area → its first place. Text left under a merged cell joins the text that is seen.

    Only rows and columns with something in them are looked at: an area can be as large as the sheet.
    """
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    found: dict[Place, Place] = {}
    for first_row, first_column, last_row, last_column in merged:
        inside_rows = _between(rows, first_row, last_row)
        inside_columns = _between(columns, first_column, last_column)
        if len(found) + len(inside_rows) * len(inside_columns) > MOST_CELLS:
            break
        origin = (first_row, first_column)
        for row in inside_rows:
            for column in inside_columns:
                place = (row, column)
                if place in found:
                    continue
                found[place] = origin
                hidden = cells.get(place, "")
                if place != origin and hidden:
                    seen = cells.get(origin, "")
                    cells[origin] = seen if hidden in seen else f"{seen}\n{hidden}".strip()
    return found


def _between(numbers: list[int], first: int, last: int) -> list[int]:
    from bisect import bisect_left, bisect_right

    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]


def place_of(name: str) -> Place | None:
    """«B3» → (2, 1); ``None`` for what is no name of a cell."""
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", name)
    if not match or not int(match[2]):
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def area_of(name: str) -> tuple[int, int, int, int] | None:
    """«A1:C2» → first row, first column, last row, last column; ``None`` for what is no area."""
    first, _, last = name.partition(":")
    begin, end = place_of(first), place_of(last or first)
    return (*begin, *end) if begin and end and begin <= end else None
