"""``kurator indicators``: numerator, denominator, goal, and who is behind them."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from tui.cli.session import DayType, YearType, answer, json_option, open_store


@click.command()
@click.option("--year", type=YearType(), help="Учебный год (по умолчанию текущий).")
@click.option("--on", type=DayType(), help="На какой день (по умолчанию сегодня).")
@click.option("--institution", "institutions", multiple=True, metavar="ID", help="Только это учреждение; можно несколько.")
@click.option("--people", is_flag=True, help="Показать, кто и что стоит за числами.")
@click.option(
    "--target", "targets", multiple=True, metavar="КОД=ДОЛЯ", help="Задать цель: young=100%; пустая доля снимает цель."
)
@json_option
@click.pass_context
def indicators(
    ctx: click.Context,
    year: Any,
    on: date | None,
    institutions: tuple[str, ...],
    people: bool,
    targets: tuple[str, ...],
) -> None:
    """Показатели учебного года на день; закрытого года — как были при закрытии."""
    from model.indicators import behind, read_target, set_target
    from model.indicators import indicators as count
    from model.indicators.shapes import percent
    from model.setup import current_year

    store = open_store(ctx)
    if targets:
        with store.transaction("Цели показателей"):
            for said in targets:
                code, sign, value = said.partition("=")
                if not sign:
                    raise click.UsageError("Напишите цель как КОД=ДОЛЯ, например young=100%.")
                set_target(store, code.strip(), read_target(value))
    counted = count(store, str(year or current_year(store)), on or date.today(), institutions or None)
    names = behind(store, (one for i in counted for one in i.denominator_people)) if people else {}
    document: list[dict[str, Any]] = []
    words: list[str] = []
    for one in counted:
        line: dict[str, Any] = {
            "code": one.code,
            "title": one.title,
            "numerator": one.numerator,
            "denominator": one.denominator,
            "value": one.value,
            "target": one.target,
        }
        goal = f"  цель {percent(one.target)}" if one.target is not None else ""
        words.append(f"{one.code:<24} {one.shown:>7}  {one.numerator} из {one.denominator}{goal}  {one.title}")
        if people:
            inside = set(one.numerator_people)
            line["people"] = [
                {"id": identity, "name": names[identity], "numerator": identity in inside}
                for identity in sorted(one.denominator_people, key=lambda identity: (names[identity], identity))
            ]
            words += [f"    {'+' if row['numerator'] else '−'} {row['name']}" for row in line["people"]]
        document.append(line)
    if any(one.frozen for one in counted):
        words.append("Учебный год закрыт: показатели такие, какими были при закрытии.")
    answer(ctx, document, words)
