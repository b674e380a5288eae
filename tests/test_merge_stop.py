"""Ctrl+C during ``kurator merge``: a real process and a real signal at chosen moments; a preview that says what would come."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from model import check
from model.store import Store
from sync import key_store
from sync.folder import merge_paths, told_institution
from tests.test_cli import Kurator, founded, kurator
from tests.worlds import add_person, district, export, rewrite, school
from tui.cli.merge_progress import MergeProgress, _cut, _width

__all__ = ["founded", "kurator"]

FILES = 3
#: ``kurator`` that gets Ctrl+C before a call of a function (``module:name``, which call); the second file waits at a gate.
_SIGNALLED = """
import importlib, os, signal, sys, time
from tui.cli.main import main
import sync.folder, tui.cli.exchange
module, _, name = sys.argv[1].partition(":")
holder = importlib.import_module(module)
for part in name.split(".")[:-1]:
    holder = getattr(holder, part)
name, left, real = name.split(".")[-1], int(sys.argv[2]), None
def signalled(*arguments, **named):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGINT)
    return real(*arguments, **named)
real = getattr(holder, name)
setattr(holder, name, signalled)
merge_one, gate, taken = sync.folder._merge_one, sys.argv[3], 0
def lasting(*arguments):
    global taken
    taken += 1
    while taken == 2 and gate and not os.path.exists(gate):
        time.sleep(0.01)
    return merge_one(*arguments)
sync.folder._merge_one = lasting
main(sys.argv[4:])
"""


class World:
    """A district's empty database, files of several institutions, the digest after each number of them."""

    def __init__(self, folder: Path) -> None:
        self.base, self.files = folder / "d.db", folder / "files"
        self.files.mkdir()
        for n in range(FILES):
            with school(folder / f"{n}.db", f"Школа № {n}") as store:
                add_person(store)
                export(store, self.files / f"{n}.kur")
        with district(self.base) as store:
            self.states = [check.digest(store)]
        self.original = self.base.read_bytes()
        with Store.open(self.base) as store:
            for path in sorted(self.files.iterdir()):
                merge_paths(store, [path])
                self.states.append(check.digest(store))
        self.restore()

    def restore(self) -> None:
        shutil.rmtree(self.base.with_suffix(".backups"), ignore_errors=True)
        self.base.write_bytes(self.original)

    def run(self, where: str, call: int, *options: str, gate: object = "", **streams: Any) -> subprocess.Popen[bytes]:
        told = [
            sys.executable,
            "-c",
            _SIGNALLED,
            where,
            str(call),
            str(gate),
            "--db",
            str(self.base),
            "merge",
            str(self.files),
        ]
        return subprocess.Popen([*told, *options], env=os.environ, stdin=subprocess.DEVNULL, **streams)

    def taken(self) -> int:
        """After how many files the database stands; it must be whole and nothing between."""
        with Store.open(self.base) as store:
            assert check.problems(store) == []
            return self.states.index(check.digest(store))


class _Asking(key_store.KeyRing):
    """Keys whose passphrase is asked for before one file, and somebody who answers with Ctrl+C."""

    def __init__(self, progress: MergeProgress) -> None:
        super().__init__(Path("нет.key"), "")
        self.progress = progress

    def asks_at(self, path: Path, where: Path) -> bool:
        if path == where:
            with self.progress.asking():
                signal.raise_signal(signal.SIGINT)
        return True


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process there")
def test_stopped_at_any_moment(world: World) -> None:
    """Before the first file, in the middle of one, between two with a person looking on, after the last."""
    for where, call, taken in (("sync.folder:make_backup", 1, 0), ("sync.tables:_write", 2, 2)):
        world.restore()
        with world.run(where, call, "--json", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            out, err = (stream.decode() for stream in process.communicate(timeout=30))
        told = json.loads(out)
        assert (len(told["files"]), told["total"], told["stopped"]) == (taken, FILES, taken < FILES), where
        assert {one["status"] for one in told["files"]} <= {"merged"}
        assert process.returncode == (3 if taken < FILES else 0), (where, err)
        assert "Traceback" not in err
        assert ("Aborted" in err, "\r" in err) == (False, False), "no line of progress: nobody looks on"
        assert (f"Остановлено: принято {taken} из {FILES}" in err) == (taken < FILES)
        assert world.taken() == taken
        assert told["digest"] == world.states[taken]
        with Store.open(world.base) as store:
            again = merge_paths(store, [world.files])
            assert [one.status for one in again] == ["repeated"] * taken + ["merged"] * (FILES - taken)
        assert world.taken() == FILES
    world.restore()
    seen_and_stopped(world)


def seen_and_stopped(world: World) -> None:
    """stderr is a terminal: one line that changes; Ctrl+C twice; the same command then ends the job."""
    import pty

    gate = world.files.with_name("открыто")
    ours, theirs = pty.openpty()
    with world.run("sync.folder:_merge_one", 99, "--yes", gate=gate, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while "Принято 1 из 3: Школа № 1…".encode() not in seen:
            seen += os.read(ours, 4096)
        for _ in range(2):
            process.send_signal(signal.SIGINT)
            while "Останавливаюсь".encode() not in seen:
                seen += os.read(ours, 4096)
        gate.touch()
        while more := _read(ours):
            seen += more
        assert process.wait(30) == 3
        out = process.stdout.read().decode() if process.stdout else ""
    os.close(ours)
    said = seen.decode()
    assert "Останавливаюсь" in said
    taken = 2 if "Остановлено: принято 2" in said else 1  # the signal may come before the second file was begun
    assert f"Остановлено: принято {taken} из 3, остальные не тронуты; та же команда продолжит с этого места." in said
    assert "Принято 2 из" not in said
    assert out.count("принят: ") == taken
    assert "\r" not in out
    assert world.taken() == taken
    with world.run("model.check:digest", 1, "--json", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        told = json.loads(process.communicate(timeout=30)[0])
    assert (process.returncode, told["stopped"]) == (0, False), "too late to stop anything"
    assert [one["status"] for one in told["files"]] == ["repeated"] * taken + ["merged"] * (FILES - taken)
    assert world.taken() == FILES


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # the other side was closed
        return b""


def _signalled() -> int:
    signal.raise_signal(signal.SIGINT)
    return 0


def test_stopped_from_within(world: World) -> None:
    """Inside a function of SQLite, where an exception would be lost or read as a damaged database; at the passphrase."""
    before = signal.getsignal(signal.SIGINT)
    with Store.open(world.base) as store:
        told = merge_paths(store, [world.files], dry_run=True, progress=lambda done, _total, _path: done < 2)
        assert len(told) == 2, "a preview stops too"
        assert check.digest(store) == world.states[0]
        with MergeProgress(False) as progress:
            store.database.register_function(_signalled, "kurator_capture", 0)
            told = merge_paths(store, [world.files], progress=progress)
        assert [one.status for one in told] == ["merged"]
        assert signal.getsignal(signal.SIGINT) is before
    assert world.taken() == 1
    files = sorted(world.files.iterdir())
    with Store.open(world.base) as store, MergeProgress(False) as progress:
        ring = _Asking(progress)
        told = merge_paths(store, files, ring=ring, progress=lambda _done, _total, path: ring.asks_at(path, files[2]))
        assert [one.status for one in told] == ["repeated", "merged"], "what was done before the question stays"
        assert progress.stopped
    assert world.taken() == 2


# ---------------------------------------------------------------------- what would come
@pytest.fixture
def changed(kurator: Kurator, tmp_path: Path) -> Path:
    """A district that holds a school; files: the school's next one, another school's, its repeat, a damaged one."""
    folder = tmp_path / "files"
    folder.mkdir()
    base = tmp_path / "d.db"
    district(base).close()
    with school(tmp_path / "1.db") as store:
        kept, gone = add_person(store), add_person(store, "Тихонова")
        export(store, tmp_path / "before.kur")
        assert kurator("--db", base, "merge", tmp_path / "before.kur").code == 0
        from model import persons

        store.activate()
        persons.edit_person(store, kept, {"post": "методист", "subject": "химия"})
        persons.delete_person(store, gone)
        export(store, folder / "1.kur")
    with school(tmp_path / "2.db", "Лицей «Очень длинное название, которое никуда не влезет» № 2") as store:
        add_person(store)
        export(store, folder / "2.kur")
    shutil.copy(tmp_path / "before.kur", folder / "3.kur")
    (folder / "4.kur").write_bytes(b"junk")
    return folder


def test_dry_run_by_institution_and_table(kurator: Kurator, changed: Path, tmp_path: Path) -> None:
    district_base = ("--db", tmp_path / "d.db")
    told = kurator(*district_base, "merge", changed, "--dry-run", "--json")
    assert told.code == 1, "a damaged file"
    first, second, third, fourth = told.json["files"]
    assert first["tables"]["person"] == {"new": 0, "changed": 1, "deleted": 1, "conflicts": 0}
    assert second["tables"]["person"] == {"new": 1, "changed": 0, "deleted": 0, "conflicts": 0}
    for one in (first, second, third, fourth):
        for name in ("new", "changed", "deleted", "conflicts"):
            assert one[name] == sum(counts[name] for counts in one["tables"].values())
    assert (third["tables"], fourth["tables"], told.json["stopped"]) == ({}, {}, False)
    lines = kurator(*district_base, "merge", changed, "--dry-run").out.splitlines()
    assert max(map(len, lines)) <= 79
    long = "Лицей «Очень длинное название, которое никуда не влезет» № 2"
    rows = {line[:38].rstrip(): line[38:].split() for line in lines}
    assert rows["Школа № 1, файл 2"] == ["—", "1", str(first["deleted"]), "—"]
    assert rows[f"{long[:29]}…, файл 1"][0] == str(second["new"])
    assert rows["человек"] == ["1", "1", "1", "—"]
    assert rows["Всего из файлов: 2"][:2] == [str(first["new"] + second["new"]), str(first["changed"] + second["changed"])]
    assert "Файлов 4: с новыми записями 2, повторов 1, не будет принято 1" in lines
    assert any("Это не файл обмена" in line for line in lines)
    assert lines.count("Подпись не проверена: ключей здесь ещё нет. Файлов: 2.") == 1, "said once of all"
    assert rows["Школа № 1, файл 1"] == ["повтор"]
    assert not any(line.startswith("принят") for line in lines), "nothing is merged yet"


def test_line_of_progress_obeys_nobody(tmp_path: Path) -> None:
    with school(tmp_path / "1.db") as store:
        add_person(store)
        path = export(store, tmp_path / "1.kur")
    assert told_institution(path) == "Школа № 1"
    named = rewrite(path, tmp_path / "2.kur", header={"institution_name": "Школа" * 40})
    assert told_institution(named) == "Школа" * 40
    (tmp_path / "3.kur").write_bytes(b"junk")
    assert told_institution(tmp_path / "3.kur") == told_institution(tmp_path / "нет.kur") == ""
    for text in ("Школа" * 40, "学校" * 60, "и\u0306" * 200):
        assert _width(_cut(text, 79)) <= 79
    assert _cut("Школа", 5) == "Школа"
