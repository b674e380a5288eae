"""Changes of people in a standing pair; nobody is forgotten: who left keeps the row with the day and the reason.

``until`` of a member is the first day without them. In a pair that has not begun nobody has a first day yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.entities import Pair, PairMember
from model.errors import Refusal
from model.pair_guards import (
    STANDING,
    check_day,
    check_duties,
    check_order_of,
    check_works,
    find_pair,
    find_person,
    members_now,
    need_state,
    person_name,
    reason_given,
)
from model.pairs import GROUP, KINDS, check_new_mentee, check_order, give_role
from model.russian_dates import show_date
from model.store import Store


@dataclass(frozen=True)
class Order:
    """The order behind a change of people in an approved pair; when it is written later, the checklist waits for it."""

    number: str
    day: date


def replace_mentor(
    store: Store,
    pair: str,
    mentor: str,
    on: date,
    reason: str,
    *,
    today: date,
    former: str = "",
    order: Order | None = None,
) -> None:
    """Another mentor from ``on``; the former one keeps the row with ``until`` and the reason (domain.md 7).

    ``former`` is needed only when the pair has several mentors. The supplementary agreement and the mutual agreement were made
    with the former mentor: they lapse and are noted in the pair's notes. In a pair at work the new mentor's written consent is
    asked for (Labour Code art. 351.8).
    """
    row = find_pair(store, pair)
    need_state(row, STANDING, "заменить наставника")
    words = reason_given(reason, "заменить наставника")
    leaving = _leaving(members_now(pair, "mentor"), former)
    check_works(mentor, on)
    mentees = [member.person for member in members_now(pair, "mentee")]
    if leaving.person == mentor:
        raise Refusal("Этот наставник уже работает в паре: назовите другого.", "twice")
    for mentee in mentees:
        check_new_mentee(mentor, mentee, on, pair)
    _check_change(row, leaving, on, today)
    if row.state == "active":
        check_duties(mentor, on)
    fields = _lapsed(row, on, "Замена наставника") | _ordered(row, order, on, today)
    with store.transaction("Замена наставника"):
        PairMember.update(until=on, reason=words).where(PairMember.id == leaving.id).execute()
        _join(row, mentor, "mentor", on)
        if row.state != "proposed":
            give_role(store, mentor, "mentor", on)
        if fields:
            Pair.update(fields).where(Pair.id == pair).execute()


def _leaving(mentors: list[PairMember], former: str) -> PairMember:
    found = [member for member in mentors if not former or member.person == former]
    if not found:
        raise Refusal("Такого наставника в паре сейчас нет: посмотрите пару командой kurator pair show.", "missing")
    if len(found) > 1:
        raise Refusal("В паре несколько наставников: назовите того, кого заменить.", "which")
    return found[0]


def add_mentee(store: Store, pair: str, mentee: str, on: date, *, today: date, order: Order | None = None) -> None:
    """One more mentee from ``on``: two or more make a group, and a group has the kind в группе."""
    row = find_pair(store, pair)
    need_state(row, STANDING, "добавить наставляемого")
    now = members_now(pair, "mentee")
    if mentee in {member.person for member in now}:
        raise Refusal(f"{person_name(find_person(mentee))} уже в этой паре: выберите другого человека.", "twice")
    for mentor in members_now(pair, "mentor"):
        check_new_mentee(mentor.person, mentee, on, pair)
    check_works(mentee, on)
    check_day(row, on, "Приход наставляемого", today)
    check_order_of(row.started_on, "начало работы", on, "Приход наставляемого")
    earlier = PairMember.select().where(PairMember.pair == pair, PairMember.person == mentee, PairMember.until.is_null(False))
    gone = max((member.until for member in earlier if member.until), default=None)
    check_order_of(gone, "прежний уход этого человека", on, "Приход наставляемого")
    fields = _ordered(row, order, on, today)
    if now and GROUP not in row.kinds:
        fields["kinds"] = [kind for kind in KINDS if kind in {*row.kinds, GROUP}]
    with store.transaction("Новый наставляемый в паре"):
        _join(row, mentee, "mentee", on)
        if row.state != "proposed":
            give_role(store, mentee, "mentee", on)
        if fields:
            Pair.update(fields).where(Pair.id == pair).execute()


def remove_mentee(store: Store, pair: str, mentee: str, on: date, reason: str, *, today: date) -> None:
    """A mentee leaves a group from ``on``, with the reason; the last one cannot: stop the pair instead."""
    row = find_pair(store, pair)
    need_state(row, STANDING, "вывести наставляемого")
    words = reason_given(reason, "вывести наставляемого")
    now = members_now(pair, "mentee")
    leaving = next((member for member in now if member.person == mentee), None)
    if leaving is None:
        raise Refusal("Такого наставляемого в паре сейчас нет: посмотрите пару командой kurator pair show.", "missing")
    if len(now) == 1:
        raise Refusal("Это последний наставляемый: прекратите пару командой kurator pair stop.", "side")
    _check_change(row, leaving, on, today)
    with store.transaction("Наставляемый вышел из группы"):
        PairMember.update(until=on, reason=words).where(PairMember.id == leaving.id).execute()


def _check_change(row: Pair, leaving: PairMember, on: date, today: date) -> None:
    check_day(row, on, "День замены или выхода", today)
    check_order_of(row.started_on, "начало работы", on, "День замены или выхода")
    if leaving.since is not None and on <= leaving.since:
        raise Refusal(
            f"Человек в паре с {show_date(leaving.since)}: уйти он может не раньше следующего дня, проверьте дату.", "date"
        )


def _join(row: Pair, person: str, role: str, on: date) -> None:
    since = on if row.state == "active" else None
    PairMember.create(institution=row.institution, pair=row.id, person=person, role=role, since=since)


def _ordered(row: Pair, order: Order | None, on: date, today: date) -> dict[str, object]:
    """A new order takes the place of the one that is there; a proposed pair has none yet."""
    if order is None:
        return {}
    if row.state == "proposed":
        raise Refusal("Предложенная пара приказа ещё не имеет: запишите его командой kurator pair approve.", "order")
    number, _ = check_order(row, order.number, order.day, today)
    check_order_of(row.order_date, "прежний приказ", order.day, "Новый приказ")
    if order.day > on:
        raise Refusal(f"Приказ от {show_date(order.day)} позже самого изменения {show_date(on)}: проверьте даты.", "date")
    return {"order_no": number, "order_date": order.day}


def _lapsed(row: Pair, on: date, what: str) -> dict[str, object]:
    """The agreements made with the former mentor, taken off the pair and told in its notes together with the order."""
    told = [f"{what} {show_date(on)}."]
    if row.order_no:
        told.append(f"Прежний приказ № {row.order_no} от {show_date(row.order_date)}.")
    if row.agreement_no:
        told.append(f"Прежнее дополнительное соглашение № {row.agreement_no} от {show_date(row.agreement_date)}.")
    if row.mutual_agreement_on:
        told.append(f"Прежнее взаимное согласие {show_date(row.mutual_agreement_on)}.")
    notes = "\n".join(part for part in (row.notes, " ".join(told)) if part)
    return {
        "notes": notes,
        "agreement_no": "",
        "agreement_date": None,
        "agreement_content": "",
        "agreement_term": "",
        "agreement_form": "",
        "agreement_pay": "",
        "mutual_agreement_on": None,
    }
