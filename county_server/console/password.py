"""The console's passwords: one per office, Argon2id, kept with the server's keys."""

from __future__ import annotations

import hmac

from county_server.storage import CountyStore
from inspector_app.errors import BadInput
from inspector_app.storage.keys import SHORTEST_PASSPHRASE, pin_hash


def set_password(store: CountyStore, region: str, password: str) -> None:
    """Set the password of an office's console. Raises ``BadInput`` when it is too short."""
    if len(password) < SHORTEST_PASSPHRASE:
        raise BadInput("keys.passphrase_short", shortest=SHORTEST_PASSPHRASE)
    store.set_value(_key(region), pin_hash(password))


def password_holds(store: CountyStore, region: str, password: str) -> bool:
    """Whether this is the console password of that office; without one nobody gets in."""
    known = store.optional(_key(region))
    return known is not None and hmac.compare_digest(pin_hash(password, known[:16]), known)


def password_mark(store: CountyStore, region: str) -> str:
    """A mark of the present password: sessions end when it changes."""
    known = store.optional(_key(region))
    return "" if known is None else known[:16].hex()


def _key(region: str) -> str:
    return f"console_password:{region}"
