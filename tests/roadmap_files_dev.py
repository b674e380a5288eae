"""Roadmaps as their owners keep them (Word, Excel, LibreOffice, web pages, copied text), each with what a reader must find.

``python -m tests.roadmap_files_dev`` writes ``tests/roadmaps/dev-NN-*`` anew, byte for byte the same. The expectations come
from the plan that a file is laid out from, never from a program that reads it. All people and institutions are invented.

How to take the expectations: ``text`` leaves out the numbers and bullets that Word draws by itself, ``no`` keeps the number
that a person sees on paper; a bare number at the head of a section row is the stage's, words as in «Раздел 1» are title.
"""

from __future__ import annotations

import calendar
import csv
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
        cells = [_cell(cell.strip()) for cell in line.split("|")]
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


def _cell(text: str) -> str:
    if text[:1] == "@":  # @2026-09 a month, @2026-09-15 a day
        return Day(date.fromisoformat(text[1:])) if len(text) > 8 else Day(date.fromisoformat(f"{text[1:]}-01"), "mmmm yyyy")
    return re.sub(r" *⏎ *", "\n", text).replace("<", LEFT)


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
    return text + "</w:tbl><w:p/>"  # Word wants a paragraph after each table


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


def sheet_dates() -> Case:
    plan = read(
        "no text deadline occ responsible done",
        """
        = 1 | Анализ и планирование
        1 | Подведение итогов прошлого года на августовском педсовете | @2025-08-29 | 25-08-29 | Директор | да
        2 | Диагностика запросов молодых учителей | @2025-09 | 25-09 | Психолог | да
        3 | Утверждение дорожной карты | @2025-09-01 | 25-09-01 | Директор | да
        = 2 | Реализация программ
        4 | Совместное планирование уроков | @2025-10 | 25-10 | Пары | нет
        5 | Открытые уроки наставников | ноябрь, февраль | 25-11 26-02 | Наставники
        6 | Занятие «Оценка без слез» | @2025-12-10 | 25-12-10 | Методист
        7 | Промежуточный срез: карты контроля | до 26.12.2025 | ..25-12-26 | Куратор
        8 | Педагогический квест для новичков | @2026-01-30 | 26-01-30 | Совет молодых учителей
        9 | Методическая неделя | @2026-03 | 26-03 | Методисты
        10 | Консультации по запросу | постоянно | | Наставники
        = 3 | Завершение
        11 | Отчеты пар | @2026-05 | 26-05 | Пары
        12 | Заседание совета по итогам | @2026-06-04 | 26-06-04 | Куратор
        """,
    )
    title = "План реализации программы наставничества ГБОУ «Школа-интернат № 808» на 2025-2026 учебный год"
    head = ["№ п/п", "Мероприятие", "Дата / период", "Ответственный", "Выполнено (да/нет)"]
    grid = [[title, *[LEFT] * 4], [""] * 5, head, *table(plan, "no text deadline responsible done", own_number=True)]
    layout = "Deadlines are dates of the sheet, shown as a month («ММММ ГГГГ») or as a day, mixed with typed text."
    keys = "no deadline responsible done"
    return Case("11-dates.xlsx", "2025-2026", layout, title, plan, keys, xlsx(("План", grid)), visible([grid]))


def sheet_months() -> Case:
    plan = read(
        "no text ticks occ responsible",
        """
        = I. | Документы
        1 | Приказы на начало года | +-------- | 26-09 | Директор
        2 | Персонализированные программы: разработка | ++------- | 26-09 26-10 | Наставники
        3 | Отчеты наставников | ---+----+ | 26-12 27-05 | Наставники
        = II. | Молодые специалисты
        4 | Посвящение в педагоги | -+------- | 26-10 | Профком
        5 | Тренинг знакомства | +-------- | 26-09 | Психолог
        6 | Час вопросов и ответов | +++++++++ | M | Куратор
        7 | Помощь с электронным журналом | ++-+----- | 26-09 26-10 26-12 | Учитель информатики
        8 | Подготовка открытого урока | -----+--- | 27-02 | Наставники
        9 | Открытые уроки | ------+-- | 27-03 | Наставляемые
        10 | Участие в районном слете | --+------ | 26-11 | Методист
        11 | Портфолио молодого учителя | -------++ | 27-04 27-05 | Наставляемые
        = III. | Наставники
        12 | Школа наставника | -х-х-х-х- | 26-10 26-12 27-02 27-04 | Методист
        13 | Посещение уроков наставляемых | -х-х-х-х- | 26-10 26-12 27-02 27-04 | Наставники
        14 | Обмен опытом с соседней школой | ----V---- | 27-01 | Завуч
        15 | Сбор методических находок | ------✓-- | 27-03 | Библиотекарь
        16 | Выдвижение на конкурс | -----✓--- | 27-02 | Куратор
        = IV. | Контроль
        17 | Собеседование с парами | --+---+-- | 26-11 27-03 | Куратор
        18 | Анкета «Как нам вместе?» | +-------+ | 26-09 27-05 | Психолог
        19 | Обновление страницы сайта | +-+-+-+-+ | 26-09 26-11 27-01 27-03 27-05 | Техник
        20 | Круглый стол | --------+ | 27-05 | Администрация
        """,
    )
    head = [
        ["№", "Мероприятия", "Месяцы 2026-2027 учебного года", *[LEFT] * 8, "Ответственные"],
        [UP, UP, "сент.", "окт.", "нояб.", "дек.", "янв.", "февр.", "март", "апр.", "май", UP],
    ]
    title = "График мероприятий по наставничеству (МБОУ «Ольховская школа»)"
    columns = "no text x0 x1 x2 x3 x4 x5 x6 x7 x8 responsible"
    grid = [[title, *[LEFT] * 11], *head, *table(plan, columns)]
    layout = "Nine month columns with shortened names under one head, ticked with +, х, V and ✓; section rows are merged."
    return Case("12-months.xlsx", "2026-2027", layout, title, plan, "no responsible", xlsx(("График", grid)), visible([grid]))


def two_sheets() -> Case:
    columns = "no text deadline occ responsible result"
    autumn = read(
        columns,
        """
        = | Сентябрь – октябрь: знакомство
        1 | Собрание наставников и наставляемых | 04.09.2026 | 26-09-04 | Куратор | Протокол
        2 | Выбор тем самообразования | до 20 сентября | ..26-09-20 | Наставляемые | Перечень тем
        3 | Экскурсия по школе для новых педагогов | 1-я неделя сентября | 26-09-01..26-09-07 | Профком | Фотоотчет
        4 | Практикум по ФГОС | октябрь | 26-10 | Методист | Конспекты
        = | Ноябрь – декабрь: первые пробы
        5 | Урок глазами наставника | ноябрь-декабрь | 26-11..26-12 | Пары | Карты анализа
        6 | Мозговой штурм «Дисциплина в классе» | 18 ноября 2026 | 26-11-18 | Психолог | Памятка
        7 | Карты контроля за полугодие | не позднее 25.12.2026 | ..26-12-25 | Наставники | Карты
        """,
    )
    spring = read(
        columns,
        """
        = | Январь – март: рост
        8 | Профессиональные пробы в классах коллег | 3 четверть | 27-01..27-03 | Наставляемые | Дневники проб
        9 | Семинар-практикум «Цифровой урок» | 17.02.2027 | 27-02-17 | ИКТ-методист | Материалы
        10 | Ярмарка уроков | март | 27-03 | Все пары | Банк уроков
        = | Апрель – июнь: итоги
        11 | Отчетная сессия | 20-24 апреля | 27-04-20..27-04-24 | Куратор | Презентации
        12 | Анкетирование участников | апрель и май | 27-04..27-05 | Психолог | Диаграммы
        13 | Награждение наставников | День учителя или последний звонок | | Директор | Грамоты
        14 | Предложения на новый год | до 15.06.2027 | ..27-06-15 | Куратор | Проект плана
        """,
    )
    head = ["№", "Мероприятие", "Сроки", "Ответственный", "Результат"]
    tops = [
        "Дорожная карта наставничества. Первое полугодие 2026-2027 учебного года",
        "Второе полугодие 2026-2027 учебного года",
    ]
    grids = [
        [[top, *[LEFT] * 4], head, *table(part, "no text deadline responsible result")]
        for top, part in zip(tops, (autumn, spring), strict=True)
    ]
    data = xlsx(("1 полугодие", grids[0]), ("2 полугодие", grids[1]))
    layout = (
        "The plan goes on over two sheets of one book with the same head; stages are named by months, which are no deadlines."
    )
    keys = "no deadline responsible result"
    return Case("13-two-sheets.xlsx", "2026-2027", layout, tops[0], [*autumn, *spring], keys, data, visible(grids))


def title_block() -> Case:
    plan = read(
        "no text deadline occ responsible",
        """
        1 | Заседание районного совета наставников | 09.09.2026 | 26-09-09 | Методический центр
        2 | Сбор приказов о парах | до 02.10.2026 | ..26-10-02 | Кураторы школ и детских садов
        3 | Выезд «Методический десант» | Октябрь, декабрь, март | 26-10 26-12 27-03 | Методисты
        4 | Конкурс «Две звезды» для пар | с 9 по 27 ноября | 26-11-09..26-11-27 | Оргкомитет
        5 | Семинар для заведующих | 11.12.26 г. | 26-12-11 | Управление образования
        6 | Мониторинг банков | январь 2027 г.; май 2027 г. | 27-01 27-05 | Муниципальный куратор
        7 | Неделя молодого педагога | вторая неделя февраля | 27-02-08..27-02-14 | Ассоциация молодых педагогов
        8 | Защита программ | март – апрель | 27-03..27-04 | Экспертная группа
        9 | Сводный отчёт в центр развития образования | до 10 июня 2027 | ..27-06-10 | Муниципальный куратор
        10 | Сопровождение сайта | в течение года | Y | Методический центр
        11 | Летняя школа наставников | июнь | 27-06 | Методический центр
        """,
    )
    head = ["№", "", "Направление работы, мероприятие", "Срок", "", "Исполнитель"]
    blank = [""] * 8
    body = [[row[0], "", row[1], row[2], "", row[3]] for row in table(plan, "no text deadline responsible")]
    approved = ["УТВЕРЖДЕНА", "приказом Управления образования", "Малокаменского района", "от 26.08.2026 № 301-од"]
    names = [
        "МУНИЦИПАЛЬНАЯ ДОРОЖНАЯ КАРТА",
        "развития системы наставничества педагогических работников",
        "в Малокаменском районе на 2026-2027 учебный год",
    ]
    grid = [
        *[[*[""] * 6, line, LEFT] for line in approved],
        blank,
        *[["", name, *[LEFT] * 6] for name in names],
        blank,
        *[["", *row, ""] for row in [head, *body]],
        blank,
        ["", "", "", "Начальник управления", "", "", "Н.Р. Мостовая", ""],
    ]
    layout = "A title block and an approval at the right stand above the table, which begins in B and has empty columns inside."
    title, keys = " ".join(names), "no deadline responsible"
    return Case("14-title-block.xlsx", "2026-2027", layout, title, plan, keys, xlsx(("Лист1", grid)), visible([grid]))


def xls(name: str, grid: Grid) -> bytes:
    """An .xls of Excel 97."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(name)
    for (row, column), (high, broad) in areas(grid).items():
        cell = grid[row][column]
        value = cell.value if isinstance(cell, Day) else int(cell) if cell.isdigit() else str(cell)
        style = xlwt.easyxf("align: wrap on", num_format_str="DD.MM.YYYY" if isinstance(cell, Day) else "General")
        if high * broad > 1:
            sheet.write_merge(row, row + high - 1, column, column + broad - 1, value, style)
        elif cell:
            sheet.write(row, column, value, style)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def old_excel() -> Case:
    plan = read(
        "no text deadline occ responsible done",
        """
        = | Организационный раздел
        1 | Оформление уголка молодого педагога | @2024-09-06 | 24-09-06 | Ст. воспитатель | Выполнено
        2 | Изучение должностных инструкций | сентябрь | 24-09 | Наставники | Выполнено
        3 | Составление плана самообразования | ^ | 24-09 | Молодые педагоги | Выполнено
        4 | Подписание согласий | ^ | 24-09 | Делопроизводитель | Не выполнено
        = | Методический раздел
        5 | Консультация «Ведение документации группы» | @2024-10-11 | 24-10-11 | Ст. воспитатель
        6 | Показ НОД наставником:⏎- развитие речи;⏎- ФЭМП | 4 неделя октября | 24-10-22..24-10-31 | Наставники
        7 | Анализ режимных моментов | ноябрь-декабрь | 24-11..24-12 | Наставники | Перенесено
        8 | Семинар «Трудный родитель» | @2025-02-14 | 25-02-14 | Психолог
        9 | Смотр центров активности в группах | февраль- март 2025 г | 25-02..25-03 | Комиссия
        = | Итоговый раздел
        10 | Творческий отчет молодых педагогов | @2025-05-15 | 25-05-15 | Молодые педагоги
        11 | Анкета наставника | до 23 мая | ..25-05-23 | Наставники
        12 | Справка по итогам года | ^ | ..25-05-23 | Ст. воспитатель
        """,
    )
    title = "Перспективный план работы с молодыми педагогами МКДОУ «Теремок» с. Дальние Пруды на 2024-2025 учебный год"
    head = ["№", "Содержание работы", "Сроки", "Ответственные", "Отметка о выполнении"]
    grid = [[title, *[LEFT] * 4], head, *table(plan, "no text deadline responsible done")]
    layout = "An old .xls: merged section rows and deadlines, days as date cells among typed months, a misplaced blank."
    keys = "no deadline responsible done"
    return Case("15-old-excel.xls", "2024-2025", layout, title, plan, keys, xls("Лист1", grid), visible([grid]))


# ---- LibreOffice


def ods(grid: Grid) -> bytes:
    """An .ods as LibreOffice writes it: covered cells, equal neighbours written once with a count, blank rest of the sheet."""
    size = areas(grid)
    rows = ""
    for at, row in enumerate(grid):
        made: list[tuple[str, str]] = []
        for column, cell in enumerate(row):
            if (at, column) not in size:
                made.append(("table:covered-table-cell", "/>"))
                continue
            high, broad = size[at, column]
            about = f' table:number-columns-spanned="{broad}" table:number-rows-spanned="{high}"' if high * broad > 1 else ""
            if isinstance(cell, Day):
                about += f' office:value-type="date" office:date-value="{cell.value.isoformat()}"'
            elif cell.isdigit():
                about += f' office:value-type="float" office:value="{cell}"'
            elif cell:
                about += ' office:value-type="string"'
            lines = [re.sub(" {2,}", '<text:s text:c="2"/>', escape(line)) for line in cell.split("\n")]
            words = "".join(f"<text:p>{line}</text:p>" for line in lines)
            made.append(("table:table-cell", f"{about}>{words}</table:table-cell>" if cell else f"{about}/>"))
        cells = ""
        while made:
            same = 1
            while same < len(made) and made[same] == made[0] and "spanned" not in made[0][1]:
                same += 1
            again = f' table:number-columns-repeated="{same}"' if same > 1 else ""
            cells += f"<{made[0][0]}{again}{made[0][1]}"
            made = made[same:]
        rows += f'<table:table-row>{cells}<table:table-cell table:number-columns-repeated="1012"/></table:table-row>'
    rows += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>'
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return packed(
        [
            ("mimetype", kind),
            (
                "content.xml",
                f'{_XML}<office:document-content{names} office:version="1.2"><office:body><office:spreadsheet>'
                f'<table:table table:name="Лист1">{rows}</table:table-row></table:table></office:spreadsheet></office:body>'
                "</office:document-content>",
            ),
            (
                "META-INF/manifest.xml",
                f'{_XML}<manifest:manifest xmlns:manifest="{manifest}" manifest:version="1.2">{entries}</manifest:manifest>',
            ),
        ]
    )


def libre_merged() -> Case:
    plan = read(
        "text deadline occ responsible result",
        """
        = 1. | Мотивация
        Встреча администрации с молодыми учителями | 02.09.2026 | 26-09-02 | Директор | —
        Презентация программы наставничества для коллектива | Август-сентябрь 2026 | 26-08..26-09 | — | —
        = 2. | Подбор
        Анкетирование | 7-11 сентября | 26-09-07..26-09-11 | Куратор | Сводка
        Собеседование | ^ | 26-09-07..26-09-11 | ^ | Сводка
        Согласование пар на методсовете | до 18 сентября | ..26-09-18 | Методсовет | Протокол
        = 3. | Обучение наставников
        Курс «Наставник XXI века» (36 часов) | Ноябрь 2026 - январь 2027 | 26-11..27-01 | Институт развития образования |
            Удостоверения
        Супервизия | 1 раз в четверть | T | Психолог | Журнал
        = 4. | Практика
        Взаимное посещение уроков, всего 2 раза в неделю | с 01.10.2026 г. по 30.04.2027 г. | 26-10-01..27-04-30 | Пары |
            Дневник
        Разработка авторских заданий для 8 классов | Январь, февраль | 27-01 27-02 | Наставляемые | Сборник
        Мастер-класс наставляемого | апрель | 27-04 | Наставляемые | Видео
        = 5. | Рефлексия
        Итоговая анкета | с 12 по 14 мая 2027 | 27-05-12..27-05-14 | Куратор | Отчет
        Обновление дорожной карты | ежегодно, август | 26-08 | Куратор | Проект
        """,
    )
    title = "Дорожная карта «Учитель – учителю» НОУ «Гимназия «Росток» (2026-2027 учебный год)"
    head = ["№", "Этап", "Действия", "Период", "Кто отвечает", "Что получим"]
    grid = [[title, *[LEFT] * 5], head, *table(plan, "stage_no stage text deadline responsible result")]
    layout = (
        "Merged stages and deadlines with covered cells, unusual headings, equal neighbours written once, huge repeat counts."
    )
    keys = "deadline responsible result"
    return Case("16-merged.ods", "2026-2027", layout, title, plan, keys, ods(grid), visible([grid]))


def libre_dates() -> Case:
    plan = read(
        "no text deadline occ responsible done",
        """
        1 | Приём заявок от педагогов | @2026-09-07 | 26-09-07 | Куратор | +
        2 | Назначение наставников⏎(приказ по учреждению) | @2026-09-21 | 26-09-21 | Директор | +
        3 | Вводный инструктаж  для наставников | сентябрь, третья декада | 26-09-21..26-09-30 | Куратор | +
        4 | Практика ведения кружка под наблюдением наставника | октябрь–декабрь | 26-10..26-12 | Педагоги ДО
        5 | Мини-лекторий по возрастной психологии:⏎а) младшие школьники;⏎б) подростки | @2026-11-05 | 26-11-05 | Психолог
        6 | Отчет за I полугодие | @2026-12-25 | 26-12-25 | Наставники
        7 | Мастерская программ ДООП | I квартал | 27-01..27-03 | Методист
        8 | Отчетный концерт с участием наставляемых | @2027-04-16 | 27-04-16 | Куратор
        9 | Отчет за II полугодие | до 31 мая | ..27-05-31 | Наставники
        10 | Индивидуальная помощь | по мере необходимости | | Наставники
        """,
    )
    title = "План наставничества МАУ ДО «Дом юных техников» на 2026 - 2027 учебный год"
    head = ["№ п/п", "Мероприятие", "Срок выполнения", "Ответственный", "Отметка о выполнении"]
    grid = [[title, "", "", "", ""], [""] * 5, head, *table(plan, "no text deadline responsible done")]
    layout = "Date cells, several paragraphs in one cell, double blanks as <text:s>, no stages, a title without merging."
    keys = "no deadline responsible done"
    return Case("17-dates.ods", "2026-2027", layout, title, plan, keys, ods(grid), visible([grid]))


# ---- Comma- and semicolon-separated


def separated(grid: Grid, delimiter: str, encoding: str, ending: str) -> bytes:
    """A .csv."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=ending).writerows(flat(grid))
    return file.getvalue().encode(encoding)


def csv_windows() -> Case:
    plan = read(
        "text deadline occ responsible done",
        """
        = 1 | Подготовительный этап
        Подготовка приказов:⏎1) о кураторе;⏎2) о парах | август;⏎сентябрь | 26-08 26-09 | Директор | Выполнено
        Создание банка «Наставники» | до 15.09.2026 | ..26-09-15 | Куратор | Выполнено
        Создание банка «Наставляемые» | до 15.09.2026 | ..26-09-15 | Куратор | Выполнено
        = 2 | Основной этап
        Групповая консультация;⏎раздача памяток | 12.10.2026 | 26-10-12 | Методист
        Работа пар⏎по программам | октябрь 2026 –⏎апрель 2027 | 26-10..27-04 | Наставники
        Контрольная точка № 1 | Ноябрь | 26-11 | Куратор
        Контрольная точка № 2 | Март | 27-03 | Куратор
        = 3 | Итоговый этап
        Анализ анкет "до" и "после" | май | 27-05 | Психолог
        Выставка "Наши находки" | 24–28 мая | 27-05-24..27-05-28 | Библиотекарь
        Отчет учредителю | до 01.07.2027 | ..27-07-01 | Директор
        """,
    )
    title = "Дорожная карта по наставничеству; МБОУ «Тростниковская школа», 2026-2027 учебный год"
    head = ["№", "Этап", "Мероприятие", "Сроки", "Ответственный", "Отметка о\nвыполнении"]
    grid = [[title, *[LEFT] * 5], [""] * 6, head, *table(plan, "stage_no stage text deadline responsible done"), [""] * 6]
    layout = "Excel's cp1251 with semicolons: quoted cells hold line breaks, semicolons and quotes; a stage stands once."
    keys = "deadline responsible done"
    data = separated(grid, ";", "cp1251", "\r\n")
    return Case("18-windows.csv", "2026-2027", layout, title, plan, keys, data, visible([grid]))


def csv_utf8() -> Case:
    plan = read(
        "no text deadline occ responsible result",
        """
        1 | Изучить Положение, приказ о парах, формы отчета | 01.09.2026-07.09.2026 | 26-09-01..26-09-07 | Наставник,
            наставляемый | Подписи
        2 | Составить программу, утвердить у директора | до 18.09.2026 | ..26-09-18 | Наставник | Программа
        3 | Посетить 3 урока наставника | сентябрь | 26-09 | Наставляемый | Заметки
        4 | Провести урок в присутствии наставника | Октябрь, ноябрь, декабрь | 26-10 26-11 26-12 | Наставляемый | Самоанализ
        5 | Разобрать критерии оценивания, 5-9 классы | 16 октября, 14.30 | 26-10-16 | Пара | Таблица критериев
        6 | Пройти онлайн-курс | до конца I полугодия | | Наставляемый | Сертификат
        7 | Подготовить родительское собрание | январь-февраль | 27-01..27-02 | Пара | Сценарий
        8 | Выступить на ШМО | 24.02.2027 | 27-02-24 | Наставляемый | Тезисы
        9 | Провести открытый урок | Март 2027 | 27-03 | Наставляемый | Отзывы, видео
        10 | Заполнить карту контроля | ноябрь и март | 26-11 27-03 | Наставник | Карта
        11 | Оценить результат программы | 17-21.05.2027 | 27-05-17..27-05-21 | Куратор | Заключение
        12 | Спланировать следующий год | июнь | 27-06 | Пара | Наброски
        """,
    )
    title = "Индивидуальный план наставничества (наставник – Журавина Г.Н., молодой учитель – Соснин И.С.)"
    head = ["№", "Что сделать", "Срок", "Кто", "Подтверждение"]
    grid = [[title, *[LEFT] * 4], head, *table(plan, "no text deadline responsible result")]
    layout = "UTF-8 with commas: commas of lists are quoted, no stages, plain-word headings, «и» between far months."
    keys = "no deadline responsible result"
    data = separated(grid, ",", "utf-8", "\n")
    return Case("19-utf8.csv", "2026-2027", layout, title, plan, keys, data, visible([grid]))


# ---- Web pages


def html_table(grid: Grid, inside: Callable[[str], str], about: str = "") -> str:
    """A table with rowspan and colspan; ``inside`` makes a cell's content."""
    size = areas(grid)
    made = ""
    for at, row in enumerate(grid):
        made += "<tr>\n"
        for column, cell in enumerate(row):
            if (at, column) in size:
                high, broad = size[at, column]
                spans = (f' rowspan="{high}"' if high > 1 else "") + (f' colspan="{broad}"' if broad > 1 else "")
                made += f"<td{spans}>{inside(cell)}</td>\n"
        made += "</tr>\n"
    return f"<table{about}>\n{made}</table>\n"


def word_page() -> Case:
    plan = read(
        "no text deadline occ responsible",
        """
        = 1. | Нормативно-организационный этап
        1.1. | Подготовка приказа о начале работы с молодыми специалистами | до 01.09.2025 г. | ..25-09-01 | Директор
        1.2. | Закрепление наставников:⏎– за учителем начальных классов;⏎– за педагогом-логопедом | Сентябрь 2025 г. | 25-09 |
            Завуч
        1.3. | Инструктаж по ведению электронного дневника | ^ | 25-09 | ^
        = 2. | Практический этап
        2.1. | Часы наставника | еженедельно | | Наставники
        2.2. | Практическое занятие «Технологическая карта» | 22.10.2025 | 25-10-22 | Руководитель МО
        2.3. | Круглый стол с психологом | III декада ноября | 25-11-21..25-11-30 | Психолог
        2.4. | Единый методический день | 16 декабря 2025 г. | 25-12-16 | Завуч
        2.5. | Конкурс «Мой лучший конспект» | январь – февраль 2026 г. | 26-01..26-02 | Методсовет
        2.6. | Посещение уроков у коллег в 1-4 кл. | II – III четверти | 25-11..26-03 | Молодые специалисты
        = 3. | Аналитический этап
        3.1. | Собеседование по итогам | апрель-май 2026 г. | 26-04..26-05 | Куратор
        3.2. | Заседание методсовета | 28.05.2026 г. | 26-05-28 | Методсовет
        """,
    )

    def inside(cell: str) -> str:
        lines = [textwrap.fill(escape(line, quote=False), 40, break_on_hyphens=False) for line in cell.split("\n")]
        start = "<p class=MsoNormal style='margin-bottom:0cm'><span\nstyle='font-size:12.0pt;mso-bidi-font-size:11.0pt'>"
        return "".join(f"{start}{line or '&nbsp;'}<o:p></o:p></span></p>" for line in lines)

    head = ["№ п/п", "Мероприятия", "Сроки проведения", "Ответственные"]
    title = "План работы с молодыми специалистами МОБУ «Сосновоборская ООШ № 2» на 2025-2026 учебный год"
    grid = [head, *table(plan, "no text deadline responsible")]
    words: Blocks = [title, grid, "Исп. Кедрова Л.Ю."]
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">\n<head>\n'
        '<meta http-equiv=Content-Type content="text/html; charset=windows-1251">\n'
        '<meta name=Generator content="Microsoft Word 14">\n'
        "<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>Автор</o:Author></o:DocumentProperties></xml><![endif]-->\n"
        '<style>\n<!-- p.MsoNormal {mso-style-parent:""; font-family:"Times New Roman","serif";} -->\n</style>\n</head>\n'
        f"<body lang=RU>\n<div class=WordSection1>\n<p class=MsoNormal align=center><b>{escape(title)}<o:p></o:p></b></p>\n"
        f"{html_table(grid, inside, ' class=MsoTableGrid border=1 cellspacing=0 cellpadding=0')}"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Исп. Кедрова&nbsp;Л.Ю.</p>\n</div>\n</body>\n</html>\n"
    )
    layout = "Saved by Word: windows-1251, unquoted attributes, source lines broken inside cells, style and comments unseen."
    keys = "no deadline responsible"
    return Case("20-word.html", "2025-2026", layout, title, plan, keys, page.encode("cp1251"), visible(words))


def list_page() -> Case:
    plan = read(
        "text deadline occ responsible result",
        """
        = 1 | Старт
        Документы:⏎#2.0 положение⏎#2.0 приказ о кураторе⏎#2.0 согласия участников | до 11.09.2026 | ..26-09-11 | Директор |
            Пакет документов
        Информирование:⏎#10.0 педсовет⏎#10.0 страница сайта | Сентябрь 2026 | 26-09 | Куратор | Протокол, ссылка
        = 2 | Банки участников
        Опрос педагогов | ^ | 26-09 | Куратор | Таблица
        Выявление дефицитов:⏎#2.0 предметных⏎#2.0 методических⏎#2.0 цифровых | октябрь | 26-10 | Методист, психолог | Карта
            дефицитов
        Банк наставников | ^ | 26-10 | ^ | Банк
        = 3 | Работа пар
        Разработка программ | октябрь - ноябрь | 26-10..26-11 | Пары | Программы
        Реализация:⏎#11.0 знакомство⏎#11.0 совместные уроки⏎#11.0 самостоятельные уроки | ноябрь - апрель | 26-11..27-04 |
            Пары | Карты контроля
        Поддержка тех, кто ещё ищет наставника | В течение всего периода | | Психолог | Консультации
        = 4 | Финал
        Мониторинг:⏎#2.0 анкеты⏎#2.0 интервью | 11 – 22 мая 2027 г. | 27-05-11..27-05-22 | Куратор | Отчёт
        Публикация практик | до 05.06.2027 | ..27-06-05 | Куратор | Сборник
        """,
    )

    def inside(cell: str) -> str:
        made = re.sub(r"(?m)^#2\.0 (.*)$", r"<u1><li>\1</li></u1>", escape(cell, quote=False))
        made = re.sub(r"(?m)^#1\d\.0 (.*)$", r"<o1><li>\1</li></o1>", made)
        made = re.sub(r"</([uo])1>\n<(?:\1)1>", "", made).replace("u1>", "ul>").replace("o1>", "ol>")
        return made.replace("\n", "") if "<li>" in made else f"<p>{made}</p>"

    head = ["№", "Этап", "Содержание", "Сроки", "Ответственные", "Ожидаемый результат"]
    grid = [head, *table(plan, "stage_no stage text deadline responsible result")]
    title = "Дорожная карта внедрения наставничества в МАОУ «Школа на Набережной»"
    page = (
        '<!DOCTYPE html>\n<html lang="ru">\n<head>\n<meta charset="utf-8">\n'
        "<style>td { border: 1px solid }</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n<p>2026/27&nbsp;учебный год</p>\n{html_table(grid, inside)}"
        "<script>console.log('не текст страницы');</script>\n</body>\n</html>\n"
    )
    layout = (
        "Cells hold <ul> and <ol> lists without blanks between tags; a merged deadline runs from one stage on into the next."
    )
    keys = "deadline responsible result"
    words: Blocks = [title, "2026/27 учебный год", grid]
    return Case("21-lists.html", "2026-2027", layout, title, plan, keys, page.encode(), visible(words))


def site_page() -> Case:
    plan = read(
        "no text deadline occ responsible",
        """
        1 | Установочное занятие школы наставников | 16.09.2026 | 26-09-16 | Методист
        2 | Анкета затруднений | сентябрь | 26-09 | Куратор
        3 | Занятие 2. Постановка цели | 21.10.2026 | 26-10-21 | Методист
        4 | Занятие 3. Наблюдение урока | 18.11.2026 | 26-11-18 | Методист
        5 | Контроль программ | до 20.12.2026 | ..26-12-20 | Куратор
        6 | Занятие 4. Развивающая беседа | 20.01.2027 | 27-01-20 | Методист
        7 | Марафон открытых уроков | 1-12 марта | 27-03-01..27-03-12 | Все участники
        8 | Защита портфолио | 2 декада апреля | 27-04-11..27-04-20 | Наставляемые
        9 | Закрытие года, вручение писем | Май | 27-05 | Директор
        """,
    )
    head = ["№", "Мероприятие", "Дата", "Ответственный"]
    grid = [head, *table(plan, "no text deadline responsible")]
    title = "План школы наставников на 2026-2027 учебный год"
    menu = ["Главная", "Сведения об организации", "Наставничество", "Новости", "Контакты"]
    inner = html_table(grid, escape, ' border="1"')
    links = "".join(f'<a href="https://example.org/">{item}</a><br>' for item in menu)
    page = (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n</head>\n<body>\n'
        '<table width="100%"><tr><td colspan="2">МБОУ «Ручейковская школа»</td></tr>\n'
        f'<tr><td width="20%">{links}</td>\n<td><h2>{title}</h2>\n{inner}<p>Обновлено 03.09.2026</p></td></tr>\n'
        '<tr><td colspan="2">© Школа, 2026. Все права защищены</td></tr></table>\n</body>\n</html>\n'
    )
    layout = "The site's page is itself a table (name, menu, footer) and the plan's table is nested in one of its cells."
    words: Blocks = [
        "МБОУ «Ручейковская школа»",
        *menu,
        title,
        grid,
        "Обновлено 03.09.2026",
        "© Школа, 2026. Все права защищены",
    ]
    return Case("22-site.html", "2026-2027", layout, title, plan, "no deadline responsible", page.encode(), visible(words))


# ---- Markdown


def piped(grid: Grid) -> list[str]:
    """Rows with pipes at both sides, a cell's lines parted by <br>."""
    return ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in flat(grid)]


def markdown_rows() -> Case:
    plan = read(
        "no text deadline occ responsible done",
        """
        = | Раздел 1. Подготовка
        1.1 | Обсуждение плана на методическом совете | 27.08.2026 | 26-08-27 | Зам. директора | ☑
        1.2 | Подбор наставников:⏎— для учителя физики;⏎— для тьютора | Август – сентябрь | 26-08..26-09 | Зам. директора | ☑
        1.3 | Приказ о парах | до 10 сентября 2026 | ..26-09-10 | Директор | ☐
        = | Раздел 2. Совместная работа
        2.1 | Открытие клуба «Диалог» | 1 октября | 26-10-01 | Куратор | ☐
        2.2 | Встречи клуба | последняя среда каждого месяца | | Куратор | ☐
        2.3 | Командные уроки | Ноябрь, февраль, апрель | 26-11 27-02 27-04 | Пары | ☐
        2.4 | Отчёт о ходе программ | ежеквартально | Q | Наставники | ☐
        2.5 | Выезд в школу-партнёр | 3-я неделя марта | 27-03-15..27-03-21 | Куратор | ☐
        = | Раздел 3. Выводы
        3.1 | Оценка программ | 10.05–21.05.2027 | 27-05-10..27-05-21 | Комиссия | ☐
        3.2 | Общее собрание | 27 мая | 27-05-27 | Директор | ☐
        3.3 | План на следующий год | до 25 июня | ..27-06-25 | Куратор | ☐
        """,
    )
    head = ["№", "Мероприятие", "Сроки", "Ответственный", "Отметка"]
    rows = piped(table(plan, "no text deadline responsible done"))
    rows = [re.sub(r"^\| (Раздел[^|]*?) \|", r"| **\1** |", row) for row in rows]
    title = "Дорожная карта наставничества ЧОУ «Академия детства» на 2026–2027 учебный год"
    text = "\n".join(
        [f"# {title}", "", piped([head])[0], "|:--:|---|:---|---|:-:|", *rows, "", "_Согласовано с профкомом_", ""]
    )
    layout = "A Markdown table: section rows in bold in the first cell only, <br> in cells, boxes ☑ and ☐ as marks."
    keys = "no deadline responsible done"
    words: Blocks = [title, [head, *table(plan, "no text deadline responsible done")], "Согласовано с профкомом"]
    return Case("23-rows.md", "2026-2027", layout, title, plan, keys, text.encode(), visible(words))


def markdown_headings() -> Case:
    plan = read(
        "text deadline occ responsible",
        """
        = 1. | Подготовка условий
        Изучить письма министерства | август 2026 | 26-08 | Куратор
        Обновить положение | до 04.09.2026 | ..26-09-04 | Юрист
        Выделить страницу на сайте | сентябрь | 26-09 | Администратор сайта
        = 2. | Пары и группы
        Собрать заявки | 1–11 сентября | 26-09-01..26-09-11 | Куратор
        Провести встречу-знакомство | 14.09.2026 | 26-09-14 | Куратор
        Подписать соглашения | До 25.09.2026 | ..26-09-25 | Отдел кадров
        = 3. | Программы
        Написать программы | до 09.10.2026 | ..26-10-09 | Наставники
        Проверять карты контроля | ежемесячно до 10 числа | ..26-09-10 ..26-10-10 ..26-11-10 ..26-12-10 ..27-01-10 ..27-02-10
            ..27-03-10 ..27-04-10 ..27-05-10 | Куратор
        Проводить совместные уроки | систематически | | Пары
        = 4. | Итоги года
        Опросить участников | май | 27-05 | Психолог
        Сдать отчёт | с 24 по 28 мая | 27-05-24..27-05-28 | Куратор
        Наградить | 31 мая 2027 года | 27-05-31 | Директор
        """,
    )
    head = ["Что сделать", "Когда", "Кто"]
    title = "План наставничества лицея «Меридиан», 2026/2027"
    lines, words = [f"# {title}", ""], [title]
    at = [place for place, item in enumerate(plan) if isinstance(item, Stage)]
    for first, last in zip(at, [*at[1:], len(plan)], strict=True):
        stage = plan[first]
        name = f"{stage.no} {stage.title}" if isinstance(stage, Stage) else ""
        body = table(plan[first + 1 : last], "text deadline responsible")
        lines += [f"## {name}", "", piped([head])[0], "|---|---|---|", *piped(body), ""]
        words += [name, visible([[head, *body]])]
    layout = "Every stage is a heading with a small table of its own, the head repeated in each; no number column."
    data = "\n".join(lines).encode()
    return Case("24-headings.md", "2026-2027", layout, title, plan, "deadline responsible", data, visible(words))


# ---- Copied text


def wrapped(text: str, width: int) -> list[str]:
    """A cell's lines; ``¬`` is where a word may be hyphenated."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            rest = word
            gap = " " if line else ""
            pieces = rest.split("¬")
            if len(line + gap + rest.replace("¬", "")) > width:
                fits = [n for n in range(1, len(pieces)) if len(line + gap + "".join(pieces[:n])) < width]
                if fits:
                    line += gap + "".join(pieces[: fits[-1]]) + "-"
                    rest = "".join(pieces[fits[-1] :])
                if line:
                    lines.append(line)
                line, gap = "", ""
            line += gap + rest.replace("¬", "")
        lines.append(line)
    return lines


def boxed(grid: Grid, widths: Sequence[int]) -> str:
    """A table drawn with box characters; merged cells have no lines inside."""
    size, wide = areas(grid), len(widths)
    made = ""
    for at in range(len(grid) + 1):
        row, above = (grid[at] if at < len(grid) else [UP] * wide), (grid[at - 1] if at else [""] * wide)
        border = ""
        for column in range(wide + 1):
            left = column > 0 and (at in {0, len(grid)} or row[column - 1] != UP)
            right = column < wide and (at in {0, len(grid)} or row[column] != UP)
            up = at > 0 and (column == wide or above[column] != LEFT)
            down = at < len(grid) and (column == wide or row[column] != LEFT)
            border += "       ┐ ┌┬ ┘ └┴│┤├┼"[_corner(left, right, up, down)] if (left or right) else "│"
            border += ("─" if right else " ") * (widths[column] + 2) if column < wide else ""
        made += border + "\n"
        if at == len(grid):
            break
        cells = []
        for column, cell in enumerate(row):
            if cell != LEFT:
                broad = size[at, column][1] if cell != UP else 1
                room = sum(widths[column : column + broad]) + 3 * (broad - 1)
                cells.append((wrapped("" if cell == UP else cell, room), room))
        for line in range(max(len(lines) for lines, _ in cells)):
            made += "│" + "│".join(f" {(lines[line] if line < len(lines) else ''):{room}} " for lines, room in cells) + "│\n"
    return made


def _corner(left: bool, right: bool, up: bool, down: bool) -> int:
    shapes = {
        (True, False, False, True): 7,
        (False, True, False, True): 9,
        (True, True, False, True): 10,
        (True, False, True, False): 12,
        (False, True, True, False): 14,
        (True, True, True, False): 15,
        (True, False, True, True): 17,
        (False, True, True, True): 18,
        (True, True, True, True): 19,
    }
    return shapes[left, right, up, down]


def spaced(grid: Grid, widths: Sequence[int]) -> list[str]:
    """Rows as a PDF's layout gives them: columns of blanks, cells wrapped, nothing between the rows, wide rows as they are."""
    made = []
    for row in grid:
        if LEFT in row:
            made.append(" " * 12 + row[0])
            continue
        cells = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        for line in range(max(len(cell) for cell in cells)):
            texts = [cell[line] if line < len(cell) else "" for cell in cells]
            made.append("  ".join(f"{text:{width}}" for text, width in zip(texts, widths, strict=True)).rstrip())
    return made


def tabs() -> Case:
    plan = read(
        "text deadline occ responsible done",
        """
        = 1. | Подготовка условий для наставничества
        Проведение педагогического часа «Наставник – кто это?» 1. Доклад. 2. Обсуждение. | Август 2026 | 26-08 | Заведующий |
            Выполнено
        Разработка положения и программ 1) макет 2) обсуждение 3) утверждение | Август-сентябрь 2026 | 26-08..26-09 | Рабочая
            группа | Выполнено
        Ознакомление под подпись | ^ | 26-08..26-09 | ^ | Выполнено
        = 2. | Формирование банка наставляемых
        Выявление затруднений воспитателей | сентябрь 2026 | 26-09 | Ст. воспитатель | Выполнено
        Беседы с каждым новым педагогом | ^ | 26-09 | ^ | Частично
        = 3. | Формирование банка наставников
        Отбор наставников по критериям положения | до 25 сентября | ..26-09-25 | Заведующий | Выполнено
        = 4. | Организация работы пар
        Приказ о парах № 88 | 30.09.2026 | 26-09-30 | Заведующий | Выполнено
        Показ режимных моментов – утро – прогулка – вечер | Октябрь, ноябрь, декабрь | 26-10 26-11 26-12 | Наставники | Нет
        Совместные праздники | декабрь, март | 26-12 27-03 | Музыкальный руководитель | Нет
        Текущий контроль (карты контроля) | Ноябрь, март | 26-11 27-03 | Ст. воспитатель | Нет
        = 5. | Завершение
        Анкетирование | Май 2027 | 27-05 | Педагог-психолог | Нет
        Итоговый педсовет: отчеты, поощрение, задачи | ^ | 27-05 | Заведующий | Нет
        """,
    )
    title = "ДОРОЖНАЯ КАРТА наставничества в МБДОУ № 64 «Журавушка» на 2026-2027гг."
    head = ["№", "Наименование этапа", "Содержание деятельности", "Сроки", "Ответственные", "Отметка"]
    grid = [head, *table(plan, "stage_no stage text deadline responsible done")]
    lines = [
        "Приложение № 1",
        "",
        title,
        "",
        *["\t".join(row).rstrip("\t") for row in flat(grid)],
        "",
        "Заведующий Мостовая Е.К.",
    ]
    layout = "Copied from Word with tabs: merged stages, deadlines and people came out as blanks, lists flowed into one line."
    words: Blocks = ["Приложение № 1", title, grid, "Заведующий Мостовая Е.К."]
    data = "\n".join(lines).encode()
    return Case("25-tabs.txt", "2026-2027", layout, title, plan, "deadline responsible done", data, visible(words))


def pipes() -> Case:
    plan = read(
        "no text deadline occ responsible result",
        """
        = I | ОРГАНИЗАЦИОННЫЙ БЛОК
        1 | Назначить кураторов во всех школах | до 10.09.2026 | ..26-09-10 | Директора школ | Приказы
        2 | Сверить банки наставников | сентябрь | 26-09 | Методист | Сверка
        3 | Открыть чат кураторов | 01.09.26 | 26-09-01 | Методист | Чат
        = II | ОБУЧАЮЩИЙ БЛОК
        4 | Семинар «Программа за один день» | 23 сентября 2026г. | 26-09-23 | Методцентр | Программы
        5 | Вебинар по ст. 351.8 | 14.10.2026 в 15.00 | 26-10-14 | Юрист | Запись
        6 | Тренинг наставников | ноябрь-январь | 26-11..27-01 | Психолог | Отзывы
        7 | Стажировки по 16 часов | II полугодие | 27-01..27-05 | Базовая школа | Отчёты
        = III | СОРЕВНОВАТЕЛЬНЫЙ БЛОК
        8 | Конкурс «Дуэт» | с 1 февраля по 12 марта 2027 г. | 27-02-01..27-03-12 | Оргкомитет | Лауреаты
        9 | Турнир молодых педагогов | 26 марта | 27-03-26 | Совет молодых | Кубок
        = IV | КОНТРОЛЬНЫЙ БЛОК
        10 | Отчёты школ | ежеквартально | Q | Кураторы | Свод
        11 | Анкетирование | Апрель/май | 27-04..27-05 | Методист | Справка
        12 | Коллегия по итогам | июнь 2027 | 27-06 | Управление | Решение
        """,
    )
    title = "План («дорожная карта») наставничества Пихтового района, 2026-2027 учебный год"
    head = ["№", "Мероприятие", "Срок", "Ответственный", "Результат"]
    rows = table(plan, "no text deadline responsible result", own_number=True)
    cut = 9
    widths = [3, 36, 32, 16, 12]

    def lines(part: Grid) -> list[str]:
        return [" | ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in flat(part)]

    rule = "-+-".join("-" * width for width in widths)
    text = [title, "", *lines([head]), rule, *lines(rows[:cut]), "", "2", "", *lines([head]), rule, *lines(rows[cut:]), ""]
    layout = (
        "Pipes inside only, padded; a page number and the repeated head in the middle; capital section rows with roman numbers."
    )
    words: Blocks = [title, [head, *rows[:cut]], "2", [head, *rows[cut:]]]
    keys = "no deadline responsible result"
    return Case("26-pipes.txt", "2026-2027", layout, title, plan, keys, "\n".join(text).encode(), visible(words))


def box() -> Case:
    plan = read(
        "no text deadline occ responsible",
        """
        = 1. | Подготовительный этап
        1.1 | Изуче¬ние норма¬тивных доку¬ментов по настав¬ничеству | август 2026 | 26-08 | Куратор
        1.2 | Подго¬товка приказа, положе¬ния и прог¬раммы | 01.09.2026 – 20.09.2026 | 26-09-01..26-09-20 | Директор,
            замес¬титель дирек¬тора
        1.3 | Сбор зая¬влений | ^ | 26-09-01..26-09-20 | Сек¬ретарь
        = 2. | Этап реализации персонализированных программ
        2.1 | Психолого-педаго¬гическое сопро¬вождение:⏎- тренинги;⏎- консуль¬тации | в течение учебного года | Y |
            Педагог-психолог
        2.2 | Взаимо¬посещение уроков | октябрь – март | 26-10..27-03 | Настав¬ники, настав¬ляемые
        2.3 | Проме¬жуточный конт¬роль | ноябрь, март | 26-11 27-03 | Куратор
        2.4 | Выступ¬ления на методи¬ческих объеди¬нениях | не реже 1 раза в чет¬верть | | Настав¬ляемые
        = 3. | Заключительный этап
        3.1 | Монито¬ринг удовлет¬воренности | до 15 мая 2027 г. | ..27-05-15 | Куратор
        3.2 | Подве¬дение итогов, награж¬дение | 20–31 мая | 27-05-20..27-05-31 | Дирек¬тор
        """,
    )
    title = "Дорожная карта (план мероприятий) МБОУ «Полянская СОШ» на 2026-2027 учебный год"
    head = [["№ п/п", "Мероприя¬тия", "Срок исполне¬ния", "Испол¬нитель"], ["1", "2", "3", "4"]]
    grid = [*head, *table(plan, "no text deadline responsible")]
    text = f"{title}\n\n{boxed(grid, (5, 20, 14, 16))}\nСрок контроля: ежегодно\n"
    layout = "Drawn with box characters: words hyphenated over lines, full-width section rows, a merged deadline."
    words: Blocks = [title, grid, "Срок контроля: ежегодно"]
    keys = "no deadline responsible"
    return Case("27-box.txt", "2026-2027", layout, title, plan, keys, text.encode(), visible(words))


def blanks() -> Case:
    plan = read(
        "no text deadline occ responsible result",
        """
        = | Раздел I. Кадровые условия
        1 | Подбор кура¬торов площадок | до 01.10.2025 | ..25-10-01 | Ректорат, школы | Соглашение о сотрудни¬честве
        2 | Анкетирование студентов, выходящих на практику | сентябрь 2025 | 25-09 | Деканат | Список студентов
        3 | Закрепление студентов за настав¬никами | сентябрь 2025 | 25-09 | Директор школы | Приказ
        = | Раздел II. Совместная деятельность
        4 | Знакомство со школой: экскурсия, встреча с коллективом | 6-10 октября 2025 | 25-10-06..25-10-10 | Куратор |
            Фотоотчет
        5 | Пробные уроки студентов с последующим разбором | ноябрь-декабрь | 25-11..25-12 | Наставники | Карты разбора
        6 | Семинар «Первый педсовет: чего ждать и как готовиться» | 24 февраля 2026 г. | 26-02-24 | Кафедра педагогики |
            Программа семинара
        7 | Педагогическая практика выпускников | с 02.03. по 11.04.2026 | 26-03-02..26-04-11 | Деканат | Дневники практики
        = | Раздел III. Результаты
        8 | Защита проектов | апрель 2026 | 26-04 | Куратор, деканат | Оценочные листы
        9 | Встреча с работо¬дателями | 15.05.2026 | 26-05-15 | Центр карьеры | Заявки школ
        10 | Отчет о работе площадки | до 20.06.2026 | ..26-06-20 | Куратор | Отчет
        """,
    )
    title = "Дорожная карта наставничества «Вуз – школа» педагогического института и гимназии № 606 на 2025-2026 учебный год"
    head = ["№", "Мероприятие", "Сроки", "Ответственные", "Результат"]
    rows = table(plan, "no text deadline responsible result")
    widths = (4, 32, 20, 19, 18)
    text = [
        "            Дорожная карта наставничества «Вуз – школа»",
        "     педагогического института и гимназии № 606",
        "              на 2025-2026 учебный год",
        "",
        *spaced([head, *rows[:8]], widths),
        "",
        " " * 45 + "3",
        "\f" + spaced([head], widths)[0],
        *spaced(rows[8:], widths),
        "",
        "Директор гимназии            П.В. Заболотов",
        "",
    ]
    layout = "A PDF's layout as runs of blanks: cells wrapped and hyphenated, no lines between rows, a page break with a head."
    words: Blocks = [title, [head, *rows], "3", [head], "Директор гимназии П.В. Заболотов"]
    keys = "no deadline responsible result"
    return Case("28-blanks.txt", "2025-2026", layout, title, plan, keys, "\n".join(text).encode(), visible(words))


def cell_a_line() -> Case:
    plan = read(
        "no text deadline occ responsible",
        """
        = I. | Организация
        1. | Назначение наставников приказом директора | до 5 сентября | ..26-09-05 | Директор
        2. | Заседание совета наставников | 08.09.2026 | 26-09-08 | Куратор
        3. | Знакомство с локальными актами | сентябрь | 26-09 | Наставники
        4. | Выбор методической темы | октябрь | 26-10 | Молодые учителя
        = II. | Учебная работа
        5. | Посещение уроков молодых учителей | октябрь, декабрь, февраль, апрель | 26-10 26-12 27-02 27-04 | Администрация
        6. | Практикум «Рабочая программа» | 15-16 октября | 26-10-15..26-10-16 | Методист
        7. | Работа с одаренными детьми: подготовка к олимпиаде | октябрь-ноябрь | 26-10..26-11 | Наставники
        8. | Проверка тетрадей, 5-7 классы | 1 раз в четверть | T | Завуч
        9. | Методика проведения ВПР | февраль-март | 27-02..27-03 | Методист
        = III. | Воспитательная работа
        10. | План классного руководителя | до 15.09 | ..26-09-15 | Наставники
        11. | Деловая игра «Конфликт» | 9 декабря | 26-12-09 | Психолог
        12. | Классный час наставляемого | Январь | 27-01 | Молодые учителя
        13. | Работа с семьей | постоянно | | Классные руководители
        = IV. | Итоги
        14. | Открытые уроки | с 5 по 16 апреля 2027 года | 27-04-05..27-04-16 | Молодые учителя
        15. | Анкетирование | май | 27-05 | Психолог
        16. | Отчет наставников на педсовете | 28.05.2027 | 27-05-28 | Наставники
        """,
    )
    title = "План работы наставников с молодыми учителями на 2026-2027 учебный год"
    head = ["№ п/п", "Содержание работы", "Сроки", "Ответственные"]
    lines = ["Предварительный просмотр:", title, *head, "1", "2", "3", "4"]
    for row in table(plan, "no text deadline responsible"):
        lines += [cell for cell in row if cell != LEFT]
    data = "\n\n".join(lines).encode()
    layout = "A site's preview of a Word file: every cell is a line of its own, also the head and the row of column numbers."
    return Case("29-cell-a-line.txt", "2026-2027", layout, title, plan, "no deadline responsible", data, "\n".join(lines))


PDF_ORDER = """\
Приложение 3
Дорожная карта наставничества муниципального казенного учреждения
«Центр сопровождения» на 2026-2027 учебный год
Сроки
сентябрь
октябрь
Этап
Мероприятия
Подготовка
запуска
Определение
запросов
педагогов
Изучение опыта
Ответственный
до 20.09
в течение
Методист
Психолог
Директор
1
2
3
Создание
банка
года
наставников
Анкетирование и
беседы
Куратор
Встречи
Обучение
25 мая
ноябрь, март
Карты контроля
Итоговая
4
конференция
Методист
пар Реализация
Результат
Приказ Банк
Отчет
5
Справка Программы
2
Сертификаты
Публикации
6 Завершение
Куратор Директор
Итого: 6 мероприятий
"""


def pdf_order() -> Case:
    title = " ".join(PDF_ORDER.splitlines()[1:3])
    layout = (
        "Text in the order of a PDF: cells of rows and columns are mixed so that no row can be told; nothing may be guessed."
    )
    return Case("30-pdf-order.txt", "2026-2027", layout, title, [], "", PDF_ORDER.encode(), PDF_ORDER, rebuilt=False)


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
    sheet_dates,
    sheet_months,
    two_sheets,
    title_block,
    old_excel,
    libre_merged,
    libre_dates,
    csv_windows,
    csv_utf8,
    word_page,
    list_page,
    site_page,
    markdown_rows,
    markdown_headings,
    tabs,
    pipes,
    box,
    blanks,
    cell_a_line,
    pdf_order,
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
