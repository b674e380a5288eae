"""What the erasure of a person would reach: rows, categories of data, and what other texts say of the person by name.

Nothing is written here, so that a human sees it first. Categories are named as the act of destruction names them (order 179 of
Roskomnadzor of 28.10.2022, point 3).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from model.blanking import ERASED_WORDS, TOMBSTONE, Key, memberships, rows_about
from model.errors import Refusal
from model.log_tables import columns, table_names
from model.name_forms import called_pattern, name_pattern
from model.names import full_name
from model.payload import read_payload
from model.setup import check_own, own_id
from model.store import Store

_NAMES = ("surname", "former_surname", "name", "patronymic")
#: Values that are searched for in other texts as they stand.
_LITERAL = ("phone", "email")
#: Table → category of personal data.
CATEGORIES = {
    "person": "фамилия, имя, отчество, дата рождения, должность, сведения о работе, контакты",
    "role": "роли в наставничестве",
    "consent": "согласия",
    "request": "запросы и сильные стороны",
    "search_step": "сведения о подборе пары",
    "diagnosis": "результаты диагностики",
    "route": "индивидуальные маршруты",
    "answer_sheet": "именные анкеты",
    "answer": "ответы именных анкет",
    "person_link": "связи с другими записями",
    "pair_member": "причины замены в парах",
    "event_person": "результаты участия в событиях",
    "body_member": "должности в объединениях",
}


@dataclass(frozen=True)
class Trace:
    """Personal words in a row that is about something else.

    ``columns``: column → its value without them; empty when only older versions had them. ``text``: the value to show.
    ``why_not``: why a human has to decide, or empty.
    """

    table: str
    row_id: str
    columns: Mapping[str, Any]
    text: str
    why_not: str = ""


@dataclass
class ErasurePlan:
    """What an erasure reaches. ``rows``: rows erased whole; ``memberships``: rows that stay without personal columns."""

    person: str
    name: str
    rows: set[Key] = field(default_factory=set)
    memberships: set[Key] = field(default_factory=set)
    traces: list[Trace] = field(default_factory=list)

    @property
    def categories(self) -> list[str]:
        """Names of the categories of data that go."""
        tables = {table for table, _ in self.rows | self.memberships}
        found = [title for table, title in CATEGORIES.items() if table in tables]
        return [*found, *(["упоминания в текстах"] if self.traces else [])]


def plan_erasure(store: Store, person: str) -> ErasurePlan:
    """What the erasure of a person of this institution reaches; raise ``Refusal`` (missing, not-owner, erased)."""
    owner = store.value("SELECT institution FROM change WHERE tbl = 'person' AND row_id = ? LIMIT 1", (person,))
    if owner is None:
        raise Refusal(f"Человека «{person}» в базе нет: возьмите id из kurator person list.", "missing")
    when = store.value("SELECT erased_on FROM erasure WHERE person = ?", (person,))
    if store.value("SELECT 1 FROM erased WHERE tbl = 'person' AND row_id = ? AND stamp = ''", (person,)):
        told = f" {date.fromisoformat(when):%d.%m.%Y}" if when else ""
        raise Refusal(f"Данные этого человека уже удалены{told}: список в kurator erasures.", "erased")
    check_own(store, str(owner))
    known = values_ever(store, person)
    plan = ErasurePlan(person, _called(store, person, known))
    plan.rows = {("person", person), *(key for key, home in rows_about(store, {("person", person): str(owner)}).items()
                                        if home == owner)}  # fmt: skip
    plan.memberships = membership_rows(store, person, str(owner))
    plan.traces = traces(store, person, known, skip=plan.rows | plan.memberships)
    return plan


def values_ever(store: Store, person: str) -> dict[str, set[str]]:
    """Every value that the person's columns ever had, by column: a maiden name, a deleted row (the log knows)."""
    known: dict[str, set[str]] = defaultdict(set)
    for texts in store.sql("SELECT shared, private FROM change WHERE tbl = 'person' AND row_id = ?", (person,)):
        for text in texts:
            for column, value in read_payload(text).patch.items() if text is not None else ():
                if value:
                    known[column].add(str(value))
    return known


def _called(store: Store, person: str, known: Mapping[str, set[str]]) -> str:
    row = store.sql("SELECT surname, name, patronymic FROM person WHERE id = ?", (person,)).fetchone()
    return full_name(*(part or "" for part in row)) if row else ", ".join(sorted(known.get("surname", ())))


def membership_rows(store: Store, person: str, owner: str) -> set[Key]:
    """Rows of the log, of an institution, by which a person is a member of something."""
    found = set()
    for table, kept in memberships().items():
        if "person" in kept:
            for row, *texts in store.sql(
                "SELECT row_id, shared, private FROM change WHERE tbl = ?1 AND institution = ?2 AND instr(shared, ?3)",
                (table, owner, person),
            ):
                if any(read_payload(text).patch.get("person") == person for text in texts if text is not None):
                    found.add((table, str(row)))
    return found


# ---------------------------------------------------------------------- the name in other texts
def personal_words(store: Store, known: Mapping[str, Collection[str]]) -> re.Pattern[str] | None:
    """Pattern of all that a text may call a person by: names in any case form, telephone, address, birth date.

    A surname that the institution's own name has («имени Гагарина») is no trace.
    """
    own = " ".join(
        str(part)
        for part in store.row("SELECT name, short, municipality FROM institution WHERE id = ?", (own_id(store),))
        if part
    )
    surnames = [
        name
        for name in sorted({*known.get("surname", ()), *known.get("former_surname", ())})
        if (one := name_pattern([name])) is not None and not one.search(own)
    ]
    called = called_pattern(surnames, sorted(known.get("name", ())), sorted(known.get("patronymic", ())))
    literal = {re.escape(value) for column in _LITERAL for value in known.get(column, ()) if len(value) > 4}
    for day in known.get("birth_date", ()):
        literal |= {re.escape(day), re.escape(f"{date.fromisoformat(day):%d.%m.%Y}")}
    parts = [*([called.pattern] if called else []), *sorted(literal)]
    return re.compile("|".join(parts)) if parts else None


def traces(store: Store, person: str, known: Mapping[str, Collection[str]], skip: Collection[Key] = ()) -> list[Trace]:
    """Rows of this institution whose log has personal words of the person, but for those of ``skip``."""
    pattern = personal_words(store, known)
    if pattern is None:
        return []
    hits: set[Key] = set()
    tables = set(table_names())
    for table, row, *texts in store.sql(
        "SELECT tbl, row_id, shared, private FROM change WHERE institution = ? AND (shared IS NOT NULL OR private IS NOT NULL)",
        (own_id(store),),
    ):
        key = (str(table), str(row))
        if key in hits or key in skip or table not in tables:
            continue
        for text in texts:
            if text is not None and pattern.search(text):
                patch = read_payload(text).patch
                if any(isinstance(v, str) and c not in _names_of(table) and pattern.search(v) for c, v in patch.items()):
                    hits.add(key)
    others = _namesakes(store, person, known)
    return [_trace(store, key, pattern, known, others) for key in sorted(hits)]


def _names_of(table: str) -> tuple[str, ...]:
    """Columns that name somebody or something else: a relative of the same surname, a school of the same name."""
    return {"person": _NAMES, "institution": ("name", "short", "municipality")}.get(table, ())


def _namesakes(store: Store, person: str, known: Mapping[str, Collection[str]]) -> list[tuple[str, str, str]]:
    """Other persons of the same surname: their names."""
    same = name_pattern([*known.get("surname", ()), *known.get("former_surname", ())])
    if same is None:
        return []
    return [
        (surname, name or "", patronymic or "")
        for identity, surname, name, patronymic in store.sql(
            "SELECT id, surname, name, patronymic FROM person WHERE surname IS NOT NULL AND kind IS NOT ?", (TOMBSTONE,)
        )
        if identity != person and same.search(surname)
    ]


def _trace(
    store: Store, key: Key, pattern: re.Pattern[str], known: Mapping[str, Collection[str]], others: list[tuple[str, str, str]]
) -> Trace:
    table, row_id = key
    names = [name for name in columns(table) if name not in _names_of(table)]
    listed = ", ".join(f'"{name}"' for name in names)
    row = store.sql(f'SELECT {listed} FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
    now = {n: v for n, v in zip(names, row or (None,) * len(names), strict=True) if isinstance(v, str) and pattern.search(v)}
    text = "; ".join(now.values())
    why = ""
    if store.value("SELECT 1 FROM head WHERE tbl = ? AND row_id = ? AND value IS NOT NULL", key):
        why = "в строке неразобранное расхождение"
    elif others and not all(_is_theirs(match, known, others) for v in now.values() for match in pattern.finditer(v)):
        why = "в базе есть однофамилец"
    return Trace(table, row_id, {name: _without(pattern, value) for name, value in now.items()}, text, why)


def _is_theirs(match: re.Match[str], known: Mapping[str, Collection[str]], others: list[tuple[str, str, str]]) -> bool:
    """Whether the words beside a surname tell the person from all namesakes."""
    surname = match.groupdict().get("surname")
    if surname is None:
        return True
    letters = re.findall(r"[А-ЯЁ]", match[0].replace(surname, ""))
    mine = {(name[:1], patronymic[:1]) for name in known.get("name", ()) for patronymic in known.get("patronymic", ("",))}
    told = tuple(letters[:2])
    return bool(told) and any(one[: len(told)] == told for one in mine) and not any(
        (name[:1], patronymic[:1])[: len(told)] == told for _, name, patronymic in others
    )  # fmt: skip


def _without(pattern: re.Pattern[str], value: str) -> str:
    return pattern.sub(f"[{ERASED_WORDS}]", value)
