"""A view of many rows under a sticky heading: cursor, paging, mouse. What a row looks like is told by its heirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.plain_text import cut, fit

#: A piece of a row: text and style.
Piece = tuple[str, Style]


class RowView(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows drawn one line each by ``row_pieces``; the heading stays on the first line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Выше", show=False),
        Binding("down", "move(1)", "Ниже", show=False),
        Binding("pageup", "page(-1)", "Страница вверх", show=False),
        Binding("pagedown", "page(1)", "Страница вниз", show=False),
        Binding("home,ctrl+home", "jump(0)", "В начало", show=False),
        Binding("end,ctrl+end", "jump(-1)", "В конец", show=False),
        Binding("enter", "choose", "Открыть", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row--heading",
        "row--heading-chosen",
        "row--cursor",
        "row--cell",
        "row--group",
        "row--faint",
        "row--done",
        "row--partial",
        "row--moved",
        "row--not-required",
        "row--overdue",
        "row--now",
        "row--ahead",
        "row--undated",
    }
    ALLOW_SELECT = False

    cursor_row: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor stands on another row or cell."""

        view: RowView

        @property
        def control(self) -> RowView:
            """The view whose cursor moved."""
            return self.view

    @dataclass
    class Chosen(Message):
        """Enter or a double click on a row."""

        view: RowView

        @property
        def control(self) -> RowView:
            """The view whose row was chosen."""
            return self.view

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id)
        #: What stands in place of the rows when there is none: what to do next.
        self.empty = empty

    # ------------------------------------------------------------------ for heirs
    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return 0

    def heading_pieces(self, width: int) -> list[Piece]:
        """The heading, ``width`` cells wide."""
        return [(" " * width, self.look("heading"))]

    def row_pieces(self, row: int, width: int) -> list[Piece]:
        """Row number ``row``, ``width`` cells wide."""
        return [(fit(str(row), width), self.rich_style)]

    def click_in_row(self, row: int, x: int) -> None:
        """A mouse click at column ``x`` of a row; the cursor is there already."""

    def click_in_heading(self, x: int) -> None:
        """A mouse click at column ``x`` of the heading."""

    # ------------------------------------------------------------------ drawing
    def look(self, name: str, *, at_cursor: bool = False) -> Style:
        """Style of a component class, over the cursor's background on the row of the cursor."""
        style = self.get_component_rich_style(f"row--{name}", partial=True)
        return self.get_component_rich_style("row--cursor", partial=True) + style if at_cursor else style

    @property
    def page_rows(self) -> int:
        """How many rows fit under the heading."""
        return max(1, self.scrollable_content_region.height - 1)

    def rows_changed(self) -> None:
        """Take a new number of rows into account, keep the cursor inside and draw."""
        self.virtual_size = Size(1, self.row_count + 1)
        self.cursor_row = self.validate_cursor_row(self.cursor_row)
        self.show_cursor()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        ground = self.rich_style
        if y == 0:
            return self._strip(self.heading_pieces(width), width, ground)
        row = self.scroll_offset.y + y - 1
        if row < self.row_count:
            return self._strip(self.row_pieces(row, width), width, ground)
        if self.row_count == 0 and self.empty:
            lines = self.empty.split("\n")
            if 2 <= y < 2 + len(lines):
                return self._strip([("  " + cut(lines[y - 2], width - 2), self.look("faint"))], width, ground)
        return Strip.blank(width, ground)

    def _strip(self, pieces: Iterable[Piece], width: int, ground: Style) -> Strip:
        segments = [Segment(text, ground + style) for text, style in pieces if text]
        return Strip(segments).adjust_cell_length(width, segments[-1].style if segments else ground).crop(0, width)

    # ------------------------------------------------------------------ cursor
    def validate_cursor_row(self, row: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(row, self.row_count - 1))

    def watch_cursor_row(self, old: int, new: int) -> None:
        """Draw the two rows and tell the screen."""
        if self.is_attached:
            self.show_cursor()
            self.refresh()
            if old != new:
                self.post_message(self.Moved(self))

    def show_cursor(self) -> None:
        """Scroll so that the cursor can be seen."""
        top, page = self.scroll_offset.y, self.page_rows
        if self.cursor_row < top:
            self.scroll_to(y=self.cursor_row, animate=False, immediate=True)
        elif self.cursor_row >= top + page:
            self.scroll_to(y=self.cursor_row - page + 1, animate=False, immediate=True)

    def action_move(self, step: int) -> None:
        """Move the cursor by rows."""
        self.cursor_row += step

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self.cursor_row += pages * self.page_rows

    def action_jump(self, row: int) -> None:
        """Move the cursor to the first row, or to the last with -1."""
        self.cursor_row = self.row_count - 1 if row < 0 else row

    def action_choose(self) -> None:
        """Tell the screen that the row was chosen."""
        if self.row_count:
            self.post_message(self.Chosen(self))

    def on_resize(self, _: events.Resize) -> None:
        """Other sizes: other places of rows."""
        self.call_after_refresh(self.rows_changed)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double one chooses; the heading has clicks of its own."""
        if event.y == 0:
            self.click_in_heading(event.x)
            return
        row = self.scroll_offset.y + event.y - 1
        if 0 <= row < self.row_count:
            self.cursor_row = row
            self.click_in_row(row, event.x)
            if event.chain == 2:
                self.action_choose()


def padded(text: str, width: int, style: Style) -> Piece:
    """A piece of exactly ``width`` cells with one free cell at its end."""
    return (fit(text, width - 1) + " " if width > 1 else fit(text, width), style)
