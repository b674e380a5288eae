"""A roadmap as it was read from somebody's table or composed from the standard stages, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field

from model.deadlines import Deadline


@dataclass
class ActivityDraft:
    """One row of the table: what shares one deadline cell.

    ``steps`` are the numbered or dashed items of the cell; ``text`` is the whole cell with one item a line.
    ``stage`` is an index into ``RoadmapDraft.stages``; ``extra`` keeps cells of columns that are not ours, by heading.
    ``done`` is the mark cell word for word. ``lead``: the part of ``text`` that came from the column of activities when the
    table has a column of contents too. ``meant``: what a person said the words of the deadline mean; ``deadline.text`` stays
    as it was written and the rest of ``deadline`` is what ``meant`` says.
    """

    text: str
    deadline: Deadline
    stage: int
    no: str = ""
    steps: list[str] = field(default_factory=list)
    responsible: str = ""
    result: str = ""
    done: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    lead: str = ""
    meant: str = ""


@dataclass
class StageDraft:
    """One stage (or direction) of a roadmap; ``no`` as it was numbered in the source."""

    title: str
    no: str = ""


@dataclass
class RoadmapDraft:
    """A whole roadmap.

    ``columns`` are pairs (role, heading as written) in the order of the table; roles: ``no``, ``stage``, ``activity``,
    ``content``, ``deadline``, ``responsible``, ``result``, ``mark``, ``extra``; ``start`` and ``end`` of a deadline in columns
    of their own; ``period`` is a month, quarter or term that is ticked. Cells of the last three stand in
    ``ActivityDraft.extra`` too, word for word. ``approval``: the approval block, a line each.
    ``unread`` lists every piece of the source that found no place; ``questions`` what a human has to decide, each once;
    ``doubts`` are those of them which belong to one activity: its index and the sentence.
    """

    title: str = ""
    approval: list[str] = field(default_factory=list)
    columns: list[tuple[str, str]] = field(default_factory=list)
    stages: list[StageDraft] = field(default_factory=list)
    activities: list[ActivityDraft] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)

    def ask(self, sentence: str) -> None:
        """Add a question unless it was asked already."""
        if sentence not in self.questions:
            self.questions.append(sentence)

    def doubt(self, activity: int, sentence: str) -> None:
        """Add a question which belongs to the activity with this index."""
        self.doubts.append((activity, sentence))
        self.ask(sentence)
