"""Erasure of a person: no byte is left, nothing brings it back, everybody else's data stand, every copy ends equal."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import check, events, journal, persons, roadmaps
from model.changelog import rebuild
from model.duplicates import link, suggest_duplicates
from model.entities import Activity, Answer, AnswerSheet, Erasure, PairMember, Request, Role, Stage, natural_id
from model.erasure import Erased, due_erasures, erase_person, erase_text
from model.erasure_plan import plan_erasure
from model.errors import Refusal
from model.pair_queries import pair_card
from model.pairs import approve_pair, propose_pair, start_pair, stop_pair
from model.setup import own_id
from model.store import Store
from sync import conflicts
from sync.exchange_file import read_file
from sync.withdrawal import withdraw
from tests.test_cli import Kurator, founded, kurator, sentence
from tests.worlds import (
    TODAY,
    add_person,
    add_roadmap,
    cell,
    district,
    export,
    merge,
    plain_text,
    rewrite,
    school,
    second_laptop,
    stands,
    statuses,
)

__all__ = ["founded", "kurator"]

BASIS = "заявление от 12.11.2026 № 5"
#: What must be nowhere: every value has a form that nothing else has.
SECRETS = ("Журавл", "журавл", "1981-04-03", "03.04.1981", "8-800-555-35-35", "crane@", "любит чай", "Феофани")
FIELDS = {
    "name": "Феофания", "patronymic": "Львовна", "phone": "8-800-555-35-35", "email": "crane@example.org",
    "birth_date": "03.04.1981", "notes": "любит чай",
}  # fmt: skip


@pytest.fixture
def here(tmp_path: Path) -> Any:
    """An institution's laptop."""
    with school(tmp_path / "школа.db") as store:
        yield store


@pytest.fixture
def there(tmp_path: Path) -> Any:
    """The district's laptop."""
    with district(tmp_path / "район.db") as store:
        yield store


def crane(store: Store) -> str:
    """A person with much about her."""
    person = add_person(store, "Журавлёва", consent=True, **FIELDS)
    persons.set_consent(store, person, "processing", True, TODAY, "согласие Журавлёвой № 1")
    persons.set_role(store, person, "mentee", True, TODAY)
    Request.create(institution=own_id(store), person=person, kind="request", direction="методическое", text="Журавлёва: речь")
    sheet = AnswerSheet.create(institution=own_id(store), person=person, moment="before")
    Answer.create(institution=own_id(store), sheet=sheet.id, text="любит чай")
    return person


def erase(store: Store, person: str, **options: Any) -> Erased:
    store.activate()
    return erase_person(store, person, basis=BASIS, today=TODAY, **options)


def leftovers(*stores: Store) -> list[tuple[str, str]]:
    """Which secrets lie in which database files or journals, byte for byte."""
    found = []
    for store in stores:
        store.compact()
        for path in [store.path, *store.path.parent.glob(store.path.name + "-*")]:
            data = path.read_bytes()
            found += [(path.name, secret) for secret in SECRETS if secret.encode() in data]
    return found


def sound(*stores: Store) -> None:
    for store in stores:
        store.activate()
        assert check.problems(store) == []
        before = check.digest(store)
        rebuild(store)
        assert check.digest(store) == before


def meet(folder: Path, *stores: Store) -> None:
    """The laptops of one institution give each other their full files until nothing is new."""
    for turn in range(2):
        files = [export(store, folder / f"{turn}-{n}.kur", "own") for n, store in enumerate(stores)]
        for store in stores:
            merge(store, *files)
    assert len({check.digest(store) for store in stores}) == 1


# ---------------------------------------------------------------------- no byte is left
def test_no_byte_is_left(here: Store, tmp_path: Path) -> None:
    person = crane(here)
    persons.edit_person(here, person, {"surname": "Журавлёва-Сова", "post": "учитель"})
    assert leftovers(here)
    done = erase(here, person)
    assert done.compact
    assert leftovers(here) == []
    for scope in ("own", "district"):
        assert not [secret for secret in SECRETS if secret in plain_text(export(here, tmp_path / f"{scope}.kur", scope))]
    assert cell(here, "person", person, "surname") == "данные удалены"
    assert here.value("SELECT count(*) FROM role WHERE person = ?", (person,)) == 0
    assert here.value("SELECT count(*) FROM consent WHERE person = ?", (person,)) == 0
    assert here.value("SELECT count(*) FROM answer") == here.value("SELECT count(*) FROM answer_sheet") == 0
    assert persons.count_persons(here) == 0, "a tombstone is in no list"
    sound(here)


def test_killed_between_the_commit_and_the_compaction_the_next_start_finishes(
    here: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = crane(here)
    with monkeypatch.context() as patched:
        patched.setattr(Store, "compact", lambda _: False)
        assert not erase(here, person).compact
    here.close()
    with Store.open(here.path) as again:
        data = again.path.read_bytes()
        assert not [secret for secret in SECRETS if secret.encode() in data]


def test_deleted_person_is_erased_from_the_log_too(here: Store) -> None:
    person = crane(here)
    persons.delete_person(here, person)
    assert leftovers(here)
    erase(here, person)
    assert leftovers(here) == []
    sound(here)


def test_what_is_kept_names_nobody(here: Store) -> None:
    person = crane(here)
    erase(here, person, asked_on=TODAY - timedelta(days=3))
    (row,) = Erasure.select()
    assert (row.person, row.basis, row.erased_on, row.asked_on) == (person, BASIS, TODAY, TODAY - timedelta(days=3))
    assert "согласия" in row.categories
    assert row.rows == 7


# ---------------------------------------------------------------------- what refuses
def test_refusals_change_nothing(here: Store) -> None:
    person = crane(here)
    before = check.digest(here)
    refusals: list[tuple[Callable[[], object], str]] = [
        (lambda: erase_person(here, "0" * 32, basis=BASIS, today=TODAY), "missing"),
        (lambda: erase_person(here, person, basis="  ", today=TODAY), "basis"),
        (lambda: erase_person(here, person, basis="заявление Журавлёвой", today=TODAY), "basis"),
        (lambda: erase_person(here, person, basis="звонок с 8-800-555-35-35", today=TODAY), "basis"),
        (lambda: erase_person(here, person, basis="я" * 301, today=TODAY), "basis"),
        (lambda: erase_person(here, person, basis=BASIS, today=TODAY, asked_on=TODAY + timedelta(days=1)), "date"),
    ]
    for refused, code in refusals:
        with pytest.raises(Refusal) as refusal:
            refused()
        assert refusal.value.code == code
    assert check.digest(here) == before
    erase(here, person)
    with pytest.raises(Refusal, match="уже удалены"):
        erase(here, person)


def test_is_not_undone_and_takes_no_new_data(here: Store) -> None:
    person = crane(here)
    persons.edit_person(here, person, {"post": "логопед"})
    erase(here, person)
    digest = check.digest(here)
    with pytest.raises(Refusal, match="не отменяется"):
        journal.undo(here)
    writes: list[Callable[[], object]] = [
        lambda: persons.edit_person(here, person, {"surname": "Журавлёва"}),
        lambda: persons.set_role(here, person, "mentor", True, TODAY),
        lambda: persons.set_consent(here, person, "district", True, TODAY),
        lambda: persons.delete_person(here, person),
    ]
    for write in writes:
        with pytest.raises(Refusal) as refusal:
            write()
        assert refusal.value.code == "erased"
    assert check.digest(here) == digest
    other = add_person(here, "Сова")
    persons.edit_person(here, other, {"post": "завуч"})
    assert journal.undo(here)
    assert cell(here, "person", other, "post") is None, "what came after is undone as ever"


def test_older_actions_are_not_undone_across_an_erasure(here: Store, tmp_path: Path) -> None:
    """The other laptop erased; here the last action was about the same person."""
    with second_laptop(here, tmp_path / "b.db") as other:
        person = crane(here)
        merge(other, export(here, tmp_path / "1.kur", "own"))
        erase(other, person)
        merge(here, export(other, tmp_path / "2.kur", "own"))
        with pytest.raises(Refusal, match="удалены по закону"):
            journal.undo(here)
        assert leftovers(here, other) == []


def test_district_does_not_erase_for_an_institution(here: Store, there: Store, tmp_path: Path) -> None:
    person = crane(here)
    merge(there, export(here, tmp_path / "1.kur"))
    with pytest.raises(Refusal) as refusal:
        erase(there, person)
    assert refusal.value.code == "not-owner"


# ---------------------------------------------------------------------- the rest stands
def test_pairs_and_events_stand(here: Store) -> None:
    mentor, mentee = add_person(here, "Сова"), crane(here)
    persons.set_consent(here, mentor, "duties", True, date(2026, 9, 1))
    pair = propose_pair(here, mentor, [mentee], today=TODAY)
    approve_pair(here, pair, "15", date(2026, 9, 7), today=TODAY)
    start_pair(here, pair, date(2026, 9, 14), today=TODAY)
    event = events.add_event(here, "seminar", date(2026, 10, 1), "Речь", persons=[mentor])
    events.take_part(here, event, mentee, "диплом Журавлёвой")
    done = erase(here, mentee)
    assert leftovers(here) == []
    assert "данные удалены" in str(pair_card(here, pair, TODAY))
    assert here.value("SELECT count(*) FROM event_person WHERE event = ?", (event,)) == 2
    assert "причины замены в парах" in done.categories
    stop_pair(here, pair, "увольнение", date(2026, 11, 20), today=TODAY)
    assert PairMember.update(until=TODAY).where(PairMember.person == mentee).execute() == 1, "a membership can still be ended"
    sound(here)


def test_erased_people_are_no_duplicates_and_hold_back_no_text(here: Store, there: Store, tmp_path: Path) -> None:
    for _ in range(2):
        erase(here, crane(here))
    add_person(here, "Сова", post="Данные удалены, Удалены")
    assert suggest_duplicates(here) == []
    path = export(here, tmp_path / "1.kur")
    assert "Данные удалены, Удалены" in plain_text(path)
    assert statuses(merge(there, path)) == ["merged"]
    assert there.value("SELECT count(*) FROM withheld") == 0


# ---------------------------------------------------------------------- the name in other texts
def activity(store: Store, text: str, responsible: str = "") -> str:
    if not Stage.select().count():
        add_roadmap(store)
    return roadmaps.add_activity(store, Stage.select().get().id, text, "ноябрь", responsible)


def test_name_in_texts_is_erased_with_its_history(here: Store) -> None:
    person = crane(here)
    one = activity(here, "Встреча с Журавлёвой Ф. Л. и родителями", "Феофания Львовна, завуч")
    two = activity(here, "Отчёт", "Журавлёва Ф.Л.")
    roadmaps.edit_activity(here, two, responsible="завуч")
    done = erase(here, person)
    assert (done.texts, done.left) == (2, [])
    assert cell(here, "activity", one, "text") == "Встреча с [данные удалены] и родителями"
    assert cell(here, "activity", one, "responsible") == "[данные удалены], завуч"
    assert cell(here, "activity", two, "responsible") == "завуч"
    assert cell(here, "activity", two, "deadline") == "ноябрь"
    assert leftovers(here) == []
    sound(here)


def test_namesakes_are_left_to_a_human(here: Store) -> None:
    person = crane(here)
    add_person(here, "Журавлёв", name="Иван", patronymic="Петрович")
    unsure = activity(here, "Доклад Журавлёвой")
    sure = activity(here, "Доклад Журавлёвой Ф. Л.")
    his = activity(here, "Доклад Журавлёва И. П.")
    done = erase(here, person)
    assert {one.row_id for one in done.left} == {unsure, his}
    assert all("однофамилец" in one.why_not for one in done.left)
    assert cell(here, "activity", sure, "text") == "Доклад [данные удалены]"
    erase_text(here, "activity", unsure, "text", "Доклад педагога")
    assert cell(here, "activity", unsure, "text") == "Доклад педагога"
    assert cell(here, "activity", his, "text") == "Доклад Журавлёва И. П."
    here.compact()
    assert "Доклад Журавлёвой" not in here.path.read_bytes().decode("utf-8", "replace")
    sound(here)


def test_texts_are_kept_or_all_erased_on_request(here: Store, tmp_path: Path) -> None:
    person = crane(here)
    add_person(here, "Журавлёв", name="Иван")
    row = activity(here, "Доклад Журавлёвой")
    with second_laptop(here, tmp_path / "b.db") as other:
        assert len(erase(other, person, texts="keep").left) == 1
        assert cell(other, "activity", row, "text") == "Доклад Журавлёвой"
    assert erase(here, person, texts="all").left == []
    assert cell(here, "activity", row, "text") == "Доклад [данные удалены]"


def test_edit_of_a_text_made_elsewhere_is_not_lost(here: Store, there: Store, tmp_path: Path) -> None:
    """The name goes from a roadmap's row; what the deputy wrote into that row meanwhile stays."""
    person = crane(here)
    row = activity(here, "Доклад Журавлёвой", "завуч")
    with second_laptop(here, tmp_path / "b.db") as other:
        roadmaps.edit_activity(other, row, responsible="методист", result="справка")
        erase(here, person)
        roadmaps.edit_activity(here, row, result="отчёт")
        meet(tmp_path, here, other)
        for store in (here, other):
            assert cell(store, "activity", row, "text") == "Доклад [данные удалены]"
            assert cell(store, "activity", row, "responsible") in {"методист", "завуч"}
            assert {v.value for c in conflicts.conflicts(store) for v in c.versions} >= {"методист", "справка", "отчёт"}
        assert leftovers(here, other) == []
        merge(there, export(other, tmp_path / "d.kur"))
        assert cell(there, "activity", row, "text") == "Доклад [данные удалены]"
        sound(here, other, there)


def test_row_in_conflict_waits_for_a_human(here: Store, tmp_path: Path) -> None:
    person = crane(here)
    row = activity(here, "Доклад", "завуч")
    with second_laptop(here, tmp_path / "b.db") as other:
        roadmaps.edit_activity(other, row, responsible="Журавлёва")
        here.activate()
        roadmaps.edit_activity(here, row, responsible="методист")
        meet(tmp_path, here, other)
        here.activate()
        (left,) = erase(here, person).left
        assert "расхождение" in left.why_not
        with pytest.raises(Refusal, match="сначала разберите"):
            erase_text(here, "activity", row, "responsible", "методист")
        conflicts.resolve(here, conflicts.conflicts(here)[0].id, "методист")
        erase_text(here, "activity", row, "responsible", "методист")
        meet(tmp_path, here, other)
        assert leftovers(here, other) == []


def test_surname_of_the_institution_is_no_trace(tmp_path: Path) -> None:
    with school(tmp_path / "a.db", "Школа имени Журавлёва") as store:
        person = crane(store)
        row = activity(store, "Чтения Журавлёва")
        assert erase(store, person).texts == 0
        assert cell(store, "activity", row, "text") == "Чтения Журавлёва"


# ---------------------------------------------------------------------- it travels and wins
def test_reaches_the_other_laptop_and_the_district(here: Store, there: Store, tmp_path: Path) -> None:
    person = crane(here)
    old = [export(here, tmp_path / "own.kur", "own"), export(here, tmp_path / "district.kur")]
    with second_laptop(here, tmp_path / "b.db") as other:
        merge(other, old[0])
        merge(there, old[1])
        assert cell(there, "person", person, "surname") == "Журавлёва"
        erase(here, person)
        (outcome,) = merge(there, export(here, tmp_path / "d2.kur"))
        assert outcome.status == "merged"
        assert "Стёрты данные людей: 1" in outcome.message
        merge(other, export(here, tmp_path / "o2.kur", "own"))
        for store in (here, other, there):
            assert cell(store, "person", person, "surname") == "данные удалены"
            assert leftovers(store) == []
        assert cell(there, "erasure", natural_id("erasure", person), "basis") == BASIS
        assert check.digest(here) == check.digest(other)
        merge(here, *old[:1])
        merge(other, *old[:1])
        merge(there, old[1])
        assert leftovers(here, other, there) == []
        assert check.digest(here) == check.digest(other)
        sound(here, other, there)


def test_old_file_after_the_erasure_on_a_fresh_laptop(here: Store, tmp_path: Path) -> None:
    """Whoever learns of the erasure first never takes the payloads of an older file."""
    person = crane(here)
    old = export(here, tmp_path / "old.kur")
    erase(here, person)
    new = export(here, tmp_path / "new.kur")
    digests = set()
    for n, order in enumerate(([new, old], [old, new], [new], [old, new, old])):
        with district(tmp_path / f"d{n}.db") as store:
            merge(store, *order)
            assert leftovers(store) == []
            assert store.value("SELECT count(*) FROM role WHERE person = ?", (person,)) == 0
            digests.add(check.digest(store))
            sound(store)
    assert len(digests) == 1


def test_edits_made_elsewhere_without_knowing(here: Store, there: Store, tmp_path: Path) -> None:
    person = crane(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        persons.edit_person(other, person, {"post": "Журавлёва теперь логопед", "phone": "8-800-555-35-35"})
        persons.set_role(other, person, "mentor", True, TODAY)
        other.activate()
        Request.create(institution=own_id(other), person=person, kind="strength", text="Журавлёва поёт")
        sheet = AnswerSheet.create(institution=own_id(other), person=person, moment="after")
        Answer.create(institution=own_id(other), sheet=sheet.id, text="любит чай")
        unaware = export(other, tmp_path / "unaware.kur")
        erase(here, person)
        merge(there, export(here, tmp_path / "d.kur"), unaware)
        with district(tmp_path / "d2.db") as reverse:
            merge(reverse, unaware, tmp_path / "d.kur")
            assert check.digest(reverse) == check.digest(there)
            assert leftovers(reverse) == []
        meet(tmp_path, here, other)
        for store in (here, other, there):
            assert leftovers(store) == []
            assert store.value("SELECT count(*) FROM role WHERE person = ?", (person,)) == 0
            assert store.value("SELECT count(*) FROM request WHERE person = ?", (person,)) == 0
        assert here.value("SELECT count(*) FROM answer") == 0
        sound(here, other, there)


def test_restored_backup_merged_afterwards(here: Store, there: Store, tmp_path: Path) -> None:
    person = crane(here)
    shutil.copyfile(here.path, tmp_path / "backup.db")
    erase(here, person)
    merge(there, export(here, tmp_path / "1.kur"))
    with Store.open(tmp_path / "backup.db") as restored:
        persons.edit_person(restored, person, {"post": "Журавлёва вернулась"})
        merge(there, export(restored, tmp_path / "2.kur"))
        meet(tmp_path, here, restored)
        assert leftovers(here, there, restored) == []
        sound(here, there, restored)


def test_both_laptops_erase(here: Store, tmp_path: Path) -> None:
    person = crane(here)
    with second_laptop(here, tmp_path / "b.db") as other:
        erase(here, person)
        erase(other, person)
        meet(tmp_path, here, other)
        assert leftovers(here, other) == []
        sound(here, other)


def test_link_that_the_district_made_goes_with_the_person(here: Store, there: Store, tmp_path: Path) -> None:
    person = crane(here)
    with school(tmp_path / "b.db", "Школа № 2") as second:
        twin = crane(second)
        merge(there, export(here, tmp_path / "1.kur"), export(second, tmp_path / "2.kur"))
        there.activate()
        link(there, person, twin)
        erase(here, person)
        merge(there, export(here, tmp_path / "3.kur"))
        assert there.value("SELECT count(*) FROM person_link") == 0
        assert cell(there, "person", twin, "surname") == "Журавлёва", "the other institution's record is its own"
        sound(there)


def test_nobody_erases_what_another_institution_owns(here: Store, there: Store, tmp_path: Path) -> None:
    person = crane(here)
    role = Role.get(Role.person == person)
    merge(there, export(here, tmp_path / "1.kur"))
    with school(tmp_path / "b.db", "Школа № 2") as second:
        own = add_person(second, "Сова")
        erase(second, own)
        path = export(second, tmp_path / "2.kur")
        own_lines = read_file(path).lines

        def forged(lines: list[Any]) -> list[Any]:
            return [[*line[:5], person, *line[6:]] if line[4] == "person" and line[6] == "erase" else line for line in lines]

        assert any(line[6] == "erase" for line in own_lines)
        assert statuses(merge(there, rewrite(path, tmp_path / "3.kur", lines=forged))) == ["foreign-row"]
    assert cell(there, "person", person, "surname") == "Журавлёва"
    assert stands(there, "role", role.id)


@pytest.mark.parametrize("seed", range(6))
def test_any_order_ends_equal_and_clean(tmp_path: Path, seed: int) -> None:
    """Two laptops and two districts: edits, erasure, old and new files, each in an order of its own."""
    dice = random.Random(seed)
    with school(tmp_path / "a.db") as one, district(tmp_path / "d1.db") as first, district(tmp_path / "d2.db") as second:
        person, other_person = crane(one), add_person(one, "Сова")
        row = activity(one, "Доклад Журавлёвой")
        with second_laptop(one, tmp_path / "b.db") as two:
            files: list[Path] = []
            steps = ["edit", "role", "text", "request", "export", "export", "swap", "erase"]
            dice.shuffle(steps)
            for n, step in enumerate([*steps, "erase"]):
                store = dice.choice([one, two]) if step != "erase" else one
                store.activate()
                if step == "erase":
                    if cell(store, "person", person, "kind") != "erased":
                        erase(store, person)
                elif step == "export":
                    files.append(export(store, tmp_path / f"{n}-d.kur"))
                elif step == "swap":
                    merge(store, export(two if store is one else one, tmp_path / f"{n}-o.kur", "own"))
                elif cell(store, "person", person, "kind") == "erased":
                    persons.edit_person(store, other_person, {"post": f"дело {n}"})
                elif step == "edit":
                    persons.edit_person(store, person, {"post": f"Журавлёва {n}"})
                elif step == "role":
                    persons.set_role(store, person, "mentor", True, TODAY)
                elif step == "text":
                    roadmaps.edit_activity(store, row, result=f"итог {n}")
                else:
                    Request.create(institution=own_id(store), person=person, kind="strength", text="любит чай")
            meet(tmp_path, one, two)
            files += [export(one, tmp_path / "last-1.kur"), export(two, tmp_path / "last-2.kur")]
            for store in (first, second):
                order = [*files, dice.choice(files)]
                dice.shuffle(order)
                merge(store, *order)
            assert check.digest(first) == check.digest(second)
            assert leftovers(one, two, first, second) == []
            assert cell(one, "person", other_person, "surname") == "Сова"
            assert Activity.select().count()
            sound(one, two, first, second)


def test_initials_of_an_unaware_file_are_not_kept(here: Store, there: Store, tmp_path: Path) -> None:
    """Without consent only the initials came; an unaware laptop sends them again after the erasure."""
    person = add_person(here, "Журавлёва", consent=False)
    with second_laptop(here, tmp_path / "b.db") as other:
        merge(there, export(here, tmp_path / "1.kur"))
        assert there.value("SELECT count(*) FROM withheld") == 1
        erase(here, person)
        add_person(other, "Сова", consent=False)
        merge(there, export(here, tmp_path / "2.kur"))
        merge(there, export(other, tmp_path / "3.kur"))
        told = there.sql("SELECT row_id FROM withheld").fetchall()
        assert (person,) not in told
        assert len(told) == 1
        assert not there.value("SELECT count(*) FROM import WHERE instr(withheld, ?)", (person,))


def test_import_that_erased_is_not_withdrawn(here: Store, there: Store, tmp_path: Path) -> None:
    person = crane(here)
    merge(there, export(here, tmp_path / "1.kur"))
    erase(here, person)
    merge(there, export(here, tmp_path / "2.kur"))
    there.activate()
    with pytest.raises(Refusal) as refusal:
        withdraw(there)
    assert refusal.value.code == "erased"


def test_check_finds_what_should_be_gone(here: Store) -> None:
    person = crane(here)
    payload = here.value("SELECT shared FROM change WHERE tbl = 'person' AND row_id = ?", (person,))
    erase(here, person)
    here.sql("UPDATE change SET shared = ? WHERE tbl = 'person' AND row_id = ? AND kind = 'create'", (payload, person))
    assert [one for one in check.problems(here) if "остались стёртые данные" in one]


# ---------------------------------------------------------------------- terms of the law
def test_withdrawn_consent_says_until_when(here: Store) -> None:
    person, other = crane(here), crane(here)
    persons.set_consent(here, person, "processing", False, date(2026, 11, 10))
    persons.set_consent(here, other, "processing", False, date(2026, 11, 9))
    persons.set_consent(here, other, "processing", True, date(2026, 11, 12))
    (due,) = due_erasures(here)
    assert (due.person, due.withdrawn_on, due.due_on) == (person, date(2026, 11, 10), date(2026, 12, 10))
    erase(here, person)
    assert due_erasures(here) == []


# ---------------------------------------------------------------------- any name in any text
_NAMES = st.sampled_from(["Журавлёва", "Белый", "Ли", "Полынь-Ветрова", "Скворец", "Чайка", "O'Брайен", "Ёж"])


@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(surname=_NAMES, words=st.lists(st.sampled_from(["{}", "встреча", "{} А. Л.", "ДОУ", "Анна Львовна"]), max_size=4))
def test_plan_and_erasure_agree(tmp_path_factory: pytest.TempPathFactory, surname: str, words: list[str]) -> None:
    """What the plan promises is what happens: after it the plan's traces are no longer found."""
    with school(tmp_path_factory.mktemp("x") / "a.db") as store:
        person = add_person(store, surname)
        text = " ".join(words).format(*[surname] * 4) if words else "план"
        row = activity(store, text.replace("{}", surname))
        plan = plan_erasure(store, person)
        done = erase(store, person, texts="all")
        assert done.texts == len(plan.traces)
        shown = str(cell(store, "activity", row, "text"))
        assert surname not in shown.split()
        assert json.loads(json.dumps(done.categories)) == plan.categories
        sound(store)


# ---------------------------------------------------------------------- commands
def _erased_by_command(founded: Kurator) -> str:
    person = str(founded("person", "add", "--surname", "Журавлёва", "--phone", FIELDS["phone"], "--json").json["person"])
    founded("consent", "give", person, "processing")
    return person


def test_withdrawal_proposes_the_erasure_and_its_term(founded: Kurator) -> None:
    person = _erased_by_command(founded)
    told = founded("consent", "withdraw", person, "processing", "--on", "10.11.2026")
    assert told.code == 0
    assert "до 10.12.2026" in told.err
    assert f"kurator person erase {person}" in told.err
    listed = founded("erasures", "--json")
    assert listed.code == 3
    assert listed.json["due"][0]["due_on"] == "2026-12-10"


def test_erasure_by_command_with_copies_and_certificate(founded: Kurator, tmp_path: Path) -> None:
    person = _erased_by_command(founded)
    founded("backup")
    founded("export", "--scope", "own", "--unsealed", "--out", tmp_path / "old.kur")
    dry = founded("person", "erase", person, "--basis", BASIS, "--dry-run", "--json")
    assert dry.code == 0
    assert dry.json["name"] == "Журавлёва"
    assert founded("person", "show", person).code == 0
    unasked = founded("person", "erase", person, "--basis", BASIS, "--json")
    assert unasked.code == 1
    assert "--yes" in sentence(unasked.err)
    done = founded("person", "erase", person, "--basis", BASIS, "--asked-on", "10.11.2026", "--yes", "--json")
    assert done.code == 3, "copies wait for a human"
    assert {one["kind"] for one in done.json["copies"]} == {"backup", "exchange"}
    assert done.json["compact"]
    assert b"555-35-35" not in (tmp_path / "a.db").read_bytes()
    copies = founded("erasures", "copies", "--delete", "--json")
    assert copies.code == 0
    assert not (tmp_path / "old.kur").exists()
    assert list((tmp_path / "a.backups").iterdir()) == []
    assert founded("erasures", "--json").json["erasures"][0]["basis"] == BASIS
    act = founded("erasures", "certificate", person, "--by", "Котова А. Л., куратор", "--json").json
    assert act["operator"] == "Детский сад № 17"
    assert act["reason"] == BASIS
    assert act["responsible"] == "Котова А. Л., куратор"
    assert len(act["journal"]) == 2
    assert act["keep_until"] > act["erased_on"]
    assert "Журавл" not in json.dumps(act, ensure_ascii=False)
    assert "Журавл" not in founded("erasures", "certificate", person).out
    assert founded("person", "list", "--search", "данные удалены", "--json").json == []
    assert founded("check", "--rebuild", "--json").json["ok"]


def test_restored_copy_is_erased_again(founded: Kurator, tmp_path: Path) -> None:
    person = _erased_by_command(founded)
    founded("backup", tmp_path / "copy.db")
    founded("person", "erase", person, "--basis", BASIS, "--yes")
    assert founded("restore", tmp_path / "copy.db").code == 0
    assert b"555-35-35" not in (tmp_path / "a.db").read_bytes()
    assert founded("person", "show", person, "--json").json["surname"] == "данные удалены"


def test_text_that_was_left_is_erased_by_command(founded: Kurator) -> None:
    person = _erased_by_command(founded)
    founded("person", "add", "--surname", "Журавлёв", "--name", "Иван", "--notes", "друг Журавлёвой")
    done = founded("person", "erase", person, "--basis", BASIS, "--yes", "--json")
    (left,) = done.json["left"]
    place = (left["table"], left["row"], *left["columns"])
    assert founded("erasures", "text", *place, "--text", "друг коллеги").code == 1
    assert founded("erasures", "text", *place, "--text", "друг коллеги", "--yes").code == 0
    assert founded("person", "show", left["row"], "--json").json["notes"] == "друг коллеги"
    assert founded("erasures", "text", "нет", "нет", "нет", "--yes").code == 1
