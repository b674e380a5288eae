"""Roadmaps as screens, commands and prints need them: joined and judged for one day."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from model.errors import Refusal
from model.marks import timing
from model.roadmap_view import ActivityView, OccurrenceView, RoadmapView, StageView
from model.store import Store


@dataclass(frozen=True)
class RoadmapLine:
    """One roadmap in a list: counts of occurrences on one day."""

    id: str
    title: str
    years: str
    institution: str
    total: int
    done: int
    overdue: int


@dataclass(frozen=True)
class DueLine:
    """One occurrence that waits: activity, stage, institution, days, timing."""

    occurrence: str
    activity: str
    stage: str
    institution: str
    roadmap: str
    start: date | None
    end: date | None
    timing: str
    responsible: str


#: The mark that counts for an occurrence here: our own of what was assigned to us (?1), else the owner's.
_ASSIGNED = "EXISTS(SELECT 1 FROM assignment g WHERE g.activity = o.activity AND g.assignee = ?1)"
_MARK = f"m.occurrence = o.id AND m.institution = CASE WHEN {_ASSIGNED} THEN ?1 ELSE o.institution END"
#: Whether an occurrence is this institution's business; the district sees everybody's.
_TO_DO = f"(o.institution = ?1 OR {_ASSIGNED} OR EXISTS(SELECT 1 FROM institution x WHERE x.id = ?1 AND x.kind = 'district'))"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def roadmap_view(store: Store, roadmap: str, today: date) -> RoadmapView:
    """The whole roadmap on ``today``; raise ``Refusal`` when there is none of this id."""
    found = store.sql(
        "SELECT r.title, r.years, r.approval, r.columns, i.name, i.short, i.head_name, i.head_post FROM roadmap r "
        "LEFT JOIN institution i ON i.id = r.institution WHERE r.id = ?",
        (roadmap,),
    ).fetchone()
    if found is None:
        raise Refusal(f"Дорожной карты «{roadmap}» нет: посмотрите список командой kurator roadmap list.", "missing")
    title, years, approval, columns, name, short, head_name, head_post = found
    occurrences = _occurrences(store, roadmap, today)
    activities: dict[str, list[ActivityView]] = defaultdict(list)
    for row in store.sql(
        "SELECT a.id, a.stage, a.no, a.text, a.steps, a.deadline, a.deadline_kind, a.responsible, a.result, a.extra, "
        "a.ambiguous, a.warnings, a.deadline_meant, a.lead FROM activity a JOIN stage s ON s.id = a.stage WHERE s.roadmap = ? "
        "ORDER BY a.position, a._s, a.id",
        (roadmap,),
    ):
        activities[row[1]].append(_activity(row, occurrences))
    stages = tuple(
        StageView(identity, no or "", stage_title or "нет данных", tuple(activities[identity]))
        for identity, no, stage_title in store.sql(
            "SELECT id, no, title FROM stage WHERE roadmap = ? ORDER BY position, _s, id", (roadmap,)
        )
    )
    return RoadmapView(
        id=roadmap,
        institution=name or "нет данных",
        institution_short=short or name or "нет данных",
        year=years or "",
        title=title or "",
        approval=tuple(json.loads(approval)) if approval else (),
        columns=tuple((str(role), str(heading)) for role, heading in json.loads(columns)) if columns else (),
        stages=stages,
        today=today,
        curator=store.setting("curator") or "",
        head_name=head_name or "",
        head_post=head_post or "",
    )


def activity_view(store: Store, activity: str, today: date) -> ActivityView:
    """One activity with its occurrences; raise ``Refusal`` when there is none of this id."""
    found = store.sql("SELECT s.roadmap FROM activity a JOIN stage s ON s.id = a.stage WHERE a.id = ?", (activity,)).fetchone()
    stages = roadmap_view(store, found[0], today).stages if found else ()
    for stage in stages:
        for one in stage.activities:
            if one.id == activity:
                return one
    raise Refusal(f"Мероприятия «{activity}» нет: посмотрите список командой kurator roadmap show.", "missing")


def _activity(row: tuple[Any, ...], occurrences: dict[str, list[OccurrenceView]]) -> ActivityView:
    identity, _, no, text, steps, deadline, kind, responsible, result, extra, ambiguous, warnings, meant, lead = row
    return ActivityView(
        id=identity,
        no=no or "",
        text=text or "нет данных",
        steps=tuple(json.loads(steps)) if steps else (),
        deadline=deadline or "",
        kind=kind or "unresolved",
        responsible=responsible or "",
        result=result or "",
        occurrences=tuple(occurrences.get(identity, ())),
        extra=dict(json.loads(extra)) if extra else {},
        ambiguous=bool(ambiguous),
        warnings=tuple(json.loads(warnings)) if warnings else (),
        meant=meant or "",
        lead=lead or "",
    )


def _occurrences(store: Store, roadmap: str, today: date) -> dict[str, list[OccurrenceView]]:
    found: dict[str, list[OccurrenceView]] = defaultdict(list)
    for activity, identity, start, end, state, done_on, evidence, note, ticked_by in store.sql(
        "SELECT o.activity, o.id, o.start_on, o.end_on, coalesce(m.state, 'none'), m.done_on, m.evidence, m.note, m.ticked_by "
        "FROM stage s JOIN activity a ON a.stage = s.id JOIN occurrence o ON o.activity = a.id "
        f"LEFT JOIN mark m ON {_MARK} WHERE s.roadmap = ?2 "
        "ORDER BY coalesce(o.start_on, o.end_on, '9999'), o.end_on, o.id",
        (store.setting("institution") or "", roadmap),
    ):
        first, last = _day(start), _day(end)
        found[activity].append(
            OccurrenceView(
                id=identity,
                start=first,
                end=last,
                state=state,
                done_on=_day(done_on),
                evidence=evidence or "",
                note=note or "",
                ticked_by=ticked_by or "",
                timing=timing(state, first, last, today),
            )
        )
    return found


def roadmaps(store: Store, today: date) -> list[RoadmapLine]:
    """Every roadmap in the database with its counts on ``today``, by institution and year."""
    counts: dict[str, list[str]] = defaultdict(list)
    for roadmap, state, start, end in store.sql(
        "SELECT s.roadmap, coalesce(m.state, 'none'), o.start_on, o.end_on FROM stage s JOIN activity a ON a.stage = s.id "
        f"JOIN occurrence o ON o.activity = a.id LEFT JOIN mark m ON {_MARK} WHERE {_TO_DO}",
        (store.setting("institution") or "",),
    ):
        counts[roadmap].append(timing(state, _day(start), _day(end), today))
    rows = store.sql(
        "SELECT r.id, r.title, r.years, coalesce(i.short, i.name) FROM roadmap r LEFT JOIN institution i "
        "ON i.id = r.institution ORDER BY 4, r.years, r._s"
    )
    return [
        RoadmapLine(
            identity,
            title or "",
            years or "",
            institution or "нет данных",
            len(counts[identity]),
            counts[identity].count("closed"),
            counts[identity].count("overdue"),
        )
        for identity, title, years, institution in rows
    ]


def due(store: Store, today: date) -> list[DueLine]:
    """Occurrences that are overdue or due now, the oldest first."""
    found = []
    for identity, text, stage, institution, roadmap, start, end, state, responsible in store.sql(
        "SELECT o.id, a.text, s.title, coalesce(i.short, i.name), s.roadmap, o.start_on, o.end_on, "
        "coalesce(m.state, 'none'), a.responsible "
        "FROM occurrence o JOIN activity a ON a.id = o.activity JOIN stage s ON s.id = a.stage "
        f"LEFT JOIN mark m ON {_MARK} LEFT JOIN institution i ON i.id = o.institution "
        f"WHERE coalesce(o.start_on, o.end_on) IS NOT NULL AND {_TO_DO} "
        "ORDER BY coalesce(o.end_on, o.start_on), i.short, o.id",
        (store.setting("institution") or "",),
    ):
        first, last = _day(start), _day(end)
        how = timing(state, first, last, today)
        if how in {"overdue", "now"}:
            found.append(
                DueLine(
                    identity,
                    text or "нет данных",
                    stage or "нет данных",
                    institution or "нет данных",
                    roadmap or "",
                    first,
                    last,
                    how,
                    responsible or "",
                )
            )
    return found
