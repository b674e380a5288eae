"""What this laptop decided about keys, remembered outside of the database: an older copy put in its place must not forget it.

The table ``trusted_key`` lies in the database, so a backup brings it back as it was then. A memory beside the database
(``NAME.db.trust``) and one in the user's state folder (by the database's path) hold the same rows, by institution; they are
written after every decision and read when the database is opened. Of two words on one key the stricter counts:
trusted, replaced, revoked, disowned. Only public keys are in it. (Design page «Sync»: enrolment, revocation.)
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import OperationalError

from model.identity import state_folder, write_beside

if TYPE_CHECKING:
    from model.store import Store

FORMAT = 1
MAX_FILE = 16 * 1024 * 1024
#: From the word that lets most in to the one that lets least.
STATES = ("trusted", "replaced", "revoked", "disowned")


class TrustedKey(NamedTuple):
    """A key that this laptop knows: whose, for what (``role`` main or safe), its state and fingerprint (``sync.trust``)."""

    sign: str
    institution: str
    age: str
    name: str
    kind: str
    role: str
    state: str
    words: str
    confirmed_at: str
    replaced_by: str


COLUMNS = ", ".join(TrustedKey._fields)
#: {institution whose laptop it is: what it decided}
_Memory = dict[str, list[TrustedKey]]


def places(database: Path) -> tuple[Path, Path]:
    """Where the memory of a database lies: beside it, like its key file, and in the state folder."""
    path = os.path.normcase(os.path.realpath(database))
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:32]
    return database.with_name(f"{database.name}.trust"), state_folder() / "trust" / f"{digest}.json"


def decisions(store: Store) -> list[TrustedKey]:
    """All that the table of trusted keys says, in the order of keys."""
    return [TrustedKey(*map(str, row)) for row in store.sql(f"SELECT {COLUMNS} FROM trusted_key ORDER BY sign")]


def remember(store: Store) -> None:
    """Write both memories of an open database, for ``Store.after_commit``; best effort, its next start makes it good.

    A database that is only being made leaves nothing beside it.
    """
    try:
        owner, rows = store.setting("institution"), decisions(store)
    except OperationalError:  # busy
        return
    if not owner or not rows or store.made_now:
        return
    for place in places(store.path):
        known = _read(place)
        if known is None or known.get(owner) != rows:
            with suppress(UnicodeEncodeError):  # a path that is no text
                write_beside(place, _written({**(known or {}), owner: rows}))


def recall(store: Store) -> None:
    """Bring the table up to what is remembered of this database and its institution, and the memories up to the table."""
    owner = store.setting("institution")
    if not owner:
        return
    take_over(store, [row for place in places(store.path) for row in (_read(place) or {}).get(owner, [])])
    remember(store)


def take_over(store: Store, remembered: Iterable[TrustedKey]) -> None:
    """Let the table say of each key the stricter of what it says and what is ``remembered``."""
    table = {row.sign: row for row in decisions(store)}
    now = _stricter(table, remembered)
    changed = [row for sign, row in now.items() if table.get(sign) != row]
    if changed:
        marks = ", ".join("?" * len(TrustedKey._fields))
        with store.transaction("Доверие ключам"):
            for row in changed:
                store.sql(f"INSERT OR REPLACE INTO trusted_key({COLUMNS}) VALUES({marks})", row)


def _stricter(table: dict[str, TrustedKey], remembered: Iterable[TrustedKey]) -> dict[str, TrustedKey]:
    now, fresh = dict(table), []
    for row in remembered:
        here = now.get(row.sign)
        if here is None and row.state == "trusted" and row.role == "main":
            fresh.append(row)
        elif here is None or STATES.index(row.state) > STATES.index(here.state):
            now[row.sign] = row
    # One main key of an institution is in use: what the table trusts goes before what only a memory does.
    in_use = {row.institution: row.sign for row in now.values() if row.role == "main" and row.state == "trusted"}
    for row in fresh:
        other = in_use.setdefault(row.institution, row.sign)
        if row.sign not in now:
            now[row.sign] = row if other == row.sign else row._replace(state="replaced", replaced_by=other)
    return now


def is_damaged(database: Path) -> bool:
    """Whether a memory is there that cannot be read: it still says that keys are in use."""
    return any(_read(place) is None for place in places(database))


def forget(database: Path) -> None:
    """Delete the memories of a path: a database that is founded anew there decides anew (``model.setup``)."""
    for place in places(database):
        with suppress(OSError):
            place.unlink(missing_ok=True)


# ---------------------------------------------------------------------- the file
def _written(memory: _Memory) -> str:
    told = {owner: [list(row) for row in rows] for owner, rows in sorted(memory.items())}
    return json.dumps({"format": FORMAT, "institutions": told, "check": _check(told)}, ensure_ascii=False)


def _check(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _read(place: Path) -> _Memory | None:
    """What a memory says; nothing when there is none, ``None`` when it cannot be read or is not what was written."""
    if not os.path.isfile(place):  # noqa: PTH113 - Path.is_file raises where the folder may not be looked into
        return {}
    try:
        if place.stat().st_size > MAX_FILE:
            return None
        data = json.loads(place.read_bytes().decode("utf-8"))
        told = data["institutions"]
        if data["format"] != FORMAT or data["check"] != _check(told):
            return None
        return {str(owner): [_row(parts) for parts in rows] for owner, rows in told.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _row(parts: Any) -> TrustedKey:
    row = TrustedKey(*parts)
    "".join(row).encode("utf-8")  # text, and no half of a letter
    if row.state not in STATES or row.role not in {"main", "safe"} or not re.fullmatch(r"[0-9a-f]{64}", row.sign):
        raise ValueError("row")
    return row
