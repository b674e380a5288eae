r"""The exchange file ``*.kur``: framing, limits, signature, seal and hashes.

``\x89KUR\r\n\x1a\n`` | u32 length of the header, big-endian, at most 64 KiB | header, canonical JSON in UTF-8 | signature, 64
bytes over magic, length and header (Ed25519; zeros when the sender has no key) | body: zlib(NDJSON), inside age when it is
sealed: a manifest line, a line a change, an end line with count and hash of all lines before it. The header can be read
without a key, so that a folder of forty files is sorted at once. The first bytes show damage by a text-mode transfer (as PNG).
Whether the one who signed may be believed is said by ``sync.trust``; the order of all checks is that of ``sync.verification``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from model.errors import Refusal
from sync.change_line import Line, line_text, read_line
from sync.keys import AGE_RECIPIENT, SIGN_PUBLIC, SIGNATURE_BYTES, KeyPair, is_signed_by
from sync.packed_lines import MAX_LINE, unpack, written_wrong

MAGIC = b"\x89KUR\r\n\x1a\n"
FORMAT_MAJOR = 1
MAX_HEADER = 64 * 1024
MAX_BODY = 64 * 1024 * 1024
#: More than the largest file, so nothing beyond it is ever read.
MAX_FILE = MAX_BODY + MAX_HEADER + 4096
MAX_PLAIN = 512 * 1024 * 1024
#: A body unpacks to so many times its length at most (and a line more): commitments do not shrink.
MAX_RATIO = 200
MAX_NUMBER = 10**9
#: Length of a word of the header.
MAX_WORD = 300
SIGNATURE = SIGNATURE_BYTES


@dataclass(frozen=True)
class Header:
    """What a file says of itself before it is opened.

    ``sender``: id of the database that wrote it; ``number``: its count of files of this scope; ``previous``: SHA-256 of the
    file before; ``signer``: Ed25519 public key in hexadecimal, empty when the sender has none; ``recipients``: of age, empty
    unless ``sealed``; ``plain_length`` is that of the NDJSON; lengths in bytes.
    """

    institution: str
    institution_name: str
    scope: str
    sender: str
    number: int
    created: str
    app: str
    school_years: list[str] = field(default_factory=list)
    previous: str = ""
    addressee: str = ""
    signer: str = ""
    recipients: list[str] = field(default_factory=list)
    sealed: bool = False
    body_length: int = 0
    body_sha256: str = ""
    plain_length: int = 0
    format: int = FORMAT_MAJOR


_OF_THE_BODY = frozenset({"body_length", "body_sha256", "plain_length"})
_ID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_YEARS = re.compile(r"\d{4}-\d{4}", re.ASCII)


@dataclass(frozen=True)
class Frame:
    """A file whose head is sound and, when it names a signer, signed by him. Its body was not looked at yet."""

    data: bytes
    header: Header
    body_at: int

    @cached_property
    def sha256(self) -> str:
        """Hash of the whole file."""
        return hashlib.sha256(self.data).hexdigest()

    def body(self) -> bytes:
        """The body as it was sent; raise ``Refusal`` when it is not the one of the header."""
        body = self.data[self.body_at :]
        if len(body) < self.header.body_length:
            raise _damaged("оборван: пришёл не весь", "truncated")
        if len(body) > self.header.body_length:
            raise _damaged("за концом есть лишнее", "trailing")
        if hashlib.sha256(body).hexdigest() != self.header.body_sha256:
            raise _damaged("содержимое не сходится с отметкой", "body-hash")
        return body


@dataclass(frozen=True)
class ExchangeFile:
    """A file read and verified as far as framing, signature and hashes go. ``sha256`` is of the whole file.

    ``texts``: a line a change, unread; ``plain``: their bytes as they came, empty where they were written anew.
    """

    header: Header
    manifest: dict[str, Any]
    texts: list[str]
    sha256: str
    plain: bytes = b""

    @property
    def lines(self) -> list[Line]:
        """The changes read; raise ``ValueError`` when one is none (the merge says so itself, and what else it must be)."""
        return [read_line(text) for text in self.texts]


def header_word(text: str) -> str:
    """A text as a header may hold it: on one line, without signs that cannot be seen, not too long."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:MAX_WORD]


def canonical(value: Any) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def write_file(
    path: Path, header: Header, manifest: dict[str, Any], lines: Iterator[Line], pair: KeyPair | None = None
) -> tuple[Header, str, int]:
    """Write a file whole or not at all; return its header as written, its SHA-256 and the number of changes.

    ``pair`` signs (``header.signer`` is its public key); a ``sealed`` one is encrypted to ``header.recipients``.
    """
    text, count = [_dump({**manifest, "header": header_mark(header)})], 0
    for line in lines:
        text.append(line_text(line))
        count += 1
    before = ("\n".join(text) + "\n").encode("utf-8")
    plain = before + (_dump({"count": count, "sha256": hashlib.sha256(before).hexdigest()}) + "\n").encode("utf-8")
    body = zlib.compress(plain, 6)
    if header.sealed:
        from sync.seal import seal

        body = seal(body, header.recipients)
    done = Header(
        **{
            **asdict(header),
            "body_length": len(body),
            "body_sha256": hashlib.sha256(body).hexdigest(),
            "plain_length": len(plain),
        }
    )
    told = canonical(asdict(done))
    if len(told) > MAX_HEADER:
        raise Refusal("Получателей слишком много для одного файла: выгрузите каждому свой (--for УЧРЕЖДЕНИЕ).", "header-size")
    head = MAGIC + struct.pack(">I", len(told)) + told
    whole = head + (pair.sign(head) if pair is not None else bytes(SIGNATURE)) + body
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as stream:
            stream.write(whole)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise Refusal(f"Файл «{path}» записать не удалось: проверьте место и права или выберите другую папку.") from error
    return done, hashlib.sha256(whole).hexdigest(), count


def header_mark(header: Header) -> str:
    """SHA-256 of the header without the body's lengths and hash: the manifest holds it, so that no word can be changed."""
    told = {name: value for name, value in vars(header).items() if name not in _OF_THE_BODY}
    return hashlib.sha256(canonical(told)).hexdigest()


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_bytes(path: Path) -> bytes:
    """The file's bytes within the limits; raise ``Refusal`` (codes unreadable, too-large, not-exchange)."""
    try:
        if not path.is_file():  # missing, or a device or a pipe may never end
            raise OSError("not a file")
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise Refusal("Файл не читается: проверьте носитель и скопируйте файл ещё раз.", "unreadable") from error
    if len(data) > MAX_FILE:
        raise Refusal("Файл слишком велик для файла обмена: попросите учреждение выгрузить его заново.", "too-large")
    if not data:
        raise Refusal("Файл пуст: попросите прислать его ещё раз.", "empty")
    if data[: len(MAGIC)] != MAGIC:
        if data[1:4] == b"KUR" or data.startswith(b"\xc2\x89KUR"):
            raise Refusal(
                "Файл испорчен при пересылке как текст: попросите прислать его вложением или принести на носителе.",
                "text-damage",
            )
        raise Refusal("Это не файл обмена Куратора: выберите файл с расширением .kur.", "not-exchange")
    return data


def open_frame(data: bytes) -> Frame:
    """The head of a file; raise ``Refusal`` when it is not sound or not signed by the key that it names."""
    at = len(MAGIC) + 4
    if len(data) < at:
        raise _damaged("оборван в начале", "truncated")
    (length,) = struct.unpack(">I", data[len(MAGIC) : at])
    if length > MAX_HEADER:
        raise _damaged("заголовок слишком велик", "header-size")
    body_at = at + length + SIGNATURE
    if len(data) < body_at:
        raise _damaged("оборван в заголовке", "truncated")
    raw = data[at : at + length]
    try:
        told = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _damaged("заголовок не читается", "header") from error
    header = _header(told, raw)
    signature = data[at + length : body_at]
    if not header.signer and any(signature):
        raise _damaged("подпись не на месте", "signature")
    if header.signer and not is_signed_by(header.signer, data[: at + length], signature):
        raise Refusal("Подпись не сходится: файл меняли по дороге, попросите прислать его заново.", "signature")
    return Frame(data, header, body_at)


def _header(told: Any, raw: bytes) -> Header:
    if not isinstance(told, dict) or not isinstance(told.get("format"), int):
        raise _damaged("заголовок не читается", "header")
    if told["format"] > FORMAT_MAJOR:
        raise Refusal("Файл создан более новой программой: обновите программу.", "newer")
    shape = Header("", "", "", "", 0, "", "")
    types = {name: type(value) for name, value in vars(shape).items()}
    try:
        whole = all(type(told.get(name)) is kind for name, kind in types.items()) and canonical(told) == raw
    except (ValueError, RecursionError) as error:
        raise _damaged("заголовок не читается", "header") from error
    if not whole:
        raise _damaged("заголовок не читается", "header")
    header = Header(**{name: told[name] for name in types})
    if not (_sensible(header) and _ID.fullmatch(header.institution) and _ID.fullmatch(header.sender)):
        raise _damaged("заголовок не читается", "header")
    return header


def _sensible(header: Header) -> bool:
    """Whether the numbers are within their limits and the words can be shown."""
    words: list[Any] = [*header.school_years, *header.recipients]
    words += [value for value in vars(header).values() if isinstance(value, str)]
    return (
        header.format == FORMAT_MAJOR
        and (not header.signer or SIGN_PUBLIC.fullmatch(header.signer) is not None)
        and header.sealed == bool(header.recipients)
        and (not header.sealed or bool(header.signer))
        and 1 <= header.number <= MAX_NUMBER
        and 0 <= header.body_length <= MAX_BODY
        and 0 <= header.plain_length <= min(MAX_PLAIN, MAX_LINE + MAX_RATIO * header.body_length)
        and all(isinstance(word, str) and len(word) <= MAX_WORD and word.isprintable() for word in words)
        and all(AGE_RECIPIENT.fullmatch(one) for one in header.recipients)
        and all(_YEARS.fullmatch(years) for years in header.school_years)
        and (not header.previous or _HASH.fullmatch(header.previous) is not None)
        and (not header.addressee or _ID.fullmatch(header.addressee) is not None)
        and is_moment(header.created)
    )


def is_moment(text: str) -> bool:
    """Whether a text is a local time as files tell it: ISO 8601 to the second, a day and an hour that exist."""
    if not _MOMENT.fullmatch(text):
        return False
    try:
        return datetime.fromisoformat(text) is not None
    except ValueError:
        return False


def read_packed(frame: Frame, packed: bytes) -> ExchangeFile:
    """Manifest and changes of an opened body; raise ``Refusal`` when anything does not hold, or belongs to another header."""
    header = frame.header
    manifest, texts, plain = unpack(packed, header.plain_length)
    told = {name: manifest.get(name) for name in ("institution", "scope", "sender", "number")}
    if manifest.get("header") != header_mark(header) or any(
        type(value) is not type(getattr(header, name)) or value != getattr(header, name) for name, value in told.items()
    ):
        raise written_wrong("опись не совпадает с заголовком", "manifest")
    return ExchangeFile(header, manifest, texts, frame.sha256, plain)


def read_file(path: Path, identities: Sequence[str] = ()) -> ExchangeFile:
    """Read a file and verify all that needs no database: not whether its signer is trusted.

    ``identities`` (``AGE-SECRET-KEY-1…``) open a sealed one; without them raise ``Refusal`` (code ``no-key``).
    """
    frame = open_frame(read_bytes(path))
    body = frame.body()
    if frame.header.sealed:
        if not identities:
            raise Refusal("Файл запечатан, а ключа здесь нет: создайте его командой kurator key new.", "no-key")
        from sync.seal import unseal

        body = unseal(body, identities, len(frame.header.recipients))
    return read_packed(frame, body)


def _damaged(what: str, code: str) -> Refusal:
    return Refusal(f"Файл повреждён ({what}): скопируйте его ещё раз или попросите прислать заново.", code)
