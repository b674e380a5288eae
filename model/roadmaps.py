"""Roadmaps: saving what was read, the standard one, and edits of activities with their occurrences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from model.deadlines import Deadline, Span
from model.entities import Activity, Mark, Occurrence, Roadmap, Stage, natural_id, new_id
from model.errors import Refusal
from model.manual_deadlines import check_meant, meant_deadline
from model.marks import mark_id, years_of_activity
from model.roadmap_draft import ActivityDraft, RoadmapDraft
from model.setup import check_open, check_own
from model.store import Store
from model.years import SchoolYear

#: Words of a mark cell that say «done», folded.
_DONE = ("выполнен", "исполнен", "проведен", "сделан", "готов", "+", "✓", "v", "да")
_PARTLY = ("частич",)
#: Where nothing dated was understood there is one occurrence without a date, so that it can be ticked.
UNDATED = (Span(None, None),)


def save_roadmap(store: Store, draft: RoadmapDraft, institution: str, year: SchoolYear) -> str:
    """Write a draft as a roadmap of ``institution`` for ``year``; return its id. One step of undo. Refused in a closed year."""
    check_open(store, str(year))
    roadmap = new_id()
    with store.transaction("Загрузка дорожной карты"):
        Roadmap.create(
            id=roadmap,
            institution=institution,
            years=str(year),
            title=draft.title,
            approval=draft.approval,
            columns=[list(column) for column in draft.columns],
            unread=draft.unread,
        )
        stages = []
        for position, stage in enumerate(draft.stages):
            stages.append(new_id())
            Stage.create(
                id=stages[-1], institution=institution, roadmap=roadmap, position=position, no=stage.no, title=stage.title
            )
        for position, activity in enumerate(draft.activities):
            _save_activity(institution, stages[activity.stage], position, activity)
    return roadmap


def _save_activity(institution: str, stage: str, position: int, draft: ActivityDraft) -> str:
    identity = new_id()
    Activity.create(
        id=identity,
        institution=institution,
        stage=stage,
        position=position,
        no=draft.no,
        text=draft.text,
        lead=draft.lead,
        steps=draft.steps,
        responsible=draft.responsible,
        result=draft.result,
        mark_text=draft.done,
        extra=[list(pair) for pair in draft.extra.items()],
        **_deadline_fields(draft.deadline, draft.meant),
    )
    state = state_of_words(draft.done)
    for occurrence in _write_occurrences(institution, identity, draft.deadline.occurrences or UNDATED):
        if state != "none" or draft.done.strip():
            note = draft.done if state == "none" else ""
            Mark.create(id=mark_id(occurrence), institution=institution, occurrence=occurrence, state=state, note=note)
    return identity


def state_of_words(text: str) -> str:
    """State that the words of a mark cell mean; «none» when they are something else (they are kept as a note)."""
    words = text.strip().casefold().replace("ё", "е")
    if any(part in words for part in _PARTLY):
        return "partial"
    if words.startswith("не ") or words.startswith("не_") or "не выполнен" in words:
        return "none"
    return "done" if any(words.startswith(part) for part in _DONE) else "none"


def _deadline_fields(deadline: Deadline, meant: str) -> dict[str, object]:
    return {
        "deadline": deadline.text,
        "deadline_meant": meant,
        "deadline_kind": deadline.kind,
        "ambiguous": int(deadline.ambiguous),
        "warnings": list(deadline.warnings),
    }


def _write_occurrences(institution: str, activity: str, spans: Iterable[Span]) -> list[str]:
    """Write the occurrences of an activity; return their ids."""
    written = []
    for span in dict.fromkeys(spans):
        identity = occurrence_id(activity, span)
        Occurrence.create(id=identity, institution=institution, activity=activity, start_on=span.start, end_on=span.end)
        written.append(identity)
    return written


def occurrence_id(activity: str, span: Span) -> str:
    """Id of an occurrence: its activity and its days."""
    return natural_id("occurrence", activity, str(span.start or ""), str(span.end or ""))


def add_activity(
    store: Store, stage: str, text: str, deadline: str = "", responsible: str = "", deadline_meant: str = ""
) -> str:
    """Add an activity at the end of a stage; return its id. ``deadline_meant``: as in ``edit_activity``."""
    owner: Stage | None = Stage.get_or_none(Stage.id == stage)
    if owner is None:
        raise Refusal("Этого этапа больше нет: обновите экран.", "missing")
    check_own(store, owner.institution)
    if not text.strip():
        raise Refusal("Напишите, что нужно сделать: мероприятие без текста не добавить.")
    last = store.value("SELECT coalesce(max(position), -1) + 1 FROM activity WHERE stage = ?", (stage,))
    year = _year_of(owner.roadmap)
    check_open(store, str(year))
    meant = deadline_meant.strip()
    check_meant(meant, year)
    draft = ActivityDraft(text.strip(), meant_deadline(deadline, meant, year), 0, responsible=responsible, meant=meant)
    with store.transaction("Новое мероприятие"):
        return _save_activity(owner.institution, stage, last, draft)


def edit_activity(
    store: Store,
    activity: str,
    *,
    text: str | None = None,
    responsible: str | None = None,
    result: str | None = None,
    deadline: str | None = None,
    deadline_meant: str | None = None,
    drop_marks: bool = False,
) -> None:
    """Change what is given. A deadline with other words or another meaning is read anew: the same days keep their marks.

    ``deadline_meant``: what the words of the deadline mean, in words of the same grammar; empty means that they are read as
    they stand, and other words of the deadline make it empty. Raise ``Refusal`` when it is not understood, or (code
    ``marks``) when days with a mark on them would go and ``drop_marks`` does not say that they may.
    """
    row = _writable(store, activity)
    fields: dict[str, object] = {}
    if text is not None:
        if not text.strip():
            raise Refusal("Мероприятие без текста не сохранить: напишите, что нужно сделать, или удалите строку.")
        fields["text"] = text.strip()
        if not text.strip().startswith(row.lead):
            fields["lead"] = ""
    if responsible is not None:
        fields["responsible"] = responsible
    if result is not None:
        fields["result"] = result
    words = row.deadline if deadline is None else deadline
    if deadline_meant is not None:
        meant = deadline_meant.strip()
    else:
        meant = row.deadline_meant if words == row.deadline else ""
    with store.transaction("Правка мероприятия"):
        if (words, meant) != (row.deadline, row.deadline_meant):
            stage: Stage = Stage.get_by_id(row.stage)
            year = _year_of(stage.roadmap)
            check_meant(meant, year)
            read = meant_deadline(words, meant, year)
            _replace_occurrences(row, read, drop_marks=drop_marks)
            fields |= _deadline_fields(read, meant)
        if fields:
            Activity.update(fields).where(Activity.id == activity).execute()


def _replace_occurrences(row: Activity, read: Deadline, *, drop_marks: bool) -> None:
    """Write the days that are new, delete those that are gone; refuse to delete marked ones unless told to."""
    wanted = {occurrence_id(row.id, span): span for span in read.occurrences or UNDATED}
    present = {occurrence.id for occurrence in Occurrence.select().where(Occurrence.activity == row.id)}
    gone = present - wanted.keys()
    marks = list(Mark.select().where(Mark.occurrence.in_(gone)))
    said = sum(mark.state not in {"", "none"} or bool(mark.evidence or mark.note or mark.done_on) for mark in marks)
    if said and not drop_marks:
        raise Refusal(
            f"У прежних дней этого срока есть отметки ({said}), с новым сроком они пропадут: подтвердите это или верните срок.",
            "marks",
        )
    for mark in marks:
        Mark.delete().where(Mark.id == mark.id).execute()
    for identity in gone:
        Occurrence.delete().where(Occurrence.id == identity).execute()
    _write_occurrences(row.institution, row.id, [span for identity, span in wanted.items() if identity not in present])


def delete_activity(store: Store, activity: str) -> None:
    """Delete an activity with its occurrences and marks (undo brings all back)."""
    _writable(store, activity)
    with store.transaction("Удаление мероприятия"):
        for occurrence in Occurrence.select().where(Occurrence.activity == activity):
            Mark.delete().where(Mark.occurrence == occurrence.id).execute()
        Occurrence.delete().where(Occurrence.activity == activity).execute()
        Activity.delete().where(Activity.id == activity).execute()


def _writable(store: Store, identity: str) -> Activity:
    """The activity, when it may be written: it exists, is ours, and its school year is open."""
    row: Activity | None = Activity.get_or_none(Activity.id == identity)
    if row is None:
        raise Refusal("Этого мероприятия больше нет: обновите экран.", "missing")
    check_own(store, row.institution)
    check_open(store, years_of_activity(store, identity))
    return row


def _year_of(roadmap: str) -> SchoolYear:
    row: Roadmap | None = Roadmap.get_or_none(Roadmap.id == roadmap)
    if row is None or not row.years:
        raise Refusal("Дорожной карты этой строки больше нет: обновите экран.", "missing")
    return SchoolYear.parse(row.years)


def set_approval(store: Store, roadmap: str, lines: Sequence[str]) -> None:
    """Write the approval block of a roadmap, a line each (post, name, order and date); no lines take it away."""
    row: Roadmap | None = Roadmap.get_or_none(Roadmap.id == roadmap)
    if row is None:
        raise Refusal("Этой дорожной карты больше нет: посмотрите список командой kurator roadmap list.", "missing")
    check_own(store, row.institution)
    check_open(store, row.years)
    with store.transaction("Гриф утверждения"):
        Roadmap.update(approval=[line.strip() for line in lines if line.strip()]).where(Roadmap.id == roadmap).execute()


def current_roadmap(store: Store) -> str | None:
    """Id of the newest roadmap of this laptop's institution in its current year, or ``None``."""
    found = store.value(
        "SELECT id FROM roadmap WHERE institution = ? AND years = ? ORDER BY _s DESC LIMIT 1",
        (store.setting("institution"), store.setting("year")),
    )
    return None if found is None else str(found)
