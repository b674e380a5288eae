"""A plan without a table: numbered lines which each end with a deadline, or stand under a month.

Only text in which every numbered line says when is taken for a plan; nothing is guessed about any other.
"""

from __future__ import annotations

import re

from model.cell_text import mended, one_line
from model.grid import Grid
from model.roadmap_columns import is_dated, names_only_time, names_people
from model.roadmap_lines import Line, is_note, is_page_number
from model.roadmap_preface import is_preface
from model.roadmap_sections import looks_like_section
from model.years import SchoolYear

_ITEM = re.compile(r"(\d{1,3}(?:\.\d{1,2}){0,2}[.)])\s+(?=\S)|(\d{1,2}(?:\.\d{1,2})+)\s+(?=[А-ЯЁ«])")
_DASHED = re.compile(r"[-–—•*▪·]\s+(?=\S)")
_DUE = re.compile(r"[.;,(\s]*(?:срок\w*(?:\s+(?:исполнения|выполнения|проведения|реализации))?)\s*[:–—-]\s*", re.IGNORECASE)
_WHO = re.compile(r"[.;,(\s]*(?:отв(?:\.|етственн\w+)|исполнител\w+)(?:\s+исполнител\w+)?\s*[:–—-]?\s*", re.IGNORECASE)
_DASH = re.compile(r"\s[–—-]\s|:\s")
_BRACKETS = re.compile(r"\(([^()]*)\)\W*$")
_HEADING = ["№", "Мероприятия", "Сроки", "Ответственные"]


def plan_of(lines: list[Line], year: SchoolYear) -> Grid | None:
    """The plan as a table of number, activity, deadline and responsible, or nothing when some item has no deadline."""
    if any(line.wide for line in lines):
        return None
    item = _ITEM
    blocks = _blocks(lines, item)
    if sum(bool(_ITEM.match(block)) for block in blocks) < 2:
        item = _DASHED
        blocks = _blocks(lines, item)
    items = [block for block in blocks if item.match(block)]
    if len(items) < 2:
        return None
    rows: list[list[str]] = []
    preface: list[list[str]] = []
    under: list[list[str]] = []
    month = ""
    for at, block in enumerate(blocks):
        left = any(item.match(other) for other in blocks[at + 1 :])
        if match := item.match(block):
            split = split_item(block[match.end() :], year)
            if split is None and month:
                split = (block[match.end() :], month, "")
            if split is None:
                return None
            rows.append([match[0].strip() if item is _ITEM else "", *split])
        elif left and names_only_time(block):
            month = block.rstrip(" :.")
            rows.append([month] * len(_HEADING))
        elif left and (looks_like_section(block) or (rows and len(block) < 100 and not block.endswith((".", ";")))):
            month = ""
            rows.append([block] * len(_HEADING))
        elif rows:
            under.append([block])
        elif preface and _is_first_part(blocks, at, item):
            rows.append([block] * len(_HEADING))
        else:
            preface.append([block])
    under += [[line.text] for line in lines if line.filled and is_page_number(line)]
    grid = Grid([*preface, [], _HEADING, *rows, [], *under], merges_known=True, tables={len(preface) + 1})
    for at, row in enumerate(rows, len(preface) + 2):
        if len(set(row)) == 1:
            grid.across.update((at, column) for column in range(1, len(row)))
    return grid


def _is_first_part(blocks: list[str], at: int, item: re.Pattern[str]) -> bool:
    """Whether a line above the first item is the title of a part, as further parts have one too."""
    rest = blocks[at + 1 :]
    if not rest or not item.match(rest[0]) or is_preface(blocks[at]) or len(blocks[at]) > 99 or blocks[at][-1] in ".;":
        return False
    last = max(place for place, block in enumerate(rest) if item.match(block))
    return any(not item.match(block) for block in rest[:last])


def _blocks(lines: list[Line], item: re.Pattern[str]) -> list[str]:
    """Items and other lines; a line which begins in lower case goes on with the one above it."""
    blocks: list[str] = []
    blank = True
    for line in lines:
        if not line.filled or is_page_number(line):
            blank = True
            continue
        goes_on = (
            blocks
            and not names_only_time(line.text)
            and item.match(blocks[-1])
            and not item.match(line.text)
            and not is_note(line)
        )
        if goes_on and not looks_like_section(line.text) and (not blank or line.text[:1].islower()):
            blocks[-1] = one_line(mended(blocks[-1], line.text))
        else:
            blocks.append(one_line(line.text))
        blank = False
    return blocks


def split_item(text: str, year: SchoolYear) -> tuple[str, str, str] | None:
    """«Провести опрос – сентябрь, отв. психолог» → activity, deadline, responsible; nothing when it ends with no deadline."""
    found = _split(text, year)
    if found is None or found[2]:
        return found
    for comma in re.finditer(r"[,;]\s", found[1]):
        # «(до 5 сентября, директор)»
        when, who = found[1][: comma.start()], found[1][comma.end() :]
        if names_people(who) and not is_dated(who, year) and is_dated(when, year):
            return found[0], when, who
    return found


def _split(text: str, year: SchoolYear) -> tuple[str, str, str] | None:
    who = ""
    if match := list(_WHO.finditer(text)):
        start, end = match[-1].span()
        due = _DUE.search(text, end)
        who = text[end : due.start() if due else len(text)].strip(" ().;,")
        if who:
            text = text[:start] + (text[due.start() :] if due else "")
    if match := list(_DUE.finditer(text)):
        when = text[match[-1].end() :].strip(" ().;")
        return (text[: match[-1].start()].strip(), when, who) if is_dated(when, year) else None
    if bracket := _BRACKETS.search(text):
        when = bracket[1].strip()
        if is_dated(when, year):
            return text[: bracket.start()].strip(), when, who
    for dash in reversed(list(_DASH.finditer(text))):
        when = text[dash.end() :].strip(" .;")
        if is_dated(when, year) and len(when) < 60:
            return text[: dash.start()].strip(), when, who
    return None
