"""What the district's file for institutions carries: its roadmap, assignments, targets, published practices. Nothing of others.

Rows of other institutions never go (``sync.scopes``); of the district's own rows only those tables go that institutions need,
without the names of people of any institution who did not agree to publication. Headers of all changes go, as in every file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from model.payload import read_payload
from model.store import Store
from sync.change_line import Line

#: Tables whose shared payloads go to institutions.
TABLES = frozenset(
    {"institution", "school_year", "roadmap", "stage", "activity", "occurrence", "assignment", "preference", "practice",
     "publication", "erasure", "clock_fix"}
)  # fmt: skip
#: Kinds that say nothing of a person and must arrive everywhere.
_ALWAYS = frozenset({"delete", "erase"})


def silent_persons(store: Store, on: date) -> set[str]:
    """Persons of every institution (also deleted ones) without a consent to publication in force on a day.

    The consent to the transfer reaches the district alone; among other institutions a name goes to people whom nobody
    named in the consent, which only that to publication covers (152-ФЗ art. 10.1). It counts where its person's own
    institution wrote it: nobody consents for the people of others.
    """
    everybody = {str(row[0]) for row in store.sql("SELECT DISTINCT row_id FROM change WHERE tbl = 'person'")}
    agreed = {
        str(row[0])
        for row in store.sql(
            "SELECT c.person FROM consent c JOIN person p ON p.id = c.person AND p.institution = c.institution "
            "WHERE c.scope = 'publication' AND c.given_on <= ?1 AND (c.withdrawn_on IS NULL OR c.withdrawn_on > ?1)",
            (on.isoformat(),),
        )
    }
    return everybody - agreed


def for_institutions(store: Store, lines: Iterator[Line], addressee: str) -> Iterator[Line]:
    """Blank what is not for institutions, or is an assignment of somebody else than the ``addressee`` (empty: for all).

    A published practice goes with its description, which stays inside until then.
    """
    published = {str(row[0]) for row in store.sql("SELECT id FROM practice WHERE state = 'published'")}
    others = {
        str(row[0])
        for row in store.sql("SELECT row_id, shared FROM change WHERE tbl = 'assignment' AND shared IS NOT NULL")
        if addressee and read_payload(row[1]).patch.get("assignee") not in {None, addressee}
    }
    for line in lines:
        table, row, kind = line[4], line[5], line[6]
        if kind not in _ALWAYS and (table not in TABLES or row in others):
            line[9] = None
        if table != "practice" or row not in published:
            line[10] = None
        yield line
