"""Definitions that count rows: programmes, deadlines of the roadmap, papers of pairs, forms and kinds (domain.md 13)."""

from __future__ import annotations

from collections.abc import Iterator

from model.indicators.catalogue import KIND_CODES
from model.indicators.scope import Scope
from model.indicators.shapes import Share
from model.pair_papers import Paper, papers_of
from model.pairs import FORMS
from model.setup import own_id

#: Pairs asked about by name at once; more are read all together.
_MANY = 500


def work_shares(scope: Scope) -> Iterator[Share]:
    """Every share whose rows are not persons."""
    yield Share.of("programmes", *programmes(scope))
    yield Share.of("on-time", *deadlines(scope))
    yield Share.of("papers", with_papers(scope), scope.pairs)
    for form in FORMS:
        chosen = [pair for pair, fact in scope.pairs.items() if (fact.form if fact.form in FORMS else "other") == form]
        yield Share.of(f"form-{form}", chosen, scope.pairs)
    for kind, code in KIND_CODES.items():
        chosen = [pair for pair, fact in scope.pairs.items() if kind in fact.kinds]
        yield Share.of(f"kind-{code}", chosen, scope.pairs)


def programmes(scope: Scope) -> tuple[list[str], list[str]]:
    """Programmes of the year that began by the day; of them, those whose plan was done in full by the day."""
    rows = scope.read(
        "SELECT id, end_kind = 'full' AND (ended_on IS NULL OR ended_on <= :on) FROM programme WHERE institution IN {here} "
        "AND years = :years AND started_on <= :on"
    )
    return [row[0] for row in rows if row[1]], [row[0] for row in rows]


def deadlines(scope: Scope) -> tuple[list[str], list[str]]:
    """Occurrences of the year's roadmaps whose last day has come, but for those not required; of them, those done by it.

    A tick without an actual date proves no day, so it is not «on time».
    """
    rows = scope.read(
        "SELECT o.id, m.state = 'done' AND m.done_on <= o.end_on FROM roadmap r JOIN stage s ON s.roadmap = r.id "
        "JOIN activity a ON a.stage = s.id JOIN occurrence o ON o.activity = a.id LEFT JOIN mark m ON m.occurrence = o.id "
        "AND m.institution = o.institution "
        "WHERE r.institution IN {here} AND r.years = :years AND o.end_on <= :on AND coalesce(m.state, '') <> 'not-required'"
    )
    return [row[0] for row in rows if row[1]], [row[0] for row in rows]


def with_papers(scope: Scope) -> list[str]:
    """Pairs of the year whose checklist is complete (``model.pair_papers``).

    The text of an agreement never leaves its institution: of another's pair the district takes number and date for it.
    """
    own = own_id(scope.store)
    wanted = list(scope.pairs) if len(scope.pairs) <= _MANY else None
    folders = papers_of(scope.store, wanted, scope.last)

    def ready(pair: str, paper: Paper) -> bool:
        fact = scope.pairs[pair]
        return paper.ok or (paper.code == "agreement" and fact.institution != own and fact.agreement_written)

    return [pair for pair in scope.pairs if pair in folders and all(ready(pair, paper) for paper in folders[pair])]
