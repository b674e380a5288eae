"""The merge of one exchange file: commutative, associative, idempotent, one transaction.

Order: may it be merged here, are the chains whole, which changes are new and which payloads came late, append them to the
log, bring the tables up to it (``sync.tables``), move the clock, write down the import. The caller holds the transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from model import clock
from model.errors import Refusal
from model.payload import chain, commit
from model.setup import own_institution
from model.store import Store
from sync.arrivals import NO_LINK, Arrival, Link, read_arrivals, read_withheld
from sync.erasing import forget_initials, keep_erased
from sync.exchange_file import ExchangeFile, Header
from sync.forks import Diverged, Graft, graft, leave_node, needs_graft
from sync.imports import PRIVATE, SHARED, is_taken, last_number, record, remember_changes, was_withdrawn
from sync.ownership import new_rows
from sync.receipts import hear, take_receipt
from sync.scopes import SCOPES
from sync.tables import Effect, Key, apply_arrivals

#: A payload that came late: node, seq, shared, private.
Late = tuple[str, int, str | None, str | None]
#: Node and number of a change; its shared and private commitments, each empty unless its payload is still waited for.
Number = tuple[str, int]
Commits = tuple[str, str]


@dataclass
class Merged:
    """What one file brought: changes added to the log, payloads that came late, and the effect on the tables.

    ``status``: merged, repeated, older. ``message``: Russian sentences. ``forks``: nodes under which two copies wrote, which
    became known by this file.
    """

    status: str = "merged"
    message: str = ""
    changes: int = 0
    late: int = 0
    forks: list[str] = field(default_factory=list)
    effect: Effect = field(default_factory=Effect)


def merge_file(store: Store, file: ExchangeFile) -> Merged:
    """Merge a verified file; raise ``Refusal`` and change nothing when it may not be merged here."""
    check_addressee(store, file.header)
    repeated = repeat_of(store, file.sha256)
    if repeated is not None:
        return repeated
    if file.header.scope == "receipt":
        return Merged(*take_receipt(store, file))
    grafted = graft(store, file) if needs_graft(store, file) else Graft(file)
    known, waiting = _known(store), _waiting(store, file)
    try:
        arrivals = _new_changes(store, grafted, known, waiting)
    except Diverged:
        grafted = graft(store, file)
        known, waiting = _known(store), _waiting(store, file)
        arrivals = _new_changes(store, grafted, known, waiting)
    file = grafted.file
    new = new_rows(store, file.header, arrivals)
    late = _late_payloads(file, known, waiting) if waiting else []
    late, erased = keep_erased(store, arrivals, late)
    result = Merged(changes=len(arrivals), late=len(late))
    if arrivals or late or erased:
        _append(store, arrivals)
        result.effect = apply_arrivals(store, arrivals, _fill_in(store, late) | erased | grafted.rows, new)
        leave_node(store, {arrival.node for arrival in arrivals})
        _pull_clock(store, arrivals)
    else:
        _say_nothing_new(store, file, result)
    number = _record(store, file, result)
    if grafted.found:
        result.message += " Под одним именем писали две копии базы: приняты обе ветви, ничего не потеряно."
        result.forks = grafted.found
    _remember(store, number, arrivals, late)
    hear(store, file)
    forget_initials(store, number)
    return result


def _known(store: Store) -> dict[str, Link]:
    """Last link of each node's chain in our log."""
    rows = store.sql("SELECT node, seq, chain FROM known_node")
    return {node: (seq, chain_now) for node, seq, chain_now in rows}


# ---------------------------------------------------------------------- may this file be merged here
def repeat_of(store: Store, sha256: str) -> Merged | None:
    """What to say of a file whose very bytes were merged before; ``None`` when they were not."""
    return Merged("repeated", "Файл уже принят: повтор ничего не меняет.") if is_taken(store, sha256) else None


def check_addressee(store: Store, header: Header) -> None:
    """Refuse a file that is not for this database, as far as its header tells."""
    own = own_institution(store)
    if own is None:
        raise Refusal("База пуста: сначала начните её командой kurator init.", "empty")
    if header.scope not in SCOPES:
        raise Refusal("Такого вида файлов эта программа не знает: обновите программу.", "newer")
    if header.scope == "district" and own.kind != "district":
        raise Refusal("Этот файл для района, а здесь база учреждения: перешлите его методисту.", "not-for-us")
    if header.scope == "own" and header.institution != own.id:
        raise Refusal(f"Это полная копия другого учреждения («{header.institution_name}»): сюда её не сливают.", "not-for-us")
    if header.scope == "directive" and own.kind == "district" and header.institution != own.id:
        raise Refusal("Это файл другого района для его учреждений: сюда его не сливают.", "not-for-us")
    if header.scope == "receipt" and (own.kind == "district" or not header.addressee):
        raise Refusal("Это квитанция района для учреждения: здесь её не принимают.", "not-for-us")
    if header.addressee and header.addressee != own.id:
        raise Refusal("Файл адресован другому учреждению: перешлите его.", "not-for-us")


def _new_changes(store: Store, grafted: Graft, known: dict[str, Link], waiting: dict[Number, Commits]) -> list[Arrival]:
    """Changes that are not in our log, chains verified from the first link; raise ``Refusal`` when a chain does not hold.

    ``Diverged`` is raised when a chain is not the one that we know.
    """
    file, lineage = grafted.file, grafted.lineage
    told = file.manifest.get("nodes")
    chains: dict[str, Link] = {}
    stamps: dict[str, str] = {}
    fresh = []
    for arrival in read_arrivals(file, known, waiting):
        branch = lineage.branches.get(arrival.node)
        seq, before = chains.get(arrival.node) or (NO_LINK if branch is None else (branch.seq, branch.chain))
        if arrival.seq != seq + 1 or arrival.stamp <= stamps.get(arrival.node, ""):
            raise Refusal("Файл повреждён (в записях пропуск): попросите прислать заново.", "gap")
        stamps[arrival.node] = arrival.stamp
        arrival.chain = chain(
            before,
            arrival.node if branch is None else branch.origin,
            arrival.seq,
            arrival.stamp if branch is None else lineage.raw(arrival.stamp),
            arrival.institution,
            arrival.table,
            arrival.row,
            arrival.kind,
            arrival.shared_commit,
            arrival.private_commit,
        )
        chains[arrival.node] = (arrival.seq, arrival.chain)
        ours, our_chain = known.get(arrival.node, NO_LINK)
        if arrival.seq == ours and arrival.chain != our_chain:
            raise Diverged
        if arrival.seq > ours:
            fresh.append(arrival)
    for node, (seq, chain_there) in chains.items():
        if seq < known.get(node, NO_LINK)[0]:
            chain_here = store.value("SELECT chain FROM change WHERE node = ? AND seq = ?", (node, seq))
            if chain_here != chain_there:
                raise Diverged
    if not isinstance(told, dict) or {node: list(head) for node, head in chains.items()} != told:
        raise Refusal("Файл повреждён (цепочка записей не сходится): попросите прислать заново.", "chain")
    return fresh


def _waiting(store: Store, file: ExchangeFile) -> dict[Number, Commits]:
    """Changes that we know by their headers only, of those whose payloads this file may bring."""
    rows = store.sql(
        "SELECT node, seq, shared_commit, '' FROM change WHERE shared IS NULL AND shared_commit <> '' AND institution = ?",
        (file.header.institution,),
    ).fetchall()
    if file.header.scope == "own":
        rows = store.sql(
            "SELECT node, seq, CASE WHEN shared IS NULL THEN shared_commit ELSE '' END, "
            "CASE WHEN private IS NULL THEN private_commit ELSE '' END FROM change "
            "WHERE (shared IS NULL AND shared_commit <> '') OR (private IS NULL AND private_commit <> '')"
        ).fetchall()
    return {(node, seq): (shared_commit, private_commit) for node, seq, shared_commit, private_commit in rows}


def _late_payloads(file: ExchangeFile, known: dict[str, Link], waiting: dict[Number, Commits]) -> list[Late]:
    """Payloads of changes that waited for them, commitments verified."""
    found = []
    for line in file.lines:
        wanted = waiting.get((line[0], line[1]))
        if wanted is None or line[1] > known.get(line[0], NO_LINK)[0]:
            continue
        shared = line[9] if wanted[0] and line[9] is not None and commit(line[9]) == wanted[0] else None
        private = line[10] if wanted[1] and line[10] is not None and commit(line[10]) == wanted[1] else None
        if shared is not None or private is not None:
            found.append((line[0], line[1], shared, private))
    return found


# ---------------------------------------------------------------------- the log
def _append(store: Store, arrivals: list[Arrival]) -> None:
    connection = store.database.connection()
    connection.executemany(
        "INSERT INTO change(node, seq, stamp, institution, tbl, row_id, kind, shared_commit, private_commit, chain, shared, "
        "private) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                a.node, a.seq, a.stamp, a.institution, a.table, a.row, a.kind, a.shared_commit, a.private_commit, a.chain,
                a.shared, a.private,
            )
            for a in arrivals
        ],
    )  # fmt: skip
    heads = {a.node: (a.seq, a.chain) for a in arrivals}
    connection.executemany(
        "INSERT INTO known_node(node, seq, chain) VALUES(?, ?, ?) "
        "ON CONFLICT(node) DO UPDATE SET seq = excluded.seq, chain = excluded.chain",
        [(node, seq, chain_now) for node, (seq, chain_now) in heads.items()],
    )


def _fill_in(store: Store, late: list[Late]) -> set[Key]:
    """Put payloads that came late into the log; return the rows that they belong to."""
    rows = set()
    for node, seq, shared, private in late:
        store.sql(
            "UPDATE change SET shared = coalesce(shared, ?), private = coalesce(private, ?) WHERE node = ? AND seq = ?",
            (shared, private, node, seq),
        )
        table, row_id = store.row("SELECT tbl, row_id FROM change WHERE node = ? AND seq = ?", (node, seq))
        rows.add((str(table), str(row_id)))
    return rows


def _pull_clock(store: Store, arrivals: list[Arrival]) -> None:
    last, now = str(store.value("SELECT stamp FROM replica")), clock.wall_ms()
    pulled = last
    for arrival in arrivals:
        pulled = clock.pull(pulled, arrival.stamp, now)
    if pulled != last:
        store.sql("UPDATE replica SET stamp = ?", (pulled,))


# ---------------------------------------------------------------------- what is told of it
def _say_nothing_new(store: Store, file: ExchangeFile, result: Merged) -> None:
    last = last_number(store, file)
    if last is not None and file.header.number < last:
        result.status = "older"
        result.message = f"Файл № {file.header.number} старше принятого № {last}: нового в нём нет."
    else:
        result.status = "repeated"
        result.message = "Нового в файле нет: всё уже принято."


def _record(store: Store, file: ExchangeFile, result: Merged) -> int:
    header = file.header
    if not result.message:
        last = last_number(store, file)
        gap = last is not None and header.number > last + 1
        note = f" Между № {last} и № {header.number} были ещё файлы: каждый полон, ничего не потеряно." if gap else ""
        again = " Раньше его приём был отменён." if was_withdrawn(store, file.sha256) else ""
        result.message = f"Принят файл № {header.number}.{note}{again}"
    told = read_withheld(file) if result.status != "older" and header.scope == "district" else None
    return record(store, file, result.changes, result.effect, told)


def _remember(store: Store, number: int, arrivals: list[Arrival], late: list[Late]) -> None:
    """Note what this import appended and filled in, so that it can be withdrawn."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for arrival in arrivals:
        first.setdefault(arrival.node, arrival.seq)
        last[arrival.node] = arrival.seq
    filled = [(n, seq, SHARED * (shared is not None) + PRIVATE * (private is not None)) for n, seq, shared, private in late]
    remember_changes(store, number, [(node, seq, last[node]) for node, seq in first.items()], filled)
