"""The desk: one thread that owns the database connection, so that screens never wait for a disk.

A use case runs as ``await desk.run(function, *args)``: it comes back with a result or with a ``Refusal`` whose sentence
is shown. Work that needs no database (reading a file, printing) runs as ``await desk.aside(function, *args)``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from model.backups import daily_backup
from model.errors import Refusal
from model.store import Store
from tui.failure import note_refused_action

P = ParamSpec("P")
T = TypeVar("T")


class Desk:
    """Runs use cases one after another on the thread of the open database."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kurator-database")
        self._store: Store | None = None

    @property
    def is_open(self) -> bool:
        """Whether a database is open."""
        return self._store is not None

    async def open(self, path: Path, today: date) -> str:
        """Open an existing database and make the day's copy of it; raise ``Refusal`` when it does not open.

        Return why there is no copy today, one sentence, or nothing.
        """

        def take() -> tuple[Store, str]:
            store = Store.open(path)
            try:
                daily_backup(store, today)
            except Refusal as refusal:
                return store, refusal.sentence
            return store, ""

        self._store, without_copy = await self._call(self._thread, take)
        return without_copy

    async def create(self, path: Path, fill: Callable[[Store], T]) -> T:
        """Make a database and fill it; when ``fill`` refuses, no file stays behind."""

        def make() -> tuple[Store, T]:
            store = Store.create(path)
            try:
                return store, fill(store)
            except BaseException:
                store.close()
                path.unlink(missing_ok=True)
                raise

        self._store, result = await self._call(self._thread, make)
        return result

    async def run(self, function: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Result of ``function(store, *args, **kwargs)`` on the database's thread; every failure is a ``Refusal``."""
        if self._store is None:
            raise Refusal("База не открыта: закончите первый запуск.", "closed")
        return await self._call(self._thread, partial(function, self._store, *args, **kwargs))

    async def aside(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Result of work without the database, on another thread; every failure is a ``Refusal``."""
        return await self._call(None, partial(function, *args, **kwargs))

    async def close(self) -> None:
        """Close the database and end its thread; safe to call twice."""
        store, self._store = self._store, None
        if store is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, store.close)
        self._thread.shutdown(wait=False)

    async def _call(self, executor: Executor | None, job: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, job)
        except Refusal:
            raise
        except OSError as error:
            raise Refusal(
                f"Файл недоступен ({error.strerror or type(error).__name__}): проверьте место и права.", "io"
            ) from error
        except Exception as error:
            raise Refusal(note_refused_action(error), "internal") from error
