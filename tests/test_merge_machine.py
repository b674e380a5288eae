"""Laptops that edit, copy, restore, export and import in any order: all of them agree in the end, and no edit goes silently.

They also withdraw imports, write under one node id in two places (the guard at the start is cheated), and fix their clocks.

The oracle knows nothing of ``prev``, heads and folding. It keeps, for every edit, what its author's laptop had seen by then,
and says from that alone which value shows, which values conflict, and which row is gone. An edit is named by its chain value:
a stamp is not enough where two copies wrote under one name. What is older, it asks the log and the fixes of the clocks.

``KURATOR_EXAMPLES=500 pytest tests/test_merge_machine.py -n 0 --hypothesis-seed=1`` runs it long;
``KURATOR_SHRINK=1`` makes a failing life shorter, which takes five minutes.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from model import check, clock, clock_fix, journal, persons
from model.changelog import differences, rebuild
from model.clock_fix import clocks
from model.clock_shifts import shifts_of
from model.entities import Consent, Person, natural_id
from model.errors import Refusal
from model.payload import read_payload
from model.setup import own_id
from model.store import Store
from sync import conflicts
from sync.exchange_file import read_file
from sync.merge import merge_file
from sync.outgoing import export_file
from sync.withdrawal import withdraw
from tests.worlds import TODAY, district, school

#: Columns that the rules write, and whether the district may see them.
COLUMNS = {
    "person": {"surname": True, "post": True, "phone": False},
    "consent": {"given_on": True, "withdrawn_on": True},
    "clock_fix": {"milliseconds": True},
}
WORDS = {"surname": ["Сова", "Рысь", "Выдра"], "post": ["дело 1", "дело 2", "дело 3", ""], "phone": ["1", "2", ""]}
CLOCKS = {"2009": 1_230_768_000_000, "2026": 1_795_300_000_000, "2035": 2_051_222_400_000}
STEPS = [*WORDS, "post", "enter", "delete", "delete", "undo", "undo", "redo", "agree", "withdraw"]
LAPTOPS = ("1a", "1b", "2a", "2b")
DISTRICTS = ("d1", "d2")
#: Most of it happens in one institution and to one person, or nobody would ever meet.
SOMEBODY = st.sampled_from(("1a", "1a", "1a", "1b", "1b", "1b", "2a", "2b"))
PEOPLE = st.sampled_from((0, 0, 0, 1))


# ---------------------------------------------------------------------- the oracle
@dataclass(frozen=True)
class Edit:
    """One edit as it was made: what it wrote and all edits that its laptop had seen (``past``).

    ``link``: its chain value; ``private``: nothing in it is for the district.
    """

    link: str
    table: str
    row: str
    kind: str
    cells: dict[str, Any] = field(hash=False)
    past: frozenset[str]
    private: bool


@dataclass
class Seen:
    """What a laptop has seen: edits by their chain values, and those of them whose words it may read.

    ``brought``: by number of import, what was new in it.
    """

    headers: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    brought: dict[int, Seen] = field(default_factory=dict)

    def copy(self) -> Seen:
        return Seen(set(self.headers), set(self.words), dict(self.brought))

    def add(self, other: Seen) -> None:
        self.headers |= other.headers
        self.words |= other.words


@dataclass(frozen=True)
class Expected:
    """What one row has to look like: shown values (``None`` when it is gone) and conflicts, column → values."""

    values: dict[str, Any] | None
    conflicts: dict[str, set[Any]]


#: What orders edits: their times as corrected, then their stamps.
Order = dict[str, tuple[str, str]]


def expected_row(table: str, edits: list[Edit], private: bool, order: Order) -> Expected:
    """What the edits of one row amount to, by what their authors had seen; ``private``: with private columns."""
    visible = [column for column, shared in COLUMNS[table].items() if shared or private]
    writes = [edit for edit in edits if edit.kind != "delete"]
    deletes = [edit for edit in edits if edit.kind == "delete"]
    overriding = [edit for edit in edits if edit.kind != "resolve" or not edit.cells]
    in_force = [delete for delete in deletes if not any(delete.link in edit.past for edit in overriding)]
    unseen = {}
    for column in (*visible, "*rest"):
        cell = [edit for edit in writes if edit.kind in {"create", "undelete"} or column in edit.cells]
        unseen[column] = [edit for edit in cell if not any(edit.link in later.past for later in cell)]
    left = {edit.link for cell in unseen.values() for edit in cell}
    known_to_deletes = set().union(*(delete.past for delete in in_force))
    if not left or (in_force and left <= known_to_deletes):
        return Expected(None, {})
    values = {
        column: max(unseen[column], key=lambda edit: order[edit.link]).cells.get(column) for column in visible if unseen[column]
    }
    listed = {column: {edit.cells.get(column) for edit in unseen[column]} for column in visible}
    listed = {column: told for column, told in listed.items() if len(told) > 1}
    return Expected(values, listed | ({"*": set()} if in_force else {}))


# ---------------------------------------------------------------------- the machine
@dataclass
class Travelling:
    """A file on somebody's stick: where, of which scope and institution, and what it carries."""

    path: Path
    scope: str
    institution: str
    carries: Seen


class Laptops(RuleBasedStateMachine):
    """Two institutions with two laptops each, two laptops of one district."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kurator-machine-"))
        self.wall, self.now = clock.wall_ms, CLOCKS["2026"]
        clock.wall_ms = self.tick
        self.edits: dict[str, Edit] = {}
        self.seen = {name: Seen() for name in (*LAPTOPS, *DISTRICTS)}
        self.files: list[Travelling] = []
        self.backups: dict[str, tuple[Path, Seen]] = {}
        self.stores: dict[str, Store] = {}
        for number in "12":
            with school(self.folder / f"{number}a.db", f"Школа № {number}"):
                pass
            shutil.copy(self.folder / f"{number}a.db", self.folder / f"{number}b.db")
        for name in DISTRICTS:
            district(self.folder / f"{name}.db").close()
        for name in self.seen:
            self.record(self.open(name), self.seen[name], copied=True)
        self.touched: set[str] = set()

    def tick(self) -> int:
        """A wall clock that goes on by itself and jumps when a rule says so."""
        self.now += 7
        return self.now

    def open(self, name: str) -> Store:
        """Open a laptop's database; a test does not wait for the disk."""
        store = Store.open(self.folder / f"{name}.db")
        store.sql("PRAGMA synchronous = off")
        self.stores[name] = store
        return store

    def teardown(self) -> None:
        try:
            self.meet()
        finally:
            clock.wall_ms = self.wall
            for store in self.stores.values():
                store.close()
            shutil.rmtree(self.folder)

    @initialize(known=st.booleans(), consent=st.booleans())
    def one_person_is_known_everywhere(self, known: bool, consent: bool) -> None:
        """Most lives begin with a person whom both laptops and the districts know."""
        for name in ("1a", "2a") if known else ():
            self.enter(name, 0, 0, consent)
            self.send(name, "other laptop")
            self.send(name, "districts")

    # ------------------------------------------------------------------ what people do
    def person(self, name: str, number: int) -> str:
        """Id of one of a few persons: both laptops of an institution may enter the same one."""
        return natural_id("person", name[0], str(number))

    def act(self, name: str, what: Any) -> None:
        """Do something on a laptop and record the edits that it made, each with what the laptop had seen."""
        store, seen = self.stores[name], self.seen[name]
        store.activate()
        with suppress(Refusal):
            what(store)
        self.record(store, seen)
        self.touched.add(name)

    def record(self, store: Store, seen: Seen, *, copied: bool = False) -> None:
        """Write down the changes of a log that were never seen anywhere: they were just made here (or all ``copied``)."""
        rows = store.sql("SELECT chain, tbl, row_id, kind, shared, private FROM change ORDER BY node, seq").fetchall()
        for link, table, row, kind, *texts in rows:
            if link in self.edits:
                assert copied or link in seen.headers
            else:
                cells: dict[str, Any] = {}
                for text in texts:
                    cells |= read_payload(text).patch if text is not None else {}
                self.edits[link] = Edit(link, table, row, kind, cells, frozenset(seen.headers), texts[0] is None)
            if copied or link not in seen.headers:
                seen.headers.add(link)
                seen.words.add(link)

    @rule(name=SOMEBODY, number=PEOPLE, column=st.sampled_from(list(WORDS)), word=st.integers(0, 3))
    def edit(self, name: str, number: int, column: str, word: int) -> None:
        value = WORDS[column][word % len(WORDS[column])]
        person = self.person(name, number)
        self.act(name, lambda store: persons.edit_person(store, person, {column: value}))

    @rule(name=SOMEBODY, number=PEOPLE, word=st.integers(0, 3))
    def edit_two_fields(self, name: str, number: int, word: int) -> None:
        fields = {"post": WORDS["post"][word], "phone": WORDS["phone"][word % 3]}
        self.act(name, lambda _: Person.update(fields).where(Person.id == self.person(name, number)).execute())

    @rule(name=SOMEBODY, number=PEOPLE, word=st.integers(0, 2), consent=st.booleans())
    def enter(self, name: str, number: int, word: int, consent: bool) -> None:
        person = self.person(name, number)

        def work(store: Store) -> None:
            with store.transaction("Новый человек"):
                fields = {"institution": own_id(store), "surname": WORDS["surname"][word], "post": WORDS["post"][word]}
                Person.insert(id=person, **fields).on_conflict_ignore().execute()
            if consent:
                persons.set_consent(store, person, "district", True, TODAY)

        self.act(name, work)

    @rule(name=SOMEBODY, number=PEOPLE, alone=st.booleans())
    def delete(self, name: str, number: int, alone: bool) -> None:
        person = self.person(name, number)
        if alone:
            self.act(name, lambda _: Person.delete().where(Person.id == person).execute())
        else:
            self.act(name, lambda store: persons.delete_person(store, person))

    @rule(name=SOMEBODY, number=PEOPLE, given=st.booleans())
    def consent(self, name: str, number: int, given: bool) -> None:
        self.act(name, lambda store: persons.set_consent(store, self.person(name, number), "district", given, TODAY))

    @rule(name=SOMEBODY, back=st.booleans())
    def undo(self, name: str, back: bool) -> None:
        self.act(name, journal.undo if back else journal.redo)

    @rule(name=SOMEBODY, which=st.integers(0, 9), take=st.sampled_from(["ours", "theirs", "value"]))
    def settle(self, name: str, which: int, take: str) -> None:
        def work(store: Store) -> None:
            listed = conflicts.conflicts(store)
            if listed:
                conflict = listed[which % len(listed)]
                typed = "02.09.2026" if conflict.column.endswith("_on") else "Лось"
                conflicts.resolve(store, conflict.id, typed if take == "value" else take)

        self.act(name, work)

    @rule(name=SOMEBODY, number=PEOPLE, steps=st.lists(st.sampled_from(STEPS), min_size=2, max_size=5), word=st.integers(0, 3))
    def day_of_work(self, name: str, number: int, steps: list[str], word: int) -> None:
        """Several things with one person, one after the other."""
        for place, step in enumerate(steps):
            if step in WORDS:
                self.edit(name, number, step, word + place)
            elif step == "enter":
                self.enter(name, number, word % 3, True)
            elif step == "delete":
                self.delete(name, number, bool(word % 2))
            elif step in {"undo", "redo"}:
                self.undo(name, step == "undo")
            else:
                self.consent(name, number, step == "agree")

    @rule(year=st.sampled_from(list(CLOCKS)))
    def clock_jumps(self, year: str) -> None:
        self.now = CLOCKS[year]

    # ------------------------------------------------------------------ files
    @rule(name=st.sampled_from((*LAPTOPS, *DISTRICTS)), district_file=st.booleans())
    def export(self, name: str, district_file: bool) -> None:
        store, seen = self.stores[name], self.seen[name]
        store.activate()
        carries = seen.copy()
        scope = "district" if district_file and name in LAPTOPS else "own"
        if scope == "district":
            carries.words -= self.kept_back(store, seen)
        path = self.folder / f"{len(self.files)}.kur"
        export_file(store, scope, path, on=TODAY, unsealed=True)
        self.files.append(Travelling(path, scope, name[0], carries))

    def kept_back(self, store: Store, seen: Seen) -> set[str]:
        """Edits of persons who are not here or have no consent in force (a delete has no words to keep back), private ones."""
        here = {str(row[0]) for row in store.sql("SELECT id FROM person")}
        agreed = {
            consent.person
            for consent in Consent.select().where(Consent.scope == "district")
            if consent.given_on and consent.given_on <= TODAY and not (consent.withdrawn_on and consent.withdrawn_on <= TODAY)
        }
        mine = [self.edits[link] for link in seen.headers]
        silent = {e.link for e in mine if e.table == "person" and e.kind != "delete" and e.row not in here & agreed}
        return silent | {edit.link for edit in mine if edit.private}

    @rule(name=SOMEBODY | st.sampled_from(DISTRICTS), there=st.sampled_from(("other laptop", *DISTRICTS, "districts")))
    def send(self, name: str, there: str) -> None:
        """A file that is written and reaches its place at once."""
        if name in DISTRICTS:
            there = "other laptop"
        self.export(name, there != "other laptop")
        other = name.translate(str.maketrans("ab", "ba")) if name in LAPTOPS else name.translate(str.maketrans("12", "21"))
        for place in {"other laptop": (other,), "districts": DISTRICTS}.get(there, (there,)):
            self.take(place, self.files[-1])

    @precondition(lambda self: self.files)
    @rule(name=st.sampled_from((*LAPTOPS, *DISTRICTS)), which=st.integers(0, 30), last=st.booleans())
    def bring(self, name: str, which: int, last: bool) -> None:
        fitting = [file for file in self.files if self.fits(file, name)]
        if fitting:
            self.take(name, fitting[-1] if last else fitting[which % len(fitting)])

    def fits(self, file: Travelling, name: str) -> bool:
        return file.institution == name[0] if file.scope == "own" else name in DISTRICTS

    def take(self, name: str, file: Travelling) -> None:
        """Merge a file: lost ones never come here, others come twice and in any order."""
        store, seen = self.stores[name], self.seen[name]
        store.activate()
        with store.transaction("Слияние"):
            merged = merge_file(store, read_file(file.path))
        new = Seen(file.carries.headers - seen.headers, file.carries.words - seen.words)
        assert (merged.status == "merged") == bool(new.headers or new.words)
        if merged.status == "merged":
            seen.brought[int(store.value("SELECT max(id) FROM import"))] = new
        seen.add(file.carries)
        self.touched.add(name)

    @rule(name=SOMEBODY | st.sampled_from(DISTRICTS), last=st.booleans(), which=st.integers(0, 9))
    def undo_merge(self, name: str, last: bool, which: int) -> None:
        """Withdraw an import: only what was built on one stands in its way."""
        store, seen = self.stores[name], self.seen[name]
        store.activate()
        if not seen.brought:
            return
        number = max(seen.brought) if last else sorted(seen.brought)[which % len(seen.brought)]
        before = check.digest(store)
        refused = ""
        try:
            with patch("sync.withdrawal.make_backup"):
                withdraw(store, number)
        except Refusal as refusal:
            refused = refusal.code
        if refused:
            assert refused in {"built-on", "founded-on"}
            assert check.digest(store) == before
            return
        gone = seen.brought.pop(number)
        seen.headers -= gone.headers
        seen.words -= gone.words | gone.headers
        self.touched.add(name)

    @rule(name=SOMEBODY, part=st.integers(0, 2), days=st.sampled_from([-3000, -1, 2, 40]))
    def fix_clock(self, name: str, part: int, days: int) -> None:
        def work(store: Store) -> None:
            own = [copy for copy in clocks(store) if copy.own and copy.last_seq > copy.first_seq]
            copy = own[part % len(own)] if own else None
            if copy is not None:
                middle = (copy.first_seq + copy.last_seq) // 2
                first, last = ((copy.first_seq, copy.last_seq), (middle, copy.last_seq), (copy.first_seq, middle))[part]
                clock_fix.fix_clock(store, copy.node, first, last, days * 86_400_000)

        self.act(name, work)

    # ------------------------------------------------------------------ copies of databases
    @rule(name=SOMEBODY)
    def back_up(self, name: str) -> None:
        self.stores[name].close()
        path = self.folder / f"{name}.backup"
        shutil.copy(self.folder / f"{name}.db", path)
        self.backups[name] = path, self.seen[name].copy()
        self.open(name)

    @rule(name=SOMEBODY)
    def restore(self, name: str) -> None:
        if name in self.backups:
            self.replace(name, *self.backups[name])

    @rule(name=SOMEBODY)
    def clone_over_the_other_laptop(self, name: str) -> None:
        other = name[0] + ("b" if name[1] == "a" else "a")
        self.stores[name].close()
        self.replace(other, self.folder / f"{name}.db", self.seen[name])
        self.open(name)

    @rule(name=SOMEBODY, number=PEOPLE, word=st.integers(0, 3), columns=st.lists(st.sampled_from(list(WORDS)), max_size=3))
    def write_under_one_name(self, name: str, number: int, word: int, columns: list[str]) -> None:
        """The other laptop gets a disk image of this one, which nothing tells from it: both write on under one node id."""
        self.clone_over_the_other_laptop(name)
        place = self.stores[name].row("SELECT node, seq, chain FROM replica")
        other = name[0] + ("b" if name[1] == "a" else "a")
        self.stores[other].sql("UPDATE replica SET node = ?, seq = ?, chain = ?", place)
        for turn, column in enumerate(columns):
            self.edit(name, number, column, word + turn)
            self.edit(other, number, column, word + turn + 1)
        if columns and word:
            self.send(name, "other laptop" if word == 1 else "districts")

    def replace(self, name: str, path: Path, seen: Seen) -> None:
        """Put another database file in a laptop's place."""
        self.stores[name].close()
        shutil.copy(path, self.folder / f"{name}.db")
        self.open(name)
        self.seen[name] = seen.copy()
        self.touched.add(name)

    # ------------------------------------------------------------------ what must hold
    @invariant()
    def touched_laptops_are_as_expected(self) -> None:
        for name in sorted(getattr(self, "touched", ())):
            self.compare(name)
        self.touched = set()

    def compare(self, name: str) -> None:
        """Tables and conflict list of a laptop are what the oracle says, and the log agrees with the tables."""
        store, seen = self.stores[name], self.seen[name]
        store.activate()
        assert differences(store) == []
        rows: dict[tuple[str, str], list[Edit]] = {}
        for edit in (self.edits[link] for link in seen.words if self.edits[link].table in COLUMNS):
            rows.setdefault((edit.table, edit.row), []).append(edit)
        shifts = shifts_of(store)
        stamps = {str(link): str(stamp) for link, stamp in store.sql("SELECT chain, stamp FROM change")}
        order = {link: (shifts.corrected(stamp), stamp) for link, stamp in stamps.items()}
        listed: dict[tuple[str, str, str], set[Any]] = {}
        for conflict in conflicts.conflicts(store):
            told = {version.value for version in conflict.versions} if conflict.column != "*" else set()
            listed[conflict.table, conflict.row_id, conflict.column] = told
        for (table, row), edits in rows.items():
            plain = {edit.link: (stamps[edit.link], "") for edit in edits}
            expected = expected_row(table, edits, name in LAPTOPS, order if table != "clock_fix" else plain)
            if len({stamps[edit.link][:16] for edit in edits}) < len(edits):
                more = {column: listed.pop((table, row, column), set()) for column in ("*", *COLUMNS[table])}
                self.compare_ambiguous(expected, more)
                continue
            names = ", ".join(COLUMNS[table])
            found = store.sql(f"SELECT {names} FROM {table} WHERE id = ?", (row,)).fetchone()
            if expected.values is None:
                assert found is None
            else:
                shown = dict.fromkeys(COLUMNS[table]) | expected.values
                assert found == tuple(shown.values())
            assert {c: listed.pop((table, row, c)) for c in ("*", *COLUMNS[table]) if (table, row, c) in listed} == (
                expected.conflicts
            )
        assert not listed
        there = {(t, str(r[0])) for t in COLUMNS for r in store.sql(f"SELECT id FROM {t}")}
        assert there <= rows.keys()

    def compare_ambiguous(self, expected: Expected, told: dict[str, set[Any]]) -> None:
        """Two copies made one stamp in a row, so a third one's word for it is ambiguous: more may be listed, never less."""
        if expected.values is not None:
            assert all(values <= told[column] for column, values in expected.conflicts.items())

    def meet(self) -> None:
        """Everybody gives everybody everything that was ever exported, in an order of each one's own."""
        for name in LAPTOPS:
            for to_district in (False, True):
                self.export(name, to_district)
        for name in LAPTOPS:
            files = [file for file in self.files if self.fits(file, name)]
            random.Random(name).shuffle(files)
            for file in files:
                self.take(name, file)
        for name in LAPTOPS:
            self.export(name, True)
        for name in DISTRICTS[: 1 + len(self.files) % 2]:
            files = [file for file in self.files if self.fits(file, name)]
            random.Random(name).shuffle(files)
            for file in files:
                self.take(name, file)
        for name in DISTRICTS:  # also when one of them got nothing but the other's full file
            self.send(name, "other laptop")
        for group in (("1a", "1b"), ("2a", "2b"), DISTRICTS):
            assert len({check.digest(self.stores[name]) for name in group}) == 1
        for name, store in self.stores.items():
            self.compare(name)
            before = check.digest(store)
            assert check.broken_chains(store) == []
            rebuild(store)
            assert check.digest(store) == before


def test_laptops_agree() -> None:
    """Two dozen short lives of six laptops; with ``KURATOR_EXAMPLES`` as many as it says."""
    examples = int(os.environ.get("KURATOR_EXAMPLES", "0"))
    run_state_machine_as_test(
        Laptops,
        settings=settings(
            max_examples=examples or 24,
            stateful_step_count=40 if examples else 25,
            derandomize=not examples,
            database=None,
            deadline=None,
            print_blob=False,
            phases=[Phase.generate, *([Phase.shrink] if "KURATOR_SHRINK" in os.environ else [])],
            suppress_health_check=list(HealthCheck),
        ),
    )
