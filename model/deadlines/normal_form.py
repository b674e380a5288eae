"""A cell as typed, scanned or pasted → one line in lower case, with one kind of dash and with its noise put right."""

from __future__ import annotations

import re
import unicodedata

from model.deadlines.named_days import mark_named_days
from model.deadlines.phrases import mark_phrases
from model.deadlines.spelling import LOOKALIKES
from model.deadlines.vocabulary import MONTH_FORMS, exact_word

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DASHES = re.compile(r"[‐‑‒–—―−÷~_]|\.{2,}|…")
_TAGS = re.compile(r"<[^<>]{0,200}>")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\ufeff\u2060]")
_MIXED = re.compile(
    r"(?<!\w)(?=[a-z036]{0,20}[а-я])(?=[а-я036]{0,20}[a-z])(?:[а-яa-z]|(?<=[а-яa-z])[036](?=[а-яa-z])){3,20}(?![а-яa-z])"
)
_ROMAN_AHEAD = re.compile(r"[ivxl1]{1,4}[а-я]{2,}$|\d|[ivxх]+$")
_CUT_WORD = re.compile(r"(?<![а-я])([а-я]{2,})-\s+([а-я]{2,})(?![а-я])")
_NOISY_DATE = re.compile(r"(?<!\w)[\dozозlі]{1,2}\.[\dozозlі]{1,2}\.(?:[\dozозlі]{4}|[\dozозlі]{2})(?!\w)")
_DATE_NOISE = str.maketrans("ozозlі", "030311")
#: «l5 мая», «З0 апреля»: a letter for a digit in a day before its month.
_NOISY_DAY = re.compile(
    r"(?<![\w№])(?:[lіiзоo]\d|[0-3][lіiзоo])(?=\s*(?:янв|фев|мар[ть]|апр|ма[йея]|июн|июл|авг|сен|окт|ноя|дек))"
)
_LONE_THREE = re.compile(
    r"(?<![\wа-я])з(?=\s*(?:-|по|до|и)\s*\d{1,2}\s*(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек))"
)
#: «1разв квартал»: the space went to the wrong place.
_TIMES_IN = re.compile(r"(?<![а-я])раз(а?)в(?=\s)")
_DAY_NOISE = str.maketrans("lіiзоo", "111300")
_CUT_YEAR = re.compile(r"(?:(?<=[.а-я])|(?<=[а-я] ))(20) ([12]\d)(?!\d|\s*[а-я]{3,})")
_SPACED = re.compile(r"(?<!\w)(?:[а-я] ){4,}[а-я](?!\w)")
#: A dash which begins a line or follows «;» is a bullet of a list, not a range.
_BULLET = re.compile(r"^\s*[-•*·▪]+\s+(?=\S)")
_NEXT_BULLET = re.compile(r"([;.])\s*[-•*·▪]+\s+|\n\s*[-•*·▪]\s+")
_SHORT_YEAR = re.compile(r"(?<=[а-я])\s?['’`´]\s?([12]\d)(?!\d)")
_HALF_YEAR = re.compile(r"(?<![а-я])п\s?/\s?г(?![а-я])")
_INCLUSIVE = re.compile(r"\(?\s*(?<!\w)вкл(?:\.|ючительно)\s*\)?")
_LATIN_NUMBER = re.compile(r"(?<!\w)n\s?(?=\d)")


def normal(text: str) -> str:
    """Lower case, one kind of dash and space, no tags, letters of OCR noise put right inside dates and words."""
    if "<" in text:
        text = _TAGS.sub(" ", text)
    text = _PRIVATE.sub(" ", text).replace("№", "\ue001")  # Word's symbol fonts leave bullets where our marks stand
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text).lower().replace("ё", "е").replace("\ue001", "№")
    text = _DASHES.sub("-", text)
    if not text.isascii():
        text = _MIXED.sub(_cyrillic, text)
    if "-" in text:
        text = _CUT_WORD.sub(_joined, text)
    if "." in text:
        text = _NOISY_DATE.sub(lambda match: match[0].translate(_DATE_NOISE), text)
    text = _NOISY_DAY.sub(lambda match: match[0].translate(_DAY_NOISE), text)
    text = _TIMES_IN.sub(r"раз\1 в", _LONE_THREE.sub("3", text))
    text = _HALF_YEAR.sub("полугодие", text)
    text = _INCLUSIVE.sub(" ", text)
    text = _SHORT_YEAR.sub(r" 20\1", text)
    text = _LATIN_NUMBER.sub("№", text)
    text = _bullets(text)
    text = _CUT_YEAR.sub(r"\1\2", text)
    text = _SPACED.sub(lambda match: match[0].replace(" ", ""), text)
    return mark_named_days(mark_phrases(text))


def _cyrillic(match: re.Match[str]) -> str:
    """A word in two alphabets is Cyrillic throughout, unless it is a Roman number glued to a word."""
    word = match[0]
    return word if _ROMAN_AHEAD.match(word) else word.translate(LOOKALIKES)


def _joined(match: re.Match[str]) -> str:
    """A word of the grammar which was cut by the end of a line: «ежеме-/сячно»; two words are left as they are."""
    whole = match[1] + match[2]
    return whole if exact_word(whole) and not (match[1] in MONTH_FORMS and match[2] in MONTH_FORMS) else match[0]


def _bullets(text: str) -> str:
    """Dashes and dots of a list inside a cell are its separators."""
    first = _BULLET.match(text)
    if first is None:
        return re.sub(r";\s*-+\s+", "; ", text) if ";" in text else text
    rest, count = _NEXT_BULLET.subn("; ", text[first.end() :])
    return rest if count or " - " not in rest else text
