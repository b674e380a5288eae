"""The deadline in a form: its words, what is understood of them with every key, the choice of readings, «понимать как»."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from model.deadlines import Deadline, read_deadline
from model.errors import Refusal
from model.manual_deadlines import check_meant, meant_deadline, reading_label, reading_words, understood
from model.years import SchoolYear
from tui.plain_text import one_line
from tui.widgets.labelled import Labelled
from tui.widgets.saved_field import SavedField


class ReadingChoice(Widget, can_focus=True):
    """The readings of an ambiguous deadline, numbered; a digit, or arrows and Enter, picks one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "walk(-1)", "Выше", show=False),
        Binding("down", "walk(1)", "Ниже", show=False),
        Binding("enter,space", "pick(-1)", "Выбрать", show=False),
        *(Binding(str(digit), f"pick({digit - 1})", "Выбрать", show=False) for digit in range(1, 10)),
    ]
    DEFAULT_CSS = """
    ReadingChoice { height: auto; margin-left: 18; color: $warning; }
    ReadingChoice:focus { background: $panel; }
    ReadingChoice:focus:ansi { text-style: bold; }
    """
    ALLOW_SELECT = False

    readings: reactive[tuple[str, ...]] = reactive((), layout=True)
    chosen: reactive[int] = reactive(0)

    @dataclass
    class Picked(Message):
        """A reading was picked."""

        place: int

    def validate_chosen(self, chosen: int) -> int:
        """Stay among the readings."""
        return max(0, min(chosen, len(self.readings) - 1))

    def render(self) -> Text:
        """«1 Ноябрь», a line each, the chosen one with an arrow."""
        lines = ["Что имеется в виду? Цифра или ↑ ↓ и Ввод" if self.has_focus else "Что имеется в виду? Ввод — выбрать:"]
        lines += [
            f"{'►' if place == self.chosen and self.has_focus else ' '} {place + 1} {one_line(words)}"
            for place, words in enumerate(self.readings)
        ]
        return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")

    def action_walk(self, step: int) -> None:
        """Go to the next or the previous reading."""
        self.chosen += step

    def action_pick(self, place: int) -> None:
        """Pick a reading, the one with the arrow for -1."""
        place = self.chosen if place < 0 else place
        if place < len(self.readings):
            self.post_message(self.Picked(place))

    def on_click(self, event: events.Click) -> None:
        """Pick by mouse."""
        if 1 <= event.y <= len(self.readings):
            self.action_pick(event.y - 1)


class _DeadlineWords(SavedField):
    """The words; Enter and Tab go to the choice that they may have opened this moment, before it has a place on the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "go_on", "Дальше", show=False)]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save on Enter and go on."""
        event.stop()
        event.prevent_default()
        self.action_go_on()

    def action_go_on(self) -> None:
        """Save and let the deadline say where to go."""
        self.send()
        deadline = next(node for node in self.ancestors if isinstance(node, DeadlineField))
        deadline.next_place()


class DeadlineField(Vertical):
    """Two saved fields, «deadline» and «meant», and what they mean now. The form saves them and loads them."""

    DEFAULT_CSS = """
    DeadlineField { height: auto; }
    DeadlineField .deadline-line { height: auto; min-height: 1; max-height: 3; margin-left: 18; color: $success; }
    DeadlineField .deadline-line.-doubt { color: $warning; }
    DeadlineField .deadline-line.-doubt:ansi { text-style: bold; }
    """

    @dataclass
    class Settled(Message):
        """A reading was picked; ``words`` say it in the grammar of deadlines."""

        words: str

    def __init__(self, year: SchoolYear, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.year = year
        self.deadline = _DeadlineWords(
            "deadline", id="activity-deadline", placeholder="как в документе: «ноябрь, март», «до 2.10»"
        )
        self.meant = SavedField("meant", id="activity-meant", placeholder="F4, если понято не так")
        self.meant.disabled = True
        self._read = Deadline("", "unresolved")

    def compose(self) -> ComposeResult:
        """Words, what is understood, the choice, the correction, what is understood of it."""
        yield Labelled("Срок", self.deadline)
        yield Static("", markup=False, id="activity-understood", classes="deadline-line")
        yield ReadingChoice(id="activity-readings")
        yield Labelled("Понимать как", self.meant)
        yield Static("", markup=False, id="meant-understood", classes="deadline-line")

    def on_mount(self) -> None:
        """From now on every letter is read at once, before the next key: where Enter goes depends on it."""
        for field in (self.deadline, self.meant):
            self.watch(field, "value", self.show_meaning)

    def show_meaning(self) -> None:
        """Say what is understood of what stands in the fields now."""
        words, meant = self.deadline.value, self.meant.value.strip()
        if self.deadline.dirty and not self.meant.dirty:
            meant = ""  # saving other words takes the old meaning away
        read = read_deadline(words, self.year)
        doubtful = _doubtful(read)
        sentences = [f"как написано: {understood(read, self.year)}" if meant else f"→ {understood(read, self.year)}"]
        if not meant:
            sentences += ["можно понять по-разному"] if read.ambiguous else []
            sentences += read.warnings
        self._say("activity-understood", " · ".join(sentences), doubt=doubtful and not meant)
        self._read = read
        choice = self.query_one(ReadingChoice)
        readings = read.readings if read.ambiguous and not meant else ()
        choice.readings = tuple(reading_label(reading, self.year) for reading in readings)
        choice.chosen = choice.chosen
        choice.display = bool(readings)
        if not self.meant.has_focus:
            self.meant.disabled = not (doubtful or self.meant.value or self.meant.dirty)
        self._show_meant(words, meant)

    def _show_meant(self, words: str, meant: str) -> None:
        line = self.query_one("#meant-understood")
        line.display = bool(meant)
        if not meant:
            return
        try:
            check_meant(meant, self.year)
        except Refusal as refusal:
            self._say("meant-understood", refusal.sentence, doubt=True)
            return
        read = meant_deadline(words, meant, self.year)
        self._say(
            "meant-understood", " · ".join([f"→ {understood(read, self.year)}", *read.warnings]), doubt=bool(read.warnings)
        )

    def _say(self, place: str, sentence: str, *, doubt: bool) -> None:
        line = self.query_one(f"#{place}", Static)
        line.update(one_line(sentence))
        line.set_class(doubt, "-doubt")

    @on(ReadingChoice.Picked)
    def picked(self, event: ReadingChoice.Picked) -> None:
        """A reading becomes words for «понимать как»."""
        event.stop()
        read = self._read
        kind = read.kinds[event.place] if event.place < len(read.kinds) else ""
        if event.place < len(read.readings):
            self.post_message(self.Settled(reading_words(read.readings[event.place], self.year, kind)))

    def next_place(self) -> None:
        """From the words to the choice of readings, to the correction when there is a doubt, or out of here."""
        choice = self.query_one(ReadingChoice)
        if choice.display:
            choice.focus()
        elif not self.meant.disabled:
            self.meant.focus()
        else:
            self.screen.focus_next()

    def explain(self) -> None:
        """Let the person say what the words mean, however clear they seem."""
        self.meant.disabled = False
        self.meant.focus()


def _doubtful(read: Deadline) -> bool:
    return bool(read.text.strip()) and (read.ambiguous or read.kind == "unresolved" or bool(read.warnings))
