"""The life of our own key: made, rotated, carried to the other laptop, revoked; and the district's spare (safe) key.

The file beside the database is written first and the table of trusted keys after it: whoever is interrupted between has a key
that the next export enters by itself.
"""

from __future__ import annotations

from pathlib import Path

from model.entities import Institution
from model.errors import Refusal
from model.setup import own_id, own_institution
from model.store import Store
from sync.exchange_file import header_word
from sync.key_store import KeyRing, Passphrase, keep_aside, key_path, read_key_file, write_key_file
from sync.key_words import secret_of, secret_words
from sync.keys import KeyPair, new_key_pair
from sync.public_key import PublicKey, publish, revocation
from sync.trust import refuse_disowned, register_own, trusted_keys

#: So many former pairs stay in the key file: nobody seals to older ones any more.
FORMER_PAIRS = 20


def _own(store: Store) -> Institution:
    own_id(store)
    institution = own_institution(store)
    if institution is None:
        raise Refusal("Сведений об учреждении в базе нет: проверьте её командой kurator check.", "empty")
    return institution


def _publish(store: Store, pair: KeyPair, *, role: str = "main", before: KeyPair | None = None) -> PublicKey:
    own = _own(store)
    name = header_word(own.short or own.name) or "Учреждение"
    return publish(pair, own.id, name, own.kind, role=role, before=before)


def make_key(store: Store, passphrase: str | None, *, pair: KeyPair | None = None, replace: bool = False) -> PublicKey:
    """Make our key (a fresh ``pair`` unless one is given); ``passphrase`` ``None`` leaves it to the account of the system.

    Raise ``Refusal`` (exists) when there is a key here, or on the other laptop of the institution, unless ``replace``.
    """
    path = key_path(store.path)
    elsewhere = [key for key in trusted_keys(store, _own(store).id) if key.state == "trusted" and key.role == "main"]
    if elsewhere and not path.exists() and not replace:
        raise Refusal(
            "Ключ у учреждения уже есть на другом ноутбуке: перенесите его 24 словами (kurator key recover); другой взамен — "
            "с --replace.",
            "exists",
        )
    pair = pair or new_key_pair()
    public = _publish(store, pair)
    _install(path, [pair], public, passphrase, replace)
    register_own(store, public)
    return public


def _install(path: Path, pairs: list[KeyPair], public: PublicKey, passphrase: str | None, replace: bool) -> None:
    """Write the key file; one that stood there is kept under another name, for it may open what was sealed to it."""
    if path.exists() and replace:
        keep_aside(path)
    write_key_file(path, pairs, public, passphrase, replace=replace)


def rotate_key(store: Store, ring: KeyRing) -> tuple[PublicKey, PublicKey]:
    """Replace our key by a fresh one that the old one signs; return the former and the new. The passphrase stays."""
    former, pairs = ring.public, ring.pairs
    refuse_disowned(store, former)
    pair = new_key_pair()
    public = _publish(store, pair, before=pairs[0])
    write_key_file(ring.path, [pair, *pairs[:FORMER_PAIRS]], public, ring.phrase, replace=True)
    ring.forget()
    register_own(store, public)
    return former, public


def recover_key(store: Store, typed: str, passphrase: str | None, *, replace: bool = False) -> PublicKey:
    """Make the key file from the 24 words of the recovery sheet; raise ``Refusal`` for wrong words or a former key."""
    return _take_over(store, KeyPair(secret_of(typed)), passphrase, replace, None)


def recover_from_file(
    store: Store, source: Path, unlock: Passphrase | None, passphrase: str | None, *, replace: bool = False
) -> PublicKey:
    """Make the key file from another laptop's (or the safe one on a stick); ``unlock`` gives the passphrase of that one."""
    found = read_key_file(source)
    if found.public.institution != _own(store).id:
        raise Refusal(f"Ключ «{source.name}» принадлежит другому учреждению («{found.public.name}»).", "key-foreign")
    return _take_over(store, found.unlock(unlock)[0], passphrase, replace, found.public)


def _take_over(store: Store, pair: KeyPair, passphrase: str | None, replace: bool, public: PublicKey | None) -> PublicKey:
    known = next((key for key in trusted_keys(store, _own(store).id) if key.sign == pair.sign_public), None)
    if known is not None and known.state == "replaced":
        raise Refusal("Это слова прежнего ключа, его уже сменили: возьмите лист нового ключа.", "replaced")
    if known is not None and known.state != "trusted":
        raise Refusal("Этот ключ отозван: создайте новый командой kurator key new --replace.", "revoked")
    role = known.role if known is not None else "main"
    public = public or _publish(store, pair, role=role)
    path = key_path(store.path)
    _install(path, [pair, *_open_ones(path, pair)], public, passphrase, replace)
    register_own(store, public)
    return public


def _open_ones(path: Path, pair: KeyPair) -> list[KeyPair]:
    """Pairs of the key file that is replaced, when it can be read without a passphrase: they open what was sealed to them."""
    try:
        found = read_key_file(path)
        return [one for one in ([] if found.has_passphrase else found.unlock(None)) if one != pair]
    except Refusal:
        return []


def change_passphrase(ring: KeyRing, passphrase: str | None) -> None:
    """Wrap the key file in another passphrase, or in none."""
    write_key_file(ring.path, ring.pairs, ring.public, passphrase, replace=True)
    ring.forget()


def make_safe_key(store: Store, ring: KeyRing, out: Path, passphrase: str | None, *, replace: bool = False) -> PublicKey:
    """Make the district's spare key in a file of its own, signed by the key in use: files for the district open with either."""
    if _own(store).kind != "district":
        raise Refusal("Запасной ключ бывает только у района: учреждению хватает листа восстановления.", "safe-role")
    refuse_disowned(store, ring.public)
    pair = new_key_pair()
    public = _publish(store, pair, role="safe", before=ring.current)
    write_key_file(out, [pair], public, passphrase, replace=replace)
    register_own(store, public)
    return public


def own_revocation(ring: KeyRing) -> PublicKey:
    """The statement that our own key is not to be trusted any more, for all who trust it and for ``sync.trust.disown``."""
    return revocation(ring.current, ring.public)


def recovery_words(ring: KeyRing) -> tuple[str, ...]:
    """The 24 words of the key in use, for the recovery sheet alone."""
    return secret_words(ring.current.secret)
