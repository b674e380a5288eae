"""Erasure of a person's data from the tables and the log, in every copy that the next files reach (152-ФЗ art. 14, 20, 21).

What stays: the headers and commitments of the log, a tombstone («данные удалены») that pairs and programmes go on naming, and
a row of ``erasure`` that says when and on what grounds. It is not undone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from model.blanking import ERASED_WORDS, TOMBSTONE, Key, erased_rows, memberships, rows_about, take_away
from model.changelog import TAKEN, refold
from model.entities import Erasure, natural_id
from model.erasure_plan import ErasurePlan, Trace, personal_words, plan_erasure, values_ever
from model.errors import Refusal
from model.log_tables import columns, private_columns, shared_columns, table_names
from model.names import full_name
from model.setup import check_own, own_id
from model.store import Store

#: 152-ФЗ art. 21 part 5: no longer than thirty days after the withdrawal of the consent came.
TERM = timedelta(days=30)
LONGEST_BASIS = 300
#: What becomes of the name in other texts: the sure ones are erased, all are, none are.
TEXTS = ("sure", "all", "keep")


@dataclass(frozen=True)
class Erased:
    """What an erasure did. ``left``: texts that a human has to look at; ``compact``: no byte is left in the file."""

    person: str
    rows: int
    payloads: int
    texts: int
    left: list[Trace]
    categories: list[str]
    compact: bool


@dataclass(frozen=True)
class DueErasure:
    """A person who withdrew the consent to processing: until when the data must be erased."""

    person: str
    name: str
    withdrawn_on: date
    due_on: date


def erase_person(
    store: Store, person: str, *, basis: str, today: date, asked_on: date | None = None, texts: str = "sure"
) -> Erased:
    """Erase a person of this institution; raise ``Refusal`` (missing, not-owner, erased, basis, date). One transaction."""
    plan = plan_erasure(store, person)
    grounds = _grounds(store, plan, basis)
    if asked_on is not None and asked_on > today:
        raise Refusal("День обращения ещё не наступил: проверьте дату.", "date")
    if texts not in TEXTS:
        raise Refusal(f"Что делать с текстами, не понято («{texts}»): возможны {', '.join(TEXTS)}.")
    redacted = [one for one in plan.traces if texts == "all" or (texts == "sure" and not one.why_not)]
    left = [one for one in plan.traces if one not in redacted]
    with store.transaction("Удаление персональных данных"):
        _forget_curator(store, person)
        taken = _erase_rows(store, plan)
        for key in sorted(plan.memberships):
            taken += _redact(store, key, dict.fromkeys(set(columns(key[0])) - {"institution", *memberships()[key[0]]}))
        for trace in redacted:
            taken += _redact(store, (trace.table, trace.row_id), trace.columns)
        Erasure.create(
            id=natural_id("erasure", person),
            institution=own_id(store),
            person=person,
            asked_on=asked_on,
            erased_on=today,
            basis=grounds,
            categories=plan.categories,
            rows=len(plan.rows) + len(plan.memberships) + len(redacted),
        )
    return Erased(person, len(plan.rows) + len(plan.memberships), taken, len(redacted), left, plan.categories, store.compact())


def erase_text(store: Store, table: str, row_id: str, column: str, text: str | None) -> int:
    """Put ``text`` (or nothing) in the place of a cell and of all its former values; return how many changes lost a payload.

    For a name that an erasure left to a human. Raise ``Refusal`` (missing, not-owner, conflict).
    """
    if table not in table_names() or column not in columns(table) or column == "institution":
        raise Refusal(f"Ячейки «{table} {column}» нет: возьмите её из ответа kurator person erase.", "missing")
    owner = store.value(f'SELECT institution FROM "{table}" WHERE id = ?', (row_id,))
    if owner is None:
        raise Refusal(f"Строки «{row_id}» в базе нет: возьмите её из ответа kurator person erase.", "missing")
    check_own(store, str(owner))
    if store.value("SELECT 1 FROM head WHERE tbl = ? AND row_id = ? AND value IS NOT NULL", (table, row_id)):
        raise Refusal("В этой строке неразобранное расхождение: сначала разберите его (kurator conflicts).", "conflict")
    from model.entities import Words

    kept = Words().db_value(text) if text else None
    with store.transaction("Удаление персональных данных"):
        taken = _redact(store, (table, row_id), {column: kept})
    store.compact()
    return taken


def due_erasures(store: Store) -> list[DueErasure]:
    """Who of this institution withdrew the consent to processing and is not erased yet, the earliest term first.

    Whoever gave a new consent since is not among them (152-ФЗ art. 21 part 5).
    """
    rows = store.sql(
        "SELECT p.id, p.surname, p.name, p.patronymic, min(c.withdrawn_on) FROM consent c JOIN person p ON p.id = c.person "
        "WHERE p.institution = ? AND p.kind IS NOT ? AND c.scope = 'processing' AND c.withdrawn_on IS NOT NULL "
        "AND NOT EXISTS(SELECT 1 FROM consent n WHERE n.person = p.id AND n.scope = 'processing' AND n.withdrawn_on IS NULL "
        "AND n.given_on IS NOT NULL) GROUP BY p.id ORDER BY 5, p._key, p.id",
        (own_id(store), TOMBSTONE),
    )
    return [
        DueErasure(
            person,
            full_name(surname or "", name or "", patronymic or "") or "без имени",
            date.fromisoformat(day),
            date.fromisoformat(day) + TERM,
        )
        for person, surname, name, patronymic, day in rows
    ]


def erasures_of(store: Store) -> list[tuple[str, str, date, date | None]]:
    """Erasures of this institution: person, basis, erased on, asked on."""
    rows = Erasure.select().where(Erasure.institution == (store.setting("institution") or "")).order_by(Erasure.id)
    return [(row.person, row.basis, row.erased_on or date.today(), row.asked_on) for row in rows]


def repeat_erasures(store: Store, erasures: list[tuple[str, str, date, date | None]]) -> int:
    """Erase again what an older copy of the database still has (as ``erasures_of`` says); return how many."""
    known = erased_rows(store)
    done = 0
    for person, basis, erased_on, asked_on in erasures:
        known_here = store.value("SELECT 1 FROM change WHERE tbl = 'person' AND row_id = ? LIMIT 1", (person,))
        if ("person", person) not in known and known_here:
            erase_person(store, person, basis=basis, today=erased_on, asked_on=asked_on)
            done += 1
    return done


# ---------------------------------------------------------------------- how it is written
def _grounds(store: Store, plan: ErasurePlan, basis: str) -> str:
    words = " ".join(basis.split())
    if not words:
        raise Refusal("Назовите основание удаления: например «заявление от 12.11.2026 № 5».", "basis")
    if len(words) > LONGEST_BASIS:
        raise Refusal(f"Основание длиннее {LONGEST_BASIS} знаков: назовите документ, дату и номер.", "basis")
    pattern = personal_words(store, values_ever(store, plan.person))
    if pattern is not None and pattern.search(words):
        raise Refusal("В основании названы данные этого человека, а оно хранится дальше: назовите только документ.", "basis")
    return words


def _forget_curator(store: Store, person: str) -> None:
    """The settings of this laptop name its curator."""
    if store.setting("author") == person:
        store.set_setting("author", "")
        store.set_setting("curator", "")
        store.author = ""


def _erase_rows(store: Store, plan: ErasurePlan) -> int:
    owner = own_id(store)
    tombstone = {"institution": owner, "surname": ERASED_WORDS, "kind": TOMBSTONE}
    for table, row in sorted(plan.rows):
        patch = json.dumps(tombstone if table == "person" else {}, ensure_ascii=False, separators=(",", ":"))
        store.sql("INSERT INTO capture VALUES(?, ?, 'erase', ?, ?, '{}', '{}', '{}')", (table, row, owner, patch))
    elsewhere = rows_about(store, dict.fromkeys(plan.rows, owner))
    taken = take_away(store, dict.fromkeys(plan.rows, owner) | elsewhere)
    with store.replaying():
        refold(store, {*plan.rows, *elsewhere})
    return taken


def _redact(store: Store, key: Key, replaced: Mapping[str, Any]) -> int:
    """Write a row anew with some columns replaced, and take its history away; a deleted row only loses its history."""
    table, row_id = key
    stamps = [
        str(row[0])
        for row in store.sql(
            "SELECT stamp FROM change WHERE tbl = ? AND row_id = ? AND kind NOT IN ('erase', 'delete') ORDER BY stamp", key
        )
    ]
    names = columns(table)
    listed = ", ".join(f'"{name}", coalesce("_s_{name}", _s, \'\')' for name in names)
    row = store.sql(f'SELECT {listed} FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
    heads: dict[str, list[str]] = {}
    for column, stamp in store.sql("SELECT col, stamp FROM head WHERE tbl = ? AND row_id = ? ORDER BY stamp", key):
        heads.setdefault(column, []).append(stamp)
    patch: dict[str, Any] = {}
    prev: dict[str, str] = {}
    for place, name in enumerate(names if row is not None else ()):
        patch[name] = replaced.get(name, row[2 * place])
        prev[name] = " ".join(heads.get(name) or [row[2 * place + 1]])
    sides = [
        json.dumps(part, ensure_ascii=False, separators=(",", ":"))
        for side in (shared_columns(table), private_columns(table))
        for part in ({n: patch[n] for n in side if n in patch}, {n: prev[n] for n in side if n in prev})
    ]
    sides[1] = json.dumps({**json.loads(sides[1]), TAKEN: " ".join(stamps)}, separators=(",", ":"))
    store.sql("INSERT INTO capture VALUES(?, ?, 'redact', ?, ?, ?, ?, ?)", (table, row_id, own_id(store), *sides))
    taken = take_away(store, {}, [(table, row_id, stamp, own_id(store)) for stamp in stamps])
    with store.replaying():
        refold(store, [key])
    return taken
