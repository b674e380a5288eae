"""What is counted: a school year as of a day in some institutions, and the facts that all definitions share.

Facts are read once, each by one query over all institutions; who stands for whom when a person works in two of them is
decided by ``model.duplicates.canonical_person``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from model.duplicates import canonical_person
from model.setup import own_id
from model.store import Store
from model.years import SchoolYear


@dataclass(frozen=True)
class Part:
    """A person who took part in a pair of the year: ``role`` mentor or mentee."""

    person: str
    role: str
    pair: str


@dataclass(frozen=True)
class PairFact:
    """A pair that worked in the year by the day."""

    institution: str
    form: str
    kinds: tuple[str, ...]
    agreement_written: bool


@dataclass(frozen=True)
class PersonFact:
    """A person as one institution knows them; ``None`` where a date is unknown."""

    id: str
    institution: str
    kind: str
    born: date | None
    teaching: date | None
    hired: date | None
    left: date | None

    def here(self, on: date) -> bool:
        """At work or at school here on a day, as far as dates are known."""
        return (self.hired is None or self.hired <= on) and (self.left is None or self.left > on)


def counted_institutions(store: Store, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Institutions to count: those wanted; else a district counts all it has received, an institution itself."""
    if wanted is not None:
        return tuple(dict.fromkeys(wanted))
    own = own_id(store)
    if store.value("SELECT kind FROM institution WHERE id = ?", (own,)) != "district":
        return (own,)
    rows = store.sql("SELECT id FROM institution WHERE id <> ? AND coalesce(kind, '') <> 'district' ORDER BY id", (own,))
    return tuple(str(row[0]) for row in rows)


class Scope:
    """A school year as of a day in some institutions; ``last`` is the day, but not after the end of the year."""

    def __init__(self, store: Store, year: SchoolYear, on: date, institutions: Sequence[str]) -> None:
        self.store, self.year, self.on = store, year, on
        self.institutions = tuple(institutions)
        self.last = min(on, year.end)
        self.canonical = canonical_person(store)

    def read(self, text: str, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of a query. ``{here}`` in it becomes the list of institutions; :years, :start, :on, :last are bound."""
        here = "(SELECT value FROM json_each(:institutions))"
        bound = {
            "institutions": json.dumps(self.institutions),
            "years": str(self.year),
            "start": self.year.start.isoformat(),
            "on": self.on.isoformat(),
            "last": self.last.isoformat(),
            **values,
        }
        return list(self.store.database.connection().execute(text.replace("{here}", here), bound))

    def people(self, persons: Iterable[str]) -> frozenset[str]:
        """Persons, each once: linked records stand under one id."""
        return frozenset(self.canonical[person] for person in persons)

    def before(self) -> Scope:
        """The same institutions in the school year before, whole."""
        year = SchoolYear(self.year.first - 1)
        return Scope(self.store, year, year.end, self.institutions)

    @cached_property
    def persons(self) -> list[PersonFact]:
        """Everybody in the banks of the institutions; a person whose data are not here is not among them."""
        rows = self.read(
            "SELECT id, institution, coalesce(kind, ''), birth_date, teaching_since, hired_on, left_on FROM person "
            "WHERE institution IN {here}"
        )
        return [PersonFact(*row[:3], *(_day(text) for text in row[3:])) for row in rows]

    @cached_property
    def pairs(self) -> dict[str, PairFact]:
        """Pairs of the year that had begun by the day: at work, finished or stopped."""
        rows = self.read(
            "SELECT id, institution, form, kinds, agreement_no IS NOT NULL AND agreement_date IS NOT NULL FROM pair "
            "WHERE institution IN {here} AND years = :years AND state IN ('active', 'finished', 'stopped') "
            "AND started_on <= :last"
        )
        return {
            str(pair): PairFact(owner, form or "", tuple(json.loads(kinds)) if kinds else (), bool(written))
            for pair, owner, form, kinds, written in rows
        }

    @cached_property
    def parts(self) -> list[Part]:
        """Who took part in those pairs by the day; a replaced mentor did too."""
        rows = self.read(
            "SELECT m.person, m.role, m.pair FROM pair_member m JOIN pair p ON p.id = m.pair "
            "WHERE p.institution IN {here} AND p.years = :years AND m.person IS NOT NULL "
            "AND coalesce(m.since, p.started_on) <= :last"
        )
        return [Part(*row) for row in rows if row[2] in self.pairs]

    def took_part(self, role: str = "") -> frozenset[str]:
        """Persons who took part under ``role``, or under any."""
        return self.people(part.person for part in self.parts if role in {"", part.role})

    def visitors(self, kind: str) -> frozenset[str]:
        """Persons at the events of one kind in the year by the day."""
        rows = self.read(
            "SELECT DISTINCT ep.person FROM event e JOIN event_person ep ON ep.event = e.id WHERE e.institution IN {here} "
            "AND e.kind = :kind AND e.years = :years AND (e.on_day IS NULL OR e.on_day <= :on) AND ep.person IS NOT NULL",
            kind=kind,
        )
        return self.people(row[0] for row in rows)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
