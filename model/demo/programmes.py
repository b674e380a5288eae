"""Programmes of pairs: explanatory note, plan of measures, how far it is done, control cards."""

from __future__ import annotations

import random
from datetime import date, timedelta

from model.control_cards import write_card
from model.demo.days import day_between, working_day
from model.demo.pairs import MadePair
from model.demo.topics import CHECKING, CLOSING, CONDITIONS, OPENING, REMARKS, TALK, TIMETABLES, Work
from model.entities import ControlCard, Programme
from model.programme_plan import PlannedMeasure, mark_measure
from model.programmes import create_programme
from model.russian_dates import MONTHS, MONTHS_OF
from model.store import Store
from model.years import SchoolYear

_MEETINGS = (
    Work("Встречи пары, записи в дневнике наблюдений", TALK, "дневник встреч", "дневник встреч"),
    Work("Еженедельные консультации по текущим вопросам", TALK, "журнал консультаций", "журнал консультаций"),
)
_RESPONSIBLE = ("наставник", "наставник", "наставляемый", "наставник, наставляемый", "наставник, куратор")
_MISSED = ("Не успели из-за болезни наставляемого.", "Отложили до каникул.", "Не совпало расписание.")
_GOOD = (
    "Программа выполняется по плану, первые результаты заметны.",
    "Сделано всё, что намечено к этому сроку; пара встречается регулярно.",
    "План выдерживается, наставляемый работает увереннее.",
)
_LATE = (
    "Часть мероприятий запаздывает, записи ведутся нерегулярно.",
    "Встречи проходят, но посещения занятий отстают от плана.",
    "Выполнено меньше половины намеченного: мешает расписание.",
)
_ADVICE_GOOD = (
    "Продолжать по плану, показать одно занятие коллегам.",
    "Добавить взаимопосещения, подготовить выступление.",
    "Передать удачные материалы в методическую копилку.",
)
_ADVICE_LATE = (
    "Согласовать «окна» в расписании и провести пропущенное до конца месяца.",
    "Сократить план до главного, сроки уточнить с куратором.",
    "Провести внеочередную встречу с куратором.",
)


class ProgrammeMaker:
    """Writes the programmes of one institution. ``diligence``: share of what is due that was done, 0..1."""

    def __init__(self, store: Store, rng: random.Random, today: date, diligence: float) -> None:
        self._store, self._rng, self._today, self._diligence = store, rng, today, diligence

    def make(self, pair: MadePair) -> None:
        """The programme of a pair with what was done of it; a proposed pair has none, and sometimes another neither."""
        if pair.state == "proposed" or (pair.state in {"approved", "active"} and self._rng.random() > 0.93):
            return
        now = SchoolYear.of(self._today)
        self._store.set_setting("year", str(pair.year))
        topic, rng = pair.topic, self._rng
        programme = create_programme(
            self._store,
            pair.id,
            topic.title,
            pair.started,
            pair.ends,
            self._plan(pair),
            problem=topic.problem,
            aims=topic.aims,
            tasks=topic.tasks,
            content=topic.content,
            interim_results=topic.interim,
            planned_results=topic.planned,
            timetable=rng.choice(TIMETABLES),
            mode=rng.choice(("очно", "очно", "смешанно", "онлайн")),
            conditions=rng.choice(CONDITIONS),
        )
        self._store.set_setting("year", str(now))
        if pair.state in {"active", "stopped", "finished"}:
            done = self._progress(pair, programme)
            self._cards(pair, programme, done)
        self._end(pair, programme)

    # ------------------------------------------------------------------ the plan
    def _plan(self, pair: MadePair) -> list[PlannedMeasure]:
        rng = self._rng
        works = list(pair.topic.works)
        while len(works) > 3 and rng.random() < 0.4:
            works.remove(rng.choice(works))
        middle = len(works) // 2 + 1
        works = [*rng.sample(OPENING, 2 if len(works) < 5 and rng.random() < 0.4 else 1), *works]
        works.insert(middle + 1, rng.choice(CHECKING))
        works += rng.sample(CLOSING, 2 if len(works) < 7 and rng.random() < 0.7 else 1)
        plan = [
            PlannedMeasure(
                work.measure,
                self._deadline(pair, number, len(works)),
                pair.topic.direction,
                work.form,
                work.expected,
                rng.choice(_RESPONSIBLE),
            )
            for number, work in enumerate(works)
        ]
        if len(plan) < 10 and rng.random() < 0.6:
            meetings = rng.choice(_MEETINGS)
            whole = pair.ends.month == 5
            deadline = rng.choice(("ежемесячно", "еженедельно", "в течение учебного года")) if whole else self._months(pair)
            plan.insert(
                1, PlannedMeasure(meetings.measure, deadline, pair.topic.direction, TALK, meetings.expected, "наставник")
            )
        return plan

    def _months(self, pair: MadePair) -> str:
        first, last = pair.started, pair.ends
        return f"{MONTHS[first.month - 1]} {first.year} – {MONTHS[last.month - 1]} {last.year}"

    def _deadline(self, pair: MadePair, number: int, total: int) -> str:
        """Deadline in words of measure ``number`` of ``total``: in order of time, in the styles in which plans are written."""
        rng = self._rng
        days = (pair.ends - pair.started).days
        day = day_between(rng, pair.started, pair.started + timedelta(days=days * (number + 1) // total))
        day = working_day(max(day, pair.started + timedelta(days=days * number // total)))
        if (day.month, day.day) < (1, 12):
            day = working_day(day.replace(day=14))  # nobody plans for the holidays
        month, month_of = MONTHS[day.month - 1], MONTHS_OF[day.month - 1]
        styles = [
            month,
            month.capitalize(),
            f"{month} {day.year} г.",
            f"до {day:%d.%m.%Y}",
            f"до {day.day} {month_of}",
            f"{day:%d.%m.%Y}",
        ]
        if day.day > 15:
            styles.append(f"вторая половина {month_of}")
        elif day.day < 15:
            styles.append(f"{'первая' if day.day < 8 else 'вторая'} неделя {month_of}")
        if SchoolYear.of(day) != pair.year:
            return rng.choice((styles[3], styles[5]))  # a programme that goes on after the summer names its years
        if day > pair.ends - timedelta(days=31):
            return rng.choice(styles[3:6])  # not a month that is longer than the programme
        after = day.month % 12
        if (pair.ends.year, pair.ends.month) > (day.year, day.month):
            styles.append(f"{month} – {MONTHS[after]}")
        return rng.choice(styles)

    # ------------------------------------------------------------------ what was done
    def _progress(self, pair: MadePair, programme: str) -> float:
        """Tick what is due; return the share of what is done of it (1 when nothing is due)."""
        rng, until = self._rng, pair.ended or self._today
        due = done = 0
        evidence = {work.measure: work.evidence for work in (*OPENING, *CHECKING, *CLOSING, *_MEETINGS, *pair.topic.works)}
        for identity, measure, start, end in self._store.sql(
            "SELECT id, measure, due_start, due_end FROM programme_activity WHERE programme = ? ORDER BY position", (programme,)
        ).fetchall():
            first = max(pair.started, date.fromisoformat(start)) if start else pair.started
            last = date.fromisoformat(end) if end else None
            finished = pair.state == "finished"
            soon = last is not None and last >= until >= first and (last - first).days <= 62
            early = soon and rng.random() < 0.15 * self._diligence
            if not finished and not early and (last is None or last >= until):
                continue
            due += 1
            luck = rng.random()
            if finished or luck < self._diligence:
                done += 1
                latest = min(until, (last or until) + timedelta(days=rng.choice((0, 0, 0, 4, 9))))
                day = day_between(rng, min(first, latest), latest)
                remark = rng.choice(REMARKS) if rng.random() < 0.4 else ""
                mark_measure(self._store, identity, "done", done_on=day, evidence=evidence.get(measure, ""), remark=remark)
            elif luck < self._diligence + 0.08:
                mark_measure(self._store, identity, "partial", remark="Сделано наполовину, продолжаем.")
            elif luck < self._diligence + 0.16:
                mark_measure(self._store, identity, "moved", remark=rng.choice(_MISSED))
        return done / due if due else 1.0

    def _cards(self, pair: MadePair, programme: str, done: float) -> None:
        """Control cards of November and March, when those days have come while the pair worked."""
        rng = self._rng
        for year, month, name in ((pair.year.first, 11, "Ноябрь"), (pair.year.second, 3, "Март")):
            last = min(date(year, month, 27), self._today, pair.ended or self._today)
            first = date(year, month, 9)
            if last < first or pair.started > first or (pair.state == "active" and rng.random() > 0.6 + 0.4 * self._diligence):
                continue
            on = day_between(rng, first, last)
            good = done >= 0.65
            card = write_card(
                self._store,
                programme,
                f"{name} {year}",
                on,
                rng.choice(_GOOD if good else _LATE if done < 0.5 else _LATE[:2]),
                rng.choice(_ADVICE_GOOD if good else _ADVICE_LATE),
            )
            if rng.random() < 0.35 + 0.6 * self._diligence:
                signed = day_between(rng, on, min(on + timedelta(days=4), self._today))
                ControlCard.update(signed_on=signed).where(ControlCard.id == card).execute()

    def _end(self, pair: MadePair, programme: str) -> None:
        if pair.ended is None:
            return
        fields: dict[str, object] = {"ended_on": pair.ended, "end_kind": "full"}
        if pair.state == "stopped":
            reason = "Изменилась нагрузка, встречаться стало некогда."
            fields |= {"end_kind": "participants", "end_initiator": "both", "end_reason": reason}
        elif self._rng.random() < 0.5:
            fields["published_on"] = day_between(self._rng, pair.ended, min(pair.ended + timedelta(days=12), self._today))
        Programme.update(fields).where(Programme.id == programme).execute()
