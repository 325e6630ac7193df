"""One officer's hands on the real window, every action counted; typed words are free.

Counted, one each: a mouse click, a key that is no text (Tab, Enter, Esc, an arrow, F12, Ctrl+P, a letter or digit
pressed as a command), files dropped or pasted, one turn of the wheel that brings something into view.

The hands know the window only as an officer does: by the words on it and by what has the focus. Keys go to the window
of the system and from there wherever the focus is; clicks go to a spot of that window and only where the thing can be
seen. What arrived there is counted a second time by ``Arrivals``: ``count`` fails when the two do not agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QWheelEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from pytestqt import exceptions

from tests.fixtures.windows import PATIENCE, at_rest
from ui.main_window import MainWindow

TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
COUNTED = (QEvent.Type.ShortcutOverride, QEvent.Type.MouseButtonPress)
"""What one key press and one click arrive as at a window of the system, whatever becomes of them inside."""

MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
"""Held down while another key is pressed: a part of that action."""


class Arrivals(QObject):
    """Counts key presses and clicks where they come in: at the windows of the system."""

    def __init__(self) -> None:
        super().__init__()
        self.keys_and_clicks = 0
        self._watched: set[int] = set()

    def watch(self, window: QWindow) -> None:
        """Count what comes to this window from now on."""
        if window.winId() not in self._watched:
            self._watched.add(window.winId())
            window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Count; nothing is kept from anybody."""
        is_modifier = isinstance(event, QKeyEvent) and event.key() in MODIFIERS
        if event.type() in COUNTED and not is_modifier:
            self.keys_and_clicks += 1
        return False


def named(widget: QWidget) -> str:
    """How a failure names a widget."""
    return next((text for text in texts(widget) if text), type(widget).__name__)


def texts(widget: QWidget) -> tuple[str, ...]:
    """The words on a widget: what is drawn, and what a screen reader says."""
    drawn: list[str] = [widget.accessibleName()]
    if isinstance(widget, QAbstractButton | QLabel):
        drawn.append(widget.text().strip().replace("&", ""))
    if isinstance(widget, QComboBox):
        drawn.append(widget.currentText())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        drawn += [str(widget.model().index(row, 0).data() or "") for row in range(min(widget.model().rowCount(), 200))]
    if isinstance(widget, QMenu):
        drawn += [action.text() for action in widget.actions()]
    return tuple(text for text in drawn if text)


def is_touched(widget: QWidget) -> bool:
    """Whether people click on such a thing (labels and cards bear names as well)."""
    return isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QPlainTextEdit | QTextEdit)


def takes_text(widget: QWidget | None) -> bool:
    """Whether words typed now go into it."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, TEXT_FIELDS) and not widget.isReadOnly()


def takes_files(widget: QWidget) -> bool:
    """Whether files may be let go over it, or over what it stands on (short of the window itself)."""
    around: QWidget | None = widget
    while around is not None and not around.acceptDrops():
        around = around.parentWidget()
    return around is not None and not around.isWindow()


def line_of(view: QAbstractItemView, words: str) -> QPoint:
    """The middle of the line of a list that begins with these words, else of one that holds them; null without one."""
    model = view.model()
    indexes = [model.index(row, 0) for row in range(0 if model is None else min(model.rowCount(), 500))]
    said = [(str(index.data() or ""), index) for index in indexes]
    begun = [index for text, index in said if text.startswith(words)]
    holding = begun or [index for text, index in said if words in text]
    return view.visualRect(holding[0]).center() if holding else QPoint()


def mime_of(files: Iterable[Path]) -> QMimeData:
    """Files as the clipboard and a drag carry them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return mime


def drop(target: QWidget, files: Iterable[Path]) -> None:
    """Files are dragged over a widget and let go."""
    mime, at = mime_of(files), target.rect().center()
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, action, mime, button, none)
    QCoreApplication.sendEvent(target, enter)
    assert enter.isAccepted(), f"{named(target)} takes no files"
    QCoreApplication.sendEvent(target, QDropEvent(QPointF(at), action, mime, button, none))


def turn(area: QScrollArea, direction: int) -> None:
    """One turn of the wheel, most of what is in view."""
    at = QPointF(area.viewport().rect().center())
    notches = max(1, area.viewport().height() * 2 // 3 // max(1, 3 * area.verticalScrollBar().singleStep()))
    event = QWheelEvent(
        at, area.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120 * notches * direction),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QCoreApplication.sendEvent(area.viewport(), event)


class Steps:
    """Hands and their counter. Every method that acts waits until the window has answered."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self._qtbot = qtbot
        self._window = window
        self._arrivals = Arrivals()
        self._typed = 0
        self._taken: list[tuple[str, str]] = []

    @property
    def count(self) -> int:
        """How many actions so far. Fails when a key or a click came in that was not counted, or the other way round."""
        counted = sum(1 for kind, _what in self._taken if kind in ("key", "click"))
        assert self._arrivals.keys_and_clicks == counted + self._typed, self.told
        return len(self._taken)

    @property
    def told(self) -> str:
        """What was done, in order."""
        return " · ".join(f"{kind} {what}" for kind, what in self._taken)

    def start_over(self) -> None:
        """What is counted begins here."""
        _ = self.count
        self._taken.clear()
        self._typed = self._arrivals.keys_and_clicks = 0

    def key(self, keys: str, times: int = 1) -> None:
        """Press a key or a combination (``Ctrl+Return``), wherever the focus is."""
        for _time in range(times):
            combination = QKeySequence(keys)[0]
            self._take("key", keys)
            QTest.keyClick(self._front(), combination.key(), combination.keyboardModifiers())
            self.rest()

    def type(self, text: str) -> None:
        """Words into the field that has the focus: Chinese by the input method, the rest by the keyboard. Free."""
        field = QApplication.focusWidget()
        assert takes_text(field), f"nothing takes text: {field}"
        if text.isascii():
            for letter in text:
                self._typed += 1
                QTest.keyClick(self._front(), letter)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QCoreApplication.sendEvent(field, event)
        self.rest()

    def click(self, words: str, among: str = "") -> None:
        """Click what bears these words (a button, a field, a line of a list); ``among``: inside what is named so."""
        where = self._find(words, among)
        if isinstance(where, QAbstractItemView):
            self._click_at(where.viewport(), line_of(where, words))
        elif isinstance(where, QMenu):
            action = next(one for one in where.actions() if one.text() == words)
            self._click_at(where, where.actionGeometry(action).center())
        else:
            self._click_at(where, QPoint(min(where.width() // 2, 40), where.height() // 2))
        self.rest()

    def choose(self, box: str, words: str) -> None:
        """Open a box and click one of its lines: two actions."""
        self.click(box)
        self.click(words)

    def drop(self, files: Iterable[Path], onto: str) -> None:
        """Drag files from a folder's window onto what is named so; letting go is one action."""
        target = self._find(onto, wanted=takes_files)
        self._bring(target)
        while not target.acceptDrops():
            target = target.parentWidget()
        self._take("drop", onto)
        drop(target, files)
        self.rest()

    def paste(self, files: Iterable[Path]) -> None:
        """Copied elsewhere, pasted here: one key."""
        QGuiApplication.clipboard().setMimeData(mime_of(files))
        self.key("Ctrl+V")

    def see(self, words: str) -> None:
        """Wait until these words stand on the screen: a printer on a busy machine takes its time. Looking is free."""
        try:
            self._qtbot.waitUntil(lambda: self.sees(words), timeout=3 * PATIENCE)
        except exceptions.TimeoutError:
            shown = "｜".join(text for widget in self._shown() for text in texts(widget)[:1])
            raise AssertionError(f"“{words}” does not come; on the screen: {shown[:4000]}") from None

    def sees(self, words: str) -> bool:
        """Whether these words stand on the screen."""
        return any(words in text for widget in self._shown() for text in texts(widget))

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for something outside the window (a printer)."""
        self._qtbot.waitUntil(until, timeout=PATIENCE)

    def rest(self) -> None:
        """Until the window has answered everything and read itself anew."""
        at_rest(self._qtbot, self._window)
        if self._window._refresh_timer.isActive():
            self._qtbot.waitUntil(lambda: not self._window._refresh_timer.isActive(), timeout=PATIENCE)
            at_rest(self._qtbot, self._window)

    def _take(self, kind: str, what: str) -> None:
        self._taken.append((kind, what))

    def _front(self) -> QWindow:
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window
        handle = top.windowHandle()
        self._arrivals.watch(handle)
        return handle

    def _shown(self) -> Iterator[QWidget]:
        """What can be seen: of an open menu or list only that, else of the window in front."""
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window
        yield top
        yield from (one for one in top.findChildren(QWidget) if one.isVisible())

    def _find(self, words: str, among: str = "", wanted: Callable[[QWidget], bool] = is_touched) -> QWidget:
        found: list[QWidget] = []

        def is_there() -> bool:
            found[:] = self._bearing(words, among, wanted)
            return bool(found)

        try:
            self._qtbot.waitUntil(is_there, timeout=PATIENCE // 4)
        except Exception as error:
            there = sorted({text for widget in self._shown() for text in texts(widget) if text.strip()})
            raise AssertionError(f"no {words!r} here, but {there}\nafter: {self.told}") from error
        assert len(found) == 1, f"{words!r} is there {len(found)} times: {[named(one) for one in found]}"
        return found[0]

    def _bearing(self, words: str, among: str, wanted: Callable[[QWidget], bool]) -> list[QWidget]:
        shown = [one for one in self._shown() if one.isEnabled()]
        if among:
            inside = [one for one in shown if among in texts(one)]
            shown = [one for one in shown if any(box.isAncestorOf(one) for box in inside)]
        exact = [one for one in shown if wanted(one) and words in texts(one)]
        lines = [one for one in shown if isinstance(one, QAbstractItemView) and not line_of(one, words).isNull()]
        menus = [one for one in shown if isinstance(one, QMenu) and any(a.text() == words for a in one.actions())]
        begun = [one for one in shown if wanted(one) and any(text.startswith(words) for text in texts(one))]
        return exact or menus or lines or begun

    def _click_at(self, widget: QWidget, spot: QPoint) -> None:
        self._bring(widget, spot)
        top = widget.window()
        point = widget.mapTo(top, spot)
        under = top.childAt(point)
        covered = under is not None and under is not widget and not widget.isAncestorOf(under)
        assert not covered, f"{named(widget)} is covered by {under}"
        handle = top.windowHandle()
        self._arrivals.watch(handle)
        self._take("click", named(widget))
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def _bring(self, widget: QWidget, spot: QPoint | None = None) -> None:
        """Turn the wheel until the spot can be seen; each turn (a window's height at most) is an action."""
        for _turn in range(20):
            if widget.visibleRegion().contains(spot or widget.rect().center()):
                return
            area: QWidget | None = widget.parentWidget()
            while area is not None and not isinstance(area, QScrollArea):
                area = area.parentWidget()
            assert isinstance(area, QScrollArea), f"{named(widget)} cannot be seen and nothing scrolls"
            below = widget.mapTo(area, spot or widget.rect().center()).y() > area.height() // 2
            self._take("wheel", "down" if below else "up")
            turn(area, -1 if below else 1)
            self.rest()
        raise AssertionError(f"{named(widget)} does not come into view")
