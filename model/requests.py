"""Requests of mentees and strengths of mentors, each under one direction of the institution's list (domain.md 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from model.entities import Person, Request, new_id
from model.errors import Refusal
from model.names import fold, full_name
from model.pair_guards import check_works
from model.preferences import preference
from model.russian_dates import show_date
from model.setup import check_own, own_id
from model.store import Store

KINDS = {"request": "запрос", "strength": "сильная сторона"}


@dataclass(frozen=True)
class RequestLine:
    """A request or a strength in a list; ``closed`` is empty while it is open."""

    id: str
    person: str
    name: str
    kind: str
    kind_name: str
    direction: str
    text: str
    raised: date | None
    closed: date | None


def direction_of(store: Store, words: str) -> str:
    """The direction as the institution spells it (letter case and ё do not matter); refuse what is not in its list."""
    known: list[str] = preference(store, "directions")
    for direction in known:
        if fold(direction) == fold(words):
            return direction
    raise Refusal(f"Направления «{words}» в списке нет: выберите из {'; '.join(known)}.", "direction")


def own_person(store: Store, person: str, on: date) -> Person:
    """A person of this institution who works on a day."""
    row = check_works(person, on)
    check_own(store, row.institution)
    return row


def likely_day(row: Person, on: date, what: str, today: date) -> None:
    """Something written about a person happened already and in their lifetime."""
    if on > today:
        raise Refusal(f"{what}: {show_date(on)} ещё не наступило, запишите это в тот день или позже.", "date")
    if on.year < 1990 or (row.birth_date is not None and on <= row.birth_date):
        raise Refusal(f"{what}: {show_date(on)} не похоже на правду, проверьте дату.", "date")


def add_request(
    store: Store, person: str, kind: str, direction: str, text: str, on: date, *, today: date, diagnosis: str = ""
) -> str:
    """Write a mentee's difficulty (``request``) or a mentor's ``strength``; return the id.

    Refuse an unknown kind or direction, a person who is unknown, of another institution or has left, a day to come, and the
    same words under the same direction while the first are open.
    """
    if kind not in KINDS:
        raise Refusal(f"Бывает запрос или сильная сторона, а не «{kind}»: выберите из {', '.join(KINDS)}.")
    named, words = direction_of(store, direction), " ".join(text.split())
    likely_day(own_person(store, person, on), on, "День записи", today)
    same = Request.select().where(
        Request.person == person, Request.kind == kind, Request.direction == named, Request.closed_on.is_null()
    )
    if any(fold(row.text) == fold(words) for row in same):
        raise Refusal(f"Такая запись уже открыта ({KINDS[kind]}, {named}): закройте её или уточните текст.", "twice")
    identity = new_id()
    with store.transaction("Новый запрос" if kind == "request" else "Новая сильная сторона"):
        Request.create(
            id=identity,
            institution=own_id(store),
            person=person,
            kind=kind,
            direction=named,
            text=words,
            raised_on=on,
            diagnosis=diagnosis,
        )
    return identity


def close_request(store: Store, request: str, on: date, *, today: date) -> None:
    """Close a request (somebody has helped) or a strength (it holds no more); refuse a closed one or a day before it began."""
    row = find_request(request)
    check_own(store, row.institution)
    if row.closed_on is not None:
        raise Refusal(f"Запись закрыта {show_date(row.closed_on)}: второй раз закрывать нечего.", "closed")
    if on > today:
        raise Refusal(f"День закрытия: {show_date(on)} ещё не наступило, закройте в тот день или позже.", "date")
    if row.raised_on is not None and on < row.raised_on:
        raise Refusal(f"Запись сделана {show_date(row.raised_on)}: закрыть её раньше нельзя, проверьте дату.", "date")
    with store.transaction(f"Закрыто: {KINDS.get(row.kind, 'запись')}"):
        Request.update(closed_on=on).where(Request.id == request).execute()


def find_request(request: str) -> Request:
    """A request or strength by id, or a refusal."""
    row: Request | None = Request.get_or_none(Request.id == request)
    if row is None:
        raise Refusal(f"Записи «{request}» нет: посмотрите список командой kurator request list.", "missing")
    return row


def requests(store: Store, *, kind: str = "", person: str = "", open_only: bool = False) -> list[RequestLine]:
    """Requests and strengths of this institution, the open ones first, then by name and day."""
    rows = store.database.connection().execute(
        "SELECT q.id, q.person, p.surname, p.name, p.patronymic, q.kind, q.direction, q.text, q.raised_on, q.closed_on "
        "FROM request q LEFT JOIN person p ON p.id = q.person WHERE q.institution = :owner "
        "AND (:kind = '' OR q.kind = :kind) AND (:person = '' OR q.person = :person) "
        "AND (NOT :open OR q.closed_on IS NULL) "
        "ORDER BY q.closed_on IS NOT NULL, p._key, q.kind, q.raised_on, q.id",
        {"owner": own_id(store), "kind": kind, "person": person, "open": open_only},
    )
    return [
        RequestLine(
            identity,
            who or "",
            full_name(surname or "", name or "", patronymic or "") or "нет данных",
            what or "",
            KINDS.get(what, what or ""),
            direction or "",
            text or "",
            _day(raised),
            _day(closed),
        )
        for identity, who, surname, name, patronymic, what, direction, text, raised, closed in rows
    ]


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
