"""Rows → stages: full-width sections, a column of stages or directions, two levels of them, numbers of either."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from model.cell_text import one_line, outlined
from model.roadmap_draft import StageDraft
from model.roadmap_headings import Heading
from model.roadmap_rows import Row
from model.roadmap_sections import level

#: The stage of a table which has none.
ONLY_STAGE = "Мероприятия"
#: Under this heading ``extra`` keeps the title of a section inside a stage.
SUBSECTION = "Подраздел"
_AGAIN = re.compile(r"\s*\(?\s*продолжение\s*\)?\s*$", re.IGNORECASE)


@dataclass
class Arranged:
    """Stages, each row with the index of its stage; ``deadlines`` of stages which have one in their own row, by index;
    ``numbered``: ``no`` counts stages."""

    stages: list[StageDraft] = field(default_factory=list)
    rows: list[tuple[Row, int]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    deadlines: dict[int, str] = field(default_factory=dict)
    numbered: bool = False
    invented: bool = False


def arrange(rows: list[Row], heading: Heading) -> Arranged:
    """Give every row that is an activity its stage; rows which only name a stage are used up."""
    done = Arranged()
    roles = heading.roles
    fine = _fine_sections(rows, done)
    sections = any(row.section and id(row) not in fine for row in rows)
    by_section = sections and bool(rows) and rows[0].section
    column = next((one.title for one in heading.columns if one.role == "stage"), "")
    done.numbered = not by_section and _numbers_belong_to_stages(rows, roles)
    places: dict[str, int] = {}
    subsection = upper = ""
    used = True
    current = -1
    for row in rows:
        if row.section:
            if not used:
                done.unread.append(subsection)
            subsection = _section(row, fine, done, subsection)
            _keep_rest(row, done)
            used, upper, current = not subsection, "", len(done.stages) - 1
            continue
        title = one_line(row.get("stage"))
        if by_section:
            upper = title or upper
            if upper:
                row.extra = {column or "Направление": upper, **row.extra}
        elif title:
            current = _by_column(title, row.get("no") if done.numbered else "", done, places)
            if _only_names_stage(row):
                _use_up(row, done)
                continue
        if subsection:
            row.extra, used = {SUBSECTION: subsection, **row.extra}, True
        if current < 0:
            done.invented = True
            done.stages.append(StageDraft(ONLY_STAGE))
            current = 0
        done.rows.append((row, current))
    if not used:
        done.unread.append(subsection)
    return done


def _section(row: Row, fine: set[int], done: Arranged, subsection: str) -> str:
    """A section row begins a stage, or a part of one: return the title of the part."""
    title, number = one_line(row.get("stage")), one_line(row.get("no"))
    if id(row) in fine:
        return f"{number} {title}".strip()
    again = _AGAIN.sub("", title)
    if again != title and done.stages and one_line(done.stages[-1].title) in (again, outlined(again)[1]):
        done.unread.append(title)
        return subsection
    if not number:
        number, title = outlined(title)
    if done.stages and (done.stages[-1].title, done.stages[-1].no) == (title, number):
        done.unread.append(f"{number} {title}".strip())
        return ""
    done.stages.append(StageDraft(title, number))
    return ""


def _keep_rest(row: Row, done: Arranged) -> None:
    """What the row of a stage has besides its title: a deadline for the rows below, the rest is unread."""
    if row.get("deadline"):
        done.deadlines[len(done.stages) - 1] = row.get("deadline")
    rest = [text for role, text in row.cells.items() if text and role not in ("no", "stage", "deadline")]
    done.unread.extend([*rest, *(f"{name}: {text}" for name, text in row.extra.items())])


def _by_column(title: str, number: str, done: Arranged, places: dict[str, int]) -> int:
    """A title in the column of stages: the index of a new stage, or of one that was named before."""
    again = _AGAIN.sub("", title)
    if again in places:
        if again != title:
            done.unread.append(title)
        if number and number != done.stages[places[again]].no:
            done.unread.append(number)
        return places[again]
    own, rest = outlined(title)
    if not number and own and own[-1] in ".)":
        number, title = own, rest
    places[again] = len(done.stages)
    done.stages.append(StageDraft(title, number))
    return places[again]


def _use_up(row: Row, done: Arranged) -> None:
    """A row which has nothing but the name of a stage: its number is the stage's."""
    number = "" if done.numbered else row.get("no")
    if number and not done.stages[-1].no:
        done.stages[-1].no = number
    elif number:
        done.unread.append(number)
    done.unread.extend(f"{name}: {text}" for name, text in row.extra.items())


def _only_names_stage(row: Row) -> bool:
    return not any(row.get(role) for role in ("activity", "content", "deadline", "responsible", "result", "mark"))


def _fine_sections(rows: list[Row], done: Arranged) -> set[int]:
    """Sections inside sections. One title over all the others is no stage: it goes from ``rows`` to ``unread``."""
    coarse: set[int] = set()
    fine: set[int] = set()
    for above, row in pairwise(rows):
        if above.section and row.section:
            upper, lower = _level(above), _level(row)
            if upper != lower and lower not in coarse and upper not in fine:
                coarse.add(upper)
                fine.add(lower)
    if not fine:
        return set()
    tops = [row for row in rows if row.section and _level(row) in coarse]
    if len(tops) == 1 or tops[0] is not next(row for row in rows if row.section):
        done.unread.extend(f"{row.get('no')} {row.get('stage')}".strip() for row in tops)
        gone = {id(row) for row in tops}
        rows[:] = [row for row in rows if id(row) not in gone]
        return _fine_sections(rows, done)
    return {id(row) for row in rows if row.section and _level(row) in fine}


def _level(row: Row) -> int:
    return level(one_line(row.get("stage")), row.get("no"))


def _numbers_belong_to_stages(rows: list[Row], roles: list[str]) -> bool:
    """Whether the numbers count stages: there is one in each row that begins a stage and in no other."""
    if not {"no", "stage"} <= set(roles) or roles.index("no") > roles.index("stage"):
        return False
    seen = ""
    starts = numbers = both = 0
    for row in rows:
        title = one_line(row.get("stage"))
        begins = bool(title) and title != seen
        seen = title or seen
        if _only_names_stage(row) and row.get("no") and title and not row.section:
            continue
        starts += begins
        numbers += bool(row.get("no"))
        both += begins and bool(row.get("no"))
    return numbers > 0 and numbers == both and starts <= both * 2
