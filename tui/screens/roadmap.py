"""The roadmap: the tree of stages or the list by months, and the checkmark under the cursor."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from model.errors import Refusal
from model.marks import outside_year, set_mark, toggle
from model.roadmap_view import MARK_STATE_NAMES, MARK_STATES, ActivityView, OccurrenceView, RoadmapView, StageView
from model.roadmaps import delete_activity
from model.russian_dates import parse_date
from tui.commands import bar_commands
from tui.keymap import Command, bindings
from tui.plain_text import one_line
from tui.roadmap_lines import year_of
from tui.screens.activity_details import details_text
from tui.screens.activity_form import ActivityForm
from tui.screens.dialogs import Choice, ChoiceDialog, ReadingDialog
from tui.screens.working_screen import WorkingScreen, main_screens
from tui.widgets.function_bar import FunctionBar
from tui.widgets.head_line import HeadLine
from tui.widgets.mark_panel import MarkPanel
from tui.widgets.month_list import MonthList
from tui.widgets.roadmap_grid import RoadmapGrid
from tui.widgets.row_view import RowView
from tui.widgets.saved_field import FieldEdited, FieldReverted

_NO_ROADMAP = "Дорожной карты на этот учебный год ещё нет.\nF9 — меню: «Взять дорожную карту из файла или стандартную»."
_NO_ACTIVITIES = "Мероприятий нет.\nIns — добавить мероприятие в этап."
_NOT_FOUND = "Ничего не нашлось.\nИзмените запрос (F7) или нажмите Esc в строке поиска."
_NO_MARK_HERE = "В этом месяце срока нет: ← → перейти к отметке"
_COMMANDS = (
    Command("tick", "space", "Отметить выполненным или снять отметку"),
    Command("pick_state", "f2", "Выбрать отметку: частично, перенесено, не требуется", "Отметка"),
    Command("details", "f3", "Мероприятие целиком", "Просмотр", "Вид", sight="F3, Ввод"),
    Command("edit", "f4", "Править мероприятие", "Правка", "Прав"),
    Command("find", "f7,slash,full_stop", "Найти мероприятие", "Найти"),
    Command("delete", "f8", "Удалить мероприятие (Ctrl+Z вернёт)", "Удалить", "Удал"),
    Command("new", "insert,n", "Добавить мероприятие в этап", sight="Ins"),
    Command("fields", "tab", "К полям отметки: дата, подтверждение, примечание", menu=False),
    Command("fold", "", "Свернуть или развернуть все этапы"),
    Command("leave_fields", "escape", "Вернуться к таблице, показать всё", menu=False),
)


class RoadmapScreen(WorkingScreen):
    """The current roadmap of the institution."""

    KEYS = _COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings([command for command in _COMMANDS if command.action != "fields"])
    NAME: ClassVar[str] = "Дорожная карта"
    ABOUT: ClassVar[str] = (
        "Дорожная карта: этапы, мероприятия и отметки по месяцам. Стрелки водят курсор по строкам и месяцам, пробел ставит "
        "отметку, Ввод на этапе сворачивает его. Под таблицей — мероприятие целиком и поля отметки."
    )

    def __init__(self) -> None:
        super().__init__()
        self._view: RoadmapView | None = None
        self._folded: set[str] = set()
        self._query = ""
        self._by_months = False

    def compose(self) -> ComposeResult:
        """Head, search row, the two views, the pane, function bar."""
        yield HeadLine(id="head")
        yield HeadLine(id="subhead")
        with Horizontal(id="search-row"):
            yield Static(" Найти: ", markup=False, classes="mark-label")
            yield Input(id="search", compact=True, placeholder="слова мероприятия, срока или имя", select_on_focus=False)
        yield RoadmapGrid(id="grid", empty=_NO_ROADMAP)
        yield MonthList(id="months", empty=_NO_ROADMAP)
        yield MarkPanel(id="mark-panel")
        yield FunctionBar(bar_commands(self.KEYS))

    def on_mount(self) -> None:
        """The tree first."""
        self.query_one("#search-row").display = False
        self.show_view("stages")

    @property
    def grid(self) -> RoadmapGrid:
        """The tree."""
        return self.query_one("#grid", RoadmapGrid)

    @property
    def months(self) -> MonthList:
        """The list by months."""
        return self.query_one("#months", MonthList)

    @property
    def panel(self) -> MarkPanel:
        """The pane."""
        return self.query_one("#mark-panel", MarkPanel)

    @property
    def rows(self) -> RowView:
        """The view that is shown."""
        return self.months if self._by_months else self.grid

    # ------------------------------------------------------------------ showing
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a roadmap there is nothing to tick, edit or find."""
        if self._view is None and action in {"tick", "pick_state", "details", "edit", "find", "delete", "new", "fold"}:
            return False
        return super().check_action(action, parameters)

    def show_view(self, name: str) -> None:
        """«stages» or «months»; the cursor goes along."""
        stage, activity, occurrence = self._current()
        self._by_months = name == "months"
        if self._by_months and self._view is not None:
            self.months.regroup()
            self._show_rows()
        if self._by_months and occurrence is not None:
            self.months.go_to(occurrence.id)
        elif not self._by_months and activity is not None:
            if stage is not None and stage.id in self._folded:
                self._folded.discard(stage.id)
                self._show_rows()
            self.grid.go_to(activity.id)
        self.grid.display = not self._by_months
        self.months.display = self._by_months
        self.rows.focus()
        self._show_heads()
        self._show_panel()

    async def reload(self) -> None:
        """Show the roadmap as it is now; the cursor stays."""
        self._view = self.kurator.view
        self._show_rows()
        self._show_heads()
        self._show_panel()

    def _show_rows(self) -> None:
        view = self._view
        empty = _NO_ROADMAP if view is None else _NOT_FOUND if self._query.strip() else _NO_ACTIVITIES
        self.grid.empty = self.months.empty = empty
        if view is None:
            self.grid.lines, self.months.lines = [], []
            self.grid.rows_changed()
            self.months.rows_changed()
        else:
            self.grid.show(view, self._folded, self._query)
            self.months.show(view, self._query)

    def _show_heads(self) -> None:
        head, subhead = self.query_one("#head", HeadLine), self.query_one("#subhead", HeadLine)
        head.left, head.right = self.kurator.heading, self.kurator.counters
        view = self._view
        if view is not None:
            title = view.title.strip() or "Дорожная карта"
            subhead.left = one_line(" · ".join([title, *view.approval[:1]]))
        else:
            subhead.left = "Дорожная карта"
        subhead.right = main_screens("2" if self._by_months else "1")

    def _current(self) -> tuple[StageView | None, ActivityView | None, OccurrenceView | None]:
        """Stage, activity and occurrence under the cursor."""
        if self._by_months:
            line = self.months.line
            return (line.stage, line.activity, line.occurrence) if line else (None, None, None)
        grid_line = self.grid.line
        return (grid_line.stage, grid_line.activity, self.grid.occurrence) if grid_line else (None, None, None)

    def _show_panel(self) -> None:
        stage, activity, occurrence = self._current()
        self.panel.show(stage, activity, occurrence, hint=_NO_MARK_HERE if activity is not None else "")

    @on(RowView.Moved)
    def moved(self) -> None:
        """Another row or month: another pane."""
        self._show_panel()

    # ------------------------------------------------------------------ marks
    async def action_tick(self) -> None:
        """Tick or untick the occurrence under the cursor."""
        _, activity, occurrence = self._current()
        if occurrence is None:
            if activity is not None:
                self.kurator.say(_NO_MARK_HERE + ".")
            return
        await self.attempt(self.kurator.desk.run(toggle, occurrence.id, self.kurator.today))
        await self.kurator.reload()

    async def action_pick_state(self) -> None:
        """Choose one of the states."""
        _, _, occurrence = self._current()
        if occurrence is None:
            self.kurator.say(_NO_MARK_HERE + ".")
            return
        choices = [Choice(state, MARK_STATE_NAMES[state]) for state in MARK_STATES]
        identity = occurrence.id

        async def chosen(state: str | None) -> None:
            if state:
                await self.attempt(self.kurator.desk.run(set_mark, identity, state=state))
                await self.kurator.reload()

        await self.app.push_screen(ChoiceDialog(f"Отметка: {occurrence.label}", choices, occurrence.state), chosen)

    @on(FieldEdited)
    async def field_edited(self, event: FieldEdited) -> None:
        """A field of the checkmark asks to be saved."""
        if event.target:
            await self._save_mark(event.target, event.name, event.text)

    @on(FieldReverted)
    def field_reverted(self, event: FieldReverted) -> None:
        """A refused text was given up."""
        self.panel.accept(self.panel.fields[event.name], event.target, event.text)

    async def _save_mark(self, occurrence: str, name: str, text: str) -> bool:
        desk, field = self.kurator.desk, self.panel.fields[name]
        try:
            if name == "done_on":
                day = parse_date(text, self.kurator.today)
                await desk.run(set_mark, occurrence, done_on=day)
                if day is not None and self._view is not None and outside_year(day, year_of(self._view)):
                    self.kurator.complain("Дата записана, но она вне учебного года: проверьте её.")
            elif name == "evidence":
                await desk.run(set_mark, occurrence, evidence=text)
            else:
                await desk.run(set_mark, occurrence, note=text)
        except Refusal as refusal:
            self.panel.refuse(field, occurrence, text, refusal.sentence)
            return False
        self.panel.accept(field, occurrence, text)
        await self.kurator.reload()
        return True

    async def flush(self) -> bool:
        """Save what is typed in the fields of the pane."""
        dirty = [(name, field) for name, field in self.panel.fields.items() if field.dirty and field.target]
        answers = [await self._save_mark(field.target, name, field.value) for name, field in dirty]
        return all(answers)

    # ------------------------------------------------------------------ stages and activities
    @on(RoadmapGrid.FoldWanted)
    def fold_wanted(self, event: RoadmapGrid.FoldWanted) -> None:
        """Fold or unfold one stage."""
        fold = event.stage not in self._folded if event.fold is None else event.fold
        (self._folded.add if fold else self._folded.discard)(event.stage)
        self._show_rows()

    def action_fold(self) -> None:
        """Fold all stages, or unfold them when all are folded."""
        stages = {stage.id for stage in self._view.stages} if self._view else set()
        self._folded = set() if self._folded >= stages else stages
        self._show_rows()

    @on(RowView.Chosen)
    async def chosen(self) -> None:
        """Enter: a stage folds, an activity opens."""
        stage, activity, _ = self._current()
        if activity is None and stage is not None:
            self.fold_wanted(RoadmapGrid.FoldWanted(self.grid, stage.id))
        else:
            await self.action_details()

    async def action_details(self) -> None:
        """The activity in full."""
        stage, activity, _ = self._current()
        if stage is not None and activity is not None:
            await self.app.push_screen(ReadingDialog("Мероприятие", details_text(stage, activity)))

    async def action_edit(self) -> None:
        """The form of the activity."""
        stage, activity, _ = self._current()
        if self._view is not None and stage is not None and activity is not None:
            await self.app.push_screen(ActivityForm(stage.id, activity.id))
        else:
            self.kurator.say("Встаньте на мероприятие: правится оно, а не этап.")

    async def action_new(self) -> None:
        """A new activity in the stage under the cursor."""
        stage, _, _ = self._current()
        if self._view is None or not self._view.stages:
            self.kurator.say("Сначала возьмите дорожную карту: F9.")
            return
        await self.app.push_screen(ActivityForm((stage or self._view.stages[-1]).id))

    async def action_delete(self) -> None:
        """Delete the activity under the cursor."""
        _, activity, _ = self._current()
        if activity is None:
            self.kurator.say("Встаньте на мероприятие: удаляется оно, а не этап.")
            return
        if await self.attempt(self._delete(activity.id)):
            await self.kurator.reload()
            self.kurator.say(f"Удалено: «{one_line(activity.text)}». Ctrl+Z вернёт.")

    async def _delete(self, activity: str) -> bool:
        await self.kurator.desk.run(delete_activity, activity)
        return True

    # ------------------------------------------------------------------ search and focus
    def action_find(self) -> None:
        """Open the search row."""
        self.query_one("#search-row").display = True
        self.query_one("#search", Input).focus()

    @on(Input.Changed, "#search")
    def search_changed(self, event: Input.Changed) -> None:
        """The rows follow the typing."""
        self._query = event.value
        self._show_rows()
        self._show_panel()

    @on(Input.Submitted, "#search")
    def search_done(self) -> None:
        """Enter in the search row goes to the rows."""
        self.rows.focus()

    def action_leave_fields(self) -> None:
        """From a field to the rows; from the rows or the search row: show all again."""
        focused: Widget | None = self.focused
        search = self.query_one("#search", Input)
        if focused is self.rows or focused is search:
            search.value = ""
            self.query_one("#search-row").display = False
        self.rows.focus()
