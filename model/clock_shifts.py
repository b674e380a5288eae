"""Corrected times of changes: ranges of stamps and by how much each was wrong (see ``model/clock_fix.py``).

A shift never decides what an author has seen: ``prev`` does. It orders the heads of a true conflict, says what is older than
a change that is not here, and is what a person reads as the time of a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from model.clock import LATEST_MS, stamp_ms
from model.store import Store

#: Order of stamps: the corrected one, then the stamp itself.
Key = Callable[[str], tuple[str, str]]


@dataclass(frozen=True)
class Shift:
    """Changes of ``node`` with stamps from ``first`` to ``last`` were made ``milliseconds`` later than their stamps say."""

    node: str
    first: str
    last: str
    milliseconds: int


class Shifts:
    """The clock fixes in force; of several that cover a change the first one counts."""

    def __init__(self, shifts: Iterable[Shift] = ()) -> None:
        self.listed = list(shifts)
        self._by_node: dict[str, list[Shift]] = {}
        for shift in self.listed:
            self._by_node.setdefault(shift.node, []).append(shift)

    def corrected(self, stamp: str) -> str:
        """The stamp with its corrected time; the same stamp where no fix says anything."""
        for shift in self._by_node.get(stamp[16:], ()):
            if shift.first <= stamp <= shift.last:
                return f"{min(max(stamp_ms(stamp) + shift.milliseconds, 0), LATEST_MS):012x}{stamp[12:]}"
        return stamp

    @property
    def key(self) -> Key | None:
        """What orders stamps; ``None`` when they order themselves."""
        return (lambda stamp: (self.corrected(stamp), stamp)) if self._by_node else None


def shifts_of(store: Store) -> Shifts:
    """The clock fixes in force in a database; hardly ever any."""
    rows = store.sql("SELECT node, first_stamp, last_stamp, milliseconds FROM clock_shift ORDER BY place")
    return Shifts(Shift(*row) for row in rows)
