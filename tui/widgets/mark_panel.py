"""The pane under the roadmap: the activity in full and the fields of the checkmark under the cursor."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from model.roadmap_view import MARK_STATE_NAMES, ActivityView, OccurrenceView, StageView
from model.russian_dates import show_date
from tui.plain_text import one_line
from tui.roadmap_lines import understood
from tui.widgets.saved_field import SavedField

FIELDS = ("done_on", "evidence", "note")


class MarkPanel(Vertical):
    """Shows a stage, an activity and one of its occurrences; its three fields send ``FieldEdited`` to be saved."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.fields = {
            "done_on": SavedField("done_on", id="mark-date", placeholder="дд.мм.гггг"),
            "evidence": SavedField("evidence", id="mark-evidence", placeholder="документ или ссылка"),
            "note": SavedField("note", id="mark-note"),
        }
        self._refused: dict[tuple[str, str], tuple[str, str]] = {}

    def compose(self) -> ComposeResult:
        """Three lines to read, two lines to fill in, one for a sentence."""
        yield Static("", markup=False, id="mark-text")
        yield Static("", markup=False, id="mark-deadline")
        yield Static("", markup=False, id="mark-people")
        with Horizontal(id="mark-line-when"):
            yield Static("", markup=False, id="mark-state")
            yield Static("Дата ", markup=False, classes="mark-label")
            yield self.fields["done_on"]
        with Horizontal(id="mark-line-proof"):
            yield Static(" Подтверждение ", markup=False, classes="mark-label")
            yield self.fields["evidence"]
            yield Static(" Примечание ", markup=False, classes="mark-label")
            yield self.fields["note"]
        yield Static("", markup=False, id="mark-sentence")

    def show(
        self,
        stage: StageView | None,
        activity: ActivityView | None,
        occurrence: OccurrenceView | None,
        *,
        hint: str = "",
    ) -> None:
        """Show what stands under the cursor; ``hint`` is said where there is no occurrence."""
        self._write("mark-text", _heading(stage, activity))
        self._write("mark-deadline", _deadline(stage, activity))
        self._write("mark-people", _people(activity))
        if occurrence is None:
            self._write("mark-state", hint)
        else:
            late = ", просрочено" if occurrence.timing == "overdue" else ""
            who = f" · {occurrence.ticked_by}" if occurrence.ticked_by and occurrence.state != "none" else ""
            self._write("mark-state", f"{occurrence.label} · {MARK_STATE_NAMES.get(occurrence.state, '')}{late}{who}")
        texts = dict.fromkeys(FIELDS, "")
        if occurrence is not None:
            texts = {"done_on": show_date(occurrence.done_on), "evidence": occurrence.evidence, "note": occurrence.note}
        for name, field in self.fields.items():
            self._load(field, occurrence.id if occurrence else "", texts[name])
            field.disabled = occurrence is None
        self._say_refusals()

    def _load(self, field: SavedField, target: str, text: str) -> None:
        if target != field.target and field.has_class("-refused"):
            self._refused.setdefault((field.target, field.field), (field.value, ""))
            field.give_up()
        field.load(target, text)
        kept = self._refused.get((target, field.field))
        if kept is not None and not field.dirty:
            field.value = kept[0]
            field.cursor_position = len(kept[0])
            field.add_class("-refused")

    def accept(self, field: SavedField, target: str, text: str) -> None:
        """A text was saved; the field may show another occurrence by now."""
        self._refused.pop((target, field.field), None)
        if field.target == target:
            field.accept(text)
        self._say_refusals()

    def refuse(self, field: SavedField, target: str, text: str, sentence: str) -> None:
        """A text was refused: it waits at its occurrence for correction, with the sentence under the fields."""
        self._refused[target, field.field] = (text, sentence)
        if field.target == target:
            field.refuse()
        self._say_refusals()

    def _say_refusals(self) -> None:
        sentences = [
            kept[1]
            for field in self.fields.values()
            if (kept := self._refused.get((field.target, field.field))) is not None and kept[1]
        ]
        sentence = self.query_one("#mark-sentence", Static)
        sentence.update(one_line(" ".join(sentences)))
        sentence.display = bool(sentences)

    def _write(self, place: str, text: str) -> None:
        self.query_one(f"#{place}", Static).update(text)


def _heading(stage: StageView | None, activity: ActivityView | None) -> str:
    if activity is not None:
        return one_line(f"{activity.no} {activity.text}")
    if stage is None:
        return ""
    number = stage.no.rstrip(".")
    return one_line(f"Этап {number}. {stage.title}" if number else f"Этап: {stage.title}")


def _deadline(stage: StageView | None, activity: ActivityView | None) -> str:
    if activity is not None:
        doubt = " · можно понять двояко" if activity.ambiguous else ""
        warning = f" · {activity.warnings[0]}" if activity.warnings else ""
        written = f"«{activity.deadline}»" if activity.deadline.strip() else "не указан"
        return one_line(f"Срок: {written} → {understood(activity, 4)}{doubt}{warning}")
    if stage is None:
        return ""
    late = sum(o.timing == "overdue" for a in stage.activities for o in a.occurrences)
    return f"Сделано {stage.done} из {stage.total}" + (f", просрочено {late}" if late else "")


def _people(activity: ActivityView | None) -> str:
    if activity is None:
        return ""
    parts = [("Ответственный", activity.responsible), ("Результат", activity.result)]
    return "   ".join(f"{name}: {one_line(text)}" for name, text in parts if text.strip())
