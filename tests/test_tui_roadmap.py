"""The roadmap screen: ticking, the fields of a checkmark, the two views, editing, printing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from model.marks import set_mark
from model.roadmap_queries import roadmap_view
from model.roadmap_view import OccurrenceView
from model.roadmaps import add_activity, current_roadmap
from model.store import Store
from tests.test_tui_pilot import TODAY, in_database, kurator, make_database, running, said, screen_text, shown, type_fast
from tui.screens.activity_form import ActivityForm
from tui.screens.roadmap import RoadmapScreen
from tui.widgets.mark_panel import MarkPanel
from tui.widgets.roadmap_grid import RoadmapGrid


def occurrences(store: Store) -> list[OccurrenceView]:
    """Every occurrence of the current roadmap."""
    roadmap = current_roadmap(store)
    assert roadmap is not None
    return roadmap_view(store, roadmap, TODAY).occurrences()


def grid(pilot: Pilot[None]) -> RoadmapGrid:
    return pilot.app.screen.query_one(RoadmapGrid)


def panel(pilot: Pilot[None]) -> MarkPanel:
    return pilot.app.screen.query_one(MarkPanel)


async def now(pilot: Pilot[None]) -> list[OccurrenceView]:
    """What the database holds while the app runs."""
    return await kurator(pilot).desk.run(occurrences)


async def test_space_ticks_at_once_and_ctrl_z_takes_it_back_in_both_layouts(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        assert "просрочено 11" in screen_text(pilot)
        await type_fast(pilot, " ")
        assert (await now(pilot))[0].state == "done"
        text = screen_text(pilot)
        assert "просрочено 10" in text
        assert "Август · выполнено · Ручьёва Марина Петровна" in text
        assert panel(pilot).fields["done_on"].value == "20.11.2026"
        await type_fast(pilot, "<ctrl+я>")
        assert (await now(pilot))[0].state == "none"
        assert "Отменено: отметка: выполнено." in said(pilot)
        assert "просрочено 11" in screen_text(pilot)
        await type_fast(pilot, "<ctrl+y>")
        assert (await now(pilot))[0].state == "done"
        await type_fast(pilot, "<ctrl+z>", "<ctrl+z>")
        assert "Отменено: загрузка дорожной карты." in said(pilot)
        await type_fast(pilot, "<ctrl+z>")
        assert "Отменять нечего" in said(pilot)


async def test_cursor_walks_by_months_and_ticks_the_one_under_it(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        for _ in range(25):
            line = grid(pilot).line
            if line is not None and line.activity is not None and "Заполнить карты" in line.activity.text:
                break
            await type_fast(pilot, "<down>")
        assert grid(pilot).month is not None
        await type_fast(pilot, " ", "<left>", " ")
        assert "В этом месяце срока нет" in said(pilot)
        await type_fast(pilot, *["<right>"] * 5, " ")
        done = [o.label for o in await now(pilot) if o.state == "done"]
        assert done == ["Ноябрь", "Март"]


async def test_states_by_f2(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "<f2>", "3")
        assert (await now(pilot))[0].state == "partial"
        assert "выполнено частично, просрочено" in screen_text(pilot)
        await type_fast(pilot, "<f2>", "<down>", "<down>", "<enter>")
        assert (await now(pilot))[0].state == "not-required"


async def test_fields_are_saved_on_leaving_and_a_bad_date_waits(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "<tab>", "31.02.2026", "<enter>", "протокол № 4", "<enter>", "по болезни", "<escape>")
        text = screen_text(pilot)
        assert "Дата «31.02.2026» не понята" in text
        assert "31.02.2026" in panel(pilot).fields["done_on"].value
        saved = (await now(pilot))[0]
        assert (saved.done_on, saved.evidence, saved.note) == (None, "протокол № 4", "по болезни")
        await type_fast(pilot, "<down>")
        assert "не понята" not in screen_text(pilot)
        assert panel(pilot).fields["done_on"].value == ""
        await type_fast(pilot, "<up>")
        assert "не понята" in screen_text(pilot)
        await type_fast(pilot, "<tab>", "<ctrl+u>", "28.08.2026", "<escape>")
        assert (await now(pilot))[0].done_on == date(2026, 8, 28)
        assert "не понята" not in screen_text(pilot)
        await type_fast(pilot, "<tab>", "<ctrl+u>", "28.08.2031", "<enter>")
        assert "вне учебного года" in said(pilot)


async def test_ctrl_z_in_a_field_with_unsaved_text_takes_back_the_text_only(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, " ", "<tab>", "<tab>", "черновик", "<ctrl+z>")
        assert panel(pilot).fields["evidence"].value == ""
        assert (await now(pilot))[0].state == "done"
        await type_fast(pilot, "<ctrl+z>")
        assert (await now(pilot))[0].state == "none"


async def test_by_months_overdue_stands_first_and_stays_where_it_was_ticked(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "2", "<home>")
        lines = screen_text(pilot).split("\n")
        assert lines[3].startswith(" Просрочено: 11")
        await type_fast(pilot, "<down>", " ", "<down>", " ")
        assert sum(o.state == "done" for o in await now(pilot)) == 2
        assert screen_text(pilot).split("\n")[4].startswith("  ✓ ")
        await type_fast(pilot, "1", "2", "<home>")
        assert screen_text(pilot).split("\n")[3].startswith(" Просрочено: 9")


async def test_stages_fold(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "<up>", "<enter>")
        assert "▸ 1 Подготовка" in screen_text(pilot)
        assert "Собрать и прочитать" not in screen_text(pilot)
        await type_fast(pilot, "<right>")
        assert "▾ 1 Подготовка" in screen_text(pilot)
        await type_fast(pilot, "<left>")
        assert "▸ 1 Подготовка" in screen_text(pilot)


async def test_found_in_the_wrong_layout_with_the_russian_slash(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, ".", "yfgbcfnm jnx`n", "<enter>")
        text = screen_text(pilot)
        assert "Подвести итоги" in text
        assert "Опросить педагогов" not in text
        await type_fast(pilot, "<escape>")
        assert "Спросить участников" in screen_text(pilot)
        await type_fast(pilot, "<f7>", "нет такого", "<enter>")
        assert "Ничего не нашлось" in screen_text(pilot)


async def test_undated_open_and_ranged_deadlines_can_be_ticked(tmp_path: Path) -> None:
    def fill(store: Store) -> None:
        roadmap = current_roadmap(store)
        assert roadmap is not None
        stage = roadmap_view(store, roadmap, TODAY).stages[0].id
        for text in ("по отдельному плану", "с октября", "систематически", "июнь - июль", "5 и 20 ноября"):
            add_activity(store, stage, f"Дело {text}", text)

    path = make_database(tmp_path, fill=fill)
    async with running(path, (120, 40)) as pilot:
        assert "июн июл б/д" in screen_text(pilot)
        await type_fast(pilot, "<down>", "<down>", *["<down>", " "] * 4)
        done = {o.label for o in await now(pilot) if o.state == "done"}
        assert {"без даты", "с 1 октября"} <= done
        assert len(done) == 4
        await type_fast(pilot, "<down>", " ", "<right>", " ")
        assert {"5 ноября", "20 ноября"} <= {o.label for o in await now(pilot) if o.state == "done"}


async def test_activity_is_edited_and_its_deadline_is_read_anew(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "<f4>")
        assert shown(pilot) is ActivityForm
        await type_fast(pilot, "<tab>", "<ctrl+u>", "декабрь, март", "<enter>", "<ctrl+u>", "методист", "<escape>")
        assert shown(pilot) is RoadmapScreen
        assert [o.label for o in (await now(pilot))[:2]] == ["Декабрь", "Март"]
        assert "Ответственный: методист" in screen_text(pilot)
        await type_fast(pilot, "<f3>")
        assert "Срок, как написан: декабрь, март" in screen_text(pilot)
        await type_fast(pilot, "<escape>", "<f8>")
        assert "Удалено: «Собрать и прочитать" in said(pilot)
        await type_fast(pilot, "<ctrl+z>")
        assert "Собрать и прочитать" in screen_text(pilot)


async def test_new_activity_begins_with_its_text(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "т", "<tab>", "май", "<enter>")
        assert "Запишется, когда будет текст" in screen_text(pilot)
        await type_fast(pilot, "<shift+tab>", "<shift+tab>", "Новое дело", "<tab>", "<escape>")
        assert "Новое дело" in screen_text(pilot)
    found = in_database(path, lambda store: [o.label for o in occurrences(store)])
    assert found.count("Май") == 4


async def test_print_tells_where_the_file_is(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "<f5>")
        printed = list(tmp_path.glob("*.pdf"))
        assert [file.name for file in printed] == ["Дорожная карта ДОУ № 900 2026-2027 от 20.11.2026.pdf"]
        assert str(printed[0]) in said(pilot)


async def test_what_came_in_the_meantime_is_shown_when_the_screen_comes_back(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "3")
        identity = (await now(pilot))[0].id
        await kurator(pilot).desk.run(set_mark, identity, state="done")
        await type_fast(pilot, "1")
        assert "Август · выполнено" in screen_text(pilot)
