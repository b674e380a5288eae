"""Control cards on paper: one programme at one checkpoint, to be signed by mentor, mentee and curator; many cards in one file.

No federal form exists. Portrait A4 after GOST R 7.0.97-2025; each card begins on a new page and has page numbers of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exports.column_widths import ColumnNeed, fit_widths
from exports.faces import BOLD, REGULAR
from exports.fragments import LEADING, Line, Span, Typesetter
from exports.mark_signs import OVERDUE_WORD, sign_of, word_of
from exports.page import MM, PORTRAIT, Flow, Properties, render
from exports.result import PrintResult
from exports.saving import save_whole
from exports.signing import Signer, put_signatures
from exports.table import PAD_X, Cell, Group, Table
from exports.typography import NBSP, school_year
from model.control_card_view import ControlCardRow, ControlCardView
from model.errors import Refusal
from model.russian_dates import show_date

CELL, TEXT, TITLE = 10.0, 12.0, 14.0
HEADINGS = (
    "№",
    "Мероприятие",
    "Срок",
    "Дата выполнения",
    "Статус",
    "Результат или подтверждение",
    "Замечание наставника",
)
#: Width of the names in the card's header, pt.
_LABEL = 46 * MM
#: Lines to write on by hand where the card says nothing, and the distance between them, pt.
_BLANK_LINES, _BLANK_STEP = 2, 8 * MM


def print_control_card(cards: Sequence[ControlCardView], out: Path) -> PrintResult:
    """Write all ``cards`` into one PDF at ``out`` at once; the same cards give the same bytes.

    Raise ``Refusal`` when there is no card (code ``nothing-to-print``) or ``out`` cannot be written: its old file stays then.
    """
    if not cards:
        raise Refusal("Печатать нечего: не выбрано ни одной карты контроля.", code="nothing-to-print")
    setter = Typesetter()
    flow = Flow(PORTRAIT)
    for card in cards:
        flow.begin_part()
        _put_card(flow, setter, card)
    first = cards[0]
    title = f"Карта контроля, {first.checkpoint}" if len(cards) == 1 else f"Карты контроля ({len(cards)}), {first.checkpoint}"
    properties = Properties(title, first.institution, "Карта контроля", first.on)
    save_whole(render(flow, properties, setter), out)
    return PrintResult(out, len(flow.pages), "control-card", tuple(sorted(setter.replaced)))


def _put_card(flow: Flow, setter: Typesetter, card: ControlCardView) -> None:
    flow.bookmark(setter.plain(f"{_names(card.mentors)} – {_names(card.mentees)}, {card.checkpoint}"))
    _put_header(flow, setter, card)
    flow.skip(4 * MM)
    _put_rows(flow, setter, card.rows)
    flow.skip(3 * MM)
    late = f"просрочено {card.overdue}." if card.overdue else "просроченных нет."
    told = f"Выполнено {card.done} из {card.due} на {show_date(card.on)}, {late}"
    flow.put(setter.lines([(BOLD, told)], TEXT, flow.sheet.body_width))
    _put_said(flow, setter, "Вывод:", card.conclusion)
    _put_said(flow, setter, "Рекомендация:", card.recommendation)
    signers = [Signer("Наставник", name) for name in card.mentors or ("",)]
    signers += [Signer("Наставляемый", name) for name in card.mentees or ("",)]
    put_signatures(flow, setter, [*signers, Signer("Куратор", card.curator)], before=4 * MM)


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "без имени"


def _put_header(flow: Flow, setter: Typesetter, card: ControlCardView) -> None:
    """Institution, title, checkpoint, then names and values: pair, form, order, programme, term."""
    width = flow.sheet.body_width
    flow.put(setter.centred(card.institution, TEXT, width))
    flow.skip(4 * MM)
    flow.put(setter.centred("КАРТА КОНТРОЛЯ", TITLE, width, face=BOLD))
    flow.put(setter.centred("реализации персонализированной программы наставничества", TEXT, width))
    when = ", ".join(part for part in (card.checkpoint.strip(), school_year(card.year)) if part)
    flow.put(setter.centred(when, TEXT, width, face=BOLD))
    flow.skip(3 * MM)
    for label, value in _facts(card):
        name = setter.lines(label, TEXT, _LABEL - 2 * MM)
        flow.put_abreast([(flow.sheet.left, name), (flow.sheet.left + _LABEL, setter.lines(value, TEXT, width - _LABEL))])


def _facts(card: ControlCardView) -> list[tuple[str, str]]:
    """Pairs (name, value) of the header; what the card does not have is left out, only the pair is always there."""
    order = (
        f"№ {card.order_no}" if card.order_no.strip() else "",
        f"от {show_date(card.order_date)}" if card.order_date else "",
    )
    term = (f"с {show_date(card.start)}" if card.start else "", f"по {show_date(card.end)}" if card.end else "")
    facts = [
        ("Наставники:" if len(card.mentors) > 1 else "Наставник:", ", ".join(card.mentors) or "—"),
        ("Наставляемые:" if len(card.mentees) > 1 else "Наставляемый:", ", ".join(card.mentees) or "—"),
        ("Форма наставничества:", card.pair_form),
        ("Приказ о закреплении:", " ".join(filter(None, order))),
        ("Программа:", card.programme),
        ("Срок программы:", " ".join(filter(None, term))),
    ]
    if card.left_out:
        facts.append(("Не названо:", f"{card.left_out} чел., нет согласия на указание имени"))
    return [(label, value) for label, value in facts if value.strip()]


def _status(row: ControlCardRow) -> list[Span]:
    """«☑ выполнено», «✗ не начато, просрочено»: the sign stays with the first word."""
    text = f"{sign_of(row.status, row.overdue)}{NBSP}{word_of(row.status)}"
    return [(REGULAR, f"{text},"), (BOLD, OVERDUE_WORD)] if row.overdue else [(REGULAR, text)]


def _put_rows(flow: Flow, setter: Typesetter, rows: Sequence[ControlCardRow]) -> None:
    texts = [
        [
            [(REGULAR, row.no)],
            [(REGULAR, row.measure)],
            [(REGULAR, row.deadline)],
            [(REGULAR, show_date(row.done_on))],
            _status(row),
            [(REGULAR, row.evidence)],
            [(REGULAR, row.remark)],
        ]
        for row in rows
    ]
    giant = flow.sheet.body_width / 4
    needs = [ColumnNeed() for _ in HEADINGS]
    for need, text in zip(needs, HEADINGS, strict=True):
        need.add(setter.measure(text, CELL, giant=giant, face=BOLD), heading=True)
    for row in texts:
        for need, spans in zip(needs, row, strict=True):
            need.add(setter.measure(spans, CELL, giant=giant))
    widths = fit_widths(needs, flow.sheet.body_width, 2 * PAD_X + 0.1)
    inner = [width - 2 * PAD_X for width in widths]
    heading = [setter.lines(t, CELL, w, face=BOLD, align="center") for t, w in zip(HEADINGS, inner, strict=True)]
    cells: list[list[Cell]] = [
        [setter.lines(spans, CELL, width) for spans, width in zip(row, inner, strict=True)] for row in texts
    ]
    Table(flow, widths, heading).put([Group([row]) for row in cells])


def _put_said(flow: Flow, setter: Typesetter, label: str, said: str) -> None:
    """«Вывод: …», or lines to write it by hand."""
    flow.skip(2 * MM)
    width = flow.sheet.body_width
    if said.strip():
        flow.put(setter.lines([(BOLD, label), (REGULAR, said.lstrip("\n"))], TEXT, width))
        return
    name = setter.lines(label, TEXT, width, face=BOLD)
    blank = Line((), 1.0, _BLANK_STEP, 0.0)
    if flow.room < (_BLANK_LINES + 1) * _BLANK_STEP and not flow.at_top:
        flow.new_page()
    left, right = flow.sheet.left, flow.sheet.left + width
    start = left + name[0].width + 2 * MM
    baseline = flow.y + TEXT * LEADING
    flow.put(name)
    flow.rule(start, baseline, right, baseline)
    for _ in range(_BLANK_LINES - 1):
        flow.put([blank])
        flow.rule(left, flow.y, right, flow.y)
