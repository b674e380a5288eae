"""Rules of the third pass: parts of a month: weeks, decades, halves, edges, weekdays, days of any month."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from model.deadlines.customs import DECADES, HALVES_OF_MONTH, MONTH_EDGES, WEEKS, Day
from model.deadlines.pieces import Piece, day_piece, join, month_piece, real_day, with_year
from model.deadlines.rule_book import Book, Context, names, numbers, runs, said
from model.deadlines.rules_days import days_in_month
from model.deadlines.tokens import CODES, Token

PARTS = Book()
rule = PARTS.rule


@rule("NUM HALFOF ACAD? G")
def half_of_year(tokens: list[Token], _context: Context) -> list[Token]:
    """«первая половина учебного года» — первое полугодие."""
    return [tokens[0], Token("HALF", said(tokens[1:]))]


@rule("NUM DAY (?=EACH|MON|ANYMONTH|TERM|HALF|QUARTER|NUM (TERM|HALF|QUARTER))")
def edge_days(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«последний день месяца», «первый день сентября»."""
    days = {1: (1, 1), -1: (31, 31)}.get(tokens[0].n)
    return [Token("PART", said(tokens), parts=(days,))] if days and tokens[0].unit == "ordinal" else None


@rule("((AFTER|IN|BEFORE) NUM?|NUM) (DAY|WEEK|WEEKS) BEFORE (SPAN|DATE|FEAST)")
def days_ahead(tokens: list[Token], context: Context) -> list[Token] | None:
    """«за 10 дней до 1 сентября»: не позднее 22 августа."""
    one = tokens[-1].piece
    unit = next(token for token in tokens if token.name in ("DAY", "WEEK", "WEEKS"))
    if one is None or one.grain != "date" or one.start != one.end or one.weekday is not None or unit.text.startswith("раб"):
        return None
    count = (numbers(tokens) or [1])[0] * (1 if unit.name == "DAY" else 7)
    year = one.start_year or context.year.calendar_year(one.start[0])
    day = real_day(year, *one.start) - timedelta(days=max(count, 0))
    context.warn(f"«{said(tokens)}» понято как «до {day:%d.%m.%Y}».")
    piece = day_piece(day.month, day.day, day.year if one.dated else None)
    return [Token("BEFORE", said(tokens[:-1])), Token("SPAN", said(tokens), piece=piece)]


_ONE_OF = "(?<!TIMES IN) (?<!TIMES SLASH) (?<!TIMES) (?<!EACH)"


@rule(f"{_ONE_OF} NUM G (?!TIMES)|^(AFTER|IN)* NUM (DASH NUM)? (WEEK|WEEKS|MON)$")
def spell(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«3 месяца», «две недели», «на 1 год»: сколько длится, без дней."""
    number = next(token for token in tokens if token.name == "NUM")
    if number.unit == "ordinal" or number.n < 1 or not tokens[-1].text.startswith(("год", "недел", "месяц")):
        return None
    if tokens[-1].text in ("неделя", "неделе"):
        return None
    return [Token("RELATIVE", said(tokens), unit="duration")]


@rule(
    "(IN|AFTER|BEFORE)* NUM? (DAY|WEEK|WEEKS|MON) BEFORE|"
    "THROUGH (NUM (DASH NUM)?|HALFOF)? DASH? (MON|WEEK|WEEKS|DAY) (?!ANYMONTH)|"
    f"{_ONE_OF} NUM DASH? DAY|NUM (MON|WEEK|WEEKS) AFTER"
)
def lasting(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«в течение месяца», «в 10-дневный срок», «за неделю до педсовета»: отсчёт от события, даты в нём нет."""
    if tokens[-1].name == "BEFORE" and not (tokens[0].text == "за" or tokens[0].name == "AFTER"):
        return None
    return [Token("RELATIVE", said(tokens), unit="duration")]


@rule("NUM NUM WEEK IN? (?=ANYMONTH)")
def some_weeks(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«первые две недели сентября» — 1-14, «последние две недели» — с 15 числа."""
    edge, count = numbers(tokens)
    if edge not in (1, -1) or tokens[0].unit != "ordinal" or not 2 <= count <= 3:
        return None
    days = (1, 7 * count) if edge == 1 else (WEEKS[5 - count][0], 31)
    return [Token("PART", said(tokens), parts=(days,))]


@rule("NUM WEEK IN? (?=ANYMONTH)")
def weeks_within(tokens: list[Token], context: Context) -> list[Token] | None:
    """«две недели октября», «2 недели в октябре»: сколько недель, сказано, какие — нет; срок — весь месяц."""
    counted = tokens[0].unit != "ordinal" and tokens[1].text in ("недели", "неделю") and tokens[0].n > 1
    if not counted or not (tokens[0].text.isalpha() or tokens[-1].name == "IN"):
        return None
    context.warn(f"«{said(tokens[:2])}»: какие это недели месяца, не сказано; понято как весь месяц.")
    return []


@rule("(?<!TIMES IN) (?<!TIMES) NUM ((DASH|AND|COMMA|SLASH) NUM)* (WEEK|DECADE|HALFOF)")
def parts_of_month(tokens: list[Token], context: Context) -> list[Token] | None:
    """Неделя месяца: 1-7, 8-14, 15-21, 22-конец; декада: 1-10, 11-20, 21-конец; половина: 1-15, 16-конец."""
    table: dict[int, Day] = {"WEEK": WEEKS, "DECADE": DECADES, "HALFOF": HALVES_OF_MONTH}[tokens[-1].name]
    last = 4 if tokens[-1].name == "WEEK" else max(table)
    parts: list[Day] = []
    for token in tokens:
        if token.name == "NUM" and token.n == -1:
            token.n = last
    for first, final in runs(tokens):
        if first not in table or final not in table or final < first:
            return None
        parts.append((table[first][0], table[final][1]))
    if [token.text for token in tokens[1:]] == ["недели"] and not tokens[0].unit and tokens[0].n > 1:
        context.warn(f"«{said(tokens)}»: понято как номер недели, а не как число недель.")
    return [Token("PART", said(tokens), parts=tuple(parts))]


@rule("(BEFORE|BY|TO) MIDDLE ANYMONTH")
def by_middle(tokens: list[Token], context: Context) -> list[Token]:
    """«до середины октября» — не позднее 15 октября."""
    context.warn(f"«{said(tokens)}» понято как 15 число: уточните, если иначе.")
    return [tokens[0], Token("SPAN", said(tokens), piece=day_piece(tokens[-1].n, 15))]


_WHOSE_EDGE = "NOW|ACAD|G|ANYMONTH|YEAR|SCHOOL|NUM ACAD? (HALF|TERM|QUARTER|TRIM)|SEASON|EACH? (MON|HALF|TERM|QUARTER)"
_EDGE = "(START|MIDDLE|END|FIRSTDAYS|LASTDAYS)"


@rule(f"(BEFORE|BY|TO) (START|END) (?={_WHOSE_EDGE})")
def by_edge(tokens: list[Token], _context: Context) -> list[Token]:
    """«до конца мая» — не позднее последнего дня, «до начала мая» — до первого дня."""
    return [Token("BEFORE", said(tokens), int(tokens[0].name == "BY"), unit=tokens[1].name)]


@rule("ANYMONTH (COMMA|OPEN) (START|MIDDLE|END) (?=CLOSE|COMMA|$)")
def month_then_edge(tokens: list[Token], _context: Context) -> list[Token]:
    """«октябрь (конец)» — то же, что «конец октября»."""
    return [tokens[2], tokens[0]]


@rule(f"FROM START (TO|AND? BEFORE) END (?=ANYMONTH)|{_EDGE} ((DASH|SLASH|COMMA|AND|TO) {_EDGE})? (?=ANYMONTH|EACH? MON)")
def edges_of_month(tokens: list[Token], context: Context) -> list[Token]:
    """«начало», «середина», «конец» месяца — его первая, вторая, третья декада."""
    plain = {"FIRSTDAYS": "START", "LASTDAYS": "END"}
    edges = [MONTH_EDGES[name] for name in (plain.get(name, name) for name in names(tokens)) if name in MONTH_EDGES]
    if len(edges) == 1:
        edge = said(tokens) or ("последние дни" if tokens[0].name == "LASTDAYS" else "первые дни")
        context.warn(f"«{edge}» месяца понято как числа {edges[0][0]}-{edges[0][1]}: уточните, если иначе.")
    return [Token("PART", said(tokens), parts=((edges[0][0], edges[-1][1]),), unit="edge")]


@rule("FROM NUM (TO|DASH|BEFORE) NUM NUMBER|NUM ((DASH|AND|COMMA) NUM)* NUMBER")
def days_of_any_month(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«10 числа», «с 1 по 5 число»: дни каждого месяца, о котором идёт речь."""
    found = runs(tokens)
    if any(not 1 <= first <= last <= 31 for first, last in found):
        return None
    return [Token("PART", said(tokens), parts=tuple(found), unit="day")]


@rule("NUM ((COMMA|AND) NUM)* IN? WEEKDAY IN? (?=ANYMONTH|EACH|MON)|NUM ((COMMA|AND) NUM)* WEEKDAY")
def weekday_of_month(tokens: list[Token], context: Context) -> list[Token] | None:
    """«второй вторник ноября»: этот день недели во вторых семи днях месяца; «второй и четвёртый» — оба."""
    found = numbers(tokens)
    if not _monthly(context) and not _MONTH_AHEAD.search(context.whole):
        return None
    if any(n not in (1, 2, 3, 4, -1) for n in found):
        return None
    parts = tuple((25, 31) if n == -1 else (7 * n - 6, 7 * n) for n in found)
    return [Token("PART", said(tokens), next(t.n for t in tokens if t.name == "WEEKDAY") + 1, parts=parts, unit="weekday")]


_MONTH_AHEAD = re.compile("[" + "".join(CODES[name] for name in ("MONTH", "NAMED", "MON")) + "]")


def part_pieces(part: Token, month: Piece) -> list[Piece]:
    """A part of a month (or several) in a month whose year may be known."""
    result = []
    for days in part.parts:
        one = month_piece(month.start[0], days)
        if part.unit == "day" and days[0] == days[1]:
            one = day_piece(month.start[0], days[0])
        if part.unit == "weekday":
            one = replace(one, weekday=part.n - 1)
        if month.start_year is not None:
            one = with_year(one, month.start_year)
        result.append(replace(one, school=month.school))
    return result


def listed(pieces: list[Piece], text: str) -> list[Token]:
    """Pieces as a list of terminals with commas between."""
    result: list[Token] = []
    for one in pieces:
        if result:
            result.append(Token("COMMA", ","))
        result.append(Token("SPAN", text, piece=one))
    return result


@rule("ANYMONTH ((COMMA|AND) ANYMONTH)+ OPEN PART CLOSE")
def part_of_months(tokens: list[Token], _context: Context) -> list[Token]:
    """«сентябрь, январь (последняя неделя)»: относится ко всем месяцам или к последнему — спросить."""
    months = [token.piece for token in tokens if token.piece is not None]
    part = tokens[-2]
    text = said(tokens)
    everywhere = listed([one for month in months for one in part_pieces(part, month)], text)
    only_last = listed([*months[:-1], *part_pieces(part, months[-1])], text)
    return [Token("CHOICE", text, rows=(tuple(everywhere), tuple(only_last)))]


@rule("PART IN? ANYMONTH (AND ANYMONTH (?!YEAR|DASH|AND))?")
def part_then_month(tokens: list[Token], _context: Context) -> list[Token]:
    """«первая неделя сентября», «2-я декада ноября», «конец мая»; «конец мая и декабря» — оба месяца."""
    months = [token.piece for token in tokens if token.piece is not None]
    return listed([one for month in months for one in part_pieces(tokens[0], month)], said(tokens))


@rule("ANYMONTH (YEAR G?)? (COMMA|OPEN|DASH|COLON)? PART CLOSE? (?! IN? EACH? MON)")
def month_then_part(tokens: list[Token], context: Context) -> list[Token] | None:
    """«сентябрь, 1 неделя», «октябрь (2-я декада)», «ноябрь, 15 числа»."""
    month = tokens[0].piece
    if _monthly(context):
        return None
    part = next(token for token in tokens if token.name == "PART")
    years = [token.n for token in tokens if token.name == "YEAR"]
    if month is None:
        return None
    return listed(part_pieces(part, with_year(month, years[0]) if years else month), said(tokens))


@rule("ANYMONTH (YEAR G?)? (COMMA|OPEN)? BEFORE (PART|NUM (?!KNOWN|YEAR|TIMES|NUM)) CLOSE? (?! IN? EACH? MON)")
def month_by_day(tokens: list[Token], context: Context) -> list[Token] | None:
    """«сентябрь (до 15 числа)»: срок — не позднее 15 сентября; иначе — с 1 по 15 сентября."""
    month = tokens[0].piece
    if _monthly(context):
        return None
    part = next(token for token in tokens if token.name in ("PART", "NUM"))
    day = part.parts[-1][1] if part.parts else part.n
    years = [token.n for token in tokens if token.name == "YEAR"]
    if month is None or not 1 <= day <= 31:
        return None
    last = day_piece(month.start[0], day, years[0] if years else None)
    first = day_piece(month.start[0], 1, years[0] if years else None)
    text = said(tokens)
    by, days = Token("BYITEM", text, piece=last), Token("SPAN", text, piece=join(first, last))
    return [Token("CHOICE", text, rows=((by,), (days,)))]


def _monthly(context: Context) -> bool:
    """«ежемесячно»: then a day belongs to each month, not to the month which happens to stand before it."""
    return CODES["FREQ"] in context.whole


_NO_DAY = "(?!ANYMONTH|NUM|TIMES|WORD|DATE|DASH|HALF|TERM|QUARTER)"


@rule(
    "ANYMONTH OPEN NUM ((DASH|COMMA|AND|TO) NUM)* CLOSE|"
    f"ANYMONTH COLON NUM ((DASH|COMMA|AND|TO) NUM (?!ANYMONTH))* {_NO_DAY}|ANYMONTH NUM DASH NUM (?!ANYMONTH|NUM|TIMES)"
)
def month_with_days(tokens: list[Token], context: Context) -> list[Token] | None:
    """«август (25-29)», «август 25-29»: дни этого месяца."""
    if any(not 1 <= n <= 31 for n in numbers(tokens)):
        return None
    return days_in_month(tokens[1:], tokens[0].n, None, context)


@rule("ANYMONTH NUM (?!ANYMONTH|TIMES|DASH|COMMA|AND|NUM|HALF|TERM|QUARTER|WEEKS|DATE)")
def month_then_number(tokens: list[Token], context: Context) -> list[Token] | None:
    """«май 15»: день мая или весь май — спросить; «сентябрь 23» — ещё и год."""
    month, n = tokens[0].piece, tokens[1].n
    if month is None or not 1 <= n <= 31:
        return None
    day = day_piece(month.start[0], n)
    if 2000 + n in (context.year.first, context.year.second):
        month = with_year(month, 2000 + n)
    return [Token("SPAN", said(tokens), piece=replace(month, others=(day,)))]
