"""Forks in a file: two copies of one database wrote under one node id, and both branches are taken, each under its own name.

Hardly any file needs this. When the chain of a node does not fit ours, or either side knows of a fork, the trees of the node's
changes (ours and the file's) are laid on each other by their chain values, every branch gets the name that follows from the
whole tree (``sync/branch_names.py``), and the lines of the file are relabelled with those names. From there on the file is
merged as any other, so ownership, late payloads and the fold need to know nothing of forks.

In a file a branch stands under its own name, after what it grows from; the manifest's ``forks`` says
``{branch: [node, what it grows from]}``. Headers are hashed as they were written: with the node and its stamp.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from model.clock import NODE
from model.errors import Refusal
from model.identity import new_node
from model.lineage import Lineage, branch_name, lineage_of
from model.payload import chain, commit
from model.store import Store
from sync.branch_names import Names, links_of, name_links, rename_branches
from sync.change_line import read_line
from sync.exchange_file import ExchangeFile
from sync.packed_lines import written_wrong
from sync.tables import Key


class Diverged(Exception):
    """The chain of a node does not fit ours: two copies wrote under one name."""


@dataclass(frozen=True)
class Graft:
    """A file whose lines bear our names. ``lineage``: the branches of ours and of the file; ``rows``: rows to fold anew;
    ``found``: nodes under which a fork became known by this file."""

    file: ExchangeFile
    lineage: Lineage = field(default_factory=Lineage)
    rows: set[Key] = field(default_factory=set)
    found: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Told:
    """One line of the file: its link, the link before, its number, and the text from the end of its stamp on."""

    link: str
    before: str
    seq: int
    time: str
    rest: str


def needs_graft(store: Store, file: ExchangeFile) -> bool:
    """Whether our log or the file knows of a fork that concerns the file."""
    if file.manifest.get("forks"):
        return True
    lineage = lineage_of(store)
    told = file.manifest.get("nodes")
    return bool(lineage) and isinstance(told, dict) and any(n in lineage.origins or n in lineage.branches for n in told)


def graft(store: Store, file: ExchangeFile) -> Graft:
    """Relabel a file, and rename what our log has of the same trees; raise ``Refusal`` when the file does not hold together.

    Call it within the transaction of the merge.
    """
    lineage = lineage_of(store)
    forks = _told_forks(file, lineage)
    trees, ends = _read_trees(file, forks)
    if {name: list(end) for name, end in ends.items()} != file.manifest.get("nodes"):
        raise written_wrong("цепочка записей не сходится", "chain")
    texts: list[str] = []
    nodes: dict[str, list[Any]] = {}
    rows: set[Key] = set()
    found = []
    for origin, told in trees.items():
        ours = links_of(store, origin)
        names = name_links(origin, ours | {one.link: (one.seq, one.before) for one in told})
        _check_free(store, names, lineage)
        if names.branches or origin in lineage.origins:
            known = {branch.node for branch in lineage.branches.values()}
            if ours and any(branch.node not in known for branch in names.branches):
                found.append(origin)
            rows |= rename_branches(store, origin, names)
            _leave_node(store, origin, names)
        starts = {branch.node: branch.seq for branch in names.branches}
        for one in sorted(told, key=lambda one: (starts.get(names.of[one.link], 0), names.of[one.link], one.seq)):
            name = names.of[one.link]
            texts.append(f'["{name}",{one.seq},"{one.time}{name}{one.rest}')
            nodes[name] = [one.seq, one.link]
    renamed = replace(file, texts=texts, plain=b"", manifest={**file.manifest, "nodes": nodes})
    return Graft(renamed, lineage_of(store), rows, found)


def leave_node(store: Store, nodes: set[str]) -> None:
    """Take a new node id when a file brought changes under the one that this copy writes under."""
    if str(store.node) in nodes:
        store.sql("UPDATE replica SET node = ?, seq = 0, chain = ''", (new_node(),))


def _leave_node(store: Store, origin: str, names: Names) -> None:
    leave_node(store, {origin, *(branch.node for branch in names.branches)})


def _told_forks(file: ExchangeFile, lineage: Lineage) -> dict[str, tuple[str, str]]:
    """The manifest's forks: branch → node, what it grows from."""
    told = file.manifest.get("forks", {})
    good = isinstance(told, dict) and all(
        NODE.fullmatch(branch)
        and isinstance(of, list)
        and len(of) == 2
        and all(isinstance(part, str) and NODE.fullmatch(part) for part in of)
        and of[0] not in told
        and (of[1] == of[0] or (of[1] in told and told[of[1]][0] == of[0]))
        for branch, of in told.items()
    )
    if not good or not all(_is_rooted(told, branch) for branch in told):
        raise written_wrong("опись ветвей не читается", "forks")
    nodes = file.manifest.get("nodes")
    taken = [node for node in nodes if node in lineage.branches and node not in told] if isinstance(nodes, dict) else []
    if taken or any(of[0] in lineage.branches for of in told.values()):
        raise _taken()
    return {branch: (of[0], of[1]) for branch, of in told.items()}


def _is_rooted(told: Mapping[str, list[str]], branch: str) -> bool:
    """Whether a branch grows, over others, from its node and not in a circle."""
    origin, passed = told[branch][0], 0
    while branch != origin and passed <= len(told):
        branch, passed = told[branch][1], passed + 1
    return branch == origin


def _taken() -> Refusal:
    return Refusal("В файле под именем копии базы стоят чужие записи: он не принят, сообщите отправителю.", "fork")


def _check_free(store: Store, names: Names, lineage: Lineage) -> None:
    """Refuse names of branches under which something else stands: nobody gets them by chance."""
    for branch in names.branches:
        ours = lineage.branches.get(branch.node)
        known = store.value("SELECT 1 FROM known_node WHERE node = ?", (branch.node,)) or branch.node == store.node
        if (ours is not None and ours.origin != branch.origin) or (ours is None and known):
            raise _taken()


def _read_trees(
    file: ExchangeFile, forks: Mapping[str, tuple[str, str]]
) -> tuple[dict[str, list[_Told]], dict[str, tuple[int, str]]]:
    """The lines of a file by the node that they were written under, and the end of each name's chain; chains verified."""
    trees: dict[str, list[_Told]] = {}
    ends: dict[str, tuple[int, str]] = {}
    times: dict[str, str] = {}
    for number, text in enumerate(file.texts, start=1):
        try:
            name, seq, stamp, institution, table, row, kind, shared_commit, private_commit, shared, private = read_line(text)
            commits = [commit(p) if p is not None else c or "" for c, p in ((shared_commit, shared), (private_commit, private))]
        except (ValueError, TypeError, RecursionError) as error:
            raise written_wrong(f"запись {number} не читается", "line") from error
        origin, parent = forks.get(name, (name, ""))
        first = name not in ends
        last, before = ends.get(name) or ends.get(parent, (0, ""))
        if seq != last + 1 or stamp[:16] <= (times.get(parent, "") if first else times[name]):
            raise written_wrong("в записях пропуск", "gap")
        link = chain(before, origin, seq, stamp[:16] + origin, institution, table, row, kind, *commits)
        if first and name in forks and name != branch_name(origin, link):
            raise written_wrong("цепочка записей не сходится", "chain")
        head = f'["{name}",{seq},"{stamp}'
        trees.setdefault(origin, []).append(_Told(link, before, seq, stamp[:16], text[len(head) :]))
        ends[name], times[name] = (seq, link), stamp[:16]
    return trees, ends


def manifest_forks(lineage: Lineage, nodes: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a manifest says of the branches among its nodes; nothing when there are none."""
    return {node: [lineage.origin(node), lineage.branches[node].parent] for node in nodes if node in lineage.branches}
