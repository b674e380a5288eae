"""The text of one paragraph of a Word document as the eye sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from model.visible_characters import is_symbol_font, symbol, visible
from model.word_numbering import value_of
from model.zip_parts import attribute, child, descendant, local

#: Properties, deleted text, codes of fields and readings above letters: nothing of it stands on the page.
_UNSEEN = {"pPr", "rPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "sdtPr", "sdtEndPr", "rt", "fldData",
           "smartTagPr", "customXmlPr"}  # fmt: skip
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote", "commentReference": "comment"}
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_OFF = {"0", "false", "off"}


@dataclass
class Paragraph:
    """Its text, the text boxes fixed to it (their ``txbxContent``) and the notes it points at: (kind, id)."""

    text: str = ""
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class _Field:
    """A field being read: its code comes first, its result after the separator."""

    code: str = ""
    shown: bool = False


def alternative(element: Any) -> Any:
    """Of the looks of one thing, for new programs and for old ones, the first: the others say the same again."""
    found = child(element, "Choice")
    return child(element, "Fallback") if found is None else found


def is_prompt(element: Any) -> bool:
    """Whether the element is a content control that still waits for its text: «Место для ввода даты» is not the user's."""
    return local(element) == "sdt" and _on(descendant(element, "sdtPr", "showingPlcHdr"))


def read_paragraph(element: Any) -> Paragraph:
    """Text of a ``w:p``: deleted text left out, results of fields without their codes, pictures of symbol fonts as signs.

    Numbers of pages are left out: they are of the paper, not of the text.
    """
    reading = _Reading()
    for one in element:
        reading.walk(one, "")
    reading.found.text = visible("".join(reading.pieces))
    return reading.found


class _Reading:
    def __init__(self) -> None:
        self.found = Paragraph()
        self.pieces: list[str] = []
        self.fields: list[_Field] = []

    def walk(self, element: Any, font: str) -> None:
        """Take the text of an element in."""
        name = local(element)
        if name == "instrText" and self.fields:
            self.fields[-1].code += element.text or ""
        if not name or name in _UNSEEN or is_prompt(element):
            return
        if name == "AlternateContent":
            self._inside(alternative(element), font)
        elif name == "t":
            self._add(_lettered(element.text or "", font))
        elif name in _SIGNS:
            self._add(_SIGNS[name])
        elif name == "sym":
            code = attribute(element, "char")
            self._add(symbol(int(code, 16), attribute(element, "font")) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else "")
        elif name == "fldChar":
            self._field(element)
        elif name == "txbxContent":
            self.found.boxes.append(element)
        elif name in _NOTES:
            self.found.notes.append((_NOTES[name], attribute(element, "id")))
        elif name == "fldSimple" and _PAGE_FIELD.match(attribute(element, "instr")):
            return
        elif name == "r":
            fonts = descendant(element, "rPr", "rFonts")
            self._inside(element, attribute(fonts, "ascii") or attribute(fonts, "hAnsi") if fonts is not None else "")
        else:
            self._inside(element, font)

    def _inside(self, element: Any, font: str) -> None:
        for one in element if element is not None else ():
            self.walk(one, font)

    def _add(self, text: str) -> None:
        if all(one.shown and not _PAGE_FIELD.match(one.code) for one in self.fields):
            self.pieces.append(text)

    def _field(self, element: Any) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._form(child(element, "ffData"))
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].shown = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _form(self, data: Any) -> None:
        """What a field of an old form shows by itself: a box with or without a check, the chosen line of a list."""
        box, choice = child(data, "checkBox"), child(data, "ddList")
        if box is not None:
            state = child(box, "checked")
            self._add("☑" if _on(child(box, "default") if state is None else state) else "☐")
        elif choice is not None:
            entries = [attribute(one, "val") for one in choice if local(one) == "listEntry"]
            chosen = value_of(choice, "result") or value_of(choice, "default") or "0"
            if chosen.isdecimal() and int(chosen) < len(entries):
                self._add(entries[int(chosen)])


def _on(element: Any) -> bool:
    return element is not None and attribute(element, "val").lower() not in _OFF


def _lettered(text: str, font: str) -> str:
    if is_symbol_font(font):
        return "".join(symbol(ord(one), font) if one.strip() and ord(one) < 0xF100 else one for one in text)
    return re.sub("[\uf020-\uf0ff]", lambda match: symbol(ord(match[0]), "Wingdings"), text)
