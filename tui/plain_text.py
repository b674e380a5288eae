"""Text of users on its way to the terminal: no control characters, no markup, never wider than its place."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len, set_cell_size

_ELLIPSIS = "…"


def printable(text: str) -> str:
    """The text without what a terminal would obey: control characters (a new line stays), direction overrides."""
    if text.isprintable():
        return text
    return "".join(char if char == "\n" or not _obeyed(char) else " " for char in text)


def _obeyed(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind in {"Cc", "Cs", "Zl", "Zp"} or (kind == "Cf" and char not in "\u200d\u00ad")


def one_line(text: str) -> str:
    """The printable text on one line with single spaces."""
    return " ".join(printable(text).split())


def fit(text: str, width: int) -> str:
    """One line of exactly ``width`` cells: cut with «…» or filled with spaces."""
    text = one_line(text)
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + _ELLIPSIS, width)


def cut(text: str, width: int) -> str:
    """One line of at most ``width`` cells, cut with «…»."""
    return fit(text, width).rstrip()


def plural(number: int, one: str, few: str, many: str) -> str:
    """«1 этап», «2 этапа», «5 этапов»."""
    tens, units = number % 100, number % 10
    if units == 1 and tens != 11:
        word = one
    elif units in {2, 3, 4} and tens not in {12, 13, 14}:
        word = few
    else:
        word = many
    return f"{number} {word}"
