"""The recovery sheet: 24 words on paper, the only copy of a key that no computer has to keep.

One portrait page for the safe. The QR code is the public key file, so that a phone can carry it; the words are the secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from exports.faces import BOLD
from exports.fragments import Typesetter, gap
from exports.page import MM, PORTRAIT, Flow, Properties, render
from exports.result import PrintResult
from exports.saving import save_whole
from model.russian_dates import show_date

TITLE, NAME, TEXT, WORD, SMALL = 18.0, 13.0, 11.5, 14.0, 9.0
#: The words stand in columns and are read downwards.
COLUMNS = 4
CODE = 62 * MM

_WHAT = (
    "Кто знает эти 24 слова, может читать файлы учреждения и подписывать их: храните лист в сейфе, не снимайте его на телефон "
    "и не держите файл на диске. На новом ноутбуке верните базу из копии, затем ключ: kurator key recover спросит слова по "
    "порядку и покажет шесть слов, которые стоят ниже."
)
_WHAT_SAFE = (
    "Это запасной ключ района: он открывает всё, что посылают району, если основной потерян; храните лист отдельно от "
    "основного. Чтобы им воспользоваться, выполните в базе района kurator key recover --replace и введите слова по порядку."
)


@dataclass(frozen=True)
class RecoverySheet:
    """What the sheet says. ``words``: the 24; ``fingerprint``: six words; ``created``: ISO 8601; ``public``: the key file."""

    institution: str
    safe: bool
    words: tuple[str, ...]
    fingerprint: str
    created: str
    public: bytes


def print_recovery_sheet(told: RecoverySheet, out: Path) -> PrintResult:
    """Write the sheet as a PDF of one page; raise ``Refusal`` when ``out`` cannot be written."""
    setter = Typesetter()
    flow = Flow(PORTRAIT)
    flow.begin_part()
    width = flow.sheet.body_width
    title = "Лист восстановления запасного ключа" if told.safe else "Лист восстановления ключа"
    flow.put(setter.centred(title, TITLE, width, face=BOLD))
    flow.skip(2 * MM)
    flow.put(setter.centred(told.institution, NAME, width))
    flow.skip(8 * MM)
    _put_words(flow, setter, told.words)
    flow.skip(8 * MM)
    flow.put(setter.lines(_WHAT_SAFE if told.safe else _WHAT, TEXT, width))
    flow.skip(8 * MM)
    _put_public(flow, setter, told)
    day = date.fromisoformat(told.created[:10])
    content = render(flow, Properties(title, told.institution, "Ключ", day), setter)
    save_whole(content, out)
    return PrintResult(out, len(flow.pages), "recovery-sheet", tuple(sorted(setter.replaced)))


def _put_words(flow: Flow, setter: Typesetter, words: tuple[str, ...]) -> None:
    """The numbered words in ruled columns."""
    rows = -(-len(words) // COLUMNS)
    step = flow.sheet.body_width / COLUMNS
    left, top = flow.sheet.left, flow.y
    height = 0.0
    for column in range(COLUMNS):
        y = top + 3 * MM
        for place in range(column * rows, min((column + 1) * rows, len(words))):
            (number,) = setter.lines(f"{place + 1}.", WORD, 11 * MM, align="right")
            (word,) = setter.lines(words[place], WORD, step, face=BOLD)
            flow.page.texts.append((left + column * step, y, number))
            flow.page.texts.append((left + column * step + 13 * MM, y, word))
            y += word.height + 3 * MM
        height = max(height, y - top)
    for x in (left + column * step for column in range(COLUMNS + 1)):
        flow.rule(x, top, x, top + height)
    flow.rule(left, top, left + flow.sheet.body_width, top)
    flow.rule(left, top + height, left + flow.sheet.body_width, top + height)
    flow.y = top + height


def _put_public(flow: Flow, setter: Typesetter, told: RecoverySheet) -> None:
    """What others may know: the code of the public key, its six words and its day."""
    left, top = flow.sheet.left, flow.y
    _put_code(flow, told.public, left, top, CODE)
    width = flow.sheet.body_width - CODE - 6 * MM
    lines = [
        *setter.lines("Открытый ключ", NAME, width, face=BOLD),
        gap(2 * MM),
        *setter.lines("Шесть слов, которые читают по телефону, чтобы ключ подтвердили:", TEXT, width),
        gap(1 * MM),
        *setter.lines(told.fingerprint, WORD, width, face=BOLD),
        gap(3 * MM),
        *setter.lines(f"Ключ создан {show_date(date.fromisoformat(told.created[:10]))}.", TEXT, width),
        gap(3 * MM),
        *setter.lines(
            "Код слева — файл открытого ключа (.kurkey): в нём нет тайны, его можно показать и переслать.", SMALL, width
        ),
    ]
    y = top
    for line in lines:
        flow.page.texts.append((left + CODE + 6 * MM, y, line))
        y += line.height
    flow.y = max(top + CODE, y)


def _put_code(flow: Flow, content: bytes, left: float, top: float, size: float) -> None:
    """A QR code as black bars, one a run of dark modules."""
    import segno

    matrix = segno.make(content, error="m", micro=False).matrix
    module = size / len(matrix)
    for row, line in enumerate(matrix):
        y = top + (row + 0.5) * module
        start: int | None = None
        for column, dark in enumerate([*line, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                flow.rule(left + start * module, y, left + column * module, y, module)
                start = None
