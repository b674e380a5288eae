"""What stands in the cells of a printed roadmap: the user's columns, activities with steps, marks with signs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exports.faces import BOLD, ITALIC, REGULAR
from exports.fragments import Span
from exports.mark_signs import OVERDUE_WORD, sign_of, word_of
from exports.typography import NBSP
from model.roadmap_table import in_two_columns
from model.roadmap_view import ActivityView, OccurrenceView, RoadmapView, StageView
from model.russian_dates import show_date

#: A cell before it is wrapped: paragraphs, each with whether its further lines hang.
Paragraphs = list[tuple[Sequence[Span], bool]]

CONTINUED = "(продолжение)"
MARK_HEADING = "Отметка о выполнении"
_USUAL = (
    ("no", "№"),
    ("stage", "Этап"),
    ("activity", "Мероприятия"),
    ("deadline", "Сроки"),
    ("responsible", "Ответственные"),
)
HEADINGS = {**dict(_USUAL), "content": "Содержание деятельности", "result": "Ожидаемый результат", "mark": MARK_HEADING}

_ITEM = re.compile(r"\s*(?:\d{1,3}[.)]|[-–—•▪●])\s*")


class RoadmapColumns:
    """The columns to print and what stands in them.

    ``columns``: pairs (role, heading), the user's in their order, with the activity and the mark always among them.
    ``spanning``: places of the columns whose cells stand over all rows of a stage: the stage, and № when it counts stages.
    """

    def __init__(self, view: RoadmapView) -> None:
        self.columns = _columns(view)
        roles = {role for role, _ in self.columns}
        activities = [activity for stage in view.stages for activity in stage.activities]
        numbered = any(activity.no.strip() for activity in activities)
        self.has_stage_column = "stage" in roles
        self._no_is_of_stage = {"no", "stage"} <= roles and not numbered
        self._two = {"activity", "content"} <= roles
        self._numbers = {} if numbered else {a.id: str(place) for place, a in enumerate(activities, start=1)}
        over = {"stage", "no"} if self._no_is_of_stage else {"stage"}
        self.spanning = [place for place, (role, _) in enumerate(self.columns) if role in over]

    def rows(self, stage: StageView) -> list[list[Paragraphs]]:
        """Cells of the stage's rows; those of ``spanning`` columns are empty. A stage without activities has one empty row."""
        rows = [[self._cell(activity, place) for place in range(len(self.columns))] for activity in stage.activities]
        return rows or [[[] for _ in self.columns]]

    def over_rows(self, stage: StageView, place: int, *, again: bool = False) -> Paragraphs:
        """The cell of a ``spanning`` column: the stage's number, or its title and count; ``again``: on a next page."""
        if self.columns[place][0] == "no":
            return [([(REGULAR, stage.no)], False)]
        title = self.title(stage, numbered=not self._no_is_of_stage)
        if again:
            return [([(BOLD, shortened(title)), (ITALIC, CONTINUED)], False)]
        return [([(BOLD, title)], False), ([(ITALIC, _count(stage))], False)]

    def banner(self, stage: StageView, *, again: bool = False) -> list[Span]:
        """The row over the full width where there is no stage column."""
        title = self.title(stage, numbered=True)
        if again:
            return [(BOLD, shortened(title)), (ITALIC, CONTINUED)]
        return [(BOLD, title), (ITALIC, f"— {_count(stage)}")] if stage.total else [(BOLD, title)]

    def title(self, stage: StageView, *, numbered: bool) -> str:
        """«1. Подготовка условий»; without the number when it has a column of its own."""
        number = stage.no.strip().rstrip(".")
        return f"{number}. {stage.title.strip()}" if numbered and number else stage.title.strip()

    def _cell(self, activity: ActivityView, place: int) -> Paragraphs:
        role, heading = self.columns[place]
        if place in self.spanning:
            return []
        if role in {"activity", "content"}:
            return _activity(activity, role, two_columns=self._two)
        if role == "mark":
            return [(_mark(occurrence), True) for occurrence in activity.occurrences]
        texts = {
            "no": activity.no or self._numbers.get(activity.id, ""),
            "deadline": activity.deadline,
            "responsible": activity.responsible,
            "result": activity.result,
        }
        return [([(REGULAR, texts.get(role, activity.extra.get(heading, "")))], False)]


def _columns(view: RoadmapView) -> list[tuple[str, str]]:
    columns = list(view.columns) or list(_USUAL)
    roles = {role for role, _ in columns}
    if not roles & {"activity", "content"}:
        after = max((place for place, (role, _) in enumerate(columns) if role in {"no", "stage"}), default=-1)
        columns.insert(after + 1, ("activity", HEADINGS["activity"]))
    if "mark" not in roles:
        columns.append(("mark", MARK_HEADING))
    return [(role, heading if heading.strip() else HEADINGS.get(role, "")) for role, heading in columns]


def _count(stage: StageView) -> str:
    """«выполнено 3 из 8», or nothing for a stage without dated work."""
    return f"выполнено {stage.done}{NBSP}из{NBSP}{stage.total}" if stage.total else ""


def shortened(title: str, most: int = 140) -> str:
    """A title as it is repeated on further pages: cut at a word when long."""
    if len(title) <= most:
        return title
    cut = title[:most].rsplit(" ", 1)[0] if " " in title[:most] else title[:most]
    return f"{cut.rstrip(' ,;:.–—-')}…"


def _activity(activity: ActivityView, role: str, *, two_columns: bool) -> Paragraphs:
    """The activity's text with its steps, each step once.

    ``text`` is the whole cell and usually has the steps as lines of its own. With ``two_columns`` (both «activity» and
    «content») its words stand where they stood in the user's table.
    """
    steps = [step for step in activity.steps if step.strip()]
    known = _bare(activity.text)
    missing = [step if _ITEM.match(step) else f"– {step}" for step in steps if _bare(step) not in known]
    if not two_columns:
        return _listed([*activity.text.splitlines(), *missing])
    words, contents = in_two_columns(activity)
    return _listed([*contents.splitlines(), *missing] if role == "content" else words.splitlines())


def _bare(text: str) -> str:
    """Letters and digits only, without the number of a list item: for telling whether a step stands in the text already."""
    return re.sub(r"\W+", "", _ITEM.sub("", text, count=1).casefold())


def _listed(lines: Sequence[str]) -> Paragraphs:
    return [([(REGULAR, line.strip())], _ITEM.match(line) is not None) for line in lines if line.strip()]


def mark_head(occurrence: OccurrenceView) -> list[Span]:
    """The first line of a mark: sign, label, state, date, «просрочено» in bold."""
    overdue = occurrence.timing == "overdue"
    state = word_of(occurrence.state)
    if occurrence.done_on:
        state = f"{state} {show_date(occurrence.done_on)}"
    text = f"{sign_of(occurrence.state, overdue)}{NBSP}{occurrence.label} — {state}"
    return [(REGULAR, f"{text},"), (BOLD, OVERDUE_WORD)] if overdue else [(REGULAR, text)]


def _mark(occurrence: OccurrenceView) -> list[Span]:
    """The first line of a mark, then evidence and note as paragraphs of their own."""
    spans = mark_head(occurrence)
    for label, said in (("Подтверждение:", occurrence.evidence), ("Примечание:", occurrence.note)):
        if said.strip():
            spans += [(ITALIC, f"\n{label}"), (REGULAR, said.strip("\n"))]
    return spans
