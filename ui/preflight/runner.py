"""Goes through 出检前自检 in the background: quick lines on the database thread, slow ones in a child process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app.errors import InspectorError
from inspector_app.preflight import service
from inspector_app.preflight.values import Check, CheckKey, CheckState, Remedy
from inspector_app.printing import Queue
from ui.bridge import Bridge
from ui.papers import printers
from ui.papers.spooler import has_cups
from ui.worker_jobs import WorkerJobs

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.preflight.machine import Facts

ALL = tuple(probe.key for probe in service.PROBES)


class MachineJobs(WorkerJobs):
    """The child that asks printers, disks and fonts; a printing system that hangs holds no paper up."""


class PreflightRunner(QObject):
    """One per window: what was found stays while pages come and go."""

    began = Signal(object)
    """Keys of the lines that are being looked at now."""
    came = Signal(object)
    """A ``Check``."""
    ended = Signal()
    """Nothing is being looked at any more."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._run = 0
        self._is_whole = False
        self.checks: dict[CheckKey, Check] = {}
        self.pending: set[CheckKey] = set()
        bridge.closing.connect(self._close)

    @classmethod
    def of(cls, bridge: Bridge) -> PreflightRunner:
        """The runner of this window."""
        found = bridge.findChild(cls)
        return found if isinstance(found, cls) else cls(bridge)

    @property
    def is_running(self) -> bool:
        """Whether lines are still to come."""
        return bool(self.pending)

    def start(self, keys: Sequence[CheckKey] = ALL) -> None:
        """Look at these lines (all of them by default); what was under way is given up."""
        self.stop()
        self._run += 1
        self._is_whole = len(keys) == len(ALL)
        self.pending = set(keys)
        self.began.emit(tuple(keys))
        run = self._run
        self._bridge.ask(_facts, lambda facts: self._ask(run, facts), lambda error: self._fail(run, error), owner=self)

    def stop(self) -> None:
        """Give up what is not there yet; what came stays."""
        self._run += 1
        if self.pending:
            MachineJobs.of(self._bridge).forget()
            self.pending = set()
            self.ended.emit()

    def _ask(self, run: int, facts: Facts) -> None:
        """Where there is no CUPS the window asks for the printers; Windows holds a job for one that is not ready."""
        if has_cups():
            self._look(run, facts)
            return
        self._bridge.ask_printers(
            printers.printers, lambda names: self._look(run, service.with_queues(facts, map(Queue, names))),
            lambda error: self._fail(run, error), owner=self,
        )  # fmt: skip

    def _look(self, run: int, facts: Facts) -> None:
        if run != self._run:
            return
        jobs = MachineJobs.of(self._bridge)
        for probe in service.PROBES:
            if probe.key not in self.pending:
                continue
            came = self._taker(run, probe.key)
            if probe.is_slow:
                jobs.submit("inspector_app.preflight.service:look_alone", (probe.key.value, facts), came, came)
            else:
                self._bridge.ask(lambda app, key=probe.key: service.look(key, facts, app), came, came, owner=self)

    def _taker(self, run: int, key: CheckKey) -> Callable[[object], None]:
        def came(answer: object) -> None:
            if run == self._run:
                self._take(answer if isinstance(answer, Check) else _unanswered(key))

        return came

    def _take(self, check: Check) -> None:
        self.pending.discard(check.key)
        self.checks[check.key] = check
        self.came.emit(check)
        if not self._is_whole:
            self._bridge.ask(lambda app: service.remember_line(app, check))
        if not self.pending:
            if self._is_whole:
                done = list(self.checks.values())
                self._bridge.ask(lambda app: service.remember(app, done))
            MachineJobs.of(self._bridge).close()
            self.ended.emit()

    def _fail(self, run: int, error: Exception) -> None:
        if run == self._run:
            self.pending = set()
            self.ended.emit()
            if isinstance(error, InspectorError):
                self._bridge.trouble.emit(error)

    def _close(self) -> None:
        """The store goes: what was found was found in it."""
        self.stop()
        self.checks = {}


def _facts(app: App) -> Facts:
    return service.facts(app.store.folder, app)


def _unanswered(key: CheckKey) -> Check:
    return Check(key, CheckState.BAD, "preflight.unanswered", {}, (Remedy.AGAIN,))
