"""``kurator event``: events, who took part, and what they prove."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from tui.cli.session import DayType, YearType, answer, json_option, open_store

_EVENTS = click.Choice(["seminar", "meeting", "contest", "training", "webinar", "council", "other"])
_LINK = click.option("--link", default="", metavar="ССЫЛКА", help="Ссылка.")
_YEAR = click.option("--year", type=YearType(), help="Только этот учебный год.")


@click.group()
def event() -> None:
    """События и участники."""


@event.command("add")
@click.option("--kind", required=True, type=_EVENTS, help="Вид события.")
@click.option("--date", "on", required=True, type=DayType(), help="День.")
@click.option("--theme", required=True, metavar="ТЕКСТ", help="Тема.")
@click.option("--place", default="", metavar="ТЕКСТ", help="Место.")
@click.option("--outcome", default="", metavar="ТЕКСТ", help="Итог.")
@click.option("--minutes", default="", metavar="ТЕКСТ", help="Протокол.")
@_LINK
@click.option("--person", "persons", multiple=True, metavar="ID", help="Участник; можно несколько.")
@json_option
@click.pass_context
def add_one_event(ctx: click.Context, /, kind: str, on: date, theme: str, persons: tuple[str, ...], **fields: str) -> None:
    """Записать событие."""
    from model.events import add_event

    identity = add_event(open_store(ctx), kind, on, theme, persons=persons, **fields)
    answer(ctx, {"event": identity}, f"Событие записано: {identity}")


@event.command("edit")
@click.argument("identity", metavar="СОБЫТИЕ")
@click.option("--theme", metavar="ТЕКСТ", help="Тема.")
@click.option("--place", metavar="ТЕКСТ", help="Место.")
@click.option("--outcome", metavar="ТЕКСТ", help="Итог.")
@click.option("--minutes", metavar="ТЕКСТ", help="Протокол.")
@click.option("--link", metavar="ССЫЛКА", help="Ссылка.")
@json_option
@click.pass_context
def edit_one_event(ctx: click.Context, /, identity: str, **fields: str | None) -> None:
    """Дописать итог, протокол или исправить событие."""
    from model.events import edit_event

    edit_event(open_store(ctx), identity, **{name: text for name, text in fields.items() if text is not None})
    answer(ctx, {"event": identity}, "Сохранено.")


@event.command()
@click.argument("identity", metavar="СОБЫТИЕ")
@click.argument("who", metavar="ЧЕЛОВЕК")
@click.option("--result", default="", metavar="ТЕКСТ", help="Результат: место, сертификат.")
@click.option("--remove", is_flag=True, help="Убрать из участников.")
@json_option
@click.pass_context
def person(ctx: click.Context, identity: str, who: str, result: str, remove: bool) -> None:
    """Добавить участника события или убрать его."""
    from model.events import leave_event, take_part

    store = open_store(ctx)
    if remove:
        leave_event(store, identity, who)
    else:
        take_part(store, identity, who, result)
    answer(ctx, {"event": identity, "person": who, "present": not remove}, "Сохранено.")


@event.command()
@click.argument("identity", metavar="СОБЫТИЕ")
@click.argument("target", metavar="ID")
@click.option("--remove", is_flag=True, help="Снять подтверждение.")
@json_option
@click.pass_context
def evidence(ctx: click.Context, identity: str, target: str, remove: bool) -> None:
    """Сделать событие подтверждением мероприятия программы или срока дорожной карты."""
    from model.evidence import add_evidence, remove_evidence

    store = open_store(ctx)
    if remove:
        remove_evidence(store, identity, target)
        answer(ctx, {"event": identity, "target": target, "removed": True}, "Подтверждение снято.")
        return
    table = add_evidence(store, identity, target)
    answer(ctx, {"event": identity, "target": target, "table": table}, "Подтверждение записано.")


@event.command("delete")
@click.argument("identity", metavar="СОБЫТИЕ")
@json_option
@click.pass_context
def delete_one_event(ctx: click.Context, identity: str) -> None:
    """Убрать событие (отменяется командой undo)."""
    from model.events import delete_event

    delete_event(open_store(ctx), identity)
    answer(ctx, {"event": identity, "deleted": True}, "Убрано; вернуть: kurator undo.")


@event.command("list")
@click.option("--kind", default="", type=click.Choice(["", *_EVENTS.choices]), help="Только этого вида.")
@_YEAR
@click.option("--person", default="", metavar="ID", help="Только с этим участником.")
@json_option
@click.pass_context
def list_events(ctx: click.Context, kind: str, year: object, person: str) -> None:
    """События учреждения."""
    from model.events import KINDS, events
    from model.russian_dates import show_date

    lines = events(open_store(ctx), kind=kind, years=str(year or ""), person=person)
    words = [
        f"{x.id}  {show_date(x.on)}  {KINDS.get(x.kind, x.kind)}: {x.theme}  участников {len(x.persons)}  {x.outcome}".rstrip()
        for x in lines
    ]
    answer(ctx, [asdict(line) for line in lines], words or ["Событий нет."])
