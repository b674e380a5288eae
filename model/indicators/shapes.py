"""What a counted indicator looks like to screens, commands and prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """What one definition gives: ids in the numerator and in the denominator (the first lie among the second)."""

    code: str
    part: frozenset[str]
    whole: frozenset[str]

    @classmethod
    def of(cls, code: str, part: Iterable[str], whole: Iterable[str]) -> Share:
        """A share; who is not in the whole cannot be in the part."""
        everything = frozenset(whole)
        return cls(code, frozenset(part) & everything, everything)


@dataclass(frozen=True)
class Indicator:
    """One indicator. ``target``: a fraction or ``None``; the lists are ids of persons, or of rows where rows are counted.

    ``frozen``: as it was when the school year was closed (its lists stay in the institution that closed it).
    """

    code: str
    title: str
    numerator: int
    denominator: int
    target: float | None
    numerator_people: list[str]
    denominator_people: list[str]
    frozen: bool = False

    @property
    def value(self) -> float | None:
        """Numerator by denominator; ``None`` for 0/0, which is shown «—»."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def shown(self) -> str:
        """«66,7 %», or «—»."""
        return percent(self.value)


def percent(value: float | None) -> str:
    """A fraction as Russians write it: «100 %», «66,7 %»; «—» for nothing."""
    if value is None:
        return "—"
    return f"{value * 100:.1f}".removesuffix(".0").replace(".", ",") + " %"
