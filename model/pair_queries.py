"""Pairs as screens and commands read them: the list with load and completeness, and the card with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from model.banks import loads
from model.entities import Pair
from model.errors import Refusal
from model.names import fold, full_name
from model.pair_guards import STATES
from model.pair_papers import Paper, complete, papers, papers_of
from model.pairs import EARLY_END, FORMS
from model.preferences import preference
from model.setup import own_id
from model.store import Store


@dataclass(frozen=True)
class PairLine:
    """One pair in a list. ``load``: mentees of its busiest mentor on the day, in all pairs; ``limit``: beyond it it is high."""

    id: str
    years: str
    state: str
    state_name: str
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    group: bool
    form_name: str
    kinds: tuple[str, ...]
    order_no: str
    order_date: date | None
    started_on: date | None
    ended_on: date | None
    load: int
    limit: int
    papers_ok: int
    papers_total: int
    complete: bool


@dataclass(frozen=True)
class MemberLine:
    """A person in a pair, now (``until`` empty) or before."""

    person: str
    name: str
    role: str
    since: date | None
    until: date | None
    reason: str


@dataclass(frozen=True)
class PairCard:
    """A pair with everything a person asks about it; ``agreement`` and ``end`` are pairs of a Russian name and a value."""

    line: PairLine
    members: tuple[MemberLine, ...]
    papers: tuple[Paper, ...]
    programmes: tuple[tuple[str, str], ...]
    mutual_agreement_on: date | None
    agreement: dict[str, str]
    early_end_by: str
    early_end_notice_on: date | None
    end_reason: str
    notes: str


def pairs(store: Store, on: date, *, state: str = "", years: str = "", search: str = "") -> list[PairLine]:
    """Pairs of this institution as of a day: standing ones first, then by mentor, mentees and id.

    ``state``: a key of ``STATES``; ``years``: a school year; ``search``: a part of a member's name.
    """
    if state and state not in STATES:
        raise Refusal(f"Состояние «{state}» неизвестно: выберите из {', '.join(STATES)}.")
    rows = store.sql(
        "SELECT id FROM pair WHERE institution = ? AND (? = '' OR state = ?) AND (? = '' OR years = ?)",
        (own_id(store), state, state, years, years),
    )
    wanted = {str(row[0]) for row in rows}
    lines = _lines(store, wanted, on)
    words = fold(search)
    found = [line for line in lines if not words or any(words in fold(name) for name in (*line.mentors, *line.mentees))]
    order = list(STATES)
    return sorted(
        found,
        key=lambda line: (
            order.index(line.state) if line.state in order else len(order),
            fold(*line.mentors),
            fold(*line.mentees),
            line.id,
        ),
    )


def pair_card(store: Store, pair: str, on: date) -> PairCard:
    """The card of one pair as of a day, with members who left; raise ``Refusal`` for an unknown one."""
    row: Pair | None = Pair.get_or_none(Pair.id == pair)
    if row is None:
        raise Refusal(f"Пары «{pair}» нет: посмотрите список командой kurator pair list.", "missing")
    (line,) = _lines(store, {pair}, on)
    programmes = store.sql("SELECT id, title FROM programme WHERE pair = ? ORDER BY started_on, id", (pair,))
    return PairCard(
        line,
        tuple(_members(store, {pair}).get(pair, [])),
        tuple(papers(store, pair, on)),
        tuple((str(identity), title or "") for identity, title in programmes),
        row.mutual_agreement_on,
        {
            "number": row.agreement_no,
            "date": row.agreement_date.isoformat() if row.agreement_date else "",
            "content": row.agreement_content,
            "term": row.agreement_term,
            "form": row.agreement_form,
            "pay": row.agreement_pay,
        },
        EARLY_END.get(row.early_end_by, row.early_end_by),
        row.early_end_notice_on,
        row.end_reason,
        row.notes,
    )


def history(store: Store, pair: str) -> list[MemberLine]:
    """Everybody who was ever in a pair: mentors first, in the order in which they came."""
    return _members(store, {pair}).get(pair, [])


def mentor_load(store: Store, mentor: str, on: date) -> int:
    """How many mentees a mentor has in pairs at work on a day."""
    return loads(store, on).get(mentor, (0, 0))[0]


def _lines(store: Store, wanted: set[str], on: date) -> list[PairLine]:
    members, load = _members(store, wanted), loads(store, on)
    limit = int(preference(store, "mentor.load"))
    checklists = papers_of(store, None if len(wanted) > 500 else sorted(wanted), on)
    lines = []
    for row in Pair.select() if len(wanted) > 500 else Pair.select().where(Pair.id.in_(wanted)):
        if row.id not in wanted:
            continue
        now = [member for member in members.get(row.id, []) if member.until is None]
        mentors = [member for member in now if member.role == "mentor"]
        mentees = [member for member in now if member.role == "mentee"]
        checklist = checklists[row.id]
        lines.append(
            PairLine(
                row.id,
                row.years,
                row.state,
                STATES.get(row.state, "нет данных"),
                tuple(member.name for member in mentors),
                tuple(member.name for member in mentees),
                len(mentees) > 1,
                FORMS.get(row.form, row.form),
                tuple(str(kind) for kind in row.kinds),
                row.order_no,
                row.order_date,
                row.started_on,
                row.ended_on,
                max((load.get(member.person, (0, 0))[0] for member in mentors), default=0),
                limit,
                sum(paper.ok for paper in checklist),
                len(checklist),
                complete(checklist),
            )
        )
    return lines


def _members(store: Store, wanted: set[str]) -> dict[str, list[MemberLine]]:
    few = len(wanted) <= 500
    where, values = (f"WHERE m.pair IN ({', '.join('?' * len(wanted))})", tuple(wanted)) if few else ("", ())
    found: dict[str, list[MemberLine]] = {}
    for pair, person, surname, name, patronymic, role, since, until, reason in store.sql(
        "SELECT m.pair, m.person, p.surname, p.name, p.patronymic, m.role, m.since, m.until, m.reason FROM pair_member m "
        f"LEFT JOIN person p ON p.id = m.person {where} "
        "ORDER BY m.pair, m.role DESC, coalesce(m.since, '9999'), coalesce(m.until, '9999'), p._key, m.id",
        values,
    ):
        called = full_name(surname or "", name or "", patronymic or "") or "нет данных"
        line = MemberLine(person or "", called, role or "", _day(since), _day(until), reason or "")
        found.setdefault(pair or "", []).append(line)
    return found


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
