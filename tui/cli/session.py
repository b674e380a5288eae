"""What every command shares: opening the database, speaking in words or in JSON, explaining what went wrong."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from model.errors import Refusal
from model.years import SchoolYear

if TYPE_CHECKING:
    from model.store import Store

#: Exit code of «done, but something waits for a human».
WAITS = 3

_F = TypeVar("_F", bound=Callable[..., Any])


def default_database() -> Path:
    """The platform's place for the user's data."""
    import platformdirs

    return Path(platformdirs.user_data_dir("kurator", appauthor=False)) / "kurator.db"


def database_path(ctx: click.Context) -> Path:
    """Database of this call: ``--db``, ``KURATOR_DB`` or the default place."""
    return ctx.find_root().obj["db"] or default_database()


def open_store(ctx: click.Context) -> Store:
    """Open the database of this call; it is closed when the command ends."""
    from model.store import Store

    store = Store.open(database_path(ctx))
    ctx.call_on_close(store.close)
    return store


def json_option(command: _F) -> _F:
    """Option ``--json`` of a command; it may also stand before the command's name."""

    def remember(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            ctx.find_root().obj["json"] = True

    option = click.option("--json", is_flag=True, expose_value=False, callback=remember, help="Ответ одним документом JSON.")
    return option(command)


def wants_json(ctx: click.Context) -> bool:
    """Whether this call answers in JSON."""
    return bool(ctx.find_root().obj["json"])


def answer(ctx: click.Context, document: Any, words: str | list[str]) -> None:
    """Print one JSON document, or the words for a person."""
    if wants_json(ctx):
        click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=_plain))
    else:
        for line in [words] if isinstance(words, str) else words:
            click.echo(shown(line))


def note(sentence: str) -> None:
    """A message to the person, on stderr."""
    click.echo(shown(sentence), err=True)


#: Signs that command a terminal or turn what stands after them: C0 and C1 but tab and line feed, and directions.
_COMMANDS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "·")


def shown(text: str) -> str:
    """A text as it may be written to a terminal: what came in a file or a file's name is shown and commands nothing."""
    return text.translate(_COMMANDS)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value).__name__)


class DayType(click.ParamType[date]):
    """A day as Russians or ISO 8601 write it."""

    name = "ДАТА"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from model.russian_dates import parse_date

        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except Refusal as refusal:
            self.fail(refusal.sentence, param, ctx)


class YearType(click.ParamType[SchoolYear]):
    """A school year, ``2026-2027``."""

    name = "ГОД-ГОД"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, SchoolYear):
            return value
        try:
            return SchoolYear.parse(value)
        except Refusal as refusal:
            self.fail(refusal.sentence, param, ctx)


def explain(error: Exception, arguments: list[str]) -> int:
    """Tell a person what went wrong, one sentence; what nobody foresaw goes to a file for the developers. Exit code."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    if isinstance(error, Refusal):
        sentence, code = error.sentence, error.code
    else:
        from tui.failure import note_refused_action

        sentence, code = note_refused_action(error), "internal"
    if "--json" in arguments:
        click.echo(json.dumps({"error": {"code": code, "message": sentence}}, ensure_ascii=False))
    note(sentence)
    return 1
