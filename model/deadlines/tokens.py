"""A phrase → its normal form: a row of terminals of the grammar, one character each, so that rules can be patterns."""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import dataclass

from model.deadlines.customs import Day
from model.deadlines.pieces import Piece, day_piece, month_piece, with_year
from model.deadlines.words import Word, look_up, roman, split_glued

#: Names of terminals: what the rules are written in.
TERMINALS = [
    *("NUM", "BIG", "YEAR", "SCHOOL", "MONTH", "NAMED", "DATE", "TIME"),
    # words of the calendar
    *("WEEK", "WEEKS", "DECADE", "HALFOF", "MON", "QUARTER", "HALF", "TERM", "TRIM", "G", "DAY", "HOUR", "NUMBER"),
    *("SEASON", "WEEKDAY", "HOLIDAYS"),
    # small words
    *("ACAD", "CAL", "TIMES", "ONCE", "EACH", "START", "MIDDLE", "END", "NEXT", "REPORT", "NOW", "WHOLE", "TERMOF"),
    *("THROUGH", "FROM", "TO", "BEFORE", "BY", "IN", "AND", "AFTER", "EXCEPT", "FURTHER"),
    # what is no date
    *("NEED", "PLAN", "CLASS", "STAGE", "SIGN", "FROMACT", "WORD"),
    # signs
    *("DASH", "SLASH", "COMMA", "DOT", "COLON", "OPEN", "CLOSE"),
    # what rules make of them
    *("SPAN", "PART", "BYITEM", "OPENITEM", "CHOICE", "FREQ", "GENERAL", "RELATIVE", "FOLLOWUP", "EXCLUDED"),
]
#: One character a terminal: a phrase in its normal form is a string of them.
CODES = dict(zip(TERMINALS, string.ascii_letters + string.digits + "абвгдежзиклмнопрстуфхцчшщэюя", strict=False))


@dataclass(slots=True)
class Token:
    """One terminal. ``n``: its number; ``piece``: its days; ``parts``: days of a month; ``unit``: of a frequency;
    ``rows``: alternative rows of pieces of a CHOICE."""

    name: str
    text: str = ""
    n: int = 0
    piece: Piece | None = None
    parts: tuple[Day, ...] = ()
    unit: str = ""
    rows: tuple[tuple[Token, ...], ...] = ()

    @property
    def code(self) -> str:
        """The character of this terminal in the normal form."""
        return CODES[self.name]


#: Set phrases which mean one thing as a whole; the marker replaces them.
_PHRASES: tuple[tuple[str, str], ...] = (
    ("AFTER", r"не\s+поз\w*\s+чем\s+(?:за|через)|не\s+ранее\s+чем\s+через|по\s+(?:окончани|завершени|итог|результат|истечени"
              r"|факт|прошестви)\w*|со\s+дня|с\s+момента|с\s+даты|(?<!раз\s)(?<!раза\s)в\s+день|на\s+следующий\s+день|сразу\s+после|в\s+последующ\w+"),
    ("BEFORE", r"(?:но\s+)?не\s+поз(?:днее|же|дней|жее|нее)|(?:в\s+)?срок\s*[-:]?\s*до\b|вплоть\s+до"
               r"|крайний\s+срок\s*[-:]?|\bдо\s+(?=до\b)"),
    ("FROM", r"не\s+ран(?:ее|ьше)(?:\s+чем\s+с)?|начиная\s+с[о]?\b"),
    ("NEED", r"по\s+мере\s+\w+(?:\s+необходимост\w*)?|(?:по|при)\s+(?:необход\w*|надобност\w*|потребност\w*|запрос\w*"
             r"|требовани\w*|обращени\w*|заявк\w*|желани\w*|приглашени\w*|возникновени\w*|поступлени\w*|наличи\w*|случаю)"
             r"|в\s+случае(?:\s+необходимост\w*)?|ситуативно|необходимост\w*"),
    ("TERMOF", r"(?:весь|всего|всему|всем|вес)\s+(?:срок\w*|период\w*|врем\w+)(?:\s+(?:реализации|действия|наставничества"
               r"|работы|обучения|программы?|взаимодействия))*|(?:срок\w*|период\w*)\s+(?:реализации|действия|наставничества|проведения)"
               r"(?:\s+программы)?|(?:в\s+)?(?:ходе|процессе)\s+(?:реализации|работы|наставничества)(?:\s+программы)?"
               r"|в\s*теч[еи]ни[еи]\s+(?:реализации|действия|работы)(?:\s+программы)?|на\s+всех\s+этапах(?:\s+реализации)?|всегда"),
    ("THROUGH", r"в\s*теч[еи]ни[еи]|в\s+теч\b\.?|на\s+протя[жш]ении|в\s+продолжени[еи]"),
    ("EXCEPT", r"за\s+исключением|за\s+искл\.?"),
    ("PLAN", r"в\s+(?:установленн|указанн|соответстви)\w*(?:\s+сроки|\s+с)?|согласно|по\s+отдельн\w+|по\s+согласовани\w+"),
    ("START", r"первы[ехм]+\s+числа\w*"),
    ("END", r"последни[ехм]+\s+числа\w*"),
    ("G", r"г\s?\.\s?г\b\.?"),
    ("GENERAL", r"круглый\s+год"),
)  # fmt: skip
_PHRASE = re.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{pattern}))" for name, pattern in _PHRASES))
_MARKS = {name: chr(0xE100 + at) for at, (name, _) in enumerate(_PHRASES)}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MARKED = {mark: name for name, mark in _MARKS.items()}

_LETTERS = r"[^\W\d_]"
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<iso>(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d))"
    r"|(?P<clock>(?<![\d.,])\d{1,2}(?::\d\d|[.\-]\d\d(?=\s*(?:ч(?!\w)|час))|[.-]00)(?![\d.]\d|\d))"
    r"|(?P<full>(?<![\d.])(\d{1,2})(?:\s?[./]\s?(\d{1,2})\s?[./]\s?(\d{4}|\d\d)|,(\d{1,2}),(\d{4}))(?!\d|\.\d))"
    r"|(?P<monthyear>(?<![\d.])(0?[1-9]|1[0-2])[./]((?:19|20|21)\d\d)(?!\d))"
    r"|(?P<outline>\d+(?:\.\d+){2,})"
    r"|(?P<daymonth>(?<![\d.])(\d{1,2})\.(?:\s?(0\d)|(\d{1,2}))(?!\d)(?!\s?%)\.?)"
    r"|(?P<pair>(?<!\d)(20\d\d)(20\d\d)(?!\d))"
    r"|(?P<year>(?<!\d)(?:19|20|21)\d\d(?!\d))"
    rf"|(?P<num>(\d+)(?:\s?-(?:{_LETTERS}{{1,3}})(?!{_LETTERS})|(?:ый|ий|ой|ая|яя|ое|ее|ую|ого|его|ому|го|му|й|я|е|ю)(?!{_LETTERS}))?)"
    rf"|(?P<word>{_LETTERS}+)"
    r"|(?P<mark>[\uE100-\uE1FF])"
    r"|(?P<dash>-+)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_SIGNS = {
    "/": "SLASH", ",": "COMMA", ";": "COMMA", "|": "COMMA", "+": "COMMA", "&": "AND", ".": "DOT", ":": "COLON",
    "(": "OPEN", "[": "OPEN", "№": "SIGN",
}  # fmt: skip
_DASHES = re.compile(r"[‐‑‒–—―−÷~_]|\.{2,}|…")
_TAGS = re.compile(r"<[^<>]{0,200}>")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\ufeff\u2060]")
_NOISY_MONTH = re.compile(r"(?<![\w.])(?:[а-я]+[063]+[а-я063]+|0[а-я]{4,})(?!\w)")
_NOISY_DATE = re.compile(r"(?<!\w)[\dozозlі]{1,2}\.[\dozозlі]{1,2}\.(?:[\dozозlі]{4}|[\dozозlі]{2})(?!\w)")
_DATE_NOISE = str.maketrans("ozозlі", "030311")
_CUT_YEAR = re.compile(r"(?:(?<=[.а-я])|(?<=[а-я] ))(20) ([12]\d)(?!\d|\s*[а-я]{3,})")
_SPACED = re.compile(r"(?<!\w)(?:[а-я] ){4,}[а-я](?!\w)")
_ROMAN_UNIT = re.compile(r"([ivxіl1пш]{1,4})((?:квартал|полугод|четверт|декад|недел|триместр|кв|половин).*)")
_UNIT_AHEAD = re.compile(
    r"(?:(?:\s*-\s*[а-я]{1,3}(?![а-я]))?\s*(?:-|,|и|/|по)\s*[ivxіlпшу\d]{1,4})*(?:\s*-\s*[а-я]{1,3}(?![а-я]))?\s*"
    r"(?:учебн[а-я]+\s*)?(?:кв|полугод|четв|декад|недел|триместр|пг|половин)"
)
_ROMAN_RUN = re.compile(r"[1ivxіlпшу|]{1,4}(?![\wа-я])")


def normal(text: str) -> str:
    """Lower case, one kind of dash and space, no tags, letters of OCR noise put right inside dates and months."""
    if "<" in text:
        text = _TAGS.sub(" ", text)
    text = _PRIVATE.sub(" ", text).replace("№", "\ue001")  # Word's symbol fonts leave bullets where our marks stand
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text).lower().replace("ё", "е").replace("\ue001", "№")
    text = _DASHES.sub("-", text)
    if "." in text:
        text = _NOISY_DATE.sub(lambda match: match[0].translate(_DATE_NOISE), text)
    text = _CUT_YEAR.sub(r"\1\2", text)
    text = _SPACED.sub(lambda match: match[0].replace(" ", ""), text)
    return _PHRASE.sub(lambda match: f" {_MARKS[match.lastgroup or '']} ", text)


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
            at = run.end()
            ending = re.compile(r"\s?-[а-я]{1,3}(?![а-я])").match(line, at)
            at = ending.end() if ending else at
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
            tokens.append(Token(_MARKED[match["mark"]], ""))
        elif match["dash"]:
            tokens.append(Token("DASH", "-"))
        else:
            tokens.extend(_numbers(match))
    return _mended(tokens)


def _numbers(match: re.Match[str]) -> list[Token]:
    """Terminals of a run of digits."""
    said = match[0]
    if match["iso"]:
        year, month, day = (int(part) for part in said.split("-"))
        return [_date(said, day, month, year)]
    if match["clock"]:
        return [Token("TIME", said)]
    if match["full"]:
        day, month, year = (int(part) for part in re.findall(r"\d+", said))
        return [_date(said, day, month, year + 2000 if year < 100 else year)]
    if match["monthyear"]:
        month, year = (int(part) for part in re.findall(r"\d+", said))
        return [Token("DATE", said, piece=with_year(month_piece(month), year))]
    if match["daymonth"]:
        day, month = (int(part) for part in re.findall(r"\d+", said))
        return [_date(said, day, month, None)]
    if match["pair"]:
        return [Token("YEAR", said[:4], int(said[:4])), Token("YEAR", said[4:], int(said[4:]))]
    if match["year"]:
        return [Token("YEAR", said, int(said))]
    if match["num"]:
        digits = re.match(r"\d+", said)
        number = int(digits[0][:9]) if digits else 0
        ordinal = digits is not None and digits[0] != said
        return [Token("NUM" if number <= 31 else "BIG", said, number, unit="ordinal" if ordinal else "")]
    return [Token("WORD", said)]


def _date(said: str, day: int, month: int, year: int | None) -> Token:
    if not (1 <= day <= 31 and 1 <= month <= 12) or (year is not None and not 1900 <= year <= 2199):
        return Token("WORD", said)
    return Token("DATE", said, piece=day_piece(month, day, year))


def _words(said: str) -> list[Token]:
    known = look_up(said)
    if known:
        return [_from_word(known, said)]
    prefixed = _ROMAN_UNIT.fullmatch(said)
    if prefixed and roman(prefixed[1]):
        unit = look_up(prefixed[2])
        if unit:
            return [Token("NUM", prefixed[1], roman(prefixed[1])), _from_word(unit, prefixed[2])]
    glued = split_glued(said)
    if glued:
        return [_from_word(look_up(word) or Word("WORD"), word) for word in glued]
    return [Token("WORD", said)]


def _from_word(word: Word, said: str) -> Token:
    if word.name in ("MONTH", "NAMED"):
        others = tuple(month_piece(number) for number in word.more)
        piece = month_piece(word.n)
        if others:
            piece = Piece(piece.start, piece.end, piece.grain, piece.base, others=others)
        return Token(word.name, said, word.n, piece)
    if word.name.startswith("FREQ_"):
        return Token("FREQ", said, unit=word.name[5:])
    return Token(word.name, said, word.n, unit="ordinal" if word.name == "NUM" and said[-1] not in "аеи" else "")


def _mended(tokens: list[Token]) -> list[Token]:
    """Join a month cut in two by a line break or a stray space: «сен- тябрь», «окт ября»."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        one = tokens[at]
        if one.name in ("WORD", "MONTH", "NAMED", "FROM", "TO", "IN") and one.text:
            for skip in (1, 2):
                if at + skip >= len(tokens) or (skip == 2 and tokens[at + 1].name != "DASH"):
                    continue
                rest = tokens[at + skip]
                joined = look_up(one.text + rest.text) if rest.name == "WORD" and rest.text.isalpha() else None
                exact = joined is not None and joined.name in ("MONTH", "NAMED") and len(one.text + rest.text) >= 4
                if exact and joined is not None and not (one.piece and look_up(rest.text)):
                    whole = one.text + rest.text
                    if one.name in ("WORD", "MONTH") or whole.startswith(("сент", "авг")):
                        result.append(_from_word(joined, whole))
                        at += skip + 1
                        break
            else:
                result.append(one)
                at += 1
            continue
        result.append(one)
        at += 1
    return result
