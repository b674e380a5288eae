"""What an .xls says about its own sizes, read before it is unpacked: a damaged one can ask for hundreds of gigabytes.

The container is [MS-CFB] (sectors in chains), its stream «Workbook» is [MS-XLS] (records of a kind and a length).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # sector numbers from here on are signs: free, end of chain, ...
_DIMENSIONS, _STRINGS, _CALENDAR, _MANY = 0x0200, 0x00FC, 0x0022, 0x00BD
_CELLS = {0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, _MANY}


@dataclass
class XlsSizes:
    """Rows and columns that cells or declarations reach, how many strings are announced, whether days count from 1904."""

    rows: int = 0
    columns: int = 0
    strings: int = 0
    length: int = 0
    from_1904: bool = False


def xls_sizes(data: bytes) -> XlsSizes:
    """Sizes of an .xls; raise ``ValueError`` (or ``struct.error``) when its container is broken or holds no workbook."""
    stream = _workbook(data)
    sizes = XlsSizes(length=len(stream))
    for kind, body in _records(stream):
        if kind == _CALENDAR and body:
            sizes.from_1904 = bool(body[0])
        elif kind == _STRINGS and len(body) >= 8:
            sizes.strings = max(sizes.strings, *struct.unpack_from("<II", body))
        elif kind == _DIMENSIONS and len(body) in {10, 14}:
            row, rows, column, columns = struct.unpack_from("<HHHH" if len(body) == 10 else "<IIHH", body)
            if row > max(rows - 1, 0) or column > max(columns - 1, 0):
                raise ValueError("a table that ends before it begins")
            sizes.rows, sizes.columns = max(sizes.rows, rows), max(sizes.columns, columns)
        elif kind in _CELLS and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
            more = (len(body) - 6) // 6 if kind == _MANY else 0
            sizes.rows, sizes.columns = max(sizes.rows, row + 1), max(sizes.columns, column + 1 + more)
    return sizes


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _workbook(data: bytes) -> bytes:
    """The stream «Workbook» (or «Book» of older ones), its sectors put together."""
    power, small_power = struct.unpack_from("<HH", data, 30)
    if power not in {9, 12} or small_power != 6:
        raise ValueError("sector size")
    size = 1 << power
    directories, tables, first_directory, _, least, first_small, small_tables, first_more, more = struct.unpack_from(
        "<IIIIIIIII", data, 40
    )
    if max(directories, tables, small_tables, more) > len(data) // size + 1 or least != 4096:
        raise ValueError("more sectors than the file has")

    def sector(number: int) -> bytes:
        found = data[(number + 1) * size : (number + 2) * size]
        if not found:
            raise ValueError("sector outside the file")
        return found

    listed = [number for number in struct.unpack_from("<109I", data, 76) if number < _LAST]
    for _ in range(more):
        numbers = struct.unpack(f"<{size // 4}I", sector(first_more).ljust(size, b"\xff"))
        listed += [number for number in numbers[:-1] if number < _LAST]
        first_more = numbers[-1]
        if first_more >= _LAST:
            break
    table = [n for number in listed for n in struct.unpack(f"<{size // 4}I", sector(number).ljust(size, b"\xff"))]
    entries = b"".join(sector(number) for number in _chain(table, first_directory))
    streams: dict[str, tuple[int, int]] = {}
    for at in range(0, len(entries) - 127, 128):
        length = min(struct.unpack_from("<H", entries, at + 64)[0], 64)
        name = entries[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, total = struct.unpack_from("<II", entries, at + 116)
        if total > len(data):
            raise ValueError("a stream longer than the file")
        streams.setdefault(name.lower(), (start, total))
    start, total = streams.get("workbook") or streams.get("book") or (_LAST, 0)
    if not total:
        raise ValueError("no workbook")
    if total >= least:
        return b"".join(sector(number) for number in _chain(table, start))[:total]
    root = b"".join(sector(number) for number in _chain(table, streams["root entry"][0]))
    small = b"".join(sector(number) for number in _chain(table, first_small))
    small_table = list(struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4]))
    return b"".join(root[number * 64 : number * 64 + 64] for number in _chain(small_table, start))[:total]


def _chain(table: list[int], first: int) -> list[int]:
    """Numbers of a chain's sectors; a chain that bites its tail or leaves the table is broken."""
    found: list[int] = []
    while first < _LAST:
        if first >= len(table) or len(found) > len(table):
            raise ValueError("broken chain")
        found.append(first)
        first = table[first]
    return found
