"""Keys of the preview of a roadmap."""

from __future__ import annotations

from tui.keymap import Command

PREVIEW_COMMANDS = (
    Command("take", "f2", "Записать дорожную карту такой, как в списке", "Записать", "Запис"),
    Command("view", "f3", "Строка целиком", "Просмотр", "Смотр"),
    Command("edit", "f4", "Править строку или этап", "Правка", sight="F4, Ввод"),
    Command("move", "f6", "Перенести строку в другой этап", "В этап"),
    Command("next_doubt", "f7", "К следующей сомнительной строке (?)", "Дальше"),
    Command("delete", "f8", "Удалить: слова строки останутся среди непонятых", "Удалить", "Удал"),
    Command("menu", "f9", "Меню: всё, что можно сделать", "Меню", menu=False),
    Command("turn", "1", "Сделать строку этапом или этап строкой"),
    Command("join", "2", "Соединить строку со строкой выше"),
    Command("standard", "3", "Взять типовые этапы, текст сохранить как непонятый"),
    Command("raise_unread", "insert,4", "Сделать непонятую строку мероприятием", sight="Ins, 4"),
    Command("this_year", "5", "Документ прошлых лет: понимать его годы как этот учебный год"),
    Command("settle", "space", "Строка проверена, вопрос решён: убрать вопрос", sight="Пробел"),
    Command("step_back", "ctrl+z", "Отменить последнюю правку"),
    Command("step_forth", "ctrl+y", "Повторить отменённое"),
    Command("close", "escape", "Назад", "Назад", menu=False),
)
