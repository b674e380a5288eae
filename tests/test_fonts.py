"""The vendored faces: what they cover, where they fall back, and what is told when neither face has a character."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from exports.faces import BOLD, BOLD_ITALIC, FOLDER, ITALIC, MARKS, REGULAR, REPLACEMENT, Face, covered
from exports.fragments import Typesetter
from exports.mark_signs import OVERDUE_SIGN, SIGNS
from exports.result import PrintResult
from exports.typography import NBSP, clean, paragraphs

TEXT_FACES = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)


@pytest.mark.parametrize("face", TEXT_FACES, ids=lambda face: face.name)
def test_each_face_has_the_letters_of_all_peoples_of_russia(face: Face) -> None:
    letters = {chr(code) for code in range(0x400, 0x530) if unicodedata.category(chr(code)) != "Cn"}
    assert letters <= set(face.widths)
    assert set("AZaz09 \u00a0№«»„“–—…‑•§°±×₽€½²→←↑↓≤≥□'\"()[]{}<>&@#%_\u0301") <= set(face.widths)


def test_signs_of_marks_have_a_face_and_controls_have_none() -> None:
    for sign in [*SIGNS.values(), OVERDUE_SIGN, *"☐☑☒✓✗"]:
        assert sign in MARKS.widths or sign in REGULAR.widths
    for face in (*TEXT_FACES, MARKS):
        assert not [char for char in face.widths if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}]
        assert REPLACEMENT in REGULAR.widths


def test_text_is_split_by_face_and_what_no_face_has_is_replaced_and_told() -> None:
    replaced: set[str] = set()
    runs, width = covered(BOLD, "☑ да😀\u202e", replaced)
    assert runs == ((MARKS, "☑"), (BOLD, " да□□"))
    assert width == pytest.approx(MARKS.widths["☑"] + sum(BOLD.widths[char] for char in " да□□"))
    assert replaced == {"😀", "\u202e"}


def test_the_result_tells_what_was_replaced_in_one_sentence() -> None:
    assert PrintResult(Path("a.pdf"), 1, "roadmap").notice == ""
    notice = PrintResult(Path("a.pdf"), 1, "roadmap", ("\x00", "😀")).notice
    assert notice == "Этих знаков нет в шрифте печати, вместо них стоит «□»: U+0000, 😀 (U+1F600)."
    many = PrintResult(Path("a.pdf"), 1, "roadmap", tuple("אבגדהוזחטי")).notice
    assert many.endswith("и ещё 2.")


def test_cleaning_composes_and_drops_only_what_has_no_look() -> None:
    assert clean("и\u0306 е\u0308") == "й ё"
    assert clean("на\u00adставник\u200b\ufeff ☑\ufe0f") == "наставник ☑"
    assert clean("а\r\nб\u2028в\tг\u2003д") == "а\nб\nв г д"
    assert clean("\x00\x1b\u202e\ud800") == "\x00\x1b\u202e\ud800"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("приказ № 118", "приказ №~118"),
        ("куратор О. Н. Берёзкина", "куратор О.~Н.~Берёзкина"),
        ("куратор О.Н. Берёзкина", "куратор О.Н.~Берёзкина"),
        ("Берёзкина О. Н. и другие", "Берёзкина~О.~Н. и другие"),
        ("Ручьёва М.П.", "Ручьёва~М.П."),
        ("в 2026 г. и 2027 гг.", "в 2026~г. и 2027~гг."),
        ("наставник – педагог", "наставник~– педагог"),
        ("обычный текст. Новое предложение", "обычный текст. Новое предложение"),
    ],
)
def test_number_sign_and_initials_stay_with_their_word(written: str, kept: str) -> None:
    assert paragraphs(written) == [kept.replace("~", NBSP)]


def test_no_line_is_wider_than_asked_and_only_giant_words_are_split() -> None:
    setter = Typesetter()
    giant = "щ" * 400
    text = f"Организация {giant} https://example.org/{'раздел/' * 30} персонализированных программ"
    for width in (30.0, 70.0, 200.0):
        lines = setter.lines(text, 10.0, width)
        assert max(line.width for line in lines) <= width + 0.01
        shown = "".join(part for line in lines for _, part in line.runs)
        assert shown.replace(" ", "") == text.replace(" ", "")
    whole = [" ".join(part for _, part in line.runs) for line in setter.lines(text, 10.0, 120.0)]
    assert "персонализированных" in " ".join(whole).split()
    assert all(line.runs for line in setter.lines("щ", 10.0, 0.5)), "a character wider than the column still stands"


def test_importing_the_room_loads_no_reportlab() -> None:
    code = "import sys, exports, exports.result; sys.exit(any(m.split('.')[0] == 'reportlab' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_licences_lie_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "Tinos-OFL.txt").read_text("utf-8")
    assert "Bitstream" in (FOLDER / "DejaVuSans-licence.txt").read_text("utf-8")
    assert sum(path.stat().st_size for path in FOLDER.glob("*.ttf")) < 450_000
