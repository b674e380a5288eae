"""Erasures that a file brings, and payloads that it brings too late: both before anything of it is written.

The rule is ``model/blanking.py``; here it meets the changes of a file. Called by the merge for every file, so it costs nothing
where nothing was ever erased.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.blanking import ERASING, Erased, Key, erased_rows, is_about, rows_about, take_away, taken_stamps
from model.blanking import forget_initials as blank_initials
from model.lineage import lineage_of
from model.payload import read_payload
from model.store import Store
from sync.arrivals import Arrival

#: A payload that came late: node, seq, shared, private.
Late = tuple[str, int, str | None, str | None]


def keep_erased(store: Store, arrivals: Sequence[Arrival], late: list[Late]) -> tuple[list[Late], set[Key]]:
    """Take away what the file's erasures reach, here and in the file itself; return the late payloads that may come, and the
    rows that have to be folded anew.

    Changes of ``arrivals`` that are erased lose their payloads in place. Call it before they are appended to the log.
    """
    erasing = [one for one in arrivals if one.kind in ERASING]
    if not erasing and store.value("SELECT 1 FROM erased LIMIT 1") is None:
        return late, set()
    erased = erased_rows(store)
    single = set(map(tuple, store.sql("SELECT tbl, row_id, stamp FROM erased WHERE stamp <> ''")))
    rows: Erased = {(one.table, one.row): one.institution for one in erasing if one.kind == "erase"}
    rows |= rows_about(store, rows)
    stamps = {
        (one.table, one.row, stamp, one.institution)
        for one in erasing
        if one.kind == "redact"
        for stamp in _names_here(store, arrivals, one)
    }
    erased |= rows
    late_rows = [_row_of(store, one) for one in late]
    while more := _reached(arrivals, late, late_rows, erased):
        more |= rows_about(store, more)
        rows |= more
        erased |= more
    take_away(store, rows, stamps)
    single |= {taken[:3] for taken in stamps}
    for one in arrivals:
        key = (one.table, one.row)
        if one.kind != "erase" and (key in erased or (*key, one.stamp) in single):
            one.patch, one.prev, one.shared, one.private = None, {}, None, None
    kept = [
        one
        for one, (table, row, _, stamp) in zip(late, late_rows, strict=True)
        if (table, row) not in erased and (table, row, stamp) not in single
    ]
    return kept, {*rows, *(taken[:2] for taken in stamps)}


def forget_initials(store: Store, number: int) -> None:
    """After an import was written down: an unaware sender may have named an erased person's initials."""
    if store.value("SELECT 1 FROM erased WHERE tbl = 'person' LIMIT 1") is not None:
        blank_initials(store, number)


def _names_here(store: Store, arrivals: Sequence[Arrival], redact: Arrival) -> list[str]:
    """Stamps that a ``redact`` takes away, as they are called here (a fork gives the branches of a node names of their own)."""
    told = taken_stamps(redact.shared)
    lineage = lineage_of(store)
    if not lineage:
        return told
    key = (redact.table, redact.row)
    known = store.sql("SELECT stamp FROM change WHERE tbl = ? AND row_id = ?", key).fetchall()
    read = lineage.reader([*(str(row[0]) for row in known), *(one.stamp for one in arrivals if (one.table, one.row) == key)])
    return told if read is None else read(redact.stamp, " ".join(told)).split()


def _row_of(store: Store, late: Late) -> tuple[str, str, str, str]:
    """Table, row, institution and stamp of a change that waited for its payload."""
    table, row, institution, stamp = store.row(
        "SELECT tbl, row_id, institution, stamp FROM change WHERE node = ? AND seq = ?", late[:2]
    )
    return str(table), str(row), str(institution), str(stamp)


def _reached(
    arrivals: Sequence[Arrival], late: Sequence[Late], late_rows: Sequence[tuple[str, str, str, str]], erased: Erased
) -> Erased:
    """Rows that the file says to be about something erased, and that are not erased yet."""
    found: Erased = {}
    for one in arrivals:
        key = (one.table, one.row)
        if one.patch and key not in erased and is_about(one.table, one.institution, one.patch, erased):
            found[key] = one.institution
    for (_, _, *texts), (table, row, institution, _) in zip(late, late_rows, strict=True):
        said = (is_about(table, institution, read_payload(text).patch, erased) for text in texts if text is not None)
        if (table, row) not in erased and any(said):
            found[table, row] = institution
    return found
