"""What every change of a pair asks first: whose pair it is, whether its year is open, its dates, its people."""

from __future__ import annotations

from datetime import date

from model.entities import Consent, Pair, PairMember, Person
from model.errors import Refusal
from model.names import short_name
from model.russian_dates import show_date
from model.setup import check_open, check_own
from model.store import Store
from model.years import SchoolYear

#: States of a pair in their order (domain.md 7).
STATES = {
    "proposed": "предложена",
    "approved": "утверждена",
    "active": "действует",
    "finished": "завершена",
    "stopped": "прекращена",
}
#: States in which a pair stands: its people are not «в поиске».
STANDING = ("proposed", "approved", "active")
#: Labour Code art. 351.8 is in force since this day.
LAW_SINCE = date(2025, 3, 1)


def find_pair(store: Store, pair: str) -> Pair:
    """The pair, when it may be written: it exists, is ours, and its school year is open."""
    row: Pair | None = Pair.get_or_none(Pair.id == pair)
    if row is None:
        raise Refusal(f"Пары «{pair}» нет: посмотрите список командой kurator pair list.", "missing")
    check_own(store, row.institution)
    check_open(store, row.years)
    return row


def need_state(row: Pair, states: tuple[str, ...], deed: str) -> None:
    """Refuse ``deed`` («утвердить», «начать» …) in any other state."""
    if row.state not in states:
        wanted = " или ".join(f"«{STATES[state]}»" for state in states)
        now = STATES.get(row.state, "нет данных")
        raise Refusal(f"Пара сейчас «{now}», {deed} можно только в состоянии {wanted}: проверьте, та ли это пара.", "state")


def check_day(row: Pair, day: date, what: str, today: date) -> None:
    """A fact about a pair has happened already and lies within a year of its school year."""
    if day > today:
        raise Refusal(f"{what}: {show_date(day)} ещё не наступило, запишите это в тот день или позже.", "date")
    year = SchoolYear.parse(row.years)
    if not year.start.replace(year=year.first - 1) <= day <= year.end.replace(year=year.second + 1):
        raise Refusal(f"{what}: {show_date(day)} далеко от учебного года {row.years}, проверьте дату.", "date")


def check_order_of(earlier: date | None, what: str, later: date, then: str) -> None:
    """``later`` is not before ``earlier``; the words name both."""
    if earlier is not None and later < earlier:
        raise Refusal(f"{then} ({show_date(later)}) раньше, чем {what} ({show_date(earlier)}): проверьте даты.", "date")


def members_now(pair: str, role: str) -> list[PairMember]:
    """Who is in the pair now under ``role``: mentor, mentee; in the order in which they came."""
    rows = PairMember.select().where(PairMember.pair == pair, PairMember.role == role, PairMember.until.is_null())
    return sorted(rows, key=lambda row: (row.since or date.max, row.id))


def person_name(person: Person) -> str:
    """«Иванова А. П.», or that the name is unknown."""
    return short_name(person.surname, person.name, person.patronymic) or "человек без имени"


def find_person(person: str) -> Person:
    """A person of the bank, or a refusal."""
    row: Person | None = Person.get_or_none(Person.id == person)
    if row is None:
        raise Refusal(f"Человека «{person}» в базе нет: найдите его командой kurator person list.", "missing")
    return row


def check_works(person: str, on: date) -> Person:
    """The person is known and has not left by ``on``."""
    row = find_person(person)
    if row.left_on is not None and row.left_on <= on:
        raise Refusal(f"{person_name(row)} не работает с {show_date(row.left_on)}: выберите другого человека.", "left")
    return row


def check_duties(mentor: str, on: date) -> None:
    """Mentoring is work that needs the mentor's written consent (Labour Code art. 351.8, since 1 March 2025)."""
    if on >= LAW_SINCE and not has_consent(mentor, "duties", on):
        name = person_name(find_person(mentor))
        raise Refusal(
            f"{name}: нет письменного согласия на обязанности наставника на {show_date(on)} (ст. 351.8 ТК РФ), "
            "запишите его командой kurator consent give.",
            "consent",
        )


def has_consent(person: str, scope: str, on: date) -> bool:
    """Whether a consent was in force on a day."""
    return bool(
        Consent.select()
        .where(
            Consent.person == person,
            Consent.scope == scope,
            Consent.given_on <= on,
            Consent.withdrawn_on.is_null() | (Consent.withdrawn_on > on),
        )
        .exists()
    )


def check_full(row: Pair, on: date) -> None:
    """Both sides are there, known and at work on ``on``."""
    for role, who in (("mentor", "наставника"), ("mentee", "наставляемого")):
        members = members_now(row.id, role)
        if not members:
            raise Refusal(f"В паре нет {who}: сначала добавьте его.", "side")
        for member in members:
            check_works(member.person, on)


def reason_given(reason: str, what: str) -> str:
    """The reason without blanks around; refuse an empty one."""
    words = " ".join(reason.split())
    if not words:
        raise Refusal(f"Назовите причину: без неё {what} нельзя.", "reason")
    return words
