"""A file of a newer program: what this one does not know waits in the log and is applied by the upgrade, by itself.

The older program is a process in which tables, columns and kinds are taken out of the real one before anything is read.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from peewee import SqliteDatabase

from model import check, log_tables, migrations, parked, persons
from model.changelog import differences, rebuild
from model.entities import new_id
from model.setup import own_id
from model.store import Store
from sync import conflicts
from sync.exchange_file import read_file
from tests.worlds import add_person, add_roadmap, cell, change, district, export, merge, rewrite, school, second_laptop, stands

#: What the older program does not know.
TABLES = ("practice", "swot_note")
COLUMNS = {"person": ("subject", "phone", "birth_date"), "activity": ("deadline",), "occurrence": ("start",)}
KINDS = ("resolve", "undelete")

_OLDER = """
import json, sys
from pathlib import Path
from model import log_tables
tables, gone, kinds, base, files = json.loads(sys.argv[1])
for table in tables:
    del log_tables._KNOWN[table]
for table, names in gone.items():
    fields = log_tables._KNOWN[table]._meta
    fields.sorted_fields = [field for field in fields.sorted_fields if field.column_name not in names]
    log_tables._KNOWN[table].SHARED = tuple(name for name in log_tables._KNOWN[table].SHARED if name not in names)
from model import changelog
changelog.KINDS = changelog.KINDS - set(kinds)
from model import parked
parked.KINDS = changelog.KINDS
from tests.worlds import district, merge
from model import check
path = Path(base)
from model.store import Store
with (Store.open(path) if path.exists() else district(path)) as store:
    statuses = [(outcome.status, outcome.message) for outcome in merge(store, *map(Path, files))]
    assert check.problems(store) == [], check.problems(store)
print(json.dumps(statuses))
"""


def older(
    base: Path,
    *files: Path,
    tables: tuple[str, ...] = TABLES,
    gone: dict[str, tuple[str, ...]] | None = None,
    kinds: tuple[str, ...] = KINDS,
) -> list[str]:
    """Merge files with an older program into the district's database ``base``, which it makes; return the statuses."""
    told = json.dumps([tables, COLUMNS if gone is None else gone, kinds, str(base), [str(path) for path in files]])
    run = subprocess.run([sys.executable, "-c", _OLDER, told], capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return [status for status, _ in json.loads(run.stdout.splitlines()[-1])]


def grow(database: SqliteDatabase) -> None:
    """The step of an upgrade that only adds: missing tables and columns, triggers anew."""
    for table in log_tables.table_names():
        known = [row[1] for row in database.execute_sql(f'PRAGMA table_info("{table}")')]
        if not known:
            for statement in log_tables.table_ddl(table):
                database.execute_sql(statement)
            continue
        new = [name for name in log_tables.columns(table) if name not in known]
        for name in new:
            database.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {log_tables.column_types(table)[name]}')
            database.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "_s_{name}" TEXT')
        if new:
            triggers = database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,))
            for (name,) in triggers.fetchall():
                database.execute_sql(f'DROP TRIGGER "{name}"')
            for statement in log_tables.table_ddl(table):
                if "TRIGGER" in statement.split("BEGIN")[0]:
                    database.execute_sql(statement)


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch) -> None:
    """This program is one version further than the older one."""
    monkeypatch.setitem(migrations.STEPS, 1, grow)


@pytest.fixture
def here(tmp_path: Path) -> Any:
    """An institution's laptop with the newer program."""
    with school(tmp_path / "школа.db") as store:
        yield store


def sound(store: Store) -> None:
    assert check.problems(store) == []
    before = check.digest(store)
    rebuild(store)
    assert check.digest(store) == before


def test_everything_comes_with_the_upgrade(here: Store, tmp_path: Path, upgraded: None) -> None:
    """Known and unknown columns of one change, unknown tables, unknown kinds: as if they had always been known."""
    person = add_person(here, post="учитель", subject="физика", birth_date="01.02.1980")
    persons.edit_person(here, person, {"subject": "химия", "post": "завуч"})
    add_roadmap(here)
    gone = add_person(here, "Дроздова", subject="право")
    with here.transaction("Удаление"):
        persons.delete_person(here, gone)
    here.activate()
    path = export(here, tmp_path / "1.kur")
    assert older(tmp_path / "old.db", path) == ["merged"]
    with closing(sqlite3.connect(tmp_path / "old.db")) as raw:
        known = {row[1] for row in raw.execute("PRAGMA table_info(person)")}
        assert "post" in known
        assert known.isdisjoint(COLUMNS["person"])
        assert raw.execute("SELECT post FROM person WHERE id = ?", (person,)).fetchone() == ("завуч",)
    with Store.open(tmp_path / "old.db") as store, district(tmp_path / "new.db") as always:
        assert cell(store, "person", person, "subject") == "химия"
        assert cell(store, "person", person, "birth_date") == "1980-02-01"
        merge(always, path)
        assert check.digest(store) == check.digest(always)
        sound(store)
        assert parked.apply_parked(store) == 0


def test_rows_of_unknown_tables(here: Store, tmp_path: Path, upgraded: None) -> None:
    here.activate()
    practice = new_id()
    here.sql("INSERT INTO practice(id, institution, title) VALUES(?, ?, 'Пара недели')", (practice, own_id(here)))
    path = export(here, tmp_path / "1.kur")
    assert older(tmp_path / "old.db", path) == ["merged"]
    with Store.open(tmp_path / "old.db") as store, district(tmp_path / "new.db") as always:
        assert cell(store, "practice", practice, "title") == "Пара недели"
        merge(always, path)
        assert check.digest(store) == check.digest(always)
        sound(store)


def test_conflict_and_grave_in_unknown_columns(here: Store, tmp_path: Path, upgraded: None) -> None:
    person, other_person = add_person(here, subject="физика"), add_person(here, "Дроздова", subject="право")
    with second_laptop(here, tmp_path / "b.db") as other:
        persons.edit_person(other, person, {"subject": "химия"})
        persons.edit_person(other, other_person, {"subject": "этика"})
        other.activate()
        persons.delete_person(other, other_person)
        here.activate()
        persons.edit_person(here, person, {"subject": "биология", "post": "завуч"})
        persons.edit_person(here, other_person, {"subject": "логика"})
        files = [export(here, tmp_path / "1.kur"), export(other, tmp_path / "2.kur")]
    assert older(tmp_path / "old.db", *files) == ["merged", "merged"]
    with Store.open(tmp_path / "old.db") as store, district(tmp_path / "new.db") as always:
        merge(always, *reversed(files))
        assert check.digest(store) == check.digest(always)
        assert (
            {(one.row_id, one.column) for one in conflicts.conflicts(store)}
            == {(one.row_id, one.column) for one in conflicts.conflicts(always)}
            >= {(person, "subject")}
        )
        sound(store)
        store.activate()
        for one in conflicts.conflicts(store):
            assert one.versions


def test_unknown_kinds(here: Store, tmp_path: Path, upgraded: None) -> None:
    """Two laptops disagreed and settled it; the older program knows no «resolve»: it shows the conflict until the upgrade."""
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        for store, post in ((here, "завуч"), (other, "логопед")):
            store.activate()
            persons.edit_person(store, person, {"post": post})
        merge(here, export(other, tmp_path / "own.kur", "own"))
        here.activate()
        conflicts.resolve(here, conflicts.conflicts(here)[0].id, "социальный педагог")
    path = export(here, tmp_path / "1.kur")
    assert older(tmp_path / "old.db", path, tables=(), gone={}) == ["merged"]
    with Store.open(tmp_path / "old.db") as store, district(tmp_path / "new.db") as always:
        assert (cell(store, "person", person, "post"), conflicts.count(store)) == ("социальный педагог", 0)
        merge(always, path)
        assert check.digest(store) == check.digest(always)
        sound(store)


def test_nothing_is_folded_when_nothing_is_new(here: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_person(here)
    here.close()
    folded: list[Any] = []
    monkeypatch.setattr(parked, "refold", lambda *given: folded.append(given))
    monkeypatch.setattr(parked, "rebuild", folded.append)
    Store.open(here.path).close()
    assert folded == []
    with Store.open(here.path) as store:
        store.sql("DELETE FROM setting WHERE name = 'known_schema'")
    with Store.open(here.path) as store:
        assert len(folded) == 1, "a database that does not say what was known is folded whole, once"
    Store.open(here.path).close()
    assert len(folded) == 1


def test_values_that_fit_no_column_do_no_harm(here: Store, tmp_path: Path, upgraded: None) -> None:
    """What an older program could not check: after the upgrade a wrong value says nothing, and no screen meets it."""
    person = add_person(here, subject="физика", birth_date="01.02.1980")
    path = export(here, tmp_path / "1.kur")
    file = read_file(path)
    seen = next(line[2] for line in file.lines if line[5] == person)
    wrong: list[dict[str, Any]] = [
        {"birth_date": "когда-то"},
        {"birth_date": 5},
        {"subject": 7},
        {"birth_date": "1980-13-45", "post": "завуч"},
        {"birth_date": ""},
    ]
    lines = []
    for number, patch in enumerate(wrong):
        line = change(file, "person", person, "update", patch, dict.fromkeys(patch, seen))
        line[1] += number
        lines.append(line)
    practice = change(file, "practice", "a" * 32, "create", {"title": 5, "institution": lines[0][3], "on_day": "вчера"})
    practice[1] += len(wrong)
    forged = rewrite(path, tmp_path / "2.kur", lines=lambda old: [*old, *lines, practice])
    assert older(tmp_path / "old.db", forged) == ["merged"]
    with Store.open(tmp_path / "old.db") as store:
        row = store.row("SELECT subject, birth_date, post FROM person WHERE id = ?", (person,))
        assert row == ("физика", "1980-02-01", "завуч")
        assert stands(store, "practice", "a" * 32)
        assert cell(store, "practice", "a" * 32, "title") is None
        assert differences(store) == []
        sound(store)


def test_a_row_of_an_unknown_table_has_one_owner(here: Store, tmp_path: Path, upgraded: None) -> None:
    add_person(here)
    path = export(here, tmp_path / "1.kur")
    line = change(read_file(path), "practice", "a" * 32, "create", {"title": "Чужая", "institution": "f" * 32})
    assert older(tmp_path / "old.db", rewrite(path, tmp_path / "2.kur", lines=lambda old: [*old, line])) == ["refused"]


@pytest.mark.parametrize("seed", range(3))
def test_random_worlds(tmp_path: Path, seed: int, upgraded: None) -> None:
    """Some files before the upgrade, some after, with other things unknown each time: equal to who always knew."""
    dice = random.Random(seed)
    files: list[Path] = []
    with school(tmp_path / "a.db") as one, second_laptop(one, tmp_path / "b.db") as two:
        people = [add_person(one, f"Сорокина{n}") for n in range(3)]
        merge(two, export(one, tmp_path / "own.kur", "own"))
        for number in range(14):
            store = dice.choice([one, two])
            store.activate()
            person = dice.choice(people)
            step = dice.randrange(6)
            if step < 3 and stands(store, "person", person):
                columns = dice.sample(["subject", "post", "category", "surname"], 2)
                persons.edit_person(store, person, {column: f"{column} {number}" for column in columns})
            elif step == 3 and stands(store, "person", person):
                persons.delete_person(store, person)
            elif step == 4:
                store.sql(
                    "INSERT INTO practice(id, institution, title) VALUES(?, ?, ?)", (new_id(), own_id(store), str(number))
                )
            else:
                merge(store, export(two if store is one else one, tmp_path / "own.kur", "own"))
                store.activate()
                for conflict in conflicts.conflicts(store)[:2]:
                    conflicts.resolve(store, conflict.id, dice.choice(["ours", "theirs"]))
            files.append(export(store, tmp_path / f"{number}.kur"))
    dice.shuffle(files)
    half = len(files) // 2
    gone = {"person": tuple(dice.sample(["subject", "post", "category", "phone"], 2))}
    kinds = tuple(dice.sample(["resolve", "undelete", "delete"], 2))
    assert "refused" not in older(tmp_path / "old.db", *files[:half], gone=gone, kinds=kinds)
    with Store.open(tmp_path / "old.db") as store, district(tmp_path / "new.db") as always:
        assert differences(store) == []
        merge(store, *files[half:])
        merge(always, *files)
        assert check.digest(store) == check.digest(always)
        sound(store)
