"""Control cards: frozen against the plan, filled, signed, late ones, columns. Data are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model import check, journal
from model.card_queries import card_view, cards, missing_cards
from model.card_rows import (
    conclude_card,
    open_card,
    open_cards,
    refresh_card,
    set_card_row,
    sign_card,
    unsign_card,
)
from model.checkpoints import card_columns, checkpoint_named, checkpoints, set_card_columns, set_checkpoints
from model.control_card_view import ControlCardView
from model.control_cards import control_card, write_card
from model.entities import SchoolYearRow
from model.errors import Refusal
from model.preferences import set_preference
from model.programme_plan import PlannedMeasure, add_measure, delete_measure, edit_measure, measure_ids, tick_measure
from model.programme_terms import end_programme
from model.programmes import start_programme
from model.store import Store
from sync import conflicts
from tests.test_cli import Call, Kurator, founded, kurator
from tests.test_programmes import END, PLAN, START, make, make_pair, paired
from tests.worlds import TODAY, YEAR, cell, merge, school, second_laptop
from tests.worlds import export as export_file

__all__ = ["Call", "founded", "kurator"]

POINT = "Ноябрь 2026"


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with school(tmp_path / "школа.db") as opened:
        yield opened


def rows(view: ControlCardView) -> list[tuple[str, str, str]]:
    return [(row.measure, row.status, row.evidence) for row in view.rows]


# ---------------------------------------------------------------------- checkpoints and columns
def test_checkpoints_of_a_year_come_from_the_setting(store: Store) -> None:
    assert [(one.title, one.start, one.end) for one in checkpoints(store, YEAR)] == [
        ("Ноябрь 2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("Март 2027", date(2027, 3, 1), date(2027, 3, 31)),
    ]
    set_checkpoints(store, [5, 12, 1, 5])
    assert [one.title for one in checkpoints(store, YEAR)] == ["Декабрь 2026", "Январь 2027", "Май 2027"]
    for bad in ([], [0], [13]):
        with pytest.raises(Refusal):
            set_checkpoints(store, bad)
    set_preference(store, "checkpoints", ["11", "мусор", "99"])
    assert [one.title for one in checkpoints(store, YEAR)] == ["Ноябрь 2026"]


@pytest.mark.parametrize("words", ["", "Ноябрь", "2026", "Нояб 2026", "Ноябрь 0001", "ноябрь 2026; DROP"])
def test_a_checkpoint_is_a_month_and_a_year(words: str) -> None:
    assert checkpoint_named(" ноябрь  2026 г. ").title == POINT
    with pytest.raises(Refusal):
        checkpoint_named(words)


def test_columns_are_chosen_from_what_a_card_has(store: Store) -> None:
    assert card_columns(store) == ("no", "measure", "deadline", "done_on", "status", "evidence", "remark")
    set_card_columns(store, ["measure", "status"])
    assert card_columns(store) == ("measure", "status")
    for bad in ([], ["no"], ["measure", "password"], ["measure", "measure"]):
        with pytest.raises(Refusal):
            set_card_columns(store, bad)
    set_preference(store, "card.columns", ["из", "будущего"])
    assert len(card_columns(store)) == 7


# ---------------------------------------------------------------------- frozen rows
def test_a_card_is_frozen_against_later_changes_of_the_plan(store: Store) -> None:
    programme = make(store)
    first, second, third = measure_ids(store, programme)
    tick_measure(store, first, "done", done_on=date(2026, 10, 30), evidence="лист")
    card = open_card(store, programme, POINT, TODAY)
    frozen = control_card(store, programme, POINT, date(2027, 5, 31))
    assert rows(frozen)[0] == ("Посещение занятий", "done", "лист")
    assert (frozen.on, frozen.done, frozen.due, frozen.overdue) == (TODAY, 1, 1, 0)
    tick_measure(store, second, "done", done_on=TODAY)
    edit_measure(store, first, text="Иначе", deadline="май")
    delete_measure(store, third)
    assert control_card(store, programme, POINT, date(2027, 5, 31)) == frozen
    assert open_card(store, programme, POINT, TODAY) == card
    assert control_card(store, programme, POINT, TODAY) == frozen
    live = control_card(store, programme, "Март 2027", date(2027, 3, 20))
    assert [row.measure for row in live.rows] == ["Иначе", "Разбор конспекта"]


def test_what_is_written_on_a_card_does_not_change_the_plan(store: Store) -> None:
    programme = make(store)
    card = open_card(store, programme, POINT, TODAY)
    set_card_row(store, card, 1, status="partial", evidence=" журнал ", remark="Продолжить")
    set_card_row(store, card, 1, done_on=date(2026, 11, 3))
    row = card_view(store, card, TODAY)[0].rows[0]
    assert (row.status, row.evidence, row.remark, row.done_on) == ("partial", "журнал", "Продолжить", date(2026, 11, 3))
    set_card_row(store, card, 1, done_on=None)
    assert card_view(store, card, TODAY)[0].rows[0].done_on is None
    assert cell(store, "programme_activity", measure_ids(store, programme)[0], "state") == "none"
    for no, status in ((0, "done"), (4, "done"), (1, "почти"), (1, None)):
        with pytest.raises(Refusal):
            set_card_row(store, card, no, status=status)


def test_refreshing_takes_only_rows_that_nobody_touched(store: Store) -> None:
    programme = make(store)
    first, second, third = measure_ids(store, programme)
    card = open_card(store, programme, POINT, TODAY)
    assert refresh_card(store, card) == 0
    set_card_row(store, card, 1, remark="Видел сам")
    for measure in (first, second):
        tick_measure(store, measure, "done", done_on=TODAY, evidence="запись")
    delete_measure(store, third)
    add_measure(store, programme, PlannedMeasure("Защита", "декабрь"))
    assert refresh_card(store, card) == 3
    assert rows(card_view(store, card, TODAY)[0]) == [
        ("Посещение занятий", "none", ""),
        ("Разбор конспекта", "done", "запись"),
        ("Защита", "none", ""),
    ]
    tick_measure(store, second, "moved", evidence="")
    assert refresh_card(store, card) == 1
    assert rows(card_view(store, card, TODAY)[0])[1] == ("Разбор конспекта", "moved", "")
    journal.undo(store)
    assert rows(card_view(store, card, TODAY)[0])[1] == ("Разбор конспекта", "done", "запись")
    assert refresh_card(store, card) == 1
    set_card_row(store, card, 2, evidence="протокол")
    tick_measure(store, second, "done", done_on=TODAY)
    assert refresh_card(store, card) == 0
    assert rows(card_view(store, card, TODAY)[0])[1] == ("Разбор конспекта", "moved", "протокол")
    assert check.problems(store) == []


def test_a_signed_card_is_only_read_until_the_signature_is_taken_back(store: Store) -> None:
    programme = make(store)
    write_card(store, programme, POINT, TODAY, "хорошо")
    card = cards(store, today=TODAY)[0].id
    with pytest.raises(Refusal, match="не записаны"):
        sign_card(store, card, TODAY)
    assert open_card(store, programme, POINT, TODAY) == card
    conclude_card(store, card, recommendation="Продолжать")
    with pytest.raises(Refusal, match="раньше"):
        sign_card(store, card, date(2026, 11, 1))
    sign_card(store, card, TODAY)
    deeds: list[Any] = [
        lambda: set_card_row(store, card, 1, status="done"),
        lambda: conclude_card(store, card, conclusion="иначе"),
        lambda: refresh_card(store, card),
        lambda: sign_card(store, card, TODAY),
        lambda: write_card(store, programme, POINT, TODAY, "иначе"),
    ]
    signed = card_view(store, card, TODAY)
    assert signed[1] == TODAY
    for deed in deeds:
        with pytest.raises(Refusal, match="unsign"):
            deed()
    assert card_view(store, card, TODAY) == signed
    with pytest.raises(Refusal, match="причину"):
        unsign_card(store, card, " ", TODAY)
    unsign_card(store, card, "ошибка в дате", TODAY)
    view, day = card_view(store, card, TODAY)
    assert day is None
    assert view.conclusion.startswith("хорошо\n")
    assert "ошибка в дате" in view.conclusion
    assert view.recommendation == "Продолжать"
    set_card_row(store, card, 1, status="done")
    with pytest.raises(Refusal, match="не подписана"):
        unsign_card(store, card, "ещё", TODAY)


def test_guards_of_opening(store: Store) -> None:
    programme = make(store)
    empty = start_programme(store, make_pair(store), "Пустая", START, END).id
    for wrong, point, on in (
        ("нет такой", POINT, TODAY),
        (programme, "когда-нибудь", TODAY),
        (programme, POINT, date(2026, 9, 1)),
        (programme, POINT, date(9999, 1, 1)),
        (empty, POINT, TODAY),
    ):
        with pytest.raises(Refusal):
            open_card(store, wrong, point, on)
    end_programme(store, programme, "curator", on=date(2026, 11, 2), reason="нет встреч", today=TODAY)
    with pytest.raises(Refusal, match="завершена"):
        open_card(store, programme, POINT, TODAY)
    assert open_card(store, programme, POINT, date(2026, 11, 2))
    SchoolYearRow.update(closed_on=TODAY).execute()
    with pytest.raises(Refusal, match="закрыт"):
        open_card(store, programme, POINT, date(2026, 11, 2))


def test_cards_of_a_checkpoint_at_once_and_who_has_none(store: Store) -> None:
    first, second = make(store), make(store)
    empty = start_programme(store, make_pair(store), "Пустая", START, END).id
    later = start_programme(store, make_pair(store), "Весна", date(2027, 2, 1), END, PLAN).id
    gone = make(store)
    end_programme(store, gone, "curator", on=date(2026, 10, 20), reason="уход", today=TODAY)
    kept = open_card(store, first, POINT, TODAY)
    assert {line.programme for line in missing_cards(store, POINT, TODAY)} == {second, empty}
    done = open_cards(store, "ноябрь 2026", TODAY)
    assert (len(done.opened), done.kept) == (1, (kept,))
    assert open_cards(store, POINT, TODAY).opened == ()
    assert [(line.programme, line.late) for line in missing_cards(store, POINT, TODAY)] == [(empty, False)]
    assert [line.late for line in missing_cards(store, POINT, date(2026, 12, 1))] == [True]
    assert {line.programme for line in missing_cards(store, "Март 2027", TODAY)} == {first, second, empty, later}
    listed = cards(store, checkpoint=POINT, today=TODAY)
    assert [(line.programme, line.frozen, line.overdue) for line in listed] == [(first, True, 1), (second, True, 1)]
    journal.undo(store)
    assert [line.programme for line in cards(store, today=TODAY)] == [first]
    assert check.problems(store) == []


def test_two_laptops_that_open_the_same_card_meet(store: Store, tmp_path: Path) -> None:
    programme = make(store)
    with second_laptop(store, tmp_path / "второй.db") as other:
        other.activate()
        there = open_card(other, programme, POINT, TODAY)
        set_card_row(other, there, 2, remark="Со второго ноутбука")
        file = export_file(other, tmp_path / "b.kur", "own")
        store.activate()
        assert open_card(store, programme, POINT, TODAY) == there
        merge(store, file)
    store.activate()
    view = control_card(store, programme, POINT, TODAY)
    assert len(view.rows) == 3
    (conflict,) = conflicts.conflicts(store)  # a cell that one laptop filled and the other left empty waits for a human
    assert (conflict.column, {version.value for version in conflict.versions}) == ("remark", {None, "Со второго ноутбука"})
    assert check.problems(store) == []


# ---------------------------------------------------------------------- commands
def test_a_card_by_commands(founded: Kurator) -> None:
    pair = paired(founded)
    made = founded("program", "create", pair, "--title", "Год", "--start", "01.10.2026", "--end", "31.05.2027", "--json")
    programme = made.json["programme"]
    point = ("--checkpoint", POINT)
    assert founded("card", "missing", *point, "--json").json[0]["programme"] == programme
    assert founded("card", "open", programme, *point, "--on", "2026-11-20").code == 1
    founded("program", "plan", programme, "--measure", "Урок", "--deadline", "до 10 ноября")
    card = founded("card", "open", programme, *point, "--on", "2026-11-20", "--json").json["card"]
    assert founded("card", "open-all", *point, "--on", "2026-11-20", "--json").json == {"opened": [], "kept": [card]}
    assert founded("card", "row", card, 1, "--status", "partial", "--date", "12.11.2026", "--remark", "Идёт").code == 0
    assert founded("card", "conclude", card, "--conclusion", "Отстаёт", "--recommendation", "Догнать").code == 0
    assert founded("card", "refresh", card, "--json").json["changed"] == 0
    assert founded("card", "sign", card, "--on", "2026-11-21").code == 0
    assert founded("card", "row", card, 1, "--no-date").code == 1
    shown = founded("card", "show", card, "--json").json
    assert (shown["signed_on"], shown["conclusion"], shown["rows"][0]["status"]) == ("2026-11-21", "Отстаёт", "partial")
    assert "Догнать" in founded("card", "show", card).out
    assert founded("card", "unsign", card, "--reason", "опечатка").code == 0
    assert founded("card", "list", "--json").json[0]["id"] == card
    assert founded("card", "missing", *point, "--json").json == []
    assert founded("card", "columns", "measure", "status", "--json").json == ["measure", "status"]
    assert founded("card", "columns", "status").code == 1
    assert founded("check", "--json").json["problems"] == []
