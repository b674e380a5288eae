"""A reference to a row that is not here (yet, or never: no consent) refuses nothing: it waits and shows as «нет данных».

Every command that reads is called over a district's institution whose rows are taken away a table at a time, and over rows
of which nothing but the id has arrived.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model.demo import make_demo
from model.entities import new_id
from model.log_tables import column_kinds, columns, table_names
from model.setup import own_id
from model.store import Store
from tui.cli.main import main

TODAY = date(2026, 11, 21)
#: Commands that only read; ``{table}`` stands for the id of one of its rows.
READING = (
    "person list",
    "person show {person}",
    "person duplicates",
    "request list",
    "request needs {person}",
    "request searching",
    "match {request}",
    "pair list",
    "pair show {pair}",
    "pair papers {pair}",
    "program list",
    "program show {programme}",
    "program measures {programme}",
    "card list",
    "card show {control_card}",
    "card missing",
    "survey list",
    "survey show {questionnaire}",
    "survey result {questionnaire}",
    "order list",
    "event list",
    "practice list",
    "publication list",
    "body list",
    "indicators",
    "roadmap list",
    "roadmap show",
    "roadmap show {roadmap}",
    "roadmap due",
    "year show",
    "settings list",
    "conflicts",
    "imports",
    "exports",
    "erasures",
    "clockfix",
    "check",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented institution with people, pairs, programmes, a roadmap."""
    return make_demo(tmp_path_factory.mktemp("demo"), institutions=1, persons=12, today=TODAY).institutions[0]


Reader = Callable[[Path, dict[str, str]], list[tuple[str, int, str, str]]]


@pytest.fixture
def read(capsys: pytest.CaptureFixture[str]) -> Reader:
    """Call every reading command; what each said."""

    def call(base: Path, ids: dict[str, str]) -> list[tuple[str, int, str, str]]:
        said = []
        for command in READING:
            words = [word.format(**ids) for word in command.split()]
            with pytest.raises(SystemExit) as stop:
                main(["--db", str(base), *words])
            told = capsys.readouterr()
            said.append((command, int(str(stop.value.code)), told.out, told.err))
        return said

    return call


def first_ids(store: Store) -> dict[str, str]:
    """Id of one row of each table."""
    return {table: store.value(f'SELECT id FROM "{table}" ORDER BY id') or new_id() for table in table_names()}


def survived(said: list[tuple[str, int, str, str]]) -> None:
    """No command broke: what nobody foresaw would be told as an internal error."""
    broken = [
        (command, code, out if "None" in out else "", err)
        for command, code, out, err in said
        if code not in {0, 1, 3} or "Traceback" in out + err or "внутренняя ошибка" in err or "None" in out
    ]
    assert broken == []


#: Tables to whose rows others refer.
REFERRED = [
    *("person", "pair", "pair_member", "programme", "programme_activity", "request", "control_card", "event", "body"),
    *("roadmap", "stage", "activity", "occurrence", "questionnaire", "questionnaire_item", "order_document"),
]


@pytest.mark.parametrize("table", REFERRED)
def test_rows_of_a_table_are_not_here(demo: Path, tmp_path: Path, read: Reader, table: str) -> None:
    base = tmp_path / "a.db"
    shutil.copyfile(demo, base)
    with Store.open(base) as store:
        ids = first_ids(store)
        with store.replaying():
            store.sql(f'DELETE FROM "{table}"')
    survived([one for one in read(base, ids) if one[0] != "check"])


def values_of(table: str, filled: bool) -> dict[str, Any]:
    """Values of a row: nothing, or references to rows that are nowhere and words that no list knows."""
    if not filled:
        return {}
    by_kind: dict[str, Any] = {"text": new_id(), "number": 7, "day": "2026-09-01", "items": json.dumps([["а", "б"]])}
    return {name: by_kind[kind] for name, kind in column_kinds(table).items() if name != "institution"}


@pytest.mark.parametrize("filled", [False, True])
def test_rows_of_which_little_is_here(demo: Path, tmp_path: Path, read: Reader, filled: bool) -> None:
    base = tmp_path / "a.db"
    shutil.copyfile(demo, base)
    ids = {}
    with Store.open(base) as store:
        for table in table_names():
            if table in {"institution", "school_year", "preference"}:
                continue
            ids[table] = new_id()
            values = {"institution": own_id(store), **values_of(table, filled)}
            listed = ", ".join(f'"{name}"' for name in values)
            marks = ", ".join("?" * len(values))
            store.sql(f'INSERT INTO "{table}"(id, {listed}) VALUES(?, {marks})', (ids[table], *values.values()))
            assert set(values) <= set(columns(table))
    survived(read(base, ids))
