"""The exchange: files that were taken, newest first; from here files are taken, handed over, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from model.cell_words import show_day
from model.errors import Refusal
from sync.imports import Import, imports
from sync.outgoing import hindrance, scopes_here
from sync.withdrawal import BuiltOn, hindrances, withdraw
from tui.commands import bar_commands
from tui.keymap import Command, bindings
from tui.plain_text import one_line, plural
from tui.screens.dialogs import Choice, ChoiceDialog, ReadingDialog
from tui.screens.handing_over import HandOverScreen
from tui.screens.taking_files import TakingScreen
from tui.screens.working_screen import WorkingScreen, main_screens
from tui.widgets.function_bar import FunctionBar
from tui.widgets.head_line import HeadLine
from tui.widgets.row_view import RowView
from tui.widgets.virtual_table import Column, TableRow, VirtualTable

_COLUMNS = (
    Column("number", "Приём", 7),
    Column("institution", "Учреждение", 18, 3),
    Column("file", "Файл", 20, 2, needed_from=64),
    Column("taken", "Принят", 17),
    Column("new", "Новых", 7, needed_from=100),
    Column("changed", "Измен.", 7, needed_from=100),
    Column("withdrawal", "Отменить", 9),
)
#: Kinds of files, as who takes them sees them.
_SCOPES = {"own": "второй ноутбук", "district": "учреждение району", "directive": "район", "receipt": "квитанция района"}
_NONE = (
    "Файлов ещё не принимали.\n"
    "F5 — передать файл: в район, на второй ноутбук, учреждениям.\n"
    "F2 — принять файлы: с флешки, из почты, из папки."
)
_COMMANDS = (
    Command("take", "f2", "Принять файлы: сначала показать, что в них", "Принять"),
    Command("view", "f3", "Всё о принятом файле", "Просмотр", "Вид"),
    Command("hand_over", "f5", "Передать файл: в район, на второй ноутбук, учреждениям", "Передать", "Перед"),
    Command("withdraw", "f8", "Отменить приём файла целиком", "Отменить", "Отмен"),
)


class ExchangeScreen(WorkingScreen):
    """The list of imports and the ways out and in."""

    KEYS = _COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(_COMMANDS)
    NAME: ClassVar[str] = "Обмен"
    ABOUT: ClassVar[str] = (
        "Отсюда передают файлы (F5) и принимают их (F2). В списке — принятые файлы, последний сверху. Приём можно отменить "
        "целиком (F8), пока на нём ничего не основано: всё, что принёс файл, уйдёт, а файл можно будет принять снова."
    )

    def __init__(self) -> None:
        super().__init__()
        self._imports: list[Import] = []
        self._why: dict[int, str] = {}
        self._missing = ""

    def compose(self) -> ComposeResult:
        """Head, table, a sentence about the row, function bar."""
        yield HeadLine(id="head")
        yield HeadLine(id="subhead")
        yield VirtualTable(_COLUMNS, self._fetch, id="imports", empty=_NONE)
        yield Static("", markup=False, id="exchange-note")
        yield FunctionBar(bar_commands(self.KEYS))

    def on_mount(self) -> None:
        """The list has the focus; it has one order only."""
        self.table.order = ""
        self.table.focus()

    @property
    def table(self) -> VirtualTable:
        """The list."""
        return self.query_one("#imports", VirtualTable)

    @property
    def taken(self) -> Import | None:
        """The import under the cursor."""
        return self._imports[self.table.cursor_row] if self._imports else None

    # ------------------------------------------------------------------ showing
    async def _fetch(self, offset: int, limit: int) -> Sequence[TableRow]:
        return [self._row(one) for one in self._imports[offset : offset + limit]]

    def _row(self, one: Import) -> TableRow:
        can = "отменён" if one.undone_at else "нельзя" if self._why.get(one.number) else "можно"
        file = f"{_SCOPES.get(one.scope, one.scope)}, № {one.file_number}"
        cells = (f"№ {one.number}", one.name, file, show_day(one.imported_at), str(one.new), str(one.changed), can)
        return TableRow(str(one.number), cells)

    async def reload(self) -> None:
        """Read the list anew; the cursor stays on its import."""
        desk = self.kurator.desk
        found = await self.attempt(desk.run(imports))
        why = await self.attempt(desk.run(hindrances))
        scopes = await self.attempt(desk.run(scopes_here))
        if found is None or why is None or scopes is None:
            return
        self._imports, self._why = found[::-1], why
        self._missing = await self.attempt(desk.run(hindrance, scopes[0])) or ""
        await self.table.load(len(found), self.table.current.id if self.table.current else "")
        head, subhead = self.query_one("#head", HeadLine), self.query_one("#subhead", HeadLine)
        head.left, head.right = self.kurator.heading, self.kurator.counters
        subhead.left = f"Обмен: принято {plural(len(found), 'файл', 'файла', 'файлов')}"
        subhead.right = main_screens("")
        self._show_note()

    @on(RowView.Moved)
    def moved(self) -> None:
        """Another import: another sentence."""
        self._show_note()

    def _show_note(self) -> None:
        """Why the import is not withdrawn, else what is missing for files to go out."""
        one = self.taken
        words = self._why.get(one.number, "") if one is not None else ""
        self.query_one("#exchange-note", Static).update(one_line(words or self._missing))

    async def action_view(self) -> None:
        """Everything about one import."""
        one = self.taken
        if one is None:
            return
        lines = [
            f"{one.name}, файл № {one.file_number} ({_SCOPES.get(one.scope, one.scope)})",
            f"Выгружен {show_day(one.created)}, принят {show_day(one.imported_at)}",
            f"Записей журнала {one.changes}, дополненных {one.filled}",
            f"Новых строк {one.new}, изменённых {one.changed}, расхождений {one.conflicts}",
            self._why.get(one.number) or "Приём можно отменить: F8.",
        ]
        await self.app.push_screen(ReadingDialog(f"Приём № {one.number}", "\n".join(lines)))

    @on(RowView.Chosen)
    async def chosen(self) -> None:
        """Enter is F3."""
        await self.action_view()

    # ------------------------------------------------------------------ out and in
    async def action_take(self) -> None:
        """Look at files and take them."""
        await self.app.push_screen(TakingScreen())

    async def action_hand_over(self) -> None:
        """Write a file for somebody."""
        await self.app.push_screen(HandOverScreen())

    # ------------------------------------------------------------------ taking back
    async def action_withdraw(self) -> None:
        """Ask, then take one import back."""
        one = self.taken
        if one is None:
            self.kurator.say("Отменять нечего: файлов ещё не принимали.")
            return
        if why := self._why.get(one.number):
            self.kurator.complain(why)
            return
        choices = [
            Choice("", "Оставить как есть"),
            Choice("go", f"Отменить приём: новых строк уйдёт {one.new}, изменённых вернётся {one.changed}"),
        ]

        def answered(answer: str | None) -> None:
            if answer:
                self._withdraw(one)

        title = f"Отменить приём № {one.number}: {one_line(one.name)}, файл № {one.file_number}?"
        await self.app.push_screen(ChoiceDialog(title, choices), answered)

    @work(exclusive=True, group="taking")
    async def _withdraw(self, one: Import) -> None:
        self.kurator.say(f"Отменяю приём № {one.number}…")
        try:
            done = await self.kurator.desk.run(withdraw, one.number)
        except BuiltOn as built:
            lines = [built.sentence, "", *dict.fromkeys(f"• {dependent.title}" for dependent in built.dependents)]
            await self.app.push_screen(ReadingDialog("Приём отменить нельзя", "\n".join(lines)))
        except Refusal as refusal:
            self.kurator.complain(refusal.sentence)
        else:
            await self.kurator.reload()
            self.kurator.say(f"Приём № {one.number} отменён, строк пересчитано {done.rows}. Файл можно принять снова.")
