"""Pairs and groups: the words for them and the writing of a whole pair at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from model.entities import Pair, PairMember, new_id
from model.errors import Refusal
from model.setup import current_year, own_id
from model.store import Store

FORMS = {
    "teacher-teacher": "педагог – педагог",
    "head-teacher": "руководитель образовательной организации – педагог",
    "employer-student": "работодатель – студент",
    "university-teacher": "педагог вуза/колледжа – молодой педагог",
    "other": "другая",
}


def create_pair(
    store: Store,
    mentors: Sequence[str],
    mentees: Sequence[str],
    *,
    form: str = "teacher-teacher",
    kinds: Sequence[str] = ("традиционное",),
    state: str = "proposed",
    order_no: str = "",
    order_date: date | None = None,
    started_on: date | None = None,
) -> str:
    """Write a pair (one mentee) or a group (several); persons by id. Return its id."""
    if not mentors or not mentees or set(mentors) & set(mentees):
        raise Refusal("Паре нужны наставник и наставляемый, и это разные люди.")
    pair, owner = new_id(), own_id(store)
    with store.transaction("Новая пара" if len(mentees) == 1 else "Новая группа"):
        Pair.create(
            id=pair,
            institution=owner,
            years=str(current_year(store)),
            form=form,
            kinds=list(kinds),
            state=state,
            order_no=order_no,
            order_date=order_date,
            started_on=started_on,
        )
        for role, persons in (("mentor", mentors), ("mentee", mentees)):
            for person in persons:
                PairMember.create(institution=owner, pair=pair, person=person, role=role, since=started_on)
    return pair
