"""Words for the codes that tables keep: «done» is «выполнено».

Each list of words stays where its rules are; here stands which column uses which.
"""

from __future__ import annotations

from collections.abc import Mapping

from model.bodies import KINDS as BODY_KINDS
from model.events import KINDS as EVENT_KINDS
from model.orders import KINDS as ORDER_KINDS
from model.pair_guards import STATES as PAIR_STATES
from model.pairs import EARLY_END, FORMS
from model.persons import CONSENT_SCOPES, PERSON_KINDS, ROLES
from model.practices import STATES as PRACTICE_STATES
from model.programme_terms import END_KINDS, INITIATORS
from model.questionnaires import BLOCKS, MOMENTS, RESPONDENTS, SCALES
from model.requests import KINDS as REQUEST_KINDS
from model.roadmap_view import MARK_STATE_NAMES
from model.setup import KINDS as INSTITUTION_KINDS
from model.swot import SIDES

#: Words of ``Deadline.kind``.
DEADLINE_KINDS = {
    "date": "день",
    "by": "не позднее дня",
    "range": "с дня по день",
    "months": "месяцы",
    "recurring": "повторяется",
    "open": "весь год",
    "as-needed": "по необходимости",
    "relative": "от другого события",
    "unresolved": "срок не понят",
}
_YES_NO: Mapping[str, str] = {"1": "да", "0": "нет"}
#: Table and column → code → words.
_CODES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("institution", "kind"): INSTITUTION_KINDS,
    ("person", "kind"): PERSON_KINDS,
    ("role", "role"): ROLES,
    ("consent", "scope"): CONSENT_SCOPES,
    ("request", "kind"): REQUEST_KINDS,
    ("pair", "form"): FORMS,
    ("pair", "state"): PAIR_STATES,
    ("pair", "early_end_by"): EARLY_END,
    ("pair_member", "role"): ROLES,
    ("programme", "end_kind"): END_KINDS,
    ("programme", "end_initiator"): INITIATORS,
    ("programme_activity", "state"): MARK_STATE_NAMES,
    ("activity", "deadline_kind"): DEADLINE_KINDS,
    ("activity", "ambiguous"): _YES_NO,
    ("mark", "state"): MARK_STATE_NAMES,
    ("person_link", "same"): _YES_NO,
    ("control_card_row", "status"): MARK_STATE_NAMES,
    ("questionnaire", "role"): RESPONDENTS,
    ("questionnaire", "anonymous"): _YES_NO,
    ("questionnaire_item", "scale"): SCALES,
    ("questionnaire_item", "block"): BLOCKS,
    ("questionnaire_item", "paired"): _YES_NO,
    ("answer_sheet", "moment"): MOMENTS,
    ("swot_note", "side"): SIDES,
    ("order_document", "kind"): ORDER_KINDS,
    ("practice", "state"): PRACTICE_STATES,
    ("event", "kind"): EVENT_KINDS,
    ("body", "kind"): BODY_KINDS,
}


def code_words(table: str, column: str, value: object) -> str:
    """«наставник» for ``mentor``; a value that is no code of the column stays as it is."""
    return _CODES.get((table, column), {}).get(str(value), str(value))


def codes_of(table: str, column: str) -> Mapping[str, str]:
    """Every code that a column may keep and its words; empty for a column of free text."""
    return _CODES.get((table, column), {})
