"""Rules of the fifth pass: «раз в квартал», «последняя неделя каждого месяца», «2 раза в год»: what recurs."""

from __future__ import annotations

from dataclasses import replace

from model.deadlines.customs import TEACHING_YEAR
from model.deadlines.pieces import month_piece
from model.deadlines.rule_book import Book, Context, numbers, said
from model.deadlines.rules_parts import listed, part_pieces
from model.deadlines.tokens import Token

FREQUENCIES = Book()
rule = FREQUENCIES.rule
_PERIOD = "(QUARTER|HALF|TERM|TRIM)"


@rule("BEFORE? PART NUM MON IN? EACH? (QUARTER|HALF)")
def month_of_quarter(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«до 25 числа последнего месяца квартала»: сентябрь, декабрь, март, июнь; «первого месяца» — октябрь, январь ..."""
    part = next(token for token in tokens if token.name == "PART")
    n = next(token.n for token in tokens if token.name == "NUM")
    if n not in (1, 3, -1) or tokens[0].name != "BEFORE":
        return None
    return [Token("FOLLOWUP", said(tokens), part.parts[-1][1], unit=("" if n == 1 else "LAST_") + tokens[-1].name)]


@rule("PART IN? EACH? ACAD? (TERM|HALF|QUARTER|TRIM)")
def part_of_each_period(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«последняя неделя четверти», «в последний день полугодия»: в последнем (первом) месяце каждой из них."""
    part = tokens[0]
    if part.unit or not (part.parts[0][0] == 1 or part.parts[-1][1] == 31):
        return None
    return [Token("FREQ", said(tokens), -1 if part.parts[-1][1] == 31 else 1, parts=part.parts, unit=tokens[-1].name)]


@rule("PART IN? SPAN")
def part_of_period(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«последняя неделя I четверти»: последняя неделя её последнего месяца."""
    part, one = tokens[0], tokens[-1].piece
    if one is None or one.grain != "period" or one.one_month or part.unit or one.others:
        return None
    last = part.parts[-1][1] == 31
    if not last and part.parts[0][0] != 1:
        return None
    month, year = (one.end[0], one.end_year) if last else (one.start[0], one.start_year)
    whole = replace(month_piece(month), start_year=year, end_year=year, school=one.school)
    if not one.dated:
        whole = replace(whole, base=one.base if one.start <= one.end or not last else one.base + 1)
    return listed(part_pieces(part, whole), said(tokens))


@rule("NUM MON IN? EACH? ACAD? (TERM|HALF|QUARTER|TRIM|G)")
def month_of_each_period(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«последний месяц квартала», «первый месяц учебного года»: этот месяц каждого периода."""
    n = tokens[0].n
    if n not in (1, 2, 3, -1) or tokens[0].unit != "ordinal":
        return None
    unit = tokens[-1].name
    if unit == "G":
        month = TEACHING_YEAR[1][0] if n == -1 else TEACHING_YEAR[0][0] + n - 1
        return [Token("SPAN", said(tokens), piece=month_piece(month))]
    return [Token("FREQ", said(tokens), n, parts=((1, 31),), unit="MONTH_OF_" + unit)]


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


@rule(
    f"EACH ACAD? NUM? (MON|WEEK|WEEKS|G|DAY|{_PERIOD})|EACH NUM? WEEKDAY|"
    f"TO (MON|{_PERIOD}) (?!NUM|ANYMONTH)|TO WEEKDAY ((COMMA|AND) TO? WEEKDAY)*"
)
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
        return [Token("FREQ", said(tokens), 1, unit="YEAR")] if tokens[-1].n == 1 else None
    result = _frequency(unit, counts[0], each_n, said(tokens), context)
    result[0].n = counts[0]
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
        doubt = doubt if count not in (1, 2, 9) or every != 1 else ""
    elif count == every == 1:
        doubt = ""
    if doubt and name != "STANDING":
        context.warn(doubt)
    return [Token("FREQ", text, unit=name)]


@rule("NUM TIMES|ONCE")
def count_alone(tokens: list[Token], _context: Context) -> list[Token]:
    """«2 раза (ноябрь, март)»: сколько раз, без периода; проверяется по числу названных сроков."""
    return [Token("COUNT", said(tokens), max(tokens[0].n, 1))]


@rule("FROM SPAN COMMA? FREQ COMMA? (?=(BEFORE|TO) SPAN)")
def frequency_within(tokens: list[Token], _context: Context) -> list[Token]:
    """«с 15.09 еженедельно до 20.12»: периодичность внутри диапазона."""
    beat = next(token for token in tokens if token.name == "FREQ")
    return [beat, *(token for token in tokens if token.name in ("FROM", "SPAN"))]
