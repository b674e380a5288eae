"""Pairs and groups: the words for them, making them, and their way from a proposal to an end (domain.md 7).

предложена → утверждена → действует → завершена; from any of the first three → прекращена. Every guard is one refusal.
Changes of people are in ``model/pair_members.py``, the checklist in ``model/pair_papers.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from model.entities import Pair, PairMember, new_id
from model.errors import Refusal
from model.pair_guards import (
    STANDING,
    check_day,
    check_duties,
    check_full,
    check_order_of,
    check_works,
    find_pair,
    find_person,
    members_now,
    need_state,
    person_name,
    reason_given,
)
from model.persons import set_role
from model.russian_dates import show_date
from model.setup import check_open, current_year, own_id
from model.store import Store
from model.working_days import after_working_days

FORMS = {
    "teacher-teacher": "педагог – педагог",
    "head-teacher": "руководитель образовательной организации – педагог",
    "employer-student": "работодатель – студент",
    "university-teacher": "педагог вуза/колледжа – молодой педагог",
    "other": "другая",
}
GROUP, TRADITIONAL = "в группе", "традиционное"
#: Kinds of mentoring, several at once (regulation 2.4).
KINDS = ("виртуальное", GROUP, "краткосрочное", "реверсивное", "ситуационное", "скоростное", TRADITIONAL)
#: Who may end a pair early with a notice (Labour Code art. 351.8), and the words for it.
EARLY_END = {"mentor": "наставник", "employer": "работодатель"}
#: Working days between a written notice and the last day of work (Labour Code art. 351.8).
NOTICE_DAYS = 3


def create_pair(
    store: Store,
    mentors: Sequence[str],
    mentees: Sequence[str],
    *,
    form: str = "teacher-teacher",
    kinds: Sequence[str] = ("традиционное",),
    state: str = "proposed",
    order_no: str = "",
    order_date: date | None = None,
    started_on: date | None = None,
) -> str:
    """Write a pair or a group as it stands, in any state and without guards (invented data); return its id.

    What a person does goes through ``propose_pair`` and the steps after it.
    """
    if not mentors or not mentees or set(mentors) & set(mentees):
        raise Refusal("Паре нужны наставник и наставляемый, и это разные люди.")
    pair, owner = new_id(), own_id(store)
    with store.transaction("Новая пара" if len(mentees) == 1 else "Новая группа"):
        Pair.create(
            id=pair,
            institution=owner,
            years=str(current_year(store)),
            form=form,
            kinds=list(kinds),
            state=state,
            order_no=order_no,
            order_date=order_date,
            started_on=started_on,
        )
        for role, persons in (("mentor", mentors), ("mentee", mentees)):
            for person in persons:
                PairMember.create(institution=owner, pair=pair, person=person, role=role, since=started_on)
    return pair


def propose_pair(
    store: Store,
    mentor: str,
    mentees: Sequence[str],
    *,
    today: date,
    form: str = "teacher-teacher",
    kinds: Sequence[str] = (),
) -> str:
    """Propose a pair (one mentee) or a group (two or more) in the current school year; return its id.

    Without ``kinds`` a pair is традиционное and a group в группе; a group always has the kind в группе. Nobody may be both
    sides of one pair, but a mentor of one pair may be a mentee of another (reverse mentoring, domain.md 7). Refused: people
    who are unknown or have left, and the same mentor and mentee who stand in a pair already.
    """
    check_open(store)
    if form not in FORMS:
        raise Refusal(f"Форма «{form}» неизвестна: выберите одну из {', '.join(FORMS)}.")
    if not mentees:
        raise Refusal("В паре нет наставляемого: назовите хотя бы одного.", "side")
    if len(set(mentees)) < len(mentees):
        raise Refusal("Один наставляемый назван дважды: назовите каждого один раз.")
    check_works(mentor, today)
    for mentee in mentees:
        check_new_mentee(mentor, mentee, today)
    return create_pair(store, [mentor], mentees, form=form, kinds=_kinds(kinds, len(mentees)))


def _kinds(kinds: Sequence[str], mentees: int) -> list[str]:
    for kind in kinds:
        if kind not in KINDS:
            raise Refusal(f"Вид «{kind}» неизвестен: выберите из {', '.join(KINDS)}.")
    if mentees == 1 and GROUP in kinds:
        raise Refusal("Наставничество в группе начинается с двух наставляемых: добавьте второго или уберите этот вид.")
    wanted = set(kinds) | ({GROUP} if mentees > 1 else set())
    return [kind for kind in KINDS if kind in wanted] or [TRADITIONAL]


def check_new_mentee(mentor: str, mentee: str, on: date, pair: str = "") -> None:
    """A mentee who may work with this mentor: another person, at work, and not yet with this mentor in another pair."""
    person = check_works(mentee, on)
    if mentor == mentee:
        raise Refusal(f"{person_name(person)} не может быть в одной паре и наставником, и наставляемым.", "side")
    one, other = PairMember.alias(), PairMember.alias()
    together = (
        one.select(one.pair)
        .join(other, on=(one.pair == other.pair))
        .join(Pair, on=(Pair.id == one.pair))
        .where(one.person == mentor, one.role == "mentor", one.until.is_null(), Pair.state.in_(STANDING), Pair.id != pair)
        .where(other.person == mentee, other.role == "mentee", other.until.is_null())
    )
    if together.exists():
        raise Refusal(f"{person_name(person)} уже в паре с этим наставником: откройте ту пару в kurator pair list.", "twice")


# ---------------------------------------------------------------------- from state to state
def approve_pair(store: Store, pair: str, order_no: str, order_date: date | None, *, today: date) -> None:
    """предложена → утверждена by an order of the head (regulation 3.1, 6.2): number, date, both sides present and at work.

    People who had no role yet get it from the day of the order: the order makes a mentor.
    """
    row = find_pair(store, pair)
    need_state(row, ("proposed",), "утвердить её")
    number, day = check_order(row, order_no, order_date, today)
    check_full(row, day)
    with store.transaction("Утверждение пары"):
        Pair.update(state="approved", order_no=number, order_date=day).where(Pair.id == pair).execute()
        for role in ("mentor", "mentee"):
            for member in members_now(pair, role):
                give_role(store, member.person, role, day)


def check_order(row: Pair, order_no: str, order_date: date | None, today: date) -> tuple[str, date]:
    """Number (without blanks around) and date of an order; refuse an order without either, or a day that cannot be."""
    number = " ".join(order_no.split())
    if not number or order_date is None:
        raise Refusal("Назовите номер приказа и его дату: пару утверждает приказ руководителя.", "order")
    check_day(row, order_date, "Дата приказа", today)
    return number, order_date


def give_role(store: Store, person: str, role: str, since: date) -> None:
    """The role of a person of this institution who does not have it; others keep their own bank."""
    if find_person(person).institution == own_id(store):
        set_role(store, person, role, True, since)


def start_pair(store: Store, pair: str, on: date, *, today: date) -> None:
    """утверждена → действует: not before the order, both sides at work, the mentor's written consent in force.

    The consent is asked for by Labour Code art. 351.8, so without it a start is refused; the supplementary agreement is
    shown in the checklist of papers, for it may be signed the same day and entered later.
    """
    row = find_pair(store, pair)
    need_state(row, ("approved",), "начать её")
    check_day(row, on, "Начало работы", today)
    check_order_of(row.order_date, "приказ", on, "Начало работы")
    check_full(row, on)
    for member in members_now(pair, "mentor"):
        check_duties(member.person, on)
    with store.transaction("Начало работы пары"):
        Pair.update(state="active", started_on=on).where(Pair.id == pair).execute()
        PairMember.update(since=on).where(
            PairMember.pair == pair, PairMember.until.is_null(), PairMember.since.is_null()
        ).execute()


def finish_pair(store: Store, pair: str, on: date, *, today: date) -> None:
    """действует → завершена: the work is done; the last day is not before the first, nor before a member came."""
    row = find_pair(store, pair)
    need_state(row, ("active",), "завершить её")
    _check_end(row, on, today)
    with store.transaction("Завершение пары"):
        Pair.update(state="finished", ended_on=on).where(Pair.id == pair).execute()


def stop_pair(
    store: Store,
    pair: str,
    reason: str,
    on: date,
    *,
    today: date,
    by: str = "",
    notice: date | None = None,
) -> None:
    """Any standing pair → прекращена, with the reason.

    Labour Code art. 351.8: the mentor may give the work up early and the employer may take the assignment back early
    (``by``: mentor, employer) with a written notice at least three working days before; ``on`` is the last day of work, the
    third working day after the notice or later. A pair that has not begun needs no notice. Without ``by`` the pair ends for
    another reason (the mentee's wish, dismissal, the curator's initiative: regulation 7.1).
    """
    row = find_pair(store, pair)
    need_state(row, STANDING, "прекратить её")
    words = reason_given(reason, "прекратить пару")
    if by and by not in EARLY_END:
        raise Refusal(f"Досрочно прекращает наставник или работодатель: выберите из {', '.join(EARLY_END)}.")
    _check_end(row, on, today)
    if notice is not None and not by:
        raise Refusal("Скажите, кто предупредил о прекращении: наставник (mentor) или работодатель (employer).", "notice")
    if by and row.state == "active":
        _check_notice(row, notice, on, today)
    elif notice is not None:
        check_day(row, notice, "Предупреждение", today)
        check_order_of(notice, "предупреждение", on, "Прекращение")
    with store.transaction("Прекращение пары"):
        Pair.update(state="stopped", ended_on=on, end_reason=words, early_end_by=by, early_end_notice_on=notice).where(
            Pair.id == pair
        ).execute()


def _check_end(row: Pair, on: date, today: date) -> None:
    check_day(row, on, "Последний день", today)
    check_order_of(row.order_date, "приказ", on, "Последний день")
    check_order_of(row.started_on, "начало работы", on, "Последний день")
    came = PairMember.select().where(PairMember.pair == row.id, PairMember.since.is_null(False))
    days = [day for member in came for day in (member.since, member.until) if day]
    check_order_of(max(days, default=None), "последнее изменение состава", on, "Последний день")


def _check_notice(row: Pair, notice: date | None, on: date, today: date) -> None:
    if notice is None:
        raise Refusal("Назовите день письменного предупреждения: оно нужно за три рабочих дня (ст. 351.8 ТК РФ).", "notice")
    check_day(row, notice, "Предупреждение", today)
    check_order_of(row.started_on, "начало работы", notice, "Предупреждение")
    earliest = after_working_days(notice, NOTICE_DAYS)
    if on < earliest:
        raise Refusal(
            f"Предупреждение от {show_date(notice)} позволяет прекратить пару не раньше {show_date(earliest)}: "
            "нужно три рабочих дня (ст. 351.8 ТК РФ).",
            "notice",
        )


# ---------------------------------------------------------------------- papers that are facts of the pair
def agree_pair(store: Store, pair: str, on: date, *, today: date) -> None:
    """Write the day of the mutual agreement of mentor and mentees (regulation 6.2: pairs are formed voluntarily)."""
    row = find_pair(store, pair)
    check_day(row, on, "Взаимное согласие", today)
    _check_paper_day(row, on, "Взаимное согласие")
    with store.transaction("Взаимное согласие пары"):
        Pair.update(mutual_agreement_on=on).where(Pair.id == pair).execute()


@dataclass(frozen=True)
class Agreement:
    """Supplementary agreement to the mentor's labour contract (Labour Code art. 351.8); what is empty stays as it was."""

    number: str = ""
    day: date | None = None
    content: str = ""
    term: str = ""
    form: str = ""
    pay: str = ""


def write_agreement(store: Store, pair: str, agreement: Agreement, *, today: date) -> None:
    """Write or correct the supplementary agreement; number and date are needed, the rest may come later (see ``papers``)."""
    row = find_pair(store, pair)
    if agreement.day is not None:
        check_day(row, agreement.day, "Дата дополнительного соглашения", today)
        _check_paper_day(row, agreement.day, "Дополнительное соглашение")
    texts = {"agreement_no": agreement.number, "agreement_content": agreement.content, "agreement_term": agreement.term}
    texts |= {"agreement_form": agreement.form, "agreement_pay": agreement.pay}
    fields: dict[str, object] = {name: text.strip() for name, text in texts.items() if text.strip()}
    if agreement.day is not None:
        fields["agreement_date"] = agreement.day
    if not fields.get("agreement_no", row.agreement_no) or not fields.get("agreement_date", row.agreement_date):
        raise Refusal("У дополнительного соглашения есть номер и дата: назовите оба.", "agreement")
    with store.transaction("Дополнительное соглашение"):
        Pair.update(fields).where(Pair.id == pair).execute()


def _check_paper_day(row: Pair, day: date, what: str) -> None:
    if row.ended_on is not None and day > row.ended_on:
        raise Refusal(
            f"{what} ({show_date(day)}) позже последнего дня пары ({show_date(row.ended_on)}): проверьте дату.", "date"
        )
