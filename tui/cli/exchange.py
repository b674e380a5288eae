"""``kurator export``, ``merge``, ``conflicts``, ``resolve``: files carried between laptops."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.passphrase import key_ring, passphrase_option
from tui.cli.receipts import write_receipts
from tui.cli.session import WAITS, answer, json_option, note, open_store, shown, wants_json

if TYPE_CHECKING:
    from sync.conflicts import Conflict, Version
    from sync.folder import Outcome

_STATUS = {"merged": "принят", "repeated": "повтор", "older": "старый", "unknown": "ЖДЁТ", "refused": "НЕ ПРИНЯТ"}


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
        words.append(f"Остались в учреждении ({len(left_out)}):")
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
    """Принять файлы обмена."""
    from model.check import digest
    from model.clock_fix import clock_doubt
    from sync.conflicts import count
    from sync.folder import merge_paths

    store = open_store(ctx)
    ring = key_ring(ctx, store, passphrase_file)
    if not (yes or dry_run or wants_json(ctx)) and sys.stdin.isatty():
        preview = merge_paths(store, paths, ring=ring, dry_run=True)
        click.echo(shown("\n".join(map(_outcome_words, preview))))
        click.confirm("Принять эти файлы?", abort=True)
    outcomes = merge_paths(store, paths, ring=ring, dry_run=dry_run)
    waiting = count(store)
    written = write_receipts(store, outcomes, receipts, ring, unsealed) if receipts is not None and not dry_run else []
    document = {
        "receipts": written,
        "files": [_outcome_json(one) for one in outcomes],
        "digest": digest(store),
        "conflicts": waiting,
        **({"clock": clock} if (clock := clock_doubt(store)) else {}),
    }
    answer(
        ctx,
        document,
        [
            *map(_outcome_words, outcomes),
            *([f"Расхождений: {waiting}."] if waiting else []),
            *(f"Квитанция № {one['number']}: {one['file']}" for one in written),
            *([clock] if clock else []),
        ],
    )
    refused = [one for one in outcomes if one.status == "refused"]
    if refused:
        note(f"Не принято файлов: {len(refused)}; что с ними делать, сказано у каждого.")
        ctx.exit(1)
    unknown = [one for one in outcomes if one.status == "unknown"]
    if unknown:
        note(f"Ждут подтверждения ключа отправителя ({len(unknown)}): kurator key trust.")
    if waiting:
        note(f"Ждут решения расхождения ({waiting}): kurator conflicts.")
    if waiting or unknown:
        ctx.exit(WAITS)


def _outcome_json(one: Outcome) -> dict[str, Any]:
    effect = one.merged.effect if one.merged else None
    return {
        "path": str(one.path),
        "status": one.status,
        "code": one.code,
        "message": one.message,
        "note": one.note,
        "institution": one.institution,
        "number": one.number,
        "new": effect.new if effect else 0,
        "changed": effect.changed if effect else 0,
        "conflicts": effect.conflicts if effect else 0,
        "deleted": effect.deleted if effect else 0,
        "changes": one.merged.changes if one.merged else 0,
        "forks": one.merged.forks if one.merged else [],
        "flagged": [asdict(flag) for flag in one.merged.flagged] if one.merged else [],
    }


def _outcome_words(one: Outcome) -> str:
    told = f"{_STATUS[one.status]}: {one.path.name} {one.institution}. {one.message}"
    if one.merged and one.status == "merged":
        effect = one.merged.effect
        told += f" Новых {effect.new}, изменено {effect.changed}, удалено {effect.deleted}, расхождений {effect.conflicts}."
    for flag in one.merged.flagged if one.merged else ():
        told += (
            f" Часы копии {flag.node} спешат на {flag.ahead_ms // 86_400_000} дн., начиная с записи {flag.first_seq}: "
            f"пусть учреждение исправит время (kurator clockfix {flag.node} --from {flag.first_seq})."
        )
    return f"{told} {one.note}".rstrip()


@click.command()
@json_option
@click.pass_context
def conflicts(ctx: click.Context) -> None:
    """Расхождения, которые ждут решения."""
    from sync.conflicts import conflicts as listed

    found = listed(open_store(ctx))
    words = []
    for one in found:
        words.append(f"{one.id}  {one.institution}: {one.title} «{one.words}», {_column(one)}")
        if not one.mine:
            words.append(f"    разбирает учреждение «{one.institution}»")
        words += [f"    «{v.value if v.value is not None else ''}» — {v.author}, {_time(v)}" for v in one.versions]
    answer(ctx, [_conflict_json(one) for one in found], words or ["Расхождений нет."])
    if found:
        ctx.exit(WAITS)


def _time(version: Version) -> str:
    return f"{version.made_at} (исправлено: {version.corrected_at})" if version.corrected_at else version.made_at


def _column(one: Conflict) -> str:
    from model.persons import FIELDS

    if one.column == "*":
        return "здесь удалено, там изменено"
    return FIELDS.get(one.column, one.column).lower() if one.table == "person" else one.column


def _conflict_json(one: Conflict) -> dict[str, Any]:
    return {
        "id": one.id,
        "table": one.table,
        "row": one.row_id,
        "column": one.column,
        "institution": one.institution,
        "values": [
            {
                "value": v.value,
                "author": v.author,
                "made_at": v.made_at,
                "corrected_at": v.corrected_at,
                "stamp": v.stamp,
                "shown": v is one.versions[0],
            }
            for v in one.versions
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
