"""The term of a programme, its extensions, and the three ways to end (domain.md 8; regulation 1.2, 7.1, 7.2)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from model.entities import Programme, ProgrammeActivity, ProgrammeExtension
from model.errors import Refusal
from model.programme_guards import check_near, find_programme, given_day, known_programme, reason_given, running_programme
from model.russian_dates import show_date
from model.store import Store
from model.written import Written

#: Months of a programme: not less and not more (regulation 1.2: от 3 месяцев до 1 года).
SHORTEST, LONGEST = 3, 12
END_KINDS = {
    "full": "план выполнен в полном объёме",
    "participants": "по инициативе участников",
    "curator": "по инициативе куратора",
}
INITIATORS = {
    "mentor": "наставник",
    "mentee": "наставляемый",
    "both": "наставник и наставляемый по обоюдному решению",
    "curator": "куратор",
}


@dataclass(frozen=True)
class Extension:
    """One extension: the new last day, why, when it was decided and by which document."""

    until: date | None
    reason: str
    decided_on: date | None
    document: str


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is shorter (Civil Code art. 192)."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def term_warnings(start: date | None, end: date | None) -> list[str]:
    """Warnings when a term is not 3 months - 1 year.

    1 October - 31 December is three months, 1 September - 1 September of the next year is still a year.
    """
    if start is None or end is None:
        return []
    if (end - add_months(start, SHORTEST)).days < -1:
        return ["Срок программы меньше 3 месяцев: положение говорит о сроке от 3 месяцев до 1 года."]
    if end > add_months(start, LONGEST):
        return ["Срок программы больше 1 года: положение говорит о сроке от 3 месяцев до 1 года."]
    return []


def extend_programme(
    store: Store, programme: str, until: date | None, reason: str, *, decided_on: date, document: str = ""
) -> Written:
    """Extend a running programme; every extension stays in the history, and the total term is judged again.

    Refused: an extension that does not go beyond the present end, and one without a reason.
    """
    row = running_programme(store, programme)
    why = reason_given(reason, "продлить программу")
    until, now = given_day(until, "дату, до которой программа продлена"), row.extended_to or row.ends_on
    if now is not None and until <= now:
        raise Refusal(f"Программа и так идёт до {show_date(now)}: для продления назовите более поздний день.", "date")
    check_near(until, row.started_on, now, "Продление")
    check_near(decided_on, row.started_on, now, "Решение о продлении")
    with store.transaction("Продление программы"):
        ProgrammeExtension.create(
            institution=row.institution,
            programme=programme,
            until=until,
            reason=why,
            decided_on=decided_on,
            document=document.strip(),
        )
        Programme.update(extended_to=until).where(Programme.id == programme).execute()
    return Written(programme, tuple(term_warnings(row.started_on, until)))


def extensions(programme: str) -> list[Extension]:
    """Extensions of a programme, the earliest first."""
    known_programme(programme)
    rows = ProgrammeExtension.select().where(ProgrammeExtension.programme == programme)
    found = [Extension(row.until, row.reason, row.decided_on, row.document) for row in rows]
    return sorted(found, key=lambda one: (one.until or date.min, one.decided_on or date.min, one.reason))


def end_programme(
    store: Store,
    programme: str,
    kind: str,
    *,
    on: date,
    initiator: str = "",
    reason: str = "",
    today: date | None = None,
) -> None:
    """End a programme in one of three ways (regulation 7.1); after that nothing of it changes until it is reopened.

    ``full``: every measure of the plan is done or not required. ``participants``: on the initiative (``initiator``) of
    mentor, mentee or both. ``curator``: on the curator's initiative, with the reason. ``on`` is not after ``today``
    (default: the computer's day) and not before the beginning.
    """
    row = running_programme(store, programme)
    if kind not in END_KINDS:
        raise Refusal(f"Способ завершения «{kind}» неизвестен: выберите один из {', '.join(END_KINDS)}.", "kind")
    if on > (today or date.today()):
        raise Refusal(f"День завершения {show_date(on)} ещё не наступил: завершите программу в тот день.", "date")
    if row.started_on is not None and on < row.started_on:
        raise Refusal(f"Программа началась {show_date(row.started_on)}: завершить её раньше нельзя, проверьте дату.", "date")
    if kind == "full":
        _check_full(programme)
        initiator = ""
    elif kind == "participants":
        if initiator not in {"mentor", "mentee", "both"}:
            raise Refusal("Назовите, чья это инициатива: mentor, mentee или both.", "initiator")
    else:
        if initiator not in {"", "curator"}:
            raise Refusal("По инициативе куратора завершает куратор: для наставника или наставляемого выберите participants.")
        initiator = "curator"
        reason_given(reason, "завершить программу по инициативе куратора")
    with store.transaction(f"Завершение программы: {END_KINDS[kind]}"):
        Programme.update(end_kind=kind, end_initiator=initiator, ended_on=on, end_reason=reason.strip()).where(
            Programme.id == programme
        ).execute()


def _check_full(programme: str) -> None:
    states = [row.state or "none" for row in ProgrammeActivity.select().where(ProgrammeActivity.programme == programme)]
    if not states:
        raise Refusal("В плане программы нет мероприятий: выполненной в полном объёме её не назвать.", "open")
    waiting = sum(state not in {"done", "not-required"} for state in states)
    if waiting:
        raise Refusal(
            f"Не закрыто мероприятий плана: {waiting} из {len(states)}; отметьте их выполненными или ненужными "
            "или завершите программу другим способом.",
            "open",
        )


def reopen_programme(store: Store, programme: str, reason: str, *, on: date) -> None:
    """Take back the end of a programme, with a reason that stays in ``end_reason``; how it had ended stays in the log.

    Results of a programme that runs again are no longer published ones; the register of publications keeps what was out.
    """
    row = find_programme(store, programme)
    why = reason_given(reason, "возобновить программу")
    if row.ended_on is None:
        raise Refusal("Программа не завершена: возобновлять нечего.", "running")
    told = f"{row.end_reason}\n" if row.end_reason else ""
    told += f"Завершена {show_date(row.ended_on)} ({END_KINDS.get(row.end_kind, 'способ не указан')}), "
    told += f"возобновлена {show_date(on)}: {why}"
    with store.transaction("Возобновление программы"):
        Programme.update(end_kind="", end_initiator="", ended_on=None, end_reason=told, published_on=None).where(
            Programme.id == programme
        ).execute()
