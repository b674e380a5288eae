"""``kurator merge`` of a folder of sealed files, a real process, killed with SIGKILL at random moments from start to end.

After each kill the database opens, is whole, and holds the state before the merge or after some whole number of files; the
copies made before the merge are whole too; and the same command started again comes to the end.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from model import check
from model.backups import backup_folder
from model.demo import make_demo
from model.store import Store
from sync.demo_keys import enrol_demo
from sync.folder import merge_paths
from sync.outgoing import export_file

#: Like ``kurator``, but with so small a cache that pages go to the disk in the middle of a file, as with a large one.
SPILLING = "import model.store as s; s._PRAGMAS['cache_size'] = 20; from tui.cli.main import main; main()"
PLAIN = "from tui.cli.main import main; main()"


@dataclass
class Report:
    """How many kills; after how many files the state was (``-1``: the process had ended); what went wrong (must be empty)."""

    kills: int = 0
    reached: Counter[int] = field(default_factory=Counter)
    unfinished: int = 0
    wrong: list[str] = field(default_factory=list)


class World:
    """A district's database, a folder of sealed files, and the digest after each number of them."""

    def __init__(self, folder: Path, institutions: int, persons: int) -> None:
        made = make_demo(folder / "demo", institutions=institutions, persons=persons, seed=11)
        enrol_demo(made.district, made.institutions, 11)
        self.database, self.files = made.district, folder / "files"
        self.files.mkdir()
        for number, path in enumerate(made.institutions):
            with Store.open(path) as store:
                export_file(store, "district", self.files / f"{number:03}.kur")
        self.original = self.database.read_bytes()
        with Store.open(self.database) as store:
            self.states = [check.digest(store)]
            for path in sorted(self.files.iterdir()):
                (outcome,) = merge_paths(store, [path])
                assert outcome.status == "merged", outcome
                self.states.append(check.digest(store))
            self.backups = backup_folder(store)
        self.restore()
        begun = time.perf_counter()
        assert self.start(PLAIN).wait() in {0, 3}
        self.whole = time.perf_counter() - begun

    def restore(self) -> None:
        """The database as before the merge, without copies and without a journal."""
        shutil.rmtree(self.backups, ignore_errors=True)
        self.database.with_name(self.database.name + "-journal").unlink(missing_ok=True)
        self.database.write_bytes(self.original)

    def start(self, code: str) -> subprocess.Popen[bytes]:
        """``kurator merge`` of the folder, as a process of its own."""
        command = [sys.executable, "-c", code, "--db", str(self.database), "merge", str(self.files), "--yes", "--json"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)

    def kill_once(self, dice: random.Random, report: Report, code: str) -> None:
        """Merge, kill, look, merge to the end, look."""
        self.restore()
        delay = dice.uniform(0, self.whole * (1.5 if code == SPILLING else 1.05))
        with self.start(code) as process:
            time.sleep(delay)
            ended = process.poll() is not None
            process.kill()
        report.kills += 1
        report.reached[-1 if ended else self.look(report, f"kill {report.kills} after {delay:.3f} s")] += 1
        report.unfinished += sum(1 for _ in self.backups.glob("*.new"))
        with self.start(PLAIN) as process:
            if process.wait() not in {0, 3}:
                report.wrong.append(f"kill {report.kills}: the second merge ended with {process.returncode}")
        if self.look(report, f"second merge {report.kills}") != len(self.states) - 1:
            report.wrong.append(f"kill {report.kills}: the second merge did not come to the end")

    def look(self, report: Report, what: str) -> int:
        """Open and check the database and its copies; after how many files it stands."""
        with Store.open(self.database) as store:
            report.wrong += [f"{what}: {problem}" for problem in check.problems(store)]
            digest = check.digest(store)
        for copy in self.backups.glob("*.db"):
            with Store.open(copy) as store:
                if check.digest(store) not in self.states:
                    report.wrong.append(f"{what}: a copy holds something between")
        if digest not in self.states:
            report.wrong.append(f"{what}: the state is between two files")
            return -2
        return self.states.index(digest)


def run(
    folder: Path,
    number: int,
    seed: int,
    *,
    institutions: int = 6,
    persons: int = 24,
    progress: Callable[[Report], None] = lambda _: None,
) -> Report:
    """Kill ``number`` merges, every second one with a cache that spills."""
    world, dice, report = World(folder, institutions, persons), random.Random(seed), Report()
    for place in range(number):
        world.kill_once(dice, report, SPILLING if place % 2 else PLAIN)
        progress(report)
    return report
