"""The register of publications for information support, and publishing the results of a programme (domain.md 8, 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.entities import Programme, Publication, new_id
from model.errors import Refusal
from model.pair_guards import has_consent, members_now
from model.programme_guards import find_programme
from model.register_guards import not_before, said, year_of_day
from model.setup import own_id
from model.store import Store
from model.written import Written


@dataclass(frozen=True)
class PublicationLine:
    """One publication: when, where, what; ``practice`` and ``programme`` are ids or empty."""

    id: str
    on: date | None
    years: str
    place: str
    link: str
    title: str
    practice: str
    programme: str


def add_publication(store: Store, title: str, place: str, on: date, link: str = "") -> str:
    """Enter a publication of the school year of its day; return its id."""
    title = said(title, "Назовите, что опубликовано: без названия публикацию не записать.")
    place = said(place, "Назовите, где опубликовано: сайт, газета, сборник.")
    years, identity = year_of_day(store, on, "День публикации"), new_id()
    with store.transaction("Новая публикация"):
        Publication.create(
            id=identity, institution=own_id(store), years=years, on_day=on, place=place, link=link.strip(), title=title
        )
    return identity


def publish_programme(store: Store, programme: str, place: str, on: date, link: str = "") -> Written:
    """Publish the results of an ended programme (regulation 8.2: only after the end); return the entry of the register.

    People of the pair whose consent to publication is not in force are counted in a warning (152-ФЗ art. 10.1): the
    results are published without their names.
    """
    row = find_programme(store, programme)
    if row.ended_on is None:
        raise Refusal(
            "Результаты публикуют только после завершения: сначала завершите программу (kurator program end).", "running"
        )
    if row.published_on is not None:
        raise Refusal(
            "Результаты этой программы уже опубликованы: ещё одну публикацию запишите kurator publication add.", "twice"
        )
    not_before(on, row.ended_on, "Опубликовать результаты раньше, чем программа завершена, нельзя: проверьте дату.")
    place = said(place, "Назовите, где опубликовано: сайт, газета, сборник.")
    years, identity = year_of_day(store, on, "День публикации"), new_id()
    people = {member.person for role in ("mentor", "mentee") for member in members_now(row.pair, role)}
    silent = sum(not has_consent(person, "publication", on) for person in people)
    with store.transaction("Публикация результатов программы"):
        Publication.create(
            id=identity,
            institution=row.institution,
            years=years,
            on_day=on,
            place=place,
            link=link.strip(),
            title=row.title,
            programme=programme,
        )
        Programme.update(published_on=on).where(Programme.id == programme).execute()
    told = f"Участников без согласия на публикацию: {silent}; публикуйте результаты без их имён."
    return Written(identity, (told,) if silent else ())


def publications(store: Store, *, years: str = "") -> list[PublicationLine]:
    """The register in order of date: all publications or those of a school year."""
    rows = store.sql(
        "SELECT id, on_day, years, place, link, title, practice, programme FROM publication WHERE institution = ? "
        "AND (? = '' OR years = ?) ORDER BY on_day, _s, id",
        (own_id(store), years, years),
    )
    return [
        PublicationLine(identity, date.fromisoformat(on) if on else None, *(text or "" for text in texts))
        for identity, on, *texts in rows
    ]
