"""A directive carries the district's own texts: nobody of any institution is named in them without consent to publication."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import named_persons
from model.entities import Activity, Consent, Roadmap, Stage
from model.indicators.targets import set_target
from model.name_forms import name_pattern
from model.named_persons import NamedPersons
from model.persons import delete_person, edit_person, set_consent
from model.practices import add_practice, offer_practice, publish_practice
from model.preferences import set_preference
from model.setup import own_id
from model.store import Store
from sync.exchange_file import read_file
from sync.outgoing import Exported, export_file
from tests.test_merge import FORMS
from tests.worlds import TODAY, add_person, add_roadmap, district, export, merge, plain_text, school, statuses


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Store]:
    """The district's laptop, with a roadmap."""
    with district(tmp_path / "район.db") as store:
        add_roadmap(store)
        yield store


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    """The institution whose teachers the district's texts name."""
    with school(tmp_path / "школа.db") as store:
        yield store


def says(store: Store, *texts: str) -> list[str]:
    """Put texts into the first activities of the district's roadmap; return their ids."""
    store.activate()
    rows = list(Activity.select().where(Activity.institution == own_id(store)).order_by(Activity.id).limit(len(texts)))
    for row, text in zip(rows, texts, strict=True):
        Activity.update(text=text).where(Activity.id == row.id).execute()
    return [row.id for row in rows]


def directive(there: Store, out: Path, on: date = TODAY) -> Exported:
    """The district's file for all institutions."""
    there.activate()
    return export_file(there, "directive", out, on=on, unsealed=True)


def left(done: Exported) -> list[str]:
    """Whom the texts that stayed behind name."""
    assert all(one.why.endswith("названа фамилия без согласия на публикацию") for one in done.left_out)
    assert not any(one.initials for one in done.left_out), "nothing of it travels"
    assert done.kept_where == "Остались в районе"
    return [one.who for one in done.left_out]


NAMED = [
    "Сорокина проведёт урок", "Открытый урок Сорокиной", "СОРОКИНОЙ поручить доклад", "отв. Сорокина А. Л.",
    "отв. А. Л. Сорокина", "А.Л. Сорокиной", "Сорокина А.Л., зам. директора", "Анна Львовна расскажет",
    "с Анной\u00a0Львовной", "анне\nльвовне",
]  # fmt: skip


def test_name_of_another_institutions_teacher_stays(here: Store, there: Store, tmp_path: Path) -> None:
    """The transfer to the district was agreed to; that is no consent to go on to others. The receiver's bytes have no trace."""
    add_person(here, "Сорокина")
    merge(there, export(here, tmp_path / "1.kur"))
    rows = says(there, *NAMED)
    done = directive(there, tmp_path / "2.kur")
    assert left(done) == ["С. А. Л."] * len(NAMED)
    assert sorted(one.row for one in done.left_out) == sorted(rows)
    assert read_file(done.path).manifest["withheld_texts"] == len(NAMED)
    assert read_file(done.path).manifest["withheld"] == []
    with school(tmp_path / "вторая.db", "Гимназия Чайка") as second:
        assert statuses(merge(second, done.path)) == ["merged"]
        assert second.value("SELECT count(*) FROM activity") > 1
    stored = (tmp_path / "вторая.db").read_bytes().decode("utf-8", "replace").casefold()
    for word in ("сорокин", "львовн", *(text.casefold() for text in NAMED)):
        assert word not in stored
        assert word not in plain_text(done.path).casefold()


#: A surname, a text, whether it stays behind.
FORMS_AND_WORDS = [
    ("Журавлёва", "доклад Журавлевой", True), ("Синицева", "доклад СИНИЦЁВОЙ", True), ("Воробей", "отчёт Воробья", True),
    ("Мороз", "прогулка в мороз", False), ("Мороз", "доклад Мороза", True), ("Круглый", "провести круглый стол", False),
    ("Школьник", "конкурс для школьников", False), ("Ли", "Лист наблюдения", False), ("Речная", "школы Речного района", False),
]  # fmt: skip


def test_forms_and_common_words(here: Store, there: Store, tmp_path: Path) -> None:
    """As in a school's own file: an ordinary word in small letters is no surname, nor is what the district itself is called."""
    for surname in {surname for surname, _, _ in FORMS_AND_WORDS}:
        add_person(here, surname)
    merge(there, export(here, tmp_path / "1.kur"))
    says(there, *(text for _, text, _ in FORMS_AND_WORDS))
    done = directive(there, tmp_path / "2.kur")
    went = plain_text(done.path)
    assert [text for _, text, _ in FORMS_AND_WORDS if text not in went] == [text for _, text, stays in FORMS_AND_WORDS if stays]
    assert len(left(done)) == sum(stays for _, _, stays in FORMS_AND_WORDS)


def test_only_consent_to_publication_in_force_lets_a_name_go(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, "Сорокина")
    for scope in ("processing", "duties"):
        set_consent(here, person, scope, True, TODAY)
    merge(there, export(here, tmp_path / "1.kur"))
    says(there, "Урок у Сорокиной")
    assert left(directive(there, tmp_path / "2.kur")) == ["С. А. Л."]
    here.activate()
    set_consent(here, person, "publication", True, TODAY)
    merge(there, export(here, tmp_path / "3.kur"))
    done = directive(there, tmp_path / "4.kur")
    assert left(done) == []
    assert "Урок у Сорокиной" in plain_text(done.path)
    assert left(directive(there, tmp_path / "5.kur", date(2026, 11, 1))) == ["С. А. Л."], "not yet given"
    here.activate()
    set_consent(here, person, "publication", False, date(2026, 12, 1))
    merge(there, export(here, tmp_path / "6.kur"))
    assert left(directive(there, tmp_path / "7.kur", date(2026, 12, 2))) == ["С. А. Л."], "withdrawn"


def test_nobody_consents_for_the_people_of_others(here: Store, there: Store, tmp_path: Path) -> None:
    person = add_person(here, "Сорокина")
    merge(there, export(here, tmp_path / "1.kur"))
    there.activate()
    Consent.create(institution=own_id(there), person=person, scope="publication", given_on=TODAY)
    says(there, "Урок у Сорокиной")
    assert left(directive(there, tmp_path / "2.kur")) == ["С. А. Л."]


def test_former_names_and_people_who_are_gone(here: Store, there: Store, tmp_path: Path) -> None:
    renamed, gone = add_person(here, "Дятлова"), add_person(here, "Кукушкина", name="Ольга", patronymic="Ивановна")
    merge(there, export(here, tmp_path / "1.kur"))
    here.activate()
    edit_person(here, renamed, {"surname": "Зимородкина"})
    delete_person(here, gone)
    merge(there, export(here, tmp_path / "2.kur"))
    rows = says(there, "с Дятловой", "с Зимородкиной", "к Кукушкиной", "без имён")
    done = directive(there, tmp_path / "3.kur")
    assert {one.row: one.who for one in done.left_out} == {rows[0]: "З. А. Л.", rows[1]: "З. А. Л.", rows[2]: "К. О. И."}
    assert "без имён" in plain_text(done.path)


def test_every_text_of_the_district_is_read(here: Store, there: Store, tmp_path: Path) -> None:
    """Steps, deadlines, titles, practices with their descriptions, preferences; also what was corrected since."""
    add_person(here, "Сорокина")
    merge(there, export(here, tmp_path / "1.kur"))
    (activity,) = says(there, "Урок у Сорокиной")
    Activity.update(text="Урок без имён", steps=["подготовка", "показ Сорокиной"]).where(Activity.id == activity).execute()
    other = Activity.select().where(Activity.id != activity, Activity.institution == own_id(there)).get()
    Activity.update(deadline="май, у Сорокиной").where(Activity.id == other.id).execute()
    Roadmap.update(title="Карта Сорокиной").execute()
    Stage.update(title="Этап Сорокиной").where(Stage.position == 0).execute()
    practice = add_practice(there, "Пара недели", date(2026, 10, 1), description="Опыт А. Л. Сорокиной")
    offer_practice(there, practice, date(2026, 10, 2))
    publish_practice(there, practice, "сайт Сорокиной", date(2026, 10, 3))
    set_target(there, "young", 0.9)
    set_preference(there, "note", "Спросить Сорокину")
    done = directive(there, tmp_path / "2.kur")
    assert "орокин" not in plain_text(done.path)
    whats = sorted(one.why.partition("(")[2].partition(")")[0] for one in done.left_out)
    assert len(whats) == 7, whats
    assert "Пара недели" in plain_text(done.path), "the other side of the row goes"


def test_of_many_namesakes_three_are_told(here: Store, there: Store, tmp_path: Path) -> None:
    for name in ("Алла", "Вера", "Галина", "Дарья"):
        add_person(here, "Сорокина", name=name)
    merge(there, export(here, tmp_path / "1.kur"))
    says(there, "Урок у Сорокиной")
    assert left(directive(there, tmp_path / "2.kur")) == ["С. А. Л., С. В. Л., С. Г. Л. и др."]


# ---------------------------------------------------------------------- the same as one pattern, and cheap
WORDS = [
    *FORMS, *(form for forms in FORMS.values() for form in forms.split()), "Анна", "анной", "Львовна", "Львовной", "Лев",
    "льва", "урок", "Лист", "белая", "Smithson", "xКотова", "Котоваx", "text", "\\n", "\u00a0", "А.", "Л.",
    "Полынь-Ветрова", "Журавлев",
]  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.sampled_from([*FORMS, "Полынь-Ветрова", "Журавлёв", "", " - ", "Ли"]), max_size=4),
    st.lists(st.sampled_from([("Анна", "Львовна"), ("Лев", "Львович"), ("Ann", "Smith"), ("", "Львовна")]), max_size=2),
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", "", "-", ", ", "\\n", "\n"])), max_size=8),
)
def test_finds_what_one_pattern_of_all_names_finds(
    surnames: list[str], called: list[tuple[str, str]], words: list[tuple[str, str]]
) -> None:
    text = "".join(word + gap for word, gap in words)
    people = NamedPersons()
    for number, surname in enumerate(surnames):
        people.add(f"s{number}", [surname])
    for number, (name, patronymic) in enumerate(called):
        people.add(f"c{number}", [], [name], [patronymic])
    expected = {f"s{n}" for n, one in enumerate(surnames) if (p := name_pattern([one])) is not None and p.search(text)}
    expected |= {f"c{n}" for n, one in enumerate(called) if (p := name_pattern([], [one])) is not None and p.search(text)}
    assert people.named_in(text) == expected


def test_spared_words_are_forgotten() -> None:
    people = NamedPersons()
    people.add("a", ["Гагарина"])
    people.add("b", ["Полынь-Гагарина"])
    people.spare("Школа имени Гагарина")
    assert people.named_in("урок Гагариной") == set()
    assert people.named_in("урок Полынь-Гагариной") == {"b"}
    people.spare("")


class Counting(dict[str, Any]):
    """A dictionary that counts what is asked of it."""

    asked = 0

    def get(self, key: str, default: Any = None) -> Any:
        """Count and answer."""
        self.asked += 1
        return super().get(key, default)


def test_work_does_not_grow_with_the_number_of_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve thousand people or twelve: so many look-ups a word, and a pattern only where a name's beginning stands."""
    dice = random.Random(5)
    parts = ["бар", "вет", "гор", "дуб", "ель", "жук", "зер", "кор", "луг", "мох", "нор", "пол", "руч", "сос", "тун", "фил"]
    everybody = [
        "".join(dice.choices(parts, k=3)).capitalize() + dice.choice(["ов", "ин", "ский", "ко"]) for _ in range(12_000)
    ]
    text = " ".join(["провести", "заседание", "районного", "методического", "объединения", "Бархатные"] * 200) + " у Сорокиной"
    work, pattern = [], named_persons._surname_pattern
    for count in (12, 12_000):
        people = NamedPersons()
        for number, surname in enumerate(["Сорокина", *everybody[:count]]):
            people.add(str(number), [surname], ["Анна"], [surname[:4] + "овна"])
        index = people._ready()
        index.surnames, index.names = Counting(index.surnames), Counting(index.names)
        tried: list[str] = []
        with monkeypatch.context() as patch:

            def counted(word: str, tried: list[str] = tried) -> re.Pattern[str]:
                tried.append(word)
                return pattern(word)

            patch.setattr(named_persons, "_surname_pattern", counted)
            assert people.named_in(text) == {"0"}
        assert tried == ["Сорокина"]
        work.append(index.surnames.asked + index.names.asked)
    words = len(text.split())
    assert max(work) <= 8 * words
