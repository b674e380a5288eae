"""Lists of control cards: which there are, how they stand, and which programmes have none at a checkpoint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from model.card_rows import running_at
from model.checkpoints import checkpoint_named
from model.control_card_view import ControlCardView
from model.control_cards import card_id, control_card
from model.entities import ControlCard
from model.errors import Refusal
from model.programme_queries import members
from model.setup import own_id
from model.store import Store


@dataclass(frozen=True)
class CardInfo:
    """One card in a list. ``frozen``: its rows are written; otherwise it still shows the living plan."""

    id: str
    programme: str
    title: str
    mentors: str
    mentees: str
    checkpoint: str
    on: date | None
    done: int
    due: int
    overdue: int
    frozen: bool
    signed_on: date | None


@dataclass(frozen=True)
class MissingCard:
    """A programme without a card at a checkpoint; ``late`` when the checkpoint is over."""

    programme: str
    title: str
    mentors: str
    mentees: str
    late: bool


def cards(store: Store, *, checkpoint: str = "", today: date) -> list[CardInfo]:
    """Cards of this institution's programmes, the latest checkpoint last; all of them or those of one checkpoint."""
    wanted = checkpoint_named(checkpoint).title if checkpoint else ""
    rows = store.sql(
        "SELECT c.id, c.programme, g.title, g.pair, c.checkpoint, c.on_day, c.signed_on, "
        "EXISTS(SELECT 1 FROM control_card_row r WHERE r.card = c.id) FROM control_card c "
        "JOIN programme g ON g.id = c.programme WHERE c.institution = ? AND (? = '' OR c.checkpoint = ?) "
        "ORDER BY c.on_day, g.started_on, g._s, c.id",
        (own_id(store), wanted, wanted),
    ).fetchall()
    lines = []
    for identity, programme, title, pair, point, on, signed, frozen in rows:
        day = _day(on) or today
        view = control_card(store, programme, point or "", day)
        lines.append(
            CardInfo(
                id=identity,
                programme=programme,
                title=title or "",
                mentors=", ".join(members(store, pair, "mentor")),
                mentees=", ".join(members(store, pair, "mentee")),
                checkpoint=point or "",
                on=_day(on),
                done=view.done,
                due=view.due,
                overdue=view.overdue,
                frozen=bool(frozen),
                signed_on=_day(signed),
            )
        )
    return lines


def card_view(store: Store, card: str, today: date) -> tuple[ControlCardView, date | None]:
    """A card by its id, and the day on which it was signed."""
    row: ControlCard | None = ControlCard.get_or_none(ControlCard.id == card)
    if row is None:
        raise Refusal(f"Карты контроля «{card}» нет: посмотрите список командой kurator card list.", "missing")
    return control_card(store, row.programme, row.checkpoint, row.on_day or today), row.signed_on


def missing_cards(store: Store, checkpoint: str, today: date) -> list[MissingCard]:
    """Programmes that ran at a checkpoint and have no card there at all."""
    point = checkpoint_named(checkpoint)
    there = {row[0] for row in store.sql("SELECT id FROM control_card WHERE checkpoint = ?", (point.title,))}
    lines = []
    for programme in running_at(store, checkpoint):
        if card_id(programme, point.title) in there:
            continue
        title, pair = store.row("SELECT title, pair FROM programme WHERE id = ?", (programme,))
        mentors, mentees = (", ".join(members(store, pair, role)) for role in ("mentor", "mentee"))
        lines.append(MissingCard(programme, title or "", mentors, mentees, point.end < today))
    return lines


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
