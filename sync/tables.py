"""Bringing the domain tables up to the log after new changes were appended.

Most rows are simple: made by one create, then edited in one line. Those go in with one ``executemany`` a table. What is not
simple (two heads, deletes, payloads that came late) is folded anew from the log by ``model.changelog``, which is also what
``check --rebuild`` does; so both ways must and do agree.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from model.changelog import refold
from model.log_tables import column_types, columns, derived, shared_columns, table_names
from model.store import Store
from sync.arrivals import Arrival
from sync.conflicts import row_conflicts

#: A row: table, row id.
Key = tuple[str, str]
Rows = dict[Key, list[Arrival]]
#: Rows to insert, by table.
Creates = dict[str, list[list[Any]]]
#: Cells to update (value, stamp, row id), by table and column: few statements, whatever columns were changed together.
Updates = dict[tuple[str, str], list[tuple[Any, str, str]]]


@dataclass
class Counts:
    """Rows new, changed and deleted, cells and rows newly in conflict (may be settled: < 0)."""

    new: int = 0
    changed: int = 0
    deleted: int = 0
    conflicts: int = 0

    def add(self, other: Counts) -> None:
        """Count what another counted too."""
        self.new += other.new
        self.changed += other.changed
        self.deleted += other.deleted
        self.conflicts += other.conflicts


@dataclass
class Effect(Counts):
    """What happened to the tables: in all, and in each table that a file touched."""

    tables: dict[str, Counts] = field(default_factory=dict)


def apply_arrivals(
    store: Store, arrivals: list[Arrival], late: Mapping[Key, str], again: set[Key], new: Collection[Key]
) -> Effect:
    """Bring the tables up to the log.

    ``late``: rows whose older changes got payloads, and their institutions; ``again``: rows to fold anew for another reason;
    ``new``: rows that the log did not know before.
    """
    tables = set(table_names())
    rows: Rows = {}
    for arrival in arrivals:
        if arrival.table in tables:
            group = rows.get((arrival.table, arrival.row))
            if group is None:
                rows[arrival.table, arrival.row] = [arrival]
            else:
                group.append(arrival)
    tangled = {key for key in {*late, *again} if key[0] in tables}
    before = _existing(store, [key for key in {*rows, *tangled} if key not in new])
    if before.heads:
        tangled |= {key for key in rows if key in before.heads}
    creates: dict[tuple[str, bool], list[list[Any]]] = defaultdict(list)
    edited: Creates = defaultdict(list)
    updates: Updates = defaultdict(list)
    for key, changes in rows.items():
        if key in tangled:
            continue
        if key in new and len(changes) == 1 and (made := _made(changes[0])) is not None:
            creates[key[0], changes[0].private is not None].append(made)
        elif not _place(key, changes, before.rows.get(key), edited, updates):
            tangled.add(key)
    owners = {**late, **{key: rows[key][0].institution for key in tangled if key in rows}}
    conflicts = {key: row_conflicts(store, key) for key in tangled}
    with store.replaying():
        _write(store, creates, edited, updates)
        refold(store, tangled, owners)
    by_table: dict[str, Counts] = defaultdict(Counts)
    changed: dict[str, set[str]] = defaultdict(set)
    for (table, _), cells in updates.items():
        changed[table].update(row_id for _, _, row_id in cells)
    for table, ids in changed.items():
        by_table[table].changed = len(ids)
    for table, made_rows in (*((table, made) for (table, _), made in creates.items()), *edited.items()):
        by_table[table].new += len(made_rows)
    for key in tangled:
        was = key in before.rows
        stands = store.value(f'SELECT 1 FROM "{key[0]}" WHERE id = ?', (key[1],)) is not None
        by_table[key[0]].add(
            Counts(stands and not was, was and stands, was and not stands, row_conflicts(store, key) - conflicts[key])
        )
    effect = Effect(tables=dict(by_table))
    for counts in by_table.values():
        effect.add(counts)
    return effect


@dataclass
class _Before:
    """What stood before: rows (stamps by column, the row's own under ``""``) and rows that ``head`` knows."""

    rows: dict[Key, dict[str, str | None]]
    heads: set[Key]


def _existing(store: Store, keys: Iterable[Key]) -> _Before:
    """State of the rows that a file touches, read a table at a time."""
    found = _Before({}, set())
    wanted: dict[str, list[str]] = defaultdict(list)
    for table, row_id in keys:
        wanted[table].append(row_id)
    for table, ids in wanted.items():
        names = columns(table)
        listed, stamps = json.dumps(ids), ", ".join(f't."_s_{name}"' for name in names)
        for row_id, created, *rest in store.sql(
            f'SELECT t.id, t._s, {stamps} FROM json_each(?) j CROSS JOIN "{table}" t ON t.id = j.value', (listed,)
        ):
            found.rows[table, row_id] = {"": created, **dict(zip(names, rest, strict=True))}
        for (row_id,) in store.sql(
            "SELECT DISTINCT h.row_id FROM json_each(?) j CROSS JOIN head h ON h.tbl = ? AND h.row_id = j.value",
            (listed, table),
        ):
            found.heads.add((table, row_id))
    return found


@cache
def _empty(table: str, private: bool) -> dict[str, Any]:
    """Columns of a table that a payload may fill, each without a value."""
    return dict.fromkeys(columns(table) if private else shared_columns(table))


def _made(change: Arrival) -> list[Any] | None:
    """Id, values and stamp of a row that one create made (the stamps of its columns are all empty), or ``None``."""
    if change.kind != "create" or change.patch is None or change.prev:
        return None
    empty = _empty(change.table, change.private is not None)
    values = empty | change.patch
    if len(values) > len(empty):  # columns of a newer program wait in the log
        values = {name: values[name] for name in empty}
    return [change.row, *values.values(), change.stamp]


def _place(key: Key, changes: list[Arrival], stood: dict[str, str | None] | None, edited: Creates, updates: Updates) -> bool:
    """Put a simple row among ``edited`` (new ones) or ``updates``; ``False`` when its history is not simple."""
    told = [change for change in changes if change.patch is not None]
    if not told:  # headers alone say nothing yet
        return True
    told.sort(key=lambda change: change.stamp)
    table, row_id = key
    if stood is None:
        made = _make(table, told)
        if made is not None:
            edited[table].append([row_id, *made])
        return made is not None
    cells = _advance(stood, table, told)
    if cells is None:
        return False
    for name, (value, stamp) in cells.items():
        updates[table, name].append((value, stamp, row_id))
    return True


def _make(table: str, changes: list[Arrival]) -> list[Any] | None:
    """Values and stamps of a row that one create and a line of updates made, or ``None``."""
    first = changes[0]
    if first.kind != "create" or first.patch is None or first.prev:
        return None
    names = columns(table)
    values = dict.fromkeys(names) | {name: value for name, value in first.patch.items() if name in column_types(table)}
    cells = _advance({"": first.stamp, **dict.fromkeys(names)}, table, changes[1:])
    if cells is None:
        return None
    stamps: dict[str, str | None] = dict.fromkeys(names)
    for name, (value, stamp) in cells.items():
        values[name], stamps[name] = value, stamp
    return [*values.values(), first.stamp, *stamps.values()]


def _advance(stamps: dict[str, str | None], table: str, changes: list[Arrival]) -> dict[str, tuple[Any, str]] | None:
    """Cells (value, stamp) that a line of updates changes; ``None`` when an author saw anything but the value before."""
    cells: dict[str, tuple[Any, str]] = {}
    known = column_types(table)
    for change in changes:
        if change.kind != "update" or change.patch is None or "*" in change.prev:
            return None
        for name, value in change.patch.items():
            if name in known:
                now = cells[name][1] if name in cells else (stamps.get(name) or stamps[""])
                if change.prev.get(name) != now:
                    return None
                cells[name] = (value, change.stamp)
    return cells


def _write(store: Store, creates: dict[tuple[str, bool], list[list[Any]]], edited: Creates, updates: Updates) -> None:
    connection = store.database.connection()
    for (table, private), rows in creates.items():
        connection.executemany(*_insert(table, ("id", *_empty(table, private), "_s"), rows))
    for table, rows in edited.items():
        names = columns(table)
        connection.executemany(*_insert(table, ("id", *names, "_s", *(f"_s_{name}" for name in names)), rows))
    for (table, name), cells in updates.items():
        connection.executemany(f'UPDATE "{table}" SET "{name}" = ?, "_s_{name}" = ? WHERE id = ?', cells)


def _insert(table: str, names: Sequence[str], rows: list[list[Any]]) -> tuple[str, list[list[Any]]]:
    """Statement and values of new rows; what is derived from the values is computed here, not by a trigger a row."""
    names = list(names)
    for column, (function, sources) in derived(table).items():
        places = [names.index(source) for source in sources]
        names.append(column)
        for row in rows:
            row.append(function(*(row[place] for place in places)))
    listed = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}"({listed}) VALUES({", ".join("?" * len(names))})', rows
