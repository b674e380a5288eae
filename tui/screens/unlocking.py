"""Our keys for a screen: the passphrase is asked for in a hidden field when the key has one."""

from __future__ import annotations

from model.errors import Refusal
from model.store import Store
from sync.key_store import KeyRing, Passphrase
from tui.screens.asking import WordsDialog
from tui.screens.working_screen import WorkingScreen

_HINT = "Ключ закрыт паролем. Буквы не видны; проверьте раскладку."


async def unlocked_ring(screen: WorkingScreen) -> KeyRing | None:
    """Keys ready for use, or ``None`` when the person gave up; call it in a worker.

    Without a key, or with a damaged one, the keys come as they are: whatever needs them says what to do.
    """
    desk = screen.kurator.desk
    ring, needs = await desk.run(_ring)
    while needs:
        answer = await screen.app.push_screen_wait(WordsDialog("Пароль ключа", hint=_HINT, hidden=True))
        if answer is None:
            return None
        ring = await desk.run(KeyRing.of, _telling(answer))
        try:
            await desk.aside(ring.unlock)  # slow on purpose
        except Refusal as refusal:
            screen.kurator.complain(refusal.sentence)
        else:
            needs = False
    return ring


def _telling(answer: str) -> Passphrase:
    return lambda: answer


def _ring(store: Store) -> tuple[KeyRing, bool]:
    """The keys, and whether they need a passphrase."""
    ring = KeyRing.of(store)
    try:
        return ring, ring.exists and ring.file.has_passphrase
    except Refusal:
        return ring, False
