"""Matching: reasons that can be checked by hand, a stable order, and who is never suggested."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from model.entities import Person, Role
from model.errors import Refusal
from model.matching import suggest_mentors
from model.pairs import approve_pair, propose_pair, start_pair, stop_pair
from model.persons import set_consent, set_role
from model.preferences import set_preference
from model.requests import add_request, close_request
from model.store import Store
from tests.worlds import TODAY, add_person, school

DIRECTION = "методическое"
DAY = date(2026, 9, 10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with school(tmp_path / "школа.db") as opened:
        yield opened


def mentor(store: Store, surname: str, *, strong: str = "", consent: bool = True, **fields: str) -> str:
    person = add_person(store, surname, consent=False, **fields)
    set_role(store, person, "mentor", True, DAY)
    if consent:
        set_consent(store, person, "duties", True, DAY)
    if strong:
        add_request(store, person, "strength", strong, "открытые уроки", DAY, today=TODAY)
    return person


def asks(store: Store, surname: str = "Аистова", **fields: str) -> tuple[str, str]:
    """A mentee and the request."""
    person = add_person(store, surname, consent=False, **fields)
    set_role(store, person, "mentee", True, DAY)
    return person, add_request(store, person, "request", DIRECTION, "темп урока", DAY, today=TODAY)


def test_every_weight_is_told_among_the_reasons(store: Store) -> None:
    _, request = asks(store, subject="Химия", teaching_since="01.09.2025")
    best = mentor(
        store, "Дятлова", strong=DIRECTION, subject="химия", category="педагог-наставник", teaching_since="01.09.2010"
    )
    (found,) = suggest_mentors(store, request, TODAY)
    assert (found.person, found.score, found.warnings) == (best, 50 + 20 + 5 + 15 + 5 + 10, [])
    assert found.reasons == [
        "сила по тому же направлению «методическое»: открытые уроки",
        "тот же предмет: химия",
        "категория «педагог-наставник»",
        "разница в стаже: +15 лет",
        "та же организация",
        "нагрузка 0 из 3",
    ]


@pytest.mark.parametrize(
    ("since", "score", "reason"),
    [
        ("01.09.2015", 30, "+10 лет"), ("01.09.2016", 25, "+9 лет"), ("01.09.2022", 20, "+3 года"),
        ("01.09.2024", 15, "+1 год"), ("01.09.2025", 15, "стаж тот же"), ("", 15, "неизвестна"),
    ],
)  # fmt: skip
def test_experience_weighs_by_the_gap(store: Store, since: str, score: int, reason: str) -> None:
    _, request = asks(store, teaching_since="01.09.2025")
    mentor(store, "Дятлова", teaching_since=since)
    (found,) = suggest_mentors(store, request, TODAY)
    assert found.score == score
    assert any(reason in told for told in found.reasons)


def test_order_is_by_score_then_load_then_name(store: Store) -> None:
    _, request = asks(store)
    names = ["Яковлева", "Ёлкина", "Еремина", "Дроздова"]
    random.Random(5).shuffle(names)
    ids = {name: mentor(store, name) for name in names}
    strong = mentor(store, "Юркова", strong=DIRECTION)
    order = [one.person for one in suggest_mentors(store, request, TODAY)]
    assert order == [strong, ids["Дроздова"], ids["Ёлкина"], ids["Еремина"], ids["Яковлева"]]
    assert [one.person for one in suggest_mentors(store, request, TODAY, 2)] == order[:2]
    assert suggest_mentors(store, request, TODAY, 0) == []


def test_load_lowers_the_score_and_a_high_one_warns(store: Store) -> None:
    set_preference(store, "mentor.load", 2)
    _, request = asks(store)
    busy = mentor(store, "Дятлова")
    others = [asks(store, surname)[0] for surname in ("Галкина", "Синицына")]
    pair = propose_pair(store, busy, others, today=TODAY)
    (proposed,) = suggest_mentors(store, request, TODAY)
    assert (proposed.score, proposed.warnings) == (15, ["предложены или утверждены ещё наставляемые: 2"])
    approve_pair(store, pair, "7", DAY, today=TODAY)
    start_pair(store, pair, DAY, today=TODAY)
    (loaded,) = suggest_mentors(store, request, TODAY)
    assert (loaded.score, loaded.warnings) == (5, ["ещё один наставляемый — и нагрузка высокая: сейчас 2 из 2"])
    assert "нагрузка 2 из 2" in loaded.reasons


def test_who_is_never_suggested(store: Store) -> None:
    mentee, request = asks(store)
    set_role(store, mentee, "mentor", True, DAY)  # reverse mentoring: still not her own mentor
    mentor(store, "Чижова", left_on="20.11.2026")
    former = mentor(store, "Галкина")
    set_role(store, former, "mentor", False, DAY)
    plain = add_person(store, "Воронова", consent=False)
    assert suggest_mentors(store, request, TODAY) == []
    asked = suggest_mentors(store, request, TODAY, anyone=True)
    assert {one.person for one in asked} == {former, plain}
    assert all("роли наставника пока нет" in one.warnings for one in asked)


def test_warnings_about_consent_and_earlier_pairs(store: Store) -> None:
    mentee, request = asks(store)
    one = mentor(store, "Дятлова", consent=False)
    (found,) = suggest_mentors(store, request, TODAY)
    assert found.warnings == ["нет согласия на обязанности наставника"]
    set_consent(store, one, "duties", True, DAY)
    pair = propose_pair(store, one, [mentee], today=TODAY)
    (found,) = suggest_mentors(store, request, TODAY)
    assert "уже наставник этого человека" in found.warnings
    stop_pair(store, pair, "не сошлись", TODAY, today=TODAY)
    (found,) = suggest_mentors(store, request, TODAY)
    assert found.warnings == ["прежняя пара с этим человеком прекращена"]
    set_consent(store, one, "duties", False, TODAY)
    assert "нет согласия на обязанности наставника" in suggest_mentors(store, request, TODAY)[0].warnings


def test_a_mentor_of_another_institution_is_networked(store: Store) -> None:
    _, request = asks(store)
    guest = Person.create(institution="e" * 32, surname="Ястребова")
    Role.create(institution="e" * 32, person=guest.id, role="mentor", since=DAY)
    (found,) = suggest_mentors(store, request, TODAY)
    assert found.score == 10
    assert "другая организация: сетевое наставничество" in found.reasons
    assert "нет согласия на обязанности наставника" in found.warnings


def test_what_cannot_be_matched(store: Store) -> None:
    mentee, request = asks(store)
    strength = add_request(store, mentee, "strength", DIRECTION, "", DAY, today=TODAY)
    close_request(store, request, TODAY, today=TODAY)
    for identity, word in (("нет", "нет"), (strength, "сильная"), (request, "закрыт")):
        with pytest.raises(Refusal, match=word):
            suggest_mentors(store, identity, TODAY)
