"""The district of the merge benchmarks: its institutions' exchange files, written and sealed by Kurator's own path.

Per institution, as in the comparison of designs (shared/bench): 60 participants of 15 fields (11 of the person and 4 of the
consent without which no name leaves), 40 programmes of 11 and 10 occurrences of 4, 120 marks of 4: 1,860 fields that the
district sees in 290 rows, beside the institution and its school year. Then 93 of the fields (5 %) are changed.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

ROUNDS = ("first", "changed", "same")
WORDS = (
    "наставник", "педагог", "учреждение", "методист", "воспитатель", "программа", "адаптация", "срок", "цель", "задача",
    "результат", "молодой", "специалист", "детский", "сад", "школа", "лицей", "гимназия", "образование", "контроль",
    "выполнено", "частично", "приказ", "протокол", "рефлексия", "открытый", "урок",
)  # fmt: skip
SYLLABLES = [a + b for a in "бвгджзклмнпрстфхцчшщ" for b in "аеиоуыэюя"]
#: What is changed in the second files: table, shared text columns, shared days.
EDITED = {
    "person": (("surname", "name", "patronymic", "post", "subject", "category"), ("birth_date", "hired_on", "teaching_since")),
    "programme": (("mode", "end_initiator", "end_kind"), ("started_on", "ends_on", "extended_to", "ended_on")),
    "mark": (("state",), ("done_on",)),
}
FIELDS = 1860


def words(dice: random.Random) -> str:
    """One to six words, some of them invented."""
    made = ("".join(dice.choices(SYLLABLES, k=3)) if dice.random() < 0.5 else dice.choice(WORDS) for _ in range(6))
    return " ".join(list(made)[: dice.choice((1, 1, 2, 2, 3, 4, 6))])


def day(dice: random.Random) -> str:
    """A day of some school year."""
    return f"{dice.randrange(1975, 2027)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"


def found_district(path: Path) -> Any:
    """An empty district with a key; return the key that the institutions seal their files for."""
    from model.setup import NewInstitution, found_institution
    from model.store import Store
    from model.years import SchoolYear
    from sync.own_key import make_key

    with Store.create(path) as store:
        found_institution(store, NewInstitution("Район", kind="district"), SchoolYear(2026))
        return make_key(store, None)


def trust(path: Path, keys: list[Any]) -> None:
    """The district confirms the keys of its institutions."""
    from model.store import Store
    from sync.trust import enrol

    with Store.open(path) as store, store.transaction("Ключи"):
        for key in keys:
            enrol(store, key, heard=key.words)


def new_copy(empty: Path, path: Path) -> None:
    """The empty district with its keys at another place."""
    from sync.key_store import key_path

    shutil.copyfile(empty, path)
    shutil.copyfile(key_path(empty), key_path(path))


def write_files(folder: Path, number: int, district: Any, rounds: tuple[str, ...] = ROUNDS) -> Any:
    """The sealed files of one institution, ``folder/<round>/<number>.kur``; return its key."""
    from model.setup import NewInstitution, found_institution
    from model.store import Store
    from model.years import SchoolYear
    from sync.key_store import key_path
    from sync.outgoing import export_file
    from sync.own_key import make_key
    from sync.trust import enrol

    dice, path = random.Random(number), folder / "institution.db"
    with Store.create(path) as store:
        store.sql("PRAGMA synchronous = off")
        owner = found_institution(store, NewInstitution(f"Школа № {number}"), SchoolYear(2026))
        key = make_key(store, None)
        enrol(store, district, heard=district.words)
        with store.transaction("Данные"):
            fill(store, owner, dice)
        for name in rounds:
            if name == "changed":
                with store.transaction("Правки"):
                    edit(store, dice)
            export_file(store, "district", folder / name / f"{number:04}.kur")
    path.unlink()
    key_path(path).unlink()
    return key


def fill(store: Any, owner: str, dice: random.Random) -> None:
    """Bulk writes through peewee."""
    from model.entities import Consent, Mark, Occurrence, Person, Programme, new_id

    persons = [
        {
            "id": new_id(), "institution": owner, "surname": words(dice).title(), "name": words(dice),
            "patronymic": words(dice), "birth_date": day(dice), "post": words(dice), "subject": words(dice),
            "category": words(dice), "kind": "employee", "teaching_since": day(dice),
            "hired_on": day(dice), "phone": "8-800", "notes": words(dice),
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
                "started_on": day(dice), "ends_on": day(dice), "extended_to": day(dice), "end_kind": words(dice),
                "end_initiator": words(dice), "ended_on": day(dice), "published_on": day(dice), "aims": words(dice),
            }
            for _ in range(40)
        ]
    ).execute()  # fmt: skip
    Occurrence.insert_many(
        [{"institution": owner, "activity": new_id(), "start_on": day(dice), "end_on": day(dice)} for _ in range(10)]
    ).execute()
    Mark.insert_many(
        [
            {"institution": owner, "occurrence": new_id(), "state": words(dice), "done_on": day(dice), "note": words(dice)}
            for _ in range(120)
        ]
    ).execute()
    assert store.value("SELECT count(*) FROM change") == 292


def edit(store: Any, dice: random.Random) -> None:
    """Change 5 % of the fields that the district sees, one statement a row."""
    cells = []
    for table, (texts, days) in EDITED.items():
        for (row,) in store.sql(f"SELECT id FROM {table} ORDER BY id").fetchall():
            cells += [(table, row, column, column in days) for column in (*texts, *days)]
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for table, row, column, is_day in dice.sample(cells, FIELDS * 5 // 100):
        rows.setdefault((table, row), {})[column] = day(dice) if is_day else words(dice) + " (изм.)"
    for (table, row), values in rows.items():
        sets = ", ".join(f"{column} = ?" for column in values)
        store.sql(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), row))
