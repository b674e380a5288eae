"""Lines of one cell → one text: words cut by hyphens are mended, items of a list keep their lines."""

from __future__ import annotations

import re

_MONTH = re.compile(r"(?:январ|феврал|март|апрел|ма[йяею]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,3}")
_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]|[-–—•*])\s*\S")


def wrapped(upper: str, lower: str) -> str:
    """Two lines of one cell as one text: a word cut by a hyphen is mended, a list item keeps its own line."""
    if not upper or not lower:
        return upper or lower
    if _ITEM.match(lower):
        return f"{upper}\n{lower}"
    if re.search(r"[а-яё]-$", upper) and (start := re.match(r"[а-яё]+", lower)):
        # «психолого-» keeps its hyphen, compounds are joined by «о»; so does «сентябрь-октябрь»
        compound = upper.endswith("о-") or _MONTH.fullmatch(start[0]) is not None
        return (upper if compound else upper[:-1]) + lower
    return f"{upper} {lower}"
