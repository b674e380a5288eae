"""Papers of a pair as a checklist: consents, order, supplementary agreement, mutual agreement, programme (domain.md 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from model.errors import Refusal
from model.names import short_name
from model.pair_guards import LAW_SINCE
from model.russian_dates import show_date
from model.store import Store

#: Papers in the order of the checklist.
TITLES = {
    "processing": "Согласия на обработку данных",
    "duties": "Согласие наставника на обязанности (ст. 351.8 ТК РФ)",
    "order": "Приказ о закреплении пары",
    "agreement": "Дополнительное соглашение с наставником (ст. 351.8 ТК РФ)",
    "mutual": "Взаимное согласие участников",
    "programme": "Персонализированная программа",
}
_PARTS = (
    ("agreement_no", "номер"),
    ("agreement_date", "дата"),
    ("agreement_content", "содержание"),
    ("agreement_term", "срок"),
    ("agreement_form", "форма"),
    ("agreement_pay", "выплата"),
)
_PAIR = ("ended_on", "order_no", "order_date", "mutual_agreement_on", *(name for name, _ in _PARTS))


@dataclass(frozen=True)
class Paper:
    """One line of the checklist; ``missing`` says what is not there, empty when ``ok``."""

    code: str
    title: str
    ok: bool
    missing: str


@dataclass(frozen=True)
class _Member:
    person: str
    role: str
    since: date | None
    until: date | None
    name: str
    kind: str


@dataclass
class _Folder:
    """What is known of one pair."""

    fields: dict[str, str]
    members: list[_Member]
    programmes: list[bool]


def papers(store: Store, pair: str, on: date) -> list[Paper]:
    """The checklist of one pair on a day; of an ended pair, on its last day. Raise ``Refusal`` for an unknown pair."""
    found = papers_of(store, [pair], on)
    if not found:
        raise Refusal(f"Пары «{pair}» нет: посмотрите список командой kurator pair list.", "missing")
    return found[pair]


def complete(checklist: Iterable[Paper]) -> bool:
    """Whether no paper is missing."""
    return all(paper.ok for paper in checklist)


def papers_of(store: Store, pairs: Sequence[str] | None, on: date) -> dict[str, list[Paper]]:
    """Checklists of the pairs given, or of all pairs of the database (``None``), read at once."""
    folders = _folders(store, pairs)
    consents = _consents(store)
    return {pair: _checklist(folder, consents, on) for pair, folder in folders.items()}


def _folders(store: Store, pairs: Sequence[str] | None) -> dict[str, _Folder]:
    where, values = ("", ()) if pairs is None else (f"WHERE pair.id IN ({', '.join('?' * len(pairs))})", tuple(pairs))
    folders = {
        str(row[0]): _Folder(dict(zip(_PAIR, (value or "" for value in row[1:]), strict=True)), [], [])
        for row in store.sql(f"SELECT id, {', '.join(_PAIR)} FROM pair {where} ORDER BY id", values)
    }
    rows = store.sql(
        "SELECT m.pair, m.person, m.role, m.since, m.until, p.surname, p.name, p.patronymic, p.kind FROM pair_member m "
        f"JOIN pair ON pair.id = m.pair LEFT JOIN person p ON p.id = m.person {where} ORDER BY p._key, m.id",
        values,
    )
    for pair, person, role, since, until, surname, name, patronymic, kind in rows:
        called = short_name(surname or "", name or "", patronymic or "") or "нет данных"
        folders[pair].members.append(_Member(person or "", role or "", _day(since), _day(until), called, kind or ""))
    rows = store.sql(
        "SELECT g.pair, g.started_on IS NOT NULL AND g.ends_on IS NOT NULL FROM programme g "
        f"JOIN pair ON pair.id = g.pair {where}",
        values,
    )
    for pair, dated in rows:
        folders[pair].programmes.append(bool(dated))
    return folders


def _consents(store: Store) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Spans of consents: (person, scope) → [(given, withdrawn or nothing)]."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    rows = store.sql(
        "SELECT person, scope, given_on, withdrawn_on FROM consent "
        "WHERE scope IN ('processing', 'duties') AND given_on IS NOT NULL AND person IN (SELECT person FROM pair_member)"
    )
    for person, scope, given, withdrawn in rows:
        found.setdefault((person, scope), []).append((given, withdrawn or ""))
    return found


def _checklist(folder: _Folder, consents: dict[tuple[str, str], list[tuple[str, str]]], on: date) -> list[Paper]:
    fields = folder.fields
    ended = _day(fields["ended_on"])
    day = min(on, ended) if ended else on
    before_law = (ended is not None and ended < LAW_SINCE) or day < LAW_SINCE
    now = [member for member in folder.members if member.until is None]
    mentors = [member for member in now if member.role == "mentor"]
    former = max((m.since for m in folder.members if m.role == "mentor" and m.until and m.since), default=None)

    def lacking(members: list[_Member], scope: str) -> str:
        text = day.isoformat()
        names = [
            member.name
            for member in members
            if not any(given <= text and (not gone or gone > text) for given, gone in consents.get((member.person, scope), ()))
        ]
        return f"нет у: {', '.join(names)}" if names else ""

    sides = "" if mentors and len(now) > len(mentors) else "в паре нет одной из сторон"
    missing = {
        "processing": sides or lacking(now, "processing"),
        "duties": "" if before_law else sides or lacking(mentors, "duties"),
        "order": _order(fields, former),
        "agreement": "" if before_law else _agreement(fields, mentors, former),
        "mutual": "" if fields["mutual_agreement_on"] else "не записано",
        "programme": _programme(folder.programmes),
    }
    return [Paper(code, TITLES[code], not text, text) for code, text in missing.items()]


def _order(fields: dict[str, str], former: date | None) -> str:
    absent = [word for name, word in (("order_no", "номера"), ("order_date", "даты")) if not fields[name]]
    if absent:
        return "нет " + " и ".join(absent)
    if former is not None and (_day(fields["order_date"]) or date.min) <= former:
        return f"приказ от {show_date(_day(fields['order_date']))} ещё о прежнем наставнике: нужен приказ о замене"
    return ""


def _agreement(fields: dict[str, str], mentors: list[_Member], former: date | None) -> str:
    """An agreement is made with employees alone: a mentor from outside works under the contract of another employer."""
    if mentors and all(member.kind in {"external", "student"} for member in mentors):
        return ""
    absent = [word for name, word in _PARTS if not fields[name]]
    if len(absent) == len(_PARTS):
        return "не записано"
    if absent:
        return "не указано: " + ", ".join(absent)
    day = _day(fields["agreement_date"])
    if day is not None and former is not None and day <= former:
        return f"соглашение от {show_date(day)} заключено с прежним наставником"
    return ""


def _programme(dated: list[bool]) -> str:
    if not dated:
        return "нет программы"
    return "" if any(dated) else "у программы нет срока"


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
