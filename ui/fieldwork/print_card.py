"""What to put on a new sheet and where to print it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.errors import InspectorError
from inspector_app.fieldwork.values import Sheet
from inspector_app.inspection.values import Progress
from ui import folders, messages
from ui.bridge import Bridge
from ui.fieldwork.printing import SheetPrint
from ui.half_open import HalfOpen
from ui.inspection.parts import ChoiceBox
from ui.papers.printers import TO_FILE, PrinterBox
from ui.widgets.basic import GRID, Button, Card, LinkButton, PrimaryButton, label, row
from ui.widgets.checkable import Tick
from ui.widgets.message import FieldError

ROWS_A_PAGE = 20
"""About so many items go on a page."""


class PrintCard(Card, HalfOpen):
    """Draws a new sheet up and prints it; prints one again."""

    drawn_up = Signal(object)
    """A new ``Sheet`` is on disk; it is being printed."""
    closed = Signal()
    """The officer wants to print nothing after all."""
    printed = Signal(object, int)
    """(sheet, pages)."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._bridge = bridge
        self._inspection_id = ""
        self._shown: tuple[Progress, ...] = ()
        self._lists: tuple[Progress, ...] = ()
        self._is_busy = False
        self.setAccessibleName(self.tr("打印下井记录单"))
        self.close_link = LinkButton(self.tr("关闭"), self.close_card, icon="x")
        self.body.addLayout(row(label(self.tr("打印下井记录单"), "lead", wrap=False), 1, self.close_link))
        self.body.addWidget(label(self.tr("内部工作用表，不作执法文书。项号印出后不再变动，升井后照号录入。"), "small"))
        self.which = ChoiceBox((), self.tr("印哪些检查表"))
        self.open_only = Tick(self.tr("只印还没有结论的项"))
        self.extent = label("", "muted", wrap=False)
        self.body.addLayout(row(self.which, self.open_only, self.extent, 1, gap=2 * GRID))
        self.paper = LinkButton(self.tr("录入纸质检查表"), self.enter_paper, icon="keyboard")
        self.paper.setToolTip(self.tr("检查表已在打印出来的表上手填：不用再印，按表上的序号录入。"))
        self.where = PrinterBox(bridge, self.tr("打印机"))
        self.again = Button(self.tr("刷新打印机"), self.where.look, icon="refresh-cw")
        self.go = PrimaryButton(self.tr("打印"), self.start, icon="printer")
        self.error = FieldError()
        self.body.addWidget(self.error)
        self.body.addLayout(row(label(self.tr("打印到"), wrap=False), self.where, self.again, 1, self.paper, self.go))
        self.which.activated.connect(lambda _index: self._show_size())
        self.open_only.toggled.connect(lambda _on: self._show_size())

    def show_visit(self, inspection_id: str, lists: Sequence[Progress]) -> None:
        """What may be printed of this visit."""
        if inspection_id == self._inspection_id and tuple(lists) == self._shown:
            return
        self._shown = tuple(lists)
        if inspection_id != self._inspection_id:
            self._inspection_id = inspection_id
            self.error.say("")
        self._lists = tuple(one for one in lists if one.total)
        chosen = self.which.value
        everything = [("", self.tr("全部检查表"))]
        self.which.set_choices(everything + [(one.checklist_key, one.title) for one in self._lists])
        self.which.set_value(chosen if chosen in {one.checklist_key for one in self._lists} else "")
        self._show_size()
        if not self.where.count():
            self.where.look()

    def close_card(self) -> None:
        """Print nothing after all."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter prints, wherever the cursor is on the card."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start()
        else:
            super().keyPressEvent(event)

    def start(self) -> None:
        """Draw a new sheet up, then print it where the officer wants it."""
        if not self._is_busy and self._inspection_id:
            self.where.decided(self._start)

    def _start(self) -> None:
        if self.where.value == TO_FILE:
            self._choose_file(None)
        else:
            self.draw_up(self.where.value, None)

    def print_again(self, sheet: Sheet) -> None:
        """Print this sheet once more; its numbers are the same."""
        if not self.where.count():
            self.where.look()
        self.where.decided(lambda: self._print_again(sheet))

    def _print_again(self, sheet: Sheet) -> None:
        if self.where.value == TO_FILE:
            self._choose_file(sheet)
        else:
            self.send(sheet, self.where.value, None)

    def draw_up(self, printer: str, target: Path | None) -> None:
        """A new sheet of what is chosen, to a printer or into a file."""
        self._set_busy(True)
        actor, inspection_id = self._bridge.officer_id, self._inspection_id
        lists = (self.which.value,) if self.which.value else ()
        open_only = self.open_only.isChecked()

        def drawn(sheet: Sheet) -> None:
            self.drawn_up.emit(sheet)
            self.send(sheet, printer, target)

        self._bridge.ask(
            lambda app: app.field_sheets.draw_up(actor, inspection_id, checklists=lists, open_only=open_only),
            drawn,
            self._failed,
            owner=self,
        )

    def enter_paper(self) -> None:
        """Number the items as on the paper checklist of the chosen list, to type a filled one in; nothing prints."""
        chosen = self.which.value or (self._lists[0].checklist_key if len(self._lists) == 1 else "")
        if not chosen:
            self.error.say(self.tr("请先选是哪一张检查表：每张纸质检查表的序号都从 1 起。"), self.which)
            self.which.setFocus()
            return
        actor, inspection_id = self._bridge.officer_id, self._inspection_id

        def drawn(sheet: Sheet) -> None:
            self._set_busy(False)
            self.hide()
            self.drawn_up.emit(sheet)

        self._set_busy(True)
        self._bridge.ask(
            lambda app: app.field_sheets.draw_up(actor, inspection_id, checklists=(chosen,), as_listed=True),
            drawn,
            self._failed,
            owner=self,
        )

    def send(self, sheet: Sheet, printer: str, target: Path | None) -> None:
        """Print a sheet that is drawn up."""
        self._set_busy(True)
        job = SheetPrint(self._bridge, sheet, printer, target, self)
        job.finished.connect(lambda pages: self._printed(sheet, pages))
        job.failed.connect(self._failed)
        job.start()

    def _choose_file(self, sheet: Sheet | None) -> None:
        folder = folders.documents()
        dialog = QFileDialog(self, self.tr("记录单存到哪里"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.tr("下井记录单") + (f" {sheet.short_code}" if sheet else "") + ".pdf")

        def chosen(name: str) -> None:
            if sheet is None:
                self.draw_up("", Path(name))
            else:
                self.send(sheet, "", Path(name))

        dialog.fileSelected.connect(chosen)
        dialog.open()

    def _printed(self, sheet: Sheet, pages: int) -> None:
        self._set_busy(False)
        self.printed.emit(sheet, pages)

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        self.show()
        if not isinstance(error, InspectorError):
            raise error
        told = messages.told(error)
        self.error.say(" ".join(part for part in (told.happened, told.safe, told.todo) if part))

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self.go.setEnabled(not busy)
        if busy:
            self.error.say("")

    def _show_size(self) -> None:
        chosen = [one for one in self._lists if self.which.value in ("", one.checklist_key)]
        count = sum(one.open if self.open_only.isChecked() else one.total for one in chosen)
        pages = count // ROWS_A_PAGE + 2
        self.extent.setText(self.tr("{0} 项，约 {1} 页").format(count, pages) if count else self.tr("没有要印的项"))
        self.go.setEnabled(bool(count) and not self._is_busy)
