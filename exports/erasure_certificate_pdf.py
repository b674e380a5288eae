"""The certificate of erasure on paper: the act for signature and, behind it, the extract of the journal.

Order of Roskomnadzor of 28.10.2022 № 179, points 3, 5 and 8 (kept three years, so the usual left margin). Portrait A4 after
GOST R 7.0.97-2025; the extract begins on a page of its own and has page numbers of its own. What the database does not know
(the name of the person, the number of the act) has room to be written in by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from exports.column_widths import ColumnNeed, fit_widths
from exports.faces import BOLD
from exports.fragments import Typesetter, gap, height_of
from exports.page import MM, PORTRAIT, Flow, Properties, render
from exports.result import PrintResult
from exports.saving import save_whole
from exports.signing import DATE_HERE, Signer, approval_lines, put_approval, put_signatures
from exports.table import PAD_X, Group, Table
from model.erasure_certificate import ErasureCertificate, JournalLine
from model.russian_dates import show_date

CELL, TEXT, TITLE = 11.0, 12.0, 14.0
JOURNAL = 10.0
HEADINGS = ("№", "Время", "Номер записи", "Событие")
FACT_HEADINGS = ("Сведения", "Содержание")
#: To write a word or two on by hand.
WRITE_HERE = "_" * 16
#: Width of the names in a table of facts, pt.
_LABEL = 62 * MM
#: Least height of a cell that is to be filled by hand, and what the last words and the signature under them take, pt.
_BLANK, _END = 11 * MM, 32 * MM

_ORDER = "приказ Роскомнадзора от 28.10.2022 № 179"
_DESTROYED = (
    "Персональные данные, названные ниже, уничтожены в информационной системе оператора и не могут быть восстановлены её "
    "средствами. Подтверждением служат этот акт и выгрузка из журнала, приложенная к нему."
)

_Facts = list[tuple[str, str]]


def print_erasure_certificate(told: ErasureCertificate, out: Path) -> PrintResult:
    """Write act and extract as one PDF at ``out``; the same certificate gives the same bytes.

    Raise ``Refusal`` when ``out`` cannot be written: its old file stays then.
    """
    setter = Typesetter()
    flow = Flow(PORTRAIT)
    flow.begin_part()
    _put_act(flow, setter, told)
    flow.begin_part()
    _put_extract(flow, setter, told)
    day = told.erased_on or date(1980, 1, 1)
    properties = Properties(f"Акт об уничтожении персональных данных, {told.subject}", told.operator, "Акт об уничтожении", day)
    save_whole(render(flow, properties, setter), out)
    return PrintResult(out, len(flow.pages), "erasure-certificate", tuple(sorted(setter.replaced)))


def _put_act(flow: Flow, setter: Typesetter, told: ErasureCertificate) -> None:
    width = flow.sheet.body_width
    flow.bookmark("Акт об уничтожении персональных данных")
    put_approval(flow, setter, approval_lines((), told.head_post, told.head_name))
    flow.skip(8 * MM)
    flow.put(setter.centred("АКТ", TITLE, width, face=BOLD))
    flow.put(setter.centred("об уничтожении персональных данных", TITLE, width, face=BOLD))
    flow.skip(3 * MM)
    _put_day_and_number(flow, setter)
    flow.skip(4 * MM)
    flow.put(setter.lines(_DESTROYED, TEXT, width))
    flow.skip(3 * MM)
    _put_facts(flow, setter, _facts_of_act(told))
    flow.skip(3 * MM)
    kept = f"до {show_date(told.keep_until)}" if told.keep_until else "3 года"
    last = f"Хранить акт и выгрузку {kept}: три года со дня уничтожения ({_ORDER}, п. 8).\nПриложение: выгрузка из журнала."
    _put_end(flow, setter, last, Signer("Уничтожил(а)", _name(told.responsible)))


def _put_extract(flow: Flow, setter: Typesetter, told: ErasureCertificate) -> None:
    width = flow.sheet.body_width
    flow.bookmark("Выгрузка из журнала")
    put_approval(
        flow, setter, ("Приложение к акту об уничтожении", "персональных данных", f"от {DATE_HERE} № {WRITE_HERE[:8]}")
    )
    flow.skip(8 * MM)
    flow.put(setter.centred("ВЫГРУЗКА ИЗ ЖУРНАЛА", TITLE, width, face=BOLD))
    flow.put(setter.centred("регистрации событий в информационной системе персональных данных", TEXT, width))
    flow.skip(4 * MM)
    _put_facts(flow, setter, _facts_of_extract(told))
    flow.skip(4 * MM)
    if told.journal:
        _put_journal(flow, setter, told.journal)
        flow.skip(3 * MM)
    count = f"Записей в выгрузке: {len(told.journal)}." if told.journal else "Записей об этом удалении в журнале нет."
    _put_end(flow, setter, count, Signer("Составил(а)", ""))


def _put_end(flow: Flow, setter: Typesetter, last: str, signer: Signer) -> None:
    """The last words and the signature: no signature stands alone on a page."""
    lines = setter.lines(last, TEXT, flow.sheet.body_width)
    if flow.room < height_of(lines) + _END and not flow.at_top:
        flow.new_page()
    flow.put(lines)
    put_signatures(flow, setter, [signer], before=3 * MM)


def _put_day_and_number(flow: Flow, setter: Typesetter) -> None:
    """«___» ________ 20__ г. at the left, № at the right."""
    left, width = flow.sheet.left, flow.sheet.body_width
    flow.put_abreast(
        [
            (left, setter.lines(DATE_HERE, TEXT, width / 2)),
            (left + width / 2, setter.lines(f"№ {WRITE_HERE}", TEXT, width / 2, align="right")),
        ]
    )


def _facts_of_act(told: ErasureCertificate) -> _Facts:
    """Point 3 of the order, in its order; an empty value is a cell to be filled by hand."""
    operator = ", ".join(part for part in (told.operator, told.municipality) if part)
    asked = f"\nОбращение от {show_date(told.asked_on)}" if told.asked_on else ""
    return [
        ("Оператор", operator),
        ("Адрес оператора", told.address),
        ("Кто обрабатывал данные по поручению оператора, его адрес (если поручали)", ""),
        ("Чьи данные уничтожены", told.subject),
        ("Фамилия, имя, отчество (вписать от руки)", ""),
        ("Категории уничтоженных данных", "; ".join(told.categories)),
        ("Информационная система", told.system),
        ("Бумаги, уничтоженные вместе с записями, и число листов (если были)", ""),
        ("Способ уничтожения", told.method),
        ("Причина уничтожения", told.reason + asked if told.reason else ""),
        ("Дата уничтожения", show_date(told.erased_on) or DATE_HERE),
        ("Кто уничтожил: фамилия, имя, отчество, должность", _who(told.responsible)),
    ]


def _facts_of_extract(told: ErasureCertificate) -> _Facts:
    """Point 5 of the order, in its order."""
    return [
        ("Чьи данные уничтожены", told.subject),
        ("Категории уничтоженных данных", "; ".join(told.categories)),
        ("Информационная система", told.system),
        ("Причина уничтожения", told.reason),
        ("Дата уничтожения", show_date(told.erased_on) or DATE_HERE),
    ]


def _who(responsible: str) -> str:
    """Name and post; a post that is not known has a line."""
    if not responsible:
        return ""
    return responsible if "," in responsible else f"{responsible}, должность: {WRITE_HERE}"


def _name(responsible: str) -> str:
    """The name alone, for the signature: what stands before the post."""
    return responsible.partition(",")[0]


def _put_facts(flow: Flow, setter: Typesetter, facts: _Facts) -> None:
    widths = (_LABEL, flow.sheet.body_width - _LABEL)
    inner = [width - 2 * PAD_X for width in widths]
    heading = [setter.lines(t, CELL, w, face=BOLD, align="center") for t, w in zip(FACT_HEADINGS, inner, strict=True)]
    rows = [
        [setter.lines(label, CELL, inner[0]), setter.lines(value, CELL, inner[1]) if value.strip() else [gap(_BLANK)]]
        for label, value in facts
    ]
    Table(flow, widths, heading).put([Group([row]) for row in rows])


def _put_journal(flow: Flow, setter: Typesetter, journal: Sequence[JournalLine]) -> None:
    texts = [(str(place), _moment(line.made_at), line.number, line.what) for place, line in enumerate(journal, start=1)]
    needs = [ColumnNeed() for _ in HEADINGS]
    giant = flow.sheet.body_width / 2
    for need, text in zip(needs, HEADINGS, strict=True):
        need.add(setter.measure(text, JOURNAL, giant=giant, face=BOLD), heading=True)
    for row in texts:
        for need, text in zip(needs, row, strict=True):
            need.add(setter.measure(text, JOURNAL, giant=giant))
    widths = fit_widths(needs, flow.sheet.body_width, 2 * PAD_X + 0.1)
    inner = [width - 2 * PAD_X for width in widths]
    heading = [setter.lines(t, JOURNAL, w, face=BOLD, align="center") for t, w in zip(HEADINGS, inner, strict=True)]
    rows = [[setter.lines(text, JOURNAL, width) for text, width in zip(row, inner, strict=True)] for row in texts]
    Table(flow, widths, heading).put([Group([row]) for row in rows])


def _moment(made_at: str) -> str:
    """«29.11.2026 20:03:34 (UTC+03:00)» of ISO 8601."""
    at = datetime.fromisoformat(made_at)
    return f"{at:%d.%m.%Y %H:%M:%S} ({at.tzname() or 'местное время'})"
