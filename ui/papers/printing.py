"""Prints issued papers as one job: through ``lp`` where there is CUPS, else page pictures through Qt; or writes files.

A job is recorded when it was handed to the printer; after a jam its rest goes on from the sheet the officer names.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from inspector_app.enforcement.print_plan import PrintPlan
from inspector_app.enforcement.values import PaperRow
from inspector_app.errors import BadInput, InspectorError
from ui.bridge import Bridge
from ui.language import tr
from ui.papers.renderer import PageRenderer
from ui.papers.sheet_painter import SheetPainter
from ui.papers.spooler import Spooler, has_cups
from ui.tasks import Task

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.documents.page_images import PreviewedPaper
    from inspector_app.documents.values import PaperInput

SCREEN_DPI = 72
@dataclass(frozen=True)
class Order:
    """One paper to print: how many copies, and the pre-sealed sheets they go on."""

    paper: PaperRow
    copies: int
    sheets: tuple[str, ...] = ()


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
    """Prints papers as one job, or the rest of one after a jam. ``finished`` or ``failed`` comes at the end."""

    progressed = Signal(int, int)
    """(done, in all): files written, or sheets painted for a printer that takes no PDF."""
    finished = Signal(object)
    """The ``PrintPlan`` as recorded; nothing where files were written."""
    failed = Signal(object)
    """The ``InspectorError``; what was printed before is recorded."""

    def __init__(
        self, bridge: Bridge, orders: Sequence[Order], printer: str, folder: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or bridge)
        self._bridge = bridge
        self._orders = list(orders)
        self._printer = printer
        self._folder = folder
        self._renderer = PageRenderer.of(bridge)
        self._spooler = Spooler(self)
        self._plan: PrintPlan | None = None
        self._sheets: dict[str, list[str]] = {one.paper.id: list(one.sheets) for one in orders if one.sheets}
        self._spoiled: dict[str, list[str]] | None = None
        self._files = 0
        self._is_over = False

    @classmethod
    def rest_of(
        cls, bridge: Bridge, plan: PrintPlan, first: int, printer: str, *,
        sheets: Sequence[str] = (), spoiled: Sequence[str] | None = None,
    ) -> PrintJob:
        """What is left of a job from sheet ``first`` on. ``sheets``: pre-sealed ones put in, ``spoiled`` those lost."""
        document_id = plan.items[plan.rest(first)[0].item].document_id
        made = cls(bridge, [], printer)
        made._plan = plan.begun_at(first)
        made._spoiled = None if spoiled is None else {document_id: list(spoiled)}
        made._sheets = {document_id: list(sheets)} if sheets else {}
        return made

    def start(self) -> None:
        """Begin; the window does not lock itself meanwhile."""
        self._bridge.hold()
        if self._folder is not None:
            self._next_file(self._folder)
        elif self._plan is not None and self._plan.printer_job and has_cups():
            self._spooler.cancel(self._plan.printer_job, self._put_together)  # else what is stuck comes out twice
        else:
            self._put_together()

    def _put_together(self) -> None:
        """The sheets of the job as one PDF; for printers that take none as pictures."""
        orders, plan, actor, spoiled = self._orders, self._plan, self._bridge.officer_id, self._spoiled
        sheets = [one for numbers in self._sheets.values() for one in numbers]

        def parts(app: App) -> tuple[PrintPlan, Any]:
            if plan is not None:
                made = app.papers.jammed(actor, plan.job_id, plan.first, spoiled)
            else:
                copies = {one.paper.id: one.copies for one in orders}
                made = app.papers.plan_print(list(copies), copies)
            app.papers.require_sheets_free(sheets)
            return made, app.papers.print_parts(made, made.first)

        def read(found: tuple[PrintPlan, Any]) -> None:
            self._plan, (papers, sheets) = found
            self._renderer.compose(papers, sheets, self._send, self._fail)

        self._bridge.ask(parts, read, self._fail, owner=self)

    def _send(self, pdf: bytes) -> None:
        assert self._plan is not None
        if has_cups():
            self._spooler.send(pdf, self._printer, self._plan.title, self._record, self._fail)
        else:
            painter = SheetPainter(self._renderer, pdf, self._printer, self._plan.title, self)
            painter.progressed.connect(self.progressed)
            painter.finished.connect(lambda: self._record(None))
            painter.failed.connect(self._fail)
            painter.start()

    def _record(self, printer_job: str | None) -> None:
        plan, actor, printer, sheets = self._plan, self._bridge.officer_id, self._printer, self._sheets
        assert plan is not None
        self._bridge.ask(
            lambda app: app.papers.record_job(
                actor, plan, printer, first=plan.first, printer_job=printer_job, sheets=sheets
            ),
            self._end, self._fail, owner=self,
        )  # fmt: skip

    def _next_file(self, folder: Path) -> None:
        """Write one paper after the other, each as it was issued."""
        done = self._files
        self.progressed.emit(done, len(self._orders))
        if done == len(self._orders):
            self._end(None)
            return
        row, self._files = self._orders[done].paper, done + 1
        target = folder / file_name(row)

        def written(_nothing: None) -> None:
            self._next_file(folder)

        self._bridge.ask(lambda app: write_file(target, app.papers.pdf(row.id)), written, self._fail, owner=self)

    def _fail(self, error: Exception) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._bridge.let_go()
        told = error if isinstance(error, InspectorError) else BadInput("print.failed", detail=str(error))
        self.failed.emit(told)
        self.deleteLater()

    def _end(self, plan: PrintPlan | None) -> None:
        self._is_over = True
        self._bridge.let_go()
        self.finished.emit(plan)
        self.deleteLater()


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
