"""Who or what stands behind an indicator, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from model.names import full_name, short_name
from model.russian_dates import span_label
from model.store import Store

UNKNOWN = "нет данных"


def behind(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """Words for ids of persons, pairs, programmes, occurrences and answer sheets; «нет данных» for what is not here."""
    wanted = list(dict.fromkeys(ids))
    named = dict.fromkeys(wanted, UNKNOWN)
    listed = (json.dumps(wanted),)
    chosen = "IN (SELECT value FROM json_each(?))"
    for identity, *name in store.sql(f"SELECT id, surname, name, patronymic FROM person WHERE id {chosen}", listed):
        named[identity] = full_name(*(part or "" for part in name)) or UNKNOWN
    named |= _pairs(store, chosen, listed)
    for identity, title in store.sql(f"SELECT id, title FROM programme WHERE id {chosen}", listed):
        named[identity] = title or "программа без названия"
    rows = store.sql(
        f"SELECT o.id, a.text, o.start_on, o.end_on FROM occurrence o JOIN activity a ON a.id = o.activity WHERE o.id {chosen}",
        listed,
    )
    for identity, text, start, end in rows:
        named[identity] = f"{(text or UNKNOWN).splitlines()[0]} ({span_label(_day(start), _day(end))})"
    rows = store.sql(
        "SELECT s.id, s.code, q.title FROM answer_sheet s LEFT JOIN questionnaire q ON q.id = s.questionnaire "
        f"WHERE s.id {chosen}",
        listed,
    )
    for identity, code, title in rows:
        named[identity] = f"{title or UNKNOWN}, лист {code or 'без шифра'}"
    return named


def _pairs(store: Store, chosen: str, listed: tuple[str]) -> dict[str, str]:
    sides: dict[str, dict[str, list[str]]] = {}
    rows = store.sql(
        "SELECT m.pair, m.role, p.surname, p.name, p.patronymic FROM pair_member m LEFT JOIN person p ON p.id = m.person "
        f"WHERE m.pair {chosen} AND m.until IS NULL ORDER BY p._key, m.id",
        listed,
    )
    for pair, role, *name in rows:
        called = short_name(*(part or "" for part in name)) or UNKNOWN
        sides.setdefault(pair, {}).setdefault(role or "", []).append(called)
    return {
        pair: " – ".join(", ".join(roles.get(role, [UNKNOWN])) for role in ("mentor", "mentee"))
        for pair, roles in sides.items()
    }


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
