"""A reader of exchange files that knows nothing of Kurator: written from docs/dev/exchange-format.md alone.

``python tests/independent_reader.py FILE [IDENTITY_FILE]`` verifies all that the page promises and prints the changes.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nacl.signing
import pyrage

MAGIC = bytes.fromhex("89 4B 55 52 0D 0A 1A 0A")
FIELDS = {
    "format": int, "app": str, "institution": str, "institution_name": str, "scope": str, "sender": str, "number": int,
    "previous": str, "created": str, "school_years": list, "addressee": str, "signer": str, "sealed": bool, "recipients": list,
    "body_length": int, "body_sha256": str, "plain_length": int,
}  # fmt: skip
OF_THE_BODY = ("body_length", "body_sha256", "plain_length")
HEAD = re.compile(
    r'\["([0-9a-f]{12})",([1-9][0-9]*),"([0-9a-f]{28})","([0-9a-f]{32})","([a-z_]+)","([0-9a-f]{32})","([a-z_]+)",'
    r'(?:null|"([0-9a-f]{32})"),(?:null|"([0-9a-f]{32})"),'
)


@dataclass(frozen=True)
class Change:
    """One change: its header, and the payloads that came ([salt, patch, prev, author, made at], or ``None``)."""

    node: str
    seq: int
    stamp: str
    institution: str
    table: str
    row: str
    kind: str
    shared: list[Any] | None
    private: list[Any] | None


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def demand(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)


def read(data: bytes, identities: Sequence[str] = ()) -> tuple[dict[str, Any], list[Change]]:
    """Header and changes of a file; ``ValueError`` or the libraries' own errors when anything does not hold."""
    demand(data[:8] == MAGIC, "magic")
    (length,) = struct.unpack(">I", data[8:12])
    demand(length <= 65_536, "header length")
    raw, signature, body = data[12 : 12 + length], data[12 + length : 76 + length], data[76 + length :]
    header = json.loads(raw)
    demand(canonical(header) == raw, "canonical header")
    demand({name: type(value) for name, value in header.items()} == FIELDS, "header fields")
    demand(header["format"] == 1, "format")
    if header["signer"]:
        nacl.signing.VerifyKey(bytes.fromhex(header["signer"])).verify(data[: 12 + length], signature)
    else:
        demand(signature == bytes(64) and not header["sealed"], "zeros for a signature")
    demand(len(body) == header["body_length"] <= 64 * 2**20 and sha256(body) == header["body_sha256"], "body")
    if header["sealed"]:
        body = pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(one) for one in identities])
    stream = zlib.decompressobj()
    plain = stream.decompress(body, min(header["plain_length"], 512 * 2**20) + 1)
    demand(len(plain) == header["plain_length"] and stream.eof and not stream.unused_data, "plain length")
    return header, list(changes(header, plain))


def changes(header: dict[str, Any], plain: bytes) -> Iterator[Change]:
    first, *lines, end, nothing = plain.decode().split("\n")
    demand(nothing == "", "line feed at the end")
    before = plain[: len(plain) - len(end.encode()) - 1]
    demand(json.loads(end) == {"count": len(lines), "sha256": sha256(before)}, "end line")
    manifest = json.loads(first)
    demand(all(manifest[name] == header[name] for name in ("institution", "scope", "sender", "number")), "manifest")
    told = {name: value for name, value in header.items() if name not in OF_THE_BODY}
    demand(manifest["header"] == sha256(canonical(told)), "header in the manifest")
    nodes: dict[str, list[Any]] = {}
    forks = manifest.get("forks", {})
    for line in lines:
        change, commitments = split(line)
        node, parent = forks.get(change.node, [change.node, ""])
        begins = change.node not in nodes
        seq, chain = nodes.get(parent if begins else change.node, [0, ""])
        demand(change.seq == seq + 1, "gap")
        linked = [chain, node, change.seq, change.stamp[:16] + node, change.institution, change.table, change.row, change.kind]
        chain = sha256("|".join(map(str, [*linked, *commitments])).encode())[:32]
        demand(not (begins and parent) or sha256(f"fork|{node}|{chain}".encode())[:12] == change.node, "name of a branch")
        nodes[change.node] = [change.seq, chain]
        yield change
    demand(nodes == manifest["nodes"], "chains")


def split(line: str) -> tuple[Change, list[str]]:
    """A line as a change and the commitments of its two payloads."""
    head = HEAD.match(line)
    demand(head is not None, "line")
    assert head is not None
    node, seq, stamp, institution, table, row, kind, *told = head.groups()
    payloads, commitments, at = [], [], head.end()
    for given, close in zip(told, (",", "]"), strict=True):
        payload, stop = json.JSONDecoder().raw_decode(line, at)
        demand(line[stop] == close, "line")
        demand(payload is None or given is None, "commitment beside its payload")
        payloads.append(payload)
        commitments.append(given or "" if payload is None else sha256(line[at:stop].encode())[:32])
        at = stop + 1
    demand(at == len(line), "line")
    return Change(node, int(seq), stamp, institution, table, row, kind, *payloads), commitments


if __name__ == "__main__":
    keys = [word for path in sys.argv[2:] for word in Path(path).read_text().split() if word.startswith("AGE-")]
    found, listed = read(Path(sys.argv[1]).read_bytes(), keys)
    for one in (found, *listed):
        print(one)  # noqa: T201 - this is a program
