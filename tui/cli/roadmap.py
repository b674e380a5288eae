"""``kurator roadmap`` and ``kurator mark``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.activity import add, delete, edit
from tui.cli.assigning import assign, houses, progress_json, progress_words, unassign
from tui.cli.deadline import span_json
from tui.cli.session import WAITS, DayType, YearType, answer, json_option, note, open_store

if TYPE_CHECKING:
    from model.roadmap_draft import RoadmapDraft
    from model.roadmap_view import OccurrenceView, RoadmapView

_SIGNS = {"closed": "✓", "overdue": "✗", "now": "▪", "ahead": "▫", "undated": "·"}


@click.group()
def roadmap() -> None:
    """Дорожная карта: загрузить, показать, исправить, что пора делать."""


for _command in (add, edit, delete):
    roadmap.add_command(_command)


@roadmap.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="ФАЙЛ")
@click.option("--year", type=YearType(), required=True, help="Учебный год.")
@click.option("--dry-run", is_flag=True, help="Только показать, что прочитано; базе не нужно быть.")
@json_option
@click.pass_context
def import_roadmap(ctx: click.Context, file: Path, year: Any, dry_run: bool) -> None:
    """Загрузить дорожную карту из файла."""
    from model.roadmap_reader import read_roadmap
    from model.roadmaps import save_roadmap
    from model.setup import own_id

    identity = None
    if dry_run:
        draft = read_roadmap(file, year)
    else:
        store = open_store(ctx)
        owner = own_id(store)
        draft = read_roadmap(file, year)
        identity = save_roadmap(store, draft, owner, year)
    document = draft_json(draft, identity)
    words = [
        draft.title or "Без названия",
        f"Этапов {len(draft.stages)}, мероприятий {len(draft.activities)}, сроков {document['occurrences']}, "
        f"не понято строк {len(draft.unread)}.",
        *(f"Вопрос: {question}" for question in draft.questions),
        *(f"Не понято: {line}" for line in draft.unread),
    ]
    answer(ctx, document, words)
    if draft.questions:
        note("Есть что уточнить: посмотрите вопросы.")
        ctx.exit(WAITS)


@roadmap.command()
@click.option("--year", type=YearType(), required=True, help="Учебный год.")
@json_option
@click.pass_context
def standard(ctx: click.Context, year: Any) -> None:
    """Завести дорожную карту из семи обычных этапов."""
    from model.roadmaps import save_roadmap
    from model.setup import own_id
    from model.standard_roadmap import standard_roadmap

    store = open_store(ctx)
    draft = standard_roadmap(year)
    identity = save_roadmap(store, draft, own_id(store), year)
    answer(ctx, draft_json(draft, identity), f"Этапов {len(draft.stages)}, мероприятий {len(draft.activities)}: {identity}")


def draft_json(draft: RoadmapDraft, identity: str | None) -> dict[str, Any]:
    """A roadmap that was read, as ``design/cli.md`` promises it; ``occurrences`` of the whole is their number."""
    activities = [
        {
            "no": activity.no,
            "stage": draft.stages[activity.stage].title,
            "text": activity.text,
            "steps": activity.steps,
            "deadline": activity.deadline.text,
            "kind": activity.deadline.kind,
            "occurrences": [span_json(span) for span in activity.deadline.occurrences],
            "meant": activity.meant,
            "ambiguous": activity.deadline.ambiguous,
            "readings": [[span_json(span) for span in reading] for reading in activity.deadline.readings],
            "warnings": list(activity.deadline.warnings),
            "responsible": activity.responsible,
            "result": activity.result,
            "done": activity.done,
            "extra": activity.extra,
        }
        for activity in draft.activities
    ]
    return {
        "roadmap": identity,
        "title": draft.title,
        "approval": draft.approval,
        "columns": [heading for _, heading in draft.columns],
        "stages": len(draft.stages),
        "stage_titles": [stage.title for stage in draft.stages],
        "activities": activities,
        "occurrences": sum(len(activity.deadline.occurrences) for activity in draft.activities),
        "unread": draft.unread,
        "questions": draft.questions,
        "doubts": [{"activity": place, "sentence": sentence} for place, sentence in draft.doubts],
    }


@roadmap.command("list")
@json_option
@click.pass_context
def list_roadmaps(ctx: click.Context) -> None:
    """Все дорожные карты базы."""
    from model.roadmap_queries import roadmaps

    lines = roadmaps(open_store(ctx), date.today())
    answer(
        ctx,
        [vars(line) for line in lines],
        [f"{x.id}  {x.institution}  {x.years}  {x.done} из {x.total}, просрочено {x.overdue}  {x.title}" for x in lines]
        or ["Дорожных карт нет: загрузите командой kurator roadmap import."],
    )


@roadmap.command()
@click.argument("identity", metavar="[ID]", required=False)
@click.option("--on", type=DayType(), help="На какой день (по умолчанию сегодня).")
@json_option
@click.pass_context
def show(ctx: click.Context, identity: str | None, on: date | None) -> None:
    """Показать дорожную карту; без ID — свою, текущего года."""
    from model.assignments import progress

    view = find_roadmap(ctx, identity, on or date.today())
    assigned = progress(open_store(ctx), view.id)
    words = [view.title]
    for stage in view.stages:
        words.append(f"{stage.no} {stage.title} — {stage.done} из {stage.total}".strip())
        for activity in stage.activities:
            words.append(f"    {activity.text.splitlines()[0]} [{activity.deadline}] {activity.responsible}".rstrip())
            if activity.ambiguous:
                words.append(f"        ? срок можно понять по-разному: kurator roadmap edit {activity.id} --reading N")
            words += [f"        {_SIGNS[o.timing]} {o.label}  {o.id}" for o in activity.occurrences]
            words += [f"        {progress_words(assigned[activity.id])}"] if activity.id in assigned else []
    document = view_json(view)
    for stage in document["stages"]:
        for told in stage["activities"]:
            told["assigned"] = progress_json(assigned.get(told["id"], []))
    answer(ctx, document, words)


def find_roadmap(ctx: click.Context, identity: str | None, on: date) -> RoadmapView:
    """The named roadmap, or the current one; raise ``Refusal`` when there is none."""
    from model.errors import Refusal
    from model.roadmap_queries import roadmap_view
    from model.roadmaps import current_roadmap

    store = open_store(ctx)
    wanted = identity or current_roadmap(store)
    if wanted is None:
        raise Refusal("Дорожной карты на этот год нет: загрузите её командой kurator roadmap import.", "missing")
    return roadmap_view(store, wanted, on)


def view_json(view: RoadmapView) -> dict[str, Any]:
    """A roadmap with its marks."""
    return {
        "roadmap": view.id,
        "institution": view.institution,
        "year": view.year,
        "title": view.title,
        "approval": list(view.approval),
        "columns": [heading for _, heading in view.columns],
        "stages": [
            {
                "id": stage.id,
                "no": stage.no,
                "title": stage.title,
                "done": stage.done,
                "total": stage.total,
                "activities": [
                    {
                        "id": activity.id,
                        "no": activity.no,
                        "text": activity.text,
                        "steps": list(activity.steps),
                        "deadline": activity.deadline,
                        "meant": activity.meant,
                        "kind": activity.kind,
                        "ambiguous": activity.ambiguous,
                        "warnings": list(activity.warnings),
                        "responsible": activity.responsible,
                        "result": activity.result,
                        "extra": activity.extra,
                        "occurrences": [_occurrence_json(o) for o in activity.occurrences],
                    }
                    for activity in stage.activities
                ],
            }
            for stage in view.stages
        ],
    }


def _occurrence_json(occurrence: OccurrenceView) -> dict[str, Any]:
    return {**vars(occurrence), "label": occurrence.label}


@roadmap.command()
@click.argument("identity", metavar="ID")
@click.argument("lines", nargs=-1, metavar="[СТРОКА]...")
@json_option
@click.pass_context
def approval(ctx: click.Context, identity: str, lines: tuple[str, ...]) -> None:
    """Гриф утверждения: строка за строкой («Утверждаю», должность, имя, приказ)."""
    from model.roadmaps import set_approval

    set_approval(open_store(ctx), identity, lines)
    answer(ctx, {"roadmap": identity, "approval": list(lines)}, "Сохранено.")


@roadmap.command()
@click.option("--on", type=DayType(), help="На какой день (по умолчанию сегодня).")
@json_option
@click.pass_context
def due(ctx: click.Context, on: date | None) -> None:
    """Что просрочено и что пора делать."""
    from model.roadmap_queries import due as due_lines
    from model.russian_dates import span_label

    lines = due_lines(open_store(ctx), on or date.today())
    words = [f"{_SIGNS[x.timing]} {span_label(x.start, x.end)}  {x.activity.splitlines()[0]}  {x.occurrence}" for x in lines]
    answer(ctx, [vars(line) for line in lines], words or ["Просроченного и срочного нет."])


@click.command()
@click.argument("occurrence", metavar="СРОК")
@click.option(
    "--state", required=True, type=click.Choice(["done", "partial", "moved", "not-required", "none"]), help="Отметка."
)
@click.option("--date", "done_on", type=DayType(), help="Когда выполнено (для done по умолчанию сегодня).")
@click.option("--evidence", help="Подтверждение: документ, ссылка.")
@click.option("--note", "remark", help="Примечание.")
@json_option
@click.pass_context
def mark(
    ctx: click.Context, occurrence: str, state: str, done_on: date | None, evidence: str | None, remark: str | None
) -> None:
    """Отметить один срок одного мероприятия (ID из roadmap show)."""
    from model.marks import set_mark

    when: Any = done_on or (date.today() if state == "done" else None if state == "none" else ...)
    set_mark(open_store(ctx), occurrence, state=state, done_on=when, evidence=evidence, note=remark)
    answer(ctx, {"occurrence": occurrence, "state": state}, "Отметка сохранена.")


for _command in (assign, unassign, houses):
    roadmap.add_command(_command)
