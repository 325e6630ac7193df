"""Prints the test page by the way papers go: through CUPS, else as a picture of the page through Qt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.bridge import Bridge
from ui.messages import sentence
from ui.papers.renderer import PageRenderer
from ui.papers.sheet_painter import SheetPainter
from ui.papers.spooler import has_cups
from ui.preflight.runner import MachineJobs


class TrialPrint(QObject):
    """One page on one printer."""

    printed = Signal(str)
    """One sentence: where it went and what to look for."""
    failed = Signal(object)
    """An ``InspectorError``."""

    def __init__(self, bridge: Bridge, printer: str, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._printer = printer
        self._at = f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"

    def start(self) -> None:
        """Draw the page in a child process and send it; the window does not lock itself meanwhile."""
        self._bridge.hold()
        jobs = MachineJobs.of(self._bridge)
        if has_cups():
            job = "inspector_app.preflight.trial_print:print_test_page"
            jobs.submit(job, (self._printer, self._at), self._sent, self._fail)
        else:
            job = "inspector_app.documents.trial_sheet:trial_sheet"
            jobs.submit(job, (self._printer, self._at), self._draw, self._fail)

    def _draw(self, pdf: bytes) -> None:
        title = sentence("preflight.test_title").happened
        painter = SheetPainter(PageRenderer.of(self._bridge), pdf, self._printer, title, self)
        painter.finished.connect(lambda: self._sent(None))
        painter.failed.connect(self._fail)
        painter.start()

    def _sent(self, _job: Any) -> None:
        self._bridge.let_go()
        self.printed.emit(str(sentence("preflight.test_sent", printer=self._printer)).replace("\n", " "))
        self.deleteLater()

    def _fail(self, error: Any) -> None:
        self._bridge.let_go()
        self.failed.emit(error)
        self.deleteLater()
