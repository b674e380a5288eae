"""Sheets of an .xls as they are seen."""

from __future__ import annotations

import io
import re
import struct
from typing import Any

from model.errors import Refusal
from model.sheet_tables import SeenSheet
from model.shown_values import shown, shown_text
from model.xls_records import xls_sizes
from model.zip_parts import damaged, locked, too_large

_MOST_CELLS = 1_000_000
_ERRORS = {0: "#ПУСТО!", 7: "#ДЕЛ/0!", 15: "#ЗНАЧ!", 23: "#ССЫЛКА!", 29: "#ИМЯ?", 36: "#ЧИСЛО!", 42: "#Н/Д"}


def xls_sheets(data: bytes, name: str) -> list[SeenSheet]:
    """Sheets of an .xls of Excel 5-2003. Raise ``Refusal`` when it is damaged, locked or too large."""
    import xlrd

    try:
        sizes = xls_sizes(data)
    except (ValueError, KeyError, IndexError, struct.error) as error:
        raise damaged(name, "Excel") from error
    if sizes.rows > 65_536 or sizes.columns > 256 or sizes.strings > sizes.length:
        raise damaged(name, "Excel")
    if sizes.rows * sizes.columns > _MOST_CELLS:
        raise too_large(name)
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        if book.biff_version < 80 and not book.codepage:  # older programs of Russia did not tell their letters
            book = xlrd.open_workbook(
                file_contents=data, formatting_info=True, logfile=io.StringIO(), encoding_override="cp1251"
            )
        return [_sheet(book, sheet) for sheet in book.sheets()]
    except Refusal:
        raise
    except Exception as error:  # a damaged file breaks the library in ways of its own
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise locked(name) from error
        raise damaged(name, "Excel") from error


def _sheet(book: Any, told: Any) -> SeenSheet:
    found = SeenSheet(told.name, hidden=told.visibility != 0)
    for row in range(told.nrows):
        for column in range(told.row_len(row)):
            seen = _cell(book, told.cell(row, column))
            if seen:
                found.cells[row, column] = seen
                if told.cell_type(row, column) == 2 and re.fullmatch(r"\d{1,3},\d{1,3}", seen):
                    found.parted.add((row, column))
    found.merged = [(first, left, last - 1, right - 1) for first, last, left, right in told.merged_cells]
    found.notes = [note.text for _, note in sorted(told.cell_note_map.items())]
    return found


def _cell(book: Any, cell: Any) -> str:
    """What is seen of a cell: by its type (1 text, 2 number, 3 day, 4 yes or no, 5 error) and its format."""
    if cell.ctype not in {1, 2, 3, 4, 5}:
        return ""
    look = "General"
    if cell.xf_index is not None and cell.xf_index < len(book.xf_list):
        described = book.format_map.get(book.xf_list[cell.xf_index].format_key)
        look = (described.format_str if described is not None else "") or "General"
    if cell.ctype == 1:
        return shown_text(str(cell.value), look)
    if cell.ctype == 4:
        return "да" if cell.value else "нет"
    if cell.ctype == 5:
        return _ERRORS.get(cell.value, "")
    return shown(float(cell.value), look, bool(book.datemode))
