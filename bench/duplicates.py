"""Suggesting duplicates and reading a staff list, CPU against a floor of the same run: ``python -m bench.duplicates``.

Floor: the same people read from the database and sorted by name, which any answer about them has to do.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from model.demo.names import invent_name
from model.duplicates import suggest_duplicates
from model.entities import Person, new_id
from model.setup import NewInstitution, found_institution
from model.store import Store
from model.years import SchoolYear


def cpu(work: Callable[[], object], runs: int) -> float:
    """Least CPU of ``runs`` calls, seconds."""
    least = float("inf")
    for _ in range(runs):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
    return least


def floor(store: Store) -> list[tuple[object, ...]]:
    """Read the people and sort them."""
    return sorted(store.sql("SELECT surname, name, patronymic, COALESCE(birth_date, ''), id FROM person").fetchall())


def people(store: Store, number: int) -> None:
    """Invent ``number`` persons, one of fifteen entered twice."""
    rng, taken = random.Random(number), set[str]()
    institution = str(store.setting("institution"))
    with store.transaction("Выдуманные люди"):
        for at in range(number):
            name = invent_name(rng, taken, woman=rng.random() < 0.8, younger=rng.random() < 0.5)
            for _ in range(2 if at % 15 == 0 else 1):
                Person.create(
                    id=new_id(), institution=institution, surname=name.surname, name=name.name, patronymic=name.patronymic
                )


def main() -> None:
    """Print CPU and its ratio to the floor at growing numbers of people."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs: int = parser.parse_args().runs
    for number in (500, 2000, 5000):
        with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "a.db") as store:
            found_institution(store, NewInstitution("Школа"), SchoolYear(2026))
            people(store, number)
            least, spent = cpu(partial(floor, store), runs), cpu(partial(suggest_duplicates, store), runs)
        print(f"{number:6} people  {spent * 1000:8.1f} ms  x{spent / least:.0f} of reading and sorting them")


if __name__ == "__main__":
    main()
