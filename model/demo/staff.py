"""The people of one institution: who they are, their roles over time, their consents."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from model.demo.days import day_between, years_before
from model.demo.districts import Place
from model.demo.names import FullName, invent_mail, invent_name, invent_phone
from model.demo.posts import CURATOR_POSTS, HEAD_POSTS, NOTES, OUTSIDERS, POSTS
from model.entities import Person, Role
from model.persons import create_person, edit_person, set_consent, set_role
from model.russian_dates import parse_date, show_date
from model.store import Store
from model.years import SchoolYear


@dataclass(frozen=True)
class Member:
    """A person of the bank; ``young``: a teacher of at most three years and at most 35."""

    id: str
    name: FullName
    hired: date
    young: bool = False


@dataclass
class Staff:
    """Members by what they can become in pairs; one member may stand in ``mentors`` and in ``mentees`` (reverse mentoring)."""

    curator: Member
    mentors: list[Member] = field(default_factory=list)
    mentees: list[Member] = field(default_factory=list)
    alumni: list[Member] = field(default_factory=list)
    others: list[Member] = field(default_factory=list)
    head: Member | None = None
    student: Member | None = None
    external: Member | None = None


@dataclass(frozen=True)
class _Age:
    """What is drawn for a person: years of age and of teaching."""

    youngest: int
    oldest: int
    least: int
    most: int


_YOUNG, _MIDDLE, _MASTER, _ANY = _Age(21, 30, 0, 2), _Age(33, 52, 5, 18), _Age(38, 62, 14, 36), _Age(26, 58, 4, 25)
_WOMEN = {"school": 0.8, "kindergarten": 0.96, "extra": 0.65, "district": 0.85}


class StaffMaker:
    """Makes the people of one institution in an open store."""

    def __init__(self, store: Store, rng: random.Random, place: Place, today: date) -> None:
        self._store, self._rng, self._place, self._today = store, rng, place, today
        self._kind = place.new.kind
        self._year = SchoolYear.of(today)
        self._posts: list[tuple[str, str]] = []
        #: The last 1 September: who teaches, teaches since one of these.
        self._september = date(today.year if today.month >= 9 else today.year - 1, 9, 1)

    def make(self, count: int, curator: str) -> Staff:
        """``count`` people, the curator (made at the first start) among them."""
        rng = self._rng
        staff = Staff(self._curator(curator))
        left = count - 1
        guest = self._guest(*self._place.guest) if left >= 8 and self._place.guest is not None else None
        left -= guest is not None
        if left >= 8 and self._kind in HEAD_POSTS and rng.random() < 0.65:
            staff.head = self._head()
            left -= 1
        if left >= 10 and self._kind in OUTSIDERS:
            for kind, post, subject in OUTSIDERS[self._kind]:
                if rng.random() < 0.45:
                    outsider = self._outsider(kind, post, subject)
                    if kind == "student":
                        staff.student = outsider
                    else:
                        staff.external = outsider
                    left -= 1
        if self._kind == "district":
            staff.others = [self._employee(_ANY) for _ in range(left)]
            return staff
        mentors, mentees = max(1, round(left * 0.34)), max(1, round(left * 0.42))
        alumni = 1 if left > mentors + mentees else 0
        staff.mentors = [self._employee(_MASTER, 2) for _ in range(mentors)]
        ages = [_YOUNG if n % 5 in (0, 1, 3) else _MIDDLE for n in range(mentees)]
        staff.mentees = [self._employee(age) for age in ages]
        staff.alumni = [self._employee(_MIDDLE, 1) for _ in range(alumni)]
        staff.others = [self._employee(_ANY) for _ in range(max(0, left - mentors - mentees - alumni))]
        staff.mentors += [guest] if guest is not None else []
        if mentees >= 6:
            staff.mentors.append(staff.mentees[0])  # a young teacher who knows computers: reverse mentoring
        self._roles(staff)
        return staff

    def consents(self, staff: Staff) -> None:
        """Most people gave everything; somebody does not send data to the district, somebody took a consent back."""
        mentors = {member.id for member in staff.mentors}
        members = list({m.id: m for m in (*staff.mentors, *staff.mentees, *staff.alumni, *staff.others)}.values())
        members += [m for m in (staff.head, staff.student, staff.external) if m is not None]
        self._rng.shuffle(members)
        patterns = ["no-district", "withdrew-publication", "no-publication"][: max(0, len(members) - 3)]
        names = ("no-district", "no-district", "no-publication", "processing", "withdrew-district", "none")
        left = len(members) - len(patterns)
        patterns += [self._rng.choice(names) if number % 6 == 5 else "all" for number in range(left)]
        self._consent(staff.curator, "all", False, 1)
        for number, (member, pattern) in enumerate(zip(members, patterns, strict=True), start=2):
            self._consent(member, "all" if self._kind == "district" else pattern, member.id in mentors, number)

    # ------------------------------------------------------------------ one person
    def _employee(self, age: _Age, here: int = 0) -> Member:
        if not self._posts:
            posts = list(POSTS[self._kind])
            half = posts[: len(posts) // 2]  # of the usual posts there are several people
            self._rng.shuffle(posts)
            self._posts = [*half, *posts]
            self._rng.shuffle(self._posts)
        post, subject = self._posts.pop()
        young = age is _YOUNG
        woman = self._rng.random() < _WOMEN[self._kind]
        name = invent_name(self._rng, self._place.taken, woman=woman, younger=young or self._rng.random() < 0.25)
        return self._member(name, self._fields(name, post, subject, age, here), young)

    def _member(self, name: FullName, fields: dict[str, str], young: bool = False) -> Member:
        return Member(create_person(self._store, fields), name, parse_date(fields["hired_on"]) or self._september, young)

    def _guest(self, name: FullName, birth: date) -> Member:
        """A psychologist who works here and in the institution next to this one: the same person for whoever merges both."""
        self._place.taken.add(name.full)
        fields = self._fields(name, "педагог-психолог", "", _MASTER, 1)
        since = date(birth.year + 23, 9, 1)
        fields |= {"birth_date": show_date(birth), "teaching_since": show_date(since), "category": "высшая"}
        fields["hired_on"] = show_date(years_before(self._september, self._rng.randint(1, 6)))
        fields |= {"email": invent_mail(name), "notes": "Внешний совместитель, 0,5 ставки."}
        return self._member(name, fields)

    def _curator(self, person: str) -> Member:
        name = self._place.curator
        fields = self._fields(name, self._rng.choice(CURATOR_POSTS[self._kind]), "", _MASTER, 1)
        edit_person(self._store, person, {**fields, "email": invent_mail(name), "notes": ""})
        autumn = self._september.year
        appointed = day_between(self._rng, date(autumn, 8, 24), min(date(autumn, 9, 4), self._today))
        Role.update(since=appointed).where(Role.person == person).execute()  # the first start knows the calendar's day alone
        return Member(person, name, parse_date(fields["hired_on"]) or self._september)

    def _head(self) -> Member:
        name = self._place.head
        fields = self._fields(name, HEAD_POSTS[self._kind], "", _MASTER, 2)
        return self._member(name, {**fields, "category": "", "notes": ""})

    def _outsider(self, kind: str, post: str, subject: str) -> Member:
        student = kind == "student"
        name = invent_name(self._rng, self._place.taken, woman=self._rng.random() < 0.7, younger=student)
        fields = self._fields(name, post, subject, _Age(18, 20, 0, 0) if student else _MASTER)
        fields |= {"category": "", "hired_on": "", "notes": ""}
        if student:
            fields["teaching_since"] = ""
        member = self._member(name, fields)
        Person.update(kind=kind).where(Person.id == member.id).execute()
        return member

    def _fields(self, name: FullName, post: str, subject: str, age: _Age, least_here: int = 0) -> dict[str, str]:
        rng = self._rng
        years = rng.randint(age.youngest, age.oldest)
        taught = max(0, min(rng.randint(age.least, age.most), years - 22))
        birth = years_before(self._today, years) - timedelta(days=rng.randint(1, 360))
        since = years_before(self._september, taught)
        here = taught if age is _YOUNG else rng.randint(min(least_here, taught), min(taught, 20))
        hired = years_before(self._september, here) + timedelta(days=rng.choice((-7, -6, -4, 0, 0, 0, 2)))
        hired = min(max(hired, since), self._today)
        category = "" if taught < 4 else rng.choices(("первая", "высшая", "соответствие занимаемой должности"), (5, 3, 2))[0]
        if age is _MASTER:
            category = rng.choices(("высшая", "первая", "педагог-наставник", "педагог-методист"), (7, 2, 1, 1))[0]
        return {
            "surname": name.surname,
            "name": name.name,
            "patronymic": name.patronymic,
            "birth_date": show_date(birth),
            "post": post,
            "subject": subject,
            "category": category,
            "teaching_since": show_date(since),
            "hired_on": show_date(hired),
            "phone": invent_phone(rng) if rng.random() < 0.3 else "",
            "email": invent_mail(name) if rng.random() < 0.4 else "",
            "notes": rng.choice(NOTES) if rng.random() < 0.22 else "",
        }

    # ------------------------------------------------------------------ roles and consents
    def _roles(self, staff: Staff) -> None:
        for number, member in enumerate(staff.mentors):
            years = 0 if member.young or number % 3 == 2 else self._rng.randint(1, 2)
            set_role(self._store, member.id, "mentor", True, max(self._autumn(years), member.hired))
        for member in staff.mentees:
            set_role(self._store, member.id, "mentee", True, max(self._autumn(0), member.hired))
        if staff.mentees[0] in staff.mentors:
            set_role(self._store, staff.mentors[0].id, "mentee", True, self._autumn(0))  # the elder one of the reverse pair
        for member in staff.alumni:
            since = max(self._autumn(1), member.hired)
            set_role(self._store, member.id, "mentee", True, since)
            ended = day_between(self._rng, date(self._year.first, 5, 20), date(self._year.first, 6, 5))
            set_role(self._store, member.id, "mentee", False, ended)
        for outsider, role in ((staff.head, "mentor"), (staff.external, "mentor"), (staff.student, "mentee")):
            if outsider is not None:
                set_role(self._store, outsider.id, role, True, self._autumn(0))

    def _autumn(self, years_ago: int) -> date:
        """A day of the first autumn weeks of this or an earlier school year, never later than today."""
        first = date(self._year.first - years_ago, 9, 1)
        last = min(first + timedelta(days=24), self._today)
        return day_between(self._rng, min(first, last - timedelta(days=10)), last)

    def _consent(self, member: Member, pattern: str, mentor: bool, number: int) -> None:
        missing = {
            "all": set[str](),
            "no-district": {"district"},
            "no-publication": {"publication"},
            "processing": {"publication", "district"},
            "none": {"processing", "publication", "district", "duties"},
        }.get(pattern, set[str]())
        given = self._autumn(self._rng.choice((0, 0, 0, 1)))
        given = given if given >= member.hired else self._autumn(0)
        document = f"Папка «Согласия», лист {number}"
        for scope in ("processing", "publication", "district"):
            if scope not in missing:
                set_consent(self._store, member.id, scope, True, given, document)
        if mentor and "duties" not in missing and self._rng.random() < 0.88:
            day = self._autumn(0)
            set_consent(self._store, member.id, "duties", True, day, f"Согласие наставника от {show_date(day)}")
        if pattern.startswith("withdrew-"):
            scope = pattern.removeprefix("withdrew-")
            set_consent(self._store, member.id, scope, False, day_between(self._rng, given, self._today))
