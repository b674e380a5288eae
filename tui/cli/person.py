"""``kurator person`` and ``kurator consent``: the banks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from tui.cli.erasure import erase
from tui.cli.session import DayType, answer, json_option, note, open_store
from tui.cli.staff import duplicates, import_staff, link, unlink

_FIELDS = (
    "surname", "former-surname", "name", "patronymic", "birth-date", "post", "subject", "category", "teaching-since",
    "hired-on", "left-on",
    "phone", "email", "notes",
)  # fmt: skip
_ROLES = click.Choice(["mentor", "mentee", "curator"])
_SCOPES = click.Choice(["processing", "publication", "district", "duties"])


def _field_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name in reversed(_FIELDS):
        command = click.option(f"--{name}", metavar="ТЕКСТ")(command)
    return command


@click.group()
def person() -> None:
    """Банки: люди и роли."""


@person.command()
@_field_options
@click.option("--role", "roles", multiple=True, type=_ROLES, help="Роль; можно несколько.")
@json_option
@click.pass_context
def add(ctx: click.Context, /, roles: tuple[str, ...], **fields: str | None) -> None:
    """Добавить человека."""
    from model.persons import create_person, set_role

    store = open_store(ctx)
    with store.transaction("Новый человек"):
        identity = create_person(store, {name: value for name, value in fields.items() if value is not None})
        for role in roles:
            set_role(store, identity, role, True, date.today())
    answer(ctx, {"person": identity}, f"Добавлен: {identity}")


@person.command("list")
@click.option("--search", default="", metavar="ТЕКСТ", help="Часть имени или должности.")
@click.option("--role", default="", type=click.Choice(["", "mentor", "mentee", "curator"]), help="Только с этой ролью.")
@json_option
@click.pass_context
def list_persons(ctx: click.Context, search: str, role: str) -> None:
    """Список людей."""
    from model.persons import persons_window

    lines = persons_window(open_store(ctx), search, role, 0, 1_000_000)
    words = [f"{x.id}  {x.name}  {x.post}  {x.roles}  согласия: {x.consents}" for x in lines]
    answer(ctx, [vars(line) for line in lines], words or ["Никого нет: добавьте командой kurator person add."])


@person.command()
@click.argument("identity", metavar="ID")
@json_option
@click.pass_context
def show(ctx: click.Context, identity: str) -> None:
    """Показать человека."""
    from model.persons import CONSENT_SCOPES, FIELDS, ROLES, consents_of, person_fields, roles_of

    store = open_store(ctx)
    fields, roles, consents = person_fields(store, identity), roles_of(store, identity), consents_of(store, identity)
    words = [f"{FIELDS[name]}: {value}" for name, value in fields.items() if value]
    words.append("Роли: " + (", ".join(ROLES.get(role, role) for role in sorted(roles)) or "нет"))
    words.append("Согласия: " + (", ".join(CONSENT_SCOPES[scope] for scope in sorted(consents)) or "нет"))
    answer(ctx, {"person": identity, **fields, "roles": sorted(roles), "consents": consents}, words)


@person.command()
@click.argument("identity", metavar="ID")
@_field_options
@click.option("--kind", type=click.Choice(["employee", "student", "external"]), help="Сотрудник, обучающийся, внешний.")
@json_option
@click.pass_context
def edit(ctx: click.Context, /, identity: str, kind: str | None, **fields: str | None) -> None:
    """Изменить поля человека."""
    from model.persons import edit_person, set_person_kind

    changes = {name: value for name, value in fields.items() if value is not None}
    if not changes and kind is None:
        raise click.UsageError("Назовите, что изменить, например --post методист.")
    store = open_store(ctx)
    with store.transaction("Правка человека"):
        if changes:
            edit_person(store, identity, changes)
        if kind is not None:
            set_person_kind(store, identity, kind)
    answer(ctx, {"person": identity, "changed": sorted([*changes, *(["kind"] if kind else [])])}, "Сохранено.")


@person.command()
@click.argument("identity", metavar="ID")
@click.argument("role", type=_ROLES, metavar="РОЛЬ")
@click.option("--end", is_flag=True, help="Закончить роль.")
@click.option("--on", type=DayType(), help="С какого дня (по умолчанию сегодня).")
@json_option
@click.pass_context
def role(ctx: click.Context, identity: str, role: str, end: bool, on: date | None) -> None:
    """Дать роль или закончить её."""
    from model.persons import set_role

    set_role(open_store(ctx), identity, role, not end, on or date.today())
    answer(ctx, {"person": identity, "role": role, "present": not end}, "Сохранено.")


@person.command()
@click.argument("identity", metavar="ID")
@json_option
@click.pass_context
def delete(ctx: click.Context, identity: str) -> None:
    """Убрать человека из банков (отменяется командой undo)."""
    from model.persons import delete_person

    delete_person(open_store(ctx), identity)
    answer(ctx, {"person": identity, "deleted": True}, "Убран; вернуть: kurator undo.")


@click.group()
def consent() -> None:
    """Согласия людей."""


def _set(ctx: click.Context, identity: str, scope: str, given: bool, on: date | None, document: str) -> None:
    from model.persons import set_consent

    store = open_store(ctx)
    set_consent(store, identity, scope, given, on or date.today(), document)
    answer(ctx, {"person": identity, "scope": scope, "given": given}, "Сохранено.")
    if scope == "processing" and not given:
        from model.erasure import due_erasures

        for due in due_erasures(store):
            if due.person == identity:
                note(f"Данные надо стереть до {due.due_on:%d.%m.%Y} (152-ФЗ, ст. 21, ч. 5): kurator person erase {identity}")


@consent.command()
@click.argument("identity", metavar="ID")
@click.argument("scope", type=_SCOPES, metavar="НА_ЧТО")
@click.option("--on", type=DayType(), help="Когда дано (по умолчанию сегодня).")
@click.option("--document", default="", help="Документ.")
@json_option
@click.pass_context
def give(ctx: click.Context, identity: str, scope: str, on: date | None, document: str) -> None:
    """Записать согласие: processing, publication, district или duties."""
    _set(ctx, identity, scope, True, on, document)


@consent.command()
@click.argument("identity", metavar="ID")
@click.argument("scope", type=_SCOPES, metavar="НА_ЧТО")
@click.option("--on", type=DayType(), help="Когда отозвано (по умолчанию сегодня).")
@json_option
@click.pass_context
def withdraw(ctx: click.Context, identity: str, scope: str, on: date | None) -> None:
    """Записать отзыв согласия."""
    _set(ctx, identity, scope, False, on, "")


for _command in (import_staff, duplicates, link, unlink, erase):
    person.add_command(_command)
