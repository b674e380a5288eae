"""Make ``kurator.mo`` from ``kurator.po`` (run by hand after editing): what click says, in Russian.

The subset of the .po format that our file uses: msgid, msgid_plural, msgstr, msgstr[n], each on one line. Format of .mo: GNU
gettext manual, «The Format of GNU MO Files».
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

FOLDER = Path(__file__).parent / "ru" / "LC_MESSAGES"


def read_messages(text: str) -> dict[bytes, bytes]:
    """Messages of a .po file: key (with the plural after a NUL) → translation (forms joined by NUL)."""
    messages: dict[bytes, bytes] = {}
    for block in text.strip().split("\n\n"):
        keys: list[str] = []
        forms: list[str] = []
        for line in block.splitlines():
            word, _, quoted = line.partition(" ")
            (keys if word.startswith("msgid") else forms).append(ast.literal_eval(quoted))
        messages["\0".join(keys).encode()] = "\0".join(forms).encode()
    return messages


def compile_messages(messages: dict[bytes, bytes]) -> bytes:
    """Bytes of the .mo file."""
    pairs = sorted(messages.items())
    start = 28 + 16 * len(pairs)
    strings, tables = b"", []
    for column in (0, 1):
        table = b""
        for pair in pairs:
            table += struct.pack("<II", len(pair[column]), start + len(strings))
            strings += pair[column] + b"\0"
        tables.append(table)
    head = struct.pack("<IIIIIII", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + tables[0] + tables[1] + strings


if __name__ == "__main__":
    (FOLDER / "kurator.mo").write_bytes(compile_messages(read_messages((FOLDER / "kurator.po").read_text("utf-8"))))
