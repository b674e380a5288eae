"""Text → a Grid, whatever keeps its cells apart: tabs, pipes, box drawing, ``;`` or ``,``, or columns of spaces."""

from __future__ import annotations

import csv
import io
import re

from model.grid import Grid
from model.wrapped_lines import wrapped

_BOX = "│┃║"
_RULE = re.compile(r"^[\s|+\-=:─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝│┃║╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜_]+$")
_MARKDOWN_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$")


def text_grid(text: str, kind: str = "") -> Grid:
    """The table in a text. ``kind``: ``.csv`` or ``.tsv`` when the file's name says so. Without a table: one line a row."""
    lines = text.splitlines()
    if kind == ".csv":
        return Grid(_separated(text, _csv_delimiter(lines)))
    if sum(line.count("\t") >= 1 for line in lines) >= 2 or kind == ".tsv":
        return Grid(_tabbed(lines))
    if sum(_bars(line) >= 2 for line in lines) >= 2:
        return Grid(_barred(lines))
    if sum(line.count(";") >= 2 for line in lines) >= 2 and _even(lines, ";"):
        return Grid(_separated(text, ";"))
    if sum(len(_spaced(line)) >= 3 for line in lines) >= 2:
        return Grid(_columned(lines))
    return Grid([[line.strip()] if line.strip() else [] for line in lines])


def _even(lines: list[str], delimiter: str) -> bool:
    """Whether most filled lines have the same number of delimiters: running text does not."""
    counts = [line.count(delimiter) for line in lines if delimiter in line]
    return bool(counts) and counts.count(max(set(counts), key=counts.count)) * 3 >= len(counts) * 2


def _csv_delimiter(lines: list[str]) -> str:
    return max((";", "\t", ",", "|"), key=lambda sign: sum(bool(line.count(sign)) for line in lines[:200]))


def _separated(text: str, delimiter: str) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([cell.strip() for cell in row] if any(cell.strip() for cell in row) else [])
    except csv.Error:
        rows = [[cell.strip() for cell in line.split(delimiter)] if line.strip() else [] for line in text.splitlines()]
    return rows


def _tabbed(lines: list[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        whole = "\n".join(waiting)
        # a spreadsheet quotes a cell with a line break inside; everything until the closing quote is one row
        open_quote = re.search(r'(?:^|\t)"(?!")', whole) is not None and whole.count('"') % 2 == 1
        if open_quote and len(waiting) < 60 and line is not lines[-1]:
            continue
        if open_quote:
            rows.extend(_tab_row(one) for one in waiting)
        else:
            rows.append(_tab_row(whole))
        waiting = []
    rows.extend(_tab_row(one) for one in waiting)
    return rows


def _tab_row(line: str) -> list[str]:
    if not line.strip():
        return []
    cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else [line.strip()]
    return [_unquoted(cell) for cell in cells]


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and ("\n" in cell or '""' in cell or cell.count('"') == 2):
        return cell[1:-1].replace('""', '"')
    return cell


def _bars(line: str) -> int:
    return line.count("|") + sum(line.count(sign) for sign in _BOX)


def _barred(lines: list[str]) -> list[list[str]]:
    """Pipes, Markdown and box drawing; between two ruled lines of a drawn table all lines are one row."""
    rules = [line for line in lines if _RULE.match(line) and line.strip() and not _MARKDOWN_RULE.match(line)]
    drawn = len(rules) >= 3
    rows: list[list[str]] = []
    fresh = True
    for line in lines:
        if not line.strip():
            rows.append([])
            continue
        if (_RULE.match(line) or _MARKDOWN_RULE.match(line)) and re.search(r"[-=─━═]", line):
            fresh = True
            continue
        if not _bars(line):
            rows.append([line.strip()])
            fresh = True
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)[|│┃║]", line.strip().strip("|" + _BOX))]
        if drawn and not fresh and rows and len(rows[-1]) == len(cells):
            rows[-1] = [wrapped(upper, lower) for upper, lower in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
        fresh = False
    return rows


def _spaced(line: str) -> list[str]:
    return [cell for cell in re.split(r"\s{2,}", line.strip()) if cell]


def _columned(lines: list[str]) -> list[list[str]]:
    """Columns kept apart by spaces: the widest line which has the most cells tells where they begin."""
    head = max(lines, key=lambda line: len(_spaced(line)))
    starts = [match.start() for match in re.finditer(r"(?:(?<=\s\s)|^)\S", head)]
    rows: list[list[str]] = []
    for line in lines:
        if not line.strip():
            rows.append([])
            continue
        pieces = [(match.start(), match[0].strip()) for match in re.finditer(r"\S+(?:\s\S+)*", line)]
        if len(pieces) == 1 and (pieces[0][0] <= starts[0] + 1 or len(pieces[0][1]) > 60):
            rows.append([pieces[0][1]])
            continue
        cells = [""] * len(starts)
        for at, text in pieces:
            nearest = min(range(len(starts)), key=lambda column: abs(starts[column] - at))
            cells[nearest] = f"{cells[nearest]} {text}".strip()
        rows.append(cells)
    return rows
