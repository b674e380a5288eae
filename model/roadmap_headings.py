"""The heading of a table: one row or several, one over another, and what each column is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from model.cell_text import mended, one_line
from model.deadlines.numerals import roman
from model.roadmap_columns import (
    completed_roles,
    heading_role,
    is_dated,
    is_heading,
    is_period,
    known_roles,
    roles,
    told_by_cells,
)
from model.roadmap_lines import Line, is_column_numbers
from model.russian_dates import MONTHS
from model.years import SchoolYear

_YEAR = re.compile(r"(20\d\d)\s*(?:г(?:ода?|\.)?|уч\w*\.?\s*г\w*\.?)?")
_COUNTED = re.compile(r"месяц|квартал|четверт|полугоди|недел", re.IGNORECASE)
_WEEK = re.compile(r"\d(?:\s*[-–,и]\s*\d)?\s*-?(?:я|ая|й)?\s*нед(?:еля|ели|\.)?", re.IGNORECASE)
_DONE = re.compile(r"(?:исполнение|выполнение|реализация)\W*(?:мероприяти\w*)?", re.IGNORECASE)
_MOST_ROWS = 4


@dataclass
class Column:
    """``role`` as in ``RoadmapDraft.columns``, ``title`` as written, ``parts`` of a title of several rows, upper first."""

    role: str
    title: str
    parts: list[str] = field(default_factory=list)

    @property
    def year(self) -> str:
        """The year which stands over a month, empty when none does."""
        return next((match[1] for part in self.parts[:-1] if (match := _YEAR.fullmatch(part.strip(" :")))), "")


@dataclass
class Heading:
    """Rows ``first`` up to, not including, ``end`` of the lines, and their columns."""

    first: int
    end: int
    columns: list[Column]

    @property
    def roles(self) -> list[str]:
        """Role of each column."""
        return [column.role for column in self.columns]

    def repeated_by(self, line: Line) -> bool:
        """Whether the row says the same words again, on the next page."""
        own = {_key(part) for column in self.columns for part in (column.title, *column.parts)} - {""}
        texts = [_key(text) for text in line.texts]
        return len(texts) > 1 and sum(text in own for text in texts) * 3 >= len(texts) * 2


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def heading_at(lines: list[Line], at: int) -> Heading | None:
    """The heading which begins at this row, if one does."""
    line = lines[at]
    if len(line.cells) < 2 or not line.filled or is_column_numbers(line):
        return None
    if _only_years(line):
        under = heading_at(lines, at + 1) if at + 1 < len(lines) else None
        return _with_years(under, line, at) if under else None
    said = [_parted(text)[-1] for text in line.texts]
    if not is_heading(said) and not _half_known(line):
        return None
    stack = [_parted(text) if text else [] for text in _grouped(line)]
    end = at + 1
    while end < min(len(lines), at + _MOST_ROWS):
        below = lines[end]
        if _is_full_width(below):
            break
        wider = _omitted_cells(stack, below, lines[end + 1 :])
        if wider:
            stack = wider
        elif _is_under(stack, lines[end - 1], below):
            groups = _groups(stack, lines[end - 1])
            for column, text in enumerate(_grouped(below, stack)):
                if column >= len(stack):
                    stack.append([])
                if text and not stack[column] and groups.get(column):
                    stack[column].append(groups[column])
                if text and text not in stack[column]:
                    stack[column].append(text)
        elif _is_rest(stack, below):
            for column in below.filled:
                stack[column][-1] = mended(stack[column][-1], below.cells[column])
        else:
            break
        end += 1
    columns = _columns(stack)
    titles = [column.title for column in columns]
    if not (is_heading(said) or (end > at + 1 and is_heading(titles))):
        return None
    return Heading(at, end, columns)


def _parted(text: str) -> list[str]:
    """A heading of two rows which a table file has in one cell: «Срок / начало», «2026 / сен.»; the last part says the role."""
    parts = [part.strip() for part in one_line(text).split(" / ")]
    return parts if len(parts) > 1 and all(parts) and _is_sub(re.sub(r"\s\d$", "", parts[-1])) else [text]


def _is_full_width(line: Line) -> bool:
    """Whether one text stands over the whole table: a section, never a row of a heading."""
    return len(line.filled) == 1 and len(line.across) > 1 and len(line.across) >= len(line.cells) - 2


def _half_known(line: Line) -> bool:
    """A row which may be a heading together with the row below it."""
    short = all(len(text) < 60 for text in line.texts)
    return short and bool(known_roles(line.texts)) and not any(re.fullmatch(r"\d+[.)]?", text) for text in line.texts)


def _grouped(line: Line, stack: list[list[str]] | None = None) -> list[str]:
    """Cells of a heading row; a merged cell stands over all its columns, in plain text so does a year."""
    cells = [one_line(text) for text in line.whole]
    if stack and line.filled and all(_YEAR.fullmatch(text) for text in line.texts):
        cells.extend([""] * (len(stack) - len(cells)))
        for column in range(1, len(stack)):
            if not cells[column] and not stack[column] and cells[column - 1]:
                cells[column] = cells[column - 1]
    return cells


def _only_years(line: Line) -> bool:
    return len(line.filled) > 1 and all(_YEAR.fullmatch(text) for text in line.texts)


def _with_years(under: Heading, years: Line, at: int) -> Heading:
    """The years stand over the columns from their own place up to the next year."""
    over = ""
    for number, column in enumerate(under.columns):
        if number < len(years.whole) and years.whole[number]:
            over = years.whole[number]
        if over and column.role == "period":
            column.parts.insert(0, over)
            column.title = f"{over} / {column.title}"
    return Heading(at, under.end, under.columns)


def _is_sub(text: str) -> bool:
    """Words of the lower row of a heading."""
    if heading_role(text) in ("start", "end") or is_period(text) or _YEAR.fullmatch(text):
        return True
    if _WEEK.fullmatch(text):
        return True
    return re.fullmatch(r"план\w*|факт\w*|дата|подпись|фио|ф\.и\.о\.?|должность", text.lower().strip(" .:")) is not None


def _is_under(stack: list[list[str]], above: Line, below: Line) -> bool:
    """Whether the row is the lower row of the heading: it fills only places under a group or under nothing."""
    if not below.filled or len(below.cells) < 2 or is_column_numbers(below) or len(below.cells) > len(stack) + 1:
        return False
    if any(len(text) > 60 for text in below.texts):
        return False
    groups = _groups(stack, above)
    if not all(_has_room(stack, column, groups) for column in below.filled):
        return False
    counted = [
        re.fullmatch(r"\d{1,2}|[IVXІ]+", below.cells[column]) is not None
        and bool(groups.get(column, "") and (_COUNTED.search(groups[column]) or _YEAR.fullmatch(groups[column])))
        for column in below.filled
    ]
    known = [
        _is_sub(text) or heading_role(text) not in ("", "extra") or count
        for text, count in zip((below.cells[column] for column in below.filled), counted, strict=True)
    ]
    if all(known):
        return True
    # the file knows its merged cells: whatever stands in a row whose other cells are covered from above is a heading
    others = [column for column in range(len(below.cells)) if not below.whole[column] and column < len(stack) and stack[column]]
    return bool(others) and all(column in below.below for column in others)


def _has_room(stack: list[list[str]], column: int, groups: dict[int, str]) -> bool:
    """Whether a cell of a lower row may stand here: under a group, under a year, or under nothing."""
    return column >= len(stack) or column in groups or not stack[column] or _YEAR.fullmatch(stack[column][-1]) is not None


def _groups(stack: list[list[str]], above: Line) -> dict[int, str]:
    """Columns over which one cell of the heading stands, with its words."""
    found: dict[int, str] = {}
    for column in range(len(stack)):
        text = stack[column][-1] if stack[column] else ""
        if column in above.across and column:
            found[column] = found[column - 1] = text
        elif not text and column and not above.across:
            # plain text: the words of the group stand over its first column only
            left = stack[column - 1][-1] if stack[column - 1] else found.get(column - 1, "")
            if left:
                found[column] = left
                found.setdefault(column - 1, left)
    return found


def _omitted_cells(stack: list[list[str]], below: Line, rest: list[Line]) -> list[list[str]] | None:
    """A lower row copied without the cells that are merged above it: «начало | окончание» alone."""
    subs = below.texts
    if len(subs) < 2 or len(subs) != len(below.cells) or len(subs) >= len(stack) + 1 or not all(map(_is_sub, subs)):
        return None
    width = len(stack) + len(subs) - 1
    body = [len(line.cells) for line in rest if line.wide][:10]
    if not body or max(body) != width or any(not parts for parts in stack):
        return None
    at = next((n for n, parts in enumerate(stack) if heading_role(parts[-1]) == "deadline" or _COUNTED.search(parts[-1])), None)
    if at is None:
        return None
    group = stack[at][-1]
    return [*stack[:at], *([group, sub] for sub in subs), *stack[at + 1 :]]


def _is_rest(stack: list[list[str]], below: Line) -> bool:
    """A heading whose words go on in the next row of plain text: «Срок» over «исполнения»."""
    if not below.filled or len(below.cells) < 2 or below.below or below.across:
        return False
    return all(
        column < len(stack)
        and stack[column]
        and _goes_on(stack[column][-1], text)
        and re.match(r"[а-яё(/]", text)
        and not is_period(text)
        for column, text in ((column, below.cells[column]) for column in below.filled)
    ) and any(heading_role(below.cells[column]) != "extra" or "/" in below.cells[column] for column in below.filled)


def _goes_on(upper: str, lower: str) -> bool:
    """Whether words of a lower row belong to the heading above: together they say the same as the upper alone."""
    same = heading_role(mended(upper, lower)) == heading_role(upper)
    return len(lower) < 40 and (same or heading_role(upper) == "extra") and (len(lower.split()) < 3 or lower.startswith("("))


def _columns(stack: list[list[str]]) -> list[Column]:
    """Titles and roles out of the words over each column; the words of a group stand over all its columns."""
    said = _roman_periods(stack)
    named = [_role_words(parts) for parts in said]
    found = roles(named)
    return [
        Column(role, " / ".join(parts), words) if parts else Column("", "")
        for role, parts, words in zip(found, stack, said, strict=True)
    ]


def _roman_periods(stack: list[list[str]]) -> list[list[str]]:
    """«IX», «X» … «V» under a year or «месяцы» as names of months, «I» – «IV» under a year as quarters."""
    places = [
        at
        for at, parts in enumerate(stack)
        if len(parts) > 1
        and re.fullmatch(r"[IVXІ]+", parts[-1])
        and (_YEAR.fullmatch(parts[-2]) or re.search("месяц", parts[-2], re.IGNORECASE))
    ]
    numbers = {at: roman(stack[at][-1].lower()) for at in places}
    months = any(number > 4 for number in numbers.values())
    found = list(stack)
    for at, number in numbers.items():
        if number:
            found[at] = [*stack[at][:-1], MONTHS[number - 1] if months else f"{stack[at][-1]} квартал"]
    return found


def _role_words(parts: list[str]) -> str:
    """The words which say what a column is."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    group, sub = " ".join(parts[:-1]), parts[-1]
    if re.fullmatch(r"\d{1,2}|[IVXІ]+", sub) and (match := _COUNTED.search(group)):
        # «9» under «месяцы», «II» under «кварталы»
        return "сентябрь" if match[0].lower() == "месяц" else "I квартал"
    if is_period(sub):
        return sub
    if _WEEK.fullmatch(sub) and any(is_period(part) for part in parts[:-1]):
        return "сентябрь"
    over, under = heading_role(group), heading_role(sub)
    if over in ("deadline", "extra", "activity", "content", "stage", "period") and under in ("start", "end"):
        return {"start": "начало", "end": "окончание"}[under]
    if re.fullmatch(r"факт\w*", sub.lower().strip(" .:")):
        return "отметка"
    if over in ("", "extra", "activity", "content", "stage") and under not in ("", "extra"):
        return sub
    pairs = {("deadline", "responsible"), ("responsible", "deadline"), ("mark", "responsible")}
    if (over, under) in pairs or (_DONE.fullmatch(group) and under not in ("", "extra")):
        # «Исполнение» over «срок» and «ответственный»
        return sub
    return group


def completed(heading: Heading, body: list[Line], year: SchoolYear) -> None:
    """Give columns which no heading explains the role that their cells show; a heading «Дата» over nothing gives way."""
    rows = [line.cells for line in body if line.wide]
    width = max([len(heading.columns), *(len(row) for row in rows)])
    heading.columns.extend(Column("", "") for _ in range(width - len(heading.columns)))
    if not rows:
        return
    found = heading.roles
    for at, role in enumerate(found):
        empty = not any(at < len(row) and row[at] for row in rows)
        if role == "deadline" and empty and any(other == "extra" and _dated(rows, n, year) for n, other in enumerate(found)):
            found[at] = "extra"
    for column, role in zip(heading.columns, completed_roles(found, rows, year), strict=True):
        column.role = role
    for at, column in enumerate(heading.columns):
        if column.role == "extra" and column.title:
            told = told_by_cells(column.title, [row[at] for row in rows if at < len(row) and row[at]])
            column.role = told if told and told not in heading.roles else "extra"
        if not column.role and (column.title or any(at < len(row) and row[at] for row in rows)):
            column.role = "extra"
        if column.role == "extra" and not column.title:
            column.title = f"Столбец {at + 1}"
    _unique(heading.columns)


def _dated(rows: list[list[str]], at: int, year: SchoolYear) -> bool:
    return sum(at < len(row) and is_dated(row[at], year) for row in rows) * 2 >= len(rows)


def _unique(columns: list[Column]) -> None:
    """Equal headings of cells which are kept by heading get a number."""
    seen: dict[str, int] = {}
    for column in columns:
        if column.role in ("extra", "period", "start", "end"):
            number = seen[column.title] = seen.get(column.title, 0) + 1
            if number > 1:
                column.title = f"{column.title} {number}"
