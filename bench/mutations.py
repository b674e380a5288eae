"""Files of the demo with damage at random, thousands of them: none may be taken, none may stop the program.

Two sorts. ``damaged``: bytes flipped, cut out, put in, moved, two files spliced, header words edited within their lengths;
nothing is signed anew, so none is taken (what happens to be a true file again is drawn anew). ``insider``: the same damage
inside the seal, or in the words of the header, with hashes, seal and signature made right again, as a confirmed
institution's broken program would; what is taken then must leave a whole database.
"""

from __future__ import annotations

import hashlib
import random
import re
import struct
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pyrage import EncryptError

from model import check
from model.demo import make_demo
from model.errors import Refusal
from model.store import Store
from sync.demo_keys import enrol_demo
from sync.exchange_file import MAGIC, SIGNATURE, canonical, open_frame
from sync.folder import merge_paths
from sync.key_store import KeyRing
from sync.keys import KeyPair
from sync.outgoing import export_file
from sync.seal import seal, unseal

#: Tables that a refused file leaves alone, beside the digest.
LOG = ("change", "known_node", "head", "import", "withheld", "erased", "trusted_key")
SENTENCE = re.compile(r"[А-ЯЁ«][^\n\x00-\x1f]{10,250}\.")


@dataclass(frozen=True)
class Good:
    """A true file: its bytes, what is inside, and who signed it."""

    data: bytes
    header: dict[str, Any]
    packed: bytes
    pair: KeyPair

    @property
    def body_at(self) -> int:
        """Where the body begins."""
        (length,) = struct.unpack(">I", self.data[8:12])
        return int(12 + length + SIGNATURE)


@dataclass
class Report:
    """What became of the mutations: how many, by code; what went wrong (must be empty).

    ``taken``: files of insiders that are whole all the same; no other may be taken.
    """

    tried: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    wrong: list[str] = field(default_factory=list)


class Target:
    """A district that has taken one file of each institution, and files, sealed and not, that it has not taken."""

    def __init__(self, folder: Path, institutions: int = 3) -> None:
        made = make_demo(folder / "demo", institutions=institutions, persons=8, seed=7)
        enrol_demo(made.district, made.institutions, 7)
        self.path, self.offered = made.district, folder / "offered.kur"
        self.store = Store.open(made.district)
        self.patches = ExitStack()
        self.patches.enter_context(patch("sync.folder.make_backup", lambda store, _: store.path))
        self.good: list[Good] = []
        for number, path in enumerate(made.institutions):
            with Store.open(path) as store:
                first = export_file(store, "district", folder / f"{number}-1.kur").path
                store.sql("UPDATE person SET post = 'наставник' WHERE id = (SELECT min(id) FROM person)")
                pair = KeyRing.of(store).current
                for unsealed in (False, True):
                    name = folder / f"{number}-{'open' if unsealed else 'sealed'}.kur"
                    self.good.append(_read(export_file(store, "district", name, unsealed=unsealed).path, pair))
            self.store.activate()
            (outcome,) = merge_paths(self.store, [first])
            assert outcome.status == "merged", outcome
        self.store.sql("PRAGMA synchronous = off")
        self.known = {good.data for good in self.good}
        self.digest, self.counts = check.digest(self.store), self._counts()
        self.kept = self.path.read_bytes()

    def _counts(self) -> list[int]:
        return [self.store.value(f"SELECT count(*) FROM {table}") for table in LOG]

    def offer(self, data: bytes, report: Report, insider: bool, what: str) -> None:
        """Merge one mutation and write down what was wrong with the answer."""
        self.offered.write_bytes(data)
        report.tried += 1
        try:
            (outcome,) = merge_paths(self.store, [self.offered])
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a panic of a library in Rust is no Exception, and it is what we look for
            report.wrong.append(f"{what}: {error!r}")
            self.restore()
            return
        report.codes[outcome.code] += 1
        if outcome.status in {"refused", "unknown"}:
            if not SENTENCE.fullmatch(outcome.message):
                report.wrong.append(f"{what}: «{outcome.message}»")
            if self._counts() != self.counts:
                report.wrong.append(f"{what}: refused ({outcome.code}), and the log has changed")
                self.restore()
            return
        report.taken += insider
        if not insider:
            report.wrong.append(f"{what}: {outcome.status}")
        if found := check.problems(self.store):
            report.wrong.append(f"{what}: taken, and then {found[:2]}")
        self.restore()

    def restore(self) -> None:
        """The district as it was before anything was offered."""
        self.store.close()
        self.path.write_bytes(self.kept)
        self.store = Store.open(self.path)
        self.store.sql("PRAGMA synchronous = off")

    def close(self) -> None:
        """Close the district."""
        self.patches.close()
        self.store.close()


def _read(path: Path, pair: KeyPair) -> Good:
    data = path.read_bytes()
    frame = open_frame(data)
    body = frame.body()
    packed = unseal(body, [pair.age_identity], len(frame.header.recipients)) if frame.header.sealed else body
    return Good(data, dict(vars(frame.header)), packed, pair)


# ---------------------------------------------------------------------- damage
def flip(dice: random.Random, data: bytes) -> bytes:
    """One to four bits turned."""
    bad = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
    return bytes(bad)


def cut(dice: random.Random, data: bytes) -> bytes:
    """The end is missing."""
    return data[: dice.randrange(len(data))]


def insert(dice: random.Random, data: bytes) -> bytes:
    """Bytes put in."""
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.randbytes(dice.choice((1, 2, 16, 300))) + data[at:]


def drop(dice: random.Random, data: bytes) -> bytes:
    """A block is missing."""
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.choice((1, 2, 64, 512)) :]


def swap(dice: random.Random, data: bytes) -> bytes:
    """Two blocks in each other's place."""
    size = dice.choice((1, 16, 128))
    one, two = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
    two = max(two, one + size)
    return data[:one] + data[two : two + size] + data[one + size : two] + data[one : one + size] + data[two + size :]


def repeat(dice: random.Random, data: bytes) -> bytes:
    """A block twice."""
    at, size = dice.randrange(len(data)), dice.choice((1, 16, 128, 4096))
    return data[: at + size] + data[at:]


def blank(dice: random.Random, data: bytes) -> bytes:
    """A block of zeros, as of a bad sector."""
    at, size = dice.randrange(len(data)), dice.choice((4, 64, 512))
    return data[:at] + bytes(len(data[at : at + size])) + data[at + size :]


DAMAGE: tuple[Callable[[random.Random, bytes], bytes], ...] = (flip, flip, cut, insert, drop, swap, repeat, blank)


def edited(dice: random.Random, header: dict[str, Any]) -> dict[str, Any]:
    """A header with one word that is another, of the same length where it is a text."""
    name = dice.choice(sorted(header))
    value = header[name]
    others: list[Any] = [None, 0, -1, 1, 2**31, "", [], {}, True, "f" * 32, "f" * 64, 1.5]
    if isinstance(value, str) and value:
        at = dice.randrange(len(value))
        others = [value[:at] + dice.choice("0af9Я\x1b \u202e") + value[at + 1 :]] * 10 + others
    elif type(value) is int:
        others = [value + 1, value - 1, value * 2, -value] * 3 + others
    elif isinstance(value, list) and value:
        others = [value[::-1], value[1:], value * 2] * 3 + others
    return {**header, name: dice.choice(others)}


def framed(header: dict[str, Any], signature: bytes, body: bytes) -> bytes:
    """Bytes of a file with any header."""
    raw = canonical(header)
    return MAGIC + struct.pack(">I", len(raw)) + raw + signature + body


def damaged(dice: random.Random, good: list[Good]) -> tuple[str, bytes]:
    """A true file that was damaged or forged without the key, and how."""
    one, two = dice.choice(good), dice.choice(good)
    at = one.body_at
    signature, body = one.data[at - SIGNATURE : at], one.data[at:]
    how = dice.randrange(12)
    if how < 8:
        damage = DAMAGE[how]
        return damage.__name__, damage(dice, one.data)
    if how == 8:
        return "header edited", framed(edited(dice, one.header), signature, body)
    if how == 9:
        return "head of one, body of another", one.data[:at] + two.data[two.body_at :]
    if how == 10:
        other = two.data[two.body_at - SIGNATURE : two.body_at]
        return "signature of another", one.data[: at - SIGNATURE] + other + body
    place = dice.randrange(min(len(one.data), len(two.data)))
    return "spliced", one.data[:place] + two.data[place:]


def forged(dice: random.Random, good: list[Good]) -> tuple[str, bytes]:
    """Damage inside a file that is hashed, sealed and signed again by its institution's own key, and how."""
    one, two = dice.choice(good), dice.choice(good)
    header, packed, name = dict(one.header), one.packed, ""
    how = dice.randrange(5)
    if how == 0:
        header, name = edited(dice, header), "header"
    elif how == 1:
        damage = dice.choice(DAMAGE)
        packed, name = damage(dice, packed), f"packed {damage.__name__}"
    elif how == 2:
        packed, name = two.packed, "packed of another"
    else:
        plain, name = _plain(dice, zlib.decompress(packed), how == 3)
        packed = zlib.compress(plain)
        header["plain_length"] = len(plain)
    body = packed
    if header.get("sealed") is True and isinstance(header.get("recipients"), list):
        try:
            body = seal(packed, header["recipients"])
        except (Refusal, TypeError, EncryptError):
            body = packed
    header = {**header, "body_length": len(body), "body_sha256": hashlib.sha256(body).hexdigest()} if how else header
    raw = canonical(header)
    head = MAGIC + struct.pack(">I", len(raw)) + raw
    return name, head + one.pair.sign(head) + body


def _plain(dice: random.Random, plain: bytes, lines: bool) -> tuple[bytes, str]:
    """Lines moved, or bytes of them damaged; the end line is true again."""
    before = plain[: plain.rindex(b"\n", 0, -1) + 1]
    damage = dice.choice(DAMAGE)
    if lines:
        texts = before.splitlines(keepends=True)
        at = dice.randrange(1, len(texts))
        texts[at] = damage(dice, texts[at])
        before, name = b"".join(texts), f"line {damage.__name__}"
    else:
        before, name = damage(dice, before), f"plain {damage.__name__}"
    end = b'{"count":%d,"sha256":"%s"}\n' % (before.count(b"\n") - 1, hashlib.sha256(before).hexdigest().encode())
    return before + end, name


def run(folder: Path, number: int, seed: int, progress: Callable[[Report], None] = lambda _: None) -> Report:
    """Offer ``number`` mutations, every fourth of an insider; the digest is compared at the end of each hundred."""
    dice, report, target = random.Random(seed), Report(), Target(folder)
    try:
        for place in range(number):
            insider = place % 4 == 3
            name, data = (forged if insider else damaged)(dice, target.good)
            while data in target.known:
                name, data = damaged(dice, target.good)
            target.offer(data, report, insider, f"{place} {'insider ' if insider else ''}{name}")
            if place % 100 == 99 or place == number - 1:
                if check.digest(target.store) != target.digest:
                    report.wrong.append(f"{place}: the digest is another one")
                progress(report)
    finally:
        target.close()
    return report
