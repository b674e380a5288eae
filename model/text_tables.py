"""Text → a Grid, whatever keeps its cells apart: tabs, pipes, drawn lines, ``;`` or ``,``, or columns of spaces."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from functools import reduce
from itertools import groupby

from model.cell_text import mended
from model.drawn_tables import drawn_blocks, is_drawn
from model.grid import Grid
from model.spaced_columns import spaced_rows
from model.spanned_cells import add_blocks
from model.tabbed_rows import tabbed_rows

_BARS = "|│┃║¦"
_DRAWN = _BARS + "+-=:─━═_┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜ \t"
_RULE = re.compile(rf"[{re.escape(_DRAWN)}]*(?:[-=─━═]{{2}}|-[\s|:]*$)[{re.escape(_DRAWN)}]*$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
#: A quoted cell with more lines than this is none: nobody closed its quote.
_MOST_LINES = 60


def text_grid(text: str, kind: str = "") -> Grid:
    """The table in a text. ``kind``: ``.csv`` or ``.tsv`` when the file's name says so. Without a table: one line a row."""
    told = re.match(r"\s*sep=(.)[^\n]*\n", text, re.IGNORECASE)
    if told:
        return Grid(_separated(text[told.end() :], told[1]))
    lines = text.rstrip("\n").split("\n")
    if kind == ".csv" and (separator := _separator(text)):
        return Grid(_separated(text, separator))
    if sum("\t" in line.strip() for line in lines) >= 2 or kind == ".tsv":
        return Grid(tabbed_rows(lines))
    if is_drawn(lines) and (drawn := drawn_blocks(lines)) is not None:
        found = Grid()
        add_blocks(found, drawn[0])
        # an empty cell of a drawing that shows no merged ones can be a merged one all the same
        found.merges_known = drawn[1]
        return found
    if sum(_bars(line) >= 2 for line in lines) >= 2 or _single_bars(lines):
        return Grid(_barred(lines))
    if sum(line.count(";") >= 2 for line in lines) >= 2 and _even(lines, ";"):
        return Grid(_separated(text, ";"))
    return Grid(spaced_rows(lines) or [[line.strip()] if line.strip() else [] for line in lines])


# ---------------------------------------------------------------------- separated values
def _separator(text: str) -> str:
    """The sign which parts the most cells off in rows of one width; empty when none does. Titles and commas in them weigh
    little: they are lines of other widths.
    """
    best, score = "", 0
    for sign in (";", "\t", ",", "|"):
        widths = Counter(len(row) for row in _parsed(text[:200_000], sign) if any(cell.strip() for cell in row))
        found = max(((width - 1) * count for width, count in widths.items()), default=0)
        if found > score:
            best, score = sign, found
    return best


def _even(lines: list[str], delimiter: str) -> bool:
    """Whether most filled lines have the same number of delimiters: running text does not."""
    counts = [line.count(delimiter) for line in lines if delimiter in line]
    return bool(counts) and counts.count(max(set(counts), key=counts.count)) * 3 >= len(counts) * 2


def _separated(text: str, delimiter: str) -> list[list[str]]:
    """Rows of a table of separated values; a blank one is a blank line."""
    return [[cell.strip() for cell in row] if any(cell.strip() for cell in row) else [] for row in _parsed(text, delimiter)]


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    """Rows of cells; a quoted cell may hold line breaks, a quote that nobody closed is only a sign."""
    opening = re.compile(rf'(?:^|{re.escape(delimiter)})\s?"')
    lines = text.split("\n")
    rows: list[list[str]] = []
    at = 0
    while at < len(lines):
        last, quotes = at, lines[at].count('"')
        if opening.search(lines[at]):
            while quotes % 2 and last - at < _MOST_LINES and last + 1 < len(lines):
                last += 1
                quotes += lines[last].count('"')
        if quotes % 2:
            rows.append(lines[at].split(delimiter))
            at += 1
            continue
        try:
            rows += (
                csv.reader(io.StringIO("\n".join(lines[at : last + 1]), newline=""), delimiter=delimiter) if lines[at] else [[]]
            )
        except csv.Error:
            rows += [line.split(delimiter) for line in lines[at : last + 1]]
        at = last + 1
    return rows


# ---------------------------------------------------------------------- bars
def _bars(line: str) -> int:
    return sum(line.count(sign) for sign in _BARS)


def _single_bars(lines: list[str]) -> bool:
    """A table of two columns without outer bars."""
    return sum(_bars(line) == 1 and not _RULE.match(line) for line in lines) >= 3 and any(_RULE.match(line) for line in lines)


def _barred(lines: list[str]) -> list[list[str]]:
    """Pipes and Markdown, with outer bars or without: a line is a row, or all lines between two of many rules are."""
    rows: list[list[str]] = []
    for of_table, run in groupby(lines, key=lambda line: bool(_bars(line) or (line.strip() and _RULE.match(line)))):
        if not of_table:
            rows += [[line.strip()] if line.strip() else [] for line in run]
            continue
        parts = [list(part) for ruled, part in groupby(run, key=lambda line: bool(_RULE.match(line))) if not ruled]
        begun = [line.lstrip()[0] in _BARS for part in parts for line in part]
        outer = sum(begun) * 2 > len(begun)
        for part in parts:
            cells = [_bar_cells(line.strip(), outer) for line in part]
            if len(parts) > 2 and len({len(row) for row in cells}) == 1:
                cells = [[reduce(mended, column) for column in zip(*cells, strict=True)]]
            rows += cells
    return rows


def _bar_cells(line: str, outer: bool) -> list[str]:
    """Cells of a line; ``outer``: the lines of the table begin and end with bars, which part nothing."""
    cells = re.split(rf"(?<!\\)[{_BARS}]", line)
    if outer and len(cells) > 1:
        cells = cells[not cells[0].strip() :]
        if len(cells) > 1 and not cells[-1].strip():
            cells.pop()
    return [_BREAK.sub("\n", cell).replace("\\|", "|").strip() for cell in cells]
