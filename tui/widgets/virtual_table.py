"""A table that asks for the rows that can be seen and no others: the same speed at ten rows and at a hundred thousand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.row_view import Piece, RowView, padded


@dataclass(frozen=True)
class Column:
    """A column: ``key`` for sorting, heading, cells it needs at least, share of the free width, sign of dispensability.

    ``needed_from``: the narrowest table that shows the column at all.
    """

    key: str
    title: str
    width: int
    grow: int = 0
    needed_from: int = 0


@dataclass(frozen=True)
class TableRow:
    """A row as shown: id and texts of the cells."""

    id: str
    cells: tuple[str, ...]


#: Cells of the sign of a mark.
_MARK_WIDTH = 2
#: (offset, limit) → rows; called on the event loop, so it may only await.
Fetch = Callable[[int, int], Awaitable[Sequence[TableRow]]]


class VirtualTable(RowView):
    """Rows of a source of any size. The screen tells the number of rows and gives ``fetch``.

    ``marked``: ids of rows marked to act on many at once; a table of marks (``marking``) has a column for the sign.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "column(-1)", "Столбец левее", show=False),
        Binding("right", "column(1)", "Столбец правее", show=False),
        Binding("ctrl+c", "copy", "Копировать строку", show=False),
    ]

    @dataclass
    class SortWanted(Message):
        """The person asks to sort by a column."""

        table: VirtualTable
        key: str

        @property
        def control(self) -> VirtualTable:
            """The table."""
            return self.table

    def __init__(
        self, columns: Sequence[Column], fetch: Fetch, *, id: str | None = None, empty: str = "", marking: bool = False
    ) -> None:
        super().__init__(id=id, empty=empty)
        self.marked: set[str] = set()
        self._margin = _MARK_WIDTH if marking else 0
        self.columns = tuple(columns)
        self.fetch = fetch
        self.column = 0
        self.order, self.descending = self.columns[0].key, False
        self._count = 0
        self._rows: dict[int, TableRow] = {}
        self._wanted: tuple[int, int] | None = None
        self._generation = 0

    @property
    def row_count(self) -> int:
        return self._count

    @property
    def current(self) -> TableRow | None:
        """The row under the cursor, when it has been fetched."""
        return self._rows.get(self.cursor_row)

    async def load(self, count: int, keep: str = "") -> None:
        """Forget what was fetched, take a new number of rows, fetch what is seen; stay on the row of id ``keep``."""
        self._count = count
        self._generation += 1
        self._rows.clear()
        self._wanted = None
        self.rows_changed()
        await self._fetch_seen()
        place = next((place for place, row in self._rows.items() if row.id == keep), None)
        if place is not None:
            self.cursor_row = place
        self.post_message(self.Moved(self))

    def _seen(self) -> tuple[int, int]:
        """First row and number of rows to have: what is seen, with a page around."""
        first = max(0, self.scroll_offset.y - self.page_rows)
        return first, min(self._count - first, 3 * self.page_rows + 1)

    async def _fetch_seen(self) -> None:
        first, limit = self._seen()
        if limit <= 0:
            return
        generation = self._generation
        rows = await self.fetch(first, limit)
        if generation != self._generation:
            return  # another search or order since
        self._rows = {first + place: row for place, row in enumerate(rows)}
        self._wanted = (first, limit)
        self.refresh()

    @work(exclusive=True, group="virtual-table")
    async def _fetch_later(self) -> None:
        await self._fetch_seen()
        self.post_message(self.Moved(self))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Fetch when the view leaves what is at hand."""
        super().watch_scroll_y(old_value, new_value)
        top = self.scroll_offset.y
        last = min(self._count, top + self.page_rows) - 1
        if self._wanted is not None and last >= 0 and (top not in self._rows or last not in self._rows):
            self._fetch_later()

    def rows_changed(self) -> None:
        """A new number or place of rows; a taller window fetches more."""
        super().rows_changed()
        if self._wanted is not None:
            self._fetch_later()

    # ------------------------------------------------------------------ drawing
    def _widths(self, width: int) -> list[int]:
        width -= self._margin
        shown = [0 if width < column.needed_from else column.width for column in self.columns]
        free = width - sum(shown)
        grow = sum(column.grow for column, own in zip(self.columns, shown, strict=True) if own)
        if free > 0 and grow:
            shown = [own + free * column.grow // grow if own else 0 for column, own in zip(self.columns, shown, strict=True)]
        return shown

    def heading_pieces(self, width: int) -> list[Piece]:
        pieces: list[Piece] = [(" " * self._margin, self.look("heading"))]
        for place, (column, own) in enumerate(zip(self.columns, self._widths(width), strict=True)):
            arrow = (" ▾" if self.descending else " ▴") if column.key == self.order else ""
            look = "heading-chosen" if place == self.column and self.has_focus else "heading"
            pieces.append(padded(column.title + arrow, own, self.look(look)))
        return pieces

    def row_pieces(self, row: int, width: int) -> list[Piece]:
        found = self._rows.get(row)
        here = row == self.cursor_row
        plain = self.look("cursor") if here and self.has_focus else self.look("cell") if here else self.rich_style
        if found is None:
            return [("…".ljust(width), plain)]
        style = plain + self.look("now") + plain.background_style if found.id in self.marked else plain
        sign = "* " if found.id in self.marked else "  "
        cells = [padded(text, own, style) for text, own in zip(found.cells, self._widths(width), strict=True)]
        return [(sign[: self._margin], style), *cells]

    # ------------------------------------------------------------------ actions
    def action_column(self, step: int) -> None:
        """Choose a column (to sort by)."""
        shown = [place for place, own in enumerate(self._widths(self.size.width)) if own]
        at = shown.index(self.column) if self.column in shown else 0
        self.column = shown[max(0, min(at + step, len(shown) - 1))]
        self.refresh()

    def turn_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and go down: many are marked by one key."""
        if self.current is not None:
            self.marked ^= {self.current.id}
            self.refresh()
            self.action_move(1)

    def ask_to_sort(self) -> None:
        """Ask the screen to sort by the chosen column."""
        self.post_message(self.SortWanted(self, self.columns[self.column].key))

    def sort_by(self, key: str) -> None:
        """Remember the order to show: the same column again turns it round."""
        self.descending = not self.descending if key == self.order else False
        self.order = key

    def click_in_heading(self, x: int) -> None:
        left = self._margin
        for place, own in enumerate(self._widths(self.size.width)):
            if left <= x < left + own:
                self.column = place
                self.ask_to_sort()
                return
            left += own

    def action_copy(self) -> None:
        """Copy the row under the cursor, cells divided by tabs."""
        if self.current is not None:
            self.app.copy_to_clipboard("\t".join(self.current.cells))
            self.notify("Строка скопирована.", markup=False)
