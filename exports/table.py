"""A ruled table over many pages: rows split at lines, cells spanning a group of rows, a heading on each page.

ReportLab's own ``Table`` raises ``LayoutError`` for a row or a span taller than a page and runs over the edge when too wide.
Here a cell is a list of lines already wrapped to its column, so a row is cut anywhere, a span lives within a page, and nothing
overflows. All lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from exports.fragments import Line, height_of
from exports.page import Flow

PAD_X, PAD_Y = 3.0, 2.0
#: A row that fits on the next page moves there whole rather than be cut, if less than this share of the page stays empty.
EMPTY_SHARE = 0.3

Cell = list[Line]


@dataclass
class Span:
    """A cell over all rows of its group. ``again`` is shown instead on each further page: «… (продолжение)»."""

    column: int
    lines: Cell
    again: Cell


@dataclass
class Group:
    """Rows that belong together. ``banner`` is a row over the full width; a spanned column's cells in ``rows`` are empty."""

    rows: list[list[Cell]]
    spans: list[Span] = field(default_factory=list)
    banner: Cell = field(default_factory=list)
    banner_again: Cell = field(default_factory=list)
    bookmark: str = ""


class Table:
    """Puts groups of rows into a flow. ``widths``: of the columns with padding; together not wider than the page's body."""

    def __init__(self, flow: Flow, widths: Sequence[float], heading: list[Cell]) -> None:
        self._flow = flow
        self._xs = [flow.sheet.left + shift for shift in accumulate(widths, initial=0.0)]
        self._heading = heading
        self._repeated = [_fitting(cell, flow.sheet.body_height * 0.3) for cell in heading]
        self._ruled_from: float | None = None

    def put(self, groups: Sequence[Group]) -> None:
        """Put the heading and all groups from the flow's place on; the flow stands under the table afterwards."""
        first_row = groups[0].rows[0] if groups and groups[0].rows else []
        if _row_height(self._heading) + min(_row_height(first_row), 40.0) > self._flow.room:
            self._flow.new_page()
        self._ruled_from = self._flow.y
        self._line_across(self._flow.y)
        self._put_heading()
        for group in groups:
            self._put_group(group)
        self._close_rules()

    # Pages

    def _full(self) -> float:
        """Height left for rows on a fresh page."""
        return self._flow.sheet.body_height - _row_height(self._repeated)

    def _turn_page(self, *, heading: bool = True) -> None:
        self._close_rules()
        self._flow.new_page()
        self._ruled_from = self._flow.y
        self._line_across(self._flow.y)
        if heading:
            self._place(self._repeated, _row_height(self._repeated), shaded=True)
            self._flow.mark_top()

    def _close_rules(self) -> None:
        """Draw the verticals of this page, or of the stretch above a banner."""
        if self._ruled_from is not None and self._flow.y > self._ruled_from:
            for x in self._xs:
                self._flow.rule(x, self._ruled_from, x, self._flow.y)
        self._ruled_from = None

    def _line_across(self, y: float, without: Sequence[int] = ()) -> None:
        """A horizontal rule under all columns but those that a span keeps open."""
        start = None
        for column in range(len(self._xs) - 1):
            if column in without:
                if start is not None:
                    self._flow.rule(start, y, self._xs[column], y)
                start = None
            elif start is None:
                start = self._xs[column]
        if start is not None:
            self._flow.rule(start, y, self._xs[-1], y)

    # Rows

    def _place(self, cells: list[Cell], height: float, *, shaded: bool = False, open_columns: Sequence[int] = ()) -> None:
        """Draw ``cells`` here in a row of ``height`` and go under it."""
        flow = self._flow
        if shaded:
            flow.page.boxes.append((self._xs[0], flow.y, self._xs[-1] - self._xs[0], height))
        for x, cell in zip(self._xs, cells, strict=False):
            self._write(cell, x, flow.y)
        flow.y += height
        self._line_across(flow.y, open_columns)

    def _write(self, cell: Cell, x: float, y: float) -> None:
        top = y + PAD_Y
        for line in cell:
            self._flow.page.texts.append((x + PAD_X, top, line))
            top += line.height

    def _put_heading(self) -> None:
        """Put the heading in full, over several pages if it must be; further pages repeat only its beginning."""
        cells = self._heading
        while (height := _row_height(cells)) > self._flow.room:
            now, cells = _cut_row(cells, self._flow.room, force=self._flow.at_top)
            if any(now):
                self._place(now, min(_row_height(now), self._flow.room), shaded=True)
            self._turn_page(heading=False)
        self._place(cells, height, shaded=True)

    def _put_banner(self, banner: Cell, next_row: list[Cell]) -> None:
        need = _row_height([banner]) + min(_row_height(next_row), 36.0)
        if need > self._flow.room and not self._flow.at_top:
            self._turn_page()
        self._close_rules()
        lines = banner
        while lines:
            now, lines = _cut(lines, self._flow.room - 2 * PAD_Y, force=self._flow.at_top)
            if now:
                top = self._flow.y
                self._place([now], height_of(now) + 2 * PAD_Y, shaded=True)
                for x in (self._xs[0], self._xs[-1]):
                    self._flow.rule(x, top, x, self._flow.y)
            if lines:
                self._turn_page()
                self._close_rules()
        self._ruled_from = self._flow.y

    def _put_group(self, group: Group) -> None:
        rows = group.rows or [[]]
        limit = self._full() * 0.3
        stretch = _Stretch(group.spans, limit)
        again = _fitting(group.banner_again, limit)
        self._leave_short_end(group, rows, stretch)
        if group.banner:
            self._put_banner(group.banner, rows[0])
        if group.bookmark:
            self._flow.bookmark(group.bookmark, level=1)
        stretch.top = self._flow.y
        for number, row in enumerate(rows):
            self._put_spanned_row(row, stretch, last=number == len(rows) - 1, again=again)
        self._end_stretch(stretch)

    def _leave_short_end(self, group: Group, rows: list[list[Cell]], stretch: _Stretch) -> None:
        """Begin the group on a new page when its first row and spanning cells would not stand whole on the rest of this one."""
        if group.banner or self._flow.at_top:
            return
        rows_height = sum(map(_row_height, rows))
        need = max(_row_height(rows[0]), min(stretch.need, rows_height))
        if self._flow.room < need <= self._full() and self._flow.room < EMPTY_SHARE * self._full():
            self._turn_page()

    def _put_spanned_row(self, row: list[Cell], stretch: _Stretch, *, last: bool, again: Cell) -> None:
        """Put one row of a group; the last one is made tall enough for what the spanning cells still have to say."""
        flow = self._flow
        rest = row
        while True:
            own = _row_height(rest)
            wanted = max(own, stretch.need - (flow.y - stretch.top)) if last else own
            if wanted <= flow.room:
                self._place(rest, wanted, open_columns=stretch.columns)
                return
            if own <= flow.room:  # only the spanning cells need more than this page has
                self._place(rest, flow.room, open_columns=stretch.columns)
                rest = [[] for _ in rest]
            elif rest is not row or flow.at_top or own > self._full() or flow.room >= EMPTY_SHARE * self._full():
                now, rest = _cut_row(rest, flow.room, force=flow.at_top)
                if any(now):
                    height = flow.room if last else min(_row_height(now), flow.room)
                    self._place(now, height, open_columns=stretch.columns)
            self._end_stretch(stretch)
            self._turn_page()
            if again:
                self._put_banner(again, rest)
                flow.mark_top()
            stretch.top = flow.y

    def _end_stretch(self, stretch: _Stretch) -> None:
        """Write the spanning cells of this page into the height their rows took, and close them."""
        height = self._flow.y - stretch.top
        if height <= 0.01:
            return
        for span in stretch.pending:
            x = self._xs[span.column]
            self._write(span.take(height - 2 * PAD_Y + 0.01), x, stretch.top)
            self._flow.rule(x, self._flow.y, self._xs[span.column + 1], self._flow.y)


class _Pending:
    """What a spanning cell has to show on this page: the rest of its text, or its ``again`` once all was shown."""

    def __init__(self, span: Span, limit: float) -> None:
        self.column = span.column
        self.again = _fitting(span.again, limit)
        self.lines = span.lines or self.again

    def take(self, height: float) -> Cell:
        """The lines that stand in ``height``; the rest waits for the next page."""
        now, rest = _cut(self.lines, height, force=False)
        self.lines = self.again if not rest or self.lines is self.again else rest
        return now


class _Stretch:
    """The part of a group on one page: from ``top`` to the flow's place. ``limit``: greatest height of a repeated cell."""

    def __init__(self, spans: Sequence[Span], limit: float) -> None:
        self.pending = [_Pending(span, limit) for span in spans]
        self.columns = [span.column for span in spans]
        self.top = 0.0

    @property
    def need(self) -> float:
        """Height for all lines the spanning cells still have to show."""
        return max((height_of(span.lines) for span in self.pending), default=0.0) + 2 * PAD_Y


def _row_height(cells: Sequence[Cell]) -> float:
    return max(map(height_of, cells), default=0.0) + 2 * PAD_Y


def _cut(cell: Cell, height: float, *, force: bool) -> tuple[Cell, Cell]:
    """Lines that stand in ``height`` and the rest, which is never a single line; ``force`` takes one line even if too high."""
    used = 0.0
    count = 0
    for line in cell:
        if used + line.height > height and not (force and count == 0):
            break
        used += line.height
        count += 1
    if len(cell) - count == 1 and count > 2:
        count -= 1
    return cell[:count], cell[count:]


def _cut_row(cells: list[Cell], room: float, *, force: bool) -> tuple[list[Cell], list[Cell]]:
    """Cut all cells of a row at ``room``. A cut that would leave only first lines of long cells is not made unless forced."""
    cuts = [_cut(cell, room - 2 * PAD_Y, force=force) for cell in cells]
    if not force and any(len(now) < 2 <= len(cell) for (now, _), cell in zip(cuts, cells, strict=True)):
        return [[] for _ in cells], cells
    return [now for now, _ in cuts], [rest for _, rest in cuts]


def _fitting(cell: Cell, height: float) -> Cell:
    """The first lines that stand in ``height``: the heading repeated on each page may not fill it."""
    return _cut(cell, height, force=True)[0]
