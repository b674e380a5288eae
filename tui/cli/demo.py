"""``kurator demo``: an invented district to look at."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from tui.cli.session import answer, default_database, json_option, note


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[ПАПКА]")
@click.option("--institutions", type=click.IntRange(1, 5000), default=3, help="Сколько учреждений.")
@click.option("--persons", type=click.IntRange(6, 2000), default=24, help="Сколько людей в учреждении.")
@click.option("--seed", type=int, default=1, help="Число, от которого зависит выдумка.")
@click.option("--no-ui", is_flag=True, help="Не открывать экраны.")
@json_option
@click.pass_context
def demo(ctx: click.Context, folder: Path | None, institutions: int, persons: int, seed: int, no_ui: bool) -> None:
    """Выдуманный район с учреждениями; открывает первое из них."""
    from model.demo import DemoFiles, make_demo
    from sync.demo_keys import enrol_demo

    place = folder or default_database().parent / "demo"
    if folder is None and (place / "district.db").is_file():
        made = DemoFiles(place / "district.db", sorted(place.glob("institution-*.db")))
    else:
        note("Готовлю выдуманные данные…")
        made = make_demo(place, institutions=institutions, persons=persons, seed=seed)
        enrol_demo(made.district, made.institutions, seed)
    document = {"district": made.district, "institutions": made.institutions}
    if no_ui:
        answer(ctx, document, [f"Район: {made.district}", *(f"Учреждение: {path}" for path in made.institutions)])
    else:
        import_module("tui.app").run(made.institutions[0])
