"""Corrected times of changes: ranges of stamps and by how much each was wrong.

A row of ``clock_fix`` says which changes of a copy were made under a wrong clock; ``clock_shift`` is what the fixes amount to
here: ranges of stamps of one name (``model/lineage.py``). A shift never decides what an author has seen: ``prev`` does. It
orders the heads of a true conflict, says what is older than a change that is not here, and is what a person reads as the time
of a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from model.clock import LATEST_MS, stamp_ms
from model.lineage import Lineage, lineage_of
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


def worked_out(store: Store) -> list[Shift]:
    """What the rows of ``clock_fix`` amount to: the fix of the shortest range first, so that it counts.

    A fix whose last change is not here (yet) says nothing, nor does one of changes that are not its owner's.
    """
    rows = store.sql(
        "SELECT institution, node, first_seq, last_seq, last_link, milliseconds FROM clock_fix "
        "WHERE first_seq BETWEEN 1 AND last_seq AND milliseconds IS NOT NULL ORDER BY last_seq - first_seq, id"
    ).fetchall()
    lineage = lineage_of(store) if rows else Lineage()
    found: list[Shift] = []
    for institution, node, first, last, link, milliseconds in rows:
        pieces = list(range_of(store, lineage, str(node), first, last, str(link)))
        if all(_is_of(store, piece, institution) for piece in pieces):
            found += [Shift(name, low, high, milliseconds) for name, _, _, low, high in pieces]
    return found


#: A piece of a range: name, first and last number, first and last stamp.
Piece = tuple[str, int, int, str, str]


def range_of(store: Store, lineage: Lineage, node: str, first: int, last: int, link: str) -> Iterator[Piece]:
    """The changes ``first`` to ``last`` of a node, of which the last has the chain value ``link``, by the names that they have
    here, the youngest piece first; nothing when the last is not here."""
    origin = lineage.origin(node)
    names = [origin, *(branch.node for branch in lineage.branches.values() if branch.origin == origin)]
    at = next((n for n in names if store.value("SELECT chain FROM change WHERE node = ? AND seq = ?", (n, last)) == link), None)
    for name in lineage.path(at) if at is not None else ():
        branch = lineage.branches.get(name)
        low = max(first, branch.seq + 1 if branch is not None else 1)
        if low <= last:
            stamps = store.row(
                "SELECT (SELECT stamp FROM change WHERE node = ?1 AND seq = ?2), "
                "(SELECT stamp FROM change WHERE node = ?1 AND seq = ?3)",
                (name, low, last),
            )
            if None not in stamps:
                yield name, low, last, str(stamps[0]), str(stamps[1])
        last = low - 1


def _is_of(store: Store, piece: Piece, institution: str) -> bool:
    """Whether all changes of a piece are an institution's."""
    name, first, last, _, _ = piece
    query = "SELECT 1 FROM change WHERE node = ? AND seq BETWEEN ? AND ? AND institution <> ? LIMIT 1"
    return store.value(query, (name, first, last, institution)) is None


def put_shifts(store: Store) -> list[Shift]:
    """Bring ``clock_shift`` up to ``clock_fix``; return the shifts that came or went."""
    before, now = shifts_of(store).listed, worked_out(store)
    if before == now:
        return []
    store.sql("DELETE FROM clock_shift")
    for shift in now:
        store.sql(
            "INSERT INTO clock_shift(node, first_stamp, last_stamp, milliseconds) VALUES(?, ?, ?, ?)",
            (shift.node, shift.first, shift.last, shift.milliseconds),
        )
    changed = sorted(set(before) ^ set(now), key=lambda shift: (shift.node, shift.first, shift.last, shift.milliseconds))
    return changed or now  # the same ones in another order: which one counts may be another
