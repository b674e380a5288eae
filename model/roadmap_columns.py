"""What a column of somebody's table is: its heading in many synonyms, or what its cells hold."""

from __future__ import annotations

import re
from functools import lru_cache

from model.cell_text import one_line
from model.deadlines import read_deadline
from model.deadlines.words import MONTH_FORMS
from model.years import SchoolYear

#: Asked from top to bottom: «Срок выполнения» is a deadline, «Отметка о выполнении» a mark.
_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("no", re.compile(r"^(?:№|n|no|номер)?\s*(?:п\s*[/.\\-]?\s*п\.?)?$|^№|^номер\b|^#$|^n\s?°?$|^nn$|^п\s*№|^код$")),
    ("mark", re.compile(r"отметк|^отм\b|статус|о выполнении|об исполнении|\bфакт|ход выполнения|степень выполнен"
                        r"|процент|% выполн|^готов(?:о|ность)\b|^(?:сделано|проведено|реализовано|состоялось|вып)\b"
                        r"|^да\s?/\s?нет|^[+✓✔]")),
    ("start", re.compile(r"^(?:плановая |планируемая )?(?:дата|срок\w*)?\s*(?:начал[оа]|старта?)(?:\s|$)|^старт|^с$")),
    ("end", re.compile(r"^(?:плановая |планируемая )?(?:дата|срок\w*)?\s*(?:окончани[ея]|завершени[ея]|финиша?|конца?)(?:\s|$)"
                       r"|^по$|^до$")),
    ("extra", re.compile(r"^(?:дата|сроки?) (?:рождени|приема|внесения)|^сроки? (?:хранени|давности)")),
    ("deadline", re.compile(r"срок|\bдат[аы]\b|период|время (?:про|ис|вы)|\bкогда\b|календар|^месяц|^время$"
                            r"|^график\b|^дедлайн"
                            r"|^(?:(?:учебн\w+ )?недел[яи]|четверть|квартал|числ[оа])$|^временн\w+ (?:рам|интерв|промеж)")),
    ("responsible", re.compile(r"ответств|^отв\b|исполнител|\bкто\b|координатор|организатор|должностн\w+ лиц|^куратор"
                               r"|(?:кем|кому) (?:закреплен|поручен)|закреплен\w* за |^(?:закреплен|поручен)\w*$|^отвеча"
                               r"|^(?:выполня|исполня|проводи|организу)\w+$")),
    ("result", re.compile(r"результат|что получ|отчетн|вид документа|подтвержд"
                          r"|ожидаем|форма (?:отч|пред|завер)|выход|показател|итог"
                          r"|продукт|эффект|^документ|индикатор|критери")),
    ("mark", re.compile(r"^выполнен|^исполнени|выполнено|исполнено")),
    ("extra", re.compile(r"^(?:мест[оа]|участник|форм[аы]|стоимост|финанс|источник|бюджет|целевая|категори|контингент"
                         r"|количеств|кол-во|уров|примечан|аудитори|охват|ресурс|ссылк|(?:цел[ьи]|вид|тип) мероп)"
                         r"|финансирован")),
    ("activity", re.compile(r"(?:этап|направлени|раздел|блок)\w*\s*(?:[,/(]|и\b|или\b)\s*(?:мероприят|действ|содержан|работ)"
                            r"|^(?:\w+\s){0,2}(?:мероприят|действи[яй])\w*[\s,]+(?:по\s)?.*(?:этап|направлени|раздел|задач)")),
    ("stage", re.compile(r"этап|направлени|раздел|блок|модул")),
    ("content", re.compile(r"^(?:примерное\s|краткое\s|основное\s)?содержани|^описани")),
    ("activity", re.compile(r"мероприят|действи|виды? (?:работ|деят)|план работ|^наименование|^название|что сделать|что делаем"
                            r"|деятельност|^перечень|^работы?\b|^шаги?$|^задани|^событи|^дел[оа]$|^мер[аы]\b|^пункты? плана")),
    ("stage", re.compile(r"^задач|^цел")),
    ("content", re.compile(r"^тем[аы]|^вопросы|^формулировк")),
)  # fmt: skip
#: Of two headings that name one role the one with such a word has it.
_STRONGEST = {
    "result": ("результат",), "responsible": ("ответств",), "deadline": ("срок",), "mark": ("отметк", "статус", "выполнен"),
}  # fmt: skip
_MOST_HEADING = 120
_MONTH = re.compile(r"([а-яё]+)[.,]?(?:\s*\d{4}(?:\s*г(?:ода?|\.)?)?)?$")
_TERM = re.compile(
    r"(?:[1-4iv]+|перв\w+|втор\w+|треть\w+|четв[её]рт\w+)?\s*-?(?:я|й|ое|ый|ая)?\s*(?:кв(?:артал\w*)?|четв(?:ерть\w*)?"
    r"|полугоди\w+|полугод|п/г|триместр\w*|нед(?:еля|\.)?)\.?(?:\s*[1-4iv]+)?(?:\s*\d{4}(?:\s*г(?:ода?|\.)?)?)?$"
)
_TICK = re.compile(r"[xхXХvVѵ+*✓✔√☑☒✗✘✕×●•■▪◆1\uf0fc\uf0d6]+|да|есть", re.IGNORECASE)
_TIME_WORDS = (
    r"и|г|гг|год[ау]?|[iv]+|перв\w+|втор\w+|треть\w+|четв[её]рт\w+|учебн\w+|осенни\w+|зимни\w+|весенни\w+|летни\w+|я|й|е"
)
_PEOPLE = re.compile(
    r"директор|завуч|заведующ|куратор|наставник|методист|педагог|учител|воспитател|психолог|руководител|администрац|зам\b|зам\."
    r"|председател|специалист|секретар|комисси|рабочая группа|совет\b|команда|логопед|инструктор|участник|[А-ЯЁ]\.\s?[А-ЯЁ]\.",
    re.IGNORECASE,
)
_TIMELY = re.compile(
    r"\W*(?:\d|[ivx]+\b|(?:до|со?|по|ко?|во?|на|не|за|от|раз|при|два|две|три|один|после|перед|сразу|вс[еёю]|весь)\b|еже|кажд|перв|втор|треть"
    r"|четв|последн|начал|кон(?:ец|ц)|середин|теч|постоян|систем|регуляр|период|осен|зим|весн|лет|канику|декад|месяц|недел|квартал"
    r"|полуг|учеб|срок|ориентир|янв|фев|мар|апр|ма[йя]|ию[нл]|авг|сен|окт|ноя|дек)"
)
_WHEN = re.compile(
    r"\d{1,2}\.\d{2}(?!\d)|^(?:ежемесячно|еженедельно|ежеквартально|ежегодно|постоянно|систематич|в течени|до \d|\d+ раз)"
)
_MARKED = re.compile(
    r"[xхv+✓✔√☑☒✗✘✕-]+|(?:да|нет)[.,]?|(?:не |частично |в )?(?:выполнен|исполнен|проведен|сделан|реализован|заверш[её]н)[оаы]?"
    r"|частично|в работе|готово|не начато|перенесен[оа]?",
    re.IGNORECASE,
)
_NO_TICK = re.compile(r"[-–—_.0]+|нет", re.IGNORECASE)
OUTLINE = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVXІ]{1,5})[.)]?")


def roles(row: list[str]) -> list[str]:
    """Role of every cell of a heading row; ``extra`` for what is not ours, an empty string for an empty cell."""
    named = [heading_role(cell) for cell in row]
    periods = [is_period(cell) for cell in row]
    if sum(periods) > 1:
        named = ["period" if period else role for role, period in zip(named, periods, strict=True)]
    if not {"start", "end"} <= set(named):
        named = [_lone_side(role, cell) if role in ("start", "end") else role for role, cell in zip(named, row, strict=True)]
    for role, strong in _STRONGEST.items():
        same = [at for at, one in enumerate(named) if one == role]
        best = next((at for at in same if any(word in row[at].lower() for word in strong)), None)
        if best is not None:
            named = ["extra" if at in same and at != best else one for at, one in enumerate(named)]
    if "activity" not in named and named.count("content") > 1:
        named[named.index("content")] = "activity"
    found: list[str] = []
    for role in named:
        if role in found and role not in ("", "extra", "period"):
            found.append("content" if role == "activity" and "content" not in named else "extra")
        else:
            found.append(role)
    if "activity" not in found:
        for stand_in in ("content", "stage"):
            if stand_in in found:
                found[found.index(stand_in)] = "activity"
                break
    return found


def _lone_side(role: str, cell: str) -> str:
    return "extra" if len(cell.strip()) < 3 else role


@lru_cache(maxsize=4096)
def heading_role(cell: str) -> str:
    """Role which a heading names; ``extra`` for an unknown one, an empty string for none."""
    return (_heading_rule(cell) or "extra") if cell.strip() else ""


def _heading_rule(cell: str) -> str | None:
    """Role which a heading names, ``extra`` for what is known not to be ours; nothing when no rule knows it."""
    text = one_line(re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", cell)).strip(' *:."«»').lower().replace("ё", "е")
    if len(text) > _MOST_HEADING:
        return "extra"
    return next((role for role, pattern in _HEADINGS if pattern.search(text)), None)


def is_period(cell: str) -> bool:
    """Whether a heading is a month, a quarter or a term: «сен», «Сентябрь 2026», «I кв.», «1 полугодие»."""
    text = one_line(cell).strip(' *:."«»()').lower()
    match = _MONTH.fullmatch(text)
    if match and match[1] in MONTH_FORMS:
        return True
    return bool(re.search(r"[1-4iv]|перв|втор|трет|четв[её]рт", text)) and _TERM.fullmatch(text) is not None


def names_only_time(text: str) -> bool:
    """Whether a title is nothing but a month, a quarter or several: «Сентябрь», «I квартал 2027 года», «Сентябрь – октябрь»."""
    words = re.findall(r"[а-яёiv]+", text.lower())
    named = [word for word in words if word in MONTH_FORMS or re.match(r"квартал|четверт|полугоди|триместр|каникул", word)]
    others = [word for word in words if word not in named and not re.fullmatch(_TIME_WORDS, word)]
    return bool(named) and not others and len(text) < 60


def is_tick(cell: str) -> bool:
    """«х», «+», «✓» in the column of a month."""
    return _TICK.fullmatch(cell.strip()) is not None


def is_no_tick(cell: str) -> bool:
    """A dash in the column of a month: nothing in this month."""
    return _NO_TICK.fullmatch(cell.strip()) is not None


def known_roles(row: list[str]) -> set[str]:
    """Roles of our own which the cells name; several months or quarters count as a deadline."""
    found = {role for role in (heading_role(cell) for cell in row if cell.strip()) if role not in ("", "extra")}
    if sum(is_period(cell) for cell in row) > 1:
        found.add("deadline")
    return found


def is_heading(row: list[str]) -> bool:
    """Whether the row is a heading: two known columns or more, one of them what is done or when."""
    filled = [one_line(cell) for cell in row if cell.strip()]
    if len(filled) < 2 or any(len(cell) > _MOST_HEADING for cell in filled) or sum(map(len, filled)) > 60 * len(filled):
        return False
    periods = sum(is_period(cell) for cell in filled)
    periods = periods if periods > 1 else 0
    if any(says_when(cell) for cell in filled if not (periods and is_period(cell))):
        return False
    known = [
        role
        for role in (heading_role(cell) for cell in filled if not (periods and is_period(cell)))
        if role not in ("", "extra")
    ]
    if periods:
        known.extend(["deadline"] * periods)
    whose = {"activity", "content", "stage", "deadline", "start", "end"} & set(known)
    both = bool({"activity", "content"} & set(known)) and bool({"deadline", "start", "end"} & set(known))
    return len(set(known)) >= 2 and bool(whose) and len(known) * (4 if both else 2) >= len(filled)


def told_by_cells(title: str, cells: list[str]) -> str:
    """Role of a column under a heading which says nothing to us: people, or marks; an empty string when its cells say nothing.

    ``cells``: those with something in them. Places, participants, costs and the like are never taken for people.
    """
    if len(cells) < 2 or _heading_rule(title) is not None:
        return ""
    if sum(_MARKED.fullmatch(one_line(cell)) is not None for cell in cells) == len(cells):
        return "mark"
    return "responsible" if sum(names_people(cell) for cell in cells) * 3 >= len(cells) * 2 else ""


def says_when(cell: str) -> bool:
    """Whether a cell is a date or a frequency: no heading is one."""
    words = re.findall(r"[а-яё]+", cell.lower())
    return any(len(word) > 2 and word in MONTH_FORMS for word in words) or _WHEN.search(cell.lower()) is not None


def is_dated(cell: str, year: SchoolYear) -> bool:
    """Whether a cell looks like a deadline: short, understood, beginning with words of time, and not the number of a row."""
    text = one_line(cell)
    if not text or len(text) > 80 or re.fullmatch(r"\d{1,2}(?:\.\d)*[.)]?", text):
        return False
    if read_deadline(text, year).kind == "unresolved":
        return False
    return len(re.findall(r"[а-яё]+", text.lower())) < 3 or begins_timely(text)


def begins_timely(text: str) -> bool:
    """Whether the first word is one of time: a month, a number, «до», «в течение», «ежемесячно»."""
    words = re.findall(r"[а-яё]+", text.lower())
    return any(word in MONTH_FORMS for word in words[:1]) or _TIMELY.match(text.lower()) is not None


def guessed_roles(rows: list[list[str]], year: SchoolYear) -> list[str]:
    """Roles of a table without a heading: the column of deadlines, the column of numbers, the longest is activities."""
    width = max(len(row) for row in rows)
    columns = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]
    found = completed_roles([""] * width, rows, year)
    open_columns = [at for at in range(width) if found[at] in ("", "extra", "activity")]
    people = {at: (sum(names_people(cell) for cell in columns[at]), -sum(map(len, columns[at]))) for at in open_columns}
    if len(people) > 1 and max(people.values())[0] * 2 >= len(rows):
        # whoever does it stands in shorter cells than what is done, which can speak of people too
        named = [""] * width
        named[max(people, key=lambda at: people[at])] = "responsible"
        found = completed_roles(named, rows, year)
    found = [role or "extra" for role in found]
    first = next((at for at, role in enumerate(found) if role != "no"), 0)
    if found[first] == "extra" and "activity" in found[first:] and 0 < len(set(columns[first])) < len(rows):
        found[first] = "stage"
    return found


def names_people(text: str) -> bool:
    """Whether a cell speaks of posts or people: «Директор», «куратор, наставники», «Иванова А.П.»."""
    return len(text) < 120 and _PEOPLE.search(text) is not None


def completed_roles(named: list[str], rows: list[list[str]], year: SchoolYear) -> list[str]:
    """Roles which the headings leave open, told by what the cells hold.

    Only columns with the role ``extra`` or without a heading are looked at, and only roles which no column has are given.
    """
    found = list(named)
    width = len(found)
    columns = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]
    open_columns = [at for at in range(width) if found[at] in ("", "extra") and columns[at]]
    if "no" not in found:
        for at in [at for at in open_columns[:1] if not found[at]]:
            numbered = sum(bool(OUTLINE.fullmatch(cell.strip())) for cell in columns[at])
            if numbered * 2 >= len(rows) and numbered * 3 >= len(columns[at]) * 2:
                found[at] = "no"
    open_columns = [at for at in open_columns if found[at] != "no"]
    if not {"deadline", "start", "end", "period"} & set(found) and open_columns:
        dated = {at: sum(is_dated(cell, year) for cell in columns[at]) for at in open_columns}
        best = max(open_columns, key=lambda at: dated[at])
        if dated[best] * 2 >= len(rows) or (dated[best] > 1 and dated[best] * 5 >= len(columns[best]) * 4):
            found[best] = "deadline"
    open_columns = [at for at in open_columns if found[at] in ("", "extra")]
    if "activity" not in found and open_columns:
        found[max(open_columns, key=lambda at: sum(len(cell) for cell in columns[at]))] = "activity"
    return found
