"""Characters as the eye sees them: what a file writes for the sake of layout becomes what a reader of the page would type."""

from __future__ import annotations

import re
import unicodedata

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINES = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_NOTHING = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\x00"
_AS_SEEN = {ord(one): " " for one in _SPACES}
_AS_SEEN |= {ord(one): "\n" for one in _LINES}
_AS_SEEN |= {ord(one): "" for one in _NOTHING}
_AS_SEEN |= {0x2010: "-", 0x2011: "-", 0xFF0D: "-", 0x2043: "-"}
#: C0 signs which are no white space: nothing is seen in their place.
_AS_SEEN |= {code: "" for code in range(32) if chr(code) not in "\t\n\r\v\f\x1c\x1d\x1e"}

#: Pictures of symbol fonts which roadmaps use as marks and bullets, by the low byte of their code.
_WINGDINGS = {
    0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒", 0x20: " ",
    0xE0: "→", 0xDF: "←", 0xE8: "→",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x51: "☒", 0xA3: "☐", 0x2A: "☐", 0x30: "☐", 0x20: " "}
_WEBDINGS = {0x61: "✓", 0x72: "✗", 0x63: "☐", 0x67: "■", 0x20: " "}
_SYMBOL = {0x2D: "-", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xAE: "→", 0xAC: "←", 0xD7: "·", 0xB0: "°", 0xB4: "×"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "webdings": _WEBDINGS, "symbol": _SYMBOL}


def visible(text: str) -> str:
    """The text with every space a space, every line break ``\\n``, letters whole («й» is one), nothing unseen in it."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_AS_SEEN)
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """A cell: visible characters, one space between words, no blank lines."""
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in visible(text).split("\n"))
    return "\n".join(line for line in lines if line)


def is_symbol_font(font: str) -> bool:
    """Whether letters of the font are pictures."""
    return font.strip().lower() in {*_FONTS, "wingdings 3"}


def symbol(code: int, font: str) -> str:
    """The readable sign for a picture of a symbol font: a check mark for a check mark, a bullet for what has no other."""
    low = code & 0xFF if 0xF000 <= code <= 0xF0FF or code <= 0xFF else code
    name = font.strip().lower()
    found = _FONTS.get(name, {}).get(low)
    if found:
        return found
    if name == "symbol" and low < 0x80:
        return chr(low)
    return "•" if low == code & 0xFF else chr(code)
