"""Where else personal data lie: copies of the database, exchange files, notes of errors. What an erasure has to reach too.

Everything here was made by this program on this laptop; what was printed or saved elsewhere only a human knows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes

from model.backups import backup_folder
from model.identity import state_folder
from model.store import Store


@dataclass(frozen=True)
class KeptCopy:
    """A file that may hold erased data. ``kind``: backup, exchange, notes; ``made_at``: ISO 8601."""

    path: Path
    kind: str
    made_at: str


#: What the user reads of a kind.
KINDS = {"backup": "копия базы", "exchange": "файл обмена", "notes": "заметки об ошибках"}


def keep_in_mind(store: Store, path: Path) -> None:
    """Remember an exchange file that was written or taken here."""
    store.sql(
        "INSERT OR REPLACE INTO kept_file VALUES(?, ?)",
        (path_text(path), datetime.now().isoformat(timespec="seconds")),
    )


def path_text(path: Path) -> str:
    """An absolute path as a database can hold it: a name in another encoding than UTF-8 (an old stick) as a ``file:`` URI."""
    path = path.absolute()
    try:
        return str(path).encode("utf-8").decode("utf-8")
    except UnicodeEncodeError:
        return path.as_uri()


def path_of(text: str) -> Path:
    """The path that ``path_text`` wrote."""
    return Path(os.fsdecode(unquote_to_bytes(text.removeprefix("file://")))) if text.startswith("file://") else Path(text)


def kept_copies(store: Store) -> list[KeptCopy]:
    """Files made before the last erasure of this database, by kind and name; none when nothing was erased."""
    erased_at = store.setting("erased_at")
    if erased_at is None:
        return []
    limit = datetime.fromisoformat(erased_at).timestamp()
    folder = store.path.parent
    remembered = [path_of(str(row[0])) for row in store.sql("SELECT path FROM kept_file")]
    places = {
        "backup": [*backup_folder(store).glob("*.db"), *folder.glob(f"{store.path.stem}.v*.bak")],
        "exchange": [*remembered, *folder.glob("*.kur")],
        "notes": [state_folder() / "errors.log"],
    }
    found: dict[Path, KeptCopy] = {}
    for kind, paths in places.items():
        for path in paths:
            made = _made(path)
            if made is not None and made < limit:
                found[path] = KeptCopy(path, kind, datetime.fromtimestamp(made, UTC).astimezone().isoformat(timespec="seconds"))
    return sorted(found.values(), key=lambda one: (one.kind, str(one.path)))


def _made(path: Path) -> float | None:
    try:
        return path.stat().st_mtime if path.is_file() else None
    except OSError:
        return None


def delete_copies(store: Store, copies: Iterable[KeptCopy]) -> list[KeptCopy]:
    """Delete the files; return those that could not be deleted (a stick that is not in, no rights)."""
    left = []
    for copy in copies:
        try:
            copy.path.unlink(missing_ok=True)
            store.sql("DELETE FROM kept_file WHERE path = ?", (path_text(copy.path),))
        except OSError:
            left.append(copy)
    return left
