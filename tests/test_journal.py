"""The journal: who changed what, newest first; nothing in the log makes it fail, and what is not here is said to be so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from model import check, clock, persons
from model.change_words import KINDS, ChangeLine
from model.entities import Role
from model.erasure import erase_person
from model.errors import Refusal
from model.journal_entries import SHOWN, Asked, Entry, journal
from model.log_tables import table_names
from model.setup import own_id
from model.store import Store
from model.undo_by_number import undo_action
from sync import conflicts
from sync.exchange_file import read_file
from tests.test_cli import Kurator, founded, kurator, sentence
from tests.test_forks import cheated_copy
from tests.test_merge_work import scans, statements
from tests.worlds import TODAY, add_person, add_roadmap, change, district, export, merge, rewrite, school, second_laptop

__all__ = ["founded", "kurator"]

#: What a hostile file may write: orders to a terminal, a line of its own, markup, directions.
HOSTILE = "\x1b[2J\x1b]0;x\x07Орлов\n№ 7 [bold]ложь[/bold]\r\u202eабв\x9b31m"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with school(tmp_path / "школа.db", curator="Котова Анна Львовна") as opened:
        yield opened


def entries(store: Store, limit: int = 50, **asked: Any) -> list[Entry]:
    store.activate()
    return journal(store, Asked(**asked), limit)[0]


def lines(store: Store, **asked: Any) -> list[ChangeLine]:
    return [line for entry in entries(store, 1000, **asked) for line in entry.changes]


def of_row(store: Store, row: str) -> list[ChangeLine]:
    return [line for line in lines(store) if line.row == row]


def told(line: ChangeLine) -> dict[str, tuple[list[Any], Any]]:
    """Column → values before, value after."""
    return {cell.column: ([value.value for value in cell.before], cell.after.value) for cell in line.cells}


# ---------------------------------------------------------------------- what is told
def test_actions_with_numbers_titles_and_values(store: Store) -> None:
    person = add_person(store, "Сорокина", consent=False, post="учитель")
    persons.edit_person(store, person, {"post": "логопед"})
    persons.set_role(store, person, "mentor", True, TODAY)
    undo_action(store, 2)
    found = entries(store, 4)
    assert [(one.action, one.kind, one.deed, one.label, one.undone, one.turn) for one in found] == [
        (4, "undo", 2, "Правка: должность", True, "redo"),
        (3, "do", 3, "Роль: наставник", False, "undo"),
        (2, "do", 2, "Правка: должность", True, "redo"),
        (1, "do", 1, "Новый человек", False, ""),
    ]
    assert "№ 3 «Роль: наставник»" in found[3].hindrance
    (edit,) = found[2].changes
    assert (edit.title, edit.words, edit.kind_words) == ("человек", "Сорокина Анна Львовна", "изменено")
    assert (edit.author, edit.place) == ("Котова А. Л.", "этот ноутбук")
    (cell,) = edit.cells
    assert (cell.title, [one.words for one in cell.before], cell.after.words) == ("должность", ["учитель"], "логопед")
    (role,) = found[1].changes
    assert {cell.title: cell.after.words for cell in role.cells}["роль"] == "наставник"
    assert told(found[3].changes[0])["post"] == ([], "учитель")


def test_a_deleted_row_is_told_by_what_it_was_and_one_that_comes_back_by_what_became_different(store: Store) -> None:
    person = add_person(store, "Сорокина", consent=False)
    persons.delete_person(store, person)
    assert entries(store, 1)[0].changes[0].words == "Сорокина Анна Львовна"
    undo_action(store, 2)
    (back,) = entries(store, 1)[0].changes
    assert (back.kind_words, back.cells) == ("возвращено", ())


def test_a_long_action_is_told_in_part_and_wholly_by_its_number(store: Store) -> None:
    add_roadmap(store)
    (entry,) = entries(store, 1)
    assert (len(entry.changes), entry.size > SHOWN) == (SHOWN, True)
    (whole,) = entries(store, action=entry.action)
    assert (len(whole.changes), whole.size) == (entry.size, entry.size)
    assert [one.action for one in entries(store, table="activity")] == [entry.action]
    with pytest.raises(Refusal, match="Действия № 99"):
        entries(store, action=99)


def test_a_person_with_all_that_belongs_to_it(store: Store) -> None:
    person, other = add_person(store, "Сорокина"), add_person(store, "Другая")
    persons.set_role(store, person, "mentor", True, TODAY)
    Role.delete().where(Role.person == person).execute()
    persons.set_role(store, other, "mentor", True, TODAY)
    found = lines(store, person=person)
    assert [(one.table, one.kind) for one in found] == [
        ("role", "delete"), ("role", "create"), ("consent", "create"), ("person", "create"),
    ]  # fmt: skip
    assert {one.table for one in lines(store, person=person, table="role")} == {"role"}
    assert lines(store, person=person, since=date.today() + timedelta(days=2)) == []
    for wrong in (Asked(person="нет"), Asked(table="нет"), Asked(institution="нет")):
        with pytest.raises(Refusal) as refused:
            journal(store, wrong, 50)
        assert refused.value.code == "missing"


def test_a_settled_conflict_has_both_values_before(store: Store, tmp_path: Path) -> None:
    person = add_person(store, consent=False)
    with second_laptop(store, tmp_path / "b.db") as other:
        other.activate()
        persons.edit_person(other, person, {"post": "завуч"})
        store.activate()
        persons.edit_person(store, person, {"post": "логопед"})
        merge(store, export(other, tmp_path / "b.kur", "own"))
    conflicts.resolve(store, conflicts.conflicts(store)[0].id, "методист")
    first, second, third = of_row(store, person)[:3]
    assert (first.kind_words, set(told(first)["post"][0]), told(first)["post"][1]) == (
        "разобрано расхождение", {"завуч", "логопед"}, "методист",
    )  # fmt: skip
    assert {second.place, third.place} == {"этот ноутбук", "другой ноутбук учреждения"}


# ---------------------------------------------------------------------- whose, and what is not here
def test_authors_and_copies_of_a_district(store: Store, tmp_path: Path) -> None:
    shown, hidden = add_person(store, "Видимая"), add_person(store, "Скрытая", consent=False)
    with district(tmp_path / "d.db") as there:
        merge(there, export(store, tmp_path / "1.kur"))
        add_person(there, "Районная", consent=False)
        found = {line.row: line for line in lines(there)}
        assert (found[shown].copy, found[shown].place) == ("institution", "Школа № 1")
        assert found[shown].author.startswith("имя автора не передано")
        assert (found[hidden].hidden, found[hidden].cells, found[hidden].author) == ("withheld", (), "автор неизвестен")
        assert "Скрытая" not in str(lines(there))
        own = next(line for line in lines(there) if line.words.startswith("Районная"))
        assert (own.copy, own.author) == ("own", "автор не указан")
        merge(store, export(there, tmp_path / "2.kur", "directive"))
        assert {one.institution for one in lines(there, institution="школа №")} == {own_id(store)}
    assert {line.copy for line in lines(store)} >= {"own", "district"}


def test_an_erased_author_and_an_erased_person(store: Store) -> None:
    person = add_person(store, "Сорокина", consent=False, phone="8-800-200")
    persons.edit_person(store, person, {"post": "логопед"})
    author, store.author = store.author, "нет-такого"
    persons.edit_person(store, person, {"post": "методист"})
    assert entries(store, 1)[0].changes[0].author == "автора нет в базе"
    store.author = author
    erase_person(store, person, basis="заявление № 5", today=TODAY)
    assert {(line.kind, line.hidden) for line in of_row(store, person)} == {
        ("erase", ""), ("create", "erased"), ("update", "erased"),
    }  # fmt: skip
    assert "8-800" not in str(lines(store)) + str(lines(store, person=person))
    assert "логопед" not in str(lines(store))
    erase_person(store, author, basis="заявление № 6", today=TODAY)
    assert "Котова" not in str(lines(store))
    assert "данные автора удалены" in {line.author for line in lines(store)}


def test_both_branches_of_a_fork(store: Store, tmp_path: Path) -> None:
    person = add_person(store, consent=False)
    with cheated_copy(store, tmp_path / "b.db") as copy:
        for one, post in ((store, "логопед"), (copy, "завуч")):
            one.activate()
            persons.edit_person(one, person, {"post": post})
            persons.edit_person(one, person, {"post": f"{post} опять"})
        merge(store, export(copy, tmp_path / "b.kur", "own"))
    posts = [told(line).get("post") for line in of_row(store, person)]
    assert {str(one) for one in posts} >= {
        "(['логопед'], 'логопед опять')", "(['завуч'], 'завуч опять')", "([None], 'логопед')", "([None], 'завуч')",
    }  # fmt: skip
    assert len(lines(store)) == store.value("SELECT count(*) FROM change")


def test_what_a_newer_program_and_a_hostile_one_wrote(store: Store, tmp_path: Path, kurator: Kurator) -> None:
    add_person(store, "Сорокина")
    file = export(store, tmp_path / "1.kur")
    read, row = read_file(file), "ab" * 16

    def more(now: list[Any]) -> list[Any]:
        for name, kind, patch in (
            ("future_table", "create", {"institution": own_id(store), "any": HOSTILE}),
            ("person", "create", {"institution": own_id(store), "surname": HOSTILE, "future": 7}),
            ("person", "sublimate", {"surname": HOSTILE}),
            ("person", "update", {"surname": "Орлов", "future": HOSTILE}),
        ):
            prev = {"surname": f"{now[-2][2]} {'0' * 28}", "*": "0" * 28} if kind == "update" else None
            now.append(change(read, name, row, kind, patch, prev))
            now[-1][1] = now[-2][1] + 1
        return now

    with district(tmp_path / "a.db") as there:
        (outcome,) = merge(there, rewrite(file, tmp_path / "2.kur", lines=more))
        assert outcome.status == "merged", outcome.message
        found = [line for line in lines(there) if line.row == row]
        assert [line.kind for line in found] == ["update", "sublimate", "create", "create"]
        assert told(found[0])["surname"][1] == "Орлов"
        assert {value.hidden for value in found[0].cells[0].before} == {"", "unknown"}
    told_to_terminal = kurator("journal").out
    assert "№ 7 [bold]ложь[/bold]" in told_to_terminal
    assert not any(one.strip().startswith("№ 7") for one in told_to_terminal.splitlines())
    assert {one for one in told_to_terminal if ord(one) < 32 or 127 <= ord(one) < 160 or one == "\u202e"} == {"\n"}
    assert any(one["row"] == row for entry in kurator("journal", "--json").json["entries"] for one in entry["changes"])


_VALUE = st.one_of(
    st.none(), st.integers(-5, 5), st.text(max_size=5), st.sampled_from(["2026-13-40", "[1", "0" * 28, "person"])
)
_CHANGE = st.tuples(
    st.sampled_from([*table_names(), "future"]), st.sampled_from([*KINDS, "future"]), st.integers(0, 2), _VALUE, st.booleans()
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with school(tmp_path_factory.mktemp("scratch") / "a.db") as opened:
        yield opened


@settings(max_examples=12, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(changes=st.lists(_CHANGE, max_size=12))
def test_nothing_in_the_log_makes_it_fail(scratch: Store, changes: list[tuple[str, str, int, Any, bool]]) -> None:
    """Any kind of change of any table, any value, anything named in ``prev``, payloads here or not."""
    scratch.activate()
    scratch.sql("BEGIN")
    node, names = "f" * 12, ("surname", "person", "years", "on_day", "options", "target", "target_table", "future", "*")
    for seq, (table, kind, row, value, here) in enumerate(changes, 1):
        patch = dict.fromkeys(names[seq % 3 :], value)
        prev = dict.fromkeys(names, f"{clock.make_stamp(clock.RELEASE_MS, seq // 2, node)} {value}")
        text = json.dumps(["соль", patch, prev, str(value), str(value)], ensure_ascii=False)
        stamp = clock.make_stamp(clock.RELEASE_MS if seq % 2 else clock.LATEST_MS, seq, node)
        scratch.sql(
            "INSERT INTO change(node, seq, stamp, institution, tbl, row_id, kind, shared_commit, shared) "
            "VALUES(?, ?, ?, 'чужое', ?, ?, ?, 'x', ?)",
            (node, seq, stamp, table, str(row), kind, text if here else None),
        )
    scratch.sql("INSERT INTO known_node SELECT node, max(seq), '' FROM change WHERE node = ? GROUP BY node", (node,))
    try:
        for asked in (Asked(), Asked(institution=""), Asked(table="person"), Asked(since=TODAY)):
            journal(scratch, asked, 100)
        assert len([one for one in lines(scratch) if one.node == node]) == len(changes)
    finally:
        scratch.sql("ROLLBACK")


# ---------------------------------------------------------------------- cost and order
def test_the_last_entries_cost_the_same_in_any_log(store: Store) -> None:
    store.sql("PRAGMA synchronous = off")
    asked: list[int] = []
    texts: list[str] = []
    for turn in range(2):
        for number in range(10 + 60 * turn):
            persons.edit_person(store, add_person(store, f"Птицына{number}", consent=False), {"post": "учитель"})
        with statements(store) as given_now:
            assert len(entries(store, 5)) == 5
        texts = list(given_now)
        asked.append(len(texts))
    assert asked[0] == asked[1] < 150
    walked = {name for text in texts for name in scans(store, text)}
    assert walked <= {"k", "school_year", "practice", "person_link", "erasure"}  # the ends of the nodes; tables that stay small


def test_newest_first_by_the_corrected_clock_and_since_a_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from model.clock_fix import fix_clock

    day = 86_400_000
    person = add_person(store, consent=False)
    monkeypatch.setattr(clock, "wall_ms", lambda: clock.RELEASE_MS + 40 * day)
    persons.edit_person(store, person, {"post": "методист"})
    node, seq = store.row("SELECT node, seq FROM replica")
    since = date(2026, 11, 21) + timedelta(days=35)
    assert [told(line).get("post") for line in lines(store, since=since)] == [([None], "методист")]
    monkeypatch.setattr(clock, "wall_ms", lambda: clock.RELEASE_MS + 20 * day)
    fix_clock(store, node, seq, seq, -35 * day)
    persons.edit_person(store, person, {"post": "логопед"})
    assert not any("методист" in str(told(line)["post"][1]) for line in lines(store, since=since) if "post" in told(line))
    first = of_row(store, person)[0]
    assert told(first)["post"] == (["методист"], "логопед")
    times = [line.at for line in lines(store)]
    assert times[0] >= times[-1]
    assert check.problems(store) == []


# ---------------------------------------------------------------------- command
def test_command_in_words_and_in_json(founded: Kurator) -> None:
    person = founded("person", "add", "--surname", "Сорокина", "--json").json["person"]
    founded("person", "edit", person, "--post", "учитель")
    said = founded("journal", "--limit", 1)
    assert said.code == 0
    first, second, third, *rest = said.out.splitlines()
    assert first == "№ 2 Правка человека, можно отменить"
    assert second.endswith("Котова А. Л.  этот ноутбук")
    assert third == "    человек «Сорокина»: изменено; должность: пусто → учитель"
    assert rest == ["Показаны последние 1; дальше: --limit 2.", "Отменить одно действие: kurator undo --action НОМЕР."]
    document = founded("journal", "--person", person, "--json").json
    assert [entry["action"] for entry in document["entries"]] == [2, 1]
    assert document["more"] is False
    assert document["entries"][0]["changes"][0]["cells"][0]["title"] == "должность"
    assert founded("journal", "--since", "01.01.2099").out == "Записей нет.\n"
    assert "№ 3" not in founded("journal", "--action", 1).out
    assert founded("journal", "--action", 1, "--table", "person").code == 2
    assert "Таблицы «людей» нет" in sentence(founded("journal", "--table", "людей").err)
