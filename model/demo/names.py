"""Invented names: everyday surnames, names and patronymics, put together at random and in the right gender."""

from __future__ import annotations

import random
from dataclasses import dataclass

#: Surnames in the masculine; those in -ко and -ук are the same for both.
_SURNAMES = """
Авдеев Агафонов Аксёнов Алёшин Анисимов Антипов Артемьев Афанасьев Баранов Белоусов Бирюков Блинов Бобров Бондаренко
Булатов Быстров Вавилов Веселов Вишняков Власов Воробьёв Воронцов Галкин Герасимов Голубев Горбунов Гордеев Гриценко
Громов Гусаров Давыдов Дёмин Дорофеев Дроздов Егоров Ермаков Ефимов Жданов Журавлёв Завьялов Зимин Зотов Игнатьев
Ильинский Казаков Каменский Капустин Кириллов Климов Козырев Колесников Комаров Коновалов Корнеев Кравцов Кузьмин Куликов
Лаврентьев Лазарев Лапин Логинов Лосев Лукин Мальцев Маслов Мельников Мещеряков Минаев Моисеев Муравьёв Назаров Нестеров
Никитин Носков Овчинников Одинцов Озеров Осипов Панфилов Парфёнов Пахомов Першин Платонов Покровский Полянский Пономарёв
Потапов Прохоров Родионов Рощин Рябов Савельев Самойлов Сафонов Селезнёв Сидоренко Синицын Соболев Сорокин Субботин
Тарасов Терентьев Тимофеев Титов Ткаченко Трофимов Туманов Уваров Успенский Устинов Фадеев Федотов Филатов Хохлов Цветков
Чернышёв Чистяков Шаповалов Шевчук Шестаков Широков Шубин Щеглов Юдин Яковлев
"""
SURNAMES = tuple(_SURNAMES.split())
#: Names by gender and by generation: whoever was born before 1985 is rarely called Полина.
_WOMEN_ELDER = """
Алла Валентина Вера Галина Зинаида Зоя Ирина Лариса Лидия Любовь Людмила Маргарита Марина Надежда Наталья Нина Ольга
Раиса Светлана Тамара Татьяна Елена
"""
WOMEN_ELDER = tuple(_WOMEN_ELDER.split())
_WOMEN_YOUNGER = """
Александра Алёна Алина Анастасия Анна Валерия Вероника Виктория Дарья Диана Евгения Екатерина Елизавета Карина Кристина
Ксения Мария Полина Софья Юлия Яна Ульяна
"""
WOMEN_YOUNGER = tuple(_WOMEN_YOUNGER.split())
_MEN_ELDER = """
Анатолий Борис Валерий Василий Виктор Владимир Геннадий Григорий Игорь Леонид Николай Олег Пётр Сергей Фёдор Юрий
"""
MEN_ELDER = tuple(_MEN_ELDER.split())
_MEN_YOUNGER = """
Александр Алексей Андрей Антон Артём Глеб Даниил Денис Дмитрий Егор Иван Илья Кирилл Максим Матвей Михаил Никита Павел
Роман Семён Тимофей Ярослав
"""
MEN_YOUNGER = tuple(_MEN_YOUNGER.split())
#: Masculine and feminine patronymics.
PATRONYMICS = tuple(
    (f"{stem}{his}", f"{stem}{hers}")
    for his, hers, stems in (
        (
            "ович",
            "овна",
            "Александр Антон Артём Борис Валентин Виктор Владимир Герман Денис Егор Иван Константин Леонид Максим Михайл "
            "Олег Павл Петр Роман Семён Степан Фёдор Эдуард",
        ),
        (
            "евич",
            "евна",
            "Алексе Анатоль Андре Аркадь Валерь Василь Геннадь Григорь Дмитри Евгень Игор Никола Серге Тимофе Юрь",
        ),
    )
    for stem in stems.split()
)


@dataclass(frozen=True)
class FullName:
    """Name parts of one invented person and the gender that they agree in."""

    surname: str
    name: str
    patronymic: str
    woman: bool

    @property
    def full(self) -> str:
        """«Фамилия Имя Отчество»."""
        return f"{self.surname} {self.name} {self.patronymic}"

    @property
    def initials_first(self) -> str:
        """«И. О. Фамилия», as under a signature."""
        return f"{self.name[0]}. {self.patronymic[0]}. {self.surname}"


def invent_name(rng: random.Random, taken: set[str], *, woman: bool, younger: bool) -> FullName:
    """A name whose surname is not in ``taken`` while surnames last (then: whose full name is not); it is added there."""
    elder_names, younger_names = (WOMEN_ELDER, WOMEN_YOUNGER) if woman else (MEN_ELDER, MEN_YOUNGER)
    while True:
        surname = rng.choice(SURNAMES)
        name = rng.choice(younger_names if younger else elder_names)
        found = FullName(feminine(surname) if woman else surname, name, rng.choice(PATRONYMICS)[woman], woman)
        key = surname if len(taken) < len(SURNAMES) else found.full
        if key not in taken and found.full not in taken:
            taken.update((key, found.full))
            return found


def feminine(surname: str) -> str:
    """Feminine form of one of ``SURNAMES``: Аксёнов → Аксёнова, Ильинский → Ильинская, Гриценко → Гриценко."""
    if surname.endswith("ий"):
        return f"{surname[:-2]}ая"
    return surname if surname.endswith(("ко", "ук")) else f"{surname}а"


_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_SOUNDS = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya"
_LATIN = dict(zip(_RUSSIAN, _SOUNDS.split(), strict=True))


def invent_mail(name: FullName) -> str:
    """An address of the domain that is reserved for examples: ``a.vorobyeva@example.org``."""
    latin = [_LATIN[letter].replace("_", "") for letter in f"{name.name[0]}{name.surname}".lower()]
    return f"{latin[0]}.{''.join(latin[1:])}@example.org"


def invent_phone(rng: random.Random) -> str:
    """A number that nobody can have: ``+7 000 000-00-NN``."""
    return f"+7 000 000-00-{rng.randrange(100):02d}"
