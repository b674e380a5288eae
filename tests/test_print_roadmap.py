"""The roadmap on paper: nothing lost, nothing outside the page, nothing obeyed, the same bytes each time. Data are invented."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.column_widths import ColumnNeed, fit_widths
from exports.fragments import Line
from exports.page import LANDSCAPE, Flow
from exports.roadmap_pdf import print_roadmap
from exports.signing import DATE_HERE, SIGN_HERE, approval_lines
from exports.table import Group, Span, Table
from model.errors import Refusal
from model.roadmap_view import ActivityView, OccurrenceView, RoadmapView, StageView
from tests.printed import read_print, run_together

TODAY = date(2026, 11, 20)
COLUMNS = (
    ("no", "№"),
    ("stage", "Наименование этапа"),
    ("activity", "Мероприятия"),
    ("deadline", "Сроки"),
    ("responsible", "Ответственные"),
    ("extra", "Место"),
)
OCCURRENCES = (
    OccurrenceView("1", date(2026, 9, 1), date(2026, 9, 30), "done", date(2026, 9, 18), "протокол № 4", "", "", "closed"),
    OccurrenceView("2", None, date(2026, 10, 2), "none", timing="overdue"),
    OccurrenceView("3", date(2026, 11, 1), date(2026, 11, 30), "moved", None, "", "болезнь ведущей", "", "now"),
    OccurrenceView("4", date(2027, 5, 1), date(2027, 5, 31), "partial"),
    OccurrenceView("5", None, None, "not-required", timing="closed"),
)


def activity(number: int, text: str, occurrences: tuple[OccurrenceView, ...] = OCCURRENCES[:1], no: str = "") -> ActivityView:
    extra = {"Место": f"кабинет-{number}"}
    return ActivityView(f"a{number}", no, text, (), "сентябрь", "months", "Методист", "Справка", occurrences, extra)


def roadmap(*stages: StageView) -> RoadmapView:
    return RoadmapView(
        id="r",
        institution="Детский сад № 900 «Росинка»",
        institution_short="ДОУ № 900",
        year="2026-2027",
        title="Дорожная карта наставничества",
        approval=(),
        columns=COLUMNS,
        stages=stages,
        today=TODAY,
        curator="Ручьёва Марина Петровна",
        head_name="Н. А. Полевая",
        head_post="Заведующий",
    )


ONE = StageView("s1", "1", "Подготовка условий", (activity(1, "Педагогический совет", OCCURRENCES),))


def test_a_usual_roadmap_says_everything(tmp_path: Path) -> None:
    result = print_roadmap(roadmap(ONE), tmp_path / "карта.pdf")
    assert (result.pages, result.kind, result.replaced) == (1, "roadmap", ())
    page = read_print(result.path, LANDSCAPE)
    assert (page.loose, page.outside) == ([], [])
    assert (page.title, page.author, page.lang) == ("Дорожная карта наставничества", "Детский сад № 900 «Росинка»", "ru-RU")
    assert page.outline == ["Дорожная карта наставничества", "1. Подготовка условий"]
    text = " ".join(page.text.split())
    for said in (
        "УТВЕРЖДАЮ Заведующий",
        "Н. А. Полевая",
        "2026–2027 учебный год",
        "Наименование этапа",
        "Отметка о выполнении",
        "кабинет-1",
        "☑ Сентябрь — выполнено 18.09.2026",
        "Подтверждение: протокол № 4",
        "✗ до 2 октября — не начато, просрочено",
        "Примечание: болезнь ведущей",
        "◪ Май — выполнено частично",
        "⊟ без даты — не требуется",
        "выполнено 2 из 5",
        "На 20.11.2026 выполнено 2 из 5 (в том числе не требуется 1), просрочено 1.",
        "расшифровка подписи",
        "Ручьёва Марина Петровна",
    ):
        assert said in text, said
    assert "стр." not in text, "the first page has no number"


def test_without_a_stage_column_stages_are_rows_over_the_whole_width(tmp_path: Path) -> None:
    view = replace(roadmap(ONE), columns=(("no", "№"), ("content", "Содержание"), ("mark", "Отметка")))
    text = read_print(print_roadmap(view, tmp_path / "a.pdf").path, LANDSCAPE).text
    assert "1. Подготовка условий — выполнено 2 из 5" in text
    assert "Отметка о выполнении" not in text
    assert "Педагогический совет" in text


def test_steps_stand_once_and_go_to_the_content_column_when_there_is_one(tmp_path: Path) -> None:
    steps = ("1. Анкетирование педагогов", "2. Сводка ответов")
    listed = replace(activity(1, "Сбор запросов\n1. Анкетирование педагогов\n2. Сводка ответов"), steps=steps)
    apart = replace(activity(2, "Сбор данных"), steps=("Обзор личных дел",))
    view = roadmap(StageView("s", "1", "Банк", (listed, apart)))
    text = read_print(print_roadmap(view, tmp_path / "a.pdf").path, LANDSCAPE).text
    assert (text.count("Анкетирование"), text.count("Сводка"), text.count("– Обзор личных дел")) == (1, 1, 1)
    two = replace(view, columns=(("stage", "Этап"), ("activity", "Мероприятия"), ("content", "Содержание")))
    text = read_print(print_roadmap(two, tmp_path / "b.pdf").path, LANDSCAPE).text
    assert (text.count("Сбор запросов"), text.count("Анкетирование"), text.count("Обзор")) == (1, 1, 1)


HOSTILE = (
    '<b>жирный</b> & <img src="/etc/hostname"> <font color=red> [/] [bold]',
    "смайлик 😀 и флаг 🇷🇺, иврит שלום, подмена \u202eатад",
    "ударе\u0301ние, и\u0306 разложенное, нулевой \x00 и \x1b[31m знак, \ud800 обрывок",
    "%s {0} ${HOME} \\u0041 ]]> <!-- --> </para>",
)


def test_users_text_is_data(tmp_path: Path) -> None:
    view = roadmap(
        StageView("s", "<i>", HOSTILE[0], tuple(activity(n, text, no="&amp;") for n, text in enumerate(HOSTILE))),
    )
    view = replace(view, title=f"{HOSTILE[0]} \x00😀", institution=HOSTILE[1], curator=HOSTILE[2], approval=HOSTILE)
    result = print_roadmap(view, tmp_path / "a.pdf")
    assert {"😀", "ש", "\u202e", "\x00", "\x1b", "\ud800"} <= set(result.replaced)
    assert "U+0000" in result.notice
    page = read_print(result.path, LANDSCAPE)
    text = " ".join(page.text.split())
    assert (page.loose, page.outside) == ([], [])
    assert '<b>жирный</b> & <img src="/etc/hostname"> <font color=red> [/] [bold]' in text
    assert "смайлик □ и флаг □□, иврит □□□□, подмена □атад" in text
    assert "нулевой □ и □[31m знак, □ обрывок" in text
    assert "%s {0} ${HOME} \\u0041 ]]> <!-- --> </para>" in text
    assert page.title.endswith("□□")


def words(seed: random.Random, count: int) -> str:
    return " ".join("".join(seed.choices("абвгдежзиклмнопрстуфхцчшэюя", k=seed.randint(3, 16))) for _ in range(count))


@pytest.mark.parametrize("banner", [False, True], ids=["stage column", "stage rows"])
def test_cells_taller_than_pages_and_endless_words_are_split(tmp_path: Path, banner: bool) -> None:
    seed = random.Random(7)
    giant = "щ" * 400
    rows = [activity(n, words(seed, 3 + 20 * (n % 5)), OCCURRENCES * (n % 3)) for n in range(40)]
    rows[5] = replace(rows[5], text=words(seed, 900), responsible=giant)
    rows[20] = replace(rows[20], deadline=words(seed, 700), result="", occurrences=OCCURRENCES * 12)
    long_title = words(seed, 300)
    stages = (
        StageView("a", "1", words(seed, 12), tuple(rows[:25])),
        StageView("b", "2", long_title, (rows[25],)),
        StageView("c", "3", giant, tuple(rows[26:])),
        StageView("d", "4", "Пустой этап", ()),
    )
    columns = COLUMNS[:1] + COLUMNS[2:] if banner else COLUMNS
    result = print_roadmap(replace(roadmap(*stages), columns=columns), tmp_path / "a.pdf")
    page = read_print(result.path, LANDSCAPE)
    assert (page.loose, page.outside) == ([], [])
    assert len(page.texts) == result.pages > 10
    for row in rows:
        assert set(row.text.split()) <= page.words
    assert set(rows[20].deadline.split()) <= page.words
    assert set(long_title.split()) <= page.words
    assert page.text.count("щ") >= 800
    assert page.text.count("(продолжение)") >= 3
    assert f"стр. {result.pages} из {result.pages}" in page.texts[-1]
    assert sum("кабинет-" in text for text in page.texts) > 5
    assert "Ручьёва Марина Петровна" in page.texts[-1]
    assert "подпись" in page.texts[-1]


def test_headings_titles_and_approval_of_any_length_are_printed_in_full(tmp_path: Path) -> None:
    seed = random.Random(3)
    title, heading, approval = words(seed, 900), words(seed, 500), words(seed, 400)
    view = replace(
        roadmap(ONE), title=title, approval=(approval,), columns=(*COLUMNS[:3], ("extra", heading)), curator=approval
    )
    page = read_print(print_roadmap(view, tmp_path / "a.pdf").path, LANDSCAPE)
    assert (page.loose, page.outside) == ([], [])
    assert set(f"{title} {heading} {approval}".split()) <= page.words
    many = replace(roadmap(ONE), columns=tuple(("extra", f"Столбец-{n}") for n in range(40)))
    page = read_print(print_roadmap(many, tmp_path / "b.pdf").path, LANDSCAPE)
    assert page.outside == []
    assert run_together("Педагогический совет") in run_together(page.text)


def test_an_empty_roadmap_is_still_a_form(tmp_path: Path) -> None:
    view = RoadmapView("r", "", "", "", "", (), (), (), TODAY)
    page = read_print(print_roadmap(view, tmp_path / "a.pdf").path, LANDSCAPE)
    assert "Отметка о выполнении" in page.text
    assert "выполнено 0 из 0" in page.text


def test_same_data_same_bytes(tmp_path: Path) -> None:
    view = roadmap(ONE, replace(ONE, id="s2"))
    first = print_roadmap(view, tmp_path / "a.pdf").path.read_bytes()
    assert print_roadmap(view, tmp_path / "b.pdf").path.read_bytes() == first
    assert b"D:20261120000000Z" in first


def test_what_cannot_be_written_is_refused_and_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match="такой папки нет"):
        print_roadmap(roadmap(ONE), tmp_path / "нет" / "a.pdf")
    with pytest.raises(Refusal, match="это папка"):
        print_roadmap(roadmap(ONE), tmp_path)
    old = tmp_path / "a.pdf"
    old.write_bytes(b"old")

    def held(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.replace", held)
    with pytest.raises(Refusal, match="открыт в другой программе") as refusal:
        print_roadmap(roadmap(ONE), old)
    assert refusal.value.code == "unwritable"
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ((), ["УТВЕРЖДАЮ", "Директор", f"{SIGN_HERE} И. О. Фамилия", DATE_HERE]),
        (("Утверждаю", "Директор", "Берёзкина О.Н."), ["УТВЕРЖДАЮ", "Директор", f"{SIGN_HERE} Берёзкина О.Н.", DATE_HERE]),
        (("Директор",), ["УТВЕРЖДАЮ", "Директор", SIGN_HERE, DATE_HERE]),
        (("УТВЕРЖДЕНА", "приказом от 02.09.2026 № 8"), ["УТВЕРЖДЕНА", "приказом от 02.09.2026 № 8"]),
        (("УТВЕРЖДАЮ", "______ Полевая", "02.09.2026"), ["УТВЕРЖДАЮ", "______ Полевая", "02.09.2026"]),
    ],
)
def test_the_approval_block_gets_what_is_missing_to_be_signed(written: tuple[str, ...], lines: list[str]) -> None:
    assert approval_lines(written, "Директор", "И. О. Фамилия") == lines


@given(
    st.lists(st.tuples(st.lists(st.integers(0, 70), min_size=1, max_size=5), st.integers(0, 60), st.booleans()), max_size=8),
    st.floats(60, 500),
)
@settings(max_examples=120, deadline=None)
def test_a_table_keeps_each_line_once_within_the_page(groups: list[tuple[list[int], int, bool]], start: float) -> None:
    """Rows of any number of lines, spans and banners of any height: each line is put once, in order, between the margins."""
    flow = Flow(LANDSCAPE)
    flow.begin_part()
    flow.y = start
    made: list[Line] = []

    def cell(count: int) -> list[Line]:
        lines = [Line((), 10.0, 11.6 if len(made) % 7 else 23.2, float(len(made) + n)) for n in range(count)]
        made.extend(lines)
        return lines

    again = Line((), 10.0, 11.6, -1.0)
    Table(flow, [100.0, 200.0, 300.0], [[again], [again], []]).put(
        [
            Group(
                [[[], cell(count), cell(count // 3)] for count in rows],
                [] if banner else [Span(0, cell(tall), [again] * 3)],
                cell(tall) if banner else [],
                [again] * 2 if banner else [],
            )
            for rows, tall, banner in groups
        ]
    )
    put = [line for page in flow.pages for _, _, line in page.texts if line is not again]
    assert sorted(map(id, put)) == sorted(map(id, made))
    bottom = LANDSCAPE.height - LANDSCAPE.bottom + 0.1
    assert all(y + line.height <= bottom for page in flow.pages for _, y, line in page.texts)
    assert all(max(rule[1], rule[3]) <= bottom for page in flow.pages for rule in page.rules)
    for page in flow.pages:
        for x in {x for x, _, _ in page.texts}:
            edges = sorted((y, y + line.height) for at, y, line in page.texts if at == x)
            assert all(below[0] >= above[1] - 0.01 for above, below in pairwise(edges))


@given(st.lists(st.tuples(st.floats(0, 900), st.lists(st.floats(0, 9000), min_size=3, max_size=3)), min_size=1, max_size=12))
def test_widths_fill_the_page_and_no_column_vanishes(columns: list[tuple[float, list[float]]]) -> None:
    needs = [ColumnNeed(word, max(word, *rows), rows) for word, rows in columns]
    widths = fit_widths(needs, 750.0, 6.0)
    assert sum(widths) == pytest.approx(750.0)
    assert min(widths) >= 6.0
    if sum(need.word + 6 for need in needs) < 750:
        assert all(width >= need.word + 6 - 0.01 for need, width in zip(needs, widths, strict=True))
