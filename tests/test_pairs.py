"""Pairs: every transition allowed or refused, dates, people with history, papers, load, and any sequence of calls."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from model import check, journal
from model.changelog import rebuild
from model.entities import Pair, PairMember, Person, Programme, SchoolYearRow
from model.errors import Refusal
from model.pair_guards import STATES
from model.pair_members import Order, add_mentee, remove_mentee, replace_mentor
from model.pair_papers import complete, papers, papers_of
from model.pair_queries import history, mentor_load, pair_card, pairs
from model.pairs import (
    Agreement,
    agree_pair,
    approve_pair,
    finish_pair,
    propose_pair,
    start_pair,
    stop_pair,
    write_agreement,
)
from model.persons import roles_of, set_consent
from model.store import Store
from model.working_days import after_working_days, is_working
from tests.test_cli import Kurator, founded, kurator, sentence
from tests.worlds import TODAY, add_person, school

__all__ = ["founded", "kurator"]

ORDERED, STARTED, LATER = date(2026, 9, 7), date(2026, 9, 14), date(2026, 10, 12)
TOMORROW = TODAY + timedelta(days=1)
WHOLE = Agreement("ДС-1", ORDERED, "помощь в методике", "учебный год", "очно", "доплата 10 %")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with school(tmp_path / "школа.db") as opened:
        yield opened


def someone(store: Store, surname: str, *, duties: bool = False, **fields: str) -> str:
    person = add_person(store, surname, consent=False, **fields)
    if duties:
        set_consent(store, person, "duties", True, ORDERED)
    return person


class World:
    """A mentor with consent, another one, and three possible mentees."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.mentor, self.second = (someone(store, name, duties=True) for name in ("Дятлова", "Ёлкина"))
        self.mentee, self.other, self.third = (someone(store, name) for name in ("Аистова", "Беркутова", "Воронова"))

    def pair(self, state: str = "proposed", *mentees: str) -> str:
        """A pair brought to a state by the same steps as a person would take."""
        pair = propose_pair(self.store, self.mentor, mentees or [self.mentee], today=TODAY)
        if state in {"approved", "active", "finished"}:
            approve_pair(self.store, pair, "12-ОД", ORDERED, today=TODAY)
        if state in {"active", "finished"}:
            start_pair(self.store, pair, STARTED, today=TODAY)
        if state == "finished":
            finish_pair(self.store, pair, TODAY, today=TODAY)
        if state == "stopped":
            stop_pair(self.store, pair, "передумали", LATER, today=TODAY)
        return pair


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def refused(store: Store, word: str, call: Callable[..., object], *arguments: Any, **named: Any) -> None:
    """One Russian sentence that has ``word``, and nothing is changed."""
    before = check.digest(store)
    with pytest.raises(Refusal) as refusal:
        call(store, *arguments, **named)
    told = refusal.value.sentence
    assert word in told
    assert told.endswith(".")
    assert re.search("[а-яё]", told)
    assert check.digest(store) == before


def row(pair: str) -> Pair:
    found: Pair = Pair.get_by_id(pair)
    return found


# ---------------------------------------------------------------------- from state to state
#: What is done, and the states in which it may be done.
DEEDS: dict[str, tuple[set[str], str, Callable[[World, str], object]]] = {
    "approve": ({"proposed"}, "approved", lambda w, p: approve_pair(w.store, p, "12-ОД", ORDERED, today=TODAY)),
    "start": ({"approved"}, "active", lambda w, p: start_pair(w.store, p, STARTED, today=TODAY)),
    "finish": ({"active"}, "finished", lambda w, p: finish_pair(w.store, p, TODAY, today=TODAY)),
    "stop": (
        {"proposed", "approved", "active"},
        "stopped",
        lambda w, p: stop_pair(w.store, p, "болезнь", TODAY, today=TODAY),
    ),
    "replace": (
        {"proposed", "approved", "active"},
        "",
        lambda w, p: replace_mentor(w.store, p, w.second, LATER, "болезнь", today=TODAY),
    ),
    "add": ({"proposed", "approved", "active"}, "", lambda w, p: add_mentee(w.store, p, w.third, LATER, today=TODAY)),
    "remove": (
        {"proposed", "approved", "active"},
        "",
        lambda w, p: remove_mentee(w.store, p, w.other, LATER, "декрет", today=TODAY),
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("state", STATES)
def test_every_transition_is_allowed_or_refused(world: World, state: str, deed: str) -> None:
    allowed, leads, call = DEEDS[deed]
    pair = world.pair(state, world.mentee, world.other)
    assert row(pair).state == state
    if state in allowed:
        actions = world.store.value("SELECT count(*) FROM action")
        before = (row(pair).state, [(m.person, m.until) for m in history(world.store, pair)])
        call(world, pair)
        assert row(pair).state == (leads or state)
        assert world.store.value("SELECT count(*) FROM action") == actions + 1, "one step of undo"
        journal.undo(world.store)
        assert (row(pair).state, [(m.person, m.until) for m in history(world.store, pair)]) == before
    else:
        refused(world.store, STATES[state], lambda _: call(world, pair))
    assert check.problems(world.store) == []


def test_proposal_guards(world: World, store: Store) -> None:
    left = someone(store, "Чижова", left_on="01.11.2026")
    me, them = world.mentor, world.mentee
    refused(store, "и наставником, и наставляемым", propose_pair, me, [me], today=TODAY)
    refused(store, "хотя бы одного", propose_pair, me, [], today=TODAY)
    refused(store, "дважды", propose_pair, me, [them, them], today=TODAY)
    refused(store, "в базе нет", propose_pair, me, ["нет"], today=TODAY)
    refused(store, "не работает", propose_pair, left, [them], today=TODAY)
    refused(store, "не работает", propose_pair, me, [left], today=TODAY)
    refused(store, "Форма", propose_pair, me, [them], today=TODAY, form="дружба")
    refused(store, "Вид", propose_pair, me, [them], today=TODAY, kinds=["дружба"])
    refused(store, "двух наставляемых", propose_pair, me, [them], today=TODAY, kinds=["в группе"])
    world.pair()
    refused(store, "уже в паре", propose_pair, me, [world.other, them], today=TODAY)
    back = propose_pair(store, them, [me], today=TODAY, kinds=["реверсивное"])
    assert row(back).kinds == ["реверсивное"], "reverse mentoring is another pair"
    SchoolYearRow.update(closed_on=TODAY).where(SchoolYearRow.years == "2026-2027").execute()
    refused(store, "закрыт", propose_pair, me, [world.third], today=TODAY)
    refused(store, "закрыт", approve_pair, back, "1", ORDERED, today=TODAY)


def test_kinds_follow_the_group(world: World, store: Store) -> None:
    pair = world.pair()
    assert row(pair).kinds == ["традиционное"]
    group = propose_pair(store, world.second, [world.mentee, world.other], today=TODAY, kinds=["традиционное", "виртуальное"])
    assert row(group).kinds == ["виртуальное", "в группе", "традиционное"]
    add_mentee(store, pair, world.third, LATER, today=TODAY)
    assert row(pair).kinds == ["в группе", "традиционное"]


def test_approval_guards_and_roles(world: World, store: Store) -> None:
    pair = world.pair()
    refused(store, "номер приказа", approve_pair, pair, "  ", ORDERED, today=TODAY)
    refused(store, "его дату", approve_pair, pair, "5", None, today=TODAY)
    refused(store, "не наступило", approve_pair, pair, "5", TOMORROW, today=TODAY)
    refused(store, "далеко", approve_pair, pair, "5", date(2006, 9, 7), today=TODAY)
    refused(store, "pair list", approve_pair, "нет", "5", ORDERED, today=TODAY)
    Person.update(left_on=ORDERED).where(Person.id == world.mentee).execute()
    refused(store, "не работает", approve_pair, pair, "5", ORDERED, today=TODAY)
    Person.update(left_on=None).where(Person.id == world.mentee).execute()
    PairMember.delete().where(PairMember.pair == pair, PairMember.role == "mentee").execute()
    refused(store, "нет наставляемого", approve_pair, pair, "5", ORDERED, today=TODAY)
    PairMember.create(institution=row(pair).institution, pair=pair, person=world.mentee, role="mentee")
    assert roles_of(store, world.mentor) == set()
    approve_pair(store, pair, " 12-ОД ", ORDERED, today=TODAY)
    assert (row(pair).order_no, row(pair).order_date) == ("12-ОД", ORDERED)
    assert (roles_of(store, world.mentor), roles_of(store, world.mentee)) == ({"mentor"}, {"mentee"})


def test_start_needs_the_mentors_consent_and_an_earlier_order(world: World, store: Store) -> None:
    pair = world.pair("approved")
    refused(store, "раньше", start_pair, pair, ORDERED - timedelta(days=1), today=TODAY)
    refused(store, "не наступило", start_pair, pair, TOMORROW, today=TODAY)
    set_consent(store, world.mentor, "duties", False, STARTED)
    refused(store, "351.8", start_pair, pair, STARTED, today=TODAY)
    start_pair(store, pair, STARTED - timedelta(days=1), today=TODAY)  # in force until it was withdrawn
    assert {m.since for m in history(store, pair)} == {STARTED - timedelta(days=1)}
    bare = propose_pair(store, world.other, [world.third], today=TODAY)
    approve_pair(store, bare, "13", ORDERED, today=TODAY)
    refused(store, "согласия", start_pair, bare, STARTED, today=TODAY)


def test_before_march_2025_the_law_asked_for_no_consent(store: Store) -> None:
    one, two = someone(store, "Дятлова"), someone(store, "Аистова")
    store.set_setting("year", "2024-2025")
    pair = propose_pair(store, one, [two], today=TODAY)
    approve_pair(store, pair, "3", date(2025, 2, 3), today=TODAY)
    refused(store, "351.8", start_pair, pair, date(2025, 3, 1), today=TODAY)
    start_pair(store, pair, date(2025, 2, 28), today=TODAY)
    assert row(pair).state == "active"


# ---------------------------------------------------------------------- the end
@pytest.mark.parametrize(
    ("notice", "earliest"),
    [
        (date(2026, 11, 16), date(2026, 11, 19)),  # Monday → Thursday
        (date(2026, 10, 15), date(2026, 10, 20)),  # Thursday → Tuesday
        (date(2026, 11, 2), date(2026, 11, 6)),  # over 4 November
        (date(2026, 10, 17), date(2026, 10, 21)),  # given on a Saturday
        (date(2025, 12, 30), date(2026, 1, 12)),  # over New Year
    ],
)
def test_three_working_days(notice: date, earliest: date) -> None:
    assert after_working_days(notice, 3) == earliest
    assert is_working(earliest)


def test_early_end_needs_a_notice_three_working_days_before(world: World, store: Store) -> None:
    pair, notice = world.pair("active"), date(2026, 11, 16)
    stop = {"today": TODAY, "by": "mentor"}
    refused(store, "предупреждения", stop_pair, pair, "нагрузка", TODAY, **stop)
    refused(store, "19.11.2026", stop_pair, pair, "нагрузка", date(2026, 11, 18), **stop, notice=notice)
    refused(store, "раньше", stop_pair, pair, "нагрузка", TODAY, **stop, notice=STARTED - timedelta(days=1))
    refused(store, "кто предупредил", stop_pair, pair, "нагрузка", TODAY, today=TODAY, notice=notice)
    refused(store, "работодатель", stop_pair, pair, "нагрузка", TODAY, today=TODAY, by="ученик", notice=notice)
    refused(store, "причину", stop_pair, pair, " \n ", TODAY, today=TODAY)
    refused(store, "раньше", stop_pair, pair, "нагрузка", STARTED - timedelta(days=1), today=TODAY)
    stop_pair(store, pair, "нагрузка", date(2026, 11, 19), today=TODAY, by="employer", notice=notice)
    card = pair_card(store, pair, TODAY)
    assert (card.line.state, card.line.ended_on, card.end_reason) == ("stopped", date(2026, 11, 19), "нагрузка")
    assert (card.early_end_by, card.early_end_notice_on) == ("работодатель", notice)


def test_what_has_not_begun_needs_no_notice(world: World, store: Store) -> None:
    pair = world.pair("approved")
    refused(store, "раньше", stop_pair, pair, "нагрузка", LATER, today=TODAY, by="mentor", notice=TODAY)
    stop_pair(store, pair, "нагрузка", LATER, today=TODAY, by="mentor")
    assert (row(pair).state, row(pair).started_on) == ("stopped", None)


def test_end_is_not_before_the_last_change_of_people(world: World, store: Store) -> None:
    pair = world.pair("active")
    replace_mentor(store, pair, world.second, LATER, "болезнь", today=TODAY)
    refused(store, "последнее изменение", finish_pair, pair, LATER - timedelta(days=1), today=TODAY)
    finish_pair(store, pair, LATER, today=TODAY)


# ---------------------------------------------------------------------- people over time
def test_replacing_a_mentor_keeps_the_history(world: World, store: Store) -> None:
    pair = world.pair("active")
    write_agreement(store, pair, WHOLE, today=TODAY)
    agree_pair(store, pair, ORDERED, today=TODAY)
    order = Order("40-ОД", LATER - timedelta(days=1))
    replace_mentor(store, pair, world.second, LATER, "длительная болезнь", today=TODAY, order=order)
    told = [(m.person, m.role, m.since, m.until, m.reason) for m in history(store, pair)]
    assert told == [
        (world.mentor, "mentor", STARTED, LATER, "длительная болезнь"),
        (world.second, "mentor", LATER, None, ""),
        (world.mentee, "mentee", STARTED, None, ""),
    ]
    now = row(pair)
    assert (now.order_no, now.agreement_no, now.agreement_date, now.mutual_agreement_on) == ("40-ОД", "", None, None)
    assert "12-ОД" in now.notes
    assert "ДС-1" in now.notes
    assert (mentor_load(store, world.mentor, LATER), mentor_load(store, world.second, LATER)) == (0, 1)
    assert mentor_load(store, world.mentor, LATER - timedelta(days=1)) == 1
    replace_mentor(store, pair, world.mentor, TODAY, "выздоровела", today=TODAY)
    assert [m.person for m in history(store, pair) if m.role == "mentor"] == [world.mentor, world.second, world.mentor]
    assert check.problems(store) == []


def test_replacement_guards(world: World, store: Store) -> None:
    pair = world.pair("active")
    swap: dict[str, Any] = {"today": TODAY}
    refused(store, "уже работает", replace_mentor, pair, world.mentor, LATER, "болезнь", **swap)
    refused(store, "и наставником, и наставляемым", replace_mentor, pair, world.mentee, LATER, "болезнь", **swap)
    refused(store, "351.8", replace_mentor, pair, world.third, LATER, "болезнь", **swap)
    refused(store, "следующего дня", replace_mentor, pair, world.second, STARTED, "болезнь", **swap)
    refused(store, "не наступило", replace_mentor, pair, world.second, TOMORROW, "болезнь", **swap)
    refused(store, "причину", replace_mentor, pair, world.second, LATER, "", **swap)
    refused(store, "сейчас нет", replace_mentor, pair, world.second, LATER, "болезнь", **swap, former=world.third)
    late = Order("40", LATER + timedelta(days=1))
    refused(store, "позже", replace_mentor, pair, world.second, LATER, "болезнь", **swap, order=late)
    early = Order("40", ORDERED - timedelta(days=1))
    refused(store, "прежний приказ", replace_mentor, pair, world.second, LATER, "болезнь", **swap, order=early)
    with_second = propose_pair(store, world.second, [world.mentee], today=TODAY)
    refused(store, "уже в паре", replace_mentor, pair, world.second, LATER, "болезнь", **swap)
    refused(store, "pair approve", replace_mentor, with_second, world.other, LATER, "болезнь", **swap, order=late)


def test_replacement_before_the_start_has_no_days_at_work(world: World, store: Store) -> None:
    pair = world.pair("approved")
    replace_mentor(store, pair, world.second, LATER, "отпуск", today=TODAY)
    start_pair(store, pair, STARTED, today=TODAY)
    mentors = [(m.person, m.since, m.until) for m in history(store, pair) if m.role == "mentor"]
    assert mentors == [(world.second, STARTED, None), (world.mentor, None, LATER)]
    assert mentor_load(store, world.mentor, STARTED) == 0
    finish_pair(store, pair, LATER - timedelta(days=1), today=TODAY)  # who never worked here does not hold the end back


def test_mentees_come_and_go(world: World, store: Store) -> None:
    pair = world.pair("active")
    refused(store, "последний наставляемый", remove_mentee, pair, world.mentee, LATER, "декрет", today=TODAY)
    refused(store, "уже в этой паре", add_mentee, pair, world.mentee, LATER, today=TODAY)
    refused(store, "и наставником", add_mentee, pair, world.mentor, LATER, today=TODAY)
    refused(store, "раньше", add_mentee, pair, world.other, STARTED - timedelta(days=1), today=TODAY)
    add_mentee(store, pair, world.other, LATER, today=TODAY)
    assert pair_card(store, pair, TODAY).line.group
    assert [mentor_load(store, world.mentor, day) for day in (STARTED, LATER - timedelta(days=1), LATER)] == [1, 1, 2]
    refused(store, "следующего дня", remove_mentee, pair, world.other, LATER, "декрет", today=TODAY)
    gone = LATER + timedelta(days=7)
    remove_mentee(store, pair, world.other, gone, "декрет", today=TODAY)
    assert [mentor_load(store, world.mentor, day) for day in (gone - timedelta(days=1), gone)] == [2, 1]
    refused(store, "прежний уход", add_mentee, pair, world.other, LATER, today=TODAY)
    add_mentee(store, pair, world.other, TODAY, today=TODAY)
    refused(store, "сейчас нет", remove_mentee, pair, world.third, TODAY, "декрет", today=TODAY)
    assert check.problems(store) == []


def test_load_is_that_of_the_day(world: World, store: Store) -> None:
    first = world.pair("active")
    second = propose_pair(store, world.mentor, [world.other, world.third], today=TODAY)
    assert mentor_load(store, world.mentor, TODAY) == 1
    approve_pair(store, second, "13", ORDERED, today=TODAY)
    start_pair(store, second, LATER, today=TODAY)
    assert [mentor_load(store, world.mentor, day) for day in (ORDERED, STARTED, LATER)] == [0, 1, 3]
    finish_pair(store, first, LATER, today=TODAY)
    assert [mentor_load(store, world.mentor, day) for day in (LATER, LATER + timedelta(days=1))] == [3, 2]
    assert [line.load for line in pairs(store, TODAY)] == [2, 2]


# ---------------------------------------------------------------------- papers
def test_papers_are_asked_for_one_by_one(world: World, store: Store) -> None:
    pair = world.pair()

    def missing() -> dict[str, str]:
        return {paper.code: paper.missing for paper in papers(store, pair, TODAY) if not paper.ok}

    assert list(missing()) == ["processing", "order", "agreement", "mutual", "programme"]
    assert missing()["processing"] == "нет у: Аистова А. Л., Дятлова А. Л."
    for person in (world.mentor, world.mentee):
        set_consent(store, person, "processing", True, ORDERED)
    approve_pair(store, pair, "12", ORDERED, today=TODAY)
    agree_pair(store, pair, ORDERED, today=TODAY)
    assert list(missing()) == ["agreement", "programme"]
    refused(store, "номер и дата", write_agreement, pair, Agreement(content="помощь"), today=TODAY)
    write_agreement(store, pair, Agreement("ДС-1", ORDERED), today=TODAY)
    assert missing()["agreement"] == "не указано: содержание, срок, форма, выплата"
    write_agreement(store, pair, Agreement(content="помощь", term="год", form="очно", pay="10 %"), today=TODAY)
    assert row(pair).agreement_no == "ДС-1", "what is not given stays"
    programme = Programme.create(institution=row(pair).institution, pair=pair, title="Первый год")
    assert missing() == {"programme": "у программы нет срока"}
    Programme.update(started_on=STARTED, ends_on=TODAY).where(Programme.id == programme.id).execute()
    assert missing() == {}
    assert complete(papers(store, pair, TODAY))
    assert pairs(store, TODAY)[0].complete
    start_pair(store, pair, STARTED, today=TODAY)
    replace_mentor(store, pair, world.second, LATER, "болезнь", today=TODAY)
    assert list(missing()) == ["processing", "order", "agreement", "mutual"]
    assert "прежнем наставнике" in missing()["order"]
    assert papers_of(store, None, TODAY) == {pair: papers(store, pair, TODAY)}


def test_a_mentor_from_outside_signs_no_supplementary_agreement(world: World, store: Store) -> None:
    Person.update(kind="external").where(Person.id == world.mentor).execute()
    pair = world.pair("active")
    assert next(paper for paper in papers(store, pair, TODAY) if paper.code == "agreement").ok


def test_withdrawn_consents_count_on_the_pairs_last_day(world: World, store: Store) -> None:
    pair, going = world.pair("active"), propose_pair(store, world.mentor, [world.other], today=TODAY)
    finish_pair(store, pair, LATER, today=TODAY)
    set_consent(store, world.mentor, "duties", False, TODAY)

    def duties(one: str) -> bool:
        return next(paper.ok for paper in papers(store, one, TODAY) if paper.code == "duties")

    assert (duties(pair), duties(going)) == (True, False)
    refused(store, "позже последнего дня", agree_pair, pair, TODAY, today=TODAY)
    refused(store, "позже последнего дня", write_agreement, pair, Agreement("1", TODAY), today=TODAY)
    agree_pair(store, pair, ORDERED, today=TODAY)  # a paper found later is written into an ended pair


# ---------------------------------------------------------------------- lists
def test_list_and_card(world: World, store: Store) -> None:
    active, ended = world.pair("active"), propose_pair(store, world.second, [world.other], today=TODAY)
    stop_pair(store, ended, "передумали", TODAY, today=TODAY)
    assert [line.id for line in pairs(store, TODAY)] == [active, ended]
    assert [line.id for line in pairs(store, TODAY, state="stopped")] == [ended]
    assert [line.id for line in pairs(store, TODAY, search="елкина")] == [ended]
    assert pairs(store, TODAY, years="2025-2026") == []
    with pytest.raises(Refusal, match="неизвестно"):
        pairs(store, TODAY, state="дружат")
    Person.delete().where(Person.id == world.mentee).execute()
    assert pair_card(store, active, TODAY).line.mentees == ("нет данных",)
    with pytest.raises(Refusal, match="pair list"):
        pair_card(store, "нет", TODAY)


def test_other_institutions_pairs_are_read_only(world: World, store: Store) -> None:
    """Such a pair comes by merge; it is read, never written, and stays out of our list."""
    pair = Pair.create(institution="f" * 32, years="2026-2027", state="approved", order_date=ORDERED).id
    for person, role in ((world.mentor, "mentor"), (world.mentee, "mentee"), (world.other, "mentee")):
        PairMember.create(institution="f" * 32, pair=pair, person=person, role=role)
    for _, _, call in DEEDS.values():
        refused(store, "другое учреждение", lambda _, call=call: call(world, pair))
    assert pairs(store, TODAY) == []
    assert pair_card(store, pair, TODAY).line.state == "approved"


# ---------------------------------------------------------------------- any sequence of calls
def consistent(pair: Pair) -> None:
    members = list(PairMember.select().where(PairMember.pair == pair.id))
    now = [member for member in members if member.until is None]
    mentors, mentees = ({m.person for m in now if m.role == role} for role in ("mentor", "mentee"))
    assert len(mentors) == 1
    assert mentees
    assert not mentors & mentees
    assert pair.state in STATES
    if pair.state in {"approved", "active", "finished"}:
        assert pair.order_no
        assert pair.order_date
    if pair.state in {"active", "finished"}:
        assert pair.started_on
    if pair.state in {"proposed", "approved"}:
        assert pair.started_on is None
    assert (pair.ended_on is not None) == (pair.state in {"finished", "stopped"})
    for member in members:
        assert member.since is None or (pair.started_on is not None and pair.started_on <= member.since)
        assert member.since is None or member.until is None or member.since < member.until
        assert pair.ended_on is None or (member.since or date.min) <= pair.ended_on
        if member.until is None and pair.started_on:
            assert member.since is not None
    if pair.started_on:
        assert pair.ended_on is None or pair.started_on <= pair.ended_on


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_leaves_states_and_dates_consistent(store: Store, seed: int) -> None:
    rng = random.Random(seed)
    people = [someone(store, f"Птицына{number}", duties=number != 3) for number in range(7)]
    made: list[str] = []
    clock = iter(range(1000))

    def day() -> date:
        """The calendar goes on with the calls; people slip by some days."""
        return min(date(2026, 8, 25) + timedelta(days=next(clock) // 3 + rng.randint(-3, 9)), TOMORROW)

    def who() -> str:
        return rng.choice(people)

    def one() -> str:
        return rng.choice(made[-3:])

    def order() -> Order | None:
        return Order(rng.choice(["", "7", "8"]), day()) if rng.random() < 0.4 else None

    calls: list[Callable[[], object]] = [
        lambda: made.append(propose_pair(store, who(), rng.sample(people, rng.randint(1, 2)), today=TODAY)),
        lambda: approve_pair(store, one(), "5", day(), today=TODAY),
        lambda: approve_pair(store, one(), "5", date(2026, 9, 1), today=TODAY),
        lambda: start_pair(store, one(), day(), today=TODAY),
        lambda: start_pair(store, one(), day(), today=TODAY),
        lambda: finish_pair(store, one(), day(), today=TODAY),
        lambda: stop_pair(store, one(), "так", day(), today=TODAY, by=rng.choice(["", "mentor"]), notice=None),
        lambda: stop_pair(store, one(), "так", day(), today=TODAY, by="employer", notice=day()),
        lambda: add_mentee(store, one(), who(), day(), today=TODAY, order=order()),
        lambda: remove_mentee(store, one(), who(), day(), "так", today=TODAY),
        lambda: replace_mentor(store, one(), who(), day(), "так", today=TODAY, order=order()),
        lambda: agree_pair(store, one(), day(), today=TODAY),
        lambda: write_agreement(store, one(), Agreement(rng.choice(["", "1"]), day(), pay="1"), today=TODAY),
    ]
    made.append(propose_pair(store, people[0], [people[5]], today=TODAY))
    done = 0
    seen: set[str] = set()
    for _ in range(150):
        with suppress(Refusal):
            rng.choices(calls, [3, 3, 3, 3, 3, 1, 1, 1, 3, 3, 3, 1, 1])[0]()
            done += 1
            if rng.random() < 0.1:
                journal.undo(store)
        for pair in Pair.select():
            consistent(pair)
            seen.add(pair.state)
    assert done > 20
    assert seen >= {"approved", "active"}
    assert check.problems(store) == []
    before = check.digest(store)
    rebuild(store)
    assert check.digest(store) == before
    for line in pairs(store, TODAY):
        assert line.papers_total == 6


# ---------------------------------------------------------------------- commands
def test_from_a_request_to_a_finished_pair_by_commands(founded: Kurator) -> None:
    def person(surname: str, role: str) -> str:
        return str(founded("person", "add", "--surname", surname, "--role", role, "--json").json["person"])

    mentor, second, mentee, other = (
        person(*pair) for pair in (("Дятлова", "mentor"), ("Ёлкина", "mentor"), ("Аистова", "mentee"), ("Беркутова", "mentee"))
    )
    for one in (mentor, second):
        assert founded("consent", "give", one, "duties", "--on", "01.09.2026").code == 0
    asked = founded(
        "request",
        "diagnose",
        mentee,
        "--direction",
        "методическое",
        "--text",
        "темп",
        "--source",
        "урок",
        "--request",
        "--json",
    ).json["request"]
    founded("request", "add", mentor, "--kind", "strength", "--direction", "методическое", "--text", "открытые уроки")
    assert len(founded("request", "list", "--open", "--json").json) == 2
    assert founded("request", "step", mentee, "--text", "спросили соседей").code == 0
    assert [x["name"] for x in founded("request", "searching", "--json").json] == ["Аистова", "Беркутова"]
    assert len(founded("request", "needs", mentee, "--json").json["steps"]) == 1
    assert founded("request", "route", mentee, "--title", "ИОМ", "--start", "1.09.2026", "--end", "31.05.2027").code == 0
    found = founded("match", asked, "--json").json
    assert [x["person"] for x in found] == [mentor, second]
    assert any("методическое" in reason for reason in found[0]["reasons"])
    assert "сила по тому же направлению" in founded("match", asked, "--limit", "1").out
    pair = founded("pair", "propose", "--mentor", mentor, "--mentee", mentee, "--kind", "ситуационное", "--json").json["pair"]
    assert "утвердить" not in sentence(founded("pair", "start", pair, "--on", "2026-09-14").err)
    assert founded("pair", "approve", pair, "--order-no", "12", "--order-date", "07.09.2026").code == 0
    assert founded("pair", "agree", pair, "--on", "04.09.2026").code == 0
    started = founded("pair", "start", pair, "--on", "14.09.2026", "--json")
    assert (started.code, started.json["state"]) == (0, "active")
    assert any("соглашение" in line for line in started.json["missing"])
    agreed = (
        "--number",
        "1",
        "--date",
        "07.09.2026",
        "--content",
        "помощь",
        "--term",
        "год",
        "--form",
        "очно",
        "--pay",
        "10 %",
    )
    assert founded("pair", "agreement", pair, *agreed).code == 0
    checklist = founded("pair", "papers", pair, "--json").json
    assert (checklist["complete"], [x["code"] for x in checklist["papers"] if not x["ok"]]) == (
        False,
        ["processing", "programme"],
    )
    assert founded("pair", "add-mentee", pair, "--mentee", other, "--on", "01.10.2026").code == 0
    assert founded("pair", "remove-mentee", pair, "--mentee", other, "--on", "05.10.2026", "--reason", "декрет").code == 0
    swap = ("pair", "replace-mentor", pair, "--mentor", second, "--on", "12.10.2026", "--reason", "болезнь")
    assert founded(*swap, "--order-no", "40").code == 2
    assert founded(*swap, "--order-no", "40", "--order-date", "09.10.2026").code == 0
    (line,) = founded("pair", "list", "--state", "active", "--json").json
    assert (line["mentors"], line["load"], line["order_no"]) == (["Ёлкина"], 1, "40")
    card = founded("pair", "show", pair, "--json").json
    assert [m["reason"] for m in card["members"]] == ["болезнь", "", "", "декрет"]
    assert "прежде" in founded("pair", "show", pair).out
    early = ("pair", "stop", pair, "--reason", "нагрузка", "--by", "mentor")
    assert "три рабочих дня" in sentence(founded(*early, "--notice", "12.10.2026", "--on", "14.10.2026").err)
    assert founded("pair", "finish", pair, "--on", "13.11.2026", "--json").json["state"] == "finished"
    assert founded("request", "close", asked).code == 0
    assert founded("check").code == 0


@pytest.mark.parametrize("arguments", [
    ("request", "add", "нет", "--direction", "методическое"), ("request", "close", "нет"), ("match", "нет"),
    ("request", "step", "нет", "--text", "х"),
    ("request", "diagnose", "нет", "--direction", "методическое", "--text", "х", "--source", "х"),
    ("request", "route", "нет", "--title", "х", "--start", "1.09.2026", "--end", "31.05.2027"),
    ("pair", "propose", "--mentor", "'; --", "--mentee", "нет"), ("pair", "start", "нет"), ("pair", "show", "нет"),
    ("pair", "approve", "нет", "--order-no", "1", "--order-date", "1.09.2026"), ("pair", "papers", "нет"),
    ("pair", "agreement", "нет", "--number", "1"), ("pair", "agree", "нет"), ("pair", "finish", "нет"),
    ("pair", "stop", "нет", "--reason", "х"), ("pair", "add-mentee", "нет", "--mentee", "нет"),
    ("pair", "remove-mentee", "нет", "--mentee", "нет", "--reason", "х"),
    ("pair", "replace-mentor", "нет", "--mentor", "нет", "--reason", "х"),
])  # fmt: skip
def test_refusals_of_commands(founded: Kurator, arguments: tuple[str, ...]) -> None:
    refused_call = founded(*arguments)
    assert (refused_call.code, refused_call.out) == (1, "")
    assert sentence(refused_call.err)
    assert founded(*arguments, "--json").json["error"]["code"]
