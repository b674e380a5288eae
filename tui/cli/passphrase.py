"""Where a passphrase comes from: ``--passphrase-file``, ``KURATOR_PASSPHRASE``, or a hidden prompt when somebody is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from model.errors import Refusal
from tui.cli.session import wants_json

if TYPE_CHECKING:
    from model.store import Store
    from sync.key_store import KeyRing, Passphrase

VARIABLE = "KURATOR_PASSPHRASE"
#: The next passphrase, where one is changed.
NEW_VARIABLE = "KURATOR_NEW_PASSPHRASE"

_F = TypeVar("_F", bound=Callable[..., Any])


def passphrase_option(command: _F) -> _F:
    """Option ``--passphrase-file`` of a command that needs the private key."""
    option = click.option(
        "--passphrase-file", type=click.Path(path_type=Path), metavar="ФАЙЛ", help="Пароль ключа: первая строка файла."
    )
    return option(command)


def key_ring(
    ctx: click.Context,
    store: Store,
    passphrase_file: Path | None,
    asking: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> KeyRing:
    """Our keys, which ask for the passphrase when it is needed; ``asking``: what holds while a person is asked."""
    from sync.key_store import KeyRing

    return KeyRing.of(store, passphrase_source(ctx, passphrase_file, asking))


def passphrase_source(
    ctx: click.Context, passphrase_file: Path | None, asking: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Passphrase | None:
    """How the passphrase of an existing key is found; ``None`` when there is no way. ``asking`` as in ``key_ring``."""
    if passphrase_file is not None:
        return lambda: _first_line(passphrase_file)
    told = os.environ.get(VARIABLE)
    if told is not None:
        return lambda: told
    if sys.stdin.isatty() and not wants_json(ctx):
        return lambda: _ask(asking)
    return None


def _ask(asking: Callable[[], AbstractContextManager[None]]) -> str:
    with asking():
        return str(click.prompt("Пароль ключа", hide_input=True, err=True))


def new_passphrase(ctx: click.Context, passphrase_file: Path | None, without: bool, *, variable: str = VARIABLE) -> str | None:
    """The passphrase for a key that is written now; ``None`` when it is left to the account of the system.

    Raise ``Refusal`` when neither a passphrase nor ``--no-passphrase`` was given.
    """
    if without:
        return None
    if passphrase_file is not None:
        return _first_line(passphrase_file)
    told = os.environ.get(variable)
    if told is not None:
        return told
    if sys.stdin.isatty() and not wants_json(ctx):
        return str(click.prompt("Новый пароль ключа", hide_input=True, confirmation_prompt="Ещё раз", err=True))
    raise Refusal(
        f"Пароль для ключа не задан: задайте его ({variable} или файл с паролем) либо выберите --no-passphrase.",
        "passphrase-needed",
    )


def _first_line(path: Path) -> str:
    try:
        if path.stat().st_size > 4096:
            raise Refusal(f"Файл «{path}» велик для пароля: в нём должна быть одна строка.", "passphrase-file")
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"Файл пароля «{path}» не читается: проверьте имя и права.", "unreadable") from error
    if not lines or not lines[0]:
        raise Refusal(f"Файл пароля «{path}» пуст: запишите пароль первой строкой.", "passphrase")
    return lines[0]
