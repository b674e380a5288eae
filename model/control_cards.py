"""Control cards: a programme at a checkpoint, as it was frozen or as its plan stands (domain.md 10; no federal form exists).

Opening, filling and signing a card is in ``model/card_rows.py``, lists of cards in ``model/card_queries.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from model.control_card_view import ControlCardRow, ControlCardView
from model.deadlines import read_deadline
from model.entities import ControlCard, natural_id
from model.entities import ControlCardRow as FrozenRow
from model.errors import Refusal
from model.marks import timing
from model.pairs import FORMS
from model.programme_guards import known_programme
from model.programme_queries import MeasureLine, measures, members
from model.russian_dates import show_date
from model.setup import check_own
from model.store import Store
from model.years import SchoolYear


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


@dataclass(frozen=True)
class Ticked:
    """What a frozen row says of its measure: state, actual date, evidence, remark."""

    state: str
    done_on: date | None
    evidence: str
    remark: str


def card_id(programme: str, checkpoint: str) -> str:
    """Id of the card of a programme at a checkpoint: natural identity."""
    return natural_id("control_card", programme, checkpoint)


def write_card(store: Store, programme: str, checkpoint: str, on: date, conclusion: str = "", recommendation: str = "") -> str:
    """Write or change the head of a programme's card at a checkpoint («Ноябрь 2026»), in a closed year too (invented data).

    Its rows stay those of the living plan until ``model.card_rows.open_card`` freezes them. A signed card is refused.
    """
    row = known_programme(programme)
    check_own(store, row.institution)
    identity = card_id(programme, checkpoint)
    card: ControlCard | None = ControlCard.get_or_none(ControlCard.id == identity)
    if card is not None:
        check_unsigned(card)
    fields = {"on_day": on, "conclusion": conclusion, "recommendation": recommendation}
    with store.transaction("Карта контроля"):
        if not ControlCard.update(fields).where(ControlCard.id == identity).execute():
            ControlCard.create(id=identity, institution=row.institution, programme=programme, checkpoint=checkpoint, **fields)
    return identity


def check_unsigned(card: ControlCard) -> None:
    """A signed card is only read: it says what was signed."""
    if card.signed_on is not None:
        raise Refusal(
            f"Карта подписана {show_date(card.signed_on)}, изменить её нельзя: "
            "сначала снимите подпись командой kurator card unsign с причиной.",
            "signed",
        )


def control_card(store: Store, programme: str, checkpoint: str, on: date) -> ControlCardView:
    """The card of a programme at a checkpoint: its frozen rows and its own day, or the living plan on ``on``."""
    found = store.sql(
        "SELECT g.title, g.years, g.started_on, coalesce(g.extended_to, g.ends_on), g.pair, p.form, p.order_no, p.order_date, "
        "i.name, i.short FROM programme g LEFT JOIN pair p ON p.id = g.pair LEFT JOIN institution i ON i.id = g.institution "
        "WHERE g.id = ?",
        (programme,),
    ).fetchone()
    if found is None:
        raise Refusal(f"Программы «{programme}» нет: посмотрите список командой kurator program list.", "missing")
    title, years, start, end, pair, form, order_no, order_date, name, short = found
    card: ControlCard | None = ControlCard.get_or_none(ControlCard.id == card_id(programme, checkpoint))
    frozen = list(frozen_rows(store, card.id)) if card is not None else []
    if card is not None and frozen:
        on = card.on_day or on
        rows = _frozen(frozen, years or "", on)
    else:
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
        mentors=members(store, pair, "mentor"),
        mentees=members(store, pair, "mentee"),
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
    """Rows of the living plan, each with whether it was due by the card's day or is done already."""
    return [
        _row(line.no, line.measure, line.deadline, (line.due_start, line.due_end), line, on)
        for line in measures(store, programme, on)
    ]


def _frozen(rows: Sequence[FrozenRow], years: str, on: date) -> list[tuple[ControlCardRow, bool]]:
    """Rows as they stood: their deadlines are read anew from their own words, so the plan may change or go."""
    year = SchoolYear.parse(years) if years else SchoolYear.of(on)
    read = []
    for no, row in enumerate(rows, start=1):
        spans = read_deadline(row.deadline, year).occurrences
        days = (spans[0].start, spans[-1].end) if spans else (None, None)
        line = Ticked(row.status or "none", row.done_on, row.evidence, row.remark)
        read.append(_row(no, row.measure or "нет данных", row.deadline, days, line, on))
    return read


def _row(
    no: int, measure: str, deadline: str, days: tuple[date | None, date | None], line: MeasureLine | Ticked, on: date
) -> tuple[ControlCardRow, bool]:
    how = timing(line.state, *days, on)
    row = ControlCardRow(
        no=str(no),
        measure=measure,
        deadline=deadline,
        done_on=line.done_on,
        status=line.state,
        evidence=line.evidence,
        remark=line.remark,
        overdue=how == "overdue",
    )
    return row, how == "closed" or (days[1] is not None and days[1] <= on)


def frozen_rows(store: Store, card: str) -> Sequence[FrozenRow]:
    """Rows of a card that were frozen, in their order; none while it shows the living plan."""
    order = [row[0] for row in store.sql("SELECT id FROM control_card_row WHERE card = ? ORDER BY position, id", (card,))]
    found = {row.id: row for row in FrozenRow.select().where(FrozenRow.card == card)}
    return [found[identity] for identity in order]


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
                ", ".join(members(store, pair, "mentor")),
                ", ".join(members(store, pair, "mentee")),
                sum(row.status in {"done", "not-required"} for row, _ in rows),
                len(rows),
                sum(row.overdue for row, _ in rows),
            )
        )
    return lines
