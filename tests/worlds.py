"""Small invented worlds for tests: institutions, districts, their files, and files written by hand."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from model.entities import Stage
from model.log_tables import shared_columns
from model.payload import chain, commit
from model.persons import create_person, set_consent
from model.roadmaps import save_roadmap
from model.setup import NewInstitution, found_institution, own_id
from model.standard_roadmap import standard_roadmap
from model.store import Store
from model.years import SchoolYear
from sync.change_line import Line
from sync.exchange_file import MAGIC, SIGNATURE, ExchangeFile, Header, canonical, read_file, write_file
from sync.folder import Outcome, merge_paths
from sync.outgoing import export_file

YEAR = SchoolYear(2026)
TODAY = date(2026, 11, 21)
DISTRICT = NewInstitution("Отдел образования Речного района", kind="district", municipality="Речной район")


def school(path: Path, name: str = "Школа № 1", curator: str = "") -> Store:
    """A new institution's database."""
    store = Store.create(path)
    found_institution(store, NewInstitution(name), YEAR, curator)
    return store


def district(path: Path, new: NewInstitution = DISTRICT) -> Store:
    """A new district's database; the same words give the same district."""
    store = Store.create(path)
    found_institution(store, new, YEAR)
    return store


def second_laptop(store: Store, path: Path) -> Store:
    """The institution's other laptop: a copy of the database file, opened at its own place."""
    shutil.copyfile(store.path, path)
    return Store.open(path)


def add_person(store: Store, surname: str = "Сорокина", *, consent: bool = True, **fields: str) -> str:
    """A person, by default with the consent to the transfer; return the id."""
    store.activate()
    person = create_person(store, {"surname": surname, "name": "Анна", "patronymic": "Львовна", **fields})
    if consent:
        set_consent(store, person, "district", True, TODAY)
    return person


def add_roadmap(store: Store) -> str:
    """The standard roadmap; return the id of its first stage."""
    store.activate()
    roadmap = save_roadmap(store, standard_roadmap(YEAR), own_id(store), YEAR)
    stage: Stage = Stage.select().where(Stage.roadmap == roadmap, Stage.position == 0).get()
    return stage.id


def export(store: Store, out: Path, scope: str = "district", on: date = TODAY) -> Path:
    """Write an exchange file without a seal; return its path."""
    store.activate()
    return export_file(store, scope, out, on=on, unsealed=True).path


def merge(store: Store, *paths: Path) -> list[Outcome]:
    """Merge files in the order given, each by itself."""
    store.activate()
    return merge_paths(store, paths)


def statuses(outcomes: Iterable[Outcome]) -> list[str]:
    """Statuses of outcomes; the code instead of «refused»."""
    return [outcome.code if outcome.status == "refused" else outcome.status for outcome in outcomes]


def cell(store: Store, table: str, row_id: str, column: str) -> Any:
    """Value of one cell, ``None`` also when there is no such row."""
    return store.value(f'SELECT "{column}" FROM "{table}" WHERE id = ?', (row_id,))


def stands(store: Store, table: str, row_id: str) -> bool:
    """Whether a table has a row."""
    return store.value(f'SELECT 1 FROM "{table}" WHERE id = ?', (row_id,)) is not None


# ---------------------------------------------------------------------- files written by hand
def plain_text(path: Path) -> str:
    """Everything a file says once it is unpacked, header included."""
    data = path.read_bytes()
    (length,) = struct.unpack(">I", data[8:12])
    return data[12 : 12 + length].decode() + "\n" + zlib.decompress(data[12 + length + SIGNATURE :]).decode()


def frame(header: dict[str, Any] | bytes, body: bytes, signature: bytes = bytes(SIGNATURE)) -> bytes:
    """Bytes of a file with any header and any body."""
    head = header if isinstance(header, bytes) else canonical(header)
    return MAGIC + struct.pack(">I", len(head)) + head + signature + body


def frame_plain(header: dict[str, Any], plain: bytes) -> bytes:
    """Bytes of a file whose lengths and hash fit ``plain``."""
    body = zlib.compress(plain)
    told = {"body_length": len(body), "body_sha256": hashlib.sha256(body).hexdigest(), "plain_length": len(plain)}
    return frame({**header, **told}, body)


def plain_of(*lines: str) -> bytes:
    """Body text of the lines given (manifest first) with a true end line."""
    before = ("\n".join(lines) + "\n").encode()
    end = {"count": len(lines) - 1, "sha256": hashlib.sha256(before).hexdigest()}
    return before + (json.dumps(end, separators=(",", ":")) + "\n").encode()


def rewrite(
    path: Path,
    target: Path,
    *,
    lines: Callable[[list[Line]], Iterable[Line]] | None = None,
    header: dict[str, Any] | None = None,
    manifest: dict[str, Any] | None = None,
) -> Path:
    """The same file with other lines, header or manifest; chain values of the manifest are told anew, as a forger would."""
    file = read_file(path)
    new = [list(line) for line in (lines(file.lines) if lines else file.lines)]
    told = replace(file.header, **(header or {}))
    inner = {**file.manifest, "nodes": chain_heads(new)}
    inner |= {name: value for name, value in asdict(told).items() if name in inner}
    inner |= manifest or {}
    write_file(target, told, inner, iter(new))
    return target


def chain_heads(lines: Iterable[Line]) -> dict[str, list[Any]]:
    """Last number and chain value of each node of a file."""
    heads: dict[str, list[Any]] = {}
    for node, seq, *middle, shared_commit, private_commit, shared, private in lines:
        before = heads.get(node, [0, ""])[1]
        commits = [commit(p) if p is not None else c or "" for c, p in ((shared_commit, shared), (private_commit, private))]
        heads[node] = [seq, chain(before, node, seq, *middle, *commits)]
    return heads


_counter = itertools.count(1)


def change(
    file: ExchangeFile, table: str, row: str, kind: str, patch: dict[str, Any], prev: dict[str, str] | None = None
) -> Line:
    """A further line for the last node of a file: a change that its author never made here."""
    node, seq, stamp, institution = file.lines[-1][:4]
    later = f"{int(stamp[:12], 16) + 1000 + next(_counter):012x}{stamp[12:]}"
    text = json.dumps(["соль", patch, prev or {}, "", "2026-11-21T10:00:00"], ensure_ascii=False, separators=(",", ":"))
    assert "institution" in shared_columns("person")
    return [node, seq + 1, later, institution, table, row, kind, None, None, text, None]


def header_of(path: Path) -> dict[str, Any]:
    """Header of a file as a dictionary."""
    header: Header = read_file(path).header
    return asdict(header)
