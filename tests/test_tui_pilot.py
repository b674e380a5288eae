"""How the tests of screens begin and look: a database in a temporary folder, the screen as text, typing without waiting."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from model.roadmaps import save_roadmap
from model.setup import NewInstitution, found_institution
from model.standard_roadmap import standard_roadmap
from model.store import Store
from model.years import SchoolYear
from tui.app import KuratorApp
from tui.failure import FILE_NAME
from tui.screens.roadmap import RoadmapScreen
from tui.screens.wizard import WizardScreen

T = TypeVar("T")
TODAY = date(2026, 11, 20)
YEAR = SchoolYear(2026)


def make_database(folder: Path, *, roadmap: bool = True, fill: Callable[[Store], object] | None = None) -> Path:
    """A kindergarten with the standard roadmap and whatever ``fill`` adds."""
    path = folder / "база.kurator"
    with Store.create(path) as store:
        new = NewInstitution("Детский сад № 900 «Росинка»", "ДОУ № 900", "kindergarten")
        owner = found_institution(store, new, YEAR, "Ручьёва Марина Петровна")
        if roadmap:
            save_roadmap(store, standard_roadmap(YEAR), owner, YEAR)
        if fill is not None:
            fill(store)
    return path


def in_database(path: Path, question: Callable[[Store], T]) -> T:
    """Answer of a question to the database after the app has closed it."""
    with Store.open(path) as store:
        return question(store)


@asynccontextmanager
async def running(path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The app on a database, ready to be driven."""
    app = KuratorApp(path, today=TODAY, print_folder=path.parent)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot
        await app.workers.wait_for_complete()


def kurator(pilot: Pilot[None]) -> KuratorApp:
    """The app behind a pilot."""
    assert isinstance(pilot.app, KuratorApp)
    return pilot.app


def shown(pilot: Pilot[None]) -> type[Screen[object]]:
    """Which screen is shown."""
    return type(pilot.app.screen)


def screen_text(pilot: Pilot[None]) -> str:
    """The screen as it is seen, one line of text a row."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


def said(pilot: Pilot[None]) -> str:
    """Every sentence of the toasts so far, the last one last."""
    return "\n".join(notification.message for notification in pilot.app._notifications)


async def type_fast(pilot: Pilot[None], *parts: str) -> None:
    """Type texts and keys (in angle brackets: «<enter>») faster than the app can follow, then wait for it."""
    driver = pilot.app._driver
    assert driver is not None
    for part in parts:
        keys = [(part[1:-1], None)] if part.startswith("<") else [(_character_to_key(char), char) for char in part]
        for key, char in keys:
            event = Key(key, char)
            event.set_sender(pilot.app)
            driver.send_message(event)
    await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every key has been handled and every worker has ended."""
    for _ in range(200):
        if pilot.app._exit:
            return
        await pilot.pause()
        if kurator(pilot).keys.idle:
            break
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_no_database_begins_the_first_start(tmp_path: Path) -> None:
    async with running(tmp_path / "нет.kurator") as pilot:
        assert shown(pilot) is WizardScreen
        assert "Первый запуск, 1 из 4" in screen_text(pilot)
    assert not (tmp_path / "нет.kurator").exists()


async def test_a_file_that_is_no_database_gets_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "письмо.kurator"
    path.write_text("это не база", encoding="utf-8")
    async with running(path) as pilot:
        assert "База не открылась" in screen_text(pilot)
        await pilot.press("escape")
    assert path.read_text(encoding="utf-8") == "это не база"


async def press_f3(path: Path) -> None:
    """Open the database and press F3."""
    async with running(path) as pilot:
        await type_fast(pilot, "<f3>")


async def test_a_breakdown_is_told_in_one_sentence(
    tmp_path: Path, state_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("внутри")

    monkeypatch.setattr(RoadmapScreen, "action_details", broken)
    path = make_database(tmp_path)
    with pytest.raises(ZeroDivisionError):
        await press_f3(path)
    told = " ".join(capsys.readouterr().err.split())
    assert told.startswith("Куратор остановился из-за внутренней ошибки (ZeroDivisionError).")
    assert "Traceback" not in told
    assert "внутри" in (state_folder / FILE_NAME).read_text(encoding="utf-8")


async def test_an_empty_database_begins_the_first_start_too(tmp_path: Path) -> None:
    path = tmp_path / "пустая.kurator"
    Store.create(path).close()
    async with running(path) as pilot:
        assert shown(pilot) is WizardScreen
        await type_fast(pilot, "Школа № 1", "<f2>", "<f2>", "<f2>", "<f2>")
        assert "Школа № 1" in screen_text(pilot)
        assert shown(pilot) is not WizardScreen
