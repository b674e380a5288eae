"""Slips of the keyboard, of a scanner and of lost spaces: which word of the grammar was meant."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations

from model.deadlines.numerals import NUMBER_WORDS
from model.deadlines.vocabulary import FULL_FORMS, MONTH_FORMS, REPAIRED, SHORT_FORMS, Word, exact_word

#: Letters and digits which look like Cyrillic letters.
LOOKALIKES = str.maketrans("aceopxykmthbru036n", "асеорхукмтнвгиозбп")
#: Real words which are near to a month or to another word of time.
_NOT_MONTHS = frozenset(
    ("карта", "карты", "карте", "карту", "карт", "парта", "марка", "марки", "марку", "мата", "майка", "майки", "майя", "маяк",
     "мама", "мамы", "маме", "авгур", "икт", "есть", "дел", "решение", "перевод", "который", "которого", "которой", "которые",
     "которых")
)  # fmt: skip
_GLUE = (
    "в", "с", "со", "к", "до", "по", "на", "и", "г", "гг", "года", "год", "году", "течение", "течении", "учебного", "уч",
    "учебный", "квартал", "полугодие", "четверть", "каждый", "каждого", "месяц", "месяца", "неделя", "недели", "числа",
    "декада", "конец", "начало", "середина", "первая", "последняя", "вторая", "первое", "второе", "первый", "раз", "раза",
    "весь", "всего", "ежегодно", "ежемесячно", "ежеквартально", "постоянно", "период", "срока", "реализации",
)  # fmt: skip
_GLUE_HINT = re.compile(r"янв|фев|март|апр|мая|май|мае|июн|июл|авг|сент|окт|ноя|дек|год|течени|кварт|месяц|недел|числ|еже")
_CYRILLIC = re.compile(r"[а-яё]")
#: Words of time to which an unknown word may be near.
_OF_TIME = (
    *(form for form in NUMBER_WORDS if len(form) >= 5), *REPAIRED,
    "май", "мая", "мае", "конец", "конце", "конца", "концу", "начала", "начале", "исключением", "позднее", "раньше", "кроме",
    "года", "году", "осень", "весна", "осенью", "весной", "зимой", "летом", "между", "после", "новому", "итогам", "окончании",
    "завершении", "перенести", "перенесено",
)  # fmt: skip
_TIME_STEM = re.compile(
    r"\d|^еже|май|^мая|кажд|недел|месяц|кварт|полуго|четверт|декад|сентя|октяб|нояб|декаб|январ|феврал|апрел|август"
)


@lru_cache(maxsize=5_000)
def split_glued(text: str) -> tuple[str, ...]:
    """Known words of one written without spaces («втечениегода», «сентябрьоктябрь»); empty when it is not that."""
    text = text.translate(LOOKALIKES)
    if not 4 <= len(text) <= 120 or not _GLUE_HINT.search(text):
        return ()
    best: dict[int, tuple[str, ...]] = {0: ()}
    for at in range(len(text)):
        if at not in best:
            continue
        for size in range(1, min(14, len(text) - at) + 1):
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
    return 2 if len(word) >= 5 else 1


@lru_cache(maxsize=1)
def _near_forms() -> dict[str, tuple[str, ...]]:
    near: dict[str, list[str]] = {}
    for form in FULL_FORMS:
        for rest in _deletes(form, _slips(form)):
            near.setdefault(rest, []).append(form)
    return {rest: tuple(forms) for rest, forms in near.items()}


@lru_cache(maxsize=20_000)
def nearest_month(word: str) -> Word | None:
    """Month that was meant by a slip of the keyboard; several months when they are equally near («июь»)."""
    if not 3 <= len(word) <= 11 or word in _NOT_MONTHS or not _CYRILLIC.search(word):
        return None
    near = _near_forms()
    candidates = {form for rest in _deletes(word, _slips(word)) for form in near.get(rest, ())}
    scored: list[tuple[int, int, bool]] = []
    for form in candidates:
        slips = _distance(word, form)
        short = len(form) <= 6 and len(word) <= 6 and form.startswith(("ма", "ию"))
        headless = word == form[1:] and (len(word) >= 4 or form.startswith("ию"))
        if slips > min(_slips(form), _slips(word)) or (slips == 2 and word[0] != form[0]):
            continue
        if slips == 2 and (len(word) < 7 or len(form) < 7) and word[:3] != form[:3]:
            continue  # two slips in a short word: its beginning must be whole
        if slips == 2 and form.startswith(("март", "июн", "июл")):
            continue
        replaced = len(word) == len(form) and sorted(word) != sorted(form)
        if short and not headless and (word[0] != form[0] or (replaced and form.startswith(("ма", "фев")))):
            continue
        if len(form) <= 6 and not short and replaced and form.startswith("фев") and word[0] != form[0]:
            continue
        if len(word) < 4 and not form.startswith("ию"):
            continue
        scored.append((slips, MONTH_FORMS[form].n, MONTH_FORMS[form].name != "NAMED"))
    if not scored:
        return None
    least = min(scored)[0]
    months = sorted({number for slips, number, _ in scored if slips == least})
    name = "NAMED" if not min(scored)[2] else "MONTH"
    return Word(name, months[0], tuple(months[1:]), slips=least)


@lru_cache(maxsize=20_000)
def nearest_word(word: str) -> Word | None:
    """Another word of the grammar that was meant by a slip: «квратал», «ежемесечно»; ``None`` when nothing is near."""
    if not 5 <= len(word) <= 16 or not _CYRILLIC.search(word):
        return None
    best: tuple[int, str] | None = None
    for form in REPAIRED:
        most = 1 if len(form) < 9 else 2
        if abs(len(form) - len(word)) > most or form[-1] != word[-1]:
            continue
        slips = _distance(word, form)
        if form[0] != word[0] and (slips > 1 or len(form) < 8):
            continue
        if slips <= most and (best is None or slips < best[0]):
            best = (slips, form)
    found = exact_word(best[1]) if best else None
    return found._replace(slips=best[0]) if found and best else None


@lru_cache(maxsize=20_000)
def looks_like_time(word: str) -> bool:
    """Whether an unknown word may speak of time: it has digits, a piece of a month's name, or is near to a word of time."""
    if word in _NOT_MONTHS or not 2 <= len(word) <= 40:
        return False
    if _TIME_STEM.search(word):
        return True
    most = 2 if len(word) >= 7 else 1
    forms = (*FULL_FORMS, *_OF_TIME, *(SHORT_FORMS if 3 <= len(word) <= 4 else ()))
    return any(abs(len(form) - len(word)) <= most and _distance(word, form) <= most for form in forms)


@lru_cache(maxsize=1_000)
def like_a_preposition(word: str) -> bool:
    """Whether a short unknown word before a date may be «до», «по» or «с» with a slip."""
    return len(word) <= 2 or (len(word) == 3 and any(_distance(word, one) <= 1 for one in ("до", "по", "со", "ко")))


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
