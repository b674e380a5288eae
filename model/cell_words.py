"""A value of any column as a Russian reads it: days, codes and lists in words, ids of other rows by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from model.cell_values import fits
from model.code_words import code_words
from model.entities import Ref
from model.journal import TITLES
from model.log_tables import column_kinds, columns, model_of, table_names
from model.row_words import row_words
from model.russian_dates import show_date
from model.store import Store

#: Columns that lead to a row of a table which is not called like the column.
_LEADS: Mapping[str, str] = {
    "one": "person",
    "other": "person",
    "author": "person",
    "assignee": "institution",
    "card": "control_card",
    "sheet": "answer_sheet",
    "item": "questionnaire_item",
}


@cache
def leads_to(table: str, column: str) -> str:
    """Table of the row that a column names; ``?`` where ``target_table`` of the row says it, empty where it names none."""
    if type(model_of(table)._meta.columns[column]) is not Ref:
        return ""
    if column == "target":
        return "?"
    return _LEADS.get(column, column)


def cell_words(store: Store, table: str, column: str, value: Any, row: Mapping[str, Any] | None = None) -> str:
    """Words for a value as the table keeps it; empty for none. ``row``: the row around, for columns that need it.

    What does not fit its column is shown as it is: a change of a newer program may hold anything.
    """
    if value is None or value == "":
        return ""
    if column not in columns(table):
        return str(value)
    if target := leads_to(table, column):
        target = str((row or {}).get("target_table") or "") if target == "?" else target
        return row_words(store, target, str(value)) if target in table_names() else "нет данных"
    kind = column_kinds(table)[column]
    if kind in {"day", "items"} and fits(kind, value):
        return show_day(value) if kind == "day" else _listed(table, json.loads(value))
    if column == "target_table":
        return TITLES.get(str(value), str(value))
    return code_words(table, column, value)


def show_day(value: str) -> str:
    """«02.10.2026» for an ISO day, «02.10.2026 14:05» for an ISO moment; another text as it is."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return show_date(moment.date()) + (f" {moment:%H:%M}" if len(value) > 10 else "")


def _listed(table: str, items: list[Any]) -> str:
    """«первое; второе»; pairs as «вид: слова», of a roadmap's columns the headings alone."""
    parts = []
    for one in items:
        told = [str(part) for part in (one if isinstance(one, list) else [one]) if part is not None]
        parts.append(": ".join(told[1:] if table == "roadmap" and len(told) > 1 else told))
    return "; ".join(parts)
