"""The change log under the tables: no write escapes it, and the tables can be made anew from it."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from model import check, clock, journal, marks, pairs, persons, programme_plan, programmes, roadmaps
from model.changelog import differences, rebuild
from model.control_cards import write_card
from model.entities import REPLICATED, Activity, Mark, Occurrence, Person, Role, new_id
from model.errors import Refusal
from model.log_tables import columns, private_columns, shared_columns, table_names
from model.payload import read_payload
from model.setup import own_id
from model.store import Store
from tests.worlds import DISTRICT, TODAY, add_person, add_roadmap, cell, district, school

Entry = tuple[int, str, str, str, str | None, str | None]


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with school(tmp_path / "школа.db") as opened:
        yield opened


def seq(store: Store) -> int:
    """How many changes this copy has written."""
    return int(store.value("SELECT seq FROM replica"))


def last(store: Store) -> Entry:
    """Number, table, row, kind and payloads of the last change of this copy."""
    number, table, row, kind, shared, private = store.row(
        "SELECT seq, tbl, row_id, kind, shared, private FROM change WHERE node = ? ORDER BY seq DESC", (store.node,)
    )
    return number, table, row, kind, shared, private


def whole(store: Store) -> None:
    """The log equals the tables, the chains hold, and a rebuild changes nothing."""
    assert check.problems(store) == []
    before = check.digest(store)
    rebuild(store)
    assert check.digest(store) == before


# ---------------------------------------------------------------------- no write escapes
def test_peewee_writes(store: Store) -> None:
    owner = own_id(store)
    one = Person.create(institution=owner, surname="Сорокина", phone="1")
    assert last(store)[1:4] == ("person", one.id, "create")
    one.surname = "Синицына"
    one.save()
    assert last(store)[3] == "update"
    assert read_payload(last(store)[4] or "").patch == {"surname": "Синицына"}
    before = seq(store)
    one.save()
    assert seq(store) == before, "nothing changed, nothing is logged"
    Person.update(post="учитель").where(Person.id == one.id).execute()
    rows = [{"id": new_id(), "institution": owner, "surname": f"Птицын{n}"} for n in range(7)]
    Person.insert_many(rows).execute()
    assert seq(store) == before + 8
    Person.insert(id=one.id, institution=owner, surname="Иволгина").on_conflict_replace().execute()
    kinds = [row[0] for row in store.sql("SELECT kind FROM change WHERE row_id = ? ORDER BY seq", (one.id,))]
    assert kinds == ["create", "update", "update", "delete", "undelete"]
    Person.insert(id=one.id, institution=owner, surname="Чижова").on_conflict(
        conflict_target=[Person.id], update={Person.surname: "Чижова"}
    ).execute()
    assert cell(store, "person", one.id, "surname") == "Чижова"
    assert last(store)[3] == "update"
    bulk_update: Any = Person.bulk_update
    bulk_update([Person(id=rows[0]["id"], post="логопед")], [Person.post])
    assert last(store)[1:4] == ("person", rows[0]["id"], "update")
    Person.delete().where(Person.surname.startswith("Птицын")).execute()
    Person.get_by_id(one.id).delete_instance()
    assert last(store)[1:4] == ("person", one.id, "delete")
    whole(store)


def test_raw_sql_writes(store: Store) -> None:
    owner = own_id(store)
    connection = store.database.connection()
    ids = [new_id() for _ in range(4)]
    connection.executemany("INSERT INTO role(id, institution, role) VALUES(?, ?, 'mentor')", [(i, owner) for i in ids])
    assert seq(store) == 6
    connection.execute("UPDATE role SET role = 'mentee', since = '2026-09-01'")
    connection.execute("REPLACE INTO role(id, institution, role) VALUES(?, ?, 'curator')", (ids[0], owner))
    connection.execute("UPDATE OR IGNORE role SET role = NULL WHERE id = ?", (ids[1],))
    connection.execute("INSERT OR IGNORE INTO role(id, institution) VALUES(?, ?)", (ids[2], owner))
    connection.execute(
        "INSERT INTO role(id, institution, role) VALUES(?, ?, '') ON CONFLICT(id) DO UPDATE SET role = 'x'", (ids[2], owner)
    )
    assert seq(store) == 6 + 4 + 2 + 1 + 0 + 1
    connection.execute("DELETE FROM role")
    assert seq(store) == 14 + 4
    whole(store)


def test_every_table_is_captured(store: Store) -> None:
    """A row of each table: created with every column, each column changed, deleted, made again."""
    owner = own_id(store)
    for model in REPLICATED[2:]:
        table, row = model._meta.table_name, new_id()
        types = {name: "1" if model._meta.columns[name].field_type == "INTEGER" else "'[1]'" for name in columns(table)[1:]}
        names, values = ", ".join(f'"{n}"' for n in types), ", ".join(types.values())
        store.sql(f'INSERT INTO "{table}"(id, institution, {names}) VALUES(?, ?, {values})', (row, owner))
        entry = last(store)
        shared = read_payload(entry[4] or "").patch
        private = read_payload(entry[5]).patch if entry[5] else {}
        assert shared.keys() == set(shared_columns(table))
        assert private.keys() == set(private_columns(table))
        for name in types:
            store.sql(f'UPDATE "{table}" SET "{name}" = NULL WHERE id = ?', (row,))
            entry = last(store)
            assert entry[3] == "update"
            side = entry[4] if name in shared_columns(table) else entry[5]
            assert read_payload(side or "").patch == {name: None}
        store.sql(f'DELETE FROM "{table}" WHERE id = ?', (row,))
        store.sql(f'INSERT INTO "{table}"(id, institution) VALUES(?, ?)', (row, owner))
        assert last(store)[3] == "undelete"
    whole(store)


def test_use_cases_are_captured(store: Store) -> None:
    """Every public path changes the tables and the log alike, and is one step of undo."""
    stage = add_roadmap(store)
    mentor, mentee = add_person(store), add_person(store, "Дятлова", consent=False)
    activity = Activity.get(Activity.stage == stage)
    occurrence = Occurrence.get(Occurrence.activity == activity.id).id
    pair = pairs.create_pair(store, [mentor], [mentee], started_on=TODAY)
    plan = [programme_plan.PlannedMeasure("Урок", "Ноябрь, март")]
    programme = programmes.create_programme(store, pair, "Первый год", TODAY, date(2027, 5, 31), plan, problem="Темп")
    measure = str(store.value("SELECT id FROM programme_activity"))
    steps: list[Callable[[], object]] = [
        lambda: persons.create_person(store, {"surname": "Грачёв"}),
        lambda: persons.edit_person(store, mentor, {"post": "методист", "birth_date": "05.06.1980"}),
        lambda: persons.set_role(store, mentor, "mentor", True, TODAY),
        lambda: persons.set_role(store, mentor, "mentor", False, TODAY),
        lambda: persons.set_consent(store, mentee, "district", True, TODAY),
        lambda: persons.set_consent(store, mentee, "district", False, TODAY),
        lambda: persons.set_consent(store, mentee, "district", True, TODAY),
        lambda: persons.delete_person(store, mentee),
        lambda: roadmaps.add_activity(store, stage, "Круглый стол", "март", "куратор"),
        lambda: roadmaps.edit_activity(store, activity.id, text="Новый текст", deadline="до 1 октября"),
        lambda: marks.toggle(store, Occurrence.get(Occurrence.activity == activity.id).id, TODAY),
        lambda: marks.set_mark(store, Occurrence.get(Occurrence.activity == activity.id).id, note="приказ № 5"),
        lambda: marks.toggle(store, Occurrence.get(Occurrence.activity == activity.id).id, TODAY),
        lambda: roadmaps.delete_activity(store, activity.id),
        lambda: programme_plan.mark_measure(store, measure, "done", done_on=TODAY, evidence="запись"),
        lambda: write_card(store, programme, "Ноябрь 2026", TODAY, "хорошо"),
        lambda: write_card(store, programme, "Ноябрь 2026", TODAY, "отлично"),
    ]
    assert occurrence
    for step in steps:
        before, actions, state = seq(store), store.value("SELECT count(*) FROM action"), check.digest(store)
        step()
        assert seq(store) > before
        assert store.value("SELECT count(*) FROM action") == actions + 1
        assert check.digest(store) != state
        assert differences(store) == []
    whole(store)


def test_first_start_is_captured(tmp_path: Path) -> None:
    with school(tmp_path / "a.db", curator="Котова Анна Львовна") as store:
        told = [row[0] for row in store.sql("SELECT tbl FROM change ORDER BY seq")]
        assert told == ["institution", "school_year", "person", "role"]
        whole(store)
    with district(tmp_path / "b.db") as store:
        assert seq(store) == 0, "a district's beginning belongs to nobody's laptop"
        assert store.value("SELECT count(DISTINCT node) FROM change WHERE node <> ?", (store.node,)) == 1
        whole(store)


def test_other_programs_cannot_write(tmp_path: Path) -> None:
    """A connection without our functions reads, but no table lets it write."""
    with school(tmp_path / "a.db", curator="Котова Анна Львовна") as store:
        owner, before = own_id(store), check.digest(store)
    with closing(sqlite3.connect(tmp_path / "a.db")) as plain:
        assert plain.execute("SELECT surname FROM person").fetchall() == [("Котова",)]
        for table in table_names():
            with pytest.raises(sqlite3.OperationalError):
                plain.execute(f'INSERT INTO "{table}"(id, institution) VALUES(?, ?)', (new_id(), owner))
            column = columns(table)[1]
            with pytest.raises(sqlite3.OperationalError):
                plain.execute(f'UPDATE "{table}" SET "{column}" = NULL')
            with pytest.raises(sqlite3.OperationalError):
                plain.execute(f'DELETE FROM "{table}"')
    with Store.open(tmp_path / "a.db") as store:
        assert check.digest(store) == before


def test_identity_of_a_row_never_changes(store: Store) -> None:
    person = add_person(store)
    for column in ("id", "institution"):
        with pytest.raises(IntegrityError):
            store.sql(f'UPDATE person SET "{column}" = ? WHERE id = ?', (new_id(), person))
    whole(store)


def _write_and_fail(store: Store, label: str) -> None:
    with store.transaction(label):
        person = add_person(store, "Дроздова")
        store.sql("UPDATE person SET id = ? WHERE id = ?", (new_id(), person))


def test_rolled_back_write_leaves_no_change(store: Store) -> None:
    before = seq(store), check.digest(store)
    with pytest.raises(IntegrityError):
        _write_and_fail(store, "Проба")
    assert (seq(store), check.digest(store)) == before
    assert store.value("SELECT count(*) FROM action") == 0
    add_person(store)
    whole(store)


# ---------------------------------------------------------------------- what a change says
def test_payload_is_split_and_prev_is_what_was_seen(store: Store) -> None:
    owner = own_id(store)
    person = Person.create(institution=owner, surname="Сорокина", phone="8-800", notes="тихая")
    created = str(store.value("SELECT stamp FROM replica"))
    _, _, _, _, shared, private = last(store)
    assert read_payload(shared or "").patch == {"institution": owner, "surname": "Сорокина"}
    assert read_payload(private or "").patch == {"phone": "8-800", "notes": "тихая"}
    assert read_payload(shared or "").prev == read_payload(private or "").prev == {}
    Person.update(phone="8-900", post="учитель").where(Person.id == person.id).execute()
    changed = str(store.value("SELECT stamp FROM replica"))
    _, _, _, _, shared, private = last(store)
    assert read_payload(shared or "").prev == {"post": created}
    assert read_payload(private or "").prev == {"phone": created}
    Person.update(phone="8-901").where(Person.id == person.id).execute()
    _, _, _, _, shared, private = last(store)
    assert shared is None, "the district has nothing to see in this change"
    assert read_payload(private or "").prev == {"phone": changed}
    latest = str(store.value("SELECT stamp FROM replica"))
    Person.delete().where(Person.id == person.id).execute()
    _, _, _, _, shared, private = last(store)
    assert private is None
    assert {created, changed, latest} <= set(read_payload(shared or "").prev["*"].split())


def test_author_is_an_id_never_a_name(tmp_path: Path) -> None:
    with school(tmp_path / "a.db", curator="Котова Анна Львовна") as store:
        Role.create(institution=own_id(store), role="mentor")
        payload = read_payload(last(store)[4] or "")
        assert payload.author == store.setting("author")
        assert store.author == payload.author
    with Store.open(tmp_path / "a.db") as store:
        assert store.author == payload.author


def test_values_are_canonical(store: Store) -> None:
    decomposed = "Королёв"  # е + trema, as macOS writes it
    person = Person.create(institution=own_id(store), surname=decomposed, name="Й\x00ов", post="", birth_date=date(1980, 5, 6))
    row = store.row("SELECT surname, name, post, birth_date FROM person WHERE id = ?", (person.id,))
    assert row == ("Королёв", "Йов", None, "1980-05-06")


# ---------------------------------------------------------------------- clock
@pytest.mark.parametrize(
    "jumps", [(0,), (10**15, 0), (1_230_768_000_000, 2_051_222_400_000, 1_230_768_000_000, 1_800_000_000_000)]
)
def test_stamps_never_go_back(store: Store, monkeypatch: pytest.MonkeyPatch, jumps: tuple[int, ...]) -> None:
    """Also when the laptop's clock says 2009, then 2035, then 2009 again."""
    for jump in jumps:
        monkeypatch.setattr(clock, "wall_ms", lambda jump=jump: jump)
        for n in range(5):
            Role.create(institution=own_id(store), role=str(n))
    stamps = [row[0] for row in store.sql("SELECT stamp FROM change ORDER BY seq")]
    assert stamps == sorted(set(stamps))
    assert all(clock.stamp_ms(stamp) >= clock.RELEASE_MS for stamp in stamps)
    whole(store)


def test_counter_of_a_stamp_overflows_into_its_time() -> None:
    node = "0" * 12
    full = clock.make_stamp(clock.RELEASE_MS, 0xFFFF, node)
    after = clock.next_stamp(full, node, 0)
    assert after > full
    assert clock.stamp_ms(after) == clock.RELEASE_MS + 1


def test_stamp_from_the_future_does_not_pull() -> None:
    node, now = "0" * 12, clock.RELEASE_MS + 10
    mine = clock.make_stamp(now, 0, node)
    near, far = clock.make_stamp(now + 3600_000, 0, node), clock.make_stamp(now + clock.FUTURE_MS + 1, 0, node)
    assert clock.pull(mine, near, now) == near
    assert clock.pull(mine, far, now) == mine
    assert clock.pull(near, mine, now) == near


# ---------------------------------------------------------------------- chain and tampering
@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE change SET shared = replace(shared, 'Сорокина', 'Ворона') WHERE kind = 'create' AND tbl = 'person'",
        "UPDATE change SET kind = 'update' WHERE seq = 3",
        "UPDATE change SET stamp = stamp || '' , row_id = lower(hex(randomblob(16))) WHERE seq = 3",
        "UPDATE change SET chain = lower(hex(randomblob(16))) WHERE seq = 3",
        "DELETE FROM change WHERE seq = 3",
        "DELETE FROM change WHERE seq = 1",
        "UPDATE change SET shared_commit = '' WHERE seq = 3",
        "UPDATE change SET institution = lower(hex(randomblob(16))) WHERE seq = 2",
        "INSERT INTO head VALUES('person', lower(hex(randomblob(16))), '*', '', NULL)",
        "DELETE FROM head",
        "UPDATE person SET _s = NULL WHERE surname IS NOT NULL",
        "UPDATE person SET _s_post = _s WHERE surname = 'Сорокина'",
    ],
)
def test_tampering_is_found(store: Store, forgery: str) -> None:
    add_person(store, post="учитель")
    persons.delete_person(store, add_person(store, "Дроздова"))
    assert check.problems(store) == []
    store.sql(forgery)
    found = check.problems(store)
    assert found
    assert all(text.endswith(".") for text in found)


def test_write_past_the_triggers_is_found_and_rebuild_takes_it_back(store: Store) -> None:
    person = add_person(store)
    before = check.digest(store)
    with store.replaying():
        store.sql("UPDATE person SET surname = 'Подмена'")
        store.sql("INSERT INTO role(id, institution) VALUES(?, ?)", (new_id(), own_id(store)))
    assert len(check.problems(store)) == 2
    rebuild(store)
    assert check.problems(store) == []
    assert check.digest(store) == before
    assert cell(store, "person", person, "surname") == "Сорокина"


# ---------------------------------------------------------------------- the tables are a view of the log
def random_edit(store: Store, dice: random.Random, ids: list[str]) -> None:
    """One edit of any kind on one of a few rows."""
    owner, row = own_id(store), dice.choice(ids)
    word = dice.choice(["Сорокина", "Синица", "Ёж", "", "🙂", '"},', "\\u0000", "\n\t", "0", "Й" * 300])
    column = dice.choice(["surname", "post", "phone", "notes", "kind"])
    kind = dice.randrange(13)
    if kind <= 1:
        store.sql(f"INSERT OR IGNORE INTO person(id, institution, {column}) VALUES(?, ?, ?)", (row, owner, word))
    elif kind == 2:
        Person.insert(id=row, institution=owner, surname=word, phone=word).on_conflict_replace().execute()
    elif kind <= 4:
        Person.update({column: word}).where(Person.id == row).execute()
    elif kind == 5:
        store.sql(f"UPDATE person SET {column} = ?, post = 'учитель', email = id", (word or None,))
    elif kind == 6:
        Person.delete().where(Person.id == row).execute()
    elif kind == 7:
        with store.transaction("Новое"):
            Person.insert(id=row, institution=owner, post=word).on_conflict_ignore().execute()
            Role.create(institution=owner, person=row, role=word)
            Role.delete().where(Role.role == "Ёж").execute()
    elif kind == 8:
        with store.transaction("Правка"):
            Person.update({column: word, "birth_date": TODAY if word else None}).where(Person.id == row).execute()
    elif kind == 9:
        with store.transaction("Удаление"):
            Person.delete().where(Person.id == row).execute()
            Role.delete().where(Role.person == row).execute()
    elif kind == 10:
        Activity.insert(id=row, institution=owner, position=dice.randrange(-3, 3), steps=[word, 1]).on_conflict(
            conflict_target=[Activity.id], update={Activity.position: dice.randrange(9)}
        ).execute()
    else:
        with suppress(Refusal):
            (journal.undo if kind == 11 else journal.redo)(store)


@pytest.mark.parametrize("seed", range(4))
def test_tables_equal_the_log_after_a_thousand_edits(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    with school(tmp_path / "a.db") as store:
        store.sql("PRAGMA synchronous = off")
        ids = [new_id() for _ in range(12)]
        with store.database.atomic():
            for n in range(1000):
                random_edit(store, dice, ids)
                if n % 250 == 249:
                    assert differences(store) == []
        assert seq(store) > 500
        whole(store)


def test_same_words_make_the_same_district(tmp_path: Path) -> None:
    with district(tmp_path / "a.db") as one, district(tmp_path / "b.db") as two:
        assert check.digest(one) == check.digest(two)
        assert own_id(one) == own_id(two)
        assert one.node != two.node
    with school(tmp_path / "c.db") as one, school(tmp_path / "d.db") as two:
        assert check.digest(one) != check.digest(two)
    assert DISTRICT.kind == "district"


def test_nested_transactions_are_one_step(store: Store) -> None:
    with store.transaction("Всё вместе"):
        add_person(store)
        with pytest.raises(IntegrityError):
            _write_and_fail(store, "Часть")
        add_person(store, "Чижова")
    assert [row[0] for row in store.sql("SELECT surname FROM person ORDER BY surname")] == ["Сорокина", "Чижова"]
    assert [row[0] for row in store.sql("SELECT label FROM action")] == ["Всё вместе"]
    whole(store)


def test_log_keeps_whole_json(store: Store) -> None:
    """Whatever a person types, the payload is JSON that reads back as typed."""
    for word in ['"', "\\", "\\u0000", "\x01\x1f", "'; DROP TABLE person; --", "🙂", "a\u2028b", "1e5", "null", "[]"]:
        person = Person.create(institution=own_id(store), surname=word, notes=word)
        _, _, _, _, shared, private = last(store)
        assert json.loads(shared or "")[1]["surname"] == json.loads(private or "")[1]["notes"] == person.surname == word
    whole(store)


def test_mark_of_one_occurrence_has_one_id(store: Store) -> None:
    add_roadmap(store)
    occurrence = Occurrence.select().first().id
    marks.toggle(store, occurrence, TODAY)
    assert [mark.id for mark in Mark.select()] == [marks.mark_id(occurrence)]
