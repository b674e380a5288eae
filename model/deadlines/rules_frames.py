"""Rules of the last pass: «до», «с», «кроме», «после» and by-dates which follow a reported period."""

from __future__ import annotations

from dataclasses import replace

from model.deadlines.customs import TEACHING_YEAR
from model.deadlines.pieces import Piece, join, piece
from model.deadlines.rule_book import Book, Context, names, said
from model.deadlines.tokens import Token

FRAMES = Book()
rule = FRAMES.rule


_REPORTED = "(COMMA|MON|NEXT|IN|AFTER|REPORT|G|QUARTER|HALF|TERM|WORD)*"


@rule(f"(FREQ (COMMA|OPEN)?)? BEFORE? (PART|NUM) (COMMA|MON|EACH|IN|AFTER|TO)* (NEXT|REPORT|AFTER) {_REPORTED}")
def follow_up(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«до 5 числа месяца, следующего за отчётным кварталом»: 5 октября, 5 января, 5 апреля, 5 июля."""
    part = next(token for token in tokens if token.name in ("PART", "NUM"))
    day = part.parts[-1][1] if part.parts else part.n
    named = {"MON", "QUARTER", "HALF", "G", "FREQ"} & set(names(tokens)) or part.unit.startswith("each")
    if not 1 <= day <= 31 or not named:
        return None
    units = [token.unit if token.name == "FREQ" else token.name for token in tokens]
    unit = next((name for name in ("QUARTER", "HALF") if name in units), "MON")
    follow = Token("FOLLOWUP", said(tokens), day, unit=unit)
    if unit != "MON":
        return [follow]
    # of September to May it is the month after, but the by-dates may as well be those of September to May
    return [Token("CHOICE", said(tokens), rows=((follow,), (replace_unit(follow, "LAST_MON"),)))]


def replace_unit(token: Token, unit: str) -> Token:
    """The same terminal of another unit."""
    return Token(token.name, token.text, token.n, unit=unit)


@rule("(BEFORE|IN)? (NUM|WORD)? RELATIVE [^COMMA OPEN CLOSE]*")
def relative(tokens: list[Token], _context: Context) -> list[Token]:
    """«в 10-дневный срок после приказа»: отсчёт от события, дни не известны."""
    return [Token("RELATIVE", said(tokens))]


@rule("AFTER SPAN")
def after_day(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«после 15 мая»: начинается на следующий день, конца нет."""
    one = tokens[1].piece
    if tokens[0].text != "после" or one is None:
        return None
    return [Token("OPENITEM", said(tokens), piece=one, unit="after")]


@rule("AFTER SPAN ((AND|COMMA) SPAN)* [^COMMA OPEN CLOSE SPAN]*")
def after_period(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«по итогам 1 полугодия», «по окончании II четверти»: отсчёт от события."""
    spans = [token.piece for token in tokens if token.name == "SPAN"]
    if tokens[0].text or any(one is None or one.grain != "period" or one.one_month for one in spans):
        return None
    return [Token("RELATIVE", said(tokens))]


@rule("AFTER [^COMMA OPEN CLOSE SPAN IN]* ((?<!DASH) SPAN (?=COMMA|OPEN|CLOSE|$)|RELATIVE)?")
def after_event(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«после завершения программы», «по итогам полугодия»: отсчёт от события."""
    counted = tokens[0].text in ("через", "спустя") or "NUM" in names(tokens)
    return [Token("RELATIVE", said(tokens), unit="duration" if counted else "")]


@rule(
    "MOVED FROM SPAN (BEFORE|BY|TO)? SPAN|"
    "(SPAN|BEFORE SPAN|BY SPAN) (COMMA|OPEN|DASH|COLON)* MOVED (BEFORE|BY|TO)? SPAN CLOSE?|MOVED"
)
def moved(tokens: list[Token], context: Context) -> list[Token]:
    """«октябрь (перенесено на ноябрь)»: действует новый срок."""
    context.warn("Срок перенесён: взят новый, проверьте.")
    if len(tokens) == 1:
        return []
    at = max(at for at, token in enumerate(tokens) if token.name == "SPAN")
    lead = [tokens[at - 1]] if tokens[at - 1].name in ("BEFORE", "BY", "TO") else []
    return [*lead, tokens[at]]


@rule("SPAN (COMMA|DASH) BEFORE SPAN")
def month_by_date(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«август - до 25.08», «сентябрь, до 15 сентября»: день уточняет свой месяц, как в скобках."""
    month, day = tokens[0].piece, tokens[3].piece
    if month is None or day is None or month.grain != "month" or day.grain != "date" or month.start[0] != day.start[0]:
        return None
    return [tokens[0], Token("COLON", ""), *tokens[2:]]


@rule("^(BEFORE|BY) (START|END)? (WORD|HOLIDAYS|HOLIDAYS WORD)+$")
def before_event(tokens: list[Token], _context: Context) -> list[Token]:
    """«до педсовета», «к началу каникул»: отсчёт от события, день которого не назван."""
    return [Token("RELATIVE", said(tokens))]


@rule("(BEFORE|BY) (START|END)? GENERAL")
def before_general(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«до конца срока наставничества»: когда он кончится, не сказано."""
    return [Token("RELATIVE", said(tokens))] if tokens[-1].unit == "STANDING" else None


@rule("BEFORE SPAN COMMA? FROM SPAN")
def end_before_start(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«не позднее 15 октября, не ранее 1 сентября»: диапазон, названный с конца."""
    end, start = tokens[1].piece, tokens[-1].piece
    if end is None or start is None or tokens[-2].text or start.base > end.base:
        return None
    return [Token("SPAN", said(tokens), piece=join(start, end))]


@rule("MIND [^SPAN OPEN CLOSE]* SPAN ((COMMA|AND) SPAN)*")
def minding(tokens: list[Token], _context: Context) -> list[Token]:
    """«с учётом праздничных дней, 3 и 4 ноября»: пояснение или ещё один срок — спросить."""
    row = tuple(token for token in tokens if token.name == "SPAN")
    return [Token("CHOICE", said(tokens), rows=((), row))]


@rule("EXCEPT SPAN ((COMMA|AND|COMMA AND) SPAN)*")
def exceptions(tokens: list[Token], _context: Context) -> list[Token]:
    """«кроме января»: эти дни исключены."""
    return [Token("EXCLUDED", token.text, piece=token.piece) for token in tokens if token.piece is not None]


@rule("(BEFORE|BY|TO) SPAN OR (BEFORE|BY|TO)? SPAN")
def by_one_of_two(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«до 1 сентября или до 1 октября»: который из двух — спросить."""
    left, right = (token.piece for token in tokens if token.name == "SPAN")
    if left is None or right is None:
        return None
    rows = tuple((Token("BYITEM", said(tokens), piece=_by(tokens[0], one)),) for one in (left, right))
    return [Token("CHOICE", said(tokens), rows=rows)]


@rule("(BEFORE|BY|TO) SPAN ((COMMA|AND|COMMA AND) SPAN (?!DASH))*")
def by_items(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«до 2 октября», «к 1 сентября», «не позднее 5 мая»: известен конец; «до 1 октября, 1 декабря» — два срока."""
    result: list[Token] = []
    lead = tokens[0]
    first = tokens[1].piece
    if first is None:
        return None
    for token in tokens[1:]:
        one = token.piece
        if one is None:
            result.append(token)
        elif token is tokens[1]:
            result.append(Token("BYITEM", said([lead, token]), piece=_by(lead, one)))
        elif first.grain == "date" == one.grain:
            by = Token("BYITEM", token.text, piece=one)
            result.append(Token("CHOICE", token.text, rows=((by,), (token,))))
        else:
            result.append(token)
    return result


def _by(lead: Token, one: Piece) -> Piece:
    """The piece whose end is the deadline; a bare month after «до» or «к» may mean its beginning or its end."""
    before = _day_before(one)
    if lead.unit == "START":
        # «к началу» may be the first day itself
        return replace(before, others=(replace(one, end=one.start, end_year=one.start_year, others=()),)) if lead.n else before
    if one.start_year is not None and not one.others:
        one = replace(one, start=one.end if one.grain != "month" else one.start, start_year=one.end_year)
    months = one.start[1] == 1 and (one.grain == "month" or (one.grain == "period" and not one.one_month))
    if lead.unit == "END" or lead.name == "TO" or not months:
        return one
    if lead.name == "BY":
        return replace(before, others=(replace(one, others=()),))
    return replace(one, others=(*one.others, before))


def _day_before(one: Piece) -> Piece:
    """The last day before ``one`` starts (pieces start on the first day of a month when this is asked)."""
    month, day = one.start
    if day > 1:
        return replace(one, start=(month, day - 1), end=(month, day - 1), end_year=one.start_year, others=())
    month = (month - 2) % 12 + 1
    year = one.start_year
    if year is not None and month == 12:
        year -= 1
    return replace(
        one, start=(month, 1), end=(month, 31), start_year=year, end_year=year, others=(), base=one.base - (month == 12)
    )


@rule("FROM SPAN")
def open_items(tokens: list[Token], _context: Context) -> list[Token] | None:
    """«с 1 сентября»: известно начало, конца нет."""
    return [Token("OPENITEM", said(tokens), piece=tokens[1].piece)]


@rule("SCHOOL")
def school_year(tokens: list[Token], _context: Context) -> list[Token]:
    """«2021-2022 гг.» в плане школы — учебный год: с 1 сентября по 31 мая."""
    one = replace(piece(TEACHING_YEAR, "period"), school=tokens[0].n)
    return [Token("GENERAL", tokens[0].text, tokens[0].n, piece=one)]
