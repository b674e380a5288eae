"""How a rule of the grammar is written down, and how rules are applied.

A rule is a pattern over terminals («NUM (DASH NUM)? WEEK»: names, brackets, ``?``, ``*``, ``+``, ``|``, look-around),
a sentence for people (the docstring of its action) and the action, which gets the matched terminals and returns what
stands in their place, or ``None`` when the rule does not apply after all. Rules are applied one after another in the
order of the book, each to the whole phrase from left to right. Inside a pattern ``ANYMONTH`` stands for MONTH or
NAMED, ``KNOWN`` for anything with days of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from model.deadlines.tokens import CODES, Token
from model.years import SchoolYear

_CLASSES = {"ANYMONTH": ("MONTH", "NAMED"), "KNOWN": ("MONTH", "NAMED", "DATE", "SPAN", "FEAST")}


@dataclass(slots=True)
class Context:
    """What rules know beside the phrase, and what they say aloud.

    ``weekdays``: weekday (0-6), month, day and word of each date that stands with its weekday; ``numbered``: the cell is a
    numbered list.
    """

    year: SchoolYear
    warnings: list[str] = field(default_factory=list)
    whole: str = ""
    weekdays: list[tuple[int, int, int, str]] = field(default_factory=list)
    numbered: bool = False

    def warn(self, sentence: str) -> None:
        """Remember a Russian sentence once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)


Action = Callable[[list[Token], Context], list[Token] | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its pattern as written, compiled, its sentence and its action."""

    pattern: str
    compiled: re.Pattern[str]
    sentence: str
    action: Action


class Book:
    """Rules in order of application."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def rule(self, pattern: str) -> Callable[[Action], Action]:
        """Write the decorated action into the book under ``pattern``; its docstring is the sentence."""

        def write(action: Action) -> Action:
            self.rules.append(Rule(pattern, re.compile(_compiled(pattern)), action.__doc__ or "", action))
            return action

        return write

    def apply(self, tokens: list[Token], context: Context) -> list[Token]:
        """Rewrite ``tokens`` by every rule in order."""
        context.whole = "".join([token.code for token in tokens])
        for rule in self.rules:
            match = rule.compiled.search(context.whole)
            while match:
                start, end = match.span()
                put = rule.action(tokens[start:end], context)
                if put is None:
                    at = start + 1
                else:
                    tokens[start:end] = put
                    context.whole = context.whole[:start] + "".join([token.code for token in put]) + context.whole[end:]
                    at = start + len(put)
                match = rule.compiled.search(context.whole, at) if at <= len(context.whole) else None
        return tokens


def _compiled(pattern: str) -> str:
    def code(name: re.Match[str]) -> str:
        if name[0] in _CLASSES:
            return "[" + "".join(CODES[one] for one in _CLASSES[name[0]]) + "]"
        return CODES[name[0]]

    return re.sub(r"[A-Z]+", code, pattern).replace(" ", "")


def numbers(tokens: list[Token]) -> list[int]:
    """Numbers of the NUM terminals, in order."""
    return [token.n for token in tokens if token.name == "NUM"]


def names(tokens: list[Token]) -> list[str]:
    """Names of the terminals, in order."""
    return [token.name for token in tokens]


def said(tokens: list[Token]) -> str:
    """The words as written, for messages."""
    return " ".join(token.text for token in tokens if token.text)


def runs(tokens: list[Token]) -> list[tuple[int, int]]:
    """Numbers of «1, 3-5 и 7» as ranges: (1, 1), (3, 5), (7, 7); neighbours joined by «и» are one range."""
    found: list[tuple[int, int]] = []
    link = ""
    for token in tokens:
        if token.name != "NUM":
            link = token.name
            continue
        pair = len(found) == 1 and link == "AND" and token.n == found[0][1] + 1 and _last_pair(tokens, token)
        if found and (pair or link in ("DASH", "TO", "BEFORE")):
            found[-1] = (found[-1][0], token.n)
        else:
            found.append((token.n, token.n))
        link = ""
    return found


def _last_pair(tokens: list[Token], last: Token) -> bool:
    return [token for token in tokens if token.name == "NUM"][-1] is last
