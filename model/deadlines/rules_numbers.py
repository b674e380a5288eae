"""Rules of the first pass: what is no date at all, years, days of months, parts of months."""

from __future__ import annotations

from dataclasses import replace

from model.deadlines.customs import DECADES, HALVES_OF_MONTH, MONTH_EDGES, WEEKS, Day
from model.deadlines.pieces import Piece, day_piece, join, month_piece, with_year
from model.deadlines.rule_book import Book, Context, names, numbers, runs, said
from model.deadlines.tokens import Token

NUMBERS = Book()
rule = NUMBERS.rule
_GONE = Token("WORD", "")


@rule("FROMACT (?=(NUM|DATE|ANYMONTH|NUM ANYMONTH) (BEFORE|TO|DASH) (NUM|DATE|ANYMONTH))")
def from_to(tokens: list[Token], _context: Context) -> list[Token]:
    """«от 1 до 10 сентября» — то же, что «с 1 до 10 сентября»."""
    return [Token("FROM", tokens[0].text)]


@rule("FROMACT (NUM ANYMONTH|DATE) DOT? YEAR? G? DOT? (SIGN (NUM|BIG))? (?!BEFORE|TO)")
def act(_tokens: list[Token], _context: Context) -> list[Token]:
    """«от 25 декабря 2019 г. № Р-145»: дата чужого документа, не срок."""
    return [_GONE]


@rule("FROMACT")
def act_word(_tokens: list[Token], _context: Context) -> list[Token]:
    """Слово «от» без даты срока не задаёт."""
    return [_GONE]


@rule("NUM DOT? ((DASH|COMMA|AND|TO) NUM)* (WORD|SLASH)? CLASS")
def classes(_tokens: list[Token], _context: Context) -> list[Token]:
    """«5-11 кл.», «9, 11 классы»: классы, не числа месяца."""
    return [_GONE]


_NUMBERS_OF = "((DASH|COMMA|DOT) (NUM|BIG))*"


@rule(
    "CLASS NUM ((DASH|COMMA) NUM)* (?!ANYMONTH)|"
    f"SIGN DOT? WORD? DASH? (NUM|BIG|DATE|TIME) {_NUMBERS_OF} (?!ANYMONTH)|SIGN DOT? (NUM|BIG|DATE|TIME)"
)
def signs(_tokens: list[Token], _context: Context) -> list[Token]:
    """«ст. 16.34», «п. 5», «№ 118», «школа № 5»: номера, не числа месяца."""
    return [_GONE]


@rule("NUM ((DASH|COMMA|AND) NUM)* STAGE|STAGE NUM")
def stages(_tokens: list[Token], _context: Context) -> list[Token]:
    """«1 этап», «этап 2»: номер этапа, не число месяца."""
    return [_GONE]


@rule("NUM? HOUR IN EACH? (WEEK|DAY)")
def weekly_hours(tokens: list[Token], _context: Context) -> list[Token]:
    """«1 час в неделю»: постоянно, весь учебный год."""
    return [Token("FREQ", said(tokens), unit="STANDING")]


@rule("(FROM|TO|BEFORE|BY|IN)? (TIME ((DASH|TO|BEFORE) TIME)?|NUM ((DASH|TO|BEFORE) NUM)? HOUR) HOUR? (DOT (?!NUM))?")
def times(_tokens: list[Token], _context: Context) -> list[Token]:
    """«09.00 часов», «с 14:00 до 15:30», «в 15 часов»: время дня срока не меняет."""
    return [_GONE]


@rule("NUM DOT (?=NAMED|BEFORE|FROM|IN|THROUGH|FREQ|DATE|NUM (MONTH|NAMED)|NUM (DASH|TO) NUM (MONTH|NAMED))")
def outline(_tokens: list[Token], _context: Context) -> list[Token] | None:
    """«1. Сентябрь», «2) до 5 мая»: номер пункта, не число месяца."""
    return [_GONE]


@rule("DOT")
def stops(_tokens: list[Token], _context: Context) -> list[Token]:
    """Точка сокращения ничего не значит."""
    return []


@rule("YEAR G? (DASH|SLASH|TO)? YEAR (ACAD? G|ACAD)?|YEAR (DASH|SLASH) NUM (ACAD? G|ACAD)?|NUM (DASH|SLASH) NUM ACAD G?")
def school_years(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«2021-2022 гг.», «2021/22 уч. год», «2021 2022»: учебный год; несколько лет подряд можно понять двояко."""
    first, last = (token.n for token in tokens if token.name in ("YEAR", "NUM"))
    if tokens[0].name == "NUM":
        if first < 15 or last != first + 1:
            return None
        return [Token("SCHOOL", said(tokens), 2000 + first)]
    if last < 100:
        if last == (first + 1) % 100:
            return [Token("SCHOOL", said(tokens), first)]
        return None
    if last == first + 1:
        return [Token("SCHOOL", said(tokens), first)]
    if last <= first:
        return None
    by_calendar = Piece((1, 1), (12, 31), "period", 1, first, last)
    by_school = Piece((9, 1), (5, 31), "period", 0, first, last)
    return [Token("SPAN", said(tokens), piece=replace(by_calendar, others=(by_school,)))]


@rule("ANYMONTH NUM G")
def short_year(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«сентябрь 23 г.»: двузначный год."""
    if tokens[1].n < 15:
        return None
    return [tokens[0], Token("YEAR", tokens[1].text, 2000 + tokens[1].n)]


@rule("NOW ACAD? G|NOW (?=YEAR|SCHOOL|WORD|MON)")
def current(_tokens: list[Token], _context: Context) -> list[Token]:
    """«текущего года»: тот же учебный год."""
    return []


@rule("(ANYMONTH|DATE) NEXT (ACAD? G)")
def next_year(tokens: list[Token], context: Context) -> list[Token]:
    """«май следующего года» остаётся в этом учебном году, «август следующего учебного года» — в следующем."""
    piece = tokens[0].piece
    if piece is not None and "ACAD" in names(tokens):
        piece = replace(piece, school=context.year.first + 1)
    return [replace_piece(tokens[0], piece)]


def replace_piece(token: Token, piece: Piece | None) -> Token:
    """The same terminal with other days."""
    return Token(token.name, token.text, token.n, piece)


_ONE_DAYS = "(FROM NUM (DASH|TO|BEFORE) NUM|NUM ((DASH|TO) NUM)?)"


@rule(f"({_ONE_DAYS} (COMMA|AND|SLASH|COMMA AND))* {_ONE_DAYS} NUMBER? ANYMONTH")
def days_of_month(tokens: list[Token], context: Context) -> list[Token] | None:
    """«25 августа», «с 25 по 29 августа», «1-5, 10 и 15 сентября»: дни этого месяца; «10 и 11» — диапазон."""
    month = tokens[-1]
    others = tuple(month_piece(token.start[0]) for token in (month.piece.others if month.piece else ()))
    days = tokens[:-1]
    if any(not 1 <= n <= 31 for n in numbers(days)):
        return None
    result = _days(days, month.n, None, context)
    if others and len(result) == 1 and result[0].piece is not None:
        one = result[0].piece
        swapped = tuple(
            replace(one, start=(other.start[0], one.start[1]), end=(other.start[0], one.end[1])) for other in others
        )
        result[0].piece = replace(one, others=swapped)
    return result


@rule(f"({_ONE_DAYS} (COMMA|AND|SLASH))* (FROM NUM (DASH|TO|BEFORE)|NUM (DASH|TO|COMMA|AND)) DATE")
def days_before_date(tokens: list[Token], context: Context) -> list[Token] | None:
    """«25-29.08.2023», «с 5 по 10.09», «25, 26.08»: первые числа — того же месяца и года."""
    date = tokens[-1].piece
    if date is None or date.grain != "date" or any(not 1 <= n <= 31 for n in numbers(tokens[:-1])):
        return None
    last = Token("NUM", tokens[-1].text, date.start[1])
    return _days([*tokens[:-1], last], date.start[0], date.start_year, context)


def _days(days: list[Token], month: int, year: int | None, context: Context) -> list[Token]:
    result: list[Token] = []
    for first, last in runs(days):
        start, end = day_piece(month, first, year), day_piece(month, last, year)
        if last < first:
            before = month - 1 or 12
            start = day_piece(before, first, None if year is None else year - (month == 1))
            context.warn(f"«{said(days)}»: первое число больше второго; начало понято как день предыдущего месяца.")
        one = start if first == last else join(start, end)
        if result:
            result.append(Token("COMMA", ","))
        result.append(Token("SPAN", said(days), piece=one))
    return result


@rule("NUM HALFOF ACAD? G")
def half_of_year(tokens: list[Token], _context: Context) -> list[Token]:
    """«первая половина учебного года» — первое полугодие."""
    return [tokens[0], Token("HALF", said(tokens[1:]))]


@rule("NUM DAY (?=EACH|MON|ANYMONTH)")
def edge_days(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«последний день месяца», «первый день сентября»."""
    days = {1: (1, 1), -1: (31, 31)}.get(tokens[0].n)
    return [Token("PART", said(tokens), parts=(days,))] if days and tokens[0].unit == "ordinal" else None


@rule("THROUGH (NUM|HALFOF)? DASH? (MON|WEEK|WEEKS|DAY) (?!ANYMONTH)|NUM DASH? DAY|NUM (MON|WEEK|WEEKS) (AFTER|BEFORE)")
def lasting(tokens: list[Token], _context: Context) -> list[Token]:
    """«в течение месяца», «в 10-дневный срок»: длительность от события, даты в ней нет."""
    return [Token("RELATIVE", said(tokens))]


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


_WHOSE_EDGE = "NOW|ACAD|G|ANYMONTH|YEAR|SCHOOL|NUM ACAD? (HALF|TERM|QUARTER|TRIM)|EACH? (MON|HALF|TERM|QUARTER)"
_EDGE = "(START|MIDDLE|END)"


@rule(f"(BEFORE|BY|TO) (START|END) (?={_WHOSE_EDGE})")
def by_edge(tokens: list[Token], _context: Context) -> list[Token]:
    """«до конца мая» — не позднее последнего дня, «до начала мая» — до первого дня."""
    return [Token("BEFORE", said(tokens), unit=tokens[1].name)]


@rule(f"FROM START (TO|AND? BEFORE) END (?=ANYMONTH)|{_EDGE} ((DASH|SLASH|COMMA|AND|TO) {_EDGE})? (?=ANYMONTH|EACH? MON)")
def edges_of_month(tokens: list[Token], context: Context) -> list[Token]:
    """«начало», «середина», «конец» месяца — его первая, вторая, третья декада."""
    edges = [MONTH_EDGES[name] for name in names(tokens) if name in MONTH_EDGES]
    if len(edges) == 1:
        context.warn(f"«{said(tokens)}» месяца понято как числа {edges[0][0]}-{edges[0][1]}: уточните, если иначе.")
    return [Token("PART", said(tokens), parts=((edges[0][0], edges[-1][1]),), unit="edge")]


@rule("FROM NUM (TO|DASH|BEFORE) NUM NUMBER|NUM ((DASH|AND|COMMA) NUM)* NUMBER")
def days_of_any_month(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«10 числа», «с 1 по 5 число»: дни каждого месяца, о котором идёт речь."""
    found = runs(tokens)
    if any(not 1 <= first <= last <= 31 for first, last in found):
        return None
    return [Token("PART", said(tokens), parts=tuple(found), unit="day")]


@rule("NUM IN? WEEKDAY IN? (?=ANYMONTH|EACH|MON)")
def weekday_of_month(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«второй вторник ноября»: этот день недели во вторых семи днях месяца."""
    n = 4 if tokens[0].n == -1 else tokens[0].n
    if not 1 <= n <= 4:
        return None
    part = (25, 31) if tokens[0].n == -1 else (7 * n - 6, 7 * n)
    return [Token("PART", said(tokens), next(t.n for t in tokens if t.name == "WEEKDAY") + 1, parts=(part,), unit="weekday")]


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


@rule("ANYMONTH (YEAR G?)? (COMMA|OPEN|DASH|COLON)? PART CLOSE?")
def month_then_part(tokens: list[Token], _context: Context) -> list[Token]:
    """«сентябрь, 1 неделя», «октябрь (2-я декада)», «ноябрь, 15 числа»."""
    month = tokens[0].piece
    part = next(token for token in tokens if token.name == "PART")
    years = [token.n for token in tokens if token.name == "YEAR"]
    if month is None:
        return tokens
    return listed(part_pieces(part, with_year(month, years[0]) if years else month), said(tokens))


@rule("ANYMONTH (YEAR G?)? (COMMA|OPEN)? BEFORE (PART|NUM (?!KNOWN|YEAR|TIMES|NUM)) CLOSE?")
def month_by_day(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«сентябрь (до 15 числа)»: срок — не позднее 15 сентября; иначе — с 1 по 15 сентября."""
    month = tokens[0].piece
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


@rule("ANYMONTH OPEN NUM ((DASH|COMMA|AND|TO) NUM)* CLOSE|ANYMONTH NUM DASH NUM (?!ANYMONTH|NUM|TIMES)")
def month_with_days(tokens: list[Token], context: Context) -> list[Token] | None:
    """«август (25-29)», «август 25-29»: дни этого месяца."""
    if any(not 1 <= n <= 31 for n in numbers(tokens)):
        return None
    return _days(tokens[1:], tokens[0].n, None, context)


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
