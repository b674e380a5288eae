"""What a column may hold: the one rule by which values of files, and of changes that waited for an upgrade, are let in.

What stands in a table must never break a screen, so every value is checked where it comes from outside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

#: Days that every year has; the other few ask the calendar.
_ANY_YEAR = re.compile(r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])", re.ASCII)


def check_letters(*texts: Any) -> None:
    """Raise ``ValueError`` for half a letter (a lone surrogate) or NUL, which no table takes."""
    for text in texts:
        if isinstance(text, str):
            text.encode("utf-8")
            if "\x00" in text:
                raise ValueError("NUL")


def _check_number(value: Any) -> None:
    """Raise ``ValueError`` for what SQLite keeps in no integer."""
    if type(value) is not int or abs(value) >= 2**63:
        raise ValueError("not a number")


def _check_day(value: Any) -> None:
    """Raise ``ValueError`` unless it is a day in the one spelling that tables hold (2026-11-21)."""
    if type(value) is not str or not (_ANY_YEAR.fullmatch(value) or date.fromisoformat(value).isoformat() == value):
        raise ValueError("not a day")


def _check_items(value: Any) -> None:
    """Raise ``ValueError`` unless it is the text of a JSON list of texts and numbers, or of short lists of them."""
    if type(value) is not str:
        raise ValueError("not a text")
    items = json.loads(value)
    if not isinstance(items, list):
        raise ValueError("not a list")
    for item in items:
        for part in item if isinstance(item, list) else [item]:
            if type(part) not in {str, int, type(None)}:
                raise ValueError("not a text or a number")
            check_letters(part)


#: By kind of column (``log_tables.column_kinds``) what a value that is more than a text must pass, or ``ValueError``.
CHECKS: dict[str, Callable[[Any], None]] = {"number": _check_number, "day": _check_day, "items": _check_items}


def fits(kind: str, value: Any) -> bool:
    """Whether a value that is there fits a column of a kind."""
    if kind == "text":
        return type(value) is str
    try:
        CHECKS[kind](value)
    except (ValueError, TypeError, RecursionError):
        return False
    return True
