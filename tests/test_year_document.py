"""The year of one kindergarten in docs/ru/year.md: every command of the document is run, in order, as it stands there.

In a ``sh`` block each line that begins with ``kurator`` is run. ``{Фамилия}`` is the id of the only person of that name;
``# → {имя}: ключ`` keeps a value of the JSON answer; ``# код N`` expects an exit code; ``# ответ: слова`` expects words.
"""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from model.check import problems
from model.store import Store
from tui.cli.main import main

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "ru" / "year.md"

_POSTS = ("воспитатель", "музыкальный руководитель", "учитель-логопед", "инструктор по физкультуре", "педагог-психолог")
_FIRST = ("Анна", "Вера", "Дарья", "Елена", "Жанна", "Зоя", "Ирина", "Кира", "Лидия", "Майя")
_MIDDLE = ("Андреевна", "Борисовна", "Викторовна", "Глебовна", "Денисовна", "Егоровна")
_STEMS = ("Ветр", "Зорин", "Лугов", "Озёр", "Рощин", "Садов")
_ENDS = ("ова", "ина", "ская", "енко", "ко", "ева", "айло", "ская-Белая", "цева", "ник")


def people() -> list[tuple[str, str, str]]:
    """Sixty invented people, no two of one surname; the first ones are named in the document."""
    named = ["Ветрова", "Зорина", "Луговая", "Озёрная", "Рощина", "Садовская", "Тропинина", "Полевая", "Речная", "Снежина"]
    made = [stem + end for end in _ENDS for stem in _STEMS]
    surnames = [*named, *(name for name in made if name not in named)][:60]
    return [(name, _FIRST[i % 10], _MIDDLE[i % 6]) for i, name in enumerate(surnames)]


def write_staff_list(path: Path) -> None:
    """A list as they come: a merged title, two header rows, dates in three ways, spaces, capitals, totals, a repeat."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Лист1")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.merge_range(0, 0, 0, 6, "Список педагогических работников на 01.09.2025")
    sheet.write_row(2, 0, ["№", "Фамилия, имя, отчество", "Должность", "Дата рождения", "Дата", "", "Примечание"])
    sheet.write_row(3, 0, ["п/п", "", "", "", "начала педагогической деятельности", "приёма на работу", ""])
    row = 4
    for number, (surname, name, middle) in enumerate(people()):
        full = f"{surname} {name} {middle}"
        if number % 7 == 3:
            full = full.upper()
        if number % 5 == 1:
            full = full.replace(" ", "\u00a0 ")
        if number % 11 == 4:
            full = full.replace("а", "a", 1).replace("е", "e", 1)
        born = date(1965 + number % 35, 1 + number % 12, 1 + number % 28)
        began = date(min(born.year + 22, 2024), 9, 1)
        sheet.write(row, 0, number + 1)
        sheet.write(row, 1, f" {full} ")
        sheet.write(row, 2, _POSTS[number % len(_POSTS)])
        if number % 3 == 0:
            sheet.write_datetime(row, 3, born, day)
        elif number % 3 == 1:
            sheet.write(row, 3, born.strftime("%d.%m.%Y г."))
        else:
            sheet.write(row, 3, (born - date(1899, 12, 30)).days)
        sheet.write_datetime(row, 4, began, day)
        sheet.write(row, 5, began.strftime("%d.%m.%y"))
        row += 2 if number % 20 == 19 else 1
    sheet.write(row, 1, "Ветрова Анна Андреевна")
    sheet.write(row + 1, 1, "ИТОГО")
    sheet.write(row + 1, 2, "60 чел.")
    book.close()


def commands(text: str) -> list[tuple[str, str]]:
    """Every command of the document with its note: (line, what stands after ``#``)."""
    found = []
    for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("kurator "):
                command, _, note = line.partition(" # ")
                found.append((" ".join(command.split()), note.strip()))
    return found


class Reader:
    """Somebody who follows the document word for word."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.kept: dict[str, str] = {}

    def call(self, arguments: list[str]) -> tuple[int, str, str]:
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        told = self._capsys.readouterr()
        return int(stop.value.code or 0), told.out, told.err

    def follow(self, command: str, note: str) -> None:
        arguments = [self._fill(part) for part in shlex.split(command)[1:]]
        keep = re.fullmatch(r"→ \{(.+)\}: (.+)", note)
        if keep and "--json" not in arguments:
            arguments.append("--json")
        code, out, err = self.call(arguments)
        wanted = re.search(r"код (\d)", note)
        assert code == (int(wanted[1]) if wanted else 0), f"{command}\n{out}\n{err}"
        words = re.search(r"ответ: (.+)", note)
        if words:
            assert words[1] in out + err, f"{command}\n{out}\n{err}"
        if keep:
            value = json.loads(out)
            for key in keep[2].split("."):
                value = value[int(key) if key.isdigit() else key]
            self.kept[keep[1]] = str(value)

    def _fill(self, part: str) -> str:
        return re.sub(r"\{([^{}]+)\}", lambda match: self.kept.get(match[1]) or self._person(match[1]), part)

    def _person(self, surname: str) -> str:
        _, out, _ = self.call(["person", "list", "--search", surname, "--json"])
        found = [line["id"] for line in json.loads(out) if line["name"].split()[0] == surname]
        assert len(found) == 1, f"{surname}: {found}"
        return str(found[0])


def test_the_year_of_the_document_can_be_lived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KURATOR_DB", str(tmp_path / "сад.db"))
    write_staff_list(tmp_path / "список.xlsx")
    for name, text in re.findall(r"<!-- файл (\S+) -->\n+```text\n(.*?)```", DOCUMENT.read_text("utf-8"), flags=re.DOTALL):
        (tmp_path / name).write_text(text, "utf-8")
    reader = Reader(capsys)
    steps = commands(DOCUMENT.read_text("utf-8"))
    assert len(steps) > 60
    for command, note in steps:
        reader.follow(command, note)
    with Store.open(tmp_path / "сад.db") as store:
        assert problems(store) == []
