"""The print panel: which papers, how many copies, which printer or a folder for files; what became of the job."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QProgressBar,
    QSpinBox,
    QWidget,
)

from inspector_app.enforcement.print_plan import PrintPlan, sheet_numbers
from inspector_app.enforcement.values import PaperRow, SealMode
from inspector_app.errors import InspectorError
from ui import folders, messages
from ui.bridge import Bridge
from ui.half_open import HalfOpen
from ui.language import tr
from ui.papers.print_rest import PrintRest
from ui.papers.printers import TO_FILE, PrinterBox, Printers
from ui.papers.printing import Order, PrintJob
from ui.widgets.basic import GRID, Button, LinkButton, PrimaryButton, column, label, row
from ui.widgets.checkable import Tick
from ui.widgets.fitting import FittingScroll
from ui.widgets.message import FieldError

LEAST_LINES = 96
"""Pixels of the papers to choose from that are always in sight: two of them."""


class PrintPanel(QFrame, HalfOpen):
    """Shown over the foot of the papers page: what to print; and, once a job is given, how it goes and its rest."""

    printed = Signal()
    """Something was printed or written, or nothing could be: look at the papers again."""
    saved = Signal(str)
    """Where the files are, in words."""
    trouble = Signal(object)
    spread = Signal(bool)
    """It takes the room of what stands above it, or gives it back."""
    closed = Signal()
    """The officer put it away."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._folder: Path | None = None
        self._lines: list[_Line] = []
        self.setProperty("role", "card")
        layout = column(self, margin=2 * GRID)
        close = LinkButton(self.tr("关闭"), self.close_panel, icon="x")
        close.setToolTip("Esc")
        self.back = LinkButton(self.tr("选择文书"), lambda: self._turn(False), icon="arrow-left")
        self.before = LinkButton(self.tr("上次打印：卡纸补打"), lambda: self._turn(True), icon="history")
        title = label(self.tr("打印文书"), "lead", wrap=False)
        layout.addLayout(row(title, 2, self.before, self.back, close))
        self.choosing = QWidget()
        self.rest = PrintRest(bridge)
        layout.addWidget(self._choice())
        layout.addWidget(self.rest)
        self.error = FieldError()
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("打印进度"))
        layout.addWidget(self.error)
        layout.addWidget(self.progress)
        self.progress.hide()
        self.rest.again.connect(self._print_rest)
        self.rest.done.connect(self.close_panel)
        self.rest.to_file.connect(lambda: self._choose_folder(self._of_job()))
        self.rest.refused.connect(self._say)
        self._turn(False)
        self.hide()

    def close_panel(self) -> None:
        """Put it away; a job that runs goes on."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the papers."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """What stands above makes room."""
        super().showEvent(event)
        self.spread.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """What stands above has its room back."""
        super().hideEvent(event)
        self.spread.emit(False)

    def show_papers(
        self, papers: Sequence[tuple[PaperRow, int]], chosen: str | None = None, last: PrintPlan | None = None
    ) -> None:
        """Offer these (paper, usual copies), only ``chosen`` ticked when it is named; ``last``: the job before."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self._lines = []
        for place, (paper, copies) in enumerate(papers):
            line = _Line(paper, copies, chosen is None or paper.id == chosen)
            for at, widget in enumerate((line.box, line.copies, line.sheets)):
                if widget is not None:
                    self._grid.addWidget(widget, place, at)
            self._lines.append(line)
            line.box.toggled.connect(lambda _on: self._propose_sheets())
            line.copies.valueChanged.connect(lambda _count: self._propose_sheets())
        self._lines_area.fit()
        self._propose_sheets()
        if last is not None and (self.rest.plan is None or self.rest.plan.job_id != last.job_id):
            self.rest.show_plan(last)
        elif last is None:
            self.rest.forget()
        self.error.say("")
        self.where.look()
        self._turn(False)
        self.show()
        self.go.setFocus()

    def _propose_sheets(self) -> None:
        """The next pre-sealed sheets of the stock; what an officer wrote himself stays."""
        lines = [line for line in self._lines if line.takes_proposal]
        wanted = [(line.paper.form, line.count) for line in lines]

        def show(proposed: list[list[str]]) -> None:
            for line, numbers in zip(lines, proposed, strict=True):
                if line in self._lines and line.sheets is not None and line.takes_proposal:
                    line.sheets.setText("、".join(numbers))

        if wanted:
            self._bridge.ask(lambda app: app.sheets.propose(wanted), show, owner=self)

    def orders(self) -> list[Order]:
        """What is ticked. Raises ``BadInput`` for sheets that are no numbers."""
        return [line.order() for line in self._lines if line.box.isChecked()]

    def start(self) -> None:
        """Print what is ticked."""
        self.where.decided(self._start)

    def _start(self) -> None:
        if self.where.value == TO_FILE:
            self._choose_folder(self._ticked())
        else:
            self.run(self.where.value)

    def run(self, printer: str, folder: Path | None = None) -> None:
        """Print what is ticked on this printer, or write files into ``folder``."""
        self._run(self._ticked(), printer, folder)

    def _choice(self) -> QWidget:
        layout = column(self.choosing)
        self._lines_area = FittingScroll(LEAST_LINES, 0)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setVerticalSpacing(GRID)
        self._lines_area.body.addLayout(self._grid)
        layout.addWidget(self._lines_area)
        self.where = PrinterBox(self._bridge, self.tr("打印机"))
        self.where.looked.connect(self._tell_printers)
        self.go = PrimaryButton(self.tr("打印"), self.start, icon="printer")
        again = Button(self.tr("刷新打印机"), self.where.look, icon="refresh-cw")
        layout.addLayout(row(label(self.tr("打印到"), wrap=False), self.where, again, 1, self.go))
        return self.choosing

    def _turn(self, to_job: bool) -> None:
        """Show the job that was given, or the papers to choose from."""
        self.choosing.setVisible(not to_job)
        self.rest.setVisible(to_job)
        self.back.setVisible(to_job)
        self.before.setVisible(not to_job and self.rest.plan is not None)

    def _ticked(self) -> list[Order]:
        try:
            return self.orders()
        except InspectorError as error:
            self._say(error)
            return []

    def _of_job(self) -> list[Order]:
        """The papers of the job in front, as files."""
        of_job = {item.document_id for item in self.rest.plan.items} if self.rest.plan else set()
        return [Order(line.paper, line.copies.value()) for line in self._lines if line.paper.id in of_job]

    def _choose_folder(self, orders: list[Order]) -> None:
        folder = folders.documents()
        dialog = QFileDialog(self, self.tr("PDF 存到哪个文件夹"), folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(lambda names: self._run(orders, TO_FILE, Path(names[0])))
        dialog.open()

    def _run(self, orders: list[Order], printer: str, folder: Path | None) -> None:
        if not orders:
            if not self.error.said:
                self.error.say(self.tr("没有选中要打印的文书。"))
            return
        self._folder = folder
        self._watch(PrintJob(self._bridge, orders, printer, folder))

    def _print_rest(self, first: int, sheets: list[str], spoiled: list[str] | None) -> None:
        plan = self.rest.plan
        assert plan is not None
        printer = plan.printer if self.where.value in (TO_FILE, "") else self.where.value
        self._watch(PrintJob.rest_of(self._bridge, plan, first, printer, sheets=sheets, spoiled=spoiled))

    def _watch(self, job: PrintJob) -> None:
        self._set_busy(True)
        self.error.say("")
        job.progressed.connect(self._progressed)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        job.start()

    def _set_busy(self, busy: bool) -> None:
        self.go.setEnabled(not busy)
        self.rest.setEnabled(not busy)
        self.progress.setVisible(False)

    def _progressed(self, done: int, of: int) -> None:
        self.progress.setMaximum(of)
        self.progress.setValue(done)
        self.progress.setVisible(of > 1)

    def _finished(self, plan: PrintPlan | None) -> None:
        """A job stays in front until the officer has all its sheets; files need no second look."""
        self._set_busy(False)
        if plan is None:
            self.hide()
            if self._folder is not None:
                self.saved.emit(self.tr("PDF 已存到 {0}，每份文书一个文件。").format(self._folder))
        else:
            self._turn(True)
            self.rest.show_plan(plan, is_fresh=True)
        self._bridge.happened.emit("printed")
        self.printed.emit()

    def _failed(self, error: Exception) -> None:
        """Nothing that was chosen is lost: one more click tries again, or another printer, or files."""
        self._set_busy(False)
        self._say(error)
        self.printed.emit()

    def _say(self, error: Exception) -> None:
        told = messages.told(error)  # type: ignore[arg-type]
        self.error.say(messages.in_one_line(told))

    def _tell_printers(self) -> None:
        """Printers answer later than the officer types: what was said of his words meanwhile stays."""
        if self.isVisible() and not self.error.is_saying and not Printers.of(self._bridge).names:
            self.error.say(messages.sentence("print.no_printer").happened)


class _Line:
    """One paper that may be printed: tick, copies, and the numbers of its pre-sealed sheets where it needs them."""

    def __init__(self, paper: PaperRow, copies: int, is_chosen: bool) -> None:
        self.paper = paper
        self.box = Tick("  ".join(part for part in (paper.title, paper.number) if part))
        self.box.setChecked(is_chosen)
        self.box.setAccessibleName(paper.title)
        self.copies = QSpinBox()
        self.copies.setRange(1, 20)
        self.copies.setValue(copies)
        self.copies.setSuffix(tr(" 份"))
        self.copies.setAccessibleName(tr("{0} 的份数").format(paper.title))
        self.sheets: QLineEdit | None = None
        if paper.seal_mode is SealMode.PRESEALED:
            self.sheets = QLineEdit()
            self.sheets.setPlaceholderText(tr("预盖章文书纸编号，如 0101-0104"))
            self.sheets.setAccessibleName(tr("{0} 的预盖章文书纸编号").format(paper.title))

    @property
    def takes_proposal(self) -> bool:
        """Whether sheets are proposed: it wants some, and nobody wrote them himself."""
        return self.sheets is not None and self.box.isChecked() and not self.sheets.isModified()

    @property
    def count(self) -> int:
        """So many sheets go through the printer."""
        return self.copies.value() * max(1, self.paper.pages or 1)

    def order(self) -> Order:
        """What is to be printed of it."""
        numbers = sheet_numbers(self.sheets.text()) if self.sheets is not None else []
        return Order(self.paper, self.copies.value(), tuple(numbers))
