"""Staff lists as they come: everything is read or told, nothing is written unasked, and one undo takes it all back."""

from __future__ import annotations

import contextlib
import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model import check, journal
from model.demo.names import invent_name
from model.errors import Refusal
from model.spreadsheets import read_workbook, serial_day
from model.staff_columns import field_of
from model.staff_dates import read_experience
from model.staff_list import StaffList, read_staff
from model.staff_names import read_name
from model.staff_preview import Preview, apply, preview
from model.store import Store
from tests.staff_files import apart, latin, ods, text_table, xls, xlsx
from tests.test_cli import Kurator, founded, kurator, sentence
from tests.worlds import TODAY, add_person, cell, school

__all__ = ["founded", "kurator"]  # fixtures


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with school(tmp_path / "школа.db") as opened:
        yield opened


def looked(store: Store, path: Path) -> Preview:
    """The preview of a file; every filled row of it stands in exactly one class."""
    staff = read_staff(path, TODAY)
    shown = preview(store, staff, TODAY)
    people = len(shown.new) + len(shown.changed) + len(shown.same) + len(shown.doubtful)
    assert people + len(shown.unread) == shown.source_rows == filled_rows(path)
    return shown


def filled_rows(path: Path) -> int:
    return sum(any(str(value or "").strip() for value in row) for sheet in read_workbook(path).sheets for row in sheet.rows)


def kinds(shown: Preview | StaffList) -> dict[str, int]:
    return dict(Counter(row.kind for row in shown.unread))


# ---------------------------------------------------------------------- twelve lists
def merged_title(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["Список педагогических работников", None, None, None],
        ["на 1 сентября 2026 года", None, None, None],
        ["№ п/п", "Ф.И.О. педагога", "Должность", "Дата рождения"],
        [1, 2, 3, 4],
        [1, "Сорокина Анна Львовна", "учитель", date(1985, 3, 12)],
        [2, " Тихонова\u00a0 Вера Ильинична ", "методист ", date(1999, 12, 31)],
        ["Итого: 2 человека", None, None, None],
        ["Директор", "____________ И. И. Озеров", None, None],
    ]
    return xlsx(folder / "1.xlsx", rows, ["A1:D1", "A2:D2"])


def two_header_rows(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["№", "Фамилия, имя, отчество", None, None, "Дата", None, "Стаж", None, "Образование"],
        [None, "Фамилия", "Имя", "Отчество", "рождения", "приёма на работу", "общий", "педагогический", None],
        [1, "Сорокина", "Анна", "Львовна", date(1985, 3, 12), date(2010, 9, 1), 20, 15, "высшее"],
        [2, "Лапин", "Пётр", "Ильич", date(1970, 1, 5), date(2001, 8, 15), 33, "30 лет", "высшее"],
    ]
    return xlsx(folder / "2.xlsx", rows, ["A1:A2", "B1:D1", "E1:F1", "G1:H1"])


def sections_and_pages(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["ФИО", "Должность", "Категория", "Телефон"],
        [],
        ["Учителя начальных классов", None, None, None],
        ["Сорокина Анна Львовна", "учитель", "высшая", 89005550101],
        ["Всего по разделу", 1, None, None],
        ["АДМИНИСТРАЦИЯ", None, None, None],
        ["Лапин Пётр Ильич", "директор", None, "8 (900) 555-01-02, lapin@example.ru"],
        ["Вакансия", "логопед", None, None],
        [None, "учитель", "первая", None],
        [],
        ["Должность", "ФИО", "Телефон", "Категория"],
        ["воспитатель", "Титова Нина Юрьевна", "—", "б/к"],
        ["ИТОГО", 3, None, None],
    ]
    return xlsx(folder / "3.xlsx", rows, hidden=[["Справочник"], ["высшая"]])


def repeated_people(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["ФИО", "Дата рождения", "Должность"],
        ["Сорокина Анна Львовна", date(1985, 3, 12), "учитель"],
        ["СОРОКИНА АННА ЛЬВОВНА", date(1985, 3, 12), "Учитель"],
        ["Сорокина Анна Львовна", None, "методист"],
        ["Сорокина Анна Львовна", date(1991, 7, 1), "учитель"],
    ]
    return xlsx(folder / "4.xlsx", rows)


def serials_and_1900(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["Фамилия И.О.", "Дата рождения"],
        ["Сорокина Анна Львовна", 31118],  # a bare day number
        ["Тихонова Вера Ильинична", "31118"],
        ["Лапин Пётр Ильич", (1985,)],  # a year typed where Excel shows days: 07.06.1905
        ["Титова Нина Юрьевна", 1985],
        ["Озеров Глеб Романович", (5,)],  # 05.01.1900
        ["Рощин Илья Олегович", (0,)],
    ]
    return xlsx(folder / "5.xlsx", rows)


def text_days(folder: Path) -> Path:
    texts = [
        "12.03.1985",
        "12 марта 1985 г.",
        "12.03.85г.",
        "1985-03-12",
        "12/03/1985",
        "12  мар. 1985",
        "«12» марта 1985 года",
    ]
    surnames = ["Авдеева", "Баранова", "Вавилова", "Галкина", "Дёмина", "Егорова", "Зимина"]
    rows = [["Сотрудник", "Д.р.", "Принят"], *([name + " Анна Львовна", text, "01.09.2015"]
            for name, text in zip(surnames, texts, strict=True))]  # fmt: skip
    return xlsx(folder / "6.xlsx", [*rows, ["Котова Анна Львовна", "1985", None], ["Лосева Анна Львовна", "31.02.1985", None]])


def old_excel(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["Фамилия", "Имя", "Отчество", "Прежняя фамилия", "Дата рождения", "Уволен"],
        ["Сорокина", "Анна", "Львовна", "Тихонова", date(1985, 3, 12), None],
        ["лапин", "ПЁТР", "ильич", None, 29656, date(2026, 5, 31)],  # bare, counted from 1904
    ]
    return xls(folder / "7.xls", rows, from_1904=True)


def libre_office(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["Работники учреждения", None, None],
        ["Телефон", "Электронная почта", "Фамилия, имя, отчество"],
        [None, "anna@example.ru", "Сорокина (Тихонова) Анна Львовна"],
        ["8-900-555-01-01", None, "П. И. Лапин"],
    ]
    return ods(folder / "8.ods", rows)


def excel_csv(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["№", "Фамилия", "Имя", "Отчество", "Предмет", "Кв. категория", "Примечание"],
        ["1", "Сорокина", "Анна\u00a0", "Львовна", "физика; астрономия", "высшая", "-"],
        ["2", "Мамедов", "Али", "Гасан оглы", "химия", "", ""],
        ["", "", "", "", "", "", ""],
        ["3", "", "", "", "", "", ""],
    ]
    return text_table(folder / "9.csv", rows)


def strange_letters(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["Ф.И.O.", latin("Дата рождения"), apart("Должность")],
        [latin("Сорокина Анна Львовна"), "12.03.1985", None],
        [apart("Ёлкина-Чайка Майя Андреевна"), "", "учитель"],
        ["ПЕТРОВА - ЁЛКИНА АННА ИЛЬИНИЧНА", None, None],
        ["0рлова анна львовна", None, None],
    ]
    return text_table(folder / "10.csv", rows, "utf-8-sig", ",")


def sixty_people(folder: Path) -> Path:
    rng, taken, rows = random.Random(60), set[str](), [["№", "Дата рождения", "ФИО", "Педагогический стаж", "Награды"]]
    for at in range(60):
        name = invent_name(rng, taken, woman=at % 3 > 0, younger=at % 2 > 0)
        full = name.full.upper() if at % 5 == 0 else name.full
        rows.append([at + 1, date(1960 + at % 28, 1 + at % 12, 1 + at % 28), full, at % 20, None])  # type: ignore[list-item]
    return xlsx(folder / "11.xlsx", rows)


def counted_from_1904(folder: Path) -> Path:
    rows: list[list[Any]] = [
        ["ФИО, дата рождения", "Стаж", "Принят", "Категория"],
        ["Сорокина Анна Львовна, 12.03.1985", "5 лет 3 мес.", date(2021, 9, 1), "первая"],
        ["Лапин П.И.", "б/с", 44803 - 1462, "нет данных"],
        ["Титова Нина Юрьевна 2", "15/10", None, None],
    ]
    return xlsx(folder / "12.xlsx", rows, from_1904=True)


def people(shown: Preview) -> dict[str, dict[str, Any]]:
    found = (*shown.new, *shown.doubtful)
    return {
        item.row.name: {k: v for k, v in item.row.fields.items() if k not in {"surname", "name", "patronymic"}}
        for item in found
    }  # fmt: skip


ANNA, PETR, BIRTH = "Сорокина Анна Львовна", "Лапин Пётр Ильич", date(1985, 3, 12)
LISTS: list[tuple[Callable[[Path], Path], int, int, dict[str, int], dict[str, dict[str, Any]]]] = [
    (merged_title, 2, 0, {"title": 2, "header": 1, "numbers": 1, "total": 1, "signature": 1}, {
        ANNA: {"post": "учитель", "birth_date": BIRTH},
        "Тихонова Вера Ильинична": {"post": "методист", "birth_date": date(1999, 12, 31)},
    }),
    (two_header_rows, 2, 0, {"header": 2}, {
        ANNA: {"birth_date": BIRTH, "hired_on": date(2010, 9, 1), "teaching_since": date(2011, 9, 1)},
        PETR: {"birth_date": date(1970, 1, 5), "hired_on": date(2001, 8, 15), "teaching_since": date(1996, 9, 1)},
    }),
    (sections_and_pages, 3, 0, {"header": 2, "section": 2, "total": 2, "vacancy": 1, "problem": 1, "hidden": 2}, {
        ANNA: {"post": "учитель", "category": "высшая", "phone": "89005550101"},
        PETR: {"post": "директор", "phone": "8 (900) 555-01-02", "email": "lapin@example.ru"},
        "Титова Нина Юрьевна": {"post": "воспитатель", "category": "б/к"},
    }),
    (repeated_people, 2, 1, {"header": 1, "repeat": 1}, {}),
    (serials_and_1900, 4, 2, {"header": 1}, {
        ANNA: {"birth_date": BIRTH}, "Тихонова Вера Ильинична": {"birth_date": BIRTH}, PETR: {}, "Титова Нина Юрьевна": {},
        "Озеров Глеб Романович": {}, "Рощин Илья Олегович": {},
    }),
    (text_days, 8, 1, {"header": 1}, {
        **{f"{name} Анна Львовна": {"birth_date": BIRTH, "hired_on": date(2015, 9, 1)}
           for name in ("Авдеева", "Баранова", "Вавилова", "Галкина", "Дёмина", "Егорова", "Зимина")},
        "Котова Анна Львовна": {}, "Лосева Анна Львовна": {},
    }),
    (old_excel, 2, 0, {"header": 1}, {
        ANNA: {"former_surname": "Тихонова", "birth_date": BIRTH},
        PETR: {"birth_date": BIRTH, "left_on": date(2026, 5, 31)},
    }),
    (libre_office, 2, 0, {"title": 1, "header": 1}, {
        ANNA: {"former_surname": "Тихонова", "email": "anna@example.ru"},
        "Лапин П. И.": {"phone": "8-900-555-01-01"},
    }),
    (excel_csv, 2, 0, {"header": 1, "number-only": 1}, {
        ANNA: {"subject": "физика; астрономия", "category": "высшая"},
        "Мамедов Али Гасан оглы": {"subject": "химия"},
    }),
    (strange_letters, 4, 0, {"header": 1}, {
        ANNA: {"birth_date": BIRTH}, "Ёлкина-Чайка Майя Андреевна": {"post": "учитель"},
        "Петрова-Ёлкина Анна Ильинична": {}, "Орлова Анна Львовна": {},
    }),
    (sixty_people, 60, 0, {"header": 1}, {}),
    (counted_from_1904, 2, 1, {"header": 1}, {
        ANNA: {"birth_date": BIRTH, "hired_on": date(2021, 9, 1), "teaching_since": date(2021, 8, 1), "category": "первая"},
        "Лапин П. И.": {"hired_on": date(2022, 8, 30), "teaching_since": date(2026, 9, 1)},
        "Титова Нина Юрьевна 2": {},
    }),
]  # fmt: skip


@pytest.mark.parametrize(("make", "new", "doubtful", "unread", "expected"), LISTS, ids=[one[0].__name__ for one in LISTS])
def test_hostile_lists(
    store: Store, tmp_path: Path, make: Callable[[Path], Path], new: int, doubtful: int, unread: dict[str, int],
    expected: dict[str, dict[str, Any]],
) -> None:  # fmt: skip
    shown = looked(store, make(tmp_path))
    assert (len(shown.new), len(shown.changed), len(shown.same), len(shown.doubtful)) == (new, 0, 0, doubtful)
    assert kinds(shown) == unread
    if expected:
        assert people(shown) == expected
    assert all(why.endswith((".", "?")) for why in [row.why for row in shown.doubtful] + [row.why for row in shown.unread])
    assert apply(store, shown) == new
    again = looked(store, make(tmp_path))
    assert (len(again.new), len(again.changed)) == (0, 0)
    assert check.problems(store) == []


def test_columns_that_were_not_taken_are_told(store: Store, tmp_path: Path) -> None:
    assert looked(store, two_header_rows(tmp_path)).unknown == ["Стаж общий", "Образование"]
    shown = looked(store, sixty_people(tmp_path))
    assert shown.unknown == ["Награды"]
    assert all("посчитано из стажа" in item.row.remarks[0] for item in shown.new)


# ---------------------------------------------------------------------- against the bank
def one_row(folder: Path, **fields: Any) -> Path:
    titles = {"name": "ФИО", "birth": "Дата рождения", "post": "Должность", "years": "Стаж", "phone": "Телефон"}
    return xlsx(folder / "строка.xlsx", [[titles[key] for key in fields], list(fields.values())])


@pytest.mark.parametrize(("known", "told", "why"), [
    ({"surname": "Сорокина"}, {"name": "Сорокина А.Л."}, "Инициалы"),
    ({"surname": "Сорокина", "name": "А.", "patronymic": "Л."}, {"name": ANNA}, "Инициалы"),
    ({"surname": "Сорокина"}, {"name": "Сорокина Анна"}, "Инициалы|Похоже"),
    ({"surname": "Тихонова", "birth_date": "12.03.1985"}, {"name": ANNA, "birth": BIRTH}, "сменила фамилию"),
    ({"surname": "Тихонова", "former_surname": "Сорокина"}, {"name": ANNA}, "сменила фамилию"),
    ({"surname": "Сорокина", "birth_date": "01.01.1970"}, {"name": ANNA, "birth": BIRTH}, "тёзка"),
    ({"surname": "Сорокена"}, {"name": ANNA}, "Похоже.*одна буква"),
    ({"surname": "Сорокина", "teaching_since": "01.09.2020"}, {"name": ANNA, "years": 20}, "Стаж по списку 20"),
])  # fmt: skip
def test_doubts_wait_for_a_human(store: Store, tmp_path: Path, known: dict[str, Any], told: dict[str, Any], why: str) -> None:
    person = add_person(store, **known)
    shown = looked(store, one_row(tmp_path, **told))
    assert (len(shown.new), len(shown.changed), len(shown.doubtful)) == (0, 0, 1)
    (doubtful,) = shown.doubtful
    assert re.search(why, doubtful.why)
    assert [candidate.person for candidate in doubtful.candidates] == [person]
    assert apply(store, shown) == 0
    assert apply(store, shown, {1: "new"}) == 1
    assert store.value("SELECT count(*) FROM person") == 2


def test_two_candidates_are_both_shown(store: Store, tmp_path: Path) -> None:
    both = {add_person(store), add_person(store, name="Алла", patronymic="Лукинична")}
    (doubtful,) = looked(store, one_row(tmp_path, name="Сорокина А. Л.")).doubtful
    assert {candidate.person for candidate in doubtful.candidates} == both
    namesakes = {add_person(store, "Титова", birth_date="01.02.1980"), add_person(store, "Титова", birth_date="01.02.1990")}
    (doubtful,) = looked(store, one_row(tmp_path, name="Титова Анна Львовна")).doubtful
    assert {candidate.person for candidate in doubtful.candidates} == namesakes
    shown = looked(store, one_row(tmp_path, name="Титова Анна Львовна", birth=date(1990, 2, 1)))
    assert len(shown.same) == 1


def test_changes_are_shown_and_undone_at_once(store: Store, tmp_path: Path) -> None:
    person = add_person(store, post="учитель", phone="+7 (900) 555-01-01", birth_date="12.03.1985")
    rows: list[list[Any]] = [
        ["ФИО", "Дата рождения", "Должность", "Телефон", "Стаж"],
        ["СОРОКИНА АННА ЛЬВОВНА", "12.03.1985", "методист", "89005550101", 7],
        [PETR, None, None, None, None],
    ]
    shown = looked(store, xlsx(tmp_path / "список.xlsx", rows))
    (changed,) = shown.changed
    assert [(x.field, x.old, x.new) for x in sorted(changed.changes, key=lambda x: x.field)] == [
        ("post", "учитель", "методист"), ("teaching_since", None, date(2019, 9, 1)),
    ]  # fmt: skip
    assert store.value("SELECT count(*) FROM person") == 1
    assert apply(store, shown, {1: "skip"}) == 1
    assert journal.undo(store) == "Загрузка списка сотрудников: 1"
    shown = looked(store, tmp_path / "список.xlsx")
    assert apply(store, shown) == 2
    with pytest.raises(Refusal, match="изменилась"):
        apply(store, shown)
    assert (cell(store, "person", person, "post"), cell(store, "person", person, "surname")) == ("методист", "Сорокина")
    journal.undo(store)
    assert (cell(store, "person", person, "post"), store.value("SELECT count(*) FROM person")) == ("учитель", 1)
    assert check.problems(store) == []


def test_a_confirmed_change_of_surname_keeps_the_former(store: Store, tmp_path: Path) -> None:
    person = add_person(store, "Тихонова", birth_date="12.03.1985")
    shown = looked(store, one_row(tmp_path, name=ANNA, birth=BIRTH, post="учитель"))
    for wrong in ({9: "new"}, {1: "нет такого"}):
        with pytest.raises(Refusal):
            apply(store, shown, wrong)
    assert apply(store, shown, {1: person}) == 1
    told = [cell(store, "person", person, name) for name in ("surname", "former_surname", "post")]
    assert told == ["Сорокина", "Тихонова", "учитель"]


def test_empty_cells_and_initials_never_erase(store: Store, tmp_path: Path) -> None:
    person = add_person(store, post="учитель", phone="1-02-03")
    shown = looked(store, one_row(tmp_path, name="Сорокина А.Л.", post="—", phone=None))
    assert apply(store, shown, {1: person}) == 0
    assert [cell(store, "person", person, name) for name in ("name", "post", "phone")] == ["Анна", "учитель", "1-02-03"]


def test_how_people_really_type(store: Store, tmp_path: Path) -> None:
    """Hyphenated headings, a section under unknown columns, employment in brackets, two people in one cell."""
    rows: list[list[Any]] = [
        ["Фамилия,\nимя, отчест-\nво", "Зани-\nмаемая долж-\nность", "Дата приёма", "Уволен"],
        ["Учителя", None, None, None],
        ["Школина\nАнна Львовна (совм.)", "учитель", "с 01.09.2020", "работает"],
        [f"{ANNA}, {PETR}", None, None, None],
        ["Учитель истории", "вакансия", None, None],
    ]
    shown = looked(store, xlsx(tmp_path / "список.xlsx", rows))
    (new,) = shown.new
    assert new.row.name == "Школина Анна Львовна"
    assert (new.row.fields["post"], new.row.fields["hired_on"]) == ("учитель", date(2020, 9, 1))
    assert new.row.remarks == ("Пояснение «совм.» не записано.",)
    assert "несколько человек" in shown.doubtful[0].why
    assert kinds(shown) == {"header": 1, "section": 1, "vacancy": 1}


def test_damaged_xls_never_takes_the_process_down(tmp_path: Path) -> None:
    """A wrong byte in the sizes of an .xls once asked the reader for 890 gigabytes."""
    path, rng = old_excel(tmp_path), random.Random(3)
    data = path.read_bytes()
    at = data.index(b"\x00\x02\x0e\x00")  # DIMENSIONS of the sheet
    for _ in range(60):
        torn = bytearray(data)
        torn[at + 4 + rng.randrange(14)] = rng.randrange(256)
        torn[rng.randrange(len(torn))] = rng.randrange(256)
        path.write_bytes(torn)
        with contextlib.suppress(Refusal):
            read_staff(path)


# ---------------------------------------------------------------------- parts
@pytest.mark.parametrize(("text", "parts"), [
    ("иванова-петрова анна петровна", ("Иванова-Петрова", "Анна", "Петровна")),
    ("А.П. Иванова", ("Иванова", "А.", "П.")), ("Иванова А", ("Иванова", "А.", "")),
    ("3. Анна Петровна Иванова", ("Иванова", "Анна", "Петровна")),
    ("Coxa Aннa Львовна", ("Соха", "Анна", "Львовна")), ("Ким Анна", ("Ким", "Анна", "")),
])  # fmt: skip
def test_names(text: str, parts: tuple[str, str, str]) -> None:
    read = read_name(text)
    assert (read.surname, read.name, read.patronymic, read.doubt) == (*parts, "")


def test_headings() -> None:
    told = {
        "Фамилия, имя,\nотчество": "full_name", "Кем работает": "post", "Стаж пед. работы (лет)": "experience",
        "Общий стаж": "",
        "Дата начала педагогической деятельности": "teaching_since", "Преподаёт с": "teaching_since", "E-mail": "email",
        "Дата приема": "hired_on", "Моб. тел.": "phone", "Девичья фамилия": "former_surname", "Образование": "",
        "Квалификационная категория (дата)": "category", "N п/п": "number", "Преподаваемый предмет": "subject",
    }  # fmt: skip
    assert {heading: field_of(heading) for heading in told} == told


@pytest.mark.parametrize(("text", "start"), [
    (0, date(2026, 9, 1)), ("менее года", date(2026, 9, 1)), ("10 л. 2 мес", date(2016, 9, 1)), ("с 2015 г.", date(2015, 9, 1)),
    ("8 мес.", date(2026, 3, 1)), (7.5, date(2019, 9, 1)), ("много", None), (99, None),
])  # fmt: skip
def test_experience(text: Any, start: date | None) -> None:
    found, remark = read_experience(text, TODAY)
    assert found == start
    assert remark.endswith(".")


def test_day_numbers_of_both_calendars() -> None:
    assert [serial_day(n) for n in (0, 1, 59, 61, 31118)] == [
        None, date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), BIRTH,
    ]  # fmt: skip
    assert serial_day(29656, from_1904=True) == BIRTH


@pytest.mark.parametrize(("name", "data", "code"), [
    ("а.xlsx", b"", "empty"), ("а.xlsx", b"PK\x03\x04junk", "damaged"),
    ("а.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "damaged"),
    ("а.xls", b"<html><table>", "damaged"), ("а.docx", b"junk", "not-a-table"), ("а.csv", b"\x00\x01\x02" * 50, "damaged"),
    ("а.csv", "ФИО\r\n".encode("cp1251"), "no-people"), ("а.csv", b";;;\r\n;;;", "empty"), ("нет.csv", None, "missing"),
])  # fmt: skip
def test_files_that_are_no_lists(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(Refusal) as refused:
        read_staff(tmp_path / name)
    assert refused.value.code == code
    assert sentence(refused.value.sentence)


def test_a_cell_in_the_far_corner_is_not_unpacked(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["ФИО"], [ANNA]]
    far = xlsx(tmp_path / "далеко.xlsx", rows, hidden=[[None] * 16000 + ["x"]] * 300)
    with pytest.raises(Refusal, match="слишком велик"):
        read_staff(far)


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_torn_files_are_refused(tmp_path: Path, cut: float) -> None:
    for whole in (merged_title(tmp_path), old_excel(tmp_path), libre_office(tmp_path)):
        data = whole.read_bytes()
        whole.write_bytes(data[: int(len(data) * cut)])
        with pytest.raises(Refusal):
            read_staff(whole)


def test_a_long_list_is_read_with_a_question_or_two(store: Store, tmp_path: Path) -> None:
    rng, taken = random.Random(1), set[str]()
    rows = [["ФИО", "Дата рождения"]]
    rows += [[invent_name(rng, taken, woman=True, younger=at % 2 > 0).full, "12.03.1985"] for at in range(1500)]
    path = text_table(tmp_path / "много.csv", rows)
    asked: list[str] = []
    store.database.connection().set_trace_callback(asked.append)
    shown = looked(store, path)
    store.database.connection().set_trace_callback(None)
    assert len(shown.new) == 1500
    assert len(asked) <= 20, "a row of the list asks the base nothing of its own"


# ---------------------------------------------------------------------- commands
def test_import_by_command(founded: Kurator, tmp_path: Path) -> None:
    path = two_header_rows(tmp_path)
    for options in ((), ("--dry-run", "--yes")):
        seen = founded("person", "import", path, *options, "--json")
        assert (seen.code, seen.json["written"], len(seen.json["new"]), seen.json["same"]) == (0, False, 2, 0)
    assert len(founded("person", "list", "--json").json) == 1
    done = founded("person", "import", path, "--yes", "--json")
    assert (done.code, done.json["written"], done.json["people"]) == (0, True, 2)
    again = founded("person", "import", path, "--json").json
    assert (again["new"], again["changed"], again["same"]) == ([], [], 2)
    waits = founded("person", "import", one_row(tmp_path, name="Сорокина А.Л."), "--yes", "--json")
    assert (waits.code, waits.json["people"], len(waits.json["doubtful"])) == (3, 0, 1)
    told = founded("person", "import", one_row(tmp_path, name="Сорокина А.Л."), "--yes", "--accept", "1=new")
    assert told.code == 0
    assert "Записано людей: 1" in told.out
    assert founded("undo").code == founded("undo").code == 0
    assert len(founded("person", "list", "--json").json) == 1
    assert sentence(founded("person", "import", tmp_path / "нет.xlsx").err)
    assert founded("person", "import", path, "--accept", "да").code == 2
