"""Every hostile file of the register: its own refusal, one good sentence, and nothing that changes or stays behind."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from model import check
from tests import hostile_files
from tests.hostile_files import CASES, DO, Answer, World, answer_of, load, offer
from tests.hostile_page import HEAD, PAGE, row

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
