"""The names of branches in our log: worked out from the tree of changes alone, and given anew when the tree changes.

A fork that becomes known splits what stood under one name; a withdrawn import may take the fork away again. Either way the
names follow from the chain values (``model/lineage.py``), and everything that speaks of a change by node and number or by
stamp is told the new name: the log, the heads of the chains, what imports brought, what undo knows, what was erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from model.lineage import Branch, branch_name, lineage_of
from model.store import Store
from sync.tables import Key

#: A link of a chain tree: chain value → number and chain value of the link before (empty: the first of its node).
Links = Mapping[str, tuple[int, str]]


@dataclass(frozen=True)
class Names:
    """The name of each link of one node's tree, and the branches that the tree has."""

    of: dict[str, str]
    branches: list[Branch]


def name_links(origin: str, links: Links) -> Names:
    """Name every link of the tree of node ``origin``: a branch of its own begins wherever there are several ways on."""
    after: dict[str, list[str]] = {}
    for link, (_, before) in links.items():
        after.setdefault(before, []).append(link)
    names: dict[str, str] = {}
    branches = []
    waiting = [("", origin)]
    while waiting:
        before, name = waiting.pop()
        ways = after.get(before, ())
        for link in sorted(ways):
            if len(ways) > 1:
                names[link] = branch_name(origin, link)
                branches.append(Branch(names[link], origin, name, links[before][0] if before else 0, before))
            else:
                names[link] = name
            waiting.append((link, names[link]))
    return Names(names, branches)


def links_of(store: Store, origin: str) -> dict[str, tuple[int, str]]:
    """The tree of a node's changes in our log."""
    lineage = lineage_of(store)
    links: dict[str, tuple[int, str]] = {}
    for name in [origin, *(branch.node for branch in lineage.branches.values() if branch.origin == origin)]:
        branch = lineage.branches.get(name)
        before = branch.chain if branch else ""
        for seq, link in store.sql("SELECT seq, chain FROM change WHERE node = ? ORDER BY seq", (name,)):
            links[link] = (int(seq), before)
            before = link
    return links


def rename_branches(store: Store, origin: str, names: Names) -> set[Key]:
    """Give the changes of a node in our log the names that ``names`` says; return the rows of those that got another one."""
    known = [origin, *(row[0] for row in store.sql("SELECT node FROM fork WHERE origin = ?", (origin,)))]
    touched: set[Key] = set()
    moves: list[tuple[str, str, int, int]] = []
    for old in known:
        for seq, link in store.sql("SELECT seq, chain FROM change WHERE node = ? ORDER BY seq", (old,)):
            new = names.of[link]
            if moves and moves[-1][:2] == (old, new) and moves[-1][3] == seq - 1:
                moves[-1] = (old, new, moves[-1][2], seq)
            else:
                moves.append((old, new, seq, seq))
    for old, new, first, last in moves:
        if old != new:
            rows = store.sql("SELECT tbl, row_id FROM change WHERE node = ? AND seq BETWEEN ? AND ?", (old, first, last))
            touched |= {(str(table), str(row_id)) for table, row_id in rows}
            _rename(store, old, new, first, last)
    store.sql("DELETE FROM fork WHERE origin = ?", (origin,))
    for branch in names.branches:
        store.sql(
            "INSERT INTO fork(node, origin, parent, seq, chain) VALUES(?, ?, ?, ?, ?)",
            (branch.node, branch.origin, branch.parent, branch.seq, branch.chain),
        )
    for node in {*known, *(branch.node for branch in names.branches)}:
        store.sql("DELETE FROM known_node WHERE node = ?", (node,))
        store.sql(
            "INSERT INTO known_node(node, seq, chain) SELECT node, seq, chain FROM change WHERE node = ? "
            "ORDER BY seq DESC LIMIT 1",
            (node,),
        )
    return touched


def _rename(store: Store, old: str, new: str, first: int, last: int) -> None:
    """Rename the changes ``first`` to ``last`` of a name, wherever they are spoken of."""
    low, high = store.row(
        "SELECT min(stamp), max(stamp) FROM change WHERE node = ? AND seq BETWEEN ? AND ?", (old, first, last)
    )
    place = (new, old, first, last)
    store.sql("UPDATE change SET node = ?1, stamp = substr(stamp, 1, 16) || ?1 WHERE node = ? AND seq BETWEEN ? AND ?", place)
    store.sql(
        "UPDATE OR IGNORE erased SET stamp = substr(stamp, 1, 16) || ? WHERE substr(stamp, 17) = ? AND stamp BETWEEN ? AND ?",
        (new, old, low, high),
    )
    store.sql("UPDATE import_filled SET node = ? WHERE node = ? AND seq BETWEEN ? AND ?", place)
    store.sql("UPDATE import SET own_node = ? WHERE own_node = ? AND own_seq BETWEEN ? AND ?", place)
    spans = store.sql(
        "SELECT import, first_seq, last_seq FROM import_span WHERE node = ? AND first_seq <= ? AND last_seq >= ?",
        (old, last, first),
    ).fetchall()
    for number, span_first, span_last in spans:
        store.sql("DELETE FROM import_span WHERE import = ? AND node = ? AND first_seq = ?", (number, old, span_first))
        store.sql("INSERT INTO import_span VALUES(?, ?, ?, ?)", (number, new, max(span_first, first), min(span_last, last)))
        if span_first < first:
            store.sql("INSERT INTO import_span VALUES(?, ?, ?, ?)", (number, old, span_first, first - 1))
        if span_last > last:
            store.sql("INSERT INTO import_span VALUES(?, ?, ?, ?)", (number, old, last + 1, span_last))
    store.sql("UPDATE action SET node = ? WHERE node = ? AND first_seq >= ? AND last_seq <= ?", place)
    # An action across the end of a branch can only be made by hand; half of it is not undone.
    store.sql(
        "DELETE FROM action WHERE node = ? AND first_seq <= last_seq AND first_seq <= ? AND last_seq >= ?", (old, last, first)
    )


def take_names_anew(store: Store, nodes: Iterable[str]) -> set[Key]:
    """Name the trees to which ``nodes`` belong anew after changes were taken out of the log; return the rows renamed."""
    lineage = lineage_of(store)
    touched: set[Key] = set()
    for origin in sorted({lineage.origin(node) for node in nodes} & lineage.origins):
        touched |= rename_branches(store, origin, name_links(origin, links_of(store, origin)))
    return touched
