"""Colours, and the signs of checkmarks that are told apart without colour."""

from __future__ import annotations

import os
from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

from model.roadmap_view import OccurrenceView

KURATOR = Theme(
    name="kurator",
    primary="#5aa9e6",
    secondary="#3d6f9e",
    accent="#f2c572",
    warning="#f2c572",
    error="#ff7b72",
    success="#7fd18a",
    foreground="#e3e8ee",
    background="#11161d",
    surface="#161d26",
    panel="#22303f",
    dark=True,
)

#: Colours of the terminal itself; what is chosen is told without colour.
_ANSI = BUILTIN_THEMES["ansi-dark"]
PLAIN = replace(
    _ANSI,
    name="kurator-plain",
    primary="ansi_default",
    secondary="ansi_default",
    accent="ansi_default",
    variables=_ANSI.variables
    | {
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "bold underline",  # Textual loses a reverse here
        "input-cursor-foreground": "ansi_default",
        "input-cursor-background": "ansi_default",
        "input-cursor-text-style": "reverse",
    },
)

#: Sign of an occurrence by its look (see ``look_of``).
SIGNS = {
    "done": "✓",
    "partial": "◐",
    "moved": "→",
    "not-required": "–",
    "overdue": "✗",
    "now": "▪",
    "ahead": "▫",
    "undated": "▫",
}
#: The same for the Linux console, whose fonts have few signs.
CONSOLE_SIGNS = SIGNS | {"done": "+", "partial": "±", "moved": ">", "overdue": "!", "now": "■", "ahead": "·", "undated": "·"}
#: What the signs mean, in the order of the legend.
LEGEND = {
    "done": "выполнено",
    "partial": "выполнено частично",
    "now": "идёт сейчас или скоро срок",
    "ahead": "впереди",
    "overdue": "просрочено",
    "moved": "перенесено",
    "not-required": "не требуется",
}
#: Which look wins in a cell that stands for many: what worries most.
_WORST = ("overdue", "now", "partial", "moved", "undated", "ahead", "done", "not-required")


def is_plain_terminal() -> bool:
    """Whether colours are better left to the terminal: NO_COLOR is set or this is the Linux console."""
    return bool(os.environ.get("NO_COLOR")) or is_linux_console()


def is_linux_console() -> bool:
    """Whether the terminal is the Linux console with its 512 signs."""
    return os.environ.get("TERM") == "linux"


def signs() -> dict[str, str]:
    """Signs that the terminal can show."""
    return CONSOLE_SIGNS if is_linux_console() else SIGNS


def fold_sign(folded: bool) -> str:
    """Sign before a stage: folded or open."""
    if is_linux_console():
        return "+" if folded else "-"
    return "▸" if folded else "▾"


def look_of(occurrence: OccurrenceView) -> str:
    """Key of ``SIGNS``: the state wins when it closes, then overdue, then the state, then the time."""
    if occurrence.state in {"done", "not-required"}:
        return occurrence.state
    if occurrence.timing == "overdue":
        return "overdue"
    if occurrence.state in {"partial", "moved"}:
        return occurrence.state
    return occurrence.timing if occurrence.timing in SIGNS else "ahead"


def worst_look(looks: set[str]) -> str:
    """The look that stands for several in the row of a stage; nothing for none."""
    return next((look for look in _WORST if look in looks), "")
