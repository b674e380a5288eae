"""What the act of destruction and the extract of the journal need, without any of the destroyed data.

Order of Roskomnadzor of 28.10.2022 № 179 (in force from 1 March 2023 to 1 March 2029): point 3, contents of the act; point 5,
contents of the extract; point 8, both are kept for three years from the destruction. The person is named by the number of the
record («other information that relates to a certain natural person»); the full name is written by hand into the paper act.

What no database knows is asked for or left to the hand: the operator's address, somebody who processed the data on the
operator's behalf (point 3 «б»), paper that was destroyed too (point 3 «е»).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from model.blanking import ERASING, TOMBSTONE
from model.clock import stamp_ms
from model.errors import Refusal
from model.journal import TITLES
from model.names import full_name
from model.payload import read_payload
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
    """One line of the extract: number of the change in the log, when (ISO 8601, local time), what kind of row."""

    number: str
    made_at: str
    what: str


@dataclass(frozen=True)
class ErasureCertificate:
    """The act of destruction: who, whose data, what, from which system, how, why, when; and the extract of the journal.

    ``responsible``: who destroyed the data, with the post when it is known; empty: to be written by hand, as is ``address``.
    ``head_post``, ``head_name``: of the head of the institution, who approves the act.
    """

    operator: str
    municipality: str
    address: str
    head_post: str
    head_name: str
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


def erasure_certificate(store: Store, erasure: str, responsible: str = "", address: str = "") -> ErasureCertificate:
    """The certificate of an erasure of this institution.

    ``erasure``: id of the erased person or of the row of ``erasure``. ``responsible``: name and post of who did it (default:
    the author of the change in the log). ``address``: of the operator. Raise ``Refusal``: ``missing`` when nobody of this id
    was erased here, ``not-compact`` while the file of the database still has the bytes.
    """
    from model.entities import Erasure

    named = (Erasure.person == erasure) | (Erasure.id == erasure)
    row: Erasure | None = Erasure.get_or_none(named, Erasure.institution == own_id(store))
    institution = own_institution(store)
    if row is None or institution is None:
        raise Refusal(f"Удаления «{erasure}» в базе нет: посмотрите список командой kurator erasures.", "missing")
    if not store.compact():
        raise Refusal(
            "Файл базы ещё не перезаписан, стёртое в нём осталось: освободите место на диске и попросите акт ещё раз.",
            "not-compact",
        )
    person = row.person
    return ErasureCertificate(
        operator=institution.name,
        municipality=institution.municipality,
        address=" ".join(address.split()),
        head_post=institution.head_post,
        head_name=institution.head_name,
        subject=f"запись № {person}",
        categories=tuple(str(one) for one in row.categories),
        system=SYSTEM,
        method=METHOD,
        reason=row.basis,
        asked_on=row.asked_on,
        erased_on=row.erased_on,
        responsible=" ".join(responsible.split()) or _author(store, person),
        keep_until=_later(row.erased_on),
        journal=_journal(store, person),
    )


def _own_change(store: Store, person: str) -> tuple[str, int, str | None] | None:
    """The change that erased the person (the earliest, when two laptops did): node, number, payload."""
    found: tuple[str, int, str | None] | None = store.sql(
        "SELECT node, seq, shared FROM change WHERE tbl = 'person' AND row_id = ? AND kind = 'erase' ORDER BY stamp LIMIT 1",
        (person,),
    ).fetchone()
    return found


def _author(store: Store, person: str) -> str:
    """Who erased, as the log says: full name and post; nothing when nobody was named or was erased too."""
    from model.entities import Person

    found = _own_change(store, person)
    author = read_payload(found[2]).author if found is not None and found[2] is not None else ""
    who: Person | None = Person.get_or_none(Person.id == author)
    if who is None or who.kind == TOMBSTONE:
        return ""
    return ", ".join(part for part in (full_name(who.surname, who.name, who.patronymic), who.post) if part)


def _later(day: date | None) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + YEARS_KEPT)
    except ValueError:  # 29 February
        return day.replace(year=day.year + YEARS_KEPT, month=3, day=1)


def _journal(store: Store, person: str) -> tuple[JournalLine, ...]:
    """The changes of the erasure: those of the same copy that stand in one run of numbers with the person's own.

    An erasure writes what goes whole first and the redacted texts behind it, then its row of ``erasure``, which ends the run.
    A redacted text before the run is somebody else's (``kurator erasures text``).
    """
    found = _own_change(store, person)
    if found is None:
        return ()
    node, at, _ = found
    kinds = dict(store.sql("SELECT seq, kind FROM change WHERE node = ?", (node,)).fetchall())
    first = last = at
    while kinds.get(first - 1) == "erase":
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
