"""Questionnaires of monitoring (domain.md 11): items with scales and blocks, asked of one role, before and after.

A questionnaire is data: a standard one (``model/standard_questionnaires.py``) or one from a JSON file. Sheets filled on
paper are entered by ``model/survey_sheets.py``, compared by ``model/survey_results.py``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.entities import Questionnaire, QuestionnaireItem, new_id
from model.errors import Refusal
from model.setup import check_open, check_own, current_year, own_id
from model.store import Store

SCALES = {"scale10": "оценка 1–10", "yesno": "да/нет", "choice": "выбор", "open": "свободный ответ"}
BLOCKS = {"satisfaction": "удовлетворённость", "quality": "качество программы", "influence": "влияние на участников"}
RESPONDENTS = {"mentor": "наставник", "mentee": "наставляемый"}
#: When a sheet is filled: before the work of the pair, or after it.
MOMENTS = {"before": "до", "after": "после"}
#: A file beyond these is no questionnaire.
LARGEST, MOST_ITEMS, MOST_OPTIONS, LONGEST = 1_000_000, 100, 20, 1000


@dataclass(frozen=True)
class ItemDraft:
    """One item: ``scale`` of ``SCALES``, ``block`` of ``BLOCKS``; ``paired`` ones are asked before and after."""

    text: str
    scale: str = "scale10"
    block: str = "satisfaction"
    paired: bool = False
    options: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class QuestionnaireDraft:
    """A whole questionnaire for ``role`` (mentor, mentee); an ``anonymous`` one takes no names."""

    title: str
    role: str
    items: tuple[ItemDraft, ...]
    anonymous: bool = False


@dataclass(frozen=True)
class Item:
    """One item of a questionnaire in the base."""

    id: str
    position: int
    code: str
    text: str
    scale: str
    block: str
    paired: bool
    options: tuple[str, ...]


@dataclass(frozen=True)
class QuestionnaireView:
    """A questionnaire with its items in order."""

    id: str
    years: str
    title: str
    role: str
    anonymous: bool
    institution: str
    items: tuple[Item, ...]

    def asked(self, moment: str) -> tuple[Item, ...]:
        """Items of the sheet filled at a moment: before, the paired ones alone; after, all."""
        return tuple(item for item in self.items if moment == "after" or item.paired)


@dataclass(frozen=True)
class QuestionnaireLine:
    """One questionnaire in a list: how many items it has and how many sheets of each moment were entered."""

    id: str
    years: str
    title: str
    role: str
    anonymous: bool
    items: int
    before: int
    after: int


def create_questionnaire(store: Store, draft: QuestionnaireDraft) -> str:
    """Write a questionnaire for the current school year; return its id.

    Refused: no title, no items, a word outside of the lists, a choice without two options, codes or options that repeat,
    a title that the role's questionnaires of the year have already.
    """
    years = str(current_year(store))
    check_open(store, years)
    _check(draft)
    owner = own_id(store)
    again = Questionnaire.select().where(
        Questionnaire.institution == owner,
        Questionnaire.years == years,
        Questionnaire.role == draft.role,
        Questionnaire.title == draft.title,
    )
    if again.exists():
        raise Refusal(f"Анкета «{draft.title}» на {years} учебный год уже есть: назовите новую иначе.", "exists")
    identity = new_id()
    with store.transaction("Новая анкета"):
        Questionnaire.create(
            id=identity, institution=owner, years=years, title=draft.title, role=draft.role, anonymous=int(draft.anonymous)
        )
        for position, item in enumerate(draft.items, start=1):
            QuestionnaireItem.create(
                institution=owner,
                questionnaire=identity,
                position=position,
                code=item.code or f"{item.block}-{position}",
                text=item.text,
                scale=item.scale,
                options=list(item.options),
                block=item.block,
                paired=int(item.paired),
            )
    return identity


def _check(draft: QuestionnaireDraft) -> None:
    if not draft.title.strip():
        raise Refusal("У анкеты нет названия: впишите его.", "title")
    if draft.role not in RESPONDENTS:
        raise Refusal(f"Роль «{draft.role}» у анкеты неизвестна: возможны {', '.join(RESPONDENTS)}.", "role")
    if not 0 < len(draft.items) <= MOST_ITEMS:
        raise Refusal(f"В анкете должно быть от 1 до {MOST_ITEMS} вопросов: сейчас {len(draft.items)}.", "items")
    for number, item in enumerate(draft.items, start=1):
        where = f"Вопрос {number}"
        if not item.text.strip():
            raise Refusal(f"{where}: нет текста, впишите его.", "items")
        if item.scale not in SCALES:
            raise Refusal(f"{where}: шкала «{item.scale}» неизвестна, возможны {', '.join(SCALES)}.", "items")
        if item.block not in BLOCKS:
            raise Refusal(f"{where}: блок «{item.block}» неизвестен, возможны {', '.join(BLOCKS)}.", "items")
        folded = [option.strip().casefold() for option in item.options]
        if item.scale == "choice" and not 2 <= len(folded) <= MOST_OPTIONS:
            raise Refusal(f"{where}: для выбора нужно от 2 до {MOST_OPTIONS} вариантов.", "items")
        if item.scale != "choice" and folded:
            raise Refusal(f"{where}: варианты бывают только у шкалы choice, уберите их.", "items")
        if len(set(folded)) < len(folded) or not all(folded):
            raise Refusal(f"{where}: варианты пусты или повторяются, проверьте их.", "items")
        if any(option.isdigit() or option in {"-", "–", "—"} for option in folded):
            raise Refusal(f"{where}: вариант не может быть числом или прочерком, они заняты номером и «нет ответа».", "items")
    codes = [item.code for item in draft.items if item.code]
    if len(set(codes)) < len(codes):
        raise Refusal("Коды вопросов повторяются: назовите каждый по-своему.", "items")


# ---------------------------------------------------------------------- from a file
def read_questionnaire(path: Path) -> QuestionnaireDraft:
    """Read a questionnaire out of a JSON file; raise ``Refusal`` for anything that is not one.

    ``{"title", "role", "anonymous", "items": [{"text", "scale", "block", "paired", "options", "code"}]}``; of an item
    only the text is needed.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise Refusal(f"Файл «{path.name}» не открылся: проверьте, есть ли он и можно ли его читать.", "unreadable") from error
    if size > LARGEST:
        raise Refusal(f"Файл «{path.name}» слишком велик для анкеты: выберите файл до 1 МБ.", "too-large")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refusal(f"Файл «{path.name}» не читается как JSON в UTF-8: исправьте его или выберите другой.", "json") from error
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise Refusal(f"В файле «{path.name}» нет анкеты: нужны title, role и список items.", "json")
    draft = QuestionnaireDraft(
        title=_text(document, "title", "Анкета"),
        role=_text(document, "role", "Анкета"),
        items=tuple(_item(item, number) for number, item in enumerate(document["items"][: MOST_ITEMS + 1], start=1)),
        anonymous=_flag(document, "anonymous", "Анкета"),
    )
    _check(draft)
    return draft


def _item(item: Any, number: int) -> ItemDraft:
    where = f"Вопрос {number}"
    if not isinstance(item, dict):
        raise Refusal(f"{where}: нужен объект с полем text.", "json")
    options = item.get("options") or []
    if not isinstance(options, list) or not all(isinstance(option, str) for option in options):
        raise Refusal(f"{where}: options — это список строк.", "json")
    return ItemDraft(
        text=_text(item, "text", where),
        scale=_text(item, "scale", where) or "scale10",
        block=_text(item, "block", where) or "satisfaction",
        paired=_flag(item, "paired", where),
        options=tuple(" ".join(option.split())[:LONGEST] for option in options),
        code=_text(item, "code", where),
    )


def _text(document: dict[str, Any], name: str, where: str) -> str:
    value = document.get(name) or ""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise Refusal(f"{where}: {name} — это строка не длиннее {LONGEST} знаков.", "json")
    return " ".join(value.split())


def _flag(document: dict[str, Any], name: str, where: str) -> bool:
    value = document.get(name, False)
    if not isinstance(value, bool):
        raise Refusal(f"{where}: {name} — это true или false.", "json")
    return value


# ---------------------------------------------------------------------- questions to the base
def questionnaires(store: Store, years: str = "") -> list[QuestionnaireLine]:
    """Questionnaires of this institution, of one school year or of all, with counts of their sheets."""
    rows = store.sql(
        "SELECT q.id, q.years, q.title, q.role, q.anonymous, "
        "(SELECT count(*) FROM questionnaire_item i WHERE i.questionnaire = q.id), "
        "(SELECT count(*) FROM answer_sheet s WHERE s.questionnaire = q.id AND s.moment = 'before'), "
        "(SELECT count(*) FROM answer_sheet s WHERE s.questionnaire = q.id AND s.moment = 'after') "
        "FROM questionnaire q WHERE q.institution = ? AND (? = '' OR q.years = ?) ORDER BY q.years DESC, q.role, q.title, q.id",
        (own_id(store), years, years),
    )
    return [
        QuestionnaireLine(row[0], row[1] or "", row[2] or "", row[3] or "", bool(row[4]), row[5], row[6], row[7])
        for row in rows
    ]


def questionnaire_view(store: Store, questionnaire: str) -> QuestionnaireView:
    """A questionnaire with its items; raise ``Refusal`` for an unknown one."""
    found = store.sql(
        "SELECT years, title, role, anonymous, institution FROM questionnaire WHERE id = ?", (questionnaire,)
    ).fetchone()
    if found is None:
        raise Refusal(f"Анкеты «{questionnaire}» нет: посмотрите список командой kurator survey list.", "missing")
    items = (
        QuestionnaireItem.select()
        .where(QuestionnaireItem.questionnaire == questionnaire)
        .order_by(QuestionnaireItem.position, QuestionnaireItem.id)
    )
    years, title, role, anonymous, institution = found
    return QuestionnaireView(
        id=questionnaire,
        years=years or "",
        title=title or "",
        role=role or "",
        anonymous=bool(anonymous),
        institution=institution or "",
        items=tuple(
            Item(i.id, i.position, i.code, i.text, i.scale, i.block, bool(i.paired), tuple(map(str, i.options))) for i in items
        ),
    )


def writable(store: Store, questionnaire: str) -> QuestionnaireView:
    """The questionnaire, when sheets may be entered: it exists, is ours, and its school year is open."""
    view = questionnaire_view(store, questionnaire)
    check_own(store, view.institution)
    check_open(store, view.years)
    return view
