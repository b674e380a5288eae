"""Indicators of a closed year: as they were counted on the day of closing (domain.md 2 and 13)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from model.entities import FrozenIndicator, natural_id
from model.indicators.catalogue import TITLES
from model.indicators.shapes import Indicator
from model.setup import own_id
from model.store import Store


def frozen_indicators(store: Store, years: str, institution: str) -> list[Indicator]:
    """Frozen indicators of an institution's year; empty when the year is open, or was closed without counting."""
    rows = store.sql(
        "SELECT f.id FROM frozen_indicator f WHERE f.institution = ? AND f.years = ? AND EXISTS (SELECT 1 FROM school_year y "
        "WHERE y.institution = f.institution AND y.years = f.years AND y.closed_on IS NOT NULL)",
        (institution, years),
    ).fetchall()
    order = {code: position for position, code in enumerate(TITLES)}
    frozen = FrozenIndicator.select().where(FrozenIndicator.id.in_([row[0] for row in rows])) if rows else ()
    return sorted((_shown(row) for row in frozen), key=lambda one: (order.get(one.code, len(order)), one.code))


def _shown(row: FrozenIndicator) -> Indicator:
    part, whole = row.people if len(row.people) == 2 else ([], [])
    return Indicator(
        code=row.code,
        title=TITLES.get(row.code, row.code),
        numerator=row.numerator,
        denominator=row.denominator,
        target=float(row.target) if row.target else None,
        numerator_people=[str(one) for one in part],
        denominator_people=[str(one) for one in whole],
        frozen=True,
    )


def write_frozen(store: Store, years: str, on: date, counted: Iterable[Indicator]) -> None:
    """Keep what was counted of this laptop's institution; a year closed again takes the new numbers."""
    owner = own_id(store)
    with store.transaction("Показатели закрытого года"):
        for one in counted:
            identity = natural_id("frozen_indicator", owner, years, one.code)
            fields: dict[str, object] = {
                "numerator": one.numerator,
                "denominator": one.denominator,
                "target": "" if one.target is None else repr(one.target),
                "frozen_on": on,
                "people": [one.numerator_people, one.denominator_people],
            }
            if not FrozenIndicator.update(fields).where(FrozenIndicator.id == identity).execute():
                FrozenIndicator.create(id=identity, institution=owner, years=years, code=one.code, **fields)
