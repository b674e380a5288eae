"""Key material: one secret of 32 random bytes, and the two key pairs that come from it.

From the secret libsodium's keyed BLAKE2b (RFC 7693) derives, each under its own personalisation, the seed of an Ed25519
signing key (RFC 8032) and an X25519 identity of age (age-encryption.org/v1). The identity is written as stock age writes it,
``AGE-SECRET-KEY-1…`` in Bech32 (BIP-173), so that a file can be opened without Kurator.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

SECRET_BYTES = 32
SIGNATURE_BYTES = 64
#: Shapes of public keys as text: Ed25519 in hexadecimal, X25519 as an age recipient.
SIGN_PUBLIC = re.compile(r"[0-9a-f]{64}")
AGE_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")

#: Personalisations of the derivation, at most 16 bytes each: what is derived for one use never serves another.
_SIGN = b"kurator sign 1"
_SEAL = b"kurator seal 1"


@dataclass(frozen=True)
class KeyPair:
    """Private keys of one institution; ``secret`` is never shown, not even in a traceback."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES:
            raise ValueError(f"a secret is {SECRET_BYTES} bytes")

    @cached_property
    def sign_public(self) -> str:
        """Public signing key, 64 hexadecimal digits."""
        from nacl.signing import SigningKey

        return bytes(SigningKey(self._derived(_SIGN)).verify_key).hex()

    @cached_property
    def age_identity(self) -> str:
        """Private age identity, ``AGE-SECRET-KEY-1…``."""
        return bech32("age-secret-key-", self._derived(_SEAL)).upper()

    @cached_property
    def age_recipient(self) -> str:
        """Public age recipient, ``age1…``."""
        from pyrage import x25519

        return str(x25519.Identity.from_str(self.age_identity).to_public())

    def sign(self, message: bytes) -> bytes:
        """Ed25519 signature, 64 bytes."""
        from nacl.signing import SigningKey

        return bytes(SigningKey(self._derived(_SIGN)).sign(message).signature)

    def _derived(self, use: bytes) -> bytes:
        from nacl.encoding import RawEncoder
        from nacl.hash import blake2b

        return bytes(blake2b(b"", digest_size=SECRET_BYTES, key=self.secret, person=use, encoder=RawEncoder))


def new_key_pair() -> KeyPair:
    """A fresh secret from the operating system's generator."""
    return KeyPair(secrets.token_bytes(SECRET_BYTES))


def is_signed_by(sign_public: str, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is that of the key ``sign_public`` (64 hexadecimal digits) over ``message``."""
    from nacl.exceptions import BadSignatureError
    from nacl.exceptions import ValueError as BadLengthError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(bytes.fromhex(sign_public)).verify(message, signature)
    except (BadSignatureError, BadLengthError, ValueError):
        return False
    return True


# ---------------------------------------------------------------------- Bech32, BIP-173
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def bech32(prefix: str, data: bytes) -> str:
    """``data`` in Bech32 (BIP-173) under a human-readable ``prefix`` in lower case."""
    count = -(-len(data) * 8 // 5)
    bits = int.from_bytes(data, "big") << (count * 5 - len(data) * 8)
    values = [bits >> 5 * place & 31 for place in reversed(range(count))]
    spread = [*(ord(sign) >> 5 for sign in prefix), 0, *(ord(sign) & 31 for sign in prefix)]
    check = _polymod([*spread, *values, *([0] * 6)]) ^ 1
    values += [check >> 5 * place & 31 for place in reversed(range(6))]
    return f"{prefix}1{''.join(_LETTERS[value] for value in values)}"


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(_GENERATOR):
            check ^= part if top >> place & 1 else 0
    return check
