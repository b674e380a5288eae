"""Control cards: a programme at a checkpoint, rows taken from its plan as it stands (no federal form exists)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from model.control_card_view import ControlCardRow, ControlCardView
from model.entities import ControlCard, natural_id
from model.errors import Refusal
from model.marks import timing
from model.names import full_name
from model.programmes import FORMS
from model.russian_dates import MONTHS
from model.store import Store


@dataclass(frozen=True)
class CardLine:
    """One programme in a list: id, title, who, how far its plan is on a day."""

    programme: str
    title: str
    mentors: str
    mentees: str
    done: int
    total: int
    overdue: int


def checkpoint_title(on: date) -> str:
    """Usual name of the checkpoint that a day belongs to: «Ноябрь 2026»."""
    return f"{MONTHS[on.month - 1].capitalize()} {on.year}"


def write_card(store: Store, programme: str, checkpoint: str, on: date, conclusion: str = "", recommendation: str = "") -> str:
    """Write or change the card of a programme at a checkpoint («Ноябрь 2026»); natural identity (programme, checkpoint)."""
    owner = store.value("SELECT institution FROM programme WHERE id = ?", (programme,))
    if owner is None:
        raise Refusal(f"Программы «{programme}» нет: посмотрите список командой kurator program list.", "missing")
    identity = natural_id("control_card", programme, checkpoint)
    fields = {"on_day": on, "conclusion": conclusion, "recommendation": recommendation}
    with store.transaction("Карта контроля"):
        if not ControlCard.update(fields).where(ControlCard.id == identity).execute():
            ControlCard.create(id=identity, institution=owner, programme=programme, checkpoint=checkpoint, **fields)
    return identity


def control_card(store: Store, programme: str, checkpoint: str, on: date) -> ControlCardView:
    """The card of a programme at a checkpoint on a day; the written conclusion and recommendation, when there are any."""
    found = store.sql(
        "SELECT g.title, g.years, g.started_on, coalesce(g.extended_to, g.ends_on), g.pair, p.form, p.order_no, p.order_date, "
        "i.name, i.short FROM programme g LEFT JOIN pair p ON p.id = g.pair LEFT JOIN institution i ON i.id = g.institution "
        "WHERE g.id = ?",
        (programme,),
    ).fetchone()
    if found is None:
        raise Refusal(f"Программы «{programme}» нет: посмотрите список командой kurator program list.", "missing")
    title, years, start, end, pair, form, order_no, order_date, name, short = found
    card: ControlCard | None = ControlCard.get_or_none(ControlCard.id == natural_id("control_card", programme, checkpoint))
    rows = _rows(store, programme, on)
    due = [row for row, waits in rows if waits]
    return ControlCardView(
        institution=name or "нет данных",
        institution_short=short or name or "нет данных",
        year=years or "",
        checkpoint=checkpoint,
        on=on,
        programme=title or "",
        pair_form=FORMS.get(form or "", form or ""),
        mentors=_members(store, pair, "mentor"),
        mentees=_members(store, pair, "mentee"),
        order_no=order_no or "",
        order_date=_day(order_date),
        start=_day(start),
        end=_day(end),
        rows=tuple(row for row, _ in rows),
        done=sum(row.status in {"done", "not-required"} for row in due),
        due=len(due),
        overdue=sum(row.overdue for row in due),
        conclusion=card.conclusion if card else "",
        recommendation=card.recommendation if card else "",
        curator=store.setting("curator") or "",
    )


def _rows(store: Store, programme: str, on: date) -> list[tuple[ControlCardRow, bool]]:
    """Rows of the card, each with whether it was due by the card's day or is done already."""
    rows = []
    for number, (measure, deadline, start, end, state, done_on, evidence, remark) in enumerate(
        store.sql(
            "SELECT measure, deadline, due_start, due_end, coalesce(state, 'none'), done_on, evidence, remark "
            "FROM programme_activity WHERE programme = ? ORDER BY position, _s, id",
            (programme,),
        ),
        start=1,
    ):
        last = _day(end)
        how = timing(state, _day(start), last, on)
        row = ControlCardRow(
            no=str(number),
            measure=measure or "нет данных",
            deadline=deadline or "",
            done_on=_day(done_on),
            status=state,
            evidence=evidence or "",
            remark=remark or "",
            overdue=how == "overdue",
        )
        rows.append((row, how == "closed" or (last is not None and last <= on)))
    return rows


def _members(store: Store, pair: str | None, role: str) -> tuple[str, ...]:
    rows = store.sql(
        "SELECT p.surname, p.name, p.patronymic FROM pair_member m LEFT JOIN person p ON p.id = m.person "
        "WHERE m.pair = ? AND m.role = ? AND m.until IS NULL ORDER BY p._key, m.id",
        (pair, role),
    )
    return tuple(full_name(*(part or "" for part in row)) or "нет данных" for row in rows)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def programmes(store: Store, on: date) -> list[CardLine]:
    """Programmes of this laptop's institution with the progress of their plans on a day."""
    lines = []
    for programme, title, pair in store.sql(
        "SELECT id, title, pair FROM programme WHERE institution = ? ORDER BY started_on, _s, id",
        (store.setting("institution"),),
    ).fetchall():
        rows = _rows(store, programme, on)
        lines.append(
            CardLine(
                programme,
                title or "",
                ", ".join(_members(store, pair, "mentor")),
                ", ".join(_members(store, pair, "mentee")),
                sum(row.status in {"done", "not-required"} for row, _ in rows),
                len(rows),
                sum(row.overdue for row, _ in rows),
            )
        )
    return lines
