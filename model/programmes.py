"""Pairs and their personalised programmes: making them and ticking the measures of a plan.

The guards of states, replacement of a mentor and the three ways to end come with the issue «Domain»; what is here writes
whole facts that those rules will judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from model.deadlines import read_deadline
from model.entities import Programme, ProgrammeActivity, new_id
from model.errors import Refusal
from model.pairs import FORMS as FORMS  # noqa: PLC0414 - known under both names
from model.pairs import create_pair as create_pair  # noqa: PLC0414
from model.roadmap_view import MARK_STATE_NAMES, MARK_STATES
from model.setup import current_year, own_id
from model.store import Store


@dataclass(frozen=True)
class PlannedMeasure:
    """One measure of a programme's plan as it is entered; ``deadline`` in words."""

    measure: str
    deadline: str
    direction: str = ""
    form: str = ""
    expected: str = ""
    responsible: str = ""


def create_programme(
    store: Store,
    pair: str,
    title: str,
    start: date,
    end: date,
    plan: Sequence[PlannedMeasure],
    **note: str,
) -> str:
    """Write a programme with its plan; ``note``: problem, aims, tasks, content, planned_results, mode, conditions …

    Deadlines are read within the current school year. Return the id.
    """
    if end < start:
        raise Refusal("Программа кончается раньше, чем начинается: проверьте даты.")
    programme, owner, year = new_id(), own_id(store), current_year(store)
    with store.transaction("Новая программа"):
        Programme.create(
            id=programme,
            institution=owner,
            pair=pair,
            years=str(year),
            title=title,
            started_on=start,
            ends_on=end,
            **note,
        )
        for position, measure in enumerate(plan):
            spans = read_deadline(measure.deadline, year).occurrences
            ProgrammeActivity.create(
                institution=owner,
                programme=programme,
                position=position,
                direction=measure.direction,
                measure=measure.measure,
                form=measure.form,
                deadline=measure.deadline,
                due_start=spans[0].start if spans else None,
                due_end=spans[-1].end if spans else None,
                expected=measure.expected,
                responsible=measure.responsible,
                state="none",
            )
    return programme


def mark_measure(
    store: Store, activity: str, state: str, *, done_on: date | None = None, evidence: str = "", remark: str = ""
) -> None:
    """Tick a measure of a plan; raise ``Refusal`` for an unknown one or an unknown state."""
    if state not in MARK_STATES:
        raise Refusal(f"Отметка «{state}» неизвестна: выберите одну из {', '.join(MARK_STATES)}.")
    with store.transaction(f"Мероприятие программы: {MARK_STATE_NAMES[state]}"):
        changed = (
            ProgrammeActivity.update(state=state, done_on=done_on, evidence=evidence, remark=remark)
            .where(ProgrammeActivity.id == activity)
            .execute()
        )
        if not changed:
            raise Refusal("Этого мероприятия программы больше нет: обновите экран.", "missing")
