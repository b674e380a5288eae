"""Many files at once: triage, merge one by one (a transaction each, on a backup), or a dry run that stops at the preview.

New, repeated, older, damaged, of an unknown sender, for someone else: each file says which it is, none stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from model.backups import make_backup
from model.errors import Refusal
from model.kept_copies import keep_in_mind
from model.store import Store
from sync.exchange_file import Frame, open_frame, read_bytes
from sync.key_store import KeyRing
from sync.merge import Merged, merge_file
from sync.receipts import note_refused
from sync.trust import register_own
from sync.verification import verify

#: How many files are done, how many there are, the next one; whether to go on.
Progress = Callable[[int, int, Path], bool]


@dataclass(frozen=True)
class Outcome:
    """What became of one file. ``status``: merged, repeated, older, unknown (its sender waits to be confirmed), refused.

    ``code`` and ``message`` say why; ``note``: what could not be verified, or nothing; ``sender``: id of the institution;
    ``scope``: of the file.
    """

    path: Path
    status: str
    code: str
    message: str
    institution: str = ""
    number: int = 0
    merged: Merged | None = None
    note: str = ""
    sender: str = ""
    scope: str = ""


class Stopped(Exception):
    """Raised by the one who asks for a passphrase: the person wants no more of it; what was merged before stays."""


class _DryRun(Exception):
    """Takes the transaction of a preview back."""


def exchange_files(paths: Iterable[Path]) -> list[Path]:
    """Files to merge: what is named, and every ``*.kur`` in the folders named; each once, in order of names.

    Raise ``Refusal`` (unreadable) for a folder that cannot be read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            inside = (
                sorted(p for p in path.iterdir() if p.suffix.lower() == ".kur" and p.is_file()) if path.is_dir() else [path]
            )
        except OSError as error:
            raise Refusal(f"Папка «{path.name}» не читается: проверьте носитель и права.", "unreadable") from error
        found.update(dict.fromkeys(inside))
    return list(found)


def merge_paths(
    store: Store,
    paths: Iterable[Path],
    *,
    ring: KeyRing | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Merge every file, in the order given; a refused one does not stop the others.

    ``ring``: our keys, unlocked when the first sealed file needs them (default: those beside the database, without a
    passphrase). ``progress(done, total, path)`` is called before each file and may return ``False`` to stop between files:
    then, as after ``Stopped``, there are fewer outcomes than files, and the same call goes on from there another time.
    Raise ``Refusal`` when there is no file at all, or no backup can be made.
    """
    files = exchange_files(paths)
    if not files:
        raise Refusal("Файлов обмена (.kur) здесь нет: укажите папку или файлы, которые прислали учреждения.", "nothing")
    ring = ring or KeyRing.of(store)
    if not dry_run:
        make_backup(store, "merge")
        if ring.exists:
            with suppress(Refusal):  # a damaged key is told by the file that needs it
                register_own(store, ring.public)
    outcomes: list[Outcome] = []
    if dry_run:
        with suppress(_DryRun), store.transaction("Просмотр"):
            _each(store, files, ring, outcomes, progress, keep=False)
            raise _DryRun
        return outcomes
    with store.alone():
        _each(store, files, ring, outcomes, progress, keep=True)
    store.compact()
    return outcomes


def told_institution(path: Path) -> str:
    """Whose file it says it is, for a line of progress: nothing of it was verified; empty when it says nothing."""
    try:
        return open_frame(read_bytes(path)).header.institution_name
    except Refusal:
        return ""


def _each(
    store: Store, files: list[Path], ring: KeyRing, outcomes: list[Outcome], progress: Progress | None, *, keep: bool
) -> None:
    with suppress(Stopped):
        for number, path in enumerate(files):
            if progress is not None and not progress(number, len(files), path):
                return
            outcomes.append(_merge_one(store, path, ring, keep))


def _merge_one(store: Store, path: Path, ring: KeyRing, keep: bool = True) -> Outcome:
    frame: Frame | None = None
    try:
        frame = open_frame(read_bytes(path))
        verified = verify(store, frame, ring)
        if verified.file is None:
            merged = verified.repeated or Merged("repeated")
        else:
            with store.transaction("Слияние"):
                merged = merge_file(store, verified.file)
                if keep:
                    keep_in_mind(store, path)
    except Refusal as refusal:
        name, number = (frame.header.institution_name, frame.header.number) if frame else ("", 0)
        sender, scope = (frame.header.institution, frame.header.scope) if frame else ("", "")
        if frame is not None and keep:
            note_refused(store, frame.header, frame.sha256, refusal, datetime.now().isoformat(timespec="seconds"))
        status = "unknown" if refusal.code == "unknown" else "refused"
        return Outcome(path, status, refusal.code, refusal.sentence, name, number, sender=sender, scope=scope)
    header = frame.header
    code = merged.status if not merged.effect.conflicts > 0 else "conflicts"
    if keep and verified.file is None:
        keep_in_mind(store, path)
    told = (header.institution_name, header.number, merged, verified.note, header.institution, header.scope)
    return Outcome(path, merged.status, code, merged.message, *told)
