"""What leaves the institution, and for whom: scopes, consents, and names that slipped into other texts.

Scopes: ``own`` (everything, for the institution's other laptop), ``district`` (what the district needs), ``directive``
(the district's own roadmap and targets). The headers of all changes always go; payloads go as scope and consents allow
(152-ФЗ art. 9 and art. 6: no transfer without consent).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from model.journal import TITLES
from model.names import initials, short_name
from model.store import Store
from sync.exchange_file import Line

SCOPES = ("own", "district", "directive")


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
        "AND c.scope = 'district' AND c.withdrawn_on IS NOT NULL) FROM person p WHERE NOT EXISTS(SELECT 1 FROM consent c "
        "WHERE c.person = p.id AND c.scope = 'district' AND c.given_on <= ? "
        "AND (c.withdrawn_on IS NULL OR c.withdrawn_on > ?)) "
        "ORDER BY p._key, p.id",
        (on.isoformat(), on.isoformat()),
    )
    found = []
    for identity, surname, name, patronymic, withdrawn in rows:
        parts = (surname or "", name or "", patronymic or "")
        why = "согласие на передачу в район отозвано" if withdrawn else "нет согласия на передачу в район"
        found.append(LeftOut(identity, short_name(*parts) or "без имени", initials(*parts), why))
    return found


def leaving(store: Store, institution: str, scope: str, on: date) -> Leaving:
    """Changes of ``scope`` with the payloads that may leave on ``on``."""
    if scope == "own":
        return Leaving(_lines(store, "1", ()), [])
    # A node whose chain holds rows of others stays out: only whole chains travel, and only the owner's rows.
    where = "node NOT IN (SELECT node FROM change WHERE institution <> ?) AND institution = ?"
    if scope == "directive":
        return Leaving(_strip(_lines(store, where, (institution,) * 2), set(), None, []), [])
    left_out = persons_without_consent(store, on)
    withheld = {person.row for person in left_out}
    living = {str(row[0]) for row in store.sql("SELECT id FROM person")}
    gone = {str(row[0]) for row in store.sql("SELECT DISTINCT row_id FROM change WHERE tbl = 'person'")} - living
    names = name_pattern(_surnames(store, institution, withheld))
    return Leaving(_strip(_lines(store, where, (institution,) * 2), withheld | gone, names, left_out), left_out)


def _surnames(store: Store, institution: str, withheld: set[str]) -> list[str]:
    """Surnames that no text may carry out; one that the institution's own name has («имени Гагарина») is no secret."""
    rows = store.sql(
        "SELECT DISTINCT surname FROM person WHERE surname IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        (_json_list(withheld),),
    )
    own = " ".join(
        str(part)
        for part in store.row("SELECT name, short, municipality FROM institution WHERE id = ?", (institution,))
        if part
    )
    found = []
    for (surname,) in rows.fetchall():
        pattern = name_pattern([surname])
        if pattern is not None and not pattern.search(own):
            found.append(str(surname))
    return found


def _json_list(values: set[str]) -> str:
    return "[" + ",".join(f'"{value}"' for value in sorted(values)) + "]"


def _lines(store: Store, where: str, values: tuple[str, ...]) -> Iterator[Line]:
    rows = store.sql(
        "SELECT node, seq, stamp, institution, tbl, row_id, kind, shared_commit, private_commit, shared, private "
        f"FROM change WHERE {where} ORDER BY node, seq",
        values,
    )
    for row in rows:
        yield list(row)


def _strip(lines: Iterator[Line], withheld: set[str], names: re.Pattern[str] | None, left_out: list[LeftOut]) -> Iterator[Line]:
    """Take out private payloads, those of persons without consent, and texts that name such a person."""
    told = set()
    for line in lines:
        table, row, kind, shared = line[4], line[5], line[6], line[9]
        line[10] = None
        if table == "person" and row in withheld and kind != "delete":
            line[9] = None
        elif shared is not None and names is not None and table != "person" and names.search(shared):
            line[9] = None
            if (table, row) not in told:
                told.add((table, row))
                what = TITLES.get(str(table), str(table))
                left_out.append(LeftOut(str(row), what, "", f"в тексте ({what}) названа фамилия без согласия на передачу"))
        yield line


#: Endings that a surname loses or changes in other cases: pattern → what may stand instead.
_ADJECTIVE = re.compile(r"(?:ая|яя|ий|ый|ой)$")
_ADJECTIVE_FORMS = "(?:[иыо]й|[ое]го|[ое]му|[иы]м|[ое]м|ая|яя|[ое]й|[ую]ю|[иы]е|[иы]х|[иы]ми)"
_ENDINGS = (
    (r"яц$", "(?:яц|йц)"),
    (r"е([йцк])$", r"(?:е\1|ь\1?|й\1|\1)"),
    (r"ё([цк])$", r"(?:ё\1|ь\1|\1)"),
    (r"о([кц])$", r"(?:о\1|\1)"),
    (r"[аяоеьй]$", ""),
)


def name_pattern(surnames: list[str]) -> re.Pattern[str] | None:
    """Pattern that finds any of the surnames in any case form («Петровой», «Воробья»); ``None`` for no surnames."""
    words = set()
    for surname in surnames:
        for part in re.split(r"[^а-яёА-ЯЁa-zA-Z]+", surname):
            if len(part) > 1:
                words.add(_forms(part.lower()))
    if not words:
        return None
    # Only with a capital: «Мороз» is a surname, «мороз» is weather.
    return re.compile(r"(?<![а-яёА-ЯЁ])(?=[А-ЯЁA-Z])(?i:" + "|".join(sorted(words)) + r")(?![а-яё])")


def _forms(part: str) -> str:
    """Pattern of one surname in lower case; short ones must stand word for word."""
    if _ADJECTIVE.search(part) and len(part) > 3:
        return re.escape(_ADJECTIVE.sub("", part)) + _ADJECTIVE_FORMS
    for ending, instead in _ENDINGS:
        stem = re.sub(ending, "", part)
        if stem != part:
            changed = re.search(ending, part)
            middle = changed.expand(instead) if changed is not None and instead else ""
            if len(part if middle else stem) >= 4:
                return re.escape(stem) + middle + "[а-яё]{0,3}"
            return re.escape(part)
    return re.escape(part) + ("[а-яё]{0,3}" if len(part) >= 4 else "")
