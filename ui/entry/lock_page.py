"""The lock of an open store: the PIN, or the passphrase where no PIN is set or too many were wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.errors import InspectorError
from ui import messages
from ui.entry.frame import EntryFrame
from ui.widgets.basic import LinkButton, PrimaryButton, label
from ui.widgets.form import Field, text_field


class LockPage(EntryFrame):
    """Emits ``prove(kind, secret)``, kind ``pin`` or ``passphrase``; answered with ``refuse`` or taken away."""

    prove = Signal(str, str)

    def __init__(self, officer: str, *, pin: bool, known: str = "", parent: QWidget | None = None) -> None:
        """``known``: the passphrase of the sample county, which is no secret: shown and filled in."""
        super().__init__(parent)
        self.build(self.tr("已锁定"), self.tr("输入的内容都已保存。打印和上报仍在继续。"))
        self._kind = "pin" if pin else "passphrase"
        self._known = known
        self.secret = text_field(secret=True)
        self.field = Field(self._caption(officer), self.secret)
        self._officer = officer
        self.button = PrimaryButton(self.tr("继续工作"), self._submit)
        self.body.addWidget(self.field)
        if known:
            self.body.addWidget(label(self.tr("示例县的口令是 {known}，已替您填好。").format(known=known), "muted"))
        self._fill_in()
        self.body.addWidget(self.button)
        self.other = LinkButton(self.tr("改用口令"), self.use_passphrase)
        self.other.setVisible(pin)
        self.body.addWidget(self.other)
        self.secret.returnPressed.connect(self._submit)
        self.setFocusProxy(self.secret)

    def use_passphrase(self) -> None:
        """Ask for the passphrase instead of the PIN."""
        self._kind = "passphrase"
        self.other.hide()
        self.field.say("")
        self.field.title.setText(self._caption(self._officer))
        self._fill_in()
        self.secret.setFocus()

    def refuse(self, error: InspectorError) -> None:
        """Say why it did not open; after too many wrong PINs the passphrase is asked for."""
        self.button.setEnabled(True)
        if error.code in ("pin.exhausted", "pin.not_set"):
            self.use_passphrase()
        told = messages.told(error)
        self.field.say(f"{told.happened} {told.todo}")
        self.secret.selectAll()
        self.secret.setFocus()

    def _caption(self, officer: str) -> str:
        text = self.tr("{officer} 的 PIN") if self._kind == "pin" else self.tr("{officer} 的口令")
        return text.format(officer=officer)

    def _fill_in(self) -> None:
        self.secret.setText(self._known if self._kind == "passphrase" else "")

    def _submit(self) -> None:
        if not self.secret.text():
            self.field.say(self.tr("请输入口令。") if self._kind == "passphrase" else self.tr("请输入 PIN。"))
            return
        self.button.setEnabled(False)
        self.prove.emit(self._kind, self.secret.text())
