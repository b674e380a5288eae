"""What a staff list would change in the bank, shown before anything is written; then written as one step of undo."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from model.duplicates import card_of
from model.errors import Refusal
from model.name_likeness import NameCard, likeness
from model.names import fold, full_name
from model.persons import FIELDS, create_person, edit_person, experience_years
from model.russian_dates import show_date
from model.setup import own_id
from model.staff_list import StaffList, StaffRow, UnreadRow
from model.store import Store

#: What can be said of a doubtful row beside the id of a person: a new person, or not to be written.
NEW, SKIP = "new", "skip"


@dataclass(frozen=True)
class Change:
    """One field of a person: what the bank has and what the list says."""

    field: str
    old: str | date | None
    new: str | date


@dataclass(frozen=True)
class Candidate:
    """A person of the bank whom a row may mean, with the phrases that speak for it."""

    person: str
    name: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class PreviewRow:
    """A row of the list. ``person`` and ``changes`` for a known person; ``why`` and ``candidates`` for a doubtful row."""

    row: StaffRow
    person: str = ""
    changes: tuple[Change, ...] = ()
    why: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Preview:
    """Every filled row of the file is in exactly one of the five classes; ``unknown`` headings were not taken."""

    new: list[PreviewRow]
    changed: list[PreviewRow]
    same: list[PreviewRow]
    doubtful: list[PreviewRow]
    unread: list[UnreadRow]
    unknown: list[str]
    source_rows: int
    state: tuple[object, ...]  # of the database that was looked at

    @property
    def waits(self) -> bool:
        """Whether a human has something to decide or to correct in the file."""
        return bool(self.doubtful) or any(row.kind == "problem" for row in self.unread)


def preview(store: Store, staff: StaffList, today: date | None = None) -> Preview:
    """Compare a list with the people of this institution; nothing is written."""
    people = _People(store)
    on = today or date.today()
    result = Preview([], [], [], [], list(staff.unread), list(staff.unknown), staff.source_rows, _state(store))
    taken: dict[str, StaffRow] = {}
    listed: dict[tuple[str, ...], list[StaffRow]] = defaultdict(list)
    for row in staff.people:
        card = _card(row)
        key = (card.surname, card.name, card.patronymic)
        if before := next((other for other in listed[key] if _one_birth(other, row)), None):
            _repeated(result, row, before)
            continue
        namesake = bool(listed[key])
        listed[key].append(row)
        found = people.look(row, on)
        if found.why or row.doubts:
            why = " ".join(dict.fromkeys(part for part in (*row.doubts, found.why) if part))
            result.doubtful.append(replace(found, why=why, candidates=found.candidates or _known(people, found)))
        elif found.person and found.person in taken:
            why = f"Того же человека уже называет {taken[found.person].place}: кто здесь?"
            result.doubtful.append(replace(found, why=why, candidates=_known(people, found)))
        elif found.person:
            taken[found.person] = row
            (result.changed if found.changes else result.same).append(found)
        else:
            remarks = (*row.remarks, "В списке есть полный тёзка с другой датой рождения.") if namesake else row.remarks
            result.new.append(replace(found, row=replace(row, remarks=remarks)))
    return result


def apply(store: Store, shown: Preview, accept: Mapping[int, str] | None = None) -> int:
    """Write the new and the changed rows in one transaction, one step of undo; return how many people were written.

    ``accept`` decides rows by their position in ``[*new, *changed, *doubtful]`` (from 1, as commands and screens number them):
    ``NEW``, ``SKIP`` or, for a doubtful row, the id of the person meant. Undecided doubtful rows are not written.
    Raise ``Refusal`` when the bank has changed since the preview or a decision fits no row.
    """
    if shown.state != _state(store):
        raise Refusal("База изменилась после просмотра списка: посмотрите его ещё раз.", "stale")
    decided = dict(accept or {})
    numbered = list(enumerate([*shown.new, *shown.changed, *shown.doubtful], 1))
    if unfit := decided.keys() - {number for number, _ in numbered}:
        raise Refusal(f"Строки {min(unfit)} в просмотре нет: номера стоят перед строками.", "no-row")
    first_doubtful = len(shown.new) + len(shown.changed) + 1
    people = _People(store)
    steps: list[tuple[str, dict[str, str | date]]] = []
    for number, item in numbered:
        word = decided.get(number, SKIP if number >= first_doubtful else item.person or NEW)
        if word == SKIP:
            continue
        if word == NEW:
            steps.append(("", item.row.fields))
        elif word in people.values:
            steps.append((word, {change.field: change.new for change in people.changes(word, item.row, chosen=True)}))
        else:
            raise Refusal(f"Для строки {number} назван неизвестный человек: возможны {NEW}, {SKIP} или его ID.", "no-person")
    steps = [(person, values) for person, values in steps if values]
    named = [person for person, _ in steps if person]
    if len(named) != len(set(named)):
        raise Refusal("Один человек назван для двух строк списка: оставьте его одной.", "twice")
    if not steps:
        return 0
    with store.transaction(f"Загрузка списка сотрудников: {len(steps)}"):
        for person, values in steps:
            texts = {name: show_date(value) if isinstance(value, date) else value for name, value in values.items()}
            if person:
                edit_person(store, person, texts)
            else:
                create_person(store, texts)
    return len(steps)


def _state(store: Store) -> tuple[object, ...]:
    return (*store.row("SELECT database_id, node, seq, stamp FROM replica"), store.value("SELECT count(*) FROM change"))


def _card(row: StaffRow) -> NameCard:
    text = {key: str(row.fields.get(key, "")) for key in ("surname", "former_surname", "name", "patronymic")}
    birth = row.fields.get("birth_date")
    return NameCard.of(
        "",
        text["surname"],
        text["former_surname"],
        text["name"],
        text["patronymic"],
        birth if isinstance(birth, date) else None,
    )


def _one_birth(one: StaffRow, other: StaffRow) -> bool:
    """Whether nothing is known that speaks against one birth."""
    a, b = one.fields.get("birth_date"), other.fields.get("birth_date")
    if a and b:
        return a == b
    years = [day.year if isinstance(day, date) else row.birth_year for day, row in ((a, one), (b, other))]
    return not all(years) or years[0] == years[1]


def _repeated(result: Preview, row: StaffRow, before: StaffRow) -> None:
    """The same person a second time: nothing new is a plain repeat, another post or date is for a human."""
    differs = [name for name, value in row.fields.items() if not _equal(name, value, before.fields.get(name))]
    if not differs:
        text = " | ".join(show_date(value) if isinstance(value, date) else value for value in row.fields.values())
        result.unread.append(UnreadRow(row.place, "repeat", f"Повтор: тот же человек, что {before.place}.", text))
        return
    words = ", ".join(FIELDS[name].lower() for name in differs)
    result.doubtful.append(PreviewRow(row, why=f"Человек уже есть в списке ({before.place}), отличается: {words}."))


def _equal(name: str, one: str | date | None, other: str | date | None) -> bool:
    if isinstance(one, date) or isinstance(other, date) or not one or not other:
        return one == other
    if name == "phone":
        return _digits(one) == _digits(other)
    return fold(one).rstrip(".") == fold(other).rstrip(".")


def _digits(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    return digits[1:] if len(digits) == 11 and digits[0] in "78" else digits or phone


def _known(people: _People, found: PreviewRow) -> tuple[Candidate, ...]:
    return (Candidate(found.person, people.names[found.person]),) if found.person else ()


class _People:
    """People of this institution, ready to be compared with."""

    def __init__(self, store: Store) -> None:
        rows = store.sql(
            f"SELECT id, {', '.join(FIELDS)} FROM person WHERE institution = ? AND surname IS NOT NULL ORDER BY _key, id",
            (own_id(store),),
        ).fetchall()
        days = {"birth_date", "teaching_since", "hired_on", "left_on"}
        self.values: dict[str, dict[str, str | date | None]] = {
            row[0]: {
                name: date.fromisoformat(value) if value and name in days else value
                for name, value in zip(FIELDS, row[1:], strict=True)
            }
            for row in rows
        }
        self.names = {
            person: full_name(*(str(values[key] or "") for key in ("surname", "name", "patronymic")))
            for person, values in self.values.items()
        }
        self.cards = [
            card_of((person, *(values[key] for key in ("surname", "former_surname", "name", "patronymic")),
                     str(values["birth_date"] or "")))
            for person, values in self.values.items()
        ]  # fmt: skip
        self.whole: dict[tuple[str, ...], list[NameCard]] = defaultdict(list)
        for card in self.cards:
            self.whole[card.surname, card.name, card.patronymic].append(card)

    def look(self, row: StaffRow, today: date) -> PreviewRow:
        """The person whom a row means, or why that is doubtful, or neither: a new one."""
        card = _card(row)
        same = self.whole.get((card.surname, card.name, card.patronymic), [])
        if same and card.name and len(card.name) > 1:
            return self._namesakes(row, card, same, today)
        found = [
            Candidate(other.id, self.names[other.id], why) for other in self.cards if (why := self._may_be(card, other, row))
        ]
        if not found:
            remark = ("В списке только инициалы: впишите имя и отчество.",) if len(card.name) == 1 else ()
            return PreviewRow(replace(row, remarks=(*row.remarks, *remark)))
        if len(found) > 1:
            names = ", ".join(candidate.name for candidate in found[:4])
            return PreviewRow(row, why=f"Подходят несколько человек: {names}.", candidates=tuple(found))
        only = found[0]
        return PreviewRow(row, why=_why(card, only, self.values[only.person]), candidates=(only,))

    def _namesakes(self, row: StaffRow, card: NameCard, same: list[NameCard], today: date) -> PreviewRow:
        fitting = [other for other in same if self._births_agree(card, other, row)]
        certain = [other for other in fitting if card.birth and other.birth == card.birth]
        chosen = certain if len(certain) == 1 else fitting
        if len(chosen) == 1:
            person = chosen[0].id
            clash = self._clash(person, row, today)
            known = (Candidate(person, self.names[person]),) if clash else ()
            return PreviewRow(row, person, self.changes(person, row), clash, known)
        candidates = tuple(Candidate(other.id, self.names[other.id]) for other in chosen or same)
        if chosen:
            return PreviewRow(row, why=f"В базе {len(chosen)} полных тёзки: выберите, о ком строка.", candidates=candidates)
        return PreviewRow(
            row, why="В базе полный тёзка с другой датой рождения: другой человек или ошибка?", candidates=candidates
        )

    @staticmethod
    def _births_agree(card: NameCard, other: NameCard, row: StaffRow) -> bool:
        if card.birth and other.birth:
            return card.birth == other.birth
        return not (row.birth_year and other.birth) or row.birth_year == other.birth.year

    def _may_be(self, card: NameCard, other: NameCard, row: StaffRow) -> tuple[str, ...]:
        if not self._births_agree(card, other, row):
            return ()
        if reasons := likeness(card, other):
            return reasons
        if card.surname not in {other.surname, other.former} or not card.name:
            return ()
        fits = all(
            not mine or not theirs or mine == theirs or (1 in {len(mine), len(theirs)} and mine[0] == theirs[0])
            for mine, theirs in ((card.name, other.name), (card.patronymic, other.patronymic))
        )
        return ("инициалы или нет отчества",) if fits else ()

    def _clash(self, person: str, row: StaffRow, today: date) -> str:
        """Years of experience of the list against an exact beginning in the bank: a guess never replaces it by itself."""
        known, told = self.values[person]["teaching_since"], row.fields.get("teaching_since")
        if not (row.reckoned and isinstance(known, date) and isinstance(told, date)):
            return ""
        one, other = experience_years(known, today) or 0, experience_years(told, today) or 0
        if abs(one - other) <= 1:
            return ""
        return f"Стаж по списку {other}, а в базе преподаёт с {show_date(known)} (стаж {one}): что верно?"

    def changes(self, person: str, row: StaffRow, chosen: bool = False) -> tuple[Change, ...]:
        """Fields that the list would change; empty cells change nothing, and neither do letters' case, ё and phones' signs.

        A name is changed only where a human has ``chosen`` the person: then another surname keeps the old one as former, and
        initials never replace a name.
        """
        values = self.values[person]
        found = []
        for name, new in row.fields.items():
            old = values[name]
            if _equal(name, new, old):
                continue
            if name in {"surname", "name", "patronymic"}:
                if not chosen or (len(str(new).rstrip(".")) == 1 and old):
                    continue
                if name == "surname" and fold(str(values["former_surname"] or "")) == fold(str(new)):
                    continue  # an older list
                if name == "surname" and old and "former_surname" not in row.fields and _changed_surname(_card(row), values):
                    found.append(Change("former_surname", values["former_surname"], old))
            if name == "teaching_since" and row.reckoned and old and not chosen:
                continue
            found.append(Change(name, old, new))
        return tuple(found)


def _changed_surname(card: NameCard, values: Mapping[str, str | date | None]) -> bool:
    """Whether it is another surname, not a slip of the pen in the same one."""
    from model.name_likeness import name_key, one_letter

    known = name_key(str(values["surname"] or ""))
    return card.surname != known and not one_letter(card.surname, known)


def _why(card: NameCard, only: Candidate, values: Mapping[str, str | date | None]) -> str:
    if any(reason.startswith(("фамилия другая", "прежняя фамилия")) for reason in only.reasons):
        male = card.patronymic.endswith("ич")
        return f"Возможно, {'сменил' if male else 'сменила'} фамилию: в базе {only.name}."
    if any("инициал" in reason for reason in only.reasons) or "" in {card.name, str(values["name"] or "")}:
        return f"Инициалы подходят к одному человеку: {only.name}."
    return f"Похоже на человека из базы: {only.name} ({', '.join(only.reasons)})."
