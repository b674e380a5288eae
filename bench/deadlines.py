"""Speed of the deadline grammar against the floor, in one run: ``python -m bench.deadlines``.

Workload: every phrase of tests/roadmaps/deadline-phrases.tsv and of the develop tables in tests/deadlines, each read without
the cache of readings (the caches of single words stay warm, as they are in a roadmap of forty rows). Floor: one pass of one
compiled regular expression that cuts the same phrases into words and signs. CPU time; the lowest of ``--repeat`` passes.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
SOURCES = ("roadmaps/deadline-phrases.tsv", "deadlines/develop-a.tsv", "deadlines/develop-b.tsv")
_PIECE = re.compile(r"\d+|[^\W\d_]+|\S")


def phrases() -> list[str]:
    """The phrases of the tables, each once."""
    found: dict[str, None] = {}
    for name in SOURCES:
        for line in (TESTS / name).read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                found[line.split("\t")[0].replace("\\n", "\n")] = None
    return list(found)


def lowest(work: Callable[[], object], repeat: int) -> float:
    """CPU seconds of the fastest of ``repeat`` passes."""
    best = float("inf")
    for _ in range(repeat):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def main() -> None:
    """Print phrases a minute on one core, the floor's, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="one JSON document")
    arguments = parser.parse_args()
    from model.deadlines.reading import read_deadline
    from model.years import SchoolYear

    year = SchoolYear(2026)
    read = read_deadline.__wrapped__
    texts = phrases()
    for text in texts:
        read(text, year)
    reading = lowest(lambda: [read(text, year) for text in texts], arguments.repeat)
    floor = lowest(lambda: [_PIECE.findall(text) for text in texts], arguments.repeat * 5)
    result = {
        "phrases": len(texts),
        "phrases_a_minute": round(len(texts) / reading * 60),
        "floor_a_minute": round(len(texts) / floor * 60),
        "ratio": round(reading / floor, 1),
    }
    if arguments.json:
        print(json.dumps(result))
        return
    print(f"{result['phrases']} phrases, uncached, one core")
    print(f"read_deadline {result['phrases_a_minute']:>12,} phrases a minute")
    print(f"one regex     {result['floor_a_minute']:>12,} phrases a minute  x{result['ratio']}")


if __name__ == "__main__":
    main()
