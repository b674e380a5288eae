"""Undo of an import: the state is the one without the file, nothing that others built on is lost, the file may come again."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from model import check, persons
from model.changelog import differences, rebuild
from model.entities import PersonLink
from model.errors import Refusal
from model.setup import own_id
from model.store import Store
from sync import conflicts
from sync.imports import imports
from sync.withdrawal import BuiltOn, dependents, hindrances, withdraw
from tests.worlds import (
    TODAY,
    add_person,
    add_roadmap,
    cell,
    district,
    export,
    merge,
    school,
    second_laptop,
    stands,
    statuses,
)
from tui.cli.main import main


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


def state(store: Store) -> tuple[Any, ...]:
    """All that an import may change, but for the list of imports."""
    tables = ("change", "known_node", "withheld", "fork", "clock_shift", "import_span", "import_filled")
    orders = {"change": "node, seq", "known_node": "node", "withheld": "institution, row_id"}
    rows = [store.sql(f"SELECT * FROM {table} ORDER BY {orders.get(table, '1')}").fetchall() for table in tables]
    return check.digest(store), *rows, conflicts.count(store)


def sound(store: Store) -> None:
    """The database is whole, and a rebuild from the log gives the same tables."""
    assert check.problems(store) == []
    before = check.digest(store)
    rebuild(store)
    assert check.digest(store) == before


def test_state_before_the_file_comes_back(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, post="учитель")
    add_person(here, "Неясытева", consent=False)
    before = state(there)
    path = export(here, tmp_path / "1.kur")
    merge(there, path)
    (taken,) = imports(there)
    assert (taken.file_number, taken.scope, taken.name, taken.undone_at) == (1, "district", "Школа № 1", "")
    assert (taken.changes, taken.new, taken.filled) == (5, 4, 0)
    done = withdraw(there)
    assert (done.changes, done.payloads, done.taken.number) == (5, 0, 1)
    assert state(there) == before
    assert not stands(there, "person", person)
    (taken,) = imports(there)
    assert taken.undone_at
    assert hindrances(there) == {1: "Приём № 1 уже отменён."}
    (outcome,) = merge(there, path)
    assert (outcome.status, outcome.message) == ("merged", "Принят файл № 1. Раньше его приём был отменён.")
    assert stands(there, "person", person)
    assert [one.undone_at != "" for one in imports(there)] == [True, False]
    sound(there)


def test_backup_before(here: Store, there: Store, tmp_path: Path) -> None:
    merge(there, export(here, tmp_path / "1.kur"))
    before = check.digest(there)
    withdraw(there, 1)
    (copy,) = (tmp_path / "район.backups").glob("*-undo-merge.db")
    with Store.open(copy) as old:
        assert check.digest(old) == before


def test_later_file_of_the_institution_goes_first(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, post="учитель")
    empty = state(there)
    first, second = export(here, tmp_path / "1.kur"), tmp_path / "2.kur"
    merge(there, first)
    between = state(there)
    here.activate()
    persons.edit_person(here, person, {"post": "логопед"})
    export(here, second)
    merge(there, second)
    with pytest.raises(BuiltOn, match=r"приём № 2 \(\d+\): сначала отмените их") as refusal:
        withdraw(there, 1)
    assert {one.source for one in refusal.value.dependents} == {2}
    assert {one.why for one in refusal.value.dependents} == {"chain", "value", "row"}
    assert {(one.table, one.title) for one in refusal.value.dependents} == {("person", "человек")}
    assert cell(there, "person", person, "post") == "логопед"
    withdraw(there)
    assert state(there) == between
    withdraw(there)
    assert state(there) == empty
    assert statuses(merge(there, first, second)) == ["merged", "merged"], "both may come again"
    assert cell(there, "person", person, "post") == "логопед"
    here.activate()
    persons.edit_person(here, person, {"post": "завуч"})
    assert statuses(merge(there, export(here, tmp_path / "3.kur"))) == ["merged"]
    assert cell(there, "person", person, "post") == "завуч"
    sound(there)


def test_own_edit_stands_in_the_way(here: Store, tmp_path: Path) -> None:
    person = add_person(here, post="учитель")
    with second_laptop(here, tmp_path / "b.db") as other:
        persons.edit_person(other, person, {"post": "логопед"})
        merge(here, export(other, tmp_path / "1.kur", "own"))
        persons.edit_person(here, person, {"post": "завуч"})
        before = state(here)
        with pytest.raises(BuiltOn, match="записи этого ноутбука") as refusal:
            withdraw(here)
        assert [(one.source, one.why, one.row_id) for one in refusal.value.dependents] == [(0, "value", person)]
        assert state(here) == before


def test_own_row_that_speaks_of_it_stands_in_the_way(here: Store, there: Store, tmp_path: Path) -> None:
    one, other = add_person(here), add_person(here, "Дроздова")
    merge(there, export(here, tmp_path / "1.kur"))
    there.activate()
    with there.transaction("Связь"):
        PersonLink.create(institution=own_id(there), one=one, other=other, same=1)
    with pytest.raises(BuiltOn) as refusal:
        withdraw(there)
    assert [(one.table, one.why) for one in refusal.value.dependents] == [("person_link", "row")]


def test_own_work_beside_it_stays(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here)
    mine = add_person(there, "Дроздова")
    merge(there, export(here, tmp_path / "1.kur"))
    there.activate()
    persons.edit_person(there, mine, {"post": "методист"})
    withdraw(there)
    assert not stands(there, "person", person)
    assert cell(there, "person", mine, "post") == "методист"
    sound(there)


def test_conflict_goes_with_the_import_that_brought_it(here: Store, tmp_path: Path) -> None:
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        for store, post in ((here, "завуч"), (other, "логопед")):
            store.activate()
            persons.edit_person(store, person, {"post": post})
        before = state(here)
        path = export(other, tmp_path / "1.kur", "own")
        merge(here, path)
        assert conflicts.count(here) == 1
        withdraw(here)
        assert state(here) == before
        merge(here, path)
        here.activate()
        conflicts.resolve(here, conflicts.conflicts(here)[0].id, "ours")
        with pytest.raises(BuiltOn):
            withdraw(here)
        sound(here)


def test_late_payloads_are_taken_back(here: Store, there: Store, tmp_path: Path) -> None:
    """Also those that only filled in what was known by its header; the list of the withheld comes back with it."""
    person = add_person(here, consent=False, post="учитель")
    persons.edit_person(here, person, {"post": "логопед"})
    merge(there, export(here, tmp_path / "1.kur"))
    before = state(there)
    assert before[3]
    here.activate()
    persons.set_consent(here, person, "district", True, TODAY)
    path = export(here, tmp_path / "2.kur")
    merge(there, path)
    assert cell(there, "person", person, "post") == "логопед"
    assert imports(there)[-1].filled == 2
    done = withdraw(there)
    assert done.payloads == 2
    assert state(there) == before
    merge(there, path)
    assert cell(there, "person", person, "post") == "логопед"
    there.activate()
    with there.transaction("Связь"):
        PersonLink.create(institution=own_id(there), one=person, other=own_id(there), same=0)
    with pytest.raises(BuiltOn):
        withdraw(there)
    sound(there)


def test_what_a_later_file_carried_too_may_come_again(here: Store, there: Store, tmp_path: Path) -> None:
    """The district's two laptops: a full file is withdrawn; a file that said the same afterwards is no longer a repeat."""
    person = add_person(here)
    path = export(here, tmp_path / "1.kur")
    with district(tmp_path / "d2.db") as other:
        merge(other, path)
        merge(there, export(other, tmp_path / "own.kur", "own"))
        assert statuses(merge(there, path)) == ["repeated"]
        withdraw(there, 1)
        assert not stands(there, "person", person)
        assert statuses(merge(there, path)) == ["merged"]
        assert stands(there, "person", person)
        assert check.digest(there) == check.digest(other)
    sound(there)


def test_what_there_is_to_say_of_the_others(here: Store, there: Store, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Отменять нечего"):
        withdraw(there)
    with pytest.raises(Refusal, match="kurator imports"):
        withdraw(there, 7)
    add_person(here)
    first = export(here, tmp_path / "1.kur")
    merge(there, first, export(here, tmp_path / "2.kur"))
    with pytest.raises(Refusal, match="не принёс нового"):
        withdraw(there, 2)
    withdraw(there, 1)
    with pytest.raises(Refusal, match="уже отменён"):
        withdraw(there, 1)
    with pytest.raises(Refusal, match="Отменять нечего"):
        withdraw(there)


@pytest.mark.parametrize("seed", range(4))
def test_withdrawn_in_any_order(tmp_path: Path, seed: int) -> None:
    """Several institutions, two laptops each, several files: what can be withdrawn is, in a random order.

    The state is always that of a district that never had those files, and everything can come again.
    """
    dice = random.Random(seed)
    files: list[Path] = []
    for n in range(3):
        with school(tmp_path / f"{n}a.db", f"Школа № {n}") as one:
            add_roadmap(one)
            person = add_person(one, consent=dice.random() < 0.7)
            with second_laptop(one, tmp_path / f"{n}b.db") as two:
                for turn in range(4):
                    store = dice.choice([one, two])
                    store.activate()
                    persons.edit_person(store, person, {"post": f"должность {n}{turn}"})
                    if dice.random() < 0.4:
                        persons.set_consent(store, person, "district", dice.random() < 0.7, TODAY)
                    add_person(store, consent=dice.random() < 0.5)
                    files.append(export(store, tmp_path / f"{n}-{turn}.kur", on=TODAY - timedelta(days=dice.choice([0, 0, 3]))))
                    if dice.random() < 0.3:
                        merge(one, export(two, tmp_path / "own.kur", "own"))
    dice.shuffle(files)
    with district(tmp_path / "d.db") as store, district(tmp_path / "d0.db") as without:
        empty = check.digest(store)
        merge(store, *files)
        full = check.digest(store)
        states = {}
        while True:
            open_now = [n for n, why in hindrances(store, last=100).items() if not why]
            assert [n for n in open_now if dependents(store, n)] == []
            if not open_now:
                break
            number = dice.choice(open_now)
            withdraw(store, number)
            states[number] = check.digest(store)
            assert differences(store) == []
            assert check.broken_chains(store) == []
        assert check.digest(store) == empty, "the last one can always go, so all can"
        merge(store, *files)
        assert check.digest(store) == full
        sound(store)
        # two independent ones: the state is that of a district that never had the file
        by_school: dict[str, list[Path]] = {}
        for path in files:
            by_school.setdefault(path.name[0], []).append(path)
        merge(without, *by_school["0"], *by_school["2"])
        for taken in reversed(imports(store)):
            if taken.name == "Школа № 1" and not taken.undone_at and (taken.changes or taken.filled):
                withdraw(store, taken.number)
        assert check.digest(store) == check.digest(without)


def test_by_command(here: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``imports`` and ``undo-merge``: JSON alone on stdout; a refusal says in one sentence what depends, JSON lists it."""
    person = add_person(here)
    first = export(here, tmp_path / "1.kur")
    persons.edit_person(here, person, {"post": "логопед"})
    second = export(here, tmp_path / "2.kur")
    base = tmp_path / "d.db"
    district(base).close()

    def call(*arguments: str) -> tuple[int, Any, str]:
        with pytest.raises(SystemExit) as stop:
            main(["--db", str(base), *arguments])
        told = capsys.readouterr()
        return int(str(stop.value.code)), json.loads(told.out) if "--json" in arguments else told.out, told.err

    assert call("imports", "--json") == (0, [], "")
    assert call("imports") == (0, "Файлов ещё не принимали.\n", "")
    code, document, words = call("undo-merge", "--json")
    assert (code, document["error"]["code"], words.count("\n")) == (1, "nothing", 1)
    assert call("merge", str(first), str(second), "--json")[0] == 0
    code, document, _ = call("imports", "--json")
    assert [(one["number"], one["file_number"], one["undone_at"]) for one in document] == [(1, 1, ""), (2, 2, "")]
    assert "сначала отмените их" in document[0]["hindrance"] or "более поздние" in document[0]["hindrance"]
    assert document[1]["hindrance"] == ""
    code, document, words = call("undo-merge", "1", "--json")
    assert (code, document["error"]["code"], words.count("\n")) == (1, "built-on", 1)
    assert {(one["table"], one["row_id"], one["source"], one["why"]) for one in document["built_on"]} == {
        ("person", person, 2, why) for why in ("chain", "value", "row")
    }
    code, told, words = call("undo-merge", "1")
    assert (code, told) == (1, "")
    assert words.count("\n") == 1
    code, document, _ = call("undo-merge", "--json")
    assert (code, document["undone"]["number"], document["changes"]) == (0, 2, 1)
    assert "Можно отменить" in call("imports")[1]
    assert "Файл можно принять снова." in call("undo-merge", "1", "--yes")[1]
    assert call("imports")[1].count("приём отменён") == 2
    assert call("undo-merge", str(10**30))[0] == 1
    assert call("undo-merge", "десять")[0] == 2
    assert call("check")[0] == 0


_KILLED = """
import os, signal, sys
from pathlib import Path
import sync.withdrawal as withdrawal
from model.store import Store
step, real = sys.argv[2], getattr(withdrawal, sys.argv[2])
def cut(*args):
    if sys.argv[3] == "after":
        real(*args)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(withdrawal, step, cut)
withdrawal.withdraw(Store.open(Path(sys.argv[1])))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize(("step", "when"), [("_take_back", "after"), ("_blank", "before"), ("refold", "after")])
def test_killed_withdrawal_leaves_the_state_before(here: Store, tmp_path: Path, step: str, when: str) -> None:
    add_person(here)
    with district(tmp_path / "d.db") as store:
        merge(store, export(here, tmp_path / "1.kur"))
        before = state(store)
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path / "d.db"), step, when])
    assert killed.returncode == -signal.SIGKILL
    with Store.open(tmp_path / "d.db") as store:
        assert state(store) == before
        withdraw(store)
        sound(store)
