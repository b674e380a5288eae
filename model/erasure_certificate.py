"""What the act of destruction and the extract of the journal need, without any of the destroyed data.

Order of Roskomnadzor of 28.10.2022 № 179 (in force from 1 March 2023 to 1 March 2029): point 3, contents of the act; point 5,
contents of the extract; point 8, both are kept for three years from the destruction. The person is named by the number of the
record («other information that relates to a certain natural person»); the full name is written by hand into the paper act.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from model.blanking import ERASING
from model.clock import stamp_ms
from model.errors import Refusal
from model.journal import TITLES
from model.setup import own_id, own_institution
from model.store import Store

#: How the data were destroyed, point 3 «з».
METHOD = (
    "удаление из таблиц базы и из журнала изменений (значения и соли; отметки остаются, чтобы цепочка журнала проверялась) "
    "с перезаписью файла базы"
)
SYSTEM = "«Куратор» (учёт наставничества), база на ноутбуке учреждения"
YEARS_KEPT = 3


@dataclass(frozen=True)
class JournalLine:
    """One line of the extract: number of the change in the log, when (local time), what kind of row."""

    number: str
    made_at: str
    what: str


@dataclass(frozen=True)
class ErasureCertificate:
    """The act of destruction: who, whose data, what, from which system, how, why, when; and the extract of the journal."""

    operator: str
    municipality: str
    subject: str
    categories: tuple[str, ...]
    system: str
    method: str
    reason: str
    asked_on: date | None
    erased_on: date | None
    responsible: str
    keep_until: date | None
    journal: tuple[JournalLine, ...]


def erasure_certificate(store: Store, person: str, responsible: str = "") -> ErasureCertificate:
    """The certificate of an erased person of this institution; ``responsible``: name and post of who did it.

    Raise ``Refusal`` (missing) when nobody of this id was erased here.
    """
    from model.entities import Erasure

    row: Erasure | None = Erasure.get_or_none(Erasure.person == person, Erasure.institution == own_id(store))
    institution = own_institution(store)
    if row is None or institution is None:
        raise Refusal(f"Удаления «{person}» в базе нет: посмотрите список командой kurator erasures.", "missing")
    return ErasureCertificate(
        operator=institution.name,
        municipality=institution.municipality,
        subject=f"запись № {person}",
        categories=tuple(str(one) for one in row.categories),
        system=SYSTEM,
        method=METHOD,
        reason=row.basis,
        asked_on=row.asked_on,
        erased_on=row.erased_on,
        responsible=" ".join(responsible.split()) or store.setting("curator") or "",
        keep_until=_later(row.erased_on),
        journal=_journal(store, person),
    )


def _later(day: date | None) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + YEARS_KEPT)
    except ValueError:  # 29 February
        return day.replace(year=day.year + YEARS_KEPT, month=3, day=1)


def _journal(store: Store, person: str) -> tuple[JournalLine, ...]:
    """The changes of the erasure: those of the same copy that stand in one run of numbers with the person's own."""
    found = store.sql(
        "SELECT c.node, c.seq FROM change c WHERE c.tbl = 'person' AND c.row_id = ? AND c.kind = 'erase' "
        "ORDER BY c.stamp LIMIT 1",
        (person,),
    ).fetchone()
    if found is None:
        return ()
    node, at = found
    kinds = dict(store.sql("SELECT seq, kind FROM change WHERE node = ?", (node,)).fetchall())
    first = last = at
    while kinds.get(first - 1) in ERASING:
        first -= 1
    while kinds.get(last + 1) in ERASING:
        last += 1
    rows = store.sql(
        "SELECT seq, stamp, tbl, kind FROM change WHERE node = ? AND seq BETWEEN ? AND ? ORDER BY seq", (node, first, last)
    )
    return tuple(
        JournalLine(
            f"{node}-{seq}",
            datetime.fromtimestamp(stamp_ms(stamp) / 1000, UTC).astimezone().isoformat(timespec="seconds"),
            f"{TITLES.get(table, table)}: {'удалено' if kind == 'erase' else 'удалены упоминания'}",
        )
        for seq, stamp, table, kind in rows
    )
