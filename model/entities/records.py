"""Entities around the pairs and programmes: search, diagnosis, monitoring, orders, events, practices, frozen indicators.

The same rules as in ``model/entities/mentoring.py``; numbers in docstrings are those of ``design/domain.md``.
"""

from __future__ import annotations

from model.entities.fields import Day, Items, Number, Ref, Replicated, Words


class Preference(Replicated):
    """A setting that travels with the institution (see ``model/preferences.py``). Natural identity (name)."""

    SHARED = ("name", "value")

    name = Words()
    value = Words()


class PersonLink(Replicated):
    """A human's word on two similar persons: the same (``same`` 1) or not (0). Natural identity (both, sorted)."""

    SHARED = ("one", "other", "same", "said_on")
    ABOUT = (("one", "person"), ("other", "person"))

    one = Ref()
    other = Ref()
    same = Number()
    said_on = Day()


class SearchStep(Replicated):
    """6. What was done for a person «в поиске»."""

    SHARED = ("person", "on_day")
    ABOUT = (("person", "person"),)

    person = Ref()
    on_day = Day()
    text = Words()


class Diagnosis(Replicated):
    """15. A diagnosed professional deficit of a mentee."""

    SHARED = ("person", "on_day", "direction")
    ABOUT = (("person", "person"),)

    person = Ref()
    on_day = Day()
    source = Words()
    direction = Words()
    text = Words()


class Route(Replicated):
    """15. Individual educational route (ИОМ) of a person for a year."""

    SHARED = ("person", "years", "started_on", "ends_on")
    ABOUT = (("person", "person"),)

    person = Ref()
    years = Words()
    title = Words()
    aims = Words()
    started_on = Day()
    ends_on = Day()


class ProgrammeExtension(Replicated):
    """8. One extension of a programme's term; the history stays."""

    SHARED = ("programme", "until", "decided_on")

    programme = Ref()
    until = Day()
    decided_on = Day()
    reason = Words()
    document = Words()


class ControlCardRow(Replicated):
    """10. One row of a card as it stood at the checkpoint. Natural identity (card, measure of the plan)."""

    SHARED = ("card", "programme_activity", "position", "deadline", "done_on", "status")

    card = Ref()
    programme_activity = Ref()
    position = Number()
    measure = Words()
    deadline = Words()
    done_on = Day()
    status = Words()
    evidence = Words()
    remark = Words()


class Questionnaire(Replicated):
    """11. A questionnaire for one role: ``paired`` ones are asked before and after."""

    SHARED = ("years", "title", "role", "anonymous", "closed_on")

    years = Words()
    title = Words()
    role = Words()
    anonymous = Number()
    closed_on = Day()


class QuestionnaireItem(Replicated):
    """11. One item: ``scale`` scale10, yesno, choice, open; ``block`` satisfaction, quality, influence."""

    SHARED = ("questionnaire", "position", "code", "text", "scale", "options", "block", "paired")

    questionnaire = Ref()
    position = Number()
    code = Words()
    text = Words()
    scale = Words()
    options = Items()
    block = Words()
    paired = Number()


class AnswerSheet(Replicated):
    """11. One filled sheet: ``moment`` before, after; anonymous sheets have a ``code`` instead of a person."""

    SHARED = ("questionnaire", "moment", "on_day", "code")
    ABOUT = (("person", "person"),)

    questionnaire = Ref()
    person = Ref()
    moment = Words()
    on_day = Day()
    code = Words()


class Answer(Replicated):
    """11. One answer; natural identity (sheet, item). ``number`` for scales (yes 1, no 0), ``text`` for the rest."""

    SHARED = ("sheet", "item", "number")
    ABOUT = (("sheet", "answer_sheet"),)

    sheet = Ref()
    item = Ref()
    number = Number()
    text = Words()


class SwotNote(Replicated):
    """11. One line of the SWOT analysis: ``side`` strength, weakness, opportunity, threat."""

    SHARED = ("years", "side", "position")

    years = Words()
    side = Words()
    position = Number()
    text = Words()


class OrderDocument(Replicated):
    """12. An order in the register: ``kind`` introduction, curator, pairs, programmes, final, rewards, other."""

    SHARED = ("years", "number", "on_day", "kind")

    years = Words()
    number = Words()
    on_day = Day()
    kind = Words()
    subject = Words()
    basis = Words()
    link = Words()


class OrderLink(Replicated):
    """12. What an order is about: a row (``target_table``, ``target``)."""

    SHARED = ("order_document", "target_table", "target")

    order_document = Ref()
    target_table = Words()
    target = Ref()


class Practice(Replicated):
    """12. A best practice of the bank; ``state`` draft, offered, published."""

    SHARED = ("years", "title", "direction", "state", "on_day")

    years = Words()
    title = Words()
    direction = Words()
    state = Words()
    on_day = Day()
    author = Ref()
    description = Words()
    link = Words()


class Publication(Replicated):
    """12. Something published for information support: date, place, link."""

    SHARED = ("years", "on_day", "place", "link", "title")

    years = Words()
    on_day = Day()
    place = Words()
    link = Words()
    title = Words()
    practice = Ref()
    programme = Ref()


class Event(Replicated):
    """14. An event: ``kind`` seminar, meeting, contest, training, webinar, council, other."""

    SHARED = ("years", "kind", "on_day", "place", "theme")

    years = Words()
    kind = Words()
    on_day = Day()
    place = Words()
    theme = Words()
    outcome = Words()
    minutes = Words()
    link = Words()


class EventPerson(Replicated):
    """14. A participant of an event; natural identity (event, person)."""

    SHARED = ("event", "person")
    MEMBERSHIP = ("event", "person")

    event = Ref()
    person = Ref()
    result = Words()


class EvidenceLink(Replicated):
    """14. An event as evidence of a mark or of a programme's measure; natural identity (event, target)."""

    SHARED = ("event", "target_table", "target")

    event = Ref()
    target_table = Words()
    target = Ref()


class Body(Replicated):
    """16. Association or council of mentors, expert group, council of young teachers."""

    SHARED = ("kind", "title", "since", "until")

    kind = Words()
    title = Words()
    since = Day()
    until = Day()


class BodyMember(Replicated):
    """16. A member of a body with a term."""

    SHARED = ("body", "person", "post", "since", "until")
    MEMBERSHIP = ("body", "person", "since", "until")

    body = Ref()
    person = Ref()
    post = Words()
    since = Day()
    until = Day()


class BodyMeeting(Replicated):
    """16. A meeting of a body."""

    SHARED = ("body", "on_day", "theme")

    body = Ref()
    on_day = Day()
    theme = Words()
    minutes = Words()


class FrozenIndicator(Replicated):
    """13. An indicator as it was when the year was closed; natural identity (years, code)."""

    SHARED = ("years", "code", "numerator", "denominator", "target", "frozen_on")

    years = Words()
    code = Words()
    numerator = Number()
    denominator = Number()
    target = Words()
    frozen_on = Day()
    people = Items()


class ClockFix(Replicated):
    """By how many ``milliseconds`` the clock was wrong when a database copy made its changes ``first_seq`` to ``last_seq``.

    ``node``: the copy; ``last_link``: chain value of the last of these changes, which names one branch should two copies have
    written under one id. Natural identity (these four).
    """

    SHARED = ("node", "first_seq", "last_seq", "last_link", "milliseconds")

    node = Words()
    first_seq = Number()
    last_seq = Number()
    last_link = Words()
    milliseconds = Number()


class Erasure(Replicated):
    """That a person's data were erased, without any of them (152-ФЗ art. 21; 3 years: order 179 of Roskomnadzor).

    ``categories``: names of what was erased; ``rows``: how many rows. Natural identity (person).
    """

    SHARED = ("person", "asked_on", "erased_on", "basis", "categories", "rows")

    person = Ref()
    asked_on = Day()
    erased_on = Day()
    basis = Words()
    categories = Items()
    rows = Number()


class Assignment(Replicated):
    """An activity of the district's roadmap that an institution has to do. Natural identity (activity, assignee)."""

    SHARED = ("activity", "assignee", "assigned_on")

    activity = Ref()
    assignee = Ref()
    assigned_on = Day()
