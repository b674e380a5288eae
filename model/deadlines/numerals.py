"""Numbers in words and in Roman digits: «пятого», «двадцать», «IX», «П» for II."""

from __future__ import annotations

_ORDINALS = (
    "перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат",
    "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат", "двадцат",
)  # fmt: skip
_HARD = ("ый", "ой", "ая", "ое", "ого", "ому", "ом", "ым", "ую", "ые", "ых", "ыми")
_THIRD = ("ий", "ья", "ье", "ьего", "ьему", "ьем", "ьей", "ью", "ьи", "ьих", "ьим")
_CARDINALS = (
    (1, "один одна одно одного одной одну одном одним"), (2, "два две двух двум двумя"), (3, "три трех трем тремя"),
    (4, "четыре четырех четырем"), (5, "пять пяти пятью"), (6, "шесть шести"), (7, "семь семи"),
    (8, "восемь восьми"), (9, "девять девяти"), (10, "десять десяти"),
)  # fmt: skip


def _number_words() -> dict[str, tuple[int, bool]]:
    """Every form → its number and whether it is an ordinal."""
    found: dict[str, tuple[int, bool]] = {}
    for number, stem in (*enumerate(_ORDINALS, 1), (30, "тридцат")):
        for ending in _THIRD if number == 3 else _HARD:
            found[stem + ending] = (number, True)
        if number > 10:
            found[stem + "ь"] = found[stem + "и"] = (number, False)
    found["четвертой"] = (4, True)
    for number, forms in _CARDINALS:
        found.update(dict.fromkeys(forms.split(), (number, False)))
    for ending in ("ий", "яя", "ее", "его", "ему", "ей", "юю", "ем", "их", "ие", "ими", "ня"):
        found["последн" + ending] = (-1, True)
    return found


#: «пятого» → (5, True); «пять» → (5, False); «последний» → (-1, True).
NUMBER_WORDS = _number_words()
#: Words after which a number of units is one number: «двадцать первого».
TENS = ("двадцать", "тридцать", "двадцати", "тридцати")

_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}
_ROMAN_LIKE = str.maketrans("іlпшуyхв1ӏ|", "ii\ue002\ue003vvxvi" + "ii")


def roman(text: str) -> int:
    """Number of a Roman numeral written with Latin or similar Cyrillic letters («П», «Ш», «1У»), 0 for other words."""
    if not 1 <= len(text) <= 5:
        return 0
    latin = text.translate(_ROMAN_LIKE).replace("\ue002", "ii").replace("\ue003", "iii")
    return _ROMANS.get(latin, 0)
