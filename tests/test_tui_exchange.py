"""The exchange on its screens: hand a file over, look at files, take them, stop between them, take an import back."""

from __future__ import annotations

import asyncio
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

import sync.folder
import sync.key_store
import tui.screens.handing_over
from model.errors import Refusal
from model.persons import edit_person
from model.store import Store
from sync.imports import imports
from sync.outgoing import export_file
from sync.own_key import make_key
from sync.receipts import exports
from sync.trust import enrol
from tests.test_tui_pilot import in_database, kurator, make_database, running, said, screen_text, settle, shown, type_fast
from tests.worlds import add_person, district, export, merge, school, second_laptop
from tui.outcome_lines import outcome_text, summary
from tui.screens.asking import WordsDialog
from tui.screens.exchange import ExchangeScreen
from tui.screens.handing_over import HandOverScreen
from tui.screens.progress_dialog import ProgressDialog
from tui.screens.taking_files import RECEIPTS, TakingScreen
from tui.widgets.virtual_table import VirtualTable


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Once for all: files of three institutions, unsealed; an institution and its district with keys that trust each other."""
    folder = tmp_path_factory.mktemp("обмен")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KURATOR_STATE", str(tmp_path_factory.mktemp("state")))
        for name in ("флешка", "ключи"):
            (folder / name).mkdir()
        for n in range(3):
            with school(folder / f"ш{n}.db", f"Школа № {n}") as store:
                add_person(store, f"Лисин{'аоу'[n]}")
                export(store, folder / "флешка" / f"{n}.kur")
        with district(folder / "ключи" / "район.kurator") as store:
            receiver = make_key(store, None)
        path = make_database(folder / "ключи", roadmap=False, fill=lambda store: add_person(store, "Быстрова", consent=False))
        with Store.open(path) as store:
            own = make_key(store, None)
            enrol(store, receiver, heard=receiver.words)
        with Store.open(folder / "ключи" / "район.kurator") as store:
            enrol(store, own, heard=own.words)
    return folder


@pytest.fixture
def files(made: Path, tmp_path: Path) -> Path:
    """A folder with the files of three institutions."""
    return Path(shutil.copytree(made / "флешка", tmp_path / "флешка"))


@pytest.fixture
def keys(made: Path, tmp_path: Path) -> tuple[Path, Path]:
    """An institution and its district."""
    folder = Path(shutil.copytree(made / "ключи", tmp_path / "ключи"))
    return folder / "база.kurator", folder / "район.kurator"


def people(store: Store) -> int:
    """How many whose surname begins so there are, of whatever institution."""
    return int(store.value("SELECT count(*) FROM person WHERE surname LIKE 'Лисин%'"))


def empty_district(folder: Path) -> Path:
    """A district that has taken nothing yet."""
    district(folder / "район.kurator").close()
    return folder / "район.kurator"


def table(pilot: Pilot[None]) -> VirtualTable:
    return pilot.app.screen.query_one(VirtualTable)


async def test_without_a_key_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    path = make_database(tmp_path, roadmap=False)
    async with running(path) as pilot:
        await type_fast(pilot, "<f6>", "<f8>", "<f3>")
        assert shown(pilot) is ExchangeScreen
        assert "сначала создайте его командой kurator key new" in screen_text(pilot)
        assert "F2 — принять файлы" in screen_text(pilot)
        await type_fast(pilot, "<f5>", "<f2>")
        assert shown(pilot) is HandOverScreen
        assert "сначала создайте его командой kurator key new" in screen_text(pilot)
    assert not list(tmp_path.glob("*.kur"))
    assert in_database(path, exports) == []


async def test_a_file_for_the_district_and_who_stayed_behind(keys: tuple[Path, Path], tmp_path: Path) -> None:
    path, _ = keys
    folder = tmp_path / "флешка"
    async with running(path) as pilot:
        await type_fast(pilot, "<f6>", "<f5>", "<tab>", "<ctrl+u>", str(folder), "<enter>")
        text = screen_text(pilot)
        assert "Файл № 1 записан" in text
        assert "Быстрова А. Л.: нет согласия на передачу в район" in text
        await type_fast(pilot, "<escape>", "<f5>")
        assert pilot.app.screen.query_one("#out-folder", Input).value == str(folder), "the folder is remembered"
        await type_fast(pilot, "<down>", "<f2>")
        assert "Отнесите его на второй ноутбук" in screen_text(pilot)
    assert len(list(folder.glob("*.kur"))) == 2
    assert [one.scope for one in in_database(path, exports)] == ["district", "own"]


@pytest.mark.parametrize("refused", [False, True])
async def test_who_leaves_while_a_file_is_written_is_told_all_the_same(
    keys: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    """Esc in the middle of writing: the file is written, the next screen says so, nothing breaks."""
    begun, go_on = threading.Event(), threading.Event()

    def slowly(*given: Any, **named: Any) -> Any:
        begun.set()
        assert go_on.wait(20)
        if refused:
            raise Refusal("Флешку вынули: вставьте её и повторите.")
        return export_file(*given, **named)

    monkeypatch.setattr(tui.screens.handing_over, "export_file", slowly)
    async with running(keys[0]) as pilot:
        await type_fast(pilot, "<f6>", "<f5>", "<tab>", "<ctrl+u>", str(tmp_path / "флешка"))
        await pilot.press("f2")
        await asyncio.to_thread(begun.wait, 20)
        asyncio.get_running_loop().call_later(0.2, go_on.set)  # what is behind asks the same thread
        await pilot.press("escape")
        for _ in range(500):
            await pilot.pause(0.01 if not said(pilot) else 0)
        assert ("Флешку вынули" if refused else "Файл № 1 записан") in said(pilot)
        assert shown(pilot) is ExchangeScreen
        assert pilot.app.is_running
    assert len(list((tmp_path / "флешка").glob("*.kur"))) == (not refused)


async def test_the_passphrase_is_asked_in_a_hidden_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync.key_store, "OPS_LIMIT", 1)
    monkeypatch.setattr(sync.key_store, "MEMORY_LIMIT", 8192)
    path = make_database(tmp_path, roadmap=False)
    with Store.open(path) as store:
        make_key(store, "тайна")
    async with running(path) as pilot:
        await type_fast(pilot, "<f6>", "<f5>")
        await type_fast(pilot, "<down>")
        await press_and_wait(pilot, "f2", WordsDialog)
        await pilot.press(*"тайма")
        assert "тайма" not in screen_text(pilot)
        await press_and_wait(pilot, "enter", WordsDialog)
        assert "Пароль не подошёл" in said(pilot)
        await type_fast(pilot, "тайна", "<enter>")
        assert "Файл № 1 записан" in screen_text(pilot)
        await press_and_wait(pilot, "f2", WordsDialog)
        await type_fast(pilot, "<escape>")
        assert "Без пароля ключа файл не подписать" in screen_text(pilot)
    assert len(in_database(path, exports)) == 1


async def press_and_wait(pilot: Pilot[None], key: str, window: type[Screen[Any]]) -> None:
    """Press a key whose worker opens a window and waits for it: such a worker does not end before the window."""
    before = pilot.app.screen
    await pilot.press(key)
    for _ in range(500):
        await pilot.pause(0.01)
        if pilot.app.screen is not before and shown(pilot) is window:
            return
    raise AssertionError(screen_text(pilot))


async def test_preview_merge_list_withdraw(files: Path, tmp_path: Path) -> None:
    (files / "письмо.kur").write_text("не файл обмена", encoding="utf-8")
    path = empty_district(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "<f6>", "<f2>", str(files), "<enter>")
        text = screen_text(pilot)
        assert "4 файла: с новыми записями 3, принять нельзя 1. F2 — принять." in text
        assert "Школа № 0" in text
        assert "будет принят" in text
        assert await kurator(pilot).desk.run(imports) == [], "a preview changes nothing"
        first = table(pilot).current
        assert first is not None
        assert first.cells[0] == "письмо.kur", "what was refused stands first"
        await type_fast(pilot, "<f2>")
        assert "Готово. 4 файла: с новыми записями 3, принять нельзя 1." in screen_text(pilot)
        await type_fast(pilot, "<escape>")
        assert table(pilot).row_count == 3
        await type_fast(pilot, "<f3>", "<escape>", "<f8>", "<enter>")
        assert len([one for one in await kurator(pilot).desk.run(imports) if one.undone_at]) == 0, "asked first"
        await type_fast(pilot, "<f8>", "2")
        assert "Приём № 3 отменён" in said(pilot)
        assert "отменён" in screen_text(pilot)
        assert await kurator(pilot).desk.run(people) == 2
        await type_fast(pilot, "<f8>")
        assert "Приём № 3 уже отменён." in said(pilot)
        await type_fast(pilot, "<f2>")
        assert pilot.app.screen.query_one("#taken-path", Input).value == str(files), "the folder is remembered"
        await type_fast(pilot, "<enter>")
        await type_fast(pilot, "<f2>")
    assert [bool(one.undone_at) for one in in_database(path, imports)] == [False, False, True, False]


async def test_what_later_work_was_built_on_is_not_taken_back(tmp_path: Path) -> None:
    path = make_database(tmp_path, roadmap=False)
    with Store.open(path) as store, second_laptop(store, tmp_path / "второй.db") as other:
        person = add_person(other, "Лисина")
        merge(store, export(other, tmp_path / "второй.kur", "own"))
        store.activate()
        edit_person(store, person, {"post": "завуч"})
    async with running(path) as pilot:
        await type_fast(pilot, "<f6>")
        assert "нельзя" in screen_text(pilot)
        await type_fast(pilot, "<f8>")
        assert shown(pilot) is ExchangeScreen
        assert isinstance(pilot.app.screen, ExchangeScreen)
        pilot.app.screen._why.clear()  # an older one: only the withdrawal itself tells
        await type_fast(pilot, "<f8>", "2")
        assert "Приём отменить нельзя" in screen_text(pilot)
        assert "• человек" in screen_text(pilot)
    assert in_database(path, people) == 1


class SlowMerge:
    """Every merge of a file waits until the test lets it go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self._real = sync.folder._merge_one
        monkeypatch.setattr(sync.folder, "_merge_one", self._merge)

    def _merge(self, *args: Any) -> sync.folder.Outcome:
        self.begun.set()
        assert self.go_on.wait(10)
        return self._real(*args)

    async def wait(self, pilot: Pilot[None]) -> None:
        """Until the first file is being merged."""
        while not self.begun.is_set():
            await pilot.pause(0.01)
        await pilot.pause()


async def test_esc_stops_between_files_the_rest_comes_later(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = empty_district(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "<f6>", "<f2>", str(files), "<enter>")
        slow = SlowMerge(monkeypatch)
        await pilot.press("f2")
        await slow.wait(pilot)
        assert shown(pilot) is ProgressDialog
        assert "0 из 3" in screen_text(pilot)
        await pilot.press("escape")
        assert "Останавливаюсь" in screen_text(pilot)
        slow.go_on.set()
        await settle(pilot)
        assert shown(pilot) is TakingScreen
        assert "Остановлено. Принято 1 из 3; F2 — продолжить." in screen_text(pilot)
        await type_fast(pilot, "<f2>")
        assert "Готово." in screen_text(pilot)
    assert len(in_database(path, imports)) == 3


async def test_leaving_in_the_middle_keeps_what_was_taken(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = empty_district(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "<f6>", "<f2>", str(files), "<enter>")
        slow = SlowMerge(monkeypatch)
        await pilot.press("f2")
        await slow.wait(pilot)
        threading.Timer(0.1, slow.go_on.set).start()
        await pilot.press("f10")
    assert len(in_database(path, imports)) == 1


async def test_the_district_writes_receipts_beside_the_files(keys: tuple[Path, Path], tmp_path: Path) -> None:
    path, receiver = keys
    files = tmp_path / "флешка"
    async with running(path) as pilot:
        await type_fast(pilot, "<f6>", "<f5>", "<tab>", "<ctrl+u>", str(files), "<enter>")
    async with running(receiver) as pilot:
        await type_fast(pilot, "<f6>", "<f2>", str(files), "<enter>")
        await type_fast(pilot, "<f2>")
        assert "Квитанций написано 1" in said(pilot)
        assert "Готово. 1 файл: с новыми записями 1." in screen_text(pilot)
        await type_fast(pilot, "<f2>")
        assert "уже принятых 1" in screen_text(pilot), "a receipt in the folder is no file to merge"
        await type_fast(pilot, "<escape>", "<f5>")
        assert "Учреждениям района" in screen_text(pilot)
    async with running(path) as pilot:
        await type_fast(pilot, "<f6>", "<f2>", "<ctrl+u>", str(files / RECEIPTS), "<enter>")
        await type_fast(pilot, "<f2>")
        assert "район принял файл № 1" in screen_text(pilot).lower()


async def test_a_wrong_path_is_a_sentence(tmp_path: Path) -> None:
    path = make_database(tmp_path, roadmap=False)
    async with running(path) as pilot:
        await type_fast(pilot, "<f6>", "<f2>", "<enter>", "<f2>", "<f3>")
        assert "Напишите путь" in screen_text(pilot)
        await type_fast(pilot, str(tmp_path / "нет"), "<f2>")
        await type_fast(pilot, "<f2>")
        assert "Traceback" not in screen_text(pilot)
        assert shown(pilot) is TakingScreen
        await type_fast(pilot, "<f7>", "<ctrl+г>", str(tmp_path), "<enter>")
        assert "Файлов обмена (.kur) здесь нет" in screen_text(pilot)


def test_texts_of_outcomes() -> None:
    one = sync.folder.Outcome(Path("а.kur"), "refused", "damaged", "Файл повреждён.", "", 0)
    assert outcome_text(one, preview=True) == "а.kur\nФайл повреждён."
    assert summary([one, one]) == "2 файла: принять нельзя 2"
