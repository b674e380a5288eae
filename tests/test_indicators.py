"""Indicators against a count of their own in plain Python over exported rows, and what holds for any world."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from model.check import problems
from model.demo.making import make_demo
from model.duplicates import link
from model.entities import Event, EventPerson, PairMember, Person, Programme
from model.errors import Refusal
from model.indicators import Indicator, behind, indicators, read_target, set_target
from model.journal import undo
from model.marks import set_mark
from model.pairs import create_pair
from model.preferences import set_preference
from model.questionnaires import ItemDraft, QuestionnaireDraft, create_questionnaire
from model.setup import own_id
from model.store import Store
from model.survey_sheets import enter_sheets
from sync.folder import merge_paths
from tests.worlds import TODAY, add_person, add_roadmap, district, export, school

YEARS = "2026-2027"
TABLES = ("institution", "person", "pair", "pair_member", "programme", "roadmap", "stage", "activity", "occurrence", "mark",
          "event", "event_person", "consent", "questionnaire", "questionnaire_item", "answer_sheet", "answer")  # fmt: skip


def by_code(found: list[Indicator]) -> dict[str, Indicator]:
    return {one.code: one for one in found}


# ---------------------------------------------------------------------- a count that shares nothing with the product
Rows = dict[str, list[dict[str, str]]]


def exported(store: Store, folder: Path) -> Rows:
    """Every table as a CSV file written from a plain SELECT, read back as text."""
    tables: Rows = {}
    for table in TABLES:
        path = folder / f"{table}.csv"
        cursor = store.sql(f'SELECT * FROM "{table}"')
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column[0] for column in cursor.description])
            writer.writerows(cursor)
        with path.open(encoding="utf-8", newline="") as file:
            tables[table] = list(csv.DictReader(file))
    return tables


def whole_years(since: str, on: str) -> int:
    return int(on[:4]) - int(since[:4]) - (on[5:] < since[5:])


def counted_by_hand(t: Rows, on: str, years: str = YEARS) -> dict[str, tuple[int, int]]:
    """The definitions of docs/dev/indicators.md over rows of text; ISO days compare as text."""
    last = min(on, f"{years[5:]}-07-31")
    offices = {row["id"] for row in t["institution"] if row["kind"] == "district"}

    def pairs_of(year: str, until: str) -> dict[str, dict[str, str]]:
        return {
            p["id"]: p
            for p in t["pair"]
            if p["institution"] not in offices
            and p["years"] == year
            and p["state"] in {"active", "finished", "stopped"}
            and p["started_on"]
            and p["started_on"] <= until
        }

    def people(pairs: dict[str, dict[str, str]], role: str, until: str) -> set[str]:
        return {
            m["person"]
            for m in t["pair_member"]
            if m["pair"] in pairs and m["role"] == role and (m["since"] or pairs[m["pair"]]["started_on"]) <= until
        }

    pairs = pairs_of(years, last)
    mentors, mentees = people(pairs, "mentor", last), people(pairs, "mentee", last)
    staff = [p for p in t["person"] if p["institution"] not in offices]

    def here(p: dict[str, str], day: str) -> bool:
        return (not p["hired_on"] or p["hired_on"] <= day) and (not p["left_on"] or p["left_on"] > day)

    young = {
        p["id"]
        for p in staff
        if p["kind"] == "employee" and here(p, last) and p["birth_date"] and p["teaching_since"]
        and p["birth_date"] <= last and p["teaching_since"] <= last
        and whole_years(p["birth_date"], last) <= 35 and whole_years(p["teaching_since"], last) <= 3
    }  # fmt: skip

    def aged(low: int) -> set[str]:
        students = [p for p in staff if p["kind"] == "student" and here(p, last) and p["birth_date"]]
        return {p["id"] for p in students if low <= whole_years(p["birth_date"], last) <= 19}

    plans = [
        g for g in t["programme"]
        if g["institution"] not in offices and g["years"] == years and g["started_on"] and g["started_on"] <= on
    ]  # fmt: skip
    full = [g for g in plans if g["end_kind"] == "full" and (not g["ended_on"] or g["ended_on"] <= on)]
    maps = {r["id"] for r in t["roadmap"] if r["years"] == years and r["institution"] not in offices}
    stages = {s["id"] for s in t["stage"] if s["roadmap"] in maps}
    activities = {a["id"] for a in t["activity"] if a["stage"] in stages}
    marks = {m["occurrence"]: m for m in t["mark"]}
    due = done = 0
    for o in t["occurrence"]:
        mark = marks.get(o["id"], {"state": "", "done_on": ""})
        if o["activity"] in activities and o["end_on"] and o["end_on"] <= on and mark["state"] != "not-required":
            due += 1
            done += mark["state"] == "done" and bool(mark["done_on"]) and mark["done_on"] <= o["end_on"]
    old = f"{int(years[:4]) - 1}-{years[:4]}"
    former = people(pairs_of(old, f"{years[:4]}-07-31"), "mentee", f"{years[:4]}-07-31")
    employees = {p["id"] for p in staff if p["kind"] == "employee"} & former
    stay = {p["id"] for p in staff if p["id"] in employees and here(p, on)}

    def visitors(kind: str) -> set[str]:
        events = {e["id"] for e in t["event"] if e["kind"] == kind and e["years"] == years and (e["on_day"] or on) <= on}
        return {v["person"] for v in t["event_person"] if v["event"] in events}

    def satisfied(role: str) -> tuple[int, int]:
        asked = {q["id"] for q in t["questionnaire"] if q["role"] == role and q["years"] == years}
        items = {i["id"] for i in t["questionnaire_item"] if i["block"] == "satisfaction" and i["scale"] == "scale10"}
        means = []
        for sheet in t["answer_sheet"]:
            if sheet["questionnaire"] in asked and sheet["moment"] == "after" and (sheet["on_day"] or on) <= on:
                grades = [int(a["number"]) for a in t["answer"] if a["sheet"] == sheet["id"] and a["item"] in items]
                means += [sum(grades) / len(grades)] if grades else []
        return sum(mean >= 7 for mean in means), len(means)

    found = {
        "young": (len(young & (mentors | mentees)), len(young)),
        "children": (len(aged(10) & mentees), len(aged(10))),
        "youth": (len(aged(15) & mentors), len(aged(15))),
        "satisfied-mentees": satisfied("mentee"),
        "satisfied-mentors": satisfied("mentor"),
        "programmes": (len(full), len(plans)),
        "on-time": (done, due),
        "trained": (len(visitors("training") & mentors), len(mentors)),
        "stayed": (len(stay), len(employees)),
        "contest-mentors": (len(visitors("contest") & mentors), len(mentors)),
        "contest-mentees": (len(visitors("contest") & mentees), len(mentees)),
        "papers": (sum(papers_by_hand(t, p, last) for p in pairs.values()), len(pairs)),
    }
    for form in ("teacher-teacher", "head-teacher", "employer-student", "university-teacher", "other"):
        found[f"form-{form}"] = (sum(p["form"] == form for p in pairs.values()), len(pairs))
    kinds = {"virtual": "виртуальное", "group": "в группе", "short": "краткосрочное", "reverse": "реверсивное",
             "situational": "ситуационное", "speed": "скоростное", "traditional": "традиционное"}  # fmt: skip
    for code, kind in kinds.items():
        found[f"kind-{code}"] = (sum(f'"{kind}"' in p["kinds"] for p in pairs.values()), len(pairs))
    return found


def papers_by_hand(t: Rows, pair: dict[str, str], last: str) -> bool:
    """Consents of everybody, duties and the agreement of the mentor, order, mutual agreement, a dated programme."""
    day = min(last, pair["ended_on"] or last)
    members = [m for m in t["pair_member"] if m["pair"] == pair["id"]]
    now = [m for m in members if not m["until"]]
    handed = max((m["since"] for m in members if m["until"] and m["role"] == "mentor" and m["since"]), default="")
    kinds = {p["id"]: p["kind"] for p in t["person"]}

    def given(person: str, scope: str) -> bool:
        return any(
            c["person"] == person and c["scope"] == scope and c["given_on"] and c["given_on"] <= day
            and (not c["withdrawn_on"] or c["withdrawn_on"] > day)
            for c in t["consent"]
        )  # fmt: skip

    mentors = [m for m in now if m["role"] == "mentor"]
    sides = bool(mentors) and len(now) > len(mentors)
    outside = sides and all(kinds.get(m["person"]) in {"external", "student"} for m in mentors)
    fields = [pair[f"agreement_{name}"] for name in ("no", "date", "content", "term", "form", "pay")]
    agreed = outside or (all(fields) and pair["agreement_date"] > handed) or day < "2025-03-01"
    duties = day < "2025-03-01" or all(given(m["person"], "duties") for m in mentors)
    plan = any(g["pair"] == pair["id"] and g["started_on"] and g["ends_on"] for g in t["programme"])
    ordered = bool(pair["order_no"] and pair["order_date"]) and pair["order_date"] > handed
    consents = all(given(m["person"], "processing") for m in now)
    return bool(sides and consents and duties and ordered and agreed and pair["mutual_agreement_on"] and plan)


# ---------------------------------------------------------------------- the demo
@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Path], Path, Path]]:
    """Twenty invented institutions with events and answered questionnaires, their district and the files it received."""
    folder = tmp_path_factory.mktemp("twenty")
    patch = pytest.MonkeyPatch()
    patch.setenv("KURATOR_STATE", str(tmp_path_factory.mktemp("twenty-state")))
    files = make_demo(folder / "demo", institutions=20, persons=9, seed=4, today=TODAY)
    out = folder / "обмен"
    out.mkdir()
    for number, path in enumerate(files.institutions):
        with Store.open(path) as store:
            live_on(store, number)
            export(store, out / f"{number}.kur")
    with Store.open(files.district) as store:
        merge_paths(store, sorted(out.iterdir()))
    yield files.institutions, files.district, folder
    patch.undo()


def live_on(store: Store, number: int) -> None:
    """What the demo does not do: trainings, contests, questionnaires, programmes done in full."""
    owner = own_id(store)
    members = list(PairMember.select().order_by(PairMember.id))
    with store.transaction("Жизнь"):
        for kind, on in (("training", TODAY), ("contest", TODAY - timedelta(days=20)), ("contest", TODAY + timedelta(days=9))):
            event = Event.create(institution=owner, years=YEARS, kind=kind, on_day=on)
            for member in members[number % 3 :: 3]:
                if not EventPerson.select().where(EventPerson.event == event.id, EventPerson.person == member.person).exists():
                    EventPerson.create(institution=owner, event=event.id, person=member.person)
        for programme in list(Programme.select().where(Programme.years == YEARS).order_by(Programme.id))[: number % 3]:
            Programme.update(end_kind="full", ended_on=TODAY).where(Programme.id == programme.id).execute()
    for role in ("mentor", "mentee"):
        items = (ItemDraft("Довольны?"), ItemDraft("Удобно?"), ItemDraft("Понятно?", block="quality"))
        identity = create_questionnaire(store, QuestionnaireDraft("Опрос", role, items))
        grades = [f"-;{1 + (n * 3 + number) % 10};{1 + (n * 5 + number) % 10};1" for n in range(number % 5)]
        if grades:
            enter_sheets(store, identity, "after", [*grades, "-;-;-;5"], on=TODAY, anonymous=True)


def test_every_institution_equals_a_count_by_hand(demo: tuple[list[Path], Path, Path], tmp_path: Path) -> None:
    institutions, _, _ = demo
    for number, path in enumerate(institutions[:6]):
        with Store.open(path) as store:
            rows = exported(store, tmp_path)
            for on in (TODAY, date(2026, 10, 5), date(2027, 8, 20), date(2026, 7, 31))[: 4 if number < 2 else 1]:
                found = {one.code: (one.numerator, one.denominator) for one in indicators(store, YEARS, on)}
                assert found == counted_by_hand(rows, on.isoformat()), (number, on)


def test_district_equals_a_count_by_hand_and_the_sum_over_institutions(
    demo: tuple[list[Path], Path, Path], tmp_path: Path
) -> None:
    _, path, _ = demo
    with Store.open(path) as store:
        asked: list[str] = []
        connection = store.database.connection()
        connection.set_trace_callback(asked.append)
        found = by_code(indicators(store, YEARS, TODAY))
        connection.set_trace_callback(None)
        assert len(asked) <= 100, "questions to the base do not grow with its people"
        by_hand = counted_by_hand(exported(store, tmp_path), TODAY.isoformat())
        del by_hand["papers"]  # the text of agreements does not travel
        assert {code: (found[code].numerator, found[code].denominator) for code in by_hand} == by_hand
        assert found["young"].denominator > 20
        assert found["on-time"].denominator > 100
        assert all(found[code].numerator for code in ("programmes", "papers", "trained", "stayed", "satisfied-mentees"))
        one_by_one: dict[str, list[int]] = {code: [0, 0] for code in found}
        for (institution,) in store.sql("SELECT id FROM institution WHERE kind <> 'district'").fetchall():
            for one in indicators(store, YEARS, TODAY, [institution]):
                one_by_one[one.code][0] += one.numerator
                one_by_one[one.code][1] += one.denominator
        assert {code: [one.numerator, one.denominator] for code, one in found.items()} == one_by_one


def test_pairs_with_papers_agree_at_the_district(demo: tuple[list[Path], Path, Path]) -> None:
    institutions, path, _ = demo
    total = 0
    for one in institutions:
        with Store.open(one) as store:
            total += by_code(indicators(store, YEARS, TODAY))["papers"].numerator
    with Store.open(path) as store:
        assert by_code(indicators(store, YEARS, TODAY))["papers"].numerator == total


@pytest.mark.parametrize(
    "on", [date(2026, 8, 1), date(2026, 10, 1), TODAY, date(2027, 5, 31), date(2029, 1, 1), date(2020, 1, 1)]
)
def test_numerators_lie_in_denominators(demo: tuple[list[Path], Path, Path], on: date) -> None:
    with Store.open(demo[1]) as store:
        for one in indicators(store, YEARS, on):
            assert set(one.numerator_people) <= set(one.denominator_people)
            assert one.numerator == len(set(one.numerator_people))
            assert one.denominator == len(set(one.denominator_people))
            assert one.value is None if not one.denominator else 0 <= (one.value or 0) <= 1


def test_everything_behind_a_number_has_a_name(demo: tuple[list[Path], Path, Path]) -> None:
    with Store.open(demo[0][1]) as store:
        names = behind(store, [x for one in indicators(store, YEARS, TODAY) for x in one.denominator_people])
        assert names
        assert "нет данных" not in names.values()


# ---------------------------------------------------------------------- small worlds
def young_teacher(store: Store, surname: str, birth: str = "01.03.2000") -> str:
    return add_person(store, surname, birth_date=birth, teaching_since="01.09.2025")


def test_a_person_in_two_institutions_counts_once(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    ids = []
    for number in (1, 2):
        with school(tmp_path / f"{number}.db", f"Школа № {number}") as store:
            ids.append(young_teacher(store, "Ёлкина"))
            mentor = add_person(store, "Тихонова")
            if number == 2:
                create_pair(store, [mentor], [ids[1]], state="active", started_on=date(2026, 9, 10))
            export(store, out / f"{number}.kur")
    with district(tmp_path / "d.db") as store:
        merge_paths(store, sorted(out.iterdir()))
        before = by_code(indicators(store, YEARS, TODAY))["young"]
        assert (before.numerator, before.denominator) == (1, 2)
        link(store, *ids)
        after = by_code(indicators(store, YEARS, TODAY))["young"]
        assert (after.numerator, after.denominator, after.value) == (1, 1, 1.0)
        assert after.numerator_people == [min(ids)]
        undo(store)
        assert by_code(indicators(store, YEARS, TODAY))["young"].denominator == 2
        assert problems(store) == []


def test_thresholds_are_settings_and_days_decide(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        person = young_teacher(store, "Ёлкина", birth="21.11.1990")  # 36 on the day itself
        assert by_code(indicators(store, YEARS, TODAY))["young"].denominator == 0
        assert by_code(indicators(store, YEARS, TODAY - timedelta(days=1)))["young"].denominator == 1
        set_preference(store, "young.age", 36)
        assert by_code(indicators(store, YEARS, TODAY))["young"].denominator_people == [person]
        Person.update(left_on=TODAY).where(Person.id == person).execute()
        assert by_code(indicators(store, YEARS, TODAY))["young"].denominator == 0


def test_late_undated_and_not_required_ticks(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        add_roadmap(store)
        due = store.sql("SELECT id, end_on FROM occurrence WHERE end_on <= ? ORDER BY id", (TODAY.isoformat(),)).fetchall()
        days = [date.fromisoformat(end) for _, end in due]
        set_mark(store, due[0][0], state="done", done_on=days[0])
        set_mark(store, due[1][0], state="done", done_on=days[1] + timedelta(days=1))
        set_mark(store, due[2][0], state="done", done_on=None)
        set_mark(store, due[3][0], state="not-required")
        set_mark(store, due[4][0], state="partial", done_on=days[4])
        found = by_code(indicators(store, YEARS, TODAY))["on-time"]
        assert found.numerator_people == [due[0][0]]
        assert found.denominator == len(due) - 1


def test_satisfaction_is_the_mean_of_a_person_against_the_threshold(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        anna, vera = add_person(store, "Ёлкина"), add_person(store, "Тихонова")
        items = (ItemDraft("Довольны?", paired=True), ItemDraft("Удобно?"), ItemDraft("Понятно?", block="quality"))
        identity = create_questionnaire(store, QuestionnaireDraft("Опрос", "mentee", items))
        enter_sheets(store, identity, "before", [f"{anna};1", f"{vera};10"], on=TODAY)
        enter_sheets(store, identity, "after", [f"{anna};6;8;1", f"{vera};6;7;10"], on=TODAY)
        found = by_code(indicators(store, YEARS, TODAY))
        assert found["satisfied-mentees"].numerator_people == [anna]
        assert found["satisfied-mentees"].denominator == 2
        assert found["satisfied-mentors"].value is None
        assert by_code(indicators(store, YEARS, TODAY - timedelta(days=1)))["satisfied-mentees"].denominator == 0
        set_preference(store, "satisfied.from", 6.5)
        assert by_code(indicators(store, YEARS, TODAY))["satisfied-mentees"].numerator == 2


def test_nothing_is_a_dash_and_goals_are_settings(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        found = by_code(indicators(store, YEARS, TODAY))
        assert {one.shown for one in found.values()} == {"—"}
        assert found["young"].target == 1.0
        set_target(store, "young", read_target("90 %"))
        set_target(store, "programmes", read_target("0,5"))
        found = by_code(indicators(store, YEARS, TODAY))
        assert (found["young"].target, found["programmes"].target) == (0.9, 0.5)
        undo(store)
        assert by_code(indicators(store, YEARS, TODAY))["programmes"].target is None
        set_target(store, "young", None)
        assert by_code(indicators(store, YEARS, TODAY))["young"].target is None
        for code, value in (("нет такого", 0.5), ("young", 1.5), ("young", float("nan"))):
            with pytest.raises(Refusal):
                set_target(store, code, value)
        assert problems(store) == []


@pytest.mark.parametrize(
    ("words", "value"), [("100%", 1.0), ("80", 0.8), ("0.8", 0.8), ("1", 1.0), ("0", 0.0), ("1%", 0.01), ("", None)]
)
def test_goals_as_people_write_them(words: str, value: Any) -> None:
    assert read_target(words) == value


@pytest.mark.parametrize("words", ["101%", "-5", "nan", "1e3", "пять", "50%%", "2000"])
def test_what_is_no_goal(words: str) -> None:
    with pytest.raises(Refusal):
        read_target(words)
