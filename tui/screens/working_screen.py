"""What every screen over an open database has: its commands, the function bar, sentences of refusals, reloading."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import Screen

from model.errors import Refusal
from tui.keymap import Command
from tui.widgets.function_bar import FunctionBar
from tui.widgets.head_line import RightPieces

if TYPE_CHECKING:
    from tui.app import KuratorApp

T = TypeVar("T")
#: Main screens by key, as the line under the head names them.
_MAIN = {"1": "этапы", "2": "месяцы", "3": "люди", "4": "расхождения"}


def main_screens(chosen: str) -> RightPieces:
    """«1 этапы  2 месяцы  3 люди  4 расхождения», the chosen one marked."""
    pieces: list[tuple[str, str]] = []
    for key, name in _MAIN.items():
        pieces += [("  ", "")] if pieces else []
        pieces.append((f"{key} {name}", "bold reverse" if key == chosen else ""))
    return pieces


class WorkingScreen(Screen[None]):
    """A full screen. Heirs tell ``KEYS`` (with ``BINDINGS = bindings(KEYS)``) and ``ABOUT`` for the help."""

    KEYS: ClassVar[tuple[Command, ...]] = ()
    #: Name of the screen and a few sentences about it, for the help.
    NAME: ClassVar[str] = ""
    ABOUT: ClassVar[str] = ""

    @property
    def kurator(self) -> KuratorApp:
        """The app with its desk."""
        return cast("KuratorApp", self.app)

    def is_left(self) -> bool:
        """Whether Esc took the screen away: work that went on meanwhile finds none of its widgets any more."""
        return self not in self.app.screen_stack

    async def reload(self) -> None:
        """Show the data as they are now; the app has just read what is common."""

    async def flush(self) -> bool:
        """Save what is typed and not yet saved; return whether all of it was accepted."""
        return True

    async def attempt(self, work: Awaitable[T]) -> T | None:
        """Result of a use case, or ``None`` after its refusal was shown."""
        try:
            return await work
        except Refusal as refusal:
            self.kurator.complain(refusal.sentence)
            return None

    async def on_screen_resume(self) -> None:
        """Coming back from another screen."""
        if self.kurator.desk.is_open:
            await self.kurator.read()
            await self.reload()

    async def on_function_bar_pressed(self, event: FunctionBar.Pressed) -> None:
        """A click on the bar is the key."""
        await self.run_action(event.action)
