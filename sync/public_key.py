"""The public key file ``*.kurkey``: whose key this is, signed by the key itself, and by the key before it after a rotation.

Canonical JSON on one line. ``signature`` proves that the sender has the private key; ``previous_signature`` is made by the key
named in ``previous``, so that whoever trusts that one can take this one without another phone call. A file whose ``statement``
is ``revoked`` withdraws its key for ever.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from model.errors import Refusal
from sync.exchange_file import MAX_WORD, canonical
from sync.key_words import fingerprint_words
from sync.keys import AGE_RECIPIENT, SIGN_PUBLIC, KeyPair, is_signed_by

FORMAT = 1
MAX_FILE = 16 * 1024
#: What a file states of its key, and what the key is for: the everyday one, or the district's spare one.
STATEMENTS = ("key", "revoked")
ROLES = ("main", "safe")

_OWN = b"kurator public key 1\n"
_CHAIN = b"kurator key rotation 1\n"
_ID = re.compile(r"[0-9a-f]{32}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True)
class PublicKey:
    """A public key as it travels. ``kind``: of the institution; ``sign``, ``age``: the keys; ``previous``: the key before."""

    institution: str
    name: str
    kind: str
    sign: str
    age: str
    created: str
    role: str = "main"
    statement: str = "key"
    previous: str = ""
    previous_signature: str = ""
    signature: str = ""
    format: int = FORMAT

    @property
    def words(self) -> str:
        """Fingerprint: six Russian words."""
        return fingerprint_words(self.institution, self.sign, self.age)

    @property
    def follows(self) -> bool:
        """Whether the key named in ``previous`` signed this one."""
        signed = _CHAIN + _told(self, without=("signature", "previous_signature"))
        return bool(self.previous) and is_signed_by(self.previous, signed, bytes.fromhex(self.previous_signature))

    def to_bytes(self) -> bytes:
        """The file's content."""
        return canonical(asdict(self)) + b"\n"


def _told(key: PublicKey, without: tuple[str, ...]) -> bytes:
    return canonical({name: value for name, value in asdict(key).items() if name not in without})


def publish(
    pair: KeyPair, institution: str, name: str, kind: str, *, role: str = "main", before: KeyPair | None = None
) -> PublicKey:
    """The public key of ``pair``, signed by itself and, when there is one, by the pair ``before``."""
    created = datetime.now().isoformat(timespec="seconds")
    previous = before.sign_public if before is not None else ""
    key = PublicKey(institution, name, kind, pair.sign_public, pair.age_recipient, created, role, previous=previous)
    if before is not None:
        chained = before.sign(_CHAIN + _told(key, without=("signature", "previous_signature")))
        key = replace(key, previous_signature=chained.hex())
    return _signed(key, pair)


def revocation(pair: KeyPair, key: PublicKey) -> PublicKey:
    """The statement of its owner that a key is not to be trusted any more."""
    created = datetime.now().isoformat(timespec="seconds")
    return _signed(replace(key, statement="revoked", created=created, previous="", previous_signature=""), pair)


def _signed(key: PublicKey, pair: KeyPair) -> PublicKey:
    return replace(key, signature=pair.sign(_OWN + _told(key, without=("signature",))).hex())


def read_public_key(data: bytes) -> PublicKey:
    """Read and verify a public key file; raise ``Refusal`` (codes not-key, key-damaged, key-signature, newer).

    Line ends and spaces that a mail program changed do not matter; the signature is over the canonical form.
    """
    if len(data) > MAX_FILE or not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise Refusal("Это не файл открытого ключа: выберите файл .kurkey, который прислало учреждение.", "not-key")
    try:
        told = json.loads(data.decode("utf-8-sig"))
        if not isinstance(told, dict) or type(told.get("format")) is not int:
            raise ValueError("not a public key")
        if told["format"] > FORMAT:
            raise Refusal("Файл ключа создан более новой программой: обновите программу.", "newer")
        key = PublicKey(**told)
        whole = len(told) == len(asdict(key)) and _is_sound(key)
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged() from error
    if not whole:
        raise _damaged()
    if not is_signed_by(key.sign, _OWN + _told(key, without=("signature",)), bytes.fromhex(key.signature)):
        raise Refusal("Подпись в файле ключа не сходится: его меняли, попросите прислать заново.", "key-signature")
    return key


def _damaged() -> Refusal:
    return Refusal("Файл ключа повреждён: попросите прислать его заново.", "key-damaged")


def _is_sound(key: PublicKey) -> bool:
    texts = [value for name, value in asdict(key).items() if name != "format"]
    if not all(isinstance(text, str) and len(text) <= MAX_WORD and text.isprintable() for text in texts):
        return False
    return bool(
        key.format == FORMAT
        and _ID.fullmatch(key.institution)
        and key.name.strip()
        and SIGN_PUBLIC.fullmatch(key.sign)
        and AGE_RECIPIENT.fullmatch(key.age)
        and key.role in ROLES
        and key.statement in STATEMENTS
        and _SIGNATURE.fullmatch(key.signature)
        and bool(SIGN_PUBLIC.fullmatch(key.previous)) == bool(key.previous)
        and bool(_SIGNATURE.fullmatch(key.previous_signature)) == bool(key.previous)
        and _is_recipient(key.age)
    )


def _is_recipient(age: str) -> bool:
    """Whether age itself takes the recipient (its checksum holds)."""
    from pyrage import RecipientError, x25519

    try:
        x25519.Recipient.from_str(age)
    except RecipientError:
        return False
    return True
