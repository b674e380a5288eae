"""The list of hostile files for a reader: ``python -m tests.hostile_page`` writes ``docs/dev/hostile-files.md``."""

from __future__ import annotations

import re
import tempfile
from itertools import groupby
from pathlib import Path

from tests.hostile_files import CASES, Answer, Case, World, load, offer, own_state

PAGE = Path(__file__).resolve().parents[1] / "docs" / "dev" / "hostile-files.md"
HEAD = """# Hostile files, and what the program says of each

Written by `python -m tests.hostile_page` from the register of the tests (`tests/hostile_*.py`); a test compares every line with
what the program says. One thing is wrong with each file: what lies deeper is hashed, sealed and signed anew, so that the step
named by the group is really reached. None changes the state, the log or its digest; none leaves a file behind.

{refused} files are not taken, {taken} strange ones are taken because that is right.
"""


def row(case: Case, answer: Answer) -> str:
    """One line of the list."""
    sentence = re.sub(r"запись \d+", "запись N", answer.sentence)
    said = f"{sentence} *({case.why})*" if case.why else sentence
    return f"| `{case.name}` | {case.what} | `{answer.code}` | {said} |".replace("\x1b", "")


def page(answers: dict[str, Answer]) -> str:
    """The whole list, the groups in the order of the steps."""
    taken = sum(bool(CASES[name].why) for name in answers)
    parts = [HEAD.format(refused=len(answers) - taken, taken=taken)]
    for group, cases in groupby(CASES.values(), key=lambda case: case.group):
        parts.append(
            f"\n## {group[0].upper()}{group[1:]}\n\n| name | what is wrong | code | what is said |\n|---|---|---|---|\n"
        )
        parts += [f"{row(case, answers[case.name])}\n" for case in cases]
    return "".join(parts)


def main() -> None:
    """Offer every file and write the list."""
    load()
    with tempfile.TemporaryDirectory() as place, own_state(Path(place)):
        world = World(Path(place))
        answers = {}
        for number, (name, case) in enumerate(CASES.items()):
            world.restore()
            answers[name] = offer(world, case, Path(place) / f"{number}.kur")
        world.close()
    PAGE.write_text(page(answers), "utf-8")


if __name__ == "__main__":
    main()
