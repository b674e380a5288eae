"""A field with its label before it and one sentence under it when its text was refused."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from tui.plain_text import printable


class Labelled(Vertical):
    """«Дата рождения  [__________]» and, when needed, a sentence beside it."""

    def __init__(self, label: str, field: Widget, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = label
        self.field = field
        self._note = Static("", markup=False, classes="field-note")
        self._note.display = False

    def compose(self) -> ComposeResult:
        """Label and field on one line, the sentence under them."""
        with Horizontal(classes="field-line"):
            yield Static(self._label, markup=False, classes="field-label")
            yield self.field
        yield self._note

    def complain(self, sentence: str) -> None:
        """Show a sentence, or take it away with an empty one."""
        self._note.update(printable(sentence))
        self._note.display = bool(sentence)

    @property
    def complaint_shown(self) -> bool:
        """Whether a sentence stands under the field."""
        return self._note.display
