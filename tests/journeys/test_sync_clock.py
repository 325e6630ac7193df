"""A laptop whose clock is wrong: hand-over and receipts do not care, and the officer is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from inspector_app.bootstrap import App
from inspector_app.clock import SystemClock
from inspector_app.home import read_receipts
from inspector_app.preflight.service import store_checks
from inspector_app.preflight.values import Check, CheckState
from inspector_app.storage import tables
from inspector_app.storage.reader import Reader, unlock
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.county import County, Laptop, joined
from tests.fixtures.stores import PASSPHRASE

TEN_YEARS = timedelta(days=3652)


@pytest.fixture
def clock() -> FrozenClock:
    """Starts at the true time, which is also the county's."""
    return FrozenClock(SystemClock().now())


def wrong_by(clock: FrozenClock, gap: timedelta) -> None:
    clock.set_wall((SystemClock().now().at + gap).isoformat())


def set_right(clock: FrozenClock) -> None:
    clock.instant = SystemClock().now()


def check(laptop: Laptop, key: str) -> Check:
    return next(check for check in store_checks(App(laptop.store)) if check.key == key)


def is_now(at: str | None) -> bool:
    return at is not None and abs(datetime.fromisoformat(at) - SystemClock().now().at) < timedelta(minutes=2)


def handed_over_ten_years_ahead(county: County, folder: Path, clock: FrozenClock) -> Laptop:
    laptop = joined(folder, county, clock=clock)
    wrong_by(clock, TEN_YEARS)
    laptop.finding("未来的问题")
    assert laptop.sync.run().complete
    return laptop


def test_a_hand_over_ten_years_ahead_leaves_later_receipts_in_force(
    shared_county: County, tmp_path: Path, clock: FrozenClock
) -> None:
    laptop = handed_over_ten_years_ahead(shared_county, tmp_path / "a", clock)
    set_right(clock)
    laptop.finding("今天的问题")
    assert laptop.sync.run().complete
    status = laptop.sync.status()
    assert status.complete
    assert is_now(status.last_receipt_at)
    assert laptop.sync.run().receipts == 0
    assert check(laptop, "handover").state is CheckState.GOOD
    assert check(laptop, "handover").figures["days"] == 0


def test_a_store_with_receipts_filed_by_a_wrong_clock_recovers_at_the_next_hand_over(
    shared_county: County, tmp_path: Path, clock: FrozenClock
) -> None:
    laptop = joined(tmp_path / "a", shared_county, clock=clock)
    laptop.finding("顶板未支护")
    assert laptop.sync.run().complete
    with laptop.store.units.writing() as connection:
        connection.execute(update(tables.receipt).values(received_at="2036-11-22T03:00:00.000+08:00"))
    laptop.finding("护栏缺失")
    assert laptop.sync.run().complete
    assert is_now(laptop.sync.status().last_receipt_at)
    reader = Reader(unlock(laptop.store.folder, "zhang", PASSPHRASE))
    assert all(is_now(receipt.received_at) for receipt in read_receipts(reader))
    reader.close()


def test_a_clock_ten_years_ahead_is_told_after_the_hand_over_and_no_longer_once_it_is_set(
    shared_county: County, tmp_path: Path, clock: FrozenClock
) -> None:
    laptop = handed_over_ten_years_ahead(shared_county, tmp_path / "a", clock)
    status = laptop.sync.status()
    assert status.clock_ahead_seconds == pytest.approx(TEN_YEARS.total_seconds(), abs=60)
    assert "时钟比县局快" in status.clock_told
    clock.reboot()
    laptop.finding("重新开机后")
    told = check(laptop, "clock")
    assert (told.state, told.code) == (CheckState.BAD, "sync.clock_ahead")
    set_right(clock)
    laptop.finding("对时以后")
    assert laptop.sync.status().clock_told == ""


def test_ten_minutes_behind_is_a_warning_that_shows_both_times(
    shared_county: County, tmp_path: Path, clock: FrozenClock
) -> None:
    wrong_by(clock, timedelta(minutes=-10))
    laptop = joined(tmp_path / "a", shared_county, clock=clock)
    laptop.sync.run()
    told = check(laptop, "clock")
    assert (told.state, told.code) == (CheckState.WARN, "sync.clock_behind")
    assert told.figures["here"] != told.figures["county"]
    assert check(laptop, "handover").state is CheckState.WARN, "a receipt from the future is not 0 days old"


def test_a_clock_that_agrees_to_a_minute_is_not_mentioned(
    shared_county: County, tmp_path: Path, clock: FrozenClock
) -> None:
    wrong_by(clock, timedelta(minutes=1))
    laptop = joined(tmp_path / "a", shared_county, clock=clock)
    laptop.sync.run()
    assert laptop.sync.status().clock_ahead_seconds == 0
    assert check(laptop, "clock").state is CheckState.GOOD


def test_within_one_boot_a_clock_moved_after_the_hand_over_is_noticed_without_asking_again(
    shared_county: County, tmp_path: Path, clock: FrozenClock
) -> None:
    laptop = joined(tmp_path / "a", shared_county, clock=clock)
    laptop.sync.run()
    clock.forward(hours=5)
    assert laptop.sync.status().clock_ahead_seconds == 0
    clock.instant = replace(clock.instant, at=clock.instant.at + timedelta(minutes=30))
    assert laptop.sync.status().clock_ahead_seconds == pytest.approx(1800, abs=5)
