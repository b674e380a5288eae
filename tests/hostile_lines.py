"""Hostile files, the changes: spelling, numbers and chain of a node, stamps, owners, commitments, erasures."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sync.change_line import Line, line_text
from tests.hostile_files import Case, World, add, payload

SPELLING = "запись строки"
CHAIN = "цепочка узла"
OWNER = "чьи записи"
KNOWN = "что новее программы"
COMMITS = "отметки содержимого"


def _case(group: str, name: str, what: str, code: str, make: Callable[[World], bytes], **more: str) -> None:
    def build(world: World, path: Path) -> None:
        path.write_bytes(make(world))

    add(Case(name, group, what, code, build, **more))


# ---------------------------------------------------------------------- one spelling
def _spelling(name: str, what: str, change: Callable[[str], str]) -> None:
    def make(world: World) -> bytes:
        good = line_text(world.line())
        bad = change(good)
        assert bad != good
        return world.with_text(bad)

    _case(SPELLING, name, what, "line", make)


_spelling("line-space", "пробел после запятой", lambda text: text.replace(",", ", ", 1))
_spelling("line-object", "запись — не список", lambda _: '{"node":1}')
_spelling("line-null", "запись — null", lambda _: "null")
_spelling("line-deep", "вложенность в сто тысяч", lambda text: text.replace(",null]", "," + "[" * 100_000))
_spelling("line-short", "записи не хватает значения", lambda text: text.removesuffix(",null]") + "]")
_spelling("line-long", "двенадцатое значение", lambda text: text[:-1] + ",null]")
_spelling("line-two", "две записи в одной строке", lambda text: text + "," + text)
_spelling("number-zero-in-front", "номер с нулём впереди", lambda text: re.sub(r",(\d+),", r",0\1,", text, count=1))
_spelling("seq-0", "номер записи 0", lambda text: re.sub(r",\d+,", ",0,", text, count=1))
_spelling("seq-negative", "номер записи −1", lambda text: re.sub(r",\d+,", ",-1,", text, count=1))
_spelling("seq-float", "номер записи дробный", lambda text: re.sub(r",(\d+),", r",\1.5,", text, count=1))
_spelling(
    "seq-huge", "номер записи не помещается в базу", lambda text: re.sub(r",\d+,", ",99999999999999999999,", text, count=1)
)
_spelling("seq-other-digits", "номер записи другими цифрами", lambda text: re.sub(r",\d+,", ",१२,", text, count=1))
_spelling("node-path", "имя узла — путь", lambda text: re.sub(r'^\["\w+"', '["../../../x"', text))
_spelling("node-upper", "имя узла заглавными", lambda text: text[:2] + text[2:14].upper().replace("0", "A") + text[14:])
_spelling("stamp-short", "отметка времени короче", lambda text: re.sub(r'"[0-9a-f]{28}"', '"0123"', text, count=1))
_spelling("stamp-words", "отметка времени — слово", lambda text: re.sub(r'"[0-9a-f]{28}"', '"вчера"', text, count=1))
_spelling(
    "stamp-other-node",
    "отметка времени другого узла",
    lambda text: re.sub(r'"([0-9a-f]{16})[0-9a-f]{12}"', r'"\1ffffffffffff"', text, count=1),
)
_spelling("row-path", "id строки — путь", lambda text: text.replace("a" * 32, "../../../../etc/passwd"))
_spelling("row-sql", "id строки — SQL", lambda text: text.replace("a" * 32, "x'); DROP TABLE person; --"))
_spelling("row-markup", "id строки — разметка", lambda text: text.replace("a" * 32, "[red]x[/red]<script>"))
_spelling("row-short", "id строки на знак короче", lambda text: text.replace("a" * 32, "a" * 31))
_spelling("row-null", "id строки пуст", lambda text: text.replace(f'"{"a" * 32}"', "null"))
_spelling("table-sql", "имя таблицы — SQL", lambda text: text.replace('"person"', '"person; DROP TABLE change"'))
_spelling("table-system", "таблица sqlite_master", lambda text: text.replace('"person"', '"sqlite_master2"'))
_spelling("table-upper", "таблица заглавными", lambda text: text.replace('"person"', '"PERSON"'))
_spelling("kind-upper", "вид записи заглавными", lambda text: text.replace('"create"', '"CREATE"'))
_spelling("kind-empty", "вид записи пуст", lambda text: text.replace('"create"', '""'))
_spelling("payload-text", "содержимое — текст", lambda text: text.replace(",null]", ',"x"]'))
_spelling("payload-object", "содержимое — объект", lambda text: text.replace(",null]", ",{}]"))
_spelling("payload-open", "содержимое не закрыто", lambda text: text.replace(",null]", ",[null"))
_spelling("commit-short", "отметка содержимого короче", lambda text: text.replace(",null,null,[", ',"abc",null,[', 1))
_spelling(
    "commit-beside",
    "рядом с содержимым стоит и его отметка",
    lambda text: text.replace(",null,null,[", f',"{"0" * 32}",null,[', 1),
)


# ---------------------------------------------------------------------- numbers, chain, stamps
def _lines(name: str, what: str, code: str, change: Callable[[World, list[Line]], list[Line]], **more: str) -> None:
    """Other changes, whose chain values are told anew."""
    _case(CHAIN, name, what, code, lambda world: world.changes_as(change(world, [list(part) for part in world.parts])), **more)


def _stamped(world: World, lines: list[Line], ms: int) -> list[Line]:
    """The good file and a change of a node of its own, made at ``ms``."""
    line = world.line()
    return [*lines, ["abcdef012345", 1, f"{ms:012x}0000abcdef012345", *line[3:]]]


def _late(world: World, stamp: str) -> list[Line]:
    line = world.line()
    line[2] = stamp
    return [*world.parts, line]


_lines("gap", "в узле пропущена запись", "gap", lambda _, lines: lines[:3] + lines[4:])
_lines("first-missing", "узел начинается не с первой записи", "gap", lambda _, lines: lines[1:])
_lines("doubled", "одна запись дважды", "gap", lambda _, lines: [*lines, lines[-1]])
_lines("turned", "записи в обратном порядке", "gap", lambda _, lines: lines[::-1])
_lines("swapped", "две записи переставлены", "gap", lambda _, lines: [*lines[:-2], lines[-1], lines[-2]])
_lines("number-skipped", "номер записи перепрыгнул", "gap", lambda w, lines: [*lines, [w.line()[0], 10**15, *w.line()[2:]]])
_lines("stamp-back", "время в узле идёт назад", "gap", lambda w, lines: _late(w, lines[0][2]))
_lines("stamp-again", "время в узле стоит", "gap", lambda w, lines: _late(w, lines[-1][2]))
_lines(
    "stamp-2035", "часы ушли на девять лет вперёд", "merged", lambda w, lines: _stamped(w, lines, 2_050_000_000_000),
    status="merged", why="севшая батарейка не повод терять записи; наши часы за ней не идут",
)  # fmt: skip
_lines(
    "stamp-1970", "часы показывают 1970 год", "merged", lambda w, lines: _stamped(w, lines, 1),
    status="merged", why="севшая батарейка не повод терять записи; порядок решает не время",
)  # fmt: skip
_lines(
    "stamp-largest", "часы показывают последний миг, какой есть", "merged", lambda w, lines: _stamped(w, lines, 2**48 - 1),
    status="merged", why="как бы ни сбились часы, записи целы; наши часы за ними не идут",
)  # fmt: skip
_case(CHAIN, "chain-broken", "изменена запись, отметки цепочки прежние", "chain", lambda w: _without_retelling(w, 6, "update"))
_case(CHAIN, "chain-row", "запись отдана другой строке, отметки прежние", "chain", lambda w: _without_retelling(w, 5, "b" * 32))


def _without_retelling(world: World, place: int, value: str) -> bytes:
    """The last change says something else; the manifest keeps the chain of the good file."""
    line = [*world.parts[-1]]
    line[place] = value
    return world.texts_as([*map(line_text, world.parts[:-1]), line_text(line)], {"nodes": world.manifest["nodes"]})


def _node_of_another(world: World) -> bytes:
    """A change of A under the node of B's database, which the district knows."""
    node = str(world.store.value("SELECT node FROM change WHERE institution = ? LIMIT 1", (world.b,)))
    return world.changes_as([*world.parts, [node, 1, f"{world.line()[2][:16]}{node}", *world.line()[3:]]])


def _node_of_the_district(world: World) -> bytes:
    node = str(world.store.value("SELECT node FROM known_node WHERE node NOT IN (SELECT node FROM change WHERE institution "
                                 "IN (?, ?))", (world.b, world.header["institution"])))  # fmt: skip
    return world.changes_as([*world.parts, [node, 1, f"{world.line()[2][:16]}{node}", *world.line()[3:]]])


def _retold(world: World) -> bytes:
    """History rewritten: an old change says something else, and the chain is told anew from there on."""
    lines = [list(part) for part in world.parts]
    lines[-1][9] = payload({"surname": "Подменова"})
    return world.changes_as(lines)


BOTH = "обе ветви хранятся под своими именами: кто пришёл первым, не важно, и чужой файл не закроет дорогу настоящему"
_case(
    CHAIN, "node-of-another", "записи под именем копии базы другой школы", "merged", _node_of_another, status="merged", why=BOTH
)
_case(
    CHAIN, "node-of-the-district", "записи под именем копии базы района", "merged", _node_of_the_district,
    status="merged", why=BOTH,
)  # fmt: skip
_case(
    CHAIN, "history-retold", "последняя запись другая, и цепочка подсчитана заново", "merged", _retold,
    status="merged", why="так пишет и вторая копия базы: ветви стоят рядом, прежнее не пропадает",
)  # fmt: skip


# ---------------------------------------------------------------------- owners
def _owned(name: str, what: str, code: str, make: Callable[[World], Line], **more: str) -> None:
    _case(OWNER, name, what, code, lambda world: world.with_line(make(world)), **more)


def _with(line: Line, **places: str) -> Line:
    names = (
        "node",
        "seq",
        "stamp",
        "institution",
        "table",
        "row",
        "kind",
        "shared_commit",
        "private_commit",
        "shared",
        "private",
    )
    return [places.get(name, value) for name, value in zip(names, line, strict=True)]


_owned(
    "foreign-row",
    "запись другого учреждения в хорошо подписанном файле",
    "foreign-row",
    lambda w: _with(w.line(), institution=w.b),
)
_owned(
    "foreign-person",
    "своим именем правится человек другой школы",
    "foreign-row",
    lambda w: w.line("person", w.person_b, "update"),
)
_owned(
    "foreign-delete",
    "удаляется человек другой школы",
    "foreign-row",
    lambda w: w.line("person", w.person_b, "delete", payload({}, {"*": ""})),
)
_owned(
    "foreign-erase",
    "стираются данные человека другой школы",
    "foreign-row",
    lambda w: w.line("person", w.person_b, "erase", payload({})),
)
_owned(
    "foreign-redact",
    "вымарываются записи другой школы",
    "foreign-row",
    lambda w: w.line("person", w.person_b, "redact", payload({}, {"taken_payloads": "0" * 28})),
)
_owned(
    "foreign-institution",
    "правится название другой школы",
    "foreign-row",
    lambda w: w.line("institution", w.b, "update", payload({"name": "Школа"})),
)
_owned("institution-as-ours", "строка учреждения не под его id", "foreign-row", lambda w: w.line("institution", "a" * 32))
_owned(
    "district-row",
    "правится название района",
    "foreign-row",
    lambda w: w.line("institution", str(w.store.setting("institution")), "update", payload({"name": "Р"})),
)
_owned(
    "foreign-year",
    "правится учебный год района",
    "foreign-row",
    lambda w: w.line(
        "school_year",
        str(w.store.value("SELECT id FROM school_year WHERE institution = ?", (str(w.store.setting("institution")),))),
        "update",
        payload({"years": "2026-2027"}),
    ),
)
_owned(
    "owner-inside",
    "в содержимом назван другой владелец",
    "line",
    lambda w: w.line(shared=payload({"surname": "Грач", "institution": w.b})),
)


def _both(world: World) -> bytes:
    """One row for two institutions, both in one file (only a full copy may hold several)."""
    line = world.line()
    return world.changes_as(
        [*world.parts, line, [line[0], line[1] + 1, f"{int(line[2][:12], 16) + 1:012x}{line[2][12:]}", world.b, *line[4:]]]
    )


_case(OWNER, "row-of-two", "одна строка отдана двум учреждениям", "foreign-row", _both)


# ---------------------------------------------------------------------- newer programs
NEWER = "запись более новой программы хранится в журнале и применится после обновления"
_owned(
    "kind-unknown",
    "вид записи, которого программа не знает",
    "merged",
    lambda w: w.line(kind="reassign"),
    status="merged",
    why=NEWER,
)
_owned(
    "table-unknown",
    "таблица, которой программа не знает",
    "merged",
    lambda w: w.line("mood", "a" * 32),
    status="merged",
    why=NEWER,
)
_owned(
    "column-unknown",
    "столбец, которого программа не знает",
    "merged",
    lambda w: w.line(shared=payload({"surname": "Грач", "telegram": "@x"})),
    status="merged",
    why=NEWER,
)
_owned(
    "word-unknown",
    "неизвестное слово в столбце со списком слов",
    "merged",
    lambda w: w.line("role", shared=payload({"role": "наблюдатель", "person": w.person})),
    status="merged",
    why=NEWER,
)
_owned(
    "reference-dangling", "ссылка на человека, которого нет", "merged",
    lambda w: w.line("role", shared=payload({"role": "mentor", "person": "c" * 32})), status="merged",
    why="ссылка ждёт своей строки и показывается как «нет данных»",
)  # fmt: skip
_owned(
    "reference-path", "вместо ссылки на человека путь", "merged",
    lambda w: w.line("role", shared=payload({"role": "mentor", "person": "../../etc/passwd"})), status="merged",
    why="ссылка — только текст, по ней ничего не открывают; показывается как «нет данных»",
)  # fmt: skip
_owned(
    "text-markup", "в фамилии разметка и SQL", "merged",
    lambda w: w.line(shared=payload({"surname": "[red]О'Нил'); DROP TABLE person; --<b>"})), status="merged",
    why="текст человека — данные: он хранится и показывается буквами",
)  # fmt: skip
_owned(
    "prev-unknown", "автор видел запись, которой здесь нет", "conflicts",
    lambda w: w.line("person", w.person, "update", payload({"post": "педагог"}, {"post": "0" * 28})), status="merged",
    why="прежняя запись может прийти позже; до тех пор это расхождение, и его видно в списке",
)  # fmt: skip


# ---------------------------------------------------------------------- commitments
def _without_payload(world: World) -> Line:
    return next(list(part) for part in world.parts if part[9] is None and part[7])


def _silent_changed(place: int, value: str | None) -> Callable[[World], bytes]:
    """The commitment of a payload that stays behind is another one, and the manifest keeps the true chain."""

    def make(world: World) -> bytes:
        at = world.parts.index(_without_payload(world))
        lines = [list(part) for part in world.parts]
        lines[at][place] = value
        return world.texts_as([*map(line_text, lines)], {"nodes": world.manifest["nodes"]})

    return make


def _filled(world: World) -> bytes:
    at = world.parts.index(_without_payload(world))
    lines = [list(part) for part in world.parts]
    lines[at][7], lines[at][9] = None, payload({"surname": "Выдумкина"})
    return world.texts_as([*map(line_text, lines)], {"nodes": world.manifest["nodes"]})


_case(COMMITS, "commit-wrong", "отметка оставшегося содержимого не та", "chain", _silent_changed(7, "f" * 32))
_case(COMMITS, "commit-missing", "отметки оставшегося содержимого нет", "chain", _silent_changed(7, None))
_case(COMMITS, "commit-private-wrong", "отметка личной части не та", "chain", _silent_changed(8, "f" * 32))
_case(COMMITS, "payload-forged", "на место оставшегося поставлено выдуманное", "chain", _filled)
_case(COMMITS, "payload-private", "личная часть записи в файле для района", "private", lambda w: w.with_line(_private(w)))


def _private(world: World) -> Line:
    line = world.line()
    line[10] = payload({"phone": "8-800"})
    return line
