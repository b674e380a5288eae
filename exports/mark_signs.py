"""Signs and words of a checkmark's state on paper: a print in black and white must tell them apart without colour."""

from __future__ import annotations

from collections.abc import Iterable

from exports.typography import NBSP
from model.roadmap_view import MARK_STATE_NAMES

#: Sign of each state; all stand in the marks face or in Tinos.
SIGNS = {"none": "☐", "done": "☑", "partial": "◪", "moved": "→", "not-required": "⊟"}
OVERDUE_SIGN = "✗"
OVERDUE_WORD = "просрочено"


def sign_of(state: str, overdue: bool) -> str:
    """One character for a state of ``MARK_STATES``; an unknown state gets an empty box."""
    return OVERDUE_SIGN if overdue else SIGNS.get(state, SIGNS["none"])


def word_of(state: str) -> str:
    """«выполнено»; «не» stays with its verb; an unknown state is shown as it is."""
    return MARK_STATE_NAMES.get(state, state).replace("не ", f"не{NBSP}")


def legend(marks: Iterable[tuple[str, bool]]) -> str:
    """«☑ выполнено; ✗ просрочено» for the pairs (state, overdue) that occur in a print, in the order of the states."""
    seen = set(marks)
    parts = [f"{sign} {word_of(state)}" for state, sign in SIGNS.items() if (state, False) in seen]
    if any(overdue for _, overdue in seen):
        parts.append(f"{OVERDUE_SIGN} {OVERDUE_WORD}")
    return "; ".join(parts)
