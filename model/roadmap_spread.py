"""Months across the top and, in their cells, what is done in each: such a table becomes one of a row for each activity."""

from __future__ import annotations

import re

from model.cell_text import one_line
from model.grid import Grid
from model.roadmap_columns import is_dated, is_no_tick, is_tick
from model.roadmap_headings import Heading
from model.roadmap_lines import Line, is_note
from model.roadmap_periods import period_name
from model.years import SchoolYear

_WORDS = re.compile(r"[а-яё]{4}", re.IGNORECASE)


def rows_of_months(lines: list[Line], heading: Heading, year: SchoolYear) -> Grid | None:
    """The table with a column of activities and one of deadlines, or nothing when its months are ticked; no word is lost."""
    periods = [at for at, role in enumerate(heading.roles) if role == "period"]
    others = [at for at, column in enumerate(heading.columns) if column.role and at not in periods]
    if len(periods) < 2 or not _are_activities(lines[heading.end :], periods, year):
        return None
    known = {*periods, *others}
    if any(at not in known for line in lines[heading.end :] for at in line.filled if line.wide):
        return None
    title = next((at for at in others if heading.roles[at] != "no"), None)
    grid = Grid(merges_known=True)
    for line in lines[: heading.first]:
        _copy(grid, line)
    grid.tables.add(len(grid.rows))
    lead = [at for at in others if heading.roles[at] == "no" or at == title]
    tail = [at for at in others if at not in lead]
    names = {at: heading.columns[at].title for at in others}
    if title is not None and heading.roles[title] != "stage":
        names[title] = f"Направление ({names[title].lower()})" if names[title] else "Направление"
    grid.rows.append([*(names[at] for at in lead), "Мероприятия", "Сроки", *(names[at] for at in tail)])
    for line in lines[heading.end :]:
        found = _activities(line, periods, heading)
        if not line.wide or is_note(line) or heading.repeated_by(line) or not found:
            _whole(grid, line)
            continue
        for number, (text, when) in enumerate(found):
            before = ["" if number else line.cells[at] if at < len(line.cells) else "" for at in lead]
            after = [line.cells[at] if at < len(line.cells) else "" for at in tail]
            if number:
                grid.below.update((len(grid.rows), column) for column in range(len(lead)))
            grid.rows.append([*before, text, when, *after])
    used = " ".join(cell for row in grid.rows for cell in row)
    left = dict.fromkeys(part for at in periods for part in (*heading.columns[at].parts, heading.columns[at].title))
    left = dict.fromkeys(part for part in left if part not in used)
    grid.rows.extend([[], [" ".join(left)]] if left else [])
    return grid


def _are_activities(body: list[Line], periods: list[int], year: SchoolYear) -> bool:
    """Whether cells under the months are words of their own, no ticks and no dates."""
    cells = [line.cells[at] for line in body if line.wide for at in periods if at < len(line.cells) and line.cells[at]]
    told = [cell for cell in cells if _WORDS.search(cell) and not (is_tick(cell) or is_no_tick(cell) or is_dated(cell, year))]
    return len(told) > 1 and len(told) * 3 >= len(cells) * 2 and len(set(told)) * 4 >= len(told) * 3


def _activities(line: Line, periods: list[int], heading: Heading) -> list[tuple[str, str]]:
    """Texts of a row with their months; one merged over several months has the first and the last of them."""
    found: list[tuple[str, str]] = []
    for at in periods:
        if at >= len(line.cells) or not line.cells[at] or is_no_tick(line.cells[at]):
            continue
        last = at
        while last + 1 in line.across and last + 1 in periods:
            last += 1
        first, end = period_name(heading.columns[at]), period_name(heading.columns[last])
        found.append((line.cells[at], first if at == last else f"{first} - {end}"))
    return found


def _copy(grid: Grid, line: Line) -> None:
    at = len(grid.rows)
    grid.rows.append(list(line.whole))
    grid.across.update((at, column) for column in line.across)
    grid.below.update((at, column) for column in line.below)
    if line.starts_table:
        grid.tables.add(at)


def _whole(grid: Grid, line: Line) -> None:
    """A row which is no activity: running text, or a title over the whole width."""
    if line.wide or line.alone or not line.filled or is_note(line):
        grid.rows.append([one_line(line.text)] if line.filled else [])
        return
    width = max(len(row) for row in grid.rows)
    grid.across.update((len(grid.rows), column) for column in range(1, width))
    grid.rows.append([line.text] * width)
