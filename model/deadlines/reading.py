"""What the rules left → a Deadline: occurrences inside one school year, every reading, warnings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from model.deadlines.customs import TEACHING_YEAR
from model.deadlines.doubts import outside, repaired, unread, wrong_count, wrong_weekdays
from model.deadlines.frequencies import beat_days, follow_up_days, in_each_month, parts_of_year
from model.deadlines.items import (
    ITEMS,
    alternatives,
    by_distance,
    day_inside,
    fitting_kind,
    give_school,
    kind_of_item,
    no_such_day,
    refined,
    remaining,
)
from model.deadlines.neighbours import LASTING, apart, beside_general, general_first
from model.deadlines.pieces import Piece, piece, settle, with_year
from model.deadlines.rule_book import Context
from model.deadlines.rules_days import DAYS
from model.deadlines.rules_frames import FRAMES
from model.deadlines.rules_frequencies import FREQUENCIES
from model.deadlines.rules_not_dates import NOT_DATES
from model.deadlines.rules_parts import PARTS
from model.deadlines.rules_periods import PERIODS
from model.deadlines.rules_ranges import RANGES
from model.deadlines.shapes import Deadline, Span
from model.deadlines.tokens import Token, tokenize
from model.years import SchoolYear

#: More readings than this help nobody to choose.
MOST_READINGS = 6
#: A cell longer than this is no deadline; its beginning is still looked through.
LONGEST = 2_000
#: Everything the grammar consists of, in order of application.
BOOKS = (NOT_DATES, DAYS, PARTS, PERIODS, FREQUENCIES, RANGES, FRAMES)

_Reading = tuple[str, tuple[Span, ...]]


@lru_cache(maxsize=4096)
def read_deadline(text: str, year: SchoolYear) -> Deadline:
    """Understand ``text`` within ``year``; never raises, never guesses silently.

    Days without a written year lie in ``year``; an explicit year wins, with a warning when it looks like a slip.
    """
    context = Context(year)
    tokens = tokenize(text[:LONGEST])
    for sentence in repaired(tokens):
        context.warn(sentence)
    for book in BOOKS:
        tokens = book.apply(tokens, context)
    deadline = _Reader(text, year, context, tokens).read()
    if len(text) > LONGEST:
        deadline = replace(deadline, warnings=(*deadline.warnings, f"Текст длиннее {LONGEST} знаков: прочитано только начало."))
    return deadline


@dataclass(slots=True)
class _Reader:
    """One phrase on its way from terminals to a deadline."""

    text: str
    year: SchoolYear
    context: Context
    tokens: list[Token]
    readings: list[_Reading] = field(default_factory=list)

    def read(self) -> Deadline:
        """Lay the remaining terminals on the calendar."""
        names = {token.name for token in self.tokens}
        self._years_left()
        items = refined(self.tokens)
        frequencies = [token for token in self.tokens if token.name == "FREQ"]
        parts = [(at, token) for at, token in enumerate(self.tokens) if token.name == "PART"]
        beats = [token for token in frequencies if token.rows or token.unit not in ("STANDING", "YEAR", "GIVEN")]
        standing = [token for token in frequencies if token.unit == "STANDING"]
        general = [token for token in self.tokens if token.name == "GENERAL"]
        kind = "unresolved"
        if parts and self._monthly(parts, beats, items):
            pass
        elif beats and items and "FURTHER" in names:
            self._then(beats, items)
        elif beats and self._windowed(beats, items, general):
            pass
        elif items and standing and "FURTHER" not in names and not self.context.numbered:
            self._stand(standing[0], items)
        elif items:
            repeated = bool(beats) or any(token.unit == "GIVEN" or (token.unit == "YEAR" and token.n) for token in frequencies)
            self._listed(items, "recurring" if repeated else "")
            if beats and apart(self.tokens, beats[0], items[0]) and self.readings:
                # «ежемесячно, отчёт в мае»: each month and May, or only May
                self.readings.insert(0, ("recurring", (*beat_days(beats[0], self.year, None), *self.readings[0][1])))
        elif not beats and "RELATIVE" in names and not general:
            kind = "relative"
        elif not beats and (general or frequencies):
            self._whole(general, frequencies)
        elif "NEED" in names:
            kind = "as-needed"
        self._exclude()
        return self._deadline(kind)

    def _deadline(self, kind: str) -> Deadline:
        self.readings = [(fitting_kind(own, spans[0]), tuple(dict.fromkeys(spans))) for own, spans in self.readings if spans]
        found = {spans: own for own, spans in reversed(self.readings)}
        readings = tuple(dict.fromkeys(spans for _, spans in self.readings))[:MOST_READINGS]
        kinds = tuple(found[spans] for spans in readings)
        warnings = list(self.context.warnings)
        if readings:
            kind = kinds[0]
            warnings += wrong_weekdays(self.context.weekdays, readings[0])
            if "FURTHER" in {token.name for token in self.tokens} and not beside_general(self.tokens) and kind != "recurring":
                warnings.append("Слово «далее» понято не до конца: проверьте сроки.")
            warnings += [*wrong_count(self.tokens, readings[0]), *unread(self.tokens, kind)]
            if not warnings and any(outside(spans, self.year) for spans in readings):
                warnings.append(f"Часть дней лежит вне учебного года {self.year}: проверьте срок.")
        elif any(token.name == "BADDATE" for token in self.tokens):
            warnings.append("Такой даты в календаре нет: исправьте её.")
        elif any(token.name == "HOLIDAYS" for token in self.tokens):
            warnings.append("Даты каникул школа назначает сама: впишите дни.")
        first = readings[0] if readings else ()
        return Deadline(self.text, kind, first, len(readings) > 1, readings, tuple(warnings), kinds)

    def _years_left(self) -> None:
        """A school year beside months gives them its years; a lonely year is the calendar year."""
        schools = [token for token in self.tokens if token.name == "GENERAL" and token.piece is not None]
        items = [token for token in self.tokens if token.name in ITEMS]
        if items and len(schools) == 1:
            for token in items:
                give_school(token, schools[0].n)
            self.tokens.remove(schools[0])
        if not items and not schools:
            for token in self.tokens:
                if token.name == "YEAR" and not any(other.name == "GENERAL" for other in self.tokens):
                    token.name = "SPAN"
                    token.piece = with_year(Piece((1, 1), (12, 31), "period", 1), token.n)

    def _spans(self, row: list[Token]) -> list[_Reading]:
        """Readings of a list of items whose pieces are chosen; a day that the calendar has not is told and left out."""
        pieces = [token.piece for token in row if token.piece is not None]
        settled, warnings = settle(pieces, self.year)
        for warning in warnings:
            self.context.warn(warning)
        result: list[_Reading] = []
        for spans in settled:
            left = iter(spans)
            said: list[Span] = []
            kind = ""
            for token in row:
                if token.name == "FOLLOWUP":
                    said.extend(follow_up_days(token.unit, token.n, self.year))
                    kind = kind or "recurring"
                    continue
                span = next(left)
                if token.name == "BYITEM":
                    span = Span(None, span.end)
                elif token.name == "OPENITEM":
                    start = span.end + timedelta(days=1) if token.unit == "after" and span.end else span.start
                    span = Span(start, None)
                elif token.piece is not None and token.piece.grain == "date" and no_such_day(token.piece, span):
                    continue
                said.append(span)
                kind = kind or kind_of_item(token, span)
            result.append((kind, tuple(dict.fromkeys(said))))
        return result

    def _rows(self, items: list[Token]) -> list[list[Token]]:
        choices = [alternatives(token) for token in items]
        return [list(sum(row, ())) for row in islice(by_distance(choices), MOST_READINGS)]

    def _listed(self, items: list[Token], kind: str = "") -> None:
        """A list of dates, by-dates, months and ranges; ``kind`` overrides that of the first item."""
        doubts: list[str] | None = None
        for row in self._rows(items):
            self.readings.extend((kind or own or "range", spans) for own, spans in self._spans(row))
            doubts = list(self.context.warnings) if doubts is None else doubts
            # only the first reading warns: the others are shown beside it anyway
            self.context.warnings[:] = doubts
        if beside_general(self.tokens) or (self.context.numbered and self._general_item()):
            whole = self._year_span(None)
            if general_first(self.tokens):
                window = self._until(items, whole)
                self.readings = [(kind or "range", (whole, *row)) for _, row in self.readings]
                self.readings[:0] = window
            else:
                self.readings = [(own, (*row, whole)) for own, row in self.readings]

    def _general_item(self) -> bool:
        """«1) до 10 сентября 2) в течение года»: an item of a numbered list is the year."""
        general = any(token.name == "GENERAL" and token.piece is None for token in self.tokens)
        return general or any(token.name == "FREQ" and token.unit == "STANDING" for token in self.tokens)

    def _until(self, items: list[Token], whole: Span) -> list[_Reading]:
        """«в течение года, до 25 мая»: the year up to that day."""
        if len(items) != 1 or items[0].name != "BYITEM":
            return []
        return [
            ("range", (Span(whole.start, row[0].end),))
            for _, row in self.readings
            if row and row[0].end and self._later(row[0])
        ]

    def _later(self, by: Span) -> bool:
        return by.end is not None and by.end >= date(self.year.first, *TEACHING_YEAR[0])

    def _stand(self, standing: Token, items: list[Token]) -> None:
        """«еженедельно, до 15 мая», «постоянно с октября по май»: one standing item with an end, a start or both."""
        rows: list[_Reading] = []
        for row in self._rows(items):
            for _, spans in self._spans(row):
                whole = [Span(self._first_day(span), span.end) if span.start is None else span for span in spans]
                rows.append(("open", tuple(whole)))
        self.readings = rows
        months = all(token.name == "SPAN" and token.piece is not None and token.piece.one_month for token in items)
        after = self.tokens.index(standing) > self.tokens.index(items[-1])
        if rows and apart(self.tokens, standing, items[0]):
            # «постоянно, отчёт в мае»: all the year and May, or constantly in May
            self.readings.insert(0, ("open", (self._year_span(None), *rows[0][1])))
        if months and after and standing.text.startswith(LASTING) and rows and rows[0][1]:
            # «сентябрь, постоянно»: constantly in September, or in September and then all the year
            self.readings.append(("months", (*rows[0][1], self._year_span(None))))

    def _first_day(self, by: Span) -> date:
        """The teaching year's first day, or the end itself when it comes before that."""
        first = date(self.year.first, *TEACHING_YEAR[0])
        return first if by.end is None or by.end >= first else by.end

    def _monthly(self, parts: list[tuple[int, Token]], beats: list[Token], items: list[Token]) -> bool:
        """«ежемесячно до 10 числа», «последняя неделя месяца», both perhaps only «с октября по май»."""
        each = any(token.unit.startswith("each") for _, token in parts)
        by_days = any(at and self.tokens[at - 1].name in ("BEFORE", "BY", "TO") for at, _ in parts)
        monthly = any(beat.unit == "MON" for beat in beats)
        lonely = all(token.unit == "day" for _, token in parts) and not items
        if not each and not monthly and (items or not (by_days or lonely)):
            return False
        if any(beat.unit != "MON" for beat in beats) and not each:
            self.context.warn("Не понято, в каком месяце периода этот день: уточните.")
            unit = next(beat.unit for beat in beats if beat.unit != "MON")
            for _, token in parts:
                for name in (unit, "LAST_" + unit):
                    self.readings.append(("recurring", tuple(follow_up_days(name, token.parts[-1][1], self.year))))
            return True
        if not each and not beats:
            self.context.warn("Месяц не назван: понято как число каждого месяца.")
        schools = [token.n for token in self.tokens if token.name == "GENERAL" and token.piece is not None]
        windows: list[tuple[Span, ...] | None] = [found for row in self._rows(items) for _, found in self._spans(row) if items]
        limit = windows[0][0] if windows and windows[0] else None
        year = SchoolYear(schools[0]) if schools else self._year_of(items, limit)
        spans: list[Span] = []
        for at, token in parts:
            by = at > 0 and self.tokens[at - 1].name in ("BEFORE", "BY", "TO")
            spans.extend(in_each_month(token, by, year, bool(windows)))
        for window in windows or (None,):
            kept = spans if window is None else [one for one in spans if one.end and day_inside(one.end, window)]
            self.readings.append(("recurring", tuple(sorted(kept, key=lambda one: one.end or year.end))))
        return True

    def _then(self, beats: list[Token], items: list[Token]) -> None:
        """«до 5 сентября, далее ежемесячно»: the dates and, from the day after them, the frequency."""
        self._listed(items)
        for at, (_, row) in enumerate(self.readings):
            last = max((day for span in row for day in (span.start, span.end) if day), default=self.year.start)
            rest = parts_of_year(beats[0].unit, self.year, Span(last + timedelta(days=1), None))
            self.readings[at] = ("recurring", (*row, *rest))

    def _windowed(self, beats: list[Token], items: list[Token], general: list[Token]) -> bool:
        """«ежемесячно», «ежеквартально с октября по март»; dates written beside take the place of a frequency."""
        window: Span | None = None
        if items:
            one = items[0]
            if len(items) != 1 or one.piece is None or (one.name == "SPAN" and one.piece.one_month):
                self._count(beats[0], items)
                return False
            span = self._spans(list(sum((alternatives(token)[0] for token in items), ())))[0][1][0]
            window = Span(self._first_day(span), span.end) if one.name == "BYITEM" else span
        school = next((token.n for token in general if token.piece is not None), None)
        year = SchoolYear(school) if school else self._year_of(items, window)
        finer = [beat for beat in beats if beat.parts]
        beats = finer or beats  # «ежеквартально, последняя неделя квартала»
        for beat in beats:
            self.readings.append(("recurring", beat_days(beat, year, window)))
            for row in beat.rows:
                self.readings.append(("recurring", beat_days(row[0], year, window)))
        if items and items[0].name == "BYITEM" and any(beat.unit != "MON" for beat in beats):  # once, or each up to that day
            self.readings.extend(("by", spans) for _, spans in self._spans(list(alternatives(items[0])[0])))
        if len(beats) > 1:
            self.context.warn("Названо несколько периодичностей: выберите нужную.")
        return any(spans for _, spans in self.readings)

    def _year_of(self, items: list[Token], window: Span | None) -> SchoolYear:
        """The school year of a window whose years are written, otherwise that of the deadline."""
        dated = any(token.piece is not None and token.piece.dated for token in items)
        day = window and (window.start or window.end)
        return SchoolYear.of(day) if dated and day else self.year

    def _count(self, beat: Token, items: list[Token]) -> None:
        """Tell when «2 раза в год» stands beside another number of dates."""
        own = f"«{beat.text}»: сроки внутри"
        self.context.warnings[:] = [one for one in self.context.warnings if not one.startswith(own)]
        times = len(beat_days(beat, self.year, None))
        written = len(self._rows(items)[0])
        if any(token.name == "FOLLOWUP" for token in items):
            return
        if beat.unit not in ("MON", "STANDING") and times != written:
            self.context.warn(f"«{beat.text}», а сроков названо {written}: проверьте.")
        elif beat.unit == "MON" and written == 1:
            self.context.warn(f"«{beat.text}», а срок назван один: проверьте.")

    def _year_span(self, school: int | None) -> Span:
        """The teaching year of the school year, or of the one that is written."""
        spans, warnings = settle([replace(piece(TEACHING_YEAR, "period"), school=school)], self.year)
        for warning in warnings:
            self.context.warn(warning)
        return spans[0][0]

    def _whole(self, general: list[Token], frequencies: list[Token]) -> None:
        """«в течение года», «постоянно», «ежегодно»: the year as one standing item."""
        schools = [token.n for token in general if token.piece is not None]
        spans = [self._year_span(school) for school in schools] or [self._year_span(None)]
        kind = "range" if general else "recurring"
        if any(token.unit == "STANDING" for token in (*general, *frequencies)):
            kind = "open"
        elif any(token.unit == "GIVEN" or (token.unit == "YEAR" and token.n) for token in frequencies):
            kind = "recurring"
        self.readings.append((kind, tuple(spans)))

    def _exclude(self) -> None:
        """Take the days of «кроме …» out of every reading."""
        row = [token.piece for token in self.tokens if token.name == "EXCLUDED" and token.piece is not None]
        if not row:
            return
        gone = settle(row, self.year)[0][0]
        self.readings = [(kind, remaining(spans, gone)) for kind, spans in self.readings]
