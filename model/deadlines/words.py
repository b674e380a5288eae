"""A word as written → a terminal of the grammar, with look-alike letters and slips put right."""

from __future__ import annotations

import re
from functools import lru_cache

from model.deadlines.spelling import LOOKALIKES, nearest_month, nearest_word
from model.deadlines.vocabulary import MONTH_FORMS, Word, exact_word

__all__ = ["MONTH_FORMS", "Word", "look_up"]

_CYRILLIC = re.compile(r"[а-яё]")


@lru_cache(maxsize=20_000)
def look_up(text: str) -> Word | None:
    """The word as a terminal of the grammar; ``None`` when the grammar does not know it. Lower case is expected."""
    found = exact_word(text)
    if found:
        return found
    cyrillic = text.translate(LOOKALIKES)
    if cyrillic != text and _CYRILLIC.search(cyrillic):
        found = exact_word(cyrillic)
        if found:
            return found
    return MONTH_FORMS.get(text.replace("i", "и")) or nearest_month(cyrillic) or nearest_word(cyrillic)
