"""Web pages, and what Word and sites save as them → a Grid: tables as a browser draws them."""

from __future__ import annotations

from base64 import encodebytes
from pathlib import Path

import pytest

from model.grid import Grid
from model.tables import read_grid
from tests.office_files import docx_of_a_page, refused, tables_of


def page(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "план.html") -> Grid:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_grid(path)


WEB_HEAD = "<tr><th>№</th><th>Мероприятия</th><th>Сроки</th></tr>"


def web_cell(tmp_path: Path, inside: str) -> str:
    """What is read of one cell of a page."""
    return page(tmp_path, f"<table>{WEB_HEAD}<tr><td>1<td>{inside}<td>май</table>").rows[1][1]


def test_a_page_is_read_in_its_order(tmp_path: Path) -> None:
    text = (
        "<!DOCTYPE html><html><head><title>Сайт</title><style>td{}</style></head><body><script>var a='нет'</script>"
        "<!-- нет --><h1>Дорожная\n   карта</h1><p>на год<br>УТВЕРЖДАЮ</p><p>&nbsp;</p>"
        f"<table><caption>Таблица 1</caption><tfoot><tr><td colspan=3>Итого</tfoot>{WEB_HEAD}<tr><td>1<td>Приказ<td>май</table>"
        "<div>Директор</div></body></html>"
    )
    grid = page(tmp_path, text)
    assert grid.rows == [
        ["Дорожная карта"], ["на год\nУТВЕРЖДАЮ"], [], ["Таблица 1"], ["№", "Мероприятия", "Сроки"], ["1", "Приказ", "май"],
        ["Итого"] * 3, ["Директор"],
    ]  # fmt: skip
    assert grid.tables == {4}


def test_spans_of_a_page_stand_where_a_browser_puts_them(tmp_path: Path) -> None:
    text = (
        f"<table>{WEB_HEAD}<tr><td rowspan=2>1<td>Приказ<td rowspan='0'>май<tr><td>Пары"
        "<tr><td colspan=2>Итоги<tr><td>2<td>Отчёт</table>"
    )
    grid = page(tmp_path, text)
    assert grid.rows[1:] == [["1", "Приказ", "май"], ["", "Пары", ""], ["Итоги", "Итоги", ""], ["2", "Отчёт", ""]]
    assert grid.below == {(2, 0), (2, 2), (3, 2), (4, 2)}
    assert grid.across == {(3, 1)}


def test_spans_without_measure_are_bounded(tmp_path: Path) -> None:
    rows = "<tr><td colspan=999999999>Этап<tr><td rowspan=99999999>1<td>Приказ<td>май<tr><td>Пары<td>май"
    grid = page(tmp_path, f"<table>{WEB_HEAD}{rows}</table>")
    assert grid.rows[1][:3] == ["Этап"] * 3
    assert len(grid.rows) == 4
    cells = "<td rowspan=60000>x" * 400
    path = tmp_path / "много.html"
    path.write_text(f"<table><tr>{cells}{'<tr><td>y' * 2000}</table>", encoding="utf-8")
    assert refused(path).code == "too-large"


def test_groups_of_rows_end_the_cells_that_reach_too_far(tmp_path: Path) -> None:
    groups = "<tbody><tr><td rowspan=9>1<td>Приказ<td>май</tbody><tbody><tr><td>2<td>Пары<td>май</tbody>"
    assert page(tmp_path, f"<table>{WEB_HEAD}{groups}</table>").rows[2] == ["2", "Пары", "май"]


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("<ol start=3><li>Раз<li>Два</ol>", "3. Раз\n4. Два"),
        ("<ol type=a><li>Раз<li value=5>Два</ol>", "a. Раз\ne. Два"),
        ("<ol style='list-style-type: upper-roman'><li><p>Раз</p><p>ещё</p><li>Два</ol>", "I. Раз\nещё\nII. Два"),
        ("Дела:<ul><li>раз;<li>два<ol><li>внутри</ol></ul>и всё", "Дела:\n- раз;\n- два\n1. внутри\nи всё"),
        ("<ul><li>- раз;<li>• два</ul><ol><li>1) три</ol>", "- раз;\n• два\n1) три"),
        ("<ol start=2><li></ol>", "2."),
        ("<ul><li></ul>", ""),
        ("<p>Раз</p><p>Два<br/>три</p>", "Раз\nДва\nтри"),
        ("до&nbsp;<b>1\n мая</b><o:p></o:p>", "до 1 мая"),
        ("нор&shy;ма", "норма"),
        ("<del datetime='2026'>август</del><ins>сентябрь</ins>", "сентябрь"),
        ("<input type=checkbox checked> да <input type=checkbox> нет", "☑ да ☐ нет"),
        ("<span style='font-family:Wingdings'>ü</span> да", "✓ да"),
        ("<font face='Wingdings 2'>R</font>", "☑"),
        ("<table><tr><td>педсовет<td>очно</table>и ещё", "педсовет очно\nи ещё"),
    ],
)  # fmt: skip
def test_a_cell_of_a_page_is_read_as_it_is_seen(tmp_path: Path, inside: str, seen: str) -> None:
    assert web_cell(tmp_path, inside) == seen


def test_lists_that_word_saved_as_a_page_keep_their_marks(tmp_path: Path) -> None:
    item = (
        "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>{}<span style='font:7pt'>&nbsp; </span>"
        "</span><![endif]>{}<o:p></o:p></p>"
    )
    inside = item.format("1.", "Раз") + item.format("а)", "Два") + item.format("·", "Три") + item.format("o", "Четыре")
    assert web_cell(tmp_path, inside) == "1. Раз\nа) Два\n- Три\n- Четыре"


def test_the_row_with_which_word_measures_columns_is_no_row(tmp_path: Path) -> None:
    measure = (
        "<![if !supportMisalignedColumns]><tr height=0><td width=40></td><td width=90></td><td width=9></td></tr><![endif]>"
    )
    assert len(page(tmp_path, f"<html><table>{WEB_HEAD}{measure}</table></html>").rows) == 1


def test_a_table_for_layout_gives_way_to_the_real_one(tmp_path: Path) -> None:
    real = f"<table>{WEB_HEAD}<tr><td>1<td>Приказ<td>май<tr><td>2<td>Пары<td>май</table>"
    grid = page(tmp_path, f"<table><tr><td>Меню<br>Новости<td><p>План</p>{real}<td>Реклама</table>")
    assert tables_of(grid)[0][1] == ["1", "Приказ", "май"]
    assert [one for one in grid.rows if len(one) == 1] == [["Меню\nНовости"], ["План"], ["Реклама"]]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=windows-1251>", "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ("<meta charset=utf-8>", "cp1251"),
        ("<meta charset=windows-1251>", "utf-8"),
        ("<meta charset=utf-8>", "utf-16"),
        ("<meta charset=выдумка>", "utf-8-sig"),
        ("", "cp1251"),
        ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
    ],
)
def test_letters_of_a_page_are_found_whatever_it_says(tmp_path: Path, head: str, encoding: str) -> None:
    text = f"{head if head.startswith('<?') else ''}<html><head>{head if head[:2] != '<?' else ''}</head><body>"
    grid = page(tmp_path, f"{text}<p>Дорожная карта наставничества</p></body></html>", encoding)
    assert grid.rows == [["Дорожная карта наставничества"]]


def test_a_page_called_a_book_is_read_as_a_page(tmp_path: Path) -> None:
    text = f"<meta charset=utf-8><table>{WEB_HEAD}<tr><td>1<td>Приказ<td>май</table>"
    assert page(tmp_path, text, name="план.xls").rows[1] == ["1", "Приказ", "май"]
    part = f"<div><table>{WEB_HEAD}<tr><td>1<td>Приказ<td>май</table></div>"
    assert page(tmp_path, part, name="план.txt").rows[1] == ["1", "Приказ", "май"]


def test_a_page_saved_with_its_pictures_is_read(tmp_path: Path) -> None:
    inside = encodebytes(f"<html><body><table>{WEB_HEAD}</table></body></html>".encode("cp1251")).decode()
    text = (
        'From: <Сохранено>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="край"\n\n--край\n'
        f'Content-Type: text/html; charset="windows-1251"\nContent-Transfer-Encoding: base64\n\n{inside}\n'
        "--край\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--край--\n"
    ).replace("край", "edge")
    assert page(tmp_path, text, name="план.mht").rows == [["№", "Мероприятия", "Сроки"]]
    assert read_grid(docx_of_a_page(tmp_path / "план.docx", text)).rows == [["План"], [], ["№", "Мероприятия", "Сроки"]]


def test_a_page_nested_beyond_reason_is_refused_or_read(tmp_path: Path) -> None:
    deep = "<div>" * 1500 + "дно" + "</div>" * 1500
    assert page(tmp_path, f"<html><body>{deep}</body></html>").rows == [["дно"]]
    path = tmp_path / "бездна.html"
    path.write_text(f"<html><body>{deep * 2 + '<b><div>' * 9000}</body></html>", encoding="utf-8")
    assert refused(path).code == "damaged"


def test_a_drawing_of_a_table_on_a_page_is_a_table(tmp_path: Path) -> None:
    grid = page(tmp_path, "<html><pre>№   Мероприятия   Сроки\n1   Приказ        май\n2   Пары          июнь</pre></html>")
    assert grid.rows == [["№", "Мероприятия", "Сроки"], ["1", "Приказ", "май"], ["2", "Пары", "июнь"]]
