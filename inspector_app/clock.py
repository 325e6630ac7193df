"""Time as the journal needs it: wall clock with offset, a clock that survives suspend, and the boot."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Instant:
    """One reading of all clocks.

    ``at``: aware wall time. ``monotonic_ms``: milliseconds since boot, suspend included.
    ``boot``: identifies the boot that ``monotonic_ms`` counts from.
    """

    at: datetime
    monotonic_ms: int
    boot: str

    @property
    def iso(self) -> str:
        """ISO 8601 with milliseconds and the local offset."""
        return self.at.isoformat(timespec="milliseconds")


class Clock(Protocol):
    """Whatever tells the time; tests bring a frozen one."""

    def now(self) -> Instant:
        """One reading of all clocks."""
        ...


class SystemClock:
    """The clocks of this machine."""

    def now(self) -> Instant:
        """One reading; the wall time carries the machine's UTC offset."""
        return Instant(datetime.now(UTC).astimezone(), boot_milliseconds(), boot_id())


def boot_milliseconds() -> int:
    """Milliseconds since boot, suspend included (CLOCK_BOOTTIME; GetTickCount64 on Windows)."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetTickCount64())
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


@cache
def boot_id() -> str:
    """A name for this boot: the kernel's own where there is one, else boot time in whole minutes."""
    file = Path("/proc/sys/kernel/random/boot_id")
    if file.exists():
        return file.read_text("ascii").strip()[:13]
    return format(int((time.time() - boot_milliseconds() / 1000) // 60), "x")
