"""The command ``kurator``: a group that imports a command only when it is called.

Short helps stand here, so that ``kurator --help`` imports neither Textual nor ReportLab nor the model.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

# click asks gettext for its words when it speaks, so the catalogue must be named before.
gettext.bindtextdomain("kurator", str(Path(__file__).parent / "locale"))
gettext.textdomain("kurator")
os.environ["LANGUAGE"] = "ru"

import click  # noqa: E402

#: name → (module, attribute, short help)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "demo": ("tui.cli.demo", "demo", "Выдуманный район с учреждениями: посмотреть программу"),
    "init": ("tui.cli.setup", "init", "Начать новую базу"),
    "deadline": ("tui.cli.deadline", "deadline", "Понять сроки, написанные словами"),
    "roadmap": ("tui.cli.roadmap", "roadmap", "Дорожная карта: загрузить, показать, что пора делать"),
    "mark": ("tui.cli.roadmap", "mark", "Отметить выполнение"),
    "person": ("tui.cli.person", "person", "Банки: люди и роли"),
    "consent": ("tui.cli.person", "consent", "Согласия людей"),
    "request": ("tui.cli.request", "request", "Запросы и сильные стороны, диагностика, кто в поиске"),
    "match": ("tui.cli.request", "match", "Подобрать наставника под запрос"),
    "pair": ("tui.cli.pair", "pair", "Пары и группы: состояния, замена наставника, бумаги"),
    "program": ("tui.cli.program", "program", "Персонализированные программы"),
    "card": ("tui.cli.card", "card", "Карты контроля"),
    "survey": ("tui.cli.survey", "survey", "Анкеты, ввод с бумаги, сравнение до и после, SWOT"),
    "order": ("tui.cli.register", "order", "Реестр приказов"),
    "event": ("tui.cli.register", "event", "События и участники"),
    "practice": ("tui.cli.register", "practice", "Лучшие практики"),
    "publication": ("tui.cli.register", "publication", "Публикации"),
    "body": ("tui.cli.register", "body", "Советы и объединения"),
    "indicators": ("tui.cli.indicators", "indicators", "Показатели с теми, кто за ними стоит"),
    "year": ("tui.cli.year", "year", "Учебный год: новый, закрыть, открыть"),
    "settings": ("tui.cli.settings", "settings", "Настройки и сведения об учреждении"),
    "print": ("tui.cli.printing", "print_group", "Напечатать дорожную карту или карту контроля"),
    "key": ("tui.cli.key", "key", "Ключи: свой, чужие, шесть слов, лист восстановления"),
    "export": ("tui.cli.exchange", "export", "Файл обмена для района или второго ноутбука"),
    "merge": ("tui.cli.exchange", "merge", "Принять файлы обмена"),
    "exports": ("tui.cli.receipts", "exports", "Выгруженные файлы и что о них сказал район"),
    "erasures": ("tui.cli.erasure", "erasures", "Удаления персональных данных и их сроки"),
    "conflicts": ("tui.cli.exchange", "conflicts", "Расхождения, которые ждут решения"),
    "resolve": ("tui.cli.exchange", "resolve", "Разобрать расхождение"),
    "imports": ("tui.cli.safety", "imports", "Принятые файлы: что принесли и можно ли отменить"),
    "undo-merge": ("tui.cli.safety", "undo_merge", "Отменить приём файла целиком"),
    "undo": ("tui.cli.safety", "undo", "Отменить последнее действие"),
    "redo": ("tui.cli.safety", "redo", "Повторить отменённое"),
    "clockfix": ("tui.cli.safety", "clockfix", "Исправить время записей, сделанных с неверными часами"),
    "check": ("tui.cli.safety", "check", "Проверить базу"),
    "backup": ("tui.cli.safety", "backup", "Сделать копию базы"),
    "restore": ("tui.cli.safety", "restore", "Вернуть базу из копии"),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, not when they are listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        _speak_russian(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Команды"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


def _speak_russian(command: click.Command) -> None:
    """Words of the usage line that click does not pass through gettext."""
    command.options_metavar = "[ПАРАМЕТРЫ]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "КОМАНДА ..."
        for inner in command.commands.values():
            _speak_russian(inner)


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"kurator, версия {version('kurator-nastavnik')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    options_metavar="[ПАРАМЕТРЫ]",
    subcommand_metavar="[КОМАНДА ...]",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), envvar="KURATOR_DB", help="Файл базы.")
@click.option("--json", "as_json", is_flag=True, help="Ответ одним документом JSON.")
@click.option("--no-color", is_flag=True, help="Без цвета.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Показать версию.")
@click.pass_context
def kurator(ctx: click.Context, db: Path | None, as_json: bool, no_color: bool) -> None:
    """Куратор: наставничество педагогов в учреждении и районе. Без команды открывает экраны."""
    ctx.obj = {"db": db, "json": as_json}
    if no_color:
        os.environ["NO_COLOR"] = "1"
        ctx.color = False
    if ctx.invoked_subcommand is None:
        from tui.cli.session import default_database

        import_module("tui.app").run(db or default_database())


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: every refusal is one Russian sentence on stderr and exit code 1, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code: Any = kurator.main(args=arguments, prog_name="kurator", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except (click.exceptions.Abort, KeyboardInterrupt):  # the latter before or after click holds it
        click.echo("Прервано.", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        from tui.cli.session import explain

        sys.exit(explain(error, list(arguments) if arguments is not None else sys.argv[1:]))


if __name__ == "__main__":
    main()
