"""«ежемесячно», «раз в квартал», «до 10 числа»: what recurs in a school year, as days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from model.deadlines import customs
from model.deadlines.customs import Days
from model.deadlines.items import day_inside
from model.deadlines.pieces import month_piece, piece, real_day, settle
from model.deadlines.rules_parts import part_pieces
from model.deadlines.shapes import Span
from model.deadlines.tokens import Token
from model.years import SchoolYear

_PARTS: dict[str, tuple[Days, ...]] = {
    "MON": tuple(((month, 1), (month, 31)) for month in customs.MONTHLY),
    "TWO_MONTHS": tuple(customs.TWO_MONTHS.values()),
    "QUARTER": customs.QUARTERLY,
    "HALF": tuple(customs.HALVES.values()),
    "TERM": tuple(customs.TERMS.values()),
    "TRIM": tuple(customs.TRIMESTERS.values()),
    "YEAR": (customs.TEACHING_YEAR,),
    "STANDING": (customs.TEACHING_YEAR,),
}
for _unit in ("TERM", "HALF", "QUARTER", "TRIM"):
    _PARTS[f"START_{_unit}"] = tuple(((days[0][0], 1), (days[0][0], 10)) for days in _PARTS[_unit])
    _PARTS[f"END_{_unit}"] = tuple(((days[1][0], 21), (days[1][0], 31)) for days in _PARTS[_unit])
_FOLLOW_UPS: dict[str, tuple[int, ...]] = {
    "QUARTER": customs.AFTER_QUARTERS,
    "HALF": customs.AFTER_HALVES,
    "LAST_QUARTER": customs.LAST_OF_QUARTERS,
    "LAST_HALF": (12, 5),
    "TERM": (11, 1, 4, 6),
    "LAST_TERM": (10, 12, 3, 5),
    "LAST_MON": customs.MONTHLY,
}


def parts_of_year(unit: str, year: SchoolYear, window: Span | None = None) -> tuple[Span, ...]:
    """Months, quarters, terms ... of the teaching year, or of ``window`` (clipped to it; an open side is the year's)."""
    spans: list[Span] = []
    rows = _PARTS[unit]
    if window is not None and unit == "MON":
        rows = tuple(((month, 1), (month, 31)) for month in (8, *customs.MONTHLY, 6, 7))
    found, _ = settle([replace(piece(days, "period"), school=year.first) for days in rows], year)
    for span in found[0]:
        if window is None:
            spans.append(span)
            continue
        start, end = span.start or year.start, span.end or year.end
        from_day = window.start or date(year.first, *customs.TEACHING_YEAR[0])
        to_day = window.end or date(year.second, *customs.TEACHING_YEAR[1])
        if start <= to_day and end >= from_day:
            spans.append(Span(max(start, from_day), min(end, to_day)))
    return tuple(spans)


def beat_days(beat: Token, year: SchoolYear, window: Span | None) -> tuple[Span, ...]:
    """Occurrences of a frequency; with ``parts`` only these days of the first or last month of each period."""
    if not beat.parts:
        return parts_of_year(beat.unit, year, window)
    edges = [(days[1] if beat.n < 0 else days[0])[0] for days in _PARTS[beat.unit.removeprefix("MONTH_OF_")]]
    months = [(month + (beat.n - 1 if beat.n > 0 else 0) - 1) % 12 + 1 for month in edges]
    row = [piece(((month, first), (month, last)), "period") for month in months for first, last in beat.parts]
    spans = settle(row, year)[0][0]
    return tuple(span for span in spans if window is None or (span.end and day_inside(span.end, [window])))


def in_each_month(part: Token, by: bool, year: SchoolYear, summer: bool = False) -> list[Span]:
    """A part of every month of the teaching year, with ``summer`` of all twelve; ``by``: only its last day, open start."""
    months = (8, *customs.MONTHLY, 6, 7) if summer else customs.MONTHLY
    row = [one for month in months for one in part_pieces(_days_of(part), month_piece(month))]
    spans = settle([replace(one, school=year.first) for one in row], year)[0][0]
    return [Span(None, span.end) for span in spans] if by else spans


def _days_of(part: Token) -> Token:
    return Token("PART", part.text, part.n, parts=part.parts, unit=part.unit.removeprefix("each "))


def follow_up_days(unit: str, day: int, year: SchoolYear) -> list[Span]:
    """By-dates after each reported period: the ``day`` of the month that follows it."""
    months = _FOLLOW_UPS.get(unit)
    if months is None:
        months = tuple(month % 12 + 1 for month in customs.MONTHLY)
    return [Span(None, real_day(year.calendar_year(month), month, day)) for month in months]
