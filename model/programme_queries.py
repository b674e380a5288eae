"""Programmes as screens, commands and prints need them: the note, the plan and its progress on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from model.entities import Programme
from model.marks import timing
from model.names import full_name
from model.programme_guards import known_programme
from model.programme_terms import Extension, extensions
from model.programmes import NOTE_FIELDS
from model.store import Store


@dataclass(frozen=True)
class MeasureLine:
    """One measure of a plan on a day; ``no`` counts from 1, ``timing`` as in ``model.marks.timing``."""

    id: str
    no: int
    direction: str
    measure: str
    form: str
    deadline: str
    due_start: date | None
    due_end: date | None
    expected: str
    responsible: str
    state: str
    done_on: date | None
    evidence: str
    remark: str
    timing: str


@dataclass(frozen=True)
class Progress:
    """Measures of one direction (or of the whole plan): closed ``done`` of ``due`` by a day, of ``total``, ``overdue``."""

    direction: str
    done: int
    due: int
    total: int
    overdue: int


@dataclass(frozen=True)
class ProgrammeSheet:
    """A whole programme on one day; ``note`` has every key of ``NOTE_FIELDS``, ``end_*`` are empty while it runs."""

    id: str
    title: str
    years: str
    pair: str
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    start: date | None
    end: date | None
    extensions: tuple[Extension, ...]
    note: dict[str, str]
    plan: tuple[MeasureLine, ...]
    progress: Progress
    by_direction: tuple[Progress, ...]
    end_kind: str
    end_initiator: str
    ended_on: date | None
    end_reason: str
    published_on: date | None


def measures(store: Store, programme: str, on: date) -> list[MeasureLine]:
    """The plan of a programme in its order, judged for a day."""
    known_programme(programme)
    lines = []
    rows = store.sql(
        "SELECT id, direction, measure, form, deadline, due_start, due_end, expected, responsible, coalesce(state, 'none'), "
        "done_on, evidence, remark FROM programme_activity WHERE programme = ? ORDER BY position, _s, id",
        (programme,),
    )
    for no, row in enumerate(rows, start=1):
        identity, direction, measure, form, deadline, start, end, expected, responsible, state, done, evidence, remark = row
        first, last = _day(start), _day(end)
        lines.append(
            MeasureLine(
                id=identity,
                no=no,
                direction=direction or "",
                measure=measure or "нет данных",
                form=form or "",
                deadline=deadline or "",
                due_start=first,
                due_end=last,
                expected=expected or "",
                responsible=responsible or "",
                state=state,
                done_on=_day(done),
                evidence=evidence or "",
                remark=remark or "",
                timing=timing(state, first, last, on),
            )
        )
    return lines


def count(direction: str, lines: list[MeasureLine], on: date) -> Progress:
    """Progress of some measures. Due is what is closed already or whose last day has come, as on a control card."""
    closed = [line for line in lines if line.timing == "closed"]
    waiting = [line for line in lines if line.timing != "closed" and line.due_end is not None and line.due_end <= on]
    overdue = sum(line.timing == "overdue" for line in lines)
    return Progress(direction, len(closed), len(closed) + len(waiting), len(lines), overdue)


def progress_by_direction(lines: list[MeasureLine], on: date) -> tuple[Progress, ...]:
    """Progress of each direction in the order in which the plan names them; measures without one come under «»."""
    directions = dict.fromkeys(line.direction for line in lines)
    return tuple(count(one, [line for line in lines if line.direction == one], on) for one in directions)


def programme_sheet(store: Store, programme: str, on: date) -> ProgrammeSheet:
    """Everything about a programme on a day; raise ``Refusal`` when there is none of this id."""
    row: Programme = known_programme(programme)
    plan = measures(store, programme, on)
    return ProgrammeSheet(
        id=row.id,
        title=row.title,
        years=row.years,
        pair=row.pair,
        mentors=members(store, row.pair, "mentor"),
        mentees=members(store, row.pair, "mentee"),
        start=row.started_on,
        end=row.extended_to or row.ends_on,
        extensions=tuple(extensions(programme)),
        note={name: getattr(row, name) for name in NOTE_FIELDS},
        plan=tuple(plan),
        progress=count("", plan, on),
        by_direction=progress_by_direction(plan, on),
        end_kind=row.end_kind,
        end_initiator=row.end_initiator,
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        published_on=row.published_on,
    )


def members(store: Store, pair: str | None, role: str) -> tuple[str, ...]:
    """Full names of those who are in a pair now under a role."""
    rows = store.sql(
        "SELECT p.surname, p.name, p.patronymic FROM pair_member m LEFT JOIN person p ON p.id = m.person "
        "WHERE m.pair = ? AND m.role = ? AND m.until IS NULL ORDER BY p._key, m.id",
        (pair, role),
    )
    return tuple(full_name(*(part or "" for part in row)) or "нет данных" for row in rows)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
