"""A roadmap under the eyes of a person before it is saved: every edit can be taken back, and the whole survives a kill."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from model.deadlines import Deadline, Span
from model.identity import state_folder
from model.roadmap_draft import ActivityDraft, RoadmapDraft, StageDraft
from model.years import SchoolYear

_FORMAT = 1
#: More steps back than this nobody takes; drafts share what they have in common, so a step is small.
MOST_STEPS = 500


@dataclass
class Preview:
    """A draft with its steps back and forth. ``source``: what the person knows it by (a path).

    ``resumed``: it was edited before a kill, so there is something to lose although there is no step back.
    """

    draft: RoadmapDraft
    year: SchoolYear
    source: str = ""
    resumed: bool = False
    _back: list[tuple[str, RoadmapDraft]] = field(default_factory=list)
    _forth: list[tuple[str, RoadmapDraft]] = field(default_factory=list)

    @property
    def edited(self) -> bool:
        """Whether there is anything that would be lost: edits made now or before a kill."""
        return self.resumed or bool(self._back)

    def apply(self, label: str, draft: RoadmapDraft) -> bool:
        """Take an edited draft; one step, named ``label`` in Russian. Return whether anything changed."""
        if draft == self.draft:
            return False
        self._back = [*self._back[1 - MOST_STEPS :], (label, self.draft)]
        self._forth.clear()
        self.draft = draft
        return True

    def undo(self) -> str:
        """Go one step back; return its label, empty when there is none."""
        return self._travel(self._back, self._forth)

    def redo(self) -> str:
        """Do again what was taken back; return its label, empty when there is nothing."""
        return self._travel(self._forth, self._back)

    def _travel(self, here: list[tuple[str, RoadmapDraft]], there: list[tuple[str, RoadmapDraft]]) -> str:
        if not here:
            return ""
        label, draft = here.pop()
        there.append((label, self.draft))
        self.draft = draft
        return label


# ---------------------------------------------------------------------- what survives a kill
def kept_path(database: Path) -> Path:
    """File of the state folder that keeps the preview begun for a database."""
    return state_folder() / "previews" / f"{sha256(str(database.absolute()).encode()).hexdigest()[:24]}.json"


def keep(preview: Preview, database: Path) -> None:
    """Write the draft (not the steps) so that it can be gone on with after a kill; where nothing can be written, do without."""
    data = {"format": _FORMAT, "year": str(preview.year), "source": preview.source, "draft": asdict(preview.draft)}
    place = kept_path(database)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        new = place.with_name(f"{place.name}.{os.getpid()}.new")
        new.write_text(json.dumps(data, default=date.isoformat), "utf-8")
        new.replace(place)


def forget(database: Path) -> None:
    """Keep nothing any more."""
    with suppress(OSError):
        kept_path(database).unlink(missing_ok=True)


def kept(database: Path) -> Preview | None:
    """The preview that was begun and not ended, or ``None``; a damaged file, or one of another version, is nothing."""
    try:
        data = json.loads(kept_path(database).read_text("utf-8"))
        if data["format"] != _FORMAT:
            return None
        return Preview(_draft(data["draft"]), SchoolYear.parse(data["year"]), str(data["source"]), resumed=True)
    except Exception:  # whatever stands in the file, the worst is to begin anew
        return None


def _draft(data: Mapping[str, Any]) -> RoadmapDraft:
    values = {one.name: data[one.name] for one in fields(RoadmapDraft) if one.name in data}
    values["columns"] = [(str(role), str(heading)) for role, heading in values["columns"]]
    values["stages"] = [StageDraft(**stage) for stage in values["stages"]]
    values["activities"] = [
        ActivityDraft(**{**activity, "deadline": _deadline(activity["deadline"])}) for activity in values["activities"]
    ]
    values["doubts"] = [(int(at), str(sentence)) for at, sentence in values["doubts"]]
    draft = RoadmapDraft(**values)
    if any(not 0 <= one.stage < len(draft.stages) for one in draft.activities):
        raise ValueError("a row without a stage")
    return draft


def _deadline(data: Mapping[str, Any]) -> Deadline:
    values = {one.name: _frozen(data[one.name]) for one in fields(Deadline) if one.name in data}
    values["occurrences"] = _spans(data["occurrences"])
    values["readings"] = tuple(_spans(reading) for reading in data["readings"])
    return Deadline(**values)


def _frozen(value: Any) -> Any:
    """Lists of a file are tuples in a deadline."""
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _spans(rows: list[Mapping[str, str | None]]) -> tuple[Span, ...]:
    return tuple(Span(_day(row["start"]), _day(row["end"])) for row in rows)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
