"""A web page, or what Word and accounting sites save as one → a Grid: tables as a browser draws them, lists with numbers."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Any

from model.errors import Refusal
from model.grid import Grid
from model.spanned_cells import MOST_COLUMNS, Block, Cell, Table, TooManyCells, add_blocks, placed, unframed
from model.text_encodings import decoded
from model.visible_characters import symbol, visible
from model.word_numbering import written
from model.zip_parts import damaged, too_large

#: A larger page is not a roadmap (bytes).
LARGEST_PAGE = 6_000_000
#: Tags that begin and end a line of their own.
_LINES = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "nav",
    "ol", "option", "p", "pre", "section", "select", "summary", "table", "td", "textarea", "th", "tr", "ul", "dir", "menu",
}  # fmt: skip
_UNSEEN = {"script", "style", "head", "template", "noframes", "xml", "object", "svg", "math", "colgroup", "rt", "rp",
           "noscript", "title"}  # fmt: skip
_LISTS = {"ol", "ul", "dir", "menu"}
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal-leading-zero": "decimalZero", "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?:([^;]*)")
_FONT = re.compile(r"(?:^|;)(?:mso-\w+-)?font(?:-family)?:[^;]*?(wingdings2|wingdings|webdings|symbol)")
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_MARKED = re.compile(r"[-–—•▪●*·]|(?:\d{1,2}(?:\.\d{1,2})*|[а-яa-z])[.)]\s", re.IGNORECASE)
_COUNTED = re.compile(r"[(]?(?:[0-9.]+|[ivxlcdmа-яa-z]{1,5})[.)]*", re.IGNORECASE)


def grid_of(blocks: list[Block], name: str) -> Grid:
    """Paragraphs and tables as a Grid. Raise ``Refusal`` when the tables are too large."""
    found = Grid()
    try:
        add_blocks(found, blocks)
    except TooManyCells as error:
        raise too_large(name) from error
    while found.rows and not found.rows[-1]:
        found.rows.pop()
    return found


def web_blocks(data: bytes, name: str, charset: str = "") -> list[Block]:
    """Paragraphs and tables of a page; ``charset``: what its envelope says. Raise ``Refusal``."""
    from lxml import etree

    if len(data) > LARGEST_PAGE:
        raise too_large(name)
    text = _text(data, charset)
    if text is None:
        raise Refusal(f"Файл «{name}» не похож на страницу HTML: сохраните таблицу как .docx или .xlsx.", "not-text")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(re.sub("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name, "браузере") from error
    if any("depth" in one.message.lower() for one in parser.error_log):
        raise damaged(name, "браузере")
    if root is None:
        return []
    page = _Page()
    try:
        page.read(root)
    except TooManyCells as error:
        raise too_large(name) from error
    return page.flows[0].finished()


def mail_blocks(data: bytes, name: str) -> list[Block]:
    """Paragraphs and tables of a page saved with its pictures in one file (.mht): pages in their order. Raise ``Refusal``."""
    from email import message_from_bytes, policy

    found: list[Block] = []
    try:
        for part in message_from_bytes(data, policy=policy.compat32).walk():
            if part.get_content_type() not in {"text/html", "application/xhtml+xml"}:
                continue
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                found += ["", *web_blocks(content, name, part.get_content_charset() or "")]
    except (ValueError, LookupError, RecursionError) as error:
        raise damaged(name, "браузере") from error
    return found


def _text(data: bytes, charset: str) -> str | None:
    """Letters of a page: UTF-8 when it is, else as the page or its envelope says, else as for any text."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    told = _CHARSET.search(data[:4096])
    # a page that is whole as UTF-8 is UTF-8, whatever it says of itself
    for encoding in ("utf-8", charset, told[1].decode("ascii") if told else ""):
        try:
            if encoding and not codecs.lookup(encoding).name.startswith("utf-16"):
                found = data.decode(encoding)
                if "\x00" not in found[:200]:
                    return found
        except (UnicodeError, LookupError, ValueError):
            continue
    return decoded(data)


@dataclass
class _List:
    """A list being read: how its items are marked and the last number given."""

    kind: str
    last: int = 0


@dataclass
class _Flow:
    """Text going down a page or a cell."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    mark: str = ""

    def end_line(self, blank: bool = False) -> None:
        """What was gathered is a paragraph; ``blank``: an empty one counts too."""
        text = visible("".join(self.pieces)).strip()
        self.pieces.clear()
        if text and self.mark:
            number = self.mark.rstrip(".")
            typed = _MARKED.match(text) is not None if self.mark == "-" else text.startswith((f"{number}.", f"{number})"))
            text = text if typed else f"{self.mark} {text}"
            self.mark = ""
        if text or blank:
            self.blocks.append(text)

    def finished(self) -> list[Block]:
        """All of it, once its end is reached."""
        self.end_line()
        return self.blocks


@dataclass
class _Frame:
    """A table being read: rows of (content, columns, rows) by groups, in the order in which a browser draws them."""

    groups: list[tuple[int, list[list[tuple[list[Block], int, int]]]]] = field(default_factory=list)
    spans: tuple[int, int] = (1, 1)
    kept: bool = True

    def group(self, order: int) -> None:
        """Begin a group of rows: 0 above, 1 among, 2 below the others; only the first head and foot stand apart."""
        order = 1 if any(order == other for other, _ in self.groups) else order
        self.groups.append((order, []))

    def row(self) -> None:
        """Begin a row."""
        if not self.groups:
            self.group(1)
        self.groups[-1][1].append([])

    def cell(self, content: list[Block]) -> None:
        """Add a cell to the row."""
        if not self.groups or not self.groups[-1][1]:
            self.row()
        self.groups[-1][1][-1].append((content, *self.spans))

    def table(self) -> Table:
        """The whole table; a cell reaches no further down than its group."""
        rows: list[list[Cell]] = []
        for _, group in sorted(self.groups, key=lambda one: one[0]):
            rows += placed(group)
        return Table(rows)


class _Page:
    """The state while a page is walked through; ``flows``: the page itself and the cells that are open."""

    def __init__(self) -> None:
        self.flows = [_Flow()]
        self.frames: list[_Frame] = []
        self.open: list[Any] = []  # elements whose flow or frame is on top of the others
        self.kept_spaces = 0
        self.pictures: tuple[Any, str] | None = None  # the element whose letters are pictures, and their font

    def read(self, root: Any) -> None:
        """Walk without recursion: pages can be nested deeper than Python goes."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in _UNSEEN or not tag or _is_deleted(element):
                    walk.skip_subtree()
                    continue
                self._begin(tag, element)
                self._say(element.text)
            else:
                if not (tag in _UNSEEN or not tag or _is_deleted(element)):
                    self._finish(tag, element)
                self._say(element.tail)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        flow = self.flows[-1]
        if self.pictures:
            text = "".join(symbol(ord(one), self.pictures[1]) if one.strip() else one for one in text)
        if self.kept_spaces:
            flow.pieces.append(text.replace(" ", "\u00a0").replace("\t", "\u00a0" * 4))
            return
        text = re.sub(r"[ \t\r\n\f]+", " ", text)
        if text != " " or (flow.pieces and not flow.pieces[-1].endswith((" ", "\n"))):
            flow.pieces.append(text)

    def _begin(self, tag: str, element: Any) -> None:
        flow = self.flows[-1]
        style = _style(element)
        if tag in _LINES:
            flow.end_line()
        if tag == "table":
            self.frames.append(_Frame())
        elif tag in {"thead", "tbody", "tfoot"} and self._in_table():
            self.frames[-1].group({"thead": 0, "tfoot": 2}.get(tag, 1))
        elif tag == "tr" and self._in_table():
            self.frames[-1].row()
        elif tag in {"td", "th"} and self._in_table():
            self.flows.append(_Flow())
            self.open.append(element)
        elif tag in _LISTS:
            flow.lists.append(_List(_list_kind(tag, element), _whole(element.get("start"), 1) - 1))
        elif tag == "li":
            self._item(flow, element)
        elif tag == "br":
            flow.pieces.append("\n")
        elif tag == "pre":
            self.kept_spaces += 1
        elif tag == "q":
            flow.pieces.append("«")
        elif tag == "input" and (element.get("type") or "").lower() in {"checkbox", "radio"}:
            flow.pieces.append("☐" if element.get("checked") is None else "☑")
        elif tag == "img" and 0 < len((element.get("alt") or "").strip()) <= 2:  # a check mark drawn as a picture
            flow.pieces.append(element.get("alt").strip())
        elif "mso-list:ignore" in style:
            flow.pieces.append("\ue000")
        font = _FONT.search(f"{style};font:{(element.get('face') or '').lower().replace(' ', '')}")
        if font and not self.pictures:
            self.pictures = (element, font[1].replace("s2", "s 2"))

    def _finish(self, tag: str, element: Any) -> None:
        if self.pictures and self.pictures[0] is element:
            self.pictures = None
        if tag == "table":
            self._end_table()
        elif self.open and self.open[-1] is element:
            self.open.pop()
            flow = self.flows.pop()
            frame = self.frames[-1]
            frame.spans = (_span(element, "colspan", MOST_COLUMNS), _span(element, "rowspan", 65_534))
            frame.cell(flow.finished())
        elif tag in {"thead", "tbody", "tfoot"} and self._in_table():
            self.frames[-1].group(1)
        elif tag == "tr" and element.get("height") == "0" and self._in_table() and self.frames[-1].groups:
            # Word ends a table with a row that nobody sees: it only says how wide the columns are
            rows = self.frames[-1].groups[-1][1]
            if rows and not any(block for content, _, _ in rows[-1] for block in content):
                rows.pop()
        elif tag in _LISTS and self.flows[-1].lists:
            self.flows[-1].end_line()
            self.flows[-1].lists.pop()
        elif tag == "q":
            self.flows[-1].pieces.append("»")
        elif tag in _LINES:
            flow = self.flows[-1]
            self.kept_spaces -= tag == "pre"
            flow.end_line(blank=tag == "p" and not flow.mark)
            if tag == "li" and flow.mark:  # an item with nothing but its number
                flow.blocks += [flow.mark] if flow.mark != "-" else []
                flow.mark = ""
        elif "mso-list:ignore" in _style(element):
            self._typed_mark()

    def _in_table(self) -> bool:
        """Whether rows and cells may begin here: in a table, not in a cell of it."""
        return bool(self.frames) and len(self.frames) >= len(self.flows)

    def _end_table(self) -> None:
        frame = self.frames.pop()
        flow = self.flows[-1]
        flow.end_line()
        table = frame.table()
        flow.blocks += unframed(table)

    def _item(self, flow: _Flow, element: Any) -> None:
        if not flow.lists:
            flow.lists.append(_List("bullet"))
        if flow.mark and flow.mark != "-":  # a list right at the beginning of an item: the item has its number all the same
            flow.blocks.append(flow.mark)
        found = flow.lists[-1]
        found.last = _whole(element.get("value"), found.last + 1)
        kind = _list_kind("", element) or found.kind
        flow.mark = {"bullet": "-", "none": ""}.get(kind, written(found.last, kind) + ".")

    def _typed_mark(self) -> None:
        """Word writes marks of its lists as text: a number stays, any bullet becomes a dash."""
        pieces = self.flows[-1].pieces
        if "\ue000" not in pieces:
            return
        at = len(pieces) - 1 - pieces[::-1].index("\ue000")
        mark = visible("".join(pieces[at + 1 :])).strip()
        number = _COUNTED.fullmatch(mark) and (len(mark) > 1 or mark.isdigit())
        pieces[at:] = [f"{mark} " if number else "- " if mark else ""]


def _is_deleted(element: Any) -> bool:
    """A deletion kept by a word processor; a struck line of a site stays."""
    return element.tag == "del" and (element.get("datetime") is not None or element.get("cite") is not None)


def _style(element: Any) -> str:
    return re.sub(r"\s", "", element.get("style") or "").lower()


def _list_kind(tag: str, element: Any) -> str:
    """How items of a list are marked; empty for an item that says nothing of its own."""
    named = _LIST_STYLE.search(_style(element))
    told = named[1] if named else ""
    for name, kind in _STYLES.items():
        if name in told:
            return kind
    if tag in {"ul", "dir", "menu"} or re.search("disc|circle|square", told):
        return "bullet"
    if "none" in told and tag == "ol":
        return "none"
    return _KINDS.get(element.get("type") or "", "decimal" if tag == "ol" else "")


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else otherwise


def _span(element: Any, name: str, most: int) -> int:
    """A span as browsers take it: nonsense is 1, 0 rows are all rows of the group, too many are bounded."""
    digits = re.match(r"\s*\+?(\d+)", element.get(name) or "")
    number = int(digits[1][:9]) if digits else 1
    return min(number, most) if number else (most if name == "rowspan" else 1)
