"""What was read of a roadmap, before it is saved: every doubt is seen, every row can be put right, every step taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from model.errors import Refusal
from model.preview_doubts import open_questions, settled, without_question
from model.preview_history import Preview
from model.preview_years import in_this_year
from model.roadmap_draft import RoadmapDraft
from model.roadmap_preview import (
    joined_above,
    moved_to_stage,
    on_standard_stages,
    row_to_stage,
    stage_to_row,
    unread_to_activity,
    without_activity,
    without_stage,
)
from tui.commands import bar_commands
from tui.kept_preview import KeptPreview
from tui.keymap import bindings
from tui.plain_text import one_line, plural
from tui.screens.dialogs import Choice, ChoiceDialog, ReadingDialog
from tui.screens.preview_commands import PREVIEW_COMMANDS
from tui.screens.preview_forms import PreviewRowForm, PreviewStageForm, fresh_line, stage_choices
from tui.screens.row_in_full import row_text
from tui.screens.working_screen import WorkingScreen
from tui.widgets.function_bar import FunctionBar
from tui.widgets.head_line import HeadLine
from tui.widgets.preview_pane import PreviewPane
from tui.widgets.preview_table import PreviewTable
from tui.widgets.row_view import RowView

_HINT = "1 этап ⇄ строка · 2 к строке выше · Ins из непонятого · Пробел проверено"
_NO_TABLE = "Таблица не найдена, текст сохранён построчно. 3 — взять типовые этапы, Ins — строку сделать мероприятием."

#: Writes a draft; raises ``Refusal`` when that cannot be done.
Take = Callable[[RoadmapDraft], Awaitable[None]]


class PreviewScreen(WorkingScreen):
    """The list of what was read. Afterwards ``taken`` or ``forgotten`` says how it ended; neither: it waits."""

    KEYS = PREVIEW_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(PREVIEW_COMMANDS)
    NAME: ClassVar[str] = "Прочитанная дорожная карта"
    ABOUT: ClassVar[str] = (
        "Так прочитана ваша дорожная карта; в базу она попадёт по F2. «?» стоит у строк, где есть сомнение: срок можно "
        "понять по-разному, не понят, не указан или год не тот. F7 ведёт по ним. Слова документа не пропадают: удалённое и "
        "лишнее остаётся среди непонятых строк внизу. Любую правку отменяет Ctrl+Z."
    )
    CSS = """
    #preview-note { height: auto; max-height: 2; padding: 0 1; color: $warning; text-style: bold; }
    #preview-hint { height: 1; padding: 0 1; color: $foreground-muted; }
    """

    def __init__(self, preview: Preview, take: Take, database: Path, *, final: bool = True) -> None:
        super().__init__()
        self._final = final
        self.preview = preview
        self.taken = self.forgotten = False
        self._take = take
        self._kept = KeptPreview(database)
        self._stage = len(preview.draft.stages) - 1
        self._shown: RoadmapDraft | None = None

    def compose(self) -> ComposeResult:
        """Head, counts, the list, the row in full, a hint, function bar."""
        yield HeadLine(id="head")
        yield HeadLine(id="subhead")
        yield Static("", markup=False, id="preview-note")
        yield PreviewTable(id="preview-table")
        yield PreviewPane(id="preview-pane")
        yield Static(_HINT, markup=False, id="preview-hint")
        yield FunctionBar(bar_commands(self.KEYS, main=False))

    async def on_mount(self) -> None:
        """The list, from its first doubt."""
        self.show()
        self.table.to_next_doubt()
        self.table.focus()

    @property
    def table(self) -> PreviewTable:
        """The list."""
        return self.query_one(PreviewTable)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Standard stages are for a text in which nothing was found."""
        if action == "standard" and self.preview.draft.activities:
            return False
        return super().check_action(action, parameters)

    # ------------------------------------------------------------------ showing
    async def reload(self) -> None:
        """Coming back from a form."""
        self.show()

    def show(self, go_to: tuple[str, int] | None = None) -> None:
        """Show the draft as it is now."""
        draft = self.preview.draft
        if draft is not self._shown or go_to is not None:
            self._shown = draft
            self.table.show(draft, self.preview.year, go_to)
        head, subhead = self.query_one("#head", HeadLine), self.query_one("#subhead", HeadLine)
        head.left = one_line(
            f"Прочитано, ещё не записано · {self.preview.year} · {draft.title or Path(self.preview.source).name}"
        )
        occurrences = sum(max(1, len(one.deadline.occurrences)) for one in draft.activities)
        counts = (
            plural(len(draft.stages), "этап", "этапа", "этапов"),
            plural(len(draft.activities), "мероприятие", "мероприятия", "мероприятий"),
            plural(occurrences, "отметка", "отметки", "отметок"),
        )
        subhead.left = ", ".join(counts)
        doubtful = self.table.doubtful
        subhead.right = (
            (f"сомнений {doubtful}", "bold" if doubtful else ""),
            (f" · непонятых {len(draft.unread)}", ""),
            (f" · вопросов {len(open_questions(draft))} ", ""),
        )
        note = self.query_one("#preview-note", Static)
        note.update(_NO_TABLE)
        note.display = not draft.activities
        self._show_pane()

    @on(RowView.Moved)
    def moved(self) -> None:
        """Another line: another pane."""
        self._show_pane()

    def _show_pane(self) -> None:
        line, draft = self.table.line, self.preview.draft
        if line is not None and line.kind in {"activity", "stage"}:
            self._stage = line.at if line.kind == "stage" else draft.activities[line.at].stage
        self.query_one(PreviewPane).show(draft, line, self.preview.year)

    # ------------------------------------------------------------------ steps
    def change(self, label: str, draft: RoadmapDraft, go_to: tuple[str, int] | None = None) -> bool:
        """Take an edited draft as one step; return whether anything changed."""
        if not self.preview.apply(label, draft):
            return False
        self._keep_later()
        self.show(go_to)
        return True

    def travel(self, way: int) -> str:
        """One step back (-1) or forth (1); return the sentence about it."""
        label = self.preview.undo() if way < 0 else self.preview.redo()
        if not label:
            return "Отменять нечего." if way < 0 else "Повторять нечего."
        self._keep_later()
        self.show()
        return f"{'Отменено' if way < 0 else 'Повторено'}: {label[:1].lower() + label[1:]}."

    def _edit(self, label: str, edit: Callable[[RoadmapDraft], RoadmapDraft], *, follow: bool = True) -> None:
        """An edit of the whole; a refusal is told; the cursor goes to what was made when it is to ``follow``."""
        before = self.preview.draft
        try:
            after = edit(before)
        except Refusal as refusal:
            self.kurator.complain(refusal.sentence)
            return
        self.change(label, after, fresh_line(before, after) if follow else None)

    def action_step_back(self) -> None:
        """Take the last edit back."""
        self.kurator.say(self.travel(-1))

    def action_step_forth(self) -> None:
        """Do again what was taken back."""
        self.kurator.say(self.travel(1))

    # ------------------------------------------------------------------ rows
    def _at(self, *kinds: str) -> int | None:
        """Index under the cursor when a line of one of the kinds is there; otherwise say what is needed."""
        line = self.table.line
        if line is not None and line.kind in kinds:
            return line.at
        names = {"activity": "мероприятие", "stage": "этап", "unread": "непонятую строку"}
        self.kurator.say(f"Встаньте на {' или '.join(names[kind] for kind in kinds)}.")
        return None

    @on(RowView.Chosen)
    async def chosen(self) -> None:
        """Enter is F4; what cannot be edited is shown."""
        line = self.table.line
        if line is not None and line.kind in {"activity", "stage"}:
            await self.action_edit()
        else:
            await self.action_view()

    async def action_edit(self) -> None:
        """The form of the row or of the stage."""
        line = self.table.line
        if line is not None and line.kind == "stage":
            await self.app.push_screen(PreviewStageForm(self, line.at))
        elif (at := self._at("activity", "stage")) is not None:
            await self.app.push_screen(PreviewRowForm(self, at))

    async def action_view(self) -> None:
        """The line in full."""
        line = self.table.line
        if line is not None:
            title, text = row_text(self.preview.draft, line, self.preview.year)
            await self.app.push_screen(ReadingDialog(title, text))

    def action_next_doubt(self) -> None:
        """To the next row that deserves a look."""
        if not self.table.to_next_doubt():
            self.kurator.say("Сомнительных строк нет.")

    def action_settle(self) -> None:
        """The row was looked at, or the question answered."""
        line = self.table.line
        if line is not None and line.kind == "question":
            self._edit("Вопрос решён", lambda draft: without_question(draft, line.at), follow=False)
        elif (at := self._at("activity")) is not None:
            self._edit("Строка проверена", lambda draft: settled(draft, at), follow=False)

    def action_delete(self) -> None:
        """Delete a row or an empty stage; the words stay unread."""
        line = self.table.line
        at = self._at("activity", "stage")
        if line is not None and at is not None:
            remove = without_activity if line.kind == "activity" else without_stage
            self._edit("Удаление строки", lambda draft: remove(draft, at), follow=False)

    def action_turn(self) -> None:
        """A row becomes a stage, a stage becomes a row."""
        line = self.table.line
        at = self._at("activity", "stage")
        if line is not None and at is not None:
            turn = row_to_stage if line.kind == "activity" else stage_to_row
            self._edit("Строка стала этапом" if line.kind == "activity" else "Этап стал строкой", lambda draft: turn(draft, at))

    def action_join(self) -> None:
        """Join the row with the one above."""
        if (at := self._at("activity")) is not None:
            self._edit("Соединение строк", lambda draft: joined_above(draft, at, self.preview.year))

    def action_move(self) -> None:
        """Choose another stage for the row."""
        if (at := self._at("activity")) is None:
            return

        async def move(stage: int) -> None:
            self._edit("Перенос в этап", lambda draft: moved_to_stage(draft, at, stage))

        self.ask_for_stage(at, move)

    def ask_for_stage(self, at: int, move: Callable[[int], Awaitable[None]]) -> None:
        """Ask for a stage; ``move`` gets its index."""

        async def answered(stage: str | None) -> None:
            if stage and int(stage) != self.preview.draft.activities[at].stage:
                await move(int(stage))

        self.app.push_screen(stage_choices(self), answered)

    def action_raise_unread(self) -> None:
        """An unread line becomes a row of the stage where the cursor was last; the cursor goes on to the next line."""
        if (at := self._at("unread")) is None:
            return
        left = len(self.preview.draft.unread) - 1
        before = self.preview.draft
        try:
            after = unread_to_activity(before, at, self._stage)
        except Refusal as refusal:
            self.kurator.complain(refusal.sentence)
            return
        self.change(
            "Мероприятие из непонятой строки", after, ("unread", min(at, left - 1)) if left else fresh_line(before, after)
        )
        made = next(one for one in after.activities if all(one is not old for old in before.activities))
        self.kurator.say(f"Добавлено в этап «{one_line(after.stages[made.stage].title)}»: поправьте срок там.")

    def action_standard(self) -> None:
        """Standard stages for a text without a table."""
        self._edit("Типовые этапы", lambda draft: on_standard_stages(draft, self.preview.year), follow=False)

    def action_this_year(self) -> None:
        """The deadlines of a document of another year are understood in this one."""
        self._edit("Годы документа", lambda draft: in_this_year(draft, self.preview.year), follow=False)

    # ------------------------------------------------------------------ the end
    async def action_menu(self) -> None:
        """Everything that can be done here."""
        commands = [command for command in self.KEYS if command.menu and self.check_action(command.name, ())]
        choices = [Choice(command.action, command.title, command.shown_keys) for command in commands]

        async def chosen(action: str | None) -> None:
            if action:
                await self.run_action(action)

        await self.app.push_screen(ChoiceDialog("Меню", choices, numbered=False), chosen)

    async def action_take(self) -> None:
        """Write what the list shows."""
        if not self.preview.draft.activities:
            self.kurator.complain("Мероприятий нет: возьмите типовые этапы (3) или сделайте их из непонятых строк (Ins).")
            return
        try:
            await self._take(self.preview.draft)
        except Refusal as refusal:
            self.kurator.complain(refusal.sentence)
            return
        self.taken = True
        if self._final:
            await self._leave()
        else:
            await self.flush()
            self.dismiss(None)

    async def action_close(self) -> None:
        """Back; edits are not thrown away without being asked for."""
        if not self.preview.edited:
            self.dismiss(None)
            return
        choices = [
            Choice("take", "Записать дорожную карту"),
            Choice("later", "Выйти, правка подождёт"),
            Choice("forget", "Выйти и забыть правку"),
        ]

        async def answered(answer: str | None) -> None:
            if answer == "take":
                await self.action_take()
            elif answer == "later":
                await self.flush()
                self.dismiss(None)
            elif answer == "forget":
                self.forgotten = True
                await self._leave()

        await self.app.push_screen(ChoiceDialog("Правка не записана", choices), answered)

    async def _leave(self) -> None:
        """Nothing is to be kept any more."""
        await self._kept.end()
        self.dismiss(None)

    # ------------------------------------------------------------------ surviving a kill
    async def flush(self) -> bool:
        """Keep the edits for another start."""
        await self._kept.now(self.preview)
        return True

    @work(group="keeping")
    async def _keep_later(self) -> None:
        await self._kept.soon(self.preview)
