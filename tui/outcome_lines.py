"""What became, or would become, of exchange files, as lines of a table and as a text to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from model.journal import TITLES
from sync.folder import Outcome
from sync.tables import Counts
from tui.cli.merge_words import clock_flags
from tui.plain_text import plural
from tui.widgets.virtual_table import Column, TableRow

COLUMNS = (
    Column("file", "Файл", 16, 3),
    Column("institution", "Учреждение", 14, 2, needed_from=54),
    Column("status", "Что с ним", 16, 1),
    Column("new", "Новых", 7),
    Column("changed", "Измен.", 7),
    Column("conflicts", "Расх.", 6),
)
_DID = {"merged": "принят", "repeated": "уже принят", "older": "старый", "unknown": "ждёт ключа", "refused": "НЕ ПРИНЯТ"}
_WOULD = _DID | {"merged": "будет принят", "refused": "НЕЛЬЗЯ"}
#: Words of a summary, in their order.
_SUMMARY = {
    "merged": "с новыми записями",
    "repeated": "уже принятых",
    "older": "старых",
    "unknown": "ждут подтверждения ключа",
    "refused": "принять нельзя",
}


#: What needs a human stands first.
_FIRST = ("refused", "unknown", "merged", "older", "repeated")


def in_order_of_need(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Files that were refused or wait first, then those with news, then the rest; else in their order."""
    return sorted(outcomes, key=lambda one: _FIRST.index(one.status))


def outcome_row(place: int, one: Outcome, *, preview: bool) -> TableRow:
    """One file as a line."""
    effect = one.merged.effect if one.merged is not None and one.status == "merged" else None
    numbers = (effect.new, effect.changed, effect.conflicts) if effect is not None else (0, 0, 0)
    status = (_WOULD if preview else _DID)[one.status]
    return TableRow(str(place), (one.path.name, one.institution or "—", status, *(str(n) if n else "—" for n in numbers)))


def outcome_text(one: Outcome, *, preview: bool) -> str:
    """Everything that is said of one file, a sentence a line."""
    said = one.message.removeprefix(f"Принят файл № {one.number}.").strip() if preview else one.message
    lines = [f"{one.institution}, файл № {one.number}" if one.institution else one.path.name, said]
    if one.merged is not None and one.status == "merged":
        effect = one.merged.effect
        numbers = f"Новых строк {effect.new}, изменённых {effect.changed}, удалённых {effect.deleted}"
        lines.append(f"{numbers}, расхождений {effect.conflicts}.")
        lines += [_of_table(table, counts) for table, counts in effect.tables.items() if counts != Counts()]
    return "\n".join(line for line in (*lines, *clock_flags(one), one.note) if line)


def _of_table(table: str, counts: Counts) -> str:
    """«человек: новых 2, изменено 4»."""
    numbers = (
        ("новых", counts.new),
        ("изменено", counts.changed),
        ("удалено", counts.deleted),
        ("расхождений", counts.conflicts),
    )
    return f"  {TITLES.get(table, table)}: " + ", ".join(f"{word} {number}" for word, number in numbers if number)


def summary(outcomes: Sequence[Outcome]) -> str:
    """«5 файлов: с новыми записями 3, принять нельзя 2»."""
    found = Counter(one.status for one in outcomes)
    parts = [f"{words} {found[status]}" for status, words in _SUMMARY.items() if found[status]]
    return f"{plural(len(outcomes), 'файл', 'файла', 'файлов')}: {', '.join(parts)}"
