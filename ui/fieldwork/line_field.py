"""The one field of the fast lane: Enter enters, the arrows bring earlier lines back, an input method may be at work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.drafts import with_preedit

REMEMBERED = 200
"""Lines that the arrows reach."""


class LineField(QLineEdit):
    """A line of typed words. ``content`` is what stands there, half-typed input-method text included."""

    entered = Signal(str)
    """Enter was pressed on this line."""
    changed = Signal()
    """Something else stands there."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._preedit = ""
        self._earlier: list[str] = []
        self._back = 0
        self._begun = ""
        self.textChanged.connect(lambda _text: self.changed.emit())

    @property
    def content(self) -> str:
        """Text as it will stand when the input method is done."""
        return with_preedit(self.text(), self.cursorPosition(), self._preedit)[0]

    def put(self, text: str) -> None:
        """Show this line, the cursor at its end."""
        self.setText(text)
        self.setCursorPosition(len(text.encode("utf-16-le")) // 2)

    def remember(self, line: str) -> None:
        """The arrows bring this one back."""
        self._earlier = [*self._earlier, line][-REMEMBERED:]
        self._back = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_PAD:
            if self.text().strip():
                self.entered.emit(self.text())
            return
        if event.key() == Qt.Key.Key_Up and self._earlier:
            self._step(1)
        elif event.key() == Qt.Key.Key_Down and self._back:
            self._step(-1)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Half-typed input-method text counts as typed."""
        super().inputMethodEvent(event)
        self._preedit = event.preeditString()
        self.changed.emit()

    def _step(self, by: int) -> None:
        if not self._back:
            self._begun = self.text()
        self._back = max(0, min(self._back + by, len(self._earlier)))
        self.put(self._earlier[-self._back] if self._back else self._begun)


_PAD = Qt.KeyboardModifier.KeypadModifier
