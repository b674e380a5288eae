"""What the columns of a staff list are: headings in their many words, and the row (or two) in which they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.names import fold
from model.spreadsheets import Cell, Sheet
from model.staff_names import clean, russian_letters

#: Columns that a list may have beside the fields of a person: whole names, the row's number, years of experience.
FULL_NAME, NUMBER, EXPERIENCE = "full_name", "number", "experience"

#: Patterns are matched whole against the folded heading without signs; the first that fits names the column.
_HEADINGS: tuple[tuple[str, str], ...] = (
    (NUMBER, r"(no|n|номер)?( ?п ?п)?|порядковый номер|номер по порядку|номер строки"),
    ("former_surname", r"(прежн\w+|девич\w+|предыдущ\w+|бывш\w+|стар\w+) фамили\w+.*|фамилия (до|прежн|девич|при рожд).*"),
    (FULL_NAME, r"ф ?и ?о( .*)?|фамили\w+ имя( и)? отчество( .*)?|фамилия и о|фамилия инициалы|фамилия и инициалы|полное имя|"
     r"(сотрудник|работник|педагог|учитель|воспитатель|преподаватель)(и|а|я)?( ф ?и ?о)?|фамилия имя( .*)?"),
    ("surname", r"фамилия( .*)?"),
    ("name", r"имя( (сотрудника|работника|педагога|учителя))?"),
    ("patronymic", r"отчество( .*)?"),
    ("birth_date", r"((дата|число|день) )?(месяц )?(дата|день|год) рожд\w*( .*)?|д ?р|родил\w*|рожден\w*"),
    ("teaching_since", r"(дата )?начал\w+ (педагогической |пед |преподавательской )?(деятельности|работы|стажа)( .*)?|"
     r"преподает с|педагогическ\w+ деятельность с|(в образовании|педагогом|учителем) с|стаж с|"
     r"дата начала пед.*|пед(агогический)? стаж с"),
    (EXPERIENCE, r"(педагогическ\w+|пед|преподавательск\w+)( ?трудовой)? стаж( .*)?|стаж( лет| в годах)?|"
     r"стаж (педагогическ\w+|пед|преподавательск\w+)( .*)?|пед ?стаж( .*)?|"
     r"стаж (работы )?(по специальности|в должности педагога)"),
    ("left_on", r"уволен\w*( .*)?|дата увольнения( .*)?|увольнение"),
    ("hired_on", r"принят\w*( .*)?|(дата )?(приема|поступления|трудоустройства)( .*)?|прием|дата прием|работает с|"
     r"работает в (школе|учреждении|оо|доу) с|дата приказа о приеме|в учреждении с"),
    ("category", r"(квалификационн\w+ |кв )?категория( .*)?|кв ?категория|квалификация категория|кк"),
    ("subject", r"(преподаваем\w+ |учебн\w+ )?(предмет|дисциплин)\w*( .*)?|что преподает|какой предмет ведет"),
    ("post", r"(занимаем\w+ )?должност\w*( .*)?|кем работает"),
    ("phone", r"(контактн\w+ |мобильн\w+ |сотов\w+ |личн\w+ )?(телефон\w*|тел|номер телефона)( .*)?|"
     r"моб(ильный)?( тел)?|сотовый|контакты"),
    ("email", r"(электронн\w+ |эл |личн\w+ )?(почта|почты|адрес электронной почты|e ?mail|эл адрес)( .*)?|"
     r"адрес эл(ектронной)? почты|электронный адрес|mail|e mail .*"),
    ("notes", r"примечани\w+|замет\w+|комментари\w+|дополнительн\w+ сведения|прочее"),
)  # fmt: skip
_HYPHENATED = re.compile(r"(?<=\w)[-‐]\s*\n\s*(?=[а-яё])")
_ROLE = re.compile(r"(сотрудник|работник|педагог|учитель|учителя|воспитатель|преподаватель)(и|а|я)?")
_PATTERNS = [(name, re.compile(pattern)) for name, pattern in _HEADINGS]
#: Columns of which only one can be a person's; a second one is shown as unknown.
_JOINED = {"phone", "email", "notes", "post", "subject"}


@dataclass(frozen=True)
class Header:
    """``rows``: how many rows of the sheet it takes; ``columns``: index → field; ``unknown``: headings not known."""

    rows: int
    columns: dict[int, str]
    unknown: dict[int, str]


def words_of(heading: str) -> str:
    """A heading for comparing: folded, Russian letters, no signs, no words in brackets."""
    text = clean(heading).replace("№", "no ")
    text = re.sub(r"\([^()]*\)?", " ", text) if not clean(text).startswith("(") else text
    folded = fold(" ".join(russian_letters(word) if re.search("[А-Яа-яЁё]", word) else word for word in text.split()))
    return " ".join(re.sub(r"[^\w]+", " ", folded).replace("_", " ").split())


def field_of(heading: str) -> str:
    """Field that a heading names, or nothing."""
    words = words_of(heading)
    if not words or len(words) > 90:
        return ""
    if "общий" in words:
        return ""
    for name, pattern in _PATTERNS:
        if pattern.fullmatch(words):
            return name
    return ""


def header_at(sheet: Sheet, at: int) -> Header | None:
    """The header that begins in row ``at`` (from 0), of one or two rows, or ``None``."""
    first = _texts(sheet.rows[at])
    if not first:
        return None
    second = _texts(sheet.rows[at + 1]) if at + 1 < len(sheet.rows) else {}
    above = {column: (text, "") for column, text in first.items()}
    alone = _assign(above)
    one = _worth(above, alone[0])
    if _continues(first, second):
        parts: dict[int, tuple[str, str]] = {column: (text, "") for column, text in first.items()}
        for column, text in second.items():
            over = first.get(column) or first.get(max((c for c in first if c < column), default=-1), "")
            parts[column] = (over, text)
        both = _assign(parts)
        below = {column: ("", text) for column, text in second.items()}
        if _worth(parts, both[0]) > max(one, _worth(below, _assign(below)[0])):  # else the first row is a title
            return Header(2, *both)
    return Header(1, *alone) if one else None


def _texts(row: list[Cell]) -> dict[int, str]:
    return {at: clean(_HYPHENATED.sub("", cell)) for at, cell in enumerate(row) if isinstance(cell, str) and clean(cell)}


def _continues(first: dict[int, str], second: dict[int, str]) -> bool:
    """Whether a row can be the second row of a header: texts without digits, each either a heading or under a known one."""
    if not second or any(re.search(r"\d", text) or len(text) > 60 for text in second.values()):
        return False
    known = 0
    for column, text in second.items():
        over = first.get(column) or first.get(max((c for c in first if c < column), default=-1), "")
        known += bool(field_of(text) or field_of(f"{over} {text}") or words_of(text) in {"общий", "всего"})
    return known * 2 > len(second)


def _assign(parts: dict[int, tuple[str, str]]) -> tuple[dict[int, str], dict[int, str]]:
    columns: dict[int, str] = {}
    unknown: dict[int, str] = {}
    for column, (over, under) in sorted(parts.items()):
        name = field_of(under) or field_of(f"{over} {under}") if under else field_of(over)
        if name and (name in _JOINED or name not in columns.values()):
            columns[column] = name
        else:
            unknown[column] = f"{over} {under}".strip()
    return columns, unknown


def _worth(parts: dict[int, tuple[str, str]], columns: dict[int, str]) -> int:
    """How many columns a header would name; 0 when it is none.

    «Учителя» alone is a section, and a person's post may be «учитель»: such a word heads the names only among other headings.
    """
    named = [parts[column] for column, name in columns.items() if name in {FULL_NAME, "surname"}]
    if not named:
        return 0
    certain = [(over, under) for over, under in named if not _ROLE.fullmatch(words_of(under or over))]
    if not certain:
        return len(columns) if len(set(columns.values())) > 2 and len(columns) * 2 > len(parts) else 0
    if len(columns) == 1 and any(len(f"{over} {under}") > 40 for over, under in certain):
        return 0  # a title
    return len(columns)
