"""A tick box and a list of which one is chosen, told apart without colour: «[✓]» and «(•)»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.plain_text import one_line
from tui.theme import signs


class Tick(Widget, can_focus=True):
    """A tick box with a label; ``hint`` stands after the label."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,enter", "flip", "Отметить", show=False)]
    ALLOW_SELECT = False

    ticked: reactive[bool] = reactive(False)
    hint: reactive[str] = reactive("")

    @dataclass
    class Flipped(Message):
        """The person ticked or unticked it."""

        tick: Tick
        ticked: bool

    def __init__(self, label: str, name: str, *, id: str | None = None) -> None:
        super().__init__(id=id, name=name)
        self._label = label

    def render(self) -> Text:
        """«[✓] наставник  с 01.09.2026»."""
        box = signs()["done"] if self.ticked else " "
        return Text(f"[{box}] {self._label}{'  ' + self.hint if self.hint else ''}", no_wrap=True, overflow="ellipsis")

    def action_flip(self) -> None:
        """Turn round and tell."""
        self.ticked = not self.ticked
        self.post_message(self.Flipped(self, self.ticked))

    def on_click(self, _: events.Click) -> None:
        """A click is Space."""
        self.action_flip()


class ChoiceList(Widget, can_focus=True):
    """A few choices, one a line, one of them chosen; up and down choose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "Выше", show=False),
        Binding("down", "choose(1)", "Ниже", show=False),
    ]
    ALLOW_SELECT = False

    chosen: reactive[int] = reactive(0)

    @dataclass
    class Changed(Message):
        """Another choice."""

        choices: ChoiceList
        key: str

        @property
        def control(self) -> ChoiceList:
            """The list."""
            return self.choices

    def __init__(self, choices: Sequence[tuple[str, str]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = list(choices)
        self.styles.height = len(self._choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other choices; the first one is chosen."""
        self._choices = list(choices)
        self.styles.height = len(self._choices)
        self.set_reactive(ChoiceList.chosen, 0)
        self.refresh(layout=True)

    @property
    def key(self) -> str:
        """Key of what is chosen."""
        return self._choices[self.chosen][0]

    def validate_chosen(self, chosen: int) -> int:
        """Stay among the choices."""
        return max(0, min(chosen, len(self._choices) - 1))

    def watch_chosen(self, old: int, new: int) -> None:
        """Tell the screen."""
        if old != new and self.is_attached:
            self.post_message(self.Changed(self, self.key))

    def render(self) -> Text:
        """«(•) школа»."""
        lines = [f"({'•' if place == self.chosen else ' '}) {one_line(text)}" for place, (_, text) in enumerate(self._choices)]
        return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")

    def action_choose(self, step: int) -> None:
        """Choose the next or the previous one."""
        self.chosen += step

    def on_click(self, event: events.Click) -> None:
        """Choose by mouse."""
        self.chosen = event.y
