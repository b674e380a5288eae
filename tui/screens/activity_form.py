"""One activity of the roadmap: its words, its deadline with what was understood, who answers for it, the result."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from model.errors import Refusal
from model.roadmap_view import ActivityView
from model.roadmaps import add_activity, edit_activity
from tui.plain_text import one_line
from tui.roadmap_lines import understood
from tui.screens.saving_form import SavingForm
from tui.widgets.labelled import Labelled
from tui.widgets.saved_field import SavedArea, SavedField

_LABELS = {"text": "Мероприятие", "deadline": "Срок", "responsible": "Ответственный", "result": "Результат"}


class ActivityForm(SavingForm):
    """Edits an activity, or makes a new one of a stage when its first words are written."""

    NAME: ClassVar[str] = "Мероприятие"
    ABOUT: ClassVar[str] = (
        "Правка мероприятия. Срок пишите словами, как в приказе: «ноябрь, март», «до 2.10», «ежемесячно», «II квартал». "
        "Под полем видно, как срок понят; отметки тех сроков, которые не изменились, сохраняются."
    )

    def __init__(self, stage: str, activity: str = "") -> None:
        super().__init__("Правка мероприятия" if activity else "Новое мероприятие")
        self._stage = stage
        self._activity = activity
        self._pending: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """Four fields and a line about the deadline."""
        with VerticalScroll(classes="form"):
            yield Labelled(_LABELS["text"], SavedArea("text", id="activity-text"))
            yield Labelled(_LABELS["deadline"], SavedField("deadline", id="activity-deadline"))
            yield Static("", markup=False, id="activity-understood")
            yield Labelled(_LABELS["responsible"], SavedField("responsible", id="activity-responsible"))
            yield Labelled(_LABELS["result"], SavedField("result", id="activity-result"))

    async def on_mount(self) -> None:
        """Start in the text."""
        await self.reload()
        self.query_one("#activity-text").focus()

    async def reload(self) -> None:
        """Show the activity as it is now; close when it is gone."""
        if not self._activity:
            return
        shown = self._find()
        if shown is None:
            self.kurator.complain("Этого мероприятия больше нет.")
            self.dismiss(None)
            return
        texts = {"text": shown.text, "deadline": shown.deadline, "responsible": shown.responsible, "result": shown.result}
        for field in self.fields:
            field.load(self._activity, texts[field.field])
        notes = [understood(shown), *(["можно понять двояко"] if shown.ambiguous else []), *shown.warnings]
        self.query_one("#activity-understood", Static).update(one_line("→ " + " · ".join(notes)))

    def _find(self) -> ActivityView | None:
        stages = self.kurator.view.stages if self.kurator.view is not None else ()
        return next((a for stage in stages for a in stage.activities if a.id == self._activity), None)

    async def save(self, name: str, text: str) -> str:
        """Write one field; a new activity begins with its text."""
        desk = self.kurator.desk
        if not self._activity:
            self._pending[name] = text
            words = self._pending.get("text", "").strip()
            if not words:
                raise Refusal("Запишется, когда будет текст мероприятия.")
            self._activity = await desk.run(
                add_activity,
                self._stage,
                words,
                self._pending.get("deadline", ""),
                self._pending.get("responsible", ""),
            )
            if self._pending.get("result"):
                await desk.run(edit_activity, self._activity, result=self._pending["result"])
            for label in self.query(Labelled):
                label.complain("")
            for field in self.fields:
                field.target = self._activity
                field.accept(self._pending.get(field.field, ""))
            self.kurator.say("Мероприятие добавлено в дорожную карту.")
        elif name == "text":
            await desk.run(edit_activity, self._activity, text=text)
        elif name == "deadline":
            await desk.run(edit_activity, self._activity, deadline=text)
        elif name == "responsible":
            await desk.run(edit_activity, self._activity, responsible=text)
        else:
            await desk.run(edit_activity, self._activity, result=text)
        await self.kurator.reload()
        return text
