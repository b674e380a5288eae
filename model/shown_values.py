"""Numbers and days of a spreadsheet as the eye sees them: a day shown as a month is a month, not its first day.

Excel turns a typed «Август 2023» into 01.08.2023 and shows «авг.23»: the value says more than anybody wrote, the format says
what was meant. Days are given in one clear form, so that «23» in «авг.23» is never taken for a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from model.spreadsheets import serial_day

#: Formats that files name only by number; 14 and 22 are «the short date of this machine».
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%",
    10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    48: "##0.0E+0", 49: "@", **dict.fromkeys([*range(27, 37), *range(50, 59)], "dd.mm.yyyy"),
}  # fmt: skip
_MONTHS = ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь")
_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<money>\$[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<clock>AM/PM|A/P)|(?P<date>[dDmMyYhHsS]+|(?<=[sS])\.0+)|(?P<number>[0#?][0#?.,]*)|(?P<exponent>[eE][+-])"
    r"|(?P<plain>.)",
    re.DOTALL,
)
_RUSSIAN_LETTERS = str.maketrans("ДдМмГгЧч", "ddmmyyhh")


@dataclass(frozen=True)
class _Shape:
    """What a format shows: parts of a day (letters among ``dmywhs``), digits of a number, the words around."""

    day: str = ""
    places: int | None = None
    zeros: int = 1
    thousands: bool = False
    percent: int = 0
    before: str = ""
    after: str = ""
    text: bool = False
    elapsed: bool = False


def shown(value: float, number_format: str, from_1904: bool = False) -> str:
    """A number as its format shows it; days as «15.09.2023», «15.09», «август 2023», «август», «2023».

    A format that is not understood gives the number itself; a decimal sign is a comma, as everywhere in Russia.
    """
    if not isfinite(value):
        return ""
    sections = _sections(number_format)
    negative = value < 0
    chosen = sections[1] if negative and len(sections) > 1 else sections[2] if value == 0 and len(sections) > 2 else sections[0]
    shape = _shape(chosen)
    if shape.day:
        found = _day(value, shape, from_1904)
        return found if found else general(value)
    if shape.places is None or shape.text:
        if shape.text or not (shape.before or shape.after):
            return f"{shape.before}{general(value)}{shape.after}".strip()
        return (shape.before + shape.after).strip()  # a format of words alone: «"нет"» for a zero
    number = abs(value) * 100**shape.percent if negative and len(sections) > 1 else value * 100**shape.percent
    if not abs(number) < 1e15:
        return general(value)
    written = f"{number:.{shape.places}f}"
    sign = "-" if written.startswith("-") and written.strip("-0.") else ""
    whole, _, part = written.lstrip("-").partition(".")
    whole = whole.zfill(shape.zeros)
    if shape.thousands:
        whole = f"{int(whole):,}".replace(",", " ")
    return f"{sign}{shape.before}{whole}{',' if part else ''}{part}{'%' * shape.percent}{shape.after}".strip()


def shown_text(text: str, number_format: str) -> str:
    """A text as its format shows it: only the format's own words can be added («"до "@»)."""
    section = _sections(number_format)[-1]
    if "@" not in section:
        return text
    shape = _shape(section)
    return f"{shape.before}{text}{shape.after}"


def general(value: float) -> str:
    """A number without a format: «1», not «1.0»; no more digits than a cell shows."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}".replace(".", ",")


def _sections(number_format: str) -> list[str]:
    found = re.findall(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;"\\\[])*(?:;|$)', number_format or "General")
    return [one.removesuffix(";") for one in found][: max(number_format.count(";") + 1, 1)] or ["General"]


@lru_cache(maxsize=1000)
def _shape(section: str) -> _Shape:
    """What one section of a format shows."""
    bare = re.sub(r'"[^"]*"?|\\.|\[[^\]]*\]', "", section)
    if not re.search(r"[dmyhs0#?@]|general|основной", bare, re.IGNORECASE) and re.search("[ДМГ]{2}|[дмг]{2}", bare):
        section = re.sub(r'("[^"]*"?)|([^"]+)', lambda one: one[1] or one[2].translate(_RUSSIAN_LETTERS), section)
    section = re.sub(r"(?i)general|основной", "@", section)
    day, before, after = "", "", ""
    number = ""
    elapsed = text = False
    percents = 0
    for token in _TOKEN.finditer(section):
        kind, part = token.lastgroup, token[0]
        if kind in {"date", "elapsed"}:
            elapsed = elapsed or kind == "elapsed"
            day += _day_part(part.strip("[]").lower(), day)
            after = after if _has_words(after) else ""
        elif kind == "number":
            number += part
        elif kind == "exponent":
            text = True
        elif kind in {"quoted", "escaped", "plain", "money"}:
            word = (token[kind] or "").removeprefix("$") if kind == "money" else token[kind]
            if kind == "plain" and part == "%":
                percents += 1
            elif kind == "plain" and (part == "@" or (part == "/" and number)):  # a fraction is given as a number
                text = True
            elif kind == "plain" and part in ",.":
                after += "" if number else part
            elif day or number or text:
                after += word
            else:
                before += word
    if day:
        return _Shape(day, before=before.lstrip(" /.,-"), after=after if _has_words(after) else "", elapsed=elapsed)
    whole, _, part = number.partition(".")
    return _Shape(
        places=sum(one in "0#?" for one in part) if number else None,
        zeros=max(whole.count("0"), 1),
        thousands="," in whole.strip(","),
        percent=min(percents, 2),
        before=before,
        after=after,
        text=text,
    )


def _has_words(text: str) -> bool:
    return any(one.isalnum() for one in text)


def _day_part(letters: str, before: str) -> str:
    """``d``, ``w`` (weekday), ``m``, ``n`` (minutes), ``y``, ``h`` or ``s``."""
    if not letters or letters[0] == ".":
        return ""
    if letters[0] == "d":
        return "d" if len(letters) < 3 else "w"
    if letters[0] == "m" and before[-1:] == "h" and len(letters) < 3:
        return "n"
    return letters[0]


def _day(value: float, shape: _Shape, from_1904: bool) -> str:
    """A day or a time in one clear form; empty when the number stands for no day."""
    parts = set(shape.day)
    if "s" in parts and "m" in parts and not parts & {"d", "y", "w"}:
        parts = parts - {"m"} | {"n"}
    dated = parts & {"d", "m", "y", "w"}
    clock = ""
    seconds = round((value - int(value)) * 86_400)
    if parts & {"h", "n", "s"} and (seconds or not dated) and value >= 0:
        hours = int(value) * 24 if shape.elapsed else 0
        clock = f"{hours + seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    if not dated:
        return f"{shape.before}{clock}{shape.after}".strip() if clock else ""
    found = serial_day(value, from_1904)
    if found is None:
        return ""
    if "d" in parts:
        written = f"{found:%d.%m.%Y}" if "y" in parts else f"{found:%d.%m}" if "m" in parts else str(found.day)
    elif "m" in parts:
        written = _MONTHS[found.month - 1] + (f" {found.year}" if "y" in parts else "")
    else:
        written = str(found.year) if "y" in parts else _WEEKDAYS[found.weekday()]
    return f"{shape.before}{written}{shape.after}{' ' if clock else ''}{clock}".strip()
