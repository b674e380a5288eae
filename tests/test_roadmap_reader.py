"""Tables of many layouts: stages, activities, steps, and not a word lost."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.cell_text import itemised, plain
from model.deadlines import Span
from model.errors import Refusal
from model.grid import Grid
from model.roadmap_columns import heading_role
from model.roadmap_draft import RoadmapDraft
from model.roadmap_reader import read_grid_roadmap, read_roadmap
from model.tables import read_grid, wrapped
from model.years import SchoolYear

FILES = Path(__file__).parent / "roadmaps"
#: By name: what else stands in the folder (``dev-*``, ``held-out-*``) is read by test_roadmap_files alone.
OWN = (
    "box.txt", "centre-page-cut.txt", "kindergarten-tabs.txt", "markdown.md", "no-header.txt", "no-table.txt",
    "repeated-head.txt", "sheet.csv", "spaces.txt",
)  # fmt: skip
YEAR = SchoolYear(2026)


def read(name: str) -> RoadmapDraft:
    return read_roadmap(FILES / name, YEAR)


def shape(draft: RoadmapDraft) -> list[tuple[str, int]]:
    """Stages with the number of their activities."""
    return [(stage.title, sum(activity.stage == at for activity in draft.activities)) for at, stage in enumerate(draft.stages)]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def kept(draft: RoadmapDraft) -> str:
    """Everything a draft holds, as one text."""
    parts = [draft.title, *draft.approval, *draft.unread, *(heading for _, heading in draft.columns)]
    parts += [f"{stage.no} {stage.title}" for stage in draft.stages]
    for one in draft.activities:
        parts += [one.no, one.text, one.responsible, one.result, one.done, one.deadline.text, *one.extra, *one.extra.values()]
    return "\n".join(parts)


def test_kindergarten_table_is_read_whole() -> None:
    draft = read("kindergarten-tabs.txt")
    assert draft.title.startswith("ДОРОЖНАЯ КАРТА (ПЛАН МЕРОПРИЯТИЙ) ПО РЕАЛИЗАЦИИ")
    assert draft.title.endswith("на 2026-2027гг.")
    assert [role for role, _ in draft.columns] == ["no", "stage", "activity", "deadline", "mark"]
    assert shape(draft) == [
        ("Подготовка условий", 2),
        ("Формирование банка наставников", 1),
        ("Отбор и обучение", 2),
        ("Информационная поддержка", 1),
    ]
    assert [stage.no for stage in draft.stages] == ["1.", "2.", "3.", "4."]
    assert [one.done for one in draft.activities] == ["Выполнено", "Выполнено", "Выполнено", "", "", ""]
    assert draft.activities[0].steps == ["Чтение методических рекомендаций.", "Разбор шаблонов документов"]
    assert draft.activities[1].steps[0] == "Разработка дорожной карты на 2026-2027 гг. для сада № 77."
    assert draft.activities[2].steps == ["Опрос желающих.", "Издание приказа о парах.", "Составление планов."]
    assert draft.activities[3].steps[2:] == ["подготовка материалов;", "проведение консультаций – «установочных сессий» и др."]
    assert draft.activities[3].deadline.occurrences == (Span(date(2026, 9, 1), date(2026, 12, 31)),)
    assert len(draft.activities[4].deadline.occurrences) == 2
    assert (draft.unread, draft.questions) == ([], [])


def test_a_table_cut_by_a_page_is_mended() -> None:
    draft = read("centre-page-cut.txt")
    assert draft.approval == [
        "Приложение 1", "Утверждаю", "Директор МБУ ДО «Парус»", "Синицына О.Н.", "Приказ от 02.09.2026 № 118",
    ]  # fmt: skip
    assert draft.title.startswith("«Дорожная карта» реализации")
    assert [count for _, count in shape(draft)] == [1, 1, 1, 3]
    assert draft.stages[2].title == "Организация и осуществление работы наставнических пар / групп"
    mended = draft.activities[2]
    assert mended.text.startswith("Организация комплекса последовательных встреч наставников и наставляемых\n1. Общая")
    assert len(mended.steps) == 4
    assert mended.responsible == "методисты, организаторы"
    assert draft.activities[1].text.startswith("1. Разбор анкет.")
    assert draft.activities[4].steps == ["Приказ о поощрении.", "Письма партнерам."]
    assert draft.activities[5].text == "3. Публикация итогов на сайте МБУ ДО «Парус»."
    assert any("оторвана от своего номера" in question for question in draft.questions)


def test_a_drawn_table_with_section_rows_and_hyphens() -> None:
    draft = read("box.txt")
    assert shape(draft) == [("Подготовительный этап", 2), ("ОСНОВНОЙ ЭТАП", 1)]
    assert [stage.no for stage in draft.stages] == ["I.", "II."]
    assert [one.no for one in draft.activities] == ["1.1", "1.2", "2.1"]
    assert draft.activities[0].text == "Изучение нормативных документов"
    assert draft.activities[0].responsible == "Заведующий, старший воспитатель"
    assert draft.activities[1].text == "Психолого-педагогический опрос"
    assert draft.activities[1].deadline.text == "Сентябрь-октябрь"
    assert draft.activities[2].steps == ["беседы;", "открытые занятия"]
    assert draft.activities[2].deadline.kind == "recurring"
    assert draft.approval[0] == "УТВЕРЖДАЮ"
    assert "1 2 3 4" in draft.unread


def test_markdown_with_extra_columns_and_merged_deadline() -> None:
    draft = read("markdown.md")
    assert shape(draft) == [("Организационный блок", 2), ("Обучение", 2)]
    assert draft.activities[1].extra == {"Место проведения": "кабинет 12"}
    held = draft.activities[3]
    assert held.deadline.text == "Ноябрь, март"
    assert held.responsible == "Наставники"
    assert "Итого 4 мероприятия" in draft.unread
    assert draft.title.startswith("Дорожная карта наставничества")


def test_a_windows_csv() -> None:
    draft = read("sheet.csv")
    assert shape(draft) == [("Методическое", 2), ("ИКТ-компетенции", 1)]
    assert draft.activities[0].steps == ["Круглый стол", "Мастер-класс"]
    assert draft.activities[1].done == "не выполнено"
    assert draft.activities[1].extra == {"Стоимость, руб.": "1500"}
    assert draft.activities[2].deadline.kind == "as-needed"


def test_a_table_without_heading_is_guessed_and_asked_about() -> None:
    draft = read("no-header.txt")
    assert [one.deadline.text for one in draft.activities] == ["Август", "Сентябрь", "в течение года"]
    assert draft.activities[0].text == "Приказ о наставничестве"
    assert len(draft.questions) == 2


def test_columns_of_spaces() -> None:
    assert [(one.no, one.text, one.deadline.text) for one in read("spaces.txt").activities] == [
        ("1", "Знакомство пар", "сентябрь"),
        ("2", "Итоговая встреча", "май"),
    ]


def test_repeated_heading_and_a_held_deadline() -> None:
    draft = read("repeated-head.txt")
    assert shape(draft) == [("Первый", 2), ("Второй", 1)]
    assert draft.activities[1].deadline.text == "сентябрь"
    assert draft.activities[1].responsible == "Завуч"
    assert draft.activities[2].text == "Встречи и обсуждения"
    assert draft.activities[1].extra == {"Примечание": "сдать лично"}


def test_no_table_keeps_the_text_and_offers_standard_stages() -> None:
    draft = read("no-table.txt")
    assert draft.unread == ["Дорожная карта", "Сначала издаём приказ, потом собираем пары.", "Итоги подводим в мае."]
    assert len(draft.questions) == 1
    assert "типовых этапов" in draft.questions[0]


@pytest.mark.parametrize("name", OWN)
def test_no_word_of_the_source_is_lost(name: str) -> None:
    data = (FILES / name).read_bytes()
    source = data.decode("cp1251" if name == "sheet.csv" else "utf-8-sig")
    source = re.sub(r"<[^<>]*>", " ", source)
    draft = read(name)
    lost = words(source) - words(kept(draft))
    if name == "sheet.csv":
        lost -= words("методическое")  # a merged cell, repeated by the spreadsheet in every row
    if name == "box.txt":
        # words cut by hyphens are whole again
        whole = kept(draft).lower()
        lost = Counter({word: n for word, n in lost.items() if word not in whole})
    assert not lost


def test_every_activity_has_a_stage() -> None:
    for name in OWN:
        draft = read(name)
        assert all(0 <= one.stage < len(draft.stages) for one in draft.activities)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \r\n\t\n"),
        ("picture.txt", bytes(range(256)) * 20),
        ("table.docx", b"PK\x03\x04"),
        ("scan.pdf", b"%PDF-1.4"),
    ],
)
def test_unreadable_files_are_refused_in_one_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refusal) as caught:
        read_roadmap(path, YEAR)
    assert name in caught.value.sentence
    assert caught.value.sentence.count("\n") == 0


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read_roadmap(tmp_path / "нет.txt", YEAR)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "план.txt"
    path.write_bytes("Мероприятия\tСроки\r\nВстреча\tмай\r\n".encode(encoding))
    assert [row for row in read_grid(path).rows if row] == [["Мероприятия", "Сроки"], ["Встреча", "май"]]


def test_a_quoted_cell_with_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "лист.tsv"
    path.write_text('Мероприятия\tСроки\n"1. Приказ\n2. Встреча"\tмай\n"Лучшая пара" года\tиюнь\n', encoding="utf-8")
    draft = read_roadmap(path, YEAR)
    assert [one.steps for one in draft.activities] == [["Приказ", "Встреча"], []]
    assert draft.activities[1].text == '"Лучшая пара" года'


def test_a_deadline_without_an_activity_belongs_to_the_merged_cell_above() -> None:
    grid = Grid([["Мероприятия", "Сроки"], ["Посещение занятий", "ноябрь"], ["", "март"]])
    draft = read_grid_roadmap(grid, YEAR)
    assert [(one.text, one.deadline.text) for one in draft.activities] == [
        ("Посещение занятий", "ноябрь"),
        ("Посещение занятий", "март"),
    ]
    assert any("нет своего мероприятия" in question for question in draft.questions)


def test_a_numbered_section_row() -> None:
    grid = Grid(
        [
            ["№", "Мероприятия", "Сроки"],
            ["1", "Правила", ""],
            ["1.1", "Приказ", "август"],
            ["2", "Люди", ""],
            ["2.1", "Пары", "май"],
        ]
    )
    assert shape(read_grid_roadmap(grid, YEAR)) == [("Правила", 1), ("Люди", 1)]


def test_an_ambiguous_deadline_becomes_a_question() -> None:
    draft = read_grid_roadmap(Grid([["Мероприятия", "Сроки"], ["Отчёт", "к ноябрю"]]), YEAR)
    assert any("к ноябрю" in question for question in draft.questions)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("№ п/п", "no"), ("Наименование мероприятия", "activity"), ("Срок выполнения", "deadline"),
        ("Отметка о выполнении", "mark"), ("Исполнители", "responsible"), ("Ответственные за мероприятие", "responsible"),
        ("Ожидаемый результат", "result"), ("Вид документа", "result"), ("Направление деятельности", "stage"),
        ("Содержание деятельности", "content"), ("Дата проведения", "deadline"), ("Участники", "extra"),
    ],
)  # fmt: skip
def test_headings_in_synonyms(heading: str, role: str) -> None:
    assert heading_role(heading) == role


def test_steps_and_text_of_a_cell() -> None:
    assert itemised(plain("<ul><li>раз</li><li>два</li></ul>")) == ("раз\nдва", ["раз", "два"])
    assert itemised(plain("<ol><li>1) раз</li><li>– два</li></ol>")) == ("1) раз\n– два", ["раз", "два"])
    assert itemised("Дела: 1. Раз. 2. Два.") == ("Дела:\n1. Раз.\n2. Два.", ["Раз.", "Два."])
    assert itemised("Сад № 5. Приём") == ("Сад № 5. Приём", [])
    assert wrapped("психолого-", "педагогическая") == "психолого-педагогическая"
    assert wrapped("настав-", "ничество") == "наставничество"


CELLS = st.sampled_from(
    ["", "1", "1.1", "№", "Сроки", "Мероприятия", "Этап", "май", "Итого", "и прочее", "4", ".Публикация", "I. Раз", "А\nб"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS | st.text(max_size=8), max_size=6), max_size=8))
def test_any_grid_is_read_and_nothing_is_lost(rows: list[list[str]]) -> None:
    draft = read_grid_roadmap(Grid(rows), YEAR)
    source = words("\n".join(plain(cell) for row in rows for cell in row))
    assert not set(source) - set(words(kept(draft)))
    assert all(0 <= one.stage < len(draft.stages) for one in draft.activities)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([".txt", ".csv", ".tsv", ".md"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, kind: str) -> None:
    path = tmp_path_factory.mktemp("any") / f"file{kind}"
    path.write_bytes(data)
    with contextlib.suppress(Refusal):
        read_roadmap(path, YEAR)
