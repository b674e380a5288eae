"""One database file: opening, the functions that its triggers need, transactions, settings.

One connection on one thread. Journal DELETE and ``synchronous=FULL``: whoever copies the file to a stick gets all of it.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from peewee import DatabaseError, IntegrityError, OperationalError, SqliteDatabase

from model import clock, entities, migrations
from model.errors import Refusal
from model.identity import Count, Witness, machine_id, new_node
from model.names import fold
from model.payload import chain, commit, new_salt, write_payload

_PRAGMAS = {
    "journal_mode": "delete",
    "synchronous": "full",
    "foreign_keys": 0,
    "recursive_triggers": 1,  # INSERT OR REPLACE must pass the delete trigger too
    "trusted_schema": 1,
    "temp_store": "memory",
    "cache_size": -65536,
}

#: Setting that says that erased bytes may still lie in free pages.
_COMPACT = "compact"


class Store:
    """An open database. ``Store.create(path)`` or ``Store.open(path)``; then ``close()``, or use it in ``with``."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.database = SqliteDatabase(str(self.path), pragmas=_PRAGMAS, timeout=5)
        self._capture = True
        self._origin: tuple[int, str] | None = None  # (counter, made_at) while a genesis is written
        self._witness: Witness | None = None
        self._depth = 0
        self._after: dict[Callable[[Store], None], None] = {}
        #: Whether this very process made the database: what may yet fail leaves nothing beside it (``model.trust_memory``).
        self.made_now = False
        #: Id of the person who writes now (a row of ``person``, so that a name travels only with consent), or empty.
        self.author = ""
        register = self.database.register_function
        register(lambda: int(self._capture), "kurator_capture", 0)
        register(self._next_stamp, "kurator_next_stamp", 3)
        register(self._payload, "kurator_payload", 2)
        register(commit, "kurator_commit", 1, True)
        register(chain, "kurator_chain", 10, True)
        register(fold, "kurator_fold", -1, True)

    # ------------------------------------------------------------------ opening
    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a new database; raise ``Refusal`` when a file of that name exists or cannot be written."""
        if path.exists():
            raise Refusal(f"Файл «{path}» уже есть: выберите другое имя или откройте его.", "exists")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refusal(f"Папку «{path.parent}» создать не удалось: выберите другое место.", "unwritable") from error
        from model.parked import note_known

        store = cls(path)
        store.made_now = True
        store._connect()
        try:
            with store.database.atomic("immediate"):
                migrations.create_schema(store.database)
                store.sql(
                    "INSERT INTO replica VALUES(1, ?, ?, 0, '', '', ?, ?)",
                    (secrets.token_hex(16), new_node(), machine_id(), str(store.path)),
                )
                note_known(store)
            store._take_place()
        except (DatabaseError, OSError) as error:
            store.database.close()
            raise Refusal(f"Базу «{path}» создать не удалось: проверьте место на диске и права.", "unwritable") from error
        return store

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open an existing database and bring it up to date; raise ``Refusal`` when it is not one, damaged or newer."""
        if not path.is_file():
            raise Refusal(
                f"Базы «{path}» нет: создайте её командой kurator init или откройте kurator без параметров.", "missing"
            )
        from model.parked import apply_parked
        from model.trust_memory import recall

        store = cls(path)
        store._connect()
        try:
            migrations.upgrade(store.database, store.path)
            store._take_place()
            recall(store)
            store.compact()
            apply_parked(store)
            store.author = store.setting("author") or ""
            entities.ids_begin_as(store.database, store.setting("institution") or "")
        except (DatabaseError, OSError) as error:
            store.database.close()
            if "locked" in str(error):
                raise Refusal("База занята другой программой: закройте её и повторите.", "busy") from error
            raise Refusal(f"Базу «{path}» открыть не удалось: файл повреждён, восстановите копию.", "damaged") from error
        except Refusal:
            store.database.close()
            raise
        return store

    def _connect(self) -> None:
        try:
            self.database.connect()
        except (OperationalError, DatabaseError) as error:
            raise Refusal(f"«{self.path}» не открывается как база Куратора: выберите другой файл.", "not-ours") from error
        entities.database.initialize(self.database)

    def activate(self) -> None:
        """Point the models at this database again, when several are open in one process."""
        entities.database.initialize(self.database)

    def belong_to(self, institution: str) -> None:
        """Say whose database this is (id of the institution): it is written down, and new rows get ids of its kind."""
        self.set_setting("institution", institution)
        entities.ids_begin_as(self.database, institution)

    def close(self) -> None:
        """Record the count and close; safe to call twice."""
        if not self.database.is_closed():
            self._settle()
            self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ identity
    def _take_place(self) -> None:
        """Compare the database's place with the recorded one; a copy takes a new node id (its log goes on)."""
        database_id, node, seq, chain_now, machine, path = self.row(
            "SELECT database_id, node, seq, chain, machine, path FROM replica"
        )
        self._witness = Witness(database_id)
        here = (machine_id(), str(self.path))
        count = self._witness.read()
        if (machine, path) == here and count == Count(node, seq, chain_now, True):
            return
        copied = (machine, path) != here
        database_id = secrets.token_hex(16) if copied else database_id
        with self.database.atomic("immediate"):
            self.sql(
                "UPDATE replica SET database_id = ?, node = ?, seq = 0, chain = '', machine = ?, path = ?",
                (database_id, new_node(), *here),
            )
        self._witness = Witness(database_id)
        self._settle()

    def _settle(self) -> None:
        if self._witness is not None:
            node, seq, chain_now = self.row("SELECT node, seq, chain FROM replica")
            self._witness.settle(node, seq, chain_now)

    @property
    def node(self) -> str:
        """Node id under which this copy writes now."""
        return str(self.value("SELECT node FROM replica"))

    # ------------------------------------------------------------------ functions of the triggers
    def _next_stamp(self, last: str, node: str, seq: int) -> str:
        if self._origin is not None:
            counter, made_at = self._origin
            self._origin = (counter + 1, made_at)
            return clock.make_stamp(clock.RELEASE_MS, counter, node)
        if self._witness is not None:
            self._witness.reserve(node, seq)
        return clock.next_stamp(last, node, clock.wall_ms())

    def _payload(self, patch: str, prev: str) -> str:
        if self._origin is not None:
            counter, made_at = self._origin
            return write_payload(commit(f"{counter}{made_at}{patch}")[:22], patch, prev, "", made_at)
        return write_payload(new_salt(), patch, prev, self.author, datetime.now().isoformat(timespec="seconds"))

    # ------------------------------------------------------------------ writing
    @contextmanager
    def transaction(self, label: str, *, kind: str = "do", target: int | None = None) -> Iterator[None]:
        """One use case: all or nothing, one step of undo, named ``label`` in Russian. Nested ones join the outer."""
        if self._depth:
            self._depth += 1
            try:
                with self.database.atomic():
                    yield
            finally:
                self._depth -= 1
            return
        self._depth = 1
        try:
            with self.database.atomic("immediate"):
                first = self.row("SELECT node, seq FROM replica")
                yield
                last = self.row("SELECT node, seq FROM replica")
                if last[1] > first[1] or kind != "do":  # an undo that found the old values is done all the same
                    self.sql(
                        "INSERT INTO action(node, first_seq, last_seq, label, kind, target) VALUES(?, ?, ?, ?, ?, ?)",
                        (first[0], first[1] + 1, last[1], label, kind, target),
                    )
        except (OperationalError, IntegrityError) as error:
            if isinstance(error, IntegrityError) and str(error) != "erased":
                raise
            raise _sentence(error) from error
        else:
            committed = self._after
        finally:
            self._depth, self._after = 0, {}
            if not self.database.is_closed():
                self._settle()
        for action in committed:
            action(self)

    def after_commit(self, action: Callable[[Store], None]) -> None:
        """Within a transaction: do this once when it is committed, and not at all when it is undone."""
        self._after[action] = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep the database locked from one transaction to the next, for a run of many: the journal's file is then made once.

        Nothing else changes: each transaction is whole or not at all, and other programs are told that the base is busy.
        """
        self.sql("PRAGMA locking_mode = exclusive")
        try:
            yield
        finally:
            if not self.database.is_closed():
                self.sql("PRAGMA locking_mode = normal")
                self.sql("SELECT 1 FROM replica")  # the lock is given back with the next reading

    @contextmanager
    def replaying(self) -> Iterator[None]:
        """Write to the tables without making changes: the log already has them (merge, rebuild)."""
        self._capture = False
        try:
            yield
        finally:
            self._capture = True

    @contextmanager
    def genesis(self, *keys: str) -> Iterator[None]:
        """Write changes that depend on ``keys`` alone (node, stamps, salts): who begins the same begins with the same log."""
        node = commit("genesis\x1f" + "\x1f".join(keys))[:12]
        mine = self.row("SELECT node, seq, chain, stamp FROM replica")
        self.sql("UPDATE replica SET node = ?, seq = 0, chain = '', stamp = ''", (node,))
        self._origin = (0, "2026-11-21T00:00:00")
        try:
            yield
        finally:
            self._origin = None
            last = str(self.value("SELECT stamp FROM replica"))
            self.sql("UPDATE replica SET node = ?, seq = ?, chain = ?, stamp = ?", (*mine[:3], max(last, mine[3])))

    # ------------------------------------------------------------------ bytes that must be gone
    def forget_bytes(self) -> None:
        """Within a transaction: from here on freed bytes are overwritten, and ``compact`` has work after the commit."""
        self.sql("PRAGMA secure_delete = on")
        self.set_setting(_COMPACT, "1")

    def compact(self) -> bool:
        """Rewrite the file when something was erased (https://sqlite.org/lang_vacuum.html), so that no free page keeps it.

        Return whether nothing is left to do; what could not be done now (no space) is done when the database is next opened.
        """
        if self.setting(_COMPACT) is None:
            return True
        try:
            self.sql("PRAGMA temp_store = file")  # the new copy of a large database does not fit into memory
            self.sql("VACUUM")
            self.sql("DELETE FROM setting WHERE name = ?", (_COMPACT,))
        except OperationalError:
            return False
        finally:
            self.sql("PRAGMA temp_store = memory")
        return True

    # ------------------------------------------------------------------ plain SQL and settings
    def sql(self, text: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """Run one statement; values are always bound."""
        cursor: sqlite3.Cursor = self.database.execute_sql(text, values)
        return cursor

    def row(self, text: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        """First row of a query that has one."""
        return tuple(self.sql(text, values).fetchone())

    def value(self, text: str, values: tuple[Any, ...] = ()) -> Any:
        """First value of a query, or ``None``."""
        found = self.sql(text, values).fetchone()
        return found[0] if found else None

    def setting(self, name: str) -> str | None:
        """A setting of this laptop (it does not travel)."""
        found = self.value("SELECT value FROM setting WHERE name = ?", (name,))
        return None if found is None else str(found)

    def set_setting(self, name: str, value: str) -> None:
        """Write a setting of this laptop."""
        self.sql("INSERT INTO setting VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value", (name, value))


def _sentence(error: DatabaseError) -> Refusal:
    text = str(error)
    if text == "erased":
        return Refusal("Данные этого человека удалены по закону: вернуть или дополнить их нельзя.", "erased")
    if "locked" in text:
        return Refusal("База занята другой программой: закройте её и повторите.", "busy")
    if "readonly" in text:
        return Refusal("База открыта только для чтения: скопируйте её на диск, где можно писать.", "unwritable")
    if "full" in text:
        return Refusal("На диске кончилось место: освободите его и повторите.", "full")
    return Refusal(f"База не приняла запись ({text}): проверьте её командой kurator check.", "database")
