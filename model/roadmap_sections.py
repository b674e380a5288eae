"""Rows which are no activities but name the part of the table that follows: stages, sections, directions."""

from __future__ import annotations

import re

from model.cell_text import outlined
from model.roadmap_columns import OUTLINE
from model.roadmap_headings import Heading
from model.roadmap_lines import Line

_WORDS = re.compile(r"этап|раздел|направлени|блок\b|модул|\bчасть\b|^\W*задача\s*\d|^\W*[IVXІ]+[.)]\s", re.IGNORECASE)
_ROMAN = re.compile(r"[IVXІ]+[.)]?")
_LONGEST = 200
#: Kinds of section titles, the coarse first; see ``level``.
_LEVELS = (
    re.compile(r"(?:раздел|часть|глава)\b", re.IGNORECASE),
    re.compile(r"[IVXІ]+[.)]"),
    re.compile(r"(?:\d+\W*)?этап|\w+\s+этап|.*\bэтап\W*\d*\W*$", re.IGNORECASE),
    re.compile(r"(?:направлени|блок|модул|задача)\w*", re.IGNORECASE),
    re.compile(r"\d{1,2}[.)]?(?:\s|$)"),
    re.compile(r"\d{1,2}\.\d"),
)


def looks_like_section(text: str) -> bool:
    """Whether a line of its own reads like the title of a part: «II. Основной этап», «РАЗДЕЛ 1», «ОБУЧЕНИЕ»."""
    loud = text.isupper() and len(re.findall(r"[А-ЯЁ]{3,}", text)) > 0
    return len(text) < _LONGEST and (
        loud or ((_WORDS.search(text) is not None and text[:1] not in "-–—•(") and not text[:1].islower())
    )


def is_section(line: Line, heading: Heading, below: list[Line], merges_known: bool) -> bool:
    """Whether the row is a section: its words go over the whole width, or it has only a title and a number."""
    texts = line.texts
    columns = heading.columns
    if len(set(texts)) == 1 and len(texts) > 1:
        return len(texts) >= max(2, len(columns) - 1)
    title = texts[-1]
    if len(texts) > 2 or (len(texts) == 2 and not OUTLINE.fullmatch(texts[0])):
        return False
    at = line.filled[-1]
    role = columns[at].role if at < len(columns) else ""
    if _is_spread(line, heading):
        return not re.match(r"[а-яё(,;.]", title) or merges_known
    if re.match(r"[а-яё(,;.]", title) or len(title) > _LONGEST:
        return False
    if at == 0 and not line.below and role not in ("stage", "no", "activity") and looks_like_section(title):
        return True
    if line.below or role in ("deadline", "responsible", "result", "mark", "extra", "period", "start", "end"):
        return False
    if role == "no":
        return not OUTLINE.fullmatch(title)
    if role == "stage":
        return False
    if "stage" in heading.roles and not merges_known:
        return False
    if len(texts) == 2:
        return _is_numbered(texts[0], title, below)
    # a lone text in the column of activities may as well be an activity whose deadline cell is merged
    return role == "activity" and (
        looks_like_section(title) or _is_numbered_above(title, at, below) or _others_are_numbered(heading, below)
    )


def is_dated_section(line: Line, heading: Heading, below: list[Line]) -> bool:
    """A stage with its own deadline, or more, in its row: «I | Подготовительный этап | август | Куратор» above «1 | …»."""
    if not {"no", "deadline"} <= set(heading.roles) or "stage" in heading.roles or len(line.filled) < 3 or line.below:
        return False
    cells = dict(zip(heading.roles, line.cells, strict=False))
    number, title = cells.get("no", ""), cells.get("activity", "")
    following = next((one for one in below if one.filled), None)
    if following is None or not following.wide or not OUTLINE.fullmatch(number) or _LEVELS[2].match(title) is None:
        return False
    first = dict(zip(heading.roles, following.cells, strict=False)).get("no", "").rstrip(".)")
    own = number.rstrip(".)")
    return first == f"{own}.1" or (first == "1" and _ROMAN.fullmatch(number) is not None)


def _is_spread(line: Line, heading: Heading) -> bool:
    """Whether the last text covers most of the table, the columns of deadlines among them."""
    at = line.filled[-1]
    covered = [c for c in sorted(line.across) if c > at]
    run = 1 + sum(c == at + 1 + n for n, c in enumerate(covered))
    width = len(line.cells)
    return run > 1 and run * 2 >= width and (at <= 1 or run * 3 >= width * 2) and width * 2 >= len(heading.columns)


def _is_numbered(number: str, title: str, below: list[Line]) -> bool:
    """«1 | Нормативное регулирование» above «1.1 | …», «II | Обучение» above «1 | …»."""
    following = next((one for one in below if one.filled), None)
    if following is None:
        return False
    first = following.texts[0]
    if not following.wide:
        return _ROMAN.fullmatch(number) is not None or looks_like_section(title)
    if first.startswith(number.rstrip(".)") + ".") and first.rstrip(".)") != number.rstrip(".)"):
        return True
    if len(following.filled) < 3:
        return False
    if _ROMAN.fullmatch(number) and not _ROMAN.fullmatch(first):
        return True
    if looks_like_section(title) and not _ROMAN.fullmatch(first):
        return True
    own, next_one = number.rstrip(".)"), first.rstrip(".)")
    return own.isdigit() and next_one == "1" and following.cells[0] != ""


def _is_numbered_above(title: str, at: int, below: list[Line]) -> bool:
    """«1. Начало» in the column of activities above «1.1. Приказ»."""
    own = outlined(title)[0].rstrip(".)")
    following = next((one for one in below if one.filled), None)
    if not own or following is None or at >= len(following.cells):
        return False
    return outlined(following.cells[at])[0].startswith(f"{own}.") and outlined(following.cells[at])[0].rstrip(".)") != own


def _others_are_numbered(heading: Heading, below: list[Line]) -> bool:
    """In a table whose activities all have numbers a row with a title only is a section."""
    if "no" not in heading.roles:
        return False
    at = heading.roles.index("no")
    rows = [one for one in below if one.wide][:6]
    if not rows or at >= len(rows[0].cells) or not rows[0].cells[at]:
        return False
    return sum(bool(at < len(one.cells) and one.cells[at]) for one in rows) * 5 >= len(rows) * 4


def level(title: str, no: str = "") -> int:
    """How coarse a section is: equal titles of equal kinds stand side by side; a number tells how it is written."""
    text = f"{no} {title}".strip()
    kind = next((n for n, pattern in enumerate(_LEVELS) if pattern.match(text)), len(_LEVELS))
    if kind == 4 and re.match(r"\d{1,2}\.\d", text):
        kind = 5
    return kind * 2 + (0 if title.isupper() else 1)
