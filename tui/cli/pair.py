"""``kurator pair``: pairs and groups, from a proposal to an end, their people and papers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from tui.cli.session import DayType, answer, json_option, note, open_store

if TYPE_CHECKING:
    from model.pair_members import Order

_FORMS = click.Choice(["teacher-teacher", "head-teacher", "employer-student", "university-teacher", "other"])
_STATES = click.Choice(["", "proposed", "approved", "active", "finished", "stopped"])
_PAIR = click.argument("identity", metavar="ПАРА")
_ON = click.option("--on", type=DayType(), help="Какого числа (по умолчанию сегодня).")


@click.group()
def pair() -> None:
    """Пары и группы: состояния, люди, бумаги."""


@pair.command()
@click.option("--mentor", required=True, metavar="ID", help="Наставник.")
@click.option("--mentee", "mentees", required=True, multiple=True, metavar="ID", help="Наставляемый; можно несколько.")
@click.option("--form", type=_FORMS, default="teacher-teacher", show_default=True, help="Форма наставничества.")
@click.option("--kind", "kinds", multiple=True, metavar="ВИД", help="Вид, например реверсивное; можно несколько.")
@json_option
@click.pass_context
def propose(ctx: click.Context, mentor: str, mentees: tuple[str, ...], form: str, kinds: tuple[str, ...]) -> None:
    """Предложить пару или группу."""
    from model.pairs import propose_pair

    identity = propose_pair(open_store(ctx), mentor, mentees, today=date.today(), form=form, kinds=kinds)
    answer(ctx, {"pair": identity, "state": "proposed"}, f"Предложена: {identity}")


@pair.command()
@_PAIR
@click.option("--order-no", required=True, metavar="НОМЕР", help="Номер приказа.")
@click.option("--order-date", required=True, type=DayType(), help="Дата приказа.")
@json_option
@click.pass_context
def approve(ctx: click.Context, identity: str, order_no: str, order_date: date | None) -> None:
    """Утвердить пару приказом."""
    from model.pairs import approve_pair

    approve_pair(open_store(ctx), identity, order_no, order_date, today=date.today())
    answer(ctx, {"pair": identity, "state": "approved"}, "Утверждена.")


@pair.command()
@_PAIR
@click.option("--number", default="", metavar="НОМЕР", help="Номер.")
@click.option("--date", "day", type=DayType(), help="Дата.")
@click.option("--content", default="", metavar="ТЕКСТ", help="Содержание работы наставника.")
@click.option("--term", default="", metavar="ТЕКСТ", help="Срок.")
@click.option("--form", default="", metavar="ТЕКСТ", help="Форма работы.")
@click.option("--pay", default="", metavar="ТЕКСТ", help="Выплата.")
@json_option
@click.pass_context
def agreement(
    ctx: click.Context, identity: str, number: str, day: date | None, content: str, term: str, form: str, pay: str
) -> None:
    """Записать дополнительное соглашение с наставником (ст. 351.8 ТК РФ)."""
    from model.pairs import Agreement, write_agreement

    write_agreement(open_store(ctx), identity, Agreement(number, day, content, term, form, pay), today=date.today())
    answer(ctx, {"pair": identity}, "Записано.")


@pair.command()
@_PAIR
@_ON
@json_option
@click.pass_context
def agree(ctx: click.Context, identity: str, on: date | None) -> None:
    """Записать взаимное согласие участников."""
    from model.pairs import agree_pair

    today = date.today()
    agree_pair(open_store(ctx), identity, on or today, today=today)
    answer(ctx, {"pair": identity, "mutual_agreement_on": on or today}, "Записано.")


@pair.command()
@_PAIR
@_ON
@json_option
@click.pass_context
def start(ctx: click.Context, identity: str, on: date | None) -> None:
    """Начать работу пары."""
    from model.pair_papers import papers as checklist
    from model.pairs import start_pair

    today = date.today()
    store = open_store(ctx)
    start_pair(store, identity, on or today, today=today)
    missing = [f"{paper.title}: {paper.missing}" for paper in checklist(store, identity, today) if not paper.ok]
    for sentence in missing:
        note(f"Не хватает. {sentence}.")
    answer(ctx, {"pair": identity, "state": "active", "started_on": on or today, "missing": missing}, "Действует.")


@pair.command()
@_PAIR
@_ON
@json_option
@click.pass_context
def finish(ctx: click.Context, identity: str, on: date | None) -> None:
    """Завершить пару: работа сделана."""
    from model.pairs import finish_pair

    today = date.today()
    finish_pair(open_store(ctx), identity, on or today, today=today)
    answer(ctx, {"pair": identity, "state": "finished", "ended_on": on or today}, "Завершена.")


@pair.command()
@_PAIR
@click.option("--reason", required=True, metavar="ТЕКСТ", help="Причина.")
@click.option("--by", type=click.Choice(["mentor", "employer"]), help="Чья инициатива (ст. 351.8 ТК РФ).")
@click.option("--notice", type=DayType(), help="День письменного предупреждения.")
@_ON
@json_option
@click.pass_context
def stop(ctx: click.Context, identity: str, reason: str, by: str | None, notice: date | None, on: date | None) -> None:
    """Прекратить пару досрочно."""
    from model.pairs import stop_pair

    today = date.today()
    stop_pair(open_store(ctx), identity, reason, on or today, today=today, by=by or "", notice=notice)
    answer(ctx, {"pair": identity, "state": "stopped", "ended_on": on or today}, "Прекращена.")


def _order(order_no: str, order_date: date | None) -> Order | None:
    from model.pair_members import Order

    if not order_no and order_date is None:
        return None
    if not order_no or order_date is None:
        raise click.UsageError("Назовите и номер, и дату приказа: --order-no и --order-date.")
    return Order(order_no, order_date)


_ORDER_NO = click.option("--order-no", default="", metavar="НОМЕР", help="Приказ об изменении: номер.")
_ORDER_DATE = click.option("--order-date", type=DayType(), help="Приказ об изменении: дата.")


@pair.command("add-mentee")
@_PAIR
@click.option("--mentee", required=True, metavar="ID", help="Наставляемый.")
@_ON
@_ORDER_NO
@_ORDER_DATE
@json_option
@click.pass_context
def add_one(ctx: click.Context, identity: str, mentee: str, on: date | None, order_no: str, order_date: date | None) -> None:
    """Добавить наставляемого."""
    from model.pair_members import add_mentee

    today = date.today()
    add_mentee(open_store(ctx), identity, mentee, on or today, today=today, order=_order(order_no, order_date))
    answer(ctx, {"pair": identity, "mentee": mentee}, "Добавлен.")


@pair.command("remove-mentee")
@_PAIR
@click.option("--mentee", required=True, metavar="ID", help="Наставляемый.")
@click.option("--reason", required=True, metavar="ТЕКСТ", help="Причина.")
@_ON
@json_option
@click.pass_context
def remove_one(ctx: click.Context, identity: str, mentee: str, reason: str, on: date | None) -> None:
    """Вывести наставляемого из группы."""
    from model.pair_members import remove_mentee

    today = date.today()
    remove_mentee(open_store(ctx), identity, mentee, on or today, reason, today=today)
    answer(ctx, {"pair": identity, "mentee": mentee}, "Выведен из группы.")


@pair.command("replace-mentor")
@_PAIR
@click.option("--mentor", required=True, metavar="ID", help="Новый наставник.")
@click.option("--reason", required=True, metavar="ТЕКСТ", help="Причина.")
@click.option("--former", default="", metavar="ID", help="Кого заменить, если наставников несколько.")
@_ON
@_ORDER_NO
@_ORDER_DATE
@json_option
@click.pass_context
def replace_one(
    ctx: click.Context,
    identity: str,
    mentor: str,
    reason: str,
    former: str,
    on: date | None,
    order_no: str,
    order_date: date | None,
) -> None:
    """Заменить наставника: прежний остаётся в истории."""
    from model.pair_members import replace_mentor

    today = date.today()
    order = _order(order_no, order_date)
    replace_mentor(open_store(ctx), identity, mentor, on or today, reason, today=today, former=former, order=order)
    answer(ctx, {"pair": identity, "mentor": mentor}, "Заменён.")


@pair.command()
@_PAIR
@_ON
@json_option
@click.pass_context
def papers(ctx: click.Context, identity: str, on: date | None) -> None:
    """Какие бумаги пары есть и чего не хватает."""
    from model.pair_papers import complete
    from model.pair_papers import papers as checklist

    found = checklist(open_store(ctx), identity, on or date.today())
    words = [
        f"{'есть' if paper.ok else 'НЕТ '}  {paper.title}" + (f": {paper.missing}" if paper.missing else "") for paper in found
    ]
    answer(ctx, {"pair": identity, "complete": complete(found), "papers": [vars(paper) for paper in found]}, words)


@pair.command("list")
@click.option("--state", default="", type=_STATES, help="Только в этом состоянии.")
@click.option("--year", default="", metavar="ГОД-ГОД", help="Только этого учебного года.")
@click.option("--search", default="", metavar="ТЕКСТ", help="Часть имени участника.")
@_ON
@json_option
@click.pass_context
def list_pairs(ctx: click.Context, state: str, year: str, search: str, on: date | None) -> None:
    """Список пар и групп."""
    from model.pair_queries import pairs

    lines = pairs(open_store(ctx), on or date.today(), state=state, years=year, search=search)
    words = [
        f"{x.id}  {', '.join(x.mentors) or 'нет данных'} – {', '.join(x.mentees) or 'нет данных'}  {x.state_name}  "
        f"нагрузка {x.load} из {x.limit}  бумаги {x.papers_ok} из {x.papers_total}"
        for x in lines
    ]
    answer(ctx, [vars(line) for line in lines], words or ["Пар нет: предложите командой kurator pair propose."])


@pair.command()
@_PAIR
@_ON
@json_option
@click.pass_context
def show(ctx: click.Context, identity: str, on: date | None) -> None:
    """Показать пару с историей."""
    from model.pair_queries import pair_card
    from model.persons import ROLES
    from model.russian_dates import show_date

    card = pair_card(open_store(ctx), identity, on or date.today())
    line = card.line
    words = [
        f"{'Группа' if line.group else 'Пара'} {line.years}: {line.state_name}",
        f"{line.form_name}; {', '.join(line.kinds)}",
    ]
    for member in card.members:
        days = " – ".join(part for part in (show_date(member.since), show_date(member.until)) if part)
        told = "  ".join(part for part in (ROLES.get(member.role, member.role), member.name, days, member.reason) if part)
        words.append(("  " if member.until is None else "  прежде: ") + told)
    if line.order_no:
        words.append(f"Приказ № {line.order_no} от {show_date(line.order_date)}")
    milestones = ((line.started_on, "Начало"), (card.early_end_notice_on, "Предупреждение"), (line.ended_on, "Конец"))
    words += [f"{word}: {show_date(day)}" for day, word in milestones if day]
    if card.end_reason:
        words.append(f"Причина: {card.end_reason}" + (f" ({card.early_end_by})" if card.early_end_by else ""))
    words += [f"Программа: {title}" for _, title in card.programmes]
    words += [f"Не хватает: {paper.title}: {paper.missing}" for paper in card.papers if not paper.ok]
    if card.notes:
        words.append(f"Заметки: {card.notes}")
    document = asdict(card)
    answer(ctx, {**document.pop("line"), **document}, words)
