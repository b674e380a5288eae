"""Bringing the domain tables up to the log after new changes were appended.

Most rows are simple: made by one create, then edited in one line. Those go in with one ``executemany`` a table. What is not
simple (two heads, deletes, payloads that came late) is folded anew from the log by ``model.changelog``, which is also what
``check --rebuild`` does; so both ways must and do agree.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from model.changelog import refold
from model.log_tables import column_types, columns, table_names
from model.store import Store
from sync.arrivals import Arrival
from sync.conflicts import row_conflicts

#: A row: table, row id.
Key = tuple[str, str]
Rows = dict[Key, list[Arrival]]
#: Rows to insert, by table.
Creates = dict[str, list[list[Any]]]
#: Rows to update, by table and changed columns.
Updates = dict[tuple[str, tuple[str, ...]], list[list[Any]]]


@dataclass
class Effect:
    """What happened to the tables: rows new, changed and deleted, cells and rows newly in conflict (may be settled: < 0)."""

    new: int = 0
    changed: int = 0
    deleted: int = 0
    conflicts: int = 0
    tables: dict[str, int] = field(default_factory=dict)


def apply_arrivals(store: Store, arrivals: list[Arrival], late: set[Key]) -> Effect:
    """Bring the tables up to the log; ``late`` are rows whose older changes got payloads."""
    tables = set(table_names())
    rows: Rows = defaultdict(list)
    for arrival in arrivals:
        if arrival.table in tables:
            rows[arrival.table, arrival.row].append(arrival)
    tangled = {key for key in late if key[0] in tables}
    before = _existing(store, {*rows, *tangled})
    tangled |= {key for key in rows if key in before.heads}
    creates: Creates = defaultdict(list)
    updates: Updates = defaultdict(list)
    for key, changes in rows.items():
        if key not in tangled and not _place(key, changes, before, creates, updates):
            tangled.add(key)
    conflicts = sum(row_conflicts(store, key) for key in tangled)
    with store.replaying():
        _write(store, creates, updates)
        refold(store, tangled)
    effect = Effect(new=sum(map(len, creates.values())), changed=sum(map(len, updates.values())))
    effect.conflicts = sum(row_conflicts(store, key) for key in tangled) - conflicts
    for table, made in creates.items():
        effect.tables[table] = len(made)
    for key in tangled:
        was = key in before.rows
        stands = store.value(f'SELECT 1 FROM "{key[0]}" WHERE id = ?', (key[1],)) is not None
        effect.new += stands and not was
        effect.deleted += was and not stands
        effect.changed += was and stands
    return effect


@dataclass
class _Before:
    """What stood before: rows (stamps by column, the row's own under ``""``) and rows that ``head`` knows."""

    rows: dict[Key, dict[str, str | None]]
    heads: set[Key]


def _existing(store: Store, keys: set[Key]) -> _Before:
    """State of the rows that a file touches, read a table at a time."""
    found = _Before({}, set())
    wanted: dict[str, list[str]] = defaultdict(list)
    for table, row_id in keys:
        wanted[table].append(row_id)
    connection = store.database.connection()
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS arrived(row_id TEXT PRIMARY KEY) WITHOUT ROWID")
    for table, ids in wanted.items():
        connection.execute("DELETE FROM arrived")
        connection.executemany("INSERT OR IGNORE INTO arrived VALUES(?)", [(row_id,) for row_id in ids])
        names = columns(table)
        listed = ", ".join(f't."_s_{name}"' for name in names)
        for row_id, created, *stamps in connection.execute(
            f'SELECT t.id, t._s, {listed} FROM arrived a CROSS JOIN "{table}" t ON t.id = a.row_id'
        ):
            found.rows[table, row_id] = {"": created, **dict(zip(names, stamps, strict=True))}
        for (row_id,) in connection.execute(
            "SELECT DISTINCT h.row_id FROM arrived a CROSS JOIN head h ON h.tbl = ? AND h.row_id = a.row_id", (table,)
        ):
            found.heads.add((table, row_id))
    return found


def _place(key: Key, changes: list[Arrival], before: _Before, creates: Creates, updates: Updates) -> bool:
    """Put a simple row among ``creates`` or ``updates``; ``False`` when its history is not simple."""
    told = [change for change in changes if change.patch is not None]
    if not told:  # headers alone say nothing yet
        return True
    told.sort(key=lambda change: change.stamp)
    table, row_id = key
    stood = before.rows.get(key)
    if stood is None:
        made = _make(table, told)
        if made is not None:
            creates[table].append([row_id, *made])
        return made is not None
    cells = _advance(stood, table, told)
    if cells is None:
        return False
    updates[table, tuple(cells)].append([*(part for cell in cells.values() for part in cell), row_id])
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


def _write(store: Store, creates: Creates, updates: Updates) -> None:
    connection = store.database.connection()
    for table, rows in creates.items():
        names = columns(table)
        listed = ", ".join(["id", *(f'"{n}"' for n in names), "_s", *(f'"_s_{n}"' for n in names)])
        connection.executemany(f'INSERT INTO "{table}"({listed}) VALUES({", ".join("?" * (2 + 2 * len(names)))})', rows)
    for (table, changed), rows in updates.items():
        if changed:
            sets = ", ".join(f'"{n}" = ?, "_s_{n}" = ?' for n in changed)
            connection.executemany(f'UPDATE "{table}" SET {sets} WHERE id = ?', rows)
