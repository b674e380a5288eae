"""Settings that belong to an institution and travel with its data: thresholds, targets, directions, columns of cards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from model.entities import Preference, natural_id
from model.errors import Refusal
from model.setup import own_id
from model.store import Store

#: Directions of requests, strengths and measures (domain.md 5); the list can be edited.
DIRECTIONS = (
    "научно-теоретическое",
    "нормативно-правовое",
    "предметно-профессиональное",
    "психолого-педагогическое",
    "методическое",
    "ИКТ-компетенции",
    "цифровизация образования",
    "внеурочная и воспитательная деятельность",
    "здоровьесбережение",
)
#: What holds until the institution says otherwise. A young teacher: experience <= 3 years and age <= 35 (both inclusive).
DEFAULTS: dict[str, Any] = {
    "young.experience": 3,
    "young.age": 35,
    "directions": list(DIRECTIONS),
    "checkpoints": ["11", "03"],  # months of the usual control cards
    "mentor.load": 3,  # mentees at once beyond which a mentor's load is called high
}


def preference(store: Store, name: str, institution: str = "") -> Any:
    """Value of a setting of ``institution`` (default: this laptop's), or its default; ``None`` for an unknown name."""
    found = store.value("SELECT value FROM preference WHERE institution = ? AND name = ?", (institution or own_id(store), name))
    return json.loads(found) if found else DEFAULTS.get(name)


def set_preference(store: Store, name: str, value: Any) -> None:
    """Write a setting of this laptop's institution; ``value`` is a number, a text or a list of texts."""
    owner = own_id(store)
    identity, text = natural_id("preference", owner, name), json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    with store.transaction("Настройка"):
        if not Preference.update(value=text).where(Preference.id == identity).execute():
            Preference.create(id=identity, institution=owner, name=name, value=text)


def write_preference(store: Store, name: str, values: Sequence[str]) -> None:
    """Write a known setting from words as a person types them; raise ``Refusal`` for an unknown name or a bad value."""
    usual = DEFAULTS.get(name)
    if usual is None:
        raise Refusal(f"Настройки «{name}» нет: возможны {', '.join(DEFAULTS)}.", "missing")
    words = [value.strip() for value in values if value.strip()]
    if isinstance(usual, list):
        if not words:
            raise Refusal("Список не может быть пустым: назовите хотя бы одно значение.")
        set_preference(store, name, list(dict.fromkeys(words)))
    elif len(words) == 1 and words[0].isdecimal() and 0 < int(words[0]) <= 100:
        set_preference(store, name, int(words[0]))
    else:
        raise Refusal(f"Настройке «{name}» нужно одно целое число от 1 до 100.")
