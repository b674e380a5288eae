"""Where files were written to and taken from the last time: it is offered again. A setting of this laptop, never sent."""

from __future__ import annotations

from pathlib import Path

from model.kept_copies import path_of, path_text
from model.store import Store


def last_folder(store: Store, way: str) -> Path | None:
    """The folder of the last time, ``way`` out or in; ``None`` when there was none or it is not there now."""
    text = store.setting(f"exchange.{way}")
    folder = path_of(text) if text else None
    try:
        return folder if folder is not None and folder.is_dir() else None
    except (OSError, ValueError):
        return None


def remember_folder(store: Store, way: str, path: Path) -> None:
    """Remember a folder, or that of a file."""
    store.set_setting(f"exchange.{way}", path_text(path if path.is_dir() else path.parent))
