"""A fresh database from a full file (scope ``own``): the deputy's laptop begins with all that the curator's has.

The new database has its own node; from then on both give each other their full files.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from model.errors import Refusal
from model.names import fold
from model.setup import own_institution
from model.store import Store
from model.trust_memory import recall
from sync.exchange_file import open_frame, read_bytes
from sync.key_store import KeyRing, Passphrase, key_path, write_key_file
from sync.key_words import secret_of
from sync.keys import KeyPair
from sync.merge import merge_file
from sync.own_key import recover_key
from sync.public_key import publish
from sync.trust import register_own
from sync.verification import verify


@dataclass(frozen=True)
class KeySource:
    """How the institution's key comes to the new laptop: ``words`` of the recovery sheet, or a key file (``file``).

    ``unlock``: passphrase of that file; ``passphrase``: of the new one when it is made from words (``None``: none).
    """

    words: str = ""
    file: Path | None = None
    unlock: Passphrase | None = None
    passphrase: str | None = None


@dataclass(frozen=True)
class Begun:
    """A database that was begun: whose, how many changes it has, and what could not be verified."""

    institution: str
    name: str
    changes: int
    note: str


def begin_from(database: Path, source: Path, key: KeySource, curator: str = "") -> Begun:
    """Make ``database`` from the full file ``source``; nothing is left behind when it cannot be.

    Raise ``Refusal``: the file is of another scope, damaged, sealed for another key (no-key, not-for-us), or wrong words.
    """
    frame = open_frame(read_bytes(source))
    header = frame.header
    if header.scope != "own":
        raise Refusal("Новый ноутбук начинают с полного файла: выгрузите его на первом (kurator export --scope own).", "scope")
    if key_path(database).exists() and (key.words or key.file):
        raise Refusal(f"Ключ «{key_path(database).name}» уже лежит рядом: уберите его или не называйте другого.", "exists")
    given = bool(key.words.strip() or key.file)
    store = Store.create(database)
    try:
        store.belong_to(header.institution)
        recall(store)
        if key.words.strip():
            pair = KeyPair(secret_of(key.words))
            public = publish(pair, header.institution, header.institution_name or "Учреждение", "school")
            write_key_file(key_path(database), [pair], public, key.passphrase)
        elif key.file is not None:
            _copy_key(key.file, key_path(database))
        ring = KeyRing.of(store, (lambda: key.passphrase or "") if key.words.strip() else key.unlock)
        if ring.exists:
            register_own(store, ring.public)
        verified = verify(store, frame, ring)
        if verified.file is None:
            raise Refusal("Этот файл уже принят: базу начинать не с чего.", "repeated")
        with store.transaction("Начало базы"):
            merged = merge_file(store, verified.file)
        if key.words.strip():
            key_path(database).unlink()
            recover_key(store, key.words, key.passphrase)
        name = _settle(store, curator)
    except BaseException:
        store.close()
        database.unlink(missing_ok=True)
        if given:
            key_path(database).unlink(missing_ok=True)
        raise
    store.close()
    return Begun(header.institution, name, merged.changes, verified.note)


def _settle(store: Store, curator: str) -> str:
    """Settings of the new laptop: the last school year, who works here; return the institution's name."""
    institution = own_institution(store)
    if institution is None:
        raise Refusal("В файле нет сведений об учреждении: выгрузите его на первом ноутбуке заново.", "empty")
    year = store.value("SELECT max(years) FROM school_year WHERE institution = ?", (institution.id,))
    if year is None:
        raise Refusal("В файле нет учебного года: выгрузите его на первом ноутбуке заново.", "empty")
    store.set_setting("year", str(year))
    name = " ".join(curator.split())
    if name:
        store.set_setting("curator", name)
        person = store.value("SELECT id FROM person WHERE institution = ? AND _key = ?", (institution.id, fold(name)))
        store.set_setting("author", str(person or ""))
    store.sql("DELETE FROM action")  # the beginning is not undone
    return institution.short or institution.name


def _copy_key(source: Path, target: Path) -> None:
    try:
        data = source.read_bytes()
        target.write_bytes(data)
        with suppress(OSError):
            target.chmod(0o600)
    except OSError as error:
        raise Refusal(f"Файл ключа «{source}» не читается: проверьте имя и права.", "unreadable") from error
