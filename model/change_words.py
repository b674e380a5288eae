"""A change of the log in words: who, when, on which copy, which row, which columns, the values before and after.

What is not here is said to be so: a payload that stayed in its institution, one that an erasure took away, a value that only
another copy knows. Nothing here ever fails on what a newer program or a file has written.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from model.actions import Actions
from model.blanking import ERASING
from model.cell_words import cell_words
from model.change_authors import Authors, made_on
from model.changelog import COVERS, Change, fold_row, lens_of, payloads_of
from model.column_titles import column_title
from model.journal import TITLES
from model.log_tables import columns, shared_columns, table_names
from model.newest_changes import Place
from model.payload import read_payload
from model.references import Key
from model.row_words import row_words, words_of
from model.store import Store

KINDS = {
    "create": "создано",
    "update": "изменено",
    "delete": "удалено",
    "undelete": "возвращено",
    "resolve": "разобрано расхождение",
    "erase": "персональные данные удалены",
    "redact": "персональные данные убраны из текста",
}
#: Why a value cannot be told.
WITHHELD, ERASED, UNKNOWN = "withheld", "erased", "unknown"
_WHY = {WITHHELD: "не передано", ERASED: "данные удалены", UNKNOWN: "неизвестно"}


@dataclass(frozen=True)
class Value:
    """A value as the log keeps it and its words; ``hidden``: why there is none (withheld, erased, unknown), or empty."""

    value: Any
    words: str
    hidden: str = ""


@dataclass(frozen=True)
class Cell:
    """A column that a change wrote. ``before``: what its author saw, several values when that was a conflict."""

    column: str
    title: str
    before: tuple[Value, ...]
    after: Value


@dataclass(frozen=True)
class ChangeLine:
    """One change. ``at``: local time, corrected, ISO 8601; ``made_at``: what the clock of the author's laptop said.

    ``copy`` own, other, institution or district with its words ``place``; ``hidden``: why a part of it is not here.
    """

    node: str
    seq: int
    at: str
    made_at: str
    author: str
    author_id: str
    copy: str
    place: str
    institution: str
    table: str
    title: str
    row: str
    words: str
    kind: str
    kind_words: str
    cells: tuple[Cell, ...]
    hidden: str


@dataclass
class _Told:
    """A change with its header, as the log has it."""

    node: str
    seq: int
    institution: str
    key: Key
    commits: tuple[str, str]
    change: Change


class ChangeWords:
    """Tells changes; what several of them need is asked once."""

    def __init__(self, store: Store, actions: Actions) -> None:
        self._store = store
        self._lens = lens_of(store)
        self._authors = Authors(store, actions)
        self._words: dict[Key, str] = {}
        self._values: dict[tuple[str, str, Any, str], str] = {}
        self._tables = set(table_names())

    def tell(self, places: Sequence[Place]) -> list[ChangeLine]:
        """The changes at ``places``, in that order."""
        found = {(one.node, one.seq): one for one in self._at(places)}
        told = [found[place.node, place.seq] for place in places if (place.node, place.seq) in found]
        histories = self._histories(told)
        erased = self._erased(told)
        return [self._line(one, histories[one.key], erased) for one in told]

    # ------------------------------------------------------------------ reading
    def _at(self, places: Iterable[Place]) -> list[_Told]:
        listed = json.dumps([(place.node, place.seq) for place in places])
        return self._read(
            f"SELECT {_HEADER} FROM json_each(?) p CROSS JOIN change c ON c.node = json_extract(p.value, '$[0]') "
            "AND c.seq = json_extract(p.value, '$[1]')",
            listed,
        )

    def _histories(self, told: Sequence[_Told]) -> dict[Key, list[_Told]]:
        """Every change of the rows concerned, for the values before."""
        listed = json.dumps(sorted({(one.key[0], one.institution, one.key[1]) for one in told}))
        found: dict[Key, list[_Told]] = defaultdict(list)
        for one in self._read(
            f"SELECT {_HEADER} FROM json_each(?) r CROSS JOIN change c ON c.tbl = json_extract(r.value, '$[0]') "
            "AND c.institution = json_extract(r.value, '$[1]') AND c.row_id = json_extract(r.value, '$[2]')",
            listed,
        ):
            found[one.key].append(one)
        return found

    def _read(self, query: str, values: str) -> list[_Told]:
        return [
            _Told(str(node), int(seq), str(institution), (str(table), str(row_id)), (str(one), str(other)), Change(*rest))
            for node, seq, institution, table, row_id, one, other, *rest in self._store.sql(query, (values,))
        ]

    def _erased(self, told: Sequence[_Told]) -> set[tuple[str, str, str]]:
        """Rows (with an empty stamp) and changes of them whose payloads an erasure took away."""
        listed = json.dumps(sorted({one.key for one in told}))
        rows = self._store.sql(
            "SELECT e.tbl, e.row_id, e.stamp FROM json_each(?) r CROSS JOIN erased e ON e.tbl = json_extract(r.value, '$[0]') "
            "AND e.row_id = json_extract(r.value, '$[1]')",
            (listed,),
        )
        return {(str(table), str(row_id), str(stamp)) for table, row_id, stamp in rows}

    # ------------------------------------------------------------------ telling
    def _line(self, one: _Told, history: list[_Told], erased: set[tuple[str, str, str]]) -> ChangeLine:
        table, row_id = one.key
        patch, prev, known = payloads_of(one.change)
        text = one.change.shared if one.change.shared is not None else one.change.private
        payload = read_payload(text) if text is not None else None
        copy, place = self._authors.copy(one.node, one.seq, one.institution)
        gone = bool(erased & {(table, row_id, ""), (table, row_id, one.change.stamp)})
        missing = any(
            side is None and commit for side, commit in zip((one.change.shared, one.change.private), one.commits, strict=True)
        )
        return ChangeLine(
            one.node,
            one.seq,
            made_on(self._lens.shifts, one.change.stamp).replace(tzinfo=None).isoformat(timespec="seconds"),
            payload.made_at if payload else "",
            self._authors.author(payload.author) if payload else "автор неизвестен",
            payload.author if payload else "",
            copy,
            place,
            one.institution,
            table,
            TITLES.get(table, table),
            row_id,
            self._row_words(one, history, erased),
            one.change.kind,
            KINDS.get(one.change.kind, f"действие новой программы ({one.change.kind})"),
            self._cells(one, patch, prev, history, erased) if known else (),
            (ERASED if gone else WITHHELD) if missing else "",
        )

    def _cells(
        self, one: _Told, patch: dict[str, Any], prev: dict[str, str], history: list[_Told], erased: set[tuple[str, str, str]]
    ) -> tuple[Cell, ...]:
        if one.change.kind in ERASING:
            return ()
        if self._lens.lineage:
            read = self._lens.lineage.reader([other.change.stamp for other in history])
            prev = {name: read(one.change.stamp, stamps) for name, stamps in prev.items()} if read else prev
        by_stamp = {other.change.stamp: other for other in history}
        table = one.key[0]
        cells = []
        for name, value in patch.items():
            if name == "institution":
                continue
            stamps = sorted(prev.get(name, "").split(), key=self._lens.shifts.key, reverse=True)
            before = tuple(dict.fromkeys(self._before(table, name, by_stamp.get(stamp), erased) for stamp in stamps))
            if one.change.kind in COVERS and (value is None if not before else [b.value for b in before] == [value]):
                continue  # a row that is made is told by what it holds, one that comes back by what became different
            cells.append(Cell(name, column_title(table, name), before, self._shown(table, name, value, patch)))
        return tuple(cells)

    def _before(self, table: str, name: str, one: _Told | None, erased: set[tuple[str, str, str]]) -> Value:
        """What a change that is named in ``prev`` left in a column."""
        if one is None:
            return Value(None, _WHY[UNKNOWN], UNKNOWN)
        patch, _, known = payloads_of(one.change)
        if name in patch:
            return self._shown(table, name, patch[name], patch)
        shared = table in self._tables and name in shared_columns(table)
        side, commit = (one.change.shared, one.commits[0]) if shared else (one.change.private, one.commits[1])
        if side is None and (commit or not known):
            gone = erased & {(*one.key, ""), (*one.key, one.change.stamp)}
            why = ERASED if gone else WITHHELD
            return Value(None, _WHY[why], why)
        return self._shown(table, name, None, patch) if one.change.kind in COVERS else Value(None, _WHY[UNKNOWN], UNKNOWN)

    def _shown(self, table: str, name: str, value: Any, row: dict[str, Any]) -> Value:
        if value is None or value == "":
            return Value(value, "")
        if table not in self._tables:
            return Value(value, str(value))
        target = str(row.get("target_table") or "")
        key = (table, name, value, target)
        if key not in self._values:
            self._values[key] = cell_words(self._store, table, name, value, row)
        return Value(value, self._values[key])

    def _row_words(self, one: _Told, history: list[_Told], erased: set[tuple[str, str, str]]) -> str:
        """Words for the row as it stands, else as it was last known; why there are none."""
        table, row_id = one.key
        if one.key in self._words or table not in self._tables:
            return self._words.get(one.key, "нет данных")
        if self._store.value(f'SELECT 1 FROM "{table}" WHERE id = ?', (row_id,)):
            words = row_words(self._store, table, row_id)
        else:
            values = fold_row(table, [other.change for other in history], self._lens).values
            words = words_of(self._store, table, row_id, {name: values.get(name) for name in columns(table)})
        if words == "нет данных" and (table, row_id, "") in erased:
            words = "данные удалены"
        elif words == "нет данных" and table == "person":
            told = self._store.value("SELECT initials FROM withheld WHERE row_id = ? LIMIT 1", (row_id,))
            words = f"имя не передано ({told})" if told else words
        self._words[one.key] = words
        return words


_HEADER = (
    "c.node, c.seq, c.institution, c.tbl, c.row_id, c.shared_commit, c.private_commit, c.stamp, c.kind, c.shared, c.private"
)
