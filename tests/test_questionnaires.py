"""Promises of monitoring: what is entered from paper is checked first, compared rightly, and taken back by one undo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.check import problems
from model.errors import Refusal
from model.journal import undo
from model.questionnaires import (
    BLOCKS,
    ItemDraft,
    QuestionnaireDraft,
    create_questionnaire,
    questionnaire_view,
    questionnaires,
    read_questionnaire,
)
from model.school_years import close_year
from model.standard_questionnaires import add_standard
from model.store import Store
from model.survey_results import survey_result
from model.survey_sheets import BadLines, decoded_lines, enter_sheets
from model.swot import add_swot, swot
from tests.worlds import TODAY, add_person, school

DRAFT = QuestionnaireDraft(
    "Проба",
    "mentee",
    (
        ItemDraft("Уверенность", "scale10", "influence", True),
        ItemDraft("Останетесь?", "yesno", "influence", True),
        ItemDraft("Как часто?", "choice", "satisfaction", False, ("часто", "редко")),
        ItemDraft("Что ещё?", "open", "quality"),
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with school(tmp_path / "a.db") as opened:
        yield opened
        assert problems(opened) == []


def sheets(store: Store) -> int:
    return int(store.value("SELECT count(*) FROM answer_sheet"))


def test_standard_questionnaires_cover_three_blocks_for_both_roles(store: Store) -> None:
    ids = add_standard(store)
    views = [questionnaire_view(store, one) for one in ids]
    assert {(view.role, block) for view in views for block in {item.block for item in view.items}} == {
        (role, block) for role in ("mentor", "mentee") for block in BLOCKS
    }
    assert all(view.asked("before") and len(view.asked("before")) < len(view.asked("after")) for view in views)
    assert {line.years for line in questionnaires(store)} == {"2026-2027"}
    with pytest.raises(Refusal, match="уже есть"):
        add_standard(store)
    assert undo(store) == "Типовые анкеты"
    assert questionnaires(store) == []


def test_standard_questionnaires_fill_up_what_is_missing(store: Store) -> None:
    assert len(add_standard(store, "mentor")) == 3
    assert len(add_standard(store)) == 3


def test_sheets_before_and_after_are_paired_by_person(store: Store) -> None:
    anna, vera = add_person(store, "Ёлкина"), add_person(store, "Тихонова")
    add_person(store, "Одна")
    identity = create_questionnaire(store, DRAFT)
    enter_sheets(store, identity, "before", [f"{anna};3;нет", "тихонова АННА львовна\t5\t-"], on=TODAY)
    entry = enter_sheets(
        store,
        identity,
        "after",
        [
            "Елкина Анна Львовна;8;да;часто;«Спасибо»; всем".replace("; всем", " всем"),
            f"{vera};6;нет;2;-",
            "Одна Анна Львовна;1;-;-;-",
        ],
        on=TODAY,
    )
    assert (entry.sheets, entry.problems) == (3, ())
    grade, stay, often, more = survey_result(store, identity).items
    assert (grade.by, grade.pairs, grade.before_mean, grade.after_mean, grade.delta) == ("person", 2, 4.0, 7.0, 3.0)
    assert (grade.after.count, grade.after.mean) == (3, 5.0)
    assert (stay.by, stay.pairs, stay.delta) == ("person", 1, 1.0)
    assert often.after.distribution == {"часто": 1, "редко": 1}
    assert often.delta is None
    assert more.open_answers == (("after", "«Спасибо» всем"),)
    undo(store)
    assert sheets(store) == 2


def test_anonymous_sheets_are_compared_as_groups(store: Store) -> None:
    identity = create_questionnaire(store, QuestionnaireDraft("Без имён", "mentor", DRAFT.items, anonymous=True))
    enter_sheets(store, identity, "before", ["А-1;2;да", "-;4;нет"], on=TODAY)
    enter_sheets(store, identity, "after", ["А-1;6;да;-;-", "-;9;да;-;-", "-;9;да;-;-"], on=TODAY)
    result = survey_result(store, identity)
    assert (result.sheets_before, result.sheets_after, result.named) == (2, 3, 0)
    assert (result.items[0].by, result.items[0].pairs, result.items[0].delta) == ("groups", 0, 5.0)
    with pytest.raises(BadLines, match="уже введён"):
        enter_sheets(store, identity, "after", ["А-1;6;да;-;-"], on=TODAY)


def test_all_bad_lines_are_told_and_nothing_is_written(store: Store) -> None:
    anna = add_person(store, "Ёлкина")
    add_person(store, "Тихонова")
    add_person(store, "Тихонова")
    identity = create_questionnaire(store, DRAFT)
    lines = [
        f"{anna};11;да;часто;х",
        "",
        "Тихонова Анна Львовна;5;да;часто;х",
        "Никто Такой;5;да;часто;х",
        f"{anna};5;да;часто",
        f"{anna};5;может быть;иногда;х",
        f"{anna};-;-;-;-",
        f"{anna};5;да;3;х",
        f"{anna};;да;часто;х",
        f"{anna};5;да;часто;хорошо",
        "Ёлкина Анна Львовна;5;да;часто;хорошо",
        '"незакрытая;5;да;часто;х',
    ]
    with pytest.raises(BadLines) as refused:
        enter_sheets(store, identity, "after", lines, on=TODAY)
    told = {one.line: one.message for one in refused.value.problems}
    assert sorted(told) == [1, 3, 4, 5, 6, 7, 8, 9, 11, 12]
    assert "от 1 до 10" in told[1]
    assert "однофамильцы" in told[3]
    assert "вопрос 2" in told[6]
    assert "вопрос 3" in told[6]
    assert "в строке 10" in told[11]
    assert sheets(store) == 0
    entry = enter_sheets(store, identity, "after", lines, on=TODAY, skip_bad=True)
    assert (entry.sheets, len(entry.problems), sheets(store)) == (1, 10, 1)
    with pytest.raises(BadLines):
        enter_sheets(store, identity, "after", lines, on=TODAY, skip_bad=True)


@pytest.mark.parametrize(
    ("lines", "moment"), [([], "after"), (["  ", ""], "after"), (["x;1"], "during"), (["x;1"] * 5001, "after")]
)
def test_entries_that_cannot_be_read(store: Store, lines: list[str], moment: str) -> None:
    identity = create_questionnaire(store, DRAFT)
    with pytest.raises(Refusal):
        enter_sheets(store, identity, moment, lines, on=TODAY)


def test_before_needs_paired_items(store: Store) -> None:
    identity = create_questionnaire(store, QuestionnaireDraft("После", "mentor", (ItemDraft("Довольны?"),)))
    with pytest.raises(Refusal, match="парных"):
        enter_sheets(store, identity, "before", ["-;5"], on=TODAY, anonymous=True)


def test_hostile_text_stays_text(store: Store) -> None:
    identity = create_questionnaire(store, QuestionnaireDraft("'; DROP TABLE answer; --", "mentor", DRAFT.items))
    enter_sheets(store, identity, "after", ["x'--;5;да;1;=cmd|'/c calc'!A1"], on=TODAY, anonymous=True)
    (answer,) = survey_result(store, identity).items[3].open_answers
    assert answer[1] == "=cmd|'/c calc'!A1"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_lines_or_a_refusal(data: bytes) -> None:
    with suppress(Refusal):
        assert all("\n" not in line for line in decoded_lines(data))


def test_closed_year_takes_no_questionnaires_sheets_or_notes(store: Store) -> None:
    identity = create_questionnaire(store, DRAFT)
    close_year(store, "2026-2027", TODAY)
    for deed in (
        lambda: create_questionnaire(store, QuestionnaireDraft("Ещё", "mentor", DRAFT.items)),
        lambda: enter_sheets(store, identity, "after", ["-;5;да;1;-"], on=TODAY, anonymous=True),
        lambda: add_swot(store, "strength", "Опыт"),
        lambda: add_standard(store),
    ):
        with pytest.raises(Refusal, match="закрыт"):
            deed()


def test_questionnaire_from_a_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "анкета.json"
    items = [{"text": "Довольны?"}, {"text": "Какой режим?", "scale": "choice", "options": ["очно", "онлайн"], "paired": True}]
    path.write_text("\ufeff" + json.dumps({"title": "Своя", "role": "mentor", "anonymous": True, "items": items}), "utf-8")
    view = questionnaire_view(store, create_questionnaire(store, read_questionnaire(path)))
    assert [(item.scale, item.block, item.paired, item.options) for item in view.items] == [
        ("scale10", "satisfaction", False, ()),
        ("choice", "satisfaction", True, ("очно", "онлайн")),
    ]
    assert view.anonymous
    with pytest.raises(Refusal, match="уже есть"):
        create_questionnaire(store, read_questionnaire(path))


@pytest.mark.parametrize("text", [
    "", "[]", "{", "[" * 100_000, '{"title": "x", "role": "mentor"}', '{"title": "x", "role": "mentor", "items": []}',
    '{"title": "", "role": "mentor", "items": [{"text": "a"}]}', '{"title": "x", "role": "boss", "items": [{"text": "a"}]}',
    '{"title": "x", "role": "mentor", "items": [1]}', '{"title": "x", "role": "mentor", "items": [{"text": ["a"]}]}',
    '{"title": "x", "role": "mentor", "items": [{"text": "a", "scale": "stars"}]}',
    '{"title": "x", "role": "mentor", "items": [{"text": "a", "scale": "choice", "options": ["да"]}]}',
    '{"title": "x", "role": "mentor", "items": [{"text": "a", "scale": "choice", "options": ["да", "Да"]}]}',
    '{"title": "x", "role": "mentor", "items": [{"text": "a", "scale": "choice", "options": ["1", "2"]}]}',
    '{"title": "x", "role": "mentor", "items": [{"text": "a", "paired": "yes"}]}',
    '{"title": "x", "role": "mentor", "items": [{"text": "a", "code": "k"}, {"text": "b", "code": "k"}]}',
])  # fmt: skip
def test_what_is_no_questionnaire_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "анкета.json"
    path.write_text(text, "utf-8")
    with pytest.raises(Refusal) as refused:
        read_questionnaire(path)
    assert refused.value.sentence.endswith(".")


def test_swot_notes_keep_their_sides_and_order(store: Store) -> None:
    add_swot(store, "threat", "Нехватка времени")
    add_swot(store, "strength", "Опытные наставники")
    add_swot(store, "strength", "Поддержка директора")
    assert [(line.side, line.position, line.text) for line in swot(store)] == [
        ("strength", 1, "Опытные наставники"),
        ("strength", 2, "Поддержка директора"),
        ("threat", 1, "Нехватка времени"),
    ]
    assert swot(store, "2025-2026") == []
    undo(store)
    assert len(swot(store)) == 2
    for side, text in (("side", "x"), ("strength", "  ")):
        with pytest.raises(Refusal):
            add_swot(store, side, text)
