"""Who may open a store: each officer's passphrase, and the recovery key, lead to the same store key.

Each way in is a key pair whose private half is wrapped by the passphrase; the store key is sealed to the
public half. So the store key can be changed without asking every officer for his passphrase.

``keys.json`` lies beside the database and is the only readable file of a store: it holds log-in names, salts
and wrapped keys, nothing about mines or inspections.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from inspector_app.errors import BadInput, StorageFault, WrongKey
from inspector_app.identity import new_id
from inspector_app.storage.durable import atomic_write
from inspector_app.storage.sealing import new_pair, seal, unseal

FILE = "keys.json"
RECOVERY = "recovery"
PASSPHRASE = "passphrase"  # noqa: S105 - the kind of a slot, not a secret
SHORTEST_PASSPHRASE = 8
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Slot:
    """One way in: a private key wrapped by AES-256-GCM under an Argon2id key of the secret.

    ``memory_kib``, ``iterations``, ``lanes`` are the Argon2id costs (RFC 9106); texts are base64.
    ``sealed`` holds the store key sealed to ``public``; two of them while the key is being changed.
    """

    id: str
    kind: str
    login: str
    officer_id: str
    salt: str
    memory_kib: int
    iterations: int
    lanes: int
    nonce: str
    wrapped: str
    public: str
    sealed: tuple[str, ...]


@dataclass(frozen=True)
class KeyFile:
    """The content of ``keys.json``."""

    store_id: str
    is_sample: bool
    slots: tuple[Slot, ...]
    blob_salt: str = ""

    def login_names(self) -> tuple[str, ...]:
        """Who can unlock with a passphrase, in the order they were added."""
        return tuple(slot.login for slot in self.slots if slot.kind == PASSPHRASE)

    def unlock(self, login: str, secret: str) -> tuple[tuple[bytes, ...], Slot]:
        """The store keys to try and the slot that gave them.

        There are two while a change of key was interrupted. Raises ``WrongKey``; unknown names answer alike.
        """
        kind = RECOVERY if login == RECOVERY else PASSPHRASE
        given = normalise_recovery(secret) if kind == RECOVERY else secret
        for slot in self.slots:
            if slot.kind == kind and (kind == RECOVERY or slot.login == login):
                private = _unwrap(slot, given)
                if private is not None:
                    return tuple(unseal(private, _bytes(sealed)) for sealed in slot.sealed), slot
        raise WrongKey("keys.wrong", login=login)

    def login_of(self, officer_id: str) -> str | None:
        """The log-in name of an officer, when he has a way in."""
        return next((s.login for s in self.slots if s.kind == PASSPHRASE and s.officer_id == officer_id), None)

    def require(self, officer_id: str, passphrase: str) -> None:
        """Raises ``WrongKey`` unless this is that officer's passphrase."""
        for slot in self.slots:
            if slot.kind == PASSPHRASE and slot.officer_id == officer_id and _unwrap(slot, passphrase) is not None:
                return
        raise WrongKey("keys.wrong", login=self.login_of(officer_id) or "")

    def announcing(self, *store_keys: bytes) -> KeyFile:
        """This file with every way in leading to exactly these store keys (two during a change, then one)."""
        return replace(self, slots=tuple(_reseal(slot, store_keys) for slot in self.slots))

    def with_officer(self, store_key: bytes, login: str, officer_id: str, passphrase: str) -> KeyFile:
        """This file with one more way in. Raises ``BadInput``: the name is taken or unusable, the passphrase short."""
        if not login or login == RECOVERY or login != login.strip():
            raise BadInput("keys.login_refused", login=login)
        if login in self.login_names():
            raise BadInput("keys.login_taken", login=login)
        _require_long(passphrase)
        return replace(self, slots=(*self.slots, _wrap(store_key, PASSPHRASE, login, officer_id, passphrase)))

    def with_passphrase(self, store_key: bytes, login: str, passphrase: str) -> KeyFile:
        """This file with another passphrase for that log-in name. Raises ``BadInput``."""
        if login not in self.login_names():
            raise BadInput("keys.login_unknown", login=login)
        _require_long(passphrase)

        def changed(slot: Slot) -> Slot:
            is_his = slot.kind == PASSPHRASE and slot.login == login
            return _wrap(store_key, PASSPHRASE, login, slot.officer_id, passphrase) if is_his else slot

        return replace(self, slots=tuple(changed(slot) for slot in self.slots))

    def without_officer(self, login: str) -> KeyFile:
        """This file without that way in. Raises ``BadInput`` for the last officer or an unknown name."""
        rest = tuple(s for s in self.slots if s.login != login or s.kind != PASSPHRASE)
        if len(rest) == len(self.slots):
            raise BadInput("keys.login_unknown", login=login)
        if not any(s.kind == PASSPHRASE for s in rest):
            raise BadInput("keys.last_officer", login=login)
        return replace(self, slots=rest)

    def with_recovery(self, store_key: bytes, recovery: str) -> KeyFile:
        """This file with that recovery key (replacing an older one)."""
        rest = tuple(s for s in self.slots if s.kind != RECOVERY)
        return replace(self, slots=(*rest, _wrap(store_key, RECOVERY, "", "", normalise_recovery(recovery))))

    def write(self, folder: Path) -> None:
        """Write ``keys.json`` durably, replacing the old one in one step."""
        text = json.dumps({"format": 1, **asdict(self)}, ensure_ascii=False, indent=2)
        atomic_write(folder / FILE, text.encode("utf-8"))


def new_key_file(*, is_sample: bool) -> KeyFile:
    """A file with no way in yet."""
    return KeyFile(new_id(), is_sample, (), _text(os.urandom(16)))


def read_key_file(folder: Path) -> KeyFile:
    """Read ``keys.json``. Raises ``StorageFault('keys.missing' | 'keys.damaged')``."""
    path = folder / FILE
    try:
        raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if raw["format"] != 1:
            raise StorageFault("keys.newer", path=str(path))
        slots = tuple(Slot(**{**slot, "sealed": tuple(slot["sealed"])}) for slot in raw["slots"])
        return KeyFile(raw["store_id"], raw["is_sample"], slots, raw["blob_salt"])
    except FileNotFoundError as error:
        raise StorageFault("keys.missing", path=str(path)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise StorageFault("keys.damaged", path=str(path)) from error


def new_recovery_key() -> str:
    """160 random bits in eight groups of four, printed at set-up and kept off the laptop."""
    import secrets  # start-up does without it

    letters = "".join(secrets.choice(_ALPHABET) for _ in range(32))
    return "-".join(letters[i : i + 4] for i in range(0, 32, 4))


def normalise_recovery(typed: str) -> str:
    """A typed recovery key without spaces, dashes and case."""
    return "".join(c for c in typed.upper() if c in _ALPHABET)


def pin_hash(pin: str, salt: bytes | None = None) -> bytes:
    """Salt and Argon2id hash of a short PIN; it guards an already open store, so it costs less."""
    used = salt if salt is not None else os.urandom(16)
    return used + _argon2(pin, used, 16 * 1024, 2, 1)


def _require_long(passphrase: str) -> None:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BadInput("keys.passphrase_short", shortest=SHORTEST_PASSPHRASE)


def _argon2(secret: str, salt: bytes, memory_kib: int, iterations: int, lanes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory_kib)
    return kdf.derive(secret.encode("utf-8"))


def _costs() -> tuple[int, int, int]:
    """Argon2id costs (decision 0070); tests may lower them, never a release."""
    if os.environ.get("INSPECTOR_TEST_FAST_KEYS") == "1":
        return 1024, 1, 1
    return 46 * 1024, 1, 1


def _wrap(store_key: bytes, kind: str, login: str, officer_id: str, secret: str) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    memory, iterations, lanes = _costs()
    salt, nonce = os.urandom(16), os.urandom(12)
    key = _argon2(secret, salt, memory, iterations, lanes)
    private, public = new_pair()
    wrapped = _text(AESGCM(key).encrypt(nonce, private, kind.encode()))
    costs = (memory, iterations, lanes)
    sealed = (_text(seal(public, store_key)),)
    return Slot(new_id(), kind, login, officer_id, _text(salt), *costs, _text(nonce), wrapped, _text(public), sealed)


def _reseal(slot: Slot, store_keys: tuple[bytes, ...]) -> Slot:
    return replace(slot, sealed=tuple(_text(seal(_bytes(slot.public), key)) for key in store_keys))


def _unwrap(slot: Slot, secret: str) -> bytes | None:
    key = _argon2(secret, _bytes(slot.salt), slot.memory_kib, slot.iterations, slot.lanes)
    from cryptography.exceptions import InvalidTag  # another thread loads these while the key is derived
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(_bytes(slot.nonce), _bytes(slot.wrapped), slot.kind.encode())
    except InvalidTag:
        return None


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
