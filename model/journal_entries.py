"""The journal: who changed what, newest first; this laptop's own actions as a whole, with whether they can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from model.actions import Action, Actions
from model.change_words import ChangeLine, ChangeWords
from model.clock_shifts import Shifts, shifts_of
from model.errors import Refusal
from model.later_changes import Obstacles
from model.log_tables import table_names
from model.newest_changes import Backwards, Place, changes_of, changes_of_rows, logged_tables, rows_of_person
from model.store import Store
from model.undo_by_number import sentence

#: So many changes of one action are told in a list; all of them when the action is asked for by its number.
SHOWN = 10


@dataclass(frozen=True)
class Entry:
    """An own action with its changes in order, or one change that belongs to none (``action`` and ``deed`` 0).

    ``kind``: do, undo, redo; ``deed``: number of what was taken back or done again; ``size``: how many changes the action has.
    ``turn``: what can be done with it now, undo or redo or nothing; ``hindrance``: why it cannot be, a Russian sentence.
    """

    action: int
    label: str
    kind: str
    deed: int
    undone: bool
    size: int
    turn: str
    hindrance: str
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class Asked:
    """What a person wants to see; empty parts do not narrow. ``institution``: id or a part of the name; ``action``: only it."""

    person: str = ""
    table: str = ""
    institution: str = ""
    since: date | None = None
    action: int = 0


def journal(store: Store, asked: Asked, limit: int) -> tuple[list[Entry], bool]:
    """The newest ``limit`` entries and whether there are more. Raise ``Refusal`` (missing) for what the base does not know."""
    actions = Actions(store)
    groups: list[tuple[Action | None, list[Place]]] = []
    more = False
    for group in _groups(store, actions, asked):
        more = len(groups) == limit
        if more:
            break
        groups.append(group)
    told = ChangeWords(store, actions)
    lines = {(one.node, one.seq): one for one in told.tell([place for _, places in groups for place in places])}
    last = {actions.last_link(action).number: actions.last_link(action) for action, _ in groups if action is not None}
    obstacles = Obstacles(store, actions).of(list(last.values()))
    entries = []
    for action, places in groups:
        shown = tuple(lines[place.node, place.seq] for place in places)
        if action is None:
            entries.append(Entry(0, "", "", 0, False, 1, "", "", shown))
            continue
        link, deed = actions.last_link(action), actions.deed(action)
        undone = link.kind == "undo"
        turn = "" if action not in {link, deed} else "redo" if undone else "undo"
        hindrance = sentence(deed, turn, obstacles[link.number]) if turn and link.number in obstacles else ""
        turn = "" if hindrance else turn
        size = action.last - action.first + 1
        entries.append(Entry(action.number, action.label, action.kind, deed.number, undone, size, turn, hindrance, shown))
    return entries, more


# ---------------------------------------------------------------------- which changes
def _groups(store: Store, actions: Actions, asked: Asked) -> Iterator[tuple[Action | None, list[Place]]]:
    """Changes to be told, newest first: own actions with their first changes, the others one by one."""
    shifts = shifts_of(store)
    if asked.action:
        yield _whole(store, actions, asked.action)
    elif asked.person or asked.table or asked.institution:
        yield from _grouped(actions, _narrowed(store, shifts, asked))
    else:
        log = Backwards(store, shifts, _milliseconds(asked.since))
        for place in log:
            action = actions.at(place.node, place.seq)
            if action is None:
                yield None, [place]
                continue
            log.skip(place.node, action.first)
            yield action, _places(store, action, SHOWN)


def _whole(store: Store, actions: Actions, number: int) -> tuple[Action, list[Place]]:
    action = actions.by_number.get(number)
    if action is None:
        raise Refusal(f"Действия № {number} на этом ноутбуке не было: номера показывает kurator journal.", "missing")
    return action, _places(store, action, action.last - action.first + 1)


def _places(store: Store, action: Action, most: int) -> list[Place]:
    rows = store.sql(
        "SELECT node, seq, stamp FROM change WHERE node = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?",
        (action.node, action.first, action.last, most),
    )
    return [Place(*row) for row in rows]


def _grouped(actions: Actions, places: Iterable[Place]) -> Iterator[tuple[Action | None, list[Place]]]:
    """Changes of one action side by side, in its order; they are, for what an action writes is not mixed with anything."""
    now: Action | None = None
    kept: list[Place] = []
    for place in places:
        action = actions.at(place.node, place.seq)
        if kept and action is not now:
            yield now, kept[::-1][:SHOWN]
            kept = []
        if action is None:
            yield None, [place]
            continue
        now = action
        kept.append(place)
    if kept:
        yield now, kept[::-1][:SHOWN]


def _narrowed(store: Store, shifts: Shifts, asked: Asked) -> Iterator[Place]:
    institution = _institution(store, asked.institution) if asked.institution else ""
    if asked.table and asked.table not in table_names() and asked.table not in logged_tables(store):
        raise Refusal(f"Таблицы «{asked.table}» нет: есть {', '.join(table_names())}.", "missing")
    if asked.person:
        rows = {
            key: owner
            for key, owner in rows_of_person(store, asked.person).items()
            if asked.table in {"", key[0]} and institution in {"", owner}
        }
        places = changes_of_rows(store, shifts, rows)
    else:
        places = changes_of(store, shifts, asked.table, institution)
    since = _milliseconds(asked.since)
    return (place for place in places if int(shifts.corrected(place.stamp)[:12], 16) >= since)


def _institution(store: Store, wanted: str) -> str:
    """Id of the institution that a person names by its id or a part of its name."""
    rows = store.sql("SELECT id, name, short FROM institution").fetchall()
    words = wanted.casefold().strip()
    found = [row[0] for row in rows if row[0] == wanted] or [
        row[0] for row in rows if words and any(words in str(name or "").casefold() for name in row[1:])
    ]
    if not found:
        raise Refusal(f"Учреждения «{wanted}» в базе нет: назовите его id или часть названия.", "missing")
    if len(found) > 1:
        raise Refusal(f"Учреждений, похожих на «{wanted}», {len(found)}: назовите его точнее или по id.", "ambiguous")
    return str(found[0])


def _milliseconds(day: date | None) -> int:
    """The beginning of a local day since 1970."""
    return 0 if day is None else int(datetime(day.year, day.month, day.day).astimezone().timestamp() * 1000)
