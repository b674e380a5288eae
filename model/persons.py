"""Persons, their roles and consents: the banks of mentors and mentees are views over these facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.entities import Consent, Person, Role, natural_id, new_id
from model.errors import Refusal
from model.names import fold, full_name, swap_layout
from model.russian_dates import parse_date, show_date
from model.setup import own_id
from model.store import Store

ROLES = {"mentor": "наставник", "mentee": "наставляемый", "curator": "куратор"}
CONSENT_SCOPES = {
    "processing": "обработка данных",
    "publication": "публикация",
    "district": "передача в район",
    "duties": "обязанности наставника",
}
#: Fields of a person that a form shows, with their Russian names.
FIELDS = {
    "surname": "Фамилия",
    "name": "Имя",
    "patronymic": "Отчество",
    "birth_date": "Дата рождения",
    "post": "Должность",
    "subject": "Предмет",
    "category": "Категория",
    "teaching_since": "Преподаёт с",
    "hired_on": "Принят",
    "left_on": "Уволен",
    "former_surname": "Прежняя фамилия",
    "phone": "Телефон",
    "email": "Почта",
    "notes": "Заметки",
}
#: Who takes part: pupils and students can be mentees and mentors too (domain.md 3).
PERSON_KINDS = {"employee": "сотрудник", "student": "студент или обучающийся", "external": "из другой организации"}
_DATES = ("birth_date", "teaching_since", "hired_on", "left_on")
_ORDERS = {"name": "p._key", "post": "kurator_fold(p.post)", "experience": "p.teaching_since", "roles": "5", "consents": "6"}


@dataclass(frozen=True)
class PersonLine:
    """One person in a list; all fields are texts to show."""

    id: str
    name: str
    post: str
    roles: str
    consents: str
    experience: str


def experience_years(since: date | None, on: date) -> int | None:
    """Whole years of teaching on a day, or ``None`` when the beginning is unknown."""
    if since is None or since > on:
        return None
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


_FROM = (
    "FROM person p LEFT JOIN (SELECT person, group_concat(role) AS roles FROM (SELECT DISTINCT person, role FROM role "
    "WHERE until IS NULL ORDER BY role) GROUP BY person) r ON r.person = p.id "
    "LEFT JOIN (SELECT person, group_concat(scope) AS scopes FROM (SELECT DISTINCT person, scope FROM consent "
    "WHERE withdrawn_on IS NULL AND given_on IS NOT NULL) GROUP BY person) c ON c.person = p.id "
    "WHERE p.institution = :institution AND p.kind IS NOT 'erased' "
    "AND (:role = '' OR ',' || r.roles || ',' LIKE '%,' || :role || ',%') "
    "AND (:one = '' OR instr(p._key, :one) OR instr(p._key, :two) OR instr(kurator_fold(p.post), :one))"
)


def _filter(store: Store, search: str, role: str) -> dict[str, object]:
    words = fold(search)
    return {"institution": own_id(store), "role": role, "one": words, "two": fold(swap_layout(search)) or words}


def count_persons(store: Store, search: str = "", role: str = "") -> int:
    """How many persons of this institution match a search (also typed in the wrong layout) and have a role."""
    return int(store.database.connection().execute(f"SELECT count(*) {_FROM}", _filter(store, search, role)).fetchone()[0])


def persons_window(
    store: Store,
    search: str,
    role: str,
    offset: int,
    limit: int,
    order: str = "name",
    descending: bool = False,
) -> list[PersonLine]:
    """The visible part of the list; ``order``: name, post, experience, roles, consents."""
    direction = "DESC" if descending else "ASC"
    rows = store.database.connection().execute(
        f"SELECT p.id, p.surname, p.name, p.patronymic, r.roles, c.scopes, p.post, p.teaching_since {_FROM} "
        f"ORDER BY {_ORDERS.get(order, 'p._key')} {direction}, p._key, p.id LIMIT :limit OFFSET :offset",
        {**_filter(store, search, role), "limit": limit, "offset": offset},
    )
    today = date.today()
    lines = []
    for identity, surname, name, patronymic, roles, scopes, post, since in rows:
        years = experience_years(date.fromisoformat(since) if since else None, today)
        lines.append(
            PersonLine(
                identity,
                full_name(surname or "", name or "", patronymic or "") or "без имени",
                post or "",
                ", ".join(ROLES.get(role, role) for role in (roles or "").split(",") if role),
                consent_summary(set((scopes or "").split(","))),
                "" if years is None else str(years),
            )
        )
    return lines


def consent_summary(scopes: set[str]) -> str:
    """«4 из 4» or what is missing first: processing, then the rest by count."""
    given = scopes & CONSENT_SCOPES.keys()
    if "processing" not in given:
        return "нет" if not given else f"{len(given)} из 4, нет обработки"
    return f"{len(given)} из 4"


def person_fields(store: Store, person: str) -> dict[str, str]:
    """All fields of ``FIELDS`` as a form shows them (dates ДД.ММ.ГГГГ)."""
    row = store.sql(f"SELECT {', '.join(FIELDS)} FROM person WHERE id = ?", (person,)).fetchone()
    if row is None:
        raise _missing()
    values = dict(zip(FIELDS, row, strict=True))
    return {
        name: show_date(date.fromisoformat(value)) if value and name in _DATES else value or ""
        for name, value in values.items()
    }


def create_person(store: Store, fields: dict[str, str]) -> str:
    """Add a person of this institution; return the id. Raise ``Refusal`` without a surname or for a bad date."""
    values = _values(fields)
    if not values.get("surname"):
        raise Refusal("Напишите фамилию: без неё человека не добавить.")
    identity = new_id()
    with store.transaction("Новый человек"):
        Person.create(id=identity, institution=own_id(store), kind="employee", **values)
    return identity


def edit_person(store: Store, person: str, fields: dict[str, str]) -> None:
    """Change the given fields; raise ``Refusal`` for a bad date or an emptied surname."""
    values = _values(fields)
    if "surname" in values and not values["surname"]:
        raise Refusal("Фамилию нельзя оставить пустой.")
    _person(person)
    with store.transaction("Правка: " + ", ".join(FIELDS[name].lower() for name in fields)):
        Person.update(values).where(Person.id == person).execute()


def set_person_kind(store: Store, person: str, kind: str) -> None:
    """Say who the person is to the institution: a key of ``PERSON_KINDS``."""
    if kind not in PERSON_KINDS:
        raise Refusal(f"Вид участника «{kind}» неизвестен: возможны {', '.join(PERSON_KINDS)}.")
    _person(person)
    with store.transaction(f"Участник: {PERSON_KINDS[kind]}"):
        Person.update(kind=kind).where(Person.id == person).execute()


def delete_person(store: Store, person: str) -> None:
    """Take a person out of the lists with roles and consents; undo brings all back (erasure is another thing)."""
    _person(person)
    with store.transaction("Удаление человека"):
        Role.delete().where(Role.person == person).execute()
        Consent.delete().where(Consent.person == person).execute()
        Person.delete().where(Person.id == person).execute()


def _person(person: str) -> Person:
    row: Person | None = Person.get_or_none(Person.id == person)
    if row is None:
        raise _missing()
    return row


def _missing() -> Refusal:
    return Refusal("Этого человека в базе больше нет: обновите список.", "missing")


def _values(fields: dict[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, text in fields.items():
        if name not in FIELDS:
            raise Refusal(f"Поля «{name}» у человека нет: возможны {', '.join(FIELDS)}.")
        if name in _DATES:
            day = parse_date(text)
            if day is not None and not 1900 <= day.year <= 2200:
                raise Refusal(f"Год {day.year} не похож на настоящий: проверьте дату «{text}».")
            values[name] = day
        else:
            values[name] = text.strip()
    return values


def roles_of(store: Store, person: str) -> set[str]:
    """Roles that a person has now: keys of ``ROLES``."""
    rows = store.sql("SELECT DISTINCT role FROM role WHERE person = ? AND until IS NULL", (person,))
    return {str(row[0]) for row in rows}


def set_role(store: Store, person: str, role: str, present: bool, today: date) -> None:
    """Give a role from ``today`` or end it ``today``: roles are facts over time, nothing is forgotten."""
    if role not in ROLES:
        raise Refusal(f"Роль «{role}» неизвестна: возможны {', '.join(ROLES)}.")
    if present == (role in roles_of(store, person)):
        return
    row = _person(person)
    with store.transaction(f"Роль: {ROLES[role]}"):
        if present:
            Role.create(institution=row.institution, person=person, role=role, since=today)
        else:
            Role.update(until=today).where(Role.person == person, Role.role == role, Role.until.is_null()).execute()


def consents_of(store: Store, person: str) -> dict[str, date]:
    """Scopes consented to now (keys of ``CONSENT_SCOPES``) and since when."""
    rows = store.sql(
        "SELECT scope, min(given_on) FROM consent WHERE person = ? AND withdrawn_on IS NULL AND given_on IS NOT NULL "
        "GROUP BY scope",
        (person,),
    )
    return {str(scope): date.fromisoformat(given) for scope, given in rows}


def set_consent(store: Store, person: str, scope: str, given: bool, today: date, document: str = "") -> None:
    """Record a consent given ``today`` or withdrawn ``today`` (152-ФЗ art. 9: withdrawn at any time)."""
    if scope not in CONSENT_SCOPES:
        raise Refusal(f"Согласие «{scope}» неизвестно: возможны {', '.join(CONSENT_SCOPES)}.")
    if given == (scope in consents_of(store, person)):
        return
    row = _person(person)
    with store.transaction(f"Согласие: {CONSENT_SCOPES[scope]}"):
        if given:
            identity = natural_id("consent", person, scope, today.isoformat())
            changed = Consent.update(withdrawn_on=None).where(Consent.id == identity).execute()
            if not changed:
                Consent.create(
                    id=identity, institution=row.institution, person=person, scope=scope, given_on=today, document=document
                )
        else:
            Consent.update(withdrawn_on=today).where(
                Consent.person == person, Consent.scope == scope, Consent.withdrawn_on.is_null()
            ).execute()
