"""Ten minutes of broken deadlines and broken files: ``python -m bench.soak_reading --minutes 10 --seed 1``.

Half of the time phrases: those of ``tests/`` cut, glued, swapped and misspelled, each in a school year of its own. What must
hold: no exception; a reading lies in the year unless a year is written or a warning is given; the words of a reading are read
as the same kind and days. Half of the time files: those of ``tests/roadmaps`` with bytes, lines and parts of archives changed.
What must hold: a draft or a ``Refusal``, never another exception.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

from model.deadlines import read_deadline
from model.deadlines.wording import words_of
from model.errors import Refusal
from model.roadmap_reader import read_roadmap
from model.years import SchoolYear

FILES = Path(__file__).parent.parent / "tests" / "roadmaps"
BETWEEN = (", ", " ", "; ", " и ", "-", " по ", "\n")
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя0123456789.,-–()/ №\n\t"


def phrases() -> list[str]:
    """Every phrase of the tables of the tests."""
    tables = [FILES / "deadline-phrases.tsv", *sorted((FILES.parent / "deadlines").glob("*.tsv"))]
    return [line.split("\t")[0].replace("\\n", "\n") for one in tables for line in one.read_text("utf-8").splitlines() if line]


def broken(dice: random.Random, known: list[str]) -> str:
    """A phrase with up to four misfortunes."""
    text = dice.choice(known)
    for _ in range(dice.randrange(5)):
        at = dice.randrange(len(text) + 1)
        match dice.randrange(7):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + dice.choice(LETTERS) + text[at:]
            case 2:
                text = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
            case 3:
                text = text.replace(" ", "", 1)
            case 4:
                text = text + dice.choice(BETWEEN) + dice.choice(known)
            case 5:
                words = text.split()
                dice.shuffle(words)
                text = " ".join(words)
            case _:
                text = text[at:] or text
    return text


def check_phrase(text: str, year: SchoolYear) -> str:
    """What is wrong with how a phrase is read; empty when nothing is."""
    read = read_deadline.__wrapped__(text, year)
    low, high = date(year.first, 6, 30), date(year.second, 8, 31)
    for number, row in enumerate(read.readings):
        days = [day for span in row for day in (span.start, span.end) if day]
        if not read.warnings and not any(sign.isdigit() for sign in text) and not all(low <= day <= high for day in days):
            return "outside of the year without a word"
        again = read_deadline.__wrapped__(words_of(read.chosen(number)), year)
        if (again.kind, set(again.occurrences)) != (read.kinds[number], set(row)) or again.ambiguous:
            return f"said as «{words_of(read.chosen(number))}» it is read otherwise"
    return ""


def broken_file(dice: random.Random, path: Path, folder: Path) -> Path:
    """A file with bytes changed: in the whole, or in one part of an office file."""
    data = path.read_bytes()
    if data[:2] == b"PK" and dice.random() < 0.8:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            names = old.namelist()
            bad = dice.choice(names)
            for name in names:
                part = old.read(name)
                new.writestr(name, spoiled(dice, part) if name == bad else part)
        data = made.getvalue()
    else:
        data = spoiled(dice, data)
    target = folder / f"файл{path.suffix if dice.random() < 0.9 else dice.choice(('.txt', '.docx', '.xls', ''))}"
    target.write_bytes(data)
    return target


def spoiled(dice: random.Random, data: bytes) -> bytes:
    """Bytes flipped, cut out, doubled or swapped, up to eight times."""
    made = bytearray(data)
    for _ in range(dice.randrange(1, 9)):
        at = dice.randrange(len(made) + 1)
        size = dice.choice((1, 1, 2, 8, 64, 700))
        match dice.randrange(5):
            case 0 if at < len(made):
                made[at] ^= 1 << dice.randrange(8)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size]
            case 3:
                made[at : at + size] = dice.randbytes(min(size, len(made) - at))
            case _:
                other = dice.randrange(len(made) + 1)
                made[at:at] = made[other : other + size]
    return bytes(made)


def main() -> None:
    """Run for the given time; print counts and everything that went wrong with its seed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    known, counts, wrong = phrases(), Counter[str](), Counter[str]()
    files = [path for path in sorted(FILES.iterdir()) if path.suffix not in {".json", ".tsv"}]
    end, seed = time.monotonic() + told.minutes * 60, told.seed * 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            seed += 1
            dice = random.Random(seed)
            try:
                if seed % 60:
                    text = broken(dice, known)
                    what = check_phrase(text, SchoolYear(dice.randrange(2018, 2032)))
                    counts["phrases"] += 1
                    if what:
                        wrong[what[:40]] += 1
                        print(f"seed {seed}: {text!r}: {what}")
                else:
                    path = broken_file(dice, dice.choice(files), Path(folder))
                    counts["files"] += 1
                    try:
                        counts["read" if read_roadmap(path, SchoolYear(2026)).activities else "kept as text"] += 1
                    except Refusal as refusal:
                        counts[f"refused: {refusal.code}"] += 1
            except Exception:
                wrong["exception"] += 1
                print(f"seed {seed}:\n{traceback.format_exc(limit=-4)}")
    print(dict(counts))
    print("wrong:", dict(wrong) or "nothing")


if __name__ == "__main__":
    main()
