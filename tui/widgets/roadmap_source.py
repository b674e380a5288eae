"""Where a roadmap comes from: the standard stages or somebody's file; what was read is told and can be put right."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from model.errors import Refusal
from model.preview_doubts import doubts_by_row, open_questions
from model.preview_history import Preview, forget, kept
from model.roadmap_draft import RoadmapDraft
from model.roadmap_preview import in_stage_order
from model.standard_roadmap import standard_roadmap
from model.years import SchoolYear
from tui.plain_text import one_line, plural, printable
from tui.screens.dialogs import Choice, ChoiceDialog
from tui.screens.roadmap_preview import PreviewScreen, Take
from tui.widgets.choices import ChoiceList

if TYPE_CHECKING:
    from tui.app import KuratorApp

_CHOICES = (
    ("standard", "Стандартная: семь этапов примерного положения"),
    ("file", "Из файла: таблица вашей дорожной карты"),
    ("none", "Пока без дорожной карты"),
)


class RoadmapSource(Vertical):
    """Choice, path, summary. ``draft`` is what would be saved, edits of the preview included; ``None`` for «пока без»."""

    @dataclass
    class FileRead(Message):
        """A file was read, or an edit from before a kill was taken up."""

    def __init__(self, *, may_be_none: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = _CHOICES if may_be_none else _CHOICES[:2]
        self._year = SchoolYear(2000)
        self._read: tuple[str, SchoolYear, Preview] | None = None
        self._standard: Preview | None = None
        self._offered = False
        self.preview = ""

    def compose(self) -> ComposeResult:
        """Choice, path, preview."""
        yield ChoiceList(self._choices, id="source-choice")
        with Horizontal(id="source-line"):
            yield Static("Файл: ", markup=False, classes="mark-label")
            yield Input(id="source-path", compact=True, placeholder="путь к файлу, затем Ввод", select_on_focus=False)
        with VerticalScroll(id="source-scroll", can_focus=False):
            yield Static("", markup=False, id="source-preview")

    def on_mount(self) -> None:
        """Show what the first choice means."""
        self._show_choice()

    @property
    def choice(self) -> str:
        """standard, file or none."""
        return self.query_one("#source-choice", ChoiceList).key

    def set_year(self, year: SchoolYear) -> None:
        """The school year to which deadlines without a year belong."""
        if year != self._year:
            self._year = year
            self._read = self._standard = None
        self._show_choice()

    @property
    def draft(self) -> RoadmapDraft | None:
        """What to save; raise ``Refusal`` when a file was chosen but not read."""
        if self.choice == "none":
            return None
        draft = self._chosen().draft
        if not draft.activities:
            raise Refusal("В файле не нашлось ни одного мероприятия: F4 — посмотреть текст и взять типовые этапы.")
        return draft

    def _chosen(self) -> Preview:
        """What is chosen, ready to be looked at; raise ``Refusal`` when a file was not read yet."""
        if self.choice == "standard":
            if self._standard is None:
                self._standard = Preview(standard_roadmap(self._year), self._year)
            return self._standard
        path = self.query_one("#source-path", Input).value
        if not path.strip():
            raise Refusal("Напишите путь к файлу дорожной карты и нажмите Ввод.")
        if self._read is None or self._read[:2] != (path, self._year):
            raise Refusal("Файл ещё не прочитан: нажмите Ввод в строке с путём.")
        return self._read[2]

    def look_through(self, take: Take, ended: Callable[[], Awaitable[None]] | None = None, *, final: bool = True) -> None:
        """Open the preview of what is chosen; ``ended`` is called when it was taken. Raise ``Refusal`` for nothing to show.

        ``final``: taking writes it to the database, so that no edit has to be kept any more.
        """
        if self.choice == "none":
            raise Refusal("Смотреть нечего: выберите стандартную дорожную карту или файл.")
        preview = self._chosen()
        screen = PreviewScreen(preview, take, cast("KuratorApp", self.app).path, final=final)

        async def closed(_: None) -> None:
            if screen.forgotten and preview is self._standard:
                self._standard = None
            elif screen.forgotten:
                self._read = None
            self._show_choice()
            if screen.taken and ended is not None:
                await ended()

        self.app.push_screen(screen, closed)

    async def offer_kept(self) -> None:
        """Offer to go on with an edit that was begun for this database and not ended; asked once."""
        app = cast("KuratorApp", self.app)
        if self._offered:
            return
        self._offered = True
        found = await app.desk.aside(kept, app.path)
        if found is None or found.year != self._year:
            return
        count = plural(len(found.draft.activities), "мероприятие", "мероприятия", "мероприятий")
        name = Path(found.source).name or "типовые этапы"
        choices = [Choice("go", f"Продолжить правку: {count}"), Choice("new", "Начать заново, ту правку забыть")]

        async def answered(answer: str | None) -> None:
            if answer == "go":
                self._take_up(found)
            elif answer == "new":
                await app.desk.aside(forget, app.path)

        app.push_screen(ChoiceDialog(f"Есть незаписанная правка: {name}", choices), answered)

    def _take_up(self, found: Preview) -> None:
        names = [key for key, _ in self._choices]
        self.query_one("#source-choice", ChoiceList).chosen = names.index("file" if found.source else "standard")
        if found.source:
            self.query_one("#source-path", Input).value = found.source
            self._read = (found.source, self._year, found)
        else:
            self._standard = found
        self._show_choice()
        self.post_message(self.FileRead())

    @property
    def needs_reading(self) -> bool:
        """Whether a path was typed and not read yet."""
        path = self.query_one("#source-path", Input).value
        return self.choice == "file" and bool(path.strip()) and (self._read is None or self._read[:2] != (path, self._year))

    @on(ChoiceList.Changed, "#source-choice")
    def choice_changed(self) -> None:
        """Another choice, another preview."""
        self._show_choice()

    def _show_choice(self) -> None:
        self.query_one("#source-line").display = self.choice == "file"
        if self.choice == "standard":
            self._say(preview_text(self._chosen().draft))
        elif self.choice == "none":
            self._say("Дорожную карту можно взять позже: F9 на любом экране.")
        elif self._read is not None:
            self._say(preview_text(self._read[2].draft))
        else:
            self._say("Таблица читается как есть: этапы, мероприятия, сроки. Здесь появится, что удалось понять.")

    def _say(self, text: str) -> None:
        self.preview = printable(text)
        self.query_one("#source-preview", Static).update(self.preview)

    @on(Input.Submitted, "#source-path")
    def path_submitted(self, event: Input.Submitted) -> None:
        """Enter in the path reads the file; once it is read, Enter goes on."""
        if self.needs_reading or not event.value.strip():
            event.stop()
            self.read()

    def read(self) -> None:
        """Begin to read the file that was named."""
        path = self.query_one("#source-path", Input).value
        if not path.strip():
            self._say("Напишите путь к файлу дорожной карты.")
            return
        self._say("Читаю файл…")
        self._read_file(path, self._year)

    @work(exclusive=True, group="reading")
    async def _read_file(self, path: str, year: SchoolYear) -> None:
        from model.roadmap_reader import read_roadmap

        desk = cast("KuratorApp", self.app).desk
        try:
            draft = await desk.aside(read_roadmap, typed_path(path), year)
        except Refusal as refusal:
            self._read = None
            self._say(refusal.sentence)
            return
        self._read = (path, year, Preview(in_stage_order(draft), year, path))
        self._say(preview_text(draft))
        self.post_message(self.FileRead())


def typed_path(text: str) -> Path:
    """A path as typed, pasted or dropped into a terminal: quotes and «file://» taken off, «~» opened."""
    text = text.strip().strip("\"'«»").removeprefix("file://")
    return Path(text.replace("\\ ", " ")).expanduser()


def preview_text(draft: RoadmapDraft) -> str:
    """What was read: counts, doubts, stages, questions, lines that found no place."""
    occurrences = sum(max(1, len(activity.deadline.occurrences)) for activity in draft.activities)
    counts = ", ".join(
        (
            plural(len(draft.stages), "этап", "этапа", "этапов"),
            plural(len(draft.activities), "мероприятие", "мероприятия", "мероприятий"),
            plural(occurrences, "отметка", "отметки", "отметок"),
        )
    )
    lines = [f"Прочитано: {counts}."]
    doubts = len(doubts_by_row(draft))
    if doubts:
        lines.append(f"Сомнительных строк: {doubts}. F4 — посмотреть и поправить.")
    elif draft.activities:
        lines.append("F4 — посмотреть строки и поправить.")
    else:
        lines.append("F4 — посмотреть текст и взять типовые этапы.")
    if draft.title:
        lines.append(f"Название: {one_line(draft.title)}")
    for title, items in (
        ("Вопросы, решить их можно потом", open_questions(draft)),
        ("Осталось непонятым, будет сохранено", draft.unread),
    ):
        if items:
            lines += [f"{title}: {len(items)}", *(f"  • {one_line(item)}" for item in items)]
    for place, stage in enumerate(draft.stages):
        number = sum(activity.stage == place for activity in draft.activities)
        no = one_line(stage.no).rstrip(".)") or str(place + 1)
        lines.append(f"{no}. {one_line(stage.title)}: {number}")
    return "\n".join(lines)
