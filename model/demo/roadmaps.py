"""Roadmaps of the demo: the standard one or an institution's own, as its curator would have written it."""

from __future__ import annotations

import random

from model.deadlines import read_deadline
from model.demo.district_texts import DISTRICT_OUTLINE
from model.demo.districts import Place
from model.demo.roadmap_texts import OUTLINES, WORDS, Idea
from model.entities import Stage
from model.roadmap_draft import ActivityDraft, RoadmapDraft, StageDraft
from model.roadmaps import add_activity, save_roadmap
from model.russian_dates import show_date
from model.setup import own_id
from model.standard_roadmap import standard_roadmap
from model.store import Store
from model.years import SchoolYear

_STANDARD = [
    ("no", "№"),
    ("stage", "Наименование этапа"),
    ("activity", "Мероприятия"),
    ("deadline", "Сроки"),
    ("responsible", "Ответственные"),
    ("result", "Ожидаемый результат"),
    ("mark", "Отметка о выполнении"),
]
#: Columns of own roadmaps, as many tastes as there are curators.
_COLUMNS: tuple[list[tuple[str, str]], ...] = (
    _STANDARD,
    [
        ("no", "№ п/п"),
        ("stage", "Направление работы"),
        ("activity", "Содержание деятельности"),
        ("deadline", "Срок"),
        ("responsible", "Ответственный"),
        ("mark", "Отметка"),
    ],
    [
        ("stage", "Этап"),
        ("activity", "Что делаем"),
        ("deadline", "Когда"),
        ("responsible", "Кто отвечает"),
        ("result", "Что получаем"),
        ("mark", "Сделано"),
    ],
    [
        ("no", "№"),
        ("stage", "Раздел плана"),
        ("activity", "Мероприятие"),
        ("deadline", "Сроки проведения"),
        ("extra", "Место проведения"),
        ("responsible", "Исполнители"),
        ("mark", "Отметка об исполнении"),
    ],
)
_TITLES = (
    "Дорожная карта наставничества на {year} учебный год",
    "План мероприятий («дорожная карта») по наставничеству педагогических работников на {year} учебный год",
    "Дорожная карта внедрения наставничества: {year} учебный год",
    "Наставничество: план работы на {year} учебный год",
)
_PLACES = ("методический кабинет", "актовый зал", "кабинет куратора", "онлайн", "учительская", "библиотека")
#: What a curator adds to the standard roadmap: stage by number from 0, text, deadline, responsible.
_ADDED = (
    (4, "Провести «Чай с наставником»: встречу всех пар за одним столом", "последняя неделя ноября", "куратор"),
    (3, "Показать наставникам, как вести карту контроля", "первая неделя ноября", "куратор"),
    (6, "Снять короткий ролик о парах к Дню учителя", "до 5 октября", "педагог-организатор"),
    (5, "Провести вечер благодарности", "20-24.05.{y2}", "куратор, совет молодых специалистов"),
    (4, "Помочь парам подготовиться к конкурсу «Дебют»", "IV квартал", "методист"),
)


def write_roadmap(store: Store, rng: random.Random, place: Place, year: SchoolYear, *, own: int | None) -> str:
    """Save a roadmap of the store's institution; return its id. ``own``: number of the outline; ``None``: the standard one."""
    if place.new.kind == "district":
        draft = _own(rng, place, year, DISTRICT_OUTLINE)
    else:
        draft = standard_roadmap(year) if own is None else _own(rng, place, year, OUTLINES[own % len(OUTLINES)])
    draft.approval = _approval(rng, place, year)
    roadmap = save_roadmap(store, draft, own_id(store), year)
    if own is None:
        stages = [row.id for row in Stage.select(Stage.id).where(Stage.roadmap == roadmap).order_by(Stage.position)]
        for stage, text, deadline, responsible in rng.sample(_ADDED, 2):
            add_activity(store, stages[stage], text, deadline.format(y2=year.second), responsible)
    return roadmap


def _own(
    rng: random.Random, place: Place, year: SchoolYear, outline: tuple[tuple[str, tuple[tuple[Idea, ...], ...]], ...]
) -> RoadmapDraft:
    district = place.new.kind == "district"
    columns = _STANDARD if district else rng.choice(_COLUMNS)
    roles = {role for role, _ in columns}
    title = (
        f"Районная дорожная карта наставничества на {year} учебный год" if district else rng.choice(_TITLES).format(year=year)
    )
    draft = RoadmapDraft(title=title, columns=list(columns))
    words = {**WORDS.get(place.new.kind, WORDS["school"]), "head": place.new.head_post}
    formal, full = rng.random() < 0.5, district or rng.random() < 0.3
    for number, (stage, themes) in enumerate(outline, start=1):
        draft.stages.append(StageDraft(stage, str(number) if "no" in roles else ""))
        within = 0
        for theme in themes:
            for idea in _some(rng, theme, full):
                within += 1
                draft.activities.append(
                    ActivityDraft(
                        text=_text(idea, words, formal),
                        deadline=read_deadline(rng.choice(idea.deadlines).format(y1=year.first, y2=year.second), year),
                        stage=number - 1,
                        no=f"{number}.{within}" if "no" in roles else "",
                        steps=list(idea.steps),
                        responsible=idea.who.format(**words),
                        result=idea.result.format(**words) if "result" in roles else "",
                        extra={"Место проведения": rng.choice(_PLACES)} if "extra" in roles else {},
                    )
                )
    return draft


def _some(rng: random.Random, theme: tuple[Idea, ...], full: bool) -> list[Idea]:
    """All of a theme or most of it, in its order."""
    if full or len(theme) <= 2:
        return list(theme)
    kept = set(rng.sample(range(len(theme)), rng.randint(2, len(theme))))
    return [idea for number, idea in enumerate(theme) if number in kept]


def _text(idea: Idea, words: dict[str, str], formal: bool) -> str:
    """The whole cell: what is done and its steps, a line each."""
    text = (idea.formal if formal else idea.plain).format(**words)
    steps = [f"{number}) {step}" for number, step in enumerate(idea.steps, start=1)]
    return "\n".join([f"{text}:", *steps] if steps else [text])


def _approval(rng: random.Random, place: Place, year: SchoolYear) -> list[str]:
    """The approval block; some leave it to be filled in."""
    if rng.random() < 0.2:
        return []
    signed = year.start.replace(month=8, day=rng.choice((26, 27, 28, 31)))
    return [
        "УТВЕРЖДАЮ",
        place.new.head_post.capitalize(),
        place.new.name if place.new.kind == "district" else place.new.short,
        place.new.head_name,
        f"Приказ от {show_date(signed)} № {rng.randint(40, 190)}",
    ]
