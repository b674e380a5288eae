"""Programmes: the term rule, the plan, the three ways to end, and that an ended one changes no more. Data are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model import check, journal
from model.changelog import differences, rebuild
from model.entities import Pair, SchoolYearRow
from model.errors import Refusal
from model.pairs import create_pair
from model.programme_plan import (
    PlannedMeasure,
    add_measure,
    delete_measure,
    edit_measure,
    mark_measure,
    measure_ids,
    move_measure,
    tick_measure,
)
from model.programme_queries import measures, programme_sheet
from model.programme_terms import add_months, end_programme, extend_programme, extensions, reopen_programme, term_warnings
from model.programmes import edit_programme, start_programme
from model.store import Store
from tests.test_cli import Call, Kurator, founded, kurator, sentence
from tests.worlds import TODAY, add_person, cell, school

__all__ = ["Call", "founded", "kurator"]

START, END = date(2026, 10, 1), date(2027, 5, 31)
PLAN = (
    PlannedMeasure("Посещение занятий", "до 01.11.2026", "методическое", responsible="наставник"),
    PlannedMeasure("Разбор конспекта", "Ноябрь", "методическое"),
    PlannedMeasure("Освоение журнала", "март", "ИКТ-компетенции"),
)


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with school(tmp_path / "школа.db") as opened:
        yield opened


def make_pair(store: Store) -> str:
    return create_pair(store, [add_person(store)], [add_person(store, "Дятлова")], state="active", started_on=START)


def make(store: Store) -> str:
    return start_programme(store, make_pair(store), "Первый год", START, END, PLAN, {"problem": "Темп"}).id


def contents(store: Store) -> list[Any]:
    """Everything that a programme is, without stamps."""
    return [
        [tuple(row) for row in store.sql(f"SELECT {names} FROM {table} ORDER BY id")]
        for table, names in {
            "programme": "id, title, started_on, ends_on, extended_to, problem, aims, mode, end_kind, ended_on, end_reason",
            "programme_activity": "id, position, measure, deadline, due_start, due_end, state, done_on, evidence, remark",
            "programme_extension": "id, until, reason",
        }.items()
    ]


# ---------------------------------------------------------------------- terms
@pytest.mark.parametrize(("start", "end", "warned"), [
    (date(2026, 10, 1), date(2026, 12, 31), False),
    (date(2026, 10, 1), date(2026, 12, 30), True),
    (date(2026, 11, 30), date(2027, 2, 27), False),
    (date(2026, 11, 30), date(2027, 2, 26), True),
    (date(2026, 9, 1), date(2027, 9, 1), False),
    (date(2026, 9, 1), date(2027, 9, 2), True),
    (date(2024, 2, 29), date(2025, 2, 28), False),
    (date(2024, 2, 29), date(2025, 3, 1), True),
])  # fmt: skip
def test_term_is_three_months_to_a_year(start: date, end: date, warned: bool) -> None:
    assert bool(term_warnings(start, end)) is warned


def test_months_end_where_a_shorter_month_ends() -> None:
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 31), 12) == date(2027, 12, 31)


def test_a_term_outside_is_a_warning_and_the_programme_stands(store: Store) -> None:
    written = start_programme(store, make_pair(store), "Короткая", START, date(2026, 11, 1))
    assert "3 месяцев" in written.warnings[0]
    assert cell(store, "programme", written.id, "title") == "Короткая"


def test_every_extension_stays_and_the_whole_term_is_judged_again(store: Store) -> None:
    programme = make(store)
    first = extend_programme(store, programme, date(2027, 9, 1), "болезнь", decided_on=TODAY, document="приказ № 4")
    second = extend_programme(store, programme, date(2027, 12, 1), "переезд", decided_on=TODAY)
    assert first.warnings == ()
    assert "больше 1 года" in second.warnings[0]
    assert [(one.until, one.reason, one.document) for one in extensions(programme)] == [
        (date(2027, 9, 1), "болезнь", "приказ № 4"),
        (date(2027, 12, 1), "переезд", ""),
    ]
    assert programme_sheet(store, programme, TODAY).end == date(2027, 12, 1)
    with pytest.raises(Refusal, match=r"01\.12\.2027"):
        extend_programme(store, programme, date(2027, 12, 1), "ещё", decided_on=TODAY)
    with pytest.raises(Refusal, match="причину"):
        extend_programme(store, programme, date(2028, 1, 1), "  ", decided_on=TODAY)
    with pytest.raises(Refusal, match="новым продлением"):
        edit_programme(store, programme, end=date(2027, 6, 30))


# ---------------------------------------------------------------------- the note and the plan
def test_the_note_takes_its_fields_and_no_others(store: Store) -> None:
    programme = make(store)
    edit_programme(store, programme, {"aims": "  Освоить  ", "mode": "смешанно"}, title=" Второй   год ")
    note = programme_sheet(store, programme, TODAY).note
    assert (note["problem"], note["aims"], note["mode"]) == ("Темп", "Освоить", "смешанно")
    assert cell(store, "programme", programme, "title") == "Второй год"
    for bad in ({"ended_on": "2026-01-01"}, {"institution": "x"}, {"mode": "иногда"}):
        with pytest.raises(Refusal):
            edit_programme(store, programme, bad)
    with pytest.raises(Refusal):
        edit_programme(store, programme, end=date(2026, 9, 1))
    with pytest.raises(Refusal):
        edit_programme(store, programme)


def test_beginning_asks_about_the_pair_and_the_year(store: Store) -> None:
    pair = make_pair(store)
    with pytest.raises(Refusal, match="kurator pair list"):
        start_programme(store, "'; DROP TABLE pair; --", "Т", START, END)
    with pytest.raises(Refusal, match="названия"):
        start_programme(store, pair, " \n ", START, END)
    with pytest.raises(Refusal, match="раньше"):
        start_programme(store, pair, "Т", END, START)
    with pytest.raises(Refusal, match="год 9999"):
        start_programme(store, pair, "Т", START, date(9999, 12, 31))
    start_programme(store, pair, "Т", START, END)
    assert "незавершённая" in start_programme(store, pair, "Т", START, END).warnings[0]
    Pair.update(state="finished").where(Pair.id == pair).execute()
    with pytest.raises(Refusal, match="закончила"):
        start_programme(store, pair, "Т", START, END)


def test_the_plan_reads_its_deadlines_in_the_programmes_year(store: Store) -> None:
    programme = make(store)
    added = add_measure(store, programme, PlannedMeasure("Защита", "до 10 июня", "Икт-компетенции"))
    line = measures(store, programme, TODAY)[-1]
    assert (line.id, line.no, line.due_start, line.due_end) == (added.id, 4, None, date(2027, 6, 10))
    assert line.direction == "ИКТ-компетенции"
    edit_measure(store, added.id, deadline="ноябрь, март", responsible="куратор")
    line = measures(store, programme, TODAY)[-1]
    assert (line.deadline, line.due_start, line.due_end) == ("ноябрь, март", date(2026, 11, 1), date(2027, 3, 31))
    assert edit_measure(store, added.id, deadline="по отдельному плану").warnings
    assert measures(store, programme, TODAY)[-1].due_end is None
    for refused in (PlannedMeasure(" ", "май"), PlannedMeasure("Защита", "май", "астрология")):
        with pytest.raises(Refusal):
            add_measure(store, programme, refused)


def test_order_of_the_plan(store: Store) -> None:
    programme = make(store)
    first, second, third = measure_ids(store, programme)
    move_measure(store, third, 1)
    assert measure_ids(store, programme) == [third, first, second]
    move_measure(store, third, 99)
    assert measure_ids(store, programme) == [first, second, third]
    delete_measure(store, second)
    assert [line.no for line in measures(store, programme, TODAY)] == [1, 2]
    with pytest.raises(Refusal):
        move_measure(store, first, 0)


def test_progress_by_direction_on_a_day(store: Store) -> None:
    programme = make(store)
    first, second, _ = measure_ids(store, programme)
    sheet = programme_sheet(store, programme, TODAY)
    assert [(p.direction, p.done, p.due, p.total, p.overdue) for p in sheet.by_direction] == [
        ("методическое", 0, 1, 2, 1),
        ("ИКТ-компетенции", 0, 0, 1, 0),
    ]
    tick_measure(store, first, "done", done_on=date(2026, 10, 30))
    tick_measure(store, second, "not-required")
    progress = programme_sheet(store, programme, TODAY).progress
    assert (progress.done, progress.due, progress.total, progress.overdue) == (2, 2, 3, 0)


def test_a_mark_keeps_what_it_is_not_told(store: Store) -> None:
    first = measure_ids(store, make(store))[0]
    tick_measure(store, first, "done", done_on=date(2026, 10, 30), evidence="лист наблюдений")
    tick_measure(store, first, "partial", remark="Продолжить")
    assert cell(store, "programme_activity", first, "evidence") == "лист наблюдений"
    assert cell(store, "programme_activity", first, "done_on") == "2026-10-30"
    tick_measure(store, first, "none")
    assert cell(store, "programme_activity", first, "done_on") is None
    for state, day in (("почти", None), ("none", TODAY), ("done", date(1900, 1, 1))):
        with pytest.raises(Refusal):
            tick_measure(store, first, state, done_on=day)


# ---------------------------------------------------------------------- three ways to end
def test_in_full_only_when_everything_is_closed(store: Store) -> None:
    programme = make(store)
    first, second, third = measure_ids(store, programme)
    tick_measure(store, first, "done", done_on=TODAY)
    tick_measure(store, second, "partial")
    with pytest.raises(Refusal, match="2 из 3"):
        end_programme(store, programme, "full", on=TODAY, today=TODAY)
    tick_measure(store, second, "done", done_on=TODAY)
    tick_measure(store, third, "not-required")
    end_programme(store, programme, "full", on=TODAY, initiator="mentor", today=TODAY)
    sheet = programme_sheet(store, programme, TODAY)
    assert (sheet.end_kind, sheet.end_initiator, sheet.ended_on) == ("full", "", TODAY)
    empty = start_programme(store, make_pair(store), "Пустая", START, END).id
    with pytest.raises(Refusal, match="нет мероприятий"):
        end_programme(store, empty, "full", on=TODAY, today=TODAY)


@pytest.mark.parametrize("initiator", ["mentor", "mentee", "both"])
def test_by_participants_names_whose_initiative_it_is(store: Store, initiator: str) -> None:
    programme = make(store)
    for nobody in ("", "curator", "директор"):
        with pytest.raises(Refusal, match="инициатива"):
            end_programme(store, programme, "participants", on=TODAY, initiator=nobody, today=TODAY)
    end_programme(store, programme, "participants", on=TODAY, initiator=initiator, today=TODAY)
    assert cell(store, "programme", programme, "end_initiator") == initiator


def test_by_the_curator_gives_the_reason(store: Store) -> None:
    programme = make(store)
    with pytest.raises(Refusal, match="причину"):
        end_programme(store, programme, "curator", on=TODAY, reason=" ", today=TODAY)
    with pytest.raises(Refusal, match="participants"):
        end_programme(store, programme, "curator", on=TODAY, initiator="mentor", reason="нет встреч", today=TODAY)
    end_programme(store, programme, "curator", on=TODAY, reason=" нет встреч ", today=TODAY)
    sheet = programme_sheet(store, programme, TODAY)
    assert (sheet.end_initiator, sheet.end_reason) == ("curator", "нет встреч")


@pytest.mark.parametrize("on", [date(2026, 9, 30), date(2026, 11, 22)])
def test_the_last_day_is_neither_ahead_nor_before_the_first(store: Store, on: date) -> None:
    with pytest.raises(Refusal):
        end_programme(store, make(store), "curator", on=on, reason="нет встреч", today=TODAY)


def changes(store: Store, programme: str) -> list[Callable[[], object]]:
    """Everything that changes a programme."""
    first = measure_ids(store, programme)[0]
    return [
        lambda: edit_programme(store, programme, {"aims": "Иное"}),
        lambda: extend_programme(store, programme, date(2027, 8, 1), "болезнь", decided_on=TODAY),
        lambda: add_measure(store, programme, PlannedMeasure("Ещё", "май")),
        lambda: edit_measure(store, first, text="Иначе"),
        lambda: move_measure(store, first, 2),
        lambda: delete_measure(store, first),
        lambda: tick_measure(store, first, "moved"),
        lambda: mark_measure(store, first, "moved"),
        lambda: end_programme(store, programme, "curator", on=TODAY, reason="нет встреч", today=TODAY),
    ]


def test_nothing_of_an_ended_programme_changes_until_it_is_reopened(store: Store) -> None:
    programme = make(store)
    with pytest.raises(Refusal, match="не завершена"):
        reopen_programme(store, programme, "ошибка", on=TODAY)
    end_programme(store, programme, "curator", on=TODAY, reason="нет встреч", today=TODAY)
    before = contents(store)
    for deed in changes(store, programme):
        with pytest.raises(Refusal, match="reopen"):
            deed()
    with pytest.raises(Refusal, match="причину"):
        reopen_programme(store, programme, "", on=TODAY)
    assert contents(store) == before
    reopen_programme(store, programme, "встречи пошли", on=TODAY)
    sheet = programme_sheet(store, programme, TODAY)
    assert (sheet.ended_on, sheet.end_kind, sheet.end_initiator) == (None, "", "")
    assert "нет встреч" in sheet.end_reason
    assert "встречи пошли" in sheet.end_reason
    tick_measure(store, measure_ids(store, programme)[0], "done", done_on=TODAY)


def test_a_closed_year_and_another_institution_refuse_everything(store: Store) -> None:
    programme = make(store)
    deeds = changes(store, programme)
    del deeds[7]  # invented data may be written into a closed year
    SchoolYearRow.update(closed_on=TODAY).execute()
    for deed in deeds:
        with pytest.raises(Refusal, match="закрыт"):
            deed()
    SchoolYearRow.update(closed_on=None).execute()
    store.set_setting("institution", "чужое")
    for deed in deeds[:6]:
        with pytest.raises(Refusal, match="другое учреждение"):
            deed()


def test_every_change_is_one_step_of_undo(store: Store) -> None:
    programme = make(store)
    for number in range(len(changes(store, programme))):
        before = contents(store)
        changes(store, programme)[number]()
        assert contents(store) != before
        journal.undo(store)
        assert contents(store) == before
    end_programme(store, programme, "participants", on=TODAY, initiator="both", today=TODAY)
    ended = contents(store)
    reopen_programme(store, programme, "ошибка", on=TODAY)
    journal.undo(store)
    assert contents(store) == ended
    assert check.problems(store) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 10), st.integers(0, 5)), max_size=14))
def test_any_sequence_keeps_the_log_whole_and_ended_programmes_unchanged(
    steps: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with school(tmp_path_factory.mktemp("any") / "школа.db") as store:
        programme = make(store)
        ended = ""
        for step, number in steps:
            before = contents(store)
            deeds = [*changes(store, programme)[:-1]] if measure_ids(store, programme) else []
            deeds += [
                lambda: end_programme(store, programme, "participants", on=TODAY, initiator="both", today=TODAY),
                lambda: end_programme(store, programme, "full", on=TODAY, today=TODAY),
                lambda: reopen_programme(store, programme, "ошибка", on=TODAY),
            ]
            deed = deeds[(step + number) % len(deeds)]
            try:
                deed()
            except Refusal:
                assert contents(store) == before
            if ended and deed is not deeds[-1]:
                assert contents(store) == before
            ended = cell(store, "programme", programme, "ended_on")
        assert check.problems(store) == []
        rebuild(store)
        assert not list(differences(store))


# ---------------------------------------------------------------------- commands
def paired(kurator: Kurator) -> str:
    """A pair written straight into the database of the commands; return its id."""
    import os

    with Store.open(Path(os.environ["KURATOR_DB"])) as store:
        return make_pair(store)


def test_a_programme_by_commands(founded: Kurator) -> None:
    pair = paired(founded)
    made = founded(
        "program", "create", pair, "--title", "Первый год", "--start", "01.10.2026", "--end", "01.11.2026",
        "--note", "aims=Освоить = понять", "--json",
    )  # fmt: skip
    assert made.code == 0
    assert sentence(made.err) == made.json["warnings"][0]
    programme = made.json["programme"]
    assert founded("program", "note", programme, "problem=Темп", "--end", "31.05.2027").code == 0
    measure = founded("program", "plan", programme, "--measure", "Урок", "--deadline", "до 10 ноября", "--json").json["measure"]
    assert founded("program", "measures", programme, "--on", "2026-11-21", "--json").json[0]["timing"] == "overdue"
    assert founded("program", "change", measure, "--text", "Открытый урок", "--place", "1").code == 0
    refused = founded("program", "end", programme, "--kind", "full")
    assert (refused.code, "1 из 1" in sentence(refused.err)) == (1, True)
    assert founded("program", "mark", measure, "--state", "done", "--date", "09.11.2026", "--evidence", "запись").code == 0
    assert founded("program", "extend", programme, "--until", "31.08.2027", "--reason", "болезнь").code == 0
    assert founded("program", "end", programme, "--kind", "full", "--on", "2026-11-20").code == 0
    assert founded("program", "note", programme, "aims=Иное").code == 1
    assert founded("program", "reopen", programme, "--reason", "ошибка").code == 0
    shown = founded("program", "show", programme, "--json").json
    assert (shown["note"]["aims"], shown["end"], len(shown["extensions"])) == ("Освоить = понять", "2027-08-31", 1)
    assert shown["plan"][0]["measure"] == "Открытый урок"
    assert "Открытый урок" in founded("program", "show", programme).out
    assert founded("program", "list", "--json").json[0]["done"] == 1
    assert founded("program", "note", programme, "aims").code == 2
    assert founded("program", "change", measure).code == 2
    assert founded("program", "change", measure, "--delete").code == 0
    assert founded("check", "--json").json["problems"] == []
