"""Two copies of one database wrote under one node id: both branches are taken in either order, nothing is lost.

The guard at the start (``tests/test_identity.py``) is cheated here by hand.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model import check, clock, journal, persons
from model.changelog import differences, rebuild
from model.lineage import branch_name, lineage_of
from model.store import Store
from sync import conflicts
from sync.branch_names import name_links
from sync.exchange_file import read_file, write_file
from sync.folder import merge_paths
from sync.imports import imports
from sync.withdrawal import BuiltOn, withdraw
from tests import independent_reader
from tests.worlds import (
    TODAY,
    add_person,
    cell,
    change,
    district,
    export,
    merge,
    rewrite,
    school,
    second_laptop,
    stands,
    statuses,
)


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


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every laptop's clock stands still, so that copies make equal stamps."""
    monkeypatch.setattr(clock, "wall_ms", lambda: 0)


def cheated_copy(store: Store, path: Path) -> Store:
    """A copy that writes on under the same node id, as when a disk image is written back."""
    place = store.row("SELECT node, seq, chain FROM replica")
    shutil.copyfile(store.path, path)
    copy = Store.open(path)
    copy.sql("UPDATE replica SET node = ?, seq = ?, chain = ?", place)
    return copy


def sound(*stores: Store) -> None:
    """Each database is whole, and a rebuild from the log gives the same tables."""
    for store in stores:
        assert check.problems(store) == []
        before = check.digest(store)
        rebuild(store)
        assert check.digest(store) == before


def edit(store: Store, person: str, **fields: str) -> None:
    store.activate()
    persons.edit_person(store, person, fields)


def listed(store: Store) -> dict[str, set[Any]]:
    """Conflicts of a database: column → values."""
    return {one.column: {version.value for version in one.versions} for one in conflicts.conflicts(store)}


# ---------------------------------------------------------------------- names
def test_names_follow_from_the_tree_alone() -> None:
    """Three branches of one link, one of them forked again; nothing before the first; a tree without a fork."""
    links = {"a": (1, ""), "b": (2, "a"), "c": (2, "a"), "d": (2, "a"), "e": (3, "d"), "f": (4, "e"), "g": (4, "e")}
    names = name_links("0" * 12, links)
    branch = {link: branch_name("0" * 12, link) for link in links}
    assert names.of == {
        "a": "0" * 12,
        "b": branch["b"],
        "c": branch["c"],
        "d": branch["d"],
        "e": branch["d"],
        "f": branch["f"],
        "g": branch["g"],
    }
    assert {(one.node, one.parent, one.seq, one.chain) for one in names.branches} == {
        (branch["b"], "0" * 12, 1, "a"),
        (branch["c"], "0" * 12, 1, "a"),
        (branch["d"], "0" * 12, 1, "a"),
        (branch["f"], branch["d"], 3, "e"),
        (branch["g"], branch["d"], 3, "e"),
    }
    assert name_links("0" * 12, dict(reversed(links.items()))).of == names.of
    roots = name_links("0" * 12, {"a": (1, ""), "b": (1, "")})
    assert {(one.parent, one.seq, one.chain) for one in roots.branches} == {("0" * 12, 0, "")}
    assert name_links("0" * 12, {"a": (1, ""), "b": (2, "a")}).branches == []


# ---------------------------------------------------------------------- plain cases
def test_either_branch_first(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, post="учитель", subject="физика")
    base = export(here, tmp_path / "base.kur")
    with cheated_copy(here, tmp_path / "b.db") as copy, district(tmp_path / "d2.db") as other:
        edit(here, person, post="логопед")
        edit(here, person, post="завуч")
        edit(copy, person, post="методист", birth_date="01.02.1980")
        newcomer = add_person(copy, "Дроздова")
        assert here.node == copy.node
        one, two = export(here, tmp_path / "1.kur"), export(copy, tmp_path / "2.kur")
        first, second = merge(there, base, one, two), merge(other, two, one, base)
        assert statuses(first) == ["merged", "merged", "merged"]
        assert statuses(second) == ["merged", "merged", "older"]
        assert "приняты обе ветви" in first[2].message
        assert "приняты обе ветви" in second[1].message
        assert "ветви" not in first[1].message
        for store in (there, other):
            assert listed(store) == {"post": {"завуч", "методист"}}
            assert cell(store, "person", person, "birth_date") == "1980-02-01"
            assert stands(store, "person", newcomer)
            sound(store)
        assert check.digest(there) == check.digest(other)
        assert statuses(merge(there, one, two)) == ["repeated", "repeated"]
        (found,) = {branch.origin for branch in lineage_of(there).branches.values()}
        assert found == here.node
        assert len(lineage_of(there).branches) == 2


def test_the_copies_meet(here: Store, tmp_path: Path) -> None:
    """The curator's and the deputy's laptop: each takes a new node id and goes on; both end equal."""
    person = add_person(here, post="учитель")
    with cheated_copy(here, tmp_path / "b.db") as copy:
        node = here.node
        edit(here, person, post="логопед", phone="1")
        edit(copy, person, post="методист", subject="физика")
        one, two = export(here, tmp_path / "1.kur", "own"), export(copy, tmp_path / "2.kur", "own")
        assert statuses(merge(here, two) + merge(copy, one)) == ["merged", "merged"]
        assert check.digest(here) == check.digest(copy)
        assert len({here.node, copy.node, node}) == 3
        assert listed(here) == {"post": {"логопед", "методист"}}
        edit(here, person, post="завуч")
        edit(copy, person, phone="2")
        one, two = export(here, tmp_path / "3.kur", "own"), export(copy, tmp_path / "4.kur", "own")
        assert statuses(merge(here, two) + merge(copy, one)) == ["merged", "merged"]
        assert check.digest(here) == check.digest(copy)
        assert listed(here) == {}
        row = here.row("SELECT post, phone, subject FROM person WHERE id = ?", (person,))
        assert row == ("завуч", "2", "физика")
        sound(here, copy)
        for store in (here, copy):
            store.close()
            with Store.open(store.path) as again:
                assert again.node == store_node(again)
                assert len(lineage_of(again).branches) == 2
                sound(again)


def store_node(store: Store) -> str:
    return str(store.value("SELECT node FROM replica"))


def test_our_own_changes_come_back_from_elsewhere(here: Store, tmp_path: Path) -> None:
    """A disk image was written back: what was lost here comes with the deputy's file, and we write on without a collision."""
    person = add_person(here, post="учитель")
    place = here.row("SELECT node, seq, chain FROM replica")
    shutil.copyfile(here.path, tmp_path / "image")
    edit(here, person, post="логопед")
    with second_laptop(here, tmp_path / "b.db") as other:
        here.close()
        shutil.copyfile(tmp_path / "image", here.path)
        with Store.open(here.path) as restored:
            restored.sql("UPDATE replica SET node = ?, seq = ?, chain = ?", place)
            merge(restored, export(other, tmp_path / "1.kur", "own"))
            assert restored.node != place[0]
            assert cell(restored, "person", person, "post") == "логопед"
            edit(restored, person, post="завуч")
            merge(other, export(restored, tmp_path / "2.kur", "own"))
            assert check.digest(other) == check.digest(restored)
            assert conflicts.count(other) == 0
            sound(restored, other)


def test_branches_grow(here: Store, there: Store, tmp_path: Path) -> None:
    """Neither copy ever hears of the fork; their later files go on in the right branch."""
    person = add_person(here, post="учитель")
    with cheated_copy(here, tmp_path / "b.db") as copy:
        for turn in range(3):
            edit(here, person, post=f"здесь {turn}")
            edit(copy, person, post=f"там {turn}")
            for store in (here, copy):
                path = export(store, tmp_path / f"{turn}{store.path.stem}.kur")
                assert statuses(merge(there, path)) == ["merged"]
            assert listed(there) == {"post": {f"здесь {turn}", f"там {turn}"}}
            assert len(lineage_of(there).branches) == 2
            sound(there)
        assert [one.undone_at for one in imports(there)] == [""] * 6


def test_three_ways_and_a_fork_of_a_fork(here: Store, tmp_path: Path) -> None:
    person = add_person(here, post="учитель")
    with ExitStack() as stack:
        copies = [here, *(stack.enter_context(cheated_copy(here, tmp_path / f"{n}.db")) for n in range(2))]
        for number, store in enumerate(copies):
            edit(store, person, post=f"должность {number}")
        again = stack.enter_context(cheated_copy(copies[1], tmp_path / "again.db"))
        edit(copies[1], person, subject="физика")
        edit(again, person, subject="химия", post="завуч")
        files = [export(store, tmp_path / f"{number}.kur") for number, store in enumerate([*copies, again])]
        digests = set()
        for seed in range(4):
            random.Random(seed).shuffle(files)
            store = stack.enter_context(district(tmp_path / f"d{seed}.db"))
            assert set(statuses(merge(store, *files))) == {"merged"}
            assert listed(store) == {
                "post": {"должность 0", "должность 2", "завуч"},
                "subject": {"физика", "химия"},
            }
            assert len(lineage_of(store).branches) == 5
            sound(store)
            digests.add(check.digest(store))
        assert len(digests) == 1


def test_fork_before_the_first_change(tmp_path: Path, there: Store) -> None:
    """Copies of a database that nobody had written to."""
    with Store.create(tmp_path / "a.db") as empty:
        place = empty.row("SELECT node, seq, chain FROM replica")
    with school(tmp_path / "1.db") as one, school(tmp_path / "2.db") as two:
        stores = (one, two)
        files = []
        for number, store in enumerate(stores):
            file = read_file(export(store, tmp_path / f"{number}.kur"))
            lines = [[place[0], line[1], line[2][:16] + place[0], *line[3:]] for line in file.lines]
            path = tmp_path / f"{number}.kur"
            files.append(rewrite(path, tmp_path / f"same{number}.kur", lines=lambda _, new=lines: new))  # type: ignore[misc]
        assert statuses(merge(there, *files)) == ["merged", "merged"]
        assert {(b.parent, b.seq) for b in lineage_of(there).branches.values()} == {(place[0], 0)}
        assert there.value("SELECT count(*) FROM institution") == 3
        sound(there)
        with district(tmp_path / "d2.db") as other:
            merge(other, *reversed(files))
            assert check.digest(other) == check.digest(there)


# ---------------------------------------------------------------------- equal stamps
def test_equal_stamps_are_two_heads(here: Store, there: Store, tmp_path: Path, standing_clock: None) -> None:
    person = add_person(here, post="учитель")
    with cheated_copy(here, tmp_path / "b.db") as copy, district(tmp_path / "d2.db") as other:
        edit(here, person, post="логопед")
        edit(copy, person, post="методист")
        one, two = export(here, tmp_path / "1.kur"), export(copy, tmp_path / "2.kur")
        assert read_file(one).lines[-1][2] == read_file(two).lines[-1][2], "the very same stamp"
        merge(there, one, two)
        merge(other, two, one)
        assert check.digest(there) == check.digest(other)
        assert listed(there) == {"post": {"логопед", "методист"}}
        assert cell(there, "person", person, "post") == cell(other, "person", person, "post")
        merge(here, export(copy, tmp_path / "own.kur", "own"))
        here.activate()
        (conflict,) = conflicts.conflicts(here)
        conflicts.resolve(here, conflict.id, "theirs")
        settled = cell(here, "person", person, "post")
        merge(there, export(here, tmp_path / "3.kur"))
        merge(copy, export(here, tmp_path / "own2.kur", "own"))
        for store in (here, there, copy):
            assert (cell(store, "person", person, "post"), conflicts.count(store)) == (settled, 0)
        assert check.digest(here) == check.digest(copy)
        sound(here, there, other, copy)


def test_a_third_laptop_that_knew_one_branch(here: Store, tmp_path: Path) -> None:
    """It named what it saw by the name of the node; with both branches known, its edit overrides what it saw and no more."""
    person = add_person(here, post="учитель")
    with cheated_copy(here, tmp_path / "b.db") as copy, second_laptop(here, tmp_path / "c.db") as third:
        edit(here, person, post="логопед")
        edit(copy, person, post="методист")
        merge(third, export(here, tmp_path / "1.kur", "own"))
        edit(third, person, post="завуч")
        for path in (export(third, tmp_path / "2.kur", "own"), export(copy, tmp_path / "3.kur", "own")):
            merge(here, path)
        assert listed(here) == {"post": {"завуч", "методист"}}, "«логопед» was seen"
        sound(here)


def test_ambiguous_names_hide_nothing(here: Store, tmp_path: Path, standing_clock: None) -> None:
    """Both copies made the same stamp in one row; a third laptop saw one of them, nobody can tell which: all are listed."""
    person = add_person(here, post="учитель")
    with cheated_copy(here, tmp_path / "b.db") as copy, second_laptop(here, tmp_path / "c.db") as third:
        edit(here, person, post="логопед")
        edit(copy, person, post="методист")
        merge(third, export(here, tmp_path / "1.kur", "own"))
        edit(third, person, post="завуч")
        for path in (export(third, tmp_path / "2.kur", "own"), export(copy, tmp_path / "3.kur", "own")):
            merge(here, path)
        assert listed(here) == {"post": {"завуч", "методист", "логопед"}}
        merge(copy, export(here, tmp_path / "4.kur", "own"))
        merge(third, export(copy, tmp_path / "5.kur", "own"))
        assert check.digest(here) == check.digest(copy) == check.digest(third)
        sound(here, copy, third)


@pytest.mark.parametrize("still", [False, True])
def test_deleted_in_one_branch(here: Store, there: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, still: bool) -> None:
    if still:
        monkeypatch.setattr(clock, "wall_ms", lambda: 0)
    person, gone = add_person(here, post="учитель"), add_person(here, "Дроздова")
    with cheated_copy(here, tmp_path / "b.db") as copy:
        edit(here, person, post="логопед")
        for identity in (person, gone):
            copy.activate()
            persons.delete_person(copy, identity)
        merge(there, export(here, tmp_path / "1.kur"), export(copy, tmp_path / "2.kur"))
        assert cell(there, "person", person, "post") == "логопед"
        assert [one.column for one in conflicts.conflicts(there)] == ["*"]
        assert not stands(there, "person", gone), "a delete that nobody contradicts"
        merge(here, export(copy, tmp_path / "3.kur", "own"))
        here.activate()
        conflicts.resolve(here, conflicts.conflicts(here)[0].id, "theirs")
        merge(there, export(here, tmp_path / "4.kur"))
        assert not stands(there, "person", person)
        assert conflicts.count(there) == 0
        sound(here, there, copy)


# ---------------------------------------------------------------------- around it
def test_undo_goes_on_in_the_branch(here: Store, tmp_path: Path) -> None:
    person = add_person(here, post="учитель")
    with cheated_copy(here, tmp_path / "b.db") as copy:
        edit(here, person, post="логопед")
        edit(copy, person, subject="физика")
        merge(here, export(copy, tmp_path / "1.kur", "own"))
        here.activate()
        journal.undo(here)
        assert cell(here, "person", person, "post") == "учитель"
        assert cell(here, "person", person, "subject") == "физика"
        journal.redo(here)
        assert cell(here, "person", person, "post") == "логопед"
        persons.delete_person(here, person)
        journal.undo(here)
        assert cell(here, "person", person, "post") == "логопед"
        assert conflicts.count(here) == 0
        sound(here)


def test_withdrawn_branch_and_its_name(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, post="учитель")
    with cheated_copy(here, tmp_path / "b.db") as copy:
        edit(here, person, post="логопед")
        edit(copy, person, post="методист")
        one, two = export(here, tmp_path / "1.kur"), export(copy, tmp_path / "2.kur")
        merge(there, one)
        before = check.digest(there), there.sql("SELECT * FROM change ORDER BY node, seq").fetchall()
        spans = there.sql("SELECT node, min(first_seq), max(last_seq) FROM import_span").fetchall()
        merge(there, two)
        assert check.digest(there) != before[0]
        with pytest.raises(BuiltOn):
            withdraw(there, 1)
        withdraw(there)
        assert (check.digest(there), there.sql("SELECT * FROM change ORDER BY node, seq").fetchall()) == before
        assert there.sql("SELECT node, min(first_seq), max(last_seq) FROM import_span").fetchall() == spans
        assert not lineage_of(there)
        sound(there)
        merge(there, two)
        assert listed(there) == {"post": {"логопед", "методист"}}
        merge(here, export(copy, tmp_path / "3.kur", "own"))
        edit(here, person, phone="1", post="завуч")
        with pytest.raises(BuiltOn):
            withdraw(here)
        sound(here, there)


def test_whoever_knows_of_the_fork_tells_it(here: Store, there: Store, tmp_path: Path) -> None:
    """A file of a laptop that knows both branches, to one that knows none, one, or both; then a late payload in a branch."""
    person = add_person(here, consent=False, post="учитель")
    base = export(here, tmp_path / "0.kur")
    with cheated_copy(here, tmp_path / "b.db") as copy:
        edit(here, person, post="логопед")
        edit(copy, person, post="методист")
        one, two = export(here, tmp_path / "1.kur"), export(copy, tmp_path / "2.kur")
        merge(here, export(copy, tmp_path / "own.kur", "own"))
        full = export(here, tmp_path / "3.kur")
        assert set(read_file(full).manifest["forks"]) == set(lineage_of(here).branches)
        assert len(independent_reader.read(full.read_bytes())[1]) == len(read_file(full).lines)
        digests = set()
        for number, files in enumerate([(full,), (one, full), (two, full), (base, full, one), (two, one, full), (full, two)]):
            with district(tmp_path / f"d{number}.db") as store:
                assert "refused" not in statuses(merge(store, *files))
                digests.add(check.digest(store))
                sound(store)
        assert len(digests) == 1
        here.activate()
        persons.set_consent(here, person, "district", True, TODAY)
        merge(there, two, one)
        assert not stands(there, "person", person)
        merge(there, export(here, tmp_path / "4.kur"))
        assert listed(there) == {"post": {"логопед", "методист"}}
        sound(there, here)


def test_fork_in_a_preview(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here)
    with cheated_copy(here, tmp_path / "b.db") as copy:
        edit(here, person, post="логопед")
        edit(copy, person, post="методист")
        files = [export(here, tmp_path / "1.kur"), export(copy, tmp_path / "2.kur")]
        before = check.digest(there)
        there.activate()
        assert statuses(merge_paths(there, files, dry_run=True)) == ["merged", "merged"]
        assert (check.digest(there), lineage_of(there).branches) == (before, {})


# ---------------------------------------------------------------------- hostile files
def refused(store: Store, path: Path, *codes: str) -> None:
    """A file is refused with one sentence, and nothing at all changes."""
    before = check.digest(store), store.row("SELECT (SELECT count(*) FROM change), (SELECT count(*) FROM import)")
    (outcome,) = merge(store, path)
    assert outcome.status == "refused"
    assert outcome.code in codes, outcome
    assert outcome.message.endswith(".")
    assert before == (check.digest(store), store.row("SELECT (SELECT count(*) FROM change), (SELECT count(*) FROM import)"))


def test_lies_about_forks(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here)
    with cheated_copy(here, tmp_path / "b.db") as copy:
        edit(here, person, post="логопед")
        edit(copy, person, post="методист")
        merge(here, export(copy, tmp_path / "own.kur", "own"))
    path = export(here, tmp_path / "1.kur")
    file = read_file(path)
    node = next(iter(lineage_of(here).origins))
    forks: dict[str, Any] = file.manifest["forks"]
    one, two = forks

    def told(name: str, new: Any) -> Path:
        target = tmp_path / f"{name}.kur"
        write_file(target, file.header, {**file.manifest, "forks": new}, iter(file.lines))
        return target

    lies: dict[str, Any] = {
        "list": [],
        "words": {one: "x", two: "y"},
        "short": {one: [node], two: [node, node]},
        "numbers": {one: [1, 2], two: [node, node]},
        "loop": {one: [node, two], two: [node, one]},
        "chain of names": {one: [two, two], two: [node, node]},
        "stranger": {**forks, "x" * 12: [node, node]},
        "another node": {one: ["a" * 12, "a" * 12], two: [node, node]},
        "another parent": {one: [node, two], two: [node, node]},
        "only one": {one: forks[one]},
        "none": {},
        "null": None,
    }
    for name, lie in lies.items():
        refused(there, told(name, lie), "forks", "gap", "chain", "fork")
    assert statuses(merge(there, told("true", forks))) == ["merged"]
    sound(there)


def test_nobody_takes_the_name_of_a_branch(here: Store, there: Store, tmp_path: Path) -> None:
    """A node that is called as a branch of another one will be (or is): refused, in either order, without a traceback."""
    person = add_person(here, post="учитель")
    with cheated_copy(here, tmp_path / "b.db") as copy, school(tmp_path / "c.db", "Школа № 2") as stranger:
        edit(here, person, post="логопед")
        edit(copy, person, post="методист")
        one, two = export(here, tmp_path / "1.kur"), export(copy, tmp_path / "2.kur")
        file = read_file(export(stranger, tmp_path / "3.kur"))
        with district(tmp_path / "d2.db") as aware:
            merge(aware, one, two)
            name = min(lineage_of(aware).branches)
            lines = [[name, line[1], line[2][:16] + name, *line[3:]] for line in file.lines]
            forged = rewrite(tmp_path / "3.kur", tmp_path / "4.kur", lines=lambda _: lines)
            refused(aware, forged, "fork")
        assert statuses(merge(there, forged, one)) == ["merged", "merged"]
        refused(there, two, "fork")
        sound(there)


def test_fork_under_a_strangers_node(here: Store, there: Store, tmp_path: Path) -> None:
    """Another institution writes its own rows under our node id: it gets nothing of ours, and both files go on being taken."""
    person = add_person(here, post="учитель")
    one = export(here, tmp_path / "1.kur")
    with school(tmp_path / "c.db", "Школа № 2") as stranger:
        add_person(stranger, "Дроздова")
        file = read_file(export(stranger, tmp_path / "2.kur"))
        lines = [[here.node, line[1], line[2][:16] + here.node, *line[3:]] for line in file.lines]
        forged = rewrite(tmp_path / "2.kur", tmp_path / "3.kur", lines=lambda _: lines)
        ours = change(read_file(one), "person", person, "update", {"post": "захвачено"}, {"post": "0" * 28})
        ours[3] = lines[0][3]
        worse = rewrite(tmp_path / "2.kur", tmp_path / "4.kur", lines=lambda _: [*lines, [ours[0], len(lines) + 1, *ours[2:]]])
    with district(tmp_path / "d2.db") as other:
        assert statuses(merge(there, one, forged)) == ["merged", "merged"]
        assert statuses(merge(other, forged, one)) == ["merged", "merged"]
        assert check.digest(there) == check.digest(other)
        refused(there, worse, "foreign-row")
    edit(here, person, post="логопед")
    merge(there, export(here, tmp_path / "5.kur"))
    assert cell(there, "person", person, "post") == "логопед"
    sound(there)


# ---------------------------------------------------------------------- random lives
def run(steps: Iterable[tuple[int, int, int]], still: bool, folder: Path) -> None:
    """Three cheated copies and an honest laptop write, copy, exchange and export; districts take the files in any order."""
    wall = clock.wall_ms
    now = [clock.RELEASE_MS]

    def tick() -> int:
        now[0] += 0 if still else 11
        return now[0]

    clock.wall_ms = tick
    try:
        with ExitStack() as stack:
            first = stack.enter_context(school(folder / "0.db"))
            people = [add_person(first, post="начало"), add_person(first, "Дроздова", post="начало")]
            stores = [first, *(stack.enter_context(cheated_copy(first, folder / f"{n}.db")) for n in (1, 2))]
            stores.append(stack.enter_context(second_laptop(first, folder / "3.db")))
            files: list[Path] = []
            written: dict[tuple[str, str], list[str]] = {}
            for number, (who, what, which) in enumerate(steps):
                store, person = stores[who], people[which % 2]
                store.activate()
                column = ("post", "subject")[which // 2 % 2]
                if what < 5 and stands(store, "person", person):
                    persons.edit_person(store, person, {column: f"{number}"})
                    written.setdefault((person, column), []).append(f"{number}")
                elif what == 5:
                    merge(store, export(stores[which % 4], folder / f"own{number}.kur", "own"))
                elif what == 6:
                    files.append(export(store, folder / f"{number}.kur"))
                elif what == 7 and store is not first:
                    store.close()
                    other = stores[which % 3]
                    place = other.row("SELECT node, seq, chain FROM replica")
                    shutil.copyfile(other.path, folder / f"{who}-{number}.db")
                    stores[who] = stack.enter_context(Store.open(folder / f"{who}-{number}.db"))
                    stores[who].sql("UPDATE replica SET node = ?, seq = ?, chain = ?", place)
            files += [export(store, folder / f"end{n}.kur") for n, store in enumerate(stores)]
            finals = [export(store, folder / f"own-end{n}.kur", "own") for n, store in enumerate(stores)]
            dice = random.Random(str(steps))
            for store in stores:
                dice.shuffle(finals)
                assert "refused" not in {one.status for one in merge(store, *finals)}
            digests = {check.digest(store) for store in stores}
            assert len(digests) == 1
            districts = [stack.enter_context(district(folder / f"d{n}.db")) for n in range(2)]
            for store in districts:
                dice.shuffle(files)
                assert "refused" not in {one.status for one in merge(store, *files)}
            assert len({check.digest(store) for store in districts}) == 1
            for store in (*stores, *districts):
                assert differences(store) == []
                assert check.broken_chains(store) == []
            told = listed_cells(first)
            for (person, column), values in written.items():
                known = {str(json.loads(text)[1].get(column)) for text in payloads(first, person)}
                assert set(values) & known <= told_or_overridden(first, person, column, told), (person, column)
            before = check.digest(first)
            rebuild(first)
            assert check.digest(first) == before
    finally:
        clock.wall_ms = wall


def payloads(store: Store, person: str) -> list[str]:
    rows = store.sql("SELECT shared FROM change WHERE row_id = ? AND shared IS NOT NULL", (person,))
    return [str(row[0]) for row in rows]


def listed_cells(store: Store) -> dict[tuple[str, str], set[Any]]:
    return {(one.row_id, one.column): {version.value for version in one.versions} for one in conflicts.conflicts(store)}


def told_or_overridden(store: Store, person: str, column: str, told: dict[tuple[str, str], set[Any]]) -> set[Any]:
    """Values that show, are listed, or were seen by whoever wrote another one after them, in any reading of what he named."""
    times: dict[str, list[str]] = {}
    named: set[str] = set()
    for stamp, text in store.sql("SELECT stamp, shared FROM change WHERE row_id = ? AND shared IS NOT NULL", (person,)):
        _, patch, prev, *_ = json.loads(text)
        if column in patch:
            times.setdefault(stamp[:16], []).append(str(patch[column]))
            named |= {seen[:16] for seen in prev.get(column, "").split()}
    overridden = {value for time, values in times.items() if time in named for value in values}
    return overridden | told.get((person, column), set()) | {cell(store, "person", person, column)}


STEP = st.tuples(st.integers(0, 3), st.integers(0, 7), st.integers(0, 3))


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=6, max_size=24), still=st.booleans())
def test_all_end_equal(steps: list[tuple[int, int, int]], still: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    run(steps, still, tmp_path_factory.mktemp("forks"))
