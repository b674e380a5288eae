"""The conflict under the cursor: the row, every value with who and when, what stands around, who settles it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from sync.conflict_lines import ConflictLine
from sync.conflict_words import VersionWords
from tui.plain_text import one_line


class ConflictPane(VerticalScroll, can_focus=False):
    """Texts of a fixed height together, so that the list does not jump."""

    DEFAULT_CSS = """
    ConflictPane { height: 9; max-height: 40%; border-top: solid $secondary; padding: 0 1; scrollbar-size-vertical: 1; }
    ConflictPane Static { height: auto; }
    #conflict-what { max-height: 2; text-style: bold; }
    #conflict-shown { max-height: 2; color: $success; }
    #conflict-others { max-height: 4; color: $accent; }
    #conflict-around { max-height: 2; color: $foreground-muted; }
    #conflict-owner { max-height: 1; color: $warning; }
    """

    def compose(self) -> ComposeResult:
        """Row, shown value, other values, row around, owner."""
        for place in ("what", "shown", "others", "around", "owner"):
            yield Static("", markup=False, id=f"conflict-{place}")

    def show(self, line: ConflictLine | None) -> None:
        """Show a line of the list, or nothing."""
        what = shown = others = around = owner = ""
        if line is not None:
            what = f"{line.what}, {line.column}" if line.column else f"{line.what}: в одном месте удалено, в другом изменено"
            if line.is_row:
                shown = "Сейчас строка есть; решить, остаётся ли она"
                others = "\n".join(_told("Удалили", one) for one in line.versions)
            else:
                first, *rest = line.versions
                shown = _told(f"Сейчас «{first.value}»", first)
                others = "\n".join(_told(f"Другое «{one.value}»", one) for one in rest)
            around = f"Рядом: {line.around}" if line.around else ""
            owner = f"Разбирает {line.institution}: решение придёт с файлом этого учреждения" if line.refusal else ""
        for place, words in (("what", what), ("shown", shown), ("around", around), ("owner", owner)):
            self._say(place, one_line(words))
        self._say("others", "\n".join(one_line(part) for part in others.split("\n")))
        self.display = line is not None

    def _say(self, place: str, words: str) -> None:
        static = self.query_one(f"#conflict-{place}", Static)
        static.update(words)
        static.display = bool(words)


def _told(value: str, version: VersionWords) -> str:
    return f"{one_line(value)} — {version.told}"
