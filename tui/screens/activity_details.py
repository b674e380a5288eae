"""An activity in full, as text to read."""

from __future__ import annotations

from rich.text import Text

from model.roadmap_view import MARK_STATE_NAMES, ActivityView, OccurrenceView, StageView
from model.russian_dates import show_date
from tui.plain_text import printable
from tui.theme import look_of, signs


def details_text(stage: StageView, activity: ActivityView) -> Text:
    """Everything that is known of an activity: words, steps, deadline as written and as understood, marks."""
    text = Text()
    _part(text, "Этап", f"{stage.no} {stage.title}".strip())
    _part(text, "Мероприятие", f"{activity.no} {activity.text}".strip())
    for step in activity.steps:
        if step not in activity.text:
            text.append(f"  • {printable(step)}\n")
    _part(text, "Срок, как написан", activity.deadline or "не указан")
    if activity.ambiguous:
        text.append("Срок можно понять двояко: проверьте отметки ниже.\n", "bold")
    for warning in activity.warnings:
        text.append(f"{printable(warning)}\n", "bold")
    _part(text, "Ответственный", activity.responsible)
    _part(text, "Результат", activity.result)
    for heading, value in activity.extra.items():
        _part(text, heading, value)
    text.append("\nОтметки\n", "bold")
    for occurrence in activity.occurrences:
        text.append(_mark(occurrence) + "\n")
    return text


def _part(text: Text, title: str, words: str) -> None:
    if words.strip():
        text.append(f"{printable(title)}: ", "bold").append(f"{printable(words)}\n")


def _mark(occurrence: OccurrenceView) -> str:
    parts = [f"{signs()[look_of(occurrence)]} {occurrence.label}: {MARK_STATE_NAMES.get(occurrence.state, '')}"]
    if occurrence.timing == "overdue":
        parts.append("просрочено")
    if occurrence.done_on is not None:
        parts.append(show_date(occurrence.done_on))
    if occurrence.ticked_by and occurrence.state != "none":
        parts.append(f"отметил(а) {occurrence.ticked_by}")
    parts += [words for words in (occurrence.evidence, occurrence.note) if words]
    return printable(", ".join(parts))
