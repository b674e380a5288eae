"""No name may leave without consent, in whatever case form it stands in a text."""

from __future__ import annotations

import pytest

from model.name_forms import name_pattern


@pytest.mark.parametrize(("surname", "text"), [
    ("Котова", "встреча с Котовой"),
    ("Котов", "у КОТОВА"),
    ("Воробей", "назначить Воробья"),
    ("Заяц", "помощь Зайцу"),
    ("Ли", "с коллегой Ли"),
    ("Чайка", "открытый урок Чайки"),
    ("Островская", "наставник Островской"),
    ("Белый", "отчёт Белого"),
    ("Скворец", "от Скворца"),
    ("Лебедь", "Лебедя"),
    ("Полынь-Ветрова", "протокол Ветровой"),
    ("Журавлёва", "Журавлёвой\\nи другим"),
])  # fmt: skip
def test_surname_is_found_in_its_forms(surname: str, text: str) -> None:
    pattern = name_pattern(["Ручкин", surname])
    assert pattern is not None
    assert pattern.search(text)


@pytest.mark.parametrize(("surname", "text"), [
    ("Мороз", "сильный мороз"),
    ("Ли", "Лист наблюдения"),
    ("Белый", "белый лист"),
    ("Котова", "Перекотовать"),
    ("Школьник", "план для школьников"),
])  # fmt: skip
def test_common_words_are_no_names(surname: str, text: str) -> None:
    pattern = name_pattern([surname])
    assert pattern is not None
    assert not pattern.search(text)


def test_no_names_no_pattern() -> None:
    assert name_pattern([]) is None
    assert name_pattern(["", " - "]) is None
