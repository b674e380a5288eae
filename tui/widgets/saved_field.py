"""Text fields that save themselves: on Enter and when the focus leaves, and never lose what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, TextArea

from tui.plain_text import printable


@dataclass
class FieldEdited(Message):
    """A field has a new text to save. ``target``: id of the row that it belongs to; ``name``: of the field."""

    field: SavedField | SavedArea
    target: str
    name: str
    text: str


@dataclass
class FieldReverted(Message):
    """The typed text was given up for the saved one."""

    field: SavedField | SavedArea
    target: str
    name: str
    text: str


class _Saving:
    """What a one-line field and an area share: the text that is saved and the text that is typed."""

    target = ""
    saved = ""
    sent: str | None = None

    def accept(self, text: str) -> None:
        """The text was saved."""
        self.saved = text
        self.sent = None


class SavedField(Input, _Saving):
    """A one-line field; ``load`` fills it, ``FieldEdited`` asks to save, ``accept`` or ``refuse`` answers."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "revert", "Вернуть сохранённое", show=False)]

    def __init__(self, field: str, *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(id=id, compact=True, placeholder=placeholder, select_on_focus=False)
        self.field = field

    @property
    def dirty(self) -> bool:
        """Whether the typed text differs from the saved one."""
        return self.value != self.saved

    def load(self, target: str, text: str) -> None:
        """Show the text of a row. What was typed for the same row stays; what was typed for another is sent to be saved."""
        text = printable(text).replace("\n", " ")
        if self.dirty:
            if target == self.target:
                self.saved = text
                return
            self.send()
        self.target, self.saved, self.sent = target, text, None
        self.value = text
        self.cursor_position = len(text)
        self.remove_class("-refused")

    def send(self) -> None:
        """Ask to save when there is something new."""
        if self.dirty and self.value != self.sent:
            self.sent = self.value
            self.post_message(FieldEdited(self, self.target, self.field, self.value))

    def accept(self, text: str) -> None:
        super().accept(text)
        self.remove_class("-refused")

    def refuse(self) -> None:
        """The text was not accepted: it stays for correction."""
        self.sent = None
        self.add_class("-refused")

    def action_revert(self) -> None:
        """Go back to the saved text."""
        self.give_up()
        self.post_message(FieldReverted(self, self.target, self.field, self.saved))

    def give_up(self) -> None:
        """Show the saved text again."""
        self.value = self.saved
        self.sent = None
        self.remove_class("-refused")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ctrl+Z belongs to the field only while its text is unsaved; otherwise it undoes data."""
        return self.dirty if action == "revert" else super().check_action(action, parameters)

    def on_blur(self, _: events.Blur) -> None:
        """Save when the focus leaves."""
        self.send()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save on Enter and go on."""
        event.stop()
        self.send()
        self.screen.focus_next()


class SavedArea(TextArea, _Saving):
    """A field of several lines; Ctrl+Z takes back typing as long as the text is unsaved."""

    def __init__(self, field: str, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, tab_behavior="focus", show_line_numbers=False, highlight_cursor_line=False)
        self.field = field

    @property
    def dirty(self) -> bool:
        """Whether the typed text differs from the saved one."""
        return self.text != self.saved

    def load(self, target: str, text: str) -> None:
        """Show the text of a row; what was typed for the same row stays."""
        text = printable(text)
        if self.dirty and target == self.target:
            self.saved = text
            return
        self.target, self.saved, self.sent = target, text, None
        self.load_text(text)
        self.remove_class("-refused")

    def send(self) -> None:
        """Ask to save when there is something new."""
        if self.dirty and self.text != self.sent:
            self.sent = self.text
            self.post_message(FieldEdited(self, self.target, self.field, self.text))

    def accept(self, text: str) -> None:
        super().accept(text)
        self.remove_class("-refused")

    def refuse(self) -> None:
        """The text was not accepted: it stays for correction."""
        self.sent = None
        self.add_class("-refused")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ctrl+Z and Ctrl+Y belong to the area only while its text is unsaved."""
        return self.dirty if action in {"undo", "redo"} else super().check_action(action, parameters)

    def on_blur(self, _: events.Blur) -> None:
        """Save when the focus leaves."""
        self.send()
