"""What a file brings that our log does not have: its chains followed link by link, new changes, payloads that come late."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from model.payload import chain
from model.store import Store
from sync.arrivals import Arrival, read_arrival, read_arrivals
from sync.exchange_file import ExchangeFile
from sync.forks import Diverged, Graft
from sync.packed_lines import written_wrong
from sync.prefixes import NO_LINK, Link, Prefix, node_starts, verified_prefixes

#: A payload that came late: node, seq, shared, private.
Late = tuple[str, int, str | None, str | None]
#: Node and number of a change; its shared and private commitments, each empty unless its payload is still waited for.
Number = tuple[str, int]
Commits = tuple[str, str]


@dataclass
class Brought:
    """What a file brings: ``arrivals``, changes that our log does not have.

    ``known``: last link of the file's nodes in our log; ``waiting``: changes whose payloads are missing here; ``starts``: first
    lines of the nodes; ``ends``: last number, chain value and stamp of each; ``unchanged``: nodes that have, line by line, what
    they had in the file before.
    """

    known: dict[str, Link]
    waiting: dict[Number, Commits]
    starts: dict[str, int]
    arrivals: list[Arrival] = field(default_factory=list)
    ends: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)


def read_changes(store: Store, grafted: Graft) -> Brought:
    """Read a file against our log; raise ``Refusal`` when something does not hold, ``Diverged`` when a chain is not ours."""
    file = grafted.file
    starts = node_starts(file)
    rows = store.sql(
        "SELECT k.node, k.seq, k.chain FROM json_each(?) j CROSS JOIN known_node k ON k.node = j.value",
        (json.dumps(list(starts)),),
    )
    read = Brought({node: (seq, chain_now) for node, seq, chain_now in rows}, _waiting(store, file), starts)
    skipped = {} if grafted.lineage else verified_prefixes(store, file, starts, read.known)
    _follow_chains(store, grafted, read, skipped)
    read.unchanged = {node for node, prefix in skipped.items() if read.ends[node][0] == prefix.count}
    return read


def _follow_chains(store: Store, grafted: Graft, read: Brought, skipped: Mapping[str, Prefix]) -> None:
    """Collect the changes that are not in our log; chains verified from the first link, or from the last verified before."""
    file, lineage = grafted.file, grafted.lineage
    ends = read.ends
    ends.update((node, (prefix.count, prefix.chain, prefix.stamp)) for node, prefix in skipped.items())
    for node, group in groupby(read_arrivals(file, read.known, read.waiting, skipped), key=attrgetter("node")):
        branch = lineage.branches.get(node)
        seq, before, last = ends.get(node) or ((0, "", "") if branch is None else (branch.seq, branch.chain, ""))
        ours, our_chain = read.known.get(node, NO_LINK)
        for arrival in group:
            seq, stamp = seq + 1, arrival.stamp
            if arrival.seq != seq or stamp <= last:
                raise written_wrong("в записях пропуск", "gap")
            last = stamp
            arrival.chain = before = chain(
                before,
                node if branch is None else branch.origin,
                seq,
                stamp if branch is None else lineage.raw(stamp),
                arrival.institution,
                arrival.table,
                arrival.row,
                arrival.kind,
                arrival.shared_commit,
                arrival.private_commit,
            )
            if seq > ours:
                read.arrivals.append(arrival)
            elif seq == ours and before != our_chain:
                raise Diverged
        ends[node] = (seq, before, last)
    for node, (seq, chain_there, _) in ends.items():
        if seq < read.known.get(node, NO_LINK)[0] and (node not in skipped or seq != skipped[node].count):
            chain_here = store.value("SELECT chain FROM change WHERE node = ? AND seq = ?", (node, seq))
            if chain_here != chain_there:
                raise Diverged
    if {node: [seq, chain_there] for node, (seq, chain_there, _) in ends.items()} != file.manifest.get("nodes"):
        raise written_wrong("цепочка записей не сходится", "chain")


def _waiting(store: Store, file: ExchangeFile) -> dict[Number, Commits]:
    """Changes that we know by their headers only, of those whose payloads this file may bring."""
    rows = store.sql(
        "SELECT node, seq, shared_commit, '' FROM change WHERE shared IS NULL AND shared_commit <> '' AND institution = ?",
        (file.header.institution,),
    ).fetchall()
    if file.header.scope in {"own", "directive"}:  # a practice's description goes once it is published
        rows = store.sql(
            "SELECT node, seq, CASE WHEN shared IS NULL THEN shared_commit ELSE '' END, "
            "CASE WHEN private IS NULL THEN private_commit ELSE '' END FROM change "
            "WHERE (shared IS NULL AND shared_commit <> '') OR (private IS NULL AND private_commit <> '')"
        ).fetchall()
    return {(node, seq): (shared_commit, private_commit) for node, seq, shared_commit, private_commit in rows}


def late_payloads(file: ExchangeFile, read: Brought) -> list[Late]:
    """Payloads of changes that waited for them, commitments verified."""
    found = []
    for place, text in enumerate(file.texts, start=1):
        number = (text[2:14], int(text[16 : text.index(",", 16)]))
        wanted = read.waiting.get(number)
        if wanted is None or number[1] > read.known.get(number[0], NO_LINK)[0]:
            continue
        late = read_arrival(file, place, text)
        shared = late.shared if wanted[0] and late.shared_commit == wanted[0] else None
        private = late.private if wanted[1] and late.private_commit == wanted[1] else None
        if shared is not None or private is not None:
            found.append((*number, shared, private))
    return found
