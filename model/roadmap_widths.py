"""Rows which have fewer cells than the heading: which column each cell belongs to."""

from __future__ import annotations

from itertools import combinations, islice

from model.cell_text import one_line
from model.roadmap_columns import OUTLINE, is_dated
from model.roadmap_headings import Heading
from model.roadmap_lines import Line
from model.years import SchoolYear

_MOST_TRIED = 800


def fitting(lines: list[Line], heading: Heading, year: SchoolYear, last: int) -> dict[int, list[int]]:
    """Columns of the cells of each row that is narrower than the table and does not begin in its first column.

    Rows of equal width which follow each other are looked at together; the first columns win unless others fit clearly better.
    """
    width = len([column for column in heading.columns if column.role]) and len(heading.columns)
    known = _vocabulary(lines, heading)
    found: dict[int, list[int]] = {}
    at = heading.end
    while at <= last:
        run = [lines[at]]
        while at + len(run) <= last and len(lines[at + len(run)].cells) == len(run[0].cells):
            run.append(lines[at + len(run)])
        at += len(run)
        rows = [line for line in run if line.wide]
        own = len(run[0].cells)
        if not rows or not 1 < own < width:
            continue
        usual = list(range(own))
        best, most = usual, _score(usual, rows, heading, known, year) + len(rows)
        for columns in islice(combinations(range(width), own), _MOST_TRIED):
            score = _score(list(columns), rows, heading, known, year)
            if score > most:
                best, most = list(columns), score
        if best != usual:
            found.update({line.at: best for line in rows})
    return found


def _vocabulary(lines: list[Line], heading: Heading) -> dict[int, set[str]]:
    """What stands in each column of the rows that have all of them."""
    found: dict[int, set[str]] = {at: set() for at in range(len(heading.columns))}
    for line in lines[heading.end :]:
        if len(line.cells) == len(heading.columns):
            for at, text in enumerate(line.cells):
                if text:
                    found[at].add(one_line(text).lower())
    return found


def _score(columns: list[int], rows: list[Line], heading: Heading, known: dict[int, set[str]], year: SchoolYear) -> int:
    """How well the cells agree with the columns, in points a cell; a row fits when its deadline is a deadline."""
    points = 0
    roles = heading.roles
    if not {"activity", "content"} & {roles[column] for column in columns}:
        return -1000
    for line in rows:
        for cell, column in enumerate(columns):
            text, role = line.cells[cell], roles[column]
            if not text:
                continue
            dated, numbered = is_dated(text, year), OUTLINE.fullmatch(text.strip()) is not None
            if role == "deadline":
                points += 3 if dated else -2
            elif role == "no":
                points += 2 if numbered else -3
            elif role in ("activity", "content"):
                points += -3 if dated or numbered else (2 if len(text) > 12 else 0)
            elif dated or numbered:
                points -= 2
            if one_line(text).lower() in known[column] and not dated:
                points += 2
    return points
