"""``kurator key``: our key, the keys of others, six words over the phone, the recovery sheet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from model.errors import Refusal
from tui.cli.passphrase import NEW_VARIABLE, key_ring, new_passphrase, passphrase_option, passphrase_source
from tui.cli.session import answer, json_option, note, open_store, wants_json

if TYPE_CHECKING:
    from model.store import Store
    from model.trust_memory import TrustedKey
    from sync.public_key import PublicKey
    from sync.trust import Enrolment

_STATES = {"trusted": "подтверждён", "replaced": "сменён", "revoked": "отозван здесь", "disowned": "отозван владельцем"}
_WITHOUT = click.option("--no-passphrase", is_flag=True, help="Без пароля: ключ бережёт учётная запись системы.")
_REPLACE = click.option("--replace", is_flag=True, help="Заменить ключ, который уже есть (прежний останется рядом).")
_FILE = click.Path(path_type=Path)


@click.group()
def key() -> None:
    """Ключи: свой, чужие, шесть слов по телефону, лист восстановления."""


def _public_json(public: PublicKey) -> dict[str, Any]:
    return {
        "institution": public.institution,
        "name": public.name,
        "kind": public.kind,
        "role": public.role,
        "sign": public.sign,
        "age": public.age,
        "created": public.created,
        "words": public.words,
    }


def _tell_new(ctx: click.Context, store: Store, public: PublicKey, path: Path) -> None:
    words = [
        f"Ключ «{public.name}»: {path}",
        f"Шесть слов: {public.words}",
        "Дальше: напечатайте лист восстановления (kurator key sheet --out ЛИСТ.pdf) и отдайте району открытый ключ "
        "(kurator key show --out КЛЮЧ.kurkey).",
    ]
    answer(ctx, {**_public_json(public), "key": path, "database": store.path}, words)


@key.command()
@_WITHOUT
@_REPLACE
@click.option("--safe", is_flag=True, help="Запасной ключ района: хранится отдельно, читает всё, что посылают району.")
@click.option("--out", type=_FILE, metavar="ФАЙЛ", help="Куда записать запасной ключ (.key).")
@passphrase_option
@json_option
@click.pass_context
def new(
    ctx: click.Context, no_passphrase: bool, replace: bool, safe: bool, out: Path | None, passphrase_file: Path | None
) -> None:
    """Создать свой ключ (с --safe — запасной ключ района)."""
    from sync.key_store import key_path
    from sync.own_key import make_key, make_safe_key

    if safe != (out is not None):
        raise click.UsageError("--safe и --out указывают вместе.")
    store = open_store(ctx)
    if out is None:
        public = make_key(store, new_passphrase(ctx, passphrase_file, no_passphrase), replace=replace)
        _tell_new(ctx, store, public, key_path(store.path))
        return
    ring = key_ring(ctx, store, passphrase_file)
    public = make_safe_key(store, ring, out, new_passphrase(ctx, passphrase_file, no_passphrase), replace=replace)
    shared = _save(out.with_suffix(".kurkey"), public.to_bytes())
    words = [f"Запасной ключ: {out}", f"Открытый, для учреждений: {shared}", f"Шесть слов: {public.words}"]
    answer(ctx, {**_public_json(public), "key": out, "file": shared}, words)


@key.command()
@click.option("--qr", is_flag=True, help="Показать открытый ключ кодом QR; окно нужно примерно 85×45 знаков.")
@click.option("--out", type=_FILE, metavar="ФАЙЛ", help="Записать открытый ключ: .kurkey, или код QR: .svg, .png.")
@json_option
@click.pass_context
def show(ctx: click.Context, qr: bool, out: Path | None) -> None:
    """Свой открытый ключ: шесть слов, файл для других, код QR."""
    public = key_ring(ctx, open_store(ctx), None).public
    words = [f"{public.name}", f"Шесть слов: {public.words}"]
    code = _code_lines(public.to_bytes()) if qr and not wants_json(ctx) else []
    written = None
    if out is not None:
        target = out / f"{public.name}.kurkey" if out.is_dir() else out
        written = _save_picture(target, public) if target.suffix in {".svg", ".png"} else _save(target, public.to_bytes())
        words.append(f"Открытый ключ: {written}")
    answer(ctx, {**_public_json(public), "file": written}, words)
    for line in code:
        click.echo(line, color=sys.stdout.isatty())  # --no-color too: black and white are the code itself


def _code_lines(content: bytes) -> list[str]:
    """The code for this window; where there is no window (a file, another program), as on paper."""
    from shutil import get_terminal_size

    from tui.cli.terminal_code import code_for_window, code_lines, code_matrix

    if not sys.stdout.isatty():
        return code_lines(code_matrix(content))
    return code_for_window(content, *get_terminal_size())


def _save_picture(target: Path, public: PublicKey) -> Path:
    import io

    import segno

    stream = io.BytesIO()
    segno.make(public.to_bytes(), error="l", micro=False).save(stream, kind=target.suffix[1:], border=4, scale=4)
    return _save(target, stream.getvalue())


def _save(target: Path, content: bytes) -> Path:
    from exports.saving import save_whole

    save_whole(content, target)
    return target


def _read(path: Path) -> bytes:
    from sync.public_key import MAX_FILE

    try:
        with path.open("rb") as stream:
            return stream.read(MAX_FILE + 1)
    except OSError as error:
        raise Refusal(f"Файл «{path}» не читается: проверьте имя, носитель и права.", "unreadable") from error


@key.command()
@click.argument("file", type=_FILE, metavar="ФАЙЛ")
@click.option("--words", default="", metavar="СЛОВА", help="Шесть слов, которые продиктовал владелец ключа.")
@click.option("--role", type=click.Choice(["main", "safe"]), default=None, help="safe — запасной ключ района.")
@json_option
@click.pass_context
def trust(ctx: click.Context, file: Path, words: str, role: str | None) -> None:
    """Подтвердить чужой ключ: сверить шесть слов, услышанных по телефону."""
    from sync.public_key import read_public_key
    from sync.trust import enrol, name_here, needs_words

    public = read_public_key(_read(file))
    store = open_store(ctx)
    wanted = role or public.role
    if not words and needs_words(store, public, wanted) and sys.stdin.isatty() and not wants_json(ctx):
        here = name_here(store, public.institution)
        note(f"Ключ «{public.name}»{f' (в базе «{here}»)' if here else ''}. Позвоните туда сами, по известному вам номеру.")
        words = click.prompt("Шесть слов, которые вам прочтут", err=True)
    done = enrol(store, public, heard=words, role=wanted)
    document = {**_public_json(public), "role": wanted, "how": done.how, "former": done.former.words if done.former else None}
    answer(ctx, document, _enrolment_words(store, done))


def _enrolment_words(store: Store, done: Enrolment) -> list[str]:
    from sync.trust import name_here

    public, former = done.key, done.former
    if done.how == "disowned":
        return [f"Ключ «{public.name}» отозван владельцем: его файлы больше не принимаются."]
    if done.how == "known":
        return [f"Ключ «{public.name}» уже подтверждён."]
    told = [f"Ключ «{public.name}» подтверждён: {public.words}."]
    if former is not None:
        told.append(f"Прежний ключ ({former.words}) больше не действует.")
    if done.how == "chain":
        told.append("Новый ключ подписан прежним, поэтому звонить не нужно.")
    here = name_here(store, public.institution)
    if here and here != public.name:
        told.append(f"В базе это учреждение называется «{here}».")
    return told


@key.command("list")
@json_option
@click.pass_context
def list_keys(ctx: click.Context) -> None:
    """Подтверждённые, сменённые и отозванные ключи."""
    from sync.trust import trusted_keys

    store = open_store(ctx)
    mine = key_ring(ctx, store, None).institution
    found = trusted_keys(store)
    document = [{**one._asdict(), "own": one.institution == mine} for one in found]
    answer(ctx, document, [_line(one, one.institution == mine) for one in found] or ["Ключей ещё нет."])


def _line(one: TrustedKey, own: bool) -> str:
    what = (", свой" if own else "") + (", запасной" if one.role == "safe" else "")
    return f"{one.name}{what}: {_STATES[one.state]} {one.confirmed_at[:10]}, {one.words}"


@key.command()
@click.option("--out", type=_FILE, metavar="ФАЙЛ", help="Записать новый открытый ключ (.kurkey).")
@passphrase_option
@json_option
@click.pass_context
def rotate(ctx: click.Context, out: Path | None, passphrase_file: Path | None) -> None:
    """Сменить свой ключ: новый подписан прежним."""
    from sync.own_key import rotate_key

    store = open_store(ctx)
    former, public = rotate_key(store, key_ring(ctx, store, passphrase_file))
    written = _save(out, public.to_bytes()) if out is not None else None
    words = [
        f"Прежний ключ: {former.words}",
        f"Новый ключ: {public.words}",
        "Дальше: новый лист восстановления (kurator key sheet) и новый открытый ключ всем, кто подтвердил прежний.",
    ]
    answer(ctx, {**_public_json(public), "former": former.words, "file": written}, words)


@key.command()
@click.argument("institution", required=False, metavar="[УЧРЕЖДЕНИЕ]")
@click.option("--own", is_flag=True, help="Отозвать свой ключ: записать заявление об отзыве.")
@click.option("--out", type=_FILE, metavar="ФАЙЛ", help="Куда записать заявление (.kurkey).")
@passphrase_option
@json_option
@click.pass_context
def revoke(ctx: click.Context, institution: str | None, own: bool, out: Path | None, passphrase_file: Path | None) -> None:
    """Больше не доверять ключу: учреждения или своему (--own)."""
    from sync.own_key import own_revocation
    from sync.trust import disown
    from sync.trust import revoke as distrust

    if own != (out is not None) or own == bool(institution):
        raise click.UsageError("Укажите УЧРЕЖДЕНИЕ, или --own и --out ФАЙЛ.")
    store = open_store(ctx)
    if institution:
        gone = distrust(store, institution)
        document = {"revoked": [one._asdict() for one in gone]}
        answer(ctx, document, [f"Ключ «{one.name}» отозван: его файлы больше не принимаются." for one in gone])
        return
    statement = own_revocation(key_ring(ctx, store, passphrase_file))
    written = _save(out, statement.to_bytes()) if out is not None else None
    disown(store, statement)
    words = [f"Свой ключ отозван. Разошлите «{written}» всем, кто его подтвердил, и создайте новый: kurator key new --replace."]
    answer(ctx, {**_public_json(statement), "file": written}, words)


@key.command()
@click.option("--words", default="", metavar="СЛОВА", help="24 слова (лучше вводить без этого параметра, по запросу).")
@click.option("--words-file", type=_FILE, metavar="ФАЙЛ", help="Файл с 24 словами («-» — со стандартного ввода).")
@click.option("--key-file", type=_FILE, metavar="ФАЙЛ", help="Вместо слов — файл ключа другого ноутбука или запасного.")
@_WITHOUT
@_REPLACE
@passphrase_option
@json_option
@click.pass_context
def recover(
    ctx: click.Context,
    words: str,
    words_file: Path | None,
    key_file: Path | None,
    no_passphrase: bool,
    replace: bool,
    passphrase_file: Path | None,
) -> None:
    """Вернуть ключ по 24 словам листа восстановления или из файла ключа."""
    from sync.key_store import key_path
    from sync.own_key import recover_from_file, recover_key

    store = open_store(ctx)
    if key_file is not None:
        unlock = passphrase_source(ctx, passphrase_file)
        phrase = new_passphrase(ctx, passphrase_file, no_passphrase)
        public = recover_from_file(store, key_file, unlock, phrase, replace=replace)
    else:
        typed = words or _typed(ctx, words_file)
        public = recover_key(store, typed, new_passphrase(ctx, passphrase_file, no_passphrase), replace=replace)
    _tell_new(ctx, store, public, key_path(store.path))


def _typed(ctx: click.Context, words_file: Path | None) -> str:
    if words_file is not None and str(words_file) != "-":
        return _read(words_file).decode("utf-8-sig", errors="replace")
    if words_file is None and sys.stdin.isatty() and not wants_json(ctx):
        return str(click.prompt("24 слова с листа восстановления", err=True))
    return sys.stdin.read(4096)


@key.command()
@click.option("--out", required=True, type=_FILE, metavar="ФАЙЛ", help="Куда напечатать (.pdf).")
@click.option("--key-file", type=_FILE, metavar="ФАЙЛ", help="Лист запасного ключа из этого файла.")
@passphrase_option
@json_option
@click.pass_context
def sheet(ctx: click.Context, out: Path, key_file: Path | None, passphrase_file: Path | None) -> None:
    """Напечатать лист восстановления: 24 слова на бумаге."""
    from exports.recovery_sheet import RecoverySheet, print_recovery_sheet
    from sync.key_store import KeyRing
    from sync.own_key import recovery_words

    store = open_store(ctx)
    ring = key_ring(ctx, store, passphrase_file)
    if key_file is not None:
        ring = KeyRing(key_file, ring.public.institution, passphrase_source(ctx, passphrase_file))
    public = ring.public
    told = RecoverySheet(
        public.name, public.role == "safe", recovery_words(ring), public.words, public.created, public.to_bytes()
    )
    done = print_recovery_sheet(told, out)
    document = {"files": [{"path": str(done.path), "pages": done.pages, "kind": done.kind}], "left_out": []}
    answer(ctx, document, f"Лист восстановления: {done.path}. Напечатайте его, уберите в сейф, а файл удалите.")


@key.command()
@_WITHOUT
@click.option("--new-passphrase-file", type=_FILE, metavar="ФАЙЛ", help="Новый пароль: первая строка файла.")
@passphrase_option
@json_option
@click.pass_context
def passphrase(ctx: click.Context, no_passphrase: bool, new_passphrase_file: Path | None, passphrase_file: Path | None) -> None:
    """Сменить или снять пароль ключа."""
    from sync.own_key import change_passphrase

    store = open_store(ctx)
    ring = key_ring(ctx, store, passphrase_file)
    ring.current  # noqa: B018 - the old passphrase is asked for before the new one
    change_passphrase(ring, new_passphrase(ctx, new_passphrase_file, no_passphrase, variable=NEW_VARIABLE))
    has = ring.file.has_passphrase
    answer(ctx, {"passphrase": has, "key": ring.path}, "Пароль ключа сменён." if has else "Пароль с ключа снят.")
