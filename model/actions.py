"""What this laptop did, step by step: numbers and names of its actions, and which of them are in effect.

An action that was taken back and done again is a chain: the deed, its undo, the redo … each link names the one before it
(``action.target``). The last link says whether the deed is in effect.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from model.store import Store


@dataclass(frozen=True)
class Action:
    """One action: its number, the changes ``first`` to ``last`` of ``node``, ``kind`` do, undo or redo of ``target``."""

    number: int
    node: str
    first: int
    last: int
    label: str
    kind: str
    target: int | None


class Actions:
    """Every action of this laptop, whatever node id it had."""

    def __init__(self, store: Store) -> None:
        rows = store.sql("SELECT id, node, first_seq, last_seq, label, kind, target FROM action ORDER BY id")
        self.by_number = {int(row[0]): Action(*row) for row in rows}
        self._spans: dict[str, list[tuple[int, int, int]]] = {}
        self._chains: dict[int, list[Action]] = {}
        self._deeds: dict[int, int] = {}
        for one in self.by_number.values():
            if one.first <= one.last:
                self._spans.setdefault(one.node, []).append((one.first, one.last, one.number))
            deed = one.number if one.target is None else self._deeds.get(one.target, one.number)
            self._deeds[one.number] = deed
            self._chains.setdefault(deed, []).append(one)
        for spans in self._spans.values():
            spans.sort()

    def at(self, node: str, seq: int) -> Action | None:
        """The action that made a change, if one of this laptop did."""
        spans = self._spans.get(node, ())
        place = bisect_right(spans, (seq, 2**63, 0)) - 1
        if place < 0 or not spans[place][0] <= seq <= spans[place][1]:
            return None
        return self.by_number[spans[place][2]]

    def wrote(self, node: str, seq: int) -> bool:
        """Whether this copy made a change before its last action under that node id, also one that belongs to no action."""
        spans = self._spans.get(node, ())
        return len(spans) > 0 and seq <= spans[-1][1]

    def deed(self, action: Action) -> Action:
        """The deed that an undo or redo is about; the action itself when it is one."""
        return self.by_number[self._deeds[action.number]]

    def chain(self, action: Action) -> list[Action]:
        """The deed of an action with all that took it back and did it again, in order."""
        return self._chains[self._deeds[action.number]]

    def last_link(self, action: Action) -> Action:
        """The last that was done with the deed of an action."""
        return self.chain(action)[-1]

    def in_effect(self, action: Action) -> bool:
        """Whether the deed of an action is done now, not taken back."""
        return self.last_link(action).kind != "undo"

    def turned_since(self, action: Action, number: int) -> bool:
        """Whether the deed of an action is in effect now and was not after the action ``number``, or the other way round."""
        return sum(link.number > number for link in self.chain(action)) % 2 == 1
