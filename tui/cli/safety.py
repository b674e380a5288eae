"""``kurator undo``, ``redo``, ``check``, ``backup``, ``restore``."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli.session import answer, database_path, json_option, note, open_store


@click.command()
@click.argument("times", type=click.IntRange(1, 1000), default=1, metavar="[СКОЛЬКО]")
@json_option
@click.pass_context
def undo(ctx: click.Context, times: int) -> None:
    """Отменить последние действия этого ноутбука."""
    from model.journal import undo as take_back

    store = open_store(ctx)
    done = [take_back(store) for _ in range(times)]
    answer(ctx, {"undone": done}, [f"Отменено: {label}" for label in done])


@click.command()
@click.argument("times", type=click.IntRange(1, 1000), default=1, metavar="[СКОЛЬКО]")
@json_option
@click.pass_context
def redo(ctx: click.Context, times: int) -> None:
    """Повторить отменённое."""
    from model.journal import redo as do_again

    store = open_store(ctx)
    done = [do_again(store) for _ in range(times)]
    answer(ctx, {"redone": done}, [f"Повторено: {label}" for label in done])


@click.command()
@click.option("--rebuild", is_flag=True, help="Собрать таблицы заново из журнала и сравнить.")
@click.option("--digest", "digest_only", is_flag=True, help="Только отпечаток состояния.")
@json_option
@click.pass_context
def check(ctx: click.Context, rebuild: bool, digest_only: bool) -> None:
    """Проверить базу: целость файла, цепочки журнала, таблицы против журнала."""
    from model.changelog import rebuild as make_anew
    from model.check import digest, problems

    store = open_store(ctx)
    found = [] if digest_only and not rebuild else problems(store)
    before = digest(store)
    document = {"ok": not found, "problems": found, "digest": before}
    words = [] if digest_only else [*found, "База цела." if not found else f"Найдено: {len(found)}."]
    if rebuild:
        make_anew(store)
        after = digest(store)
        document |= {"rebuilt": True, "equal": before == after, "digest": after, "ok": not found and before == after}
        words.append("Таблицы из журнала те же." if before == after else "Таблицы отличались от журнала и собраны заново.")
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
