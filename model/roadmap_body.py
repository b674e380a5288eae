"""The body of a table: which lines are activities, which are sections, what a page cut in two, what is none of these."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from model.cell_text import mended, one_line
from model.roadmap_columns import OUTLINE, is_dated
from model.roadmap_continued import Seen, begins_another, continues, is_foreign_heading
from model.roadmap_headings import Heading, completed, heading_at
from model.roadmap_lines import Line, is_column_numbers, is_note, is_page_number, is_signature, is_total
from model.roadmap_periods import PARTS, composed_deadline
from model.roadmap_rows import REST, Cuts, Row, join, numbers_cut_off
from model.roadmap_sections import is_dated_section, is_section, looks_like_section
from model.roadmap_widths import fitting
from model.years import SchoolYear

#: Columns in which the lone name of a person under the table can stand: no activity has nothing else.
_SIGNED = ("", "no", "stage", "activity", "content")
_OWN = ("no", "stage", "activity", "content", "deadline", "responsible", "result", "mark")


@dataclass
class Body:
    """What the lines under a heading came to; ``columns``: extra ones of further headings."""

    rows: list[Row] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    merges_known: bool = False
    columns: list[tuple[str, str]] = field(default_factory=list)


def read_body(lines: list[Line], heading: Heading, year: SchoolYear, *, merges_known: bool) -> Body:
    """Read everything from the end of the heading on; every word is in a row or in ``unread``."""
    return _BodyReader(lines, heading, year, merges_known).run()


class _BodyReader:
    def __init__(self, lines: list[Line], heading: Heading, year: SchoolYear, merges_known: bool) -> None:
        self.lines = lines
        self.heading = heading
        self.year = year
        self.body = Body(merges_known=merges_known)
        self.foreign = False
        self.continued = False
        self.first_heading = heading
        texts = Counter(line.text for line in lines if line.alone)
        self.running = {text for text, times in texts.items() if times > 1}
        self.headings = self._all_headings()
        self.last = self._last_row()
        self.cuts = Cuts(year, merges_known, "deadline" in heading.roles, self._begins_small())
        self.fits = fitting(lines, heading, year, self.last)

    def _all_headings(self) -> dict[int, Heading]:
        """Further headings of the file by the line where they begin: the same again, or that of another part of the roadmap."""
        found: dict[int, Heading] = {}
        at = self.heading.end
        while at < len(self.lines):
            line = self.lines[at]
            new = heading_at(self.lines, at) if line.wide else None
            parted = line.starts_table or not self.lines[at - 1].wide or is_page_number(self.lines[at - 1])
            again = self.heading.repeated_by(line)
            if new and (again or (parted and self._is_plan(new))):
                if again and len(line.cells) == len(self.lines[self.heading.first].cells):
                    new.end = min(new.end, at + self.heading.end - self.heading.first)
                found[at] = new
                at = new.end
            else:
                at += 1
        ends = [*list(found)[1:], len(self.lines)]
        for (start, new), end in zip(found.items(), ends, strict=False):
            completed(new, [one for one in self.lines[new.end : end] if one.at >= start], self.year)
        return found

    def _is_plan(self, new: Heading) -> bool:
        """Whether a further heading is that of a plan: what is done, and when, or by whom when no column above says when."""
        when = {"deadline", *PARTS}
        if not when & set(self.first_heading.roles):
            when.add("responsible")
        return "activity" in new.roles and bool(when & set(new.roles))

    def _begins_small(self) -> bool:
        """Whether activities of this table are written in lower case: those which surely are activities tell."""
        sure = [
            text
            for line in self.lines[self.heading.end :]
            if is_dated(self._deadline_of(line), self.year) and (text := self._activity_of(line))
        ]
        return sum(text[:1].islower() for text in sure) * 10 >= len(sure) * 3 and bool(sure)

    def _last_row(self) -> int:
        """The last line of the table: what stands alone behind it is under the table."""
        return max((at for at, line in enumerate(self.lines) if line.wide and not is_note(line)), default=-1)

    def run(self) -> Body:
        at = self.heading.end
        while at < len(self.lines):
            line = self.lines[at]
            if at in self.headings:
                self._new_heading(at)
                at = self.headings[at].end
                continue
            if line.filled:
                self._line(at, line)
            at += 1
        numbers_cut_off(self.body.rows)
        return self.body

    def _new_heading(self, at: int) -> None:
        new = self.headings[at]
        self.foreign = not {"activity", "deadline", "start", "period", "responsible", "stage"} & set(new.roles)
        self.body.unread.extend(line.text for line in self.lines[at : new.end] if line.filled)
        self.continued = [column.title for column in new.columns] == [column.title for column in self.heading.columns]
        self.body.columns.extend((column.role, column.title) for column in new.columns if column.role == "extra")
        self.heading = new

    def _line(self, at: int, line: Line) -> None:
        if line.starts_table:
            self.foreign = not self._continues_table(at)
        elif line.alone and self.body.merges_known:
            self.foreign = False
        elif not self.body.merges_known and begins_another(self.lines, at, self.heading, self._seen()):
            self.foreign = True
        if is_foreign_heading(line) and not is_dated(self._deadline_of(line), self.year):
            self.foreign = True
        if self.foreign or self._is_furniture(line) or self._is_behind(at, line):
            self.body.unread.append(line.text)
            return
        section = not line.alone and is_section(line, self.heading, self.lines[at + 1 :], self.body.merges_known)
        if (line.alone or section) and self._titles_whole_table(at):
            self.body.unread.append(line.text)
        elif line.alone:
            self._alone(at, line)
        elif section:
            self._section(line)
        elif is_dated_section(line, self.heading, self.lines[at + 1 :]):
            self._dated_section(line)
        else:
            self._row(line)

    def _is_furniture(self, line: Line) -> bool:
        if is_page_number(line) or is_column_numbers(line) or is_total(line) or self.heading.repeated_by(line):
            return True
        if len(line.filled) == 1 and not line.below and is_signature(line.text) and self._role(line.filled[0]) in _SIGNED:
            return True
        if not is_note(line):
            return False
        return not is_dated(self._deadline_of(line), self.year) or not re.search(r"[^\W_]", self._activity_of(line))

    def _is_behind(self, at: int, line: Line) -> bool:
        """A lone cell behind the table and a blank line: «Рабочая группа:» under a sheet's last row."""
        behind = at > self.last and len(line.filled) == 1 and not line.alone and not line.below
        return behind and any(not one.filled for one in self.lines[self.last + 1 : at])

    def _role(self, column: int) -> str:
        return self.heading.roles[column] if column < len(self.heading.columns) else ""

    def _deadline_of(self, line: Line) -> str:
        return next((line.cells[at] for at, role in enumerate(self.heading.roles[: len(line.cells)]) if role == "deadline"), "")

    def _continues_table(self, at: int) -> bool:
        return continues(self.lines, at, self.heading, self._seen())

    def _seen(self) -> Seen:
        above = next((row.get("no") for row in reversed(self.body.rows) if row.get("no")), "")
        return Seen(self.year, self.fits, frozenset(self.headings), above)

    def _activity_of(self, line: Line) -> str:
        cells = zip(self.heading.roles, line.cells, strict=False)
        return next((text for role, text in cells if role in ("activity", "content") and text), "")

    def _alone(self, at: int, line: Line) -> None:
        """Running text between the rows: a section, the rest of a cell, or nothing of the table."""
        text = line.text
        below = next((one for one in self.lines[at + 1 :] if one.filled), None)
        loud = looks_like_section(text)
        if at > self.last or (text in self.running and not loud) or self._introduces_foreign(at):
            self.body.unread.append(text)
        elif not self.body.merges_known and REST.match(text):
            self._continue_last(text)
        elif below is not None and (below.starts_table or below.at in self.headings):
            if _is_title(text) and self._is_own_table(below.at):
                self._section(line)
            else:
                self.body.unread.append(text)
        elif not self.body.merges_known and (loud or (_is_title(text) and below is not None and below.wide)):
            self._section(line)
        else:
            self.body.unread.append(text)

    def _introduces_foreign(self, at: int) -> bool:
        """Whether the next row of cells is the heading of another table."""
        other = next((one for one in self.lines[at + 1 :] if one.wide), None)
        if other is None or other.at in self.headings:
            return False
        known = self.body.merges_known
        return is_foreign_heading(other) or (not known and begins_another(self.lines, other.at, self.heading, self._seen()))

    def _titles_whole_table(self, at: int) -> bool:
        """Whether the row stands over a heading whose own table begins with a section: then it is no section itself."""
        heading = next((one for one in self.lines[at + 1 :] if one.filled), None)
        if heading is None or heading.at not in self.headings:
            return False
        new = self.headings[heading.at]
        below = [one for one in self.lines[new.end : new.end + 4] if one.filled and not is_column_numbers(one)]
        return bool(below) and is_section(below[0], new, below[1:], self.body.merges_known)

    def _is_own_table(self, at: int) -> bool:
        return at in self.headings or self._continues_table(at)

    def _section(self, line: Line) -> None:
        texts = [one_line(text) for text in line.texts]
        apart = len(texts) > 1 and OUTLINE.fullmatch(texts[0]) is not None
        texts = list(dict.fromkeys(texts))
        cells = {"no": texts[0], "stage": " ".join(texts[1:])} if apart and len(texts) > 1 else {"stage": " ".join(texts)}
        below = next((one for one in self.lines[line.at + 1 :] if one.filled), None)
        self.body.rows.append(Row(cells, section=True, over=below is not None and below.at in self.headings))

    def _dated_section(self, line: Line) -> None:
        row = self._by_roles(line)
        row.section = True
        row.cells["stage"] = one_line(row.cells.pop("activity", ""))
        self.body.rows.append(row)

    def _continue_last(self, text: str) -> None:
        """A line without cells inside a table of text: the rest of the last cell above."""
        if not self.body.rows or self.body.rows[-1].section:
            self.body.unread.append(text)
            return
        above = self.body.rows[-1]
        role = (above.filled or ["activity"])[-1]
        above.cells[role] = mended(above.get(role), text)

    def _row(self, line: Line) -> None:
        new = self._by_roles(line)
        above = self.body.rows[-1] if self.body.rows else None
        if above is not None and not above.section and self.cuts.continues(new, above):
            join(above, new)
            return
        self.body.rows.append(new)

    def _by_roles(self, line: Line) -> Row:
        new = Row()
        places = self.fits.get(line.at) or list(range(len(line.cells)))
        columns = self.heading.columns
        spread = ["" for _ in columns]
        whole = ["" for _ in columns]
        for cell, place in enumerate(places[: len(line.cells)]):
            text = line.cells[cell]
            role = columns[place].role if place < len(columns) else ""
            if place < len(columns):
                spread[place], whole[place] = text, line.whole[cell]
            title = columns[place].title if place < len(columns) and columns[place].title else f"Столбец {place + 1}"
            if role in _OWN and role not in new.cells:
                new.cells[role] = line.marked.get(cell, text) if role in ("activity", "content") else text
                if cell in line.below:
                    new.below.add(role)
            elif text:
                new.extra[title] = mended(new.extra.get(title, ""), text)
            elif cell in line.below:
                new.below.add(title)
        sides = [n for n, column in enumerate(columns) if column.role in PARTS]
        if sides:
            laid = Line(line.at, spread, whole)
            new.cells["deadline"] = composed_deadline(columns, laid, new.get("deadline"), self.year)
            if any(columns[n].role == "period" for n in sides):
                new.ticked = True
            if not new.get("deadline") and all(places.index(n) in line.below for n in sides if n in places):
                new.below.add("deadline")
        return new


def _is_title(text: str) -> bool:
    return len(text) < 160 and not text.endswith((".", ";", ":"))
