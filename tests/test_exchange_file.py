"""The exchange file under attack: whatever arrives, the answer is one Russian sentence, and nothing changes."""

from __future__ import annotations

import json
import random
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model import check
from model.errors import Refusal
from model.store import Store
from sync.change_line import Line, line_text
from sync.exchange_file import (
    FORMAT_MAJOR,
    MAGIC,
    MAX_BODY,
    MAX_HEADER,
    MAX_PLAIN,
    SIGNATURE,
    Header,
    canonical,
    read_bytes,
    read_file,
    write_file,
)
from sync.folder import Outcome, merge_paths
from sync.outgoing import export_file
from sync.packed_lines import MAX_LINE
from tests.worlds import (
    add_person,
    add_roadmap,
    chain_heads,
    change,
    district,
    export,
    frame,
    frame_plain,
    header_of,
    plain_of,
    rewrite,
    school,
)


class Target:
    """A district that has taken one file of an institution already, and that institution's next file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with school(folder / "a.db") as store:
            person = add_person(store, post="учитель")
            add_person(store, "Дроздова", consent=False)
            first = export(store, folder / "1.kur")
            add_person(store, "Чижова", birth_date="05.06.1980")
            self.path = export(store, folder / "2.kur")
        self.person = person
        self.data = self.path.read_bytes()
        self.header = header_of(self.path)
        self.lines = read_file(self.path).lines
        self.plain = zlib.decompress(self.data[self.body_at :])
        self.store = district(folder / "d.db")
        self.store.sql("PRAGMA synchronous = off")
        assert [outcome.status for outcome in merge_paths(self.store, [first])] == ["merged"]
        self.state, self.bytes = self.count(), self.store.path.read_bytes()

    @property
    def body_at(self) -> int:
        """Where the body begins."""
        (length,) = struct.unpack(">I", self.data[8:12])
        return int(12 + length + SIGNATURE)

    def count(self) -> tuple[Any, ...]:
        """All that a refused file must leave alone."""
        tables = ("change", "known_node", "import", "withheld", "head")
        return check.digest(self.store), *(self.store.value(f"SELECT count(*) FROM {table}") for table in tables)

    def offer(self, data: bytes) -> Outcome:
        """Merge bytes as a file; a refusal must be one good sentence and change nothing."""
        path = self.folder / "offered.kur"
        path.write_bytes(data)
        return self.offer_file(path)

    def offer_file(self, path: Path) -> Outcome:
        """The same for a file that is there."""
        (outcome,) = merge_paths(self.store, [path])
        if outcome.status == "refused":
            assert re.fullmatch(r"[А-ЯЁ«][^\n\x00-\x1f]{10,300}\.", outcome.message), outcome.message
            assert outcome.code
            assert self.count() == self.state
        return outcome

    def refused(self, data: bytes) -> str:
        """Code of the refusal."""
        outcome = self.offer(data)
        assert outcome.status == "refused"
        return outcome.code


@pytest.fixture(scope="module")
def _target(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KURATOR_STATE", str(tmp_path_factory.mktemp("state")))
        target = Target(tmp_path_factory.mktemp("target"))
    yield target
    target.store.close()


@pytest.fixture
def target(_target: Target, monkeypatch: pytest.MonkeyPatch) -> Target:
    """The one target of this module; backups of its database would only cost time."""
    monkeypatch.setattr("sync.folder.make_backup", lambda *_: None)
    if _target.count() != _target.state:  # the test before this one failed
        _target.store.close()
        _target.store.path.write_bytes(_target.bytes)
        _target.store = Store.open(_target.store.path)
    _target.store.activate()
    return _target


def test_file_is_what_its_description_says(target: Target, tmp_path: Path) -> None:
    """The frame, byte by byte, read here without Kurator's code."""
    data = target.data
    assert data[:8] == b"\x89KUR\r\n\x1a\n"
    (length,) = struct.unpack(">I", data[8:12])
    header = json.loads(data[12 : 12 + length])
    assert json.dumps(header, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == data[12 : 12 + length]
    assert data[12 + length : 12 + length + 64] == bytes(64)
    lines = zlib.decompress(data[12 + length + 64 :]).decode().splitlines()
    manifest, end = json.loads(lines[0]), json.loads(lines[-1])
    assert manifest["number"] == header["number"] == 2
    assert end["count"] == len(lines) - 2
    assert {line[0] for line in map(json.loads, lines[1:-1])} == manifest["nodes"].keys()
    assert header["previous"]


def test_lines_are_separated_by_line_feeds_alone(target: Target, tmp_path: Path) -> None:
    """U+2028 and U+0085 in a text end no line."""
    header = Header(**{**target.header, "institution_name": "Школа"})
    line = _made(target, "person", {"surname": "a\u2028b\u0085c\rd"})
    line[9] = line[9].replace("\\u2028", "\u2028").replace("\\u0085", "\u0085")
    write_file(tmp_path / "x.kur", header, read_file(target.path).manifest, iter([line]))
    assert "a\u2028b\u0085c" in line[9]
    assert [line_text(one) for one in read_file(tmp_path / "x.kur").lines] == read_file(tmp_path / "x.kur").texts


# ---------------------------------------------------------------------- damage
def test_truncation_at_every_boundary(target: Target) -> None:
    data, body = target.data, target.body_at
    cuts = {*range(14), body - SIGNATURE - 1, body - SIGNATURE, body - 1, body, body + 1, len(data) - 1}
    cuts |= {random.Random(1).randrange(len(data)) for _ in range(60)}
    for cut in sorted(cuts):
        assert target.refused(data[:cut]) in {"empty", "not-exchange", "truncated", "text-damage"}, cut


def test_every_flipped_byte_is_noticed(target: Target) -> None:
    """A few hundred single flips anywhere, the whole header among them."""
    dice = random.Random(2)
    data, body = target.data, target.body_at
    places = [*range(0, 12), *range(12, body - SIGNATURE, 3), *range(body - SIGNATURE, body, 8)]
    places += [dice.randrange(body, len(data)) for _ in range(120)]
    for place in places:
        broken = bytearray(data)
        broken[place] ^= 1 << dice.randrange(8)
        outcome = target.offer(bytes(broken))
        assert outcome.status == "refused", (place, bytes(data[max(0, place - 20) : place + 20]))


def test_other_damage(target: Target) -> None:
    """Blocks zeroed, doubled, swapped, cut out, inserted; line ends rewritten by a mail program; two files in one."""
    dice = random.Random(3)
    data = target.data
    for _ in range(80):
        at, length = dice.randrange(len(data)), dice.randrange(1, 64)
        block = data[at : at + length]
        what = dice.randrange(5)
        broken = (
            data[:at] + bytes(len(block)) + data[at + length :],
            data[:at] + block + data[at:],
            data[:at] + data[at + length :],
            data[:at] + dice.randbytes(length) + data[at:],
            data[:at] + block[::-1] + data[at + length :],
        )[what]
        if broken != data:
            assert target.offer(broken).status == "refused", (what, at, length)
    assert target.refused(data.replace(b"\r\n", b"\n")) == "text-damage"
    assert target.refused(data.replace(b"\n", b"\r\n")) == "text-damage"
    assert target.refused(b"\xef\xbb\xbf" + data) == "not-exchange"
    assert target.refused(data + data) == "trailing"
    assert target.refused(data + b"\n") == "trailing"
    assert target.refused(data.decode("latin-1").encode("utf-8")) in {"not-exchange", "text-damage"}


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"PK\x03\x04", b"SQLite format 3\x00" + bytes(100), b"%PDF-1.7", MAGIC, MAGIC + b"\x00\x00\x00\x00"]
)
def test_other_files(target: Target, data: bytes) -> None:
    assert target.refused(data) in {"empty", "not-exchange", "truncated", "header"}


def test_folder_and_missing_file(target: Target, tmp_path: Path) -> None:
    assert target.offer_file(tmp_path / "нет.kur").code == "unreadable"
    with pytest.raises(Refusal):
        read_bytes(tmp_path)


def test_huge_file_is_not_read(target: Target, tmp_path: Path) -> None:
    path = tmp_path / "огромный.kur"
    with path.open("wb") as stream:
        stream.write(MAGIC)
        stream.truncate(MAX_BODY + MAX_HEADER + 5000)
    assert target.offer_file(path).code == "too-large"


# ---------------------------------------------------------------------- hostile headers
HEADERS: dict[str, Any] = {
    "number 0": {"number": 0},
    "number -1": {"number": -1},
    "number text": {"number": "1"},
    "number true": {"number": True},
    "number 1.0": {"number": 1.0},
    "number beyond 64 bits": {"number": 2**63},
    "number enormous": {"number": 10**4000},
    "format text": {"format": "1"},
    "format null": {"format": None},
    "format 0": {"format": 0},
    "format -1": {"format": -1},
    "format true": {"format": True},
    "format 2": {"format": FORMAT_MAJOR + 1},
    "format enormous": {"format": 10**4000},
    "institution number": {"institution": 5},
    "institution list": {"institution": ["x"]},
    "institution no id": {"institution": "../../etc/passwd"},
    "sender no id": {"sender": "x" * 1000},
    "name with line break": {"institution_name": "Школа\nФайл принят."},
    "name with escape codes": {"institution_name": "\x1b[2JШкола"},
    "name with direction override": {"institution_name": "Школа\u202e № 1"},
    "name very long": {"institution_name": "Ш" * 20_000},
    "name NUL": {"institution_name": "Школа\x00"},
    "scope unknown": {"scope": "всё"},
    "years number": {"school_years": [2026]},
    "years nested": {"school_years": [["2026-2027"]]},
    "years text": {"school_years": "2026-2027"},
    "recipients number": {"recipients": [1]},
    "sealed 1": {"sealed": 1},
    "sealed": {"sealed": True},
    "previous null": {"previous": None},
    "created number": {"created": 20261121},
    "plain_length negative": {"plain_length": -1},
    "plain_length -2": {"plain_length": -2},
    "plain_length 0": {"plain_length": 0},
    "plain_length too large": {"plain_length": MAX_PLAIN + 1},
    "plain_length enormous": {"plain_length": 10**4000},
    "plain_length other": {"plain_length": 5},
    "body_length negative": {"body_length": -5},
    "body_length 0": {"body_length": 0},
    "body_length enormous": {"body_length": 10**4000},
    "body_sha256 other": {"body_sha256": "0" * 64},
    "body_sha256 upper case": "upper",
}


@pytest.mark.parametrize("name", HEADERS)
def test_hostile_header_values(target: Target, name: str) -> None:
    told = HEADERS[name]
    if told == "upper":
        told = {"body_sha256": target.header["body_sha256"].upper()}
    header = {**target.header, **told}
    manifest = {**read_file(target.path).manifest, **{k: v for k, v in told.items() if k in read_file(target.path).manifest}}
    lines = target.plain.decode().split("\n")
    if "body_length" in told or "plain_length" in told or "body_sha256" in told:
        target.refused(frame(header, target.data[target.body_at :]))
    plain = plain_of(json.dumps(manifest, ensure_ascii=False), *lines[1:-2])
    if not {"body_length", "plain_length", "body_sha256"} & told.keys():
        target.refused(frame_plain(header, plain))


def test_each_header_field_missing_or_of_another_type(target: Target) -> None:
    body = target.data[target.body_at :]
    others: tuple[Any, ...] = (None, 0, 1.5, True, "", [], {}, [None], "x" * 1000)
    for name in target.header:
        target.refused(frame({k: v for k, v in target.header.items() if k != name}, body))
        for value in others:
            if value != target.header[name]:
                target.refused(frame({**target.header, name: value}, body))


RAW_HEADERS: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"{",
    "null": b"null",
    "list": b"[]",
    "number": b"1",
    "text": b'"x"',
    "NaN": b'{"format":NaN}',
    "infinity": b'{"format":1,"number":Infinity}',
    "not UTF-8": b'{"format":1,"app":"\xff\xfe"}',
    "UTF-16": '{"format":1}'.encode("utf-16"),
    "deep list": b"[" * 30_000,
    "deep object": b'{"format":' * 5_000 + b"1" + b"}" * 5_000,
    "many digits": b'{"format":' + b"9" * 60_000 + b"}",
    "only format": b'{"format":1}',
    "format twice": b'{"format":1,"format":1}',
    "surrogate": b'{"format":1,"app":"\\ud800"}',
}


@pytest.mark.parametrize("name", RAW_HEADERS)
def test_hostile_header_bytes(target: Target, name: str) -> None:
    assert target.refused(frame(RAW_HEADERS[name], b"")) in {"header", "newer"}


def test_header_that_is_not_canonical(target: Target) -> None:
    body = target.data[target.body_at :]
    head = canonical(target.header)
    for other in (
        json.dumps(target.header).encode(),
        head[:-1] + b" }",
        head[:-1] + b',"app":"1"}',
        head.replace(b'"number":2', b'"number":2,"number":2'),
        head.replace(b'"number":2', b'"number":2e0'),
        head.replace(b'"sealed":false', b'"sealed":false\n'),
        head.replace(b'"addressee":""', b'"addressee":"\\ud83d"'),
        head.replace(b'"school_years":[', b'"school_years":[' + b"[" * 900 + b"]" * 900 + b","),
        head.replace(b'"school_years":[', b'"school_years":[' + b"[" * 9000 + b"]" * 9000 + b","),
    ):
        assert target.refused(frame(other, body)) == "header", other[:80]


@pytest.mark.parametrize("length", [0, 1, 2, MAX_HEADER, MAX_HEADER + 1, 2**31, 2**32 - 1])
def test_hostile_header_length(target: Target, length: int) -> None:
    data = target.data[:8] + struct.pack(">I", length) + target.data[12:]
    assert target.refused(data) in {"header-size", "truncated", "header"}


def test_signature_of_an_unsealed_file_is_zeros(target: Target) -> None:
    assert target.refused(frame(target.header, target.data[target.body_at :], b"\x01" * SIGNATURE)) == "signature"


# ---------------------------------------------------------------------- hostile bodies
def test_zlib_bombs(target: Target) -> None:
    """Much more than the header says, with any length that the header may say: never unpacked to the end."""
    bomb = zlib.compress(bytes(200 * 1024 * 1024), 9)
    for plain_length in (0, 100, len(target.plain), -1, MAX_PLAIN):
        header = {**target.header, "body_length": len(bomb), "plain_length": plain_length}
        header["body_sha256"] = __import__("hashlib").sha256(bomb).hexdigest()
        assert target.refused(frame(header, bomb)) in {"plain-length", "header"}


def body_of(target: Target, plain: bytes, told: dict[str, Any] | None = None) -> str:
    """Code of the refusal of a file with this plain body."""
    return target.refused(frame_plain({**target.header, **(told or {})}, plain))


def test_hostile_bodies(target: Target) -> None:
    manifest, *lines = target.plain.decode().rstrip("\n").split("\n")[:-1]
    end = target.plain.decode().rstrip("\n").split("\n")[-1]
    text = "\n".join([manifest, *lines]) + "\n"
    for plain in (
        b"",
        b"\n",
        b"\n\n\n",
        b"\x00",
        end.encode(),
        text.encode(),
        (text + end).encode("utf-16"),
        (text + "[]\n").encode(),
        (text + "null\n").encode(),
        (text + "{}\n").encode(),
        (text + end.replace('"count":', '"count":1')).encode(),
        (text + re.sub('"count":[0-9]+', '"count":"12"', end)).encode(),
        (text + re.sub('"count":[0-9]+', '"count":NaN', end)).encode(),
        (text + end.replace('"sha256":"', '"sha256":"0')).encode(),
        (text.replace("Чижова", "Ворона") + end).encode(),
        plain_of(manifest, *lines, "{}"),
        plain_of(manifest, *lines, ""),
        plain_of(manifest, *lines, "[1],[2]"),
        plain_of(manifest, *lines, "[1", "2]"),
        plain_of(manifest, *lines, "[" * 100_000),
        plain_of(manifest, *lines, "[" * 5000 + "]" * 5000),
        plain_of(manifest, *lines, "[" + "9" * 100_000 + "]"),
        plain_of(manifest, *lines, '["' + "x" * (MAX_LINE + 1) + '"]'),
        plain_of(manifest, *lines, "[]"),
        plain_of(manifest, *lines, "[null]"),
        plain_of(manifest, *lines, lines[-1]),
        plain_of(manifest, *lines[:-1]),
        plain_of(manifest, *lines[1:]),
        plain_of(manifest, *reversed(lines)),
        plain_of(manifest),
        plain_of("[]", *lines),
        plain_of("{}", *lines),
        plain_of(*lines),
        plain_of(manifest, manifest, *lines),
        plain_of(manifest, *lines).replace(b"\n", b"\r\n"),
        plain_of(manifest, *lines) + b"{}",
        plain_of(manifest, *lines) + b"\xff",
        plain_of(manifest, *lines) * 2,
    ):
        body_of(target, plain)


MANIFESTS: dict[str, dict[str, Any]] = {
    "another institution": {"institution": "f" * 32},
    "another scope": {"scope": "own"},
    "another sender": {"sender": "f" * 32},
    "another number": {"number": 3},
    "number as float": {"number": 2.0},
    "number true": {"number": True},
    "no nodes": {"nodes": None},
    "nodes list": {"nodes": []},
    "nodes empty": {"nodes": {}},
    "nodes one more": {"nodes": {"f" * 12: [1, "f" * 32]}},
    "withheld number": {"withheld": 5},
    "withheld null": {"withheld": None},
    "withheld of numbers": {"withheld": [1]},
    "withheld too short": {"withheld": [["a"]]},
    "withheld deep": {"withheld": [[["a"], {}, None]]},
    "withheld object": {"withheld": {"a": 1}},
    "withheld surrogate": {"withheld": [["f" * 32, "\ud800", "нет"]]},
    "withheld NUL": {"withheld": [["f" * 32, "А.\x00", "нет"]]},
    "withheld a whole name": {"withheld": [["f" * 32, "x" * 10_000, "нет"]]},
    "withheld no id": {"withheld": [["person", "А. Б.", "нет"]]},
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_hostile_manifests(target: Target, name: str) -> None:
    manifest, *lines = target.plain.decode().rstrip("\n").split("\n")[:-1]
    told = {**json.loads(manifest), **MANIFESTS[name]}
    body_of(target, plain_of(json.dumps(told), *lines))
    body_of(target, plain_of(json.dumps({**json.loads(manifest), "number": float("nan")}), *lines))


def forged(target: Target, lines: Callable[[list[Line]], list[Line]]) -> str:
    """Code of the refusal of a file with other lines whose hashes and chains are right."""
    try:
        path = rewrite(target.path, target.folder / "forged.kur", lines=lines)
    except (ValueError, TypeError, AttributeError):  # chains of such lines cannot be computed, then the manifest keeps the old
        path = target.folder / "forged.kur"
        file = read_file(target.path)
        plain = plain_of(json.dumps(file.manifest), *(json.dumps(line) for line in lines(file.lines)))
        path.write_bytes(frame_plain(target.header, plain))
    outcome = target.offer_file(path)
    assert outcome.status == "refused"
    return outcome.code


@pytest.mark.parametrize("place", range(11))
def test_wrong_types_in_a_line(target: Target, place: int) -> None:
    """Each of the eleven values of a line replaced by what it is not."""
    values: list[Any] = [
        None,
        0,
        -1,
        1.5,
        True,
        "",
        "x",
        "Я" * 50,
        [],
        {},
        ["x"],
        10**400,
        float("nan"),
        "\ud800",
        "\x00",
        "f" * 33,
    ]
    for value in values:

        def with_value(lines: list[Line], value: Any = value) -> list[Line]:
            bad = change(read_file(target.path), "person", "a" * 32, "create", {"surname": "Грач"})
            if value == bad[place] or (value is None and place in (7, 8, 9, 10)) or (value == "" and place in (7, 8)):
                bad.append("twelve")
            elif isinstance(value, str) and place in (4, 6):  # any word may be a table or kind of a newer program
                bad[place] = value.upper() or "Ж"
            else:
                bad[place] = value
            return [*lines, bad]

        forged(target, with_value)


VALUES: dict[str, dict[str, Any]] = {
    "float": {"surname": 1.5},
    "true": {"surname": True},
    "number in a text": {"surname": 5},
    "list": {"surname": ["Грач"]},
    "object": {"surname": {"x": 1}},
    "NaN": {"surname": float("nan")},
    "too long": {"surname": "Я" * 200_001},
    "NUL": {"surname": "Гр\x00ач"},
    "surrogate": {"surname": "Гр\ud800ач"},
    "surrogate in an unknown column": {"nickname": "\udfff"},
    "NUL in an unknown column": {"nickname": "\x00"},
    "no day": {"birth_date": "вчера"},
    "31 February": {"birth_date": "2026-02-31"},
    "Russian day": {"birth_date": "05.06.1980"},
    "day without dashes": {"birth_date": "19800605"},
    "week": {"birth_date": "1980-W23-4"},
    "moment": {"birth_date": "1980-06-05T00:00:00"},
    "empty day": {"birth_date": ""},
    "year 0": {"birth_date": "0000-01-01"},
    "other digits": {"birth_date": "१९८०-०६-०५"},
    "number as a day": {"birth_date": 19800605},
    "private value in the shared part": {"phone": "8-800"},
    "another owner": {"institution": "f" * 32},
}


@pytest.mark.parametrize("name", VALUES)
def test_wrong_values(target: Target, name: str) -> None:
    assert forged(target, lambda lines: [*lines, _made(target, "person", VALUES[name])]) == "line"


NUMBERS_AND_LISTS: dict[str, dict[str, Any]] = {
    "text in a number": {"position": "1"},
    "beyond 64 bits": {"position": 2**63},
    "enormous": {"position": 10**4000},
    "true": {"position": True},
    "list no JSON": {"steps": "[1"},
    "list object": {"steps": "{}"},
    "list text": {"steps": '"x"'},
    "list null": {"steps": "null"},
    "list deep": {"steps": "[" * 20_000 + "]" * 20_000},
    "list NaN": {"steps": "[NaN]"},
    "list with a surrogate": {"steps": '["\\ud800"]'},
    "list with NUL": {"steps": '["\\u0000"]'},
    "list with an object": {"steps": '[{"a":1}]'},
    "list enormous number": {"steps": "[" + "9" * 5000 + "]"},
}


@pytest.mark.parametrize("name", NUMBERS_AND_LISTS)
def test_wrong_numbers_and_lists(target: Target, name: str) -> None:
    assert forged(target, lambda lines: [*lines, _made(target, "activity", NUMBERS_AND_LISTS[name])]) == "line"


def _made(target: Target, table: str, patch: dict[str, Any]) -> Line:
    line = change(read_file(target.path), table, "a" * 32, "create", {})
    text = json.dumps(["соль", patch, {}, "", "2026-11-21T10:00:00"])
    line[9] = text
    return line


PAYLOADS = {
    "empty": "",
    "no JSON": "[",
    "object": "{}",
    "four parts": '["s",{},{},""]',
    "six parts": '["s",{},{},"","",""]',
    "salt number": '[1,{},{},"",""]',
    "patch list": '["s",[],{},"",""]',
    "prev list": '["s",{},[],"",""]',
    "prev number": '["s",{},{"post":1},"",""]',
    "author null": '["s",{},{},null,""]',
    "author surrogate": '["s",{},{},"\\ud800",""]',
    "made_at number": '["s",{},{},"",1]',
    "NUL": '["s",{},{},"","\x00"]',
    "deep": '["s",{"x":' + "[" * 50_000 + "]" * 50_000 + '},{},"",""]',
    "column no name": '["s",{"a b; DROP TABLE":"x"},{},"",""]',
    "column surrogate": '["s",{"\\ud800":"x"},{},"",""]',
    "prev no stamp": '["s",{"post":"x"},{"post":"вчера"},"",""]',
    "prev very long": '["s",{"post":"x"},{"post":"' + "0" * 28 + '\\u0000"},"",""]',
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_wrong_payloads(target: Target, name: str) -> None:
    for place in (9, 10):

        def with_payload(lines: list[Line], place: int = place) -> list[Line]:
            line = change(read_file(target.path), "person", "a" * 32, "create", {})
            line[9] = None
            line[place] = PAYLOADS[name]
            return [*lines, line]

        assert forged(target, with_payload) == "line"


SPELLINGS: dict[str, Callable[[str], str]] = {
    "space": lambda text: text.replace(",", ", ", 1),
    "space in front": lambda text: " " + text,
    "space behind": lambda text: text + " ",
    "number with a zero": lambda text: re.sub(r",(\d+),", r",0\1,", text, count=1),
    "number with a plus": lambda text: re.sub(r",(\d+),", r",+\1,", text, count=1),
    "number of other digits": lambda text: re.sub(r",\d+,", ",१,", text, count=1),
    "number as a float": lambda text: re.sub(r",(\d+),", r",\1.0,", text, count=1),
    "number of twenty digits": lambda text: re.sub(r",(\d+),", ",1" + "0" * 19 + ",", text, count=1),
    "upper case": lambda text: text.replace("person", "PERSON"),
    "escaped letter": lambda text: text.replace('"person"', '"\\u0070erson"'),
    "twelfth value": lambda text: text[:-1] + ",null]",
    "no last value": lambda text: text.removesuffix(",null]") + "]",
    "payload as a string": lambda text: text.replace(",null]", ',""]'),
    "payload number": lambda text: text.replace(",null]", ",1]"),
    "payload object": lambda text: text.replace(",null]", ",{}]"),
    "payload that closes too early": lambda text: text.replace(",null]", "],null]"),
    "payload that never closes": lambda text: text.replace(",null]", ",[null]"),
    "two arrays in one place": lambda text: text.replace(",null]", ',["s",{},{},"",""],["s",{},{},"",""]]'),
    "two lines in one": lambda text: text + "," + text,
    "nothing": lambda text: text[:0],
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_line_has_one_spelling(target: Target, name: str) -> None:
    """What a reader takes is exactly what the sender hashed: no second way to write the same, nothing between the parts."""
    line = _made(target, "person", {"surname": "Грач"})
    head, *texts = target.plain.decode().split("\n")[:-2]
    nodes = json.dumps({**json.loads(head), "nodes": chain_heads([*target.lines, line])}, ensure_ascii=False)
    bad = SPELLINGS[name](line_text(line))
    assert bad != line_text(line)
    assert body_of(target, plain_of(nodes, *texts, bad)) == "line"


def test_chain_must_hold(target: Target) -> None:
    """A change left out, doubled, re-dated, given to another row, or a commitment that is not of its payload."""

    def cut(lines: list[Line]) -> list[Line]:
        return lines[:3] + lines[4:]

    def doubled(lines: list[Line]) -> list[Line]:
        return [*lines, lines[-1]]

    def back_in_time(lines: list[Line]) -> list[Line]:
        line = change(read_file(target.path), "person", "a" * 32, "create", {})
        line[2] = lines[0][2]
        return [*lines, line]

    def of_another_node(lines: list[Line]) -> list[Line]:
        line = change(read_file(target.path), "person", "a" * 32, "create", {})
        line[0] = "f" * 12
        return [*lines, line]

    for forgery in (cut, doubled, back_in_time):
        assert forged(target, forgery) == "gap"
    assert forged(target, of_another_node) == "line"
    for place, value in ((2, None), (5, "b" * 32), (6, "update"), (7, "b" * 32), (8, "b" * 32)):
        lines = [list(line) for line in target.lines]
        at = next(n for n, line in enumerate(lines) if line[9] is None and line[7])
        lines[at][place] = value or lines[at][2][:11] + ("1" if lines[at][2][11] == "0" else "0") + lines[at][2][12:]
        manifest = json.dumps(read_file(target.path).manifest)
        assert body_of(target, plain_of(manifest, *map(line_text, lines))) in {"chain", "gap", "fork"}


def test_names_of_files_and_institutions_do_not_reach_the_terminal_raw(target: Target) -> None:
    """What a refused file says of itself is shown in messages, so it may hold nothing but letters."""
    header = {**target.header, "institution_name": "\x1b]0;взлом\x07"}
    assert target.refused(frame_plain(header, target.plain)) == "header"


def test_random_forgeries(target: Target) -> None:
    """Two hundred changes of values anywhere in the lines, all hashes made right again: refused, or merged whole."""
    dice = random.Random(4)
    codes = set()
    for _ in range(200):
        lines = [list(line) for line in target.lines]
        line = dice.choice(lines)
        place = dice.randrange(11)
        other = dice.choice(dice.choice(lines))
        line[place] = dice.choice([other, None, "", 0, "f" * 32, "update", "person", [], line[place]])
        try:
            path = rewrite(target.path, target.folder / "forged.kur", lines=lambda _, lines=lines: lines)  # type: ignore[misc]
        except (TypeError, AttributeError):
            continue
        with target.store.database.atomic() as transaction:
            outcome = target.offer_file(path)
            codes.add(outcome.code)
            if outcome.status != "refused":
                assert check.problems(target.store) == []
            transaction.rollback()
    assert {"line", "merged"} <= codes


# ---------------------------------------------------------------------- writing
def test_a_file_is_written_whole_or_not_at_all(target: Target, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("не папка")
    header, manifest = read_file(target.path).header, read_file(target.path).manifest
    with pytest.raises(Refusal):
        write_file(tmp_path / "file" / "x.kur", header, manifest, iter([]))
    (tmp_path / "taken.kur").mkdir()
    with pytest.raises(Refusal):
        write_file(tmp_path / "taken.kur", header, manifest, iter([]))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken.kur"]


def test_every_export_can_be_read(tmp_path: Path) -> None:
    with school(tmp_path / "a.db") as store:
        add_roadmap(store)
        for scope in ("own", "district"):
            file = read_file(export(store, tmp_path / f"{scope}.kur", scope))
            assert len(file.lines) == store.value("SELECT count(*) FROM change")
            assert (file.header.scope, file.header.number) == (scope, 1)
        again = read_file(export(store, tmp_path / "own2.kur", "own"))
        assert (again.header.number, again.header.previous) == (2, read_file(tmp_path / "own.kur").sha256)


def test_reading_is_never_writing(target: Target) -> None:
    """The file on the stick is left as it is."""
    target.offer(target.data[:-1])
    assert (target.folder / "offered.kur").read_bytes() == target.data[:-1]
    assert isinstance(target.store, Store)


def test_a_folder_that_is_not_there_yet_gets_a_file_of_its_own_for_each_institution(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with school(tmp_path / f"{name}.db") as store:
            export_file(store, "district", tmp_path / "обмен", unsealed=True)
    assert len(list((tmp_path / "обмен").glob("*.kur"))) == 2
