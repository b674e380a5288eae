"""Events: seminars, meetings, contests, trainings, webinars, teachers' councils, and who took part (domain.md 14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from model.entities import Event, EventPerson, EvidenceLink, natural_id, new_id
from model.errors import Refusal
from model.names import full_name
from model.programme_guards import given_day
from model.register_guards import one_of, own_person, own_row, said, year_of_day
from model.russian_dates import show_date
from model.setup import check_open, own_id
from model.store import Store

KINDS = {
    "seminar": "семинар",
    "meeting": "встреча",
    "contest": "конкурс",
    "training": "обучение",
    "webinar": "вебинар",
    "council": "педагогический совет",
    "other": "событие",
}
#: Fields of an event that may be corrected.
FIELDS = {"place": "место", "theme": "тема", "outcome": "итог", "minutes": "протокол", "link": "ссылка"}


@dataclass(frozen=True)
class EventLine:
    """One event in the register; ``persons``: (id, full name, result) of each participant."""

    id: str
    kind: str
    on: date | None
    years: str
    place: str
    theme: str
    outcome: str
    minutes: str
    link: str
    persons: tuple[tuple[str, str, str], ...]
    evidence_of: tuple[tuple[str, str], ...]


def add_event(store: Store, kind: str, on: date | None, theme: str, *, persons: Sequence[str] = (), **fields: str) -> str:
    """Enter an event of the school year of its day; ``fields``: place, outcome, minutes, link. Return its id."""
    one_of(kind, KINDS, "Вида события")
    values = _values({**fields, "theme": theme})
    day = given_day(on, "дату события")
    years = year_of_day(store, day, "День события")
    people = [own_person(store, person).id for person in dict.fromkeys(persons)]
    event, owner = new_id(), own_id(store)
    with store.transaction("Новое событие"):
        Event.create(id=event, institution=owner, years=years, kind=kind, on_day=day, **values)
        for person in people:
            EventPerson.create(id=_participant(event, person), institution=owner, event=event, person=person)
    return event


def edit_event(store: Store, event: str, **fields: str) -> None:
    """Change what is given of an event: keys of ``FIELDS``; outcome and minutes come after the day itself."""
    find_event(store, event)
    values = _values(fields)
    if not values:
        raise Refusal("Назовите, что изменить в событии.", "nothing")
    with store.transaction("Правка события"):
        Event.update(values).where(Event.id == event).execute()


def take_part(store: Store, event: str, person: str, result: str = "") -> None:
    """Record that a person took part, with the result (a contest's place, a certificate); a second time corrects it."""
    row = find_event(store, event)
    own_person(store, person)
    identity = _participant(event, person)
    with store.transaction("Участник события"):
        if not EventPerson.update(result=result.strip()).where(EventPerson.id == identity).execute():
            EventPerson.create(id=identity, institution=row.institution, event=event, person=person, result=result.strip())


def leave_event(store: Store, event: str, person: str) -> None:
    """Take a person out of the participants."""
    find_event(store, event)
    with store.transaction("Участник события убран"):
        if not EventPerson.delete().where(EventPerson.id == _participant(event, person)).execute():
            raise Refusal("Этого человека среди участников события нет: обновите список.", "missing")


def delete_event(store: Store, event: str) -> None:
    """Take an event out of the register with participants and links; words that it left in marks stay."""
    find_event(store, event)
    with store.transaction("Удаление события"):
        EventPerson.delete().where(EventPerson.event == event).execute()
        EvidenceLink.delete().where(EvidenceLink.event == event).execute()
        Event.delete().where(Event.id == event).execute()


def find_event(store: Store, event: str) -> Event:
    """An event of this institution in an open school year."""
    row = own_row(store, Event, event, "События", "kurator event list")
    check_open(store, row.years)
    return row


def event_words(event: Event) -> str:
    """How an event is named as evidence: «семинар «Урок чтения», 12.11.2026, протокол № 3»."""
    minutes = event.minutes.strip()
    if minutes and "протокол" not in minutes.lower():
        minutes = f"протокол {minutes}"
    parts = (f"{KINDS.get(event.kind, 'событие')} «{event.theme}»", show_date(event.on_day), minutes)
    return ", ".join(part for part in parts if part)


def _participant(event: str, person: str) -> str:
    return natural_id("event_person", event, person)


def _values(fields: dict[str, str]) -> dict[str, str]:
    values = {}
    for name, text in fields.items():
        if name not in FIELDS:
            raise Refusal(f"Поля «{name}» у события нет: возможны {', '.join(FIELDS)}.", "field")
        values[name] = said(text, "Назовите тему события: без темы его не записать.") if name == "theme" else text.strip()
    return values


def events(store: Store, *, kind: str = "", years: str = "", person: str = "") -> list[EventLine]:
    """The register in order of date: all events, or those of a kind, of a school year, of a participant."""
    if kind:
        one_of(kind, KINDS, "Вида события")
    people: dict[str, list[tuple[str, str, str]]] = {}
    for event, identity, surname, name, patronymic, result in store.sql(
        "SELECT e.event, e.person, p.surname, p.name, p.patronymic, e.result FROM event_person e "
        "LEFT JOIN person p ON p.id = e.person ORDER BY p._key, e.id"
    ):
        shown = full_name(surname or "", name or "", patronymic or "") or "нет данных"
        people.setdefault(event, []).append((identity or "", shown, result or ""))
    links: dict[str, list[tuple[str, str]]] = {}
    for event, table, target in store.sql("SELECT event, target_table, target FROM evidence_link ORDER BY _s, id"):
        links.setdefault(event, []).append((table or "", target or ""))
    rows = store.sql(
        "SELECT id, kind, on_day, years, place, theme, outcome, minutes, link FROM event WHERE institution = ? "
        "AND (? = '' OR kind = ?) AND (? = '' OR years = ?) ORDER BY on_day, _s, id",
        (own_id(store), kind, kind, years, years),
    )
    lines = []
    for identity, what, on, year, place, theme, outcome, minutes, link in rows:
        persons = tuple(people.get(identity, ()))
        if person and person not in {one for one, _, _ in persons}:
            continue
        lines.append(
            EventLine(
                id=identity,
                kind=what or "",
                on=date.fromisoformat(on) if on else None,
                years=year or "",
                place=place or "",
                theme=theme or "",
                outcome=outcome or "",
                minutes=minutes or "",
                link=link or "",
                persons=persons,
                evidence_of=tuple(links.get(identity, ())),
            )
        )
    return lines
