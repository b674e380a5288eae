"""The help of F1: what this screen is for, its keys, the meaning of signs."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.text import Text

from tui.commands import everywhere
from tui.keymap import Command
from tui.theme import LEGEND, signs

_KEYS = 17
_COMMON = (
    ("↑ ↓ PgUp PgDn", "ходить по строкам"),
    ("Home, End", "к первой и последней строке"),
    ("Tab, Shift+Tab", "к следующему и предыдущему полю"),
    ("Esc", "назад"),
)


def help_text(about: str, own: Sequence[Command], *, width: int, with_signs: bool) -> Text:
    """Sentences about the screen, then its keys, the keys of all screens and, for roadmaps, the signs; ``width`` in cells."""
    text = Text(about.strip() + "\n")
    _keys(text, width, "Клавиши этого экрана", [(c.shown_keys, c.title) for c in own if c.keys])
    _keys(text, width, "На всех экранах", [*((c.shown_keys, c.title) for c in everywhere(own) if c.keys), *_COMMON])
    if with_signs:
        known = signs()
        _keys(text, width, "Знаки", [(known[look], meaning) for look, meaning in LEGEND.items()])
        text.append("\n«(?)» у мероприятия: срок можно понять двояко или к нему есть замечание (F3).\n")
    text.append("\nКлавиши работают в русской и латинской раскладке. Всё записывается сразу, сохранять не нужно.")
    return text


def _keys(text: Text, width: int, title: str, rows: Sequence[tuple[str, str]]) -> None:
    text.append(f"\n{title}\n", "bold")
    for keys, meaning in rows:
        lines = textwrap.wrap(meaning, max(10, width - _KEYS - 2)) or [""]
        text.append(f"  {keys:<{_KEYS}}{lines[0]}\n")
        for line in lines[1:]:
            text.append(" " * (_KEYS + 2) + line + "\n")
