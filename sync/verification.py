"""From bytes on a stick to lines that may be merged: every check in its order, each with its own code.

Size limits, magic and header, signature (``sync.exchange_file``) → known key (``sync.trust``) → hash of the body → recipient →
number → decryption, bounded unpacking, inner manifest equals header. After these come the lines (``sync.arrivals``) and the
merge. Nothing is decrypted that was not signed by a trusted key, and no passphrase is asked for what will be refused anyway.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.errors import Refusal
from model.store import Store
from sync.exchange_file import ExchangeFile, Frame, read_packed
from sync.key_store import KeyRing
from sync.merge import Merged, check_addressee, repeat_of
from sync.seal import unseal
from sync.trust import check_signer


@dataclass(frozen=True)
class Verified:
    """A file that may be merged, or ``repeated``: what to say of one that was; ``note``: what could not be verified."""

    file: ExchangeFile | None
    note: str = ""
    repeated: Merged | None = None


def verify(store: Store, frame: Frame, ring: KeyRing) -> Verified:
    """Verify the rest of a file whose head is sound; raise ``Refusal`` (code ``unknown``: it waits for a human)."""
    header = frame.header
    note = check_signer(store, header)
    body = frame.body()
    check_addressee(store, header)
    if header.sealed:
        _check_recipient(frame, ring)
    repeated = repeat_of(store, frame.sha256)
    if repeated is not None:
        return Verified(None, note, repeated)
    if header.sealed:
        body = unseal(body, [pair.age_identity for pair in ring.pairs], len(header.recipients))
    return Verified(read_packed(frame, body), note)


def _check_recipient(frame: Frame, ring: KeyRing) -> None:
    """Refuse a file that none of our keys opens; our former keys are known only once the key file is unlocked."""
    if not ring.exists:
        raise Refusal(
            "Файл запечатан, а своего ключа здесь нет: создайте его (kurator key new) и передайте открытый ключ отправителю.",
            "no-key",
        )
    told = set(frame.header.recipients)
    if ring.public.age not in told and told.isdisjoint(pair.age_recipient for pair in ring.pairs):
        raise Refusal(
            "Файл запечатан не для этого ключа: перешлите его тому, кому он адресован, или передайте отправителю свой "
            "открытый ключ (kurator key show --out).",
            "not-for-us",
        )
