"""People «в поиске»: mentees without a pair stay visible, with what was done for them (domain.md 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.banks import open_directions, paired
from model.entities import SearchStep, new_id
from model.errors import Refusal
from model.names import full_name
from model.requests import likely_day, own_person
from model.setup import own_id
from model.store import Store


@dataclass(frozen=True)
class Step:
    """Something that was done for a person in search."""

    id: str
    on: date | None
    text: str


@dataclass(frozen=True)
class Searching:
    """A person in search on a day: open requests by direction, since when, and what was done."""

    person: str
    name: str
    post: str
    directions: tuple[str, ...]
    since: date | None
    steps: tuple[Step, ...]


def add_step(store: Store, person: str, text: str, on: date, *, today: date) -> str:
    """Write what was done for a person in search; return the id."""
    words = " ".join(text.split())
    if not words:
        raise Refusal("Напишите, что сделано: пустую запись не сохранить.")
    likely_day(own_person(store, person, on), on, "День записи", today)
    identity = new_id()
    with store.transaction("Поиск наставника"):
        SearchStep.create(id=identity, institution=own_id(store), person=person, on_day=on, text=words)
    return identity


def steps_of(store: Store, person: str) -> tuple[Step, ...]:
    """What was done for a person, by day."""
    return _steps(store).get(person, ())


def searching(store: Store, on: date) -> list[Searching]:
    """Who is «в поиске» on a day, by name: mentees of this institution or people with an open request, who have not left
    and stand in no pair as mentee (proposed, approved or at work)."""
    asked, steps, busy = open_directions(store, "request", on), _steps(store), paired(store, on, "mentee")
    rows = store.database.connection().execute(
        "SELECT p.id, p.surname, p.name, p.patronymic, p.post, min(r.since), min(q.raised_on) FROM person p "
        "LEFT JOIN role r ON r.person = p.id AND r.role = 'mentee' AND (r.since IS NULL OR r.since <= :on) "
        "AND (r.until IS NULL OR r.until > :on) "
        "LEFT JOIN request q ON q.person = p.id AND q.kind = 'request' AND (q.raised_on IS NULL OR q.raised_on <= :on) "
        "AND (q.closed_on IS NULL OR q.closed_on > :on) "
        "WHERE p.institution = :owner AND (p.left_on IS NULL OR p.left_on > :on) AND (r.id IS NOT NULL OR q.id IS NOT NULL) "
        "GROUP BY p.id ORDER BY p._key, p.id",
        {"on": on.isoformat(), "owner": own_id(store)},
    )
    return [
        Searching(
            person,
            full_name(surname or "", name or "", patronymic or "") or "без имени",
            post or "",
            asked.get(person, ()),
            min((date.fromisoformat(day) for day in (since, raised) if day), default=None),
            tuple(step for step in steps.get(person, ()) if step.on is None or step.on <= on),
        )
        for person, surname, name, patronymic, post, since, raised in rows
        if person not in busy
    ]


def _steps(store: Store) -> dict[str, tuple[Step, ...]]:
    found: dict[str, tuple[Step, ...]] = {}
    for person, identity, on, text in store.sql("SELECT person, id, on_day, text FROM search_step ORDER BY on_day, id"):
        step = Step(identity, date.fromisoformat(on) if on else None, text or "")
        found[person or ""] = (*found.get(person or "", ()), step)
    return found
