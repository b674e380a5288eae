"""A table as it stood in somebody's file, whatever the file was: what every reader gives and the roadmap reader takes."""

from __future__ import annotations

from dataclasses import dataclass, field

#: A place in a grid: row and column, from 0.
Place = tuple[int, int]


@dataclass
class Grid:
    """Rows of cells in the order of the file. A row of one cell is running text, an empty row is a blank line.

    ``merges_known``: whether the file says which cells are merged (office files, HTML) or is only text. When it does, a cell
    that is covered by the one to its left repeats that one's text and stands in ``across``; a cell that is covered by the one
    above it is empty and stands in ``below``; an empty cell in neither was left empty by whoever wrote the table.
    ``tables``: rows at which a new table of the file begins, when the file keeps its tables apart. ``names``: rows that are the
    name of a sheet, which is no word on the sheet.
    """

    rows: list[list[str]] = field(default_factory=list)
    merges_known: bool = False
    across: set[Place] = field(default_factory=set)
    below: set[Place] = field(default_factory=set)
    tables: set[int] = field(default_factory=set)
    names: set[int] = field(default_factory=set)

    @property
    def has_table(self) -> bool:
        """Whether at least two rows have two cells or more."""
        return sum(len(row) > 1 for row in self.rows) > 1
