"""A file → a grid of cells, whatever separates them; later formats only have to give the same grid."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from model.deadlines.words import MONTH_FORMS
from model.errors import Refusal
from model.grid import Grid

#: Files which are text and may hold a table.
TEXT_TYPES = (".txt", ".tsv", ".csv", ".md", ".markdown", ".text", "")
#: A larger file is not a roadmap; nobody should wait for it (bytes).
LARGEST = 5_000_000

_BOX = "│┃║"
_RULE = re.compile(r"^[\s|+\-=:─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝│┃║╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜_]+$")
_MARKDOWN_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$")
_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]|[-–—•*])\s*\S")


def read_grid(path: Path) -> Grid:
    """Read a table out of a text file: tabs, pipes, box drawing, ``;`` or ``,``, or columns of spaces.

    UTF-8 (with or without a mark), UTF-16 with a mark, then CP1251. Raise ``Refusal`` when the file is of another
    type, cannot be opened, is empty or is not text.
    """
    kind = path.suffix.lower()
    if kind not in TEXT_TYPES:
        raise Refusal(
            f"Файл «{path.name}» не текстовый: сохраните таблицу как текст с табуляцией (.txt) или CSV и повторите импорт.",
            "unknown-type",
        )
    text = _decoded(path)
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


def _decoded(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(f"Файл «{path.name}» слишком велик для дорожной карты: выберите файл до 5 МБ.", "too-large")
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(f"Файл «{path.name}» не открылся: проверьте, есть ли он и можно ли его читать.", "unreadable") from error
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x0b\x0c\x00"):
        raise Refusal(f"Файл «{path.name}» пуст: выберите файл с таблицей дорожной карты.", "empty")
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(character < " " and character not in "\t\r\n\f\v" for character in text)
        if odd * 200 <= len(text):
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    raise Refusal(f"Файл «{path.name}» не похож на текст: сохраните таблицу как текст (.txt) или CSV.", "not-text")


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


def wrapped(upper: str, lower: str) -> str:
    """Two lines of one cell as one text: a word cut by a hyphen is mended, a list item keeps its own line."""
    if not upper or not lower:
        return upper or lower
    if _ITEM.match(lower):
        return f"{upper}\n{lower}"
    if re.search(r"[а-яё]-$", upper) and (start := re.match(r"[а-яё]+", lower)):
        # «психолого-» keeps its hyphen, compounds are joined by «о»; so does «сентябрь-октябрь»
        compound = upper.endswith("о-") or start[0] in MONTH_FORMS
        return (upper if compound else upper[:-1]) + lower
    return f"{upper} {lower}"


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
