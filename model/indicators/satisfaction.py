"""Satisfied mentors and mentees of those asked (domain.md 13): the mean of a sheet's satisfaction items against a threshold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from model.indicators.scope import Scope
from model.indicators.shapes import Share
from model.preferences import preference

#: Preference of the lowest mean that counts as satisfied, of 10; and what holds until the institution says otherwise.
THRESHOLD, USUAL = "satisfied.from", 7


def satisfaction_shares(scope: Scope) -> Iterator[Share]:
    """Shares of both roles; who answered no item of the block was not asked."""
    thresholds: dict[str, float] = {}
    for role in ("mentee", "mentor"):
        asked: dict[str, list[int]] = defaultdict(list)
        level: dict[str, float] = {}
        for who, institution, number in _answers(scope, role):
            if institution not in thresholds:
                thresholds[institution] = float(preference(scope.store, THRESHOLD, institution) or USUAL)
            asked[who].append(number)
            level[who] = thresholds[institution]
        content = [who for who, numbers in asked.items() if sum(numbers) >= level[who] * len(numbers)]
        yield Share.of(f"satisfied-{role}s", content, asked)


def _answers(scope: Scope, role: str) -> list[tuple[str, str, int]]:
    """(respondent, institution, 1-10) of the sheets filled after, by the day.

    A respondent is the person; of an anonymous sheet, and of one whose person stays in the institution, the sheet itself.
    """
    rows = scope.read(
        "SELECT s.person, s.id, q.institution, a.number FROM questionnaire q "
        "JOIN answer_sheet s ON s.questionnaire = q.id JOIN answer a ON a.sheet = s.id "
        "JOIN questionnaire_item i ON i.id = a.item WHERE q.institution IN {here} AND q.years = :years AND q.role = :role "
        "AND s.moment = 'after' AND (s.on_day IS NULL OR s.on_day <= :on) AND i.block = 'satisfaction' "
        "AND i.scale = 'scale10' AND a.number BETWEEN 1 AND 10 ORDER BY s.id",
        role=role,
    )
    return [(scope.canonical[person] if person else sheet, owner, number) for person, sheet, owner, number in rows]
