"""Taking a roadmap into the open database, from a file or the standard one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from model.errors import Refusal
from model.roadmap_draft import RoadmapDraft
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
    Command("take", "f2,enter", "Записать эту дорожную карту; прочитанную из файла сначала показать", "Записать", "Запис"),
    Command("look", "f4", "Посмотреть строки и поправить", "Строки"),
    Command("close", "escape", "Назад, ничего не записывая", "Назад", menu=False),
)


class LoadRoadmapScreen(WorkingScreen):
    """Choose, look at what was read, take."""

    KEYS = _COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(_COMMANDS)
    NAME: ClassVar[str] = "Новая дорожная карта"
    ABOUT: ClassVar[str] = (
        "Выберите, откуда взять дорожную карту. Файл сначала читается и показывается строка за строкой: там видно, как "
        "понят каждый срок, там же всё можно поправить и записать по F2. "
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
        hint = f"Дорожная карта на {self._year.short}. F2 — записать, F4 — посмотреть и поправить."
        self.query_one("#form-hint", Static).update(hint + (" Прежняя останется в базе." if exists else ""))
        await self.query_one("#source", RoadmapSource).offer_kept()

    @on(Input.Submitted)
    async def path_done(self) -> None:
        """Enter in a path that is read already."""
        await self.action_take()

    @on(RoadmapSource.FileRead)
    def file_read(self) -> None:
        """What was read is shown row by row before anything is written."""
        self._look()

    async def action_take(self) -> None:
        """Write the standard roadmap; what comes from a file is shown first."""
        source = self.query_one("#source", RoadmapSource)
        if source.needs_reading:
            source.read()
        elif source.choice == "file":
            self._look()
        else:
            await self._take_standard(source)

    async def _take_standard(self, source: RoadmapSource) -> None:
        try:
            draft = source.draft
            if draft is not None:
                await self._save(draft)
        except Refusal as refusal:
            self.kurator.complain(refusal.sentence)
            return
        await self._end()

    def action_look(self) -> None:
        """Row by row."""
        source = self.query_one("#source", RoadmapSource)
        if source.needs_reading:
            source.read()
        else:
            self._look()

    def _look(self) -> None:
        try:
            self.query_one("#source", RoadmapSource).look_through(self._save, self._end)
        except Refusal as refusal:
            self.kurator.complain(refusal.sentence)

    async def _save(self, draft: RoadmapDraft) -> None:
        desk = self.kurator.desk
        owner = await desk.run(own_id)
        await desk.run(save_roadmap, draft, owner, self._year)
        count = plural(len(draft.activities), "мероприятие", "мероприятия", "мероприятий")
        self.kurator.say(f"Дорожная карта записана в базу: {count}.")

    async def _end(self) -> None:
        self.dismiss(None)
        await self.kurator.reload()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
