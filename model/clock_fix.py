"""Clock fixes: an institution says that a copy of its database wrote under a wrong clock; all order by the right one.

School laptops with dead batteries say 2009 or 2035. The clock never decides what an author has seen; but of two values that
nobody chose between, the younger one shows, and «younger» was said by a clock. A fix is a replicated row, so it travels and
merges like everything; of several that cover a change, that of the shortest range counts, everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from model import clock
from model.changelog import refold
from model.clock import LATEST_MS, doubt, stamp_ms
from model.clock_shifts import Shifts, put_shifts, range_of, shifts_of
from model.entities import ClockFix, natural_id
from model.errors import Refusal
from model.identity import new_node
from model.lineage import lineage_of
from model.setup import own_id
from model.store import Store

_DAY_MS = 86_400_000
_UNITS = {
    "недел": 7 * _DAY_MS,
    "нед": 7 * _DAY_MS,
    "ден": _DAY_MS,
    "дн": _DAY_MS,
    "сут": _DAY_MS,
    "час": 3_600_000,
    "мин": 60_000,
    "сек": 1000,
    "d": _DAY_MS,
    "h": 3_600_000,
    "m": 60_000,
    "s": 1000,
}
_PART = re.compile(r"(\d{1,9})\s*([а-яёa-z]+)\.?")
_TABLE = "clock_fix"


@dataclass(frozen=True)
class Clock:
    """What a copy wrote: numbers, times of the first and the last change as its clock said, and as they are corrected."""

    node: str
    institution: str
    first_seq: int
    last_seq: int
    first_at: str
    last_at: str
    fixed: bool
    own: bool


def parse_offset(text: str) -> int:
    """Milliseconds of «+2 дня 3 часа», «-1 час», «+10d 2h»; raise ``Refusal`` for anything else."""
    words = text.strip().lower().replace("\u2212", "-").replace("\u2013", "-")
    sign = -1 if words.startswith("-") else 1
    rest = words.lstrip("+-").strip().strip(",")
    total, at = 0, 0
    for part in _PART.finditer(rest):
        unit = next((ms for start, ms in _UNITS.items() if _is_unit(part[2], start)), None)
        if unit is None or rest[at : part.start()].strip(" ,и"):
            raise _unreadable(text)
        total, at = total + int(part[1]) * unit, part.end()
    if not at or rest[at:].strip() or total > LATEST_MS:
        raise _unreadable(text)
    return sign * total


def _is_unit(word: str, start: str) -> bool:
    return word == start if start.isascii() else word.startswith(start) and len(word) <= len(start) + 4


def _unreadable(text: str) -> Refusal:
    return Refusal(f"Поправка «{text}» не читается: напишите, например, «+2 дня 3 часа» или «-1 час».", "offset")


def offset_to(store: Store, node: str, first: int, true_day: date) -> int:
    """Milliseconds that bring the change ``first`` of a copy to ``true_day`` at the hour that its clock said."""
    stamp = store.value("SELECT stamp FROM change WHERE node = ? AND seq = ?", (node, first))
    lineage = lineage_of(store)
    for name in lineage.path(node)[1:] if stamp is None else ():
        stamp = stamp or store.value("SELECT stamp FROM change WHERE node = ? AND seq = ?", (name, first))
    if stamp is None:
        raise _no_such(node, first)
    return (true_day - _local_time(str(stamp)).date()).days * _DAY_MS


def _no_such(node: str, seq: int) -> Refusal:
    return Refusal(f"Записи {node}-{seq} в журнале нет: посмотрите номера командой kurator clockfix.", "missing")


def fix_clock(store: Store, node: str, first: int, last: int, milliseconds: int) -> str:
    """Say that the changes ``first`` to ``last`` of a copy were made ``milliseconds`` later than its clock said; return the id.

    The same range again replaces what was said of it; 0 takes it back. When our own clock ran ahead until now, this copy writes
    on under a new node id, from the right time. Raise ``Refusal`` when there are no such changes, they
    are another institution's, or the times would leave the calendar.
    """
    link = store.value("SELECT chain FROM change WHERE node = ? AND seq = ?", (node, last)) if abs(last) < 2**62 else None
    if link is None:
        raise _no_such(node, last)
    if not 1 <= first <= last:
        raise Refusal("Первая запись должна быть не позже последней: проверьте --from и --to.", "range")
    lineage, owner = lineage_of(store), own_id(store)
    for name, low, high, first_stamp, last_stamp in range_of(store, lineage, node, first, last, str(link)):
        query = "SELECT 1 FROM change WHERE node = ? AND seq BETWEEN ? AND ? AND institution <> ?"
        if store.value(query, (name, low, high, owner)):
            raise Refusal("Эти записи сделало другое учреждение: часы своих ноутбуков исправляет оно само.", "not-owner")
        if stamp_ms(first_stamp) + milliseconds < 0 or stamp_ms(last_stamp) + milliseconds > LATEST_MS:
            raise Refusal("С такой поправкой время уходит за пределы календаря: проверьте её.", "offset")
    origin = lineage.origin(node)
    identity = natural_id(_TABLE, origin, str(first), str(last), str(link))
    if milliseconds < 0 and (node, last) == store.row("SELECT node, seq FROM replica"):
        _begin_anew(store, milliseconds)
    with store.transaction("Исправление часов"):
        values = {"milliseconds": milliseconds}
        if ClockFix.get_or_none(ClockFix.id == identity) is not None:
            ClockFix.update(values).where(ClockFix.id == identity).execute()
        else:
            ClockFix.create(
                id=identity, institution=owner, node=origin, first_seq=first, last_seq=last, last_link=link, **values
            )
        follow_fixes(store)
    return identity


def _begin_anew(store: Store, milliseconds: int) -> None:
    """Write on under a new node id from the corrected time: under the old one stamps would count on from the wrong time."""
    stamp = str(store.value("SELECT stamp FROM replica"))
    with store.transaction("Новое имя копии"):
        store.sql(
            "UPDATE replica SET node = ?, seq = 0, chain = '', stamp = ?",
            (new_node(), f"{stamp_ms(stamp) + milliseconds:012x}{stamp[12:]}"),
        )


def follow_fixes(store: Store) -> int:
    """Fold anew the rows whose order the clock fixes change, after fixes or the changes that they speak of came or went.

    Call it within a transaction; return how many rows. Costs nothing where there is no fix.
    """
    if store.value("SELECT 1 FROM clock_fix UNION ALL SELECT 1 FROM clock_shift LIMIT 1") is None:
        return 0
    rows: dict[tuple[str, str], str] = {}
    for shift in put_shifts(store):
        for table, row_id, institution in store.sql(
            "SELECT DISTINCT tbl, row_id, institution FROM change WHERE node = ? AND stamp BETWEEN ? AND ?",
            (shift.node, shift.first, shift.last),
        ):
            rows[str(table), str(row_id)] = str(institution)
    with store.replaying():
        return refold(store, rows, rows)


def clock_doubt(store: Store) -> str:
    """What is wrong with this laptop's clock, a Russian sentence; empty when nothing is."""
    return doubt(str(store.value("SELECT stamp FROM replica")), clock.wall_ms())


def corrected_at(shifts: Shifts, stamp: str) -> str:
    """Time of a change by the fixes, ISO 8601 to the second, local; empty where no fix says anything."""
    corrected = shifts.corrected(stamp)
    return "" if corrected == stamp else _local(corrected)


def _local(stamp: str) -> str:
    return _local_time(stamp).isoformat(timespec="seconds")


def _local_time(stamp: str) -> datetime:
    """Time of a stamp in this laptop's zone, without saying so; what no calendar has is its last day."""
    return datetime.fromtimestamp(min(stamp_ms(stamp), LATEST_MS) / 1000, UTC).astimezone().replace(tzinfo=None)


def clocks(store: Store) -> list[Clock]:
    """Every copy that wrote something, with what its clock said, corrected; by institution and time."""
    own, shifts = own_id(store), shifts_of(store)
    found = []
    for node, institution, first, last, low, high in store.sql(
        "SELECT node, min(institution), min(seq), max(seq), min(stamp), max(stamp) FROM change GROUP BY node ORDER BY 2, 5"
    ):
        fixed = any(shift.node == node for shift in shifts.listed)
        times = [_local(shifts.corrected(stamp)) for stamp in (low, high)]
        found.append(Clock(node, institution, first, last, times[0], times[1], fixed, institution == own))
    return found
