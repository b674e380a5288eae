"""A table copied out of a PDF with a row on one line, or on several: «1 Издание приказа август Директор».

Nothing parts the cells any more. The words of the heading tell which columns there were, a number begins a row, the deadline
stands between what is done and who does it. Rows whose deadline cannot be told make the whole refused.
"""

from __future__ import annotations

import re

from model.cell_text import mended, one_line
from model.deadlines import read_deadline
from model.deadlines.words import MONTH_FORMS
from model.grid import Grid
from model.roadmap_columns import begins_timely, heading_role, is_dated, names_people
from model.roadmap_lines import Line, is_note, is_page_number
from model.roadmap_sections import looks_like_section
from model.years import SchoolYear

_START = re.compile(r"(\d{1,3}(?:\.\d{1,2}){0,2})[.)]?\s+(?=[А-ЯЁA-Z«\"])")
_OPEN_END = re.compile(r"(?:[,(–—-]|\b(?:и|с|со|в|во|на|по|для|до|от|к|о|об|не|не позднее|при|за))$", re.IGNORECASE)
_ORDERS = (
    ["activity", "deadline"],
    ["activity", "deadline", "responsible"],
    ["activity", "deadline", "result"],
    ["activity", "deadline", "responsible", "result"],
    ["activity", "deadline", "responsible", "mark"],
    ["activity", "responsible", "deadline"],
)
_MOST_WORDS = 30
_LONGEST_DEADLINE = 9
_MOST_LINES = 2_000


def unglued(lines: list[Line], year: SchoolYear) -> Grid | None:
    """The rows as a table, or nothing when they cannot be told apart; every word of ``lines`` is in the grid."""
    texts = [one_line(line.text) for line in lines]
    if len(texts) > _MOST_LINES:
        return None
    for at, text in enumerate(texts):
        for end in range(at + 1, min(at + 4, len(texts)) + 1) if text else ():
            titles = _titles(" ".join(texts[at:end]))
            if titles and end < len(texts):
                found = _table(lines, at, end, titles, year)
                if found is not None:
                    return found
    return None


def _titles(text: str) -> list[str]:
    """Words of a heading as headings, in an order that can be cut: number, activity, deadline, who or what; or nothing."""
    words = text.split()
    if not 2 < len(words) <= _MOST_WORDS:
        return []
    starts = [at for at, word in enumerate(words) if word[:1].isupper() or word[:1] == "№"]
    if not starts or starts[0]:
        return []
    titles = [" ".join(words[start:end]) for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]
    roles = [heading_role(title) for title in titles]
    if roles[0] != "no" or len(set(roles)) != len(roles):
        return []
    return titles if roles[1:] in _ORDERS else []


def _table(lines: list[Line], at: int, end: int, titles: list[str], year: SchoolYear) -> Grid | None:
    width = len(titles)
    blocks = _with_parts(_blocks(lines[end:]))
    items = [text for text, numbered in blocks if numbered]
    if len(items) < 2 or not _counts_on(items):
        return None
    split = {text: _split(text, [heading_role(title) for title in titles], year) for text in items}
    if sum(row is None for row in split.values()) * 10 > len(items):
        return None
    rows: list[list[str]] = []
    under: list[list[str]] = []
    last = max(place for place, (_, numbered) in enumerate(blocks) if numbered)
    for place, (text, numbered) in enumerate(blocks):
        if numbered:
            match = _START.match(text)
            number = text[: match.end()].strip() if match else ""
            rows.append(split[text] or [number, text[len(number) :].strip(), *[""] * (width - 2)])
        elif place < last and (looks_like_section(text) or not is_note(Line(0, [text], [text], filled=[0]))):
            rows.append([text] * width)
        else:
            under.append([text])
    grid = Grid([*([line.text] if line.filled else [] for line in lines[:at]), titles, *rows, [], *under], merges_known=True)
    grid.tables.add(at)
    for place, row in enumerate(rows, at + 1):
        if len(set(row)) == 1:
            grid.across.update((place, column) for column in range(1, width))
    return grid


def _blocks(lines: list[Line]) -> list[tuple[str, bool]]:
    """Rows and other lines: a line without a number goes on with the row above unless it is a title or stands under a gap."""
    blocks: list[tuple[str, bool]] = []
    blank = False
    for line in lines:
        text = one_line(line.text)
        if not text:
            blank = True
            continue
        if _START.match(text) and not _has_month(" ".join(text.split()[:2])):
            blocks.append((text, True))
        elif blocks and blocks[-1][1] and not _is_apart(text, blank):
            blocks[-1] = (one_line(mended(blocks[-1][0], text)), True)
        else:
            blocks.append((text, False))
        blank = False
    return blocks


def _is_apart(text: str, blank: bool) -> bool:
    line = Line(0, [text], [text], filled=[0])
    return blank or looks_like_section(text) or is_note(line) or is_page_number(line)


def _with_parts(blocks: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """«1. Подготовительный этап» above «1.1. …» is no row but the title of a part."""
    found: list[tuple[str, bool]] = []
    for at, (text, numbered) in enumerate(blocks):
        below = _START.match(blocks[at + 1][0]) if at + 1 < len(blocks) else None
        own = _START.match(text)
        found.append((text, numbered and not (own and below and below[1] == f"{own[1]}.1")))
    return found


def _counts_on(items: list[str]) -> bool:
    """Whether the numbers go on from row to row, so that no number inside a cell is taken for that of a row."""
    before = 0
    for text in items:
        match = _START.match(text)
        last = int(match[1].split(".")[-1]) if match else 0
        if last not in (1, before + 1):
            return False
        before = last
    return True


def _split(text: str, roles: list[str], year: SchoolYear) -> list[str] | None:
    """Number, activity, deadline and the rest of a row; nothing when no deadline stands in it, or its words stand apart."""
    match = _START.match(text)
    if match is None:
        return None
    number, words = text[: match.end()].strip(), text[match.end() :].split()
    at_end = roles[-1] == "deadline"
    best: tuple[int, int] | None = None
    for start in range(1, len(words)):
        if not begins_timely(" ".join(words[start : start + 2])) or _OPEN_END.search(" ".join(words[:start])):
            continue
        for end in range(min(len(words), start + _LONGEST_DEADLINE), start, -1):
            when, after = " ".join(words[start:end]), " ".join(words[end:])
            if at_end != (not after) or (best is not None and end - start <= best[1] - best[0]):
                continue
            if after and (not after[0].isupper() or _has_month(after) or ("responsible" in roles and not names_people(after))):
                continue
            if not _OPEN_END.search(when) and _is_deadline(when, year):
                best = start, end
                break
    if best is None:
        return None
    done, when, rest = words[: best[0]], " ".join(words[best[0] : best[1]]), words[best[1] :]
    if roles[-2] == "responsible" and at_end:
        who = next((at for at, word in enumerate(done) if at and word[:1].isupper() and names_people(word)), 0)
        return [number, " ".join(done[:who]), " ".join(done[who:]), when] if who else None
    if len(roles) < 5:
        return [number, " ".join(done), when, " ".join(rest)][: len(roles)]
    result = next(
        (at for at in range(len(rest) - 1, 0, -1) if rest[at][:1].isupper() and not names_people(rest[at])), len(rest)
    )
    return [number, " ".join(done), when, " ".join(rest[:result]), " ".join(rest[result:])]


def _is_deadline(text: str, year: SchoolYear) -> bool:
    """Whether words are a deadline from the first to the last, none of them left unread."""
    return begins_timely(text) and is_dated(text, year) and not read_deadline(text, year).warnings


def _has_month(text: str) -> bool:
    words = set(re.findall(r"[а-яё]{3,}", text.lower()))
    return not words.isdisjoint(MONTH_FORMS)
