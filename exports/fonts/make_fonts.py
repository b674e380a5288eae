"""Make the vendored font files of the prints anew: run by hand, ``.venv/bin/python exports/fonts/make_fonts.py``.

Sources, both pinned by SHA-256: Tinos from the npm package ``@expo-google-fonts/tinos`` (fetched by ``npm pack``) and DejaVu
Sans from Debian's ``fonts-dejavu-core``. Both are cut down to what a Russian office writes: Latin, Greek letters, the whole
Cyrillic block with the letters of the peoples of Russia (U+0400-052F), combining marks, punctuation, arrows, tick boxes.
Hinting and layout tables are dropped: ReportLab does not read them. The same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
PACKAGE = "@expo-google-fonts/tinos@0.4.2"
PACKAGE_SHA256 = "5ebc8f9f3ee14e9425b1a14391c713f8228be49a9127a21f60b06c482f4a844a"
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
DEJAVU_SHA256 = "abdc775b21b1bc470d50c97e790d276f2054b7504e56e5bd3e64f48d68582322"
DEJAVU_LICENCE = Path("/usr/share/doc/fonts-dejavu-core/copyright")

#: Our file → the file in the npm package.
TEXT_FACES = {
    "Tinos-Regular.ttf": "package/400Regular/Tinos_400Regular.ttf",
    "Tinos-Bold.ttf": "package/700Bold/Tinos_700Bold.ttf",
    "Tinos-Italic.ttf": "package/400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "Tinos-BoldItalic.ttf": "package/700Bold_Italic/Tinos_700Bold_Italic.ttf",
}

#: First and last code points. Left out on purpose: controls, zero-width and direction marks, which must not pass as printable.
TEXT_RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x00AC),
    (0x00AE, 0x017F),
    (0x0218, 0x021B),
    (0x0259, 0x0259),
    (0x02BB, 0x02BD),
    (0x02EE, 0x02EE),
    (0x0300, 0x030C),
    (0x0327, 0x0331),
    (0x0391, 0x03C9),
    (0x0400, 0x052F),
    (0x2010, 0x2027),
    (0x2030, 0x203E),
    (0x2070, 0x208E),
    (0x20AC, 0x20BD),
    (0x2100, 0x215F),
    (0x2190, 0x22FF),
    (0x25A0, 0x25FF),
)
MARK_RANGES = (
    (0x2150, 0x218F),
    (0x2190, 0x21FF),
    (0x2200, 0x2265),
    (0x229E, 0x22A0),
    (0x25A0, 0x25FF),
    (0x2600, 0x2606),
    (0x260E, 0x2612),
    (0x2639, 0x263B),
    (0x2660, 0x2667),
    (0x2701, 0x2727),
    (0x2756, 0x275E),
    (0x2764, 0x2767),
    (0x2776, 0x27BE),
)


def code_points(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    """All code points of the ranges, both ends included."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def cut(source: Path, target: Path, wanted: set[int]) -> None:
    """Write ``target``: ``source`` with only the ``wanted`` code points it has, without hinting and layout tables."""
    options = Options(
        hinting=False,
        layout_features=[],
        notdef_outline=True,
        glyph_names=False,
        name_IDs=[0, 1, 2, 4, 5, 6, 13, 14],
        recalc_timestamp=False,
    )
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "DSIG", "STAT", "MATH", "FFTM", "meta"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.save(target)
    print(f"{target.name}: {target.stat().st_size} bytes, {len(font.getBestCmap())} characters")


def checked(path: Path, sha256: str) -> Path:
    """``path`` itself when it is the pinned file, otherwise the end of the program."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        sys.exit(f"{path}: SHA-256 is {found}, expected {sha256}")
    return path


def main() -> None:
    """Fetch, check, cut and write the fonts with their licences beside this script."""
    dejavu = checked(DEJAVU, DEJAVU_SHA256)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True, capture_output=True)
        archive = checked(next(Path(folder).glob("*.tgz")), PACKAGE_SHA256)
        with tarfile.open(archive) as package:
            package.extractall(folder, filter="data")
        for ours, theirs in TEXT_FACES.items():
            cut(Path(folder) / theirs, HERE / ours, code_points(TEXT_RANGES))
        licence = (Path(folder) / "package/LICENSE_FONT").read_text("utf-8")
    (HERE / "Tinos-OFL.txt").write_text(licence, "utf-8", newline="\n")
    text_face = set(TTFont(HERE / "Tinos-Regular.ttf").getBestCmap())
    cut(dejavu, HERE / "DejaVuSans-Marks.ttf", code_points(MARK_RANGES) - text_face)
    (HERE / "DejaVuSans-licence.txt").write_text(DEJAVU_LICENCE.read_text("utf-8"), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
