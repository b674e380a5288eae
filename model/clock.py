"""Hybrid logical clock: stamps that sort, never go back, and do not trust a school laptop's battery.

A stamp is 28 lower-case hexadecimal digits: 12 of milliseconds since 1970, 4 of a counter, 12 of the node (Kulkarni et al.,
«Logical Physical Clocks», 2014). The clock only orders; what an author has seen is said by ``prev`` (see ``log_tables``).
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

#: No stamp is ever made before the program's release: dead CMOS batteries say 2009.
RELEASE_MS = 1_795_219_200_000  # 2026-11-21
#: Nor after the last one that 12 digits hold well: a broken clock can say year 30000 (9999-12-31).
LATEST_MS = 253_402_214_400_000
#: A received stamp further ahead than this never pulls our clock.
FUTURE_MS = 48 * 3600 * 1000

STAMP = re.compile(r"[0-9a-f]{28}")
NODE = re.compile(r"[0-9a-f]{12}")


#: A clock that stands further behind the last stamp than this is told of: it does not go, or goes wrong.
BEHIND_MS = 3600 * 1000


def wall_ms() -> int:
    """The laptop's clock in milliseconds since 1970, whatever it says."""
    return time.time_ns() // 1_000_000


def make_stamp(ms: int, counter: int, node: str) -> str:
    """Stamp of its three parts; ``counter`` below 65536."""
    return f"{ms:012x}{counter:04x}{node}"


def stamp_ms(stamp: str) -> int:
    """Milliseconds of a stamp."""
    return int(stamp[:12], 16)


def next_stamp(last: str, node: str, now_ms: int) -> str:
    """Stamp after ``last`` (empty: none yet) for ``node``: the wall clock when it has moved on, else counting."""
    ms = min(max(now_ms, RELEASE_MS), LATEST_MS)
    if not last or ms > stamp_ms(last):
        return make_stamp(ms, 0, node)
    counter = int(last[12:16], 16) + 1
    return make_stamp(stamp_ms(last) + (counter >> 16), counter & 0xFFFF, node)


def latest_pull(now_ms: int) -> str:
    """The highest stamp that pulls a clock at ``now_ms``."""
    return f"{max(now_ms, RELEASE_MS) + FUTURE_MS:012x}ffff" + "f" * 12


def doubt(last: str, now_ms: int) -> str:
    """What is wrong with the laptop's clock, a Russian sentence; empty when nothing is. ``last``: the last stamp.

    Stamps count on from the floor (the program's release, the last stamp) whatever the clock says.
    """
    today = datetime.fromtimestamp(min(max(now_ms, 0), LATEST_MS) / 1000, UTC).astimezone().strftime("%d.%m.%Y")
    if now_ms < RELEASE_MS:
        return f"Часы ноутбука показывают {today}, раньше выпуска программы: поставьте верную дату, записи идут пока по счёту."
    if last and stamp_ms(last) - now_ms > BEHIND_MS:
        return f"Часы ноутбука показывают {today}, раньше последней записи: поставьте верную дату, записи идут пока по счёту."
    return ""


def ahead_ms(stamp: str, now_ms: int) -> int:
    """By how many milliseconds a stamp that arrived lies too far ahead; 0 when it is within 48 hours."""
    return stamp_ms(stamp) - max(now_ms, RELEASE_MS) if stamp > latest_pull(now_ms) else 0


def pull(last: str, seen: str, now_ms: int) -> str:
    """``last`` moved up to a stamp that arrived, unless that lies more than 48 hours ahead of ``now_ms``."""
    return seen if last < seen <= latest_pull(now_ms) else last
