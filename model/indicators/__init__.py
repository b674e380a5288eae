"""Indicators (domain.md 13): numerator and denominator of each, with the people or rows behind both.

``scope`` says what is counted and reads what all definitions share, ``people``, ``work`` and ``satisfaction`` hold the
definitions, ``counting`` puts them together, ``targets`` and ``freezing`` are the goals and the years that were closed.
The definitions in words: ``docs/dev/indicators.md``.
"""

from __future__ import annotations

from model.indicators.counting import indicators
from model.indicators.freezing import frozen_indicators, write_frozen
from model.indicators.naming import behind
from model.indicators.shapes import Indicator
from model.indicators.targets import read_target, set_target

__all__ = ["Indicator", "behind", "frozen_indicators", "indicators", "read_target", "set_target", "write_frozen"]
