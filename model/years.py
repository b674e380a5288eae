"""The school year: 1 August of one calendar year to 31 July of the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from model.errors import Refusal


@dataclass(frozen=True, order=True)
class SchoolYear:
    """School year ``first``-``first + 1``, for example 2026-2027."""

    first: int

    @classmethod
    def parse(cls, text: str) -> SchoolYear:
        """Read ``2026-2027``, ``2026/27`` or ``2026``; raise ``Refusal`` for anything else."""
        match = re.fullmatch(r"\s*(\d{4})(?:\s*[-–—/]\s*(\d{4}|\d{2}))?\s*", text)
        if match:
            first = int(match[1])
            second = match[2]
            follows = second is None or int(second) in (first + 1, (first + 1) % 100)
            if follows and 1990 <= first <= 2200:
                return cls(first)
        raise Refusal(f"Учебный год «{text}» не понят: напишите два года подряд, например 2026-2027.")

    @classmethod
    def of(cls, day: date) -> SchoolYear:
        """School year that ``day`` belongs to."""
        return cls(day.year if day.month >= 8 else day.year - 1)

    @property
    def second(self) -> int:
        """Calendar year in which the school year ends."""
        return self.first + 1

    @property
    def start(self) -> date:
        """1 August of the first calendar year."""
        return date(self.first, 8, 1)

    @property
    def end(self) -> date:
        """31 July of the second calendar year."""
        return date(self.second, 7, 31)

    def calendar_year(self, month: int) -> int:
        """Calendar year of ``month`` (1-12) within the school year."""
        return self.first if month >= 8 else self.second

    def __str__(self) -> str:
        return f"{self.first}-{self.second}"

    @property
    def short(self) -> str:
        """``2026/27``, for headings."""
        return f"{self.first}/{self.second % 100:02d}"
