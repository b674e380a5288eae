"""Standard questionnaires in our own words: satisfaction, quality of the programme and influence, for each role.

Paired items are worded so that they can be answered before the work begins and after it ends.
"""

from __future__ import annotations

from model.errors import Refusal
from model.questionnaires import RESPONDENTS, ItemDraft, QuestionnaireDraft, create_questionnaire, questionnaires
from model.setup import check_open, current_year
from model.store import Store

_S, _Q, _I = "satisfaction", "quality", "influence"


def _grade(text: str, block: str, paired: bool = False) -> ItemDraft:
    return ItemDraft(text, "scale10", block, paired)


def _open(text: str, block: str, paired: bool = False) -> ItemDraft:
    return ItemDraft(text, "open", block, paired)


def _yes(text: str, block: str, paired: bool = False) -> ItemDraft:
    return ItemDraft(text, "yesno", block, paired)


def _choice(text: str, block: str, *options: str, paired: bool = False) -> ItemDraft:
    return ItemDraft(text, "choice", block, paired, options)


_MEETINGS = ("раз в неделю и чаще", "два-три раза в месяц", "раз в месяц", "реже")
_LENGTH = ("слишком короткая", "в самый раз", "слишком длинная")

#: Before and after: what is expected of mentoring and what came of it.
_MENTOR_SATISFACTION = (
    _grade("Насколько вам интересна работа наставника?", _S, True),
    _grade("Насколько полезны, на ваш взгляд, личные встречи с наставляемым?", _S, True),
    _grade("Насколько вы чувствуете поддержку куратора и администрации?", _S, True),
    _grade("Насколько легко вам находить общий язык с наставляемым?", _S),
    _grade("Насколько справедливо учтён ваш труд наставника?", _S),
    _grade("Насколько вы довольны тем, что получилось?", _S),
    _choice("Как часто вы встречались?", _S, *_MEETINGS),
    _yes("Хотите ли вы быть наставником и дальше?", _S),
    _open("Чего вам не хватало?", _S, True),
)
_MENTEE_SATISFACTION = (
    _grade("Насколько вам комфортно обращаться за помощью к наставнику?", _S, True),
    _grade("Насколько полезны, на ваш взгляд, личные встречи с наставником?", _S, True),
    _grade("Насколько вы уверены, что в трудный момент вас поддержат коллеги?", _S, True),
    _grade("Насколько советы наставника подошли вашей работе?", _S),
    _grade("Насколько удобно было время встреч?", _S),
    _grade("Насколько вы довольны тем, что получилось?", _S),
    _choice("Как часто вы встречались?", _S, *_MEETINGS),
    _yes("Посоветовали бы вы наставника начинающему коллеге?", _S),
    _open("Чего вы ждёте от наставника и чего не хватило?", _S, True),
)
_QUALITY = (
    _grade("Насколько ясны цели программы?", _Q, True),
    _grade("Насколько план мероприятий отвечает запросу?", _Q, True),
    _grade("Насколько выполнимы сроки плана?", _Q, True),
    _grade("Насколько хватило времени и условий для занятий?", _Q),
    _choice("Какой оказалась программа по длительности?", _Q, *_LENGTH),
    _yes("Пришлось ли менять план по ходу работы?", _Q),
    _open("Что в программе сильное?", _Q),
    _open("Что в программе слабое?", _Q),
    _open("Какие возможности остались неиспользованными?", _Q),
    _open("Что может помешать в следующем году?", _Q),
)
_MENTOR_INFLUENCE = (
    _grade("Насколько уверенно вы объясняете свои приёмы работы другим?", _I, True),
    _grade("Насколько вы знакомы с новыми технологиями и методиками?", _I, True),
    _grade("Насколько вы чувствуете, что ваш опыт ценят?", _I, True),
    _grade("Насколько вам хочется развиваться в профессии?", _I, True),
    _yes("Участвуете ли вы в конкурсах, выступаете ли перед коллегами?", _I, True),
    _open("Чему вы научились сами?", _I),
)
_MENTEE_INFLUENCE = (
    _grade("Насколько уверенно вы проводите занятие?", _I, True),
    _grade("Насколько легко вам удерживать внимание и порядок в группе или классе?", _I, True),
    _grade("Насколько уверенно вы говорите с родителями?", _I, True),
    _grade("Насколько хорошо вы справляетесь с документами?", _I, True),
    _grade("Насколько своим вы чувствуете себя в коллективе?", _I, True),
    _grade("Насколько вы уверены, что останетесь в профессии?", _I, True),
    _yes("Участвуете ли вы в конкурсах, выступаете ли перед коллегами?", _I, True),
    _open("Что у вас стало получаться лучше?", _I),
)
_STANDARD = {
    "mentor": (
        ("Удовлетворённость наставника", _MENTOR_SATISFACTION),
        ("Качество программы: взгляд наставника", _QUALITY),
        ("Влияние на наставника", _MENTOR_INFLUENCE),
    ),
    "mentee": (
        ("Удовлетворённость наставляемого", _MENTEE_SATISFACTION),
        ("Качество программы: взгляд наставляемого", _QUALITY),
        ("Влияние на наставляемого", _MENTEE_INFLUENCE),
    ),
}


def standard_drafts(role: str) -> tuple[QuestionnaireDraft, ...]:
    """The standard questionnaires of a role: satisfaction, quality of the programme, influence."""
    if role not in RESPONDENTS:
        raise Refusal(f"Роль «{role}» у анкеты неизвестна: возможны {', '.join(RESPONDENTS)}.", "role")
    return tuple(QuestionnaireDraft(title, role, items) for title, items in _STANDARD[role])


def add_standard(store: Store, role: str = "") -> list[str]:
    """Write the standard questionnaires of a role, or of both, that the current year does not have yet; return their ids."""
    roles = [role] if role else list(RESPONDENTS)
    years = str(current_year(store))
    check_open(store, years)
    present = {(line.role, line.title) for line in questionnaires(store, years)}
    missing = [draft for one in roles for draft in standard_drafts(one) if (draft.role, draft.title) not in present]
    if not missing:
        raise Refusal(f"Типовые анкеты на {years} учебный год уже есть: посмотрите их командой kurator survey list.", "exists")
    with store.transaction("Типовые анкеты"):
        return [create_questionnaire(store, draft) for draft in missing]
