"""Pictures of the screens for README and docs: ``python docs/make_pictures.py`` (demo data, one fixed day, no network).

Writes docs/img/*.svg from the real application driven by its own keys.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
DAY = date(2026, 11, 21)
#: picture → keys pressed after the start.
PICTURES = {"roadmap": ["down", "down"], "persons": ["3"], "conflicts": ["4"]}


async def draw(database: Path, name: str, keys: list[str]) -> None:
    """Start the application on ``database``, press ``keys``, save the screen."""
    from tui.app import KuratorApp

    app = KuratorApp(database, today=DAY)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause(1.0)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        picture = app.export_screenshot(title="Куратор")
    # The picture must not ask the network for a font.
    picture = re.sub(r"@font-face\s*\{.*?\}", "", picture, flags=re.DOTALL)
    target = ROOT / "docs" / "img" / f"{name}.svg"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(picture, "utf-8")
    print(target.relative_to(ROOT))


def quarrel(database: Path, folder: Path) -> None:
    """Let the curator's two laptops write different posts for three persons, and bring one laptop's file to the other."""
    from model.entities import Person
    from model.persons import edit_person
    from model.store import Store
    from sync.folder import merge_paths
    from sync.outgoing import export_file

    copy = folder / "second" / database.name
    copy.parent.mkdir()
    for suffix in (".db", ".key"):
        shutil.copyfile(database.with_suffix(suffix), copy.with_suffix(suffix))
    for path, word in ((copy, "старший воспитатель"), (database, "методист")):
        with Store.open(path) as store:
            for person in list(Person.select().order_by(Person.id).limit(3)):
                edit_person(store, person.id, {"post": word})
            if path == copy:
                export_file(store, "own", folder / "own.kur")
            else:
                merge_paths(store, [folder / "own.kur"])


def main() -> None:
    """Draw every picture on freshly made demo data."""
    from model.demo import make_demo
    from sync.demo_keys import enrol_demo

    with tempfile.TemporaryDirectory() as folder:
        os.environ["KURATOR_STATE"] = str(Path(folder) / "state")
        made = make_demo(Path(folder) / "demo", institutions=3, seed=1, today=DAY)
        enrol_demo(made.district, made.institutions, 1)
        quarrel(made.institutions[0], Path(folder))
        for name, keys in PICTURES.items():
            asyncio.run(draw(made.institutions[0], name, keys))


if __name__ == "__main__":
    main()
