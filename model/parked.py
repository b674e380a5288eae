"""Changes that waited in the log for a newer program: applied once this program knows their tables, columns and kinds.

The database remembers, as a setting of this laptop, what the program that last opened it knew. When this program knows more,
the rows that the difference concerns are folded anew; so an upgrade needs no rebuild of everything, and every later start
costs one comparison of two texts.
"""

from __future__ import annotations

import json
from typing import Any

from model.changelog import KINDS, rebuild, refold
from model.clock_fix import follow_fixes
from model.log_tables import columns, table_names
from model.store import Store

_SETTING = "known_schema"
#: Whether a change may speak of a column; a name can be spelt with escapes.
_SPEAKS = "instr(shared, ?2) OR instr(private, ?2) OR instr(shared, '\\u') OR instr(private, '\\u')"
#: A row: table, row id; and its institution.
_Rows = dict[tuple[str, str], str]


def known_schema() -> str:
    """What this program knows, as canonical JSON: columns by table, kinds of change."""
    tables = {table: sorted(columns(table)) for table in table_names()}
    return json.dumps({"tables": tables, "kinds": sorted(KINDS)}, sort_keys=True)


def note_known(store: Store) -> None:
    """Write down what this program knows: nothing in the log waits for it."""
    store.set_setting(_SETTING, known_schema())


def apply_parked(store: Store) -> int:
    """Apply what waited for this program; return how many rows were folded anew. Call it when a database is opened."""
    before, now = store.setting(_SETTING), known_schema()
    if before == now:
        return 0
    with store.transaction("Обновление программы"):
        rows: _Rows = {}
        if before is None:
            rebuild(store)
        else:
            rows = _waiting(store, json.loads(before))
            with store.replaying():
                refold(store, rows, rows)
            follow_fixes(store)
        note_known(store)
    return len(rows)


def _waiting(store: Store, before: dict[str, Any]) -> _Rows:
    """Rows that have something which the former program did not know."""
    found: _Rows = {}
    listed = "SELECT DISTINCT tbl, row_id, institution FROM change WHERE "
    for table in table_names():
        if table not in before["tables"]:
            _add(store, found, f"{listed} tbl = ?", table)
            continue
        new = [column for column in columns(table) if column not in before["tables"][table]]
        for column in new:
            _add(store, found, f"{listed} tbl = ? AND ({_SPEAKS})", table, json.dumps(column))
        if new:  # each cell of a row that is not a single line has heads of its own
            in_head = "EXISTS(SELECT 1 FROM head h WHERE h.tbl = change.tbl AND h.row_id = change.row_id)"
            _add(store, found, f"{listed} tbl = ? AND {in_head}", table)
    for kind in sorted(KINDS - set(before["kinds"])):
        _add(store, found, f"{listed} kind = ?", kind)
    return found


def _add(store: Store, found: _Rows, query: str, *values: str) -> None:
    for table, row_id, institution in store.sql(query, values):
        found[str(table), str(row_id)] = str(institution)
