"""Versions of the database: ordered numbered steps, a backup before each, newer databases refused.

A fresh database is made from the models at once; an older one climbs the steps ``m002_…``, ``m003_…`` one by one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from peewee import SqliteDatabase

from model import log_tables
from model.errors import Refusal

#: Steps from one version to the next: ``STEPS[n]`` brings version ``n`` to ``n + 1``. Version 1 is the first release.
STEPS: dict[int, Callable[[SqliteDatabase], None]] = {}


def latest() -> int:
    """Version that this program writes."""
    return max(STEPS, default=0) + 1


def create_schema(database: SqliteDatabase) -> None:
    """Make all tables in an empty database, at the latest version."""
    for statement in _statements(log_tables.LOG_TABLES):
        database.execute_sql(statement)
    for table in log_tables.table_names():
        for statement in log_tables.table_ddl(table):
            database.execute_sql(statement)
    database.execute_sql(f"PRAGMA application_id = {log_tables.APPLICATION_ID}")
    database.execute_sql(f"PRAGMA user_version = {latest()}")


def upgrade(database: SqliteDatabase, path: Path) -> list[Path]:
    """Bring an opened database to the latest version; return the backups made. Raise ``Refusal`` when it is not ours."""
    if database.execute_sql("PRAGMA application_id").fetchone()[0] != log_tables.APPLICATION_ID:
        raise Refusal(f"«{path}» — не база Куратора: выберите другой файл.", "not-ours")
    version = int(database.execute_sql("PRAGMA user_version").fetchone()[0])
    if version > latest():
        raise Refusal("База создана более новой программой: обновите программу.", "newer")
    backups = []
    while version < latest():
        backups.append(backup(database, path.with_name(f"{path.stem}.v{version}.bak")))
        with database.atomic("immediate"):
            STEPS[version](database)
            version += 1
            database.execute_sql(f"PRAGMA user_version = {version}")
    return backups


def backup(database: SqliteDatabase, target: Path) -> Path:
    """Copy the open database by SQLite's backup API; the target appears whole or not at all."""
    new = target.with_name(target.name + ".new")
    new.unlink(missing_ok=True)
    source: sqlite3.Connection = database.connection()
    with closing(sqlite3.connect(new)) as copy:
        source.backup(copy)
    new.replace(target)
    return target


def _statements(script: str) -> list[str]:
    """The statements of a script; a trigger's body holds semicolons of its own."""
    found, part = [], ""
    for piece in script.split(";"):
        part += piece + ";"
        if sqlite3.complete_statement(part):
            found.append(part.strip().rstrip(";"))
            part = ""
    return [statement for statement in found if statement]
