"""Hands over in the background: soon after changes, again and again while the line is bad, never while paused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.errors import InspectorError, Unreachable
from ui.bridge import Bridge
from ui.tasks import LATER, Task

if TYPE_CHECKING:
    from inspector_app.sync.values import SyncStatus

AFTER_CHANGE_MS = 8_000
"""Quiet time after the last change; many small changes travel together."""
EVERY_MS = 120_000
"""Look again for what others wrote."""
WAITS_MS = (15_000, 30_000, 60_000, 120_000, 300_000)
"""After 1, 2, 3 … attempts without a connection."""


class SyncDriver(QObject):
    """One per window. The sync page shows what it does and lets the officer pause it."""

    progress = Signal(object)
    """``sync.values.Progress`` while a run is going on."""
    status_changed = Signal(object)
    """``sync.values.SyncStatus`` after a run, a change or a question."""
    running_changed = Signal(bool)
    fault = Signal(object)
    """Why the last run ended early (``InspectorError``), or nothing when it did not."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._task: Task | None = None
        self._failures = 0
        self.is_paused = False
        self.status: SyncStatus | None = None
        self.last_fault: InspectorError | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._run_if_useful)
        bridge.opened.connect(self.ask_status)
        bridge.changed.connect(self._changed)

    @property
    def is_running(self) -> bool:
        """Whether a run is going on."""
        return self._task is not None

    def ask_status(self) -> None:
        """Read the state of all items anew."""
        self._bridge.ask(lambda app: app.sync.status(), self._know, owner=self, priority=LATER)

    def run_now(self) -> None:
        """Begin a run unless one is going on."""
        if self._task is not None or not self._bridge.is_open:
            return
        self._timer.stop()
        self.is_paused = False
        self._bridge.hold()
        self._task = self._bridge.ask_county(
            lambda app, task: app.sync.run(task.report, lambda: task.is_cancelled),
            self._finished,
            self._failed,
            progress=self.progress.emit,
            cancelled=lambda: self._over(None),
            owner=self,
        )
        self.running_changed.emit(True)

    def pause(self) -> None:
        """Stop after the request under way; nothing that has arrived is sent again."""
        self.is_paused = True
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
        self.running_changed.emit(self.is_running)

    def _changed(self) -> None:
        if self._task is None:
            self.ask_status()
        self._again(AFTER_CHANGE_MS)

    def _run_if_useful(self) -> None:
        if self.status is not None and self.status.joined and not self.is_paused:
            self.run_now()

    def _finished(self, _report: Any) -> None:
        self._failures = 0
        self._over(None)

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        self._over(error if isinstance(error, InspectorError) else None)

    def _over(self, error: InspectorError | None) -> None:
        self._task = None
        self._bridge.let_go()
        self.last_fault = error
        self.fault.emit(error)
        self.running_changed.emit(False)
        self.ask_status()
        if isinstance(error, Unreachable):
            self._again(WAITS_MS[min(self._failures, len(WAITS_MS)) - 1])
        elif error is None:
            self._again(EVERY_MS)

    def _know(self, status: SyncStatus) -> None:
        first = self.status is None
        self.status = status
        self.status_changed.emit(status)
        if first and status.joined:
            self._again(2_000)

    def _again(self, milliseconds: int) -> None:
        if self._task is None and not self.is_paused:
            self._timer.start(milliseconds)


def driver_of(bridge: Bridge) -> SyncDriver:
    """The one driver of this window; made when first asked for."""
    found: Any = bridge.findChild(SyncDriver)
    return found if found is not None else SyncDriver(bridge, bridge)
