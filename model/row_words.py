"""What a row is called when a human has to recognise it: the person's name, the text of the activity, an order's number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.code_words import code_words
from model.log_tables import columns, table_names
from model.names import full_name
from model.store import Store

#: Columns that say what a row is, the first filled one counts.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "institution": ("short", "name"),
    "school_year": ("years",),
    "request": ("text", "direction"),
    "diagnosis": ("direction", "text"),
    "route": ("title",),
    "programme": ("title",),
    "programme_activity": ("measure",),
    "roadmap": ("title",),
    "stage": ("title",),
    "activity": ("text",),
    "control_card": ("checkpoint",),
    "control_card_row": ("measure",),
    "preference": ("name",),
    "questionnaire": ("title",),
    "questionnaire_item": ("text",),
    "swot_note": ("text",),
    "order_document": ("number", "subject"),
    "practice": ("title",),
    "publication": ("title",),
    "event": ("theme",),
    "body": ("title",),
    "body_meeting": ("theme",),
    "frozen_indicator": ("code",),
    "consent": ("scope",),
    "role": ("role",),
}
#: Columns that lead to rows which say more; column → table.
_LEADS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "role": (("person", "person"),),
    "consent": (("person", "person"),),
    "request": (("person", "person"),),
    "search_step": (("person", "person"),),
    "diagnosis": (("person", "person"),),
    "route": (("person", "person"),),
    "pair_member": (("person", "person"),),
    "event_person": (("person", "person"), ("event", "event")),
    "body_member": (("person", "person"), ("body", "body")),
    "person_link": (("one", "person"), ("other", "person")),
    "occurrence": (("activity", "activity"),),
    "mark": (("occurrence", "occurrence"),),
    "assignment": (("activity", "activity"), ("assignee", "institution")),
    "programme": (("pair", "pair"),),
    "programme_activity": (("programme", "programme"),),
    "programme_extension": (("programme", "programme"),),
    "control_card": (("programme", "programme"),),
    "control_card_row": (("card", "control_card"),),
    "answer_sheet": (("questionnaire", "questionnaire"), ("person", "person")),
    "answer": (("item", "questionnaire_item"),),
    "order_link": (("order_document", "order_document"),),
    "evidence_link": (("event", "event"),),
    "body_meeting": (("body", "body"),),
}
#: Words of one part are cut to this length.
_LONGEST = 80
_DEPTH = 3


def row_words(store: Store, table: str, row_id: str, depth: int = _DEPTH) -> str:
    """Words for a row, «наставник · Сорокина Анна»; «нет данных» when nothing of it is here."""
    return " · ".join(_parts(store, table, row_id, depth)) or "нет данных"


def _parts(store: Store, table: str, row_id: str, depth: int) -> list[str]:
    if table not in table_names() or not row_id or depth == 0:
        return []
    listed = ", ".join(f'"{name}"' for name in columns(table))
    found = store.sql(f'SELECT {listed} FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
    if found is None:
        return []
    row = dict(zip(columns(table), found, strict=True))
    return list(dict.fromkeys([*_own(store, table, row_id, row), *_led(store, table, row, depth)]))


def _own(store: Store, table: str, row_id: str, row: Mapping[str, Any]) -> list[str]:
    if table == "person":
        name = full_name(row["surname"] or "", row["name"] or "", row["patronymic"] or "")
        return [name] if name else []
    if table == "pair":
        people = store.sql("SELECT person FROM pair_member WHERE pair = ? ORDER BY role DESC, id", (row_id,)).fetchall()
        names = [row_words(store, "person", str(one[0] or ""), 1) for one in people]
        return [" – ".join(names)] if names else []
    words = next((code_words(table, name, row[name]) for name in _WORDS.get(table, ()) if row[name]), "")
    return [_short(words)] if words else []


def _led(store: Store, table: str, row: Mapping[str, Any], depth: int) -> list[str]:
    return [
        words for column, target in _LEADS.get(table, ()) for words in _parts(store, target, str(row[column] or ""), depth - 1)
    ]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
