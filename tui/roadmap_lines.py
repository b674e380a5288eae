"""A roadmap as lines of the screen: columns of months, the tree of stages, the list by months. Pure, without Textual."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from model.errors import Refusal
from model.names import fold, swap_layout
from model.roadmap_view import ActivityView, OccurrenceView, RoadmapView, StageView
from model.russian_dates import MONTHS, MONTHS_SHORT
from model.years import SchoolYear

_TWO_LETTERS = ("ян", "фе", "мр", "ап", "мй", "ин", "ил", "ав", "се", "ок", "но", "де")
_USUAL = (8, 9, 10, 11, 12, 1, 2, 3, 4, 5)
_RARE = (6, 7)


#: Group of an occurrence in the list by months: kind (overdue, now, month, undated), year, month.
Group = tuple[int, int, int]


@dataclass(frozen=True)
class MonthColumn:
    """A column of the grid: a month (``year``, ``month``), or with month 0 ``outside`` the year, or with month -1 undated."""

    year: int
    month: int
    short: str
    two: str
    long: str


@dataclass(frozen=True)
class GridLine:
    """A line of the tree: a stage (``activity`` is None) or an activity; ``cells`` has the occurrences of each column."""

    stage: StageView
    activity: ActivityView | None
    cells: tuple[tuple[OccurrenceView, ...], ...]
    folded: bool = False

    @property
    def key(self) -> str:
        """Id of the row that the line shows."""
        return self.activity.id if self.activity else self.stage.id


@dataclass(frozen=True)
class MonthLine:
    """A line of the list by months: a heading (``occurrence`` is None) or one occurrence of an activity."""

    heading: str
    occurrence: OccurrenceView | None = None
    activity: ActivityView | None = None
    stage: StageView | None = None
    group: Group = (0, 0, 0)


_OUTSIDE = MonthColumn(0, 0, "вне", "вн", "Вне учебного года")
_UNDATED = MonthColumn(0, -1, "б/д", "бд", "Без даты")


def year_of(view: RoadmapView) -> SchoolYear:
    """School year of a roadmap; that of its day when it has none."""
    try:
        return SchoolYear.parse(view.year)
    except Refusal:
        return SchoolYear.of(view.today)


def month_columns(view: RoadmapView) -> tuple[MonthColumn, ...]:
    """August to May always; June, July, outside and undated when something falls there."""
    year = year_of(view)
    touched = {place for o in view.occurrences() for place in _places(o, year)}
    months = [m for m in (*_USUAL, *_RARE) if m in _USUAL or (year.calendar_year(m), m) in touched]
    columns = [
        MonthColumn(year.calendar_year(m), m, MONTHS_SHORT[m - 1], _TWO_LETTERS[m - 1], MONTHS[m - 1].capitalize())
        for m in months
    ]
    columns += [rare for rare in (_OUTSIDE, _UNDATED) if (rare.year, rare.month) in touched]
    return tuple(columns)


def _places(occurrence: OccurrenceView, year: SchoolYear) -> set[tuple[int, int]]:
    """Months (year, month) that an occurrence touches in its school year; (0, 0) outside of it; (0, -1) undated."""
    start, end = occurrence.start, occurrence.end
    first = start or end
    if first is None:
        return {(0, -1)}
    last = end or date(year.second, 5, 31)  # begun and without an end: to the end of lessons
    last = max(first, last)
    if last < year.start or first > year.end:
        return {(0, 0)}
    first, last = max(first, year.start), min(last, year.end)
    found = set()
    day = first.replace(day=1)
    while day <= last:
        found.add((day.year, day.month))
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _cells(
    occurrences: tuple[OccurrenceView, ...], columns: tuple[MonthColumn, ...], year: SchoolYear
) -> tuple[tuple[OccurrenceView, ...], ...]:
    placed = [(o, _places(o, year)) for o in occurrences]
    return tuple(tuple(o for o, places in placed if (c.year, c.month) in places) for c in columns)


def finder(query: str) -> Callable[[ActivityView, StageView], bool]:
    """Whether an activity has the words of a query, typed in either layout, in its text, stage, deadline or people."""
    wanted = {words for words in (fold(query), fold(swap_layout(query))) if words}

    def matches(activity: ActivityView, stage: StageView) -> bool:
        if not wanted:
            return True
        hay = fold(activity.text, activity.responsible, activity.deadline, activity.result, stage.title)
        return any(words in hay for words in wanted)

    return matches


def grid_lines(
    view: RoadmapView, columns: tuple[MonthColumn, ...], folded: set[str] | None = None, query: str = ""
) -> list[GridLine]:
    """Lines of the tree; with a query only what matches, nothing folded."""
    year, matches, hidden = year_of(view), finder(query), (folded or set()) if not query.strip() else set()
    lines = []
    for stage in view.stages:
        activities = [a for a in stage.activities if matches(a, stage)]
        if query.strip() and not activities:
            continue
        every = tuple(o for a in stage.activities for o in a.occurrences)
        lines.append(GridLine(stage, None, _cells(every, columns, year), stage.id in hidden))
        if stage.id not in hidden:
            lines += [GridLine(stage, a, _cells(a.occurrences, columns, year)) for a in activities]
    return lines


def month_lines(view: RoadmapView, query: str = "", kept: Mapping[str, Group] | None = None) -> list[MonthLine]:
    """Overdue first, then what goes on, then the rest month by month, then what has no date.

    ``kept``: groups in which occurrences (by id) stay whatever became of them, so that nothing jumps while one ticks.
    """
    matches, places = finder(query), kept or {}
    groups: dict[Group, list[MonthLine]] = {}
    for stage in view.stages:
        for activity in stage.activities:
            if matches(activity, stage):
                for occurrence in activity.occurrences:
                    group = places.get(occurrence.id) or _group(occurrence)
                    groups.setdefault(group, []).append(MonthLine("", occurrence, activity, stage, group))
    lines = []
    for group in sorted(groups):
        lines.append(MonthLine(f"{_group_title(group)}: {len(groups[group])}"))
        lines += sorted(groups[group], key=_by_time)
    return lines


def _by_time(line: MonthLine) -> tuple[date, date]:
    start, end = (line.occurrence.start, line.occurrence.end) if line.occurrence else (None, None)
    return (end or start or date.max, start or end or date.max)


def _group(occurrence: OccurrenceView) -> Group:
    if occurrence.timing == "overdue":
        return (0, 0, 0)
    if occurrence.timing == "now":
        return (1, 0, 0)
    day = occurrence.start or occurrence.end
    return (3, 0, 0) if day is None else (2, day.year, day.month)


def _group_title(group: Group) -> str:
    kind, year, month = group
    if kind == 2:
        return f"{MONTHS[month - 1].capitalize()} {year}"
    return {0: "Просрочено", 1: "Идёт сейчас и в ближайшую неделю", 3: "Без даты"}[kind]


def due_soon(view: RoadmapView) -> int:
    """How many open occurrences end within the next seven days."""
    return sum(
        o.timing == "now" and o.end is not None and (o.end - view.today).days <= 7  # the model's «soon»
        for o in view.occurrences()
    )


def understood(activity: ActivityView, most: int = 99) -> str:
    """What was understood of a deadline: «Ноябрь, Март» in the model's words; of more than ``most`` the first and how many."""
    labels = list(dict.fromkeys(o.label for o in activity.occurrences))
    if len(labels) <= most:
        return ", ".join(labels)
    return f"{', '.join(labels[:most])} и ещё {len(labels) - most}"
