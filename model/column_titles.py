"""What the columns of the replicated tables are called in Russian: one home for the conflict list, the journal and the prints.

Where a form already names a field (``model.persons``, ``model.setup``, ``model.programmes``), its words are taken.
"""

from __future__ import annotations

from collections.abc import Mapping

from model.persons import FIELDS
from model.programmes import NOTE_FIELDS
from model.setup import INSTITUTION_FIELDS

#: Columns that mean the same in every table that has them.
_COMMON: Mapping[str, str] = {
    "institution": "учреждение",
    "person": "человек",
    "years": "учебный год",
    "position": "место по порядку",
    "title": "название",
    "text": "текст",
    "kind": "вид",
    "state": "состояние",
    "role": "роль",
    "since": "с какого дня",
    "until": "по какой день",
    "reason": "причина",
    "document": "документ",
    "direction": "направление",
    "on_day": "дата",
    "started_on": "дата начала",
    "ends_on": "дата окончания по плану",
    "ended_on": "дата окончания",
    "end_reason": "причина окончания",
    "closed_on": "дата закрытия",
    "notes": "заметки",
    "no": "номер",
    "link": "ссылка",
    "place": "место",
    "theme": "тема",
    "minutes": "протокол",
    "deadline": "срок",
    "done_on": "дата выполнения",
    "evidence": "подтверждение",
    "remark": "замечание наставника",
    "measure": "мероприятие",
    "responsible": "ответственный",
    "pair": "пара",
    "programme": "программа",
    "roadmap": "дорожная карта",
    "stage": "этап",
    "activity": "мероприятие",
    "questionnaire": "анкета",
    "order_document": "приказ",
    "practice": "практика",
    "event": "событие",
    "body": "объединение",
    "diagnosis": "диагностика",
    "aims": "цели",
    "code": "код",
    "basis": "основание",
}

#: Columns whose meaning is that of one table.
_OWN: Mapping[str, Mapping[str, str]] = {
    "institution": {"kind": "вид учреждения", **{name: words.lower() for name, words in INSTITUTION_FIELDS.items()}},
    "school_year": {"reopened_on": "дата открытия заново", "reopen_reason": "причина открытия"},
    "person": {"kind": "кем участвует", **{name: words.lower() for name, words in FIELDS.items()}},
    "consent": {"scope": "на что согласие", "given_on": "дата согласия", "withdrawn_on": "дата отзыва"},
    "request": {"raised_on": "дата запроса"},
    "pair": {
        "form": "форма наставничества",
        "kinds": "виды наставничества",
        "mutual_agreement_on": "дата взаимного согласия",
        "order_no": "номер приказа",
        "order_date": "дата приказа",
        "agreement_no": "номер соглашения",
        "agreement_date": "дата соглашения",
        "agreement_content": "содержание соглашения",
        "agreement_term": "срок соглашения",
        "agreement_form": "форма работы по соглашению",
        "agreement_pay": "оплата по соглашению",
        "early_end_by": "кто прекращает досрочно",
        "early_end_notice_on": "дата предупреждения",
    },
    "programme": {
        "extended_to": "продлена до",
        "end_kind": "как окончена",
        "end_initiator": "по чьей инициативе окончена",
        "published_on": "дата публикации результатов",
        **{name: words.lower() for name, words in NOTE_FIELDS.items()},
    },
    "programme_activity": {
        "form": "форма работы",
        "due_start": "срок: начало",
        "due_end": "срок: конец",
        "expected": "ожидаемый результат",
    },
    "roadmap": {"approval": "гриф утверждения", "columns": "столбцы", "unread": "непрочитанное"},
    "activity": {
        "text": "мероприятие",
        "lead": "начало текста",
        "steps": "шаги",
        "deadline_meant": "пояснение к сроку",
        "deadline_kind": "вид срока",
        "ambiguous": "срок читается по-разному",
        "warnings": "предупреждения о сроке",
        "result": "ожидаемый результат",
        "mark_text": "отметка в документе",
        "extra": "другие столбцы",
    },
    "occurrence": {"start_on": "начало срока", "end_on": "конец срока"},
    "mark": {"occurrence": "срок", "note": "примечание", "ticked_by": "кто отметил"},
    "control_card": {
        "checkpoint": "контрольная точка",
        "conclusion": "вывод",
        "recommendation": "рекомендация",
        "signed_on": "дата подписания",
    },
    "preference": {"name": "настройка", "value": "значение"},
    "person_link": {"one": "первая карточка", "other": "вторая карточка", "same": "один человек", "said_on": "дата решения"},
    "search_step": {"text": "что сделано"},
    "diagnosis": {"source": "источник", "text": "дефицит"},
    "programme_extension": {"until": "продлена до", "decided_on": "дата решения"},
    "control_card_row": {"card": "карта контроля", "programme_activity": "мероприятие программы", "status": "состояние"},
    "questionnaire": {"role": "для кого", "anonymous": "без имён"},
    "questionnaire_item": {
        "text": "вопрос",
        "scale": "шкала",
        "options": "варианты ответа",
        "block": "блок",
        "paired": "до и после",
    },
    "answer_sheet": {"moment": "до или после", "code": "код листа"},
    "answer": {"sheet": "заполненная анкета", "item": "вопрос", "number": "оценка", "text": "ответ"},
    "swot_note": {"side": "раздел"},
    "order_document": {"number": "номер", "subject": "о чём"},
    "order_link": {"target_table": "к чему относится", "target": "запись"},
    "practice": {"author": "автор", "description": "описание"},
    "event": {"outcome": "итог"},
    "event_person": {"result": "результат"},
    "evidence_link": {"target_table": "что подтверждает", "target": "запись"},
    "body_member": {"post": "должность в объединении"},
    "frozen_indicator": {
        "numerator": "числитель",
        "denominator": "знаменатель",
        "target": "цель",
        "frozen_on": "дата закрытия года",
        "people": "кто в числителе и знаменателе",
    },
    "clock_fix": {
        "node": "копия базы",
        "first_seq": "первая запись",
        "last_seq": "последняя запись",
        "last_link": "отпечаток последней записи",
        "milliseconds": "поправка в миллисекундах",
    },
    "erasure": {
        "asked_on": "дата обращения",
        "erased_on": "дата удаления",
        "categories": "что удалено",
        "rows": "сколько записей",
    },
    "assignment": {"assignee": "кому поручено", "assigned_on": "дата поручения"},
}


def column_title(table: str, column: str) -> str:
    """«дата приказа», in lower case as inside a sentence; a column of a newer program by its own name."""
    return _OWN.get(table, {}).get(column) or _COMMON.get(column, column)
