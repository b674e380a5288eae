"""Bytes of a text file → its letters, in whichever of the encodings that Russian programs have written."""

from __future__ import annotations

import codecs

from model.visible_characters import visible

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Encodings of one byte a letter; the usual ones have a start, so that a word or two are not taken for a rare one.
_ONE_BYTE = {"cp1251": 12.0, "cp866": 6.0, "koi8-r": 4.0, "iso8859-5": 0.0, "mac-cyrillic": 0.0}
#: How often a letter stands in Russian text, in thousandths.
_FREQUENCIES = (
    110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1,
)  # fmt: skip
_OFTEN = dict(zip("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", _FREQUENCIES, strict=True))
_SIGNS = set("«»–—№„“”…•·°§±│┃║─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛ \u00a0\u00ad‑‐")
_ENOUGH = 65_536


def decoded(data: bytes) -> str | None:
    """Text of a file; ``None`` when it is no text.

    UTF-8, UTF-16 and UTF-32 by their marks or without them, else CP1251, CP866 (DOS), KOI8-R, ISO 8859-5 or that of Macs: the
    one in which the letters are as frequent as in Russian.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _text(data[len(mark) :].decode(encoding, "replace"))
    wide = _without_mark(data)
    if wide:
        return _text(data.decode(wide, "replace"))
    for cut in range(min(4, len(data))):  # a copy can break off in the middle of a letter
        try:
            return _text(data[: len(data) - cut].decode("utf-8"))
        except UnicodeDecodeError as error:
            if error.start < len(data) - 4:
                break
    return _text(data.decode(one_byte_encoding(data), "replace"))


def one_byte_encoding(data: bytes) -> str:
    """The encoding of one byte a letter in which the bytes are most like Russian."""
    sample = data[:_ENOUGH]
    return max(_ONE_BYTE, key=lambda one: _ONE_BYTE[one] + _likeness(sample.decode(one, "replace")))


def _likeness(text: str) -> float:
    """How much a text is like Russian: frequent letters, small ones after large ones, no strange signs."""
    found = 0.0
    before = " "
    for letter in text:
        if letter >= "\x80":
            small = letter.lower()
            if small in _OFTEN:
                found += _OFTEN[small] / 40
                if letter != small and before.isalpha() and before == before.lower() and before >= "\x80":
                    found -= 4  # «пРИКАЗ»: letters of the wrong size
            else:
                found += 0.2 if letter in _SIGNS else -4
        before = letter
    return found


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark: every second byte is that of Cyrillic or of Latin letters."""
    sample = data[:2000]
    if len(sample) < 8:
        return ""
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if sum(byte in {0, 4, 0x20} for byte in high) * 10 >= len(high) * 9 and 0 in high:
            return encoding
    return ""


def _text(text: str) -> str | None:
    """The text as it is seen, or ``None`` for what is full of signs that no text has."""
    odd = sum((letter < " " and letter not in "\t\r\n\f\v\x1a") or letter == "\ufffd" for letter in text)
    return None if odd * 200 > len(text) else visible(text)
