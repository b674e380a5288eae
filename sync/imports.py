"""What this copy remembers of each file that it took: the list of imports, and what a withdrawal needs.

Design: «Merge» and «The exchange file» of the design page «Sync». A row of ``import`` is never deleted; a withdrawn one says
when it was withdrawn, and its file may come again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from model.store import Store
from sync.exchange_file import ExchangeFile
from sync.tables import Effect

#: Bits of ``import_filled.sides``.
SHARED, PRIVATE = 1, 2

#: What a file told of the persons of whom only initials came: row, initials, why.
Withheld = Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Import:
    """One file that was taken. ``number`` names it here, ``file_number`` is the sender's; times are ISO 8601.

    ``changes``: appended to the log; ``filled``: older changes whose payloads it brought; ``new``, ``changed``,
    ``conflicts``: rows, as the merge told; ``undone_at``: empty unless it was withdrawn.
    """

    number: int
    institution: str
    name: str
    scope: str
    file_number: int
    created: str
    imported_at: str
    changes: int
    filled: int
    new: int
    changed: int
    conflicts: int
    undone_at: str


_LISTED = (
    "SELECT id, institution, name, scope, number, created, imported_at, changes, "
    "(SELECT count(*) FROM import_filled f WHERE f.import = i.id), rows_new, rows_changed, conflicts, "
    "coalesce(undone_at, '') FROM import i"
)


def imports(store: Store) -> list[Import]:
    """Every import, the first one first."""
    return [Import(*row) for row in store.sql(f"{_LISTED} ORDER BY id")]


def find_import(store: Store, number: int | None) -> Import | None:
    """The import of that number; without one the last that brought something and was not withdrawn."""
    if number is not None:
        found = store.sql(f"{_LISTED} WHERE id = ?", (number,)).fetchone() if abs(number) < 2**62 else None
    else:
        found = store.sql(
            f"{_LISTED} WHERE undone_at IS NULL AND (EXISTS(SELECT 1 FROM import_span s WHERE s.import = i.id) OR "
            "EXISTS(SELECT 1 FROM import_filled f WHERE f.import = i.id)) ORDER BY id DESC LIMIT 1"
        ).fetchone()
    return Import(*found) if found else None


def is_taken(store: Store, sha256: str) -> bool:
    """Whether this very file was taken, and nothing of what it carried was withdrawn since."""
    found = store.value("SELECT 1 FROM import WHERE file_hash = ? AND undone_at IS NULL AND whole = 1 LIMIT 1", (sha256,))
    return found is not None


def was_withdrawn(store: Store, sha256: str) -> bool:
    """Whether this very file was taken once and withdrawn."""
    found = store.value("SELECT 1 FROM import WHERE file_hash = ? AND undone_at IS NOT NULL LIMIT 1", (sha256,))
    return found is not None


def last_number(store: Store, file: ExchangeFile) -> int | None:
    """Highest number of a file of this sender and scope that was taken and not withdrawn."""
    found = store.value(
        "SELECT max(number) FROM import WHERE institution = ? AND scope = ? AND sender = ? AND undone_at IS NULL",
        (file.header.institution, file.header.scope, file.header.sender),
    )
    return None if found is None else int(found)


def record(store: Store, file: ExchangeFile, changes: int, effect: Effect, withheld: Withheld | None) -> int:
    """Write an import down; return its number. ``withheld`` is ``None`` when the file says nothing in force of it."""
    header = file.header
    node, seq = store.row("SELECT node, seq FROM replica")
    made = store.sql(
        "INSERT OR IGNORE INTO import(institution, scope, sender, number, file_hash, created, imported_at, changes, name, "
        "rows_new, rows_changed, conflicts, withheld, own_node, own_seq, last_action) "
        f"VALUES({'?, ' * 15}(SELECT coalesce(max(id), 0) FROM action))",
        (
            header.institution,
            header.scope,
            header.sender,
            header.number,
            file.sha256,
            header.created,
            datetime.now().isoformat(timespec="seconds"),
            changes,
            header.institution_name,
            effect.new,
            effect.changed,
            effect.conflicts,
            None if withheld is None else json.dumps(list(withheld), ensure_ascii=False),
            node,
            seq,
        ),
    )
    if withheld is not None:
        put_withheld(store, header.institution, withheld)
    return int(made.lastrowid or 0)


def remember_changes(
    store: Store, number: int, spans: Iterable[tuple[str, int, int]], filled: Iterable[tuple[str, int, int]]
) -> None:
    """Note what an import appended (node, first number, last number) and filled in (node, number, sides)."""
    connection = store.database.connection()
    connection.executemany("INSERT INTO import_span VALUES(?, ?, ?, ?)", [(number, *span) for span in spans])
    connection.executemany("INSERT INTO import_filled VALUES(?, ?, ?, ?)", [(number, *one) for one in filled])


def put_withheld(store: Store, institution: str, withheld: Iterable[Sequence[Any]]) -> None:
    """Replace what is known of persons of an institution of whom only initials came."""
    store.sql("DELETE FROM withheld WHERE institution = ?", (institution,))
    for entry in withheld:
        store.sql("INSERT OR REPLACE INTO withheld VALUES(?, ?, ?, ?)", (institution, *entry))
