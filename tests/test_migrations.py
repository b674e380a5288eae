"""Versions of the database: steps with a backup before each, newer and foreign files refused, the first release kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from peewee import SqliteDatabase

from model import migrations
from model.errors import Refusal
from model.setup import NewInstitution, found_institution, own_institution
from model.store import Store
from model.years import SchoolYear

pytestmark = pytest.mark.real_schema

SCHEMAS = Path(__file__).parent / "schemas"


def schema_of(store: Store) -> str:
    """The whole schema as text, in one order."""
    rows = store.sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name")
    return "\n".join(str(row[0]) + ";" for row in rows) + "\n"


def founded(path: Path) -> Store:
    store = Store.create(path)
    found_institution(store, NewInstitution("Школа № 5"), SchoolYear(2026))
    return store


def test_schema_of_this_version_is_the_recorded_one(tmp_path: Path) -> None:
    """Whoever changes a model must add a migration step and record the new schema: released databases exist."""
    with founded(tmp_path / "a.db") as store:
        recorded = SCHEMAS / f"v{migrations.latest():03d}.sql"
        assert schema_of(store) == recorded.read_text("utf-8")


def test_step_is_taken_once_with_a_backup_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    founded(tmp_path / "a.db").close()

    def step(database: SqliteDatabase) -> None:
        database.execute_sql("CREATE TABLE note(id TEXT)")

    monkeypatch.setitem(migrations.STEPS, 1, step)
    with Store.open(tmp_path / "a.db") as store:
        assert store.value("PRAGMA user_version") == 2
        assert store.value("SELECT count(*) FROM note") == 0
    with closing(sqlite3.connect(tmp_path / "a.v1.bak")) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
    Store.open(tmp_path / "a.db").close()
    assert [path.name for path in tmp_path.glob("*.bak")] == ["a.v1.bak"]


def test_failed_step_leaves_the_old_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    founded(tmp_path / "a.db").close()

    def step(database: SqliteDatabase) -> None:
        database.execute_sql("CREATE TABLE note(id TEXT)")
        database.execute_sql("CREATE TABLE note(id TEXT)")

    monkeypatch.setitem(migrations.STEPS, 1, step)
    with pytest.raises(Refusal):
        Store.open(tmp_path / "a.db")
    monkeypatch.delitem(migrations.STEPS, 1)
    with Store.open(tmp_path / "a.db") as store:
        assert store.value("PRAGMA user_version") == 1
        assert own_institution(store) is not None
        assert store.value("SELECT count(*) FROM sqlite_master WHERE name = 'note'") == 0


def test_newer_database_is_refused(tmp_path: Path) -> None:
    with founded(tmp_path / "a.db") as store:
        store.sql("PRAGMA user_version = 99")
    with pytest.raises(Refusal, match="обновите программу"):
        Store.open(tmp_path / "a.db")


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all, but long enough to be looked at", b"SQLite format 3\x00" * 64]
)
def test_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(content)
    with pytest.raises(Refusal):
        Store.open(path)
    assert path.read_bytes() == content


def test_foreign_sqlite_file_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as foreign:
        foreign.execute("CREATE TABLE t(x)")
    with pytest.raises(Refusal, match="не база Куратора"):
        Store.open(tmp_path / "a.db")


def test_settings_of_the_file_are_the_promised_ones(tmp_path: Path) -> None:
    with founded(tmp_path / "a.db") as store:
        assert store.value("PRAGMA application_id") == 0x4B555241
        assert store.value("PRAGMA journal_mode") == "delete"
        assert store.value("PRAGMA synchronous") == 2
