"""What a person says about a deadline: the words stay, the days change, no checkmark goes without being asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import check, journal
from model.deadlines import Span, read_deadline
from model.entities import Activity, Mark, Occurrence
from model.errors import Refusal
from model.manual_deadlines import check_meant, meant_deadline, reading_words, understood
from model.marks import mark_id, set_mark
from model.roadmap_draft import ActivityDraft, RoadmapDraft, StageDraft
from model.roadmap_queries import roadmap_view
from model.roadmap_view import ActivityView
from model.roadmaps import add_activity, delete_activity, edit_activity, save_roadmap
from model.setup import own_id
from model.store import Store
from model.years import SchoolYear
from tests.worlds import TODAY, YEAR, add_roadmap, school

TWO_WAYS = "к ноябрю"
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
MARCH = (date(2027, 3, 1), date(2027, 3, 31))


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with school(tmp_path / "школа.db") as opened:
        yield opened


def saved(store: Store, words: str, meant: str = "", done: str = "") -> str:
    """A roadmap of one activity as an import writes it; return the activity's id."""
    one = ActivityDraft("Собрать отчёты", meant_deadline(words, meant, YEAR), 0, done=done, meant=meant, lead="Собрать")
    save_roadmap(store, RoadmapDraft(stages=[StageDraft("Итоги")], activities=[one]), own_id(store), YEAR)
    activity: Activity = Activity.get()
    return activity.id


def seen(store: Store) -> ActivityView:
    """The only activity as the screens get it."""
    roadmap = store.value("SELECT id FROM roadmap")
    return roadmap_view(store, roadmap, TODAY).stages[0].activities[0]


def days(store: Store) -> list[tuple[date | None, date | None]]:
    """Days of its occurrences."""
    return [(one.start, one.end) for one in seen(store).occurrences]


def test_an_import_keeps_what_was_meant_beside_the_words(store: Store) -> None:
    saved(store, TWO_WAYS, "ноябрь, март")
    shown = seen(store)
    assert (shown.deadline, shown.meant, shown.lead) == (TWO_WAYS, "ноябрь, март", "Собрать")
    assert (shown.kind, shown.ambiguous) == ("months", False)
    assert days(store) == [NOVEMBER, MARCH]


def test_a_meaning_settles_and_taking_it_away_asks_again(store: Store) -> None:
    activity = saved(store, TWO_WAYS)
    assert seen(store).ambiguous
    edit_activity(store, activity, deadline_meant=" ноябрь, март ")
    assert (seen(store).meant, seen(store).ambiguous, days(store)) == ("ноябрь, март", False, [NOVEMBER, MARCH])
    edit_activity(store, activity, deadline_meant="")
    assert (seen(store).meant, seen(store).ambiguous) == ("", True)
    assert seen(store).deadline == TWO_WAYS


def test_changing_one_keeps_the_other_unless_the_words_become_other_words(store: Store) -> None:
    activity = saved(store, TWO_WAYS, "ноябрь")
    edit_activity(store, activity, deadline=TWO_WAYS, responsible="завуч")
    assert seen(store).meant == "ноябрь"
    edit_activity(store, activity, deadline="по плану отдела", deadline_meant="март")
    assert (seen(store).deadline, seen(store).meant, days(store)) == ("по плану отдела", "март", [MARCH])
    edit_activity(store, activity, deadline="до 5 октября")
    assert (seen(store).meant, days(store)) == ("", [(None, date(2026, 10, 5))])


@pytest.mark.parametrize("meant", [TWO_WAYS, "по отдельному плану", "[/]"])
def test_a_meaning_that_explains_nothing_is_refused_and_nothing_changes(store: Store, meant: str) -> None:
    activity = saved(store, "ноябрь")
    with pytest.raises(Refusal) as refused:
        edit_activity(store, activity, text="Иначе", deadline_meant=meant)
    assert meant in refused.value.sentence
    assert (seen(store).text, seen(store).meant, days(store)) == ("Собрать отчёты", "", [NOVEMBER])
    with pytest.raises(Refusal):
        add_activity(store, Activity.get().stage, "Ещё", "ноябрь", deadline_meant=meant)
    assert Activity.select().count() == 1


def test_marks_of_days_that_stay_are_kept(store: Store) -> None:
    activity = saved(store, "ноябрь, март")
    set_mark(store, seen(store).occurrences[0].id, state="done", done_on=TODAY, note="в срок")
    edit_activity(store, activity, deadline_meant="ноябрь, апрель")
    first, second = seen(store).occurrences
    assert (first.state, first.done_on, first.note) == ("done", TODAY, "в срок")
    assert (second.start, second.state) == (date(2027, 4, 1), "none")


@pytest.mark.parametrize("fields", [{"state": "moved"}, {"evidence": "приказ"}, {"note": "болезнь"}, {"done_on": TODAY}])
def test_days_with_a_mark_go_only_when_that_is_confirmed(store: Store, fields: dict[str, Any]) -> None:
    activity = saved(store, "ноябрь, март")
    occurrence = seen(store).occurrences[0].id
    set_mark(store, occurrence, **fields)
    for words, meant in (("март", None), (None, "март")):
        with pytest.raises(Refusal) as refused:
            edit_activity(store, activity, deadline=words, deadline_meant=meant)
        assert refused.value.code == "marks"
        assert "(1)" in refused.value.sentence
        assert days(store) == [NOVEMBER, MARCH]
    edit_activity(store, activity, deadline_meant="март", drop_marks=True)
    assert days(store) == [MARCH]
    assert Mark.get_or_none(Mark.id == mark_id(occurrence)) is None
    journal.undo(store)
    assert days(store) == [NOVEMBER, MARCH]
    kept = seen(store).occurrences[0]
    assert (kept.state, kept.evidence, kept.note, kept.done_on) == (
        fields.get("state", "none"),
        fields.get("evidence", ""),
        fields.get("note", ""),
        fields.get("done_on"),
    )
    assert check.problems(store) == []


def test_an_emptied_mark_asks_nothing(store: Store) -> None:
    activity = saved(store, "ноябрь")
    occurrence = seen(store).occurrences[0].id
    set_mark(store, occurrence, state="done", done_on=TODAY)
    set_mark(store, occurrence, state="none", done_on=None)
    edit_activity(store, activity, deadline="март")
    assert days(store) == [MARCH]


def test_words_of_a_mark_column_are_not_lost_when_the_deadline_is_settled_later(store: Store) -> None:
    activity = saved(store, "по отдельному плану", done="Выполнено")
    assert days(store) == [(None, None)]
    with pytest.raises(Refusal, match=r"\(1\)"):
        edit_activity(store, activity, deadline_meant="март")
    edit_activity(store, activity, deadline_meant="по необходимости")
    assert (seen(store).kind, seen(store).occurrences[0].state) == ("as-needed", "done")


def test_one_step_of_undo_and_deleting_takes_marks_along(store: Store) -> None:
    activity = saved(store, "ноябрь")
    edit_activity(store, activity, text="Иначе", deadline="март, май", deadline_meant="апрель")
    journal.undo(store)
    assert (seen(store).text, seen(store).deadline, seen(store).meant, days(store)) == (
        "Собрать отчёты",
        "ноябрь",
        "",
        [NOVEMBER],
    )
    journal.redo(store)
    assert (seen(store).deadline, seen(store).meant) == ("март, май", "апрель")
    set_mark(store, seen(store).occurrences[0].id, state="done")
    delete_activity(store, activity)
    assert (Occurrence.select().count(), Mark.select().count()) == (0, 0)
    journal.undo(store)
    assert seen(store).occurrences[0].state == "done"


def test_the_lead_of_the_text_goes_when_the_text_begins_otherwise(store: Store) -> None:
    activity = saved(store, "ноябрь")
    edit_activity(store, activity, text="Собрать и сдать отчёты")
    assert seen(store).lead == "Собрать"
    edit_activity(store, activity, text="Сдать отчёты")
    assert seen(store).lead == ""


def test_a_new_activity_can_be_explained_at_once(store: Store) -> None:
    stage = add_roadmap(store)
    activity = add_activity(store, stage, "Встреча", TWO_WAYS, deadline_meant="до 31.10.2026")
    row: Activity = Activity.get_by_id(activity)
    assert (row.deadline, row.deadline_meant, row.deadline_kind, row.ambiguous) == (TWO_WAYS, "до 31.10.2026", "by", 0)


def test_every_reading_of_a_doubt_has_words_that_settle_it() -> None:
    for words in (TWO_WAYS, "к маю", "до 5-10 октября", "05.06-10", "10.11.12", "сентябрь, 5 или 6"):
        for reading in read_deadline(words, YEAR).readings:
            said = reading_words(reading, YEAR)
            assert meant_deadline(words, said, YEAR).occurrences == reading, words
            check_meant(said, YEAR)


DAYS = st.dates(date(2026, 8, 1), date(2027, 7, 31))
SPANS = st.tuples(DAYS | st.none(), DAYS | st.none()).filter(lambda pair: pair != (None, None))


@settings(max_examples=150, deadline=None)
@given(st.lists(SPANS, min_size=1, max_size=4, unique=True))
def test_words_of_a_reading_say_its_days_or_there_are_none(pairs: list[tuple[date | None, date | None]]) -> None:
    reading = tuple(Span(end, start) if start and end and end < start else Span(start, end) for start, end in pairs)
    said = reading_words(reading, YEAR)
    if said:
        assert read_deadline(said, YEAR).occurrences == reading
    if len(reading) == 1:
        assert said


def test_what_is_understood_is_always_said() -> None:
    assert "не указан" in understood(read_deadline("", YEAR))
    assert understood(read_deadline("ноябрь, март", YEAR), YEAR) == "1–30 ноя, 1–31 мар"
    assert understood(read_deadline("август 2023", YEAR), YEAR) == "1–31 авг (2023)"
    assert understood(read_deadline("август 2023", YEAR), SchoolYear(2023)) == "1–31 авг"
    for words in ("по необходимости", "по отдельному плану", "в 10-дневный срок после приказа"):
        assert understood(read_deadline(words, YEAR), YEAR).strip()
