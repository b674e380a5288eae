"""Settling a deadline that can be read in several ways: one of its readings is picked and written beside the words."""

from __future__ import annotations

from model.deadlines import read_deadline
from model.entities import Activity
from model.errors import Refusal
from model.manual_deadlines import reading_label, reading_words
from model.marks import years_of_activity
from model.roadmap_view import ActivityView
from model.roadmaps import edit_activity
from model.store import Store
from model.years import SchoolYear


def labels_of_activity(store: Store, activity: ActivityView) -> list[str]:
    """Readings of a deadline that waits for a choice, as a person would call them, the likeliest first."""
    if not activity.ambiguous:
        return []
    year = SchoolYear.parse(years_of_activity(store, activity.id))
    return [reading_label(reading) for reading in read_deadline(activity.deadline, year).readings]


def choose_reading(store: Store, activity: str, number: int, *, drop_marks: bool = False) -> str:
    """Take reading ``number`` (1 is the likeliest) of an activity's deadline; return the words that now say its meaning.

    Raise ``Refusal`` when the deadline has no such reading, or as ``edit_activity`` does.
    """
    row: Activity | None = Activity.get_or_none(Activity.id == activity)
    if row is None:
        raise Refusal("Этого мероприятия больше нет: посмотрите список командой kurator roadmap show.", "missing")
    year = SchoolYear.parse(years_of_activity(store, activity))
    readings = read_deadline(row.deadline, year).readings
    if not 1 <= number <= len(readings):
        told = f"есть прочтения с 1 по {len(readings)}" if readings else "даты из этих слов не следуют, напишите срок словами"
        raise Refusal(f"Прочтения № {number} у срока «{row.deadline}» нет: {told}.", "no-reading")
    words = reading_words(readings[number - 1], year)
    edit_activity(store, activity, deadline_meant=words, drop_marks=drop_marks)
    return words
