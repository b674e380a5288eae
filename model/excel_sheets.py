"""Sheets of an .xlsx as they are seen, read from its own parts: programs write them in many ways, Excel opens them all."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from model.sheet_tables import SeenSheet, area_of, place_of
from model.shown_values import BUILT_IN, shown, shown_text
from model.zip_parts import ZipParts, attribute, child, children, damaged, descendant, local, safe_xml, too_large

_MOST_ROWS = 1_048_576
#: More filled cells than any roadmap has.
_MOST_FILLED = 300_000
_DAY_1900, _DAY_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
_ON = {"1", "true", "on"}
#: What Excel writes into an old note to say that there is a new one.
_THREAD = re.compile(r"^\[(?:Threaded comment|Цепочка примечаний)\].*?(?:Comment|Примечание|Комментарий):\s*", re.DOTALL)
_FIELD = re.compile(r"_x([0-9A-Fa-f]{4})_")


def xlsx_sheets(data: bytes, name: str) -> list[SeenSheet]:
    """Sheets of an .xlsx (.xlsm). Raise ``Refusal`` when it is damaged, locked or too large."""
    return _Book(ZipParts(data, name, "Excel")).sheets()


class _Book:
    """One workbook being read."""

    def __init__(self, parts: ZipParts) -> None:
        self.parts = parts
        roots = [part for kind, part in parts.related("").values() if kind == "officeDocument"]
        self.main = next((part for part in [*roots, "xl/workbook.xml"] if part in parts), "")
        if not self.main:
            raise damaged(parts.name, "Excel")
        self.book = parts.xml(self.main)
        self.links = parts.related(self.main)
        self.from_1904 = attribute(child(self.book, "workbookPr"), "date1904") in _ON
        self.strings = [_rich(one) for one in self._part("sharedStrings") if local(one) == "si"]
        self.formats = self._formats()

    def sheets(self) -> list[SeenSheet]:
        """All sheets of cells, those of charts left out."""
        found: list[SeenSheet] = []
        for told in children(child(self.book, "sheets"), "sheet"):
            kind, part = self.links.get(attribute(told, "id"), ("", ""))
            if kind == "worksheet" and part in self.parts:
                sheet = SeenSheet(attribute(told, "name"), hidden=attribute(told, "state").lower().endswith("hidden"))
                self._read(sheet, part)
                found.append(sheet)
        return found

    def _part(self, kind: str) -> Any:
        part = next((part for relation, part in self.links.values() if relation == kind), f"xl/{kind}.xml")
        root = self.parts.xml(part)
        return root if root is not None else ()

    def _formats(self) -> list[str]:
        """Number format of every style of cells."""
        styles = self._part("styles")
        if not len(styles):
            return []
        own = {
            _whole(attribute(one, "numFmtId")): attribute(one, "formatCode")
            for one in styles.iter()
            if local(one) == "numFmt" and local(one.getparent()) == "numFmts"
        }
        numbers = [_whole(attribute(one, "numFmtId")) for one in children(child(styles, "cellXfs"), "xf")]
        return [own.get(number, BUILT_IN.get(number, "General")) for number in numbers]

    def _read(self, sheet: SeenSheet, part: str) -> None:
        root = self.parts.xml(part)
        row_at = -1
        for row in children(child(root, "sheetData"), "row"):
            row_at = min(_whole(attribute(row, "r"), row_at + 2), _MOST_ROWS) - 1
            column = -1
            for cell in children(row, "c"):
                place = place_of(attribute(cell, "r")) or (row_at, column + 1)
                column = place[1]
                text = self._cell(cell, sheet, place)
                if text:
                    sheet.cells[place] = text
            if len(sheet.cells) > _MOST_FILLED:
                raise too_large(self.parts.name)
        areas = children(child(root, "mergeCells"), "mergeCell")
        sheet.merged = [area for one in areas if (area := area_of(attribute(one, "ref")))]
        for kind, other in self.parts.related(part).values():
            if kind == "comments":
                found = children(child(self.parts.xml(other), "commentList"), "comment")
                sheet.notes += [_THREAD.sub("", _rich(child(one, "text"))) for one in found]
            elif kind == "drawing":
                sheet.notes += _drawn(self.parts.xml(other))

    def _cell(self, cell: Any, sheet: SeenSheet, place: tuple[int, int]) -> str:
        """What is seen of a cell; of a formula, what it gave when the file was saved."""
        kind = attribute(cell, "t")
        style = _whole(attribute(cell, "s"))
        look = self.formats[style] if style < len(self.formats) else "General"
        if kind == "inlineStr":
            return shown_text(_rich(child(cell, "is")), look)
        value = child(cell, "v")
        text = "" if value is None else (value.text or "")
        formula = child(cell, "f")
        if value is None and formula is not None and formula.text:  # saved by a program that counts nothing
            return f"={formula.text}"
        if kind == "s":
            number = _whole(text.strip(), len(self.strings))
            return shown_text(self.strings[number], look) if number < len(self.strings) else ""
        if kind == "b":
            return "да" if text.strip() in _ON else "нет" if text.strip() else ""
        if kind in {"str", "e"}:
            return shown_text(_unescaped(text), look)
        if kind == "d":
            return iso_day(text.strip(), look, self.from_1904)
        try:
            number_value = float(text)
        except ValueError:
            return text
        seen = shown(number_value, look, self.from_1904)
        if re.fullmatch(r"\d{1,3},\d{1,3}", seen):
            sheet.parted.add(place)
        return seen


def iso_day(text: str, look: str, from_1904: bool) -> str:
    """A day written as ISO 8601, shown by its format."""
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return text
    serial = moment.toordinal() - (_DAY_1904 if from_1904 else _DAY_1900) + (moment.hour * 60 + moment.minute) / 1440
    return shown(serial, look if look != "General" else "dd.mm.yyyy", from_1904)


def _rich(element: Any) -> str:
    """Text of a string with its runs; readings above the letters are left out."""
    if element is None:
        return ""
    pieces: list[str] = []
    for one in element:
        if local(one) == "t":
            pieces.append(one.text or "")
        elif local(one) == "r":
            pieces += [inner.text or "" for inner in one if local(inner) == "t"]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """«_x000D_» is how a sign that XML cannot hold is written."""
    return _FIELD.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _drawn(root: Any) -> list[str]:
    """Texts of boxes drawn over the cells, one a paragraph."""
    found: list[str] = []
    for body in root.iter() if root is not None else ():
        if local(body) == "txBody":
            paragraphs = ("".join(t.text or "" for t in p.iter() if local(t) == "t") for p in body if local(p) == "p")
            found.append("\n".join(paragraphs))
    return found


def _whole(text: str, otherwise: int = 0) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else otherwise


# ---------------------------------------------------------------------- the XML of Excel 2003
def excel_xml_sheets(data: bytes, name: str) -> list[SeenSheet]:
    """Sheets of a table which Excel 2003 or an accounting program saved as XML. Raise ``Refusal``."""
    root = safe_xml(data, name, "Excel")
    styles = {
        attribute(one, "ID"): attribute(child(one, "NumberFormat"), "Format") for one in root.iter() if local(one) == "Style"
    }
    found: list[SeenSheet] = []
    for told in children(root, "Worksheet"):
        visible = descendant(told, "WorksheetOptions", "Visible")
        sheet = SeenSheet(attribute(told, "Name"), hidden=visible is not None and "hidden" in (visible.text or "").lower())
        row_at = -1
        for row in children(child(told, "Table"), "Row"):
            row_at = min(_whole(attribute(row, "Index"), row_at + 2), _MOST_ROWS) - 1
            _xml_row(sheet, row, row_at, styles)
            if len(sheet.cells) > _MOST_FILLED:
                raise too_large(name)
        found.append(sheet)
    return found


def _xml_row(sheet: SeenSheet, row: Any, at: int, styles: dict[str, str]) -> None:
    column = -1
    for cell in children(row, "Cell"):
        column = min(_whole(attribute(cell, "Index"), column + 2), 16_384) - 1
        across, down = _whole(attribute(cell, "MergeAcross")), _whole(attribute(cell, "MergeDown"))
        content = child(cell, "Data")
        if content is not None:
            text = "".join(content.itertext())
            look = _NAMED.get(styles.get(attribute(cell, "StyleID"), ""), styles.get(attribute(cell, "StyleID"), ""))
            kind = attribute(content, "Type")
            if kind == "DateTime":
                text = iso_day(text.strip(), look or "General", False)
            elif kind == "Number" and re.fullmatch(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?", text.strip()):
                text = shown(float(text), look or "General")
            if text.strip():
                sheet.cells[at, column] = text
        note = child(cell, "Comment")
        if note is not None:
            sheet.notes.append("".join(note.itertext()))
        if across or down:
            sheet.merged.append((at, column, at + down, column + across))
        column += across


_NAMED = {"Short Date": "dd.mm.yyyy", "Long Date": "dd.mm.yyyy", "Medium Date": "dd.mm.yyyy", "General Date": "dd.mm.yyyy h:mm",
          "Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00", "General Number": "General"}  # fmt: skip
