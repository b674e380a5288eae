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


def read_line(text: str) -> Line:
    """The eleven parts of a line, its payloads as text; ``ValueError`` when it is not one.

    Nothing is said yet of what the payloads hold.
    """
    head = LINE_HEAD.match(text)
    if head is None:
        raise ValueError("not a line of a change")
    node, seq, *parts = head.groups()
    at, payloads = head.end(), []
    for close in (",", "]"):
        _, end = _decode(text, at)
        if text[end : end + 1] != close:
            raise ValueError("not a line of a change")
        payload = text[at:end]
        payloads.append(None if payload == "null" else payload)
        at = end + 1
    if at != len(text):
        raise ValueError("more behind the end of a line")
    return [node, int(seq), *parts, *payloads]
