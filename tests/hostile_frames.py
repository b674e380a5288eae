"""Hostile files, first steps: what is no exchange file at all, its frame, its header, its signature."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sync.exchange_file import FORMAT_MAJOR, MAGIC, MAX_BODY, MAX_HEADER, MAX_NUMBER, SIGNATURE, canonical
from tests.hostile_files import Case, World, add, hostile, stranger_pair

NONE = "не файл обмена"
FRAME = "рамка файла"
HEADER = "заголовок"
SIGNED = "подпись"


def _data(group: str, name: str, what: str, code: str, make: Callable[[World], bytes]) -> None:
    """A case whose bytes are simply written."""

    def build(world: World, path: Path) -> None:
        path.write_bytes(make(world))

    add(Case(name, group, what, code, build))


# ---------------------------------------------------------------------- no exchange file at all
def _zip(world: World) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("школа.kur", world.data)
    return stream.getvalue()


_data(NONE, "empty", "файл в 0 байт", "empty", lambda _: b"")
_data(NONE, "line-feed", "один перевод строки", "not-exchange", lambda _: b"\n")
_data(NONE, "pdf", "PDF под именем .kur", "not-exchange", lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
_data(NONE, "zip", "архив ZIP с файлом обмена внутри", "not-exchange", _zip)
_data(NONE, "gzip", "сжатый gzip файл обмена", "not-exchange", lambda world: gzip.compress(world.data))
_data(NONE, "sqlite", "сама база Куратора под именем .kur", "not-exchange", lambda world: world.school.path.read_bytes())
_data(
    NONE,
    "key-file",
    "файл ключа (.key) под именем .kur",
    "not-exchange",
    lambda world: world.school.path.with_suffix(".key").read_bytes(),
)
_data(NONE, "bare-age", "тело age без заголовка", "not-exchange", lambda world: world.body)
_data(
    NONE, "base64", "файл, оставшийся в кодировке письма (base64)", "not-exchange", lambda world: base64.encodebytes(world.data)
)
_data(NONE, "html", "страница входа в почту вместо файла", "not-exchange", lambda _: b"<!DOCTYPE html><html><body>403</body>")
_data(NONE, "utf8-mark", "перед файлом метка UTF-8", "not-exchange", lambda world: b"\xef\xbb\xbf" + world.data)
_data(NONE, "zeros", "сто килобайт нулей (сбой носителя)", "not-exchange", lambda _: bytes(100_000))


@hostile(NONE, "huge", "70 МБ с верным началом", "too-large")
def _huge(world: World, path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(world.data)
        stream.truncate(70 * 1024 * 1024)


@hostile(NONE, "missing", "файла нет", "unreadable")
def _missing(world: World, path: Path) -> None:
    path.unlink(missing_ok=True)


@hostile(NONE, "directory", "папка с именем x.kur, пустая", "nothing")
def _directory(world: World, path: Path) -> None:
    path.mkdir()


@hostile(NONE, "dangling-link", "ссылка в никуда", "unreadable")
def _dangling(world: World, path: Path) -> None:
    path.symlink_to(world.folder / "нет такого файла")


@hostile(NONE, "link-to-itself", "ссылка на саму себя", "unreadable")
def _loop(world: World, path: Path) -> None:
    path.symlink_to(path)


@hostile(NONE, "endless-device", "ссылка на /dev/zero, у которого нет конца", "unreadable")
def _device(world: World, path: Path) -> None:
    path.symlink_to("/dev/zero")


@hostile(NONE, "pipe", "именованный канал, из которого ничего не приходит", "unreadable")
def _pipe(world: World, path: Path) -> None:
    os.mkfifo(path)


# ---------------------------------------------------------------------- frame
def _with_length(world: World, length: int) -> bytes:
    return MAGIC + struct.pack(">I", length) + world.data[12:]


_data(FRAME, "line-ends-unix", "переводы строк CRLF заменены на LF", "text-damage", lambda w: w.data.replace(b"\r\n", b"\n"))
_data(FRAME, "line-ends-dos", "LF заменены на CRLF", "text-damage", lambda w: w.data.replace(b"\n", b"\r\n"))
_data(FRAME, "seven-bits", "старший бит срезан", "text-damage", lambda w: bytes(byte & 0x7F for byte in w.data))
_data(FRAME, "recoded", "файл перекодирован как текст в UTF-8", "text-damage", lambda w: w.data.decode("latin-1").encode())
_data(FRAME, "magic-only", "только первые восемь байтов", "truncated", lambda _: MAGIC)
_data(FRAME, "cut-in-length", "оборван в длине заголовка", "truncated", lambda w: w.data[:10])
_data(FRAME, "cut-in-header", "оборван в заголовке", "truncated", lambda w: w.data[:200])
_data(FRAME, "cut-in-signature", "оборван в подписи", "truncated", lambda w: w.data[: 12 + len(w.head) + 30])
_data(FRAME, "cut-before-body", "оборван перед телом", "truncated", lambda w: w.data[: 12 + len(w.head) + SIGNATURE])
_data(FRAME, "cut-in-body", "оборван в теле", "truncated", lambda w: w.data[: -len(w.body) // 2])
_data(FRAME, "last-byte-missing", "нет последнего байта", "truncated", lambda w: w.data[:-1])
_data(FRAME, "byte-behind", "за концом один лишний байт", "trailing", lambda w: w.data + b"\n")
_data(FRAME, "twice", "файл записан два раза подряд", "trailing", lambda w: w.data * 2)
_data(FRAME, "length-0", "длина заголовка 0", "header", lambda w: _with_length(w, 0))
_data(FRAME, "length-short", "длина заголовка на 1 меньше", "header", lambda w: _with_length(w, len(w.head) - 1))
_data(FRAME, "length-long", "длина заголовка на 1 больше", "header", lambda w: _with_length(w, len(w.head) + 1))
_data(FRAME, "length-over-limit", "длина заголовка 64 КиБ и 1 байт", "header-size", lambda w: _with_length(w, MAX_HEADER + 1))
_data(FRAME, "length-4g", "длина заголовка 4 ГБ", "header-size", lambda w: _with_length(w, 2**32 - 1))
_data(
    FRAME,
    "length-beyond-file",
    "длина заголовка больше файла",
    "truncated",
    lambda w: MAGIC + struct.pack(">I", 60_000) + w.head,
)


# ---------------------------------------------------------------------- header: bytes
def _raw(name: str, what: str, make: Callable[[World], bytes], code: str = "header") -> None:
    """Header bytes that are signed by A and wrong."""
    _data(HEADER, name, what, code, lambda world: world.framed(make(world)))


def _changed(old: bytes, new: bytes) -> Callable[[World], bytes]:
    def make(world: World) -> bytes:
        assert old in world.head
        return world.head.replace(old, new, 1)

    return make


_raw("no-json", "заголовок не JSON", lambda _: b"{format:1}")
_raw("json-list", "заголовок — список", lambda _: b"[]")
_raw("json-null", "заголовок — null", lambda _: b"null")
_raw("not-utf8", "байты не UTF-8", lambda w: w.head.replace("Школа".encode(), b"\xd8\xea\xee\xeb\xe0"))
_raw("utf16", "заголовок в UTF-16", lambda w: w.head.decode().encode("utf-16"))
_raw("nested-deep", "тридцать тысяч вложенных списков", lambda _: b'{"format":' + b"[" * 30_000)
_raw(
    "field-nested-deep",
    "вложенность внутри поля",
    _changed(b'"school_years":[', b'"school_years":[' + b"[" * 9000 + b"]" * 9000 + b","),
)
_raw("nan", "NaN вместо числа", _changed(b'"number":2', b'"number":NaN'))
_raw("infinity", "Infinity вместо числа", _changed(b'"number":2', b'"number":Infinity'))
_raw("many-digits", "число в пятьдесят тысяч цифр", _changed(b'"number":2', b'"number":' + b"9" * 50_000))
_raw("key-twice", "поле дважды: первое для человека, второе для программы", _changed(b'"number":2', b'"number":2,"number":2'))
_raw("spaces", "пробелы после запятых", lambda w: json.dumps(w.header, ensure_ascii=False, sort_keys=True).encode())
_raw("escapes", "буквы записаны через \\u", lambda w: json.dumps(w.header, sort_keys=True, separators=(",", ":")).encode())
_raw(
    "unsorted",
    "поля не по порядку",
    lambda w: json.dumps(dict(reversed(w.header.items())), ensure_ascii=False, separators=(",", ":")).encode(),
)
_raw("comma-behind", "запятая перед скобкой", lambda w: w.head[:-1] + b",}")
_raw("text-behind", "текст после скобки", lambda w: w.head + b" ")
_raw("half-a-letter", "половина буквы (одинокий суррогат)", _changed(b'"addressee":""', b'"addressee":"\\ud83d"'))
_raw("exponent", "число со степенью", _changed(b'"number":2', b'"number":2e0'))
_raw("newer-format", "формат 2", lambda w: canonical({**w.header, "format": FORMAT_MAJOR + 1, "future": {"a": [1]}}), "newer")


# ---------------------------------------------------------------------- header: values
def _word(name: str, what: str, told: dict[str, Any], code: str = "header") -> None:
    """A header that is signed by A, with words that no header has."""
    _data(HEADER, name, what, code, lambda world: world.signed(told))


def _without(field: str) -> None:
    def make(world: World) -> bytes:
        return world.framed(canonical({name: value for name, value in world.header.items() if name != field}))

    _data(HEADER, f"no-{field.replace('_', '-')}", f"поля {field} нет", "header", make)


for _field in ("format", "institution", "number", "signer", "recipients", "body_sha256", "plain_length"):
    _without(_field)
_word("format-0", "формат 0", {"format": 0})
_word("format-true", "формат true", {"format": True})
_word("format-text", "формат — текст", {"format": "1"})
_word("number-0", "номер 0", {"number": 0})
_word("number-negative", "номер −1", {"number": -1})
_word("number-huge", "номер больше миллиарда", {"number": MAX_NUMBER + 1})
_word("number-64-bits", "номер не помещается в базу", {"number": 2**64})
_word("number-text", "номер — текст", {"number": "2"})
_word("number-float", "номер дробный", {"number": 2.0})
_word("number-true", "номер true", {"number": True})
_word("institution-path", "id учреждения — путь", {"institution": "../../../../etc/passwd"})
_word("institution-sql", "id учреждения — SQL", {"institution": "' OR 1=1; DROP TABLE change; --"})
_word("institution-upper", "id учреждения заглавными", {"institution": "A" * 32})
_word("sender-markup", "id базы — разметка", {"sender": "[bold red]x[/bold red]"})
_word("name-line-break", "в названии перевод строки и поддельный ответ", {"institution_name": "Школа\nПринят файл № 2."})
_word("name-escape-codes", "в названии команды терминалу", {"institution_name": "\x1b[2J\x1b]0;взлом\x07Школа"})
_word("name-turned", "в названии разворот письма (U+202E)", {"institution_name": "Школа \u202e1 №"})
_word("name-nul", "в названии нулевой байт", {"institution_name": "Школа\x00"})
_word("name-long", "название в двадцать тысяч букв", {"institution_name": "Ш" * 20_000})
_word("name-list", "название — список", {"institution_name": ["Школа № 1"]})
_word("scope-path", "вид файла — путь", {"scope": "../own"}, "newer")
_word("scope-unknown", "вид файла, которого программа не знает", {"scope": "region"}, "newer")
_word("created-words", "время создания — слово", {"created": "вчера"})
_word("created-impossible", "время создания 31 февраля", {"created": "2026-02-31T10:00:00"})
_word("created-number", "время создания — число", {"created": 20261121})
_word("years-number", "учебный год — число", {"school_years": [2026]})
_word("years-words", "учебный год — не годы", {"school_years": ["прошлый"]})
_word("years-nested", "учебный год — список в списке", {"school_years": [["2026-2027"]]})
_word("previous-path", "отметка прежнего файла — путь", {"previous": "/etc/passwd"})
_word("addressee-markup", "адресат — разметка", {"addressee": "<script>"})
_word("signer-short", "ключ подписи короче на знак", {"signer": "0" * 63})
_word("signer-upper", "ключ подписи заглавными", {"signer": "A" * 64})
_word("sealed-1", "отметка «запечатан» — число", {"sealed": 1})
_word("recipients-empty", "запечатан, а получателей нет", {"recipients": []})
_word("recipients-unsealed", "получатели есть, а запечатан — нет", {"sealed": False})
_word("recipients-number", "получатель — число", {"recipients": [1]})
_word("recipients-secret", "вместо получателя чей-то закрытый ключ", {"recipients": ["AGE-SECRET-KEY-1" + "Q" * 58]})
_word("body-length-negative", "длина тела −5", {"body_length": -5})
_word("body-length-huge", "длина тела больше предела", {"body_length": MAX_BODY + 1})
_word("plain-length-negative", "длина содержимого −1", {"plain_length": -1})
_word("plain-length-huge", "длина содержимого 10 ГБ", {"plain_length": 10 * 2**30})
_word("body-length-more", "длина тела в заголовке больше, чем тело", {"body_length": 60_000_000}, "truncated")
_word("body-length-less", "длина тела в заголовке меньше, чем тело", {"body_length": 10, "plain_length": 100}, "trailing")


# ---------------------------------------------------------------------- signature
def _signature(name: str, what: str, make: Callable[[World], bytes]) -> None:
    _data(SIGNED, name, what, "signature", make)


def _head_signed(world: World, signature: bytes) -> bytes:
    return world.framed(world.head, signature=signature)


def _good_signature(world: World) -> bytes:
    at = 12 + len(world.head)
    return world.data[at : at + SIGNATURE]


def _other_s(world: World) -> bytes:
    """The same signature with S + L, which equations without a range check accept too (RFC 8032, 5.1.7)."""
    order = 2**252 + 27742317777372353535851937790883648493
    good = _good_signature(world)
    return good[:32] + (int.from_bytes(good[32:], "little") + order).to_bytes(32, "little")


def _weak_key(world: World) -> bytes:
    """A key of small order, under which one signature fits every file."""
    raw = canonical({**world.header, "signer": "01" + "00" * 31})
    return world.framed(raw, signature=b"\x01" + bytes(63))


_signature("signature-zero", "вместо подписи нули", lambda w: _head_signed(w, bytes(SIGNATURE)))
_signature("signature-ones", "вместо подписи единицы", lambda w: _head_signed(w, b"\xff" * SIGNATURE))
_signature(
    "signature-bit",
    "в подписи изменён один бит",
    lambda w: _head_signed(w, bytes([_good_signature(w)[0] ^ 1]) + _good_signature(w)[1:]),
)
_signature("signature-other-key", "заголовок назван одним ключом, подписан другим", lambda w: w.framed(w.head, pair=w.pair_b))
_signature(
    "signature-stranger",
    "подписан ключом, которого никто не знает, от имени школы",
    lambda w: w.framed(w.head, pair=stranger_pair()),
)
_signature(
    "signature-other-file",
    "подпись от другого файла того же учреждения",
    lambda w: _head_signed(w, w.first.read_bytes()[12 + int.from_bytes(w.first.read_bytes()[8:12], "big") :][:SIGNATURE]),
)
_signature("signature-header-only", "подписан заголовок без первых байтов", lambda w: _head_signed(w, w.pair.sign(w.head)))
_signature("signature-body-only", "подписано тело вместо заголовка", lambda w: _head_signed(w, w.pair.sign(w.body)))
_signature("signature-second-form", "та же подпись во второй записи (S + L)", lambda w: _head_signed(w, _other_s(w)))
_signature("signature-weak-key", "ключ малого порядка: подпись подходит к чему угодно", _weak_key)
_signature(
    "header-word-changed",
    "после подписи изменён номер",
    lambda w: w.framed(canonical({**w.header, "number": 9}), signature=_good_signature(w)),
)
_signature(
    "header-name-changed",
    "после подписи изменено название",
    lambda w: w.framed(canonical({**w.header, "institution_name": "Школа № 7"}), signature=_good_signature(w)),
)
_signature(
    "header-recipients-changed",
    "после подписи убран получатель",
    lambda w: w.framed(canonical({**w.header, "recipients": w.readers[:1]}), signature=_good_signature(w)),
)
_signature(
    "unsigned-with-signature",
    "ключа в заголовке нет, а подпись есть",
    lambda w: w.framed(canonical({**w.header, "signer": "", "sealed": False, "recipients": []}), w.packed),
)
