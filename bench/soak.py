"""Long runs by hand: ``python -m bench.soak --mutations 12000``, ``--kills 200``; the suite runs a few of each."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from bench import kills, mutations


def main() -> None:
    """Run what was asked and print figures; exit code 1 when anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=0, metavar="N")
    parser.add_argument("--kills", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--institutions", type=int, default=12, help="of the folder that is merged and killed")
    wanted = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        folder, begun = Path(place), time.monotonic()
        os.environ["KURATOR_STATE"] = str(folder / "state")
        if wanted.mutations:
            told = mutations.run(folder / "mutations", wanted.mutations, wanted.seed, _show_mutations)
            wrong += told.wrong
            print(f"\n{told.tried} mutations, {time.monotonic() - begun:.0f} s")
            print(f"taken: {told.taken}, all signed anew by their institution's own key")
            print(f"codes: {dict(told.codes.most_common())}")
        if wanted.kills:
            begun = time.monotonic()
            seen = kills.run(
                folder / "kills", wanted.kills, wanted.seed, institutions=wanted.institutions, progress=_show_kills
            )
            wrong += seen.wrong
            print(f"\n{seen.kills} kills, {time.monotonic() - begun:.0f} s")
            print(f"files merged at the kill (-1: it had ended): {dict(sorted(seen.reached.items()))}")
            print(f"copies that a kill left unfinished: {seen.unfinished}")
    print(f"wrong: {len(wrong)}", *wrong[:50], sep="\n  ")
    sys.exit(bool(wrong))


def _show_mutations(report: mutations.Report) -> None:
    print(f"\r{report.tried} mutations, {len(report.wrong)} wrong", end="", file=sys.stderr, flush=True)


def _show_kills(report: kills.Report) -> None:
    print(f"\r{report.kills} kills, {len(report.wrong)} wrong", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
