"""Activities of the district's roadmap that institutions have to do, and who has done what (design page «Sync»).

The assignment is the district's row; the mark is the institution's, one for each occurrence and institution, so that many tick
the same occurrence and none writes to a row of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from model.entities import Activity, Assignment, Institution, natural_id
from model.errors import Refusal
from model.setup import check_open, check_own, own_id, own_institution
from model.store import Store


@dataclass(frozen=True)
class Progress:
    """How far an institution is with an activity: occurrences, those closed (done or not required), the last actual date."""

    institution: str
    name: str
    total: int
    closed: int
    done_on: date | None

    @property
    def done(self) -> bool:
        """Whether every occurrence is closed."""
        return 0 < self.total == self.closed


def assignment_id(activity: str, institution: str) -> str:
    """Id of an assignment: the activity and who has to do it."""
    return natural_id("assignment", activity, institution)


def assigned_mark_id(occurrence: str, institution: str) -> str:
    """Id of the mark of an institution on an occurrence that is not its own."""
    return natural_id("mark", occurrence, institution)


def assign(store: Store, activities: Sequence[str], institutions: Sequence[str], today: date) -> int:
    """Assign activities of this district's roadmap to institutions; return how many assignments are new.

    Raise ``Refusal`` (not-a-district, missing, not-owner, nothing, closed-year).
    """
    rows, houses = _checked(store, activities, institutions)
    made = 0
    with store.transaction("Поручение учреждениям"):
        for activity in rows:
            for house in houses:
                identity = assignment_id(activity.id, house)
                if Assignment.get_or_none(Assignment.id == identity) is None:
                    owner = activity.institution
                    Assignment.create(id=identity, institution=owner, activity=activity.id, assignee=house, assigned_on=today)
                    made += 1
    return made


def unassign(store: Store, activities: Sequence[str], institutions: Sequence[str]) -> int:
    """Take assignments back (marks that were made stay); return how many."""
    rows, houses = _checked(store, activities, institutions)
    wanted = [assignment_id(activity.id, house) for activity in rows for house in houses]
    with store.transaction("Поручение снято"):
        return int(Assignment.delete().where(Assignment.id.in_(wanted)).execute())


def _checked(store: Store, activities: Sequence[str], institutions: Sequence[str]) -> tuple[list[Activity], list[str]]:
    from model.marks import years_of_activity

    own = own_institution(store)
    if own is None or own.kind != "district":
        raise Refusal("Поручения учреждениям даёт только район.", "not-a-district")
    if not activities or not institutions:
        raise Refusal("Назовите мероприятия и учреждения: из kurator roadmap show и kurator roadmap houses.", "nothing")
    rows = []
    for identity in dict.fromkeys(activities):
        row: Activity | None = Activity.get_or_none(Activity.id == identity)
        if row is None:
            raise Refusal(f"Мероприятия «{identity}» нет: возьмите id из kurator roadmap show --json.", "missing")
        check_own(store, row.institution)
        check_open(store, years_of_activity(store, identity))
        rows.append(row)
    houses = []
    for house in dict.fromkeys(institutions):
        if house == own.id or Institution.get_or_none(Institution.id == house) is None:
            raise Refusal(f"Учреждения «{house}» в базе нет: возьмите id из kurator roadmap houses.", "missing")
        houses.append(house)
    return rows, houses


def institutions_here(store: Store) -> list[tuple[str, str]]:
    """Institutions that the district knows, without itself: id and name, by name."""
    rows = store.sql(
        "SELECT id, coalesce(short, name, 'нет данных') FROM institution WHERE id <> ? ORDER BY 2, 1", (own_id(store),)
    )
    return [(str(row[0]), str(row[1])) for row in rows]


def is_assigned(store: Store, activity: str) -> bool:
    """Whether an activity of another owner was assigned to this laptop's institution."""
    found = store.value("SELECT 1 FROM assignment WHERE activity = ? AND assignee = ?", (activity, own_id(store)))
    return found is not None


def progress(store: Store, roadmap: str) -> dict[str, list[Progress]]:
    """Who has to do each activity of a roadmap and how far it is: activity → institutions by name."""
    found: dict[str, list[Progress]] = {}
    for activity, house, name, total, closed, done_on in store.sql(
        "SELECT g.activity, g.assignee, coalesce(i.short, i.name, 'нет данных') AS called, count(o.id), "
        "sum(coalesce(m.state, '') IN ('done', 'not-required')), max(m.done_on) "
        "FROM stage s JOIN activity a ON a.stage = s.id JOIN assignment g ON g.activity = a.id "
        "LEFT JOIN institution i ON i.id = g.assignee LEFT JOIN occurrence o ON o.activity = a.id "
        "LEFT JOIN mark m ON m.occurrence = o.id AND m.institution = g.assignee "
        "WHERE s.roadmap = ? GROUP BY g.activity, g.assignee ORDER BY g.activity, called, g.assignee",
        (roadmap,),
    ):
        day = date.fromisoformat(done_on) if done_on else None
        found.setdefault(str(activity), []).append(Progress(str(house), str(name), int(total), int(closed or 0), day))
    return found
