"""Codes of the indicators and what the user reads, in the order in which they are shown."""

from __future__ import annotations

from model.pairs import FORMS, KINDS

#: Codes of the kinds of mentoring, which are kept by their Russian words.
KIND_CODES = dict(zip(KINDS, ("virtual", "group", "short", "reverse", "situational", "speed", "traditional"), strict=True))

TITLES = {
    "young": "Молодые педагоги, вовлечённые в наставничество",
    "children": "Дети 10–19 лет в роли наставляемых",
    "youth": "Молодёжь 15–19 лет в роли наставников",
    "satisfied-mentees": "Наставляемые, удовлетворённые наставничеством (из опрошенных)",
    "satisfied-mentors": "Наставники, удовлетворённые наставничеством (из опрошенных)",
    "programmes": "Программы, завершённые в полном объёме (из начатых)",
    "on-time": "Мероприятия дорожной карты, выполненные в срок (из наступивших)",
    "papers": "Пары с полным комплектом бумаг",
    "trained": "Наставники, прошедшие обучение",
    "stayed": "Наставляемые прошлого года, которые продолжают работать",
    "contest-mentors": "Наставники, участвовавшие в конкурсах",
    "contest-mentees": "Наставляемые, участвовавшие в конкурсах",
    **{f"form-{form}": f"Пары формы «{words}»" for form, words in FORMS.items()},
    **{f"kind-{code}": f"Пары вида «{kind}»" for kind, code in KIND_CODES.items()},
}
