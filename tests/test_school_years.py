"""Promises of the school year: closing freezes and forbids, reopening needs a reason, a new year keeps people and the plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from model.check import problems
from model.deadlines import read_deadline
from model.entities import Activity, Mark, Occurrence, Pair, PairMember, Person, Programme, Roadmap
from model.errors import Refusal
from model.indicators import indicators
from model.journal import redo, undo
from model.marks import set_mark, toggle
from model.next_year import new_year, shift_years
from model.pairs import create_pair
from model.programmes import create_programme
from model.roadmap_draft import ActivityDraft, RoadmapDraft, StageDraft
from model.roadmaps import add_activity, delete_activity, edit_activity, save_roadmap
from model.school_years import choose_year, close_year, reopen_year, school_years
from model.setup import check_open, current_year, own_id
from model.store import Store
from model.years import SchoolYear
from tests.test_cli import Kurator, founded, kurator, sentence
from tests.worlds import TODAY, YEAR, add_person, add_roadmap, district, export, merge, school

__all__ = ["founded", "kurator"]

OLD, NEW = "2026-2027", "2027-2028"
END = date(2027, 6, 25)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with school(tmp_path / "a.db") as opened:
        yield opened
        assert problems(opened) == []


def pair_at_work(store: Store, *surnames: str) -> str:
    mentor, *mentees = (add_person(store, surname) for surname in surnames or ("Тихонова", "Ёлкина"))
    return create_pair(store, [mentor], mentees, state="active", order_no="12", started_on=date(2026, 9, 10))


def own_roadmap(store: Store, *rows: tuple[str, str]) -> str:
    """A roadmap of one stage: (text, deadline in words)."""
    draft = RoadmapDraft(title=f"Дорожная карта на {OLD} учебный год (2026/27)", stages=[StageDraft("Подготовка", "1")])
    draft.activities = [ActivityDraft(text, read_deadline(words, YEAR), 0) for text, words in rows]
    return save_roadmap(store, draft, own_id(store), YEAR)


def counted(store: Store, years: str = OLD, on: date = END) -> dict[str, tuple[int, int]]:
    return {one.code: (one.numerator, one.denominator) for one in indicators(store, years, on)}


# ---------------------------------------------------------------------- closing and opening
def test_a_closed_year_is_frozen(store: Store) -> None:
    pair = pair_at_work(store)
    Pair.update(state="finished", ended_on=date(2027, 5, 29)).where(Pair.id == pair).execute()
    before = counted(store)
    assert before["form-teacher-teacher"] == (1, 1)
    close_year(store, OLD, END)
    Pair.update(state="proposed").where(Pair.id == pair).execute()
    assert counted(store) == before
    assert counted(store, on=date(2026, 9, 1)) == before
    frozen = {one.code: one for one in indicators(store, OLD, END)}
    assert frozen["papers"].denominator_people == [pair]
    assert (frozen["young"].target, frozen["young"].frozen) == (1.0, True)
    assert [one.code for one in indicators(store, OLD, END)] == [one.code for one in indicators(store, NEW, END)]
    assert undo(store)
    assert counted(store)["form-teacher-teacher"] == (0, 0)
    redo(store)
    assert counted(store) == before


def test_unfinished_work_keeps_a_year_open_unless_a_reason_is_given(store: Store) -> None:
    pair = pair_at_work(store)
    create_programme(store, pair, "Программа", date(2026, 9, 10), date(2027, 5, 29), [])
    for arguments in ({}, {"force": True}, {"reason": "Так вышло"}, {"force": True, "reason": "  "}):
        with pytest.raises(Refusal, match="пар — 1, программ — 1"):
            close_year(store, OLD, END, **arguments)
    assert counted(store)["programmes"] == (0, 1)
    close_year(store, OLD, END, force=True, reason="Слияние школ")
    (line,) = school_years(store)
    assert (line.closed_on, line.reason, line.open_pairs, line.open_programmes) == (END, "Слияние школ", 1, 1)
    undo(store)
    assert school_years(store)[0].closed_on is None


def test_years_that_cannot_be_closed(store: Store) -> None:
    for years, on in (("2025-2026", END), (OLD, date(2026, 7, 31)), ("2026-2028", END), ("когда-нибудь", END)):
        with pytest.raises(Refusal):
            close_year(store, years, on)
    close_year(store, OLD, END)
    with pytest.raises(Refusal, match="уже закрыт"):
        close_year(store, OLD, END)


def test_nothing_of_a_closed_roadmap_changes(store: Store) -> None:
    stage = add_roadmap(store)
    activity = str(store.value("SELECT id FROM activity WHERE stage = ?", (stage,)))
    occurrence = str(store.value("SELECT id FROM occurrence WHERE activity = ?", (activity,)))
    close_year(store, OLD, END)
    for deed in (
        lambda: set_mark(store, occurrence, state="done", done_on=TODAY),
        lambda: toggle(store, occurrence, TODAY),
        lambda: edit_activity(store, activity, text="Иначе"),
        lambda: edit_activity(store, activity, deadline="май"),
        lambda: delete_activity(store, activity),
        lambda: add_activity(store, stage, "Ещё"),
        lambda: add_roadmap(store),
    ):
        with pytest.raises(Refusal, match="закрыт"):
            deed()
    assert Mark.select().count() == 0
    reopen_year(store, OLD, "Забыли отметить", END)
    set_mark(store, occurrence, state="done", done_on=TODAY)


def test_reopening_keeps_the_reason_and_counts_anew(store: Store) -> None:
    close_year(store, OLD, END)
    for years, reason, on in ((OLD, "  ", END), ("2025-2026", "Причина", END), (OLD, "Причина", date(2027, 6, 1))):
        with pytest.raises(Refusal):
            reopen_year(store, years, reason, on)
    reopen_year(store, OLD, "Не внесли пару", date(2027, 7, 1))
    (line,) = school_years(store)
    assert (line.closed_on, line.reopened_on, line.reason) == (None, date(2027, 7, 1), "Не внесли пару")
    pair_at_work(store)
    assert counted(store)["papers"] == (0, 1)
    with pytest.raises(Refusal, match="не закрыт"):
        reopen_year(store, OLD, "Ещё раз", date(2027, 7, 2))
    close_year(store, OLD, date(2027, 7, 3), force=True, reason="Пара продолжает")
    assert counted(store)["papers"] == (0, 1)
    undo(store)
    assert not any(one.frozen for one in indicators(store, OLD, END))


def test_the_district_reads_the_frozen_numbers_of_a_closed_year(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with school(tmp_path / "s.db") as sender:
        pair, owner = pair_at_work(sender), own_id(sender)
        close_year(sender, OLD, END, force=True, reason="Продолжат")
        Pair.update(state="proposed").where(Pair.id == pair).execute()
        export(sender, out / "s.kur")
    with district(tmp_path / "d.db") as receiver:
        merge(receiver, out / "s.kur")
        asked = {one.code: one for one in indicators(receiver, OLD, END, [owner])}
        assert (asked["papers"].denominator, asked["papers"].frozen) == (1, True)
        assert asked["papers"].denominator_people == []  # who they are stays in the institution
        assert counted(receiver)["papers"] == (0, 0)
        close_year(receiver, OLD, END)
        assert all(one.frozen for one in indicators(receiver, OLD, END))
        assert problems(receiver) == []


# ---------------------------------------------------------------------- a new year
def test_a_new_year_plans_the_roadmap_anew(store: Store) -> None:
    own_roadmap(
        store,
        ("Приказ", "август"),
        ("Карты контроля", "Ноябрь, март"),
        ("Совещание", "25.08.2026"),
        ("Анализ за 2025-2026 год", "до 1 октября"),
        ("По запросу", "по необходимости"),
        ("Встречи", "ежемесячно"),
    )
    done = str(store.value("SELECT id FROM occurrence WHERE start_on = '2026-08-25'"))
    set_mark(store, done, state="done", done_on=date(2026, 8, 25))
    begun = new_year(store, NEW)
    assert (begun.roadmaps, begun.activities, begun.pairs) == (1, 6, 0)
    assert current_year(store) == SchoolYear(2027)
    (copy,) = Roadmap.select().where(Roadmap.years == NEW)
    assert copy.title == f"Дорожная карта на {NEW} учебный год (2027/28)"
    days = {
        row[0]: (row[1], row[2], row[3])
        for row in store.sql(
            "SELECT a.text, a.deadline, min(o.start_on), max(o.end_on) FROM stage s JOIN activity a ON a.stage = s.id "
            "JOIN occurrence o ON o.activity = a.id WHERE s.roadmap = ? GROUP BY a.id",
            (copy.id,),
        )
    }
    assert days == {
        "Приказ": ("август", "2027-08-01", "2027-08-31"),
        "Карты контроля": ("Ноябрь, март", "2027-11-01", "2028-03-31"),
        "Совещание": ("25.08.2027", "2027-08-25", "2027-08-25"),
        "Анализ за 2025-2026 год": ("до 1 октября", None, "2027-10-01"),
        "По запросу": ("по необходимости", None, None),
        "Встречи": ("ежемесячно", "2027-09-01", "2028-05-31"),
    }
    assert len(begun.warnings) == 2
    assert any("25.08.2027" in words for words in begun.warnings)
    assert Mark.select().count() == 1
    assert (Activity.select().count(), Occurrence.select().count()) == (12, 2 * (begun.occurrences + 1))
    assert undo(store) == f"Новый учебный год {NEW}"
    assert (Roadmap.select().count(), [line.years for line in school_years(store)]) == (1, [OLD])
    assert new_year(store, NEW).activities == 6


@pytest.mark.parametrize(("text", "moved"), [
    ("25.08.2026", "25.08.2027"), ("2026-2027 учебный год", "2027-2028 учебный год"), ("2026/27", "2027/28"),
    ("25.08.26", "25.08.27"), ("25-29.08.2026", "25-29.08.2027"), ("май 2027 г.", "май 2028 г."), ("6.10.", "6.10."),
    ("2026-10-02", "2027-10-02"), ("5-11 кл.", "5-11 кл."), ("приказ № 12026", "приказ № 12026"),
    ("09.00 часов", "09.00 часов"), ("2099-2100", "2100-2101"), ("01.09.26-30.09.26", "01.09.27-30.09.27"), ("", ""),
])  # fmt: skip
def test_written_years_move(text: str, moved: str) -> None:
    assert shift_years(text, 1) == moved
    assert shift_years(text, 0) == text


def test_people_stay_and_finished_pairs_do_not_go_on(store: Store) -> None:
    at_work = pair_at_work(store)
    alone = pair_at_work(store, "Сорокина", "Уволенная")
    finished = pair_at_work(store, "Белова", "Чайка")
    Pair.update(state="finished").where(Pair.id == finished).execute()
    Person.update(left_on=date(2027, 6, 30)).where(Person.surname == "Уволенная").execute()
    people = Person.select().count()
    begun = new_year(store, NEW, carry_pairs=True)
    assert begun.pairs == 1
    assert len(begun.warnings) == 2
    (new,) = Pair.select().where(Pair.years == NEW)
    assert (new.state, new.order_no, new.started_on) == ("active", "12", date(2027, 8, 1))
    old = Pair.get_by_id(at_work)
    assert (old.state, old.ended_on) == ("finished", date(2027, 7, 31))
    assert Pair.get_by_id(alone).state == "active"
    assert {(m.person, m.role) for m in PairMember.select().where(PairMember.pair == new.id)} == {
        (m.person, m.role) for m in PairMember.select().where(PairMember.pair == at_work)
    }
    assert Person.select().count() == people
    assert Programme.select().count() == 0
    undo(store)
    assert Pair.get_by_id(at_work).state == "active"
    assert Pair.select().where(Pair.years == NEW).count() == 0
    assert new_year(store, NEW).pairs == 0


def test_pairs_of_a_closed_year_stay_as_they_are(store: Store) -> None:
    pair = pair_at_work(store)
    close_year(store, OLD, END, force=True, reason="Продолжат")
    assert new_year(store, NEW, carry_pairs=True).pairs == 1
    assert Pair.get_by_id(pair).state == "active"
    check_open(store)
    with pytest.raises(Refusal):
        check_open(store, OLD)


def test_years_that_cannot_begin(store: Store) -> None:
    for years in (OLD, "2025-2026", "2027-2029"):
        with pytest.raises(Refusal):
            new_year(store, years)
    assert new_year(store, "2028-2029").warnings
    assert current_year(store) == SchoolYear(2028)
    choose_year(store, OLD)
    assert current_year(store) == YEAR
    with pytest.raises(Refusal):
        choose_year(store, "2027-2028")


# ---------------------------------------------------------------------- commands
def test_a_year_by_commands(founded: Kurator, tmp_path: Path) -> None:
    assert founded("survey", "standard", "--role", "mentee", "--json").json["questionnaires"]
    (first, *_) = founded("survey", "list", "--json").json
    items = founded("survey", "show", first["id"], "--json").json["items"]
    values = ";".join({"scale10": "8", "yesno": "да", "choice": "1", "open": "-"}[item["scale"]] for item in items)
    lines = tmp_path / "листы.txt"
    lines.write_text(f"А1;{values}\nА2;{values}\nА3;не то\n", "cp1251")
    enter = (
        "survey",
        "enter",
        first["id"],
        "--moment",
        "after",
        "--file",
        lines,
        "--anonymous",
        "--on",
        "2026-11-20",
        "--json",
    )
    refused = founded(*enter)
    assert (refused.code, [one["line"] for one in refused.json["problems"]]) == (1, [3])
    assert "строка 3" in sentence(refused.err)
    done = founded(*enter, "--skip-bad")
    assert (done.code, done.json["sheets"]) == (3, 2)
    result = founded("survey", "result", first["id"], "--json").json
    assert result["sheets"] == {"before": 0, "after": 2, "named": 0}
    assert founded("survey", "result", first["id"]).code == 0
    assert founded("survey", "swot", "add", "--side", "threat", "--text", "Мало времени").code == 0
    assert [line["side"] for line in founded("survey", "swot", "list", "--json").json] == ["threat"]
    told = founded("indicators", "--on", "2026-11-21", "--target", "programmes=80%", "--people", "--json").json
    assert set(told[0]) == {"code", "title", "numerator", "denominator", "value", "target", "people"}
    assert {one["code"]: one["target"] for one in told}["programmes"] == 0.8
    assert founded("indicators", "--target", "нет=1").code == 1
    assert founded("indicators", "--target", "нет").code == 2
    assert founded("year", "close", "--on", "2027-06-25", "--json").json == {"years": OLD, "closed_on": "2027-06-25"}
    assert "закрыт" in sentence(founded("survey", "swot", "add", "--side", "threat", "--text", "Ещё").err)
    assert founded("year", "new", NEW, "--json").json["years"] == NEW
    assert founded("year", "open", OLD, "--reason", "Правка", "--on", "2027-06-26").code == 0
    assert founded("year", "use", OLD).code == 0
    shown = founded("year", "show", "--json").json
    assert [(line["years"], line["current"], line["reopened_on"]) for line in shown] == [
        (NEW, False, None), (OLD, True, "2027-06-26"),
    ]  # fmt: skip
    assert founded("check").code == 0


def test_a_questionnaire_of_ones_own_by_command(founded: Kurator, tmp_path: Path) -> None:
    path = tmp_path / "своя.json"
    path.write_text(json.dumps({"title": "Своя", "role": "mentor", "items": [{"text": "Довольны?"}]}), "utf-8")
    identity = founded("survey", "load", path, "--json").json["questionnaire"]
    assert "Довольны?" in founded("survey", "show", identity).out
    path.write_text("не анкета", "utf-8")
    assert sentence(founded("survey", "load", path).err)
    assert founded("survey", "load", tmp_path / "нет.json").code == 1
