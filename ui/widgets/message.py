"""What is told to the officer inside the page: what happened, what is safe, what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui import icons, theme
from ui.half_open import HalfOpen
from ui.widgets.basic import GRID, Button, LinkButton, column, label, row

if TYPE_CHECKING:
    from inspector_app.messages import Message

_LOOKS = {
    "error": ("circle-alert", "danger"),
    "warn": ("triangle-alert", "warn"),
    "good": ("circle-check", "good"),
    "info": ("info", "accent"),
}


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say what has just appeared and takes no cursor."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class InlineMessage(QFrame, HalfOpen):
    """A message in the page that goes away when it is closed or replaced. ``kind``: error, warn, good, info."""

    def __init__(self, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self._closable = closable
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self._layout.setSpacing(GRID)
        self.hide()

    def show_message(
        self,
        message: Message | str,
        kind: str = "error",
        *,
        action: str = "",
        clicked: Callable[[], object] | None = None,
    ) -> None:
        """Show this, replacing what was there; a screen reader is told."""
        happened, safe, todo = (message, "", "") if isinstance(message, str) else _sentences(message)
        self._empty()
        self.setProperty("role", f"message-{kind}")
        self.style().unpolish(self)
        self.style().polish(self)
        picture, colour = _LOOKS[kind]
        image = QLabel()
        image.setPixmap(icons.pixmap(picture, getattr(theme.colours(), colour), 20))
        self._layout.addWidget(image)
        words = column(gap=GRID // 2)
        for text, part in ((happened, "strong"), (safe, ""), (todo, "")):
            if text:
                words.addWidget(label(text, part))
        self._layout.addLayout(words, 1)
        if action:
            self._layout.addWidget(Button(action, clicked))
        if self._closable:
            self._layout.addWidget(LinkButton(self.tr("知道了"), self.hide, icon="x"))
        told = " ".join(part for part in (happened, safe, todo) if part)
        self.setAccessibleName(told)
        self.show()
        announce(self, told)

    def _empty(self) -> None:
        while self._layout.count():
            item = self._layout.takeAt(0)
            if item.widget() is not None:
                item.widget().deleteLater()
            elif item.layout() is not None:
                inner = item.layout()
                while inner.count():
                    child = inner.takeAt(0).widget()
                    if child is not None:
                        child.deleteLater()


def _sentences(message: Message) -> tuple[str, str, str]:
    return message.happened, message.safe, message.todo


class _CutWords(QLabel):
    """One line that takes the room there is; what does not fit is in the tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "danger")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def tell(self, text: str) -> None:
        """Say this."""
        self._whole = text
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else self._whole)


class FieldError(QWidget):
    """The line under a field that says what is wrong with it.

    Hidden until something was wrong; after that its room stays while the page is in front, so that nothing moves
    under the mouse when a mistake is put right. ``is_still``: it stands in a line of its own height all the time; words
    that do not fit are cut, and whole in the tip.
    """

    def __init__(self, parent: QWidget | None = None, *, is_still: bool = False) -> None:
        super().__init__(parent)
        self._said = ""
        self._words = _CutWords() if is_still else label("", "danger")
        self._picture = QLabel()
        layout = row(self._picture, self._words)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.hide()

    def say(self, text: str, field: QWidget | None = None) -> None:
        """Show what is wrong (nothing when empty) and mark the field."""
        if text and self._picture.pixmap().isNull():
            self._picture.setPixmap(icons.pixmap("circle-alert", theme.colours().danger, 16))
        if not text and self._said:
            self.setMinimumHeight(self.height())
        self._said = text
        if isinstance(self._words, _CutWords):
            self._words.tell(text)
        else:
            self._words.setText(text)
        self._picture.setVisible(bool(text))
        if text:
            self.setMinimumHeight(0)
            self.show()
        if field is not None and bool(field.property("wrong")) != bool(text):
            field.setProperty("wrong", bool(text))
            field.style().unpolish(field)
            field.style().polish(field)
            field.setAccessibleDescription(text)

    @property
    def said(self) -> str:
        """What it says, empty when nothing is wrong."""
        return self._said

    @property
    def is_saying(self) -> bool:
        """Whether something is wrong."""
        return bool(self._said)

    def hideEvent(self, event: QHideEvent) -> None:
        """The page goes: the room that was kept is given back."""
        super().hideEvent(event)
        if not self.is_saying:
            self.setMinimumHeight(0)
            self.hide()
