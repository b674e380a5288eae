"""The demo: an invented district that is whole, sensible and the same for the same seed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from model import check, entities
from model.demo import DemoFiles, make_demo
from model.demo.banks import TOPICS
from model.demo.names import MEN_ELDER, MEN_YOUNGER, PATRONYMICS, SURNAMES, WOMEN_ELDER, WOMEN_YOUNGER, feminine
from model.demo.roadmap_texts import OUTLINES, WORDS
from model.demo.topics import DIRECTIONS
from model.entities import ids_from, new_id
from model.errors import Refusal
from model.log_tables import columns, table_names
from model.persons import CONSENT_SCOPES
from model.roadmap_queries import roadmaps
from model.store import Store

TODAY = date(2026, 11, 21)
EXAMPLES = ("Берёзкин", "Полев", "Ручьёв")  # people of the examples that we were given


@pytest.fixture(scope="module", autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What belongs to the machine goes into a folder of this module, also while module fixtures are made."""
    before = os.environ.get("KURATOR_STATE")
    os.environ["KURATOR_STATE"] = str(tmp_path_factory.mktemp("state"))
    yield
    if before is None:
        os.environ.pop("KURATOR_STATE")
    else:
        os.environ["KURATOR_STATE"] = before


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, state: None) -> DemoFiles:
    return make_demo(tmp_path_factory.mktemp("demo"), today=TODAY)


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All values of all domain tables, with row ids, without stamps."""
    with Store.open(path) as store:
        return {
            table: store.sql(f'SELECT id, {", ".join(columns(table))} FROM "{table}" ORDER BY id').fetchall()
            for table in table_names()
        }


def all_content(files: DemoFiles) -> list[dict[str, list[tuple[Any, ...]]]]:
    return [content(path) for path in (files.district, *files.institutions)]


@pytest.fixture(scope="module")
def tables(demo: DemoFiles) -> list[dict[str, list[tuple[Any, ...]]]]:
    return all_content(demo)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with Store.open(path) as store:
        return store.sql(sql).fetchall()


def test_the_same_seed_gives_the_same_rows_and_a_bigger_district_begins_alike(
    tmp_path: Path, tables: list[dict[str, list[tuple[Any, ...]]]]
) -> None:
    again = make_demo(tmp_path / "again", institutions=4, today=TODAY)
    assert all_content(again)[:4] == tables


@pytest.mark.parametrize("other", [{"seed": 2}, {"today": date(2026, 11, 20)}, {"persons": 23}])
def test_another_seed_day_or_number_of_persons_shares_no_id(
    tmp_path: Path, tables: list[dict[str, list[tuple[Any, ...]]]], other: dict[str, Any]
) -> None:
    made = make_demo(tmp_path, **{"institutions": 1, "today": TODAY, **other})
    mine, theirs = tables[1], content(made.institutions[0])
    for table in table_names():
        assert not {row[0] for row in mine[table]} & {row[0] for row in theirs[table]}, table
    assert [row[2:] for row in mine["person"]] != [row[2:] for row in theirs["person"]]


def test_files_are_whole_named_and_cannot_be_undone(demo: DemoFiles) -> None:
    assert demo.district.name == "district.db"
    assert [path.name for path in demo.institutions] == [f"institution-{n:03d}.db" for n in (1, 2, 3)]
    for path in (demo.district, *demo.institutions):
        with Store.open(path) as store:
            assert check.problems(store) == []
            assert store.value("SELECT count(*) FROM action") == 0
            assert store.setting("year") == "2026-2027"
            assert store.value("SELECT count(*) FROM roadmap") == 1
    kinds = {rows(path, "SELECT kind FROM institution")[0][0] for path in demo.institutions}
    assert kinds == {"school", "kindergarten", "extra"}
    assert rows(demo.district, "SELECT kind FROM institution") == [("district",)]
    owners = {rows(path, "SELECT municipality FROM institution")[0] for path in (demo.district, *demo.institutions)}
    assert len(owners) == 1


def test_every_reference_leads_somewhere(tables: list[dict[str, list[tuple[Any, ...]]]]) -> None:
    leads = {
        "role": {"person": "person"},
        "consent": {"person": "person"},
        "request": {"person": "person"},
        "pair_member": {"pair": "pair", "person": "person"},
        "programme": {"pair": "pair"},
        "programme_activity": {"programme": "programme"},
        "stage": {"roadmap": "roadmap"},
        "activity": {"stage": "stage"},
        "occurrence": {"activity": "activity"},
        "mark": {"occurrence": "occurrence"},
        "control_card": {"programme": "programme"},
    }
    for database in tables:
        ids = {table: {row[0] for row in found} for table, found in database.items()}
        (institution,) = ids["institution"]
        for table, found in database.items():
            names = ["id", *columns(table)]
            for row in found:
                values = dict(zip(names, row, strict=True))
                assert values["institution"] == institution
                for column, target in leads.get(table, {}).items():
                    assert values[column] in ids[target], (table, column)
        assert {row[1 + columns("occurrence").index("activity")] for row in database["occurrence"]} == ids["activity"]


def test_every_pair_has_both_sides_and_people_beside_pairs_remain(demo: DemoFiles) -> None:
    for path in demo.institutions:
        sides = rows(path, "SELECT group_concat(DISTINCT role) FROM pair_member WHERE until IS NULL GROUP BY pair")
        assert all(set(side[0].split(",")) == {"mentor", "mentee"} for side in sides)
        alone = "SELECT 1 FROM role WHERE role = 'mentee' AND person NOT IN (SELECT person FROM pair_member)"
        assert rows(path, alone)
        assert rows(path, "SELECT count(*) FROM person") == [(24,)]
    states = {row[0] for path in demo.institutions for row in rows(path, "SELECT state FROM pair")}
    assert {"proposed", "approved", "active", "finished"} <= states
    groups = "SELECT pair FROM pair_member WHERE role = 'mentee' GROUP BY pair HAVING count(*) > 1"
    assert all(rows(path, groups) for path in demo.institutions)


def test_consents_differ(demo: DemoFiles) -> None:
    for path in demo.institutions:
        scopes = [set((row[0] or "").split(",")) for row in rows(path, _CONSENTS)]
        given = sum({"processing", "publication", "district"} <= one for one in scopes)
        assert given > len(scopes) / 2
        assert any("processing" in one and "district" not in one for one in scopes)
        assert any(one >= set(CONSENT_SCOPES) for one in scopes)
        assert rows(path, "SELECT 1 FROM consent WHERE withdrawn_on IS NOT NULL")


_CONSENTS = "SELECT (SELECT group_concat(scope) FROM consent c WHERE c.person = p.id AND withdrawn_on IS NULL) FROM person p"


def test_institutions_stand_differently(demo: DemoFiles) -> None:
    shares, overdue = [], []
    for path in demo.institutions:
        with Store.open(path) as store:
            (line,) = roadmaps(store, TODAY)
        shares.append(line.done / (line.done + line.overdue))
        overdue.append(line.overdue)
        assert line.done
    assert shares[1] > 0.9
    assert shares[2] < 0.6
    assert overdue[2] > 3
    titles = [tuple(row[0] for row in rows(path, "SELECT title FROM stage ORDER BY position")) for path in demo.institutions]
    assert len(set(titles)) == 3
    measures = "SELECT DISTINCT state FROM programme_activity"
    assert {"done", "none"} <= {row[0] for path in demo.institutions for row in rows(path, measures)}
    late = "SELECT 1 FROM programme_activity WHERE state = 'none' AND due_end < '2026-11-21'"
    assert any(rows(path, late) for path in demo.institutions)
    cards = "SELECT conclusion, recommendation FROM control_card WHERE checkpoint = 'Ноябрь 2026'"
    assert all(rows(path, cards) and all(all(card) for card in rows(path, cards)) for path in demo.institutions)


@pytest.mark.parametrize("today", ["2026-08-01", "2026-09-04", "2027-01-03", "2027-07-31", "2028-02-29"])
def test_any_day_of_the_year_will_do(tmp_path: Path, today: str) -> None:
    day = date.fromisoformat(today)
    made = make_demo(tmp_path, institutions=2, persons=14, seed=7, today=day)
    sensible(all_content(made), day)
    for path in (made.district, *made.institutions):
        with Store.open(path) as store:
            assert check.problems(store) == []


def test_days_are_sensible(tables: list[dict[str, list[tuple[Any, ...]]]]) -> None:
    sensible(tables, TODAY)


#: What has happened; plans may lie ahead.
_PAST = {
    "person": ("birth_date", "teaching_since", "hired_on"),
    "role": ("since", "until"),
    "consent": ("given_on", "withdrawn_on"),
    "request": ("raised_on", "closed_on"),
    "pair": ("mutual_agreement_on", "order_date", "agreement_date", "started_on", "ended_on", "early_end_notice_on"),
    "pair_member": ("since", "until"),
    "programme": ("ended_on", "published_on"),
    "programme_activity": ("done_on",),
    "mark": ("done_on",),
    "control_card": ("on_day", "signed_on"),
}
_ORDERED = (
    ("person", "birth_date", "teaching_since"),
    ("person", "teaching_since", "hired_on"),
    ("role", "since", "until"),
    ("consent", "given_on", "withdrawn_on"),
    ("request", "raised_on", "closed_on"),
    ("pair", "mutual_agreement_on", "order_date"),
    ("pair", "order_date", "started_on"),
    ("pair", "started_on", "ended_on"),
    ("pair_member", "since", "until"),
    ("programme", "started_on", "ends_on"),
    ("programme", "started_on", "ended_on"),
    ("programme_activity", "due_start", "due_end"),
    ("occurrence", "start_on", "end_on"),
    ("control_card", "on_day", "signed_on"),
)


def sensible(databases: list[dict[str, list[tuple[Any, ...]]]], today: date) -> None:
    """Nothing has happened tomorrow or before its beginning; nobody teaches before 18."""
    first = today.year - (today.month < 8)
    for database in databases:
        for table, names in _PAST.items():
            for name in names:
                at = 1 + columns(table).index(name)
                days = [row[at] for row in database[table] if row[at]]
                assert all("1955" < day <= today.isoformat() for day in days), (table, name)
                if table in {"mark", "programme_activity", "control_card"}:
                    assert all(day >= f"{first - 1}-08" for day in days), (table, name)
        for table, before, after in _ORDERED:
            at, to = (1 + columns(table).index(name) for name in (before, after))
            wrong = [row for row in database[table] if row[at] and row[to] and row[at] > row[to]]
            assert not wrong, (table, before, after, wrong)
        birth, since = (1 + columns("person").index(name) for name in ("birth_date", "teaching_since"))
        teaching = [row for row in database["person"] if row[since]]
        assert all(int(row[since][:4]) - int(row[birth][:4]) >= 18 for row in teaching)


def test_contacts_and_names_are_invented(demo: DemoFiles) -> None:
    said = set()
    for path in (demo.district, *demo.institutions):
        for surname, name, patronymic, phone, email in rows(path, "SELECT surname, name, patronymic, phone, email FROM person"):
            assert phone is None or (phone.startswith("+7 000 000-00-") and len(phone) == 16)
            assert email is None or email.endswith("@example.org")
            assert not surname.startswith(EXAMPLES)
            woman = patronymic.endswith("на")
            assert name in (WOMEN_ELDER + WOMEN_YOUNGER if woman else MEN_ELDER + MEN_YOUNGER)
            assert surname in ({feminine(one) for one in SURNAMES} if woman else SURNAMES)
            said.add((surname, name, patronymic))
    assert len(said) > 70
    assert len(set(SURNAMES)) >= 80
    assert min(len({*WOMEN_ELDER, *WOMEN_YOUNGER}), len({*MEN_ELDER, *MEN_YOUNGER}), len(set(PATRONYMICS))) >= 30
    assert not any(one.startswith(EXAMPLES) for one in SURNAMES)


def test_a_person_works_in_two_institutions(demo: DemoFiles) -> None:
    people = [set(rows(path, "SELECT surname, name, patronymic, birth_date FROM person")) for path in demo.institutions]
    assert len(people[0] & people[1]) == 1


def test_themes_cover_all_directions_for_every_kind_of_institution() -> None:
    assert {topic.direction for topic in TOPICS} == set(DIRECTIONS)
    for kind in WORDS:
        assert len({topic.direction for topic in TOPICS if kind in topic.kinds}) >= 5
    assert {len(outline) for outline in OUTLINES} == {4, 5, 6, 9}


def test_a_second_demo_in_the_same_folder_is_refused_and_changes_nothing(demo: DemoFiles) -> None:
    folder = demo.district.parent
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Refusal) as refused:
        make_demo(folder, today=TODAY)
    assert refused.value.code == "exists"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here already")
    for folder in (tmp_path / "file", tmp_path / "file" / "demo"):
        with pytest.raises(Refusal) as refused:
            make_demo(folder)
        assert refused.value.code == "unwritable"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, Refusal])
def test_what_is_half_made_is_removed(tmp_path: Path, error: type[BaseException]) -> None:
    def stop(done: int, total: int) -> None:
        assert total == 4
        if done == 2:
            raise error("stop")

    (tmp_path / "mine.txt").write_text("stays")
    for folder in (tmp_path, tmp_path / "new" / "demo"):
        with pytest.raises(Refusal if error is OSError else error):
            make_demo(folder, persons=6, today=TODAY, progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert len(new_id()) == 32


def test_numbers_that_make_no_demo_are_refused(tmp_path: Path) -> None:
    for numbers in ({"institutions": 0}, {"persons": 3}):
        with pytest.raises(Refusal):
            make_demo(tmp_path / "demo", **numbers)  # type: ignore[arg-type]
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize(("persons", "institutions"), [(4, 3), (5, 1), (7, 2), (9, 3), (11, 2), (60, 1)])
def test_any_number_of_persons_is_kept_to(tmp_path: Path, persons: int, institutions: int) -> None:
    made = make_demo(tmp_path, institutions=institutions, persons=persons, seed=persons, today=TODAY)
    counted = [rows(path, "SELECT count(*) FROM person")[0][0] for path in made.institutions]
    assert counted == [persons] * institutions


def test_the_database_that_was_open_stays_in_use(tmp_path: Path) -> None:
    with Store.create(tmp_path / "mine.db") as store:
        make_demo(tmp_path / "demo", institutions=1, persons=4, today=TODAY)
        assert entities.database.obj is store.database
        assert entities.Person.select().count() == 0


def test_ids_are_drawn_from_the_source_in_this_thread_alone() -> None:
    elsewhere: list[str] = []
    with ids_from(Random(5)):
        mine = [new_id(), new_id()]
        thread = threading.Thread(target=lambda: elsewhere.append(new_id()))
        thread.start()
        thread.join()
    with ids_from(Random(5)):
        assert [new_id(), new_id()] == mine
    assert elsewhere[0] not in mine
    assert new_id() not in mine
