"""``kurator card``: control cards at checkpoints."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from tui.cli.session import DayType, answer, json_option, open_store

_ON = click.option("--on", type=DayType(), help="На какой день (по умолчанию сегодня).")
_CHECKPOINT = click.option("--checkpoint", metavar="НАЗВАНИЕ", help="Контрольная точка, например «Ноябрь 2026».")
_STATES = click.Choice(["done", "partial", "moved", "not-required", "none"])


@click.group()
def card() -> None:
    """Карты контроля."""


@card.command("open")
@click.argument("programme", metavar="ПРОГРАММА")
@_CHECKPOINT
@_ON
@json_option
@click.pass_context
def open_one(ctx: click.Context, programme: str, checkpoint: str | None, on: date | None) -> None:
    """Открыть карту программы: строки берутся из плана и дальше от него не зависят."""
    from model.card_rows import open_card
    from model.checkpoints import checkpoint_title

    day = on or date.today()
    identity = open_card(open_store(ctx), programme, checkpoint or checkpoint_title(day), day)
    answer(ctx, {"card": identity}, f"Карта открыта: {identity}")


@card.command("open-all")
@_CHECKPOINT
@_ON
@json_option
@click.pass_context
def open_all(ctx: click.Context, checkpoint: str | None, on: date | None) -> None:
    """Открыть карты всех программ контрольной точки."""
    from model.card_rows import open_cards
    from model.checkpoints import checkpoint_title

    day = on or date.today()
    done = open_cards(open_store(ctx), checkpoint or checkpoint_title(day), day)
    answer(ctx, asdict(done), f"Открыто карт: {len(done.opened)}, были раньше: {len(done.kept)}.")


@card.command()
@click.argument("identity", metavar="КАРТА")
@click.argument("no", type=int, metavar="НОМЕР")
@click.option("--status", type=_STATES, help="Отметка.")
@click.option("--date", "done_on", type=DayType(), help="Когда сделано.")
@click.option("--no-date", is_flag=True, help="Убрать дату выполнения.")
@click.option("--evidence", metavar="ТЕКСТ", help="Результат или подтверждение.")
@click.option("--remark", metavar="ТЕКСТ", help="Замечание наставника.")
@json_option
@click.pass_context
def row(
    ctx: click.Context,
    identity: str,
    no: int,
    status: str | None,
    done_on: date | None,
    no_date: bool,
    evidence: str | None,
    remark: str | None,
) -> None:
    """Исправить строку карты (план программы не меняется)."""
    from model.card_rows import set_card_row

    if no_date and done_on is not None:
        raise click.UsageError("--date и --no-date вместе не бывают.")
    day = done_on if done_on is not None or no_date else ...
    set_card_row(open_store(ctx), identity, no, status=status, done_on=day, evidence=evidence, remark=remark)
    answer(ctx, {"card": identity, "row": no}, "Сохранено.")


@card.command()
@click.argument("identity", metavar="КАРТА")
@json_option
@click.pass_context
def refresh(ctx: click.Context, identity: str) -> None:
    """Взять из плана заново строки, которых никто не правил."""
    from model.card_rows import refresh_card

    changed = refresh_card(open_store(ctx), identity)
    answer(ctx, {"card": identity, "changed": changed}, f"Обновлено строк: {changed}.")


@card.command()
@click.argument("identity", metavar="КАРТА")
@click.option("--conclusion", metavar="ТЕКСТ", help="Вывод.")
@click.option("--recommendation", metavar="ТЕКСТ", help="Рекомендация.")
@json_option
@click.pass_context
def conclude(ctx: click.Context, identity: str, conclusion: str | None, recommendation: str | None) -> None:
    """Записать вывод и рекомендацию."""
    from model.card_rows import conclude_card

    conclude_card(open_store(ctx), identity, conclusion=conclusion, recommendation=recommendation)
    answer(ctx, {"card": identity}, "Сохранено.")


@card.command()
@click.argument("identity", metavar="КАРТА")
@click.option("--on", type=DayType(), help="Когда подписана (по умолчанию сегодня).")
@json_option
@click.pass_context
def sign(ctx: click.Context, identity: str, on: date | None) -> None:
    """Записать, что карта подписана: дальше её можно только читать."""
    from model.card_rows import sign_card

    day = on or date.today()
    sign_card(open_store(ctx), identity, day)
    answer(ctx, {"card": identity, "signed_on": day}, "Подписана.")


@card.command()
@click.argument("identity", metavar="КАРТА")
@click.option("--reason", required=True, metavar="ТЕКСТ", help="Причина.")
@json_option
@click.pass_context
def unsign(ctx: click.Context, identity: str, reason: str) -> None:
    """Снять подпись с причиной."""
    from model.card_rows import unsign_card

    unsign_card(open_store(ctx), identity, reason, date.today())
    answer(ctx, {"card": identity, "signed_on": None}, "Подпись снята.")


@card.command("list")
@_CHECKPOINT
@json_option
@click.pass_context
def list_cards(ctx: click.Context, checkpoint: str | None) -> None:
    """Карты контроля учреждения."""
    from model.card_queries import cards
    from model.russian_dates import show_date

    lines = cards(open_store(ctx), checkpoint=checkpoint or "", today=date.today())
    words = [
        f"{x.id}  {x.checkpoint}  {x.mentors} – {x.mentees}  {x.done} из {x.due}, просрочено {x.overdue}  "
        + (f"подписана {show_date(x.signed_on)}" if x.signed_on else "не подписана")
        for x in lines
    ]
    answer(ctx, [vars(line) for line in lines], words or ["Карт контроля нет."])


@card.command()
@click.argument("identity", metavar="КАРТА")
@json_option
@click.pass_context
def show(ctx: click.Context, identity: str) -> None:
    """Показать карту контроля."""
    from model.card_queries import card_view
    from model.checkpoints import card_columns
    from model.roadmap_view import MARK_STATE_NAMES
    from model.russian_dates import show_date

    store = open_store(ctx)
    view, signed = card_view(store, identity, date.today())
    words = [f"{view.checkpoint}, {', '.join(view.mentors)} – {', '.join(view.mentees)}, {view.programme}"]
    for one in view.rows:
        late = ", просрочено" if one.overdue else ""
        state = f"{MARK_STATE_NAMES.get(one.status, one.status)}{late} {show_date(one.done_on)}".strip()
        words.append(f"{one.no}. {one.measure}  {one.deadline}  {state}  {one.evidence}  {one.remark}".rstrip())
    words += [
        f"Выполнено {view.done} из {view.due}, просрочено {view.overdue}.",
        f"Вывод: {view.conclusion or 'нет'}",
        f"Рекомендация: {view.recommendation or 'нет'}",
        f"Подписана {show_date(signed)}" if signed else "Не подписана",
    ]
    document = {"card": identity, **asdict(view), "signed_on": signed, "columns": list(card_columns(store))}
    answer(ctx, document, words)


@card.command()
@_CHECKPOINT
@json_option
@click.pass_context
def missing(ctx: click.Context, checkpoint: str | None) -> None:
    """Программы, у которых нет карты на контрольной точке."""
    from model.card_queries import missing_cards
    from model.checkpoints import checkpoint_title

    today = date.today()
    lines = missing_cards(open_store(ctx), checkpoint or checkpoint_title(today), today)
    words = [f"{x.programme}  {x.mentors} – {x.mentees}  {x.title}{'  опоздала' if x.late else ''}" for x in lines]
    answer(ctx, [vars(line) for line in lines], words or ["Карты есть у всех программ."])


@card.command()
@click.argument("codes", nargs=-1, metavar="[СТОЛБЕЦ]...")
@json_option
@click.pass_context
def columns(ctx: click.Context, codes: tuple[str, ...]) -> None:
    """Показать или выбрать столбцы карты: no, measure, deadline, done_on, status, evidence, remark."""
    from model.checkpoints import COLUMNS, card_columns, set_card_columns

    store = open_store(ctx)
    if codes:
        set_card_columns(store, codes)
    chosen = card_columns(store)
    answer(ctx, list(chosen), [f"{code}  {COLUMNS[code]}" for code in chosen])
