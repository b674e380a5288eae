"""A roadmap as the table that its owner keeps: the same columns in the same order, with the words as they came.

What a print lays out and what goes out as a table file. Marks are told in words in the column of marks, when there is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.roadmap_view import MARK_STATE_NAMES, ActivityView, OccurrenceView, RoadmapView, StageView
from model.russian_dates import show_date

#: Stands in a deadline cell that is empty on purpose: a blank one would mean «as in the row above».
NO_DEADLINE = "—"
_USUAL = (
    ("no", "№"),
    ("stage", "Этап"),
    ("activity", "Мероприятия"),
    ("deadline", "Сроки"),
    ("responsible", "Ответственные"),
    ("mark", "Отметка о выполнении"),
)


@dataclass(frozen=True)
class TableRow:
    """One row: cells in the order of the columns, or the one cell of a ``section`` that stands over the full width."""

    cells: tuple[str, ...]
    section: bool = False


@dataclass(frozen=True)
class RoadmapTable:
    """``columns``: pairs (role, heading). A stage stands in the first of its rows; without such a column, in a section row."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[TableRow, ...]


def roadmap_table(view: RoadmapView) -> RoadmapTable:
    """The table of a roadmap; one that came without columns (the standard one) gets the usual ones."""
    columns = tuple(view.columns) or _USUAL
    if not {"activity", "content"} & {role for role, _ in columns}:
        columns = (*columns, ("activity", "Мероприятия"))
    headings = {heading for _, heading in columns}
    activities = [activity for stage in view.stages for activity in stage.activities]
    # words that had no column of their own, such as the second of two levels of sections
    columns = (*columns, *dict.fromkeys(("extra", key) for one in activities for key in one.extra if key not in headings))
    roles = [role for role, _ in columns]
    numbered = any(activity.no for activity in activities)
    rows: list[TableRow] = []
    for stage in view.stages:
        if "stage" not in roles:
            rows.append(TableRow((_numbered(stage),), section=True))
        for place, activity in enumerate(stage.activities):
            rows.append(TableRow(tuple(_cell(stage, activity, column, columns, place == 0, numbered) for column in columns)))
        if "stage" in roles and not stage.activities:
            rows.append(TableRow(tuple(_bare_stage(stage, role, numbered) for role in roles)))
    return RoadmapTable(columns, tuple(rows))


def in_two_columns(activity: ActivityView) -> tuple[str, str]:
    """The words of an activity for a column of activities and one of contents; joined by a line break they are its text.

    Words that nobody put into the second column stay in the first, unless they are a list of steps.
    """
    if activity.lead and activity.text.startswith(activity.lead + "\n"):
        return activity.lead, activity.text[len(activity.lead) + 1 :]
    if activity.lead or not activity.steps:
        return activity.text, ""
    lines = activity.text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.endswith(activity.steps[0])), 0)
    return "\n".join(lines[:first]), "\n".join(lines[first:])


def mark_words(occurrences: tuple[OccurrenceView, ...]) -> str:
    """What is marked, in words: «Выполнено 28.11.2026», or a line for each occurrence when they differ."""
    if all(one.state == "none" and not one.note for one in occurrences):
        return ""
    told = [_mark(one) for one in occurrences]
    if len(set(told)) == 1:
        return told[0][:1].upper() + told[0][1:]
    return "\n".join(f"{one.label}: {words}" for one, words in zip(occurrences, told, strict=True))


def _mark(one: OccurrenceView) -> str:
    parts = [] if one.state == "none" and one.note else [MARK_STATE_NAMES.get(one.state, one.state)]
    parts += [show_date(one.done_on)] if one.done_on else []
    said = [text.strip() for text in (one.evidence, one.note) if text.strip()]
    return " ".join([*parts, *([f"({'; '.join(said)})"] if parts and said else said)])


def _cell(
    stage: StageView,
    activity: ActivityView,
    column: tuple[str, str],
    columns: tuple[tuple[str, str], ...],
    first: bool,
    numbered: bool,
) -> str:
    role, heading = column
    if role == "stage":
        return stage.title if first else ""
    if role == "no":
        return activity.no if numbered else stage.no if first else ""
    if role in ("activity", "content"):
        if {"activity", "content"} <= {one for one, _ in columns}:
            return in_two_columns(activity)[role == "content"]
        return activity.text
    if role == "mark":
        return mark_words(activity.occurrences)
    if role == "deadline":
        return activity.deadline or NO_DEADLINE
    return {"responsible": activity.responsible, "result": activity.result}.get(role, activity.extra.get(heading, ""))


def _numbered(stage: StageView) -> str:
    """«1. Подготовка условий»; a number keeps its own sign."""
    stop = "" if not stage.no or stage.no[-1] in ".)" else "."
    return f"{stage.no}{stop} {stage.title}".strip()


def _bare_stage(stage: StageView, role: str, numbered: bool) -> str:
    return {"stage": stage.title, "no": "" if numbered else stage.no}.get(role, "")
