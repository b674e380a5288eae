"""What a control card shows: one programme (or stage) at one checkpoint, as plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ControlCardRow:
    """One measure of the plan. ``status``: a word of ``MARK_STATES``; ``overdue`` is computed for the card's day."""

    no: str
    measure: str
    deadline: str
    done_on: date | None
    status: str
    evidence: str
    remark: str
    overdue: bool = False


@dataclass(frozen=True)
class ControlCardView:
    """A control card ready to be shown or printed (no federal form exists).

    ``mentors`` and ``mentees`` are full names; who may not be named on paper is left out and counted in ``left_out``.
    ``checkpoint``: «Ноябрь 2026». ``done`` of ``due`` counts rows due by ``on``.
    """

    institution: str
    institution_short: str
    year: str
    checkpoint: str
    on: date
    programme: str
    pair_form: str
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    order_no: str
    order_date: date | None
    start: date | None
    end: date | None
    rows: tuple[ControlCardRow, ...]
    done: int
    due: int
    overdue: int
    conclusion: str
    recommendation: str
    curator: str
    left_out: int = 0
