"""Half-typed input-method text is taken as typed when its field is left, hidden or closed, and never lost.

Qt asks the input method to finish; fcitx5 behind ibus' protocol answers by throwing the text away.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_LEAVING = (QEvent.Type.FocusAboutToChange, QEvent.Type.Hide)


class Composing(QObject):
    """Watches the field that has the cursor. One per window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._field: QWidget | None = None
        self._half = ""
        self._was_finished = False
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    @property
    def half_typed(self) -> str:
        """What stands in the field without having been chosen yet."""
        return self._half

    def take(self) -> None:
        """What is half typed counts as typed."""
        field, half = self._field, self._half
        if not half or field is None or not shiboken6.isValid(field):
            return
        self._half, self._was_finished = "", False
        QApplication.inputMethod().commit()
        if not self._was_finished:
            event = QInputMethodEvent()
            event.setCommitString(half)
            QCoreApplication.sendEvent(field, event)
        self._half = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember what is half typed; take it before the field goes."""
        if watched is self._field:
            if isinstance(event, QInputMethodEvent):
                self._half = event.preeditString()
                self._was_finished = self._was_finished or bool(event.commitString())
            elif event.type() in _LEAVING:
                self.take()
        return False

    def _focus_changed(self, _old: QWidget | None, field: QWidget | None) -> None:
        if self._field is not None and shiboken6.isValid(self._field):
            self._field.removeEventFilter(self)
        is_box = isinstance(field, QComboBox) and field.isEditable()
        takes_text = isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit) or is_box
        self._field, self._half = (field if takes_text else None), ""
        if self._field is not None:
            self._field.installEventFilter(self)
