"""Small windows over a screen: choose one of several, read a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.plain_text import fit, one_line, printable


@dataclass(frozen=True)
class Choice:
    """One line of a dialog: what comes back, what is read, the key beside it."""

    key: str
    text: str
    keys: str = ""


class ChoiceDialog(ModalScreen[str]):
    """A list to choose from: arrows and Enter, or a digit: that before a line, or, without ``numbered``, that of its key.

    Esc gives an empty answer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f9", "leave", "Закрыть", show=False),
        *(Binding(str(digit), f"pick({digit - 1})", "Выбрать", show=False) for digit in range(1, 10)),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], chosen: str = "", *, numbered: bool = True) -> None:
        super().__init__()
        self._title = title
        self._choices = list(choices)
        self._chosen = chosen
        self._numbered = numbered

    def compose(self) -> ComposeResult:
        """Title, the lines, a hint."""
        width = min(64, max(20, self.app.size.width - 10))
        with Vertical(classes="dialog"):
            yield Static(one_line(self._title), markup=False, classes="dialog-title")
            yield OptionList(
                *(Option(self._line(place, choice, width), id=f"choice-{place}") for place, choice in enumerate(self._choices)),
                markup=False,
                compact=True,
            )
            yield Static("Ввод — выбрать · Esc — закрыть", markup=False, classes="dialog-hint")

    def _line(self, place: int, choice: Choice, width: int) -> Text:
        digit = (f"{place + 1} " if place < 9 else "  ") if self._numbered else " "
        keys = f" {choice.keys}" if choice.keys else ""
        return Text(digit + fit(choice.text, width - len(digit) - len(keys)) + keys, no_wrap=True, overflow="crop")

    def on_mount(self) -> None:
        """Start on what is chosen now."""
        options = self.query_one(OptionList)
        keys = [choice.key for choice in self._choices]
        options.highlighted = keys.index(self._chosen) if self._chosen in keys else 0
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        self.dismiss(self._choices[event.option_index].key)

    def action_pick(self, place: int) -> None:
        """A digit."""
        if not self._numbered:
            keys = [choice.keys for choice in self._choices]
            place = keys.index(str(place + 1)) if str(place + 1) in keys else len(keys)
        if place < len(self._choices):
            self.dismiss(self._choices[place].key)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss("")


class ReadingDialog(ModalScreen[None]):
    """A text to read, scrolled by arrows and pages."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,f3,f1,space", "leave", "Закрыть", show=False)]

    def __init__(self, title: str, text: Text | str) -> None:
        super().__init__()
        self._title = title
        self._text = text if isinstance(text, Text) else Text(printable(text))

    def compose(self) -> ComposeResult:
        """Title, text, a hint."""
        with Vertical(classes="dialog reading"):
            yield Static(one_line(self._title), markup=False, classes="dialog-title")
            with VerticalScroll():
                yield Static(self._text, markup=False)
            yield Static("Esc — закрыть", markup=False, classes="dialog-hint")

    def on_mount(self) -> None:
        """Arrows scroll at once."""
        self.query_one(VerticalScroll).focus()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
