"""Taking exchange files: a path, what each file would bring, then the merge with its progress."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Static

from model.clock_fix import clock_doubt
from model.errors import Refusal
from sync.conflicts import count
from sync.exchange_folders import last_folder, remember_folder
from sync.folder import Outcome, exchange_files, merge_paths
from sync.key_store import KeyRing
from sync.outgoing import scopes_here
from sync.receipt_files import write_receipts
from tui.commands import bar_commands
from tui.keymap import Command, bindings
from tui.outcome_lines import COLUMNS, in_order_of_need, outcome_row, outcome_text, summary
from tui.plain_text import printable
from tui.screens.dialogs import ReadingDialog
from tui.screens.progress_dialog import ProgressDialog
from tui.screens.unlocking import unlocked_ring
from tui.screens.working_screen import WorkingScreen
from tui.widgets.function_bar import FunctionBar
from tui.widgets.roadmap_source import typed_path
from tui.widgets.row_view import RowView
from tui.widgets.virtual_table import TableRow, VirtualTable

#: Receipts go into a folder of this name beside the files, so that they are not taken for files to merge.
RECEIPTS = "Квитанции"
_NOTHING = (
    "Напишите путь к файлу .kur или к папке с такими файлами и нажмите Ввод:\n"
    "сначала будет показано, что в них, потом F2 примет."
)
_COMMANDS = (
    Command("take", "f2", "Принять показанные файлы", "Принять"),
    Command("view", "f3", "Всё о файле под курсором", "Просмотр", "Вид"),
    Command("find", "f7", "К строке с путём", "Путь"),
    Command("close", "escape", "Назад", "Назад", menu=False),
)


class TakingScreen(WorkingScreen):
    """Look at files, then take them."""

    KEYS = _COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(_COMMANDS)
    NAME: ClassVar[str] = "Принять файлы"
    ABOUT: ClassVar[str] = (
        "Файлы обмена со второго ноутбука, из учреждений или из района. Ввод в строке с путём показывает, что каждый файл "
        "принесёт и почему какой-то не будет принят; базу это не меняет. F2 принимает: перед этим делается копия базы, "
        "порядок файлов неважен, повтор ничего не портит. Esc останавливает между файлами. Район рядом с файлами, в папке "
        f"«{RECEIPTS}», пишет квитанции. Принятое можно отменить целиком на экране обмена."
    )

    def __init__(self) -> None:
        super().__init__()
        self._outcomes: list[Outcome] = []
        self._looked_at = ""
        self._preview = True
        self._ring: KeyRing | None = None
        self._progress: ProgressDialog | None = None

    def compose(self) -> ComposeResult:
        """Title, path, table, what is said of the file, function bar."""
        yield Static("Принять файлы обмена", markup=False, id="form-title")
        with Horizontal(id="search-row"):
            yield Static(" Файл или папка: ", markup=False, classes="mark-label")
            yield Input(id="taken-path", compact=True, placeholder="путь, затем Ввод", select_on_focus=False)
        yield Static("", markup=False, id="form-hint")
        yield VirtualTable(COLUMNS, self._fetch, id="files", empty=_NOTHING)
        with VerticalScroll(id="told-pane", can_focus=False):
            yield Static("", markup=False, id="told")
        yield FunctionBar(bar_commands(self.KEYS, main=False))

    async def on_mount(self) -> None:
        """The folder of the last time, ready to be read."""
        self.table.order = ""
        self.path.focus()
        folder = await self.attempt(self.kurator.desk.run(last_folder, "in"))
        if folder is not None and not self.is_left() and not self.path.value:
            self.path.value = printable(str(folder))
            self.path.cursor_position = len(self.path.value)

    @property
    def path(self) -> Input:
        """The field of the path."""
        return self.query_one("#taken-path", Input)

    @property
    def table(self) -> VirtualTable:
        """The files."""
        return self.query_one("#files", VirtualTable)

    # ------------------------------------------------------------------ showing
    async def _fetch(self, offset: int, limit: int) -> Sequence[TableRow]:
        shown = self._outcomes[offset : offset + limit]
        return [outcome_row(offset + place, one, preview=self._preview) for place, one in enumerate(shown)]

    async def _show(self, outcomes: list[Outcome], hint: str, *, preview: bool) -> None:
        if self.is_left():
            self.kurator.say(hint)
            return
        self._outcomes, self._preview = in_order_of_need(outcomes), preview
        self.table.cursor_row = 0
        await self.table.load(len(outcomes))
        self._hint(hint)
        if outcomes and not self.is_left():
            self.table.focus()

    def _hint(self, words: str) -> None:
        if not self.is_left():
            self.query_one("#form-hint", Static).update(printable(words))

    @property
    def outcome(self) -> Outcome | None:
        """What is said of the file under the cursor."""
        return self._outcomes[self.table.cursor_row] if self._outcomes else None

    @on(RowView.Moved)
    def moved(self) -> None:
        """Another file: another text."""
        one = self.outcome
        words = outcome_text(one, preview=self._preview) if one is not None else ""
        self.query_one("#told", Static).update(printable(words))

    async def action_view(self) -> None:
        """Everything about the file."""
        one = self.outcome
        if one is not None:
            text = f"{outcome_text(one, preview=self._preview)}\n\n{one.path}"
            await self.app.push_screen(ReadingDialog(one.path.name, text))

    @on(RowView.Chosen)
    async def chosen(self) -> None:
        """Enter is F3."""
        await self.action_view()

    def action_find(self) -> None:
        """To the path."""
        self.path.focus()

    # ------------------------------------------------------------------ looking and taking
    @on(Input.Submitted)
    def look(self) -> None:
        """Enter in the path: read the files and show what they are."""
        if not self.path.value.strip():
            self._hint("Напишите путь к файлу или папке.")
            return
        self._work(self.path.value, preview=True)

    def action_take(self) -> None:
        """Take what was looked at; look first at what was not."""
        typed = self.path.value
        if not typed.strip():
            self._hint("Напишите путь к файлу или папке.")
        elif typed != self._looked_at:
            self._work(typed, preview=True)
        else:
            self._work(typed, preview=False)

    @work(exclusive=True, group="taking")
    async def _work(self, typed: str, *, preview: bool) -> None:
        """Preview or merge, under a window that counts."""
        if self._ring is None:
            self._ring = await self.attempt(unlocked_ring(self))
        ring, path = self._ring, typed_path(typed)
        if ring is None:
            self._hint("Без пароля ключа файлы не открыть: нажмите Ввод ещё раз.")
            return
        window = self._progress = ProgressDialog("Читаю файлы" if preview else "Принимаю файлы")
        await self.app.push_screen(window)
        desk = self.kurator.desk
        try:
            files = await desk.aside(exchange_files, [path])
            outcomes = await desk.run(merge_paths, [path], ring=ring, dry_run=preview, progress=window.told)
            await desk.run(remember_folder, "in", path)
            window.told(len(outcomes), len(files), Path("" if preview else f"{RECEIPTS}…"))
            said = [] if preview else await self._after(outcomes, path, ring)
        except Refusal as refusal:
            self._looked_at = ""
            await self._close(window)
            await self._show([], refusal.sentence, preview=True)
            return
        await self._close(window)
        self._looked_at = typed if not window.stopped or not preview else ""
        await self._show(outcomes, self._result(outcomes, len(files), preview=preview), preview=preview)
        for sentence in said:
            self.kurator.complain(sentence)

    def _result(self, outcomes: list[Outcome], total: int, *, preview: bool) -> str:
        """The line over the list after a reading or a merge."""
        if len(outcomes) < total:
            what, key = ("Просмотрено", "Ввод в пути") if preview else ("Принято", "F2")
            return f"Остановлено. {what} {len(outcomes)} из {total}; {key} — продолжить."
        return f"{summary(outcomes)}. F2 — принять." if preview else f"Готово. {summary(outcomes)}."

    async def _close(self, window: ProgressDialog) -> None:
        self._progress = None
        if window.is_current:
            await window.dismiss(None)

    async def _after(self, outcomes: list[Outcome], path: Path, ring: KeyRing) -> list[str]:
        """Receipts of a district, and what deserves to be said."""
        desk = self.kurator.desk
        said = []
        if "directive" in await desk.run(scopes_here):
            folder = (path if path.is_dir() else path.parent) / RECEIPTS
            receipts = await desk.run(write_receipts, outcomes, folder, ring)
            written = [one for one in receipts if one.path is not None]
            if written:
                self.kurator.say(f"Квитанций написано {len(written)}: {folder}")
            said += [f"Квитанция не написана ({one.name}): {one.why}" for one in receipts if one.why]
        waiting = await desk.run(count)
        if waiting:
            self.kurator.say(f"Расхождений ждут решения: {waiting}. Разобрать: Esc, 4.")
        doubt = await desk.run(clock_doubt)
        return [*said, *([doubt] if doubt else [])]

    # ------------------------------------------------------------------ the end
    async def flush(self) -> bool:
        """Who leaves the program stops the merge between files."""
        if self._progress is not None:
            self._progress.action_stop()
        return True

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
