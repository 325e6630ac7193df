"""How far this laptop's clock stands from the county's. Only told, never used: no order of anything rests on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from inspector_app.clock import Instant
from inspector_app.store import Store

TOLERANCE = timedelta(minutes=3)
"""Further apart than this is told."""

WRONG_DAY = timedelta(hours=12)
"""Further apart than this the dates on papers are wrong."""

_KEY = "county_clock"


@dataclass(frozen=True)
class ClockReading:
    """The county's time and this laptop's clocks when the county last answered. ``ahead``: negative is behind."""

    county_at: datetime
    laptop: Instant
    ahead: timedelta

    def ahead_at(self, now: Instant) -> timedelta:
        """How far the wall clock is ahead of the county's at ``now``, as far as can be known without asking again.

        Within one boot that is exact. After a restart the county's time cannot be before what it was then; a clock
        that stands before its own former reading was set back, and is believed until the county answers again.
        """
        passed = timedelta(milliseconds=now.monotonic_ms - self.laptop.monotonic_ms)
        if now.boot == self.laptop.boot and passed >= timedelta():
            return self.ahead + (now.at - self.laptop.at) - passed
        if now.at < self.county_at:
            return now.at - self.county_at
        return timedelta() if now.at < self.laptop.at else self.ahead


@dataclass(frozen=True)
class ClockGap:
    """The clocks are too far apart. ``here`` and ``county`` are what both show now, in this laptop's time zone."""

    ahead: timedelta
    here: datetime
    county: datetime

    @property
    def code(self) -> str:
        """The sentence that tells it."""
        return "sync.clock_ahead" if self.ahead > timedelta() else "sync.clock_behind"

    @property
    def figures(self) -> dict[str, str]:
        """The blanks of the sentence."""
        return {"here": f"{self.here:%Y-%m-%d %H:%M}", "county": f"{self.county:%Y-%m-%d %H:%M}"}

    @property
    def is_wrong_day(self) -> bool:
        """Whether papers would carry a wrong date."""
        return abs(self.ahead) > WRONG_DAY


def read(stated: str | None, before: Instant, after: Instant) -> ClockReading | None:
    """What the ``Date`` of an answer tells, which was asked for at ``before`` and there at ``after``.

    However long the line took: only a time outside of that span counts as a difference.
    """
    try:
        county_at = parsedate_to_datetime(stated or "")
    except ValueError:
        return None
    if county_at.tzinfo is None:
        county_at = county_at.replace(tzinfo=UTC)
    nearest = min(max(county_at, before.at), after.at)
    return ClockReading(county_at, after, nearest - county_at)


def keep(store: Store, reading: ClockReading) -> None:
    """Remember a reading."""
    at = {"county_at": reading.county_at.isoformat(), "ahead_seconds": reading.ahead.total_seconds()}
    laptop = reading.laptop
    at |= {"laptop_at": laptop.iso, "monotonic_ms": laptop.monotonic_ms, "boot": laptop.boot}
    store.set_local(_KEY, json.dumps(at))


def gap(store: Store) -> ClockGap | None:
    """The difference between both clocks now, when it must be told; ``None`` also when nothing is known."""
    kept = store.local(_KEY)
    if kept is None:
        return None
    at = json.loads(kept)
    laptop = Instant(datetime.fromisoformat(at["laptop_at"]), at["monotonic_ms"], at["boot"])
    reading = ClockReading(datetime.fromisoformat(at["county_at"]), laptop, timedelta(seconds=at["ahead_seconds"]))
    now = store.clock.now()
    ahead = reading.ahead_at(now)
    return ClockGap(ahead, now.at, now.at - ahead) if abs(ahead) > TOLERANCE else None
