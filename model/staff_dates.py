"""Days and years of experience out of a cell: real dates, bare day numbers, and every way people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from model.names import fold
from model.russian_dates import MONTHS_OF, MONTHS_SHORT, show_date
from model.spreadsheets import Cell, Workbook
from model.staff_names import clean, russian_letters

_NOTHING = {"", "-", "–", "—", "нет", "нет данных", "н/д", "?", "не указано", "не указана"}
_STILL = re.compile(r"работает|(?:по )?н\.? ?в\.?|(?:по )?настоящее время")
_MONTH = {fold(name): number for names in (MONTHS_SHORT, MONTHS_OF) for number, name in enumerate(names, 1)}
_MONTH |= {"сент": 9, "нояб": 11, "февр": 2, "май": 5, "июнь": 6, "июль": 7}


@dataclass(frozen=True)
class CellDay:
    """What a cell says of a day: ``day``, or a ``year`` alone; ``doubt`` when it was not understood or is not believable."""

    day: date | None = None
    year: int = 0
    doubt: str = ""


def is_nothing(cell: Cell) -> bool:
    """Whether a cell is empty or says in words that it is."""
    return cell is None or (isinstance(cell, str) and fold(clean(cell)) in _NOTHING)


def read_day(cell: Cell, book: Workbook, field: str, title: str, today: date) -> CellDay:
    """The day in a cell of ``field`` (a birth date, or a date of work), called ``title`` in what is told to the user."""
    if is_nothing(cell) or (field == "left_on" and isinstance(cell, str) and _STILL.fullmatch(fold(clean(cell)))):
        return CellDay()
    shown = show_date(cell) if isinstance(cell, date) else clean(str(cell))
    day, year = _understood(cell, book, field, today)
    unclear = CellDay(doubt=f"{title} «{shown}» не понята: впишите день, месяц и год.")
    if day is None and not year:
        return unclear
    if year and not _believable(date(year, 7, 1), field, today):
        return unclear
    if day is not None and not _believable(day, field, today):
        return CellDay(doubt=f"{title} «{shown}» не похожа на настоящую: проверьте год.")
    return CellDay(day, year)


def _believable(day: date, field: str, today: date) -> bool:
    if field == "birth_date":
        return today.year - 100 <= day.year <= today.year - 5
    return 1930 <= day.year <= today.year + 1


def _understood(cell: Cell, book: Workbook, field: str, today: date) -> tuple[date | None, int]:
    if isinstance(cell, date):
        if cell.year == 1905 and 1930 <= (cell - date(1899, 12, 30)).days <= 2030:  # «1985» typed where a day was asked
            return None, (cell - date(1899, 12, 30)).days
        return cell, 0
    if isinstance(cell, (int, float)):
        return _number(cell, book)
    text = re.sub(r"\s*(?:г\.?|год[а]?\.?|г\.\s*р\.?|года рождения)$", "", fold(clean(cell or "")))
    text = " ".join(russian_letters(word) for word in text.strip(" .,").split())
    text = re.sub(r"^(?:с|от|по)\s+(?=\d)", "", text)
    if re.fullmatch(r"\d{4,5}(?:[.,]0+)?", text):
        return _number(int(re.split("[.,]", text)[0]), book)
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[t ]\d\d:\d\d.*)?", text):
        return _day(int(found[1]), int(found[2]), int(found[3])), 0
    if found := re.fullmatch(r"(\d{1,2})\s*[.,/\-\s]\s*(\d{1,2})\s*[.,/\-\s]\s*(\d{4}|\d{2})(?:\s+\d?\d:\d\d.*)?", text):
        return _day(_year(found[3], field, today), int(found[2]), int(found[1])), 0
    if found := re.fullmatch(r"«?(\d{1,2})»?[\s.]*([а-я]+)[\s.]*(\d{4}|\d{2})", text):
        month = _MONTH.get(found[2]) or _MONTH.get(found[2][:3], 0)
        return _day(_year(found[3], field, today), month, int(found[1])), 0
    if found := re.fullmatch(r"(?:с )?(?:(\d{1,2})[.,/]|[а-я]+\s+)?((?:19|20)\d\d)", text):
        return None, int(found[2])
    return None, 0


def _number(number: float, book: Workbook) -> tuple[date | None, int]:
    if 1930 <= number <= 2030 and number == int(number):
        return None, int(number)
    return book.day(number), 0


def _year(digits: str, field: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    latest = today.year - 5 if field == "birth_date" else today.year + 1
    return 2000 + int(digits) if 2000 + int(digits) <= latest else 1900 + int(digits)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_experience(cell: Cell, today: date) -> tuple[date | None, str]:
    """Beginning of teaching reckoned from years of experience, and a remark that says so or that it was not understood.

    «5», «5 лет», «5 л. 3 мес.», «менее года», «б/с», «с 2015». Whole years count back to 1 September, months to the month.
    """
    if is_nothing(cell):
        return None, ""
    shown = show_date(cell) if isinstance(cell, date) else clean(str(cell))
    text = fold(shown)
    start = None
    if found := re.fullmatch(r"с\s+((?:19|20)\d\d)(?:\s*г\.?|\s*года)?", text):
        start = date(int(found[1]), 9, 1)
    elif re.fullmatch(r"(?:менее|до|меньше) (?:1 )?года|б/с|без стажа|0|молодой специалист", text):
        start = _autumn(0, today)
    elif found := re.fullmatch(r"(\d{1,2})(?:[.,](\d{1,2}))?\s*(?:л\.?|лет|г\.?|год|года)?(?:\s*(\d{1,2})\s*м\w*\.?)?", text):
        years = int(found[1])
        if found[3]:
            start = _month_back(today, years * 12 + int(found[3]))
        elif years <= 70:
            start = _autumn(years, today)
    elif found := re.fullmatch(r"(\d{1,2})\s*м(?:ес)?\w*\.?", text):
        start = _month_back(today, int(found[1]))
    if start is None or start > today:
        return None, f"Стаж «{shown}» не понят и не записан."
    return start, f"Преподаёт с {show_date(start)}: посчитано из стажа «{shown}», уточните."


def _autumn(years: int, today: date) -> date:
    """The 1 September from which exactly ``years`` whole years have passed."""
    first = date(today.year - years, 9, 1)
    return first if (today.month, today.day) >= (9, 1) else date(today.year - years - 1, 9, 1)


def _month_back(today: date, months: int) -> date:
    total = today.year * 12 + today.month - 1 - months
    return date(total // 12, total % 12 + 1, 1)
