"""Who made a change, when and on which copy, in words: the name may be missing, withheld or erased, and then that is said."""

from __future__ import annotations

from datetime import UTC, datetime

from model.actions import Actions
from model.blanking import TOMBSTONE
from model.clock import LATEST_MS, stamp_ms
from model.clock_shifts import Shifts
from model.names import short_name
from model.store import Store

#: Copies of a change: this laptop, another one of the institution, another institution, the district.
OWN, OTHER, FOREIGN, DISTRICT = "own", "other", "institution", "district"


def made_on(shifts: Shifts, stamp: str) -> datetime:
    """Local time of a change by its stamp, corrected where a fix of the clock says so."""
    return datetime.fromtimestamp(min(stamp_ms(shifts.corrected(stamp)), LATEST_MS) / 1000, UTC).astimezone()


class Authors:
    """Words for authors and copies; each is looked up once."""

    def __init__(self, store: Store, actions: Actions) -> None:
        self._store, self._actions = store, actions
        self._own = store.setting("institution") or ""
        self._node = store.node
        self._people: dict[str, str] = {}
        self._places: dict[str, tuple[str, str]] = {}

    def author(self, person: str) -> str:
        """Short name of the person who wrote, or why there is none; nobody (empty) is «автор не указан»."""
        if not person:
            return "автор не указан"
        if person not in self._people:
            self._people[person] = self._named(person)
        return self._people[person]

    def _named(self, person: str) -> str:
        erased = "SELECT 1 FROM erased WHERE tbl = 'person' AND row_id = ? AND stamp = ''"
        found = self._store.sql("SELECT surname, name, patronymic, kind FROM person WHERE id = ?", (person,)).fetchone()
        if self._store.value(erased, (person,)) or (found is not None and found[3] == TOMBSTONE):
            return "данные автора удалены"
        if found is not None and found[0]:
            return short_name(found[0], found[1] or "", found[2] or "")
        told = self._store.value("SELECT initials FROM withheld WHERE row_id = ? LIMIT 1", (person,))
        if told is not None:
            return f"имя автора не передано ({told})" if told else "имя автора не передано"
        return "автора нет в базе"

    def copy(self, node: str, seq: int, institution: str) -> tuple[str, str]:
        """Kind of the copy that made a change of an institution's row, and words for it."""
        if institution == self._own or not institution:
            own = node == self._node or self._actions.at(node, seq) is not None or self._actions.wrote(node, seq)
            return (OWN, "этот ноутбук") if own else (OTHER, "другой ноутбук учреждения")
        if institution not in self._places:
            row = self._store.sql("SELECT coalesce(short, name), kind FROM institution WHERE id = ?", (institution,)).fetchone()
            name, kind = row or (None, None)
            if kind == "district":
                self._places[institution] = (DISTRICT, f"район: {name}" if name else "район")
            else:
                self._places[institution] = (FOREIGN, str(name or "учреждение, которого нет в базе"))
        return self._places[institution]
