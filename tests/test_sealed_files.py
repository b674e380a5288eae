"""Sealed files: read by those they are for, believed from those who were confirmed, refused from everybody else."""

from __future__ import annotations

import ast
import hashlib
import json
import random
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest
from nacl.exceptions import BadSignatureError

from model import check
from model.backups import backup_to
from model.errors import Refusal
from model.setup import own_id, own_institution
from model.store import Store
from sync import key_store
from sync.demo_keys import enrol_demo
from sync.exchange_file import MAGIC, SIGNATURE, canonical, open_frame, read_bytes, read_file
from sync.folder import Outcome, merge_paths
from sync.key_store import KeyRing, key_path
from sync.keys import KeyPair, new_key_pair
from sync.outgoing import export_file
from sync.own_key import make_key, make_safe_key, own_revocation, recover_key, recovery_words, rotate_key
from sync.public_key import PublicKey, publish
from sync.seal import seal
from sync.trust import enrol, revoke, trusted_keys
from tests import independent_reader
from tests.worlds import (
    TODAY,
    add_person,
    add_roadmap,
    district,
    export,
    merge,
    school,
    second_laptop,
    stands,
    statuses,
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with the least that it takes."""
    monkeypatch.setattr(key_store, "OPS_LIMIT", 1)
    monkeypatch.setattr(key_store, "MEMORY_LIMIT", 8192)


def give_key(store: Store, passphrase: str | None = None) -> PublicKey:
    """A key of its own for a database."""
    store.activate()
    return make_key(store, passphrase)


def trust(store: Store, key: PublicKey) -> None:
    """Enrol a key with the words that its owner reads out."""
    store.activate()
    enrol(store, key, heard=key.words)


def sealed(store: Store, out: Path, scope: str = "district", addressee: str = "") -> Path:
    """A sealed file."""
    store.activate()
    return export_file(store, scope, out, on=TODAY, addressee=addressee).path


def pair_of(store: Store) -> KeyPair:
    """The private keys of a database."""
    return KeyRing.of(store).current


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    """An institution's laptop."""
    with school(tmp_path / "школа.db") as store:
        yield store


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Store]:
    """The district's laptop."""
    with district(tmp_path / "район.db") as store:
        yield store


@pytest.fixture
def enrolled(here: Store, there: Store) -> tuple[PublicKey, PublicKey]:
    """Both have keys and have confirmed each other; the public keys of institution and district."""
    mine, theirs = give_key(here), give_key(there)
    trust(here, theirs)
    trust(there, mine)
    return mine, theirs


def refused(store: Store, path: Path, code: str, status: str = "refused") -> Outcome:
    """A file is not merged, for this reason, with one sentence; nothing at all changes."""
    store.activate()
    tables = ("change", "known_node", "import", "withheld", "head", "trusted_key")
    before = check.digest(store), *(store.value(f"SELECT count(*) FROM {table}") for table in tables)
    (outcome,) = merge_paths(store, [path])
    assert (outcome.status, outcome.code) == (status, code), outcome.message
    assert re.fullmatch(r"[А-ЯЁ«][^\n\x00-\x1f]{10,300}[.]", outcome.message), outcome.message
    assert (check.digest(store), *(store.value(f"SELECT count(*) FROM {table}") for table in tables)) == before
    return outcome


def parts(path: Path) -> tuple[dict[str, Any], bytes, bytes]:
    """Header, signature and body of a file, read here without Kurator's code."""
    data = path.read_bytes()
    (length,) = struct.unpack(">I", data[8:12])
    head = 12 + length
    return json.loads(data[12:head]), data[head : head + SIGNATURE], data[head + SIGNATURE :]


def written(path: Path, header: dict[str, Any], body: bytes, pair: KeyPair | None = None, signature: bytes = b"") -> Path:
    """A file with any header and body, lengths and hash as they are, signed by ``pair`` or with a given signature."""
    told = {**header, "body_length": len(body), "body_sha256": hashlib.sha256(body).hexdigest()}
    raw = canonical(told)
    head = MAGIC + struct.pack(">I", len(raw)) + raw
    path.write_bytes(head + (pair.sign(head) if pair else signature or bytes(SIGNATURE)) + body)
    return path


# ---------------------------------------------------------------------- who can read
def test_sealed_file_goes_to_the_district_and_back(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    here.activate()
    add_roadmap(here)
    person = add_person(here, "Сорокина", post="учитель")
    path = sealed(here, tmp_path / "1.kur")
    assert "Сорокина".encode() not in path.read_bytes()
    with pytest.raises(Refusal) as refusal:
        read_file(path)
    assert refusal.value.code == "no-key"
    for store in (here, there):
        identities = [pair_of(store).age_identity]
        assert len(read_file(path, identities).lines) == here.value("SELECT count(*) FROM change")
    (outcome,) = merge(there, path)
    assert (outcome.status, outcome.note) == ("merged", "")
    assert stands(there, "person", person)
    assert statuses(merge(here, sealed(there, tmp_path / "2.kur", "directive"))) == ["merged"]
    assert statuses(merge(there, path)) == ["repeated"]
    assert check.problems(here) == check.problems(there) == []


def test_stock_age_opens_the_body(here: Store, enrolled: Any, tmp_path: Path) -> None:
    """The body is an age file of its own: who has the identity needs no Kurator to see what was sent."""
    add_person(here, "Сорокина")
    header, _, body = parts(sealed(here, tmp_path / "1.kur"))
    assert body.startswith(b"age-encryption.org/v1\n-> X25519 ")
    identity = pyrage.x25519.Identity.from_str(pair_of(here).age_identity)
    plain = zlib.decompress(pyrage.decrypt(body, [identity]))
    assert len(plain) == header["plain_length"]
    assert "Сорокина" in plain.decode()
    assert header["recipients"] == [key.age for key in reversed(enrolled)]


def test_a_reader_written_from_the_description_reads_our_files(
    here: Store, there: Store, enrolled: Any, tmp_path: Path
) -> None:
    """Signature, hashes, seal, manifest, chains and commitments come out without a line of Kurator's code."""
    tree = ast.parse(Path(independent_reader.__file__).read_text("utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name.partition(".")[0] for name in imported} & {"model", "sync", "exports", "tui", "tests"}
    here.activate()
    add_roadmap(here)
    silent = add_person(here, "Дроздова", consent=False)
    add_person(here, "Сорокина", post="логопед", notes="«\\n\u2028")
    identity = [pair_of(here).age_identity]
    for scope in ("own", "district"):
        for path in (sealed(here, tmp_path / "1.kur", scope), export(here, tmp_path / "2.kur", scope)):
            data = path.read_bytes()
            header, changes = independent_reader.read(data, identity)
            assert header["scope"] == scope
            stored = here.sql("SELECT node, seq, row_id, kind FROM change ORDER BY node, seq").fetchall()
            assert [(one.node, one.seq, one.row, one.kind) for one in changes] == stored
            told = [one.shared for one in changes if one.row == silent]
            assert (told == [None]) == (scope == "district")
            posts = {one.shared[1].get("post") for one in changes if one.shared is not None and one.table == "person"}
            assert "логопед" in posts
            for at in (9, 40, len(data) - 400, len(data) - 1):
                with pytest.raises((ValueError, BadSignatureError, pyrage.DecryptError)):
                    independent_reader.read(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], identity)


def test_a_third_institution_reads_nothing(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    with school(tmp_path / "b.db", "Школа № 2") as other, district(tmp_path / "d2.db") as stranger:
        give_key(other)
        trust(other, enrolled[0])
        trust(other, enrolled[1])
        add_person(here)
        path = sealed(here, tmp_path / "1.kur")
        refused(other, path, "not-for-us")
        give_key(stranger)
        trust(stranger, enrolled[0])
        refused(stranger, path, "not-for-us")
        with pytest.raises(Refusal) as refusal:
            read_file(path, [pair_of(other).age_identity])
        assert refusal.value.code == "unseal"
        refused(other, sealed(there, tmp_path / "2.kur", "directive", enrolled[0].institution), "not-for-us")
        refused(other, sealed(here, tmp_path / "3.kur", "own"), "not-for-us")


def test_own_file_is_for_us_alone(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    with second_laptop(here, tmp_path / "b.db") as other:
        person = add_person(here, phone="8-800")
        path = sealed(here, tmp_path / "1.kur", "own")
        assert parts(path)[0]["recipients"] == [enrolled[0].age]
        refused(there, path, "not-for-us")
        refused(other, path, "no-key")
        recover_key(other, " ".join(recovery_words(KeyRing.of(here))), None)
        assert statuses(merge(other, path)) == ["merged"]
        assert stands(other, "person", person)


def test_what_must_be_there_before_an_export(here: Store, there: Store, tmp_path: Path) -> None:
    def refusal_of(store: Store, scope: str, **more: Any) -> str:
        store.activate()
        with pytest.raises(Refusal) as refusal:
            export_file(store, scope, tmp_path / "x.kur", **more)
        assert not (tmp_path / "x.kur").exists()
        assert store.value("SELECT count(*) FROM export") == 0
        return refusal.value.code

    assert refusal_of(here, "district") == "no-key"
    assert refusal_of(here, "own") == "no-key"
    give_key(here)
    theirs = give_key(there)
    assert refusal_of(here, "district") == "no-recipient"
    assert refusal_of(there, "directive") == "no-recipient"
    trust(here, theirs)
    assert refusal_of(here, "district", addressee="f" * 32) == "no-recipient"
    second = publish(new_key_pair(), "d" * 32, "Другой район", "district")
    trust(here, second)
    assert refusal_of(here, "district") == "ambiguous"
    assert parts(sealed(here, tmp_path / "1.kur", addressee=second.institution))[0]["recipients"][0] == second.age
    revoke(here, "Другой район")
    assert parts(sealed(here, tmp_path / "2.kur"))[0]["recipients"][0] == theirs.age


def test_safe_key_reads_everything_for_the_district(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    there.activate()
    safe = make_safe_key(there, KeyRing.of(there), tmp_path / "safe.key", None)
    trust(here, safe)
    person = add_person(here)
    path = sealed(here, tmp_path / "1.kur")
    assert safe.age in parts(path)[0]["recipients"]
    assert safe.age in parts(sealed(there, tmp_path / "2.kur", "own"))[0]["recipients"]
    assert safe.age not in parts(sealed(here, tmp_path / "3.kur", "own"))[0]["recipients"]
    words = recovery_words(KeyRing(tmp_path / "safe.key", own_id(there)))
    key_path(there.path).unlink()
    there.activate()
    recover_key(there, " ".join(words), None)
    assert statuses(merge(there, path)) == ["merged"]
    assert stands(there, "person", person)
    assert statuses(merge(here, sealed(there, tmp_path / "4.kur", "directive"))) == ["merged"], "signed by the safe key"


def test_former_keys_open_what_was_sealed_to_them(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    add_person(here)
    path = sealed(here, tmp_path / "1.kur")
    there.activate()
    for _ in range(2):
        rotate_key(there, KeyRing.of(there))
    assert statuses(merge(there, path)) == ["merged"]


# ---------------------------------------------------------------------- who is believed
def test_unknown_sender_waits_until_confirmed(here: Store, there: Store, tmp_path: Path) -> None:
    mine, theirs = give_key(here), give_key(there)
    trust(here, theirs)
    add_person(here)
    path = sealed(here, tmp_path / "1.kur")
    outcome = refused(there, path, "unknown", "unknown")
    assert "kurator key trust" in outcome.message
    assert (outcome.institution, outcome.number) == ("Школа № 1", 1)
    trust(there, mine)
    assert statuses(merge(there, path)) == ["merged"]


def test_changed_replaced_and_revoked_keys(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    add_person(here)
    first = sealed(here, tmp_path / "1.kur")
    here.activate()
    _, fresh = rotate_key(here, KeyRing.of(here))
    second = sealed(here, tmp_path / "2.kur")
    refused(there, second, "changed")
    there.activate()
    assert enrol(there, fresh).how == "chain"
    refused(there, first, "replaced")
    assert statuses(merge(there, second)) == ["merged"]
    there.activate()
    revoke(there, fresh.institution)
    third = sealed(here, tmp_path / "3.kur")
    refused(there, third, "revoked")
    trust(there, fresh)
    assert statuses(merge(there, third)) == ["repeated"]
    there.activate()
    enrol(there, own_revocation(KeyRing.of(here)))
    refused(there, sealed(here, tmp_path / "4.kur"), "revoked")
    refused(there, third, "revoked")


def test_a_new_key_without_a_chain_is_a_hard_stop(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    here.activate()
    fresh = make_key(here, None, replace=True)
    path = sealed(here, tmp_path / "1.kur")
    refused(there, path, "changed")
    there.activate()
    with pytest.raises(Refusal):
        enrol(there, fresh)
    refused(there, path, "changed")
    trust(there, fresh)
    assert statuses(merge(there, path)) in (["merged"], ["repeated"])


def test_deputy_with_the_former_key_is_told_to_take_the_new_one(here: Store, tmp_path: Path) -> None:
    give_key(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        recover_key(other, " ".join(recovery_words(KeyRing.of(here))), None)
        here.activate()
        rotate_key(here, KeyRing.of(here))
        add_person(here)
        path = sealed(here, tmp_path / "1.kur", "own")
        outcome = refused(other, path, "changed")
        assert "kurator key recover" in outcome.message
        refused(here, sealed(other, tmp_path / "2.kur", "own"), "replaced")
        other.activate()
        recover_key(other, " ".join(recovery_words(KeyRing.of(here))), None, replace=True)
        assert statuses(merge(other, path)) == ["merged"]


def test_no_downgrade(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    """Whoever holds a good file, its plain text, and a key of his own cannot make one that is believed."""
    add_person(here)
    path = sealed(here, tmp_path / "1.kur")
    header, signature, body = parts(path)
    packed = pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(pair_of(here).age_identity)])
    thief, out = new_key_pair(), tmp_path / "x.kur"
    bare = {**header, "signer": "", "sealed": False, "recipients": []}
    refused(there, written(out, bare, packed), "unsigned")
    refused(there, written(out, {**header, "sealed": False, "recipients": []}, packed, signature=signature), "signature")
    refused(there, written(out, header, body), "signature")
    refused(there, written(out, {**header, "signer": ""}, body), "header")
    refused(there, written(out, {**bare, "sealed": True}, packed), "header")
    refused(there, written(out, {**header, "recipients": []}, body, pair_of(here)), "header")
    refused(there, written(out, {**header, "signer": thief.sign_public}, body, thief), "changed")
    stranger = {**header, "institution": "e" * 32, "signer": thief.sign_public}
    refused(there, written(out, stranger, body, thief), "unknown", "unknown")
    with school(tmp_path / "b.db", "Школа № 2") as other:
        trust(there, give_key(other))
        forged = {**header, "signer": pair_of(other).sign_public}
        refused(there, written(out, forged, body, pair_of(other)), "foreign-signer")
        there.activate()
        mine = {**header, "institution": own_id(other), "signer": pair_of(other).sign_public}
        refused(there, written(out, mine, body, pair_of(other)), "manifest")
    assert statuses(merge(there, path)) == ["merged"]


def test_without_keys_files_go_as_before_and_say_so(here: Store, there: Store, tmp_path: Path) -> None:
    add_person(here)
    (outcome,) = merge(there, export(here, tmp_path / "1.kur"))
    assert (outcome.status, outcome.note) == ("merged", "Подпись не проверена: ключей здесь ещё нет.")
    mine = give_key(here)
    add_person(here, "Чижова")
    signed = export(here, tmp_path / "2.kur")
    assert parts(signed)[0]["signer"] == mine.sign
    (outcome,) = merge(there, signed)
    assert (outcome.status, outcome.note) == ("merged", "Подпись не проверена: ключ отправителя не подтверждён.")
    trust(here, publish(new_key_pair(), own_id(there), "Район", "district"))
    refused(there, sealed(here, tmp_path / "3.kur"), "no-key")
    give_key(there)
    add_person(here, "Грачёва")
    refused(there, tmp_path / "1.kur", "unsigned")
    refused(there, export(here, tmp_path / "4.kur"), "unknown", "unknown")
    trust(there, mine)
    (outcome,) = merge(there, tmp_path / "4.kur")
    assert (outcome.status, outcome.note) == ("merged", "")
    with school(tmp_path / "b.db", "Школа № 2") as other:
        refused(there, export(other, tmp_path / "5.kur"), "unsigned")


def test_losing_the_key_file_does_not_open_the_door(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    with school(tmp_path / "b.db", "Школа № 2") as other:
        path = export(other, tmp_path / "1.kur")
    key_path(there.path).unlink()
    refused(there, path, "unsigned")
    refused(there, sealed(here, tmp_path / "2.kur"), "no-key")


@pytest.mark.parametrize("next_step", ["export", "merge"])
def test_interrupted_between_key_file_and_table(
    here: Store, there: Store, enrolled: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, next_step: str
) -> None:
    """Whoever is stopped in the middle of a rotation has the new key, and the next export or merge knows it."""
    directive = sealed(there, tmp_path / "0.kur", "directive")
    here.activate()
    with monkeypatch.context() as patch:
        patch.setattr("sync.own_key.register_own", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            rotate_key(here, KeyRing.of(here))
    public = KeyRing.of(here).public
    assert public.follows
    if next_step == "merge":
        assert statuses(merge(here, directive)) == ["merged"], "sealed to the former key"
    else:
        assert parts(sealed(here, tmp_path / "1.kur"))[0]["signer"] == public.sign
    states = {key.sign: key.state for key in trusted_keys(here, public.institution)}
    assert states == {public.sign: "trusted", enrolled[0].sign: "replaced"}


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


# ---------------------------------------------------------------------- every byte is signed or hashed
def test_no_field_of_a_signed_header_can_change(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    path = sealed(here, tmp_path / "1.kur")
    header, signature, body = parts(path)
    others: dict[str, list[Any]] = {
        "institution": ["f" * 32], "institution_name": ["Школа № 2", ""], "scope": ["own", "directive"], "sender": ["f" * 32],
        "number": [header["number"] + 1, 10**9], "created": ["2027-01-01T00:00:00"], "app": ["9"], "previous": ["f" * 64],
        "school_years": [[], ["2030-2031"]], "addressee": [own_id(there)], "signer": [enrolled[1].sign], "format": [0],
        "recipients": [header["recipients"][::-1], header["recipients"][:1]], "sealed": [False], "plain_length": [1],
        "body_length": [1], "body_sha256": ["f" * 64],
    }  # fmt: skip
    assert others.keys() == header.keys()
    for name, values in others.items():
        for value in values:
            raw = canonical({**header, name: value})
            (tmp_path / "x.kur").write_bytes(MAGIC + struct.pack(">I", len(raw)) + raw + signature + body)
            outcome = refused(there, tmp_path / "x.kur", "header" if name in {"format", "sealed"} else "signature")
            assert outcome.institution == ""
    assert statuses(merge(there, path)) == ["merged"]


def test_every_flipped_or_missing_byte_is_noticed(
    here: Store, there: Store, enrolled: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.folder.make_backup", lambda *_: None)
    data, dice = sealed(here, tmp_path / "1.kur").read_bytes(), random.Random(1)
    there.activate()
    there.sql("PRAGMA synchronous = off")
    before = check.digest(there)
    codes = set()
    for place in [*range(0, 12), *(dice.randrange(len(data)) for _ in range(300))]:
        broken = bytearray(data)
        broken[place] ^= 1 << dice.randrange(8)
        for bad in (bytes(broken), data[:place]):
            (tmp_path / "x.kur").write_bytes(bad)
            (outcome,) = merge_paths(there, [tmp_path / "x.kur"])
            assert outcome.status == "refused", place
            codes.add(outcome.code)
    assert check.digest(there) == before
    assert {"signature", "body-hash", "truncated", "header"} <= codes


def test_checks_come_in_their_order(here: Store, there: Store, tmp_path: Path) -> None:
    """Nobody is asked for a passphrase, and nothing is decrypted, for what is refused before."""
    mine, theirs = give_key(here), give_key(there, "пароль")
    trust(here, theirs)
    path = sealed(here, tmp_path / "1.kur")
    data = path.read_bytes()
    there.activate()
    asked: list[int] = []

    def offered(content: bytes) -> str:
        (tmp_path / "x.kur").write_bytes(content)

        def ask() -> str:
            asked.append(1)
            return "пароль"

        (outcome,) = merge_paths(there, [tmp_path / "x.kur"], ring=KeyRing.of(there, ask))
        return outcome.code

    broken = data[:-1] + bytes([data[-1] ^ 1])
    assert offered(b"\x00" + broken) == "not-exchange"
    assert offered(data[:20] + b"?" + data[21:]) in {"header", "signature"}
    assert offered(broken) == "unknown", "an unknown signer is told before a damaged body"
    trust(there, mine)
    assert offered(broken) == "body-hash"
    header, _, body = parts(path)
    stranger = {**header, "recipients": [new_key_pair().age_recipient]}
    assert (
        offered(written(tmp_path / "y.kur", {**header, "addressee": "f" * 32}, body, pair_of(here)).read_bytes())
        == "not-for-us"
    )
    assert asked == []
    assert offered(written(tmp_path / "y.kur", stranger, body, pair_of(here)).read_bytes()) == "not-for-us"
    asked.clear()
    assert offered(data) == "merged"
    assert asked == [1]
    assert offered(data) == "repeated"
    assert asked == [1], "a repeat needs no passphrase"
    refused(there, sealed(here, tmp_path / "2.kur"), "passphrase-needed")


def test_hostile_bodies_of_a_trusted_sender(here: Store, there: Store, enrolled: Any, tmp_path: Path) -> None:
    """A confirmed institution's program gone mad: signed well, sealed well, and nonsense inside."""
    header, _, body = parts(sealed(here, tmp_path / "1.kur"))
    identity = pyrage.x25519.Identity.from_str(pair_of(here).age_identity)
    packed = pyrage.decrypt(body, [identity])
    readers, out = header["recipients"], tmp_path / "x.kur"
    bomb = zlib.compress(bytes(20_000_000), 9)
    for content, told, code in (
        (seal(bomb, readers), {}, "plain-length"),
        (seal(bomb, readers), {"plain_length": 20_000_000}, "header"),
        (seal(packed + b"x", readers), {}, "plain-length"),
        (seal(packed[:-9], readers), {}, "plain-length"),
        (seal(b"", readers), {}, "plain-length"),
        (seal(b"SQLite format 3\x00", readers), {}, "zlib"),
        (seal(seal(packed, readers), readers), {}, "zlib"),
        (seal(packed, readers), {"plain_length": header["plain_length"] - 1}, "plain-length"),
        (seal(packed, readers), {"number": 7}, "manifest"),
        (seal(packed, readers), {"scope": "directive"}, "not-for-us"),
        (seal(packed, [enrolled[0].age]), {}, "unseal"),
        (packed, {}, "unseal"),
        (b"", {}, "unseal"),
        (b"age-encryption.org/v1\n", {}, "unseal"),
        (pyrage.passphrase.encrypt(packed, "пароль"), {}, "unseal"),
        (body[:-1], {}, "unseal"),
        (body[:-30] + body[-29:], {}, "unseal"),
        (body + b"\x00", {}, "unseal"),
        (body[:200] + bytes([body[200] ^ 1]) + body[201:], {}, "unseal"),
    ):  # fmt: skip
        refused(there, written(out, {**header, **told}, content, pair_of(here)), code)
    unsealed = {**header, "sealed": False, "recipients": []}
    refused(there, written(out, unsealed, body, pair_of(here)), "zlib")
    refused(there, written(out, unsealed, packed, pair_of(here)), "manifest")
    assert open_frame(read_bytes(tmp_path / "1.kur")).header.sealed


@pytest.mark.parametrize("name", ["signer", "recipients"])
def test_keys_of_a_header_have_one_shape(here: Store, there: Store, enrolled: Any, tmp_path: Path, name: str) -> None:
    header, _, body = parts(sealed(here, tmp_path / "1.kur"))
    for bad in ("", "x", "AGE1" + "Q" * 58, "age1" + "b" * 58, "0" * 63, "0" * 65, "A" * 64, "\u0430" * 64, "age1" + "q" * 57):
        value = bad if name == "signer" else [bad]
        refused(there, written(tmp_path / "x.kur", {**header, name: value}, body, pair_of(here)), "header")


def test_too_many_recipients_are_told(there: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give_key(there)
    many = [new_key_pair().age_recipient for _ in range(1100)]
    monkeypatch.setattr("sync.outgoing.recipients", lambda *_: many)
    with pytest.raises(Refusal) as refusal:
        sealed(there, tmp_path / "1.kur", "own")
    assert refusal.value.code == "header-size"
    assert not (tmp_path / "1.kur").exists()


# ---------------------------------------------------------------------- what must never leave
def test_the_secret_is_nowhere_but_in_its_file(
    here: Store, there: Store, enrolled: Any, tmp_path: Path, state_folder: Path
) -> None:
    add_person(here)
    pair = pair_of(here)
    rotate_key(here, KeyRing.of(here))
    for scope in ("own", "district"):
        sealed(here, tmp_path / f"{scope}.kur", scope)
        export(here, tmp_path / f"{scope}-open.kur", scope)
    here.activate()
    backup_to(here, tmp_path / "copy.db")
    merge(there, tmp_path / "district.kur")
    merge(here, tmp_path / "own.kur")
    (tmp_path / "public.kurkey").write_bytes(KeyRing.of(here).public.to_bytes())
    needles: list[bytes] = []
    for one in KeyRing.of(here).pairs:
        needles += [one.secret, one.secret.hex().encode(), one.age_identity.encode(), one.age_identity.lower().encode()]
        needles += [word.encode() for word in (" ".join(recovery_words(KeyRing.of(here))),)]
    assert pair.secret in needles
    searched = [path for folder in (tmp_path, state_folder) for path in folder.rglob("*") if path.is_file()]
    assert len(searched) > 8
    for path in searched:
        if path.suffix != ".key":
            data = path.read_bytes()
            assert not any(needle in data for needle in needles), path
    assert any(needle in key_path(here.path).read_bytes() for needle in needles)


def test_a_demo_is_enrolled(tmp_path: Path) -> None:
    """Everybody can send at once, and the district merges."""
    with district(tmp_path / "district.db"):
        pass
    paths = [tmp_path / f"institution-{number}.db" for number in (1, 2)]
    for path in paths:
        school(path, f"Школа № {path.stem[-1]}").close()
    enrol_demo(tmp_path / "district.db", paths, 1)
    for number, path in enumerate(paths):
        with Store.open(path) as store:
            own = own_institution(store)
            assert own is not None
            add_person(store, "Сорокина")
            sealed(store, tmp_path / f"{number}.kur")
    with Store.open(tmp_path / "district.db") as store:
        assert statuses(merge(store, tmp_path / "0.kur", tmp_path / "1.kur")) == ["merged", "merged"]
        directive = sealed(store, tmp_path / "d.kur", "directive")
    with Store.open(paths[0]) as store:
        assert statuses(merge(store, directive)) == ["merged"]
