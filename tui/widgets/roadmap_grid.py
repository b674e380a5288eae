"""The roadmap as a tree of stages with a sign for every occurrence under its month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from model.roadmap_view import OccurrenceView, RoadmapView
from tui.plain_text import cut, fit, one_line
from tui.roadmap_lines import GridLine, MonthColumn, grid_lines, month_columns
from tui.theme import fold_sign, look_of, signs, worst_look
from tui.widgets.row_view import Piece, RowView

_NARROWEST_NAME = 30
_COUNTS = 10
_RESPONSIBLE_FROM = 96


class RoadmapGrid(RowView):
    """Cursor by rows and by occurrences: left and right walk through months and through what stands in one month."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "aside(-1)", "Левее", show=False),
        Binding("right", "aside(1)", "Правее", show=False),
    ]

    @dataclass
    class FoldWanted(Message):
        """A stage is to be folded or unfolded (``None``: the other way round)."""

        grid: RoadmapGrid
        stage: str
        fold: bool | None = None

        @property
        def control(self) -> RoadmapGrid:
            """The grid."""
            return self.grid

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id, empty=empty)
        self.columns: tuple[MonthColumn, ...] = ()
        self.lines: list[GridLine] = []
        self.column = 0
        self.within = 0
        self._placed = False

    @property
    def row_count(self) -> int:
        return len(self.lines)

    def show(self, view: RoadmapView, folded: set[str], query: str) -> None:
        """Show a roadmap; the cursor stays on its row, at the first time it goes to the month of the view's day."""
        key = self.line.key if self.line else ""
        self.columns = month_columns(view)
        self.lines = grid_lines(view, self.columns, folded, query)
        if not self._placed:
            self._placed = True
            self._go_to_day(view.today)
        else:
            places = [place for place, line in enumerate(self.lines) if line.key == key]
            self.set_reactive(RowView.cursor_row, places[0] if places else self.validate_cursor_row(self.cursor_row))
        self.column = max(0, min(self.column, len(self.columns) - 1))
        self.rows_changed()

    def _go_to_day(self, today: date) -> None:
        months = [(c.year, c.month) for c in self.columns]
        if (today.year, today.month) in months:
            self.column = months.index((today.year, today.month))
        first = next((place for place, line in enumerate(self.lines) if line.activity), 0)
        self.set_reactive(RowView.cursor_row, first)

    @property
    def line(self) -> GridLine | None:
        """The line under the cursor."""
        return self.lines[self.cursor_row] if self.cursor_row < len(self.lines) else None

    @property
    def month(self) -> MonthColumn | None:
        """The month under the cursor."""
        return self.columns[self.column] if self.column < len(self.columns) else None

    def _cell(self) -> tuple[OccurrenceView, ...]:
        return self.line.cells[self.column] if self.line and self.line.activity and self.columns else ()

    @property
    def occurrence(self) -> OccurrenceView | None:
        """The occurrence under the cursor, or the only one of the activity."""
        if self.line is None or self.line.activity is None:
            return None
        cell = self._cell()
        if cell:
            return cell[min(self.within, len(cell) - 1)]
        every = self.line.activity.occurrences
        return every[0] if len(every) == 1 else None

    # ------------------------------------------------------------------ drawing
    def _layout(self, width: int) -> tuple[int, int, int]:
        """Widths of the name, of the responsible (0: folded into the detail), of one month."""
        months = len(self.columns)
        step = 4
        if width - months * step < _NARROWEST_NAME:
            step = 3
        responsible = min(24, max(15, width // 7)) if width >= _RESPONSIBLE_FROM else 0
        name = width - responsible - months * step
        if name < 12:
            return width, 0, 0
        return name, responsible, step

    def heading_pieces(self, width: int) -> list[Piece]:
        name, responsible, step = self._layout(width)
        style, chosen = self.look("heading"), self.look("heading-chosen")
        pieces = [
            (fit_left("   Этап / мероприятие", name), style),
            (fit("Ответственный", responsible - 1), style),
            (" " if responsible else "", style),
        ]
        if step:
            for place, column in enumerate(self.columns):
                title = column.short if step == 4 else column.two
                pieces += [(fit(title, step - 1), chosen if place == self.column else style), (" ", style)]
        return pieces

    def row_pieces(self, row: int, width: int) -> list[Piece]:
        line = self.lines[row]
        name, responsible, step = self._layout(width)
        here = row == self.cursor_row
        style = self.look("cursor") if here and self.has_focus else self.look("cell") if here else self.rich_style
        if line.activity is None:
            group = style if here else style + self.look("group")
            mark = fold_sign(line.folded)
            counts = f"{line.stage.done} из {line.stage.total}"
            title = f" {mark} " + one_line(f"{line.stage.no} {line.stage.title}")
            pieces = [(fit_left(title, name - _COUNTS), group), (fit_left(counts.rjust(_COUNTS - 1), _COUNTS), group)]
            pieces.append((" " * responsible, style))
        else:
            doubt = " (?)" if line.activity.ambiguous or line.activity.warnings else ""
            text = cut(line.activity.text, name - 4 - len(doubt)) + doubt
            pieces = [(fit_left("   " + text, name), style), (fit(line.activity.responsible, responsible - 1), style)]
            pieces.append((" " if responsible else "", style))
        if step:
            for place, cell in enumerate(line.cells):
                pieces += self._cell_pieces(line, cell, step, here, here and place == self.column)
        return pieces

    def _cell_pieces(
        self, line: GridLine, cell: tuple[OccurrenceView, ...], step: int, in_row: bool, chosen: bool
    ) -> list[Piece]:
        ground = self.look("cursor") if in_row and self.has_focus else self.look("cell") if in_row else self.rich_style
        known = signs()
        looks = [look_of(o) for o in cell]
        if line.activity is None:
            looks = [worst_look(set(looks))] if looks else []
        elif len(looks) > step - 1:
            looks = looks[: step - 1]
        within = min(self.within, max(0, len(looks) - 1))
        pieces: list[Piece] = []
        for place in range(step - 1):
            look = looks[place] if place < len(looks) else ""
            under = chosen and self.has_focus and line.activity is not None and place == (within if looks else 0)
            base = self.look("heading-chosen") if under else ground + self.look(look) if look and not in_row else ground
            if in_row and look and not under:
                base = ground + self.look(look) + ground.background_style
            pieces.append((known[look] if look else " ", base))
        return [*pieces, (" ", ground)]

    # ------------------------------------------------------------------ cursor
    def action_aside(self, step: int) -> None:
        """On a stage fold or unfold; on an activity go to the next occurrence of the month or to the next month."""
        if self.line is None:
            return
        if self.line.activity is None:
            self.post_message(self.FoldWanted(self, self.line.stage.id, step < 0))
            return
        cell = self._cell()
        within = min(self.within, max(0, len(cell) - 1)) + step
        if 0 <= within < len(cell):
            self.within = within
        elif 0 <= self.column + step < len(self.columns):
            self.column += step
            self.within = 0 if step > 0 else max(0, len(self._cell()) - 1)
        self.refresh()
        self.post_message(self.Moved(self))

    def go_to(self, key: str) -> None:
        """Put the cursor on the line of a stage or an activity."""
        for place, line in enumerate(self.lines):
            if line.key == key:
                self.cursor_row = place

    def click_in_row(self, row: int, x: int) -> None:
        name, responsible, step = self._layout(self.scrollable_content_region.width)
        line = self.lines[row]
        if line.activity is None and x < 3:
            self.post_message(self.FoldWanted(self, line.stage.id))
        elif step and x >= name + responsible:
            place, self.within = divmod(x - name - responsible, step)
            self.column = min(place, len(self.columns) - 1)
            self.refresh()
            self.post_message(self.Moved(self))


def fit_left(text: str, width: int) -> str:
    """``text`` of at most ``width`` cells filled with spaces on the right; its leading spaces stay."""
    lead = len(text) - len(text.lstrip(" "))
    return " " * min(lead, width) + fit(text, width - lead)
