"""Fields that never need saving: what is typed is on disk within a second and journalled when the field is left.

Input-method text that is not committed yet is kept too. A field takes back what was being typed when the
program ended, cursor included.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.bridge import Bridge
from ui.tasks import URGENT

KEEP_AFTER_MS = 60
"""From the first unsaved key press to the write. One write is under way at a time, so a slow disk never piles them
up; what was typed meanwhile follows at once."""
IDLE_MS = 10_000
"""Without a key press for so long, a text becomes one journal entry."""
LOOK_AGAIN_MS = 30
"""A field that is not enabled yet is looked at again after so long."""
AGAIN_MS = 2_000
"""After a write that failed (disk full), try again."""

_alive: WeakSet[DraftKeeper] = WeakSet()


class DraftKeeper(QObject):
    """Keeps the text of one field on disk. The field calls ``touched`` on each change and ``left`` when left."""

    kept = Signal()
    """What was typed is on disk."""
    settled = Signal()
    """It is journalled."""

    def __init__(self, bridge: Bridge, read: Callable[[], tuple[str, int]], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._read = read
        self._key: tuple[str, str, str] | None = None
        self._unsaved = False
        self._unsettled = False
        self._is_writing = False
        self._keep_timer = self._timer(KEEP_AFTER_MS, self.keep)
        self._idle_timer = self._timer(IDLE_MS, self.left)
        _alive.add(self)

    @property
    def key(self) -> tuple[str, str, str] | None:
        """(kind, record id, field) or nothing while unbound."""
        return self._key

    def bind(self, kind: str, record_id: str, field: str) -> tuple[str, int] | None:
        """Belong to this field of this record; the text and cursor left over from the last run, if any."""
        self.left()
        self._key = (kind, record_id, field)
        left_over = self._bridge.pending.pop(self._key, None)
        if left_over is None:
            return None
        self._unsettled = True
        self._idle_timer.start()
        return left_over.text, left_over.cursor

    def return_to(self, field: QWidget) -> None:
        """Give the field the cursor when the officer was in it when the program ended, as soon as it takes it."""
        if self._key is None or self._bridge.wanted_field != self._key:
            return
        if field.isEnabled() and field.isVisible():
            self._bridge.wanted_field = None
            field.setFocus()
        else:
            QTimer.singleShot(LOOK_AGAIN_MS, field, lambda: self.return_to(field))

    def touched(self) -> None:
        """The text changed."""
        if self._key is None:
            return
        self._unsaved = self._unsettled = True
        if not self._keep_timer.isActive():
            self._keep_timer.start(KEEP_AFTER_MS)
        self._idle_timer.start()

    def keep(self) -> None:
        """Put the present text on disk, unless a write is under way: then right after it."""
        self._keep_timer.stop()
        if not self._is_writing:
            self._write()

    def _write(self) -> None:
        if self._key is None or not self._unsaved:
            return
        self._is_writing = True
        (kind, record_id, field), (text, cursor) = self._key, self._read()
        self._unsaved = False
        officer = self._bridge.officer_id
        self._bridge.ask(
            lambda app: app.drafts.keep(officer, kind, record_id, field, text, cursor),
            lambda _nothing: self._written(),
            self._failed,
            owner=self,
            priority=URGENT,
        )

    def left(self) -> None:
        """Journal what was typed, as one entry."""
        self._idle_timer.stop()
        if self._key is None or not self._unsettled:
            return
        self._keep_timer.stop()
        self._write()
        self._unsettled = False
        _kind, record_id, field = self._key
        officer = self._bridge.officer_id
        self._bridge.ask(
            lambda app: app.drafts.settle(officer, record_id, field),
            lambda _count: self.settled.emit(),
            owner=self,
            priority=URGENT,
        )

    def _written(self) -> None:
        self._is_writing = False
        self.kept.emit()
        if self._unsaved:
            self.keep()

    def _failed(self, error: Exception) -> None:
        self._is_writing = False
        self._unsaved = True
        self._keep_timer.start(AGAIN_MS)
        self._bridge.trouble.emit(error)

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=milliseconds, singleShot=True)
        timer.timeout.connect(then)
        return timer


def settle_all() -> None:
    """Journal what stands in every field (before a lock, a paper, a hand-over)."""
    for keeper in list(_alive):
        if shiboken6.isValid(keeper):  # its field may be gone while Python still holds the keeper
            keeper.left()


def typing_in(widget: QWidget | None) -> dict[str, object] | None:
    """Which field of which record has the cursor, for coming back to it: kind, record, field, cursor."""
    keeper = getattr(widget, "keeper", None)
    if not isinstance(keeper, DraftKeeper) or keeper.key is None:
        return None
    kind, record_id, field = keeper.key
    return {"kind": kind, "record": record_id, "field": field}


def with_preedit(text: str, position: int, preedit: str) -> tuple[str, int]:
    """The text with half-typed input-method text at the cursor, and the cursor in characters.

    ``position`` counts UTF-16 units as Qt does, so rare characters (𠮷) count twice there.
    """
    raw = text.encode("utf-16-le")
    before, after = raw[: 2 * position].decode("utf-16-le", "ignore"), raw[2 * position :].decode("utf-16-le", "ignore")
    return before + preedit + after, len(before) + len(preedit)


def units(text: str, characters: int) -> int:
    """A cursor in characters as UTF-16 units, within the text."""
    return len(text[:characters].encode("utf-16-le")) // 2


class DraftLineEdit(QLineEdit):
    """One line of text that belongs to a field of a record."""

    def __init__(self, bridge: Bridge, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._preedit = ""
        self.keeper = DraftKeeper(bridge, self._content, self)
        self.textEdited.connect(lambda _text: self.keeper.touched())

    def bind(self, kind: str, record_id: str, field: str, value: str | None) -> None:
        """Show this field of this record, or what was being typed in it when the program ended."""
        left_over = self.keeper.bind(kind, record_id, field)
        self.setText(left_over[0] if left_over else value or "")
        if left_over:
            self.setCursorPosition(units(left_over[0], left_over[1]))
        QTimer.singleShot(0, self, lambda: self.keeper.return_to(self))  # after the page has been enabled

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Half-typed input-method text counts as typed."""
        super().inputMethodEvent(event)
        self._preedit = event.preeditString()
        self.keeper.touched()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field journals it."""
        super().focusOutEvent(event)
        self._preedit = ""
        self.keeper.left()

    def _content(self) -> tuple[str, int]:
        return with_preedit(self.text(), self.cursorPosition(), self._preedit)


class DraftTextEdit(QPlainTextEdit):
    """Several lines of text that belong to a field of a record; Tab goes to the next field."""

    def __init__(self, bridge: Bridge, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._preedit = ""
        self._binding = False
        self.keeper = DraftKeeper(bridge, self._content, self)
        self.textChanged.connect(self._changed)

    def bind(self, kind: str, record_id: str, field: str, value: str | None) -> None:
        """Show this field of this record, or what was being typed in it when the program ended."""
        left_over = self.keeper.bind(kind, record_id, field)
        self._binding = True
        self.setPlainText(left_over[0] if left_over else value or "")
        self._binding = False
        if left_over:
            cursor = self.textCursor()
            cursor.setPosition(units(left_over[0], left_over[1]))
            self.setTextCursor(cursor)
        QTimer.singleShot(0, self, lambda: self.keeper.return_to(self))  # after the page has been enabled

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Half-typed input-method text counts as typed."""
        super().inputMethodEvent(event)
        self._preedit = event.preeditString()
        self.keeper.touched()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field journals it."""
        super().focusOutEvent(event)
        self._preedit = ""
        self.keeper.left()

    def _changed(self) -> None:
        if not self._binding:
            self.keeper.touched()

    def _content(self) -> tuple[str, int]:
        return with_preedit(self.toPlainText(), self.textCursor().position(), self._preedit)
