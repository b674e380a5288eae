"""Files of every make → one Grid: nothing of them is lost, what the eye sees is what is read, hostile ones are refused."""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import Refusal
from model.grid import Grid
from model.shown_values import shown, shown_text
from model.tables import read_grid
from tests import office_files as made
from tests.office_files import BEGUN, COVERED, cell, docx, level, lists, numbered, par, row, run, section, span, table

HEAD = row("№", "Мероприятия", "Сроки")


def tables_of(grid: Grid) -> list[list[list[str]]]:
    """Rows of every table, each until the next running text."""
    found = []
    for first in sorted(grid.tables):
        last = first
        while last < len(grid.rows) and len(grid.rows[last]) > 1 and (last == first or last not in grid.tables):
            last += 1
        found.append(grid.rows[first:last])
    return found


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


# ---------------------------------------------------------------------- hostile and foreign files
def refused(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_grid(path)
    assert path.name in caught.value.sentence
    assert "\n" not in caught.value.sentence
    return caught.value


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


def test_strict_documents_and_odd_names_of_parts_are_read(tmp_path: Path) -> None:
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<d:document xmlns:d="{space}"><d:body><d:p><d:r><d:t>План</d:t></d:r></d:p></d:body></d:document>'
    path = made.packed(tmp_path / "план.docx", {"[Content_Types].xml": "", "Word\\Document.xml": document})
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


def test_a_file_is_what_it_is_and_not_what_it_is_called(tmp_path: Path) -> None:
    path = docx(tmp_path / "план.txt", table(HEAD))
    assert read_grid(path).rows == [["№", "Мероприятия", "Сроки"]]


# ---------------------------------------------------------------------- web pages
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
    from base64 import encodebytes

    inside = encodebytes(f"<html><body><table>{WEB_HEAD}</table></body></html>".encode("cp1251")).decode()
    text = (
        'From: <Сохранено>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="край"\n\n--край\n'
        f'Content-Type: text/html; charset="windows-1251"\nContent-Transfer-Encoding: base64\n\n{inside}\n'
        "--край\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--край--\n"
    ).replace("край", "edge")
    assert page(tmp_path, text, name="план.mht").rows == [["№", "Мероприятия", "Сроки"]]
    assert read_grid(made.docx_of_a_page(tmp_path / "план.docx", text)).rows == [["План"], [], ["№", "Мероприятия", "Сроки"]]


def test_a_page_nested_beyond_reason_is_refused_or_read(tmp_path: Path) -> None:
    deep = "<div>" * 1500 + "дно" + "</div>" * 1500
    assert page(tmp_path, f"<html><body>{deep}</body></html>").rows == [["дно"]]
    path = tmp_path / "бездна.html"
    path.write_text(f"<html><body>{deep * 2 + '<b><div>' * 9000}</body></html>", encoding="utf-8")
    assert refused(path).code == "damaged"


def test_a_drawing_of_a_table_on_a_page_is_a_table(tmp_path: Path) -> None:
    grid = page(tmp_path, "<html><pre>№   Мероприятия   Сроки\n1   Приказ        май\n2   Пары          июнь</pre></html>")
    assert grid.rows == [["№", "Мероприятия", "Сроки"], ["1", "Приказ", "май"], ["2", "Пары", "июнь"]]


# ---------------------------------------------------------------------- spreadsheets
DAY = 46_266  # 1 September 2026
ROW = ("№", "Мероприятия", "Сроки")


def xlsx(path: Path, *sheets: tuple[str, list[tuple[Any, ...]]], merged: tuple[str, ...] = ()) -> Path:
    """A book by Excel's own rules; a pair (number, format) is a formatted number, a merged area keeps its first cell."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, line in enumerate(rows):
                for column, value in enumerate(line):
                    if isinstance(value, tuple):
                        sheet.write_number(at, column, value[0], book.add_format({"num_format": value[1]}))
                    elif value is not None:
                        sheet.write(at, column, value)
            for area in merged:
                first = area.partition(":")[0]
                sheet.merge_range(area, rows[int(first[1:]) - 1][ord(first[0]) - 65])
    return path


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


DATED = (
    '<number:date-style style:name="N1"><number:month number:textual="true"/><number:text> </number:text><number:year/>'
    '</number:date-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/>'
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


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


LISTS = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
    '</text:list-style><text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    "</text:list-style>"
)


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
    xlsx(tmp_path / "целый.xlsx", ("План", [ROW] * 50))
    data = (tmp_path / "целый.xlsx").read_bytes()
    (tmp_path / "обрыв.xlsx").write_bytes(data[: len(data) // 2])
    assert refused(tmp_path / "обрыв.xlsx").code == "damaged"


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
