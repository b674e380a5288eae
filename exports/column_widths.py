"""How wide each column of a table should be so that the table is short and no usual word is cut."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from exports.fragments import Measured


@dataclass
class ColumnNeed:
    """What was measured in one column, pt without padding.

    ``word``: longest word, ``paragraph``: longest paragraph, ``rows``: length of the whole text of each row set in one line.
    """

    word: float = 0.0
    paragraph: float = 0.0
    rows: list[float] = field(default_factory=list)

    def add(self, cell: Measured, *, heading: bool = False) -> None:
        """Take in one cell; of a heading only the longest word counts."""
        self.word = max(self.word, cell.word)
        self.paragraph = max(self.paragraph, cell.word if heading else cell.paragraph)
        if not heading:
            self.rows.append(cell.total)


def fit_widths(needs: Sequence[ColumnNeed], total: float, padding: float) -> list[float]:
    """Widths in pt, ``padding`` included, that sum up to ``total``.

    No column is narrower than its longest word while that is possible, or wider than its longest paragraph. Between these
    bounds width goes to the columns that make rows tall: with text of length A in columns of width w the height is about the
    sum of A/w, least when w is proportional to the square root of A.
    """
    words = [need.word for need in needs]
    least = [word + padding for word in words]
    if sum(least) >= total:
        return _levelled(words, total - padding * len(needs), padding)
    most = [max(need.paragraph + padding, floor) for need, floor in zip(needs, least, strict=True)]
    widths = _shared([sum(need.rows) for need in needs], least, most, total)
    for _ in range(4):
        tall = [0.0] * len(needs)
        for row in zip(*(need.rows for need in needs), strict=True):
            lengths = [length / max(width - padding, 1.0) for length, width in zip(row, widths, strict=True)]
            highest = max(lengths)
            for column, length in enumerate(row):
                tall[column] += length * (lengths[column] / highest) ** 4 if highest else 0.0
        aim = _shared(tall, least, most, total)
        widths = [(old + new) / 2 for old, new in zip(widths, aim, strict=True)]
    return widths


def _levelled(words: Sequence[float], total: float, padding: float) -> list[float]:
    """Widths when not all longest words find room: the widest give way first, so that most words stay whole."""
    level, left = 0.0, total
    for place, word in enumerate(sorted(words)):
        level = left / (len(words) - place)
        if word > level:
            break
        left -= word
    return [min(word, level) + padding for word in words]


def _shared(texts: Sequence[float], least: Sequence[float], most: Sequence[float], total: float) -> list[float]:
    """Widths proportional to the square roots of ``texts`` within the bounds, summing up to ``total``."""
    weights = [math.sqrt(text) + 1.0 for text in texts]
    fixed: dict[int, float] = {}
    while True:
        free = [column for column in range(len(texts)) if column not in fixed]
        rest = total - sum(fixed.values())
        if not free:
            return [width + rest / len(texts) for _, width in sorted(fixed.items())]
        share = rest / sum(weights[column] for column in free)
        low = {column: least[column] for column in free if weights[column] * share < least[column]}
        high = {column: most[column] for column in free if weights[column] * share > most[column]}
        if not low and not high:
            return [fixed.get(column, weights[column] * share) for column in range(len(texts))]
        excess = sum(least[c] - weights[c] * share for c in low) - sum(weights[c] * share - most[c] for c in high)
        fixed |= low if excess > 0 or not high else high
