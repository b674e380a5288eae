"""Items of a deadline («до 1 мая», «октябрь», a choice of readings): brackets, alternatives, the kind of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from model.deadlines.pieces import Piece, with_school, with_year
from model.deadlines.shapes import Span
from model.deadlines.tokens import Token

#: Terminals that have days of their own when all rules are applied.
ITEMS = frozenset(("SPAN", "BYITEM", "OPENITEM", "CHOICE", "FOLLOWUP"))
Row = tuple[Token, ...]


def refined(tokens: Sequence[Token]) -> list[Token]:
    """Items in order; what stands in brackets within the days before them takes their place."""
    found: list[Token] = []
    outer: Token | None = None
    inside: list[Token] = []
    opened = False
    for token in tokens:
        if token.name in ("OPEN", "COLON"):
            opened, outer, inside = True, (found[-1] if found else None), []
        elif token.name == "CLOSE":
            opened = False
            _replace_outer(found, outer, inside)
            outer, inside = None, []
        elif token.name in ITEMS:
            found.append(token)
            if opened:
                inside.append(token)
    if opened:
        _replace_outer(found, outer, inside)
    return found


def _replace_outer(found: list[Token], outer: Token | None, inside: list[Token]) -> None:
    """«I полугодие (октябрь, декабрь)»: the days inside the brackets say which days outside were meant."""
    if outer is None or not inside or outer.piece is None or outer.name != "SPAN":
        return
    pieces = [token.piece for token in inside]
    if all(one is not None and _within(one, outer.piece) for one in pieces):
        for token in inside:
            if token.piece is not None and outer.piece.start_year is not None and not token.piece.dated:
                crossing = outer.piece.end < outer.piece.start and token.piece.start < outer.piece.start
                years = outer.piece.end_year if crossing else outer.piece.start_year
                token.piece = with_year(token.piece, years or outer.piece.start_year)
        found.remove(outer)


def _within(inner: Piece, outer: Piece) -> bool:
    def place(day: tuple[int, int]) -> tuple[int, int]:
        return ((day[0] - outer.start[0]) % 12, day[1])

    return place(outer.start) <= place(inner.start) <= place(inner.end) <= place(outer.end)


def give_school(token: Token, first: int) -> None:
    """Write a school year on what has no year yet."""
    if token.piece is not None and not token.piece.dated:
        token.piece = with_school(token.piece, first)
    for row in token.rows:
        for inner in row:
            give_school(inner, first)


def alternatives(token: Token) -> list[Row]:
    """Everything a terminal may mean, the likeliest first."""
    if token.name == "CHOICE":
        return [tuple(inner for inner in row if inner.piece is not None or inner.name == "FOLLOWUP") for row in token.rows]
    if token.piece is None:
        return [(token,)]
    whole = replace(token.piece, others=())
    found: list[Row] = [(Token(token.name, token.text, piece=whole, unit=token.unit),)]
    for other in token.piece.others:
        found.append((Token(token.name, token.text, piece=replace(other, others=()), unit=token.unit),))
    return found


def by_distance(choices: list[list[Row]]) -> list[tuple[Row, ...]]:
    """Combinations of alternatives, nearest to the likeliest first."""
    sizes = [range(min(len(options), 3)) for options in choices]
    if all(len(size) == 1 for size in sizes):
        return [tuple(options[0] for options in choices)]
    doubtful = [at for at, size in enumerate(sizes) if len(size) > 1][:3]
    found = []
    for picks in sorted(product(*(sizes[at] for at in doubtful)), key=sum):
        chosen = dict(zip(doubtful, picks, strict=True))
        found.append(tuple(options[chosen.get(at, 0)] for at, options in enumerate(choices)))
    return found


def kind_of_item(token: Token, span: Span) -> str:
    """Kind of a list by its first item."""
    if token.name == "FOLLOWUP":
        return "recurring"
    if span.start is None:
        return "by"
    if span.start == span.end:
        return "date"
    whole = token.piece is not None and token.piece.grain == "month" and span.end is not None
    return "months" if whole else "range"


def fitting_kind(kind: str, first: Span) -> str:
    """``kind`` of a list whose first item became ``first``: «сентябрь, кроме 15.09» is no whole month any more."""
    if kind not in ("date", "by", "range", "months"):
        return kind
    if first.start is None:
        return "by"
    if first.start == first.end:
        return "date"
    if kind != "months" or first.end is None or (first.start.year, first.start.month) != (first.end.year, first.end.month):
        return "range"
    return "months" if first.start.day == 1 and (first.end + timedelta(days=1)).day == 1 else "range"


def _subtract(span: Span, without: Span) -> list[Span]:
    """Days of ``span`` outside of ``without``; a by-date inside of it is gone."""
    if without.start is None or without.end is None:
        return [span]
    if span.start is None or span.end is None:
        day = span.start or span.end
        return [] if day and without.start <= day <= without.end else [span]
    if without.end < span.start or without.start > span.end:
        return [span]
    rest = []
    if span.start < without.start:
        rest.append(Span(span.start, without.start - timedelta(days=1)))
    if without.end < span.end:
        rest.append(Span(without.end + timedelta(days=1), span.end))
    return rest


def remaining(spans: Sequence[Span], gone: Sequence[Span]) -> tuple[Span, ...]:
    """``spans`` without the days of ``gone``."""
    rest = list(spans)
    for without in gone:
        rest = [part for span in rest for part in _subtract(span, without)]
    return tuple(rest)


def no_such_day(one: Piece, span: Span) -> bool:
    """Whether a single written day is not in the calendar (``span`` was cut to the end of its month)."""
    return one.start == one.end and one.weekday is None and span.end is not None and span.end.day != one.end[1]


def day_inside(day: date, spans: Sequence[Span]) -> bool:
    """Whether a day lies in one of the spans; an open side has no limit."""
    return any((span.start is None or span.start <= day) and (span.end is None or day <= span.end) for span in spans)
