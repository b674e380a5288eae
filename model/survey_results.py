"""What a questionnaire showed: counts, means, distributions, open answers, the change from before to after (domain.md 11)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from model.questionnaires import Item, QuestionnaireView, questionnaire_view
from model.store import Store

#: How before and after were compared: by person, or as means of two groups of sheets.
PERSON, GROUPS = "person", "groups"


@dataclass(frozen=True)
class Measure:
    """Answers to one item at one moment. ``mean``: of grades, or the share of «да»; ``distribution``: value → how many."""

    count: int
    mean: float | None
    distribution: dict[str, int]


@dataclass(frozen=True)
class ItemResult:
    """One item. ``delta``: after minus before, compared ``by`` person (``pairs`` of them) or by groups; ``None`` if neither.

    ``before_mean`` and ``after_mean`` are those that ``delta`` compares. ``open_answers``: (moment, text).
    """

    item: Item
    before: Measure
    after: Measure
    by: str
    pairs: int
    before_mean: float | None
    after_mean: float | None
    delta: float | None
    open_answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SurveyResult:
    """Results of a questionnaire; ``sheets`` counts sheets of each moment, ``named`` those with a person."""

    questionnaire: QuestionnaireView
    sheets_before: int
    sheets_after: int
    named: int
    items: tuple[ItemResult, ...]


@dataclass(frozen=True)
class _Given:
    moment: str
    person: str
    number: int | None
    text: str


def survey_result(store: Store, questionnaire: str) -> SurveyResult:
    """Results of all sheets entered; raise ``Refusal`` for an unknown questionnaire."""
    view = questionnaire_view(store, questionnaire)
    sheets = store.sql("SELECT moment, person FROM answer_sheet WHERE questionnaire = ?", (questionnaire,)).fetchall()
    given: dict[str, list[_Given]] = defaultdict(list)
    for item, moment, person, number, text in store.sql(
        "SELECT a.item, s.moment, s.person, a.number, a.text FROM answer_sheet s JOIN answer a ON a.sheet = s.id "
        "WHERE s.questionnaire = ? ORDER BY s.on_day, s._s, s.id",
        (questionnaire,),
    ):
        given[item].append(_Given(moment or "", person or "", number, text or ""))
    return SurveyResult(
        questionnaire=view,
        sheets_before=sum(moment == "before" for moment, _ in sheets),
        sheets_after=sum(moment == "after" for moment, _ in sheets),
        named=sum(bool(person) for _, person in sheets),
        items=tuple(_item(item, given[item.id]) for item in view.items),
    )


def _item(item: Item, given: list[_Given]) -> ItemResult:
    before, after = ([one for one in given if one.moment == moment] for moment in ("before", "after"))
    measures = _measure(item, before), _measure(item, after)
    by, pairs, means = _compared(item, before, after)
    texts = tuple((one.moment, one.text) for one in (*before, *after) if one.text) if item.scale == "open" else ()
    delta = means[1] - means[0] if means else None
    return ItemResult(item, *measures, by, pairs, means[0] if means else None, means[1] if means else None, delta, texts)


def _measure(item: Item, given: list[_Given]) -> Measure:
    numbers = [one.number for one in given if one.number is not None]
    if item.scale == "open":
        return Measure(sum(bool(one.text) for one in given), None, {})
    counted = Counter(numbers)
    names: dict[str, int] = {}
    if item.scale == "scale10":
        names = {str(grade): grade for grade in range(1, 11)}
    elif item.scale == "yesno":
        names = {"да": 1, "нет": 0}
    elif item.scale == "choice":
        names = {option: position for position, option in enumerate(item.options, start=1)}
    mean = None if item.scale == "choice" else _mean(numbers)
    return Measure(len(numbers), mean, {name: counted[number] for name, number in names.items()})


def _compared(item: Item, before: list[_Given], after: list[_Given]) -> tuple[str, int, tuple[float, float] | None]:
    """By person where the same people answered twice; otherwise the means of the two groups."""
    if item.scale not in {"scale10", "yesno"}:
        return "", 0, None
    then, now = (
        {one.person: one.number for one in given if one.person and one.number is not None} for given in (before, after)
    )
    both = sorted(then.keys() & now.keys())
    if both:
        means = _mean(then[person] for person in both), _mean(now[person] for person in both)
        by = PERSON
    else:
        means = _mean(one.number for one in before), _mean(one.number for one in after)
        by = GROUPS
    if means[0] is None or means[1] is None:
        return "", 0, None
    return by, len(both), (means[0], means[1])


def _mean(numbers: Iterable[int | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return sum(known) / len(known) if known else None
