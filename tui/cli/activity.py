"""``kurator roadmap add | edit | delete``: rows of the roadmap, and what their deadlines mean."""

from __future__ import annotations

from typing import Any

import click

from tui.cli.session import WAITS, answer, json_option, note, open_store

_ID = click.argument("identity", metavar="МЕРОПРИЯТИЕ")


@click.command()
@click.argument("stage", metavar="ЭТАП")
@click.argument("text", metavar="ТЕКСТ")
@click.option("--deadline", default="", metavar="СРОК", help="Срок словами: «ноябрь, март», «до 2.10».")
@click.option("--meant", default="", metavar="СРОК", help="Как понимать срок, если слова непонятны.")
@click.option("--responsible", default="", metavar="КТО", help="Ответственный.")
@json_option
@click.pass_context
def add(ctx: click.Context, stage: str, text: str, deadline: str, meant: str, responsible: str) -> None:
    """Добавить мероприятие в конец этапа (ID этапа из roadmap show --json)."""
    from model.roadmaps import add_activity

    store = open_store(ctx)
    identity = add_activity(store, stage, text, deadline, responsible, deadline_meant=meant)
    _tell(ctx, identity)


@click.command()
@_ID
@click.option("--text", metavar="ТЕКСТ", help="Что сделать.")
@click.option("--deadline", metavar="СРОК", help="Срок словами, как в документе.")
@click.option("--meant", metavar="СРОК", help="Как понимать срок; пустая строка — как написано.")
@click.option(
    "--reading", type=click.IntRange(1), metavar="N", help="Взять прочтение № N срока, который можно понять по-разному."
)
@click.option("--responsible", metavar="КТО", help="Ответственный.")
@click.option("--result", metavar="ТЕКСТ", help="Ожидаемый результат.")
@click.option("--drop-marks", is_flag=True, help="Согласиться, что отметки прежних дней пропадут.")
@json_option
@click.pass_context
def edit(ctx: click.Context, /, identity: str, reading: int | None, drop_marks: bool, **fields: Any) -> None:
    """Исправить мероприятие: текст, срок, как срок понимать."""
    from model.deadline_choice import choose_reading
    from model.roadmaps import edit_activity

    given = {name: value for name, value in fields.items() if value is not None}
    if reading is not None and {"deadline", "meant"} & given.keys():
        raise click.UsageError("Назовите что-то одно: --reading или --deadline с --meant.")
    if reading is None and not given:
        raise click.UsageError("Назовите, что исправить: --text, --deadline, --meant, --reading, --responsible, --result.")
    if "meant" in given:
        given["deadline_meant"] = given.pop("meant")
    store = open_store(ctx)
    with store.transaction("Правка мероприятия"):
        if given:
            edit_activity(store, identity, drop_marks=drop_marks, **given)
        if reading is not None:
            choose_reading(store, identity, reading, drop_marks=drop_marks)
    _tell(ctx, identity)


@click.command()
@_ID
@json_option
@click.pass_context
def delete(ctx: click.Context, identity: str) -> None:
    """Удалить мероприятие с его отметками (kurator undo вернёт)."""
    from model.roadmaps import delete_activity

    delete_activity(open_store(ctx), identity)
    answer(ctx, {"activity": identity}, "Удалено. Вернуть: kurator undo.")


def _tell(ctx: click.Context, identity: str) -> None:
    """The activity as it is now, with how its deadline is understood; exit 3 while it can be understood in several ways."""
    from datetime import date

    from model.deadline_choice import labels_of_activity
    from model.roadmap_queries import activity_view

    store = open_store(ctx)
    view = activity_view(store, identity, date.today())
    readings = labels_of_activity(store, view)
    days = ", ".join(one.label for one in view.occurrences)
    document = {
        "activity": view.id,
        "text": view.text,
        "deadline": view.deadline,
        "meant": view.meant,
        "kind": view.kind,
        "occurrences": [vars(one) | {"label": one.label} for one in view.occurrences],
        "ambiguous": view.ambiguous,
        "readings": readings,
        "warnings": list(view.warnings),
        "responsible": view.responsible,
        "result": view.result,
    }
    words = [f"{view.id}  {view.text.splitlines()[0]}", f"Срок: {view.deadline or 'не указан'} → {days}"]
    words += [f"  Внимание: {warning}" for warning in view.warnings]
    words += [f"  Прочтение {number}: {label}" for number, label in enumerate(readings, 1)]
    answer(ctx, document, words)
    if view.ambiguous:
        note(f"Срок можно понять по-разному: kurator roadmap edit {view.id} --reading N.")
        ctx.exit(WAITS)
