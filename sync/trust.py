"""Whose keys are trusted: enrolment by six words, rotation by a chain, revocation; who may send and who can read a file.

``trusted_key`` is a table of this laptop and does not travel; ``model.trust_memory`` keeps an older copy from taking it back.
States of a key: ``trusted``; ``replaced`` (by ``replaced_by``); ``revoked`` (by this laptop); ``disowned`` (by its owner's
signed statement, for ever). As soon as the table has a row, nothing unsigned is accepted any more; an institution whose key is
known never comes back to an unconfirmed one by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from model.errors import Refusal
from model.setup import own_id
from model.store import Store
from model.trust_memory import COLUMNS, TrustedKey, is_damaged, remember
from sync.exchange_file import Header
from sync.key_store import key_path
from sync.key_words import same_words
from sync.public_key import PublicKey


@dataclass(frozen=True)
class Enrolment:
    """What a public key file did: ``how`` is words, chain, known or disowned; ``former``: the key that it replaced."""

    key: PublicKey
    how: str
    former: TrustedKey | None = None


def trusted_keys(store: Store, institution: str = "") -> list[TrustedKey]:
    """Every known key, or those of one institution, in the order of names and time."""
    where, values = ("WHERE institution = ?", (institution,)) if institution else ("", ())
    rows = store.sql(f"SELECT {COLUMNS} FROM trusted_key {where} ORDER BY name, institution, confirmed_at, sign", values)
    return [TrustedKey(*map(str, row)) for row in rows]


def _key(store: Store, sign: str) -> TrustedKey | None:
    row = store.sql(f"SELECT {COLUMNS} FROM trusted_key WHERE sign = ?", (sign,)).fetchone()
    return TrustedKey(*map(str, row)) if row else None


def name_here(store: Store, institution: str) -> str:
    """What our database calls an institution; nothing when it does not know it."""
    return str(store.value("SELECT coalesce(short, name) FROM institution WHERE id = ?", (institution,)) or "")


def keys_in_use(store: Store) -> bool:
    """Whether this database has a key or trusts one: from then on only signed files of confirmed senders are merged."""
    known = store.value("SELECT 1 FROM trusted_key LIMIT 1") is not None
    return known or key_path(store.path).exists() or is_damaged(store.path)


# ---------------------------------------------------------------------- who is trusted
def register_own(store: Store, key: PublicKey) -> None:
    """Remember our own key as the one that our other laptop signs with; a former one is replaced."""
    known = _key(store, key.sign)
    if known is None or known.state == "replaced":
        _trust(store, key, key.role)


def refuse_disowned(store: Store, key: PublicKey) -> None:
    """Refuse to sign with a key that was revoked."""
    known = _key(store, key.sign)
    if known is not None and known.state in {"revoked", "disowned"}:
        raise Refusal("Свой ключ отозван: создайте новый командой kurator key new --replace.", "revoked")


def needs_words(store: Store, key: PublicKey, role: str) -> bool:
    """Whether the six words must be heard before ``key`` is trusted: not when it is known, nor when a trusted key signed it."""
    known = _key(store, key.sign)
    if key.statement == "revoked" or (known is not None and known.state == "trusted" and known.role == role):
        return False
    return (known is not None and known.state != "trusted") or not _is_chained(store, key, role)


def _is_chained(store: Store, key: PublicKey, role: str) -> bool:
    if role != key.role:
        return False
    before = _key(store, key.previous) if key.previous else None
    return before is not None and before.state == "trusted" and before.institution == key.institution and key.follows


def enrol(store: Store, key: PublicKey, *, heard: str = "", role: str = "") -> Enrolment:
    """Trust a public key (verified by ``read_public_key``), or take note that its owner revoked it.

    ``heard``: six words from its owner, by phone; ``role``: main or safe (default: as the file says). Raise ``Refusal``: codes
    words-needed, words, revoked, own-key, safe-role, key-damaged.
    """
    if key.statement == "revoked":
        return disown(store, key)
    role = role or key.role
    known = _key(store, key.sign)
    _check_enrolment(store, key, role, known)
    chained = not needs_words(store, key, role)
    if known is not None and known.state == "trusted" and known.role == role:
        return Enrolment(key, "known")
    if not chained:
        _check_words(key, heard)
    return Enrolment(key, "chain" if chained else "words", _trust(store, key, role))


def _check_enrolment(store: Store, key: PublicKey, role: str, known: TrustedKey | None) -> None:
    if known is not None and known.state == "disowned":
        raise Refusal(f"Ключ «{key.name}» отозван самим учреждением: попросите файл нового ключа.", "revoked")
    if known is not None and known.institution != key.institution:
        raise Refusal(f"Этот ключ уже подтверждён за учреждением «{known.name}»: у каждого ключ свой.", "foreign-key")
    if role == "main" and key.role == "safe":
        raise Refusal("Это запасной ключ района: подтвердите его с --role safe.", "safe-role")
    if role == "safe" and key.kind != "district":
        raise Refusal("Запасной ключ бывает только у района: подтвердите этот без --role safe.", "safe-role")
    if role == "main" and key.institution == own_id(store):
        raise Refusal(
            "Это ключ вашего учреждения: на другой ноутбук его переносят 24 словами (kurator key recover).", "own-key"
        )


def _check_words(key: PublicKey, heard: str) -> None:
    if not heard.strip():
        raise Refusal(
            f'Ключ «{key.name}» надо сверить: позвоните туда и повторите с --words "шесть слов", которые продиктуют.',
            "words-needed",
        )
    if not same_words(heard, key.words):
        raise Refusal(f"Слова не совпали: ключ «{key.name}» не подтверждён, попросите прислать файл ключа заново.", "words")


def _trust(store: Store, key: PublicKey, role: str) -> TrustedKey | None:
    """Write a trusted key; the main one before it is replaced. Return that one."""
    former = None
    with store.transaction("Доверие ключу"):
        if role == "main":
            rows = [one for one in trusted_keys(store, key.institution) if one.role == "main" and one.sign != key.sign]
            former = next((one for one in reversed(rows) if one.state == "trusted"), rows[-1] if rows else None)
            store.sql(
                "UPDATE trusted_key SET state = 'replaced', replaced_by = ? "
                "WHERE institution = ? AND role = 'main' AND state = 'trusted' AND sign <> ?",
                (key.sign, key.institution, key.sign),
            )
        _write(store, key, role, "trusted")
        store.after_commit(remember)
    return former


def _write(store: Store, key: PublicKey, role: str, state: str) -> None:
    now = datetime.now().isoformat(timespec="seconds")
    store.sql(
        f"INSERT OR REPLACE INTO trusted_key({COLUMNS}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
        (key.sign, key.institution, key.age, key.name, key.kind, role, state, key.words, now),
    )


def disown(store: Store, key: PublicKey) -> Enrolment:
    """Take note that the owner of a key revoked it (a verified statement): it is never trusted again."""
    known = _key(store, key.sign)
    if known is not None and known.institution != key.institution:
        raise Refusal("Отзыв не от того учреждения, чей это ключ: попросите прислать его заново.", "foreign-key")
    with store.transaction("Отзыв ключа"):
        _write(store, key, known.role if known else key.role, "disowned")
        store.after_commit(remember)
    return Enrolment(key, "disowned", known)


def revoke(store: Store, who: str) -> list[TrustedKey]:
    """Trust no key of an institution (id or a part of its name) any more; return the keys. Files signed by them are refused."""
    wanted = who.casefold().strip()
    keys = [one for one in trusted_keys(store) if one.state == "trusted" and one.institution != own_id(store)]
    found = [one for one in keys if one.institution == who] or [one for one in keys if wanted and wanted in one.name.casefold()]
    names = sorted({one.name for one in found})
    if not found:
        raise Refusal(f"Подтверждённого ключа «{who}» нет: посмотрите список командой kurator key list.", "missing")
    if len({one.institution for one in found}) > 1:
        raise Refusal(f"«{who}» подходит нескольким ({', '.join(names)}): назовите точнее или укажите id.", "ambiguous")
    with store.transaction("Отзыв ключа"):
        store.sql(
            "UPDATE trusted_key SET state = 'revoked' WHERE institution = ? AND state = 'trusted'", (found[0].institution,)
        )
        store.after_commit(remember)
    return found


# ---------------------------------------------------------------------- who may send
def check_signer(store: Store, header: Header) -> str:
    """Whether the one who signed a file (its signature is verified) may speak for its institution; return a note or nothing.

    Raise ``Refusal``: codes unsigned, unknown (waits for a human), changed, replaced, revoked, foreign-signer.
    """
    name = header.institution_name
    known = {key.sign: key for key in trusted_keys(store, header.institution)}
    if not header.signer:
        if known or keys_in_use(store):
            raise Refusal(
                f"Файл «{name}» не подписан: попросите выгрузить его с ключом (kurator key new, kurator export).", "unsigned"
            )
        return "Подпись не проверена: ключей здесь ещё нет."
    key = known.get(header.signer)
    if key is not None:
        return _check_state(key)
    other = _key(store, header.signer)
    if other is not None:
        raise Refusal(f"Файл «{name}» подписан ключом другого учреждения («{other.name}»): сообщите обоим.", "foreign-signer")
    if header.institution == own_id(store) and known:
        raise Refusal(
            "Файл подписан не тем ключом, что у этого ноутбука: перенесите ключ 24 словами (kurator key recover).", "changed"
        )
    if known:
        raise Refusal(
            f"У «{name}» другой ключ: файл не принят, позвоните туда и подтвердите новый ключ заново (kurator key trust ФАЙЛ).",
            "changed",
        )
    if keys_in_use(store):
        raise Refusal(
            f"Отправитель «{name}» ещё не подтверждён: подтвердите ключ (kurator key trust ФАЙЛ.kurkey) и примите файл снова.",
            "unknown",
        )
    return "Подпись не проверена: ключ отправителя не подтверждён."


def _check_state(key: TrustedKey) -> str:
    if key.state == "replaced":
        raise Refusal(f"Файл подписан прежним ключом «{key.name}»: попросите выгрузить его заново.", "replaced")
    if key.state != "trusted":
        raise Refusal(f"Ключ «{key.name}» отозван: файл не принят, попросите новый ключ и файл, подписанный им.", "revoked")
    return ""


# ---------------------------------------------------------------------- who can read
def recipients(store: Store, scope: str, addressee: str, own: PublicKey) -> list[str]:
    """Age recipients of a file: the addressees, ourselves, the district's safe keys; raise ``Refusal`` (no-recipient)."""
    trusted = [key for key in trusted_keys(store) if key.state == "trusted"]
    mine = own_id(store)
    main = [key for key in trusted if key.role == "main" and key.institution != mine]
    if scope == "own":
        readers: list[TrustedKey] = []
    elif scope == "district":
        readers = _districts(main, addressee)
    else:
        readers = _addressed(main, addressee)
    houses = {mine, *(key.institution for key in readers)}
    safe = [key for key in trusted if key.role == "safe" and key.institution in houses]
    return list(dict.fromkeys([*(key.age for key in readers), own.age, *(key.age for key in safe)]))


def _districts(main: list[TrustedKey], addressee: str) -> list[TrustedKey]:
    found = [key for key in main if key.kind == "district" and addressee in {"", key.institution}]
    if not found:
        raise Refusal(
            "Ключ района ещё не подтверждён: возьмите у методиста файл .kurkey и выполните kurator key trust ФАЙЛ.",
            "no-recipient",
        )
    if len(found) > 1:
        names = ", ".join(f"{key.name}: --for {key.institution}" for key in found)
        raise Refusal(f"Подтверждены ключи нескольких районов, выберите один ({names}).", "ambiguous")
    return found


def _addressed(main: list[TrustedKey], addressee: str) -> list[TrustedKey]:
    found = [key for key in main if addressee == key.institution or (not addressee and key.kind != "district")]
    if not found:
        whose = "этого учреждения" if addressee else "учреждений"
        raise Refusal(
            f"Ключ {whose} ещё не подтверждён: возьмите файл .kurkey и выполните kurator key trust ФАЙЛ.", "no-recipient"
        )
    return found
