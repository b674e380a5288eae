"""Pages of an official document: margins, the running place on a page, what is put there, and the PDF made of it.

Margins, the page number from the second page on (centred in the top margin) and the sizes follow GOST R 7.0.97-2025.
All lengths are points; ``y`` runs down from the top edge of the sheet. A print is laid out in whole first and drawn once, so
«стр. 2 из 13» is known without a second pass.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from reportlab.pdfgen.canvas import Canvas

from exports.faces import ASCENT, DESCENT, REGULAR
from exports.fragments import LEADING, Line, Typesetter, height_of

MM = 72 / 25.4

#: Distance of the page number's baseline from the top edge, pt («не менее 10 мм»).
NUMBER_BASELINE = 12 * MM


@dataclass(frozen=True)
class Sheet:
    """Size and margins of a sheet, pt."""

    width: float
    height: float
    left: float = 20 * MM
    right: float = 10 * MM
    top: float = 20 * MM
    bottom: float = 20 * MM

    @property
    def body_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def body_height(self) -> float:
        return self.height - self.top - self.bottom


PORTRAIT = Sheet(210 * MM, 297 * MM)
LANDSCAPE = Sheet(297 * MM, 210 * MM)


@dataclass
class Page:
    """What stands on one page: lines of text at (x, y of the top), rules (x0, y0, x1, y1, weight), grey boxes (x, y, w, h)."""

    texts: list[tuple[float, float, Line]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: ``level`` 0 is the outermost, ``page`` counts from 0, ``y`` is pt from the top."""

    title: str
    level: int
    page: int
    y: float


@dataclass(frozen=True)
class Properties:
    """What the file says of itself: plain one-line texts and the day the print speaks of."""

    title: str
    author: str
    subject: str
    day: date


class Flow:
    """The running place: ``y`` on the last of ``pages``. Each part (one card of many) has page numbers of its own."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.pages: list[Page] = []
        self.parts: list[int] = []
        self.bookmarks: list[Bookmark] = []
        self.y = 0.0
        self._start = 0.0

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def room(self) -> float:
        """Free height down to the bottom margin, pt."""
        return self.sheet.height - self.sheet.bottom - self.y

    @property
    def at_top(self) -> bool:
        """Nothing but repeated headings stands on this page yet."""
        return self.y <= self._start + 0.01

    def begin_part(self) -> None:
        """Start a document of its own on a new page; its pages are numbered from 1."""
        self.parts.append(len(self.pages))
        self.new_page()

    def new_page(self) -> None:
        self.pages.append(Page())
        self.y = self._start = self.sheet.top

    def mark_top(self) -> None:
        """Count what was put so far as the page's repeated heading."""
        self._start = self.y

    def skip(self, height: float) -> None:
        """Leave air, but not at the top of a page."""
        if not self.at_top:
            self.y += height

    def put(self, lines: Sequence[Line], x: float | None = None, *, together: bool = False) -> None:
        """Put lines one under another from ``x`` (the left margin by default), going on to new pages as needed.

        ``together``: move to a new page rather than break, when all fit on one. Otherwise two lines at least stay on each side.
        """
        start = height_of(lines) if together and height_of(lines) <= self.sheet.body_height else height_of(lines[:2])
        if start > self.room:
            self._leave()
        for number, line in enumerate(lines):
            if height_of(lines[number : number + 2] if number == len(lines) - 2 else [line]) > self.room:
                self._leave()
            self.page.texts.append((self.sheet.left if x is None else x, self.y, line))
            self.y += line.height

    def put_abreast(self, columns: Sequence[tuple[float, Sequence[Line]]]) -> None:
        """Put columns of lines, each from its ``x``, side by side; they break only when taller than a page."""
        rests = [(x, list(lines)) for x, lines in columns]
        while any(lines for _, lines in rests):
            height = max(height_of(lines) for _, lines in rests)
            if height > self.room and height <= self.sheet.body_height:
                self._leave()
            bottom = top = self.y
            for x, lines in rests:
                y = top
                while lines and (y + lines[0].height <= top + self.room + 0.01 or (y == top and self.at_top)):
                    line = lines.pop(0)
                    self.page.texts.append((x, y, line))
                    y += line.height
                bottom = max(bottom, y)
            self.y = bottom
            if any(lines for _, lines in rests):
                self.new_page()

    def _leave(self) -> None:
        """Go to a new page unless this one is still empty."""
        if not self.at_top:
            self.new_page()

    def rule(self, x0: float, y0: float, x1: float, y1: float, weight: float = 0.5) -> None:
        self.page.rules.append((x0, y0, x1, y1, weight))

    def bookmark(self, title: str, level: int = 0, y: float | None = None) -> None:
        """Add an entry of the outline that leads here; ``title`` is plain text on one line."""
        self.bookmarks.append(Bookmark(title, level, len(self.pages) - 1, self.y if y is None else y))


def render(flow: Flow, properties: Properties, setter: Typesetter) -> bytes:
    """Draw all pages of ``flow`` as one PDF. The same flow gives the same bytes; ``properties.day`` is the file's date."""
    sheet = flow.sheet
    stream = io.BytesIO()
    canvas = Canvas(
        stream,
        pagesize=(sheet.width, sheet.height),
        pageCompression=1,
        invariant=1,
        initialFontName=REGULAR.name,
        lang="ru-RU",
    )
    canvas.setTitle(setter.plain(properties.title))
    canvas.setAuthor(setter.plain(properties.author))
    canvas.setSubject(setter.plain(properties.subject))
    canvas.setCreator("Kurator")
    stamp = f"D:{properties.day:%Y%m%d}000000Z"
    canvas.setDateFormatter(lambda *_: stamp)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    marks = _bookmarks_by_page(flow)
    for index, page in enumerate(flow.pages):
        _draw(canvas, sheet, page)
        _number(canvas, flow, index, setter)
        for bookmark in marks.get(index, ()):
            key = f"p{index}y{bookmark.y:.1f}n{bookmark.level}"
            canvas.bookmarkHorizontalAbsolute(key, sheet.height - bookmark.y + 4)
            canvas.addOutlineEntry(bookmark.title or "…", key, level=bookmark.level, closed=False)
        canvas.showPage()
    if flow.bookmarks:
        canvas.showOutline()
    canvas.save()
    return stream.getvalue()


def _bookmarks_by_page(flow: Flow) -> dict[int, list[Bookmark]]:
    result: dict[int, list[Bookmark]] = {}
    for bookmark in flow.bookmarks:
        result.setdefault(bookmark.page, []).append(bookmark)
    return result


def _draw(canvas: Canvas, sheet: Sheet, page: Page) -> None:
    if page.boxes:
        canvas.setFillGray(0.92)
        for x, y, width, height in page.boxes:
            canvas.rect(x, sheet.height - y - height, width, height, stroke=0, fill=1)
        canvas.setFillGray(0)
    by_weight: dict[float, list[tuple[float, float, float, float]]] = {}
    for x0, y0, x1, y1, weight in page.rules:
        by_weight.setdefault(weight, []).append((x0, sheet.height - y0, x1, sheet.height - y1))
    for weight, rules in by_weight.items():
        canvas.setLineWidth(weight)
        canvas.lines(rules)
    pen = canvas.beginText()
    font: tuple[str, float] | None = None
    for x, y, line in page.texts:
        if not line.runs:
            continue
        air = (line.height - (ASCENT + DESCENT) * line.size) / 2
        pen.setTextOrigin(x + line.shift, sheet.height - (y + air + ASCENT * line.size))
        for face, text in line.runs:
            if font != (face.name, line.size):
                font = (face.name, line.size)
                pen.setFont(*font)
            pen.textOut(text)
    canvas.drawText(pen)


def _number(canvas: Canvas, flow: Flow, index: int, setter: Typesetter) -> None:
    """«стр. 2 из 13» from the second page of each part on."""
    first = max(start for start in flow.parts if start <= index)
    if index == first:
        return
    after = min((start for start in flow.parts if start > index), default=len(flow.pages))
    size = 10.0
    (line,) = setter.lines(f"стр. {index - first + 1} из {after - first}", size, flow.sheet.body_width, align="center")
    top = NUMBER_BASELINE - ASCENT * size - (LEADING - ASCENT - DESCENT) / 2 * size
    _draw(canvas, flow.sheet, Page(texts=[(flow.sheet.left, top, line)]))
