"""Windows that ask for words: a value, or a passphrase that nobody else should read."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.plain_text import one_line, printable


class WordsDialog(ModalScreen[str | None]):
    """One field. Enter gives what stands in it, Esc gives ``None``. ``hidden``: a passphrase, shown as dots."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Закрыть", show=False)]

    def __init__(self, title: str, text: str = "", *, hint: str = "", hidden: bool = False) -> None:
        super().__init__()
        self._title = title
        self._text = "" if hidden else one_line(text)
        self._hint = hint
        self._hidden = hidden

    def compose(self) -> ComposeResult:
        """Title, a sentence, the field, a hint."""
        with Vertical(classes="dialog asking"):
            yield Static(one_line(self._title), markup=False, classes="dialog-title")
            if self._hint:
                yield Static(printable(self._hint), markup=False, classes="dialog-sentence")
            yield Input(self._text, id="words", compact=True, password=self._hidden, select_on_focus=False)
            yield Static("Ввод — готово · Esc — закрыть", markup=False, classes="dialog-hint")

    def on_mount(self) -> None:
        """Typing begins at once."""
        self.query_one("#words", Input).focus()

    @on(Input.Submitted)
    def done(self, event: Input.Submitted) -> None:
        """Enter."""
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """Nothing is said."""
        self.dismiss(None)
