"""A roadmap that was read, row by row: what is written, what is understood of it, what deserves a look, what found no place."""

from __future__ import annotations

from dataclasses import dataclass

from model.manual_deadlines import understood
from model.preview_doubts import doubts_by_row, open_questions
from model.roadmap_draft import RoadmapDraft
from model.years import SchoolYear
from tui.plain_text import cut, fit, one_line
from tui.widgets.row_view import Piece, RowView, padded

_EMPTY = "В файле нет ни одной строки с текстом.\nEsc — вернуться и выбрать другой файл."


@dataclass(frozen=True)
class PreviewLine:
    """A line of the list. ``kind``: stage, activity, heading, unread, question; ``at``: its index in the draft's own list."""

    kind: str
    at: int
    doubts: tuple[str, ...] = ()
    text: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """What the line shows."""
        return self.kind, self.at


def preview_lines(draft: RoadmapDraft) -> list[PreviewLine]:
    """Stages with their rows, then what found no place, then the questions about the whole."""
    doubts, rows = doubts_by_row(draft), dict[int, list[int]]()
    for at, one in enumerate(draft.activities):
        rows.setdefault(one.stage, []).append(at)
    lines: list[PreviewLine] = []
    for stage, titled in enumerate(draft.stages):
        lines.append(PreviewLine("stage", stage, text=one_line(f"{titled.no} {titled.title}")))
        lines += [PreviewLine("activity", at, doubts.get(at, ()), draft.activities[at].text) for at in rows.get(stage, ())]
    for kind, title, texts in (
        ("unread", "Осталось непонятым, будет сохранено", draft.unread),
        ("question", "Вопросы", open_questions(draft)),
    ):
        if texts:
            lines.append(PreviewLine("heading", len(lines), text=f"{title}: {len(texts)}"))
            lines += [PreviewLine(kind, at, text=text) for at, text in enumerate(texts)]
    return lines


class PreviewTable(RowView):
    """Draws the lines that are seen; the cursor stays on what it stood on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, empty=_EMPTY)
        self.lines: list[PreviewLine] = []
        self._draft = RoadmapDraft()
        self._year = SchoolYear(2000)
        self._numbered = False

    @property
    def row_count(self) -> int:
        return len(self.lines)

    @property
    def line(self) -> PreviewLine | None:
        """The line under the cursor."""
        return self.lines[self.cursor_row] if self.cursor_row < len(self.lines) else None

    def show(self, draft: RoadmapDraft, year: SchoolYear, go_to: tuple[str, int] | None = None) -> None:
        """Show a draft; the cursor goes to a line (kind, index), else stays on its place."""
        self._draft, self._year, self.lines = draft, year, preview_lines(draft)
        self._numbered = any(one.no.strip() for one in draft.activities)
        place = next((place for place, line in enumerate(self.lines) if line.key == go_to), None)
        self.set_reactive(RowView.cursor_row, self.validate_cursor_row(self.cursor_row if place is None else place))
        self.rows_changed()
        self.post_message(self.Moved(self))

    @property
    def doubtful(self) -> int:
        """How many rows deserve a look."""
        return sum(bool(line.doubts) for line in self.lines)

    def to_next_doubt(self) -> bool:
        """Go to the next row that deserves a look, from the last to the first; return whether there is one."""
        places = [place for place, line in enumerate(self.lines) if line.doubts]
        if places:
            self.cursor_row = next((place for place in places if place > self.cursor_row), places[0])
        return bool(places)

    # ------------------------------------------------------------------ drawing
    def _widths(self, width: int) -> tuple[int, int, int, int, int]:
        """Number, text, words of the deadline, what is understood, responsible; 0 where there is no place."""
        responsible = max(11, width // 7) if width >= 76 else 0
        deadline, meaning = (max(15, width // 6), max(16, width // 5)) if width >= 56 else (0, max(12, width // 3))
        number = 5 if self._numbered else 0
        return number, max(1, width - 2 - number - deadline - meaning - responsible), deadline, meaning, responsible

    def heading_pieces(self, width: int) -> list[Piece]:
        style = self.look("heading")
        long = width >= 110
        deadline, people = ("Срок, как написан", "Ответственный") if long else ("Написан срок", "Отвечает")
        titles = ("№", "Мероприятие", deadline, "Понято", people)
        return [
            ("  ", style),
            *(padded(title, own, style) for title, own in zip(titles, self._widths(width), strict=True) if own),
        ]

    def row_pieces(self, row: int, width: int) -> list[Piece]:
        line = self.lines[row]
        here = row == self.cursor_row
        style = self.look("cursor") if here and self.has_focus else self.look("cell") if here else self.rich_style
        if line.kind != "activity":
            return self._wide_pieces(line, width, here)
        one = self._draft.activities[line.at]
        doubt = style + self.look("now") + style.background_style if line.doubts else style
        cells = (one.no, one.text, one.deadline.text or "—", understood(one.deadline, self._year), one.responsible)
        looks = (style, style, style, doubt, style)
        sign: Piece = ("? " if line.doubts else "  ", doubt)
        widths = self._widths(width)
        return [sign, *(padded(text, own, look) for text, own, look in zip(cells, widths, looks, strict=True) if own)]

    def _wide_pieces(self, line: PreviewLine, width: int, here: bool) -> list[Piece]:
        """A line that is one text."""
        style = self.look("cursor") if here and self.has_focus else self.look("cell") if here else self.rich_style
        if line.kind in {"stage", "heading"}:
            count = sum(one.stage == line.at for one in self._draft.activities) if line.kind == "stage" else 0
            text = f"{line.text}  ({count})" if line.kind == "stage" else line.text
            return [(fit(text, width), style if here else style + self.look("group"))]
        return [(fit_after("  • ", cut(line.text, width - 5), width), style if here else style + self.look("faint"))]


def fit_after(lead: str, text: str, width: int) -> str:
    """A text of exactly ``width`` cells behind its sign."""
    return lead[:width] + fit(text, width - len(lead[:width]))
