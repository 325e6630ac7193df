"""Notices cards and phones that come and go. One per window; whatever may be slow runs on the devices' lane."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from inspector_app.evidence.source_values import PhotoPlace
from ui.bridge import Bridge

if TYPE_CHECKING:
    from inspector_app.evidence.places import PlaceFinder

PHONES_EVERY_MS = 3000
"""Phones (gvfs) and Windows drives give no sign when they come; they are looked for this often while the tray shows."""
SETTLE_MS = 400
"""A card is mounted in several steps."""


class SourceWatch(QObject):
    """Tells which cards and phones are there. Linux wakes it at every mount; nothing is polled for cards there."""

    changed = Signal()
    """``places`` are others now."""
    appeared = Signal(object)
    """A ``PhotoPlace`` that was not there before."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self.places: tuple[PhotoPlace, ...] = ()
        self.finder: PlaceFinder | None = None
        """Where to look; tests say so, else this machine's usual places."""
        self._table: int | None = None
        self._notifier: QSocketNotifier | None = None
        self._is_looking = self._look_again = False
        self._settling = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settling.timeout.connect(self.look)
        self._polling = QTimer(self, interval=PHONES_EVERY_MS)
        self._polling.timeout.connect(self.look)
        bridge.closing.connect(self.stop)

    @classmethod
    def of(cls, bridge: Bridge) -> SourceWatch:
        """The watch of this window."""
        found = bridge.findChild(cls)
        return found if isinstance(found, cls) else cls(bridge)

    def start(self) -> None:
        """Begin to watch mounts, and look at once."""
        if self._notifier is None and sys.platform == "linux":
            with contextlib.suppress(OSError):  # no /proc: the polling still finds cards while the tray shows
                self._table = os.open("/proc/self/mountinfo", os.O_RDONLY | os.O_CLOEXEC)
                self._notifier = QSocketNotifier(self._table, QSocketNotifier.Type.Exception, self)
                self._notifier.activated.connect(lambda *_args: self._mounted())
        self.look()

    def poll(self, is_on: bool) -> None:
        """Look again and again for what gives no sign, while somebody looks."""
        if is_on:
            self._polling.start()
        else:
            self._polling.stop()

    def stop(self) -> None:
        """The store closes."""
        self._polling.stop()
        self._settling.stop()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        if self._table is not None:
            os.close(self._table)
            self._table = None

    def look(self) -> None:
        """Ask what is there; a question on its way is not asked twice."""
        if self._is_looking:
            self._look_again = True
            return
        self._is_looking, finder = True, self.finder

        def work(_app: object) -> tuple[PhotoPlace, ...]:
            from inspector_app.evidence.places import PlaceFinder

            return tuple((finder or PlaceFinder()).places())

        self._bridge.ask_device(work, self._found, lambda _error: self._ended(), cancelled=self._ended, owner=self)

    def _mounted(self) -> None:
        """The kernel says so until the table is read again."""
        if self._table is not None:
            os.lseek(self._table, 0, os.SEEK_SET)
            while os.read(self._table, 65536):
                pass
        self._settling.start()

    def _found(self, places: tuple[PhotoPlace, ...]) -> None:
        before = {place.path for place in self.places}
        is_other = places != self.places
        self.places = places
        if is_other:
            self.changed.emit()
        for place in places:
            if place.path not in before:
                self.appeared.emit(place)
        self._ended()

    def _ended(self) -> None:
        self._is_looking = False
        if self._look_again:
            self._look_again = False
            self.look()
