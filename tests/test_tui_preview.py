"""The preview of a roadmap before it is saved, and the deadline while it is typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from model.marks import set_mark
from model.preview_history import kept, kept_path
from model.roadmap_draft import RoadmapDraft
from model.roadmap_queries import roadmap_view
from model.roadmap_view import ActivityView
from model.roadmaps import current_roadmap
from model.store import Store
from tests.test_tui_pilot import TODAY, in_database, kurator, make_database, running, said, screen_text, shown, type_fast
from tests.test_tui_screens import ALLOWED, HOSTILE
from tui.screens.activity_form import ActivityForm
from tui.screens.load_roadmap import LoadRoadmapScreen
from tui.screens.preview_forms import PreviewRowForm, PreviewStageForm
from tui.screens.roadmap import RoadmapScreen
from tui.screens.roadmap_preview import PreviewScreen
from tui.screens.wizard import WizardScreen
from tui.widgets.deadline_field import DeadlineField

TABLE = """План по наставничеству
Этап\tМероприятия\tСроки\tОтветственный
Подготовка\tИздать приказ\tАвгуст\tзаведующий
Подготовка\tСоставить пары\tк ноябрю\tкуратор
Работа\tПроводить встречи\tпо отдельному плану\tнаставники
Работа\tНаписать отчёт\tмай\tкуратор
Итого 4
"""


def activities(store: Store) -> list[ActivityView]:
    """Rows of the current roadmap in the order of the table."""
    roadmap = current_roadmap(store)
    assert roadmap is not None
    return [one for stage in roadmap_view(store, roadmap, TODAY).stages for one in stage.activities]


def preview(pilot: Pilot[None]) -> PreviewScreen:
    """The screen over everything, which has to be a preview."""
    screen = pilot.app.screen
    assert isinstance(screen, PreviewScreen)
    return screen


def draft(pilot: Pilot[None]) -> RoadmapDraft:
    return preview(pilot).preview.draft


async def open_file(pilot: Pilot[None], folder: Path, text: str = TABLE, name: str = "карта.txt") -> None:
    """Take a file on the screen «Новая дорожная карта» and read it."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    await pilot.app.run_action("load_roadmap")
    await type_fast(pilot, "<down>", "<tab>", str(file), "<enter>")
    await type_fast(pilot)


async def test_a_file_is_shown_row_by_row_and_written_by_f2(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await open_file(pilot, tmp_path)
        assert shown(pilot) is PreviewScreen
        text = screen_text(pilot)
        assert "2 этапа, 4 мероприятия" in text
        assert "сомнений 2" in text
        assert "непонятых 1" in text
        assert re.search(r"^  Издать приказ +Август +1–31 авг +заведующий", text, re.M)
        assert re.search(r"^\? Составить пары +к ноябрю", text, re.M)
        assert "• Итого 4" in text
        assert in_preview_pane(pilot, "? Срок можно понять по-разному")
        await type_fast(pilot, "<f7>")
        assert in_preview_pane(pilot, "Срок: «по отдельному плану» → не понято: по отдельному плану")
        await type_fast(pilot, "<f2>")
        assert shown(pilot) is RoadmapScreen
        assert "Дорожная карта записана в базу: 4 мероприятия." in said(pilot)
    assert [one.text for one in in_database(path, activities)] == [
        "Издать приказ", "Составить пары", "Проводить встречи", "Написать отчёт",
    ]  # fmt: skip
    assert kept(path) is None


def in_preview_pane(pilot: Pilot[None], words: str) -> bool:
    """Whether the pane under the list says something."""
    return words in " ".join(screen_text(pilot).split("\n")[-9:])


async def test_a_doubtful_deadline_is_settled_in_the_form_and_taken_back_in_both_layouts(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await open_file(pilot, tmp_path)
        await type_fast(pilot, "<f4>")
        assert shown(pilot) is PreviewRowForm
        assert "2 до 30 ноя" in screen_text(pilot)
        await type_fast(pilot, "<tab>", "<tab>", "2")
        one = draft_of(pilot).activities[1]
        assert (one.deadline.text, one.meant, one.deadline.ambiguous) == ("к ноябрю", "до 30 ноября 2026", False)
        await type_fast(pilot, "<ctrl+я>")
        assert draft_of(pilot).activities[1].meant == ""
        assert "2 до 30 ноя" in screen_text(pilot)
        await type_fast(pilot, "<ctrl+y>", "<escape>")
        assert "сомнений 1" in screen_text(pilot)
        assert in_preview_pane(pilot, "понимать как «до 30 ноября 2026» → до 30 ноя")
        await type_fast(pilot, "<f2>")
    saved = in_database(path, activities)[1]
    assert (saved.deadline, saved.meant, saved.ambiguous) == ("к ноябрю", "до 30 ноября 2026", False)


def draft_of(pilot: Pilot[None]) -> RoadmapDraft:
    """The draft under a form."""
    screen = pilot.app.screen
    assert isinstance(screen, PreviewRowForm | PreviewStageForm)
    return screen.host.preview.draft


async def test_rows_are_put_right_by_digits_and_every_step_is_taken_back(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await open_file(pilot, tmp_path)
        before = draft(pilot)
        await type_fast(pilot, "1")
        assert [stage.title for stage in draft(pilot).stages] == ["Подготовка", "Составить пары", "Работа"]
        await type_fast(pilot, "1")
        assert [one.text for one in draft(pilot).activities][1] == "Составить пары"
        await type_fast(pilot, "2")
        assert draft(pilot).activities[0].text == "Издать приказ\nСоставить пары"
        await type_fast(pilot, "<f6>", "2")
        assert [one.stage for one in draft(pilot).activities] == [1, 1, 1]
        await type_fast(pilot, "<f8>")
        assert "Издать приказ Составить пары | Август" in draft(pilot).unread[-1]
        await type_fast(pilot, "<end>", "<insert>")
        assert draft(pilot).activities[-1].text.startswith("Издать приказ Составить пары | ")
        assert said(pilot).endswith("поправьте срок там.")
        for _ in range(6):
            await type_fast(pilot, "<ctrl+z>")
        assert draft(pilot) == before
        await type_fast(pilot, "<ctrl+я>")
        assert "Отменять нечего" in said(pilot)
        await type_fast(pilot, *["<ctrl+y>"] * 7)
        assert "Повторять нечего" in said(pilot)
        assert len(draft(pilot).activities) == 3


async def test_a_stage_is_renamed_and_a_row_moved_in_its_form(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await open_file(pilot, tmp_path)
        await type_fast(pilot, "<home>", "<enter>")
        assert shown(pilot) is PreviewStageForm
        await type_fast(pilot, "<ctrl+u>", "Начало", "<enter>", "<escape>")
        assert draft(pilot).stages[0].title == "Начало"
        await type_fast(pilot, "<down>", "<enter>", "<f6>", "2")
        assert "Этап: Работа" in screen_text(pilot)
        await type_fast(pilot, "<tab>", "<tab>", "<ctrl+u>", "завуч", "<escape>")
        assert [(one.text, one.stage, one.responsible) for one in draft(pilot).activities][1] == ("Издать приказ", 1, "завуч")
        await type_fast(pilot, "<f4>", "<ctrl+z>")
        assert "В этой форме отменять нечего" in said(pilot)


async def test_esc_asks_before_edits_go_and_a_kill_loses_nothing(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await open_file(pilot, tmp_path)
        await type_fast(pilot, "<escape>")
        assert shown(pilot) is LoadRoadmapScreen
        await type_fast(pilot, "<f2>", "<f8>", "<escape>")
        assert "Правка не записана" in screen_text(pilot)
        await type_fast(pilot, "<escape>")
        assert shown(pilot) is PreviewScreen
        assert kept_path(path).exists()
    # the app went without a word; the next start offers the edit
    async with running(path) as pilot:
        await pilot.app.run_action("load_roadmap")
        await type_fast(pilot)
        assert "Есть незаписанная правка: карта.txt" in screen_text(pilot)
        assert "Продолжить правку: 3 мероприятия" in screen_text(pilot)
        await type_fast(pilot, "1")
        await type_fast(pilot)
        assert shown(pilot) is PreviewScreen
        assert [one.text for one in draft(pilot).activities] == ["Издать приказ", "Проводить встречи", "Написать отчёт"]
        await type_fast(pilot, "<escape>", "3")
        assert shown(pilot) is LoadRoadmapScreen
        assert not kept_path(path).exists()
        await type_fast(pilot, "<f2>")
        await type_fast(pilot)
        assert len(draft(pilot).activities) == 4
        await type_fast(pilot, "<f8>", "<escape>", "2")
        assert shown(pilot) is LoadRoadmapScreen
        await type_fast(pilot, "<f2>", "<escape>", "1")
        assert shown(pilot) is RoadmapScreen
    assert len(in_database(path, activities)) == 3


async def test_an_offered_edit_can_be_declined_for_good(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await open_file(pilot, tmp_path)
        await type_fast(pilot, "<f8>", "<f10>")
    async with running(path) as pilot:
        await pilot.app.run_action("load_roadmap")
        await type_fast(pilot)
        await type_fast(pilot, "2")
        assert not kept_path(path).exists()
        assert shown(pilot) is LoadRoadmapScreen


async def test_a_text_without_a_table_gets_standard_stages_by_one_key(tmp_path: Path) -> None:
    path = make_database(tmp_path, roadmap=False)
    async with running(path) as pilot:
        await open_file(pilot, tmp_path, "Сначала издаём приказ, потом собираем пары.\nИтоги подводим в конце.\n")
        assert shown(pilot) is PreviewScreen
        assert "Таблица не найдена" in screen_text(pilot)
        await type_fast(pilot, "<f2>")
        assert "Мероприятий нет" in said(pilot)
        await type_fast(pilot, "3")
        assert "7 этапов" in screen_text(pilot)
        assert draft(pilot).unread[:2] == ["Сначала издаём приказ, потом собираем пары.", "Итоги подводим в конце."]
        await type_fast(pilot, "<f2>")
        assert shown(pilot) is RoadmapScreen
    unread = in_database(path, lambda store: store.value("SELECT unread FROM roadmap"))
    assert "собираем пары" in unread


async def test_the_standard_roadmap_can_be_put_right_before_it_is_written(tmp_path: Path) -> None:
    path = make_database(tmp_path, roadmap=False)
    async with running(path) as pilot:
        await pilot.app.run_action("load_roadmap")
        await type_fast(pilot, "<f4>")
        await type_fast(pilot, "<down>", "<f8>", "<f2>")
        assert shown(pilot) is RoadmapScreen
    assert len(in_database(path, activities)) == 17


async def test_the_wizard_takes_what_was_put_right(tmp_path: Path) -> None:
    path, table = tmp_path / "база.kurator", tmp_path / "карта.txt"
    table.write_text(TABLE, encoding="utf-8")
    async with running(path) as pilot:
        await type_fast(pilot, "Школа № 5", "<f2>", "<ctrl+u>", "2026-2027", "<f2>", "<f4>")
        assert shown(pilot) is PreviewScreen
        await type_fast(pilot, "<escape>", "<down>", "<tab>", str(table), "<f4>")
        await type_fast(pilot, "<f4>")
        assert shown(pilot) is PreviewScreen
        await type_fast(pilot, "<f8>", "<f2>")
        assert shown(pilot) is WizardScreen
        assert not path.exists()
        await type_fast(pilot, "<f2>")
        text = " ".join(screen_text(pilot).split())
        assert "3 мероприятия, сомнительных строк 1" in text
        await type_fast(pilot, "<f2>")
        assert shown(pilot) is RoadmapScreen
    assert [one.text for one in in_database(path, activities)] == ["Издать приказ", "Проводить встречи", "Написать отчёт"]
    assert not kept_path(path).exists()


# ---------------------------------------------------------------------- hostile words, sizes, languages
HOSTILE_TABLE = "\n".join(
    [
        "Этап\tМероприятия\tСроки\tОтветственный\tМесто",
        f"{HOSTILE}\t{HOSTILE}\t{HOSTILE}\t{HOSTILE}\t{HOSTILE}",
        f"{HOSTILE}\t[@click=app.quit]дело\tк ноябрю [/]\t[/]\t[red]",
        f"Итого {HOSTILE}",
    ]
).replace("\x1b", "")


async def every_view(pilot: Pilot[None]) -> list[str]:
    """The preview, its forms and windows as text."""
    texts = [screen_text(pilot)]
    for keys in (
        ("<f3>",), ("<escape>", "<f1>"), ("<escape>", "<f9>"), ("<escape>", "<f6>"), ("<escape>", "<f4>"), ("<f1>",),
        ("<escape>", "<f4>", "нечто", "<tab>"), ("<ctrl+z>", "<escape>"), ("<home>", "<f4>"), ("<f1>",),
        ("<escape>", "<escape>", "<end>", "<f3>"), ("<escape>", "<end>", "<insert>"), ("<escape>",), ("<escape>",),
    ):  # fmt: skip
        await type_fast(pilot, *keys)
        texts.append(screen_text(pilot))
    return texts


async def test_words_of_a_file_are_never_obeyed(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path, (120, 40)) as pilot:
        await open_file(pilot, tmp_path, HOSTILE_TABLE)
        texts = await every_view(pilot)
        assert any("[@click=app.quit]x[/]" in text for text in texts)
        assert pilot.app.is_running


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_no_english_and_nothing_wider_than_the_window(tmp_path: Path, size: tuple[int, int]) -> None:
    path = make_database(tmp_path)
    async with running(path, size) as pilot:
        await open_file(pilot, tmp_path)
        for text in await every_view(pilot):
            lines = text.split("\n")
            assert len(lines) == size[1]
            assert all(len(line) <= size[0] for line in lines)
            words = set(re.findall(r"[A-Za-z]+\d*", text.replace("карта.txt", "").replace(str(tmp_path), "")))
            assert words <= ALLOWED, (words - ALLOWED, text)


@pytest.mark.parametrize("size", [(40, 12), (20, 6)])
async def test_a_tiny_window_does_not_break(tmp_path: Path, size: tuple[int, int]) -> None:
    path = make_database(tmp_path)
    async with running(path, size) as pilot:
        await open_file(pilot, tmp_path)
        await every_view(pilot)
        assert pilot.app.is_running


# ---------------------------------------------------------------------- a deadline while it is typed
async def open_form(pilot: Pilot[None]) -> DeadlineField:
    """The form of the first activity, in its deadline, which is emptied."""
    await type_fast(pilot, "<f4>", "<tab>", "<ctrl+u>")
    assert shown(pilot) is ActivityForm
    return pilot.app.screen.query_one(DeadlineField)


async def now(pilot: Pilot[None]) -> ActivityView:
    """The first activity as the database holds it."""
    return (await kurator(pilot).desk.run(activities))[0]


async def test_what_is_understood_follows_every_key_and_nothing_is_written_yet(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await open_form(pilot)
        assert "→ срок не указан" in screen_text(pilot)
        await type_fast(pilot, "ноябрь")
        assert "→ 1–30 ноя" in screen_text(pilot)
        await type_fast(pilot, ", март")
        assert "→ 1–30 ноя, 1–31 мар" in screen_text(pilot)
        await type_fast(pilot, " 2019")
        assert "учебному году" in " ".join(screen_text(pilot).split())
        assert (await now(pilot)).deadline == "август"


async def test_an_ambiguous_deadline_is_asked_about_and_settled_by_a_digit(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await open_form(pilot)
        await type_fast(pilot, "к ноябрю", "<enter>", "<down>", "<enter>")
        found = await now(pilot)
        assert (found.deadline, found.meant, found.ambiguous) == ("к ноябрю", "до 30 ноября 2026", False)
        text = screen_text(pilot)
        assert "как написано: до 31 окт" in text
        assert "→ до 30 ноя" in text
        await type_fast(pilot, "<ctrl+z>")
        assert (await now(pilot)).ambiguous
        assert "2 до 30 ноя" in screen_text(pilot)


async def test_a_clear_deadline_can_be_understood_otherwise_too(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "<f4>", "<f4>", "к ноябрю")
        assert "тоже можно понять по-разному" in " ".join(screen_text(pilot).split())
        await type_fast(pilot, "<enter>")
        assert ((await now(pilot)).deadline, (await now(pilot)).meant) == ("август", "")
        await type_fast(pilot, "<shift+tab>", "<ctrl+u>", "5 октября", "<escape>")
        assert shown(pilot) is RoadmapScreen
        assert ((await now(pilot)).deadline, (await now(pilot)).meant) == ("август", "5 октября")


async def test_marks_are_asked_about_before_they_go(tmp_path: Path) -> None:
    def tick(store: Store) -> None:
        set_mark(store, activities(store)[0].occurrences[0].id, state="done", done_on=TODAY)

    path = make_database(tmp_path, fill=tick)
    async with running(path) as pilot:
        field = await open_form(pilot)
        await type_fast(pilot, "декабрь", "<enter>")
        assert "есть отметки (1)" in " ".join(screen_text(pilot).split())
        await type_fast(pilot, "1")
        assert field.deadline.value == "декабрь"
        assert (await now(pilot)).deadline == "август"
        await type_fast(pilot, "<escape>")
        assert shown(pilot) is ActivityForm
        await type_fast(pilot, "<escape>")
        assert (await now(pilot)).occurrences[0].state == "done"
        await open_form(pilot)
        await type_fast(pilot, "декабрь", "<enter>")
        await type_fast(pilot, "2")
        assert [one.label for one in (await now(pilot)).occurrences] == ["Декабрь"]
        assert "Ctrl+Z вернёт" in said(pilot)
        await type_fast(pilot, "<escape>", "<ctrl+z>")
        assert ((await now(pilot)).deadline, (await now(pilot)).occurrences[0].state) == ("август", "done")


async def test_a_new_activity_is_explained_before_it_is_begun(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "т", "<tab>", "к ноябрю", "<enter>", "1", "<shift+tab>", "<shift+tab>", "Новое дело", "<escape>")
        await type_fast(pilot, "<escape>")
    made = next(one for one in in_database(path, activities) if one.text == "Новое дело")
    assert (made.deadline, made.meant, made.ambiguous) == ("к ноябрю", "до 31 октября 2026", False)
