"""Writing an exchange file: always the full state of its scope, numbered, signed, sealed to those who may read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from model.errors import Refusal
from model.kept_copies import keep_in_mind, path_text
from model.lineage import lineage_of
from model.setup import own_id, own_institution
from model.store import Store
from sync.change_line import Line
from sync.exchange_file import Header, header_word, write_file
from sync.forks import manifest_forks
from sync.key_store import KeyRing
from sync.receipts import receipt_of
from sync.scopes import SCOPES, LeftOut, leaving
from sync.trust import recipients, refuse_disowned, register_own


@dataclass(frozen=True)
class Exported:
    """A file written: its number, scope, number of changes, and who or what stayed behind."""

    path: Path
    number: int
    scope: str
    changes: int
    left_out: list[LeftOut]

    @property
    def kept_where(self) -> str:
        """Heading over ``left_out``: where it stayed."""
        return "Остались в районе" if self.scope == "directive" else "Остались в учреждении"


def app_version() -> str:
    """Version of this program."""
    try:
        return version("kurator-nastavnik")
    except PackageNotFoundError:
        return "0"


def export_file(
    store: Store,
    scope: str,
    out: Path | None = None,
    *,
    addressee: str = "",
    on: date | None = None,
    ring: KeyRing | None = None,
    unsealed: bool = False,
) -> Exported:
    """Write the full state of ``scope`` to ``out`` (a file or a folder; default: beside the database).

    ``ring``: our keys (default: those beside the database, without a passphrase). ``unsealed``: readable by anybody, but
    signed when there is a key. Raise ``Refusal`` for an unknown scope, a directive from an institution that is no district,
    no key of our own (``no-key``) or no confirmed key of the addressee (``no-recipient``).
    """
    if scope not in SCOPES:
        raise Refusal(f"Вид файла «{scope}» неизвестен: возможны {', '.join(SCOPES)}.")
    identity, institution = own_id(store), own_institution(store)
    if institution is None:
        raise Refusal("Сведений об учреждении в базе нет: проверьте её командой kurator check.", "empty")
    if scope == "directive" and institution.kind != "district":
        raise Refusal("Файл для учреждений готовит только район: выгрузите вид district.")
    receipt = _receipt(store, institution.kind, addressee) if scope == "receipt" else {}
    ring = ring or KeyRing.of(store)
    readers = [] if unsealed else recipients(store, scope, addressee, ring.public)
    pair = ring.current if ring.exists else None
    if pair is not None:
        refuse_disowned(store, ring.public)
        register_own(store, ring.public)
    found = store.sql(
        "SELECT number, file_hash FROM export WHERE scope = ?1 AND (scope <> 'receipt' OR addressee = ?2) "
        "ORDER BY number DESC LIMIT 1",
        (scope, addressee),
    ).fetchone()
    number = found[0] + 1 if found else 1
    created = datetime.now().isoformat(timespec="seconds")
    years = [str(row[0]) for row in store.sql(
        "SELECT DISTINCT years FROM school_year WHERE institution = ? AND years IS NOT NULL ORDER BY years", (identity,)
    )]  # fmt: skip
    header = Header(
        institution=identity,
        institution_name=header_word(institution.short or institution.name),
        scope=scope,
        sender=str(store.value("SELECT database_id FROM replica")),
        number=number,
        created=created,
        app=app_version(),
        school_years=years,
        previous=found[1] if found else "",
        addressee=addressee,
        signer=pair.sign_public if pair is not None else "",
        recipients=readers,
        sealed=bool(readers),
    )
    path = _target(store, header, out)
    going = leaving(store, identity, scope, on or date.today(), addressee)
    lines = list(_compact(going.lines))
    manifest = _manifest(store, header, lines, going.left_out) | receipt
    _, file_hash, count = write_file(path, header, manifest, iter(lines), pair)
    store.sql(
        "INSERT INTO export(scope, number, file_hash, created, addressee, path) VALUES(?, ?, ?, ?, ?, ?)",
        (scope, number, file_hash, created, addressee, path_text(path)),
    )
    keep_in_mind(store, path)
    return Exported(path, number, scope, count, going.left_out)


def scopes_here(store: Store) -> tuple[str, ...]:
    """Scopes that this database hands over itself: to the district, or, at one, to the institutions; to its other laptop."""
    own = own_institution(store)
    return ("directive", "own") if own is not None and own.kind == "district" else ("district", "own")


def hindrance(store: Store, scope: str) -> str:
    """Why no sealed file of ``scope`` can be written now, one Russian sentence that says what to do; nothing when it can."""
    ring = KeyRing.of(store)
    try:
        recipients(store, scope, "", ring.public)
        refuse_disowned(store, ring.public)
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _receipt(store: Store, kind: str, addressee: str) -> dict[str, Any]:
    """What a receipt's manifest has more than others."""
    if kind != "district":
        raise Refusal("Квитанции пишет район: учреждению выгружать их не нужно.", "scope")
    if not addressee:
        raise Refusal(
            "Назовите, кому квитанция: --for и id учреждения (kurator merge --receipts пишет их сразу всем).", "addressee"
        )
    return {"receipt": receipt_of(store, addressee)}


def _compact(lines: Iterator[Line]) -> Iterator[Line]:
    """A commitment goes only where its payload stays behind: from a payload it can be computed."""
    for line in lines:
        for commitment, payload in ((7, 9), (8, 10)):
            if line[payload] is not None or not line[commitment]:
                line[commitment] = None
        yield line


def _manifest(store: Store, header: Header, lines: list[Line], left_out: list[LeftOut]) -> dict[str, Any]:
    nodes = dict.fromkeys(str(line[0]) for line in lines)
    heads = {node: store.row("SELECT seq, chain FROM known_node WHERE node = ?", (node,)) for node in nodes}
    forks = manifest_forks(lineage_of(store), heads)
    return {
        **({"forks": forks} if forks else {}),
        "institution": header.institution,
        "scope": header.scope,
        "sender": header.sender,
        "number": header.number,
        "nodes": {node: [seq, chain] for node, (seq, chain) in heads.items()},
        "withheld": [[person.row, person.initials, person.why] for person in left_out if person.initials],
        "withheld_texts": sum(not person.initials for person in left_out),
    }


def _target(store: Store, header: Header, out: Path | None) -> Path:
    safe = re.sub(r"[\W_]+", "-", header.institution_name).strip("-")[:40] or "kurator"
    # The sender is part of the name: two laptops of one school write to one stick.
    scope = f"receipt-{header.addressee[:6]}" if header.scope == "receipt" else header.scope
    name = f"{safe}-{scope}-{header.sender[:4]}-{header.number:04d}.kur"
    if out is None:
        return store.path.parent / name
    # «обмен/» that is not there yet is a folder, too: files of several institutions must not overwrite each other
    folder = out.is_dir() or not (out.suffix or out.exists())
    return out / name if folder else out
