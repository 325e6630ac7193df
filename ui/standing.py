"""How a page stands before the officer: how far each part is scrolled, which line is chosen, and which field has the
cursor. Kept while a page is made anew, so that he goes on where he was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

LOOK_MS, LOOKS = 50, 60
"""Lines arrive after the page is shown: it is looked every so many ms, and not oftener than this, whether they came."""


@dataclass(frozen=True)
class Part:
    """One part that scrolls: pixels or lines from the top, and the chosen row (-1 for none)."""

    scrolled: int
    row: int


class Standing(QObject):
    """Taken of one page, given to the page that takes its place (parts are the same in both, in the same order)."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._parts = {name: _standing(area) for name, area in _areas(page)}
        focus = page.window().focusWidget()  # also while a dialog stands in front
        self._focus = next((name for name, widget in _named(page, QWidget) if widget is focus), "")
        self._cursor = _cursor(focus)
        self._page: QWidget | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._looks = 0

    def give(self, page: QWidget) -> None:
        """Let this page stand as the other did, as soon as its lines are there."""
        self.setParent(page)
        self._page = page
        self._looks = 0
        self._timer.start()
        self._look()

    def _look(self) -> None:
        assert self._page is not None
        self._looks += 1
        areas = dict(_areas(self._page))
        late = [name for name, part in self._parts.items() if name in areas and not _stands(areas[name], part)]
        if self._focus and self._takes_focus(self._page):
            self._focus = ""
        if (not late and not self._focus) or self._looks >= LOOKS:
            self._timer.stop()
            self.deleteLater()

    def _takes_focus(self, page: QWidget) -> bool:
        for name, widget in _named(page, QWidget):
            if name == self._focus and widget.isVisible() and widget.isEnabled():
                widget.setFocus()
                return _put_cursor(widget, self._cursor)
        return False


def _areas(page: QWidget) -> Iterator[tuple[str, QAbstractScrollArea]]:
    for name, widget in _named(page, QAbstractScrollArea):
        if isinstance(widget, QAbstractScrollArea):
            yield name, widget


def _named(page: QWidget, kind: type[QWidget]) -> Iterator[tuple[str, QWidget]]:
    """Widgets by a name that the same widget has in another instance of the page."""
    counted: Counter[str] = Counter()
    found: Iterable[QWidget] = page.findChildren(kind)
    for widget in found:
        base = f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()}"
        counted[base] += 1
        yield f"{base} {counted[base]}", widget


def _standing(area: QAbstractScrollArea) -> Part:
    row = area.currentIndex().row() if isinstance(area, QAbstractItemView) else -1
    return Part(area.verticalScrollBar().value(), row)


def _stands(area: QAbstractScrollArea, part: Part) -> bool:
    """Bring one part to where it was; whether it is there."""
    if isinstance(area, QAbstractItemView) and part.row >= 0:
        model = area.model()
        if model is None or model.rowCount() <= part.row:
            return False
        if area.currentIndex().row() != part.row:
            area.setCurrentIndex(model.index(part.row, max(0, area.currentIndex().column())))
    bar = area.verticalScrollBar()
    bar.setValue(part.scrolled)
    return bar.value() == part.scrolled


def _cursor(field: QWidget | None) -> int:
    """Where the cursor stands in a text, counted as Qt counts; -1 where there is none."""
    if isinstance(field, QLineEdit):
        return field.cursorPosition()
    return field.textCursor().position() if isinstance(field, QPlainTextEdit) else -1


def _put_cursor(field: QWidget, at: int) -> bool:
    """Whether the text is there already, so that the cursor could be put."""
    if isinstance(field, QLineEdit):
        field.setCursorPosition(at)
        return field.cursorPosition() == at
    if isinstance(field, QPlainTextEdit):
        cursor = field.textCursor()
        cursor.setPosition(min(at, len(field.toPlainText().encode("utf-16-le")) // 2))
        field.setTextCursor(cursor)
        return cursor.position() == at
    return True
