"""CPU of merging a district's sealed files against the floor and two peers, in one run: ``python -m bench.merge``.

Phases, each in a process of its own: ``first`` all files into an empty district; ``changed`` the next full files, 5 % of the
fields changed; ``again`` those very files; ``same`` new full files with nothing new in them, so that no file hash is known.
Everything counts: backup, signature, decryption, hashes, chains, log, tables, commit. The workload: ``bench.merge_workload``.

Floor: ``executemany`` (INSERT OR REPLACE) of the same final rows, ready in memory, into plain tables without triggers and
indices, one transaction a file, journal and synchronous as Kurator's. Its rows have random ids (uuid4), as those of the
comparison of designs (shared/bench) and of its peers have; Kurator's begin as their institution's id does, so that they lie
near each other. ``near``: the same floor with Kurator's ids. CPU is user and system time; the lowest of ``--repeat``.
Peers (``bench.merge_peers``) run by ``--peers-python``, an interpreter of a throw-away venv with ``pycrdt`` and ``apsw``.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.merge_workload import ROUNDS, found_district, new_copy, trust, write_files

PHASES = ("first", "changed", "again", "same")
FLOORS = ("floor", "near")


def prepare(folder: Path, institutions: int) -> None:
    """Write the files of three rounds and an empty district that trusts their senders."""
    for name in ROUNDS:
        (folder / name).mkdir()
    district = found_district(folder / "empty.db")
    trust(folder / "empty.db", [write_files(folder, number, district) for number in range(institutions)])


def new_databases(folder: Path) -> None:
    """An empty district database and plain tables for the floor."""
    from model.log_tables import column_types, table_names

    for path in (*folder.glob("district.*"), *folder.glob("floor*"), *folder.glob("near.*")):
        for one in path.iterdir() if path.is_dir() else [path]:
            one.unlink()
    new_copy(folder / "empty.db", folder / "district.db")
    for kind in FLOORS:
        with closing(sqlite3.connect(folder / f"{kind}.db")) as plain:
            for table in table_names():
                listed = ", ".join(f'"{name}" {held}' for name, held in column_types(table).items())
                plain.execute(f'CREATE TABLE "{table}"(id TEXT NOT NULL PRIMARY KEY, {listed})')
            plain.commit()


def final_rows(folder: Path, phase: str) -> None:
    """Write down, per institution, the rows that the district has after a phase: what the floors and the peers write.

    ``near-…json`` has Kurator's ids, ``rows-…json`` the same rows under ids that are random to their first digit.
    """
    from model.log_tables import columns, table_names
    from model.setup import own_id
    from model.store import Store

    told, names = [], {}
    with Store.open(folder / "district.db") as store:
        for (owner,) in store.sql("SELECT id FROM institution WHERE id <> ? ORDER BY name", (own_id(store),)).fetchall():
            rows = {}
            for table in table_names():
                names[table] = ["id", *columns(table)]
                listed = ", ".join(f'"{name}"' for name in names[table])
                rows[table] = store.sql(f'SELECT {listed} FROM "{table}" WHERE institution = ?', (owner,)).fetchall()
            told.append({table: found for table, found in rows.items() if found})
    (folder / f"near-{phase}.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    for tables in told:
        for table, found in tables.items():
            tables[table] = [(uuid.uuid5(uuid.NAMESPACE_OID, row[0]).hex, *row[1:]) for row in found]
    (folder / f"rows-{phase}.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    (folder / "columns.json").write_text(json.dumps(names), "utf-8")


class Shares:
    """CPU of named parts of the work, each function timed once wherever it is called from."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, module: Any, function: str, name: str) -> None:
        """Replace a module's function by itself with a clock around it."""
        inner: Callable[..., Any] = getattr(module, function)

        @functools.wraps(inner)
        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.process_time()
            try:
                return inner(*args, **kwargs)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - begun

        setattr(module, function, timed)


def peak_memory() -> float:
    """Megabytes that this process has needed at most (Linux; elsewhere nothing is said)."""
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def measure(folder: Path, phase: str, timed: bool = True) -> dict[str, Any]:
    """Merge the files of a phase as ``kurator merge DIR`` does; CPU, its parts and what it came to."""
    from model.store import Store
    from sync import folder as folder_module
    from sync import merge as merge_module

    for library in ("nacl.signing", "pyrage"):  # what a program loads once is no work of a file; nor is it for the peers
        import_module(library)
    shares = Shares()
    for module, function, name in (
        (folder_module, "make_backup", "backup"),
        (folder_module, "open_frame", "signature"),
        (folder_module, "verify", "decrypt, unpack, hash"),
        (merge_module, "read_changes", "lines and chains"),
        (merge_module, "new_rows", "owners"),
        (merge_module, "_append", "log"),
        (merge_module, "apply_arrivals", "tables"),
    ):
        if timed:
            shares.time(module, function, name)
    files = folder / ("changed" if phase == "again" else phase)
    with Store.open(folder / "district.db") as store:
        before = peak_memory()
        begun = time.process_time()
        outcomes = folder_module.merge_paths(store, [files])
        cpu = time.process_time() - begun
    shares.seconds["commit and rest"] = cpu - sum(shares.seconds.values())
    return {
        "cpu": cpu,
        "shares": shares.seconds,
        "memory": peak_memory() - before,
        "peak": peak_memory(),
        "statuses": sorted({outcome.status for outcome in outcomes}),
        "conflicts": sum(outcome.merged.effect.conflicts for outcome in outcomes if outcome.merged),
        "changes": sum(outcome.merged.changes for outcome in outcomes if outcome.merged),
    }


def measure_floor(folder: Path, phase: str, kind: str) -> dict[str, Any]:
    """Write the final rows of a phase, ready in memory, into plain tables; ``kind``: ``floor`` or ``near``."""
    rows = "rows" if kind == "floor" else "near"
    told = json.loads((folder / f"{rows}-{'first' if phase == 'first' else 'changed'}.json").read_text("utf-8"))
    with closing(sqlite3.connect(folder / f"{kind}.db", isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode = delete")
        plain.execute("PRAGMA synchronous = full")
        plain.execute("PRAGMA cache_size = -65536")
        begun = time.process_time()
        for tables in told:
            plain.execute("BEGIN IMMEDIATE")
            for table, rows in tables.items():
                marks = ", ".join("?" * len(rows[0]))
                plain.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES({marks})', rows)
            plain.execute("COMMIT")
        return {"cpu": time.process_time() - begun}


def worker(folder: Path, work: str, phase: str) -> None:
    """One piece of work in a process of its own; the result goes to standard output as JSON."""
    result: dict[str, Any] = {}
    if work == "new":
        new_databases(folder)
    elif work == "prepare":
        prepare(folder, int(phase))
    elif work == "rows":
        final_rows(folder, phase)
    elif work == "profile":
        profile(folder, phase)
    else:
        result = measure(folder, phase) if work == "merge" else measure_floor(folder, phase, work)
    print(json.dumps(result))


def profile(folder: Path, phase: str) -> None:
    """Where the time of a phase goes, by function."""
    import cProfile
    import pstats

    with cProfile.Profile() as found:
        measure(folder, phase, timed=False)
    pstats.Stats(found, stream=sys.stderr).sort_stats("tottime").print_stats(28)


def call(folder: Path, work: str, phase: str = "") -> dict[str, Any]:
    """Run a piece of work in a fresh process."""
    command = [sys.executable, "-m", "bench.merge", "--worker", str(folder), work, phase]
    environment = {**os.environ, "KURATOR_STATE": str(folder / "state")}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def run(folder: Path, repeat: int, profiled: str) -> dict[str, dict[str, Any]]:
    """Measure all phases; results by phase, the floor's CPU beside ours."""
    best: dict[str, dict[str, Any]] = {}
    floors: dict[str, dict[str, float]] = {phase: {} for phase in PHASES}
    for _ in range(repeat):
        call(folder, "new")
        for phase in PHASES:
            if phase == profiled:
                call(folder, "profile", phase)
                return {}
            found = call(folder, "merge", phase)
            if phase in {"first", "changed"}:
                call(folder, "rows", phase)
            for kind in FLOORS:
                floors[phase][kind] = min(call(folder, kind, phase)["cpu"], floors[phase].get(kind, 1e9))
            if phase not in best or found["cpu"] < best[phase]["cpu"]:
                best[phase] = {**found, "database": (folder / "district.db").stat().st_size / 1e6}
    return {phase: {**found, **floors[phase]} for phase, found in best.items()}


def report(folder: Path, results: dict[str, dict[str, Any]]) -> None:
    """Print the phases."""
    rows = json.loads((folder / "rows-first.json").read_text("utf-8"))
    count = sum(len(found) for tables in rows for found in tables.values())
    fields = sum(value is not None for tables in rows for found in tables.values() for row in found for value in row[1:])
    print(f"{len(rows)} institutions, {count} rows, {fields} fields")
    for phase, found in results.items():
        files = [path.stat().st_size for path in (folder / ("changed" if phase == "again" else phase)).iterdir()]
        print(
            f"{phase:8} {found['cpu']:6.2f} s CPU, floor {found['floor']:5.2f} s, x{found['cpu'] / found['floor']:.2f} "
            f"(near: {found['near']:5.2f} s, x{found['cpu'] / found['near']:.2f}); "
            f"memory +{found['memory']:.0f} MB, peak {found['peak']:.0f}; "
            f"a file {sum(files) / len(files) / 1e3:.1f} kB, largest {max(files) / 1e3:.1f}; "
            f"database {found['database']:.1f} MB; {found['changes']} changes, {found['conflicts']} conflicts, "
            f"{'/'.join(found['statuses'])}"
        )
        parts = sorted(found["shares"].items(), key=lambda part: -part[1])
        print("         " + ", ".join(f"{name} {seconds / found['cpu']:.0%}" for name, seconds in parts))


def run_peers(folder: Path, python: str, repeat: int) -> None:
    """The peers, in an interpreter that has them."""
    script = Path(__file__).with_name("merge_peers.py")
    subprocess.run([python, str(script), str(folder), str(repeat)], check=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="CPU of merging exchange files against the floor and peers")
    parser.add_argument("--institutions", "--n", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--profile", default="", choices=["", *PHASES], help="print where the time of one phase goes instead")
    parser.add_argument("--peers-python", default=sys.executable, help="interpreter that has pycrdt and apsw")
    parser.add_argument("--folder", default="", help="keep the files there; files that are there are measured again")
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        folder, work, phase = arguments.worker
        worker(Path(folder), work, phase)
        return
    with tempfile.TemporaryDirectory(prefix="kurator-bench-") as name:
        folder = Path(arguments.folder or name)
        if not (folder / "empty.db").exists():
            folder.mkdir(exist_ok=True)
            call(folder, "prepare", str(arguments.institutions))
        results = run(folder, arguments.repeat, arguments.profile)
        if results:
            report(folder, results)
            run_peers(folder, arguments.peers_python, arguments.repeat)


if __name__ == "__main__":
    main()
