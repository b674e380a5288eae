"""A staff list out of a table file: every row that is not empty is a person or says why it is not one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from model.errors import Refusal
from model.names import fold, full_name
from model.persons import FIELDS
from model.russian_dates import show_date
from model.spreadsheets import Cell, Sheet, Workbook, read_workbook
from model.staff_columns import EXPERIENCE, FULL_NAME, NUMBER, Header, header_at
from model.staff_dates import is_nothing, read_day, read_experience
from model.staff_names import BRACKETS, CellName, clean, is_section, part, proper, read_name

#: Why a row is no person, by kind; ``problem`` is for a human.
UNREAD = {
    "title": "Заголовок над таблицей.",
    "header": "Шапка таблицы.",
    "numbers": "Номера колонок.",
    "total": "Итоговая строка.",
    "section": "Строка-раздел.",
    "signature": "Подпись под таблицей.",
    "vacancy": "Вакансия: человека нет.",
    "number-only": "В строке только номер.",
    "no-table": "На листе не нашлось шапки с фамилиями.",
    "hidden": "Лист скрыт: откройте его, если люди с него нужны.",
}
_DAYS = ("birth_date", "teaching_since", "hired_on", "left_on")
_FEMININE = {"birth_date": "Дата рождения", "teaching_since": "Дата начала работы", "hired_on": "Дата приёма",
             "left_on": "Дата увольнения"}  # fmt: skip
_TOTAL = re.compile(r"^(?:итого|всего|общее количество|в том числе)\b")
_VACANCY = re.compile(r"^(?:вакан\w*|вакантн\w+.*|свободн\w+ ставк\w+)$")
_SIGNED = re.compile(r"_{3,}|^(?:исполнитель|составил\w*|ответственн\w+|дата составления|м\.? ?п\.?)\b")
_CHIEF = re.compile(r"^(?:и\.?\s?о\.?\s)?(?:директор|заведующ|руководител|заместитель|зам\.)")
_BORN = re.compile(r"[,;]?\s*(\d{1,2}\.\d{1,2}\.\d{4}).*$")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


@dataclass(frozen=True)
class Place:
    """Where a row stands: sheet and row number as the spreadsheet shows them."""

    sheet: str
    row: int

    def __str__(self) -> str:
        return f"{self.sheet}, строка {self.row}"


@dataclass(frozen=True)
class StaffRow:
    """A row that is a person. ``fields``: texts and days by the names of ``model.persons.FIELDS``.

    ``birth_year`` when only the year is known; ``reckoned``: ``teaching_since`` was counted from years of experience;
    ``doubts`` keep the row from being written without a human, ``remarks`` do not. Both are Russian sentences.
    """

    place: Place
    fields: dict[str, str | date]
    birth_year: int = 0
    reckoned: bool = False
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name in full, as far as the list knows it."""
        return full_name(*(str(self.fields.get(key, "")) for key in ("surname", "name", "patronymic")))


@dataclass(frozen=True)
class UnreadRow:
    """A row that was not taken: ``kind`` of ``UNREAD``, ``repeat`` or ``problem``; ``why`` in Russian; its ``text``."""

    place: Place
    kind: str
    why: str
    text: str


@dataclass(frozen=True)
class StaffList:
    """What was read. ``source_rows`` = people + unread; ``unknown``: headings of columns that were not taken."""

    people: list[StaffRow] = field(default_factory=list)
    unread: list[UnreadRow] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    source_rows: int = 0


def read_staff(path: Path, today: date | None = None) -> StaffList:
    """Read a staff list of any layout; raise ``Refusal`` for a file that is no table or has no people in it."""
    book = read_workbook(path)
    staff = StaffList(source_rows=sum(_filled(row) for sheet in book.sheets for row in sheet.rows))
    for sheet in book.sheets:
        _Reader(book, sheet, staff, today or date.today()).read()
    if not staff.people:
        raise Refusal(
            f"В файле «{path.name}» не нашлось людей: нужна таблица с шапкой, в которой есть «ФИО» или «Фамилия».", "no-people"
        )
    return staff


def _filled(row: list[Cell]) -> bool:
    return any(cell is not None and clean(str(cell)) for cell in row)


def _shown(cell: Cell) -> str:
    return show_date(cell) if isinstance(cell, date) else clean(str(cell)) if cell is not None else ""


class _Reader:
    """One sheet, row by row."""

    def __init__(self, book: Workbook, sheet: Sheet, staff: StaffList, today: date) -> None:
        self.book, self.sheet, self.staff, self.today = book, sheet, staff, today
        self.header: Header | None = None

    def read(self) -> None:
        rows = self.sheet.rows
        at = 0
        has_table = not self.sheet.hidden and any(header_at(self.sheet, row) for row in range(len(rows)))
        while at < len(rows):
            if not _filled(rows[at]):
                at += 1
                continue
            if self.sheet.hidden or not has_table:
                self._leave(at, "hidden" if self.sheet.hidden else "no-table")
            elif (header := header_at(self.sheet, at)) and (self.header is None or len(header.columns) > 1):
                at += self._take_header(at, header)
                continue
            elif self.header is None:
                self._leave(at, "title")
            elif (kind := self._no_person(at)) is not None:
                self._leave(at, kind)
            else:
                self._person(at)
            at += 1

    def _leave(self, at: int, kind: str, why: str = "") -> None:
        text = " | ".join(shown for cell in self.sheet.rows[at] if (shown := _shown(cell)))
        self.staff.unread.append(UnreadRow(self._place(at), kind, why or UNREAD[kind], text))

    def _place(self, at: int) -> Place:
        return Place(self.sheet.name, at + 1)

    def _take_header(self, at: int, header: Header) -> int:
        self.header = header
        self.staff.unknown.extend(text for text in header.unknown.values() if text not in self.staff.unknown)
        for row in range(at, at + header.rows):
            if _filled(self.sheet.rows[row]):
                self._leave(row, "header")
        return header.rows

    # ------------------------------------------------------------------ rows that are no people
    def _no_person(self, at: int) -> str | None:
        cells = {column: cell for column, cell in enumerate(self.sheet.rows[at]) if cell is not None and _shown(cell)}
        texts = [_shown(cell) for cell in cells.values()]
        first = fold(texts[0])
        if len(texts) > 1 and all(text.isdigit() for text in texts):
            numbers = [int(text) for text in texts]
            if numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2:
                return "numbers"
        columns = self._columns()
        if any(_TOTAL.match(fold(text)) for text in texts[:2]):
            return "total"
        if all(columns.get(column) == NUMBER for column in cells):
            return "number-only" if re.fullmatch(r"\d+[.)]?", texts[0]) else "section"
        if any(_SIGNED.search(fold(text)) for text in texts):
            return "signature"
        number = next((_shown(cell) for column, cell in cells.items() if columns.get(column) == NUMBER), "")
        if number and not re.search(r"\d", number) and _CHIEF.match(fold(number)):
            return "signature"
        name = " ".join(_shown(cell) for column, cell in cells.items() if columns.get(column) in {FULL_NAME, "surname"})
        if _VACANCY.match(fold(name)) or (is_section(name) and any(_VACANCY.match(fold(text)) for text in texts)):
            return "vacancy"
        if len(cells) == 1 and (self._width() > 1 or not name) and (not name or is_section(first)):
            return "section"
        return None

    def _columns(self) -> dict[int, str]:
        return self.header.columns if self.header else {}

    def _width(self) -> int:
        return len(self.header.columns) + len(self.header.unknown) if self.header else 0

    # ------------------------------------------------------------------ people
    def _person(self, at: int) -> None:
        by_field: dict[str, list[Cell]] = {}
        for column, cell in enumerate(self.sheet.rows[at]):
            key = self._columns().get(column)
            if key and not is_nothing(cell):
                by_field.setdefault(key, []).append(cell)
        name = _name(by_field)
        if not name.surname:
            why = name.doubt or "Нет фамилии: впишите её или уберите строку."
            self._leave(at, "problem", why)
            return
        if FULL_NAME in by_field and (birth := _BORN.search(_shown(by_field[FULL_NAME][0]))):
            by_field.setdefault("birth_date", [birth[1]])
        person = _Person(name)
        if not name.former and not name.doubt and (aside := BRACKETS.search(_shown(next(iter(_names(by_field)), None)))):
            person.remarks.append(f"Пояснение «{clean(aside[1])}» не записано.")
        for key, cells in sorted(by_field.items(), key=lambda item: item[0] not in _DAYS):
            if key in _DAYS:
                person.day(key, cells[0], self.book, self.today)
            elif key == EXPERIENCE:
                person.experience(cells[0], self.today)
            elif key in FIELDS and key not in {"surname", "name", "patronymic", "former_surname"}:
                person.text(key, cells)
        self.staff.people.append(person.row(self._place(at)))


def _names(cells: dict[str, list[Cell]]) -> list[Cell]:
    return [cell for key in (FULL_NAME, "surname") for cell in cells.get(key, [])]


def _name(cells: dict[str, list[Cell]]) -> CellName:
    whole = _shown(cells[FULL_NAME][0]) if FULL_NAME in cells else ""
    former = proper(_shown(cells["former_surname"][0])) if "former_surname" in cells else ""
    if whole and "surname" not in cells:
        read = read_name(_BORN.sub("", whole))
        return CellName(read.surname, read.name, read.patronymic, former or read.former, read.doubt)
    surname, name, patronymic = (_shown(cells[key][0]) if key in cells else "" for key in ("surname", "name", "patronymic"))
    if not surname:
        return CellName()
    if not name and not patronymic:  # everything in the column of surnames
        read = read_name(surname)
        return CellName(read.surname, read.name, read.patronymic, former or read.former, read.doubt)
    read = read_name(f"{surname} {name or 'И.'}")
    doubt = "" if not re.search(r"[\d@#_]", surname + name + patronymic) else "В имени лишние знаки: проверьте."
    maiden = read.former if "(" in surname else ""
    first = surname if not maiden else re.sub(r"\([^()]*\)", "", surname)
    return CellName(proper(first), part(name), part(patronymic), former or maiden, doubt)


class _Person:
    """A person being put together from cells."""

    def __init__(self, name: CellName) -> None:
        given = {"surname": name.surname, "former_surname": name.former, "name": name.name, "patronymic": name.patronymic}
        self.fields: dict[str, str | date] = {key: value for key, value in given.items() if value}
        self.doubts = [name.doubt] if name.doubt else []
        self.remarks: list[str] = []
        self.birth_year, self.reckoned = 0, False

    def day(self, key: str, cell: Cell, book: Workbook, today: date) -> None:
        found = read_day(cell, book, key, _FEMININE[key], today)
        if found.doubt:
            self.doubts.append(found.doubt)
        elif found.day:
            self.fields[key] = found.day
            self.reckoned = self.reckoned and key != "teaching_since"
        elif found.year and key == "birth_date":
            self.birth_year = found.year
            self.remarks.append(f"Известен только год рождения, {found.year}: дата не записана.")
        elif found.year and key == "teaching_since":
            self.fields[key], self.reckoned = date(found.year, 9, 1), True
            self.remarks.append(f"Известен только год начала работы, {found.year}: записано 1 сентября, уточните.")
        elif found.year:
            self.remarks.append(f"{_FEMININE[key]}: известен только год, {found.year}; дата не записана.")

    def experience(self, cell: Cell, today: date) -> None:
        start, remark = read_experience(cell, today)
        if "teaching_since" in self.fields:
            return
        if start is not None:
            self.fields["teaching_since"], self.reckoned = start, True
        if remark:
            self.remarks.append(remark)

    def text(self, key: str, cells: list[Cell]) -> None:
        value = ", ".join(dict.fromkeys(_shown(cell) for cell in cells))
        if key == "phone" and (mail := _MAIL.search(value)) and "email" not in self.fields:
            self.fields["email"] = mail[0]
            value = value.replace(mail[0], "").strip(" ,;")
        if value:
            self.fields[key] = value

    def row(self, place: Place) -> StaffRow:
        born, taught = self.fields.get("birth_date"), self.fields.get("teaching_since")
        if isinstance(born, date) and isinstance(taught, date) and taught.year - born.year < 14:
            self.doubts.append("Работа началась раньше 14 лет: проверьте дату рождения и начало работы.")
        return StaffRow(place, self.fields, self.birth_year, self.reckoned, tuple(self.doubts), tuple(self.remarks))
