"""Copies of the database: one a day, ten deep, whole, and a failed copy is said and stops nothing but a merge."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from model import backups
from model.backups import backup_folder, daily_backup, make_backup
from model.check import digest
from model.errors import Refusal
from model.persons import create_person
from model.store import Store
from sync.folder import merge_paths
from tests.worlds import school
from tui.app import KuratorApp


def test_one_copy_a_day_ten_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with school(tmp_path / "a.db") as store:
        today = date.today()
        assert daily_backup(store, today) is not None
        assert daily_backup(store, today) is None
        folder = backup_folder(store)
        for age in range(1, 15):
            (folder / f"{today - timedelta(days=age)}T08-00-00-daily.db").write_bytes(b"old")
        make_backup(store, "daily")
        kept = sorted(path.name[:10] for path in folder.glob("*-daily.db"))
        assert len(kept) == backups.KEEP
        assert kept[-1] == today.isoformat()


def test_copy_is_whole(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        create_person(store, {"surname": "Ёлкина"})
        before = digest(store)
        copy = make_backup(store, "manual")
        create_person(store, {"surname": "Тихонова"})
    with Store.open(copy) as store:
        assert digest(store) == before


def test_no_merge_without_a_copy(tmp_path: Path) -> None:
    (tmp_path / "a.kur").write_bytes(b"x")
    with school(tmp_path / "a.db") as store:
        backup_folder(store).write_text("a file where the folder should be")
        with pytest.raises(Refusal, match="без копии"):
            merge_paths(store, [tmp_path / "a.kur"])


async def test_screens_make_the_days_copy(tmp_path: Path) -> None:
    school(tmp_path / "a.db").close()
    async with KuratorApp(tmp_path / "a.db").run_test() as pilot:
        await pilot.pause(0.3)
    assert len(list((tmp_path / "a.backups").glob("*-daily.db"))) == 1
