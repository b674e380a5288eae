"""The register of orders: number, date, subject, basis and what they are about (domain.md 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from model.entities import (
    Body,
    Event,
    OrderDocument,
    OrderLink,
    Pair,
    Person,
    Practice,
    Programme,
    Replicated,
    Roadmap,
    natural_id,
    new_id,
)
from model.errors import Refusal
from model.names import fold
from model.programme_guards import given_day
from model.register_guards import one_of, own_row, said, year_of_day
from model.russian_dates import show_date
from model.setup import check_open, check_own, own_id
from model.store import Store
from model.written import Written

KINDS = {
    "introduction": "о введении системы наставничества",
    "curator": "о назначении куратора",
    "pairs": "о закреплении пар и групп",
    "programmes": "об утверждении программ",
    "final": "об итоговом мероприятии",
    "rewards": "о поощрении",
    "other": "другой",
}
#: What an order may be about.
_ABOUT: tuple[type[Replicated], ...] = (Pair, Programme, Roadmap, Person, Event, Practice, Body)


@dataclass(frozen=True)
class OrderLine:
    """One order in the register; ``about``: pairs (table, id) of what it is about."""

    id: str
    kind: str
    number: str
    on: date | None
    years: str
    subject: str
    basis: str
    link: str
    about: tuple[tuple[str, str], ...]


def add_order(
    store: Store,
    kind: str,
    number: str,
    on: date | None,
    subject: str,
    *,
    basis: str = "",
    link: str = "",
    about: Sequence[str] = (),
) -> Written:
    """Enter an order of the school year of its date; ``about``: ids of pairs, programmes, roadmaps, people …

    Number, date and subject are required. A number that the calendar year already has (orders are numbered through it) is a
    warning: there are orders on personnel and on the main activity, numbered apart.
    """
    one_of(kind, KINDS, "Вида приказа")
    number = said(number, "Назовите номер приказа: без номера его не записать.")
    subject = said(subject, "Назовите, о чём приказ: без предмета его не записать.")
    day = given_day(on, "дату приказа")
    years = year_of_day(store, day, "Дата приказа")
    tables = [_table_of(store, target) for target in about]
    twins = [line for line in orders(store) if fold(line.number) == fold(number) and line.on and line.on.year == day.year]
    order, owner = new_id(), own_id(store)
    with store.transaction(f"Приказ № {number}"):
        OrderDocument.create(
            id=order,
            institution=owner,
            years=years,
            number=number,
            on_day=day,
            kind=kind,
            subject=subject,
            basis=basis.strip(),
            link=link.strip(),
        )
        for table, target in zip(tables, about, strict=True):
            _link(owner, order, table, target)
    told = [f"Приказ № {number} в {day.year} году уже есть: от {show_date(one.on)}, «{one.subject}»." for one in twins]
    return Written(order, tuple(told))


def link_order(store: Store, order: str, target: str) -> None:
    """Say what an order is about; the same said twice, or on two laptops, is one link."""
    row = own_row(store, OrderDocument, order, "Приказа", "kurator order list")
    check_open(store, row.years)
    table = _table_of(store, target)
    with store.transaction("О чём приказ"):
        _link(row.institution, order, table, target)


def delete_order(store: Store, order: str) -> None:
    """Take an order out of the register with its links (undo brings all back)."""
    row = own_row(store, OrderDocument, order, "Приказа", "kurator order list")
    check_open(store, row.years)
    with store.transaction("Удаление приказа"):
        OrderLink.delete().where(OrderLink.order_document == order).execute()
        OrderDocument.delete().where(OrderDocument.id == order).execute()


def _link(owner: str, order: str, table: str, target: str) -> None:
    identity = natural_id("order_link", order, target)
    if OrderLink.get_or_none(OrderLink.id == identity) is None:
        OrderLink.create(id=identity, institution=owner, order_document=order, target_table=table, target=target)


def _table_of(store: Store, target: str) -> str:
    for model in _ABOUT:
        row: Replicated | None = model.get_or_none(model.id == target)
        if row is not None:
            check_own(store, row.institution)
            return str(model._meta.table_name)
    raise Refusal(f"Приказ не о чем связать: пары, программы, карты или человека «{target}» в базе нет.", "missing")


def orders(store: Store, *, kind: str = "", years: str = "", about: str = "") -> list[OrderLine]:
    """The register in order of date: all orders, or those of a kind, of a school year, about one row."""
    if kind:
        one_of(kind, KINDS, "Вида приказа")
    links: dict[str, list[tuple[str, str]]] = {}
    for order, table, target in store.sql("SELECT order_document, target_table, target FROM order_link ORDER BY _s, id"):
        links.setdefault(order, []).append((table or "", target or ""))
    rows = store.sql(
        "SELECT id, kind, number, on_day, years, subject, basis, link FROM order_document WHERE institution = ? "
        "AND (? = '' OR kind = ?) AND (? = '' OR years = ?) ORDER BY on_day, _s, id",
        (own_id(store), kind, kind, years, years),
    )
    lines = []
    for identity, what, number, on, year, subject, basis, link in rows:
        targets = tuple(links.get(identity, ()))
        if about and about not in {target for _, target in targets}:
            continue
        lines.append(
            OrderLine(
                id=identity,
                kind=what or "",
                number=number or "",
                on=date.fromisoformat(on) if on else None,
                years=year or "",
                subject=subject or "",
                basis=basis or "",
                link=link or "",
                about=targets,
            )
        )
    return lines
