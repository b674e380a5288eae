"""A conflict as a human reads it: names of the row and the column, both values in words, who and when, what is around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.cell_words import cell_words, show_day
from model.change_authors import OWN, Authors
from model.column_titles import column_title
from model.log_tables import columns
from model.store import Store
from sync.conflicts import Conflict, Version

#: A value is cut to this length; the row around to two lines of a terminal.
LONGEST, AROUND = 240, 140
#: Words that two long values share stand before the place where they part.
_BEFORE = 40
#: Columns that say nothing to a human.
SILENT = frozenset({"institution", "position"})


@dataclass(frozen=True)
class VersionWords:
    """One of the values: «удалено» for a delete, «(пусто)» for none; ``shown``: what the tables show now.

    ``place``: which laptop of this institution wrote it («этот ноутбук»), nothing for rows of others.
    """

    value: str
    author: str
    place: str
    when: str
    shown: bool

    @property
    def told(self) -> str:
        """«Котова А. Л., этот ноутбук, 21.11.2026 10:00»."""
        return ", ".join(part for part in (self.author, self.place, self.when) if part)


@dataclass(frozen=True)
class ConflictWords:
    """``what``: «человек «Сорокина Анна Львовна», должность»; ``around``: other filled columns of the row, on one line."""

    what: str
    versions: tuple[VersionWords, ...]
    around: str


def conflict_words(store: Store, conflict: Conflict, authors: Authors) -> ConflictWords:
    """Everything of a conflict in words, each text on one line and not too long; ``authors``: one for many conflicts."""
    row = f"{conflict.title} «{conflict.words}»"
    if conflict.column == "*":
        what, told = f"{row}: удалено в одном месте, изменено в другом", ["удалено"] * len(conflict.versions)
    else:
        what = f"{row}, {column_title(conflict.table, conflict.column)}"
        told = apart([_value(store, conflict, one) for one in conflict.versions])
    shown = [conflict.column != "*" and one is conflict.versions[0] for one in conflict.versions]
    versions = tuple(
        VersionWords(value, one.author, _place(store, conflict, one, authors), _when(one), is_shown)
        for one, value, is_shown in zip(conflict.versions, told, shown, strict=True)
    )
    return ConflictWords(what, versions, _around(store, conflict))


def apart(values: list[str]) -> list[str]:
    """Long values cut so that the place where they part is seen."""
    if max(map(len, values), default=0) <= LONGEST:
        return values
    common = shared_letters(values)
    begin = 0 if common < LONGEST - _BEFORE else common - _BEFORE
    return [("…" if begin else "") + _cut(value[begin:], LONGEST) for value in values]


def shared_letters(values: Sequence[str]) -> int:
    """How many letters all values begin with."""
    return next((at for at, signs in enumerate(zip(*values, strict=False)) if len(set(signs)) > 1), min(map(len, values)))


def _value(store: Store, conflict: Conflict, version: Version) -> str:
    return _line(cell_words(store, conflict.table, conflict.column, version.value, conflict.row)) or "(пусто)"


def _place(store: Store, conflict: Conflict, version: Version, authors: Authors) -> str:
    if not conflict.mine:
        return ""
    owner = store.setting("institution") or ""
    found = store.sql(
        "SELECT node, seq FROM change WHERE tbl = ? AND institution = ? AND row_id = ? AND stamp = ?",
        (conflict.table, owner, conflict.row_id, version.stamp),
    ).fetchone()
    if found is None:
        return ""
    return "этот ноутбук" if authors.copy(found[0], found[1], owner)[0] == OWN else "другой ноутбук"


def _when(version: Version) -> str:
    made = show_day(version.made_at)
    return f"{made} (исправлено: {show_day(version.corrected_at)})" if version.corrected_at else made


def _around(store: Store, conflict: Conflict) -> str:
    """«предмет: химия; категория: высшая»: what the row's name does not say yet, as much as two lines hold."""
    parts: list[str] = []
    left = AROUND
    for column in columns(conflict.table):
        words = _line(cell_words(store, conflict.table, column, conflict.row.get(column), conflict.row))
        if not words or column in SILENT | {conflict.column} or words in conflict.words:
            continue
        part = f"{column_title(conflict.table, column)}: {_cut(words, AROUND // 2)}"
        if len(part) + 2 > left:
            parts.append("…")
            break
        parts.append(part)
        left -= len(part) + 2
    return "; ".join(parts)


def _line(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\n", " / ").replace("\t", " ")


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"
