"""The lock closes by itself, never over a print or an upload; the PIN has few tries and they survive a restart."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.errors import BadInput, WrongKey
from inspector_app.session import WRONG_PINS, LockState, Pin, Session
from inspector_app.store import Store
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.stores import PASSPHRASE, make_store

PIN = "4071"


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def session(clock: FrozenClock) -> Session:
    return Session(clock, timedelta(minutes=5))


def test_an_idle_window_locks_and_a_touched_one_does_not(session: Session, clock: FrozenClock) -> None:
    clock.forward(minutes=4)
    session.touch()
    clock.forward(minutes=4)
    assert not session.is_locked()
    clock.forward(minutes=1)
    assert session.is_locked()
    assert session.state is LockState.LOCKED


def test_time_that_the_laptop_slept_counts(session: Session, clock: FrozenClock) -> None:
    clock.forward(hours=3)
    session.touch()  # the key that woke it up
    assert session.is_locked()


def test_a_laptop_that_was_restarted_is_judged_by_the_wall_clock(session: Session, clock: FrozenClock) -> None:
    clock.reboot()
    assert not session.is_locked()
    clock.set_wall("2026-03-10T09:30:00+08:00")
    assert session.is_locked()


def test_moving_the_wall_clock_does_not_keep_the_lock_open(session: Session, clock: FrozenClock) -> None:
    clock.forward(minutes=6)
    clock.set_wall("2026-03-10T08:00:00+08:00")
    assert session.is_locked()


def test_printing_and_uploading_are_never_interrupted(session: Session, clock: FrozenClock) -> None:
    with session.hold("printing"), session.hold("uploading"):
        clock.forward(hours=2)
        assert not session.is_locked()
        assert session.holds == ("printing", "uploading")
    assert not session.is_locked()
    clock.forward(seconds=31)
    assert session.is_locked()


def test_the_officer_may_lock_while_something_prints(session: Session) -> None:
    with session.hold("printing"):
        session.lock()
        assert session.is_locked()


def test_what_is_half_typed_is_settled_once_when_the_lock_closes(session: Session, clock: FrozenClock) -> None:
    told: list[str] = []
    session.locking.append(lambda: told.append("settled"))
    clock.forward(minutes=5)
    assert session.is_locked()
    assert session.is_locked()
    assert told == ["settled"]


def test_only_proof_opens_the_lock(session: Session, tmp_path: Path) -> None:
    pin = with_pin(make_store(tmp_path / "s"))
    session.lock()
    session.touch()
    with pytest.raises(WrongKey):
        session.unlock(lambda: pin.check("9999"))
    assert session.is_locked()
    session.unlock(lambda: pin.check(PIN))
    assert not session.is_locked()


def with_pin(store: Store) -> Pin:
    pin = Pin(store)
    pin.set(PIN, PASSPHRASE)
    return pin


def test_tries_are_counted_down_and_survive_a_restart(tmp_path: Path) -> None:
    store = make_store(tmp_path / "s")
    pin = with_pin(store)
    for left in range(WRONG_PINS - 1, 0, -1):
        with pytest.raises(WrongKey) as told:
            pin.check("9999")
        assert told.value.params == {"left": left}
    store.close()
    again = Pin(Store.open(store.folder, "zhang", PASSPHRASE))
    with pytest.raises(WrongKey, match="exhausted"):
        again.check("9999")
    with pytest.raises(WrongKey, match="exhausted"):
        again.check(PIN)
    again.forgive(PASSPHRASE)
    again.check(PIN)
    assert again.state.tries_left == WRONG_PINS


def test_the_right_pin_gives_all_tries_back(tmp_path: Path) -> None:
    pin = with_pin(make_store(tmp_path / "s"))
    with pytest.raises(WrongKey):
        pin.check("9999")
    pin.check(PIN)
    assert pin.state.tries_left == WRONG_PINS


def test_a_pin_is_set_only_by_who_knows_the_passphrase(tmp_path: Path) -> None:
    pin = Pin(make_store(tmp_path / "s"))
    with pytest.raises(WrongKey):
        pin.set(PIN, "another passphrase")
    assert not pin.state.is_set
    with pytest.raises(WrongKey, match="not_set"):
        pin.check(PIN)


@pytest.mark.parametrize("pin", ["", "123", "1234", "4321", "7777", "12a4", "１２３５", "1" * 13])
def test_a_pin_that_is_guessed_at_once_or_no_number_is_refused(pin: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="pin"):
        Pin(make_store(tmp_path / "s")).set(pin, PASSPHRASE)
