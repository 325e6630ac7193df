"""Who may go on working: the short PIN of an open store, and the lock that closes by itself.

No Qt and no threads: the window asks ``is_locked`` on its own timer. Idle time is counted on the boot clock, suspend
included, so a laptop that lay closed in the car is locked when it is opened.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from inspector_app.clock import Clock, Instant
from inspector_app.errors import BadInput, WrongKey
from inspector_app.storage.keys import pin_hash

IDLE = timedelta(minutes=10)
"""Idle time after which the window locks, unless the office sets another."""
GRACE = timedelta(seconds=30)
"""How long after a print or an upload the lock still waits: the officer may be on the way back to the laptop."""
SHORTEST_PIN = 4
LONGEST_PIN = 12
WRONG_PINS = 5
"""Wrong PINs in a row before only the passphrase opens; counted on disk, so a restart does not give new tries."""
_SALT = 16


class LockState(StrEnum):
    """What the window shows."""

    OPEN = "open"
    LOCKED = "locked"


class Vault(Protocol):
    """The part of an open store that the session needs."""

    officer_id: str

    def find_secret(self, key: str) -> bytes | None:
        """A private value inside the encrypted database, or ``None``."""
        ...

    def set_secret(self, key: str, value: bytes) -> None:
        """Keep a private value."""
        ...

    def forget_secret(self, key: str) -> None:
        """Remove a private value."""
        ...

    def require_passphrase(self, passphrase: str) -> None:
        """Raises ``WrongKey`` unless this is the passphrase of the officer who unlocked."""
        ...


@dataclass(frozen=True)
class PinState:
    """Whether a PIN is set, and how many tries are left before the passphrase is asked for."""

    is_set: bool
    tries_left: int


class Pin:
    """The short PIN of one officer. Its hash lies in the encrypted store and nowhere else."""

    def __init__(self, vault: Vault, officer_id: str | None = None) -> None:
        self._vault = vault
        self._key = f"pin:{officer_id or vault.officer_id}"
        self._count_key = f"pin_wrong:{officer_id or vault.officer_id}"

    @property
    def state(self) -> PinState:
        """What the unlock field has to say."""
        is_set = self._vault.find_secret(self._key) is not None
        return PinState(is_set, max(0, WRONG_PINS - self._wrong()))

    def set(self, pin: str, passphrase: str) -> None:
        """Choose a PIN; the passphrase proves who chooses.

        Raises ``WrongKey``, or ``BadInput`` for a PIN that is no 4 to 12 digits or is guessed at once.
        """
        _require_usable(pin)
        self._vault.require_passphrase(passphrase)
        self._vault.set_secret(self._key, pin_hash(pin))
        self._vault.forget_secret(self._count_key)

    def clear(self, passphrase: str) -> None:
        """Work without a PIN again. Raises ``WrongKey``."""
        self._vault.require_passphrase(passphrase)
        self._vault.forget_secret(self._key)
        self._vault.forget_secret(self._count_key)

    def check(self, pin: str) -> None:
        """Nothing happens for the right PIN.

        Raises ``WrongKey``: ``pin.wrong`` with the tries left, ``pin.exhausted`` when only the passphrase opens,
        ``pin.not_set`` when there is none. The try is counted on disk before the PIN is compared.
        """
        known = self._vault.find_secret(self._key)
        if known is None:
            raise WrongKey("pin.not_set")
        wrong = self._wrong()
        if wrong >= WRONG_PINS:
            raise WrongKey("pin.exhausted")
        self._vault.set_secret(self._count_key, bytes([wrong + 1]))
        import hmac  # loads a second set of ciphers; start-up does without it

        if not hmac.compare_digest(pin_hash(pin, known[:_SALT]), known):
            left = WRONG_PINS - wrong - 1
            raise WrongKey("pin.wrong", left=left) if left else WrongKey("pin.exhausted")
        self._vault.forget_secret(self._count_key)

    def forgive(self, passphrase: str) -> None:
        """Give the tries back after the passphrase. Raises ``WrongKey``."""
        self._vault.require_passphrase(passphrase)
        self._vault.forget_secret(self._count_key)

    def _wrong(self) -> int:
        counted = self._vault.find_secret(self._count_key)
        return counted[0] if counted else 0


class Session:
    """The lock of one open window.

    ``touch`` at every key or click; ``hold`` around printing, uploading and whatever else must not be interrupted.
    """

    def __init__(self, clock: Clock, idle: timedelta = IDLE) -> None:
        self._clock = clock
        self._idle = idle
        self._last_touch = clock.now()
        self._last_release: Instant | None = None
        self._holds: list[str] = []
        self._is_locked = False
        self.locking: list[Callable[[], None]] = []
        """Called once when the lock closes (half-typed text is settled here)."""

    @property
    def holds(self) -> tuple[str, ...]:
        """What keeps the lock open at the moment."""
        return tuple(self._holds)

    @property
    def state(self) -> LockState:
        """Open or locked, as last decided."""
        return LockState.LOCKED if self._is_locked else LockState.OPEN

    def touch(self) -> None:
        """The officer did something. A locked window is not opened by that."""
        if not self.is_locked():
            self._last_touch = self._clock.now()

    @contextmanager
    def hold(self, reason: str) -> Iterator[None]:
        """Keep the lock from closing while something runs; locking by hand still works."""
        self._holds.append(reason)
        try:
            yield
        finally:
            self._holds.remove(reason)
            self._last_release = self._clock.now()

    def is_locked(self, now: Instant | None = None) -> bool:
        """Whether the window is locked; closes the lock when its time has come."""
        if not self._is_locked and self.remaining(now) <= timedelta():
            self.lock()
        return self._is_locked

    def remaining(self, now: Instant | None = None) -> timedelta:
        """Time until the lock closes; the full idle time while something is held."""
        moment = now or self._clock.now()
        if self._holds:
            return self._idle
        left = self._idle - _between(self._last_touch, moment)
        if self._last_release is not None:
            left = max(left, GRACE - _between(self._last_release, moment))
        return left

    def lock(self) -> None:
        """Close the lock now; whatever prints or uploads goes on behind it."""
        if self._is_locked:
            return
        self._is_locked = True
        for listener in self.locking:
            listener()

    def unlock(self, prove: Callable[[], None]) -> None:
        """Open the lock when ``prove`` (PIN or passphrase) raises nothing."""
        prove()
        self._is_locked = False
        self._last_touch = self._clock.now()
        self._last_release = None


def _between(before: Instant, after: Instant) -> timedelta:
    """Time passed by the boot clock; by the wall clock when the laptop was restarted in between."""
    if before.boot == after.boot:
        return timedelta(milliseconds=max(0, after.monotonic_ms - before.monotonic_ms))
    return max(timedelta(), after.at - before.at)


def _require_usable(pin: str) -> None:
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise BadInput("pin.not_digits", shortest=SHORTEST_PIN, longest=LONGEST_PIN)
    steps = {int(b) - int(a) for a, b in itertools.pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise BadInput("pin.too_simple")
