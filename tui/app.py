"""The app: opens the database, switches screens, undoes, prints; every sentence to the user goes through here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import ClassVar, Literal

from rich.text import Text
from textual import events, work
from textual.app import App
from textual.binding import BindingType

from model.errors import Refusal
from model.journal import redo, undo
from model.roadmap_queries import roadmap_view
from model.roadmap_view import RoadmapView
from model.roadmaps import current_roadmap
from model.russian_dates import show_date
from model.setup import current_year, own_institution
from model.store import Store
from sync.conflicts import count as count_conflicts
from sync.receipts import last_word
from tui.commands import APP_COMMANDS, everywhere
from tui.desk import Desk
from tui.failure import note_failure
from tui.key_order import KeyHandled, KeyOrder
from tui.keymap import bindings, to_latin_layout
from tui.plain_text import one_line, printable
from tui.roadmap_lines import due_soon
from tui.screens.conflicts import ConflictsScreen
from tui.screens.dialogs import Choice, ChoiceDialog, ReadingDialog
from tui.screens.exchange import ExchangeScreen
from tui.screens.help import help_text
from tui.screens.load_roadmap import LoadRoadmapScreen
from tui.screens.persons import PersonsScreen
from tui.screens.roadmap import RoadmapScreen
from tui.screens.wizard import WizardScreen
from tui.screens.working_screen import WorkingScreen
from tui.theme import KURATOR, PLAIN, is_plain_terminal
from tui.widgets.head_line import RightPieces

#: Actions that begin on a main screen only.
_OF_MAIN_SCREENS = {"roadmap", "persons", "conflicts", "exchange", "load_roadmap", "print_roadmap", "menu"}
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys('<>:"/\\|?*', " "))


class KuratorApp(App[None]):
    """Kurator in the terminal. ``path``: the database file; it is made by the first-start wizard when there is none."""

    CSS_PATH = "styles.tcss"
    TITLE = "Куратор"
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 4
    BINDINGS: ClassVar[list[BindingType]] = bindings(APP_COMMANDS)

    def __init__(self, path: Path, *, today: date | None = None, print_folder: Path | None = None) -> None:
        super().__init__(ansi_color=True if is_plain_terminal() else None)
        self.path = path
        self.desk = Desk()
        self.heading = "Куратор"
        self.counters: RightPieces = ()
        #: The current roadmap as it was read last.
        self.view: RoadmapView | None = None
        self._today = today
        self._print_folder = print_folder
        self._leaving = False
        self.keys = KeyOrder()
        self.register_theme(KURATOR)
        self.register_theme(PLAIN)
        self.theme = PLAIN.name if is_plain_terminal() else KURATOR.name

    @property
    def today(self) -> date:
        """The day on which everything is judged."""
        return self._today or date.today()

    # ------------------------------------------------------------------ start and end
    async def on_mount(self) -> None:
        """Open the database, or begin the first start."""
        if not self.path.exists():
            await self.push_screen(WizardScreen())
            return
        try:
            without_copy = await self.desk.open(self.path, self.today)
            fresh = await self.desk.run(own_institution) is None
        except Refusal as refusal:
            await self.push_screen(ReadingDialog("База не открылась", refusal.sentence), lambda _: self.exit())
            return
        if fresh:
            await self.push_screen(WizardScreen())
        else:
            await self._show_first_screen()
        if without_copy:
            self.complain(without_copy)

    async def _show_first_screen(self) -> None:
        self.install_screen(RoadmapScreen(), "roadmap")
        self.install_screen(PersonsScreen(), "persons")
        self.install_screen(ConflictsScreen(), "conflicts")
        self.install_screen(ExchangeScreen(), "exchange")
        await self.read()
        await self.push_screen("roadmap")

    async def begin(self, fill: Callable[[Store], None]) -> None:
        """The end of the wizard: make the database (or fill an empty one) and show the roadmap; may raise ``Refusal``."""
        if self.desk.is_open:
            await self.desk.run(fill)
        else:
            await self.desk.create(self.path, fill)
        self.pop_screen()
        await self._show_first_screen()
        self.say(f"База создана: {self.path}")

    async def action_leave(self) -> None:
        """Save what is typed, then leave; what is refused is said once."""
        answers = [await screen.flush() for screen in self.screen_stack if isinstance(screen, WorkingScreen)]
        if not all(answers) and not self._leaving:
            self._leaving = True
            self.complain("Одно из полей не записано: исправьте его или нажмите F10 ещё раз, чтобы выйти без него.")
            return
        await self.desk.close()
        self.exit()

    async def action_quit(self) -> None:
        """Textual's own way out is ours."""
        await self.action_leave()

    def _fatal_error(self) -> None:
        """Never a traceback on the user's screen."""
        if not self._exit_renderables:
            self._exit_renderables.append(Text(note_failure(self._exception)))
        self._close_messages_no_wait()

    async def on_unmount(self) -> None:
        """However the app ends, the database is closed."""
        self.keys.forget()
        await self.desk.close()

    # ------------------------------------------------------------------ keys
    async def on_event(self, event: events.Event) -> None:
        """Keys work in both layouts (``tui/keymap.py``) and in the order of typing (``tui/key_order.py``)."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif not self.keys.must_wait(event):
            await self._take_key(event)

    async def _take_key(self, event: events.Key | events.Paste) -> None:
        if isinstance(event, events.Key):
            to_latin_layout(event, self.focused)
        target = self.focused or self.screen
        await super().on_event(event)
        if not self.keys.sent(target, self):
            await self._take_next_key()

    async def _take_next_key(self) -> None:
        event = self.keys.next_key()
        if event is not None:
            await self._take_key(event)

    async def on_key_handled(self, marker: KeyHandled) -> None:
        """A key has done what it does: the next one may go."""
        marker.stop()
        if self.keys.came_back(marker):
            await self._take_next_key()

    def action_help_quit(self) -> None:
        """Ctrl+C does not leave: say what does."""
        self.say("Выход — F10.")

    # ------------------------------------------------------------------ sentences
    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: Literal["information", "warning", "error"] = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002  (Textual passes it)
    ) -> None:
        """A toast; never markup, whoever asks."""
        super().notify(printable(message), title=printable(title), severity=severity, timeout=timeout, markup=False)

    def say(self, sentence: str) -> None:
        """Tell what was done."""
        self.notify(sentence)

    def complain(self, sentence: str) -> None:
        """Tell what could not be done."""
        self.notify(sentence, severity="warning", timeout=8)

    # ------------------------------------------------------------------ data on the screens
    async def read(self) -> None:
        """Read what several screens show: the current roadmap, institution and year, the counters of the head line."""
        try:
            own = await self.desk.run(own_institution)
            year = await self.desk.run(current_year)
            roadmap = await self.desk.run(current_roadmap)
            self.view = view = await self.desk.run(roadmap_view, roadmap, self.today) if roadmap else None
            conflicts = await self.desk.run(count_conflicts)
            said = await self.desk.run(last_word)
        except Refusal as refusal:
            self.complain(refusal.sentence)
            return
        name = (own.short or own.name) if own is not None else ""
        self.heading = one_line(f"Куратор · {name} · {year.short}")
        late, soon = (view.count("overdue"), due_soon(view)) if view is not None else (0, 0)
        self.counters = (
            (f"просрочено {late}", "bold" if late else ""),
            (f" · скоро {soon} · ", ""),
            (f"расхождений {conflicts}", "bold" if conflicts else ""),
            *([(f" · {said}", "bold" if "не принял" in said else "")] if said else []),
        )

    async def reload(self) -> None:
        """Data have changed: read them again on every screen that is open."""
        await self.read()
        for screen in self.screen_stack:
            if isinstance(screen, WorkingScreen) and screen.is_mounted:
                await screen.reload()

    async def action_undo(self) -> None:
        """Take back the last change of data."""
        await self._travel(undo, "Отменено")

    async def action_redo(self) -> None:
        """Do again what was taken back."""
        await self._travel(redo, "Повторено")

    async def _travel(self, use_case: Callable[[Store], str], word: str) -> None:
        if not self.desk.is_open:
            return
        try:
            label = await self.desk.run(use_case)
        except Refusal as refusal:
            self.complain(refusal.sentence)
            return
        await self.reload()
        self.say(f"{word}: {label[:1].lower() + label[1:]}.")

    # ------------------------------------------------------------------ screens
    @property
    def _at_list(self) -> bool:
        """Whether one of the main screens is shown, with nothing over it."""
        return isinstance(self.screen, RoadmapScreen | PersonsScreen | ConflictsScreen | ExchangeScreen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Switching between main screens only from a main screen."""
        if action in _OF_MAIN_SCREENS:
            return self._at_list
        return super().check_action(action, parameters)

    async def action_roadmap(self, view: str) -> None:
        """The roadmap by stages or by months."""
        screen = self.get_screen("roadmap")
        if self.screen is not screen:
            await self.switch_screen("roadmap")
        if isinstance(screen, RoadmapScreen):
            screen.show_view(view)

    async def action_persons(self) -> None:
        """The list of persons."""
        await self.switch_screen("persons")

    async def action_conflicts(self) -> None:
        """The list of conflicts."""
        await self.switch_screen("conflicts")

    async def action_exchange(self) -> None:
        """Files that were taken, and the ways to hand over and take more."""
        await self.switch_screen("exchange")

    async def action_load_roadmap(self) -> None:
        """Take a roadmap from a file or the standard one."""
        await self.push_screen(LoadRoadmapScreen())

    async def action_help(self) -> None:
        """What this screen is for and its keys."""
        screen = self.screen
        if isinstance(screen, WorkingScreen):
            text = help_text(
                screen.ABOUT,
                screen.KEYS,
                width=min(100, self.size.width * 9 // 10) - 6,
                with_signs=isinstance(screen, RoadmapScreen),
            )
            await self.push_screen(ReadingDialog(f"Помощь: {screen.NAME}", text))

    async def action_menu(self) -> None:
        """Everything that can be done here."""
        screen = self.screen
        if not isinstance(screen, WorkingScreen):
            return
        own = [command for command in screen.KEYS if command.menu and screen.check_action(command.name, ())]
        commands = own + [command for command in everywhere(screen.KEYS) if command.menu]
        choices = [Choice(command.action, command.title, command.shown_keys) for command in commands]

        async def chosen(action: str | None) -> None:
            if action:
                await screen.run_action(action)

        await self.push_screen(ChoiceDialog("Меню", choices, numbered=False), chosen)

    # ------------------------------------------------------------------ printing
    def action_print_roadmap(self) -> None:
        """Print the current roadmap into the documents folder."""
        self._print_now()

    @work(exclusive=True, group="printing")
    async def _print_now(self) -> None:
        try:
            roadmap = await self.desk.run(current_roadmap)
            if roadmap is None:
                raise Refusal("Печатать нечего: дорожной карты на этот год ещё нет.")
            view = await self.desk.run(roadmap_view, roadmap, self.today)
            self.say("Печатаю дорожную карту…")
            name = one_line(
                f"Дорожная карта {view.institution_short} {view.year} от {show_date(self.today)}".translate(_FORBIDDEN_IN_NAMES)
            )
            out = self.documents() / f"{name[:120].rstrip(' .')}.pdf"
            from exports.roadmap_pdf import print_roadmap

            result = await self.desk.aside(print_roadmap, view, out)
        except Refusal as refusal:
            self.complain(refusal.sentence)
            return
        self.notify(f"Напечатано, страниц {result.pages}: {result.path}", timeout=10)
        if result.notice:
            self.complain(result.notice)

    def documents(self) -> Path:
        """Where prints go: the user's documents, or the current folder when there is none."""
        if self._print_folder is not None:
            return self._print_folder
        from platformdirs import user_documents_path

        folder = user_documents_path()
        return folder if folder.is_dir() else Path.cwd()


def run(path: Path) -> None:
    """Open the screens on the database at ``path``; where there is none, the first start makes it."""
    KuratorApp(path).run()
