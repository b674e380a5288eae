"""Sealed files: read by those they are for, believed from those who were confirmed, refused from everybody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from model import check
from model.errors import Refusal
from model.setup import own_institution
from model.store import Store
from sync.exchange_file import read_file
from sync.key_store import KeyRing, key_path, write_key_file
from sync.keys import KeyPair, new_key_pair
from sync.outgoing import export_file
from sync.public_key import PublicKey, publish
from sync.trust import enrol, register_own
from tests.worlds import TODAY, add_person, district, merge, school, stands, statuses


def give_key(store: Store, passphrase: str | None = None) -> tuple[KeyPair, PublicKey]:
    """A key of its own for a database, as ``kurator key new`` makes it."""
    store.activate()
    own = own_institution(store)
    assert own is not None
    pair = new_key_pair()
    public = publish(pair, own.id, own.short, own.kind)
    write_key_file(key_path(store.path), [pair], public, passphrase, replace=True)
    register_own(store, public)
    return pair, public


def trust(store: Store, key: PublicKey) -> None:
    """Enrol a key with the words that its owner reads out."""
    store.activate()
    enrol(store, key, heard=key.words)


def sealed(store: Store, out: Path, scope: str = "district", addressee: str = "") -> Path:
    """A sealed file."""
    store.activate()
    return export_file(store, scope, out, on=TODAY, addressee=addressee).path


@pytest.fixture
def here(tmp_path: Path) -> Any:
    """An institution with a key, confirmed by the district."""
    with school(tmp_path / "школа.db") as store:
        yield store


@pytest.fixture
def there(tmp_path: Path) -> Any:
    """The district with a key."""
    with district(tmp_path / "район.db") as store:
        yield store


@pytest.fixture
def keys(here: Store, there: Store) -> dict[str, tuple[KeyPair, PublicKey]]:
    """Both have keys and have confirmed each other."""
    mine, theirs = give_key(here), give_key(there)
    trust(here, theirs[1])
    trust(there, mine[1])
    return {"here": mine, "there": theirs}


def test_sealed_file_goes_to_the_district_and_back(here: Store, there: Store, keys: Any, tmp_path: Path) -> None:
    person = add_person(here, "Сорокина", post="учитель")
    path = sealed(here, tmp_path / "1.kur")
    assert "Сорокина".encode() not in path.read_bytes()
    with pytest.raises(Refusal) as refusal:
        read_file(path)
    assert refusal.value.code == "no-key"
    for pair, _ in keys.values():
        assert len(read_file(path, [pair.age_identity]).lines) == here.value("SELECT count(*) FROM change")
    assert statuses(merge(there, path)) == ["merged"]
    assert stands(there, "person", person)
    directive = sealed(there, tmp_path / "2.kur", "directive")
    assert statuses(merge(here, directive)) == ["merged"]
    assert check.problems(here) == check.problems(there) == []
    assert KeyRing.of(here).public.words == keys["here"][1].words
