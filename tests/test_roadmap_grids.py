"""What a table may do to its reader, one promise a test: headings, stages, merged cells, other tables, text without a table."""

from __future__ import annotations

from model.cell_text import mended, plain
from model.grid import Grid
from model.roadmap_draft import ActivityDraft, RoadmapDraft
from model.roadmap_reader import read_grid_roadmap
from model.years import SchoolYear

YEAR = SchoolYear(2026)
HEAD = "№|Мероприятия|Сроки|Ответственные"


def text(source: str) -> RoadmapDraft:
    """A table written with pipes, a line without a pipe is running text."""
    rows = [line.split("|") if "|" in line else [line] if line.strip() else [] for line in source.strip("\n").split("\n")]
    return read_grid_roadmap(Grid(rows), YEAR)


def office(rows: list[list[str]], *, tables: set[int] | None = None) -> RoadmapDraft:
    """A table of an office file: «<» is covered by the cell to its left, «^» by the cell above."""
    grid = Grid([list(row) for row in rows], merges_known=True, tables={0} if tables is None else tables)
    for at, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            if cell == "<":
                row[column] = row[column - 1]
                grid.across.add((at, column))
            elif cell == "^":
                row[column] = ""
                grid.below.add((at, column))
    return read_grid_roadmap(grid, YEAR)


def lines(source: str) -> RoadmapDraft:
    return read_grid_roadmap(Grid([[line] if line else [] for line in source.strip("\n").split("\n")]), YEAR)


def brief(one: ActivityDraft) -> tuple[str, str, str, str]:
    return one.no, one.text, one.deadline.text, one.responsible


def roles(draft: RoadmapDraft) -> list[str]:
    return [role for role, _ in draft.columns]


def titles(draft: RoadmapDraft) -> list[tuple[str, str]]:
    return [(stage.no, stage.title) for stage in draft.stages]


# ---- headings


def test_a_heading_goes_on_in_the_next_row_of_text() -> None:
    draft = text(
        "№|Наименование|Срок|Ответственный\nп/п|мероприятия|исполнения|исполнитель\n1|Приказ|май|Завуч\n2|Опрос|июнь|Завуч"
    )
    assert [title for _, title in draft.columns] == [
        "№ п/п", "Наименование мероприятия", "Срок исполнения", "Ответственный исполнитель",
    ]  # fmt: skip
    assert len(draft.activities) == 2


def test_plan_and_fact_are_deadline_and_mark() -> None:
    draft = text("№|Мероприятие|Дата||Кто\n||план|факт|\n1|Приказ|01.09.2026|03.09.2026|Завуч\n2|Опрос|май||Завуч")
    assert roles(draft) == ["no", "activity", "deadline", "mark", "responsible"]
    assert [(one.deadline.text, one.done) for one in draft.activities] == [("01.09.2026", "03.09.2026"), ("май", "")]


def test_columns_without_a_heading_are_told_by_their_cells() -> None:
    assert roles(text("|Мероприятия||Ответственные\n1|Приказ|сентябрь|Директор\n2|Опрос|май|Завуч")) == [
        "no", "activity", "deadline", "responsible",
    ]  # fmt: skip
    headless = text(
        "Подготовка|Издание приказа|август|Директор\n|Опрос педагогов|сентябрь|Психолог\nРабота|Встречи пар|май|Завуч"
    )
    assert roles(headless) == ["stage", "activity", "deadline", "responsible"]
    assert titles(headless) == [("", "Подготовка"), ("", "Работа")]


def test_a_number_under_a_blank_heading_is_not_lost() -> None:
    grid = Grid([["Сроки", "", "", "№"], ["", "1"]], merges_known=True, across={(0, 2)})
    draft = read_grid_roadmap(grid, YEAR)
    assert "1" in " ".join([*draft.unread, *(title for _, title in draft.columns)]).split()


def test_equal_headings_get_a_number_and_all_cells_are_kept() -> None:
    draft = text("Мероприятие|Срок|Примечание|Примечание|\nПриказ|май|а|б|в\nОпрос|июнь|г|д|")
    assert draft.activities[0].extra == {"Примечание": "а", "Примечание 2": "б", "Столбец 5": "в"}
    assert [title for _, title in draft.columns] == ["Мероприятие", "Срок", "Примечание", "Примечание 2", "Столбец 5"]


def test_weeks_under_months() -> None:
    draft = text("Мероприятие|Сентябрь||Октябрь|\n|1-2 нед|3-4 нед|1-2 нед|3-4 нед\nПриказ|+|||\nОпрос||||+")
    assert [one.deadline.text for one in draft.activities] == ["сентябрь (1-2 нед)", "октябрь (3-4 нед)"]


def test_a_date_in_the_column_of_a_quarter() -> None:
    draft = text("Мероприятие|III кв.|IV кв.\nПриказ||до 15.10\nОпрос|+|-\nСбор||по плану")
    assert [one.deadline.text for one in draft.activities] == ["IV кв. (до 15.10)", "III кв.", "IV кв."]
    assert draft.activities[2].extra == {"IV кв.": "по плану"}


# ---- stages


def test_a_direction_inside_a_stage_is_kept_beside() -> None:
    draft = text(
        "№|Направление|Мероприятие|Сроки\nI. Подготовительный этап\n1|Нормативное|Приказ|август\n2||Положение|август\n"
        "II. Основной этап\n3|Методическое|Встречи|май"
    )
    assert titles(draft) == [("I.", "Подготовительный этап"), ("II.", "Основной этап")]
    assert [one.extra["Направление"] for one in draft.activities] == ["Нормативное", "Нормативное", "Методическое"]


def test_sections_inside_sections() -> None:
    draft = text(
        f"{HEAD}\nРаздел I. Подготовка|||\n1. Нормативная работа|||\n1|Приказ|август|Завуч\n2. Кадровая работа|||\n"
        "1|Опрос|май|Завуч\nРаздел II. Работа|||\n1. Обучение|||\n1|Курсы|май|Завуч"
    )
    assert [title for _, title in titles(draft)] == ["Раздел I. Подготовка", "Раздел II. Работа"]
    assert [one.extra["Подраздел"] for one in draft.activities] == [
        "1. Нормативная работа", "2. Кадровая работа", "1. Обучение",
    ]  # fmt: skip


def test_numbers_of_stages_and_activities_in_one_column() -> None:
    draft = text("№|Этап|Мероприятие|Сроки\n1|Подготовка||\n1.1||Приказ|август\n1.2||Опрос|май\n2|Работа||\n2.1||Курсы|май")
    assert titles(draft) == [("1", "Подготовка"), ("2", "Работа")]
    assert [one.no for one in draft.activities] == ["1.1", "1.2", "2.1"]


def test_a_stage_repeated_in_every_row_is_one_stage() -> None:
    draft = text("№|Этап|Мероприятие|Сроки\n1|Начало|Приказ|август\n2|Начало|Опрос|май\n3|Работа|Курсы|май\n4|Начало|Сбор|июнь")
    assert titles(draft) == [("", "Начало"), ("", "Работа")]
    assert [(one.no, one.stage) for one in draft.activities] == [("1", 0), ("2", 0), ("3", 1), ("4", 0)]


def test_numbers_inside_the_cells_of_activities() -> None:
    draft = text("Мероприятие|Сроки\n1. Начало|\n1.1. Приказ|август\n1.2. Опрос|май\n2. Работа|\n2.1. Курсы|май")
    assert titles(draft) == [("1.", "Начало"), ("2.", "Работа")]
    assert [(one.no, one.text) for one in draft.activities] == [("1.1.", "Приказ"), ("1.2.", "Опрос"), ("2.1.", "Курсы")]


def test_months_as_titles_are_deadlines_and_are_asked_about() -> None:
    draft = text("№|Мероприятие|Ответственный\nСентябрь||\n1|Приказ|Завуч\nОктябрь||\n1|Курсы|Завуч")
    assert [one.deadline.text for one in draft.activities] == ["Сентябрь", "Октябрь"]
    assert [index for index, _ in draft.doubts] == [0, 1]


# ---- merged cells


def test_a_merged_cell_holds_for_the_rows_below_and_an_empty_one_does_not() -> None:
    draft = office(
        [
            HEAD.split("|"),
            ["1", "Нормативная работа", "<", "<"],
            ["1.1", "Приказ", "август", "Директор"],
            ["1.2", "Положение", "^", "^"],
            ["1.3", "План", "", "Завуч"],
        ]
    )
    assert titles(draft) == [("1", "Нормативная работа")]
    assert [brief(one) for one in draft.activities] == [
        ("1.1", "Приказ", "август", "Директор"),
        ("1.2", "Положение", "август", "Директор"),
        ("1.3", "План", "", "Завуч"),
    ]
    assert draft.doubts == [(2, "Мероприятие «План» без срока: когда его выполнять?")]


def test_people_and_deadlines_of_a_merged_activity() -> None:
    draft = office(
        [
            HEAD.split("|"),
            ["1", "Педсовет", "май", "Директор"],
            ["^", "^", "^", "Завуч"],
            ["2", "Посещение уроков", "ноябрь", "Куратор"],
            ["^", "^", "март", "^"],
        ]
    )
    assert [(one.text, one.deadline.text, one.responsible.split()) for one in draft.activities] == [
        ("Педсовет", "май", ["Директор", "Завуч"]),
        ("Посещение уроков", "ноябрь", ["Куратор"]),
        ("Посещение уроков", "март", ["Куратор"]),
    ]
    assert not draft.doubts


def test_the_lead_of_an_activity_with_contents() -> None:
    draft = office(
        [["Мероприятие", "Содержание", "Срок"], ["Сбор данных", "Опрос", "май"], ["^", "Беседы", "июнь"], ["Курсы", "", "май"]]
    )
    assert [(one.lead, one.text) for one in draft.activities] == [
        ("Сбор данных", "Сбор данных\nОпрос"), ("Сбор данных", "Сбор данных\nБеседы"), ("", "Курсы"),
    ]  # fmt: skip


def test_lines_of_an_activity_with_lines_of_its_deadline_are_pairs() -> None:
    draft = office(
        [
            HEAD.split("|"),
            ["1", "1) Приказ\n2) Опрос", "до 1 сентября\nоктябрь", "Завуч"],
            ["2", "Встречи с\nпарами", "Сентябрь -\nмай", ""],
        ]
    )
    assert draft.activities[0].steps == ["Приказ – до 1 сентября", "Опрос – октябрь"]
    assert draft.activities[0].deadline.text == "до 1 сентября октябрь"
    assert len(draft.activities[0].deadline.occurrences) == 2
    assert draft.activities[1].steps == []
    assert draft.activities[1].deadline.text == "Сентябрь - май"


# ---- pages and other tables


def test_a_table_goes_on_without_its_first_columns() -> None:
    rows = [["Опрос молодых педагогов", "май", "Психолог"], ["Заседание совета", "июнь", "Куратор"]]
    head = ["№", "Этап", "Мероприятия", "Срок", "Ответственный"]
    draft = office([head, ["1", "Подготовка", "Изучение писем", "август", "Завуч"], *rows], tables={0, 2})
    assert [brief(one)[1:] for one in draft.activities][1:] == [tuple(row) for row in rows]
    assert [one.stage for one in draft.activities] == [0, 0, 0]


def test_a_row_cut_with_its_deadline() -> None:
    draft = text(
        f"{HEAD}\n1|Семинар для молодых|сентябрь-|Директор\nстр. 2 из 3\n"
        "|педагогов и наставников|октябрь|школы\n2|Опрос|май|Завуч"
    )
    assert [brief(one) for one in draft.activities] == [
        ("1", "Семинар для молодых педагогов и наставников", "сентябрь-октябрь", "Директор школы"),
        ("2", "Опрос", "май", "Завуч"),
    ]
    assert draft.unread == ["стр. 2 из 3"]


def test_activities_in_lower_case_are_not_the_rest_of_others() -> None:
    draft = text(
        f"{HEAD}\n|изучение писем|август|Завуч\n|подбор пар|||\n|встречи|май|Завуч\n|опрос и|июнь|Завуч\n|его обсуждение||"
    )
    assert [(one.text, one.deadline.text) for one in draft.activities] == [
        ("изучение писем", "август"), ("подбор пар", "август"), ("встречи", "май"), ("опрос и его обсуждение", "июнь"),
    ]  # fmt: skip


def test_other_tables_are_no_activities() -> None:
    draft = text(
        f"{HEAD}\n1|Приказ|август|Директор\n2|Опрос|май|Завуч\nИтого: 2 мероприятия\n* при наличии средств\n\n"
        "Состав рабочей группы\n"
        "№|ФИО|Должность\n1|Лунина А.А.|директор\n\nЛист согласования\nФИО|Подпись|Дата\nЛунина А.А.|______|01.09.2026"
    )
    assert len(draft.activities) == 2
    assert "1 Лунина А.А. директор" in draft.unread
    assert "Итого: 2 мероприятия" in draft.unread


def test_a_table_for_each_stage() -> None:
    draft = text(f"1. Подготовка\n{HEAD}\n1|Приказ|август|Завуч\n\n2. Работа\n{HEAD}\n1|Курсы|май|Завуч\n2|Опрос|июнь|Завуч")
    assert titles(draft) == [("1.", "Подготовка"), ("2.", "Работа")]
    assert [one.stage for one in draft.activities] == [0, 1, 1]


def test_a_title_row_of_each_table_is_its_stage() -> None:
    head = ["Мероприятие", "Срок", "Время"]
    first = [["Этап 1. Подготовка", "<", "<"], head, ["Приказ", "август", "10.00"]]
    second = [["Этап 2. Работа", "<", "<"], head, ["Курсы", "май", "12.00"]]
    draft = office([*first, *second], tables={0, 3})
    assert titles(draft) == [("", "Этап 1. Подготовка"), ("", "Этап 2. Работа")]
    assert [one.extra for one in draft.activities] == [{"Время": "10.00"}, {"Время": "12.00"}]


def test_a_table_without_deadlines_asks_once() -> None:
    draft = text("№|Этап|Мероприятия\n1|Подготовка|Приказ\n||Опрос\n2|Работа|Встречи")
    assert len(draft.activities) == len(draft.doubts) == 3
    assert draft.questions == ["Столбца со сроками в таблице нет: когда выполнять мероприятия?"]


# ---- what stands above the table


def test_an_approval_of_two_cells_and_a_title_of_several_lines() -> None:
    rows = [["СОГЛАСОВАНО\nПредседатель профкома\n_____ Рощина", "УТВЕРЖДАЮ\nДиректор\n_____ Лунина"], [], ["ПЛАН МЕРОПРИЯТИЙ"]]
    rows += [["(«ДОРОЖНАЯ КАРТА»)"], ["по внедрению наставничества"], ["на 2026/2027 учебный год"], ["Цель: рост педагогов"]]
    draft = read_grid_roadmap(Grid([*rows, ["№", "Мероприятия", "Сроки"], ["1", "Приказ", "май"], ["2", "Опрос", "май"]]), YEAR)
    assert draft.title == "ПЛАН МЕРОПРИЯТИЙ («ДОРОЖНАЯ КАРТА») по внедрению наставничества на 2026/2027 учебный год"
    assert draft.approval[:3] == ["СОГЛАСОВАНО", "Председатель профкома", "_____ Рощина"]
    assert draft.unread == ["Цель: рост педагогов"]
    assert not any("год выбран" in question for question in draft.questions)


def test_another_school_year_in_the_title_is_asked_about() -> None:
    for title, asked in (
        ("Дорожная карта на 2025/2026 учебный год", True),
        ("Дорожная карта на 2025-2028 годы", False),
        ("Дорожная карта на 2026/27 уч. год", False),
        ("Дорожная карта на 2024 год", True),
        ("Дорожная карта", False),
    ):
        draft = text(f"{title}\n{HEAD}\n1|Приказ|август|Завуч\n2|Опрос|май|Завуч")
        assert any("тот ли год выбран" in question for question in draft.questions) is asked, title


def test_doubts_are_sentences_of_one_activity() -> None:
    draft = text(
        f"{HEAD}\n1|Приказ|к ноябрю|Завуч\n2|Опрос|по отдельному графику|Завуч\n3|Отчёт|29.08.2023|Завуч\n4|Сбор|май|Завуч"
    )
    assert [index for index, _ in draft.doubts] == [0, 1, 2]
    assert all(sentence in draft.questions and sentence[-1] in ".?" for _, sentence in draft.doubts)


# ---- text without a table


def test_cells_each_on_a_line_with_a_section_and_a_signature() -> None:
    draft = lines(
        "План мероприятий на 2026-2027 учебный год\n№\nп/п\nМероприятие\nСрок\nисполнения\nОтветственный\n1\nИздание приказа\n"
        "о наставничестве\nдо 1 сентября\nДиректор,\nзаместитель директора\n2\nАнкетирование педагогов\nсентябрь\nПсихолог\n"
        "II. Основной этап\n3\nВстречи пар\nежемесячно\nНаставники\n4\nОтчёт\nмай\nКуратор\nДиректор Лунина А.А."
    )
    assert [brief(one) for one in draft.activities] == [
        ("1", "Издание приказа о наставничестве", "до 1 сентября", "Директор, заместитель директора"),
        ("2", "Анкетирование педагогов", "сентябрь", "Психолог"),
        ("3", "Встречи пар", "ежемесячно", "Наставники"),
        ("4", "Отчёт", "май", "Куратор"),
    ]
    assert draft.unread == ["Директор Лунина А.А."]
    assert draft.stages[-1].title == "Основной этап"
    assert any("на своей строке" in question for question in draft.questions)


def test_a_numbered_plan_without_a_table() -> None:
    draft = lines(
        "План работы по наставничеству\n\nI. Начало\n1. Издать приказ – до 1 сентября. Ответственный: директор\n"
        "2. Провести опрос\n"
        "молодых педагогов (сентябрь)\nII. Работа\n3. Встречи пар. Срок: ежемесячно. Отв.: наставники\n"
        "4. Посетить уроки - ноябрь, март"
    )
    assert [brief(one) for one in draft.activities] == [
        ("1.", "Издать приказ", "до 1 сентября", "директор"),
        ("2.", "Провести опрос молодых педагогов", "сентябрь", ""),
        ("3.", "Встречи пар", "ежемесячно", "наставники"),
        ("4.", "Посетить уроки", "ноябрь, март", ""),
    ]
    assert titles(draft) == [("I.", "Начало"), ("II.", "Работа")]


def test_text_that_cannot_be_a_plan_is_only_kept() -> None:
    for source in (
        "Положение\n1. Общие положения\n2. Наставник проводит встречи – сентябрь\n3. Ответственность",
        "Дорожная карта\nСроки\nсентябрь\nоктябрь\nЭтап\nМероприятия\nПодготовка\nОпределение\nзапросов\n"
        "Методист\n1\n2\nдо 20.09\nКуратор",
    ):
        draft = lines(source)
        assert not draft.activities
        assert not draft.stages
        assert " ".join(draft.unread).split() == source.split()
        assert any("типовых этапов" in question for question in draft.questions)


def test_cells_of_a_text_that_came_out_mixed() -> None:
    draft = text(
        "№ Мероприятия|Сроки Ответственный\n1 Издание приказа о|до 1|Директор\nназначении|сентября школы\n"
        "3|Подбор|пар октябрь|Завуч"
    )
    assert not draft.activities
    assert "назначении сентября школы" in draft.unread


# ---- words of a cell


def test_words_cut_by_hyphens_are_whole_and_compounds_stay() -> None:
    for upper, lower, whole in (
        ("настав-", "ников", "наставников"),
        ("про-", "ведение", "проведение"),
        ("деятельно-", "сти", "деятельности"),
        ("педагогическо-", "го", "педагогического"),
        ("становле-", "ние", "становление"),
        ("психолого-", "педагогическое", "психолого-педагогическое"),
        ("нормативно-", "правовых", "нормативно-правовых"),
        ("мастер-", "класс", "мастер-класс"),
        ("сентябрь-", "октябрь", "сентябрь-октябрь"),
        ("ИКТ-", "компетенции", "ИКТ-компетенции"),
        ("МЕРО-", "ПРИЯТИЯ", "МЕРОПРИЯТИЯ"),
        ("Педагог-", "психолог", "Педагог-психолог"),
    ):
        assert mended(upper, lower) == whole
        assert plain(f"{upper}\n{lower}") == whole
