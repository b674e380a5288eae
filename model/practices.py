"""The bank of best practices: draft → offered → published (domain.md 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.entities import Practice, Publication, new_id
from model.errors import Refusal
from model.names import full_name
from model.register_guards import not_before, one_of, own_person, own_row, said, year_of_day
from model.requests import direction_of
from model.setup import check_open, own_id
from model.store import Store

STATES = {"draft": "черновик", "offered": "предложена", "published": "опубликована"}


@dataclass(frozen=True)
class PracticeLine:
    """One practice of the bank; ``on`` is the day of its last step."""

    id: str
    title: str
    direction: str
    state: str
    on: date | None
    years: str
    author: str
    description: str
    link: str


def add_practice(
    store: Store, title: str, on: date, *, direction: str = "", author: str = "", description: str = "", link: str = ""
) -> str:
    """Write down a practice as a draft; ``author`` is a person of the bank or nobody. Return its id."""
    title = said(title, "Назовите практику: без названия её не записать.")
    years = year_of_day(store, on, "День записи")
    practice = new_id()
    with store.transaction("Новая практика"):
        Practice.create(
            id=practice,
            institution=own_id(store),
            years=years,
            title=title,
            direction=direction_of(store, direction) if direction.strip() else "",
            state="draft",
            on_day=on,
            author=own_person(store, author).id if author else "",
            description=description.strip(),
            link=link.strip(),
        )
    return practice


def offer_practice(store: Store, practice: str, on: date) -> None:
    """Offer a draft: it needs a description, or there is nothing to judge."""
    row = find_practice(store, practice)
    if row.state != "draft":
        raise Refusal(f"Практика уже {STATES.get(row.state, row.state)}: предложить можно только черновик.", "state")
    if not row.description:
        raise Refusal("Опишите практику, прежде чем её предлагать: kurator practice edit.", "description")
    not_before(on, row.on_day, "Предложить практику раньше, чем она записана, нельзя: проверьте дату.")
    with store.transaction("Практика предложена"):
        Practice.update(state="offered", on_day=on).where(Practice.id == practice).execute()


def publish_practice(store: Store, practice: str, place: str, on: date, link: str = "") -> str:
    """Publish an offered practice: the register of publications gets its entry; return the id of that entry."""
    row = find_practice(store, practice)
    if row.state != "offered":
        raise Refusal(
            f"Практика сейчас {STATES.get(row.state, 'без состояния')}: публикуют предложенную (kurator practice offer).",
            "state",
        )
    place = said(place, "Назовите, где опубликовано: сайт, сборник, семинар.")
    not_before(on, row.on_day, "Опубликовать практику раньше, чем она предложена, нельзя: проверьте дату.")
    years, publication = year_of_day(store, on, "День публикации"), new_id()
    with store.transaction("Практика опубликована"):
        Publication.create(
            id=publication,
            institution=row.institution,
            years=years,
            on_day=on,
            place=place,
            link=link.strip(),
            title=row.title,
            practice=practice,
        )
        fields = {"state": "published", "on_day": on, **({"link": link.strip()} if link.strip() else {})}
        Practice.update(fields).where(Practice.id == practice).execute()
    return publication


def edit_practice(store: Store, practice: str, *, title: str | None = None, description: str | None = None) -> None:
    """Change the title or the description until it is published."""
    row = find_practice(store, practice)
    if row.state == "published":
        raise Refusal("Практика опубликована: её текст уже у читателей, запишите новую.", "state")
    fields = {}
    if title is not None:
        fields["title"] = said(title, "Назовите практику: без названия её не записать.")
    if description is not None:
        fields["description"] = description.strip()
    if not fields:
        raise Refusal("Назовите, что изменить в практике.", "nothing")
    with store.transaction("Правка практики"):
        Practice.update(fields).where(Practice.id == practice).execute()


def find_practice(store: Store, practice: str) -> Practice:
    """A practice of this institution in an open school year."""
    row = own_row(store, Practice, practice, "Практики", "kurator practice list")
    check_open(store, row.years)
    return row


def practices(store: Store, *, state: str = "", years: str = "") -> list[PracticeLine]:
    """The bank in order of date: all practices, or those of a state, of a school year."""
    if state:
        one_of(state, STATES, "Состояния практики")
    rows = store.sql(
        "SELECT r.id, r.title, r.direction, r.state, r.on_day, r.years, p.surname, p.name, p.patronymic, r.description, r.link "
        "FROM practice r LEFT JOIN person p ON p.id = r.author WHERE r.institution = ? AND (? = '' OR r.state = ?) "
        "AND (? = '' OR r.years = ?) ORDER BY r.on_day, r._s, r.id",
        (own_id(store), state, state, years, years),
    )
    return [
        PracticeLine(
            id=identity,
            title=title or "",
            direction=direction or "",
            state=now or "",
            on=date.fromisoformat(on) if on else None,
            years=year or "",
            author=full_name(surname or "", name or "", patronymic or ""),
            description=description or "",
            link=link or "",
        )
        for identity, title, direction, now, on, year, surname, name, patronymic, description, link in rows
    ]
