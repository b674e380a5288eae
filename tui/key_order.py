"""Keys one after another: the next key waits until the one before has moved the focus where it wanted to.

Textual sends a key to the widget that has the focus when the key arrives; the focus itself moves some messages later. Who
types fast, pastes, or sits at a slow laptop would find the letters after Enter in the field before. So a key goes out only
when a marker sent behind the last one has come back twice: first past the key itself, then past what the key caused.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from textual.events import Key, Paste
from textual.message import Message
from textual.message_pump import MessagePump

#: How often the marker has to come back.
ROUNDS = 2
#: After so many seconds the next key goes out whatever happened to the marker (its widget may be gone).
PATIENCE = 2.0


@dataclass
class KeyHandled(Message):
    """The marker that follows a key from its widget up to the app."""

    number: int
    turn: int
    target: MessagePump


class KeyOrder:
    """The queue of keys; the app asks it what to do with a key and tells it what came back."""

    def __init__(self) -> None:
        self._number = 0
        self._busy = False
        self._waiting: deque[Key | Paste] = deque()
        self._patience: asyncio.TimerHandle | None = None

    @property
    def idle(self) -> bool:
        """Whether every key that came has been handled."""
        return not self._busy and not self._waiting

    def must_wait(self, event: Key | Paste) -> bool:
        """Whether a key has to wait; then it is kept until ``next_key`` gives it back."""
        if self._busy:
            self._waiting.append(event)
        return self._busy

    def sent(self, target: MessagePump, app: MessagePump) -> bool:
        """Send the marker behind a key that went to ``target``; ``False`` when nothing can be waited for."""
        self._number += 1
        self._busy = target.post_message(KeyHandled(self._number, 1, target))
        if self._busy:
            number = self._number
            self._patience = asyncio.get_running_loop().call_later(
                PATIENCE, lambda: app.post_message(KeyHandled(number, ROUNDS, app))
            )
        return self._busy

    def came_back(self, marker: KeyHandled) -> bool:
        """Whether the key of a marker is handled; otherwise the marker goes round again."""
        if marker.number != self._number or not self._busy:
            return False
        if marker.turn < ROUNDS and marker.target.post_message(KeyHandled(marker.number, marker.turn + 1, marker.target)):
            return False
        self.forget()
        return True

    def forget(self) -> None:
        """Wait for nothing."""
        self._busy = False
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def next_key(self) -> Key | Paste | None:
        """The key that waits longest."""
        return self._waiting.popleft() if self._waiting else None
