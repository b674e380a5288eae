"""An invented district and its institutions: names, heads, sites."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from model.demo.names import FullName, invent_name
from model.setup import NewInstitution


@dataclass(frozen=True)
class District:
    """A district that is on no map. ``authority``: who receives the files; ``town_of``: its town in the genitive."""

    name: str
    authority: str
    head_post: str
    town_of: str
    villages: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """One institution to be made; ``taken`` are names that its other people may not have (see ``invent_name``).

    ``guest`` (name, birth date) also works in the institution before or after this one.
    """

    new: NewInstitution
    site: str
    head: FullName
    curator: FullName
    taken: set[str]
    guest: tuple[FullName, date] | None = None


DISTRICTS = (
    District(
        "Светлоборский район",
        "Управление образования администрации Светлоборского района",
        "начальник управления",
        "г. Светлобора",
        ("с. Ольховый Брод", "с. Липовый Дол", "пос. Медный Ключ", "дер. Заполица", "с. Верхние Росы", "пос. Тихостроево"),
    ),
    District(
        "Синереченский муниципальный округ",
        "Отдел образования Синереченского муниципального округа",
        "начальник отдела",
        "пгт Синеречья",
        ("с. Старопашино", "с. Журавкин Лог", "дер. Песчаный Мыс", "пос. Дальний Причал", "с. Ягодная Горка", "с. Полуденка"),
    ),
    District(
        "Долголесский район",
        "Комитет по образованию администрации Долголесского района",
        "председатель комитета",
        "г. Долголесска",
        ("с. Кленовая Гать", "пос. Новый Сплав", "с. Рябинино Поле", "дер. Три Колодца", "с. Вересково", "пос. Мшаник"),
    ),
    District(
        "Белозаводьевский муниципальный округ",
        "Управление образования Белозаводьевского муниципального округа",
        "начальник управления",
        "г. Белозаводья",
        ("с. Перекатное", "с. Сухая Затонь", "дер. Ивовый Куст", "пос. Краснояружный", "с. Добролужье", "с. Большая Выпь"),
    ),
)
#: Kinds of institution in the order in which they come: a district has more schools than centres.
_ORDER = ("school", "kindergarten", "extra", "school", "kindergarten", "school", "kindergarten", "school")
_KINDERGARTENS = (
    "Росинка", "Тополёк", "Светлячок", "Журавушка", "Рябинка", "Родничок", "Капелька", "Одуванчик", "Золотая рыбка", "Теремок",
    "Лесная сказка", "Ладушки",
)  # fmt: skip
_CENTRES = (
    ("Дом детского творчества", "ДДТ"),
    ("Центр дополнительного образования «Орбита»", "ЦДО «Орбита»"),
    ("Детская школа искусств", "ДШИ"),
    ("Станция юных техников", "СЮТ"),
    ("Эколого-биологический центр «Росток»", "ЭБЦ «Росток»"),
    ("Детско-юношеский центр «Паруса»", "ДЮЦ «Паруса»"),
)


def invent_district(rng: random.Random) -> tuple[District, Place]:
    """A district and the place of its receiver."""
    district = rng.choice(DISTRICTS)
    taken: set[str] = set()
    head = invent_name(rng, taken, woman=rng.random() < 0.6, younger=False)
    curator = invent_name(rng, taken, woman=True, younger=rng.random() < 0.4)
    new = NewInstitution(
        name=district.authority,
        short=district.name,
        kind="district",
        municipality=district.name,
        head_name=head.initials_first,
        head_post=district.head_post,
        code="000",
    )
    return district, Place(new, "https://district.example.org/", head, curator, taken)


def invent_institutions(rng: random.Random, district: District) -> Iterator[Place]:
    """Institutions of the district without end; no two have the same name, and the first ones do not depend on how many."""
    first_school, first_kindergarten = rng.randint(1, 3), rng.randint(2, 9)
    kindergarten_names = rng.sample(_KINDERGARTENS, len(_KINDERGARTENS))
    centres = rng.sample(_CENTRES, len(_CENTRES))
    villages = rng.sample(district.villages, len(district.villages))
    counts = dict.fromkeys(("school", "kindergarten", "extra"), 0)
    number, guest = 0, None
    while True:
        number += 1
        if number % 5 == 1:
            name_of_guest = invent_name(rng, set(), woman=True, younger=False)
            guest = (name_of_guest, date(rng.randint(1972, 1986), rng.randint(1, 12), rng.randint(1, 28)))
        kind = _ORDER[(number - 1) % len(_ORDER)]
        nth = counts[kind]
        counts[kind] += 1
        if kind == "school":
            name, short, site = _school(rng, district, villages, first_school, nth)
        elif kind == "kindergarten":
            place = first_kindergarten + nth
            title = kindergarten_names[nth % len(kindergarten_names)]
            called = f"«Детский сад № {place} «{title}»"
            name = f"Муниципальное бюджетное дошкольное образовательное учреждение {called} {district.town_of}"
            short, site = f"МБДОУ {called}", f"sad-{place}"
        else:
            title, brief = centres[nth % len(centres)]
            again = f" № {nth // len(centres) + 1}" if nth >= len(centres) else ""
            name = f"Муниципальное бюджетное учреждение дополнительного образования «{title}»{again} {district.town_of}"
            short, site = f"МБУ ДО «{brief}»{again}", f"centre-{nth + 1}"
            name, short = name.replace("»»", "»"), short.replace("»»", "»")
        taken: set[str] = set()
        head = invent_name(rng, taken, woman=kind != "school" or rng.random() < 0.65, younger=rng.random() < 0.2)
        curator = invent_name(rng, taken, woman=rng.random() < 0.9, younger=rng.random() < 0.4)
        new = NewInstitution(
            name=name,
            short=short,
            kind=kind,
            municipality=district.name,
            head_name=head.initials_first,
            head_post="заведующий" if kind == "kindergarten" else "директор",
            code=f"{number:03d}",
        )
        yield Place(
            new, f"https://{site}.example.org/nastavnichestvo", head, curator, taken, guest if number % 5 in (1, 2) else None
        )


def _school(rng: random.Random, district: District, villages: list[str], first: int, nth: int) -> tuple[str, str, str]:
    """Full name, short name and host of the school number ``nth``: town schools by number, every third in a village."""
    owner = "Муниципальное бюджетное общеобразовательное учреждение"
    village = nth // 3
    if nth % 3 == 2 and village < len(villages):
        style, brief = rng.choice((("Средняя", "СОШ"), ("Основная", "ООШ")))
        where = villages[village]
        return f"{owner} «{style} общеобразовательная школа {where}»", f"МБОУ «{brief} {where}»", f"selo-{village + 1}"
    number = first + nth
    style, brief = rng.choices(
        (("Средняя общеобразовательная школа", "СОШ"), ("Гимназия", "Гимназия"), ("Лицей", "Лицей")), weights=(6, 1, 1)
    )[0]
    return f"{owner} «{style} № {number}» {district.town_of}", f"МБОУ «{brief} № {number}»", f"school-{number}"
