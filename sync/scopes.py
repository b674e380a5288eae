"""What leaves the institution, and for whom: scopes, consents, and names that slipped into other texts.

Scopes: ``own`` (everything, for the institution's other laptop), ``district`` (what the district needs), ``directive``
(the district's own roadmap and targets). The headers of all changes always go; payloads go as scope and consents allow
(152-ФЗ art. 9 and art. 6: no transfer without consent).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from model.blanking import TOMBSTONE
from model.journal import TITLES
from model.named_persons import NamedPersons
from model.names import initials, short_name
from model.payload import read_payload
from model.store import Store
from sync.change_line import Line
from sync.directive import for_institutions, silent_persons

SCOPES = ("own", "district", "directive", "receipt")
_NAMES = ("surname", "former_surname", "name", "patronymic")
#: So many are told by their initials of those whom one text may mean.
MOST_NAMED = 3


@dataclass(frozen=True)
class LeftOut:
    """Somebody or something that stayed behind. ``who`` is for this laptop only; ``initials`` and ``why`` travel."""

    row: str
    who: str
    initials: str
    why: str


@dataclass
class Leaving:
    """The changes of one scope; ``left_out`` is complete once ``lines`` has been read to its end."""

    lines: Iterator[Line]
    left_out: list[LeftOut]


def persons_without_consent(store: Store, on: date) -> list[LeftOut]:
    """Persons who gave no consent to the transfer, or withdrew it, as of ``on``; deleted ones count as without."""
    rows = store.sql(
        "SELECT p.id, p.surname, p.name, p.patronymic, EXISTS(SELECT 1 FROM consent c WHERE c.person = p.id "
        "AND c.scope = 'district' AND c.withdrawn_on IS NOT NULL) FROM person p WHERE p.kind IS NOT ? "
        "AND NOT EXISTS(SELECT 1 FROM consent c WHERE c.person = p.id AND c.scope = 'district' AND c.given_on <= ? "
        "AND (c.withdrawn_on IS NULL OR c.withdrawn_on > ?)) "
        "ORDER BY p._key, p.id",
        (TOMBSTONE, on.isoformat(), on.isoformat()),
    )
    found = []
    for identity, surname, name, patronymic, withdrawn in rows:
        parts = (surname or "", name or "", patronymic or "")
        why = "согласие на передачу в район отозвано" if withdrawn else "нет согласия на передачу в район"
        found.append(LeftOut(identity, short_name(*parts) or "без имени", initials(*parts), why))
    return found


#: Nodes whose chain holds rows of others, with all branches of it.
_MIXED = (
    "SELECT node FROM change WHERE institution <> ?1 UNION SELECT f.node FROM fork f WHERE f.origin IN "
    "(SELECT coalesce(o.origin, c.node) FROM change c LEFT JOIN fork o ON o.node = c.node WHERE c.institution <> ?1)"
)


def leaving(store: Store, institution: str, scope: str, on: date, addressee: str = "") -> Leaving:
    """Changes of ``scope`` with the payloads that may leave on ``on``; ``addressee`` of a directive: empty for all."""
    if scope == "own":
        return Leaving(_lines(store, "1", ()), [])
    if scope == "receipt":
        return Leaving(iter(()), [])
    # A node whose chain holds rows of others stays out: only whole chains travel, and only the owner's rows.
    where = f"node NOT IN ({_MIXED}) AND institution = ?"
    if scope == "directive":
        return _directive(store, institution, where, addressee, on)
    left_out = persons_without_consent(store, on)
    withheld = {person.row for person in left_out}
    living = {str(row[0]) for row in store.sql("SELECT id FROM person")}
    gone = {str(row[0]) for row in store.sql("SELECT DISTINCT row_id FROM change WHERE tbl = 'person'")} - living
    names, _ = _names_of(store, institution, withheld | gone)
    return Leaving(_strip(_lines(store, where, (institution,) * 2), withheld | gone, names, left_out), left_out)


def _directive(store: Store, institution: str, where: str, addressee: str, on: date) -> Leaving:
    names, called = _names_of(store, institution, silent_persons(store, on))
    left_out: list[LeftOut] = []
    lines = for_institutions(store, _lines(store, where, (institution,) * 2), addressee)
    return Leaving(_without_names(lines, names, called, left_out), left_out)


def _without_names(
    lines: Iterator[Line], names: NamedPersons, called: dict[str, str], left_out: list[LeftOut]
) -> Iterator[Line]:
    """Take out the payloads that name somebody, both sides of them. ``initials`` of a text stay empty: they would travel."""
    told: dict[tuple[str, str], set[str]] = {}
    for line in lines:
        for side in (9, 10):
            found = names.named_in(line[side]) if line[side] is not None else set()
            if found:
                line[side] = None
                told.setdefault((str(line[4]), str(line[5])), set()).update(found)
        yield line
    for (table, row), persons in told.items():
        why = f"в тексте ({TITLES.get(table, table)}) названа фамилия без согласия на публикацию"
        left_out.append(LeftOut(row, _whom(persons, called), "", why))


def _whom(persons: set[str], called: dict[str, str]) -> str:
    """«И. А. П., С. О. Р. и др.»: whom a text may mean; for this laptop alone."""
    found = sorted({called[person] or "без имени" for person in persons})
    return ", ".join(found[:MOST_NAMED]) + (" и др." if len(found) > MOST_NAMED else "")


def _names_of(store: Store, institution: str, persons: set[str]) -> tuple[NamedPersons, dict[str, str]]:
    """All names that these persons have or ever had (a maiden name, a deleted row: the log knows), and their initials.

    A surname that the institution's own name has («имени Гагарина») is no secret.
    """
    known: dict[str, dict[str, set[str]]] = {}
    for row_id, shared in store.sql("SELECT row_id, shared FROM change WHERE tbl = 'person' AND shared IS NOT NULL"):
        if row_id in persons:
            patch, names = read_payload(shared).patch, known.setdefault(row_id, {column: set() for column in _NAMES})
            for column in _NAMES:
                names[column].add(str(patch.get(column) or ""))
    found = NamedPersons()
    called = {}
    for person, names in known.items():
        found.add(person, names["surname"] | names["former_surname"], names["name"], names["patronymic"])
        called[person] = initials(*(max(names[part]) for part in ("surname", "name", "patronymic")))
    for person, *now in store.sql("SELECT id, surname, name, patronymic FROM person"):
        if person in called:
            called[person] = initials(*(part or "" for part in now))
    own = store.row("SELECT name, short, municipality FROM institution WHERE id = ?", (institution,))
    found.spare(" ".join(str(part) for part in own if part))
    return found, called


def _lines(store: Store, where: str, values: tuple[str, ...]) -> Iterator[Line]:
    forked = store.value("SELECT 1 FROM fork LIMIT 1") is not None
    order = (
        "coalesce((SELECT f.seq FROM fork f WHERE f.node = change.node), -1), " if forked else ""
    )  # what it grows from first
    rows = store.sql(
        "SELECT node, seq, stamp, institution, tbl, row_id, kind, shared_commit, private_commit, shared, private "
        f"FROM change WHERE {where} ORDER BY {order}node, seq",
        values,
    )
    for row in rows:
        yield list(row)


def _words_of_others(payload: str) -> str:
    """What a person's own payload says beside the name: a relative of the same surname may have given the consent."""
    patch = read_payload(payload).patch
    return "\n".join(str(value) for column, value in patch.items() if value and column not in _NAMES)


def _strip(lines: Iterator[Line], withheld: set[str], names: NamedPersons, left_out: list[LeftOut]) -> Iterator[Line]:
    """Take out private payloads, those of persons without consent, and texts that name such a person."""
    told = set()
    for line in lines:
        table, row, kind, shared = line[4], line[5], line[6], line[9]
        line[10] = None
        if table == "person" and row in withheld and kind not in {"delete", "erase"}:
            line[9] = None
        elif shared is not None and names.named_in(_words_of_others(shared) if table == "person" else shared):
            line[9] = None
            if (table, row) not in told:
                told.add((table, row))
                what = TITLES.get(str(table), str(table))
                left_out.append(LeftOut(str(row), what, "", f"в тексте ({what}) названа фамилия без согласия на передачу"))
        yield line
