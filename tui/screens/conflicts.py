"""The conflicts: where two laptops wrote different things; keep what shows, take the other, type a value, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from sync.conflict_lines import ConflictLine, conflict_lines, row_in_full
from sync.conflicts import Take, Typed, count, resolve_many, settleable
from tui.commands import bar_commands
from tui.keymap import Command, bindings
from tui.plain_text import cut, plural, printable
from tui.screens.asking import WordsDialog
from tui.screens.dialogs import Choice, ChoiceDialog, ReadingDialog
from tui.screens.working_screen import WorkingScreen, main_screens
from tui.widgets.conflict_pane import ConflictPane
from tui.widgets.function_bar import FunctionBar
from tui.widgets.head_line import HeadLine
from tui.widgets.row_view import RowView
from tui.widgets.virtual_table import Column, TableRow, VirtualTable

_COLUMNS = (
    Column("what", "Что", 15, 5),
    Column("column", "Поле", 14, 1, needed_from=60),
    Column("shown", "Сейчас", 11, 3),
    Column("other", "Другое", 11, 3),
    Column("institution", "Учреждение", 18, 2, needed_from=100),
)
_NONE = (
    "Расхождений нет: разбирать нечего.\n"
    "Они появляются, когда одно и то же исправили на двух ноутбуках по-разному.\n"
    "F6 — обмен: принять файл со второго ноутбука или передать свой."
)
_COMMANDS = (
    Command("settle", "f2", "Решить: оставить, взять другое, ввести (отмеченные — все сразу)", "Решить", sight="F2, Ввод"),
    Command("view", "f3", "Строка целиком", "Просмотр", "Вид"),
    Command("type_value", "f4", "Ввести своё значение", "Ввести"),
    Command("mark", "space", "Отметить, чтобы решить сразу несколько"),
    Command("mark_all", "ctrl+a", "Отметить все свои или снять отметки"),
)


class ConflictsScreen(WorkingScreen):
    """What waits for a human's decision."""

    KEYS = _COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(_COMMANDS)
    NAME: ClassVar[str] = "Расхождения"
    ABOUT: ClassVar[str] = (
        "Здесь то, что на двух ноутбуках исправили по-разному. Показано пока одно из значений; какое верно, решает человек: "
        "F2 — оставить показанное, взять другое или ввести своё. Пробел отмечает несколько строк, F2 решает их сразу. "
        "Чужие расхождения видны, но разбирает их то учреждение, чьи это данные. "
        "Ctrl+Z после решения возвращает значение, которое было показано до него."
    )

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, ConflictLine] = {}

    def compose(self) -> ComposeResult:
        """Head, table, pane, function bar."""
        yield HeadLine(id="head")
        yield HeadLine(id="subhead")
        yield VirtualTable(_COLUMNS, self._fetch, id="conflicts", empty=_NONE, marking=True)
        yield ConflictPane(id="conflict-pane")
        yield FunctionBar(bar_commands(self.KEYS))

    def on_mount(self) -> None:
        """The list has the focus; it has one order only."""
        self.table.order = ""
        self.query_one(ConflictPane).show(None)
        self.table.focus()

    @property
    def table(self) -> VirtualTable:
        """The list."""
        return self.query_one("#conflicts", VirtualTable)

    @property
    def line(self) -> ConflictLine | None:
        """The conflict under the cursor."""
        return self._lines.get(self.table.current.id) if self.table.current else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a conflict there is nothing to settle."""
        if action in {"settle", "view", "type_value", "mark", "mark_all"} and self.is_mounted and not self.table.row_count:
            return False
        return super().check_action(action, parameters)

    # ------------------------------------------------------------------ showing
    async def _fetch(self, offset: int, limit: int) -> Sequence[TableRow]:
        lines = await self.attempt(self.kurator.desk.run(conflict_lines, offset, limit)) or []
        self._lines = {line.id: line for line in lines}
        return [
            TableRow(line.id, (line.what, line.column or "вся строка", line.shown, line.other, line.institution))
            for line in lines
        ]

    async def reload(self) -> None:
        """Count anew and fetch what is seen; the cursor stays on its conflict, or on its place when it was settled."""
        table = self.table
        found = await self.attempt(self.kurator.desk.run(count))
        mine = await self.attempt(self.kurator.desk.run(settleable))
        if found is None or mine is None:
            return
        table.marked &= set(mine)
        await table.load(found, table.current.id if table.current else "")
        head, subhead = self.query_one("#head", HeadLine), self.query_one("#subhead", HeadLine)
        head.left, head.right = self.kurator.heading, self.kurator.counters
        foreign = f", чужих {found - len(mine)}" if found > len(mine) else ""
        subhead.left = f"Расхождения: {found}{foreign}" if found else "Расхождений нет"
        subhead.right = main_screens("4")
        self._show_pane()

    @on(RowView.Moved)
    def moved(self) -> None:
        """Another conflict: another pane."""
        self._show_pane()

    def _show_pane(self) -> None:
        self.query_one(ConflictPane).show(self.line)

    async def action_view(self) -> None:
        """The row in full."""
        line = self.line
        told = await self.attempt(self.kurator.desk.run(row_in_full, line.id)) if line else None
        if line is None or told is None:
            return
        text = Text()
        for title, words in told:
            text.append(f"{printable(title)}: ", "bold").append(f"{printable(words)}\n")
        await self.app.push_screen(ReadingDialog(line.what, text))

    # ------------------------------------------------------------------ marks
    def action_mark(self) -> None:
        """Mark the conflict under the cursor; a foreign one says who settles it."""
        line = self.line
        if line is not None and not self._refused(line):
            self.table.turn_mark()

    async def action_mark_all(self) -> None:
        """Mark all that we settle; when all are marked, take the marks away."""
        mine = set(await self.attempt(self.kurator.desk.run(settleable)) or ())
        if not mine:
            self.kurator.say("Своих расхождений здесь нет.")
            return
        self.table.marked = set() if self.table.marked >= mine else mine
        self.table.refresh()
        self.kurator.say(f"Отмечено: {len(self.table.marked)}." if self.table.marked else "Отметки сняты.")

    # ------------------------------------------------------------------ settling
    @on(RowView.Chosen)
    async def chosen(self) -> None:
        """Enter settles."""
        await self.action_settle()

    async def action_settle(self) -> None:
        """Ask what to keep, for the marked ones together or for the one under the cursor."""
        marked = sorted(self.table.marked)
        if marked:
            await self._settle_marked(marked)
            return
        line = self.line
        if line is None or self._refused(line):
            return
        possible = line.answers
        if line.is_row:
            choices = [Choice("ours", "Оставить строку"), Choice("theirs", "Удалить строку")]
        else:
            choices = [
                Choice("ours", f"Оставить: {possible.shown}"),
                *(Choice(str(place), f"Взять: {words}") for place, words in possible.others),
            ]
            choices += [] if possible.no_typing else [Choice("type", "Ввести своё значение", "F4")]

        async def answered(answer: str | None) -> None:
            if answer == "type":
                await self._ask_for_value(line)
            elif answer:
                await self._settle([line.id], int(answer) if answer.isdigit() else answer)

        await self.app.push_screen(ChoiceDialog(_title(line), choices), answered)

    async def _settle_marked(self, marked: list[str]) -> None:
        number = plural(len(marked), "расхождение", "расхождения", "расхождений")
        choices = [
            Choice("ours", "Оставить везде то, что показано сейчас"),
            Choice("theirs", "Взять везде другое значение"),
            Choice("unmark", "Снять отметки, ничего не решая"),
        ]

        async def answered(answer: str | None) -> None:
            if answer == "unmark":
                self.table.marked.clear()
                self.table.refresh()
            elif answer:
                await self._settle(marked, answer)

        await self.app.push_screen(ChoiceDialog(f"Отмечено: {number}", choices), answered)

    async def action_type_value(self) -> None:
        """A value that is neither of the two."""
        line = self.line
        if line is not None and not self._refused(line):
            await self._ask_for_value(line)

    def _refused(self, line: ConflictLine) -> bool:
        if line.refusal:
            self.kurator.complain(line.refusal)
        return bool(line.refusal)

    async def _ask_for_value(self, line: ConflictLine) -> None:
        possible = line.answers
        if possible.no_typing:
            self.kurator.complain(possible.no_typing)
            return

        async def answered(answer: str | None) -> None:
            if answer is not None and (answer or not possible.codes):
                await self._settle([line.id], Typed(answer))

        if possible.codes:
            choices = [Choice(code, words) for code, words in possible.codes]
            await self.app.push_screen(ChoiceDialog(_title(line), choices), answered)
        else:
            hint = "Это значение станет верным на всех ноутбуках."
            await self.app.push_screen(WordsDialog(_title(line), possible.text, hint=hint), answered)

    async def _settle(self, wanted: list[str], take: Take) -> None:
        done = await self.attempt(self.kurator.desk.run(resolve_many, wanted, take))
        if done is None:
            return
        self.table.marked.clear()
        await self.kurator.reload()
        left = self.table.row_count
        number = plural(len(done), "расхождение", "расхождения", "расхождений")
        self.kurator.say(f"Решено: {number}, ждут ещё {left}. Ctrl+Z вернёт прежнее значение.")


def _title(line: ConflictLine) -> str:
    return cut(f"{line.what}, {line.column}" if line.column else line.what, 60)
