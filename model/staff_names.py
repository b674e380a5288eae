"""A person's name out of a cell as people type it: whole, in capitals, with initials, reversed, with Latin look-alikes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LOOK_ALIKES = str.maketrans("AaBCcEeHKkMOoPpTXxYyËë", "АаВСсЕеНКкМОоРрТХхУуЁё")
_DIGITS = {"0": "О", "3": "З"}  # at the beginning of a Russian word
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u2060\ufeff]+")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’`][^\W\d_]+)*", re.UNICODE)
_INITIALS = re.compile(r"([А-ЯЁ])\s*\.\s*(?:([А-ЯЁ])\s*\.?)?", re.IGNORECASE)
_PATRONYMIC = re.compile(r"(?:вич|вна|ична|инична|ьич|мич|кич)$", re.IGNORECASE)
_FORMERLY = re.compile(r"^(?:до брака|ранее|прежде|бывш\w*|урожд\w*|дев\w*)[\s.:]*", re.IGNORECASE)
#: What stands in brackets after a name: a former surname, or how somebody is employed.
BRACKETS = re.compile(r"\(([^()]*)\)")
_ASIDE = re.compile(
    r"(?:вн\w*|внеш\w*|внутр\w*|осн\w*)?[\s.]*(?:совм|декрет|д/о|отпуск|осн|внеш|внутр|времен|больнич)", re.IGNORECASE
)
_TURKIC = {"оглы", "оглу", "кызы", "гызы", "уулу"}
_NOT_NAMES = re.compile(
    r"учител|воспитател|педагог|методист|логопед|психолог|директор|завед|администрац|начальн|классы?\b|групп|школ|кафедр|"
    r"объединени|\bшмо\b|\bмо\b|цикл|сотрудник|работник|персонал|список|состав|дефектолог|руководител|специалист|совместител|"
    r"отделени|корпус|детск|образовани|молоды|наставник|наставляем",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class CellName:
    """Parts of a name in proper case; initials stand as «А.». ``doubt``: what is unclear, one Russian sentence, or empty."""

    surname: str = ""
    name: str = ""
    patronymic: str = ""
    former: str = ""
    doubt: str = ""


def clean(text: str) -> str:
    """Text of a cell: NFC, one plain space between words, nothing at the ends, no soft hyphens."""
    text = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    return _SPACES.sub(" ", text).strip()


def russian_letters(word: str) -> str:
    """The word with Latin look-alikes made Russian, when all of it can be."""
    turned = word.translate(_LOOK_ALIKES)
    if turned[:1] in _DIGITS and turned[1:].isalpha():
        turned = _DIGITS[turned[0]] + turned[1:]
    if turned == word:
        return word
    return turned if all(_CYRILLIC.match(ch) for ch in turned if ch.isalnum()) else word


def _case(word: str) -> str:
    if word.lower() in _TURKIC:
        return word.lower()
    if word.isupper() or word.islower():
        return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
    return word


def proper(text: str) -> str:
    """One part of a name: Russian letters, «ПЕТРОВА - ИВАНОВА» → «Петрова-Иванова», capitals lowered."""
    text = re.sub(r"\s*[-‐‑–—]\s*", "-", clean(text)).strip(" ,.;:-")
    words = text.split(" ")
    return " ".join(_case(russian_letters(word)) for word in words if word)


def initial(text: str) -> str:
    """«А.» when the text is one letter, with or without a dot; else nothing."""
    text = clean(text).rstrip(".")
    return f"{text.upper()}." if len(text) == 1 and text.isalpha() else ""


def part(text: str) -> str:
    """A name or patronymic standing in a cell of its own."""
    return initial(russian_letters(clean(text).rstrip("."))) or proper(text)


def is_section(text: str) -> bool:
    """Whether the text is a heading among the people («Учителя начальных классов») and not a name."""
    words = clean(text).split()
    if any(_PATRONYMIC.search(word) for word in words):
        return False
    return bool(_NOT_NAMES.search(" ".join(words))) or any(word.islower() for word in words[1:])


def read_name(text: str) -> CellName:
    """Take «Иванова Анна Петровна» (also А. П. Иванова, Иванова (Петрова) А.П., «1. ИВАНОВА АННА») apart."""
    text = re.sub(r"^\d+\s*[.)]?\s+(?=\D)|^\d+[.)](?=\D)", "", clean(text)).strip(" ,;:*")
    text = re.sub(r"\s*[-‐‑–—]\s*", "-", text)
    former = ""
    if bracket := BRACKETS.search(text):
        inside = _FORMERLY.sub("", clean(bracket[1]))
        text = clean(text[: bracket.start()] + " " + text[bracket.end() :])
        if _ASIDE.match(inside):
            return _plain(text, "", "")
        if not _WORD.fullmatch(inside):
            return _plain(text, "", f"В имени пояснение «{bracket[1]}»: проверьте, тот ли это человек.")
        former = proper(inside)
    return _plain(text, former, "")


def _plain(text: str, former: str, doubt: str) -> CellName:
    words = text.replace(",", " ").split()
    joined = " ".join(russian_letters(word) for word in words)
    surname, one, two = "", "", ""
    if found := re.fullmatch(rf"(.+?)\s+{_INITIALS.pattern}", joined, re.IGNORECASE):
        surname, one, two = found[1], found[2], found[3]
    elif found := re.fullmatch(rf"{_INITIALS.pattern}\s*(.+)", joined, re.IGNORECASE):
        one, two, surname = found[1], found[2], found[3]
    if found and _WORD.fullmatch(surname.replace(" ", "")):
        return CellName(proper(surname), _dot(one), _dot(two), former, doubt)
    words = [word.strip(".") for word in joined.split()]
    if not words or not all(_WORD.fullmatch(word) for word in words):
        return CellName(proper(text), former=former, doubt=doubt or f"Имя «{text}» не разобрано: в нём лишние знаки.")
    if len(words) == 3 and all(len(word) == 1 for word in words[1:]):  # «Иванова А П»
        return CellName(proper(words[0]), _dot(words[1]), _dot(words[2]), former, doubt)
    if len(words) > 3 and sum(bool(_PATRONYMIC.search(word)) for word in words[1:]) > 1:
        return CellName(proper(text), former=former, doubt=f"В ячейке «{text}» несколько человек: дайте каждому строку.")
    tail = ""
    if len(words) > 3 and words[-1].lower() in _TURKIC:
        tail = f" {words.pop().lower()}"
    if len(words) == 3 and not tail and not _PATRONYMIC.search(words[2]) and _PATRONYMIC.search(words[1]):
        words = [words[2], words[0], words[1]]  # «Анна Петровна Иванова»
    if len(words) == 1:
        return CellName(proper(words[0]), former=former, doubt=doubt or "Есть только фамилия: допишите имя и отчество.")
    if len(words) == 2:
        if _PATRONYMIC.search(words[1]) and words[1].lower().endswith(("вна", "чна")):
            return CellName("", proper(words[0]), proper(words[1]), former, "Нет фамилии, только имя и отчество.")
        return CellName(proper(words[0]), part(words[1]), "", former, doubt)
    if len(words) == 3:
        return CellName(proper(words[0]), proper(words[1]), proper(words[2]) + tail, former, doubt)
    if _PATRONYMIC.search(words[-1]):
        return CellName(proper(" ".join(words[:-2])), proper(words[-2]), proper(words[-1]), former, doubt)
    return CellName(proper(text), former=former, doubt=f"Имя «{text}» не разобрано: в нём больше трёх слов.")


def _dot(letter: str | None) -> str:
    return f"{letter.upper()}." if letter else ""
