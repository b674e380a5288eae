"""Rows of a grid made ready for reading: cells cleaned, what merging repeats taken out, furniture of pages known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from model.cell_text import ITEM_MARK, plain, unmarked
from model.grid import Grid

_PAGE_OF = re.compile(
    r"(?:^|\W)(?:стр(?:аница|\.)\W*\d{1,3}(?:\W*(?:из|/)\W*\d{1,3})?|лист\W*\d{1,3}\W*(?:из|/)\W*\d{1,3})\W*$", re.IGNORECASE
)
_PAGE = re.compile(
    r"\W*(?:\d{1,3}|(?:стр(?:аница|\.)?|лист|page)\W*\d{1,3}(?:\W*(?:из|of|/)\W*\d{1,3})?|\d{1,3}\s*(?:из|/)\s*\d{1,3})\W*"
    r"|\W*(?:продолжение|окончание)\s+(?:таблицы|приложения|табл\.)\W*\d*\W*",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\W*(?:итого|всего)\b", re.IGNORECASE)
_NOTE = re.compile(
    r"\s*\*|\W*(?:примечани[ея]|пояснени[ея]|сноска|условные обозначения|сокращения)\s*[:.№–—-]"
    r"|[¹²³]|\W*(?:составил|исполнитель|согласовано|разработал|подготовил|(?:с планом )?ознакомлен[аы]?\b|м\.\s?п\.)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"_{3,}|\(подпись\)|^подпись$|расшифровка подписи|/\s*[А-ЯЁ][а-яё]+\s*/|^\W*м\.\s?п\.\W*$", re.IGNORECASE
)
_HASHES = re.compile(r"^#{1,6}\s+")
_PERSON = re.compile(
    r"(?:[А-ЯЁ]\.\s?){1,2}\s?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s(?:[А-ЯЁ]\.\s?){2}"
    r"|[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+(?:вич|вна|ична)"
)
_POST = re.compile(
    r"директор|заведующ|председател|начальник|зам\b|зам\.|заместител|методист|куратор|руководител|составител|бухгалтер|завуч"
    r"|психолог|воспитател|секретар|ответственн|наставник|педагог|учител|специалист|глава\b|ректор",
    re.IGNORECASE,
)


_POST_OF_PERSON = re.compile(rf".{{3,100}}?[\s:_/–—-]+(?:{_PERSON.pattern})\W*", re.DOTALL)
_RANK = re.compile(r"^\W*(?:(?:и\.\s?о\.|врио|главный|старший|ст\.|первый|педагог-|муниципальный|школьный)\s*)*", re.IGNORECASE)
#: «х – месяц, в котором дело выполняется», «+ выполнено», «* по согласованию».
_LEGEND = re.compile(r"\W{0,2}(?:[xхXХvV+*✓✔√☑●■▲•]{1,2}|\d\s?\*)\W{0,2}\s*[-–—=:]\s*[а-яёА-ЯЁ]")


@dataclass
class Line:
    """A row of the source. ``cells`` without what a merged cell repeats, ``whole`` with it; ``below``: columns covered from
    above.

    ``starts_table``: the file says that a table begins here; ``names_sheet``: it is the name of a sheet. ``filled``: columns
    with something in them; ``marked``: cells in which the items of HTML lists have their ``ITEM_MARK``.
    """

    at: int
    cells: list[str]
    whole: list[str]
    across: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()
    starts_table: bool = False
    marked: dict[int, str] = field(default_factory=dict)
    filled: list[int] = field(default_factory=list)
    names_sheet: bool = False

    @property
    def texts(self) -> list[str]:
        """What stands in the filled cells."""
        return [self.cells[at] for at in self.filled]

    @property
    def text(self) -> str:
        """All words of the row."""
        return " ".join(self.texts)

    @property
    def wide(self) -> bool:
        """Whether two cells or more have something in them."""
        return len(self.filled) > 1

    @property
    def alone(self) -> bool:
        """Whether it is running text: the row has only one cell."""
        return len(self.cells) == 1 and bool(self.filled)


def lines_of(grid: Grid) -> list[Line]:
    """Every row of the grid, blank ones too."""
    lines: list[Line] = []
    for at, row in enumerate(grid.rows):
        whole = [plain(cell) for cell in row]
        marked = {column: text for column, text in enumerate(whole) if ITEM_MARK in text}
        whole = [unmarked(text) for text in whole]
        if len(whole) == 1:
            whole[0] = _HASHES.sub("", whole[0])
        across = frozenset(c for c in range(1, len(row)) if (at, c) in grid.across and whole[c] == whole[c - 1])
        cells = ["" if c in across else text for c, text in enumerate(whole)]
        below = frozenset(c for c in range(len(row)) if (at, c) in grid.below and not cells[c])
        filled = [c for c, text in enumerate(cells) if text]
        lines.append(Line(at, cells, whole, across, below, at in grid.tables, marked, filled, at in grid.names))
    return lines


def is_page_number(line: Line) -> bool:
    """«2», «стр. 3 из 7», «Продолжение таблицы 1», «Дорожная карта. Страница 1 из 3» between the pages of a table."""
    if len(line.filled) != 1:
        return False
    return (len(line.text) < 40 and _PAGE.fullmatch(line.text) is not None) or (
        len(line.text) < 120 and _PAGE_OF.search(line.text) is not None
    )


def is_total(line: Line) -> bool:
    """«Итого 4 мероприятия»."""
    return bool(line.filled) and any(_TOTAL.match(text) for text in line.texts[:2])


def is_note(line: Line) -> bool:
    """A note or a signature under the table: «* при наличии», «Исполнитель: …», «Директор ______»."""
    if not line.filled:
        return False
    if _NOTE.match(line.texts[0]) and len(line.filled) <= 2:
        return True
    if len(line.filled) == 1 and _LEGEND.match(line.texts[0]):
        return True
    signed = len(line.filled) in (2, 3) and bool(_POST.match(line.texts[0])) and _PERSON.fullmatch(line.texts[-1]) is not None
    if signed and len(line.texts[0]) < 120:
        return True
    return len(line.filled) <= 4 and len(line.text) < 250 and any(_SIGNATURE.search(text) for text in line.texts)


def is_signature(text: str) -> bool:
    """A post with the name of whoever has it, and nothing else: «Главный бухгалтер Рябинкина Т.С.»."""
    post = _RANK.sub("", text, count=1)
    return len(text) < 140 and _POST.match(post) is not None and _POST_OF_PERSON.fullmatch(text) is not None


def is_column_numbers(line: Line) -> bool:
    """«1 2 3 4 5» under the heading."""
    numbers = [text.strip(" .)(") for text in line.texts]
    if len(numbers) < 3 or not all(re.fullmatch(r"[0-9]{1,2}", number) for number in numbers):
        return False
    return [int(number) for number in numbers] == list(range(int(numbers[0]), int(numbers[0]) + len(numbers)))
