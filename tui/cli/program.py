"""``kurator program``: personalised programmes."""

from __future__ import annotations

from datetime import date

import click

from tui.cli.session import DayType, answer, json_option, open_store


@click.group()
def program() -> None:
    """Персонализированные программы."""


@program.command("list")
@click.option("--on", type=DayType(), help="На какой день (по умолчанию сегодня).")
@json_option
@click.pass_context
def list_programs(ctx: click.Context, on: date | None) -> None:
    """Программы учреждения и их выполнение."""
    from model.control_cards import programmes

    lines = programmes(open_store(ctx), on or date.today())
    words = [
        f"{x.programme}  {x.mentors} – {x.mentees}  {x.done} из {x.total}, просрочено {x.overdue}  {x.title}" for x in lines
    ]
    answer(ctx, [vars(line) for line in lines], words or ["Программ нет."])
