"""Automatic numbers and bullets of a Word document: they are not in its text, Word counts them as it draws a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from model.visible_characters import tidy
from model.zip_parts import attribute, child, descendant, local

#: A bullet of any look.
BULLET = "-"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_LEVELS = 9


@dataclass
class _Level:
    """How one level of a list is counted and written; ``style``: the style of paragraphs that it belongs to."""

    start: int = 1
    kind: str = "decimal"
    pattern: str = ""
    restart: int = _LEVELS
    legal: bool = False
    style: str = ""


@dataclass
class _List:
    """One list: its levels, the counters which it shares with lists of the same look, the levels it begins anew."""

    levels: dict[int, _Level]
    counters: dict[int, int]
    starts: dict[int, int] = field(default_factory=dict)
    begun: bool = False


class Numbering:
    """Counts through a document in its order. ``numbering`` and ``styles``: roots of these parts, ``None`` when absent."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._usual_style = ""
        self._styles: dict[str, tuple[str, str, str]] = {}  # style → (based on, list, level)
        for style in styles if styles is not None else ():
            if local(style) == "style":
                name, number = attribute(style, "styleId"), descendant(style, "pPr", "numPr")
                self._styles[name] = (value_of(style, "basedOn"), value_of(number, "numId"), value_of(number, "ilvl"))
                if attribute(style, "default") in {"1", "true", "on"} and attribute(style, "type") == "paragraph":
                    self._usual_style = name
        parts = list(numbering) if numbering is not None else []
        looks = {attribute(one, "abstractNumId"): one for one in parts if local(one) == "abstractNum"}
        lists = {attribute(one, "numId"): one for one in parts if local(one) == "num"}
        counters: dict[str, dict[int, int]] = {}
        self._lists: dict[str, _List] = {}
        for chosen, one in lists.items():
            look = self._with_levels(value_of(one, "abstractNumId"), looks, lists)
            levels = dict(_level(level) for level in looks.get(look, ()) if local(level) == "lvl")
            self._lists[chosen] = made = _List(levels, counters.setdefault(look, {}))
            for change in one:
                if local(change) != "lvlOverride":
                    continue
                at = _whole(attribute(change, "ilvl"), 0)
                if (own := child(change, "lvl")) is not None:
                    levels[at] = _level(own)[1]
                if start := value_of(change, "startOverride"):
                    made.starts[at] = _whole(start, 1)

    def mark(self, properties: Any) -> str:
        """The number or bullet of the next paragraph, whose ``pPr`` this is; empty when it has none. It is counted."""
        number = child(properties, "numPr")
        style = value_of(properties, "pStyle") or self._usual_style
        chosen, depth = value_of(number, "numId"), value_of(number, "ilvl")
        by_style = not chosen
        if by_style:
            chosen, style_depth = self._of_style(style)
            depth = depth or style_depth
        found = self._lists.get(chosen)
        if found is None:
            return ""
        level = min(_whole(depth, 0), _LEVELS - 1)
        if by_style:
            level = next((at for at, one in found.levels.items() if one.style and one.style == style), level)
        return _counted(found, level)

    def _with_levels(self, look: str, looks: dict[str, Any], lists: dict[str, Any]) -> str:
        """The abstract list that holds the levels: some only name the style of a list which has them."""
        for _ in range(_LEVELS):
            link = value_of(looks.get(look), "numStyleLink")
            if not link:
                break
            look = value_of(lists.get(self._styles.get(link, ("", "", ""))[1]), "abstractNumId")
        return look

    def _of_style(self, style: str) -> tuple[str, str]:
        """List and level which a style gives, its own or of the style it is based on."""
        seen: set[str] = set()
        depth = ""
        while style and style not in seen:
            seen.add(style)
            above, chosen, own = self._styles.get(style, ("", "", ""))
            depth = depth or own
            if chosen:
                return chosen, depth
            style = above
        return "", ""


def value_of(element: Any, name: str) -> str:
    """The ``val`` of a child element; empty when there is no such child or no value in it."""
    found = child(element, name)
    return attribute(found, "val") if found is not None else ""


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else otherwise


def _level(element: Any) -> tuple[int, _Level]:
    kind = child(element, "numFmt")
    if kind is None:  # a format which older programs do not know has an older one beside it
        kind = next((one for one in element.iter() if local(one) == "numFmt"), None)
    legal = child(element, "isLgl")
    return _whole(attribute(element, "ilvl"), 0), _Level(
        start=_whole(value_of(element, "start"), 0 if child(element, "start") is None else 1),
        kind=attribute(kind, "val") if kind is not None else "decimal",
        pattern=value_of(element, "lvlText"),
        restart=_whole(value_of(element, "lvlRestart"), _LEVELS),
        legal=legal is not None and attribute(legal, "val") not in {"0", "false", "off"},
        style=value_of(element, "pStyle"),
    )


def _counted(found: _List, level: int) -> str:
    counters = found.counters
    if not found.begun:
        found.begun = True
        for at in [at for at in counters if found.starts and at >= min(found.starts)]:
            del counters[at]

    def start(at: int) -> int:
        return found.starts.get(at, found.levels.get(at, _Level()).start)

    counters[level] = counters[level] + 1 if level in counters else start(level)
    for deeper in [at for at in counters if at > level]:
        if level < found.levels.get(deeper, _Level()).restart:
            del counters[deeper]
    for upper in range(level):
        counters.setdefault(upper, start(upper))
    look = found.levels.get(level, _Level(pattern="".join(f"%{at + 1}." for at in range(level + 1))))
    if look.kind == "bullet":
        return BULLET
    if look.kind == "none":
        return tidy(re.sub(r"%\d", "", look.pattern))

    def shown(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        kind = "decimal" if look.legal else found.levels.get(at, _Level()).kind
        return written(counters.get(at, start(at)), kind)

    return tidy(re.sub(r"%([1-9])", shown, look.pattern))


def written(number: int, kind: str) -> str:
    """A number in one of Word's formats (``numFmt``): ``decimal`` when the format is unknown."""
    if kind in {"none", "bullet"}:
        return ""
    if kind in {"upperRoman", "lowerRoman"}:
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    alphabet = {"upperLetter": _LATIN, "lowerLetter": _LATIN, "russianUpper": _RUSSIAN, "russianLower": _RUSSIAN}.get(kind)
    if alphabet and number > 0:
        letters = alphabet[(number - 1) % len(alphabet)] * min((number - 1) // len(alphabet) + 1, 9)
        return letters.upper() if "pper" in kind else letters
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    found = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        found += sign * times
    return found
