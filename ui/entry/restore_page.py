"""Bringing a backup onto this laptop: folder, who, passphrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from inspector_app.errors import InspectorError, WrongKey
from inspector_app.storage.keys import read_key_file
from ui import messages
from ui.bridge import Bridge
from ui.entry.frame import EntryFrame
from ui.tasks import Task
from ui.widgets.basic import Button, PrimaryButton, label, row
from ui.widgets.form import Field, text_field
from ui.widgets.message import InlineMessage


class RestorePage(EntryFrame):
    """Restores into the empty data folder; an existing store is never overwritten."""

    back = Signal()
    restored = Signal()

    def __init__(self, bridge: Bridge, data_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._data_dir = data_dir
        self._backup: Path | None = None
        self.build(
            self.tr("从备份恢复"),
            self.tr("恢复后这台笔记本另起一份记录，与原来的笔记本互不混淆，县局能看出分叉。"),
        )
        self.folder = label(self.tr("还没有选择备份文件夹"), "muted")
        self.choose_button = Button(self.tr("选择备份文件夹"), self._choose, icon="folder-open")
        self.body.addWidget(self.folder)
        self.body.addLayout(row(self.choose_button, 1))
        self.officer = QComboBox()
        self.passphrase = text_field(secret=True)
        self._field = Field(self.tr("口令(&P)"), self.passphrase)
        self.body.addWidget(Field(self.tr("执法人员(&O)"), self.officer))
        self.body.addWidget(self._field)
        self.message = InlineMessage(closable=False)
        self.body.addWidget(self.message)
        self.button = PrimaryButton(self.tr("恢复"), self._restore)
        self.button.setEnabled(False)
        self.body.addLayout(row(Button(self.tr("返回"), self.back.emit, icon="arrow-left"), 1, self.button))
        self.setFocusProxy(self.choose_button)

    def take_folder(self, folder: Path) -> None:
        """Look into a backup folder; say so when it is none."""
        try:
            key_file = read_key_file(folder)
        except InspectorError as error:
            self.message.show_message(messages.told(error))
            return
        self._backup = folder
        self.message.hide()
        self.folder.setText(str(folder))
        self.officer.clear()
        self.officer.addItems(list(key_file.login_names()))
        self.button.setEnabled(True)
        self.passphrase.setFocus()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("选择备份文件夹"))
        if chosen:
            self.take_folder(Path(chosen))

    def _restore(self) -> None:
        backup, login, secret = self._backup, self.officer.currentText(), self.passphrase.text()
        if backup is None:
            return
        self.button.setEnabled(False)
        self._field.say("")
        self.message.show_message(self.tr("正在恢复…"), "info")
        self._bridge.run(
            Task(
                lambda _task: restore(backup, self._data_dir, login, secret),
                done=lambda _nothing: self.restored.emit(),
                failed=self._failed,
                owner=self,
            )
        )

    def _failed(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self.message.hide()
        if isinstance(error, WrongKey):
            self._field.say(messages.told(error).happened)
        elif isinstance(error, InspectorError):
            self.message.show_message(messages.told(error))


def restore(backup: Path, folder: Path, login: str, secret: str) -> None:
    """Bring the backup in. Raises ``WrongKey``, ``BadInput`` or ``StorageFault``."""
    from inspector_app.store import Store

    Store.restore(backup, folder, login, secret).close()
