"""Python's cyclic garbage is collected on the main thread, never on another.

The interpreter collects on whichever thread happens to allocate. On the database thread that destroyed widgets,
timers and event loops of closed windows while the main thread was at work on them, and the program crashed
(decision 0072). So automatic collection is off as long as a window has other threads.
"""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer, Signal

YOUNG = 4_000
"""New containers that are worth a young collection, which then takes about a millisecond."""
SOON_MS = 40
"""From an answer to the young collection; then the answer has been painted."""
QUIET_MS = 3_000
"""Without an answer for so long nobody types or waits: time for a full collection (tens of milliseconds)."""

_M_ARENA_MAX = -8
"""Of ``malloc.h``."""

_at_work: set[int] = set()
"""Housekeepers of windows that have threads, by ``id``; tests open more than one window."""


class Housekeeper(QObject):
    """One per window. Everything that makes garbage ends with an answer on the main thread, which calls ``nudge``."""

    tidied = Signal()
    """Nobody has waited for anything for a while and all garbage is gone: what is only remembered may go too."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        _at_work.add(id(self))
        gc.disable()
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._collect_young)
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self._collect_all)

    def nudge(self) -> None:
        """Something was answered: look for garbage when the window has time for it."""
        if gc.get_count()[0] > YOUNG and not self._soon.isActive():
            self._soon.start()
        self._quiet.start()

    def leave(self) -> None:
        """The threads have ended: the interpreter may collect by itself again."""
        self._soon.stop()
        self._quiet.stop()
        _at_work.discard(id(self))
        if not _at_work:
            gc.enable()

    def _collect_young(self) -> None:
        _young, middle, _old = gc.get_count()
        gc.collect(1 if middle > gc.get_threshold()[1] else 0)

    def _collect_all(self) -> None:
        young, middle, old = gc.get_count()
        if young > YOUNG or middle or old:
            gc.collect()
        self.tidied.emit()


def share_heaps() -> None:
    """Let the threads that start from now on share two heaps: each of its own would keep free memory of its own."""
    _ask_glibc("mallopt", _M_ARENA_MAX, 2)


def give_back() -> None:
    """Return what was freed to the system; the C library keeps tens of megabytes after a scan or an import."""
    _ask_glibc("malloc_trim", 0)


def _ask_glibc(name: str, *given: int) -> None:
    if sys.platform.startswith("linux"):
        import ctypes

        function = getattr(ctypes.CDLL(None), name, None)  # other libraries have neither
        if function is not None:
            function(*given)
