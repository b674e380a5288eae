"""The bar of function keys at the bottom, as in Far; a click on a key is the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from tui.keymap import Command


class FunctionBar(Widget):
    """Commands with a label, each as «F1Помощь»; in narrow windows with short labels."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--key", "bar--label"}
    ALLOW_SELECT = False

    @dataclass
    class Pressed(Message):
        """A key of the bar was clicked."""

        action: str

    def __init__(self, commands: Sequence[Command], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._commands = [command for command in commands if command.label]
        self._places: list[tuple[int, int, str]] = []

    def render(self) -> Text:
        """The keys with their labels, as wide as the window allows."""
        width = self.size.width
        labels = [command.label for command in self._commands]
        keys = [command.function_key for command in self._commands]
        if self._wide(keys, labels, 1) > width:
            labels = [command.short or command.label for command in self._commands]
        gap = 1 if self._wide(keys, labels, 1) <= width else 0
        key_style = self.get_component_rich_style("bar--key")
        label_style = self.get_component_rich_style("bar--label")
        bar, left, self._places = Text(no_wrap=True, overflow="crop"), 0, []
        for command, key, label in zip(self._commands, keys, labels, strict=True):
            own = cell_len(key) + cell_len(label)
            bar.append(key, key_style).append(label, label_style).append(" " * gap)
            self._places.append((left, left + own, command.action))
            left += own + gap
        return bar

    @staticmethod
    def _wide(keys: list[str], labels: list[str], gap: int) -> int:
        return sum(cell_len(text) for text in (*keys, *labels)) + gap * (len(labels) - 1)

    def on_click(self, event: events.Click) -> None:
        """Tell the screen which key was clicked."""
        for left, right, action in self._places:
            if left <= event.x < right:
                self.post_message(self.Pressed(action))
