"""What the columns of a replicated table may hold, and the ids of its rows.

Every column is text or integer and may be empty: a row can arrive in parts (see ``model/changelog.py``), so nothing but the
id is required, no foreign key can refuse a row, and empty text is stored as NULL.
"""

from __future__ import annotations

import json
import random
import re
import secrets
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from peewee import DatabaseProxy, Field, Model

#: The database that is open now; ``Store`` points it at a file.
database = DatabaseProxy()

if TYPE_CHECKING:  # peewee's fields are generic in its stubs only
    TextColumn = Field[str]
    DayColumn = Field[date | None]
    NumberColumn = Field[int]
    ItemsColumn = Field[list[Any]]
else:
    TextColumn = DayColumn = NumberColumn = ItemsColumn = Field

_NAMES = uuid.UUID("6b757261-746f-5e6e-8a61-737461766e69")
_ID = re.compile(r"[0-9a-f]{32}")
#: So many digits at the head of an id are those of its institution's.
_HEAD = 8

#: Where ids are drawn from in this thread while invented data are made; otherwise nothing, and they are truly random.
_ids: ContextVar[random.Random | None] = ContextVar("kurator_ids", default=None)


#: What the ids of new rows begin with, by database.
_heads: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


def ids_begin_as(opened: Any, institution: str) -> None:
    """From here on the ids of new rows in a database (peewee's) begin as its institution's id does.

    So what one institution makes lies side by side in every index, here and at the district: a merge touches a quarter of the
    pages. 96 random bits are left; nothing is ever read from the head.
    """
    _heads[opened] = institution[:_HEAD]


def new_id() -> str:
    """Id of a row: 32 hexadecimal digits, random behind the head that the open database gives (``ids_begin_as``)."""
    source, head = _ids.get(), "" if database.obj is None else _heads.get(database.obj, "")
    digits = secrets.token_hex(16) if source is None else f"{source.getrandbits(128):032x}"
    return head + digits[len(head) :]


@contextmanager
def ids_from(source: random.Random) -> Iterator[None]:
    """Draw the ids of new rows from ``source`` in this thread: only for invented data, which must come out alike twice."""
    before = _ids.set(source)
    try:
        yield
    finally:
        _ids.reset(before)


def natural_id(*keys: str) -> str:
    """Id of a row of natural identity, derived from its keys (uuid5), so that two laptops that make the same one meet.

    It begins as the first id among its keys does, and so lies near that row.
    """
    digits = uuid.uuid5(_NAMES, "\x1f".join(unicodedata.normalize("NFC", key) for key in keys)).hex
    head = next((key[:_HEAD] for key in keys if _ID.fullmatch(key)), "")
    return head + digits[len(head) :]


class Id(TextColumn):
    """Id of this row."""

    field_type = "TEXT"


class Ref(TextColumn):
    """Id of another row, or empty. A dangling reference waits and shows as «нет данных»."""

    field_type = "TEXT"

    def __init__(self) -> None:
        super().__init__(null=True, default="")

    def db_value(self, value: Any) -> str | None:
        return value or None

    def python_value(self, value: Any) -> str:
        return value or ""


class Words(Ref):
    """Text of a person, in NFC, no NUL; empty is NULL."""

    def db_value(self, value: Any) -> str | None:
        return unicodedata.normalize("NFC", str(value)).replace("\x00", "") or None if value is not None else None


class Day(DayColumn):
    """A calendar day, ISO 8601 text."""

    field_type = "TEXT"

    def __init__(self) -> None:
        super().__init__(null=True)

    def db_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else value or None

    def python_value(self, value: Any) -> date | None:
        return date.fromisoformat(value) if value else None


class Number(NumberColumn):
    """A whole number; empty reads as 0."""

    field_type = "INTEGER"

    def __init__(self) -> None:
        super().__init__(null=True, default=0)

    def python_value(self, value: Any) -> int:
        return int(value) if value is not None else 0


class Items(ItemsColumn):
    """A short list or list of pairs, kept as one JSON text: it changes as a whole."""

    field_type = "TEXT"

    def __init__(self) -> None:
        super().__init__(null=True, default=list)

    def db_value(self, value: Any) -> str | None:
        if isinstance(value, str):
            return value or None
        if not value:
            return None
        return unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def python_value(self, value: Any) -> list[Any]:
        return list(json.loads(value)) if value else []


class Replicated(Model):
    """A row that travels. ``institution`` is its owner: only the owner's files may bring it."""

    SHARED: ClassVar[tuple[str, ...]] = ()
    #: Columns that say whom the row is about, and the table of that row: erasing it erases this row too (152-ФЗ art. 21).
    ABOUT: ClassVar[tuple[tuple[str, str], ...]] = ()
    #: A membership: these columns stay when its person is erased, the others are personal.
    MEMBERSHIP: ClassVar[tuple[str, ...]] = ()

    id = Id(primary_key=True, default=new_id)
    institution = Ref()

    class Meta:
        database = database
        strict_tables = True
        legacy_table_names = False
