"""The register of hostile files: a world that receives them, and builders that make one thing wrong each.

A builder takes the ``World`` and writes a file; where the wrong thing lies deep, everything above it is made right again
(hashes, seal, signature), so that the step under test is really reached. The builders stand in ``tests/hostile_frames.py``
(before a key is looked at), ``hostile_keys.py``, ``hostile_bodies.py``, ``hostile_lines.py`` and ``hostile_values.py``.

``tests/hostile_page.py`` writes ``docs/dev/hostile-files.md`` from the same register.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyrage

from model import check
from model.errors import Refusal
from model.setup import own_id
from model.store import Store
from sync.change_line import Line, line_text
from sync.exchange_file import MAGIC, SIGNATURE, Header, canonical, header_mark, read_file
from sync.folder import merge_paths
from sync.key_store import KeyRing
from sync.keys import KeyPair, new_key_pair
from sync.outgoing import export_file
from sync.own_key import make_key, own_revocation, rotate_key
from sync.seal import seal
from sync.trust import enrol, revoke
from tests.worlds import TODAY, add_person, add_roadmap, chain_heads, district, school

#: What must not change: tables of the log and all that a merge decides by.
KEPT = ("change", "known_node", "head", "import", "import_span", "import_filled", "withheld", "erased", "fork", "replica",
        "setting", "action", "trusted_key", "receipt", "heard", "export")  # fmt: skip

#: Writes a hostile file to a path (or anything else that can stand there).
Builder = Callable[["World", Path], None]


@dataclass(frozen=True)
class Case:
    """One hostile file. ``code``: what the outcome must say; ``status``: refused unless another is right, and then ``why``."""

    name: str
    group: str
    what: str
    code: str
    build: Builder
    status: str = "refused"
    receiver: str = "district"
    why: str = ""


CASES: dict[str, Case] = {}


def hostile(
    group: str, name: str, what: str, code: str, *, status: str = "refused", receiver: str = "district", why: str = ""
) -> Callable[[Builder], Builder]:
    """Enter a builder into the register."""

    def enter(build: Builder) -> Builder:
        add(Case(name, group, what, code, build, status, receiver, why))
        return build

    return enter


def add(case: Case) -> None:
    """Enter a case; every name is there once, and whoever takes a file says why."""
    assert case.name not in CASES, case.name
    assert bool(case.why) == (case.status in {"merged", "older"}), case.name
    CASES[case.name] = case


class World:
    """A district with keys of several institutions, one of them (A) a second receiver, and A's next file, sealed and signed.

    ``lines``: the manifest, a text a change, the end line; ``parts``: the changes read. Institutions: A; B, whose rows the
    district has too; ``strangers`` by name: replaced, revoked, disowned, unknown, changed: path of a real file of each.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = district(folder / "район.db")
        self.school = school(folder / "школа-1.db", "Школа № 1")
        for store in (self.store, self.school):
            store.sql("PRAGMA synchronous = off")
        self.district_key = self._give_key(self.store)
        self._trust(self.school, self.district_key)
        self._trust(self.store, self._give_key(self.school))
        self.pair, self.district_pair = KeyRing.of(self.school).current, KeyRing.of(self.store).current
        self.strangers: dict[str, Path] = {}
        self._make_b()
        self._make_strangers()
        self.school.activate()
        self.person = add_person(self.school, post="учитель")
        self.silent = add_person(self.school, "Дроздова", consent=False, phone="8-800")
        add_roadmap(self.school)
        self.first = self._export(self.school, "first.kur")
        add_person(self.school, "Чижова", birth_date="05.06.1980")
        self.path = self._export(self.school, "good.kur")
        add_person(self.school, "Грачёва")
        self.last = self._export(self.school, "last.kur")
        self.own = self._export(self.school, "own.kur", "own")
        self.store.activate()
        merged = merge_paths(self.store, [self.first, self.strangers["b"]])
        assert [one.status for one in merged] == ["merged", "merged"], merged
        self.directive = self._export(self.store, "directive.kur", "directive")
        self.receipt = self._export(self.store, "receipt.kur", "receipt", own_id(self.school))
        self._read_good()
        self.state, self.school_state = self.fingerprint(self.store), self.fingerprint(self.school)
        self.kept = self.store.path.read_bytes(), self.school.path.read_bytes()

    def _read_good(self) -> None:
        self.data = self.path.read_bytes()
        file = read_file(self.path, [self.pair.age_identity])
        self.header: dict[str, Any] = asdict(file.header)
        self.manifest = file.manifest
        self.parts = file.lines
        self.readers: list[str] = self.header["recipients"]
        self.packed = pyrage.decrypt(self.body, [pyrage.x25519.Identity.from_str(self.pair.age_identity)])
        self.plain = zlib.decompress(self.packed)
        self.lines = self.plain.decode("utf-8").rstrip("\n").split("\n")

    def _make_b(self) -> None:
        with school(self.folder / "школа-2.db", "Школа № 2") as other:
            key = self._give_key(other)
            self._trust(other, self.district_key)
            self._trust(self.store, key)
            self._trust(self.school, key)
            self.pair_b = KeyRing.of(other).current
            other.activate()
            self.person_b = add_person(other, "Скворцова")
            self.b = own_id(other)
            self.strangers["b"] = self._export(other, "b.kur")

    def _make_strangers(self) -> None:
        for number, name in enumerate(("replaced", "revoked", "disowned", "unknown", "changed"), start=3):
            with school(self.folder / f"{name}.db", f"Школа № {number}") as other:
                self._trust(other, self.district_key)
                key = self._give_key(other)
                if name != "unknown":
                    self._trust(self.store, key)
                other.activate()
                self.strangers[name] = self._export(other, f"{name}.kur")
                if name == "replaced":
                    other.activate()
                    self._trust(self.store, rotate_key(other, KeyRing.of(other))[1])
                if name == "revoked":
                    self.store.activate()
                    revoke(self.store, key.institution)
                if name == "disowned":
                    self._trust(self.store, own_revocation(KeyRing.of(other)))
                if name == "changed":
                    other.activate()
                    make_key(other, None, replace=True)
                    self.strangers[name] = self._export(other, f"{name}.kur")

    def _give_key(self, store: Store) -> Any:
        store.activate()
        return make_key(store, None)

    def _trust(self, store: Store, key: Any) -> None:
        store.activate()
        enrol(store, key, heard=key.words)

    def _export(self, store: Store, name: str, scope: str = "district", addressee: str = "") -> Path:
        store.activate()
        return export_file(store, scope, self.folder / name, on=TODAY, addressee=addressee).path

    # ------------------------------------------------------------------ what may not change
    @staticmethod
    def fingerprint(store: Store) -> str:
        """Digest of the replicated state and of every byte of the log and of what a merge decides by."""
        total = hashlib.sha256(check.digest(store).encode())
        for table in KEPT:
            for row in store.sql(f"SELECT * FROM {table} ORDER BY 1, 2"):
                total.update(repr((table, row)).encode())
        return total.hexdigest()

    def restore(self) -> None:
        """Put both databases back when a case changed them: the next one is not to suffer for it."""
        if (self.fingerprint(self.store), self.fingerprint(self.school)) == (self.state, self.school_state):
            return
        paths = self.store.path, self.school.path
        self.close()
        for path, kept in zip(paths, self.kept, strict=True):
            path.write_bytes(kept)
        self.store, self.school = map(Store.open, paths)
        self.state, self.school_state = self.fingerprint(self.store), self.fingerprint(self.school)

    def receiver(self, case: Case) -> Store:
        """Who gets the file."""
        store = self.store if case.receiver == "district" else self.school
        store.activate()
        return store

    @contextmanager
    def copied(self, folder: Path, case: Case) -> Iterator[Store]:
        """A copy of the receiver with its key: what is taken there stays out of this world."""
        original = self.receiver(case).path
        for path in (original, original.with_suffix(".key")):
            shutil.copyfile(path, folder / f"copy{path.suffix}")
        with Store.open(folder / "copy.db") as store:
            yield store

    def close(self) -> None:
        """Close both databases."""
        self.store.close()
        self.school.close()

    # ------------------------------------------------------------------ the good file in pieces
    @property
    def body(self) -> bytes:
        """The body as it stands in the file."""
        (length,) = struct.unpack(">I", self.data[8:12])
        return self.data[12 + length + SIGNATURE :]

    @property
    def head(self) -> bytes:
        """The header's bytes."""
        (length,) = struct.unpack(">I", self.data[8:12])
        return self.data[12 : 12 + length]

    # ------------------------------------------------------------------ files made anew
    def framed(
        self, raw: bytes, body: bytes | None = None, pair: KeyPair | None = None, signature: bytes | None = None
    ) -> bytes:
        """A file of any header bytes, signed by A (or ``pair``), with the good body unless another is given."""
        head = MAGIC + struct.pack(">I", len(raw)) + raw
        signature = (pair or self.pair).sign(head) if signature is None else signature
        return head + signature + (self.body if body is None else body)

    def signed(self, told: dict[str, Any], body: bytes | None = None, pair: KeyPair | None = None) -> bytes:
        """A file with some words of the header changed, signed; lengths and hash are those of ``body``."""
        body = self.body if body is None else body
        fit = {"body_length": len(body), "body_sha256": hashlib.sha256(body).hexdigest()}
        return self.framed(canonical({**self.header, **fit, **told}), body, pair)

    def packed_as(self, packed: bytes, told: dict[str, Any] | None = None, readers: list[str] | None = None) -> bytes:
        """A file whose body is ``packed``, sealed and signed; the plain length stays that of the good file."""
        return self.signed(told or {}, seal(packed, self.readers if readers is None else readers))

    def plain_as(self, plain: bytes, told: dict[str, Any] | None = None) -> bytes:
        """A file with this plain body, packed, sealed, signed."""
        return self.packed_as(zlib.compress(plain), {"plain_length": len(plain), **(told or {})})

    def texts_as(
        self, texts: list[str], manifest: dict[str, Any] | str | None = None, told: dict[str, Any] | None = None
    ) -> bytes:
        """A file with these lines and a true end line; ``manifest``: its words that differ, or its whole text."""
        header = replace(Header(**self.header), **(told or {}))
        first = manifest
        if not isinstance(manifest, str):
            inner = {**self.manifest, "header": header_mark(header)}
            inner |= {name: value for name, value in asdict(header).items() if name in inner}
            first = json.dumps(inner | (manifest or {}))
        before = ("\n".join([str(first), *texts]) + "\n").encode("utf-8")
        end = {"count": len(texts), "sha256": hashlib.sha256(before).hexdigest()}
        return self.plain_as(before + json.dumps(end).encode() + b"\n", told)

    def changes_as(
        self, parts: list[Line], manifest: dict[str, Any] | None = None, told: dict[str, Any] | None = None
    ) -> bytes:
        """A file with these changes; the chain values of the manifest are told anew, as a forger would."""
        return self.texts_as([line_text(part) for part in parts], {"nodes": chain_heads(parts), **(manifest or {})}, told)

    # ------------------------------------------------------------------ one more change
    def line(self, table: str = "person", row: str = "a" * 32, kind: str = "create", shared: str | None = None) -> Line:
        """A further change of A's own node; ``shared``: text of its payload."""
        node, seq, stamp, institution = self.parts[-1][:4]
        later = f"{int(stamp[:12], 16) + 1000:012x}{stamp[12:]}"
        return [node, seq + 1, later, institution, table, row, kind, None, None, shared or payload({"surname": "Грач"}), None]

    def with_line(self, line: Line) -> bytes:
        """The good file and one more change."""
        return self.changes_as([*self.parts, line])

    def with_text(self, text: str, like: Line | None = None) -> bytes:
        """The good file and one more line of any text; chains are told as if it were ``like``."""
        nodes = chain_heads([*self.parts, like or self.line()])
        return self.texts_as([*map(line_text, self.parts), text], {"nodes": nodes})


def payload(patch: dict[str, Any], prev: dict[str, str] | None = None, made_at: str = "2026-11-21T10:00:00") -> str:
    """Text of a payload; what JSON cannot say in UTF-8 (half a letter) is escaped."""
    parts = ["AAAAAAAAAAAAAAAAAAAAAA", patch, prev or {}, "", made_at]
    return json.dumps(parts, separators=(",", ":"))


def stranger_pair() -> KeyPair:
    """A key that nobody knows."""
    return new_key_pair()


# ---------------------------------------------------------------------- what is said of a file
#: A sentence must say what to do: one of these words.
DO = re.compile(
    r"\b(попросите|скопируйте|перешлите|подтвердите|обновите|выберите|проверьте|сообщите|позвоните|создайте|пришлите|"
    r"примите|перенесите|передайте|верните|укажите|освободите|делать не нужно|не надо|ничего не меняет)\b"
)


@dataclass(frozen=True)
class Answer:
    """What the program said of a file."""

    status: str
    code: str
    sentence: str


def offer(world: World, case: Case, path: Path) -> Answer:
    """Build a case at ``path`` and merge it at its receiver."""
    return answer_of(world.receiver(case), case, world, path)


def answer_of(store: Store, case: Case, world: World, path: Path) -> Answer:
    """Build a case at ``path`` and merge it into ``store``."""
    case.build(world, path)
    store.activate()
    try:
        (outcome,) = merge_paths(store, [path])
    except Refusal as refusal:  # nothing that could be a file at all
        return Answer("refused", refusal.code, refusal.sentence)
    return Answer(outcome.status, outcome.code, outcome.message)


@contextmanager
def own_state(folder: Path) -> Iterator[None]:
    """A state folder of our own, and no copies of a database before each file: a hundred of them would only cost time."""
    with (
        patch.dict(os.environ, KURATOR_STATE=str(folder / "state")),
        patch("sync.folder.make_backup", lambda store, _: store.path),
    ):
        yield


def load() -> dict[str, Case]:
    """Every case, in the order of the steps that they try."""
    for name in ("frames", "keys", "bodies", "lines", "values"):
        import_module(f"tests.hostile_{name}")
    return CASES
