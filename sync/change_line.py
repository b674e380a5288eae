"""One change as one line of an exchange file: a JSON array, in one spelling only.

``[node,seq,stamp,institution,table,row,kind,shared commitment,private commitment,shared payload,private payload]``, without
spaces; a commitment is there only where its payload stayed behind. The payloads stand in the line as they are: their very
bytes are what their commitments bind. So a reader takes the eleven parts with one pattern and reads each payload once.
"""

from __future__ import annotations

import json
import re
from typing import Any

#: A change on its way: node, seq, stamp, institution, table, row, kind, shared commitment, private commitment (each only when
#: its payload stays behind), shared payload, private payload.
Line = list[Any]

#: All before the payloads; the stamp ends with the node.
LINE_HEAD = re.compile(
    r'\["([0-9a-f]{12})",([1-9][0-9]{0,17}),"([0-9a-f]{16}\1)","([0-9a-f]{32})","([a-z][a-z_]{0,40})","([0-9a-f]{32})",'
    r'"([a-z][a-z_]{0,40})",(?:null|"([0-9a-f]{32})"),(?:null|"([0-9a-f]{32})"),'
)
_decode = json.JSONDecoder().raw_decode


def line_text(line: Line) -> str:
    """The line of a change, without its line feed."""
    if len(line) != 11:
        return _dump(line)
    payloads = [part if isinstance(part, str) else _dump(part) for part in line[9:]]
    return f"{_dump(line[:9])[:-1]},{payloads[0]},{payloads[1]}]"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


#: node, number, stamp, institution, table, row, kind, shared and private commitment, shared and private payload as text, and
#: both as JSON values.
Parts = tuple[str, str, str, str, str, str, str, str | None, str | None, str | None, str | None, Any, Any]


def split_line(text: str) -> Parts:
    """The parts of a line, each payload also as the value that it is the text of; ``ValueError`` when it is not a line.

    Nothing is said yet of what the payloads hold.
    """
    head = LINE_HEAD.match(text)
    if head is None:
        raise ValueError("not a line of a change")
    node, seq, stamp, institution, table, row, kind, shared_commit, private_commit = head.groups()
    at = head.end()
    shared, middle = _decode(text, at)
    if text.endswith(",null]") and middle + 6 == len(text):
        private, end = None, middle + 5
    else:
        private, end = _decode(text, middle + 1)
        if text[middle] != "," or text[end:] != "]":
            raise ValueError("more than a payload in its place")
    return (
        node, seq, stamp, institution, table, row, kind, shared_commit, private_commit,
        None if shared is None else text[at:middle], None if private is None else text[middle + 1 : end], shared, private,
    )  # fmt: skip


def read_line(text: str) -> Line:
    """The eleven parts of a line, its payloads as text; ``ValueError`` when it is not one."""
    node, seq, *parts = split_line(text)[:11]
    return [node, int(seq), *parts]
