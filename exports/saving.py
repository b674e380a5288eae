"""Putting a finished file in its place at once: whoever opens it sees the old file or the new one, never half of it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from model.errors import Refusal


def save_whole(content: bytes, out: Path) -> None:
    """Write ``content`` beside ``out`` and rename it over; on failure nothing is left behind.

    Raise ``Refusal`` (code ``unwritable``) when the folder is missing, forbidden or full, or another program holds ``out``.
    """
    draft = out.parent / f".kurator-{secrets.token_hex(6)}.tmp"
    try:
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, out)  # noqa: PTH105 - the one call that replaces on Windows too
    except (OSError, ValueError) as error:
        _discard(draft)
        raise Refusal(f"Файл «{out}» не записан: {_why(error, out)}.", code="unwritable") from error


def _discard(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except (OSError, ValueError):
        return


def _why(error: OSError | ValueError, out: Path) -> str:
    """The part of the sentence that says what to do."""
    if out.is_dir():
        return "это папка, укажите имя файла"
    if not out.parent.is_dir():
        return "такой папки нет, выберите другую"
    if isinstance(error, PermissionError):
        return "он открыт в другой программе или в эту папку нельзя писать, закройте его или выберите другую папку"
    if isinstance(error, OSError) and error.errno == 28:
        return "на диске нет места, освободите его или выберите другой диск"
    return "проверьте имя файла и папку"
