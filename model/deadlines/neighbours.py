"""What stands beside what in a phrase: a month beside the year, an item apart from a frequency."""

from __future__ import annotations

from collections.abc import Sequence

from model.deadlines.items import ITEMS
from model.deadlines.tokens import Token

#: Beginnings of words which mean «all the time»; after a month they may speak of the year.
LASTING = ("пост", "сист", "рег", "непр", "период")


def beside_general(tokens: Sequence[Token]) -> bool:
    """«май, в течение года», «август, далее постоянно»: a list of a month and the year."""
    row = [token for token in tokens if token.name != "FURTHER"]
    further = len(row) < len(tokens)
    days = [token for token in row if token.name == "SPAN" and token.piece and token.piece.grain == "date"]
    if len(days) > 1 and any(token.name == "GENERAL" and token.piece is None for token in row):
        return True
    for left, middle, right in zip(row, row[1:], row[2:], strict=False):
        wide, span = (left, right) if right.name in ITEMS else (right, left)
        standing = wide.name == "FREQ" and wide.unit == "STANDING" and further
        general = wide.name == "GENERAL" and wide.piece is None and wide.unit != "STANDING"
        if middle.name == "COMMA" and (standing or general) and span.name in ("SPAN", "BYITEM"):
            return span.piece is None or span.piece.one_month
    return False


def general_first(tokens: Sequence[Token]) -> bool:
    """Whether the year is named before the items."""
    return next(token.name in ("GENERAL", "FREQ") for token in tokens if token.name in (*ITEMS, "GENERAL", "FREQ"))


def apart(tokens: Sequence[Token], first: Token, item: Token) -> bool:
    """Whether a word stands between a frequency and the item after it: «постоянно, отчёт в мае»."""
    here = next(at for at, token in enumerate(tokens) if token is first)
    there = next((at for at, token in enumerate(tokens) if token is item), here)
    return any(token.name == "WORD" and token.text for token in tokens[here:there])
