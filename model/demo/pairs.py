"""Pairs and a group of one institution: who works with whom, in which state, with which papers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from model.demo.banks import Topics, autumn_day, write_request, write_strength
from model.demo.days import day_between, is_working, working_day
from model.demo.staff import Member, Staff
from model.demo.topics import Topic
from model.entities import Pair, PairMember, SchoolYearRow
from model.pairs import create_pair
from model.russian_dates import show_date
from model.setup import open_year, own_id
from model.store import Store
from model.years import SchoolYear

_PAYS = (
    "доплата 10 % должностного оклада",
    "стимулирующая выплата по итогам полугодия",
    "доплата 2 500 рублей в месяц",
    "доплата 1 500 рублей в месяц",
)
_KINDS = (("традиционное",), ("традиционное", "ситуационное"), ("краткосрочное",), ("традиционное", "виртуальное"))


@dataclass(frozen=True)
class MadePair:
    """A pair that was written, with what its programme needs. ``ends`` is the planned last day."""

    id: str
    state: str
    topic: Topic
    year: SchoolYear
    started: date
    ends: date
    ended: date | None = None


class PairMaker:
    """Makes the pairs of one institution; call it after the roles are there."""

    def __init__(self, store: Store, rng: random.Random, staff: Staff, kind: str, today: date) -> None:
        self._store, self._rng, self._staff, self._today = store, rng, staff, today
        self._year = SchoolYear.of(today)
        self._topics = Topics(rng, kind)
        self._order = rng.randint(10, 90)
        self._order_style = rng.choice(("{}", "{}-ОД", "{}/1", "01-{}"))
        self._agreement = 0
        self._institution = own_id(store)

    def make(self) -> list[MadePair]:
        """Everything that pairs are made of; people who stay without a pair get their requests and strengths too."""
        staff, rng = self._staff, self._rng
        made = self._last_year()
        mentees = list(staff.mentees)
        reverse = mentees.pop(0) if mentees and mentees[0] in staff.mentors else None
        mentors = [member for member in staff.mentors if member is not reverse]
        alone = [mentees.pop() for _ in range(min(len(mentees) // 4, 3))]
        group = [mentees.pop(), mentees.pop()] if len(mentees) >= 5 else []
        states = self._states(len(mentees))
        for number, (mentee, state) in enumerate(zip(mentees, states, strict=True)):
            made.append(self._pair([mentors[number % len(mentors)]], [mentee], state))
        if group:
            made.append(self._pair([mentors[-1]], group, "active", kinds=("в группе",)))
        if reverse is not None:
            made.append(self._pair([rng.choice(mentors)], [reverse], "active"))
            digital = self._topics.next("ИКТ-компетенции")
            made.append(self._pair([reverse], [mentors[0]], "active", kinds=("реверсивное",), topic=digital))
        made += self._unusual(alone, mentors)
        for member in alone:
            self._ask(member, self._topics.next(), None)
        for member in mentors[len(mentees) :]:
            write_strength(rng, self._institution, member, self._topics.next(), self._asked())
        return made

    def _states(self, count: int) -> list[str]:
        """One pair is proposed and one approved wherever there are enough; now and then one has parted."""
        unusual = ["proposed", "approved"] if count >= 4 else ["proposed"] if count >= 2 else []
        if count >= 5 and self._rng.random() < 0.4:
            unusual.append("stopped")
        return ["active"] * (count - len(unusual)) + unusual

    def _last_year(self) -> list[MadePair]:
        """Pairs that finished in the school year before, for those who were mentees then."""
        before = SchoolYear(self._year.first - 1)
        if not self._staff.alumni:
            return []
        open_year(self._institution, before)
        SchoolYearRow.update(closed_on=working_day(date(before.second, 6, 25))).where(
            SchoolYearRow.years == str(before)
        ).execute()
        self._store.set_setting("year", str(before))
        made = [self._pair([self._staff.mentors[0]], [m], "finished", year=before) for m in self._staff.alumni]
        self._store.set_setting("year", str(self._year))
        return made

    def _unusual(self, alone: list[Member], mentors: list[Member]) -> list[MadePair]:
        """Pairs with the head, a university teacher or a student of a college; somebody stays without a mentor."""
        staff, made = self._staff, []
        if staff.external is not None and len(alone) > 1:
            made.append(self._pair([staff.external], [alone.pop()], "active", form="university-teacher"))
        if staff.student is not None:
            lesson = self._topics.next("методическое")
            made.append(self._pair([mentors[-1]], [staff.student], "active", form="employer-student", topic=lesson))
        if staff.head is not None and len(alone) > 1 and self._rng.random() < 0.5:
            made.append(self._pair([staff.head], [alone.pop()], "approved", form="head-teacher"))
        return made

    # ------------------------------------------------------------------ one pair
    def _pair(
        self,
        mentors: Sequence[Member],
        mentees: Sequence[Member],
        state: str,
        *,
        form: str = "teacher-teacher",
        kinds: Sequence[str] = (),
        topic: Topic | None = None,
        year: SchoolYear | None = None,
    ) -> MadePair:
        rng, year = self._rng, year or self._year
        topic = topic or self._topics.next()
        ordered, started, ends = self._dates(year, state)
        if state != "proposed" and ordered > self._today:
            state = "proposed"
        elif state in {"active", "stopped"} and started > self._today:
            state = "approved"
        elif state == "active" and ends < self._today and rng.random() < 0.85:
            state = "finished"
        ended = self._end(state, started, ends)
        papers = state != "proposed"
        pair = create_pair(
            self._store,
            [member.id for member in mentors],
            [member.id for member in mentees],
            form=form,
            kinds=kinds or rng.choice(_KINDS),
            state=state,
            order_no=self._order_no(ordered) if papers else "",
            order_date=ordered if papers else None,
            started_on=started if state in {"active", "finished", "stopped"} else None,
        )
        Pair.update(self._papers(state, ordered, started, ends, ended)).where(Pair.id == pair).execute()
        if state == "active" and len(mentees) == 1 and rng.random() < 0.15:
            self._replaced(pair, mentors[0], started)
        for member in mentees:
            self._ask(member, topic, ended if state == "finished" else None, year)
        for member in mentors:
            write_strength(rng, self._institution, member, topic, self._asked(year))
        return MadePair(pair, state, topic, year, started, ends, ended)

    def _dates(self, year: SchoolYear, state: str) -> tuple[date, date, date]:
        """Order, first and last day of a pair."""
        rng = self._rng
        if state in {"approved", "proposed"}:
            ordered = day_between(rng, self._today - timedelta(days=9), self._today - timedelta(days=1))
            started = self._today + timedelta(days=rng.randint(4, 16))
        else:
            ordered = day_between(rng, date(year.first, 9, 7), date(year.first, 9, 29))
            started = ordered + timedelta(days=rng.choice((0, 1, 3, 6)))
        while not is_working(started):
            started += timedelta(days=1)
        choices = [date(year.second, 3, 26), date(year.second, 4, 30), date(year.second, 5, 29), date(year.second, 5, 29)]
        if state == "active" and rng.random() < 0.15:
            choices = [date(year.first, 12, 30)]
        fits = [day for day in choices if 92 <= (day - started).days <= 366] or [started + timedelta(days=120)]
        return ordered, started, rng.choice(fits)

    def _end(self, state: str, started: date, ends: date) -> date | None:
        if state == "finished":
            return ends
        last = min(self._today, ends - timedelta(days=30))
        return day_between(self._rng, started + timedelta(days=20), last) if state == "stopped" and started < last else None

    def _papers(self, state: str, ordered: date, started: date, ends: date, ended: date | None) -> dict[str, object]:
        rng = self._rng
        agreed = working_day(ordered - timedelta(days=rng.randint(1, 5)))
        fields: dict[str, object] = {"mutual_agreement_on": agreed if rng.random() < 0.9 else None}
        if state == "proposed":
            return {
                **fields,
                "mutual_agreement_on": None,
                "notes": rng.choice(("Ждём согласия наставника.", "Запрос уточняется.")),
            }
        if state == "finished" or rng.random() < 0.8:
            self._agreement += 1
            fields |= {
                "agreement_no": f"ДС-{ordered:%d%m}/{self._agreement}",
                "agreement_date": ordered,
                "agreement_content": "Выполнение обязанностей наставника по персонализированной программе",
                "agreement_term": f"с {show_date(started)} по {show_date(ends)}",
                "agreement_form": rng.choice(("очно", "очно и дистанционно")),
                "agreement_pay": rng.choice(_PAYS),
            }
        if state == "finished":
            fields["ended_on"] = ended
        if state == "stopped" and ended is not None:
            by = rng.choice(("mentor", "mentee"))
            fields |= {"ended_on": ended, "early_end_by": by, "early_end_notice_on": ended - timedelta(days=3)}
            fields["notes"] = "Прекращена досрочно: изменилась нагрузка."
        return fields

    def _replaced(self, pair: str, now: Member, started: date) -> None:
        """Another mentor began and was replaced: the history stays."""
        others = [member for member in self._staff.mentors if member is not now and not member.young]
        handed = day_between(self._rng, started + timedelta(days=10), min(self._today, started + timedelta(days=90)))
        if not others or handed <= started + timedelta(days=5) or handed > self._today:
            return
        PairMember.update(since=handed).where(PairMember.pair == pair, PairMember.person == now.id).execute()
        PairMember.create(
            institution=self._institution,
            pair=pair,
            person=self._rng.choice(others).id,
            role="mentor",
            since=started,
            until=handed,
            reason=self._rng.choice(("длительная болезнь", "переход на другую работу", "увеличилась учебная нагрузка")),
        )

    def _ask(self, member: Member, topic: Topic, closed: date | None, year: SchoolYear | None = None) -> None:
        write_request(self._rng, self._institution, member, topic, self._asked(year), closed)

    def _asked(self, year: SchoolYear | None = None) -> date:
        return autumn_day(self._rng, (year or self._year).first, self._today)

    def _order_no(self, day: date) -> str:
        """Orders are numbered through a calendar year; pairs of one day share theirs."""
        return self._order_style.format(self._order + day.timetuple().tm_yday // 2)
