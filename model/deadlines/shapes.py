"""What a read deadline looks like to the rest of the program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

#: Every kind a deadline can be of.
KINDS = ("date", "by", "range", "months", "recurring", "open", "as-needed", "relative", "unresolved")


@dataclass(frozen=True)
class Span:
    """Days from ``start`` to ``end``, both included; ``None`` is an open side."""

    start: date | None
    end: date | None


@dataclass(frozen=True)
class Deadline:
    """A deadline as written and as understood.

    ``kind``: date, by, range, months, recurring, open, as-needed, relative, unresolved; of a list, the kind of its first item.
    ``readings``: every possible reading (more than one when ``ambiguous``); ``occurrences`` is the first of them.
    ``kinds``: the kind of each reading («май 15» is a month or a day). ``warnings``: one Russian sentence each.
    """

    text: str
    kind: str
    occurrences: tuple[Span, ...] = ()
    ambiguous: bool = False
    readings: tuple[tuple[Span, ...], ...] = ()
    warnings: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def chosen(self, at: int) -> Deadline:
        """The same words read in the way number ``at`` only; ``IndexError`` when there is no such reading."""
        reading = self.readings[at]
        kind = self.kinds[at] if self.kinds else self.kind
        return replace(self, kind=kind, occurrences=reading, ambiguous=False, readings=(reading,), kinds=(kind,))
