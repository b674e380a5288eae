"""What stands in the way of taking an action back: a later change of the same cells, or of rows that hang on its rows.

A cell of an action is free when all that changed it afterwards was taken back too. Changes of other copies are never taken
back here, so any of them stands in the way; so does a change that this laptop made past its actions. A row that would go must
be named by nobody, a row that would come back must not name one that has gone, and a closed school year stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from model.actions import Action, Actions
from model.change_authors import Authors, made_on
from model.changelog import COVERS, Change, Lens, fold_row, lens_of, owner_of, payloads_of
from model.journal import erasure_within
from model.log_tables import table_names
from model.payload import read_payload
from model.references import Key, named_by, rows_gone, rows_naming, values_of, years_of_row
from model.store import Store

#: Kinds that say something of each cell of a row; those of a newer program are taken for such.
_CELLWISE = frozenset({"update", "resolve"})
#: Tables that closing a year writes to: its action may be taken back.
_CLOSING = "school_year"


@dataclass(frozen=True)
class Obstacle:
    """Why an action cannot be taken back: a code, and what a person reads after a colon."""

    code: str
    words: str


@dataclass
class _Said:
    """A change of a row as the log has it."""

    node: str
    seq: int
    change: Change
    patch: dict[str, Any]
    prev: dict[str, str]
    known: bool

    @property
    def stamp(self) -> str:
        return self.change.stamp

    def touches(self, cells: set[str] | None) -> bool:
        return cells is None or self.change.kind not in _CELLWISE or not cells.isdisjoint(self.patch)


@dataclass
class _Reach:
    """What taking one action back would do beyond its cells: rows that go, ids that what comes back names, years."""

    going: set[Key] = field(default_factory=set)
    coming: set[str] = field(default_factory=set)
    naming: set[str] = field(default_factory=set)
    years: set[str] = field(default_factory=set)


class Obstacles:
    """Looks for what stands in the way of reversing actions."""

    def __init__(self, store: Store, actions: Actions) -> None:
        self._store, self._actions = store, actions
        self._lens: Lens = lens_of(store)
        self._authors = Authors(store, actions)
        closed = "SELECT years FROM school_year WHERE institution = ? AND closed_on IS NOT NULL"
        self._closed = {str(row[0]) for row in store.sql(closed, (store.setting("institution") or "",))}

    def of(self, links: Sequence[Action]) -> dict[int, Obstacle]:
        """Obstacles by number of the action; a link (see ``model/actions.py``) without one can be reversed."""
        found: dict[int, Obstacle] = {}
        reaches: dict[int, _Reach] = {}
        for link in links:
            erased = erasure_within(self._store, link.node, link.first, link.last)
            if erased:
                found[link.number] = Obstacle("erased", erased)
                continue
            reaches[link.number] = reach = _Reach()
            if (later := self._later(link, reach)) is not None:
                found[link.number] = later
        going = rows_naming(self._store, {key for reach in reaches.values() for key in reach.going})
        gone = rows_gone(self._store, {one for reach in reaches.values() for one in reach.naming})
        for number, reach in reaches.items():
            if number not in found and (hanging := self._hanging(reach, going, gone)) is not None:
                found[number] = hanging
        return found

    # ------------------------------------------------------------------ the same cells
    def _later(self, link: Action, reach: _Reach) -> Obstacle | None:
        """A later change of the cells of an action; ``reach`` is filled in with what else it concerns."""
        rows = self._rows(link)
        closing = any(table == _CLOSING for table, _ in rows)
        found: list[_Said] = []
        for (table, row_id), changes in rows.items():
            ours = [one for one in changes if one.node == link.node and link.first <= one.seq <= link.last]
            whole = any(one.change.kind not in _CELLWISE for one in ours)
            cells = None if whole else {name for one in ours for name in one.patch}
            if len(ours) < len(changes):
                seen = _seen(ours, changes, cells, self._lens)
                others = [one for one in changes if one not in ours and one.stamp not in seen and one.known]
                found += [one for one in others if one.touches(cells) and self._hinders(one, link)]
            self._extend(reach, (table, row_id), ours, changes)
            if self._closed and not closing:
                values = values_of(self._store, table, row_id)
                if values is None:
                    values = fold_row(table, [one.change for one in changes], self._lens).values
                reach.years.add(years_of_row(self._store, table, values))
        if not found:
            return None
        last = max(found, key=lambda one: self._lens.shifts.corrected(one.stamp))
        return self._told(last, "с тех пор это изменено", link)

    def _rows(self, link: Action) -> dict[Key, list[_Said]]:
        """Every change of the rows that an action changed, by row."""
        rows: dict[Key, list[_Said]] = defaultdict(list)
        known = set(table_names())
        for table, row_id, node, seq, *rest in self._store.sql(
            "SELECT c.tbl, c.row_id, c.node, c.seq, c.stamp, c.kind, c.shared, c.private FROM (SELECT DISTINCT tbl, "
            "institution, row_id FROM change WHERE node = ? AND seq BETWEEN ? AND ?) r CROSS JOIN change c "
            "ON c.tbl = r.tbl AND c.institution = r.institution AND c.row_id = r.row_id ORDER BY c.node, c.seq",
            (link.node, link.first, link.last),
        ):
            if table in known:
                change = Change(*rest)
                rows[str(table), str(row_id)].append(_Said(str(node), int(seq), change, *payloads_of(change)))
        if self._lens.lineage:
            for changes in rows.values():
                read = self._lens.lineage.reader([one.stamp for one in changes])
                for one in changes if read is not None else ():
                    one.prev = {name: read(one.stamp, stamps) for name, stamps in one.prev.items()} if read else one.prev
        return rows

    def _hinders(self, one: _Said, link: Action) -> bool:
        """Whether a change that the action had not seen stands in its way."""
        action = self._actions.at(one.node, one.seq)
        if action is None:
            return True
        return action.number > link.number and self._actions.turned_since(action, link.number)

    # ------------------------------------------------------------------ rows around
    def _extend(self, reach: _Reach, key: Key, ours: list[_Said], changes: list[_Said]) -> None:
        """Note which rows go or come back, and which rows would be named."""
        table, row_id = key
        first = ours[0]
        if first.change.kind in COVERS:
            reach.going.add(key)
        elif first.change.kind == "delete":
            reach.coming.add(row_id)
            seen = set(first.prev.get("*", "").split())
            before = fold_row(table, [one.change for one in changes if one.stamp in seen], self._lens)
            reach.naming |= named_by(table, before.values)
        else:
            by_stamp = {one.stamp: one.patch for one in changes}
            for one in reversed(ours):
                for name in one.patch:
                    stamp = max(one.prev.get(name, "").split(), key=self._lens.shifts.key, default="")
                    reach.naming |= named_by(table, {name: by_stamp.get(stamp, {}).get(name)})

    def _hanging(
        self, reach: _Reach, going: Iterable[tuple[Key, Key, str]], gone: Mapping[str, tuple[Key, str]]
    ) -> Obstacle | None:
        for named, by, stamp in going:
            if named in reach.going and by not in reach.going:
                return self._told_of(by, stamp, "на этом основано позднее")
        for identity in sorted(reach.naming - reach.coming):
            if identity in gone:
                return self._told_of(*gone[identity], "то, к чему это относится, удалено")
        if years := sorted(reach.years & self._closed):
            return Obstacle("closed-year", f"учебный год {years[0]} закрыт, откройте его (kurator year open)")
        return None

    # ------------------------------------------------------------------ words
    def _told_of(self, key: Key, stamp: str, why: str) -> Obstacle:
        """The change of a row with a stamp, told as an obstacle."""
        for node, seq, *rest in self._store.sql(
            "SELECT node, seq, stamp, kind, shared, private FROM change WHERE tbl = ? AND institution = ? AND row_id = ? "
            "AND stamp = ?",
            (key[0], owner_of(self._store, *key), key[1], stamp),
        ):
            change = Change(*rest)
            return self._told(_Said(str(node), int(seq), change, *payloads_of(change)), why, None)
        return Obstacle("changed", why)

    def _told(self, one: _Said, why: str, link: Action | None) -> Obstacle:
        action = self._actions.at(one.node, one.seq)
        at = f"{made_on(self._lens.shifts, one.stamp):%d.%m.%Y %H:%M}"
        if action is not None:
            deed = self._actions.deed(action)
            if self._actions.in_effect(action):
                return Obstacle("changed", f"{why} — № {deed.number} «{deed.label}», {at}; сначала отмените его")
            if link is not None:
                return Obstacle("changed", f"с тех пор отменено № {deed.number} «{deed.label}»; сначала повторите его")
            return Obstacle("changed", f"{why} — отменено № {deed.number} «{deed.label}»; сначала повторите его")
        text = one.change.shared or one.change.private
        author = self._authors.author(read_payload(text).author) if text is not None else "автор неизвестен"
        owner = self._store.value("SELECT institution FROM change WHERE node = ? AND seq = ?", (one.node, one.seq))
        _, place = self._authors.copy(one.node, one.seq, str(owner or ""))
        return Obstacle("changed", f"{why} — {author}, {place}, {at}; исправьте вручную")


def _seen(ours: list[_Said], changes: list[_Said], cells: set[str] | None, lens: Lens) -> set[str]:
    """Stamps of the row that the author of ``ours`` had seen in these cells, or that somebody whom he saw had.

    What is older than a seen change that is not here counts as seen (see ``model/changelog.py``).
    """
    by_stamp = {one.stamp: one for one in changes}
    seen: set[str] = set()
    waiting = list(_names(ours, cells))
    while waiting:
        stamp = waiting.pop()
        if stamp not in seen:
            seen.add(stamp)
            if stamp in by_stamp:
                waiting += _names([by_stamp[stamp]], cells)
    corrected = lens.shifts.corrected
    unread = [corrected(stamp) for stamp in seen if stamp not in by_stamp or not by_stamp[stamp].known]
    return seen | {stamp for stamp in by_stamp if unread and corrected(stamp) <= max(unread)}


def _names(changes: Iterable[_Said], cells: set[str] | None) -> Iterator[str]:
    for one in changes:
        for name, stamps in one.prev.items():
            if cells is None or name in cells or name == "*":
                yield from stamps.split()
