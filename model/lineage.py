"""Forks: two copies of one database that wrote under one node id, and how their changes are told apart.

The headers of a node form a hash chain, so what two copies wrote forms a tree whose links are chain values. Where the tree
branches, every branch gets a name of its own, derived from the node and the branch's first chain value: nobody keeps the
node's name by having been seen first. So the names, and with them the stamps (which end in the name), depend on the changes
alone, never on the order in which they came. Headers are hashed as they were written, under the node's own id.

A payload names the stamps that its author saw by the names that he knew, when he may have known one branch only.
``Lineage.meant`` finds the change. Both copies may even have made equal stamps (a clock that stands still): where it cannot be
told which one an author saw, he is taken to have seen neither, so both edits stay and are listed; none goes silently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from model.store import Store


def branch_name(origin: str, link: str) -> str:
    """Name of the branch of node ``origin`` whose first change has the chain value ``link``: 12 hexadecimal digits."""
    return hashlib.sha256(f"fork|{origin}|{link}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Branch:
    """A branch: its name, the node that it was written under, the branch that it grows from (the node itself for the first
    ones, also where nothing stands before the fork), and the last link of that."""

    node: str
    origin: str
    parent: str
    seq: int
    chain: str


#: Says which stamps of a row an author named: ``(stamp of his change, stamps as he wrote them) → stamps as they are here``.
Reader = Callable[[str, str], str]


class Lineage:
    """The branches that this log knows."""

    def __init__(self, branches: Iterable[Branch] = ()) -> None:
        self.branches = {branch.node: branch for branch in branches}
        self.origins = {branch.origin for branch in self.branches.values()}

    def __bool__(self) -> bool:
        return bool(self.branches)

    def origin(self, node: str) -> str:
        """The node id under which ``node`` was written."""
        branch = self.branches.get(node)
        return node if branch is None else branch.origin

    def raw(self, stamp: str) -> str:
        """A stamp as it was written, and hashed."""
        return stamp[:16] + self.origin(stamp[16:])

    def path(self, node: str) -> list[str]:
        """A branch and all that it grows from, up to the node that it was written under."""
        found = [node]
        while (branch := self.branches.get(found[-1])) is not None:
            found.append(branch.parent)
        return found

    def reader(self, stamps: Sequence[str]) -> Reader | None:
        """Reader of the names in the payloads of one row, whose changes have these stamps; ``None`` when it has no branch."""
        if not any(stamp[16:] in self.branches for stamp in stamps):
            return None
        present = set(stamps)
        by_time: dict[str, list[str]] = {}
        for stamp in stamps:
            by_time.setdefault(stamp[:16], []).append(stamp)

        def read(author: str, named: str) -> str:
            meant = (self._meant(author, stamp, present, by_time) for stamp in named.split())
            return " ".join(stamp for stamp in meant if stamp is not None)

        return read

    def _meant(self, author: str, named: str, present: set[str], by_time: Mapping[str, Sequence[str]]) -> str | None:
        """The change of this row that an author named; ``None`` when it may be one of several, ``named`` when it is none."""
        if named in present:
            return named
        possible = [stamp for stamp in by_time.get(named[:16], ()) if named[16:] in self.path(stamp[16:])]
        if not possible:
            return named
        if self.origin(author[16:]) == self.origin(named[16:]):
            own = self.path(author[16:])
            possible = [stamp for stamp in possible if stamp[16:] in own]
        return possible[0] if len(possible) == 1 else None


def lineage_of(store: Store) -> Lineage:
    """The branches that a database knows; hardly ever any."""
    return Lineage(Branch(*row) for row in store.sql("SELECT node, origin, parent, seq, chain FROM fork"))
