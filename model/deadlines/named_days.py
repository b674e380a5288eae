"""Holidays with a name which stand in a plan in place of a date: «ко Дню учителя» is 5 October in every year."""

from __future__ import annotations

import re
from typing import NamedTuple


class NamedDay(NamedTuple):
    """``day``: (month, day) of the year; ``weekday`` (0-6) counts the ``day`` as the first of seven to look in."""

    name: str
    day: tuple[int, int]
    pattern: str
    weekday: int | None = None


_DAY = r"д(?:ень|ня|ню|нем|не)\s+"
#: Days fixed by law or by long custom; those which move from year to year or from town to town are not here.
NAMED_DAYS: tuple[NamedDay, ...] = (
    NamedDay("День знаний", (9, 1), _DAY + r"знани[йяе]"),
    NamedDay("День солидарности в борьбе с терроризмом", (9, 3), _DAY + r"солидарности(?:\s+в\s+борьбе\s+с\s+терроризмом)?"),
    NamedDay("День дошкольного работника", (9, 27), _DAY + r"(?:воспитателя(?:\s+и\s+всех\s+дошкольных\s+работников)?"
             r"|дошкольного\s+работника|работников\s+дошкольного\s+образования)"),
    NamedDay("День пожилых людей", (10, 1), _DAY + r"пожил\w+(?:\s+(?:людей|человека))?"),
    NamedDay("День учителя", (10, 5), r"(?:всемирн\w+\s+)?" + _DAY + r"учител[яь]"),
    NamedDay("День отца", (10, 15), _DAY + r"отца", 6),
    NamedDay("День народного единства", (11, 4), _DAY + r"народного\s+единства"),
    NamedDay("День матери", (11, 24), _DAY + r"матери", 6),
    NamedDay("День Неизвестного Солдата", (12, 3), _DAY + r"неизвестного\s+солдата"),
    NamedDay("День Героев Отечества", (12, 9), _DAY + r"геро(?:ев|я)\s+отечества"),
    NamedDay("День Конституции", (12, 12), _DAY + r"конституции(?:\s+(?:рф|россии))?"),
    NamedDay("Новый год", (1, 1), r"нов(?:ый|ого|ому|ым|ом)\s+год(?:а|у|ом)?(?!\w)"),
    NamedDay("Рождество", (1, 7), r"рождеств\w+(?:\s+христов\w+)?"),
    NamedDay("Татьянин день", (1, 25), r"татьянин\w*\s+д(?:ень|ня|ню)|" + _DAY + r"студент(?:а|ов)"),
    NamedDay("День снятия блокады", (1, 27), _DAY + r"(?:полного\s+)?снятия\s+блокады(?:\s+ленинграда)?"),
    NamedDay("День российской науки", (2, 8), _DAY + r"(?:российской\s+)?науки"),
    NamedDay("День защитника Отечества", (2, 23), _DAY + r"защитник(?:а|ов)\s+отечества"),
    NamedDay("Международный женский день", (3, 8), r"(?:международн\w+\s+)?женск(?:ий|ого|ому|им)\s+д(?:ень|ня|ню|нем)"),
    NamedDay("День космонавтики", (4, 12), _DAY + r"космонавтики"),
    NamedDay("Праздник Весны и Труда", (5, 1), r"праздник\w*\s+весны\s+и\s+труда"),
    NamedDay("День Победы", (5, 9), _DAY + r"победы"),
    NamedDay("День славянской письменности", (5, 24), _DAY + r"славянской\s+письменности(?:\s+и\s+культуры)?"),
    NamedDay("День защиты детей", (6, 1), _DAY + r"защиты\s+детей"),
    NamedDay("День России", (6, 12), _DAY + r"россии"),
)  # fmt: skip
_HINT = re.compile(r"дн|день|год|рождеств|праздник")
_ANY = re.compile("|".join(f"(?P<d{at}>(?<!\\w)(?:{one.pattern})(?!\\w))" for at, one in enumerate(NAMED_DAYS)))
#: The mark which stands in the normal form for the first of the named days.
FIRST_MARK = 0xE200


def mark_named_days(line: str) -> str:
    """Put a mark of one character in place of each named day of a lower-case line."""
    if not _HINT.search(line):
        return line
    return _ANY.sub(lambda match: f" {chr(FIRST_MARK + int((match.lastgroup or 'd0')[1:]))} ", line)
