"""The domain tables as a view of the log: what one row's changes amount to, and all rows rebuilt from them.

Rules (each holds in any order of arrival):

* The heads of a cell are the changes of it that no other change names in ``prev``. The youngest head shows.
* Several heads with different values are a true conflict; equal values settle themselves.
* A delete is in force until a later change names it. The row is gone when every head of every cell was seen by a delete
  in force; otherwise it stays, flagged: nobody's edit goes silently.
* An ``erase`` ends its row's history: the youngest one says what stays of it (nothing: the row is gone), whatever comes later.
* A ``redact`` writes all cells anew instead of the changes that it takes away; what its author had not seen stays beside it.
* A change whose payload has not arrived (another scope, no consent, erased), or whose kind is unknown, says nothing yet.
  Who names it in ``prev`` has seen more than we know: he is taken to have seen what is older than it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType
from typing import Any

from model.cell_values import fits
from model.clock_shifts import Key, Shifts, put_shifts, shifts_of, worked_out
from model.lineage import Lineage, lineage_of
from model.log_tables import column_kinds, columns, derived, table_names
from model.payload import read_payload
from model.store import Store

#: Kinds that give every column a value (empty where the patch is silent).
COVERS = frozenset({"create", "undelete"})
#: Kinds that this program understands; those of a newer one wait in the log.
KINDS = COVERS | {"update", "delete", "resolve", "erase", "redact"}
#: Key of ``prev`` in a ``redact``: the changes whose payloads it takes away (stamps separated by spaces).
TAKEN = "taken_payloads"


@dataclass(frozen=True)
class Change:
    """One change of a row: header parts and the payloads that are here."""

    stamp: str
    kind: str
    shared: str | None
    private: str | None


@dataclass
class RowState:
    """What a row's changes amount to.

    ``values`` and ``stamps`` by column, ``created`` the stamp of the row; ``heads`` (column, stamp, value as a JSON array of
    one or ``None`` in a grave) for what ``head`` keeps; ``alive`` says whether the table has the row.
    """

    alive: bool = False
    created: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    stamps: dict[str, str | None] = field(default_factory=dict)
    heads: list[tuple[str, str, str | None]] = field(default_factory=list)


@dataclass(frozen=True)
class Lens:
    """How a log is to be read: which branches it has, and whose clocks were wrong."""

    lineage: Lineage = field(default_factory=Lineage)
    shifts: Shifts = field(default_factory=Shifts)


#: A log without forks and clock fixes.
PLAIN = Lens()


def lens_of(store: Store) -> Lens:
    """How the log of a database is to be read."""
    return Lens(lineage_of(store), shifts_of(store))


def fold_row(table: str, changes: Iterable[Change], lens: Lens = PLAIN) -> RowState:
    """State of one row from all its known changes, in any order."""
    changes = list(changes)
    names, kinds = columns(table), column_kinds(table)
    erased = max((change for change in changes if change.kind == "erase" and change.shared), key=_stamp, default=None)
    if erased is not None:
        return _left_of(table, erased)
    read = lens.lineage.reader([change.stamp for change in changes]) if lens.lineage else None
    order = lens.shifts.key if table != "clock_fix" else None  # what corrects the clocks is not corrected by them
    edits: dict[str, dict[str, Any]] = {name: {} for name in names}
    named: dict[str, dict[str, list[str]]] = {name: {} for name in names}
    made: set[str] = set()
    seen_by_delete: dict[str, set[str]] = {}
    overridden: set[str] = set()
    state = RowState()
    for change in changes:
        patch, prev, known = payloads_of(change)
        if not known or change.kind not in KINDS:
            continue
        if read is not None:
            prev = {name: read(change.stamp, stamps) for name, stamps in prev.items()}
        row_level = prev.pop("*", "").split()
        prev.pop(TAKEN, None)
        if change.kind == "delete":
            seen_by_delete[change.stamp] = set(row_level)
            continue
        overridden.update(row_level)
        covers = change.kind in COVERS
        if covers or change.kind == "redact":
            made.add(change.stamp)
        for name in names if covers else patch:
            if name in edits:
                value = patch.get(name)
                if value is not None and not fits(kinds[name], value):  # it came before this program knew the column
                    if not covers:
                        continue
                    value = None
                edits[name][change.stamp] = value
                named[name][change.stamp] = prev.get(name, "").split()
    later = set().union(*seen_by_delete.values()) if seen_by_delete else set()
    in_force = sorted(stamp for stamp in seen_by_delete if stamp not in overridden and stamp not in later)
    heads = {name: _heads(cell.keys(), named[name], order) for name, cell in edits.items() if cell}
    remade = {stamp for stamps in named["institution"].values() for stamp in stamps}
    state.created = max(made - remade or made, default=None)
    seen = set().union(*(seen_by_delete[stamp] for stamp in in_force)) if in_force else set()
    dead = bool(in_force) and all(stamp in seen for cell in heads.values() for stamp in cell)
    state.alive = bool(heads) and not dead
    state.heads = [("*", stamp, None) for stamp in in_force]
    for name, stamps in heads.items():
        if dead:
            state.heads += [(name, stamp, None) for stamp in stamps]
        elif len(stamps) > 1:
            state.heads += [(name, stamp, value_json(edits[name][stamp])) for stamp in stamps]
        state.values[name] = edits[name][stamps[-1]]
        state.stamps[name] = None if stamps[-1] == state.created else stamps[-1]
    return state


def _stamp(change: Change) -> str:
    return change.stamp


def _left_of(table: str, erased: Change) -> RowState:
    """What an ``erase`` left of a row."""
    patch, _, _ = payloads_of(erased)
    if not patch:
        return RowState()
    names = columns(table)
    return RowState(True, erased.stamp, {name: patch.get(name) for name in names}, dict.fromkeys(names))


def _heads(cell: Collection[str], named: dict[str, list[str]], order: Key | None) -> list[str]:
    """Stamps of a cell that nobody has seen, in order; ``named``: what each change of it names."""
    seen = {stamp for stamps in named.values() for stamp in stamps}
    heads = sorted((stamp for stamp in cell if stamp not in seen), key=order)
    unread = seen.difference(cell)
    if unread and len(heads) > 1:
        horizon = max(unread, key=order)
        informed = _built_on(unread, named)
        heads = [stamp for stamp in heads if _after(stamp, horizon, order) or stamp in informed]
    return heads or [max(cell, key=order)]


def _after(stamp: str, other: str, order: Key | None) -> bool:
    return stamp > other if order is None else order(stamp) > order(other)


def _built_on(stamps: set[str], named: dict[str, list[str]]) -> set[str]:
    """Changes of a cell that saw one of ``stamps``, or saw one that had."""
    found: set[str] = set()
    while True:
        more = {stamp for stamp, names in named.items() if not (stamps | found).isdisjoint(names)} - found
        if not more:
            return found
        found |= more


def value_json(value: Any) -> str:
    """A value as ``head`` keeps it: JSON array of one, as SQLite's ``json_array`` writes it."""
    return json.dumps([value], ensure_ascii=False, separators=(",", ":"))


def payloads_of(change: Change) -> tuple[dict[str, Any], dict[str, str], bool]:
    """What a change says: patch, ``prev``, and whether any payload of it is here."""
    patch: dict[str, Any] = {}
    prev: dict[str, str] = {}
    for text in (change.shared, change.private):
        if text is not None:
            payload = read_payload(text)
            patch |= payload.patch
            prev |= payload.prev
    return patch, prev, change.shared is not None or change.private is not None


def write_rows(store: Store, table: str, rows: Iterable[tuple[str, RowState]]) -> None:
    """Put states into the tables, replacing what stood there. Call it within ``store.replaying()``."""
    names, computed = columns(table), derived(table)
    listed = ", ".join(["id", *(f'"{n}"' for n in names), "_s", *(f'"_s_{n}"' for n in names), *computed])
    marks = ", ".join("?" * (2 + 2 * len(names) + len(computed)))
    living, graves, heads = [], [], []
    for row_id, state in rows:
        graves.append((table, row_id))
        heads += [(table, row_id, *head) for head in state.heads]
        if state.alive:
            values = [state.values.get(n) for n in names]
            more = (function(*map(state.values.get, sources)) for function, sources in computed.values())
            living.append((row_id, *values, state.created, *(state.stamps.get(n) for n in names), *more))
    connection = store.database.connection()
    connection.executemany("DELETE FROM head WHERE tbl = ? AND row_id = ?", graves)
    connection.executemany(f'DELETE FROM "{table}" WHERE ? IS NOT NULL AND id = ?', graves)
    connection.executemany(f'INSERT INTO "{table}"({listed}) VALUES({marks})', living)
    connection.executemany("INSERT INTO head(tbl, row_id, col, stamp, value) VALUES(?, ?, ?, ?, ?)", heads)


def refold(store: Store, keys: Iterable[tuple[str, str]], owners: Mapping[tuple[str, str], str] = MappingProxyType({})) -> int:
    """Fold the rows (table, row id) anew from the whole log; unknown tables stay in the log. Return how many rows.

    ``owners``: institutions of the rows, as far as the caller knows them; who knows them spares a search for each.
    """
    known = set(table_names())
    wanted = sorted({key for key in keys if key[0] in known})
    lens = lens_of(store)
    for table, group in groupby(wanted, key=lambda key: key[0]):
        states = []
        for _, row_id in group:
            owner = owners.get((table, row_id)) or owner_of(store, table, row_id)
            rows = store.sql(
                "SELECT stamp, kind, shared, private FROM change WHERE tbl = ? AND institution = ? AND row_id = ?",
                (table, owner, row_id),
            ).fetchall()
            states.append((row_id, fold_row(table, [Change(*row) for row in rows], lens)))
        write_rows(store, table, states)
    return len(wanted)


def owner_of(store: Store, table: str, row_id: str) -> str:
    """Institution of a row of a known table; empty when the log knows no such row."""
    column = "id" if table == "institution" else "institution"
    found = store.value(f'SELECT {column} FROM "{table}" WHERE id = ?', (row_id,)) or store.value(
        "SELECT institution FROM change WHERE tbl = ? AND row_id = ? LIMIT 1", (table, row_id)
    )
    return str(found or "")


def folded_table(store: Store, table: str) -> Iterator[tuple[str, RowState]]:
    """Every row of one table as the log tells it, by institution and id."""
    lens = lens_of(store)
    rows = store.sql(
        "SELECT row_id, stamp, kind, shared, private FROM change WHERE tbl = ? ORDER BY institution, row_id", (table,)
    )
    for row_id, group in groupby(rows, key=lambda row: str(row[0])):
        yield row_id, fold_row(table, [Change(*row[1:]) for row in group], lens)


def rebuild(store: Store) -> None:
    """Make every domain table anew from the log, in one transaction."""
    with store.transaction("Восстановление таблиц из журнала"), store.replaying():
        store.sql("DELETE FROM head")
        for table in sorted(table_names(), key=lambda table: table != "clock_fix"):  # the others are ordered by the clocks
            store.sql(f'DELETE FROM "{table}"')
            write_rows(store, table, list(folded_table(store, table)))
            if table == "clock_fix":
                put_shifts(store)


def differences(store: Store) -> list[str]:
    """Rows in which tables and log disagree, «table row»; nothing when they are equal."""
    found = ["clock_shift"] if shifts_of(store).listed != worked_out(store) else []
    for table in table_names():
        names = columns(table)
        listed = ", ".join(["id", "_s", *(f'"{n}", "_s_{n}"' for n in names)])
        stored = {row[0]: tuple(row[1:]) for row in store.sql(f'SELECT {listed} FROM "{table}"')}
        heads: dict[str, list[tuple[str, str, str | None]]] = {}
        for row_id, *head in store.sql("SELECT row_id, col, stamp, value FROM head WHERE tbl = ?", (table,)):
            heads.setdefault(row_id, []).append((head[0], head[1], head[2]))
        for row_id, state in folded_table(store, table):
            told = (state.created, *(x for n in names for x in (state.values.get(n), state.stamps.get(n))))
            if stored.pop(row_id, None) != (told if state.alive else None):
                found.append(f"{table} {row_id}")
            elif sorted(heads.pop(row_id, []), key=_by_cell) != sorted(state.heads, key=_by_cell):
                found.append(f"{table} {row_id} (расхождения)")
        found += [f"{table} {row_id}" for row_id in (*stored, *heads)]
    return found


def _by_cell(head: tuple[str, str, str | None]) -> tuple[str, str]:
    return head[:2]
