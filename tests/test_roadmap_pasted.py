"""Roadmaps out of text that lost its cells, and months that hold activities: what is rebuilt and what is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.grid import Grid
from model.roadmap_draft import RoadmapDraft
from model.roadmap_reader import read_grid_roadmap
from model.years import SchoolYear
from tests.test_roadmap_grids import lines, office, text, titles
from tests.test_roadmap_layouts import kept as everything

GLUED = """Дорожная карта наставничества
№ п/п Наименование мероприятия Срок исполнения Ответственный исполнитель
1. Издание приказа о наставничестве до 1 сентября Директор
2. Анкетирование молодых
педагогов сентябрь-октябрь Педагог-психолог, куратор
II. Основной этап
3. Семинар для 10 наставников 12.11.2026 Методист
4. Посещение уроков
в течение года
Наставники
Директор ____________ Лунина А.А."""


def told(draft: RoadmapDraft) -> list[tuple[str, str, str]]:
    return [(one.text, one.deadline.text, one.responsible) for one in draft.activities]


def kept(draft: RoadmapDraft) -> str:
    return " ".join(
        [draft.title, *draft.approval, *(title for _, title in draft.columns), *draft.unread]
        + [f"{stage.no} {stage.title}" for stage in draft.stages]
        + [f"{one.no} {one.text} {one.deadline.text} {one.responsible}" for one in draft.activities]
    )


def test_rows_whose_cells_are_glued() -> None:
    draft = lines(GLUED)
    assert told(draft) == [
        ("Издание приказа о наставничестве", "до 1 сентября", "Директор"),
        ("Анкетирование молодых педагогов", "сентябрь-октябрь", "Педагог-психолог, куратор"),
        ("Семинар для 10 наставников", "12.11.2026", "Методист"),
        ("Посещение уроков", "в течение года", "Наставники"),
    ]
    assert draft.stages[-1].title == "Основной этап"
    assert not set(GLUED.split()) - set(kept(draft).split())
    assert any("ячейки слиты" in question for question in draft.questions)


def test_glued_rows_without_people() -> None:
    draft = lines("№ Мероприятия Сроки\n1 Приказ август\n2 Опрос пар до 15.10.2026\n3 Слёт I квартал")
    assert [one.deadline.text for one in draft.activities] == ["август", "до 15.10.2026", "I квартал"]


@pytest.mark.parametrize(
    "source",
    [
        # columns drawn through each other: words of the deadline stand apart
        "№ Мероприятие Сроки Ответственный\n1 Издание приказа о до 1 Директор\nназначении сентября школы\n"
        "2 Опрос ок- Психолог\nпар тябрь",
        # numbers that do not count the rows
        "№ Мероприятие Сроки Ответственный\n5 Приказ май Директор\n3 Опрос май Психолог",
        # no deadline in the rows
        "№ Мероприятие Сроки Ответственный\n1 Приказ Директор\n2 Опрос Психолог\n3 Слёт Куратор",
        # text that only speaks of deadlines
        "Положение\n№ и сроки указаны ниже\n1 Общее\n2 Разное",
    ],
)
def test_what_cannot_be_parted_is_kept_as_text(source: str) -> None:
    draft = lines(source)
    assert not draft.activities
    assert " ".join(draft.unread).split() == source.split()


def test_numbers_glued_to_the_text_of_cells_on_lines_of_their_own() -> None:
    draft = lines(
        "№\nМероприятие\nСроки\nОтветственный\n1. Приказ\nавгуст\nДиректор\n2. Опрос\nсентябрь\nПсихолог\n"
        "3. Итоги\nмай\nКуратор"
    )
    assert told(draft) == [
        ("Приказ", "август", "Директор"), ("Опрос", "сентябрь", "Психолог"), ("Итоги", "май", "Куратор"),
    ]  # fmt: skip
    assert [one.no for one in draft.activities] == ["1.", "2.", "3."]


def test_who_does_it_in_the_brackets_of_a_deadline() -> None:
    draft = lines(
        "План работы\n1. Издать приказ (до 5 сентября, директор).\n2. Провести опрос (октябрь, май; психолог, куратор)."
    )
    assert told(draft) == [
        ("Издать приказ", "до 5 сентября", "директор"), ("Провести опрос", "октябрь, май", "психолог, куратор"),
    ]  # fmt: skip


def test_dashed_activities_under_months() -> None:
    draft = lines("План работы\nСентябрь:\n- приказ о парах\n- опрос\nОктябрь:\n- взаимные уроки\nМай:\n- итоги")
    assert [(one.text, one.deadline.text) for one in draft.activities] == [
        ("приказ о парах", "Сентябрь"), ("опрос", "Сентябрь"), ("взаимные уроки", "Октябрь"), ("итоги", "Май"),
    ]  # fmt: skip
    assert not lines("Рассказ\nСентябрь\nбыл тёплым\n- так говорят").activities


@pytest.mark.parametrize(
    "source",
    [
        "№ Мероприятие Срок Ответственный Результат\n1 Приказ август Директор, завуч Приказ\n2 Опрос май Психолог Справка",
        "№ Мероприятие Ответственный Срок\n1 Приказ Директор, завуч август\n2 Опрос Психолог май",
        "№ Мероприятия Сроки Кто\n1. Начало\n1.1. Приказ август Директор, завуч\n2. Работа\n2.1. Опрос май Психолог",
    ],
)
def test_glued_rows_of_other_columns_and_parts(source: str) -> None:
    draft = lines(source)
    assert told(draft) == [("Приказ", "август", "Директор, завуч"), ("Опрос", "май", "Психолог")]
    assert not set(source.split()) - set(kept(draft).split()) - {one.result for one in draft.activities}


def test_parts_with_dashed_activities() -> None:
    draft = lines(
        "Дорожная карта\n\nПодготовка\n- Приказ – август, директор\n- Опрос – май\n\nРабота\n- Встречи – ежемесячно, наставники"
    )
    assert told(draft) == [
        ("Приказ", "август", "директор"), ("Опрос", "май", ""), ("Встречи", "ежемесячно", "наставники"),
    ]  # fmt: skip
    assert titles(draft) == [("", "Подготовка"), ("", "Работа")]


# ---- months across the top


def test_what_stands_under_a_month_is_in_that_month() -> None:
    draft = text("Дела|Сентябрь|Октябрь|Ноябрь\nУроки|1-5|12-16|\nБеседы|еженедельно|по запросу|+\nОтчёт|||30")
    assert [one.deadline.text for one in draft.activities] == [
        "Сентябрь (1-5), Октябрь (12-16)", "Сентябрь, Октябрь, Ноябрь", "Ноябрь (30)",
    ]  # fmt: skip


def test_activities_in_the_cells_of_months() -> None:
    draft = text(
        "Направление|Сентябрь|Октябрь|Ноябрь|Ответственный\nМетодическое|Приказ|Семинар|1. Урок\n2. Разбор|Методист\n"
        "Психологическое|Анкета||Тренинг|Психолог".replace("\n2.", " 2.")
    )
    assert titles(draft) == [("", "Методическое"), ("", "Психологическое")]
    assert told(draft) == [
        ("Приказ", "Сентябрь", "Методист"),
        ("Семинар", "Октябрь", "Методист"),
        ("1. Урок\n2. Разбор", "Ноябрь", "Методист"),
        ("Анкета", "Сентябрь", "Психолог"),
        ("Тренинг", "Ноябрь", "Психолог"),
    ]


def test_an_activity_over_several_months_and_ticked_months() -> None:
    head = ["№", "Раздел", "III квартал", "IV квартал", "I квартал"]
    draft = office([head, ["1", "Обучение", "Набор", "Курсы", "<"], ["2", "Контроль", "", "", "Срез"], ["Куратор Дымов П.Е."]])
    assert [one.deadline.text for one in draft.activities] == ["III квартал", "IV квартал - I квартал", "I квартал"]
    assert [stage.title for stage in draft.stages] == ["Обучение", "Контроль"]
    assert draft.unread == ["Куратор Дымов П.Е."]
    ticked = office([["Дела", "сен", "окт"], ["Приказ", "+", ""], ["Опрос", "", "по плану"], ["Отчёт", "10.09", ""]])
    assert [one.text for one in ticked.activities] == ["Приказ", "Опрос", "Отчёт"]


CELLS = st.sampled_from(
    ["", "1", "1.1", "2.", "№", "Сроки", "Мероприятия", "№ Мероприятия Сроки Ответственный", "Ответственный", "май", "Октябрь",
     "III квартал", "Приказ", "Опрос педагогов", "Директор", "Куратор Дымов П.Е.", "Показатель", "План", "Этап", "Работа",
     "- опрос – май", "Подготовительный этап", "I", "1 Приказ май Директор", "2 Опрос июнь Психолог", "3 Слёт", "х", "срок",
     "х – месяц", "Неделя", "Дата", "05.09.2026", "Месяцы / окт.", "2026 / сен.", "Срок / начало", "Сентябрь:", "- приказ",
     "Исполнение"]
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(CELLS, max_size=7), max_size=12) | st.lists(st.lists(CELLS, min_size=1, max_size=1), max_size=20),
    st.booleans(),
)
def test_no_word_is_lost_on_any_of_these_ways(rows: list[list[str]], known: bool) -> None:
    """«Срок:» and «Отв.» before the words that they name are labels: the columns have them."""
    draft = read_grid_roadmap(Grid([list(row) for row in rows], merges_known=known), SchoolYear(2026))
    source = set(re.findall(r"\w+", " ".join(cell for row in rows for cell in row).lower())) - {
        "срок",
        "сроки",
        "ответственный",
    }
    assert not source - set(re.findall(r"\w+", everything(draft).lower()))
