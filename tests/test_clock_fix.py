"""Wrong clocks: they never lose an edit, they are told of, and a fix orders everybody's conflicts alike."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model import check, clock, journal, persons
from model.changelog import rebuild
from model.clock_fix import clocks, fix_clock, follow_fixes, offset_to, parse_offset
from model.clock_shifts import Shift, Shifts, shifts_of
from model.entities import ClockFix
from model.errors import Refusal
from model.store import Store
from sync import conflicts
from sync.exchange_file import read_file
from sync.withdrawal import withdraw
from tests.test_forks import cheated_copy
from tests.worlds import add_person, cell, change, district, export, merge, rewrite, school, second_laptop, statuses
from tui.cli.main import main

HOUR = 3_600_000
DAY = 24 * HOUR
#: 1 December 2026, 2035 and 2009 in milliseconds.
NOW, AHEAD, DEAD = 1_796_083_200_000, 2_051_222_400_000, 1_230_768_000_000


class Wall:
    """The clock on the wall of every laptop of a test."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        self.now += 1000
        return self.now


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    found = Wall()
    monkeypatch.setattr(clock, "wall_ms", found)
    return found


@pytest.fixture
def here(wall: Wall, tmp_path: Path) -> Any:
    """An institution's laptop."""
    with school(tmp_path / "школа.db") as store:
        yield store


@pytest.fixture
def there(wall: Wall, tmp_path: Path) -> Any:
    """The district's laptop."""
    with district(tmp_path / "район.db") as store:
        yield store


def edit(store: Store, person: str, **fields: str) -> None:
    store.activate()
    persons.edit_person(store, person, fields)


def fix(store: Store, node: str, first: int, last: int, milliseconds: int) -> str:
    store.activate()
    return fix_clock(store, node, first, last, milliseconds)


def seq(store: Store) -> int:
    return int(store.value("SELECT seq FROM replica"))


def sound(*stores: Store) -> None:
    """Each database is whole, and a rebuild from the log gives the same tables."""
    for store in stores:
        assert check.problems(store) == []
        before = check.digest(store)
        rebuild(store)
        assert check.digest(store) == before


# ---------------------------------------------------------------------- what a fix does
def test_the_fixed_clock_orders_a_conflict_everywhere(here: Store, there: Store, wall: Wall, tmp_path: Path) -> None:
    """A laptop in «2035» always won; with its clock fixed the younger value shows, here, there, and after a rebuild."""
    person = add_person(here, post="учитель")
    with second_laptop(here, tmp_path / "b.db") as other:
        wall.now = AHEAD
        edit(here, person, post="логопед")
        wall.now = NOW + 10 * DAY
        edit(other, person, post="методист")
        merge(here, export(other, tmp_path / "1.kur", "own"))
        merge(there, export(here, tmp_path / "2.kur"))
        assert cell(there, "person", person, "post") == "логопед"
        before = check.digest(here)
        number = int(here.value("SELECT seq FROM change WHERE node = ? ORDER BY seq DESC", (here.node,)))
        fix(here, here.node, number, number, NOW - AHEAD)
        assert cell(here, "person", person, "post") == "методист"
        (conflict,) = conflicts.conflicts(here)
        assert [version.value for version in conflict.versions] == ["методист", "логопед"], "the shown one first"
        assert [bool(version.corrected_at) for version in conflict.versions] == [False, True]
        merge(other, export(here, tmp_path / "3.kur", "own"))
        merge(there, export(here, tmp_path / "4.kur"))
        for store in (other, there):
            assert cell(store, "person", person, "post") == "методист"
            assert [version.value for version in conflicts.conflicts(store)[0].versions] == ["методист", "логопед"]
        assert check.digest(other) == check.digest(here) != before
        with district(tmp_path / "d2.db") as late:
            merge(late, tmp_path / "4.kur", tmp_path / "2.kur")
            assert check.digest(late) == check.digest(there)
        sound(here, other, there)
        here.activate()
        journal.undo(here)
        assert cell(here, "person", person, "post") == "логопед", "undone like any other change"
        journal.redo(here)
        assert cell(here, "person", person, "post") == "методист"
        sound(here)
        conflicts.resolve(here, conflict.id, "theirs")
        assert cell(here, "person", person, "post") == "логопед"
        sound(here)


def test_a_fix_decides_no_causality(here: Store, wall: Wall, tmp_path: Path) -> None:
    """Who saw the value before wrote after it, whatever any clock is said to have been."""
    person = add_person(here, post="учитель")
    edit(here, person, post="логопед")
    fix(here, here.node, seq(here), seq(here), -300 * DAY)
    assert cell(here, "person", person, "post") == "логопед"
    assert conflicts.count(here) == 0
    sound(here)


def test_of_several_fixes_the_shortest_range_counts(here: Store, wall: Wall) -> None:
    for number in range(4):
        add_person(here, f"Сорокина{number}", consent=False)
    fix(here, here.node, 1, 6, DAY)
    fix(here, here.node, 4, 5, 3 * DAY)
    fix(here, here.node, 5, 6, 5 * DAY)
    shifts = shifts_of(here)
    told = {}
    for number, stamp in here.sql("SELECT seq, stamp FROM change WHERE node = ?", (here.node,)):
        told[number] = (clock.stamp_ms(shifts.corrected(stamp)) - clock.stamp_ms(stamp)) // DAY
    assert [told[number] for number in (1, 3, 7)] == [1, 1, 0]
    assert told[4] == 3
    assert told[6] == 5
    assert told[5] in {3, 5}, "of equal ranges one counts, the same everywhere"
    fix(here, here.node, 4, 5, 0)
    assert ClockFix.select().count() == 3, "the same range again replaces what was said"
    sound(here)


def test_a_withdrawn_import_takes_its_fix_back(here: Store, wall: Wall, tmp_path: Path) -> None:
    person = add_person(here, post="учитель")
    with second_laptop(here, tmp_path / "b.db") as other:
        wall.now = AHEAD
        edit(other, person, post="логопед")
        wall.now = NOW + DAY
        edit(here, person, post="методист")
        merge(here, export(other, tmp_path / "1.kur", "own"))
        before = check.digest(here)
        fix(other, other.node, seq(other), seq(other), NOW - AHEAD)
        merge(here, export(other, tmp_path / "2.kur", "own"))
        assert cell(here, "person", person, "post") == "методист"
        withdraw(here)
        assert check.digest(here) == before
        assert cell(here, "person", person, "post") == "логопед"
        sound(here)


def test_a_fix_of_one_branch_says_nothing_of_the_other(here: Store, there: Store, wall: Wall, tmp_path: Path) -> None:
    """Two copies wrote under one node id; the fix names the changes of its own, also where the fork becomes known later."""
    person = add_person(here, post="учитель")
    with cheated_copy(here, tmp_path / "b.db") as copy, district(tmp_path / "d2.db") as other:
        wall.now = AHEAD
        edit(here, person, post="логопед")
        last = seq(here)
        fix(here, here.node, last - 1, last, NOW - AHEAD)
        wall.now = NOW + DAY
        edit(copy, person, post="методист")
        one, two = export(here, tmp_path / "1.kur"), export(copy, tmp_path / "2.kur")
        merge(there, one, two)
        merge(other, two, one)
        assert check.digest(there) == check.digest(other)
        for store in (there, other):
            assert cell(store, "person", person, "post") == "методист"
            assert len(shifts_of(store).listed) == 2, "the branch and what it grows from"
            sound(store)


def test_nobody_fixes_the_clocks_of_others(here: Store, there: Store, wall: Wall, tmp_path: Path) -> None:
    person = add_person(here, post="учитель")
    with second_laptop(here, tmp_path / "b.db") as second:
        edit(here, person, post="логопед")
        edit(second, person, post="методист")
        merge(here, export(second, tmp_path / "own.kur", "own"))
    merge(there, export(here, tmp_path / "1.kur"))
    node, last, link = there.row("SELECT node, seq, chain FROM known_node WHERE node = ?", (here.node,))
    with pytest.raises(Refusal, match="исправляет оно само"):
        fix(there, node, 1, last, DAY)
    with school(tmp_path / "c.db", "Школа № 2") as stranger:
        path = export(stranger, tmp_path / "2.kur")
    values = {"node": node, "first_seq": 1, "last_seq": last, "last_link": link, "milliseconds": 100 * DAY}
    line = change(read_file(path), "clock_fix", "a" * 32, "create", values | {"institution": read_file(path).lines[0][3]})
    before = cell(there, "person", person, "post")
    assert statuses(merge(there, rewrite(path, tmp_path / "3.kur", lines=lambda lines: [*lines, line]))) == ["merged"]
    assert shifts_of(there).listed == []
    assert cell(there, "person", person, "post") == before
    sound(there)


@pytest.mark.parametrize(
    "values",
    [
        {"first_seq": 1, "last_seq": 10**18, "milliseconds": 2**62},
        {"first_seq": -(2**62), "last_seq": 2**62, "milliseconds": -(2**62)},
        {"first_seq": 5, "last_seq": 1, "milliseconds": 1},
        {"first_seq": 1, "last_seq": 2, "milliseconds": 2**62},
        {"first_seq": 1, "last_seq": 2, "milliseconds": None},
        {"milliseconds": 5},
        {},
    ],
)
def test_senseless_fixes_do_no_harm(here: Store, there: Store, tmp_path: Path, values: dict[str, Any]) -> None:
    person = add_person(here)
    path = export(here, tmp_path / "1.kur")
    node, link = here.row("SELECT node, chain FROM change WHERE node = ? AND seq = 2", (here.node,))
    told = {"node": node, "last_link": link, **values}
    line = change(read_file(path), "clock_fix", "a" * 32, "create", told)
    assert statuses(merge(there, rewrite(path, tmp_path / "2.kur", lines=lambda lines: [*lines, line]))) == ["merged"]
    assert cell(there, "person", person, "surname") == "Сорокина"
    there.activate()
    assert clocks(there)
    sound(there)


# ---------------------------------------------------------------------- what a person types
@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("+2 дня 3 часа", 2 * DAY + 3 * HOUR),
        ("2 дня, 3 часа", 2 * DAY + 3 * HOUR),
        ("-1 час", -HOUR),
        ("−3 недели 1 день и 5 минут", -(22 * DAY + 300_000)),
        ("+3287 дней", 3287 * DAY),
        ("10 сут. 30 сек", 10 * DAY + 30_000),
        ("+10d 2h", 10 * DAY + 2 * HOUR),
        ("0 дней", 0),
    ],
)
def test_offsets(text: str, milliseconds: int) -> None:
    assert parse_offset(text) == milliseconds


@pytest.mark.parametrize(
    "text", ["", "+", "дня", "2", "2 года", "2 дня потом", "вчера", "1 час -2 дня", "999999999 недель", "2 мира"]
)
def test_unreadable_offsets(text: str) -> None:
    with pytest.raises(Refusal, match="не читается"):
        parse_offset(text)


def test_true_date(here: Store, wall: Wall) -> None:
    wall.now = AHEAD
    add_person(here)
    first, node = seq(here) - 1, here.node
    said = datetime.fromisoformat(next(one.last_at for one in clocks(here) if one.node == here.node)).date()
    milliseconds = offset_to(here, node, first, date(2026, 12, 15))
    assert milliseconds == (date(2026, 12, 15) - said).days * DAY
    wall.now = NOW + 20 * DAY
    fix(here, node, first, first + 1, milliseconds)
    (told,) = [one for one in clocks(here) if one.node == node]
    assert (told.last_at[:10], told.fixed, told.own) == ("2026-12-15", True, True)


def test_a_fixed_clock_goes_on_from_the_right_time(here: Store, wall: Wall, tmp_path: Path) -> None:
    """Stamps never go back under one node id: the copy takes a new one, or it would win every conflict for nine years."""
    person = add_person(here)
    wall.now = AHEAD
    edit(here, person, post="логопед")
    node = here.node
    wall.now = NOW + DAY
    edit(here, person, post="завуч")
    assert clock.stamp_ms(here.value("SELECT stamp FROM replica")) >= AHEAD
    fix(here, node, seq(here) - 1, seq(here), NOW - AHEAD)
    assert here.node != node
    assert clock.stamp_ms(here.value("SELECT stamp FROM replica")) < NOW + 2 * DAY
    edit(here, person, post="методист")
    assert (cell(here, "person", person, "post"), conflicts.count(here)) == ("методист", 0)
    journal.undo(here)
    journal.undo(here)
    assert shifts_of(here).listed == []
    assert cell(here, "person", person, "post") == "завуч"
    sound(here)
    mine = here.node
    here.close()
    with Store.open(here.path) as again:
        assert again.node == mine


def test_fix_says_what_it_cannot(here: Store, wall: Wall) -> None:
    for node, first, last, milliseconds in (
        ("нет такой", 1, 1, 1),
        (here.node, 1, 99, 1),
        (here.node, 2, 1, 1),
        (here.node, 0, 1, 1),
        (here.node, 1, 10**30, 1),
        (here.node, 1, 1, -(10**14)),
        (here.node, 1, 1, 10**15),
    ):
        with pytest.raises(Refusal) as refusal:
            fix(here, node, first, last, milliseconds)
        assert refusal.value.sentence.endswith(".")
    assert ClockFix.select().count() == 0


def test_by_command(here: Store, wall: Wall, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_person(here)
    node, last = here.node, seq(here)
    here.close()

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(["--db", str(tmp_path / "школа.db"), *arguments])
        told = capsys.readouterr()
        return int(str(stop.value.code)), told.out, told.err

    code, out, _ = call("clockfix", "--json")
    assert (code, [(one["node"], one["last_seq"], one["fixed"]) for one in json.loads(out)]) == (0, [(node, last, False)])
    code, out, _ = call("clockfix", node, "--from", "1", "--offset", "+2 дня 3 часа", "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["first_seq"], told["last_seq"], told["milliseconds"]) == (1, last, 2 * DAY + 3 * HOUR)
    assert "исправлено" in call("clockfix")[1]
    assert call("clockfix", node, "--from", "1", "--to", "2", "--true-date", "15.12.2026")[0] == 0
    for wrong in (["--offset", "1 день"], ["--from", "1"], ["--from", "1", "--offset", "1 час", "--true-date", "15.12.2026"]):
        code, out, err = call("clockfix", node, *wrong)
        assert (code, out, err.count("\n")) == (1, "", 1)
    assert call("clockfix", node, "--from", "1", "--true-date", "вчера")[0] == 2
    assert call("undo")[0] == 0
    assert call("check")[0] == 0


# ---------------------------------------------------------------------- clocks that are wrong now
def test_far_ahead_is_flagged_and_blocks_nothing(here: Store, there: Store, wall: Wall, tmp_path: Path) -> None:
    person = add_person(here)
    merge(there, export(here, tmp_path / "1.kur"))
    wall.now = AHEAD
    edit(here, person, post="логопед")
    path = export(here, tmp_path / "2.kur")
    number = seq(here)
    wall.now = NOW + DAY
    before = there.value("SELECT stamp FROM replica")
    (outcome,) = merge(there, path)
    assert outcome.merged is not None
    (flag,) = outcome.merged.flagged
    assert (flag.node, flag.first_seq) == (here.node, number)
    assert abs(flag.ahead_ms - (AHEAD - NOW - DAY)) < HOUR
    assert there.value("SELECT stamp FROM replica") == before, "our clock stays where it was"
    assert cell(there, "person", person, "post") == "логопед"
    (again,) = merge(there, export(here, tmp_path / "3.kur"))
    assert again.merged is not None
    assert again.merged.flagged == []


def test_what_is_said_of_our_own_clock() -> None:
    stamp = clock.make_stamp(NOW, 0, "a" * 12)
    assert clock.doubt("", NOW) == clock.doubt(stamp, NOW) == clock.doubt(stamp, NOW - HOUR) == ""
    assert "01.01.2009, раньше выпуска" in clock.doubt(stamp, DEAD)
    assert "раньше последней записи" in clock.doubt(stamp, NOW - 2 * HOUR)
    assert clock.doubt(stamp, 10**18) == ""
    assert clock.doubt("", -(10**18))


def test_a_dead_clock_counts_on(here: Store, wall: Wall, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = add_person(here)
    stamps = []
    for year in (DEAD, AHEAD, DEAD):
        wall.now = year
        edit(here, person, post=str(year))
        stamps.append(here.value("SELECT stamp FROM replica"))
    assert stamps == sorted(stamps)
    here.close()
    with pytest.raises(SystemExit) as stop:
        main(["--db", str(tmp_path / "школа.db"), "check", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert stop.value.code == 0
    assert "раньше выпуска программы" in told["clock"]
    with school(tmp_path / "b.db") as other:
        other.activate()
        path = export(other, tmp_path / "1.kur")
    district(tmp_path / "d.db").close()
    with pytest.raises(SystemExit):
        main(["--db", str(tmp_path / "d.db"), "merge", str(path), "--yes"])
    assert "поставьте верную дату" in capsys.readouterr().out


# ---------------------------------------------------------------------- properties
@given(
    shifts=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(-50, 50)), max_size=4),
    stamps=st.lists(st.integers(0, 20), min_size=2, max_size=6),
)
def test_corrected_order_is_total(shifts: list[tuple[int, int, int]], stamps: list[int]) -> None:
    """Whatever the fixes, different stamps never tie, and each keeps its counter and node."""
    node = "b" * 12
    made = Shifts(
        Shift(node, clock.make_stamp(first, 0, node), clock.make_stamp(last, 0, node), by) for first, last, by in shifts
    )
    texts = [clock.make_stamp(ms, 0, node) for ms in stamps]
    keys = [made.key(text) if made.key else (text, text) for text in texts]
    assert len(set(keys)) == len(set(texts))
    assert all(len(made.corrected(text)) == 28 and made.corrected(text)[12:] == text[12:] for text in texts)


STEP = st.tuples(st.integers(0, 1), st.integers(0, 4), st.integers(0, 3), st.sampled_from([DEAD, NOW, NOW + 9 * DAY, AHEAD]))


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=4, max_size=16))
def test_all_end_equal(steps: list[tuple[int, int, int, int]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two laptops edit, fix and exchange; districts take the files in either order; what shows is the youngest as corrected."""
    folder, real, wall = tmp_path_factory.mktemp("clocks"), clock.wall_ms, Wall()
    clock.wall_ms = wall
    try:
        with school(folder / "0.db") as first, district(folder / "d0.db") as one, district(folder / "d1.db") as two:
            person = add_person(first, post="начало")
            with second_laptop(first, folder / "1.db") as second:
                stores, files = (first, second), []
                for number, (who, what, which, now) in enumerate(steps):
                    store, wall.now = stores[who], now
                    store.activate()
                    if what < 2:
                        persons.edit_person(store, person, {("post", "subject")[which % 2]: str(number)})
                    elif what == 2:
                        listed = [copy for copy in clocks(store) if copy.own]
                        copy = listed[which % len(listed)]
                        middle = (copy.first_seq + copy.last_seq) // 2
                        fix(store, copy.node, copy.first_seq if which % 2 else middle, copy.last_seq, (which - 1) * 40 * DAY)
                    elif what == 3:
                        merge(store, export(stores[1 - who], folder / f"own{number}.kur", "own"))
                    else:
                        files.append(export(store, folder / f"{number}.kur"))
                files += [export(store, folder / f"end{n}.kur") for n, store in enumerate(stores)]
                ends = [export(store, folder / f"own-end{n}.kur", "own") for n, store in enumerate(stores)]
                merge(first, ends[1])
                merge(second, ends[0])
                merge(one, *files)
                merge(two, *reversed(files))
                assert check.digest(first) == check.digest(second)
                assert check.digest(one) == check.digest(two)
                sound(first, second, one, two)
                assert follow_fixes(first) == 0
                shifts = shifts_of(first)
                for column in ("post", "subject"):
                    heads = first.sql("SELECT stamp, value FROM head WHERE row_id = ? AND col = ?", (person, column)).fetchall()
                    if heads:
                        youngest = max(heads, key=lambda head: (shifts.corrected(head[0]), head[0]))
                        assert json.loads(youngest[1])[0] == cell(first, "person", person, column)
    finally:
        clock.wall_ms = real
