"""``kurator deadline``: what a deadline in words means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from model.errors import Refusal
from tui.cli.session import WAITS, YearType, answer, json_option

if TYPE_CHECKING:
    from model.deadlines import Deadline, Span


def span_json(span: Span) -> dict[str, Any]:
    """``{"start": iso|null, "end": iso|null}``."""
    return {
        "start": span.start.isoformat() if span.start else None,
        "end": span.end.isoformat() if span.end else None,
    }


def deadline_json(deadline: Deadline) -> dict[str, Any]:
    """A deadline as ``design/cli.md`` promises it."""
    return {
        "text": deadline.text,
        "kind": deadline.kind,
        "occurrences": [span_json(span) for span in deadline.occurrences],
        "ambiguous": deadline.ambiguous,
        "readings": [[span_json(span) for span in reading] for reading in deadline.readings],
        "warnings": list(deadline.warnings),
    }


@click.command()
@click.argument("phrases", nargs=-1, metavar="[СРОК]...")
@click.option("--year", type=YearType(), help="Учебный год, в котором читать срок.")
@click.option("--file", "source", type=click.Path(path_type=Path), help="Файл: строка — срок, табуляция, учебный год.")
@json_option
@click.pass_context
def deadline(ctx: click.Context, phrases: tuple[str, ...], year: Any, source: Path | None) -> None:
    """Понять сроки: «Ноябрь, март», «до 2 октября», «ежемесячно»."""
    from model.deadlines import read_deadline
    from model.russian_dates import span_label

    asked = [(phrase, year) for phrase in phrases]
    if source is not None:
        asked += _read_phrases(source, year)
    if not asked:
        raise click.UsageError("Назовите срок или файл со сроками.")
    if any(when is None for _, when in asked):
        raise click.UsageError("Назовите учебный год: --year 2026-2027.")
    read = [read_deadline(phrase, when) for phrase, when in asked]
    words = []
    for one in read:
        days = ", ".join(span_label(span.start, span.end) for span in one.occurrences) or "без даты"
        words.append(f"{one.text} → {days} ({one.kind}){' — можно понять по-разному' if one.ambiguous else ''}")
        words += [f"  Внимание: {warning}" for warning in one.warnings]
    answer(ctx, [deadline_json(one) for one in read], words)
    if any(one.ambiguous for one in read):
        ctx.exit(WAITS)


def _read_phrases(source: Path, year: Any) -> list[tuple[str, Any]]:
    from model.years import SchoolYear

    try:
        lines = source.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"Файл «{source}» не читается: нужен текст в UTF-8.") from error
    found = []
    for line in lines:
        phrase, tab, when = line.rstrip("\r").partition("\t")
        if line.strip():
            found.append((phrase, SchoolYear.parse(when) if tab and when.strip() else year))
    return found
