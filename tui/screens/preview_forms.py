"""A row or a stage of a roadmap that is not saved yet, in full; every field is one step of the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from model.preview_doubts import doubts_by_row
from model.roadmap_draft import RoadmapDraft
from model.roadmap_preview import moved_to_stage, with_activity, with_stage
from model.years import SchoolYear
from tui.keymap import Command, bindings
from tui.plain_text import one_line
from tui.screens.activity_form import ActivityFields
from tui.screens.dialogs import Choice, ChoiceDialog
from tui.screens.saving_form import SavingForm
from tui.widgets.labelled import Labelled
from tui.widgets.saved_field import SavedField

if TYPE_CHECKING:
    from tui.screens.roadmap_preview import PreviewScreen

_UNDO = (
    Command("step_back", "ctrl+z", "Отменить правку этой формы", menu=False),
    Command("step_forth", "ctrl+y", "Повторить отменённое", menu=False),
    Command("close", "escape", "Назад в список", "Назад", menu=False),
)
_ROW_COMMANDS = (
    Command("explain", "f4", "Сказать, как понимать срок, если он понят не так", "Понимать как", "Понять"),
    Command("move", "f6", "Перенести в другой этап", "В этап", priority=True),
    *_UNDO,
)
_STAGE_COMMANDS = _UNDO
_FIELDS = {"text": "Текст строки", "deadline": "Срок строки", "meant": "Как понимать срок", "responsible": "Ответственный"}


class _Steps(SavingForm):
    """Shows one row or stage (``at``); steps that were made in this form can be taken back in it."""

    def __init__(self, title: str, host: PreviewScreen, at: int) -> None:
        super().__init__(title)
        self.host = host
        self.at = at
        self._back: list[int] = []
        self._forth: list[int] = []

    async def on_mount(self) -> None:
        """Say where the words go."""
        hint = "Правка сразу видна в списке, в базу её пишет F2 в списке. Esc — назад"
        self.query_one("#form-hint", Static).update(hint)

    def change(self, label: str, draft: RoadmapDraft, now_at: int | None = None) -> None:
        """A step of the preview; the row stands at ``now_at`` after it."""
        if self.host.change(label, draft):
            self._back.append(self.at)
            self._forth.clear()
            self.at = self.at if now_at is None else now_at

    async def action_step_back(self) -> None:
        """Take the last step of this form back."""
        await self._travel(self._back, self._forth, -1, "В этой форме отменять нечего: прежние правки отменяются в списке.")

    async def action_step_forth(self) -> None:
        """Do it again."""
        await self._travel(self._forth, self._back, 1, "Повторять нечего.")

    async def _travel(self, here: list[int], there: list[int], way: int, nothing: str) -> None:
        if not here:
            self.kurator.say(nothing)
            return
        there.append(self.at)
        self.at = here.pop()
        self.kurator.say(self.host.travel(way))
        await self.reload()


class PreviewRowForm(_Steps, ActivityFields):
    """One row: text, deadline, its meaning, people, result, stage."""

    KEYS = _ROW_COMMANDS  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = bindings(_ROW_COMMANDS)
    NAME: ClassVar[str] = "Строка до записи"
    ABOUT: ClassVar[str] = (
        "Строка прочитанной дорожной карты. Под сроком видно, как он понят; если можно понять по-разному, выберите нужное. "
        "«Понимать как» — для срока, который понят не так: слова документа останутся рядом. В базу пишет список по F2."
    )

    def __init__(self, host: PreviewScreen, at: int) -> None:
        super().__init__("Правка строки до записи", host, at)

    @property
    def year(self) -> SchoolYear:
        """That of the preview."""
        return self.host.preview.year

    async def on_mount(self) -> None:
        """Start in the text."""
        await _Steps.on_mount(self)
        await ActivityFields.on_mount(self)

    def body(self) -> ComposeResult:
        """The fields of an activity, its stage and its doubts."""
        yield from super().body()
        yield Static("", markup=False, id="row-notes")

    async def reload(self) -> None:
        """Show the row as it is now."""
        draft = self.host.preview.draft
        one = draft.activities[self.at]
        texts = {"text": one.text, "deadline": one.deadline.text, "meant": one.meant}
        self.show_fields(f"row {self.at}", texts | {"responsible": one.responsible, "result": one.result})
        stage = draft.stages[one.stage]
        told = {doubt for at, doubt in draft.doubts if at == self.at}  # the deadline tells its own doubts above
        own = [doubt for doubt in doubts_by_row(draft).get(self.at, ()) if doubt in told]
        lines = [f"Этап: {stage.no} {stage.title} (F6 — другой)", *own]
        self.query_one("#row-notes", Static).update("\n".join(one_line(line) for line in lines))

    async def save(self, name: str, text: str) -> str:
        """One field is one step."""
        draft = with_activity(self.host.preview.draft, self.at, self.year, **{name: text})
        self.change(_FIELDS.get(name, "Результат"), draft)
        await self.reload()
        return text

    async def action_move(self) -> None:
        """Choose another stage."""
        if await self.flush():
            self.host.ask_for_stage(self.at, self._moved)

    async def _moved(self, stage: int) -> None:
        before = self.host.preview.draft
        after = moved_to_stage(before, self.at, stage)
        fresh = fresh_line(before, after)
        self.change("Перенос в этап", after, fresh[1] if fresh else self.at)
        await self.reload()


class PreviewStageForm(_Steps):
    """Number and title of a stage."""

    KEYS = _STAGE_COMMANDS  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = bindings(_STAGE_COMMANDS)
    NAME: ClassVar[str] = "Этап до записи"
    ABOUT: ClassVar[str] = "Номер и название этапа прочитанной дорожной карты. В базу пишет список по F2."

    def __init__(self, host: PreviewScreen, at: int) -> None:
        super().__init__("Правка этапа до записи", host, at)

    def body(self) -> ComposeResult:
        """Two fields."""
        with VerticalScroll(classes="form", can_focus=False):
            yield Labelled("Номер", SavedField("no", id="stage-no"))
            yield Labelled("Название", SavedField("title", id="stage-title"))

    async def on_mount(self) -> None:
        """Start in the title."""
        await super().on_mount()
        await self.reload()
        self.query_one("#stage-title").focus()

    async def reload(self) -> None:
        """Show the stage as it is now."""
        stage = self.host.preview.draft.stages[self.at]
        for field in self.fields:
            field.load(f"stage {self.at}", stage.no if field.field == "no" else stage.title)

    async def save(self, name: str, text: str) -> str:
        """One field is one step."""
        draft = with_stage(self.host.preview.draft, self.at, **{name: text})
        self.change("Номер этапа" if name == "no" else "Название этапа", draft)
        await self.reload()
        return text


def fresh_line(before: RoadmapDraft, after: RoadmapDraft) -> tuple[str, int] | None:
    """The line that an edit made or changed: («activity» or «stage», index)."""
    known = {id(one) for one in (*before.activities, *before.stages)}
    rows = [("activity", at) for at, one in enumerate(after.activities) if id(one) not in known]
    stages = [("stage", at) for at, one in enumerate(after.stages) if id(one) not in known]
    return stages[0] if stages and len(after.stages) > len(before.stages) else next(iter((*rows, *stages)), None)


def stage_choices(host: PreviewScreen) -> ChoiceDialog:
    """All stages to choose from; the answer is the index."""
    stages = host.preview.draft.stages
    return ChoiceDialog("В какой этап?", [Choice(str(at), f"{one.no} {one.title}") for at, one in enumerate(stages)])
