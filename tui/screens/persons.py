"""The list of persons: search in any layout, banks of mentors and mentees, sorting, the card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from model.persons import count_persons, delete_person, persons_window
from tui.commands import bar_commands
from tui.keymap import Command, bindings
from tui.plain_text import plural
from tui.screens.dialogs import Choice, ChoiceDialog
from tui.screens.person_form import PersonForm
from tui.screens.working_screen import WorkingScreen, main_screens
from tui.widgets.function_bar import FunctionBar
from tui.widgets.head_line import HeadLine
from tui.widgets.row_view import RowView
from tui.widgets.virtual_table import Column, TableRow, VirtualTable

_COLUMNS = (
    Column("name", "Фамилия, имя, отчество", 26, 4),
    Column("post", "Должность", 16, 3),
    Column("roles", "Роли", 16, 2, needed_from=48),
    Column("consents", "Согласия", 12, 1, needed_from=70),
    Column("experience", "Стаж", 8, 0, needed_from=78),
)
_NOBODY = (
    "Людей в базе пока нет.\n"
    "Нажмите Ins, чтобы записать первого: хватит фамилии, остальное можно дописать потом.\n"
    "Роли (наставник, наставляемый) и согласия отмечаются в карточке."
)
_NOT_FOUND = "Никто не нашёлся.\nИзмените запрос (F7) или банк (F2); Esc в строке поиска показывает всех."
_BANKS = {"": "все люди", "mentor": "банк наставников", "mentee": "банк наставляемых", "curator": "кураторы"}
_COMMANDS = (
    Command("bank", "f2", "Показать банк: наставники, наставляемые, все", "Банк"),
    Command("edit", "f4,f3", "Открыть карточку человека", "Карточка", "Карта", sight="F4, Ввод"),
    Command("find", "f7,slash,full_stop", "Найти по имени или должности", "Найти"),
    Command("delete", "f8", "Удалить человека (Ctrl+Z вернёт)", "Удалить", "Удал"),
    Command("new", "insert,n", "Записать нового человека", "Новый", sight="Ins"),
    Command("sort", "s", "Сортировать по выбранному столбцу (← →)", sight="Ы"),
    Command("leave_search", "escape", "Показать всех", menu=False),
)


class PersonsScreen(WorkingScreen):
    """Persons of this institution."""

    KEYS = _COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(_COMMANDS)
    NAME: ClassVar[str] = "Люди"
    ABOUT: ClassVar[str] = (
        "Все люди учреждения: наставники, наставляемые и другие. Ввод открывает карточку. Поиск понимает и запрос, "
        "набранный в другой раскладке. Стрелки влево и вправо выбирают столбец для сортировки."
    )

    def __init__(self) -> None:
        super().__init__()
        self._role = ""
        self._query = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a person under the cursor there is nobody to edit or delete."""
        if action in {"edit", "delete"} and self.is_mounted and self.table.current is None:
            return False
        return super().check_action(action, parameters)

    def compose(self) -> ComposeResult:
        """Head, search row, table, function bar."""
        yield HeadLine(id="head")
        yield HeadLine(id="subhead")
        with Horizontal(id="search-row"):
            yield Static(" Найти: ", markup=False, classes="mark-label")
            yield Input(id="search", compact=True, placeholder="фамилия, имя или должность", select_on_focus=False)
        yield VirtualTable(_COLUMNS, self._fetch, id="persons", empty=_NOBODY)
        yield FunctionBar(bar_commands(self.KEYS))

    @property
    def table(self) -> VirtualTable:
        """The list."""
        return self.query_one("#persons", VirtualTable)

    def on_mount(self) -> None:
        """The list has the focus: letters are commands until F7."""
        self.table.focus()

    async def _fetch(self, offset: int, limit: int) -> Sequence[TableRow]:
        table = self.table
        lines = await self.attempt(
            self.kurator.desk.run(
                persons_window, self._query, self._role, offset, limit, table.order, descending=table.descending
            )
        )
        return [TableRow(line.id, (line.name, line.post, line.roles, line.consents, line.experience)) for line in lines or ()]

    async def reload(self) -> None:
        """Count anew and fetch what is seen; the cursor stays on its person."""
        table = self.table
        keep = table.current.id if table.current else ""
        count = await self.attempt(self.kurator.desk.run(count_persons, self._query, self._role))
        if count is None:
            return
        table.empty = _NOT_FOUND if self._query.strip() or self._role else _NOBODY
        await table.load(count, keep)
        head = self.query_one("#head", HeadLine)
        head.left = self.kurator.heading
        head.right = self.kurator.counters
        subhead = self.query_one("#subhead", HeadLine)
        subhead.left = f"Люди: {_BANKS[self._role]}, {plural(count, 'человек', 'человека', 'человек')}"
        subhead.right = main_screens("3")

    # ------------------------------------------------------------------ search and order
    @on(Input.Changed, "#search")
    async def search_changed(self, event: Input.Changed) -> None:
        """The list follows the typing."""
        if event.value != self._query:
            self._query = event.value
            self.table.cursor_row = 0
            await self.reload()

    @on(Input.Submitted, "#search")
    def search_done(self) -> None:
        """Enter in the search row goes to the list."""
        self.table.focus()

    def action_find(self) -> None:
        """To the search row."""
        self.query_one("#search", Input).focus()

    def action_leave_search(self) -> None:
        """Empty the search row and go back to the list."""
        self.query_one("#search", Input).value = ""
        self.table.focus()

    async def action_bank(self) -> None:
        """Choose whose list is shown."""
        choices = [Choice(role or "all", title) for role, title in _BANKS.items()]
        await self.app.push_screen(ChoiceDialog("Кого показать", choices, self._role or "all"), self._bank_chosen)

    async def _bank_chosen(self, role: str | None) -> None:
        if role:
            self._role = "" if role == "all" else role
            await self.reload()

    def action_sort(self) -> None:
        """By the chosen column."""
        self.table.ask_to_sort()

    @on(VirtualTable.SortWanted)
    async def sort_wanted(self, event: VirtualTable.SortWanted) -> None:
        """Sort; the same column again turns the order round."""
        event.table.sort_by(event.key)
        await self.reload()

    # ------------------------------------------------------------------ persons
    @on(RowView.Chosen)
    async def chosen(self) -> None:
        """Enter opens the card."""
        await self.action_edit()

    async def action_edit(self) -> None:
        """The card of the person under the cursor."""
        if self.table.current is not None:
            await self.app.push_screen(PersonForm(self.table.current.id))

    async def action_new(self) -> None:
        """An empty card."""
        await self.app.push_screen(PersonForm())

    async def action_delete(self) -> None:
        """Delete the person under the cursor."""
        row = self.table.current
        if row is None:
            return
        try_delete = self.kurator.desk.run(delete_person, row.id)
        await self.attempt(try_delete)
        await self.kurator.reload()
        self.kurator.say(f"Удалено: {row.cells[0]}. Ctrl+Z вернёт.")
