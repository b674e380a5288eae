"""Every erasure with who has applied it and who has not yet: the district by its receipt, the other laptop by its full file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.store import Store


@dataclass(frozen=True)
class ErasureLine:
    """One erasure. ``applied`` and ``waiting``: names of the other copies that have it and that have not been heard to."""

    person: str
    institution: str
    erased_on: date | None
    asked_on: date | None
    basis: str
    categories: tuple[str, ...]
    rows: int
    applied: tuple[str, ...]
    waiting: tuple[str, ...]


def erasures(store: Store) -> list[ErasureLine]:
    """Every erasure known here, by day; other copies are told of only for those of this institution."""
    from model.entities import Erasure

    own = store.setting("institution") or ""
    peers = _peers(store, own)
    names = dict(store.sql("SELECT id, coalesce(short, name) FROM institution").fetchall())
    lines = []
    for row in Erasure.select().order_by(Erasure.erased_on, Erasure.id):
        applied = _applied(store, row.person) if row.institution == own else set()
        lines.append(
            ErasureLine(
                row.person,
                str(names.get(row.institution) or "нет данных"),
                row.erased_on,
                row.asked_on,
                row.basis,
                tuple(str(one) for one in row.categories),
                row.rows,
                tuple(name for peer, name in peers if peer in applied) if row.institution == own else (),
                tuple(name for peer, name in peers if peer not in applied) if row.institution == own else (),
            )
        )
    return lines


def _peers(store: Store, own: str) -> list[tuple[str, str]]:
    """Other copies that have our data: those that were heard of, and the district as soon as a file was written for it."""
    found = {
        str(peer): str(name)
        for peer, name in store.sql("SELECT peer, max(name) FROM heard GROUP BY peer ORDER BY min(kind), min(name)")
    }
    known = store.value("SELECT 1 FROM heard WHERE kind = 'district' LIMIT 1")
    kind = store.value("SELECT kind FROM institution WHERE id = ?", (own,))
    if known is None and kind != "district" and store.value("SELECT 1 FROM export WHERE scope = 'district' LIMIT 1"):
        found[""] = "район"
    return list(found.items())


def _applied(store: Store, person: str) -> set[str]:
    """Copies that know the change that erased a person."""
    rows = store.sql(
        "SELECT DISTINCT h.peer FROM change c JOIN heard h ON h.node = c.node AND h.seq >= c.seq "
        "WHERE c.tbl = 'person' AND c.row_id = ? AND c.kind = 'erase'",
        (person,),
    )
    return {str(row[0]) for row in rows}
