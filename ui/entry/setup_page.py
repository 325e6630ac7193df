"""Setting up a real store: who works with this laptop, and his passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.errors import InspectorError
from ui import messages
from ui.entry.frame import EntryFrame
from ui.entry.strength import Strength, strength
from ui.widgets.basic import GRID, Button, PrimaryButton, label, row
from ui.widgets.form import Field, text_field
from ui.widgets.message import InlineMessage


class SetupPage(EntryFrame):
    """Emits ``wanted(name, login, certificate number, passphrase)`` once everything can be used."""

    wanted = Signal(str, str, str, str)
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.build(
            self.tr("启用这台笔记本"),
            self.tr("每名执法人员用自己的口令打开。口令谁也查不到，请认真设置；万一忘记，只有下一页的恢复密钥能另设新口令。"),
            width=760,
        )
        self.name = text_field(self.tr("与执法证一致"))
        self.login = text_field(self.tr("例如姓名或工号"))
        self.certificate = text_field(self.tr("可以以后再填"))
        self.passphrase = text_field(secret=True)
        self.again = text_field(secret=True)
        self.fields = {
            "name": Field(self.tr("姓名(&N)"), self.name),
            "login": Field(self.tr("登录名(&L)"), self.login, self.tr("解锁时选择的名字。")),
            "certificate": Field(self.tr("执法证号(&C)"), self.certificate),
            "passphrase": Field(
                self.tr("口令(&P)"), self.passphrase, self.tr("至少 8 个字符。一句好记的话比一个难记的词更安全。")
            ),
            "again": Field(self.tr("再输入一次(&A)"), self.again),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        for number, key in enumerate(("name", "login", "certificate", "", "passphrase", "again")):
            if key:
                grid.addWidget(self.fields[key], number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(grid)
        self.strength = label("", "small")
        self.body.addWidget(self.strength)
        self.message = InlineMessage(closable=False)
        self.body.addWidget(self.message)
        self.button = PrimaryButton(self.tr("启用"), self._submit)
        self.back_button = Button(self.tr("返回"), self.back.emit, icon="arrow-left")
        self.body.addLayout(row(self.back_button, 1, self.button))
        self.name.textEdited.connect(self._suggest_login)
        self.login.textEdited.connect(lambda _text: self.login.setProperty("own", True))
        self.passphrase.textEdited.connect(self._judge)
        self.again.returnPressed.connect(self._submit)
        self.setFocusProxy(self.name)

    def refuse(self, error: InspectorError) -> None:
        """Say why the store could not be made."""
        self.button.setEnabled(True)
        self.message.show_message(messages.told(error))

    def _suggest_login(self, name: str) -> None:
        if not self.login.property("own"):
            self.login.setText(name.strip())

    def _judge(self, passphrase: str) -> None:
        words = {
            Strength.TOO_SHORT: self.tr("太短：还不能用。"),
            Strength.WEAK: self.tr("较弱：容易被猜到，请再长一些或换成一句话。"),
            Strength.FAIR: self.tr("中等：可以使用，再长一些更好。"),
            Strength.STRONG: self.tr("较强：可以放心使用。"),
        }
        self.strength.setText(words[strength(passphrase)] if passphrase else "")

    def _submit(self) -> None:
        wrong = {
            "name": "" if self.name.text().strip() else self.tr("请填写姓名。"),
            "login": "" if self.login.text().strip() else self.tr("请填写登录名。"),
            "passphrase": self.tr("口令至少 8 个字符。")
            if strength(self.passphrase.text()) is Strength.TOO_SHORT
            else "",
            "again": "" if self.again.text() == self.passphrase.text() else self.tr("两次输入的口令不一致。"),
        }
        for key, text in wrong.items():
            self.fields[key].say(text)
        first = next((key for key, text in wrong.items() if text), None)
        if first is not None:
            self.fields[first].field.setFocus()
            return
        self.message.hide()
        self.button.setEnabled(False)
        self.wanted.emit(
            self.name.text().strip(), self.login.text().strip(), self.certificate.text().strip(), self.passphrase.text()
        )
