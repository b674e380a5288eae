"""When two names can be one person's: the structured rule (surname / name or initial / patronymic) and its reasons.

Measured against whole-string ratios in ``design/architecture.md``: the parts are compared one by one, at most one letter may
differ, an equal birth date strengthens and a different one excludes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from model.names import fold

_LOOK_ALIKES = str.maketrans("abcehkmoptxy03", "авсенкмортхуоз")
#: Everyday names which differ by one letter and are still different people.
_NAMES = """
александр александра алексей алина алиса алла альбина анастасия анатолий андрей анна антон антонина арина артем артур
борис вадим валентин валентина валерий валерия василий василиса вера вероника виктор виктория виталий виталия владимир
владислав галина геннадий георгий герман глеб григорий дарина дарья денис диана дина дмитрий ева евгений евгения егор
екатерина елена елизавета жанна зинаида зоя иван игорь илья инга инна ирина кира кирилл константин карина кристина
ксения лариса лев леонид лида лидия лилия лина любовь людмила майя максим маргарита марина мария марк марта матвей
милана михаил надежда наталья нелли никита николай нина нонна оксана олег олеся ольга павел петр полина раиса регина
римма рита роза роман руслан сабина светлана семен серафим сергей софия станислав степан стелла таисия тамара татьяна
тимофей тимур ульяна федор фаина эдуард элина элла эльвира эмма юлиан юлиана юлия юрий яна ярослав ярослава
"""
_COMMON = frozenset(_NAMES.split())


@dataclass(frozen=True)
class NameCard:
    """A person as the rule sees one: folded parts of the name without look-alikes, and the birth date."""

    id: str
    surname: str
    former: str
    name: str
    patronymic: str
    birth: date | None

    @classmethod
    def of(cls, identity: str, surname: str, former: str, name: str, patronymic: str, birth: date | None) -> NameCard:
        """A card of the values as they are written."""
        return cls(identity, name_key(surname), name_key(former), name_key(name), name_key(patronymic), birth)


def name_key(*parts: str | None) -> str:
    """Names for comparing: folded, Latin look-alikes Russian, dashes alike, initials without dots."""
    text = fold(*parts)
    if re.search("[а-я]", text) or not re.search("[^abcehkmoptxy0-9 .'-]", text):
        text = text.translate(_LOOK_ALIKES)
    text = re.sub(r"\s*[-‐‑–—]\s*", "-", text)
    return " ".join(text.replace(".", " ").split())


def likeness(a: NameCard, b: NameCard) -> tuple[str, ...]:
    """Why the two can be one person, Russian phrases; empty when the rule finds them different."""
    if not (a.surname and b.surname) or (a.birth and b.birth and a.birth != b.birth):
        return ()
    born = a.birth is not None and a.birth == b.birth
    extra = ("дата рождения совпадает",) if born else ()
    if (a.surname, a.name, a.patronymic) == (b.surname, b.name, b.patronymic) and a.name:
        return ("имя совпадает полностью", *extra)
    if a.name and a.name == b.name and a.patronymic == b.patronymic and a.surname != b.surname:
        if a.former == b.surname or b.former == a.surname:
            return ("прежняя фамилия", *extra)
        if born and a.patronymic and not one_letter(a.surname, b.surname):
            return ("фамилия другая, а имя, отчество и дата рождения те же",)
    words = sorted(" ".join((a.surname, a.name, a.patronymic)).split())
    if len(words) > 1 and words == sorted(" ".join((b.surname, b.name, b.patronymic)).split()):
        swapped = "имя и отчество переставлены" if a.surname == b.surname else "слова имени переставлены"
        return (swapped, *extra)
    surname = _surname(a, b, born)
    name = _part(a.name, b.name, "имени", _COMMON)
    patronymic = _part(a.patronymic, b.patronymic, "отчестве", frozenset())
    if surname is None or name is None or patronymic is None:
        return ()
    typos = [reason for reason in (surname, name, patronymic) if reason.startswith("одна буква")]
    if len(typos) > (2 if born else 1):
        return ()
    loose = "инициал" in name or not (a.name and b.name)
    if not born and loose and (typos or not (a.name and b.name) or not (a.patronymic and b.patronymic)):
        return ()  # «Иванова А.» is too little to go by
    return (*dict.fromkeys(reason for reason in (surname, name, patronymic) if reason), *extra)


def one_letter(a: str, b: str) -> bool:
    """Whether the words differ by exactly one letter: changed, lost, added or swapped with its neighbour."""
    from rapidfuzz.distance import OSA

    return a != b and OSA.distance(a, b, score_cutoff=1) == 1


def _surname(a: NameCard, b: NameCard, born: bool) -> str | None:
    if a.surname == b.surname:
        return ""
    if b.surname == a.former or a.surname == b.former or (a.former and a.former == b.former):
        return "прежняя фамилия"
    if not one_letter(a.surname, b.surname):
        return None
    short, long = sorted((a.surname, b.surname), key=len)
    if not born and (len(short) < 5 or long == short + "а"):  # «Ким» and «Ли»; «Иванов» and «Иванова»
        return None
    return "одна буква в фамилии"


def _part(a: str, b: str, where: str, common: frozenset[str]) -> str | None:
    if a == b:
        return ""
    if not a or not b:
        return f"у одного нет {'имени' if where == 'имени' else 'отчества'}"
    if len(a) == 1 or len(b) == 1:
        return ("инициал вместо " + ("имени" if where == "имени" else "отчества")) if a[0] == b[0] else None
    if one_letter(a, b) and min(len(a), len(b)) >= 3 and not (a in common and b in common):
        return f"одна буква в {where}"
    return None
