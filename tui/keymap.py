"""Keys: commands with their keys in one place, and the rule that makes them work with the Russian layout on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widget import Widget

_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_SHIFTED = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'
_PUNCTUATION = {
    "[": "left_square_bracket", "]": "right_square_bracket", ";": "semicolon", "'": "apostrophe", ",": "comma",
    ".": "full_stop", "`": "grave_accent", "{": "left_curly_bracket", "}": "right_curly_bracket", ":": "colon",
    '"': "quotation_mark", "<": "less_than_sign", ">": "greater_than_sign", "~": "tilde",
}  # fmt: skip
_TWINS = {
    russian: _PUNCTUATION.get(latin, latin)
    for russian, latin in [*zip(_RUSSIAN, _LATIN, strict=True), *zip(_RUSSIAN.upper(), _SHIFTED, strict=True)]
}
_SHOWN = {
    "slash": "/", "full_stop": ".", "question_mark": "?", "space": "Пробел", "enter": "Ввод", "escape": "Esc",
    "insert": "Ins", "delete": "Del", "up": "↑", "down": "↓", "left": "←", "right": "→", "tab": "Tab",
    "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
}  # fmt: skip


@dataclass(frozen=True)
class Command:
    """One thing that a person can do on a screen.

    ``action``: name of the Textual action. ``keys``: Textual's key names, comma separated. ``label`` and ``short``: words
    of the function bar (``short`` for narrow windows). ``title``: the line of menu and help. ``priority``: works over
    dialogs too. ``menu``: offered by the menu. ``sight``: keys as help shows them, when not as the names tell.
    """

    action: str
    keys: str
    title: str
    label: str = ""
    short: str = ""
    priority: bool = False
    menu: bool = True
    sight: str = ""

    @property
    def name(self) -> str:
        """Name of the action without its place and parameters."""
        return self.action.partition("(")[0].rpartition(".")[2]

    @property
    def shown_keys(self) -> str:
        """«F7, /, .» as it is written for people."""
        if self.sight:
            return self.sight
        return ", ".join(show_key(key) for key in self.keys.split(",")) if self.keys else ""

    @property
    def function_key(self) -> str:
        """«F7» when the command has a function key, else its first key as shown."""
        names = [key for key in self.keys.split(",") if key.startswith("f") and key[1:].isdigit()]
        return show_key(names[0]) if names else show_key(self.keys.split(",")[0])


def show_key(key: str) -> str:
    """Name of a key as it stands on a Russian keyboard: «F7», «Ctrl+Z», «Пробел»."""
    parts = key.split("+")
    last = _SHOWN.get(parts[-1], parts[-1].upper())
    return "+".join([*(part.capitalize() for part in parts[:-1]), last])


def bindings(commands: Sequence[Command]) -> list[BindingType]:
    """Textual's bindings of commands; nothing of them shows by itself."""
    return [
        Binding(command.keys, command.action, command.title, show=False, priority=command.priority)
        for command in commands
        if command.keys
    ]


def qwerty_twin(key: str) -> str | None:
    """Key name of the same physical key in the Latin layout, or ``None`` when the key is not Cyrillic."""
    modifiers, plus, last = key.rpartition("+")
    twin = _TWINS.get(last.lower() if plus else last)
    return None if twin is None else f"{modifiers}{plus}{twin}"


def to_latin_layout(event: Key, focused: Widget | None) -> None:
    """Replace a Cyrillic key by its QWERTY twin unless the focused widget types it; the character stays Cyrillic."""
    twin = qwerty_twin(event.key)
    if twin is None:
        return
    if "+" in event.key or focused is None or not focused.check_consume_key(event.key, event.character):
        event.key = twin
