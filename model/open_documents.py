"""A document of LibreOffice (.odt) → a Grid: paragraphs and tables in their order, with merges and with numbers of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from model.grid import Grid
from model.open_sheets import check_lock
from model.open_text import open_paragraph
from model.spanned_cells import MOST_COLUMNS, Block, Table, TooManyCells, add_blocks, lines, placed, unframed
from model.word_numbering import BULLET, written
from model.zip_parts import ZipParts, attribute, child, children, damaged, descendant, local, too_large

_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_ROWS = {"table-header-rows", "table-rows", "table-row-group"}
_INSIDE = {"section", "index-body", "table-of-content", "list-header", "text-box", "numbered-paragraph", "note-body"}
_MOST_REPEATS = 500


def read_open_document(data: bytes, name: str) -> Grid:
    """Read the bytes of an .odt; ``name`` is told in refusals. Raise ``Refusal`` when it is damaged, locked or too large."""
    parts = ZipParts(data, name, "LibreOffice")
    check_lock(parts)
    content, styles = parts.xml("content.xml"), parts.xml("styles.xml")
    text = descendant(content, "body", "text")
    if text is None:
        raise damaged(name, "LibreOffice")
    try:
        return _Document([content, styles]).grid(text, styles)
    except TooManyCells as error:
        raise too_large(name) from error
    except RecursionError as error:
        raise damaged(name, "LibreOffice") from error


class _Document:
    """One document being read; ``counts``: how far every list has been counted, by level."""

    def __init__(self, roots: list[Any]) -> None:
        told = [one for root in roots if root is not None for one in root.iter() if local(one) == "list-style"]
        self.looks = {attribute(one, "name"): {_number(attribute(level, "level")): level for level in one} for one in told}
        self.counts: dict[str, list[int]] = {}
        self.notes: list[Any] = []

    def grid(self, text: Any, styles: Any) -> Grid:
        """The whole document: above the page's text what stands in the headers, below it footers and notes."""
        blocks = list(self.blocks(text))
        notes = [line for note in self.notes for block in self.blocks(note) for line in lines(block)]
        said = {line for block in blocks for line in lines(block)}
        header, footer = (self._margins(styles, kind, said) for kind in ("header", "footer"))
        found = Grid()
        add_blocks(found, [*header, *([""] if header else []), *blocks, "", *footer, *notes])
        while found.rows and not found.rows[-1]:
            found.rows.pop()
        return found

    def blocks(self, container: Any) -> Iterator[Block]:
        """Paragraphs and tables of a text, a cell, a note or a text box."""
        for one in container:
            name = local(one)
            if name in {"p", "h"}:
                yield from self._paragraph(one, "")
            elif name == "list":
                yield from self._list(one, 1, "", None)
            elif name == "table":
                yield from self._table(one)
            elif name in _INSIDE:
                yield from self.blocks(one)
            elif name == "frame":
                for box in children(one, "text-box"):
                    yield from self.blocks(box)

    def _paragraph(self, element: Any, mark: str) -> Iterator[Block]:
        found = open_paragraph(element)
        self.notes += found.notes
        for box in found.boxes:
            yield from self.blocks(box)
        text = found.text
        if mark and (mark != BULLET or text.strip()):
            text = f"{mark} {text}".strip()
        if text.strip() or not found.boxes:
            yield text

    def _list(self, element: Any, level: int, style: str, counts: list[int] | None) -> Iterator[Block]:
        """Items of a list with their numbers; a list within it is the next level."""
        style = attribute(element, "style-name") or style
        if counts is None:
            followed = attribute(element, "continue-list")
            if attribute(element, "continue-numbering") == "true" and not followed:
                followed = f"style {style}"
            counts = (self.counts.get(followed) if followed else None) or [0] * 11
            self.counts[attribute(element, "id") or "last"] = self.counts[f"style {style}"] = counts
        look = self.looks.get(style, {}).get(level)
        for item in element:
            if local(item) not in {"list-item", "list-header"}:
                continue
            if local(item) == "list-item" and any(local(one) in {"p", "h"} for one in item):
                begin = _number(attribute(item, "start-value") or attribute(look, "start-value") or "1")
                fresh = counts[level] == 0 or attribute(item, "start-value")
                counts[level] = begin if fresh else counts[level] + 1
                counts[level + 1 :] = [0] * len(counts[level + 1 :])
                mark = self._mark(style, level, counts)
            else:
                mark = ""
            for one in item:
                if local(one) in {"p", "h"}:
                    yield from self._paragraph(one, mark)
                    mark = ""
                elif local(one) == "list":
                    yield from self._list(one, min(level + 1, 10), style, counts)
                else:
                    yield from self.blocks([one])

    def _mark(self, style: str, level: int, counts: list[int]) -> str:
        levels = self.looks.get(style, {})
        look = levels.get(level)
        if look is None or local(look) != "list-level-style-number":
            return BULLET
        if not attribute(look, "num-format"):
            return ""
        shown = max(_number(attribute(look, "display-levels")), 1)
        numbers = []
        for at in range(max(level - shown + 1, 1), level + 1):
            kind = _KINDS.get(attribute(levels.get(at), "num-format"), "decimal")
            numbers.append(written(max(counts[at], 1), kind))
        return f"{attribute(look, 'num-prefix')}{'.'.join(numbers)}{attribute(look, 'num-suffix')}".strip()

    def _table(self, element: Any) -> list[Block]:
        rows = []
        for row in _rows(element):
            line: list[tuple[list[Block], int, int]] = []
            for cell in row:
                if local(cell) == "table-cell":
                    spans = (_number(attribute(cell, f"number-{what}-spanned")) or 1 for what in ("columns", "rows"))
                    across, down = spans
                    times = _number(attribute(cell, "number-columns-repeated")) or 1
                    content = list(self.blocks(cell))
                    line += [(content, min(across, MOST_COLUMNS), down)] * min(times, MOST_COLUMNS)
            times = _number(attribute(row, "number-rows-repeated")) or 1
            rows += [line] * (min(times, _MOST_REPEATS) if any(content for content, _, _ in line) else 1)
        return unframed(Table(placed(rows)))

    def _margins(self, styles: Any, kind: str, said: set[str]) -> list[Block]:
        """Lines above or below the text of pages which were not said yet."""
        found: list[Block] = []
        for page in children(child(styles, "master-styles"), "master-page"):
            for one in page:
                if local(one) not in {f"{kind}-first", kind, f"{kind}-left"}:
                    continue
                for line in (line for block in self.blocks(one) for line in lines(block)):
                    if line not in said and any(letter.isalpha() for letter in line):
                        said.add(line)
                        found.append(line)
        return found


def _rows(table: Any) -> Iterator[Any]:
    for one in table:
        if local(one) == "table-row":
            yield one
        elif local(one) in _ROWS:
            yield from _rows(one)


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text or "") else 0
