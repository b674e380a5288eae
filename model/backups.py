"""Copies of the database kept beside it: one a day, one before each merge, ten deep of each kind."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from model.erasure import erasures_of, repeat_erasures
from model.errors import Refusal
from model.log_tables import APPLICATION_ID
from model.migrations import backup, latest
from model.store import Store
from model.trust_memory import TrustedKey, decisions, remember, take_over

KEEP = 10
#: Seconds after which nobody still writes a copy.
UNFINISHED = 3600


def backup_folder(store: Store) -> Path:
    """Folder of the copies: «<name>.backups» beside the database."""
    return store.path.with_name(store.path.stem + ".backups")


def make_backup(store: Store, reason: str) -> Path:
    """Copy the open database (``reason``: an English word for the name) and let the oldest beyond ``KEEP`` go."""
    folder = backup_folder(store)
    name = f"{datetime.now().strftime('%Y-%m-%dT%H-%M-%S')}-{reason}.db"
    try:
        folder.mkdir(exist_ok=True)
        _clear_unfinished(folder)
        made = backup(store.database, folder / name)
        for old in sorted(folder.glob(f"*-{reason}.db"))[:-KEEP]:
            old.unlink()
    except OSError as error:
        raise Refusal("Копию базы сделать не удалось: проверьте место на диске, без копии ничего не меняем.") from error
    return made


def _clear_unfinished(folder: Path) -> None:
    """Delete what a killed program left of its copy: it holds personal data and no list names it."""
    limit = time.time() - UNFINISHED
    for path in (*folder.glob("*.db.new"), *folder.glob("*.db.new-journal")):
        if path.stat().st_mtime < limit:
            path.unlink()


def daily_backup(store: Store, today: date) -> Path | None:
    """The day's first copy, or ``None`` when there is one already."""
    if any(backup_folder(store).glob(f"{today.isoformat()}T*-daily.db")):
        return None
    return make_backup(store, "daily")


def backup_to(store: Store, target: Path) -> Path:
    """Copy the open database to ``target``; raise ``Refusal`` when something is there already or it cannot be written."""
    if target.exists():
        raise Refusal(f"Файл «{target}» уже есть: выберите другое имя.", "exists")
    try:
        return backup(store.database, target)
    except (OSError, sqlite3.Error) as error:
        raise Refusal(f"Копию «{target}» записать не удалось: проверьте место и права.", "unwritable") from error


def restore_from(copy: Path, database: Path) -> Path | None:
    """Put a copy in the place of a database; return where the former one was kept (``None``: there was none).

    The copy is checked first and never written to; a damaged or foreign file never replaces anything. At its next start the
    restored database takes a new node id (see ``model.identity``). What was erased since is erased in it again, and what was
    decided about keys holds (``model.trust_memory``), if it is the same institution's.
    """
    _check_copy(copy)
    kept, erased, owner = None, [], None
    keys: list[TrustedKey] = []
    if database.exists():
        with Store.open(database) as former:
            kept = make_backup(former, "restore")
            erased, keys, owner = erasures_of(former), decisions(former), former.setting("institution")
    new = database.with_name(database.name + ".new")
    try:
        shutil.copyfile(copy, new)
        new.replace(database)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise Refusal(f"База «{database}» не записана: проверьте место и права, прежняя на месте.", "unwritable") from error
    if erased or keys:
        with Store.open(database) as again:
            if erased:
                repeat_erasures(again, erased)
            if again.setting("institution") == owner:
                take_over(again, keys)
                remember(again)
    return kept


def _check_copy(copy: Path) -> None:
    if not copy.is_file():
        raise Refusal(f"Копии «{copy}» нет: выберите файл из папки копий.", "missing")
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            newer = connection.execute("PRAGMA user_version").fetchone()[0] > latest()
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    except sqlite3.Error:
        ours = whole = newer = False
    if not (ours and whole):
        raise Refusal(f"«{copy}» — не копия базы Куратора или она повреждена: выберите другую.", "damaged")
    if newer:
        raise Refusal("Копия сделана более новой программой: обновите программу.", "newer")
