"""``kurator order``, ``event``, ``practice``, ``publication``, ``body``: the registers of an institution."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from tui.cli.event import event as event  # noqa: PLC0414 - one register of several
from tui.cli.program import tell_written
from tui.cli.session import DayType, YearType, answer, json_option, open_store

_ON = click.option("--on", type=DayType(), help="Когда (по умолчанию сегодня).")
_LINK = click.option("--link", default="", metavar="ССЫЛКА", help="Ссылка.")
_YEAR = click.option("--year", type=YearType(), help="Только этот учебный год.")
_ORDERS = click.Choice(["introduction", "curator", "pairs", "programmes", "final", "rewards", "other"])
_BODIES = click.Choice(["association", "council-mentors", "expert-group", "council-young"])


# ---------------------------------------------------------------------- orders
@click.group()
def order() -> None:
    """Реестр приказов."""


@order.command("add")
@click.option("--kind", required=True, type=_ORDERS, help="Вид приказа.")
@click.option("--number", required=True, metavar="НОМЕР", help="Номер.")
@click.option("--date", "on", required=True, type=DayType(), help="Дата.")
@click.option("--subject", required=True, metavar="ТЕКСТ", help="О чём.")
@click.option("--basis", default="", metavar="ТЕКСТ", help="Основание.")
@_LINK
@click.option("--about", multiple=True, metavar="ID", help="Пара, программа, дорожная карта, человек; можно несколько.")
@json_option
@click.pass_context
def add_one_order(
    ctx: click.Context, kind: str, number: str, on: date, subject: str, basis: str, link: str, about: tuple[str, ...]
) -> None:
    """Записать приказ."""
    from model.orders import add_order

    written = add_order(open_store(ctx), kind, number, on, subject, basis=basis, link=link, about=about)
    tell_written(ctx, "order", written, "Приказ записан")


@order.command("link")
@click.argument("identity", metavar="ПРИКАЗ")
@click.argument("target", metavar="ID")
@json_option
@click.pass_context
def link_one_order(ctx: click.Context, identity: str, target: str) -> None:
    """Связать приказ с парой, программой, дорожной картой или человеком."""
    from model.orders import link_order

    link_order(open_store(ctx), identity, target)
    answer(ctx, {"order": identity, "about": target}, "Связано.")


@order.command("delete")
@click.argument("identity", metavar="ПРИКАЗ")
@json_option
@click.pass_context
def delete_one_order(ctx: click.Context, identity: str) -> None:
    """Убрать приказ из реестра (отменяется командой undo)."""
    from model.orders import delete_order

    delete_order(open_store(ctx), identity)
    answer(ctx, {"order": identity, "deleted": True}, "Убран; вернуть: kurator undo.")


@order.command("list")
@click.option("--kind", default="", type=click.Choice(["", *_ORDERS.choices]), help="Только этого вида.")
@_YEAR
@click.option("--about", default="", metavar="ID", help="Только об этой строке.")
@json_option
@click.pass_context
def list_orders(ctx: click.Context, kind: str, year: object, about: str) -> None:
    """Реестр приказов."""
    from model.orders import KINDS, orders
    from model.russian_dates import show_date

    lines = orders(open_store(ctx), kind=kind, years=str(year or ""), about=about)
    words = [f"{x.id}  № {x.number} от {show_date(x.on)}  {KINDS.get(x.kind, x.kind)}: {x.subject}" for x in lines]
    answer(ctx, [asdict(line) for line in lines], words or ["Приказов нет."])


# ---------------------------------------------------------------------- practices
@click.group()
def practice() -> None:
    """Лучшие практики."""


@practice.command("add")
@click.option("--title", required=True, metavar="ТЕКСТ", help="Название.")
@click.option("--direction", default="", metavar="ТЕКСТ", help="Направление.")
@click.option("--author", default="", metavar="ID", help="Автор из банка.")
@click.option("--description", default="", metavar="ТЕКСТ", help="Описание.")
@_LINK
@_ON
@json_option
@click.pass_context
def add_one_practice(ctx: click.Context, /, title: str, on: date | None, **fields: str) -> None:
    """Записать практику черновиком."""
    from model.practices import add_practice

    identity = add_practice(open_store(ctx), title, on or date.today(), **fields)
    answer(ctx, {"practice": identity, "state": "draft"}, f"Практика записана: {identity}")


@practice.command("edit")
@click.argument("identity", metavar="ПРАКТИКА")
@click.option("--title", metavar="ТЕКСТ", help="Название.")
@click.option("--description", metavar="ТЕКСТ", help="Описание.")
@json_option
@click.pass_context
def edit_one_practice(ctx: click.Context, identity: str, title: str | None, description: str | None) -> None:
    """Исправить название или описание до публикации."""
    from model.practices import edit_practice

    edit_practice(open_store(ctx), identity, title=title, description=description)
    answer(ctx, {"practice": identity}, "Сохранено.")


@practice.command()
@click.argument("identity", metavar="ПРАКТИКА")
@_ON
@json_option
@click.pass_context
def offer(ctx: click.Context, identity: str, on: date | None) -> None:
    """Предложить практику в банк."""
    from model.practices import offer_practice

    offer_practice(open_store(ctx), identity, on or date.today())
    answer(ctx, {"practice": identity, "state": "offered"}, "Предложена.")


@practice.command("publish")
@click.argument("identity", metavar="ПРАКТИКА")
@click.option("--place", required=True, metavar="ТЕКСТ", help="Где опубликована.")
@_LINK
@_ON
@json_option
@click.pass_context
def publish_one_practice(ctx: click.Context, identity: str, place: str, link: str, on: date | None) -> None:
    """Опубликовать предложенную практику."""
    from model.practices import publish_practice

    publication = publish_practice(open_store(ctx), identity, place, on or date.today(), link)
    answer(ctx, {"practice": identity, "state": "published", "publication": publication}, "Опубликована.")


@practice.command("list")
@click.option("--state", default="", type=click.Choice(["", "draft", "offered", "published"]), help="Только в этом состоянии.")
@_YEAR
@json_option
@click.pass_context
def list_practices(ctx: click.Context, state: str, year: object) -> None:
    """Банк практик."""
    from model.practices import STATES, practices

    lines = practices(open_store(ctx), state=state, years=str(year or ""))
    words = [f"{x.id}  {STATES.get(x.state, x.state)}  {x.title}  {x.author}".rstrip() for x in lines]
    answer(ctx, [asdict(line) for line in lines], words or ["Практик нет."])


# ---------------------------------------------------------------------- publications
@click.group()
def publication() -> None:
    """Публикации."""


@publication.command("add")
@click.option("--title", required=True, metavar="ТЕКСТ", help="Что опубликовано.")
@click.option("--place", required=True, metavar="ТЕКСТ", help="Где.")
@_LINK
@_ON
@json_option
@click.pass_context
def add_one_publication(ctx: click.Context, title: str, place: str, link: str, on: date | None) -> None:
    """Записать публикацию."""
    from model.publications import add_publication

    identity = add_publication(open_store(ctx), title, place, on or date.today(), link)
    answer(ctx, {"publication": identity}, f"Публикация записана: {identity}")


@publication.command("list")
@_YEAR
@json_option
@click.pass_context
def list_publications(ctx: click.Context, year: object) -> None:
    """Публикации учреждения."""
    from model.publications import publications
    from model.russian_dates import show_date

    lines = publications(open_store(ctx), years=str(year or ""))
    words = [f"{x.id}  {show_date(x.on)}  {x.title}  {x.place}  {x.link}".rstrip() for x in lines]
    answer(ctx, [asdict(line) for line in lines], words or ["Публикаций нет."])


# ---------------------------------------------------------------------- bodies
@click.group()
def body() -> None:
    """Советы и объединения."""


@body.command("add")
@click.option("--kind", required=True, type=_BODIES, help="Вид.")
@click.option("--title", default="", metavar="ТЕКСТ", help="Название.")
@click.option("--since", type=DayType(), help="С какого дня.")
@json_option
@click.pass_context
def add_one_body(ctx: click.Context, kind: str, title: str, since: date | None) -> None:
    """Записать совет или объединение."""
    from model.bodies import add_body

    identity = add_body(open_store(ctx), kind, title, since)
    answer(ctx, {"body": identity}, f"Записано: {identity}")


@body.command()
@click.argument("identity", metavar="ОБЪЕДИНЕНИЕ")
@click.argument("who", metavar="ЧЕЛОВЕК")
@click.option("--post", default="", metavar="ТЕКСТ", help="Кем: председатель, секретарь.")
@click.option("--since", type=DayType(), help="С какого дня.")
@click.option("--until", type=DayType(), help="До какого дня.")
@json_option
@click.pass_context
def member(ctx: click.Context, identity: str, who: str, post: str, since: date | None, until: date | None) -> None:
    """Ввести человека в состав."""
    from model.bodies import add_member

    added = add_member(open_store(ctx), identity, who, since=since, until=until, post=post)
    answer(ctx, {"body": identity, "member": added}, f"Введён в состав: {added}")


@body.command()
@click.argument("identity", metavar="ЧЛЕН")
@_ON
@json_option
@click.pass_context
def leave(ctx: click.Context, identity: str, on: date | None) -> None:
    """Закончить срок члена объединения."""
    from model.bodies import end_membership

    day = on or date.today()
    end_membership(open_store(ctx), identity, day)
    answer(ctx, {"member": identity, "until": day}, "Сохранено.")


@body.command()
@click.argument("identity", metavar="ОБЪЕДИНЕНИЕ")
@click.option("--date", "on", required=True, type=DayType(), help="День.")
@click.option("--theme", required=True, metavar="ТЕКСТ", help="Тема.")
@click.option("--minutes", default="", metavar="ТЕКСТ", help="Протокол.")
@json_option
@click.pass_context
def meeting(ctx: click.Context, identity: str, on: date, theme: str, minutes: str) -> None:
    """Записать заседание."""
    from model.bodies import add_meeting

    added = add_meeting(open_store(ctx), identity, on, theme, minutes)
    answer(ctx, {"body": identity, "meeting": added}, f"Заседание записано: {added}")


@body.command()
@click.argument("identity", metavar="ОБЪЕДИНЕНИЕ")
@_ON
@json_option
@click.pass_context
def dissolve(ctx: click.Context, identity: str, on: date | None) -> None:
    """Записать, что объединение закончило работу."""
    from model.bodies import dissolve_body

    day = on or date.today()
    dissolve_body(open_store(ctx), identity, day)
    answer(ctx, {"body": identity, "until": day}, "Сохранено.")


@body.command("list")
@_ON
@json_option
@click.pass_context
def list_bodies(ctx: click.Context, on: date | None) -> None:
    """Советы и объединения: состав и заседания."""
    from model.bodies import bodies
    from model.russian_dates import show_date

    sheets = bodies(open_store(ctx), on or date.today())
    words = []
    for sheet in sheets:
        ended = f", работало до {show_date(sheet.until)}" if sheet.until else ""
        words.append(f"{sheet.id}  {sheet.title}{ended}")
        words += [f"  {x.id}  {x.name}  {x.post}{'' if x.now else '  не в составе'}" for x in sheet.members]
        words += [f"  {show_date(x.on)}  {x.theme}  {x.minutes}".rstrip() for x in sheet.meetings]
    answer(ctx, [asdict(sheet) for sheet in sheets], words or ["Советов и объединений нет."])
