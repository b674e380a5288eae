"""What a reading left unread, told in Russian: a date beside a word which was not understood is never silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from model.deadlines.items import ITEMS
from model.deadlines.shapes import Span
from model.deadlines.spelling import like_a_preposition, looks_like_time
from model.deadlines.tokens import Token
from model.years import SchoolYear

_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
#: Terminals which speak of time and must have been used by some rule.
_TIME = frozenset(
    ("NUM", "BIG", "YEAR", "SCHOOL", "PART", "HOLIDAYS", "BADDATE", "MONTH", "NAMED", "DATE", "FEAST", "ROMAN",
     "HALFOF", "QUARTER", "HALF", "TERM", "TRIM", "WEEKDAY", "TIMES", "ONCE", "START", "MIDDLE", "END", "EXCEPT", "BEFORE",
     "BETWEEN", "FIRSTDAYS", "LASTDAYS", "ALTERS", "MIND")
)  # fmt: skip
#: Small words which mean something only before a terminal of time.
_LEADS = frozenset(("FROM", "TO", "BY", "EACH", "NEXT", "OR"))
_MARKED_AS = {
    "BEFORE": "не позднее", "FROM": "не ранее", "EXCEPT": "за исключением", "MIND": "с учётом",
    "FIRSTDAYS": "первые числа", "LASTDAYS": "последние числа",
}  # fmt: skip


def unread(tokens: Sequence[Token], kind: str) -> list[str]:
    """Russian sentences about terminals which no rule used although they speak of time."""
    left = []
    before = ""
    for token, following in zip_longest(tokens, tokens[1:]):
        stray = token.name == "WORD" and 0 < len(token.text) <= 2 and (before in ITEMS or before in _TIME)
        before = before if token.name == "DASH" else token.name
        if stray or _speaks_of_time(token, following.name if following else "", kind):
            left.append(token.text or _MARKED_AS.get(token.name, ""))
    words = " ".join(word for word in left if word)
    return [f"Не понято в сроке: «{words[:80]}»."] if words else []


def _speaks_of_time(token: Token, following: str, kind: str) -> bool:
    recurring = kind == "recurring"
    if token.name == "WEEKDAY" and kind == "open":
        return False  # «раз в неделю (вторник)»: one standing item anyway
    if recurring and (token.name == "PART" or (following == "PART" and (token.name in _LEADS or token.name == "BEFORE"))):
        return False  # days of each month: they were used
    if token.name in _LEADS:
        return following in _TIME or following in ITEMS
    if token.name == "WORD":
        if not token.text or len(token.text) >= 40:
            return False
        beside = following in _TIME or following in ITEMS or following == "COUNT"
        counted = following in ("FREQ", "COUNT", "TIMES") and len(token.text) <= 3
        return counted or looks_like_time(token.text) or (beside and like_a_preposition(token.text))
    return token.name in _TIME or (token.name == "RELATIVE" and token.unit == "duration")


def repaired(tokens: Sequence[Token]) -> list[str]:
    """Russian sentences about words with more than one slip, and about months written so that several are meant."""
    found = [f"Месяц «{token.text}» написан неясно." for token in tokens if token.piece is not None and token.piece.others]
    words = [
        token.text for token in tokens if token.slips > (token.name != "WEEK") and not (token.piece and token.piece.others)
    ]
    return [*found, *(f"Слово «{word}» прочитано с исправлением: проверьте." for word in dict.fromkeys(words))]


def wrong_weekdays(said: Sequence[tuple[int, int, int, str]], spans: Sequence[Span]) -> list[str]:
    """«5 сентября (среда)» when that day is a Tuesday; ``said``: weekday, month, day of the month, word."""
    found = []
    for weekday, month, day, word in said:
        for span in spans:
            one = span.start if span.start and (span.start.month, span.start.day) == (month, day) else span.end
            if one and (one.month, one.day) == (month, day):
                if one.weekday() != weekday:
                    found.append(f"{one:%d.%m.%Y} — {_WEEKDAYS[one.weekday()]}, а написано «{word}»: проверьте день.")
                break
    return found


def wrong_count(tokens: Sequence[Token], spans: Sequence[Span]) -> list[str]:
    """«2 раза (сентябрь)»: another number of times than of days named."""
    counts = [token for token in tokens if token.name == "COUNT" and token.n > 1 and token.n != len(spans)]
    return [f"«{token.text}», а сроков названо {len(spans)}: проверьте." for token in counts]


def outside(spans: Sequence[Span], year: SchoolYear) -> bool:
    """Whether days lie beyond the school year with July of its third quarter before it and August after its June."""
    days = [day for span in spans for day in (span.start, span.end) if day]
    return any(not date(year.first, 6, 30) <= day <= date(year.second, 8, 31) for day in days)
