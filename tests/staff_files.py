"""Hostile staff lists of invented people, written as Excel, old Excel, LibreOffice and cp1251 would write them."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

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


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def ods(path: Path, rows: Rows) -> Path:
    """An .ods of LibreOffice: the least that OpenDocument 1.2 asks (mimetype first and stored, manifest, content)."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_SPACES} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Лист1">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{place}" manifest:media-type="{kind}"/>'
        for place, kind in (("/", _ODS), ("content.xml", "text/xml"))
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        book.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{space}">{entries}</manifest:manifest>')
        book.writestr("content.xml", content)
    return path


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, (int, float)):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


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
