"""What the time in the county's answer says about this laptop's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from inspector_app.clock import Instant
from inspector_app.sync.county_clock import ClockReading, read

ASKED = Instant(datetime(2026, 11, 25, 3, 0, tzinfo=UTC), 1_000_000, "boot-a")


def after(instant: Instant, **delta: float) -> Instant:
    step = timedelta(**delta)
    return replace(
        instant, at=instant.at + step, monotonic_ms=instant.monotonic_ms + int(step.total_seconds() * 1000)
    )


def answered(stated: str, **waited: float) -> ClockReading:
    reading = read(stated, ASKED, after(ASKED, **waited))
    assert reading is not None
    return reading


def test_a_line_that_took_ten_minutes_is_not_blamed_on_the_clock() -> None:
    assert answered("Wed, 25 Nov 2026 03:00:05 GMT", minutes=10).ahead == timedelta()
    assert answered("Wed, 25 Nov 2026 03:09:55 GMT", minutes=10).ahead == timedelta()


def test_a_time_outside_of_the_span_is_a_difference() -> None:
    assert answered("Wed, 25 Nov 2026 02:50:00 GMT", seconds=1).ahead == timedelta(minutes=10)
    assert answered("Wed, 25 Nov 2026 03:30:01 GMT", seconds=1).ahead == timedelta(minutes=-30)


def test_an_answer_without_a_readable_time_tells_nothing() -> None:
    assert read(None, ASKED, ASKED) is None
    assert read("gestern", ASKED, ASKED) is None


def test_after_a_restart_the_known_difference_stays_until_the_clock_is_seen_set_back() -> None:
    ahead = answered("Wed, 25 Nov 2026 02:50:00 GMT")
    restarted = replace(after(ahead.laptop, days=1), boot="boot-b", monotonic_ms=5)
    assert ahead.ahead_at(restarted) == timedelta(minutes=10)
    assert ahead.ahead_at(replace(restarted, at=ahead.county_at + timedelta(minutes=5))) == timedelta()


def test_after_a_restart_a_time_before_the_countys_former_one_is_behind_for_certain() -> None:
    good = answered("Wed, 25 Nov 2026 03:00:00 GMT")
    long_ago = Instant(good.county_at - timedelta(days=9), 5, "boot-b")
    assert good.ahead_at(long_ago) == timedelta(days=-9)


def test_a_boot_clock_that_runs_backwards_is_not_built_upon() -> None:
    ahead = answered("Wed, 25 Nov 2016 03:00:00 GMT")
    put_right = Instant(ahead.county_at + timedelta(minutes=1), ahead.laptop.monotonic_ms - 1_000, "boot-a")
    assert ahead.ahead_at(put_right) == timedelta()
