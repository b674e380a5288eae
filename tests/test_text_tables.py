"""Text → a Grid: any encoding, any way of keeping cells apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.grid import Grid
from model.tables import read_grid

# ---------------------------------------------------------------------- text: letters
PLAIN = "Мероприятия\tСроки\nПриказ о наставничестве\tдо 1 мая"


def text(tmp_path: Path, content: str, name: str = "план.txt", encoding: str = "utf-8") -> Grid:
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return read_grid(path)


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1251",
        "cp866",
        "koi8-r",
        "iso8859-5",
        "mac-cyrillic",
    ],
)
@pytest.mark.parametrize("content", [PLAIN, PLAIN.upper(), PLAIN.replace("о", "ё"), f"№ п/п\t{PLAIN}"])
def test_letters_are_read_in_any_encoding(tmp_path: Path, encoding: str, content: str) -> None:
    if "№" in content and encoding == "koi8-r":
        content = content.replace("№", "N")  # KOI8-R has no such sign
    expected = [line.split("\t") for line in content.split("\n")]
    assert text(tmp_path, content, encoding=encoding).rows == expected


def test_a_drawn_table_of_dos_is_read(tmp_path: Path) -> None:
    drawing = "┌────┬──────────┐\n│Срок│ Дело     │\n├────┼──────────┤\n│ май│ Приказ   │\n└────┴──────────┘\n\x1a"
    assert text(tmp_path, drawing, encoding="cp866").rows == [["Срок", "Дело"], ["май", "Приказ"]]


def test_a_text_cut_in_the_middle_of_a_letter_is_read(tmp_path: Path) -> None:
    path = tmp_path / "план.txt"
    path.write_bytes(PLAIN.encode()[:-1])
    assert read_grid(path).rows[1][1] == "до 1 ма"


def test_unusual_spaces_and_ends_of_lines_are_usual_ones(tmp_path: Path) -> None:
    grid = text(tmp_path, "Дело\tСрок\u2028Приказ\u00a0школы\tмай\u2011июнь\r\nПа\u00adры\tи\u0306юль\rИтоги\tавгуст")
    assert grid.rows == [["Дело", "Срок"], ["Приказ школы", "май-июнь"], ["Пары", "йюль"], ["Итоги", "август"]]


# ---------------------------------------------------------------------- text: layouts
@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('№;Дело;Срок\n1;"Приказ;\nпо ""школе""";май', "план.csv"),
        ('№,Дело,Срок\n1,"Приказ;\nпо ""школе""",май', "план.csv"),
        ('sep=|\n№|Дело|Срок\n1|"Приказ;\nпо ""школе"""|май', "план.txt"),
        ('№\tДело\tСрок\n1\t"Приказ;\nпо ""школе"""\tмай', "план.tsv"),
        ('| № | Дело | Срок |\n|---|:--:|---|\n| 1 | Приказ;<br>по "школе" | май |', "план.md"),
    ],
)
def test_cells_with_line_breaks_and_quotes(tmp_path: Path, content: str, name: str) -> None:
    assert text(tmp_path, content, name).rows == [["№", "Дело", "Срок"], ["1", 'Приказ;\nпо "школе"', "май"]]


def test_a_quote_that_nobody_closed_does_not_swallow_the_file(tmp_path: Path) -> None:
    content = '№;Дело;Срок\n1;"Приказ\nпо школе";май\n2;"Пары;июнь\n3;Итоги;июль'
    rows = [["№", "Дело", "Срок"], ["1", "Приказ\nпо школе", "май"], ["2", '"Пары', "июнь"], ["3", "Итоги", "июль"]]
    assert text(tmp_path, content, "план.csv").rows == rows


def test_pipes_keep_empty_cells_and_escaped_bars(tmp_path: Path) -> None:
    inner = text(tmp_path, "№|Дело|Срок\n1|Приказ \\| акт|май\n|Пары|\n3||")
    assert inner.rows == [["№", "Дело", "Срок"], ["1", "Приказ | акт", "май"], ["", "Пары", ""], ["3", "", ""]]
    outer = text(tmp_path, "| № | Дело | Срок |\n|---|---|---|\n| | Приказ \\| акт | май |\n| 2 | | |")
    assert outer.rows == [["№", "Дело", "Срок"], ["", "Приказ | акт", "май"], ["2", "", ""]]


def test_several_markdown_tables_keep_their_rows(tmp_path: Path) -> None:
    one = "| Дело | Срок |\n|---|---|\n| Приказ | май |\n| Пары | июнь |\n\n"
    rows = [["Дело", "Срок"], ["Приказ", "май"], ["Пары", "июнь"]]
    assert [row for row in text(tmp_path, one * 3, "план.md").rows if row] == rows * 3


def test_a_drawing_shows_sections_and_merged_cells(tmp_path: Path) -> None:
    drawing = (
        "План\n┌────┬──────────┬─────────┐\n│ №  │ Дело     │ Срок    │\n├────┴──────────┴─────────┤\n"
        "│ Этап 1                  │\n├────┬──────────┬─────────┤\n│ 1  │ Настав-  │ до      │\n"
        "│    │ ничество │ 10 мая  │\n├────┼──────────┤         │\n"
        "│ 2  │ Пары     │         │\n└────┴──────────┴─────────┘\nДиректор"
    )
    for content in (drawing, drawing.translate(str.maketrans("┌┬┐├┼┤└┴┘│─", "+++++++++|-"))):
        grid = text(tmp_path, content)
        assert grid.rows == [
            ["План"], ["№", "Дело", "Срок"], ["Этап 1"] * 3, ["1", "Наставничество", "до 10 мая"], ["2", "Пары", ""],
            ["Директор"],
        ]  # fmt: skip
        assert (grid.across, grid.below, grid.merges_known) == ({(2, 1), (2, 2)}, {(4, 2)}, True)


def test_a_drawing_with_one_rule_has_a_row_a_line(tmp_path: Path) -> None:
    drawing = (
        "+----+--------+------+\n| №  | Дело   | Срок |\n+----+--------+------+\n| 1  | Приказ | май  |\n"
        "| 2  | Выбор  | --   |\n|    | пар    |      |\n+----+--------+------+"
    )
    grid = text(tmp_path, drawing)
    assert grid.rows == [["№", "Дело", "Срок"], ["1", "Приказ", "май"], ["2", "Выбор пар", "--"]]
    assert not grid.merges_known


def test_paragraphs_of_a_cell_copied_from_word_stay_in_it(tmp_path: Path) -> None:
    content = (
        "№\tДело\tСрок\tОтметка\n1\tРазработка:\n1. Положение\n2. Приказ\tАвгуст\t\nЭтап второй\n"
        "2\tОпрос\nСоставление плана\tмай\t\n3\tИтоги\tиюнь\tнет"
    )
    assert text(tmp_path, content).rows == [
        ["№", "Дело", "Срок", "Отметка"],
        ["1", "Разработка:\n1. Положение\n2. Приказ", "Август", ""],
        ["Этап второй"],
        ["2", "Опрос\nСоставление плана", "май", ""],
        ["3", "Итоги", "июнь", "нет"],
    ]


def test_rows_that_lost_their_last_tabs_stay_rows(tmp_path: Path) -> None:
    content = "№\tДело\tСрок\tОтметка\n1\tПриказ\tмай\n2\tПары\tмай\nЭтап\n3\tОпрос\n4\tИтоги\tиюнь"
    assert text(tmp_path, content).rows[1:] == [
        ["1", "Приказ", "май"], ["2", "Пары", "май"], ["Этап"], ["3", "Опрос"], ["4", "Итоги", "июнь"],
    ]  # fmt: skip


# ---------------------------------------------------------------------- text: columns of spaces
COPIED = """
            Дорожная карта школы
              на 2026-2027 год

№    Мероприятие                 Срок            Ответственный
                               исполнения
          Раздел I. Подготовка
1    Подготовка приказа о на-    с 1 сентября    Директор школы,
     ставничестве                по 15 октября   куратор
2    Встречи пар:                ежемесячно      Наставники
     - беседы;
     - занятия
                                   3
3    Итоги                       май             Куратор

Директор школы               И.О. Соснин
"""


def test_columns_of_spaces_with_wrapped_cells(tmp_path: Path) -> None:
    assert [row for row in text(tmp_path, COPIED).rows if row] == [
        ["Дорожная карта школы"],
        ["на 2026-2027 год"],
        ["№", "Мероприятие", "Срок исполнения", "Ответственный"],
        ["Раздел I. Подготовка"],
        ["1", "Подготовка приказа о наставничестве", "с 1 сентября по 15 октября", "Директор школы, куратор"],
        ["2", "Встречи пар:\n- беседы;\n- занятия", "ежемесячно", "Наставники"],
        ["3"],
        ["3", "Итоги", "май", "Куратор"],
        ["Директор школы И.О. Соснин"],
    ]


def test_columns_of_spaces_with_a_stage_over_several_rows(tmp_path: Path) -> None:
    content = """
Этап                Мероприятия                    Сроки           Ответственный
Подготовка          Разработка положения о         август          Директор
                    наставничестве
                    Приказ о кураторе              сентябрь        Директор
Работа пар          Встречи пар                    ежемесячно до   Наставники
                                                   10 числа
"""
    assert [row for row in text(tmp_path, content).rows if row][1:] == [
        ["Подготовка", "Разработка положения о наставничестве", "август", "Директор"],
        ["", "Приказ о кураторе", "сентябрь", "Директор"],
        ["Работа пар", "Встречи пар", "ежемесячно до 10 числа", "Наставники"],
    ]


def test_numbers_in_the_middle_of_their_rows(tmp_path: Path) -> None:
    content = """
 №          Мероприятие             Срок         Ответственный
    Подготовка приказа о
 1  назначении куратора            август         Директор
    наставничества

 2  Выбор пар                     сентябрь        Завуч

    Встречи наставников и
 3  наставляемых                 ежемесячно       Наставники
"""
    assert [row for row in text(tmp_path, content).rows if row][1:] == [
        ["1", "Подготовка приказа о назначении куратора наставничества", "август", "Директор"],
        ["2", "Выбор пар", "сентябрь", "Завуч"],
        ["3", "Встречи наставников и наставляемых", "ежемесячно", "Наставники"],
    ]


def test_dashes_under_the_heading_tell_the_columns(tmp_path: Path) -> None:
    content = """
 №   Дело           Срок
---- -------------- ---------
 1   Приказ о выбо- август
     ре наставников

 2   Пары           май
"""
    rows = [["№", "Дело", "Срок"], ["1", "Приказ о выборе наставников", "август"], ["2", "Пары", "май"]]
    assert [row for row in text(tmp_path, content).rows if row] == rows


def test_a_text_without_columns_stays_lines(tmp_path: Path) -> None:
    content = "Дорожная карта\n\nСначала  издаём приказ.  Потом  пары.\nИтоги подводим в мае."
    assert text(tmp_path, content).rows == [
        ["Дорожная карта"],
        [],
        ["Сначала  издаём приказ.  Потом  пары."],
        ["Итоги подводим в мае."],
    ]
