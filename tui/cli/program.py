"""``kurator program``: personalised programmes, their plans, extensions and ends."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tui.cli.session import DayType, answer, json_option, note, open_store

if TYPE_CHECKING:
    from model.programme_queries import MeasureLine
    from model.written import Written

_ON = click.option("--on", type=DayType(), help="На какой день (по умолчанию сегодня).")
_STATES = click.Choice(["done", "partial", "moved", "not-required", "none"])


@click.group()
def program() -> None:
    """Персонализированные программы."""


def split_note(pairs: tuple[str, ...]) -> dict[str, str]:
    """``("aims=Освоить …",)`` → ``{"aims": "Освоить …"}``."""
    fields = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise click.UsageError(f"«{pair}»: напишите РАЗДЕЛ=ТЕКСТ, например aims=Освоить методику.")
        fields[name.strip().replace("-", "_")] = text
    return fields


def tell_written(ctx: click.Context, name: str, written: Written, words: str) -> None:
    """Answer with the id of what was written; warnings go to stderr and into the JSON document."""
    for warning in written.warnings:
        note(warning)
    answer(ctx, {name: written.id, "warnings": list(written.warnings)}, f"{words}: {written.id}")


@program.command()
@click.argument("pair", metavar="ПАРА")
@click.option("--title", required=True, metavar="ТЕКСТ", help="Название программы.")
@click.option("--start", required=True, type=DayType(), help="Первый день.")
@click.option("--end", required=True, type=DayType(), help="Последний день.")
@click.option("--note", "notes", multiple=True, metavar="РАЗДЕЛ=ТЕКСТ", help="Раздел пояснительной записки; можно несколько.")
@json_option
@click.pass_context
def create(ctx: click.Context, pair: str, title: str, start: date, end: date, notes: tuple[str, ...]) -> None:
    """Составить программу пары или группы."""
    from model.programmes import start_programme

    fields = split_note(notes)
    written = start_programme(open_store(ctx), pair, title, start, end, note=fields)
    tell_written(ctx, "programme", written, "Программа составлена")


@program.command("note")
@click.argument("programme", metavar="ПРОГРАММА")
@click.argument("fields", nargs=-1, metavar="[РАЗДЕЛ=ТЕКСТ]...")
@click.option("--title", metavar="ТЕКСТ", help="Новое название.")
@click.option("--start", type=DayType(), help="Новый первый день.")
@click.option("--end", type=DayType(), help="Новый последний день (до первого продления).")
@json_option
@click.pass_context
def write_note(
    ctx: click.Context, programme: str, fields: tuple[str, ...], title: str | None, start: date | None, end: date | None
) -> None:
    """Заполнить пояснительную записку: problem, aims, tasks, content, interim_results, planned_results, timetable, mode, conditions."""  # noqa: E501
    from model.programmes import edit_programme

    changes = split_note(fields)
    written = edit_programme(open_store(ctx), programme, changes, title=title, start=start, end=end)
    tell_written(ctx, "programme", written, "Сохранено")


@program.command()
@click.argument("programme", metavar="ПРОГРАММА")
@click.option("--measure", required=True, metavar="ТЕКСТ", help="Что сделать.")
@click.option("--deadline", required=True, metavar="СЛОВА", help="Срок словами: «до 10 ноября», «ноябрь, март».")
@click.option("--direction", default="", metavar="ТЕКСТ", help="Направление.")
@click.option("--form", default="", metavar="ТЕКСТ", help="Форма мероприятия.")
@click.option("--expected", default="", metavar="ТЕКСТ", help="Ожидаемый результат.")
@click.option("--responsible", default="", metavar="ТЕКСТ", help="Кто отвечает.")
@json_option
@click.pass_context
def plan(ctx: click.Context, /, programme: str, **fields: str) -> None:
    """Добавить мероприятие в план."""
    from model.programme_plan import PlannedMeasure, add_measure

    written = add_measure(open_store(ctx), programme, PlannedMeasure(**fields))
    tell_written(ctx, "measure", written, "Мероприятие добавлено")


@program.command()
@click.argument("measure", metavar="МЕРОПРИЯТИЕ")
@click.option("--text", metavar="ТЕКСТ", help="Что сделать.")
@click.option("--deadline", metavar="СЛОВА", help="Срок словами.")
@click.option("--direction", metavar="ТЕКСТ", help="Направление.")
@click.option("--form", metavar="ТЕКСТ", help="Форма мероприятия.")
@click.option("--expected", metavar="ТЕКСТ", help="Ожидаемый результат.")
@click.option("--responsible", metavar="ТЕКСТ", help="Кто отвечает.")
@click.option("--place", type=int, metavar="НОМЕР", help="Новое место в плане, с 1.")
@click.option("--delete", is_flag=True, help="Убрать мероприятие из плана.")
@json_option
@click.pass_context
def change(ctx: click.Context, /, measure: str, place: int | None, delete: bool, **fields: str | None) -> None:
    """Изменить, переставить или убрать мероприятие плана."""
    from model.programme_plan import delete_measure, edit_measure, move_measure
    from model.written import Written

    given = {name: value for name, value in fields.items() if value is not None}
    if delete and (given or place is not None):
        raise click.UsageError("--delete не сочетается с другими параметрами.")
    if not delete and not given and place is None:
        raise click.UsageError("Назовите, что изменить, например --deadline «до 10 ноября».")
    store = open_store(ctx)
    written = Written(measure)
    with store.transaction("Правка мероприятия программы"):
        if delete:
            delete_measure(store, measure)
        if given:
            written = edit_measure(store, measure, **given)
        if place is not None:
            move_measure(store, measure, place)
    tell_written(ctx, "measure", written, "Убрано" if delete else "Сохранено")


def _line(line: MeasureLine) -> str:
    from model.roadmap_view import MARK_STATE_NAMES

    late = ", просрочено" if line.timing == "overdue" else ""
    return f"{line.no}. {line.id}  {line.measure}  {line.deadline}  {MARK_STATE_NAMES.get(line.state, line.state)}{late}"


@program.command()
@click.argument("programme", metavar="ПРОГРАММА")
@_ON
@json_option
@click.pass_context
def measures(ctx: click.Context, programme: str, on: date | None) -> None:
    """План мероприятий с отметками."""
    from model.programme_queries import measures as plan_of

    lines = plan_of(open_store(ctx), programme, on or date.today())
    answer(ctx, [asdict(line) for line in lines], [_line(line) for line in lines] or ["План пуст."])


@program.command()
@click.argument("measure", metavar="МЕРОПРИЯТИЕ")
@click.option("--state", required=True, type=_STATES, help="Отметка.")
@click.option("--date", "done_on", type=DayType(), help="Когда сделано.")
@click.option("--evidence", metavar="ТЕКСТ", help="Подтверждение.")
@click.option("--remark", metavar="ТЕКСТ", help="Замечание наставника.")
@json_option
@click.pass_context
def mark(ctx: click.Context, measure: str, state: str, done_on: date | None, evidence: str | None, remark: str | None) -> None:
    """Отметить мероприятие плана."""
    from model.programme_plan import tick_measure

    tick_measure(open_store(ctx), measure, state, done_on=done_on, evidence=evidence, remark=remark)
    answer(ctx, {"measure": measure, "state": state}, "Отмечено.")


@program.command()
@click.argument("programme", metavar="ПРОГРАММА")
@click.option("--until", required=True, type=DayType(), help="Новый последний день.")
@click.option("--reason", required=True, metavar="ТЕКСТ", help="Причина.")
@click.option("--document", default="", metavar="ТЕКСТ", help="Приказ или решение.")
@click.option("--on", type=DayType(), help="Когда решено (по умолчанию сегодня).")
@json_option
@click.pass_context
def extend(ctx: click.Context, programme: str, until: date, reason: str, document: str, on: date | None) -> None:
    """Продлить программу."""
    from model.programme_terms import extend_programme

    written = extend_programme(open_store(ctx), programme, until, reason, decided_on=on or date.today(), document=document)
    tell_written(ctx, "programme", written, "Продлена")


@program.command()
@click.argument("programme", metavar="ПРОГРАММА")
@click.option("--kind", required=True, type=click.Choice(["full", "participants", "curator"]), help="Как завершена.")
@click.option("--initiator", default="", type=click.Choice(["", "mentor", "mentee", "both", "curator"]), help="Чья инициатива.")
@click.option("--reason", default="", metavar="ТЕКСТ", help="Причина.")
@click.option("--on", type=DayType(), help="Когда завершена (по умолчанию сегодня).")
@json_option
@click.pass_context
def end(ctx: click.Context, programme: str, kind: str, initiator: str, reason: str, on: date | None) -> None:
    """Завершить программу: в полном объёме, по инициативе участников или куратора."""
    from model.programme_terms import end_programme

    day = on or date.today()
    end_programme(open_store(ctx), programme, kind, on=day, initiator=initiator, reason=reason)
    answer(ctx, {"programme": programme, "kind": kind, "ended_on": day}, "Завершена.")


@program.command()
@click.argument("programme", metavar="ПРОГРАММА")
@click.option("--reason", required=True, metavar="ТЕКСТ", help="Причина.")
@json_option
@click.pass_context
def reopen(ctx: click.Context, programme: str, reason: str) -> None:
    """Возобновить завершённую программу."""
    from model.programme_terms import reopen_programme

    reopen_programme(open_store(ctx), programme, reason, on=date.today())
    answer(ctx, {"programme": programme, "ended_on": None}, "Возобновлена.")


@program.command("list")
@_ON
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


@program.command()
@click.argument("programme", metavar="ПРОГРАММА")
@_ON
@json_option
@click.pass_context
def show(ctx: click.Context, programme: str, on: date | None) -> None:
    """Показать программу: записка, план, выполнение по направлениям, продления."""
    from model.programme_queries import programme_sheet
    from model.programme_terms import END_KINDS
    from model.programmes import NOTE_FIELDS
    from model.russian_dates import show_date

    sheet = programme_sheet(open_store(ctx), programme, on or date.today())
    words = [
        sheet.title,
        f"{', '.join(sheet.mentors)} – {', '.join(sheet.mentees)}, {sheet.years}",
        f"Срок: {show_date(sheet.start)} – {show_date(sheet.end)}",
        *(f"Продлена до {show_date(one.until)}: {one.reason} {one.document}".strip() for one in sheet.extensions),
        *(f"{NOTE_FIELDS[name]}: {text}" for name, text in sheet.note.items() if text),
        *(_line(line) for line in sheet.plan),
        *(
            f"{one.direction or 'без направления'}: {one.done} из {one.due}, всего {one.total}, просрочено {one.overdue}"
            for one in sheet.by_direction
        ),
    ]
    if sheet.ended_on:
        words.append(f"Завершена {show_date(sheet.ended_on)}: {END_KINDS.get(sheet.end_kind, '')} {sheet.end_reason}".strip())
    if sheet.published_on:
        words.append(f"Результаты опубликованы {show_date(sheet.published_on)}")
    document: dict[str, Any] = {"programme": sheet.id, **asdict(sheet)}
    del document["id"]
    answer(ctx, document, words)


@program.command()
@click.argument("programme", metavar="ПРОГРАММА")
@click.option("--place", required=True, metavar="ТЕКСТ", help="Где опубликовано.")
@click.option("--link", default="", metavar="ССЫЛКА", help="Ссылка.")
@click.option("--on", type=DayType(), help="Когда опубликовано (по умолчанию сегодня).")
@json_option
@click.pass_context
def publish(ctx: click.Context, programme: str, place: str, link: str, on: date | None) -> None:
    """Записать публикацию результатов завершённой программы."""
    from model.publications import publish_programme

    written = publish_programme(open_store(ctx), programme, place, on or date.today(), link)
    tell_written(ctx, "publication", written, "Публикация записана")
