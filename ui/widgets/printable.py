"""What cannot be printed is refused where it is typed, in words, before any paper is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from inspector_app.documents.characters import rare
from ui.page import Page
from ui.tasks import URGENT, Task
from ui.widgets.form import Saying

if TYPE_CHECKING:
    from ui.bridge import Bridge

W = TypeVar("W", bound=QWidget)
Entry = QLineEdit | QPlainTextEdit
_printable: set[str] = set()
"""Rare characters that some face draws: nobody asks for them twice."""
_refused: set[str] = set()
HIDDEN = {"\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufe0e", "\ufe0f", "\ufeff"}
"""Characters nobody sees; a sentence cannot show them."""


class PrintableEntry(QObject):
    """Guards each field of a page from the moment the cursor first comes to it. One per window."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, _old: QWidget | None, field: QWidget | None) -> None:
        if not isinstance(field, QLineEdit | QPlainTextEdit) or field.window() is not _window_of(self):
            return
        if isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal:
            return
        page = _above(field, Page)
        if page is not None and field.findChild(EntryGuard) is None:
            EntryGuard(self._bridge, field, page)


class EntryGuard(QObject):
    """Takes out of one field what no face can draw, and says so beside it (or in the status line)."""

    def __init__(self, bridge: Bridge, field: Entry, page: Page) -> None:
        super().__init__(field)
        self._bridge = bridge
        self._field = field
        self._page = page
        self._told = ""
        field.textChanged.connect(self.look)
        self.look()

    def look(self) -> None:
        """Take out what is known to be unprintable, ask about what is not known yet."""
        found = rare(text_of(self._field))
        gone = [char for char in found if char in _refused]
        if gone:
            self._take_out(gone)
        elif not self._field.isReadOnly():
            self._say("")
        if unknown := "".join(char for char in found if char not in _refused | _printable):
            self._ask(unknown)

    def _ask(self, unknown: str) -> None:
        def look_up(_task: Task) -> str:
            from inspector_app.documents.characters import unprintable

            return unprintable(unknown)

        def answered(refused: str) -> None:
            _refused.update(refused)
            _printable.update(char for char in unknown if char not in refused)
            if refused:
                self.look()

        self._bridge.run(Task(look_up, done=answered, owner=self), URGENT)

    def _take_out(self, gone: list[str]) -> None:
        from ui import messages

        if self._field.isReadOnly():
            return
        for char in gone:
            remove(self._field, char)
        seen = "".join(char for char in gone if char not in HIDDEN)
        code = "entry.unprintable" if seen else "entry.unprintable_hidden"
        told = messages.sentence(code, char=seen)
        self._say(" ".join(filter(None, (told.happened, told.todo))))

    def _say(self, sentence: str) -> None:
        """Beside the field; only its own sentence is ever taken away again."""
        around = _above(self._field, Saying)
        if around is None:
            if sentence:
                self._page.notice.emit(sentence)
            return
        if sentence or (self._told and around.said == self._told):
            around.say(sentence)
        self._told = sentence


def text_of(field: Entry) -> str:
    """What stands in a field, without input-method text that is not committed."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def remove(field: Entry, char: str) -> None:
    """Take each ``char`` out of a field as an officer would: undo knows of it, the cursor stays at its text."""
    if isinstance(field, QLineEdit):
        while (at := _units(field.text(), char)) >= 0:
            before = field.cursorPosition()
            field.setSelection(at, _length(char))
            field.insert("")
            field.setCursorPosition(before - (_length(char) if before > at else 0))
        return
    cursor = field.textCursor()
    place = QTextCursor(field.document())
    place.beginEditBlock()
    while (at := _units(field.toPlainText(), char)) >= 0:
        place.setPosition(at)
        place.setPosition(at + _length(char), QTextCursor.MoveMode.KeepAnchor)
        place.removeSelectedText()
    place.endEditBlock()
    field.setTextCursor(cursor)


def _units(text: str, char: str) -> int:
    """Where a character stands, in the UTF-16 units Qt counts; -1 when it does not."""
    at = text.find(char)
    return -1 if at < 0 else len(text[:at].encode("utf-16-le")) // 2


def _length(char: str) -> int:
    return len(char.encode("utf-16-le")) // 2


def _above(widget: QWidget, kind: type[W]) -> W | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, kind):
        above = above.parentWidget()
    return above


def _window_of(owner: QObject) -> QWidget | None:
    parent = owner.parent()
    return parent.window() if isinstance(parent, QWidget) else None
