"""The print panel: which papers, how many copies, which printer or a folder for PDF files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QGridLayout, QProgressBar, QSpinBox, QWidget

from inspector_app.enforcement.values import PaperRow
from ui import messages
from ui.bridge import Bridge
from ui.inspection.parts import ChoiceBox
from ui.papers.printing import TO_FILE, Order, PrintJob, printers
from ui.widgets.basic import GRID, Button, LinkButton, PrimaryButton, column, label, row
from ui.widgets.message import FieldError


class PrintPanel(QFrame):
    """Shown over the foot of the papers page; keeps what failed ready to be printed again."""

    printed = Signal()
    trouble = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setProperty("role", "card")
        layout = column(self, margin=2 * GRID)
        close = LinkButton(self.tr("关闭"), self.hide, icon="x")
        layout.addLayout(row(label(self.tr("打印文书"), "lead", wrap=False), 1, close))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        layout.addLayout(self._grid)
        self.where = ChoiceBox((), self.tr("打印机"))
        self.where.setMinimumContentsLength(20)
        self.go = PrimaryButton(self.tr("打印"), self.start, icon="printer")
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("打印进度"))
        self.error = FieldError()
        layout.addWidget(self.error)
        layout.addWidget(self.progress)
        again = Button(self.tr("刷新打印机"), self._find_printers, icon="refresh-cw")
        layout.addLayout(row(label(self.tr("打印到"), wrap=False), self.where, again, 1, self.go))
        self.progress.hide()
        self._lines: list[tuple[PaperRow, QCheckBox, QSpinBox]] = []
        self.hide()

    def show_papers(self, papers: Sequence[tuple[PaperRow, int]], chosen: str | None = None) -> None:
        """Offer these (paper, usual copies); only ``chosen`` is ticked when it is named."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self._lines = []
        for place, (paper, copies) in enumerate(papers):
            box = QCheckBox("  ".join(part for part in (paper.title, paper.number) if part))
            box.setChecked(chosen is None or paper.id == chosen)
            box.setAccessibleName(paper.title)
            count = QSpinBox()
            count.setRange(1, 20)
            count.setValue(copies)
            count.setSuffix(self.tr(" 份"))
            count.setAccessibleName(self.tr("{0} 的份数").format(paper.title))
            self._grid.addWidget(box, place, 0)
            self._grid.addWidget(count, place, 1)
            self._lines.append((paper, box, count))
        self.error.say("")
        self._find_printers()
        self.show()
        self.go.setFocus()

    def orders(self) -> list[Order]:
        """What is ticked."""
        return [Order(paper, count.value()) for paper, box, count in self._lines if box.isChecked()]

    def start(self) -> None:
        """Print what is ticked."""
        if self.where.value == TO_FILE:
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            dialog = QFileDialog(self, self.tr("PDF 存到哪个文件夹"), folder)
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.filesSelected.connect(lambda names: self.run(TO_FILE, Path(names[0])))
            dialog.open()
        else:
            self.run(self.where.value)

    def run(self, printer: str, folder: Path | None = None) -> None:
        """Print on this printer, or write files into ``folder``."""
        orders = self.orders()
        if not orders:
            self.error.say(self.tr("没有选中要打印的文书。"))
            return
        self.go.setEnabled(False)
        self.error.say("")
        self.progress.setMaximum(len(orders))
        self.progress.setVisible(len(orders) > 1)
        job = PrintJob(self._bridge, orders, printer, folder)
        job.progressed.connect(self._progressed)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        job.start()

    def _progressed(self, done: int, _of: int) -> None:
        self.progress.setValue(done)
        for _paper, box, _count in self._lines:
            if done and box.isChecked():
                done -= 1
                box.setProperty("printed", True)

    def _finished(self) -> None:
        self.go.setEnabled(True)
        self.progress.hide()
        self.hide()
        self.printed.emit()

    def _failed(self, error: Exception) -> None:
        """What was printed is unticked, so that one more click prints the rest."""
        self.go.setEnabled(True)
        self.progress.hide()
        for _paper, box, _count in self._lines:
            if box.property("printed"):
                box.setChecked(False)
        told = messages.told(error)  # type: ignore[arg-type]
        self.error.say("".join((told.happened, told.safe, told.todo)))
        self.printed.emit()

    def _find_printers(self) -> None:
        names = printers()
        self.where.set_choices([*((name, name) for name in names), (TO_FILE, self.tr("存为 PDF 文件"))])
        if not names:
            self.error.say(messages.sentence("print.no_printer").happened)
