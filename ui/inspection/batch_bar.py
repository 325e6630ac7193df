"""Asks once before several items get the same verdict: nothing is written until it is confirmed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.checklist.values import Verdict
from ui.half_open import HalfOpen
from ui.widgets.basic import GRID, LinkButton, PrimaryButton, column, label, row
from ui.widgets.message import announce


class BatchBar(QFrame, HalfOpen):
    """Hidden until several items are answered at once."""

    confirmed = Signal(object)
    """This ``Verdict`` for all of them."""
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message-warn")
        self.verdict: Verdict | None = None
        self.words = label("", "strong")
        self.yes = PrimaryButton("", self._confirm)
        self.no = LinkButton(self.tr("不记  Esc"), self._leave)
        layout = column(self, margin=GRID, gap=GRID // 2)
        layout.addWidget(self.words)
        layout.addLayout(row(self.yes, self.no, 1))
        for button in (self.yes, self.no):
            button.installEventFilter(self)
        self.hide()

    def ask(self, verdict: Verdict, word: str, count: int, standing: int) -> None:
        """``standing``: so many of them have a verdict already, which this one replaces."""
        self.verdict = verdict
        text = self.tr("选中的 {0} 项都记为“{1}”？").format(count, word)
        if standing:
            text += self.tr("其中 {0} 项已有结论，会改掉。").format(standing)
        self.words.setText(text)
        self.yes.setText(self.tr("{0} 项都是“{1}”  回车").format(count, word))
        self.show()
        self.yes.setFocus()
        announce(self, text)

    def asks(self, verdict: Verdict) -> bool:
        """Whether it waits for a yes to this verdict."""
        return self.isVisible() and self.verdict is verdict

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves everything as it is."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self._leave()
            return True
        return super().eventFilter(watched, event)

    def _confirm(self) -> None:
        self.hide()
        self.confirmed.emit(self.verdict)

    def _leave(self) -> None:
        self.hide()
        self.put_off.emit()
