"""The seal of an exchange file: age around its body (X25519 recipients, age-encryption.org/v1), Ed25519 over its head.

The signature covers magic, length and header; the header holds length and SHA-256 of the sealed body and the list of
recipients, so nothing of a file can be changed, and what was never signed is never decrypted.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.errors import Refusal


def seal(packed: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt the packed body to every recipient (``age1…``); raise ``Refusal`` when one of them is no recipient."""
    from pyrage import RecipientError, encrypt, x25519

    try:
        return bytes(encrypt(packed, [x25519.Recipient.from_str(one) for one in recipients]))
    except RecipientError as error:
        raise Refusal("Ключ получателя повреждён: подтвердите его заново командой kurator key trust.", "recipient") from error


def unseal(body: bytes, identities: Sequence[str]) -> bytes:
    """Decrypt a sealed body with one of our identities; raise ``Refusal`` (code ``unseal``).

    ``pyrage.decrypt`` gives all of the plain text or none: nothing of a body whose last block fails is ever used.
    """
    from pyrage import DecryptError, decrypt, x25519

    try:
        return bytes(decrypt(body, [x25519.Identity.from_str(one) for one in identities]))
    except DecryptError as error:
        raise Refusal("Файл не распечатывается нашим ключом: попросите учреждение выгрузить его заново.", "unseal") from error
