"""Prints issued papers: through ``lp`` where there is CUPS, else page pictures through Qt; or writes PDF files.

Paper after paper; each is recorded when its copies were handed to the printer, so after a jam the rest goes on.
"""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, QRect, Signal
from PySide6.QtGui import QPageSize, QPainter

from inspector_app.enforcement.values import PaperRow
from inspector_app.errors import BadInput, InspectorError
from ui.bridge import Bridge
from ui.language import tr
from ui.papers.renderer import PageRenderer, image_of
from ui.tasks import Task

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from inspector_app.documents.page_images import PageImage, PreviewedPaper
    from inspector_app.documents.values import PaperInput

PRINT_DPI = 300
SCREEN_DPI = 72
TO_FILE = "pdf"
"""Name of the destination that writes files."""


@dataclass(frozen=True)
class Order:
    """One paper to print: how many copies."""

    paper: PaperRow
    copies: int


def printers() -> list[str]:
    """Printers of this machine, the usual one first."""
    from PySide6.QtPrintSupport import QPrinterInfo

    names = list(QPrinterInfo.availablePrinterNames())
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: name != usual)


def file_name(row: PaperRow) -> str:
    """A name for the PDF of a paper that every file system takes."""
    text = " ".join(part for part in (row.number, row.title, row.respondent) if part)
    return "".join("_" if one in '\\/:*?"<>|' else one for one in text)[:100].strip() + ".pdf"


def write_file(target: Path, pdf: bytes) -> None:
    """Write a PDF, making its folder. Raises ``BadInput('print.not_saved')``."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(pdf)
    except OSError as error:
        raise BadInput("print.not_saved", folder=str(target.parent), detail=_why(error)) from error


def _why(error: OSError) -> str:
    """The usual refusals of a disk in words, any other as the system says it."""
    words = {
        errno.ENOENT: tr("文件夹不存在"), errno.EACCES: tr("没有写入权限"), errno.EPERM: tr("没有写入权限"),
        errno.EROFS: tr("磁盘是只读的"), errno.ENOSPC: tr("磁盘已满"),
    }  # fmt: skip
    return words.get(error.errno or 0, error.strerror or str(error))


class PrintJob(QObject):
    """Prints a list of papers one after the other. ``finished`` or ``failed`` comes at the end."""

    progressed = Signal(int, int)
    """(papers done, papers in all)."""
    finished = Signal()
    failed = Signal(object)
    """The ``InspectorError``; papers before it are printed and recorded."""

    def __init__(
        self, bridge: Bridge, orders: Sequence[Order], printer: str, folder: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or bridge)
        self._bridge = bridge
        self._orders = list(orders)
        self._all = len(self._orders)
        self._printer = printer
        self._folder = folder
        self._renderer = PageRenderer.of(bridge)
        self._process: QProcess | None = None
        self._is_over = False

    def start(self) -> None:
        """Begin; the window does not lock itself meanwhile."""
        self._bridge.hold()
        self._next()

    def _next(self) -> None:
        self.progressed.emit(self._all - len(self._orders), self._all)
        if not self._orders:
            self._end()
            return
        document_id = self._orders[0].paper.id
        self._bridge.ask(lambda app: app.papers.pdf(document_id), self._print, self._fail, owner=self)

    def _print(self, pdf: bytes) -> None:
        if self._folder is not None:
            self._write(pdf, self._folder / file_name(self._orders[0].paper))
        elif shutil.which("lp") and sys.platform != "win32":
            self._lp(pdf)
        else:
            self._renderer.pages(pdf, PRINT_DPI, None, self._paint, self._fail)

    def _write(self, pdf: bytes, target: Path) -> None:
        def written(_nothing: None) -> None:
            self._done(record=False)

        self._bridge.ask(lambda _app: write_file(target, pdf), written, self._fail, owner=self)

    def _lp(self, pdf: bytes) -> None:
        order = self._orders[0]
        process = QProcess(self)
        process.setProgram("lp")
        title = order.paper.number or order.paper.title
        process.setArguments(["-d", self._printer, "-n", str(order.copies), "-o", "media=A4", "-t", title])
        process.finished.connect(self._lp_ended)
        process.errorOccurred.connect(lambda _error: self._fail(BadInput("print.failed", detail=process.errorString())))
        self._process = process
        process.start()
        process.write(pdf)
        process.closeWriteChannel()

    def _lp_ended(self, code: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        process.deleteLater()
        if code:
            self._fail(BadInput("print.failed", detail=said or str(code)))
        else:
            self._done()

    def _paint(self, pages: tuple[PageImage, ...]) -> None:
        from PySide6.QtPrintSupport import QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(self._printer)
        printer.setCopyCount(self._orders[0].copies)
        if paint_pages(printer, pages, self._orders[0].paper.title):
            self._done()
        else:
            self._fail(BadInput("print.failed", detail=self._printer))

    def _done(self, *, record: bool = True) -> None:
        order = self._orders.pop(0)
        if not record:
            self._next()
            return
        actor, printer = self._bridge.officer_id, self._printer
        self._bridge.ask(
            lambda app: app.papers.record_print(actor, order.paper.id, order.copies, printer),
            lambda _none: self._next(),
            self._fail,
            owner=self,
        )

    def _fail(self, error: Exception) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._bridge.let_go()
        told = error if isinstance(error, InspectorError) else BadInput("print.failed", detail=str(error))
        self.failed.emit(told)
        self.deleteLater()

    def _end(self) -> None:
        self._is_over = True
        self._bridge.let_go()
        self.finished.emit()
        self.deleteLater()


def paint_pages(printer: QPrinter, pages: Sequence[PageImage], title: str) -> bool:
    """Draw page pictures on a printer, each on its own A4 sheet without margins; whether it took them."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setDocName(title)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        for number, page in enumerate(pages):
            if number and not printer.newPage():
                return False
            sheet: QRect = painter.viewport()
            painter.drawImage(sheet, image_of(page))
    finally:
        painter.end()
    return True


def save_loose(
    bridge: Bridge,
    paper: PaperInput,
    folder: Path,
    done: Callable[[Any], None],
    failed: Callable[[Any], None],
) -> None:
    """Draw a paper that could not be filed and write it as a PDF; ``done`` gets its path."""
    target = folder / f"{paper.form.title} {paper.issued_on or ''}.pdf"

    def write(made: PreviewedPaper) -> None:
        def work(_task: Task) -> str:
            write_file(target, made.paper.pdf)
            return str(target)

        bridge.run(Task(work, done=done, failed=failed, owner=bridge))

    PageRenderer.of(bridge).preview(paper, SCREEN_DPI, write, failed)
