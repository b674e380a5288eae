"""``kurator print``: paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.erasure import ADDRESS, BY
from tui.cli.roadmap import find_roadmap
from tui.cli.session import DayType, answer, json_option, note, open_store

if TYPE_CHECKING:
    from exports.result import PrintResult
    from model.control_card_view import ControlCardView

_OUT = click.option("--out", required=True, type=click.Path(path_type=Path), metavar="ФАЙЛ", help="Куда напечатать.")
_ON = click.option("--on", type=DayType(), help="На какой день (по умолчанию сегодня).")
_FORMAT = click.option("--format", "file_format", type=click.Choice(["pdf"]), default="pdf", help="Вид файла.")
_CHECKPOINT = click.option("--checkpoint", metavar="НАЗВАНИЕ", help="Контрольная точка, например «Ноябрь 2026».")


@click.group("print")
def print_group() -> None:
    """Напечатать дорожную карту, карту контроля или акт об уничтожении данных."""


def _tell(ctx: click.Context, result: PrintResult) -> None:
    if result.replaced:
        note(f"Этих знаков в шрифте нет, напечатан знак «□»: {' '.join(sorted(result.replaced))}")
    document: dict[str, Any] = {
        "files": [{"path": str(result.path), "pages": result.pages, "kind": result.kind}],
        "left_out": [],
    }
    answer(ctx, document, f"Напечатано: {result.path}, страниц {result.pages}.")


@print_group.command()
@click.argument("identity", metavar="[ID]", required=False)
@_OUT
@_ON
@click.option(
    "--format", "file_format", type=click.Choice(["pdf", "csv"]), default="pdf", help="pdf на подпись, csv — таблица для Excel."
)
@json_option
@click.pass_context
def roadmap(ctx: click.Context, identity: str | None, out: Path, on: date | None, file_format: str) -> None:
    """Дорожная карта с отметками, в столбцах вашей таблицы."""
    view = find_roadmap(ctx, identity, on or date.today())
    if file_format == "csv":
        from exports.roadmap_csv import write_roadmap_csv

        _tell(ctx, write_roadmap_csv(view, out))
    else:
        from exports.roadmap_pdf import print_roadmap

        _tell(ctx, print_roadmap(view, out))


@print_group.command()
@click.argument("programme", metavar="ПРОГРАММА")
@_OUT
@_ON
@_CHECKPOINT
@_FORMAT
@json_option
@click.pass_context
def card(
    ctx: click.Context, programme: str, out: Path, on: date | None, checkpoint: str | None, file_format: str  # noqa: ARG001
) -> None:  # fmt: skip
    """Карта контроля одной программы."""
    from exports.control_card_pdf import print_control_card

    _tell(ctx, print_control_card(_cards(ctx, [programme], on or date.today(), checkpoint), out))


@print_group.command()
@_OUT
@_ON
@_CHECKPOINT
@_FORMAT
@json_option
@click.pass_context
def cards(ctx: click.Context, out: Path, on: date | None, checkpoint: str | None, file_format: str) -> None:  # noqa: ARG001
    """Карты контроля всех программ учреждения в одном файле."""
    from exports.control_card_pdf import print_control_card
    from model.control_cards import programmes
    from model.errors import Refusal

    day = on or date.today()
    found = [line.programme for line in programmes(open_store(ctx), day)]
    if not found:
        raise Refusal("Программ нет, печатать нечего: сначала заведите программу пары.", "nothing")
    _tell(ctx, print_control_card(_cards(ctx, found, day, checkpoint), out))


@print_group.command()
@click.argument("erasure", metavar="УДАЛЕНИЕ")
@_OUT
@BY
@ADDRESS
@_FORMAT
@json_option
@click.pass_context
def certificate(ctx: click.Context, erasure: str, out: Path, by: str, address: str, file_format: str) -> None:  # noqa: ARG001
    """Акт об уничтожении персональных данных с выгрузкой из журнала; УДАЛЕНИЕ — номер записи из kurator erasures."""
    from exports.erasure_certificate_pdf import print_erasure_certificate
    from model.erasure_certificate import erasure_certificate
    from model.kept_copies import kept_copies

    store = open_store(ctx)
    _tell(ctx, print_erasure_certificate(erasure_certificate(store, erasure, by, address), out))
    if kept := len(kept_copies(store)):
        note(f"Прежних копий, где эти данные ещё могут быть: {kept}. Сотрите их до подписи: kurator erasures copies --delete.")


def _cards(ctx: click.Context, programmes: list[str], on: date, checkpoint: str | None) -> list[ControlCardView]:
    from model.checkpoints import checkpoint_title
    from model.control_cards import control_card

    store = open_store(ctx)
    return [control_card(store, programme, checkpoint or checkpoint_title(on), on) for programme in programmes]
