"""Somebody's table → a roadmap draft: stages, activities, deadlines; what found no place is kept in ``unread``."""

from __future__ import annotations

import re
from pathlib import Path

from model.cell_text import one_line
from model.grid import Grid
from model.roadmap_activities import ActivityMaker
from model.roadmap_body import read_body
from model.roadmap_columns import guessed_roles, heading_role
from model.roadmap_draft import RoadmapDraft
from model.roadmap_glued import unglued
from model.roadmap_halves import stacked
from model.roadmap_headings import Column, Heading, completed, heading_at
from model.roadmap_lines import Line, is_note, lines_of
from model.roadmap_preface import ask_about_year, is_preface, read_preface, title_in
from model.roadmap_prose import plan_of
from model.roadmap_rhythm import rebuilt
from model.roadmap_rows import Row
from model.roadmap_sections import level
from model.roadmap_spread import rows_of_months
from model.roadmap_stages import ONLY_STAGE, arrange
from model.tables import read_grid
from model.years import SchoolYear


def read_roadmap(path: Path, year: SchoolYear) -> RoadmapDraft:
    """Read a roadmap out of a file; deadlines without a year belong to ``year``.

    Nothing of the source is lost: what has no place is in ``unread``. A file without a table gives a draft without
    stages and a question. Raise ``Refusal`` for a file which cannot be read as a table of text.
    """
    return read_grid_roadmap(read_grid(path), year)


def read_grid_roadmap(grid: Grid, year: SchoolYear) -> RoadmapDraft:
    """The same for a grid of cells which came from any format."""
    grid = stacked(grid)
    lines = lines_of(grid)
    if not any(line.wide for line in lines):
        return _without_table(lines, year)
    return _read_lines(lines, year, merges_known=grid.merges_known)


def _without_table(lines: list[Line], year: SchoolYear) -> RoadmapDraft:
    """Text in which no line has two cells: a table with every cell on its own line, a numbered plan, or only text."""
    for found, sentence in (
        (rebuilt(lines, year), "Таблица собрана из текста, где каждая ячейка стоит на своей строке: проверьте строки."),
        (unglued(lines, year), "Таблица собрана из строк, в которых ячейки слиты: проверьте сроки и ответственных."),
        (plan_of(lines, year), "Таблицы в тексте нет, мероприятия собраны из пронумерованных строк: проверьте их."),
    ):
        if found is not None:
            draft = _read_lines(lines_of(found), year, merges_known=found.merges_known)
            draft.questions.insert(0, sentence)
            return draft
    return _no_table(lines)


def _read_lines(lines: list[Line], year: SchoolYear, *, merges_known: bool) -> RoadmapDraft:
    heading = _heading(lines)
    named = heading is not None
    if heading is None:
        heading = _guessed(lines, year)
    if heading is None:
        return _no_table(lines)
    spread = rows_of_months(lines, heading, year) if named else None
    if spread is not None:
        return _read_lines(lines_of(spread), year, merges_known=True)
    draft = _drafted(lines, heading, year, merges_known)
    if not merges_known and _is_jumbled(draft):
        return _no_table(lines)
    if not named:
        draft.questions.insert(0, "У таблицы нет шапки: проверьте, верно ли угаданы столбцы.")
    ask_about_year(draft, year)
    return draft


def _heading(lines: list[Line]) -> Heading | None:
    """The heading of the roadmap: the first which says what is done and when, else what and by whom, else the first of any.

    «Этап | Срок» says what is done only when no «Мероприятие | Срок» stands in the file.
    """
    best: Heading | None = None
    most = -1
    for line in lines:
        found = heading_at(lines, line.at) if line.wide else None
        if found is None:
            continue
        said = set(found.roles)
        rank = 0
        if "activity" in said:
            rank = 2 if {"deadline", "start", "end", "period"} & said else int("responsible" in said)
            rank += rank > 1 and any(heading_role(column.parts[-1]) == "activity" for column in found.columns if column.parts)
        if rank > most:
            best, most = found, rank
    return best


def _guessed(lines: list[Line], year: SchoolYear) -> Heading | None:
    """Columns of a table without a heading, told by their cells; none when no column holds deadlines."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        if line.starts_table and parts[-1]:
            parts.append([])
        if line.wide and not is_note(line):
            parts[-1].append(line)
    rows = max(parts, key=len)
    if len(rows) < 2:
        return None
    found = guessed_roles([line.cells for line in rows], year)
    if not {"deadline", "activity"} <= set(found):
        return None
    columns = [Column(role, f"Столбец {at}" if role == "extra" else "") for at, role in enumerate(found, 1)]
    return Heading(rows[0].at, rows[0].at, columns)


def _is_jumbled(draft: RoadmapDraft) -> bool:
    """Whether the cells of a text came out mixed: deadlines which are none beside activities that begin in mid-sentence."""
    acts = draft.activities
    if len(acts) < 2 or not {"deadline", "start", "period"} & {role for role, _ in draft.columns}:
        return False
    undated = sum(one.deadline.kind == "unresolved" for one in acts)
    torn = sum(not re.match(r"\W*[А-ЯЁA-Z]", one.text) for one in acts)
    return undated * 5 >= len(acts) * 2 and torn * 10 >= len(acts) * 3


def _no_table(lines: list[Line]) -> RoadmapDraft:
    draft = RoadmapDraft(title=title_in(lines), unread=[one_line(line.text) for line in lines if line.filled])
    draft.ask("Таблица в файле не найдена, текст сохранён как есть: составить дорожную карту из типовых этапов?")
    return draft


def _drafted(lines: list[Line], heading: Heading, year: SchoolYear, merges_known: bool) -> RoadmapDraft:
    """Preface, body, stages and activities of a table whose heading is known."""
    draft = RoadmapDraft()
    completed(heading, _own_lines(lines, heading), year)
    draft.columns = [(column.role, column.title) for column in heading.columns if column.role]
    body = read_body(lines, heading, year, merges_known=merges_known)
    draft.columns.extend(column for column in dict.fromkeys(body.columns) if column not in draft.columns)
    above = lines[: heading.first]
    first = _lead_section(above, body.rows)
    if first is not None:
        body.rows.insert(0, Row({"stage": one_line(first.text)}, section=True, over=True))
    read_preface([line for line in above if line is not first], draft)
    draft.unread.extend(body.unread)
    arranged = arrange(body.rows, heading)
    draft.unread.extend(arranged.unread)
    draft.stages = arranged.stages
    if arranged.invented:
        draft.ask(f"Этапов в таблице нет: все мероприятия собраны в этап «{ONLY_STAGE}», верно?")
    maker = ActivityMaker(draft, body.rows, year, arranged, merges_known=merges_known)
    for row, stage in arranged.rows:
        maker.add(row, stage)
    maker.finish()
    return draft


def _lead_section(above: list[Line], rows: list[Row]) -> Line | None:
    """The title of the first part when each part of the roadmap is a table of its own under a title."""
    parts = [row for row in rows if row.section and row.over]
    last = next((line for line in reversed(above) if line.filled), None)
    if last is None or len(last.filled) != 1 or not parts or rows[0].section or is_preface(last.text):
        return None
    alike = any(level(row.get("stage")) == level(one_line(last.text)) for row in parts)
    return last if alike and len(last.text) < 160 else None


def _own_lines(lines: list[Line], heading: Heading) -> list[Line]:
    """Lines under the heading up to the next table."""
    end = next((line.at for line in lines[heading.end :] if line.starts_table), len(lines))
    return lines[heading.end : end]
