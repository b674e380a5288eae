"""Tables of the change log, the replicated tables with their stamps, and the triggers that no write can escape.

A replicated table ``t`` has, beside the columns of its model, hidden ones: ``_s`` (stamp of the row's creation) and
``_s_<column>`` (stamp of the column's value when it is younger; NULL means ``_s``). Triggers turn every insert, update and
delete into one row of ``change``; a connection without our functions cannot write at all.

``head`` knows the rows whose history is not a single line: each head of a cell that has several (its value as a JSON array
of one), and, under the column ``*``, the deletes in force. A row of ``head`` whose table has no such row is a grave.

Payload of a change, one per scope (``shared``, ``private``): JSON text ``[salt, patch, prev, author, made_at]``. ``prev``
gives for each changed column the stamp of the value that the author was looking at (several, separated by spaces, when he
saw a conflict); its key ``*`` names what is seen at the level of the row: in a delete everything, elsewhere the deletes
that this change overrides.

``import`` remembers each file: what it told (``withheld``), what it appended (``import_span``: node and numbers), whose older
payloads it brought (``import_filled``; ``sides`` 1 shared, 2 private, 3 both), how far this copy had written by then; so it
can be withdrawn (``sync/withdrawal.py``). ``whole`` is 0 once a withdrawal has taken something that the file carried too.

``erased``: rows (``stamp`` empty) and single changes whose payloads are gone for ever and never taken again; what it says can
be read from the changes of the kinds ``erase`` and ``redact`` (``model/blanking.py``).

``export``, ``receipt``: files written here and what the district said of them; ``refused_file``: files that were not taken;
``heard``: how far another copy (the district, another laptop) knows each node (``sync/receipts.py``). ``kept_file``: exchange
files that lie about (``model/kept_copies.py``).

``verified``: the lines of each node in the last file of a scope (``sync/prefixes.py``): nothing but a memory of work done.

``fork``: branches of a node under which two copies wrote (``model/lineage.py``). ``clock_shift``: the clock fixes in force,
as ranges of stamps (``model/clock_fix.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from model.entities import REPLICATED, Day, Items, Number, Replicated
from model.names import fold

#: «KURA»: this file is a database of Kurator (SQLite header, offset 68).
APPLICATION_ID = 0x4B555241

#: Changes that may say nothing of their row here: what they told stayed behind, was erased, or is of a kind that is not known.
#: (One comparison after another: a list would be built anew for every row that is written.)
SILENT = "shared IS NULL OR " + " AND ".join(
    f"kind <> '{kind}'" for kind in ("create", "update", "delete", "undelete", "resolve")
)

#: ``change_row`` has the institution before the row, so that what one file brings lies side by side on a few pages: who asks
#: for a row says its institution too, or the whole table is walked. A row has one institution for ever.
LOG_TABLES = f"""
CREATE TABLE change(
  node TEXT NOT NULL, seq INTEGER NOT NULL, stamp TEXT NOT NULL, institution TEXT NOT NULL, tbl TEXT NOT NULL,
  row_id TEXT NOT NULL, kind TEXT NOT NULL, shared_commit TEXT NOT NULL DEFAULT '', private_commit TEXT NOT NULL DEFAULT '',
  chain TEXT NOT NULL DEFAULT '', shared TEXT, private TEXT, PRIMARY KEY(node, seq)) STRICT;
CREATE INDEX change_row ON change(tbl, institution, row_id);
CREATE INDEX change_silent ON change(tbl, row_id) WHERE {SILENT};
CREATE INDEX change_waiting ON change(institution) WHERE shared IS NULL AND shared_commit <> '';
CREATE TABLE known_node(node TEXT PRIMARY KEY, seq INTEGER NOT NULL, chain TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE verified(node TEXT NOT NULL, scope TEXT NOT NULL, seq INTEGER NOT NULL, chain TEXT NOT NULL, stamp TEXT NOT NULL,
  sha256 TEXT NOT NULL, PRIMARY KEY(node, scope)) STRICT, WITHOUT ROWID;
CREATE TABLE head(tbl TEXT NOT NULL, row_id TEXT NOT NULL, col TEXT NOT NULL, stamp TEXT NOT NULL, value TEXT,
  PRIMARY KEY(tbl, row_id, col, stamp)) STRICT, WITHOUT ROWID;
CREATE TABLE replica(id INTEGER PRIMARY KEY CHECK(id = 1), database_id TEXT NOT NULL, node TEXT NOT NULL, seq INTEGER NOT NULL,
  chain TEXT NOT NULL, stamp TEXT NOT NULL, machine TEXT NOT NULL, path TEXT NOT NULL) STRICT;
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE action(id INTEGER PRIMARY KEY, node TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
  label TEXT NOT NULL, kind TEXT NOT NULL, target INTEGER) STRICT;
CREATE TABLE import(id INTEGER PRIMARY KEY, institution TEXT NOT NULL, scope TEXT NOT NULL, sender TEXT NOT NULL,
  number INTEGER NOT NULL,
  file_hash TEXT NOT NULL, created TEXT NOT NULL, imported_at TEXT NOT NULL, changes INTEGER NOT NULL,
  name TEXT NOT NULL DEFAULT '', rows_new INTEGER NOT NULL DEFAULT 0, rows_changed INTEGER NOT NULL DEFAULT 0,
  conflicts INTEGER NOT NULL DEFAULT 0, withheld TEXT, own_node TEXT NOT NULL DEFAULT '', own_seq INTEGER NOT NULL DEFAULT 0,
  last_action INTEGER NOT NULL DEFAULT 0, whole INTEGER NOT NULL DEFAULT 1, undone_at TEXT) STRICT;
CREATE UNIQUE INDEX import_number ON import(institution, scope, sender, number, file_hash)
  WHERE undone_at IS NULL AND whole = 1;
CREATE INDEX import_file ON import(file_hash);
CREATE TABLE import_span(import INTEGER NOT NULL, node TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
  PRIMARY KEY(import, node, first_seq)) STRICT, WITHOUT ROWID;
CREATE TABLE import_filled(import INTEGER NOT NULL, node TEXT NOT NULL, seq INTEGER NOT NULL, sides INTEGER NOT NULL,
  PRIMARY KEY(import, node, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE fork(node TEXT PRIMARY KEY, origin TEXT NOT NULL, parent TEXT NOT NULL, seq INTEGER NOT NULL,
  chain TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE clock_shift(place INTEGER PRIMARY KEY, node TEXT NOT NULL, first_stamp TEXT NOT NULL, last_stamp TEXT NOT NULL,
  milliseconds INTEGER NOT NULL) STRICT;
CREATE TABLE erased(tbl TEXT NOT NULL, row_id TEXT NOT NULL, stamp TEXT NOT NULL, institution TEXT NOT NULL,
  PRIMARY KEY(tbl, row_id, stamp)) STRICT, WITHOUT ROWID;
CREATE TABLE withheld(institution TEXT NOT NULL, row_id TEXT NOT NULL, initials TEXT NOT NULL, why TEXT NOT NULL,
  PRIMARY KEY(institution, row_id)) STRICT, WITHOUT ROWID;
CREATE TABLE export(id INTEGER PRIMARY KEY, scope TEXT NOT NULL, number INTEGER NOT NULL, file_hash TEXT NOT NULL,
  created TEXT NOT NULL, addressee TEXT NOT NULL DEFAULT '', path TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE receipt(file_hash TEXT PRIMARY KEY, district TEXT NOT NULL, sender TEXT NOT NULL, number INTEGER NOT NULL,
  state TEXT NOT NULL, at TEXT NOT NULL, code TEXT NOT NULL, sentence TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE refused_file(file_hash TEXT PRIMARY KEY, institution TEXT NOT NULL, sender TEXT NOT NULL, number INTEGER NOT NULL,
  code TEXT NOT NULL, sentence TEXT NOT NULL, seen_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE heard(peer TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, node TEXT NOT NULL, seq INTEGER NOT NULL,
  at TEXT NOT NULL, PRIMARY KEY(peer, node)) STRICT, WITHOUT ROWID;
CREATE TABLE kept_file(path TEXT PRIMARY KEY, seen_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE trusted_key(sign TEXT PRIMARY KEY, institution TEXT NOT NULL, age TEXT NOT NULL, name TEXT NOT NULL,
  kind TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL, words TEXT NOT NULL, confirmed_at TEXT NOT NULL,
  replaced_by TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX trusted_key_institution ON trusted_key(institution);
CREATE VIEW capture AS SELECT '' AS tbl, '' AS row_id, '' AS kind, '' AS institution, '' AS shared_patch,
  '' AS shared_prev, '' AS private_patch, '' AS private_prev WHERE 0;
CREATE TRIGGER capture_change INSTEAD OF INSERT ON capture BEGIN
  SELECT raise(ABORT, 'erased') WHERE NEW.kind <> 'erase'
    AND EXISTS(SELECT 1 FROM erased WHERE tbl = NEW.tbl AND row_id = NEW.row_id AND stamp = '');
  UPDATE replica SET stamp = kurator_next_stamp(stamp, node, seq + 1), seq = seq + 1;
  INSERT INTO change(node, seq, stamp, institution, tbl, row_id, kind, shared, private)
    SELECT node, seq, stamp, coalesce(NEW.institution, ''), NEW.tbl, NEW.row_id, NEW.kind,
      CASE WHEN NEW.kind <> 'update' OR NEW.shared_patch <> '{{}}' OR NEW.shared_prev <> '{{}}'
        THEN kurator_payload(NEW.shared_patch, NEW.shared_prev) END,
      CASE WHEN NEW.private_patch <> '{{}}' OR NEW.private_prev <> '{{}}'
        THEN kurator_payload(NEW.private_patch, NEW.private_prev) END
    FROM replica;
  UPDATE change SET shared_commit = kurator_commit(shared), private_commit = kurator_commit(private)
    WHERE (node, seq) = (SELECT node, seq FROM replica);
  UPDATE replica SET chain = (SELECT kurator_chain(replica.chain, c.node, c.seq, c.stamp, c.institution, c.tbl, c.row_id,
    c.kind, c.shared_commit, c.private_commit) FROM change c WHERE c.node = replica.node AND c.seq = replica.seq);
  UPDATE change SET chain = (SELECT chain FROM replica) WHERE (node, seq) = (SELECT node, seq FROM replica);
  INSERT INTO known_node(node, seq, chain) SELECT node, seq, chain FROM replica WHERE true
    ON CONFLICT(node) DO UPDATE SET seq = excluded.seq, chain = excluded.chain;
END;
"""

_KNOWN = {model._meta.table_name: model for model in REPLICATED}


def table_names() -> list[str]:
    """Names of the replicated tables, in the order of ``REPLICATED``."""
    return list(_KNOWN)


def model_of(table: str) -> type[Replicated]:
    """Model of a replicated table; ``KeyError`` for a table of a newer program."""
    return _KNOWN[table]


@cache
def columns(table: str) -> tuple[str, ...]:
    """Columns of a replicated table that travel: all of the model but the id and those that begin with ``_``."""
    names = (field.column_name for field in _KNOWN[table]._meta.sorted_fields)
    return tuple(name for name in names if name != "id" and not name.startswith("_"))


@cache
def column_types(table: str) -> Mapping[str, str]:
    """SQL type of each travelling column: ``TEXT`` or ``INTEGER``."""
    fields = _KNOWN[table]._meta.columns
    return {name: str(fields[name].field_type) for name in columns(table)}


@cache
def column_kinds(table: str) -> Mapping[str, str]:
    """What each travelling column holds: ``text``, ``number``, ``day`` (ISO 8601) or ``items`` (JSON array)."""
    fields = _KNOWN[table]._meta.columns
    kinds = {Number: "number", Day: "day", Items: "items"}
    return {name: kinds.get(type(fields[name]), "text") for name in columns(table)}


@cache
def shared_columns(table: str) -> tuple[str, ...]:
    """Columns whose values the district may see (``institution`` always is one)."""
    shared = {"institution", *_KNOWN[table].SHARED}
    return tuple(name for name in columns(table) if name in shared)


@cache
def private_columns(table: str) -> tuple[str, ...]:
    """Columns that stay inside the institution."""
    shared = set(shared_columns(table))
    return tuple(name for name in columns(table) if name not in shared)


def table_ddl(table: str) -> Iterator[str]:
    """Statements that make one replicated table with its stamps and triggers."""
    types = column_types(table)
    values = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    stamps = ", ".join(f'"_s_{name}" TEXT' for name in types)
    key = ", _key TEXT" if table == "person" else ""
    yield f'CREATE TABLE "{table}"(id TEXT NOT NULL PRIMARY KEY, {values}, _s TEXT, {stamps}{key}) STRICT'
    for name in types:
        if name in _INDEXED.get(table, ()):
            yield f'CREATE INDEX "{table}_by_{name}" ON "{table}"("{name}")'
    if table == "person":
        yield from _PERSON_KEY
    yield from trigger_ddl(table)


#: ``person._key``: the name as it is searched and ordered (SQLite folds ASCII only). Derived, so it never travels. A new row
#: gets it with its stamp, or from who writes many rows (``derived``): a trigger more costs every row of a merge.
_PERSON_KEY = (
    "CREATE INDEX person_key ON person(institution, _key)",
    """CREATE TRIGGER person_key_update AFTER UPDATE OF surname, name, patronymic ON person BEGIN
  UPDATE person SET _key = kurator_fold(NEW.surname, NEW.name, NEW.patronymic) WHERE id = NEW.id; END""",
)


@cache
def derived(table: str) -> Mapping[str, tuple[Callable[..., str], tuple[str, ...]]]:
    """Columns that are computed from others, for who writes many rows: column → function, columns that it takes."""
    return {"_key": (fold, ("surname", "name", "patronymic"))} if table == "person" else {}


#: Columns that join tables or pick rows.
_INDEXED: dict[str, tuple[str, ...]] = {
    "role": ("person",),
    "consent": ("person",),
    "request": ("person",),
    "pair_member": ("pair", "person"),
    "programme": ("pair",),
    "programme_activity": ("programme",),
    "roadmap": ("institution",),
    "stage": ("roadmap",),
    "activity": ("stage",),
    "occurrence": ("activity",),
    "mark": ("occurrence",),
    "control_card": ("programme",),
    "search_step": ("person",),
    "diagnosis": ("person",),
    "route": ("person",),
    "programme_extension": ("programme",),
    "control_card_row": ("card",),
    "questionnaire_item": ("questionnaire",),
    "answer_sheet": ("questionnaire", "person"),
    "answer": ("sheet",),
    "assignment": ("activity", "assignee"),
    "order_link": ("order_document", "target"),
    "event_person": ("event", "person"),
    "evidence_link": ("event", "target"),
    "body_member": ("body", "person"),
    "body_meeting": ("body",),
}


def trigger_ddl(table: str) -> Iterator[str]:
    """The three capture triggers of one table and the guard of its identity."""
    names = columns(table)
    shared, private = shared_columns(table), private_columns(table)
    changed = " OR ".join(f'NEW."{c}" IS NOT OLD."{c}"' for c in names)
    listed = ", ".join(f'"{c}"' for c in names)
    dead = f"EXISTS(SELECT 1 FROM head WHERE tbl = '{table}' AND row_id = NEW.id)"
    persons = [name for name, target in _KNOWN[table].ABOUT if target == "person"]
    persons = persons or [name for name in _KNOWN[table].MEMBERSHIP if name == "person"]
    gone = "".join(
        f"\n  SELECT raise(ABORT, 'erased') WHERE EXISTS(SELECT 1 FROM erased WHERE tbl = 'person' AND row_id = NEW.\"{name}\" "
        "AND stamp = '');"
        for name in persons
    )
    key = ", _key = kurator_fold(NEW.surname, NEW.name, NEW.patronymic)" if table == "person" else ""
    settled = " ".join(f'OR col = \'{c}\' AND NEW."{c}" IS NOT OLD."{c}"' for c in names)
    yield f"""CREATE TRIGGER "{table}_insert" AFTER INSERT ON "{table}" WHEN kurator_capture() BEGIN{gone}
  INSERT INTO capture SELECT '{table}', NEW.id, CASE WHEN {dead} THEN 'undelete' ELSE 'create' END, {_owner(table, "NEW")},
    {_insert_patch(shared, dead)}, {_insert_prev(table, shared, True)},
    {_insert_patch(private, dead)}, {_insert_prev(table, private, False)};
  DELETE FROM head WHERE tbl = '{table}' AND row_id = NEW.id;
  UPDATE "{table}" SET _s = (SELECT stamp FROM replica){key}, {", ".join(f'"_s_{c}" = NULL' for c in names)} WHERE id = NEW.id;
END"""
    yield f"""CREATE TRIGGER "{table}_update" AFTER UPDATE OF {listed} ON "{table}" WHEN kurator_capture() AND ({changed}) BEGIN
  INSERT INTO capture SELECT '{table}', NEW.id, 'update', {_owner(table, "NEW")},
    {_update_patch(shared)}, {_update_prev(table, shared, True)},
    {_update_patch(private)}, {_update_prev(table, private, False)};
  UPDATE "{table}" SET {", ".join(_new_stamp(c) for c in names)} WHERE id = NEW.id;
  DELETE FROM head WHERE tbl = '{table}' AND row_id = NEW.id AND (col = '*' {settled});
END"""
    yield f"""CREATE TRIGGER "{table}_delete" AFTER DELETE ON "{table}" WHEN kurator_capture() BEGIN
  INSERT INTO capture SELECT '{table}', OLD.id, 'delete', {_owner(table, "OLD")}, '{{}}',
    json_object('*', (SELECT group_concat(stamp, ' ') FROM ({_seen(table)}))), '{{}}', '{{}}';
  UPDATE head SET value = NULL WHERE tbl = '{table}' AND row_id = OLD.id;
  {_bury(table, names)}
  DELETE FROM head WHERE tbl = '{table}' AND row_id = OLD.id AND col = '*';
  INSERT OR REPLACE INTO head SELECT '{table}', OLD.id, '*', stamp, NULL FROM replica;
END"""
    yield f"""CREATE TRIGGER "{table}_identity" BEFORE UPDATE OF id, institution ON "{table}" WHEN kurator_capture()
  AND (NEW.id IS NOT OLD.id OR NEW.institution IS NOT OLD.institution) BEGIN
  SELECT raise(ABORT, 'the id and the owner of a row never change');
END"""


def _owner(table: str, row: str) -> str:
    """Institution of a row; where its payload did not come, that of its changes."""
    if table == "institution":
        return f"{row}.id"
    logged = f"SELECT institution FROM change WHERE tbl = '{table}' AND row_id = {row}.id LIMIT 1"
    return f"coalesce({row}.institution, ({logged}), '')"


def _cells(names: Sequence[str], values: str, where: str = "") -> str:
    """A row a column: its name as ``k``, then ``values`` (of column ``{0}``). Short: SQLite reads all of it at each start."""
    first = f"SELECT '{{0}}' AS k, {values}{where}".format(names[0])
    rest = (f" UNION ALL SELECT '{{0}}', {values.partition(' AS ')[0]}{where}".format(name) for name in names[1:])
    return first + "".join(rest)


def _insert_patch(names: Sequence[str], dead: str) -> str:
    """JSON of the values; what is empty is left out, but an undelete names every column."""
    if not names:
        return "'{}'"
    values = _cells(names, 'NEW."{0}" AS v')
    return f"(SELECT json_group_object(k, v) FROM ({values}) WHERE v IS NOT NULL OR {dead})"


def _insert_prev(table: str, names: Sequence[str], row_level: bool) -> str:
    """Heads of a row that is made again: for each column those that were buried with it, and the deletes."""
    listed = ", ".join(f"'{c}'" for c in (*names, "*") if c != "*" or row_level)
    return (
        "(SELECT json_group_object(col, stamps) FROM (SELECT col, group_concat(stamp, ' ') AS stamps FROM "
        f"(SELECT col, stamp FROM head WHERE tbl = '{table}' AND row_id = NEW.id AND col IN ({listed}) ORDER BY col, stamp) "
        "GROUP BY col))"
    )


_CHANGED = ' WHERE NEW."{0}" IS NOT OLD."{0}"'


def _update_patch(names: Sequence[str]) -> str:
    if not names:
        return "'{}'"
    cells = _cells(names, 'NEW."{0}" AS v', _CHANGED)
    return f"(SELECT json_group_object(k, v) FROM ({cells}))"


def _update_prev(table: str, names: Sequence[str], row_level: bool) -> str:
    parts = []
    if names:
        cells = _cells(names, 'OLD."_s_{0}" AS s', _CHANGED)
        parts.append(f"SELECT k, coalesce({_heads(table, 'k')}, s, OLD._s, '') AS v FROM ({cells})")
    if row_level:
        deletes = _heads(table, "'*'")
        parts.append(f"SELECT '*' AS k, {deletes} AS v WHERE {deletes} IS NOT NULL")
    return f"(SELECT json_group_object(k, v) FROM ({' UNION ALL '.join(parts)}))" if parts else "'{}'"


def _heads(table: str, column: str) -> str:
    """Heads of a cell that has several, separated by spaces, or NULL; ``column``: SQL of its name."""
    return (
        f"(SELECT group_concat(stamp, ' ') FROM (SELECT stamp FROM head WHERE tbl = '{table}' AND row_id = NEW.id "
        f"AND col = {column} ORDER BY stamp))"
    )


def _new_stamp(column: str) -> str:
    return (
        f'"_s_{column}" = CASE WHEN NEW."{column}" IS NOT OLD."{column}" '
        f'THEN (SELECT stamp FROM replica) ELSE "_s_{column}" END'
    )


def _seen(table: str) -> str:
    """All that the one who deletes has seen: the row's whole log, for who knows only a part of it may show an early value."""
    return (
        f"SELECT stamp FROM change WHERE tbl = '{table}' AND institution = {_owner(table, 'OLD')} AND row_id = OLD.id "
        "ORDER BY stamp"
    )


def _bury(table: str, names: Sequence[str]) -> str:
    """Keep the heads of a deleted row: who makes it again must name them."""
    cells = _cells(names, 'coalesce(OLD."_s_{0}", OLD._s) AS s')
    return (
        f"INSERT OR REPLACE INTO head(tbl, row_id, col, stamp, value) SELECT '{table}', OLD.id, k, s, NULL FROM ({cells}) "
        f"WHERE s IS NOT NULL AND NOT EXISTS(SELECT 1 FROM head WHERE tbl = '{table}' AND row_id = OLD.id AND col = k);"
    )
