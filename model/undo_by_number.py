"""Undo and redo of any own action by its number, also not the last one: a new action that writes the old values.

An action is in effect until it is taken back, and may be done again; the number of the deed stands for all of that. Nothing is
written when something later stands in the way (``model/later_changes.py``).
"""

from __future__ import annotations

from model.actions import Action, Actions
from model.errors import Refusal
from model.journal import reverse
from model.later_changes import Obstacle, Obstacles
from model.store import Store

#: What an action of a kind is, at the beginning of a sentence.
_DOING = {"undo": "Отменить", "redo": "Повторить"}


def undo_action(store: Store, number: int) -> Action:
    """Take back an own action, or do again what the undo of that number took back; return the deed.

    Raise ``Refusal`` (missing, undone-already, changed, erased, closed-year) and change nothing when it cannot be.
    """
    actions = Actions(store)
    action = _find(actions, number)
    deed, link = actions.deed(action), actions.last_link(action)
    if action.kind == "undo":
        if link is not action:
            raise Refusal(
                f"Отмена № {number} уже не действует: посмотрите kurator journal --action {number}.", "undone-already"
            )
        return _turn(store, number, "redo")
    if link.kind == "undo":
        raise Refusal(
            f"№ {deed.number} «{deed.label}» уже отменено: повторить — kurator redo --action {deed.number}.", "undone-already"
        )
    return _turn(store, number, "undo")


def redo_action(store: Store, number: int) -> Action:
    """Do again an own action that was taken back; return the deed. Raise ``Refusal`` like ``undo_action`` (not-undone)."""
    actions = Actions(store)
    action = _find(actions, number)
    if actions.in_effect(action):
        deed = actions.deed(action)
        raise Refusal(f"№ {deed.number} «{deed.label}» не отменено: повторять нечего.", "not-undone")
    return _turn(store, number, "redo")


def _find(actions: Actions, number: int) -> Action:
    action = actions.by_number.get(number)
    if action is None:
        raise Refusal(
            f"Действия № {number} на этом ноутбуке не было: номера показывает kurator journal, чужое исправляют вручную.",
            "missing",
        )
    return action


def _turn(store: Store, number: int, kind: str) -> Action:
    """Reverse the last link of the action's chain."""
    actions = Actions(store)
    deed, link = actions.deed(actions.by_number[number]), actions.last_link(actions.by_number[number])
    with store.transaction(deed.label, kind=kind, target=link.number):
        if (found := Obstacles(store, actions).of([link]).get(link.number)) is not None:
            raise Refusal(sentence(deed, kind, found), found.code)
        reverse(store, (link.number, deed.label, link.node, link.first, link.last), kind)
    return deed


def sentence(deed: Action, kind: str, obstacle: Obstacle) -> str:
    """Why a deed cannot be taken back (``undo``) or done again (``redo``), one Russian sentence."""
    if obstacle.code == "erased":
        return obstacle.words
    return f"{_DOING[kind]} № {deed.number} «{deed.label}» нельзя: {obstacle.words}."
