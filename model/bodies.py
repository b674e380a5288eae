"""Association and councils: members with terms, meetings with minutes (domain.md 16). They live longer than a school year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.entities import Body, BodyMeeting, BodyMember, new_id
from model.errors import Refusal
from model.names import full_name
from model.programme_guards import check_near, given_day
from model.register_guards import not_before, one_of, own_person, own_row, said, year_of_day
from model.russian_dates import show_date
from model.setup import current_year, own_id
from model.store import Store

KINDS = {
    "association": "объединение наставников",
    "council-mentors": "совет наставников",
    "expert-group": "экспертная группа",
    "council-young": "совет молодых педагогов",
}


@dataclass(frozen=True)
class Member:
    """One member of a body; ``now`` on the day that was asked about."""

    id: str
    person: str
    name: str
    post: str
    since: date | None
    until: date | None
    now: bool


@dataclass(frozen=True)
class Meeting:
    """One meeting of a body."""

    id: str
    on: date | None
    theme: str
    minutes: str


@dataclass(frozen=True)
class BodySheet:
    """A body with its members, the earliest first, and its meetings in order of date."""

    id: str
    kind: str
    title: str
    since: date | None
    until: date | None
    members: tuple[Member, ...]
    meetings: tuple[Meeting, ...]


def add_body(store: Store, kind: str, title: str, since: date | None = None) -> str:
    """Enter a body; without a title it is called by its kind. Return its id."""
    one_of(kind, KINDS, "Вида объединения")
    _likely(store, since, "День создания")
    body = new_id()
    with store.transaction("Новое объединение"):
        name = " ".join(title.split()) or KINDS[kind].capitalize()
        Body.create(id=body, institution=own_id(store), kind=kind, title=name, since=since)
    return body


def dissolve_body(store: Store, body: str, on: date) -> None:
    """Record that a body works no more; the terms of its members end that day."""
    row = find_body(store, body)
    _likely(store, on, "День роспуска")
    not_before(on, row.since, "Объединение не может закончить раньше, чем создано: проверьте дату.")
    with store.transaction("Объединение закончило работу"):
        Body.update(until=on).where(Body.id == body).execute()
        BodyMember.update(until=on).where(BodyMember.body == body, BodyMember.until.is_null()).execute()


def add_member(
    store: Store, body: str, person: str, *, since: date | None = None, until: date | None = None, post: str = ""
) -> str:
    """Add a member with a term (open when ``until`` is empty); one person is a member once at a time. Return the id."""
    row = find_body(store, body)
    own_person(store, person)
    for day in (since, until):
        _likely(store, day, "Срок члена объединения")
    not_before(until, since, "Срок члена объединения кончается раньше, чем начинается: проверьте даты.")
    not_before(since, row.since, "Объединение создано позже этого дня: проверьте дату.")
    for other in BodyMember.select().where(BodyMember.body == body, BodyMember.person == person):
        if (other.until or date.max) >= (since or date.min) and (until or date.max) >= (other.since or date.min):
            raise Refusal("Этот человек уже в составе на эти дни: сначала закончите его прежний срок.", "twice")
    identity = new_id()
    with store.transaction("Новый член объединения"):
        BodyMember.create(
            id=identity, institution=row.institution, body=body, person=person, post=post.strip(), since=since, until=until
        )
    return identity


def end_membership(store: Store, member: str, on: date) -> None:
    """End the term of a member on a day; the row stays as history."""
    row = own_row(store, BodyMember, member, "Члена объединения", "kurator body list")
    find_body(store, row.body)
    _likely(store, on, "Последний день")
    not_before(on, row.since, "Срок члена объединения кончается раньше, чем начинается: проверьте дату.")
    with store.transaction("Срок члена объединения закончен"):
        BodyMember.update(until=on).where(BodyMember.id == member).execute()


def add_meeting(store: Store, body: str, on: date | None, theme: str, minutes: str = "") -> str:
    """Enter a meeting of a body in an open school year; return its id."""
    row = find_body(store, body)
    theme = said(theme, "Назовите тему заседания: без темы его не записать.")
    day = given_day(on, "дату заседания")
    year_of_day(store, day, "День заседания")
    not_before(day, row.since, "Объединение создано позже этого дня: проверьте дату.")
    identity = new_id()
    with store.transaction("Заседание"):
        BodyMeeting.create(
            id=identity, institution=row.institution, body=body, on_day=day, theme=theme, minutes=minutes.strip()
        )
    return identity


def find_body(store: Store, body: str) -> Body:
    """A body of this institution that still works."""
    row = own_row(store, Body, body, "Объединения", "kurator body list")
    if row.until is not None:
        raise Refusal(
            f"Объединение закончило работу {show_date(row.until)}: создайте новое командой kurator body add.", "ended"
        )
    return row


def bodies(store: Store, on: date) -> list[BodySheet]:
    """All bodies of this institution; who is a member ``now`` is judged for the day ``on``."""
    sheets = []
    for body in Body.select().where(Body.institution == own_id(store)).order_by(Body.since, Body.title, Body.id):
        meetings = [
            Meeting(row.id, row.on_day, row.theme, row.minutes)
            for row in BodyMeeting.select().where(BodyMeeting.body == body.id).order_by(BodyMeeting.on_day, BodyMeeting.id)
        ]
        members = _members(store, body.id, on)
        sheets.append(BodySheet(body.id, body.kind, body.title, body.since, body.until, members, tuple(meetings)))
    return sheets


def _members(store: Store, body: str, on: date) -> tuple[Member, ...]:
    rows = store.sql(
        "SELECT m.id, m.person, p.surname, p.name, p.patronymic, m.post, m.since, m.until FROM body_member m "
        "LEFT JOIN person p ON p.id = m.person WHERE m.body = ? ORDER BY m.since, p._key, m.id",
        (body,),
    )
    members = []
    for identity, person, surname, name, patronymic, post, since, until in rows:
        first, last = (date.fromisoformat(day) if day else None for day in (since, until))
        now = (first or date.min) <= on <= (last or date.max)
        shown = full_name(surname or "", name or "", patronymic or "") or "нет данных"
        members.append(Member(identity, person or "", shown, post or "", first, last, now))
    return tuple(members)


def _likely(store: Store, day: date | None, what: str) -> None:
    if day is not None:
        check_near(day, current_year(store).start, None, what)
