"""A merge at work: one line on stderr that says how far it is, and Ctrl+C, which stops it between two files.

Ctrl+C never breaks into a file: a signal in the middle of a statement of SQLite is lost there or reads as a damaged database.
So it is only noted, and the file in hand is finished first.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

import click

from tui.cli.session import shown

_WAIT = "Останавливаюсь: закончу этот файл и больше не возьму…"


class MergeProgress:
    """Callback of ``merge_paths``; holds Ctrl+C from its beginning to its end.

    ``visible``: whether stderr is a person's terminal. ``doing``: the word before the numbers.
    """

    def __init__(self, visible: bool) -> None:
        self.doing = "Принято"
        self.stopped = False
        self._visible = visible
        self._line = ""
        self._before: Any = None

    def __enter__(self) -> MergeProgress:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.clear()
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None

    def __call__(self, done: int, total: int, path: Path) -> bool:
        """Say how far it is; whether to go on."""
        from sync.folder import told_institution

        if self._visible and not self.stopped:
            self._write(f"{self.doing} {done} из {total}: {told_institution(path) or path.name}…")
        return not self.stopped

    def clear(self) -> None:
        """Take the line away before something else is written."""
        if self._line:
            self._put("")
            self._line = ""

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While the person is asked something: no line, and Ctrl+C breaks the question off at once."""
        self.clear()
        held = self._before is not None
        if held:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            yield
        finally:
            if held:
                signal.signal(signal.SIGINT, self._stop)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """As ``aside``, in the middle of a merge: a question that is broken off stops the merge, what is merged stays."""
        from sync.folder import Stopped

        try:
            with self.aside():
                yield
        except (KeyboardInterrupt, click.Abort):
            self.stopped = True
            raise Stopped from None

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopped = True
        if self._line:
            self._write(_WAIT)

    def _write(self, text: str) -> None:
        self._line = _cut(shown(text), shutil.get_terminal_size().columns - 1)
        self._put(self._line)

    def _put(self, text: str) -> None:
        """Over the line that stands there. Not through ``sys.stderr``: a signal may come while that is being written."""
        width = shutil.get_terminal_size().columns - 1
        blank = " " * max(width - _width(text), 0)
        with suppress(OSError, ValueError):
            os.write(sys.stderr.fileno(), f"\r{text}{blank}\r{text}".encode(errors="replace"))


def _width(text: str) -> int:
    """Places that a text takes in a terminal."""
    return sum(0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    while text and _width(text) > width - 1:
        text = text[:-1]
    return f"{text}…"
