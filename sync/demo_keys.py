"""Keys of an invented district: everybody has one without a passphrase and trusts whom it should, so that files go at once.

Only here a secret comes from a seed: whoever knows the seed knows the keys of the demo, and nothing real is in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from model.store import Store
from sync.keys import KeyPair
from sync.own_key import make_key
from sync.public_key import PublicKey
from sync.trust import enrol


def enrol_demo(district: Path, institutions: Sequence[Path], seed: int) -> None:
    """Give every database of a demo a key; the district trusts all institutions, each of them trusts the district."""
    keys: list[PublicKey] = []
    with Store.open(district) as store:
        receiver = _make(store, f"{seed}|district")
    for path in institutions:
        with Store.open(path) as store, store.transaction("Ключи примера"):
            keys.append(_make(store, f"{seed}|{path.name}"))
            enrol(store, receiver, heard=receiver.words)
    with Store.open(district) as store, store.transaction("Ключи примера"):
        for key in keys:
            enrol(store, key, heard=key.words)


def _make(store: Store, what: str) -> PublicKey:
    pair = KeyPair(hashlib.sha256(f"kurator demo|{what}".encode()).digest())
    return make_key(store, None, pair=pair, replace=True)
