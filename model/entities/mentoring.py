"""The entities of mentoring, from the institution to the control card (1-10 of ``design/domain.md``).

``SHARED`` names the columns that the district may see; a new column stays inside the institution until somebody lists it.
"""

from __future__ import annotations

from model.entities.fields import Day, Items, Number, Ref, Replicated, Words


class Institution(Replicated):
    """1. Institution or, with kind ``district``, the receiver. ``institution`` is its own id."""

    SHARED = ("name", "short", "kind", "municipality", "site", "code")

    name = Words()
    short = Words()
    kind = Words()
    municipality = Words()
    head_name = Words()
    head_post = Words()
    site = Words()
    code = Words()


class SchoolYearRow(Replicated):
    """2. School year that the institution keeps; read-only when ``closed_on`` is set until it is reopened with a reason."""

    SHARED = ("years", "closed_on", "reopened_on", "reopen_reason")

    years = Words()
    closed_on = Day()
    reopened_on = Day()
    reopen_reason = Words()

    class Meta:
        table_name = "school_year"


class Person(Replicated):
    """3. A person; roles are facts of their own. The payload of this row leaves only with the consent to the transfer."""

    SHARED = (
        "surname", "former_surname", "name", "patronymic", "birth_date", "post", "subject", "category", "teaching_since",
        "hired_on", "left_on", "kind",
    )  # fmt: skip

    surname = Words()
    former_surname = Words()  # maiden or earlier: the same person in older lists
    name = Words()
    patronymic = Words()
    birth_date = Day()
    post = Words()
    subject = Words()
    category = Words()
    teaching_since = Day()
    hired_on = Day()
    left_on = Day()
    kind = Words()  # employee, student, external
    phone = Words()
    email = Words()
    notes = Words()


class Role(Replicated):
    """3. A role of a person over time: mentor, mentee, curator."""

    SHARED = ("person", "role", "since", "until")
    ABOUT = (("person", "person"),)

    person = Ref()
    role = Words()
    since = Day()
    until = Day()


class Consent(Replicated):
    """4. Consent of a person: scope processing, publication, district (transfer), duties (art. 351.8 of the Labour Code)."""

    SHARED = ("person", "scope", "given_on", "withdrawn_on")
    ABOUT = (("person", "person"),)

    person = Ref()
    scope = Words()
    given_on = Day()
    withdrawn_on = Day()
    document = Words()


class Request(Replicated):
    """5. A mentee's difficulty (kind ``request``) or a mentor's strength (``strength``) under one direction."""

    SHARED = ("person", "kind", "direction", "raised_on", "closed_on")
    ABOUT = (("person", "person"),)

    person = Ref()
    kind = Words()
    direction = Words()
    text = Words()
    raised_on = Day()
    closed_on = Day()
    diagnosis = Ref()


class Pair(Replicated):
    """7. Pair or group: states proposed, approved, active, finished, stopped; papers under art. 351.8 of the Labour Code."""

    SHARED = (
        "years", "form", "kinds", "state", "order_no", "order_date", "agreement_no", "agreement_date",
        "mutual_agreement_on", "started_on", "ended_on",
    )  # fmt: skip

    years = Words()
    form = Words()
    kinds = Items()
    state = Words()
    mutual_agreement_on = Day()
    order_no = Words()
    order_date = Day()
    agreement_no = Words()
    agreement_date = Day()
    agreement_content = Words()
    agreement_term = Words()
    agreement_form = Words()
    agreement_pay = Words()
    early_end_by = Words()  # mentor, employer
    early_end_notice_on = Day()
    started_on = Day()
    ended_on = Day()
    end_reason = Words()
    notes = Words()


class PairMember(Replicated):
    """7. A person in a pair or group as mentor or mentee; a replaced mentor keeps the row with ``until`` and ``reason``."""

    SHARED = ("pair", "person", "role", "since", "until")
    MEMBERSHIP = ("pair", "person", "role", "since", "until")

    pair = Ref()
    person = Ref()
    role = Words()
    since = Day()
    until = Day()
    reason = Words()


class Programme(Replicated):
    """8. Personalised programme of a pair. ``end_kind``: full, participants, curator (three ways to end)."""

    SHARED = (
        "pair", "years", "mode", "started_on", "ends_on", "extended_to", "end_kind", "end_initiator", "ended_on",
        "published_on",
    )  # fmt: skip

    pair = Ref()
    years = Words()
    title = Words()
    started_on = Day()
    ends_on = Day()
    extended_to = Day()
    problem = Words()
    aims = Words()
    tasks = Words()
    content = Words()
    interim_results = Words()
    planned_results = Words()
    timetable = Words()
    mode = Words()
    conditions = Words()
    end_kind = Words()
    end_initiator = Words()
    ended_on = Day()
    end_reason = Words()
    published_on = Day()


class ProgrammeActivity(Replicated):
    """8. One measure of a programme's plan. ``state`` as of a checkmark; ``due_start``/``due_end`` as understood."""

    SHARED = ("programme", "position", "direction", "deadline", "due_start", "due_end", "done_on", "state")

    programme = Ref()
    position = Number()
    direction = Words()
    measure = Words()
    form = Words()
    deadline = Words()
    due_start = Day()
    due_end = Day()
    expected = Words()
    responsible = Words()
    done_on = Day()
    state = Words()
    evidence = Words()
    remark = Words()


class Roadmap(Replicated):
    """9. Roadmap of an institution for a school year. ``columns`` as in ``RoadmapDraft``; the approval block names people."""

    SHARED = ("years", "title", "columns")

    years = Words()
    title = Words()
    approval = Items()
    columns = Items()
    unread = Items()


class Stage(Replicated):
    """9. A stage (or direction) of a roadmap."""

    SHARED = ("roadmap", "position", "no", "title")

    roadmap = Ref()
    position = Number()
    no = Words()
    title = Words()


class Activity(Replicated):
    """9. One row of the table. ``deadline`` word for word; ``deadline_kind`` and the occurrences are what was understood.

    ``deadline_meant``: what a person said the words mean, in words of the same grammar; empty when they are read as they stand.
    ``lead``: the beginning of ``text`` that stood in the column of activities of a table which had a column of contents too.
    """

    SHARED = (
        "stage",
        "position",
        "no",
        "text",
        "steps",
        "deadline",
        "deadline_meant",
        "deadline_kind",
        "ambiguous",
        "warnings",
    )

    stage = Ref()
    position = Number()
    no = Words()
    text = Words()
    lead = Words()
    steps = Items()
    deadline = Words()
    deadline_meant = Words()
    deadline_kind = Words()
    ambiguous = Number()
    warnings = Items()
    responsible = Words()
    result = Words()
    mark_text = Words()
    extra = Items()


class Occurrence(Replicated):
    """9. One dated occurrence of an activity; natural identity (activity, start, end)."""

    SHARED = ("activity", "start_on", "end_on")

    activity = Ref()
    start_on = Day()
    end_on = Day()


class Mark(Replicated):
    """9. The checkmark of one occurrence; natural identity (occurrence). ``state``: see ``roadmap_view.MARK_STATES``."""

    SHARED = ("occurrence", "state", "done_on")

    occurrence = Ref()
    state = Words()
    done_on = Day()
    evidence = Words()
    note = Words()
    ticked_by = Words()


class ControlCard(Replicated):
    """10. Control card of a programme (or a stage) at a checkpoint."""

    SHARED = ("programme", "stage", "checkpoint", "on_day", "signed_on")

    programme = Ref()
    stage = Ref()
    checkpoint = Words()
    on_day = Day()
    conclusion = Words()
    recommendation = Words()
    signed_on = Day()
