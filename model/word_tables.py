"""A Word document (.docx) → a Grid: paragraphs and tables in their order, merged cells known, automatic numbers rebuilt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from model.file_kinds import kind_of
from model.grid import Grid
from model.spanned_cells import MOST_COLUMNS, Block, Cell, Table, TooManyCells, add_blocks, lines, unframed
from model.word_numbering import BULLET, Numbering, value_of
from model.word_text import alternative, is_prompt, read_paragraph
from model.zip_parts import ZipParts, attribute, child, damaged, descendant, local, too_large

#: What only wraps what matters.
_WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body"}
_ONLY_PAGES = re.compile(r"\W*(?:стр(?:аница|\.)?|лист)?\W*(?:из)?\W*", re.IGNORECASE)


def read_word(data: bytes, name: str) -> Grid:
    """Read the bytes of a .docx (.docm, .dotx); ``name`` is told in refusals.

    What stands above the page's text comes first, what stands below it and notes come last, once each. Raise ``Refusal``
    when the file is damaged, locked or too large.
    """
    parts = ZipParts(data, name)
    try:
        return _Document(parts).grid()
    except TooManyCells as error:
        raise too_large(name) from error
    except RecursionError as error:
        raise damaged(name) from error


class _Document:
    """One document being read."""

    def __init__(self, parts: ZipParts) -> None:
        self.parts = parts
        roots = [part for kind, part in parts.related("").values() if kind == "officeDocument"]
        self.main = next((part for part in [*roots, "word/document.xml"] if part in parts), "")
        if not self.main:
            raise damaged(parts.name)
        self.links = parts.related(self.main)
        self.numbering = Numbering(self._part("numbering"), self._part("styles"))
        self.counting = True
        self.notes: list[tuple[str, str]] = []

    def grid(self) -> Grid:
        """The whole document."""
        body = child(self.parts.xml(self.main), "body")
        if body is None:
            raise damaged(self.parts.name)
        blocks = list(self.blocks(body))
        said = {line for block in blocks for line in lines(block)}
        header, footer = self._margins(body, "header", said), self._margins(body, "footer", said)
        found = Grid()
        add_blocks(found, [*header, *([""] if header else []), *blocks, "", *footer, *self._notes()])
        while found.rows and not found.rows[-1]:
            found.rows.pop()
        return found

    def _part(self, kind: str) -> Any:
        part = next((part for relation, part in self.links.values() if relation == kind), f"word/{kind}.xml")
        return self.parts.xml(part)

    # ------------------------------------------------------------------ paragraphs and tables
    def blocks(self, container: Any) -> Iterator[Block]:
        """Paragraphs and tables of a body, a cell, a text box or a note."""
        waiting = ""
        for element in _unwrapped(container):
            name = local(element)
            if name == "p":
                found = read_paragraph(element)
                self.notes += found.notes
                for box in found.boxes:
                    yield from self.blocks(box)
                properties = child(element, "pPr")
                if descendant(properties, "rPr", "del") is not None:  # its end was deleted: it goes on in the next one
                    waiting += found.text
                    continue
                text = self._numbered(properties, waiting + found.text)
                if text or not found.boxes:
                    yield text
                waiting = ""
            elif name == "tbl":
                yield from unframed(self._table(element))
            elif name == "altChunk":
                yield from self._chunk(attribute(element, "id"))
        if waiting:
            yield waiting

    def _numbered(self, properties: Any, text: str) -> str:
        mark = self.numbering.mark(properties) if self.counting else ""
        if not mark or (mark == BULLET and not text.strip()):
            return text
        return f"{mark} {text}".strip()

    def _table(self, element: Any) -> Table:
        grid = child(element, "tblGrid")
        widths = [_whole(attribute(one, "w")) for one in grid if local(one) == "gridCol"] if grid is not None else []
        rows: list[list[Cell]] = []
        above: dict[int, Cell] = {}  # first column → the cell whose text holds for the rows below
        for row in _unwrapped(element):
            if local(row) != "tr" or descendant(row, "trPr", "del") is not None:
                continue
            line: list[Cell] = []
            origins: dict[int, Cell] = {}
            column = min(_whole(value_of(child(row, "trPr"), "gridBefore")), MOST_COLUMNS)
            for cell in _unwrapped(row):
                if local(cell) != "tc":
                    continue
                properties = child(cell, "tcPr")
                end = min(column + max(_whole(value_of(properties, "gridSpan")), 1), max(MOST_COLUMNS, column + 1))
                merged = child(properties, "vMerge")
                across = child(properties, "hMerge")
                if across is not None and attribute(across, "val") != "restart" and line:
                    line[-1].end = end
                    line[-1].content += self.blocks(cell)
                elif merged is not None and attribute(merged, "val") != "restart" and column in above:
                    origins[column] = above[column]
                    line.append(Cell(column, end, below=True))
                    self._covered(cell, above[column])
                else:
                    line.append(Cell(column, end, list(self.blocks(cell))))
                    origins[column] = line[-1]
                column = end
            above = origins
            rows.append(line)
        return Table(rows, [float(width) for width in widths])

    def _covered(self, cell: Any, origin: Cell) -> None:
        """A cell under a merged one is not drawn and not counted; text that is left in it belongs to the merged one."""
        self.counting = False
        origin.content += [block for block in self.blocks(cell) if lines(block)]
        self.counting = True

    def _chunk(self, link: str) -> Iterator[Block]:
        """A page put into the document as it is by whoever made it: Word itself would unpack it."""
        from model.web_tables import mail_blocks, web_blocks

        _, part = self.links.get(link, ("", ""))
        if part in self.parts:
            data = self.parts.data(part)
            yield from (mail_blocks if kind_of(data) == "mht" else web_blocks)(data, self.parts.name)

    # ------------------------------------------------------------------ around the text
    def _margins(self, body: Any, kind: str, said: set[str]) -> list[Block]:
        """Lines of headers or footers of pages which were not said yet; of the first page first."""
        order = {"first": 0, "default": 1, "even": 2}
        told = [one for one in body.iter() if local(one) == f"{kind}Reference"]
        told.sort(key=lambda one: order.get(attribute(one, "type"), 1))
        found: list[Block] = []
        for part in dict.fromkeys(self.links.get(attribute(one, "id"), ("", ""))[1] for one in told):
            root = self.parts.xml(part) if part else None
            for line in self._plain(root) if root is not None else ():
                if line not in said and not _ONLY_PAGES.fullmatch(line):
                    said.add(line)
                    found.append(line)
        return found

    def _plain(self, container: Any) -> list[str]:
        """Lines of paragraphs and of cells one below the other."""
        found: list[str] = []
        for block in self.blocks(container):
            if isinstance(block, Table):
                found += [line for row in block.rows for cell in row for line in cell.text.split("\n") if line]
            else:
                found += lines(block)
        return found

    def _notes(self) -> list[Block]:
        """Footnotes, endnotes and remarks in the order in which the text points at them."""
        found: list[Block] = []
        for kind, number in dict.fromkeys(self.notes):
            root = self._part(kind + "s")
            for note in root if root is not None else ():
                if local(note) == kind and attribute(note, "id") == number:
                    found.append("\n".join(self._plain(note)))
        return found


def _unwrapped(container: Any) -> Iterator[Any]:
    """Children of an element, those of content controls and of inserted text among them; deleted ones left out."""
    for one in container if container is not None else ():
        name = local(one)
        if is_prompt(one):
            # cells and rows stay where they are whatever is in them
            yield from (inner for inner in _unwrapped(child(one, "sdtContent")) if local(inner) in {"tc", "tr"})
        elif name in _WRAPPERS:
            yield from _unwrapped(one)
        elif name == "AlternateContent":
            yield from _unwrapped(alternative(one))
        elif name not in {"del", "moveFrom", "sdtPr", "sdtEndPr"}:
            yield one


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,7}", text) else 0
