"""The roadmap on paper: the user's table on landscape A4 with its marks, to be approved by the head and signed by the curator.

Layout after GOST R 7.0.97-2025: approval block at the top right, title, table in 10 pt, page numbers from the second page on.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exports.column_widths import ColumnNeed, fit_widths
from exports.faces import BOLD
from exports.fragments import Line, Measured, Typesetter, gap
from exports.mark_signs import legend
from exports.page import LANDSCAPE, MM, Flow, Properties, render
from exports.result import PrintResult
from exports.roadmap_cells import Paragraphs, RoadmapColumns, mark_head, shortened
from exports.saving import save_whole
from exports.signing import Signer, approval_lines, put_approval, put_signatures
from exports.table import PAD_X, Group, Table
from exports.table import Span as SpanningCell
from exports.typography import school_year
from model.roadmap_view import RoadmapView, StageView
from model.russian_dates import show_date

CELL, HEADING, TITLE, TEXT = 10.0, 10.0, 14.0, 12.0
#: How far further lines of a list item and of a mark stand to the right, pt.
HANG = 11.6
#: The first line of a mark, «☐ Октябрь – декабрь — не начато», stays whole while the column need not be wider than this, pt.
MARK_WIDTH = 46 * MM
_UNTITLED = "Дорожная карта (план мероприятий) реализации системы наставничества педагогических работников"


def print_roadmap(view: RoadmapView, out: Path) -> PrintResult:
    """Write the roadmap as a PDF to ``out`` at once; the same view gives the same bytes.

    Raise ``Refusal`` when ``out`` cannot be written; a file that stood there before stays whole then.
    """
    setter = Typesetter()
    flow = Flow(LANDSCAPE)
    flow.begin_part()
    put_approval(flow, setter, approval_lines(view.approval, view.head_post, view.head_name))
    flow.skip(6 * MM)
    _put_title(flow, setter, view)
    flow.skip(4 * MM)
    _put_table(flow, setter, view)
    flow.skip(3 * MM)
    _put_summary(flow, setter, view)
    put_signatures(flow, setter, [Signer("Куратор", view.curator)], before=4 * MM)
    properties = Properties(view.title or _UNTITLED, view.institution, "Дорожная карта", view.today)
    content = render(flow, properties, setter)
    save_whole(content, out)
    return PrintResult(out, len(flow.pages), "roadmap", tuple(sorted(setter.replaced)))


def _put_title(flow: Flow, setter: Typesetter, view: RoadmapView) -> None:
    """The title in bold and, where it does not say them itself, the institution and the school year."""
    width = flow.sheet.body_width
    title = view.title.strip() or _UNTITLED
    flow.bookmark(setter.plain(shortened(title)))
    lines = setter.centred(title, TITLE, width, face=BOLD)
    under = []
    told = title.casefold()
    names = [name.casefold().strip() for name in (view.institution, view.institution_short) if name.strip()]
    if view.institution.strip() and not any(name in told for name in names):
        under.append(view.institution)
    if view.year.strip() and view.year[:4] not in told:
        under.append(school_year(view.year))
    for text in under:
        lines += [gap(1.5 * MM), *setter.centred(text, TEXT, width)]
    flow.put(lines)


def _put_table(flow: Flow, setter: Typesetter, view: RoadmapView) -> None:
    layout = RoadmapColumns(view)
    stages = [(stage, layout.rows(stage)) for stage in view.stages]
    widths = _widths(setter, layout, stages, flow.sheet.body_width)
    inner = [width - 2 * PAD_X for width in widths]
    heading = [
        setter.lines(text, HEADING, width, face=BOLD, align="center")
        for (_, text), width in zip(layout.columns, inner, strict=True)
    ]
    groups = [_group(setter, layout, stage, rows, inner) for stage, rows in stages]
    Table(flow, widths, heading).put(groups)


def _widths(
    setter: Typesetter, layout: RoadmapColumns, stages: list[tuple[StageView, list[list[Paragraphs]]]], total: float
) -> list[float]:
    """Widths of the columns in pt; a cell over many rows counts in each of them with its share."""
    giant = total / 4
    needs = [ColumnNeed() for _ in layout.columns]
    for need, (_, text) in zip(needs, layout.columns, strict=True):
        need.add(setter.measure(text, HEADING, giant=giant, face=BOLD), heading=True)
    marks = next(need for need, (role, _) in zip(needs, layout.columns, strict=True) if role == "mark")
    for stage, rows in stages:
        shared = {place: _measured(setter, layout.over_rows(stage, place), giant) for place in layout.spanning}
        for row in rows:
            for place, need in enumerate(needs):
                if place in shared:
                    need.add(shared[place]._replace(total=shared[place].total / len(rows)))
                else:
                    need.add(_measured(setter, row[place], giant))
        for activity in stage.activities:
            for occurrence in activity.occurrences:
                head = setter.measure(mark_head(occurrence), CELL, giant=giant)
                marks.word = max(marks.word, min(head.paragraph + HANG, MARK_WIDTH))
    return fit_widths(needs, total, 2 * PAD_X + 0.1)


def _measured(setter: Typesetter, cell: Paragraphs, giant: float) -> Measured:
    """A cell of several paragraphs as one; those that hang need so much more width."""
    word = longest = total = 0.0
    for spans, hangs in cell:
        each = setter.measure(spans, CELL, giant=giant)
        more = HANG if hangs else 0.0
        word, longest, total = max(word, each.word + more), max(longest, each.paragraph + more), total + each.total
    return Measured(word, longest, total)


def _group(
    setter: Typesetter, layout: RoadmapColumns, stage: StageView, rows: list[list[Paragraphs]], inner: Sequence[float]
) -> Group:
    """One stage: its rows wrapped to the columns, its title in a cell over the rows or in a banner above them."""
    group = Group([[_wrapped(setter, cell, width) for cell, width in zip(row, inner, strict=True)] for row in rows])
    group.bookmark = setter.plain(shortened(layout.title(stage, numbered=True)))
    for place in layout.spanning:
        lines = _wrapped(setter, layout.over_rows(stage, place), inner[place])
        again = _wrapped(setter, layout.over_rows(stage, place, again=True), inner[place])
        group.spans.append(SpanningCell(place, lines, again))
    if not layout.has_stage_column and stage.title.strip():
        width = sum(inner) + 2 * PAD_X * (len(inner) - 1)
        group.banner = setter.lines(layout.banner(stage), CELL, width, align="center")
        group.banner_again = setter.lines(layout.banner(stage, again=True), CELL, width, align="center")
    return group


def _wrapped(setter: Typesetter, cell: Paragraphs, width: float) -> list[Line]:
    return [line for spans, hangs in cell for line in setter.lines(spans, CELL, width, hang=HANG if hangs else 0.0)]


def _put_summary(flow: Flow, setter: Typesetter, view: RoadmapView) -> None:
    """How much is done and overdue on the day of the print, and what the signs mean."""
    occurrences = view.occurrences()
    needless = sum(o.state == "not-required" for o in occurrences)
    late = view.count("overdue")
    told = f"На {show_date(view.today)} выполнено {view.count('closed')} из {len(occurrences)}"
    told += f" (в том числе не требуется {needless})" if needless else ""
    told += f", просрочено {late}." if late else ", просроченных нет."
    lines = setter.lines(told, TEXT, flow.sheet.body_width)
    signs = legend((o.state, o.timing == "overdue") for o in occurrences)
    if signs:
        lines += setter.lines(f"Условные знаки: {signs}.", CELL, flow.sheet.body_width)
    flow.put(lines, together=True)
