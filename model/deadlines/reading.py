"""What the rules left → a Deadline: occurrences inside one school year, every reading, warnings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, product

from model.deadlines.customs import TEACHING_YEAR
from model.deadlines.frequencies import follow_up_days, in_each_month, parts_of_year
from model.deadlines.pieces import Piece, piece, settle, with_school, with_year
from model.deadlines.rule_book import Context
from model.deadlines.rules_frames import FRAMES
from model.deadlines.rules_numbers import NUMBERS
from model.deadlines.rules_periods import PERIODS
from model.deadlines.shapes import Deadline, Span
from model.deadlines.tokens import Token, tokenize
from model.years import SchoolYear

#: More readings than this help nobody to choose.
MOST_READINGS = 6
#: A cell longer than this is no deadline; its beginning is still looked through.
LONGEST = 2_000
#: Everything the grammar consists of, in order of application.
BOOKS = (NUMBERS, PERIODS, FRAMES)

_ITEMS = frozenset(("SPAN", "BYITEM", "OPENITEM", "CHOICE", "FOLLOWUP"))
_Row = tuple[Token, ...]


@lru_cache(maxsize=4096)
def read_deadline(text: str, year: SchoolYear) -> Deadline:
    """Understand ``text`` within ``year``; never raises, never guesses silently.

    Days without a written year lie in ``year``; an explicit year wins, with a warning when it looks like a slip.
    """
    context = Context(year)
    tokens = tokenize(text[:LONGEST])
    for word in tokens:
        if word.name in ("MONTH", "NAMED") and word.piece is not None and word.piece.others:
            context.warn(f"Месяц «{word.text}» написан неясно.")
    for book in BOOKS:
        tokens = book.apply(tokens, context)
    return _Reader(text, year, context, tokens).read()


@dataclass(slots=True)
class _Reader:
    """One phrase on its way from terminals to a deadline."""

    text: str
    year: SchoolYear
    context: Context
    tokens: list[Token]
    readings: list[tuple[Span, ...]] = field(default_factory=list)

    def read(self) -> Deadline:
        """Lay the remaining terminals on the calendar."""
        names = {token.name for token in self.tokens}
        self._years_left()
        items = self._refined()
        frequencies = [token for token in self.tokens if token.name == "FREQ"]
        parts = [(at, token) for at, token in enumerate(self.tokens) if token.name == "PART"]
        beats = [token for token in frequencies if token.rows or token.unit not in ("STANDING", "YEAR")]
        general = [token for token in self.tokens if token.name == "GENERAL"]
        kind = "unresolved"
        if parts and not items and self._monthly(parts, beats):
            kind = "recurring"
        elif beats and items and "FURTHER" in names:
            kind = self._then(beats, items)
        elif beats and self._beaten(beats, items, general):
            kind = "recurring"
        elif items:
            kind = self._listed(items)
        elif "RELATIVE" in names and not general:
            kind = "relative"
        elif general or frequencies:
            kind = self._whole(general, frequencies)
        elif "NEED" in names:
            kind = "as-needed"
        self._exclude()
        return self._deadline(kind)

    def _deadline(self, kind: str) -> Deadline:
        readings = tuple(dict.fromkeys(row for row in self.readings if row))[:MOST_READINGS]
        ambiguous = len(readings) > 1
        warnings = list(self.context.warnings)
        if "FURTHER" in {token.name for token in self.tokens} and not self._beside_general() and kind != "recurring":
            warnings.append("Слово «далее» понято не до конца: проверьте сроки.")
        left = [token.text for token in self.tokens if token.name in ("NUM", "BIG", "YEAR", "PART", "HOLIDAYS")]
        if readings and left and kind != "recurring":
            warnings.append(f"Не понято в сроке: «{' '.join(left)}».")
        if not warnings and any(self._outside(day) for row in readings for span in row for day in (span.start, span.end)):
            warnings.append(f"Часть дней лежит вне учебного года {self.year}: проверьте срок.")
        first = readings[0] if readings else ()
        return Deadline(self.text, kind, first, ambiguous, readings, tuple(warnings))

    def _outside(self, day: date | None) -> bool:
        """Beyond the school year with July of its third quarter before it and August after its June."""
        return day is not None and not date(self.year.first, 6, 30) <= day <= date(self.year.second, 8, 31)

    def _years_left(self) -> None:
        """A school year beside months gives them its years; a lonely year is the calendar year."""
        schools = [token for token in self.tokens if token.name == "GENERAL" and token.piece is not None]
        items = [token for token in self.tokens if token.name in _ITEMS]
        if items and len(schools) == 1:
            for token in items:
                _give_school(token, schools[0].n)
            self.tokens.remove(schools[0])
        if not items and not schools:
            for token in self.tokens:
                if token.name == "YEAR" and not any(other.name in ("FREQ", "GENERAL") for other in self.tokens):
                    token.name = "SPAN"
                    token.piece = with_year(Piece((1, 1), (12, 31), "period", 1), token.n)

    def _refined(self) -> list[Token]:
        """Items in order; what stands in brackets within the days before them takes their place."""
        found: list[Token] = []
        outer: Token | None = None
        inside: list[Token] = []
        opened = False
        for token in self.tokens:
            if token.name in ("OPEN", "COLON"):
                opened, outer, inside = True, (found[-1] if found else None), []
            elif token.name == "CLOSE":
                opened = False
                _replace_outer(found, outer, inside)
                outer, inside = None, []
            elif token.name in _ITEMS:
                found.append(token)
                if opened:
                    inside.append(token)
        if opened:
            _replace_outer(found, outer, inside)
        return found

    def _spans(self, row: list[Token]) -> list[tuple[Span, ...]]:
        """Readings of a list of items whose pieces are chosen."""
        pieces = [token.piece for token in row if token.piece is not None]
        settled, warnings = settle(pieces, self.year)
        for warning in warnings:
            self.context.warn(warning)
        result = []
        for spans in settled:
            left = iter(spans)
            said: list[Span] = []
            for token in row:
                if token.name == "FOLLOWUP":
                    said.extend(follow_up_days(token.unit, token.n, self.year))
                    continue
                span = next(left)
                if token.name == "BYITEM":
                    span = Span(None, span.end)
                elif token.name == "OPENITEM":
                    start = span.end + timedelta(days=1) if token.unit == "after" and span.end else span.start
                    span = Span(start, None)
                said.append(span)
            result.append(tuple(dict.fromkeys(said)))
        return result

    def _listed(self, items: list[Token]) -> str:
        """A list of dates, by-dates, months and ranges."""
        choices = [_alternatives(token) for token in items]
        rows = [list(sum(row, ())) for row in islice(_by_distance(choices), MOST_READINGS)]
        doubts: list[str] | None = None
        for row in rows:
            self.readings.extend(self._spans(row))
            doubts = list(self.context.warnings) if doubts is None else doubts
            # only the first reading warns: the others are shown beside it anyway
            self.context.warnings[:] = doubts
        if self._beside_general():
            whole = self._year_span(None)
            first = self._general_first()
            self.readings = [(whole, *row) if first else (*row, whole) for row in self.readings]
        return _kind(rows[0])

    def _beside_general(self) -> bool:
        """«май, в течение года», «август, далее постоянно»: a list of a month and the year."""
        row = [token for token in self.tokens if token.name != "FURTHER"]
        further = len(row) < len(self.tokens)
        for left, middle, right in zip(row, row[1:], row[2:], strict=False):
            wide, span = (left, right) if right.name in _ITEMS else (right, left)
            standing = wide.name == "FREQ" and wide.unit == "STANDING" and further
            general = wide.name == "GENERAL" and wide.piece is None and wide.unit != "STANDING"
            if middle.name == "COMMA" and (standing or general) and span.name in ("SPAN", "BYITEM"):
                return span.piece is None or span.piece.one_month
        return False

    def _general_first(self) -> bool:
        return next(token.name in ("GENERAL", "FREQ") for token in self.tokens if token.name in (*_ITEMS, "GENERAL", "FREQ"))

    def _monthly(self, parts: list[tuple[int, Token]], beats: list[Token]) -> bool:
        """«ежемесячно до 10 числа», «последняя неделя месяца»."""
        each = any(token.unit.startswith("each") for _, token in parts)
        by_days = any(at and self.tokens[at - 1].name in ("BEFORE", "BY", "TO") for at, _ in parts)
        if not each and not by_days and not any(beat.unit == "MON" for beat in beats):
            return False
        if any(beat.unit != "MON" for beat in beats) and not each:
            self.context.warn("Не понято, в каком месяце периода этот день: уточните.")
            unit = next(beat.unit for beat in beats if beat.unit != "MON")
            for _, token in parts:
                self.readings.append(tuple(follow_up_days(unit, token.parts[-1][1], self.year)))
                self.readings.append(tuple(follow_up_days("LAST_" + unit, token.parts[-1][1], self.year)))
            return True
        if not each and not beats:
            self.context.warn("Месяц не назван: понято как число каждого месяца.")
        spans: list[Span] = []
        for at, token in parts:
            by = at > 0 and self.tokens[at - 1].name in ("BEFORE", "BY", "TO")
            spans.extend(in_each_month(token, by, self.year))
        self.readings.append(tuple(spans))
        return True

    def _then(self, beats: list[Token], items: list[Token]) -> str:
        """«до 5 сентября, далее ежемесячно»: the dates and, from the day after them, the frequency."""
        self._listed(items)
        for at, row in enumerate(self.readings):
            last = max((day for span in row for day in (span.start, span.end) if day), default=self.year.start)
            rest = parts_of_year(beats[0].unit, self.year, Span(last + timedelta(days=1), None))
            self.readings[at] = (*row, *rest)
        return "recurring"

    def _beaten(self, beats: list[Token], items: list[Token], general: list[Token]) -> bool:
        """«ежемесячно», «ежеквартально с октября по март»; dates written beside take the place of a frequency."""
        window: Span | None = None
        if items:
            rows = self._spans(list(sum((_alternatives(token)[0] for token in items), ())))
            if len(items) != 1 or items[0].name == "FOLLOWUP":
                return False
            one = items[0]
            if one.piece is None or (one.name == "SPAN" and one.piece.one_month):
                return False
            span = rows[0][0]
            if one.name == "BYITEM" and one.piece.grain == "date" and any(beat.unit != "MON" for beat in beats):
                return False
            if one.name == "BYITEM":
                window = Span(date(self.year.first, *TEACHING_YEAR[0]), span.end)
            window = window or span
        school = next((token.n for token in general if token.piece is not None), None)
        year = SchoolYear(school) if school else self.year
        for beat in beats:
            self.readings.append(parts_of_year(beat.unit, year, window))
            for row in beat.rows:
                self.readings.append(parts_of_year(row[0].unit, year, window))
        if len(beats) > 1:
            self.context.warn("Названо несколько периодичностей: выберите нужную.")
        return any(self.readings)

    def _year_span(self, school: int | None) -> Span:
        """The teaching year of the school year, or of the one that is written."""
        spans, warnings = settle([replace(piece(TEACHING_YEAR, "period"), school=school)], self.year)
        for warning in warnings:
            self.context.warn(warning)
        return spans[0][0]

    def _whole(self, general: list[Token], frequencies: list[Token]) -> str:
        """«в течение года», «постоянно», «ежегодно»: the year as one standing item."""
        schools = [token.n for token in general if token.piece is not None]
        spans = [self._year_span(school) for school in schools] or [self._year_span(None)]
        self.readings.append(tuple(Span(span.start, span.end) for span in spans))
        if any(token.unit == "STANDING" for token in (*general, *frequencies)):
            return "open"
        return "range" if general else "recurring"

    def _exclude(self) -> None:
        """Take the days of «кроме …» out of every reading."""
        row = [token.piece for token in self.tokens if token.name == "EXCLUDED" and token.piece is not None]
        if not row:
            return
        for without in settle(row, self.year)[0][0]:
            self.readings = [tuple(rest for span in spans for rest in _subtract(span, without)) for spans in self.readings]


def _give_school(token: Token, first: int) -> None:
    if token.piece is not None and not token.piece.dated:
        token.piece = with_school(token.piece, first)
    for row in token.rows:
        for inner in row:
            _give_school(inner, first)


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


def _alternatives(token: Token) -> list[_Row]:
    """Everything a terminal may mean, the likeliest first."""
    if token.name == "CHOICE":
        return [tuple(inner for inner in row if inner.piece is not None) for row in token.rows]
    if token.piece is None:
        return [(token,)]
    whole = replace(token.piece, others=())
    found: list[_Row] = [(Token(token.name, token.text, piece=whole, unit=token.unit),)]
    for other in token.piece.others:
        found.append((Token(token.name, token.text, piece=replace(other, others=()), unit=token.unit),))
    return found


def _by_distance(choices: list[list[_Row]]) -> list[tuple[_Row, ...]]:
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


def _kind(row: list[Token]) -> str:
    """Kind of a list of items."""
    names = {token.name for token in row}
    if names == {"BYITEM"}:
        return "by"
    if "FOLLOWUP" in names:
        return "recurring"
    if names == {"OPENITEM"}:
        return "open"
    grains = {token.piece.grain for token in row if token.piece is not None}
    if grains == {"date"}:
        return "date"
    return "months" if grains == {"month"} else "range"


def _subtract(span: Span, without: Span) -> list[Span]:
    if span.start is None or span.end is None or without.start is None or without.end is None:
        return [span]
    if without.end < span.start or without.start > span.end:
        return [span]
    rest = []
    if span.start < without.start:
        rest.append(Span(span.start, without.start - timedelta(days=1)))
    if without.end < span.end:
        rest.append(Span(without.end + timedelta(days=1), span.end))
    return rest
