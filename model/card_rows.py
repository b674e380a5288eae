"""Filling a control card: opened from the plan as it stands, corrected row by row, concluded and signed (domain.md 10).

What is written on a card never changes the plan, and the plan does not change a card by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import EllipsisType

from model.checkpoints import checkpoint_named
from model.control_cards import card_id, check_unsigned, frozen_rows
from model.entities import ControlCard, ControlCardRow, Programme, natural_id
from model.errors import Refusal
from model.programme_guards import check_near, find_programme, known_programme, reason_given
from model.programme_plan import measure_ids
from model.programme_queries import MeasureLine, measures
from model.roadmap_view import MARK_STATE_NAMES, MARK_STATES
from model.russian_dates import show_date
from model.setup import own_id
from model.store import Store

#: Columns of a row that a person fills.
_FILLED = ("status", "done_on", "evidence", "remark")


@dataclass(frozen=True)
class CardsOpened:
    """Cards of one checkpoint: ids of those opened now and of those that had been there."""

    opened: tuple[str, ...]
    kept: tuple[str, ...]


def open_card(store: Store, programme: str, checkpoint: str, on: date) -> str:
    """Open the card of a programme at a checkpoint («Ноябрь 2026») on a day, its rows prefilled from the plan; return its id.

    A card that has its rows is left as it is. Refused: a programme that had ended or not begun by ``on``, an empty plan.
    """
    row = find_programme(store, programme)
    title = checkpoint_named(checkpoint).title
    check_near(on, row.started_on, row.ends_on, "Дата карты")
    if row.ended_on is not None and row.ended_on < on:
        raise Refusal(f"Программа завершена {show_date(row.ended_on)}: карту на более поздний день не открыть.", "ended")
    if row.started_on is not None and on < row.started_on:
        raise Refusal(f"Программа начинается {show_date(row.started_on)}: до этого дня проверять нечего.", "date")
    identity = card_id(programme, title)
    card: ControlCard | None = ControlCard.get_or_none(ControlCard.id == identity)
    if card is not None and frozen_rows(store, identity):
        return identity
    plan = measures(store, programme, on)
    if not plan:
        raise Refusal("В плане программы нет мероприятий: добавьте их командой kurator program plan.", "empty")
    if card is not None:
        check_unsigned(card)
    with store.transaction(f"Карта контроля: {title}"):
        if card is None:
            ControlCard.create(id=identity, institution=row.institution, programme=programme, checkpoint=title, on_day=on)
        else:
            ControlCard.update(on_day=on).where(ControlCard.id == identity).execute()
        for line in plan:
            _write_row(row.institution, identity, line)
    return identity


def open_cards(store: Store, checkpoint: str, on: date) -> CardsOpened:
    """Open the cards of all programmes that run at a checkpoint and have a plan, in one step of undo."""
    title = checkpoint_named(checkpoint).title
    opened, kept = [], []
    with store.transaction(f"Карты контроля: {title}"):
        for programme in running_at(store, title):
            identity, row = card_id(programme, title), known_programme(programme)
            card: ControlCard | None = ControlCard.get_or_none(ControlCard.id == identity)
            if card is not None and (card.signed_on is not None or frozen_rows(store, identity)):
                kept.append(identity)
            elif (row.started_on or on) <= on <= (row.ended_on or on) and measure_ids(store, programme):
                opened.append(open_card(store, programme, title, on))
    return CardsOpened(tuple(opened), tuple(kept))


def running_at(store: Store, checkpoint: str) -> list[str]:
    """Programmes of this institution that ran on some day of a checkpoint: begun by its end, not ended before it."""
    days = checkpoint_named(checkpoint)
    rows = store.sql(
        "SELECT id FROM programme WHERE institution = ? AND started_on <= ? "
        "AND coalesce(ended_on, extended_to, ends_on, '9') >= ? ORDER BY started_on, _s, id",
        (own_id(store), days.end.isoformat(), days.start.isoformat()),
    )
    return [str(row[0]) for row in rows]


def _row_id(card: str, measure: str) -> str:
    return natural_id("control_card_row", card, measure)


def _from_plan(line: MeasureLine) -> dict[str, object]:
    return {
        "position": line.no - 1,
        "measure": line.measure,
        "deadline": line.deadline,
        "done_on": line.done_on,
        "status": line.state,
        "evidence": line.evidence,
        "remark": line.remark,
    }


def _write_row(owner: str, card: str, line: MeasureLine) -> None:
    ControlCardRow.create(
        id=_row_id(card, line.id), institution=owner, card=card, programme_activity=line.id, **_from_plan(line)
    )


def find_card(store: Store, card: str) -> tuple[ControlCard, Programme]:
    """A card of this institution in an open year, and its programme; raise ``Refusal`` otherwise."""
    row: ControlCard | None = ControlCard.get_or_none(ControlCard.id == card)
    if row is None:
        raise Refusal(f"Карты контроля «{card}» нет: посмотрите список командой kurator card list.", "missing")
    return row, find_programme(store, row.programme)


def _open_for_writing(store: Store, card: str) -> tuple[ControlCard, Programme]:
    row, programme = find_card(store, card)
    check_unsigned(row)
    return row, programme


def refresh_card(store: Store, card: str) -> int:
    """Take rows that nobody has touched from the plan as it stands now; return how many rows changed, came or went.

    A touched row stays word for word, also when its measure has left the plan.
    """
    row, programme = _open_for_writing(store, card)
    plan = {_row_id(card, line.id): line for line in measures(store, programme.id, row.on_day or date.today())}
    frozen = {one.id: one for one in frozen_rows(store, card)}
    touched = _touched(store, card)
    changed = 0
    with store.transaction("Обновление карты контроля из плана"):
        for identity, old in frozen.items():
            line = plan.get(identity)
            if identity in touched or (line is not None and _says(old) == _from_plan(line)):
                continue
            if line is None:
                ControlCardRow.delete().where(ControlCardRow.id == identity).execute()
            else:
                _rewrite_row(identity, line)
            changed += 1
        for identity, line in plan.items():
            if identity not in frozen:
                _write_row(row.institution, card, line)
                changed += 1
    return changed


def _rewrite_row(identity: str, line: MeasureLine) -> None:
    """Take a row from the plan anew. Its position leaves its place and comes back, so that it is the youngest of the row."""
    ControlCardRow.update(position=-line.no).where(ControlCardRow.id == identity).execute()
    ControlCardRow.update(_from_plan(line)).where(ControlCardRow.id == identity).execute()


def _touched(store: Store, card: str) -> set[str]:
    """Rows in which a person wrote after they had been taken from the plan: then a filled cell is younger than the position."""
    written = " OR ".join(f"coalesce(_s_{name}, _s) > coalesce(_s_position, _s)" for name in _FILLED)
    rows = store.sql(f"SELECT id FROM control_card_row WHERE card = ? AND ({written})", (card,))
    return {str(row[0]) for row in rows}


def _says(row: ControlCardRow) -> dict[str, object]:
    names = ("position", "measure", "deadline", "done_on", "status", "evidence", "remark")
    return {name: getattr(row, name) for name in names}


def set_card_row(
    store: Store,
    card: str,
    no: int,
    *,
    status: str | None = None,
    done_on: date | EllipsisType | None = ...,
    evidence: str | None = None,
    remark: str | None = None,
) -> None:
    """Change what is given of row ``no`` (from 1) of an unsigned card; the plan stays as it is."""
    _, programme = _open_for_writing(store, card)
    rows = frozen_rows(store, card)
    if not rows:
        raise Refusal("Строки этой карты ещё не записаны: откройте карту командой kurator card open.", "no-rows")
    if not 1 <= no <= len(rows):
        raise Refusal(f"Строки {no} в карте нет: в ней строк {len(rows)}.", "missing")
    fields: dict[str, object] = {}
    if status is not None:
        if status not in MARK_STATES:
            raise Refusal(f"Отметка «{status}» неизвестна: выберите одну из {', '.join(MARK_STATES)}.")
        fields["status"] = status
    if not isinstance(done_on, EllipsisType):
        if done_on is not None:
            check_near(done_on, programme.started_on, programme.ends_on, "Дата выполнения")
        fields["done_on"] = done_on
    if evidence is not None:
        fields["evidence"] = evidence.strip()
    if remark is not None:
        fields["remark"] = remark.strip()
    if not fields:
        raise Refusal("Назовите, что изменить в строке карты.", "nothing")
    label = f"Строка карты: {MARK_STATE_NAMES[status]}" if status is not None else "Правка строки карты"
    with store.transaction(label):
        ControlCardRow.update(fields).where(ControlCardRow.id == rows[no - 1].id).execute()


def conclude_card(store: Store, card: str, *, conclusion: str | None = None, recommendation: str | None = None) -> None:
    """Write the conclusion and the recommendation of an unsigned card; what is not given stays."""
    _open_for_writing(store, card)
    given = {"conclusion": conclusion, "recommendation": recommendation}
    fields = {name: text.strip() for name, text in given.items() if text is not None}
    if not fields:
        raise Refusal("Назовите вывод или рекомендацию: менять в карте нечего.", "nothing")
    with store.transaction("Вывод карты контроля"):
        ControlCard.update(fields).where(ControlCard.id == card).execute()


def sign_card(store: Store, card: str, on: date) -> None:
    """Record that a card was signed: from then on it is only read. Its rows must be frozen, or it would go on changing."""
    row, _ = _open_for_writing(store, card)
    if not frozen_rows(store, card):
        raise Refusal("Строки этой карты ещё не записаны: откройте карту командой kurator card open.", "no-rows")
    if row.on_day is not None and on < row.on_day:
        raise Refusal(f"Карта составлена {show_date(row.on_day)}: подписать её раньше нельзя, проверьте дату.", "date")
    check_near(on, row.on_day, None, "Дата подписи")
    with store.transaction("Подпись карты контроля"):
        ControlCard.update(signed_on=on).where(ControlCard.id == card).execute()


def unsign_card(store: Store, card: str, reason: str, on: date) -> None:
    """Take a signature back, with the reason written under the conclusion: paper and screen then say the same."""
    row, _ = find_card(store, card)
    if row.signed_on is None:
        raise Refusal("Карта не подписана: снимать нечего.", "unsigned")
    why = f"Подпись от {show_date(row.signed_on)} снята {show_date(on)}: {reason_given(reason, 'снять подпись')}"
    with store.transaction("Подпись карты снята"):
        ControlCard.update(signed_on=None, conclusion=f"{row.conclusion}\n{why}".strip()).where(
            ControlCard.id == card
        ).execute()
