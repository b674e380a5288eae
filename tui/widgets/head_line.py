"""One line with something on the left and something on the right; what does not fit is cut on the left."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from tui.plain_text import cut, printable

#: Pieces of the right side: text and name of a style of the theme («», «bold», «reverse»).
RightPieces = Sequence[tuple[str, str]]


class HeadLine(Widget):
    """The line over a screen."""

    left: reactive[str] = reactive("")
    right: reactive[RightPieces] = reactive(())

    def render(self) -> Text:
        """The left text, free cells, the right pieces."""
        width = self.size.width
        right = Text()
        for text, style in self.right:
            right.append(printable(text).replace("\n", " "), style)
        room = max(0, width - cell_len(right.plain) - 3)
        left = cut(self.left, room)
        gap = max(1, width - cell_len(left) - cell_len(right.plain) - 2)
        return Text.assemble(" ", left, " " * gap, right, " ", no_wrap=True, overflow="crop")
