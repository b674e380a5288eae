"""Marks on occurrences of another owner: an institution may tick what the district assigned to it, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence

from model.assignments import assigned_mark_id, assignment_id
from model.store import Store
from sync.arrivals import Arrival, foreign_row
from sync.exchange_file import Header


def check_assigned(store: Store, header: Header, arrivals: Sequence[Arrival]) -> None:
    """Refuse (``foreign-row``) a mark on an occurrence of another owner that was never assigned to the mark's owner.

    An occurrence that is not here yet waits like any dangling reference. An assignment that was taken back counts: the mark
    may be older. A full file of our own other laptop is not asked: it brings what was checked there.
    """
    if header.scope == "own":
        return
    own = {one.row for one in arrivals if one.table == "occurrence"}
    marks = [
        (one, str(one.patch["occurrence"]))
        for one in arrivals
        if one.table == "mark" and one.patch and one.patch.get("occurrence") and one.patch["occurrence"] not in own
    ]
    if not marks:
        return
    rows = store.sql(
        "SELECT o.id, o.institution, o.activity FROM json_each(?) j CROSS JOIN occurrence o ON o.id = j.value",
        (json.dumps([occurrence for _, occurrence in marks]),),
    )
    known = {str(row[0]): (str(row[1]), str(row[2])) for row in rows}
    for mark, occurrence in marks:
        owner, activity = known.get(occurrence, (mark.institution, ""))
        if owner == mark.institution:
            continue
        was = store.value(
            "SELECT 1 FROM change WHERE tbl = 'assignment' AND institution = ? AND row_id = ? LIMIT 1",
            (owner, assignment_id(activity, mark.institution)),
        )
        if was is None or mark.row != assigned_mark_id(occurrence, mark.institution):
            raise foreign_row(header)
