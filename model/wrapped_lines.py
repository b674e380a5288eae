"""Lines of text whose cells go on below → rows of a table: where a new row begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from model.cell_text import mended

_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXІ]{1,5}|[а-я])[.)]?", re.IGNORECASE)
_TIME_HEADING = re.compile(r"срок|дат[аы]\b|период|когда|месяц|время", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:январ|феврал|март|апрел|ма[йяею]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|ежемесячно|ежеквартально|еженедельно"
    r"|постоянно|систематически|регулярно|в течение|по мере|по необходимости|по запросу|квартал|полугоди|четверть)"
    r"|\d{1,2}\.\d{1,2}(?:\.\d{2,4})?",
    re.IGNORECASE,
)
#: A row of more lines is none.
MOST_LINES = 300
#: What a line cannot end with when its sentence is over.
_OPEN = re.compile(
    r"(?:[,(–—-]|(?<![а-яё])(?:и|с|по|до|в|на|к|ко|от|для|о|об|не|или|за|из|у|при|со|над|под|без))$", re.IGNORECASE
)


def goes_on(upper: str, lower: str) -> bool:
    """Whether a line of a cell looks like the rest of the one above."""
    return bool(upper and lower) and (re.match(r"[a-zа-яё,;:)»…]", lower) is not None or _OPEN.search(upper) is not None)


def gathered(lines: Iterable[Sequence[str] | str | None]) -> list[list[str]]:
    """Rows out of lines of cells, all of one length; ``None`` is a blank line, a text is a row of its own.

    A row begins where the column of numbers has a number, where a deadline begins beside a text that is no rest of the one
    above, or after a blank line; whatever stands in other lines is the rest of the cells above it.
    """
    told = [line if line is None or isinstance(line, str) else list(line) for line in lines]
    filled = [line for line in told if isinstance(line, list)]
    if not filled:
        return [[line] for line in told if isinstance(line, str)]
    numbers, times = _number_column(filled), _time_column(filled)
    groups = _groups(told)
    whole = numbers is not None and _one_number_each(groups)
    found: list[list[str]] = []
    joint = 0  # lines of the last row
    for group in groups:
        if isinstance(group, str):
            found.append([group])
            continue
        joined = whole and any(_NUMBER.fullmatch(line[0]) for line in group)
        for at, line in enumerate(group):
            above = found[-1] if found else []
            # after a line of text or at the very beginning there is nothing to go on with
            begins = len(above) != len(line) or _begins(line, above, numbers, times, blank=not at)
            if joined and at and not _is_head(above, numbers):
                begins = False
            if begins or joint >= MOST_LINES:
                found.append(line)
                joint = 1
            else:
                found[-1] = [mended(upper, lower) for upper, lower in zip(above, line, strict=True)]
                joint += 1
    return found


def _groups(lines: list[list[str] | str | None]) -> list[list[list[str]] | str]:
    """Lines between blank ones together, lines of text alone."""
    found: list[list[list[str]] | str] = []
    fresh = True
    for line in lines:
        if isinstance(line, str):
            found.append(line)
        elif line is not None:
            last = found[-1] if found else ""
            if fresh or isinstance(last, str):
                found.append([line])
            else:
                last.append(line)
        fresh = line is None
    return found


def _one_number_each(groups: list[list[list[str]] | str]) -> bool:
    """Whether blank lines part the rows and numbers stand in the middle of them, as in tables set to the middle."""
    places = [
        [at for at, line in enumerate(group) if _NUMBER.fullmatch(line[0])] for group in groups if not isinstance(group, str)
    ]
    counted = [place for place in places if place]
    return len(counted) > 1 and all(len(place) == 1 for place in counted) and any(place[0] for place in counted)


def _is_head(row: list[str], numbers: int | None) -> bool:
    """Whether the row is the heading: it says «№» where others have a number."""
    return numbers is not None and bool(row) and row[numbers].startswith("№")


def _begins(line: list[str], above: list[str], numbers: int | None, times: int | None, blank: bool) -> bool:
    filled = [at for at, cell in enumerate(line) if cell]
    rest = any(goes_on(above[at], line[at]) for at in filled if at != times)
    if numbers is not None and _NUMBER.fullmatch(line[numbers]):
        return True
    if _is_head(above, numbers) and not line[0]:
        return not any(goes_on(above[at], line[at]) for at in filled)
    if blank:
        return not rest
    others = [at for at in filled if at != times]
    if times is not None and line[times] and others and not rest and not _OPEN.search(above[times]):
        # where rows have numbers, one without a number can only stand beside the empty cell of a stage
        return numbers is None or (not line[numbers] and not line[numbers + 1 : numbers + 2][0])
    return numbers is None and times is None and len(filled) > 1 and filled[0] == 0 and not rest


def _number_column(lines: list[list[str]]) -> int | None:
    """The first column, when what is in it are numbers."""
    cells = [line[0] for line in lines if line[0]]
    counted = sum(_NUMBER.fullmatch(cell) is not None for cell in cells)
    return 0 if len(lines[0]) > 2 and counted and counted * 3 >= len(cells) * 2 - 2 else None


def _time_column(lines: list[list[str]]) -> int | None:
    """The column whose heading or most of whose cells speak of time."""
    headed = [at for at, cell in enumerate(lines[0]) if _TIME_HEADING.search(cell)]
    if headed:
        return headed[0]
    shares = []
    for at in range(len(lines[0])):
        cells = [line[at] for line in lines if line[at]]
        spoken = sum(_TIME.search(cell) is not None and len(cell) < 60 for cell in cells)
        shares.append(spoken / len(cells) if len(cells) > 1 else 0.0)
    return shares.index(max(shares)) if max(shares) >= 0.5 else None
