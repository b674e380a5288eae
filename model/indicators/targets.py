"""Goals of indicators: settings ``target.<code>`` that travel with the institution (domain.md 13)."""

from __future__ import annotations

import json
import math
import re

from model.errors import Refusal
from model.indicators.catalogue import TITLES
from model.preferences import set_preference
from model.setup import own_id
from model.store import Store

#: Goals that hold until the institution says otherwise: every young teacher is involved.
USUAL = {"young": 1.0}


def target_of(store: Store, code: str, institution: str = "") -> float | None:
    """Goal of an indicator as a fraction, or ``None``: the institution's own word, else the district's, else the usual one."""
    found = store.value(
        "SELECT value FROM preference WHERE name = ?1 AND (institution = ?2 OR institution IN (SELECT id FROM institution "
        "WHERE kind = 'district')) ORDER BY institution = ?2 DESC, institution LIMIT 1",
        (f"target.{code}", institution or own_id(store)),
    )
    if found is None:
        return USUAL.get(code)
    said = json.loads(found)
    return float(said) if isinstance(said, int | float) else None


def read_target(words: str) -> float | None:
    """Read «80 %», «80», «0,8» or nothing (no goal); raise ``Refusal`` for anything else. A number above 1 is per cent."""
    text = words.strip().replace(",", ".")
    if not text:
        return None
    if match := re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)\s*(%?)", text):
        number = float(match[1])
        value = number / 100 if match[2] or number > 1 else number
        if value <= 1:
            return value
    raise Refusal(f"Цель «{words}» не понята: напишите долю от 0 до 100 %, например 80%.", "target")


def set_target(store: Store, code: str, value: float | None) -> None:
    """Write the goal of an indicator (a fraction 0..1, ``None``: no goal); raise ``Refusal`` for an unknown code."""
    if code not in TITLES:
        raise Refusal(f"Показателя «{code}» нет: посмотрите коды командой kurator indicators.", "missing")
    if value is not None and not (math.isfinite(value) and 0 <= value <= 1):
        raise Refusal("Цель показателя — доля от 0 до 100 %: проверьте число.", "target")
    with store.transaction(f"Цель показателя: {TITLES[code]}"):
        set_preference(store, f"target.{code}", "" if value is None else value)
