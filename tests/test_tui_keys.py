"""Keys in both layouts, and the pure parts of the screens: text, months, lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.events import Key
from textual.widgets import Input

import tui.screens.conflicts
import tui.screens.exchange
import tui.screens.handing_over
import tui.screens.load_roadmap
import tui.screens.persons
import tui.screens.roadmap
import tui.screens.saving_form
import tui.screens.taking_files
import tui.screens.wizard
from model.roadmap_view import ActivityView, OccurrenceView, RoadmapView, StageView
from tui.commands import APP_COMMANDS
from tui.keymap import Command, qwerty_twin, show_key, to_latin_layout
from tui.plain_text import cut, fit, one_line, plural, printable
from tui.roadmap_lines import due_soon, grid_lines, month_columns, month_lines
from tui.theme import look_of
from tui.widgets.roadmap_source import typed_path
from tui.widgets.row_view import RowView

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("key", "twin"),
    [
        ("й", "q"),
        ("Й", "Q"),
        ("ctrl+я", "ctrl+z"),
        ("ctrl+Ы", "ctrl+s"),
        ("ctrl+shift+ф", "ctrl+shift+a"),
        ("ю", "full_stop"),
        ("ё", "grave_accent"),
        ("Ж", "colon"),
        ("q", None),
        ("f7", None),
        ("numero_sign", None),
        ("ctrl+z", None),
    ],
)
def test_twins(key: str, twin: str | None) -> None:
    assert qwerty_twin(key) == twin


def test_typing_stays_cyrillic_and_commands_do_not() -> None:
    field = Input()
    typed, command, shortcut = Key("й", "й"), Key("й", "й"), Key("ctrl+я", None)
    to_latin_layout(typed, field)
    to_latin_layout(command, RowView())
    to_latin_layout(shortcut, field)
    assert (typed.key, command.key, shortcut.key) == ("й", "q", "ctrl+z")
    assert command.character == "й"


def test_no_key_that_a_terminal_takes_for_another() -> None:
    screens = (
        *(tui.screens.roadmap, tui.screens.persons, tui.screens.wizard, tui.screens.load_roadmap, tui.screens.conflicts),
        *(tui.screens.exchange, tui.screens.handing_over, tui.screens.taking_files),
    )
    commands: list[Command] = [*APP_COMMANDS, *tui.screens.saving_form.FORM_COMMANDS]
    for screen in screens:
        commands += screen._COMMANDS
    keys = [key for command in commands for key in command.keys.split(",")]
    assert not {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+left_square_bracket"} & set(keys)
    punctuation = {key for key in keys if key in {"slash", "full_stop", "comma", "semicolon", "question_mark"}}
    assert punctuation == {"slash", "full_stop", "question_mark"}
    for binding in RowView.BINDINGS:
        assert isinstance(binding, Binding)


def test_keys_as_people_read_them() -> None:
    assert [show_key(key) for key in ("f7", "ctrl+z", "space", "slash", "insert")] == ["F7", "Ctrl+Z", "Пробел", "/", "Ins"]


def test_text_for_the_terminal() -> None:
    assert printable("а\x1b[2Jб\u202eв\nг") == "а [2Jб в\nг"
    assert one_line(" а\n  б\t") == "а б"
    assert fit("Подготовка", 6) == "Подго…"
    assert fit("да", 4) == "да  "
    assert cut("漢字漢字", 5) == "漢字…"
    assert [plural(n, "этап", "этапа", "этапов") for n in (1, 3, 11, 25)] == ["1 этап", "3 этапа", "11 этапов", "25 этапов"]


def test_paths_as_they_are_pasted() -> None:
    assert typed_path(' "/а/б в.txt" ') == Path("/а/б в.txt")
    assert typed_path("/а/б\\ в.txt") == Path("/а/б в.txt")


def activity(identity: str, *occurrences: OccurrenceView) -> ActivityView:
    return ActivityView(identity, "", f"Дело {identity}", (), "срок", "date", "куратор", "", occurrences)


def view(*activities: ActivityView) -> RoadmapView:
    return RoadmapView("р", "Сад", "Сад", "2026-2027", "Карта", (), (), (StageView("э", "1", "Этап", activities),), TODAY)


NOVEMBER = OccurrenceView("н", date(2026, 11, 1), date(2026, 11, 30), timing="now")
WHOLE_YEAR = OccurrenceView("г", date(2026, 9, 1), date(2027, 5, 31), timing="now")
LATE = OccurrenceView("п", None, date(2026, 10, 2), timing="overdue")
UNDATED = OccurrenceView("б", None, None, timing="undated")
JUNE = OccurrenceView("и", date(2027, 6, 1), date(2027, 6, 30))
OLD = OccurrenceView("с", date(2021, 9, 1), date(2021, 9, 30), timing="overdue")


def test_columns_of_months() -> None:
    plain = month_columns(view(activity("а", NOVEMBER)))
    assert [column.short for column in plain] == ["авг", "сен", "окт", "ноя", "дек", "янв", "фев", "мар", "апр", "май"]
    rare = month_columns(view(activity("а", JUNE, UNDATED, OLD)))
    assert [column.short for column in rare[-3:]] == ["июн", "вне", "б/д"]


def test_a_span_stands_in_each_of_its_months() -> None:
    shown = view(activity("а", WHOLE_YEAR), activity("б", LATE))
    lines = grid_lines(shown, month_columns(shown))
    assert [len(cell) for cell in lines[1].cells] == [0, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    assert [len(cell) for cell in lines[2].cells] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert [len(cell) for cell in lines[0].cells][:4] == [0, 1, 2, 1]


def test_list_by_months_begins_with_overdue_and_does_not_jump() -> None:
    shown = view(activity("а", NOVEMBER, JUNE), activity("б", LATE, UNDATED))
    lines = month_lines(shown)
    headings = [line.heading for line in lines if line.heading]
    assert headings == ["Просрочено: 1", "Идёт сейчас и в ближайшую неделю: 1", "Июнь 2027: 1", "Без даты: 1"]
    kept = {line.occurrence.id: line.group for line in lines if line.occurrence}
    ticked = replace(LATE, state="done", timing="closed")
    again = month_lines(view(activity("а", NOVEMBER, JUNE), activity("б", ticked, UNDATED)), "", kept)
    assert [line.heading for line in again if line.heading] == headings


def test_words_are_found_in_either_layout() -> None:
    shown = view(activity("ёж", NOVEMBER), activity("лес", LATE))
    for query in ("еж", "ЁЖ", "t;", "ltkj tж"[:4]):
        found = [line.key for line in grid_lines(shown, month_columns(shown), set(), query) if line.activity]
        assert "ёж" in found
    assert month_lines(shown, "нет такого") == []


def test_looks_and_soon() -> None:
    states = [replace(LATE, state=state) for state in ("none", "partial", "moved")]
    assert [look_of(o) for o in states] == ["overdue"] * 3
    assert look_of(replace(LATE, state="done", timing="closed")) == "done"
    assert look_of(replace(NOVEMBER, state="partial")) == "partial"
    close = OccurrenceView("к", None, date(2026, 11, 25), timing="now")
    assert due_soon(view(activity("а", NOVEMBER, WHOLE_YEAR, close))) == 1
