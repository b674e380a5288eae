"""Names of people as they are searched, ordered and shortened."""

from __future__ import annotations

import unicodedata


def fold(*parts: str | None) -> str:
    """Key for search and order: NFC, lower case, ё as е, one space between the parts."""
    text = unicodedata.normalize("NFC", " ".join(part for part in parts if part))
    return " ".join(text.casefold().replace("ё", "е").split())


def initials(surname: str, name: str, patronymic: str) -> str:
    """«И. А. П.» (surname, name, patronymic): what may leave where the name may not."""
    return " ".join(f"{part.strip()[0].upper()}." for part in (surname, name, patronymic) if part.strip())


def short_name(surname: str, name: str, patronymic: str) -> str:
    """«Иванова А. П.»."""
    rest = " ".join(f"{part.strip()[0].upper()}." for part in (name, patronymic) if part.strip())
    return f"{surname} {rest}".strip()


def full_name(surname: str, name: str, patronymic: str) -> str:
    """«Иванова Анна Петровна»."""
    return " ".join(part for part in (surname, name, patronymic) if part)


_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_TO_RUSSIAN = str.maketrans(_LATIN + _LATIN.upper(), _RUSSIAN + _RUSSIAN.upper())


def swap_layout(text: str) -> str:
    """What would have been typed with the Russian layout on: «bdfyjdf» → «иванова»."""
    return text.translate(_TO_RUSSIAN)
