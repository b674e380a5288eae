"""The text of one cell: tags taken out, words cut by hyphens mended, list items found and kept apart."""

from __future__ import annotations

import html
import re

from model.deadlines.words import MONTH_FORMS

_BREAK = re.compile(r"<\s*(?:br|/p|p|/li|li|/ul|ul|/ol|ol|/div|div|/tr|tr|/h\d|h\d)\b[^<>]*>", re.IGNORECASE)
_INLINE = re.compile(r"<\s*/?\s*(?:b|i|u|em|strong|span|font|a|small|mark)\b(?=[\s/>])[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_SPACE = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
#: Stands before an item of an HTML list, whose bullet or number the browser draws; never shown.
ITEM_MARK = "\u2063"
_LIST_ITEM = re.compile(r"<\s*li\b[^<>]*>(?!\s*(?:<[^<>]*>\s*)*(?:[-–—•*]|\d{1,2}[.)]))", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w_])_{1,2}([^\s_](?:[^_\n]*[^\s_])?)_{1,2}(?![\w_])")
_BULLET = r"[\u2063\-–—•▪●◦‣⁃·*➢►□✓\uf0b7\uf0a7\uf0fc\uf0d8\uf02d]"
_NUMBERED = re.compile(r"(\d{1,2})\s?[.)]\s*(?=[^\d\s]|$)")
_LETTERED = re.compile(r"[а-я]\)\s*(?=\S)")
_INLINE_NUMBER = re.compile(r"(?<![\d.№])(?<!№ )(?<!\w)(\d{1,2})[.)]\s*(?=[А-ЯЁA-Z«\"„])")
_DASHED = re.compile(rf"{_BULLET}\s*(?=\S)")
_INLINE_DASH = re.compile(r"(?<=[;:.])\s*[-–—•▪●·]\s*(?=[А-ЯЁA-Zа-яё«])|\s+[•▪●\uf0b7\uf0a7]\s*(?=\S)")
_OUTLINE = re.compile(
    r"(\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+(?=\s+\D)|\d{1,2}(?=\s+[А-ЯЁA-Z«\"])|[IVXІ]{1,5}[.)])\s+(?=\S)"
)
_OUTLINE_TIGHT = re.compile(r"(\d{1,2}(?:\.\d{1,2})*[.)])\s*(?=[^\d\s])")
#: «психолого-», «нормативно-», «практико-»: what is joined by «о» keeps its hyphen.
_COMPOUND = re.compile(r"\b[а-яё]{2,}(?:н|лог|ик|ск|вер|мик)о-$", re.IGNORECASE)
_NO_COMPOUND = re.compile(r"(?:стано|обно|одно|разно|\bвно|произно)-$", re.IGNORECASE)
_FIRST_HALVES = re.compile(
    r"\b(?:мастер|онлайн|офлайн|бизнес|веб|медиа|видео|арт|интернет|план|пресс|круглый|урок|экспресс|блиц|кейс|тренинг|икт|вебинар"
    r"|коуч|веб|педагог|учитель|член|школа|лекция|встреча|веб|сайт|пед|форум|квест|диалог|премьер|вице|штаб)-$",
    re.IGNORECASE,
)
_LAST_HALVES = re.compile(r"(?:то|либо|нибудь|таки|график|классы?|сессии?|наставник\w*|практикум\w*|конференци\w+)\b")
_TAILS_OF_WORDS = re.compile(r"(?:ст(?:ь|и|ей|ью|ям|ях|ями)|го|му|е|й|м|ю|вого|вой)\b")


def plain(cell: str) -> str:
    """The cell without HTML: paragraphs and list items become lines, other tags vanish, entities become letters.

    An item of an HTML list keeps ``ITEM_MARK`` before it. Words which a hyphen cut at the end of a line are whole again.
    """
    if "<" in cell:
        cell = _LIST_ITEM.sub(f"\n{ITEM_MARK}", cell.replace(ITEM_MARK, ""))
        cell = _TAG.sub(" ", _INLINE.sub("", _BREAK.sub("\n", cell)))
    if "&" in cell:
        cell = html.unescape(cell)
    cell = _EMPHASIS.sub(r"\1", _UNSEEN.sub("", cell).replace("**", ""))
    lines: list[str] = []
    for piece in re.split(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", cell):
        line = _SPACE.sub(" ", piece).strip()
        if line and lines and cut_by_hyphen(lines[-1], line):
            lines[-1] = mended(lines[-1], line)
        elif line:
            lines.append(line)
    return "\n".join(lines)


def cut_by_hyphen(upper: str, lower: str) -> bool:
    """Whether the two lines are one word cut at the line's end (or a compound written over two lines)."""
    if not upper.endswith("-"):
        return False
    upper = upper[-40:]
    if re.search(r"[А-ЯЁ]{2}-$", upper) and re.match(r"[А-ЯЁ]{2}", lower):
        return True
    return re.search(r"\w-$", upper) is not None and re.match(r"[а-яёa-z]", lower) is not None


def mended(upper: str, lower: str) -> str:
    """Two lines of one text as one: a word cut by a hyphen is whole again, a compound keeps its hyphen, a list its lines."""
    if not upper or not lower:
        return upper or lower
    if not cut_by_hyphen(upper, lower):
        return f"{upper}\n{lower}" if starts_item(lower) else f"{upper} {lower}"
    return (upper if _keeps_hyphen(upper, lower) else upper[:-1]) + lower


def _keeps_hyphen(upper: str, lower: str) -> bool:
    start = re.match(r"[а-яёa-z]+", lower.lower())
    word = start[0] if start else ""
    capitals = lower[:2].isupper()
    upper = upper[-60:]
    last = re.search(r"[А-Яа-яЁё]+-$", upper)
    if last is None:
        return True
    half = last[0][:-1]
    if word in MONTH_FORMS or half.lower() in MONTH_FORMS or (half.isupper() and (not capitals or len(half) < 4)):
        return True
    if _FIRST_HALVES.search(upper) or _LAST_HALVES.match(word):
        return True
    joined_by_o = _COMPOUND.search(upper) and not _NO_COMPOUND.search(upper)
    return bool(joined_by_o) and len(half) > 4 and not _TAILS_OF_WORDS.match(word)


def starts_item(line: str) -> bool:
    """Whether the line is an item of a numbered, lettered or dashed list."""
    match = _item(line)
    return match is not None and bool(line[match.end() :].strip())


def _item(line: str) -> re.Match[str] | None:
    return _NUMBERED.match(line) or _DASHED.match(line) or _LETTERED.match(line)


def itemised(text: str) -> tuple[str, list[str]]:
    """The text with one item a line, and the items without their numbers and dashes; ``ITEM_MARK`` is in neither."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines.extend(_split_line(line))
    steps: list[str] = []
    for line in lines:
        match = _item(line)
        if match and line[match.end() :].strip():
            steps.append(unmarked(line[match.end() :]).strip())
    whole = unmarked("\n".join(lines))
    return whole, [] if len(steps) == 1 and len(lines) == 1 else steps


def unmarked(text: str) -> str:
    """The text as it is shown, without ``ITEM_MARK``."""
    return text.replace(ITEM_MARK, "")


def _split_line(line: str) -> list[str]:
    """Cut a line before each number which continues the counting, and before dashes after «;» or «:»."""
    cuts: list[int] = []
    first = _NUMBERED.match(line)
    expected = int(first[1]) + 1 if first else 1
    for match in _INLINE_NUMBER.finditer(line):
        if match.start() and int(match[1]) == expected:
            # a lone «1.» inside a sentence is no list: there must be a «2.» after it
            if expected == 1 and not _continues(line, match.end()):
                continue
            cuts.append(match.start())
            expected += 1
    for match in _INLINE_DASH.finditer(line):
        cuts.append(match.start())
    pieces = []
    start = 0
    for cut in sorted(set(cuts)):
        pieces.append(line[start:cut].strip())
        start = cut
    pieces.append(line[start:].strip())
    return [piece for piece in pieces if piece]


def _continues(line: str, at: int) -> bool:
    return any(int(match[1]) == 2 for match in _INLINE_NUMBER.finditer(line, at))


def last_number(text: str) -> int:
    """Number of the last numbered item of a cell, 0 when it has none."""
    numbers = [int(match[1]) for line in itemised(text)[0].split("\n") if (match := _NUMBERED.match(line))]
    return numbers[-1] if numbers else 0


def first_number(text: str) -> int:
    """Number with which the cell begins, 0 when it begins with something else."""
    match = _NUMBERED.match(text)
    return int(match[1]) if match else 0


def outlined(text: str) -> tuple[str, str]:
    """«1.2. Обучение» → «1.2.» and «Обучение»; no number when the text has none."""
    match = _OUTLINE.match(text) or _OUTLINE_TIGHT.match(text)
    return (match[1], text[match.end() :].strip()) if match and text[match.end() :].strip() else ("", text)


def one_line(text: str) -> str:
    """The text as it is shown, all white space as single spaces."""
    return " ".join(unmarked(text).split())


def short(text: str) -> str:
    """A quotation for a question: one line, at most 60 characters."""
    line = one_line(text)
    return line if len(line) <= 60 else line[:57].rstrip() + "…"
