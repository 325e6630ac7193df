"""Prints a working paper of the office, or writes it as a file: drawn in the worker, the window goes on meanwhile.

Nothing is recorded: it is no 文书, and drawn anew it is the same or newer.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from inspector_app.errors import BadInput, InspectorError
from ui.bridge import Bridge
from ui.papers.printing import SCREEN_DPI, write_file
from ui.papers.renderer import PageRenderer
from ui.papers.sheet_painter import SheetPainter
from ui.papers.spooler import Spooler, has_cups
from ui.tasks import Task

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.documents.page_images import PreviewedPaper
    from inspector_app.documents.values import PaperInput


class WorkingPrint(QObject):
    """One paper to a printer (``printer``) or into a file (``target``). ``finished`` or ``failed`` comes at the end."""

    finished = Signal(int)
    """Pages printed or written."""
    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        paper: Callable[[App], PaperInput],
        title: str,
        printer: str,
        target: Path | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._paper = paper
        self._title = title
        self._printer = printer
        self._target = target
        self._pages = 0

    def start(self) -> None:
        """Begin; the window does not lock itself meanwhile."""
        self._bridge.hold()
        self._bridge.ask(self._paper, self._draw, self._fail, owner=self)

    def _draw(self, paper: PaperInput) -> None:
        PageRenderer.of(self._bridge).preview(paper, SCREEN_DPI, self._drawn, self._fail)

    def _drawn(self, made: PreviewedPaper) -> None:
        self._pages, pdf = made.paper.pages, made.paper.pdf
        if self._target is not None:
            target = self._target

            def write(_task: Task) -> None:
                write_file(target, pdf)

            self._bridge.run(Task(write, done=self._end, failed=self._fail, owner=self))
        elif has_cups():
            Spooler(self).send(pdf, self._printer, self._title, self._end, self._fail)
        else:
            painter = SheetPainter(PageRenderer.of(self._bridge), pdf, self._printer, self._title, self)
            painter.finished.connect(lambda: self._end(None))
            painter.failed.connect(self._fail)
            painter.start()

    def _end(self, _nothing: Any) -> None:
        self._bridge.let_go()
        self.finished.emit(self._pages)
        self.deleteLater()

    def _fail(self, error: Exception) -> None:
        self._bridge.let_go()
        told = error if isinstance(error, InspectorError) else BadInput("print.failed", detail=str(error))
        self.failed.emit(told)
        self.deleteLater()
