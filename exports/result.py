"""What a finished print tells the screen or the command that asked for it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PrintResult:
    """A file that was written.

    ``path``: where. ``pages``: how many sheets' sides. ``kind``: ``roadmap``, ``control-card`` ...
    ``replaced``: the characters no face of ours has, sorted; each stands as «□» in the print.
    """

    path: Path
    pages: int
    kind: str
    replaced: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """One Russian sentence about replaced characters, or nothing when all were printed."""
        if not self.replaced:
            return ""
        shown = ", ".join(_name(char) for char in self.replaced[:8])
        more = f" и ещё {len(self.replaced) - 8}" if len(self.replaced) > 8 else ""
        return f"Этих знаков нет в шрифте печати, вместо них стоит «□»: {shown}{more}."


def _name(char: str) -> str:
    """«😀 (U+1F600)»; what cannot be shown alone is named by its number only."""
    number = f"U+{ord(char):04X}"
    return number if unicodedata.category(char)[0] in "CMZ" else f"{char} ({number})"
