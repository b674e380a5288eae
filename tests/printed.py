"""Reading a printed PDF back: its text, whether all its fonts are embedded, whether anything stands outside the margins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from exports.page import MM, Sheet


@dataclass(frozen=True)
class Printed:
    """``texts``: of each page, one kind of space; ``loose``: fonts without a file; ``outside``: characters beyond."""

    texts: list[str]
    loose: list[str]
    outside: list[str]
    title: str
    author: str
    lang: str
    outline: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def words(self) -> set[str]:
        return set(self.text.split())


def read_print(path: Path, sheet: Sheet) -> Printed:
    """Open a print by two independent libraries; ``sheet`` gives the margins that text may not leave (page numbers may)."""
    texts, outside = [], []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            assert page.get_size() == (
                round_pt(sheet.width, page.get_size()[0]),
                round_pt(sheet.height, page.get_size()[1]),
            )
            reader = page.get_textpage()
            texts.append(re.sub(r"[\u00a0\r\t ]+", " ", reader.get_text_range()).replace("\u0002", "-").replace("\ufffe", "-"))
            for index in range(reader.count_chars()):
                left, bottom, right, top = reader.get_charbox(index)
                beyond = (
                    left < sheet.left - 1
                    or right > sheet.width - sheet.right + 1
                    or bottom < sheet.bottom - 1
                    or top > sheet.height - 8 * MM
                )
                if right > left and beyond:
                    outside.append(reader.get_text_range(index, 1))
    with pikepdf.open(path) as pdf:
        loose = [
            str(font.BaseFont)
            for page in pdf.pages
            for font in page.Resources.Font.values()
            if "/FontDescriptor" not in font or "/FontFile2" not in font.FontDescriptor
        ]
        with pdf.open_outline() as outline:
            titles = [str(item.title) for item in outline.root]
            titles += [str(child.title) for item in outline.root for child in item.children]
        info = pdf.docinfo
        return Printed(texts, loose, outside, str(info.Title), str(info.Author), str(pdf.Root.Lang), titles)


def round_pt(wanted: float, found: float) -> float:
    """``found`` when it is within a hundredth of a point of ``wanted``."""
    return found if abs(wanted - found) < 0.01 else wanted


def run_together(text: str) -> str:
    """``text`` without spaces and line ends: for words that had to be split."""
    return re.sub(r"\s+", "", text)
