"""Peers of the merge benchmark on the same rows: pycrdt (Yjs documents) and changesets of SQLite's session extension (apsw).

A script of its own, run by ``bench.merge`` in an interpreter that has them: it reads the rows that the district had after
``first`` and ``changed``, makes each peer's files of them, and measures the same phases: ``first``, ``changed`` (pycrdt: full
documents; sessions know deltas only), ``again``. CPU is user and system time, the lowest of the repeats, each phase in a
process of its own. Neither peer signs, seals, verifies a chain, asks who owns a row, keeps what lost or lists conflicts.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

PEERS = {"pycrdt": "pycrdt", "session": "apsw"}
PHASES = ("first", "changed", "again")
PRAGMAS = ("journal_mode = delete", "synchronous = full", "cache_size = -65536")


def rows_of(folder: Path, phase: str) -> list[dict[str, list[list[Any]]]]:
    """Rows of each institution after a phase, by table."""
    told: list[dict[str, list[list[Any]]]] = json.loads((folder / f"rows-{phase}.json").read_text("utf-8"))
    return told


def columns_of(folder: Path) -> dict[str, list[str]]:
    """Columns of each table."""
    told: dict[str, list[str]] = json.loads((folder / "columns.json").read_text("utf-8"))
    return told


# ---------------------------------------------------------------------- pycrdt: one document for the district
def make_pycrdt(folder: Path) -> None:
    """A document per institution: a map per table of maps per row; the second file is the same document edited."""
    pycrdt = import_module("pycrdt")
    names = columns_of(folder)
    for n, (first, changed) in enumerate(zip(rows_of(folder, "first"), rows_of(folder, "changed"), strict=True)):
        document = pycrdt.Doc(client_id=n + 1)
        for table in names:
            document[table] = pycrdt.Map()
        with document.transaction():
            for table, rows in first.items():
                for row in rows:
                    filled = {name: value for name, value in zip(names[table], row, strict=True) if value is not None}
                    document[table][row[0]] = pycrdt.Map(filled)
        (folder / "pycrdt" / "first" / f"{n:04}").write_bytes(document.get_update())
        with document.transaction():
            for table, rows in changed.items():
                before = {row[0]: row for row in first[table]}
                for row in rows:
                    for name, old, new in zip(names[table], before[row[0]], row, strict=True):
                        if old != new:
                            document[table][row[0]][name] = new
        (folder / "pycrdt" / "changed" / f"{n:04}").write_bytes(document.get_update())


def merge_pycrdt(folder: Path, files: list[Path]) -> None:
    """Apply all documents to the district's one and write it down whole."""
    pycrdt = import_module("pycrdt")
    store, document = folder / "pycrdt" / "district", pycrdt.Doc()
    for table in columns_of(folder):
        document[table] = pycrdt.Map()
    if store.exists():
        document.apply_update(store.read_bytes())
    for path in files:
        document.apply_update(path.read_bytes())
    with store.with_suffix(".new").open("wb") as stream:
        stream.write(document.get_update())
        stream.flush()
        os.fsync(stream.fileno())
    store.with_suffix(".new").replace(store)


def rows_pycrdt(folder: Path) -> None:
    """What a screen needs before it can ask with SQL: the document as rows."""
    pycrdt = import_module("pycrdt")
    document, names = pycrdt.Doc(), columns_of(folder)
    for table in names:
        document[table] = pycrdt.Map()
    document.apply_update((folder / "pycrdt" / "district").read_bytes())
    plain = sqlite3.connect(folder / "pycrdt" / "rows.db", isolation_level=None)
    plain.execute("BEGIN")
    for table, columns in names.items():
        listed = ", ".join(f'"{name}"' for name in columns[1:])
        plain.execute(f'CREATE TABLE "{table}"(id TEXT NOT NULL PRIMARY KEY, {listed})')
        rows = [[row.get(name) for name in columns] for row in document[table].to_py().values()]
        plain.executemany(f'INSERT INTO "{table}" VALUES({", ".join("?" * len(columns))})', rows)
    plain.execute("COMMIT")
    plain.close()


# ---------------------------------------------------------------------- SQLite sessions
def session_database(path: Path, folder: Path) -> Any:
    """A database with the plain tables."""
    apsw = import_module("apsw")
    new = not path.exists()
    database = apsw.Connection(str(path))
    for pragma in PRAGMAS:
        database.execute(f"PRAGMA {pragma}").fetchall()
    if new:
        for table, columns in columns_of(folder).items():
            listed = ", ".join(f'"{name}"' for name in columns[1:])
            database.execute(f'CREATE TABLE "{table}"(id TEXT NOT NULL PRIMARY KEY, {listed})')
    return database


def make_session(folder: Path) -> None:
    """A changeset of all rows and a changeset of the edits per institution."""
    apsw = import_module("apsw")
    names = columns_of(folder)
    for n, rounds in enumerate(zip(rows_of(folder, "first"), rows_of(folder, "changed"), strict=True)):
        database = session_database(folder / "session" / "institution.db", folder)
        before: dict[str, list[Any]] = {}
        for name, tables in zip(("first", "changed"), rounds, strict=True):
            session = apsw.Session(database, "main")
            session.attach(None)
            with database:
                for table, rows in tables.items():
                    for row in rows:
                        if row[0] not in before:
                            marks = ", ".join("?" * len(row))
                            database.execute(f'INSERT INTO "{table}" VALUES({marks})', row)
                        elif before[row[0]] != row:
                            sets = ", ".join(f'"{column}" = ?' for column in names[table])
                            database.execute(f'UPDATE "{table}" SET {sets} WHERE id = ?', (*row, row[0]))
                        before[row[0]] = row
            (folder / "session" / name / f"{n:04}").write_bytes(session.changeset())
            session.close()
        database.close()
        (folder / "session" / "institution.db").unlink()


def merge_session(folder: Path, files: list[Path]) -> None:
    """Apply all changesets, one transaction each; where the row is another already, the file's value goes in."""
    apsw = import_module("apsw")

    def meet(reason: int, _: Any) -> int:
        known = reason in {apsw.SQLITE_CHANGESET_DATA, apsw.SQLITE_CHANGESET_CONFLICT}
        return int(apsw.SQLITE_CHANGESET_REPLACE if known else apsw.SQLITE_CHANGESET_OMIT)

    database = session_database(folder / "session" / "district", folder)
    for path in files:
        with database:
            apsw.Changeset.apply(path.read_bytes(), database, conflict=meet)
    database.close()


WORK = {"pycrdt": (make_pycrdt, merge_pycrdt), "session": (make_session, merge_session)}


def memory(line: str) -> float:
    """A line of this process's memory in megabytes (Linux)."""
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    return next((int(one.split()[1]) / 1024 for one in lines if one.startswith(line)), 0.0)


def worker(folder: Path, peer: str, phase: str) -> None:
    """One phase of a peer; the result goes to standard output as JSON."""
    make, merge = WORK[peer]
    if phase == "prepare":
        for name in ("first", "changed"):
            (folder / peer / name).mkdir(parents=True, exist_ok=True)
        make(folder)
        print("{}")
        return
    files = sorted((folder / peer / ("first" if phase == "first" else "changed")).iterdir())
    import_module(PEERS[peer])
    before, begun = memory("VmRSS"), time.process_time()
    if phase == "rows":
        rows_pycrdt(folder)
    else:
        merge(folder, files)
    print(json.dumps({"cpu": time.process_time() - begun, "memory": memory("VmHWM") - before}))


def call(folder: Path, peer: str, phase: str) -> dict[str, float]:
    """Run a phase in a fresh process."""
    command = [sys.executable, __file__, str(folder), peer, phase]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure(folder: Path, peer: str, repeat: int) -> None:
    """All phases of a peer, the best of the repeats, printed."""
    call(folder, peer, "prepare")
    phases = (*PHASES, "rows") if peer == "pycrdt" else PHASES
    best: dict[str, dict[str, float]] = {}
    for _ in range(repeat):
        for path in [*(folder / peer).glob("district*"), *(folder / peer).glob("rows*")]:
            path.unlink()
        for phase in phases:
            found = call(folder, peer, phase)
            if phase not in best or found["cpu"] < best[phase]["cpu"]:
                best[phase] = found
    for phase, found in best.items():
        files = [path.stat().st_size for path in (folder / peer / ("first" if phase == "first" else "changed")).iterdir()]
        size = "" if phase == "rows" else f"; a file {sum(files) / len(files) / 1e3:.1f} kB, not compressed"
        print(f"{peer} {phase:8} {found['cpu']:6.2f} s CPU; memory +{found['memory']:.0f} MB{size}")


def main() -> None:
    """``merge_peers.py FOLDER REPEAT``; the folder is one that ``bench.merge`` made."""
    folder, what, *phase = sys.argv[1:]
    if phase:
        worker(Path(folder), what, phase[0])
        return
    for peer, module in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{peer}: {module} is not installed in {sys.executable}, skipped (pip install pycrdt apsw)")
        else:
            measure(Path(folder), peer, int(what))


if __name__ == "__main__":
    main()
