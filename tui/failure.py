"""When the screens break down: one sentence instead of a traceback, and the details in a file beside the user's state."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

from model.identity import state_folder

FILE_NAME = "сбой.txt"


def note_failure(error: BaseException | None) -> str:
    """Write what happened to a file; return the sentence for the user. No values of variables are written."""
    name = type(error).__name__ if error is not None else "?"
    sentence = f"Куратор остановился из-за внутренней ошибки ({name}). Всё, что было записано, цело: откройте его снова."
    place = _write("".join(traceback.format_exception(error)) if error is not None else "")
    return f"{sentence} Подробности для разработчиков: {place}" if place is not None else sentence


def _write(details: str) -> Path | None:
    try:
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / FILE_NAME
        place.write_text(f"{datetime.now():%d.%m.%Y %H:%M}\n{details}", encoding="utf-8")
    except OSError:
        return None
    return place
