"""``kurator key`` and sealed exchange by commands alone, as a curator and a methodist do it."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from sync import key_store
from sync.key_words import SECRET_WORDS, secret_of, word_list
from tests.test_cli import Kurator, founded, kurator, sentence

__all__ = ["founded", "kurator"]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with the least that it takes, and no passphrase from whoever runs the tests."""
    monkeypatch.setattr(key_store, "OPS_LIMIT", 1)
    monkeypatch.setattr(key_store, "MEMORY_LIMIT", 8192)
    for name in ("KURATOR_PASSPHRASE", "KURATOR_NEW_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))


@pytest.fixture
def district(kurator: Kurator, tmp_path: Path) -> Any:
    """Call ``kurator`` on the district's database."""
    path = tmp_path / "d.db"
    kurator("--db", path, "init", "--institution", "Заречный район", "--kind", "district", "--year", "2026-2027")
    return lambda *arguments: kurator("--db", path, *arguments)


def words_of_sheet(path: Path) -> str:
    """The 24 words that stand on a recovery sheet, by their numbers."""
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) == 1
        text = pdf[0].get_textpage().get_text_bounded().split()
    found = {int(text[at][:-1]): text[at + 1] for at in range(len(text) - 1) if text[at][:-1].isdigit() and text[at][-1] == "."}
    found = {number: word for number, word in found.items() if word in word_list()}
    assert list(range(1, SECRET_WORDS + 1)) == sorted(found)
    return " ".join(found[number] for number in sorted(found))


def enrol(founded: Kurator, district: Any, tmp_path: Path) -> None:
    """Keys for both, confirmed by six words."""
    for who, other, name in ((founded, district, "школа"), (district, founded, "район")):
        made = who("key", "new", "--no-passphrase", "--json")
        assert made.code == 0
        file = tmp_path / f"{name}.kurkey"
        assert who("key", "show", "--out", file, "--json").json["file"] == str(file)
        told = other("key", "trust", file, "--words", made.json["words"].upper(), "--json")
        assert (told.code, told.json["how"]) == (0, "words")


def test_from_the_first_key_to_a_merged_file(founded: Kurator, district: Any, tmp_path: Path) -> None:
    assert "kurator key new" in sentence(founded("export", "--scope", "district").err)
    assert founded("key", "new", "--no-passphrase").code == 0
    assert "kurator key trust" in sentence(founded("export", "--scope", "district").err)
    assert founded("key", "new", "--no-passphrase", "--replace").code == 0
    theirs = district("key", "new", "--no-passphrase", "--json").json
    district("key", "show", "--out", tmp_path / "район.kurkey")
    assert "сверить" in sentence(founded("key", "trust", tmp_path / "район.kurkey").err)
    assert founded("key", "trust", tmp_path / "район.kurkey", "--words", theirs["words"]).code == 0
    out = tmp_path / "обмен"
    out.mkdir()
    exported = founded("export", "--scope", "district", "--out", out, "--json")
    assert exported.code == 0
    waiting = district("merge", out, "--json")
    assert (waiting.code, [one["status"] for one in waiting.json["files"]]) == (3, ["unknown"])
    assert "kurator key trust" in waiting.json["files"][0]["message"]
    mine = founded("key", "show", "--out", tmp_path, "--json").json
    wrong = district("key", "trust", mine["file"], "--words", theirs["words"], "--json")
    assert (wrong.code, wrong.json["error"]["code"]) == (1, "words")
    assert district("key", "trust", mine["file"], "--words", mine["words"]).code == 0
    merged = district("merge", out, "--json")
    assert (merged.code, [one["status"] for one in merged.json["files"]]) == (0, ["merged"])
    listed = district("key", "list", "--json").json
    assert {(one["name"], one["state"], one["own"]) for one in listed} == {
        ("ДС № 17", "trusted", False),
        ("Заречный район", "trusted", True),
    }


def test_rotation_and_revocation_by_commands(founded: Kurator, district: Any, tmp_path: Path) -> None:
    enrol(founded, district, tmp_path)
    turned = founded("key", "rotate", "--out", tmp_path / "новый.kurkey", "--json").json
    founded("export", "--scope", "district", "--out", tmp_path / "1.kur")
    assert sentence(district("merge", tmp_path / "1.kur", "--json").err)
    taken = district("key", "trust", tmp_path / "новый.kurkey")
    assert turned["former"] in taken.out
    assert turned["words"] in taken.out
    assert "звонить не нужно" in taken.out
    assert district("merge", tmp_path / "1.kur").code == 0
    assert district("key", "revoke", "ДС № 17", "--json").json["revoked"][0]["sign"] == turned["sign"]
    founded("export", "--scope", "district", "--out", tmp_path / "2.kur")
    refused = district("merge", tmp_path / "2.kur", "--json")
    assert (refused.code, refused.json["files"][0]["code"]) == (1, "revoked")
    assert founded("key", "revoke", "--own", "--out", tmp_path / "отзыв.kurkey").code == 0
    assert "отозван владельцем" in district("key", "trust", tmp_path / "отзыв.kurkey").out
    assert "отозван" in sentence(district("key", "trust", tmp_path / "новый.kurkey", "--words", turned["words"]).err)
    assert "kurator key new --replace" in sentence(founded("export", "--scope", "district").err)
    for arguments in (("revoke",), ("revoke", "ДС", "--own", "--out", "x"), ("revoke", "--own"), ("new", "--safe")):
        assert founded("key", *arguments).code == 2


def test_passphrases_by_variable_and_file(
    founded: Kurator, district: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = founded("key", "new")
    assert (refused.code, "--no-passphrase" in sentence(refused.err)) == (1, True)
    (tmp_path / "пароль.txt").write_text("длинный пароль\nвторая строка\n", "utf-8")
    assert founded("key", "new", "--passphrase-file", tmp_path / "пароль.txt").code == 0
    export = ("export", "--scope", "own", "--out", tmp_path / "1.kur")
    assert "паролем" in sentence(founded(*export).err)
    monkeypatch.setenv("KURATOR_PASSPHRASE", "не тот")
    assert "Пароль не подошёл" in sentence(founded(*export).err)
    assert not (tmp_path / "1.kur").exists()
    monkeypatch.setenv("KURATOR_PASSPHRASE", "длинный пароль")
    assert founded(*export).code == 0
    assert founded("merge", tmp_path / "1.kur", "--yes").code == 0
    monkeypatch.setenv("KURATOR_NEW_PASSPHRASE", "новый пароль")
    assert founded("key", "passphrase").code == 0
    assert founded(*export).code == 1
    (tmp_path / "новый.txt").write_text("новый пароль", "utf-8")
    assert founded("key", "passphrase", "--no-passphrase", "--passphrase-file", tmp_path / "новый.txt", "--json").json == {
        "passphrase": False,
        "key": str(tmp_path / "a.key"),
    }
    monkeypatch.delenv("KURATOR_PASSPHRASE")
    assert founded(*export).code == 0
    for content in (b"", b"\xff\xfe", b"x" * 5000):
        (tmp_path / "пароль.txt").write_bytes(content)
        assert sentence(founded("key", "new", "--replace", "--passphrase-file", tmp_path / "пароль.txt").err)
    assert sentence(founded("key", "passphrase", "--new-passphrase-file", tmp_path / "нет.txt").err)


def test_prompts_of_a_terminal_are_hidden(founded: Kurator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked: list[tuple[str, bool]] = []

    def prompt(text: str, hide_input: bool = False, **_: Any) -> str:
        asked.append((text, hide_input))
        return "пароль"

    monkeypatch.setattr("sys.stdin", Terminal(""))
    monkeypatch.setattr("click.prompt", prompt)
    assert founded("key", "new").code == 0
    assert founded("export", "--scope", "own", "--out", tmp_path / "1.kur").code == 0
    assert asked == [("Новый пароль ключа", True), ("Пароль ключа", True)]
    refused = founded("export", "--scope", "own", "--out", tmp_path / "2.kur", "--json")
    assert (refused.code, len(asked)) == (1, 2), "--json never asks"


def test_sheet_brings_the_key_back(founded: Kurator, kurator: Kurator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = founded("key", "new", "--no-passphrase", "--json").json
    printed = founded("key", "sheet", "--out", tmp_path / "лист.pdf", "--json").json
    assert (printed["files"][0]["pages"], printed["files"][0]["kind"]) == (1, "recovery-sheet")
    words = words_of_sheet(tmp_path / "лист.pdf")
    before = (tmp_path / "a.key").read_bytes()
    (tmp_path / "a.key").rename(tmp_path / "потерян")
    assert "key recover" in sentence(founded("key", "new", "--no-passphrase").err)
    wrong = words.split()
    wrong[6] = "слон"
    refused = founded("key", "recover", "--words", " ".join(wrong), "--no-passphrase")
    assert (refused.code, "№ 7" in sentence(refused.err)) == (1, True)
    monkeypatch.setattr("sys.stdin", io.StringIO(words.upper()))
    back = founded("key", "recover", "--no-passphrase", "--json").json
    assert (back["words"], back["sign"]) == (made["words"], made["sign"])
    assert sorted(json.loads(before)["content"]) == sorted(json.loads((tmp_path / "a.key").read_bytes())["content"])
    (tmp_path / "слова.txt").write_text("\ufeff" + words, "utf-8")
    assert founded("key", "recover", "--words-file", tmp_path / "слова.txt", "--no-passphrase").code == 1
    assert founded("key", "recover", "--words-file", tmp_path / "слова.txt", "--no-passphrase", "--replace").code == 0
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    copied = kurator("--db", tmp_path / "b.db", "key", "recover", "--key-file", tmp_path / "a.key", "--no-passphrase", "--json")
    assert copied.json["sign"] == made["sign"]


def test_safe_key_of_the_district(founded: Kurator, district: Any, tmp_path: Path) -> None:
    enrol(founded, district, tmp_path)
    refused = founded("key", "new", "--safe", "--out", tmp_path / "x.key", "--no-passphrase")
    assert (refused.code, "только у района" in sentence(refused.err)) == (1, True)
    safe = district("key", "new", "--safe", "--out", tmp_path / "запас.key", "--no-passphrase", "--json").json
    assert safe["role"] == "safe"
    taken = founded("key", "trust", safe["file"], "--role", "safe", "--json").json
    assert (taken["how"], taken["role"]) == ("chain", "safe")
    district("key", "sheet", "--key-file", tmp_path / "запас.key", "--out", tmp_path / "лист.pdf")
    assert secret_of(words_of_sheet(tmp_path / "лист.pdf"))
    founded("export", "--scope", "district", "--out", tmp_path / "1.kur")
    (tmp_path / "d.key").unlink()
    assert district("merge", tmp_path / "1.kur", "--json").json["files"][0]["code"] == "no-key"
    assert district("key", "recover", "--key-file", tmp_path / "запас.key", "--no-passphrase").code == 0
    assert district("merge", tmp_path / "1.kur").code == 0


def test_public_key_as_a_code(founded: Kurator, tmp_path: Path) -> None:
    assert "key new" in sentence(founded("key", "show").err)
    founded("key", "new", "--no-passphrase")
    for suffix, magic in (("svg", b"<?xml"), ("png", b"\x89PNG")):
        assert founded("key", "show", "--out", tmp_path / f"код.{suffix}").code == 0
        assert (tmp_path / f"код.{suffix}").read_bytes().startswith(magic)
    assert sentence(founded("key", "show", "--out", tmp_path / "нет такой папки" / "к.kurkey").err)


@pytest.mark.parametrize("content", [b"", b"{}", b"\x89KUR\r\n\x1a\n", b"\xff" * 100, b"{" * 5000, bytes(100_000)])
def test_any_other_file_is_no_key(founded: Kurator, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.kurkey").write_bytes(content)
    assert sentence(founded("key", "trust", tmp_path / "x.kurkey", "--words", "а б в г д е").err)
    assert sentence(founded("key", "trust", tmp_path / "нет.kurkey").err)
    assert founded("key", "list", "--json").json == []


def test_no_answer_holds_the_secret(founded: Kurator, district: Any, tmp_path: Path) -> None:
    """Words, JSON, refusals: whatever is printed, the 24 words and the keys are not in it."""
    enrol(founded, district, tmp_path)
    founded("key", "sheet", "--out", tmp_path / "лист.pdf")
    words = words_of_sheet(tmp_path / "лист.pdf")
    secret = secret_of(words).hex()
    for arguments in (
        ("key", "show"), ("key", "list"), ("key", "new", "--no-passphrase"), ("key", "sheet", "--out", tmp_path / "л.pdf"),
        ("key", "recover", "--words", words, "--no-passphrase"), ("export", "--scope", "own", "--out", tmp_path / "1.kur"),
        ("merge", tmp_path / "1.kur"), ("check",), ("key", "rotate"), ("key", "passphrase", "--no-passphrase"),
    ):  # fmt: skip
        for form in (arguments, (*arguments, "--json")):
            done = founded(*form)
            for needle in (words, secret, "AGE-SECRET-KEY", words.split()[0] + " " + words.split()[1]):
                assert needle not in done.out + done.err, form
