"""``kurator survey``: questionnaires, sheets from paper, results, SWOT."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.session import WAITS, DayType, YearType, answer, json_option, note, open_store, wants_json

if TYPE_CHECKING:
    from model.survey_results import ItemResult, Measure

_ROLES = click.Choice(["mentor", "mentee"])
_SIDES = click.Choice(["strength", "weakness", "opportunity", "threat"])


@click.group()
def survey() -> None:
    """Анкеты: типовые и свои, ввод с бумаги, сравнение до и после, SWOT."""


@survey.command()
@click.option("--role", type=_ROLES, help="Только для этой роли (по умолчанию для обеих).")
@json_option
@click.pass_context
def standard(ctx: click.Context, role: str | None) -> None:
    """Завести типовые анкеты на текущий учебный год."""
    from model.standard_questionnaires import add_standard

    written = add_standard(open_store(ctx), role or "")
    answer(ctx, {"questionnaires": written}, [f"Заведено анкет: {len(written)}.", *written])


@survey.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="ФАЙЛ")
@json_option
@click.pass_context
def load(ctx: click.Context, file: Path) -> None:
    """Загрузить свою анкету из файла JSON."""
    from model.questionnaires import create_questionnaire, read_questionnaire

    store = open_store(ctx)
    identity = create_questionnaire(store, read_questionnaire(file))
    answer(ctx, {"questionnaire": identity}, f"Анкета загружена: {identity}")


@survey.command("list")
@click.option("--year", type=YearType(), help="Только этот учебный год.")
@json_option
@click.pass_context
def list_questionnaires(ctx: click.Context, year: Any) -> None:
    """Список анкет и сколько листов введено."""
    from model.questionnaires import RESPONDENTS, questionnaires

    lines = questionnaires(open_store(ctx), str(year) if year else "")
    words = [
        f"{x.id}  {x.years}  {x.title} ({RESPONDENTS.get(x.role, x.role)}{', без имён' if x.anonymous else ''})  "
        f"вопросов {x.items}, листов до {x.before}, после {x.after}"
        for x in lines
    ]
    answer(ctx, [vars(line) for line in lines], words or ["Анкет нет: заведите типовые командой kurator survey standard."])


@survey.command()
@click.argument("identity", metavar="ID")
@json_option
@click.pass_context
def show(ctx: click.Context, identity: str) -> None:
    """Показать вопросы анкеты по порядку ввода."""
    from model.questionnaires import BLOCKS, SCALES, questionnaire_view

    view = questionnaire_view(open_store(ctx), identity)
    words = [f"{view.title}, {view.years}" + (", без имён" if view.anonymous else "")]
    for moment, title in (("before", "До начала"), ("after", "После")):
        words.append(f"{title}: " + ("" if view.asked(moment) else "не заполняют"))
        words += [
            f"  {number}. {item.text} [{SCALES.get(item.scale, item.scale)}"
            f"{': ' + ' / '.join(item.options) if item.options else ''}; {BLOCKS.get(item.block, item.block)}]"
            for number, item in enumerate(view.asked(moment), start=1)
        ]
    answer(ctx, {**vars(view), "items": [vars(item) for item in view.items]}, words)


@survey.command()
@click.argument("identity", metavar="ID")
@click.option("--moment", required=True, type=click.Choice(["before", "after"]), help="До начала работы или после.")
@click.option("--file", "source", required=True, metavar="ФАЙЛ", help="Строки с ответами; «-» — со стандартного ввода.")
@click.option("--anonymous", is_flag=True, help="Вместо имени — шифр листа или «-».")
@click.option("--skip-bad", is_flag=True, help="Записать верные строки, остальные перечислить.")
@click.option("--on", type=DayType(), help="Когда заполняли (по умолчанию сегодня).")
@json_option
@click.pass_context
def enter(
    ctx: click.Context, identity: str, moment: str, source: str, anonymous: bool, skip_bad: bool, on: date | None
) -> None:
    """Ввести листы с бумаги: строка на лист.

    Сначала имя (или id, или шифр), затем ответы по порядку вопросов через «;» или табуляцию; «-» — нет ответа.
    До начала заполняют только парные вопросы, после — все (порядок: kurator survey show).
    """
    from model.survey_sheets import BadLines, decoded_lines, enter_sheets, read_lines

    store = open_store(ctx)
    lines = decoded_lines(sys.stdin.buffer.read()) if source == "-" else read_lines(Path(source))
    day = on or date.today()
    try:
        entry = enter_sheets(store, identity, moment, lines, on=day, anonymous=anonymous, skip_bad=skip_bad)
    except BadLines as bad:
        if not wants_json(ctx):
            raise
        told = [vars(one) for one in bad.problems]
        answer(ctx, {"error": {"code": bad.code, "message": bad.sentence}, "problems": told}, [])
        note(bad.sentence)
        ctx.exit(1)
    problems = [vars(one) for one in entry.problems]
    answer(
        ctx,
        {"sheets": entry.sheets, "answers": entry.answers, "problems": problems},
        f"Введено листов: {entry.sheets}, ответов: {entry.answers}.",
    )
    for one in entry.problems:
        note(f"Строка {one.line} пропущена: {one.message}.")
    if entry.problems:
        ctx.exit(WAITS)


@survey.command()
@click.argument("identity", metavar="ID")
@json_option
@click.pass_context
def result(ctx: click.Context, identity: str) -> None:
    """Результаты анкеты: до, после, разница."""
    from model.survey_results import survey_result

    found = survey_result(open_store(ctx), identity)
    document = {
        "questionnaire": identity,
        "title": found.questionnaire.title,
        "role": found.questionnaire.role,
        "years": found.questionnaire.years,
        "sheets": {"before": found.sheets_before, "after": found.sheets_after, "named": found.named},
        "items": [_item_json(item) for item in found.items],
    }
    words = [found.questionnaire.title, f"Листов: до {found.sheets_before}, после {found.sheets_after}."]
    for item in found.items:
        words += _item_words(item)
    answer(ctx, document, words)


def _item_json(one: ItemResult) -> dict[str, Any]:
    return {
        "code": one.item.code,
        "text": one.item.text,
        "scale": one.item.scale,
        "block": one.item.block,
        "before": vars(one.before),
        "after": vars(one.after),
        "compared": {"by": one.by, "pairs": one.pairs, "before": one.before_mean, "after": one.after_mean} if one.by else None,
        "delta": one.delta,
        "open": [{"moment": moment, "text": text} for moment, text in one.open_answers],
    }


def _item_words(one: ItemResult) -> list[str]:
    from model.questionnaires import MOMENTS

    words = [f"{one.item.position}. {one.item.text}"]
    for title, measure in (("до", one.before), ("после", one.after)):
        if measure.count and one.item.scale != "open":
            words.append(f"    {title}: ответов {measure.count}{_mean_words(one, measure)}  {_counts(measure)}")
    if one.delta is not None:
        how = f"по людям, их {one.pairs}" if one.by == "person" else "по средним групп"
        shown = f"{one.delta * 100:+.0f} п. п." if one.item.scale == "yesno" else f"{one.delta:+.2f}".replace(".", ",")
        words.append(f"    изменение {shown} ({how})")
    return words + [f"    {MOMENTS.get(moment, moment)}: {text}" for moment, text in one.open_answers]


def _mean_words(one: ItemResult, measure: Measure) -> str:
    if measure.mean is None:
        return ""
    if one.item.scale == "yesno":
        return f", «да» {measure.mean * 100:.0f} %"
    return f", среднее {measure.mean:.2f}".replace(".", ",")


def _counts(measure: Measure) -> str:
    return ", ".join(f"{value} — {count}" for value, count in measure.distribution.items() if count)


@survey.group("swot")
def swot_group() -> None:
    """SWOT: сильные и слабые стороны, возможности, угрозы."""


@swot_group.command()
@click.option("--side", required=True, type=_SIDES, help="Сторона.")
@click.option("--text", required=True, help="Текст.")
@json_option
@click.pass_context
def add(ctx: click.Context, side: str, text: str) -> None:
    """Добавить строку в текущий учебный год."""
    from model.swot import add_swot

    identity = add_swot(open_store(ctx), side, text)
    answer(ctx, {"note": identity}, f"Добавлено: {identity}")


@swot_group.command("list")
@click.option("--year", type=YearType(), help="Учебный год (по умолчанию текущий).")
@json_option
@click.pass_context
def list_notes(ctx: click.Context, year: Any) -> None:
    """Строки SWOT."""
    from model.swot import SIDES, swot

    lines = swot(open_store(ctx), str(year) if year else "")
    words = []
    for side, title in SIDES.items():
        chosen = [line for line in lines if line.side == side]
        words += [f"{title.capitalize()}:", *(f"  {line.position}. {line.text}" for line in chosen)] if chosen else []
    answer(ctx, [vars(line) for line in lines], words or ["Строк нет: добавьте командой kurator survey swot add."])
