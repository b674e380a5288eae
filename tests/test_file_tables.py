"""Files of every make → one Grid: nothing of them is lost; hostile and foreign ones are refused in one sentence."""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import Refusal
from model.grid import Grid
from model.tables import read_grid
from tests import office_files as made
from tests.office_files import (
    COVERED,
    DATED,
    DAY,
    LISTS,
    ROW,
    cell,
    docx,
    level,
    lists,
    numbered,
    par,
    refused,
    row,
    span,
    table,
    xlsx,
)  # fmt: skip

HEAD = row("№", "Мероприятия", "Сроки")


# ---------------------------------------------------------------------- hostile and foreign files
@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"%PDF-1.7\n", ".txt"),
        (b"{\\rtf1\\ansi", ".docx"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "картинка"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "картинка"),
        (b"Rar!\x1a\x07\x00", "распакуйте"),
        (b"PK\x03\x04 and no more", "повреждён"),
        (b"<?xml version='1.0'?><w:wordDocument xmlns:w='x'/>", ".docx"),
    ],
)
@pytest.mark.parametrize("suffix", [".docx", ".txt"])
def test_what_is_not_read_is_refused_with_advice(tmp_path: Path, data: bytes, advice: str, suffix: str) -> None:
    path = tmp_path / f"план{suffix}"
    path.write_bytes(data)
    assert advice in refused(path).sentence


def test_old_and_locked_documents_say_what_to_do(tmp_path: Path) -> None:
    assert ".docx" in refused(made.ole(tmp_path / "план.doc", "1Table", "WordDocument")).sentence
    assert refused(made.ole(tmp_path / "план.docx", "EncryptionInfo", "EncryptedPackage")).code == "locked"
    assert "архив" in refused(made.packed(tmp_path / "план.zip", {"план.txt": "План"})).sentence


def test_a_document_cut_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = docx(tmp_path / "план.docx", table(HEAD, *(row(str(at), f"Дело {at * 7919}", "май") for at in range(300))))
    data = path.read_bytes()
    for length in (len(data) // 3, len(data) - 30):
        path.write_bytes(data[:length])
        assert refused(path).code == "damaged"
    path.write_bytes(data[:600] + bytes(200) + data[800:])
    assert refused(path).code == "damaged"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = docx(tmp_path / "бомба.docx", par("а" * 30_000_000))
    assert path.stat().st_size < 1_000_000
    assert refused(path).code == "too-large"


def test_entities_are_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("тайна", encoding="utf-8")
    document = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
    )
    refused(made.packed(tmp_path / "план.docx", {"[Content_Types].xml": "", "word/document.xml": document}))


def test_a_document_nested_beyond_reason_is_refused(tmp_path: Path) -> None:
    deep = table(row(cell("дно")))
    for _ in range(200):
        deep = table(row(cell(deep + par())))
    refused(docx(tmp_path / "план.docx", deep))


def test_a_file_is_what_it_is_and_not_what_it_is_called(tmp_path: Path) -> None:
    path = docx(tmp_path / "план.txt", table(HEAD))
    assert read_grid(path).rows == [["№", "Мероприятия", "Сроки"]]


def test_hostile_books_are_refused(tmp_path: Path) -> None:
    cells = '<c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c>'
    far = f'<sheetData><row r="1">{cells}</row><row r="1048576"><c r="A1048576"><v>2</v></c></row></sheetData>'
    whole = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert len(read_grid(made.xlsx_parts(tmp_path / "края.xlsx", far + whole)).rows) == 3
    grid = "".join(f'<row><c r="A{at}"><v>1</v></c></row>' for at in range(1, 1200))
    wide = "<row>" + "<c><v>1</v></c>" * 1200 + "</row>"
    assert refused(made.xlsx_parts(tmp_path / "поле.xlsx", f"<sheetData>{wide}{grid}</sheetData>")).code == "too-large"
    entity = '<!DOCTYPE x [<!ENTITY a "' + "а" * 1000 + '">]>'
    path = made.packed(
        tmp_path / "план.xlsx", {"[Content_Types].xml": "", "xl/workbook.xml": entity + "<workbook>&a;</workbook>"}
    )
    assert refused(path).code == "damaged"
    many = made.open_row("1", properties='table:number-rows-repeated="1000000"')
    assert refused(made.open_file(tmp_path / "план.ods", made.open_table(many), sheets=True)).code == "too-large"
    closed = made.open_file(tmp_path / "закрыт.ods", made.open_table(), sheets=True, manifest="<encryption-data/>")
    assert refused(closed).code == "locked"
    assert refused(made.ole(tmp_path / "план.xls", "Workbook")).code == "damaged"
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("План").write(0, 0, "Сроки")
    book.save(str(tmp_path / "закрыт.xls"))
    data = (tmp_path / "закрыт.xls").read_bytes()
    # the record that says «a password» in place of one that says nothing of note
    (tmp_path / "закрыт.xls").write_bytes(data.replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1))
    assert refused(tmp_path / "закрыт.xls").code == "locked"
    xlsx(tmp_path / "целый.xlsx", ("План", [ROW] * 50))
    data = (tmp_path / "целый.xlsx").read_bytes()
    (tmp_path / "обрыв.xlsx").write_bytes(data[: len(data) // 2])
    assert refused(tmp_path / "обрыв.xlsx").code == "damaged"


# ---------------------------------------------------------------------- promises for any table and any bytes
WORD = st.text(alphabet="абвгдежзиклмнопрстуфхцчшщэюяйё", min_size=1, max_size=9)
CELL = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
TABLE = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=2, max_size=6)
)


def as_docx(path: Path, rows: list[list[str]]) -> Path:
    return docx(path, table(*(row(*cells) for cells in rows)))


def as_xlsx(path: Path, rows: list[list[str]]) -> Path:
    return xlsx(path, ("План", [tuple(cells) for cells in rows]))


def as_ods(path: Path, rows: list[list[str]]) -> Path:
    return made.open_file(path, made.open_table(*(made.open_row(*cells) for cells in rows)), sheets=True)


def as_odt(path: Path, rows: list[list[str]]) -> Path:
    return made.open_file(path, made.open_table(*(made.open_row(*cells) for cells in rows)))


def as_text(path: Path, rows: list[list[str]], left: str, between: str, right: str) -> Path:
    path.write_text("\n".join(left + between.join(cells) + right for cells in rows), encoding="utf-8")
    return path


def as_page(path: Path, rows: list[list[str]]) -> Path:
    inside = "".join("<tr><td>" + "</td><td>".join(cells) + "</td></tr>" for cells in rows)
    path.write_text(f"<meta charset=windows-1251><table>{inside}</table>", encoding="cp1251")
    return path


def as_spaces(path: Path, rows: list[list[str]]) -> Path:
    path.write_text("\n".join("".join(f"{cell:<40}" for cell in cells) for cells in rows), encoding="utf-8")
    return path


@settings(max_examples=25, deadline=None)
@given(TABLE)
def test_every_cell_of_a_table_comes_out_of_every_file(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("таблица")
    files = [
        as_docx(folder / "план.docx", rows), as_xlsx(folder / "план.xlsx", rows), as_ods(folder / "план.ods", rows),
        as_odt(folder / "план.odt", rows), as_page(folder / "план.html", rows),
        as_text(folder / "табы.tsv", rows, "", "\t", ""),
        as_text(folder / "линии.md", rows, "| ", " | ", " |"), as_text(folder / "точки.csv", rows, "", ";", ""),
    ]  # fmt: skip
    for path in files:
        assert [line for line in read_grid(path).rows if line] == rows, path.name


@settings(max_examples=100, deadline=None)
@given(TABLE)
def test_no_word_of_columns_of_spaces_is_lost(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    read = read_grid(as_spaces(tmp_path_factory.mktemp("пробелы") / "план.txt", rows)).rows
    told = " ".join(cell for line in read for cell in line).split()
    assert sorted(told) == sorted(" ".join(cell for line in rows for cell in line).split())


HEADS = [
    b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table>", b"<?xml version='1.0'?>",
    b"MIME-Version: 1.0\n\n", b"\xff\xfe", b"\xef\xbb\xbf", b"|a|b|\n|-|-|\n", b"a;b;c\n1;2;3\n", b"1  2  3\n4  5  6\n",
    b"a\tb\tc\n1\t2\t3\n",
    b"+--+--+\n|a |b |\n", b"sep=;\n", b"{\\rtf1", b"%PDF-", b"\x89PNG",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(HEADS),
       st.binary(max_size=300) | st.text(alphabet="аб1. |+-─│┼\t\n;\"<tdr/>&", max_size=200).map(str.encode),
       st.sampled_from([".txt", ".csv", ".docx", ".xls", ".html", ".md"]))  # fmt: skip
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, head: bytes, body: bytes, suffix: str) -> None:
    path = tmp_path_factory.mktemp("любой") / f"файл{suffix}"
    path.write_bytes(head + body)
    with contextlib.suppress(Refusal):
        grid = read_grid(path)
        assert all(isinstance(cell, str) for line in grid.rows for cell in line)
        assert all(at < len(grid.rows) and column < len(grid.rows[at]) for at, column in grid.across | grid.below)
        assert all(at < len(grid.rows) for at in grid.tables)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Parts of sound files, to be broken."""
    folder = tmp_path_factory.mktemp("целые")
    numbering = lists(level(0, "decimal", "%1."))
    body = par("План") + table(HEAD, row(cell(numbered("", 1)), cell("Приказ", span(2))), row(cell("", COVERED), "Пары", "май"))
    files = [
        docx(folder / "а.docx", body, numbering=numbering),
        xlsx(folder / "б.xlsx", ("План", [ROW, ("Этап", None, None), (1, "Пары", (DAY, "mmm.yy"))]), merged=("A2:C2",)),
        made.open_file(folder / "в.ods", made.open_table(made.open_row(*ROW)), DATED, sheets=True),
        made.open_file(folder / "г.odt", made.open_table(made.open_row(*ROW)), LISTS),
    ]
    found = {}
    for file in files:
        with zipfile.ZipFile(file) as opened:
            found[file.name] = {name: opened.read(name) for name in opened.namelist()}
    return found


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_broken_part_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, whole: dict[str, dict[str, bytes]], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(whole)))
    part = data.draw(st.sampled_from(sorted(whole[name])))
    content = whole[name][part]
    at = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 40))
    instead = data.draw(st.sampled_from([b"", b'"', b"<x/>", b"-1", b"99999999", b"</w:tr>", b"<w:tc>", b"\x00", b"&#x10;"]))
    path = tmp_path_factory.mktemp("битый") / name
    made.packed(path, {**whole[name], part: content[:at] + instead + content[at + length :]})
    with contextlib.suppress(Refusal):
        assert isinstance(read_grid(path), Grid)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_broken_old_book_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    import xlwt

    path = tmp_path_factory.mktemp("старый") / "план.xls"
    book = xlwt.Workbook()
    sheet = book.add_sheet("План")
    sheet.write_merge(0, 1, 0, 1, "Дорожная карта")
    sheet.write(2, 0, DAY, xlwt.easyxf(num_format_str="mmm.yy"))
    book.save(str(path))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with contextlib.suppress(Refusal):
        assert isinstance(read_grid(path), Grid)
