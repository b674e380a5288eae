"""Matching: mentors suggested for a request with the reasons shown; a human decides (domain.md 6, regulation 6.1).

The score is a sum of the weights below, and every weight that counted is told among the reasons:

==================  =======================================================================================
direction  50       an open strength under the direction of the request
subject    20       the same subject
experience  0-15    years of teaching beyond the mentee's: 10 or more 15, 5 or more 10, 3 or more 5
load        0-10    10 with no mentee, less with each, 0 at the limit (preference ``mentor.load``)
place       5       the same institution; a mentor of another one is suggested as networked mentoring
category    5       the qualification category «педагог-наставник»
==================  =======================================================================================

Equal scores: the smaller load first, then the name, then the id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from model.banks import MEMBER_ON, WAITING, loads
from model.entities import Person, Request
from model.errors import Refusal
from model.names import fold, full_name
from model.persons import experience_years
from model.preferences import preference
from model.requests import find_request
from model.store import Store

DIRECTION, SUBJECT, PLACE, CATEGORY, LOAD = 50, 20, 5, 5, 10
#: Years beyond the mentee's and what they weigh, the greatest first.
EXPERIENCE = ((10, 15), (5, 10), (3, 5))


@dataclass(frozen=True)
class MentorSuggestion:
    """A mentor who may answer a request; reasons and warnings are Russian phrases to show."""

    person: str
    name: str
    score: int
    reasons: list[str]
    warnings: list[str]


def suggest_mentors(
    store: Store, request: str, today: date, limit: int = 10, *, anyone: bool = False
) -> list[MentorSuggestion]:
    """Mentors for an open request, the best first, at most ``limit``.

    Never suggested: the mentee, people who left, people without the role of a mentor (unless ``anyone``). People of other
    institutions are suggested when they have the role. Refused: an unknown or closed request, and a strength.
    """
    row = find_request(request)
    if row.kind != "request":
        raise Refusal("Это сильная сторона, а не запрос: выберите запрос из kurator request list --kind request.", "kind")
    if row.closed_on is not None and row.closed_on <= today:
        raise Refusal("Запрос уже закрыт: выберите открытый из kurator request list --open.", "closed")
    mentee: Person | None = Person.get_or_none(Person.id == row.person)
    if mentee is None:
        raise Refusal("Человека, чей это запрос, в базе больше нет: закройте запрос.", "missing")
    scale = _Scale(store, row, mentee, today)
    found = [scale.weigh(candidate) for candidate in _candidates(store, mentee, today, anyone)]
    found.sort(key=lambda pair: (-pair[1].score, pair[0], fold(pair[1].name), pair[1].person))
    return [suggestion for _, suggestion in found[: max(0, limit)]]


@dataclass(frozen=True)
class _Candidate:
    person: str
    institution: str
    name: str
    subject: str
    category: str
    teaching_since: date | None
    mentor: bool


def _candidates(store: Store, mentee: Person, today: date, anyone: bool) -> Iterable[_Candidate]:
    rows = store.database.connection().execute(
        "SELECT p.id, p.institution, p.surname, p.name, p.patronymic, p.subject, p.category, p.teaching_since, "
        "EXISTS(SELECT 1 FROM role r WHERE r.person = p.id AND r.role = 'mentor' AND (r.since IS NULL OR r.since <= :on) "
        "AND (r.until IS NULL OR r.until > :on)) AS mentor FROM person p "
        "WHERE p.id <> :mentee AND (p.left_on IS NULL OR p.left_on > :on) "
        "AND (mentor OR (:anyone AND p.institution = :institution))",
        {"on": today.isoformat(), "mentee": mentee.id, "anyone": anyone, "institution": mentee.institution},
    )
    for person, institution, surname, name, patronymic, subject, category, since, mentor in rows.fetchall():
        called = full_name(surname or "", name or "", patronymic or "") or "без имени"
        day = date.fromisoformat(since) if since else None
        yield _Candidate(person, institution or "", called, subject or "", category or "", day, bool(mentor))


class _Scale:
    """Weighs candidates against one request; everything they share is read once."""

    def __init__(self, store: Store, request: Request, mentee: Person, today: date) -> None:
        self._request, self._mentee, self._today = request, mentee, today
        self._experience = experience_years(mentee.teaching_since, today)
        self._limit = max(1, int(preference(store, "mentor.load")))
        self._loads = loads(store, today)
        day = {"on": today.isoformat()}
        self._strengths = _texts(
            store,
            "SELECT person, text FROM request WHERE kind = 'strength' AND kurator_fold(direction) = :direction "
            "AND (raised_on IS NULL OR raised_on <= :on) AND (closed_on IS NULL OR closed_on > :on) ORDER BY raised_on, id",
            {**day, "direction": fold(request.direction)},
        )
        self._consents = _texts(
            store,
            "SELECT person, '' FROM consent WHERE scope = 'duties' AND given_on <= :on "
            "AND (withdrawn_on IS NULL OR withdrawn_on > :on)",
            day,
        )
        self._together = _texts(
            store,
            "SELECT m.person, p.state FROM pair p JOIN pair_member m ON m.pair = p.id AND m.role = 'mentor' "
            "JOIN pair_member n ON n.pair = p.id AND n.role = 'mentee' AND n.person = :mentee "
            f"WHERE ({MEMBER_ON}) OR ({WAITING}) OR p.state = 'stopped'",
            {**day, "mentee": mentee.id},
        )

    def weigh(self, candidate: _Candidate) -> tuple[int, MentorSuggestion]:
        """Load of a candidate, for the order, and the suggestion."""
        reasons: list[str] = []
        warnings: list[str] = []
        score = self._likeness(candidate, reasons) + self._gap(candidate, reasons) + self._place(candidate, reasons)
        now, promised = self._loads.get(candidate.person, (0, 0))
        reasons.append(f"нагрузка {now} из {self._limit}")
        score += LOAD * max(0, self._limit - now) // self._limit
        if now >= self._limit:
            warnings.append(f"ещё один наставляемый — и нагрузка высокая: сейчас {now} из {self._limit}")
        if promised:
            warnings.append(f"предложены или утверждены ещё наставляемые: {promised}")
        states = self._together.get(candidate.person, [])
        if any(state != "stopped" for state in states):
            warnings.append("уже наставник этого человека")
        elif states:
            warnings.append("прежняя пара с этим человеком прекращена")
        if candidate.person not in self._consents:
            warnings.append("нет согласия на обязанности наставника")
        if not candidate.mentor:
            warnings.append("роли наставника пока нет")
        return now, MentorSuggestion(candidate.person, candidate.name, score, reasons, warnings)

    def _likeness(self, candidate: _Candidate, reasons: list[str]) -> int:
        score = 0
        texts = self._strengths.get(candidate.person)
        if texts is not None:
            told = next((f": {text}" for text in texts if text), "")
            reasons.append(f"сила по тому же направлению «{self._request.direction}»{told}")
            score += DIRECTION
        if candidate.subject and fold(candidate.subject) == fold(self._mentee.subject):
            reasons.append(f"тот же предмет: {candidate.subject}")
            score += SUBJECT
        if fold(candidate.category) == "педагог-наставник":
            reasons.append("категория «педагог-наставник»")
            score += CATEGORY
        return score

    def _gap(self, candidate: _Candidate, reasons: list[str]) -> int:
        theirs = experience_years(candidate.teaching_since, self._today)
        if theirs is None or self._experience is None:
            reasons.append("разница в стаже неизвестна")
            return 0
        gap = theirs - self._experience
        reasons.append(f"разница в стаже: {_years(gap)}" if gap else "стаж тот же")
        return next((weight for years, weight in EXPERIENCE if gap >= years), 0)

    def _place(self, candidate: _Candidate, reasons: list[str]) -> int:
        if candidate.institution == self._mentee.institution:
            reasons.append("та же организация")
            return PLACE
        reasons.append("другая организация: сетевое наставничество")
        return 0


def _years(count: int) -> str:
    """«+1 год», «+12 лет», «−3 года»."""
    last, teens = abs(count) % 10, 11 <= abs(count) % 100 <= 14
    word = "лет" if teens or last in {0, 5, 6, 7, 8, 9} else "год" if last == 1 else "года"
    return f"{'+' if count > 0 else '−'}{abs(count)} {word}"


def _texts(store: Store, query: str, values: dict[str, Any]) -> dict[str, list[str]]:
    """Rows (person, text) as person → texts."""
    found: dict[str, list[str]] = {}
    for person, text in store.database.connection().execute(query, values):
        found.setdefault(person or "", []).append(text or "")
    return found
