"""``kurator request`` and ``kurator match``: difficulties and strengths, diagnosis, who is in search, suggested mentors."""

from __future__ import annotations

from datetime import date

import click

from tui.cli.session import DayType, answer, json_option, open_store


@click.group()
def request() -> None:
    """Запросы наставляемых и сильные стороны наставников."""


@request.command()
@click.argument("person", metavar="ЧЕЛОВЕК")
@click.option("--kind", type=click.Choice(["request", "strength"]), default="request", help="Запрос или сильная сторона.")
@click.option("--direction", required=True, metavar="ТЕКСТ", help="Направление из списка учреждения.")
@click.option("--text", default="", metavar="ТЕКСТ", help="Своими словами.")
@click.option("--on", type=DayType(), help="Когда записано (по умолчанию сегодня).")
@json_option
@click.pass_context
def add(ctx: click.Context, person: str, kind: str, direction: str, text: str, on: date | None) -> None:
    """Записать запрос или сильную сторону."""
    from model.requests import add_request

    today = date.today()
    identity = add_request(open_store(ctx), person, kind, direction, text, on or today, today=today)
    answer(ctx, {"request": identity}, f"Записано: {identity}")


@request.command("list")
@click.option("--open", "open_only", is_flag=True, help="Только открытые.")
@click.option("--kind", default="", type=click.Choice(["", "request", "strength"]), help="Только такие.")
@click.option("--person", default="", metavar="ЧЕЛОВЕК", help="Только этого человека.")
@json_option
@click.pass_context
def list_requests(ctx: click.Context, open_only: bool, kind: str, person: str) -> None:
    """Список запросов и сильных сторон."""
    from model.requests import requests
    from model.russian_dates import show_date

    lines = requests(open_store(ctx), kind=kind, person=person, open_only=open_only)
    words = [
        f"{x.id}  {x.name}  {x.kind_name}: {x.direction}  {x.text}" + (f"  закрыт {show_date(x.closed)}" if x.closed else "")
        for x in lines
    ]
    answer(ctx, [vars(line) for line in lines], words or ["Записей нет: добавьте командой kurator request add."])


@request.command()
@click.argument("identity", metavar="ID")
@click.option("--on", type=DayType(), help="Когда закрыто (по умолчанию сегодня).")
@json_option
@click.pass_context
def close(ctx: click.Context, identity: str, on: date | None) -> None:
    """Закрыть запрос или сильную сторону."""
    from model.requests import close_request

    today = date.today()
    close_request(open_store(ctx), identity, on or today, today=today)
    answer(ctx, {"request": identity, "closed_on": on or today}, "Закрыто.")


@request.command()
@click.argument("person", metavar="ЧЕЛОВЕК")
@click.option("--direction", required=True, metavar="ТЕКСТ", help="Направление из списка учреждения.")
@click.option("--text", required=True, metavar="ТЕКСТ", help="В чём дефицит.")
@click.option("--source", required=True, metavar="ТЕКСТ", help="Откуда известно: анкета, посещение урока…")
@click.option("--on", type=DayType(), help="Когда выявлено (по умолчанию сегодня).")
@click.option("--request", "raise_request", is_flag=True, help="Сразу открыть запрос.")
@json_option
@click.pass_context
def diagnose(
    ctx: click.Context, person: str, direction: str, text: str, source: str, on: date | None, raise_request: bool
) -> None:
    """Записать профессиональный дефицит."""
    from model.diagnosis import diagnose as write_diagnosis

    today = date.today()
    store = open_store(ctx)
    made = write_diagnosis(store, person, direction, text, source, on or today, today=today, raise_request=raise_request)
    words = f"Записано: {made.diagnosis}" + (f", запрос {made.request}" if made.request else "")
    answer(ctx, vars(made), words)


@request.command()
@click.argument("person", metavar="ЧЕЛОВЕК")
@click.option("--title", required=True, metavar="ТЕКСТ", help="Название маршрута.")
@click.option("--aims", default="", metavar="ТЕКСТ", help="Цели.")
@click.option("--start", type=DayType(), required=True, help="Начало.")
@click.option("--end", type=DayType(), required=True, help="Конец.")
@json_option
@click.pass_context
def route(ctx: click.Context, person: str, title: str, aims: str, start: date | None, end: date | None) -> None:
    """Записать индивидуальный образовательный маршрут (ИОМ)."""
    from model.diagnosis import add_route

    identity = add_route(open_store(ctx), person, title, aims, start, end)
    answer(ctx, {"route": identity}, f"Записано: {identity}")


@request.command()
@click.argument("person", metavar="ЧЕЛОВЕК")
@json_option
@click.pass_context
def needs(ctx: click.Context, person: str) -> None:
    """Дефициты и маршруты человека, что сделано для него."""
    from model.diagnosis import deficits, routes
    from model.russian_dates import show_date
    from model.searching import steps_of

    store = open_store(ctx)
    found, ways, steps = deficits(store, person), routes(store, person), steps_of(store, person)
    words = [f"{show_date(x.on)}  дефицит: {x.direction}: {x.text} ({x.source})" for x in found]
    words += [f"{show_date(x.start)}-{show_date(x.end)}  маршрут: {x.title}" for x in ways]
    words += [f"{show_date(x.on)}  сделано: {x.text}" for x in steps]
    document = {"deficits": [vars(x) for x in found], "routes": [vars(x) for x in ways], "steps": [vars(x) for x in steps]}
    answer(ctx, document, words or ["Записей нет."])


@request.command()
@click.option("--on", type=DayType(), help="На какой день (по умолчанию сегодня).")
@json_option
@click.pass_context
def searching(ctx: click.Context, on: date | None) -> None:
    """Кто в поиске: наставляемые без пары."""
    from model.russian_dates import show_date
    from model.searching import searching as in_search

    lines = in_search(open_store(ctx), on or date.today())
    words = []
    for line in lines:
        words.append(f"{line.person}  {line.name}  {line.post}  {', '.join(line.directions)}")
        words += [f"    {show_date(step.on)}  {step.text}" for step in line.steps]
    document = [{**vars(line), "steps": [vars(step) for step in line.steps]} for line in lines]
    answer(ctx, document, words or ["Все наставляемые в парах."])


@request.command()
@click.argument("person", metavar="ЧЕЛОВЕК")
@click.option("--text", required=True, metavar="ТЕКСТ", help="Что сделано.")
@click.option("--on", type=DayType(), help="Когда (по умолчанию сегодня).")
@json_option
@click.pass_context
def step(ctx: click.Context, person: str, text: str, on: date | None) -> None:
    """Записать, что сделано для человека в поиске."""
    from model.searching import add_step

    today = date.today()
    identity = add_step(open_store(ctx), person, text, on or today, today=today)
    answer(ctx, {"step": identity}, "Записано.")


@click.command()
@click.argument("identity", metavar="ЗАПРОС")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, metavar="N", help="Не больше стольких.")
@click.option("--anyone", is_flag=True, help="И тех, у кого роли наставника пока нет.")
@json_option
@click.pass_context
def match(ctx: click.Context, identity: str, limit: int, anyone: bool) -> None:
    """Подобрать наставника под запрос: с причинами, решает человек."""
    from model.matching import suggest_mentors

    found = suggest_mentors(open_store(ctx), identity, date.today(), limit, anyone=anyone)
    words = []
    for one in found:
        words.append(f"{one.score:3}  {one.name}  {one.person}")
        words += [f"     + {reason}" for reason in one.reasons] + [f"     ! {warning}" for warning in one.warnings]
    answer(ctx, [vars(one) for one in found], words or ["Подходящих наставников нет: добавьте людям роль mentor."])
