"""Rules of the fourth pass: quarters, half-years, terms, seasons, holidays, years written beside months."""

from __future__ import annotations

from dataclasses import replace

from model.deadlines.customs import (
    CALENDAR_HALVES,
    HALVES,
    QUARTERS,
    QUARTERS_OF_FIRST_YEAR,
    SEASONS,
    TEACHING_YEAR,
    TERMS,
    TRIMESTERS,
    Days,
)
from model.deadlines.pieces import Piece, adjacent, day_piece, join, piece, with_year
from model.deadlines.rule_book import Book, Context, names, runs, said
from model.deadlines.rules_parts import listed
from model.deadlines.tokens import Token

PERIODS = Book()
rule = PERIODS.rule
_TABLES: dict[str, dict[int, Days]] = {"QUARTER": QUARTERS, "HALF": HALVES, "TERM": TERMS, "TRIM": TRIMESTERS}
_PERIOD = "(QUARTER|HALF|TERM|TRIM)"


def _period(unit: str, first: int, last: int) -> Piece:
    table = _TABLES[unit]
    base = (0 if first in QUARTERS_OF_FIRST_YEAR else 1) if unit == "QUARTER" else None
    one = piece(table[first], "period", base)
    if first == last:
        return one
    base = (0 if last in QUARTERS_OF_FIRST_YEAR else 1) if unit == "QUARTER" else None
    return join(one, piece(table[last], "period", base))


@rule("NUM HALF IN? YEAR G?")
def calendar_half(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«I полугодие 2024 г.»: полугодие календарного года или учебного — спросить."""
    year = next(token.n for token in tokens if token.name == "YEAR")
    n = tokens[0].n
    if n not in HALVES:
        return None
    school = with_year(piece(HALVES[n], "period"), year)
    one = replace(with_year(piece(CALENDAR_HALVES[n], "period"), year), others=(school,))
    return [Token("SPAN", said(tokens), piece=one)]


@rule(f"NUM ((DASH|AND|COMMA|SLASH|TO|COMMA AND) NUM)* ACAD? {_PERIOD} (IN? (ACAD? G|ACAD) (?!TIMES))?")
def numbered_periods(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«II квартал», «1 полугодие», «I и II четверть», «3, 4 четверти»: четверти и полугодия учебного года."""
    unit = next(token.name for token in tokens if token.name in _TABLES)
    table = _TABLES[unit]
    for token in tokens:
        if token.name == "NUM" and token.n == -1:
            token.n = max(table)
    found = runs([token for token in tokens if token.name != "ACAD"])
    if any(first not in table or last not in table for first, last in found):
        return None
    return listed([_period(unit, first, last) for first, last in found], said(tokens))


@rule("SEASON (WORD (?=YEAR))?")
def seasons(tokens: list[Token], _context: Context) -> list[Token]:
    """«осенью» — сентябрь-ноябрь, «зимой» — декабрь-февраль, «весной» — март-май, «летом» — июнь-август."""
    base = 1 if tokens[0].n >= 3 else 0
    return [Token("SPAN", said(tokens), piece=piece(SEASONS[tokens[0].n], "period", base))]


@rule("CAL G")
def calendar_year(tokens: list[Token], _context: Context) -> list[Token]:
    """«календарный год»: первый или второй календарный год учебного — спросить."""
    second = Piece((1, 1), (12, 31), "period", 1)
    return [Token("SPAN", said(tokens), piece=replace(second, base=0, others=(second,)))]


@rule("BEFORE (?:IN|NOW)* (ACAD G|G|SCHOOL|YEAR G?)")
def by_year(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«до конца учебного года» — не позднее 31 мая; «до конца года» — 31 мая или 31 декабря, спросить."""
    edge = tokens[0].unit
    text = said(tokens)
    number = next((token.n for token in tokens if token.name in ("YEAR", "SCHOOL")), 0)
    kinds = names(tokens)
    whole = piece(TEACHING_YEAR, "period")
    if "SCHOOL" in kinds:
        whole = replace(whole, school=number)
    elif "YEAR" in kinds:
        whole = with_year(Piece((1, 1), (12, 31), "period", 1), number)
        if not edge:
            before = with_year(Piece((1, 1), (12, 31), "period", 1), number - 1)
            whole = replace(whole, others=(before,))
    elif "ACAD" not in kinds and edge == "END":
        whole = replace(whole, others=(Piece((1, 1), (12, 31), "period", 0),))
    return [Token("BEFORE", text, tokens[0].n, unit=edge or "END"), Token("SPAN", text, piece=whole)]


_YEAR_EDGES: dict[str, tuple[Days, Days, Days]] = {
    # of a school year: the likeliest reading and another; of a year which is not called «учебный» also the last one
    "START": (((9, 1), (9, 31)), ((9, 1), (9, 10)), ((1, 1), (1, 31))),
    "MIDDLE": (((12, 1), (1, 31)), ((1, 1), (1, 31)), ((6, 1), (6, 31))),
    "END": (((5, 1), (5, 31)), ((5, 21), (5, 31)), ((12, 1), (12, 31))),
}


@rule("(START|MIDDLE|END) ((COMMA|AND|COMMA AND) IN? (START|MIDDLE|END))* NOW? (ACAD G|SCHOOL|G)")
def edges_of_year(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«в начале учебного года» — сентябрь или его первая декада; «в конце года» — май, без «учебного» и декабрь."""
    school = next((token.n for token in tokens if token.name == "SCHOOL"), None)
    bare = not {"SCHOOL", "ACAD"} & set(names(tokens))
    found = []
    for token in tokens:
        if token.name in _YEAR_EDGES:
            days = _YEAR_EDGES[token.name][: 3 if bare else 2]
            first, *others = (replace(piece(one, "period"), school=school) for one in days)
            found.append(replace(first, others=tuple(others)))
    return listed(found, said(tokens))


@rule("(?<!BEFORE) (START|END) (SPAN)")
def edge_of_period(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«в конце I четверти»: последняя декада или последний месяц — спросить; в начале — так же."""
    one = tokens[1].piece
    if one is None:
        return None
    month = one.end[0] if tokens[0].name == "END" else one.start[0]
    days = ((month, 21), (month, 31)) if tokens[0].name == "END" else ((month, 1), (month, 10))
    narrow = piece(days, "period", one.base + (tokens[0].name == "END" and one.end < one.start))
    wide = replace(narrow, start=(month, 1), end=(month, 31))
    year = one.end_year if tokens[0].name == "END" else one.start_year
    if year is not None:
        narrow, wide = with_year(narrow, year), with_year(wide, year)
    return [Token("SPAN", said(tokens), piece=replace(narrow, school=one.school, others=(wide,)))]


def _winter(one: Piece, year: int, context: Context) -> Piece:
    """«зима 2023»: the winter which begins in this year or ends in it; the one of the school year when only one is."""
    begins = replace(one, start_year=year, end_year=year + 1)
    ends = with_year(one, year)
    if year in (context.year.first, context.year.second):
        return begins if year == context.year.first else ends
    return replace(begins, others=(ends,))


@rule("KNOWN (COMMA|OPEN)? YEAR G? (CLOSE)?")
def year_after(tokens: list[Token], context: Context) -> list[Token] | None:
    """«май 2022 г.», «октябрь (2023)»: год стоит при своём месяце."""
    one = tokens[0].piece
    year = next(token.n for token in tokens if token.name == "YEAR")
    if one is None:
        return None
    text = said(tokens)
    if one.start[0] == 12 and one.end[0] < 12 and one.start_year is None and tokens[0].name == "SPAN" and not one.others:
        one = _winter(one, year, context)
        return [Token("SPAN", text, piece=one)]
    close = [tokens[-1]] if tokens[-1].name == "CLOSE" and "OPEN" not in names(tokens) else []
    if one.start_year is None:
        return [Token("SPAN", text, piece=with_year(one, year)), *close]
    if "COMMA" in names(tokens):
        return [tokens[0], Token("COMMA", ","), Token("SPAN", text, piece=with_year(one, year)), *close]
    return None


@rule("YEAR G? (COLON|COMMA|OPEN|DASH)? IN? KNOWN")
def year_before(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«2023 год: сентябрь»: год стоит перед своим месяцем."""
    one = tokens[-1].piece
    if one is None or one.start_year is not None:
        return None
    return [Token("SPAN", said(tokens), piece=with_year(one, tokens[0].n))]


@rule("(BEFORE|BY) FEAST")
def by_feast(tokens: list[Token], context: Context) -> list[Token] | None:
    """«к Новому году» — не позднее 31 декабря; к другим праздникам — не позднее самого дня."""
    one = tokens[1].piece
    if one is None or one.start != (1, 1):
        return None
    context.warn("«К Новому году» понято как «до 31 декабря».")
    return [tokens[0], Token("SPAN", said(tokens), piece=day_piece(12, 31))]


@rule("ANYMONTH ANYMONTH")
def glued_months(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«сентябрьмай»: потеряна запятая или тире — спросить."""
    left, right = tokens[0].piece, tokens[1].piece
    if tokens[1].unit != "glued" or left is None or right is None or adjacent(left, right) or left.others or right.others:
        return None
    text = said(tokens)
    whole = Token("SPAN", text, piece=join(left, right))
    return [Token("CHOICE", text, rows=(tuple(listed([left, right], text)), (whole,)))]


@rule("KNOWN YEAR? G? (COMMA|DASH|OPEN|COLON)* FEAST CLOSE?|FEAST (COMMA|DASH|OPEN|COLON)* KNOWN CLOSE?")
def feast_beside(tokens: list[Token], context: Context) -> list[Token] | None:
    """«1 сентября - День знаний»: один срок; «октябрь (День учителя)»: весь месяц или этот день — спросить."""
    feast = next(token for token in tokens if token.name == "FEAST")
    other = next((token for token in tokens if token.piece is not None and token is not feast), None)
    if other is None or other.piece is None or feast.piece is None:
        return None
    rest = [token for token in tokens if token.name in ("YEAR", "G")]
    if other.piece.start[0] == feast.piece.start[0] and other.piece.one_month and other.name != "FEAST":
        if other.piece.grain == "month" and not other.piece.others:
            return [Token("SPAN", said(tokens), piece=replace(other.piece, others=(feast.piece,))), *rest]
        if feast.piece.weekday is None and feast.piece.start != other.piece.start:
            context.warn(f"{feast.text} — другой день: проверьте дату.")
        return [Token("SPAN", other.text, piece=other.piece), *rest]
    return None


@rule("KNOWN (IN? (ACAD G|G))? (?!TIMES)")
def known(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«сентябрь учебного года»: слова «учебного года» и «г.» при месяце ничего не добавляют."""
    return [Token("SPAN", said(tokens), piece=tokens[0].piece)]


@rule("YEAR G")
def year_word(tokens: list[Token], _context: Context) -> list[Token]:
    """«2023 год»: слово «год» при числе ничего не добавляет."""
    return [tokens[0]]
