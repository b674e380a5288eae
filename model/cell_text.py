"""The text of one cell: tags taken out, list items found and kept apart."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<\s*(?:br|/p|p|/li|li|/ul|ul|/ol|ol|/div|div|/tr|tr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*[a-zA-Z][^<>]*>")
_SPACE = re.compile(r"[ \t\u00a0]+")
_NUMBERED = re.compile(r"(\d{1,2})\s?[.)]\s*(?=\D)")
_INLINE_NUMBER = re.compile(r"(?<![\d.№])(?<!№ )(?<!\w)(\d{1,2})[.)]\s*(?=[А-ЯЁA-Z«\"„])")
_DASHED = re.compile(r"[-–—•▪●*·]\s*(?=\S)")
_INLINE_DASH = re.compile(r"(?<=[;:.])\s*[-–—•▪●·]\s*(?=[А-ЯЁA-Zа-яё«])|\s+[•▪●]\s*(?=\S)")


def plain(cell: str) -> str:
    """The cell without HTML: paragraphs and list items become lines, other tags vanish, entities become letters."""
    if "<" in cell:
        cell = _TAG.sub(" ", _BREAK.sub("\n", cell))
    if "&" in cell:
        cell = html.unescape(cell)
    lines = [_SPACE.sub(" ", line).strip() for line in cell.replace("**", "").split("\n")]
    return "\n".join(line for line in lines if line)


def itemised(text: str) -> tuple[str, list[str]]:
    """The text with one item a line, and the items without their numbers and dashes."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines.extend(_split_line(line))
    steps: list[str] = []
    for line in lines:
        match = _NUMBERED.match(line) or _DASHED.match(line)
        if match and line[match.end() :].strip():
            steps.append(line[match.end() :].strip())
    if len(steps) == 1 and len(lines) == 1:
        return "\n".join(lines), []
    return "\n".join(lines), steps


def _split_line(line: str) -> list[str]:
    """Cut a line before each number which continues the counting, and before dashes after «;» or «:»."""
    cuts: list[int] = []
    first = _NUMBERED.match(line)
    expected = int(first[1]) + 1 if first else 1
    for match in _INLINE_NUMBER.finditer(line):
        if match.start() and int(match[1]) == expected:
            # a lone «1.» inside a sentence is no list: there must be a «2.» after it
            if expected == 1 and not _continues(line, match.end()):
                continue
            cuts.append(match.start())
            expected += 1
    for match in _INLINE_DASH.finditer(line):
        cuts.append(match.start())
    pieces = []
    start = 0
    for cut in sorted(set(cuts)):
        pieces.append(line[start:cut].strip())
        start = cut
    pieces.append(line[start:].strip())
    return [piece for piece in pieces if piece]


def _continues(line: str, at: int) -> bool:
    return any(int(match[1]) == 2 for match in _INLINE_NUMBER.finditer(line, at))


def last_number(text: str) -> int:
    """Number of the last numbered item of a cell, 0 when it has none."""
    numbers = [int(match[1]) for line in itemised(text)[0].split("\n") if (match := _NUMBERED.match(line))]
    return numbers[-1] if numbers else 0


def first_number(text: str) -> int:
    """Number with which the cell begins, 0 when it begins with something else."""
    match = _NUMBERED.match(text)
    return int(match[1]) if match else 0


OUTLINE = re.compile(r"(\d{1,2}(?:\.\d{1,2})*[.)]?|[IVXІ]{1,5}[.)])\s+(?=\S)")


def outlined(text: str) -> tuple[str, str]:
    """«1.2. Обучение» → «1.2.» and «Обучение»; no number when the text has none."""
    match = OUTLINE.match(text) or re.match(r"(\d{1,2}(?:\.\d{1,2})*[.)])\s*(?=[^\d\s])", text)
    return (match[1], text[match.end() :]) if match else ("", text)
