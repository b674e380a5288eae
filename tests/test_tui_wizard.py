"""The first start: four pages, nothing written before the last."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from model.roadmaps import current_roadmap
from model.setup import current_year, own_institution
from model.store import Store
from tests.test_tui_pilot import TODAY, in_database, running, said, screen_text, shown, type_fast
from tui.screens.roadmap import RoadmapScreen
from tui.widgets.roadmap_source import RoadmapSource

ROWS = """Этап\tМероприятия\tСроки\tОтветственный
Подготовка\tИздать приказ о наставничестве\tАвгуст 2026\tзаведующий
Подготовка\tСоставить пары\tНоябрь, март\tкуратор
Итоги\tПодвести итоги\tпо отдельному плану\tкуратор
"""


async def test_from_an_empty_folder_to_the_roadmap_typing_fast(tmp_path: Path) -> None:
    path = tmp_path / "база.kurator"
    async with running(path) as pilot:
        await type_fast(pilot, "Детский сад № 17 «Ёлочка»", "<enter>", "ДОУ № 17", "<enter>", "<down>", "<enter>")
        assert "2 из 4" in screen_text(pilot)
        await type_fast(pilot, "<enter>", "Ручьёва Марина Петровна", "<enter>", "Н. А. Полевая", "<enter>", "заведующий")
        await type_fast(pilot, "<enter>", "<enter>")
        text = screen_text(pilot)
        assert "Детский сад № 17 «Ёлочка» (ДОУ № 17)" in text
        assert "Вид: детский сад" in text
        assert "Учебный год: " in text
        assert "18 мероприятий" in text
        assert not path.exists()
        await type_fast(pilot, "<enter>")
        assert shown(pilot) is RoadmapScreen
        assert "ДОУ № 17" in screen_text(pilot)
        await type_fast(pilot, "<f10>")

    def facts(store: Store) -> tuple[str, str, str, bool]:
        own = own_institution(store)
        assert own is not None
        return own.name, own.kind, own.head_name, current_roadmap(store) is not None

    assert in_database(path, facts) == ("Детский сад № 17 «Ёлочка»", "kindergarten", "Н. А. Полевая", True)


async def test_esc_goes_back_and_bad_words_get_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "база.kurator"
    async with running(path) as pilot:
        await type_fast(pilot, "<enter>", "<f2>")
        assert "Напишите название учреждения" in screen_text(pilot)
        await type_fast(pilot, "Школа № 5", "<f2>", "<ctrl+u>", "2026-2029", "<f2>")
        assert "Учебный год «2026-2029» не понят" in screen_text(pilot)
        await type_fast(pilot, "<escape>")
        assert "1 из 4" in screen_text(pilot)
        assert pilot.app.screen.query_one("#new-name", Input).value == "Школа № 5"
        await type_fast(pilot, "<escape>")
        assert "Это первая страница" in screen_text(pilot)
    assert not path.exists()


async def test_a_file_is_shown_before_it_is_taken(tmp_path: Path) -> None:
    path, table = tmp_path / "база.kurator", tmp_path / "карта моя.txt"
    table.write_text(ROWS, encoding="utf-8")
    async with running(path) as pilot:
        await type_fast(pilot, "Школа № 5", "<f2>", "<f2>", "<down>", "<f2>")
        assert "Напишите путь к файлу" in screen_text(pilot)
        await type_fast(pilot, "<tab>", str(tmp_path / "нет.txt"), "<enter>")
        assert "Прочитано" not in screen_text(pilot)
        await type_fast(pilot, "<ctrl+u>", f'"{table}"', "<enter>")
        preview = pilot.app.screen.query_one("#source", RoadmapSource).preview
        assert "Прочитано: 2 этапа, 3 мероприятия, 4 отметки." in preview
        await type_fast(pilot, "<enter>", "<enter>")
        assert "Составить пары" in screen_text(pilot)
        assert TODAY.year == in_year(pilot.app.screen)
        await type_fast(pilot, "<f10>")
    assert in_database(path, current_year) is not None


def in_year(screen: object) -> int:
    """Calendar year that the roadmap screen judges on."""
    assert isinstance(screen, RoadmapScreen)
    return screen.kurator.today.year


async def test_without_a_roadmap_the_screen_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "база.kurator"
    async with running(path) as pilot:
        await type_fast(pilot, "Школа № 5", "<f2>", "<f2>", "<down>", "<down>", "<f2>", "<f2>")
        assert "Дорожной карты на этот учебный год ещё нет" in screen_text(pilot)
        await type_fast(pilot, "<space>", "<f4>", "<f5>")
        assert "Печатать нечего" in said(pilot)
        await type_fast(pilot, "<f9>")
        assert "Править мероприятие" not in screen_text(pilot)
        await type_fast(pilot, "<escape>")
        await pilot.app.run_action("load_roadmap")
        await type_fast(pilot, "<f2>")
        assert "Подготовка условий" in screen_text(pilot)
        await type_fast(pilot, "<ctrl+я>")
        assert "Дорожной карты на этот учебный год ещё нет" in screen_text(pilot)
