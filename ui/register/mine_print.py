"""Where the file of a mine is printed, or saved as a PDF: 内部资料, no paper of a visit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.errors import InspectorError
from ui import folders, messages
from ui.bridge import Bridge
from ui.half_open import HalfOpen
from ui.papers.printers import TO_FILE, PrinterBox
from ui.papers.working_print import WorkingPrint
from ui.widgets.basic import Card, LinkButton, PrimaryButton, label, row
from ui.widgets.message import FieldError


class MinePrint(Card, HalfOpen):
    """Printer or file, then 打印; hidden until it is wanted."""

    printed = Signal(int)
    """So many pages went to the printer or into the file."""
    error_shown = Signal()
    """It did not work, and the card says why."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._bridge = bridge
        self._site_id, self._name = "", ""
        self.setAccessibleName(self.tr("打印一企一档"))
        self.where = PrinterBox(bridge, self.tr("打印机"))
        self.go = PrimaryButton(self.tr("打印"), self.start, icon="printer")
        self.close_link = LinkButton(self.tr("关闭"), self.hide, icon="x")
        self.error = FieldError()
        note = label(self.tr("内部资料，不作执法文书，不要交给企业。"), "small", wrap=False)
        self.body.addLayout(row(label(self.tr("打印到"), wrap=False), self.where, self.go, note, 1, self.close_link))
        self.body.addWidget(self.error)
        self.hide()

    def begin(self, site_id: str, name: str) -> None:
        """Ask where to print the file of this mine."""
        self._site_id, self._name = site_id, name
        self.where.look()
        self.error.say("")
        self.show()
        self.go.setFocus()

    def start(self) -> None:
        """Print it, or ask for the file first."""
        self.where.decided(self._start)

    def _start(self) -> None:
        if self.where.value == TO_FILE:
            self._choose_file()
        else:
            self.send(self.where.value, None)

    def send(self, printer: str, target: Path | None) -> None:
        """Draw the file and hand it over."""
        site_id, officer = self._site_id, self._bridge.officer_id
        self.go.setEnabled(False)
        self.error.say("")
        job = WorkingPrint(
            self._bridge,
            lambda app: app.mines.paper(site_id, app.office.officer(officer).name, is_sample=app.store.is_sample),
            self._title(),
            printer,
            target,
            self,
        )
        job.finished.connect(self._done)
        job.failed.connect(self._failed)
        job.start()

    def _title(self) -> str:
        return f"{self.tr('一企一档')} {self._name}"

    def _choose_file(self) -> None:
        folder = folders.documents()
        dialog = QFileDialog(self, self.tr("一企一档存到哪里"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        plain = "".join("_" if one in '\\/:*?"<>|' else one for one in self._title())
        dialog.selectFile(f"{plain}.pdf")
        dialog.fileSelected.connect(lambda name: self.send("", Path(name)))
        dialog.open()

    def _done(self, pages: int) -> None:
        self.go.setEnabled(True)
        self.hide()
        self.printed.emit(pages)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if not isinstance(error, InspectorError):
            raise error
        told = messages.told(error)
        self.error.say(" ".join(part for part in (told.happened, told.safe, told.todo) if part))
        self.error_shown.emit()
