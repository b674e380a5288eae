"""Hostile files, middle steps: whose key it is, whether the body is the signed one, for whom it is, what number it has."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage

from model.setup import own_id
from sync.exchange_file import MAGIC, SIGNATURE, Header, canonical, header_mark
from sync.keys import KeyPair
from sync.seal import AGE_BINARY, seal
from tests.hostile_files import Case, World, add, hostile, stranger_pair

KEY = "чей ключ"
BODY = "тело не то"
READER = "кому файл"
NUMBER = "номер файла"
SEAL = "печать"


def _case(
    group: str,
    name: str,
    what: str,
    code: str,
    make: Callable[[World], bytes],
    **more: str,
) -> None:
    def build(world: World, path: Path) -> None:
        path.write_bytes(make(world))

    add(Case(name, group, what, code, build, **more))


# ---------------------------------------------------------------------- known key
def _open(world: World) -> dict[str, Any]:
    return {**world.header, "sealed": False, "recipients": []}


def _unsigned(world: World) -> bytes:
    """The good file without seal and signature, everything else right."""
    header = canonical({**_open(world), "signer": "", **_fit(world.packed)})
    return b"".join([MAGIC, struct.pack(">I", len(header)), header, bytes(SIGNATURE), world.packed])


def _fit(body: bytes) -> dict[str, Any]:
    return {"body_length": len(body), "body_sha256": hashlib.sha256(body).hexdigest()}


def _stranger(name: str) -> Callable[[World], bytes]:
    return lambda world: world.strangers[name].read_bytes()


def _as_institution(world: World, institution: str) -> bytes:
    return world.texts_as(world.lines[1:-1], None, {"institution": institution})


_case(
    KEY,
    "unknown-sender",
    "настоящий файл учреждения, ключ которого не подтверждали",
    "unknown",
    _stranger("unknown"),
    status="unknown",
)
_case(KEY, "changed-key", "у знакомого учреждения вдруг другой ключ", "changed", _stranger("changed"))
_case(KEY, "replaced-key", "подписан прежним ключом, который учреждение сменило", "replaced", _stranger("replaced"))
_case(KEY, "revoked-key", "подписан ключом, который отозвал район", "revoked", _stranger("revoked"))
_case(KEY, "disowned-key", "подписан ключом, который отозвало само учреждение", "revoked", _stranger("disowned"))
_case(KEY, "thief", "ключ вора от имени знакомой школы", "changed", lambda w: _by(w, stranger_pair()))
_case(KEY, "neighbour", "соседняя школа подписала файл от имени этой", "foreign-signer", lambda w: _by(w, w.pair_b))
_case(KEY, "as-the-neighbour", "школа назвалась в заголовке соседней", "foreign-signer", lambda w: _as_institution(w, w.b))
_case(KEY, "as-the-district", "школа назвалась районом", "foreign-signer", lambda w: _as_institution(w, own_id(w.store)))
_case(KEY, "downgrade", "подпись и печать сняты", "unsigned", _unsigned)
_case(
    KEY,
    "downgrade-stranger",
    "без подписи и от неизвестного учреждения",
    "unsigned",
    lambda w: _unsigned(w).replace(w.header["institution"].encode(), b"e" * 32),
)
_case(
    KEY, "signed-not-sealed", "подписан известным ключом, но не запечатан", "merged",
    lambda w: w.signed(_open_told(w), _open_body(w)), status="merged",
    why="автор известен точно; отказ не сделает прочитанное по дороге тайным",
)  # fmt: skip


def _by(world: World, pair: Any) -> bytes:
    """The good file whole, signed by another key that it names."""
    return world.signed({"signer": pair.sign_public}, pair=pair)


def _open_told(world: World) -> dict[str, Any]:
    return {"sealed": False, "recipients": [], "plain_length": len(_open_plain(world))}


def _open_plain(world: World) -> bytes:
    header = replace(Header(**world.header), sealed=False, recipients=[])
    manifest = json.dumps({**world.manifest, "header": header_mark(header)}, ensure_ascii=False)
    before = ("\n".join([manifest, *world.lines[1:-1]]) + "\n").encode()
    end = {"count": len(world.lines) - 2, "sha256": hashlib.sha256(before).hexdigest()}
    return before + json.dumps(end).encode() + b"\n"


def _open_body(world: World) -> bytes:
    return zlib.compress(_open_plain(world))


# ---------------------------------------------------------------------- hash of the body
def _with_body(world: World, body: bytes) -> bytes:
    return world.data[: -len(world.body)] + body


_case(BODY, "body-bit", "в теле изменён один бит", "body-hash", lambda w: _with_body(w, w.body[:-1] + bytes([w.body[-1] ^ 1])))
_case(
    BODY,
    "body-zeros",
    "кусок тела — нули (плохой сектор)",
    "body-hash",
    lambda w: _with_body(w, w.body[:512] + bytes(512) + w.body[1024:]),
)
_case(
    BODY,
    "body-turned",
    "два куска тела переставлены",
    "body-hash",
    lambda w: _with_body(w, w.body[512:1024] + w.body[:512] + w.body[1024:]),
)
_case(
    BODY,
    "body-of-another",
    "тело другого файла той же длины",
    "body-hash",
    lambda w: _with_body(w, (w.last.read_bytes() * 2)[-len(w.body) :]),
)
_case(
    BODY,
    "hash-upper",
    "отметка тела заглавными",
    "body-hash",
    lambda w: w.signed({"body_sha256": w.header["body_sha256"].upper()}),
)
_case(BODY, "hash-empty", "отметки тела нет", "body-hash", lambda w: w.signed({"body_sha256": ""}))
_case(BODY, "hash-of-plain", "отметка не тела, а содержимого", "body-hash", lambda w: w.signed({"body_sha256": "0" * 64}))


# ---------------------------------------------------------------------- for whom
def _copy(of: Callable[[World], Path]) -> Callable[[World, Path], None]:
    def build(world: World, path: Path) -> None:
        shutil.copyfile(of(world), path)

    return build


add(Case("own-elsewhere", READER, "полная копия школы принесена в район", "not-for-us", _copy(lambda w: w.own)))
add(
    Case(
        "district-at-school",
        READER,
        "файл для района принесён в школу",
        "not-for-us",
        _copy(lambda w: w.last),
        receiver="school",
    )
)
add(
    Case(
        "directive-at-district",
        READER,
        "школа прислала файл вида «для учреждений»",
        "not-for-us",
        lambda w, p: _write(p, w.texts_as(w.lines[1:-1], None, {"scope": "directive"})),
    )
)
add(
    Case(
        "receipt-at-district",
        READER,
        "школа прислала району квитанцию",
        "not-for-us",
        lambda w, p: _write(p, w.texts_as([], {"nodes": {}}, {"scope": "receipt"})),
    )
)
_case(
    READER,
    "addressed-elsewhere",
    "в заголовке другой адресат",
    "not-for-us",
    lambda w: w.texts_as(w.lines[1:-1], None, {"addressee": "f" * 32}),
)
_case(
    READER,
    "sealed-for-others",
    "запечатан не для этого ключа",
    "not-for-us",
    lambda w: w.texts_as(w.lines[1:-1], None, {"recipients": [stranger_pair().age_recipient]}),
)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _for_school(world: World, told: dict[str, Any], manifest: dict[str, Any]) -> bytes:
    """A receipt for A, signed by the district."""
    identity = own_id(world.store)
    header = {
        "institution": identity, "institution_name": "Район", "scope": "receipt", "addressee": world.header["institution"],
        "signer": world.district_pair.sign_public, "number": 5, "previous": "", "school_years": [],
    }  # fmt: skip
    return _sealed_by(world, world.district_pair, {**header, **told}, {"nodes": {}, "withheld": [], **manifest})


def _from_b(world: World, scope: str, manifest: dict[str, Any]) -> bytes:
    """A file for A from the neighbouring school, whose key A has confirmed."""
    told = {
        "institution": world.b, "institution_name": "Школа № 2", "scope": scope, "number": 5, "school_years": [],
        "addressee": world.header["institution"], "signer": world.pair_b.sign_public, "previous": "",
    }  # fmt: skip
    return _sealed_by(world, world.pair_b, told, {"nodes": {}, "withheld": [], **manifest})


def _sealed_by(world: World, signer: KeyPair, told: dict[str, Any], manifest: dict[str, Any]) -> bytes:
    pair, world.pair = world.pair, signer
    try:
        return world.texts_as([], manifest, told)
    finally:
        world.pair = pair


RECEIPT: dict[str, Any] = {"accepted": [], "refused": [], "nodes": {}, "erased": [], "conflicts": 0}


def _receipt(name: str, what: str, code: str, receipt: Any, told: dict[str, Any] | None = None, **more: str) -> None:
    _case(
        READER, name, what, code, lambda w: _for_school(w, told or {}, {"receipt": receipt}), receiver="school", **more
    )  # fmt: skip


_ONE = ["f" * 32, 1, "f" * 64, "2026-11-21T10:00:00"]
_receipt("receipt-for-another", "квитанция другому учреждению", "not-for-us", RECEIPT, {"addressee": "f" * 32})
_case(
    READER, "directive-from-a-school", "файл «от района» прислала соседняя школа, ключ которой подтверждён", "scope",
    lambda w: _from_b(w, "directive", {}), receiver="school",
)  # fmt: skip
_case(
    READER, "receipt-from-a-school", "квитанцию прислала соседняя школа, ключ которой подтверждён", "scope",
    lambda w: _from_b(w, "receipt", {"receipt": RECEIPT}), receiver="school",
)  # fmt: skip
_receipt("receipt-for-nobody", "квитанция без адресата", "not-for-us", RECEIPT, {"addressee": ""})
_receipt("receipt-missing", "в квитанции ничего нет", "receipt", None)
_receipt("receipt-list", "квитанция — список", "receipt", [])
_receipt("receipt-day", "в квитанции 99-й месяц", "receipt", {**RECEIPT, "accepted": [[*_ONE[:3], "2026-99-99T10:00:00"]]})
_receipt("receipt-markup", "в квитанции команды терминалу", "receipt", {**RECEIPT, "refused": [[*_ONE, "x", "\x1b[2Jвзлом"]]})
_receipt("receipt-number", "в квитанции номер −1", "receipt", {**RECEIPT, "accepted": [[_ONE[0], -1, *_ONE[2:]]]})
_receipt("receipt-conflicts", "в квитанции число расхождений — текст", "receipt", {**RECEIPT, "conflicts": "много"})


@hostile(READER, "receipt-with-changes", "в квитанции спрятаны записи", "receipt", receiver="school")
def _receipt_with_changes(world: World, path: Path) -> None:
    pair, world.pair = world.pair, world.district_pair
    told = {
        "institution": own_id(world.store), "institution_name": "Район", "scope": "receipt", "number": 5,
        "addressee": world.header["institution"], "signer": pair.sign_public, "previous": "", "school_years": [],
    }  # fmt: skip
    told["signer"] = world.pair.sign_public
    try:
        path.write_bytes(world.texts_as(world.lines[1:-1], {"receipt": RECEIPT}, told))
    finally:
        world.pair = pair


# ---------------------------------------------------------------------- number
add(Case("repeat", NUMBER, "тот же файл второй раз", "repeated", _copy(lambda w: w.first), status="repeated"))
_case(
    NUMBER, "number-again", "другой файл под номером уже принятого", "merged",
    lambda w: w.texts_as(w.lines[1:-1], None, {"number": 1}), status="merged",
    why="номер только подсказка: копия базы выгружает свой файл под тем же номером, и её записи терять нельзя",
)  # fmt: skip
_case(
    NUMBER, "number-jump", "номер сразу миллиард", "merged",
    lambda w: w.texts_as(w.lines[1:-1], None, {"number": 10**9}), status="merged",
    why="пропавшие файлы не нужны: каждый полон; о пропуске сказано",
)  # fmt: skip
_case(
    NUMBER, "created-in-the-future", "создан в 2099 году (севшая батарейка)", "merged",
    lambda w: w.texts_as(w.lines[1:-1], None, {"created": "2099-01-01T00:00:00"}), status="merged",
    why="часы школьного ноутбука ничего не решают",
)  # fmt: skip
_case(
    NUMBER, "created-long-ago", "создан в 2009 году (севшая батарейка)", "merged",
    lambda w: w.texts_as(w.lines[1:-1], None, {"created": "2009-01-01T00:00:00"}), status="merged",
    why="часы школьного ноутбука ничего не решают",
)  # fmt: skip


# ---------------------------------------------------------------------- seal
def _sealed(name: str, what: str, make: Callable[[World], bytes], code: str = "unseal") -> None:
    """A body that is signed and is no age file for us."""
    _case(SEAL, name, what, code, lambda world: world.signed({}, make(world)))


def _armored(world: World) -> bytes:
    readers = [pyrage.x25519.Recipient.from_str(one) for one in world.readers]
    return bytes(pyrage.encrypt(world.packed, readers, armored=True))


def _passphrase(world: World) -> bytes:
    """A scrypt stanza of the greatest work factor instead of ours (age-encryption.org/v1)."""
    at = world.body.index(b"\n--- ")
    return AGE_BINARY + b"-> scrypt " + b"A" * 22 + b" 22\n" + b"A" * 43 + world.body[at:]


_sealed("not-sealed-inside", "в заголовке «запечатан», а внутри открыто", lambda w: w.packed)
_sealed("seal-empty", "вместо печати ничего", lambda _: b"")
_sealed("seal-cut", "печать оборвана, хотя подписана", lambda w: w.body[:-1])
_sealed("seal-cut-in-head", "от печати осталось начало", lambda w: w.body[:100])
_sealed(
    "seal-bit", "в печати изменён бит, и файл подписан заново", lambda w: w.body[:400] + bytes([w.body[400] ^ 1]) + w.body[401:]
)
_sealed("seal-byte-behind", "за печатью лишний байт", lambda w: w.body + b"\x00")
_sealed("seal-passphrase", "запечатан паролем, проверка которого заняла бы часы", _passphrase)
_sealed(
    "seal-for-another", "в заголовке наш ключ, а запечатан другому", lambda w: seal(w.packed, [stranger_pair().age_recipient])
)
_sealed("seal-armored", "печать в текстовой записи", _armored)
_sealed("seal-newer", "печать второй версии age", lambda w: w.body.replace(b"encryption.org/v1", b"encryption.org/v2", 1))
_sealed(
    "seal-many-stanzas",
    "тысячи чужих получателей в печати",
    lambda w: w.body.replace(b"\n-> ", b"\n" + b"-> X25519 AAAA\nAAAA\n" * 20_000 + b"-> ", 1),
)
_sealed("seal-twice", "запечатан дважды", lambda w: seal(w.body, w.readers), "zlib")
