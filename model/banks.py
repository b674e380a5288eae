"""Banks of mentors and mentees: views over persons and their roles on a day, with what the curator weighs.

Experience and age are counted on the day that is asked about, never on today by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from model.names import fold, full_name
from model.persons import experience_years
from model.preferences import preference
from model.setup import own_id
from model.store import Store

_BUSY = (
    "(p.state IN ('active', 'finished', 'stopped') AND p.started_on <= :on AND (p.ended_on >= :on OR "
    "(p.ended_on IS NULL AND p.state = 'active')))"
)
#: A member of a pair at work on the day; ``until`` is the first day without them.
MEMBER_ON = (
    f"{_BUSY} AND coalesce(m.since, CASE WHEN m.until IS NULL THEN p.started_on END) <= :on "
    "AND (m.until IS NULL OR m.until > :on)"
)
#: Proposed or approved: promised, though nobody works yet.
WAITING = "p.state IN ('proposed', 'approved') AND m.until IS NULL"


def age_on(birth: date | None, on: date) -> int | None:
    """Whole years of age on a day, or ``None`` when the birth is unknown or later."""
    return experience_years(birth, on)


@dataclass(frozen=True)
class Youth:
    """Who is a young teacher: experience <= ``experience`` AND age <= ``age``, both inclusive (domain.md, terms)."""

    experience: int
    age: int

    def holds(self, birth: date | None, teaching_since: date | None, on: date) -> bool | None:
        """Whether the rule holds on a day; ``None`` when the dates that are there do not decide it."""
        age, experience = age_on(birth, on), experience_years(teaching_since, on)
        if (age is not None and age > self.age) or (experience is not None and experience > self.experience):
            return False
        return None if age is None or experience is None else True


def youth_of(store: Store, institution: str = "") -> Youth:
    """The rule with the thresholds of an institution (preferences ``young.experience`` and ``young.age``)."""
    return Youth(int(preference(store, "young.experience", institution)), int(preference(store, "young.age", institution)))


@dataclass(frozen=True)
class BankLine:
    """A person of a bank on a day.

    ``load``: mentees now; ``promised``: mentees of pairs that have not begun; ``limit``: a load beyond it is called high;
    ``directions``: open strengths of a mentor or requests of a mentee; ``paired``: stands in a pair under this role.
    """

    person: str
    name: str
    post: str
    subject: str
    category: str
    age: int | None
    experience: int | None
    young: bool | None
    since: date | None
    load: int
    promised: int
    limit: int
    directions: tuple[str, ...]
    paired: bool


def loads(store: Store, on: date) -> dict[str, tuple[int, int]]:
    """Load of every mentor on a day: mentees in pairs at work, and mentees promised in proposed and approved pairs."""
    found: dict[str, list[int]] = {}
    for position, condition in enumerate((MEMBER_ON, WAITING)):
        others = condition.replace("m.", "n.")
        rows = store.database.connection().execute(
            "SELECT m.person, count(DISTINCT n.person) FROM pair p JOIN pair_member m ON m.pair = p.id AND m.role = 'mentor' "
            f"JOIN pair_member n ON n.pair = p.id AND n.role = 'mentee' WHERE {condition} AND {others} GROUP BY p.id, m.person",
            {"on": on.isoformat()},
        )
        for person, count in rows:
            found.setdefault(person, [0, 0])[position] += count
    return {person: (now, promised) for person, (now, promised) in found.items()}


def paired(store: Store, on: date, role: str) -> set[str]:
    """Persons who stand in a pair under ``role`` on a day: at work then, or proposed or approved."""
    rows = store.database.connection().execute(
        "SELECT m.person FROM pair p JOIN pair_member m ON m.pair = p.id "
        f"WHERE m.role = :role AND (({MEMBER_ON}) OR ({WAITING}))",
        {"on": on.isoformat(), "role": role},
    )
    return {str(row[0]) for row in rows}


def bank(store: Store, role: str, on: date) -> list[BankLine]:
    """The bank of this institution on a day: persons with ``role`` (mentor, mentee) who have not left, by name."""
    owner, youth = own_id(store), youth_of(store)
    limit, load, standing = int(preference(store, "mentor.load")), loads(store, on), paired(store, on, role)
    told = open_directions(store, "strength" if role == "mentor" else "request", on)
    rows = store.database.connection().execute(
        "SELECT p.id, p.surname, p.name, p.patronymic, p.post, p.subject, p.category, p.birth_date, p.teaching_since, "
        "min(r.since) FROM person p JOIN role r ON r.person = p.id WHERE p.institution = :owner AND r.role = :role "
        "AND (r.since IS NULL OR r.since <= :on) AND (r.until IS NULL OR r.until > :on) "
        "AND (p.left_on IS NULL OR p.left_on > :on) GROUP BY p.id",
        {"owner": owner, "role": role, "on": on.isoformat()},
    )
    lines = []
    for person, surname, name, patronymic, post, subject, category, birth, teaching, since in rows:
        born, taught = _day(birth), _day(teaching)
        lines.append(
            BankLine(
                person,
                full_name(surname or "", name or "", patronymic or "") or "без имени",
                post or "",
                subject or "",
                category or "",
                age_on(born, on),
                experience_years(taught, on),
                youth.holds(born, taught, on),
                _day(since),
                *load.get(person, (0, 0)),
                limit,
                told.get(person, ()),
                person in standing,
            )
        )
    return sorted(lines, key=lambda line: (fold(line.name), line.person))


def open_directions(store: Store, kind: str, on: date) -> dict[str, tuple[str, ...]]:
    """Directions of the requests or strengths (``kind``) of each person that are open on a day, in alphabetic order."""
    rows = store.sql(
        "SELECT DISTINCT person, direction FROM request WHERE kind = ? AND (raised_on IS NULL OR raised_on <= ?) "
        "AND (closed_on IS NULL OR closed_on > ?) AND direction IS NOT NULL ORDER BY person, direction",
        (kind, on.isoformat(), on.isoformat()),
    )
    found: dict[str, tuple[str, ...]] = {}
    for person, direction in rows:
        found[person] = (*found.get(person, ()), direction)
    return found


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
