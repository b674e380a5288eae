"""Roadmaps laid out at random: whatever the columns, merges and page cuts, the same activities come back, no word is lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.cell_text import plain
from model.grid import Grid
from model.roadmap_draft import RoadmapDraft
from model.roadmap_reader import read_grid_roadmap
from model.years import SchoolYear

YEAR = SchoolYear(2026)
HEADINGS = {
    "no": ("№", "№ п/п", "№\nп/п", "П/п", "Номер"),
    "stage": ("Этап", "Наименование этапа", "ЭТАПЫ", "Направление", "Раздел", "Направления деятельности"),
    "activity": (
        "Мероприятия",
        "МЕРОПРИЯТИЕ",
        "Меро-\nприятия",
        "Наименование мероприятия",
        "План мероприятий",
        "Действия",
        "Что сделать",
    ),
    "deadline": ("Срок", "СРОКИ", "Сроки испол-\nнения", "Дата проведения", "Когда", "Период", "Срок реализации"),
    "responsible": ("Ответственный", "Ответственные", "Исполнители", "ОТВЕТСТВЕННЫЕ ЛИЦА", "Кто отвечает", "Ответст-\nвенные"),
    "result": ("Результат", "Ожидаемый результат", "Вид документа", "Итоговый документ", "Выход"),
    "mark": ("Отметка о выполнении", "Статус", "Отметка", "Факт выполнения"),
    "extra": ("Место проведения", "Участники", "Источник финансирования", "Стоимость, руб.", "Примечание", "Форма проведения"),
}
BEGINNINGS = ("Проведение семинара", "Издание приказа", "Анкетирование педагогов", "Посещение уроков", "Подбор пар",
              "Составление программ",
              "Круглый стол", "Изучение методических писем", "Открытый урок", "Отчёт наставников")  # fmt: skip
ENDINGS = (
    "для молодых",
    "о наставничестве",
    "по запросу",
    "в школе",
    "с обсуждением",
    "(не менее 2)",
    "№ 5",
    "«Первый урок»",
    "",
)
DEADLINES = ("Август 2026", "сентябрь", "до 02.10.2026", "25-29.08.2026", "Ноябрь, март", "II квартал",
             "ежемесячно", "в течение года",
             "6.10.", "30.01.2027", "систематически", "октябрь-ноябрь", "с 1 по 10 сентября",
             "по мере необходимости")  # fmt: skip
PEOPLE = ("Директор", "Куратор", "Завуч", "Наставники", "Педагог-психолог", "Заместитель директора", "Руководители МО")
RESULTS = ("Приказ", "Протокол", "Справка", "Программы", "Банк данных", "Памятка")
STAGES = ("Подготовительный этап", "Основной этап", "Заключительный этап", "Информационный этап")
MARKS = ("Выполнено", "да", "частично", "")
FOOTERS = ("", "* при наличии средств", "Директор ____________ А.А. Лебедева", "Исполнитель: Лебедева А.А.")
EXTRAS = ("кабинет", "все педагоги", "без затрат", "актовый зал", "пары")


@dataclass
class Act:
    """One activity: its cells by role, ``held``: its deadline and responsible stand in the merged cell above."""

    stage: int
    cells: dict[str, str] = field(default_factory=dict)
    held: bool = False


@dataclass
class Layout:
    """How the plan is laid out."""

    columns: list[str]
    headings: list[str]
    stages: str  # column, rows or none
    known: bool
    numbers: bool  # a row of column numbers under the heading
    cut: int  # a page ends before this activity, 0 for nowhere
    repeated: bool  # the heading is said again on the next page
    page: str
    preface: bool
    footer: str


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Act], Layout]:
    known = draw(st.booleans())
    stages = draw(st.sampled_from(("column", "rows", "none")))
    optional = [role for role in ("responsible", "result", "mark") if draw(st.booleans())]
    extras = draw(st.lists(st.sampled_from(HEADINGS["extra"]), max_size=2, unique=True))
    middle = draw(st.permutations(["activity", "deadline", *optional, *(f"extra{n}" for n in range(len(extras)))]))
    columns = [*(["no"] if draw(st.booleans()) else []), *(["stage"] if stages == "column" else []), *middle]
    headings = [extras[int(role[5:])] if role[:5] == "extra" else draw(st.sampled_from(HEADINGS[role])) for role in columns]
    acts: list[Act] = []
    for stage in range(draw(st.integers(1, 4)) if stages != "none" else 1):
        for at in range(draw(st.integers(1 if stages == "column" else 2, 4))):
            text = f"{draw(st.sampled_from(BEGINNINGS))} {draw(st.sampled_from(ENDINGS))}".strip()
            cells = {"activity": text, "deadline": draw(st.sampled_from(DEADLINES)), "result": draw(st.sampled_from(RESULTS))}
            cells |= {
                "responsible": draw(st.sampled_from(PEOPLE)),
                "mark": draw(st.sampled_from(MARKS)),
                "no": str(len(acts) + 1),
            }
            cells |= {f"extra{n}": draw(st.sampled_from(EXTRAS)) for n in range(len(extras))}
            acts.append(Act(stage, cells, held=at > 0 and draw(st.integers(0, 4)) == 0))
    layout = Layout(
        columns, headings, stages, known,
        numbers=draw(st.booleans()),
        cut=draw(st.integers(0, len(acts) - 1)),
        repeated=draw(st.booleans()),
        page=draw(st.sampled_from(("", "2", "стр. 2 из 3"))),
        preface=draw(st.booleans()),
        footer=draw(st.sampled_from(FOOTERS)),
    )  # fmt: skip
    return acts, layout


def laid_out(acts: list[Act], layout: Layout) -> Grid:
    """The grid that a file reader would give."""
    grid = Grid(merges_known=layout.known)
    width = len(layout.columns)
    if layout.preface:
        grid.rows += [
            ["УТВЕРЖДАЮ"],
            ["Директор школы «Исток» ________"],
            [],
            ["Дорожная карта наставничества"],
            ["на 2026-2027 учебный год"],
            [],
        ]

    def heading() -> None:
        if layout.known:
            grid.tables.add(len(grid.rows))
        grid.rows.append(list(layout.headings))
        if layout.numbers and width > 2:
            grid.rows.append([str(n) for n in range(1, width + 1)])

    heading()
    stage = -1
    for at, act in enumerate(acts):
        cut = at == layout.cut and at > 0
        if cut and layout.page:
            grid.rows.append([layout.page])
        if cut and layout.repeated:
            heading()
        elif cut and layout.known and layout.page:
            grid.tables.add(len(grid.rows))
        fresh = act.stage != stage
        stage = act.stage
        if fresh and layout.stages == "rows":
            if layout.known:
                grid.across.update((len(grid.rows), column) for column in range(1, width))
            grid.rows.append([STAGES[stage]] * width if layout.known else [STAGES[stage], *[""] * (width - 1)])
        row = []
        for column, role in enumerate(layout.columns):
            text = act.cells.get(role, "")
            merged = (role == "stage" and not fresh) or (act.held and role in ("deadline", "responsible"))
            if role == "stage" and fresh:
                text = STAGES[stage]
            if merged and layout.known and not (cut and layout.page):
                grid.below.add((len(grid.rows), column))
            row.append("" if merged else text)
        grid.rows.append(row)
    if layout.footer:
        grid.rows += [[], [layout.footer]]
    return grid


def expected(acts: list[Act], layout: Layout) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for act in acts:
        cells = dict(act.cells)
        if act.held:
            cells |= {role: found[-1][role] for role in ("deadline", "responsible") if role in found[-1]}
        found.append({role: text for role, text in cells.items() if role in layout.columns})
    return found


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", re.sub(r"(?<=[а-яё])-\n(?=[а-яё])", "", text).lower()))


def kept(draft: RoadmapDraft) -> str:
    parts = [draft.title, *draft.approval, *draft.unread, *(title for _, title in draft.columns)]
    parts += [f"{stage.no} {stage.title}" for stage in draft.stages]
    for one in draft.activities:
        parts += [one.no, one.text, one.responsible, one.result, one.done, one.deadline.text, *one.extra.values()]
    return "\n\n".join(parts)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_whatever_the_layout_the_same_activities_come_back(plan: tuple[list[Act], Layout]) -> None:
    acts, layout = plan
    if layout.known and layout.page and layout.cut:
        # a new table of the file cannot go on with a merged cell of the one above
        acts[layout.cut] = replace(acts[layout.cut], held=False)
    grid = laid_out(acts, layout)
    draft = read_grid_roadmap(grid, YEAR)
    wanted = expected(acts, layout)
    assert [one.text for one in draft.activities] == [cells["activity"] for cells in wanted]
    assert [one.deadline.text for one in draft.activities] == [cells["deadline"] for cells in wanted]
    for role in ("responsible", "result"):
        if role in layout.columns:
            assert [getattr(one, role) for one in draft.activities] == [cells[role] for cells in wanted]
    if "mark" in layout.columns:
        assert [one.done for one in draft.activities] == [cells["mark"] for cells in wanted]
    if layout.stages != "none":
        assert [stage.title for stage in draft.stages] == list(STAGES[: acts[-1].stage + 1])
        assert [one.stage for one in draft.activities] == [act.stage for act in acts]
    for at, role in enumerate(layout.columns):
        if role[:5] == "extra":
            assert all(layout.headings[at] in one.extra for one in draft.activities)
    source = words(
        "\n".join(cell for at, row in enumerate(grid.rows) for c, cell in enumerate(row) if (at, c) not in grid.across)
    )
    assert not source - words(kept(draft))
    assert all(0 <= index < len(draft.activities) and sentence in draft.questions for index, sentence in draft.doubts)


MONTHS = ("сентябрь", "октябрь", "ноябрь", "декабрь", "январь", "февраль", "март", "апрель", "май")
TICKS = ("х", "x", "+", "✓", "*", "V")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(range(9)), min_size=1, max_size=9, unique=True), min_size=2, max_size=6),
    st.sampled_from(("one row", "group", "years", "group and years")),
    st.booleans(),
    st.sampled_from(TICKS),
)
def test_ticked_months_become_the_list_of_months(ticks: list[list[int]], form: str, known: bool, tick: str) -> None:
    """The deadline of each row is the list of its months, with the year that stands over them."""
    own = ["№", "Мероприятия", *MONTHS, "Ответственные"]
    upper: list[list[str]] = []
    if "group" in form:
        upper.append(["", "", "Сроки", *[""] * 8, ""])
    if "years" in form:
        upper.append(["", "", "2026", *[""] * 3, "2027", *[""] * 4, ""])
    if upper:
        upper[0] = [own[0], own[1], *upper[0][2:-1], own[-1]]
        own = ["", "", *own[2:-1], ""]
    grid = Grid([*upper, own], merges_known=known)
    if known and upper:
        grid.tables.add(0)
        for at, row in enumerate(upper):
            for column in range(3, 11):
                if not row[column]:
                    row[column] = row[column - 1]
                    grid.across.add((at, column))
        grid.below.update((at, column) for at in range(1, len(grid.rows)) for column in (0, 1, 11))
    for number, months in enumerate(ticks, 1):
        cells = [tick if n in months else "" for n in range(9)]
        grid.rows.append([str(number), f"Встреча пар {number}", *cells, "Куратор"])
    draft = read_grid_roadmap(grid, YEAR)
    assert [one.text for one in draft.activities] == [f"Встреча пар {n}" for n in range(1, len(ticks) + 1)]
    assert [one.responsible for one in draft.activities] == ["Куратор"] * len(ticks)
    for one, months in zip(draft.activities, ticks, strict=True):
        names = [f"{MONTHS[n]} {2026 if n < 4 else 2027}" if "years" in form else MONTHS[n] for n in sorted(months)]
        assert one.deadline.text == ", ".join(names)
        assert len(one.extra) == len(months)
    assert sum(role == "period" for role, _ in draft.columns) == 9


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(("01.09.2026", "")), st.sampled_from(("15.10.2026", ""))), min_size=2, max_size=5),
    st.sampled_from(("one row", "known", "blank", "left out")),
)
def test_a_start_and_an_end_make_one_deadline(sides: list[tuple[str, str]], form: str) -> None:
    """«с … по …», «с …», «до …» out of two columns, whatever the heading is; the cells are kept word for word."""
    body = [[str(n), f"Встреча {n}", *side, "Куратор"] for n, side in enumerate(sides, 1)]
    heads = {
        "one row": [["№", "Мероприятие", "Дата начала", "Дата окончания", "Ответственный"]],
        "known": [["№", "Мероприятие", "Срок", "Срок", "Ответственный"], ["", "", "начало", "окончание", ""]],
        "blank": [["№", "Мероприятие", "Срок", "", "Ответственный"], ["", "", "начало", "окончание", ""]],
        "left out": [["№", "Мероприятие", "Срок", "Ответственный"], ["начало", "окончание"]],
    }
    grid = Grid([*heads[form], *body], merges_known=form == "known")
    if form == "known":
        grid.tables, grid.across, grid.below = {0}, {(0, 3)}, {(1, 0), (1, 1), (1, 4)}
    draft = read_grid_roadmap(grid, YEAR)
    assert [one.text for one in draft.activities] == [row[1] for row in body]
    for one, (start, end) in zip(draft.activities, sides, strict=True):
        assert list(one.extra.values()) == [side for side in (start, end) if side]
        if start or end:
            words_of = " ".join(part for part in (start and f"с {start}", end and f"{'по' if start else 'до'} {end}") if part)
            assert one.deadline.text == words_of


@settings(max_examples=150, deadline=None)
@given(plans(), st.booleans(), st.booleans())
def test_every_cell_on_a_line_of_its_own(plan: tuple[list[Act], Layout], blanks: bool, numbers: bool) -> None:
    """Header, then cells, each on its line, with or without blank lines: the rows are found again."""
    acts = [replace(act, held=False) for act in plan[0]]
    columns = [*(["no"] if numbers else []), "activity", "deadline", "responsible"]
    cells = ["Дорожная карта наставничества", *(HEADINGS[role][0] for role in columns)]
    for act in acts:
        cells.extend(act.cells[role] for role in columns)
    if len(acts) < 3:
        return
    grid = Grid([row for cell in cells for row in ([[cell], []] if blanks else [[cell]])])
    draft = read_grid_roadmap(grid, YEAR)
    assert [one.text for one in draft.activities] == [act.cells["activity"] for act in acts]
    assert [one.deadline.text for one in draft.activities] == [act.cells["deadline"] for act in acts]
    assert [one.responsible for one in draft.activities] == [act.cells["responsible"] for act in acts]


@settings(max_examples=150, deadline=None)
@given(plans(), st.data())
def test_a_row_torn_by_a_page_is_one_activity(plan: tuple[list[Act], Layout], data: st.DataObject) -> None:
    """The lower half of a row has no number and no deadline and goes on in the middle of the sentence."""
    acts = [replace(act, held=False) for act in plan[0]]
    torn = data.draw(st.integers(0, len(acts) - 1))
    again = data.draw(st.sampled_from(("nothing", "page", "heading")))
    head = ["№", "Мероприятия", "Сроки", "Ответственные"]
    rows: list[list[str]] = [head]
    for at, act in enumerate(acts):
        rows.append([act.cells["no"], act.cells["activity"], act.cells["deadline"], act.cells["responsible"]])
        if at == torn:
            rows[-1][1] += " и подведение"
            rows.extend({"nothing": [], "page": [["2"]], "heading": [["3"], head]}[again])
            rows.append(["", "итогов с участниками", "", ""])
    draft = read_grid_roadmap(Grid(rows), YEAR)
    wanted = [act.cells["activity"] for act in acts]
    wanted[torn] += " и подведение итогов с участниками"
    assert [one.text for one in draft.activities] == wanted
    assert [one.deadline.text for one in draft.activities] == [act.cells["deadline"] for act in acts]


CELLS = st.sampled_from(
    ["", "1", "1.1", "2.", "№", "Сроки", "Мероприятия", "Этап", "Ответственный", "май", "с", "по", "начало",
    "окончание", "Итого", "х",
     "сентябрь", "I кв.", "II кв.", "2026", "и прочее", "4", ".Публикация", "I. Раз", "А\nб", "Дорожная карта",
     "УТВЕРЖДАЮ", "ФИО", "Подпись",
     "____", "1. Провести – май", "настав-\nников", "стр. 2", "* примечание", "<b>Да</b>", "—"]
)  # fmt: skip


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS | st.text(max_size=6), max_size=6), max_size=12), st.data())
def test_any_grid_is_read_without_losing_a_word(rows: list[list[str]], data: st.DataObject) -> None:
    grid = Grid(rows, merges_known=data.draw(st.booleans()))
    places = [(at, column) for at, row in enumerate(rows) for column in range(len(row))]
    if grid.merges_known and places:
        for at, column in data.draw(st.lists(st.sampled_from(places), max_size=5)):
            if column and data.draw(st.booleans()):
                grid.across.add((at, column))
                rows[at][column] = rows[at][column - 1]
            elif at:
                grid.below.add((at, column))
                rows[at][column] = ""
        grid.tables.update(data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=2)))
    draft = read_grid_roadmap(grid, YEAR)
    visible = "\n\n".join(plain(cell) for row in rows for cell in row)
    assert not set(words(visible)) - set(words(kept(draft)))
    assert all(0 <= one.stage < len(draft.stages) for one in draft.activities)
    assert all(0 <= index < len(draft.activities) for index, _ in draft.doubts)
