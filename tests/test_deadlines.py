"""The grammar of deadlines: a table of phrases with their days, and properties which hold for any text."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.deadlines import KINDS, Span, read_deadline
from model.deadlines.reading import BOOKS
from model.years import SchoolYear

YEAR = SchoolYear(2023)
PHRASES = Path(__file__).parent / "roadmaps" / "deadline-phrases.tsv"
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
    " реализации кроме далее по плану необходимости следующего отчетным вторник осень постоянно июь"
)
WORDS = st.sampled_from(VOCABULARY.split())


def check(text: str, written_year: bool) -> None:
    read = read_deadline(text, YEAR)
    assert read.text == text
    assert read.kind in KINDS
    assert read.ambiguous == (len(read.readings) > 1)
    assert read.occurrences == (read.readings[0] if read.readings else ())
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


def test_a_long_cell_is_read_quickly() -> None:
    started = time.perf_counter()
    for text in ("сентябрь, " * 3000, "1" * 20_000, "(" * 5_000, "до " * 5_000, "и " * 5_000, "й" * 20_000, "i" * 9_999):
        read_deadline(text, YEAR)
    assert time.perf_counter() - started < 5


def test_a_hundred_thousand_phrases_take_a_minute() -> None:
    phrases = [phrase for phrase, _, _ in table()]
    uncached = read_deadline.__wrapped__
    started = time.perf_counter()
    for phrase in phrases:
        uncached(phrase, SchoolYear(2030))
    # a slow laptop under load is allowed three times the target
    assert (time.perf_counter() - started) / len(phrases) < 3 * 60 / 100_000
