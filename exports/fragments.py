"""User's text → lines of a known width, wrapped once and drawn as they are.

Nothing here reads a mini-language: ``<b>``, ``&`` and ``<img src=...>`` are characters like all others (ReportLab's
``Paragraph`` would obey them). Words are never broken (GOST R 7.0.97-2025) unless one alone is wider than its column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from exports.faces import REGULAR, Face, Piece, covered
from exports.typography import NBSP, clean, paragraphs

Align = Literal["left", "center", "right"]

#: A piece of a paragraph: its face and its text; neighbours are set apart by one space.
Span = tuple[Face, str]

#: Height of a line for a size of 1 pt.
LEADING = 1.16

_AFTER_JOINT = re.compile(r"(?<=[\u00a0\-–—/\\_.,;:?!&=#@|+)])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to draw. In points: ``size`` of its type, ``height`` with leading, ``width``, ``shift`` from the left."""

    runs: tuple[Piece, ...]
    size: float
    height: float
    width: float
    shift: float = 0.0


def height_of(lines: Iterable[Line]) -> float:
    """Sum of the heights, pt."""
    return sum(line.height for line in lines)


def gap(height: float) -> Line:
    """An empty line of the given height, pt: air between two paragraphs that may end a page."""
    return Line((), 1.0, height, 0.0)


class Measured(NamedTuple):
    """A cell before it is wrapped, pt: its longest word, its longest paragraph, all paragraphs set in one line."""

    word: float
    paragraph: float
    total: float


@dataclass(frozen=True, slots=True)
class _Word:
    pieces: tuple[Piece, ...]
    width: float


class Typesetter:
    """Wraps text for one print and remembers in ``replaced`` which characters no face has."""

    def __init__(self) -> None:
        self.replaced: set[str] = set()
        self._words: dict[Face, dict[str, _Word]] = {}

    def lines(
        self,
        spans: str | Sequence[Span],
        size: float,
        width: float,
        *,
        face: Face = REGULAR,
        align: Align = "left",
        hang: float = 0.0,
    ) -> list[Line]:
        """Wrap ``spans`` (or plain text in ``face``) into lines not wider than ``width`` pt, at least one character each.

        A line end inside a text begins a new paragraph; blank ones are dropped. ``hang`` (pt) moves all lines but the first
        to the right, but never takes more than a third of the width.
        """
        hang = min(hang, max(width, 0.0) / 3)
        result: list[Line] = []
        for number, paragraph in enumerate(self._paragraphs(spans, face)):
            words = [self._word(*word) for word in paragraph]
            for row in self._wrap(words, width / size, hang / size, number == 0):
                left = 0.0 if not result else hang
                used = (sum(word.width for word in row) + _SPACE * (len(row) - 1)) * size
                free = width - left - used
                shift = left + (free / 2 if align == "center" else free if align == "right" else 0.0)
                result.append(Line(_joined(row), size, size * LEADING, used, shift))
        return result

    def centred(self, text: str, size: float, width: float, *, face: Face = REGULAR) -> list[Line]:
        """Lines of a title, centred in ``width`` and about equally long: no single word is left for the last one."""
        lines = self.lines(text, size, width, face=face, align="center")
        if not 2 <= len(lines) <= 6:
            return lines
        low, high = width / len(lines), width
        while high - low > 4.0:
            middle = (low + high) / 2
            low, high = (low, middle) if len(self.lines(text, size, middle, face=face)) <= len(lines) else (middle, high)
        return [replace(line, shift=(width - line.width) / 2) for line in self.lines(text, size, high, face=face)]

    def measure(self, spans: str | Sequence[Span], size: float, *, giant: float, face: Face = REGULAR) -> Measured:
        """Measure a cell; words wider than ``giant`` pt (an address of a site) will be split and do not count as words."""
        word = longest = total = 0.0
        for paragraph in self._paragraphs(spans, face):
            widths = [self._word(*each).width * size for each in paragraph]
            run = sum(widths) + _SPACE * size * (len(widths) - 1)
            word = max(word, *(width for width in widths if width <= giant), 0.0)
            longest, total = max(longest, run), total + run
        return Measured(word, longest, total)

    def plain(self, text: str) -> str:
        """``text`` on one line with every character that can be printed: for bookmarks and the file's properties."""
        pieces, _ = covered(REGULAR, clean(text).replace("\n", " ").strip(" "), self.replaced)
        return "".join(part for _, part in pieces)

    def _paragraphs(self, spans: str | Sequence[Span], face: Face) -> list[list[tuple[Face, str]]]:
        """Words with their faces, by paragraph: a span goes on in the line before it unless it begins with a line end."""
        result: list[list[tuple[Face, str]]] = []
        for chosen, text in [(face, spans)] if isinstance(spans, str) else spans:
            for number, paragraph in enumerate(paragraphs(text)):
                words = [(chosen, word) for word in paragraph.split(" ")]
                if result and number == 0 and not text.startswith("\n"):
                    result[-1] += words
                else:
                    result.append(words)
        return result

    def _word(self, face: Face, text: str) -> _Word:
        known = self._words.setdefault(face, {})
        word = known.get(text)
        if word is None:
            word = known[text] = _Word(*covered(face, text, self.replaced))
        return word

    def _wrap(self, words: list[_Word], width: float, hang: float, at_top: bool) -> list[list[_Word]]:
        """Greedy wrapping into rows of words; widths in pt at 1 pt. Only the first row at the top is free of ``hang``."""
        rows: list[list[_Word]] = []
        row: list[_Word] = []
        used = 0.0
        narrow = width - hang + 1e-6
        room = width + 1e-6 if at_top else narrow
        for word in words:
            if row and used + _SPACE + word.width <= room:
                row.append(word)
                used += _SPACE + word.width
                continue
            if row:
                rows.append(row)
                room = narrow
            row, used = [word], word.width
            if used > room:
                *full, rest = self._broken(word, room, narrow)
                rows += [[part] for part in full]
                row, used = [rest], rest.width
                room = narrow if full else room
        if row:
            rows.append(row)
        return rows

    def _broken(self, word: _Word, first: float, others: float) -> list[_Word]:
        """Parts of a word wider than its column: after a hyphen, a slash and the like if that is enough, else anywhere.

        ``first`` and ``others``: room in the line where it begins and in the next ones, pt at 1 pt.
        """
        face = next((face for face, _ in word.pieces if face.name.startswith("Tinos")), REGULAR)
        text = "".join(part for _, part in word.pieces)
        result: list[_Word] = []
        current = ""
        room = first

        def put(part: str) -> None:
            nonlocal current, room
            if current and self._fresh(face, current + part).width > room:
                result.append(self._fresh(face, current.strip(NBSP) or current))
                current, room = part, others
            else:
                current += part

        for joint in _AFTER_JOINT.split(text):
            if self._fresh(face, joint).width <= others:
                put(joint)
            else:
                for letter in _letters(joint):
                    put(letter)
        result.append(self._fresh(face, current.strip(NBSP) or current))
        return result

    def _fresh(self, face: Face, text: str) -> _Word:
        return _Word(*covered(face, text, self.replaced))


_SPACE = REGULAR.widths[" "]


def _letters(text: str) -> list[str]:
    """Characters with the combining marks that belong to them."""
    result: list[str] = []
    for char in text:
        if result and unicodedata.combining(char):
            result[-1] += char
        else:
            result.append(char)
    return result


def _joined(words: list[_Word]) -> tuple[Piece, ...]:
    """Words with the spaces between them in as few runs as can be; the marks face has no space, a text face lends it."""
    runs: list[tuple[Face, str]] = []

    def add(face: Face, text: str) -> None:
        if runs and runs[-1][0] is face:
            runs[-1] = (face, runs[-1][1] + text)
        else:
            runs.append((face, text))

    for number, word in enumerate(words):
        if number:
            before, after = runs[-1][0], word.pieces[0][0]
            add(next((face for face in (before, after) if " " in face.widths), REGULAR), " ")
        for face, text in word.pieces:
            add(face, text)
    return tuple(runs)
