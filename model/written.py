"""What a use case gives back when it was done but something about it is worth a second look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Written:
    """Id of the row that was written and warnings, one Russian sentence each: nothing was refused."""

    id: str
    warnings: tuple[str, ...] = ()
