"""Where people sign: the approval block at the top right and the lines of signatures at the end (GOST R 7.0.97-2025)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from exports.fragments import Line, Typesetter, height_of
from exports.page import MM, Flow

#: Greatest length of a line of the approval block («до 8 см»), pt.
APPROVAL_WIDTH = 80 * MM

SIGN_HERE = "____________________"
DATE_HERE = "«____» ______________ 20___ г."

_ADOPTED = re.compile(r"утвержд[её]н|принят|согласован")
_NAME_ALONE = re.compile(r"(?:[А-ЯЁ]\. ?){1,2}[А-ЯЁ][а-яё-]+|[А-ЯЁ][а-яё-]+ (?:[А-ЯЁ]\. ?){1,2}")
_HAS_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}|\b20\d\d\b|_{3,}")


def approval_lines(written: Sequence[str], post: str, name: str) -> list[str]:
    """Lines of the approval block. ``written`` (as in the user's document) wins over ``post`` and ``name`` of the head.

    «УТВЕРЖДЕНА приказом …» needs no signature; «УТВЕРЖДАЮ» gets a line to sign and one for the date where they are missing.
    """
    lines = [line for line in written if line.strip()]
    if not lines:
        signature = f"{SIGN_HERE} {name.strip()}".rstrip()
        return ["УТВЕРЖДАЮ", *([post] if post.strip() else []), signature, DATE_HERE]
    words = [line.casefold().strip(" «»\"':.") for line in lines]
    if any(_ADOPTED.match(word) for word in words):
        return lines
    if "утверждаю" in words:
        lines[words.index("утверждаю")] = "УТВЕРЖДАЮ"
    elif not any(word.startswith("утверждаю") for word in words):
        lines.insert(0, "УТВЕРЖДАЮ")
    dated = any(_HAS_DATE.search(line) for line in lines)
    if not any("___" in line for line in lines):
        signed = next((place for place, line in enumerate(lines) if _NAME_ALONE.fullmatch(line.strip())), None)
        if signed is None:
            lines.append(SIGN_HERE)
        else:
            lines[signed] = f"{SIGN_HERE} {lines[signed].strip()}"
    if not dated:
        lines.append(DATE_HERE)
    return lines


def put_approval(flow: Flow, setter: Typesetter, lines: Sequence[str], size: float = 12.0) -> None:
    """Put the approval block at the right margin."""
    set_lines = [line for text in lines for line in setter.lines(text, size, APPROVAL_WIDTH)]
    flow.put(set_lines, flow.sheet.width - flow.sheet.right - APPROVAL_WIDTH, together=True)


@dataclass(frozen=True)
class Signer:
    """One line of signature: who in which role; a blank ``name`` leaves the line to be filled in by hand."""

    role: str
    name: str


# Left edges and widths of role, signature, name and date, mm from the left margin.
_ROLE, _SIGNATURE, _NAME, _DATE = (0.0, 32.0), (33.0, 36.0), (72.0, 60.0), (135.0, 45.0)
_CAPTION = 8.0


@dataclass(frozen=True)
class _Row:
    role: list[Line]
    name: list[Line]
    date: list[Line]
    captions: list[list[Line]]
    height: float


def _row(setter: Typesetter, signer: Signer, size: float) -> _Row:
    role = setter.lines(signer.role, size, _ROLE[1] * MM)
    name = setter.lines(signer.name, size, _NAME[1] * MM, align="center")
    date = setter.lines("«___» __________ 20__ г.", size, _DATE[1] * MM, align="right")
    captions = [
        setter.lines(text, _CAPTION, width * MM, align="center")
        for text, (_, width) in (("подпись", _SIGNATURE), ("расшифровка подписи", _NAME), ("дата", _DATE))
    ]
    tallest = max(height_of(role), height_of(name), height_of(date))
    return _Row(role, name, date, captions, tallest + height_of(captions[0]))


def put_signatures(flow: Flow, setter: Typesetter, signers: Sequence[Signer], size: float = 11.0, before: float = 0.0) -> None:
    """Put a line «role, подпись, расшифровка, дата» for each signer; all stay together while they fit on one page.

    ``before``: air above, pt, left out at the top of a page.
    """
    rows = [_row(setter, signer, size) for signer in signers]
    air = 5 * MM
    whole = sum(row.height + air for row in rows)
    if whole + before > flow.room and whole <= flow.sheet.body_height:
        flow.new_page()
    flow.skip(before)
    for row in rows:
        if row.height + air > flow.room and not flow.at_top:
            flow.new_page()
        if row.height + air > flow.sheet.body_height:
            _put_giant(flow, row)
            continue
        _put_row(flow, row, air)


def _put_row(flow: Flow, row: _Row, air: float) -> None:
    left = flow.sheet.left
    flow.y += air
    baseline = flow.y + row.height - height_of(row.captions[0])
    for (x, _), lines in ((_ROLE, row.role), (_NAME, row.name), (_DATE, row.date)):
        y = baseline - height_of(lines)
        for line in lines:
            flow.page.texts.append((left + x * MM, y, line))
            y += line.height
    for x, width in (_SIGNATURE, _NAME):
        flow.rule(left + x * MM, baseline, left + (x + width) * MM, baseline)
    for (x, _), lines in zip((_SIGNATURE, _NAME, _DATE), row.captions, strict=True):
        flow.page.texts.append((left + x * MM, baseline, lines[0]))
    flow.y += row.height


def _put_giant(flow: Flow, row: _Row) -> None:
    """A role or a name longer than a page still comes out in full, with the line to sign under it."""
    left = flow.sheet.left
    flow.put_abreast([(left + _ROLE[0] * MM, row.role), (left + _NAME[0] * MM, row.name)])
    _put_row(flow, _Row([], [], row.date, row.captions, height_of(row.date) + height_of(row.captions[0])), 0.0)
