"""``kurator init``: a new database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tui.cli.session import YearType, answer, database_path, json_option


@click.command()
@click.option("--institution", required=True, metavar="НАЗВАНИЕ", help="Полное название учреждения.")
@click.option("--short", default="", metavar="КОРОТКО", help="Краткое название.")
@click.option("--kind", type=click.Choice(["school", "kindergarten", "extra", "district"]), default="school", help="Вид.")
@click.option("--year", type=YearType(), required=True, help="Учебный год.")
@click.option("--municipality", default="", metavar="НАЗВАНИЕ", help="Муниципалитет.")
@click.option("--head", default="", metavar="ИМЯ", help="Руководитель, кто подписывает.")
@click.option("--head-post", default="", metavar="ДОЛЖНОСТЬ", help="Его должность.")
@click.option("--curator", default="", metavar="ИМЯ", help="Куратор: фамилия, имя, отчество.")
@json_option
@click.pass_context
def init(ctx: click.Context, /, institution: str, short: str, kind: str, year: Any, municipality: str, **people: str) -> None:
    """Начать новую базу учреждения или района."""
    from model.setup import NewInstitution, found_institution
    from model.store import Store

    path: Path = database_path(ctx)
    new = NewInstitution(institution, short, kind, municipality, people["head"], people["head_post"])
    store = Store.create(path)
    try:
        identity = found_institution(store, new, year, people["curator"])
    except Exception:
        store.close()
        path.unlink(missing_ok=True)
        raise
    store.close()
    answer(
        ctx, {"institution": identity, "database": path}, f"База «{path}» начата: {new.short or new.name}, {year} учебный год."
    )
