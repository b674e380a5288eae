"""Lines of a file that were verified before, byte for byte: they are neither parsed nor hashed link by link again.

Every file carries the whole chain of its nodes, so most lines of the next one are those of the last. After a merge the log
remembers, per node and scope, the SHA-256 of the lines that it verified, and the last link of their chain. A file whose first
lines of that node have the same hash has the very same lines; its chain goes on from there. A withheld payload that comes
changes a line, so the node is then read from its first link.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from model.store import Store
from sync.exchange_file import ExchangeFile

#: Last number of a node and the value of its chain there.
Link = tuple[int, str]
NO_LINK: Link = (0, "")


@dataclass(frozen=True)
class Prefix:
    """The first lines of a node in a file, known to be good: where they begin, how many, their last link and stamp."""

    start: int
    count: int
    chain: str
    stamp: str


def node_starts(file: ExchangeFile) -> dict[str, int]:
    """Place of the first line of each node of a file; of a line that is none something that no node is called."""
    starts: dict[str, int] = {}
    for place, text in enumerate(file.texts):
        node = text[2:14]
        if node not in starts:
            starts[node] = place
    return starts


def verified_prefixes(
    store: Store, file: ExchangeFile, starts: Mapping[str, int], known: Mapping[str, Link]
) -> dict[str, Prefix]:
    """Nodes whose first lines in this file are those that were verified when the log took them, and that it still has."""
    found = {}
    for node, start in starts.items():
        row = store.sql(
            "SELECT v.seq, v.chain, v.stamp, v.sha256 FROM verified v JOIN change c ON c.node = v.node AND c.seq = v.seq "
            "WHERE v.node = ? AND v.scope = ? AND c.chain = v.chain",
            (node, file.header.scope),
        ).fetchone()
        if row is None:
            continue
        seq, chain, stamp, digest = row
        if seq <= known.get(node, NO_LINK)[0] and lines_hash(file, start, seq) == digest:
            found[node] = Prefix(start, seq, chain, stamp)
    return found


def remember_prefixes(
    store: Store,
    file: ExchangeFile,
    starts: Mapping[str, int],
    ends: Mapping[str, tuple[int, str, str]],
    nodes: Collection[str],
) -> None:
    """After a file was merged: note the lines of ``nodes``; ``ends``: last number, chain value and stamp of each."""
    rows = []
    for node in nodes:
        seq, chain, stamp = ends[node]
        rows.append((node, file.header.scope, seq, chain, stamp, lines_hash(file, starts[node], seq)))
    store.database.connection().executemany("INSERT OR REPLACE INTO verified VALUES(?, ?, ?, ?, ?, ?)", rows)


def lines_hash(file: ExchangeFile, start: int, count: int) -> str:
    """SHA-256 of some lines of a file."""
    every = file.plain and count == len(file.texts)
    return hashlib.sha256(file.plain if every else "\n".join(file.texts[start : start + count]).encode("utf-8")).hexdigest()
