"""Words that people write down and say over the phone: BIP-39 with its 2,048 Russian words, 11 bits each.

24 words are a secret with a checksum (256 + 8 bits); six words are a fingerprint (66 bits). Every word is known by its first
four letters, so what is typed may be a beginning; capitals, «ё», spaces, commas and numbers of the words do not matter.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache

from model.errors import Refusal

SECRET_WORDS = 24
FINGERPRINT_WORDS = 6
_BITS = 11
_BEGINNING = 4
#: The list in ``mnemonic`` 0.21 has one word whose bytes were broken: it stands between «сниться» and «снять».
_BROKEN = {1572: "снова"}


@cache
def word_list() -> tuple[str, ...]:
    """The 2,048 words, in NFC."""
    from mnemonic import Mnemonic

    words = [unicodedata.normalize("NFC", word) for word in Mnemonic("russian").wordlist]
    for place, word in _BROKEN.items():
        words[place] = word
    return tuple(words)


def secret_words(secret: bytes) -> tuple[str, ...]:
    """The 24 words of a secret of 32 bytes (BIP-39: 256 bits and the first 8 of their SHA-256)."""
    return _words(secret + hashlib.sha256(secret).digest()[:1], SECRET_WORDS)


def secret_of(typed: str) -> bytes:
    """The secret of 24 words as somebody typed them; raise ``Refusal`` naming the number of a word that does not fit."""
    numbers = _numbers(typed, SECRET_WORDS)
    whole = sum(number << _BITS * place for place, number in enumerate(reversed(numbers))).to_bytes(33, "big")
    secret = whole[:32]
    if hashlib.sha256(secret).digest()[:1] != whole[32:]:
        raise Refusal(
            "Слова есть в списке, но вместе не сходятся: сверьте с листом каждое из 24 и их порядок.",
            "words-checksum",
        )
    return secret


def fingerprint_words(institution: str, sign_public: str, age_recipient: str) -> str:
    """Six words of a public key, separated by spaces: the first 66 bits of SHA-256 over its parts; equal on both sides."""
    told = f"kurator key v1|{institution}|{sign_public}|{age_recipient}".encode()
    return " ".join(_words(hashlib.sha256(told).digest(), FINGERPRINT_WORDS))


def same_words(typed: str, words: str) -> bool:
    """Whether six words heard over the phone are those of a fingerprint; raise ``Refusal`` when they are no such words."""
    listed = word_list()
    return " ".join(listed[number] for number in _numbers(typed, FINGERPRINT_WORDS)) == words


def _words(data: bytes, count: int) -> tuple[str, ...]:
    bits = int.from_bytes(data, "big") >> (len(data) * 8 - count * _BITS)
    return tuple(word_list()[bits >> _BITS * place & 2047] for place in reversed(range(count)))


@cache
def _beginnings() -> dict[str, int]:
    return {_folded(word)[:_BEGINNING]: number for number, word in enumerate(word_list())}


def _folded(text: str) -> str:
    """Letters as they are compared: lower case, «е» for «ё»."""
    return unicodedata.normalize("NFC", text).casefold().replace("ё", "е")


def _numbers(typed: str, count: int) -> list[int]:
    words = re.findall(r"[^\W\d_]+", _folded(typed))
    if len(words) != count:
        raise Refusal(
            f"Нужно {count} слов{'а' if count == 24 else ''}, а введено {len(words)}: сверьте с листом.", "words-count"
        )
    found = []
    for place, word in enumerate(words, start=1):
        number = _beginnings().get(word[:_BEGINNING])
        if number is None or not _folded(word_list()[number]).startswith(word):
            raise Refusal(f"Слова № {place} в списке нет: проверьте его по буквам.", "word")
        found.append(number)
    return found
