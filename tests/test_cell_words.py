"""A value of any column in words: codes, days, lists, and ids of other rows by name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from model.cell_words import cell_words, leads_to, show_day
from model.code_words import _CODES, DEADLINE_KINDS, code_words
from model.deadlines.shapes import KINDS
from model.log_tables import columns, table_names
from model.setup import own_id
from tests.worlds import add_person, school


@pytest.fixture
def here(tmp_path: Path) -> Any:
    """An institution's laptop."""
    with school(tmp_path / "школа.db") as store:
        yield store


def test_every_code_has_russian_words_and_a_column() -> None:
    assert {key for key in _CODES if key[1] not in columns(key[0])} == set()
    words = [word for told in _CODES.values() for word in told.values()]
    assert all(re.search("[а-яё]", word) for word in words)
    assert set(DEADLINE_KINDS) == set(KINDS)
    assert code_words("mark", "state", "exploded") == "exploded", "a code of a newer program"


def test_every_reference_leads_to_a_table() -> None:
    led = {(table, name): leads_to(table, name) for table in table_names() for name in columns(table)}
    assert set(led.values()) <= {*table_names(), "", "?"}
    assert led["practice", "author"] == "person"
    assert led["assignment", "assignee"] == "institution"
    assert led["person", "post"] == ""


def test_values_in_words(here: Any) -> None:
    person = add_person(here)
    assert cell_words(here, "role", "person", person) == "Сорокина Анна Львовна"
    assert cell_words(here, "role", "person", "0" * 32) == "нет данных"
    assert cell_words(here, "person", "institution", own_id(here)) == "Школа № 1"
    assert cell_words(here, "order_link", "target", person, {"target_table": "person"}) == "Сорокина Анна Львовна"
    assert cell_words(here, "order_link", "target", person) == "нет данных"
    assert cell_words(here, "order_link", "target_table", "pair") == "пара"
    assert cell_words(here, "mark", "state", "not-required") == "не требуется"
    assert cell_words(here, "person_link", "same", 0) == "нет"
    assert cell_words(here, "person", "birth_date", "1980-02-01") == "01.02.1980"
    assert cell_words(here, "pair", "kinds", '["в группе","реверсивное"]') == "в группе; реверсивное"
    assert cell_words(here, "roadmap", "columns", '[["no","№"],["stage",null]]') == "№; stage"
    assert cell_words(here, "person", "post", None) == cell_words(here, "person", "post", "") == ""


@pytest.mark.parametrize(
    ("column", "value"), [("birth_date", "вчера"), ("birth_date", 7), ("kinds", "[["), ("hobby", "лыжи"), ("post", 5)]
)
def test_what_does_not_fit_is_shown_as_it_is(here: Any, column: str, value: Any) -> None:
    table = "pair" if column == "kinds" else "person"
    assert cell_words(here, table, column, value) == str(value)


def test_days_and_moments() -> None:
    assert show_day("2026-11-21") == "21.11.2026"
    assert show_day("2026-11-21T09:05:59") == "21.11.2026 09:05"
    assert show_day("когда-то") == "когда-то"
    assert show_day("") == ""
