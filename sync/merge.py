"""The merge of one exchange file: commutative, associative, idempotent, one transaction.

Order: may it be merged here, what does it bring (``sync.new_changes``), whose rows are these (``sync.ownership``), append to
the log, bring the tables up to it (``sync.tables``), move the clock, write down the import. The caller holds the transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter

from model import clock
from model.clock_fix import follow_fixes
from model.errors import Refusal
from model.setup import own_place
from model.store import Store
from sync.arrivals import Arrival, read_withheld
from sync.assigned_marks import check_assigned
from sync.erasing import forget_initials, keep_erased
from sync.exchange_file import ExchangeFile, Header
from sync.forks import Diverged, Graft, graft, leave_node, needs_graft
from sync.imports import PRIVATE, SHARED, is_taken, last_number, record, remember_changes, was_withdrawn
from sync.new_changes import Late, late_payloads, read_changes
from sync.ownership import new_rows
from sync.prefixes import remember_prefixes
from sync.receipts import check_district, hear, take_receipt
from sync.scopes import SCOPES
from sync.tables import Effect, Key, apply_arrivals


@dataclass(frozen=True)
class Flag:
    """A copy that wrote under a clock more than 48 hours ahead of ours: from which number on, and by how much at most."""

    node: str
    first_seq: int
    ahead_ms: int


@dataclass
class Merged:
    """What one file brought: changes added to the log, payloads that came late, and the effect on the tables.

    ``status``: merged, repeated, older. ``message``: Russian sentences. ``forks``: nodes under which two copies wrote, which
    became known by this file. ``flagged``: copies whose clock ran far ahead.
    """

    status: str = "merged"
    message: str = ""
    changes: int = 0
    late: int = 0
    forks: list[str] = field(default_factory=list)
    flagged: list[Flag] = field(default_factory=list)
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
    try:
        read = read_changes(store, grafted)
    except Diverged:
        grafted = graft(store, file)
        read = read_changes(store, grafted)
    file, arrivals = grafted.file, read.arrivals
    new = new_rows(store, file.header, arrivals)
    check_assigned(store, file.header, arrivals)
    late = late_payloads(file, read) if read.waiting else []
    late, erased = keep_erased(store, arrivals, late)
    result = Merged(changes=len(arrivals), late=len(late))
    if arrivals or late or erased:
        _append(store, arrivals)
        result.effect = apply_arrivals(store, arrivals, _fill_in(store, late), erased | grafted.rows, new)
        follow_fixes(store)
        leave_node(store, {arrival.node for arrival in arrivals})
        result.flagged = _pull_clock(store, arrivals)
    else:
        _say_nothing_new(store, file, result)
    number = _record(store, file, result)
    if grafted.found:
        result.message += " Под одним именем писали две копии базы: приняты обе ветви, ничего не потеряно."
        result.forks = grafted.found
    gone = sum(one.kind == "erase" and one.table == "person" for one in arrivals)
    if gone:
        result.message += f" Стёрты данные людей: {gone}; прежние копии с ними: kurator erasures copies."
    _remember(store, number, arrivals, late)
    if not grafted.lineage:
        remember_prefixes(store, file, read.starts, read.ends, read.ends.keys() - read.unchanged)
    hear(store, file)
    forget_initials(store, number)
    return result


# ---------------------------------------------------------------------- may this file be merged here
def repeat_of(store: Store, sha256: str) -> Merged | None:
    """What to say of a file whose very bytes were merged before; ``None`` when they were not."""
    return Merged("repeated", "Файл уже принят: повтор ничего не меняет.") if is_taken(store, sha256) else None


def check_addressee(store: Store, header: Header) -> None:
    """Refuse a file that is not for this database, as far as its header tells."""
    own = own_place(store)
    if own is None and header.scope == "own" and store.setting("institution") == header.institution:
        return  # a fresh database begins with this file
    if own is None:
        raise Refusal("База пуста: сначала начните её командой kurator init.", "empty")
    if header.scope not in SCOPES:
        raise Refusal("Такого вида файлов эта программа не знает: обновите программу.", "newer")
    if header.scope == "district" and own.kind != "district":
        raise Refusal("Этот файл для района, а здесь база учреждения: перешлите его методисту.", "not-for-us")
    if header.scope == "own" and header.institution != own.id:
        raise Refusal(f"Это полная копия «{header.institution_name}» для его второго ноутбука: верните её туда.", "not-for-us")
    if header.scope == "directive" and own.kind == "district" and header.institution != own.id:
        raise Refusal("Это файл для учреждений, а здесь база района: передайте его тому, кому он нужен.", "not-for-us")
    if header.scope == "receipt" and (own.kind == "district" or not header.addressee):
        raise Refusal("Это квитанция для учреждения: передайте её туда или попросите район выгрузить другую.", "not-for-us")
    if header.addressee and header.addressee != own.id:
        raise Refusal("Файл адресован другому учреждению: перешлите его туда.", "not-for-us")
    if header.scope == "directive":
        check_district(store, header)


# ---------------------------------------------------------------------- the log
#: What the log keeps of a change, in the order of its columns.
_LOGGED = attrgetter(
    *("node", "seq", "stamp", "institution", "table", "row", "kind"),
    *("shared_commit", "private_commit", "chain", "shared", "private"),
)


def _append(store: Store, arrivals: list[Arrival]) -> None:
    connection = store.database.connection()
    connection.executemany(
        "INSERT INTO change(node, seq, stamp, institution, tbl, row_id, kind, shared_commit, private_commit, chain, shared, "
        "private) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(_LOGGED, arrivals),
    )
    heads = {a.node: (a.seq, a.chain) for a in arrivals}
    connection.executemany(
        "INSERT INTO known_node(node, seq, chain) VALUES(?, ?, ?) "
        "ON CONFLICT(node) DO UPDATE SET seq = excluded.seq, chain = excluded.chain",
        [(node, seq, chain_now) for node, (seq, chain_now) in heads.items()],
    )


def _fill_in(store: Store, late: list[Late]) -> dict[Key, str]:
    """Put payloads that came late into the log; return the rows that they belong to and the institutions of these."""
    rows = {}
    for node, seq, shared, private in late:
        store.sql(
            "UPDATE change SET shared = coalesce(shared, ?), private = coalesce(private, ?) WHERE node = ? AND seq = ?",
            (shared, private, node, seq),
        )
        table, row_id, institution = store.row(
            "SELECT tbl, row_id, institution FROM change WHERE node = ? AND seq = ?", (node, seq)
        )
        rows[str(table), str(row_id)] = str(institution)
    return rows


def _pull_clock(store: Store, arrivals: list[Arrival]) -> list[Flag]:
    """Move our clock up to what arrived; return what lies too far ahead for that."""
    last, now = str(store.value("SELECT stamp FROM replica")), clock.wall_ms()
    limit = clock.latest_pull(now)
    stamps = list(map(attrgetter("stamp"), arrivals))
    youngest = max(stamps, default="")
    pulled = max(last, youngest if youngest <= limit else max((stamp for stamp in stamps if stamp <= limit), default=last))
    flagged: dict[str, Flag] = {}
    for arrival in arrivals if youngest > limit else ():
        if arrival.stamp > limit:
            first = flagged.get(arrival.node)
            ahead = clock.ahead_ms(arrival.stamp, now)
            flagged[arrival.node] = Flag(arrival.node, first.first_seq if first else arrival.seq, ahead)
    if pulled != last:
        store.sql("UPDATE replica SET stamp = ?", (pulled,))
    return list(flagged.values())


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
