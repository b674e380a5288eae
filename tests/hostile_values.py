"""Hostile files, the last step: payloads and values that no column holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sync.change_line import Line, line_text
from tests.hostile_files import Case, World, add, payload

PAYLOAD = "содержимое записи"
VALUE = "значение столбца"


def _add(group: str, name: str, what: str, make: Callable[[World], bytes], code: str = "line", **more: str) -> None:
    def build(world: World, path: Path) -> None:
        path.write_bytes(make(world))

    add(Case(name, group, what, code, build, **more))


def _payload(name: str, what: str, text: str, **more: str) -> None:
    """A payload of any text."""

    def make(world: World) -> bytes:
        return world.with_line(world.line(shared=text))

    _add(PAYLOAD, name, what, make, **more)


SALT, AT = '"AAAAAAAAAAAAAAAAAAAAAA"', '"2026-11-21T10:00:00"'
_payload("payload-four", "четыре части вместо пяти", f"[{SALT},{{}},{{}},{AT}]")
_payload("payload-six", "шесть частей вместо пяти", f'[{SALT},{{}},{{}},"",{AT},""]')
_payload("payload-salt", "соль — число", f'[1,{{}},{{}},"",{AT}]')
_payload("payload-patch", "правка — список", f'[{SALT},[],{{}},"",{AT}]')
_payload("payload-prev", "увиденное — список", f'[{SALT},{{}},[],"",{AT}]')
_payload("payload-author", "автор — null", f"[{SALT},{{}},{{}},null,{AT}]")
_payload("payload-author-markup", "автор — команды терминалу", f'[{SALT},{{"surname":"Грач"}},{{}},"\\u001b[2J",{AT}]')
_payload("payload-time", "время правки — число", f'[{SALT},{{}},{{}},"",1]')
_payload("payload-time-words", "время правки — слова", payload({"surname": "Грач"}, made_at="вчера \x1b[2J"))
_payload("payload-deep", "вложенность в пятьдесят тысяч", f'[{SALT},{{"x":' + "[" * 50_000 + "]" * 50_000 + f'}},{{}},"",{AT}]')
_payload("payload-nan", "NaN", f'[{SALT},{{"surname":NaN}},{{}},"",{AT}]')
_payload("payload-column-sql", "имя столбца — SQL", payload({'surname" = 1; --': "x"}))
_payload("payload-column-stamp", "имя скрытого столбца", payload({"_s": "x"}))
_payload("payload-column-half", "имя столбца — половина буквы", payload({"\ud800": "x"}))
_payload("prev-words", "увиденное — не отметки", payload({"post": "x"}, {"post": "вчера"}))
_payload("prev-number", "увиденное — число", f'[{SALT},{{"post":"x"}},{{"post":1}},"",{AT}]')
_payload("prev-column", "увиденное у столбца с путём вместо имени", payload({"post": "x"}, {"../post": "0" * 28}))
_payload("private-column", "личный столбец в общей части", payload({"phone": "8-800"}))


def _shared_in_private(world: World) -> bytes:
    line: Line = world.line()
    line[10] = payload({"surname": "Грач"})
    return world.with_line(line)


_add(PAYLOAD, "shared-in-private", "общий столбец в личной части", _shared_in_private)


def _value(name: str, what: str, value: Any, table: str = "person", column: str = "surname") -> None:
    _add(VALUE, name, what, lambda world: world.with_line(world.line(table, shared=payload({column: value}))))


_value("text-number", "число в текстовом столбце", 5)
_value("text-float", "дробь в текстовом столбце", 1.5)
_value("text-true", "true в текстовом столбце", True)
_value("text-list", "список в текстовом столбце", ["Грач"])
_value("text-object", "объект в текстовом столбце", {"x": 1})
_value("text-nul", "нулевой байт в тексте", "Гр\x00ач")
_value("text-half-a-letter", "половина буквы в тексте", "Гр\ud800ач")
_value("text-long", "текст длиннее двухсот тысяч знаков", "Я" * 200_001)
_value("text-nan", "NaN в текстовом столбце", float("nan"))
_value("day-words", "день — слово", "вчера", column="birth_date")
_value("day-february", "31 февраля", "2026-02-31", column="birth_date")
_value("day-russian", "день по-русски", "05.06.1980", column="birth_date")
_value("day-short", "день без чёрточек", "19800605", column="birth_date")
_value("day-week", "день неделями", "1980-W23-4", column="birth_date")
_value("day-moment", "день со временем", "1980-06-05T00:00:00", column="birth_date")
_value("day-year-0", "нулевой год", "0000-01-01", column="birth_date")
_value("day-digits", "день другими цифрами", "१९८०-०६-०५", column="birth_date")
_value("day-number", "день — число", 19800605, column="birth_date")
_value("day-empty", "день — пустой текст", "", column="birth_date")
_value("number-words", "текст в числовом столбце", "1", "activity", "position")
_value("number-large", "число больше 64 бит", 2**63, "activity", "position")
_value("number-fraction", "дробь в числовом столбце", 1.5, "activity", "position")
_value("number-bool", "true в числовом столбце", True, "activity", "position")
_value("items-open", "список не закрыт", "[1", "activity", "steps")
_value("items-object", "объект вместо списка", "{}", "activity", "steps")
_value("items-null", "null вместо списка", "null", "activity", "steps")
_value("items-deep", "список в двадцать тысяч вложений", "[" * 20_000 + "]" * 20_000, "activity", "steps")
_value("items-nan", "NaN в списке", "[NaN]", "activity", "steps")
_value("items-half", "половина буквы в списке", '["\\ud800"]', "activity", "steps")
_value("items-inner-object", "объект в списке", '[{"a":1}]', "activity", "steps")
_value("items-digits", "число в тысячи цифр в списке", "[" + "9" * 5000 + "]", "activity", "steps")


def _digits(world: World) -> bytes:
    text = line_text(world.line(shared=payload({"position": 1}), table="activity"))
    return world.with_text(text.replace('"position":1', '"position":' + "9" * 50_000))


_add(VALUE, "number-digits", "число в пятьдесят тысяч цифр", _digits)
