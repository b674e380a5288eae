"""Somebody's table → a roadmap draft: stages, activities, deadlines; what found no place is kept in ``unread``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from model.cell_text import first_number, itemised, last_number, outlined, plain
from model.deadlines import read_deadline
from model.grid import Grid
from model.roadmap_columns import guessed_roles, is_heading, roles
from model.roadmap_draft import ActivityDraft, RoadmapDraft, StageDraft
from model.roadmap_preface import read_preface
from model.tables import read_grid, wrapped
from model.years import SchoolYear

#: The stage of a table which has none.
ONLY_STAGE = "Мероприятия"
_SECTION = re.compile(r"этап|раздел|направлени|блок\b|модул|^\W*[IVXІ]+[.)]|^\W*(?:раздел|часть)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)*[.)]?")
_LONGEST_SECTION = 160
_TOTAL = re.compile(r"^\W*(?:итого|всего)\b", re.IGNORECASE)
_JOINED = ("no", "stage", "activity", "content", "deadline", "responsible", "result", "mark")


@dataclass
class _Row:
    """A row of the body by roles; ``extra`` by heading."""

    cells: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    section: bool = False

    def get(self, role: str) -> str:
        """Text of a role, empty when the table has no such cell."""
        return self.cells.get(role, "")

    @property
    def filled(self) -> list[str]:
        """Roles with something in them."""
        return [role for role, text in self.cells.items() if text]


def read_roadmap(path: Path, year: SchoolYear) -> RoadmapDraft:
    """Read a roadmap out of a file; deadlines without a year belong to ``year``.

    Nothing of the source is lost: what has no place is in ``unread``. A file without a table gives a draft without
    stages and a question. Raise ``Refusal`` for a file which cannot be read as a table of text.
    """
    return read_grid_roadmap(read_grid(path), year)


def read_grid_roadmap(grid: Grid, year: SchoolYear) -> RoadmapDraft:
    """The same for a grid of cells which came from any format."""
    return _Reading(year).run([[plain(cell) for cell in row] for row in grid.rows])


class _Reading:
    """One table on its way to a draft."""

    def __init__(self, year: SchoolYear) -> None:
        self.year = year
        self.draft = RoadmapDraft()
        self.roles: list[str] = []
        self.headings: list[str] = []
        self.rows: list[_Row] = []

    def run(self, grid: list[list[str]]) -> RoadmapDraft:
        """Preface, heading, body, then stages and activities out of the rows."""
        head = next((at for at, row in enumerate(grid) if is_heading(row)), None)
        first = head
        if head is None:
            wide = [at for at, row in enumerate(grid) if len([cell for cell in row if cell]) >= 2]
            if len(wide) < 2:
                return self._no_table(grid)
            first = wide[0]
            self.roles = guessed_roles([grid[at] for at in wide], self.year)
            self.headings = [f"Столбец {at}" if role == "extra" else "" for at, role in enumerate(self.roles, 1)]
            self.draft.questions.append("У таблицы нет шапки: проверьте, верно ли угаданы столбцы.")
        read_preface(grid[:first], self.draft)
        if head is not None:
            self._heading(grid[head])
        self.draft.columns = [(role, text) for role, text in zip(self.roles, self.headings, strict=True) if role]
        body = grid[(first or 0) + (head is not None) :]
        self._body(body)
        self._numbers_cut_off()
        self._build()
        return self.draft

    def _no_table(self, grid: list[list[str]]) -> RoadmapDraft:
        self.draft.unread = [" ".join(cell for cell in row if cell) for row in grid if any(row)]
        self.draft.questions.append(
            "Таблица в файле не найдена, текст сохранён как есть: составить дорожную карту из типовых этапов?"
        )
        return self.draft

    def _heading(self, row: list[str]) -> None:
        self.roles = roles(row)
        self.headings = [" ".join(cell.split()) for cell in row]

    def _body(self, grid: list[list[str]]) -> None:
        last = max((at for at, row in enumerate(grid) if len([cell for cell in row if cell]) > 1), default=-1)
        for at, row in enumerate(grid):
            filled = [cell for cell in row if cell]
            if not filled:
                continue
            text = " ".join(filled)
            if at > last and len(filled) == len(row) == 1:
                self.draft.unread.append(text)
            elif is_heading(row) or _is_column_numbers(filled) or _TOTAL.match(filled[0]):
                self.draft.unread.append(text)
                if is_heading(row) and roles(row) != self.roles:
                    self._heading(row)
            elif self._is_section(row, filled) or self._is_numbered_section(row, filled, grid[at + 1 :]):
                title = filled[0] if len(set(filled)) == 1 else text
                self.rows.append(_Row({"stage": " ".join(title.split())}, section=True))
            else:
                self._row(row)

    def _is_section(self, row: list[str], filled: list[str]) -> bool:
        """A full-width row: one cell, or one text repeated in every cell of it."""
        if len(set(filled)) > 1:
            return False
        if len(filled) > 1 and len(filled) >= len(self.roles) - 1:
            return True
        if len(filled) > 1:
            return False
        text = filled[0]
        if re.match(r"[а-яё(,;.]", text):
            return False
        if len(row) == 1:
            return True
        role = self.roles[row.index(text)] if row.index(text) < len(self.roles) else ""
        if role == "no":
            return not _NUMBER.fullmatch(text)
        # a lone text in the column of activities may as well be an activity whose deadline cell is merged
        loud = text.isupper() or bool(_SECTION.search(text) and len(text) < _LONGEST_SECTION)
        return role == "activity" and "stage" not in self.roles and loud

    def _is_numbered_section(self, row: list[str], filled: list[str], below: list[list[str]]) -> bool:
        """«1 | Нормативное регулирование» above «1.1 | …» in a table without a column of stages."""
        if "stage" in self.roles or len(filled) != 2 or row[0] != filled[0] or not _NUMBER.fullmatch(row[0]):
            return False
        following = next((one for one in below if any(one)), [""])
        return following[0].startswith(row[0].rstrip(".)") + ".") and following[0] != row[0]

    def _row(self, row: list[str]) -> None:
        if len(row) == 1:
            self._continue_last(row[0])
            return
        new = _Row()
        for at, text in enumerate(row):
            role = self.roles[at] if at < len(self.roles) else ""
            if role in _JOINED and role not in new.cells:
                new.cells[role] = text
            elif text:
                heading = self.headings[at] if at < len(self.headings) and self.headings[at] else f"Столбец {at + 1}"
                new.extra[heading] = wrapped(new.extra.get(heading, ""), text)
        above = next((one for one in reversed(self.rows)), None)
        if above is not None and not above.section and self._continues(new, above):
            for role in new.filled:
                lines = role in ("activity", "content") and first_number(new.get(role)) > 0
                upper, lower = above.get(role), new.get(role)
                above.cells[role] = f"{upper}\n{lower}".strip() if lines else wrapped(upper, lower)
            for heading, text in new.extra.items():
                above.extra[heading] = wrapped(above.extra.get(heading, ""), text)
            return
        self.rows.append(new)

    def _continue_last(self, text: str) -> None:
        """A line without cells inside the table: the rest of the last cell above."""
        if not self.rows or self.rows[-1].section:
            self.draft.unread.append(text)
            return
        above = self.rows[-1]
        role = (above.filled or ["activity"])[-1]
        above.cells[role] = wrapped(above.get(role), text)

    def _continues(self, new: _Row, above: _Row) -> bool:
        """Whether the row is only the rest of the row above, cut off by a page."""
        if new.get("no") or new.get("deadline") or new.get("mark"):
            return False
        if new.filled and not {"stage", "activity", "content"} & set(new.filled):
            return True
        begun = False
        for role in new.filled:
            text, upper = new.get(role), above.get(role)
            rest = re.match(r"[а-яё(,;)/]", text) is not None
            counting = bool(first_number(text)) and first_number(text) == last_number(upper) + 1 and bool(upper)
            begun = begun or rest or counting
            if not (rest or counting or (role in ("content", "activity") and _unfinished(upper))):
                return False
        return begun or (not new.filled and bool(new.extra))

    def _numbers_cut_off(self) -> None:
        """«4» at the end of a cell and «.Публикация» in the next one: the number goes back to its text."""
        for above, below in pairwise(self.rows):
            for role in ("activity", "content"):
                match = re.search(r"(?:^|\n)(\d{1,2})\s*$", above.get(role))
                text = below.get(role)
                if not match or not re.match(r"[.)]\s*\S", text):
                    continue
                above.cells[role] = above.get(role)[: match.start()].rstrip()
                below.cells[role] = f"{match[1]}{text[0]} {text[1:].lstrip()}"
                whole = above.get("activity") or above.get("stage")
                self.draft.questions.append(
                    f"Строка «{_short(below.get(role))}» оторвана от своего номера: оставлена отдельным мероприятием,"
                    f" возможно, это пункт мероприятия «{_short(whole)}»?"
                )

    def _build(self) -> None:
        numbers_stages = self._numbers_belong_to_stages()
        has_stages = "stage" in self.roles or any(row.section for row in self.rows)
        if self.rows and not has_stages:
            self.draft.stages.append(StageDraft(ONLY_STAGE))
            self.draft.questions.append(f"Этапов в таблице нет: все мероприятия собраны в этап «{ONLY_STAGE}», верно?")
        held: _Row | None = None
        for row in self.rows:
            title = " ".join(row.get("stage").split())
            if title and (row.section or not self.draft.stages or self.draft.stages[-1].title != title):
                self._stage(row, title, numbers_stages)
                held = None
            if row.section:
                continue
            if not self.draft.stages:
                self.draft.stages.append(StageDraft(ONLY_STAGE))
            held = self._activity(row, held, numbers_stages)
        self._ask_about_deadlines()

    def _numbers_belong_to_stages(self) -> bool:
        numbered = [row for row in self.rows if row.get("no")]
        return bool(numbered) and "stage" in self.roles and all(row.get("stage") for row in numbered)

    def _stage(self, row: _Row, title: str, numbers_stages: bool) -> None:
        number = row.get("no") if numbers_stages else ""
        if not number and (row.section or "no" not in self.roles):
            number, title = outlined(title)
        self.draft.stages.append(StageDraft(title, number))

    def _activity(self, row: _Row, held: _Row | None, numbers_stages: bool) -> _Row:
        """One row of the table as one activity; return the row whose merged cells hold for the rows below."""
        heading, content = row.get("activity"), row.get("content")
        own = bool(row.get("deadline"))
        if not (heading or content) and not own and not row.extra:
            for role in ("responsible", "result", "mark", "no"):
                if row.get(role) and not (role == "no" and numbers_stages):
                    self.draft.unread.append(row.get(role))
            return held or row
        deadline, responsible = row.get("deadline"), row.get("responsible")
        if own and not (heading or content) and held is not None:
            heading = held.get("activity") or held.get("content")
            self.draft.questions.append(
                f"У срока «{_short(deadline)}» нет своего мероприятия: относится к «{_short(heading)}», верно?"
            )
        if not own and held is not None:
            deadline = held.get("deadline")
            responsible = responsible or held.get("responsible")
        number = "" if numbers_stages else row.get("no")
        text, steps = itemised("\n".join(part for part in (heading, content) if part))
        if not number and "no" not in self.roles and not steps:
            number, text = outlined(text)
        if not deadline:
            self.draft.questions.append(f"Мероприятие «{_short(text)}» без срока: когда его выполнять?")
        self.draft.activities.append(
            ActivityDraft(
                text=text,
                deadline=read_deadline(" ".join(deadline.split()), self.year),
                stage=len(self.draft.stages) - 1,
                no=number,
                steps=steps,
                responsible=responsible,
                result=row.get("result"),
                done=row.get("mark"),
                extra=row.extra,
            )
        )
        return row if own else (held or row)

    def _ask_about_deadlines(self) -> None:
        asked = dict.fromkeys(one.deadline.text for one in self.draft.activities if one.deadline.ambiguous)
        for text in asked:
            self.draft.questions.append(f"Срок «{text}» можно понять по-разному: выберите нужное.")


def _is_column_numbers(filled: list[str]) -> bool:
    """«1 2 3 4 5» under the heading."""
    numbers = [cell.strip(".") for cell in filled]
    if len(numbers) < 3 or not all(re.fullmatch(r"[0-9]{1,2}", number) for number in numbers):
        return False
    return [int(number) for number in numbers] == list(range(int(numbers[0]), int(numbers[0]) + len(numbers)))


def _unfinished(text: str) -> bool:
    """Whether a cell above was cut: it has text and no stop at its end."""
    return bool(text) and text[-1] not in ".;!?"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57].rstrip() + "…"
