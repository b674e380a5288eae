"""The merge of exchange files: any order gives the same, no edit goes silently, nothing leaves without consent."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from model import check, clock, journal, marks, persons, roadmaps
from model.changelog import differences, rebuild
from model.entities import Activity, Mark, Occurrence, Person, natural_id, new_id
from model.errors import Refusal
from model.log_tables import columns
from model.name_forms import name_pattern
from model.setup import own_id
from model.store import Store
from sync import conflicts
from sync.change_line import Line
from sync.exchange_file import read_file
from sync.folder import merge_paths
from sync.tables import Counts
from tests.worlds import (
    TODAY,
    add_person,
    add_roadmap,
    cell,
    change,
    district,
    export,
    merge,
    plain_text,
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


def sound(*stores: Store) -> None:
    """Each database is whole, and a rebuild from the log gives the same tables."""
    for store in stores:
        assert check.problems(store) == []
        before = check.digest(store)
        rebuild(store)
        assert check.digest(store) == before


def exchange(one: Store, two: Store, folder: Path) -> None:
    """Two laptops of one institution give each other their full files."""
    first, second = export(one, folder / "1.kur", "own"), export(two, folder / "2.kur", "own")
    assert statuses(merge(one, second) + merge(two, first))
    assert check.digest(one) == check.digest(two)


# ---------------------------------------------------------------------- what one file brings
def test_first_file_same_file_older_file(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, post="учитель", phone="8-800")
    first = export(here, tmp_path / "1.kur")
    persons.edit_person(here, person, {"post": "логопед"})
    second = export(here, tmp_path / "2.kur")
    (outcome,) = merge(there, second)
    assert outcome.status == "merged"
    assert outcome.merged is not None
    assert (outcome.merged.changes, outcome.merged.effect.new) == (5, 4)
    assert cell(there, "person", person, "post") == "логопед"
    assert cell(there, "person", person, "phone") is None
    state, log = check.digest(there), there.value("SELECT count(*) FROM change")
    again, older = merge(there, second, first)
    assert (again.status, older.status) == ("repeated", "older")
    assert "уже принят" in again.message
    assert "№ 1 старше принятого № 2" in older.message
    third = export(here, tmp_path / "3.kur")
    (same,) = merge(there, third)
    assert same.status == "repeated", "a new file with nothing new in it"
    assert (check.digest(there), there.value("SELECT count(*) FROM change")) == (state, log)
    sound(here, there)


def test_gap_in_the_numbers_is_a_note(here: Store, there: Store, tmp_path: Path) -> None:
    merge(there, export(here, tmp_path / "1.kur"))
    export(here, tmp_path / "2.kur")
    add_person(here)
    (outcome,) = merge(there, export(here, tmp_path / "3.kur"))
    assert outcome.status == "merged"
    assert "ничего не потеряно" in outcome.message


@pytest.mark.parametrize("seed", range(3))
def test_any_order_gives_the_same(tmp_path: Path, seed: int) -> None:
    """Three institutions, two laptops each, several files of each: shuffled, repeated, some of them lost on the way."""
    dice = random.Random(seed)
    files: list[Path] = []
    for n in range(3):
        with school(tmp_path / f"{n}a.db", f"Школа № {n}") as one:
            add_roadmap(one)
            person = add_person(one)
            with second_laptop(one, tmp_path / f"{n}b.db") as two:
                for turn in range(4):
                    store = dice.choice([one, two])
                    store.activate()
                    persons.edit_person(store, person, {"post": f"должность {n}{turn}", "subject": f"предмет {turn}"})
                    occurrence = dice.choice(list(Occurrence.select())).id
                    marks.toggle(store, occurrence, TODAY)
                    if turn == 2:
                        persons.delete_person(store, person) if stands(store, "person", person) else None
                        add_person(store, consent=bool(n))
                        person = add_person(store)
                        break
                    files.append(export(store, tmp_path / f"{n}-{turn}.kur"))
                files += [export(one, tmp_path / f"{n}-a.kur"), export(two, tmp_path / f"{n}-b.kur")]
    digests, listed = set(), set()
    for n in range(3):
        order = [*files, *dice.sample(files, 3)]
        dice.shuffle(order)
        with district(tmp_path / f"d{n}.db") as store:
            assert {outcome.status for outcome in merge(store, *order)} <= {"merged", "repeated", "older"}
            sound(store)
            digests.add(check.digest(store))
            listed.add(tuple(conflict.id for conflict in conflicts.conflicts(store)))
    assert len(digests) == len(listed) == 1


def test_fields_of_one_row_both_stay(here: Store, tmp_path: Path) -> None:
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        persons.edit_person(other, person, {"post": "логопед", "phone": "1"})
        here.activate()
        persons.edit_person(here, person, {"subject": "физика", "email": "a@b"})
        exchange(here, other, tmp_path)
        row = here.row("SELECT post, subject, phone, email FROM person WHERE id = ?", (person,))
        assert row == ("логопед", "физика", "1", "a@b")
        assert conflicts.count(here) == 0
        sound(here, other)


def test_same_field_is_listed_until_settled(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        persons.edit_person(other, person, {"post": "логопед"})
        here.activate()
        persons.edit_person(here, person, {"post": "завуч"})
        exchange(here, other, tmp_path)
        (conflict,) = conflicts.conflicts(here)
        assert [version.value for version in conflict.versions] == ["завуч", "логопед"], "the younger shows"
        merge(there, export(other, tmp_path / "d.kur"))
        there.activate()
        assert conflicts.count(there) == 1
        with pytest.raises(Refusal, match="разбирает оно само"):
            conflicts.resolve(there, conflict.id, "ours")
        other.activate()
        conflicts.resolve(other, conflict.id, "theirs")
        exchange(here, other, tmp_path)
        assert (cell(here, "person", person, "post"), conflicts.count(here)) == ("логопед", 0)
        merge(there, export(here, tmp_path / "d.kur"))
        assert (cell(there, "person", person, "post"), conflicts.count(there)) == ("логопед", 0)
        sound(here, other, there)


@pytest.mark.parametrize("take", ["ours", "theirs", "социальный педагог"])
def test_settling(here: Store, tmp_path: Path, take: str) -> None:
    person = add_person(here, phone="0")
    with second_laptop(here, tmp_path / "b.db") as other:
        persons.edit_person(other, person, {"phone": "1"})
        here.activate()
        persons.edit_person(here, person, {"phone": "2"})
        exchange(here, other, tmp_path)
        here.activate()
        conflicts.resolve(here, conflicts.conflicts(here)[0].id, take)
        exchange(here, other, tmp_path)
        assert cell(other, "person", person, "phone") == {"ours": "2", "theirs": "1"}.get(take, take)
        assert conflicts.count(other) == 0
        sound(here, other)


def test_settled_value_must_fit_its_column(here: Store, tmp_path: Path) -> None:
    """What a human types to settle a conflict is as canonical as any other value, or no receiver would take the file."""
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        for store, day in ((here, "01.09.1980"), (other, "02.09.1980")):
            store.activate()
            persons.edit_person(store, person, {"birth_date": day, "post": day})
        exchange(here, other, tmp_path)
        here.activate()
        by_column = {conflict.column: conflict.id for conflict in conflicts.conflicts(here)}
        with pytest.raises(Refusal, match="Дата"):
            conflicts.resolve(here, by_column["birth_date"], "как-нибудь потом")
        conflicts.resolve(here, by_column["birth_date"], "03.09.1980")
        conflicts.resolve(here, by_column["post"], "Королёв\x00а")
        assert cell(here, "person", person, "birth_date") == "1980-09-03"
        assert cell(here, "person", person, "post") == "Королёва"
        exchange(here, other, tmp_path)
        sound(here, other)


def test_later_edit_that_saw_both_settles(here: Store, tmp_path: Path) -> None:
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        for store, post in ((here, "завуч"), (other, "логопед")):
            store.activate()
            persons.edit_person(store, person, {"post": post})
        exchange(here, other, tmp_path)
        here.activate()
        persons.edit_person(here, person, {"post": "методист"})
        exchange(here, other, tmp_path)
        assert (cell(other, "person", person, "post"), conflicts.count(other)) == ("методист", 0)


def test_equal_values_settle_themselves(here: Store, tmp_path: Path) -> None:
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        for store in (here, other):
            store.activate()
            persons.edit_person(store, person, {"post": "логопед"})
        exchange(here, other, tmp_path)
        assert (cell(here, "person", person, "post"), conflicts.count(here), conflicts.count(other)) == ("логопед", 0, 0)
        other.activate()
        persons.edit_person(other, person, {"post": "завуч"})
        exchange(here, other, tmp_path)
        assert (cell(here, "person", person, "post"), conflicts.count(here)) == ("завуч", 0)
        sound(here, other)


@pytest.mark.parametrize("take", ["ours", "theirs"])
def test_delete_against_edit_keeps_the_row_and_lists_it(here: Store, there: Store, tmp_path: Path, take: str) -> None:
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        other.activate()
        persons.edit_person(other, person, {"post": "логопед"})
        here.activate()
        Person.delete().where(Person.id == person).execute()
        exchange(here, other, tmp_path)
        assert cell(here, "person", person, "post") == "логопед"
        (conflict,) = conflicts.conflicts(here)
        assert (conflict.table, conflict.row_id, conflict.column) == ("person", person, "*")
        other.activate()
        conflicts.resolve(other, conflict.id, take)
        exchange(here, other, tmp_path)
        assert stands(here, "person", person) == (take == "ours")
        assert conflicts.count(here) == 0
        sound(here, other)


def test_delete_that_saw_the_edit_deletes(here: Store, there: Store, tmp_path: Path) -> None:
    """Also in the district, which knew an early value of a cell and never gets the later ones of a deleted person."""
    person = add_person(here, post="учитель")
    merge(there, export(here, tmp_path / "1.kur"))
    here.activate()
    persons.edit_person(here, person, {"post": "логопед"})
    merge(there, export(here, tmp_path / "2.kur"))
    here.activate()
    persons.edit_person(here, person, {"post": "завуч"})
    persons.edit_person(here, person, {"post": "методист"})
    persons.delete_person(here, person)
    merge(there, export(here, tmp_path / "3.kur"))
    assert not stands(there, "person", person)
    assert conflicts.count(there) == 0
    sound(here, there)


def test_made_again_and_deleted_again(here: Store, there: Store, tmp_path: Path) -> None:
    """Delete, undo, delete: the district, which sees no private payloads, follows each step."""
    person = add_person(here, phone="8-800")
    for n in range(3):
        merge(there, export(here, tmp_path / f"{n}.kur"))
        assert stands(there, "person", person)
        here.activate()
        persons.delete_person(here, person)
        merge(there, export(here, tmp_path / f"{n}-.kur"))
        assert not stands(there, "person", person)
        here.activate()
        journal.undo(here)
    assert conflicts.count(there) == 0
    sound(here, there)


def test_dead_row_is_made_again_by_its_natural_identity(here: Store, tmp_path: Path) -> None:
    add_roadmap(here)
    occurrence = Occurrence.select().first().id
    with second_laptop(here, tmp_path / "b.db") as other:
        for store, state in ((here, "done"), (other, "partial")):
            store.activate()
            marks.set_mark(store, occurrence, state=state)
        exchange(here, other, tmp_path)
        assert [conflict.column for conflict in conflicts.conflicts(here)] == ["state"]
        here.activate()
        Mark.delete().execute()
        exchange(here, other, tmp_path)
        assert (other.value("SELECT count(*) FROM mark"), conflicts.count(other)) == (0, 0)
        other.activate()
        marks.set_mark(other, occurrence, state="done")
        exchange(here, other, tmp_path)
        assert (cell(here, "mark", marks.mark_id(occurrence), "state"), conflicts.count(here)) == ("done", 0)
        sound(here, other)


@pytest.mark.parametrize("years", [(2035, 2026), (2009, 2035), (2035, 2009)])
def test_made_again_after_a_clock_ran_ahead(
    here: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, years: tuple[int, int]
) -> None:
    """A row created in «2035», deleted and made again by a laptop whose clock does not follow: log and tables agree."""

    def at(year: int) -> None:
        monkeypatch.setattr(clock, "wall_ms", lambda: int((year - 1970) * 365.25 * 86_400_000))

    with second_laptop(here, tmp_path / "b.db") as other:
        at(years[0])
        person = add_person(here, phone="8-800")
        at(years[1])
        merge(other, export(here, tmp_path / "1.kur", "own"))
        other.activate()
        persons.edit_person(other, person, {"post": "логопед"})
        assert cell(other, "person", person, "post") == "логопед"
        assert differences(other) == []
        persons.delete_person(other, person)
        assert differences(other) == []
        journal.undo(other)
        assert cell(other, "person", person, "post") == "логопед"
        assert differences(other) == []
        exchange(here, other, tmp_path)
        assert cell(here, "person", person, "post") == "логопед"
        assert conflicts.count(here) == 0
        sound(here, other)


# ---------------------------------------------------------------------- districts
def test_fresh_districts_agree_and_exchange(here: Store, there: Store, tmp_path: Path) -> None:
    """Two laptops of one district, one behind: files of institutions in any order, then each other's full files."""
    person = add_person(here, consent=False, post="учитель")
    first = export(here, tmp_path / "1.kur")
    persons.set_consent(here, person, "district", True, TODAY)
    second = export(here, tmp_path / "2.kur")
    with district(tmp_path / "d2.db") as other:
        assert check.digest(there) == check.digest(other)
        merge(there, first)
        merge(other, second, first)
        assert cell(there, "person", person, "post") is None
        (outcome,) = merge(there, export(other, tmp_path / "own.kur", "own"))
        assert outcome.status == "merged"
        assert cell(there, "person", person, "post") == "учитель", "a payload that came late, from the other laptop"
        assert check.digest(there) == check.digest(other)
        sound(there, other)


def test_late_payload_fills_in(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, "Сорокина", consent=False, post="учитель", phone="8-800")
    persons.edit_person(here, person, {"post": "логопед"})
    merge(there, export(here, tmp_path / "1.kur"))
    assert not stands(there, "person", person)
    assert there.row("SELECT initials, why FROM withheld") == ("С. А. Л.", "нет согласия на передачу в район")
    here.activate()
    persons.set_consent(here, person, "district", True, TODAY)
    persons.edit_person(here, person, {"post": "завуч"})
    early = export(here, tmp_path / "2.kur", on=TODAY - timedelta(days=1))
    (outcome,) = merge(there, early)
    assert not stands(there, "person", person), "the consent is of tomorrow"
    (outcome,) = merge(there, export(here, tmp_path / "3.kur"))
    assert outcome.merged is not None
    assert outcome.merged.late == 3
    assert (cell(there, "person", person, "surname"), cell(there, "person", person, "post")) == ("Сорокина", "завуч")
    assert cell(there, "person", person, "phone") is None
    assert there.value("SELECT count(*) FROM withheld") == 0
    assert conflicts.count(there) == 0
    sound(here, there)


def test_withdrawn_consent_keeps_later_words_at_home(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, post="учитель")
    merge(there, export(here, tmp_path / "1.kur"))
    here.activate()
    persons.set_consent(here, person, "district", False, TODAY)
    persons.edit_person(here, person, {"post": "логопед"})
    path = export(here, tmp_path / "2.kur")
    assert "логопед" not in plain_text(path)
    assert "Сорокин" not in plain_text(path)
    merge(there, path)
    assert cell(there, "person", person, "post") == "учитель"
    here.activate()
    persons.set_consent(here, person, "district", True, TODAY)
    merge(there, export(here, tmp_path / "3.kur"))
    assert (cell(there, "person", person, "post"), conflicts.count(there)) == ("логопед", 0)
    sound(there)


#: Surname of a person without consent and what a roadmap may make of it: every case, number, case of letters, ё as е.
FORMS = {
    "Сорокина": "Сорокина Сорокиной Сорокину Сорокиною СОРОКИНОЙ Сорокиных сорокиной",
    "Королёв": "Королёв Королёва Королёву Королёвым Королёве Королева Королевой КОРОЛЕВУ Королёвых королёвым",
    "Заяц": "Заяц Зайца Зайцу Зайцем Зайце",
    "Кравец": "Кравец Кравца Кравцу Кравцом КРАВЦА",
    "Орёл": "Орёл Орла Орлу Орлом Орел ОРЛА",
    "Лев": "Лев Льва Льву Львом",
    "Цой": "Цой Цоя Цою Цоем Цое",
    "Ким": "Ким Кима Киму Кимом",
    "Достоевский": "Достоевский Достоевского Достоевскому Достоевским Достоевском Достоевская Достоевской Достоевскую",
    "Белая": "Белая Белой Белую",
    "Зима": "Зима Зимы Зиме Зиму Зимой",
    "Гоголь": "Гоголь Гоголя Гоголю Гоголем Гоголе",
    "Соловей": "Соловей Соловья Соловью Соловьём Соловье",
    "Шевченко": "Шевченко ШЕВЧЕНКО",
    "Седых": "Седых",
    "Жигалюк": "Жигалюк Жигалюка Жигалюку Жигалюком",
    "Мусина-Пушкина": "Мусина Пушкина Мусиной-Пушкиной Мусину-Пушкину",
    "Ян": "Ян Яна Яну Яном",
    "Дюма": "Дюма",
    "Уткин": "Уткин Уткина Уткину Уткиным Уткине Уткины",
    "Smith": "Smith Smith’а",
    "Бондарь": "Бондарь Бондаря Бондарю Бондарем",
    "Конь": "Конь Коня Коню Конём",
}


@pytest.mark.parametrize("surname", FORMS)
def test_no_surname_without_consent_in_any_form(surname: str) -> None:
    pattern = name_pattern([surname])
    assert pattern is not None
    missed = [form for form in FORMS[surname].split() if not pattern.search(f'{{"text":"провести урок у {form}, 5 класс"}}')]
    assert missed == []


@pytest.mark.parametrize(
    ("surname", "text"),
    [
        ("Белая", "белая скатерть, побелка"),
        ("Зима", "зимой, зимние каникулы"),
        ("Лев", "Левый берег, левое крыло, Львовская"),
        ("Ким", "Кимры"),
        ("Ян", "Январь, январь, Янтарь"),
        ("Орёл", "орла на гербе"),
        ("Цой", "Целью"),
        ("Уткин", "утка"),
        ("Соловей", "соловьи"),
    ],
)
def test_ordinary_words_are_no_surnames(surname: str, text: str) -> None:
    pattern = name_pattern([surname])
    assert pattern is not None
    assert not pattern.search(text)


def test_nothing_personal_without_consent_in_a_district_file(here: Store, there: Store, tmp_path: Path) -> None:
    """Decompressed and searched: the persons' rows, the texts of others, the words of those who are gone or renamed."""
    here.activate()
    silent = add_person(here, "Неясытева", consent=False, post="учитель-филин", birth_date="05.06.1980", phone="8-111")
    add_person(here, "Чижова", post="помощник Неясытевой")
    add_person(here, "Сорокина")
    gone = add_person(here, "Кукушкина", post="сторож-кукушечник")
    renamed = add_person(here, "Дятлова", consent=False)
    persons.edit_person(here, renamed, {"surname": "Зимородкина"})
    stage = add_roadmap(here)
    activity = Activity.get(Activity.stage == stage).id
    words = ["Урок у Неясытевой", "НЕЯСЫТЕВА", "к Кукушкиной", "с Дятловой", "Зимородкиной", "Анна Львовна", "анне львовне"]
    for word in words:
        roadmaps.edit_activity(here, activity, text=f"Провести {word} вовремя")
    named = roadmaps.add_activity(here, stage, "Посетить Неясытеву", "март")
    persons.delete_person(here, gone)
    path = export(here, tmp_path / "d.kur")
    text = plain_text(path)
    for word in ("Неясыт", "НЕЯСЫТ", "Кукуш", "кукуш", "Дятл", "Зимород", "филин", "1980-06", "8-111", "Львовн", "львовн"):
        found = text.find(word)
        # the consenting Сорокина is Анна Львовна too; the post of Чижова names somebody, so she waits at home
        assert found < 0 or (word == "Львовн" and text.count("Львовн") == 1), text[found - 80 : found + 40]
    assert "Сорокина" in text
    assert "Чижова" not in text
    merge(there, path)
    assert not stands(there, "person", silent)
    assert cell(there, "activity", named, "deadline") is None
    sound(here, there)


def test_withheld_text_between_two_others_is_no_conflict(here: Store, there: Store, tmp_path: Path) -> None:
    """The district does not get the middle one of three texts: the last one shows, and no conflict is listed."""
    add_person(here, "Неясытева", consent=False)
    stage = add_roadmap(here)
    activity = roadmaps.add_activity(here, stage, "Первый текст", "март")
    merge(there, export(here, tmp_path / "1.kur"))
    here.activate()
    roadmaps.edit_activity(here, activity, text="Урок Неясытевой")
    merge(there, export(here, tmp_path / "2.kur"))
    assert cell(there, "activity", activity, "text") == "Первый текст"
    here.activate()
    roadmaps.edit_activity(here, activity, text="Третий текст")
    merge(there, export(here, tmp_path / "3.kur"))
    assert cell(there, "activity", activity, "text") == "Третий текст"
    assert conflicts.count(there) == 0
    with district(tmp_path / "d2.db") as other:
        merge(other, tmp_path / "3.kur")
        assert check.digest(other) == check.digest(there)
    sound(there)


# ---------------------------------------------------------------------- newer programs, foreign and forged files
def test_unknown_tables_columns_and_kinds_stay_in_the_log(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, post="учитель")
    path = export(here, tmp_path / "1.kur")
    stamps = [line[2] for line in read_file(path).lines if line[5] == person]

    def newer(lines: list[Line]) -> list[Line]:
        file = read_file(path)
        made = [
            change(file, "questionnaire", new_id(), "create", {"question": "Как дела?"}),
            change(file, "person", person, "update", {"nickname": "Сова", "subject": "физика"}, {"subject": stamps[0]}),
            change(file, "person", person, "transmogrify", {"post": "волшебник"}, {"post": stamps[0]}),
            change(file, "person", new_id(), "transmogrify", {"surname": "Никто"}),
        ]
        for place, line in enumerate(made):
            line[1] += place
        return [*lines, *made]

    (outcome,) = merge(there, rewrite(path, tmp_path / "2.kur", lines=newer))
    assert outcome.status == "merged"
    assert there.value("SELECT count(*) FROM change WHERE tbl = 'questionnaire' OR kind = 'transmogrify'") == 3
    assert there.row("SELECT post, subject FROM person WHERE id = ?", (person,)) == ("учитель", "физика")
    assert there.value("SELECT count(*) FROM person") == 1
    assert conflicts.count(there) == 0
    sound(there)
    with district(tmp_path / "d2.db") as other:
        merge(other, path, tmp_path / "2.kur")
        assert check.digest(other) == check.digest(there)
        (own,) = merge(there, export(other, tmp_path / "own.kur", "own"))
        assert own.status == "repeated"


def test_newer_format_is_refused(here: Store, there: Store, tmp_path: Path) -> None:
    path = export(here, tmp_path / "1.kur")
    (outcome,) = merge(there, rewrite(path, tmp_path / "2.kur", header={"format": 2}))
    assert (outcome.code, outcome.message) == ("newer", "Файл создан более новой программой: обновите программу.")


def refused(store: Store, path: Path, code: str) -> None:
    """A file is refused with one sentence, and nothing at all changes."""
    before = check.digest(store), store.value("SELECT count(*) FROM change"), store.value("SELECT count(*) FROM import")
    (outcome,) = merge(store, path)
    assert (outcome.status, outcome.code) == ("refused", code)
    assert outcome.message.endswith(".")
    assert (check.digest(store), *store.row("SELECT (SELECT count(*) FROM change), (SELECT count(*) FROM import)")) == before


def test_one_foreign_row_refuses_the_whole_file(here: Store, there: Store, tmp_path: Path) -> None:
    add_person(here)
    path = export(here, tmp_path / "1.kur")

    def forged(lines: list[Line]) -> list[Line]:
        line = change(read_file(path), "person", new_id(), "create", {"surname": "Подкидыш"})
        line[3] = "f" * 32
        return [*lines, line]

    refused(there, rewrite(path, tmp_path / "2.kur", lines=forged), "foreign-row")
    inner = [*read_file(path).lines, change(read_file(path), "person", new_id(), "create", {"institution": "f" * 32})]
    refused(there, rewrite(path, tmp_path / "3.kur", lines=lambda _: inner), "line")
    assert statuses(merge(there, path)) == ["merged"]


def test_row_of_another_institution_cannot_be_edited_by_a_file(here: Store, there: Store, tmp_path: Path) -> None:
    """A change that says it is ours, of a row whose id is another institution's: the file is refused."""
    person = add_person(here)
    merge(there, export(here, tmp_path / "1.kur"))
    with school(tmp_path / "b.db", "Школа № 2") as other:
        theirs = add_person(other, "Дроздова")
        path = export(other, tmp_path / "2.kur")
    line = change(read_file(path), "person", person, "update", {"surname": "Захвачена"}, {"surname": "0" * 28})
    refused(there, rewrite(path, tmp_path / "3.kur", lines=lambda lines: [*lines, line]), "foreign-row")
    merge(there, path)
    assert (cell(there, "person", person, "surname"), cell(there, "person", theirs, "surname")) == ("Сорокина", "Дроздова")


def test_addressees(here: Store, there: Store, tmp_path: Path) -> None:
    add_person(here)
    with school(tmp_path / "b.db", "Школа № 2") as other:
        refused(other, export(here, tmp_path / "1.kur"), "not-for-us")
        refused(other, export(here, tmp_path / "2.kur", "own"), "not-for-us")
        refused(there, export(here, tmp_path / "3.kur", "own"), "not-for-us")
        here.activate()
        with pytest.raises(Refusal):
            export(here, tmp_path / "4.kur", "directive")
        with pytest.raises(Refusal):
            export(here, tmp_path / "4.kur", "everything")
        directive = export(there, tmp_path / "5.kur", "directive")
        assert statuses(merge(here, directive) + merge(other, directive)) == ["merged", "merged"]
    with Store.create(tmp_path / "empty.db") as empty:
        assert statuses(merge(empty, tmp_path / "1.kur")) == ["empty"]


def test_work_goes_on_after_a_directive(here: Store, there: Store, tmp_path: Path) -> None:
    """A school that got the district's roadmap cannot tick it as its own, and its own edits go on reaching the district."""
    add_roadmap(there)
    merge(here, export(there, tmp_path / "1.kur", "directive"))
    here.activate()
    with pytest.raises(Refusal) as refusal:
        marks.toggle(here, Occurrence.select().first().id, TODAY)
    assert refusal.value.code == "not-owner"
    person = add_person(here)
    merge(there, export(here, tmp_path / "2.kur"))
    assert stands(there, "person", person)


def test_dry_run_changes_nothing(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here)
    path = export(here, tmp_path / "1.kur")
    (tmp_path / "2.kur").write_bytes(path.read_bytes()[:-5])
    files = {p.name for p in tmp_path.iterdir()}
    before, size = check.digest(there), there.path.read_bytes()
    there.activate()
    again = tmp_path / "3.kur"
    shutil.copy(path, again)
    outcomes = merge_paths(there, [path, tmp_path / "2.kur", again], dry_run=True)
    again.unlink()
    assert statuses(outcomes) == ["merged", "truncated", "repeated"]
    assert outcomes[0].merged is not None
    effect = outcomes[0].merged.effect
    assert effect.tables == dict.fromkeys(["institution", "school_year", "person", "consent"], Counts(new=1))
    assert (check.digest(there), there.path.read_bytes()) == (before, size)
    assert {p.name for p in tmp_path.iterdir()} == files
    assert statuses(merge(there, path)) == ["merged"]
    assert stands(there, "person", person)
    sound(there)


def test_a_refused_file_does_not_stop_the_others(here: Store, there: Store, tmp_path: Path) -> None:
    add_person(here)
    export(here, tmp_path / "a.kur")
    (tmp_path / "b.kur").write_bytes(b"")
    shutil.copy(tmp_path / "a.kur", tmp_path / "C.KUR")
    (tmp_path / "notes.txt").write_text("не файл обмена")
    (tmp_path / "folder.kur").mkdir()
    there.activate()
    seen: list[str] = []

    def progress(done: int, total: int, path: Path) -> bool:
        seen.append(path.name)
        return len(seen) == done + 1 and total == 4

    outcomes = merge_paths(there, [tmp_path, tmp_path / "missing.kur"], progress=progress)
    assert seen == ["C.KUR", "a.kur", "b.kur", "missing.kur"]
    assert statuses(outcomes) == ["merged", "repeated", "empty", "unreadable"]
    assert merge_paths(there, [tmp_path / "a.kur"], progress=lambda *_: False) == []
    with pytest.raises(Refusal):
        merge_paths(there, [tmp_path / "folder.kur"])


def test_backup_before_the_merge_is_the_state_before(here: Store, there: Store, tmp_path: Path) -> None:
    add_person(here)
    before = check.digest(there)
    merge(there, export(here, tmp_path / "1.kur"))
    (copy,) = (tmp_path / "район.backups").iterdir()
    with Store.open(copy) as old:
        assert check.digest(old) == before


def test_dangling_reference_waits(here: Store, there: Store, tmp_path: Path) -> None:
    """A role whose person has no consent: the row is there, the person is «нет данных»."""
    person = add_person(here, consent=False)
    persons.set_role(here, person, "mentor", True, TODAY)
    merge(there, export(here, tmp_path / "1.kur"))
    assert there.row("SELECT person FROM role") == (person,)
    assert not stands(there, "person", person)


def test_ids_of_natural_identity_do_not_depend_on_the_laptop() -> None:
    assert natural_id("mark", "a") == natural_id("mark", "a") != natural_id("mark", "b")
    assert natural_id("ё") == natural_id("ё")
    assert natural_id("a", "bc") != natural_id("ab", "c")


def test_number_of_conflicts_in_the_outcome(here: Store, tmp_path: Path) -> None:
    person = add_person(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        for store, post in ((here, "завуч"), (other, "логопед")):
            store.activate()
            persons.edit_person(store, person, {"post": post, "phone": post})
        (outcome,) = merge(here, export(other, tmp_path / "1.kur", "own"))
        assert (outcome.status, outcome.code) == ("merged", "conflicts")
        assert outcome.merged is not None
        assert outcome.merged.effect.conflicts == 2 == conflicts.count(here)


def test_every_column_travels_to_the_other_laptop(here: Store, tmp_path: Path) -> None:
    names = columns("person")[1:]
    values = {name: "1980-05-06" if name.endswith(("_on", "_date", "_since")) else f"«{name}»\n\\ 🙂" for name in names}
    with second_laptop(here, tmp_path / "b.db") as other:
        here.activate()
        row = Person.create(institution=own_id(here), **values)
        exchange(here, other, tmp_path)
        listed = ", ".join(names)
        assert other.row(f"SELECT {listed} FROM person WHERE id = ?", (row.id,)) == tuple(values.values())
        assert json.loads(json.dumps(values)) == values
    assert date.fromisoformat(values["birth_date"])
