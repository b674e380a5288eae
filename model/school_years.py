"""School years of an institution: closing with frozen indicators, reopening with a reason, choosing (domain.md 2 and 13).

A new year is begun in ``model/next_year.py``. The guard that closed years stay as they are is ``model.setup.check_open``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from model.entities import SchoolYearRow
from model.errors import Refusal
from model.indicators import indicators, write_frozen
from model.preferences import preference, set_preference
from model.russian_dates import show_date
from model.setup import own_id
from model.store import Store
from model.years import SchoolYear


@dataclass(frozen=True)
class YearLine:
    """A school year of this institution: what is in it and what keeps it from being closed.

    ``reason``: why it was reopened, or why it was closed with unfinished work. ``open_pairs`` and ``open_programmes`` are
    those that have not ended.
    """

    years: str
    current: bool
    closed_on: date | None
    reopened_on: date | None
    reason: str
    roadmaps: int
    pairs: int
    open_pairs: int
    programmes: int
    open_programmes: int


def school_years(store: Store) -> list[YearLine]:
    """Years that this institution keeps, the newest first."""
    rows = store.sql(
        "SELECT y.years, y.closed_on, y.reopened_on, y.reopen_reason, "
        "(SELECT count(*) FROM roadmap r WHERE r.institution = y.institution AND r.years = y.years), "
        "(SELECT count(*) FROM pair p WHERE p.institution = y.institution AND p.years = y.years), "
        "(SELECT count(*) FROM programme g WHERE g.institution = y.institution AND g.years = y.years) "
        "FROM school_year y WHERE y.institution = ? AND y.years IS NOT NULL ORDER BY y.years DESC",
        (own_id(store),),
    ).fetchall()
    now = store.setting("year")
    lines = []
    for years, closed, reopened, reason, roadmaps, pairs, programmes in rows:
        open_pairs, open_programmes = unfinished(store, years)
        said = preference(store, _reason_name(years)) if closed else reason
        lines.append(
            YearLine(
                years,
                years == now,
                _day(closed),
                _day(reopened),
                said or "",
                roadmaps,
                pairs,
                open_pairs,
                programmes,
                open_programmes,
            )
        )
    return lines


def unfinished(store: Store, years: str) -> tuple[int, int]:
    """How many pairs (proposed, approved, at work) and programmes of a year have not ended."""
    owner = own_id(store)
    pairs = store.value(
        "SELECT count(*) FROM pair WHERE institution = ? AND years = ? AND state IN ('proposed', 'approved', 'active')",
        (owner, years),
    )
    programmes = store.value(
        "SELECT count(*) FROM programme WHERE institution = ? AND years = ? AND ended_on IS NULL AND end_kind IS NULL",
        (owner, years),
    )
    return int(pairs), int(programmes)


def close_year(store: Store, years: str, on: date, *, force: bool = False, reason: str = "") -> None:
    """Close a school year on a day: its indicators are frozen, its rows become read-only.

    Refused: a year that is not kept here, has not begun by the day or is closed; unfinished pairs and programmes, unless
    ``force`` with a ``reason`` (kept as the setting ``year.close-reason.<years>``).
    """
    year = SchoolYear.parse(years)
    row = _year(store, year)
    if row.closed_on is not None:
        raise Refusal(f"Учебный год {year} уже закрыт {show_date(row.closed_on)}.", "closed-year")
    if on < year.start:
        raise Refusal(f"Учебный год {year} начинается {show_date(year.start)}: закрыть его раньше нельзя.", "date")
    pairs, programmes = unfinished(store, str(year))
    words = " ".join(reason.split())
    if (pairs or programmes) and not (force and words):
        left = ", ".join(part for part in (pairs and f"пар — {pairs}", programmes and f"программ — {programmes}") if part)
        way = "назовите причину (--reason)" if force else "завершите их или закройте год с причиной (--force --reason)"
        raise Refusal(f"В учебном году {year} не завершено: {left}; {way}.", "unfinished")
    with store.transaction(f"Закрытие учебного года {year}"):
        write_frozen(store, str(year), on, indicators(store, str(year), on))
        if (pairs or programmes) or preference(store, _reason_name(str(year))):
            set_preference(store, _reason_name(str(year)), words if pairs or programmes else "")
        SchoolYearRow.update(closed_on=on).where(SchoolYearRow.id == row.id).execute()


def reopen_year(store: Store, years: str, reason: str, on: date) -> None:
    """Open a closed year again; the reason is kept (domain.md 2). Its indicators are counted anew until it is closed."""
    year = SchoolYear.parse(years)
    row = _year(store, year)
    if row.closed_on is None:
        raise Refusal(f"Учебный год {year} не закрыт: открывать его не нужно.", "open-year")
    words = " ".join(reason.split())
    if not words:
        raise Refusal("Назовите причину: без неё закрытый учебный год не открыть.", "reason")
    if on < row.closed_on:
        raise Refusal(f"Учебный год {year} закрыт {show_date(row.closed_on)}: открыть его раньше нельзя.", "date")
    with store.transaction(f"Открытие учебного года {year}"):
        SchoolYearRow.update(closed_on=None, reopened_on=on, reopen_reason=words).where(SchoolYearRow.id == row.id).execute()


def choose_year(store: Store, years: str) -> None:
    """Make a year that is kept here the current one on this laptop (a setting of the laptop, not undone)."""
    year = SchoolYear.parse(years)
    _year(store, year)
    store.set_setting("year", str(year))


def _year(store: Store, year: SchoolYear) -> SchoolYearRow:
    row: SchoolYearRow | None = SchoolYearRow.get_or_none(
        SchoolYearRow.institution == own_id(store), SchoolYearRow.years == str(year)
    )
    if row is None:
        raise Refusal(f"Учебного года {year} в базе нет: начните его командой kurator year new {year}.", "missing")
    return row


def _reason_name(years: str) -> str:
    return f"year.close-reason.{years}"


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
