"""Days on which schools work and sign papers, and how a plan's moments stand to them."""

from __future__ import annotations

import random
from datetime import date, timedelta

#: Days off (month, day) besides Saturdays and Sundays; January 1-8 too.
_HOLIDAYS = {(11, 4), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12)}


def is_working(day: date) -> bool:
    """Whether a school works on ``day``."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS and not (day.month == 1 and day.day <= 8)


def working_day(day: date) -> date:
    """``day`` or the nearest working day before it."""
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def day_between(rng: random.Random, first: date, last: date) -> date:
    """A working day of the span where there is one; ``first`` when the span is empty."""
    if last <= first:
        return working_day(first)
    day = working_day(first + timedelta(days=rng.randint(0, (last - first).days)))
    return day if day >= first else next((d for d in _from(first, last) if is_working(d)), first)


def _from(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def years_before(day: date, years: int) -> date:
    """The same month of an earlier year (29 February becomes 28)."""
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)
