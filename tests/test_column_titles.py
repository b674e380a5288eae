"""Every column has a Russian title."""

from __future__ import annotations

import re

from model.column_titles import _COMMON, _OWN, column_title
from model.journal import TITLES
from model.log_tables import columns, table_names


def test_every_column_of_every_table_has_a_russian_title() -> None:
    english = [
        (table, name)
        for table in table_names()
        for name in columns(table)
        if not re.fullmatch(r"[а-яё][а-яё :-]+", column_title(table, name))
    ]
    assert english == []
    assert all(TITLES[table] for table in table_names())


def test_titles_of_one_table_differ() -> None:
    for table in table_names():
        titles = [column_title(table, name) for name in columns(table)]
        assert len(titles) == len(set(titles)), table


def test_no_title_without_a_column() -> None:
    """A column that was renamed or removed takes its title along."""
    assert {(table, name) for table, own in _OWN.items() for name in own if name not in columns(table)} == set()
    assert {name for name in _COMMON if not any(name in columns(table) for table in table_names())} == set()


def test_column_of_a_newer_program_is_called_by_its_name() -> None:
    assert column_title("person", "hobby") == "hobby"
    assert column_title("hobby", "title") == "название"
