"""Hand-overs in the background, for the window and for scripts; no Qt, one run at a time, patient on a bad line."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from inspector_app.errors import BadInput, InspectorError, Refused, Unreachable
from inspector_app.messages import Message, tell
from inspector_app.sync.values import Progress, SyncReport

EVERY_SECONDS = 300.0
"""Between two runs when all went well."""

FIRST_RETRY_SECONDS = 5.0
LONGEST_RETRY_SECONDS = 600.0


@dataclass(frozen=True)
class Started:
    """A run began."""


@dataclass(frozen=True)
class Finished:
    """A run ended; ``report.complete`` says whether a receipt covers everything."""

    report: SyncReport


@dataclass(frozen=True)
class Failed:
    """A run ended early. ``message`` says what happened, what is safe and what to do next.

    ``retry_seconds``: when it is tried again by itself; ``None``: a person must act (then ``wake``).
    """

    code: str
    message: Message
    retry_seconds: float | None


@dataclass(frozen=True)
class Paused:
    """Nothing runs until ``resume``."""


Event = Started | Progress | Finished | Failed | Paused


class Runs(Protocol):
    """What the runner needs of the sync service."""

    def run(self, progress: Callable[[Progress], None], stop: Callable[[], bool]) -> SyncReport:
        """One hand-over."""
        ...


@dataclass(frozen=True)
class Rhythm:
    """How often runs happen, in seconds."""

    every: float = EVERY_SECONDS
    first_retry: float = FIRST_RETRY_SECONDS
    longest_retry: float = LONGEST_RETRY_SECONDS

    def retry_after(self, failures: int) -> float:
        """Doubling pauses with jitter, so that laptops that come back together do not knock together."""
        pause = min(self.longest_retry, self.first_retry * 2 ** min(failures - 1, 16))
        return float(pause) * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, hides nothing


class SyncRunner:
    """Runs hand-overs on a thread of its own, and tells ``listener`` there (the window's bridge carries it on)."""

    def __init__(self, service: Runs, listener: Callable[[Event], None], rhythm: Rhythm | None = None) -> None:
        self._service = service
        self._listener = listener
        self._rhythm = rhythm or Rhythm()
        self._changed = threading.Condition()
        self._due = True
        self._paused = False
        self._ending = False
        self._failures = 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; the first run follows at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._live, name="sync-runner", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Run now: the network is back, something was signed, or the officer pressed the button."""
        with self._changed:
            self._due = True
            self._failures = 0
            self._changed.notify_all()

    def pause(self) -> None:
        """Stop after the request that is under way; what arrived stays at the county."""
        with self._changed:
            self._paused = True
            self._changed.notify_all()
        self._listener(Paused())

    def resume(self) -> None:
        """Go on where it stopped."""
        with self._changed:
            self._paused = False
        self.wake()

    def close(self, timeout: float = 40.0) -> None:
        """End for good; waits for the request that is under way."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    @property
    def is_paused(self) -> bool:
        """Whether ``pause`` holds."""
        return self._paused

    def _live(self) -> None:
        wait: float | None = 0.0
        while self._wait(wait):
            wait = self._once()

    def _wait(self, seconds: float | None) -> bool:
        """Until the next run is due; ``False`` when it is time to end. ``None``: until somebody wakes us."""
        with self._changed:
            self._changed.wait_for(lambda: self._ending or (self._due and not self._paused), seconds)
            while self._paused and not self._ending:
                self._changed.wait()
            self._due = False
            return not self._ending

    def _once(self) -> float | None:
        """One run; after how many seconds the next one is due."""
        self._listener(Started())
        try:
            report = self._service.run(self._listener, self._should_stop)
        except Unreachable as error:
            self._failures += 1
            return self._failed(error, self._rhythm.retry_after(self._failures))
        except (Refused, BadInput) as error:
            waits = error.code == "sync.already_running"
            return self._failed(error, self._rhythm.first_retry if waits else None)
        except InspectorError as error:
            self._failures += 1
            return self._failed(error, self._rhythm.retry_after(self._failures))
        except Exception as error:
            logging.getLogger(__name__).exception("hand-over ended by a fault of the program")
            return self._failed(InspectorError("sync.program_fault", detail=type(error).__name__), None)
        self._failures = 0
        self._listener(Finished(report))
        return self._rhythm.every

    def _failed(self, error: InspectorError, retry_seconds: float | None) -> float | None:
        self._listener(Failed(error.code, tell(error), retry_seconds))
        return retry_seconds

    def _should_stop(self) -> bool:
        return self._paused or self._ending
