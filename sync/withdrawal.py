"""Undo of an import: the changes that one file brought leave the log as a whole, while nothing was built on them.

Built on an import is every change that came to this log after it, from here or with a later file, and

* goes on in a chain of a node whose changes the import brought, or branches off from it;
* names one of the import's stamps in ``prev``: its author had the import's value before his eyes;
* speaks of a row that would be gone (its id stands in the payload);

and every payload that a later file filled in where the import had brought the header alone.

An import that carried out an erasure is not withdrawn at all: what was erased does not come back. A payload that came late with
the import counts like its changes: who named the stamp afterwards saw the value.

After a withdrawal the state equals the one without that file. What it took may stand in a later file too, which therefore no
longer counts as taken (``whole`` 0): it may come again, as the withdrawn one may.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from model.backups import make_backup
from model.changelog import owner_of, refold
from model.clock_fix import follow_fixes
from model.errors import Refusal
from model.journal import TITLES
from model.lineage import lineage_of
from model.setup import own_institution
from model.store import Store
from sync.branch_names import take_names_anew
from sync.imports import Import, find_import, imports, put_withheld
from sync.tables import Key

_STAMP = re.compile(r"\b[0-9a-f]{28}\b")
_ID = re.compile(r"\b[0-9a-f]{32}\b")


@dataclass(frozen=True)
class Dependent:
    """A later change that was built on an import. ``source``: number of the import that brought it, 0 for this laptop.

    ``why``: ``chain`` (goes on after it), ``value`` (was made with its value in sight), ``row`` (speaks of a row of it),
    ``payload`` (words of its own change, which came later).
    """

    table: str
    row_id: str
    source: int
    why: str

    @property
    def title(self) -> str:
        """«мероприятие» or another word for the row."""
        return TITLES.get(self.table, self.table)


class BuiltOn(Refusal):
    """A withdrawal is refused; ``dependents`` were built on the import."""

    def __init__(self, sentence: str, dependents: list[Dependent]) -> None:
        super().__init__(sentence, "built-on")
        self.dependents = dependents


@dataclass(frozen=True)
class Withdrawn:
    """An import that was withdrawn: how many changes left the log, how many payloads were blanked, which rows were folded."""

    taken: Import
    changes: int
    payloads: int
    rows: int


def hindrances(store: Store, *, last: int = 10) -> dict[int, str]:
    """Why each import cannot be withdrawn now, a Russian sentence; empty when it can.

    Only the ``last`` imports are looked at as a whole; of an older one that nothing obvious stands in the way of, nothing
    is said, and the withdrawal itself will tell.
    """
    listed = imports(store)
    grown = {
        int(row[0])
        for row in store.sql(
            "SELECT DISTINCT s.import FROM import_span s JOIN known_node k ON k.node = s.node WHERE k.seq > s.last_seq "
            "AND NOT EXISTS(SELECT 1 FROM import_span n WHERE n.import = s.import AND n.node = s.node "
            "AND n.first_seq > s.last_seq)"
        )
    }
    found = {}
    for taken in listed:
        found[taken.number] = _obvious(store, taken)
        if not found[taken.number] and taken.number in grown:
            found[taken.number] = "На нём основаны более поздние файлы."
    for taken in listed[-last:]:
        if not found[taken.number] and (built := dependents(store, taken.number)):
            found[taken.number] = _sentence(taken, built)
    return found


def _obvious(store: Store, taken: Import) -> str:
    if taken.undone_at:
        return f"Приём № {taken.number} уже отменён."
    if not (taken.changes or taken.filled):
        return f"Приём № {taken.number} не принёс нового: отменять нечего."
    erased = store.value(
        "SELECT 1 FROM import_span s JOIN change c ON c.node = s.node AND c.seq BETWEEN s.first_seq AND s.last_seq "
        "WHERE s.import = ? AND c.kind IN ('erase', 'redact') LIMIT 1",
        (taken.number,),
    )
    if erased:
        return f"Приём № {taken.number} принёс удаление персональных данных по закону: его не отменяют."
    return ""


def withdraw(store: Store, number: int | None = None) -> Withdrawn:
    """Take an import back (the last one without a number), on a backup and in one transaction.

    Raise ``Refusal`` (codes missing, undone-already, nothing, erased; ``BuiltOn``) and change nothing when it cannot be.
    """
    taken = find_import(store, number)
    if taken is None:
        if number is None:
            raise Refusal("Отменять нечего: принятых файлов, которые принесли новое, нет.", "nothing")
        raise Refusal(f"Приёма № {number} нет: посмотрите список командой kurator imports.", "missing")
    if obvious := _obvious(store, taken):
        raise Refusal(obvious, "withdrawn" if taken.undone_at else "nothing" if "нечего" in obvious else "erased")
    built = dependents(store, taken.number)
    if built:
        raise BuiltOn(_sentence(taken, built), built)
    make_backup(store, "undo-merge")
    with store.transaction("Отмена приёма"):
        done = _take_back(store, taken)
        if own_institution(store) is None:
            raise Refusal("С этого файла началась ваша база: его приём не отменяют.", "founded-on")
    return done


def _sentence(taken: Import, built: list[Dependent]) -> str:
    sources: dict[int, int] = {}
    for one in built:
        sources[one.source] = sources.get(one.source, 0) + 1
    told = [f"приём № {source} ({count})" for source, count in sorted(sources.items()) if source]
    here = [f"записи этого ноутбука ({sources[0]})"] if 0 in sources else []
    advice = "исправьте данные вручную или верните копию базы, сделанную до него" if here else "сначала отмените их"
    return f"Приём № {taken.number} отменить нельзя, на нём основаны {', '.join(told + here)}: {advice}."


# ---------------------------------------------------------------------- what was built on it
def dependents(store: Store, number: int) -> list[Dependent]:
    """What was built on an import, in the order of tables and rows; nothing when it can be withdrawn."""
    lineage = lineage_of(store)
    stamps, rows = set(), set()
    for stamp, *row in store.sql(f"{_BROUGHT} UNION ALL {_FILLED}", (number, number)):
        stamps.add(lineage.raw(stamp))
        rows.add(tuple(map(str, row)))
    gone = {row[2] for row in rows if not _stands_without(store, row, number)}
    found = {Dependent(table, row_id, source, "chain") for table, row_id, source in _continued(store, number)}
    found |= {Dependent(table, row_id, source, "payload") for table, row_id, source in store.sql(_FILLED_LATER, (number,))}
    for table, row_id, source, text in _later(store, number):
        if any(lineage.raw(stamp) in stamps for stamp in _STAMP.findall(text)):
            found.add(Dependent(table, row_id, source, "value"))
        if row_id in gone or not gone.isdisjoint(_ID.findall(text)):
            found.add(Dependent(table, row_id, source, "row"))
    return sorted(found, key=lambda one: (one.table, one.row_id, one.source, one.why))


def _stands_without(store: Store, row: tuple[str, ...], number: int) -> bool:
    """Whether a row (table, institution, id) has words that were here before the import."""
    found = store.value(
        "SELECT 1 FROM change c LEFT JOIN import_filled f ON f.import = ?1 AND f.node = c.node AND f.seq = c.seq "
        "WHERE c.tbl = ?2 AND c.institution = ?3 AND c.row_id = ?4 AND (c.shared IS NOT NULL AND NOT coalesce(f.sides, 0) & 1 "
        "OR c.private IS NOT NULL AND NOT coalesce(f.sides, 0) & 2) AND NOT EXISTS(SELECT 1 FROM import_span s "
        "WHERE s.import >= ?1 AND s.node = c.node AND c.seq BETWEEN s.first_seq AND s.last_seq) LIMIT 1",
        (number, *row),
    )
    return found is not None


_BROUGHT = (
    "SELECT c.stamp, c.tbl, c.institution, c.row_id FROM import_span s JOIN change c ON c.node = s.node "
    "AND c.seq BETWEEN s.first_seq AND s.last_seq WHERE s.import = ?"
)
_FILLED = (
    "SELECT c.stamp, c.tbl, c.institution, c.row_id FROM import_filled f JOIN change c ON c.node = f.node AND c.seq = f.seq "
    "WHERE f.import = ?"
)
#: Payloads that later files brought of changes that the import appended.
_FILLED_LATER = (
    "SELECT c.tbl, c.row_id, f.import FROM import_span s JOIN import_filled f ON f.node = s.node "
    "AND f.seq BETWEEN s.first_seq AND s.last_seq JOIN change c ON c.node = f.node AND c.seq = f.seq WHERE s.import = ?"
)

#: The import that brought a change ``c``, 0 for none.
_SOURCE = (
    "coalesce((SELECT o.import FROM import_span o "
    "WHERE o.node = c.node AND c.seq BETWEEN o.first_seq AND o.last_seq LIMIT 1), 0)"
)
_OUTSIDE = (
    "NOT EXISTS(SELECT 1 FROM import_span i WHERE i.import = s.import AND i.node = c.node "
    "AND c.seq BETWEEN i.first_seq AND i.last_seq)"
)


def _continued(store: Store, number: int) -> Iterator[tuple[str, str, int]]:
    """Changes that go on after the import's in their chains: table, row, source."""
    for join in (
        "JOIN change c ON c.node = s.node AND c.seq > s.last_seq",
        "JOIN fork f ON f.parent = s.node AND f.seq BETWEEN s.first_seq AND s.last_seq JOIN change c ON c.node = f.node",
    ):
        for table, row_id, source in store.sql(
            f"SELECT c.tbl, c.row_id, {_SOURCE} FROM import_span s {join} WHERE s.import = ? AND {_OUTSIDE}", (number,)
        ):
            yield str(table), str(row_id), int(source)


def _later(store: Store, number: int) -> Iterator[tuple[str, str, int, str]]:
    """Changes that came to this log after the import: table, row, source, payloads."""
    text = "coalesce(c.shared, '') || coalesce(c.private, '')"
    listed = f"c.tbl, c.row_id, {text}"
    yield from store.sql(
        f"SELECT c.tbl, c.row_id, s.import, {text} FROM import_span s "
        "JOIN change c ON c.node = s.node AND c.seq BETWEEN s.first_seq AND s.last_seq WHERE s.import > ?",
        (number,),
    )
    own_node, own_seq, last_action = store.row("SELECT own_node, own_seq, last_action FROM import WHERE id = ?", (number,))
    for row in store.sql(f"SELECT {listed} FROM change c WHERE c.node = ? AND c.seq > ?", (own_node, own_seq)):
        yield row[0], row[1], 0, row[2]
    for row in store.sql(
        f"SELECT {listed} FROM action a JOIN change c ON c.node = a.node AND c.seq BETWEEN a.first_seq AND a.last_seq "
        "WHERE a.id > ? AND c.node <> ?",
        (last_action, own_node),
    ):
        yield row[0], row[1], 0, row[2]


# ---------------------------------------------------------------------- taking it back
def _take_back(store: Store, taken: Import) -> Withdrawn:
    number = taken.number
    spans = store.sql("SELECT node, first_seq, last_seq FROM import_span WHERE import = ?", (number,)).fetchall()
    touched: set[Key] = set()
    changes = 0
    for node, first, last in spans:
        touched |= {
            (str(row[0]), str(row[1]))
            for row in store.sql("SELECT tbl, row_id FROM change WHERE node = ? AND seq BETWEEN ? AND ?", (node, first, last))
        }
        changes += store.sql("DELETE FROM change WHERE node = ? AND seq BETWEEN ? AND ?", (node, first, last)).rowcount
    for node in {row[0] for row in spans}:
        store.sql("DELETE FROM known_node WHERE node = ?", (node,))
        store.sql(
            "INSERT INTO known_node SELECT node, seq, chain FROM change WHERE node = ? ORDER BY seq DESC LIMIT 1", (node,)
        )
    touched |= _blank(store, number)
    touched |= _rejoin(store, {row[0] for row in spans})
    with store.replaying():
        refold(store, touched)
    follow_fixes(store)
    _forget(store, taken)
    return Withdrawn(taken, changes, taken.filled, len(touched))


def _rejoin(store: Store, nodes: set[str]) -> set[Key]:
    """Where a fork is gone with the import, its other branch bears the node's name again; return the rows renamed.

    Raise ``BuiltOn`` when somebody names a change by the name that it had as a branch.
    """
    lineage = lineage_of(store)
    renamed = take_names_anew(store, nodes)
    now = lineage_of(store)
    gone = lineage.branches.keys() - now.branches.keys()
    if gone:
        for table, row_id in renamed:
            for shared, private in store.sql(
                "SELECT shared, private FROM change WHERE tbl = ? AND institution = ? AND row_id = ?",
                (table, owner_of(store, table, row_id), row_id),
            ):
                if any(stamp[16:] in gone for stamp in _STAMP.findall(f"{shared} {private}")):
                    raise BuiltOn(
                        "Приём отменить нельзя: о двух ветвях базы, которые он показал, уже знают более поздние записи.",
                        [Dependent(table, row_id, 0, "value")],
                    )
    return renamed


def _blank(store: Store, number: int) -> set[Key]:
    """Take the payloads that an import filled in out of the log again; return their rows."""
    rows = set()
    for node, seq, sides in store.sql("SELECT node, seq, sides FROM import_filled WHERE import = ?", (number,)).fetchall():
        store.sql(
            "UPDATE change SET shared = CASE WHEN ?1 & 1 THEN NULL ELSE shared END, "
            "private = CASE WHEN ?1 & 2 THEN NULL ELSE private END WHERE node = ?2 AND seq = ?3",
            (sides, node, seq),
        )
        table, row_id = store.row("SELECT tbl, row_id FROM change WHERE node = ? AND seq = ?", (node, seq))
        rows.add((str(table), str(row_id)))
    return rows


def _forget(store: Store, taken: Import) -> None:
    """Mark the import as withdrawn; later files that carried the same may come again; what it told is no longer in force."""
    store.sql("UPDATE import SET whole = 0 WHERE id > ? AND undone_at IS NULL", (taken.number,))
    store.sql("UPDATE import SET undone_at = ? WHERE id = ?", (datetime.now().isoformat(timespec="seconds"), taken.number))
    store.sql("DELETE FROM import_span WHERE import = ?", (taken.number,))
    store.sql("DELETE FROM import_filled WHERE import = ?", (taken.number,))
    if taken.scope == "district":
        told = store.value(
            "SELECT withheld FROM import WHERE institution = ? AND scope = 'district' AND withheld IS NOT NULL "
            "AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
            (taken.institution,),
        )
        put_withheld(store, taken.institution, json.loads(told) if told else [])
