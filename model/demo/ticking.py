"""How far a roadmap is done as of a day: ticks with dates and evidence, what was moved, what is late."""

from __future__ import annotations

import random
from datetime import date, timedelta

from model.demo.days import day_between
from model.marks import set_mark, timing
from model.roadmap_queries import roadmap_view
from model.roadmap_view import ActivityView, OccurrenceView
from model.russian_dates import show_date
from model.store import Store

#: Share of due work that is done, of the nearly perfect and of the one far behind.
PERFECT, BEHIND = 1.0, 0.3
_MOVED = (
    "Перенесено на следующий месяц: карантин.",
    "Перенесено: совпало с районным семинаром.",
    "Перенесено на каникулы по просьбе наставников.",
    "Ведущий заболел, новая дата согласуется.",
)
_PARTIAL = (
    "Сделано наполовину, заканчиваем.",
    "Не хватает подписей двух участников.",
    "Черновик готов, ждёт согласования.",
    "Осталось немного: завершим на следующей неделе.",
)
_NOT_REQUIRED = ("В этом году не требуется: приказ прошлого года действует.", "Нет педагогов, которых это касается.")
_LATE, _DONE = "Сделано с опозданием.", ("", "", "", "Замечаний нет.", "Отмечено на планёрке.")
#: A word of the expected result or of the activity → what proves it.
_EVIDENCE = (
    ("регистрац", "лист регистрации от {day}, {people} чел."),
    ("дорожные карты", "дорожные карты приняты, {few} шт."),
    ("дорожной карты", "отчёт от {day}"),
    ("файл", "квитанции о приёме, {few} шт."),
    ("таблиц", "таблица от {day}"),
    ("приказ", "приказ от {day} № {n}"),
    ("протокол", "протокол от {day} № {few}"),
    ("совещан", "протокол от {day} № {few}"),
    ("анкет", "бланки анкет, {people} шт.; сводная таблица"),
    ("опрос", "бланки анкет, {people} шт.; сводная таблица"),
    ("карт", "карты контроля, {few} шт., подписаны"),
    ("банк", "банк заполнен, {people} чел."),
    ("соглашен", "дополнительные соглашения, {few} шт."),
    ("программ", "программы, {few} шт., папка куратора"),
    ("сайт", "https://example.org/nastavnichestvo"),
    ("публикац", "https://example.org/novosti/{n}"),
    ("страниц", "https://example.org/novosti/{n}"),
    ("наблюден", "листы наблюдения, {few} шт."),
    ("дневник", "дневники встреч проверены {day}"),
    ("встреч", "лист регистрации от {day}, {people} чел."),
    ("семинар", "лист регистрации от {day}, {people} чел."),
    ("список", "список от {day}"),
    ("бесед", "записи бесед, {few} шт."),
    ("письм", "письма от {day}, {people} шт."),
)


class Ticker:
    """Ticks roadmaps of one store. ``diligence`` is the share of due work that was done, 0..1."""

    def __init__(self, store: Store, rng: random.Random, today: date, diligence: float) -> None:
        self._store, self._rng, self._today, self._diligence = store, rng, today, diligence

    def tick(self, roadmap: str) -> None:
        """Put marks on what is due, on some of what goes on, on little of what is ahead."""
        left_open = False
        for stage in roadmap_view(self._store, roadmap, self._today).stages:
            for activity in stage.activities:
                for occurrence in activity.occurrences:
                    due = timing("none", occurrence.start, occurrence.end, self._today)
                    if due == "overdue" and self._diligence >= PERFECT and not left_open and self._rng.random() < 0.12:
                        left_open = True  # even the best have one
                    elif due == "overdue":
                        self._past(activity, occurrence)
                    elif due == "now":
                        self._present(activity, occurrence)
                    elif due == "undated" and self._rng.random() < 0.35:
                        note = "Обращений пока не было." if activity.kind == "as-needed" else "Срок уточняется."
                        set_mark(self._store, occurrence.id, note=note)

    def _past(self, activity: ActivityView, occurrence: OccurrenceView) -> None:
        rng, luck = self._rng, self._rng.random()
        end = occurrence.end or self._today
        if luck < self._diligence:
            first = occurrence.start or end - timedelta(days=16)
            latest = min(self._today, end + timedelta(days=0 if rng.random() < 0.8 else rng.randint(2, 12)))
            self._done(activity, occurrence, min(first, latest), latest)
        elif luck < self._diligence + 0.06:
            set_mark(self._store, occurrence.id, state="partial", note=rng.choice(_PARTIAL))
        elif luck < self._diligence + 0.13:
            set_mark(self._store, occurrence.id, state="moved", note=rng.choice(_MOVED))
        elif luck < self._diligence + 0.15:
            set_mark(self._store, occurrence.id, state="not-required", note=rng.choice(_NOT_REQUIRED))

    def _present(self, activity: ActivityView, occurrence: OccurrenceView) -> None:
        """What goes on: a month may be done already, the standing work of a year is not."""
        first = occurrence.start or self._today - timedelta(days=10)
        length = ((occurrence.end or self._today) - first).days
        luck = self._rng.random()
        if length <= 62 and first <= self._today and luck < self._diligence * 0.5:
            self._done(activity, occurrence, first, self._today)
        elif luck > 0.9 and first <= self._today:
            set_mark(self._store, occurrence.id, state="partial", note="Идёт по графику.")

    def _done(self, activity: ActivityView, occurrence: OccurrenceView, first: date, last: date) -> None:
        rng = self._rng
        day = day_between(rng, first, last)
        late = occurrence.end is not None and day > occurrence.end
        proof = self._evidence(activity, day) if rng.random() < 0.55 + 0.4 * self._diligence else ""
        set_mark(
            self._store, occurrence.id, state="done", done_on=day, evidence=proof, note=_LATE if late else rng.choice(_DONE)
        )

    def _evidence(self, activity: ActivityView, day: date) -> str:
        rng = self._rng
        numbers = {"few": rng.randint(2, 7), "people": rng.randint(8, 19), "n": rng.randint(21, 96)}
        for words in (activity.result.lower(), activity.text.lower()):
            for word, proof in _EVIDENCE:
                if word in words:
                    return proof.format(day=show_date(day), **numbers)
        return f"{activity.result or 'запись'}, папка куратора"
