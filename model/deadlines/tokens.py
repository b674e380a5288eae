"""A phrase → a row of terminals of the grammar, one character each, so that rules can be patterns."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, replace

from model.deadlines.customs import Day
from model.deadlines.named_days import FIRST_MARK, NAMED_DAYS
from model.deadlines.normal_form import normal
from model.deadlines.numerals import TENS, roman
from model.deadlines.phrases import MARKED
from model.deadlines.pieces import Piece, day_piece, month_piece, with_year
from model.deadlines.spelling import split_glued
from model.deadlines.vocabulary import exact_word
from model.deadlines.words import Word, look_up

#: Names of terminals: what the rules are written in.
TERMINALS = [
    *("NUM", "BIG", "YEAR", "SCHOOL", "MONTH", "NAMED", "DATE", "TIME", "ROMAN", "BADDATE", "FEAST"),
    # words of the calendar
    *("WEEK", "WEEKS", "DECADE", "HALFOF", "MON", "QUARTER", "HALF", "TERM", "TRIM", "G", "DAY", "HOUR", "NUMBER"),
    *("SEASON", "SEASONAL", "WEEKDAY", "HOLIDAYS"),
    # small words
    *("ACAD", "CAL", "TIMES", "ONCE", "EACH", "START", "MIDDLE", "END", "NEXT", "REPORT", "NOW", "WHOLE", "TERMOF"),
    *(
        "THROUGH",
        "FROM",
        "TO",
        "BEFORE",
        "BY",
        "IN",
        "AND",
        "OR",
        "BETWEEN",
        "AFTER",
        "EXCEPT",
        "FURTHER",
        "FIRSTDAYS",
        "LASTDAYS",
    ),
    *("ALSO", "MIND", "ATLEAST", "GIVEN", "MOVED", "ABOUT", "ALTERS"),
    # what is no date
    *("NEED", "PLAN", "CLASS", "STAGE", "SIGN", "PLACE", "ACT", "FROMACT", "WORD"),
    # signs
    *("DASH", "SLASH", "COMMA", "DOT", "COLON", "OPEN", "CLOSE"),
    # what rules make of them
    *("SPAN", "PART", "BYITEM", "OPENITEM", "CHOICE", "FREQ", "GENERAL", "RELATIVE", "FOLLOWUP", "EXCLUDED", "COUNT"),
]
#: One character a terminal: a phrase in its normal form is a string of them.
CODES = dict(
    zip(TERMINALS, string.ascii_letters + string.digits + "абвгдежзиклмнопрстуфхцчшщэюяАБВГДЕЖЗИКЛМНОПРС", strict=False)
)


@dataclass(slots=True)
class Token:
    """One terminal. ``n``: its number; ``piece``: its days; ``parts``: days of a month; ``unit``: of a frequency;
    ``rows``: alternative rows of pieces of a CHOICE; ``slips``: letters put right in it."""

    name: str
    text: str = ""
    n: int = 0
    piece: Piece | None = None
    parts: tuple[Day, ...] = ()
    unit: str = ""
    rows: tuple[tuple[Token, ...], ...] = ()
    slips: int = 0

    @property
    def code(self) -> str:
        """The character of this terminal in the normal form."""
        return CODES[self.name]


_LETTERS = r"[^\W\d_]"
_ROMAN_MONTH = r"(?:[ivxх]{1,4}|[12]?[ivx]{1,3})"
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<iso>(?<!\d)\d{4}(?P<sep>[-.])\d\d(?P=sep)\d\d(?!\d))"
    r"|(?P<clock>(?<![\d.,])(?:\d{1,2}(?::\d\d|[.\-]\d\d(?=\s*(?:ч(?!\w)|час))|[.-]00)|(?:[01]?\d|2[0-4])\.(?:1[3-9]|[2-5]\d))"
    r"(?![\d.]\d|\d))"
    r"|(?P<full>(?<![\d.])(\d{1,2})(?:\s?[./]\s?(\d{1,2})\s?[./]\s?(\d{4}|\d\d)|[.,]\d{1,2}[.,]\d{4}"
    r"|[- ]\d{2}[- ](?:19|20)\d\d)(?!\d|\.\d))"
    r"|(?P<monthyear>(?<![\d.])(0?[1-9]|1[0-2])(?:[./]|(?<=\d\d)-)((?:19|20|21)\d\d)(?!\d))"
    r"|(?P<outline>\d+(?:\.\d+){2,})"
    rf"|(?P<romandate>(?<![\d.])\d{{1,2}}\s?(?:[./]\s?{_ROMAN_MONTH}(?![a-zа-я])(?:\s?[./-]?\s?(?:19|20)\d\d)?"
    rf"|[- ]{_ROMAN_MONTH}[- ](?:19|20)\d\d))"
    rf"|(?P<romanyear>(?<![\w.])({_ROMAN_MONTH})[./-]\s?((?:19|20)\d\d)(?!\d))"
    r"|(?P<daymonth>(?<![\d.])(\d{1,2})\.(?:\s?(0\d)|(\d{1,2}))(?!\d)(?!\s?%)\.?)"
    r"|(?P<slashed>(?<![\d.,/])\d{1,2}[/,]0[1-9](?![\d.,/%]))"
    r"|(?P<glued>(?<!\d)(\d\d)(\d\d)((?:19|20)\d\d)(?!\d))"
    r"|(?P<pair>(?<!\d)(20\d\d)(20\d\d)(?!\d))"
    r"|(?P<year>(?<!\d)(?:19|20|21)\d\d(?!\d)(?:-(?:го|й|м|ый|ом)(?![а-я]))?)"
    rf"|(?P<num>(\d+)(?:\s?-(?:го|ого|его|е|ое|ее|й|ой|ый|ий|я|ая|яя|му|ому|м|ом|ем|х|ти|ю|ую|ых|ые|ми|и)(?!{_LETTERS})|(?:ый|ий|ой|ая|яя|ое|ее|ую|ого|его|ому|го|му|й|я|е|ю)(?!{_LETTERS}))?)"
    rf"|(?P<word>{_LETTERS}+)"
    r"|(?P<mark>[\uE100-\uE2FF])"
    r"|(?P<dash>-+)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_SIGNS = {
    "/": "SLASH", ",": "COMMA", ";": "COMMA", "|": "COMMA", "+": "COMMA", "&": "AND", ".": "DOT", ":": "COLON",
    "(": "OPEN", "[": "OPEN", "№": "SIGN", "#": "SIGN",
}  # fmt: skip
_NOISY_MONTH = re.compile(r"(?<![\w.])(?:[а-я]+[063]+[а-я063]+|0[а-я]{4,})(?!\w)")
_ROMAN_UNIT = re.compile(r"([ivxyіl1пшу]{1,4})((?:квартал|полугод|четверт|декад|недел|триместр|семестр|кв|половин).*)")
_UNIT_AHEAD = re.compile(
    r"(?:(?:\s*-\s*[а-я]{1,3}(?![а-я]))?\s*(?:-|,|и|/|по)\s*[ivxyіlпшу\d]{1,4})*(?:\s*-\s*[а-я]{1,3}(?![а-я]))?\s*"
    r"(?:учебн[а-я]+\s*)?(?:кв|полугод|четв|декад|недел|триместр|семестр|пг|половин|этап|тур|модул|блок|класс|кл(?!\w)|курс)"
)
_ROMAN_RUN = re.compile(r"[1ivxyіlпшу|]{1,4}(?![\wа-я])")
_ROMAN_ALONE = re.compile(r"[ivxіх]{1,4}(?![\wа-я])")
_ROMAN_ENDING = re.compile(r"\s?-[а-я]{1,3}(?![а-я])")


def tokenize(text: str) -> list[Token]:
    """Terminals of a phrase in order; words which the grammar does not know are WORD."""
    line = normal(text)
    tokens: list[Token] = []
    depth = 0
    at = 0
    while at < len(line):
        noisy = _NOISY_MONTH.match(line, at) if line[at].isalpha() or line[at] == "0" else None
        if noisy:
            known = look_up(noisy[0])
            if known and known.name in ("MONTH", "NAMED"):
                tokens.append(_from_word(known, noisy[0]))
                at = noisy.end()
                continue
        match = _TOKEN.match(line, at)
        if match is None:  # pragma: no cover - the last alternative takes any character
            break
        kind = match.lastgroup
        run = _ROMAN_RUN.match(line, at) if kind in ("word", "num") else None
        if run and _UNIT_AHEAD.match(line, run.end()) and not run[0].isdigit() and roman(run[0]):
            tokens.append(Token("NUM", run[0], roman(run[0])))
            ending = _ROMAN_ENDING.match(line, run.end())
            at = ending.end() if ending else run.end()
            continue
        if kind == "romandate" and _UNIT_AHEAD.match(line, match.end()):
            # «1. II квартал» is a numbered row, not a day
            first = re.match(r"\d+", match[0])
            assert first is not None  # noqa: S101 - a Roman date begins with its day
            tokens.append(Token("NUM", first[0], int(first[0])))
            at += first.end()
            continue
        alone = _ROMAN_ALONE.match(line, at) if kind == "word" else None
        if alone and (number := roman(alone[0])) and (len(alone[0]) > 1 or alone[0] in "ivx"):
            tokens.append(Token("ROMAN", alone[0], number))
            at = alone.end()
            continue
        at = match.end()
        if match["space"]:
            continue
        if match["word"]:
            tokens.extend(_words(match["word"]))
        elif match["sign"]:
            sign = match["sign"]
            if sign in ")]":
                # a bracket which nobody opened is numbering: «1) сентябрь»
                tokens.append(Token("CLOSE" if depth else "DOT", sign))
                depth = max(depth - 1, 0)
            elif sign in _SIGNS:
                depth += _SIGNS[sign] == "OPEN"
                tokens.append(Token(_SIGNS[sign], sign))
        elif match["mark"]:
            tokens.extend(_marked(match["mark"]))
        elif match["dash"]:
            tokens.append(Token("DASH", "-"))
        else:
            tokens.extend(_numbers(match))
    return _mended(tokens)


def _marked(mark: str) -> list[Token]:
    if mark in MARKED:
        return [Token(MARKED[mark], "")]
    at = ord(mark) - FIRST_MARK
    if not 0 <= at < len(NAMED_DAYS):
        return []
    named = NAMED_DAYS[at]
    piece = day_piece(named.day[0], named.day[1])
    if named.weekday is not None:
        piece = replace(piece, end=(named.day[0], named.day[1] + 6), weekday=named.weekday)
    return [Token("FEAST", named.name, piece=piece)]


def _numbers(match: re.Match[str]) -> list[Token]:
    """Terminals of a run of digits."""
    said = match[0]
    found = [int(part) for part in re.findall(r"\d+", said)]
    if match["iso"]:
        return [_date(said, found[2], found[1], found[0])]
    if match["clock"]:
        return [Token("TIME", said)]
    if match["full"]:
        return [_date(said, found[0], found[1], found[2] + 2000 if found[2] < 100 else found[2])]
    if match["romandate"] or match["romanyear"]:
        return _roman_date(said, found)
    if match["monthyear"]:
        return [Token("DATE", said, piece=with_year(month_piece(found[0]), found[1]))]
    if match["daymonth"] or match["slashed"]:
        return [_date(said, found[0], found[1], None)]
    if match["glued"]:
        day, month, year = int(said[:2]), int(said[2:4]), int(said[4:])
        if 1 <= day <= 31 and 1 <= month <= 12:
            return [_date(said, day, month, year)]
        if said[:2] == "20":
            return [Token("YEAR", said[:4], int(said[:4])), Token("YEAR", said[4:], int(said[4:]))]
        return [Token("BIG", said, found[0])]
    if match["pair"]:
        return [Token("YEAR", said[:4], int(said[:4])), Token("YEAR", said[4:], int(said[4:]))]
    if match["year"]:
        return [Token("YEAR", said, found[0])]
    if match["num"]:
        number = int(said[:9]) if said.isdigit() else found[0]
        return [Token("NUM" if number <= 31 else "BIG", said, number, unit="" if said.isdigit() else "ordinal")]
    return [Token("BADDATE" if len(found) == 3 and found[2] > 99 else "WORD", said)]


def _roman_date(said: str, found: list[int]) -> list[Token]:
    """«15.IX.2023», «IX.2023»: the month in Roman digits."""
    letters = re.search(r"[a-zа-я]+", said)
    month = roman(letters[0]) if letters else 0
    year = next((number for number in found if number > 31), None)
    day = next((number for number in found if number <= 31), None)
    if not month or (year is not None and not 1800 <= year <= 2198):
        return [Token("BADDATE", said)]
    if day is None:
        one = month_piece(month)
        return [Token("DATE", said, piece=with_year(one, year) if year else one)]
    return [_date(said, day, month, year)]


def _date(said: str, day: int, month: int, year: int | None) -> Token:
    if not (1 <= day <= 31 and 1 <= month <= 12) or (year is not None and not 1800 <= year <= 2198):
        # «16.34» is an article, «31.13.2023» is a slip in a date
        return Token("WORD" if year is None and month > 12 else "BADDATE", said)
    return Token("DATE", said, piece=day_piece(month, day, year))


def _words(said: str) -> list[Token]:
    known = look_up(said)
    if known and not known.slips:
        return [_from_word(known, said)]
    if said.startswith("ь") and len(said) > 3:
        # «сентябр / ьоктябрь»: the line was cut inside of a word
        rest = _words(said[1:])
        return [replace(word, unit="glued") if word.piece else word for word in rest]
    prefixed = _ROMAN_UNIT.fullmatch(said)
    if prefixed and roman(prefixed[1]):
        unit = look_up(prefixed[2])
        if unit:
            return [Token("NUM", prefixed[1], roman(prefixed[1])), _from_word(unit, prefixed[2])]
    if known:
        return [_from_word(known, said)]
    glued = split_glued(said)
    if glued:
        return _glued([_from_word(look_up(word) or Word("WORD"), word) for word in glued])
    return [Token("WORD", said)]


def _from_word(word: Word, said: str) -> Token:
    if word.name in ("MONTH", "NAMED"):
        others = tuple(month_piece(number) for number in word.more)
        piece = month_piece(word.n)
        if others:
            piece = replace(piece, others=others)
        return Token(word.name, said, word.n, piece, slips=word.slips)
    if word.name.startswith("FREQ_"):
        return Token("FREQ", said, unit=word.name[5:], slips=word.slips)
    return Token(word.name, said, word.n, unit="ordinal" if word.ordinal else "", slips=word.slips)


def _glued(words: list[Token]) -> list[Token]:
    """Words that were written as one: a sign between them is lost, which sign, nobody knows."""
    return [words[0], *(replace(word, unit="glued") if word.piece else word for word in words[1:])]


def _mended(tokens: list[Token]) -> list[Token]:
    """Join a month cut in two by a line break or a stray space («сен- тябрь») and a number in two words."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        one = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following and one.text in TENS and following.name == "NUM" and 1 <= following.n <= 9:
            result.append(Token("NUM", f"{one.text} {following.text}", one.n + following.n, unit=following.unit))
            at += 2
            continue
        taken = _cut_month(tokens, at) or _cut_word(one, following)
        if taken:
            result.append(taken[0])
            at += taken[1]
            continue
        result.append(one)
        at += 1
    return result


def _cut_word(one: Token, following: Token | None) -> tuple[Token, int] | None:
    """«дек ада», «тре тья»: a word of the grammar with a stray space inside; one of its halves means nothing."""
    if following is None or "WORD" not in (one.name, following.name) or not (one.text.isalpha() and following.text.isalpha()):
        return None
    whole = exact_word(one.text + following.text) if len(one.text + following.text) >= 5 else None
    return (_from_word(whole, one.text + following.text), 2) if whole else None


def _cut_month(tokens: list[Token], at: int) -> tuple[Token, int] | None:
    """A month which starts at ``at`` and is cut in two, with the number of terminals it takes."""
    one = tokens[at]
    if one.name not in ("WORD", "MONTH", "NAMED", "FROM", "TO", "IN", "ALTERS") or not one.text or not one.text.isalpha():
        return None
    for skip in (1, 2):
        if at + skip >= len(tokens) or (skip == 2 and tokens[at + 1].name != "DASH"):
            continue
        rest = tokens[at + skip]
        if not (rest.text.isalpha() and (rest.name == "WORD" or (rest.slips and rest.name in ("MONTH", "NAMED")))):
            continue
        whole = one.text + rest.text
        joined = look_up(whole) if len(whole) >= 4 else None
        if joined is None or joined.name not in ("MONTH", "NAMED") or joined.slips > 1:
            continue
        if one.piece and not one.slips and rest.piece:
            continue
        if one.name in ("WORD", "MONTH", "ALTERS") or whole.startswith(("сент", "авг")):
            return replace(_from_word(joined, whole), unit=one.unit), skip + 1
    return None
