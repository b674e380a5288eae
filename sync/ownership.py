"""Whose rows a file writes to: a row that our log knows as another institution's refuses the whole file.

The log is indexed by table, institution and row, so that what one file brings stands side by side. A row that is not there
under the institution which the file names is new, or somebody else's: then it stands in its table, in ``head`` (deleted), or
is known by what says nothing yet (no payload, a kind or a table of a newer program), which ``change_silent`` finds.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from model.log_tables import SILENT, table_names
from model.store import Store
from sync.arrivals import Arrival, foreign_row
from sync.exchange_file import Header
from sync.tables import Key


def new_rows(store: Store, header: Header, arrivals: Sequence[Arrival]) -> set[Key]:
    """Rows of ``arrivals`` that the log does not know yet; call it before they are appended.

    Raise ``Refusal`` (code ``foreign-row``) when one of them is known as another institution's.
    """
    rows: dict[tuple[str, str], set[str]] = {}
    for arrival in arrivals:
        group = rows.get((arrival.table, arrival.institution))
        if group is None:
            rows[arrival.table, arrival.institution] = {arrival.row}
        else:
            group.add(arrival.row)
    found: set[Key] = set()
    for (table, institution), ids in rows.items():
        new = ids - _logged(store, table, institution, ids)
        if new and _is_known(store, table, new):
            raise foreign_row(header)
        found.update([(table, row) for row in new])
    if len({institution for _, institution in rows}) > 1 and _twice(rows):
        raise foreign_row(header)
    return found


def _twice(rows: dict[tuple[str, str], set[str]]) -> bool:
    """Whether a file gives one row to two institutions."""
    keys = [(table, row) for (table, _), ids in rows.items() for row in ids]
    return len(set(keys)) < len(keys)


def _logged(store: Store, table: str, institution: str, ids: Collection[str]) -> set[str]:
    """Those of ``ids`` that the log knows as rows of ``institution``."""
    if store.value("SELECT 1 FROM change WHERE tbl = ? AND institution = ? LIMIT 1", (table, institution)) is None:
        return set()
    rows = store.sql(
        "SELECT DISTINCT c.row_id FROM json_each(?) j CROSS JOIN change c "
        "ON c.tbl = ? AND c.institution = ? AND c.row_id = j.value",
        (_listed(ids), table, institution),
    )
    return {str(row[0]) for row in rows}


def _is_known(store: Store, table: str, ids: Collection[str]) -> bool:
    """Whether one of ``ids`` is a row of anybody."""
    if table not in table_names():
        places = "EXISTS(SELECT 1 FROM change c WHERE c.tbl = ?2 AND c.row_id = j.value)"
    else:
        places = (
            f'EXISTS(SELECT 1 FROM "{table}" t WHERE t.id = j.value) '
            "OR EXISTS(SELECT 1 FROM head h WHERE h.tbl = ?2 AND h.row_id = j.value) "
            f"OR EXISTS(SELECT 1 FROM change c WHERE c.tbl = ?2 AND c.row_id = j.value AND ({SILENT}))"
        )
    return store.value(f"SELECT 1 FROM json_each(?1) j WHERE {places} LIMIT 1", (_listed(ids), table)) is not None


def _listed(ids: Collection[str]) -> str:
    return json.dumps(list(ids))
