"""The printed faces: Tinos for text and a DejaVu subset for tick boxes, registered with ReportLab once and always embedded.

ReportLab has no fallback of its own: a character the face lacks prints as a blank without an error. So every character is
looked up here first; what Tinos lacks is taken from the marks face, what both lack becomes ``REPLACEMENT`` and is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parent / "fonts"

#: Printed instead of a character that no face has.
REPLACEMENT = "□"


@dataclass(frozen=True, eq=False)
class Face:
    """One registered face. ``widths``: advance of each character it has, in points at a size of 1 pt."""

    name: str
    widths: Mapping[str, float]


def _register(name: str, file: str) -> Face:
    font = TTFont(name, str(FOLDER / file), asciiReadable=False, shapable=False)
    pdfmetrics.registerFont(font)
    return Face(name, {chr(code): width / 1000 for code, width in font.face.charWidths.items() if code})


REGULAR = _register("Tinos", "Tinos-Regular.ttf")
BOLD = _register("Tinos-Bold", "Tinos-Bold.ttf")
ITALIC = _register("Tinos-Italic", "Tinos-Italic.ttf")
BOLD_ITALIC = _register("Tinos-BoldItalic", "Tinos-BoldItalic.ttf")
MARKS = _register("Kurator-Marks", "DejaVuSans-Marks.ttf")

for _bold, _italic, _face in ((0, 0, REGULAR), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD_ITALIC)):
    addMapping("Tinos", _bold, _italic, _face.name)

# Otherwise each canvas, and every style of platypus, starts with Helvetica, which PDF readers have to find by themselves.
rl_config.canvas_basefontname = REGULAR.name
# Streams as bytes, not as ASCII text: a fifth smaller and quicker.
rl_config.useA85 = 0

#: Ascent and descent of Tinos in points at a size of 1 pt (``hhea`` table): where the baseline of a line stands.
ASCENT, DESCENT = 0.891, 0.216

Piece = tuple[Face, str]


def covered(face: Face, text: str, replaced: set[str]) -> tuple[tuple[Piece, ...], float]:
    """Split ``text`` into runs of one face each and measure them; the width is in points at a size of 1 pt.

    A character that ``face`` lacks goes to ``MARKS``; one that both lack becomes ``REPLACEMENT`` and is added to ``replaced``.
    """
    try:
        return ((face, text),), sum(map(face.widths.__getitem__, text))
    except KeyError:
        pass
    runs: list[tuple[Face, list[str]]] = []
    width = 0.0
    for char in text:
        if char in face.widths:
            chosen, shown = face, char
        elif char in MARKS.widths:
            chosen, shown = MARKS, char
        else:
            chosen, shown = face, REPLACEMENT
            replaced.add(char)
        width += chosen.widths[shown]
        if runs and runs[-1][0] is chosen:
            runs[-1][1].append(shown)
        else:
            runs.append((chosen, [shown]))
    return tuple((chosen, "".join(chars)) for chosen, chars in runs), width
