"""The words of deadlines: which part of speech of the grammar a Russian word is, with its typing slips."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple


class Word(NamedTuple):
    """``name``: a terminal of the grammar (see ``tokens.TERMINALS``); ``n``: its number; ``more``: other months."""

    name: str
    n: int = 0
    more: tuple[int, ...] = ()


_SOFT = ("ь", "я", "е", "ю", "ем", "и", "ям", "ями", "ях", "ей")
_HARD = ("", "а", "е", "у", "ом", "ы")
_STEMS = (
    (1, "январ", _SOFT), (2, "феврал", _SOFT), (3, "март", _HARD), (4, "апрел", _SOFT), (5, "ма", ("й", "я", "е", "ю", "ем")),
    (6, "июн", _SOFT), (7, "июл", _SOFT), (8, "август", _HARD), (9, "сентябр", _SOFT), (10, "октябр", _SOFT),
    (11, "ноябр", _SOFT), (12, "декабр", _SOFT),
)  # fmt: skip
_SHORT = {
    "янв": 1, "фев": 2, "февр": 2, "мар": 3, "апр": 4, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "сент": 9, "окт": 10,
    "октяб": 10, "сентяб": 9, "ноя": 11, "нояб": 11, "дек": 12, "декаб": 12, "январ": 1, "феврал": 2, "апрел": 4,
    "август": 8, "сентябр": 9, "октябр": 10, "ноябр": 11, "декабр": 12,
}  # fmt: skip
#: Month forms: «сентябрь» is NAMED (after «1.» it is a heading, not a day), «сентября» and «сент» are MONTH.
MONTH_FORMS: dict[str, Word] = {
    stem + ending: Word("NAMED" if at == 0 else "MONTH", number)
    for number, stem, endings in _STEMS
    for at, ending in enumerate(endings)
}
_FULL_FORMS = tuple(form for form in MONTH_FORMS if len(form) >= 4)
MONTH_FORMS.update({form: Word("MONTH", number) for form, number in _SHORT.items() if form not in MONTH_FORMS})

#: One row a terminal: what it is called in the rules and which words it is (after lower case, «ё» as «е»).
_VOCABULARY: tuple[tuple[str, str], ...] = (
    ("MONTH", r"(?:январ|феврал|апрел|август|сентябр|ноябр|декабр|март|июн|июл)ь?(?:ов)?ск(?:ий|ая|ое|ого|ом|ому|ой|ие|их)"),
    ("WEEKS", r"недель"),
    ("WEEK", r"недел[яиею]|неделю|нед|неделям"),
    ("DECADE", r"декад[аыуе]?|дек-да"),
    ("HALFOF", r"половин[аыуеой]{1,2}"),
    ("MON", r"месяц(?:а|е|у|ам|ев|ы)?|мес"),
    ("QUARTER", r"кварт?ал(?:а|е|у|ы|ов|ам|ом|ах)?|кв|квар"),
    ("HALF", r"полугоди(?:е|я|и|ю|ям|й|ем|ях)|полугод|полгода|пг|полугодь?е"),
    ("TERM", r"четверт(?:ь|и|ью|ей|ям|ях)|четв"),
    ("TRIM", r"триместр(?:а|е|у|ы|ов|ам)?|трим"),
    ("G", r"гг?|год(?:а|у|ы|ов|ом|ах)?"),
    ("DAY", r"д(?:ень|ня|ней|ни|н)|сут(?:ки|ок)|рабочих|календарных"),
    ("RELATIVE", r"(?!еже|повсе)[а-я]*(?:днев|недель|месяч)н(?:ый|ого|ом)|суточный"),
    ("FURTHER", r"далее|затем|потом|впоследствии"),
    ("HOUR", r"час(?:а|ов|у|ам)?|мин|минут"),
    ("NUMBER", r"чис(?:ло|ла|лу|лам|ел|лах)?"),
    ("ACAD", r"уч|учеб|учебн(?:ый|ого|ом|ому|ых|ым|ые|ое|ая|ой)"),
    ("CAL", r"календарн(?:ый|ого|ом)"),
    ("TIMES", r"раз(?:а|у|ов)?|р"),
    ("EACH", r"кажд(?:ый|ая|ое|ого|ой|ую|ые|ом|ых)"),
    ("START", r"начал(?:о|а|е|у|ом)"),
    ("MIDDLE", r"середин(?:а|ы|е|у|ой)"),
    ("END", r"кон(?:ец|ца|це|цу|цом)|окончани[ея]"),
    ("NEXT", r"следующ(?:ий|ая|ее|его|ем|ей|им|ую)"),
    ("REPORT", r"отчетн(?:ый|ого|ом|ым|ой|ая|ую)|истекш(?:им|его)|прошедш(?:им|его)"),
    ("NOW", r"текущ(?:ий|его|ем|ему|ей|ая)|этого|настоящ(?:его|ем)|данного|тек"),
    ("WHOLE", r"вес[ьье]|все(?:го|й|му|м)|вс[юе]|кругл(?:ый|ого)|цел(?:ый|ого)"),
    ("PLAN", r"план(?:а|у|ом|е|ам|ов|ы)?|график(?:а|у|ом|ам|ов)?|согласовани[юя]|расписани[юя]|положени[юя]|заявленн\w*"
             r"|установленн\w*|утвержденн\w*|определенн\w*|назначенн\w*"),
    ("CLASS", r"кл|класс(?:а|ы|ов|ах|е|ам|ом|ами)?"),
    ("STAGE", r"этап(?:а|е|у|ы|ов)?|шаг(?:а|е)?|модул[ьяе]|блок(?:а|е)?"),
    ("SIGN", r"ст|стать[яиею]|п|пп|пункт(?:а|у|ом|ы)?|подпункт(?:а|у|ом)?|раздел(?:а|у|е)?|глав[аые]|приложени[ея]|школ[аыеу]"
             r"|сош|оош|доу|мбоу|мбдоу|гбдоу|част[ьи]|абз|каб|кабинет|протокол\w*|приказ\w*|распоряжени\w*|постановлени\w*"),
    ("FROMACT", r"от"),
    ("FROM", r"со?"),
    ("TO", r"по"),
    ("BEFORE", r"до"),
    ("BY", r"ко?"),
    ("IN", r"во?|на|за|об?"),
    ("AND", r"и|или"),
    ("AFTER", r"после|через|спустя|накануне|перед"),
    ("THROUGH", r"течени[еи]|протяжении"),
    ("EXCEPT", r"кроме|исключая|исключением"),
)  # fmt: skip
_STANDING = (
    r"постоянно\w*|систематически\w*|регулярно\w*|непрерывно|еженедельн\w*|ежедневн\w*|периодически|перманентно|повседневно|круглогодично"
    r"|беспрерывно|понедельно|текущее"
)
_NUMERIC: tuple[tuple[str, int, str], ...] = (
    ("NUM", 1, r"перв(?:ый|ая|ое|ого|ой|ую|ом|ые|ых)|одного|один|одна|одну"),
    ("NUM", 2, r"втор(?:ой|ая|ое|ого|ую|ом)|дв[ае]|двух"),
    ("NUM", 3, r"трет(?:ий|ья|ье|ьего|ьей|ью|ьем)|три|трех"),
    ("NUM", 4, r"четверт(?:ый|ая|ое|ого|ой|ую|ом)|четыре|четырех"),
    ("NUM", 5, r"пят(?:ый|ая|ое|ого|ой|ую|ом)|пять|пяти"),
    ("NUM", 6, r"шесть|шести"),
    ("NUM", 10, r"десять|десяти"),
    ("NUM", -1, r"последн(?:ий|яя|ее|его|ей|юю|ем|их|ие|ня)"),
    ("ONCE", 1, r"однократно|единожды|одноразово|единоразово"),
    ("ONCE", 2, r"дважды|двукратно"),
    ("ONCE", 3, r"трижды"),
    ("FREQ_STANDING", 0, _STANDING),
    ("FREQ_MON", 0, r"ежемесячн\w*|помесячн\w*|ежемес"),
    ("FREQ_QUARTER", 0, r"ежеквартальн\w*|поквартальн\w*|ежекв"),
    ("FREQ_YEAR", 0, r"ежегодн\w*"),
    ("FREQ_HALF", 0, r"ежеполугод\w*"),
    ("FREQ_TERM", 0, r"ежечетвертн\w*"),
    ("SEASON", 1, r"осень|осени|осенью|осенн(?:ий|его|ем)"),
    ("SEASON", 2, r"зима|зимы|зимой|зиму|зимн(?:ий|его|ем)"),
    ("SEASON", 3, r"весна|весны|весной|весну|весенн(?:ий|его|ем)"),
    ("SEASON", 4, r"лето|лета|летом|летн(?:ий|его|ем)"),
    ("WEEKDAY", 0, r"понедельник(?:а|ам|и|у)?"),
    ("WEEKDAY", 1, r"вторник(?:а|ам|и|у)?"),
    ("WEEKDAY", 2, r"сред(?:а|у|ам|ы)"),
    ("WEEKDAY", 3, r"четверг(?:а|ам|и|у)?"),
    ("WEEKDAY", 4, r"пятниц(?:а|у|ам|ы|е)"),
    ("WEEKDAY", 5, r"суббот(?:а|у|ам|ы|е)"),
    ("WEEKDAY", 6, r"воскресень(?:е|я|ям)"),
    ("HOLIDAYS", 0, r"каникул(?:ы|ам|ах)?|каникулярн\w*"),
)  # fmt: skip
_ALL = tuple((name, 0, pattern) for name, pattern in _VOCABULARY) + _NUMERIC
_WORD = re.compile("|".join(f"(?P<w{at}>{pattern})" for at, (_, _, pattern) in enumerate(_ALL)))
_LOOKALIKES = str.maketrans("aceopxykmthbru036", "асеорхукмтнвгиозб")
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ROMAN_LIKE = str.maketrans("іlпшухв1ӏ|", "ii\ue002\ue003vxvi" + "ii")
#: Real words one letter away from a month.
_NOT_MONTHS = frozenset(
    ("карта", "карты", "карте", "карту", "парта", "марка", "марки", "марку", "мата", "майка", "майки", "майя", "авгур")
)
_GLUE = (
    "в", "с", "со", "к", "до", "по", "на", "и", "г", "гг", "года", "год", "году", "течение", "течении", "учебного", "уч",
    "учебный", "квартал", "полугодие", "четверть", "каждый", "каждого", "месяц", "месяца", "неделя", "недели", "числа",
    "декада", "конец", "начало", "середина", "первая", "последняя", "вторая", "первое", "второе", "первый", "раз",
    "весь", "всего", "ежегодно", "ежемесячно", "ежеквартально", "постоянно", "период", "срока", "реализации",
)  # fmt: skip
_GLUE_HINT = re.compile(r"янв|фев|март|апр|мая|май|мае|июн|июл|авг|сент|окт|ноя|дек|год|течени|кварт|месяц|недел|числ")
_CYRILLIC = re.compile(r"[а-яё]")


def roman(text: str) -> int:
    """Number of a Roman numeral written with Latin or similar Cyrillic letters («П», «Ш», «1У»), 0 for other words."""
    if not 1 <= len(text) <= 5:
        return 0
    latin = text.translate(_ROMAN_LIKE).replace("\ue002", "ii").replace("\ue003", "iii")
    return _ROMANS.get(latin, 0)


@lru_cache(maxsize=20_000)
def look_up(text: str) -> Word | None:
    """The word as a terminal of the grammar; ``None`` when the grammar does not know it. Lower case is expected."""
    found = _exact(text)
    if found:
        return found
    cyrillic = text.translate(_LOOKALIKES)
    if cyrillic != text and _CYRILLIC.search(cyrillic):
        found = _exact(cyrillic)
        if found:
            return found
    return MONTH_FORMS.get(text.replace("i", "и")) or _nearest_month(cyrillic)


def _exact(text: str) -> Word | None:
    month = MONTH_FORMS.get(text)
    if month:
        return month
    match = _WORD.fullmatch(text)
    if match is None or match.lastgroup is None:
        return None
    name, n, _ = _ALL[int(match.lastgroup[1:])]
    if name == "MONTH":
        n = next(number for number, stem, _ in _STEMS if text.startswith(stem))
    return Word(name, n)


@lru_cache(maxsize=5_000)
def split_glued(text: str) -> tuple[str, ...]:
    """Known words of one written without spaces («втечениегода», «сентябрьоктябрь»); empty when it is not that."""
    text = text.translate(_LOOKALIKES)
    if len(text) < 4 or not _GLUE_HINT.search(text):
        return ()
    best: dict[int, tuple[str, ...]] = {0: ()}
    for at in range(len(text)):
        if at not in best:
            continue
        for size in range(1, min(13, len(text) - at) + 1):
            word = text[at : at + size]
            if word not in MONTH_FORMS and word not in _GLUE:
                continue
            words = (*best[at], word)
            if at + size not in best or len(words) < len(best[at + size]):
                best[at + size] = words
    words = best.get(len(text), ())
    return words if len(words) > 1 and not all(len(word) < 3 for word in words) else ()


def _deletes(word: str, count: int) -> set[str]:
    found = {word}
    for drop in range(1, count + 1):
        for places in combinations(range(len(word)), drop):
            found.add("".join(letter for at, letter in enumerate(word) if at not in places))
    return found


def _slips(word: str) -> int:
    """How many slips a month written as ``word`` may have: short words are too near to other words."""
    return 2 if len(word) >= 7 else 1


@lru_cache(maxsize=1)
def _near_forms() -> dict[str, tuple[str, ...]]:
    near: dict[str, list[str]] = {}
    for form in _FULL_FORMS:
        for rest in _deletes(form, _slips(form)):
            near.setdefault(rest, []).append(form)
    return {rest: tuple(forms) for rest, forms in near.items()}


def _nearest_month(word: str) -> Word | None:
    """Month that was meant by a slip of the keyboard; several months when they are equally near («июь»)."""
    if not 3 <= len(word) <= 11 or word in _NOT_MONTHS or not _CYRILLIC.match(word):
        return None
    near = _near_forms()
    candidates = {form for rest in _deletes(word, _slips(word)) for form in near.get(rest, ())}
    scored: list[tuple[int, int]] = []
    for form in candidates:
        slips = _distance(word, form)
        short = len(form) <= 6 and len(word) <= 6
        if slips > min(_slips(form), _slips(word)) or (slips == 2 and word[0] != form[0]):
            continue
        replaced = len(word) == len(form) and sorted(word) != sorted(form)
        if short and (word[0] != form[0] or (replaced and form.startswith(("ма", "фев")))):
            continue
        if len(word) < 4 and not form.startswith("ию"):
            continue
        scored.append((slips, MONTH_FORMS[form].n))
    if not scored:
        return None
    least = min(scored)[0]
    months = sorted({number for slips, number in scored if slips == least})
    return Word("MONTH", months[0], tuple(months[1:]))


def _distance(one: str, two: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours which turn ``one`` into ``two``."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, left in enumerate(one, 1):
        following = [i]
        for j, right in enumerate(two, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == two[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return row[-1]
