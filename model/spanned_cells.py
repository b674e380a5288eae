"""What stands in a document one below the other, paragraphs and tables of cells which reach over each other → the one Grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from model.grid import Grid
from model.visible_characters import tidy, visible

#: No table has more columns; what reaches further is cut to it, its text is kept.
MOST_COLUMNS = 400
#: A table of more cells is no roadmap.
MOST_CELLS = 500_000


@dataclass
class Cell:
    """A cell of a row: columns ``start`` to ``end`` (the one after its last); ``below``: covered by the cell above it."""

    start: int
    end: int
    content: list[Block] = field(default_factory=list)
    below: bool = False

    @property
    def text(self) -> str:
        """Paragraphs of the cell as lines; a row of a table inside of it is a line too."""
        return "\n".join(line for block in self.content for line in lines(block))


@dataclass
class Table:
    """Rows of cells; ``widths`` of the columns when the file tells them."""

    rows: list[list[Cell]]
    widths: list[float] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Rows by columns; 0 for what is only a frame around something."""
        wide = max((len(row) for row in self.rows), default=0)
        return len(self.rows) * wide if len(self.rows) > 1 and wide > 1 else 0


#: A paragraph (an empty one is a blank line) or a table.
Block = str | Table


class TooManyCells(ValueError):
    """The table asks for more cells than any roadmap has; its reader knows the file's name and refuses."""


def lines(block: Block) -> list[str]:
    """Lines of a paragraph; of a table its rows, without the merges."""
    if isinstance(block, str):
        return [line for line in tidy(block).split("\n") if line]
    rows = (" ".join(" ".join(cell.text.split("\n")) for cell in row if not cell.below) for row in block.rows)
    return [tidy(row) for row in rows if row.strip()]


def unframed(table: Table) -> list[Block]:
    """The table itself, or what is in its cells when it is a box around a text or only places a larger table on the page."""
    inside = [block for row in table.rows for cell in row for block in cell.content]
    alone = len(table.rows) == 1 and len(table.rows[0]) == 1
    if not alone and not any(isinstance(block, Table) and block.size > table.size for block in inside):
        return [table]
    found: list[Block] = []
    for row in table.rows:
        for cell in row:
            found += ["", *cell.content]
    return found


def add_blocks(grid: Grid, blocks: Iterable[Block]) -> None:
    """Add paragraphs and tables at the end of the grid. Raise ``TooManyCells``."""
    for block in blocks:
        if isinstance(block, Table):
            _add_table(grid, block)
        else:
            _add_text(grid, block)


def _add_text(grid: Grid, text: str) -> None:
    """A row of one cell, or a blank line; of several blank lines one is kept."""
    text = visible(text).strip()
    if text:
        grid.rows.append([text])
    elif grid.rows and grid.rows[-1]:
        grid.rows.append([])


def _add_table(grid: Grid, table: Table) -> None:
    """All rows of a table are of one length.

    Columns which no row uses on its own are put together: in a table drawn by hand the edges of cells miss each other by a
    millimetre, and each miss is a column for the file.
    """
    rows = [row for row in table.rows if row]
    if not rows:
        return
    edges = _edges(rows, table.widths)
    if edges[-1] * len(rows) > MOST_CELLS:
        raise TooManyCells
    grid.merges_known = True
    grid.tables.add(len(grid.rows))
    for row in rows:
        at = len(grid.rows)
        line = [""] * edges[-1]
        for cell in row:
            first, last = edges[cell.start], edges[cell.end]
            text = "" if cell.below else cell.text
            for column in range(first, last):
                line[column] = text
                if cell.below:
                    grid.below.add((at, column))
                elif column > first:
                    grid.across.add((at, column))
        grid.rows.append(line)


def _edges(rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> list[int]:
    """New place of the left edge of every column, and of the right edge of the last one."""
    count = max(cell.end for row in rows for cell in row)
    spans = {(cell.start, cell.end) for row in rows for cell in row}
    begun = {start for start, _ in spans}
    gone = {column for column in range(1, count) if column not in begun}
    usual = _usual_count(rows)
    if usual:
        needed = {start for start, end in spans if end == start + 1}
        spare = [column for column in range(count) if column not in needed and column not in gone]
        if len(widths) >= count:
            spare.sort(key=lambda column: widths[column])
        for column in spare:
            if count - len(gone) <= usual:
                break
            trial = gone | {column}
            if all(any(one not in trial for one in range(start, end)) for start, end in spans if start <= column < end):
                gone = trial
    edges = [0]
    for column in range(count):
        edges.append(edges[-1] + (column not in gone))
    return edges


def _usual_count(rows: Sequence[Sequence[Cell]]) -> int:
    """How many cells most rows have; full-width rows say nothing of it."""
    counts = Counter(len(row) for row in rows if len(row) > 1)
    most = max(counts.values(), default=0)
    return max((count for count, times in counts.items() if times == most), default=0)


def placed(rows: Iterable[Iterable[tuple[list[Block], int, int]]]) -> list[list[Cell]]:
    """Cells as HTML gives them, (content, columns, rows) one after another, put where a browser would put them.

    Raise ``TooManyCells``.
    """
    waiting: dict[int, tuple[int, int]] = {}  # first column → (column after the last, rows still covered)
    found: list[list[Cell]] = []
    total = 0
    for row in rows:
        line = [Cell(start, end, below=True) for start, (end, _) in waiting.items()]
        taken = {column for start, (end, _) in waiting.items() for column in range(start, end)}
        after = {start: (end, left - 1) for start, (end, left) in waiting.items() if left > 1}
        column = 0
        for content, across, down in row:
            while column in taken:
                column += 1
            end = column + 1
            while end < column + across and end not in taken and end < MOST_COLUMNS:
                end += 1
            line.append(Cell(column, end, content))
            if down > 1:
                after[column] = (end, down - 1)
            column = end
        total += len(line)
        if total > MOST_CELLS:
            raise TooManyCells
        found.append(sorted(line, key=lambda cell: cell.start))
        waiting = after
    return found
