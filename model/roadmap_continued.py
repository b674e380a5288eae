"""Whether a table that begins without a heading of its own is the rest of the roadmap or a table of something else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.roadmap_columns import heading_role, is_dated, is_heading, is_tick, names_people, says_when
from model.roadmap_headings import Heading
from model.roadmap_lines import Line, is_column_numbers, is_note
from model.roadmap_periods import PARTS
from model.roadmap_rows import REST
from model.years import SchoolYear

_FOREIGN = re.compile(
    r"\bф\.?\s?и\.?\s?о\b|фамили|должност|подпис|\bроль\b|телефон|предмет\b|\bстаж|дата рождения|контакт"
    r"|квалификац|образовани[ея]$|^наставник$|^наставляем\w+$|\bимя\b|e-?mail|почта|\bкласс|состав\b|показател|значени[ея]|единиц",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Seen:
    """What is known when a table begins. ``fits``: columns of narrow rows by line, ``headings``: lines where headings of plans
    begin, ``number``: the last number above."""

    year: SchoolYear
    fits: dict[int, list[int]]
    headings: frozenset[int]
    number: str


def continues(lines: list[Line], at: int, heading: Heading, seen: Seen) -> bool:
    """Whether the table which begins at this line has in its rows what the columns of ``heading`` have."""
    end = next((n for n in range(at + 1, len(lines)) if lines[n].starts_table or lines[n].alone), len(lines))
    rows = [line for line in lines[at:end] if line.filled and not line.alone]
    if not rows or all(is_note(line) for line in rows) or is_foreign_heading(rows[0]):
        return False
    if is_column_numbers(rows[0]) and len(rows[0].texts) == len(heading.columns):
        return True
    if any(line.at in seen.headings for line in rows):
        return True
    roles = heading.roles
    dated = [column for column, role in enumerate(roles) if role in ("deadline", *PARTS)]
    if abs(len(rows[0].cells) - len(roles)) > 1 and rows[0].at not in seen.fits:
        return False
    if not dated:
        return len(rows[0].cells) == len(roles)
    first = _text(rows[0], ("activity", "content"), roles, seen)
    if first and REST.match(first):
        return True
    when = [text for line in rows for column, text in _placed(line, seen) if column in dated and text]
    if sum(_says_when(text, seen.year) or is_tick(text) for text in when) * 3 >= max(1, len(when)) * 2:
        return bool(when) or len(rows[0].cells) == len(roles)
    return _goes_on_like_above(rows, roles, seen)


def begins_another(lines: list[Line], at: int, heading: Heading, seen: Seen) -> bool:
    """Whether a table of something else begins in plain text: rows under a gap, the first of them a heading by its looks.

    None of them says when, so that a part of the roadmap is never taken for something else.
    """
    if not lines[at].wide or lines[at - 1].wide or at in seen.headings:
        return False
    end = next((n for n in range(at + 1, len(lines)) if not lines[n].wide), len(lines))
    rows = lines[at:end]
    if len(rows) < 2 or any(_says_when(text, seen.year) for line in rows for text in line.texts):
        return False
    first = rows[0].texts
    named = all(
        (text[:1].isupper() or text[:2] == "20") and len(text) < 60 and re.fullmatch(r"20\d\d.*|\D+", text) for text in first
    )
    same = all(len(line.filled) == len(first) for line in rows)
    return named and same and len(set(first)) == len(first) and not continues(lines, at, heading, seen)


def is_foreign_heading(line: Line) -> bool:
    """The heading of another table: «ФИО | Должность | Подпись»."""
    if not line.wide or any(len(text) > 60 or re.search(r"\d{2}", text) for text in line.texts) or is_heading(line.texts):
        return False
    if any(says_when(text) for text in line.texts):
        return False
    known = sum(bool(_FOREIGN.search(text)) for text in line.texts)
    numbered = sum(heading_role(text) == "no" for text in line.texts)
    return known + numbered >= 2 and known >= 1 and (known + numbered) * 3 >= len(line.texts) * 2


def _placed(line: Line, seen: Seen) -> list[tuple[int, str]]:
    """Cells of a line with their columns."""
    return list(zip(seen.fits.get(line.at) or range(len(line.cells)), line.cells, strict=False))


def _text(line: Line, wanted: tuple[str, ...], roles: list[str], seen: Seen) -> str:
    return next((text for column, text in _placed(line, seen) if text and column < len(roles) and roles[column] in wanted), "")


def _says_when(text: str, year: SchoolYear) -> bool:
    """Whether a cell is a deadline and no bare number or year, which a table of figures has too."""
    return is_dated(text, year) and re.search(r"[а-яё]{3}|\d\s?[.,/]\s?\d|\bкв", text.lower()) is not None


def _goes_on_like_above(rows: list[Line], roles: list[str], seen: Seen) -> bool:
    """Whether rows without a known deadline are rows of this table: as wide, numbered on, or with people where they stand."""
    if len(rows[0].cells) != len(roles):
        return False
    numbers = [text for line in rows if (text := _text(line, ("no",), roles, seen))]
    if seen.number and numbers and _follows(seen.number, numbers[0]):
        return True
    people = [text for line in rows if (text := _text(line, ("responsible",), roles, seen))]
    return len(people) * 2 >= len(rows) and all(names_people(text) for text in people)


def _follows(above: str, number: str) -> bool:
    """Whether a number is the next one: 7 after 6, 2.1 after 1.4 or after 2."""
    old, new = above.rstrip(".) ").split("."), number.rstrip(".) ").split(".")
    if not all(part.isdigit() for part in (*old, *new)):
        return False
    first, second = [int(part) for part in old], [int(part) for part in new]
    if second in ([*first[:-1], first[-1] + 1], [*first, 1]):
        return True
    return len(second) == len(first) > 1 and second == [first[0] + 1, *[1] * (len(first) - 1)]
