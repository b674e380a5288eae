"""Hostile files, inner steps: packing, lines, the end line, and a manifest that belongs to another header."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sync.exchange_file import Header, header_mark
from sync.packed_lines import MAX_LINE
from tests.hostile_files import Case, World, add

PACKED = "упаковка"
LINES = "строки"
MANIFEST = "опись"


def _case(group: str, name: str, what: str, code: str, make: Callable[[World], bytes], **more: str) -> None:
    def build(world: World, path: Path) -> None:
        path.write_bytes(make(world))

    add(Case(name, group, what, code, build, **more))


# ---------------------------------------------------------------------- zlib
def _packed(name: str, what: str, code: str, make: Callable[[World], bytes], **told: int) -> None:
    """A body that is sealed and signed, with something else than the right zlib stream inside."""
    _case(PACKED, name, what, code, lambda world: world.packed_as(make(world), told))


def _raw_deflate(world: World) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(world.plain) + packer.flush()


def _dictionary(world: World) -> bytes:
    packer = zlib.compressobj(zdict=world.plain[:1000])
    return packer.compress(world.plain) + packer.flush()


BOMB = 300 * 1024 * 1024
_packed("not-zlib", "внутри печати не zlib, а база SQLite", "zlib", lambda _: b"SQLite format 3\x00" * 100)
_packed("zlib-empty", "внутри печати пусто", "plain-length", lambda _: b"")
_packed("zlib-cut", "поток zlib оборван", "plain-length", lambda w: w.packed[:-20])
_packed("zlib-check", "контрольная сумма zlib не та", "zlib", lambda w: w.packed[:-1] + bytes([w.packed[-1] ^ 1]))
_packed("zlib-behind", "за потоком zlib лишнее", "plain-length", lambda w: w.packed + b"x")
_packed("zlib-two", "два потока zlib подряд", "plain-length", lambda w: w.packed * 2)
_packed("zlib-dictionary", "поток zlib с чужим словарём", "zlib", _dictionary)
_packed("gzip-inside", "gzip вместо zlib", "zlib", lambda w: gzip.compress(w.plain))
_packed("deflate-inside", "deflate без обёртки zlib", "zlib", _raw_deflate)
_packed("bomb", "300 МБ нулей под видом обычного файла", "plain-length", lambda _: zlib.compress(bytes(BOMB), 9))
_packed(
    "bomb-announced",
    "300 МБ нулей, о которых сказано в заголовке",
    "header",
    lambda _: zlib.compress(bytes(BOMB), 9),
    plain_length=BOMB,
)
_case(PACKED, "bomb-of-line-feeds", "бомба из двадцати миллионов пустых строк", "lines", lambda w: _feeds(w, 20_000_000))
_case(
    PACKED,
    "plain-shorter",
    "содержимого на байт больше, чем сказано",
    "plain-length",
    lambda w: w.packed_as(w.packed, {"plain_length": len(w.plain) - 1}),
)
_case(
    PACKED,
    "plain-longer",
    "содержимого на байт меньше, чем сказано",
    "plain-length",
    lambda w: w.packed_as(w.packed, {"plain_length": len(w.plain) + 1}),
)
_case(
    PACKED, "plain-zero", "сказано, что содержимого нет", "plain-length", lambda w: w.packed_as(w.packed, {"plain_length": 0})
)


def _feeds(world: World, number: int) -> bytes:
    """Line feeds with a true end line and, so that the ratio is let through, some bytes that do not shrink."""
    noise = random.Random(1).randbytes(150_000).hex().encode()
    before = world.lines[0].encode() + b"\n" + noise + b"\n" * number
    end = {"count": number, "sha256": hashlib.sha256(before).hexdigest()}
    return world.plain_as(before + json.dumps(end).encode() + b"\n")


# ---------------------------------------------------------------------- lines and the end line
def _plain(name: str, what: str, code: str, make: Callable[[World], bytes], **more: str) -> None:
    _case(LINES, name, what, code, lambda world: world.plain_as(make(world)), **more)


def _before(world: World) -> bytes:
    return ("\n".join(world.lines[:-1]) + "\n").encode()


def _ended(world: World, end: str) -> bytes:
    return _before(world) + end.encode() + b"\n"


def _end(world: World, **told: Any) -> bytes:
    return _ended(world, json.dumps({**json.loads(world.lines[-1]), **told}))


def _true_end(before: bytes, count: int) -> bytes:
    return before + json.dumps({"count": count, "sha256": hashlib.sha256(before).hexdigest()}).encode() + b"\n"


def _texts(world: World, first: bytes, *texts: bytes) -> bytes:
    return _true_end(b"\n".join([first, *texts]) + b"\n", len(texts))


_plain("lines-none", "внутри только перевод строки", "lines", lambda _: b"\n")
_plain("lines-nul", "внутри нулевой байт", "lines", lambda _: b"\x00")
_plain("end-missing", "нет последней строки", "lines", _before)
_plain("end-only", "только последняя строка", "lines", lambda w: w.lines[-1].encode() + b"\n")
_plain("end-list", "последняя строка — список", "lines", lambda w: _ended(w, "[]"))
_plain("end-null", "последняя строка — null", "lines", lambda w: _ended(w, "null"))
_plain("end-empty", "последняя строка без числа и отметки", "count", lambda w: _ended(w, "{}"))
_plain(
    "end-twice",
    "в последней строке два числа",
    "lines",
    lambda w: _ended(w, w.lines[-1].replace('{"count"', '{"count":1,"count"')),
)
_plain("end-no-feed", "последняя строка без перевода строки", "lines", lambda w: w.plain[:-1])
_plain("end-two-feeds", "за последней строкой пустая", "lines", lambda w: w.plain + b"\n")
_plain("end-more", "за последней строкой ещё одна", "lines", lambda w: w.plain + b"[]\n")
_plain("count-more", "число записей больше", "count", lambda w: _end(w, count=len(w.lines) - 1))
_plain("count-less", "число записей меньше", "count", lambda w: _end(w, count=len(w.lines) - 3))
_plain("count-text", "число записей — текст", "count", lambda w: _end(w, count=str(len(w.lines) - 2)))
_plain("count-float", "число записей дробное", "count", lambda w: _end(w, count=float(len(w.lines) - 2)))
_plain("count-huge", "число записей в тысячи цифр", "lines", lambda w: _ended(w, '{"count":' + "9" * 50_000 + "}"))
_plain("lines-hash", "отметка строк не та", "lines-hash", lambda w: _end(w, sha256="0" * 64))
_plain("lines-hash-number", "отметка строк — число", "lines-hash", lambda w: _end(w, sha256=0))
_plain(
    "line-changed", "в строке изменена фамилия", "lines-hash", lambda w: w.plain.replace("Чижова".encode(), "Ворона".encode())
)
_plain("line-cut-out", "одна строка вырезана", "count", lambda w: ("\n".join(w.lines[:3] + w.lines[4:]) + "\n").encode())
_plain("lines-crlf", "строки с CRLF", "line", lambda w: _texts(w, *(text.encode() + b"\r" for text in w.lines[:-1])))
_plain("lines-utf16", "строки в UTF-16", "lines", lambda w: w.plain.decode().encode("utf-16"))
_plain(
    "lines-not-utf8",
    "строки в кодировке Windows",
    "lines",
    lambda w: _true_end(_before(w).decode().encode("cp1251", "replace"), len(w.lines) - 2),
)
_plain(
    "lines-broken-utf8",
    "один байт буквы потерян",
    "lines",
    lambda w: _true_end(_before(w).replace("Чижова".encode(), "Чижова".encode()[:-1]), len(w.lines) - 2),
)
_plain(
    "lines-surrogate-bytes",
    "половина буквы байтами (CESU-8)",
    "lines",
    lambda w: _true_end(_before(w).replace("Чижова".encode(), b"\xed\xa0\xbd"), len(w.lines) - 2),
)
_plain("lines-mark", "метка UTF-8 перед описью", "lines", lambda w: _true_end(b"\xef\xbb\xbf" + _before(w), len(w.lines) - 2))
_plain(
    "line-too-long",
    "строка длиннее 4 МиБ",
    "line-size",
    lambda w: _texts(w, w.lines[0].encode(), b'["' + _noise(MAX_LINE + 1) + b'"]'),
)
_plain(
    "end-too-long",
    "последняя строка длиннее 4 МиБ",
    "line-size",
    lambda w: _ended(w, '{"count":1,"x":"' + _noise(MAX_LINE + 1).decode() + '"}'),
)
_plain(
    "line-empty",
    "пустая строка между записями",
    "line",
    lambda w: _texts(w, *(t.encode() for t in w.lines[:2]), b"", *(t.encode() for t in w.lines[2:-1])),
)


def _noise(length: int) -> bytes:
    """Text that hardly shrinks."""
    return random.Random(2).randbytes(length // 2 + 1).hex().encode()[:length]


# ---------------------------------------------------------------------- manifest
def _manifest(name: str, what: str, code: str, told: dict[str, Any], **more: str) -> None:
    _case(MANIFEST, name, what, code, lambda world: world.texts_as(world.lines[1:-1], told), **more)


#: What a header may say instead, field by field: the manifest was made for the other one.
OTHER: dict[str, Any] = {
    "institution": "f" * 32, "institution_name": "Школа № 9", "scope": "own", "sender": "f" * 32, "number": 3,
    "created": "2026-11-20T00:00:00", "app": "0.0.1", "school_years": ["2030-2031"], "previous": "f" * 64,
    "addressee": "f" * 32, "signer": "f" * 64, "recipients": [], "sealed": False,
}  # fmt: skip


def _of_another_header(field: str) -> Callable[[World], bytes]:
    """The header stays; the manifest was written for one that differs in ``field`` alone."""

    def make(world: World) -> bytes:
        other = replace(Header(**world.header), **{field: OTHER[field]})
        told = {"header": header_mark(other)}
        if field in world.manifest:
            told[field] = OTHER[field]
        return world.texts_as(world.lines[1:-1], told)

    return make


for _field in OTHER:
    _case(
        MANIFEST,
        f"manifest-other-{_field.replace('_', '-')}",
        f"опись сделана для заголовка с другим полем {_field}",
        "manifest",
        _of_another_header(_field),
    )
for _field in ("institution", "scope", "sender", "number"):
    _manifest(
        f"manifest-word-{_field}",
        f"отметка заголовка верна, а поле {_field} в описи другое",
        "manifest",
        {_field: OTHER[_field]},
    )
_manifest("manifest-number-float", "номер в описи дробный", "manifest", {"number": 2.0})
_manifest("manifest-mark-missing", "в описи нет отметки заголовка", "manifest", {"header": None})
_manifest("manifest-mark-upper", "отметка заголовка заглавными", "manifest", {"header": "A" * 64})
_case(MANIFEST, "manifest-list", "опись — список", "lines", lambda w: w.texts_as(w.lines[1:-1], "[]"))
_case(MANIFEST, "manifest-missing", "описи нет, сразу записи", "lines", lambda w: w.texts_as(w.lines[2:-1], w.lines[1]))
_case(
    MANIFEST,
    "manifest-twice",
    "в описи поле дважды",
    "lines",
    lambda w: w.texts_as(w.lines[1:-1], w.lines[0].replace('"number":', '"number":7,"number":')),
)
_case(
    MANIFEST,
    "manifest-nan",
    "в описи NaN",
    "lines",
    lambda w: w.texts_as(w.lines[1:-1], w.lines[0].replace('"withheld_texts":', '"withheld_texts":NaN,"x":')),
)
_case(
    MANIFEST,
    "manifest-deep",
    "в описи вложенность в сто тысяч",
    "lines",
    lambda w: w.texts_as(w.lines[1:-1], '{"x":' + "[" * 100_000),
)
_manifest("nodes-missing", "в описи нет узлов", "chain", {"nodes": None})
_manifest("nodes-list", "узлы — список", "chain", {"nodes": []})
_manifest("nodes-empty", "узлов нет", "chain", {"nodes": {}})
_manifest("withheld-number", "список оставшихся — число", "manifest", {"withheld": 5})
_manifest("withheld-short", "в списке оставшихся нет причины", "manifest", {"withheld": [["f" * 32, "А. Б."]]})
_manifest("withheld-path", "id оставшегося — путь", "manifest", {"withheld": [["../x", "А. Б.", "нет согласия"]]})
_manifest("withheld-name", "вместо инициалов целая биография", "manifest", {"withheld": [["f" * 32, "x" * 5000, "нет"]]})
_manifest("withheld-nul", "в инициалах нулевой байт", "manifest", {"withheld": [["f" * 32, "А.\x00", "нет"]]})
_manifest("withheld-half-a-letter", "в инициалах половина буквы", "manifest", {"withheld": [["f" * 32, "\ud800", "нет"]]})
_manifest("withheld-escape", "в причине команды терминалу", "manifest", {"withheld": [["f" * 32, "А. Б.", "\x1b[2J"]]})
_manifest("forks-list", "ветви — список", "forks", {"forks": [1]})
_manifest("forks-circle", "ветвь растёт из самой себя", "forks", {"forks": {"f" * 12: ["e" * 12, "f" * 12]}})
_manifest("forks-path", "имя ветви — путь", "forks", {"forks": {"../../x": ["e" * 12, "e" * 12]}})


def _other_nodes(change: Callable[[list[Any]], list[Any]]) -> Callable[[World], bytes]:
    def make(world: World) -> bytes:
        nodes = {node: change(list(head)) for node, head in world.manifest["nodes"].items()}
        return world.texts_as(world.lines[1:-1], {"nodes": nodes})

    return make


_case(
    MANIFEST, "nodes-number", "последний номер узла в описи другой", "chain", _other_nodes(lambda head: [head[0] + 1, head[1]])
)
_case(MANIFEST, "nodes-chain", "последнее звено узла в описи другое", "chain", _other_nodes(lambda head: [head[0], "f" * 32]))
_case(
    MANIFEST,
    "nodes-more",
    "в описи лишний узел",
    "chain",
    lambda w: w.texts_as(w.lines[1:-1], {"nodes": {**w.manifest["nodes"], "f" * 12: [1, "f" * 32]}}),
)
_case(
    MANIFEST, "manifest-more", "в описи поля, которых программа не знает", "merged",
    lambda w: w.texts_as(w.lines[1:-1], {"future": {"a": [1, "б"]}}), status="merged",
    why="поля более новой программы не мешают; что они значат, скажет номер формата",
)  # fmt: skip
