"""Checkmarks: one mark belongs to one occurrence of one activity (natural identity), whoever makes it first."""

from __future__ import annotations

from datetime import date
from types import EllipsisType

from model.assignments import assigned_mark_id, is_assigned
from model.entities import Mark, Occurrence, natural_id
from model.errors import Refusal
from model.roadmap_view import MARK_STATE_NAMES, MARK_STATES
from model.setup import check_open, check_own, own_id
from model.store import Store
from model.years import SchoolYear


def mark_id(occurrence: str) -> str:
    """Id of the mark of an occurrence."""
    return natural_id("mark", occurrence)


def own_mark_id(store: Store, occurrence: Occurrence) -> str:
    """Id of this institution's mark of an occurrence: its own one, or one of the district that was assigned to it.

    Raise ``Refusal`` (not-owner) for an occurrence of another that was not assigned.
    """
    if occurrence.institution != own_id(store) and is_assigned(store, occurrence.activity):
        return assigned_mark_id(occurrence.id, own_id(store))
    check_own(store, occurrence.institution)
    return mark_id(occurrence.id)


def set_mark(
    store: Store,
    occurrence: str,
    *,
    state: str | None = None,
    done_on: date | EllipsisType | None = ...,
    evidence: str | None = None,
    note: str | None = None,
) -> None:
    """Change what is given of the mark of an occurrence; what is not given stays.

    Raise ``Refusal`` for an unknown occurrence, an unknown state, a date far outside of life or a closed school year.
    """
    if state is not None and state not in MARK_STATES:
        raise Refusal(f"Отметка «{state}» неизвестна: выберите одну из {', '.join(MARK_STATES)}.")
    if isinstance(done_on, date) and abs(done_on.year - date.today().year) > 30:
        raise Refusal(f"Год {done_on.year} не похож на год выполнения: проверьте дату.")
    owner: Occurrence | None = Occurrence.get_or_none(Occurrence.id == occurrence)
    if owner is None:
        raise Refusal(f"Срока «{occurrence}» в дорожных картах нет: возьмите его из kurator roadmap show.", "missing")
    identity = own_mark_id(store, owner)
    check_open(store, years_of_activity(store, owner.activity))
    fields: dict[str, object] = {}
    if state is not None:
        fields["state"] = state
    if not isinstance(done_on, EllipsisType):
        fields["done_on"] = done_on
    if evidence is not None:
        fields["evidence"] = evidence
    if note is not None:
        fields["note"] = note
    label = f"Отметка: {MARK_STATE_NAMES[state]}" if state is not None else "Правка отметки"
    with store.transaction(label):
        if state is not None:
            fields["ticked_by"] = store.setting("curator") or ""
        if Mark.update(fields).where(Mark.id == identity).execute() == 0:
            Mark.create(id=identity, institution=own_id(store), occurrence=occurrence, **fields)


def years_of_activity(store: Store, activity: str) -> str:
    """School year of an activity's roadmap; empty when the roadmap is not here."""
    years = store.value(
        "SELECT r.years FROM activity a JOIN stage s ON s.id = a.stage JOIN roadmap r ON r.id = s.roadmap WHERE a.id = ?",
        (activity,),
    )
    return str(years or "")


def toggle(store: Store, occurrence: str, today: date) -> str:
    """Tick or untick; return the new state. A tick takes ``today`` as the actual date, an untick removes it."""
    row: Occurrence | None = Occurrence.get_or_none(Occurrence.id == occurrence)
    mark: Mark | None = Mark.get_or_none(Mark.id == own_mark_id(store, row)) if row is not None else None
    if mark is not None and mark.state == "done":
        set_mark(store, occurrence, state="none", done_on=None)
        return "none"
    set_mark(store, occurrence, state="done", done_on=today)
    return "done"


def timing(state: str, start: date | None, end: date | None, today: date, *, soon_days: int = 7) -> str:
    """How an occurrence stands on ``today``: closed, undated, overdue, now (begun, or due within ``soon_days``), ahead.

    Overdue is computed, never stored: the last day has passed and nothing was done.
    """
    if state in {"done", "not-required"}:
        return "closed"
    if start is None and end is None:
        return "undated"
    if end is not None and end < today:
        return "overdue"
    begun = start is not None and start <= today
    soon = end is not None and (end - today).days <= soon_days
    return "now" if begun or soon else "ahead"


def outside_year(day: date, year: SchoolYear) -> bool:
    """Whether an actual date lies outside the school year (worth a warning, not a refusal)."""
    return not year.start <= day <= year.end
