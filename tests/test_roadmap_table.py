"""A roadmap goes out in the columns in which it came: the table file is read again as the same roadmap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exports.roadmap_csv import write_roadmap_csv
from model.marks import set_mark
from model.roadmap_draft import RoadmapDraft
from model.roadmap_queries import roadmap_view
from model.roadmap_reader import read_roadmap
from model.roadmap_table import NO_DEADLINE, in_two_columns, mark_words, roadmap_table
from model.roadmap_view import ActivityView, OccurrenceView
from model.roadmaps import add_activity, save_roadmap, state_of_words
from model.setup import own_id
from model.standard_roadmap import standard_roadmap
from model.store import Store
from model.years import SchoolYear
from tests.worlds import school

FILES = Path(__file__).parent / "roadmaps"
YEAR = SchoolYear(2026)
TODAY = date(2026, 11, 21)
KINDS = {".csv", ".md", ".txt", ".docx", ".xlsx", ".xls", ".ods", ".html", ".htm"}
NAMES = sorted(path.name for path in FILES.glob("*") if path.suffix in KINDS and not path.name.startswith("fresh-"))


def taken(store: Store, draft: RoadmapDraft) -> str:
    return save_roadmap(store, draft, own_id(store), YEAR)


def out_and_in(store: Store, roadmap: str, folder: Path) -> RoadmapDraft:
    write_roadmap_csv(roadmap_view(store, roadmap, TODAY), folder / "карта.csv")
    return read_roadmap(folder / "карта.csv", YEAR)


def same(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_what_came_from_a_file_goes_out_and_comes_again(tmp_path: Path, name: str) -> None:
    first = read_roadmap(FILES / name, YEAR)
    if not first.activities:
        return
    with school(tmp_path / "a.db") as store:
        again = out_and_in(store, taken(store, first), tmp_path)
    assert [role for role, _ in again.columns if role != "extra"] == [role for role, _ in first.columns if role != "extra"]
    assert [same(stage.title) for stage in again.stages] == [same(stage.title) for stage in first.stages]
    assert len(again.activities) == len(first.activities)
    for one, other in zip(first.activities, again.activities, strict=True):
        assert same(other.text) == same(one.text)
        assert other.stage == one.stage
        assert other.deadline.occurrences == one.deadline.occurrences
        assert (same(other.responsible), same(other.result)) == (same(one.responsible), same(one.result))
        assert state_of_words(other.done) == state_of_words(one.done)
        assert {key: same(value) for key, value in other.extra.items() if value} == {
            key: same(value) for key, value in one.extra.items() if value
        }


def test_the_standard_roadmap_has_the_usual_columns(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        roadmap = taken(store, standard_roadmap(YEAR))
        view = roadmap_view(store, roadmap, TODAY)
        table = roadmap_table(view)
        assert [role for role, _ in table.columns] == [role for role, _ in view.columns]
        assert len(table.rows) == sum(len(stage.activities) for stage in view.stages)


def test_an_empty_deadline_is_not_taken_from_the_row_above(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        roadmap = taken(store, standard_roadmap(YEAR))
        stage = roadmap_view(store, roadmap, TODAY).stages[0]
        add_activity(store, stage.id, "Проверка без срока")
        rows = roadmap_table(roadmap_view(store, roadmap, TODAY)).rows
        assert next(row for row in rows if "Проверка без срока" in row.cells).cells[3] == NO_DEADLINE


def test_marks_are_told_in_words(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        roadmap = taken(store, standard_roadmap(YEAR))
        first = roadmap_view(store, roadmap, TODAY).stages[0].activities[0].occurrences[0]
        set_mark(store, first.id, state="done", done_on=date(2026, 9, 18), evidence="приказ № 4")
        cells = roadmap_table(roadmap_view(store, roadmap, TODAY)).rows[0].cells
        assert cells[-1].startswith("Выполнено 18.09.2026 (приказ № 4)")


def test_words_of_marks() -> None:
    november = OccurrenceView("1", date(2026, 11, 1), date(2026, 11, 30), "done", date(2026, 11, 28))
    march = OccurrenceView("2", date(2027, 3, 1), date(2027, 3, 31))
    assert mark_words((march,)) == ""
    assert mark_words((november, replace(november, id="3"))) == "Выполнено 28.11.2026"
    assert mark_words((november, march)) == "Ноябрь: выполнено 28.11.2026\nМарт: не начато"
    assert mark_words((replace(march, note="ждём приказа"),)) == "Ждём приказа"


@pytest.mark.parametrize(
    ("text", "lead", "steps", "parts"),
    [
        ("Опрос\n1. Анкеты.\n2. Беседы.", "Опрос", ("Анкеты.", "Беседы."), ("Опрос", "1. Анкеты.\n2. Беседы.")),
        ("1. Анкеты.\n2. Беседы.", "", ("Анкеты.", "Беседы."), ("", "1. Анкеты.\n2. Беседы.")),
        ("Опрос", "Опрос", (), ("Опрос", "")),
        ("Опросы и беседы", "Опрос", (), ("Опросы и беседы", "")),
        ("Опрос родителей", "", (), ("Опрос родителей", "")),
    ],
)
def test_activities_and_contents_part_where_they_met(
    text: str, lead: str, steps: tuple[str, ...], parts: tuple[str, str]
) -> None:
    activity = ActivityView("a", "", text, steps, "", "unresolved", "", "", (), lead=lead)
    assert in_two_columns(activity) == parts
