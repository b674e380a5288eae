"""Deadlines which stand in several columns: a start and an end, months or quarters that are ticked."""

from __future__ import annotations

import re

from model.cell_text import one_line
from model.deadlines import read_deadline
from model.roadmap_columns import is_no_tick, is_period, is_tick, names_only_time
from model.roadmap_headings import Column
from model.roadmap_lines import Line
from model.years import SchoolYear

PARTS = ("start", "end", "period")
_WITH_WORD = re.compile(r"(?:с|со|до|по|не позднее|к)\s", re.IGNORECASE)
_MONTH_ALONE = re.compile(r"((?:янв|фев|апр|июн|июл|сент|окт|ноя|дек)[а-я]*р?)ь|(ма)й|(март|август)", re.IGNORECASE)
_INSIDE = re.compile(r"(?P<week>(?:учебная )?недел[яи](?: месяца)?)|(?:число|числа|день|дата)")
_NUMBERS = re.compile(r"(?:\d{1,2}|[IV]{1,3})(?:\s*[-–,]\s*\d{1,2})?(?:\s*-?\s*(?:я|ая))?(?:\s*нед(?:еля|\.)?)?")
#: «Еженедельно» under «Сентябрь» is the month, not the year.
_NO_DAYS = ("unresolved", "recurring", "open", "as-needed", "relative")
_NUMBERED = re.compile(r"\d{1,2}|[IVXІ]+")
_COUNTED = (("месяц", ""), ("квартал", " квартал"), ("четверт", " четверть"), ("полугоди", " полугодие"), ("недел", " неделя"))


def composed_deadline(columns: list[Column], line: Line, written: str, year: SchoolYear) -> str:
    """The deadline of a row in words of the grammar; ``written`` is what stands in a column of deadlines and goes first.

    «с 01.09.2026 по 15.09.2026» out of a start and an end, «до …» out of an end alone; of months the list of those that are
    ticked, a date in such a cell in brackets behind its month.
    """
    if written:
        return written
    sides = {column.role: line.cells[at] for at, column in enumerate(columns) if column.role in PARTS and at < len(line.cells)}
    start, end = one_line(sides.get("start", "")), one_line(sides.get("end", ""))
    if start or end:
        return _between(start, end)
    said: list[str] = []
    for at, column in enumerate(columns):
        cell = one_line(line.whole[at]) if column.role == "period" and at < len(line.whole) else ""
        if not cell or is_no_tick(cell):
            continue
        for text in [_ticked(column, cell, year)]:
            if text not in said:
                said.append(text)
    return ", ".join(said)


def with_day(written: str, beside: dict[str, str], year: SchoolYear) -> str:
    """A month with the week or the day of a column beside it: «Сентябрь» and «2» under «Неделя» are «Сентябрь (2 неделя)»,
    «Сентябрь» and «05.09.2026» under «Дата» are «Сентябрь (05.09.2026)».

    ``beside``: other cells of the row by heading. What does not make another deadline changes nothing.
    """
    if not names_only_time(written):
        return written
    for title, text in beside.items():
        match = _INSIDE.fullmatch(one_line(title).lower())
        cell = one_line(text).strip(" .")
        if not match:
            continue
        if not _NUMBERS.fullmatch(cell):
            said = f"{one_line(written)} ({one_line(text)})"
            days = read_deadline(cell, year).occurrences
            if _is_inside(cell, written, year) and read_deadline(said, year).occurrences == days:
                return said
            continue
        week = " неделя" if match["week"] and "нед" not in cell else ""
        said = f"{one_line(written)} ({cell}{week})"
        read = read_deadline(said, year)
        if read.kind != "unresolved" and read.occurrences != read_deadline(written, year).occurrences:
            return said
    return written


def _is_inside(cell: str, month: str, year: SchoolYear) -> bool:
    """Whether a cell is a date of this month."""
    days, whole = read_deadline(cell, year), read_deadline(month, year)
    known = [one for one in days.occurrences if one.start and one.end]
    return bool(known) and all(
        any(span.start and span.end and span.start <= one.start and one.end <= span.end for span in whole.occurrences)
        for one in known
        if one.start and one.end
    )


def _between(start: str, end: str) -> str:
    if not end:
        return start if _WITH_WORD.match(start) else f"с {_of(start)}"
    if not start:
        return end if _WITH_WORD.match(end) else f"по {end}" if _MONTH_ALONE.match(end) else f"до {end}"
    if start == end:
        return start
    left = start if re.match(r"со?\s", start, re.IGNORECASE) else f"с {_of(start)}"
    right = end if re.match(r"(?:по|до)\s", end, re.IGNORECASE) else f"по {end}"
    return f"{left} {right}"


def _of(text: str) -> str:
    """«сентябрь» → «сентября» at the beginning of a text."""
    return _MONTH_ALONE.sub(lambda match: f"{match[1] or match[2]}я" if match[1] or match[2] else f"{match[3]}а", text, count=1)


def _ticked(column: Column, cell: str, year: SchoolYear) -> str:
    """What a filled cell under a month says."""
    name = period_name(column)
    if is_tick(cell):
        return name
    day = re.fullmatch(r"(\d{1,2}(?:\s*[-–,]\s*\d{1,2})*)(?:\s*числа)?", cell)
    if day and read_deadline(f"{name} ({day[1]})", year).occurrences != read_deadline(name, year).occurrences:
        return f"{name} ({day[1]})"
    alone = read_deadline(cell, year)
    if alone.kind in _NO_DAYS:
        return name
    inside = read_deadline(f"{name} ({cell})", year)
    return f"{name} ({cell})" if inside.occurrences == alone.occurrences else cell


def period_name(column: Column) -> str:
    """A month or quarter as it is named in a list, with the year that stands over it."""
    name = re.sub(r"\s+\d$", "", column.title) if not column.parts else column.parts[-1]
    name = one_line(name).strip(' *:"«»()')
    over = " ".join(column.parts[:-1]).lower()
    if "нед" in name.lower() and len(column.parts) > 1 and is_period(column.parts[-2]):
        month = column.parts[-2].lower()
        return f"{month} {column.year} ({name})" if column.year else f"{month} ({name})"
    if _NUMBERED.fullmatch(name):
        for stem, word in _COUNTED:
            if stem in over:
                name = _month(int(name)) if stem == "месяц" and name.isdigit() else f"{name}{word}"
                break
    name = name.lower() if name.isupper() and not re.fullmatch(r"[IVXІ]+.*", name) else name
    return f"{name} {column.year}".strip() if column.year and column.year not in name else name


def _month(number: int) -> str:
    names = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"]
    return names[number - 1] if 1 <= number <= 12 else str(number)
