"""What every entry of a register asks first: its day and school year, its words, whose it is (domain.md 12, 14, 16)."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from model.entities import Person, Replicated
from model.errors import Refusal
from model.pair_guards import find_person
from model.programme_guards import check_near
from model.setup import check_open, check_own, current_year
from model.store import Store
from model.years import SchoolYear

_Row = TypeVar("_Row", bound=Replicated)


def year_of_day(store: Store, day: date, what: str) -> str:
    """School year that an entry of ``day`` belongs to, when it is open; refuse a day far outside of life."""
    check_near(day, current_year(store).start, None, what)
    years = str(SchoolYear.of(day))
    check_open(store, years)
    return years


def said(text: str, sentence: str) -> str:
    """The words on one line, or a refusal with ``sentence``."""
    words = " ".join(text.split())
    if not words:
        raise Refusal(sentence, "empty")
    return words


def one_of(code: str, known: dict[str, str], what: str) -> str:
    """A code that is known, or a refusal that lists them."""
    if code not in known:
        raise Refusal(f"{what} «{code}» в реестре нет: выберите из {', '.join(known)}.", "kind")
    return code


def own_row(store: Store, model: type[_Row], identity: str, what: str, command: str) -> _Row:
    """A row of this institution; ``what`` and ``command`` say in the refusal what was looked for and where to find it."""
    row: _Row | None = model.get_or_none(model.id == identity)
    if row is None:
        raise Refusal(f"{what} «{identity}» в базе нет: посмотрите список командой {command}.", "missing")
    check_own(store, row.institution)
    return row


def own_person(store: Store, person: str) -> Person:
    """A person of this institution's bank."""
    row = find_person(person)
    check_own(store, row.institution)
    return row


def not_before(end: date | None, start: date | None, sentence: str) -> None:
    """Refuse an end that comes before its beginning."""
    if start is not None and end is not None and end < start:
        raise Refusal(sentence, "date")
