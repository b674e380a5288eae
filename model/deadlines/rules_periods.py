"""Rules of the second pass: quarters, half-years, terms, years written beside months, frequencies, ranges."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

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
from model.deadlines.pieces import Piece, adjacent, join, piece, with_year
from model.deadlines.rule_book import Book, Context, names, numbers, runs, said
from model.deadlines.rules_numbers import listed
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


@rule("SEASON")
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
    return [Token("BEFORE", text, unit=edge or "END"), Token("SPAN", text, piece=whole)]


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
    narrow = piece(days, "period", one.base if tokens[0].name == "START" else None)
    wide = replace(narrow, start=(month, 1), end=(month, 31))
    year = one.end_year if tokens[0].name == "END" else one.start_year
    if year is not None:
        narrow, wide = with_year(narrow, year), with_year(wide, year)
    return [Token("SPAN", said(tokens), piece=replace(narrow, school=one.school, others=(wide,)))]


@rule("KNOWN (COMMA|OPEN)? YEAR G? (CLOSE)?")
def year_after(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«май 2022 г.», «октябрь (2023)»: год стоит при своём месяце."""
    one = tokens[0].piece
    year = next(token.n for token in tokens if token.name == "YEAR")
    if one is None:
        return None
    text = said(tokens)
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


@rule("KNOWN (IN? (ACAD G|G))? (?!TIMES)")
def known(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«сентябрь учебного года»: слова «учебного года» и «г.» при месяце ничего не добавляют."""
    return [Token("SPAN", said(tokens), piece=tokens[0].piece)]


@rule("YEAR G")
def year_word(tokens: list[Token], _context: Context) -> list[Token]:
    """«2023 год»: слово «год» при числе ничего не добавляет."""
    return [tokens[0]]


@rule("BEFORE? PART NUM MON IN? EACH? (QUARTER|HALF)")
def month_of_quarter(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«до 25 числа последнего месяца квартала»: сентябрь, декабрь, март, июнь; «первого месяца» — октябрь, январь ..."""
    part = next(token for token in tokens if token.name == "PART")
    n = next(token.n for token in tokens if token.name == "NUM")
    if n not in (1, 3, -1) or tokens[0].name != "BEFORE":
        return None
    return [Token("FOLLOWUP", said(tokens), part.parts[-1][1], unit=("" if n == 1 else "LAST_") + tokens[-1].name)]


@rule("EACH? PART IN? EACH? MON")
def part_of_each_month(tokens: list[Token], _context: Context) -> list[Token]:
    """«последняя неделя каждого месяца», «10 числа месяца»: в каждом месяце с сентября по май."""
    part = next(token for token in tokens if token.name == "PART")
    return [Token("PART", said(tokens), part.n, parts=part.parts, unit="each " + part.unit)]


@rule("FREQ COMMA? (BEFORE|BY|TO) NUM (?!KNOWN|YEAR|TIMES|NUM|TERM|HALF|QUARTER)|(BEFORE|BY|TO) NUM COMMA? FREQ")
def monthly_by_day(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«ежемесячно до 10»: до этого числа каждого месяца."""
    if not any(token.unit == "MON" for token in tokens) or not all(1 <= n <= 31 for n in numbers(tokens)):
        return None
    return [Token("PART", t.text, parts=((t.n, t.n),), unit="day") if t.name == "NUM" else t for t in tokens]


@rule("EACH PART")
def each_weeks(tokens: list[Token], context: Context) -> list[Token] | None:
    """«каждые две недели» — постоянно, весь учебный год."""
    if tokens[1].unit:
        return None
    context.warnings[:] = [one for one in context.warnings if tokens[1].text not in one]
    return [Token("FREQ", said(tokens), unit="STANDING")]


@rule("BEFORE EACH? (MON|TERM|HALF|QUARTER)")
def by_end_of_each(tokens: list[Token], context: Context) -> list[Token] | None:
    """«до конца каждой четверти» — не позднее последнего дня каждой из них."""
    if tokens[0].unit != "END":
        return None
    if len(tokens) == 2:
        context.warn(f"«{said(tokens)}»: который период, не сказано; понято как каждый.")
    return [Token("FOLLOWUP", said(tokens), 31, unit="LAST_" + tokens[-1].name)]


@rule("(START|END) EACH? (TERM|HALF|QUARTER|TRIM)")
def edge_of_each(tokens: list[Token], context: Context) -> list[Token]:
    """«в конце каждой четверти» — последняя декада каждой, «в начале» — первая."""
    context.warn(f"«{said(tokens)}» понято как одна декада: уточните, если иначе.")
    return [Token("FREQ", said(tokens), unit=f"{tokens[0].name}_{tokens[-1].name}")]


@rule(f"EACH ACAD? NUM? (MON|WEEK|WEEKS|G|DAY|{_PERIOD})|EACH NUM? WEEKDAY|TO (MON|WEEKDAY|{_PERIOD}) (?!NUM|ANYMONTH)")
def each(tokens: list[Token], context: Context) -> list[Token] | None:
    """«каждый квартал», «по четвертям», «каждые полгода»: столько раз, сколько их в учебном году."""
    return _frequency(tokens[-1].name, 1, (numbers(tokens) or [1])[0], said(tokens), context)


_IN_UNIT = f"(IN|TO|SLASH)? (EACH|ACAD|CAL|NUM)* (MON|WEEK|WEEKS|G|DAY|{_PERIOD})"


@rule(f"(NUM (DASH NUM)?)? TIMES {_IN_UNIT}|ONCE ({_IN_UNIT})?")
def times_in(tokens: list[Token], context: Context) -> list[Token] | None:
    """«1 раз в квартал», «2 раза в год», «раз в два месяца», «дважды в год»."""
    at = next(at for at, token in enumerate(tokens) if token.name in ("TIMES", "ONCE"))
    counts = numbers(tokens[:at]) or [max(tokens[at].n, 1)]
    each_n = (numbers(tokens[at:]) or [1])[0]
    unit = tokens[-1].name
    if unit == "ONCE":
        return [Token("FREQ", said(tokens), unit="YEAR")] if tokens[-1].n == 1 else None
    result = _frequency(unit, counts[0], each_n, said(tokens), context)
    if len(counts) > 1 and counts[1] != counts[0]:
        other = _frequency(unit, counts[1], each_n, said(tokens), context)
        if result[0].unit != other[0].unit:
            result[0].rows = ((other[0],),)
    return result


@rule(f"IN (MON|G|{_PERIOD}) NUM TIMES")
def in_times(tokens: list[Token], context: Context) -> list[Token] | None:
    """«в год 2 раза»: то же, что «2 раза в год»."""
    return _frequency(tokens[1].name, tokens[2].n, 1, said(tokens), context)


def _frequency(unit: str, count: int, every: int, text: str, context: Context) -> list[Token]:
    """``count`` times in ``every`` units, as one of the frequencies which the calendar knows."""
    doubt = f"«{text}»: сроки внутри периода не названы; отмечайте один раз за период."
    name = unit
    if unit in ("WEEK", "WEEKS", "DAY", "WEEKDAY"):
        name = "STANDING"
    elif unit == "MON":
        name = {1: "MON", 2: "TWO_MONTHS", 3: "QUARTER", 6: "HALF", 12: "YEAR"}.get(every, "YEAR")
        if every in (1, 2, 3, 6, 12):
            doubt = doubt if count > 1 else ""
    elif unit == "G":
        name = {1: "YEAR", 2: "HALF", 3: "TRIM", 4: "QUARTER", 9: "MON"}.get(count, "YEAR") if every == 1 else "YEAR"
        doubt = doubt if count not in (1, 2, 4, 9) or every != 1 else ""
    elif count == every == 1:
        doubt = ""
    if doubt and name != "STANDING":
        context.warn(doubt)
    return [Token("FREQ", text, unit=name)]


@rule("IN (?!ACAD|G|MON|TERM|HALF|QUARTER|WEEK|DAY)")
def prepositions(_tokens: list[Token], _context: Context) -> list[Token]:
    """Предлоги «в», «на», «за» при сроке ничего не меняют."""
    return []


@rule("THROUGH (?=WHOLE? (SPAN|FREQ))")
def through(_tokens: list[Token], _context: Context) -> list[Token]:
    """«в течение сентября» — сентябрь."""
    return []


@rule("FROM START AND? BEFORE SPAN")
def from_start_to_end(tokens: list[Token], _context: Context) -> list[Token]:
    """«с начала и до конца учебного года» — весь год."""
    return [tokens[-1]]


@rule("THROUGH? WHOLE? IN? NOW? ACAD? (G (?!TIMES)|TERMOF)|WHOLE (?=SCHOOL)|GENERAL")
def whole_year(tokens: list[Token], _context: Context) -> list[Token]:
    """«в течение (учебного) года», «весь год» — с 1 сентября по 31 мая; «весь срок реализации» — то же, постоянно."""
    if names(tokens) == ["WHOLE"]:
        return []
    if len(tokens) == 1 and tokens[0].name == "G" and not tokens[0].text.startswith("год"):
        return [Token("WORD", tokens[0].text)]
    unit = "STANDING" if "TERMOF" in names(tokens) else ""
    return [Token("GENERAL", said(tokens), unit=unit)]


@rule("(FROM)? SPAN (COMMA|AND)? (DASH+ TO?|TO) SPAN (DASH SPAN)*|FROM SPAN (COMMA|AND)? BEFORE SPAN|SPAN COMMA DASH SPAN")
def ranges(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«с сентября по май», «сентябрь-май», «с 1 сентября до 1 октября»: диапазон, конец входит."""
    found = [token.piece for token in tokens if token.piece is not None]
    text = said(tokens)
    if {"COMMA", "AND"} & set(names(tokens)) and tokens[0].name != "FROM" and "DASH" not in names(tokens):
        return None
    before = next((token for token in tokens if token.name == "BEFORE"), None)
    one = join(found[0], found[-1])
    if before is not None and found[-1].grain == "month" and before.unit != "END":
        month = found[-1].start[0]
        short = replace(found[-1], start=((month - 2) % 12 + 1, 1), end=((month - 2) % 12 + 1, 31), others=())
        if month == 1 and short.start_year is not None:
            short = replace(short, start_year=short.start_year - 1, end_year=short.start_year - 1)
        one = replace(one, others=(*one.others, join(found[0], short)))
    if len(found) > 2 and any(not adjacent(left, right) for left, right in pairwise(found)):
        rows = ((Token("SPAN", text, piece=one),), tuple(listed(found, text)))
        return [Token("CHOICE", text, rows=rows)]
    return [Token("SPAN", text, piece=one)]


@rule("(?<!COMMA) SPAN (AND|SLASH) SPAN (?!AND|COMMA AND)")
def neighbours(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«апрель и май» рядом — диапазон; «октябрь и март» не рядом — перечень."""
    left, right = tokens[0].piece, tokens[2].piece
    if left is None or right is None or not adjacent(left, right):
        return None
    return [Token("SPAN", said(tokens), piece=join(left, right))]
