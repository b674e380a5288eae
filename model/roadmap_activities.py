"""Rows → activities: values of merged cells held for the rows below, lists as steps, deadlines read, doubts said."""

from __future__ import annotations

import re
from dataclasses import replace

from model.cell_text import itemised, one_line, outlined, short, starts_item
from model.deadlines import Deadline, read_deadline
from model.roadmap_columns import names_only_time
from model.roadmap_draft import ActivityDraft, RoadmapDraft
from model.roadmap_periods import with_day
from model.roadmap_rows import Row
from model.roadmap_stages import SUBSECTION, Arranged
from model.years import SchoolYear

_NONE = re.compile(r"[-–—.\s]*")
_CONTINUED = re.compile(r"(?:по|до|и|или|г\.|года?|20\d\d|[-–—(])\b|[-–—(]", re.IGNORECASE)
_DANGLING = re.compile(r"(?:[-–—,(]|\b(?:с|со|по|до|от|не позднее|в|и|к))$", re.IGNORECASE)
_WORDED = re.compile(r"[а-яё]{3,}|[IVX]+\s|\d[.,/]\d", re.IGNORECASE)


class ActivityMaker:
    """Makes the activities of one table, one row after another, into ``draft``."""

    def __init__(
        self, draft: RoadmapDraft, rows: list[Row], year: SchoolYear, arranged: Arranged, *, merges_known: bool
    ) -> None:
        self.draft = draft
        self.stage_deadlines = arranged.deadlines
        self.used: set[int] = set()
        self.year = year
        self.merges_known = merges_known
        self.numbered = arranged.numbered
        self.in_cells = _numbers_in_cells(rows)
        self.held_people = not merges_known and _in_groups([row.get("responsible") for row in rows if not row.section])
        self.dated = any(role in ("deadline", "start", "end", "period") for role, _ in draft.columns)
        self.above: dict[str, str] = {}
        self.stage = -1

    def add(self, row: Row, stage: int) -> None:
        """One row of the table as one activity, or what it holds into ``unread``."""
        if stage != self.stage and not self.merges_known:
            self.above = {}
        self.stage = stage
        lead, content = row.get("activity"), row.get("content")
        deadline = row.get("deadline")
        nothing = not (lead or content) and ("activity" not in row.below or not self.above.get("activity"))
        if nothing and (not deadline or not (self.above.get("activity") or self.above.get("content"))):
            self._unread(row)
            return
        doubts = list(row.doubts)
        if not (lead or content):
            lead = self.above.get("activity") or self.above.get("content", "")
            if not self.merges_known:
                doubts.append(f"У срока «{short(deadline)}» нет своего мероприятия: относится к «{short(lead)}», верно?")
        elif not lead and "activity" in row.below:
            lead = self.above.get("activity", "")
        held = self._held(row, doubts)
        if not held["deadline"] and not row.get("deadline"):
            self._deadline_of_section(row, held, doubts)
        number, lead, content = self._number(row, lead, content)
        both = "\n".join(part for part in (lead, content) if part)
        text, steps = itemised(both)
        due = with_day(held["deadline"], row.extra, self.year)
        pairs = _pairs(both, due, self.year)
        read = _read(due, self.year)
        self._doubt_deadline(read, text, doubts)
        self.draft.activities.append(
            ActivityDraft(
                text=text,
                deadline=read,
                stage=stage,
                no=number,
                steps=pairs or steps,
                responsible=held["responsible"],
                result=held["result"],
                done=held["mark"],
                extra=self._extra(row),
                lead=itemised(lead)[0] if content else "",
            )
        )
        for sentence in doubts:
            self.draft.doubt(len(self.draft.activities) - 1, sentence)
        self._remember(row, held)

    def finish(self) -> None:
        """Deadlines of stages whose rows all have their own are kept as text."""
        left = [at for at in self.stage_deadlines if at not in self.used]
        self.draft.unread.extend(f"{self.draft.stages[at].title}: {one_line(self.stage_deadlines[at])}" for at in left)

    def _unread(self, row: Row) -> None:
        left = [row.get(role) for role in ("no", "deadline", "responsible", "result", "mark") if not self._counts(row, role)]
        self.draft.unread.extend(text for text in (*left, *(f"{name}: {text}" for name, text in row.extra.items())) if text)

    def _counts(self, row: Row, role: str) -> bool:
        return role == "no" and self.numbered and bool(row.get("stage"))

    def _held(self, row: Row, doubts: list[str]) -> dict[str, str]:
        """Cells of the row; those which are merged with a cell above hold its value."""
        held = {role: row.get(role) for role in ("deadline", "responsible", "result", "mark")}
        own = held["deadline"]
        if own and _NONE.fullmatch(own):
            held["deadline"] = ""
        for role, text in held.items():
            if not text and role in row.below:
                held[role] = self.above.get(role, "")
        if self.merges_known:
            return held
        if not own and not row.ticked and self.above.get("deadline"):
            held["deadline"] = self.above["deadline"]
            held["responsible"] = held["responsible"] or self.above.get("responsible", "")
        elif not held["responsible"] and self.held_people and self.above.get("responsible"):
            held["responsible"] = self.above["responsible"]
            doubts.append(
                f"У мероприятия «{short(row.get('activity') or row.get('content'))}» нет своего ответственного:"
                f" «{short(held['responsible'])}» из строки выше, верно?"
            )
        return held

    def _deadline_of_section(self, row: Row, held: dict[str, str], doubts: list[str]) -> None:
        """«Сентябрь» as the title of a part is the deadline of its rows, so is a deadline in the row of their stage."""
        if self.stage in self.stage_deadlines:
            held["deadline"] = self.stage_deadlines[self.stage]
            self.used.add(self.stage)
            title = self.draft.stages[self.stage].title
            doubts.append(f"Срок «{short(held['deadline'])}» взят у этапа «{short(title)}»: верно?")
            return
        for title in (row.extra.get(SUBSECTION, ""), self.draft.stages[self.stage].title):
            if names_only_time(title):
                held["deadline"] = title
                doubts.append(f"Срок «{short(title)}» взят из заголовка раздела: верно?")
                return

    def _extra(self, row: Row) -> dict[str, str]:
        held = {
            name: self.above[f"+{name}"] for name in sorted(row.below) if f"+{name}" in self.above and name not in row.extra
        }
        return {**row.extra, **held}

    def _remember(self, row: Row, held: dict[str, str]) -> None:
        for role in ("activity", "content"):
            if row.get(role) or role not in row.below:
                self.above[role] = row.get(role) or (self.above.get(role, "") if not row.get("content") else "")
        if row.get("deadline") and _NONE.fullmatch(row.get("deadline")):
            self.above["deadline"] = ""
        for role, text in held.items():
            if text or self.merges_known:
                self.above[role] = text
        for name, text in row.extra.items():
            self.above[f"+{name}"] = text

    def _number(self, row: Row, lead: str, content: str) -> tuple[str, str, str]:
        """The number of the activity: from its column, or from the beginning of its cell."""
        number = "" if self._counts(row, "no") else row.get("no")
        if self._counts(row, "no") or number or not self.in_cells:
            return number, lead, content
        if lead:
            number, lead = outlined(lead)
        else:
            number, content = outlined(content)
        return number, lead, content

    def _doubt_deadline(self, read: Deadline, text: str, doubts: list[str]) -> None:
        said = short(read.text)
        if not read.text and not self.dated:
            doubts.append("Столбца со сроками в таблице нет: когда выполнять мероприятия?")
        elif not read.text:
            doubts.append(f"Мероприятие «{short(text)}» без срока: когда его выполнять?")
        elif read.ambiguous:
            doubts.append(f"Срок «{said}» можно понять по-разному: выберите нужное.")
        elif read.kind == "unresolved":
            doubts.append(f"Срок «{said}» не удалось понять как даты: уточните его или оставьте словами.")
        if read.text and not read.ambiguous:
            doubts.extend(f"Срок «{said}»: {warning[:1].lower()}{warning[1:]}" for warning in read.warnings)


def _read(cell: str, year: SchoolYear) -> Deadline:
    """The deadline of a cell; lines which are deadlines of their own are a list even when nothing divides them."""
    text = one_line(cell)
    lines = _own_deadlines(cell, year)
    if len(lines) < 2:
        return read_deadline(text, year)
    return replace(read_deadline("; ".join(line.rstrip(" ;,.") for line in lines), year), text=text)


def _own_deadlines(cell: str, year: SchoolYear) -> list[str]:
    """Lines of a deadline cell when each is a deadline, else nothing."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    for at, line in enumerate(lines):
        text = _bare(line)
        if at and (_CONTINUED.match(text) or _DANGLING.search(lines[at - 1].rstrip())):
            return []
        if not _WORDED.search(text) or read_deadline(text, year).kind == "unresolved":
            return []
    return lines


def _bare(line: str) -> str:
    """An item of a list without its number or dash; a date is left alone."""
    match = re.match(r"(?:\d{1,2}\)|[-–—•*]|\d{1,2}\.(?=\s))\s*", line)
    return line[match.end() :] if match else line


def _pairs(activity: str, deadline: str, year: SchoolYear) -> list[str]:
    """Lines of the activity each with its own line of the deadline, when there are as many of both."""
    dates = _own_deadlines(deadline, year)
    done = [line.strip() for line in activity.split("\n") if line.strip()]
    if len(dates) < 2:
        return []
    items = [line for line in done if starts_item(line)]
    if len(items) == len(dates):
        done = items
    if len(done) != len(dates) or not all(starts_item(line) or line[:1].isupper() for line in done):
        return []
    bare = [itemised(line)[1][0] if itemised(line)[1] else outlined(line)[1] if starts_item(line) else line for line in done]
    return [f"{_without_bullet(text)} – {_bare(date)}" for text, date in zip(bare, dates, strict=True)]


def _without_bullet(text: str) -> str:
    return re.sub(r"^[-–—•*]\s*", "", text)


def _numbers_in_cells(rows: list[Row]) -> bool:
    """Whether activities are numbered at the beginning of their cells: the numbers go on from row to row."""
    cells = [row.get("activity") or row.get("content") for row in rows if not row.section]
    cells = [cell for cell in cells if cell]
    numbers = [outlined(cell)[0].rstrip(".)") for cell in cells]
    found = [number for number in numbers if number]
    if (
        not found
        or len(found) * 2 < len(cells)
        or any(row.get("no") for row in rows if not row.section and not row.get("stage"))
    ):
        return False
    if len(found) == 1:
        return not itemised(cells[0])[1]
    return len(set(found)) * 2 > len(found) or not any(itemised(cell)[1][1:] for cell in cells)


def _in_groups(cells: list[str]) -> bool:
    """Whether a column of plain text looks merged: a filled first cell and blanks under many."""
    blank = sum(not cell for cell in cells)
    return len(cells) > 2 and bool(cells[0]) and blank * 5 >= len(cells) * 2 and blank < len(cells) - 1
