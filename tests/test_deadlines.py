"""The grammar of deadlines: a table of phrases with their days, and properties which hold for any text."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.deadlines import KINDS, Deadline, Span, read_deadline
from model.deadlines.reading import BOOKS, LONGEST
from model.years import SchoolYear

YEAR = SchoolYear(2023)
PHRASES = Path(__file__).parent / "roadmaps" / "deadline-phrases.tsv"
DEADLINES = Path(__file__).parent / "deadlines"
#: Long answers of the table, by name.
NAMED = {
    "MONTHLY": "01.09.23-30.09.23 01.10.23-31.10.23 01.11.23-30.11.23 01.12.23-31.12.23 01.01.24-31.01.24"
    " 01.02.24-29.02.24 01.03.24-31.03.24 01.04.24-30.04.24 01.05.24-31.05.24",
    "QUARTERLY": "01.09.23-30.09.23 01.10.23-31.12.23 01.01.24-31.03.24 01.04.24-31.05.24",
    "TERMS": "01.09.23-31.10.23 01.11.23-31.12.23 01.01.24-31.03.24 01.04.24-31.05.24",
    "HALVES": "01.09.23-31.12.23 01.01.24-31.05.24",
    "YEAR": "01.09.23-31.05.24",
}


def day(text: str) -> date | None:
    return datetime.strptime(text, "%d.%m.%y").date() if text else None


def spans(text: str) -> tuple[Span, ...]:
    """«01.09.23-30.09.23 05.10.23 -02.10.23»: a range, a day, an open side."""
    for name, long in NAMED.items():
        text = text.replace(name, long)
    found = []
    for one in text.split():
        start, dash, end = one.partition("-")
        found.append(Span(day(start), day(end if dash else start)))
    return tuple(found)


def table() -> list[tuple[str, str, tuple[tuple[Span, ...], ...]]]:
    rows = []
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        phrase, kind, readings = line.split("\t")
        rows.append((phrase.replace("\\n", "\n"), kind, tuple(spans(one) for one in readings.split(" | ") if one)))
    return rows


@pytest.mark.parametrize(("phrase", "kind", "readings"), table(), ids=lambda value: value if isinstance(value, str) else "")
def test_phrase_gives_its_days(phrase: str, kind: str, readings: tuple[tuple[Span, ...], ...]) -> None:
    read = read_deadline(phrase, YEAR)
    assert (read.kind, read.readings) == (kind, readings)
    assert read.text == phrase
    assert read.occurrences == (readings[0] if readings else ())
    assert read.ambiguous == (len(readings) > 1)


@pytest.mark.parametrize("phrase", ["сентябрь 2021", "29.02.2023", "31 сентября", "май - сентябрь", "01.09.2023-31.05.2023"])
def test_slips_are_said_aloud(phrase: str) -> None:
    assert read_deadline(phrase, YEAR).warnings


@pytest.mark.parametrize(
    "phrase",
    [
        *(
            "10 11 сентября",
            "15. сентябрь",
            "1.5 сентября",
            "15.09 октябрь",
            "сентябрь, 5",
            "октябрь 5, 2023",
            "май, 2 четверть года 7",
        ),
        *(
            "сентябрь (отменено)",
            "не в сентябре",
            "сентябрь, кроме каникул",
            "октябрь (перенесено на ноябрь)",
            "примерно октябрь",
        ),
        *(
            "до 31.13.2023, май",
            "31 сентября, май",
            "сентябрь 202_ г.",
            "2 недели октября",
            "сентябрь, через месяц после начала",
        ),
        *("5 сентября (среда)", "ежемесячно, сентябрь", "3 раза в год (сентябрь, май)", "янввр", "IX-XII", "2 раза (сентябрь)"),
        *("сентябрь, до начала занятий", "октябрь, прошлого года", "летние каникулы", "сентябрь 7 V", "к Новому году", "31.02"),
    ],
)
def test_what_was_left_unread_is_never_silent(phrase: str) -> None:
    read = read_deadline(phrase, YEAR)
    assert read.warnings or read.ambiguous


@pytest.mark.parametrize(
    "phrase",
    [
        *(
            "сентябрь (педсовет)",
            "5-11 кл., октябрь",
            "15 сентября в 14.00",
            "до 01.10.2023 (приказ от 25.12.2022 № 4)",
            "вторник, 5 сентября",
        ),
        *(
            "День открытых дверей, 5 октября",
            "Неделя наставничества, октябрь",
            "Педсовет № 1, август",
            "октябрь (5 пар)",
            "ежегодно, май",
        ),
        *(
            "2 раза в год (сентябрь, май)",
            "1 этап – сентябрь, 2 этап – январь",
            "октябрь, по согласованию",
            "в течение года, по плану",
        ),
    ],
)
def test_what_is_no_time_is_passed_over_in_silence(phrase: str) -> None:
    read = read_deadline(phrase, YEAR)
    assert read.occurrences
    assert not read.warnings
    assert not read.ambiguous


@pytest.mark.parametrize(
    "phrase", ["Август 2023", "Ноябрь, март", "до 02.10.2023", "II квартал", "ежемесячно", "июнь - август"]
)
def test_plain_deadlines_have_no_warnings(phrase: str) -> None:
    assert read_deadline(phrase, YEAR).warnings == ()


@pytest.mark.parametrize("first", [2021, 2026, 2031])
def test_months_follow_the_school_year(first: int) -> None:
    year = SchoolYear(first)
    assert read_deadline("Ноябрь, март", year).occurrences == (
        Span(date(first, 11, 1), date(first, 11, 30)),
        Span(date(first + 1, 3, 1), date(first + 1, 3, 31)),
    )
    assert read_deadline(f"{first}-{first + 1} гг.", year).occurrences == (Span(date(first, 9, 1), date(first + 1, 5, 31)),)


def test_every_rule_has_its_sentence() -> None:
    sentences = [rule.sentence for book in BOOKS for rule in book.rules]
    assert len(sentences) > 60
    assert all("«" in one or "." in one for one in sentences)


#: Words of the grammar in an order of their own.
VOCABULARY = (
    "сентябрь сентября мае до с по и в к 1 5 10 31 2 I II III квартал четверть полугодие неделя неделю декада числа месяца"
    " месяц ежемесячно ежегодно раз раза в каждый год года учебного уч г. гг. 2023 2024 2023-2024 - – , ; ( ) . / первая"
    " последняя конец начало середина не позднее после через дней кл. № от 16.34 09.00 25.08 25-29.08.2023 весь срок"
    " реализации кроме далее по плану необходимости следующего отчетным вторник осень постоянно июь между или около"
    " перенесено IX первого двадцать пятого не реже раза за до начала конца первый понедельник еженедельно 1) 2) \n"
)
WORDS = st.sampled_from(VOCABULARY.split())


def check(text: str, written_year: bool) -> None:
    read = read_deadline(text, YEAR)
    assert read.text == text
    assert read.kind in KINDS
    assert read.ambiguous == (len(read.readings) > 1)
    assert read.occurrences == (read.readings[0] if read.readings else ())
    assert len(read.kinds) == len(read.readings)
    assert not read.kinds or read.kinds[0] == read.kind
    assert read.readings or read.kind in ("as-needed", "relative", "unresolved")
    for row in read.readings:
        for span in row:
            assert span.start or span.end
            assert not (span.start and span.end) or span.start <= span.end
            if not (written_year or read.warnings):
                # July of the third quarter and August after June are the only days outside
                assert all(date(2023, 6, 30) <= one <= date(2024, 8, 31) for one in (span.start, span.end) if one)


@settings(max_examples=300, deadline=None)
@example("\ue10c октябрь \uf0b7 \ue001")
@given(st.text(max_size=60))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    check(text, written_year=any(character.isdigit() for character in text))


@settings(max_examples=600, deadline=None)
@example(["после", "по", "конец", "год", "сентябрь"])
@given(st.lists(WORDS, max_size=10))
def test_any_words_of_the_grammar_stay_in_the_year(words: list[str]) -> None:
    check(" ".join(words), written_year=any("20" in word for word in words) or "следующего" in words)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=8))
def test_lost_spaces_do_no_harm(words: list[str]) -> None:
    check("".join(words), written_year=True)


def calls(text: str) -> int:
    """How many functions of Python and of C are called to read ``text`` for the first time."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        read_deadline.__wrapped__(text, YEAR)
    finally:
        sys.setprofile(None)
    return count


HOSTILE = (
    "сентябрь, ",
    "1",
    "(",
    "до ",
    "и ",
    "й",
    "i",
    "- ",
    "1. ",
    "с 1 по ",
    "каждый ",
    "12.",
    "ix-",
    "«",
    "сен-\n",
    "не позднее ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_length_of_a_cell(piece: str) -> None:
    read_deadline.__wrapped__(piece * 10, YEAR)
    once, twice = calls(piece * (600 // len(piece))), calls(piece * (1200 // len(piece)))
    assert twice < 3 * once + 500


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_cell_is_no_more_work_than_a_long_one(piece: str) -> None:
    long = read_deadline.__wrapped__(piece * (LONGEST // len(piece) + 1), YEAR)
    assert calls(piece * (200_000 // len(piece))) <= 1.1 * calls(piece * (LONGEST // len(piece) + 1)) + 500
    assert any("прочитано только начало" in one for one in long.warnings)


# ---------------------------------------------------------------------- tables labelled by people who did not see the grammar
@dataclass(frozen=True)
class Row:
    """A phrase of a labelled table; ``readings``: sets of spans."""

    phrase: str
    year: SchoolYear
    kind: str
    readings: tuple[frozenset[Span], ...]


def iso(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def iso_spans(text: str) -> frozenset[Span]:
    """«2023-09-01..2023-09-30 2023-10-05 ..2023-10-02»."""
    found = []
    for one in text.split():
        start, dots, end = one.partition("..")
        found.append(Span(iso(start), iso(end if dots else start)))
    return frozenset(found)


def labelled(name: str) -> list[Row]:
    rows = []
    for line in (DEADLINES / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        phrase, year, kind, readings, *_ = line.split("\t")
        sets = () if readings.strip() == "-" else tuple(iso_spans(one) for one in readings.split(" | "))
        rows.append(Row(phrase.replace("\\n", "\n"), SchoolYear.parse(year), kind, sets))
    return rows


def strictly_right(row: Row, read: Deadline) -> bool:
    """Same kind and days; of an ambiguous label: the program asks, and the label's readings are among the program's."""
    mine = [frozenset(one) for one in read.readings]
    if len(row.readings) < 2:
        return read.kind == row.kind and mine == list(row.readings)
    return read.kind == row.kind and read.ambiguous and set(row.readings) <= set(mine)


def right_or_asked(row: Row, read: Deadline) -> bool:
    """As strictly; a phrase whose label is ambiguous may also be read as the likeliest of its readings."""
    likeliest = row.readings[0] if row.readings else frozenset()
    return strictly_right(row, read) or (len(row.readings) > 1 and frozenset(read.occurrences) == likeliest)


def silently_wrong(row: Row, read: Deadline) -> bool:
    """Days that differ from every labelled reading, and neither a question nor a warning."""
    told = read.ambiguous or read.warnings or not read.occurrences
    return not told and all(one_line(read.occurrences) != one_line(reading) for reading in row.readings)


def one_line(spans: Iterable[Span]) -> list[Span]:
    """The same days with spans that touch made one: what is compared are sets of days."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start or date.min, one.end or date.max)):
        last = found[-1] if found else None
        if last and last.end and span.start and span.start <= last.end + timedelta(days=1):
            found[-1] = Span(last.start, max(last.end, span.end) if span.end else None)
        else:
            found.append(span)
    return found


@pytest.mark.parametrize("row", [*labelled("develop-a"), *labelled("develop-b")], ids=lambda row: row.phrase)
def test_labelled_phrase_is_read_strictly(row: Row) -> None:
    read = read_deadline(row.phrase, row.year)
    assert strictly_right(row, read), (row, read)


@pytest.mark.parametrize("tables", [("held-out-a", "held-out-b"), ("held-out-c",), ("held-out-d",)])
def test_phrases_never_seen_by_the_grammar(tables: tuple[str, ...]) -> None:
    """Each opened once, when the grammar was thought finished; then the general causes of its misses were mended.

    First opening: a and b 351 of 373 strict (94.1 %), 362 right or asked (97.1 %), 4 silently wrong; c, labelled later,
    283 of 302 strict (93.7 %), 289 right or asked (95.7 %), 1 silently wrong; d, labelled after that, 295 of 300 strict
    (98.3 %), 297 right or asked (99.0 %), none silently wrong.
    """
    rows = [row for table in tables for row in labelled(table)]
    read = [(row, read_deadline(row.phrase, row.year)) for row in rows]
    misses = [(row, one) for row, one in read if not right_or_asked(row, one)]
    silent = [(row, one) for row, one in read if silently_wrong(row, one)]
    accuracy = 1 - len(misses) / len(rows)
    told = "\n".join(f"{row.phrase!r} {row.year}: {row.kind} {row.readings} / {one}" for row, one in misses)
    assert not silent, "\n".join(f"{row.phrase!r} {row.year}: {row.readings} / {one}" for row, one in silent)
    assert accuracy >= 0.95, f"{accuracy:.3f} of {len(rows)}\n{told}"
