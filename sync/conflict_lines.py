"""The conflict list line by line, for a screen: what differs, both values so that the difference is seen, the row in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.actions import Actions
from model.cell_words import cell_words
from model.change_authors import Authors
from model.code_words import codes_of
from model.column_titles import column_title
from model.errors import Refusal
from model.log_tables import columns
from model.store import Store
from sync.conflict_words import SILENT, VersionWords, conflict_words, shared_letters
from sync.conflicts import Conflict, find, not_ours, refuse_typing, window

#: So many letters that two values share would fill a narrow column.
_NARROW = 12


@dataclass(frozen=True)
class Answers:
    """How a conflict can be settled. ``others``: place of a version and its words; ``codes``: of a column that has a list of
    its own; ``text``: the shown value as it can be typed; ``no_typing``: why nothing can be typed here, or nothing."""

    shown: str
    others: tuple[tuple[int, str], ...]
    codes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    no_typing: str = ""


@dataclass(frozen=True)
class ConflictLine:
    """One conflict in words. ``what``: the row; ``shown`` and ``other``: short, for two columns; ``versions``: in full;
    ``refusal``: why it is not settled here, or nothing."""

    id: str
    institution: str
    what: str
    column: str
    shown: str
    other: str
    versions: tuple[VersionWords, ...]
    around: str
    answers: Answers
    refusal: str

    @property
    def is_row(self) -> bool:
        """Whether it is about the row as a whole: deleted here, edited there."""
        return not self.column


def conflict_lines(store: Store, offset: int, limit: int) -> list[ConflictLine]:
    """Some of the conflicts in the order of the list."""
    authors = Authors(store, Actions(store))
    return [_line(store, conflict, authors) for conflict in window(store, offset, limit)]


def _line(store: Store, conflict: Conflict, authors: Authors) -> ConflictLine:
    words = conflict_words(store, conflict, authors)
    if conflict.column == "*":
        column, shown, other = "", "строка есть", "строки нет"
    else:
        column = column_title(conflict.table, conflict.column)
        shown, *others = parting(list(dict.fromkeys(one.value for one in words.versions)))
        other = " | ".join(others)
    return ConflictLine(
        conflict.id,
        conflict.institution,
        f"{conflict.title} «{conflict.words}»",
        column,
        shown,
        other,
        words.versions,
        words.around,
        _answers(store, conflict, words.versions),
        "" if conflict.mine else not_ours(conflict),
    )


def _answers(store: Store, conflict: Conflict, words: Sequence[VersionWords]) -> Answers:
    try:
        refuse_typing(conflict)
    except Refusal as refusal:
        no_typing = refusal.sentence
    else:
        no_typing = ""
    if conflict.column == "*":
        return Answers("", (), no_typing=no_typing)
    others: dict[str, int] = {}
    for place, (version, told) in enumerate(zip(conflict.versions, words, strict=True)):
        if version.value != conflict.versions[0].value:
            others.setdefault(told.value, place)
    codes = codes_of(conflict.table, conflict.column)
    text = cell_words(store, conflict.table, conflict.column, conflict.versions[0].value, conflict.row)
    return Answers(
        words[0].value, tuple((place, told) for told, place in others.items()), tuple(codes.items()), text, no_typing
    )


def parting(values: Sequence[str]) -> list[str]:
    """Values without the words that all of them begin with, when these would fill a narrow column."""
    common = shared_letters(values)
    if len(values) < 2 or common < _NARROW:
        return list(values)
    begin = values[0].rfind(" ", common - _NARROW, common) + 1 or common
    return ["…" + value[begin:] for value in values]


def row_in_full(store: Store, identity: str) -> list[tuple[str, str]]:
    """The row around a conflict: title of a column and its words, of every filled column.

    Raise ``Refusal`` (missing) when it was settled meanwhile.
    """
    conflict = find(store, identity)
    if conflict is None:
        raise Refusal("Этого расхождения больше нет: его уже разобрали.", "missing")
    told = []
    for column in columns(conflict.table):
        words = cell_words(store, conflict.table, column, conflict.row.get(column), conflict.row)
        if words and column not in SILENT:
            told.append((column_title(conflict.table, column), words))
    return told
