"""The text above the table: title and approval block."""

from __future__ import annotations

import re

from model.roadmap_draft import RoadmapDraft

_TITLE = re.compile(
    r"^\W*(?:типовая\s+)?(?:дорожн\w+ карт|план\b|план-график|календарный план|перспективный план)", re.IGNORECASE
)
_ROADMAP = re.compile(r"дорожн\w+ карт", re.IGNORECASE)
_APPROVAL = re.compile(
    r"утвержд|согласован|принят[оа]?\b|рассмотрен|приказ|протокол|директор|заведующ|приложение|распоряжени|начальник",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(r"^[\W_]*(?:от\s)?[\W_]*\d{1,2}[\W_]+(?:\d{1,2}|[а-я]+)[\W_]+\d{4}|^_{3,}", re.IGNORECASE)


def read_preface(rows: list[list[str]], draft: RoadmapDraft) -> None:
    """Put the lines above the table into ``title`` and ``approval``; the rest goes to ``unread``."""
    paragraphs: list[list[str]] = [[]]
    for row in rows:
        text = " ".join(cell for cell in row if cell)
        if text:
            paragraphs[-1].extend(line.strip().lstrip("#").strip() for line in text.split("\n"))
        elif paragraphs[-1]:
            paragraphs.append([])
    paragraphs = [lines for lines in paragraphs if lines]
    place = _title_place(paragraphs)
    for number, lines in enumerate(paragraphs):
        if place is not None and number == place[0]:
            _approval(lines[: place[1]], draft)
            title = lines[place[1] :]
            cut = next((at for at, line in enumerate(title) if at and _APPROVAL.match(line)), len(title))
            draft.title = _joined(title[:cut])
            _approval(title[cut:], draft)
        else:
            _approval(lines, draft)


def _title_place(paragraphs: list[list[str]]) -> tuple[int, int] | None:
    """Paragraph and line where the title begins: «Дорожная карта» before any other plan."""
    found = [(number, at) for number, lines in enumerate(paragraphs) for at, line in enumerate(lines) if _TITLE.match(line)]
    best = next((place for place in found if _ROADMAP.search(paragraphs[place[0]][place[1]])), None)
    if best or found:
        return best or found[0]
    for number, lines in enumerate(paragraphs):
        for at, line in enumerate(lines):
            if _ROADMAP.search(line) and not _APPROVAL.match(line):
                return number, at
    plain = [number for number, lines in enumerate(paragraphs) if not _APPROVAL.search(" ".join(lines))]
    return (plain[-1], 0) if plain else None


def _approval(lines: list[str], draft: RoadmapDraft) -> None:
    """A paragraph of approval keeps its lines; one which speaks of nothing of the kind is unread."""
    if any(_APPROVAL.search(line) or _DATE_LINE.match(line) for line in lines):
        draft.approval.extend(lines)
    else:
        draft.unread.extend(lines)


def _joined(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())
