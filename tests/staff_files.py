"""Hostile staff lists of invented people, written as Excel, old Excel, LibreOffice and cp1251 would write them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

Rows = Sequence[Sequence[Any]]
_LATIN = str.maketrans("АаВСсЕеКМНОоРрТХх", "AaBCcEeKMHOoPpTXx")


def xlsx(path: Path, rows: Rows, merged: Sequence[str] = (), *, from_1904: bool = False, hidden: Rows = ()) -> Path:
    """An .xlsx; ``merged`` ranges such as ``A1:D1`` keep the value of their first cell."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"date_1904": from_1904}) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet("Список")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, tuple):  # a number shown as a day
                    sheet.write_number(at, column, value[0], day)
                elif value is not None:
                    sheet.write(at, column, value)
        for area in merged:
            sheet.merge_range(area, _first(rows, area))
        if hidden:
            aside = book.add_worksheet("Служебный")
            aside.hide()
            for at, row in enumerate(hidden):
                aside.write_row(at, 0, row)
    return path


def _first(rows: Rows, area: str) -> Any:
    cell = area.partition(":")[0]
    return rows[int(cell[1:]) - 1][ord(cell[0]) - 65]


def xls(path: Path, rows: Rows, *, from_1904: bool = False) -> Path:
    """An .xls of Excel 97."""
    import xlwt

    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    sheet = book.add_sheet("Лист1")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write(at, column, value, day)
            elif value is not None:
                sheet.write(at, column, value)
    book.save(str(path))
    return path


def ods(path: Path, rows: Rows) -> Path:
    """An .ods of LibreOffice."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    table = Table(name="Лист1")
    for row in rows:
        line = TableRow()
        for value in row:
            if isinstance(value, date):
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
            elif isinstance(value, (int, float)):
                cell = TableCell(valuetype="float", value=value)
            else:
                cell = TableCell(valuetype="string")
            if value is not None:
                cell.addElement(P(text=str(value)))
                line.addElement(cell)
            else:
                line.addElement(TableCell())
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def text_table(path: Path, rows: Rows, encoding: str = "cp1251", separator: str = ";") -> Path:
    """A .csv as Russian Excel saves it."""
    lines = (separator.join("" if value is None else f'"{value}"' if separator in str(value) else str(value) for value in row)
             for row in rows)  # fmt: skip
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def latin(text: str) -> str:
    """The same to the eye, with Latin letters where they look alike."""
    return text.translate(_LATIN)


def apart(text: str) -> str:
    """Letters with their marks apart (NFD), as a Mac writes them."""
    return unicodedata.normalize("NFD", text)
