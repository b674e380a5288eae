"""A reading → words: the canonical Russian that is kept beside the original, and the short line of the screen.

``words_of`` names every year, so that its words are read in the same way in any school year.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date

from model.deadlines.doubts import outside
from model.deadlines.frequencies import in_each_month, parts_of_year
from model.deadlines.reading import read_deadline
from model.deadlines.shapes import Deadline, Span
from model.deadlines.tokens import Token
from model.russian_dates import MONTHS, MONTHS_OF, MONTHS_SHORT, show_date
from model.years import SchoolYear

#: Kinds which have no days, in words.
_NO_DAYS = {"as-needed": "по необходимости", "relative": "после события", "unresolved": "срок не определён"}
_BEATS = (
    ("MON", "ежемесячно"), ("QUARTER", "ежеквартально"), ("HALF", "каждое полугодие"), ("TERM", "каждую четверть"),
    ("TRIM", "каждый триместр"), ("TWO_MONTHS", "раз в два месяца"), ("YEAR", "1 раз в год"),
)  # fmt: skip
#: Years that the grammar reads after the name of a month; others are written in digits only.
_YEARS_IN_WORDS = range(1900, 2200)
#: So many occurrences are shown in full; of more, the first two and the last.
_SHOWN = 5


def words_of(said: Deadline | tuple[str, Sequence[Span]]) -> str:
    """Canonical words of a reading, for example «ноябрь 2026, март 2027» or «ежемесячно до 10 числа, 2026–2027 учебный год».

    ``said``: a deadline (its ``occurrences`` are said, also when they are one of several readings) or a kind with spans.
    The words are read again as the same kind and the same spans, without ambiguity, in any school year. A relative or
    unresolved deadline keeps its own words when it has them.
    """
    if isinstance(said, Deadline):
        kind, spans = _kind_of_shown(said), said.occurrences
        if not spans:
            return _without_days(said.kind, said.text)
    else:
        kind, spans = said[0], tuple(said[1])
        if not spans:
            return _without_days(kind, "")
    if kind == "open":
        return _standing(spans)
    if kind == "recurring":
        return _recurring(spans)
    whole = _teaching_year(spans)
    if whole and kind == "range":
        return f"{_years(whole)} учебный год"
    return _list(spans, in_days=kind == "range")


def _kind_of_shown(deadline: Deadline) -> str:
    if deadline.occurrences in deadline.readings and deadline.kinds:
        return deadline.kinds[deadline.readings.index(deadline.occurrences)]
    return deadline.kind


def _without_days(kind: str, text: str) -> str:
    plain = " ".join(text.split())
    if plain and kind != "as-needed" and read_deadline(plain, SchoolYear(2026)).kind == kind:
        return plain
    return _NO_DAYS.get(kind, _NO_DAYS["unresolved"])


def _teaching_year(spans: Sequence[Span]) -> SchoolYear | None:
    """The school year whose teaching days these are, when they are just that."""
    if len(spans) != 1 or spans[0].start is None:
        return None
    year = SchoolYear(spans[0].start.year)
    return year if spans[0] == parts_of_year("YEAR", year)[0] else None


def _years(year: SchoolYear) -> str:
    return f"{year.first}–{year.second}"


def _standing(spans: Sequence[Span]) -> str:
    whole = _teaching_year(spans)
    if whole:
        return f"постоянно, {_years(whole)} учебный год"
    return f"постоянно: {_list(spans, in_days=False)}"


def _recurring(spans: Sequence[Span]) -> str:
    first = next(day for span in spans for day in (span.start, span.end) if day)
    year = SchoolYear.of(first)
    row = tuple(spans)
    for unit, word in _BEATS:
        if row == parts_of_year(unit, year):
            return f"{word}, {_years(year)} учебный год"
    for by in (True, False):
        part = Token("PART", parts=((first.day, first.day),), unit="day")
        if row == tuple(in_each_month(part, by, year)):
            return f"ежемесячно {'до ' if by else ''}{first.day} числа, {_years(year)} учебный год"
    last = row[-1].end
    start = row[0].start
    contiguous = len(row) > 1 and start and last and _whole_months(start, last)
    if contiguous and start and last and row == parts_of_year("MON", year, Span(start, last)):
        return f"ежемесячно с {_month_of(start)} по {_month(last)}"
    return f"повторяется: {_list(spans, in_days=False)}"


def _list(spans: Sequence[Span], in_days: bool) -> str:
    """Spans with commas; «, а также » where a comma alone would carry «до» or «с» over to what follows."""
    words = ""
    for at, span in enumerate(spans):
        before = spans[at - 1] if at else None
        if before is not None:
            alike = _closed(before) if _closed(span) else (before.start is None) == (span.start is None) and not _closed(before)
            words += ", " if alike else ", а также "
        words += _span(span, in_days and not at)
    return words


def _closed(span: Span) -> bool:
    return span.start is not None and span.end is not None


def _span(span: Span, in_days: bool) -> str:
    """One span; ``in_days``: a whole month is «1–30 сентября», because «сентябрь» alone is of another kind."""
    start, end = span.start, span.end
    if start is None:
        return f"до {_day(end)}" if end else ""
    if end is None:
        return f"с {_day(start)}"
    if start == end:
        return _day(start)
    if not {start.year, end.year} <= set(_YEARS_IN_WORDS):
        return f"{show_date(start)}–{show_date(end)}"
    one_month = (start.year, start.month) == (end.year, end.month)
    if _whole_months(start, end) and not (one_month and in_days):
        if one_month:
            return _month(start)
        if start.year == end.year:
            return f"{MONTHS[start.month - 1]}–{_month(end)}"
        return f"{_month(start)} – {_month(end)}"
    if one_month:
        return f"{start.day}–{_day(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS_OF[start.month - 1]} – {_day(end)}"
    return f"{_day(start)} – {_day(end)}"


def _whole_months(start: date, end: date) -> bool:
    return start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]


def _day(day: date) -> str:
    if day.year not in _YEARS_IN_WORDS:
        return show_date(day)
    return f"{day.day} {MONTHS_OF[day.month - 1]} {day.year}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _month_of(day: date) -> str:
    return f"{MONTHS_OF[day.month - 1]} {day.year}"


# ---------------------------------------------------------------------- the short line of the screen
def understood(deadline: Deadline) -> str:
    """What the screen shows while one types: «5 окт, 5 янв», «1 сен – 31 мая», «до 2 окт», «не понято: …»."""
    spans = deadline.occurrences
    if not spans:
        text = " ".join(deadline.text.split())
        if deadline.kind == "unresolved":
            return f"не понято: {text[:60]}{'…' if len(text) > 60 else ''}" if text else "срок не указан"
        return "по необходимости" if deadline.kind == "as-needed" else "отсчёт от события"
    first = next(day for span in spans for day in (span.start, span.end) if day)
    show = _short_day_with_year if outside(spans, SchoolYear.of(first)) else _short_day
    found = [_short(span, show) for span in spans]
    words = ", ".join(found)
    if len(found) > _SHOWN:
        words = f"{_counted(len(found))}: {found[0]}, {found[1]}, … {found[-1]}"
    return f"постоянно, {words}" if deadline.kind == "open" else words


def _counted(number: int) -> str:
    """«21 срок», «32 срока», «9 сроков»."""
    if number % 10 == 1 and number % 100 != 11:
        return f"{number} срок"
    return f"{number} срока" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else f"{number} сроков"


def _short(span: Span, show: Callable[[date], str]) -> str:
    start, end = span.start, span.end
    if start is None:
        return f"до {show(end)}" if end else ""
    if end is None:
        return f"с {show(start)}"
    if start == end:
        return show(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{show(end)}"
    return f"{show(start)} – {show(end)}"


def _short_day(day: date) -> str:
    return f"{day.day} {'мая' if day.month == 5 else MONTHS_SHORT[day.month - 1]}"


def _short_day_with_year(day: date) -> str:
    return f"{_short_day(day)} {day.year}"
