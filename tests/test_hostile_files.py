"""Every hostile file of the register: its own refusal, one good sentence, and nothing that changes or stays behind."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from model import check
from model.errors import Refusal
from model.kept_copies import path_of
from sync.folder import merge_paths
from tests import hostile_files
from tests.hostile_files import CASES, DO, Answer, World, answer_of, load, offer, payload
from tests.hostile_page import HEAD, PAGE, row
from tui.cli.main import main

load()


@pytest.fixture(scope="module")
def _world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("hostile")
    with hostile_files.own_state(folder):
        made = World(folder)
        yield made
        made.close()


@pytest.fixture
def world(_world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The one world of this module, as it was made."""
    monkeypatch.setenv("KURATOR_STATE", str(_world.folder / "state"))
    _world.restore()
    return _world


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files would go."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_there_are_more_than_a_hundred() -> None:
    assert len(CASES) >= 200
    assert sum(case.status == "refused" for case in CASES.values()) >= 180


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.why])
def test_a_hostile_file_changes_nothing(world: World, tmp_path: Path, temporary: Path, name: str) -> None:
    case = CASES[name]
    beside = sorted(path.name for path in world.folder.iterdir())
    (tmp_path / "x").mkdir()
    answer = offer(world, case, tmp_path / "x" / "x.kur")
    assert (answer.status, answer.code) == (case.status, case.code), answer.sentence
    assert_good(answer.sentence)
    assert_listed(name, answer)
    assert (world.fingerprint(world.store), world.fingerprint(world.school)) == (world.state, world.school_state)
    assert sorted(path.name for path in world.folder.iterdir()) == beside
    assert list(temporary.iterdir()) == []
    assert [path.name for path in (tmp_path / "x").iterdir()] in (["x.kur"], [])


def test_a_folder_of_all_of_them_by_the_command(world: World, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One damaged file stops no other: each of the folder is told of, the true one among them is taken, nothing is raw."""
    cases = [case for case in CASES.values() if not case.why and case.receiver == "district" and "bomb" not in case.name]
    folder = tmp_path / "stick"
    folder.mkdir()
    for number, case in enumerate(cases):
        case.build(world, folder / f"{number:03}.kur")
    shutil.copyfile(world.last, folder / "999.kur")
    for path in (world.store.path, world.store.path.with_suffix(".key")):
        shutil.copyfile(path, tmp_path / path.name)
    with pytest.raises(SystemExit) as ended:
        main(["--db", str(tmp_path / world.store.path.name), "merge", str(folder), "--json"])
    out, err = capfd.readouterr()
    told = json.loads(out)["files"]
    files = sorted(path.name for path in folder.iterdir() if path.is_file())
    assert ended.value.code == 1
    assert [Path(one["path"]).name for one in told] == files
    assert [one["path"] for one in told if one["status"] == "merged"] == [str(folder / "999.kur")]
    assert "Traceback" not in err
    world.store.activate()


def test_a_name_in_another_encoding(world: World, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An old stick: the name is bytes of Windows, and with escape codes; the file is taken and remembered."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xd8\xea\xee\xeb\xe0\x1b[2J.kur"))
    shutil.copyfile(world.last, path)
    with world.copied(tmp_path, CASES["empty"]) as copy:
        copy.activate()
        (outcome,) = merge_paths(copy, [path])
        assert outcome.status == "merged"
        assert path in [path_of(text) for (text,) in copy.sql("SELECT path FROM kept_file")]
        (again,) = merge_paths(copy, [path])
        assert again.status == "repeated"
    with pytest.raises(SystemExit):
        main(["--db", str(tmp_path / "copy.db"), "merge", str(path), "--yes"])
    assert "\x1b" not in "".join(capfd.readouterr())
    world.store.activate()


def test_nothing_of_a_file_commands_the_terminal(world: World, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Names of people are data: what a file says is shown, never obeyed."""
    told = {"surname": "Грач\x1b[2J\u202eова", "name": "Анна", "kind": "employee"}
    (tmp_path / "x.kur").write_bytes(world.with_line(world.line(shared=payload(told))))
    with world.copied(tmp_path, CASES["empty"]) as copy:
        copy.activate()
        assert [one.status for one in merge_paths(copy, [tmp_path / "x.kur"])] == ["merged"]
    for command in (["person", "list"], ["conflicts"], ["imports"], ["check"]):
        with pytest.raises(SystemExit):
            main(["--db", str(tmp_path / "copy.db"), *command])
        out, err = capfd.readouterr()
        assert "\x1b" not in out + err
        assert "внутренняя ошибка" not in err
    world.store.activate()


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.why and case.receiver == "district"])
def test_what_is_taken_breaks_no_command(world: World, tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    with world.copied(tmp_path, CASES[name]) as copy:
        answer_of(copy, CASES[name], world, tmp_path / "x.kur")
    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main(["--db", str(tmp_path / "copy.db"), *command, "--json"])
        out, err = capfd.readouterr()
        assert ended.value.code in {0, 3}, (command, err)
        assert json.loads(out) is not None
    world.store.activate()


#: Commands that read what files brought.
COMMANDS = (["person", "list"], ["roadmap", "list"], ["roadmap", "due"], ["indicators"], ["conflicts"], ["imports"],
            ["clockfix"], ["check", "--rebuild"])  # fmt: skip


def test_a_file_that_cannot_be_read(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stick is pulled out while the file, or the folder, is read."""
    shutil.copyfile(world.last, tmp_path / "x.kur")

    def pulled_out(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", pulled_out)
        (outcome,) = merge_paths(world.store, [tmp_path / "x.kur"])
    assert outcome.code == "unreadable"
    assert_good(outcome.message)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", pulled_out)
        with pytest.raises(Refusal) as refusal:
            merge_paths(world.store, [tmp_path])
    assert refusal.value.code == "unreadable"
    assert_good(refusal.value.sentence)
    assert world.fingerprint(world.store) == world.state


@pytest.mark.parametrize("size", [-50, 50])
def test_a_file_that_changes_while_it_is_read(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Another program still writes it: it grows or shrinks between the look at it and the reading."""
    path = tmp_path / "x.kur"
    shutil.copyfile(world.last, path)
    before = Path.is_file

    def changed(one: Path) -> bool:
        found = before(one)
        if one == path:
            data = path.read_bytes()
            path.write_bytes(data[:size] if size < 0 else data + bytes(size))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_file", changed)
        (outcome,) = merge_paths(world.store, [path])
    assert outcome.code == ("truncated" if size < 0 else "trailing")
    assert world.fingerprint(world.store) == world.state


def assert_listed(name: str, answer: Answer) -> None:
    """The page that a person reads says the same."""
    assert row(CASES[name], answer) in PAGE.read_text("utf-8").split("\n"), "run: python -m tests.hostile_page"


def test_the_page_lists_every_case_once() -> None:
    text = PAGE.read_text("utf-8")
    assert re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE) == list(CASES), "run: python -m tests.hostile_page"
    taken = sum(bool(case.why) for case in CASES.values())
    assert text.startswith(HEAD.format(refused=len(CASES) - taken, taken=taken))


def assert_good(sentence: str) -> None:
    """One Russian sentence without anything raw in it, that says what to do."""
    assert re.fullmatch(r"[А-ЯЁ«][^\n\x00-\x1f]{10,200}\.", sentence), sentence
    assert not re.search(r"[.!?] [А-ЯЁ]", sentence), sentence
    assert DO.search(sentence), sentence


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.why])
def test_a_strange_file_that_is_right_is_taken_whole(world: World, tmp_path: Path, name: str) -> None:
    """On a copy of the receiver: it says what the register says, and the database is whole after it."""
    case = CASES[name]
    with world.copied(tmp_path, case) as copy:
        answer = answer_of(copy, case, world, tmp_path / "x.kur")
        assert (answer.status, answer.code) == (case.status, case.code), answer.sentence
        assert check.problems(copy) == []
        assert_listed(name, answer)
    assert world.fingerprint(world.store) == world.state
