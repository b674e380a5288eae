"""A QR code drawn with the characters of a terminal, for a phone's camera.

Two modules, one above the other, make one half-block character, so a module is about square. The code brings its own black and
white: on a terminal with a light background the colours of the terminal would turn it inside out, and not every phone reads
that. Written to a file it has no colours: dark modules are the blocks, as on paper.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.errors import Refusal

#: Dark above and below, dark above, dark below, light: what stands for a pair of modules.
_GLYPHS = {(1, 1): "█", (1, 0): "▀", (0, 1): "▄", (0, 0): " "}
#: Black on white; where bright white (107) is not known, the white before it stays.
_PAPER, _OFF = "\x1b[30;47;107m", "\x1b[0m"
#: Light modules around the code: what ISO/IEC 18004 asks for, and the least that phones were content with.
QUIET, LEAST_QUIET = 4, 2


def code_matrix(content: bytes) -> Sequence[Sequence[int]]:
    """Modules of the code, 1 is dark."""
    import segno

    return segno.make(content, error="l", micro=False).matrix


def code_lines(matrix: Sequence[Sequence[int]], quiet: int = QUIET) -> list[str]:
    """The code as lines of characters with ``quiet`` light modules on each side; no colours."""
    side = [0] * quiet
    width = len(matrix) + 2 * quiet
    blank = [0] * width
    rows = [*[blank] * quiet, *([*side, *row, *side] for row in matrix), *[blank] * (quiet + 1)]
    return [
        "".join(_GLYPHS[bool(above), bool(below)] for above, below in zip(rows[at], rows[at + 1], strict=True))
        for at in range(0, width, 2)
    ]


def code_for_window(content: bytes, columns: int, lines: int) -> list[str]:
    """Lines in black and white that a window of this size shows whole, with the prompt under them.

    Raise ``Refusal`` (window) when it is too small even with the least light around the code.
    """
    matrix = code_matrix(content)
    for quiet in range(QUIET, LEAST_QUIET - 1, -1):
        drawn = code_lines(matrix, quiet)
        if len(drawn[0]) <= columns and len(drawn) < lines:
            return [f"{_PAPER}{line}{_OFF}" for line in drawn]
    least = code_lines(matrix, LEAST_QUIET)
    raise Refusal(
        f"Коду QR нужно окно не меньше {len(least[0])}×{len(least) + 1} знаков, а оно {columns}×{lines}: увеличьте окно, "
        "уменьшите шрифт или запишите код картинкой (kurator key show --out КОД.png).",
        "window",
    )
