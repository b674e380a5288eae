"""Receipts: what the district took of an institution's files and what it did not, and what the institution makes of that.

A receipt is an exchange file of the scope ``receipt`` without changes: its manifest has the key ``receipt`` (``docs/dev/
exchange-format.md``). It is always the full state, so a lost one costs nothing; numbered per addressee; of several the one with
the highest number is in force. What is remembered of it (``receipt``, ``heard``) is of this laptop and does not travel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from model.errors import Refusal
from model.russian_dates import show_date
from model.setup import own_id
from model.store import Store
from sync.conflicts import count_by_institution
from sync.exchange_file import MAX_NUMBER, MAX_WORD, ExchangeFile, Header, is_moment
from sync.imports import last_number, record
from sync.packed_lines import written_wrong
from sync.tables import Effect

#: So many accepted and so many refused files are told of; older ones say nothing new.
MOST_FILES = 200
_ID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NODE = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class ExportLine:
    """One file that was written here. ``state``: accepted, refused, waiting; ``at``, ``code``, ``why`` as the receipt says."""

    number: int
    scope: str
    addressee: str
    created: str
    path: str
    state: str
    at: str = ""
    code: str = ""
    why: str = ""


# ---------------------------------------------------------------------- at the district
def note_refused(store: Store, header: Header, sha256: str, refusal: Refusal, at: str) -> None:
    """Remember a file that was not taken, so that the next receipt tells its sender; only of institutions known here."""
    known = store.value("SELECT 1 FROM institution WHERE id = ?1 UNION SELECT 1 FROM trusted_key WHERE institution = ?1", (
        header.institution,
    ))  # fmt: skip
    if header.scope != "district" or known is None:
        return
    store.sql(
        "INSERT OR REPLACE INTO refused_file(file_hash, institution, sender, number, code, sentence, seen_at) "
        "VALUES(?, ?, ?, ?, ?, ?, ?)",
        (sha256, header.institution, header.sender, header.number, refusal.code, refusal.sentence[:MAX_WORD], at),
    )
    store.sql(
        "DELETE FROM refused_file WHERE institution = ?1 AND file_hash NOT IN (SELECT file_hash FROM refused_file "
        "WHERE institution = ?1 ORDER BY seen_at DESC, number DESC LIMIT ?2)",
        (header.institution, MOST_FILES),
    )


def receipt_of(store: Store, institution: str) -> dict[str, Any]:
    """What this district says to an institution: the manifest's ``receipt``; raise ``Refusal`` when nothing."""
    accepted = store.sql(
        "SELECT sender, number, file_hash, imported_at FROM import WHERE institution = ? AND scope = 'district' "
        "AND undone_at IS NULL ORDER BY id DESC LIMIT ?",
        (institution, MOST_FILES),
    ).fetchall()
    refused = store.sql(
        "SELECT sender, number, file_hash, seen_at, code, sentence FROM refused_file WHERE institution = ?1 "
        "AND file_hash NOT IN (SELECT file_hash FROM import WHERE institution = ?1 AND undone_at IS NULL) "
        "ORDER BY seen_at DESC LIMIT ?2",
        (institution, MOST_FILES),
    ).fetchall()
    if not accepted and not refused:
        raise Refusal("От этого учреждения файлов ещё не было: квитанция пока не о чем.", "nothing")
    nodes = store.sql(
        "SELECT k.node, k.seq FROM known_node k WHERE EXISTS(SELECT 1 FROM change c WHERE c.node = k.node "
        "AND c.seq = k.seq AND c.institution = ?) ORDER BY k.node",
        (institution,),
    )
    erased = store.sql(
        "SELECT e.person FROM erasure e JOIN erased x ON x.tbl = 'person' AND x.row_id = e.person AND x.stamp = '' "
        "WHERE e.institution = ? ORDER BY e.person",
        (institution,),
    )
    return {
        "accepted": [list(row) for row in accepted],
        "refused": [list(row) for row in refused],
        "nodes": dict(nodes.fetchall()),
        "erased": [row[0] for row in erased],
        "conflicts": count_by_institution(store).get(institution, 0),
    }


# ---------------------------------------------------------------------- at the institution
def take_receipt(store: Store, file: ExchangeFile) -> tuple[str, str]:
    """Take a receipt; return status (merged, older) and what it says, a Russian sentence or several.

    Raise ``Refusal`` when it is not from a district or is not what a receipt is.
    """
    header = file.header
    check_district(store, header)
    told = _checked(file.manifest.get("receipt"))
    if file.texts:
        raise _damaged()
    last = last_number(store, file)
    if last is not None and header.number <= last:
        record(store, file, 0, Effect(), None)
        return "older", f"Квитанция № {header.number} старше принятой № {last}: действует та."
    store.sql("DELETE FROM receipt WHERE district = ?", (header.institution,))
    store.sql("DELETE FROM heard WHERE peer = ?", (header.institution,))
    connection = store.database.connection()
    connection.executemany(
        "INSERT OR REPLACE INTO receipt(file_hash, district, sender, number, state, at, code, sentence) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *((sha256, header.institution, sender, number, "refused", at, code, why)
              for sender, number, sha256, at, code, why in told["refused"]),
            *((sha256, header.institution, sender, number, "accepted", at, "", "")
              for sender, number, sha256, at in told["accepted"]),
        ],
    )  # fmt: skip
    connection.executemany(
        "INSERT OR REPLACE INTO heard(peer, name, kind, node, seq, at) VALUES(?, ?, 'district', ?, ?, ?)",
        [(header.institution, header.institution_name, node, seq, header.created) for node, seq in told["nodes"].items()],
    )
    record(store, file, 0, Effect(), None)
    return "merged", _words(store, header, told)


def hear(store: Store, file: ExchangeFile) -> None:
    """Remember how far the other laptop knows each node: its full file says so."""
    header = file.header
    if header.scope != "own":
        return
    store.database.connection().executemany(
        "INSERT INTO heard(peer, name, kind, node, seq, at) VALUES(?, ?, 'laptop', ?, ?, ?) "
        "ON CONFLICT(peer, node) DO UPDATE SET seq = max(seq, excluded.seq), at = excluded.at",
        [
            (header.sender, f"ноутбук {header.sender[:4]}", node, head[0], header.created)
            for node, head in file.manifest["nodes"].items()
        ],
    )


def exports(store: Store) -> list[ExportLine]:
    """Every file that was written here, the first one first, and what the district said of it."""
    rows = store.sql(
        "SELECT e.number, e.scope, e.addressee, e.created, e.path, coalesce(r.state, CASE WHEN e.scope = 'district' THEN "
        "'waiting' ELSE '' END), coalesce(r.at, ''), coalesce(r.code, ''), coalesce(r.sentence, '') FROM export e "
        "LEFT JOIN receipt r ON r.file_hash = e.file_hash ORDER BY e.id"
    )
    return [ExportLine(*row) for row in rows]


def last_word(store: Store) -> str:
    """What the district said of this laptop's files, for a line over the screen: «район принял файл № 7»; else empty."""
    lines = [line for line in exports(store) if line.scope == "district"]
    accepted = [line.number for line in lines if line.state == "accepted"]
    refused = [line.number for line in lines if line.state == "refused" and line.number > max(accepted, default=0)]
    if refused:
        return f"район не принял файл № {refused[-1]}"
    return f"район принял файл № {accepted[-1]}" if accepted else ""


def _words(store: Store, header: Header, told: dict[str, Any]) -> str:
    """What a receipt says to this laptop."""
    here = str(store.value("SELECT database_id FROM replica"))
    said = []
    mine = {number: at for sender, number, _, at in told["accepted"] if sender == here}
    others = max((at for sender, _, _, at in told["accepted"] if sender != here), default="")
    last = max(mine, default=0)
    if mine:
        said.append(f"Район принял файл № {last} ({_day(mine[last])}).")
    elif others:
        said.append(f"Район принял файл другого ноутбука ({_day(others)}).")
    refused = sorted({(number, why) for sender, number, _, _, _, why in told["refused"] if sender == here and number > last})
    said += [f"Не принят файл № {number}: {why}" for number, why in refused]
    written = store.value("SELECT max(number) FROM export WHERE scope = 'district'") or 0
    told_of = max([last, *(number for number, _ in refused)], default=0)
    if written > told_of:
        said.append(f"О файле № {written} район ещё не сказал: отнесите его, если не отнесли.")
    if told["conflicts"]:
        said.append(f"Расхождений, которые видит район: {told['conflicts']}.")
    known = {str(row[0]) for row in store.sql("SELECT person FROM erasure WHERE institution = ?", (own_id(store),))}
    done = known.intersection(told["erased"])
    if known:
        said.append(f"Удаление данных применено в районе: {len(done)} из {len(known)}.")
    return " ".join(said) or f"Квитанция № {header.number} принята."


def _day(at: str) -> str:
    return show_date(date.fromisoformat(at[:10]))


def check_district(store: Store, header: Header) -> None:
    """Refuse a directive or a receipt (code scope) that is signed by the key of an institution which is no district."""
    kind = store.value("SELECT kind FROM trusted_key WHERE sign = ?", (header.signer,)) if header.signer else "district"
    if kind is not None and kind != "district":
        raise Refusal(
            f"Такие файлы даёт только район, а этот прислало «{header.institution_name}»: он не принят, сообщите району.",
            "scope",
        )


def _checked(told: Any) -> dict[str, Any]:
    """The content of a receipt with every value typed and bounded; raise ``Refusal`` when it is something else."""
    if not isinstance(told, dict):
        raise _damaged()
    accepted, refused, nodes = told.get("accepted"), told.get("refused"), told.get("nodes")
    erased, conflicts = told.get("erased"), told.get("conflicts")
    good = (
        isinstance(accepted, list)
        and len(accepted) <= MOST_FILES
        and all(isinstance(one, list) and len(one) == 4 and _is_file(one) for one in accepted)
        and isinstance(refused, list)
        and len(refused) <= MOST_FILES
        and all(isinstance(one, list) and len(one) == 6 and _is_file(one) and all(map(_is_word, one[4:])) for one in refused)
        and isinstance(nodes, dict)
        and all(_NODE.fullmatch(node) and _is_number(seq) for node, seq in nodes.items())
        and isinstance(erased, list)
        and all(isinstance(one, str) and _ID.fullmatch(one) for one in erased)
        and type(conflicts) is int
        and 0 <= conflicts <= MAX_NUMBER
    )
    if not good:
        raise _damaged()
    return told


def _is_file(parts: list[Any]) -> bool:
    """Sender, number, hash, when."""
    sender, number, sha256, at = parts[:4]
    shapes = ((sender, _ID), (sha256, _HASH))
    return (
        _is_number(number)
        and all(isinstance(text, str) and shape.fullmatch(text) for text, shape in shapes)
        and isinstance(at, str)
        and is_moment(at)
    )


def _is_number(value: Any) -> bool:
    return type(value) is int and 1 <= value <= MAX_NUMBER


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_WORD and value.isprintable()


def _damaged() -> Refusal:
    return written_wrong("квитанция не читается", "receipt")
