"""Undo of any own action by its number: what was built on it stands in the way, and nothing else does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from model import check, persons
from model.actions import Actions
from model.changelog import differences
from model.entities import Occurrence, Person
from model.erasure import erase_person
from model.errors import Refusal
from model.journal_entries import Asked, journal
from model.log_tables import columns, table_names
from model.marks import set_mark
from model.school_years import close_year, reopen_year
from model.setup import own_id
from model.store import Store
from model.undo_by_number import redo_action, undo_action
from tests.test_cli import Kurator, founded, kurator, sentence
from tests.test_undo import bring, two
from tests.worlds import TODAY, add_person, add_roadmap, cell, school, stands

__all__ = ["founded", "kurator", "two"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with school(tmp_path / "школа.db") as opened:
        yield opened
        assert check.problems(opened) == []


def last(store: Store) -> int:
    """Number of the last action."""
    return max(Actions(store).by_number)


def everything(store: Store) -> dict[str, list[Any]]:
    """Values of every table, without stamps."""
    found = {}
    for table in table_names():
        listed = ", ".join(f'"{name}"' for name in ("id", *columns(table)))
        found[table] = store.sql(f'SELECT {listed} FROM "{table}" ORDER BY id').fetchall()
    return found


def refuses(store: Store, number: int, code: str, words: str = ".", turn: Any = undo_action) -> None:
    """The undo is refused with that code, and nothing has changed."""
    before, count = check.digest(store), last(store)
    with pytest.raises(Refusal, match=words) as refused:
        turn(store, number)
    assert refused.value.code == code
    assert (check.digest(store), last(store)) == (before, count)


# ---------------------------------------------------------------------- any actions, any order
def do(store: Store, deed: int, which: int, value: str) -> None:
    """One use case on one of the persons there are."""
    people = [str(row[0]) for row in store.sql("SELECT id FROM person ORDER BY _s, id")]
    if deed == 0 or not people:
        persons.create_person(store, {"surname": f"Птицына{value}", "post": value})
        return
    person = people[which % len(people)]
    if deed == 1:
        persons.edit_person(store, person, {"post": value})
    elif deed == 2:
        persons.edit_person(store, person, {"post": value, "phone": value})
    elif deed == 3:
        persons.set_role(store, person, "mentor", value < "2", TODAY)
    elif deed == 4:
        persons.delete_person(store, person)
    else:
        with store.transaction("Всё сразу"):
            Person.update(post=value).where(Person.id == person).execute()
            Person.delete().where(Person.id == people[0]).execute()
            Person.create(id=people[0], institution=own_id(store), surname="Заново", phone=value)


_STEPS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from("0123")), min_size=6, max_size=22)


@settings(max_examples=10, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
@given(steps=_STEPS)
def test_any_own_actions_taken_back_and_done_again_in_any_order(steps: list[tuple[int, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, school(Path(folder) / "a.db") as store:
        store.sql("PRAGMA synchronous = off")
        begin = everything(store)
        for deed, which, value in steps:
            if deed < 6:
                do(store, deed, which, value)
            elif numbers := list(Actions(store).by_number):
                turn_any(store, numbers[which % len(numbers)], undo_action if deed < 8 else redo_action)
            assert differences(store) == []
        end, done = everything(store), []
        while links := [one for one in in_effect(store) if one]:
            done.append(links[-1])
            undo_action(store, links[-1])
        assert everything(store) == begin
        for number in reversed(done):
            redo_action(store, number)
        assert everything(store) == end
        assert check.problems(store) == []


def in_effect(store: Store) -> list[int]:
    """Deeds that are done now, in the order in which they were last done."""
    actions = Actions(store)
    links = {actions.last_link(one).number: actions.deed(one).number for one in actions.by_number.values()}
    return [links[number] for number in sorted(links) if actions.by_number[number].kind != "undo"]


def turn_any(store: Store, number: int, turn: Any) -> None:
    """What the journal says of an action is what happens; a refusal changes nothing."""
    (entry,), _ = journal(store, Asked(action=number), 1)
    wanted = "undo" if turn is undo_action and entry.kind != "undo" else "redo"
    before = check.digest(store)
    refusal = None
    try:
        assert (turn(store, number).number, entry.hindrance) == (entry.deed, "")
    except Refusal as refused:
        refusal = refused
    if refusal is not None:
        assert check.digest(store) == before
        assert entry.turn != wanted, refusal.sentence
        assert refusal.code != "changed" or entry.hindrance in {"", refusal.sentence}


# ---------------------------------------------------------------------- what stands in the way
def test_a_later_change_of_the_cell_is_named_and_another_cell_is_not_in_the_way(store: Store) -> None:
    person = add_person(store, consent=False, post="учитель")
    made = last(store)
    persons.edit_person(store, person, {"post": "логопед"})
    edited = last(store)
    persons.edit_person(store, person, {"phone": "8-800"})
    refuses(store, made, "changed", f"№ {made} «Новый человек» нельзя: .*№ {last(store)} «Правка: телефон»")
    undo_action(store, edited)
    assert (cell(store, "person", person, "post"), cell(store, "person", person, "phone")) == ("учитель", "8-800")
    refuses(store, edited, "undone-already", f"redo --action {edited}")
    refuses(store, made, "changed", "телефон")
    redo_action(store, edited)
    assert cell(store, "person", person, "post") == "логопед"
    refuses(store, edited, "not-undone", "не отменено", redo_action)


def test_undo_of_an_undo_is_a_redo(store: Store) -> None:
    person = add_person(store, consent=False)
    persons.edit_person(store, person, {"post": "логопед"})
    deed = last(store)
    undo_action(store, deed)
    undone = last(store)
    assert undo_action(store, undone).number == deed
    assert cell(store, "person", person, "post") == "логопед"
    refuses(store, undone, "undone-already")
    assert [one.kind for one in Actions(store).chain(Actions(store).by_number[deed])] == ["do", "undo", "redo"]


def test_a_deleted_row_comes_back_with_its_children(store: Store) -> None:
    person = add_person(store, post="учитель")
    other = add_person(store, "Другая", consent=False)
    before = everything(store)
    persons.delete_person(store, person)
    deed = last(store)
    persons.edit_person(store, other, {"post": "завуч"})
    undo_action(store, deed)
    undo_action(store, last(store) - 1)
    assert everything(store) == before


def test_a_row_that_is_named_does_not_go_and_one_that_names_a_lost_row_does_not_come(store: Store) -> None:
    person = add_person(store, consent=False)
    made = last(store)
    persons.set_role(store, person, "mentor", True, TODAY)
    role = last(store)
    refuses(store, made, "changed", f"основано .*№ {role} «Роль: наставник»")
    undo_action(store, role)
    undo_action(store, made)
    refuses(store, role, "changed", f"отменено № {made} .*сначала повторите", redo_action)
    redo_action(store, made)
    redo_action(store, role)
    assert stands(store, "role", str(store.value("SELECT id FROM role")))


def test_what_another_laptop_changed_stands_in_the_way(two: tuple[Store, Store, str], tmp_path: Path) -> None:
    one, other, person = two
    one.activate()
    persons.edit_person(one, person, {"post": "логопед"})
    deed = last(one)
    persons.edit_person(one, person, {"phone": "8"})
    bring(one, other, tmp_path)
    other.activate()
    persons.edit_person(other, person, {"post": "завуч"})
    theirs = last(other)
    bring(other, one, tmp_path)
    one.activate()
    refuses(one, deed, "changed", "другой ноутбук учреждения.*исправьте вручную")
    undo_action(one, deed + 1)
    assert cell(one, "person", person, "phone") is None
    refuses(one, theirs + 10, "missing", "на этом ноутбуке не было")


def test_a_conflict_on_the_cell_stands_in_the_way(two: tuple[Store, Store, str], tmp_path: Path) -> None:
    one, other, person = two
    other.activate()
    persons.edit_person(other, person, {"post": "завуч"})
    one.activate()
    persons.edit_person(one, person, {"post": "логопед"})
    deed = last(one)
    bring(other, one, tmp_path)
    one.activate()
    refuses(one, deed, "changed", "исправьте вручную")


def test_an_erasure_is_not_taken_back_nor_what_it_reached(store: Store) -> None:
    person = add_person(store, post="учитель", consent=False)
    made = last(store)
    erase_person(store, person, basis="заявление от 12.11.2026 № 5", today=TODAY)
    refuses(store, last(store), "erased", "не отменяется")
    refuses(store, made, "erased", "удалены по закону")


def test_a_closed_year_stays_as_it_is(store: Store) -> None:
    add_roadmap(store)
    set_mark(store, Occurrence.select().first().id, state="done", done_on=TODAY)
    mark = last(store)
    person = add_person(store, consent=False)
    close_year(store, "2026-2027", TODAY.replace(year=2027, month=8))
    refuses(store, mark, "closed-year", "2026-2027 закрыт")
    undo_action(store, mark + 1)
    assert not stands(store, "person", person)
    reopen_year(store, "2026-2027", "Поправка", TODAY.replace(year=2027, month=9))
    undo_action(store, mark)
    assert store.value("SELECT count(*) FROM mark") == 0


# ---------------------------------------------------------------------- commands
def test_commands_undo_and_redo_by_number(founded: Kurator) -> None:
    person = founded("person", "add", "--surname", "Сорокина", "--json").json["person"]
    founded("person", "edit", person, "--post", "учитель")
    founded("person", "edit", person, "--phone", "8-800")
    done = founded("undo", "--action", 2, "--json")
    assert (done.code, done.json) == (0, {"undone": ["Правка человека"], "action": 2})
    assert founded("person", "show", person, "--json").json["post"] == ""
    refused = founded("undo", "--action", 1)
    assert (refused.code, refused.out) == (1, "")
    assert "№ 3" in sentence(refused.err)
    assert founded("undo", "--action", 4).out == "Повторено: № 2 Правка человека\n"
    assert founded("undo", "--action", 5).code == 0
    assert founded("redo", "--action", 2, "--json").json == {"redone": ["Правка человека"], "action": 2}
    assert founded("undo", 2, "--action", 1).code == 2
    assert founded("undo", "--action", 0).code == 2
    assert sentence(founded("redo", "--action", 2**61, "--json").err)
    assert founded("undo", 2).code == 0
