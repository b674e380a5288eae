"""Definitions that count people: who is involved, trained, active, and who stayed (domain.md 13 and 14)."""

from __future__ import annotations

from collections.abc import Iterator

from model.banks import Youth, age_on, youth_of
from model.indicators.scope import Scope
from model.indicators.shapes import Share
from model.preferences import DEFAULTS

#: Ages of the field's indicators, both ends inclusive.
CHILDREN, YOUTH = (10, 19), (15, 19)


def people_shares(scope: Scope) -> Iterator[Share]:
    """Every share whose rows are persons, but for satisfaction."""
    involved = scope.took_part()
    mentors, mentees = scope.took_part("mentor"), scope.took_part("mentee")
    yield Share.of("young", involved, young_teachers(scope))
    yield Share.of("children", mentees, pupils(scope, *CHILDREN))
    yield Share.of("youth", mentors, pupils(scope, *YOUTH))
    trained = scope.visitors("training")
    contests = scope.visitors("contest")
    yield Share.of("trained", trained, mentors)
    yield Share.of("stayed", *stayed(scope))
    yield Share.of("contest-mentors", contests, mentors)
    yield Share.of("contest-mentees", contests, mentees)


def young_teachers(scope: Scope) -> frozenset[str]:
    """Employees at work on the day for whom the rule of the young teacher surely holds (``model.banks.Youth``)."""
    rules = _rules(scope)
    usual = Youth(DEFAULTS["young.experience"], DEFAULTS["young.age"])
    return scope.people(
        person.id
        for person in scope.persons
        if person.kind in {"", "employee"}
        and person.here(scope.last)
        and rules.get(person.institution, usual).holds(person.born, person.teaching, scope.last)
    )


def _rules(scope: Scope) -> dict[str, Youth]:
    """Rules of the institutions that changed a threshold."""
    rows = scope.read("SELECT DISTINCT institution FROM preference WHERE name LIKE 'young.%' AND institution IN {here}")
    return {str(row[0]): youth_of(scope.store, row[0]) for row in rows}


def pupils(scope: Scope, youngest: int, oldest: int) -> frozenset[str]:
    """Pupils and students in the banks of these ages on the day."""
    return scope.people(
        person.id
        for person in scope.persons
        if person.kind == "student"
        and person.here(scope.last)
        and (age := age_on(person.born, scope.last)) is not None
        and youngest <= age <= oldest
    )


def stayed(scope: Scope) -> tuple[frozenset[str], frozenset[str]]:
    """Employees who were mentees in the school year before: those still at work on the day, and all of them.

    Only those are counted whose data are here; a person who left one institution and works on in another stayed.
    """
    mentees = scope.before().took_part("mentee")
    staff = [person for person in scope.persons if person.kind in {"", "employee"}]
    return scope.people(p.id for p in staff if p.here(scope.on)), scope.people(p.id for p in staff) & mentees
