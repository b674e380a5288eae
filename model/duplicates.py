"""Persons who may be one: suggested with reasons, decided by a human (``PersonLink``), counted once.

Two records stay two records: an institution's files may not write to another's rows, so sameness is said beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from model.entities import PersonLink, natural_id
from model.errors import Refusal
from model.name_likeness import NameCard, likeness
from model.names import full_name
from model.setup import own_id
from model.store import Store

_FIELDS = "p.id, p.surname, p.former_surname, p.name, p.patronymic, p.birth_date"
#: People who share a surname and a letter are compared each with each up to this many.
_LARGEST_BLOCK = 300
_STRONG = ("дата рождения", "имя совпадает полностью", "фамилия другая")


@dataclass(frozen=True)
class DuplicatePair:
    """Two persons who may be one; ``reasons`` are Russian phrases, ``strong`` when they leave little doubt."""

    one: str
    other: str
    one_name: str
    other_name: str
    one_institution: str
    other_institution: str
    reasons: tuple[str, ...]
    strong: bool


class Canonical(dict[str, str]):
    """Person → the person under whose id he or she is counted; whoever is linked with nobody is counted as themselves."""

    def __missing__(self, person: str) -> str:
        return person


def suggest_duplicates(store: Store) -> list[DuplicatePair]:
    """Pairs on which nobody has decided yet, the surest first. Looks through all institutions of the database."""
    rows = store.sql(
        f"SELECT {_FIELDS}, COALESCE(i.short, i.name, '') FROM person p LEFT JOIN institution i ON i.id = p.institution "
        "WHERE p.surname IS NOT NULL AND p.kind IS NOT 'erased' ORDER BY p._key, p.id"
    ).fetchall()
    cards = [card_of(row) for row in rows]
    told = {row[0]: (full_name(row[1] or "", row[3] or "", row[4] or ""), str(row[6])) for row in rows}
    said = _said(store)
    canonical = canonical_person(store)
    pairs = []
    for a, b in _candidates(cards):
        one, other = cards[a], cards[b]
        if _sorted(one.id, other.id) in said or canonical[one.id] == canonical[other.id]:
            continue
        if reasons := likeness(one, other):
            strong = any(reason.startswith(_STRONG) for reason in reasons)
            (name, place), (other_name, other_place) = told[one.id], told[other.id]
            pairs.append(DuplicatePair(one.id, other.id, name, other_name, place, other_place, reasons, strong))
    return sorted(pairs, key=lambda pair: (not pair.strong, pair.one_name, pair.other_name, pair.one, pair.other))


def card_of(row: tuple[Any, ...]) -> NameCard:
    """The card of a row (id, surname, former surname, name, patronymic, birth date)."""
    birth = date.fromisoformat(row[5]) if row[5] else None
    return NameCard.of(row[0], row[1] or "", row[2] or "", row[3] or "", row[4] or "", birth)


def _candidates(cards: list[NameCard]) -> Iterator[tuple[int, int]]:
    """Pairs of positions worth comparing: alike surnames with a common first letter, same words, same birth date."""
    words: dict[str, list[int]] = defaultdict(list)
    born: dict[date, list[int]] = defaultdict(list)
    lettered: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, card in enumerate(cards):
        words[" ".join(sorted(f"{card.surname} {card.name} {card.patronymic}".split()))].append(at)
        if card.birth:
            born[card.birth].append(at)
        for surname in {card.surname, card.former} - {""}:
            for letter in {card.name[:1], card.patronymic[:1]}:
                lettered[surname, letter].append(at)
    seen: set[tuple[int, int]] = set()
    for block in (*words.values(), *born.values(), *lettered.values()):
        if len(block) <= _LARGEST_BLOCK:
            seen.update(combinations(block, 2))
        else:  # everybody has one surname: only neighbours in the order of full names
            seen.update((a, b) for at, a in enumerate(block) for b in block[at + 1 : at + _LARGEST_BLOCK // 4])
    letters: dict[str, list[str]] = defaultdict(list)
    for surname, letter in lettered:
        letters[surname].append(letter)
    for one, other in _alike(letters):
        for letter in letters[one]:
            for a in lettered[one, letter]:
                seen.update((min(a, b), max(a, b)) for b in lettered.get((other, letter), ()) if a != b)
    yield from sorted(seen)


def _alike(surnames: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs of surnames one letter apart: both become the same when each loses at most one letter."""
    shortened: dict[str, set[str]] = defaultdict(set)
    for surname in surnames:
        for text in {surname, *(surname[:at] + surname[at + 1 :] for at in range(len(surname)))}:
            shortened[text].add(surname)
    return {pair for block in shortened.values() if len(block) > 1 for pair in combinations(sorted(block), 2)}


# ---------------------------------------------------------------------- the human's word
def _sorted(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _said(store: Store) -> dict[tuple[str, str], bool]:
    """What was said of each pair; the own word goes first, among others «не один человек» does."""
    own = own_id(store)
    said: dict[tuple[str, str], bool] = {}
    rows = store.sql("SELECT one, other, same, institution FROM person_link WHERE one IS NOT NULL AND other IS NOT NULL")
    for one, other, same, _ in sorted(rows, key=lambda row: (row[3] == own, not row[2])):
        said[_sorted(one, other)] = bool(same)
    return said


def canonical_person(store: Store) -> Canonical:
    """Under which id each linked person is counted (the least of the group): indicators count a person once (domain.md 13)."""
    return _united(_said(store))


def _united(said: dict[tuple[str, str], bool]) -> Canonical:
    parent = Canonical()

    def root(person: str) -> str:
        while parent[person] != person:
            person = parent[person]
        return person

    for (one, other), same in sorted(said.items()):
        low, high = sorted((root(one), root(other)))
        if same and low != high:
            parent[high] = low
    return Canonical({person: root(person) for person in list(parent)})


def link(store: Store, one: str, other: str) -> None:
    """Say that two records are one person; undo takes it back. Raise ``Refusal`` for unknown people or a contradiction."""
    _check(store, one, other)
    if _said(store).get(_sorted(one, other)) is True:
        return
    canonical = canonical_person(store)
    groups = {canonical[one], canonical[other]}
    for (a, b), same in _said(store).items():
        if not same and {a, b} != {one, other} and {canonical[a], canonical[b]} == groups and len(groups) == 2:
            raise Refusal("О ком-то из этих людей сказано «не один человек»: сначала снимите это решение.", "different")
    with store.transaction("Один человек"):
        _write(store, one, other, 1)


def unlink(store: Store, one: str, other: str, different: bool = False) -> None:
    """Take back what was said of two records; with ``different`` say «не один человек», so that they are suggested no more.

    Raise ``Refusal`` when nothing was said, when the word is another institution's, or when a third record joins the two.
    """
    _check(store, one, other)
    everything = _said(store)
    said = everything.pop(_sorted(one, other), None)
    if said is not False:
        without = _united(everything)
        if without[one] == without[other]:
            raise Refusal("Эти люди соединены через третью запись: сначала разъедините её.", "chained")
    if said is None and not different:
        raise Refusal("Об этих людях ничего не сказано: отменять нечего.", "nothing")
    if different:
        if said is not False:
            with store.transaction("Не один человек"):
                _write(store, one, other, 0)
        return
    identity = _identity(store, one, other)
    if PersonLink.get_or_none(PersonLink.id == identity) is None:
        raise Refusal("Так сказало другое учреждение: скажите своё слово «не один человек» или оставьте.", "not-owner")
    with store.transaction("Решение о дубле снято"):
        PersonLink.delete().where(PersonLink.id == identity).execute()


def _identity(store: Store, one: str, other: str) -> str:
    return natural_id("person_link", own_id(store), *_sorted(one, other))


def _write(store: Store, one: str, other: str, same: int) -> None:
    identity, (first, second) = _identity(store, one, other), _sorted(one, other)
    changed = PersonLink.update(same=same, said_on=date.today()).where(PersonLink.id == identity).execute()
    if not changed:
        PersonLink.create(id=identity, institution=own_id(store), one=first, other=second, same=same, said_on=date.today())


def _check(store: Store, one: str, other: str) -> None:
    if one == other:
        raise Refusal("Это одна и та же запись: назовите двух людей.", "same-row")
    for person in (one, other):
        if store.value("SELECT 1 FROM person WHERE id = ?", (person,)) is None:
            raise Refusal("Этого человека в базе нет: обновите список.", "missing")
