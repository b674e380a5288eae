"""``kurator export``, ``merge``, ``conflicts``, ``resolve``: files carried between laptops."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.merge_progress import MergeProgress
from tui.cli.merge_words import LINE, outcome_json, outcome_words, preview_words
from tui.cli.passphrase import key_ring, passphrase_option
from tui.cli.receipts import write_receipts
from tui.cli.session import WAITS, answer, json_option, note, open_store, wants_json

if TYPE_CHECKING:
    from sync.conflict_words import ConflictWords
    from sync.conflicts import Conflict
    from sync.folder import Outcome


@click.command()
@click.option("--scope", type=click.Choice(["own", "district", "directive", "receipt"]), required=True, help="Для кого файл.")
@click.option("--for", "addressee", default="", metavar="УЧРЕЖДЕНИЕ", help="Кому (id учреждения).")
@click.option("--out", type=click.Path(path_type=Path), metavar="ФАЙЛ", help="Файл или папка (по умолчанию рядом с базой).")
@click.option("--unsealed", is_flag=True, help="Не запечатывать: файл прочтёт любой.")
@passphrase_option
@json_option
@click.pass_context
def export(
    ctx: click.Context, scope: str, addressee: str, out: Path | None, unsealed: bool, passphrase_file: Path | None
) -> None:
    """Файл обмена: для района (district), второго ноутбука (own), учреждений (directive), квитанция (receipt)."""
    from sync.outgoing import export_file

    store = open_store(ctx)
    ring = key_ring(ctx, store, passphrase_file)
    done = export_file(store, scope, out, addressee=addressee, ring=ring, unsealed=unsealed)
    left_out = [{"who": one.who, "why": one.why} for one in done.left_out]
    document = {"file": done.path, "number": done.number, "scope": scope, "changes": done.changes, "left_out": left_out}
    words = [f"Файл № {done.number}: {done.path}, записей {done.changes}."]
    if unsealed:
        note("Файл не запечатан: передайте его из рук в руки, по почте его прочтёт любой.")
    if left_out:
        words.append(f"{done.kept_where} ({len(left_out)}):")
        words += [f"  {one['who']}: {one['why']}" for one in left_out]
    answer(ctx, document, words)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="ПАПКА_ИЛИ_ФАЙЛ...")
@click.option("--dry-run", is_flag=True, help="Только показать, что будет.")
@click.option("--yes", is_flag=True, help="Не спрашивать.")
@click.option("--receipts", type=click.Path(path_type=Path, file_okay=False), metavar="ПАПКА", help="Куда написать квитанции.")
@click.option("--unsealed", is_flag=True, help="Не запечатывать квитанции.")
@passphrase_option
@json_option
@click.pass_context
def merge(
    ctx: click.Context, paths: tuple[Path, ...], dry_run: bool, yes: bool, receipts: Path | None, unsealed: bool,
    passphrase_file: Path | None,
) -> None:  # fmt: skip
    """Принять файлы обмена. Ctrl+C останавливает приём между файлами, та же команда продолжит."""
    from model.check import digest
    from model.clock_fix import clock_doubt
    from sync.conflicts import count
    from sync.folder import exchange_files, merge_paths

    progress = ctx.with_resource(MergeProgress(sys.stderr.isatty() and not wants_json(ctx)))
    store = open_store(ctx)
    ring = key_ring(ctx, store, passphrase_file, progress.asking)
    files = exchange_files(paths)
    outcomes: list[Outcome] = []
    if not (yes or dry_run or wants_json(ctx)) and sys.stdin.isatty():
        progress.doing = "Просмотрено"
        preview = merge_paths(store, files, ring=ring, dry_run=True, progress=progress)
        progress.clear()
        if not progress.stopped:
            answer(ctx, None, preview_words(preview))
            with progress.aside():
                click.confirm("Принять эти файлы?", abort=True)
    progress.doing = "Просмотрено" if dry_run else "Принято"
    if not progress.stopped:
        outcomes = merge_paths(store, files, ring=ring, dry_run=dry_run, progress=progress)
    progress.clear()
    stopped = len(outcomes) < len(files)
    waiting = count(store)
    to_write = receipts is not None and not dry_run and not stopped
    written = write_receipts(store, outcomes, receipts, ring, unsealed) if receipts is not None and to_write else []
    document = {
        "receipts": written,
        "files": [outcome_json(one) for one in outcomes],
        "total": len(files),
        "stopped": stopped,
        "digest": digest(store),
        "conflicts": waiting,
        **({"clock": clock} if (clock := clock_doubt(store)) else {}),
    }
    answer(
        ctx,
        document,
        [
            *(preview_words(outcomes) if dry_run else map(outcome_words, outcomes)),
            *([f"Расхождений: {waiting}."] if waiting and not dry_run else []),
            *(f"Квитанция № {one['number']}: {one['file']}" for one in written),
            *([clock] if clock else []),
        ],
    )
    if stopped:
        note(_stopped_words(outcomes, len(files), dry_run))
    refused = [one for one in outcomes if one.status == "refused"]
    if refused:
        note(f"Не принято файлов: {len(refused)}; что с ними делать, сказано у каждого.")
        ctx.exit(1)
    unknown = [one for one in outcomes if one.status == "unknown"]
    if unknown:
        note(f"Ждут подтверждения ключа отправителя ({len(unknown)}): kurator key trust.")
    if waiting:
        note(f"Ждут решения расхождения ({waiting}): kurator conflicts.")
    if waiting or unknown or stopped:
        ctx.exit(WAITS)


def _stopped_words(outcomes: list[Outcome], total: int, dry_run: bool) -> str:
    if dry_run:
        return f"Остановлено: просмотрено {len(outcomes)} из {total}, в базе ничего не менялось."
    taken = sum(one.status in {"merged", "repeated", "older"} for one in outcomes)
    return f"Остановлено: принято {taken} из {total}, остальные не тронуты; та же команда продолжит с этого места."


@click.command()
@json_option
@click.pass_context
def conflicts(ctx: click.Context) -> None:
    """Расхождения, которые ждут решения."""
    from model.actions import Actions
    from model.change_authors import Authors
    from sync.conflict_words import conflict_words
    from sync.conflicts import conflicts as listed

    store = open_store(ctx)
    found = listed(store)
    authors = Authors(store, Actions(store))
    told = [(one, conflict_words(store, one, authors)) for one in found]
    words = [line for one, said in told for line in _conflict_lines(one, said)]
    answer(ctx, [_conflict_json(one, said) for one, said in told], words or ["Расхождений нет."])
    if found:
        ctx.exit(WAITS)


def _conflict_lines(one: Conflict, said: ConflictWords) -> list[str]:
    lines = textwrap.wrap(f"{one.id}  {one.institution}: {said.what}", LINE, subsequent_indent="    ")
    for version in said.versions:
        value = "удалено" if one.column == "*" else f"«{version.value}»"
        told = version.told + ", показано" * version.shown
        lines += _indented(f"{value} — {told}", "  ► " if version.shown else "    ")
    if one.column == "*":
        lines += _indented("запись показана: её меняли там, где об удалении не знали", "  ► ")
    lines += _indented(f"рядом — {said.around}") if said.around else []
    return lines if one.mine else [*lines, *_indented(f"разбирает учреждение «{one.institution}»")]


def _indented(words: str, begin: str = "    ") -> list[str]:
    return textwrap.wrap(words, LINE, initial_indent=begin, subsequent_indent="    ", tabsize=1)


def _conflict_json(one: Conflict, said: ConflictWords) -> dict[str, Any]:
    return {
        "id": one.id,
        "table": one.table,
        "row": one.row_id,
        "column": one.column,
        "what": said.what,
        "institution": one.institution,
        "values": [
            {
                "value": v.value,
                "in_words": words.value,
                "author": v.author,
                "made_at": v.made_at,
                "corrected_at": v.corrected_at,
                "stamp": v.stamp,
                "shown": words.shown,
            }
            for v, words in zip(one.versions, said.versions, strict=True)
        ],
        "around": one.row,
        "words": one.words,
        "mine": one.mine,
    }


@click.command()
@click.argument("identities", nargs=-1, metavar="[ID]...")
@click.option("--take", required=True, metavar="ours|theirs|ЗНАЧЕНИЕ", help="Что оставить.")
@click.option("--all", "everything", is_flag=True, help="Все расхождения (только ours или theirs).")
@click.option("--table", default="", metavar="ТАБЛИЦА", help="К --all: только этой таблицы.")
@click.option(
    "--institution", default="", metavar="УЧРЕЖДЕНИЕ", help="К --all: только этого учреждения (id или часть названия)."
)
@json_option
@click.pass_context
def resolve(ctx: click.Context, identities: tuple[str, ...], take: str, everything: bool, table: str, institution: str) -> None:
    """Разобрать расхождения: оставить показанное (ours), другое (theirs) или новое значение."""
    from sync.conflicts import count, matching, resolve_many

    if everything == bool(identities) or ((table or institution) and not everything):
        raise click.UsageError("Назовите расхождения по ID или все сразу: --all (с ним --table и --institution).")
    if everything and take not in {"ours", "theirs"}:
        raise click.UsageError("Для всех сразу можно выбрать только ours или theirs.")
    store = open_store(ctx)
    foreign = 0
    if everything:
        found, foreign = matching(store, table=table, institution=institution)
        identities = tuple(one.id for one in found)
    done = resolve_many(store, identities, take)
    waiting = count(store)
    document = {"resolved": [one.id for one in done], "take": take, "foreign": foreign, "waiting": waiting}
    if len(done) == 1:
        document["conflict"] = done[0].id
    words = [f"Решено: {len(done)}, ждут ещё {waiting}."]
    if foreign:
        words.append(f"Чужих расхождений {foreign}: их разбирают сами учреждения.")
    answer(ctx, document, words)
