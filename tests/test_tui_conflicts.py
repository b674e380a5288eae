"""The conflicts on their screen: one, many, a typed value, undo, foreign ones, hostile words, both layouts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from model import marks, persons
from model.check import problems
from model.persons import count_persons
from model.roadmap_view import MARK_STATES
from model.store import Store
from sync.conflict_lines import parting
from sync.conflicts import count
from tests.test_tui_pilot import in_database, kurator, make_database, running, said, screen_text, shown, type_fast
from tests.worlds import add_person, district, export, merge, second_laptop, stands
from tui.screens.conflicts import ConflictsScreen
from tui.screens.dialogs import ChoiceDialog, ReadingDialog
from tui.widgets.virtual_table import VirtualTable


def quarrel(folder: Path, there: dict[str, str], here: dict[str, str], people: int = 1) -> Callable[[Store], None]:
    """Fill a database with persons of whom two laptops wrote different things."""

    def fill(store: Store) -> None:
        found = [add_person(store, f"Сорокин{'аоуы'[n]}") for n in range(people)]
        with second_laptop(store, folder / "второй.db") as other:
            for person in found:
                persons.edit_person(other, person, there)
            store.activate()
            for person in found:
                persons.edit_person(store, person, here)
            merge(store, export(other, folder / "второй.kur", "own"))

    return fill


def table(pilot: Pilot[None]) -> VirtualTable:
    return pilot.app.screen.query_one(VirtualTable)


def posts(store: Store) -> list[str]:
    """Posts of all who are called Анна."""
    return [line.post for line in persons.persons_window(store, "Анна", "", 0, 9)]


async def test_nothing_to_settle_says_what_to_do(tmp_path: Path) -> None:
    async with running(make_database(tmp_path, roadmap=False)) as pilot:
        await type_fast(pilot, "4", "<f2>", "<f3>", "<f4>", " ", "<ctrl+a>", "<enter>")
        assert shown(pilot) is ConflictsScreen
        assert "Расхождений нет" in screen_text(pilot)


async def test_one_after_another_and_back(tmp_path: Path) -> None:
    path = make_database(tmp_path, roadmap=False, fill=quarrel(tmp_path, {"post": "завуч"}, {"post": "учитель"}, people=3))
    async with running(path) as pilot:
        assert "расхождений 3" in screen_text(pilot)
        await type_fast(pilot, "4")
        text = screen_text(pilot)
        assert "должность" in text
        assert "Сейчас «учитель» — Ручьёва М. П." in text
        assert "Другое «завуч»" in text
        await type_fast(pilot, "<f3>")
        assert shown(pilot) is ReadingDialog
        assert "отчество: Львовна" in screen_text(pilot)
        await type_fast(pilot, "<escape>", "<enter>", "1")
        assert "Решено: 1 расхождение, ждут ещё 2" in said(pilot)
        await type_fast(pilot, "<enter>", "2")
        assert "расхождений 1" in screen_text(pilot)
        await type_fast(pilot, "<ctrl+я>")
        assert "Отменено: разбор расхождения." in said(pilot)
        assert await kurator(pilot).desk.run(posts) == ["учитель"] * 3
        await type_fast(pilot, "<ctrl+н>", "<f4>", "<ctrl+u>", "theirs", "<enter>")
    found = in_database(path, lambda store: (sorted(posts(store)), count(store), problems(store)))
    assert found == (["theirs", "завуч", "учитель"], 0, []), "whatever is typed is a value"


async def test_many_at_once_in_one_step(tmp_path: Path) -> None:
    fill = quarrel(tmp_path, {"post": "там", "phone": "1"}, {"post": "здесь", "phone": "2"}, people=3)
    path = make_database(tmp_path, roadmap=False, fill=fill)
    async with running(path) as pilot:
        await type_fast(pilot, "4", " ")
        assert "* человек" in screen_text(pilot)
        await type_fast(pilot, " ", "<f2>")
        assert "Отмечено: 2 расхождения" in screen_text(pilot)
        await type_fast(pilot, "3")
        assert not table(pilot).marked
        await type_fast(pilot, "<home>", " ", " ", "<f2>", "2")
        assert table(pilot).row_count == 4
        await type_fast(pilot, "<ctrl+ф>", "<ctrl+ф>", "<ctrl+ф>", "<f2>", "2")
        assert table(pilot).row_count == 0
        assert await kurator(pilot).desk.run(posts) == ["там"] * 3
        await type_fast(pilot, "<ctrl+z>", "<ctrl+z>")
    assert in_database(path, posts) == ["здесь"] * 3


async def test_a_wrong_day_is_refused_and_nothing_written(tmp_path: Path) -> None:
    fill = quarrel(tmp_path, {"birth_date": "01.02.1990"}, {"birth_date": "02.01.1990"})
    path = make_database(tmp_path, roadmap=False, fill=fill)
    async with running(path) as pilot:
        await type_fast(pilot, "4")
        assert "01.02.1990" in screen_text(pilot)
        await type_fast(pilot, "<f4>", "<ctrl+u>", "45.13.1990", "<enter>")
        assert "Дата «45.13.1990» не понята" in said(pilot)
        assert table(pilot).row_count == 1
        await type_fast(pilot, "<f4>", "<escape>", "<enter>", "<escape>", "<f4>", "<ctrl+u>", "5.3.1990", "<enter>")
        assert table(pilot).row_count == 0
    assert in_database(path, lambda store: store.value("SELECT max(birth_date) FROM person")) == "1990-03-05"


async def test_codes_are_chosen_not_typed(tmp_path: Path) -> None:
    def fill(store: Store) -> None:
        occurrence = str(store.value("SELECT id FROM occurrence LIMIT 1"))
        with second_laptop(store, tmp_path / "второй.db") as other:
            marks.set_mark(other, occurrence, state="done")
            store.activate()
            marks.set_mark(store, occurrence, state="partial")
            merge(store, export(other, tmp_path / "второй.kur", "own"))

    path = make_database(tmp_path, fill=fill)
    async with running(path) as pilot:
        await type_fast(pilot, "4")
        assert "выполнено частично" in screen_text(pilot)
        await type_fast(pilot, "<f4>")
        assert shown(pilot) is ChoiceDialog
        await type_fast(pilot, "<escape>")
        assert table(pilot).row_count == 1
        await type_fast(pilot, "<f4>", "4")
        assert table(pilot).row_count == 0
    assert in_database(path, lambda store: store.value("SELECT state FROM mark")) == list(MARK_STATES)[3]


async def test_a_row_is_kept_or_goes(tmp_path: Path) -> None:
    def fill(store: Store) -> None:
        person = add_person(store)
        with second_laptop(store, tmp_path / "второй.db") as other:
            persons.delete_person(other, person)
            store.activate()
            persons.edit_person(store, person, {"post": "завуч"})
            merge(store, export(other, tmp_path / "второй.kur", "own"))

    path = make_database(tmp_path, roadmap=False, fill=fill)
    async with running(path) as pilot:
        await type_fast(pilot, "4")
        assert "в одном месте удалено" in screen_text(pilot)
        await type_fast(pilot, "<f4>")
        assert "Строку можно только оставить или удалить." in said(pilot)
        await type_fast(pilot, "<f2>", "2")
        assert table(pilot).row_count == 0
        assert await kurator(pilot).desk.run(count_persons, "Сорокина") == 0
        await type_fast(pilot, "<ctrl+z>")
    person = in_database(path, lambda store: str(store.value("SELECT id FROM person WHERE surname = 'Сорокина'")))
    assert in_database(path, lambda store: stands(store, "person", person))


async def test_the_district_sees_whose_it_is_and_does_not_settle(tmp_path: Path) -> None:
    fill = quarrel(tmp_path, {"post": "завуч"}, {"post": "учитель"})
    (tmp_path / "у").mkdir()
    path = make_database(tmp_path / "у", roadmap=False, fill=lambda store: (fill(store), export(store, tmp_path / "д.kur")))
    with district(tmp_path / "район.kurator") as store:
        merge(store, tmp_path / "д.kur")
    assert path.exists()
    async with running(tmp_path / "район.kurator", (120, 30)) as pilot:
        await type_fast(pilot, "4")
        text = screen_text(pilot)
        assert "чужих 1" in text
        assert "Разбирает ДОУ № 900" in text
        for key in ("<f2>", " ", "<f4>"):
            await type_fast(pilot, key)
            assert "расхождение разбирает оно само" in said(pilot)
            pilot.app.clear_notifications()
        await type_fast(pilot, "<ctrl+a>")
        assert "Своих расхождений здесь нет" in said(pilot)


def test_long_values_show_where_they_part() -> None:
    assert parting(["Изучить положение о наставничестве", "Изучить положение о практике"]) == [
        "…наставничестве",
        "…практике",
    ]
    assert parting(["учитель", "завуч"]) == ["учитель", "завуч"]
