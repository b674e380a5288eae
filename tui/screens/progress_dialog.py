"""A window over long work: how many of how many, what now, Esc to stop in between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.plain_text import cut, one_line

_CELLS = 40


class ProgressDialog(ModalScreen[None]):
    """``told`` is called by the thread that works and answers whether to go on; the window is closed by who opened it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", "Остановить", show=False)]

    @dataclass
    class Told(Message):
        """So many are done; the next one."""

        done: int
        total: int
        name: str

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        #: Whether the person wants no more.
        self.stopped = False

    def compose(self) -> ComposeResult:
        """Title, count, bar, name of the file, a hint."""
        with Vertical(classes="dialog asking"):
            yield Static(one_line(self._title), markup=False, classes="dialog-title")
            yield Static("", markup=False, id="progress-count")
            yield Static("", markup=False, id="progress-name")
            yield Static("Esc — остановить после этого файла", markup=False, id="progress-hint", classes="dialog-hint")

    def told(self, done: int, total: int, path: Path) -> bool:
        """Called between files, on the thread that works."""
        self.post_message(self.Told(done, total, path.name))
        return not self.stopped

    def on_progress_dialog_told(self, event: Told) -> None:
        """Draw how far it is."""
        event.stop()
        filled = _CELLS * event.done // max(1, event.total)
        bar = "█" * filled + "░" * (_CELLS - filled)
        self.query_one("#progress-count", Static).update(f"{bar} {event.done} из {event.total}")
        self.query_one("#progress-name", Static).update(cut(event.name, 60))

    def action_stop(self) -> None:
        """Stop between files: what was taken stays."""
        self.stopped = True
        self.query_one("#progress-hint", Static).update("Останавливаюсь после этого файла…")
