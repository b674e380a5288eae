"""A row of the table by roles, and whether it is only the rest of the row above, cut off by the end of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from model.cell_text import first_number, last_number, mended, one_line, short
from model.deadlines import read_deadline
from model.years import SchoolYear

REST = re.compile(r"[а-яё(,;)/–—-]")
_DANGLING = re.compile(
    r"(?:[-–—,(]|\b(?:с|со|по|до|от|на|в|и|за|для|к|из|о|об|при|у|или|между|через|не|их|своей?|по|под|над))$", re.IGNORECASE
)


@dataclass
class Row:
    """A row of the body by roles; ``extra`` by heading; ``below``: roles and headings whose cell is the merged one above.

    ``section``: it only names what follows, ``over``: and stands over a heading; ``ticked``: its deadline is ticks in columns
    of months, where an empty row is no deadline; ``doubts``: what to ask about it.
    """

    cells: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    below: set[str] = field(default_factory=set)
    section: bool = False
    over: bool = False
    ticked: bool = False
    doubts: list[str] = field(default_factory=list)

    def get(self, role: str) -> str:
        """Text of a role, empty when the table has no such cell."""
        return self.cells.get(role, "")

    @property
    def filled(self) -> list[str]:
        """Roles with something in them."""
        return [role for role, text in self.cells.items() if text]


@dataclass(frozen=True)
class Cuts:
    """How rows are cut in one table. ``dated``: it has a column of deadlines; ``small``: its activities begin in lower case."""

    year: SchoolYear
    merges_known: bool
    dated: bool
    small: bool

    def continues(self, new: Row, above: Row) -> bool:
        """Whether the row is only the rest of the row above, cut off by a page."""
        if self._only_people(new):
            return True
        if new.get("no") or new.get("mark") or {"deadline", "activity", "content"} & new.below:
            return False
        if new.get("deadline") and not self._deadline_goes_on(new, above):
            return False
        if new.filled and not {"stage", "activity", "content", "deadline"} & set(new.filled):
            return not (self.merges_known and "activity" in new.below)
        begun = False
        for role in new.filled:
            text, upper = new.get(role), above.get(role)
            rest = REST.match(text) is not None and not (role in ("activity", "content") and self._is_new(text, upper))
            counting = bool(first_number(text)) and first_number(text) == last_number(upper) + 1 and bool(upper)
            dangling = bool(upper) and _DANGLING.search(upper) is not None
            begun = begun or rest or counting or (dangling and role in ("activity", "content"))
            loose = role in ("content", "activity") and _unfinished(upper)
            if not (rest or counting or loose or dangling or role in ("responsible", "result", "deadline")):
                return False
        return begun or (not new.filled and bool(new.extra))

    def _is_new(self, text: str, upper: str) -> bool:
        """Whether a text in lower case is a sentence of its own: all activities are written so, or the one above has ended."""
        ended = upper.endswith((".", "!", "?")) and text[:1].islower()
        return ended or (self.small and text[:1].islower() and not _DANGLING.search(upper))

    def _only_people(self, new: Row) -> bool:
        """A row of a merged activity which has nothing but one more responsible, or one more result."""
        if not {"activity", "content"} & new.below or not set(new.filled) <= {"responsible", "result"}:
            return False
        return "deadline" in new.below or not self.dated

    def _deadline_goes_on(self, new: Row, above: Row) -> bool:
        """«сентябрь-» above «октябрь» below, or «2026 г.» which is no deadline of its own."""
        text, upper = new.get("deadline"), above.get("deadline")
        activity = new.get("activity") or new.get("content")
        if not upper or (activity and not REST.match(activity)):
            return False
        if _DANGLING.search(upper) or re.fullmatch(r"(?:20\d\d)?\s*(?:уч\w*\.?)?\s*г(?:ода?|г\.|\.)?|20\d\d", text):
            return True
        return REST.match(text) is not None and read_deadline(one_line(text), self.year).kind == "unresolved"


def join(above: Row, new: Row) -> None:
    """Put the rest of a row to the row it was cut from."""
    for role in new.filled:
        if role in ("activity", "content"):
            lines = first_number(new.get(role)) > 0
        else:
            more = role == "responsible" and new.get(role)[:1].isupper() and not _DANGLING.search(above.get(role))
            lines = bool(new.below) or (more and "activity" not in new.filled)
        upper, lower = above.get(role), new.get(role)
        above.cells[role] = f"{upper}\n{lower}".strip() if lines else mended(upper, lower)
    for title, text in new.extra.items():
        above.extra[title] = mended(above.extra.get(title, ""), text)


def numbers_cut_off(rows: list[Row]) -> None:
    """«4» at the end of a cell and «.Публикация» in the next one: the number goes back to its text."""
    for above, below in pairwise(rows):
        for role in ("activity", "content"):
            match = re.search(r"(?:^|\n)(\d{1,2})\s*$", above.get(role))
            text = below.get(role)
            if not match or not re.match(r"[.)]\s*\S", text):
                continue
            above.cells[role] = above.get(role)[: match.start()].rstrip()
            below.cells[role] = f"{match[1]}{text[0]} {text[1:].lstrip()}"
            below.doubts.append(
                f"Строка «{short(below.get(role))}» оторвана от своего номера: оставлена отдельным мероприятием,"
                f" возможно, это пункт мероприятия «{short(above.get('activity') or above.get('stage'))}»?"
            )


def _unfinished(text: str) -> bool:
    """Whether a cell above was cut: it has text and no stop at its end."""
    return bool(text) and text[-1] not in ".;!?"
