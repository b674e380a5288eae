"""What every test has: a state folder of its own, so that no witness or machine mark is shared with the user or a neighbour;
and empty databases that are copies of one that the program made, for its tables and triggers take longer than most tests.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from peewee import SqliteDatabase

from model import migrations
from model.store import Store

#: Where bytecode beside the sources is not wanted: a suite is many processes, and each would compile everything anew.
BYTECODE = Path(__file__).parent.parent / ".pytest_cache" / "bytecode"

if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(BYTECODE)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # workers and the processes of tests inherit both


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fresh folder of what must not travel (``model.identity.state_folder``)."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("KURATOR_STATE", str(folder))
    return folder


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file as ``Store.create`` has it when the schema is made: tables, triggers, no row."""
    path = tmp_path_factory.mktemp("schema") / "empty.db"
    database = SqliteDatabase(str(path))
    with database:
        migrations.create_schema(database)
    return path


@pytest.fixture(autouse=True)
def copied_schema(request: pytest.FixtureRequest, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New databases begin as copies; ``real_schema`` marks tests of how they are made."""
    if "real_schema" in request.keywords:
        return
    connect, make = Store._connect, migrations.create_schema

    def connected(store: Store) -> None:
        if not store.path.exists():
            with suppress(OSError):  # where nothing can be written the program says so itself
                shutil.copyfile(empty_database, store.path)
        connect(store)

    def made(database: SqliteDatabase) -> None:
        if database.execute_sql("PRAGMA application_id").fetchone()[0] == 0:
            make(database)

    monkeypatch.setattr(Store, "_connect", connected)
    monkeypatch.setattr(migrations, "create_schema", made)
