"""Does a file cost more when there are many already? ``python -m bench.merge_many``: 2,000 institutions, one database.

Each institution's sealed file (``bench.merge_workload``) is merged once, then the first hundred come again with 5 % changed.
Printed for every hundredth file: CPU of the hundred before it, per file, and what part of it was the same work in SQLite alone
(the floor of ``bench.merge``: the same rows with random ids into plain tables that have grown alike); size of the database.
Then all files once more in one run, as ``kurator merge`` does it: CPU, memory (of a process that has nothing else open).
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.merge import peak_memory
from bench.merge_workload import found_district, new_copy, trust, write_files

STEP = 100


def prepare(folder: Path, institutions: int) -> None:
    """The files; a second one of the first hundred."""
    for name in ("first", "changed"):
        (folder / name).mkdir()
    district = found_district(folder / "empty.db")
    rounds = [("first", "changed") if number < STEP else ("first",) for number in range(institutions)]
    trust(folder / "empty.db", [write_files(folder, number, district, names) for number, names in enumerate(rounds)])


def rows_of(store: Any, file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of the institution whose file was just merged, under random ids."""
    from model.log_tables import columns, table_names

    owner = store.value("SELECT institution FROM import ORDER BY id DESC LIMIT 1")
    assert file.exists()
    found = {}
    for table in table_names():
        listed = ", ".join(f'"{name}"' for name in columns(table))
        rows = store.sql(f'SELECT {listed} FROM "{table}" WHERE institution = ?', (owner,)).fetchall()
        if rows:
            found[table] = [(uuid.uuid4().hex, *row) for row in rows]
    return found


def floor_database(path: Path) -> sqlite3.Connection:
    """Plain tables, as ``bench.merge`` has them."""
    from model.log_tables import columns, table_names

    plain = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = delete", "synchronous = full", "cache_size = -65536"):
        plain.execute(f"PRAGMA {pragma}")
    for table in table_names():
        listed = ", ".join(f'"{name}"' for name in columns(table))
        plain.execute(f'CREATE TABLE "{table}"(id TEXT NOT NULL PRIMARY KEY, {listed})')
    return plain


def write_floor(plain: sqlite3.Connection, tables: dict[str, list[tuple[Any, ...]]]) -> float:
    """CPU of one file's rows."""
    begun = time.process_time()
    plain.execute("BEGIN IMMEDIATE")
    for table, rows in tables.items():
        plain.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES({", ".join("?" * len(rows[0]))})', rows)
    plain.execute("COMMIT")
    return time.process_time() - begun


def measure(folder: Path, phase: str) -> list[dict[str, float]]:
    """Merge all files of a phase one by one, as one run does; a line for every hundred."""
    from model.store import Store
    from sync import folder as folder_module
    from sync.key_store import KeyRing

    files = sorted((folder / phase).iterdir())
    lines: list[dict[str, float]] = []
    with Store.open(folder / "district.db") as store, closing(floor_database(folder / f"floor-{phase}.db")) as plain:
        ring, spent, floor = KeyRing.of(store), 0.0, 0.0
        with store.alone():
            for number, path in enumerate(files, start=1):
                begun = time.process_time()
                outcome = folder_module._merge_one(store, path, ring)
                spent += time.process_time() - begun
                assert outcome.status == "merged", outcome
                floor += write_floor(plain, rows_of(store, path))
                if number % STEP == 0:
                    size = store.path.stat().st_size / 1e6
                    lines.append({"files": number, "cpu": spent / STEP, "floor": floor / STEP, "size": size})
                    spent = floor = 0.0
    return lines


def measure_alone(folder: Path) -> list[dict[str, float]]:
    """All first files as one command merges them; one line."""
    from model.store import Store
    from sync.folder import merge_paths

    with Store.open(folder / "district.db") as store:
        before, begun = peak_memory(), time.process_time()
        outcomes = merge_paths(store, [folder / "first"])
        cpu, peak = time.process_time() - begun, peak_memory()
    assert {outcome.status for outcome in outcomes} == {"merged"}
    size = store.path.stat().st_size / 1e6
    return [{"files": len(outcomes), "cpu": cpu, "memory": peak - before, "peak": peak, "size": size}]


def worker(folder: Path, work: str) -> None:
    """One piece of work in a process of its own; the result goes to standard output as JSON."""
    if work.isdigit():
        prepare(folder, int(work))
        print("[]")
        return
    if work in {"first", "alone"}:
        for path in (*folder.glob("district.*"), *folder.glob("floor-*")):
            path.unlink()
        new_copy(folder / "empty.db", folder / "district.db")
    print(json.dumps(measure_alone(folder) if work == "alone" else measure(folder, work)))


def call(folder: Path, work: str) -> list[dict[str, float]]:
    """Run a piece of work in a fresh process."""
    command = [sys.executable, "-m", "bench.merge_many", "--worker", str(folder), work]
    environment = {**os.environ, "KURATOR_STATE": str(folder / "state")}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    answer: list[dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="CPU of a file among thousands")
    parser.add_argument("--institutions", "--n", type=int, default=2000)
    parser.add_argument("--folder", default="", help="keep the files there; files that are there are measured again")
    parser.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        worker(Path(arguments.worker[0]), arguments.worker[1])
        return
    with tempfile.TemporaryDirectory(prefix="kurator-bench-") as name:
        folder = Path(arguments.folder or name)
        if not (folder / "empty.db").exists():
            folder.mkdir(exist_ok=True)
            call(folder, str(arguments.institutions))
        for phase in ("first", "changed"):
            for line in call(folder, phase):
                print(
                    f"{phase:8} {line['files']:5.0f} files: {line['cpu'] * 1e3:6.2f} ms CPU a file, floor "
                    f"{line['floor'] * 1e3:5.2f} ms, x{line['cpu'] / line['floor']:.2f}; database {line['size']:.0f} MB"
                )
        (whole,) = call(folder, "alone")
        print(
            f"all in one run: {whole['files']:.0f} files, {whole['cpu']:.1f} s CPU; memory +{whole['memory']:.0f} MB, "
            f"peak {whole['peak']:.0f}; database {whole['size']:.0f} MB"
        )


if __name__ == "__main__":
    main()
