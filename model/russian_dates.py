"""Dates as Russians write and read them: ДД.ММ.ГГГГ in fields, «5 октября» in sentences."""

from __future__ import annotations

import calendar
import re
from datetime import date

from model.errors import Refusal

MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTHS_OF = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_SHORT = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")


def show_date(day: date | None) -> str:
    """``02.10.2026``, or nothing for no date."""
    return day.strftime("%d.%m.%Y") if day else ""


def parse_date(text: str, today: date | None = None) -> date | None:
    """Read ``2.10.2026``, ``02.10.26``, ``2.10`` (year of ``today``) or ``2026-10-02``; blank is ``None``.

    Raise ``Refusal`` when the text is not a date of the calendar.
    """
    text = text.strip()
    if not text:
        return None
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    usual = re.fullmatch(r"(\d{1,2})[.,/ ](\d{1,2})(?:[.,/ ](\d{4}|\d{2}))?\.?", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if usual:
            year = int(usual[3]) if usual[3] else (today or date.today()).year
            return date(year + 2000 if year < 100 else year, int(usual[2]), int(usual[1]))
    except ValueError:
        pass
    raise Refusal(f"Дата «{text}» не понята: напишите день, месяц и год, например 02.10.2026.")


def span_label(start: date | None, end: date | None) -> str:
    """How a person would call these days: «Ноябрь», «5 октября», «до 2 октября», «25–29 августа», «без даты»."""
    if start is None:
        return "без даты" if end is None else f"до {end.day} {MONTHS_OF[end.month - 1]}"
    if end is None:
        return f"с {start.day} {MONTHS_OF[start.month - 1]}"
    if start == end:
        return f"{start.day} {MONTHS_OF[start.month - 1]}"
    whole_months = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if (start.year, start.month) == (end.year, end.month):
        if whole_months:
            return MONTHS[start.month - 1].capitalize()
        return f"{start.day}–{end.day} {MONTHS_OF[end.month - 1]}"
    if whole_months:
        return f"{MONTHS[start.month - 1].capitalize()} – {MONTHS[end.month - 1]}"
    return f"{start.day} {MONTHS_OF[start.month - 1]} – {end.day} {MONTHS_OF[end.month - 1]}"
