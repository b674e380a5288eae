"""Checkpoints of a school year (usual: November and March) and the columns of control cards: settings that travel.

``domain.md`` 10: no federal form of a control card exists, its columns are configurable.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from model.errors import Refusal
from model.preferences import preference, set_preference
from model.russian_dates import MONTHS
from model.store import Store
from model.years import SchoolYear

#: Columns that a card may have, in the usual order, and their headings.
COLUMNS = {
    "no": "№",
    "measure": "Мероприятие",
    "deadline": "Срок",
    "done_on": "Дата выполнения",
    "status": "Статус",
    "evidence": "Результат или подтверждение",
    "remark": "Замечание наставника",
}


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint: its usual name («Ноябрь 2026») and its first and last day."""

    title: str
    start: date
    end: date


def checkpoint_title(on: date) -> str:
    """Usual name of the checkpoint that a day belongs to: «Ноябрь 2026»."""
    return f"{MONTHS[on.month - 1].capitalize()} {on.year}"


def checkpoint_named(title: str) -> Checkpoint:
    """The checkpoint that a person names, «ноябрь 2026»; raise ``Refusal`` for words that are not a month and a year."""
    found = re.fullmatch(r"\s*([А-Яа-яё]+)\s+(\d{4})(?:\s*г\.?)?\s*", title)
    if found is None or found[1].lower() not in MONTHS or not 1990 <= int(found[2]) <= 2200:
        raise Refusal(f"Контрольная точка «{title}» не понята: напишите месяц и год, например «Ноябрь 2026».", "checkpoint")
    return _month(int(found[2]), MONTHS.index(found[1].lower()) + 1)


def checkpoints(store: Store, year: SchoolYear, institution: str = "") -> tuple[Checkpoint, ...]:
    """Checkpoints of a school year in order of time, from the setting «checkpoints» (months)."""
    months = {int(text) for text in preference(store, "checkpoints", institution) if str(text).isdecimal()}
    known = [month for month in months if 1 <= month <= 12]
    return tuple(sorted((_month(year.calendar_year(month), month) for month in known), key=lambda one: one.start))


def set_checkpoints(store: Store, months: Sequence[int]) -> None:
    """Say in which months the cards are filled; at least one, each 1-12."""
    wanted = sorted(set(months))
    if not wanted or not all(1 <= month <= 12 for month in wanted):
        raise Refusal("Контрольные точки задаются номерами месяцев от 1 до 12: назовите хотя бы один.", "checkpoint")
    set_preference(store, "checkpoints", [f"{month:02d}" for month in wanted])


def _month(year: int, month: int) -> Checkpoint:
    first = date(year, month, 1)
    return Checkpoint(checkpoint_title(first), first, first.replace(day=calendar.monthrange(year, month)[1]))


def card_columns(store: Store, institution: str = "") -> tuple[str, ...]:
    """Columns of the institution's cards in their order (keys of ``COLUMNS``); all of them until it says otherwise."""
    wanted = preference(store, "card.columns", institution)
    known = [code for code in wanted if code in COLUMNS] if isinstance(wanted, list) else []
    return tuple(dict.fromkeys(known)) if "measure" in known else tuple(COLUMNS)


def set_card_columns(store: Store, columns: Sequence[str]) -> None:
    """Choose the columns and their order; the measure itself is always one of them."""
    for code in columns:
        if code not in COLUMNS:
            raise Refusal(f"Столбца «{code}» у карты контроля нет: выберите из {', '.join(COLUMNS)}.", "column")
    if len(set(columns)) < len(columns):
        raise Refusal("Один столбец карты контроля назван дважды: назовите каждый один раз.", "column")
    if "measure" not in columns:
        raise Refusal("Карты контроля без столбца measure (мероприятие) не бывает: добавьте его.", "column")
    set_preference(store, "card.columns", list(columns))
