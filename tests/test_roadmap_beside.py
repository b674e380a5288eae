"""What stands beside a roadmap and is none of it: tables of figures and people, signatures, legends, names of sheets."""

from __future__ import annotations

import pytest

from model.roadmap_draft import RoadmapDraft
from tests.test_roadmap_grids import lines, office, roles, text, titles

PLAN = [
    ["№", "Мероприятие", "Сроки", "Ответственные"],
    ["1", "Приказ о парах", "сентябрь", "Директор"],
    ["2", "Опрос педагогов", "до 15.10", "Психолог"],
    ["3", "Отчёт", "май", "Куратор"],
]
OTHERS = {
    "targets by year": [["Показатель", "Ед. изм.", "2025", "2026"], ["Доля педагогов в парах", "%", "40", "60"]],
    "targets, plan and fact": [["Показатель", "План", "Факт"], ["Число пар", "10", "9"], ["Доля программ", "90 %", "87 %"]],
    "indicators of tasks": [
        ["№", "Наименование показателя", "Значение на начало года", "Значение на конец года"],
        ["1", "Охват молодых педагогов", "55", "100"],
    ],
    "where to ask": [["Кабинет", "Часы", "Кого спросить"], ["12", "14.00-16.00", "Куратор Дымов П.Е."]],
    "costs": [["Статья расходов", "Сумма", "Источник"], ["Канцелярия", "1200", "внебюджет"]],
    "working group": [["№", "ФИО", "Должность"], ["1", "Лунина А.А.", "директор"], ["2", "Рощина Б.Б.", "методист"]],
    "risks": [["Риск", "Вероятность", "Что предпринять"], ["Уход наставника", "низкая", "замена"]],
    "pairs": [["Наставник", "Наставляемый", "Предмет"], ["Лунина А.А.", "Дымов П.Е.", "химия"]],
    "agreement": [["Должность", "Подпись", "Дата"], ["Завуч", "________", "01.09.2026"]],
    "resources": [["Ресурс", "Описание", "Кто даёт", "Где взять"], ["Кабинет", "Есть доска", "Школа", "2 этаж"]],
}


def is_plan_alone(draft: RoadmapDraft, other: list[list[str]]) -> None:
    assert [one.text for one in draft.activities] == ["Приказ о парах", "Опрос педагогов", "Отчёт"]
    assert len(draft.stages) == 1
    said = " ".join(draft.unread)
    assert all(cell in said for row in other for cell in row)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("title", ["", "Приложение к карте", "Где найти больше"])
def test_another_table_of_an_office_file_is_kept_as_text(other: list[list[str]], title: str) -> None:
    between = [[], [title]] if title else [[]]
    draft = office([*PLAN, *between, *other], tables={0, len(PLAN) + len(between)})
    is_plan_alone(draft, other)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_another_table_above_is_kept_as_text(other: list[list[str]]) -> None:
    draft = office([*other, [], ["Дорожная карта"], *PLAN], tables={0, len(other) + 2})
    assert [one.text for one in draft.activities] == ["Приказ о парах", "Опрос педагогов", "Отчёт"]
    assert draft.title == "Дорожная карта"


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_another_table_in_plain_text_is_kept_as_text(other: list[list[str]]) -> None:
    rows = ["|".join(row) for row in PLAN]
    draft = text("\n".join([*rows, "", "Дополнительные сведения", *("|".join(row) for row in other)]))
    is_plan_alone(draft, other)


def test_a_second_plan_with_its_heading_is_part_of_the_roadmap() -> None:
    more = [["№", "Содержание работы", "Дата", "Кто проводит"], ["1", "Слёт пар", "апрель", "Методист"]]
    draft = office([*PLAN, [], ["Этап 2. Завершение"], *more], tables={0, len(PLAN) + 2})
    assert [one.text for one in draft.activities][3:] == ["Слёт пар"]
    assert titles(draft)[-1] == ("", "Этап 2. Завершение")


@pytest.mark.parametrize(
    "rows",
    [
        [["4", "Слёт пар", "по плану", "Методист"], ["5", "Итоги", "по плану", "Методист"]],
        [["", "Слёт пар", "апрель", ""], ["", "Итоги", "май", ""]],
        [["1", "Слёт пар", "по отдельному графику", "Методист"], ["2", "Итоги", "", "Директор"]],
    ],
)
def test_a_table_cut_in_two_goes_on_without_its_heading(rows: list[list[str]]) -> None:
    draft = office([*PLAN, [], *rows], tables={0, len(PLAN) + 1})
    assert [one.text for one in draft.activities][3:] == ["Слёт пар", "Итоги"]


@pytest.mark.parametrize(
    "under",
    [
        ["", "Главный бухгалтер Рябинкина Т.С.", "", ""],
        ["", "Куратор наставничества: Дымов П.Е.", "", ""],
        ["Директор школы Лунина Анна Петровна", "", "", ""],
        ["", "Зам. директора по УВР – Рощина Б.Б.", "", ""],
        ["х – месяц, в котором дело выполняется", "", "", ""],
        ["", "+ – выполнено, - – не выполнено", "", ""],
        ["* по согласованию с профкомом", "", "", ""],
        ["", "Директор", "", "Лунина А.А."],
        ["Примечание: сроки могут меняться", "", "", ""],
        ["", "Составитель: методист Дымов П.Е.", "", ""],
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_signatures_legends_and_notes_are_no_activities(under: list[str], known: bool) -> None:
    draft = office([*PLAN, ["", "", "", ""], under]) if known else text("\n".join("|".join(row) for row in [*PLAN, under]))
    is_plan_alone(draft, [[cell for cell in under if cell]])


def test_a_legend_under_a_column_of_stages_takes_no_activity_away() -> None:
    draft = office(
        [
            ["Направление", "Дела", "сен", "окт", "Кто"],
            ["Итоги", "Анкета", "х", "", "Психолог"],
            ["^", "Отчёт", "", "х", "Куратор"],
            ["х – месяц, когда выполняется", "", "", "", ""],
        ]
    )
    assert titles(draft) == [("", "Итоги")]
    assert [one.deadline.text for one in draft.activities] == ["сен", "окт"]
    assert draft.unread == ["х – месяц, когда выполняется"]


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (["План", "Дорожная карта наставничества на 2026-2027 учебный год"], "Дорожная карта наставничества на"),
        (["ПЛАН", "мероприятий (дорожная карта) наставничества"], "ПЛАН мероприятий (дорожная карта)"),
        (["План", "мероприятий по наставничеству"], "План мероприятий"),
        (
            ["Дорожная карта наставничества", "материал", "Скачать:", "Утверждаю", "Директор Лунина А.А.",
             "Дорожная карта наставничества школы «Лада» на 2026-2027 учебный год"],
            "Дорожная карта наставничества школы «Лада»",
        ),
        (["Дорожная карта", "наставничества", "на 2026-2027 учебный год", "Цель: рост"], "Дорожная карта наставничества на"),
    ],
)  # fmt: skip
def test_titles(above: list[str], title: str) -> None:
    draft = office([*([line] for line in above), *PLAN], tables={len(above)})
    assert draft.title.startswith(title)
    said = " ".join([draft.title, *draft.approval, *draft.unread])
    assert all(line in said for line in above)


# ---- headings in words that nobody foresaw


@pytest.mark.parametrize(
    ("heading", "cells", "role"),
    [
        ("Отм.", ["+", "", "+"], "mark"),
        ("Готово", ["да", "нет", "да"], "mark"),
        ("Вып.", ["", "", ""], "mark"),
        ("Проведено", ["05.09", "", ""], "mark"),
        ("Галочка", ["+", "", "-"], "mark"),
        ("Ход дела", ["в работе", "выполнено", ""], "mark"),
        ("За кем закреплено", ["Мила", "Вера", "Оля"], "responsible"),
        ("Кому поручено", ["Мила", "Вера", "Оля"], "responsible"),
        ("Отвечает", ["Мила", "Вера", "Оля"], "responsible"),
        ("Люди", ["Директор", "Завуч, психолог", "Куратор"], "responsible"),
        ("Участники", ["Наставники", "Педагоги", "Куратор"], "extra"),
        ("Место", ["кабинет директора", "кабинет завуча", "кабинет куратора"], "extra"),
        ("Тираж", ["20", "30", ""], "extra"),
    ],
)
def test_a_column_is_told_by_its_heading_or_by_its_cells(heading: str, cells: list[str], role: str) -> None:
    rows = [["Мероприятие", "Срок", heading], *(["Дело", "май", cell] for cell in cells)]
    assert roles(office(rows)) == ["activity", "deadline", role]


def test_of_two_columns_of_one_kind_the_plainer_heading_has_the_role() -> None:
    draft = text("Мероприятие|Период|Сроки|Исполнитель|Ответственный|Вид документа|Результат\nА|I|май|Б|В|Г|Д\nЕ|I|май|Б|В|Г|Д")
    assert roles(draft) == ["activity", "extra", "deadline", "extra", "responsible", "extra", "result"]


def test_a_group_over_a_deadline_and_a_responsible() -> None:
    draft = office(
        [
            ["№", "Мероприятие", "Исполнение", "<", "Результат", "Факт. исполнение"],
            ["^", "^", "срок", "ответственный", "^", "^"],
            ["1. Правовой этап", "<", "<", "<", "<", "<"],
            ["1.1", "Приказ", "сентябрь", "Директор", "Приказ", "02.09.2026"],
        ]
    )
    assert roles(draft) == ["no", "activity", "deadline", "responsible", "result", "mark"]
    assert titles(draft) == [("1.", "Правовой этап")]


def test_headings_of_two_rows_written_in_one() -> None:
    draft = text("№|Мероприятия|Срок / начало|Срок / окончание|Кто\n1|Приказ|01.09.2026|10.09.2026|Завуч\n2|Опрос||май|Завуч")
    assert roles(draft) == ["no", "activity", "start", "end", "responsible"]
    assert [one.deadline.text for one in draft.activities] == ["с 01.09.2026 по 10.09.2026", "по май"]
    months = text("Дела|2026 / сен.|2026 / дек.|2027 / янв.|Кто\nПриказ|х|||Завуч\nОпрос||х|х|Завуч")
    assert [one.deadline.text for one in months.activities] == ["сен. 2026", "дек. 2026, янв. 2027"]
    other = text("Дела / вопросы|Срок|Отчёт / справка\nПриказ|май|А\nОпрос|май|Б")
    assert roles(other)[:2] == ["activity", "deadline"]


# ---- tables that lost their cells


def test_column_numbers_and_numbered_parts_with_every_cell_on_a_line() -> None:
    draft = lines(
        "Дорожная карта\n№ п/п\nМероприятия\nСрок\nОтветственный\n1\n2\n3\n4\n1.\nНормативная работа\n1.1.\nПриказ\nмай\n"
        "Директор\n1.2.\nОпрос\nдо 5 июня\nПсихолог\n2.\nОсновной этап\n2.1.\nВстречи пар\nежемесячно\nНаставники\n"
        "2.2.\nСлёт\nапрель\nКуратор"
    )
    assert titles(draft) == [("1.", "Нормативная работа"), ("2.", "Основной этап")]
    assert [one.no for one in draft.activities] == ["1.1.", "1.2.", "2.1.", "2.2."]


@pytest.mark.parametrize(
    "source",
    [
        "№\n1.\n2.\nМероприятия\nСроки\nОтветственный\nИзучение документов по\nнаставничеству Сентябрь\nДиректор\nОпрос\n"
        "молодых до 10\nоктября\nПсихолог\nВстречи\nмай\nКуратор",
        "Мероприятия\nСроки\nОтветственный\nВыпуск памяток для Май\nавгуст\nКуратор\nанкета и\nсентябрь\nпедагоги\n"
        "Слёт пар и\nмай\nруководители\nПриказ о\nиюнь\nДиректор",
    ],
)
def test_columns_drawn_through_each_other_are_no_table(source: str) -> None:
    draft = lines(source)
    assert not draft.activities
    assert " ".join(draft.unread).split() == source.split()
    assert any("типовых этапов" in question for question in draft.questions)


# ---- plans laid out in unusual ways


def test_two_plans_one_beside_the_other() -> None:
    head = ["Мероприятие", "Срок", "Ответственный"]
    draft = office(
        [
            ["I полугодие", "<", "<", "", "II полугодие", "<", "<"],
            [*head, "", *head],
            ["Приказ", "сентябрь", "Директор", "", "Открытые уроки", "февраль", "Наставники"],
            ["Опрос", "октябрь", "Психолог", "", "Итоговый педсовет", "май", "Директор"],
            ["Подбор пар", "ноябрь", "Куратор", "", "", "", ""],
        ]
    )
    assert [(one.text, one.deadline.text) for one in draft.activities] == [
        ("Приказ", "сентябрь"), ("Опрос", "октябрь"), ("Подбор пар", "ноябрь"), ("Открытые уроки", "февраль"),
        ("Итоговый педсовет", "май"),
    ]  # fmt: skip
    assert [stage for _, stage in titles(draft)] == ["I полугодие", "II полугодие"]


@pytest.mark.parametrize(
    ("heading", "cells", "said"),
    [
        ("Неделя", ["1", "3"], ["Сентябрь (1 неделя)", "Сентябрь (3 неделя)"]),
        ("Число", ["5", "21"], ["Сентябрь (5)", "Сентябрь (21)"]),
        ("Дата", ["05.09.2026", "21.09"], ["Сентябрь (05.09.2026)", "Сентябрь (21.09)"]),
        ("Кол-во", ["5", "21"], ["Сентябрь", "Сентябрь"]),
        ("Дата", ["05.10.2026", "?"], ["Сентябрь", "Сентябрь"]),
    ],
)
def test_a_month_beside_its_week_or_day(heading: str, cells: list[str], said: list[str]) -> None:
    rows = [
        ["Месяц", heading, "Мероприятие", "Кто"],
        ["Сентябрь", cells[0], "Приказ", "Директор"],
        ["^", cells[1], "Опрос", ""],
    ]
    draft = office(rows)
    assert [one.deadline.text for one in draft.activities] == said
    assert all(one.extra[heading] == cell for one, cell in zip(draft.activities, cells, strict=True))


def test_a_stage_with_a_deadline_in_its_row() -> None:
    draft = text(
        "№|Мероприятие|Сроки|Ответственные\nI|Подготовительный этап|август-сентябрь|Куратор\n1|Приказ||Директор\n"
        "2|Опрос||Психолог\nII|Основной этап|октябрь-май|\n1|Встречи|ежемесячно|Пары"
    )
    assert titles(draft) == [("I", "Подготовительный этап"), ("II", "Основной этап")]
    assert [one.deadline.text for one in draft.activities] == ["август-сентябрь", "август-сентябрь", "ежемесячно"]
    assert draft.unread == ["Куратор", "Основной этап: октябрь-май"]
    assert [index for index, _ in draft.doubts] == [0]
    stages = text("№|Этап|Сроки|Кто\nI|Подготовительный этап|август|Куратор\nII|Основной этап|май|Куратор")
    assert len(stages.activities) == 2


def test_a_page_that_begins_with_the_numbers_of_columns() -> None:
    rows = [["1", "2", "3", "4"], ["4", "Слёт пар", "апрель", "Методист"]]
    draft = office([*PLAN, [], *rows], tables={0, len(PLAN) + 1})
    assert [one.text for one in draft.activities][3:] == ["Слёт пар"]


def test_a_theme_and_its_contents() -> None:
    draft = text("№|Тема|Содержание|Сроки\n1|Знакомство|Экскурсия|сентябрь\n2|Журнал|Практикум|октябрь")
    assert roles(draft) == ["no", "activity", "content", "deadline"]
    assert [one.lead for one in draft.activities] == ["Знакомство", "Журнал"]


def test_a_list_of_stages_is_not_the_plan_when_a_plan_stands_below() -> None:
    stages = [["Этап", "Сроки"], ["Подготовительный", "август"], ["Основной", "сентябрь-апрель"]]
    draft = office([*stages, [], ["План мероприятий"], *PLAN], tables={0, 5})
    assert len(draft.activities) == 3
    assert len(office(stages).activities) == 2


def test_people_are_told_from_activities_that_speak_of_people() -> None:
    draft = text("1|Приказ о наставниках|август|Директор\n2|Опрос педагогов|май|Психолог\n3|Совет учителей|июнь|Завуч")
    assert roles(draft) == ["no", "activity", "deadline", "responsible"]
    short = text("1|Приказ|август|Директор\n2|Опрос|май|Психолог\n3|Совет|июнь|Методист")
    assert roles(short) == ["no", "activity", "deadline", "responsible"]


def test_signatures_with_their_dates() -> None:
    rows = [["Ознакомлены:", "", "", ""], ["Лунина А.А.", "________", "01.09.2026", ""]]
    is_plan_alone(office([*PLAN, *rows]), [["Ознакомлены:"], rows[1][:3]])
