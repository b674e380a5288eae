"""A file → a grid of cells: office files, web pages and text, told apart by their first bytes."""

from __future__ import annotations

from pathlib import Path

from model.cell_text import mended as wrapped
from model.errors import Refusal
from model.file_kinds import kind_of, refusal
from model.grid import Grid
from model.spanned_cells import TooManyCells
from model.text_encodings import decoded
from model.text_tables import text_grid
from model.zip_parts import too_large

__all__ = ["read_grid", "wrapped"]

#: A larger file is not a roadmap; nobody should wait for it (bytes). Office files have pictures in them.
LARGEST = 30_000_000
LARGEST_TEXT = 5_000_000
#: Nor is a table with more rows.
MOST_ROWS = 20_000


def read_grid(path: Path) -> Grid:
    """Read the table out of a file: .docx, .odt, .xlsx, .xls, .ods, .html, .mht, .txt, .csv, .tsv, .md.

    What the file is is decided by its first bytes, its name is asked only to tell text from text. Raise ``Refusal`` when it
    is of another type, cannot be opened, is empty, damaged, locked by a password, too large or not text.
    """
    data, name = _bytes(path), path.name
    kind = kind_of(data)
    refused = refusal(kind, name)
    if refused is not None:
        raise refused
    try:
        grid = _text_grid(data, path) if kind == "text" else _office_grid(data, name, kind)
    except TooManyCells as error:
        raise too_large(name) from error
    if len(grid.rows) > MOST_ROWS:
        raise too_large(name)
    if not any(grid.rows):
        raise Refusal(f"В файле «{name}» нет текста: если там скан, наберите таблицу в Word или Excel.", "empty")
    return grid


def _office_grid(data: bytes, name: str, kind: str) -> Grid:
    """Heavy libraries are loaded only for the file at hand."""
    if kind == "docx":
        from model.word_tables import read_word

        return _with_tables(read_word(data, name))
    if kind == "odt":
        from model.open_documents import read_open_document

        return _with_tables(read_open_document(data, name))
    if kind in {"html", "mht"}:
        from model.web_tables import grid_of, mail_blocks, web_blocks

        return _with_tables(grid_of((web_blocks if kind == "html" else mail_blocks)(data, name), name))
    from model.sheet_tables import read_sheets

    return read_sheets(data, name, kind)


def _text_grid(data: bytes, path: Path) -> Grid:
    if len(data) > LARGEST_TEXT:
        raise too_large(path.name)
    text = decoded(data)
    if text is None:
        raise Refusal(f"Файл «{path.name}» не похож на текст: сохраните таблицу как .docx, .xlsx или текст (.txt).", "not-text")
    if text.count("\n") > 3 * MOST_ROWS:
        raise too_large(path.name)
    return text_grid(text, path.suffix.lower())


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise too_large(path.name)
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(f"Файл «{path.name}» не открылся: проверьте, есть ли он и можно ли его читать.", "unreadable") from error
    if not data.strip(b"\xef\xbb\xbf\xfe\xff \t\r\n\x0b\x0c\x00"):
        raise Refusal(f"Файл «{path.name}» пуст: выберите файл с таблицей дорожной карты.", "empty")
    return data


def _with_tables(grid: Grid) -> Grid:
    """A document without a table can have one that was typed in it with tabs or spaces, or pasted as text."""
    if grid.tables:
        return grid
    typed = text_grid("\n".join(row[0] if row else "" for row in grid.rows))
    return typed if typed.has_table else grid
