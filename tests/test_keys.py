"""Keys: what comes from one secret, words on paper and over the phone, the file beside the database, whose keys are trusted."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from model import check
from model.errors import Refusal
from model.setup import own_id
from model.store import Store
from sync import key_store
from sync.exchange_file import canonical
from sync.key_store import KeyRing, key_path, read_key_file, write_key_file
from sync.key_words import fingerprint_words, same_words, secret_of, secret_words, word_list
from sync.keys import KeyPair, bech32, is_signed_by, new_key_pair
from sync.own_key import (
    FORMER_PAIRS,
    change_passphrase,
    make_key,
    make_safe_key,
    own_revocation,
    recover_from_file,
    recover_key,
    recovery_words,
    rotate_key,
)
from sync.public_key import PublicKey, publish, read_public_key, revocation
from sync.trust import disown, enrol, keys_in_use, needs_words, register_own, revoke, trusted_keys
from tests.worlds import district, school, second_laptop

SECRET = bytes(range(32))
SECRETS = st.binary(min_size=32, max_size=32)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with the least that it takes: the tests are not about how long guessing lasts."""
    monkeypatch.setattr(key_store, "OPS_LIMIT", 1)
    monkeypatch.setattr(key_store, "MEMORY_LIMIT", 8192)


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


def code_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    """Code of a refusal, whose sentence must be one good Russian sentence."""
    sentence = refusal.value.sentence
    assert sentence.endswith((".", "»."))
    assert "\n" not in sentence
    assert any("а" <= letter <= "я" for letter in sentence)
    return refusal.value.code


# ---------------------------------------------------------------------- one secret, two key pairs
@pytest.mark.parametrize("text", [
    "a12uel5l",
    "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
    "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
    "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
])  # fmt: skip
def test_bech32_vectors_of_bip_173(text: str) -> None:
    """Valid strings of BIP-173: their data part, read back here, encodes to the same string."""
    prefix, _, data = text.rpartition("1")
    values = ["qpzry9x8gf2tvdw0s3jn54khce6mua7l".index(sign) for sign in data[:-6]]
    bits = "".join(f"{value:05b}" for value in values)
    whole = len(bits) // 8 * 8
    assert not int(bits[whole:] or "0", 2), "what is left over is padding"
    assert bech32(prefix, int(bits[:whole] or "0", 2).to_bytes(whole // 8, "big")) == text


def test_keys_of_a_known_secret_never_change() -> None:
    """Whoever recovers a key in ten years must get the same one."""
    pair = KeyPair(SECRET)
    assert pair.sign_public == "3118ab9178460d61f4d5d830dc9ba5e4291443a36a611e82d3834b8b4f4711d5"
    assert pair.age_recipient == "age19tsd9zlhg49fkvy9dsxzhkzx7crnu8d7vyajhhw78wzgt9dpr4dsjhhta4"
    assert pair.age_identity.startswith("AGE-SECRET-KEY-1")
    assert fingerprint_words("0" * 32, pair.sign_public, pair.age_recipient) == "крем оптовый горячий кофта взгляд вершина"


@given(SECRETS, SECRETS)
def test_each_use_has_its_own_key(one: bytes, two: bytes) -> None:
    pair, other = KeyPair(one), KeyPair(two)
    identity = pyrage.x25519.Identity.from_str(pair.age_identity)
    assert str(identity.to_public()) == pair.age_recipient
    assert (pair.sign_public == other.sign_public) == (one == two) == (pair.age_recipient == other.age_recipient)
    signature = pair.sign(b"text")
    assert is_signed_by(pair.sign_public, b"text", signature)
    assert not is_signed_by(pair.sign_public, b"texts", signature)
    assert is_signed_by(other.sign_public, b"text", signature) == (one == two)
    assert one not in repr(pair).encode("latin-1", "replace")
    assert one.hex() not in repr(pair)


@pytest.mark.parametrize("public", ["", "00" * 32, "ff" * 32, "zz" * 32, "0" * 63, "01" + "00" * 31])
def test_odd_public_keys_sign_nothing(public: str) -> None:
    for signature in (b"", bytes(64), bytes(63), b"\xff" * 64):
        assert not is_signed_by(public, b"text", signature)


def test_a_secret_has_32_bytes() -> None:
    for length in (0, 31, 33):
        with pytest.raises(ValueError, match="32"):
            KeyPair(bytes(length))
    assert new_key_pair() != new_key_pair()


# ---------------------------------------------------------------------- words
def test_the_list_of_words_is_whole() -> None:
    """2,048 different Russian words in order, known by their first four letters, none of them broken."""
    words = word_list()
    assert len(set(words)) == 2048
    assert list(words) == sorted(words)
    assert len({word[:4] for word in words}) == 2048
    assert all("а" <= letter <= "я" for word in words for letter in word)
    broken = [word for word in Mnemonic("russian").wordlist if unicodedata.normalize("NFC", word) not in words]
    assert len(broken) <= 1, "the library's list has one word of broken bytes; ours stands in its place"


@given(SECRETS)
def test_24_words_are_the_secret(secret: bytes) -> None:
    words = secret_words(secret)
    assert len(words) == 24
    assert secret_of(" ".join(words)) == secret
    library = [unicodedata.normalize("NFC", word) for word in Mnemonic("russian").to_mnemonic(secret).split()]
    assert [mine for mine, theirs in zip(words, library, strict=True) if mine != theirs] in ([], ["снова"])


@given(SECRETS, st.randoms())
def test_typos_that_do_not_matter_are_forgiven(secret: bytes, dice: Any) -> None:
    typed = []
    for number, word in enumerate(secret_words(secret), start=1):
        form = dice.choice([word, word.upper(), word.title(), word[:4], word[:5], word.replace("е", "ё", 1)])
        form = unicodedata.normalize(dice.choice(["NFC", "NFD"]), form)
        typed.append(dice.choice([form, f"{number}. {form}", f"  {form} ,", f"{number}) {form}\n"]))
    assert secret_of(" ".join(typed)) == secret


@given(SECRETS, st.integers(0, 23), st.integers(1, 2047))
def test_a_wrong_word_is_noticed(secret: bytes, place: int, shift: int) -> None:
    """Another word of the list passes the checksum once in 256 times, and then it is another key."""
    words = list(secret_words(secret))
    words[place] = word_list()[(word_list().index(words[place]) + shift) % 2048]
    found: bytes | None = None
    with suppress(Refusal):
        found = secret_of(" ".join(words))
    assert found != secret


def test_wrong_words_are_named_by_their_number() -> None:
    words = list(secret_words(SECRET))
    for place, wrong in ((0, "кракозябра"), (11, "wort"), (23, words[23][:3]), (5, words[5] + "ы")):
        with pytest.raises(Refusal, match=f"№ {place + 1} ") as refusal:
            secret_of(" ".join([*words[:place], wrong, *words[place + 1 :]]))
        assert code_of(refusal) == "word"
    for typed in ("", " ".join(words[:23]), " ".join([*words, words[0]])):
        with pytest.raises(Refusal) as refusal:
            secret_of(typed)
        assert code_of(refusal) == "words-count"
    with pytest.raises(Refusal) as refusal:
        secret_of(" ".join([words[1], words[0], *words[2:]]))
    assert code_of(refusal) == "words-checksum"


@given(SECRETS, SECRETS)
def test_fingerprints_are_equal_on_both_sides_only(one: bytes, two: bytes) -> None:
    pair, other = KeyPair(one), KeyPair(two)
    words = fingerprint_words("a" * 32, pair.sign_public, pair.age_recipient)
    assert len(words.split()) == 6
    assert same_words(words.upper().replace(" ", ",  "), words)
    for told in (
        ("b" * 32, pair.sign_public, pair.age_recipient),
        ("a" * 32, other.sign_public, pair.age_recipient),
        ("a" * 32, pair.sign_public, other.age_recipient),
    ):
        assert same_words(fingerprint_words(*told), words) == (told == ("a" * 32, pair.sign_public, pair.age_recipient))


# ---------------------------------------------------------------------- the public key file
@pytest.fixture
def public() -> PublicKey:
    """A public key that follows another one."""
    return publish(new_key_pair(), "a" * 32, "Школа № 1", "school", before=KeyPair(SECRET))


def test_public_key_file_survives_mail_programs(public: PublicKey) -> None:
    data = public.to_bytes()
    pretty = json.dumps(json.loads(data), indent=1).encode()
    for form in (data, data.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data, b"\n" + data + b"\n\n", pretty):
        assert read_public_key(form) == public
    assert read_public_key(data).follows
    assert public.previous == KeyPair(SECRET).sign_public


def test_no_word_of_a_public_key_file_can_be_changed(public: PublicKey) -> None:
    other = asdict(publish(new_key_pair(), "b" * 32, "Школа № 2", "district", role="safe", before=new_key_pair()))
    for name, value in asdict(public).items():
        values = [other[name], "", None, 1, [], "я", "0" * 128]
        values += [value[:-1], value.upper(), value + "\n"] if isinstance(value, str) else [2**70, -1, True, 1.0]
        for wrong in values:
            if wrong != value or type(wrong) is not type(value):
                with pytest.raises(Refusal) as refusal:
                    read_public_key(canonical({**asdict(public), name: wrong}))
                assert code_of(refusal) in {"key-damaged", "key-signature", "newer"}, (name, wrong)
        with pytest.raises(Refusal):
            read_public_key(canonical({key: told for key, told in asdict(public).items() if key != name}))
    with pytest.raises(Refusal):
        read_public_key(canonical({**asdict(public), "more": "x"}))


@pytest.mark.parametrize("data", [
    b"", b"\n", b"{", b"{}", b"[]", b"null", b"\xff\xfe{\x00}\x00", b'{"format":1}', b'{"format":NaN}', b"{" * 9000,
    b'{"format":' + b"9" * 5000 + b"}", b'{"format":1,"name":"\\ud800"}', bytes(20_000), b"{" + bytes(20_000),
    b'{"a":' * 2000 + b"1" + b"}" * 2000, b"\x89KUR\r\n\x1a\n",
])  # fmt: skip
def test_other_files_are_no_public_keys(data: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        read_public_key(data)
    assert code_of(refusal) in {"not-key", "key-damaged", "newer"}


def test_a_chain_holds_only_with_the_key_before(public: PublicKey) -> None:
    """Whoever names somebody's key as the one before, without having it, follows nobody."""
    thief = new_key_pair()
    signed = publish(thief, "a" * 32, "Школа № 1", "school", before=thief)
    claimed = replace(signed, previous=public.sign)
    assert not claimed.follows
    assert not publish(thief, "a" * 32, "Школа № 1", "school").follows
    assert not replace(public, name="Школа № 2").follows


# ---------------------------------------------------------------------- the private key on this laptop
PHRASES = ["пароль", "with spaces  ", "😀", "п" * 1000]


@pytest.mark.parametrize("phrase", [None, *PHRASES])
def test_key_file_gives_back_what_was_put_in(tmp_path: Path, phrase: str | None) -> None:
    pairs = [new_key_pair(), new_key_pair()]
    made = write_key_file(tmp_path / "a.key", pairs, publish(pairs[0], "a" * 32, "Школа", "school"), phrase)
    read = read_key_file(tmp_path / "a.key")
    assert read == made
    assert read.has_passphrase == (phrase is not None)
    assert read.unlock(lambda: phrase or "") == pairs
    data = (tmp_path / "a.key").read_bytes()
    if phrase is not None:
        assert pairs[0].secret.hex().encode() not in data
        assert phrase.encode() not in data
        for wrong in (phrase + "x", phrase[:-1] or "y", phrase.swapcase() + " "):
            with pytest.raises(Refusal) as refusal:
                read.unlock(lambda wrong=wrong: wrong)  # type: ignore[misc]
            assert code_of(refusal) in {"passphrase-wrong", "passphrase"}
        with pytest.raises(Refusal) as refusal:
            read.unlock(None)
        assert code_of(refusal) == "passphrase-needed"
        assert read.unlock(lambda: unicodedata.normalize("NFD", phrase)) == pairs


@pytest.mark.skipif(os.name != "posix", reason="modes of files are of POSIX")
def test_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        pair = new_key_pair()
        write_key_file(tmp_path / "a.key", [pair], publish(pair, "a" * 32, "Школа", "school"), None)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a.key"]


def test_every_damage_of_a_key_file_is_a_sentence(tmp_path: Path) -> None:
    pair = new_key_pair()
    path = tmp_path / "a.key"
    for phrase in (None, "пароль"):
        write_key_file(path, [pair], publish(pair, "a" * 32, "Школа", "school"), phrase, replace=True)
        data = path.read_bytes()
        damaged = [data[:cut] for cut in (0, 1, len(data) // 2, len(data) - 1)]
        damaged += [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(0, len(data), 7)]
        damaged += [b"[]", b"null", b"{}", bytes(100_000), data + b"x"]
        for broken in damaged:
            path.write_bytes(broken)
            with pytest.raises(Refusal) as refusal:
                read_key_file(path).unlock(lambda: "пароль")
            assert code_of(refusal) in {"key-damaged", "newer"}
    with pytest.raises(Refusal) as refusal:
        read_key_file(tmp_path / "нет.key")
    assert code_of(refusal) == "unreadable"


def forged(path: Path, **parts: Any) -> None:
    """A key file whose check is right again."""
    told = json.loads(path.read_bytes())
    told.pop("check")
    told |= parts
    import hashlib

    path.write_bytes(canonical({**told, "check": hashlib.sha256(canonical(told)).hexdigest()}))


def test_a_key_file_cannot_ask_for_all_memory(tmp_path: Path) -> None:
    pair, path = new_key_pair(), tmp_path / "a.key"
    write_key_file(path, [pair], publish(pair, "a" * 32, "Школа", "school"), "пароль")
    good = json.loads(path.read_bytes())["wrapping"]
    for wrong in (
        {"memory": 2**40}, {"memory": 0}, {"memory": -1}, {"memory": 8192.5}, {"memory": None}, {"ops": 10**9}, {"ops": 0},
        {"ops": True}, {"salt": ""}, {"salt": "zz"}, {"salt": None},
    ):  # fmt: skip
        forged(path, wrapping={**good, **wrong})
        with pytest.raises(Refusal) as refusal:
            read_key_file(path).unlock(lambda: "пароль")
        assert code_of(refusal) == "key-damaged", wrong
    for content in ("", "00", "zz", "00" * 31):
        forged(path, wrapping=None, content=content)
        with pytest.raises(Refusal) as refusal:
            read_key_file(path)
        assert code_of(refusal) == "key-damaged"
    forged(path, wrapping=None, content="11" * 32)  # another secret than the public key's
    with pytest.raises(Refusal) as refusal:
        read_key_file(path).unlock(None)
    assert code_of(refusal) == "key-damaged"


def test_a_key_is_never_overwritten_by_itself(here: Store) -> None:
    make_key(here, None)
    before = key_path(here.path).read_bytes()
    with pytest.raises(Refusal) as refusal:
        make_key(here, None)
    assert code_of(refusal) == "exists"
    with pytest.raises(Refusal):
        recover_key(here, " ".join(secret_words(SECRET)), None)
    assert key_path(here.path).read_bytes() == before
    make_key(here, None, replace=True)
    kept = [path for path in here.path.parent.iterdir() if path.suffix == ".old"]
    assert [path.read_bytes() for path in kept] == [before]


def test_key_of_another_institution_is_not_ours(here: Store, there: Store) -> None:
    make_key(there, None)
    key_path(here.path).write_bytes(key_path(there.path).read_bytes())
    with pytest.raises(Refusal) as refusal:
        KeyRing.of(here).public  # noqa: B018
    assert code_of(refusal) == "key-foreign"


def test_passphrase_is_changed_and_taken_away(here: Store) -> None:
    make_key(here, "первый")
    asked = []

    def ask() -> str:
        asked.append(1)
        return "первый"

    ring = KeyRing.of(here, ask)
    words = ring.public.words
    assert asked == [], "the public key needs no passphrase"
    change_passphrase(ring, "второй")
    assert len(asked) == 1
    with pytest.raises(Refusal):
        KeyRing.of(here, ask).pairs  # noqa: B018
    change_passphrase(KeyRing.of(here, lambda: "второй"), None)
    assert KeyRing.of(here).current.sign_public == KeyRing.of(here).public.sign
    assert KeyRing.of(here).public.words == words
    with pytest.raises(Refusal):
        change_passphrase(KeyRing.of(here), "")


def test_nobody_is_asked_twice_for_a_wrong_passphrase(here: Store) -> None:
    make_key(here, "пароль")
    asked = []

    def ask() -> str:
        asked.append(1)
        return "не тот"

    ring = KeyRing.of(here, ask)
    for _ in range(3):
        with pytest.raises(Refusal) as refusal:
            ring.pairs  # noqa: B018
        assert code_of(refusal) == "passphrase-wrong"
    assert len(asked) == 1


# ---------------------------------------------------------------------- rotation, recovery, the safe key
def test_rotation_keeps_the_former_secret_and_is_followed(here: Store, there: Store) -> None:
    here.activate()
    first = make_key(here, "пароль")
    there.activate()
    enrol(there, first, heard=first.words)
    here.activate()
    ring = KeyRing.of(here, lambda: "пароль")
    former, second = rotate_key(here, ring)
    assert former == first
    assert second.follows
    assert [pair.sign_public for pair in ring.pairs] == [second.sign, first.sign]
    assert read_key_file(key_path(here.path)).has_passphrase
    there.activate()
    assert not needs_words(there, second, "main")
    done = enrol(there, second)
    assert (done.how, done.former.sign if done.former else "") == ("chain", first.sign)
    assert {key.sign: (key.state, key.replaced_by) for key in trusted_keys(there)} == {
        first.sign: ("replaced", second.sign),
        second.sign: ("trusted", ""),
    }
    here.activate()
    _, third = rotate_key(here, ring)
    _, fourth = rotate_key(here, ring)
    there.activate()
    with pytest.raises(Refusal) as refusal:
        enrol(there, fourth)  # the one between was never seen
    assert code_of(refusal) == "words-needed"
    assert enrol(there, third).how == "chain"
    assert enrol(there, fourth).how == "chain"


def test_recovery_by_words_on_the_other_laptop(here: Store, tmp_path: Path) -> None:
    public = make_key(here, None)
    words = " ".join(recovery_words(KeyRing.of(here)))
    with second_laptop(here, tmp_path / "b.db") as other:
        with pytest.raises(Refusal) as refusal:
            make_key(other, None)
        assert code_of(refusal) == "exists", "a key of the institution's own would not be the curator's"
        again = recover_key(other, words.upper(), "пароль")
        assert (again.sign, again.age, again.words) == (public.sign, public.age, public.words)
        here.activate()
        _, fresh = rotate_key(here, KeyRing.of(here))
        here.activate()
        with pytest.raises(Refusal) as refusal:
            recover_key(here, words, None, replace=True)
        assert code_of(refusal) == "replaced"
        other.activate()
        copied = recover_from_file(other, key_path(here.path), None, None, replace=True)
        assert copied == fresh
        assert KeyRing.of(other).current == KeyRing.of(here).current


def test_safe_key_is_signed_by_the_districts_own(here: Store, there: Store, tmp_path: Path) -> None:
    here.activate()
    make_key(here, None)
    with pytest.raises(Refusal) as refusal:
        make_safe_key(here, KeyRing.of(here), tmp_path / "safe.key", None)
    assert code_of(refusal) == "safe-role"
    there.activate()
    main = make_key(there, None)
    safe = make_safe_key(there, KeyRing.of(there), tmp_path / "safe.key", "пароль")
    assert safe.role == "safe"
    assert safe.follows
    here.activate()
    enrol(here, main, heard=main.words)
    with pytest.raises(Refusal):
        enrol(here, safe, role="main")
    assert enrol(here, safe).how == "chain"
    assert {(key.role, key.state) for key in trusted_keys(here, main.institution)} == {("main", "trusted"), ("safe", "trusted")}
    there.activate()
    used = recover_from_file(there, tmp_path / "safe.key", lambda: "пароль", None, replace=True)
    assert used == safe
    assert KeyRing.of(there).public.role == "safe"


_ROTATE = """
import sys
from pathlib import Path
from model.store import Store
from sync.key_store import KeyRing
from sync.own_key import rotate_key
with Store.open(Path(sys.argv[1])) as store:
    rotate_key(store, KeyRing.of(store))
    print("ready", flush=True)
    while True:
        rotate_key(store, KeyRing.of(store))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_rotation_killed_at_any_moment(here: Store, tmp_path: Path) -> None:
    """The key file is the one before or the one after, the former pairs are in it, and the table can be brought up to it."""
    here.activate()
    make_key(here, None)
    here.close()
    dice = random.Random(7)
    for kill in range(5):
        command = [sys.executable, "-c", _ROTATE, str(here.path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(dice.uniform(0, 0.3))
            process.kill()
        with Store.open(here.path) as store:
            ring = KeyRing.of(store)
            assert min(kill + 2, FORMER_PAIRS + 1) <= len(ring.pairs) <= FORMER_PAIRS + 1
            assert ring.current.sign_public == ring.public.sign
            register_own(store, ring.public)
            states = [key.state for key in trusted_keys(store)]
            assert states.count("trusted") == 1
            assert check.problems(store) == []


# ---------------------------------------------------------------------- whose keys are trusted
def key_of(store: Store, kind: str = "school", **told: Any) -> tuple[KeyPair, PublicKey]:
    """A key that somebody says is of an institution."""
    pair = new_key_pair()
    return pair, publish(pair, told.pop("institution", "c" * 32), told.pop("name", "Школа № 3"), kind, **told)


def test_six_words_must_be_heard(here: Store) -> None:
    assert not keys_in_use(here)
    _, key = key_of(here, "district", name="Район")
    with pytest.raises(Refusal) as refusal:
        enrol(here, key)
    assert code_of(refusal) == "words-needed"
    _, other = key_of(here)
    with pytest.raises(Refusal) as refusal:
        enrol(here, key, heard=other.words)
    assert code_of(refusal) == "words"
    for heard in ("шесть слов", "а б в г д е"):
        with pytest.raises(Refusal):
            enrol(here, key, heard=heard)
    assert trusted_keys(here) == []
    assert not keys_in_use(here)
    assert enrol(here, key, heard=f" {key.words.upper()} ").how == "words"
    assert keys_in_use(here)
    assert enrol(here, key).how == "known"


def test_changed_key_needs_words_anew(here: Store) -> None:
    """Without a chain, with the chain of a stranger, with the chain of a revoked key."""
    pair, first = key_of(here)
    enrol(here, first, heard=first.words)
    for before in (None, new_key_pair()):
        _, other = key_of(here, before=before)
        with pytest.raises(Refusal) as refusal:
            enrol(here, other)
        assert code_of(refusal) == "words-needed"
    revoke(here, "школа № 3")
    _, follower = key_of(here, before=pair)
    with pytest.raises(Refusal):
        enrol(here, follower)
    assert enrol(here, follower, heard=follower.words).how == "words"
    assert enrol(here, first, heard=first.words).how == "words", "a mistake of this laptop can be mended, with the words"


def test_revocation_by_the_owner_is_for_ever(here: Store) -> None:
    pair, key = key_of(here)
    statement = revocation(pair, key)
    enrol(here, key, heard=key.words)
    with pytest.raises(Refusal):
        read_public_key(replace(statement, name="Школа № 4").to_bytes())
    assert enrol(here, read_public_key(statement.to_bytes())).how == "disowned"
    with pytest.raises(Refusal) as refusal:
        enrol(here, key, heard=key.words)
    assert code_of(refusal) == "revoked"
    _, unknown = key_of(here, institution="d" * 32)
    pair, early = key_of(here, institution="e" * 32)
    enrol(here, revocation(pair, early))
    with pytest.raises(Refusal):
        enrol(here, early, heard=early.words)
    assert enrol(here, unknown, heard=unknown.words).how == "words"


def test_own_key_revoked_signs_nothing(here: Store) -> None:
    make_key(here, None)
    ring = KeyRing.of(here)
    words = " ".join(recovery_words(ring))
    disown(here, own_revocation(ring))
    for attempt in (
        lambda: rotate_key(here, KeyRing.of(here)),
        lambda: recover_key(here, words, None, replace=True),
    ):
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert code_of(refusal) == "revoked"
    assert make_key(here, None, replace=True).words != ring.public.words


def test_a_key_has_one_institution(here: Store) -> None:
    pair, key = key_of(here)
    enrol(here, key, heard=key.words)
    stolen = publish(pair, "d" * 32, "Школа № 4", "school")
    with pytest.raises(Refusal) as refusal:
        enrol(here, stolen, heard=stolen.words)
    assert code_of(refusal) == "foreign-key"
    _, mine = key_of(here, institution=own_id(here))
    with pytest.raises(Refusal) as refusal:
        enrol(here, mine, heard=mine.words)
    assert code_of(refusal) == "own-key"
    with pytest.raises(Refusal) as refusal:
        enrol(here, key, role="safe", heard=key.words)
    assert code_of(refusal) == "safe-role"


def test_revoke_names_one_institution(here: Store) -> None:
    for number in (3, 33):
        _, key = key_of(here, institution=f"{number:032x}", name=f"Школа № {number}")
        enrol(here, key, heard=key.words)
    for who, code in (("", "missing"), ("Лицей", "missing"), ("Школа", "ambiguous")):
        with pytest.raises(Refusal) as refusal:
            revoke(here, who)
        assert code_of(refusal) == code
    assert [key.name for key in revoke(here, "№ 33")] == ["Школа № 33"]
    assert [key.name for key in revoke(here, f"{3:032x}")] == ["Школа № 3"]


# ---------------------------------------------------------------------- startup
@pytest.mark.parametrize("arguments", [["--help"], ["key", "--help"], ["export", "--help"], ["key", "trust", "--help"]])
def test_help_imports_no_cryptography(arguments: list[str]) -> None:
    probe = (
        "import sys\nfrom tui.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "print([name for name in sys.modules if name.partition('.')[0] in {'nacl', 'pyrage', 'mnemonic', 'segno'}])"
    )
    told = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, encoding="utf-8", check=True)
    assert told.stdout.splitlines()[-1] == "[]"
