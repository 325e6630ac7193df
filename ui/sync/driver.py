"""Hands over in the background by ``sync.runner``, and brings what it tells onto the main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from ui.bridge import Bridge

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.messages import Message
    from inspector_app.sync.runner import SyncRunner
    from inspector_app.sync.values import SyncStatus

AFTER_CHANGE_MS = 8_000
"""Quiet time after the last change; many small changes travel together."""
CLOSE_SECONDS = 5.0
"""How long closing the window waits for the request under way; what was cut off is sent again next time."""


class SyncDriver(QObject):
    """One per window. The sync page shows what it does and lets the officer pause it."""

    progress = Signal(object)
    """``sync.values.Progress`` while a run is going on."""
    status_changed = Signal(object)
    """``sync.values.SyncStatus`` after a run, a change or a question."""
    running_changed = Signal(bool)
    fault = Signal(object)
    """Why the last run ended early (``messages.Message``), or nothing when it did not."""
    finished = Signal(object)
    """``sync.values.SyncReport`` of a run that came to its end."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._runner: SyncRunner | None = None
        self._has_begun = False
        self.is_running = False
        self.is_paused = False
        self.status: SyncStatus | None = None
        self.last_fault: Message | None = None
        self._quiet = QTimer(self, interval=AFTER_CHANGE_MS, singleShot=True)
        self._quiet.timeout.connect(self._wake)
        bridge.opened.connect(self.ask_status)
        bridge.changed.connect(self._changed)
        bridge.closing.connect(self._close)

    def ask_status(self) -> None:
        """Read the state of all items anew; on the network thread, so that no key press waits for the counting."""
        self._bridge.ask_county(lambda app, _task: app.sync.status(), self._know, owner=self)

    def run_now(self) -> None:
        """Hand over at once, also when paused before."""
        self.is_paused = False
        if self._runner is not None:
            self._runner.resume()
        else:
            self._begin()

    def run_again(self) -> None:
        """Offer once more what the county set aside."""
        self._bridge.ask_county(
            lambda app, task: app.sync.run(task.report, lambda: task.is_cancelled, again=True),
            lambda _report: self.ask_status(),
            progress=self.progress.emit,
            owner=self,
        )

    def pause(self) -> None:
        """Stop after the request under way; nothing that has arrived is sent again."""
        self.is_paused = True
        if self._runner is not None:
            self._runner.pause()
        self.running_changed.emit(self.is_running)

    def _begin(self) -> None:
        """Make the runner, which hands over at once and then by itself; only ever one."""
        if self._has_begun:
            return
        self._has_begun = True

        def build(app: App) -> SyncRunner:
            from inspector_app.sync.runner import SyncRunner

            return SyncRunner(app.sync, self._hear)

        self._bridge.ask(build, self._start, owner=self)

    def _start(self, runner: SyncRunner) -> None:
        if self._has_begun:
            self._runner = runner
            runner.start()

    def _hear(self, event: Any) -> None:
        """Called on the runner's thread."""
        self._bridge.tasks.mailbox.post(lambda: self._take(event))

    def _take(self, event: Any) -> None:
        """One event of the runner, by the name of its class (its module is loaded only when there is a county)."""
        match type(event).__name__:
            case "Started":
                self._set_running(True)
            case "Progress":
                self.progress.emit(event)
            case "Finished":
                self._over(None)
                self.finished.emit(event.report)
            case "Failed":
                self._over(event.message)
            case "Paused":
                self.running_changed.emit(self.is_running)

    def _over(self, message: Message | None) -> None:
        self._set_running(False)
        self.last_fault = message
        self.fault.emit(message)
        self.ask_status()

    def _set_running(self, running: bool) -> None:
        if running != self.is_running:
            self.is_running = running
            self._bridge.hold() if running else self._bridge.let_go()
            self.running_changed.emit(running)

    def _know(self, status: SyncStatus) -> None:
        self.status = status
        self.status_changed.emit(status)
        if status.joined and not self.is_paused:
            self._begin()

    def _changed(self) -> None:
        self._quiet.start()

    def _wake(self) -> None:
        if self._runner is not None and not self.is_paused:
            self._runner.wake()
        self.ask_status()

    def _close(self) -> None:
        self._quiet.stop()
        self._has_begun = False
        if self._runner is not None:
            self._runner.close(CLOSE_SECONDS)
            self._runner = None


def driver_of(bridge: Bridge) -> SyncDriver:
    """The one driver of this window; made when first asked for."""
    found: Any = bridge.findChild(SyncDriver)
    return found if found is not None else SyncDriver(bridge, bridge)
