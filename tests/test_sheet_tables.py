"""Spreadsheets and documents of LibreOffice → a Grid: what the eye sees, a day shown as a month is a month."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.shown_values import shown, shown_text
from model.tables import read_grid
from tests import office_files as made
from tests.office_files import DATED, DAY, LISTS, ROW, xlsx


@pytest.mark.parametrize(
    ("number_format", "seen"),
    [
        ("mmm.yy", "сентябрь 2026"),
        ("[$-419]mmmm yyyy;@", "сентябрь 2026"),
        ("МММ.ГГ", "сентябрь 2026"),
        (17, "сентябрь 2026"),
        ("mmmm", "сентябрь"),
        ("yyyy", "2026"),
        ("d-mmm", "01.09"),
        ("dd.mm", "01.09"),
        (16, "01.09"),
        (14, "01.09.2026"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "01.09.2026"),
        ('"до "dd.mm.yyyy', "до 01.09.2026"),
        ('[$-FC19]d mmmm yyyy" г."', "01.09.2026 г."),
        ("dd.mm.yyyy hh:mm", "01.09.2026"),
        ("General", "46266"),
        ("# ##0", "46266"),
        ('0" чел."', "46266 чел."),
    ],
)
def test_a_day_is_what_its_format_shows(tmp_path: Path, number_format: str | int, seen: str) -> None:
    assert read_grid(xlsx(tmp_path / "план.xlsx", ("План", [ROW, (1, "Пары", (DAY, number_format))]))).rows[1] == [
        "1",
        "Пары",
        seen,
    ]
    import xlwt

    if isinstance(number_format, int) or number_format[0] not in "dm":
        return
    book = xlwt.Workbook()
    sheet = book.add_sheet("План")
    sheet.write(0, 0, "Сроки")
    sheet.write(1, 0, DAY, xlwt.easyxf(num_format_str=number_format))
    book.save(str(tmp_path / "план.xls"))
    assert read_grid(tmp_path / "план.xls").rows == [["Сроки"], [seen]]


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (1.0, "General", "1"), (1.5, "General", "1,5"), (0.25, "0%", "25%"), (0.256, "0.0%", "25,6%"), (7, "00", "07"),
        (3, '"№ "0', "№ 3"), (0, '0;-0;"нет"', "нет"), (-5, "0;(0)", "(5)"), (1500, '#,##0.00\\ "₽"', "1 500,00 ₽"),
        (0.5, "h:mm", "12:00"),
        (1.5, "[h]:mm", "36:00"), (0.5, "# ?/?", "0,5"), (-3, "dd.mm.yyyy", "-3"), (1e300, "0", "1e+300"),
        (2, '"', "2"), (2, "[", "2"),
    ],
)  # fmt: skip
def test_a_number_is_what_its_format_shows(value: float, number_format: str, seen: str) -> None:
    assert shown(value, number_format) == seen


@given(st.floats(), st.text(alphabet='0#?.,;dmyhs"\\[]$-@%/ гГМ', max_size=20))
def test_any_format_shows_something_or_nothing(value: float, number_format: str) -> None:
    assert isinstance(shown(value, number_format), str)
    assert "май" in shown_text("май", number_format)


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    import xlsxwriter
    import xlwt

    with xlsxwriter.Workbook(str(tmp_path / "план.xlsx"), {"date_1904": True}) as book:
        book.add_worksheet().write_datetime(0, 0, date(2026, 9, 15), book.add_format({"num_format": "dd.mm.yyyy"}))
    old = xlwt.Workbook()
    old.dates_1904 = True
    old.add_sheet("План").write(0, 0, date(2026, 9, 15), xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    old.save(str(tmp_path / "план.xls"))
    for name in ("план.xlsx", "план.xls"):
        assert read_grid(tmp_path / name).rows == [["15.09.2026"]]


def test_numbers_of_rows_keep_their_points(tmp_path: Path) -> None:
    rows = [ROW, ("1", "Этап", ""), (1.1, "Приказ", 1.5), (1.2, "Пары", 2)]
    grid = read_grid(xlsx(tmp_path / "план.xlsx", ("План", rows)))
    assert grid.rows[2:] == [["1.1", "Приказ", "1,5"], ["1.2", "Пары", "2"]]


def test_merged_cells_of_a_sheet_are_told(tmp_path: Path) -> None:
    rows = [("Дорожная карта", None, None), (), ROW, ("Этап", None, None), (1, "Приказ", "май"), (2, "Пары", None)]
    path = xlsx(tmp_path / "план.xlsx", ("План", rows), merged=("A1:C1", "A4:C4", "C5:C6"))
    grid = read_grid(path)
    assert grid.rows == [
        ["Дорожная карта"] * 3, [], list(ROW), ["Этап"] * 3, ["1", "Приказ", "май"], ["2", "Пары", ""],
    ]  # fmt: skip
    assert grid.across == {(0, 1), (0, 2), (3, 1), (3, 2)}
    assert grid.below == {(5, 2)}
    assert grid.merges_known


def test_every_sheet_with_something_in_it_is_read_and_hidden_ones_last(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "план.xlsx")) as book:
        secret = book.add_worksheet("Скрытый")
        secret.write_row(0, 0, ["Списки", "да"])
        secret.hide()
        book.add_worksheet("Пустой")
        first, second = book.add_worksheet("Осень"), book.add_worksheet("Весна")
        for sheet in (first, second):
            sheet.write_row(2, 1, ROW)
            sheet.write_row(3, 1, [1, "Приказ\nпо школе", "май"])
        first.set_row(3, None, None, {"hidden": True})
        first.write_comment("C4", "кроме каникул", {"author": "Ивлева"})
        first.insert_textbox(10, 1, "УТВЕРЖДАЮ")
        first.activate()
    body = [list(ROW), ["1", "Приказ\nпо школе", "май"]]
    grid = read_grid(tmp_path / "план.xlsx")
    assert grid.rows[:4] == [["Осень"], *body, []]
    assert grid.rows[4:] == [["Весна"], *body, [], ["Скрытый"], ["Списки", "да"], *grid.rows[-2:]]
    assert sorted(one[0].split("\n")[-1] for one in grid.rows[-2:]) == ["УТВЕРЖДАЮ", "кроме каникул"]
    assert grid.tables == {1, 5, 9}


def test_columns_and_rows_without_anything_are_cut_off(tmp_path: Path) -> None:
    rows = [(), (None, None, "№", None, "Сроки"), (None, None, 1, None, "май"), (), (), (None, None, 2, None, "июнь")]
    assert read_grid(xlsx(tmp_path / "план.xlsx", ("План", rows))).rows == [["№", "Сроки"], ["1", "май"], [], ["2", "июнь"]]


def test_formulas_rich_text_and_yes_or_no(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "план.xlsx")) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.write_formula(0, 0, '="ма"&"й"', None, "май")
        sheet.write_rich_string(0, 1, bold, "При", "каз")
        sheet.write_boolean(0, 2, True)
    assert read_grid(tmp_path / "план.xlsx").rows == [["май", "Приказ", "да"]]
    sheet_xml = '<sheetData><row r="1"><c r="A1"><f>A2+1</f></c><c r="B1" t="d"><v>2026-09-01</v></c></row></sheetData>'
    assert read_grid(made.xlsx_parts(tmp_path / "сухой.xlsx", sheet_xml)).rows == [["=A2+1", "01.09.2026"]]


def test_books_of_accounting_programs_are_read(tmp_path: Path) -> None:
    assert read_grid(made.odd_xlsx(tmp_path / "план.xlsx")).rows == [["Мероприятия", "Сроки"], ["Приказ", "май"]]
    path = tmp_path / "план.xls"
    path.write_text(made.EXCEL_XML, encoding="utf-8")
    assert read_grid(path).rows == [list(ROW), ["Этап"] * 3, [], ["1", "", "сентябрь 2026"]]


def test_an_old_book_with_merged_cells_is_read(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("План")
    sheet.write_merge(0, 0, 0, 2, "Дорожная карта")
    for column, text in enumerate(ROW):
        sheet.write(1, column, text)
    sheet.write(2, 0, 1.0)
    sheet.write_merge(2, 3, 1, 1, "Пары")
    sheet.write(2, 2, "май")
    sheet.write(3, 0, 2)
    book.save(str(tmp_path / "план.xls"))
    grid = read_grid(tmp_path / "план.xls")
    assert grid.rows == [["Дорожная карта"] * 3, list(ROW), ["1", "Пары", "май"], ["2", "", ""]]
    assert (grid.across, grid.below) == ({(0, 1), (0, 2)}, {(3, 1)})


@pytest.mark.parametrize(
    ("style", "text", "day", "seen"),
    [
        ("ce1", "сен 26", "2026-09-01", "сентябрь 2026"),
        ("ce2", "сен 26", "2026-09-01", "сентябрь 2026"),
        ("", "сен.26", "2026-09-01", "сентябрь 2026"),
        ("", "26 сен", "2026-09-26", "26.09.2026"),
        ("", "01.09.26", "2026-09-01", "01.09.26"),
        ("", "", "2026-09-01", "01.09.2026"),
    ],
)
def test_a_day_of_libreoffice_is_what_it_shows(tmp_path: Path, style: str, text: str, day: str, seen: str) -> None:
    cell = made.open_cell(text, properties=f'table:style-name="{style}" office:date-value="{day}"', kind="date")
    sheet = made.open_table(made.open_row("Сроки", "Мероприятия"), made.open_row(cell, "Пары"))
    assert read_grid(made.open_file(tmp_path / "план.ods", sheet, DATED, sheets=True)).rows[1] == [seen, "Пары"]


def test_sheets_of_libreoffice_are_read_as_they_are_seen(tmp_path: Path) -> None:
    section = made.open_cell("Этап", properties='table:number-columns-spanned="3"')
    tall = made.open_cell("май", properties='table:number-rows-spanned="2"')
    note = "<office:annotation><text:p>кроме каникул</text:p></office:annotation>"
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    sheet = made.open_table(
        made.open_row(*ROW, empty),
        made.open_row(section, '<table:covered-table-cell table:number-columns-repeated="2"/>'),
        "<table:table-row-group>",
        made.open_row(
            made.open_cell("1", kind="float"), made.open_cell(note, "При<text:s/>каз", "по <text:span>школе</text:span>"), tall
        ),
        made.open_row("2", "Пары", "<table:covered-table-cell/>"),
        "</table:table-row-group>",
        made.open_row(empty, properties='table:number-rows-repeated="1048000"'),
    )
    hidden = made.open_table(made.open_row("да"), name="Списки", properties='table:style-name="ta2"')
    grid = read_grid(made.open_file(tmp_path / "план.ods", hidden + sheet, DATED, sheets=True))
    assert grid.rows == [
        ["Лист1"], list(ROW), ["Этап"] * 3, ["1", "При каз\nпо школе", "май"], ["2", "Пары", ""], [], ["Списки"], ["да"],
        ["кроме каникул"],
    ]  # fmt: skip
    assert (grid.across, grid.below) == ({(2, 1), (2, 2)}, {(4, 2)})


def test_a_document_of_libreoffice_is_read(tmp_path: Path) -> None:
    def item(*inside: str) -> str:
        return f"<text:list-item>{''.join(inside)}</text:list-item>"

    def number(text: str = "", follows: str = 'text:continue-numbering="true"') -> str:
        return f'<text:list text:style-name="L1" {follows}>{item(f"<text:p>{text}</text:p>")}</text:list>'

    inner = f"<text:list>{item('<text:p>раз</text:p>')}{item('<text:p>два</text:p>')}</text:list>"
    steps = f'<text:list text:style-name="L1">{item("<text:p>Дела:</text:p>", inner)}</text:list>'
    dots = f'<text:list text:style-name="L2">{item("<text:p>точка</text:p>")}</text:list>'
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>сноска</text:p></text:note-body>"
    body = (
        "<text:tracked-changes><text:p>было</text:p></text:tracked-changes><text:h>Дорожная<text:line-break/>карта</text:h>"
        "<text:p/>"
        + made.open_table(
            "<table:table-header-rows>", made.open_row(*ROW), "</table:table-header-rows>",
            made.open_row(made.open_cell(number(follows="")), made.open_cell(f"<text:p>Приказ{note}</text:note></text:p>",
                          dots), made.open_cell("май", properties='table:number-rows-spanned="2"')),
            made.open_row(made.open_cell(number()), made.open_cell(steps), "<table:covered-table-cell/>"),
        )
    )  # fmt: skip
    grid = read_grid(made.open_file(tmp_path / "план.odt", body, LISTS))
    assert grid.rows == [
        ["Дорожная\nкарта"], [], list(ROW), ["1.", "Приказ\n- точка", "май"], ["2.", "1. Дела:\n1.1. раз\n1.2. два", ""], [],
        ["сноска"],
    ]  # fmt: skip
    assert grid.below == {(4, 2)}
