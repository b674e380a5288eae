"""Office files of every make, written by hand: what Word, Excel, LibreOffice and sites put into a file.

Everything in them is invented.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from model.errors import Refusal
from model.grid import Grid
from model.tables import read_grid

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def packed(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip of parts as they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


# ---------------------------------------------------------------------- Word
def run(text: str, properties: str = "") -> str:
    """A run of text with its properties."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def par(content: str = "", properties: str = "") -> str:
    """A paragraph: ``content`` is text, or XML when it begins with a tag."""
    inner = content if content.startswith("<w:") or content.startswith("<mc:") else run(content) if content else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def numbered(content: str, number: int, level: int = 0) -> str:
    """A paragraph of an automatic list."""
    return par(content, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(content: str = "", properties: str = "") -> str:
    """A cell of a table: paragraphs, or text of one."""
    inner = content if content.startswith(("<w:p", "<w:tbl", "<w:sdt")) else par(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def span(count: int) -> str:
    """The property of a cell over several columns."""
    return f'<w:gridSpan w:val="{count}"/>'


BEGUN = '<w:vMerge w:val="restart"/>'
COVERED = "<w:vMerge/>"


def row(*cells: str, properties: str = "") -> str:
    """A row; a cell that is not XML is its text."""
    inner = "".join(one if one.startswith("<w:") else cell(one) for one in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def table(*rows: str, widths: Sequence[int] = ()) -> str:
    """A table of rows."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def level(at: int, kind: str, pattern: str, more: str = "", start: int = 1) -> str:
    """A level of an automatic list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def lists(*looks: str, starts: Mapping[int, tuple[int, int]] | None = None) -> str:
    """A numbering part: list ``n`` has the look ``n``; ``starts``: more lists, number → (look, number it starts with)."""
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{at}">{look}</w:abstractNum>' for at, look in enumerate(looks, 1))
    plain = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1, len(looks) + 1))
    anew = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{look}"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        for number, (look, start) in (starts or {}).items()
    )
    return abstract + plain + anew


def docx(path: Path, body: str, **parts: str) -> Path:
    """A document of Word. ``parts``: ``numbering``, ``styles``, ``footnotes``, ``header``, ``footer`` … by their XML inside."""
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "comments": "comments", "header": "hdr",
             "first": "hdr", "footer": "ftr"}  # fmt: skip
    kinds = {"first": "header"}
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations([(kinds.get(part, part), f"{part}.xml") for part in parts]),
        "word/document.xml": f"{_HEAD}<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
    }
    for part, inner in parts.items():
        files[f"word/{part}.xml"] = f"{_HEAD}<w:{roots[part]} {_SPACES}>{inner}</w:{roots[part]}>"
    return packed(path, files)


def docx_of_a_page(path: Path, content: str) -> Path:
    """A document which only holds a saved page (.mht), as some sites make them."""
    body = f'{par("План")}<w:altChunk r:id="rId1"/>'
    return packed(
        path,
        {
            "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
            "word/_rels/document.xml.rels": _relations([("aFChunk", "/word/chunk.mht")]),
            "word/document.xml": f"{_HEAD}<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
            "word/chunk.mht": content,
        },
    )


def section(*references: tuple[str, int]) -> str:
    """Properties of a section: (``header:first``, number of the part among ``parts`` of ``docx``)."""
    told = "".join(
        f'<w:{kind.partition(":")[0]}Reference w:type="{kind.partition(":")[2] or "default"}" r:id="rId{at}"/>'
        for kind, at in references
    )
    return f"<w:sectPr>{told}</w:sectPr>"


def _relations(told: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{at}" Type="{_R}/{kind}" Target={quoteattr(target)}/>'
        for at, (kind, target) in enumerate(told, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


# ---------------------------------------------------------------------- containers of old Office
def ole(path: Path, *streams: str) -> Path:
    """The container of old Office with streams of these names and nothing in them."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    entries = b""
    for name in ("Root Entry", *streams):
        written = name.encode("utf-16-le")
        entries += written.ljust(64, b"\x00") + struct.pack("<H", len(written) + 2) + bytes(62)
    path.write_bytes(header.ljust(512, b"\x00") + bytes(512) + entries.ljust(4096, b"\x00"))
    return path


# ---------------------------------------------------------------------- spreadsheets
#: 1 September 2026 as Excel counts days.
DAY = 46_266
ROW = ("№", "Мероприятия", "Сроки")
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(path: Path, *sheets: tuple[str, list[tuple[Any, ...]]], merged: tuple[str, ...] = ()) -> Path:
    """A book by Excel's own rules; a pair (number, format) is a formatted number, a merged area keeps its first cell."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, line in enumerate(rows):
                for column, value in enumerate(line):
                    if isinstance(value, tuple):
                        sheet.write_number(at, column, value[0], book.add_format({"num_format": value[1]}))
                    elif value is not None:
                        sheet.write(at, column, value)
            for area in merged:
                first = area.partition(":")[0]
                sheet.merge_range(area, rows[int(first[1:]) - 1][ord(first[0]) - 65])
    return path


def odd_xlsx(path: Path) -> Path:
    """A book as accounting programs write it: names of parts in odd case, cells without their places, text in cells."""
    inline = '<c t="inlineStr"><is><r><t>{}</t></r><r><t>{}</t></r></is></c>'.format
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row>' + inline("При", "каз") + inline("м", "ай") + "</row>"
    strings = f'<sst xmlns="{_S}"><si><t>Мероприятия</t></si><si><t>Сроки</t></si></sst>'
    parts = _book_parts(rows, "", ("sharedStrings", "sharedstrings.xml"))
    return packed(path, {part.replace("xl/workbook.xml", "xl\\Workbook.xml"): told for part, told in parts.items()}
                  | {"xl/SharedStrings.xml": strings})  # fmt: skip


def xlsx_parts(path: Path, sheet: str, styles: str = "") -> Path:
    """A book of one sheet: ``sheet`` is the XML inside of it, ``styles`` of its styles."""
    more = {"xl/styles.xml": f'<styleSheet xmlns="{_S}">{styles}</styleSheet>'}
    return packed(path, _book_parts(sheet, "more", ("styles", "styles.xml")) | more)


def _book_parts(sheet: str, more: str, *relations: tuple[str, str]) -> dict[str, str | bytes]:
    """Parts of a book; ``sheet`` are rows, or the whole inside of the sheet when there is ``more`` than rows."""
    inside = sheet if more else f"<sheetData>{sheet}</sheetData>"
    listed = '<sheets><sheet name="Лист1" r:id="rId1"/></sheets>'
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}">{listed}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations([("worksheet", "worksheets/sheet1.xml"), *relations]),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_S}">{inside}</worksheet>',
    }


EXCEL_XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Styles><Style ss:ID="m"><NumberFormat ss:Format="mmm\\.yy"/></Style></Styles><Worksheet ss:Name="План"><Table>'
    '<Row><Cell><Data ss:Type="String">№</Data></Cell><Cell><Data ss:Type="String">Мероприятия</Data></Cell>'
    '<Cell><Data ss:Type="String">Сроки</Data></Cell></Row>'
    '<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">Этап</Data></Cell></Row>'
    '<Row ss:Index="5"><Cell><Data ss:Type="Number">1</Data></Cell>'
    '<Cell ss:Index="3" ss:StyleID="m"><Data ss:Type="DateTime">2026-09-01T00:00:00.000</Data></Cell></Row>'
    "</Table></Worksheet></Workbook>"
)


# ---------------------------------------------------------------------- OpenDocument
_OPEN = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"),
    )
)  # fmt: skip


#: Styles: a day shown as month and year, through another style too; a sheet that is hidden.
DATED = (
    '<number:date-style style:name="N1"><number:month number:textual="true"/><number:text> </number:text><number:year/>'
    '</number:date-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/>'
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
#: Numbers of two levels, and bullets.
LISTS = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
    '</text:list-style><text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    "</text:list-style>"
)


def open_file(path: Path, inside: str, styles: str = "", *, sheets: bool = False, manifest: str = "") -> Path:
    """A file of LibreOffice, .odt or .ods: ``inside`` is the XML of its text or of its sheets."""
    kind = "spreadsheet" if sheets else "text"
    body = f"<office:body><office:{kind}>{inside}</office:{kind}></office:body>"
    return packed(
        path,
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
            "content.xml": f"<office:document-content {_OPEN}><office:automatic-styles>{styles}</office:automatic-styles>{body}"
            "</office:document-content>",
        },
    )


def open_cell(*texts: str, properties: str = "", kind: str = "string") -> str:
    """A cell of OpenDocument with one paragraph a text; a text that is XML stands as it is."""
    inside = "".join(text if text.startswith("<") else f"<text:p>{text}</text:p>" for text in texts)
    return f'<table:table-cell office:value-type="{kind}" {properties}>{inside}</table:table-cell>'


def open_row(*cells: str, properties: str = "") -> str:
    """A row of OpenDocument; a cell that is not XML is its text."""
    inside = "".join(one if one.startswith("<") else open_cell(one) for one in cells)
    return f"<table:table-row {properties}>{inside}</table:table-row>"


def open_table(*rows: str, name: str = "Лист1", properties: str = "") -> str:
    """A table or a sheet of OpenDocument."""
    return f'<table:table table:name="{name}" {properties}>{"".join(rows)}</table:table>'


# ---------------------------------------------------------------------- what was read
def tables_of(grid: Grid) -> list[list[list[str]]]:
    """Rows of every table, each until the next running text."""
    found = []
    for first in sorted(grid.tables):
        last = first
        while last < len(grid.rows) and len(grid.rows[last]) > 1 and (last == first or last not in grid.tables):
            last += 1
        found.append(grid.rows[first:last])
    return found


def refused(path: Path) -> Refusal:
    """Read a file that must be refused, in one sentence with its name."""
    with pytest.raises(Refusal) as caught:
        read_grid(path)
    assert path.name in caught.value.sentence
    assert "\n" not in caught.value.sentence
    return caught.value
