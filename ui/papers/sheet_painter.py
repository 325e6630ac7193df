"""Paints the sheets of a job for printers that take no PDF (Windows), one page in memory at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPageSize, QPainter

from inspector_app.errors import BadInput
from ui.papers.renderer import PageRenderer, image_of

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from inspector_app.documents.page_images import PageImage

PRINT_DPI = 300


class SheetPainter(QObject):
    """Draws page after page; the worker makes the pictures, so that the window goes on meanwhile."""

    progressed = Signal(int, int)
    """(sheets painted, sheets in all)."""
    finished = Signal()
    failed = Signal(object)

    def __init__(
        self, renderer: PageRenderer, pdf: bytes, printer: str | QPrinter, title: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._renderer, self._pdf, self._title = renderer, pdf, title
        self._printer = _printer_named(printer) if isinstance(printer, str) else printer
        self._painter = QPainter()
        self._count = 0

    def start(self) -> None:
        """Begin with the first page."""
        self._renderer.count(self._pdf, self._begin, self.failed.emit)

    def _begin(self, count: int) -> None:
        self._count = count
        self._printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._printer.setFullPage(True)
        self._printer.setDocName(self._title)
        if self._painter.begin(self._printer):
            self._draw(0)
        else:
            self._refused()

    def _draw(self, number: int) -> None:
        self.progressed.emit(number, self._count)
        if number == self._count:
            self._painter.end()
            self.finished.emit()
            return

        def drawn(pages: tuple[PageImage, ...]) -> None:
            if number and not self._printer.newPage():
                self._refused()
                return
            self._painter.drawImage(self._painter.viewport(), image_of(pages[0]))
            self._draw(number + 1)

        self._renderer.pages(self._pdf, PRINT_DPI, (number,), drawn, self._broke)

    def _broke(self, error: Exception) -> None:
        self._painter.end()
        self.failed.emit(error)

    def _refused(self) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.failed.emit(BadInput("print.failed", detail=self._printer.printerName()))


def _printer_named(name: str) -> QPrinter:
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    return printer
