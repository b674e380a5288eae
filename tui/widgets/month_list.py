"""The roadmap as a list of occurrences in order of time: overdue first."""

from __future__ import annotations

from model.roadmap_view import MARK_STATE_NAMES, OccurrenceView, RoadmapView
from tui.plain_text import fit
from tui.roadmap_lines import Group, MonthLine, month_lines
from tui.theme import look_of, signs
from tui.widgets.row_view import Piece, RowView, padded

_WHEN = 24
_STATE = 20
_STATE_FROM = 96
_RESPONSIBLE_FROM = 96


class MonthList(RowView):
    """One occurrence a row under headings of groups; the cursor stops at headings too."""

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id, empty=empty)
        self.lines: list[MonthLine] = []
        self._shown = False
        self._groups: dict[str, Group] = {}

    @property
    def row_count(self) -> int:
        return len(self.lines)

    def show(self, view: RoadmapView, query: str) -> None:
        """Show a roadmap; the cursor stays on its occurrence, and that stays in its group until ``regroup``."""
        key = self.occurrence.id if self.occurrence else ""
        self.lines = month_lines(view, query, self._groups)
        self._groups |= {line.occurrence.id: line.group for line in self.lines if line.occurrence}
        places = [place for place, line in enumerate(self.lines) if line.occurrence and line.occurrence.id == key]
        if places:
            self.set_reactive(RowView.cursor_row, places[0])
        elif not self._shown and len(self.lines) > 1:
            self.set_reactive(RowView.cursor_row, 1)
        else:
            self.set_reactive(RowView.cursor_row, self.validate_cursor_row(self.cursor_row))
        self._shown = self._shown or bool(self.lines)
        self.rows_changed()

    def regroup(self) -> None:
        """Put everything into the group where it belongs now, at the next ``show``."""
        self._groups.clear()

    @property
    def line(self) -> MonthLine | None:
        """The line under the cursor."""
        return self.lines[self.cursor_row] if self.cursor_row < len(self.lines) else None

    @property
    def occurrence(self) -> OccurrenceView | None:
        """The occurrence under the cursor."""
        return self.line.occurrence if self.line else None

    def go_to(self, occurrence: str) -> None:
        """Put the cursor on an occurrence."""
        for place, line in enumerate(self.lines):
            if line.occurrence and line.occurrence.id == occurrence:
                self.cursor_row = place

    def heading_pieces(self, width: int) -> list[Piece]:
        style = self.look("heading")
        when, state, responsible, text = self._widths(width)
        return [
            (fit("", 4), style),
            padded("Срок", when, style),
            padded("Мероприятие", text, style),
            padded("Ответственный", responsible, style),
            padded("Отметка", state, style),
        ]

    def _widths(self, width: int) -> tuple[int, int, int, int]:
        state = _STATE if width >= _STATE_FROM else 0
        responsible = 18 if width >= _RESPONSIBLE_FROM else 0
        when = _WHEN if width >= 60 else 14
        return when, state, responsible, max(1, width - 4 - when - state - responsible)

    def row_pieces(self, row: int, width: int) -> list[Piece]:
        line = self.lines[row]
        here = row == self.cursor_row
        style = self.look("cursor") if here and self.has_focus else self.look("cell") if here else self.rich_style
        if line.occurrence is None or line.activity is None:
            return [(fit_heading(line.heading, width), style if here else style + self.look("group"))]
        look = look_of(line.occurrence)
        colour = style + self.look(look) + style.background_style
        when, state, responsible, text = self._widths(width)
        return [
            (f"  {signs()[look]} ", colour),
            padded(line.occurrence.label, when, colour if look == "overdue" else style),
            padded(line.activity.text, text, style),
            padded(line.activity.responsible, responsible, style),
            padded(MARK_STATE_NAMES.get(line.occurrence.state, ""), state, style),
        ]


def fit_heading(text: str, width: int) -> str:
    """Heading of a group, one cell from the left."""
    return " " + fit(text, width - 1)
