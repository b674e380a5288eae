"""What Kurator says when it cannot do what was asked."""

from __future__ import annotations


class Refusal(Exception):
    """One Russian sentence for the user: what happened and what to do. Nothing was changed.

    ``code`` is a short stable English word for ``--json`` (``damaged``, ``unknown-institution`` ...).
    """

    def __init__(self, sentence: str, code: str = "refused") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
