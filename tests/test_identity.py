"""Copied, restored and crashed databases: no two of them ever write under one node id and number."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from model import check, identity
from model.backups import make_backup
from model.demo import make_demo
from model.entities import Role, natural_id, new_id
from model.log_tables import table_names
from model.setup import own_id
from model.store import Store
from tests.worlds import TODAY, add_person, export, merge, school, stands

ROW = "0123456789abcdef" * 2


def write(store: Store, times: int = 1) -> None:
    """Make changes."""
    store.activate()
    for n in range(times):
        Role.create(institution=own_id(store), role=str(n))


def numbers(store: Store) -> set[tuple[str, int, str]]:
    """Every (node, seq) of a log with what it means."""
    return {tuple(row) for row in store.sql("SELECT node, seq, chain FROM change")}


def reopened(path: Path) -> str:
    """Node id after one more start."""
    with Store.open(path) as store:
        return store.node


def test_same_place_keeps_its_node(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        node = store.node
    assert reopened(tmp_path / "a.db") == node
    with Store.open(tmp_path / "a.db") as store:
        write(store, 300)
    assert reopened(tmp_path / "a.db") == node
    with Store.open(tmp_path / "a.db") as store:
        write(store)
        assert store.value("SELECT count(DISTINCT node) FROM change") == 1
        assert check.problems(store) == []


def test_database_that_nobody_wrote_to_keeps_its_node(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.db") as store:
        node = store.node
    assert reopened(tmp_path / "a.db") == node


def test_copy_takes_a_new_node(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        node = store.node
        first = store.value("SELECT database_id FROM replica")
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    with Store.open(tmp_path / "b.db") as copy:
        assert copy.node != node
        assert copy.value("SELECT database_id FROM replica") != first
        write(copy)
    with Store.open(tmp_path / "a.db") as store:
        assert store.node == node, "the original goes on under its own"
        write(store)
        one = numbers(store)
    with Store.open(tmp_path / "b.db") as copy:
        both = one | numbers(copy)
        assert len({(node, seq) for node, seq, _ in both}) == len(both)


def test_copied_folder_and_moved_folder(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with school(tmp_path / "one" / "a.db") as store:
        node = store.node
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    assert reopened(tmp_path / "two" / "a.db") != node
    (tmp_path / "one").rename(tmp_path / "three")
    moved = reopened(tmp_path / "three" / "a.db")
    assert moved != node
    assert reopened(tmp_path / "three" / "a.db") == moved


def test_copy_over_the_original_and_back(tmp_path: Path) -> None:
    """The copy was used at another place, then put where the original stood."""
    with school(tmp_path / "a.db") as store:
        node = store.node
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    with Store.open(tmp_path / "b.db") as copy:
        write(copy)
        second = copy.node
    with Store.open(tmp_path / "a.db") as store:
        write(store)
    shutil.copy(tmp_path / "b.db", tmp_path / "a.db")
    assert reopened(tmp_path / "a.db") not in {node, second}


def test_another_machine_at_the_same_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with school(tmp_path / "a.db") as store:
        node = store.node
    monkeypatch.setenv("KURATOR_STATE", str(tmp_path / "other machine"))
    other = reopened(tmp_path / "a.db")
    assert other != node
    assert reopened(tmp_path / "a.db") == other


def test_same_state_folder_on_other_hardware(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk image written to ten laptops carries the state folder too; the system's own id still differs."""
    with school(tmp_path / "a.db") as store:
        node = store.node
    monkeypatch.setattr("model.store.machine_id", lambda: "f" * 32)
    assert reopened(tmp_path / "a.db") != node


def test_restored_backup_takes_a_new_node(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        write(store, 3)
        node = store.node
        backup = make_backup(store, "test")
        write(store, 2)
        before = numbers(store)
    shutil.copy(backup, tmp_path / "a.db")
    with Store.open(tmp_path / "a.db") as store:
        assert store.node != node
        write(store, 3)
        assert check.problems(store) == []
        both = before | numbers(store)
        assert len({(node, seq) for node, seq, _ in both}) == len(both)
        restored = store.node
    assert reopened(tmp_path / "a.db") == restored


def test_backup_of_the_present_state_restored_changes_nothing(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        node = store.node
        backup = make_backup(store, "test")
    shutil.copy(backup, tmp_path / "a.db")
    assert reopened(tmp_path / "a.db") == node


@pytest.mark.parametrize("written", [0, 3])
@pytest.mark.parametrize("damage", ["gone", "empty", "garbage", "older"])
def test_lost_witness_takes_a_new_node(tmp_path: Path, state_folder: Path, written: int, damage: str) -> None:
    """Also for a backup from before the node's first change, when the file outside is lost too."""
    with Store.create(tmp_path / "a.db") as store:
        node = store.node
        (witness,) = (state_folder / "witness").iterdir()
        early = (tmp_path / "a.db").read_bytes()
        older = witness.read_bytes()
        store.sql("INSERT INTO role(id, institution) VALUES(lower(hex(randomblob(16))), lower(hex(randomblob(16))))")
        if written:
            store.sql("INSERT INTO role(id, institution) SELECT lower(hex(randomblob(16))), institution FROM role")
        used = numbers(store)
    if not written:
        (tmp_path / "a.db").write_bytes(early)
    if damage == "gone":
        witness.unlink()
    else:
        witness.write_bytes({"empty": b"", "garbage": b"\xff{", "older": older}[damage])
    with Store.open(tmp_path / "a.db") as store:
        if not (
            damage == "older" and not written
        ):  # nobody can tell: the database and its witness both say nothing was written
            assert store.node != node
            store.sql("INSERT INTO role(id, institution) VALUES(lower(hex(randomblob(16))), lower(hex(randomblob(16))))")
            both = used | numbers(store)
            assert len({(node, seq) for node, seq, _ in both}) == len(both)


def test_no_place_for_the_witness_means_a_new_node_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KURATOR_STATE", str(tmp_path / "file" / "state"))
    with school(tmp_path / "a.db") as store:
        write(store)
    nodes = {reopened(tmp_path / "a.db") for _ in range(3)}
    assert len(nodes) == 3


_CRASH = """
import os, signal, sys
from pathlib import Path
from model.demo import make_demo
from model.entities import Role, natural_id, new_id
from model.log_tables import table_names
from model.setup import own_id
from model.store import Store
store = Store.open(Path(sys.argv[1]))
with store.database.atomic():
    for n in range(int(sys.argv[2])):
        Role.create(institution=own_id(store), role=str(n))
    if sys.argv[3] == "inside":
        os.kill(os.getpid(), signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("where", ["inside", "after"])
@pytest.mark.parametrize("times", [1, 300])
def test_crash_leaves_a_harmless_new_node(tmp_path: Path, where: str, times: int) -> None:
    with school(tmp_path / "a.db") as store:
        node = store.node
        before = numbers(store)
    command = [sys.executable, "-c", _CRASH, str(tmp_path / "a.db"), str(times), where]
    assert subprocess.run(command, env=os.environ).returncode == -signal.SIGKILL
    with Store.open(tmp_path / "a.db") as store:
        assert store.node != node
        assert len(numbers(store)) == len(before) + (times if where == "after" else 0)
        write(store)
        assert check.problems(store) == []
        crashed = store.node
    assert reopened(tmp_path / "a.db") == crashed


def test_killed_copy_and_original_meet(tmp_path: Path) -> None:
    """What the crash left under the old node and what is written under the new one both reach the other laptop."""
    with school(tmp_path / "a.db") as store:
        person = add_person(store)
        export(store, tmp_path / "1.kur", "own")
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    subprocess.run([sys.executable, "-c", _CRASH, str(tmp_path / "a.db"), "2", "after"], env=os.environ)
    with Store.open(tmp_path / "a.db") as store, Store.open(tmp_path / "b.db") as other:
        second = add_person(store, "Дроздова")
        (outcome,) = merge(other, export(store, tmp_path / "2.kur", "own"))
        assert outcome.status == "merged"
        assert stands(other, "person", person)
        assert stands(other, "person", second)
        assert check.digest(other) == check.digest(store)


def test_two_windows_on_one_database(tmp_path: Path) -> None:
    """A second process on the same file writes on under the same node: the numbers are the database's."""
    with school(tmp_path / "a.db") as one, Store.open(tmp_path / "a.db") as two:
        for store in (one, two, one, two, two, one):
            write(store, 2)
        assert check.problems(one) == []
        assert one.value("SELECT seq FROM replica") == 14
    with Store.open(tmp_path / "a.db") as store:
        write(store)
        assert check.problems(store) == []


def test_witness_is_small_and_says_only_counts(tmp_path: Path, state_folder: Path) -> None:
    with school(tmp_path / "a.db", curator="Котова Анна Львовна") as store:
        node, seq, chain = store.row("SELECT node, seq, chain FROM replica")
    (witness,) = (state_folder / "witness").iterdir()
    assert json.loads(witness.read_text()) == {"node": node, "seq": seq, "chain": chain, "exact": True}
    assert len(identity.machine_id()) == 32
    assert identity.machine_id() == identity.machine_id()


def test_rows_of_one_institution_begin_alike(tmp_path: Path) -> None:
    """Ids begin as their institution's does, also of derived ones, so that a merge touches few pages; none comes twice."""
    made = make_demo(tmp_path, institutions=2, persons=12, today=TODAY)
    heads = set()
    for path in made.institutions:
        with Store.open(path) as store:
            head = own_id(store)[:8]
            heads.add(head)
            add_person(store, "Новикова")
            ids = {
                str(row[0])
                for table in table_names()
                for row in store.sql(f'SELECT id FROM "{table}" WHERE institution = ?', (own_id(store),))
            }
            assert len(ids) > 100
            assert {one[:8] for one in ids} == {head}
            assert len({one[8:] for one in ids}) == len(ids)
    assert len(heads) == 2


def test_ids_follow_the_database_that_is_open(tmp_path: Path) -> None:
    with school(tmp_path / "a.db", "Школа № 1") as one, school(tmp_path / "b.db", "Школа № 2") as other:
        one.activate()
        assert new_id()[:8] == own_id(one)[:8]
        other.activate()
        assert new_id()[:8] == own_id(other)[:8]
    with Store.open(tmp_path / "a.db") as again:
        assert new_id()[:8] == own_id(again)[:8]
        assert natural_id("mark", ROW) == natural_id("mark", ROW)
        assert natural_id("mark", ROW)[:8] == ROW[:8]
        assert natural_id("mark", ROW) != natural_id("consent", ROW)
        assert len(natural_id("district", "Речной район")) == 32
