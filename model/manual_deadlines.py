"""Deadlines that a person has explained: the words stay as written, the days come from what they were said to mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten

from model.deadlines import Deadline, Span, read_deadline
from model.errors import Refusal
from model.russian_dates import show_date, span_label
from model.years import SchoolYear

_WITHOUT_DAYS = {
    "as-needed": "по необходимости, без даты",
    "relative": "после события, без даты",
    "unresolved": "не понято, без даты",
}


def meant_deadline(words: str, meant: str, year: SchoolYear) -> Deadline:
    """What ``words`` say, or, when ``meant`` is not empty, what that says; the text is ``words`` either way. Never raises."""
    return replace(read_deadline(meant, year), text=words) if meant.strip() else read_deadline(words, year)


def check_meant(meant: str, year: SchoolYear) -> None:
    """Raise ``Refusal`` when an explanation explains nothing: it is not understood, or again in more than one way."""
    if not meant.strip():
        return
    read = read_deadline(meant, year)
    shown = shorten(meant, 60, placeholder=" …")
    if read.kind == "unresolved":
        raise Refusal(f"Слова «{shown}» не поняты: напишите срок иначе, например «до 2 октября» или «ноябрь, март».")
    if read.ambiguous:
        raise Refusal(f"Слова «{shown}» тоже можно понять по-разному: напишите дни точнее, например «02.10.2026».")


def reading_words(reading: Sequence[Span], year: SchoolYear) -> str:
    """Words of the grammar that say exactly the days of ``reading``; empty when no words do."""
    for divider in (", ", "; "):
        words = divider.join(_span_words(span) for span in reading)
        read = read_deadline(words, year)
        if read.occurrences == tuple(reading) and not read.ambiguous:
            return words
    return ""


def _span_words(span: Span) -> str:
    if span.start is None:
        return f"до {show_date(span.end)}"
    if span.end is None:
        return f"с {show_date(span.start)}"
    return show_date(span.start) if span.start == span.end else f"{show_date(span.start)} - {show_date(span.end)}"


def reading_label(reading: Sequence[Span], year: SchoolYear | None = None) -> str:
    """One reading of a deadline as a person would call it: «Ноябрь, Март», «до 2 октября».

    With ``year``, days outside of that school year are told with theirs: «Август 2023».
    """
    return ", ".join(dict.fromkeys(_label(span, year) for span in reading)) or "без даты"


def _label(span: Span, year: SchoolYear | None) -> str:
    label = span_label(span.start, span.end)
    days = [day for day in (span.start, span.end) if day is not None]
    if year is None or all(year.start <= day <= year.end for day in days):
        return label
    return f"{label} {'–'.join(dict.fromkeys(str(day.year) for day in days))}"


def understood(deadline: Deadline, year: SchoolYear | None = None) -> str:
    """A short line of what is understood: «Ноябрь, Март», «по необходимости, без даты», «не указан» for no words.

    ``year``: as in ``reading_label``.
    """
    if deadline.occurrences:
        return reading_label(deadline.occurrences, year)
    if not deadline.text.strip() and deadline.kind == "unresolved":
        return "не указан"
    return _WITHOUT_DAYS.get(deadline.kind, "без даты")
