"""What every change of a programme asks first: whose it is, whether its year is open and whether it has ended."""

from __future__ import annotations

from datetime import date

from model.entities import Programme, ProgrammeActivity
from model.errors import Refusal
from model.russian_dates import show_date
from model.setup import check_open, check_own
from model.store import Store


def find_programme(store: Store, programme: str) -> Programme:
    """A programme of this institution in an open school year, ended or not; raise ``Refusal`` otherwise."""
    row = known_programme(programme)
    check_own(store, row.institution)
    check_open(store, row.years)
    return row


def running_programme(store: Store, programme: str) -> Programme:
    """A programme that may be changed: nothing of an ended one changes until it is reopened (domain.md 8)."""
    row = find_programme(store, programme)
    check_running(row)
    return row


def known_programme(programme: str) -> Programme:
    """Any programme of the database, ours or not; raise ``Refusal`` when there is none."""
    row: Programme | None = Programme.get_or_none(Programme.id == programme)
    if row is None:
        raise Refusal(f"Программы «{programme}» нет: посмотрите список командой kurator program list.", "missing")
    return row


def check_running(row: Programme) -> None:
    """Refuse to change a programme that has ended."""
    if row.ended_on is not None:
        raise Refusal(
            f"Программа завершена {show_date(row.ended_on)}, изменить её нельзя: "
            "сначала возобновите её командой kurator program reopen с причиной.",
            "ended",
        )


def find_measure(measure: str) -> ProgrammeActivity:
    """A measure of some plan, or a refusal."""
    row: ProgrammeActivity | None = ProgrammeActivity.get_or_none(ProgrammeActivity.id == measure)
    if row is None:
        raise Refusal("Этого мероприятия программы больше нет: обновите список командой kurator program measures.", "missing")
    return row


def check_near(day: date, start: date | None, end: date | None, what: str) -> None:
    """``day`` lies within thirty years of the programme: anything else is a slip of the keyboard."""
    near = start or end
    if near is not None and abs(day.year - near.year) > 30:
        raise Refusal(f"{what}: год {day.year} не похож на настоящий, проверьте дату.", "date")


def given_day(day: date | None, what: str) -> date:
    """The day, or a refusal when it was left empty; ``what``: «дату приказа»."""
    if day is None:
        raise Refusal(f"Назовите {what}: без неё запись не сделать.", "date")
    return day


def reason_given(reason: str, deed: str) -> str:
    """The reason without spaces around it; refuse ``deed`` («возобновить программу») without one."""
    words = reason.strip()
    if not words:
        raise Refusal(f"Назовите причину: без неё {deed} нельзя.", "reason")
    return words
