"""A piece of a calendar whose year may be still unknown, and how a row of pieces finds its years."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from model.deadlines.customs import FIRST_MONTH, SUMMER_BEFORE_AUGUST, Day, Days
from model.deadlines.shapes import Span
from model.years import SchoolYear


@dataclass(frozen=True, slots=True)
class Piece:
    """Days ``start`` - ``end`` (month, day) of some year; day 31 is the last day of any month.

    ``grain``: date, month, period. ``base``: 0 when ``start`` without a year falls into the first calendar year
    of a school year, 1 when into the second. ``start_year``/``end_year``: as written. ``school``: first calendar
    year of a school year as written. ``weekday``: 0-6, the piece is that one day of ``start`` .. ``end``.
    ``others``: other readings of the same words. ``note``: one Russian sentence of doubt.
    """

    start: Day
    end: Day
    grain: str = "month"
    base: int = 0
    start_year: int | None = None
    end_year: int | None = None
    school: int | None = None
    weekday: int | None = None
    others: tuple[Piece, ...] = ()
    note: str = ""

    @property
    def dated(self) -> bool:
        """Whether a calendar year or a school year is written on it."""
        return self.start_year is not None or self.school is not None

    @property
    def one_month(self) -> bool:
        """Whether all its days are within one month."""
        return self.start[0] == self.end[0] and self.start <= self.end


def piece(days: Days, grain: str, base: int | None = None) -> Piece:
    """Make a piece; ``base`` follows the month unless a custom says otherwise."""
    month = days[0][0]
    return Piece(days[0], days[1], grain, (0 if month >= FIRST_MONTH else 1) if base is None else base)


def month_piece(month: int, part: Day = (1, 31)) -> Piece:
    """A month or a part of it."""
    whole = part == (1, 31)
    return piece(((month, part[0]), (month, part[1])), "month" if whole else "period")


def day_piece(month: int, day: int, year: int | None = None) -> Piece:
    """One day."""
    return replace(piece(((month, day), (month, day)), "date"), start_year=year, end_year=year)


def with_year(one: Piece, year: int) -> Piece:
    """Write a calendar year on a piece; one that crosses the New Year ends in it."""
    first = year if one.start <= one.end else year - 1
    others = tuple(with_year(other, year) for other in one.others)
    return replace(one, start_year=first, end_year=year, others=others)


def with_school(one: Piece, first: int) -> Piece:
    """Write a school year on a piece."""
    return replace(one, school=first, others=tuple(with_school(other, first) for other in one.others))


def join(first: Piece, last: Piece) -> Piece:
    """The range from ``first`` to ``last``: it never ends before it starts, a year on one side serves both."""
    start, end = first.start, last.end
    left, right = first.start_year, last.end_year
    others: list[Piece] = []
    note = first.note or last.note
    if left is None and right is not None:
        left = right if start <= end else right - 1
    elif right is None and left is not None:
        right = left if end >= start else left + 1
    elif left is not None and right is not None and (right, end) < (left, start):
        note = "Конец срока написан раньше начала: проверьте годы."
        years = (right if start <= end else right - 1, right)
        others.append(Piece(start, end, "period", first.base, *years))
        right = left if end >= start else left + 1
    others.extend(join(other, replace(last, others=())) for other in first.others)
    others.extend(join(replace(first, others=()), other) for other in last.others)
    school = first.school if first.school is not None else last.school
    return Piece(start, end, "period", first.base, left, right, school, others=tuple(others), note=note)


def adjacent(first: Piece, last: Piece) -> bool:
    """Whether ``last`` begins the day or the month after ``first`` ends."""
    if first.grain != last.grain or first.grain not in ("month", "period", "date"):
        return False
    if first.grain == "date":
        return first.one_month and first.end[0] == last.start[0] and first.end[1] + 1 == last.start[1]
    whole = first.end[1] >= 30 and last.start[1] == 1
    return whole and first.end[0] % 12 + 1 == last.start[0]


def settle(row: Sequence[Piece], year: SchoolYear) -> tuple[list[list[Span]], list[str]]:
    """Give every piece of a list its years; return the readings (one span a piece) and Russian warnings."""
    warnings: list[str] = []
    school = [_start_year(row, at, year.first) for at in range(len(row))]
    for at in range(1, len(row)):
        before = row[at - 1]
        if row[at].start[0] == 8 and not row[at].dated and before.end[0] in SUMMER_BEFORE_AUGUST:
            school[at] = _end_year(before, school[at - 1])
    readings = [school]
    calendar_reading = [_same_year_as_next(row, at, first) for at, first in enumerate(school)]
    if calendar_reading != school:
        readings.append(calendar_reading)
    result: list[list[Span]] = []
    for years in readings:
        spans = [_span(one, first, warnings) for one, first in zip(row, years, strict=True)]
        result.append(spans)
    for one, span in zip(row, result[0], strict=True):
        _doubts(one, span, year, warnings)
    return result, warnings


def _start_year(row: Sequence[Piece], at: int, default: int) -> int:
    """Calendar year in which piece ``at`` starts: its own, or that of the school year its neighbours speak of."""
    one = row[at]
    if one.start_year is not None:
        return one.start_year
    if one.school is not None:
        return one.school + one.base
    order: list[int] = [*range(at + 1, len(row)), *range(at - 1, -1, -1)]
    for near in order:
        other = row[near]
        if other.start_year is None:
            continue
        if near > at and other.start[0] == 8 and one.start[0] in SUMMER_BEFORE_AUGUST:
            return other.start_year
        first = other.start_year if other.start[0] >= FIRST_MONTH else other.start_year - 1
        return first + one.base
    return default + one.base


def _same_year_as_next(row: Sequence[Piece], at: int, default: int) -> int:
    """«март, июнь, октябрь 2023»: the year at the end may be meant for the whole list."""
    one = row[at]
    if one.dated:
        return default
    for other in row[at + 1 :]:
        if other.start_year is not None:
            rising = one.start[0] < FIRST_MONTH <= other.start[0]
            return other.start_year if rising else default
    return default


def _end_year(one: Piece, first: int) -> int:
    if one.start_year is not None and one.end_year is not None:
        return one.end_year
    return first if one.end >= one.start else first + 1


def real_day(year: int, month: int, day: int) -> date:
    """A day of the calendar; a day after the end of its month is its last day."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _span(one: Piece, first: int, warnings: list[str]) -> Span:
    start = real_day(first, *one.start)
    end = real_day(_end_year(one, first), *one.end)
    for day, (_, said) in ((start, one.start), (end, one.end)):
        if day.day < said and (one.grain == "date" or said not in (31, day.day)):
            taken = "" if one.start == one.end else "; взят последний день месяца"
            warning = f"Такого дня в календаре нет: {said:02d}.{day.month:02d}.{day.year}{taken}."
            if warning not in warnings:
                warnings.append(warning)
    if one.weekday is not None:
        if one.end[1] == 31:
            start = end - timedelta(days=6)
        start += timedelta(days=(one.weekday - start.weekday()) % 7)
        return Span(start, start)
    return Span(start, max(start, end))


def _doubts(one: Piece, span: Span, year: SchoolYear, warnings: list[str]) -> None:
    start, end = span.start, span.end
    if start is None or end is None:
        return
    if one.note and one.note not in warnings:
        warnings.append(one.note)
    if one.dated and (end < year.start or start > year.end):
        warning = f"Год в сроке не относится к учебному году {year}: оставлен, как написан."
    elif one.dated and (start < date(year.first, 7, 1) or end > date(year.second, 8, 31)):
        warning = f"Срок не помещается в учебный год {year}: оставлен, как написан."
    elif not one.dated and (start < date(year.first, 7, 1) or end > date(year.second, 8, 31)):
        warning = f"Срок выходит за учебный год {year}: проверьте годы."
    else:
        return
    if warning not in warnings:
        warnings.append(warning)
