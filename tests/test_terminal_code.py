"""The code of a public key: what stands on the screen and on paper is the code, module for module, whatever the background."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
import segno

from exports.page import MM
from exports.recovery_sheet import CODE, RecoverySheet, print_recovery_sheet
from model.errors import Refusal
from tests.test_cli import Kurator, founded, kurator
from tui.cli.terminal_code import QUIET, code_for_window, code_lines, code_matrix

__all__ = ["founded", "kurator"]

KEY = ('{"name":"ДС № 900","sign":"' + "3d3b" * 123 + '"}').encode()  # as long as a key file
_COLOURED = re.compile(r"\x1b\[30;47;107m([ ▀▄█]*)\x1b\[0m")
_PAIRS = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}


def modules(lines: list[str]) -> list[list[int]]:
    """The code that characters show, black on white, without the light around it, which must be there."""
    rows = [[_PAIRS[char][half] for char in line] for line in lines for half in (0, 1)]
    assert len({len(row) for row in rows}) == 1
    dark = [y for y, row in enumerate(rows) if any(row)]
    left, right = min(row.index(1) for row in rows if any(row)), max(x for row in rows for x, one in enumerate(row) if one)
    quiet = dark[0]
    assert left == quiet >= 2
    assert len(rows[0]) - 1 - right == quiet
    assert len(rows) - 1 - dark[-1] in (quiet, quiet + 1), "two modules make a character"
    return [row[left : right + 1] for row in rows[dark[0] : dark[-1] + 1]]


def matrix_of(content: bytes, error: str = "l") -> list[list[int]]:
    return [list(row) for row in segno.make(content, error=error, micro=False).matrix]


@pytest.mark.parametrize("content", [b"1", KEY, KEY * 3])
@pytest.mark.parametrize("quiet", [2, 3, 4])
def test_characters_are_the_code(content: bytes, quiet: int) -> None:
    assert modules(code_lines(code_matrix(content), quiet)) == matrix_of(content)


def test_window_decides_how_much_light_is_left_around() -> None:
    side = len(matrix_of(KEY))
    for columns, lines, quiet in (
        (200, 200, 4),
        (side + 8, 200, 4),
        (side + 7, 200, 3),
        (200, side // 2 + 6, 4),
        (200, side // 2 + 5, 3),
        (side + 4, 99, 2),
    ):
        drawn = code_for_window(KEY, columns, lines)
        assert len(drawn) < lines, "a line is left for the prompt"
        bare = [found[1] for line in drawn if (found := _COLOURED.fullmatch(line))]
        assert len(bare) == len(drawn), "each line brings its black and white and gives them back"
        assert modules(bare) == matrix_of(KEY)
        assert len(bare[0]) == side + 2 * quiet <= columns
    least = code_for_window(KEY, side + 4, 99)
    for columns, lines in ((80, 24), (side + 3, 200), (200, len(least))):
        with pytest.raises(
            Refusal, match=rf"не меньше {side + 4}×{len(least) + 1} знаков, а оно {columns}×{lines}: .*--out"
        ) as no:
            code_for_window(KEY, columns, lines)
        assert no.value.code == "window"


def test_code_in_a_file_is_as_on_paper(founded: Kurator, tmp_path: Path) -> None:
    founded("key", "new", "--no-passphrase")
    founded("key", "show", "--out", tmp_path / "к.kurkey")
    shown = founded("key", "show", "--qr")
    lines = [line for line in shown.out.splitlines() if re.fullmatch("[ ▀▄█]+", line)]
    assert (shown.code, "\x1b" in shown.out) == (0, False)
    assert modules(lines) == matrix_of((tmp_path / "к.kurkey").read_bytes())
    assert len(lines[0]) == len(modules(lines)) + 2 * QUIET
    assert founded("key", "show", "--qr", "--json").json["words"] in shown.out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_real_window_shows_the_code_or_says_its_size(founded: Kurator, tmp_path: Path) -> None:
    founded("key", "new", "--no-passphrase")
    founded("key", "show", "--out", tmp_path / "к.kurkey")
    small = in_window(tmp_path, 80, 24, "key", "show", "--qr", "--out", str(tmp_path / "нет.png"))
    assert small[0] == 1
    assert re.search(r"окно не меньше \d+×\d+ знаков, а оно 80×24: .*kurator key show --out КОД\.png", small[1])
    assert "▀" not in small[1]
    assert not (tmp_path / "нет.png").exists(), "refused before anything was written"
    large = in_window(tmp_path, 100, 50, "--no-color", "key", "show", "--qr")
    assert large[0] == 0
    assert modules(_COLOURED.findall(large[1])) == matrix_of((tmp_path / "к.kurkey").read_bytes())


def in_window(folder: Path, columns: int, lines: int, *arguments: str) -> tuple[int, str]:
    """Run the command in a terminal of this size; its exit code and what stands there."""
    import fcntl
    import struct
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    code = f"from tui.cli.main import main; main({list(arguments)!r})"
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdin=theirs, stdout=theirs, stderr=theirs,
        env={**environment, "KURATOR_DB": str(folder / "a.db")},
    ) as process:  # fmt: skip
        os.close(theirs)
        told = b""
        try:
            while part := os.read(ours, 65536):
                told += part
        except OSError:  # Linux says so when the other side has ended
            pass
        done = process.wait()
    os.close(ours)
    return done, told.decode()


def test_code_on_the_sheet_is_the_key_file(tmp_path: Path) -> None:
    sheet = RecoverySheet("ДС № 900", False, ("лес",) * 24, "а б в г д е", "2026-11-21T10:00:00", KEY)
    print_recovery_sheet(sheet, tmp_path / "лист.pdf")
    wanted = matrix_of(KEY, "m")
    with pypdfium2.PdfDocument(tmp_path / "лист.pdf") as pdf:
        page = pdf[0]
        squares = [box for one in page.get_objects() if square(box := one.get_bounds())]
        ((left, bottom, right, top),) = squares
        scale = 4
        image = page.render(scale=scale, grayscale=True)
        step = CODE / len(wanted)
        x0, y0 = (left + right - CODE) / 2, page.get_height() - (bottom + top + CODE) / 2

        def dark(row: int, column: int) -> int:
            y, x = y0 + (row + 0.5) * step, x0 + (column + 0.5) * step
            return int(image.buffer[int(y * scale) * image.stride + int(x * scale)] < 128)

        seen = [[dark(row, column) for column in range(len(wanted))] for row in range(len(wanted))]
    assert seen == wanted
    assert 4 * step < 6 * MM, "the text beside it leaves the light that the code needs"


def square(box: tuple[float, float, float, float]) -> bool:
    """Whether an object of a page is as high as wide and no letter."""
    left, bottom, right, top = box
    return right - left > 100 and abs((right - left) - (top - bottom)) < 2
