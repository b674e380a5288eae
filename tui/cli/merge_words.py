"""What ``kurator merge`` says of the files: a line a file, totals by table, and the same as JSON."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sync.folder import Outcome
    from sync.tables import Counts

_STATUS = {"merged": "принят", "repeated": "повтор", "older": "старый", "unknown": "ЖДЁТ", "refused": "НЕ ПРИНЯТ"}
#: The same of several files.
_SUMMARY = {
    "merged": "с новыми записями",
    "repeated": "повторов",
    "older": "старых",
    "unknown": "ждут подтверждения ключа",
    "refused": "не будет принято",
}
#: Lines are broken so that they fit a usual terminal.
LINE = 79
#: Places of the words before the four numbers.
_NAME = 38
_HEADINGS = ("новых", "измен.", "удал.", "расх.")


def outcome_json(one: Outcome) -> dict[str, Any]:
    """One file; ``tables``: by table what it brought."""
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
        "tables": {table: asdict(counts) for table, counts in effect.tables.items()} if effect else {},
        "changes": one.merged.changes if one.merged else 0,
        "forks": one.merged.forks if one.merged else [],
        "flagged": [asdict(flag) for flag in one.merged.flagged] if one.merged else [],
    }


def outcome_words(one: Outcome) -> str:
    """One file after it was merged."""
    told = f"{_STATUS[one.status]}: {one.path.name} {one.institution}. {one.message}"
    if one.merged and one.status == "merged":
        effect = one.merged.effect
        told += f" Новых {effect.new}, изменено {effect.changed}, удалено {effect.deleted}, расхождений {effect.conflicts}."
    return " ".join([told, *clock_flags(one), one.note]).rstrip()


def preview_words(outcomes: Sequence[Outcome]) -> list[str]:
    """What a merge would bring: a line a file, totals by table, then what is said of several files alike."""
    taken = [one for one in outcomes if one.merged and one.status == "merged"]
    lines = [_cut("Учреждение") + _numbers(*_HEADINGS)] if taken else []
    for one in outcomes:
        name, number = (one.institution, f", файл {one.number}") if one.institution else (one.path.name, "")
        if one.merged and one.status == "merged":
            lines.append(_counts(name, one.merged.effect, number))
        else:
            lines.append(f"{_cut(name, number)} {_STATUS[one.status]}")
        if one.status in {"refused", "unknown"}:
            lines += textwrap.wrap(one.message, LINE, initial_indent="    ", subsequent_indent="    ")
    lines += ["", *_totals(taken)] if taken else []
    found = Counter(one.status for one in outcomes)
    lines.append(
        f"Файлов {len(outcomes)}: " + ", ".join(f"{_SUMMARY[status]} {found[status]}" for status in _SUMMARY if found[status])
    )
    notes = Counter(note for one in outcomes for note in _asides(one))
    return [*lines, *(f"{note}{f' Файлов: {times}.' if times > 1 else ''}" for note, times in notes.items())]


def _totals(taken: Sequence[Outcome]) -> list[str]:
    from model.journal import TITLES
    from model.log_tables import table_names
    from sync.tables import Counts

    totals = {table: Counts() for table in table_names()}
    every = Counts()
    for one in taken:
        if one.merged is not None:
            every.add(one.merged.effect)
            for table, counts in one.merged.effect.tables.items():
                totals[table].add(counts)
    rows = [_counts(TITLES[table], counts) for table, counts in totals.items() if counts != Counts()]
    return [_cut("Что") + _numbers(*_HEADINGS), *rows, _counts(f"Всего из файлов: {len(taken)}", every)]


def _counts(name: str, counts: Counts, after: str = "") -> str:
    told = (counts.new, counts.changed, counts.deleted, counts.conflicts)
    return _cut(name, after) + _numbers(*(str(number or "—") for number in told))


def _numbers(*numbers: str) -> str:
    return "".join(f"{number:>8}" for number in numbers)


def _cut(name: str, after: str = "") -> str:
    room = _NAME - len(after)
    return f"{(name if len(name) <= room else name[: room - 1] + '…') + after:<{_NAME}}"


def _asides(one: Outcome) -> list[str]:
    """What is said of a file beside its numbers; a refused one says it on its line."""
    if not (one.merged and one.status == "merged"):
        return []
    rest = one.message.removeprefix(f"Принят файл № {one.number}.").strip()
    said = [f"{one.institution} № {one.number}: {rest}"] if rest else []
    return [*said, *(f"{one.institution}: {flag}" for flag in clock_flags(one)), *([one.note] if one.note else [])]


def clock_flags(one: Outcome) -> list[str]:
    """What is said of copies whose clock runs far ahead."""
    return [
        f"Часы копии {flag.node} спешат на {flag.ahead_ms // 86_400_000} дн., начиная с записи {flag.first_seq}: "
        f"пусть учреждение исправит время (kurator clockfix {flag.node} --from {flag.first_seq})."
        for flag in (one.merged.flagged if one.merged else ())
    ]
