"""A form whose fields save themselves one by one: a refused text stays in its field with a sentence under it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from model.errors import Refusal
from tui.commands import bar_commands
from tui.keymap import Command, bindings
from tui.plain_text import one_line
from tui.screens.working_screen import WorkingScreen
from tui.widgets.function_bar import FunctionBar
from tui.widgets.labelled import Labelled
from tui.widgets.saved_field import FieldEdited, FieldReverted, SavedArea, SavedField

FORM_COMMANDS = (Command("close", "escape", "Назад: всё уже записано", "Назад", menu=False),)


class SavingForm(WorkingScreen):
    """Heirs compose the fields in ``body`` and write one text in ``save``."""

    KEYS = FORM_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(FORM_COMMANDS)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.form_title = title
        self._leaving = False

    def body(self) -> ComposeResult:
        """Widgets of the form."""
        yield from ()

    async def save(self, name: str, text: str) -> str:
        """Write one field; return the text as it shows now; raise ``Refusal`` when it cannot be written."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Title, fields, function bar."""
        yield Static(one_line(self.form_title), markup=False, id="form-title")
        yield from self.body()
        yield Static("Записывается сразу: Ввод или Tab — дальше, Esc — назад", markup=False, id="form-hint")
        yield FunctionBar(bar_commands(self.KEYS, main=False))

    def set_title(self, title: str) -> None:
        """Another title."""
        self.form_title = title
        self.query_one("#form-title", Static).update(one_line(title))

    @property
    def fields(self) -> Iterable[SavedField | SavedArea]:
        """The fields in the order of the form."""
        return [label.field for label in self.query(Labelled) if isinstance(label.field, SavedField | SavedArea)]

    async def on_field_edited(self, event: FieldEdited) -> None:
        """A field asks to be saved."""
        event.stop()
        await self.save_field(event.field, event.text)

    def on_field_reverted(self, event: FieldReverted) -> None:
        """A refused text was given up: so is the sentence about it."""
        event.stop()
        next(label for label in self.query(Labelled) if label.field is event.field).complain("")

    async def save_field(self, field: SavedField | SavedArea, text: str) -> bool:
        """Save one field and show the answer at it; return whether it was written."""
        label = next(label for label in self.query(Labelled) if label.field is field)
        try:
            shown = await self.save(field.field, text)
        except Refusal as refusal:
            field.refuse()
            label.complain(refusal.sentence)
            return False
        field.accept(text)
        field.load(field.target, shown)
        label.complain("")
        self._leaving = False
        return True

    async def flush(self) -> bool:
        """Save every field that was typed in."""
        answers = [await self.save_field(field, typed(field)) for field in self.fields if field.dirty]
        return all(answers)

    async def action_close(self) -> None:
        """Save what is typed and close; what is refused keeps the form open once."""
        if not await self.flush() and not self._leaving:
            self._leaving = True
            self.kurator.complain("Одно из полей не записано: исправьте его или нажмите Esc ещё раз, чтобы закрыть без него.")
            return
        self.dismiss(None)


def typed(field: SavedField | SavedArea) -> str:
    """What stands in a field now."""
    return field.value if isinstance(field, SavedField) else field.text
