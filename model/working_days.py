"""Working days of a five-day week (Labour Code art. 111 and 112); the yearly transfers of days off are not known here."""

from __future__ import annotations

from datetime import date, timedelta

#: Holidays that are not worked (month, day), Labour Code art. 112.
HOLIDAYS = {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)} | {(1, day) for day in range(1, 9)}


def is_working(day: date) -> bool:
    """Whether ``day`` is worked: Monday to Friday and no holiday."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def after_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``: a term runs from the next day (Labour Code art. 14)."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day
