"""The log read backwards: which changes are the newest, without a walk through the whole of it.

Each node numbers its changes in the order of its clock, so the newest of all are found at the ends of the nodes. What concerns
one table, one institution or one person is found by the log's index of rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

from model.blanking import rows_about
from model.changelog import owner_of
from model.clock_shifts import Shifts
from model.entities import natural_id
from model.erasure_plan import membership_rows
from model.errors import Refusal
from model.references import Key
from model.store import Store

#: How many changes of a node are read at a time.
_PAGE = 50


@dataclass(frozen=True)
class Place:
    """Where a change stands in the log."""

    node: str
    seq: int
    stamp: str


class Backwards:
    """All changes since a moment (milliseconds since 1970), the newest first, by the corrected clocks."""

    def __init__(self, store: Store, shifts: Shifts, since_ms: int = 0) -> None:
        self._store, self._shifts, self._since_ms = store, shifts, since_ms
        self._shifted = {shift.node for shift in shifts.listed}
        self._below: dict[str, int] = {}
        self._pages: dict[str, list[tuple[int, str]]] = {}

    def skip(self, node: str, seq: int) -> None:
        """Leave out the changes of a node down to a number (an action is told as a whole)."""
        self._below[node] = seq

    def __iter__(self) -> Iterator[Place]:
        ends = self._store.sql(
            "SELECT k.node, k.seq, c.stamp FROM known_node k CROSS JOIN change c ON c.node = k.node AND c.seq = k.seq"
        ).fetchall()
        heap = [(-self._order(stamp), str(node), int(seq), str(stamp)) for node, seq, stamp in ends]
        heapify(heap)
        while heap:
            order, node, seq, stamp = heap[0]
            young = -order >> 16 >= self._since_ms
            if young:
                yield Place(node, seq, stamp)
            before = self._before(node, min(seq, self._below.get(node, seq))) if young or node in self._shifted else None
            if before is None:
                heappop(heap)
            else:
                heapreplace(heap, (-self._order(before[1]), node, *before))

    def _order(self, stamp: str) -> int:
        return int(self._shifts.corrected(stamp)[:16], 16)

    def _before(self, node: str, seq: int) -> tuple[int, str] | None:
        """The change of a node before a number."""
        page = self._pages.setdefault(node, [])
        while page and page[-1][0] >= seq:
            page.pop()
        if not page:
            page += self._store.sql(
                "SELECT seq, stamp FROM (SELECT seq, stamp FROM change WHERE node = ? AND seq < ? ORDER BY seq DESC LIMIT ?) "
                "ORDER BY seq",
                (node, seq, _PAGE),
            ).fetchall()
        return page.pop() if page else None


def changes_of_rows(store: Store, shifts: Shifts, rows: Mapping[Key, str]) -> list[Place]:
    """Every change of some rows (with their institutions), the newest first."""
    listed = json.dumps([(table, institution, row_id) for (table, row_id), institution in sorted(rows.items())])
    return _ordered(
        shifts,
        store.sql(
            "SELECT c.node, c.seq, c.stamp FROM json_each(?) r CROSS JOIN change c ON c.tbl = json_extract(r.value, '$[0]') "
            "AND c.institution = json_extract(r.value, '$[1]') AND c.row_id = json_extract(r.value, '$[2]')",
            (listed,),
        ).fetchall(),
    )


def changes_of(store: Store, shifts: Shifts, table: str, institution: str) -> list[Place]:
    """Every change of a table, of an institution's rows, or both, the newest first."""
    if not institution:
        found = store.sql("SELECT node, seq, stamp FROM change WHERE tbl = ?", (table,)).fetchall()
    else:
        listed = json.dumps([table] if table else logged_tables(store))
        found = store.sql(
            "SELECT c.node, c.seq, c.stamp FROM json_each(?) t CROSS JOIN change c ON c.tbl = t.value AND c.institution = ?",
            (listed, institution),
        ).fetchall()
    return _ordered(shifts, found)


def _ordered(shifts: Shifts, found: list[tuple[str, int, str]]) -> list[Place]:
    places = [Place(*row) for row in found]
    places.sort(key=lambda one: (shifts.corrected(one.stamp)[:16], one.node, one.seq), reverse=True)
    return places


def logged_tables(store: Store) -> list[str]:
    """Names of the tables that the log knows, those of a newer program too."""
    return [
        str(row[0])
        for row in store.sql(
            "WITH RECURSIVE t(name) AS (SELECT min(tbl) FROM change UNION ALL "
            "SELECT (SELECT min(tbl) FROM change WHERE tbl > name) FROM t WHERE name IS NOT NULL) "
            "SELECT name FROM t WHERE name IS NOT NULL"
        )
    ]


def rows_of_person(store: Store, person: str) -> dict[Key, str]:
    """The person's row and all rows that belong to it, with their institutions; also deleted ones.

    Raise ``Refusal`` when the log knows no such person.
    """
    owner = owner_of(store, "person", person)
    if not owner:
        raise Refusal(f"Человека «{person}» в базе нет: возьмите id из kurator person list.", "missing")
    own = {("person", person), ("erasure", natural_id("erasure", person)), *membership_rows(store, person, owner)}
    links = store.sql("SELECT id, institution FROM person_link WHERE one = ?1 OR other = ?1", (person,)).fetchall()
    return (
        dict.fromkeys(own, owner)
        | rows_about(store, {("person", person): owner}, of_owner=True)
        | {("person_link", str(row_id)): str(institution or "") for row_id, institution in links}
    )
