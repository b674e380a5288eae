"""Files in both directions: the district's roadmap and what institutions did of it; the deputy's laptop begun from a file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model import check, marks
from model.assignments import assign, assigned_mark_id, assignment_id, progress, unassign
from model.changelog import rebuild
from model.entities import Activity, Mark, Occurrence, natural_id
from model.errors import Refusal
from model.events import add_event
from model.evidence import add_evidence
from model.indicators.targets import set_target, target_of
from model.persons import edit_person
from model.practices import add_practice, offer_practice, publish_practice
from model.roadmap_queries import due, roadmap_view, roadmaps
from model.setup import own_id
from model.store import Store
from sync import conflicts
from sync.exchange_file import read_file
from sync.key_store import KeyRing
from sync.outgoing import export_file
from sync.own_key import make_key, recovery_words
from sync.second_laptop import KeySource, begin_from
from tests.test_cli import Kurator, founded, kurator, sentence
from tests.worlds import (
    TODAY,
    add_person,
    add_roadmap,
    cell,
    change,
    district,
    export,
    merge,
    plain_text,
    rewrite,
    school,
    stands,
    statuses,
)

__all__ = ["founded", "kurator"]
SPRING = date(2027, 5, 31)


@pytest.fixture
def here(tmp_path: Path) -> Any:
    """An institution's laptop."""
    with school(tmp_path / "школа.db", "Школа имени Сорокиной") as store:
        yield store


@pytest.fixture
def second(tmp_path: Path) -> Any:
    """Another institution's laptop."""
    with school(tmp_path / "вторая.db", "Гимназия Чайка") as store:
        yield store


@pytest.fixture
def there(tmp_path: Path) -> Any:
    """The district's laptop, with a roadmap."""
    with district(tmp_path / "район.db") as store:
        add_roadmap(store)
        yield store


def directive(there: Store, out: Path, addressee: str = "") -> Path:
    there.activate()
    return export_file(there, "directive", out, addressee=addressee, on=TODAY, unsealed=True).path


def some_activity(store: Store) -> tuple[str, list[str]]:
    """An activity with several occurrences: its id and theirs."""
    store.activate()
    owner = own_id(store)
    for activity in Activity.select().where(Activity.institution == owner).order_by(Activity.position):
        found = [one.id for one in Occurrence.select().where(Occurrence.activity == activity.id).order_by(Occurrence.start_on)]
        if len(found) > 1:
            return activity.id, found
    raise AssertionError("no activity with several occurrences")


def sound(*stores: Store) -> None:
    for store in stores:
        store.activate()
        assert check.problems(store) == []
        before = check.digest(store)
        rebuild(store)
        assert check.digest(store) == before


def everybody_knows_the_district(there: Store, folder: Path, *stores: Store) -> tuple[str, list[str]]:
    """Institutions are known, an activity is assigned to all of them, the directive has arrived."""
    for n, store in enumerate(stores):
        merge(there, export(store, folder / f"first-{n}.kur"))
    activity, occurrences = some_activity(there)
    assign(there, [activity], [own_id(store) for store in stores], TODAY)
    path = directive(there, folder / "directive.kur")
    for store in stores:
        assert statuses(merge(store, path)) == ["merged"]
    return activity, occurrences


# ---------------------------------------------------------------------- assigned activities
def test_many_institutions_tick_the_same_occurrence(here: Store, second: Store, there: Store, tmp_path: Path) -> None:
    activity, (one, *others) = everybody_knows_the_district(there, tmp_path, here, second)
    for store in (here, second):
        store.activate()
        marks.set_mark(store, one, state="done", done_on=TODAY, evidence="справка")
    second.activate()
    for occurrence in others:
        marks.set_mark(second, occurrence, state="not-required")
    merge(there, export(here, tmp_path / "1.kur"), export(second, tmp_path / "2.kur"))
    there.activate()
    roadmap = roadmaps(there, TODAY)[0].id
    done = {one.institution: one for one in progress(there, roadmap)[activity]}
    assert (done[own_id(here)].closed, done[own_id(here)].done) == (1, False)
    assert (done[own_id(second)].closed, done[own_id(second)].done) == (1 + len(others), True)
    assert done[own_id(here)].done_on == TODAY
    shown = [o for o in roadmap_view(there, roadmap, TODAY).occurrences() if o.id == one]
    assert [o.state for o in shown] == ["none"], "the district's own mark is its own; nothing is shown twice"
    assert cell(there, "mark", assigned_mark_id(one, own_id(here)), "evidence") is None, "evidence stays inside"
    assert conflicts.count(there) == 0
    sound(here, second, there)


def test_institution_sees_its_own_marks_in_the_district_roadmap(here: Store, there: Store, tmp_path: Path) -> None:
    activity, (one, *_) = everybody_knows_the_district(there, tmp_path, here)
    here.activate()
    assert marks.toggle(here, one, TODAY) == "done"
    (line,) = [line for line in roadmaps(here, SPRING) if line.total]
    view = roadmap_view(here, line.id, SPRING)
    assert [o.state for o in view.occurrences() if o.id == one] == ["done"]
    assert line.done == 1
    wanted = {o.id for s in view.stages for a in s.activities if a.id == activity for o in a.occurrences}
    assert line.total == len(wanted), "only what was assigned is to be done here"
    assert {x.occurrence for x in due(here, SPRING)} <= wanted - {one}
    assert marks.toggle(here, one, TODAY) == "none"
    event = add_event(here, "seminar", date(2026, 10, 1), "Речь")
    add_evidence(here, event, one)
    assert "Речь" in str(cell(here, "mark", assigned_mark_id(one, own_id(here)), "evidence"))


def test_only_what_was_assigned_can_be_ticked(here: Store, second: Store, there: Store, tmp_path: Path) -> None:
    merge(there, export(second, tmp_path / "s.kur"))
    _, (one, *_) = everybody_knows_the_district(there, tmp_path, here)
    merge(second, directive(there, tmp_path / "d2.kur"))
    second.activate()
    with pytest.raises(Refusal) as refusal:
        marks.set_mark(second, one, state="done")
    assert refusal.value.code == "not-owner"


def test_mark_of_what_was_not_assigned_refuses_the_file(here: Store, second: Store, there: Store, tmp_path: Path) -> None:
    merge(there, export(second, tmp_path / "s.kur"))
    _, (one, *_) = everybody_knows_the_district(there, tmp_path, here)
    add_person(second)
    path = export(second, tmp_path / "2.kur")
    file = read_file(path)
    owner, own = own_id(second), own_id(here)
    before = check.digest(there)
    for row in (natural_id("mark", one, owner), natural_id("mark", one, own), natural_id("mark", one)):
        forged = change(file, "mark", row, "create", {"institution": owner, "occurrence": one, "state": "done"})
        bad = rewrite(path, tmp_path / "bad.kur", lines=lambda lines, extra=forged: [*lines, extra])  # type: ignore[misc]
        assert statuses(merge(there, bad)) == ["foreign-row"]
        assert check.digest(there) == before
    assert statuses(merge(there, path)) == ["merged"]


def test_mark_under_the_id_of_another_institution_is_refused(here: Store, second: Store, there: Store, tmp_path: Path) -> None:
    _, (one, *_) = everybody_knows_the_district(there, tmp_path, here, second)
    add_person(second)
    path = export(second, tmp_path / "2.kur")
    row = assigned_mark_id(one, own_id(here))
    patch = {"institution": own_id(second), "occurrence": one, "state": "done"}
    forged = change(read_file(path), "mark", row, "create", patch)
    assert statuses(merge(there, rewrite(path, tmp_path / "bad.kur", lines=lambda lines: [*lines, forged]))) == ["foreign-row"]


def test_assignment_taken_back(here: Store, there: Store, tmp_path: Path) -> None:
    activity, (one, two, *_) = everybody_knows_the_district(there, tmp_path, here)
    here.activate()
    marks.set_mark(here, one, state="done")
    there.activate()
    assert unassign(there, [activity], [own_id(here)]) == 1
    merge(here, directive(there, tmp_path / "d2.kur"))
    here.activate()
    with pytest.raises(Refusal):
        marks.set_mark(here, two, state="done")
    assert stands(here, "mark", assigned_mark_id(one, own_id(here)))
    assert statuses(merge(there, export(here, tmp_path / "1.kur"))) == ["merged"], "the mark is older than the word"
    sound(here, there)


def test_who_may_assign_what(here: Store, there: Store, tmp_path: Path) -> None:
    merge(there, export(here, tmp_path / "1.kur"))
    activity, _ = some_activity(there)
    assert assign(there, [activity, activity], [own_id(here)] * 2, TODAY) == 1
    assert assign(there, [activity], [own_id(here)], TODAY) == 0
    for activities, houses, code in (
        ([activity], ["0" * 32], "missing"),
        ([activity], [own_id(there)], "missing"),
        (["0" * 32], [own_id(here)], "missing"),
        ([], [own_id(here)], "nothing"),
    ):
        with pytest.raises(Refusal) as refusal:
            assign(there, activities, houses, TODAY)
        assert refusal.value.code == code
    add_roadmap(here)
    own, _ = some_activity(here)
    here.activate()
    with pytest.raises(Refusal, match="только район"):
        assign(here, [own], [own_id(here)], TODAY)
    merge(there, export(here, tmp_path / "2.kur"))
    there.activate()
    with pytest.raises(Refusal) as refusal:
        assign(there, [own], [own_id(here)], TODAY)
    assert refusal.value.code == "not-owner"


# ---------------------------------------------------------------------- what the directive carries
def test_directive_says_nothing_of_other_institutions(here: Store, second: Store, there: Store, tmp_path: Path) -> None:
    """Not one word of institution A in the file for B, whatever the district has of A."""
    person = add_person(here, "Журавлёва", post="завуч", birth_date="03.04.1981")
    add_roadmap(here)
    activity, _ = everybody_knows_the_district(there, tmp_path, here, second)
    merge(there, export(here, tmp_path / "1.kur"))
    there.activate()
    methodist = add_person(there, "Воробей", consent=False)
    text = plain_text(directive(there, tmp_path / "d.kur", own_id(second)))
    for word in ("Журавл", "завуч", "1981-04-03", "Сорокин", "Школа имени", "Воробей", person):
        assert word not in text
    header = next(line for line in read_file(tmp_path / "d.kur").lines if line[5] == methodist)
    assert header[9] is None
    assert header[10] is None
    own = assignment_id(activity, own_id(second))
    shown = {line[5] for line in read_file(tmp_path / "d.kur").lines if line[4] == "assignment" and line[9] is not None}
    assert shown == {own}, "an institution does not learn what the others were told to do"
    assert statuses(merge(second, tmp_path / "d.kur")) == ["merged"]
    assert statuses(merge(here, tmp_path / "d.kur")) == ["not-for-us"]
    sound(second)


def test_targets_and_published_practices_arrive(here: Store, there: Store, tmp_path: Path) -> None:
    there.activate()
    set_target(there, "completed", 0.8) if _known("completed") else None
    set_target(there, "young", 0.9)
    practice = add_practice(there, "Пара недели", date(2026, 10, 1), description="Как это делают")
    hidden = add_practice(there, "Черновик", date(2026, 10, 1), description="Ещё рано")
    merge(here, directive(there, tmp_path / "1.kur"))
    assert cell(here, "practice", practice, "description") is None
    there.activate()
    offer_practice(there, practice, date(2026, 10, 2))
    publish_practice(there, practice, "сайт", date(2026, 10, 3))
    merge(here, directive(there, tmp_path / "2.kur"))
    assert cell(here, "practice", practice, "description") == "Как это делают", "published: its text goes, also late"
    assert cell(here, "practice", hidden, "description") is None
    here.activate()
    assert target_of(here, "young") == 0.9
    set_target(here, "young", 0.5)
    assert target_of(here, "young") == 0.5, "the institution's own word goes first"
    sound(here)


def _known(code: str) -> bool:
    from model.indicators.catalogue import TITLES

    return code in TITLES


def test_texts_with_names_without_consent_stay(here: Store, there: Store, tmp_path: Path) -> None:
    there.activate()
    add_person(there, "Воробей", consent=False)
    activity, _ = some_activity(there)
    Activity.update(text="Отчёт Воробья").where(Activity.id == activity).execute()
    path = tmp_path / "d.kur"
    done = export_file(there, "directive", path, on=TODAY, unsealed=True)
    assert "Воробья" not in plain_text(path)
    assert [(one.who, one.why) for one in done.left_out] == [
        ("В. А. Л.", "в тексте (мероприятие) названа фамилия без согласия на публикацию")
    ]
    merge(here, path)
    sound(here)


# ---------------------------------------------------------------------- the second laptop
def test_second_laptop_begins_from_a_file(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, phone="8-800")
    add_roadmap(here)
    begun = begin_from(tmp_path / "new.db", export(here, tmp_path / "own.kur", "own"), KeySource(), "Сорокина Анна Львовна")
    assert begun.institution == own_id(here)
    with Store.open(tmp_path / "new.db") as other:
        assert check.digest(other) == check.digest(here)
        assert other.node != here.node
        assert cell(other, "person", person, "phone") == "8-800"
        assert other.author == person, "the deputy works under the name in the bank"
        other.activate()
        edit_person(other, person, {"post": "завуч"})
        here.activate()
        edit_person(here, person, {"subject": "физика"})
        marks.toggle(here, Occurrence.select().get().id, TODAY)
        one, two = export(here, tmp_path / "1.kur", "own"), export(other, tmp_path / "2.kur", "own")
        merge(here, two)
        merge(other, one)
        assert check.digest(other) == check.digest(here)
        assert here.row("SELECT post, subject FROM person WHERE id = ?", (person,)) == ("завуч", "физика")
        assert Mark.select().count() == 1
        merge(there, export(other, tmp_path / "3.kur"), export(here, tmp_path / "4.kur"))
        assert cell(there, "person", person, "post") == "завуч"
        sound(here, other, there)


@pytest.mark.parametrize("how", ["words", "file"])
def test_second_laptop_gets_the_key(here: Store, tmp_path: Path, how: str) -> None:
    make_key(here, None)
    ring = KeyRing.of(here)
    add_person(here)
    here.activate()
    path = export_file(here, "own", tmp_path / "own.kur").path
    key = KeySource(" ".join(recovery_words(ring))) if how == "words" else KeySource(file=ring.path)
    begin_from(tmp_path / "new" / "b.db", path, key)
    with Store.open(tmp_path / "new" / "b.db") as other:
        assert KeyRing.of(other).public.sign == ring.public.sign
        other.activate()
        back = export_file(other, "own", tmp_path / "back.kur").path
        assert statuses(merge(here, back)) == ["repeated"]


def test_nothing_is_left_when_it_cannot_begin(here: Store, tmp_path: Path) -> None:
    make_key(here, None)
    here.activate()
    sealed = export_file(here, "own", tmp_path / "own.kur").path
    other_scope = export(here, tmp_path / "district.kur")
    for source, key, code in (
        (sealed, KeySource(), "no-key"),
        (sealed, KeySource("слово " * 24), None),
        (sealed, KeySource(file=tmp_path / "нет.key"), "unreadable"),
        (other_scope, KeySource(), "scope"),
        (tmp_path / "нет.kur", KeySource(), "unreadable"),
    ):
        with pytest.raises(Refusal) as refusal:
            begin_from(tmp_path / "new.db", source, key)
        assert code in {None, refusal.value.code}
        assert not (tmp_path / "new.db").exists()
        assert not (tmp_path / "new.key").exists()
    (tmp_path / "new.db").write_bytes(b"x")
    with pytest.raises(Refusal, match="уже есть"):
        begin_from(tmp_path / "new.db", sealed, KeySource(file=KeyRing.of(here).path))
    assert (tmp_path / "new.db").read_bytes() == b"x"


# ---------------------------------------------------------------------- commands
def test_both_ways_by_commands(founded: Kurator, tmp_path: Path) -> None:
    db = ("--db", tmp_path / "r.db")
    done = founded(*db, "init", "--institution", "Отдел", "--kind", "district", "--year", "2026-2027", "--json")
    assert done.code == 0
    founded(*db, "roadmap", "standard", "--year", "2026-2027")
    founded("export", "--scope", "district", "--unsealed", "--out", tmp_path / "1.kur")
    founded(*db, "merge", tmp_path / "1.kur", "--yes")
    (house,) = founded(*db, "roadmap", "houses", "--json").json
    shown = founded(*db, "roadmap", "show", "--json").json
    activity = next(a for stage in shown["stages"] for a in stage["activities"] if len(a["occurrences"]) == 1)
    assert founded(*db, "roadmap", "assign", activity["id"]).code == 2
    assert founded(*db, "roadmap", "assign", activity["id"], "--to", house["institution"], "--json").json["assigned"] == 1
    founded(*db, "export", "--scope", "directive", "--for", house["institution"], "--unsealed", "--out", tmp_path / "2.kur")
    assert founded("merge", tmp_path / "2.kur", "--yes").code == 0
    assert founded("mark", activity["occurrences"][0]["id"], "--state", "done", "--date", "20.11.2026").code == 0
    founded("export", "--scope", "district", "--unsealed", "--out", tmp_path / "3.kur")
    founded(*db, "merge", tmp_path / "3.kur", "--yes")
    after = founded(*db, "roadmap", "show", "--json").json
    told = next(a["assigned"] for stage in after["stages"] for a in stage["activities"] if a["id"] == activity["id"])
    assert told == [
        {"institution": house["institution"], "name": "ДС № 17", "total": 1, "closed": 1, "done_on": "2026-11-20", "done": True}
    ]
    assert "выполнили 1 из 1 учреждений" in founded(*db, "roadmap", "show").out
    assert founded(*db, "roadmap", "unassign", activity["id"], "--all", "--json").json["taken"] == 1


def test_init_from_by_command(founded: Kurator, tmp_path: Path) -> None:
    founded("person", "add", "--surname", "Ёлкина")
    founded("export", "--scope", "own", "--unsealed", "--out", tmp_path / "own.kur")
    begun = founded("--db", tmp_path / "b.db", "init", "--from", tmp_path / "own.kur", "--json")
    assert begun.code == 0
    names = [line["name"] for line in founded("--db", tmp_path / "b.db", "person", "list", "--json").json]
    assert "Ёлкина" in names
    assert sentence(founded("--db", tmp_path / "b.db", "init", "--from", tmp_path / "own.kur").err)
    assert founded("--db", tmp_path / "c.db", "init").code == 2
    assert json.loads(founded("--db", tmp_path / "b.db", "check", "--json").out)["ok"]
