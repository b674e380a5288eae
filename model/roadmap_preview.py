"""Edits of a roadmap that was read and is not saved yet: each gives a new draft, shares what it did not change, loses no word.

Rows are told by their index in ``RoadmapDraft.activities``, stages and unread lines by theirs. What a row cannot keep in its
new place goes to ``unread``. Every edit raises ``Refusal`` when it cannot be done; the draft given stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from model.cell_text import itemised
from model.deadlines import Deadline, read_deadline
from model.errors import Refusal
from model.manual_deadlines import check_meant, meant_deadline, reading_words
from model.preview_doubts import with_doubts
from model.roadmap_draft import ActivityDraft, RoadmapDraft, StageDraft
from model.standard_roadmap import standard_roadmap
from model.years import SchoolYear

#: Title of the stage that rows without any get.
UNNAMED_STAGE = "Мероприятия"
#: Between the cells of a row that became one line.
DIVIDER = " | "
#: An activity with the indices of the rows that it was before; nothing for a new one.
_Row = tuple[ActivityDraft, tuple[int, ...]]


# ---------------------------------------------------------------------- a row as one line
def row_line(one: ActivityDraft) -> str:
    """Everything that stands in a row, as one line."""
    return DIVIDER.join(filter(None, (one.no.strip(), " ".join(one.text.split()), *_beside(one))))


def _beside(one: ActivityDraft) -> list[str]:
    """Cells of a row beside its number and text, and what was said about the deadline."""
    cells = [one.deadline.text, one.responsible, one.result, one.done]
    cells += [f"{heading}: {cell}" for heading, cell in one.extra.items()]
    cells += [f"понимать как: {one.meant}"] if one.meant else []
    return [" ".join(cell.split()) for cell in cells if cell.strip()]


def in_stage_order(draft: RoadmapDraft) -> RoadmapDraft:
    """The same draft with its rows in the order of their stages, as every edit leaves them."""
    return _rebuilt(draft, _rows(draft))


# ---------------------------------------------------------------------- words of one row
def with_activity(
    draft: RoadmapDraft,
    at: int,
    year: SchoolYear,
    *,
    no: str | None = None,
    text: str | None = None,
    deadline: str | None = None,
    meant: str | None = None,
    responsible: str | None = None,
    result: str | None = None,
) -> RoadmapDraft:
    """Other words in a row. Other words of the deadline take its meaning away unless ``meant`` is given too."""
    one = _row(draft, at)
    fields: dict[str, Any] = {
        name: words for name, words in (("no", no), ("responsible", responsible), ("result", result)) if words is not None
    }
    if text is not None:
        text = text.strip()
        if not text:
            raise Refusal("Мероприятие без текста не оставить: напишите, что нужно сделать, или удалите строку (F8).")
        fields |= {"text": text, "steps": itemised(text)[1], "lead": one.lead if text.startswith(one.lead) else ""}
    words = one.deadline.text if deadline is None else deadline
    if meant is None:
        meant = one.meant if words == one.deadline.text else ""
    meant = meant.strip()
    if (words, meant) != (one.deadline.text, one.meant):
        check_meant(meant, year)
        fields |= {"deadline": meant_deadline(words, meant, year), "meant": meant}
    rows = _rows(draft)
    rows[at] = (replace(one, **fields), (at,))
    answered = [(place, sentence) for place, sentence in draft.doubts if place == at and "рок" in sentence]
    return _rebuilt(draft, rows, answered=answered if "deadline" in fields else [])


def with_stage(draft: RoadmapDraft, stage: int, *, no: str | None = None, title: str | None = None) -> RoadmapDraft:
    """Another number or title of a stage."""
    old = _stage(draft, stage)
    if title is not None and not title.strip():
        raise Refusal("Этап без названия не оставить: напишите его.")
    new = replace(old, no=old.no if no is None else no, title=old.title if title is None else title.strip())
    return replace(draft, stages=[new if at == stage else one for at, one in enumerate(draft.stages)])


# ---------------------------------------------------------------------- rows and stages
def without_activity(draft: RoadmapDraft, at: int) -> RoadmapDraft:
    """Delete a row; its words become an unread line."""
    one = _row(draft, at)
    rows = _rows(draft)
    del rows[at]
    return _rebuilt(draft, rows, unread=[*draft.unread, *filter(None, [row_line(one)])])


def without_stage(draft: RoadmapDraft, stage: int) -> RoadmapDraft:
    """Delete a stage without rows; its words become an unread line."""
    old = _stage(draft, stage)
    if any(one.stage == stage for one in draft.activities):
        raise Refusal("В этапе есть мероприятия: перенесите их (F6) или сделайте этап строкой (1).")
    line = DIVIDER.join(filter(None, (old.no.strip(), " ".join(old.title.split()))))
    stages = [one for at, one in enumerate(draft.stages) if at != stage]
    rows = [(_at_stage(one, one.stage - (one.stage > stage)), was) for one, was in _rows(draft)]
    return _rebuilt(draft, rows, stages=stages, unread=[*draft.unread, *filter(None, [line])])


def row_to_stage(draft: RoadmapDraft, at: int) -> RoadmapDraft:
    """A row becomes a stage: the rows of its stage below it belong to the new one, its other cells become an unread line."""
    one = _row(draft, at)
    title = " ".join(one.text.split())
    if not title:
        raise Refusal("У строки нет текста, этап из неё не сделать: впишите его (F4).")
    stages = list(draft.stages)
    stages.insert(one.stage + 1, StageDraft(title, one.no))
    rows: list[_Row] = []
    for place, (other, was) in enumerate(_rows(draft)):
        below = other.stage > one.stage or (other.stage == one.stage and place > at)
        if place != at:
            rows.append((_at_stage(other, other.stage + below), was))
    return _rebuilt(draft, rows, stages=stages, unread=[*draft.unread, *filter(None, [DIVIDER.join(_beside(one))])])


def stage_to_row(draft: RoadmapDraft, stage: int) -> RoadmapDraft:
    """A stage becomes a row without a deadline; it and its rows go to the end of the stage before (the first one: to a new)."""
    old = _stage(draft, stage)
    new = ActivityDraft(old.title.strip() or UNNAMED_STAGE, _no_deadline(), max(stage - 1, 0), no=old.no)
    stages = [one for at, one in enumerate(draft.stages) if at != stage]
    if stage == 0:
        stages.insert(0, StageDraft(UNNAMED_STAGE))
    moved = 1 if stage else 0
    rows = [(one, was) for one, was in _rows(draft) if one.stage < stage]
    rows.append((new, ()))
    rows += [(_at_stage(one, one.stage - moved), was) for one, was in _rows(draft) if one.stage >= stage]
    return _rebuilt(draft, rows, stages=stages)


def moved_to_stage(draft: RoadmapDraft, at: int, stage: int) -> RoadmapDraft:
    """A row goes to another stage: to its end from a later one, to its beginning from an earlier one."""
    one = _row(draft, at)
    _stage(draft, stage)
    rows = _rows(draft)
    rows[at] = (_at_stage(one, stage), (at,))
    if stage < one.stage:
        rows.append(rows.pop(at))
    elif stage > one.stage:
        rows.insert(0, rows.pop(at))
    return _rebuilt(draft, rows)


def joined_above(draft: RoadmapDraft, at: int, year: SchoolYear) -> RoadmapDraft:
    """A row becomes the end of the row above it in its stage, cell by cell; no understood day is lost."""
    lower = _row(draft, at)
    above = next((place for place in range(at - 1, -1, -1) if draft.activities[place].stage == lower.stage), None)
    if above is None:
        raise Refusal("Выше в этом этапе строки нет: соединять не с чем.")
    upper = draft.activities[above]
    number = "" if lower.no.strip() == upper.no.strip() else lower.no
    text = _flowing(upper.text, f"{number} {lower.text}".strip())
    deadline, meant = _joined_deadline(upper, lower, year)
    new = replace(
        upper,
        text=text,
        steps=itemised(text)[1],
        deadline=deadline,
        meant=meant,
        responsible=_both(upper.responsible, lower.responsible, ", "),
        result=_both(upper.result, lower.result, "\n"),
        done=_joined_mark(upper, lower),
        extra={
            heading: _both(upper.extra.get(heading, ""), lower.extra.get(heading, ""), "\n")
            for heading in (*upper.extra, *(heading for heading in lower.extra if heading not in upper.extra))
        },
    )
    rows = _rows(draft)
    rows[above] = (new, (above, at))
    del rows[at]
    return _rebuilt(draft, rows)


def _joined_deadline(upper: ActivityDraft, lower: ActivityDraft, year: SchoolYear) -> tuple[Deadline, str]:
    """Deadline of two rows in one: the days of both. Where their words together say other days, the days are written out."""
    if not lower.deadline.text.strip() and not lower.meant:
        return upper.deadline, upper.meant
    if not upper.deadline.text.strip() and not upper.meant:
        return lower.deadline, lower.meant
    if (upper.deadline.text, upper.meant) == (lower.deadline.text, lower.meant):
        return upper.deadline, upper.meant
    words = _both(upper.deadline.text, lower.deadline.text, ", ")
    days = tuple(dict.fromkeys(upper.deadline.occurrences + lower.deadline.occurrences))
    read = read_deadline(words, year)
    if not (upper.meant or lower.meant) and set(read.occurrences) == set(days):
        return read, ""
    meant = reading_words(days, year) if days and not (upper.deadline.ambiguous or lower.deadline.ambiguous) else ""
    return meant_deadline(words, meant, year), meant


def _joined_mark(upper: ActivityDraft, lower: ActivityDraft) -> str:
    """Mark cells of two rows in one: a mark of one row's days does not become a mark of the other's, it stays as words."""
    words = _both(upper.done, lower.done, "; ")
    two = bool(upper.deadline.text.strip() and lower.deadline.text.strip())
    return f"по строкам: {words}" if two and upper.done.split() != lower.done.split() else words


def _flowing(upper: str, lower: str) -> str:
    """Two pieces of one cell: the rest of a sentence goes on in its line, anything else begins another."""
    if not upper.strip() or not lower.strip():
        return upper if upper.strip() else lower
    if upper.endswith("-"):
        return upper + lower
    return f"{upper} {lower}" if lower[0].islower() or lower[0] in ",;.)" else f"{upper}\n{lower}"


def _both(upper: str, lower: str, divider: str) -> str:
    """Two cells as one; a cell that says the same again is said once."""
    if not upper.strip() or upper.split() == lower.split():
        return lower
    return f"{upper}{divider}{lower}" if lower.strip() else upper


# ---------------------------------------------------------------------- what found no place
def unread_to_activity(draft: RoadmapDraft, line: int, stage: int) -> RoadmapDraft:
    """An unread line becomes a row without a deadline at the end of a stage; where there is no stage, one is made."""
    if not 0 <= line < len(draft.unread):
        raise Refusal("Этой строки больше нет.")
    text = draft.unread[line].strip()
    if not text:
        raise Refusal("В строке нет слов, мероприятие из неё не сделать.")
    stages = list(draft.stages) or [StageDraft(UNNAMED_STAGE)]
    new = ActivityDraft(text, _no_deadline(), max(0, min(stage, len(stages) - 1)), steps=itemised(text)[1])
    unread = [one for at, one in enumerate(draft.unread) if at != line]
    return _rebuilt(draft, [*_rows(draft), (new, ())], stages=stages, unread=unread)


def on_standard_stages(draft: RoadmapDraft, year: SchoolYear) -> RoadmapDraft:
    """The standard stages for a text in which no row was found: its title and approval block stay, its lines are unread."""
    if draft.activities:
        raise Refusal("Мероприятия в файле найдены: типовые этапы берут только вместо текста без таблицы.")
    standard = standard_roadmap(year)
    titles = [DIVIDER.join(filter(None, (one.no.strip(), one.title.strip()))) for one in draft.stages]
    headings = [heading for _, heading in draft.columns if heading.strip()]
    return replace(
        draft,
        title=draft.title or standard.title,
        columns=standard.columns,
        stages=standard.stages,
        activities=standard.activities,
        unread=[*draft.unread, *filter(None, titles), *([DIVIDER.join(headings)] if headings else [])],
        questions=[],
        doubts=[],
    )


# ---------------------------------------------------------------------- pieces
def _no_deadline() -> Deadline:
    return Deadline("", "unresolved")


def _row(draft: RoadmapDraft, at: int) -> ActivityDraft:
    if not 0 <= at < len(draft.activities):
        raise Refusal("Этой строки больше нет.")
    return draft.activities[at]


def _stage(draft: RoadmapDraft, stage: int) -> StageDraft:
    if not 0 <= stage < len(draft.stages):
        raise Refusal("Этого этапа больше нет.")
    return draft.stages[stage]


def _rows(draft: RoadmapDraft) -> list[_Row]:
    return [(one, (at,)) for at, one in enumerate(draft.activities)]


def _at_stage(one: ActivityDraft, stage: int) -> ActivityDraft:
    return one if one.stage == stage else replace(one, stage=stage)


def _rebuilt(
    draft: RoadmapDraft,
    rows: Iterable[_Row],
    *,
    stages: list[StageDraft] | None = None,
    unread: Sequence[str] | None = None,
    answered: Sequence[tuple[int, str]] = (),
) -> RoadmapDraft:
    """The draft with other rows, in the order of their stages; doubts follow their rows, those of a deleted row go."""
    ordered = sorted(rows, key=lambda row: row[0].stage)
    now = {old: at for at, (_, was) in enumerate(ordered) for old in was}
    return with_doubts(
        draft,
        [(now[doubt[0]], doubt[1]) for doubt in draft.doubts if doubt[0] in now and doubt not in answered],
        activities=[one for one, _ in ordered],
        stages=draft.stages if stages is None else stages,
        unread=draft.unread if unread is None else list(unread),
    )
