"""The first start: institution, year and people, roadmap, and only then the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from model.errors import Refusal
from model.preview_doubts import doubts_by_row
from model.preview_history import forget
from model.roadmap_draft import RoadmapDraft
from model.roadmaps import save_roadmap
from model.setup import KINDS, NewInstitution, found_institution
from model.store import Store
from model.years import SchoolYear
from tui.commands import bar_commands
from tui.keymap import Command, bindings
from tui.plain_text import one_line, plural, printable
from tui.screens.working_screen import WorkingScreen
from tui.widgets.choices import ChoiceList
from tui.widgets.function_bar import FunctionBar
from tui.widgets.labelled import Labelled
from tui.widgets.roadmap_source import RoadmapSource

_TITLES = ("Учреждение", "Учебный год и люди", "Дорожная карта", "Проверьте и создайте базу")
_COMMANDS = (
    Command("forward", "enter,f2", "Дальше", "Дальше", menu=False, sight="Ввод, F2"),
    Command("look", "f4", "Посмотреть строки дорожной карты и поправить", "Строки", menu=False),
    Command("back", "escape", "Назад, ничего не потеряется", "Назад", menu=False),
)


class WizardScreen(WorkingScreen):
    """Four pages; the file is made on the last one."""

    KEYS = _COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(_COMMANDS)
    NAME: ClassVar[str] = "Первый запуск"
    ABOUT: ClassVar[str] = (
        "Первый запуск: четыре страницы. Ввод — к следующему полю и дальше, Esc — на страницу назад. "
        "База создаётся только на последней странице; до этого на диск ничего не пишется."
    )

    def __init__(self) -> None:
        super().__init__()
        self._page = 0

    def compose(self) -> ComposeResult:
        """Title, the four pages (one is shown), a sentence, function bar."""
        yield Static("", markup=False, id="form-title")
        with VerticalScroll(id="page-0", classes="form page", can_focus=False):
            yield Static("Куратор ведёт дорожную карту, людей и отметки одного учреждения в одном файле.", markup=False)
            yield Labelled("Полное название", Input(id="new-name", compact=True))
            yield Labelled("Краткое название", Input(id="new-short", compact=True, placeholder="для заголовков"))
            yield Static("Вид учреждения (↑ ↓)", markup=False, classes="part-title")
            yield ChoiceList(tuple(KINDS.items()), id="new-kind")
        with VerticalScroll(id="page-1", classes="form page", can_focus=False):
            yield Labelled("Учебный год", Input(str(SchoolYear.of(date.today())), id="new-year", compact=True))
            yield Labelled("Куратор", Input(id="new-curator", compact=True, placeholder="фамилия, имя, отчество"))
            yield Static("Руководитель подписывает дорожную карту (можно заполнить потом)", markup=False, classes="part-title")
            yield Labelled("Руководитель", Input(id="new-head", compact=True, placeholder="И. О. Фамилия"))
            yield Labelled("Должность", Input(id="new-post", compact=True, placeholder="заведующий, директор"))
        with VerticalScroll(id="page-2", classes="form page", can_focus=False):
            yield RoadmapSource(may_be_none=True, id="source")
        with VerticalScroll(id="page-3", classes="form page", can_focus=False):
            yield Static("", markup=False, id="summary")
        yield Static("", markup=False, id="wizard-sentence")
        yield FunctionBar(bar_commands(self.KEYS, main=False))

    def on_mount(self) -> None:
        """The first page."""
        self._show_page(0)

    async def reload(self) -> None:
        """Nothing is read before there is a database."""

    # ------------------------------------------------------------------ pages
    def _show_page(self, page: int) -> None:
        self._page = page
        title = f"Первый запуск, {page + 1} из {len(_TITLES)}: {_TITLES[page]}"
        self.query_one("#form-title", Static).update(title)
        for number in range(len(_TITLES)):
            self.query_one(f"#page-{number}").display = number == page
        self._say("")
        if page == 2:
            self.query_one("#source", RoadmapSource).set_year(self._year())
            self.call_later(self.query_one("#source", RoadmapSource).offer_kept)
        if page == 3:
            self.query_one("#summary", Static).update(self._summary())
            self.set_focus(None)
        else:
            fields = self._page_fields()
            fields[0].focus()

    def _page_fields(self) -> list[Widget]:
        page = self.query_one(f"#page-{self._page}")
        return [widget for widget in page.query("Input, ChoiceList").results(Widget) if widget.display and _is_shown(widget)]

    def _value(self, name: str) -> str:
        return " ".join(self.query_one(f"#new-{name}", Input).value.split())

    def _year(self) -> SchoolYear:
        return SchoolYear.parse(self._value("year"))

    def _say(self, sentence: str) -> None:
        place = self.query_one("#wizard-sentence", Static)
        place.update(printable(sentence))
        place.display = bool(sentence)

    @on(Input.Changed)
    @on(ChoiceList.Changed)
    def words_changed(self) -> None:
        """What was said about the words before holds no longer."""
        self._say("")

    def action_back(self) -> None:
        """The page before; from the first one nowhere: F10 leaves."""
        if self._page:
            self._show_page(self._page - 1)
        else:
            self._say("Это первая страница. F10 — выйти, ничего не создавая.")

    @on(Input.Submitted)
    async def field_done(self, event: Input.Submitted) -> None:
        """Enter: to the next field, from the last one to the next page."""
        fields = self._page_fields()
        if event.input in fields[:-1]:
            fields[fields.index(event.input) + 1].focus()
        else:
            await self.action_forward()

    async def action_forward(self) -> None:
        """Check this page and go on; on the last one make the database."""
        try:
            self._check_page()
        except Refusal as refusal:
            self._say(refusal.sentence)
            return
        if self._page == 2 and self.query_one("#source", RoadmapSource).needs_reading:
            self.query_one("#source", RoadmapSource).read()
        elif self._page < len(_TITLES) - 1:
            self._show_page(self._page + 1)
        else:
            await self._create()

    def _check_page(self) -> None:
        if self._page == 0 and not self._value("name"):
            self.query_one("#new-name").focus()
            raise Refusal("Напишите название учреждения: без него базу не создать.")
        if self._page == 1:
            try:
                self._year()
            except Refusal:
                self.query_one("#new-year").focus()
                raise
        if self._page == 2 and not self.query_one("#source", RoadmapSource).needs_reading:
            _ = self.query_one("#source", RoadmapSource).draft

    # ------------------------------------------------------------------ the roadmap row by row
    def action_look(self) -> None:
        """Show what was read row by row; it is written at the end of the first start."""
        source = self.query_one("#source", RoadmapSource)
        if self._page != 2:
            self._say("Строки дорожной карты смотрят на третьей странице.")
        elif source.needs_reading:
            source.read()
        else:
            self._look()

    def _look(self) -> None:
        try:
            self.query_one("#source", RoadmapSource).look_through(_agreed, final=False)
        except Refusal as refusal:
            self._say(refusal.sentence)

    # ------------------------------------------------------------------ the end
    def _new(self) -> NewInstitution:
        return NewInstitution(
            name=self._value("name"),
            short=self._value("short"),
            kind=self.query_one("#new-kind", ChoiceList).key,
            head_name=self._value("head"),
            head_post=self._value("post"),
        )

    def _summary(self) -> str:
        new, draft = self._new(), self.query_one("#source", RoadmapSource).draft
        people = [f"Куратор: {self._value('curator') or 'не указан'}"]
        if new.head_name:
            people.append(f"Руководитель: {' '.join(part for part in (new.head_post, new.head_name) if part)}")
        if draft is None:
            roadmap = "пока нет"
        else:
            roadmap = plural(len(draft.activities), "мероприятие", "мероприятия", "мероприятий")
            doubts = len(doubts_by_row(draft))
            roadmap += f", сомнительных строк {doubts}: Esc и F4, чтобы поправить" if doubts else ""
        lines = [
            f"Учреждение: {new.name}" + (f" ({new.short})" if new.short else ""),
            f"Вид: {KINDS[new.kind]}",
            f"Учебный год: {self._year()}",
            *people,
            f"Дорожная карта: {roadmap}",
            "",
            f"Файл базы: {self.kurator.path}",
            "",
            "Ввод — создать базу. Esc — вернуться и поправить.",
        ]
        return "\n".join(one_line(line) for line in lines)

    async def _create(self) -> None:
        try:
            draft = self.query_one("#source", RoadmapSource).draft
            await self.kurator.begin(_filling(self._new(), self._year(), self._value("curator"), draft))
            await self.kurator.desk.aside(forget, self.kurator.path)  # edits of the preview are in the database now
        except Refusal as refusal:
            self._say(refusal.sentence)


def _filling(new: NewInstitution, year: SchoolYear, curator: str, draft: RoadmapDraft | None) -> Callable[[Store], None]:
    """The use case of the last page: institution, year, curator and roadmap at once."""

    def fill(store: Store) -> None:
        identity = found_institution(store, new, year, curator)
        if draft is not None:
            save_roadmap(store, draft, identity, year)

    return fill


async def _agreed(draft: RoadmapDraft) -> None:
    """The rows are as they should be: the last page writes them."""


def _is_shown(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))
