"""Rules of the sixth pass: «в течение», «с … по …», ranges, neighbours, one of two."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from model.deadlines.pieces import adjacent, join, with_year
from model.deadlines.rule_book import Book, Context, names, said
from model.deadlines.rules_parts import listed
from model.deadlines.tokens import Token

RANGES = Book()
rule = RANGES.rule


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


@rule("SPAN OPEN WORD* CLOSE (?=DASH SPAN)")
def remark_inside(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«25 марта (весна) - 3 апреля»: пояснение внутри диапазона дат."""
    one = tokens[0].piece
    return [tokens[0]] if one is not None and one.grain == "date" else None


@rule("^DASH SPAN (DASH SPAN)+$")
def dashes(tokens: list[Token], _context: Context) -> list[Token]:
    """«- сентябрь - январь»: перечень через тире или диапазон — спросить."""
    found = [token.piece for token in tokens if token.piece is not None]
    text = said(tokens)
    return [Token("CHOICE", text, rows=(tuple(listed(found, text)), (Token("SPAN", text, piece=join(found[0], found[-1])),)))]


@rule("SPAN (?=FROM SPAN (TO|BEFORE|DASH) SPAN)")
def explained(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«I полугодие с 02.09 по 31.12», «июль с 1 по 4 июля»: дни уточняют период, как в скобках."""
    one = tokens[0].piece
    if one is None or one.grain not in ("period", "month"):
        return None
    return [tokens[0], Token("COLON", "")]


@rule("SPAN DASH SPAN DASH SPAN")
def named_period(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«27 марта - 20 мая - 4 четверть»: дни названы, название периода их только поясняет."""
    found = [token.piece for token in tokens if token.piece is not None]
    grains = [one.grain for one in found]
    if grains == ["date", "date", "period"]:
        return [Token("SPAN", said(tokens), piece=join(found[0], found[1]))]
    if grains == ["period", "date", "date"]:
        return [Token("SPAN", said(tokens), piece=join(found[1], found[2]))]
    return None


@rule("SPAN SPAN")
def month_and_its_days(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«июль 1-4 июля», «сентябрь с 8 по 12 сентября»: дни уточняют свой месяц."""
    month, days = tokens[0].piece, tokens[1].piece
    if month is None or days is None or month.grain != "month" or days.grain == "month":
        return None
    if {days.start[0], days.end[0]} != {month.start[0]} or not days.one_month:
        return None
    if month.start_year is not None and days.start_year is None:
        days = with_year(days, month.start_year)
    return [Token("SPAN", said(tokens), piece=days)]


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


@rule("(?<!BEFORE) (?<!BY) (?<!TO) SPAN OR SPAN")
def one_of_two(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«сентябрь или октябрь»: оба, только первый, только второй — спросить."""
    left, right = tokens[0], tokens[2]
    if left.piece is None or right.piece is None:
        return None
    both: tuple[Token, ...] = (left, right)
    if adjacent(left.piece, right.piece):
        both = (Token("SPAN", said(tokens), piece=join(left.piece, right.piece)),)
    return [Token("CHOICE", said(tokens), rows=(both, (left,), (right,)))]


@rule("(?<!COMMA) SPAN (AND|SLASH) SPAN (?!AND|COMMA AND)")
def neighbours(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«апрель и май» рядом — диапазон; «октябрь и март» не рядом — перечень."""
    left, right = tokens[0].piece, tokens[2].piece
    if left is None or right is None or not adjacent(left, right):
        return None
    return [Token("SPAN", said(tokens), piece=join(left, right))]
