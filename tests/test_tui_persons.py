"""Persons: the list that fetches what is seen, search, the card that saves itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from textual.pilot import Pilot

from model.persons import consents_of, count_persons, create_person, person_fields, persons_window, roles_of, set_role
from model.store import Store
from tests.test_tui_pilot import TODAY, in_database, kurator, make_database, running, said, screen_text, shown, type_fast
from tui.screens.person_form import PersonForm
from tui.screens.persons import PersonsScreen
from tui.widgets.virtual_table import VirtualTable


def table(pilot: Pilot[None]) -> VirtualTable:
    return pilot.app.screen.query_one(VirtualTable)


def by_surname(store: Store, surname: str) -> str:
    """Id of the only person of a surname."""
    (line,) = persons_window(store, surname, "", 0, 2)
    return line.id


async def test_a_person_is_written_field_by_field(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "3", "<insert>", "Ёлкина", "<enter>", "Анна", "<enter>", "Петровна", "<enter>")
        await type_fast(pilot, "45.13.1990", "<enter>", "воспитатель", "<enter>")
        text = screen_text(pilot)
        assert "Дата «45.13.1990» не понята" in text
        assert " Ёлкина Анна Петровна" in text.split("\n")[0]
        await type_fast(pilot, "<escape>")
        assert shown(pilot) is PersonForm
        assert "нажмите Esc ещё раз" in said(pilot)
        pilot.app.screen.query_one("#person-birth_date").focus()
        await type_fast(pilot, "<ctrl+u>", "5.3.1990", "<enter>")
        assert "не понята" not in screen_text(pilot)
        assert "05.03.1990" in screen_text(pilot)
        await type_fast(pilot, "<escape>")
        assert shown(pilot) is PersonsScreen
        assert "Ёлкина Анна Петровна" in screen_text(pilot)
    fields = in_database(path, lambda store: person_fields(store, by_surname(store, "елкина")))
    assert (fields["name"], fields["birth_date"], fields["post"]) == ("Анна", "05.03.1990", "воспитатель")


async def test_nothing_is_written_without_a_surname(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "3", "<insert>", "<enter>", "Анна", "<enter>")
        assert "Запишется, когда будет" in screen_text(pilot)
        await type_fast(pilot, "<shift+tab>", "<shift+tab>", "Яшина", "<enter>")
        assert "Человек записан" in said(pilot)
    fields = in_database(path, lambda store: person_fields(store, by_surname(store, "Яшина")))
    assert fields["name"] == "Анна"


async def test_roles_and_consents_from_today_and_undo(tmp_path: Path) -> None:
    path = make_database(tmp_path, fill=lambda store: create_person(store, {"surname": "Быстрова", "name": "Ия"}))
    async with running(path) as pilot:
        await type_fast(pilot, "3", "<enter>")
        pilot.app.screen.query_one("#role-mentor").focus()
        await type_fast(pilot, " ", "<tab>", "<tab>", "<tab>", " ")
        text = screen_text(pilot)
        assert "[✓] наставник" in text
        assert "[✓] обработка данных" in text
        await type_fast(pilot, "<ctrl+z>")
        assert "[ ] обработка данных" in screen_text(pilot)
        assert "Отменено: согласие: обработка данных." in said(pilot)
        await type_fast(pilot, "<ctrl+н>", "<escape>")
        assert "1 из 4" in screen_text(pilot)
    person = in_database(path, lambda store: by_surname(store, "Быстрова"))
    assert in_database(path, lambda store: roles_of(store, person)) == {"mentor"}
    assert in_database(path, lambda store: consents_of(store, person)) == {"processing": TODAY}


async def test_undo_of_a_new_person_closes_the_card(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "3", "<insert>", "Яшина", "<enter>", "<ctrl+z>")
        assert shown(pilot) is PersonsScreen
        assert "Яшина" not in screen_text(pilot)


async def test_delete_and_undo(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "3", "<f8>")
        assert "Людей в базе пока нет" in screen_text(pilot)
        await type_fast(pilot, "<f8>", "<f4>", "<ctrl+z>")
        assert "Ручьёва Марина Петровна" in screen_text(pilot)


async def test_search_banks_and_order(tmp_path: Path) -> None:
    def fill(store: Store) -> None:
        for surname, post in (("Яблокова", "воспитатель"), ("Быстрова", "методист")):
            create_person(store, {"surname": surname, "post": post})
        mentor = create_person(store, {"surname": "Ёжикова", "post": "логопед"})
        set_role(store, mentor, "mentor", True, date(2026, 9, 1))

    path = make_database(tmp_path, fill=fill)
    async with running(path) as pilot:
        await type_fast(pilot, "3", "<f7>", "tbrj")
        assert count_shown(pilot) == 0
        await type_fast(pilot, "<ctrl+u>", "t;br")
        assert [row.cells[0] for row in table(pilot)._rows.values()] == ["Ёжикова"]
        await type_fast(pilot, "<escape>", "<f2>", "2")
        assert "банк наставников, 1 человек" in screen_text(pilot)
        await type_fast(pilot, "<f2>", "1")
        assert names(pilot) == ["Быстрова", "Ёжикова", "Ручьёва Марина Петровна", "Яблокова"]
        await type_fast(pilot, "ы")
        assert names(pilot)[0] == "Яблокова"
        await type_fast(pilot, "<right>", "ы", "<home>")
        assert names(pilot)[:2] == ["Ручьёва Марина Петровна", "Яблокова"]


def names(pilot: Pilot[None]) -> list[str]:
    return [row.cells[0] for _, row in sorted(table(pilot)._rows.items())]


def count_shown(pilot: Pilot[None]) -> int:
    return table(pilot).row_count


async def test_a_long_list_fetches_what_is_seen(tmp_path: Path) -> None:
    def fill(store: Store) -> None:
        with store.transaction("Много людей"):
            for number in range(600):
                create_person(store, {"surname": f"Абаева{number:04}"})

    path = make_database(tmp_path, fill=fill)
    async with running(path) as pilot:
        await type_fast(pilot, "3")
        asked: list[tuple[int, int]] = []
        fetch = table(pilot).fetch

        async def watched(offset: int, limit: int) -> object:
            asked.append((offset, limit))
            return await fetch(offset, limit)

        table(pilot).fetch = watched  # type: ignore[assignment]
        await type_fast(pilot, "<end>")
        assert "Ручьёва" in screen_text(pilot)
        await type_fast(pilot, "<home>", *["<pagedown>"] * 6, "<down>")
        current = table(pilot).current
        assert current is not None
        assert current.cells[0] == f"Абаева{table(pilot).cursor_row:04}"
        assert max(limit for _, limit in asked) <= 3 * table(pilot).page_rows + 1
        await pilot.click(VirtualTable, offset=(5, 3))
        await type_fast(pilot, "<enter>")
        assert shown(pilot) is PersonForm
        assert await kurator(pilot).desk.run(count_persons) == 601
