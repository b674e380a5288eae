"""The conflict list as a human reads and settles it: words of the row, whose it is, many at once."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import check, journal, marks, persons, roadmaps
from model.actions import Actions
from model.change_authors import Authors
from model.entities import Activity, Occurrence, Role, natural_id
from model.errors import Refusal
from model.row_words import row_words
from model.setup import own_id
from model.store import Store
from sync import conflicts
from sync.conflict_words import apart, conflict_words
from tests.test_cli import Kurator, founded, kurator
from tests.worlds import add_person, add_roadmap, cell, district, export, merge, school, second_laptop, stands

__all__ = ["founded", "kurator"]


@pytest.fixture
def here(tmp_path: Path) -> Any:
    """An institution's laptop."""
    with school(tmp_path / "школа.db", curator="Котова Анна Львовна") as store:
        yield store


def quarrel(here: Store, folder: Path, people: int = 3) -> list[str]:
    """Both laptops changed the same cells of several persons; return the persons."""
    found = [add_person(here, f"Сорокин{'аоуыэяю'[n]}") for n in range(people)]
    with second_laptop(here, folder / "b.db") as other:
        for n, person in enumerate(found):
            persons.edit_person(other, person, {"post": f"там {n}", "phone": f"1{n}"})
        here.activate()
        for n, person in enumerate(found):
            persons.edit_person(here, person, {"post": f"здесь {n}", "phone": f"2{n}"})
        merge(here, export(other, folder / "b.kur", "own"))
    return found


def test_list_says_what_the_row_is_and_whose(here: Store, tmp_path: Path) -> None:
    add_roadmap(here)
    here.activate()
    occurrence = Occurrence.select().get()
    text = str(Activity.get_by_id(occurrence.activity).text)
    with second_laptop(here, tmp_path / "b.db") as other:
        marks.set_mark(other, occurrence.id, state="done")
        here.activate()
        marks.set_mark(here, occurrence.id, state="partial")
        merge(here, export(other, tmp_path / "b.kur", "own"))
        (conflict,) = [one for one in conflicts.conflicts(here) if one.column == "state"]
        assert conflict.words.startswith(text[:40])
        assert conflict.mine
        assert {v.value for v in conflict.versions} == {"done", "partial"}
        assert all(v.author == "Котова А. Л." and v.made_at for v in conflict.versions)
        with district(tmp_path / "d.db") as there:
            merge(there, export(here, tmp_path / "d.kur"))
            (seen,) = [one for one in conflicts.conflicts(there) if one.column == "state"]
            assert (seen.id, seen.mine, seen.words) == (conflict.id, False, conflict.words)
            with pytest.raises(Refusal, match="разбирает оно само"):
                conflicts.resolve_many(there, [seen.id], "ours")


def test_a_typed_code_is_one_of_its_column(here: Store, tmp_path: Path) -> None:
    """Words of a code become the code; others are refused, as are values for a column that names another row."""
    add_roadmap(here)
    here.activate()
    occurrence = Occurrence.select().get()
    with second_laptop(here, tmp_path / "b.db") as other:
        marks.set_mark(other, occurrence.id, state="done")
        here.activate()
        marks.set_mark(here, occurrence.id, state="partial")
        merge(here, export(other, tmp_path / "b.kur", "own"))
    (conflict,) = [one for one in conflicts.conflicts(here) if one.column == "state"]
    for word in ("сделано", "ours"):
        with pytest.raises(Refusal, match=r"возможны .*выполнено"):
            conflicts.resolve_many(here, [conflict.id], conflicts.Typed(word))
    with pytest.raises(Refusal, match="назван другой"):
        conflicts.refuse_typing(replace(conflict, column="occurrence"))
    conflicts.resolve_many(here, [conflict.id], "Выполнено")
    assert cell(here, "mark", conflict.row_id, "state") == "done"
    assert conflicts.find(here, conflict.id) is None


@pytest.mark.parametrize("take", ["ours", "theirs"])
def test_many_are_settled_in_one_step(here: Store, tmp_path: Path, take: str) -> None:
    people = quarrel(here, tmp_path)
    listed = [one.id for one in conflicts.conflicts(here)]
    assert len(listed) == len(set(listed)) == 6
    done = conflicts.resolve_many(here, listed, take)
    assert [one.id for one in done] == listed
    assert conflicts.count(here) == 0
    assert {cell(here, "person", person, "post")[:4] for person in people} == {"здес" if take == "ours" else "там "}
    assert check.problems(here) == []
    journal.undo(here)
    assert cell(here, "person", people[0], "post") == "здесь 0", "one step of undo takes all back"


def test_all_or_none(here: Store, tmp_path: Path) -> None:
    quarrel(here, tmp_path)
    listed = [one.id for one in conflicts.conflicts(here)]
    before = check.digest(here)
    with pytest.raises(Refusal) as refusal:
        conflicts.resolve_many(here, [*listed, "0" * 10], "ours")
    assert refusal.value.code == "missing"
    assert check.digest(here) == before


def test_row_deleted_and_its_cells_in_one_go(here: Store, tmp_path: Path) -> None:
    """A row that was deleted there, and whose cells are in conflict too: cells first, then the row."""
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as two, second_laptop(here, tmp_path / "c.db") as three:
        persons.edit_person(two, person, {"post": "там"})
        three.activate()
        persons.delete_person(three, person)
        here.activate()
        persons.edit_person(here, person, {"post": "здесь"})
        merge(here, export(two, tmp_path / "2.kur", "own"), export(three, tmp_path / "3.kur", "own"))
        here.activate()
        found, foreign = conflicts.matching(here, table="person")
        assert ({one.column for one in found}, foreign) == ({"*", "post"}, 0)
        conflicts.resolve_many(here, [one.id for one in found], "theirs")
        assert not stands(here, "person", person)
        assert conflicts.count(here) == 0
        assert check.problems(here) == []


@settings(max_examples=6, deadline=None, derandomize=True, database=None)
@given(order=st.permutations(range(6)), cut=st.integers(0, 6))
def test_never_forgotten_never_twice(tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int) -> None:
    """Settled in any portions: what is left is exactly what was not settled, here and on the other laptop."""
    folder = tmp_path_factory.mktemp("q")
    with school(folder / "a.db") as here:
        quarrel(here, folder)
        listed = [one.id for one in conflicts.conflicts(here)]
        chosen = [listed[place] for place in order[:cut]]
        conflicts.resolve_many(here, chosen, "theirs")
        left = set(listed) - set(chosen)
        assert {one.id for one in conflicts.conflicts(here)} == left
        with Store.open(folder / "b.db") as other:
            merge(other, export(here, folder / "back.kur", "own"))
            assert {one.id for one in conflicts.conflicts(other)} == left


def test_both_values_in_words(here: Store, tmp_path: Path) -> None:
    """Titles of the columns, days, codes, names of other rows, the row around; a long text where it parts."""
    person, new = add_person(here, subject="химия", category="высшая"), add_person(here, "Ёлкина")
    add_roadmap(here)
    here.activate()
    occurrence = Occurrence.select().get()
    role = Role.create(institution=own_id(here), person=person, role="mentor")
    same = "одно и то же " * 40
    with second_laptop(here, tmp_path / "b.db") as other:
        persons.edit_person(other, person, {"birth_date": "01.02.1980", "notes": same + "\nтам"})
        marks.set_mark(other, occurrence.id, state="done")
        Role.update(person=new).where(Role.id == role.id).execute()
        persons.delete_person(other, new)
        here.activate()
        persons.edit_person(here, person, {"birth_date": "02.01.1980", "notes": same + "\nздесь"})
        marks.set_mark(here, occurrence.id, state="not-required")
        Role.update(person="0" * 32).where(Role.id == role.id).execute()
        persons.edit_person(here, new, {"post": "логопед"})
        merge(here, export(other, tmp_path / "b.kur", "own"))
    here.activate()
    authors = Authors(here, Actions(here))
    said = {(one.table, one.column): conflict_words(here, one, authors) for one in conflicts.conflicts(here)}
    values = {key: {version.value for version in words.versions} for key, words in said.items()}
    assert said["person", "birth_date"].what == "человек «Сорокина Анна Львовна», дата рождения"
    assert said["person", "birth_date"].around.startswith("предмет: химия; категория: высшая")
    assert "Сорокина" not in said["person", "birth_date"].around, "the name is told already"
    assert values["person", "birth_date"] == {"01.02.1980", "02.01.1980"}
    assert values["mark", "state"] == {"выполнено", "не требуется"}
    assert re.fullmatch("отметка «.*», состояние", said["mark", "state"].what)
    assert values["role", "person"] == {"Ёлкина Анна Львовна", "нет данных"}
    assert (said["person", "*"].what.partition(": ")[2], values["person", "*"]) == (
        "удалено в одном месте, изменено в другом", {"удалено"},
    )  # fmt: skip
    assert {value[value.index("/") :] for value in values["person", "notes"]} == {"/ там", "/ здесь"}
    assert all(value.startswith("…") and len(value) <= 241 for value in values["person", "notes"])
    for words in said.values():
        assert sum(version.shown for version in words.versions) == ("удалено" not in words.versions[0].value)
        assert all(version.author == "Котова А. Л." for version in words.versions)
        assert all(re.fullmatch(r"\d\d\.\d\d\.\d{4} \d\d:\d\d", version.when) for version in words.versions)
        laptops = {version.place for version in words.versions}
        assert laptops == {"этот ноутбук", "другой ноутбук"} or "удалено" in words.versions[0].value
        assert len(words.around) <= 150
        assert not re.search("[a-z]", words.what + words.around)


def test_long_values_where_they_part() -> None:
    assert apart(["а", "б"]) == ["а", "б"]
    first, second = apart(["а" * 1000, "а" * 500 + "б" * 500])
    assert (first != second, first[0], len(first)) == (True, "…", 241)
    assert apart(["а" * 500, "а" * 400]) == ["…" + "а" * 140, "…" + "а" * 40]
    assert apart(["б" + "а" * 500, "а"]) == ["б" + "а" * 238 + "…", "а"]


def test_words_of_a_row(here: Store) -> None:
    person = add_person(here)
    here.activate()
    role = Role.create(institution=own_id(here), person=person, role="mentor")
    assert row_words(here, "role", role.id) == "наставник · Сорокина Анна Львовна"
    assert row_words(here, "role", "0" * 32) == "нет данных"
    assert row_words(here, "нет такой", role.id) == "нет данных"
    stage = roadmaps.add_activity(here, _stage(here), "А" * 200)
    assert len(row_words(here, "activity", stage)) == 80
    assert row_words(here, "mark", natural_id("x")) == "нет данных"


def _stage(store: Store) -> str:
    return add_roadmap(store)


def test_by_commands(founded: Kurator, kurator: Kurator, tmp_path: Path) -> None:
    import shutil

    people = [founded("person", "add", "--surname", f"Ёлкин{end}", "--json").json["person"] for end in ("а", "ин")]
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    for name, note in (("a.db", "первое"), ("b.db", "второе")):
        for person in people:
            kurator("--db", tmp_path / name, "person", "edit", person, "--notes", note, "--post", note)
    kurator("--db", tmp_path / "b.db", "export", "--scope", "own", "--unsealed", "--out", tmp_path / "b.kur")
    founded("merge", tmp_path / "b.kur", "--yes")
    told = founded("conflicts")
    assert told.code == 3
    assert "«Ёлкина»" in told.out
    assert "«второе» — Котова А. Л., " in told.out
    assert told.out.count(", показано\n") == 4
    assert max(map(len, told.out.splitlines())) <= 79
    assert all(one["mine"] and one["words"] for one in founded("conflicts", "--json").json)
    first, second, *_ = [one["id"] for one in founded("conflicts", "--json").json]
    assert founded("resolve", first, second, "--take", "theirs", "--json").json["waiting"] == 2
    assert founded("resolve", "--take", "ours").code == 2
    assert founded("resolve", first, "--all", "--take", "ours").code == 2
    assert founded("resolve", "--all", "--take", "третье").code == 2
    assert founded("resolve", "--all", "--table", "mark", "--take", "ours", "--json").json["resolved"] == []
    assert founded("resolve", "--all", "--institution", "гимназия", "--take", "ours", "--json").json["resolved"] == []
    done = founded("resolve", "--all", "--take", "ours", "--table", "person", "--institution", "ДС № 17", "--json")
    assert (done.code, len(done.json["resolved"]), done.json["waiting"]) == (0, 2, 0)
