"""Killed at any moment: the database opens, is whole, and holds the state before or after a file, nothing between."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench import kills
from model import check, migrations
from model.backups import make_backup
from model.store import Store
from sync.exchange_file import read_file
from sync.merge import merge_file
from tests.worlds import add_person, add_roadmap, district, export, school

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here"),
    pytest.mark.real_schema,
]

FILES = 4
KILLS = 8
#: Kills of a whole ``kurator merge``; ``bench/soak.py`` does two hundred.
COMMANDS = 6

_MERGE = """
import sys
from pathlib import Path
from model.store import Store
from sync.folder import merge_paths
with Store.open(Path(sys.argv[1])) as store:
    store.sql("PRAGMA cache_size = 20")  # pages go to the disk in the middle of a transaction, as with a large file
    print("ready", flush=True)
    merge_paths(store, [Path(sys.argv[2])])
print("done", flush=True)
"""

_EDIT = """
import sys
from pathlib import Path
from model import persons
from model.entities import Person
from model.store import Store
with Store.open(Path(sys.argv[1])) as store:
    store.sql("PRAGMA cache_size = 20")
    person = Person.get(Person.surname == "Сорокина").id
    print("ready", flush=True)
    for n in range(2000):
        if n % 5 == 4:
            persons.delete_person(store, persons.create_person(store, {"surname": f"Птицын {n}"}))
        else:
            persons.edit_person(store, person, {"post": f"должность {n}", "phone": f"8-{n}"})
        print(n, flush=True)
"""


def killed_after(seconds: float, code: str, *arguments: Path, wait: bool = False) -> list[str]:
    """Run a program, kill it so long after it was ready (``wait``: let it end); return the lines that it wrote."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        if wait:
            process.wait(seconds)
        else:
            time.sleep(seconds)
            process.kill()
        return process.stdout.read().splitlines()


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """A district's empty database, files of several institutions, and the digest after each number of them."""
    (tmp_path / "files").mkdir()
    for n in range(FILES):
        with school(tmp_path / f"{n}.db", f"Школа № {n}") as store:
            add_roadmap(store)
            for k in range(12):
                add_person(store, f"Птицына{'абвгдежзиклм'[k]}", post="учитель " * 20, consent=bool(k % 4))
            export(store, tmp_path / "files" / f"{n}.kur")
    states = []
    with district(tmp_path / "d.db") as store:
        states.append(check.digest(store))
        original = (tmp_path / "d.db").read_bytes()
    with Store.open(tmp_path / "d.db") as store:
        begun = time.perf_counter()
        for path in sorted((tmp_path / "files").iterdir()):
            with store.transaction("Слияние"):
                merge_file(store, read_file(path))
            states.append(check.digest(store))
        whole = time.perf_counter() - begun
    (tmp_path / "d.db").write_bytes(original)
    return tmp_path, states, whole


def test_merge_killed_at_any_moment(world: tuple[Path, list[str], float]) -> None:
    folder, states, whole = world
    dice = random.Random(5)
    reached = set()
    original = (folder / "d.db").read_bytes()
    for kill in range(KILLS):
        shutil.rmtree(folder / "d.backups", ignore_errors=True)
        (folder / "d.db").write_bytes(original)
        (folder / "d.db-journal").unlink(missing_ok=True)
        killed_after(dice.uniform(0, 2.5 * whole), _MERGE, folder / "d.db", folder / "files")
        with Store.open(folder / "d.db") as store:
            assert check.problems(store) == [], kill
            digest = check.digest(store)
            assert digest in states, kill
            reached.add(states.index(digest))
            if kill == KILLS - 1:  # whoever goes on where it stopped comes to the same end
                for path in sorted((folder / "files").iterdir()):
                    with store.transaction("Слияние"):
                        merge_file(store, read_file(path))
                assert check.digest(store) == states[-1]
        for copy in (folder / "d.backups").glob("*.db"):
            with Store.open(copy) as backup:
                assert check.digest(backup) == states[0]
    assert len(reached) > 1, "every kill came too early or too late"


def test_command_killed_at_any_moment(tmp_path: Path) -> None:
    """``kurator merge`` of sealed files, a real process, from its first line to its last."""
    report = kills.run(tmp_path, COMMANDS, seed=4, institutions=3, persons=10)
    assert report.wrong == []
    assert report.kills - report.reached[-1] == COMMANDS


_UPGRADE = """
import sys
from pathlib import Path
from model import migrations
from model.store import Store
def step(database):
    for table in ("person", "change"):
        database.execute_sql(f'CREATE TABLE new AS SELECT * FROM "{table}"')
        database.execute_sql(f"ALTER TABLE new RENAME TO upgraded_{table}")
    print("half", flush=True)
    database.execute_sql("CREATE TABLE done(id INTEGER)")
migrations.STEPS[migrations.latest()] = step
print("ready", flush=True)
with Store.open(Path(sys.argv[1])) as store:
    store.sql("PRAGMA cache_size = 20")
print("done", flush=True)
"""


def test_upgrade_killed_at_any_moment(tmp_path: Path) -> None:
    """A step to the next version is there as a whole or not at all, and the copy made before it is whole."""
    with school(tmp_path / "a.db") as store:
        for k in range(30):
            add_person(store, f"Птицына{'абвгдежзик'[k % 10]}", post="учитель " * 40)
        digest, version = check.digest(store), migrations.latest()
    original = (tmp_path / "a.db").read_bytes()
    begun = time.perf_counter()
    killed_after(60, _UPGRADE, tmp_path / "a.db", wait=True)
    whole = time.perf_counter() - begun
    dice = random.Random(7)
    for kill in range(5):
        for left in tmp_path.glob("a.*"):
            left.unlink()
        (tmp_path / "a.db").write_bytes(original)
        killed_after(dice.uniform(0, whole / 2), _UPGRADE, tmp_path / "a.db")
        with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
            stands = connection.execute("PRAGMA user_version").fetchone()[0]
            new = {
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE name LIKE 'upgraded_%' OR name = 'done'"
                )
            }
            assert (stands, new) in ((version, set()), (version + 1, {"upgraded_person", "upgraded_change", "done"})), kill
            connection.execute(f"PRAGMA user_version = {version}")
        for path in (tmp_path / "a.db", *tmp_path.glob("a.v*.bak")):
            with Store.open(path) as store:
                assert check.problems(store) == []
                assert check.digest(store) == digest


def test_a_copy_that_a_kill_left_unfinished_is_deleted(tmp_path: Path) -> None:
    """It holds personal data and stands in no list; one that may still be written is left alone."""
    with school(tmp_path / "a.db") as store:
        folder = make_backup(store, "daily").parent
        old, young = folder / "2026-01-01T00-00-00-merge.db.new", folder / "2026-01-02T00-00-00-merge.db.new"
        for path in (old, young):
            path.write_bytes(b"x")
        os.utime(old, (1, 1))
        make_backup(store, "merge")
        assert (old.exists(), young.exists()) == (False, True)


def test_edits_killed_at_any_moment(tmp_path: Path) -> None:
    """What was said to be done is there; of the step in work either all or nothing."""
    with school(tmp_path / "a.db") as store:
        person = add_person(store)
    dice = random.Random(6)
    numbers: dict[tuple[str, int], str] = {}
    for kill in range(4):
        lines = killed_after(dice.uniform(0.05, 0.5), _EDIT, tmp_path / "a.db")
        told = [int(line) for line in lines if line.isdigit()]
        with Store.open(tmp_path / "a.db") as store:
            assert check.problems(store) == [], kill
            post, phone = store.row("SELECT post, phone FROM person WHERE id = ?", (person,))
            edited = [n for n in told if n % 5 != 4]
            if edited:
                assert int(post.split()[1]) >= edited[-1]
                assert int(post.split()[1]) == int(phone[2:]), "one step wrote both fields"
            assert store.value("SELECT count(*) FROM person WHERE surname LIKE 'Птицын %'") <= kill + 1
            for node, seq, chain in store.sql("SELECT node, seq, chain FROM change"):
                assert numbers.setdefault((node, seq), chain) == chain, "a number was used twice"
    assert len(numbers) > 20
