"""Deadlines that a person has explained: the words stay as written, the days come from what they were said to mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten

from model.deadlines import Deadline, Span, read_deadline, wording
from model.deadlines.wording import words_of
from model.errors import Refusal
from model.years import SchoolYear

#: Kinds in whose words a reading of an unknown kind is said, the plainest first.
_PLAINEST = ("months", "range", "recurring", "open")


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


def reading_words(reading: Sequence[Span], year: SchoolYear, kind: str = "") -> str:
    """Words of the grammar that say exactly the days of ``reading``; empty when no words do.

    ``kind``: that of the reading, when it is known; otherwise the plainest words are taken.
    """
    for wanted in (kind, *(other for other in _PLAINEST if other != kind)):
        words = words_of((wanted, tuple(reading))) if wanted else ""
        read = read_deadline(words, year)
        if words and read.occurrences == tuple(reading) and not read.ambiguous:
            return words
    return ""


def reading_label(reading: Sequence[Span], year: SchoolYear | None = None) -> str:
    """One reading of a deadline on a short line: «1–30 ноя, 1–31 мар», «до 2 окт». ``year``: as in ``understood``."""
    return understood(Deadline("", "months", tuple(reading)), year) if reading else "без даты"


def understood(deadline: Deadline, year: SchoolYear | None = None) -> str:
    """A short line of what is understood: «1–30 ноя, 1–31 мар», «по необходимости», «срок не указан» for no words.

    With ``year``, days outside of that school year are told with theirs: «1–31 авг (2023)».
    """
    label = wording.understood(deadline)
    days = [day for span in deadline.occurrences for day in (span.start, span.end) if day is not None]
    far = sorted({day.year for day in days if year is not None and not year.start <= day <= year.end})
    missing = [str(number) for number in far if str(number) not in label]
    return f"{label} ({', '.join(missing)})" if missing else label
