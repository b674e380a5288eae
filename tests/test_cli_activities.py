"""``kurator roadmap add | edit | delete``, choosing how a deadline is meant, and the table file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.test_cli import Kurator, founded, kurator, sentence

__all__ = ["founded", "kurator"]  # fixtures


def asked(kurator: Kurator, *words: object, code: int = 0) -> Any:
    """The answer in JSON of a call with this exit code."""
    call = kurator(*words, "--json")
    assert call.code == code, call.err
    return call.json


def refused(kurator: Kurator, *words: object) -> str:
    """The one sentence of a call that is refused."""
    call = kurator(*words)
    assert call.code == 1
    return sentence(call.err)


def first_stage(kurator: Kurator) -> str:
    asked(kurator, "roadmap", "standard", "--year", "2026-2027")
    return str(asked(kurator, "roadmap", "show")["stages"][0]["id"])


def test_a_row_is_added_corrected_and_deleted(founded: Kurator) -> None:
    stage = first_stage(founded)
    made = asked(founded, "roadmap", "add", stage, "Провести опрос", "--deadline", "ноябрь, март", "--responsible", "Методист")
    row = made["activity"]
    assert [one["start"] for one in made["occurrences"]] == ["2026-11-01", "2027-03-01"]
    asked(founded, "mark", made["occurrences"][0]["id"], "--state", "done", "--date", "20.11.2026")
    assert "отметки (1)" in refused(founded, "roadmap", "edit", row, "--deadline", "март")
    kept = asked(founded, "roadmap", "edit", row, "--deadline", "март, ноябрь")
    assert {one["state"] for one in kept["occurrences"]} == {"done", "none"}
    dropped = asked(founded, "roadmap", "edit", row, "--deadline", "март", "--drop-marks")
    assert [one["start"] for one in dropped["occurrences"]] == ["2027-03-01"]
    asked(founded, "roadmap", "delete", row)
    assert "нет" in refused(founded, "roadmap", "edit", row, "--text", "x")
    assert founded("undo").code == 0
    assert asked(founded, "roadmap", "edit", row, "--text", "Провести опрос пар")["text"] == "Провести опрос пар"


def test_an_ambiguous_deadline_waits_until_a_reading_is_chosen(founded: Kurator) -> None:
    stage = first_stage(founded)
    made = asked(founded, "roadmap", "add", stage, "Сдать отчёт", "--deadline", "до ноября", code=3)
    row = made["activity"]
    assert (made["ambiguous"], len(made["readings"])) == (True, 2)
    assert "прочтения с 1 по 2" in refused(founded, "roadmap", "edit", row, "--reading", "3")
    chosen = asked(founded, "roadmap", "edit", row, "--reading", "2")
    assert (chosen["ambiguous"], chosen["deadline"], chosen["readings"]) == (False, "до ноября", [])
    assert chosen["meant"]
    assert asked(founded, "roadmap", "edit", row, "--meant", "", code=3)["ambiguous"]
    assert "не поняты" in refused(founded, "roadmap", "edit", row, "--meant", "когда-нибудь")


def test_nothing_or_too_much_to_correct_is_a_usage_error(founded: Kurator) -> None:
    assert founded("roadmap", "edit", "x").code == 2
    assert founded("roadmap", "edit", "x", "--reading", "1", "--deadline", "май").code == 2


def test_the_table_goes_out_as_a_file_for_excel(founded: Kurator, tmp_path: Path) -> None:
    first_stage(founded)
    out = tmp_path / "карта.csv"
    asked(founded, "print", "roadmap", "--format", "csv", "--out", out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    call = founded("roadmap", "import", out, "--year", "2026-2027", "--dry-run", "--json")
    here = asked(founded, "roadmap", "show")
    assert [one["text"] for one in call.json["activities"]] == [
        activity["text"] for stage in here["stages"] for activity in stage["activities"]
    ]
