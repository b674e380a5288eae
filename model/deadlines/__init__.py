"""The Russian of a «Сроки» column.

A phrase becomes terminals (``tokens``, words in ``words``), the terminals are rewritten by rules (``rule_book`` and the
``rules_*`` modules: each rule is a pattern and a sentence which a methodist can check), what remains is laid on the
calendar of one school year (``pieces``, ``reading``). Conventions such as the teaching year are in ``customs``.
"""

from __future__ import annotations

from model.deadlines.shapes import KINDS, Deadline, Span

__all__ = ["KINDS", "Deadline", "Span", "read_deadline"]

from model.deadlines.reading import read_deadline
