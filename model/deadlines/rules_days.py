"""Rules of the second pass: years, days of months, parts of months."""

from __future__ import annotations

import re
from dataclasses import replace

from model.deadlines.pieces import Piece, day_piece, join, month_piece
from model.deadlines.rule_book import Book, Context, names, numbers, runs, said
from model.deadlines.tokens import Token

DAYS = Book()
rule = DAYS.rule


_OF_SCHOOL = "(ACAD? G|ACAD)?"


@rule(
    f"YEAR G? (DASH|SLASH|TO)? YEAR {_OF_SCHOOL}|YEAR (DASH|SLASH) NUM (?!ANYMONTH|DATE) {_OF_SCHOOL}|"
    "NUM (DASH|SLASH) NUM ACAD G?"
)
def school_years(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«2021-2022 гг.», «2021/22 уч. год», «2021 2022»: учебный год; несколько лет подряд («2021-2024») — календарные."""
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
    return [Token("SPAN", said(tokens), piece=Piece((1, 1), (12, 31), "period", 1, first, last))]


_MONTHS_OF = "YEAR G? (COLON|DASH|COLON DASH) ANYMONTH ((COMMA|AND) ANYMONTH)* COMMA?"


@rule(f"^{_MONTHS_OF} ({_MONTHS_OF})+$")
def months_by_years(tokens: list[Token], _context: Context) -> list[Token]:
    """«2023: октябрь, декабрь; 2024: март, май»: год стоит перед своими месяцами."""
    result: list[Token] = []
    year = tokens[0]
    for token in tokens:
        if token.name == "YEAR":
            year = token
        elif token.piece is not None:
            result += [token, Token("YEAR", year.text, year.n), Token("COMMA", ",")]
    return result[:-1]


@rule("ANYMONTH (YEAR G?)? COMMA? FROM NUM (TO|BEFORE|DASH) NUM (?!ANYMONTH|DATE|DOT|HOUR|CLASS)")
def month_then_days(tokens: list[Token], _context: Context) -> list[Token]:
    """«сентябрь, с 10 по 20»: числа этого месяца."""
    at = next(at for at, token in enumerate(tokens) if token.name == "FROM")
    return [*tokens[at:], *(token for token in tokens[:at] if token.name != "COMMA")]


@rule("ANYMONTH NUM G")
def short_year(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«сентябрь 23 г.»: двузначный год."""
    if tokens[1].n < 15:
        return None
    return [tokens[0], Token("YEAR", tokens[1].text, 2000 + tokens[1].n)]


@rule("NUM DASH (?=MONTH)")
def hyphened_day(tokens: list[Token], _context: Context) -> list[Token]:
    """«5-мая»: дефис между днём и месяцем лишний."""
    return tokens[:1]


@rule("ANYMONTH NUM DASH ANYMONTH NUM (?!ANYMONTH|TIMES|DASH|COMMA|AND|NUM|HALF|TERM|QUARTER|WEEK|DECADE)")
def short_years(tokens: list[Token], context: Context) -> list[Token] | None:
    """«сентябрь 23 - май 24»: двузначные годы этого учебного года."""
    years = [2000 + n for n in numbers(tokens)]
    if not {context.year.first, context.year.second} >= set(years) or years[0] > years[1]:
        return None
    left, right = (Token("YEAR", str(year), year) for year in years)
    return [tokens[0], left, *tokens[2:4], right]


@rule("ANYMONTH YEAR G? DASH ANYMONTH NUM (?!ANYMONTH|TIMES|DASH|COMMA|AND|NUM|HALF|TERM|QUARTER|WEEK|DECADE)")
def short_second_year(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«ноябрь 2023 - март 24»: у второго месяца двузначный год."""
    first = next(token.n for token in tokens if token.name == "YEAR")
    last = tokens[-1].n
    if last not in (first % 100, (first + 1) % 100):
        return None
    return [*tokens[:-1], Token("YEAR", tokens[-1].text, first - first % 100 + last)]


@rule("(?<!FROM) (?<!DASH) DATE (?=ANYMONTH|THROUGH|FREQ)")
def outline_of_two(tokens: list[Token], context: Context) -> list[Token] | None:
    """«1.1 сентябрь», «2.3. до 5 мая»: номер пункта, не дата."""
    if not re.fullmatch(r"[1-9]\d?\.[1-9]\d?\.?", tokens[0].text):
        return None
    context.warn(f"«{tokens[0].text}» понято как номер пункта, а не как дата.")
    return [Token("ALSO", "")]


@rule("DATE (?=NUM|ANYMONTH)")
def beside(tokens: list[Token], context: Context) -> list[Token] | None:
    """«1.5 сентября», «15.09 октябрь»: между датой и соседним числом или месяцем потерян знак."""
    if tokens[-1].name == "DATE":
        context.warn(f"Рядом с «{said(tokens)}» потерян знак препинания: проверьте дни.")
    return None


@rule("(?<=START|MIDDLE|END|BEFORE) NOW (?=ACAD? G)")
def current_edge(_tokens: list[Token], _context: Context) -> list[Token]:
    """«до конца текущего года» — то же, что «до конца года»."""
    return []


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
    if any(not 1 <= n <= 31 for n in numbers(days)) or any(token.text in ("первые", "первых", "последние") for token in days):
        return None
    result = days_in_month(days, month.n, None, context)
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
    return days_in_month([*tokens[:-1], last], date.start[0], date.start_year, context)


def days_in_month(days: list[Token], month: int, year: int | None, context: Context) -> list[Token]:
    """Days and ranges of one month as a list of terminals; «28-5» begins in the month before."""
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
