"""What is typed before there is a record for it: kept on this machine within a second, never journalled."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ui.bridge import Bridge
from ui.tasks import URGENT

KEEP_AFTER_MS = 200
"""From the first unsaved change to the write."""


class LocalDraft(QObject):
    """One JSON value under a name of this machine. ``read`` says what to keep at the moment of writing."""

    kept = Signal()
    """The present value is on disk."""

    def __init__(self, bridge: Bridge, name: str, read: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.name = name
        self._read = read
        self._timer = QTimer(self, interval=KEEP_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.keep_now)

    def touched(self) -> None:
        """Something changed; it is written soon, however fast the typing goes on."""
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Write the present value."""
        self._timer.stop()
        self._write(json.dumps(self._read(), ensure_ascii=False))

    def flush(self) -> None:
        """Write what is not written yet."""
        if self._timer.isActive():
            self.keep_now()

    def drop(self) -> None:
        """Forget it: it became a record, or was given up."""
        self._timer.stop()
        self._write("")

    def recall(self, found: Callable[[Any], None]) -> None:
        """Ask for the value left from before; ``found`` gets it, or ``None``."""
        name = self.name

        def answer(text: str | None) -> None:
            found(json.loads(text) if text else None)

        self._bridge.ask(lambda app: app.store.local(name), answer, owner=self)

    def _write(self, text: str) -> None:
        name = self.name
        self._bridge.ask(
            lambda app: app.store.set_local(name, text), lambda _nothing: self.kept.emit(), owner=self, priority=URGENT
        )
