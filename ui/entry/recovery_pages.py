"""The recovery key: shown once, printed, confirmed; and the way in with it when a passphrase is forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from inspector_app.errors import InspectorError, WrongKey
from ui import messages
from ui.entry.frame import EntryFrame
from ui.entry.strength import Strength, strength
from ui.widgets.basic import Button, PrimaryButton, label, row
from ui.widgets.form import Field, text_field
from ui.widgets.message import InlineMessage


class RecoveryKeyPage(EntryFrame):
    """Shows a new recovery key; ``confirmed`` comes after its last group was typed in again."""

    confirmed = Signal()

    def __init__(self, recovery_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = recovery_key
        self.build(
            self.tr("恢复密钥"),
            self.tr("忘记口令时，只有它能打开数据。请打印或抄写，与笔记本分开存放。它不会再次显示。"),
            width=720,
        )
        groups = recovery_key.split("-")
        half = len(groups) // 2
        shown = "\n".join("  ".join(part) for part in (groups[:half], groups[half:]))
        self.key = label(shown, "key", wrap=False)
        self.key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.key.setAccessibleName(self.tr("恢复密钥"))
        self.key.setAccessibleDescription(recovery_key)
        self.body.addWidget(self.key)
        self.print_button = Button(self.tr("打印"), self._print, icon="printer")
        self.body.addLayout(row(1, self.print_button, 1))
        self.typed = text_field(width=160)
        self.field = Field(
            self.tr("请输入最后一组(&L)"), self.typed, self.tr("最后 4 个字符，证明您已经记下。大小写都可以。")
        )
        self.body.addWidget(self.field)
        self.button = PrimaryButton(self.tr("我已记下"), self._confirm)
        self.body.addLayout(row(1, self.button))
        self.typed.returnPressed.connect(self._confirm)
        self.setFocusProxy(self.typed)

    def _confirm(self) -> None:
        if self.typed.text().strip().upper() != self._key.split("-")[-1]:
            self.field.say(self.tr("与恢复密钥的最后一组不一致，请再核对一次。"))
            return
        self.confirmed.emit()

    def _print(self) -> None:
        from ui.printing import print_recovery_key

        print_recovery_key(self._key, self)


class RecoverPage(EntryFrame):
    """A forgotten passphrase: recovery key, whose passphrase, the new one.

    Emits ``recover(login, recovery key, new passphrase)``.
    """

    recover = Signal(str, str, str)
    back = Signal()

    def __init__(self, logins: Sequence[str], last: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.build(
            self.tr("用恢复密钥打开"),
            self.tr("输入启用时打印的恢复密钥，然后设置新的口令。已有数据不受影响。"),
        )
        self.officer = QComboBox()
        self.officer.addItems(list(logins))
        self.officer.setCurrentIndex(max(0, self.officer.findText(last)))
        self.key = text_field("XXXX-XXXX-…")
        self.passphrase, self.again = text_field(secret=True), text_field(secret=True)
        self.fields = {
            "officer": Field(self.tr("谁的口令(&O)"), self.officer),
            "key": Field(self.tr("恢复密钥(&K)"), self.key, self.tr("空格、横线和大小写都不要紧。")),
            "passphrase": Field(self.tr("新口令(&P)"), self.passphrase),
            "again": Field(self.tr("再输入一次(&A)"), self.again),
        }
        for field in self.fields.values():
            self.body.addWidget(field)
        self.message = InlineMessage(closable=False)
        self.body.addWidget(self.message)
        self.button = PrimaryButton(self.tr("设置新口令并打开"), self._submit)
        self.body.addLayout(row(Button(self.tr("返回"), self.back.emit, icon="arrow-left"), 1, self.button))
        self.again.returnPressed.connect(self._submit)
        self.setFocusProxy(self.key)

    def refuse(self, error: InspectorError) -> None:
        """Say why it did not work."""
        self.button.setEnabled(True)
        if isinstance(error, WrongKey):
            self.fields["key"].say(self.tr("恢复密钥不对，请逐组核对。"))
        else:
            self.message.show_message(messages.told(error))

    def _submit(self) -> None:
        wrong = {
            "key": "" if self.key.text().strip() else self.tr("请输入恢复密钥。"),
            "passphrase": self.tr("口令至少 8 个字符。")
            if strength(self.passphrase.text()) is Strength.TOO_SHORT
            else "",
            "again": "" if self.again.text() == self.passphrase.text() else self.tr("两次输入的口令不一致。"),
        }
        for key, text in wrong.items():
            self.fields[key].say(text)
        if any(wrong.values()):
            return
        self.button.setEnabled(False)
        self.recover.emit(self.officer.currentText(), self.key.text(), self.passphrase.text())
