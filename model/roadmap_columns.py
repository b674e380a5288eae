"""Which column of somebody's table is which: headings in many synonyms, or a guess by what the cells hold."""

from __future__ import annotations

import re

from model.deadlines import read_deadline
from model.years import SchoolYear

#: Asked from top to bottom: «Срок выполнения» is a deadline, «Отметка о выполнении» a mark.
_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("no", re.compile(r"^(?:№|n|no|номер)?\s*(?:п\s*[/.\\-]?\s*п\.?)?$|^№|^номер\b")),
    ("mark", re.compile(r"отметк|статус|о выполнении|факт\w* выполн")),
    ("deadline", re.compile(r"срок|\bдат[аы]\b|период|время (?:про|ис|вы)|\bкогда\b|календар|^месяц")),
    ("responsible", re.compile(r"ответств|исполнител|\bкто\b|координатор")),
    ("result", re.compile(r"результат|вид документа|ожидаем|форма (?:отч|пред|завер)|выход|показател|итог|продукт|эффект")),
    ("mark", re.compile(r"выполнен|исполнени")),
    ("stage", re.compile(r"этап|направлени|раздел|блок|модул")),
    ("content", re.compile(r"^(?:примерное\s+)?содержани")),
    (
        "activity",
        re.compile(r"мероприят|действи|виды? (?:работ|деят)|план работ|^наименование|^название|что сделать|деятельност"),
    ),
    ("stage", re.compile(r"^задач|^цел")),
)
_MOST_HEADING = 90


def roles(row: list[str]) -> list[str]:
    """Role of every cell of a heading row; ``extra`` for what is not ours, an empty string for an empty cell."""
    found: list[str] = []
    for cell in row:
        role = heading_role(cell)
        if role in found and role in ("activity", "stage"):
            role = "content" if role == "activity" and "content" not in found else "extra"
        elif role in found and role:
            role = "extra"
        found.append(role)
    if "activity" not in found:
        for stand_in in ("content", "stage"):
            if stand_in in found:
                found[found.index(stand_in)] = "activity"
                break
    return found


def heading_role(cell: str) -> str:
    """Role which a heading names; ``extra`` for an unknown one."""
    text = re.sub(r"\s+", " ", re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", cell)).strip(' *:."«»').lower()
    if not cell.strip():
        return ""
    if len(text) > _MOST_HEADING:
        return "extra"
    return next((role for role, pattern in _HEADINGS if pattern.search(text)), "extra")


def is_heading(row: list[str]) -> bool:
    """Whether the row is a heading: two known columns or more, one of them what is done or when."""
    filled = [cell for cell in row if cell.strip()]
    if len(filled) < 2 or any(len(cell) > _MOST_HEADING for cell in filled):
        return False
    known = [role for role in (heading_role(cell) for cell in filled) if role not in ("", "extra")]
    whose = {"activity", "content", "stage", "deadline"} & set(known)
    return len(set(known)) >= 2 and bool(whose) and len(known) * 2 >= len(filled)


def guessed_roles(rows: list[list[str]], year: SchoolYear) -> list[str]:
    """Roles of a table without a heading: the column of deadlines, the column of numbers, the longest is activities."""
    width = max(len(row) for row in rows)
    found = ["extra"] * width
    dated, numbered, length = [0] * width, [0] * width, [0] * width
    for row in rows:
        for at, cell in enumerate(row):
            dated[at] += bool(cell and len(cell) < 60 and read_deadline(cell, year).kind != "unresolved")
            numbered[at] += bool(re.fullmatch(r"\d+(?:\.\d+)*[.)]?", cell.strip()))
            length[at] += len(cell)
    if max(dated) * 2 >= len(rows):
        found[dated.index(max(dated))] = "deadline"
    if numbered[0] * 2 >= len(rows):
        found[0] = "no"
    free = [at for at in range(width) if found[at] == "extra"]
    if free:
        found[max(free, key=lambda at: length[at])] = "activity"
    return found
