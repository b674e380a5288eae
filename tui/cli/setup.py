"""``kurator init``: a new database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tui.cli.passphrase import new_passphrase, passphrase_option, passphrase_source
from tui.cli.session import YearType, answer, database_path, json_option, note


@click.command()
@click.option(
    "--from", "source", type=click.Path(path_type=Path), metavar="ФАЙЛ", help="Второй ноутбук: из полного файла (.kur)."
)
@click.option("--words-file", type=click.Path(path_type=Path), metavar="ФАЙЛ", help="К --from: файл с 24 словами ключа.")
@click.option("--key-file", type=click.Path(path_type=Path), metavar="ФАЙЛ", help="К --from: файл ключа первого ноутбука.")
@click.option("--no-passphrase", is_flag=True, help="К --from: новый ключ без пароля.")
@passphrase_option
@click.option("--institution", default="", metavar="НАЗВАНИЕ", help="Полное название учреждения.")
@click.option("--short", default="", metavar="КОРОТКО", help="Краткое название.")
@click.option("--kind", type=click.Choice(["school", "kindergarten", "extra", "district"]), default="school", help="Вид.")
@click.option("--year", type=YearType(), help="Учебный год.")
@click.option("--municipality", default="", metavar="НАЗВАНИЕ", help="Муниципалитет.")
@click.option("--head", default="", metavar="ИМЯ", help="Руководитель, кто подписывает.")
@click.option("--head-post", default="", metavar="ДОЛЖНОСТЬ", help="Его должность.")
@click.option("--curator", default="", metavar="ИМЯ", help="Куратор: фамилия, имя, отчество.")
@json_option
@click.pass_context
def init(
    ctx: click.Context, /, source: Path | None, words_file: Path | None, key_file: Path | None, no_passphrase: bool,
    passphrase_file: Path | None, institution: str, short: str, kind: str, year: Any, municipality: str, **people: str,
) -> None:  # fmt: skip
    """Начать новую базу учреждения или района; с --from — второй ноутбук того же учреждения."""
    if source is not None:
        _begin_from(ctx, source, words_file, key_file, no_passphrase, passphrase_file, people["curator"])
        return
    if not institution.strip() or year is None:
        raise click.UsageError("Назовите учреждение и учебный год (--institution, --year) или файл (--from).")
    from model.setup import NewInstitution, found_institution
    from model.store import Store

    path: Path = database_path(ctx)
    new = NewInstitution(institution, short, kind, municipality, people["head"], people["head_post"])
    store = Store.create(path)
    try:
        identity = found_institution(store, new, year, people["curator"])
    except Exception:
        store.close()
        path.unlink(missing_ok=True)
        raise
    store.close()
    answer(
        ctx, {"institution": identity, "database": path}, f"База «{path}» начата: {new.short or new.name}, {year} учебный год."
    )


def _begin_from(
    ctx: click.Context,
    source: Path,
    words_file: Path | None,
    key_file: Path | None,
    no_passphrase: bool,
    passphrase_file: Path | None,
    curator: str,
) -> None:
    from model.errors import Refusal
    from sync.second_laptop import KeySource, begin_from

    path = database_path(ctx)
    words, phrase = "", None
    if words_file is not None:
        try:
            words = words_file.read_bytes()[:4096].decode("utf-8-sig", errors="replace")
        except OSError as error:
            raise Refusal(f"Файл со словами «{words_file}» не читается: проверьте имя и права.", "unreadable") from error
        phrase = new_passphrase(ctx, passphrase_file, no_passphrase)
    key = KeySource(words, key_file, passphrase_source(ctx, passphrase_file), phrase)
    begun = begin_from(path, source, key, curator)
    if begun.note:
        note(begun.note)
    document = {"institution": begun.institution, "database": path, "changes": begun.changes}
    answer(ctx, document, f"База «{path}» начата с файла: {begun.name}, записей {begun.changes}.")
