"""Which copy of a database this is: a copied folder or a restored backup must not write under an old node id.

The database remembers its place (machine, path) and how far it has counted; a small witness file outside of it, one per
database, remembers the count too. When they differ, the database is a copy and takes a new node id before it writes.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import platformdirs


def new_node() -> str:
    """Random node id: 12 hexadecimal digits."""
    return secrets.token_hex(6)


def state_folder() -> Path:
    """Folder of what belongs to this machine and user and must not travel (``KURATOR_STATE`` overrides it)."""
    override = os.environ.get("KURATOR_STATE")
    return Path(override) if override else Path(platformdirs.user_state_dir("kurator", appauthor=False))


def machine_id() -> str:
    """Digest that names this machine and user; a random part is made on first use, so that disk images differ by hardware."""
    mark = state_folder() / "machine"
    try:
        own = mark.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        own = secrets.token_hex(16)
        write_beside(mark, own)
    try:
        system = Path("/etc/machine-id").read_bytes()
    except OSError:
        system = os.environ.get("COMPUTERNAME", "").encode()
    return hashlib.sha256(own.encode() + system).hexdigest()[:32]


@dataclass(frozen=True)
class Count:
    """How far a node has counted; ``exact`` is false while numbers are only reserved."""

    node: str
    seq: int
    chain: str
    exact: bool


class Witness:
    """The file outside the database that knows how far its node has counted."""

    #: Numbers reserved at once, so that a thousand changes do not write a thousand files.
    BLOCK = 256

    def __init__(self, database_id: str) -> None:
        self._path = state_folder() / "witness" / f"{database_id}.json"
        self._reserved = 0
        self._settled: Count | None = None

    def read(self) -> Count | None:
        """Last count, or ``None`` when there is none that can be read."""
        try:
            data = json.loads(self._path.read_text("utf-8"))
            return Count(str(data["node"]), int(data["seq"]), str(data["chain"]), bool(data["exact"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def reserve(self, node: str, seq: int) -> None:
        """Make sure, before ``seq`` is used, that no older copy of the database could use it again unnoticed."""
        if seq > self._reserved:
            self._reserved = seq + self.BLOCK
            self._save(Count(node, self._reserved, "", False))

    def settle(self, node: str, seq: int, chain: str) -> None:
        """Record the exact count after a commit."""
        count = Count(node, seq, chain, True)
        if self._reserved or count != self._settled:
            self._save(count)
        self._reserved, self._settled = 0, count

    def _save(self, count: Count) -> None:
        write_beside(self._path, json.dumps({"node": count.node, "seq": count.seq, "chain": count.chain, "exact": count.exact}))


def write_beside(path: Path, text: str) -> None:
    """Write what is remembered outside the database, whole or not at all.

    Best effort: where nothing can be remembered, every start takes a new node id, which is safe.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.{os.getpid()}.new")
        new.write_text(text, "utf-8")
        new.replace(path)
    except OSError:
        pass
