"""The certificate of erasure on paper: what order 179 asks for and nothing of the erased person. All people are invented."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exports.erasure_certificate_pdf import print_erasure_certificate
from exports.page import PORTRAIT
from model import persons
from model.entities import Erasure
from model.erasure import erase_person, erase_text
from model.erasure_certificate import METHOD, SYSTEM, ErasureCertificate, JournalLine, erasure_certificate
from model.errors import Refusal
from model.store import Store
from tests.printed import Printed, read_print, run_together
from tests.test_cli import Kurator, founded, kurator, sentence
from tests.worlds import TODAY, add_person, school, second_laptop

__all__ = ["founded", "kurator"]

BASIS = "заявление от 12.11.2026 № 5"
LINE = JournalLine("00195dc071f5-7", "2026-11-21T10:05:09+03:00", "человек: удалено")
ACT = ErasureCertificate(
    operator="Детский сад № 900 «Росинка»",
    municipality="Заречный район",
    address="452000, с. Речное, ул. Школьная, д. 1",
    head_post="Заведующий",
    head_name="В. И. Озерцова",
    subject="запись № a3bdf580c5574d8d9d03e6376a307240",
    categories=("фамилия, имя, отчество", "согласия"),
    system=SYSTEM,
    method=METHOD,
    reason=BASIS,
    asked_on=date(2026, 11, 12),
    erased_on=date(2026, 11, 21),
    responsible="Котова Анна Львовна, методист",
    keep_until=date(2029, 11, 21),
    journal=(replace(LINE, number="00195dc071f5-6", what="согласие: удалено"), LINE),
)


def printed(act: ErasureCertificate, out: Path) -> Printed:
    result = print_erasure_certificate(act, out)
    page = read_print(result.path, PORTRAIT)
    assert (page.loose, page.outside, result.pages) == ([], [], len(page.texts))
    return page


def test_act_and_extract_say_what_the_order_asks_for(tmp_path: Path) -> None:
    page = printed(ACT, tmp_path / "акт.pdf")
    act, extract = (run_together(text) for text in page.texts)
    assert (page.title, page.author, page.lang) == (
        "Акт об уничтожении персональных данных, запись № a3bdf580c5574d8d9d03e6376a307240",
        "Детский сад № 900 «Росинка»",
        "ru-RU",
    )
    shared = (ACT.subject, "; ".join(ACT.categories), SYSTEM, BASIS, "21.11.2026")  # point 5
    for said in (
        *shared, ACT.operator, ACT.municipality, ACT.address, METHOD, "Обращение от 12.11.2026", ACT.responsible,
        "по поручению оператора", "число листов", "вписать от руки", "Хранить акт и выгрузку до 21.11.2029", "№ 179, п. 8",
        "УТВЕРЖДАЮ Заведующий", "В. И. Озерцова", "расшифровка подписи",
    ):  # fmt: skip
        assert run_together(said) in act, said
    for said in (*shared, "21.11.2026 10:05:09 (UTC+03:00)", "00195dc071f5-7", "согласие: удалено", "Записей в выгрузке: 2."):
        assert run_together(said) in extract, said
    assert "КотоваАннаЛьвовнаподпись" in act.replace("«___»__________20__г.", ""), "the name alone stands at the signature"
    assert page.outline == ["Акт об уничтожении персональных данных", "Выгрузка из журнала"]
    assert "стр." not in page.text


def test_what_nobody_knows_is_left_to_the_hand(tmp_path: Path) -> None:
    bare = replace(
        ACT, municipality="", address="", head_post="", head_name="", categories=(), reason="", asked_on=None, erased_on=None,
        keep_until=None, responsible="", journal=(),
    )  # fmt: skip
    page = printed(bare, tmp_path / "a.pdf")
    assert "None" not in page.text
    assert "Хранить акт и выгрузку 3 года" in page.text
    assert "Записей об этом удалении в журнале нет." in page.text
    named = printed(replace(ACT, responsible="Котова Анна Львовна"), tmp_path / "a.pdf")
    assert "Котова Анна Львовна, должность: ____" in named.text


def test_long_extract_is_numbered_and_no_signature_stands_alone(tmp_path: Path) -> None:
    for count in (25, 27, 28, 29, 30, 60):
        page = printed(replace(ACT, journal=(LINE,) * count), tmp_path / "a.pdf")
        extract = page.texts[1:]
        signed = [text for text in extract if "расшифровка подписи" in text]
        assert len(signed) == 1
        assert f"Записей в выгрузке: {count}." in signed[0]
        assert sum(text.count(LINE.number) for text in extract) == count
        for number, text in enumerate(extract[1:], start=2):
            assert f"стр. {number} из {len(extract)}" in text
        assert "стр." not in extract[0] + page.texts[0]
    for words in range(50, 100, 10):
        page = printed(replace(ACT, categories=("сведения " * words,)), tmp_path / "a.pdf")
        (signed_act,) = [text for text in page.texts if "Уничтожил(а)" in text]
        assert "Приложение: выгрузка из журнала." in signed_act


def test_users_text_is_data_and_any_length_is_printed(tmp_path: Path) -> None:
    evil = '<b>да</b> & <img src="/etc/hostname"> [/] \x00 😀 \u202e'
    long = " ".join(f"слово{number}" for number in range(700))
    act = replace(
        ACT, operator=evil, address=long, head_name=evil, head_post="Щ" * 300, categories=(evil, long), reason=long,
        responsible=f"{evil}, {long}", journal=(replace(LINE, what=long), replace(LINE, number="7" * 400)),
    )  # fmt: skip
    result = print_erasure_certificate(act, tmp_path / "a.pdf")
    page = read_print(result.path, PORTRAIT)
    assert set(result.replaced) == {"\x00", "😀", "\u202e"}
    assert (page.loose, page.outside) == ([], [])
    assert set(long.split()) <= page.words
    assert page.text.count("Щ") == 300
    assert '<b>да</b> & <img src="/etc/hostname"> [/] □ □ □' in " ".join(page.text.split())


def test_another_run_of_the_program_gives_the_same_bytes(tmp_path: Path) -> None:
    here = print_erasure_certificate(ACT, tmp_path / "a.pdf").path.read_bytes()
    code = (
        "import sys, pathlib; from tests.test_print_certificate import ACT, print_erasure_certificate;"
        "print_erasure_certificate(ACT, pathlib.Path(sys.argv[1]))"
    )
    there = tmp_path / "b.pdf"
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", code, str(there)], check=True, cwd=root, env={"PYTHONHASHSEED": "5", "TZ": "UTC-9"})
    assert there.read_bytes() == here
    with pytest.raises(Refusal, match="такой папки нет"):
        print_erasure_certificate(ACT, tmp_path / "нет" / "a.pdf")


# ---------------------------------------------------------------------- where it comes from
@pytest.fixture
def here(tmp_path: Path) -> Any:
    """An institution's laptop; its curator has a post."""
    with school(tmp_path / "школа.db", curator="Котова Анна Львовна") as store:
        persons.edit_person(store, store.author, {"post": "методист"})
        yield store


def test_author_of_the_log_is_who_destroyed_whoever_prints(here: Store, tmp_path: Path) -> None:
    person = add_person(here, "Журавлёва")
    erase_person(here, person, basis=BASIS, today=TODAY)
    with second_laptop(here, tmp_path / "второй.db") as other:
        other.set_setting("curator", "Лунёва Ольга Петровна")
        other.set_setting("author", "")
        act = erasure_certificate(other, person)
        assert act.responsible == "Котова Анна Львовна, методист"
        assert erasure_certificate(other, person, " Лунёва  О. П., зам. ").responsible == "Лунёва О. П., зам."
        assert erasure_certificate(other, Erasure.get(Erasure.person == person).id) == act
    here.activate()
    curator = here.author
    erase_person(here, curator, basis=BASIS, today=TODAY)
    assert erasure_certificate(here, curator).responsible == "", "the curator erased herself: nobody is named"
    assert erasure_certificate(here, person).responsible == ""


def test_extract_holds_the_changes_of_its_own_erasure_alone(here: Store) -> None:
    first, second = add_person(here, "Журавлёва"), add_person(here, "Сойкина", notes="Журавлёва сидит рядом")
    erase_person(here, first, basis=BASIS, today=TODAY, texts="keep")
    before = erasure_certificate(here, first).journal
    third = add_person(here, "Чижова")
    erase_text(here, "person", second, "notes", "сидит рядом")
    erase_person(here, third, basis=BASIS, today=TODAY)
    lines = erasure_certificate(here, third).journal
    assert {line.what for line in lines} == {"человек: удалено", "согласие: удалено"}
    assert erasure_certificate(here, first).journal == before
    assert not {line.number for line in lines} & {line.number for line in before}


def test_no_act_says_destroyed_while_bytes_are_left(here: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    person = add_person(here, "Журавлёва")
    with monkeypatch.context() as full:
        full.setattr(Store, "compact", lambda _: False)
        erase_person(here, person, basis=BASIS, today=TODAY)
        with pytest.raises(Refusal, match="освободите место") as refusal:
            erasure_certificate(here, person)
        assert refusal.value.code == "not-compact"
    assert erasure_certificate(here, person).subject == f"запись № {person}"
    assert here.setting("compact") is None


def test_certificate_by_command_has_nothing_of_the_person(founded: Kurator, tmp_path: Path) -> None:
    added = founded("person", "add", "--surname", "Журавлёва", "--name", "Феофания", "--phone", "8-800-555-35-35", "--json")
    person = added.json["person"]
    out = tmp_path / "акт.pdf"
    refused = founded("print", "certificate", person, "--out", out)
    assert (refused.code, out.exists(), "kurator erasures" in sentence(refused.err)) == (1, False, True)
    founded("backup")
    told = founded("person", "erase", person, "--basis", BASIS, "--asked-on", "10.11.2026", "--yes")
    assert f"kurator print certificate {person}" in told.out
    done = founded("print", "certificate", person, "--out", out, "--address", "с. Речное", "--json")
    assert done.code == 0
    assert done.json == {"files": [{"path": str(out), "pages": 2, "kind": "erasure-certificate"}], "left_out": []}
    assert "kurator erasures copies --delete" in sentence(done.err), "a backup still has the data"
    founded("erasures", "copies", "--delete")
    again = founded("print", "certificate", person, "--out", out, "--by", "Лунёва О. П., заведующий")
    assert (again.code, again.err) == (0, "")
    page = read_print(out, PORTRAIT)
    assert (page.loose, page.outside) == ([], [])
    assert "Лунёва О. П., заведующий" in page.text
    assert BASIS in page.text
    assert not [word for word in ("Журавл", "Феофани", "555-35-35") if word in page.text + again.out]
