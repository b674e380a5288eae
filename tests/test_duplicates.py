"""Duplicates: what the rule finds and does not, and the human's word that counts a person once."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model import check, duplicates, journal
from model.demo.names import SURNAMES, FullName, invent_name
from model.duplicates import canonical_person, link, suggest_duplicates, unlink
from model.entities import Person
from model.errors import Refusal
from model.name_likeness import NameCard, likeness
from model.store import Store
from tests.staff_files import latin
from tests.test_cli import Kurator, founded, kurator, sentence
from tests.worlds import add_person, district, export, merge, school

__all__ = ["founded", "kurator"]  # fixtures


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with school(tmp_path / "школа.db") as opened:
        yield opened


BORN, LATER = date(1985, 3, 12), date(1991, 7, 1)


def card(name: str, birth: date | None = None, former: str = "") -> NameCard:
    surname, first, patronymic = (*name.split(), "", "")[:3]
    return NameCard.of(name, surname, former, first, patronymic, birth)


@pytest.mark.parametrize(("one", "other", "reason"), [
    (card("Сорокина Анна Львовна"), card("СОРОКИНА Анна Львовна"), "полностью"),
    (card("Ёлкина Анна Львовна"), card("Елкина Анна Львовна"), "полностью"),
    (card("Сорокина Анна Львовна"), card(latin("Сорокина Анна Львовна")), "полностью"),
    (card("Сорокина Анна Львовна"), card("Сорокина А. Л."), "инициал"),
    (card("Сорокина Анна Львовна"), card("Сорокина Анна"), "у одного нет отчества"),
    (card("Сорокина Анна Львовна"), card("Сорокена Анна Львовна"), "одна буква в фамилии"),
    (card("Сорокина Наталья Львовна"), card("Сорокина Наталия Львовна"), "одна буква в имени"),
    (card("Сорокина Анна Алексеевна"), card("Сорокина Анна Алексевна"), "одна буква в отчестве"),
    (card("Сорокина Анна Львовна"), card("Сорокина Львовна Анна"), "переставлены"),
    (card("Сорокина Анна Львовна"), card("Тихонова Анна Львовна", None, "Сорокина"), "прежняя фамилия"),
    (card("Сорокина Анна Львовна", BORN), card("Тихонова Анна Львовна", BORN), "фамилия другая"),
    (card("Сорокина Анна Львовна", BORN), card("Сорокина Анна Львовна", BORN), "дата рождения совпадает"),
])  # fmt: skip
def test_alike(one: NameCard, other: NameCard, reason: str) -> None:
    assert any(reason in told for told in likeness(one, other))
    assert likeness(other, one)


@pytest.mark.parametrize(("one", "other"), [
    (card("Сорокина Анна Львовна", BORN), card("Сорокина Анна Львовна", LATER)),
    (card("Сорокина Анна Львовна"), card("Сорокина Инна Львовна")),
    (card("Сорокина Мария Львовна"), card("Сорокина Марина Львовна")),
    (card("Сорокин Александр Львович"), card("Сорокина Александра Львовна")),
    (card("Сорокин А. Л."), card("Сорокина Анна Львовна")),
    (card("Ким Анна Львовна"), card("Лим Анна Львовна")),
    (card("Сорокина Анна Львовна"), card("Тихонова Анна Львовна")),
    (card("Сорокена Анна Львовна"), card("Сорокина Анна Лвовна")),
    (card("Сорокина Анна Львовна"), card("Сорокина А.")),
    (card("Сорокин Пётр Ильич"), card("Сорокин Олег Ильич")),
])  # fmt: skip
def test_not_alike(one: NameCard, other: NameCard) -> None:
    assert likeness(one, other) == likeness(other, one) == ()


# ---------------------------------------------------------------------- a generated bank
def _slip(rng: random.Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + rng.choice("аеионт") + word[at + 1 :]]
    )


def _twin(rng: random.Random, name: FullName, birth: date) -> dict[str, Any]:
    """The same person as another hand wrote: one of nine ways."""
    written: dict[str, Any] = {"surname": name.surname, "name": name.name, "patronymic": name.patronymic}
    known = rng.random() < 0.5
    match rng.randrange(9):
        case 0:
            written["surname"] = _slip(rng, name.surname)
        case 1:
            written["patronymic"] = _slip(rng, name.patronymic)
        case 2:
            written["name"] = _slip(rng, name.name)
        case 3:
            written |= {"name": f"{name.name[0]}.", "patronymic": f"{name.patronymic[0]}."}
        case 4:
            written = {key: latin(value) for key, value in written.items()}
        case 5:
            written |= {"name": name.patronymic, "patronymic": name.name}
        case 6:
            written |= {
                "surname": rng.choice([one for one in SURNAMES if one[0] != name.surname[0]]),
                "former_surname": name.surname,
            }
        case 7:
            written["patronymic"], known = "", True
        case _:
            written = {key: value.upper().replace("Ё", "Е") for key, value in written.items()}
    return {**written, "birth_date": birth if known else None}


def generated(store: Store, count: int, twins: int, seed: int) -> set[tuple[str, str]]:
    """Write ``count`` different people and ``twins`` second records; return the true pairs."""
    rng, taken, rows, true = random.Random(seed), set[str](), [], set[tuple[str, str]]()
    institution = store.setting("institution")
    for at in range(count):
        name = invent_name(rng, taken, woman=rng.random() < 0.8, younger=rng.random() < 0.5)
        birth = date(1960 + rng.randrange(44), rng.randrange(1, 13), rng.randrange(1, 29))
        one = {"surname": name.surname, "name": name.name, "patronymic": name.patronymic, "birth_date": birth}
        rows.append({"id": f"{at:032x}", **one, "birth_date": birth if rng.random() < 0.7 else None})
        if at < twins:
            rows.append({"id": f"{at + 10**6:032x}", **_twin(rng, name, birth)})
            true.add((f"{at:032x}", f"{at + 10**6:032x}"))
    with store.transaction("Выдуманные люди"):
        for row in rows:
            Person.create(**{"institution": institution, "kind": "employee", "former_surname": "", **row})
    return true


def test_the_share_of_pairs_found(store: Store) -> None:
    """300 second records among 1,200 people of 110 surnames: most are found, and little else."""
    true = generated(store, 900, 300, 7)
    found = {tuple(sorted((pair.one, pair.other))) for pair in suggest_duplicates(store)}
    right = len(found & true)
    assert right >= 290
    assert len(found - true) <= 12


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many times two people were compared, in one cell."""
    counted = [0]

    def counting(one: NameCard, other: NameCard) -> tuple[str, ...]:
        counted[0] += 1
        return likeness(one, other)

    monkeypatch.setattr(duplicates, "likeness", counting)
    return counted


def test_work_grows_with_people_not_with_their_square(store: Store, comparisons: list[int]) -> None:
    """5,000 people are 12.5 million pairs; seconds are in bench/duplicates.py."""
    generated(store, 4700, 300, 11)
    assert len(suggest_duplicates(store)) >= 290
    assert comparisons[0] <= 5000 * 10, comparisons


def test_one_surname_for_all_is_not_squared(store: Store, comparisons: list[int]) -> None:
    with store.transaction("Одна фамилия"):
        for at in range(2000):
            Person.create(institution=store.setting("institution"), surname="Сорокина", name="Анна", patronymic=f"Львовна {at}")
    suggest_duplicates(store)
    assert comparisons[0] <= 2000 * 80


# ---------------------------------------------------------------------- the human's word
def test_linked_people_count_once_and_undo_parts_them(store: Store) -> None:
    a, b, c, d = (add_person(store) for _ in range(4))
    assert len(suggest_duplicates(store)) == 6
    link(store, b, a)
    link(store, b, c)
    link(store, b, c)
    canonical = canonical_person(store)
    assert {canonical[x] for x in (a, b, c)} == {min(a, b, c)}
    assert (canonical[d], canonical.get(d, d)) == (d, d)
    assert {pair.one for pair in suggest_duplicates(store)} | {pair.other for pair in suggest_duplicates(store)} == {a, b, c, d}
    assert len(suggest_duplicates(store)) == 3  # d with each of the three
    with pytest.raises(Refusal, match="третью"):
        unlink(store, a, c)
    with pytest.raises(Refusal, match="третью"):
        unlink(store, a, c, different=True)
    assert journal.undo(store) == "Один человек"
    assert len({canonical_person(store)[x] for x in (a, b, c)}) == 2
    journal.redo(store)
    unlink(store, c, b)
    assert len({canonical_person(store)[x] for x in (a, b, c)}) == 2
    assert check.problems(store) == []


def test_not_one_person_is_suggested_no_more(store: Store) -> None:
    a, b, c = (add_person(store) for _ in range(3))
    unlink(store, a, b, different=True)
    assert len(suggest_duplicates(store)) == 2
    assert len({canonical_person(store)[x] for x in (a, b)}) == 2
    link(store, a, c)
    with pytest.raises(Refusal, match="не один человек"):
        link(store, c, b)
    unlink(store, a, b)
    link(store, c, b)
    assert suggest_duplicates(store) == []
    journal.undo(store)
    journal.undo(store)
    assert len(suggest_duplicates(store)) == 1
    with pytest.raises(Refusal):
        link(store, a, a)
    with pytest.raises(Refusal):
        link(store, a, "нет такого")
    unlink(store, a, b)
    with pytest.raises(Refusal, match="отменять нечего"):
        unlink(store, a, b)


def test_the_district_sees_one_person_in_two_schools(tmp_path: Path) -> None:
    files = []
    for number in (1, 2):
        with school(tmp_path / f"{number}.db", f"Школа № {number}") as one:
            add_person(one, "Сорокина", birth_date="12.03.1985")
            files.append(export(one, tmp_path / f"{number}.kur"))
    with district(tmp_path / "район.db") as above:
        merge(above, *files)
        (pair,) = suggest_duplicates(above)
        assert {pair.one_institution, pair.other_institution} == {"Школа № 1", "Школа № 2"}
        assert pair.strong
        link(above, pair.one, pair.other)
        assert len({canonical_person(above)[x] for x in (pair.one, pair.other)}) == 1
        merge(above, *files)
        assert suggest_duplicates(above) == []
        assert check.problems(above) == []


def test_commands(founded: Kurator) -> None:
    one, other = (
        founded("person", "add", "--surname", "Ёлкина", "--name", name, "--patronymic", "Львовна", "--json").json["person"]
        for name in ("Анна", "Aннa")
    )
    (pair,) = founded("person", "duplicates", "--json").json
    assert {pair["one"], pair["other"]} == {one, other}
    assert "полностью" in founded("person", "duplicates").out
    assert founded("person", "link", one, other, "--json").json["same"] is True
    assert founded("person", "duplicates", "--json").json == []
    assert founded("person", "unlink", one, other).code == 0
    assert founded("person", "unlink", one, other, "--different", "--json").json["same"] is False
    assert founded("person", "duplicates", "--json").json == []
    assert founded("undo").code == 0
    assert len(founded("person", "duplicates", "--json").json) == 1
    refused = founded("person", "link", one, one)
    assert refused.code == 1
    assert sentence(refused.err)
