"""When something nobody foresaw breaks: one sentence instead of a traceback, the details in a file of the state folder."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

from model.identity import state_folder

FILE_NAME = "errors.log"
#: The file is begun anew beyond this size, bytes.
_ENOUGH = 1_000_000


def keep_details(error: BaseException) -> Path | None:
    """Add what happened to the file for the developers; its path, or ``None``. No values of variables are written."""
    place = state_folder() / FILE_NAME
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        mode = "a" if place.exists() and place.stat().st_size < _ENOUGH else "w"
        with place.open(mode, encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{datetime.now():%d.%m.%Y %H:%M}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        return None
    return place


def note_failure(error: BaseException | None) -> str:
    """Keep the details of what stopped the program; return the sentence for the user."""
    name = type(error).__name__ if error is not None else "?"
    sentence = f"Куратор остановился из-за внутренней ошибки ({name}). Всё, что было записано, цело: откройте его снова."
    place = keep_details(error) if error is not None else None
    return f"{sentence} Подробности для разработчиков: {place}" if place is not None else sentence


def note_refused_action(error: BaseException) -> str:
    """Keep the details of a use case or command that broke; return the sentence for the user: nothing was written."""
    place = keep_details(error)
    where = f", подробности для разработчиков в файле «{place}»" if place is not None else ""
    return f"Действие не выполнено, внутренняя ошибка «{type(error).__name__}»: данные не изменены{where}."
