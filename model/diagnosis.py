"""Diagnosed deficits of a mentee and the individual route (ИОМ) that follows (domain.md 15); a deficit can raise a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from model.entities import Diagnosis, Route, new_id
from model.errors import Refusal
from model.requests import add_request, direction_of, likely_day, own_person
from model.setup import check_open, own_id
from model.store import Store
from model.years import SchoolYear

#: A route, like a programme, is not longer than a year and a bit: what is longer is a slip of the year.
LONGEST_ROUTE = 400


@dataclass(frozen=True)
class Diagnosed:
    """What was written: the deficit and, when one was raised, the request."""

    diagnosis: str
    request: str


@dataclass(frozen=True)
class DiagnosisLine:
    """A deficit of a person; ``request`` is the id of what was raised from it, or empty."""

    id: str
    on: date | None
    direction: str
    text: str
    source: str
    request: str


@dataclass(frozen=True)
class RouteLine:
    """An individual route of a person."""

    id: str
    years: str
    title: str
    aims: str
    start: date | None
    end: date | None


def diagnose(
    store: Store,
    person: str,
    direction: str,
    text: str,
    source: str,
    on: date,
    *,
    today: date,
    raise_request: bool = False,
) -> Diagnosed:
    """Write a professional deficit: direction, words, where it is known from; raise a request from it when asked (one step)."""
    named, words, known_from = direction_of(store, direction), " ".join(text.split()), " ".join(source.split())
    if not words or not known_from:
        raise Refusal("Назовите дефицит и откуда он известен (анкета, посещение урока …): без этого диагностики нет.")
    likely_day(own_person(store, person, on), on, "День диагностики", today)
    identity, request = new_id(), ""
    with store.transaction("Диагностика"):
        Diagnosis.create(
            id=identity,
            institution=own_id(store),
            person=person,
            direction=named,
            text=words,
            source=known_from,
            on_day=on,
        )
        if raise_request:
            request = add_request(store, person, "request", named, words, on, today=today, diagnosis=identity)
    return Diagnosed(identity, request)


def add_route(store: Store, person: str, title: str, aims: str, start: date | None, end: date | None) -> str:
    """Write the individual route of a person; it belongs to the school year in which it starts. Return the id."""
    words = " ".join(title.split())
    if not words:
        raise Refusal("Назовите маршрут: без названия его не найти.")
    if start is None or end is None:
        raise Refusal("Назовите начало и конец маршрута: без срока его не спланировать.", "date")
    if end < start:
        raise Refusal("Маршрут кончается раньше, чем начинается: проверьте даты.", "date")
    if (end - start).days > LONGEST_ROUTE or not 1990 <= start.year <= 2200:
        raise Refusal("Маршрут рассчитан не больше чем на год: проверьте даты.", "date")
    years = str(SchoolYear.of(start))
    check_open(store, years)
    own_person(store, person, start)
    identity = new_id()
    with store.transaction("Индивидуальный маршрут"):
        Route.create(
            id=identity,
            institution=own_id(store),
            person=person,
            years=years,
            title=words,
            aims=aims.strip(),
            started_on=start,
            ends_on=end,
        )
    return identity


def deficits(store: Store, person: str) -> list[DiagnosisLine]:
    """Deficits of a person by day: what requests and the programme's plan are made of."""
    rows = store.sql(
        "SELECT d.id, d.on_day, d.direction, d.text, d.source, (SELECT min(q.id) FROM request q WHERE q.diagnosis = d.id) "
        "FROM diagnosis d WHERE d.person = ? ORDER BY d.on_day, d.id",
        (person,),
    )
    return [
        DiagnosisLine(identity, _day(on), direction or "", text or "", source or "", request or "")
        for identity, on, direction, text, source, request in rows
    ]


def routes(store: Store, person: str) -> list[RouteLine]:
    """Individual routes of a person by their beginning."""
    rows = store.sql(
        "SELECT id, years, title, aims, started_on, ends_on FROM route WHERE person = ? ORDER BY started_on, id", (person,)
    )
    return [RouteLine(i, years or "", title or "", aims or "", _day(a), _day(b)) for i, years, title, aims, a, b in rows]


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
