"""``kurator merge`` of a folder of sealed files, a real process, killed with SIGKILL at random moments.

Three of four are killed while the files are merged (the process says when its backup is made), the others from its start on.

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from model import check
from model.backups import backup_folder
from model.demo import make_demo
from model.store import Store
from sync.demo_keys import enrol_demo
from sync.folder import merge_paths
from sync.outgoing import export_file

#: ``kurator`` that says on a pipe (its number is the first argument) when the backup is made and the first file is next.
PLAIN = """
import os, sys
import sync.folder
from tui.cli.main import main
make, told = sync.folder.make_backup, int(sys.argv.pop(1))
def making(*arguments):
    made = make(*arguments)
    os.write(told, b"!")
    return made
sync.folder.make_backup = making
main()
"""
#: The same with so small a cache that pages go to the disk in the middle of a file, as with a large one.
SPILLING = f"import model.store; model.store._PRAGMAS['cache_size'] = 20\n{PLAIN}"


@dataclass
class Report:
    """How many kills; after how many files the state was (``-1``: it had just ended); what went wrong (must be empty)."""

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
        #: Seconds that a merge takes at all, and from its backup on.
        self.whole, self.merging = 0.0, {PLAIN: 0.0, SPILLING: 0.0}
        for code in self.merging:
            self.restore()
            begun = time.perf_counter()
            with self.start(code) as (process, pipe):
                assert os.read(pipe, 1)
                middle = time.perf_counter()
                assert process.wait() in {0, 3}
                self.whole = time.perf_counter() - begun
                self.merging[code] = time.perf_counter() - middle

    def restore(self) -> None:
        """The database as before the merge, without copies and without a journal."""
        shutil.rmtree(self.backups, ignore_errors=True)
        self.database.with_name(self.database.name + "-journal").unlink(missing_ok=True)
        self.database.write_bytes(self.original)

    @contextmanager
    def start(self, code: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
        """``kurator merge`` of the folder, as a process of its own; the pipe says when the backup is made."""
        pipe, told = os.pipe()
        given = ["--db", str(self.database), "merge", str(self.files), "--yes", "--json"]
        command = [sys.executable, "-c", code, str(told), *given]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ, pass_fds=(told,)
        ) as process:
            os.close(told)
            try:
                yield process, pipe
            finally:
                os.close(pipe)

    def kill_once(self, dice: random.Random, report: Report, code: str) -> None:
        """Merge, kill, look, merge to the end, look."""
        self.restore()
        while_merging = dice.random() < 0.75
        delay = dice.uniform(0, 0.9 * self.merging[code] if while_merging else self.whole)
        with self.start(code) as (process, pipe):
            if while_merging:
                os.read(pipe, 1)
            time.sleep(delay)
            ended = process.poll() is not None
            process.kill()
        report.kills += 1
        report.reached[-1 if ended else self.look(report, f"kill {report.kills} after {delay:.3f} s")] += 1
        report.unfinished += sum(1 for _ in self.backups.glob("*.new"))
        with self.start(PLAIN) as (process, pipe):
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
    """Kill ``number`` merges that had not ended yet, every second one with a cache that spills."""
    world, dice, report = World(folder, institutions, persons), random.Random(seed), Report()
    while report.kills - report.reached[-1] < number:
        world.kill_once(dice, report, SPILLING if report.kills % 2 else PLAIN)
        progress(report)
    return report
