"""Edits of a roadmap before it is saved: no word lost, stages in order, every step can be taken back, a kill loses nothing."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.deadlines import Span, read_deadline
from model.errors import Refusal
from model.preview_doubts import doubts_by_row, open_questions, settled, without_question
from model.preview_history import Preview, forget, keep, kept, kept_path
from model.preview_years import in_this_year
from model.roadmap_draft import ActivityDraft, RoadmapDraft, StageDraft
from model.roadmap_preview import (
    UNNAMED_STAGE,
    in_stage_order,
    joined_above,
    moved_to_stage,
    on_standard_stages,
    row_line,
    row_to_stage,
    stage_to_row,
    unread_to_activity,
    with_activity,
    with_stage,
    without_activity,
    without_stage,
)
from model.roadmaps import state_of_words
from model.years import SchoolYear

YEAR = SchoolYear(2026)


def row(text: str, deadline: str = "ноябрь", stage: int = 0, **fields: object) -> ActivityDraft:
    return replace(ActivityDraft(text, read_deadline(deadline, YEAR), stage), **fields)  # type: ignore[arg-type]


def sample() -> RoadmapDraft:
    return RoadmapDraft(
        title="Дорожная карта",
        columns=[("activity", "Мероприятия"), ("deadline", "Сроки")],
        stages=[StageDraft("Подготовка", "1"), StageDraft("Работа", "2")],
        activities=[
            row("Издать приказ", "август", 0, no="1.1", responsible="заведующий", done="Выполнено", extra={"Место": "зал"}),
            row("Составить пары", "к ноябрю", 0, no="1.2"),
            row("Встречи", "по отдельному плану", 1, result="записи"),
            row("Отчёт", "", 1),
        ],
        unread=["Итого 4", "Согласовано с профсоюзом"],
        questions=["Верно?"],
    )


def texts(draft: RoadmapDraft) -> list[tuple[int, str]]:
    return [(one.stage, one.text) for one in draft.activities]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def everything(draft: RoadmapDraft) -> Counter[str]:
    """Every word that a draft holds (questions are the program's own)."""
    parts = [draft.title, *draft.approval, *draft.unread, *(heading for _, heading in draft.columns)]
    parts += [f"{stage.no} {stage.title}" for stage in draft.stages]
    parts += [row_line(one) for one in draft.activities]
    return words("\n".join(parts))


def test_doubts_of_rows() -> None:
    doubts = doubts_by_row(sample())
    assert 0 not in doubts
    assert "по-разному" in doubts[1][0]
    assert "не понят" in doubts[2][0]
    assert "не указан" in doubts[3][0]
    far = with_activity(sample(), 0, YEAR, deadline="август 2019")
    assert doubts_by_row(far)[0] == far.activities[0].deadline.warnings != ()


def test_words_of_a_row_and_what_its_deadline_means() -> None:
    draft = with_activity(sample(), 1, YEAR, meant="до 31.10.2026")
    one = draft.activities[1]
    assert (one.deadline.text, one.meant, one.deadline.ambiguous) == ("к ноябрю", "до 31.10.2026", False)
    assert one.deadline.occurrences == (Span(None, date(2026, 10, 31)),)
    draft = with_activity(draft, 1, YEAR, text="Пары:\n1. раз\n2. два", responsible="завуч", result="приказ", no="7")
    one = draft.activities[1]
    assert (one.no, one.steps, one.responsible, one.result, one.meant) == (
        "7",
        ["раз", "два"],
        "завуч",
        "приказ",
        "до 31.10.2026",
    )
    assert with_activity(draft, 1, YEAR, deadline="март").activities[1].meant == ""
    assert with_activity(draft, 1, YEAR, deadline="март", meant="май").activities[1].deadline.occurrences[0].start == date(
        2027, 5, 1
    )
    for refused in ({"meant": "к ноябрю"}, {"meant": "по плану"}, {"text": " "}):
        with pytest.raises(Refusal):
            with_activity(draft, 1, YEAR, **refused)


def test_a_row_becomes_a_stage_and_a_stage_a_row() -> None:
    draft = row_to_stage(sample(), 0)
    assert [(one.no, one.title) for one in draft.stages] == [("1", "Подготовка"), ("1.1", "Издать приказ"), ("2", "Работа")]
    assert texts(draft) == [(1, "Составить пары"), (2, "Встречи"), (2, "Отчёт")]
    assert draft.unread[-1] == "август | заведующий | Выполнено | Место: зал"
    back = stage_to_row(draft, 1)
    assert texts(back) == [(0, "Издать приказ"), (0, "Составить пары"), (1, "Встречи"), (1, "Отчёт")]
    first = stage_to_row(sample(), 0)
    assert [one.title for one in first.stages] == [UNNAMED_STAGE, "Работа"]
    assert texts(first)[0] == (0, "Подготовка")


def test_joining_keeps_every_understood_day() -> None:
    draft = with_activity(sample(), 1, YEAR, deadline="ноябрь, март")
    one = joined_above(draft, 1, YEAR).activities[0]
    assert one.text == "Издать приказ\n1.2 Составить пары"
    assert one.deadline.text == "август, ноябрь, март"
    assert [span.start for span in one.deadline.occurrences] == [date(2026, 8, 1), date(2026, 11, 1), date(2027, 3, 1)]
    assert (one.done, one.extra) == ("по строкам: Выполнено", {"Место": "зал"})
    rest = joined_above(with_activity(sample(), 3, YEAR, text="и беседы"), 3, YEAR).activities[2]
    assert (rest.text, rest.deadline.text, rest.result) == ("Встречи и беседы", "по отдельному плану", "записи")
    with pytest.raises(Refusal, match="соединять не с чем"):
        joined_above(sample(), 2, YEAR)


def test_joining_what_was_explained_by_hand() -> None:
    draft = with_activity(sample(), 1, YEAR, meant="до 31.10.2026")
    one = joined_above(draft, 1, YEAR).activities[0]
    assert set(one.deadline.occurrences) == {Span(date(2026, 8, 1), date(2026, 8, 31)), Span(None, date(2026, 10, 31))}
    assert one.deadline.text == "август, к ноябрю"
    doubtful = joined_above(sample(), 1, YEAR)
    assert 0 in doubts_by_row(doubtful)


def test_deleted_rows_and_stages_stay_as_unread_lines() -> None:
    draft = without_activity(sample(), 0)
    assert draft.unread[-1] == "1.1 | Издать приказ | август | заведующий | Выполнено | Место: зал"
    with pytest.raises(Refusal, match="есть мероприятия"):
        without_stage(draft, 1)
    for _ in range(2):
        draft = without_activity(draft, 1)
    draft = without_stage(draft, 1)
    assert (texts(draft), draft.unread[-1]) == ([(0, "Составить пары")], "2 | Работа")


def test_an_unread_line_becomes_a_row() -> None:
    draft = unread_to_activity(sample(), 1, 0)
    assert texts(draft)[2] == (0, "Согласовано с профсоюзом")
    assert draft.unread == ["Итого 4"]
    alone = unread_to_activity(RoadmapDraft(unread=["Встреча"]), 0, 5)
    assert ([one.title for one in alone.stages], texts(alone)) == ([UNNAMED_STAGE], [(0, "Встреча")])


def test_a_row_goes_to_another_stage() -> None:
    assert texts(moved_to_stage(sample(), 0, 1)) == [(0, "Составить пары"), (1, "Издать приказ"), (1, "Встречи"), (1, "Отчёт")]
    assert texts(moved_to_stage(sample(), 3, 0)) == [
        (0, "Издать приказ"),
        (0, "Составить пары"),
        (0, "Отчёт"),
        (1, "Встречи"),
    ]


def test_a_text_without_a_table_gets_the_standard_stages_and_keeps_its_words() -> None:
    text = RoadmapDraft(title="План", unread=["Сначала приказ.", "Потом пары."], questions=["Взять типовые этапы?"])
    draft = on_standard_stages(text, YEAR)
    assert (len(draft.stages), draft.title, draft.unread, draft.questions) == (7, "План", text.unread, [])
    with pytest.raises(Refusal):
        on_standard_stages(draft, YEAR)


def test_a_document_of_another_year_is_understood_in_this_one() -> None:
    draft = replace(
        sample(), activities=[row("Приказ", "Август 2023", done="Выполнено"), row("Пары", "ноябрь"), row("Итоги", "")]
    )
    moved = in_this_year(draft, YEAR)
    first = moved.activities[0]
    assert (first.deadline.text, first.meant, first.done) == ("Август 2023", "Август 2026", "в прошлом: Выполнено")
    assert first.deadline.occurrences == (Span(date(2026, 8, 1), date(2026, 8, 31)),)
    assert state_of_words(first.done) == "none"
    assert 0 not in doubts_by_row(moved)
    assert moved.activities[1:] == draft.activities[1:]
    with pytest.raises(Refusal, match="нет"):
        in_this_year(moved, YEAR)


def test_an_answered_question_goes() -> None:
    assert without_question(sample(), 0).questions == []
    with pytest.raises(Refusal):
        without_question(sample(), 1)


def test_other_words_of_a_stage() -> None:
    assert with_stage(sample(), 1, no="II", title=" Встречи ").stages[1] == StageDraft("Встречи", "II")
    with pytest.raises(Refusal):
        with_stage(sample(), 1, title=" ")


# ---------------------------------------------------------------------- any edits in any order
TEXT = st.text("абв-,;.|1 \n", min_size=1, max_size=12)
DEADLINES = st.sampled_from(
    [
        "",
        "ноябрь",
        "к ноябрю",
        "по плану",
        "до 5.10",
        "ежеквартально",
        "сентябрь, 5 или 6",
        "май 2019",
        "с 1 мая",
        "по необходимости",
    ]
)
ROWS = st.builds(
    lambda text, deadline, stage, no, responsible, done: row(
        text, deadline, stage, no=no, responsible=responsible, done=done, extra={"Место": no} if no else {}
    ),
    TEXT,
    DEADLINES,
    st.integers(0, 3),
    st.sampled_from(["", "1", "2.1"]),
    TEXT | st.just(""),
    st.sampled_from(["", "Выполнено"]),
)


@st.composite
def drafts(draw: st.DrawFn) -> RoadmapDraft:
    stages = draw(st.lists(st.builds(StageDraft, TEXT | st.just(""), st.sampled_from(["", "I."])), max_size=4))
    activities = draw(st.lists(ROWS, max_size=6)) if stages else []
    activities = [replace(one, stage=one.stage % len(stages)) for one in activities]
    doubts = [(draw(st.integers(0, len(activities) - 1)), "Чья строка?")] if activities else []
    unread = draw(st.lists(TEXT, max_size=3))
    return in_stage_order(RoadmapDraft(stages=stages, activities=activities, unread=unread, title="Карта", doubts=doubts))


Edit = Callable[[RoadmapDraft, int, int], RoadmapDraft]
#: Edits that keep every word as many times as it was written.
EXACT: list[Edit] = [
    lambda draft, at, _: without_activity(draft, at),
    lambda draft, at, _: without_stage(draft, at),
    lambda draft, at, _: row_to_stage(draft, at),
    lambda draft, at, _: stage_to_row(draft, at),
    moved_to_stage,
    unread_to_activity,
    lambda draft, *_: on_standard_stages(draft, YEAR),
    lambda draft, at, _: settled(draft, at),
]
#: Edits that say the same cell of two rows once, or that say something else about a deadline.
OTHERS: list[Edit] = [
    lambda draft, at, _: joined_above(draft, at, YEAR),
    lambda draft, at, _: with_activity(draft, at, YEAR, meant="ноябрь, март"),
    lambda draft, at, _: with_activity(draft, at, YEAR, meant=""),
    lambda draft, *_: in_this_year(draft, YEAR),
]
STEPS = st.lists(st.tuples(st.sampled_from(EXACT + OTHERS), st.integers(0, 6), st.integers(0, 3)), max_size=12)


@settings(max_examples=300, deadline=None)
@given(drafts(), STEPS)
def test_any_edits_lose_no_word_and_can_be_taken_back(draft: RoadmapDraft, steps: list[tuple[Edit, int, int]]) -> None:
    before, source = copy.deepcopy(draft), everything(draft)
    preview = Preview(draft, YEAR)
    seen = [draft]
    for edit, at, to in steps:
        try:
            after = edit(preview.draft, at, to)
        except Refusal:
            continue
        assert source.keys() <= everything(after).keys()
        assert edit in OTHERS or not everything(preview.draft) - everything(after)
        assert all(0 <= one.stage < len(after.stages) for one in after.activities)
        assert [one.stage for one in after.activities] == sorted(
            one.stage for one in after.activities
        ) or after == preview.draft
        if preview.apply("Правка", after):
            seen.append(after)
    for expected in reversed(seen[:-1]):
        assert preview.undo() == "Правка"
        assert preview.draft == expected
    assert preview.undo() == ""
    assert preview.draft == before
    assert not preview.edited
    for expected in seen[1:]:
        assert preview.redo() == "Правка"
        assert preview.draft == expected
    assert preview.redo() == ""


def test_a_new_step_ends_redo() -> None:
    preview = Preview(sample(), YEAR)
    preview.apply("Раз", without_activity(preview.draft, 0))
    preview.undo()
    preview.apply("Два", without_activity(preview.draft, 1))
    assert preview.redo() == ""
    assert preview.undo() == "Два"


def test_what_the_reader_doubted_follows_its_row() -> None:
    draft = sample()
    draft.ask("У таблицы нет шапки.")
    draft.doubt(0, "Срок взят сверху?")
    draft.doubt(2, "Чья это строка?")
    draft.doubt(3, "Мероприятие «Отчёт» без срока: когда его выполнять?")
    assert open_questions(draft) == ["Верно?", "У таблицы нет шапки."]
    assert doubts_by_row(draft)[3] == ("Срок не указан.",)
    assert "Чья это строка?" in doubts_by_row(without_activity(draft, 0))[1]
    assert "Чья это строка?" in doubts_by_row(moved_to_stage(draft, 2, 0))[2]
    assert "Срок взят сверху?" in doubts_by_row(joined_above(draft, 1, YEAR))[0]
    assert 0 not in doubts_by_row(settled(draft, 0))
    assert "Срок взят сверху?" not in settled(draft, 0).questions
    assert 0 not in doubts_by_row(with_activity(draft, 0, YEAR, deadline="май"))
    assert 0 in doubts_by_row(with_activity(draft, 0, YEAR, text="Иначе"))
    for at in (1, 3):
        with pytest.raises(Refusal):
            settled(draft, at)


# ---------------------------------------------------------------------- a kill
@settings(max_examples=50, deadline=None)
@given(drafts())
def test_a_preview_survives_a_kill_word_for_word(tmp_path_factory: pytest.TempPathFactory, draft: RoadmapDraft) -> None:
    database = tmp_path_factory.mktemp("db") / "школа.kurator"
    keep(Preview(draft, YEAR, "карта.docx"), database)
    found = kept(database)
    assert found is not None
    assert (found.draft, found.year, found.source, found.edited) == (draft, YEAR, "карта.docx", True)
    forget(database)
    assert kept(database) is None


def test_a_damaged_or_foreign_file_is_nothing(tmp_path: Path) -> None:
    database = tmp_path / "школа.kurator"
    assert kept(database) is None
    place = kept_path(database)
    place.parent.mkdir(parents=True)
    whole = {
        "format": 1,
        "year": "2026-2027",
        "source": "",
        "draft": {"stages": [], "columns": [], "activities": [{"text": 1}]},
    }
    for text in ("", "[]", "{}", '{"format": 2}', json.dumps(whole)):
        place.write_text(text, encoding="utf-8")
        assert kept(database) is None
    forget(database)
    forget(database)


def test_two_databases_keep_their_own(tmp_path: Path) -> None:
    keep(Preview(sample(), YEAR, "одна"), tmp_path / "1.kurator")
    assert kept(tmp_path / "2.kurator") is None
