"""Beginning a new school year from the one before: people stay, finished things do not, the roadmap is planned anew.

Deadlines are read again in the new year from their own words; a year written in them moves by as many years, and that is
said, for «an explicit year wins» (domain.md, deadlines) and only the curator knows whether it should.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from textwrap import shorten
from typing import Any

from model.deadlines import Deadline, Span
from model.entities import Activity, Occurrence, Pair, PairMember, Person, Roadmap, SchoolYearRow, Stage, new_id
from model.errors import Refusal
from model.manual_deadlines import meant_deadline
from model.roadmap_draft import ActivityDraft, RoadmapDraft, StageDraft
from model.roadmaps import save_roadmap
from model.setup import open_year, own_id
from model.store import Store
from model.years import SchoolYear

#: Facts of a pair that hold in the next year as well until new papers replace them.
_KEPT = (
    "form", "kinds", "mutual_agreement_on", "order_no", "order_date", "agreement_no", "agreement_date", "agreement_content",
    "agreement_term", "agreement_form", "agreement_pay",
)  # fmt: skip
_FULL = re.compile(r"(?<!\d)(?:19|2[01])\d\d(?!\d)")
#: «2026/27», «2026-27»: the second year in two figures.
_SHORT = re.compile(r"((?<!\d)(?:19|2[01])\d\d\s*[-–—/]\s*)(\d\d)(?![\d.])")
#: «25.08.26»: a day with the year in two figures.
_DAY = re.compile(r"(?<![\d.])(\d{1,2}\.(?:0?[1-9]|1[0-2])\.)(\d\d)(?![\d.]*\d)")


@dataclass(frozen=True)
class NewYear:
    """What was begun: counts of what was carried, and what deserves a look, one Russian sentence each."""

    years: str
    before: str
    roadmaps: int
    activities: int
    occurrences: int
    pairs: int
    warnings: tuple[str, ...]


def new_year(store: Store, years: str, *, carry_pairs: bool = False) -> NewYear:
    """Begin a school year from the newest one before it and make it current; one step of undo.

    Own roadmaps are copied with deadlines read in the new year and without marks. With ``carry_pairs`` the pairs at work go
    on: the old one ends on the last day of its year (when that is open), a new one with the same people begins. Refused: a
    year that is kept already, one with none before it, one before the newest.
    """
    year, owner = SchoolYear.parse(years), own_id(store)
    kept = sorted(SchoolYear.parse(row.years) for row in SchoolYearRow.select().where(SchoolYearRow.institution == owner))
    if year in kept:
        raise Refusal(f"Учебный год {year} уже есть: выберите его командой kurator year use {year}.", "exists")
    if not kept or year < kept[-1]:
        raise Refusal(f"Новый учебный год идёт после последнего ({kept[-1] if kept else 'его нет'}): проверьте годы.", "order")
    before = kept[-1]
    warnings: list[str] = []
    if year.first != before.first + 1:
        warnings.append(f"Между {before} и {year} учебными годами есть пропуск: проверьте годы.")
    with store.transaction(f"Новый учебный год {year}"):
        open_year(owner, year)
        drafts = []
        listed = "SELECT id FROM roadmap WHERE institution = ? AND years = ? ORDER BY _s, id"
        for (roadmap,) in store.sql(listed, (owner, str(before))).fetchall():
            draft, said = moved_roadmap(Roadmap.get_by_id(roadmap), before, year)
            save_roadmap(store, draft, owner, year)
            drafts.append(draft)
            warnings += said
        pairs = _carry(owner, before, year, warnings) if carry_pairs else 0
        store.set_setting("year", str(year))
    activities = [activity for draft in drafts for activity in draft.activities]
    spans = sum(len(activity.deadline.occurrences) for activity in activities)
    return NewYear(str(year), str(before), len(drafts), len(activities), spans, pairs, tuple(warnings))


# ---------------------------------------------------------------------- the roadmap
def moved_roadmap(row: Roadmap, before: SchoolYear, year: SchoolYear) -> tuple[RoadmapDraft, list[str]]:
    """A roadmap as it would be planned in ``year``, and warnings. Its approval block is not copied: it names old papers."""
    by = year.first - before.first
    draft = RoadmapDraft(title=shift_years(row.title, by), columns=[(str(role), str(title)) for role, title in row.columns])
    warnings = ["Гриф утверждения в новую дорожную карту не перенесён: впишите новый приказ."] if row.approval else []
    for stage in Stage.select().where(Stage.roadmap == row.id).order_by(Stage.position, Stage.id):
        number = len(draft.stages)
        draft.stages.append(StageDraft(stage.title, stage.no))
        for old in Activity.select().where(Activity.stage == stage.id).order_by(Activity.position, Activity.id):
            spans = [Span(o.start_on, o.end_on) for o in Occurrence.select().where(Occurrence.activity == old.id)]
            words = shift_years(old.deadline, by)
            named = _named(old.text)
            if words != old.deadline:
                warnings.append(f"{named}: в сроке назван год, «{old.deadline}» стало «{words}», проверьте.")
            if shift_years(old.text, by) != old.text:
                warnings.append(f"{named}: в тексте мероприятия назван год, он оставлен как был.")
            meant = shift_years(old.deadline_meant, by)
            deadline = _chosen(meant_deadline(words, meant, year), [_moved(span, by) for span in spans])
            draft.activities.append(
                ActivityDraft(
                    old.text,
                    deadline,
                    number,
                    no=old.no,
                    steps=[str(step) for step in old.steps],
                    responsible=old.responsible,
                    result=old.result,
                    extra={str(heading): str(cell) for heading, cell in old.extra},
                    lead=old.lead,
                    meant=meant,
                )
            )
    return draft, warnings


def _named(text: str) -> str:
    """The beginning of an activity's text, cut between words."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return f"«{shorten(first, 70, placeholder=' …')}»" if first else "Строка без текста"


def shift_years(text: str, by: int) -> str:
    """A text with every year that is written in it moved: «25.08.2026», «2026/27», «май 2027 г.», «25.08.26»."""
    text = _SHORT.sub(lambda found: found[1] + _second(found[1], found[2], by), text)
    text = _DAY.sub(lambda found: found[1] + _two(found[2], by), text)
    return _FULL.sub(lambda found: str(int(found[0]) + by), text)


def _second(first: str, figures: str, by: int) -> str:
    """The second year in two figures, when it follows the first: «2026-10-02» is a day."""
    return _two(figures, by) if int(figures) == (int(first[:4]) + 1) % 100 else figures


def _two(figures: str, by: int) -> str:
    return f"{(int(figures) + by) % 100:02d}"


def _chosen(read: Deadline, moved: Iterable[Span]) -> Deadline:
    """What can be read in two ways is read as it stood in the year before."""
    wanted = set(moved)
    match = next((reading for reading in read.readings if set(reading) == wanted), None)
    return replace(read, occurrences=match) if read.ambiguous and match else read


def _moved(span: Span, by: int) -> Span:
    return Span(*(None if day is None else _moved_day(day, by) for day in (span.start, span.end)))


def _moved_day(day: date, by: int) -> date:
    last = monthrange(day.year + by, day.month)[1]
    whole = day.day == monthrange(day.year, day.month)[1]
    return date(day.year + by, day.month, last if whole else min(day.day, last))


# ---------------------------------------------------------------------- pairs
def _carry(owner: str, before: SchoolYear, year: SchoolYear, warnings: list[str]) -> int:
    """Carry the pairs at work; whoever has left by the new year does not go on."""
    closed = SchoolYearRow.select().where(
        SchoolYearRow.institution == owner, SchoolYearRow.years == str(before), SchoolYearRow.closed_on.is_null(False)
    )
    ended = not closed.exists()
    carried = alone = 0
    for old in list(Pair.select().where(Pair.institution == owner, Pair.years == str(before), Pair.state == "active")):
        members = PairMember.select().where(PairMember.pair == old.id, PairMember.until.is_null())
        staying = [member for member in members if _stays(member.person, year.start)]
        if not {member.role for member in staying} >= {"mentor", "mentee"}:
            alone += 1
            continue
        fields: dict[str, Any] = {name: getattr(old, name) for name in _KEPT}
        pair = new_id()
        Pair.create(id=pair, institution=owner, years=str(year), state="active", started_on=year.start, **fields)
        for member in staying:
            PairMember.create(institution=owner, pair=pair, person=member.person, role=member.role, since=year.start)
        if ended:
            reason = f"Перенесена на {year} учебный год"
            last = max(day for day in (year.start - timedelta(days=1), old.started_on) if day is not None)
            Pair.update(state="finished", ended_on=last, end_reason=reason).where(Pair.id == old.id).execute()
        carried += 1
    if carried:
        warnings.append(f"Пар перенесено: {carried}; проверьте сроки их приказов и дополнительных соглашений.")
    if alone:
        warnings.append(f"Пар не перенесено: {alone}; в них не осталось наставника или наставляемого.")
    return carried


def _stays(person: str, on: date) -> bool:
    row: Person | None = Person.get_or_none(Person.id == person)
    return row is not None and (row.left_on is None or row.left_on > on)
