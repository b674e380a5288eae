"""``kurator person erase`` and ``kurator erasures``: personal data that have to go (152-ФЗ)."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from model.errors import Refusal
from tui.cli.session import WAITS, DayType, answer, json_option, note, open_store, wants_json

if TYPE_CHECKING:
    from model.erasure_certificate import ErasureCertificate
    from model.erasure_plan import ErasurePlan, Trace
    from model.kept_copies import KeptCopy
    from model.store import Store

BY = click.option("--by", default="", metavar="КТО", help="Кто уничтожил: «Фамилия Имя Отчество, должность».")
ADDRESS = click.option("--address", default="", metavar="АДРЕС", help="Адрес учреждения для акта.")


@click.command()
@click.argument("identity", metavar="ID")
@click.option("--basis", required=True, metavar="ТЕКСТ", help="Основание: документ, дата, номер; без имени человека.")
@click.option("--asked-on", type=DayType(), help="Когда человек обратился.")
@click.option(
    "--texts", type=click.Choice(["sure", "all", "keep"]), default="sure",
    help="Имя в других текстах: стереть, где ошибки быть не может (sure), везде (all), оставить (keep).",
)  # fmt: skip
@click.option("--delete-backups", is_flag=True, help="Удалить и прежние копии базы и файлы обмена на этом ноутбуке.")
@click.option("--dry-run", is_flag=True, help="Только показать, что будет стёрто.")
@click.option("--yes", is_flag=True, help="Не спрашивать.")
@json_option
@click.pass_context
def erase(
    ctx: click.Context, identity: str, basis: str, asked_on: date | None, texts: str, delete_backups: bool, dry_run: bool,
    yes: bool,
) -> None:  # fmt: skip
    """Стереть данные человека навсегда: из базы, журнала и следующих файлов; отменить нельзя."""
    from model.erasure import erase_person
    from model.erasure_plan import plan_erasure

    store = open_store(ctx)
    plan = plan_erasure(store, identity)
    if dry_run:
        answer(ctx, _plan_json(plan), _plan_words(plan))
        return
    if not yes:
        if wants_json(ctx) or not sys.stdin.isatty():
            raise Refusal("Удаление необратимо: посмотрите его с --dry-run и повторите с --yes.", "confirm")
        click.echo("\n".join(_plan_words(plan)))
        click.confirm("Стереть навсегда?", abort=True)
    done = erase_person(store, identity, basis=basis, today=date.today(), asked_on=asked_on, texts=texts)
    copies, kept = _copies(store, delete_backups)
    document = {
        "person": identity,
        "rows": done.rows,
        "payloads": done.payloads,
        "texts": done.texts,
        "categories": done.categories,
        "left": [_trace_json(one) for one in done.left],
        "copies": [_copy_json(one) for one in kept],
        "deleted": [_copy_json(one) for one in copies if one not in kept],
        "compact": done.compact,
    }
    words = [f"Стёрто: строк {done.rows}, записей журнала {done.payloads}, упоминаний в текстах {done.texts}."]
    words += _left_words(done.left) + _copy_words(kept)
    words.append("Передайте файлы району и второму ноутбуку (kurator export): там данные сотрутся при приёме.")
    words.append(f"Акт об уничтожении на подпись: kurator print certificate {identity} --out АКТ.pdf")
    if not done.compact:
        words.append("Файл базы не перезаписан (мало места): освободите диск и откройте базу ещё раз.")
    answer(ctx, document, words)
    if done.left or kept or not done.compact:
        note("Остались тексты или копии, о которых решает человек: они перечислены.")
        ctx.exit(WAITS)


def _copies(store: Store, delete: bool) -> tuple[list[KeptCopy], list[KeptCopy]]:
    """Copies made before the erasure, and those that are left."""
    from model.kept_copies import delete_copies, kept_copies

    found = kept_copies(store)
    return found, delete_copies(store, found) if delete else found


def _plan_json(plan: ErasurePlan) -> dict[str, Any]:
    return {
        "person": plan.person,
        "name": plan.name,
        "rows": len(plan.rows),
        "memberships": len(plan.memberships),
        "categories": plan.categories,
        "texts": [_trace_json(one) for one in plan.traces],
    }


def _plan_words(plan: ErasurePlan) -> list[str]:
    words = [f"{plan.name}: будут стёрты строки ({len(plan.rows)}), в парах и событиях останется «данные удалены»."]
    words += [f"  {one}" for one in plan.categories]
    if plan.traces:
        words.append(f"Имя в других текстах ({len(plan.traces)}):")
        words += [_trace_words(one) for one in plan.traces]
    return words


def _trace_json(one: Trace) -> dict[str, Any]:
    return {
        "table": one.table,
        "row": one.row_id,
        "columns": sorted(one.columns),
        "text": one.text,
        "after": dict(one.columns),
        "why_not": one.why_not,
    }


def _trace_words(one: Trace) -> str:
    from model.journal import TITLES

    what = f"«{one.text[:80]}»" if one.text else "только прежние версии"
    why = f" — решить вам: {one.why_not}" if one.why_not else ""
    where = f"  {one.table} {one.row_id} {','.join(sorted(one.columns))}".rstrip() if one.why_not else ""
    return f"  {TITLES.get(one.table, one.table)}: {what}{why}{where}"


def _left_words(left: list[Trace]) -> list[str]:
    if not left:
        return []
    return [
        f"Имя осталось в текстах ({len(left)}); стереть с историей: kurator erasures text ТАБЛИЦА СТРОКА СТОЛБЕЦ --text НОВЫЙ",
        *map(_trace_words, left),
    ]


def _copy_json(one: KeptCopy) -> dict[str, Any]:
    return {"path": str(one.path), "kind": one.kind, "made_at": one.made_at}


def _copy_words(kept: list[KeptCopy]) -> list[str]:
    from model.kept_copies import KINDS

    if not kept:
        return []
    return [
        f"Прежние копии с этими данными ({len(kept)}); удалить: kurator erasures copies --delete",
        *(f"  {KINDS[one.kind]} {one.made_at[:10]}: {one.path}" for one in kept),
    ]


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def erasures(ctx: click.Context) -> None:
    """Удаления персональных данных: кто применил, кто ещё нет, у кого подходит срок."""
    if ctx.invoked_subcommand is not None:
        return
    from model.erasure import due_erasures
    from model.erasure_list import erasures as listed
    from model.kept_copies import kept_copies

    store = open_store(ctx)
    due, lines, kept = due_erasures(store), listed(store), kept_copies(store)
    document = {
        "due": [vars(one) for one in due],
        "erasures": [vars(one) for one in lines],
        "copies": [_copy_json(one) for one in kept],
    }
    words = [
        f"Стереть до {one.due_on:%d.%m.%Y}: {one.name}, согласие отозвано {one.withdrawn_on:%d.%m.%Y} "
        f"(152-ФЗ, ст. 21, ч. 5). kurator person erase {one.person} --basis …"
        for one in due
    ]
    for line in lines:
        day = f"{line.erased_on:%d.%m.%Y}" if line.erased_on else "без даты"
        words.append(f"{day}  {line.institution}: запись {line.person}, {line.basis}")
        words += [f"    применено: {', '.join(line.applied)}"] if line.applied else []
        words += [f"    ещё нет сведений: {', '.join(line.waiting)}"] if line.waiting else []
    words += _copy_words(kept)
    answer(ctx, document, words or ["Удалений нет."])
    if due or kept:
        ctx.exit(WAITS)


@erasures.command()
@click.option("--delete", is_flag=True, help="Удалить их.")
@json_option
@click.pass_context
def copies(ctx: click.Context, delete: bool) -> None:
    """Копии базы и файлы обмена, сделанные до удаления: в них данные ещё есть."""
    found, kept = _copies(open_store(ctx), delete)
    deleted = [one for one in found if one not in kept]
    document = {"copies": [_copy_json(one) for one in kept], "deleted": [_copy_json(one) for one in deleted]}
    words = [f"Удалено: {one.path}" for one in deleted] + _copy_words(kept)
    answer(ctx, document, words or ["Прежних копий нет."])
    if kept:
        ctx.exit(WAITS)


@erasures.command()
@click.argument("table", metavar="ТАБЛИЦА")
@click.argument("row", metavar="СТРОКА")
@click.argument("column", metavar="СТОЛБЕЦ")
@click.option("--text", metavar="ТЕКСТ", help="Что написать вместо (без него ячейка опустеет).")
@click.option("--yes", is_flag=True, help="Не спрашивать.")
@json_option
@click.pass_context
def text(ctx: click.Context, table: str, row: str, column: str, text: str | None, yes: bool) -> None:
    """Заменить текст одной ячейки и стереть все её прежние версии."""
    from model.erasure import erase_text

    store = open_store(ctx)
    if not yes:
        if wants_json(ctx) or not sys.stdin.isatty():
            raise Refusal("Прежние версии строки сотрутся навсегда: повторите с --yes.", "confirm")
        click.confirm("Стереть прежние версии этой строки навсегда?", abort=True)
    taken = erase_text(store, table, row, column, text)
    answer(ctx, {"table": table, "row": row, "column": column, "payloads": taken}, f"Стёрто прежних версий: {taken}.")


@erasures.command()
@click.argument("person", metavar="ID")
@BY
@ADDRESS
@json_option
@click.pass_context
def certificate(ctx: click.Context, person: str, by: str, address: str) -> None:
    """Сведения для акта об уничтожении и выгрузка из журнала (приказ Роскомнадзора № 179)."""
    from model.erasure_certificate import erasure_certificate

    done = erasure_certificate(open_store(ctx), person, by, address)
    document = {**vars(done), "categories": list(done.categories), "journal": [vars(one) for one in done.journal]}
    answer(ctx, document, _certificate_words(done))


def _certificate_words(done: ErasureCertificate) -> list[str]:
    def day(on: date | None) -> str:
        return f"{on:%d.%m.%Y}" if on else "____________"

    return [
        "Акт об уничтожении персональных данных",
        f"Оператор: {done.operator}{', ' + done.municipality if done.municipality else ''}; "
        f"адрес: {done.address or '____________'}",
        f"Субъект: {done.subject}; фамилия, имя, отчество вписываются от руки: ____________",
        "Категории уничтоженных данных: " + "; ".join(done.categories),
        f"Информационная система: {done.system}",
        f"Способ: {done.method}",
        f"Причина: {done.reason}; обращение от {day(done.asked_on)}",
        f"Дата уничтожения: {day(done.erased_on)}",
        f"Уничтожил: {done.responsible or '____________'}; подпись: ____________",
        f"Хранить до {day(done.keep_until)} (3 года, приказ Роскомнадзора от 28.10.2022 № 179, п. 8)",
        "На бумаге: kurator print certificate … --out АКТ.pdf",
        "Выгрузка из журнала:",
        *(f"  {one.made_at}  {one.number}  {one.what}" for one in done.journal),
    ]
