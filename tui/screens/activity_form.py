"""One activity of the roadmap: its words, its deadline with what is understood, who answers for it, the result."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from model.errors import Refusal
from model.manual_deadlines import check_meant
from model.roadmap_view import ActivityView
from model.roadmaps import add_activity, edit_activity
from model.years import SchoolYear
from tui.keymap import Command, bindings
from tui.roadmap_lines import year_of
from tui.screens.dialogs import Choice, ChoiceDialog
from tui.screens.saving_form import FORM_COMMANDS, SavingForm
from tui.widgets.deadline_field import DeadlineField
from tui.widgets.labelled import Labelled
from tui.widgets.saved_field import SavedArea, SavedField

_LABELS = {"text": "Мероприятие", "responsible": "Ответственный", "result": "Результат"}
_COMMANDS = (
    Command("explain", "f4", "Сказать, как понимать срок, если он понят не так", "Понимать как", "Понять"),
    *FORM_COMMANDS,
)


class ActivityFields(SavingForm):
    """The fields of an activity, wherever it is kept. Heirs tell the school year and save one field at a time."""

    KEYS = _COMMANDS  # type: ignore[assignment]  # the form's own tuple has one command
    BINDINGS: ClassVar[list[BindingType]] = bindings(_COMMANDS)

    @property
    def year(self) -> SchoolYear:
        """The school year in which deadlines are read."""
        raise NotImplementedError

    @property
    def waiting(self) -> bool:
        """Whether fields wait for others before they are written."""
        return False

    def body(self) -> ComposeResult:
        """The text, the deadline, two fields more."""
        with VerticalScroll(classes="form", can_focus=False):
            yield Labelled(_LABELS["text"], SavedArea("text", id="activity-text"))
            yield DeadlineField(self.year, id="activity-when")
            yield Labelled(_LABELS["responsible"], SavedField("responsible", id="activity-responsible"))
            yield Labelled(_LABELS["result"], SavedField("result", id="activity-result"))

    async def on_mount(self) -> None:
        """Start in the text."""
        await self.reload()
        self.query_one("#activity-text").focus()

    @property
    def when(self) -> DeadlineField:
        """The deadline."""
        return self.query_one(DeadlineField)

    def show_fields(self, target: str, texts: dict[str, str]) -> None:
        """Load the saved texts by name of field; what is typed stays."""
        for field in self.fields:
            field.load(target, texts[field.field])
        self.when.show_meaning()

    def action_explain(self) -> None:
        """To «понимать как»."""
        self.when.explain()

    @on(DeadlineField.Settled)
    async def settled(self, event: DeadlineField.Settled) -> None:
        """A reading was picked: the words are saved as they stand, the reading beside them."""
        event.stop()
        words, meant = self.when.deadline, self.when.meant
        if words.dirty and not await self.save_field(words, words.value) and not self.waiting:
            return
        meant.disabled = False
        meant.value = event.words
        meant.focus()
        await self.save_field(meant, event.words)
        self.when.show_meaning()


class ActivityForm(ActivityFields):
    """Edits an activity, or makes a new one of a stage when its first words are written."""

    NAME: ClassVar[str] = "Мероприятие"
    ABOUT: ClassVar[str] = (
        "Правка мероприятия. Срок пишите словами, как в приказе: «ноябрь, март», «до 2.10», «ежемесячно», «II квартал». "
        "Под полем сразу видно, как срок понят; если можно понять по-разному, выберите нужное. «Понимать как» — для срока, "
        "который понят не так: слова документа останутся. Отметки тех дней, которые не изменились, сохраняются."
    )

    def __init__(self, stage: str, activity: str = "") -> None:
        super().__init__("Правка мероприятия" if activity else "Новое мероприятие")
        self._stage = stage
        self._activity = activity
        self._pending: dict[str, str] = {}
        self._asked: tuple[str, str] | None = None

    @property
    def year(self) -> SchoolYear:
        """That of the roadmap on the screen."""
        view = self.kurator.view
        return year_of(view) if view is not None else SchoolYear.of(self.kurator.today)

    @property
    def waiting(self) -> bool:
        """A new activity waits for its text."""
        return not self._activity

    async def reload(self) -> None:
        """Show the activity as it is now; close when it is gone."""
        if not self._activity:
            return
        shown = self._find()
        if shown is None:
            self.kurator.complain("Этого мероприятия больше нет.")
            self.dismiss(None)
            return
        texts = {"text": shown.text, "deadline": shown.deadline, "meant": shown.meant}
        self.show_fields(self._activity, texts | {"responsible": shown.responsible, "result": shown.result})

    def _find(self) -> ActivityView | None:
        stages = self.kurator.view.stages if self.kurator.view is not None else ()
        return next((a for stage in stages for a in stage.activities if a.id == self._activity), None)

    async def save(self, name: str, text: str) -> str:
        """Write one field; a new activity begins with its text."""
        if not self._activity:
            await self._begin(name, text)
        else:
            try:
                await self.kurator.desk.run(edit_activity, self._activity, **_change(name, text))
            except Refusal as refusal:
                if refusal.code == "marks":
                    self._ask_about_marks(name, text, refusal.sentence)
                raise
        await self.kurator.reload()
        return text

    async def _begin(self, name: str, text: str) -> None:
        desk = self.kurator.desk
        if name == "meant":
            check_meant(text, self.year)
        self._pending[name] = text
        given = self._pending.get
        words = given("text", "").strip()
        if not words:
            raise Refusal("Запишется, когда будет текст мероприятия.")
        self._activity = await desk.run(
            add_activity,
            self._stage,
            words,
            given("deadline", ""),
            given("responsible", ""),
            given("meant", ""),
        )
        if given("result"):
            await desk.run(edit_activity, self._activity, result=self._pending["result"])
        for label in self.query(Labelled):
            label.complain("")
        for field in self.fields:
            field.target = self._activity
            field.accept(given(field.field, ""))
        self.kurator.say("Мероприятие добавлено в дорожную карту.")

    def _ask_about_marks(self, name: str, text: str, sentence: str) -> None:
        """Days with marks would go: that is for a person to say. The same words are asked about once."""
        if self._asked == (name, text):
            return
        self._asked = (name, text)
        choices = [
            Choice("stay", "Вернуться к правке: срок пока не записан"),
            Choice("drop", "Записать новый срок, отметки прежних дней убрать"),
        ]

        async def answered(answer: str | None) -> None:
            if answer != "drop":
                return
            job = self.kurator.desk.run(edit_activity, self._activity, **_change(name, text), drop_marks=True)
            if await self.attempt(_done(job)):
                field = next(field for field in self.fields if field.field == name)
                field.accept(text)
                next(label for label in self.query(Labelled) if label.field is field).complain("")
                await self.kurator.reload()
                self.kurator.say("Срок записан, отметки прежних дней убраны. Ctrl+Z вернёт.")

        self.app.push_screen(ChoiceDialog(sentence.partition(":")[0], choices), answered)


def _change(name: str, text: str) -> dict[str, Any]:
    """The argument of ``edit_activity`` that a field is."""
    return {"deadline_meant" if name == "meant" else name: text}


async def _done(job: Any) -> bool:
    """Wait for a use case without a result."""
    await job
    return True
