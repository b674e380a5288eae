"""What a merge has to do: rows written the short way are those of the log, and no file costs more than the one before."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import check
from model.changelog import differences, rebuild
from model.entities import new_id
from model.log_tables import column_kinds, columns, table_names
from model.setup import own_id
from model.store import Store
from sync import arrivals, conflicts
from sync.folder import merge_paths
from tests.worlds import add_person, add_roadmap, district, export, merge, rewrite, school, second_laptop, statuses

#: Values of each kind of column; empty ones among them.
VALUES: dict[str, list[Any]] = {
    "text": ["слово", "другое", "", None, "а\u2028б", 'кавычки " и \\', "\n\t"],
    "day": ["2026-09-01", "2027-05-31", None],
    "number": [0, 1, -7, 2**62, None],
    "items": ["[]", '["а",1]', '[["а","б"]]', None],
}


#: Tables whose rows are more than values: the owner, years in the header of a file, rules of the clock and of assignments.
OWN_RULES = {"institution", "school_year", "clock_fix", "assignment"}


def write_somewhere(store: Store, dice: random.Random, rows: list[tuple[str, str]]) -> None:
    """One use case: a few rows of any table made, changed in any columns, now and then deleted or made again."""
    store.activate()
    owner = own_id(store)
    with store.transaction("Что-нибудь"):
        for _ in range(dice.randrange(1, 6)):
            table = dice.choice([name for name in table_names() if name not in OWN_RULES])
            names = [name for name in columns(table) if name != "institution"]
            picked = dice.sample(names, dice.randrange(1, len(names) + 1))
            values = {name: dice.choice(VALUES[column_kinds(table)[name]]) or None for name in picked}
            if not rows or dice.random() < 0.4:
                row = (table, new_id())
                rows.append(row)
                listed = ", ".join(f'"{name}"' for name in ("id", "institution", *values))
                marks = ", ".join("?" * (2 + len(values)))
                store.sql(f'INSERT INTO "{table}"({listed}) VALUES({marks})', (row[1], owner, *values.values()))
                continue
            table, identity = dice.choice(rows)
            names = [name for name in columns(table) if name != "institution"]
            name = dice.choice(names)
            if dice.random() < 0.1:
                store.sql(f'DELETE FROM "{table}" WHERE id = ?', (identity,))
            else:
                value = dice.choice(VALUES[column_kinds(table)[name]])
                store.sql(f'UPDATE "{table}" SET "{name}" = ? WHERE id = ?', (value or None, identity))


@settings(max_examples=6, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 2**32))
def test_rows_written_the_short_way_are_those_of_the_log(seed: int) -> None:
    """Any tables, any columns, two laptops, files in between: after each merge tables and log agree, and a rebuild is equal."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows: list[tuple[str, str]] = []
        with school(folder / "a.db") as one, district(folder / "d.db") as there:
            for store in (one, there):
                store.sql("PRAGMA synchronous = off")
            write_somewhere(one, dice, rows)
            with second_laptop(one, folder / "b.db") as two:
                for turn in range(5):
                    for store in (one, two):
                        for _ in range(dice.randrange(3)):
                            write_somewhere(store, dice, rows)
                    give, take = dice.choice([(one, two), (two, one), (one, there), (two, there)])
                    file = export(give, folder / f"{turn}.kur", "district" if take is there else "own")
                    assert statuses(merge(take, file))[0] in {"merged", "repeated", "older"}
                    assert differences(take) == []
                for take, other in ((one, two), (two, one)):
                    merge(take, export(other, folder / f"last-{other.path.stem}.kur", "own"))
                assert check.digest(one) == check.digest(two)
                assert conflicts.count(one) == conflicts.count(two)
                for store in (one, two, there):
                    before = check.digest(store)
                    assert check.problems(store) == []
                    store.activate()
                    rebuild(store)
                    assert check.digest(store) == before


# ---------------------------------------------------------------------- counted work
@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Every statement that a database is given meanwhile, with its values; those of triggers left out."""
    told: list[str] = []
    connection = store.database.connection()
    connection.set_trace_callback(lambda text: told.append(text) if not text.startswith("--") else None)
    try:
        yield told
    finally:
        connection.set_trace_callback(None)


def questions(told: list[str]) -> int:
    """How many of them ask something: rows that are written are many, what is asked before must not be."""
    return sum(text.lstrip().startswith("SELECT") for text in told)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """First and second files of nine institutions: four of three persons, five of thirty."""
    made, folder = [], tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KURATOR_STATE", str(folder / "state"))
        for number in range(9):
            made += institution_files(folder, number)
    return sorted(made)


def institution_files(folder: Path, number: int) -> list[Path]:
    """A first file and one with a few changes."""
    made = []
    with school(folder / f"{number}.db", f"Школа № {number}") as store:
        store.sql("PRAGMA synchronous = off")
        add_roadmap(store)
        for person in range(3 if number < 4 else 30):
            add_person(store, f"Птицына{person}", post="учитель", consent=bool(person % 3))
        made.append(export(store, folder / f"first-{number}.kur"))
        store.sql("UPDATE person SET post = 'логопед', subject = 'речь'")
        add_person(store, "Сова")
        made.append(export(store, folder / f"second-{number}.kur"))
    return made


def test_a_file_asks_as_much_as_the_one_before(files: list[Path], tmp_path: Path) -> None:
    """However many institutions are there already, and however many rows a file has."""
    with district(tmp_path / "d.db") as store:
        asked: list[int] = []
        for path in files:
            with statements(store) as told:
                merge_paths(store, [path])
            asked.append(questions(told))
        first, second = asked[1:9], asked[9:]
        assert max(first) - min(first) <= 2, first
        assert max(second) - min(second) <= 2, second
        assert max(asked) < 160, asked


#: Tables that grow with the district.
GROWING = {"change", "known_node", "verified", "import", "import_span", "import_filled", "head", "withheld", *table_names()}


def scans(store: Store, text: str) -> list[str]:
    """Growing tables that a statement walks through; one that stops at the first row does not."""
    if text.split(maxsplit=1)[0] not in {"SELECT", "UPDATE", "DELETE", "INSERT"} or "LIMIT 1" in text:
        return []
    names = {alias: table for table, alias in re.findall(r'(?:FROM|JOIN|,) "?(\w+)"? (?:AS )?(\w+)\b', text)}
    steps = [re.match(r"SCAN (\w+)", str(row[3])) for row in store.sql(f"EXPLAIN QUERY PLAN {text}")]
    return [step[1] for step in steps if step and names.get(step[1], step[1]) in GROWING]


def test_no_table_is_walked_through(files: list[Path], tmp_path: Path) -> None:
    """The plan of every statement of a merge: tables that grow with the district are searched, never scanned."""
    with district(tmp_path / "d.db") as store:
        merge_paths(store, files[:9])
        with statements(store) as told:
            merge_paths(store, files[9:])
        different = {re.sub(r"'[^']*'|\b\d+\b", "0", text): text for text in told}
        assert len(different) > 40
        assert {text[:300]: found for text in different.values() if (found := scans(store, text))} == {}
        assert scans(store, "SELECT 1 FROM change c WHERE c.kind = 'x'") == ["c"]


def test_known_lines_are_not_read_again(files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the second file only its new lines are parsed; a changed byte among the known ones has them all read."""
    read: list[int] = []
    inner = arrivals.read_arrivals

    def counted(*arguments: Any) -> Iterator[Any]:
        for arrival in inner(*arguments):
            read.append(arrival.seq)
            yield arrival

    monkeypatch.setattr("sync.new_changes.read_arrivals", counted)
    with district(tmp_path / "d.db") as store:
        (first,) = merge_paths(store, [files[8]])
        assert first.merged is not None
        known = first.merged.changes
        assert read == list(range(1, known + 1))
        read.clear()
        (second,) = merge_paths(store, [files[17]])
        assert second.merged is not None
        assert read == list(range(known + 1, known + second.merged.changes + 1))
        read.clear()
        changed = rewrite(
            files[17], tmp_path / "x.kur", lines=lambda lines: [[*lines[0][:6], "update", *lines[0][7:]], *lines[1:]]
        )
        (third,) = merge_paths(store, [changed])
        assert read[0] == 1
        assert third.status == "refused" or third.merged is not None
        assert check.problems(store) == []
