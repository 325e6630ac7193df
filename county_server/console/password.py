"""The console's password: Argon2id, kept with the server's keys."""

from __future__ import annotations

import hmac

from county_server.storage import CountyStore
from inspector_app.errors import BadInput
from inspector_app.storage.keys import SHORTEST_PASSPHRASE, pin_hash

_KEY = "console_password"


def set_password(store: CountyStore, password: str) -> None:
    """Set the password of the console. Raises ``BadInput`` when it is too short."""
    if len(password) < SHORTEST_PASSPHRASE:
        raise BadInput("keys.passphrase_short", shortest=SHORTEST_PASSPHRASE)
    store.set_value(_KEY, pin_hash(password))


def password_holds(store: CountyStore, password: str) -> bool:
    """Whether this is the console's password; without one nobody gets in."""
    known = store.optional(_KEY)
    return known is not None and hmac.compare_digest(pin_hash(password, known[:16]), known)
