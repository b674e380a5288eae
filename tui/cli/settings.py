"""``kurator settings``: thresholds, lists and what is told of the institution."""

from __future__ import annotations

import click

from tui.cli.session import answer, json_option, open_store


@click.group()
def settings() -> None:
    """Настройки учреждения: пороги, направления, контрольные точки, сведения."""


@settings.command("list")
@json_option
@click.pass_context
def list_settings(ctx: click.Context) -> None:
    """Все настройки и их значения."""
    from model.preferences import DEFAULTS, preference

    store = open_store(ctx)
    values = {name: preference(store, name) for name in DEFAULTS}
    words = [f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}" for name, value in values.items()]
    answer(ctx, values, words)


@settings.command("set")
@click.argument("name", metavar="НАСТРОЙКА")
@click.argument("values", nargs=-1, required=True, metavar="ЗНАЧЕНИЕ...")
@json_option
@click.pass_context
def set_setting(ctx: click.Context, name: str, values: tuple[str, ...]) -> None:
    """Изменить настройку; списку — все значения подряд."""
    from model.checkpoints import set_checkpoints
    from model.preferences import preference, write_preference

    store = open_store(ctx)
    if name == "checkpoints":
        set_checkpoints(store, [int(value) if value.isdecimal() else 0 for value in values])
    else:
        write_preference(store, name, values)
    answer(ctx, {name: preference(store, name)}, "Сохранено.")


@settings.command()
@click.argument("fields", nargs=-1, required=True, metavar="ПОЛЕ=ТЕКСТ...")
@json_option
@click.pass_context
def institution(ctx: click.Context, fields: tuple[str, ...]) -> None:
    """Исправить сведения об учреждении: name, short, municipality, head_name, head_post, site, code."""
    from model.setup import edit_institution

    told = dict(field.partition("=")[::2] for field in fields)
    edit_institution(open_store(ctx), told)
    answer(ctx, {"changed": sorted(told)}, "Сохранено.")
