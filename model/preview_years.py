"""A roadmap of another school year taken for this one: its deadlines keep their words and are understood in this year."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from model.deadlines import Deadline, read_deadline
from model.errors import Refusal
from model.manual_deadlines import meant_deadline
from model.next_year import shift_years
from model.roadmap_draft import ActivityDraft, RoadmapDraft
from model.years import SchoolYear


def in_this_year(draft: RoadmapDraft, year: SchoolYear) -> RoadmapDraft:
    """Say of every deadline of the document's own school year that it means the same days of ``year``.

    The words stay, what they mean stands in ``meant``; a mark of that year is kept as words, not as a mark. Raise
    ``Refusal`` when no deadline of another year can be moved.
    """
    years = Counter(found for one in draft.activities for found in _years(one.deadline) if found != year)
    if not years:
        raise Refusal(f"Сроков другого учебного года нет: все сроки относятся к {year} или не имеют дат.")
    by = year.first - years.most_common(1)[0][0].first
    moved = [_moved(one, by, year) for one in draft.activities]
    if moved == draft.activities:
        raise Refusal("Годы в сроках перенести не удалось: поправьте такие сроки по одному (F4).")
    return replace(draft, activities=moved)


def _years(deadline: Deadline) -> set[SchoolYear]:
    """School years in which the days of a deadline lie."""
    return {SchoolYear.of(day) for span in deadline.occurrences for day in (span.start, span.end) if day is not None}


def _moved(one: ActivityDraft, by: int, year: SchoolYear) -> ActivityDraft:
    if not _years(one.deadline) - {year}:
        return one
    meant = shift_years(one.meant or one.deadline.text, by)
    read = read_deadline(meant, year)
    if read.ambiguous or not _years(read) or _years(read) - {year}:
        return one
    done = f"в прошлом: {one.done}" if one.done.strip() else ""
    return replace(one, deadline=meant_deadline(one.deadline.text, meant, year), meant=meant, done=done)
