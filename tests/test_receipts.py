"""Receipts: the institution knows what the district took; numbered, repeated, damaged, for somebody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import check
from model.entities import Institution, Person
from model.erasure import erase_person
from model.erasure_list import erasures
from model.errors import Refusal
from model.persons import edit_person
from model.setup import own_id
from model.store import Store
from sync.exchange_file import read_file
from sync.folder import Outcome
from sync.outgoing import export_file
from sync.own_key import make_key
from sync.receipts import exports, last_word
from sync.trust import enrol
from tests.test_cli import Kurator, founded, kurator
from tests.worlds import TODAY, add_person, district, export, merge, plain_text, rewrite, school, second_laptop, statuses

__all__ = ["founded", "kurator"]


@pytest.fixture
def here(tmp_path: Path) -> Any:
    """An institution's laptop."""
    with school(tmp_path / "школа.db") as store:
        yield store


@pytest.fixture
def there(tmp_path: Path) -> Any:
    """The district's laptop."""
    with district(tmp_path / "район.db") as store:
        yield store


def receipt(there: Store, here: Store, out: Path) -> Path:
    there.activate()
    return export_file(there, "receipt", out, addressee=own_id(here), unsealed=True).path


def take(here: Store, *paths: Path) -> list[Outcome]:
    return merge(here, *paths)


# ---------------------------------------------------------------------- what it tells
def test_accepted_number_is_known_here(here: Store, there: Store, tmp_path: Path) -> None:
    add_person(here)
    merge(there, export(here, tmp_path / "1.kur"))
    assert last_word(here) == ""
    before = check.digest(here)
    (outcome,) = take(here, receipt(there, here, tmp_path / "r1.kur"))
    assert outcome.status == "merged"
    assert "Район принял файл № 1" in outcome.message
    assert last_word(here) == "район принял файл № 1"
    assert [line.state for line in exports(here)] == ["accepted"]
    assert check.digest(here) == before, "a receipt changes no data"
    add_person(here, "Сова")
    export(here, tmp_path / "2.kur")
    (outcome,) = take(here, receipt(there, here, tmp_path / "r2.kur"))
    assert "О файле № 2 район ещё не сказал" in outcome.message
    assert [line.state for line in exports(here)] == ["accepted", "waiting"]


def test_refused_file_is_told_with_its_reason_until_it_is_taken(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here)
    merge(there, export(here, tmp_path / "1.kur"))
    edit_person(here, person, {"post": "логопед"})
    good = export(here, tmp_path / "2.kur")
    bad = rewrite(good, tmp_path / "bad.kur", manifest={"nodes": {}})
    assert statuses(merge(there, bad)) == ["chain"]
    (outcome,) = take(here, receipt(there, here, tmp_path / "r1.kur"))
    assert "Не принят файл № 2: Файл составлен неверно" in outcome.message
    merge(there, good)
    (outcome,) = take(here, receipt(there, here, tmp_path / "r2.kur"))
    assert "Район принял файл № 2" in outcome.message
    assert "Не принят" not in outcome.message
    assert last_word(here) == "район принял файл № 2"


def test_conflicts_that_wait_are_told(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        edit_person(other, person, {"post": "логопед"})
        here.activate()
        edit_person(here, person, {"post": "завуч"})
        merge(there, export(here, tmp_path / "1.kur"), export(other, tmp_path / "2.kur"))
    (outcome,) = take(here, receipt(there, here, tmp_path / "r.kur"))
    assert "Расхождений, которые видит район: 1." in outcome.message


def test_erasure_is_confirmed(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        merge(there, export(here, tmp_path / "1.kur"))
        merge(here, export(other, tmp_path / "o1.kur", "own"))
        here.activate()
        erase_person(here, person, basis="заявление № 5", today=TODAY)
        take(here, receipt(there, here, tmp_path / "r1.kur"))
        here.activate()
        (line,) = erasures(here)
        laptop = f"ноутбук {other.value('SELECT database_id FROM replica')[:4]}"
        assert line.applied == ()
        assert set(line.waiting) == {laptop, "Отдел образования Речного района"}
        merge(there, export(here, tmp_path / "2.kur"))
        (outcome,) = take(here, receipt(there, here, tmp_path / "r2.kur"))
        assert "применено в районе: 1 из 1" in outcome.message
        (line,) = erasures(here)
        assert (line.applied, line.waiting) == (("Отдел образования Речного района",), (laptop,))
        merge(other, export(here, tmp_path / "o2.kur", "own"))
        merge(here, export(other, tmp_path / "o3.kur", "own"))
        here.activate()
        assert erasures(here)[0].waiting == ()


# ---------------------------------------------------------------------- numbers
def test_numbered_per_addressee(here: Store, there: Store, tmp_path: Path) -> None:
    with school(tmp_path / "b.db", "Школа № 2") as second:
        merge(there, export(here, tmp_path / "1.kur"), export(second, tmp_path / "2.kur"))
        numbers = [
            read_file(receipt(there, store, tmp_path / f"r{n}.kur")).header.number
            for n, store in enumerate((here, second, here, here, second))
        ]
        assert numbers == [1, 1, 2, 3, 2]


def test_repeated_older_and_lost_ones(here: Store, there: Store, tmp_path: Path) -> None:
    merge(there, export(here, tmp_path / "1.kur"))
    first = receipt(there, here, tmp_path / "r1.kur")
    add_person(here)
    merge(there, export(here, tmp_path / "2.kur"))
    receipt(there, here, tmp_path / "lost.kur")
    third = receipt(there, here, tmp_path / "r3.kur")
    assert statuses([*take(here, third), *take(here, third), *take(here, first)]) == ["merged", "repeated", "older"]
    assert last_word(here) == "район принял файл № 2", "an older receipt takes nothing back"


def test_withdrawn_import_is_not_accepted_any_more(here: Store, there: Store, tmp_path: Path) -> None:
    from sync.withdrawal import withdraw

    add_person(here)
    merge(there, export(here, tmp_path / "1.kur"))
    take(here, receipt(there, here, tmp_path / "r1.kur"))
    there.activate()
    withdraw(there)
    with pytest.raises(Refusal, match="файлов ещё не было"):
        receipt(there, here, tmp_path / "r2.kur")
    merge(there, export(here, tmp_path / "2.kur"))
    take(here, receipt(there, here, tmp_path / "r3.kur"))
    assert [line.state for line in exports(here)] == ["waiting", "accepted"]


# ---------------------------------------------------------------------- who may write and read one
def test_for_somebody_else_and_from_nobody(here: Store, there: Store, tmp_path: Path) -> None:
    with school(tmp_path / "b.db", "Школа № 2") as second:
        merge(there, export(here, tmp_path / "1.kur"), export(second, tmp_path / "2.kur"))
        mine = receipt(there, here, tmp_path / "r.kur")
        assert statuses(take(second, mine)) == ["not-for-us"]
        assert statuses(take(there, mine)) == ["not-for-us"]
        text = plain_text(mine)
        assert "Школа № 2" not in text
        assert own_id(second) not in text, "a receipt says nothing of other institutions"
        second.activate()
        with pytest.raises(Refusal, match="пишет район"):
            export_file(second, "receipt", tmp_path / "x.kur", addressee=own_id(here), unsealed=True)
    there.activate()
    with pytest.raises(Refusal, match="кому квитанция"):
        export_file(there, "receipt", tmp_path / "x.kur", unsealed=True)
    with pytest.raises(Refusal, match="файлов ещё не было"):
        export_file(there, "receipt", tmp_path / "x.kur", addressee="0" * 32, unsealed=True)


_JUNK = st.one_of(
    st.none(), st.integers(-2, 2), st.text(max_size=3), st.lists(st.integers(0, 2), max_size=2), st.just({"x": 1})
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(key=st.sampled_from(["accepted", "refused", "nodes", "erased", "conflicts", ""]), junk=_JUNK, inside=st.booleans())
def test_hostile_content_is_refused_and_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, key: str, junk: Any, inside: bool
) -> None:
    """Any part of the manifest's ``receipt`` replaced by something else."""
    folder = tmp_path_factory.mktemp("r")
    with school(folder / "a.db") as here, district(folder / "d.db") as there:
        merge(there, export(here, folder / "1.kur"))
        path = receipt(there, here, folder / "r.kur")
        told = read_file(path).manifest["receipt"]
        if not key:
            changed = junk
        elif inside and isinstance(told[key], list):
            changed = {**told, key: [junk]}
        else:
            changed = {**told, key: junk}
        (outcome,) = take(here, rewrite(path, folder / "x.kur", manifest={"receipt": changed}))
        same = changed == told or (isinstance(changed, dict) and _is_fine(changed.get(key), key))
        assert outcome.status == ("merged" if same else "refused")
        if not same:
            assert outcome.code == "receipt"
            assert last_word(here) == ""
        assert here.value("SELECT count(*) FROM person") == Person.select().count()


def _is_fine(value: Any, key: str) -> bool:
    if key == "conflicts":
        return type(value) is int and value >= 0
    return bool(value == {} if key == "nodes" else value == [])


def test_sealed_receipt_is_read_by_its_addressee_alone(here: Store, there: Store, tmp_path: Path) -> None:
    """With keys: sealed to the institution, refused unsigned, and not taken from one who is no district."""
    with school(tmp_path / "b.db", "Школа № 2") as second:
        keys = {}
        for name, store in (("here", here), ("there", there), ("second", second)):
            store.activate()
            keys[name] = make_key(store, None)
        for store, others in ((here, ("there",)), (there, ("here", "second")), (second, ("there", "here"))):
            store.activate()
            for other in others:
                enrol(store, keys[other], heard=keys[other].words)
        here.activate()
        merge(there, export_file(here, "district", tmp_path / "1.kur").path)
        there.activate()
        path = export_file(there, "receipt", tmp_path / "r.kur", addressee=own_id(here)).path
        assert b"accepted" not in path.read_bytes()
        assert statuses(take(second, path)) == ["not-for-us"]
        assert statuses(take(here, path)) == ["merged"]
        assert last_word(here) == "район принял файл № 1"
        assert statuses(take(here, receipt(there, here, tmp_path / "r2.kur"))) == ["merged"], "signed though not sealed"
        here.activate()
        enrol(here, keys["second"], heard=keys["second"].words)
        second.activate()
        Institution.update(kind="district").where(Institution.id == own_id(second)).execute()
        here.activate()
        offered = export_file(here, "district", tmp_path / "2.kur", addressee=own_id(there), unsealed=True).path
        assert statuses(merge(second, offered)) == ["not-for-us"]
        here.activate()
        assert statuses(merge(second, export_file(here, "district", tmp_path / "3.kur", unsealed=True).path)) == ["merged"]
        second.activate()
        false = export_file(second, "receipt", tmp_path / "false.kur", addressee=own_id(here)).path
        (outcome,) = take(here, false)
        assert (outcome.status, outcome.code) == ("refused", "scope")
        assert last_word(here) == "район принял файл № 1"


# ---------------------------------------------------------------------- commands
def test_merge_writes_receipts_and_exports_show_them(founded: Kurator, tmp_path: Path) -> None:
    """The whole way by commands, without keys."""
    assert founded("export", "--scope", "district", "--out", str(tmp_path / "1.kur"), "--unsealed").code == 0
    with district(tmp_path / "район.db"):
        pass
    db = ["--db", str(tmp_path / "район.db")]
    done = founded(*db, "merge", str(tmp_path / "1.kur"), "--yes", "--receipts", str(tmp_path / "out"), "--unsealed", "--json")
    assert done.code == 0
    (written,) = done.json["receipts"]
    assert Path(written["file"]).parent == tmp_path / "out"
    told = founded("merge", str(tmp_path / "out"), "--yes", "--json").json
    assert "Район принял файл № 1" in told["files"][0]["message"]
    listed = founded("exports", "--json").json
    assert listed["said"] == "район принял файл № 1"
    assert listed["exports"][0]["state"] == "accepted"
    assert "принят" in founded("exports").out
