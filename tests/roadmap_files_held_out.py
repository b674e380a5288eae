"""Held-out roadmap files: what users' roadmaps look like, each beside the reading that a careful person would give it.

Run by hand: `python -m tests.roadmap_files_held_out`; writes `tests/roadmaps/held-out-NN-*.EXT` and `….expected.json`, the same
bytes each time. Nothing of the program is imported: the expectations come from the tables as they are written down here.

The tables are written as text, one row an item: `- a | b | c` a row of the table; `+ …` the rest of a row that the
page has cut; `# …` a row that is no activity; `## 1. | Title` a full-width section row (`##2` when its number has a
cell of its own); `%% 2` a page ends, its number stands there (`%%H 2` the header is repeated after it); a bar at the
end ends the last cell. In a cell: `¶` a line ends, `^` merged with the cell above, `<` merged with the cell to the
left, `~` where a word may be hyphenated, `¦` a bar as text, `[n]` a paragraph with an automatic number, `{+…+}` and
`{-…-}` tracked changes, `{2026-10-15}` a real date of a spreadsheet, `@@` what the deadline means.
"""

import calendar
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FOLDER = Path(__file__).parent / "roadmaps"
MARK = re.compile(r"^(- |\+ |##2 |## |# |%%H ?|%% ?)")
REAL_DATE = re.compile(r"^\{(\d{4}-\d\d-\d\d)(?: ([^}]+))?\}$")
Span = list[str | None]
Expected = dict[str, object]


@dataclass
class Cell:
    """One cell as it is drawn: its text, how many columns it takes, whether it is merged with the cell above."""

    text: str
    span: int = 1
    up: bool = False


@dataclass
class Line:
    """One drawn row; `kind` is the mark it was written with, or `head`."""

    kind: str
    cells: list[Cell]


@dataclass
class Plan:
    """A roadmap: what stands around its table, its columns by role, its rows, and how to read it."""

    name: str
    year: str
    layout: str
    roles: str
    body: str
    header: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    staged: bool = True
    readable: bool = True

    @property
    def columns(self) -> list[str]:
        """The role of each column."""
        return self.roles.split()

    def rows(self) -> list[tuple[str, list[str]]]:
        """The rows as written: mark and cells."""
        found: list[tuple[str, str]] = []
        for line in self.body.strip().splitlines():
            mark = MARK.match(line)
            if mark:
                found.append((mark[1].strip(), line[mark.end() :].strip()))
            else:
                found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        return [(mark, [cell.strip() for cell in text.removesuffix("|").split("|")]) for mark, text in found]

    def head(self) -> list[Line]:
        """The header's rows."""
        return [Line("head", cells_of(row.split("|"))) for row in self.header]

    def lines(self) -> list[Line]:
        """All rows of the table as they are drawn, without the header; a page's end is a line `%%` or `%%H` with its number."""
        drawn = []
        width = len(self.columns)
        for mark, cells in self.rows():
            shown = [cell.split("@@")[0].strip() for cell in cells]
            if mark == "##":
                drawn.append(Line(mark, [Cell(" ".join(part for part in shown if part), width)]))
            elif mark == "##2":
                drawn.append(Line(mark, [Cell(shown[0]), Cell(shown[1], width - 1)]))
            else:
                drawn.append(Line(mark, cells_of(shown)))
        return drawn

    def expected(self, also: Iterable[str] = ()) -> Expected:
        """The careful person's reading, in the form that the test compares; `also` is more text that the file shows."""
        stages: list[list[object]] = []
        found: list[Expected] = []
        held = [""] * len(self.columns)
        for mark, cells in self.rows():
            if mark in ("##", "##2"):
                stages.append([cells[0] if len(cells) > 1 else "", clean(cells[-1]), 0])
            elif mark == "-":
                held = [above if cell == "^" else cell for cell, above in zip(cells, held, strict=True)]
                if "stage" in self.columns and cells[self.columns.index("stage")] != "^":
                    stages.append(["", clean(held[self.columns.index("stage")]), 0])
                    if "stage_no" in self.columns:
                        stages[-1][0] = held[self.columns.index("stage_no")]
                found.append(self.activity(held))
                if stages:
                    stages[-1][2] = int(str(stages[-1][2])) + 1
            elif mark == "+":
                joints = ["" if above.endswith("-") else " " for above in held]
                held = [f"{above}{joint}{cell}".strip() for above, joint, cell in zip(held, joints, cells, strict=True)]
                found[-1] = self.activity(held)
        return {
            "year": self.year,
            "layout": self.layout,
            "title": clean(" ".join(self.title)),
            "stages": (stages if self.staged else None) if self.readable else [],
            "activities": found if self.readable else [],
            "all_text": " ".join(self.shown(also)),
        }

    def activity(self, cells: list[str]) -> Expected:
        """One row's reading by its columns' roles."""
        got: Expected = {}
        whole = []
        spans: list[Span] = []
        for role, cell in zip(self.columns, cells, strict=True):
            text, _, meaning = (part.strip() for part in cell.partition("@@"))
            if role in ("text", "contents"):
                whole.append(clean(text))
            elif role.startswith("tick"):
                spans += days(role.partition(":")[2]) if text else []
            elif role in ("start", "end"):
                iso = date_of(text)
                spans = [[iso, None]] if role == "start" else [[spans[0][0], iso]]
            elif role == "deadline":
                real = REAL_DATE.match(text)
                if not (real and real[2]):
                    got["deadline"] = clean(text)
                spans = days(meaning) if meaning else ([[real[1], real[1]]] if real else [])
            elif role in ("no", "responsible", "result", "done"):
                got[role] = clean(text)
        got["text"] = " ".join(part for part in whole if part)
        if spans and not any("?" in str(side) for span in spans for side in span):
            got["occurrences"] = spans
        return got

    def shown(self, also: Iterable[str]) -> list[str]:
        """Every text that the file shows, once as often as it is shown; ticks are marks, not words."""
        head = [cell.text for line in self.head() for cell in line.cells if not cell.up]
        texts = [*also, *self.before, *self.title, *head]
        for line in self.lines():
            if line.kind.startswith("%%"):
                texts += [line.cells[0].text, *(head if line.kind == "%%H" else [])]
                continue
            column = 0
            for cell in line.cells:
                if not cell.up and not (line.kind == "-" and self.columns[column].startswith("tick")):
                    texts.append(cell.text)
                column += cell.span
        return [text for text in map(clean, [*texts, *self.after]) if text]


def cells_of(texts: list[str]) -> list[Cell]:
    """Cells of one row from their texts with the signs for merging."""
    cells: list[Cell] = []
    for text in (raw.strip() for raw in texts):
        if text == "<":
            cells[-1].span += 1
        else:
            cells.append(Cell("" if text == "^" else text, 1, text == "^"))
    return cells


def clean(text: str) -> str:
    """The words a reader of the file sees: no tags, no signs of this module, one space between words."""
    real = REAL_DATE.match(text)
    if real:
        return "" if real[2] else f"{date.fromisoformat(real[1]):%d.%m.%Y}"
    kept = re.sub(r"\{-.*?-\}", "", text).replace("{+", "").replace("+}", "").replace("&nbsp;", " ")
    bare = re.sub(r"</?\w[^>]*>", " ", kept.replace("[n]", "").replace("~", "").replace("¦", "|"))
    return " ".join(bare.replace("¶", " ").replace("**", "").split())


def date_of(text: str) -> str | None:
    """A spreadsheet's or a written dd.mm.yyyy date in ISO form; None for an empty cell."""
    real = REAL_DATE.match(text)
    if real:
        return real[1]
    return "-".join(reversed(text.split("."))) if text else None


def days(meaning: str) -> list[Span]:
    """Dated spans from their short form: `2026-10`, `2026-09..2026-11`, `..2026-10-02`, `monthly:2026`, `quarterly:2026`."""
    spans: list[Span] = []
    for part in meaning.split():
        kind, _, first = part.partition(":")
        if kind == "monthly":
            spans += [day_span(f"{int(first) + (month > 12)}-{(month - 1) % 12 + 1:02}") for month in range(9, 18)]
        elif kind == "quarterly":
            after = int(first) + 1
            spans += [day_span(f"{first}-09"), day_span(f"{first}-10..{first}-12")]
            spans += [day_span(f"{after}-01..{after}-03"), day_span(f"{after}-04..{after}-05")]
        else:
            spans.append(day_span(part))
    return spans


def day_span(part: str) -> Span:
    """One span; a month is the whole month, an empty side is open."""
    first, dots, last = part.partition("..")
    last = last if dots else first
    start = f"{first}-01" if len(first) == 7 else first
    if len(last) == 7 and "?" not in last:
        last = f"{last}-{calendar.monthrange(int(last[:4]), int(last[5:]))[1]}"
    return [start or None, last or None]


def height(lines: list[Line], row: int, column: int) -> int:
    """How many rows the cell at this row and column takes."""
    count = 1
    for line in lines[row + 1 :]:
        position = 0
        for cell in line.cells:
            if position == column and cell.up:
                count += 1
                break
            position += cell.span
        else:
            break
    return count


def pages(plan: Plan) -> list[list[Line]]:
    """The table cut into pages, each with the header where it stands; a merged cell that begins a page is empty there."""
    cut: list[list[Line]] = [plan.head()]
    for line in plan.lines():
        if line.kind.startswith("%%"):
            cut.append(plan.head() if line.kind == "%%H" else [])
            continue
        if not [other for other in cut[-1] if other.kind != "head"]:
            line = Line(line.kind, [Cell(cell.text, cell.span) for cell in line.cells])  # noqa: PLW2901
        cut[-1].append(line)
    return cut


def page_numbers(plan: Plan) -> list[str]:
    """What stands at the end of each page that ends."""
    return [line.cells[0].text for line in plan.lines() if line.kind.startswith("%%")]


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file that is the same on every day."""
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(zipfile.ZipInfo(name, (2026, 8, 20, 9, 0, 0)), content, kind)
    return store.getvalue()


# --- Word -----------------------------------------------------------------------------------------------------------------


def run(text: str) -> str:
    """A run of Word text; manual line breaks and soft hyphens are elements, long texts are several runs as Word leaves them."""
    made = []
    for number, piece in enumerate(re.findall(r"\S+\s*\S*\s*\S*\s*|\s+", text)):
        inner = "<w:softHyphen/>".join(f'<w:t xml:space="preserve">{escape(bit)}</w:t>' for bit in piece.split("~"))
        look = "<w:rPr><w:lang w:val='ru-RU'/></w:rPr>" if number % 2 else ""
        made.append(f"<w:r>{look}{inner}</w:r>")
    return "".join(made)


def paragraph(text: str, style: str = "", align: str = "") -> str:
    """A Word paragraph; `[n]` at its beginning makes it an item of an automatic list; `{+…+}`, `{-…-}` tracked changes."""
    listed = text.startswith("[n]")
    look = '<w:pStyle w:val="ListNumber"/>' if listed else (f'<w:pStyle w:val="{style}"/>' if style else "")
    look += "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>" if listed else ""
    look += f'<w:jc w:val="{align}"/>' if align else ""
    body = ""
    for piece in re.split(r"(\{[+-].*?[+-]\})", text.removeprefix("[n]")):
        who = 'w:id="7" w:author="Методист" w:date="2026-08-20T09:00:00Z"'
        if piece.startswith("{+"):
            body += f"<w:ins {who}>{run(piece[2:-2])}</w:ins>"
        elif piece.startswith("{-"):
            body += f"<w:del {who}><w:r><w:delText>{escape(piece[2:-2])}</w:delText></w:r></w:del>"
        else:
            body += run(piece)
    return f"<w:p><w:pPr>{look}</w:pPr>{body}</w:p>"


def word_table(lines: list[Line], boxed: tuple[int, ...] = (), header: bool = True) -> str:
    """A Word table by direct XML; the rows numbered in `boxed` sit in a content control."""
    width = sum(cell.span for cell in lines[0].cells)
    made = ["<w:tbl><w:tblPr><w:tblStyle w:val='TableGrid'/><w:tblW w:w='0' w:type='auto'/></w:tblPr><w:tblGrid>"]
    made += [f"<w:gridCol w:w='{14000 // width}'/>"] * width + ["</w:tblGrid>"]
    for number, line in enumerate(lines):
        row, column = "", 0
        for cell in line.cells:
            merge = "<w:vMerge/>" if cell.up else ""
            if not cell.up and height(lines, number, column) > 1:
                merge = "<w:vMerge w:val='restart'/>"
            span = f"<w:gridSpan w:val='{cell.span}'/>" if cell.span > 1 else ""
            inner = "".join(paragraph(part) for part in cell.text.split("¶"))
            row += f"<w:tc><w:tcPr><w:tcW w:w='0' w:type='auto'/>{span}{merge}</w:tcPr>{inner}</w:tc>"
            column += cell.span
        look = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if line.kind == "head" and header else ""
        row = f"<w:tr>{look}{row}</w:tr>"
        made.append(f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>" if number in boxed else row)
    return "".join(made) + "</w:tbl>"


def text_box(texts: list[str]) -> str:
    """A text box as Word writes it: once for new programs and once more for old ones, seen once."""
    inner = "<w:txbxContent>" + "".join(paragraph(text, align="right") for text in texts) + "</w:txbxContent>"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    choice = (
        f'<w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing"><wp:extent cx="2700000" cy="900000"/>'
        f'<wp:docPr id="1" name="Надпись 1"/><a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{shape}">'
        f'<wps:wsp xmlns:wps="{shape}"><wps:spPr/><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f'<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{inner}</v:textbox></v:shape></w:pict>'
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f'<mc:Choice xmlns:wps="{shape}" Requires="wps">{choice}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
    return f"<w:p><w:r><mc:AlternateContent {names}>{both}</mc:AlternateContent></w:r></w:p>"


def word(body: str) -> bytes:
    """A whole Word file with this body, landscape."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for old in list(document.element.body)[:-1]:
        document.element.body.remove(old)
    for place, new in enumerate(parse_xml(f"<w:body {names}>{body}</w:body>")):
        document.element.body.insert(place, new)
    store = io.BytesIO()
    document.save(store)
    with zipfile.ZipFile(store) as packed:
        names_in = sorted(packed.namelist(), key=lambda name: (name[0] != "[", name))
        return zipped((name, packed.read(name)) for name in names_in)


def word_text(texts: Iterable[str], align: str = "") -> str:
    """Paragraphs of Word text."""
    return "".join(paragraph(text, align=align) for text in texts)


def word_plan(plan: Plan, boxed: tuple[int, ...] = ()) -> bytes:
    """The usual Word file: approval, title, table (a further one on each page that begins), what stands after it."""
    tables = [word_table(page, boxed) for page in pages(plan)]
    between = [word_text([number, ""], "center") for number in page_numbers(plan)]
    middle = "".join(part for pair in zip(tables, [*between, ""], strict=True) for part in pair)
    return word(word_text(plan.before, "right") + word_text(plan.title, "center") + middle + word_text(plan.after))


# --- Spreadsheets ---------------------------------------------------------------------------------------------------------


def sheet_rows(plan: Plan, book: "Workbook", sheet: "Worksheet", row: int, numbers: bool = False) -> int:
    """Writes the plan's lines into a sheet from a row on, digits as numbers if so wished; gives the next free row."""
    wrap = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    lines = pages(plan)[0]
    for number, line in enumerate(lines):
        column = 0
        for cell in line.cells:
            tall = 1 if cell.up else height(lines, number, column)
            text = cell.text.replace("¶", "\n").replace("~", "-\n")
            look = wrap
            value: str | float | date = text
            real = REAL_DATE.match(text)
            if real:
                value = date.fromisoformat(real[1])
                look = book.add_format({"num_format": real[2] or "dd.mm.yyyy", "border": 1, "valign": "top"})
            elif numbers and re.fullmatch(r"\d+", text):
                value = float(text)
            if not cell.up:
                if cell.span > 1 or tall > 1:
                    sheet.merge_range(row, column, row + tall - 1, column + cell.span - 1, "", look)
                if value != "":
                    sheet.write(row, column, value, look)
            column += cell.span
        row += 1
    return row


def sheet_head(sheet: "Worksheet", texts: list[str], row: int, first: int, last: int) -> int:
    """Rows of text above a table, each merged over the columns `first` to `last`; gives the next free row."""
    for text in texts:
        sheet.merge_range(row, first, row, last, text)
        row += 1
    return row


def workbook(fill: Callable[["Workbook"], None]) -> bytes:
    """An .xlsx file that `fill` writes into an xlsxwriter workbook."""
    from xlsxwriter.workbook import Workbook

    store = io.BytesIO()
    book = Workbook(store, {"in_memory": True})
    book.set_properties({"author": "Методист", "created": datetime(2026, 8, 20, tzinfo=UTC)})
    fill(book)
    book.close()
    return store.getvalue()


def old_workbook(plan: Plan) -> bytes:
    """An .xls file as Excel 97-2003 saved it."""
    import xlwt

    book = xlwt.Workbook(encoding="cp1251")
    sheet = book.add_sheet("план на год")
    wrap = xlwt.easyxf("alignment: wrap on, vertical top")
    row = 0
    width = len(plan.columns)
    for text in [*plan.before, *plan.title]:
        sheet.write_merge(row, row, 0, width - 1, text)
        row += 1
    lines = pages(plan)[0]
    for number, line in enumerate(lines):
        column = 0
        for cell in line.cells:
            real = REAL_DATE.match(cell.text)
            look = xlwt.easyxf(num_format_str=real[2] or "DD.MM.YYYY") if real else wrap
            value: object = date.fromisoformat(real[1]) if real else cell.text.replace("¶", "\n")
            if re.fullmatch(r"\d+", cell.text):
                value = float(cell.text)
            if not cell.up and value != "":
                down = row + height(lines, number, column) - 1
                sheet.write_merge(row, down, column, column + cell.span - 1, value, look)
            column += cell.span
        row += 1
    for text in plan.after:
        sheet.write(row + 1, 1, text)
        row += 1
    store = io.BytesIO()
    book.save(store)
    return store.getvalue()


def open_document(plan: Plan) -> bytes:
    """An .ods file: covered cells, repeated columns and rows, real dates, several paragraphs in a cell."""
    width = len(plan.columns)
    lines = pages(plan)[0]
    rows = []
    for text in [*plan.before, "", *plan.title]:
        inner = f"<text:p>{escape(text)}</text:p>" if text else ""
        wide = f'table:number-columns-spanned="{width}" table:number-rows-spanned="1" office:value-type="string"'
        covered = f'<table:covered-table-cell table:number-columns-repeated="{width - 1}"/>'
        rows.append(f"<table:table-row><table:table-cell {wide}>{inner}</table:table-cell>{covered}</table:table-row>")
    for number, line in enumerate(lines):
        row, column = "", 0
        for cell in line.cells:
            if cell.up:
                row += "<table:covered-table-cell/>"
                column += cell.span
                continue
            tall = height(lines, number, column)
            look = f'table:number-columns-spanned="{cell.span}" table:number-rows-spanned="{tall}"'
            look = look if cell.span * tall > 1 else ""
            real = REAL_DATE.match(cell.text)
            if real:
                shown = f"{date.fromisoformat(real[1]):%d.%m.%Y}"
                look += f' office:value-type="date" office:date-value="{real[1]}"'
            else:
                shown = cell.text
                look += ' office:value-type="string"' if shown else ""
            inner = "".join(f"<text:p>{escape(part)}</text:p>" for part in shown.split("¶")) if shown else ""
            inner = inner.replace(" (", "<text:line-break/>(").replace("7 ноября", "7<text:s/>ноября")
            row += f"<table:table-cell {look}>{inner}</table:table-cell>"
            row += "<table:covered-table-cell/>" * (cell.span - 1)
            column += cell.span
        rows.append(f'<table:table-row>{row}<table:table-cell table:number-columns-repeated="1018"/></table:table-row>')
    for text in plan.after:
        rows.append(
            f'<table:table-row><table:table-cell/><table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p>'
            "</table:table-cell></table:table-row>"
        )
    rows.append('<table:table-row table:number-rows-repeated="65000"><table:table-cell/></table:table-row>')
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{key}="{urn}:{key}:1.0"' for key in ("office", "table", "text", "style"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Дорожная карта"><table:table-column '
        f'table:number-columns-repeated="1024"/>{"".join(rows)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = "manifest:file-entry manifest:media-type="
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{urn}:manifest:1.0">'
        f'<{entry}"{kind}" manifest:full-path="/"/><{entry}"text/xml" manifest:full-path="content.xml"/></manifest:manifest>'
    )
    parts = (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest))
    return zipped((name, text.encode()) for name, text in parts)


# --- Sites ----------------------------------------------------------------------------------------------------------------


def html_table(lines: list[Line], tag: str = "th", look: str = ' border="1"') -> str:
    """An HTML table with merged cells; `¶` is a line break."""
    made = [f"<table{look}>"]
    for number, line in enumerate(lines):
        row, column = "", 0
        for cell in line.cells:
            tall = 1 if cell.up else height(lines, number, column)
            if not cell.up:
                name = tag if line.kind == "head" else "td"
                wide = f' colspan="{cell.span}"' if cell.span > 1 else ""
                high = f' rowspan="{tall}"' if tall > 1 else ""
                inner = cell.text if "<" in cell.text else cell.text.replace("¶", "<br>\n")
                inner = inner.replace("«", "&laquo;").replace("»", "&raquo;").replace("№ ", "№&nbsp;").replace("~", "&shy;")
                row += f"<{name}{wide}{high}>{inner or '&nbsp;'}</{name}>"
            column += cell.span
        made.append(f"<tr>{row}</tr>")
    return "\n".join([*made, "</table>"])


# --- Text -----------------------------------------------------------------------------------------------------------------


def wrapped(text: str, width: int) -> list[str]:
    """A cell's lines no wider than `width`: broken at spaces, after a written hyphen, and at `~` with a hyphen added."""
    lines: list[str] = []
    for part in text.split("¶"):
        now = ""
        for token in part.split():
            bits = token.split("~")
            gap = " " if now else ""
            if len(now + gap + "".join(bits)) <= width:
                now += gap + "".join(bits)
                continue
            fits = [cut for cut in range(1, len(bits)) if len(now + gap + "".join(bits[:cut])) < width]
            if fits:
                lines.append(f"{now}{gap}{''.join(bits[: fits[-1]])}-")
                now = "".join(bits[fits[-1] :])
                continue
            if now:
                lines.append(now)
            now = "".join(bits)
            while len(now) > width and "-" in now[:width]:
                cut = now[:width].rindex("-") + 1
                lines.append(now[:cut])
                now = now[cut:]
        lines.append(now)
    return lines


def boxed_text(plan: Plan, widths: list[int]) -> str:
    """The table in box drawing characters, its cells wrapped; merged cells have no rule between them."""
    rule = {"top": ("┌", "┬", "┐"), "mid": ("├", "┼", "┤"), "end": ("└", "┴", "┘")}

    def bar(kind: str, over: list[bool] | None = None) -> str:
        left, cross, right = rule[kind]
        parts = [" " * width if over and over[place] else "─" * width for place, width in enumerate(widths)]
        return left + cross.join(parts) + right

    made = [bar("top")]
    lines = pages(plan)[0]
    for number, line in enumerate(lines):
        if number:
            over = [cell.up for cell in line.cells for _ in range(cell.span)]
            made.append(bar("mid", over if len(over) == len(widths) else None))
        blocks, column = [], 0
        for cell in line.cells:
            wide = sum(widths[column : column + cell.span]) + cell.span - 1
            blocks.append((wide, wrapped(cell.text, wide)))
            column += cell.span
        for place in range(max(len(block) for _, block in blocks)):
            parts = [(block[place] if place < len(block) else "").ljust(wide) for wide, block in blocks]
            made.append("│" + "│".join(parts) + "│")
    return "\n".join([*made, bar("end")])


def spaced_text(plan: Plan, starts: list[int], end: int) -> str:
    """The table as a PDF's text keeps it: columns by runs of spaces, wrapped cells, a form feed between the pages."""
    made: list[str] = []
    numbers = page_numbers(plan)
    for number, page in enumerate(pages(plan)):
        for line in page:
            if len(line.cells) == 1:
                made.append(" " * 12 + line.cells[0].text)
                continue
            edges = [*starts[1:], end]
            blocks = [wrapped(cell.text, edge - start - 2) for cell, start, edge in zip(line.cells, starts, edges, strict=True)]
            for place in range(max(map(len, blocks))):
                row = ""
                for block, start in zip(blocks, starts, strict=True):
                    row = row.ljust(start) + (block[place] if place < len(block) else "")
                made.append(row.rstrip())
        if number < len(numbers):
            made += ["", " " * (end // 2) + numbers[number], "\f"]
    return "\n".join(made)


def separated(plan: Plan, separator: str) -> list[str]:
    """The table's rows as lines of text with a sign between cells; merged cells are empty ones."""
    made = []
    numbers = [*page_numbers(plan), ""]
    for number, page in zip(numbers, pages(plan), strict=True):
        made += [separator.join(flat(line)) for line in page]
        made += [number] if number else []
    return made


def flat(line: Line) -> list[str]:
    """A row's texts, an empty one for each column that a wide cell covers."""
    return [text for cell in line.cells for text in [cell.text, *[""] * (cell.span - 1)]]


def commas(plan: Plan, separator: str) -> str:
    """The table as a CSV file with what stands around it."""
    store = io.StringIO()
    writer = csv.writer(store, delimiter=separator, lineterminator="\r\n")
    empty = [""] * (len(plan.columns) - 1)
    for text in [*plan.before, *plan.title]:
        writer.writerow([text, *empty])
    for line in pages(plan)[0]:
        writer.writerow([text.replace("¶", "\n") for text in flat(line)])
    for text in plan.after:
        writer.writerow(["", text, *empty[1:]])
    return store.getvalue()


# --- The roadmaps ---------------------------------------------------------------------------------------------------------

DISTRICT = Plan(
    name="01-district.docx",
    year="2026-2027",
    layout="District plan: directions as full-width rows with a number cell, a row of column "
    "numbers, lists and acts inside cells",
    roles="no text deadline responsible result",
    before=["Приложение 2", "к приказу управления образования", "Кленоградского округа", "от 21.08.2026 № 214-осн"],
    title=[
        "ПЛАН МЕРОПРИЯТИЙ («ДОРОЖНАЯ КАРТА»)",
        "развития наставничества в школах и детских садах",
        "на 2026-2027 учебный год",
    ],
    header=["№¶п/п | Наименование мероприятия | Срок¶реализации | Ответственный исполнитель | Результат. Вид документа"],
    body="""
# 1 | 2 | 3 | 4 | 5
##2 1. | Нормативное и организационное обеспечение
- 1.1. | Назначить муниципального куратора и сообщить школам его телефон | до 10.09.2026 @@ ..2026-09-10 | Осокин Д.А. |
  Приказ
- 1.2. | Сверить положения учреждений со статьёй 351.8 Трудового кодекса:¶- порядок согласия наставника;¶- доплата;¶- срок
  предупреждения об отказе | сентябрь – октябрь 2026 г. @@ 2026-09..2026-10 | Юрист управления, кураторы ОО | Сводная справка
- 1.3. | Собрать приказы о закреплении пар | не позднее 15 октября @@ ..2026-10-15 | Кураторы ОО | Реестр приказов
- 1.4. | Уточнить план с учётом распоряжения № Р-145 от 25 декабря 2019 г. | Август 2026, январь 2027 @@ 2026-08 2027-01 |
  Методический кабинет | Новая редакция плана
- 1.5. | Включить наставничество в коллективные договоры | в течение I полугодия | Профсоюз, директора школ | Договоры
- 1.6. | Создать экспертную группу по оценке программ | 01.10.2026 @@ 2026-10-01 | Осокин Д.А. | Список группы
##2 2. | Кадры: наставники и молодые педагоги
- 2.1. | Обновить муниципальный банк наставников | Ежеквартально @@ quarterly:2026 | Рябинкина Т.С. | Таблица банка
- 2.2. | Школа наставника: четыре занятия для учителей 5-11 кл. | 1 раз в месяц | Методический кабинет | Программа, списки
- 2.3. | Выезд «Методический десант» в сельские школы | III неделя ноября @@ 2026-11-15..2026-11-21 | Осокин Д.А. | Отчёт
- 2.4. | Принять на практику студентов педагогического колледжа | февраль-март @@ 2027-02..2027-03 | Директора школ | Договоры
- 2.5. | Клуб молодых педагогов «Старт»: первая встреча | 5 октября 2026, 15.30 @@ 2026-10-05 | Рябинкина Т.С. | Фотоотчёт
- 2.6. | Курсы для наставников (24 часа):¶1) очная часть;¶2) дистанционная часть;¶3) зачёт | 9.11. – 20.11.2026
  @@ 2026-11-09..2026-11-20 | Институт развития образования | Удостоверения
- 2.7. | Психологический практикум «Без выгорания» | каникулы (осенние, весенние) | Психологи | Материалы практикума
##2 3. | Контроль и показатели
- 3.1. | Заслушать кураторов на совете | II декада декабря @@ 2026-12-11..2026-12-20 | Совет наставников | Протокол
- 3.2. | Собрать сведения о закреплении молодых педагогов | до 5 числа месяца, следующего за отчётным кварталом
  @@ ..2026-10-05 ..2027-01-05 ..2027-04-05 ..2027-07-05 | Кураторы ОО | Форма 2-М
- 3.3. | Подвести итоги года и представить отчёт | июнь 2027 @@ 2027-06 | Методический кабинет | Отчёт
- 3.4. | Опросить молодых педагогов об удовлетворённости | Ноябрь 2026, май 2027 @@ 2026-11 2027-05 | Психологи | Аналитика
- 3.5. | Проверить карты контроля выборочно (10 % школ) | декабрь – февраль @@ 2026-12..2027-02 | Экспертная группа | Справка
##2 4. | Информационное сопровождение
- 4.1. | Вести рубрику «Рядом с мастером» на сайте управления | Постоянно | Рябинкина Т.С. | Публикации
- 4.2. | Выпустить сборник лучших практик | до 1 июля 2027 года @@ ..2027-07-01 | Методический кабинет | Сборник
- 4.3. | Муниципальный конкурс «Две ступени» | 12-16 апреля 2027 г. @@ 2027-04-12..2027-04-16 | Методический кабинет |
  Положение
""",
    after=["Начальник управления образования ____________ Ветлугина Н.П.", "Исп. Рябинкина, тел. 0-00-00"],
)

GARDEN = Plan(
    name="02-merged-deadlines.docx",
    year="2025-2026",
    layout="Stages merged down, one deadline and one responsible merged over several rows, "
    "automatic lists, an empty mark column",
    roles="stage_no stage text deadline responsible done",
    before=["Утверждена приказом заведующего", "от 29.08.2025 № 61/2"],
    title=["Дорожная карта наставничества", "МБДОУ «Детский сад «Светлячок» города Тихоборска»", "2025/2026 учебный год"],
    header=["№ | Этап работы | План мероприятий | Сроки проведения | Ответственные | Отметка о выполнении"],
    body="""
- 1. | Подготовительный | Изучить материалы регионального сайта и составить подборку:¶[n]памятка
  воспитателю-наставнику;¶[n]бланк
  согласия;¶[n]образец программы | Август 2025 @@ 2025-08 | Заведующий | |
- ^ | ^ | Провести установочный педсовет «Кто рядом с новичком» | ^ | ^ | |
- ^ | ^ | Издать приказы:¶[n]о кураторе;¶[n]о парах | до 12.09.2025 г. @@ ..2025-09-12 | ^ | |
- 2. | Формирование банка наставляемых | Опросить воспитателей со стажем до трёх лет | 1-5 сентября @@
  2025-09-01..2025-09-05 |
  Старший воспитатель Черёмухина И.В. | |
- ^ | ^ | Получить согласия на обработку персональных данных | 1-5 сентября @@ 2025-09-01..2025-09-05 | ^ | |
- 3. | Формирование банка наставников | Пригласить педагогов высшей категории | Сентябрь, январь @@ 2025-09 2026-01 |
  Старший воспитатель Черёмухина И.В. | |
- 4. | Работа пар | Составить персонализированные программы | до 1 октября @@ ..2025-10-01 | Наставники | |
- ^ | ^ | Открытые просмотры занятий и их разбор по карте | Октябрь, декабрь, февраль, апрель @@ 2025-10 2025-12 2026-02
  2026-04
  | ^ | |
- ^ | ^ | Неделя взаимопосещений «Загляни ко мне в группу» | ^ | Пары | |
- ^ | ^ | Беседы с педагогом-психологом | по запросу | Педагог-психолог | |
- 5. | Завершение | Анкета «Год вместе» для наставников и наставляемых | с 12 по 16 мая @@ 2026-05-12..2026-05-16 | Куратор
  | |
- ^ | ^ | Итоговая встреча «Чай у самовара», вручение благодарственных писем | последняя неделя мая | ^ | |
""",
    after=["Куратор ____________ И.В. Черёмухина"],
)

CENTRE = Plan(
    name="03-cut-by-pages.docx",
    year="2024-2025",
    layout="Converted from a PDF: a table on each page, no header on the later ones, rows cut in the middle, blank stage cells",
    roles="stage_no stage text contents deadline responsible",
    before=["УТВЕРЖДАЮ", "Директор ЦДТ «Парусник»", "г. Лугозёрска", "____________ П.Е. Дымов", "«02» сентября 2024 г."],
    title=["Дорожная карта", "реализации целевой модели наставничества в ЦДТ «Парусник» на 2024-2025 уч. год"],
    header=["№ | Название этапа | Мероприятия | Содержание деятельности | Сроки | Ответственные"],
    body="""
- 1 | Запуск программы | Рабочая группа | 1. Собрать рабочую группу из пяти человек. 2. Распределить между ними поручения. |
  02.09.2024 @@ 2024-09-02 | Дымов П.Е.
- ^ | ^ | Локальные акты | 1. Обсудить положение на методическом совете. 2. Внести замечания педагогов дополнительного |
  9-13.09.2024 @@ 2024-09-09..2024-09-13 | Методист
%% 3
+ | | | образования. 3. Разместить принятое положение на стенде. | | |
- ^ | ^ | Родительские собрания | Рассказать семьям воспитанников о наставниках | 18.09. @@ 2024-09-18 | Педагоги
- 2 | Поиск участников | Анкетирование | 1) Анкета педагога. 2) Анкета старшеклассника-волонтёра 14-17 лет. |
  Сентябрь-октябрь 2024 @@ 2024-09..2024-10 | Педагог-организатор
- ^ | ^ | База данных | Внести участников в таблицу | до 25 октября @@ ..2024-10-25 | Методист
- 3 | Обучение наставников | Практикум «Первая | Тренинг общения, разбор случаев, обмен | ноябрь | Педагог-
%% 4
+ | | встреча» | находками | 2024 г. @@ 2024-11 | психолог
- ^ | ^ | Памятка наставника | Выдать каждому наставнику памятку | Ноябрь 2024 г. @@ 2024-11 | Методист
- 4 | Совместная работа | Встречи пар | 1. Встреча-знакомство. 2. Пробная рабочая встреча. 3. Регулярные встречи |
  В течение учебного года @@ 2024-09..2025-05 | Наставники
- ^ | ^ | Творческий отчёт | Выставка работ, сделанных в паре | 24 января 2025 @@ 2025-01-24 | Педагоги
%% 5
- 5 | Итоги | Мониторинг | Повторная анкета и сравнение с первой | Апрель-май 2025 г. @@ 2025-04..2025-05 | Методист
- ^ | ^ | Награждение | Благодарности на итоговом концерте | 23.05.2025 @@ 2025-05-23 | Дымов П.Е.
""",
    after=["6"],
)

QUARTERS = Plan(
    name="04-ticked-quarters.docx",
    year="2026-2027",
    layout="A header of two rows, quarters with pluses instead of deadlines, sections with Roman "
    "numbers, numbering that restarts",
    roles="no text tick:2026-10..2026-12 tick:2027-01..2027-03 tick:2027-04..2027-06 responsible done",
    title=["План-график мероприятий по сопровождению молодых педагогов", "МКОУ «Росомахинская основная школа»", "2026-2027"],
    header=[
        "№ п/п | Мероприятие | Квартал | < | < | Исполнители | Отметка об исполнении",
        "^ | ^ | IV кв. 2026 | I кв. 2027 | II кв. 2027 | ^ | ^",
    ],
    body="""
## Раздел I. Организационные меры
- 1 | Собеседование директора с каждым новым учителем | + | | | Директор | проведено
- 2 | Знакомство с электронным журналом и правилами его ведения | + | | | Завуч | |
- 3 | Проверка рабочих программ | + | + | | Завуч | |
## Раздел II. Методическая помощь
- 1 | Посещение уроков наставником (не реже двух в месяц) | + | + | + | Наставники | |
- 2 | Практическое занятие «Как оценить ответ у доски» | | + | | Рябинкина Т.С. | |
- 3 | Открытый урок молодого учителя | | | + | Молодые педагоги | |
- 4 | Участие в районном фестивале уроков | | + | + | Молодые педагоги, наставники | |
## Раздел III. Подведение итогов
- 1 | Самоанализ работы за год | | | + | Молодые педагоги | |
- 2 | Отчёт наставников на методическом объединении | | | + | Руководитель МО | |
# | Всего мероприятий: 9 | 4 | 4 | 5 | | |
""",
    after=["Составил: заместитель директора Ветлугина Н.П."],
)

MONTHS = Plan(
    name="05-months-rare-words.docx",
    staged=False,
    year="2025-2026",
    layout="No stages, the month merged down is the deadline and stands first, headings in everyday "
    "words, columns of place and form",
    roles="deadline text extra extra result responsible done",
    title=[
        "План совместной работы наставника и молодого учителя химии",
        "лицей «Реторта», г. Вишнедольск",
        "(2025-2026 уч.г.)",
    ],
    before=["Наставник: Ветлугина Н.П.", "Наставляемый: Осокин Д.А."],
    header=["Когда | Что делаем | В какой форме | Где | Что получим на выходе | Кто отвечает | Отм."],
    body="""
- Сентябрь @@ 2025-09 | Разбираем рабочую программу 8 кл. | консультация | каб. 31 | Готовая программа | Ветлугина | +
- ^ | Осваиваем журнал и правила записи домашних заданий | практикум | каб. 31 | Журнал без замечаний | Осокин | +
- ^ | Проверяем аптечку и вытяжной шкаф | осмотр | лаборантская | Акт | Осокин | |
- Октябрь @@ 2025-10 | Ходим на уроки друг к другу | взаимопосещение | 8б, 9а | Листы наблюдения | оба | |
- Ноябрь-декабрь @@ 2025-11..2025-12 | Готовим школьный тур олимпиады:¶1) отбор задач;¶2) проверка;¶3) апелляция |
  мастерская | каб. 31 |
  Протокол тура | оба | |
- ^ | Учимся говорить с родителями | ролевая игра | методкабинет | Памятка | Ветлугина | |
- Январь 2026 @@ 2026-01 | Сравниваем итоги полугодия с входной работой | беседа | каб. 31 | Таблица | Осокин | |
- Февраль @@ 2026-02 | Открытый урок «Кислоты вокруг нас» | урок, 09.40 | 9а | Видеозапись | Осокин | |
- Март, апрель @@ 2026-03 2026-04 | Решаем задания экзамена | тренинг | каб. 31 | Банк заданий | Ветлугина | |
- Май @@ 2026-05 | Пишем отчёт и благодарим друг друга | встреча | учительская | Отчёт | оба | |
""",
    after=["Согласовано: руководитель МО ____________"],
)

SIGNED = Plan(
    name="06-several-tables.docx",
    year="2026-2027",
    layout="Approval in a table, tracked changes, rows in content controls, blank cells under a "
    "stage, a second table of indicators",
    roles="no stage text result deadline responsible",
    title=["Дорожная карта внедрения системы наставничества", "в школе-интернате «Маяк» на 2026–2027 учебный год"],
    header=["№ | Блок | Мероприятие | Показатель / подтверждающий документ | Дата | ФИО, должность ответственного"],
    body="""
- 1 | Нормативный | Ознакомить работников с положением под подпись | Лист ознакомления | 31.08.2026 @@ 2026-08-31 |
  Директор Осокин Д.А.
- 2 | ^ | Заключить {-договоры-}{+дополнительные соглашения+} с наставниками | Соглашения | до {-1-}{+15+} сентября 2026 @@
  ..2026-09-15
  | Специалист по кадрам
- 3 | ^ | Назначить доплату | Приказ | сентябрь @@ 2026-09 | Директор Осокин Д.А.
- 1 | Методический | Входная диагностика затруднений | Карты диагностики | 14-25 сентября @@ 2026-09-14..2026-09-25 |
  Педагог-психолог
- 2 | ^ | Индивидуальные маршруты {+на полугодие+} | Маршрут каждой пары | до 02.10. @@ ..2026-10-02 | Наставники
- 3 | ^ | Стажировка в базовой школе | Дневник стажировки | осенние каникулы | Куратор
- 4 | ^ | Семинар «Урок глазами ученика» | Программа семинара | 3 декабря 2026 года @@ 2026-12-03 | Куратор
- 1 | Аналитический | Промежуточная карта контроля | Карта контроля | Ноябрь, март @@ 2026-11 2027-03 | Куратор
- 2 | ^ | Анализ маршрутов | Справка | в 10-дневный срок после окончания полугодия | Куратор
- 3 | ^ | Итоговый отчёт | Отчёт | не позднее 4 июня 2027 года @@ ..2027-06-04 | Куратор
""",
)

HEADINGS = Plan(
    name="07-stages-as-headings.docx",
    year="2023-2024",
    layout="Approval in a text box, each stage is a heading over a table of its own with its own header, numbering restarts",
    roles="no text deadline responsible",
    title=["Дорожная карта (план мероприятий)", "наставничества в вечерней школе «Ступени» на 2023-2024 учебный год"],
    header=["№ п/п | Содержание работы | Период | Ответств."],
    body="""
## Этап 1. Диагностический
- 1. | Анкета «Мои затруднения» | 4-8 сентября 2023 г. @@ 2023-09-04..2023-09-08 | Психолог
- 2. | Собеседование по итогам анкеты | до 15.09.23 @@ ..2023-09-15 | Куратор
- 3. | Сведения о стаже и категории | сентябрь 2023 @@ 2023-09 | Секретарь
%%H
## Этап 2. Практический
- 1. | Занятия «Урок для взрослых учеников» | ежемесячно @@ monthly:2023 | Наставники
- 2. | Неделя молодого учителя | 20.11-24.11.2023 @@ 2023-11-20..2023-11-24 | Куратор, молодые учителя
- 3. | Помощь в составлении билетов | до 20 декабря @@ ..2023-12-20 | Наставники
- 4. | Выезд в музей-усадьбу | по договорённости | Профком
%%H
## Этап 3. Итоговый
- 1. | Портфолио молодого учителя | март – апрель 2024 @@ 2024-03..2024-04 | Молодые учителя
- 2. | Круглый стол «Чему мы научились» | 17 мая @@ 2024-05-17 | Куратор
""",
)

BOOK = Plan(
    name="08-dates-and-totals.xlsx",
    year="2026-2027",
    layout="Approval at the right, header in row nine, merged section rows, true dates among words, "
    "totals, a sheet of indicators",
    roles="no text deadline responsible result",
    before=["УТВЕРЖДАЮ", "Директор гимназии «Полюс»", "Черёмухина И.В.", "25.08.2026"],
    title=["Дорожная карта наставничества гимназии «Полюс» на 2026-2027 учебный год"],
    header=["№ | Запланированное действие | Контрольный срок | Ответственное лицо | Планируемый результат"],
    body="""
## I. | Запуск
- 1 | Приказ о назначении куратора | {2026-08-28} | Директор | Приказ
- 2 | Обновление раздела сайта | {2026-09-04} | Администратор сайта | Раздел «Наставничество»
- 3 | Анкетирование учителей,¶стаж которых меньше трёх лет | 07.09.2026-11.09.2026 @@ 2026-09-07..2026-09-11 | Психолог |
  Сводка
# | Итого по разделу | 3 | | |
## II. | Пары
- 4 | Подбор наставников | вторая половина сентября | Куратор | Список пар
- 5 | Утверждение пар | {2026-10-01} | Директор | Приказ
- 6 | Встречи пар | еженедельно | Наставники | Дневник встреч
- 7 | Контроль хода программ | 15.11.2026, 15.03.2027 @@ 2026-11-15 2027-03-15 | Куратор | Карты контроля
- 8 | Обмен уроками со школой-партнёром | 2 раза в год | Куратор | Видеозаписи
- 9 | Взаимные уроки | декабрь, февраль @@ 2026-12 2027-02 | Пары | Листы наблюдения
- 10 | Тренинг «Первые пять минут урока» | {2027-01-14} | Психолог | Памятка
- 11 | Помощь в подготовке к конкурсу «Дебют» | январь-март 2027 @@ 2027-01..2027-03 | Наставники | Конкурсные работы
# | Итого по разделу | 8 | | |
## III. | Завершение
- 12 | Итоговая анкета | апрель и май @@ 2027-04..2027-05 | Психолог | Анализ
- 13 | Публикация лучшей практики | {2027-05-28} | Куратор | Статья
# | Итого по разделу | 2 | | |
# | ВСЕГО | 13 | | |
""",
    after=["Куратор наставничества: Дымов П.Е."],
)

COSTS = Plan(
    name="09-start-and-end.xlsx",
    staged=False,
    year="2025-2026",
    layout="Two-row header with a start and an end column of true dates, one side sometimes empty, cost columns, a sum",
    roles="no text start end extra extra responsible",
    title=["План мероприятий по наставничеству колледжа «Технополис» на 2025/26 учебный год"],
    header=[
        "№ п/п | Наименование работ | Сроки исполнения | < | Финансирование | < | Исполнитель",
        "^ | ^ | начало | окончание | сумма, руб. | источник | ^",
    ],
    body="""
- 1.1 | Разработать положение о наставниках от работодателя | {2025-09-01} | {2025-09-26} | 0 | – | Зам. директора
- 1.2 | Заключить соглашения с предприятиями | {2025-09-15} | {2025-11-28} | 0 | – | Мастер Дымов П.Е.
- 1.3 | Закупить спецодежду для пробных смен | | {2025-10-31} | 48500 | внебюджет | Завхоз
- 2.1 | Провести пробные смены студентов 2 курса | {2025-11-10} | {2025-12-19} | 0 | – | Наставники цехов
- 2.2 | Обучить наставников педагогике (36 ч) | {2026-01-19} | {2026-03-06} | 72000 | бюджет | Методист
- 2.3 | Провести конкурс «Мастер и ученик» | {2026-04-13} | {2026-04-17} | 15000 | спонсоры | Оргкомитет
- 3.1 | Собрать отзывы предприятий | {2026-05-04} | {2026-05-22} | 0 | – | Куратор
- 3.2 | Сопровождать выпускников на рабочем месте | {2026-07-01} | | 0 | – | Куратор
# | ИТОГО: | | | 135500 | | |
""",
    after=["Главный бухгалтер Рябинкина Т.С."],
)

TICKS = Plan(
    name="10-ticked-months.xlsx",
    year="2026-2027",
    layout="Ten narrow month columns ticked with a letter under a merged heading, stages merged down in the first column",
    roles="stage text tick:2026-08 tick:2026-09 tick:2026-10 tick:2026-11 tick:2026-12 tick:2027-01 tick:2027-02 tick:2027-03"
    " tick:2027-04 tick:2027-05 responsible",
    title=["Циклограмма куратора: наставничество в школе № 0 посёлка Озернополье, 2026-2027 уч. год"],
    header=[
        "Направление | Дела | Месяцы | < | < | < | < | < | < | < | < | < | Кто выполняет",
        "^ | ^ | авг | сен | окт | ноя | дек | янв | фев | мар | апр | май | ^",
    ],
    body="""
- Документы | Приказ и списки пар | х | х | | | | | | | | | Директор
- ^ | Программы пар | | х | х | | | | | | | | Наставники
- ^ | Карты контроля | | | | х | | | | х | | | Куратор
- Обучение | Занятия школы молодого педагога | | | х | | х | | х | | х | | Завуч
- ^ | Посещение уроков | | х | х | х | х | х | х | х | х | х | Наставники
- ^ | Курсы повышения квалификации | | | | | | х | х | | | | Завуч
- Открытые дела | Неделя открытых дверей для коллег | | | | х | | | | | | | Все пары
- ^ | Выступление на районной конференции | | | | | | | | х | | | Куратор
- Итоги | Анкета удовлетворённости | | | | | х | | | | | х | Психолог
- ^ | Отчёт педагогическому совету | | | | | | | | | | х | Куратор
""",
    after=["х – месяц, в котором дело выполняется"],
)

FILTERED = Plan(
    name="11-formatted-dates.xlsx",
    year="2025-2026",
    title=["Дорожная карта наставничества на 2025-2026 учебный год"],
    layout="The roadmap is the second sheet; headings hyphenated by hand, dates that Excel shows as "
    "month and year or day and month",
    roles="no stage text contents deadline responsible done",
    header=[
        "№¶п/п | Наиме~нование этапа | Меро~приятие | Краткое содер~жание | Сроки исполне~ния | Ответст~венный | Выпол~нено"
    ],
    body="""
- 1 | Старт | Совещание | 1. Цели года.¶2. Выбор куратора. | {2025-09-03 dd.mmm} @@ 2025-09-03 | Заведующий | да
- 2 | ^ | Анкета педагога | Опрос на бумаге | {2025-09-01 mmm.yy} @@ 2025-09 | Методист | да
- 3 | ^ | Приказ о парах | Согласия собраны заранее | до конца сентября @@ ..2025-09-30 | Заведующий | да
- 4 | Работа | Программы пар | Цель, темы, встречи | {2025-10-10} | Наставники | нет
- 5 | ^ | Мастер-класс по лепке | Для молодых воспитателей | {2025-11-01 [$-419]mmmm\\ yyyy;@} @@ 2025-11 | Черёмухина И.В.
  | |
- 6 | ^ | Гость из соседнего сада | Обмен опытом | ноябрь-январь @@ 2025-11..2026-01 | Методист | |
- 7 | ^ | Проверка карт | Карта на каждую пару | {2025-12-12 dd.mmm} @@ 2025-12-12 | Методист | |
- 8 | ^ | Круглый стол | Вопросы адаптации | I квартал 2026 @@ 2026-01..2026-03 | Методист | |
- 9 | Финиш | Анкета | Повторный опрос | {2026-04-01 mmm.yy} @@ 2026-04 | Методист | |
- 10 | ^ | Отчёт | Цифры и выводы | до 29.05.2026 @@ ..2026-05-29 | Методист | |
""",
)

OLD = Plan(
    name="12-deadline-first.xls",
    year="2024-2025",
    layout="Excel 97 file: numbers kept as fractions, the deadline column before the activity, "
    "sections, true dates, a note below",
    roles="no deadline text responsible result",
    before=["Согласовано с профкомом"],
    title=["Дорожная карта по наставничеству", "МБОУ «Школа «Горизонт» города Тихоборска», 2024-2025 учебный год"],
    header=["№ | Срок выполнения | Перечень мероприятий | За кем закреплено | Форма отчётности"],
    body="""
## Этап первый – осмотреться
- 1 | {2024-09-02} | Линейка для новых педагогов | Директор | фото
- 2 | сент. 2024 @@ 2024-09 | Экскурсия по школе и знакомство со службами | Завхоз, секретарь | |
- 3 | до 20 сент. @@ ..2024-09-20 | Выбор наставника | Куратор | заявление
## Этап второй – попробовать
- 4 | окт.-нояб. @@ 2024-10..2024-11 | Совместное планирование уроков | Пары | конспекты
- 5 | {2024-11-15} | Первый открытый урок | Молодые педагоги | самоанализ
- 6 | каждый четверг | Час вопросов¶(по четвергам после уроков) | Наставники | журнал
- 7 | III четверть @@ 2025-01..2025-03 | Проба классного руководства | Пары | план
## Этап третий – показать
- 8 | {2025-04-18} | Фестиваль «Мой первый год» | Куратор | программа
- 9 | май 2025 г. @@ 2025-05 | Заполнение анкет | Все участники | анкеты
- 10 | до 6 июня @@ ..2025-06-06 | Отчёт куратора | Куратор | отчёт
""",
    after=["Примечание: сроки могут меняться по решению методсовета."],
)

OPEN = Plan(
    name="13-covered-cells.ods",
    year="2026-2027",
    layout="LibreOffice sheet: covered and repeated cells, line breaks in cells, deadline merged "
    "over rows, dates, participants column",
    roles="stage text deadline extra responsible result",
    title=["План-график («дорожная карта») работы с наставниками Дома творчества «Искра», 2026-2027 учебный год"],
    header=["Направление деятельности | Мероприятие | Срок (период) | Участники (кол-во) | Ответственный | Ожидаемый эффект"],
    body="""
- Управление | Утвердить состав совета наставников | {2026-09-07} | 7 | Директор | Совет работает
- ^ | Провести заседание совета | сентябрь, декабрь, март @@ 2026-09 2026-12 2027-03 | 7 | Дымов П.Е. | Решения приняты
- Обучение | Лаборатория «Занятие за час»:¶– цель;¶– ход;¶– итог | Октябрь 2026 г. @@ 2026-10 | 14 | Методист | Конспекты
- ^ | Видеоразбор занятий | ^ | 14 | Методист | Меньше ошибок
- ^ | Поездка на форум | 6-7 ноября 2026 @@ 2026-11-06..2026-11-07 | 4 | Директор | Сертификаты
- Сопровождение | Встречи в парах | В течение года @@ 2026-09..2027-05 | 12 | Наставники | Дневники
- ^ | Психологическая поддержка | При необходимости | – | Психолог | Спокойный педагог
- ^ | Помощь с аттестацией | ^ | 3 | Методист | Категория
- Итог | Ярмарка идей | {2027-04-23} | 30 | Все | Сборник
- ^ | Отчёт за год | до 31.05.2027 @@ ..2027-05-31 | 1 | Методист | Отчёт
""",
    after=["Лист 1 из 1"],
)

SEMICOLONS = Plan(
    name="14-numbers-inside.csv",
    year="2026-2027",
    layout="Semicolons in the Windows code page, lines above the header, line ends in cells, "
    "numbers at the head of the activity",
    roles="text deadline responsible extra done",
    before=["Отдел образования Верхнелучинского района"],
    title=["Дорожная карта «Наставник рядом» на 2026-2027 учебный год"],
    header=["Мероприятие | Срок, дата | Отв. | Место проведения | Статус"],
    body="""
## Раздел 1. Организация
- 1.1. Совещание заместителей директоров | 27.08.2026, 10.00 @@ 2026-08-27 | Осокин Д.А. | Зал отдела | выполнено
- 1.2. Сбор списков молодых педагогов;¶проверка стажа | до 4 сентября @@ ..2026-09-04 | Школы | – | выполнено
- 1.3. Договор с педагогическим вузом | сентябрь-октябрь @@ 2026-09..2026-10 | Осокин Д.А. | – | в работе
## Раздел 2. Встречи
- 2.1. Клуб «Первый звонок»:¶а) знакомство;¶б) разбор трудного урока;¶в) вопросы юристу | ежемесячно до 10 числа
  @@ ..2026-09-10 ..2026-10-10 ..2026-11-10 ..2026-12-10 ..2027-01-10 ..2027-02-10 ..2027-03-10 ..2027-04-10 ..2027-05-10
  | Рябинкина Т.С. | Библиотека | |
- 2.2. Мастерская «Голос; жест; пауза» | 21 октября 2026 г. @@ 2026-10-21 | Рябинкина Т.С. | Школа «Горизонт» | |
- 2.3. Слёт молодых педагогов | 26-27.03.2027 @@ 2027-03-26..2027-03-27 | Отдел | Лагерь «Бор» | |
## Раздел 3. Итог
- 3.1. Рейтинг школ | до 15 мая 2027 года @@ ..2027-05-15 | Осокин Д.А. | – | |
- 3.2. Благодарности | Май-июнь @@ 2027-05..2027-06 | Отдел | – | |
""",
    after=["Всего мероприятий: 8"],
)

BARE = Plan(
    name="15-no-header.csv",
    staged=False,
    year="2025-2026",
    layout="Commas, no header at all, quoted cells with commas inside, month names at both ends of a range, four columns",
    roles="no text deadline responsible",
    body="""
- 1 | Беседа директора с новыми учителями | август 2025 @@ 2025-08 | Директор
- 2 | Закрепление наставников, подписание согласий | 1-12 сентября 2025 @@ 2025-09-01..2025-09-12 | Куратор
- 3 | Составление программ, утверждение программ | до 30.09.2025 @@ ..2025-09-30 | Наставники
- 4 | Посещение уроков | октябрь - апрель @@ 2025-10..2026-04 | Наставники, завуч
- 5 | Семинар «Дисциплина без крика» | 13.11.2025 @@ 2025-11-13 | Психолог
- 6 | Проверка карт контроля | ноябрь, март @@ 2025-11 2026-03 | Куратор
- 7 | Декада молодого специалиста | 2-13 февраля @@ 2026-02-02..2026-02-13 | Методсовет
- 8 | Анкетирование пар | май @@ 2026-05 | Куратор
- 9 | Отчёт на совещании при директоре | до 29 мая 2026 г. @@ ..2026-05-29 | Куратор
""",
)

SITE = Plan(
    name="16-site-page.html",
    year="2025-2026",
    layout="A school site saved whole: menu and layout table around the roadmap, entities, lists in "
    "cells, rowspan over deadlines",
    roles="stage_no stage text deadline responsible result",
    title=["Дорожная карта системы наставничества в школе «Родник» на 2025–2026 учебный год"],
    header=["№ | Наименование этапа | Содержание деятельности | Сроки | Ответственный | Ожидаемый результат"],
    body="""
- 1. | Подготовка условий | <p>Изучить опыт школ округа</p> | Август 2025 г. @@ 2025-08 | Куратор | Обзор опыта
- ^ | ^ | <p>Подготовить документы:</p><ul><li>положение;</li><li>приказ о кураторе;</li><li>шаблон программы</li></ul> | ^ |
  Директор | Пакет документов
- ^ | ^ | Разослать уведомления работникам | 25-29.08.2025 @@ 2025-08-25..2025-08-29 | Секретарь | Уведомления
- 2. | Банк наставляемых | <ol><li>Опрос</li><li>Беседы</li><li>Сводная таблица запросов</li></ol> |
  до 19&nbsp;сентября 2025&nbsp;г. @@ ..2025-09-19 | Психолог | Банк запросов
- 3. | Банк наставников | Собрать портфолио наставников | Сентябрь @@ 2025-09 | Куратор | Банк портфолио
- ^ | ^ | Обучить наставников в школе «Наставник-старт» | Октябрь-ноябрь @@ 2025-10..2025-11 | Методист | Удостоверения
- 4. | Работа пар | Вести дневник пары | Систематически | Наставники | Дневники
- ^ | ^ | Промежуточный контроль | конец декабря, конец марта | Куратор | Карты
- 5. | Завершение | Сопоставить ответы двух анкет | 18–22 мая 2026 @@ 2026-05-18..2026-05-22 | Психолог | Сравнение
- ^ | ^ | Праздник «Спасибо, наставник!» | 29.05.2026 @@ 2026-05-29 | Куратор | Сценарий
- 6. | Информационная поддержка | Новости в школьной группе | 1 раз в квартал | Пресс-центр | Публикации
""",
)

OFFICE = Plan(
    name="17-saved-by-office.htm",
    year="2024-2025",
    layout="Saved from Word as a page in the Windows code page: a two-row header, unclosed marks of "
    "Word, repeated header, page numbers",
    roles="no text deadline responsible result done",
    before=["Приложение к приказу от 30.08.2024 № 77"],
    title=["«Дорожная карта» по развитию наставничества", "МАДОУ «Детский сад «Ладья» (Кленоград)", "2024–2025 учебный год"],
    header=[
        "№ п.п. | Мероприятие | Исполнение | < | Результат | Факт. исполнение",
        "^ | ^ | срок | ответственный | ^ | ^",
    ],
    body="""
## 1. | Организационно-правовой этап
- 1.1 | Приказ о системе наставничества | 02.09.2024 г. @@ 2024-09-02 | Заведующий | Приказ | 02.09.2024
- 1.2 | Согласия участников | до 13.09.2024 г. @@ ..2024-09-13 | Куратор | Согласия | 11.09.2024
- 1.3 | Страница сайта «Вместе в профессии» | Сентябрь 2024 г. @@ 2024-09 | Методист | Страница | |
%%H 1
## 2. | Содержательный этап
- 2.1 | Мастерская «Утренний круг» | 2-я неделя октября @@ 2024-10-08..2024-10-14 | Наставники | Конспект | |
- 2.2 | Просмотр прогулки в младшей группе | Ноябрь 2024 г. @@ 2024-11 | Черёмухина И.В. | Карта просмотра | |
- 2.3 | Консультация «Мама опоздала: как говорить с родителями» | Январь 2025 г. @@ 2025-01 | Психолог | Памятка | |
- 2.4 | Неделя добрых советов | 10.03.2025-14.03.2025 @@ 2025-03-10..2025-03-14 | Все пары | Плакат | |
%%H 2
## 3. | Оценочный этап
- 3.1 | Наблюдение за работой молодого воспитателя | каждые полгода @@ 2024-09..2024-12 2025-01..2025-05 | Куратор | Листы | |
- 3.2 | Самооценка по шкале 1-10 | 14-18 апреля @@ 2025-04-14..2025-04-18 | Молодые воспитатели | Бланки | |
- 3.3 | Заседание педагогического совета | Май 2025 г. @@ 2025-05 | Заведующий | Протокол | |
""",
    after=["3"],
)

SECTIONS = Plan(
    name="18-tables-by-stage.html",
    year="2026-2027",
    layout="Stages are page headings, each over its table without a number column; dashes for "
    "empty, a table of contacts after them",
    roles="text deadline result responsible",
    title=["Дорожная карта школы-интерната «Утёс»: наставничество в 2026/2027 году"],
    header=["Мероприятие | Срок | Итог | Исполнитель"],
    body="""
## Шаг первый: договориться
- Решить на общем собрании, зачем школе наставники | 31 августа 2026 @@ 2026-08-31 | Протокол | Директор
- Объявить набор наставников | 1–7 сентября @@ 2026-09-01..2026-09-07 | Объявление | Куратор
- Сложить пары по взаимному желанию | до 25 сентября @@ ..2026-09-25 | Приказ | Куратор
## Шаг второй: работать
- Еженедельные встречи | с октября | Дневник | Пары
- Разбор ночного дежурства воспитателя | ноябрь 2026 г. @@ 2026-11 | Памятка | Старший воспитатель
- Взаимные уроки | декабрь, февраль @@ 2026-12 2027-02 | Отзывы | Пары
- Сверка с планом | 15.01.2027 @@ 2027-01-15 | – | Куратор
## Шаг третий: оглянуться
- Анкеты до и после: сравнить | апрель 2027 @@ 2027-04 | Диаграмма | Психолог
- Поблагодарить наставников | на последнем звонке | Письма | Директор
""",
)

MARKDOWN = Plan(
    name="19-notes.md",
    year="2026-2027",
    layout="Markdown: stages are headings, bold and line breaks inside cells, a bar as text, check marks in the last column",
    roles="no text deadline responsible done",
    title=["Дорожная карта наставничества: Центр «Орбита», 2026-2027"],
    header=["№ | Мероприятие | Когда | Кто | Готово"],
    body="""
## 1. | Подготовка
- 1 | **Приказ** о кураторе | 26.08.2026 @@ 2026-08-26 | Директор | да
- 2 | Список пар по схеме «наставник ¦ наставляемый» | до 11.09.2026 @@ ..2026-09-11 | Куратор | да
- 3 | Обход отделов<br>и знакомство | 14-18 сентября @@ 2026-09-14..2026-09-18 | Куратор | нет
## 2. | Занятия
- 1 | Как вести кружок для 7-10 лет | октябрь @@ 2026-10 | Осокин Д.А. | |
- 2 | Техника безопасности в мастерской | октябрь-ноябрь @@ 2026-10..2026-11 | Завхоз | |
- 3 | Открытое занятие<br>- показ<br>- разбор | 10 декабря @@ 2026-12-10 | Пары | |
- 4 | Зимняя школа | 04.01–06.01.2027 @@ 2027-01-04..2027-01-06 | Методист | |
## 3. | Выводы
- 1 | Опрос участников | апрель, не позднее 20-го | Методист | |
- 2 | **Отчёт** | до 1 июня 2027 г. @@ ..2027-06-01 | Куратор | |
""",
    after=["Файл ведёт методист. Последняя правка: 20.08.2026."],
)

TABS = Plan(
    name="20-tabs-and-tags.txt",
    year="2025-2026",
    layout="Tab-separated copy of a recognised PDF: HTML tags left in cells, blank cells under "
    "stages, a cut row, header repeated",
    roles="stage_no stage text deadline responsible done",
    before=["Приложение 3", "УТВЕРЖДЕНО приказом от 01.09.2025 № 120-о"],
    title=["**ДОРОЖНАЯ КАРТА", "реализации программы наставничества в гимназии «Вектор» на 2025-2026 учебный год**"],
    header=["№ | Этапы реализации | Содержание и план мероприятий | Сроки | Ответственные | Отметка о выполнении"],
    body="""
- 1. | Подготовка условий | <p>Совещание при директоре:</p> <ul> <li>задачи года;</li> <li>ответственные.</li> </ul> |
  01.09.2025 @@ 2025-09-01 | Директор | Выполнено
- ^ | ^ | <p>1) Приказ о наставниках.</p> <p>2) Приказ о стимулирующих выплатах.</p> | до 5.09. @@ ..2025-09-05 | Директор
  | Выполнено
- 2. | Формирование базы | <p>Диагностика профессиональных затруднений и</p> | 8-19.09.2025 @@ 2025-09-08..2025-09-19 |
  Куратор | |
%%H 2
+ | | <p>составление сводной карты запросов.</p> | | | |
- ^ | ^ | Оформление согласий | сентябрь 2025 г. @@ 2025-09 | Секретарь | |
- 3. | Подбор пар | Быстрые встречи «Пять минут на знакомство» | 24.09.2025 @@ 2025-09-24 | Куратор | |
- ^ | ^ | Приказ о закреплении пар | 30.09.2025 @@ 2025-09-30 | Директор | |
- 4. | Совместная деятельность | <ol> <li>Открытые уроки</li> <li>Разбор</li> <li>Повторный показ</li> </ol> |
  октябрь 2025 - март 2026 @@ 2025-10..2026-03 | Наставники | |
- ^ | ^ | Промежуточные карты | Ноябрь, март @@ 2025-11 2026-03 | Куратор | |
%%H 3
- 5. | Завершение | Итоговая анкета<sup>1</sup> | 11-15 мая @@ 2026-05-11..2026-05-15 | Психолог | |
- ^ | ^ | Педагогический совет «Итоги года» | 28 мая 2026 г. @@ 2026-05-28 | Директор | |
""",
    after=["<sup>1</sup> Бланк анкеты хранится у куратора.", "4"],
)

PIPES = Plan(
    name="21-pipes.txt",
    year="2026-2027",
    layout="A legal base's text in the Windows code page: bars after cells, none before, section "
    "rows with empty cells, column numbers",
    roles="no text deadline responsible extra result",
    before=["Приложение", "к распоряжению администрации Лугозёрского округа", "от 14 августа 2026 г. N 340-р"],
    title=["Дорожная карта", "наставничества педагогических работников Лугозёрского округа", "в 2026 - 2027 учебном году"],
    header=["N п/п | Наименование мероприятия | Сроки | Исполнитель/ соисполнители | Вид документа | Ожидаемые результаты"],
    body="""
# 1 | 2 | 3 | 4 | 5 | 6
##2 I. | Организационно-координационные мероприятия
- 1. | Создание совета по наставничеству | III квартал 2026 г. | Управление/ школы | Распоряжение | Совет создан
- 2. | Назначение кураторов в каждом учреждении | до 1 сентября 2026 г. @@ ..2026-09-01 | Школы | Приказ | Куратор в каждой
  школе
- 3. | Собеседования с кураторами | 5 - 9 октября 2026 г. @@ 2026-10-05..2026-10-09 | Методкабинет | График | Планы уточнены
##2 II. | Методическое сопровождение
- 4. | Вебинары для наставников | ежемесячно @@ monthly:2026 | Методкабинет/ институт развития образования | Программа | Не
  менее 9 вебинаров
- 5. | Консультации по запросам школ | по мере поступления запросов | Методкабинет | Журнал | Запросы закрыты
- 6. | Сборник программ пар | IV квартал 2026 г. @@ 2026-10..2026-12 | Методкабинет | Сборник | Сборник разослан
- 7. | Стажировки молодых педагогов | февраль - апрель 2027 г. @@ 2027-02..2027-04 | Школы-площадки | Договор | 20 стажёров
##2 III. | Контроль
- 8. | Промежуточный отчёт | до 20 января 2027 г. @@ ..2027-01-20 | Школы | Отчёт | Данные собраны
- 9. | Итоговый отчёт | до 10 июня 2027 г. @@ ..2027-06-10 | Школы/ методкабинет | Отчёт | Выводы сделаны
- 10. | Рассмотрение отчётов на совете | Июнь 2027 г. @@ 2027-06 | Совет | Протокол | Решение совета
""",
    after=["Примечание. В графе 4 первым указан исполнитель."],
)

BOXED = Plan(
    name="22-box-drawing.txt",
    year="2025-2026",
    layout="Drawn with box characters: cells wrapped and words hyphenated, section rows, numbers in "
    "the activity, a merged deadline",
    roles="text deadline responsible",
    before=[" " * 40 + "УТВЕРЖДАЮ", " " * 40 + "Директор Рябинкина Т.С."],
    title=["ДОРОЖНАЯ КАРТА", "наставничества в школе «Прибой» на 2025-2026 учебный год"],
    header=["Мероприя~тия | Срок испол~нения | Ответствен~ный"],
    body="""
## 1. | Нормативная часть
- 1.1. Издать приказ о назна~чении | до 05.09.2025 @@ ..2025-09-05 | Директор
- 1.2. Подготовить допол~нительные согла~шения с настав~никами и выдать каждому второй экземпляр | 8-12 сентября 2025 года
  @@ 2025-09-08..2025-09-12 | Специалист по кадрам
- 1.3. Внести измене~ния в должност~ные инструк~ции | сентябрь-октябрь @@ 2025-09..2025-10 | Специалист по кадрам
## 2. | Практическая часть
- 2.1. Провести занятия: 1) урок и его цель; 2) домашнее задание; 3) оценка | ежеквар~тально @@ quarterly:2025 |
  Методиче~ский совет
- 2.2. Посетить уроки опытных учителей-предмет~ников | октябрь-ноябрь @@ 2025-10..2025-11 | Молодые педагоги
- 2.3. Обсудить посещённые уроки | ^ | Наставники
- 2.4. Выпустить стенгазету «Первый год» | к 8 декабря | Молодые педагоги
## 3. | Итоговая часть
- 3.1. Обобщить материалы пар | март-апрель 2026 г. @@ 2026-03..2026-04 | Куратор
- 3.2. Представить отчёт на педаго~гическом совете | 27.05.2026 @@ 2026-05-27 | Куратор
""",
    after=["Куратор ______________ / Дымов П.Е. /"],
)

SPACES = Plan(
    name="23-runs-of-spaces.txt",
    year="2026-2027",
    layout="Text of a PDF with its columns kept by spaces: wrapped cells, a range broken after its "
    "dash, page numbers, no header later",
    roles="no text deadline responsible",
    before=[" " * 46 + "Приложение 1", " " * 46 + "к приказу от 28.08.2026 № 95"],
    title=["План мероприятий по наставничеству", "МБУ ДО «Школа искусств «Лад», 2026-2027 учебный год"],
    header=["№ | Наименование мероприятия | Срок | Ответственный"],
    body="""
## Организационный этап
- 1 | Собрание преподавателей, выбор куратора | 28 августа 2026 @@ 2026-08-28 | Директор
- 2 | Прослушивание занятий молодых преподавателей и составление карты трудностей каждого из них |
  сентябрь-октябрь @@ 2026-09..2026-10 | Заведующие отделениями
- 3 | Подписание согласий наставниками | до 18.09.2026 @@ ..2026-09-18 | Секретарь
- 4 | Издание приказа о наставнических парах | до 25.09.2026 @@ ..2026-09-25 | Директор
## Основной этап
- 5 | Уроки вдвоём: наставник и молодой преподаватель ведут один урок | ноябрь-декабрь @@ 2026-11..2026-12 | Пары
- 6 | Подготовка учеников к зимнему концерту | до 20 декабря @@ ..2026-12-20 | Пары
%% 2
- 7 | Методический час «Сцена и волнение» | 22.01.2027 @@ 2027-01-22 | Психолог
- 8 | Поездка в филармонию | по отдельному плану | Профком
- 9 | Открытые уроки молодых преподавателей | февраль-апрель 2027 @@ 2027-02..2027-04 | Молодые преподаватели
- 10 | Разбор видеозаписей (не менее двух у каждой пары, с участием приглашённого концертмейстера) | 1-12 марта
  @@ 2027-03-01..2027-03-12 | Пары, заведующие отделениями
## Заключительный этап
- 11 | Отчётный концерт пар | 21 мая @@ 2027-05-21 | Все отделения
- 12 | Благодарственные письма наставникам и публикация на сайте школы | до конца мая @@ ..2027-05-31 | Директор
- 13 | Анализ анкет и план на следующий год | июнь 2027 @@ 2027-06 | Куратор
%% 3
""",
)

LADDER = Plan(
    name="24-one-cell-a-line.txt",
    year="2025-2026",
    layout="Preview of a file on a teachers' site: every cell is a paragraph of its own, so the "
    "columns are known only from the header",
    roles="no text deadline responsible",
    before=[
        "Дорожная карта наставничества",
        "материал",
        "Скачать:",
        "Предварительный просмотр:",
        "Утверждаю",
        "Директор Осокин Д.А.",
    ],
    title=["План мероприятий (дорожная карта) наставничества в школе «Бригантина» на 2025-2026 учебный год"],
    header=["№ п/п | Наименование мероприятий | Срок реализации | Ответственный исполнитель"],
    body="""
# 1 | 2 | 3 | 4
##2 1. | Подготовительный этап
- 1.1. | Создание рабочей группы | Август 2025 @@ 2025-08 | Директор
- 1.2. | Беседы с учителями, пришедшими в этом году | 1-5 сентября 2025 @@ 2025-09-01..2025-09-05 | Завуч
- 1.3. | Приказ о закреплении наставников | до 15 сентября 2025 @@ ..2025-09-15 | Директор
##2 2. | Основной этап
- 2.1. | Индивидуальные планы пар | до 1 октября 2025 @@ ..2025-10-01 | Наставники
- 2.2. | Посещение уроков молодых учителей | Ежемесячно @@ monthly:2025 | Наставники, завуч
- 2.3. | Практикум «Тетрадь, дневник, журнал» | Октябрь 2025 @@ 2025-10 | Завуч
- 2.4. | Аукцион методических идей | 18.02.2026 @@ 2026-02-18 | Методический совет
##2 3. | Итоговый этап
- 3.1. | Анкетирование участников | Апрель 2026 @@ 2026-04 | Психолог
- 3.2. | Отчёт наставников | 12-16 мая 2026 @@ 2026-05-12..2026-05-16 | Наставники
- 3.3. | Размещение итогов на сайте школы | До 31 мая 2026 @@ ..2026-05-31 | Куратор
""",
    after=["По теме: методические разработки, презентации и конспекты"],
)

PDF = Plan(
    name="25-pdf-order.txt",
    year="2024-2025",
    layout="A PDF's text in the order of its drawing: cells are mixed line by line, so that nobody can rebuild the rows",
    roles="",
    body="",
    title=["Дорожная карта наставничества педагогов школы «Купол» на 2024-2025 учебный год"],
    readable=False,
)

PDF_ORDER = """Приложение 2
к приказу от 03.09.2024 № 88
Дорожная карта
наставничества педагогов
школы «Купол» на 2024-2025 учебный год
№
1.
2.
3.
Наименование
этапа
Подготовка
условий
Создание
банков
Работа
пар
Мероприятия
Сроки
Ответственный
Изучение документов по
наставничеству на
методических объединениях Сентябрь
Назначение куратора,
обсуждение его обязанностей
до 10
Директор
Руководители МО
Опрос молодых педагогов о сентября
трудностях и
Психолог
Октябрь
пожеланиях
Приглашение наставников,
Куратор
беседа с каждым из них
Ноябрь-
Совместные уроки
декабрь
и их разбор
Выпуск памяток
2 раза
в год
Наставники
Завершение
Анкета для пар
Апрель
4.
Награждение лучших
Май 2025
Куратор
Директор
Итоговая выставка
материалов
5
"""


# --- The files ------------------------------------------------------------------------------------------------------------


def signed_word() -> tuple[bytes, list[str]]:
    """An approval table, the plan with blank cells instead of merged ones, indicators, signatures."""
    sides = ["СОГЛАСОВАНО¶Председатель профкома¶Дымов П.Е.¶28.08.2026"]
    sides.append("УТВЕРЖДАЮ¶Директор школы-интерната¶Осокин Д.А.¶28.08.2026")
    figures = [["Показатель", "Единица", "2025", "2026"], ["Доля молодых педагогов с наставником", "%", "64", "100"]]
    figures.append(["Доля завершённых программ", "%", "70", "85"])
    rows = pages(SIGNED)[0]
    blank = [Line(line.kind, [Cell(cell.text, cell.span) for cell in line.cells]) for line in rows]
    signs = [["Куратор", "____________", "Рябинкина Т.С."], ["С планом ознакомлены", "____________", "____________"]]
    after = ["Целевые показатели", "Лист согласования"]
    body = word_table([Line("-", cells_of(sides))], header=False) + word_text(["", *SIGNED.title, ""], "center")
    body += word_table(blank, boxed=(5, 6, 7)) + word_text(["", after[0]])
    body += word_table([Line("head" if not place else "-", cells_of(row)) for place, row in enumerate(figures)])
    body += word_text(["", after[1]]) + word_table([Line("-", cells_of(row)) for row in signs], header=False) + word_text([""])
    also = [*sides, *after, *(text for row in [*figures, *signs] for text in row)]
    return word(body), also


def headed_word() -> tuple[bytes, list[str]]:
    """A text box, and each stage as a heading over its own table."""
    box = ["УТВЕРЖДАЮ", "Директор вечерней школы", "Ветлугина Н.П.", "Приказ от 31.08.2023 № 52"]
    body = text_box(box) + word_text(HEADINGS.title, "center")
    stages = [line for line in HEADINGS.lines() if line.kind == "##"]
    for stage, page in zip(stages, pages(HEADINGS), strict=True):
        rows = [line for line in page if line.kind != "##"]
        body += paragraph(stage.cells[0].text, "Heading2") + word_table(rows) + word_text([""])
    return word(body), box


def fill_dates(book: "Workbook") -> None:
    """The plan with approval at the right; indicators and an empty sheet after it."""
    sheet = book.add_worksheet("ДК 2026-2027")
    row = sheet_head(sheet, BOOK.before, 0, 3, 4)
    row = sheet_head(sheet, BOOK.title, row + 2, 0, 4) + 1
    sheet.set_column(1, 1, 48)
    row = sheet_rows(BOOK, book, sheet, row, numbers=True)
    sheet.write(row + 1, 1, BOOK.after[0])
    other = book.add_worksheet("Показатели")
    for place, cells in enumerate(INDICATORS):
        other.write_row(place, 0, cells)
    book.add_worksheet("Лист3")


INDICATORS = [["Показатель", "План", "Факт"], ["Число пар", "12", "11"], ["Доля программ, завершённых в срок", "90 %", "87 %"]]
COVER = ["МБДОУ «Детский сад «Ромашковый»", "города Вишнедольска", "Титульный лист", "2025 г."]


def fill_costs(book: "Workbook") -> None:
    """Title, a table with costs, the accountant."""
    sheet = book.add_worksheet("Лист1")
    row = sheet_rows(COSTS, book, sheet, sheet_head(sheet, COSTS.title, 0, 0, 6) + 1, numbers=True)
    sheet.write(row + 2, 1, COSTS.after[0])


def fill_ticks(book: "Workbook") -> None:
    """The ticked months, in narrow columns under an empty row."""
    sheet = book.add_worksheet("Циклограмма")
    row = sheet_rows(TICKS, book, sheet, sheet_head(sheet, TICKS.title, 1, 0, 12) + 1)
    sheet.set_column(2, 11, 4)
    sheet.write(row, 0, TICKS.after[0])


def fill_filtered(book: "Workbook") -> None:
    """A cover sheet, then the plan with a filter and a frozen header."""
    cover = book.add_worksheet("Титул")
    for place, text in enumerate(COVER):
        cover.write(3 + place, 2, text)
    sheet = book.add_worksheet("План")
    row = sheet_head(sheet, FILTERED.title, 0, 0, 6)
    last = sheet_rows(FILTERED, book, sheet, row, numbers=True)
    sheet.autofilter(row, 0, last - 1, 6)
    sheet.freeze_panes(row + 1, 0)


SITE_WORDS = ["Школа «Родник»", "Главная", "Сведения об организации", "Наставничество", "Контакты", "Версия для слабовидящих"]
SITE_FOOT = ["Дата публикации: 29.08.2025", "Просмотров: 214", "© Школа «Родник»"]


def site_page() -> str:
    """A whole page of a site round the table."""
    menu = "".join(f'<li><a href="#">{word}</a></li>' for word in SITE_WORDS[1:])
    inner = html_table(pages(SITE)[0], look=' class="table" style="border:1px solid"')
    foot = "".join(f"<p>{text}</p>" for text in SITE_FOOT)
    return (
        '<!DOCTYPE html>\n<html lang="ru"><head><meta charset="utf-8"><title>Наставничество</title>'
        "<style>td { padding: 4px }</style><script>var year = '2030-2031';</script></head>\n<body>"
        f'<table width="100%"><tr><td colspan="2"><h1>{SITE_WORDS[0]}</h1></td></tr>\n<tr><td><ul>{menu}</ul></td>\n'
        f"<td><h2>{SITE.title[0]}</h2>\n<div>{inner}</div>\n{foot}</td></tr></table></body></html>\n"
    )


def office_page() -> str:
    """What Word saves as a web page: its own marks, cells of paragraphs, nothing closed that may stay open."""
    numbers = [*page_numbers(OFFICE), ""]
    tables = []
    for number, page in zip(numbers, pages(OFFICE), strict=True):
        table = html_table(page, "td", " class=MsoTableGrid border=1 cellspacing=0")
        table = re.sub(r"<td([^>]*)>", r"<td\1 valign=top style='padding:0cm 5.4pt'><p class=MsoNormal><span lang=RU>", table)
        below = f"\n<p class=MsoNormal align=center>{number}" if number else ""
        tables.append(table.replace("</td>", "<o:p></o:p></span></td>") + below)
    above = [f"<p class=MsoNormal align=center><b>{text}<o:p></o:p></b></p>\n" for text in [*OFFICE.before, *OFFICE.title]]
    texts = "".join(above)
    names = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"'
    head = '<meta http-equiv=Content-Type content="text/html; charset=windows-1251">'
    head += "<!--[if gte mso 9]><xml><w:View>Print</w:View></xml><![endif]-->"
    body = texts + "\n".join(tables) + f"\n<p class=MsoNormal>{OFFICE.after[0]}"
    return f"<html {names}>\n<head>{head}</head>\n<body lang=RU><div class=WordSection1>\n{body}\n</div></body></html>\n"


CONTACTS = [["Кабинет", "Часы", "Кого спросить"], ["12", "14.00-16.00", "Куратор Дымов П.Е."]]


def stage_page() -> str:
    """Each stage a heading over its table."""
    parts = [f"<h1>{SECTIONS.title[0]}</h1>"]
    part: list[Line] = []
    for line in [*SECTIONS.lines(), Line("##", [])]:
        if line.kind == "##" and part:
            parts.append(html_table([*SECTIONS.head(), *part]))
            part = []
        if line.kind == "##":
            parts += [f"<h3>{line.cells[0].text}</h3>"] if line.cells else []
        else:
            part.append(line)
    contacts = html_table([Line("head" if not place else "-", cells_of(row)) for place, row in enumerate(CONTACTS)])
    body = "\n".join([*parts, "<h3>Где найти куратора</h3>", contacts])
    return f'<html><head><meta charset="utf-8"><title>Утёс</title></head><body>\n{body}\n</body></html>\n'


def markdown() -> str:
    """Headings and bar tables."""
    made = [f"# {MARKDOWN.title[0]}", ""]
    names = [cell.text for cell in MARKDOWN.head()[0].cells]
    for line in MARKDOWN.lines():
        if line.kind == "##":
            made += ["", f"## {line.cells[0].text}", "", f"| {' | '.join(names)} |", "|---|:---|:---:|---|---|"]
        else:
            made.append(f"| {' | '.join(cell.text.replace('¦', chr(92) + '|') for cell in line.cells)} |")
    return "\n".join([*made, "", f"*{MARKDOWN.after[0]}*", ""])


def text_around(plan: Plan, table: str, gap: str = "\n") -> str:
    """A text file: what stands before, the title, the table, what stands after."""
    return "\n".join([*plan.before, *plan.title, gap + table, gap + "\n".join(plan.after), ""])


def bar_lines() -> str:
    """Cells that each end with a bar, as a legal base gives its tables to the clipboard."""
    return "\n".join(f"{row} |" for row in separated(PIPES, " | ")).replace(" |  |", " | |").replace(" |  |", " | |")


def ladder() -> str:
    """One cell a line, an empty line after each."""
    cells = [text for page in pages(LADDER) for line in page for text in (cell.text for cell in line.cells)]
    return "\n\n".join([*LADDER.before, *LADDER.title, *cells, *LADDER.after]) + "\n"


def files() -> list[tuple[Plan, bytes, list[str]]]:
    """Every roadmap, its file, and what the file shows besides the plan."""
    signed, sides = signed_word()
    headed, box = headed_word()
    figures = [text for row in INDICATORS for text in row]
    contacts = ["Где найти куратора", *(text for row in CONTACTS for text in row)]
    heads = [cell.text for cell in SECTIONS.head()[0].cells] * 2
    names = [cell.text for cell in MARKDOWN.head()[0].cells] * 2
    return [
        (DISTRICT, word_plan(DISTRICT), []),
        (GARDEN, word_plan(GARDEN), []),
        (CENTRE, word_plan(CENTRE), []),
        (QUARTERS, word_plan(QUARTERS, boxed=(4,)), []),
        (MONTHS, word_plan(MONTHS), []),
        (SIGNED, signed, sides),
        (HEADINGS, headed, box),
        (BOOK, workbook(fill_dates), figures),
        (COSTS, workbook(fill_costs), []),
        (TICKS, workbook(fill_ticks), []),
        (FILTERED, workbook(fill_filtered), COVER),
        (OLD, old_workbook(OLD), []),
        (OPEN, open_document(OPEN), []),
        (SEMICOLONS, commas(SEMICOLONS, ";").encode("cp1251"), []),
        (BARE, commas(BARE, ",").encode("utf-8-sig"), []),
        (SITE, site_page().encode(), [*SITE_WORDS, *SITE_FOOT]),
        (OFFICE, office_page().encode("cp1251"), []),
        (SECTIONS, stage_page().encode(), [*heads, *contacts]),
        (MARKDOWN, markdown().encode(), names),
        (TABS, text_around(TABS, "\n".join(separated(TABS, "\t"))).encode(), []),
        (PIPES, text_around(PIPES, bar_lines()).replace("\n", "\r\n").encode("cp1251"), []),
        (BOXED, text_around(BOXED, boxed_text(BOXED, [24, 11, 13])).encode(), []),
        (SPACES, text_around(SPACES, spaced_text(SPACES, [0, 4, 38, 52], 76)).encode(), []),
        (LADDER, ladder().encode("utf-8-sig"), []),
        (PDF, PDF_ORDER.encode(), PDF_ORDER.splitlines()),
    ]


def main() -> None:
    """Writes every file and its expectations."""
    for plan, content, also in files():
        path = FOLDER / f"held-out-{plan.name}"
        path.write_bytes(content)
        want = plan.expected(also)
        if plan is PDF:
            want["all_text"] = " ".join(PDF_ORDER.split())
        told = json.dumps(want, ensure_ascii=False, indent=1)
        path.with_suffix(".expected.json").write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
