"""Entering sheets from paper in bulk: one line a sheet, everything is checked before anything is written (domain.md 11).

A line is who filled the sheet, then the values in the order of the items, separated by ``;`` or tabs; «-» is no answer.
Who: the id of a person or a full name that only one person has; of an anonymous sheet a code, or «-».
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from model.entities import Answer, AnswerSheet, natural_id, new_id
from model.errors import Refusal
from model.names import fold
from model.questionnaires import LONGEST, MOMENTS, Item, QuestionnaireView, writable
from model.store import Store

#: More lines than this are not sheets of one institution; a longer line is no sheet.
MOST_LINES, LONGEST_LINE, LARGEST = 5000, 100_000, 5_000_000
#: A sentence names so many bad lines; ``BadLines.problems`` has all.
_TOLD = 200
_NOTHING = {"-", "–", "—"}
_YES_NO = {"да": 1, "нет": 0, "yes": 1, "no": 0, "1": 1, "0": 0, "+": 1}


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with one line of the entry; lines are counted from 1."""

    line: int
    message: str


@dataclass(frozen=True)
class Entry:
    """What came of an entry: sheets written and lines left out (only with ``skip_bad``)."""

    sheets: int
    answers: int
    problems: tuple[LineProblem, ...]


class BadLines(Refusal):
    """Some lines cannot be entered; ``problems`` lists all of them. Nothing was written."""

    def __init__(self, problems: Iterable[LineProblem]) -> None:
        self.problems = tuple(problems)
        told = "; ".join(f"строка {one.line}: {one.message}" for one in self.problems[:_TOLD])
        if len(self.problems) > _TOLD:
            told += f"; и ещё строк: {len(self.problems) - _TOLD}"
        super().__init__(f"Анкеты не записаны, исправьте строки или пропустите их (--skip-bad): {told}.", "bad-lines")


@dataclass(frozen=True)
class _Sheet:
    person: str
    code: str
    answers: tuple[tuple[Item, int | None, str], ...]


def enter_sheets(
    store: Store,
    questionnaire: str,
    moment: str,
    lines: Iterable[str],
    *,
    on: date,
    anonymous: bool = False,
    skip_bad: bool = False,
) -> Entry:
    """Enter the sheets of one moment (``before``: the paired items, ``after``: all items) filled on a day.

    A questionnaire that takes no names is always entered as anonymous. Raise ``BadLines`` with every bad line, unless
    ``skip_bad``; ``Refusal`` when nothing can be entered at all. One sheet per questionnaire, person (or code) and moment.
    """
    if moment not in MOMENTS:
        raise Refusal(f"Момент «{moment}» неизвестен: выберите before (до) или after (после).", "moment")
    view = writable(store, questionnaire)
    items = view.asked(moment)
    if not items:
        raise Refusal("В этой анкете нет парных вопросов: её заполняют только после (--moment after).", "moment")
    filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not filled:
        raise Refusal("Строк с ответами нет: впишите по одной строке на каждую анкету.", "empty")
    if len(filled) > MOST_LINES:
        raise Refusal(f"Строк больше {MOST_LINES}: разделите файл на части.", "too-large")
    reader = _Reader(store, view, items, moment, anonymous=anonymous or view.anonymous)
    sheets, problems = [], []
    for number, line in filled:
        try:
            sheets.append(reader.read(number, line))
        except ValueError as error:
            problems.append(LineProblem(number, str(error)))
    if problems and (not skip_bad or not sheets):
        raise BadLines(problems)
    with store.transaction(f"Ввод анкет: {len(sheets)}"):
        written = sum(_write(view, moment, on, sheet) for sheet in sheets)
    return Entry(len(sheets), written, tuple(problems))


def read_lines(path: Path) -> list[str]:
    """Lines of a text file (UTF-8, UTF-16 with a mark, CP1251); raise ``Refusal`` when it cannot be read."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise Refusal(f"Файл «{path.name}» не открылся: проверьте, есть ли он и можно ли его читать.", "unreadable") from error
    if size > LARGEST:
        raise Refusal(f"Файл «{path.name}» слишком велик: разделите его на части до 5 МБ.", "too-large")
    return decoded_lines(data)


def decoded_lines(data: bytes) -> list[str]:
    """Lines of text in whatever encoding a school's program wrote it."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            return re.split("\r\n|\r|\n", data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Refusal("Это не текст: сохраните строки с ответами как текст (.txt) или CSV.", "not-text")


class _Reader:
    """Reads lines into sheets; remembers who had one already. Complaints are ``ValueError`` with a Russian phrase."""

    def __init__(self, store: Store, view: QuestionnaireView, items: tuple[Item, ...], moment: str, *, anonymous: bool) -> None:
        self._items, self._anonymous = items, anonymous
        taken = store.sql(
            "SELECT person, code FROM answer_sheet WHERE questionnaire = ? AND moment = ?", (view.id, moment)
        ).fetchall()
        self._taken: dict[str, int] = {str(row[1] if anonymous else row[0]): 0 for row in taken if row[1 if anonymous else 0]}
        self._last = len(taken)
        self._names: dict[str, list[str]] = defaultdict(list)
        self._ids: set[str] = set()
        if not anonymous:
            for identity, *name in store.sql(
                "SELECT id, surname, name, patronymic FROM person WHERE institution = ?", (view.institution,)
            ):
                self._ids.add(identity)
                self._names[fold(*name)].append(identity)

    def read(self, number: int, line: str) -> _Sheet:
        """The sheet of one line."""
        if len(line) > LONGEST_LINE:
            raise ValueError("строка слишком длинная")
        cells = _cells(line)
        while len(cells) > len(self._items) + 1 and not cells[-1]:
            cells.pop()
        if len(cells) != len(self._items) + 1:
            raise ValueError(f"значений {len(cells) - 1}, а вопросов {len(self._items)}")
        answers, wrong = [], []
        for position, (item, cell) in enumerate(zip(self._items, cells[1:], strict=True), start=1):
            try:
                value = _value(item, cell)
            except ValueError as error:
                wrong.append(f"вопрос {position}: {error}")
                continue
            if value is not None:
                answers.append((item, *value))
        if wrong:
            raise ValueError(", ".join(wrong))
        if not answers:
            raise ValueError("на листе нет ни одного ответа")
        person, code = ("", self._code(cells[0])) if self._anonymous else (self._person(cells[0]), "")
        key = person or code
        if key in self._taken:
            before = self._taken[key]
            raise ValueError(f"«{cells[0]}» уже есть в строке {before}" if before else f"лист «{cells[0]}» уже введён раньше")
        self._taken[key] = number
        return _Sheet(person, code, tuple(answers))

    def _code(self, cell: str) -> str:
        if cell and cell not in _NOTHING:
            if len(cell) > 60:
                raise ValueError("шифр листа длиннее 60 знаков")
            return cell
        while True:
            self._last += 1
            code = f"лист {self._last}"
            if code not in self._taken:
                return code

    def _person(self, cell: str) -> str:
        if cell in self._ids:
            return cell
        found = self._names.get(fold(cell), [])
        if len(found) == 1 and fold(cell):
            return found[0]
        if found and fold(cell):
            raise ValueError(f"«{cell}» — однофамильцы, их {len(found)}: впишите id")
        raise ValueError(f"человека «{cell}» в банке нет: впишите полное имя или id")


def _cells(line: str) -> list[str]:
    delimiter = "\t" if "\t" in line else ";"
    try:
        row = next(csv.reader([line.strip("\r\n")], delimiter=delimiter))
    except (csv.Error, StopIteration) as error:
        raise ValueError("строка не читается, проверьте кавычки") from error
    return [" ".join(cell.split()) for cell in row]


def _value(item: Item, cell: str) -> tuple[int | None, str] | None:
    """Number and text of one answer; ``None`` for «no answer»."""
    if cell in _NOTHING:
        return None
    if not cell:
        raise ValueError("пусто (нет ответа — это «-»)")
    if item.scale == "scale10":
        if not re.fullmatch("[1-9]|10", cell):
            raise ValueError(f"«{cell[:40]}» — не оценка от 1 до 10")
        return int(cell), ""
    if item.scale == "yesno":
        if cell.casefold() not in _YES_NO:
            raise ValueError(f"«{cell[:40]}» — не «да» и не «нет»")
        return _YES_NO[cell.casefold()], ""
    if item.scale == "choice":
        options = [option.casefold() for option in item.options]
        if re.fullmatch("[0-9]{1,2}", cell) and 1 <= int(cell) <= len(options):
            return int(cell), item.options[int(cell) - 1]
        if cell.casefold() in options:
            position = options.index(cell.casefold())
            return position + 1, item.options[position]
        raise ValueError(f"варианта «{cell[:40]}» нет, их {len(options)}")
    if len(cell) > LONGEST:
        raise ValueError(f"ответ длиннее {LONGEST} знаков")
    return None, cell


def _write(view: QuestionnaireView, moment: str, on: date, sheet: _Sheet) -> int:
    identity = new_id()
    AnswerSheet.create(
        id=identity,
        institution=view.institution,
        questionnaire=view.id,
        person=sheet.person,
        moment=moment,
        on_day=on,
        code=sheet.code,
    )
    for item, number, text in sheet.answers:
        Answer.create(
            id=natural_id("answer", identity, item.id),
            institution=view.institution,
            sheet=identity,
            item=item.id,
            number=number,
            text=text,
        )
    return len(sheet.answers)
