"""Documents of Word → a Grid: merged cells told, automatic numbers rebuilt, text as the eye sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.grid import Grid
from model.tables import read_grid
from tests.office_files import (
    BEGUN,
    COVERED,
    cell,
    docx,
    level,
    lists,
    numbered,
    packed,
    par,
    row,
    run,
    section,
    span,
    table,
    tables_of,
)  # fmt: skip

HEAD = row("№", "Мероприятия", "Сроки")


# ---------------------------------------------------------------------- Word: order and merged cells
def test_paragraphs_and_tables_stand_in_the_order_of_the_document(tmp_path: Path) -> None:
    body = par("План") + par() + par() + table(HEAD, row("1", "Приказ", "май")) + par("Между") + table(HEAD) + par("Директор")
    grid = read_grid(docx(tmp_path / "план.docx", body))
    head = ["№", "Мероприятия", "Сроки"]
    assert grid.rows == [["План"], [], head, ["1", "Приказ", "май"], ["Между"], head, ["Директор"]]
    assert grid.tables == {2, 5}
    assert grid.merges_known


def test_cells_merged_across_and_below_are_told(tmp_path: Path) -> None:
    body = table(
        HEAD,
        row(cell("Первый этап", span(3))),
        row("1", "Приказ", cell("сентябрь", BEGUN)),
        row("2", "Пары", cell("", COVERED)),
        row(cell("Второй", BEGUN + span(2)), "май"),
        row(cell("", COVERED + span(2)), "июнь"),
    )
    grid = read_grid(docx(tmp_path / "план.docx", body))
    assert grid.rows[1] == ["Первый этап"] * 3
    assert grid.rows[2:] == [["1", "Приказ", "сентябрь"], ["2", "Пары", ""], ["Второй", "Второй", "май"], ["", "", "июнь"]]
    assert grid.across == {(1, 1), (1, 2), (4, 1)}
    assert grid.below == {(3, 2), (5, 0), (5, 1)}


def test_text_hidden_under_a_merged_cell_belongs_to_it(tmp_path: Path) -> None:
    body = table(HEAD, row("1", "Приказ", cell("май", BEGUN)), row("2", "Пары", cell("июнь", COVERED)))
    assert read_grid(docx(tmp_path / "план.docx", body)).rows[1:] == [["1", "Приказ", "май\nиюнь"], ["2", "Пары", ""]]


def test_edges_that_miss_each_other_make_no_columns(tmp_path: Path) -> None:
    body = table(
        row("№", cell("Мероприятия", span(2)), "Сроки", ""),
        row("1", "Приказ", cell("май", span(2)), ""),
        row(cell("Итоги года", span(5))),
        widths=[500, 4000, 60, 2000, 1500],
    )
    grid = read_grid(docx(tmp_path / "план.docx", body))
    assert grid.rows == [["№", "Мероприятия", "Сроки", ""], ["1", "Приказ", "май", ""], ["Итоги года"] * 4]


def test_rows_that_begin_late_or_end_early_keep_their_columns(tmp_path: Path) -> None:
    late, early = '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="1"/>'
    body = table(HEAD, row("Приказ", "май", properties=late), row("2", "Пары", properties=early))
    grid = read_grid(docx(tmp_path / "план.docx", body))
    assert grid.rows[1:] == [["", "Приказ", "май"], ["2", "Пары", ""]]


def test_a_table_that_only_frames_the_real_one_is_taken_off(tmp_path: Path) -> None:
    inner = table(HEAD, row("1", "Приказ", "май"))
    grid = read_grid(docx(tmp_path / "план.docx", table(row(cell(par("Утверждаю") + inner + par())))))
    assert ["Утверждаю"] in grid.rows
    assert tables_of(grid) == [[["№", "Мероприятия", "Сроки"], ["1", "Приказ", "май"]]]


def test_a_box_around_a_text_is_no_table(tmp_path: Path) -> None:
    grid = read_grid(docx(tmp_path / "план.docx", table(row(cell(par("Дорожная карта") + par("на год")))) + table(HEAD)))
    assert grid.rows == [["Дорожная карта"], ["на год"], ["№", "Мероприятия", "Сроки"]]


def test_a_small_table_in_a_cell_is_lines_of_it(tmp_path: Path) -> None:
    inner = table(row("педсовет", "очно"), row("опрос", "заочно"))
    body = table(HEAD, row("1", cell(par("Формы:") + inner + par("и другие")), "май"), row("2", "Итоги", "июнь"))
    grid = read_grid(docx(tmp_path / "план.docx", body))
    assert grid.rows[1] == ["1", "Формы:\nпедсовет очно\nопрос заочно\nи другие", "май"]


# ---------------------------------------------------------------------- Word: automatic numbers
def first_column(grid: Grid) -> list[str]:
    return [one[0] for one in grid.rows if one]


def test_automatic_numbers_of_empty_cells_are_rebuilt(tmp_path: Path) -> None:
    body = table(HEAD, *(row(cell(numbered("", 1)), text, "май") for text in ("Приказ", "Пары", "Итоги")))
    grid = read_grid(docx(tmp_path / "план.docx", body, numbering=lists(level(0, "decimal", "%1."))))
    assert first_column(grid) == ["№", "1.", "2.", "3."]


def test_numbers_of_several_levels_count_and_restart(tmp_path: Path) -> None:
    look = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2.", "<w:isLgl/>") + level(2, "russianLower", "%3)")
    order = [(0, "А"), (1, "Б"), (2, "В"), (2, "Г"), (1, "Д"), (2, "Е"), (0, "Ж"), (1, "З")]
    body = "".join(numbered(text, 1, at) for at, text in order)
    grid = read_grid(docx(tmp_path / "план.docx", body, numbering=lists(look)))
    assert first_column(grid) == ["I. А", "1.1. Б", "а) В", "б) Г", "1.2. Д", "а) Е", "II. Ж", "2.1. З"]


def test_a_list_begun_anew_starts_where_it_is_told_and_others_go_on(tmp_path: Path) -> None:
    numbering = lists(level(0, "decimal", "%1)"), starts={2: (1, 1), 3: (1, 7)})
    body = numbered("а", 1) + numbered("б", 1) + numbered("в", 2) + numbered("г", 2) + numbered("д", 3)
    grid = read_grid(docx(tmp_path / "план.docx", body, numbering=numbering))
    assert first_column(grid) == ["1) а", "2) б", "1) в", "2) г", "7) д"]


def test_numbers_come_through_styles_and_bullets_are_dashes(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Пункт"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Подпункт"><w:basedOn w:val="Пункт"/></w:style>'
    )
    look = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2", '<w:pStyle w:val="Подпункт"/>')
    styled = '<w:pStyle w:val="{}"/>'.format
    off = styled("Пункт") + '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = par("Раз", styled("Пункт")) + par("Два", styled("Подпункт")) + par("Без номера", off) + numbered("Точка", 2)
    numbering = lists(look, level(0, "bullet", "\uf0b7"))
    grid = read_grid(docx(tmp_path / "план.docx", body + numbered("", 2), styles=styles, numbering=numbering))
    assert first_column(grid) == ["1. Раз", "1.1 Два", "Без номера", "- Точка"]


def test_numbers_are_not_counted_under_a_merged_cell(tmp_path: Path) -> None:
    body = table(
        row(cell(numbered("", 1), BEGUN), "Приказ", "май"),
        row(cell(numbered("", 1), COVERED), "Пары", "май"),
        row(cell(numbered("", 1)), "Итоги", "май"),
    )
    grid = read_grid(docx(tmp_path / "план.docx", body, numbering=lists(level(0, "decimal", "%1."))))
    assert first_column(grid) == ["1.", "", "2."]


# ---------------------------------------------------------------------- Word: text of a paragraph
def text_of(tmp_path: Path, *content: str) -> str:
    """What is read of one cell with these paragraphs."""
    body = table(HEAD, row("1", cell("".join(content)), "май"))
    return read_grid(docx(tmp_path / "план.docx", body)).rows[1][1]


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}{run(result)}{mark('end')}"


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (par("Раз") + par() + par("Два"), "Раз\nДва"),
        (par(run("до") + "<w:r><w:br/></w:r>" + run("мая")), "до\nмая"),
        (par(run("до") + "<w:r><w:tab/></w:r>" + run("мая")), "до мая"),
        (par(run("норма\u00adтив") + "<w:r><w:softHyphen/></w:r>" + run("ный\u00a0акт")), "нормативный акт"),
        (par(run("сентябрь") + "<w:r><w:noBreakHyphen/></w:r>" + run("май\u2011июнь")), "сентябрь-май-июнь"),
        (par(f"<w:del>{run('август').replace('w:t', 'w:delText')}</w:del><w:ins>{run('сентябрь')}</w:ins>"), "сентябрь"),
        (par(f"<w:moveFrom>{run('нет')}</w:moveFrom><w:moveTo>{run('да')}</w:moveTo>"), "да"),
        (par(f'<w:hyperlink r:id="x">{run("сайт школы")}</w:hyperlink>'), "сайт школы"),
        (par(f"<w:smartTag>{run('5 октября')}</w:smartTag>"), "5 октября"),
        (par(f"<w:sdt><w:sdtPr/><w:sdtContent>{run('октябрь')}</w:sdtContent></w:sdt>"), "октябрь"),
        (f"<w:sdt><w:sdtContent>{par('Раз')}</w:sdtContent></w:sdt>{par('Два')}", "Раз\nДва"),
        (par(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Введите дату')}</w:sdtContent></w:sdt>"), ""),
        (par(f'<w:fldSimple w:instr=" DATE ">{run("05.10.2026")}</w:fldSimple>'), "05.10.2026"),
        (par(run("до ") + field(' DATE \\@ "dd.MM" ', "05.10")), "до 05.10"),
        (par(run("видно", "<w:vanish/>")), "видно"),
        (par('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + run(" сделано")), "✓ сделано"),
        (par('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'), "☑"),
        (par(run("\uf0fe", '<w:rFonts w:ascii="Wingdings"/>') + run("да")), "☑да"),
        (par(run("ü", '<w:rFonts w:ascii="Wingdings"/>')), "✓"),
        (par(run("и\u0306од")), "йод"),
    ],
)  # fmt: skip
def test_a_cell_of_word_is_read_as_it_is_seen(tmp_path: Path, content: str, seen: str) -> None:
    assert text_of(tmp_path, content) == seen


def test_checks_of_old_forms_are_signs(tmp_path: Path) -> None:
    form = '<w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox></w:ffData>'
    box = f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert text_of(tmp_path, par(box.format("<w:checked/>") + end + run(" есть"))) == "☑ есть"
    assert text_of(tmp_path, par(box.format("") + end + run(" нет"))) == "☐ нет"


def test_a_deleted_row_is_gone_and_an_inserted_one_stays(tmp_path: Path) -> None:
    body = table(HEAD, row("1", "Было", "май", properties="<w:del/>"), row("1", "Стало", "май", properties="<w:ins/>"))
    assert read_grid(docx(tmp_path / "план.docx", body)).rows[1:] == [["1", "Стало", "май"]]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next_one(tmp_path: Path) -> None:
    assert text_of(tmp_path, par("Дорожная ", "<w:rPr><w:del/></w:rPr>"), par("карта")) == "Дорожная карта"


def test_controls_around_rows_and_cells_hide_nothing(tmp_path: Path) -> None:
    wrap = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    body = wrap(table(HEAD, wrap(row("1", wrap(cell("Приказ")), "май"))))
    assert read_grid(docx(tmp_path / "план.docx", body)).rows[1:] == [["1", "Приказ", "май"]]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{par('УТВЕРЖДАЮ')}{par('Директор')}</w:txbxContent>"
    both = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>" + box + "</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    grid = read_grid(docx(tmp_path / "план.docx", par(f"<w:r>{both}</w:r>") + par("План") + table(HEAD)))
    assert grid.rows[:3] == [["УТВЕРЖДАЮ"], ["Директор"], ["План"]]


def test_margins_of_pages_and_notes_are_kept_once(tmp_path: Path) -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = par(run("План") + note) + table(HEAD) + section(("header:first", 1), ("header", 2), ("footer", 3))
    grid = read_grid(
        docx(
            tmp_path / "план.docx",
            body,
            first=par("УТВЕРЖДАЮ") + par("Приказ № 5"),
            header=par("План") + par("Школа «Родник»"),
            footer=par(run("Страница ") + field("PAGE", "3")) + par("Исполнитель: Ивлева"),
            footnotes=f'<w:footnote w:id="2">{par("кроме каникул")}</w:footnote>',
        )
    )
    texts = [one[0] for one in grid.rows if len(one) == 1]
    assert texts == ["УТВЕРЖДАЮ", "Приказ № 5", "Школа «Родник»", "План", "Исполнитель: Ивлева", "кроме каникул"]


def test_a_table_typed_with_tabs_in_a_document_is_a_table(tmp_path: Path) -> None:
    tab = "<w:r><w:tab/></w:r>"
    lines = [("№", "Мероприятия", "Сроки"), ("1", "Приказ", "май"), ("2", "Пары", "июнь")]
    body = "".join(par(tab.join(run(text) for text in line)) for line in lines)
    assert read_grid(docx(tmp_path / "план.docx", body)).rows == [list(line) for line in lines]


# ---------------------------------------------------------------------- other makers
def test_strict_documents_and_odd_names_of_parts_are_read(tmp_path: Path) -> None:
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<d:document xmlns:d="{space}"><d:body><d:p><d:r><d:t>План</d:t></d:r></d:p></d:body></d:document>'
    path = packed(tmp_path / "план.docx", {"[Content_Types].xml": "", "Word\\Document.xml": document})
    assert read_grid(path).rows == [["План"]]


def test_a_document_written_by_another_library_is_read(tmp_path: Path) -> None:
    import docx as library

    written = library.Document()
    written.add_heading("Дорожная карта", 1)
    grid = written.add_table(rows=3, cols=3)
    for at, text in enumerate(("№", "Мероприятия", "Сроки")):
        grid.cell(0, at).text = text
    grid.cell(1, 0).merge(grid.cell(1, 2)).text = "Первый этап"
    grid.cell(2, 1).text = "Приказ\nпо школе"
    written.add_paragraph("Итоги", style="List Number")
    written.save(str(tmp_path / "план.docx"))
    assert read_grid(tmp_path / "план.docx").rows == [
        ["Дорожная карта"], ["№", "Мероприятия", "Сроки"], ["Первый этап"] * 3, ["", "Приказ\nпо школе", ""], ["1. Итоги"],
    ]  # fmt: skip
