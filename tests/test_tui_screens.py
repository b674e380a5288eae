"""Every screen: hostile words of users, no English, sizes, no colours."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from model.marks import set_mark
from model.persons import FIELDS, create_person, persons_window, set_role
from model.roadmap_queries import roadmap_view
from model.roadmaps import add_activity, current_roadmap, edit_activity
from model.store import Store
from tests.test_tui_conflicts import quarrel
from tests.test_tui_pilot import TODAY, in_database, make_database, running, said, screen_text, settle, shown, type_fast
from tui.screens.conflicts import ConflictsScreen
from tui.screens.exchange import ExchangeScreen
from tui.screens.handing_over import HandOverScreen
from tui.screens.load_roadmap import LoadRoadmapScreen
from tui.screens.taking_files import TakingScreen
from tui.screens.working_screen import WorkingScreen
from tui.widgets.row_view import RowView

HOSTILE = "[/] [@click=app.quit]x[/] [red]к[/red] \x1b[31m {0} %s \\ $text"
#: What may stand in Latin letters: names of keys as they are on every keyboard, and the file type of prints.
ALLOWED = (
    {"Ctrl", "Shift", "Esc", "Ins", "Tab", "PgUp", "PgDn", "Home", "End", "PDF"}
    | {f"F{n}" for n in range(1, 13)}
    | {"Z", "Y", "A"}
)

#: What a user typed or named: a search, paths, commands that a sentence tells, the ending of exchange files.
NOT_ENGLISH = re.compile(r"zzz|^ (Папка|Файл или папка:) .*$|^.*/tmp.*$|kurator( [a-z]+)+|\.kur\b", re.M)


def hostile_words(store: Store) -> None:
    """Markup and control characters in every field that a user can write."""
    dates = {"birth_date", "teaching_since", "hired_on", "left_on"}
    person = create_person(store, {name: HOSTILE for name in FIELDS if name not in dates})
    set_role(store, person, "mentor", True, TODAY)
    quarrel(store.path.parent, {"post": "[@click=app.quit]x[/]"}, {"post": HOSTILE})(store)
    store.sql("UPDATE import SET name = ?", (HOSTILE,))
    roadmap = current_roadmap(store)
    assert roadmap is not None
    stage = roadmap_view(store, roadmap, TODAY).stages[0]
    store.sql("UPDATE stage SET title = ? WHERE id = ?", (HOSTILE, stage.id))
    store.sql("UPDATE roadmap SET title = ? WHERE id = ?", (HOSTILE, roadmap))
    store.sql("UPDATE institution SET short = ?, name = ?", (HOSTILE, HOSTILE))
    edit_activity(
        store, stage.activities[0].id, text=HOSTILE + "\n1) [/]", responsible=HOSTILE, result=HOSTILE, deadline=HOSTILE
    )
    add_activity(store, stage.id, HOSTILE, "ноябрь", HOSTILE)
    for occurrence in roadmap_view(store, roadmap, TODAY).occurrences():
        set_mark(store, occurrence.id, state="moved", evidence=HOSTILE, note=HOSTILE)


async def every_screen(pilot: Pilot[None]) -> AsyncIterator[str]:
    """Open every screen and dialog one after another; the text of each."""
    yield screen_text(pilot)
    for keys in (("<down>",), ("<up>", "<up>"), ("<down>", "2"), ("<home>", "<down>"), ("1",)):
        await type_fast(pilot, *keys)
        yield screen_text(pilot)
    for key in ("<f1>", "<f2>", "<f3>", "<f9>", "<f4>", "<f7>", "т"):
        await type_fast(pilot, key)
        yield screen_text(pilot)
        await type_fast(pilot, "<escape>", "<escape>") if key == "<f7>" else await type_fast(pilot, "<escape>")
    await pilot.app.run_action("load_roadmap")
    await settle(pilot)
    assert shown(pilot) is LoadRoadmapScreen
    yield screen_text(pilot)
    await type_fast(pilot, "<down>")
    yield screen_text(pilot)
    await type_fast(pilot, "<f1>")
    yield screen_text(pilot)
    await type_fast(pilot, "<escape>", "<escape>", "3")
    yield screen_text(pilot)
    for key in ("<f1>", "<f2>", "<f9>", "<f4>", "<insert>"):
        await type_fast(pilot, key)
        yield screen_text(pilot)
        await type_fast(pilot, "<escape>")
    await type_fast(pilot, "<f7>", "zzz")
    yield screen_text(pilot)
    await type_fast(pilot, "<escape>", "4")
    yield screen_text(pilot)
    for key in ("<f2>", "<f3>", "<f4>"):
        await type_fast(pilot, key)
        yield screen_text(pilot)
        await type_fast(pilot, "<escape>")
    await type_fast(pilot, " ", "<f2>")
    yield screen_text(pilot)
    await type_fast(pilot, "<escape>", "<f6>")
    yield screen_text(pilot)
    for keys in (("<f3>",), ("<escape>", "<f9>"), ("<escape>", "<f5>"), ("<f2>",), ("<escape>", "<f2>")):
        await type_fast(pilot, *keys)
        yield screen_text(pilot)
    await type_fast(pilot, "<ctrl+u>", ".", "<enter>")
    assert shown(pilot) is TakingScreen
    yield screen_text(pilot)
    for key in ("<f3>", "<escape>", "<f2>"):
        await type_fast(pilot, key)
        yield screen_text(pilot)
    await type_fast(pilot, "<escape>", "<escape>")


async def test_words_of_users_are_never_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "[red]к[@click=app.quit] \x1b[31m{0}.kur").write_bytes(b"[red]")
    path = make_database(tmp_path, fill=hostile_words)
    async with running(path, (120, 40)) as pilot:
        texts = [text async for text in every_screen(pilot)]
        await type_fast(pilot, "<escape>", "1", " ", "<ctrl+z>", "<f8>", "<ctrl+z>", "<f5>")
        assert any("[@click=app.quit]x[/]" in text for text in texts)
        assert any("[red]к[/red]" in text for text in texts)
        assert any("[red]к[@click" in text for text in texts), "names of files too"
        assert not any("\x1b" in text for text in texts)
        assert "Напечатано" in said(pilot)
        assert pilot.app.is_running


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_no_english_and_nothing_wider_than_the_window(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = make_database(tmp_path, fill=quarrel(tmp_path, {"post": "завуч"}, {"post": "учитель"}))
    async with running(path, size) as pilot:
        async for text in every_screen(pilot):
            lines = text.split("\n")
            assert len(lines) == size[1]
            assert all(len(line) <= size[0] for line in lines)
            words = set(re.findall(r"[A-Za-z]+\d*", NOT_ENGLISH.sub("", text)))
            assert words <= ALLOWED, (words - ALLOWED, text)


@pytest.mark.parametrize("screen", [ConflictsScreen, ExchangeScreen, HandOverScreen, TakingScreen])
def test_no_english_in_help_and_menu(screen: type[WorkingScreen]) -> None:
    words = [screen.NAME, screen.ABOUT, *(command.title for command in screen.KEYS), *(c.shown_keys for c in screen.KEYS)]
    assert set(re.findall(r"[A-Za-z]+\d*", NOT_ENGLISH.sub("", " ".join(words)))) <= ALLOWED


async def test_no_english_in_the_first_start(tmp_path: Path) -> None:
    async with running(tmp_path / "б.kurator") as pilot:
        texts = [screen_text(pilot)]
        for keys in (("<f1>",), ("<escape>", "Школа", "<f2>"), ("<f2>",), ("<down>",), ("<down>", "<f2>")):
            await type_fast(pilot, *keys)
            texts.append(re.sub(r"Файл базы: .*?(?=\n *\n)", "", screen_text(pilot), flags=re.S))
        for text in texts:
            words = set(re.findall(r"[A-Za-z]+\d*", text))
            assert words <= ALLOWED, words
        await type_fast(pilot, "<ctrl+c>")
        assert "Выход — F10" in said(pilot)


async def test_picture_of_80_and_of_120_columns(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path, (80, 24)) as pilot:
        lines = screen_text(pilot).split("\n")
        assert re.fullmatch(r" Куратор · ДОУ № 900 · 2026/27 +просрочено 11 · скоро 0 · расхождений 0 ", lines[0])
        assert lines[2].split()[-10:] == ["авг", "сен", "окт", "ноя", "дек", "янв", "фев", "мар", "апр", "май"]
        assert lines[3].startswith(" ▾ 1 Подготовка условий")
        assert "0 из 3" in lines[3]
        assert "Ответственный: куратор" in "\n".join(lines[17:])
        assert lines[-1].startswith("F1Помощь F2Отметка")
        assert "F10Выход" in lines[-1]
        rows = pilot.app.screen.query_one("#grid", RowView).page_rows
        assert rows >= 12
    async with running(path, (120, 40)) as pilot:
        lines = screen_text(pilot).split("\n")
        assert "Ответственный" in lines[2]
        assert lines[4].split()[-2:] == ["куратор", "✗"]
        assert "Рассказать о лучших практиках" in "\n".join(lines)


@pytest.mark.parametrize("size", [(40, 12), (20, 6)])
async def test_a_tiny_window_does_not_break(tmp_path: Path, size: tuple[int, int]) -> None:
    path = make_database(tmp_path, fill=quarrel(tmp_path, {"post": "завуч"}, {"post": "учитель"}))
    async with running(path, size) as pilot:
        await type_fast(pilot, " ", "2", "3", "<insert>", "<escape>", "1", "<f9>", "<escape>")
        await type_fast(pilot, "4")
        assert size[0] < 40 or "завуч" in screen_text(pilot), "both values are seen in 40 columns"
        await type_fast(pilot, "<f2>", "<escape>", "<f4>", "<escape>", "<f3>", "<escape>", " ", "<f2>", "<escape>")
        await type_fast(pilot, "<f6>", "<f3>", "<escape>", "<f5>", "<f2>", "<escape>", "<f2>", str(tmp_path), "<enter>")
        await type_fast(pilot, "<f2>")
        assert pilot.app.is_running


async def test_without_colours_the_cursor_is_still_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    path = make_database(tmp_path)
    async with running(path) as pilot:
        styles = [
            (segment.text, segment.style)
            for segment in pilot.app.screen.query_one("#grid", RowView).render_line(2)
            if segment.text.strip()
        ]
        assert any(style is not None and style.reverse for _, style in styles)
        await type_fast(pilot, " ")
        assert "Август · выполнено" in screen_text(pilot)


async def test_the_linux_console_gets_signs_that_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, " ")
        text = screen_text(pilot)
        assert "✓" not in text
        assert "+" in text


async def test_leaving_saves_what_is_typed(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "<tab>", "<tab>", "приказ № 7", "<f10>")
    found = in_database(path, lambda store: store.value("SELECT evidence FROM mark"))
    assert found == "приказ № 7"


async def test_leaving_from_a_card_saves_what_is_typed(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    async with running(path) as pilot:
        await type_fast(pilot, "3", "<enter>", "<ctrl+u>", "Озёрная", "<f10>")
    found = in_database(path, lambda store: [line.name for line in persons_window(store, "", "", 0, 5)])
    assert found == ["Озёрная Марина Петровна"]
