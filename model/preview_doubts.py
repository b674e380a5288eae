"""What of a roadmap that was read deserves a look: doubts of rows, questions about the whole, and their answers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from model.errors import Refusal
from model.roadmap_draft import ActivityDraft, RoadmapDraft

#: What the reader says of a deadline itself; while a person edits, the same is told anew from the deadline as it is now.
_OF_DEADLINE = re.compile(r"Срок «|Мероприятие «.*» без срока")


def doubts_by_row(draft: RoadmapDraft) -> dict[int, tuple[str, ...]]:
    """Why rows deserve a look, a sentence each, by index; rows without doubts are not there."""
    found = {at: _deadline_doubts(one) for at, one in enumerate(draft.activities)}
    for at, sentence in draft.doubts:
        if at in found and not _OF_DEADLINE.match(sentence):
            found[at] = (*found[at], sentence)
    return {at: tuple(dict.fromkeys(doubts)) for at, doubts in found.items() if doubts}


def _deadline_doubts(one: ActivityDraft) -> tuple[str, ...]:
    first: tuple[str, ...] = ()
    if one.deadline.ambiguous:
        first = ("Срок можно понять по-разному: выберите нужное.",)
    elif not one.deadline.text.strip() and not one.meant:
        first = ("Срок не указан.",)
    elif one.deadline.kind == "unresolved":
        first = ("Срок не понят: отметка будет без даты.",)
    return first + one.deadline.warnings


def open_questions(draft: RoadmapDraft) -> list[str]:
    """Questions about the whole; those of single rows are in ``doubts_by_row``."""
    of_rows = {sentence for _, sentence in draft.doubts}
    return [question for question in draft.questions if question not in of_rows]


def settled(draft: RoadmapDraft, at: int) -> RoadmapDraft:
    """A person has looked at a row: what the reader doubted in it is taken away (doubts of the deadline itself stay)."""
    left = [(place, sentence) for place, sentence in draft.doubts if place != at or _OF_DEADLINE.match(sentence)]
    if len(left) == len(draft.doubts):
        raise Refusal("Вопросов чтения к этой строке нет: сомнительный срок поправьте (F4).")
    return with_doubts(draft, left)


def without_question(draft: RoadmapDraft, at: int) -> RoadmapDraft:
    """A question about the whole (index in ``open_questions``) is answered."""
    questions = open_questions(draft)
    if not 0 <= at < len(questions):
        raise Refusal("Этого вопроса больше нет.")
    return replace(draft, questions=[question for question in draft.questions if question != questions[at]])


def with_doubts(draft: RoadmapDraft, doubts: list[tuple[int, str]], **fields: Any) -> RoadmapDraft:
    """The draft with other doubts and ``fields``; a question goes with the last doubt that asked it."""
    gone = {sentence for _, sentence in draft.doubts} - {sentence for _, sentence in doubts}
    return replace(draft, doubts=doubts, questions=[question for question in draft.questions if question not in gone], **fields)
