"""Control cards on paper: one or many in a file, ready to sign, with nothing of the user obeyed or lost. Data are invented."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exports.control_card_pdf import print_control_card
from exports.page import PORTRAIT
from model.control_card_view import ControlCardRow, ControlCardView
from model.errors import Refusal
from tests.printed import read_print

ROWS = (
    ControlCardRow(
        "1", "Посещение занятий наставника", "октябрь", date(2026, 10, 22), "done", "Лист наблюдений", "Вести записи"
    ),
    ControlCardRow("2", "Разработка конспекта занятия", "до 10.11.2026", None, "none", "", "", overdue=True),
    ControlCardRow("3", "Консультация психолога", "по необходимости", None, "not-required", "", ""),
    ControlCardRow("4", "Открытое занятие", "март 2027", None, "none", "", ""),
)
CARD = ControlCardView(
    institution="Детский сад № 900 «Росинка»",
    institution_short="ДОУ № 900",
    year="2026-2027",
    checkpoint="Ноябрь 2026",
    on=date(2026, 11, 20),
    programme="Адаптация молодого педагога",
    pair_form="педагог – педагог",
    mentors=("Соколова Вера Ильинична",),
    mentees=("Лебедева Анна Сергеевна", "Галкин Пётр Олегович"),
    order_no="118",
    order_date=date(2026, 10, 1),
    start=date(2026, 10, 1),
    end=date(2027, 5, 31),
    rows=ROWS,
    done=2,
    due=3,
    overdue=1,
    conclusion="Программа выполняется с отставанием.",
    recommendation="Перенести конспект на декабрь.",
    curator="Ручьёва Марина Петровна",
)


def test_a_usual_card_is_one_sheet_that_says_everything(tmp_path: Path) -> None:
    result = print_control_card([CARD], tmp_path / "карта.pdf")
    assert (result.pages, result.kind, result.replaced) == (1, "control-card", ())
    page = read_print(result.path, PORTRAIT)
    assert (page.loose, page.outside) == ([], [])
    assert (page.title, page.author, page.lang) == ("Карта контроля, Ноябрь 2026", "Детский сад № 900 «Росинка»", "ru-RU")
    text = " ".join(page.text.split())
    for said in (
        "КАРТА КОНТРОЛЯ",
        "Ноябрь 2026, 2026–2027 учебный год",
        "Наставник: Соколова Вера Ильинична",
        "Наставляемые: Лебедева Анна Сергеевна, Галкин Пётр Олегович",
        "педагог – педагог",
        "№ 118 от 01.10.2026",
        "с 01.10.2026 по 31.05.2027",
        "☑ выполнено",
        "✗ не начато, просрочено",
        "⊟ не требуется",
        "22.10.2026",
        "Выполнено 2 из 3 на 20.11.2026, просрочено 1.",
        "Вывод: Программа выполняется с отставанием.",
        "Рекомендация: Перенести конспект на декабрь.",
    ):
        assert said in text, said
    assert "Не названо" not in text
    assert text.count("расшифровка подписи") == 4
    assert page.outline == ["Соколова Вера Ильинична – Лебедева Анна Сергеевна, Галкин Пётр Олегович, Ноябрь 2026"]


def test_each_card_of_many_begins_a_page_and_counts_its_own(tmp_path: Path) -> None:
    long = replace(CARD, rows=ROWS * 15, left_out=1)
    bare = replace(CARD, mentors=(), mentees=(), order_no="", order_date=None, start=None, end=None, rows=())
    result = print_control_card([CARD, long, replace(bare, conclusion="", recommendation="")], tmp_path / "a.pdf")
    page = read_print(result.path, PORTRAIT)
    starts = [number for number, text in enumerate(page.texts) if "КАРТА КОНТРОЛЯ" in text]
    assert (starts[:2], starts[2], result.pages) == ([0, 1], result.pages - 1, len(page.texts))
    of_long = starts[2] - starts[1]
    assert of_long >= 2
    for number, text in enumerate(page.texts[starts[1] + 1 : starts[2]], start=2):
        assert f"стр. {number} из {of_long}" in text
        if "Посещение" in text:
            assert "Мероприятие" in text, "the heading is repeated"
    assert not any("стр. " in page.texts[start] for start in starts)
    assert "1 чел., нет согласия на указание имени" in page.text
    assert page.outside == []
    assert len(page.outline) == 3


def test_signatures_stay_on_one_page(tmp_path: Path) -> None:
    for count in range(8, 20):
        result = print_control_card([replace(CARD, rows=ROWS[:1] * count)], tmp_path / "a.pdf")
        pages = read_print(result.path, PORTRAIT).texts
        assert [text.count("расшифровка подписи") for text in pages if "расшифровка" in text] == [4], count


def test_users_text_is_data_and_any_length_is_printed(tmp_path: Path) -> None:
    evil = '<b>да</b> & <img src="/etc/hostname"> [/] \x00 😀 \u202e'
    long = " ".join(f"слово{number}" for number in range(900))
    row = ControlCardRow(evil, long, "щ" * 400, None, evil, evil, long)
    card = replace(
        CARD,
        rows=(row,),
        programme=long,
        mentors=(evil, "Ж" * 300),
        conclusion=long,
        recommendation=evil,
        curator=long,
        order_no=evil,
        checkpoint=evil,
    )
    result = print_control_card([card], tmp_path / "a.pdf")
    page = read_print(result.path, PORTRAIT)
    assert set(result.replaced) == {"\x00", "😀", "\u202e"}
    assert (page.loose, page.outside) == ([], [])
    assert set(long.split()) <= page.words
    assert page.text.count("щ") == 400
    assert '<b>да</b> & <img src="/etc/hostname"> [/] □ □ □' in " ".join(page.text.split())


def test_no_card_and_no_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="не выбрано ни одной") as refusal:
        print_control_card([], tmp_path / "a.pdf")
    assert refusal.value.code == "nothing-to-print"
    with pytest.raises(Refusal, match="такой папки нет"):
        print_control_card([CARD], tmp_path / "нет" / "a.pdf")
    assert not list(tmp_path.iterdir())


def test_another_run_of_the_program_gives_the_same_bytes(tmp_path: Path) -> None:
    here = print_control_card([CARD, CARD], tmp_path / "a.pdf").path.read_bytes()
    code = (
        "import sys, pathlib; from tests.test_print_control_card import CARD, print_control_card;"
        "print_control_card([CARD, CARD], pathlib.Path(sys.argv[1]))"
    )
    there = tmp_path / "b.pdf"
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", code, str(there)], check=True, cwd=root, env={"PYTHONHASHSEED": "5"})
    assert there.read_bytes() == here
