"""Changes as they arrive: every line typed, bounded and owned, or the whole file is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from model.cell_values import CHECKS, check_letters
from model.errors import Refusal
from model.log_tables import column_kinds, private_columns, shared_columns, table_names
from model.payload import Payload, commit, payload_of
from sync.change_line import LINE_HEAD, split_line
from sync.exchange_file import MAX_WORD, ExchangeFile, Header
from sync.packed_lines import written_wrong
from sync.prefixes import NO_LINK, Link, Prefix

MAX_VALUE = 200_000
MAX_INITIALS = 20
#: So many lists of columns are remembered of a table: programs write few, a forger may write any.
MAX_PATCHES = 1000
_ID = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[a-z][a-z_]{0,40}")
_MOMENT = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d", re.ASCII)
_TEXTS = frozenset({str, type(None)})
_STAMPS = re.compile(r"(?:[0-9a-f]{28}(?: [0-9a-f]{28})*)?")


@dataclass(slots=True)
class Arrival:
    """One change of a file. ``patch`` is ``None`` when no payload came; ``chain`` is filled in by the merge."""

    node: str
    seq: int
    stamp: str
    institution: str
    table: str
    row: str
    kind: str
    shared_commit: str
    private_commit: str
    shared: str | None
    private: str | None
    patch: dict[str, Any] | None
    prev: dict[str, str]
    chain: str = ""


@dataclass(frozen=True)
class _Table:
    """What a known table's columns are; ``checks``: what a value of a column must pass, where it is more than a text."""

    columns: frozenset[str]
    shared: frozenset[str]
    private: frozenset[str]
    checks: Mapping[str, Callable[[Any], None]]
    #: By the columns of a shared patch, in their order, those among them that have a check; lists of columns repeat.
    checked: dict[tuple[str, ...], tuple[tuple[str, Callable[[Any], None]], ...]] = field(default_factory=dict)

    def checked_of(self, names: tuple[str, ...]) -> tuple[tuple[str, Callable[[Any], None]], ...] | None:
        """The checks of a shared patch of these columns; ``None`` when one of them is no shared column."""
        if not self.shared.issuperset(names):
            return None
        found = tuple((name, self.checks[name]) for name in names if name in self.checks)
        if len(self.checked) < MAX_PATCHES:
            self.checked[names] = found
        return found


@cache
def _known_tables() -> dict[str, _Table]:
    return {
        name: _Table(
            frozenset(column_kinds(name)),
            frozenset(shared_columns(name)),
            frozenset(private_columns(name)),
            {column: CHECKS[kind] for column, kind in column_kinds(name).items() if kind in CHECKS},
        )
        for name in table_names()
    }


def read_arrivals(
    file: ExchangeFile, known: Mapping[str, Link], waiting: Container[tuple[str, int]], skipped: Mapping[str, Prefix]
) -> Iterator[Arrival]:
    """Every change of a file but those ``skipped``, checked; raise ``Refusal`` at the first that is not what it should be.

    Of a change that our log has (numbers up to ``known`` of its node) only the header is read: the chain will show that it
    is the same one. Unless it is ``waiting`` for a payload.
    """
    places: Iterable[int] = range(len(file.texts))
    if skipped:
        past = {place for prefix in skipped.values() for place in range(prefix.start, prefix.start + prefix.count)}
        places = [place for place in places if place not in past]
    texts, owner, own = file.texts, file.header.institution, file.header.scope == "own"
    for place in places:
        text = texts[place]
        arrival = _plain(text)
        if arrival is None or (arrival.institution != owner and not own) or arrival.table == "institution":
            arrival = _checked(file, place + 1, text, known, waiting)
        yield arrival


def read_arrival(file: ExchangeFile, number: int, text: str) -> Arrival:
    """One change of a file, the ``number``-th, read whole."""
    return _checked(file, number, text, {}, ())


def _checked(
    file: ExchangeFile, number: int, text: str, known: Mapping[str, Link], waiting: Container[tuple[str, int]]
) -> Arrival:
    """A change read and owned by whom it may be."""
    try:
        arrival = _read(text, _known_tables(), known, waiting)
    except (ValueError, TypeError, RecursionError) as error:
        raise written_wrong(f"запись {number} не читается", "line") from error
    header = file.header
    published = header.scope == "directive" and arrival.table == "practice"  # its description goes once it is published
    if arrival.private is not None and header.scope != "own" and not published:
        raise Refusal(
            f"В файле «{header.institution_name}» есть то, что не должно покидать учреждение: он не принят, удалите его и "
            "попросите выгрузить новый.",
            "private",
        )
    if (arrival.institution != header.institution and header.scope != "own") or (
        arrival.table == "institution" and arrival.row != arrival.institution
    ):
        raise foreign_row(header)
    return arrival


def foreign_row(header: Header) -> Refusal:
    """One row of another institution refuses the whole file."""
    return Refusal(
        f"В файле «{header.institution_name}» есть записи другого учреждения: он не принят, сообщите отправителю.",
        "foreign-row",
    )


def _read(text: str, tables: dict[str, _Table], logged: Mapping[str, Link], waiting: Container[tuple[str, int]]) -> Arrival:
    parts = split_line(text)
    node, number, stamp, institution, table, row, kind, told_shared, told_private, shared, private, *values = parts
    seq = int(number)
    commits = (_commitment(told_shared, shared), _commitment(told_private, private))
    if seq <= logged.get(node, NO_LINK)[0] and (node, seq) not in waiting:
        return Arrival(node, seq, stamp, institution, table, row, kind, *commits, shared, private, None, {})
    known = tables.get(table)
    patch: dict[str, Any] | None = None
    prev: dict[str, str] = {}
    if shared is not None:
        payload = _payload(shared, values[0], known)
        patch, prev = payload.patch, payload.prev
        if known is not None and not known.private.isdisjoint(patch):
            raise ValueError("a private value in the shared payload")
    if private is not None:
        payload = _payload(private, values[1], known)
        if known is not None and not known.shared.isdisjoint(payload.patch):
            raise ValueError("a shared value in the private payload")
        patch = payload.patch if patch is None else patch | payload.patch
        prev = prev | payload.prev
    if patch and patch.get("institution", institution) != institution:
        raise ValueError("another owner")
    return Arrival(node, seq, stamp, institution, table, row, kind, *commits, shared, private, patch, prev)


def _plain(text: str) -> Arrival | None:
    """A change of a known table, all of it in the shared payload, with nothing unusual in it; else ``None``.

    So are nearly all lines that come to a district. What is read here, ``_read`` reads alike; what it must refuse is ``None``.
    """
    head = LINE_HEAD.match(text)
    if head is None or not text.endswith(",null]") or len(text) > MAX_VALUE or "\\u" in text:
        return None
    node, number, stamp, institution, name, row, kind, shared_commit, private_commit = head.groups()
    table, at = _known_tables().get(name), head.end()
    if table is None or shared_commit is not None:
        return None
    try:
        parts, end = _decode(text, at)
    except (ValueError, RecursionError):
        return None
    if end + 6 != len(text) or type(parts) is not list or len(parts) != 5:
        return None
    salt, patch, prev, author, made_at = parts
    if not (type(salt) is str is type(author) is type(made_at) and type(patch) is dict is type(prev)):
        return None
    if not _is_signed_off(author, made_at):
        return None
    names = tuple(patch)
    checked = table.checked.get(names)
    if checked is None:
        checked = table.checked_of(names)
    if checked is None or patch.get("institution", institution) != institution:
        return None
    if not _TEXTS.issuperset(map(type, patch.values())) and any(
        type(value) not in _TEXTS for name, value in patch.items() if name not in table.checks
    ):
        return None
    try:
        for column, check in checked:
            if patch[column] is not None:
                check(patch[column])
    except (ValueError, TypeError, RecursionError):
        return None
    if prev and not (
        table.columns.issuperset(prev) and all(type(seen) is str and _STAMPS.fullmatch(seen) for seen in prev.values())
    ):
        return None
    shared = text[at:end]
    return Arrival(
        node, int(number), stamp, institution, name, row, kind, commit(shared), private_commit or "", shared, None, patch, prev
    )


@lru_cache(256)
def _is_signed_off(author: str, made_at: str) -> bool:
    """Whether a payload ends with an author (id of a person, or nobody) and a local time: both are shown as they are."""
    return (not author or _ID.fullmatch(author) is not None) and _MOMENT.fullmatch(made_at) is not None


_decode = json.JSONDecoder().raw_decode


def _commitment(told: str | None, payload: str | None) -> str:
    """Commitment of a payload that came, or what the file tells of one that stayed behind."""
    if payload is None:
        return told or ""
    if told is not None:
        raise ValueError("a commitment beside its payload")
    return commit(payload)


def _payload(text: str, value: Any, table: _Table | None) -> Payload:
    """A payload whose values fit their columns: what stands in a table must never break a screen. Else ``ValueError``."""
    payload = payload_of(value)
    patch, prev = payload.patch, payload.prev
    if "\\u" in text:
        check_letters(json.dumps(patch, ensure_ascii=False), payload.author, payload.made_at, *patch.values())
    if not _is_signed_off(payload.author, payload.made_at):
        raise ValueError("not an author or not a time")
    columns = table.columns if table is not None else frozenset()
    for name in patch.keys() - columns:
        if not _NAME.fullmatch(name):
            raise ValueError("not a column")
    for name, seen in prev.items():
        if not ((name == "*" or name in columns or _NAME.fullmatch(name)) and _STAMPS.fullmatch(seen)):
            raise ValueError("not stamps")
    if table is not None:
        checks = table.checks
        for name, one in patch.items():
            if one is None or name not in columns:
                continue
            if name in checks:
                checks[name](one)
            elif type(one) is not str:
                raise ValueError("not a text")
        if len(text) > MAX_VALUE and any(len(str(one)) > MAX_VALUE for name, one in patch.items() if name in columns):
            raise ValueError("too long")
    return payload


def read_withheld(file: ExchangeFile) -> list[tuple[str, str, str]]:
    """Persons of whom only the initials came: row, initials, why; raise ``Refusal`` when the list is something else."""
    told = file.manifest.get("withheld", [])
    good = isinstance(told, list) and all(
        isinstance(entry, list)
        and len(entry) == 3
        and all(isinstance(part, str) and part.isprintable() for part in entry)
        and _ID.fullmatch(entry[0])
        and len(entry[1]) <= MAX_INITIALS
        and len(entry[2]) <= MAX_WORD
        for entry in told
    )
    if not good:
        raise written_wrong("опись не читается", "manifest")
    return [(row, initials, why) for row, initials, why in told]
