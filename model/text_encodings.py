"""Bytes of a text file → its letters, in whichever of the encodings that Russian programs have written."""

from __future__ import annotations

from model.visible_characters import visible


def decoded(data: bytes) -> str | None:
    """Text of a file: UTF-8 (with or without a mark), UTF-16 with a mark, then CP1251; ``None`` when it is no text."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(character < " " and character not in "\t\r\n\f\v" for character in text)
        if odd * 200 <= len(text):
            return visible(text)
    return None
