"""The officer's own passphrase, and whether the recovery key in the safe still opens this laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.errors import InspectorError, WrongKey
from inspector_app.storage.reader import unlock
from ui import messages
from ui.bridge import Bridge
from ui.language import tr
from ui.tasks import Task
from ui.widgets.basic import Button, Card, PrimaryButton, label, row
from ui.widgets.form import Field, text_field
from ui.widgets.message import InlineMessage

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


class PassphraseCard(Card):
    """The old passphrase proves who asks; the new one is typed twice. None of the three is kept anywhere."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(tr("修改口令"), parent, icon="key-round")
        self._bridge = bridge
        self.old, self.new, self.again = (text_field(secret=True, width=360) for _field in range(3))
        self._old = Field(tr("现在的口令"), self.old)
        self._new = Field(tr("新口令"), self.new, tr("至少 8 个字符。"))
        self._again = Field(tr("再输入一次"), self.again)
        self.message = InlineMessage()
        self.button = PrimaryButton(tr("修改口令"), self.change)
        for part in (self._old, self._new, self._again, self.message):
            self.body.addWidget(part)
        self.body.addLayout(row(self.button, 1))
        for field, following in ((self.old, self.new), (self.new, self.again)):
            field.returnPressed.connect(following.setFocus)
        self.again.returnPressed.connect(self.change)

    def change(self) -> None:
        """Change it, or say beside the field what is wrong."""
        old, new = self.old.text(), self.new.text()
        for field in (self._old, self._new, self._again):
            field.say("")
        if new != self.again.text():
            self._again.say(tr("两次输入的口令不一致。"))
            return
        self.button.setEnabled(False)

        def work(app: App, _task: Task) -> None:
            login = app.store.key_file.login_of(app.officer_id) or ""
            unlock(app.store.folder, login, old)
            app.store.change_passphrase(login, new)

        self._bridge.ask_county(work, self._changed, self._refused, owner=self)

    def _changed(self, _nothing: object) -> None:
        self.button.setEnabled(True)
        _clear(self.old, self.new, self.again)
        self.message.show_message(tr("口令已修改，下次解锁用新口令。"), "good")

    def _refused(self, error: Exception) -> None:
        self.button.setEnabled(True)
        if isinstance(error, WrongKey):
            self._old.say(tr("现在的口令不对。"))
            self.old.setFocus()
        elif isinstance(error, InspectorError):
            self._new.say(messages.told(error).happened)


class RecoveryCheck(QWidget):
    """Compares a printed recovery key with this laptop; nothing is opened and nothing kept."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.key = QLineEdit()
        self.key.setAccessibleName(tr("纸上的恢复密钥"))
        self.key.setPlaceholderText(tr("照纸上的输入；空格、横线和大小写都不要紧"))
        self.button = Button(tr("核对"), self.check)
        self.said = label("", "small")
        line = row(self.key, self.button)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.key.returnPressed.connect(self.check)

    def check(self) -> None:
        """Whether it still opens this laptop."""
        typed = self.key.text()
        if typed.strip():
            self.button.setEnabled(False)
            self._bridge.ask_county(
                lambda app, _task: unlock(app.store.folder, "recovery", typed), self._fits, self._does_not, owner=self
            )

    def _fits(self, _unlocked: object) -> None:
        self.button.setEnabled(True)
        _clear(self.key)
        self.said.setText(tr("这把恢复密钥有效，可以打开这台笔记本。"))

    def _does_not(self, error: Exception) -> None:
        self.button.setEnabled(True)
        if isinstance(error, InspectorError):
            told = tr("恢复密钥不对，请逐组核对。") if isinstance(error, WrongKey) else messages.told(error).happened
            self.said.setText(told)


def _clear(*fields: QLineEdit) -> None:
    for field in fields:
        field.clear()
