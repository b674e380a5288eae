"""The plan of a programme: its measures, their order, deadlines in words and marks (domain.md 8)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from model.deadlines import read_deadline
from model.entities import Programme, ProgrammeActivity, new_id
from model.errors import Refusal
from model.programme_guards import check_near, check_running, find_measure, known_programme, running_programme
from model.requests import direction_of
from model.roadmap_view import MARK_STATE_NAMES, MARK_STATES
from model.setup import check_open, check_own
from model.store import Store
from model.written import Written
from model.years import SchoolYear


@dataclass(frozen=True)
class PlannedMeasure:
    """One measure of a programme's plan as it is entered; ``deadline`` in words."""

    measure: str
    deadline: str
    direction: str = ""
    form: str = ""
    expected: str = ""
    responsible: str = ""


def deadline_fields(words: str, year: SchoolYear) -> dict[str, object]:
    """Columns of a deadline: the words and the first and last day that was understood of them."""
    spans = read_deadline(words, year).occurrences
    return {
        "deadline": words,
        "due_start": spans[0].start if spans else None,
        "due_end": spans[-1].end if spans else None,
    }


def deadline_warnings(words: str, year: SchoolYear) -> tuple[str, ...]:
    """What a person should look at: a deadline without dates, one that reads in two ways, warnings of the reading itself."""
    if not words.strip():
        return ()
    read = read_deadline(words, year)
    told = list(read.warnings)
    if read.ambiguous:
        told.append(f"Срок «{words}» читается по-разному: уточните его словами или датой.")
    if read.kind == "unresolved":
        told.append(f"Срок «{words}» не понят как дата: просрочка по нему не считается.")
    return tuple(told)


def write_measure(owner: str, programme: str, position: int, measure: PlannedMeasure, year: SchoolYear) -> str:
    """Write one measure of a plan inside the caller's transaction; return its id."""
    identity = new_id()
    ProgrammeActivity.create(
        id=identity,
        institution=owner,
        programme=programme,
        position=position,
        direction=measure.direction,
        measure=measure.measure,
        form=measure.form,
        expected=measure.expected,
        responsible=measure.responsible,
        state="none",
        **deadline_fields(measure.deadline, year),
    )
    return identity


def checked(store: Store, measure: PlannedMeasure) -> PlannedMeasure:
    """A measure that says what is done, under a direction of the institution's list (domain.md 5) or under none."""
    if not measure.measure.strip():
        raise Refusal("Напишите, что нужно сделать: мероприятие без текста не добавить.", "text")
    direction = direction_of(store, measure.direction) if measure.direction.strip() else ""
    return replace(measure, measure=measure.measure.strip(), direction=direction)


def add_measure(store: Store, programme: str, measure: PlannedMeasure) -> Written:
    """Add a measure at the end of the plan; warnings tell of a deadline that was not understood for certain."""
    row = running_programme(store, programme)
    measure = checked(store, measure)
    last = store.value("SELECT coalesce(max(position), -1) + 1 FROM programme_activity WHERE programme = ?", (programme,))
    year = SchoolYear.parse(row.years)
    with store.transaction("Новое мероприятие программы"):
        identity = write_measure(row.institution, programme, int(last), measure, year)
    return Written(identity, deadline_warnings(measure.deadline, year))


def edit_measure(
    store: Store,
    measure: str,
    *,
    text: str | None = None,
    deadline: str | None = None,
    direction: str | None = None,
    form: str | None = None,
    expected: str | None = None,
    responsible: str | None = None,
) -> Written:
    """Change what is given of a measure; a new deadline is read anew in the programme's school year, the mark stays."""
    row = find_measure(measure)
    programme = running_programme(store, row.programme)
    judged = checked(store, PlannedMeasure(row.measure if text is None else text, "", direction or ""))
    given = {
        "direction": None if direction is None else judged.direction,
        "form": form,
        "expected": expected,
        "responsible": responsible,
    }
    fields: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if text is not None:
        fields["measure"] = judged.measure
    warnings: tuple[str, ...] = ()
    if deadline is not None:
        year = SchoolYear.parse(programme.years)
        fields |= deadline_fields(deadline, year)
        warnings = deadline_warnings(deadline, year)
    if not fields:
        raise Refusal("Назовите, что изменить в мероприятии.", "nothing")
    with store.transaction("Правка мероприятия программы"):
        ProgrammeActivity.update(fields).where(ProgrammeActivity.id == measure).execute()
    return Written(measure, warnings)


def delete_measure(store: Store, measure: str) -> None:
    """Take a measure out of the plan; rows of control cards that were written stay as they stood."""
    running_programme(store, find_measure(measure).programme)
    with store.transaction("Удаление мероприятия программы"):
        ProgrammeActivity.delete().where(ProgrammeActivity.id == measure).execute()


def move_measure(store: Store, measure: str, place: int) -> None:
    """Put a measure at a place of the plan, counted from 1; a place beyond the end means the end."""
    row = find_measure(measure)
    running_programme(store, row.programme)
    if place < 1:
        raise Refusal("Места в плане считаются с первого: назовите номер от 1.", "place")
    order = [one for one in measure_ids(store, row.programme) if one != measure]
    order.insert(place - 1, measure)
    with store.transaction("Порядок мероприятий программы"):
        for position, identity in enumerate(order):
            ProgrammeActivity.update(position=position).where(
                ProgrammeActivity.id == identity, ProgrammeActivity.position != position
            ).execute()


def measure_ids(store: Store, programme: str) -> list[str]:
    """Measures of a plan in their order."""
    rows = store.sql("SELECT id FROM programme_activity WHERE programme = ? ORDER BY position, _s, id", (programme,))
    return [str(row[0]) for row in rows]


def mark_measure(
    store: Store, activity: str, state: str, *, done_on: date | None = None, evidence: str = "", remark: str = ""
) -> None:
    """Write the whole mark of a measure whose programme runs, in a closed school year too (invented data).

    Raise ``Refusal`` for an unknown measure or state and for an ended programme. People mark with ``tick_measure``.
    """
    if state not in MARK_STATES:
        raise Refusal(f"Отметка «{state}» неизвестна: выберите одну из {', '.join(MARK_STATES)}.")
    row = find_measure(activity)
    check_own(store, row.institution)
    programme: Programme | None = Programme.get_or_none(Programme.id == row.programme)
    if programme is not None:
        check_running(programme)
    with store.transaction(f"Мероприятие программы: {MARK_STATE_NAMES[state]}"):
        ProgrammeActivity.update(state=state, done_on=done_on, evidence=evidence, remark=remark).where(
            ProgrammeActivity.id == activity
        ).execute()


def tick_measure(
    store: Store,
    measure: str,
    state: str,
    *,
    done_on: date | None = None,
    evidence: str | None = None,
    remark: str | None = None,
) -> None:
    """Mark a measure of a running programme in an open year; evidence and remark stay when they are not given.

    ``done`` and ``partial`` keep the date that was written when none is given; other states have no actual date.
    """
    row = find_measure(measure)
    programme = known_programme(row.programme)
    check_open(store, programme.years)
    if done_on is not None:
        check_near(done_on, programme.started_on, programme.ends_on, "Дата выполнения")
        if state not in {"done", "partial"}:
            raise Refusal("Дата выполнения бывает у сделанного: выберите отметку done или partial или уберите дату.", "date")
    elif state in {"done", "partial"}:
        done_on = row.done_on
    mark_measure(
        store,
        measure,
        state,
        done_on=done_on,
        evidence=row.evidence if evidence is None else evidence.strip(),
        remark=row.remark if remark is None else remark.strip(),
    )
