"""``kurator person import``, ``duplicates``, ``link``, ``unlink``: staff lists, and records of one person."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.session import WAITS, answer, json_option, note, open_store

if TYPE_CHECKING:
    from model.staff_preview import Preview, PreviewRow


def _decisions(_ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[int, str]:
    decided = {}
    for value in values:
        number, sign, word = value.partition("=")
        if not sign or not number.isdecimal() or not word:
            raise click.BadParameter("нужно НОМЕР=new, НОМЕР=skip или НОМЕР=ID человека.", param=param)
        decided[int(number)] = word
    return decided


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="ФАЙЛ")
@click.option("--dry-run", is_flag=True, help="Только показать; не записывать даже с --yes.")
@click.option("--yes", is_flag=True, help="Записать новых и изменения.")
@click.option(
    "--accept", multiple=True, metavar="НОМЕР=ЧТО", callback=_decisions,
    help="Решение о строке по её номеру: new, skip или ID человека; можно несколько.",
)  # fmt: skip
@json_option
@click.pass_context
def import_staff(ctx: click.Context, file: Path, dry_run: bool, yes: bool, accept: dict[int, str]) -> None:
    """Загрузить список сотрудников (xlsx, xls, ods, csv): сначала показ, запись с --yes."""
    from model.setup import own_id
    from model.staff_list import read_staff
    from model.staff_preview import apply, preview

    store = open_store(ctx)
    own_id(store)
    shown = preview(store, read_staff(file))
    count = apply(store, shown, accept) if yes and not dry_run else 0
    written = yes and not dry_run
    answer(ctx, {**preview_json(shown), "written": written, "people": count}, _words(shown, written, count))
    first = len(shown.new) + len(shown.changed) + 1
    undecided = [number for number, _ in enumerate(shown.doubtful, first) if number not in accept]
    problems = [row for row in shown.unread if row.kind == "problem"]
    if undecided or problems:
        note(f"Ждут решения: сомнительных строк {len(undecided)}, непонятых {len(problems)}.")
        ctx.exit(WAITS)


def preview_json(shown: Preview) -> dict[str, Any]:
    """A preview as ``design/cli.md`` and the brief promise it; ``no`` is the number for ``--accept``."""
    sizes = (0, len(shown.new), len(shown.new) + len(shown.changed))
    new, changed, doubtful = (
        [_row_json(no, item) for no, item in enumerate(items, first + 1)]
        for first, items in zip(sizes, (shown.new, shown.changed, shown.doubtful), strict=True)
    )
    return {
        "new": new,
        "changed": changed,
        "same": len(shown.same),
        "doubtful": doubtful,
        "unread": [
            {"sheet": x.place.sheet, "row": x.place.row, "kind": x.kind, "why": x.why, "text": x.text} for x in shown.unread
        ],
        "unknown_columns": shown.unknown,
        "source_rows": shown.source_rows,
    }


def _row_json(no: int, item: PreviewRow) -> dict[str, Any]:
    row = item.row
    told: dict[str, Any] = {
        "no": no, "sheet": row.place.sheet, "row": row.place.row, "name": row.name, "fields": row.fields,
        "remarks": list(row.remarks),
    }  # fmt: skip
    if item.person:
        told |= {"person": item.person, "changes": [vars(change) for change in item.changes]}
    if item.why:
        told |= {"why": item.why, "candidates": [vars(candidate) for candidate in item.candidates]}
    return told


def _words(shown: Preview, written: bool, count: int) -> list[str]:
    from model.persons import FIELDS
    from model.russian_dates import show_date

    def plain(value: object) -> str:
        return show_date(value) if isinstance(value, date) else str(value or "пусто")

    number, words = 0, []
    for title, items in (("Новые", shown.new), ("Изменятся", shown.changed), ("Сомнительные", shown.doubtful)):
        if items:
            words.append(f"{title}: {len(items)}")
        for item in items:
            number += 1
            changes = "; ".join(f"{FIELDS[x.field].lower()}: {plain(x.old)} → {plain(x.new)}" for x in item.changes)
            words.append(
                "  ".join(part for part in (f"{number:4}. {item.row.name}", changes, item.why, *item.row.remarks) if part)
            )
            words += [f"        {candidate.person}  {candidate.name}" for candidate in item.candidates]
    words.append(f"Без изменений: {len(shown.same)}")
    if shown.unread:
        words.append(f"Не взяты строки: {len(shown.unread)}")
        words += [f"      {row.place}: {row.why} {row.text}" for row in shown.unread]
    if shown.unknown:
        words.append("Не взяты колонки: " + ", ".join(shown.unknown))
    words.append(f"Записано людей: {count}; отменить: kurator undo." if written else "Ничего не записано: добавьте --yes.")
    return words


@click.command()
@json_option
@click.pass_context
def duplicates(ctx: click.Context) -> None:
    """Кто, возможно, записан дважды."""
    from model.duplicates import suggest_duplicates

    pairs = suggest_duplicates(open_store(ctx))
    words = [
        f"{'!' if pair.strong else ' '} {pair.one_name} ({pair.one_institution}) — {pair.other_name} "
        f"({pair.other_institution}): {', '.join(pair.reasons)}  {pair.one} {pair.other}"
        for pair in pairs
    ]
    answer(ctx, [vars(pair) for pair in pairs], words or ["Похожих людей нет."])


@click.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@json_option
@click.pass_context
def link(ctx: click.Context, one: str, other: str) -> None:
    """Сказать, что две записи — один человек: считаться он будет один раз."""
    from model.duplicates import link as join

    join(open_store(ctx), one, other)
    answer(ctx, {"one": one, "other": other, "same": True}, "Записано: один человек; отменить: kurator undo.")


@click.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@click.option("--different", is_flag=True, help="Сказать «не один человек»: больше не предлагать.")
@json_option
@click.pass_context
def unlink(ctx: click.Context, one: str, other: str, different: bool) -> None:
    """Снять решение о двух записях."""
    from model.duplicates import unlink as part

    part(open_store(ctx), one, other, different)
    told = "Записано: не один человек." if different else "Решение снято."
    answer(ctx, {"one": one, "other": other, "same": False if different else None}, told)
