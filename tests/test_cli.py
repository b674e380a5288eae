"""The command line's contract: JSON alone on stdout, exit codes, one Russian sentence for every refusal."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui.cli.main import main

EXAMPLES = Path(__file__).resolve().parents[2] / "shared" / "examples"


@dataclass(frozen=True)
class Call:
    """What a call of ``kurator`` gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Kurator = Callable[..., Call]


@pytest.fixture
def kurator(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kurator:
    """Call ``kurator`` in this process; the database is ``tmp_path/a.db`` unless the call says another."""
    monkeypatch.setenv("KURATOR_DB", str(tmp_path / "a.db"))

    def call(*arguments: object) -> Call:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        code = stop.value.code
        return Call(code if isinstance(code, int) else 0, told.out, told.err)

    return call


@pytest.fixture
def founded(kurator: Kurator) -> Kurator:
    done = kurator(
        "init", "--institution", "Детский сад № 17", "--short", "ДС № 17", "--kind", "kindergarten", "--year", "2026-2027",
        "--curator", "Котова Анна Львовна", "--json",
    )  # fmt: skip
    assert done.code == 0
    assert re.fullmatch(r"[0-9a-f]{32}", done.json["institution"])
    return kurator


def roadmap_file(folder: Path) -> Path:
    """An invented roadmap, tab-separated."""
    rows = [
        "Дорожная карта наставничества на 2026-2027 учебный год",
        "",
        "№\tЭтап\tМероприятия\tСроки\tОтветственные\tОтметка о выполнении",
        "1\tПодготовка\tИздать приказ о кураторе\tАвгуст 2026\tзаведующий\tВыполнено",
        "\t\tРассказать коллективу о наставничестве\tдо 15.09.2026\tкуратор\t",
        "2\tРабота пар\tЗаполнить карты контроля\tНоябрь, март\tнаставники\t",
    ]
    path = folder / "карта.txt"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def sentence(text: str) -> str:
    """The only line on stderr, which must be a Russian sentence."""
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) == 1, text
    assert re.search("[а-яё]", lines[0])
    assert lines[0].endswith(".")
    assert "Traceback" not in text
    return lines[0]


def test_deadline_json_has_the_promised_shape(kurator: Kurator) -> None:
    done = kurator("deadline", "Ноябрь, март", "до 02.10.2026", "--year", "2026-2027", "--json")
    assert done.code == 0
    months, by = done.json
    assert months["kind"] == "months"
    assert months["occurrences"] == [
        {"start": "2026-11-01", "end": "2026-11-30"},
        {"start": "2027-03-01", "end": "2027-03-31"},
    ]
    assert by["kind"] == "by"
    assert by["occurrences"] == [{"start": None, "end": "2026-10-02"}]
    assert set(by) == {"text", "kind", "occurrences", "ambiguous", "readings", "warnings"}


def test_deadlines_of_a_file(kurator: Kurator, tmp_path: Path) -> None:
    source = tmp_path / "сроки.tsv"
    source.write_text("Август 2023\t2023-2024\nежемесячно\t2026-2027\n", "utf-8")
    done = kurator("deadline", "--file", source, "--json")
    assert [(one["text"], one["kind"], len(one["occurrences"])) for one in done.json] == [
        ("Август 2023", "months", 1),
        ("ежемесячно", "recurring", 9),
    ]


def test_roadmap_from_file_to_ticks_and_print(founded: Kurator, tmp_path: Path) -> None:
    read = founded("roadmap", "import", roadmap_file(tmp_path), "--year", "2026-2027", "--json")
    assert read.code == 0
    assert (read.json["stages"], len(read.json["activities"]), read.json["unread"]) == (2, 3, [])
    shown = founded("roadmap", "show", "--json", "--on", "2026-11-21").json
    assert shown["stages"][0]["activities"][0]["occurrences"][0]["state"] == "done"
    november = shown["stages"][1]["activities"][0]["occurrences"][0]
    assert (november["label"], november["timing"]) == ("Ноябрь", "now")
    marked = founded("mark", november["id"], "--state", "done", "--date", "20.11.2026", "--evidence", "карты № 1-3", "--json")
    assert (marked.code, marked.json["state"]) == (0, "done")
    due = founded("roadmap", "due", "--on", "2026-11-21", "--json").json
    assert [line["activity"] for line in due] == ["Рассказать коллективу о наставничестве"]
    printed = founded("print", "roadmap", "--out", tmp_path / "карта.pdf", "--json")
    assert printed.code == 0
    assert printed.json["files"][0]["pages"] >= 1
    import pypdfium2

    with pypdfium2.PdfDocument(tmp_path / "карта.pdf") as pdf:
        text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "20.11.2026" in text
    assert "карты № 1-3" in text.replace("\xa0", " ")


@pytest.mark.parametrize(("name", "year", "stages", "activities", "occurrences"), [
    ("roadmap-kindergarten.txt", "2023-2024", 7, 10, 11),
    ("roadmap-youth-centre.txt", "2021-2022", 5, 7, 8),
])  # fmt: skip
def test_both_real_roadmaps_are_read_whole(
    founded: Kurator, name: str, year: str, stages: int, activities: int, occurrences: int
) -> None:
    if not EXAMPLES.is_dir():
        pytest.skip("the shared examples are not beside this checkout")
    read = founded("roadmap", "import", EXAMPLES / name, "--year", year, "--json")
    assert read.code in {0, 3}
    told = read.json
    assert (told["stages"], len(told["activities"]), told["occurrences"], told["unread"]) == (
        stages, activities, occurrences, [],
    )  # fmt: skip
    assert founded("check").code == 0


def test_travel_between_two_copies_and_the_district(founded: Kurator, kurator: Kurator, tmp_path: Path) -> None:
    given = founded("person", "add", "--surname", "Ёлкина", "--name", "Анна", "--role", "mentor", "--json").json["person"]
    founded("person", "add", "--surname", "Тихонова", "--name", "Вера", "--role", "mentee")
    assert founded("consent", "give", given, "district").code == 0
    out = tmp_path / "обмен"
    out.mkdir()
    exported = founded("export", "--scope", "district", "--unsealed", "--out", out, "--json")
    assert exported.code == 0
    assert sorted(one["who"] for one in exported.json["left_out"]) == ["Котова А. Л.", "Тихонова В."]
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    for name, post in (("a.db", "воспитатель"), ("b.db", "методист")):
        assert kurator("--db", tmp_path / name, "person", "edit", given, "--post", post).code == 0
        assert kurator("--db", tmp_path / name, "export", "--scope", "district", "--unsealed", "--out", out).code == 0
    digests = []
    for name in ("d1.db", "d2.db"):
        district = ("--db", tmp_path / name)
        kurator(*district, "init", "--institution", "Заречный район", "--kind", "district", "--year", "2026-2027")
        merged = kurator(*district, "merge", out, "--json")
        assert merged.code == 3
        assert {one["status"] for one in merged.json["files"]} <= {"merged", "repeated"}  # a fuller file may come first
        again = kurator(*district, "merge", out, "--json").json
        assert {(one["status"], one["new"], one["changed"]) for one in again["files"]} == {("repeated", 0, 0)}
        assert again["digest"] == merged.json["digest"] == kurator(*district, "check", "--digest").out.strip()
        digests.append(merged.json["digest"])
    assert digests[0] == digests[1]
    listed = kurator("--db", tmp_path / "d1.db", "conflicts", "--json")
    assert listed.code == 3
    (conflict,) = listed.json
    assert (conflict["column"], sorted(v["value"] for v in conflict["values"])) == ("post", ["воспитатель", "методист"])
    refused = kurator("--db", tmp_path / "d1.db", "resolve", conflict["id"], "--take", "ours")
    assert (refused.code, "само" in sentence(refused.err)) == (1, True)


def test_deputy_and_curator_settle_their_conflict(founded: Kurator, kurator: Kurator, tmp_path: Path) -> None:
    person = founded("person", "add", "--surname", "Ёлкина", "--json").json["person"]
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    for name, note in (("a.db", "первое"), ("b.db", "второе")):
        kurator("--db", tmp_path / name, "person", "edit", person, "--notes", note)
    kurator("--db", tmp_path / "b.db", "export", "--scope", "own", "--unsealed", "--out", tmp_path / "b.kur")
    assert founded("merge", tmp_path / "b.kur", "--yes").code == 3
    (conflict,) = founded("conflicts", "--json").json
    assert founded("resolve", conflict["id"], "--take", "и то и другое").code == 0
    assert founded("conflicts", "--json").json == []
    assert founded("person", "show", person, "--json").json["notes"] == "и то и другое"
    founded("export", "--scope", "own", "--unsealed", "--out", tmp_path / "a.kur")
    assert kurator("--db", tmp_path / "b.db", "merge", tmp_path / "a.kur").code == 0
    left, right = (kurator("--db", tmp_path / name, "check", "--json").json for name in ("a.db", "b.db"))
    assert left == right == {"ok": True, "problems": [], "digest": left["digest"]}


def test_backup_and_restore(founded: Kurator, tmp_path: Path) -> None:
    founded("person", "add", "--surname", "Ёлкина")
    assert founded("backup", tmp_path / "copy.db", "--json").json["file"] == str(tmp_path / "copy.db")
    founded("person", "add", "--surname", "Тихонова")
    restored = founded("restore", tmp_path / "copy.db", "--json")
    assert restored.code == 0
    assert Path(restored.json["kept"]).is_file()
    names = [line["name"] for line in founded("person", "list", "--json").json]
    assert names == ["Ёлкина", "Котова Анна Львовна"]
    (tmp_path / "junk.db").write_bytes(b"junk" * 1000)
    assert sentence(founded("restore", tmp_path / "junk.db").err)
    assert len(founded("person", "list", "--json").json) == 2


@pytest.mark.parametrize("arguments", [
    ("person", "add", "--name", "Анна"),
    ("person", "add", "--surname", "Ёлкина", "--birth-date", "31.02.1990"),
    ("person", "show", "нет такого"),
    ("person", "edit", "'; DROP TABLE person; --", "--post", "x"),
    ("consent", "give", "нет такого", "district"),
    ("mark", "нет такого", "--state", "done"),
    ("roadmap", "show"),
    ("roadmap", "show", "нет такого"),
    ("roadmap", "import", "нет такого файла.txt", "--year", "2026-2027"),
    ("print", "roadmap", "--out", "x.pdf"),
    ("print", "card", "нет такой", "--out", "x.pdf"),
    ("print", "cards", "--out", "x.pdf"),
    ("export", "--scope", "district"),
    ("export", "--scope", "directive", "--unsealed"),
    ("merge", "нет такой папки"),
    ("resolve", "abc", "--take", "ours"),
    ("undo", "999"),
    ("redo",),
    ("restore", "нет такой копии.db"),
    ("init", "--institution", "Ещё одно", "--year", "2026-2027"),
])  # fmt: skip
def test_refusals_are_one_sentence_and_change_nothing(founded: Kurator, arguments: tuple[str, ...]) -> None:
    founded("roadmap", "list")
    before = founded("check", "--json").json["digest"]
    refused = founded(*arguments)
    assert refused.code == 1
    if arguments[0] != "merge":
        assert sentence(refused.err)
    assert founded("check", "--json").json == {"ok": True, "problems": [], "digest": before}
    as_json = founded(*arguments, "--json")
    assert as_json.code == 1
    assert isinstance(as_json.json, dict)


@pytest.mark.parametrize("arguments", [
    ("нет-такой",), ("merge",), ("mark", "x", "--state", "почти"), ("deadline", "май"),
    ("deadline", "май", "--year", "2026-2028"),
    ("person", "edit", "x"), ("demo", "--institutions", "0"),
])  # fmt: skip
def test_wrong_usage_is_code_2_in_russian(kurator: Kurator, arguments: tuple[str, ...]) -> None:
    wrong = kurator(*arguments)
    assert wrong.code == 2
    assert wrong.out == ""
    assert not re.search(r"\b(Error|Usage|Try|Missing|Invalid|Options)\b", wrong.err)


def test_missing_database_is_a_sentence(kurator: Kurator) -> None:
    assert "kurator init" in sentence(kurator("check").err)


def test_unforeseen_errors_go_to_a_file(founded: Kurator, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("model.check.digest", broken)
    failed = founded("check")
    assert failed.code == 1
    assert "errors.log" in sentence(failed.err)


def test_undo_and_redo_by_command(founded: Kurator) -> None:
    founded("person", "add", "--surname", "Ёлкина", "--role", "mentor")
    assert founded("undo", "--json").json == {"undone": ["Новый человек"]}
    assert len(founded("person", "list", "--json").json) == 1
    assert founded("redo").code == 0
    assert [line["roles"] for line in founded("person", "list", "--json").json] == ["наставник", "куратор"]


def test_settings_and_what_is_told_of_the_institution(founded: Kurator) -> None:
    assert founded("settings", "set", "young.age", "30").code == 0
    assert founded("settings", "set", "directions", "методическое", "речевое развитие").code == 0
    assert founded("settings", "set", "checkpoints", "12", "04").code == 0
    told = founded("settings", "list", "--json").json
    assert (told["young.age"], told["young.experience"]) == (30, 3)
    assert told["directions"] == ["методическое", "речевое развитие"]
    assert told["checkpoints"] == ["04", "12"]
    for bad in (("young.age", "много"), ("young.age", "0"), ("нет такой", "1"), ("checkpoints", "13")):
        assert sentence(founded("settings", "set", *bad).err)
    assert founded("settings", "institution", "head_name=Заведующая И. О.", "site=https://example.org").code == 0
    assert sentence(founded("settings", "institution", "name=").err)
    assert sentence(founded("settings", "institution", "id=1").err)
    assert founded("undo", "--json").json == {"undone": ["Сведения об учреждении"]}


def test_a_pupil_takes_part(founded: Kurator) -> None:
    person = founded("person", "add", "--surname", "Ёлкин", "--json").json["person"]
    assert founded("person", "edit", person, "--kind", "student", "--post", "ученик", "--json").json["changed"] == [
        "kind",
        "post",
    ]
    assert founded("person", "edit", person, "--kind", "директор").code == 2
    assert founded("undo").code == 0
    assert founded("check").code == 0


def test_approval_block_of_a_roadmap(founded: Kurator, tmp_path: Path) -> None:
    identity = founded("roadmap", "import", roadmap_file(tmp_path), "--year", "2026-2027", "--json").json["roadmap"]
    assert founded("roadmap", "approval", identity, "Утверждаю", "Заведующая", "Приказ от 31.08.2026 № 5").code == 0
    assert founded("roadmap", "show", identity, "--json").json["approval"][-1] == "Приказ от 31.08.2026 № 5"
    assert sentence(founded("roadmap", "approval", "нет такой", "Утверждаю").err)


def test_standard_roadmap_by_command(founded: Kurator) -> None:
    made = founded("roadmap", "standard", "--year", "2026-2027", "--json").json
    assert made["stages"] == 7
    assert founded("roadmap", "show", "--json").json["roadmap"] == made["roadmap"]
