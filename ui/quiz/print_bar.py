"""Where paper and key of an examination are printed to: a printer or a PDF file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.errors import InspectorError
from inspector_app.quiz.values import SittingRow
from ui import folders, messages
from ui.bridge import Bridge
from ui.papers.printers import TO_FILE, PrinterBox
from ui.papers.working_print import WorkingPrint
from ui.widgets.basic import GRID, Button, column, label, row
from ui.widgets.message import FieldError

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.documents.values import PaperInput

PAPER, KEY = "paper", "key"


class PrintBar(QWidget):
    """Prints the paper or the key of one examination."""

    printed = Signal(str, int)
    """(``paper`` or ``key``, pages)."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._row: SittingRow | None = None
        self._site_name = ""
        self.where = PrinterBox(bridge, self.tr("打印到"))
        self.paper = Button(self.tr("打印试卷"), lambda: self.print(PAPER), icon="printer")
        self.key = Button(self.tr("打印答案"), lambda: self.print(KEY), icon="printer")
        self.error = FieldError()
        layout = column(self, gap=GRID // 2)
        layout.addLayout(row(label(self.tr("打印到"), wrap=False), self.where, self.paper, self.key, 1))
        layout.addWidget(self.error)

    def show_row(self, row_: SittingRow, site_name: str) -> None:
        """Belong to this examination."""
        if self._row is None or self._row.id != row_.id:
            self.error.say("")
        self._row, self._site_name = row_, site_name
        if not self.where.count():
            self.where.look()

    def print(self, what: str) -> None:
        """To the printer chosen, or ask for the file."""
        self.where.decided(lambda: self._print(what))

    def _print(self, what: str) -> None:
        if self._row is None:
            return
        if self.where.value != TO_FILE:
            self.send(what, self.where.value, None)
            return
        dialog = QFileDialog(self, self.tr("存到哪里"), folders.documents())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._title(what)}.pdf")
        dialog.fileSelected.connect(lambda name: self.send(what, "", Path(name)))
        dialog.open()

    def send(self, what: str, printer: str, target: Path | None) -> None:
        """Print it, or write it into a file."""
        if self._row is None:
            return
        self._set_busy(True)
        job = WorkingPrint(self._bridge, self._drawing(what), self._title(what), printer, target, self)
        job.finished.connect(lambda pages: self._end(what, pages))
        job.failed.connect(self._fail)
        job.start()

    def _drawing(self, what: str) -> Callable[[App], PaperInput]:
        assert self._row is not None
        sitting, site = self._row.id, self._site_name

        def drawn(app: App) -> PaperInput:
            made = app.quiz.paper(sitting, site) if what == PAPER else app.quiz.key(sitting)
            return replace(made, is_sample=app.store.is_sample)

        return drawn

    def _title(self, what: str) -> str:
        assert self._row is not None
        return f"{self.tr('试卷') if what == PAPER else self.tr('答案')} {self._row.person_name}"

    def _end(self, what: str, pages: int) -> None:
        self._set_busy(False)
        self.printed.emit(what, pages)

    def _fail(self, error: Exception) -> None:
        self._set_busy(False)
        if not isinstance(error, InspectorError):
            raise error
        told = messages.told(error)
        self.error.say(" ".join(part for part in (told.happened, told.safe, told.todo) if part))

    def _set_busy(self, busy: bool) -> None:
        for button in (self.paper, self.key):
            button.setEnabled(not busy)
        if busy:
            self.error.say("")
