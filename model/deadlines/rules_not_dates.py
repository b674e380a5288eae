"""Rules of the first pass: numbers which are no days (acts, classes, stages, times, numbering), bullets and small words."""

from __future__ import annotations

import re

from model.deadlines.pieces import month_piece, piece, with_year
from model.deadlines.rule_book import Book, Context, numbers, said
from model.deadlines.tokens import Token

NOT_DATES = Book()
rule = NOT_DATES.rule
_GONE = Token("WORD", "")


@rule("ROMAN ((DASH|COMMA|AND|TO|BEFORE|IN|FROM|BY|OR|SLASH|DOT|YEAR|G|COMMA AND) ROMAN?)*")
def roman_months(tokens: list[Token], context: Context) -> list[Token]:
    """«IX-XII», «с IX по V»: месяцы римскими цифрами, если среди них есть V и больше; иначе это просто числа."""
    romans = [token for token in tokens if token.name == "ROMAN"]
    wide = max(token.n for token in romans) >= 5
    if wide:
        context.warn(f"Римские цифры «{said(romans)}» поняты как месяцы.")
    return [_roman(token, wide) if token.name == "ROMAN" else token for token in tokens]


def _roman(token: Token, is_month: bool) -> Token:
    if not is_month:
        return Token("NUM", token.text, token.n)
    return Token("NAMED", token.text, token.n, month_piece(token.n))


@rule("(NUM|NAMED) ((DASH|COMMA|AND) (NUM|NAMED))* CLASS")
def roman_classes(tokens: list[Token], context: Context) -> list[Token] | None:
    """«IX-XI классы»: классы римскими цифрами."""
    romans = [token for token in tokens if token.name == "NAMED" and not token.text.isdigit()]
    if not romans or any(token.text[0] not in "ivxх" for token in romans):
        return None
    context.warnings[:] = [one for one in context.warnings if not one.startswith("Римские")]
    return [_GONE]


@rule("FROMACT (?=(NUM|DATE|ANYMONTH|NUM ANYMONTH) (BEFORE|TO|DASH) (NUM|DATE|ANYMONTH))")
def from_to(tokens: list[Token], _context: Context) -> list[Token]:
    """«от 1 до 10 сентября» — то же, что «с 1 до 10 сентября»."""
    return [Token("FROM", tokens[0].text)]


@rule("BETWEEN (NUM|DATE|NUM ANYMONTH|ANYMONTH) YEAR? G? DOT? AND")
def between(tokens: list[Token], _context: Context) -> list[Token]:
    """«между 1 и 10 сентября» — то же, что «с 1 по 10 сентября»."""
    return [Token("FROM", tokens[0].text), *tokens[1:-1], Token("TO", tokens[-1].text)]


@rule("FROMACT (NUM ANYMONTH|DATE|BADDATE) DOT? YEAR? G? DOT? (SIGN (NUM|BIG|DATE) (SLASH|DASH|NUM|BIG|WORD)*)? (?!BEFORE|TO)")
def act(_tokens: list[Token], _context: Context) -> list[Token]:
    """«от 25 декабря 2019 г. № Р-145»: дата чужого документа, не срок."""
    return [_GONE]


@rule("FROMACT")
def act_word(_tokens: list[Token], _context: Context) -> list[Token]:
    """Слово «от» без даты срока не задаёт."""
    return [_GONE]


@rule("NUM (DOT|WORD)? ((DASH|COMMA|AND|TO) NUM WORD?)* (WORD|SLASH)? CLASS")
def classes(_tokens: list[Token], _context: Context) -> list[Token]:
    """«5-11 кл.», «9, 11 классы»: классы, не числа месяца."""
    return [_GONE]


@rule("FROM (DATE|NUM ANYMONTH) (DOT|YEAR|G)* SIGN (?=DATE|NUM ANYMONTH)")
def lost_letter(tokens: list[Token], context: Context) -> list[Token] | None:
    """«с 15.09 п 15.10»: потеряна буква в «по»."""
    if tokens[-1].text != "п":
        return None
    context.warn("«п» понято как «по».")
    return [*tokens[:-1], Token("TO", "по")]


_NUMBERS_OF = "((DASH|COMMA|DOT|SLASH) (NUM|BIG))*"


@rule(
    "CLASS NUM ((DASH|COMMA) NUM)* (?!ANYMONTH)|"
    f"SIGN DOT? WORD? DASH? (NUM|BIG|DATE|TIME) {_NUMBERS_OF} (?!ANYMONTH)|SIGN DOT? (NUM (?!MONTH)|BIG|DATE|TIME)|"
    f"(PLACE|ACT) SIGN WORD? DASH? (NUM|BIG) {_NUMBERS_OF} (?!MONTH)|PLACE DOT? (NUM|BIG) (?!MONTH)|"
    f"ACT SIGN? WORD? DASH? (DATE|BIG|NUM (?!MONTH)) {_NUMBERS_OF} (SIGN NUM)?"
)
def signs(_tokens: list[Token], _context: Context) -> list[Token]:
    """«ст. 16.34», «п. 5», «№ 118», «школа № 5», «приказ 12.09.2023 № 4»: номера и чужие даты, не срок."""
    return [_GONE]


@rule("NUM ((DASH|COMMA|AND) NUM)* STAGE|STAGE NUM (?!MONTH)")
def stages(_tokens: list[Token], _context: Context) -> list[Token]:
    """«1 этап», «этап 2»: номер этапа, не число месяца."""
    return [_GONE]


@rule("NUM? HOUR IN EACH? (WEEK|DAY)")
def weekly_hours(tokens: list[Token], _context: Context) -> list[Token]:
    """«1 час в неделю»: постоянно, весь учебный год."""
    return [Token("FREQ", said(tokens), unit="STANDING")]


@rule("WEEKDAY (FROM|IN)* (?=TIME|NUM HOUR)")
def weekday_hours(tokens: list[Token], _context: Context) -> list[Token]:
    """«Вторник 18.20-19.00»: каждую неделю."""
    return [Token("FREQ", said(tokens), unit="STANDING")]


@rule("(FROM|IN)? (TIME (DASH|TO|BEFORE) DATE|DATE (DASH|TO|BEFORE) TIME) (?!YEAR|G|DASH|TO)")
def clock_ranges(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«16.30-17.10», «9.10 - 10.30»: рядом со временем «17.10» — тоже время."""
    date = next(token for token in tokens if token.name == "DATE")
    return [_GONE] if re.fullmatch(r"(?:[01]?\d|2[0-3])\.[0-5]\d", date.text) else None


@rule("(BEFORE|FROM|TO) (TIME|(NUM|BIG) HOUR) HOUR? (?=(COMMA|DOT|IN)* (NUM ANYMONTH|DATE))")
def by_time(tokens: list[Token], _context: Context) -> list[Token]:
    """«до 12.00 5 сентября» — то же, что «до 5 сентября»; «с 10.00 1 сентября» — «с 1 сентября»."""
    return tokens[:1]


@rule("START (DASH|COLON)? (DATE|NUM ANYMONTH) (DOT|YEAR|G)* (COMMA|DASH|AND)* (END|WORD) (DASH|COLON)? (?=DATE|NUM ANYMONTH)")
def from_start_to_finish(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«начало – 1 октября, окончание – 25 апреля»: диапазон."""
    if not tokens[0].text.startswith("начал"):
        return None
    at = next(at for at, token in enumerate(tokens) if at and token.name in ("END", "WORD"))
    if not tokens[at].text.startswith(("оконч", "заверш", "кон")):
        return None
    first = [token for token in tokens[1:at] if token.name not in ("DASH", "COLON", "COMMA", "AND")]
    return [Token("FROM", "с"), *first, Token("TO", "по")]


@rule("NUM DAY (?=(COLON|DASH|COMMA)? FROM (DATE|NUM ANYMONTH) (DOT|YEAR|G)* (TO|BEFORE|DASH) (DATE|NUM ANYMONTH))")
def counted_days(_tokens: list[Token], _context: Context) -> list[Token]:
    """«15 дней с 25 декабря по 8 января»: дни уже названы, их число ничего не добавляет."""
    return [_GONE]


@rule(
    "(FROM|TO|BEFORE|BY|IN|AFTER)? (TIME ((DASH|TO|BEFORE) TIME)?|(NUM|BIG) ((DASH|TO|BEFORE) NUM)? HOUR) HOUR? (DOT (?!NUM))?"
)
def times(_tokens: list[Token], _context: Context) -> list[Token]:
    """«09.00 часов», «с 14:00 до 15:30», «в 15 часов»: время дня срока не меняет."""
    return [_GONE]


@rule("NUM DOT (?=NAMED|BEFORE|FROM|IN|THROUGH|FREQ|DATE|FEAST|NUM (MONTH|NAMED)|NUM (DASH|TO) NUM (MONTH|NAMED))")
def outline(tokens: list[Token], context: Context) -> list[Token] | None:
    """«1. Сентябрь», «2) до 5 мая»: номер пункта, не число месяца."""
    if tokens[0].n > 1 and tokens[1].text == "." and not context.numbered:
        context.warn(f"«{tokens[0].text}.» понято как номер пункта, а не как число месяца.")
    context.numbered = True
    return [Token("ALSO", "")] if tokens[0].n > 1 else [_GONE]


@rule("DOT")
def stops(_tokens: list[Token], _context: Context) -> list[Token]:
    """Точка сокращения ничего не значит."""
    return []


@rule("GIVEN COLON?")
def given(tokens: list[Token], _context: Context) -> list[Token]:
    """«повторяется: …»: названы все сроки того, что повторяется."""
    return [Token("FREQ", said(tokens), unit="GIVEN")]


@rule("ATLEAST")
def at_least(_tokens: list[Token], _context: Context) -> list[Token]:
    """«не реже», «не менее»: сколько раз самое малое; сроки те же."""
    return []


@rule("ABOUT")
def about(tokens: list[Token], context: Context) -> list[Token]:
    """«примерно», «ориентировочно»: срок тот же, но назван неточно."""
    context.warn(f"Срок назван неточно: «{said(tokens)}».")
    return []


@rule("(SEASONAL|SEASON WORD?)? HOLIDAYS (YEAR G?)?")
def vacations(tokens: list[Token], context: Context) -> list[Token]:
    """«летние каникулы» — июнь-август; даты остальных каникул школа назначает сама."""
    season = tokens[0].text
    if season.startswith("лет"):
        context.warn("Летние каникулы поняты как июнь-август: уточните, если иначе.")
        one = piece(((6, 1), (8, 31)), "period", 1)
        year = next((token.n for token in tokens if token.name == "YEAR"), 0)
        return [Token("SPAN", said(tokens), piece=with_year(one, year) if year else one)]
    return [Token("HOLIDAYS", said(tokens))]


@rule("SEASONAL")
def seasonal_words(tokens: list[Token], _context: Context) -> list[Token]:
    """«зимние» не о каникулах — просто слово."""
    return [Token("WORD", tokens[0].text)]


@rule("(?<!TO) (?<!EACH) (?<!NUM) WEEKDAY COMMA? (DATE|NUM ANYMONTH)")
def weekday_then_day(tokens: list[Token], context: Context) -> list[Token]:
    """«пн. 02.12», «вторник, 5 сентября»: день недели при дате только проверяется."""
    rest = [token for token in tokens[1:] if token.name != "COMMA"]
    _note_weekday(tokens[0], rest, context)
    return rest


@rule("(DATE|NUM ANYMONTH) YEAR? G? (COMMA|OPEN|DASH)? WEEKDAY CLOSE? (?!MON|EACH|COMMA WEEKDAY|AND WEEKDAY)")
def day_then_weekday(tokens: list[Token], context: Context) -> list[Token]:
    """«5 сентября (вторник)»: день недели при дате только проверяется."""
    at = next(at for at, token in enumerate(tokens) if token.name == "WEEKDAY")
    rest = [token for token in tokens[:at] if token.name not in ("COMMA", "OPEN", "DASH")]
    _note_weekday(tokens[at], rest, context)
    return [*rest, *([] if tokens[-1].name == "CLOSE" and tokens[at - 1].name == "OPEN" else tokens[at + 1 :])]


def _note_weekday(weekday: Token, day: list[Token], context: Context) -> None:
    date = next((token.piece for token in day if token.name == "DATE"), None)
    month = date.start[0] if date else next(token.n for token in day if token.name in ("MONTH", "NAMED"))
    context.weekdays.append((weekday.n, month, date.start[1] if date else numbers(day)[0], weekday.text))
