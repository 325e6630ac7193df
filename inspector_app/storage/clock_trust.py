"""How far the laptop's clock may be believed, judged against the journal's own last readings."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from inspector_app.clock import Instant
from inspector_app.storage.journal import Entry

TOLERANCE = timedelta(minutes=2)
"""How much wall clock and boot clock may drift apart before somebody must have moved the clock."""

EARLIEST = datetime.fromisoformat("2024-05-28T00:00:00+08:00")
"""Date of the plan itself: a wall clock before it is wrong for certain."""


class ClockTrust(StrEnum):
    """What is said about the wall time of an entry."""

    STEADY = "steady"
    """Moves with the boot clock since the last entry."""
    UNCHECKED = "unchecked"
    """The laptop was restarted since; nothing contradicts the clock, nothing confirms it."""
    MOVED = "moved"
    """Wall clock and boot clock disagree: the clock was set while the laptop ran."""
    BACKWARDS = "backwards"
    """Earlier than the entry before it."""
    IMPOSSIBLE = "impossible"
    """Before the plan was issued."""


class TrustGauge:
    """Judges each transaction's clock by the entry before it."""

    def judge(self, now: Instant, last: Entry | None) -> ClockTrust:
        """The trust in ``now``, given the last entry of the same stream."""
        if now.at < EARLIEST:
            return ClockTrust.IMPOSSIBLE
        if last is None:
            return ClockTrust.UNCHECKED
        before = datetime.fromisoformat(last.at)
        if last.boot == now.boot:
            by_boot_clock = timedelta(milliseconds=now.monotonic_ms - last.monotonic_ms)
            moved = abs((now.at - before) - by_boot_clock) > TOLERANCE
            return ClockTrust.MOVED if moved else ClockTrust.STEADY
        return ClockTrust.BACKWARDS if now.at < before else ClockTrust.UNCHECKED
