"""Finding a person's name in a text, in any case form: what must stay behind when the person gave no consent.

Better one text too many than one name: a text taken for a name stays at home and the curator is told. Only forms that are
ordinary words in lower case («белая», «зимой») need a capital letter to count as a surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LETTER = "а-яёА-ЯЁ"
#: Endings of a noun (and of a short surname) in the singular and plural.
_NOUN = "|а|у|ы|и|е|о|я|ю|ь|ью|ом|ем|ём|ой|ою|ей|ею|ий|ам|ами|ах|ям|ями|ях"
_ADJECTIVE = "ая|яя|ый|ий|ой|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ою|ею|ей|ые|ие|ых|их|ыми|ими"
#: Enough of an ending to be no ordinary word, whatever the case of its letters.
_TYPICAL = re.compile(r"(?:ов|ев|ёв|ин|ын|ск|цк)$")
GAP = r"(?:\s|\\[nrt]|\\u00a0)+"


def name_pattern(surnames: Iterable[str], called: Iterable[tuple[str, str]] = ()) -> re.Pattern[str] | None:
    """Pattern that finds any of the surnames, or a name with its patronymic (``called``), in any case form («Петровой»).

    It is meant for texts in JSON too, where a line break is two characters. ``None`` when there is nothing to look for.
    """
    found = {form for surname in surnames for word in words_of(surname) for form in surname_forms(word)}
    for name, patronymic in called:
        for first in words_of(name):
            for second in words_of(patronymic):
                found.add(f"(?i:(?:{'|'.join(forms_of(first))}){GAP}(?:{'|'.join(forms_of(second))}))")
    return re.compile(f"(?<![{LETTER}])(?:{'|'.join(sorted(found))})(?![{LETTER}])") if found else None


def called_pattern(surnames: Iterable[str], names: Iterable[str], patronymics: Iterable[str]) -> re.Pattern[str] | None:
    """Pattern of all that a text calls a person at one place: «Сорокиной А. Л.», «Анны Львовны Сорокиной», «А.Л. Сорокина».

    Group ``surname`` is empty where only the name and patronymic stand. ``None`` when there is nothing to look for.
    """
    family = "|".join(sorted({form for surname in surnames for word in words_of(surname) for form in surname_forms(word)}))
    first, second = (
        "|".join(sorted({form for name in parts for word in words_of(name) for form in forms_of(word)}))
        for parts in (names, patronymics)
    )
    both = f"(?i:(?:{first}){GAP}(?:{second}))" if first and second else ""
    own = "|".join(part for part in (both, f"(?i:{first})" if first else "") if part)
    initials = r"[А-ЯЁ]\.(?:[ \u00a0]?[А-ЯЁ]\.)?"
    beside = f"(?:{initials}|{own})" if own else f"(?:{initials})"
    found = []
    if family:
        found.append(f"(?:{beside}(?:{GAP})?)?(?<![{LETTER}])(?P<surname>{family})(?![{LETTER}])(?:(?:{GAP}){beside})?")
    if both:
        found.append(both)
    return re.compile(f"(?<![{LETTER}])(?:{'|'.join(found)})(?:(?<=\\.)|(?![{LETTER}]))") if found else None


def words_of(name: str) -> list[str]:
    """The parts of a double name that are long enough to be found."""
    return [part for part in re.split(r"[^а-яёА-ЯЁa-zA-Z]+", name) if len(part) > 1]


def surname_forms(word: str) -> list[str]:
    """Patterns of a surname's forms: with a capital letter, all in capitals, and in small letters when it is typical."""
    shapes = []
    for form in forms_of(word):
        first = 4 if form.startswith("[её]") else 1
        shapes += [form[:first].upper() + form[first:], form.upper()]
        if _TYPICAL.search(_stem(word.lower())):
            shapes.append(form)
    return shapes


def forms_of(word: str) -> list[str]:
    """Patterns of a word's case forms, in small letters, е and ё alike."""
    return [_either(part) + end for part, end in stems_of(word).items()]


def stems_of(word: str) -> dict[str, str]:
    """The beginnings of a word's case forms, in small letters, and for each a pattern of what may follow."""
    word = word.lower()
    stem = _stem(word)
    if len(stem) >= 4:
        ends = f"[{LETTER}]{{0,3}}"
    else:
        ends = f"(?:{_ADJECTIVE if stem != word and re.search('(?:ая|яя|[иыо]й)$', word) and len(stem) > 1 else _NOUN})"
    return dict.fromkeys(_fleeting(word), f"(?:{_NOUN})") | {stem: ends}


def _stem(word: str) -> str:
    stem = re.sub(r"(?:ая|яя|ий|ый|ой|[аяоеьй])$", "", word)
    return stem if len(stem) > 1 else word


def _fleeting(word: str) -> list[str]:
    """Stems of the other cases where a vowel goes («Заяц» – «Зайца», «Лев» – «Льва», «Соловей» – «Соловья», «Цой» – «Цоя»)."""
    if re.search(r"[оаеёуи]й$", word):
        return [word[:-1], word[:-2] + "ь"]
    if re.search(r"[аеоуиы][еёя]ц$", word):
        return [word[:-2] + "й" + word[-1]]
    if re.search(r"[еёо][бвгджзклмнпрстфхцчшщ]ь?$", word):
        last = word.rstrip("ь")
        return [last[:-2] + last[-1], last[:-2] + "ь" + last[-1]]
    return []


def _either(stem: str) -> str:
    return re.sub("[её]", "[её]", re.escape(stem))
