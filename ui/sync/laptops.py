"""An inspection handed to another laptop of the county as a file, and taken from one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.errors import InspectorError
from ui import folders, messages
from ui.bridge import Bridge
from ui.language import tr
from ui.widgets.basic import Button, Card, label, row
from ui.widgets.message import InlineMessage

if TYPE_CHECKING:
    from inspector_app.sync.values import ExportSummary, ImportSummary

KIND = "*.kaj"


class LaptopCard(Card):
    """Two buttons and what came of them; both run beside the work."""

    taken_in = Signal(object)
    """The ``ImportSummary`` of a file."""
    written = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(tr("与同县另一台笔记本交换"), parent, icon="cloud-upload")
        self._bridge = bridge
        told = tr("没有网络时，用U盘把全部检查交给同县的另一台笔记本，或收下它的文件。文件有签名，被改动过的不会收下。")
        self.body.addWidget(label(told, "muted"))
        self.give = Button(tr("导出为文件"), self._choose_target, icon="download")
        self.take = Button(tr("收下文件"), self._choose_source, icon="folder-open")
        self.message = InlineMessage()
        self.body.addLayout(row(self.give, self.take, 1))
        self.body.addWidget(self.message)

    def write(self, target: Path) -> None:
        """Write everything of this laptop into a file."""
        self._begin(tr("正在导出，可以继续工作…"))
        self._bridge.ask_county(lambda app, _task: app.sync.export(target), self._written, self._failed, owner=self)

    def read(self, source: Path) -> None:
        """Take another laptop's file in."""
        self._begin(tr("正在收下，可以继续工作…"))
        self._bridge.ask_county(lambda app, _task: app.sync.import_file(source), self._taken, self._failed, owner=self)

    def _choose_target(self) -> None:
        folder = folders.documents()
        name = f"{folder}/kuanganjian-{date.today():%Y%m%d}.kaj"  # noqa: DTZ011 - a name for people
        dialog = QFileDialog(self, tr("导出到哪个文件"), name, KIND)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.write(Path(chosen)))
        dialog.open()

    def _choose_source(self) -> None:
        dialog = QFileDialog(self, tr("另一台笔记本导出的文件"), "", f"{KIND};;*")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.read(Path(chosen)))
        dialog.open()

    def _begin(self, told: str) -> None:
        self._bridge.hold()
        self._enable(is_on=False)
        self.message.show_message(told, "info")

    def _enable(self, *, is_on: bool) -> None:
        for button in (self.give, self.take):
            button.setEnabled(is_on)

    def _over(self) -> None:
        self._bridge.let_go()
        self._enable(is_on=True)

    def _written(self, summary: ExportSummary) -> None:
        self._over()
        told = tr("已导出 {0} 条记录、{1} 个文件：{2}").format(summary.entries, summary.blobs, summary.file)
        self.message.show_message(told, "good")
        self.written.emit(summary.file)

    def _taken(self, summary: ImportSummary) -> None:
        self._over()
        who = summary.sender_label or tr("另一台笔记本")
        told = tr("已收下{0}的 {1} 条新记录、{2} 个新文件。").format(who, summary.new_entries, summary.new_blobs)
        if summary.conflicts:
            told += tr("{0} 处内容两边都改过，请到“选定内容”选定。").format(summary.conflicts)
        self.message.show_message(told, "good")
        self.taken_in.emit(summary)

    def _failed(self, error: Exception) -> None:
        self._over()
        if isinstance(error, InspectorError):
            self.message.show_message(messages.told(error))
        else:
            self.message.show_message(messages.sentence("window.backup_failed", detail=type(error).__name__))
