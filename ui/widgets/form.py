"""Labelled fields, one above the other, each with its hint and its own line for what is wrong."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from ui.widgets.basic import GRID, column, label, row
from ui.widgets.message import FieldError


class Saying(QWidget):
    """Something around an input with a line (``error``) that says what is wrong with it."""

    error: FieldError

    @property
    def said(self) -> str:
        """What it says now, empty when nothing is wrong."""
        return self.error.said

    def say(self, text: str) -> None:
        """Show what is wrong; nothing when empty."""
        self.error.say(text)


def spoken(title: str) -> str:
    """A label's words without the key that leads to its field: 口令(&P) is said 口令."""
    return re.sub(r"\(&\w\)|&", "", title)


class Field(Saying):
    """A label, any input widget, a hint, and the line that says what is wrong.

    The label carries the mnemonic and names the input for a screen reader. ``is_still``: what is wrong is said in the
    line of the label, so that nothing moves on the page while somebody is about to click.
    """

    def __init__(
        self, title: str, field: QWidget, hint: str = "", parent: QWidget | None = None, *, is_still: bool = False
    ) -> None:
        super().__init__(parent)
        self.field = field
        layout = column(self, gap=GRID // 2)
        self.title = QLabel(title)
        self.title.setBuddy(field)
        field.setAccessibleName(spoken(title))
        field.setAccessibleDescription("")
        self.error = FieldError(is_still=is_still)
        if is_still:
            head = row(self.title, self.error, gap=2 * GRID)
            head.setStretch(1, 1)
            layout.addLayout(head)
        else:
            layout.addWidget(self.title)
        layout.addWidget(field)
        if hint:
            layout.addWidget(label(hint, "small"))
        if not is_still:
            layout.addWidget(self.error)

    def say(self, text: str) -> None:
        """Show what is wrong with this field; nothing when empty."""
        inner = self.field.focusProxy()
        self.error.say(text, inner if isinstance(inner, QLineEdit | QPlainTextEdit) else self.field)


def text_field(placeholder: str = "", *, secret: bool = False, width: int = 0) -> QLineEdit:
    """A one-line input; ``secret`` hides what is typed."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    if width:
        made.setMaximumWidth(width)
    return made
