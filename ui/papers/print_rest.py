"""A job that was given to a printer: how the printer stands, and from which sheet to go on after a jam."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from inspector_app.enforcement.print_plan import PrintPlan, sheet_numbers
from inspector_app.errors import InspectorError
from inspector_app.printing import Queue
from ui import messages
from ui.bridge import Bridge
from ui.inspection.parts import ChoiceBox
from ui.papers.spooler import Spooler, Watch, has_cups
from ui.widgets.basic import GRID, Button, LinkButton, PrimaryButton, column, label, row
from ui.widgets.form import Field


class PrintRest(QWidget):
    """``show_plan`` a job; the officer says that all is there (``done``), or where to go on (``again``)."""

    again = Signal(int, list, object)
    """(first sheet, numbers of the pre-sealed sheets put in, those that were spoiled or ``None``)."""
    done = Signal()
    to_file = Signal()
    """The officer wants files instead."""
    refused = Signal(object)
    """What was typed is no number of a sheet."""
    watched = Signal(object)
    """The printer was looked at: its ``Queue``."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: PrintPlan | None = None
        self._spooler = Spooler(self)
        self._watch: Watch | None = None
        layout = column(self)
        self.told = label("")
        self.state = label("", "small")
        layout.addWidget(self.told)
        layout.addWidget(self.state)
        self.copy = ChoiceBox((), self.tr("从哪一份起重打"))
        self.copy.setMinimumContentsLength(24)
        self.page = QSpinBox()
        self.page.setPrefix(self.tr("第 "))
        self.page.setAccessibleName(self.tr("从第几页起重打"))
        self.left = label("", "small", wrap=False)
        self.more = Button(self.tr("从这里起重打"), self._again, icon="printer")
        layout.addLayout(
            row(label(self.tr("卡纸或缺页：从"), wrap=False), self.copy, self.page, self.left, self.more, 1)
        )
        layout.addWidget(self._sheets_row())
        self.files = LinkButton(self.tr("改存为 PDF 文件"), self.to_file.emit, icon="file-text")
        self.finish = PrimaryButton(self.tr("都打好了"), self.done.emit, icon="check")
        layout.addLayout(row(self.files, 1, self.finish))
        self.copy.activated.connect(lambda _index: self._copy_chosen())
        self.page.valueChanged.connect(lambda _value: self._count())
        bridge.closing.connect(self._stop)

    @property
    def first(self) -> int:
        """The sheet of the job to go on from, as it is chosen now."""
        plan = self.plan
        if plan is None or not self.copy.value:
            return 1
        item, copy = map(int, self.copy.value.split("/"))
        return plan.place_of(plan.items[item].document_id, copy, min(self.page.value(), plan.items[item].pages))

    def show_plan(self, plan: PrintPlan, *, is_fresh: bool = False) -> None:
        """Show a job; a fresh one is watched until the printer has all of it."""
        self.plan = plan
        count = len(plan.rest(plan.first))
        words = self.tr("已作为一个任务交给“{0}”：共 {1} 张。") if plan.first == 1 else self.tr(
            "余下的 {1} 张已作为一个任务交给“{0}”。"
        )  # fmt: skip
        self.told.setText(words.format(plan.printer, count))
        self.state.setText("")
        self.copy.set_choices([
            (f"{number}/{copy}", self.tr("{0} 第 {1} 份").format(item.title, copy))
            for number, item in enumerate(plan.items)
            for copy in range(1, item.copies + 1)
        ])  # fmt: skip
        at = plan.sheets[plan.first - 1]
        self.copy.set_value(f"{at.item}/{at.copy}")
        self._copy_chosen()
        self.page.setValue(at.page)
        self.new.clear()
        self.lost.clear()
        self._sheets.setVisible(any(item.needs_sheets for item in plan.items))
        if is_fresh:
            self._look(plan)
            self.finish.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at it: the printer is not asked either."""
        super().hideEvent(event)
        self._stop()

    def forget(self) -> None:
        """There is no job to go on with."""
        self._stop()
        self.plan = None

    def _sheets_row(self) -> QWidget:
        self._sheets = QWidget()
        self.new, self.lost = QLineEdit(), QLineEdit()
        for line in (self.new, self.lost):
            line.setPlaceholderText("0105-0108")
        fields = row(
            Field(self.tr("换上的预盖章文书纸编号"), self.new), Field(self.tr("废掉的文书纸编号"), self.lost), 1,
            gap=2 * GRID,
        )  # fmt: skip
        fields.setContentsMargins(0, 0, 0, 0)
        self._sheets.setLayout(fields)
        return self._sheets

    def _copy_chosen(self) -> None:
        if self.plan is None or not self.copy.value:
            return
        pages = self.plan.items[int(self.copy.value.split("/")[0])].pages
        self.page.setRange(1, pages)
        self.page.setSuffix(self.tr(" 页（共 {0} 页）").format(pages))
        self.page.setEnabled(pages > 1)
        self._count()

    def _count(self) -> None:
        if self.plan is not None:
            self.left.setText(self.tr("起，还有 {0} 张").format(len(self.plan.rest(self.first))))

    def _again(self) -> None:
        try:
            sheets, lost = sheet_numbers(self.new.text()), sheet_numbers(self.lost.text())
        except InspectorError as error:
            self.refused.emit(error)
            return
        self._stop()
        self.again.emit(self.first, sheets, lost or None)

    def _look(self, plan: PrintPlan) -> None:
        self._stop()
        if plan.printer_job is None or not has_cups():
            return
        self.state.setText(self.tr("打印机正在打印…"))
        self._watch = Watch(self._spooler, plan.printer, plan.printer_job)
        self._watch.looked.connect(self._looked)
        self._watch.left.connect(lambda: self.state.setText(self.tr("打印机已全部接收。请点清张数。")))
        self._watch.look()

    def _looked(self, found: Queue) -> None:
        if found.problem is None:
            now = self.tr("打印机正在打印…")
            self.state.setText(f"{now}  {found.reason}" if found.reason else now)
        else:
            told = messages.sentence(found.problem, printer=found.name, detail=found.reason or "—")
            safe = self.tr("任务都记着，处理好后可以从任何一张起接着打。")
            self.state.setText(messages.in_one_line(replace(told, safe=safe, todo="")))
        self.watched.emit(found)

    def _stop(self) -> None:
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
