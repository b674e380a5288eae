"""Undo and redo on the log: an undo is a change like any other, so it travels and is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from model.changelog import COVERS, Change, fold_row, lens_of, owner_of
from model.clock_fix import follow_fixes
from model.clock_shifts import shifts_of
from model.errors import Refusal
from model.lineage import lineage_of
from model.log_tables import columns, table_names
from model.payload import Payload, read_payload
from model.store import Store


def undo(store: Store) -> str:
    """Take back this laptop's last action that was not taken back; return its label.

    Raise ``Refusal`` when there is none, or when somebody has changed the same since.
    """
    found = store.sql(
        "SELECT id, label, node, first_seq, last_seq FROM action a WHERE kind IN ('do', 'redo') AND NOT EXISTS"
        "(SELECT 1 FROM action u WHERE u.kind = 'undo' AND u.target = a.id) ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if found is None:
        raise Refusal("Отменять нечего.", "nothing")
    return reverse(store, found, "undo")


def redo(store: Store) -> str:
    """Do again what the last undo took back; return its label. Raise ``Refusal`` when something new was done since."""
    found = store.sql(
        "SELECT id, label, node, first_seq, last_seq FROM action a WHERE kind = 'undo' AND NOT EXISTS"
        "(SELECT 1 FROM action r WHERE r.kind = 'redo' AND r.target = a.id) AND NOT EXISTS"
        "(SELECT 1 FROM action d WHERE d.kind = 'do' AND d.id > a.id) ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if found is None:
        raise Refusal("Повторять нечего.", "nothing")
    return reverse(store, found, "redo")


def reverse(store: Store, action: tuple[Any, ...], kind: str) -> str:
    """Write an action's cells back as they were before it, as changes of their own; return its label."""
    identity, label, node, first, last = action
    if erased := erasure_within(store, node, first, last):
        raise Refusal(erased, "erased")
    changes = store.sql(
        "SELECT stamp, tbl, row_id, kind, shared, private FROM change WHERE node = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC",
        (node, first, last),
    ).fetchall()
    with store.transaction(label, kind=kind, target=identity):
        for stamp, table, row_id, what, shared, private in changes:
            if table not in table_names():
                continue
            payloads = _payloads(store, table, row_id, stamp, (shared, private))
            if what in COVERS:
                _unmake(store, table, row_id)
            elif what == "delete":
                _bring_back(store, table, row_id, {seen for p in payloads for seen in p.prev.get("*", "").split()})
            else:
                _take_back(store, table, row_id, stamp, payloads)
        follow_fixes(store)
    return str(label)


def erasure_within(store: Store, node: str, first: int, last: int) -> str:
    """Why changes cannot be gone back behind, a Russian sentence, when an erasure made or reached them; else empty."""
    kinds = "SELECT 1 FROM change WHERE node = ? AND seq BETWEEN ? AND ? AND kind IN ('erase', 'redact')"
    if store.value(kinds, (node, first, last)):
        return "Удаление персональных данных не отменяется: этих данных больше нет (152-ФЗ, ст. 21)."
    reached = (
        "SELECT 1 FROM change c JOIN erased e ON e.tbl = c.tbl AND e.row_id = c.row_id AND e.stamp IN ('', c.stamp) "
        "WHERE c.node = ? AND c.seq BETWEEN ? AND ?"
    )
    if store.value(reached, (node, first, last)):
        return "Отменить нельзя: данные, которых это касалось, удалены по закону (152-ФЗ, ст. 21)."
    return ""


def _payloads(store: Store, table: str, row_id: str, stamp: str, texts: Iterable[str | None]) -> list[Payload]:
    """Payloads of a change; what it names in ``prev`` by the names of today, should a fork have become known since."""
    payloads = [read_payload(text) for text in texts if text is not None]
    lineage = lineage_of(store)
    if not lineage:
        return payloads
    owner = owner_of(store, table, row_id)
    rows = store.sql("SELECT stamp FROM change WHERE tbl = ? AND institution = ? AND row_id = ?", (table, owner, row_id))
    read = lineage.reader([str(row[0]) for row in rows])
    if read is None:
        return payloads
    return [replace(one, prev={name: read(stamp, seen) for name, seen in one.prev.items()}) for one in payloads]


def _unmake(store: Store, table: str, row_id: str) -> None:
    """Delete a row that this copy made, unless somebody's file has changed it since."""
    for column in columns(table):
        _check_ours(store, _heads(store, table, row_id, column))
    store.sql(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))


def _take_back(store: Store, table: str, row_id: str, stamp: str, payloads: list[Payload]) -> None:
    """Give the columns of one change the values that they had before it."""
    values = {}
    for payload in payloads:
        for column in payload.patch:
            if column in columns(table):
                heads = _heads(store, table, row_id, column)
                if not heads:
                    raise _changed()
                _check_ours(store, heads - {stamp})
                values[column] = _value_at(store, table, row_id, column, payload.prev.get(column, "").split())
    _write(store, table, row_id, values)


def _heads(store: Store, table: str, row_id: str, column: str) -> set[str]:
    """Stamps that a cell shows now, several in a conflict; none when there is no such row."""
    now = store.value(f'SELECT coalesce("_s_{column}", _s) FROM "{table}" WHERE id = ?', (row_id,))
    found = store.sql("SELECT stamp FROM head WHERE tbl = ? AND row_id = ? AND col = ?", (table, row_id, column)).fetchall()
    return set() if now is None else {now, *(str(row[0]) for row in found)}


def _check_ours(store: Store, stamps: set[str]) -> None:
    """Refuse unless this copy's actions wrote all the stamps (whatever node id it had then); a file brought the others."""
    for stamp in stamps:
        if stamp[16:] != store.node and not store.value(
            "SELECT 1 FROM change c JOIN action a ON a.node = c.node AND c.seq BETWEEN a.first_seq AND a.last_seq "
            "WHERE c.node = ? AND c.stamp = ?",
            (stamp[16:], stamp),
        ):
            raise _changed()


def _changed() -> Refusal:
    return Refusal("Отменить нельзя: это с тех пор изменено в другом месте, исправьте вручную.", "changed")


def _value_at(store: Store, table: str, row_id: str, column: str, seen: list[str]) -> Any:
    """Value of a cell that the stamps ``seen`` left to be seen: that of the youngest."""
    for stamp in sorted(seen, key=shifts_of(store).key, reverse=True):
        for kind, *texts in store.sql(
            "SELECT kind, shared, private FROM change WHERE tbl = ? AND row_id = ? AND stamp = ?", (table, row_id, stamp)
        ):
            patch: dict[str, Any] = {}
            for text in texts:
                patch |= read_payload(text).patch if text is not None else {}
            if column in patch or kind in COVERS:
                return patch.get(column)
    return None


def _bring_back(store: Store, table: str, row_id: str, seen: set[str]) -> None:
    """Make a deleted row again as it stood for the one who deleted it (``seen``: the stamps of its log by then)."""
    graves = store.sql("SELECT stamp FROM head WHERE tbl = ? AND row_id = ? AND col = '*'", (table, row_id)).fetchall()
    if not graves or store.value(f'SELECT 1 FROM "{table}" WHERE id = ?', (row_id,)):
        raise _changed()
    _check_ours(store, {str(row[0]) for row in graves})
    lens = lens_of(store)
    rows = store.sql("SELECT stamp, kind, shared, private FROM change WHERE tbl = ? AND row_id = ?", (table, row_id)).fetchall()
    values = fold_row(table, [Change(*row) for row in rows if row[0] in seen], lens).values
    listed = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    store.sql(f'INSERT INTO "{table}"(id, {listed}) VALUES(?, {marks})', (row_id, *values.values()))


def _write(store: Store, table: str, row_id: str, values: dict[str, Any]) -> None:
    if values:
        sets = ", ".join(f'"{name}" = ?' for name in values)
        store.sql(f'UPDATE "{table}" SET {sets} WHERE id = ?', (*values.values(), row_id))


#: What the rows of a table are called.
TITLES = {
    "institution": "учреждение",
    "school_year": "учебный год",
    "person": "человек",
    "role": "роль",
    "consent": "согласие",
    "request": "запрос",
    "pair": "пара",
    "pair_member": "участник пары",
    "programme": "программа",
    "programme_activity": "мероприятие программы",
    "roadmap": "дорожная карта",
    "stage": "этап",
    "activity": "мероприятие",
    "occurrence": "срок",
    "mark": "отметка",
    "control_card": "карта контроля",
    "preference": "настройка",
    "person_link": "связь карточек",
    "search_step": "поиск наставника",
    "diagnosis": "диагностика",
    "route": "индивидуальный маршрут",
    "programme_extension": "продление программы",
    "control_card_row": "строка карты контроля",
    "questionnaire": "анкета",
    "questionnaire_item": "вопрос анкеты",
    "answer_sheet": "заполненная анкета",
    "answer": "ответ",
    "swot_note": "запись SWOT",
    "order_document": "приказ",
    "order_link": "основание приказа",
    "practice": "практика",
    "publication": "публикация",
    "event": "событие",
    "event_person": "участник события",
    "evidence_link": "подтверждение",
    "body": "объединение",
    "body_member": "член объединения",
    "body_meeting": "заседание",
    "frozen_indicator": "показатель закрытого года",
    "clock_fix": "исправление часов",
    "erasure": "удаление данных",
    "assignment": "поручение",
}
