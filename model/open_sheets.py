"""Sheets of an .ods as they are seen: what LibreOffice showed is written in the file beside the value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from model.excel_sheets import iso_day
from model.open_text import open_paragraph
from model.sheet_tables import SeenSheet
from model.zip_parts import ZipParts, attribute, child, children, damaged, descendant, local, locked, too_large

#: A filled cell or row that stands more often is no roadmap; empty ones are only skipped.
_MOST_REPEATS = 500
_MOST_FILLED = 300_000
_GROUPS = {"table-row-group", "table-header-rows", "table-rows", "table-column-group", "table-header-columns", "table-columns"}
_DAY_PARTS = {"day": "d", "month": "m", "year": "yyyy", "day-of-week": "ddd", "hours": "h", "minutes": "mm", "seconds": "ss"}


def ods_sheets(data: bytes, name: str) -> list[SeenSheet]:
    """Sheets of an .ods. Raise ``Refusal`` when it is damaged, locked or too large."""
    parts = ZipParts(data, name, "LibreOffice")
    check_lock(parts)
    content = parts.xml("content.xml")
    book = descendant(content, "body", "spreadsheet")
    if book is None:
        raise damaged(name, "LibreOffice")
    formats = _Formats([content, parts.xml("styles.xml")])
    return [_sheet(table, formats, name) for table in children(book, "table")]


def check_lock(parts: ZipParts) -> None:
    """Raise ``Refusal`` when a file of OpenDocument is closed by a password."""
    if "META-INF/manifest.xml" in parts and b"encryption-data" in parts.data("META-INF/manifest.xml"):
        raise locked(parts.name)


class _Formats:
    """Which format shows the day of a cell, by the cell's style."""

    def __init__(self, roots: list[Any]) -> None:
        self.days: dict[str, str] = {}
        self.cells: dict[str, tuple[str, str]] = {}  # style → (style above it, format of data)
        self.unseen: set[str] = set()
        for root in roots:
            for one in root.iter() if root is not None else ():
                name = attribute(one, "name")
                if local(one) in {"date-style", "time-style"}:
                    self.days.setdefault(name, _code(one))
                elif local(one) == "style" and attribute(one, "family") == "table-cell":
                    self.cells.setdefault(name, (attribute(one, "parent-style-name"), attribute(one, "data-style-name")))
                elif local(one) == "style" and attribute(child(one, "table-properties"), "display") == "false":
                    self.unseen.add(name)

    def day(self, style: str) -> str:
        """The format, as Excel would write it; empty when the style tells none."""
        for _ in range(10):
            above, told = self.cells.get(style, ("", ""))
            if told or not above:
                return self.days.get(told, "")
            style = above
        return ""


def _code(style: Any) -> str:
    pieces = []
    for one in style:
        name = local(one)
        if name == "text":
            pieces.append('"' + "".join(one.itertext()).replace('"', "") + '"')
        elif name == "month" and attribute(one, "textual") == "true":
            pieces.append("mmmm")
        else:
            pieces.append(_DAY_PARTS.get(name, ""))
    return "".join(pieces)


def _sheet(table: Any, formats: _Formats, name: str) -> SeenSheet:
    found = SeenSheet(attribute(table, "name"), hidden=attribute(table, "style-name") in formats.unseen)
    usual = _usual_styles(table)
    at = 0
    for row in _inside(table, "table-row"):
        times = _count(row, "number-rows-repeated")
        filled = _row(row, usual, formats, found, at)
        if filled and times > 1:
            if times > _MOST_REPEATS:
                raise too_large(name)
            for more in range(1, times):
                found.cells |= {(at + more, column): text for column, text in filled.items()}
        if len(found.cells) > _MOST_FILLED:
            raise too_large(name)
        at += times
    return found


def _row(row: Any, usual: list[tuple[int, str]], formats: _Formats, sheet: SeenSheet, at: int) -> dict[int, str]:
    """Put a row's cells into the sheet; return those that are filled."""
    filled: dict[int, str] = {}
    column = 0
    for cell in row:
        if local(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        times = _count(cell, "number-columns-repeated")
        style = attribute(cell, "style-name") or attribute(row, "default-cell-style-name")
        if not style:
            style = next((told for last, told in usual if column < last), "")
        text = _seen(cell, formats.day(style), sheet)
        across, down = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if across > 1 or down > 1:
            sheet.merged.append((at, column, at + down - 1, column + across - 1))
        if text:
            filled |= {column + more: text for more in range(min(times, _MOST_REPEATS))}
        column += times
    sheet.cells |= {(at, place): text for place, text in filled.items()}
    return filled


def _seen(cell: Any, code: str, sheet: SeenSheet) -> str:
    """What is seen of a cell; a day by its format, because «авг 23» is a month."""
    lines = []
    for one in cell:
        if local(one) == "annotation":
            sheet.notes.append("\n".join(open_paragraph(p).text for p in one.iter() if local(p) == "p"))
        elif local(one) == "p":
            paragraph = open_paragraph(one)
            lines.append(paragraph.text)
            sheet.notes += ["\n".join("".join(p.itertext()) for p in box.iter() if local(p) == "p") for box in paragraph.boxes]
    text = "\n".join(lines)
    kind, day = attribute(cell, "value-type"), attribute(cell, "date-value")
    if kind == "boolean":
        return "да" if attribute(cell, "boolean-value") == "true" else "нет"
    if kind != "date" or not day:
        return text or (attribute(cell, "value") if kind in {"float", "percentage", "currency"} else "")
    if code:
        return iso_day(day, code, False)
    return _whole_day(text, day) if text.strip() else iso_day(day, "dd.mm.yyyy", False)


def _whole_day(text: str, day: str) -> str:
    """A day whose format is not told, from what was shown and what it is: a month and a year without a day are a month."""
    told = re.match(r"\d{2}(\d{2})-\d{2}-(\d{2})", day)
    numbers = re.findall(r"\d+", text)
    if told and re.search(r"[а-яa-z]{3}", text, re.IGNORECASE) and len(numbers) == 1 and numbers[0] in {told[1], day[:4]}:
        return iso_day(day, "dd.mm.yyyy" if numbers[0] == told[2] else "mmmm yyyy", False)
    return text


def _usual_styles(table: Any) -> list[tuple[int, str]]:
    """Styles of cells that tell none, by columns: (column after the last, style)."""
    found: list[tuple[int, str]] = []
    for one in _inside(table, "table-column"):
        found.append(((found[-1][0] if found else 0) + _count(one, "number-columns-repeated"),
                      attribute(one, "default-cell-style-name")))  # fmt: skip
    return found


def _inside(table: Any, name: str) -> Iterator[Any]:
    """Rows or columns of a table, those of groups among them."""
    for one in table:
        if local(one) == name:
            yield one
        elif local(one) in _GROUPS:
            yield from _inside(one, name)


def _count(element: Any, name: str) -> int:
    text = attribute(element, name)
    return max(int(text), 1) if re.fullmatch(r"\d{1,7}", text) else 1
