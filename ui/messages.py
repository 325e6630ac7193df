"""From an error to what the officer reads: beside the field, above the page, in the status line or in a dialog."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QWidget

from inspector_app.errors import InspectorError, StorageFault, Unreachable
from inspector_app.messages import Message, say, tell
from ui import icons, language, theme
from ui.widgets.basic import GRID, Button, PrimaryButton, column, label, row


class Place(StrEnum):
    """Where an error is shown."""

    STATUS = "status"
    """No signal: normal at a mine."""
    BANNER = "banner"
    """A rule, an input, a conflict."""
    DIALOG = "dialog"
    """The disk refuses: nothing is more important."""


def place_of(error: InspectorError) -> Place:
    """Which of the three an error belongs to."""
    if isinstance(error, Unreachable):
        return Place.STATUS
    if isinstance(error, StorageFault) and error.code.startswith("storage."):
        return Place.DIALOG
    return Place.BANNER


def told(error: InspectorError) -> Message:
    """The sentences of an error in the language of the window."""
    return tell(error, language.current())


def sentence(code: str, **params: object) -> Message:
    """The sentences of a code in the language of the window."""
    return say(code, language.current(), **params)


def in_one_line(message: Message) -> str:
    """All sentences one after the other, for a line beside a field."""
    between = " " if language.current() == "en" else ""
    return between.join(part for part in (message.happened, message.safe, message.todo) if part)


WIDTH = 560
"""Pixels of a dialog with sentences."""


class MessageDialog(QDialog):
    """What happened, what is safe, what to do; at most two buttons, the first one is the advised one."""

    def __init__(self, message: Message, parent: QWidget | None = None, *, accept: str = "", reject: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("矿安检"))
        self.setFixedWidth(WIDTH)
        self._sentences = outer = column(self, margin=3 * GRID, gap=2 * GRID)
        head = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(icons.pixmap("triangle-alert", theme.colours().warn, 32))
        head.addWidget(picture)
        head.addWidget(label(message.happened, "lead"), 1)
        outer.addLayout(head)
        for title, text in ((self.tr("已经保住的"), message.safe), (self.tr("请这样做"), message.todo)):
            if text:
                outer.addWidget(label(title, "small"))
                outer.addWidget(label(text))
        self.accept_button = PrimaryButton(accept or self.tr("知道了"), self.accept)
        self.accept_button.setDefault(True)
        buttons = row(1, self.accept_button)
        if reject:
            buttons.insertWidget(1, Button(reject, self.reject))
        outer.addLayout(buttons)
        self.setAccessibleName(" ".join(part for part in (message.happened, message.safe, message.todo) if part))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its sentences need at this width, in either language."""
        self.setMinimumHeight(self._sentences.totalHeightForWidth(WIDTH))
        super().showEvent(event)
