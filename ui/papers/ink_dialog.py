"""Signing on the screen: who signs what, the surface to write on, and what it is worth."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QWidget

from inspector_app import terms
from inspector_app.enforcement.values import SignerRole
from inspector_app.errors import InspectorError
from ui import language, messages
from ui.inspection.parts import ChoiceBox
from ui.papers.ink_pad import InkPad
from ui.papers.papers_reading import PaperView
from ui.widgets.basic import GRID, Button, PrimaryButton, column, label, row
from ui.widgets.form import Field
from ui.widgets.message import FieldError


class InkDialog(QDialog):
    """``signed`` (role, name, strokes, PIN) when the officer confirms; stays open until ``close`` is called."""

    signed = Signal(SignerRole, str, bytes, str)

    def __init__(self, view: PaperView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("屏幕手写签名"))
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        named = " ".join(part for part in (f"《{view.row.title}》", view.row.number) if part)
        layout.addWidget(label(self.tr("请看过{0}后签名").format(named), "lead"))
        told = self.tr("笔迹和这份文书的内容绑定保存，另附一页；文书本身不变。没有电子认证，以纸面签名为准。")
        layout.addWidget(label(told, "small"))
        roles = [(one.value, terms.label(one, language.current())) for one in SignerRole]
        self.role = ChoiceBox(roles, "")
        self.role.set_value(SignerRole.SITE_REPRESENTATIVE.value)
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.addItems([name for name in (view.representative, *view.officers) if name])
        self.name.setCurrentText(view.representative)
        who = row(gap=2 * GRID)
        who.addWidget(Field(self.tr("签名人身份"), self.role), 1)
        who.addWidget(Field(self.tr("签名人姓名"), self.name), 1)
        layout.addLayout(who)
        self.pad = InkPad()
        layout.addWidget(self.pad, 1)
        self.error = FieldError()
        layout.addWidget(self.error)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        asked = Field(self.tr("PIN"), self.pin)
        layout.addWidget(asked)
        asked.setVisible(view.pin_is_set)
        layout.addLayout(self._buttons())
        self.pad.changed.connect(self._written)
        self._written()

    def refuse(self, error: Exception) -> None:
        """Say why it is no signature; what is written stays."""
        if isinstance(error, InspectorError):
            told = messages.told(error)
            self.error.say("".join((told.happened, told.todo)))

    def _buttons(self) -> QHBoxLayout:
        self.undo = Button(self.tr("撤一笔"), self.pad.undo, icon="undo-2")
        self.clear = Button(self.tr("清除重写"), self.pad.clear)
        self.go = PrimaryButton(self.tr("签名"), self._sign, icon="signature")
        return row(self.undo, self.clear, 1, Button(self.tr("返回"), self.reject), self.go)

    def _written(self) -> None:
        for button in (self.undo, self.clear, self.go):
            button.setEnabled(not self.pad.is_empty)
        self.error.say("")

    def _sign(self) -> None:
        role, name = SignerRole(self.role.value), self.name.currentText().strip()
        self.signed.emit(role, name, self.pad.strokes_file(), self.pin.text())
