"""Rows that name other rows: who would be left dangling when a row goes or comes back."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from model.cell_words import leads_to
from model.log_tables import columns, table_names
from model.store import Store

#: A row: table, row id.
Key = tuple[str, str]
#: How many steps it is from a row to the one that knows its school year (a mark: occurrence, activity, stage, roadmap).
_STEPS = 5


@cache
def reference_columns(table: str) -> tuple[str, ...]:
    """Columns that name another row; the owner is none of them."""
    return tuple(name for name in columns(table) if name != "institution" and leads_to(table, name))


def named_by(table: str, values: Mapping[str, Any]) -> set[str]:
    """Ids of the rows that these values of a row name."""
    return {str(values[name]) for name in reference_columns(table) if values.get(name)}


def rows_naming(store: Store, rows: Collection[Key]) -> list[tuple[Key, Key, str]]:
    """Rows of the tables that name one of ``rows``: the named one, the one that names it, the stamp of that value."""
    by_id = {row_id: (table, row_id) for table, row_id in rows}
    wanted, tables = json.dumps(list(by_id)), {table for table, _ in rows} | {"?"}
    found = []
    for table in table_names() if by_id else ():
        for name in reference_columns(table):
            if leads_to(table, name) not in tables:
                continue
            found += [
                (by_id[str(named)], (table, str(row_id)), str(stamp))
                for named, row_id, stamp in store.sql(
                    f'SELECT "{name}", id, coalesce("_s_{name}", _s) FROM "{table}" '
                    f'WHERE "{name}" IN (SELECT value FROM json_each(?))',
                    (wanted,),
                )
            ]
    return found


def rows_gone(store: Store, ids: Collection[str]) -> dict[str, tuple[Key, str]]:
    """Those of ``ids`` whose rows were deleted and do not stand: id → row, stamp of the delete."""
    wanted = json.dumps(sorted(ids))
    found: dict[str, tuple[Key, str]] = {}
    for table in table_names() if ids else ():
        graves = store.sql(
            "SELECT j.value, max(h.stamp) FROM json_each(?) j CROSS JOIN head h "
            f"ON h.tbl = ? AND h.row_id = j.value AND h.col = '*' WHERE NOT EXISTS(SELECT 1 FROM \"{table}\" t "
            "WHERE t.id = j.value) GROUP BY j.value",
            (wanted, table),
        )
        found |= {str(row_id): ((table, str(row_id)), str(stamp)) for row_id, stamp in graves}
    return found


def years_of_row(store: Store, table: str, values: Mapping[str, Any]) -> str:
    """School year that a row belongs to, by itself or by what it names; empty for a person and whatever outlives a year."""
    reached, seen = [(table, dict(values))], set()
    for _ in range(_STEPS):
        after = []
        for home, row in reached:
            if row.get("years"):
                return str(row["years"])
            for name in reference_columns(home):
                target = leads_to(home, name)
                target = str(row.get("target_table") or "") if target == "?" else target
                key = (target, str(row.get(name) or ""))
                if key in seen or target not in table_names() or target in {"person", "institution"}:
                    continue
                seen.add(key)
                if (found := values_of(store, *key)) is not None:
                    after.append((target, found))
        reached = after
    return ""


def values_of(store: Store, table: str, row_id: str) -> dict[str, Any] | None:
    """Values of a row as it stands, or ``None``."""
    names = columns(table)
    listed = ", ".join(f'"{name}"' for name in names)
    found = store.sql(f'SELECT {listed} FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
    return None if found is None else dict(zip(names, found, strict=True))
