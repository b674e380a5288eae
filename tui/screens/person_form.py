"""The card of a person: fields, roles, consents."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from model.errors import Refusal
from model.persons import (
    CONSENT_SCOPES,
    FIELDS,
    ROLES,
    consents_of,
    create_person,
    edit_person,
    person_fields,
    roles_of,
    set_consent,
    set_role,
)
from model.russian_dates import show_date
from tui.screens.saving_form import SavingForm
from tui.widgets.choices import Tick
from tui.widgets.labelled import Labelled
from tui.widgets.saved_field import SavedArea, SavedField

_DATES = ("birth_date", "teaching_since", "hired_on", "left_on")


class PersonForm(SavingForm):
    """Edits a person, or makes a new one as soon as there is a surname."""

    NAME: ClassVar[str] = "Карточка человека"
    ABOUT: ClassVar[str] = (
        "Карточка человека: сведения, роли и согласия. Даты пишите как 02.10.1990. Роли и согласия отмечаются пробелом "
        "и действуют с сегодняшнего дня; снятая отметка прекращает роль или отзывает согласие, история остаётся."
    )

    def __init__(self, person: str = "") -> None:
        super().__init__("Карточка человека" if person else "Новый человек")
        self._person = person
        self._pending: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """Fields on the left, roles and consents on the right."""
        with Horizontal(id="person-columns"):
            with VerticalScroll(classes="form", id="person-fields", can_focus=False):
                for name, title in FIELDS.items():
                    hint = "дд.мм.гггг" if name in _DATES else ""
                    field = (
                        SavedArea(name, id=f"person-{name}")
                        if name == "notes"
                        else SavedField(name, id=f"person-{name}", placeholder=hint)
                    )
                    yield Labelled(title, field)
            with Vertical(id="person-facts"):
                yield Static("Роли", markup=False, classes="part-title")
                for role, title in ROLES.items():
                    yield Tick(title, role, id=f"role-{role}")
                yield Static("Согласия", markup=False, classes="part-title")
                for scope, title in CONSENT_SCOPES.items():
                    yield Tick(title, scope, id=f"consent-{scope}")

    async def on_mount(self) -> None:
        """Start in the surname."""
        await self.reload()
        self.query_one("#person-surname").focus()

    async def reload(self) -> None:
        """Show the person as he or she is now; close when the person is gone."""
        for tick in self.query(Tick):
            tick.disabled = not self._person
        if not self._person:
            return
        desk = self.kurator.desk
        try:
            texts = await desk.run(person_fields, self._person)
            roles = await desk.run(roles_of, self._person)
            consents = await desk.run(consents_of, self._person)
        except Refusal as refusal:
            self.kurator.complain(refusal.sentence)
            self.dismiss(None)
            return
        for field in self.fields:
            field.load(self._person, texts[field.field])
        self.set_title(" ".join(texts[name] for name in ("surname", "name", "patronymic") if texts[name]))
        for role in ROLES:
            self.query_one(f"#role-{role}", Tick).ticked = role in roles
        for scope in CONSENT_SCOPES:
            tick = self.query_one(f"#consent-{scope}", Tick)
            tick.ticked = scope in consents
            tick.hint = f"с {show_date(consents[scope])}" if scope in consents else ""

    async def save(self, name: str, text: str) -> str:
        """Write one field; a new person begins with the surname, the rest typed before follows."""
        desk = self.kurator.desk
        if self._person:
            await desk.run(edit_person, self._person, {name: text})
        else:
            self._pending[name] = text
            surname = self._pending.get("surname", "").strip()
            if not surname:
                raise Refusal("Запишется, когда будет фамилия.")
            self._person = await desk.run(create_person, {"surname": surname})
            await self._save_the_rest()
            self.kurator.say("Человек записан в базу.")
        await self.kurator.reload()
        if name in _DATES and text.strip():
            return (await desk.run(person_fields, self._person))[name]
        return text

    async def _save_the_rest(self) -> None:
        for label in self.query(Labelled):
            label.complain("")
        for field in self.fields:
            field.target = self._person
            waiting = self._pending.get(field.field, "")
            if field.field == "surname":
                field.accept(waiting)
            elif waiting.strip():
                await self.save_field(field, waiting)

    async def on_tick_flipped(self, event: Tick.Flipped) -> None:
        """A role or a consent, from today."""
        event.stop()
        desk, tick = self.kurator.desk, event.tick
        use_case = set_role if (tick.id or "").startswith("role-") else set_consent
        await self.attempt(desk.run(use_case, self._person, tick.name or "", event.ticked, self.kurator.today))
        await self.kurator.reload()
