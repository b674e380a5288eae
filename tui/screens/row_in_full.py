"""One line of a preview as text to read: every cell of the row, how its deadline can be understood, what is doubted."""

from __future__ import annotations

from rich.text import Text

from model.manual_deadlines import reading_label, understood
from model.roadmap_draft import RoadmapDraft
from model.years import SchoolYear
from tui.plain_text import printable
from tui.widgets.preview_table import PreviewLine

_TITLES = {"stage": "Этап", "heading": "Раздел списка", "unread": "Непонятая строка", "question": "Вопрос"}


def row_text(draft: RoadmapDraft, line: PreviewLine, year: SchoolYear) -> tuple[str, Text]:
    """Title and text of the window."""
    text = Text()
    if line.kind != "activity":
        return _TITLES.get(line.kind, ""), text.append(printable(line.text))
    one = draft.activities[line.at]
    stage = draft.stages[one.stage]
    _part(text, "Этап", f"{stage.no} {stage.title}")
    _part(text, "№", one.no)
    _part(text, "Мероприятие", one.text)
    for step in one.steps:
        if step not in one.text:
            text.append(f"  • {printable(step)}\n")
    _part(text, "Срок, как написан", one.deadline.text or "не указан")
    _part(text, "Понимать как", one.meant)
    _part(text, "Понято", understood(one.deadline, year))
    if one.deadline.ambiguous:
        for number, reading in enumerate(one.deadline.readings, 1):
            text.append(f"  {number} {reading_label(reading, year)}\n")
    _part(text, "Ответственный", one.responsible)
    _part(text, "Результат", one.result)
    _part(text, "Отметка", one.done)
    for heading, cell in one.extra.items():
        _part(text, heading, cell)
    for doubt in line.doubts:
        text.append(f"? {printable(doubt)}\n", "bold")
    return "Строка целиком", text


def _part(text: Text, title: str, words: str) -> None:
    if words.strip():
        text.append(f"{printable(title)}: ", "bold").append(f"{printable(words.strip())}\n")
