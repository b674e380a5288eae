"""Office tables as they are: sheets of cells with their types kept, from .xlsx, .xls, .ods and .csv.

What the file is is read from its first bytes, not from its name. Sizes are checked before anything is unpacked: a table of a
few kilobytes can ask for gigabytes.
"""

from __future__ import annotations

import csv
import io
import os
import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from model.errors import Refusal
from model.xls_records import MAGIC, xls_sizes

#: A cell: text, number, day or nothing.
Cell = str | int | float | date | None

_LARGEST_FILE = 30_000_000
_LARGEST_UNPACKED = 150_000_000
_MOST_CELLS = 4_000_000
_ZIP = b"PK\x03\x04"
_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"}
_VALUED_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*\s)?r="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^/>])?>')
_REPEATED = re.compile(rb"number-(?:columns|rows)-repeated=\"(\d+)\"")


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``rows[i]`` is row ``i + 1`` of the file; of merged cells only the first is filled.

    ``merged``: ((first row, first column), (last row, last column)), from 0; not known for .ods and .csv.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden: bool = False


@dataclass(frozen=True)
class Workbook:
    """A file of sheets. ``from_1904``: days without a format are counted from 1904, as old Macs did."""

    sheets: list[Sheet]
    from_1904: bool = False

    def day(self, serial: float) -> date | None:
        """The day that a bare number stands for in this file, or ``None`` when it stands for none."""
        return serial_day(serial, self.from_1904)


def serial_day(serial: float, from_1904: bool = False) -> date | None:
    """Day number ``serial`` of Excel (its 29 February 1900 never was), or ``None`` outside 1900-2200."""
    whole = int(serial)
    if not 1 <= whole <= 109_900:
        return None
    if from_1904:
        return date(1904, 1, 1) + timedelta(whole)
    return date(1899, 12, 31 if whole < 60 else 30) + timedelta(whole)


def read_workbook(path: Path) -> Workbook:
    """Read a table file whole.

    Raise ``Refusal`` when the file is missing, empty, damaged, locked by a password, too large or of another kind.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise IsADirectoryError
        if size > _LARGEST_FILE:
            raise _too_large(path)
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(f"Файл «{path.name}» не открывается: проверьте имя и доступ.", "missing") from error
    if not data.strip():
        raise Refusal(f"Файл «{path.name}» пуст: выберите другой.", "empty")
    if data.startswith((_ZIP, MAGIC)):
        book = _office(path, data)
    elif path.suffix.lower() in {".csv", ".tsv"}:
        book = Workbook([Sheet(path.stem, _separated(path, data))])
    elif path.suffix.lower() in _SUFFIXES:
        raise Refusal(
            f"Файл «{path.name}» повреждён или только назван таблицей: откройте его в Excel и сохраните как .xlsx.", "damaged"
        )
    else:
        raise Refusal(f"«{path.name}» не таблица: нужен файл .xlsx, .xls, .ods или .csv.", "not-a-table")
    if not any(value is not None for sheet in book.sheets for row in sheet.rows for value in row):
        raise Refusal(f"В файле «{path.name}» нет ни одной заполненной ячейки: выберите другой.", "empty")
    return book


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the panics of the .xls reader, which prints them itself, off the terminal."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no terminal at all
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _too_large(path: Path) -> Refusal:
    return Refusal(f"Файл «{path.name}» слишком велик для списка: оставьте в нём одну нужную таблицу.", "too-large")


# ---------------------------------------------------------------------- .xlsx, .xls, .ods
def _office(path: Path, data: bytes) -> Workbook:
    import python_calamine as calamine

    from_1904 = _check_zip(path, data) if data.startswith(_ZIP) else _check_xls(path, data)
    try:
        with _quiet() if data.startswith(MAGIC) else nullcontext(), calamine.load_workbook(io.BytesIO(data)) as opened:
            sheets = []
            for told in opened.sheets_metadata:
                if told.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = opened.get_sheet_by_name(told.name)
                if sheet.total_height * sheet.total_width > _MOST_CELLS:
                    raise _too_large(path)
                rows = [[_value(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
                hidden = told.visible != calamine.SheetVisibleEnum.Visible
                sheets.append(Sheet(told.name, rows, list(sheet.merged_cell_ranges or []), hidden))
    except calamine.PasswordError as error:
        raise _locked(path) from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise _damaged(path) from error
    except BaseException as error:  # a panic of the reader's Rust is not an ``Exception``
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(path) from error
    return Workbook(sheets, from_1904)


def _locked(path: Path) -> Refusal:
    return Refusal(f"Файл «{path.name}» закрыт паролем: снимите пароль и повторите.", "locked")


def _damaged(path: Path) -> Refusal:
    return Refusal(f"Файл «{path.name}» повреждён: откройте его в Excel, сохраните заново и повторите.", "damaged")


def _check_zip(path: Path, data: bytes) -> bool:
    """Refuse what would unpack into too much; tell whether the days are counted from 1904."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                raise _too_large(path)
            names = packed.namelist()
            for name in names:
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                    found = _VALUED_CELL.findall(packed.read(name))
                    rows = [int(row) for _, row in found] or [0]
                    if max(rows) * max((_column(letters) for letters, _ in found), default=0) > _MOST_CELLS:
                        raise _too_large(path)
            if "content.xml" in names and _wide_ods(packed.read("content.xml")):
                raise _too_large(path)
            book = packed.read("xl/workbook.xml") if "xl/workbook.xml" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, struct.error) as error:
        raise _damaged(path) from error
    except Exception as error:
        if type(error).__module__ in {"zlib", "lzma"}:
            raise _damaged(path) from error
        raise
    return re.search(rb'date1904="(?:1|true)"', book) is not None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _wide_ods(content: bytes) -> bool:
    """Whether a filled cell or row of an .ods says that it stands a great many times."""
    for tag in re.finditer(rb"<table:table-cell\b[^>]*(?<!/)>|<table:table-cell\b[^>]*value=[^>]*>", content):
        repeated = _REPEATED.search(tag[0])
        if repeated and int(repeated[1]) > 1000:
            return True
    for row in re.finditer(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", content, re.DOTALL):
        repeated = _REPEATED.search(row[1])
        if repeated and int(repeated[1]) > 1000 and b"<text:p" in row[2]:
            return True
    return False


def _check_xls(path: Path, data: bytes) -> bool:
    """Refuse what would ask for too much memory; tell whether the days are counted from 1904."""
    try:
        sizes = xls_sizes(data)
    except (ValueError, KeyError, struct.error) as error:
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _locked(path) from error
        raise _damaged(path) from error
    if sizes.rows > 65536 or sizes.columns > 256 or sizes.strings > sizes.length:
        raise _damaged(path)
    if sizes.rows * sizes.columns > _MOST_CELLS:
        raise _too_large(path)
    return sizes.from_1904


def _value(cell: Any) -> Cell:
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, (int, float, date)) else None


# ---------------------------------------------------------------------- .csv
def decode_table(data: bytes) -> str | None:
    """Text of a .csv: UTF-8 with or without a mark, UTF-16 with one, else cp1251; ``None`` when it is no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8")):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if "\x00" in text else text
    text = data.decode("cp1251", "replace")
    strange = sum(ch < " " and ch not in "\t\r\n\f" for ch in text)
    return None if strange or text.count("\ufffd") > len(text) // 100 else text


def _separated(path: Path, data: bytes) -> list[list[Cell]]:
    text = decode_table(data)
    if text is None:
        raise Refusal(f"Файл «{path.name}» не текст: сохраните таблицу как .csv или .xlsx и повторите.", "damaged")
    told = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    separators = [told[1]] if told else [";", "\t", ","]
    best: list[list[str]] = []
    score = (-1.0, 0)
    for separator in separators:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error as error:
            raise _damaged(path) from error
        widths = [len(row) for row in rows if any(cell.strip() for cell in row)]
        if not widths:
            return []
        alike = sum(one == two for one, two in pairwise(widths)) / max(len(widths) - 1, 1)
        several = sum(width > 1 for width in widths) / max(len(widths), 1)
        found = (several + alike if several else 0.0, max(widths, default=0))
        if found > score:
            best, score = rows, found
    if sum(map(len, best)) > _MOST_CELLS:
        raise _too_large(path)
    values: list[list[Cell]] = [[cell if cell.strip() else None for cell in row] for row in best]
    if told:
        values[0] = []
    return values
