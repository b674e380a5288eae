"""The first start: whose database this is and which school year it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from model.entities import Institution, Person, Role, SchoolYearRow, natural_id, new_id
from model.errors import Refusal
from model.store import Store
from model.trust_memory import forget
from model.years import SchoolYear

#: Kinds of institution and what the user reads.
KINDS = {
    "school": "школа",
    "kindergarten": "детский сад",
    "extra": "дополнительное образование",
    "district": "муниципалитет (принимает файлы учреждений)",
}


@dataclass(frozen=True)
class NewInstitution:
    """What the first start asks for; ``kind`` is a key of ``KINDS``."""

    name: str
    short: str = ""
    kind: str = "school"
    municipality: str = ""
    head_name: str = ""
    head_post: str = ""
    code: str = ""


def found_institution(store: Store, new: NewInstitution, year: SchoolYear, curator: str = "") -> str:
    """Write the institution, its school year and the curator's name (a setting of this laptop); return the id.

    A district begins with the same id and the same log wherever the same words are entered, so that two laptops of one
    district agree from the first day; an institution gets a random id, for names of institutions repeat.
    """
    if not new.name.strip():
        raise Refusal("Назовите учреждение: без названия базу не начать.")
    if new.kind not in KINDS:
        raise Refusal(f"Вид учреждения «{new.kind}» неизвестен: выберите один из {', '.join(KINDS)}.")
    if own_institution(store) is not None:
        raise Refusal("В этой базе учреждение уже есть: для другого создайте новую базу.", "exists")
    with store.transaction("Создание базы"):
        if new.kind == "district":
            keys = (new.name.strip(), new.short.strip(), new.municipality.strip(), new.head_name, new.head_post, new.code)
            identity = natural_id("district", new.name.strip(), new.municipality.strip())
            store.belong_to(identity)
            with store.genesis(*keys, str(year)):
                _write(new, identity, year)
        else:
            identity = new_id()
            store.belong_to(identity)
            _write(new, identity, year)
        store.set_setting("year", str(year))
        _write_curator(store, identity, " ".join(curator.split()))
    store.sql("DELETE FROM action")  # the first start is not undone
    forget(store.path)
    return identity


def _write(new: NewInstitution, identity: str, year: SchoolYear) -> None:
    Institution.create(
        id=identity,
        institution=identity,
        name=new.name.strip(),
        short=(new.short or new.name).strip(),
        kind=new.kind,
        municipality=new.municipality.strip(),
        head_name=new.head_name.strip(),
        head_post=new.head_post.strip(),
        code=new.code.strip(),
    )
    open_year(identity, year)


#: What can be corrected later, with the Russian names of the fields.
INSTITUTION_FIELDS = {
    "name": "Название",
    "short": "Краткое название",
    "municipality": "Муниципалитет",
    "head_name": "Руководитель",
    "head_post": "Должность руководителя",
    "site": "Сайт",
    "code": "Код",
}


def edit_institution(store: Store, fields: dict[str, str]) -> None:
    """Correct what the first start asked (keys of ``INSTITUTION_FIELDS``); the name cannot be emptied."""
    unknown = [name for name in fields if name not in INSTITUTION_FIELDS]
    if unknown:
        raise Refusal(f"Поля «{unknown[0]}» у учреждения нет: возможны {', '.join(INSTITUTION_FIELDS)}.")
    values = {name: value.strip() for name, value in fields.items()}
    if not values.get("name", "есть"):
        raise Refusal("Название учреждения нельзя оставить пустым.")
    with store.transaction("Сведения об учреждении"):
        Institution.update(values).where(Institution.id == own_id(store)).execute()


def _write_curator(store: Store, institution: str, name: str) -> None:
    """The curator is a person of the bank like any other; as author of changes only the id travels."""
    store.set_setting("curator", name)
    if name:
        surname, _, rest = name.partition(" ")
        first, _, patronymic = rest.partition(" ")
        person = Person.create(institution=institution, surname=surname, name=first, patronymic=patronymic, kind="employee")
        Role.create(institution=institution, person=person.id, role="curator", since=date.today())
        store.set_setting("author", person.id)
        store.author = person.id


def open_year(institution: str, year: SchoolYear) -> None:
    """Write the row of a school year (natural identity: institution and years)."""
    SchoolYearRow.create(id=natural_id("school_year", institution, str(year)), institution=institution, years=str(year))


def own_institution(store: Store) -> Institution | None:
    """The institution whose laptop this is, or ``None`` before the first start is finished."""
    found: Institution | None = Institution.get_or_none(Institution.id == (store.setting("institution") or ""))
    return found


class Place(NamedTuple):
    """Whose laptop this is: id and kind of the institution."""

    id: str
    kind: str


def own_place(store: Store) -> Place | None:
    """What a merge needs of ``own_institution``, once per file: without the model around it."""
    found = store.sql(
        "SELECT id, kind FROM institution WHERE id = (SELECT value FROM setting WHERE name = 'institution')"
    ).fetchone()
    return None if found is None else Place(str(found[0]), str(found[1] or ""))


def own_id(store: Store) -> str:
    """Id of the institution whose laptop this is; raise ``Refusal`` before the first start."""
    identity = store.setting("institution")
    if not identity:
        raise Refusal("База пуста: начните её командой kurator init или откройте kurator без параметров.", "empty")
    return identity


def check_own(store: Store, institution: str) -> None:
    """Refuse to write to a row of another institution: such a change could go out in no file."""
    if institution != own_id(store):
        raise Refusal("Эту строку ведёт другое учреждение: здесь её можно только читать.", "not-owner")


def check_open(store: Store, years: str = "") -> None:
    """Refuse to write into a closed school year (``2026-2027``; default: the current one): reopen it with a reason first."""
    wanted = years or str(current_year(store))
    closed = store.value(
        "SELECT 1 FROM school_year WHERE institution = ? AND years = ? AND closed_on IS NOT NULL", (own_id(store), wanted)
    )
    if closed:
        raise Refusal(f"Учебный год {wanted} закрыт: откройте его командой kurator year open с причиной.", "closed-year")


def current_year(store: Store) -> SchoolYear:
    """School year that the screens show."""
    return SchoolYear.parse(store.setting("year") or "")
