"""Payloads, commitments and the hash chain of changes.

A payload is JSON text ``[salt, patch, prev, author, made_at]``; it is opaque once written: its bytes are what its commitment
binds. Commitment: first 128 bits of SHA-256 of the payload (the salt in it hides what was erased). Chain: first 128 bits of
SHA-256 of the previous chain value and the header; so a file can carry every header and only some payloads.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any


def new_salt() -> str:
    """128 random bits, 22 characters."""
    return base64.b64encode(secrets.token_bytes(16)).decode("ascii").rstrip("=")


def write_payload(salt: str, patch: str, prev: str, author: str, made_at: str) -> str:
    """Payload text; ``patch`` and ``prev`` are JSON objects as text."""
    by = json.dumps(author, ensure_ascii=False)
    return f'["{salt}",{patch},{prev},{by},"{made_at}"]'


@dataclass(slots=True)
class Payload:
    """A payload read: ``patch`` {column: value}, ``prev`` {column or ``*``: stamps separated by spaces}."""

    patch: dict[str, Any]
    prev: dict[str, str]
    author: str
    made_at: str


#: Types of the parts of a payload.
PARTS = [str, dict, dict, str, str]
_VALUES = frozenset({str, int, type(None)})
_STAMPS = frozenset({str})


def read_payload(text: str) -> Payload:
    """Read a payload; ``ValueError`` when it is not one (values are text, whole numbers or null)."""
    return payload_of(json.loads(text))


def payload_of(parts: Any) -> Payload:
    """The payload that a JSON value is; ``ValueError`` when it is none."""
    if type(parts) is not list or list(map(type, parts)) != PARTS:
        raise ValueError("a payload has five parts: text, two objects, text, text")
    _, patch, prev, author, made_at = parts
    if not _VALUES.issuperset(map(type, patch.values())):
        raise ValueError("a value is text, a whole number or null")
    if prev and not _STAMPS.issuperset(map(type, prev.values())):
        raise ValueError("stamps are text")
    return Payload(patch, prev, author, made_at)


def commit(payload: str | None) -> str:
    """Commitment of a payload, 32 hexadecimal digits; nothing for no payload."""
    return hashlib.sha256(payload.encode("utf-8")).hexdigest()[:32] if payload is not None else ""


def chain(
    before: str,
    node: str,
    seq: int,
    stamp: str,
    institution: str,
    table: str,
    row: str,
    kind: str,
    shared_commit: str,
    private_commit: str,
) -> str:
    """Chain value of a header after ``before`` (empty for the first of a node), 32 hexadecimal digits."""
    header = f"{before}|{node}|{seq}|{stamp}|{institution}|{table}|{row}|{kind}|{shared_commit}|{private_commit}"
    return hashlib.sha256(header.encode("utf-8")).hexdigest()[:32]
