"""Undo and redo: an undo is a change like any other, and never takes away what somebody else has written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model import check, journal, marks, persons, roadmaps
from model.entities import Activity, Mark, Occurrence, Person, Role
from model.errors import Refusal
from model.setup import own_id
from model.store import Store
from sync import conflicts
from tests.worlds import TODAY, add_person, add_roadmap, cell, export, merge, school, second_laptop, stands


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with school(tmp_path / "школа.db") as opened:
        yield opened


def values(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Values of the tables that these tests write, without stamps."""
    tables = {
        "person": "surname, post, phone, birth_date",
        "role": "person, role, since, until",
        "consent": "person, scope, given_on, withdrawn_on",
        "activity": "text, deadline, responsible",
        "occurrence": "activity, start_on, end_on",
        "mark": "occurrence, state, done_on, note",
    }
    return {
        table: [tuple(row) for row in store.sql(f"SELECT id, {names} FROM {table} ORDER BY id")]
        for table, names in tables.items()
    }


def test_every_kind_of_step_back_and_forth(store: Store) -> None:
    """Create, edit, edit in two tables, delete with children: undone to the very beginning, then done again."""
    states = [values(store)]

    def did() -> None:
        assert values(store) != states[-1]
        states.append(values(store))

    person = persons.create_person(store, {"surname": "Сорокина", "phone": "8-800"})
    did()
    persons.edit_person(store, person, {"surname": "Синицына", "phone": "8-900", "birth_date": "05.06.1980"})
    did()
    persons.set_role(store, person, "mentor", True, TODAY)
    did()
    persons.set_consent(store, person, "district", True, TODAY)
    did()
    persons.edit_person(store, person, {"phone": ""})
    did()
    persons.delete_person(store, person)
    did()
    stage = add_roadmap(store)
    did()
    activity = Activity.get(Activity.stage == stage)
    marks.toggle(store, Occurrence.get(Occurrence.activity == activity.id).id, TODAY)
    did()
    roadmaps.edit_activity(store, activity.id, text="Новый текст", deadline="Ноябрь, март", drop_marks=True)
    did()
    roadmaps.delete_activity(store, activity.id)
    did()
    for _ in range(2):
        for state in reversed(states[:-1]):
            journal.undo(store)
            assert values(store) == state
        with pytest.raises(Refusal, match="Отменять нечего"):
            journal.undo(store)
        for state in states[1:]:
            journal.redo(store)
            assert values(store) == state
        with pytest.raises(Refusal, match="Повторять нечего"):
            journal.redo(store)
    assert check.problems(store) == []


def test_labels_are_told(store: Store) -> None:
    add_person(store, consent=False)
    assert journal.undo(store) == "Новый человек"
    assert journal.redo(store) == "Новый человек"


def test_new_step_ends_redo(store: Store) -> None:
    person = add_person(store, consent=False)
    persons.edit_person(store, person, {"post": "учитель"})
    journal.undo(store)
    persons.edit_person(store, person, {"post": "логопед"})
    with pytest.raises(Refusal) as refused:
        journal.redo(store)
    assert refused.value.code == "nothing"
    journal.undo(store)
    journal.undo(store)
    assert not stands(store, "person", person)


def test_first_start_is_not_undone(tmp_path: Path) -> None:
    with school(tmp_path / "a.db", curator="Котова Анна Львовна") as store, pytest.raises(Refusal) as refused:
        journal.undo(store)
    assert refused.value.code == "nothing"


def test_undo_across_restart(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        person = add_person(store, consent=False)
        persons.edit_person(store, person, {"post": "учитель"})
        persons.delete_person(store, person)
    with Store.open(tmp_path / "a.db") as store:
        journal.undo(store)
        assert cell(store, "person", person, "post") == "учитель"
    with Store.open(tmp_path / "a.db") as store:
        journal.undo(store)
        assert cell(store, "person", person, "post") is None
        journal.redo(store)
    with Store.open(tmp_path / "a.db") as store:
        assert cell(store, "person", person, "post") == "учитель"
        journal.undo(store)
        journal.undo(store)
        assert not stands(store, "person", person)


def test_undo_after_the_database_was_moved(tmp_path: Path) -> None:
    """A new node id between the step and its undo, twice: the steps are this copy's all the same."""
    with school(tmp_path / "a.db") as store:
        person = add_person(store, consent=False)
        persons.edit_person(store, person, {"post": "учитель"})
        persons.edit_person(store, person, {"post": "логопед"})
    nodes = set()
    for name in ("b.db", "c.db", "d.db"):
        (tmp_path / "a.db").rename(tmp_path / name)
        with Store.open(tmp_path / name) as store:
            nodes.add(store.node)
            journal.undo(store)
        (tmp_path / name).rename(tmp_path / "a.db")
    assert len(nodes) == 3
    with Store.open(tmp_path / "a.db") as store:
        assert not stands(store, "person", person)
        assert check.problems(store) == []


def test_step_that_changes_nothing_back_does_not_block_the_stack(store: Store, tmp_path: Path) -> None:
    """Settling a conflict with the value that showed: its undo finds nothing to write, and the next undo goes on."""
    person = add_person(store, consent=False)
    with second_laptop(store, tmp_path / "b.db") as other:
        persons.edit_person(other, person, {"post": "логопед"})
        store.activate()
        persons.edit_person(store, person, {"post": "учитель"})
        merge(store, export(other, tmp_path / "b.kur", "own"))
    store.activate()
    (conflict,) = conflicts.conflicts(store)
    conflicts.resolve(store, conflict.id, "ours")
    assert journal.undo(store) == "Разбор расхождения"
    assert journal.redo(store) == "Разбор расхождения"
    assert journal.undo(store) == "Разбор расхождения"
    assert journal.undo(store) == "Правка: должность"
    assert check.problems(store) == []


# ---------------------------------------------------------------------- somebody else has written since
@pytest.fixture
def two(tmp_path: Path) -> Any:
    """Two laptops of one institution that both know one person."""
    with school(tmp_path / "a.db") as one:
        person = add_person(one, post="учитель")
        with second_laptop(one, tmp_path / "b.db") as other:
            yield one, other, person


def bring(from_: Store, to: Store, path: Path) -> None:
    (outcome,) = merge(to, export(from_, path / "x.kur", "own"))
    assert outcome.status == "merged"


def refused_undo(store: Store) -> None:
    """Undo is refused and changes nothing."""
    before = check.digest(store)
    store.activate()
    with pytest.raises(Refusal) as refused:
        journal.undo(store)
    assert refused.value.code == "changed"
    assert check.digest(store) == before
    assert check.problems(store) == []


def test_changed_after_seeing_ours(two: tuple[Store, Store, str], tmp_path: Path) -> None:
    one, other, person = two
    one.activate()
    persons.edit_person(one, person, {"post": "логопед"})
    bring(one, other, tmp_path)
    other.activate()
    persons.edit_person(other, person, {"post": "завуч"})
    bring(other, one, tmp_path)
    refused_undo(one)


def test_changed_beside_ours(two: tuple[Store, Store, str], tmp_path: Path) -> None:
    """A conflict waits on the cell: undo would settle it silently."""
    one, other, person = two
    other.activate()
    persons.edit_person(other, person, {"post": "завуч"})
    one.activate()
    persons.edit_person(one, person, {"post": "логопед"})
    bring(other, one, tmp_path)
    assert cell(one, "person", person, "post") == "логопед"
    refused_undo(one)


def test_other_cell_changed(two: tuple[Store, Store, str], tmp_path: Path) -> None:
    """What somebody changed beside our cell stays as it is."""
    one, other, person = two
    one.activate()
    persons.edit_person(one, person, {"post": "логопед"})
    other.activate()
    persons.edit_person(other, person, {"phone": "8-800"})
    bring(other, one, tmp_path)
    one.activate()
    journal.undo(one)
    assert (cell(one, "person", person, "post"), cell(one, "person", person, "phone")) == ("учитель", "8-800")


def test_created_here_changed_there(two: tuple[Store, Store, str], tmp_path: Path) -> None:
    one, other, _ = two
    person = add_person(one, "Дроздова", consent=False)
    bring(one, other, tmp_path)
    other.activate()
    persons.edit_person(other, person, {"post": "завуч"})
    bring(other, one, tmp_path)
    refused_undo(one)


def test_deleted_here_made_again_there(two: tuple[Store, Store, str], tmp_path: Path) -> None:
    one, other, person = two
    one.activate()
    persons.delete_person(one, person)
    bring(one, other, tmp_path)
    other.activate()
    Person.create(id=person, institution=own_id(other), surname="Сорокина")
    bring(other, one, tmp_path)
    refused_undo(one)


def test_edited_here_deleted_there(two: tuple[Store, Store, str], tmp_path: Path) -> None:
    one, other, person = two
    one.activate()
    persons.edit_person(one, person, {"post": "логопед"})
    bring(one, other, tmp_path)
    other.activate()
    persons.delete_person(other, person)
    bring(other, one, tmp_path)
    assert not stands(one, "person", person)
    refused_undo(one)


def test_deleted_in_both_places(two: tuple[Store, Store, str], tmp_path: Path) -> None:
    one, other, person = two
    for store in two[:2]:
        store.activate()
        persons.delete_person(store, person)
    bring(other, one, tmp_path)
    refused_undo(one)


def test_undo_travels(two: tuple[Store, Store, str], tmp_path: Path) -> None:
    one, other, person = two
    one.activate()
    persons.edit_person(one, person, {"post": "логопед"})
    bring(one, other, tmp_path)
    one.activate()
    journal.undo(one)
    persons.delete_person(one, person)
    bring(one, other, tmp_path)
    assert not stands(other, "person", person)
    one.activate()
    journal.undo(one)
    bring(one, other, tmp_path)
    assert cell(other, "person", person, "post") == "учитель"
    assert check.digest(one) == check.digest(other)


def test_undo_of_an_edit_that_settled_a_conflict_of_two_creations(tmp_path: Path) -> None:
    """Before it the younger creation showed, which was silent about the column: so it becomes empty again."""
    with school(tmp_path / "a.db") as one:
        add_roadmap(one)
        occurrence = Occurrence.select().first().id
        with second_laptop(one, tmp_path / "b.db") as other:
            one.activate()
            marks.set_mark(one, occurrence, state="done", done_on=date(2026, 10, 1), note="приказ")
            other.activate()
            marks.set_mark(other, occurrence, state="done")
            bring(other, one, tmp_path)
        one.activate()
        assert Mark.get().note == ""
        marks.set_mark(one, occurrence, note="протокол")
        journal.undo(one)
        assert Mark.get().note == ""


def test_peewee_outside_a_use_case_is_no_step(store: Store) -> None:
    Role.create(institution=own_id(store), role="mentor")
    with pytest.raises(Refusal):
        journal.undo(store)


def test_a_row_deleted_and_made_again_in_one_step_gets_its_old_values_back(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        person = add_person(store, "Сорокина", post="методист")
        with store.transaction("Замена"):
            Person.delete().where(Person.id == person).execute()
            Person.create(id=person, institution=own_id(store), surname="Другая", post="логопед")
        journal.undo(store)
        assert (cell(store, "person", person, "surname"), cell(store, "person", person, "post")) == ("Сорокина", "методист")
        journal.redo(store)
        assert (cell(store, "person", person, "surname"), cell(store, "person", person, "post")) == ("Другая", "логопед")
        assert check.problems(store) == []
