"""Roadmaps as their owners keep them (Word, Excel, LibreOffice, web pages, copied text), each with what a reader must find.

``python -m tests.roadmap_files_dev`` writes ``tests/roadmaps/dev-NN-*`` anew, byte for byte the same. The expectations come
from the plan that a file is laid out from, never from a program that reads it. All people and institutions are invented.

How to take the expectations: ``text`` leaves out the numbers and bullets that Word draws by itself, ``no`` keeps the number
that a person sees on paper; a bare number at the head of a section row is the stage's, words as in «Раздел 1» are title.
"""

from __future__ import annotations

import calendar
import io
import json
import re
import textwrap
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "roadmaps"
UP, LEFT = "\x01", "\x02"  # this place belongs to the merged cell above or to the left
HELD = "^"  # an activity's value that stands in the merged cell above
Grid = list[list[str]]
MONTHS = ["Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"]


class Day(str):
    """A cell that holds a date and shows ``str(self)``."""

    value: date
    form: str

    def __new__(cls, value: date, form: str = "dd.mm.yyyy") -> Day:
        shown = f"{MONTHS[value.month - 1]} {value.year}" if form == "mmmm yyyy" else value.strftime("%d.%m.%Y")
        cell = super().__new__(cls, shown)
        cell.value, cell.form = value, form
        return cell


@dataclass(frozen=True)
class Stage:
    """A stage's number as written and its title."""

    no: str
    title: str


@dataclass(frozen=True)
class Act:
    """One activity: the words of its cells, ``occ`` its days (see ``days``), ``x`` the cells of other columns."""

    text: str
    deadline: str = ""
    occ: str = ""
    no: str = ""
    responsible: str = ""
    result: str = ""
    done: str = ""
    more: str = ""
    x: tuple[str, ...] = ()


Plan = Sequence[Stage | Act]
Blocks = Sequence[str | Grid]


@dataclass(frozen=True)
class Case:
    """One file: its name, its bytes, all its visible words and what a reader must find in it."""

    name: str
    year: str
    layout: str
    title: str
    plan: Plan
    keys: str
    data: bytes
    words: str
    rebuilt: bool = True


def read(columns: str, text: str) -> list[Stage | Act]:
    """A plan written as text: ``= number | title`` begins a stage, other lines are activities with the fields of ``columns``;
    ``occ`` is for ``days``, ``ticks`` a mark for each period column (``-`` for none), ``<`` a cell merged to the left,
    ``⏎`` a new line in the cell; deeper lines go on."""
    lines: list[str] = []
    for line in textwrap.dedent(text).strip("\n").splitlines():
        if line.startswith(" "):
            lines[-1] += " " + line.strip()
        elif line:
            lines.append(line)
    found: list[Stage | Act] = []
    for line in lines:
        cells = [re.sub(r" *⏎ *", "\n", cell.strip()).replace("<", LEFT) for cell in re.split(r"\|", line)]
        if line.startswith("="):
            found.append(Stage(cells[0][1:].strip(), cells[1]))
            continue
        fields: dict[str, Any] = {}
        other: list[str] = []
        for name, cell in zip(columns.split(), cells, strict=False):
            if name == "ticks":
                other += ["" if mark == "-" else mark for mark in cell]
            elif name[0] == "x":
                other.append(cell)
            else:
                fields[name] = cell
        found.append(Act(**fields, x=tuple(other)))
    return found


def acts(plan: Plan) -> list[Act]:
    """The activities with held values filled in."""
    found: list[Act] = []
    for item in plan:
        if isinstance(item, Act):
            held = {name: getattr(found[-1], name) for name in ("deadline", "responsible") if getattr(item, name) == HELD}
            found.append(replace(item, **held))
    return found


def days(spec: str, year: str) -> list[list[str | None]]:
    """``26-09`` a month, ``26-09-15`` a day, ``a..b`` a range, a side may be open;
    Y, M, Q, H, T: the school year, its months, quarters, halves and terms."""
    one, two = year[2:4], year[7:9]
    months = [f"{one}-{n:02}" for n in range(9, 13)] + [f"{two}-{n:02}" for n in range(1, 6)]
    words = {
        "Y": f"{one}-09..{two}-05",
        "M": " ".join(months),
        "Q": f"{one}-09 {one}-10..{one}-12 {two}-01..{two}-03 {two}-04..{two}-05",
        "H": f"{one}-09..{one}-12 {two}-01..{two}-05",
        "T": f"{one}-09..{one}-10 {one}-11..{one}-12 {two}-01..{two}-03 {two}-04..{two}-05",
    }
    found: list[list[str | None]] = []
    for part in words.get(spec, spec).split():
        first, _, last = part.partition("..") if ".." in part else (part, "", part)
        found.append([_edge(first, last=False), _edge(last, last=True)])
    return found


def _edge(text: str, *, last: bool) -> str | None:
    if not text:
        return None
    year, month, *day = [int(part) for part in text.split("-")]
    number = day[0] if day else calendar.monthrange(2000 + year, month)[1] if last else 1
    return date(2000 + year, month, number).isoformat()


def clean(text: str) -> str:
    """The words a reader sees: no marks of this script, blanks as one space."""
    text = re.sub(r"\{-.*?-\}", "", text)
    text = re.sub(r"(?m)^#\d+\.\d ?", "", text)
    return " ".join(re.sub(r"\{[+@]|[+@]\}|¬|[\x01\x02]", "", text).split())


def expected(case: Case) -> dict[str, Any]:
    """What stands in ``NAME.expected.json``."""
    stages: list[list[Any]] = []
    for item in case.plan:
        if isinstance(item, Stage):
            stages.append([clean(item.no), clean(item.title), 0])
        elif stages:
            stages[-1][2] += 1
    found = []
    for item in acts(case.plan):
        row: dict[str, Any] = {"text": " ".join(filter(None, (clean(item.text), clean(item.more))))}
        row |= {key: clean(getattr(item, key)) for key in case.keys.split()}
        if item.occ:
            row["occurrences"] = days(item.occ, case.year)
        found.append(row)
    return {
        "year": case.year,
        "layout": case.layout,
        "title": clean(case.title),
        "stages": (stages or None) if case.rebuilt else [],
        "activities": found if case.rebuilt else [],
        "all_text": clean(case.words),
    }


def table(plan: Plan, columns: str, *, own_number: bool = False) -> Grid:
    """The body of a table. Columns are fields of Act, ``x0``.. extra ones, ``stage_no`` and ``stage`` a merged stage column;
    without that column a stage is a full-width row, whose number has a cell of its own when ``own_number``."""
    names = columns.split()
    grid: Grid = []
    fresh: Stage | None = None
    for item in plan:
        if isinstance(item, Stage):
            fresh = item
            if "stage" not in names:
                head = [item.no, item.title] if own_number else [f"{item.no} {item.title}".strip()]
                grid.append(head + [LEFT] * (len(names) - len(head)))
            continue
        row = []
        for name in names:
            if name in {"stage", "stage_no"}:
                value = (fresh.title if name == "stage" else fresh.no) if fresh else UP
            elif name[0] == "x":
                value = item.x[int(name[1:])]
            else:
                value = getattr(item, name)
            row.append(UP if value == HELD else value)
        fresh = None
        grid.append(row)
    return grid


def flat(grid: Grid) -> Grid:
    """The grid as plain text has it: a merged cell's words in its first place, the others blank."""
    return [["" if cell in {UP, LEFT} else cell for cell in row] for row in grid]


def areas(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell by row and column: how many rows and columns it covers."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    size: dict[tuple[int, int], tuple[int, int]] = {}
    for at, row in enumerate(grid):
        for column, cell in enumerate(row):
            here = owner[at - 1, column] if cell == UP else owner[at, column - 1] if cell == LEFT else (at, column)
            owner[at, column] = here
            size[here] = (at - here[0] + 1, column - here[1] + 1)
    return size


def visible(blocks: Blocks) -> str:
    """All words of the paragraphs and tables."""
    return "\n".join(block if isinstance(block, str) else "\n".join(cell for row in block for cell in row) for block in blocks)


def packed(parts: Iterable[tuple[str, str]]) -> bytes:
    """A zip archive without the time of its making."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts:
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2026, 8, 20, 10, 0, 0)), text.encode(), stored)
    return file.getvalue()


# ---- Word

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OPC = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def docx(blocks: Blocks) -> bytes:
    """A .docx. A paragraph that begins with ``#N.L `` is an item of list N at level L (see ``_numbering``); ``{+ +}`` is
    inserted and ``{- -}`` deleted under tracked changes, ``{@ @}`` a link; words are cut into runs as Word cuts them."""
    body = "".join(_paragraphs(block) if isinstance(block, str) else _word_table(block) for block in blocks)
    section = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    parts = [("word/document.xml", "document.main", "officeDocument"), ("word/numbering.xml", "numbering", "numbering")]
    types = "".join(f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind, _ in parts)
    rels = (
        f'<Relationships xmlns="{_OPC}/relationships"><Relationship Id="rId1" Type="{_R}/%s" Target="%s"%s/>%s</Relationships>'
    )
    link = f'<Relationship Id="rId2" Type="{_R}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
    return packed(
        [
            (
                "[Content_Types].xml",
                f'{_XML}<Types xmlns="{_OPC}/content-types"><Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
            ),
            ("_rels/.rels", _XML + rels % ("officeDocument", "word/document.xml", "", "")),
            ("word/_rels/document.xml.rels", _XML + rels % ("numbering", "numbering.xml", "", link)),
            (
                "word/document.xml",
                f'{_XML}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}{section}</w:body></w:document>',
            ),
            ("word/numbering.xml", _XML + _numbering()),
        ]
    )


def _numbering() -> str:
    """Lists: 1 stages I. and their activities 1.1.; 2 dashes and bullets; 3 a numbered column; 10-19 are 1. and 20-29 1)."""
    kinds = {
        1: [("upperRoman", "%1."), ("decimal", "%1.%2.")],
        2: [("bullet", "–"), ("bullet", "\uf0b7")],
        3: [("decimal", "%1.")],
        4: [("decimal", "%1."), ("russianLower", "%2)")],
        5: [("decimal", "%1)")],
    }
    text = ""
    for number, levels in kinds.items():
        inside = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{"<w:isLgl/>" if words == "%1.%2." else ""}'
            f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/></w:lvl>'
            for at, (form, words) in enumerate(levels)
        )
        text += f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{inside}</w:abstractNum>'
    for number in [1, 2, 3, *range(10, 30)]:
        kind = number if number < 10 else 4 if number < 20 else 5
        again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if number > 9 else ""
        text += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{again}</w:num>'
    return f'<w:numbering xmlns:w="{_W}">{text}</w:numbering>'


def _paragraphs(text: str, *, bold: bool = False) -> str:
    made = ""
    for item in text.split("\n"):
        listed, line = re.match(r"#(\d+)\.(\d) ?", item), item
        about = ""
        if listed:
            about = f'<w:numPr><w:ilvl w:val="{listed[2]}"/><w:numId w:val="{listed[1]}"/></w:numPr>'
            line = item[listed.end() :]
        inside = ""
        for part in re.split(r"(\{[-+@].*?[-+@]\})", line):
            if part[:2] == "{-":
                who = 'w:id="7" w:author="Автор" w:date="2026-08-20T10:00:00Z"'
                inside += f"<w:del {who}><w:r><w:delText>{escape(part[2:-2])}</w:delText></w:r></w:del>"
            elif part[:2] == "{+":
                inside += (
                    f'<w:ins w:id="8" w:author="Автор" w:date="2026-08-20T10:00:00Z">{_runs(part[2:-2], bold=bold)}</w:ins>'
                )
            elif part[:2] == "{@":
                inside += f'<w:hyperlink r:id="rId2" w:history="1">{_runs(part[2:-2], bold=bold)}</w:hyperlink>'
            else:
                inside += _runs(part, bold=bold)
        made += f"<w:p><w:pPr>{about}</w:pPr>{inside}</w:p>"
    return made


def _runs(text: str, *, bold: bool) -> str:
    if not text:
        return ""
    about = "<w:rPr><w:b/></w:rPr>" if bold else '<w:rPr><w:sz w:val="24"/></w:rPr>'
    middle = len(text) // 2 if len(text) > 12 else 0
    made = ""
    for part in (text[:middle], text[middle:]):
        if part:
            words = "".join(
                "<w:tab/>"
                if piece == "\t"
                else "<w:br/>"
                if piece == "\v"
                else f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'
                for piece in re.split(r"([\t\v])", part)
                if piece
            )
            made += f'<w:r>{about}{words}</w:r><w:proofErr w:type="spellStart"/>'
    return made


def _word_table(grid: Grid) -> str:
    size = areas(grid)
    wide = len(grid[0])
    owner = {(r + i, c + j): (r, c) for (r, c), (high, broad) in size.items() for i in range(high) for j in range(broad)}
    text = "".join('<w:gridCol w:w="1800"/>' for _ in range(wide))
    text = f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>{text}</w:tblGrid>'
    for at in range(len(grid)):
        cells, column = "", 0
        while column < wide:
            first = owner[at, column]
            high, broad = size[first]
            about = f'<w:gridSpan w:val="{broad}"/>' if broad > 1 else ""
            if high > 1:
                about += '<w:vMerge w:val="restart"/>' if first[0] == at else "<w:vMerge/>"
            words = grid[at][column] if first[0] == at else ""
            cells += f"<w:tc><w:tcPr>{about}</w:tcPr>{_paragraphs(words, bold=broad == wide)}</w:tc>"
            column += broad
        text += f"<w:tr>{cells}</w:tr>"
    return text + "</w:tbl>"


def merged_stages() -> Case:
    plan = read(
        "text deadline occ responsible done",
        """
        = 1. | Подготовка условий для внедрения наставничества
        Разбор федеральных и региональных писем о наставничестве на совещании при директоре | Август 2026 | 26-08 | Директор |
            Выполнено
        Подготовка локальных актов:⏎1. Положение о наставничестве.⏎2. Приказ о кураторе.⏎3. Настоящая дорожная карта. |
            25-29.08.2026 | 26-08-25..26-08-29 | Директор, куратор Ветлугина А.П. | Выполнено
        Открытие страницы «Наставничество» на сайте школы | до 10.09.2026 | ..26-09-10 | Учитель информатики | Частично
        = 2. | Формирование банка наставляемых
        Анкетирование педагогов со стажем до 3 лет о трудностях в работе с 5-9 кл. | Сентябрь | 26-09 | Куратор | Выполнено
        Сбор письменных согласий на обработку персональных данных | сентябрь | 26-09 | Секретарь | Выполнено
        = 3. | Формирование банка наставников
        Беседы с учителями высшей категории; запись сильных сторон каждого | 1-15 сентября | 26-09-01..26-09-15 | Заместитель
            директора по УВР
        Согласование списка наставников на методическом совете (протокол № 1) | 17.09.2026 | 26-09-17 | Руководители ШМО
        = 4. | Отбор и обучение наставников
        Обучающий семинар «Первый месяц рядом» | Октябрь 2026 | 26-10 | Педагог-психолог
        Консультации для наставников | Ноябрь, март | 26-11 27-03 | Куратор
        = 5. | Работа пар и групп
        Приказ о закреплении пар | до 1 октября | ..26-10-01 | Директор
        Взаимопосещение уроков⏎- не менее двух в четверть;⏎- с заполнением листа наблюдений | ежемесячно | M | Наставники
        Заполнение карт контроля | Декабрь 2026 г., май 2027 г. | 26-12 27-05 | Наставники, куратор
        = 6. | Завершение персонализированных программ
        Опрос удовлетворенности наставников и наставляемых | апрель и май | 27-04..27-05 | Педагог-психолог
        Итоговый круглый стол, вручение благодарственных писем | 25.05.2027 | 27-05-25 | Администрация
        """,
    )
    head = ["№", "Наименование этапа", "Содержание деятельности", "Сроки", "Ответственные", "Отметка о выполнении"]
    title = (
        "ДОРОЖНАЯ КАРТА (ПЛАН МЕРОПРИЯТИЙ)\nпо реализации Положения о системе наставничества педагогических работников\n"
        "в МБОУ СОШ № 914 г. Верхнеозёрска на 2026-2027 учебный год"
    )
    blocks: Blocks = [
        title,
        [head, *table(plan, "stage_no stage text deadline responsible done")],
        "Куратор ____________ А.П. Ветлугина",
    ]
    layout = "Number and stage stand in merged cells, lists are typed by hand inside cells, the mark column is half empty."
    keys = "deadline responsible done"
    return Case("01-merged-stages.docx", "2026-2027", layout, title, plan, keys, docx(blocks), visible(blocks))


def auto_numbers() -> Case:
    plan = read(
        "no text deadline occ result",
        """
        = I. | Организационные мероприятия
        1.1. | Создание рабочей группы по наставничеству | до 01.09.2026 | ..26-09-01 | Приказ
        1.2. | Разработка пакета документов:⏎#2.0 положение о наставничестве;⏎#2.0 формы отчетности:⏎#2.1 лист наблюдения
            урока,⏎#2.1 карта контроля;⏎#2.0 шаблон персонализированной программы | Август-сентябрь 2026 | 26-08..26-09 |
            Пакет документов утвержден
        1.3. | Назначение куратора | 01.09.2026 г. | 26-09-01 | Приказ
        = II. | Работа с кадрами
        2.1. | Диагностика профессиональных дефицитов молодых воспитателей | 2 неделя сентября | 26-09-08..26-09-14 | Сводная
            таблица
        2.2. | Подбор пар с учетом:⏎#2.0 запроса наставляемого;⏎#2.0 опыта наставника;⏎#2.0 графика смен групп | с 15 по 30
            сентября | 26-09-15..26-09-30 | Список пар
        2.3. | Школа молодого воспитателя | 1 раз в месяц | M | Материалы занятий
        2.4. | Педагогическая мастерская «Утренний круг» | III неделя ноября | 26-11-15..26-11-21 | Конспект
        2.5. | Неделя открытых занятий | декабрь, апрель | 26-12 27-04 | Листы посещений
        = III. | Методическое и психологическое сопровождение
        3.1. | Тренинг по профилактике выгорания | I декада февраля | 27-02-01..27-02-10 | Отзывы участников
        3.2. | Индивидуальные консультации психолога | по запросу | | Журнал консультаций
        3.3. | Видеотека удачных занятий | в течение учебного года | Y | Не менее 6 записей
        = IV. | Подведение итогов
        4.1. | Мониторинг качества программ | до 20 мая | ..27-05-20 | Аналитическая справка
        4.2. | Отчет куратора на педагогическом совете № 4 | 31.05.2027 | 27-05-31 | Протокол
        4.3. | Планирование работы на новый учебный год | Июнь - август | 27-06..27-08 | Проект дорожной карты
        """,
    )
    drawn = [Stage(f"#1.0 {item.title}", "") if isinstance(item, Stage) else replace(item, no="#1.1 ") for item in plan]
    head = ["№ п/п", "Мероприятие", "Срок", "Планируемый результат"]
    title = "План мероприятий по наставничеству в МАДОУ «Детский сад № 377 «Брусничка» на 2026/2027 учебный год"
    blocks: Blocks = [title, [head, *table(drawn, "no text deadline result")], "Срок хранения плана — 3 года."]
    layout = "Section rows and the number column are numbered by Word itself (I., 1.1.), so are bullets of two levels."
    keys = "no deadline result"
    return Case("02-auto-numbers.docx", "2026-2027", layout, title, plan, keys, docx(blocks), visible(blocks))


def cut_in_two() -> Case:
    first = read(
        "text deadline occ responsible done",
        """
        = 1 | Подготовительный этап
        Изучение опыта соседних школ | Август 2025 | 25-08 | Зам. директора по НМР | вып.
        Внесение изменений в Положение о наставничестве | до 05.09.2025 | ..25-09-05 | Директор | вып.
        Анкетирование молодых учителей (форма 1) | 6.10. | 25-10-06 | Куратор | вып.
        Распределение наставников между методическими объединениями | октябрь | 25-10 | Руководители МО
        = 2 | Основной этап
        Составление персонализированных программ | Октябрь-ноябрь 2025 | 25-10..25-11 | Наставники
        Посещение уроков наставляемых с анализом | 2 раза в месяц | | Наставники
        Практикум «Как говорить с родителями»: подготовка памятки, разбор трудных случаев, деловая | 20 января 2026 года |
            26-01-20 | Педагог-психолог
        """,
    )
    second = read(
        "text deadline occ responsible done",
        """
        Участие молодых педагогов в конкурсе «Первый звонок» | Январь – март | 26-01..26-03 | Методист
        Промежуточный контроль выполнения программ | II декада января | 26-01-11..26-01-20 | Куратор
        Декада молодого педагога | с 02.03.2026 по 13.03.2026 | 26-03-02..26-03-13 | Совет молодых педагогов
        = 3 | Заключительный этап
        Итоговое анкетирование | Май | 26-05 | Куратор
        Размещение отчета на сайте гимназии | не позднее 10 июня 2026 г. | ..26-06-10 | Куратор
        Поощрение наставников | Июнь | 26-06 | Директор
        """,
    )
    columns = "stage_no stage text deadline responsible done"
    head = ["№", "Этап", "Мероприятия", "Срок проведения", "Ответственный", "Отметка"]
    half = ["", "", "игра по ролям, обсуждение итогов в группах", "", "", ""]
    below = [row[:] for row in table([Stage("", ""), *second], columns)]
    below[0][0] = below[0][1] = UP
    title = "«Дорожная карта» внедрения целевой модели наставничества в МАОУ «Гимназия № 57» на 2025 – 2026 уч. год"
    blocks: Blocks = [
        "Приложение № 2\nк приказу от 28.08.2025 № 112-о",
        title,
        [head, *table(first, columns)],
        "2",
        "Продолжение таблицы",
        [head, half, *below],
        "Заместитель директора\tИ.С. Соснин",
    ]
    whole = replace(first[-1], text=f"{first[-1].text} {half[2]}") if isinstance(first[-1], Act) else first[-1]
    plan = [*first[:-1], whole, *second]
    layout = "A page cuts the table in two: head repeated, a row torn in its middle, the second half goes on without its stage."
    keys = "deadline responsible done"
    return Case("03-cut-in-two.docx", "2025-2026", layout, title, plan, keys, docx(blocks), visible(blocks))


def start_and_end() -> Case:
    plan = read(
        "no text x0 x1 occ responsible result",
        """
        = 1. | Нормативное обеспечение
        1.1 | Издание приказа о муниципальной дорожной карте | 01.09.2026 | 05.09.2026 | 26-09-01..26-09-05 | Управление
            образования | Приказ издан
        1.2 | Приведение локальных актов школ в соответствие со статьей 351.8 ТК РФ | 01.09.2026 | 01.11.2026 |
            26-09-01..26-11-01 | Руководители ОО | Акты обновлены
        1.3 | Назначение муниципального куратора | | 10.09.2026 | ..26-09-10 | Управление образования | Приказ
        = 2. | Организационная работа
        2.1 | Сбор сведений о молодых педагогах района | сентябрь 2026 г. | октябрь 2026 г. | 26-09..26-10 | Методический
            кабинет | Реестр
        2.2 | Ведение реестра наставников | 01.10.2026 | 31.05.2027 | 26-10-01..27-05-31 | Методический кабинет | Реестр
            обновляется
        2.3 | Горячая линия для кураторов | с 1 октября 2026 г. | | 26-10-01.. | Методист Кедрова Л.Ю. | Ответы в течение 3
            дней
        2.4 | Выезды методистов в школы | в течение учебного года | < | Y | Методисты | Не менее 9 выездов
        = 3. | Мероприятия с педагогами
        3.1 | Районный слёт молодых педагогов | 12.11.2026 | 13.11.2026 | 26-11-12..26-11-13 | Совет молодых педагогов |
            Программа, фотоотчет
        3.2 | Конкурс «Наставник района»: заочный тур | 11.01.2027 | 29.01.2027 | 27-01-11..27-01-29 | Оргкомитет | Список
            финалистов
        3.3 | Конкурс «Наставник района»: очный тур | 18.02.2027 | 18.02.2027 | 27-02-18 | Оргкомитет | Победители
        3.4 | Стажировочные площадки | февраль | апрель | 27-02..27-04 | Базовые школы | Отчеты площадок
        = 4. | Мониторинг
        4.1 | Сбор показателей за год | 15.05.2027 | 10.06.2027 | 27-05-15..27-06-10 | Муниципальный куратор | Сводный отчет
        4.2 | Обсуждение итогов на августовском совещании | август 2027 | август 2027 | 27-08 | Управление образования |
            Резолюция
        """,
    )
    head = [
        ["№ п/п", "Наименование мероприятия", "Срок реализации", LEFT, "Ответственный исполнитель", "Ожидаемый результат"],
        [UP, UP, "начало", "окончание", UP, UP],
        ["1", "2", "3", "4", "5", "6"],
    ]
    title = "План мероприятий («дорожная карта») по развитию наставничества в Лиственском округе в 2026-2027 учебном году"
    blocks: Blocks = [title, [*head, *table(plan, "no text x0 x1 responsible result", own_number=True)]]
    layout = "A two-row head with a start and an end column, a row of column numbers, sections with their number apart."
    keys = "no responsible result"
    return Case("04-start-and-end.docx", "2026-2027", layout, title, plan, keys, docx(blocks), visible(blocks))


def approval_block() -> Case:
    plan = read(
        "no text deadline occ responsible result",
        """
        1 | Совещание «Наставничество: задачи года» | 28.08.2026 | 26-08-28 | Директор | Протокол
        2 | Обновление базы наставников | 01.09 – 15.09.2026 | 26-09-01..26-09-15 | Куратор | База
        3 | Обновление базы наставляемых | ^ | 26-09-01..26-09-15 | ^ | База
        4 | Выбор форм и видов наставничества для каждой пары | Сентябрь | 26-09 | Куратор, руководители МО | Матрица пар
        5 | Заключение дополнительных соглашений с наставниками | ^ | 26-09 | Специалист по кадрам | Соглашения
        6 | Утверждение программ на методсовете | ^ | 26-09 | Методсовет | Протокол № 1
        7 | Установочная встреча пар, 15.30 | 05.10.2026 | 26-10-05 | Куратор | Листы регистрации
        8 | Посещение уроков стажистов | октябрь, ноябрь, февраль, март | 26-10 26-11 27-02 27-03 | Наставники | Карты уроков
        9 | Мастер-класс по приказу Р-145 от 25 декабря 2019 г. | 12 ноября | 26-11-12 | Методист | Запись
        10 | Промежуточные карты контроля | до 25 декабря | ..26-12-25 | Наставники | Карты
        11 | Семинар для наставников «Обратная связь без обид» | зимние каникулы | | Психолог | Памятка
        12 | Дебют молодого учителя: открытые уроки | I полугодие, апрель | 26-09..26-12 27-04 | Наставляемые | Видео
        13 | Обмен опытом с лицеем «Истоки» | по согласованию | | Администрация | Договор
        14 | Анкетирование участников по программе | до 15.05.27 | ..27-05-15 | Куратор | Диаграммы
        15 | Итоговый педсовет | конец мая | | Директор | Решение
        """,
    )
    frame: Grid = [
        [
            "СОГЛАСОВАНО\nПредседатель профкома\n____________ Г.Н. Журавина\n«27» августа 2026 г.",
            "",
            "УТВЕРЖДАЮ\nДиректор МОУ «Лицей № 303»\n____________ П.В. Заболотов\nПриказ № 214 от 28.08.2026",
        ],
    ]
    head = ["№\nп/п", "Мероприятие", "Срок исполнения", "Ответственный исполнитель", "Ожидаемый результат"]
    title = "ДОРОЖНАЯ КАРТА\vреализации программы наставничества\vМОУ «Лицей № 303»\vна 2026/27 учебный год"
    blocks: Blocks = [
        frame,
        "",
        title,
        "Цель: помочь молодым учителям закрепиться в профессии.",
        [head, *table(plan, "no text deadline responsible result")],
    ]
    layout = "The approval block is a borderless table before the title, there are no stages, some deadlines are merged."
    keys = "no deadline responsible result"
    return Case("05-approval-table.docx", "2026-2027", layout, title, plan, keys, docx(blocks), visible(blocks))


def ticked_quarters() -> Case:
    plan = read(
        "no text ticks occ responsible",
        """
        = | Работа с нормативными документами
        1 | Корректировка положения о наставничестве | -х-- | 26-10..26-12 | Методист
        2 | Заключение соглашений с сетевыми партнерами | --х- | 27-01..27-03 | Директор
        3 | Обновление раздела сайта | -ххх | 26-10..26-12 27-01..27-03 27-04..27-06 | Администратор сайта
        = | Работа с педагогами
        4 | Входная диагностика | Х--- | | Психолог
        5 | Занятия школы начинающего педагога | -ххх | 26-10..26-12 27-01..27-03 27-04..27-06 | Методист
        6 | Мастер-классы педагогов-стажистов | -х-х | 26-10..26-12 27-04..27-06 | Наставники
        7 | Стажировка в центре «Полюс» | --х- | 27-01..27-03 | Наставляемые
        8 | Итоговая диагностика | ---х | 27-04..27-06 | Психолог
        = | Работа с результатами
        9 | Карты контроля по программам | -х-х | 26-10..26-12 27-04..27-06 | Куратор
        10 | Сборник лучших практик | ---x | 27-04..27-06 | Методист
        11 | Награждение | ---х | 27-04..27-06 | Директор
        """,
    )
    head = [
        ["№", "Наименование мероприятия", "Сроки (квартал)", LEFT, LEFT, LEFT, "Исполнитель"],
        [UP, UP, "III кв. 2026", "IV кв. 2026", "I кв. 2027", "II кв. 2027", UP],
    ]
    title = "План-график работы по наставничеству МБУ ДО «Центр творчества «Созвездие» на 2026-2027 учебный год"
    blocks: Blocks = [
        title,
        [*head, *table(plan, "no text x0 x1 x2 x3 responsible")],
        "Условное обозначение: х — мероприятие проводится",
    ]
    layout = (
        "Four quarter columns ticked with «х» (also capital, also Latin) under a spanning head, section rows without numbers."
    )
    keys = "no responsible"
    return Case("06-ticked-quarters.docx", "2026-2027", layout, title, plan, keys, docx(blocks), visible(blocks))


def extra_columns() -> Case:
    one = read(
        "no text deadline occ x0 x1 x2 responsible result",
        """
        = | Направление 1. Информационно-аналитическое
        1. | Анализ кадрового состава школ округа | до 15.09.2026 | ..26-09-15 | ММЦ | ОО округа | не требуется | Методист ММЦ
            | Справка
        2. | Обследование условий труда молодых педагогов | сентябрь-октябрь | 26-09..26-10 | ОО округа | молодые педагоги, 41
            чел. | не требуется | Профсоюз | Отчет
        3. | Выпуск буклета «Шаг в профессию» | 30.10.2026 | 26-10-30 | ММЦ | — | 12 000 руб. | Методист ММЦ | Тираж 200 экз.
        """,
    )
    two = read(
        "no text deadline occ x0 x1 x2 responsible result",
        """
        = | Направление 2. Организационно-методическое
        4. | Форум наставников | 24 ноября 2026 г. | 26-11-24 | СОШ № 7, актовый зал | наставники, кураторы | 35 500,00 | ММЦ
            | Резолюция
        5. | Ярмарка педагогических идей | IV квартал | 26-10..26-12 | Дом детского творчества | пары | 8 000 | Дом детского
            творчества | Каталог
        6. | Выездная школа «Плечом к плечу» | весенние каникулы | | База отдыха «Кедр» | 20 пар | 64 000 | ММЦ, профсоюз |
            Программа школы
        7. | Вебинары для кураторов | ежеквартально | Q | онлайн | кураторы | не требуется | ММЦ | Записи
        """,
    )
    three = read(
        "no text deadline occ x0 x1 x2 responsible result",
        """
        = | Направление 3. Контрольно-оценочное
        8. | Сдача отчетов кураторами | до 5 числа месяца, следующего за отчетным кварталом | ..26-10-05 ..27-01-05 ..27-04-05
            ..27-07-05 | ММЦ | кураторы | - | Кураторы ОО | Отчеты
        9. | Независимая оценка программ | апрель 2027 | 27-04 | ОО округа | экспертная группа | 15 000 | Экспертная группа |
            Заключения
        10. | Подведение итогов, чествование | Май 2027 | 27-05 | Дворец культуры | все участники | 27 000 | Управление
            образования | Сценарий
        """,
    )
    columns = "no text deadline x0 x1 x2 responsible result"
    sums = [
        ["Итого по направлению 1", *[LEFT] * 4, "12 000", "", ""],
        ["Итого по направлению 2", *[LEFT] * 4, "107 500", "", ""],
    ]
    last = [["ИТОГО по направлению 3:", *[LEFT] * 4, "42 000", "", ""], ["", "ВСЕГО", "", "", "", "161 500 руб.", "", ""]]
    head = [
        "№ п/п",
        "Мероприятия",
        "Дата",
        "Место проведения",
        "Участники",
        "Финансирование, руб.",
        "Ответственные",
        "Результат",
    ]
    title = "Комплексный план развития наставничества в системе образования Снежногорского городского округа"
    blocks: Blocks = [
        title,
        "(2026-2027 учебный год)",
        [head, *table(one, columns), sums[0], *table(two, columns), sums[1], *table(three, columns), *last],
    ]
    layout = (
        "Place, participants and cost stand between deadline and responsible; money rows «Итого», «ВСЕГО» are no activities."
    )
    keys = "no deadline responsible result"
    plan = [*one, *two, *three]
    return Case("07-extra-columns.docx", "2026-2027", layout, title, plan, keys, docx(blocks), visible(blocks))


def cell_lists() -> Case:
    plan = read(
        "text deadline occ responsible more",
        """
        = 1 | Подготовка условий
        Изучение материалов | Сентябрь 2024 г. | 24-09 | Куратор | #10.0 Чтение методических писем.⏎#10.0 Подбор папки
            образцов.⏎#10.0 Составление словаря терминов.
        Нормативная база | до 20.09.2024 | ..24-09-20 | Директор | #20.0 Приказ о внедрении наставничества.⏎#20.0 Приказ о
            кураторе.⏎#20.0 Программа наставничества:⏎#2.1 титул;⏎#2.1 пояснительная записка.
        = 2 | Формирование базы наставляемых
        Сбор данных | Сентябрь 2024 г., май 2025 г. | 24-09 25-05 | Куратор, психолог | #11.0 Анкетирование педагогов.⏎#11.0
            Изучение личных дел и итогов аттестации.⏎Сбор идет только с согласия работника.
        Анализ запросов | октябрь | 24-10 | Рабочая группа | #12.0 Сводка по направлениям.⏎#12.0 Выбор форм.
        = 3 | Формирование базы наставников
        Выявление желающих | октябрь | 24-10 | Зам. директора | #13.0 Опрос опытных педагогов.⏎#13.0 Личные беседы.
        Обучение | Ноябрь 2024 – январь 2025 | 24-11..25-01 | Методист | #21.0 Вебинар «Роль наставника».⏎#21.0 Тренинг
            общения.⏎#21.0 Зачет: разбор урока.
        = 4 | Работа пар
        Цикл встреч | весь период | | Наставники | #14.0 Встреча-знакомство.⏎#14.0 Встреча-планирование.⏎#14.0 Рабочие встречи
            {-по средам-}{+не реже двух раз в месяц+}.⏎#14.0 Заключительная встреча.
        Контроль | Ноябрь, март | 24-11 25-03 | Куратор | #15.0 Карты контроля.⏎#15.0 Беседы с каждой парой.
        = 5 | Завершение
        Итоги | 26-30.05.2025 | 25-05-26..25-05-30 | Куратор | #22.0 Отчеты пар.⏎#22.0 Опрос.⏎#22.0 Публикация на {@странице
            школы@}.
        """,
    )
    head = ["№", "Этап", "Мероприятия", "Содержание деятельности", "Сроки", "Ответственные"]
    title = "Дорожная карта целевой модели наставничества МКОУ «Берестянская ООШ» на 2024-2025 учебный год"
    blocks: Blocks = [title, [head, *table(plan, "stage_no stage text more deadline responsible")]]
    layout = "Contents cells hold Word's own numbered lists that begin anew in each cell, with a tracked change and a link."
    return Case("08-cell-lists.docx", "2024-2025", layout, title, plan, "deadline responsible", docx(blocks), visible(blocks))


def other_tables() -> Case:
    group: Grid = [
        ["№", "Ф.И.О.", "Должность", "Роль в группе"],
        ["1", "Мостовая Е.К.", "заведующий", "руководитель"],
        ["2", "Кедрова Л.Ю.", "старший воспитатель", "куратор"],
        ["3", "Соснин И.С.", "педагог-психолог", "член группы"],
    ]
    plan = read(
        "no text deadline occ responsible",
        """
        = | Этап 1. Старт (август – сентябрь)
        1. | Утверждение состава рабочей группы | 31.08.2026 | 26-08-31 | Мостовая Е.К.
        2. | Консультация «Кто такой наставляемый?» | 03.09.2026 | 26-09-03 | Кедрова Л.Ю.
        3. | Составление графика взаимопосещений | первая неделя сентября | 26-09-01..26-09-07 | Кедрова Л.Ю.
        4. | Закрепление пар приказом | в 10-дневный срок после заявления педагога | | Мостовая Е.К.
        = | Этап 2. Совместная работа (октябрь – апрель)
        1. | Ведение дневника наставника | еженедельно | | наставники
        2. | Просмотр занятий по развитию речи | октябрь, декабрь, февраль | 26-10 26-12 27-02 | Кедрова Л.Ю.
        3. | Психологические пятиминутки | каждые полгода | H | Соснин И.С.
        4. | Помощь в подготовке к родительским собраниям | сентябрь январь май | 26-09 27-01 27-05 | наставники
        = | Этап 3. Итоги (май)
        1. | Открытый показ «Чему я научилась» | 18–22 мая 2027 г. | 27-05-18..27-05-22 | наставляемые
        2. | Самоанализ и отчет | до 28 мая 2027 г. | ..27-05-28 | пары
        """,
    )
    head = ["№", "Что делаем", "Когда", "Кто отвечает"]
    sign: Grid = [
        ["Заведующий", "______________", "Е.К. Мостовая"],
        ["С планом ознакомлены:", "______________", "Л.Ю. Кедрова"],
        ["", "______________", "И.С. Соснин"],
    ]
    title = "План работы рабочей группы по наставничеству на 2026-2027 учебный год"
    blocks: Blocks = [
        "Приложение 1\nк приказу МБДОУ № 41 «Ладушки» от 31.08.2026 № 76",
        "Состав рабочей группы",
        group,
        "Приложение 2",
        title,
        [head, *table(plan, "no text deadline responsible")],
        "Принято на заседании рабочей группы, протокол № 1",
        sign,
    ]
    layout = "A table of the working group before the plan, one of signatures after it; numbers begin anew in each stage."
    return Case(
        "09-other-tables.docx", "2026-2027", layout, title, plan, "no deadline responsible", docx(blocks), visible(blocks)
    )


# ---- Excel


def xlsx(*sheets: tuple[str, Grid]) -> bytes:
    """An .xlsx: merged areas, dates as numbers with their format, whole numbers as numbers."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 8, 20, tzinfo=UTC)})
        for name, grid in sheets:
            sheet = book.add_worksheet(name)
            for (row, column), (high, broad) in areas(grid).items():
                cell = grid[row][column]
                form = book.add_format({"text_wrap": True, "num_format": cell.form if isinstance(cell, Day) else "General"})
                if high * broad > 1:
                    sheet.merge_range(row, column, row + high - 1, column + broad - 1, "", form)
                if isinstance(cell, Day):
                    sheet.write_datetime(row, column, cell.value, form)
                elif cell.isdigit():
                    sheet.write_number(row, column, int(cell), form)
                elif cell:
                    sheet.write_string(row, column, cell, form)
    return file.getvalue()


def sheet_merged() -> Case:
    plan = read(
        "text deadline occ responsible",
        """
        = 1 | Подготовка
        Ознакомление коллектива с планом на год | 30 августа | 26-08-30 | Директор
        Выявление педагогов, которым нужна помощь | сентябрь 2026 | 26-09 | Завуч
        Выявление опытных педагогов, готовых помогать | ^ | 26-09 | ^
        Составление общей базы | ^ | 26-09 | Куратор
        = 2 | Обучение
        Деловая игра «Урок вдвоем» | 3 неделя октября | 26-10-15..26-10-21 | Психолог
        Памятки: «Журнал», «Поурочный план», «Родители» | октябрь - ноябрь | 26-10..26-11 | Методсовет
        = 3 | Сопровождение
        Встречи пар по графику | по отдельному графику | | Наставники
        Посещение уроков в 5 «А», 7 «Б» кл. | ноябрь, февраль | 26-11 27-02 | Наставники
        Совместная подготовка к аттестации | в течение 2026-2027 учебного года | Y | ^
        = 4 | Итоги
        Самооценка наставляемых | до 15 мая | ..27-05-15 | Куратор
        Отчет за год | 31.05.2027 г. | 27-05-31 | ^
        """,
    )
    head = ["№", "Этап", "Мероприятие", "Сроки", "Ответственный"]
    title = "Дорожная карта наставничества МОУ «Ключевская СОШ» на 2026-2027 учебный год"
    grid = [[title, *[LEFT] * 4], head, *table(plan, "stage_no stage text deadline responsible")]
    layout = (
        "A sheet with merged stages, deadlines and responsible people, and the title merged over all columns above the head."
    )
    return Case(
        "10-merged.xlsx", "2026-2027", layout, title, plan, "deadline responsible", xlsx(("Лист1", grid)), visible([grid])
    )


MAKERS: list[Callable[[], Case]] = [
    merged_stages,
    auto_numbers,
    cut_in_two,
    start_and_end,
    approval_block,
    ticked_quarters,
    extra_columns,
    cell_lists,
    other_tables,
    sheet_merged,
]


def main() -> None:
    """Write all files and their expectations."""
    for maker in MAKERS:
        case = maker()
        (HERE / f"dev-{case.name}").write_bytes(case.data)
        text = json.dumps(expected(case), ensure_ascii=False, indent=1)
        (HERE / f"dev-{case.name.partition('.')[0]}.expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
