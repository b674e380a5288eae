"""What is loaded when: the command line starts without the screens and the prints."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from tui.cli import main
from tui.cli.locale.compile_messages import FOLDER, compile_messages, read_messages

_PROBE = """
import sys
sys.argv = ["kurator", {arguments}]
from tui.cli.main import main
try:
    main()
except SystemExit as stop:
    code = stop.code
print("LOADED", code, sorted(name for name in sys.modules if name.partition(".")[0] in {names}))
"""


def loaded(names: set[str], *arguments: str) -> str:
    """Last line of a fresh process that ran the command: exit code and which of ``names`` it imported."""
    code = _PROBE.format(arguments=", ".join(map(repr, arguments)), names=names)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    return result.stdout.splitlines()[-1]


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("roadmap", "import", "--help")])
def test_help_loads_no_heavy_library(arguments: tuple[str, ...]) -> None:
    heavy = {"textual", "reportlab", "rich", "peewee", "sqlite3"}
    assert loaded(heavy, *arguments) == "LOADED 0 []"


def test_deadline_loads_no_database() -> None:
    line = loaded({"textual", "reportlab", "rich", "peewee"}, "deadline", "Ноябрь, март", "--year", "2026-2027", "--json")
    assert line == "LOADED 0 []"


def test_database_commands_load_neither_screens_nor_prints(tmp_path: object) -> None:
    line = loaded({"textual", "reportlab", "rich"}, "--db", f"{tmp_path}/x.db", "check")
    assert line == "LOADED 1 []"


def test_every_command_can_be_loaded() -> None:
    group = main.kurator
    assert isinstance(group, main.LazyGroup)
    for name in main.COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        assert command.name == name


def test_compiled_messages_are_those_of_the_source() -> None:
    source = read_messages((FOLDER / "kurator.po").read_text("utf-8"))
    assert (FOLDER / "kurator.mo").read_bytes() == compile_messages(source)
