"""``kurator roadmap assign``, ``unassign``, ``houses``: the district's activities that institutions have to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tui.cli.session import answer, json_option, open_store

if TYPE_CHECKING:
    from model.assignments import Progress
    from model.store import Store


@click.command()
@json_option
@click.pass_context
def houses(ctx: click.Context) -> None:
    """Учреждения района и их id."""
    from model.assignments import institutions_here

    found = institutions_here(open_store(ctx))
    document = [{"institution": identity, "name": name} for identity, name in found]
    answer(ctx, document, [f"{identity}  {name}" for identity, name in found] or ["Учреждений ещё нет: примите их файлы."])


def _wanted(store: Store, to: Sequence[str], everybody: bool) -> list[str]:
    from model.assignments import institutions_here

    if everybody:
        return [identity for identity, _ in institutions_here(store)]
    if not to:
        raise click.UsageError("Назовите учреждения: --to ID (можно несколько раз) или --all.")
    return list(to)


_TO = click.option("--to", multiple=True, metavar="УЧРЕЖДЕНИЕ", help="Кому: id учреждения; можно несколько.")
_ALL = click.option("--all", "everybody", is_flag=True, help="Всем учреждениям района.")


@click.command()
@click.argument("activities", nargs=-1, required=True, metavar="МЕРОПРИЯТИЕ...")
@_TO
@_ALL
@json_option
@click.pass_context
def assign(ctx: click.Context, activities: tuple[str, ...], to: tuple[str, ...], everybody: bool) -> None:
    """Поручить мероприятия района учреждениям: уйдут с файлом export --scope directive."""
    from model.assignments import assign as write

    store = open_store(ctx)
    wanted = _wanted(store, to, everybody)
    made = write(store, activities, wanted, date.today())
    answer(ctx, {"activities": list(activities), "institutions": wanted, "assigned": made}, f"Новых поручений: {made}.")


@click.command()
@click.argument("activities", nargs=-1, required=True, metavar="МЕРОПРИЯТИЕ...")
@_TO
@_ALL
@json_option
@click.pass_context
def unassign(ctx: click.Context, activities: tuple[str, ...], to: tuple[str, ...], everybody: bool) -> None:
    """Снять поручения; отметки, которые уже сделаны, остаются."""
    from model.assignments import unassign as take_back

    store = open_store(ctx)
    wanted = _wanted(store, to, everybody)
    taken = take_back(store, activities, wanted)
    answer(ctx, {"activities": list(activities), "institutions": wanted, "taken": taken}, f"Снято поручений: {taken}.")


def progress_json(progress: Sequence[Progress]) -> list[dict[str, Any]]:
    """Who has to do an activity and how far it is."""
    return [{**vars(one), "done": one.done} for one in progress]


def progress_words(progress: Sequence[Progress]) -> str:
    """«выполнили 3 из 5 учреждений», with who has not."""
    left = [one.name for one in progress if not one.done]
    told = f"выполнили {len(progress) - len(left)} из {len(progress)} учреждений"
    return f"{told}; ещё нет: {', '.join(left)}" if left else told
