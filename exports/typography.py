"""User's text made ready for a printed line: composed, cleaned of invisible characters, with the spaces that must not break.

GOST R 7.0.97-2025 asks to keep № with its number and initials with the surname; the same is done for «2026 г.» and a dash.
"""

from __future__ import annotations

import re
import unicodedata

NBSP = "\u00a0"

#: No look of their own, so nothing is lost without them: soft hyphen, zero-width space and joiners, direction marks, selectors.
_INVISIBLE = [0x00AD, 0x034F, 0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)]
_LINE_ENDS = [0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029]
_SPACES = [0x09, 0x1680, *range(0x2000, 0x2007), *range(0x2008, 0x200B), 0x205F, 0x3000]
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_INVISIBLE, None),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    **dict.fromkeys(_SPACES, " "),
    0x2007: NBSP,
    0x202F: NBSP,
}
#: Text made only of these needs no cleaning at all.
_PLAIN = re.compile(r"[ -~\n«»№–—А-яЁё]*\Z")
_RUN_OF_SPACES = re.compile(" {2,}")
_GLUE = re.compile(
    r"№ (?=\w)"  # № 5
    r"|(?<![\w.])[А-ЯЁA-Z]\. ?(?:[А-ЯЁA-Z]\. ?)?(?=[А-ЯЁA-Z][а-яёa-z])"  # О. Н. Берёзкина
    r"|\b[А-ЯЁ][а-яё-]+ (?=[А-ЯЁ]\. ?[А-ЯЁ]\b)"  # Берёзкина О. Н.
    r"|(?<![\w.])[А-ЯЁ]\. (?=[А-ЯЁ]\b)"
    r"|(?<=\d) (?=гг?\.)"  # 2026 г.
    r"| (?=[–—] )"  # a dash does not begin a line
)


def clean(text: str) -> str:
    """``text`` in NFC with one kind of space and line end; what has no look at all is dropped, every other character stays.

    Controls, lone surrogates and direction overrides stay too: no face has them, so ``faces.covered`` shows and reports them.
    """
    if _PLAIN.match(text) is None:
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_TABLE)
    if "  " in text:
        text = _RUN_OF_SPACES.sub(" ", text)
    return text


def keep_together(text: str) -> str:
    """``text`` with no-break spaces where a line must not end; no space is added or lost."""
    return _GLUE.sub(lambda found: found[0].replace(" ", NBSP), text)


def paragraphs(text: str) -> list[str]:
    """The lines a user wrote, cleaned, without the blank ones, with no-break spaces put in."""
    return [keep_together(line) for line in (part.strip(" \u00a0") for part in clean(text).split("\n")) if line]


def school_year(years: str) -> str:
    """«2026–2027 учебный год» of «2026-2027»; nothing of nothing."""
    return f"{years.replace('-', '–')} учебный год" if years.strip() else ""
