"""Lines of a file: what the short way takes, the long one reads alike; hashes, fields and rows do not depend on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.log_tables import column_kinds, columns, shared_columns, table_names
from sync import arrivals
from sync.arrivals import Arrival
from sync.change_line import line_text, read_line

NODE, OWNER, ROW = "0123456789ab", "a" * 32, "b" * 32
STAMP = "000000000001" + "0000" + NODE
#: Good and bad values of any column.
VALUES: list[Any] = [
    None, "", "слово", "2026-11-21", "2026-02-31", "20261121", "1", "[]", "[1]", '["а"]', "[[", "null", "я" * 200_001,
    "a\u2028b", "\x00", "\x1f", "\ud800", 0, 1, -5, 2**63 - 1, 2**63, 10**30, True, False, 1.5, float("nan"), [], ["x"], {},
    {"a": 1}, OWNER,
]  # fmt: skip


@st.composite
def payloads(draw: st.DrawFn, table: str, side: str) -> Any:
    """A payload that is nearly right: most columns and values fit, some do not."""
    names = shared_columns(table) if side == "shared" else tuple(n for n in columns(table) if n not in shared_columns(table))
    others = (*columns(table), "institution", "future_column", "Bad Name", "*", "_s")
    patch: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(names or ("future_column",)), max_size=6)):
        good = {"day": "2026-11-21", "number": 3, "items": "[]"}.get(column_kinds(table).get(name, ""), "слово")
        patch[name] = OWNER if name == "institution" else draw(st.sampled_from([good] * 12 + VALUES))
    if draw(st.integers(0, 9)) == 0:
        patch[draw(st.sampled_from(others))] = draw(st.sampled_from(VALUES))
    stamps = st.sampled_from([STAMP, f"{STAMP} {STAMP}", "", "вчера", STAMP.upper(), 5, None])
    prev = {name: draw(st.sampled_from([STAMP, STAMP, draw(stamps)])) for name in list(patch)[: draw(st.integers(0, 2))]}
    parts: list[Any] = ["соль", patch, prev, draw(st.sampled_from(["", "", OWNER, 5])), "2026-11-21T10:00:00"]
    return draw(st.sampled_from([parts] * 15 + [parts[:4], [*parts, ""], patch, "x", 1]))


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line of a change, mostly a good one."""
    table = draw(st.sampled_from([*table_names(), "future_table"]))
    known = table if table in table_names() else "person"
    texts: list[str | None] = []
    for side in ("shared", "private"):
        told = draw(st.sampled_from([True, True, True, False] if side == "shared" else [False, False, False, True]))
        value, escaped = draw(payloads(known, side)), draw(st.booleans())
        text = json.dumps(value, ensure_ascii=escaped, separators=(",", ":"))
        if "\ud800" in text:  # no file holds half a letter but as an escape
            text = json.dumps(value, separators=(",", ":"))
        texts.append(text if told else None)
    commits = [draw(st.sampled_from([None, None, None, "c" * 32])) for _ in range(2)]
    kind = draw(st.sampled_from(["create", "create", "update", "delete", "resolve", "future_kind"]))
    text = line_text([NODE, draw(st.integers(1, 10**6)), STAMP, OWNER, table, ROW, kind, *commits, *texts])
    return draw(st.sampled_from([text] * 15 + [text[:-1], text + " ", text.replace('"', "'", 1), text.replace(",", ", ", 1)]))


@settings(max_examples=600, deadline=None)
@given(text=lines())
def test_the_short_way_reads_what_the_long_one_reads(text: str) -> None:
    """Whatever the short way takes, the long one takes too, and it is the same change; the rest is left to the long one."""
    short = arrivals._plain(text)
    if short is None:
        return
    assert short == arrivals._read(text, arrivals._known_tables(), {}, ())


@pytest.mark.parametrize("table", table_names())
def test_the_short_way_takes_what_districts_get(table: str) -> None:
    """A create and an edit of every table, all shared columns filled."""
    kinds = column_kinds(table)
    good = {"day": "2026-11-21", "number": 3, "text": "слово", "items": '["а"]'}
    values = {name: good[kinds[name]] for name in shared_columns(table)} | {"institution": OWNER}
    for kind, prev in (("create", {}), ("update", {"institution": STAMP})):
        payload = json.dumps(["соль", values, prev, "", "2026-11-21T10:00:00"], ensure_ascii=False, separators=(",", ":"))
        assert "\\u" not in payload
        line = [NODE, 7, STAMP, OWNER, table, ROW, kind, None, "c" * 32, payload, None]
        assert read_line(line_text(line)) == line
        arrival = arrivals._plain(line_text(line))
        assert isinstance(arrival, Arrival)
        assert (arrival.patch, arrival.prev, arrival.seq, arrival.private_commit) == (values, prev, 7, "c" * 32)
