"""Who of many people is named in a text: a look-up a word, however many they are (a district knows twelve thousand).

The forms of a name are those of ``model.name_forms``. Each begins with one of a few stems, so the beginnings of the words of a
text are looked up, and only where one is known a pattern is made and tried. What is found is what one pattern of all names
would find; that one would be tried letter by letter for each name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from model.name_forms import GAP, LETTER, forms_of, stems_of, surname_forms, words_of

_LETTERS = re.compile(f"[{LETTER}a-zA-Z]+")
_RUSSIAN = re.compile(f"[{LETTER}]+")
_NOBODY: frozenset[str] = frozenset()
#: Letters that a form has at most behind its stem.
_ENDING = 3


class NamedPersons:
    """People by their names: ``add`` each, ``spare`` what is no secret, then ask ``named_in``."""

    def __init__(self) -> None:
        self._surnames: dict[str, set[str]] = defaultdict(set)  # word of a surname: people
        self._pairs: dict[tuple[str, str], set[str]] = defaultdict(set)  # words of a name and a patronymic: people
        self._index: _Index | None = None

    def add(self, person: str, surnames: Iterable[str], names: Iterable[str] = (), patronymics: Iterable[str] = ()) -> None:
        """Know a person by these surnames, and by each name with each patronymic."""
        self._index = None
        for surname in surnames:
            for word in words_of(surname):
                self._surnames[word].add(person)
        for name, patronymic in product(names, patronymics):
            for pair in product(words_of(name), words_of(patronymic)):
                self._pairs[pair].add(person)

    def spare(self, text: str) -> None:
        """Forget the surnames that stand in a text that everybody knows («школа имени Гагарина»)."""
        index = self._ready()
        for word in {word for start in index.starts(text) for word in index.surnames_at(text, start)}:
            del self._surnames[word]
        self._index = None

    def named_in(self, text: str) -> set[str]:
        """Those whom a text may mean; it may be JSON, where a line break is two characters."""
        index, found = self._ready(), set()
        for start in index.starts(text):
            for word in index.surnames_at(text, start):
                found |= self._surnames[word]
            for pair in index.pairs_at(text, start):
                found |= self._pairs[pair]
        return found

    def _ready(self) -> _Index:
        if self._index is None:
            self._index = _Index(self._surnames, self._pairs)
        return self._index


class _Index:
    """Words by the stems of their forms."""

    def __init__(self, surnames: Iterable[str], pairs: Iterable[tuple[str, str]]) -> None:
        self.surnames = _by_stem(surnames)
        self.seconds: dict[str, set[str]] = defaultdict(set)
        for first, second in pairs:
            self.seconds[first].add(second)
        self.names = _by_stem(self.seconds)
        self.patronymics = _by_stem({second for several in self.seconds.values() for second in several})
        lengths = {len(stem) for stems in (self.surnames, self.names, self.patronymics) for stem in stems}
        self.shortest, self.longest = min(lengths, default=1), max(lengths, default=0)
        begin = "".join(sorted({stem[0] for stems in (self.surnames, self.names) for stem in stems}))
        self._starts = re.compile(f"(?i:(?<![{LETTER}])[{begin.replace('е', 'её')}])") if begin else None

    def starts(self, text: str) -> list[int]:
        """Where a name may begin: at a letter with which one does, and no Russian letter before it."""
        return [found.start() for found in self._starts.finditer(text)] if self._starts is not None else []

    def surnames_at(self, text: str, start: int) -> list[str]:
        """Words of surnames of which a form stands at a place."""
        return [word for word in self._known(self.surnames, text, start) if _surname_pattern(word).match(text, start)]

    def pairs_at(self, text: str, start: int) -> list[tuple[str, str]]:
        """Names with patronymics of which forms stand at a place."""
        found = []
        for first in self._known(self.names, text, start):
            if (met := _name_pattern(first).match(text, start)) is not None:
                for second in self._known(self.patronymics, text, met.end()):
                    if second in self.seconds[first] and _patronymic_pattern(second).match(text, met.end()):
                        found.append((first, second))
        return found

    def _known(self, stems: dict[str, set[str]], text: str, start: int) -> set[str]:
        """Words with a stem that stands at a place: so many look-ups as an ending can have letters, and one more."""
        letters, russian = _run(_LETTERS, text, start), _run(_RUSSIAN, text, start)
        # Behind a Latin letter a name may end anywhere, so there all lengths count.
        least = letters - _ENDING if letters == russian else 1
        word = text[start : start + min(letters, self.longest)].lower().replace("ё", "е")
        found: set[str] = set()
        for length in range(max(least, self.shortest), len(word) + 1):
            found |= stems.get(word[:length], _NOBODY)
        return found


def _run(letters: re.Pattern[str], text: str, start: int) -> int:
    met = letters.match(text, start)
    return met.end() - start if met is not None else 0


@lru_cache(maxsize=4096)
def _surname_pattern(word: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(surname_forms(word))})(?![{LETTER}])")


@lru_cache(maxsize=4096)
def _name_pattern(word: str) -> re.Pattern[str]:
    return re.compile(f"(?i:(?:{'|'.join(forms_of(word))}){GAP})")


@lru_cache(maxsize=4096)
def _patronymic_pattern(word: str) -> re.Pattern[str]:
    return re.compile(f"(?i:{'|'.join(forms_of(word))})(?![{LETTER}])")


def _by_stem(words: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for stem in stems_of(word):
            found[stem.replace("ё", "е")].add(word)
    return dict(found)
