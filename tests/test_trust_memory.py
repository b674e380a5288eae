"""Trust goes forward only: an older copy of the database, restored by the command or by hand, forgets no decision on a key."""

from __future__ import annotations

import copy
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from model import store, trust_memory
from model.backups import backup_to, restore_from
from model.errors import Refusal
from model.setup import own_id
from model.store import Store
from model.trust_memory import TrustedKey, decisions, is_damaged, places, take_over
from sync.demo_keys import enrol_demo
from sync.folder import Outcome, merge_paths
from sync.key_store import key_path
from sync.keys import KeyPair, new_key_pair
from sync.outgoing import export_file
from sync.own_key import make_key
from sync.public_key import PublicKey, publish, revocation
from sync.trust import disown, enrol, keys_in_use, revoke, trusted_keys
from tests.test_cli import Kurator, founded, kurator, sentence
from tests.worlds import TODAY, add_person, district, export, school

__all__ = ["founded", "kurator"]


class World:
    """A district that trusts one school; a copy of its database from before it had any key and one from when it trusted."""

    def __init__(self, folder: Path) -> None:
        self._at(folder)
        district(self.path).close()
        self.copy("без ключей.db")
        with school(folder / "школа.db") as here:
            self.school = own_id(here)
            add_person(here)
            export(here, self.unsigned)
            self.key = make_key(here, None)
            self.pair = KeyPair(bytes.fromhex(json.loads(key_path(here.path).read_text())["content"]))
            with Store.open(self.path) as there:
                theirs = make_key(there, None)
                enrol(there, self.key, heard=self.key.words)
            here.activate()
            enrol(here, theirs, heard=theirs.words)
            export_file(here, "district", self.signed, on=TODAY)
        self.copy("доверяет.db")

    def _at(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "район.db"
        self.before, self.trusting = folder / "без ключей.db", folder / "доверяет.db"
        self.unsigned, self.signed = folder / "без подписи.kur", folder / "подписан.kur"

    def moved(self, folder: Path) -> World:
        """The same world in another folder, on a laptop of its own."""
        shutil.copytree(self.folder, folder)
        other = copy.copy(self)
        other._at(folder)
        other.do(decisions)
        return other

    def copy(self, name: str) -> Path:
        """A copy of the district's database as it is now."""
        with Store.open(self.path) as there:
            return backup_to(there, self.folder / name)

    def do(self, decide: Callable[[Store], object]) -> None:
        """One start of the program in which something is decided."""
        with Store.open(self.path) as there:
            decide(there)

    def state(self, sign: str = "") -> str:
        """State of the school's key (or another one) after one more start; nothing when it is not known."""
        with Store.open(self.path) as there:
            return next((key.state for key in trusted_keys(there) if key.sign == (sign or self.key.sign)), "")

    def merged(self, path: Path) -> Outcome:
        """What the district says of a file."""
        with Store.open(self.path) as there:
            (outcome,) = merge_paths(there, [path])
            return outcome

    def new_key(self, **told: Any) -> PublicKey:
        """Another key of the school, by default with nothing that vouches for it."""
        return publish(new_key_pair(), self.school, "Школа № 1", "school", **told)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Made once: keys on both sides, a signed and an unsigned file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KURATOR_STATE", str(tmp_path_factory.mktemp("state")))
        return World(tmp_path_factory.mktemp("world"))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug here."""
    monkeypatch.setitem(store._PRAGMAS, "synchronous", "off")


@pytest.fixture
def world(made: World, tmp_path: Path) -> World:
    """A copy of it for each test."""
    return made.moved(tmp_path / "w")


def by_command(older: Path, database: Path) -> None:
    """``kurator restore``."""
    restore_from(older, database)


def by_hand(older: Path, database: Path) -> None:
    """The file is copied back."""
    shutil.copyfile(older, database)


def by_hand_beside_lost(older: Path, database: Path) -> None:
    """A whole folder is put back: what lay beside the database is as old as the copy."""
    shutil.copyfile(older, database)
    places(database)[0].unlink()


def by_hand_state_lost(older: Path, database: Path) -> None:
    """The user's state folder was wiped, or the stick is in another computer."""
    shutil.copyfile(older, database)
    places(database)[1].unlink()


def by_command_nothing_remembered(older: Path, database: Path) -> None:
    """Neither place could ever be written: the database that is replaced still knows."""
    for place in places(database):
        place.unlink(missing_ok=True)
        place.mkdir(parents=True)
    restore_from(older, database)


WAYS = [by_command, by_hand, by_hand_beside_lost, by_hand_state_lost, by_command_nothing_remembered]


@pytest.mark.parametrize(("back", "older", "word"), [
    *((way, "trusting", "revoked") for way in WAYS),
    *((by_hand, "trusting", word) for word in ("trusted", "replaced", "disowned")),
    *((by_command, "before", word) for word in ("trusted", "replaced", "disowned")),
])  # fmt: skip
def test_no_decision_is_forgotten(world: World, back: Callable[[Path, Path], None], older: str, word: str) -> None:
    other = world.new_key()
    decide: dict[str, Callable[[Store], object]] = {
        "trusted": decisions,
        "replaced": lambda there: enrol(there, other, heard=other.words),
        "revoked": lambda there: revoke(there, "Школа"),
        "disowned": lambda there: disown(there, revocation(world.pair, world.key)),
    }
    world.do(decide[word])
    back(getattr(world, older), world.path)
    with Store.open(world.path) as there:
        states = {key.sign: key.state for key in trusted_keys(there, world.school)}
        unsigned, signed = merge_paths(there, [world.unsigned, world.signed])
    assert states == {world.key.sign: word} | ({other.sign: "trusted"} if word == "replaced" else {})
    assert unsigned.code == "unsigned"
    sentences = {
        "merged": "Принят файл № 2.",
        "replaced": "Файл подписан прежним ключом «Школа № 1»: попросите выгрузить его заново.",
        "revoked": "Ключ «Школа № 1» отозван: файл не принят, попросите новый ключ и файл, подписанный им.",
    }
    code = {"disowned": "revoked", "trusted": "merged"}.get(word, word)
    assert (signed.code, signed.message) == (code, sentences[code])


@pytest.mark.parametrize("back", [by_command, by_hand])
def test_the_door_stays_closed_without_the_key_file(world: World, back: Callable[[Path, Path], None]) -> None:
    """A copy from before any key, the key file gone too: what is unsigned is refused all the same."""
    key_path(world.path).unlink()
    back(world.before, world.path)
    assert world.merged(world.unsigned).code == "unsigned"


def test_without_a_memory_all_is_as_it_was(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new machine knows what the copy says and nothing more."""
    world.do(lambda there: revoke(there, "Школа"))
    monkeypatch.setenv("KURATOR_STATE", str(tmp_path / "new machine"))
    (tmp_path / "new").mkdir()
    world.path = tmp_path / "new" / "район.db"
    shutil.copyfile(world.trusting, world.path)
    assert world.state() == "trusted"
    shutil.copyfile(world.before, world.path)
    assert world.state() == "trusted", "from now on this machine remembers"


def test_a_folder_that_moved_and_then_lost_its_database(world: World, tmp_path: Path) -> None:
    world.do(lambda there: revoke(there, "Школа"))
    (tmp_path / "moved").mkdir()
    for path in (world.path, *places(world.path)[:1], key_path(world.path)):
        path.rename(tmp_path / "moved" / path.name)
    world.path = tmp_path / "moved" / "район.db"
    shutil.copyfile(world.trusting, world.path)
    assert world.state() == "revoked"


@pytest.mark.parametrize("back", [by_command, by_hand])
def test_another_institution_at_the_same_path_inherits_nothing(
    world: World, tmp_path: Path, back: Callable[[Path, Path], None]
) -> None:
    world.do(lambda there: revoke(there, "Школа"))
    key_path(world.path).unlink()
    with school(tmp_path / "другая.db", "Школа № 9") as other:
        theirs = backup_to(other, tmp_path / "другая копия.db")
    back(theirs, world.path)
    with Store.open(world.path) as store:
        assert trusted_keys(store) == []
        assert not keys_in_use(store)
        key = world.new_key()
        enrol(store, key, heard=key.words)
        assert len(decisions(store)) == 1
    back(world.trusting, world.path)
    assert world.state() == "revoked", "and what it decided does not push out what was known of the first"
    assert world.state(key.sign) == ""


# ---------------------------------------------------------------------- forward only
def test_stricter_word_counts_whichever_is_older(world: World) -> None:
    """The copy says revoked, the database that it replaces trusts again: a call is needed once more."""
    world.do(lambda there: revoke(there, "Школа"))
    revoked = world.copy("отозван.db")
    world.do(lambda there: enrol(there, world.key, heard=world.key.words))
    assert world.state() == "trusted", "a mistake of this laptop is mended with the words, and stays mended"
    by_command(revoked, world.path)
    assert world.state() == "revoked"
    world.do(lambda there: enrol(there, world.key, heard=world.key.words))
    assert world.state() == "trusted"


def test_branch_that_comes_home_brings_no_trust_back(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old copy lived on elsewhere and decided more than this laptop; the revocation made here holds."""
    world.do(lambda there: revoke(there, "Школа"))
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("KURATOR_STATE", str(tmp_path / "elsewhere"))
        (tmp_path / "там").mkdir()
        shutil.copyfile(world.trusting, tmp_path / "там" / "район.db")
        keys = [publish(new_key_pair(), f"{number:032x}", f"Лицей № {number}", "school") for number in range(3)]
        with Store.open(tmp_path / "там" / "район.db") as there:
            for key in keys:
                enrol(there, key, heard=key.words)
    by_hand(tmp_path / "там" / "район.db", world.path)
    assert world.state() == "revoked"
    assert world.state(keys[2].sign) == "trusted"


def test_two_branches_with_a_key_each_leave_one_in_use(world: World) -> None:
    """What the database trusts goes before what only the memory trusts; the other counts as replaced by it."""
    mine, theirs = world.new_key(), world.new_key()
    world.do(lambda there: enrol(there, mine, heard=mine.words))
    remembered = places(world.path)[1].read_bytes()
    for place in places(world.path):
        place.unlink()
    by_hand(world.trusting, world.path)
    world.do(lambda there: enrol(there, theirs, heard=theirs.words))
    places(world.path)[1].write_bytes(remembered)
    assert [world.state(key.sign) for key in (world.key, mine, theirs)] == ["replaced", "replaced", "trusted"]


def test_later_state_replaces_the_remembered_one_in_both_places(world: World) -> None:
    for decide, word in (
        (lambda there: revoke(there, "Школа"), "revoked"),
        (lambda there: enrol(there, world.key, heard=world.key.words), "trusted"),
    ):
        world.do(decide)
        for place in places(world.path):
            (rows,) = json.loads(place.read_text("utf-8"))["institutions"].values()
            assert {row[0]: row[6] for row in rows}[world.key.sign] == word


def test_undone_decision_is_not_remembered(world: World) -> None:
    written = [place.read_bytes() for place in places(world.path)]

    def interrupted(there: Store) -> None:
        with there.transaction("Проба"):
            revoke(there, "Школа")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.do(interrupted)
    assert [place.read_bytes() for place in places(world.path)] == written
    assert world.state() == "trusted"


def test_of_many_decisions_in_one_transaction_the_memory_is_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    monkeypatch.setattr("model.trust_memory.write_beside", lambda path, _: written.append(path))
    district(tmp_path / "d.db").close()
    with Store.open(tmp_path / "d.db") as there, there.transaction("Ключи"):
        for number in range(30):
            key = publish(new_key_pair(), f"{number:032x}", f"Школа № {number}", "school")
            enrol(there, key, heard=key.words)
    assert sorted(written) == sorted(places(tmp_path / "d.db"))


def test_interrupted_before_the_memory_was_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next start writes what the database knows."""
    with monkeypatch.context() as patch:
        patch.setattr("model.trust_memory.write_beside", lambda *_: None)
        world.do(lambda there: revoke(there, "Школа"))
    assert world.state() == "revoked"
    by_hand(world.trusting, world.path)
    assert world.state() == "revoked"


# ---------------------------------------------------------------------- a damaged memory
def damages(sound: str) -> dict[str, bytes]:
    """What may stand in the place of a memory; nothing of it is what was written."""
    return {
        "empty": b"",
        "garbage": b"\xff\x00{",
        "cut": sound[: len(sound) // 2].encode(),
        "list": b"[]",
        "null": b"null",
        "deep": b"[" * 100_000,
        "digits": b'{"format":' + b"9" * 10_000 + b"}",
        "newer": sound.replace('"format": 1', '"format": 2').encode(),
        "word changed by hand": sound.replace('"revoked"', '"trusted"').encode(),
        "no check": json.dumps({"format": 1, "institutions": {}}).encode(),
    }


def signed_anew(told: object) -> bytes:
    """A memory whose check fits, whatever it says."""
    return json.dumps({"format": 1, "institutions": told, "check": trust_memory._check(told)}).encode()


ROW = ["0" * 64, "c" * 32, "age1", "Школа", "school", "main", "trusted", "слова", "2026-11-21T10:00:00", ""]
STRANGE = {
    "rows are words": {"{}": ["abc"]},
    "rows are null": {"{}": None},
    "row too short": {"{}": [ROW[:9]]},
    "row too long": {"{}": [[*ROW, ""]]},
    "number in a row": {"{}": [[*ROW[:9], 5]]},
    "unknown state": {"{}": [[*ROW[:6], "beloved", *ROW[7:]]]},
    "unknown role": {"{}": [[*ROW[:5], "boss", *ROW[6:]]]},
    "half a letter": {"{}": [[*ROW[:3], "\ud800", *ROW[4:]]]},
    "key is SQL": {"{}": [["'; DROP TABLE trusted_key; --", *ROW[1:]]]},
    "owners are a list": [["{}", [ROW]]],
}


def test_damaged_memory_is_no_traceback_and_says_that_keys_are_in_use(world: World) -> None:
    """Whatever stands in both places: the copy counts, and the door is closed."""
    world.do(lambda there: revoke(there, "Школа"))
    key_path(world.path).unlink()
    sound = places(world.path)[0].read_text("utf-8")
    owner = next(iter(json.loads(sound)["institutions"]))
    strange = {name: signed_anew(json.loads(json.dumps(told).replace("{}", owner))) for name, told in STRANGE.items()}
    found = {}
    for name, damaged in {**damages(sound), **strange}.items():
        for place in places(world.path):
            place.write_bytes(damaged)
        found[name] = is_damaged(world.path)
        if len(found) % 5 == 0:
            by_hand(world.before, world.path)
            with Store.open(world.path) as there:
                assert (trusted_keys(there), keys_in_use(there)) == ([], True)
    assert found == dict.fromkeys(found, True)
    assert len(found) == 20


def test_damaged_memory_lets_nobody_in(world: World) -> None:
    key_path(world.path).unlink()
    for place in places(world.path):
        place.write_bytes(b"x")
    by_hand(world.before, world.path)
    outcome = world.merged(world.unsigned)
    assert outcome.code == "unsigned"
    assert (
        outcome.message == "Файл «Школа № 1» не подписан: попросите выгрузить его с ключом (kurator key new, kurator export)."
    )
    assert world.merged(world.signed).status == "unknown", "it waits for a human"
    world.do(lambda there: enrol(there, world.key, heard=world.key.words))
    by_hand(world.before, world.path)
    assert world.state() == "trusted", "the words heal it"


@pytest.mark.parametrize("place", [0, 1])
def test_one_sound_memory_is_enough_and_heals_the_other(world: World, place: int) -> None:
    world.do(lambda there: revoke(there, "Школа"))
    broken, sound = places(world.path)[place], places(world.path)[1 - place]
    for damaged in (b"", damages(sound.read_text("utf-8"))["word changed by hand"]):
        broken.write_bytes(damaged)
        by_hand(world.trusting, world.path)
        assert world.state() == "revoked"
        assert broken.read_bytes() == sound.read_bytes()


def test_no_place_to_remember_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KURATOR_STATE", str(tmp_path / "file" / "state"))
    places(tmp_path / "a.db")[0].mkdir()
    school(tmp_path / "a.db").close()
    for _ in range(2):
        with Store.open(tmp_path / "a.db") as store:
            assert not keys_in_use(store)
    with Store.open(tmp_path / "a.db") as store:
        make_key(store, None)
        assert keys_in_use(store)


# ---------------------------------------------------------------------- what is written, and what is not
def test_memory_has_public_words_only(world: World, state_folder: Path) -> None:
    secrets = {world.pair.secret.hex(), world.pair.age_identity}
    beside, away = places(world.path)
    assert beside == world.path.with_name("район.db.trust")
    assert state_folder in away.parents
    assert "район" not in str(away.relative_to(state_folder))
    for place in (beside, away):
        text = place.read_text("utf-8")
        assert world.key.sign in text
        assert not any(secret in text for secret in secrets)
        assert "Сорокин" not in text


def test_database_without_keys_leaves_no_memory(tmp_path: Path, state_folder: Path) -> None:
    school(tmp_path / "a.db").close()
    Store.open(tmp_path / "a.db").close()
    assert not (state_folder / "trust").exists()
    assert not places(tmp_path / "a.db")[0].exists()


def test_take_over_is_idempotent_and_keeps_the_table_at_equal_words(tmp_path: Path) -> None:
    row = TrustedKey(*ROW)
    with school(tmp_path / "a.db") as store:
        take_over(store, [row, row])
        take_over(store, [row._replace(name="Другое"), row._replace(role="safe")])
        assert decisions(store) == [row]
        take_over(store, [row._replace(state="disowned"), row._replace(state="replaced")])
        assert [one.state for one in decisions(store)] == ["disowned"]


def test_demo_made_again_at_the_same_place_begins_anew(tmp_path: Path) -> None:
    """A key that was disowned while somebody tried things out does not stop the next demo."""
    paths = [tmp_path / "d.db", tmp_path / "a.db"]
    for _ in range(2):
        district(paths[0]).close()
        school(paths[1]).close()
        enrol_demo(paths[0], paths[1:], 7)
        with Store.open(paths[0]) as there:
            pair = KeyPair(bytes.fromhex(json.loads(key_path(paths[0]).read_text())["content"]))
            own = next(key for key in trusted_keys(there, own_id(there)))
            assert own.state == "trusted"
            disown(there, revocation(pair, publish(pair, own.institution, own.name, "district")))
        for path in paths:
            path.unlink()
            key_path(path).unlink()


# ---------------------------------------------------------------------- by commands
def test_restore_by_command_says_the_sentence(founded: Kurator, tmp_path: Path) -> None:
    """As a curator meets it: the district's key is revoked, an old copy is restored, the district's file stays out."""
    away = tmp_path / "d.db"
    founded("--db", away, "init", "--institution", "Заречный район", "--kind", "district", "--year", "2026-2027")
    made = founded("--db", away, "key", "new", "--no-passphrase", "--json").json
    founded("--db", away, "key", "show", "--out", tmp_path / "d.kurkey")
    founded("key", "new", "--no-passphrase")
    founded("key", "show", "--out", tmp_path / "s.kurkey")
    words = founded("key", "show", "--json").json["words"]
    assert founded("key", "trust", tmp_path / "d.kurkey", "--words", made["words"]).code == 0
    assert founded("--db", away, "key", "trust", tmp_path / "s.kurkey", "--words", words).code == 0
    sent = founded("--db", away, "export", "--scope", "directive", "--out", tmp_path / "1.kur", "--json")
    assert sent.code == 0
    founded("backup", tmp_path / "copy.db")
    assert founded("key", "revoke", "Заречный район").code == 0
    assert founded("restore", tmp_path / "copy.db").code == 0
    refused = founded("merge", tmp_path / "1.kur", "--json")
    assert refused.code == 1
    (told,) = refused.json["files"]
    assert told["code"] == "revoked"
    assert told["message"] == "Ключ «Заречный район» отозван: файл не принят, попросите новый ключ и файл, подписанный им."


def test_copy_of_a_newer_program_replaces_nothing(founded: Kurator, tmp_path: Path) -> None:
    founded("backup", tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    refused = founded("restore", tmp_path / "copy.db")
    assert refused.code == 1
    assert "обновите программу" in sentence(refused.err)
    assert founded("check").code == 0
    with pytest.raises(Refusal):
        restore_from(tmp_path / "нет.db", tmp_path / "any.db")
