"""Registers: orders, practices, publications, events as evidence, bodies. Data are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model import check, journal
from model.bodies import add_body, add_meeting, add_member, bodies, dissolve_body, end_membership
from model.entities import Activity, Event, EvidenceLink, Mark, Occurrence, OrderLink, SchoolYearRow
from model.errors import Refusal
from model.events import add_event, delete_event, edit_event, event_words, events, leave_event, take_part
from model.evidence import add_evidence, remove_evidence
from model.marks import mark_id, set_mark
from model.orders import add_order, delete_order, link_order, orders
from model.persons import set_consent
from model.practices import add_practice, edit_practice, offer_practice, practices, publish_practice
from model.programme_plan import measure_ids, tick_measure
from model.programme_terms import end_programme, reopen_programme
from model.publications import add_publication, publications, publish_programme
from model.store import Store
from tests.test_cli import Call, Kurator, founded, kurator, sentence
from tests.test_programmes import make, make_pair, paired
from tests.worlds import TODAY, add_person, add_roadmap, cell, school

__all__ = ["Call", "founded", "kurator"]

DAY = date(2026, 11, 12)


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with school(tmp_path / "школа.db") as opened:
        yield opened


def occurrence_of(store: Store) -> str:
    stage = add_roadmap(store)
    activity: Activity = Activity.select().where(Activity.stage == stage).get()
    found: Occurrence = Occurrence.select().where(Occurrence.activity == activity.id).get()
    return found.id


# ---------------------------------------------------------------------- orders
def test_an_order_needs_number_date_and_subject_and_knows_what_it_is_about(store: Store) -> None:
    pair, programme, person = make_pair(store), make(store), add_person(store, "Грачёва")
    order = add_order(store, "pairs", " 118 ", DAY, "О  парах", basis="заявления", about=[pair, programme, person]).id
    (line,) = orders(store)
    assert (line.number, line.subject, line.years, line.on) == ("118", "О парах", "2026-2027", DAY)
    assert line.about == (("pair", pair), ("programme", programme), ("person", person))
    link_order(store, order, pair)
    assert OrderLink.select().count() == 3
    assert [one.id for one in orders(store, kind="pairs", about=pair)] == [order]
    assert orders(store, years="2025-2026") == orders(store, kind="final") == orders(store, about="x") == []
    for kind, number, subject, about in (
        ("иной", "1", "О", []),
        ("other", " ", "О", []),
        ("other", "1", "\n", []),
        ("other", "1", "О", ["'; DROP TABLE pair; --"]),
    ):
        with pytest.raises(Refusal):
            add_order(store, kind, number, DAY, subject, about=about)
    with pytest.raises(Refusal, match="год 206"):
        add_order(store, "other", "1", date(206, 1, 1), "О")
    assert len(orders(store)) == 1


def test_a_number_twice_in_a_calendar_year_is_a_warning(store: Store) -> None:
    assert add_order(store, "other", "5-ОД", DAY, "Первый").warnings == ()
    assert add_order(store, "other", "5-ОД", date(2027, 1, 12), "Другой год").warnings == ()
    (told,) = add_order(store, "other", "5-од", date(2026, 12, 1), "Второй").warnings
    assert "12.11.2026" in told
    assert len(orders(store)) == 3


# ---------------------------------------------------------------------- practices and publications
def test_a_practice_goes_from_draft_to_published(store: Store) -> None:
    practice = add_practice(store, "Открытая дверь", DAY, direction="Методическое", author=add_person(store))
    with pytest.raises(Refusal, match="предложенную"):
        publish_practice(store, practice, "сайт", TODAY)
    with pytest.raises(Refusal, match="Опишите"):
        offer_practice(store, practice, TODAY)
    edit_practice(store, practice, description="Уроки, куда можно прийти")
    with pytest.raises(Refusal, match="раньше"):
        offer_practice(store, practice, date(2026, 11, 1))
    offer_practice(store, practice, TODAY)
    with pytest.raises(Refusal, match="предложена"):
        offer_practice(store, practice, TODAY)
    publication = publish_practice(store, practice, "сборник", TODAY, "https://example.org/1")
    (line,) = practices(store, state="published")
    assert (line.direction, line.author, line.link) == ("методическое", "Сорокина Анна Львовна", "https://example.org/1")
    assert [(one.id, one.practice, one.title) for one in publications(store)] == [(publication, practice, "Открытая дверь")]
    with pytest.raises(Refusal, match="опубликована"):
        edit_practice(store, practice, title="Иначе")
    for title, direction in ((" ", ""), ("Т", "астрология")):
        with pytest.raises(Refusal):
            add_practice(store, title, DAY, direction=direction)


def test_results_are_published_only_after_the_end(store: Store) -> None:
    programme = make(store)
    with pytest.raises(Refusal, match="после завершения"):
        publish_programme(store, programme, "сайт", TODAY)
    end_programme(store, programme, "participants", on=DAY, initiator="both", today=TODAY)
    with pytest.raises(Refusal, match="раньше"):
        publish_programme(store, programme, "сайт", date(2026, 11, 11))
    with pytest.raises(Refusal, match="где"):
        publish_programme(store, programme, " ", TODAY)
    written = publish_programme(store, programme, "сайт", TODAY, "https://example.org")
    assert "согласия на публикацию: 2" in written.warnings[0]
    assert cell(store, "programme", programme, "published_on") == "2026-11-21"
    assert [(one.id, one.programme, one.title) for one in publications(store)] == [(written.id, programme, "Первый год")]
    with pytest.raises(Refusal, match="уже"):
        publish_programme(store, programme, "газета", TODAY)
    reopen_programme(store, programme, "ошибка", on=TODAY)
    assert cell(store, "programme", programme, "published_on") is None
    assert len(publications(store)) == 1


def test_with_consents_there_is_nothing_to_warn_of(store: Store) -> None:
    programme = make(store)
    for (person,) in store.sql("SELECT person FROM pair_member").fetchall():
        set_consent(store, person, "publication", True, DAY)
    end_programme(store, programme, "curator", on=DAY, reason="уход", today=TODAY)
    assert publish_programme(store, programme, "сайт", TODAY).warnings == ()


# ---------------------------------------------------------------------- events
def test_events_and_who_took_part(store: Store) -> None:
    one, other = add_person(store), add_person(store, "Дятлова")
    event = add_event(store, "contest", DAY, "Дебют", persons=[one, one], place="Дом учителя")
    take_part(store, event, other, "1 место")
    take_part(store, event, other, "лауреат")
    edit_event(store, event, outcome="двое", minutes="№ 3")
    (line,) = events(store, kind="contest", person=other)
    assert [(person, result) for person, _, result in line.persons] == [(other, "лауреат"), (one, "")]
    assert (line.outcome, line.place, line.years) == ("двое", "Дом учителя", "2026-2027")
    assert event_words(Event.get_by_id(event)) == "конкурс «Дебют», 12.11.2026, протокол № 3"
    leave_event(store, event, one)
    with pytest.raises(Refusal):
        leave_event(store, event, one)
    for deed in (
        lambda: add_event(store, "пир", DAY, "Т"),
        lambda: add_event(store, "other", DAY, " "),
        lambda: add_event(store, "other", date(1, 1, 1), "Т"),
        lambda: add_event(store, "other", DAY, "Т", persons=["никто"]),
        lambda: edit_event(store, event, institution="чужое"),
        lambda: edit_event(store, event),
    ):
        with pytest.raises(Refusal):
            deed()
    assert len(events(store)) == 1


def test_an_event_proves_a_measure_and_fills_empty_evidence_only(store: Store) -> None:
    programme = make(store)
    first, second, _ = measure_ids(store, programme)
    tick_measure(store, second, "done", done_on=DAY, evidence="конспект")
    event = add_event(store, "seminar", DAY, "Урок чтения")
    for measure in (first, first, second):
        assert add_evidence(store, event, measure) == "programme_activity"
    assert cell(store, "programme_activity", first, "evidence") == "семинар «Урок чтения», 12.11.2026"
    assert cell(store, "programme_activity", first, "state") == "none"
    assert cell(store, "programme_activity", second, "evidence") == "конспект"
    assert EvidenceLink.select().count() == 2
    assert {target for _, target in events(store)[0].evidence_of} == {first, second}
    remove_evidence(store, event, second)
    with pytest.raises(Refusal):
        remove_evidence(store, event, second)
    end_programme(store, programme, "curator", on=TODAY, reason="уход", today=TODAY)
    with pytest.raises(Refusal, match="reopen"):
        add_evidence(store, event, second)
    with pytest.raises(Refusal, match="нечего"):
        add_evidence(store, event, "нет такого")


def test_an_event_proves_a_roadmap_mark(store: Store) -> None:
    occurrence = occurrence_of(store)
    event = add_event(store, "council", DAY, "О наставничестве", minutes="Протокол № 2")
    assert add_evidence(store, event, occurrence) == "mark"
    mark: Mark = Mark.get_by_id(mark_id(occurrence))
    assert mark.evidence == "педагогический совет «О наставничестве», 12.11.2026, Протокол № 2"
    assert mark.state in {"", "none"}
    set_mark(store, occurrence, evidence="приказ")
    assert add_evidence(store, event, mark.id) == "mark"
    assert Mark.get_by_id(mark.id).evidence == "приказ"
    assert [row.target for row in EvidenceLink.select()] == [mark.id]
    remove_evidence(store, event, occurrence)
    assert EvidenceLink.select().count() == 0


# ---------------------------------------------------------------------- bodies
def test_members_with_terms_and_meetings(store: Store) -> None:
    one, other = add_person(store), add_person(store, "Дятлова")
    body = add_body(store, "council-mentors", " ", date(2026, 9, 1))
    first = add_member(store, body, one, since=date(2026, 9, 1), post="председатель")
    with pytest.raises(Refusal, match="уже в составе"):
        add_member(store, body, one, since=date(2026, 12, 1))
    end_membership(store, first, date(2026, 11, 1))
    add_member(store, body, one, since=date(2026, 11, 2))
    add_member(store, body, other, since=date(2026, 10, 1), until=date(2026, 10, 31))
    add_meeting(store, body, DAY, "О парах", "протокол № 1")
    (sheet,) = bodies(store, TODAY)
    assert (sheet.title, len(sheet.meetings)) == ("Совет наставников", 1)
    assert [(x.person, x.now) for x in sheet.members] == [(one, False), (other, False), (one, True)]
    for deed in (
        lambda: add_body(store, "клуб", "Т"),
        lambda: add_member(store, body, other, since=DAY, until=date(2026, 11, 1)),
        lambda: add_member(store, body, other, since=date(2026, 8, 1)),
        lambda: add_member(store, body, "никто"),
        lambda: add_meeting(store, body, DAY, " "),
        lambda: add_meeting(store, "нет", DAY, "Т"),
        lambda: end_membership(store, first, date(2026, 8, 1)),
    ):
        with pytest.raises(Refusal):
            deed()
    dissolve_body(store, body, TODAY)
    assert not any(x.now for x in bodies(store, date(2026, 11, 22))[0].members)
    with pytest.raises(Refusal, match="закончило"):
        add_meeting(store, body, TODAY, "Ещё")


# ---------------------------------------------------------------------- what holds for all of them
def entries(store: Store) -> list[Callable[[], object]]:
    """One entry of each kind; every one is a step of undo."""
    person, measure, occurrence = add_person(store, "Чижов"), measure_ids(store, make(store))[0], occurrence_of(store)
    order = add_order(store, "other", "7", DAY, "О").id
    event = add_event(store, "training", DAY, "Школа наставника", persons=[person])
    practice = add_practice(store, "Открытая дверь", DAY, description="Приходите")
    return [
        lambda: add_order(store, "rewards", "9", DAY, "О поощрении", about=[person]),
        lambda: link_order(store, order, person),
        lambda: delete_order(store, order),
        lambda: add_event(store, "seminar", DAY, "Тема", persons=[person]),
        lambda: edit_event(store, event, outcome="двое"),
        lambda: take_part(store, event, person, "сертификат"),
        lambda: add_evidence(store, event, measure),
        lambda: add_evidence(store, event, occurrence),
        lambda: delete_event(store, event),
        lambda: add_practice(store, "Другая", DAY),
        lambda: offer_practice(store, practice, DAY),
        lambda: add_publication(store, "Заметка", "сайт", DAY),
    ]


def tables(store: Store) -> list[list[tuple[Any, ...]]]:
    names = {
        "order_document": "number, subject", "order_link": "target", "event": "theme, outcome",
        "event_person": "person, result", "evidence_link": "target", "practice": "title, state", "publication": "title",
        "programme_activity": "evidence", "mark": "evidence",
    }  # fmt: skip
    return [[tuple(row) for row in store.sql(f"SELECT id, {some} FROM {name} ORDER BY id")] for name, some in names.items()]


def test_every_entry_is_one_step_of_undo(store: Store) -> None:
    for deed in entries(store):
        before = tables(store)
        deed()
        assert tables(store) != before
        journal.undo(store)
        assert tables(store) == before
    assert check.problems(store) == []


def test_a_closed_year_takes_no_entries_and_another_institution_none_at_all(store: Store) -> None:
    deeds = entries(store)
    before = tables(store)
    SchoolYearRow.update(closed_on=TODAY).execute()
    for deed in deeds:
        with pytest.raises(Refusal, match="закрыт"):
            deed()
    SchoolYearRow.update(closed_on=None).execute()
    store.set_setting("institution", "чужое")
    for number in (1, 2, 4, 5, 6, 7, 8, 10):
        with pytest.raises(Refusal, match="другое учреждение"):
            deeds[number]()
    assert tables(store) == before


def test_registers_by_commands(founded: Kurator) -> None:
    pair = paired(founded)
    person = founded("person", "list", "--json").json[0]["id"]
    order = ("order", "add", "--kind", "pairs", "--number", "118", "--date", "01.10.2026", "--subject", "О парах")
    first = founded(*order, "--about", pair, "--json").json
    assert first["warnings"] == []
    again = founded(*order, "--json")
    assert (again.code, sentence(again.err)) == (0, again.json["warnings"][0])
    assert founded("order", "link", again.json["order"], person).code == 0
    assert founded("order", "list", "--about", pair, "--json").json[0]["about"] == [["pair", pair]]
    assert "№ 118 от 01.10.2026" in founded("order", "list", "--year", "2026-2027").out
    assert founded("order", "delete", again.json["order"]).code == 0
    made = founded(
        "program", "create", pair, "--title", "Год", "--start", "01.10.2026", "--end", "31.05.2027", "--json"
    ).json["programme"]  # fmt: skip
    measure = founded("program", "plan", made, "--measure", "Урок", "--deadline", "май", "--json").json["measure"]
    event = founded(
        "event", "add", "--kind", "seminar", "--date", "12.11.2026", "--theme", "Урок чтения", "--person", person, "--json"
    ).json["event"]  # fmt: skip
    assert founded("event", "edit", event, "--minutes", "№ 3").code == 0
    assert founded("event", "person", event, person, "--result", "доклад").code == 0
    assert founded("event", "evidence", event, measure, "--json").json["table"] == "programme_activity"
    assert founded("event", "list", "--json").json[0]["persons"][0][2] == "доклад"
    assert founded("program", "measures", made, "--json").json[0]["evidence"].endswith("протокол № 3")
    assert founded("program", "publish", made, "--place", "сайт").code == 1
    founded("program", "end", made, "--kind", "curator", "--reason", "уход", "--on", "2026-11-20")
    assert founded("program", "publish", made, "--place", "сайт", "--on", "2026-11-21", "--json").json["warnings"]
    practice = founded("practice", "add", "--title", "Дверь", "--description", "Приходите", "--json").json["practice"]
    assert founded("practice", "publish", practice, "--place", "сайт").code == 1
    assert founded("practice", "offer", practice).code == 0
    assert founded("practice", "publish", practice, "--place", "сайт").code == 0
    assert founded("practice", "list", "--state", "published", "--json").json[0]["title"] == "Дверь"
    assert founded("publication", "add", "--title", "Заметка", "--place", "газета").code == 0
    assert len(founded("publication", "list", "--json").json) == 3
    body = founded("body", "add", "--kind", "expert-group", "--json").json["body"]
    member = founded("body", "member", body, person, "--post", "эксперт", "--since", "01.09.2026", "--json").json["member"]
    assert founded("body", "meeting", body, "--date", "15.11.2026", "--theme", "О практиках").code == 0
    assert founded("body", "leave", member).code == 0
    assert founded("body", "list", "--json").json[0]["members"][0]["post"] == "эксперт"
    assert "Экспертная группа" in founded("body", "list").out
    for empty in (
        ("event", "add", "--kind", "seminar", "--date", "", "--theme", "Т"),
        ("order", "add", "--kind", "other", "--number", "1", "--date", "", "--subject", "О"),
        ("body", "meeting", body, "--date", "", "--theme", "Т"),
        ("program", "create", pair, "--title", "Т", "--start", "", "--end", "31.05.2027"),
        ("program", "reopen", made, "--reason", " "),
    ):
        refused = founded(*empty)
        assert (refused.code, refused.out) == (1, "")
        assert sentence(refused.err)
    assert founded("event", "add", "--kind", "seminar", "--date", "вчера", "--theme", "Т").code == 2
    assert founded("check", "--json").json["problems"] == []
