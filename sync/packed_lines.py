"""Inside an exchange file, unpacked: zlib of a manifest line, a line a change, and an end line with count and hash.

All of this came as it was sent, its hash was right: what does not hold here was written so. Format: ``docs/dev/
exchange-format.md``, «Body». What unpacks to more than was said, or to more lines than changes can be, is not read to its end.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

from model.errors import Refusal

MAX_LINE = 4 * 1024 * 1024
#: Bytes of the shortest line of a change.
SHORTEST_LINE = 148


def unpack(packed: bytes, plain_length: int) -> tuple[dict[str, Any], list[str], bytes]:
    """Manifest, a text a change and the bytes of these lines of a packed body; raise ``Refusal`` when anything does not hold.

    Codes: zlib, plain-length, lines, count, lines-hash, line-size. At most ``plain_length`` + 1 bytes are unpacked.
    """
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(packed, plain_length + 1)
    except zlib.error as error:
        raise written_wrong("содержимое не распаковывается", "zlib") from error
    if len(plain) != plain_length or not stream.eof or stream.unused_data:
        raise written_wrong("длина содержимого не та", "plain-length")
    at = plain.rfind(b"\n", 0, -1) + 1
    before, last = plain[:at], plain[at:-1]
    if plain[-1:] != b"\n" or not before:
        raise written_wrong("строки не читаются", "lines")
    end, count = _read_object(last), before.count(b"\n") - 1
    if type(end.get("count")) is not int or end["count"] != count:
        raise written_wrong("число записей не то", "count")
    if end.get("sha256") != hashlib.sha256(before).hexdigest():
        raise written_wrong("записи не сходятся с отметкой", "lines-hash")
    if count * SHORTEST_LINE > len(before):
        raise written_wrong("строки не читаются", "lines")
    first, _, lines = before[:-1].partition(b"\n")
    try:
        texts = lines.decode("utf-8").split("\n") if count else []
    except ValueError as error:
        raise written_wrong("строки не читаются", "lines") from error
    if max(map(len, texts), default=0) > MAX_LINE:
        raise written_wrong("строка слишком длинна", "line-size")
    return _read_object(first), texts, lines


def _read_object(text: bytes) -> dict[str, Any]:
    """A line that is one JSON object, each name in it once; raise ``Refusal`` (lines, line-size)."""
    if len(text) > MAX_LINE:
        raise written_wrong("строка слишком длинна", "line-size")
    try:
        told = json.loads(text.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise written_wrong("строки не читаются", "lines") from error
    if not isinstance(told, dict):
        raise written_wrong("строки не читаются", "lines")
    return told


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a name twice")
    return told


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def written_wrong(what: str, code: str) -> Refusal:
    """What to say of a file that came as it was sent, its hash is right, and that no program of ours would write."""
    return Refusal(f"Файл составлен неверно ({what}): попросите обновить там программу и выгрузить его заново.", code)
