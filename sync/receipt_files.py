"""Receipts after a merge: one file for each institution whose file was among those that came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from model.errors import Refusal
from model.store import Store
from sync.folder import Outcome
from sync.key_store import KeyRing
from sync.outgoing import export_file


@dataclass(frozen=True)
class ReceiptFile:
    """A receipt that was written (``path``, ``number``), or, with ``why``, one that could not be."""

    institution: str
    name: str
    path: Path | None = None
    number: int = 0
    why: str = ""


def write_receipts(
    store: Store, outcomes: Iterable[Outcome], folder: Path, ring: KeyRing, *, unsealed: bool = False
) -> list[ReceiptFile]:
    """A receipt for each institution whose file for the district was among ``outcomes``, into ``folder``.

    One that cannot be sealed does not stop the others. Raise ``Refusal`` (unwritable) when the folder cannot be made.
    """
    written = []
    names = {one.sender: one.institution for one in outcomes if one.sender and one.scope == "district"}
    for institution, name in sorted(names.items()):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            done = export_file(store, "receipt", folder, addressee=institution, ring=ring, unsealed=unsealed)
        except OSError as error:
            raise Refusal(f"Папку «{folder}» для квитанций создать не удалось: выберите другую.", "unwritable") from error
        except Refusal as refusal:
            written.append(ReceiptFile(institution, name, why=refusal.sentence))
            continue
        written.append(ReceiptFile(institution, name, done.path, done.number))
    return written
