"""CPU of merging a district's files against the floor, in one run: ``python -m bench.merge --institutions 50``.

Workload, per institution: 60 persons with consent, 40 programmes, 40 roadmap activities, 120 marks, about 1,900 fields that the
district may see (as in shared/bench/merge_peers.py). Files are written by Kurator's own export. Phases, each in a process
of its own: ``first`` all files into an empty district; ``changed`` the next full files, 5 % of the fields changed; ``again``
those very files; ``same`` new full files with nothing new in them, so that no file hash is known.

Floor: ``executemany`` (INSERT OR REPLACE) of the same final rows, ready in memory, into plain tables without triggers and
indices, one transaction a file, journal and synchronous as Kurator's. CPU is user and system time; the lowest of ``--repeat``.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

PHASES = ("first", "changed", "again", "same")
WORDS = (
    "наставник", "педагог", "учреждение", "методист", "воспитатель", "программа", "адаптация", "срок", "цель", "задача",
    "результат", "молодой", "специалист", "детский", "сад", "школа", "лицей", "гимназия", "образование", "контроль",
    "выполнено", "частично", "приказ", "протокол", "рефлексия", "открытый", "урок",
)  # fmt: skip
SYLLABLES = [a + b for a in "бвгджзклмнпрстфхцчшщ" for b in "аеиоуыэюя"]
#: What is changed in the second files: table, shared text columns, shared days.
EDITED = {
    "person": (("post", "subject", "category"), ("birth_date", "hired_on")),
    "programme": (("mode", "end_initiator", "end_kind"), ("started_on", "ends_on")),
    "activity": (("text", "deadline", "no"), ()),
    "mark": (("state",), ("done_on",)),
}


def words(dice: random.Random) -> str:
    """One to six words, some of them invented."""
    made = ("".join(dice.choices(SYLLABLES, k=3)) if dice.random() < 0.5 else dice.choice(WORDS) for _ in range(6))
    return " ".join(list(made)[: dice.choice((1, 1, 2, 2, 3, 4, 6))])


def day(dice: random.Random) -> str:
    """A day of some school year."""
    return f"{dice.randrange(1975, 2027)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"


# ---------------------------------------------------------------------- the files, by Kurator's own path
def prepare(folder: Path, institutions: int) -> None:
    """Write the files of three rounds: ``first``, ``changed`` (``again`` is the same) and ``same``."""
    from model.setup import NewInstitution, found_institution
    from model.store import Store
    from model.years import SchoolYear
    from sync.outgoing import export_file

    for name in ("first", "changed", "same"):
        (folder / name).mkdir()
    for n in range(institutions):
        dice = random.Random(n)
        with Store.create(folder / "institution.db") as store:
            store.sql("PRAGMA synchronous = off")
            owner = found_institution(store, NewInstitution(f"Школа № {n}"), SchoolYear(2026))
            with store.transaction("Данные"):
                fill(store, owner, dice)
            export_file(store, "district", folder / "first" / f"{n:04}.kur")
            with store.transaction("Правки"):
                edit(store, dice)
            export_file(store, "district", folder / "changed" / f"{n:04}.kur")
            export_file(store, "district", folder / "same" / f"{n:04}.kur")
        (folder / "institution.db").unlink()


def fill(store: Any, owner: str, dice: random.Random) -> None:
    """Bulk writes through peewee, 320 rows."""
    from model.entities import Activity, Consent, Mark, Person, Programme, new_id

    persons = [
        {
            "id": new_id(), "institution": owner, "surname": words(dice).title(), "name": "Анна", "patronymic": "Львовна",
            "birth_date": day(dice), "post": words(dice), "subject": words(dice), "category": "первая", "kind": "employee",
            "teaching_since": day(dice), "hired_on": day(dice), "left_on": None, "phone": "8-800", "notes": words(dice),
        }
        for _ in range(60)
    ]  # fmt: skip
    Person.insert_many(persons).execute()
    Consent.insert_many(
        [{"institution": owner, "person": row["id"], "scope": "district", "given_on": "2026-09-01"} for row in persons]
    ).execute()
    Programme.insert_many(
        [
            {
                "institution": owner, "pair": new_id(), "years": "2026-2027", "title": words(dice), "mode": words(dice),
                "started_on": day(dice), "ends_on": day(dice), "extended_to": day(dice), "end_kind": "full",
                "end_initiator": words(dice), "ended_on": day(dice), "published_on": day(dice), "aims": words(dice),
            }
            for _ in range(40)
        ]
    ).execute()  # fmt: skip
    Activity.insert_many(
        [
            {
                "institution": owner, "stage": new_id(), "position": n, "no": str(n), "text": words(dice), "steps": [],
                "deadline": words(dice), "deadline_kind": "months", "ambiguous": 0, "responsible": words(dice),
            }
            for n in range(40)
        ]
    ).execute()  # fmt: skip
    Mark.insert_many(
        [
            {"institution": owner, "occurrence": new_id(), "state": "done", "done_on": day(dice), "note": words(dice)}
            for _ in range(120)
        ]
    ).execute()
    assert store.value("SELECT count(*) FROM change") == 322


def edit(store: Any, dice: random.Random) -> None:
    """Change about 5 % of the fields that the district sees, one statement a row."""
    cells = []
    for table, (texts, days) in EDITED.items():
        for (row,) in store.sql(f"SELECT id FROM {table} ORDER BY id").fetchall():
            cells += [(table, row, column, column in days) for column in (*texts, *days)]
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for table, row, column, is_day in dice.sample(cells, 95):
        rows.setdefault((table, row), {})[column] = day(dice) if is_day else words(dice) + " (изм.)"
    for (table, row), values in rows.items():
        sets = ", ".join(f"{column} = ?" for column in values)
        store.sql(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), row))


# ---------------------------------------------------------------------- what is measured
def new_district(folder: Path) -> None:
    """An empty district database and plain tables for the floor."""
    from model.log_tables import column_types, table_names
    from model.setup import NewInstitution, found_institution
    from model.store import Store
    from model.years import SchoolYear

    with Store.create(folder / "district.db") as store:
        found_institution(store, NewInstitution("Район", kind="district"), SchoolYear(2026))
    with closing(sqlite3.connect(folder / "floor.db")) as plain:
        for table in table_names():
            listed = ", ".join(f'"{name}" {kind}' for name, kind in column_types(table).items())
            plain.execute(f'CREATE TABLE "{table}"(id TEXT NOT NULL PRIMARY KEY, {listed})')
        plain.commit()


def final_rows(folder: Path, phase: str) -> None:
    """Write down, per institution, the rows that the district has after a phase: what the floor writes."""
    from model.log_tables import columns, table_names
    from model.setup import own_id
    from model.store import Store

    with Store.open(folder / "district.db") as store:
        told = []
        for (owner,) in store.sql("SELECT id FROM institution WHERE id <> ? ORDER BY name", (own_id(store),)).fetchall():
            rows = {}
            for table in table_names():
                listed = ", ".join(f'"{name}"' for name in ("id", *columns(table)))
                found = store.sql(f'SELECT {listed} FROM "{table}" WHERE institution = ?', (owner,)).fetchall()
                rows[table] = found
            told.append({table: found for table, found in rows.items() if found})
    (folder / f"rows-{phase}.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")


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


def measure(folder: Path, phase: str) -> dict[str, Any]:
    """Merge the files of a phase as ``kurator merge DIR`` does; CPU, its parts and what it came to."""
    from model.store import Store
    from sync import folder as folder_module
    from sync import merge as merge_module

    shares = Shares()
    for module, function, name in (
        (folder_module, "make_backup", "backup"),
        (folder_module, "read_file", "read+hash"),
        (merge_module, "_new_changes", "verify chain"),
        (merge_module, "_check_owners", "owners"),
        (merge_module, "_waiting", "late payloads"),
        (merge_module, "_late_payloads", "late payloads"),
        (merge_module, "_append", "log insert"),
        (merge_module, "apply_arrivals", "tables"),
    ):
        shares.time(module, function, name)
    files = folder / ("changed" if phase == "again" else phase)
    before = peak_memory()
    with Store.open(folder / "district.db") as store:
        begun = time.process_time()
        outcomes = folder_module.merge_paths(store, [files])
        cpu = time.process_time() - begun
    shares.seconds["commit and rest"] = cpu - sum(shares.seconds.values())
    return {
        "cpu": cpu,
        "shares": shares.seconds,
        "memory": peak_memory() - before,
        "statuses": sorted({outcome.status for outcome in outcomes}),
        "conflicts": sum(outcome.merged.effect.conflicts for outcome in outcomes if outcome.merged),
        "changes": sum(outcome.merged.changes for outcome in outcomes if outcome.merged),
    }


def measure_floor(folder: Path, phase: str) -> dict[str, Any]:
    """Write the final rows of a phase, ready in memory, into plain tables."""
    told = json.loads((folder / f"rows-{'first' if phase == 'first' else 'changed'}.json").read_text("utf-8"))
    with closing(sqlite3.connect(folder / "floor.db", isolation_level=None)) as plain:
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
        new_district(folder)
    elif work == "prepare":
        prepare(folder, int(phase))
    elif work == "rows":
        final_rows(folder, phase)
    elif work == "profile":
        profile(folder, phase)
    else:
        result = measure(folder, phase) if work == "merge" else measure_floor(folder, phase)
    print(json.dumps(result))


def profile(folder: Path, phase: str) -> None:
    """Where the time of a phase goes, by function."""
    import cProfile
    import pstats

    with cProfile.Profile() as found:
        measure(folder, phase)
    pstats.Stats(found, stream=sys.stderr).sort_stats("tottime").print_stats(22)


def call(folder: Path, work: str, phase: str = "") -> dict[str, Any]:
    """Run a piece of work in a fresh process."""
    command = [sys.executable, "-m", "bench.merge", "--worker", str(folder), work, phase]
    environment = {**os.environ, "KURATOR_STATE": str(folder / "state")}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def size(path: Path) -> float:
    """Megabytes of a file or of a folder's files."""
    paths = list(path.iterdir()) if path.is_dir() else [path]
    return sum(one.stat().st_size for one in paths) / 1e6


def run(institutions: int, repeat: int, profiled: str) -> None:
    """Measure all phases and print them."""
    with tempfile.TemporaryDirectory(prefix="kurator-bench-") as name:
        folder = Path(name)
        call(folder, "prepare", str(institutions))
        best: dict[str, dict[str, Any]] = {}
        floor: dict[str, float] = {}
        for _ in range(repeat):
            for path in (*folder.glob("district*"), *folder.glob("floor*")):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            call(folder, "new")
            for phase in PHASES:
                if phase == profiled:
                    call(folder, "profile", phase)
                    return
                found = call(folder, "merge", phase)
                if phase in {"first", "changed"}:
                    call(folder, "rows", phase)
                floor[phase] = min(call(folder, "floor", phase)["cpu"], floor.get(phase, 1e9))
                if phase not in best or found["cpu"] < best[phase]["cpu"]:
                    best[phase] = {**found, "database": size(folder / "district.db")}
        rows = json.loads((folder / "rows-first.json").read_text("utf-8"))
        count = sum(len(found) for tables in rows for found in tables.values())
        fields = sum(value is not None for tables in rows for found in tables.values() for row in found for value in row[1:])
        print(f"{institutions} institutions, {count} rows, {fields} fields; best of {repeat}")
        for phase, found in best.items():
            files = folder / ("changed" if phase == "again" else phase)
            print(
                f"{phase:8} {found['cpu']:6.2f} s CPU, floor {floor[phase]:5.2f} s, x{found['cpu'] / floor[phase]:.1f}; "
                f"memory +{found['memory']:.0f} MB; files {size(files):.2f} MB, database {found['database']:.1f} MB; "
                f"{found['changes']} changes, {found['conflicts']} conflicts, {'/'.join(found['statuses'])}"
            )
            parts = sorted(found["shares"].items(), key=lambda part: -part[1])
            print("         " + ", ".join(f"{name} {seconds / found['cpu']:.0%}" for name, seconds in parts))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="CPU of merging exchange files against the floor")
    parser.add_argument("--institutions", "--n", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--profile", default="", choices=["", *PHASES], help="print where the time of one phase goes instead")
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        folder, work, phase = arguments.worker
        worker(Path(folder), work, phase)
    else:
        run(arguments.institutions, arguments.repeat, arguments.profile)


if __name__ == "__main__":
    main()
