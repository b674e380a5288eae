"""Payloads that are gone for ever: what an erasure reaches in the log, wherever and whenever it arrives (152-ФЗ art. 21).

Two kinds of change take payloads away; headers, commitments and the chain stay, so the log still verifies:

* ``erase``: the whole row. Every payload of it goes, known or yet to come; the change itself says what stays (nothing, or the
  tombstone of a person). Rows that say they are about an erased person (``ABOUT`` of the model) go with it, also those that
  somebody enters elsewhere without knowing of the erasure.
* ``redact``: the changes that it names; it writes the row anew without the personal words. Edits that its author had not seen
  stay beside it, for they may be about something else.

``erased`` remembers both, so that no old file, other laptop or restored backup brings a payload back. The rule depends on the
set of changes alone, so every copy ends equal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from model.changelog import TAKEN
from model.log_tables import model_of, table_names
from model.payload import read_payload
from model.store import Store

#: Kinds of change that take payloads away.
ERASING = frozenset({"erase", "redact"})
#: What stands in the place of an erased name.
ERASED_WORDS = "данные удалены"
#: Kind of an erased person (``person.kind``): a tombstone that lists leave out.
TOMBSTONE = "erased"

#: A row: table, row id.
Key = tuple[str, str]
#: Rows erased whole, and the institution that erased each.
Erased = dict[Key, str]
#: A single change: table, row id, stamp, institution.
Taken = tuple[str, str, str, str]


@cache
def about() -> Mapping[str, Mapping[str, str]]:
    """Tables whose rows are about a person: column → table of the row that it names."""
    return {table: dict(model_of(table).ABOUT) for table in table_names() if model_of(table).ABOUT}


@cache
def memberships() -> Mapping[str, tuple[str, ...]]:
    """Tables of memberships and the columns that stay when the person is erased."""
    return {table: model_of(table).MEMBERSHIP for table in table_names() if model_of(table).MEMBERSHIP}


def erased_rows(store: Store) -> Erased:
    """Every row that is erased whole, with its institution."""
    rows = store.sql("SELECT tbl, row_id, institution FROM erased WHERE stamp = ''")
    return {(str(table), str(row)): str(institution) for table, row, institution in rows}


def is_about(table: str, institution: str, patch: Mapping[str, Any], erased: Erased) -> bool:
    """Whether a payload says that its row is about something erased; nobody reaches into another institution's rows.

    A link of two persons is the exception: the district says it of people whom it does not own.
    """
    for column, target in about().get(table, {}).items():
        owner = erased.get((target, str(patch.get(column) or "")))
        if owner is not None and (owner == institution or table == "person_link"):
            return True
    return False


def rows_about(store: Store, erased: Erased, *, of_owner: bool = False) -> Erased:
    """Rows of the log that are about erased ones (rows about those too: the answers of a sheet), with their institutions.

    ``of_owner``: only those of the same institution, which spares a walk through everybody's.
    """
    where = "tbl = ?1 AND institution = ?3" if of_owner else "tbl = ?1 AND ?3 IS NOT NULL"
    found: Erased = {}
    reached = dict(erased)
    while reached:
        more: Erased = {}
        for table, columns in about().items():
            for (target, row), owner in reached.items():
                if target not in columns.values():
                    continue
                for identity, institution, *texts in store.sql(
                    f"SELECT row_id, institution, shared, private FROM change WHERE {where} "
                    "AND (instr(shared, ?2) OR instr(private, ?2))",
                    (table, row, owner),
                ).fetchall():
                    key = (table, str(identity))
                    said = any(
                        is_about(table, institution, read_payload(text).patch, {(target, row): owner})
                        for text in texts
                        if text is not None
                    )
                    if said and key not in erased and key not in found:
                        more[key] = str(institution)
        found |= more
        reached = more
    return found


def taken_stamps(shared: str | None) -> list[str]:
    """Stamps whose payloads a ``redact`` takes away."""
    return read_payload(shared).prev.get(TAKEN, "").split() if shared is not None else []


def take_away(store: Store, rows: Erased, stamps: Iterable[Taken] = ()) -> int:
    """Blank payloads in the log and remember that they never come back; return of how many changes.

    ``rows`` are erased whole; ``stamps`` are single changes. Call it within a transaction.
    """
    whole = sorted((table, institution, row) for (table, row), institution in rows.items())
    single = sorted((table, institution, row, stamp) for table, row, stamp, institution in set(stamps))
    if not whole and not single:
        return 0
    store.forget_bytes()
    store.set_setting("erased_at", datetime.now().isoformat())
    connection = store.database.connection()
    connection.executemany("INSERT OR IGNORE INTO erased(tbl, institution, row_id, stamp) VALUES(?, ?, ?, '')", whole)
    connection.executemany("INSERT OR IGNORE INTO erased(tbl, institution, row_id, stamp) VALUES(?, ?, ?, ?)", single)
    blank = (
        "UPDATE change SET shared = NULL, private = NULL WHERE tbl = ? AND institution = ? AND row_id = ? AND kind <> 'erase'"
    )
    some = " AND (shared IS NOT NULL OR private IS NOT NULL)"
    done = int(connection.executemany(blank + some, whole).rowcount) if whole else 0
    done += int(connection.executemany(f"{blank} AND stamp = ?{some}", single).rowcount) if single else 0
    if any(table == "person" for table, _ in rows):
        forget_initials(store)
    return done


def forget_initials(store: Store, number: int | None = None) -> None:
    """Take the initials of erased persons out of what files said of those who stayed behind (all, or one import)."""
    store.sql("DELETE FROM withheld WHERE row_id IN (SELECT row_id FROM erased WHERE tbl = 'person' AND stamp = '')")
    erased = {row for table, row in erased_rows(store) if table == "person"}
    where, values = ("withheld IS NOT NULL", ()) if number is None else ("withheld IS NOT NULL AND id = ?", (number,))
    for identity, text in store.sql(f"SELECT id, withheld FROM import WHERE {where}", values).fetchall():
        kept = [entry for entry in json.loads(text) if entry[0] not in erased]
        store.sql("UPDATE import SET withheld = ? WHERE id = ?", (json.dumps(kept, ensure_ascii=False), identity))


def payloads_that_stayed(store: Store) -> list[Key]:
    """Rows that should have no payload any more and have one: a database that something else than this program wrote to."""
    rows = store.sql(
        "SELECT DISTINCT c.tbl, c.row_id FROM erased e CROSS JOIN change c ON c.tbl = e.tbl AND c.row_id = e.row_id "
        "AND e.stamp IN ('', c.stamp) WHERE c.kind <> 'erase' AND (c.shared IS NOT NULL OR c.private IS NOT NULL)"
    )
    return [(str(table), str(row)) for table, row in rows]
