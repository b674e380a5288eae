"""The private key on this laptop: a file beside the database, never in it, so that no export and no backup ever carries it.

``NAME.key`` holds the secret in use and the former ones (files that were sealed to them can still be opened), either in a
SecretBox (XSalsa20-Poly1305) whose key Argon2id makes of a passphrase (RFC 9106, libsodium's limits MODERATE, kept in the
file), or plain, left to the account of the operating system. The public key beside them is read without a passphrase.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from model.errors import Refusal
from model.store import Store
from sync.exchange_file import canonical
from sync.keys import SECRET_BYTES, KeyPair
from sync.public_key import PublicKey, read_public_key

FORMAT = 1
MAX_FILE = 64 * 1024
#: Argon2id: passes and bytes of memory (libsodium's MODERATE), and the most that a key file may ask of this laptop.
OPS_LIMIT, MEMORY_LIMIT = 3, 256 * 1024 * 1024
MOST_OPS, MOST_MEMORY = 20, 1024 * 1024 * 1024
SALT_BYTES = 16

#: Gives the passphrase when it is needed; may ask a person.
Passphrase = Callable[[], str]


def key_path(database: Path) -> Path:
    """Where the private key of a database lies."""
    return database.with_name(f"{database.stem}.key")


@dataclass(frozen=True)
class KeyFile:
    """A key file read but not unlocked. ``wrapping`` is ``None`` when the secrets lie plain."""

    public: PublicKey
    wrapping: dict[str, Any] | None
    content: bytes

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase is needed to unlock it."""
        return self.wrapping is not None

    def unlock(self, passphrase: Passphrase | None) -> list[KeyPair]:
        """The pair in use and the former ones; raise ``Refusal`` (passphrase-needed, passphrase-wrong, key-damaged)."""
        content = self.content
        if self.wrapping is not None:
            if passphrase is None:
                raise Refusal(
                    "Ключ закрыт паролем: введите его, задайте KURATOR_PASSPHRASE или --passphrase-file.", "passphrase-needed"
                )
            content = _unwrapped(content, self.wrapping, passphrase())
        pairs = [KeyPair(content[at : at + SECRET_BYTES]) for at in range(0, len(content), SECRET_BYTES)]
        if pairs[0].sign_public != self.public.sign or pairs[0].age_recipient != self.public.age:
            raise _damaged()
        return pairs


def read_key_file(path: Path) -> KeyFile:
    """Read a key file; raise ``Refusal`` (codes unreadable, key-damaged)."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise _damaged()
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(f"Файл ключа «{path}» не читается: проверьте имя, носитель и права.", "unreadable") from error
    try:
        told = json.loads(data.decode("utf-8"))
        if type(told.get("format")) is not int:
            raise ValueError("format")
        if told["format"] > FORMAT:
            raise Refusal("Ключ создан более новой программой: обновите программу.", "newer")
        check = told.pop("check")
        if check != hashlib.sha256(canonical(told)).hexdigest():
            raise ValueError("check")
        wrapping = told["wrapping"]
        content = bytes.fromhex(told["content"])
        public = read_public_key(canonical(told["public"]))
        if not _is_sound(wrapping, content):
            raise ValueError("content")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _damaged() from error
    return KeyFile(public, wrapping, content)


def _is_sound(wrapping: Any, content: bytes) -> bool:
    if wrapping is None:
        return len(content) > 0 and len(content) % SECRET_BYTES == 0
    salt, ops, memory = wrapping["salt"], wrapping["ops"], wrapping["memory"]
    return (
        re.fullmatch(r"[0-9a-f]{32}", salt) is not None
        and type(ops) is int
        and type(memory) is int
        and 1 <= ops <= MOST_OPS
        and 8192 <= memory <= MOST_MEMORY
    )


def write_key_file(
    path: Path, pairs: list[KeyPair], public: PublicKey, passphrase: str | None, *, replace: bool = False
) -> KeyFile:
    """Write a key file at once, readable by its owner alone; ``passphrase`` ``None`` leaves it to the account.

    Raise ``Refusal``: ``exists`` unless ``replace``, ``unwritable``, ``passphrase`` for an empty one.
    """
    if path.exists() and not replace:
        raise Refusal(
            f"Ключ «{path.name}» уже есть: замените его командой kurator key rotate или повторите с --replace.", "exists"
        )
    content = b"".join(pair.secret for pair in pairs)
    wrapping = None
    if passphrase is not None:
        wrapping = {"salt": secrets.token_hex(SALT_BYTES), "ops": OPS_LIMIT, "memory": MEMORY_LIMIT}
        content = _wrapped(content, wrapping, passphrase)
    told: dict[str, Any] = {"format": FORMAT, "public": asdict(public), "wrapping": wrapping, "content": content.hex()}
    data = canonical({**told, "check": hashlib.sha256(canonical(told)).hexdigest()})
    _write_private(path, data)
    return KeyFile(public, wrapping, content)


def _write_private(path: Path, data: bytes) -> None:
    """Whole or not at all, mode 0600 from its first byte on."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise Refusal(f"Ключ «{path}» записать не удалось: проверьте место и права.", "unwritable") from error


def keep_aside(path: Path) -> Path:
    """Copy a key file that is about to be replaced, as it is: what was sealed to it opens with nothing else."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(f"Прежний ключ «{path}» не читается: проверьте носитель и права.", "unreadable") from error
    kept = path.with_name(f"{path.name}.{hashlib.sha256(data).hexdigest()[:8]}.old")
    _write_private(kept, data)
    return kept


def _derived(wrapping: dict[str, Any], passphrase: str) -> bytes:
    from nacl.pwhash import argon2id

    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    if not words:
        raise Refusal("Пароль пуст: введите его или выберите --no-passphrase.", "passphrase")
    try:
        return bytes(
            argon2id.kdf(32, words, bytes.fromhex(wrapping["salt"]), opslimit=wrapping["ops"], memlimit=wrapping["memory"])
        )
    except (MemoryError, RuntimeError) as error:
        raise Refusal("Памяти не хватило, чтобы проверить пароль: закройте другие программы и повторите.", "memory") from error


def _wrapped(content: bytes, wrapping: dict[str, Any], passphrase: str) -> bytes:
    from nacl.secret import SecretBox

    return bytes(SecretBox(_derived(wrapping, passphrase)).encrypt(content))


def _unwrapped(content: bytes, wrapping: dict[str, Any], passphrase: str) -> bytes:
    from nacl.exceptions import CryptoError
    from nacl.exceptions import ValueError as LengthError
    from nacl.secret import SecretBox

    try:
        plain = bytes(SecretBox(_derived(wrapping, passphrase)).decrypt(content))
    except (CryptoError, LengthError) as error:
        raise Refusal("Пароль не подошёл: проверьте раскладку и Caps Lock и повторите.", "passphrase-wrong") from error
    if not plain or len(plain) % SECRET_BYTES:
        raise _damaged()
    return plain


def _damaged() -> Refusal:
    return Refusal(
        "Файл ключа повреждён: верните его с листа восстановления командой kurator key recover --replace.", "key-damaged"
    )


class KeyRing:
    """Our keys: the public one at any time, the private ones unlocked once, when first needed.

    ``path``: of the key file; ``institution``: whose key it must be; ``passphrase``: asked for when the file is wrapped.
    """

    def __init__(self, path: Path, institution: str, passphrase: Passphrase | None = None) -> None:
        self.path = path
        self.institution = institution
        self._passphrase = passphrase
        self._file: KeyFile | None = None
        self._pairs: list[KeyPair] = []
        self._phrase: str | None = None
        self._failed: Refusal | None = None

    @classmethod
    def of(cls, store: Store, passphrase: Passphrase | None = None) -> KeyRing:
        """The keys of an open database."""
        return cls(key_path(store.path), store.setting("institution") or "", passphrase)

    @property
    def exists(self) -> bool:
        """Whether there is a key file at all."""
        return self.path.exists()

    @property
    def file(self) -> KeyFile:
        """The key file; raise ``Refusal`` (codes no-key, key-foreign, key-damaged)."""
        if self._file is None:
            if not self.exists:
                raise Refusal("Своего ключа ещё нет: сначала создайте его командой kurator key new.", "no-key")
            found = read_key_file(self.path)
            if found.public.institution != self.institution:
                raise Refusal(
                    f"Ключ «{self.path.name}» принадлежит другому учреждению («{found.public.name}»): уберите его и создайте "
                    "свой командой kurator key new.",
                    "key-foreign",
                )
            self._file = found
        return self._file

    @property
    def public(self) -> PublicKey:
        """Our public key; raise ``Refusal`` as ``file`` does."""
        return self.file.public

    @property
    def pairs(self) -> list[KeyPair]:
        """The pair in use, then the former ones; raise ``Refusal`` when they cannot be unlocked (nobody is asked twice)."""
        if self._failed is not None:
            raise self._failed
        if not self._pairs:
            try:
                self._pairs = self.file.unlock(self._asked if self._passphrase is not None else None)
            except Refusal as refusal:
                self._failed = refusal
                raise
        return self._pairs

    @property
    def phrase(self) -> str | None:
        """The passphrase that unlocked the file, or ``None`` when it needs none."""
        return self._phrase if self.pairs and self.file.has_passphrase else None

    def _asked(self) -> str:
        assert self._passphrase is not None  # noqa: S101 - see ``pairs``
        self._phrase = self._passphrase()
        return self._phrase

    @property
    def current(self) -> KeyPair:
        """The pair in use."""
        return self.pairs[0]

    def unlock(self) -> None:
        """Unlock now what would be unlocked when first needed; raise ``Refusal`` as ``pairs`` does."""
        self._pairs = self.pairs

    def forget(self) -> None:
        """Read the file anew next time, after it was written."""
        self._file, self._pairs, self._failed = None, [], None
