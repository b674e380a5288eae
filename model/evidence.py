"""An event as evidence of a roadmap mark or of a measure of a programme's plan (domain.md 14)."""

from __future__ import annotations

from model.assignments import assigned_mark_id
from model.entities import EvidenceLink, Mark, Occurrence, ProgrammeActivity, natural_id
from model.errors import Refusal
from model.events import event_words, find_event
from model.marks import mark_id, own_mark_id, set_mark, years_of_activity
from model.programme_guards import running_programme
from model.setup import check_open, own_id
from model.store import Store


def add_evidence(store: Store, event: str, target: str) -> str:
    """Link an event to what it proves and fill its evidence when that is empty; return the table: mark, programme_activity.

    ``target``: a measure of a running programme, an occurrence of a roadmap or its mark. The state of the mark is not
    touched: that an event took place does not yet say that the work is done. Natural identity (event, target).
    """
    row = find_event(store, event)
    words = event_words(row)
    measure: ProgrammeActivity | None = ProgrammeActivity.get_or_none(ProgrammeActivity.id == target)
    with store.transaction("Событие как подтверждение"):
        if measure is not None:
            running_programme(store, measure.programme)
            if not measure.evidence:
                ProgrammeActivity.update(evidence=words).where(ProgrammeActivity.id == target).execute()
            _link(row.institution, event, "programme_activity", target)
            return "programme_activity"
        occurrence = _occurrence(target)
        identity = own_mark_id(store, occurrence)
        check_open(store, years_of_activity(store, occurrence.activity))
        mark: Mark | None = Mark.get_or_none(Mark.id == identity)
        if mark is None or not mark.evidence:
            set_mark(store, occurrence.id, evidence=words)
        _link(row.institution, event, "mark", identity)
    return "mark"


def remove_evidence(store: Store, event: str, target: str) -> None:
    """Take a link back; the words in the mark or measure stay, a person may have built on them."""
    find_event(store, event)
    targets = (target, mark_id(target), assigned_mark_id(target, own_id(store)))
    ids = [natural_id("evidence_link", event, one) for one in targets]
    with store.transaction("Подтверждение снято"):
        if not EvidenceLink.delete().where(EvidenceLink.id.in_(ids)).execute():
            raise Refusal("Это событие здесь не подтверждение: обновите список командой kurator event list.", "missing")


def _link(owner: str, event: str, table: str, target: str) -> None:
    identity = natural_id("evidence_link", event, target)
    if EvidenceLink.get_or_none(EvidenceLink.id == identity) is None:
        EvidenceLink.create(id=identity, institution=owner, event=event, target_table=table, target=target)


def _occurrence(target: str) -> Occurrence:
    mark: Mark | None = Mark.get_or_none(Mark.id == target)
    wanted = mark.occurrence if mark is not None else target
    row: Occurrence | None = Occurrence.get_or_none(Occurrence.id == wanted)
    if row is None:
        raise Refusal(f"Подтверждать нечего: мероприятия программы или срока дорожной карты «{target}» в базе нет.", "missing")
    return row
