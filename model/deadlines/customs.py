"""Customs of Russian schools that a deadline leaves unsaid: what «учебный год», «четверть», «декада» are in days.

Everything here is a convention which somebody may want to change; the rules only refer to these names.
Months are 1-12, days 1-31; day 31 means «to the end of the month».
"""

from __future__ import annotations

Day = tuple[int, int]
Days = tuple[Day, Day]

#: «в течение (учебного) года»: 1 September - 31 May.
TEACHING_YEAR: Days = ((9, 1), (5, 31))
#: The first month of a school year: a month from here to December belongs to its first calendar year.
FIRST_MONTH = 8
#: August belongs to the second calendar year when it follows one of these.
SUMMER_BEFORE_AUGUST = (6, 7)

#: Calendar quarters; without a year I and II are in the second calendar year, III and IV in the first.
QUARTERS: dict[int, Days] = {
    1: ((1, 1), (3, 31)),
    2: ((4, 1), (6, 30)),
    3: ((7, 1), (9, 30)),
    4: ((10, 1), (12, 31)),
}
QUARTERS_OF_FIRST_YEAR = (3, 4)
#: Calendar half-years, only when a calendar year is written («I полугодие 2024 г.»).
CALENDAR_HALVES: dict[int, Days] = {1: ((1, 1), (6, 30)), 2: ((7, 1), (12, 31))}
#: Half-years of a school year.
HALVES: dict[int, Days] = {1: ((9, 1), (12, 31)), 2: ((1, 1), (5, 31))}
#: School terms («четверти»).
TERMS: dict[int, Days] = {
    1: ((9, 1), (10, 31)),
    2: ((11, 1), (12, 31)),
    3: ((1, 1), (3, 31)),
    4: ((4, 1), (5, 31)),
}
TRIMESTERS: dict[int, Days] = {1: ((9, 1), (11, 30)), 2: ((12, 1), (2, 31)), 3: ((3, 1), (5, 31))}
#: «раз в два месяца».
TWO_MONTHS: dict[int, Days] = {
    1: ((9, 1), (10, 31)),
    2: ((11, 1), (12, 31)),
    3: ((1, 1), (2, 31)),
    4: ((3, 1), (4, 31)),
    5: ((5, 1), (5, 31)),
}
#: «ежемесячно» runs over the teaching year.
MONTHLY = (9, 10, 11, 12, 1, 2, 3, 4, 5)
#: «ежеквартально»: calendar quarters clipped to the teaching year, in order of time.
QUARTERLY: tuple[Days, ...] = (
    ((9, 1), (9, 30)),
    ((10, 1), (12, 31)),
    ((1, 1), (3, 31)),
    ((4, 1), (5, 31)),
)
#: «до 5 числа месяца, следующего за отчётным кварталом»: these months.
AFTER_QUARTERS = (10, 1, 4, 7)
#: The same after a half-year: January and June.
AFTER_HALVES = (1, 6)
#: Last months of the calendar quarters.
LAST_OF_QUARTERS = (9, 12, 3, 6)
SEASONS: dict[int, Days] = {
    1: ((9, 1), (11, 30)),
    2: ((12, 1), (2, 31)),
    3: ((3, 1), (5, 31)),
    4: ((6, 1), (8, 31)),
}

#: Parts of a month, first and last day.
WEEKS: dict[int, Day] = {1: (1, 7), 2: (8, 14), 3: (15, 21), 4: (22, 31), 5: (29, 31)}
DECADES: dict[int, Day] = {1: (1, 10), 2: (11, 20), 3: (21, 31)}
HALVES_OF_MONTH: dict[int, Day] = {1: (1, 15), 2: (16, 31)}
#: «начало, середина, конец» of a month are its decades.
MONTH_EDGES: dict[str, Day] = {"START": (1, 10), "MIDDLE": (11, 20), "END": (21, 31)}
