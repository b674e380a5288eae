"""All indicators of a school year on a day: the same codes for one institution or a hundred (domain.md 13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from model.indicators.catalogue import TITLES
from model.indicators.freezing import frozen_indicators
from model.indicators.people import people_shares
from model.indicators.satisfaction import satisfaction_shares
from model.indicators.scope import Scope, counted_institutions
from model.indicators.shapes import Indicator
from model.indicators.targets import target_of
from model.indicators.work import work_shares
from model.setup import own_id
from model.store import Store
from model.years import SchoolYear


def indicators(store: Store, years: str, on: date, institutions: Sequence[str] | None = None) -> list[Indicator]:
    """Indicators of the school year ``years`` as of ``on``, in a fixed order.

    Without ``institutions`` an institution counts itself, a district all it has received (not its own office). A sum over
    people counts a person once, however many institutions know them. Of a closed year these are the frozen ones: of the
    institution asked about alone, or of what this laptop's institution counts by itself.
    """
    year = SchoolYear.parse(years)
    counted = counted_institutions(store, institutions)
    owner = own_id(store) if institutions is None else counted[0] if len(counted) == 1 else ""
    if owner and (frozen := frozen_indicators(store, str(year), owner)):
        return frozen
    return count_live(store, year, on, counted, owner)


def count_live(store: Store, year: SchoolYear, on: date, institutions: Sequence[str], owner: str = "") -> list[Indicator]:
    """Count from the rows as they are, whether the year is closed or not; goals are those of ``owner``."""
    scope = Scope(store, year, on, institutions)
    shares = {s.code: s for s in (*people_shares(scope), *satisfaction_shares(scope), *work_shares(scope))}
    return [
        Indicator(
            code,
            title,
            len(shares[code].part),
            len(shares[code].whole),
            target_of(store, code, owner),
            sorted(shares[code].part),
            sorted(shares[code].whole),
        )
        for code, title in TITLES.items()
    ]
