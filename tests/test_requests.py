"""Requests, strengths, diagnosis, routes, the banks on a day and the people in search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from model import check, journal, requests
from model.banks import Youth, age_on, bank
from model.diagnosis import add_route, deficits, diagnose, routes
from model.entities import Person, SchoolYearRow
from model.errors import Refusal
from model.pairs import approve_pair, propose_pair, stop_pair
from model.persons import set_role
from model.preferences import set_preference
from model.requests import add_request, close_request
from model.searching import add_step, searching, steps_of
from model.store import Store
from tests.worlds import TODAY, add_person, school

DIRECTION = "методическое"
DAY = date(2026, 10, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with school(tmp_path / "школа.db") as opened:
        yield opened


def someone(store: Store, role: str, surname: str = "Сорокина", since: date = DAY, **fields: str) -> str:
    person = add_person(store, surname, consent=False, **fields)
    set_role(store, person, role, True, since)
    return person


def refused(call: Callable[[], object], word: str, store: Store) -> None:
    """One Russian sentence that has ``word``, and nothing is changed."""
    before = check.digest(store)
    with pytest.raises(Refusal) as refusal:
        call()
    assert word in refusal.value.sentence
    assert refusal.value.sentence.endswith(".")
    assert check.digest(store) == before


# ---------------------------------------------------------------------- requests and strengths
def test_request_is_kept_under_the_institutions_direction(store: Store) -> None:
    person = someone(store, "mentee")
    one = add_request(store, person, "request", "МЕТОДИЧЕСКОЕ", "  темп \n урока ", DAY, today=TODAY)
    (line,) = requests.requests(store)
    assert (line.id, line.direction, line.text, line.raised, line.closed) == (one, DIRECTION, "темп урока", DAY, None)
    close_request(store, one, TODAY, today=TODAY)
    assert requests.requests(store, open_only=True) == []
    assert [x.closed for x in requests.requests(store, kind="request", person=person)] == [TODAY]
    assert requests.requests(store, kind="strength") == []
    journal.undo(store)
    assert requests.requests(store, open_only=True)[0].id == one
    assert check.problems(store) == []


def test_directions_are_the_preference(store: Store) -> None:
    person = someone(store, "mentee")
    set_preference(store, "directions", ["музейное дело"])
    refused(lambda: add_request(store, person, "request", DIRECTION, "", DAY, today=TODAY), "музейное дело", store)
    assert add_request(store, person, "request", "Музейное дело", "", DAY, today=TODAY)


def test_what_cannot_be_a_request(store: Store) -> None:
    person = someone(store, "mentee", birth_date="05.06.2000")
    gone = someone(store, "mentee", "Чижова", left_on="01.10.2026")
    stranger = Person.create(institution="f" * 32, surname="Галкина").id
    one = add_request(store, person, "request", DIRECTION, "темп", DAY, today=TODAY)

    def add(who: str = person, kind: str = "request", direction: str = DIRECTION, on: date = DAY) -> object:
        return add_request(store, who, kind, direction, "Темп", on, today=TODAY)

    refused(add, "уже открыта", store)
    refused(lambda: add(kind="мечта"), "сильная сторона", store)
    refused(lambda: add(direction="'; DROP TABLE request; --"), "списке нет", store)
    refused(lambda: add("нет такого"), "в базе нет", store)
    refused(lambda: add(gone), "не работает", store)
    refused(lambda: add(stranger), "другое учреждение", store)
    refused(lambda: add(on=TODAY + timedelta(days=1)), "не наступило", store)
    refused(lambda: add(on=date(2000, 6, 5)), "не похоже", store)
    refused(lambda: close_request(store, one, DAY - timedelta(days=1), today=TODAY), "раньше", store)
    refused(lambda: close_request(store, one, TODAY + timedelta(days=1), today=TODAY), "не наступило", store)
    refused(lambda: close_request(store, "нет", DAY, today=TODAY), "request list", store)
    close_request(store, one, DAY, today=TODAY)
    refused(lambda: close_request(store, one, DAY, today=TODAY), "закрыта", store)
    assert add(), "after the first is closed the same words may be asked again"


# ---------------------------------------------------------------------- diagnosis and route
def test_diagnosis_raises_a_request_in_one_step(store: Store) -> None:
    person = someone(store, "mentee")
    made = diagnose(store, person, DIRECTION, "целеполагание", "посещение урока", DAY, today=TODAY, raise_request=True)
    (line,) = deficits(store, person)
    assert (line.id, line.request, line.source) == (made.diagnosis, made.request, "посещение урока")
    assert requests.requests(store)[0].text == "целеполагание"
    journal.undo(store)
    assert (deficits(store, person), requests.requests(store)) == ([], [])
    assert diagnose(store, person, DIRECTION, "рефлексия", "анкета", DAY, today=TODAY).request == ""
    assert requests.requests(store) == []
    refused(lambda: diagnose(store, person, DIRECTION, " ", "анкета", DAY, today=TODAY), "дефицит", store)
    refused(lambda: diagnose(store, person, DIRECTION, "х", "", DAY, today=TODAY), "откуда", store)
    assert check.problems(store) == []


def test_diagnosis_and_request_are_all_or_nothing(store: Store) -> None:
    person = someone(store, "mentee")
    add_request(store, person, "request", DIRECTION, "темп", DAY, today=TODAY)
    refused(
        lambda: diagnose(store, person, DIRECTION, "Темп", "анкета", DAY, today=TODAY, raise_request=True), "открыта", store
    )


def test_route_belongs_to_an_open_year(store: Store) -> None:
    person = someone(store, "mentee")
    add_route(store, person, "Первый год", "уверенный урок", DAY, date(2027, 5, 31))
    assert [(route.years, route.title) for route in routes(store, person)] == [("2026-2027", "Первый год")]
    refused(lambda: add_route(store, person, "Х", "", DAY, DAY - timedelta(days=1)), "раньше", store)
    refused(lambda: add_route(store, person, "Х", "", DAY, date(2028, 5, 31)), "год", store)
    refused(lambda: add_route(store, person, "Х", "", None, TODAY), "начало и конец", store)
    refused(lambda: add_route(store, person, " ", "", DAY, TODAY), "Назовите", store)
    SchoolYearRow.update(closed_on=TODAY).where(SchoolYearRow.years == "2026-2027").execute()
    refused(lambda: add_route(store, person, "Второй", "", DAY, TODAY), "закрыт", store)


# ---------------------------------------------------------------------- the banks on a day
@pytest.mark.parametrize(
    ("birth", "since", "young"),
    [
        (date(1991, 11, 21), date(2023, 11, 21), True),  # 35 and 3 exactly
        (date(1990, 11, 22), date(2023, 11, 21), True),  # 36 tomorrow
        (date(1990, 11, 21), date(2023, 11, 21), False),  # 36 today
        (date(1991, 11, 21), date(2022, 11, 22), True),  # 4 years tomorrow
        (date(1991, 11, 21), date(2022, 11, 21), False),
        (None, date(2024, 9, 1), None),
        (date(2000, 1, 1), None, None),
        (date(2000, 1, 1), date(2027, 1, 1), None),  # begins later: not counted
        (None, date(2010, 9, 1), False),
        (date(1960, 1, 1), None, False),
    ],
)
def test_young_teacher(birth: date | None, since: date | None, young: bool | None) -> None:
    assert Youth(experience=3, age=35).holds(birth, since, TODAY) is young


def test_young_thresholds_are_settings_and_the_day_is_what_is_asked(store: Store) -> None:
    someone(store, "mentee", birth_date="10.01.1995", teaching_since="01.09.2022", since=date(2025, 9, 1))
    assert [(x.age, x.experience, x.young) for x in bank(store, "mentee", TODAY)] == [(31, 4, False)]
    assert [(x.age, x.experience, x.young) for x in bank(store, "mentee", date(2026, 1, 9))] == [(30, 3, True)]
    set_preference(store, "young.experience", 5)
    assert bank(store, "mentee", TODAY)[0].young is True
    assert bank(store, "mentee", date(2025, 8, 31)) == [], "the role had not begun"
    assert age_on(date(2004, 2, 29), date(2026, 2, 28)) == 21


def test_bank_has_strengths_and_leaves_out_who_left(store: Store) -> None:
    mentor = someone(store, "mentor", "Дятлова")
    someone(store, "mentor", "Чижова", left_on="01.10.2026")
    add_request(store, mentor, "strength", "методическое", "", DAY, today=TODAY)
    (line,) = bank(store, "mentor", TODAY)
    assert (line.person, line.directions, line.load, line.limit, line.paired) == (mentor, ("методическое",), 0, 3, False)
    assert len(bank(store, "mentor", date(2026, 10, 1))) == 1


# ---------------------------------------------------------------------- in search
def test_searching_shows_who_has_no_pair_and_what_was_done(store: Store) -> None:
    mentor = someone(store, "mentor", "Дятлова")
    alone, asking = someone(store, "mentee", "Аистова"), add_person(store, "Грачёва", consent=False)
    add_request(store, asking, "request", DIRECTION, "", DAY, today=TODAY)
    someone(store, "mentee", "Чижова", left_on="02.10.2026")
    add_step(store, alone, "спросили соседнюю школу", DAY, today=TODAY)
    found = searching(store, TODAY)
    assert [(x.name.split()[0], x.directions, [s.text for s in x.steps]) for x in found] == [
        ("Аистова", (), ["спросили соседнюю школу"]),
        ("Грачёва", (DIRECTION,), []),
    ]
    pair = propose_pair(store, mentor, [alone], today=TODAY)
    assert [x.person for x in searching(store, TODAY)] == [asking]
    approve_pair(store, pair, "5", TODAY, today=TODAY)
    stop_pair(store, pair, "не сложилось", TODAY, today=TODAY)
    assert [x.person for x in searching(store, TODAY)] == [alone, asking]
    assert len(steps_of(store, alone)) == 1
    refused(lambda: add_step(store, alone, "  ", DAY, today=TODAY), "что сделано", store)
    refused(lambda: add_step(store, "нет", "звонок", DAY, today=TODAY), "в базе нет", store)
    assert check.problems(store) == []
