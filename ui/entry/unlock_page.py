"""Unlocking: who, passphrase; clear errors; and the way in with the recovery key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from inspector_app.errors import InspectorError, WrongKey
from ui.entry.frame import EntryFrame
from ui.widgets.basic import LinkButton, PrimaryButton, label, row
from ui.widgets.form import Field, text_field
from ui.widgets.message import InlineMessage


class UnlockPage(EntryFrame):
    """Emits ``unlock(login, passphrase)``; whoever listens answers with ``refuse`` or takes the page away."""

    unlock = Signal(str, str)
    forgotten = Signal()
    other_store = Signal()

    def __init__(
        self, logins: Sequence[str], last: str = "", *, is_sample: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.build(self.tr("解锁示例县") if is_sample else self.tr("解锁"))
        self.officer = QComboBox()
        for login in logins:
            self.officer.addItem(login, login)
        self.officer.setCurrentIndex(max(0, self.officer.findData(last)))
        self.passphrase = text_field(secret=True)
        self._field = Field(self.tr("口令(&P)"), self.passphrase)
        self.button = PrimaryButton(self.tr("解锁"), self._submit)
        self.message = InlineMessage(closable=False)
        self.filled = label(self.tr("示例县的口令已替您填好，点“解锁”就行。"), "muted")
        self.filled.hide()
        self.body.addWidget(Field(self.tr("执法人员(&O)"), self.officer))
        self.body.addWidget(self._field)
        self.body.addWidget(self.filled)
        self.body.addWidget(self.message)
        self.body.addWidget(self.button)
        self.forgotten_button = LinkButton(self.tr("忘记口令，用恢复密钥"), self.forgotten.emit)
        self.other_button = LinkButton(self.tr("打开另一个县"), self.other_store.emit)
        self.body.addLayout(row(self.forgotten_button, 1, self.other_button))
        self.passphrase.returnPressed.connect(self._submit)
        self.setFocusProxy(self.passphrase)
        self.passphrase.setFocus()

    def show_sample(self, login: str, officer: str, passphrase: str) -> None:
        """The sample county: its officer by the name the program calls him, its passphrase filled in, which it says."""
        self.officer.setItemText(max(0, self.officer.findData(login)), officer)
        self.passphrase.setText(passphrase)
        self.forgotten_button.hide()
        self.filled.show()
        self.setFocusProxy(self.button)
        self.button.setFocus()

    def busy(self, busy: bool) -> None:
        """While the key is derived nothing else can be pressed; what is typed stays."""
        self.button.setEnabled(not busy)
        self.button.setText(self.tr("正在解锁…") if busy else self.tr("解锁"))

    def refuse(self, error: InspectorError) -> None:
        """Say why it did not open, and let the officer try again."""
        from ui import messages  # nothing is wrong at most starts

        self.busy(False)
        told = messages.told(error)
        if isinstance(error, WrongKey):
            self._field.say(f"{told.happened} {told.todo}")
            self.message.hide()
        else:
            self.message.show_message(told)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _submit(self) -> None:
        self._field.say("")
        if not self.passphrase.text():
            self._field.say(self.tr("请输入口令。"))
            return
        self.busy(True)
        self.unlock.emit(str(self.officer.currentData()), self.passphrase.text())
