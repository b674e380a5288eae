"""Commands that work on every screen, and the order of the function bar."""

from __future__ import annotations

from collections.abc import Sequence

from tui.keymap import Command

APP_COMMANDS = (
    Command("app.help", "f1,question_mark", "Помощь по этому экрану", "Помощь", priority=False),
    Command("app.print_roadmap", "f5", "Напечатать дорожную карту в файл PDF", "Печать"),
    Command("app.menu", "f9", "Меню: всё, что можно сделать", "Меню", menu=False),
    Command("app.leave", "f10", "Выход", "Выход", priority=True),
    Command("app.undo", "ctrl+z", "Отменить последнее изменение"),
    Command("app.redo", "ctrl+y", "Повторить отменённое"),
    Command("app.roadmap('stages')", "1", "Дорожная карта по этапам"),
    Command("app.roadmap('months')", "2", "Дорожная карта по месяцам"),
    Command("app.persons", "3", "Люди: наставники и наставляемые"),
    Command("app.conflicts", "4", "Расхождения: где правили на двух ноутбуках"),
    Command("app.exchange", "f6", "Обмен: передать файл, принять файлы, отменить приём", "Обмен"),
    Command("app.load_roadmap", "", "Взять дорожную карту из файла или стандартную"),
)


def everywhere(own: Sequence[Command]) -> list[Command]:
    """Commands of all screens without those whose keys a screen has taken for its own."""
    taken = {key for command in own for key in command.keys.split(",")}
    return [command for command in APP_COMMANDS if not command.keys or not taken.issuperset(command.keys.split(","))]


def bar_commands(own: Sequence[Command], *, main: bool = True) -> list[Command]:
    """Commands with a label, in the order of the function keys; other keys last. A form (not ``main``) has help and exit."""
    common = everywhere(own) if main else [c for c in APP_COMMANDS if c.action in {"app.help", "app.leave"}]

    def number(command: Command) -> int:
        key = command.function_key
        return int(key[1:]) if key[1:].isdigit() else 99

    return sorted((command for command in (*own, *common) if command.label), key=number)
