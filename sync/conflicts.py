"""The conflict list: cells with several different heads, rows deleted here and edited there. A human settles them.

Nothing is stored for it: ``head`` says it all, so the list is never forgotten and never twice.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from model.cell_words import leads_to
from model.changelog import owner_of, refold
from model.clock_fix import corrected_at
from model.clock_shifts import shifts_of
from model.code_words import codes_of
from model.entities import Words
from model.errors import Refusal
from model.journal import TITLES
from model.log_tables import column_kinds, columns, shared_columns, table_names
from model.names import short_name
from model.payload import read_payload
from model.row_words import row_words
from model.russian_dates import parse_date
from model.setup import own_id
from model.store import Store


@dataclass(frozen=True)
class Version:
    """One of the values of a cell: who wrote it (name, or the copy's id where no name may be known), when, its stamp.

    ``corrected_at``: when by the fixes of the clocks; empty where nothing was fixed.
    """

    value: Any
    author: str
    made_at: str
    stamp: str
    corrected_at: str = ""


@dataclass(frozen=True)
class Conflict:
    """A cell (``column``) with several values, or, with ``column`` ``*``, a row deleted and edited apart.

    ``versions``: the shown one first; of a delete, the delete first. ``row``: the row around, column → value; ``words``: what
    the row is called; ``mine``: whether this institution settles it (else the institution that owns the row does).
    """

    id: str
    table: str
    row_id: str
    column: str
    institution: str
    versions: tuple[Version, ...]
    row: dict[str, Any]
    words: str = ""
    mine: bool = True

    @property
    def title(self) -> str:
        """«мероприятие» or another word for the row."""
        return TITLES.get(self.table, self.table)


@dataclass(frozen=True)
class Typed:
    """A value that a human typed, whatever it reads: «ours» is a word like any other here."""

    text: str


#: What to keep: ``ours``, ``theirs``, a value as it was typed, or the place of one of the versions.
Take = str | int | Typed


def conflict_id(table: str, row_id: str, column: str) -> str:
    """Short stable name of a conflict, equal on every laptop."""
    return hashlib.sha256(f"{table}|{row_id}|{column}".encode()).hexdigest()[:10]


def count(store: Store) -> int:
    """How many conflicts wait."""
    return sum(1 for _ in _cells(store))


def count_by_institution(store: Store) -> dict[str, int]:
    """How many conflicts wait in the rows of each institution (id)."""
    found: dict[str, int] = {}
    for table, row_id, _ in _cells(store):
        owner = _institution(store, table, row_id)
        found[owner] = found.get(owner, 0) + 1
    return found


def _institution(store: Store, table: str, row_id: str) -> str:
    """Whose row it is."""
    if table == "institution":
        return row_id
    return str(store.value(f'SELECT institution FROM "{table}" WHERE id = ?', (row_id,)) or "")


def settleable(store: Store) -> list[str]:
    """Ids of the conflicts that this institution settles, in the order of the list."""
    mine = store.setting("institution") or ""
    return [conflict_id(*cell) for cell in _cells(store) if _institution(store, *cell[:2]) == mine]


def _cells(store: Store) -> list[tuple[str, str, str]]:
    """Table, row and column of every conflict, in one order everywhere."""
    known = table_names()
    found = [
        (str(table), str(row_id), str(column))
        for table, row_id, column in store.sql(
            "SELECT tbl, row_id, col FROM head WHERE value IS NOT NULL GROUP BY tbl, row_id, col "
            "HAVING count(DISTINCT value) > 1"
        )
        if table in known
    ]
    for (table,) in store.sql("SELECT DISTINCT tbl FROM head WHERE col = '*'").fetchall():
        if table in known:
            rows = store.sql(
                f"SELECT DISTINCT h.row_id FROM head h JOIN \"{table}\" t ON t.id = h.row_id WHERE h.tbl = ? AND h.col = '*'",
                (table,),
            )
            found += [(str(table), str(row[0]), "*") for row in rows]
    return sorted(found)


def row_conflicts(store: Store, key: tuple[str, str]) -> int:
    """How many conflicts one row (table, row id) has."""
    cells, deletes = store.row(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM head WHERE tbl = ?1 AND row_id = ?2 AND value IS NOT NULL "
        "GROUP BY col HAVING count(DISTINCT value) > 1)), "
        "EXISTS(SELECT 1 FROM head WHERE tbl = ?1 AND row_id = ?2 AND col = '*')",
        key,
    )
    if deletes:
        deletes = store.value(f'SELECT 1 FROM "{key[0]}" WHERE id = ?', (key[1],)) or 0
    return int(cells) + int(deletes)


def conflicts(store: Store) -> list[Conflict]:
    """Every conflict with its values and the row around it."""
    return [_describe(store, *cell) for cell in _cells(store)]


def window(store: Store, offset: int, limit: int) -> list[Conflict]:
    """Some of the conflicts, in the order of the list: a screen asks for what it shows."""
    return [_describe(store, *cell) for cell in _cells(store)[offset : offset + limit]]


def find(store: Store, identity: str) -> Conflict | None:
    """The conflict of that id, if it still waits."""
    return next((_describe(store, *cell) for cell in _cells(store) if conflict_id(*cell) == identity), None)


def _describe(store: Store, table: str, row_id: str, column: str) -> Conflict:
    names = columns(table)
    listed = ", ".join(f'"{name}"' for name in names)
    row = dict(zip(names, store.row(f'SELECT {listed} FROM "{table}" WHERE id = ?', (row_id,)), strict=True))
    stamps = store.sql(
        "SELECT stamp, value FROM head WHERE tbl = ? AND row_id = ? AND col = ?", (table, row_id, column)
    ).fetchall()
    shifts = shifts_of(store)
    order = shifts.key or str
    stamps.sort(key=lambda head: order(head[0]), reverse=True)
    versions, owner = [], owner_of(store, table, row_id)
    for stamp, value in stamps:
        author, made_at = _who_and_when(store, owner, table, row_id, stamp)
        versions.append(
            Version(json.loads(value)[0] if value is not None else None, author, made_at, stamp, corrected_at(shifts, stamp))
        )
    institution = _institution(store, table, row_id)
    name = store.value("SELECT coalesce(short, name) FROM institution WHERE id = ?", (institution,)) or "нет данных"
    mine = institution == (store.setting("institution") or "")
    words = row_words(store, table, row_id)
    return Conflict(conflict_id(table, row_id, column), table, row_id, column, str(name), tuple(versions), row, words, mine)


def _who_and_when(store: Store, owner: str, table: str, row_id: str, stamp: str) -> tuple[str, str]:
    found = store.sql(
        "SELECT coalesce(shared, private), node FROM change WHERE tbl = ? AND institution = ? AND row_id = ? AND stamp = ?",
        (table, owner, row_id, stamp),
    ).fetchone()
    if found is None or found[0] is None:
        return "нет данных", ""
    payload = read_payload(found[0])
    person = store.sql("SELECT surname, name, patronymic FROM person WHERE id = ?", (payload.author,)).fetchone()
    if person is not None and person[0]:
        return short_name(person[0], person[1] or "", person[2] or ""), payload.made_at
    return f"копия {found[1][:4]}", payload.made_at


def resolve(store: Store, conflict: str, take: Take) -> Conflict:
    """Settle a conflict; ``take``: ``ours`` (what shows; the row is kept), ``theirs`` (the next; the row goes) or a value.

    ``Typed``: a value in any case; a number: the version of that place.

    Written as a change of kind ``resolve`` that names all the heads. Only the owner of the row settles.
    """
    return resolve_many(store, [conflict], take)[0]


def resolve_many(store: Store, wanted: Sequence[str], take: Take) -> list[Conflict]:
    """Settle several conflicts alike, all or none, in one step of undo; return them in the order of the list.

    Raise ``Refusal`` (missing, not-owner) for the first id that cannot be settled here.
    """
    listed = {conflict_id(*cell): cell for cell in _cells(store)}
    described: dict[str, Conflict] = {}
    for identity in wanted:
        if identity not in listed:
            raise Refusal(f"Расхождения «{identity}» в списке нет: посмотрите его командой kurator conflicts.", "missing")
        described[identity] = _describe(store, *listed[identity])
        if not described[identity].mine:
            raise Refusal(not_ours(described[identity]), "not-owner")
    chosen = [described[identity] for identity in listed if identity in described]
    with store.transaction("Разбор расхождения" if len(chosen) == 1 else f"Разбор расхождений: {len(chosen)}"):
        for one in sorted(chosen, key=lambda one: one.column == "*"):  # a row is deleted after its cells are settled
            _settle(store, one, take)
    return chosen


def not_ours(conflict: Conflict) -> str:
    """Who settles a conflict that is not ours."""
    return f"Это данные учреждения «{conflict.institution}»: расхождение разбирает оно само."


def matching(store: Store, *, table: str = "", institution: str = "") -> tuple[list[Conflict], int]:
    """Conflicts of a table and an institution (id or a part of its name) that we may settle, and how many others match."""
    words = institution.casefold().strip()
    found = [
        one
        for one in conflicts(store)
        if table in {"", one.table}
        and (not words or institution == str(one.row.get("institution") or "") or words in one.institution.casefold())
    ]
    return [one for one in found if one.mine], sum(not one.mine for one in found)


def _settle(store: Store, found: Conflict, take: Take) -> None:
    owner = own_id(store)
    if found.column != "*":
        if take not in {"ours", "theirs"} and not isinstance(take, int):
            refuse_typing(found)
        _take_value(store, found, owner, _chosen(found, take))
    elif take == "ours":
        _capture(store, found, owner, {})
    elif take == "theirs":
        store.sql(f'DELETE FROM "{found.table}" WHERE id = ?', (found.row_id,))
    else:
        raise Refusal("Строку можно только оставить или удалить.")


def _chosen(conflict: Conflict, take: Take) -> Any:
    if isinstance(take, int):
        return conflict.versions[take].value
    if take == "ours":
        return conflict.versions[0].value
    if take == "theirs":
        return next(v.value for v in conflict.versions if v.value != conflict.versions[0].value)
    return _canonical(conflict.table, conflict.column, take.text if isinstance(take, Typed) else take)


def refuse_typing(conflict: Conflict) -> None:
    """Raise ``Refusal`` where a value cannot be told in words: of a row, of a list, of a column that names another row."""
    if conflict.column == "*":
        raise Refusal("Строку можно только оставить или удалить.")
    if column_kinds(conflict.table)[conflict.column] == "items":
        raise Refusal("Список словами не разобрать: выберите одно из значений, потом исправьте его на экране.")
    if leads_to(conflict.table, conflict.column):
        raise Refusal("Здесь назван другой человек или запись: выберите одно из значений, потом исправьте на экране.")


def _canonical(table: str, column: str, text: str) -> str | int | None:
    """What a human typed as the column keeps it; raise ``Refusal`` when it does not fit."""
    kind = column_kinds(table)[column]
    codes = codes_of(table, column)
    if codes and text:
        named = {words.casefold(): code for code, words in codes.items()}
        code = text if text in codes else named.get(text.strip().casefold())
        if code is None:
            raise Refusal(f"«{text}» здесь не бывает: возможны {', '.join(codes.values())}.")
        text = code
    if kind == "day":
        day = parse_date(text)
        return day.isoformat() if day else None
    if kind == "number":
        if not re.fullmatch(r"-?\d{1,15}|", text):
            raise Refusal(f"«{text}» — не целое число: напишите число или выберите одно из значений.")
        return int(text) if text else None
    return Words().db_value(text)


def _take_value(store: Store, conflict: Conflict, owner: str, value: Any) -> None:
    _capture(store, conflict, owner, {conflict.column: value})


def _capture(store: Store, conflict: Conflict, owner: str, patch: dict[str, Any]) -> None:
    """Write the change itself; then fold its row."""
    heads = " ".join(sorted(version.stamp for version in conflict.versions))
    text = json.dumps(patch, ensure_ascii=False, separators=(",", ":"))
    prev = json.dumps({conflict.column: heads})
    shared = conflict.column == "*" or conflict.column in shared_columns(conflict.table)
    sides = (text, prev, "{}", "{}") if shared else ("{}", "{}", text, prev)
    store.sql("INSERT INTO capture VALUES(?, ?, 'resolve', ?, ?, ?, ?, ?)", (conflict.table, conflict.row_id, owner, *sides))
    with store.replaying():
        refold(store, [(conflict.table, conflict.row_id)])
