"""Making the files of the demo, or none of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from model import entities
from model.demo.districts import Place, invent_district, invent_institutions
from model.demo.pairs import PairMaker
from model.demo.programmes import ProgrammeMaker
from model.demo.roadmaps import write_roadmap
from model.demo.staff import StaffMaker
from model.demo.ticking import BEHIND, PERFECT, Ticker
from model.entities import Institution
from model.errors import Refusal
from model.setup import found_institution
from model.store import Store
from model.years import SchoolYear

#: People of the district's own office.
_METHODISTS = 5
#: With fewer there is neither a pair nor anybody beside it.
_LEAST_PERSONS = 4


@dataclass(frozen=True)
class DemoFiles:
    """Databases of a demo: the district that receives and its institutions by number."""

    district: Path
    institutions: list[Path]


def make_demo(
    folder: Path,
    *,
    institutions: int = 3,
    persons: int = 24,
    seed: int = 1,
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> DemoFiles:
    """Make ``district.db`` and ``institution-001.db`` … of an invented district, as they stand on ``today``.

    The same seed, number of persons and day give the same rows with the same ids; institution 7 is the same among 10 and
    among 100. ``progress`` hears how many files of how many are ready. Raise ``Refusal`` when the folder has such files or
    cannot be written; files made until then are removed.
    """
    if institutions < 1 or persons < _LEAST_PERSONS:
        raise Refusal(f"Для примера нужно хотя бы одно учреждение и {_LEAST_PERSONS} человека в нём: увеличьте числа.")
    day = today or date.today()
    key = f"{seed}|{persons}|{day}"
    rng = random.Random(f"{key}|district")
    district, receiver = invent_district(rng)
    places = [receiver, *islice(invent_institutions(rng, district), institutions)]
    paths = [folder / "district.db", *(folder / f"institution-{number:03d}.db" for number in range(1, institutions + 1))]
    made = _prepare(folder)
    before = entities.database.obj
    try:
        for number, (path, place) in enumerate(zip(paths, places, strict=True)):
            _make(path, place, random.Random(f"{key}|{number}"), number, persons if number else _METHODISTS, day)
            if progress is not None:
                progress(number + 1, len(paths))
    except BaseException as error:
        _remove(paths, made)
        if isinstance(error, OSError):
            raise Refusal(f"В папку «{folder}» записать не удалось: проверьте место на диске и права.", "unwritable") from error
        raise
    finally:
        entities.database.initialize(before)
    return DemoFiles(paths[0], paths[1:])


def _prepare(folder: Path) -> list[Path]:
    """Make the folder; return the folders made, the innermost first. Refuse when a demo is there already."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = sorted(path.name for pattern in ("district.db*", "institution-*.db*") for path in folder.glob(pattern))
    except OSError as error:
        raise Refusal(f"Папку «{folder}» создать не удалось: выберите другое место.", "unwritable") from error
    if found:
        raise Refusal(f"В папке «{folder}» уже есть «{found[0]}»: выберите для примера пустую папку.", "exists")
    return missing


def _remove(paths: list[Path], folders: list[Path]) -> None:
    """Take back what was made; what cannot be removed stays."""
    for path in paths:
        for suffix in ("", "-journal"):
            try:
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            except OSError:
                continue
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def _make(path: Path, place: Place, rng: random.Random, number: int, persons: int, today: date) -> None:
    """One file. Ids come from a generator of their own, so that one more row does not change all that is said."""
    ids = random.Random(rng.getrandbits(64))
    with Store.create(path) as store, entities.ids_from(ids):
        with store.transaction("Пример"):
            _fill(store, place, rng, number, persons, today)
        store.sql("DELETE FROM action")  # examples are not undone


def _fill(store: Store, place: Place, rng: random.Random, number: int, persons: int, today: date) -> None:
    year = SchoolYear.of(today)
    institution = found_institution(store, place.new, year, place.curator.full)
    Institution.update(site=place.site).where(Institution.id == institution).execute()
    diligence = {0: 0.9, 2: PERFECT, 3: BEHIND}.get(number, rng.uniform(0.5, 0.95))
    place.taken.update((place.head.full, place.curator.full))
    people = StaffMaker(store, rng, place, today)
    staff = people.make(persons, store.author)
    people.consents(staff)
    if place.new.kind != "district":
        programmes = ProgrammeMaker(store, rng, today, diligence)
        for pair in PairMaker(store, rng, staff, place.new.kind, today).make():
            programmes.make(pair)
    own = None if number % 3 == 1 else number
    Ticker(store, rng, today, diligence).tick(write_roadmap(store, rng, place, year, own=own))
