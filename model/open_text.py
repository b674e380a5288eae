"""Text of OpenDocument (.odt, .ods): paragraphs as the eye sees them, their notes and frames apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from model.zip_parts import attribute, local

#: What stands in the file and not on the page, or is of the paper.
_UNSEEN = {"tracked-changes", "page-number", "page-count", "note-citation", "ruby-text", "bookmark", "forms", "sequence-decls",
           "desc", "title", "alphabetical-index-mark"}  # fmt: skip


@dataclass
class OpenParagraph:
    """Its text, the elements of notes and remarks fixed to it, and of text boxes."""

    text: str = ""
    notes: list[Any] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


def open_paragraph(element: Any) -> OpenParagraph:
    """Text of a ``text:p`` or ``text:h``."""
    found = OpenParagraph()
    pieces: list[str] = []

    def walk(one: Any) -> None:
        pieces.append(_flat(one.text))
        for inner in one:
            name = local(inner)
            if name == "s":
                count = attribute(inner, "c")
                pieces.append(" " * (min(int(count), 200) if count.isdecimal() else 1))
            elif name == "tab":
                pieces.append("\t")
            elif name == "line-break":
                pieces.append("\n")
            elif name in {"note", "annotation"}:
                found.notes.append(inner)
            elif name == "text-box":
                found.boxes.append(inner)
            elif name and name not in _UNSEEN:
                walk(inner)
            pieces.append(_flat(inner.tail))

    walk(element)
    found.text = "".join(pieces)
    return found


def _flat(text: str | None) -> str:
    """Line breaks of the file itself are spaces."""
    return text.replace("\n", " ").replace("\t", " ") if text else ""
