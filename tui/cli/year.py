"""``kurator year``: new, close, open, use, show."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from tui.cli.session import WAITS, DayType, YearType, answer, json_option, note, open_store


@click.group()
def year() -> None:
    """Учебный год: новый, закрыть, открыть, выбрать."""


@year.command()
@json_option
@click.pass_context
def show(ctx: click.Context) -> None:
    """Учебные годы этой базы."""
    from model.russian_dates import show_date
    from model.school_years import school_years

    lines = school_years(open_store(ctx))
    words = []
    for x in lines:
        state = f"закрыт {show_date(x.closed_on)}" if x.closed_on else "открыт"
        if x.reopened_on and not x.closed_on:
            state += f" снова {show_date(x.reopened_on)}"
        words.append(
            f"{'*' if x.current else ' '} {x.years}  {state}{f' ({x.reason})' if x.reason else ''}  карт {x.roadmaps}, "
            f"пар {x.pairs} (не завершено {x.open_pairs}), программ {x.programmes} (не завершено {x.open_programmes})"
        )
    if not any(x.current for x in lines):
        words.append("Текущего года в базе нет: выберите его командой kurator year use.")
    answer(ctx, [vars(line) for line in lines], words)


@year.command()
@click.argument("years", type=YearType(), metavar="ГОД-ГОД")
@click.option("--carry-pairs", is_flag=True, help="Перенести действующие пары.")
@json_option
@click.pass_context
def new(ctx: click.Context, years: Any, carry_pairs: bool) -> None:
    """Начать новый учебный год: карта переносится с новыми сроками и без отметок."""
    from model.next_year import new_year

    begun = new_year(open_store(ctx), str(years), carry_pairs=carry_pairs)
    answer(
        ctx,
        {**vars(begun), "warnings": list(begun.warnings)},
        f"Начат {begun.years}: дорожных карт {begun.roadmaps}, мероприятий {begun.activities}, сроков {begun.occurrences}, "
        f"пар {begun.pairs}.",
    )
    for warning in begun.warnings:
        note(warning)
    if begun.warnings:
        ctx.exit(WAITS)


@year.command()
@click.argument("years", type=YearType(), metavar="[ГОД-ГОД]", required=False)
@click.option("--force", is_flag=True, help="Закрыть, хотя не всё завершено; нужна причина.")
@click.option("--reason", default="", help="Причина.")
@click.option("--on", type=DayType(), help="Каким днём (по умолчанию сегодня).")
@json_option
@click.pass_context
def close(ctx: click.Context, years: Any, force: bool, reason: str, on: date | None) -> None:
    """Закрыть учебный год: показатели запоминаются, записи только для чтения."""
    from model.school_years import close_year
    from model.setup import current_year

    store = open_store(ctx)
    wanted, day = str(years or current_year(store)), on or date.today()
    close_year(store, wanted, day, force=force, reason=reason)
    answer(ctx, {"years": wanted, "closed_on": day}, f"Учебный год {wanted} закрыт.")


@year.command("open")
@click.argument("years", type=YearType(), metavar="ГОД-ГОД")
@click.option("--reason", required=True, help="Причина.")
@click.option("--on", type=DayType(), help="Каким днём (по умолчанию сегодня).")
@json_option
@click.pass_context
def open_again(ctx: click.Context, years: Any, reason: str, on: date | None) -> None:
    """Открыть закрытый учебный год."""
    from model.school_years import reopen_year

    day = on or date.today()
    reopen_year(open_store(ctx), str(years), reason, day)
    answer(ctx, {"years": str(years), "reopened_on": day}, f"Учебный год {years} открыт.")


@year.command()
@click.argument("years", type=YearType(), metavar="ГОД-ГОД")
@json_option
@click.pass_context
def use(ctx: click.Context, years: Any) -> None:
    """Сделать учебный год текущим на этом ноутбуке."""
    from model.school_years import choose_year

    choose_year(open_store(ctx), str(years))
    answer(ctx, {"years": str(years)}, f"Текущий учебный год: {years}.")
