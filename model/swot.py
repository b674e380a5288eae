"""SWOT notes of a school year (domain.md 11): strengths, weaknesses, opportunities, threats of the mentoring programmes."""

from __future__ import annotations

from dataclasses import dataclass

from model.entities import SwotNote, new_id
from model.errors import Refusal
from model.setup import check_open, current_year, own_id
from model.store import Store
from model.years import SchoolYear

SIDES = {
    "strength": "сильные стороны",
    "weakness": "слабые стороны",
    "opportunity": "возможности",
    "threat": "угрозы",
}


@dataclass(frozen=True)
class SwotLine:
    """One note; ``side`` is a key of ``SIDES``."""

    id: str
    years: str
    side: str
    position: int
    text: str


def add_swot(store: Store, side: str, text: str, years: str = "") -> str:
    """Add a note at the end of its side in the current school year, or in ``years``; return its id."""
    if side not in SIDES:
        raise Refusal(f"Сторона «{side}» неизвестна: возможны {', '.join(SIDES)}.", "side")
    words = text.strip()
    if not words:
        raise Refusal("Строка SWOT пуста: впишите текст.", "text")
    year, owner = str(SchoolYear.parse(years) if years else current_year(store)), own_id(store)
    check_open(store, year)
    last = store.value(
        "SELECT coalesce(max(position), 0) FROM swot_note WHERE institution = ? AND years = ? AND side = ?", (owner, year, side)
    )
    identity = new_id()
    with store.transaction(f"SWOT: {SIDES[side]}"):
        SwotNote.create(id=identity, institution=owner, years=year, side=side, position=int(last) + 1, text=words)
    return identity


def swot(store: Store, years: str = "") -> list[SwotLine]:
    """Notes of the current school year, or of ``years``, by side and in their order."""
    year = str(SchoolYear.parse(years) if years else current_year(store))
    rows = SwotNote.select().where(SwotNote.institution == own_id(store), SwotNote.years == year)
    order = list(SIDES)
    lines = [SwotLine(row.id, row.years, row.side, row.position, row.text) for row in rows]
    return sorted(
        lines, key=lambda line: (order.index(line.side) if line.side in order else len(order), line.position, line.id)
    )
