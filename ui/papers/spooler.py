"""The window's way to CUPS: sends a job, looks how its queue stands, cancels it; nothing waits for the printer."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from inspector_app import printing
from inspector_app.errors import InspectorError, Unreachable
from inspector_app.printing import Queue

LOOK_EVERY_MS = 2_000
_PATIENCE_MS = 60_000


def has_cups() -> bool:
    """Whether PDFs go to a printing system that takes them as they are."""
    return sys.platform != "win32" and shutil.which("lp") is not None


class Tool(QObject):
    """One run of a system tool. ``done`` gets its words, ``failed`` an error; the tool is stopped when it hangs."""

    def __init__(
        self,
        parent: QObject,
        program: str,
        arguments: Sequence[str],
        done: Callable[[str], None],
        failed: Callable[[InspectorError], None] | None = None,
        given: bytes = b"",
    ) -> None:
        super().__init__(parent)
        self._done, self._failed = done, failed
        self._process = process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        for name, value in printing.spoken().items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._broke)
        QTimer.singleShot(_PATIENCE_MS, self, process.kill)
        process.start(program, list(arguments))
        process.write(given)
        process.closeWriteChannel()

    def _ended(self, code: int, how: QProcess.ExitStatus) -> None:
        said, complained = (
            bytes(stream.data()).decode("utf-8", "replace")
            for stream in (self._process.readAllStandardOutput(), self._process.readAllStandardError())
        )
        if how is QProcess.ExitStatus.CrashExit:
            return  # told by ``_broke``
        if code and self._failed is not None:
            self._failed(Unreachable("printing.failed", detail=complained.strip() or str(code)))
        else:
            self._done(said)
        self.deleteLater()

    def _broke(self, _error: QProcess.ProcessError) -> None:
        if self._failed is not None:
            self._failed(Unreachable("printing.failed", detail=self._process.errorString()))
        self.deleteLater()


class Spooler(QObject):
    """Talks to the printing system through its own tools."""

    def look(
        self, printer: str, done: Callable[[Queue], None], failed: Callable[[InspectorError], None] | None = None
    ) -> None:
        """``done`` gets how the queue stands; ``failed`` why nobody knows. An unknown queue is no failure."""
        answers: dict[int, str] = {}

        def answered(place: int, said: str) -> None:
            answers[place] = said
            if len(answers) == len(asked):
                done(printing.queue_of(printer, *(answers[number] for number in range(len(asked)))))

        asked = printing.questions(printer)
        for place, words in enumerate(asked):
            Tool(self, "lpstat", words, lambda said, at=place: answered(at, said))
        if failed is not None and shutil.which("lpstat") is None:
            failed(Unreachable("printing.no_system", command="lpstat"))

    def send(
        self,
        pdf: bytes,
        printer: str,
        title: str,
        done: Callable[[str | None], None],
        failed: Callable[[InspectorError], None],
    ) -> None:
        """Hand one job over, unless its queue is gone or paused; ``done`` gets the name of the job."""

        def looked(found: Queue) -> None:
            try:
                printing.require_open(found)
            except Unreachable as error:
                failed(error)
                return
            words = printing.lp_arguments(printer, title)
            Tool(self, "lp", words, lambda said: done(printing.job_name(said)), failed, pdf)

        self.look(printer, looked, failed)

    def cancel(self, job: str, then: Callable[[], None]) -> None:
        """Take a job off its queue; ``then`` comes in any case."""
        Tool(self, "cancel", [job], lambda _said: then(), lambda _error: then())


class Watch(QObject):
    """Looks at a queue again and again until a job has left it. One look is over before the next begins."""

    looked = Signal(object)
    """The ``Queue`` as it stands."""
    left = Signal()
    """The job is through: the printer has all of it."""

    def __init__(self, spooler: Spooler, printer: str, job: str) -> None:
        super().__init__(spooler)
        self._spooler, self._printer, self._job = spooler, printer, job
        self._timer = QTimer(self, interval=LOOK_EVERY_MS, singleShot=True)
        self._timer.timeout.connect(self.look)

    def look(self) -> None:
        """Ask once, and again later while the job is there."""
        self._spooler.look(self._printer, self._told)

    def stop(self) -> None:
        """Nobody wants to know any more."""
        self._timer.stop()
        self._timer.deleteLater()
        self.deleteLater()

    def _told(self, found: Queue) -> None:
        self.looked.emit(found)
        if self._job in found.waiting:
            self._timer.start()
        elif found.is_known:
            self.left.emit()
