"""Words of a reading: read again they mean the same days, in any school year; and the short line of the screen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.deadlines import KINDS, Deadline, Span, read_deadline, understood, words_of
from model.years import SchoolYear
from tests.test_deadlines import VOCABULARY, YEAR, labelled, table

OTHER_YEARS = (SchoolYear(2023), SchoolYear(2024), SchoolYear(2031))
PHRASES = sorted(
    {phrase for phrase, _, _ in table()} | {row.phrase for name in ("develop-a", "develop-b") for row in labelled(name)}
)


def readings(deadline: Deadline) -> list[Deadline]:
    """The deadline in each way that it can be read."""
    return [deadline.chosen(at) for at in range(len(deadline.readings))] or [deadline]


def check_again(text: str, year: SchoolYear) -> None:
    for one in readings(read_deadline(text, year)):
        words = words_of(one)
        assert words
        for other in OTHER_YEARS:
            again = read_deadline(words, other)
            assert (again.kind, again.occurrences) == (one.kind, one.occurrences), (words, other)
            assert not again.ambiguous, (words, other)
        assert understood(one)
        assert len(understood(one)) < 120


def test_words_of_every_known_phrase_mean_the_same_days() -> None:
    for phrase in PHRASES:
        check_again(phrase, YEAR)


@settings(max_examples=600, deadline=None)
@example(["повторяется", "до", "1", "сентября"])
@given(
    st.lists(
        st.sampled_from([*VOCABULARY.split(), "повторяется:", "а", "также", "летние", "каникулы", "День", "учителя"]),
        max_size=9,
    )
)
def test_words_of_any_deadline_mean_the_same_days(words: list[str]) -> None:
    check_again(" ".join(words), YEAR)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_words_of_any_text_are_read_as_its_kind(text: str) -> None:
    check_again(text, YEAR)


DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31))
CLOSED = st.tuples(DAYS, DAYS).map(lambda pair: Span(min(pair), max(pair)))
SPANS = st.one_of(CLOSED, DAYS.map(lambda day: Span(day, day)), DAYS.map(lambda day: Span(None, day)))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(("recurring", "range")), st.lists(SPANS, min_size=1, max_size=5, unique=True))
def test_any_days_can_be_said(kind: str, spans: list[Span]) -> None:
    again = read_deadline(words_of((kind, spans)), YEAR)
    assert again.occurrences == tuple(spans)
    assert not again.ambiguous
    if kind == "recurring":
        assert again.kind == kind


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("Ноябрь, март", "ноябрь 2023, март 2024"),
        ("до 2.10", "до 2 октября 2023"),
        ("25-29.08.2023", "25–29 августа 2023"),
        ("28.12-09.01", "28 декабря 2023 – 9 января 2024"),
        ("в течение года", "2023–2024 учебный год"),
        ("сентябрь-октябрь", "сентябрь–октябрь 2023"),
        ("с 15 сентября", "с 15 сентября 2023"),
        ("постоянно", "постоянно, 2023–2024 учебный год"),
        ("еженедельно, до 15 мая", "постоянно: 1 сентября 2023 – 15 мая 2024"),
        ("ежемесячно", "ежемесячно, 2023–2024 учебный год"),
        ("раз в квартал", "ежеквартально, 2023–2024 учебный год"),
        ("до 10 числа каждого месяца", "ежемесячно до 10 числа, 2023–2024 учебный год"),
        ("ежемесячно с октября по апрель", "ежемесячно с октября 2023 по апрель 2024"),
        ("ежегодно", "1 раз в год, 2023–2024 учебный год"),
        ("2 раза в год (сентябрь, май)", "повторяется: сентябрь 2023, май 2024"),
        ("с 1 по 30 сентября", "1–30 сентября 2023"),
        ("По мере надобности", "по необходимости"),
        ("по  отдельному\nплану", "по отдельному плану"),
        ("", "срок не определён"),
    ],
)
def test_words_are_short_and_name_their_years(phrase: str, words: str) -> None:
    assert words_of(read_deadline(phrase, YEAR)) == words


def test_words_of_a_reading_that_was_picked() -> None:
    read = read_deadline("до 1 октября, 1 декабря", YEAR)
    assert [words_of(one) for one in readings(read)] == [
        "до 1 октября 2023, до 1 декабря 2023",
        "до 1 октября 2023, а также 1 декабря 2023",
    ]
    month, day = readings(read_deadline("май 15", YEAR))
    assert (month.kind, words_of(month)) == ("months", "май 2024")
    assert (day.kind, words_of(day)) == ("date", "15 мая 2024")


def test_a_kind_without_days_has_words() -> None:
    for kind in KINDS:
        assert read_deadline(words_of((kind, ())), YEAR).occurrences == ()
    for kind in ("as-needed", "relative", "unresolved"):
        assert read_deadline(words_of((kind, ())), YEAR).kind == kind


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("до 5 числа месяца, следующего за отчетным кварталом", "до 5 окт, до 5 янв, до 5 апр, до 5 июл"),
        ("05.10, 05.01, 05.04, 05.07", "5 окт, 5 янв, 5 апр, 5 июл"),
        ("в течение года", "1 сен – 31 мая"),
        ("до 02.10.2023", "до 2 окт"),
        ("с 2 октября", "с 2 окт"),
        ("ежемесячно", "9 сроков: 1–30 сен, 1–31 окт, … 1–31 мая"),
        ("постоянно", "постоянно, 1 сен – 31 мая"),
        ("июнь - август", "1 июн – 31 авг"),
        ("сентябрь 2021, май 2024", "1–30 сен 2021, 1–31 мая 2024"),
        ("по необходимости", "по необходимости"),
        ("после педсовета", "отсчёт от события"),
        ("по плану", "не понято: по плану"),
        ("  ", "срок не указан"),
    ],
)
def test_the_line_of_the_screen(phrase: str, line: str) -> None:
    assert understood(read_deadline(phrase, YEAR)) == line
