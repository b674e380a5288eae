"""Personalised programmes: the explanatory note, beginning one and changing what it says (domain.md 8).

The plan of activities is in ``model/programme_plan.py``, the term, its extensions and the three ways to end in
``model/programme_terms.py``, what screens show in ``model/programme_queries.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from model.entities import Pair, Programme, new_id
from model.errors import Refusal
from model.programme_guards import check_near, given_day, running_programme
from model.programme_plan import PlannedMeasure, checked, deadline_warnings, write_measure
from model.programme_terms import term_warnings
from model.setup import check_open, check_own, current_year, own_id
from model.store import Store
from model.written import Written
from model.years import SchoolYear

#: How a pair meets (the annex of the regulation: режим работы).
MODES = ("очно", "онлайн", "смешанно")
#: Fields of the explanatory note and what the user reads, in the order of the template.
NOTE_FIELDS = {
    "problem": "Описание проблемы",
    "aims": "Цели",
    "tasks": "Задачи",
    "content": "Содержание деятельности",
    "interim_results": "Промежуточные результаты",
    "planned_results": "Планируемые результаты",
    "timetable": "Расписание встреч",
    "mode": "Режим работы",
    "conditions": "Условия обучения",
}


def create_programme(
    store: Store,
    pair: str,
    title: str,
    start: date,
    end: date,
    plan: Sequence[PlannedMeasure],
    **note: str,
) -> str:
    """Write a programme with its plan as it stands, without asking about the pair and the year (invented data).

    ``note``: keys of ``NOTE_FIELDS``. Deadlines are read within the current school year. Return the id.
    What a person does goes through ``start_programme``.
    """
    if end < start:
        raise Refusal("Программа кончается раньше, чем начинается: проверьте даты.", "date")
    programme, owner, year = new_id(), own_id(store), current_year(store)
    with store.transaction("Новая программа"):
        Programme.create(
            id=programme,
            institution=owner,
            pair=pair,
            years=str(year),
            title=title,
            started_on=start,
            ends_on=end,
            **note,
        )
        for position, measure in enumerate(plan):
            write_measure(owner, programme, position, measure, year)
    return programme


def start_programme(
    store: Store,
    pair: str,
    title: str,
    start: date | None,
    end: date | None,
    plan: Sequence[PlannedMeasure] = (),
    note: Mapping[str, str] | None = None,
) -> Written:
    """Begin the programme of a pair or group in the current school year; ``note``: keys of ``NOTE_FIELDS``.

    Refused: an unknown pair, one that has ended, a programme without a title, an end before the beginning. Warned: a term
    outside of 3 months - 1 year, a beginning outside of the school year, another programme of the pair that still runs.
    """
    row: Pair | None = Pair.get_or_none(Pair.id == pair)
    if row is None:
        raise Refusal(f"Пары «{pair}» нет: посмотрите список командой kurator pair list.", "missing")
    check_own(store, row.institution)
    year = current_year(store)
    check_open(store, str(year))
    if row.state in {"finished", "stopped"}:
        raise Refusal("Эта пара уже закончила работу: программу составляют для действующей пары.", "state")
    first, last = given_day(start, "дату начала программы"), given_day(end, "дату окончания программы")
    said = _note(note or {})
    plan = [checked(store, measure) for measure in plan]
    _likely(year, first, last)
    running = Programme.select().where(Programme.pair == pair, Programme.ended_on.is_null()).count()
    programme = create_programme(store, pair, _title(title), first, last, plan, **said)
    warnings = term_warnings(first, last)
    if SchoolYear.of(first) != year:
        warnings.append(f"Программа начинается вне учебного года {year}: проверьте дату начала.")
    if running:
        warnings.append("У пары уже есть незавершённая программа: завершите её, если новая пришла ей на смену.")
    for measure in plan:
        warnings += deadline_warnings(measure.deadline, year)
    return Written(programme, tuple(warnings))


def edit_programme(
    store: Store,
    programme: str,
    note: Mapping[str, str] | None = None,
    *,
    title: str | None = None,
    start: date | None = None,
    end: date | None = None,
) -> Written:
    """Change what is given of a running programme: fields of the note, the title, the term.

    After an extension only another extension moves the end: its history must stay true. Return warnings of the term rule.
    """
    row = running_programme(store, programme)
    fields: dict[str, object] = {**_note(note or {})}
    if title is not None:
        fields["title"] = _title(title)
    if end is not None and row.extended_to is not None:
        raise Refusal("Срок программы уже продлевали: изменить его можно только новым продлением.", "extended")
    first, last = start or row.started_on, row.extended_to or end or row.ends_on
    if first is not None and last is not None and last < first:
        raise Refusal("Программа кончается раньше, чем начинается: проверьте даты.", "date")
    _likely(SchoolYear.parse(row.years), *(day for day in (start, end) if day is not None))
    if start is not None:
        fields["started_on"] = start
    if end is not None:
        fields["ends_on"] = end
    if not fields:
        raise Refusal("Назовите, что изменить в программе.", "nothing")
    with store.transaction("Правка программы"):
        Programme.update(fields).where(Programme.id == programme).execute()
    return Written(programme, tuple(term_warnings(first, last) if start or end else ()))


def _likely(year: SchoolYear, *days: date) -> None:
    for day in days:
        check_near(day, year.start, None, "Срок программы")


def _title(title: str) -> str:
    words = " ".join(title.split())
    if not words:
        raise Refusal("Назовите программу: без названия её не сохранить.", "title")
    return words


def _note(note: Mapping[str, str]) -> dict[str, str]:
    fields = {}
    for name, text in note.items():
        if name not in NOTE_FIELDS:
            raise Refusal(f"Раздела «{name}» в пояснительной записке нет: возможны {', '.join(NOTE_FIELDS)}.", "field")
        fields[name] = text.strip()
    if fields.get("mode") and fields["mode"] not in MODES:
        raise Refusal(f"Режим «{fields['mode']}» неизвестен: выберите один из {', '.join(MODES)}.", "field")
    return fields
