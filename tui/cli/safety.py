"""``kurator undo``, ``redo``, ``imports``, ``undo-merge``, ``clockfix``, ``check``, ``backup``, ``restore``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.session import DayType, answer, database_path, json_option, note, open_store, wants_json

if TYPE_CHECKING:
    from model.clock_fix import Clock


@click.command()
@click.argument("times", type=click.IntRange(1, 1000), required=False, metavar="[СКОЛЬКО]")
@click.option("--action", "number", type=click.IntRange(1), metavar="НОМЕР", help="Не последнее, а это (kurator journal).")
@json_option
@click.pass_context
def undo(ctx: click.Context, times: int | None, number: int | None) -> None:
    """Отменить последние действия этого ноутбука или одно любое по его номеру."""
    from model.journal import undo as take_back
    from model.undo_by_number import undo_action

    times = _times(times, number)
    store = open_store(ctx)
    if number is not None:
        deed = undo_action(store, number)
        again = deed.number != number
        told = f"{'Повторено' if again else 'Отменено'}: № {deed.number} {deed.label}"
        answer(ctx, {"redone" if again else "undone": [deed.label], "action": deed.number}, told)
        return
    done = [take_back(store) for _ in range(times)]
    answer(ctx, {"undone": done}, [f"Отменено: {label}" for label in done])


@click.command()
@click.argument("times", type=click.IntRange(1, 1000), required=False, metavar="[СКОЛЬКО]")
@click.option("--action", "number", type=click.IntRange(1), metavar="НОМЕР", help="Не последнее, а это (kurator journal).")
@json_option
@click.pass_context
def redo(ctx: click.Context, times: int | None, number: int | None) -> None:
    """Повторить отменённое."""
    from model.journal import redo as do_again
    from model.undo_by_number import redo_action

    times = _times(times, number)
    store = open_store(ctx)
    if number is not None:
        deed = redo_action(store, number)
        answer(ctx, {"redone": [deed.label], "action": deed.number}, f"Повторено: № {deed.number} {deed.label}")
        return
    done = [do_again(store) for _ in range(times)]
    answer(ctx, {"redone": done}, [f"Повторено: {label}" for label in done])


def _times(times: int | None, number: int | None) -> int:
    """How many steps: one unless said otherwise; a number of an action says which one."""
    if times is not None and number is not None:
        raise click.UsageError("Назовите одно: сколько последних действий или номер одного (--action).")
    return times or 1


@click.command()
@json_option
@click.pass_context
def imports(ctx: click.Context) -> None:
    """Какие файлы приняты, что они принесли и можно ли отменить приём."""
    from sync.imports import imports as listed
    from sync.withdrawal import hindrances

    store = open_store(ctx)
    why = hindrances(store)
    document = [asdict(one) | {"hindrance": why[one.number]} for one in listed(store)]
    words = [_import_words(one) for one in document]
    answer(ctx, document, words or ["Файлов ещё не принимали."])


_SCOPES = {"own": "полная копия", "district": "для района", "directive": "от района", "receipt": "квитанция"}


def _import_words(one: dict[str, Any]) -> str:
    scope = _SCOPES.get(one["scope"], one["scope"])
    told = f"№ {one['number']}  {one['imported_at']}  {one['name']}, {scope}, файл № {one['file_number']}: "
    if one["undone_at"]:
        return f"{told}приём отменён {one['undone_at']}"
    told += f"новых {one['new']}, изменено {one['changed']}, расхождений {one['conflicts']}"
    return f"{told}. {one['hindrance']}" if one["hindrance"] else f"{told}. Можно отменить."


@click.command("undo-merge")
@click.argument("number", required=False, type=int, metavar="[НОМЕР]")
@click.option("--yes", is_flag=True, help="Не спрашивать.")
@json_option
@click.pass_context
def undo_merge(ctx: click.Context, number: int | None, yes: bool) -> None:
    """Отменить приём файла целиком (номер из kurator imports; без номера — последний), пока на нём ничего не основано."""
    from sync.imports import find_import
    from sync.withdrawal import BuiltOn, withdraw

    store = open_store(ctx)
    if not (yes or wants_json(ctx)) and sys.stdin.isatty() and (taken := find_import(store, number)) is not None:
        click.confirm(f"Отменить приём № {taken.number} ({taken.name}, файл № {taken.file_number})?", abort=True)
    try:
        done = withdraw(store, number)
    except BuiltOn as refusal:
        if not wants_json(ctx):
            raise
        built = [asdict(one) | {"title": one.title} for one in refusal.dependents]
        answer(ctx, {"error": {"code": refusal.code, "message": refusal.sentence}, "built_on": built}, "")
        note(refusal.sentence)
        ctx.exit(1)
    document = {"undone": asdict(done.taken), "changes": done.changes, "payloads": done.payloads, "rows": done.rows}
    words = (
        f"Приём № {done.taken.number} отменён: из журнала ушло записей {done.changes}, строк изменилось {done.rows}. "
        "Файл можно принять снова."
    )
    answer(ctx, document, words)


@click.command()
@click.argument("node", required=False, metavar="[КОПИЯ]")
@click.option("--from", "first", type=int, help="Номер первой записи с неверным временем.")
@click.option("--to", "last", type=int, help="Номер последней (по умолчанию последняя, что есть).")
@click.option("--offset", metavar="«+2 дня 3 часа»", help="На сколько сдвинуть; 0 дней снимает поправку.")
@click.option("--true-date", type=DayType(), help="Какого числа сделана первая из них на самом деле.")
@json_option
@click.pass_context
def clockfix(
    ctx: click.Context, node: str | None, first: int | None, last: int | None, offset: str | None, true_date: date | None
) -> None:
    """Исправить время записей, сделанных с неверными часами; без параметров — какие копии базы что писали."""
    from model.clock_fix import clocks, fix_clock, offset_to, parse_offset
    from model.errors import Refusal

    store = open_store(ctx)
    if node is None:
        found = clocks(store)
        answer(ctx, [asdict(one) for one in found], [_clock_words(one) for one in found])
        return
    if first is None or (offset is None) == (true_date is None):
        raise Refusal("Назовите первую запись (--from) и либо поправку (--offset), либо верную дату (--true-date).", "range")
    if last is None:
        last = store.value("SELECT seq FROM known_node WHERE node = ?", (node,)) or first
    milliseconds = parse_offset(offset) if offset is not None else offset_to(store, node, first, true_date or date.min)
    identity = fix_clock(store, node, first, last, milliseconds)
    document = {"fix": identity, "node": node, "first_seq": first, "last_seq": last, "milliseconds": milliseconds}
    answer(ctx, document, f"Время записей {node} с {first} по {last} исправлено, поправка уйдёт со следующим файлом.")


def _clock_words(one: Clock) -> str:
    owner = "" if one.own else "  (другое учреждение)"
    fixed = ", исправлено" if one.fixed else ""
    return f"{one.node}  записи {one.first_seq}–{one.last_seq}  {one.first_at} … {one.last_at}{fixed}{owner}"


@click.command()
@click.option("--rebuild", is_flag=True, help="Собрать таблицы заново из журнала и сравнить.")
@click.option("--digest", "digest_only", is_flag=True, help="Только отпечаток состояния.")
@json_option
@click.pass_context
def check(ctx: click.Context, rebuild: bool, digest_only: bool) -> None:
    """Проверить базу: целость файла, цепочки журнала, таблицы против журнала."""
    from model.changelog import rebuild as make_anew
    from model.check import digest, problems
    from model.clock_fix import clock_doubt

    store = open_store(ctx)
    found = [] if digest_only and not rebuild else problems(store)
    before = digest(store)
    clock = clock_doubt(store)
    document = {"ok": not found, "problems": found, "digest": before} | ({"clock": clock} if clock else {})
    words = [] if digest_only else [*found, "База цела." if not found else f"Найдено: {len(found)}."]
    if rebuild:
        make_anew(store)
        after = digest(store)
        document |= {"rebuilt": True, "equal": before == after, "digest": after, "ok": not found and before == after}
        words.append("Таблицы из журнала те же." if before == after else "Таблицы отличались от журнала и собраны заново.")
    words += [clock] if clock and not digest_only else []
    answer(ctx, document, [*words, f"Отпечаток: {document['digest']}"] if not digest_only else str(document["digest"]))
    if not document["ok"]:
        note("С базой что-то не так: сделайте копию (kurator backup) и соберите таблицы заново (kurator check --rebuild).")
        ctx.exit(1)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[ФАЙЛ]")
@json_option
@click.pass_context
def backup(ctx: click.Context, file: Path | None) -> None:
    """Сделать копию базы: в указанный файл или в папку копий рядом с базой."""
    from model.backups import backup_to, make_backup

    store = open_store(ctx)
    made = make_backup(store, "manual") if file is None else backup_to(store, file)
    answer(ctx, {"file": made}, f"Копия: {made}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="ФАЙЛ")
@json_option
@click.pass_context
def restore(ctx: click.Context, file: Path) -> None:
    """Вернуть базу из копии; то, что было, тоже остаётся копией."""
    from model.backups import restore_from

    path = database_path(ctx)
    kept = restore_from(file, path)
    answer(ctx, {"database": path, "kept": kept}, f"База возвращена из «{file}»." + (f" Прежняя: {kept}" if kept else ""))
