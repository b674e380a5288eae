"""The text above the table: title, approval block, the school year it speaks of."""

from __future__ import annotations

import re

from model.cell_text import one_line
from model.roadmap_columns import heading_role
from model.roadmap_draft import RoadmapDraft
from model.roadmap_lines import Line
from model.years import SchoolYear

_TITLE = re.compile(
    r"^\W*(?:типов\w+\s+|примерн\w+\s+|муниципальн\w+\s+|районн\w+\s+|единая\s+|школьн\w+\s+)*(?:дорожн\w+ карт|план\b"
    r"|план-график|(?:календарн\w+|перспективн\w+|комплексн\w+|годов\w+|рабоч\w+)(?:-\w+)? план|комплекс мер"
    r"|график\b|программа\b|циклограмма)",
    re.IGNORECASE,
)
_ROADMAP = re.compile(r"дорожн\w+ карт", re.IGNORECASE)
_APPROVAL = re.compile(
    r"утвер[жд]|согласован|принят[оаы]?\b|рассмотрен|приказ|протокол|директор|заведующ|приложение|распоряжени"
    r"|начальник|введен\w* в действие|председател|рекомендован",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(r"^[\W_]*(?:от\s)?[\W_]*\d{1,2}[\W_]+(?:\d{1,2}|[а-я]+)[\W_]+\d{4}|^_{3,}", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W*(?:цель|цели|задачи?|срок\w*|период|куратор|разработчик\w*|исполнител\w*|составител\w*|пояснительн\w+ записк\w*"
    r"|ожидаем\w+|основани[ея]|участник\w*|ответственн\w+)\b[^.]{0,60}[:–—]|^\W*пояснительн\w+ записк|^\W*\d{1,2}[.)]\s",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<!\d)(20\d\d)\s*(?:г\.?\s*)?[-–—/\\]\s*(20\d\d|\d\d)(?!\d)")
_ONE_YEAR = re.compile(r"(?<![\d.])(20\d\d)\s*(?:г\b|год|уч)", re.IGNORECASE)
_MOST_TITLE = 600
_MOST_APPROVAL = 15


def read_preface(rows: list[Line], draft: RoadmapDraft) -> None:
    """Put the lines above the table into ``title`` and ``approval``; the rest goes to ``unread``."""
    draft.unread.extend(line.text for line in rows if line.names_sheet)
    paragraphs = _paragraphs([line for line in rows if not line.names_sheet])
    place = _title_place(paragraphs)
    if place is None:
        for lines in paragraphs:
            _approval(lines, draft)
        return
    for lines in paragraphs[: place[0]]:
        _approval(lines, draft)
    lines = paragraphs[place[0]]
    _approval(lines[: place[1]], draft)
    title, after = _cut(lines[place[1] :])
    rest = paragraphs[place[0] + 1 :]
    while not after and rest and len(rest[0]) < 6 and all(_goes_on(line, title) for line in rest[0]):
        title.extend(rest.pop(0))
    draft.title = one_line(" ".join(title))
    _approval(after, draft)
    for lines in rest:
        _approval(lines, draft)


def is_preface(text: str) -> bool:
    """Whether a line is a title or part of an approval block."""
    return bool(_TITLE.match(text) or _ROADMAP.search(text) or _APPROVAL.search(text) or _YEARS.search(text))


def title_in(rows: list[Line]) -> str:
    """The title of a text of which nothing else is understood, empty when no line reads like one."""
    for lines in _paragraphs(rows):
        for at, line in enumerate(lines):
            if _TITLE.match(line):
                return one_line(" ".join(_cut(lines[at:])[0]))
    return ""


def ask_about_year(draft: RoadmapDraft, year: SchoolYear) -> None:
    """Ask when the title speaks of another school year than the one the deadlines are read for."""
    for text in (draft.title, *(line for line in draft.unread[:10] if "учебн" in line.lower())):
        years = [(int(match[1]), _second(match[1], match[2])) for match in _YEARS.finditer(text)]
        years = years or [(int(match[1]), int(match[1])) for match in _ONE_YEAR.finditer(text)]
        if not years:
            continue
        fits = any(first <= year.first and year.second <= last for first, last in years if first < last)
        fits = fits or any(first in (year.first, year.second) for first, last in years if first == last)
        if not fits:
            said = f"{years[0][0]}-{years[0][1]}" if years[0][0] < years[0][1] else str(years[0][0])
            draft.ask(f"В документе назван {said} год, а сроки прочитаны для {year} учебного года: тот ли год выбран?")
        return


def _second(first: str, second: str) -> int:
    return int(second) if len(second) == 4 else int(first[:2] + second)


def _paragraphs(rows: list[Line]) -> list[list[str]]:
    """Lines between blank rows; in an approval block one column is read after another."""
    found: list[list[str]] = [[]]
    at = 0
    while at < len(rows):
        line = rows[at]
        if not line.filled:
            found.append([])
            at += 1
            continue
        if not line.wide:
            found[-1].extend(_clean(line.text))
            at += 1
            continue
        block = [line]
        while at + len(block) < len(rows) and rows[at + len(block)].wide:
            block.append(rows[at + len(block)])
        at += len(block)
        if _is_passport(block):
            for one in block:
                label, value = one.texts[0], ": ".join(one.texts[1:])
                found.extend([[label], _clean(value)] if _TITLE.match(value) else [_clean(f"{label}: {value}")])
            found.append([])
            continue
        for column in range(max(len(one.cells) for one in block)):
            lines = [text for one in block if column < len(one.cells) for text in _clean(one.cells[column])]
            found.append(lines)
        found.append([])
    return [lines for lines in found if lines]


def _is_passport(block: list[Line]) -> bool:
    """A table of two columns with a label in each row: «Срок реализации | 2026-2027 учебный год»."""
    labels = [one.texts[0] for one in block]
    if len(block) < 2 or any(len(one.filled) != 2 or len(label) > 60 for one, label in zip(block, labels, strict=True)):
        return False
    return sum(heading_role(label) not in ("", "extra") or label.endswith(":") for label in labels) * 2 >= len(labels)


def _clean(text: str) -> list[str]:
    lines = [line.strip().lstrip("#").strip() for line in text.split("\n")]
    return [line for line in lines if line]


def _cut(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines of the title, and what follows it in the same paragraph."""
    end = 1
    while end < len(lines) and _goes_on(lines[end], lines[:end]):
        end += 1
    return lines[:end], lines[end:]


def _goes_on(line: str, title: list[str]) -> bool:
    """Whether the line is the next one of a title."""
    if _APPROVAL.match(line.lstrip("«\"' ")) or _LABEL.search(line) or _DATE_LINE.match(line):
        return False
    if sum(map(len, title)) + len(line) > _MOST_TITLE or (
        title[-1].endswith((".", ";")) and not re.search(r"г\w{0,2}\.$", title[-1])
    ):
        return False
    if line[:1].islower() or line[:1] in '(«"' or line.isupper() or re.match(r"на\s+\d", line, re.IGNORECASE):
        return True
    if _YEARS.search(line) and len(line) < 60:
        return True
    return len(line) < 120 and not line.endswith((".", ";", ":")) and not _YEARS.search(" ".join(title))


def _title_place(paragraphs: list[list[str]]) -> tuple[int, int] | None:
    """Paragraph and line where the title begins: «Дорожная карта» before any other plan."""
    found = [(number, at) for number, lines in enumerate(paragraphs) for at, line in enumerate(lines) if _TITLE.match(line)]
    best = next((place for place in found if _ROADMAP.search(paragraphs[place[0]][place[1]])), None)
    if best is None and found:
        best = found[0]
    if best is not None:
        number, at = _dated(found, paragraphs, best)
        while at and _TITLE.match(paragraphs[number][at - 1]) and not _stands_alone(*paragraphs[number][at - 1 : at + 1]):
            at -= 1
        return number, at
    for number, lines in enumerate(paragraphs):
        for at, line in enumerate(lines):
            if _ROADMAP.search(line) and not _APPROVAL.match(line):
                return number, at
    plain = [number for number, lines in enumerate(paragraphs) if not _APPROVAL.search(" ".join(lines))]
    return (plain[-1], 0) if plain else None


def _dated(found: list[tuple[int, int]], paragraphs: list[list[str]], best: tuple[int, int]) -> tuple[int, int]:
    """Of several titles the one that names its year: a page of a site has a title of its own above that of the document."""

    def said(place: tuple[int, int]) -> str:
        return " ".join(_cut(paragraphs[place[0]][place[1] :])[0])

    if _YEARS.search(said(best)):
        return best
    others = [place for place in found if place > best and _YEARS.search(said(place)) and _ROADMAP.search(said(place))]
    places = [(number, at) for number, lines in enumerate(paragraphs) for at in range(len(lines))]
    between = [paragraphs[place[0]][place[1]] for place in places if best < place < others[0]] if others else []
    return others[0] if any(_APPROVAL.search(line) or line.endswith(":") for line in between) else best


def _stands_alone(upper: str, lower: str) -> bool:
    """Whether «План» above «Дорожная карта …» is not its first line but the name of a sheet or of a file."""
    return len(upper.split()) == 1 and not upper.isupper() and not lower[:1].islower() and lower[:1] not in "(«"


def _approval(lines: list[str], draft: RoadmapDraft) -> None:
    """A paragraph of approval keeps its lines; one which speaks of nothing of the kind is unread."""
    brief = len(lines) <= _MOST_APPROVAL and not any(
        len(line) > 160 or _LABEL.search(line) or line[0] in "-–—•" for line in lines
    )
    if brief and any(_APPROVAL.search(line) or _DATE_LINE.match(line) for line in lines):
        draft.approval.extend(lines)
    else:
        draft.unread.extend(lines)
