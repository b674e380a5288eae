"""Copies of the database kept beside it: one a day, one before each merge, ten deep of each kind."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from model.errors import Refusal
from model.migrations import backup
from model.store import Store

KEEP = 10


def backup_folder(store: Store) -> Path:
    """Folder of the copies: «<name>.backups» beside the database."""
    return store.path.with_name(store.path.stem + ".backups")


def make_backup(store: Store, reason: str) -> Path:
    """Copy the open database (``reason``: an English word for the name) and let the oldest beyond ``KEEP`` go."""
    folder = backup_folder(store)
    name = f"{datetime.now().strftime('%Y-%m-%dT%H-%M-%S')}-{reason}.db"
    try:
        folder.mkdir(exist_ok=True)
        made = backup(store.database, folder / name)
        for old in sorted(folder.glob(f"*-{reason}.db"))[:-KEEP]:
            old.unlink()
    except OSError as error:
        raise Refusal("Копию базы сделать не удалось: проверьте место на диске, без копии ничего не меняем.") from error
    return made


def daily_backup(store: Store, today: date) -> Path | None:
    """The day's first copy, or ``None`` when there is one already."""
    if any(backup_folder(store).glob(f"{today.isoformat()}T*-daily.db")):
        return None
    return make_backup(store, "daily")
