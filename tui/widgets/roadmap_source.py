"""Where a roadmap comes from: the standard stages or somebody's file, with a preview of what was read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from model.errors import Refusal
from model.roadmap_draft import RoadmapDraft
from model.standard_roadmap import standard_roadmap
from model.years import SchoolYear
from tui.plain_text import one_line, plural, printable
from tui.widgets.choices import ChoiceList

if TYPE_CHECKING:
    from tui.app import KuratorApp

_CHOICES = (
    ("standard", "Стандартная: семь этапов примерного положения"),
    ("file", "Из файла: таблица вашей дорожной карты"),
    ("none", "Пока без дорожной карты"),
)


class RoadmapSource(Vertical):
    """Choice, path, preview. ``draft`` is what would be saved; ``None`` for «пока без»."""

    def __init__(self, *, may_be_none: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = _CHOICES if may_be_none else _CHOICES[:2]
        self._year = SchoolYear(2000)
        self._read: tuple[str, SchoolYear, RoadmapDraft] | None = None
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
            self._read = None
        self._show_choice()

    @property
    def draft(self) -> RoadmapDraft | None:
        """What to save; raise ``Refusal`` when a file was chosen but not read."""
        if self.choice == "none":
            return None
        if self.choice == "standard":
            return standard_roadmap(self._year)
        path = self.query_one("#source-path", Input).value
        if not path.strip():
            raise Refusal("Напишите путь к файлу дорожной карты и нажмите Ввод.")
        if self._read is None or self._read[:2] != (path, self._year):
            raise Refusal("Файл ещё не прочитан: нажмите Ввод в строке с путём.")
        if not self._read[2].activities:
            raise Refusal("В файле не нашлось ни одного мероприятия: возьмите другой файл или стандартную карту.")
        return self._read[2]

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
            self._say(preview_text(standard_roadmap(self._year)))
        elif self.choice == "none":
            self._say("Дорожную карту можно взять позже: F9 на любом экране.")
        elif self._read is not None:
            self._say(preview_text(self._read[2]))
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
        self._read = (path, year, draft)
        self._say(preview_text(draft))


def typed_path(text: str) -> Path:
    """A path as typed, pasted or dropped into a terminal: quotes and «file://» taken off, «~» opened."""
    text = text.strip().strip("\"'«»").removeprefix("file://")
    return Path(text.replace("\\ ", " ")).expanduser()


def preview_text(draft: RoadmapDraft) -> str:
    """What was read: counts, stages, questions, lines that found no place."""
    occurrences = sum(max(1, len(activity.deadline.occurrences)) for activity in draft.activities)
    counts = ", ".join(
        (
            plural(len(draft.stages), "этап", "этапа", "этапов"),
            plural(len(draft.activities), "мероприятие", "мероприятия", "мероприятий"),
            plural(occurrences, "отметка", "отметки", "отметок"),
        )
    )
    lines = [f"Прочитано: {counts}."]
    if draft.title:
        lines.append(f"Название: {one_line(draft.title)}")
    for title, items in (
        ("Вопросы, решить их можно потом", draft.questions),
        ("Осталось непонятым, будет сохранено", draft.unread),
    ):
        if items:
            lines += [f"{title}: {len(items)}", *(f"  • {one_line(item)}" for item in items)]
    for place, stage in enumerate(draft.stages):
        number = sum(activity.stage == place for activity in draft.activities)
        no = one_line(stage.no).rstrip(".)") or str(place + 1)
        lines.append(f"{no}. {one_line(stage.title)}: {number}")
    return "\n".join(lines)
