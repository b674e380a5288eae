"""The Russian of a «Сроки» column.

A phrase becomes terminals (``tokens``; its noise is put right in ``normal_form``, words are known to ``vocabulary`` and
``spelling``), the terminals are rewritten by rules (``rule_book`` and the ``rules_*`` modules: each rule is a pattern and a
sentence which a methodist can check), what remains is laid on the calendar of one school year (``pieces``, ``reading``), and
what no rule used is told (``doubts``). Conventions such as the teaching year are in ``customs``. ``wording`` goes the other
way: from days to words.
"""

from __future__ import annotations

from model.deadlines.shapes import KINDS, Deadline, Span

__all__ = ["KINDS", "Deadline", "Span", "read_deadline", "understood", "words_of"]

from model.deadlines.reading import read_deadline
from model.deadlines.wording import understood, words_of
