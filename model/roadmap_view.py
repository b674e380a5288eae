"""What a screen or a print needs to show a roadmap: plain rows, already joined and judged for one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

#: States of a checkmark, in the order in which the screen offers them.
MARK_STATES = ("none", "done", "partial", "moved", "not-required")
MARK_STATE_NAMES = {
    "none": "не начато",
    "done": "выполнено",
    "partial": "выполнено частично",
    "moved": "перенесено",
    "not-required": "не требуется",
}


@dataclass(frozen=True)
class OccurrenceView:
    """One dated occurrence of an activity with its checkmark.

    ``start``/``end``: days or ``None`` when that side is open. ``state``: one of ``MARK_STATES``.
    ``timing``: ``overdue``, ``now`` (begun, or due within a week), ``ahead``, ``undated``, ``closed`` (done or not required).
    """

    id: str
    start: date | None
    end: date | None
    state: str = "none"
    done_on: date | None = None
    evidence: str = ""
    note: str = ""
    ticked_by: str = ""
    timing: str = "ahead"

    @property
    def label(self) -> str:
        """«Ноябрь», «5 октября», «до 2 октября», «25–29 августа», «без даты»: how a person would call it."""
        from model.russian_dates import span_label

        return span_label(self.start, self.end)


@dataclass(frozen=True)
class ActivityView:
    """One activity with its occurrences in order of time.

    ``meant``: what a person said the words of the deadline mean, empty when they are read as they stand. ``lead``: the
    beginning of ``text`` that stood in the column of activities of a table which had a column of contents too.
    """

    id: str
    no: str
    text: str
    steps: tuple[str, ...]
    deadline: str
    kind: str
    responsible: str
    result: str
    occurrences: tuple[OccurrenceView, ...]
    extra: dict[str, str] = field(default_factory=dict)
    ambiguous: bool = False
    warnings: tuple[str, ...] = ()
    meant: str = ""
    lead: str = ""


@dataclass(frozen=True)
class StageView:
    """One stage with its activities; ``done`` of ``total`` counts occurrences that are closed."""

    id: str
    no: str
    title: str
    activities: tuple[ActivityView, ...]

    @property
    def total(self) -> int:
        return sum(len(a.occurrences) for a in self.activities)

    @property
    def done(self) -> int:
        return sum(o.timing == "closed" for a in self.activities for o in a.occurrences)


@dataclass(frozen=True)
class RoadmapView:
    """A whole roadmap on one day. ``columns`` are pairs (role, heading) as in ``RoadmapDraft``; ``approval`` a line each."""

    id: str
    institution: str
    institution_short: str
    year: str
    title: str
    approval: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    stages: tuple[StageView, ...]
    today: date
    curator: str = ""
    head_name: str = ""
    head_post: str = ""

    def occurrences(self) -> list[OccurrenceView]:
        """All occurrences in the order of the table."""
        return [o for s in self.stages for a in s.activities for o in a.occurrences]

    def count(self, timing: str) -> int:
        """How many occurrences have this ``timing``."""
        return sum(o.timing == timing for o in self.occurrences())
