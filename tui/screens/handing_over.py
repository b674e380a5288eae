"""Handing a file over: for whom, into which folder; then where it is and who stayed behind."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from model.errors import Refusal
from sync.exchange_folders import last_folder, remember_folder
from sync.outgoing import Exported, export_file, hindrance, scopes_here
from tui.commands import bar_commands
from tui.keymap import Command, bindings
from tui.plain_text import one_line, plural, printable
from tui.screens.unlocking import unlocked_ring
from tui.screens.working_screen import WorkingScreen
from tui.widgets.choices import ChoiceList
from tui.widgets.function_bar import FunctionBar
from tui.widgets.labelled import Labelled
from tui.widgets.roadmap_source import typed_path

_SCOPES = {"district": "Передать в район", "own": "Для второго ноутбука", "directive": "Учреждениям района"}
_COMMANDS = (
    Command("write", "f2,enter", "Записать файл обмена в эту папку", "Записать", "Запис", sight="F2, Ввод"),
    Command("close", "escape", "Назад", "Назад", menu=False),
)


class HandOverScreen(WorkingScreen):
    """Choose for whom and where, write, read what became of it."""

    KEYS = _COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(_COMMANDS)
    NAME: ClassVar[str] = "Передать файл"
    ABOUT: ClassVar[str] = (
        "Файл обмена всегда полный: отдайте последний, прежние не нужны. Он запечатан: прочтёт его только тот, кому он "
        "предназначен. В район не уходят имена тех, кто не дал согласия на передачу: программа скажет, кто остался и почему."
    )

    def compose(self) -> ComposeResult:
        """For whom, where, what became of it."""
        yield Static("Передать файл обмена", markup=False, id="form-title")
        with VerticalScroll(classes="form", can_focus=False):
            yield Static("Кому (↑ ↓)", markup=False, classes="part-title")
            yield ChoiceList((("own", _SCOPES["own"]),), id="scope")
            yield Labelled("Папка", Input(id="out-folder", compact=True, placeholder="например, флешка", select_on_focus=False))
            yield Static("", markup=False, id="hand-over-told")
        yield Static("F2 или Ввод — записать файл, Esc — назад", markup=False, id="form-hint")
        yield FunctionBar(bar_commands(self.KEYS, main=False))

    async def on_mount(self) -> None:
        """Who may be given a file here; the folder of the last time."""
        desk = self.kurator.desk
        scopes = await self.attempt(desk.run(scopes_here)) or ("own",)
        if self.is_left():
            return
        self.choice.offer([(scope, _SCOPES[scope]) for scope in scopes])
        folder = await self.attempt(desk.run(last_folder, "out")) or self.kurator.documents()
        if self.is_left():
            return
        self.folder.value = printable(str(folder))
        self.folder.cursor_position = len(self.folder.value)
        self.choice.focus()
        await self.scope_changed()

    @property
    def choice(self) -> ChoiceList:
        """For whom."""
        return self.query_one("#scope", ChoiceList)

    @property
    def folder(self) -> Input:
        """Where."""
        return self.query_one("#out-folder", Input)

    def _tell(self, words: str) -> None:
        if not self.is_left():
            self.query_one("#hand-over-told", Static).update(printable(words))

    @on(ChoiceList.Changed)
    async def scope_changed(self) -> None:
        """What is missing for such a file is said at once."""
        self._tell(await self.attempt(self.kurator.desk.run(hindrance, self.choice.key)) or "")

    @on(Input.Submitted)
    def folder_done(self) -> None:
        """Enter in the path writes."""
        self.action_write()

    def action_write(self) -> None:
        """Write the file."""
        if self.folder.value.strip():
            work = self._write(self.choice.key, self.folder.value)
            self.kurator.run_worker(work, group="handing-over", exclusive=True)  # Esc does not stop it, nor its last word
        else:
            self._tell("Напишите папку, куда положить файл.")
            self.folder.focus()

    async def _write(self, scope: str, typed: str) -> None:
        desk = self.kurator.desk
        try:
            ring = await unlocked_ring(self)
            if ring is None:
                self._tell("Без пароля ключа файл не подписать: F2 — ввести пароль.")
                return
            self._tell("Пишу файл…")
            done = await desk.run(export_file, scope, typed_path(typed), on=self.kurator.today, ring=ring)
            await desk.run(remember_folder, "out", done.path)
        except Refusal as refusal:
            self._tell(refusal.sentence)
            if self.is_left():
                self.kurator.complain(refusal.sentence)
            return
        self._tell(_result(done))
        if self.is_left():
            self.kurator.say(f"Файл № {done.number} записан: {done.path}")

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)


def _result(done: Exported) -> str:
    """Where the file is, what to do with it, who stayed behind and why."""
    lines = [f"Файл № {done.number} записан, {plural(done.changes, 'запись', 'записи', 'записей')}:", str(done.path), ""]
    if done.scope == "district":
        lines.append("Отдайте его методисту: на флешке или почтой, он запечатан.")
    elif done.scope == "own":
        lines.append("Отнесите его на второй ноутбук: там F6, F2.")
    else:
        lines.append("Отдайте его учреждениям: один файл на всех.")
    if done.left_out:
        lines += ["", f"{done.kept_where}: {len(done.left_out)}"]
        lines += [f"  • {one_line(one.who)}: {one_line(one.why)}" for one in done.left_out]
    return "\n".join(lines)
