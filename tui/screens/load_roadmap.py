"""Taking a roadmap into the open database, from a file or the standard one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from model.errors import Refusal
from model.roadmaps import current_roadmap, save_roadmap
from model.setup import current_year, own_id
from model.years import SchoolYear
from tui.commands import bar_commands
from tui.keymap import Command, bindings
from tui.plain_text import plural
from tui.screens.working_screen import WorkingScreen
from tui.widgets.choices import ChoiceList
from tui.widgets.function_bar import FunctionBar
from tui.widgets.roadmap_source import RoadmapSource

_COMMANDS = (
    Command("take", "f2,enter", "Записать эту дорожную карту", "Записать", "Запис"),
    Command("close", "escape", "Назад, ничего не записывая", "Назад", menu=False),
)


class LoadRoadmapScreen(WorkingScreen):
    """Choose, look at what was read, take."""

    KEYS = _COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(_COMMANDS)
    NAME: ClassVar[str] = "Новая дорожная карта"
    ABOUT: ClassVar[str] = (
        "Выберите, откуда взять дорожную карту. Файл сначала читается и показывается, записывается он по F2. "
        "Прежняя карта остаётся в базе; показывается новая, Ctrl+Z возвращает прежнюю."
    )

    def __init__(self) -> None:
        super().__init__()
        self._year = SchoolYear(2000)

    def compose(self) -> ComposeResult:
        """Title, the source, function bar."""
        yield Static("Новая дорожная карта", markup=False, id="form-title")
        yield RoadmapSource(may_be_none=False, id="source")
        yield Static("", markup=False, id="form-hint")
        yield FunctionBar(bar_commands(self.KEYS, main=False))

    async def on_mount(self) -> None:
        """The year of the open database."""
        year = await self.attempt(self.kurator.desk.run(current_year))
        if year is not None:
            self._year = year
            self.query_one("#source", RoadmapSource).set_year(year)
        self.query_one("#source-choice", ChoiceList).focus()
        exists = await self.attempt(self.kurator.desk.run(current_roadmap))
        hint = f"Дорожная карта на {self._year.short}. F2 — записать."
        self.query_one("#form-hint", Static).update(hint + (" Прежняя останется в базе." if exists else ""))

    @on(Input.Submitted)
    async def path_done(self) -> None:
        """Enter in a path that is read already."""
        await self.action_take()

    async def action_take(self) -> None:
        """Write what is shown."""
        source = self.query_one("#source", RoadmapSource)
        if source.needs_reading:
            source.read()
            return
        try:
            draft = source.draft
            if draft is None:
                return
            desk = self.kurator.desk
            owner = await desk.run(own_id)
            await desk.run(save_roadmap, draft, owner, self._year)
        except Refusal as refusal:
            self.kurator.complain(refusal.sentence)
            return
        count = plural(len(draft.activities), "мероприятие", "мероприятия", "мероприятий")
        self.kurator.say(f"Дорожная карта записана в базу: {count}.")
        self.dismiss(None)
        await self.kurator.reload()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
