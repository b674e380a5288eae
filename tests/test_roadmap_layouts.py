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
    return Counter(re.findall(r"\w+", re.sub(r"(?<=\w)-\n(?=\w)", "", text).lower()))


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
