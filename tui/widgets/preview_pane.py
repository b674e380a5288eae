"""The row under the cursor of a preview: its words, its deadline as written and as understood, people, doubts."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from model.manual_deadlines import understood
from model.roadmap_draft import RoadmapDraft
from model.years import SchoolYear
from tui.plain_text import one_line
from tui.widgets.preview_table import PreviewLine


class PreviewPane(Vertical):
    """Four texts, as high at every row, so that the list does not jump."""

    DEFAULT_CSS = """
    PreviewPane { height: 7; border-top: solid $secondary; padding: 0 1; }
    PreviewPane Static { height: auto; }
    #preview-text { max-height: 2; text-style: bold; }
    #preview-when { max-height: 2; }
    #preview-people { max-height: 1; color: $foreground-muted; }
    #preview-doubts { max-height: 2; color: $warning; }
    """

    def compose(self) -> ComposeResult:
        """Text, deadline, people, doubts."""
        for place in ("text", "when", "people", "doubts"):
            yield Static("", markup=False, id=f"preview-{place}")

    def show(self, draft: RoadmapDraft, line: PreviewLine | None, year: SchoolYear) -> None:
        """Show a line of the list."""
        text, when, people, doubts = "" if line is None else line.text, "", "", ""
        if line is not None and line.kind == "activity":
            one = draft.activities[line.at]
            text = f"{one.no} {one.text}"
            meant = f" · понимать как «{one.meant}»" if one.meant else ""
            written = f"Срок: «{one.deadline.text}»" if one.deadline.text.strip() else "Срок не указан"
            when = f"{written}{meant} → {understood(one.deadline, year)}"
            parts = (("Ответственный", one.responsible), ("Результат", one.result), ("Отметка", one.done))
            people = "   ".join(f"{name}: {one_line(words)}" for name, words in parts if words.strip())
            doubts = " ".join(f"? {doubt}" for doubt in line.doubts)
        for place, words in (("text", text), ("when", when), ("people", people), ("doubts", doubts)):
            self.query_one(f"#preview-{place}", Static).update(one_line(words))
