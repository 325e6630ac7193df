"""The demo's clock: an inspection and its penalties take weeks by law, so the story begins some days ago.

Each day of the story is a boot of its own, as if the laptop had been switched off in between; within a day time passes
as it really does. The journal shows exactly that.
"""

from __future__ import annotations

from datetime import timedelta

from inspector_app.clock import Instant, SystemClock


class StoryClock:
    """A clock that stands ``days_ago`` days back at a given time of day, and goes on from there."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self._shift = timedelta()
        self._day = ""

    def now(self) -> Instant:
        """One reading: real time until a day of the story is begun."""
        real = self._system.now()
        return Instant(real.at + self._shift, real.monotonic_ms, real.boot + self._day)

    def begin_day(self, days_ago: int, hour: int) -> None:
        """Go to that day at ``hour`` o'clock local time."""
        real = self._system.now().at
        wanted = (real - timedelta(days=days_ago)).replace(hour=hour, minute=0, second=0, microsecond=0)
        self._shift = wanted - real
        self._day = f"-{days_ago}d{hour}"

    def pass_minutes(self, minutes: int) -> None:
        """Let the walk through the mine take its time: the laptop sleeps meanwhile."""
        self._shift += timedelta(minutes=minutes)
        self._day += f"+{minutes}"

    def back_to_now(self) -> None:
        """Real time again."""
        self._shift = timedelta()
        self._day = ""
