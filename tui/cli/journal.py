"""``kurator journal``: who changed what and when, and which own actions can be taken back."""

from __future__ import annotations

import shutil
import sys
import textwrap
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from tui.cli.session import DayType, answer, json_option, open_store

if TYPE_CHECKING:
    from model.change_words import Cell, ChangeLine, Value
    from model.journal_entries import Entry

#: Words of one value are cut to this length; ``--json`` has all of them.
_LONGEST = 80
_HIDDEN = {"withheld": "остальное не передано", "erased": "содержание удалено по закону"}


@click.command()
@click.option("--person", default="", metavar="ID", help="Только о человеке: он сам, роли, согласия, пары (id из person list).")
@click.option("--table", default="", metavar="ТАБЛИЦА", help="Только одна таблица, например mark.")
@click.option("--since", type=DayType(), help="Не раньше этого дня.")
@click.option("--institution", default="", metavar="УЧРЕЖДЕНИЕ", help="Только строки учреждения (id или часть названия).")
@click.option("--action", type=click.IntRange(1), metavar="НОМЕР", help="Одно своё действие целиком.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, metavar="СКОЛЬКО", help="Сколько последних (50).")
@json_option
@click.pass_context
def journal(
    ctx: click.Context, person: str, table: str, since: date | None, institution: str, action: int | None, limit: int
) -> None:
    """Кто, что и когда изменил, начиная с последнего; свои действия — с номерами, по которым их отменяют."""
    from model.journal_entries import Asked
    from model.journal_entries import journal as read

    if action is not None and (person or table or institution or since):
        raise click.UsageError("К номеру действия (--action) других условий не нужно.")
    entries, more = read(open_store(ctx), Asked(person, table, institution, since, action or 0), limit)
    words = [line for entry in entries for told in _entry_words(entry) for line in _fitted(told)]
    if more:
        words.append(f"Показаны последние {limit}; дальше: --limit {limit * 2}.")
    if any(entry.turn == "undo" for entry in entries):
        words.append("Отменить одно действие: kurator undo --action НОМЕР.")
    answer(ctx, {"entries": [asdict(one) for one in entries], "more": more}, words or ["Записей нет."])


def _fitted(line: str) -> list[str]:
    """A line as it fits a terminal, broken between words; into a file or a pipe it goes as it is."""
    if not sys.stdout.isatty():
        return [line]
    return textwrap.wrap(line, shutil.get_terminal_size().columns, subsequent_indent=" " * 6, break_on_hyphens=False)


def _entry_words(entry: Entry) -> list[str]:
    """Lines of one entry: what, when, who; then its changes."""
    first = entry.changes[0] if entry.changes else None
    told = [_time(first), _line(first.author), first.place] if first else []
    if not entry.action:
        return ["  ".join(told), *(f"    {_change_words(one)}" for one in entry.changes)]
    name = f"№ {entry.action} {_line(entry.label)}"
    if entry.kind != "do":
        name = f"№ {entry.action} {'Отмена' if entry.kind == 'undo' else 'Повтор'} № {entry.deed} «{_line(entry.label)}»"
    state = ", отменено" if entry.undone and entry.kind == "do" else ", можно отменить" if entry.turn == "undo" else ""
    words = [f"{name}{state}", "    " + "  ".join(told), *(f"    {_change_words(one)}" for one in entry.changes)]
    if entry.size > len(entry.changes):
        words.append(f"    и ещё {entry.size - len(entry.changes)}: kurator journal --action {entry.action}")
    return [*words, f"    {entry.hindrance}"] if entry.hindrance and not entry.undone else words


def _time(one: ChangeLine) -> str:
    return f"{datetime.fromisoformat(one.at):%d.%m.%Y %H:%M}"


def _change_words(one: ChangeLine) -> str:
    """«человек «Сорокина Анна»: изменено; должность: учитель → логопед»."""
    parts = [
        f"{_line(one.title)} «{_line(one.words)}»: {_line(one.kind_words)}",
        *(_cell_words(cell) for cell in one.cells if _tells(one, cell)),
    ]
    return "; ".join([*parts, _HIDDEN[one.hidden]] if one.hidden else parts)


def _tells(one: ChangeLine, cell: Cell) -> bool:
    """Whether a column says more than the words for the row do: of a new role the person stands there already."""
    return one.kind != "create" or bool(cell.before) or _line(cell.after.words) not in _line(one.words)


def _cell_words(cell: Cell) -> str:
    after = _value_words(cell.after)
    before = " / ".join(map(_value_words, cell.before))
    return f"{_line(cell.title)}: {before} → {after}" if before else f"{_line(cell.title)}: {after}"


def _value_words(value: Value) -> str:
    return f"({value.words})" if value.hidden else _line(value.words) or "пусто"


def _line(text: str) -> str:
    """A text from outside in one line of bounded length."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
