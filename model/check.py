"""Is this database whole: SQLite's own check, the hash chains, the log against the tables; and the digest of its state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from model.blanking import payloads_that_stayed
from model.changelog import differences
from model.lineage import branch_name, lineage_of
from model.log_tables import columns, table_names
from model.payload import chain, commit
from model.store import Store


def digest(store: Store) -> str:
    """SHA-256 of the replicated state alone (values, stamps, heads): equal on every laptop that holds the same."""
    total = hashlib.sha256()
    for line in _state(store):
        total.update(line)
    return total.hexdigest()


def _state(store: Store) -> Iterator[bytes]:
    for table in sorted(table_names()):
        names = sorted(columns(table))
        listed = ", ".join(["id", "_s", *(f'"{n}", "_s_{n}"' for n in names)])
        for row in store.sql(f'SELECT {listed} FROM "{table}" ORDER BY id'):
            yield _line(table, row)
    for row in store.sql("SELECT tbl, row_id, col, stamp, value FROM head ORDER BY tbl, row_id, col, stamp"):
        yield _line("head", row)
    for row in store.sql("SELECT node, seq, chain FROM known_node ORDER BY node"):
        yield _line("node", row)


def _line(kind: str, row: tuple[Any, ...]) -> bytes:
    """Unambiguous bytes of a row: each value with its type and length."""
    parts = [kind]
    for value in row:
        text = "" if value is None else str(value)
        parts.append(f"{'n' if value is None else 'i' if isinstance(value, int) else 't'}{len(text)}:{text}")
    return "\x1e".join(parts).encode("utf-8")


def problems(store: Store) -> list[str]:
    """What is wrong, one Russian sentence each; empty when the database is whole."""
    found = [f"SQLite: {row[0]}" for row in store.sql("PRAGMA integrity_check") if row[0] != "ok"]
    found += broken_chains(store)
    found += [f"Журнал и таблицы расходятся: {where}." for where in differences(store)]
    found += [f"В журнале остались стёртые данные: {table} {row}." for table, row in payloads_that_stayed(store)]
    return found


def broken_chains(store: Store) -> list[str]:
    """Breaks of the hash chain, gaps in the numbering and payloads that do not match their commitments."""
    found: list[str] = []
    lineage = lineage_of(store)
    node, expected, before = "", 1, ""
    rows = store.sql(
        "SELECT node, seq, stamp, institution, tbl, row_id, kind, shared_commit, private_commit, chain, shared, private "
        "FROM change ORDER BY node, seq"
    )
    for row in rows:
        if row[0] != node:
            node, expected, before = row[0], 1, ""
            if (branch := lineage.branches.get(node)) is not None:
                expected, before = branch.seq + 1, branch.chain
                if branch_name(branch.origin, row[9]) != node:
                    found.append(f"Ветвь {node} названа не по своему началу.")
        if row[1] != expected or chain(before, lineage.origin(node), row[1], lineage.raw(row[2]), *row[3:9]) != row[9]:
            found.append(f"Цепочка записей {node} нарушена на номере {row[1]}.")
        for payload, commitment in ((row[10], row[7]), (row[11], row[8])):
            if payload is not None and commit(payload) != commitment:
                found.append(f"Запись {node}-{row[1]} не совпадает со своей отметкой.")
        expected, before = row[1] + 1, row[9]
    return found
