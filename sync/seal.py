"""The seal of an exchange file: age around its body (X25519 recipients, age-encryption.org/v1), Ed25519 over its head.

The signature covers magic, length and header; the header holds length and SHA-256 of the sealed body and the list of
recipients, so nothing of a file can be changed, and what was never signed is never decrypted.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.errors import Refusal

#: First line of a binary age file.
AGE_BINARY = b"age-encryption.org/v1\n"
#: Bytes of an X25519 stanza in the head of an age file, and the most that its MAC and one stanza of noise («grease») add.
STANZA, MORE = 98, 1024


def seal(packed: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt the packed body to every recipient (``age1…``); raise ``Refusal`` when one of them is no recipient."""
    from pyrage import RecipientError, encrypt, x25519

    try:
        return bytes(encrypt(packed, [x25519.Recipient.from_str(one) for one in recipients]))
    except RecipientError as error:
        raise Refusal("Ключ получателя повреждён: подтвердите его заново командой kurator key trust.", "recipient") from error


def unseal(body: bytes, identities: Sequence[str], recipients: int) -> bytes:
    """Decrypt a body sealed to so many recipients with one of our identities; raise ``Refusal`` (code ``unseal``).

    Its head must be as short as that number of recipients makes it: age reads thousands of stanzas for minutes.
    ``pyrage.decrypt`` gives all of the plain text or none: nothing of a body whose last block fails is ever used.
    """
    from pyrage import DecryptError, decrypt, x25519

    try:
        if not body.startswith(AGE_BINARY):  # age would read its text form too: a file has one form
            raise DecryptError("not binary age")
        if body.find(b"\n--- ", 0, len(AGE_BINARY) + STANZA * recipients + MORE) < 0:
            raise DecryptError("the head is too long")
        return bytes(decrypt(body, [x25519.Identity.from_str(one) for one in identities]))
    except DecryptError as error:
        raise Refusal("Файл не распечатывается нашим ключом: попросите учреждение выгрузить его заново.", "unseal") from error
