"""Two plans one beside the other on a sheet: the right one is put under the left one."""

from __future__ import annotations

from model.cell_text import one_line, plain
from model.grid import Grid
from model.roadmap_columns import is_heading

_FEWEST = 2


def stacked(grid: Grid) -> Grid:
    """The grid with its halves one under another when a heading says the same columns twice, else the same grid."""
    for at, row in enumerate(grid.rows):
        right = _right_half(row) if len(row) > 2 * _FEWEST - 1 else 0
        if right:
            return _split(grid, at, right)
    return grid


def _right_half(row: list[str]) -> int:
    """Column where the second half of a heading begins, 0 when the row has no two equal halves."""
    cells = [one_line(plain(cell)).lower() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    for start in range(_FEWEST, len(cells) - _FEWEST + 1):
        left, right = cells[:start], cells[start:]
        while left and not left[-1]:
            left.pop()
        if right[0] and left == right and is_heading(left):
            return start
    return 0


def _split(grid: Grid, at: int, right: int) -> Grid:
    first = at - 1 if at and _names_halves(grid, at - 1, right) else at
    parted = next((row for row in sorted(grid.tables) if row > at), len(grid.rows))
    end = next((row for row in range(at, parted) if len(grid.rows[row]) == 1), parted)
    order = [
        *((row, 0, None) for row in range(first)),
        *((row, 0, right) for row in range(first, end)),
        None,
        *((row, right, None) for row in range(first, end)),
        *((row, 0, None) for row in range(end, len(grid.rows))),
    ]
    found = Grid(merges_known=grid.merges_known)
    for new, place in enumerate(order):
        if place is None:
            found.rows.append([])
            continue
        row, left, stop = place
        cells = grid.rows[row][left:stop]
        found.rows.append(list(cells) if any(cell.strip() for cell in cells) else [])
        found.across.update((new, column) for column in range(1, len(cells)) if (row, left + column) in grid.across)
        found.below.update((new, column) for column in range(len(cells)) if (row, left + column) in grid.below)
        if row in grid.tables and not left:
            found.tables.add(new)
    if grid.tables:
        found.tables.add(end + 1)
    return found


def _names_halves(grid: Grid, row: int, right: int) -> bool:
    """«I полугодие | II полугодие» above the heading."""
    cells = [cell if (row, column) not in grid.across else "" for column, cell in enumerate(grid.rows[row])]
    left, rest = [cell for cell in cells[:right] if cell.strip()], [cell for cell in cells[right:] if cell.strip()]
    return len(left) == 1 and len(rest) == 1
