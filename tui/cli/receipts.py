"""``kurator exports``: files written here and what the district said of them; receipts that ``kurator merge`` writes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.session import answer, json_option, note, open_store

if TYPE_CHECKING:
    from model.store import Store
    from sync.folder import Outcome
    from sync.key_store import KeyRing

_STATES = {"accepted": "принят", "refused": "НЕ ПРИНЯТ", "waiting": "ответа ещё нет", "": ""}


@click.command()
@json_option
@click.pass_context
def exports(ctx: click.Context) -> None:
    """Выгруженные файлы и что о них сказал район."""
    from sync.receipts import exports as listed
    from sync.receipts import last_word

    store = open_store(ctx)
    lines = listed(store)
    words = [
        f"№ {one.number}  {one.scope}  {one.created[:10]}  {_STATES[one.state]} {one.at[:10]} {one.why}".rstrip()
        for one in lines
    ]
    answer(ctx, {"exports": [vars(one) for one in lines], "said": last_word(store)}, words or ["Файлов ещё не выгружали."])


def write_receipts(
    store: Store, outcomes: Iterable[Outcome], folder: Path, ring: KeyRing, unsealed: bool
) -> list[dict[str, Any]]:
    """A receipt for each institution whose file was in the folder; one that cannot be sealed is told and left out."""
    from sync.receipt_files import write_receipts as write

    written = []
    for one in write(store, outcomes, folder, ring, unsealed=unsealed):
        if one.why:
            note(f"Квитанция для {one.institution[:8]} не написана: {one.why}")
        else:
            written.append({"institution": one.institution, "file": str(one.path), "number": one.number})
    return written
